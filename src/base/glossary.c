/* glossary.c - see glossary.h. A line is a kind of row and its columns, apart by tabs. */
#include "base/glossary.h"

enum { SOURCE_COLUMNS = 5, WORD_COLUMNS = 7 };

void glossary_open(struct call *call, struct str bytes, const char *name, struct glossary *out)
{
    *out = (struct glossary){.call = call, .name = name, .rest = bytes};
}

static enum rc wrong(const struct glossary *in, const char *why)
{
    struct str where = str_format(in->call->arena, "%s:%d", in->name, in->line);

    return fail(in->call, RC_INVALID, where.p == NULL ? in->name : where.p, "%s", why);
}

/* How many columns the line has; those that find a place in out. */
static size_t columns(struct str line, struct str out[WORD_COLUMNS])
{
    size_t n = 1;

    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == '\t';
    for (size_t i = 0; i < n && i < WORD_COLUMNS; i++)
        out[i] = str_split(&line, '\t');
    return n;
}

static enum rc read_source(struct glossary *in, const struct str *column, struct glossary_row *out)
{
    if (in->n == GLOSSARY_SOURCES_MAX)
        return wrong(in, "There are too many sources.");
    in->sources[in->n] = (struct glossary_source){column[1], column[2], column[3], column[4]};
    *out = (struct glossary_row){.is_source = true, .source = &in->sources[in->n++]};
    return RC_OK;
}

static enum rc read_word(struct glossary *in, const struct str *column, struct glossary_row *out)
{
    *out = (struct glossary_row){.english = column[1],
                                 .word = column[2],
                                 .variety = column[3],
                                 .shown = str_is(column[5], "shown"),
                                 .elsewhere = column[6]};
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->sources[i].key, column[4]))
            out->source = &in->sources[i];
    if (out->source == NULL)
        return wrong(in, "This source is not named above.");
    if (!out->shown && !str_is(column[5], "noted"))
        return wrong(in, "A word is \"shown\" or \"noted\".");
    if (out->english.n == 0 || out->word.n == 0 || out->variety.n == 0)
        return wrong(in, "A word needs its English, itself and its variety.");
    return RC_OK;
}

enum rc glossary_next(struct glossary *in, struct glossary_row *out, bool *found)
{
    while (in->rest.n != 0) {
        struct str line = str_split(&in->rest, '\n'), column[WORD_COLUMNS] = {{0}};
        in->line++;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        size_t n = columns(line, column);
        *found = true;
        if (str_is(column[0], "source") && n == SOURCE_COLUMNS)
            return read_source(in, column, out);
        if (str_is(column[0], "word") && n == WORD_COLUMNS)
            return read_word(in, column, out);
        return wrong(in, "A source has 4 columns behind it, a word 6, apart by tabs.");
    }
    *found = false;
    return RC_OK;
}
