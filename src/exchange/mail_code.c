/* mail_code.c - see mail_code.h. */
#include "exchange/mail_code.h"

#include <strings.h>

#include "base/text.h"
#include "rules/charset.h"

enum { WORD_BYTES = 42, LINE_BYTES = 57 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* ---- reading ---- */

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

/* In one piece, so that a large file is not copied while it grows. */
struct bytes {
    char *p;
    size_t n;
};

static struct str done(const struct bytes *out)
{
    return out->p == NULL ? (struct str){NULL, 0} : str_bytes(out->p, out->n);
}

static void put(struct bytes *out, char c)
{
    if (out->p != NULL)
        out->p[out->n++] = c;
}

struct str mail_base64(struct arena *arena, struct str s)
{
    struct bytes out = {arena_alloc(arena, s.n + 1), 0};
    unsigned bits = 0, n = 0;

    for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
        int six = sextet(s.p[i]);
        if (six < 0)
            continue;
        bits = (bits << 6 | (unsigned)six) & 0xFFFFFF;
        n += 6;
        if (n >= 8) {
            n -= 8;
            put(&out, (char)(unsigned char)(bits >> n & 0xFF));
        }
    }
    return done(&out);
}

static bool hex_byte(struct str s, size_t at, unsigned char *out)
{
    return at + 3 <= s.n && str_unhex(str_cut(s, at + 1, at + 3), out, 1);
}

struct str mail_quoted(struct arena *arena, struct str s, bool word)
{
    struct bytes out = {arena_alloc(arena, s.n + 1), 0};

    for (size_t i = 0; i < s.n; i++) {
        unsigned char byte;
        if (s.p[i] == '=' && hex_byte(s, i, &byte)) {
            put(&out, (char)byte);
            i += 2;
        } else if (s.p[i] == '=' && i + 1 < s.n && s.p[i + 1] == '\n') {
            i += 1;
        } else if (s.p[i] == '=' && i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') {
            i += 2;
        } else {
            put(&out, word && s.p[i] == '_' ? ' ' : s.p[i]);
        }
    }
    return done(&out);
}

struct str mail_percent(struct arena *arena, struct str s)
{
    struct bytes out = {arena_alloc(arena, s.n + 1), 0};

    for (size_t i = 0; i < s.n; i++) {
        unsigned char byte;
        if (s.p[i] == '%' && hex_byte(s, i, &byte)) {
            put(&out, (char)byte);
            i += 2;
        } else {
            put(&out, s.p[i]);
        }
    }
    return done(&out);
}

