/* collate.c - see collate.h. A text becomes units: a letter of the alphabet, which may be written
 * with two (sq "dh"), each with a weight on every level. */
#include "rules/collate.h"

#include "base/text.h"

enum {
    FORMS_MAX = 48,
    END_OF_LEVEL = 1,
    SPACE = 2, /* a word that ends stands before one that goes on */
    DIGITS = 16,
    LETTERS = 32,
    OTHER_SCRIPTS = 250,
    PLAIN = 2, /* the second and third level of a letter as the alphabet writes it */
    MARKED = 16,
    FORM = 120,
    CYRILLIC = 128,
    CAPITAL = 3,
};

/* The letters of a language in their order; behind the first stand those that differ from it on
 * the second level alone. Letters that are in no row count as what is left without their mark. */
struct collation {
    const char *const *langs;
    const char *const letters[FORMS_MAX]; /* "i y": one place; a NULL ends them */
};

static const char *const en_langs[] = {"en", "rom", NULL};
static const char *const lt_langs[] = {"lt", NULL};
static const char *const sq_langs[] = {"sq", NULL};
static const char *const latn_langs[] = {"sr-Latn", "bs", "hr", "me", NULL};
static const char *const cyrl_langs[] = {"sr-Cyrl", "sr", NULL};
static const char *const mk_langs[] = {"mk", NULL};

static const struct collation collations[] = {
    {en_langs, {"a", "b", "c", "d", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "m",
                "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"}},
    {lt_langs, {"a", "b", "c", "č", "d", "đ", "e", "f", "g", "h", "i y", "j", "k", "l", "m",
                "n", "o", "p", "q", "r", "s", "š", "t", "u", "v", "w",   "x", "z", "ž"}},
    {sq_langs, {"a", "b",  "c", "ç",  "d",  "dh", "đ", "e",  "ë",  "f", "g", "gj", "h",
                "i", "j",  "k", "l",  "ll", "m",  "n", "nj", "o",  "p", "q", "r",  "rr",
                "s", "sh", "t", "th", "u",  "v",  "w", "x",  "xh", "y", "z", "zh"}},
    {latn_langs,
     {"a", "b", "c",  "č", "ć", "d", "dž", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "lj",
      "m", "n", "nj", "o", "p", "q", "r",  "s", "š", "t", "u", "v", "w", "x", "y", "z", "ž"}},
    {cyrl_langs,
     {"a",  "b", "v w", "g", "d", "đ", "e", "ž", "z", "i y", "j", "k q", "l",  "lj", "m", "n",
      "nj", "o", "p",   "r", "s", "t", "ć", "u", "f", "h",   "c", "č",   "dž", "š",  "x"}},
    {mk_langs, {"a", "b",    "v w", "g",  "d", "gj đ", "e",  "ž",  "z", "dz", "i y",
                "j", "k q",  "l",   "lj", "m", "n",    "nj", "o",  "p", "r",  "s",
                "t", "kj ć", "u",   "f",  "h", "c",    "č",  "dž", "š", "x"}},
};

/* U+0430 а to U+045F џ as the Latin alphabets write them. */
static const char *const cyrillic[] = {
    "a", "b", "v", "g",  "d", "e",  "ž", "z", "i", "j",  "k",  "l", "m",  "n", "o", "p",
    "r", "s", "t", "u",  "f", "h",  "c", "č", "š", "š",  "",   "i", "",   "e", "u", "a",
    "e", "e", "đ", "gj", "e", "dz", "i", "i", "j", "lj", "nj", "ć", "kj", "i", "u", "dž",
};

const struct collation *collation_for(struct str lang)
{
    for (size_t i = 0; i < sizeof collations / sizeof *collations; i++)
        for (const char *const *of = collations[i].langs; *of != NULL; of++)
            if (str_is(lang, *of))
                return &collations[i];
    return &collations[0];
}

/* Latin letters with a stroke, which Unicode does not take apart. */
static uint32_t base_of(uint32_t code)
{
    static const struct {
        uint32_t code;
        char base;
    } strokes[] = {{0x00DF, 's'}, {0x00E6, 'a'}, {0x00F8, 'o'}, {0x0111, 'd'},
                   {0x0127, 'h'}, {0x0131, 'i'}, {0x0142, 'l'}, {0x0259, 'e'}};

    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
        if (strokes[i].code == code)
            return (uint32_t)strokes[i].base;
    return text_base(code);
}

struct level {
    struct buf letters, marks, capitals, form;
    size_t n;
};

static void put(struct level *to, int letter, int mark, bool capital)
{
    buf_char(&to->letters, (char)letter);
    buf_char(&to->marks, (char)mark);
    buf_char(&to->capitals, (char)(capital ? CAPITAL : PLAIN));
    to->n++;
}

/* The place of a letter written so, and which of the forms there it is; false: none. */
static bool place_of(const struct collation *collation, struct str form, int *letter, int *mark)
{
    for (int i = 0; i < FORMS_MAX && collation->letters[i] != NULL; i++) {
        struct str rest = str_of(collation->letters[i]);
        for (int which = 0; rest.n != 0; which++)
            if (str_eq(str_split(&rest, ' '), form)) {
                *letter = LETTERS + 4 * i;
                *mark = which == 0 ? PLAIN : FORM + which;
                return true;
            }
    }
    return false;
}

struct letter {
    uint32_t code; /* in lower case */
    bool capital;
};

static struct letter next_letter(struct str *rest)
{
    uint32_t code = text_next(rest), small = text_lower(code);

    return (struct letter){small, small != code};
}

