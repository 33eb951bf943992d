/* words.c - see words.h. */
#include "store/words.h"

#include "base/text.h"
#include "store/crypt.h"

enum { LETTERS_MIN = 3, LETTERS_MAX = 8, PREFIX = 4, BITS = 11 };

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'a' || s.p[i] > 'z')
            return false;
    return s.n >= LETTERS_MIN && s.n <= LETTERS_MAX;
}

enum rc words_load(struct call *call, struct str lines, struct arena *keep,
                   const struct word_list **out)
{
    struct word_list *words = arena_alloc(keep, sizeof *words);
    size_t n = 0;

    if (words == NULL)
        return fail_memory(call);
    for (; lines.n != 0 && n < WORDS; n++) {
        struct str word = str_trim(str_split(&lines, '\n'));
        struct str before = n == 0 ? STR("") : words->word[n - 1];
        if (!is_word(word) || str_cmp(before, word) >= 0 ||
            str_eq(str_cut(before, 0, PREFIX), str_cut(word, 0, PREFIX)))
            break;
        words->word[n] = word;
    }
    if (n != WORDS || str_trim(lines).n != 0)
        return fail(call, RC_CORRUPT, "words",
                    "The list of words is damaged after word %zu of %d. Install Khetane again.", n,
                    WORDS);
    *out = words;
    return RC_OK;
}

/* In an ascending list, what begins with a text is the first word not before it. */
int words_find(const struct word_list *words, struct str typed)
{
    size_t low = 0, high = WORDS;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_cmp(words->word[middle], typed) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == WORDS)
        return -1;
    struct str word = words->word[low];
    bool meant = str_eq(word, typed) || (typed.n >= PREFIX && str_starts(word, typed));
    return meant ? (int)low : -1;
}

void words_encode(const struct word_list *words,
                  const unsigned char bytes[static WORDS_SHARE_BYTES], struct buf *out)
{
    unsigned char all[WORDS_SHARE_BYTES + 1], hash[CRYPT_HASH];
    unsigned bits = 0, have = 0;
    size_t at = 0;

    crypt_sha256(str_bytes(bytes, WORDS_SHARE_BYTES), hash);
    memcpy(all, bytes, WORDS_SHARE_BYTES);
    all[WORDS_SHARE_BYTES] = hash[0];
    for (int i = 0; i < WORDS_SHARE; i++) {
        for (; have < BITS; have += 8)
            bits = bits << 8 | all[at++];
        have -= BITS;
        if (i != 0)
            buf_char(out, ' ');
        buf_add(out, words->word[bits >> have & (WORDS - 1)]);
        bits &= (1U << have) - 1;
    }
    crypt_wipe(all, sizeof all);
    crypt_wipe(hash, sizeof hash);
}

enum rc words_split(struct call *call, struct arena *secret, struct str typed,
                    struct words_typed *out)
{
    if (typed.n > WORDS_TEXT_MAX)
        return fail(call, RC_INVALID, "words", "This is longer than %d bytes.", WORDS_TEXT_MAX);
    if (!text_valid(typed))
        return fail(call, RC_INVALID, "words", "This is not text (UTF-8). Type it again.");
    struct str text = text_fold(secret, typed);
    if (text.p == NULL)
        return fail_memory(call);
    out->n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        /* Letters of other scripts are kept, so that such a word is named and not passed over. */
        while (i < text.n && ((text.p[i] >= 'a' && text.p[i] <= 'z') || (text.p[i] & 0x80) != 0))
            i++;
        if (i == from) {
            i++;
            continue;
        }
        if (out->n == WORDS_TYPED_MAX)
            return fail(call, RC_INVALID, "words", "These are more than %d words.",
                        WORDS_TYPED_MAX);
        out->word[out->n++] = str_cut(text, from, i);
    }
    return RC_OK;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters must be left out, put in, changed or swapped with a neighbour. */
static unsigned distance(struct str a, struct str b)
{
    enum { TYPED_MAX = 16 };
    unsigned d[TYPED_MAX + 1][LETTERS_MAX + 1];

    if (a.n > TYPED_MAX)
        return TYPED_MAX;
    for (size_t i = 0; i <= a.n; i++)
        for (size_t j = 0; j <= b.n; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned other = a.p[i - 1] != b.p[j - 1];
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + other);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.n][b.n];
}

enum rc words_fail(struct call *call, const struct word_list *words, size_t number,
                   struct str typed)
{
    enum { SUGGESTIONS_MAX = 3, DISTANCE_MAX = 2 };
    struct buf like;
    int found = 0;

    buf_init(&like, call->arena, 100);
    for (unsigned far = 1; far <= DISTANCE_MAX && found == 0; far++)
        for (size_t i = 0; i < WORDS && found < SUGGESTIONS_MAX; i++) {
            if (distance(typed, words->word[i]) != far)
                continue;
            buf_z(&like, found++ == 0 ? "" : ", ");
            buf_add(&like, words->word[i]);
        }
    struct str text = buf_str(&like);
    if (found == 0)
        return fail(call, RC_INVALID, "words",
                    "Word %zu, \"%.*s\", is not in the list. Look at it again.", number,
                    (int)typed.n, typed.p);
    return fail(call, RC_INVALID, "words", "Word %zu, \"%.*s\", is not in the list: %.*s?", number,
                (int)typed.n, typed.p, (int)text.n, text.p == NULL ? "" : text.p);
}

static enum rc decode(struct call *call, const struct word_list *words,
                      const struct words_typed *typed, unsigned char all[WORDS_SHARE_BYTES + 1])
{
    unsigned bits = 0, have = 0;
    size_t at = 0;

    for (size_t i = 0; i < typed->n; i++) {
        int place = words_find(words, typed->word[i]);
        if (place < 0)
            return words_fail(call, words, i + 1, typed->word[i]);
        if (i >= WORDS_SHARE)
            continue;
        bits = bits << BITS | (unsigned)place;
        for (have += BITS; have >= 8; have -= 8)
            all[at++] = (unsigned char)(bits >> (have - 8));
        bits &= (1U << have) - 1;
    }
    if (typed->n != WORDS_SHARE)
        return fail(call, RC_INVALID, "words", "These are %zu words; a part of a sheet has %d.",
                    typed->n, WORDS_SHARE);
    return RC_OK;
}

enum rc words_decode(struct call *call, const struct word_list *words, struct arena *secret,
                     struct str typed, unsigned char out[static WORDS_SHARE_BYTES])
{
    unsigned char all[WORDS_SHARE_BYTES + 1], hash[CRYPT_HASH];
    struct words_typed *list = arena_alloc(secret, sizeof *list);

    if (list == NULL)
        return fail_memory(call);
    enum rc rc = words_split(call, secret, typed, list);
    if (rc == RC_OK)
        rc = decode(call, words, list, all);
    if (rc == RC_OK) {
        crypt_sha256(str_bytes(all, WORDS_SHARE_BYTES), hash);
        if (hash[0] != all[WORDS_SHARE_BYTES])
            rc = fail(call, RC_INVALID, "words",
                      "Each word is in the list, but together they are not a part of a sheet: one "
                      "is another word than printed, or two have changed places. Compare them "
                      "one by one.");
    }
    if (rc == RC_OK)
        memcpy(out, all, WORDS_SHARE_BYTES);
    crypt_wipe(all, sizeof all);
    return rc;
}