static bool is_name(struct str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

static struct str latin_1(struct arena *arena, struct str bytes)
{
    struct buf out;

    buf_init(&out, arena, 2 * bytes.n + 1);
    for (size_t i = 0; i < bytes.n; i++)
        text_put(&out, (unsigned char)bytes.p[i]);
    return buf_str(&out);
}

/* Without the control characters that texts may not have. */
static struct str without_control(struct arena *arena, struct str s)
{
    struct buf out;

    if (!text_valid(s))
        return (struct str){NULL, 0};
    buf_init(&out, arena, 3 * s.n + 1);
    while (s.n != 0) {
        uint32_t code = text_next(&s);
        if (code == '\n' || code == '\t' ||
            (code >= 0x20 && code != 0x7F && (code < 0x80 || code >= 0xA0)))
            text_put(&out, code);
    }
    return text_clean(arena, buf_str(&out));
}

struct str mail_text(struct arena *arena, struct str bytes, struct str charset)
{
    enum charset which = CHARSET_UTF8;
    bool sure, known = is_name(charset, "utf-8") || is_name(charset, "us-ascii");

    for (int i = 0; !known && i < CHARSET_COUNT; i++)
        if (is_name(charset, charset_name((enum charset)i))) {
            which = (enum charset)i;
            known = true;
        }
    if (!known && (is_name(charset, "iso-8859-1") || is_name(charset, "windows-1252")))
        return without_control(arena, latin_1(arena, bytes));
    struct str text = charset_decode(arena, bytes, which);
    if (!known || text.p == NULL)
        text = charset_decode(arena, bytes, charset_guess(bytes, &sure));
    return text.p == NULL ? text : without_control(arena, text);
}

/* "=?utf-8?B?...?=" at the front of s: its end, and what it says; 0: there is none. */
static size_t encoded_word(struct arena *arena, struct str s, struct str *out)
{
    size_t end = 2;

    if (!str_starts(s, STR("=?")))
        return 0;
    for (int marks = 0; end < s.n && marks < 3; end++) {
        if (s.p[end] == '?')
            marks++;
        if (s.p[end] == ' ' || (marks == 3 && (end + 1 >= s.n)))
            return 0;
    }
    struct str rest = str_cut(s, 2, s.n);
    struct str charset = str_split(&rest, '?'), how = str_split(&rest, '?');
    size_t n = str_find(rest, '?');
    if (n + 1 >= rest.n || rest.p[n + 1] != '=')
        return 0;
    struct str word = str_cut(rest, 0, n);
    struct str bytes = is_name(how, "B")   ? mail_base64(arena, word)
                       : is_name(how, "Q") ? mail_quoted(arena, word, true)
                                           : (struct str){NULL, 0};
    *out = bytes.p == NULL ? bytes
                           : mail_text(arena, bytes, str_cut(charset, 0, str_find(charset, '*')));
    return out->p == NULL ? 0 : (size_t)(rest.p - s.p) + n + 2;
}

struct str mail_words(struct arena *arena, struct str s, size_t max)
{
    struct buf out;
    bool after = false; /* a word: blanks before another one are none of the text */

    s = str_cut(s, 0, max);
    buf_init(&out, arena, 4 * s.n + 1);
    for (size_t i = 0; i < s.n;) {
        struct str rest = str_cut(s, i, s.n), word;
        size_t blanks = 0;
        while (blanks < rest.n && (rest.p[blanks] == ' ' || rest.p[blanks] == '\t'))
            blanks++;
        size_t n = encoded_word(arena, str_cut(rest, blanks, rest.n), &word);
        if (n != 0) {
            if (!after)
                buf_add(&out, str_cut(rest, 0, blanks));
            buf_add(&out, word);
            i += blanks + n;
            after = true;
            continue;
        }
        buf_add(&out, str_cut(rest, 0, blanks + 1));
        i += blanks + 1;
        after = false;
    }
    struct str text = mail_text(arena, buf_str(&out), STR("utf-8"));
    return text.p == NULL ? STR("") : str_trim(text);
}

/* ---- writing ---- */

static void put_group(struct buf *out, struct str bytes, size_t at)
{
    unsigned bits = 0;
    size_t n = bytes.n - at < 3 ? bytes.n - at : 3;

    for (size_t i = 0; i < 3; i++)
        bits = bits << 8 | (i < n ? (unsigned char)bytes.p[at + i] : 0u);
    for (size_t i = 0; i < 4; i++)
        buf_char(out, i <= n ? letters[bits >> (18 - 6 * i) & 63] : '=');
}

void mail_put_base64(struct buf *out, struct str bytes)
{
    for (size_t at = 0; at < bytes.n; at += 3) {
        if (at != 0 && at % LINE_BYTES == 0)
            buf_z(out, "\r\n");
        put_group(out, bytes, at);
    }
    buf_z(out, "\r\n");
}

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] > 0x7E)
            return false;
    return !str_starts(s, STR("=?"));
}

/* Words of whole letters, a line each. */
static void put_words(struct buf *out, struct str s)
{
    for (size_t from = 0; from < s.n;) {
        size_t to = from + WORD_BYTES < s.n ? from + WORD_BYTES : s.n;
        while (to < s.n && to > from + 1 && ((unsigned char)s.p[to] & 0xC0) == 0x80)
            to--;
        buf_z(out, from == 0 ? "=?utf-8?B?" : "\r\n =?utf-8?B?");
        for (size_t at = from; at < to; at += 3)
            put_group(out, str_cut(s, 0, to), at);
        buf_z(out, "?=");
        from = to;
    }
}

void mail_put_field(struct buf *out, const char *name, struct str value)
{
    buf_z(out, name);
    buf_z(out, ": ");
    if (is_plain(value))
        buf_add(out, value);
    else
        put_words(out, value);
    buf_z(out, "\r\n");
}