/* One or two letters as a text; borrowed until the next call. */
static struct str written(struct level *level, uint32_t first, uint32_t second)
{
    level->form.n = 0;
    text_put(&level->form, first);
    if (second != 0)
        text_put(&level->form, second);
    return buf_str(&level->form);
}

/* What Cyrillic stands for, where the language may have no such letter: "lj" as l and j. */
static void put_cyrillic(const struct collation *collation, struct level *to,
                         const struct letter *from)
{
    struct str latin = str_of(cyrillic[from->code - 0x0430]);
    int letter, form;

    if (place_of(collation, latin, &letter, &form)) {
        put(to, letter, CYRILLIC, from->capital);
        return;
    }
    while (latin.n != 0) {
        struct str before = latin;
        uint32_t code = text_next(&latin);
        struct str one = str_bytes(before.p, before.n - latin.n);
        char base = (char)base_of(code);
        if (place_of(collation, one, &letter, &form))
            put(to, letter, CYRILLIC, from->capital);
        else if (place_of(collation, str_bytes(&base, 1), &letter, &form))
            put(to, letter, CYRILLIC + 1, from->capital);
    }
}

/* What no alphabet of ours has: as its base letter with a mark, as a digit, as another script.
 * Whatever stands between words is one space. */
static void put_other(const struct collation *collation, struct level *to,
                      const struct letter *letter)
{
    uint32_t base = base_of(letter->code);
    char plain = (char)base;
    int place, form;

    if (base < 128 && place_of(collation, str_bytes(&plain, 1), &place, &form)) {
        put(to, place, MARKED + (int)(letter->code % 100), letter->capital);
    } else if (letter->code >= '0' && letter->code <= '9') {
        put(to, DIGITS + (int)(letter->code - '0'), PLAIN, false);
    } else if (text_is_letter(letter->code)) {
        buf_char(&to->letters, (char)OTHER_SCRIPTS);
        text_put(&to->letters, letter->code);
        buf_char(&to->marks, PLAIN);
        buf_char(&to->capitals, PLAIN);
        to->n++;
    } else if (to->n != 0 && to->letters.p[to->letters.n - 1] != SPACE) {
        put(to, SPACE, PLAIN, false);
    }
}

static bool is_cyrillic(uint32_t code)
{
    return code >= 0x0430 && code <= 0x045F;
}

/* Two letters that the language has as one; not over the border of scripts. */
static bool joined(const struct collation *collation, struct level *to, const struct letter *letter,
                   struct str *rest)
{
    struct str after = *rest;
    struct letter second = next_letter(&after);
    int place, form;

    if (second.code == 0 || is_cyrillic(second.code) ||
        !place_of(collation, written(to, letter->code, second.code), &place, &form))
        return false;
    put(to, place, form, letter->capital);
    *rest = after;
    return true;
}

static enum rc levels_of(struct call *call, const struct collation *collation, struct str text,
                         struct level *to)
{
    struct str rest = text_clean(call->arena, text);
    int place, form;

    buf_init(&to->form, call->arena, 16);
    buf_init(&to->letters, call->arena, (size_t)8 * COLLATE_LETTERS_MAX);
    buf_init(&to->marks, call->arena, (size_t)4 * COLLATE_LETTERS_MAX);
    buf_init(&to->capitals, call->arena, (size_t)4 * COLLATE_LETTERS_MAX);
    to->n = 0;
    if (rest.p == NULL && call->arena->refused)
        return fail_memory(call);
    while (rest.n != 0 && to->n < COLLATE_LETTERS_MAX) {
        struct letter letter = next_letter(&rest);
        if (is_cyrillic(letter.code))
            put_cyrillic(collation, to, &letter);
        else if (joined(collation, to, &letter, &rest))
            continue;
        else if (place_of(collation, written(to, letter.code, 0), &place, &form))
            put(to, place, form, letter.capital);
        else
            put_other(collation, to, &letter);
    }
    return buf_ok(&to->letters) && buf_ok(&to->marks) && buf_ok(&to->capitals) ? RC_OK
                                                                               : fail_memory(call);
}

enum rc collate_letters(struct call *call, const struct collation *collation, struct str text,
                        struct str *out)
{
    struct level level;
    enum rc rc = levels_of(call, collation, text, &level);

    if (rc == RC_OK)
        *out = buf_str(&level.letters);
    return rc;
}

/* Levels that say nothing beyond the usual are left off their end: most keys are short. */
static struct str trimmed(struct buf *level)
{
    struct str s = buf_str(level);

    while (s.n != 0 && s.p[s.n - 1] == PLAIN)
        s.n--;
    return s;
}

enum rc collate_key(struct call *call, const struct collation *collation, struct str text,
                    struct str *out)
{
    struct level level;
    struct buf key;
    enum rc rc = levels_of(call, collation, text, &level);

    if (rc != RC_OK)
        return rc;
    *out = (struct str){NULL, 0};
    if (level.n == 0)
        return RC_OK;
    struct str marks = trimmed(&level.marks), capitals = trimmed(&level.capitals);
    buf_init(&key, call->arena, (size_t)16 * COLLATE_LETTERS_MAX);
    buf_add(&key, buf_str(&level.letters));
    if (marks.n + capitals.n != 0)
        buf_char(&key, END_OF_LEVEL);
    buf_add(&key, marks);
    if (capitals.n != 0) {
        buf_char(&key, END_OF_LEVEL);
        buf_add(&key, capitals);
    }
    if (!buf_ok(&key))
        return fail_memory(call);
    *out = buf_str(&key);
    return RC_OK;
}
