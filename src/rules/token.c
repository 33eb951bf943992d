/* token.c - see token.h. */
#include "rules/token.h"

#include "base/text.h"

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_space(uint32_t code)
{
    return code == ' ' || code == '\n' || code == '\t' || code == 0x00A0;
}

/* Marks and apostrophes inside a word are part of it. */
static bool goes_on(uint32_t code)
{
    return text_is_letter(code) || text_is_mark(code) || code == '\'' || code == 0x2019 ||
           code == 0x02BC;
}

struct run {
    struct str text;
    bool digits;
};

/* What makes up a chunk. */
struct runs {
    struct run items[TOKEN_PARTS_MAX];
    size_t n;
};

static struct str cut_run(struct str run)
{
    if (run.n <= TOKEN_BYTES_MAX)
        return run;
    size_t n = TOKEN_BYTES_MAX;
    while (n > 0 && ((unsigned char)run.p[n] & 0xC0) == 0x80)
        n--;
    return str_cut(run, 0, n);
}

static void take_run(struct str *rest, bool digits, struct run *out)
{
    struct str from = *rest, before = *rest;

    for (uint32_t code = text_next(rest); digits ? is_digit(code) : goes_on(code);
         code = text_next(rest))
        before = *rest;
    *rest = before;
    *out = (struct run){cut_run(str_bytes(from.p, from.n - before.n)), digits};
}

/* The runs of the next chunk; none at the end of the text. */
static void next_chunk(struct str *rest, struct runs *out)
{
    out->n = 0;
    while (rest->n != 0 && out->n < TOKEN_PARTS_MAX) {
        struct str after = *rest;
        uint32_t code = text_next(&after);
        if (is_digit(code) || text_is_letter(code)) {
            take_run(rest, is_digit(code), &out->items[out->n++]);
            continue;
        }
        *rest = after;
        if (is_space(code) && out->n != 0)
            return;
    }
}

static enum rc part_of(struct call *call, const struct run *run, struct token_part *out)
{
    out->n = 0;
    if (!run->digits)
        return fold_word(call, run->text, out->keys, FOLD_WORD_KEYS_MAX, &out->n);
    out->keys[out->n++] = run->text;
    return RC_OK;
}

static bool is_year(const struct run *run)
{
    uint64_t year;

    return run->digits && run->text.n == 4 && str_uint(run->text, 9999, &year) && year >= 1900 &&
           year < 2200;
}

static void add_year_number(struct call *call, const struct runs *runs, struct token_chunk *out)
{
    const struct run *last = &runs->items[runs->n - 1], *before = last - 1;
    const struct run *year = is_year(before) ? before : last;
    const struct run *number = year == before ? last : before;
    uint64_t n;

    if (is_year(year) && number->digits && str_uint(number->text, UINT32_MAX, &n))
        out->wholes[out->wholes_n++] = str_format(call->arena, "%llux%s", (unsigned long long)n,
                                                  str_z(call->arena, year->text));
}

/* "ni2026104" and "104x2026" of NI-2026-104. */
static void add_wholes(struct call *call, const struct runs *runs, struct token_chunk *out)
{
    struct buf whole;
    bool digits = false;

    buf_init(&whole, call->arena, (size_t)TOKEN_PARTS_MAX * TOKEN_BYTES_MAX);
    for (size_t i = 0; i < runs->n; i++) {
        digits |= runs->items[i].digits;
        if (out->parts[i].n != 0)
            buf_add(&whole, out->parts[i].keys[0]);
    }
    if (!digits || runs->n < 2)
        return;
    if (buf_ok(&whole) && whole.n != 0 && whole.n <= TOKEN_BYTES_MAX)
        out->wholes[out->wholes_n++] = buf_str(&whole);
    add_year_number(call, runs, out);
}

static enum rc chunk_of(struct call *call, const struct runs *runs, struct token_chunk *out)
{
    enum rc rc = RC_OK;

    out->n = runs->n;
    out->wholes_n = 0;
    for (size_t i = 0; i < runs->n && rc == RC_OK; i++)
        rc = part_of(call, &runs->items[i], &out->parts[i]);
    if (rc == RC_OK)
        add_wholes(call, runs, out);
    return rc;
}

static void put_keys(struct buf *out, const struct str *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_add(out, keys[i]);
        buf_char(out, ' ');
    }
}

