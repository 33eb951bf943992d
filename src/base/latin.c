/* latin.c - see latin.h. */
#include "base/latin.h"

#include "base/text.h"

enum { FIRST = 0x402, LAST = 0x45F };

/* Small letters at their code point, less FIRST; the capitals are made from them. */
static const char *const small[LAST - FIRST + 1] = {
    [0x430 - FIRST] = "a",  [0x431 - FIRST] = "b",  [0x432 - FIRST] = "v", [0x433 - FIRST] = "g",
    [0x434 - FIRST] = "d",  [0x452 - FIRST] = "đ",  [0x435 - FIRST] = "e", [0x436 - FIRST] = "ž",
    [0x437 - FIRST] = "z",  [0x438 - FIRST] = "i",  [0x458 - FIRST] = "j", [0x43A - FIRST] = "k",
    [0x43B - FIRST] = "l",  [0x459 - FIRST] = "lj", [0x43C - FIRST] = "m", [0x43D - FIRST] = "n",
    [0x45A - FIRST] = "nj", [0x43E - FIRST] = "o",  [0x43F - FIRST] = "p", [0x440 - FIRST] = "r",
    [0x441 - FIRST] = "s",  [0x442 - FIRST] = "t",  [0x45B - FIRST] = "ć", [0x443 - FIRST] = "u",
    [0x444 - FIRST] = "f",  [0x445 - FIRST] = "h",  [0x446 - FIRST] = "c", [0x447 - FIRST] = "č",
    [0x45F - FIRST] = "dž", [0x448 - FIRST] = "š",
};

static bool is_capital(uint32_t code)
{
    return (code >= 0x402 && code <= 0x40F) || (code >= 0x410 && code <= 0x42F);
}

static uint32_t to_small(uint32_t code)
{
    if (!is_capital(code))
        return code;
    return code < 0x410 ? code + 0x50 : code + 0x20;
}

static const char *letters_of(uint32_t code)
{
    uint32_t c = to_small(code);

    return c < FIRST || c > LAST ? NULL : small[c - FIRST];
}

/* Upper case of the Latin letters above: ASCII, or two bytes whose capital is one less. */
static void put_capital(struct buf *out, struct str *rest)
{
    uint32_t c = text_next(rest);

    text_put(out, c < 0x80 ? c - 'a' + 'A' : c - 1);
}

static void put_letter(struct buf *out, uint32_t code, uint32_t before, uint32_t after)
{
    struct str letters = str_of(letters_of(code));

    if (is_capital(code)) {
        bool all = letters_of(after) != NULL ? is_capital(after) : is_capital(before);
        put_capital(out, &letters);
        while (all && letters.n != 0)
            put_capital(out, &letters);
    }
    buf_add(out, letters);
}

static void put_words(struct buf *out, struct str text)
{
    uint32_t before = 0;

    while (text.n != 0) {
        uint32_t code = text_next(&text);
        struct str peek = text;
        uint32_t after = text_next(&peek);
        if (letters_of(code) == NULL)
            text_put(out, code);
        else
            put_letter(out, code, before, after);
        before = letters_of(code) == NULL ? 0 : code;
    }
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "https://...", "a@b", "x.mk/...": a dot or at between ASCII letters. */
static bool is_address(struct str word)
{
    for (size_t i = 0; i + 1 < word.n; i++) {
        if (word.p[i] == '@' || str_starts(str_cut(word, i, word.n), STR("://")))
            return true;
        if (word.p[i] == '.' && i > 0 && is_ascii_letter(word.p[i - 1]) &&
            is_ascii_letter(word.p[i + 1]))
            return true;
    }
    return false;
}

static size_t word_end(struct str text)
{
    size_t n = 0;

    while (n < text.n && text.p[n] != ' ' && text.p[n] != '\n' && text.p[n] != '\t')
        n++;
    return n;
}

struct str latin_of(struct arena *arena, struct str cyrillic)
{
    struct buf out;

    buf_init(&out, arena, 2 * cyrillic.n + 1);
    while (cyrillic.n != 0) {
        size_t brace = str_find(cyrillic, '{');
        size_t word = word_end(cyrillic), n = word == 0 ? 1 : word;
        if (brace == 0) {
            n = str_find(cyrillic, '}') + 1;
            buf_add(&out, str_cut(cyrillic, 0, n));
        } else if (is_address(str_cut(cyrillic, 0, n))) {
            buf_add(&out, str_cut(cyrillic, 0, n));
        } else {
            n = brace < n ? brace : n;
            put_words(&out, str_cut(cyrillic, 0, n));
        }
        cyrillic = str_cut(cyrillic, n, cyrillic.n);
    }
    return buf_str(&out);
}
