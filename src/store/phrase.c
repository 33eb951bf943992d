/* phrase.c - see phrase.h. */
#include "store/phrase.h"

#include "base/text.h"
#include "store/crypt.h"

void phrase_make(const struct os *os, const struct word_list *words, struct buf *out)
{
    uint16_t drawn[PHRASE_WORDS];

    os->random(os->data, drawn, sizeof drawn);
    for (int i = 0; i < PHRASE_WORDS; i++) {
        if (i != 0)
            buf_char(out, ' ');
        buf_add(out, words->word[drawn[i] % WORDS]); /* even: 2,048 divides 65,536 */
    }
    crypt_wipe(drawn, sizeof drawn);
}

/* The list's spelling of seven words; *meant says whether the text is such a phrase at all. */
static enum rc read_words(struct call *call, const struct word_list *words,
                          const struct words_typed *typed, struct buf *out, bool *meant)
{
    int place[PHRASE_WORDS];
    size_t found = 0, wrong = 0;

    *meant = false;
    if (typed->n != PHRASE_WORDS)
        return RC_OK;
    for (size_t i = 0; i < PHRASE_WORDS; i++) {
        place[i] = words_find(words, typed->word[i]);
        found += place[i] >= 0;
        wrong = place[i] < 0 && wrong == 0 ? i + 1 : wrong;
    }
    *meant = found >= PHRASE_WORDS_MEANT;
    if (!*meant)
        return RC_OK;
    if (wrong != 0)
        return words_fail(call, words, wrong, typed->word[wrong - 1]);
    for (size_t i = 0; i < PHRASE_WORDS; i++) {
        if (i != 0)
            buf_char(out, ' ');
        buf_add(out, words->word[place[i]]);
    }
    return RC_OK;
}

static enum rc read_own(struct call *call, struct arena *secret, struct str typed, struct buf *out)
{
    struct str text = text_clean(secret, typed);

    if (text.p == NULL)
        return fail(call, RC_INVALID, "passphrase",
                    "The passphrase has a sign that cannot be typed on a keyboard. Type it again.");
    text = str_trim(text);
    bool was_space = false;
    for (size_t i = 0; i < text.n; i++) {
        bool space = text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n';
        if (!space)
            buf_char(out, text.p[i]);
        else if (!was_space)
            buf_char(out, ' ');
        was_space = space;
    }
    return RC_OK;
}

enum rc phrase_read(struct call *call, const struct word_list *words, struct arena *secret,
                    struct str typed, struct str *out)
{
    struct words_typed *list = arena_alloc(secret, sizeof *list);
    struct buf text;
    bool meant = false;

    if (list == NULL)
        return fail_memory(call);
    buf_init(&text, secret, (size_t)WORDS_TEXT_MAX * 4);
    if (text_length(typed) > PHRASE_MAX || typed.n > WORDS_TEXT_MAX)
        return fail(call, RC_INVALID, "passphrase", "A passphrase has at most %d characters.",
                    PHRASE_MAX);
    enum rc rc = words_split(call, secret, typed, list);
    if (rc == RC_OK)
        rc = read_words(call, words, list, &text, &meant);
    if (rc == RC_OK && !meant)
        rc = read_own(call, secret, typed, &text);
    if (rc != RC_OK)
        return rc;
    struct str read = buf_str(&text);
    if (read.p == NULL)
        return fail_memory(call);
    if (read.n == 0)
        return fail(call, RC_INVALID, "passphrase", "The passphrase is empty.");
    *out = read;
    return RC_OK;
}

/* The shortest text of which the whole is a repetition: "abcabcab" has "abc". */
static struct str period(struct str s)
{
    size_t n = 1;

    while (n < s.n && memcmp(s.p, s.p + n, s.n - n) != 0)
        n++;
    return str_cut(s, 0, n);
}

static bool is_listed(struct str s, struct str lines)
{
    while (lines.n != 0)
        if (str_eq(s, str_trim(str_split(&lines, '\n'))))
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || ((unsigned char)c & 0x80) != 0;
}

/* What is left without figures and signs at both ends: "!!sunshine2024" has "sunshine". */
static struct str core(struct str s)
{
    size_t from = 0, to = s.n;

    while (from < to && !is_letter(s.p[from]))
        from++;
    while (to > from && !is_letter(s.p[to - 1]))
        to--;
    return str_cut(s, from, to);
}

/* The bytes that stay when every place of the name is taken out. */
static struct str without(struct arena *secret, struct str s, struct str name)
{
    struct buf out;

    buf_init(&out, secret, s.n);
    for (size_t i = 0; i < s.n;) {
        if (str_starts(str_cut(s, i, s.n), name)) {
            i += name.n;
            continue;
        }
        buf_char(&out, s.p[i++]);
    }
    return buf_str(&out);
}

static enum rc check_names(struct call *call, struct arena *secret,
                           const struct phrase_refused *refused, const char *where, struct str text)
{
    enum { NAME_MIN = 3, REST_MIN = 8, LETTERS_MIN = 4 };
    struct str rest = text;

    for (size_t i = 0; i < refused->name_count && rest.p != NULL; i++) {
        struct str name = text_fold(secret, refused->names[i]);
        if (name.n >= NAME_MIN)
            rest = without(secret, rest, name);
    }
    if (rest.p == NULL)
        return fail_memory(call);
    if (rest.n != text.n && (rest.n < REST_MIN || core(rest).n < LETTERS_MIN))
        return fail(call, RC_INVALID, where,
                    "This is little more than a name that others know. Choose other words.");
    return RC_OK;
}

enum rc phrase_guess(struct call *call, struct arena *secret, const struct phrase_refused *refused,
                     const char *where, struct str phrase)
{
    enum { PERIOD_MIN = 10 };
    struct str text = text_fold(secret, phrase);

    if (text.p == NULL)
        return fail_memory(call);
    struct str unit = period(text);
    if (unit.n < PERIOD_MIN || is_listed(str_trim(unit), refused->common))
        return fail(call, RC_INVALID, where,
                    "This repeats something short, or is what many people use. Choose other "
                    "words.");
    if (is_listed(core(text), refused->common))
        return fail(call, RC_INVALID, where,
                    "This is a common password with figures or signs around it. Choose other "
                    "words.");
    return check_names(call, secret, refused, where, text);
}

enum rc phrase_check(struct call *call, const struct word_list *words, struct arena *secret,
                     const struct phrase_refused *refused, struct str typed)
{
    struct str phrase = STR("");
    enum rc rc = phrase_read(call, words, secret, typed, &phrase);

    if (rc != RC_OK)
        return rc;
    if (text_length(phrase) < PHRASE_MIN)
        return fail(call, RC_INVALID, "passphrase",
                    "The passphrase has %zu characters; it needs at least %d. A sentence or a few "
                    "words are easy to keep in mind.",
                    text_length(phrase), PHRASE_MIN);
    return phrase_guess(call, secret, refused, "passphrase", phrase);
}