static enum rc clean(struct call *call, struct str text, struct str *out)
{
    *out = text_clean(call->arena, text);
    if (out->p != NULL)
        return RC_OK;
    return call->arena->refused ? fail_memory(call)
                                : fail(call, RC_INVALID, "text", "This is no valid text (UTF-8).");
}

enum rc token_put_text(struct call *call, struct str text, struct buf *out)
{
    struct token_chunk *chunk = arena_alloc(call->arena, sizeof *chunk);
    struct str rest = STR("");
    struct call_loop loop;
    struct runs runs;
    enum rc rc = clean(call, text, &rest);

    if (chunk == NULL)
        return fail_memory(call);
    call_loop_begin(call, &loop);
    for (next_chunk(&rest, &runs); runs.n != 0 && rc == RC_OK; next_chunk(&rest, &runs)) {
        rc = chunk_of(call, &runs, chunk);
        if (rc != RC_OK)
            break;
        put_keys(out, chunk->wholes, chunk->wholes_n);
        for (size_t i = 0; i < chunk->n; i++)
            put_keys(out, chunk->parts[i].keys, chunk->parts[i].n);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc == RC_OK && !buf_ok(out) ? fail_memory(call) : rc;
}

/* ---- phones ---- */

enum { PHONE_MIN = 5, PHONE_END = 8 };

/* Without the code of a country around here, and without the zeros that stand for it. */
static struct str national(struct str digits, bool abroad)
{
    static const char *const codes[] = {"389", "381", "383", "355", "370", "382", "387", "385"};

    for (size_t i = 0; abroad && i < sizeof codes / sizeof *codes; i++)
        if (str_starts(digits, str_of(codes[i]))) {
            digits = str_cut(digits, 3, digits.n);
            break;
        }
    while (digits.n != 0 && digits.p[0] == '0')
        digits = str_cut(digits, 1, digits.n);
    return digits;
}

/* The tokens of a number, which begin with a t; none when it is too short or no number. */
static size_t phone_tokens(struct call *call, struct str number, struct str out[2])
{
    struct buf digits;
    size_t n = 0;

    number = str_trim(number);
    buf_init(&digits, call->arena, TOKEN_QUERY_MAX);
    for (size_t i = 0; i < number.n; i++)
        if (is_digit((unsigned char)number.p[i]))
            buf_char(&digits, number.p[i]);
        else if (strchr(" +()-/.", number.p[i]) == NULL)
            return 0;
    struct str all = buf_str(&digits);
    bool abroad = str_starts(number, STR("+")) || str_starts(all, STR("00"));
    all = national(str_starts(all, STR("00")) ? str_cut(all, 2, all.n) : all, abroad);
    if (all.n < PHONE_MIN || all.n > TOKEN_BYTES_MAX)
        return 0;
    out[n++] = str_format(call->arena, "t%s", str_z(call->arena, all));
    if (all.n > PHONE_END)
        out[n++] = str_format(call->arena, "t%s",
                              str_z(call->arena, str_cut(all, all.n - PHONE_END, all.n)));
    return n;
}

enum rc token_put_phone(struct call *call, struct str number, struct buf *out)
{
    struct str tokens[2];

    put_keys(out, tokens, phone_tokens(call, number, tokens));
    return buf_ok(out) ? RC_OK : fail_memory(call);
}

/* ---- queries ---- */

enum rc token_query(struct call *call, struct str text, struct token_query *out)
{
    struct str rest = STR("");
    struct runs runs;

    *out = (struct token_query){.cut = text.n > TOKEN_QUERY_MAX};
    if (out->cut) {
        size_t n = TOKEN_QUERY_MAX;
        while (n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
            n--;
        text = str_cut(text, 0, n);
    }
    enum rc rc = clean(call, text, &rest);
    if (rc == RC_OK)
        out->phones_n = phone_tokens(call, rest, out->phones);
    while (rc == RC_OK) {
        next_chunk(&rest, &runs);
        if (runs.n == 0)
            break;
        if (out->n == TOKEN_CHUNKS_MAX) {
            out->cut = true;
            break;
        }
        rc = chunk_of(call, &runs, &out->chunks[out->n]);
        out->n += rc == RC_OK;
    }
    return rc;
}
