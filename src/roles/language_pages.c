/* language_pages.c - see pages.h: how far each translation is, who has checked it, and the Romani
 * words with their sources. */
#include "base/glossary.h"
#include "base/lang.h"
#include "roles/pages.h"
#include "roles/worker.h"
#include "web/part.h"

enum { WORD_COLUMNS = 5 };

/* ---- the languages */

static struct str status_words(struct call *call, enum lang_status status)
{
    return status == LANG_CHECKED ? say(call, "checked by a native speaker")
           : status == LANG_WORDS ? say(call, "only some words, from published sources")
                                  : say(call, "a draft: no native speaker has checked it yet");
}

/* English is what the program is written in; of the others, how many sentences each has. */
static void language_facts(struct web *web)
{
    const struct worker *worker = web->site->data;
    const struct program *program = &worker->program;
    struct call *call = &web->call;
    struct fact facts[PROGRAM_LANGS_MAX + 1] = {
        {STR("English"), say(call, "what the program is written in"), {NULL, 0}, {NULL, 0}}};

    for (size_t i = 0; i < program->langs_n; i++) {
        const struct lang *lang = program->langs[i];
        struct str said = status_words(call, lang_status(lang));
        size_t n = lang_count(lang);
        facts[i + 1] =
            (struct fact){.label = lang_name(lang),
                          .value = str_format(call->arena,
                                              lang_plural(call->lang, "%zu sentence: %.*s",
                                                          "%zu sentences: %.*s", (int64_t)n),
                                              n, (int)said.n, said.p)};
    }
    part_facts(&web->html, facts, program->langs_n + 1);
}

/* ---- the words of one language */

static void word_row(struct html *h, const struct table_column *columns,
                     const struct glossary_row *row)
{
    const struct str cells[WORD_COLUMNS] = {row->english, row->word, row->variety, row->source->key,
                                            row->elsewhere};

    part_row(h);
    for (size_t i = 0; i < WORD_COLUMNS; i++) {
        part_cell_open(h, columns, i);
        html_raw(h, "<span");
        if (i == 1)
            html_attr(h, "lang", STR("rom"));
        html_raw(h, ">");
        html_text(h, cells[i].n == 0 ? STR("–") : cells[i]);
        html_raw(h, "</span>");
        part_cell_end(h, i);
    }
    part_row_end(h);
}

static enum rc word_table(struct web *web, const struct embedded *file, struct str caption,
                          bool shown)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct table_column columns[WORD_COLUMNS] = {
        {.label = say(call, "English")},
        {.label = say(call, "Romani")},
        {.label = say(call, "Variety")},
        {.label = say(call, "Source")},
        {.label = say(call, "Elsewhere, or why it is not shown")},
    };
    struct glossary in;
    struct glossary_row row;
    bool found = true;
    enum rc rc = RC_OK;

    glossary_open(call, file->bytes, file->name, &in);
    part_table(h, caption, columns, WORD_COLUMNS);
    while (rc == RC_OK && found) {
        rc = glossary_next(&in, &row, &found);
        if (rc == RC_OK && found && !row.is_source && row.shown == shown)
            word_row(h, columns, &row);
    }
    part_table_end(h);
    return rc;
}

static enum rc source_list(struct web *web, const struct embedded *file)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct glossary in;
    struct glossary_row row;
    bool found = true;
    enum rc rc = RC_OK;

    glossary_open(call, file->bytes, file->name, &in);
    html_raw(h, "<h2>");
    html_say(h, "Sources");
    html_raw(h, "</h2><ul>");
    while (rc == RC_OK && found) {
        rc = glossary_next(&in, &row, &found);
        if (rc != RC_OK || !found || !row.is_source)
            continue;
        html_raw(h, "<li>");
        const struct glossary_source *source = row.source;
        html_text(h, str_format(call->arena, "%.*s: %.*s. %.*s. %.*s", (int)source->key.n,
                                source->key.p, (int)source->what.n, source->what.p,
                                (int)source->where.n, source->where.p, (int)source->licence.n,
                                source->licence.p));
        html_raw(h, "</li>");
    }
    html_raw(h, "</ul>");
    return rc;
}

static enum rc romani(struct web *web, const struct embedded *file)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    html_raw(h, "<h2>");
    html_say(h, "Words in Romani");
    html_raw(h, "</h2>");
    html_tag(h, "p", NULL,
             say(call,
                 "Each word stands in a published source, and nobody has checked it for this "
                 "program. Everything else is shown in your second language. Days, months and "
                 "what cannot be taken back stay in that language: the sources do not agree, "
                 "and a date decides about a right."));
    html_tag(h, "p", NULL,
             say(call, "You speak Romani and know better? Tell who looks after Khetane in your "
                       "office: the word, your variety, and what you would say."));
    enum rc rc = word_table(web, file, say(call, "Words that are shown"), true);
    if (rc == RC_OK)
        rc = word_table(web, file, say(call, "Words that are known and not shown"), false);
    return rc == RC_OK ? source_list(web, file) : rc;
}

enum rc page_languages(struct web *web)
{
    struct call *call = &web->call;
    const struct embedded *file = embedded_find(STR("lang/rom.tsv"));
    struct page page = {
        .title = say(call, "Languages"), .back_path = STR("/"), .back_label = say(call, "Today")};

    part_page(web, &page);
    language_facts(web);
    enum rc rc = file == NULL ? RC_OK : romani(web, file);
    part_page_end(web, &page);
    return rc;
}

const struct route language_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/languages", NULL, page_languages, NULL, 0,
     "says how far each translation is, and whose words it has"},
};
const size_t language_routes_n = sizeof language_routes / sizeof *language_routes;
