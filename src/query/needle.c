/* needle.c - see needle.h. Tokens hold neither quotes nor stars: they can stand in quotes. */
#include "query/needle.h"

#include "rules/token.h"

static void put_token(struct buf *out, struct str token, bool goes_on)
{
    buf_char(out, '"');
    buf_add(out, token);
    buf_char(out, '"');
    if (goes_on && token.n > 1)
        buf_char(out, '*');
}

static void put_any(struct buf *out, const struct str *tokens, size_t n, bool goes_on)
{
    for (size_t i = 0; i < n; i++) {
        buf_z(out, i == 0 ? "" : " OR ");
        put_token(out, tokens[i], goes_on);
    }
}

/* A run of mute letters alone has no key, and asks for nothing. */
static size_t words_in(const struct token_chunk *chunk)
{
    size_t n = 0;

    for (size_t i = 0; i < chunk->n; i++)
        n += chunk->parts[i].n != 0;
    return n;
}

static bool has_digit(struct str key)
{
    return key.n != 0 && key.p[0] >= '0' && key.p[0] <= '9';
}

static void put_chunk(struct buf *out, const struct token_chunk *chunk, bool goes_on)
{
    bool first = true;

    buf_char(out, '(');
    put_any(out, chunk->wholes, chunk->wholes_n, false);
    buf_z(out, chunk->wholes_n != 0 ? " OR (" : "");
    for (size_t i = 0; i < chunk->n; i++) {
        const struct token_part *part = &chunk->parts[i];
        if (part->n == 0)
            continue;
        buf_z(out, first ? "(" : " AND (");
        put_any(out, part->keys, part->n,
                goes_on && i + 1 == chunk->n && !has_digit(part->keys[0]));
        buf_char(out, ')');
        first = false;
    }
    buf_z(out, chunk->wholes_n != 0 ? "))" : ")");
}

static size_t put_chunks(struct buf *out, const struct token_query *query, bool goes_on)
{
    size_t n = 0;

    for (size_t i = 0; i < query->n; i++) {
        if (words_in(&query->chunks[i]) == 0)
            continue;
        buf_z(out, n++ == 0 ? "" : " AND ");
        put_chunk(out, &query->chunks[i], goes_on && i + 1 == query->n);
    }
    return n;
}

enum rc needle_of(struct call *call, struct str typed, enum search_column column,
                  enum needle_how how, struct needle *out)
{
    static const char *const columns[] = {"{title} : (", "{number} : (", "{text} : (", "("};
    struct token_query *query = arena_alloc(call->arena, sizeof *query);
    struct buf text;

    if (query == NULL)
        return fail_memory(call);
    enum rc rc = token_query(call, typed, query);
    if (rc != RC_OK)
        return rc;
    buf_init(&text, call->arena, 1 << 17);
    buf_z(&text, columns[column]);
    size_t n = put_chunks(&text, query, how == NEEDLE_START);
    if (query->phones_n != 0) {
        buf_z(&text, n == 0 ? "" : " OR ");
        put_any(&text, query->phones, query->phones_n, how == NEEDLE_START);
    }
    buf_char(&text, ')');
    if (!buf_ok(&text))
        return fail_memory(call);
    *out = (struct needle){n + query->phones_n == 0 ? STR("") : buf_str(&text), query->cut};
    return RC_OK;
}
