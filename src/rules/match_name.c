/* match_name.c - see match_name.h. The roots take off what one name gains and loses between
 * languages and generations: the mute h of Husein, the d of Ahmed that is heard as t, the endings
 * of Demirov, Demirova and Demirovski, of Petraitis, Petraitiene and Petraityte, the vowel of
 * Sevdija and Sevdije. Keys are those of fold.h: lower-case sounds, no doubled letters.
 * Source of endings: Lietuviu kalbos rasyba ir skyryba (1992) on women's family names; Pravopis na
 * makedonskiot jazik (2017); Pravopis srpskoga jezika (2010). */
#include "rules/match_name.h"

#include "base/near.h"

enum { ROOT_LETTERS_MIN = 3, NEAR_LIKENESS = 920, PREFIX_MAX = 4 };

/* Folded; the longest first. */
static const char *const endings[] = {
    "auskaite", "auskiene", "auskas", "ovska", "ovski", "evska", "evski", "aitite", "aitiene",
    "aitis",    "iute",     "iene",   "aite",  "ovic",  "evic",  "oska",  "oski",   "eska",
    "eski",     "ska",      "ski",    "ute",   "ite",   "ova",   "eva",   "ina",    "as",
    "is",       "us",       "ov",     "ev",    "in",    "ic",
};

static bool is_vowel(char c)
{
    return memchr("aeiou", c, 5) != NULL;
}

static struct str without_ending(struct str key)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct str ending = str_of(endings[i]);
        if (key.n >= ending.n + ROOT_LETTERS_MIN && str_ends(key, ending))
            return str_cut(key, 0, key.n - ending.n);
    }
    return key;
}

uint32_t match_root(struct str key)
{
    char root[NAME_KEY_MAX];

    if (key.n > ROOT_LETTERS_MIN && key.p[0] == 'h' && is_vowel(key.p[1]))
        key = str_cut(key, 1, key.n);
    key = without_ending(str_cut(key, 0, NAME_KEY_MAX));
    while (key.n > ROOT_LETTERS_MIN && (is_vowel(key.p[key.n - 1]) || key.p[key.n - 1] == 'j'))
        key.n--;
    if (key.n == 0)
        return 0;
    memcpy(root, key.p, key.n);
    static const char voiced[] = "dbgz", voiceless[] = "tpks";
    const char *found = memchr(voiced, root[key.n - 1], 4);
    if (found != NULL)
        root[key.n - 1] = voiceless[found - voiced];
    uint64_t hash = str_hash(str_bytes(root, key.n));
    uint32_t low = (uint32_t)hash;
    return low == 0 ? 1 : low;
}

/* ---- by letters ---- */

struct matched {
    uint64_t a, b; /* which letters have found their like */
    int n;
};

static struct matched match_letters(struct str a, struct str b)
{
    struct matched matched = {0};
    size_t longer = a.n > b.n ? a.n : b.n, reach = longer / 2 == 0 ? 0 : longer / 2 - 1;

    for (size_t i = 0; i < a.n; i++) {
        size_t to = i + reach + 1 < b.n ? i + reach + 1 : b.n;
        for (size_t j = i > reach ? i - reach : 0; j < to; j++) {
            if (a.p[i] != b.p[j] || (matched.b & (uint64_t)1 << j) != 0)
                continue;
            matched.a |= (uint64_t)1 << i;
            matched.b |= (uint64_t)1 << j;
            matched.n++;
            break;
        }
    }
    return matched;
}

static int transposed(struct str a, struct str b, struct matched matched)
{
    int out_of_order = 0;
    size_t j = 0;

    for (size_t i = 0; i < a.n; i++) {
        if ((matched.a & (uint64_t)1 << i) == 0)
            continue;
        while ((matched.b & (uint64_t)1 << j) == 0)
            j++;
        out_of_order += a.p[i] != b.p[j++];
    }
    return out_of_order / 2;
}

static int jaro(struct str a, struct str b)
{
    struct matched matched = match_letters(a, b);

    if (matched.n == 0)
        return 0;
    int m = matched.n, t = transposed(a, b, matched);
    return (1000 * m / (int)a.n + 1000 * m / (int)b.n + 1000 * (m - t) / m) / 3;
}

int name_likeness(struct str a, struct str b)
{
    a = str_cut(a, 0, NAME_KEY_MAX);
    b = str_cut(b, 0, NAME_KEY_MAX);
    if (a.n == 0 || b.n == 0)
        return 0;
    if (str_eq(a, b))
        return 1000;
    /* The letters' own order decides who finds whom: the better of both ways is the same both
     * ways. */
    int one = jaro(a, b), other = jaro(b, a), likeness = one > other ? one : other, prefix = 0;
    while (prefix < PREFIX_MAX && (size_t)prefix < a.n && (size_t)prefix < b.n &&
           a.p[prefix] == b.p[prefix])
        prefix++;
    likeness += prefix * (1000 - likeness) / 10;
    return likeness > 999 ? 999 : likeness;
}

static bool near(struct str a, struct str b)
{
    size_t shorter = a.n < b.n ? a.n : b.n;

    if (shorter < ROOT_LETTERS_MIN)
        return false;
    size_t distance = near_distance(str_cut(a, 0, NAME_KEY_MAX), str_cut(b, 0, NAME_KEY_MAX));
    return (distance <= 1 && shorter > ROOT_LETTERS_MIN) || (distance <= 2 && shorter >= 7) ||
           (shorter > ROOT_LETTERS_MIN && name_likeness(a, b) >= NEAR_LIKENESS);
}

enum match_level name_level(const struct match_name *a, const struct match_name *b)
{
    struct str left = {a->key, a->n}, right = {b->key, b->n};

    if (str_eq(left, right))
        return LEVEL_SAME;
    if (a->n == 1 || b->n == 1)
        return a->key[0] == b->key[0] ? LEVEL_PART : LEVEL_DIFFERENT;
    if (a->root == b->root)
        return LEVEL_RELATED;
    return near(left, right) ? LEVEL_NEAR : LEVEL_DIFFERENT;
}

/* Of the same length: one other sign, or two neighbours exchanged. Asked for millions of pairs. */
static bool one_slip_inside(struct str a, struct str b)
{
    size_t i = 0, end = a.n;

    while (i < end && a.p[i] == b.p[i])
        i++;
    while (end > i && a.p[end - 1] == b.p[end - 1])
        end--;
    return end - i == 1 || (end - i == 2 && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i]);
}

bool one_slip(struct str a, struct str b)
{
    if (a.n == b.n)
        return a.n >= 4 && one_slip_inside(a, b);
    size_t distance = near_distance(a, b), shorter = a.n < b.n ? a.n : b.n;

    return distance == 1 && shorter >= 4;
}
