/* demo_words.c - see demo_words.h. */
#include "roles/demo_words.h"

enum { TEXT_MAX = 64 << 10 };

enum rc tale_add(struct call *call, struct tale *tale, const struct tale_record *record)
{
    struct tale_record copy = *record;

    copy.name = str_dup(tale->keep, record->name);
    if (copy.name.p == NULL || !arena_grow(tale->keep, &tale->records, tale->n, &tale->room))
        return fail_memory(call);
    tale->records[tale->n++] = copy;
    return RC_OK;
}

const struct tale_record *tale_find(const struct tale *tale, struct str name)
{
    if (str_starts(name, STR("$")))
        name = str_cut(name, 1, name.n);
    for (size_t i = tale->n; i-- > 0;)
        if (str_eq(tale->records[i].name, name))
            return &tale->records[i];
    return NULL;
}

/* splitmix64, by Sebastiano Vigna (public domain). */
size_t tale_pick(struct tale *tale, size_t n)
{
    uint64_t z = tale->chance += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (size_t)((z ^ (z >> 31)) % n);
}

/* ---- days ---- */

/* "-12", or one of "-30..-1". */
static bool read_number(struct tale *tale, struct str word, int64_t *out)
{
    struct str first = str_split(&word, '.');
    int64_t last;

    if (!str_int(first, out))
        return false;
    if (word.n == 0)
        return true;
    if (!str_starts(word, STR(".")) || !str_int(str_cut(word, 1, word.n), &last) || last < *out)
        return false;
    *out += (int64_t)tale_pick(tale, (size_t)(last - *out + 1));
    return true;
}

bool tale_day(struct tale *tale, struct str text, day *out)
{
    enum { FAR = 100000 };
    int64_t number = 0;
    day d = tale->on;

    if (text.n == 0)
        return false;
    while (text.n != 0) {
        struct str word = str_split(&text, ' ');
        if (str_is(word, "months")) {
            d = day_add_months(d, (int)number);
            number = 0;
            continue;
        }
        d += (day)number;
        number = 0;
        if (str_is(word, "weekday"))
            d -= day_weekday(d) > FRIDAY ? (day)day_weekday(d) - FRIDAY : 0;
        else if (!read_number(tale, word, &number) || number < -FAR || number > FAR)
            return false;
    }
    *out = d + (day)number;
    return true;
}

/* ---- texts ---- */

/* "a|b|c" */
static void put_one(struct tale *tale, struct str all, struct buf *out)
{
    struct str rest = all, one = {0};
    size_t n = 1;

    for (size_t i = 0; i < all.n; i++)
        n += all.p[i] == '|';
    for (size_t left = tale_pick(tale, n) + 1; left > 0; left--)
        one = str_split(&rest, '|');
    buf_add(out, one);
}

static bool put_braced(struct tale *tale, struct str inner, struct buf *out)
{
    char text[DAY_TEXT];
    day d;

    if (str_find(inner, '|') < inner.n)
        put_one(tale, inner, out);
    else if (str_is(inner, "n"))
        buf_format(out, "%lld", (long long)tale->round);
    else if (tale_day(tale, inner, &d))
        buf_z(out, day_format(d, text));
    else
        return false;
    return true;
}

static enum rc fill_braces(struct call *call, struct tale *tale, struct str text, struct str *out)
{
    struct buf buf;

    buf_init(&buf, call->arena, TEXT_MAX);
    while (text.n != 0) {
        size_t at = str_find(text, '{');
        bool more = at < text.n;
        buf_add(&buf, str_cut(text, 0, at));
        text = str_cut(text, at + 1, text.n);
        if (!more)
            break;
        struct str inner = str_split(&text, '}');
        if (!put_braced(tale, inner, &buf))
            return fail(call, RC_INVALID, NULL, "{%.*s} is no day.", (int)inner.n, inner.p);
    }
    *out = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : fail_memory(call);
}

static size_t name_length(struct str text)
{
    size_t n = 0;

    while (n < text.n && ((text.p[n] >= 'a' && text.p[n] <= 'z') ||
                          (text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == '_'))
        n++;
    return n;
}

enum rc tale_text(struct call *call, struct tale *tale, struct str text, struct str *out)
{
    struct buf buf;
    enum rc rc = fill_braces(call, tale, text, &text);

    buf_init(&buf, call->arena, TEXT_MAX);
    while (rc == RC_OK && text.n != 0) {
        size_t at = str_find(text, '$');
        bool more = at < text.n;
        buf_add(&buf, str_cut(text, 0, at));
        text = str_cut(text, at + 1, text.n);
        if (!more)
            break;
        struct str name = str_cut(text, 0, name_length(text));
        const struct tale_record *record = tale_find(tale, name);
        if (record == NULL)
            return fail(call, RC_INVALID, NULL, "Nothing is called $%.*s yet.", (int)name.n,
                        name.p);
        buf_add(&buf, str_hex(call->arena, id_str(&record->id)));
        text = str_cut(text, name.n, text.n);
    }
    *out = buf_str(&buf);
    return rc != RC_OK || buf_ok(&buf) ? rc : fail_memory(call);
}
