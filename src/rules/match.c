/* match.c - see match.h: the facts of a person, and the score of two. match_pairs.c compares
 * many. */
#include "rules/match.h"

#include <math.h>

#include "base/lang.h"
#include "base/text.h"
#include "rules/fold.h"
#include "rules/match_name.h"
#include "rules/match_table.h"

#define N_(text) text /* a msgid, for script/messages to find */

enum {
    WORD_KEYS_MAX = 3,
    PHONE_DIGITS = 8, /* the last ones: +389 70 123 456 and 070 123 456 are one phone */
    PHONE_DIGITS_MIN = 6,
    NUMBER_MAX = 24,
    HOUSEHOLD_MOST = 600, /* what a shared home proves about two with different given names */
    SAME_FROM = 900,      /* per thousand */
    LOOK_FROM = 100,
};

/* ---- the facts of a person ---- */

static uint32_t hash_of(struct str text)
{
    uint64_t hash = str_hash(text);
    uint32_t low = (uint32_t)hash;

    return text.n == 0 ? 0 : low == 0 ? 1 : low;
}

struct making {
    struct call *call;
    struct arena *keep;
    struct match_name *names;
    size_t n;
};

static enum rc add_key(struct making *to, enum match_part part, unsigned word, struct str key)
{
    if (to->n == MATCH_NAMES_MAX || key.n == 0)
        return RC_OK;
    key = str_dup(to->keep, str_cut(key, 0, NAME_KEY_MAX));
    if (key.p == NULL)
        return fail_memory(to->call);
    to->names[to->n++] = (struct match_name){.key = key.p,
                                             .root = match_root(key),
                                             .n = (unsigned char)key.n,
                                             .part = (unsigned char)part,
                                             .word = (unsigned char)word};
    return RC_OK;
}

/* What is no name at all speaks neither for nor against. */
static enum rc word_keys(struct call *call, struct str word, struct str *keys, size_t *n)
{
    enum rc rc = fold_word(call, word, keys, WORD_KEYS_MAX, n);

    if (rc != RC_INVALID && rc != RC_LIMIT)
        return rc;
    call_forgive(call);
    *n = 0;
    return RC_OK;
}

static enum rc add_name(struct making *to, const struct match_raw_name *name, unsigned *word)
{
    struct str rest = name->text;
    enum rc rc = RC_OK;

    while (rest.n != 0 && rc == RC_OK) {
        struct str keys[WORD_KEYS_MAX], text = str_split(&rest, ' ');
        size_t n = 0;
        for (struct str half; text.n != 0 && rc == RC_OK; ++*word) {
            half = str_split(&text, '-'); /* double names */
            rc = word_keys(to->call, half, keys, &n);
            for (size_t i = 0; i < n && rc == RC_OK; i++)
                rc = add_key(to, name->part, *word, keys[i]);
        }
    }
    return rc;
}

static uint64_t phone_digits(struct str phone)
{
    char digits[64];
    uint64_t all = 0;
    size_t n = 0;

    for (size_t i = 0; i < phone.n && n < sizeof digits; i++)
        if (phone.p[i] >= '0' && phone.p[i] <= '9')
            digits[n++] = phone.p[i];
    if (n < PHONE_DIGITS_MIN)
        return 0;
    for (size_t i = n > PHONE_DIGITS ? n - PHONE_DIGITS : 0; i < n; i++)
        all = all * 10 + (uint64_t)(digits[i] - '0');
    return all;
}

/* Digits and letters alone, small. */
static enum rc number_text(struct making *to, struct str typed, struct str *out)
{
    struct buf text;

    buf_init(&text, to->keep, NUMBER_MAX);
    for (size_t i = 0; i < typed.n && text.n < NUMBER_MAX; i++) {
        char c = typed.p[i];
        if (c >= 'A' && c <= 'Z')
            buf_char(&text, (char)(c - 'A' + 'a'));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)
            buf_char(&text, c);
    }
    *out = buf_str(&text);
    return out->p == NULL ? fail_memory(to->call) : RC_OK;
}

static enum rc folded_hash(struct call *call, struct str text, uint32_t *out)
{
    struct str key;
    size_t n = 0;
    enum rc rc = text.n == 0 ? RC_OK : fold_name(call, text, &key, 1, &n);

    *out = rc == RC_OK && n != 0 ? hash_of(key) : 0;
    if (rc != RC_INVALID && rc != RC_LIMIT)
        return rc;
    call_forgive(call);
    return RC_OK;
}

static enum rc add_values(struct making *to, const struct match_raw *raw, struct match_person *out)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < raw->phones_n && i < MATCH_VALUES_MAX; i++) {
        uint64_t digits = phone_digits(raw->phones[i]);
        if (digits != 0)
            out->phones[out->phones_n++] = digits;
    }
    for (size_t i = 0; i < raw->numbers_n && i < MATCH_VALUES_MAX && rc == RC_OK; i++) {
        struct str number = {NULL, 0};
        rc = number_text(to, raw->numbers[i], &number);
        if (rc == RC_OK && number.n != 0)
            out->numbers[out->numbers_n++] = number;
    }
    return rc;
}

enum rc match_person_make(struct call *call, struct arena *keep, const struct match_raw *raw,
                          struct match_person *out)
{
    struct match_name names[MATCH_NAMES_MAX];
    struct making to = {call, keep, names, 0};
    enum rc rc = RC_OK;

    *out = (struct match_person){.sex = hash_of(raw->sex),
                                 .place = hash_of(raw->place),
                                 .born = raw->precision == 0 ? 0 : raw->born,
                                 .precision = (unsigned char)raw->precision};
    for (int part = 0; part < PART_COUNT; part++) {
        unsigned word = 0;
        for (size_t i = 0; i < raw->names_n && i < MATCH_NAMES_MAX && rc == RC_OK; i++)
            if ((int)raw->names[i].part == part)
                rc = add_name(&to, &raw->names[i], &word);
    }
    if (rc == RC_OK)
        rc = folded_hash(call, raw->settlement, &out->settlement);
    if (rc == RC_OK)
        rc = add_values(&to, raw, out);
    struct match_name *kept = arena_array(keep, to.n, sizeof *kept);
    if (rc == RC_OK && kept == NULL)
        return fail_memory(call);
    if (rc != RC_OK)
        return rc;
    if (to.n != 0)
        memcpy(kept, names, to.n * sizeof *kept);
    out->names = kept;
    out->names_n = (unsigned char)to.n;
    return RC_OK;
}

/* ---- names ---- */

/* How much an agreement says, most first; a level that is not named here is no name's. */
static int rank(enum match_level level)
{
    static const unsigned char ranks[MATCH_LEVELS] = {
        [LEVEL_SAME] = 5,    [LEVEL_RELATED] = 4, [LEVEL_NEAR] = 3,
        [LEVEL_SWAPPED] = 2, [LEVEL_PART] = 1,
    };

    return ranks[level];
}

/* The words of one part of a name. */
struct words {
    const struct match_name *first;
    size_t n; /* readings */
    unsigned words;
};

static struct words words_of(const struct match_person *person, enum match_part part)
{
    struct words words = {0};

    for (size_t i = 0; i < person->names_n; i++) {
        if (person->names[i].part != part)
            continue;
        if (words.n == 0)
            words.first = &person->names[i];
        words.n++;
        words.words = person->names[i].word + 1u;
    }
    return words;
}

struct agreement {
    enum match_level level;
    double share; /* of the commonest name that agreed */
};

static struct agreement worse(struct agreement a, struct agreement b)
{
    struct agreement out = rank(a.level) <= rank(b.level) ? a : b;

    out.share = a.share > b.share ? a.share : b.share;
    return out;
}

static struct agreement best_of_word(const struct words *a, unsigned word, const struct words *b)
{
    struct agreement best = {LEVEL_DIFFERENT, 0};

    for (size_t i = 0; i < a->n; i++) {
        if (a->first[i].word != word)
            continue;
        for (size_t j = 0; j < b->n; j++) {
            enum match_level level = name_level(&a->first[i], &b->first[j]);
            double share = fmax((double)a->first[i].share, (double)b->first[j].share);
            if (rank(level) > rank(best.level))
                best = (struct agreement){level, share};
            else if (level == best.level && level != LEVEL_DIFFERENT)
                best.share = fmax(best.share, share);
        }
    }
    return best;
}

/* Every word of the one must be found in the other. */
static struct agreement all_words(const struct words *a, const struct words *b)
{
    struct agreement worst = best_of_word(a, 0, b);

    for (unsigned word = 1; word < a->words; word++)
        worst = worse(worst, best_of_word(a, word, b));
    if (a->words != b->words && rank(worst.level) > rank(LEVEL_NEAR))
        worst.level = LEVEL_NEAR; /* Ana and Ana Marija */
    return worst;
}

static struct agreement compare_words(struct words a, struct words b)
{
    struct agreement one, other;

    if (a.n == 0 || b.n == 0)
        return (struct agreement){LEVEL_MISSING, 0};
    if (a.words != b.words)
        return a.words < b.words ? all_words(&a, &b) : all_words(&b, &a);
    one = all_words(&a, &b);
    other = all_words(&b, &a);
    return worse(one, other);
}

static struct agreement better(struct agreement a, struct agreement b)
{
    struct agreement out = rank(a.level) >= rank(b.level) ? a : b;

    if (rank(a.level) == rank(b.level))
        out.share = fmax(a.share, b.share);
    return out;
}

static struct agreement compare_part(const struct match_person *a, const struct match_person *b,
                                     enum match_part part)
{
    return compare_words(words_of(a, part), words_of(b, part));
}

/* A family name of before counts, as a form of the name. */
static struct agreement compare_family(const struct match_person *a, const struct match_person *b)
{
    struct agreement now = compare_part(a, b, PART_FAMILY), former;

    former = better(better(compare_words(words_of(a, PART_FORMER), words_of(b, PART_FAMILY)),
                           compare_words(words_of(a, PART_FAMILY), words_of(b, PART_FORMER))),
                    compare_part(a, b, PART_FORMER));
    if (rank(former.level) > rank(LEVEL_RELATED))
        former.level = LEVEL_RELATED;
    return better(now, former);
}

/* Given name in the place of the family name, and the other way round. */
static bool swapped(const struct match_person *a, const struct match_person *b)
{
    struct agreement one = compare_words(words_of(a, PART_GIVEN), words_of(b, PART_FAMILY));
    struct agreement other = compare_words(words_of(a, PART_FAMILY), words_of(b, PART_GIVEN));

    return rank(one.level) >= rank(LEVEL_NEAR) && rank(other.level) >= rank(LEVEL_NEAR);
}

/* A nickname may be all that one of them gave. */
static struct agreement compare_nickname(const struct match_person *a, const struct match_person *b)
{
    struct agreement both = compare_part(a, b, PART_NICKNAME), given;

    if (both.level != LEVEL_MISSING)
        return both;
    given = better(compare_words(words_of(a, PART_NICKNAME), words_of(b, PART_GIVEN)),
                   compare_words(words_of(a, PART_GIVEN), words_of(b, PART_NICKNAME)));
    return rank(given.level) >= rank(LEVEL_NEAR) ? given : (struct agreement){LEVEL_MISSING, 0};
}

static void put(struct match_score *out, enum match_field field, struct agreement agreement)
{
    out->items[field] =
        (struct match_item){agreement.level, match_weight(field, agreement.level, agreement.share)};
}

static void compare_names(const struct match_person *a, const struct match_person *b,
                          struct match_score *out)
{
    struct agreement given = compare_part(a, b, PART_GIVEN), family = compare_family(a, b);

    put(out, MATCH_GIVEN, given);
    put(out, MATCH_FAMILY, family);
    put(out, MATCH_FATHER, compare_part(a, b, PART_FATHER));
    put(out, MATCH_MOTHER, compare_part(a, b, PART_MOTHER));
    put(out, MATCH_NICKNAME, compare_nickname(a, b));
    struct agreement exchanged = {LEVEL_SWAPPED, 0};
    if (given.level == LEVEL_DIFFERENT && family.level == LEVEL_DIFFERENT && swapped(a, b)) {
        put(out, MATCH_GIVEN, exchanged);
        put(out, MATCH_FAMILY, exchanged);
    }
}

/* ---- the birth ---- */

static struct str digits_of(struct date date, char out[static 16])
{
    int number = date.year * 10000 + date.month * 100 + date.mday;

    for (int i = 7; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    return str_bytes(out, 8);
}

/* The first of January is what offices write when they do not know the day. */
static int precision_of(const struct match_person *person, struct date date)
{
    return person->precision == MATCH_DAY && date.month == 1 && date.mday == 1 ? MATCH_YEAR
                                                                               : person->precision;
}

static enum match_level compare_days(struct date a, struct date b)
{
    char left[16], right[16];

    if (a.year == b.year && a.month == b.month && a.mday == b.mday)
        return LEVEL_SAME;
    if (a.year == b.year && a.month == b.mday && a.mday == b.month)
        return LEVEL_SWAPPED;
    return one_slip(digits_of(a, left), digits_of(b, right)) ? LEVEL_NEAR : LEVEL_DIFFERENT;
}

static enum match_level compare_births(const struct match_person *a, const struct match_person *b)
{
    if (a->precision == 0 || b->precision == 0)
        return LEVEL_MISSING;
    struct date left = day_date(a->born), right = day_date(b->born);
    int exact = precision_of(a, left), other = precision_of(b, right);
    if (other < exact)
        exact = other;
    if (exact == MATCH_DAY)
        return compare_days(left, right);
    if (left.year == right.year)
        return exact == MATCH_YEAR         ? LEVEL_WIDE
               : left.month == right.month ? LEVEL_PART
                                           : LEVEL_DIFFERENT;
    int years = left.year - right.year;
    return exact == MATCH_YEAR && years >= -2 && years <= 2 ? LEVEL_RELATED : LEVEL_DIFFERENT;
}

/* ---- the rest ---- */

static enum match_level compare_hash(uint32_t a, uint32_t b)
{
    return a == 0 || b == 0 ? LEVEL_MISSING : a == b ? LEVEL_SAME : LEVEL_DIFFERENT;
}

static enum match_level compare_places(const struct match_person *a, const struct match_person *b)
{
    enum match_level town = compare_hash(a->place, b->place);
    enum match_level settlement = compare_hash(a->settlement, b->settlement);

    if (town == LEVEL_SAME)
        return settlement == LEVEL_SAME ? LEVEL_SAME : LEVEL_PART;
    return town == LEVEL_MISSING && settlement == LEVEL_SAME ? LEVEL_PART : town;
}

static bool phones_near(uint64_t a, uint64_t b)
{
    char left[PHONE_DIGITS], right[PHONE_DIGITS];

    for (int i = PHONE_DIGITS - 1; i >= 0; i--, a /= 10, b /= 10) {
        left[i] = (char)('0' + a % 10);
        right[i] = (char)('0' + b % 10);
    }
    return one_slip(str_bytes(left, PHONE_DIGITS), str_bytes(right, PHONE_DIGITS));
}

static enum match_level compare_phones(const struct match_person *a, const struct match_person *b)
{
    enum match_level best = LEVEL_DIFFERENT;

    if (a->phones_n == 0 || b->phones_n == 0)
        return LEVEL_MISSING;
    for (size_t i = 0; i < a->phones_n; i++)
        for (size_t j = 0; j < b->phones_n; j++) {
            if (a->phones[i] == b->phones[j])
                return LEVEL_SAME;
            if (best != LEVEL_NEAR && phones_near(a->phones[i], b->phones[j]))
                best = LEVEL_NEAR;
        }
    return best;
}

static enum match_level compare_numbers(const struct match_person *a, const struct match_person *b)
{
    enum match_level best = LEVEL_DIFFERENT;

    if (a->numbers_n == 0 || b->numbers_n == 0)
        return LEVEL_MISSING;
    for (size_t i = 0; i < a->numbers_n; i++)
        for (size_t j = 0; j < b->numbers_n; j++) {
            if (str_eq(a->numbers[i], b->numbers[j]))
                return LEVEL_SAME;
            if (one_slip(a->numbers[i], b->numbers[j]))
                best = LEVEL_NEAR;
        }
    return best;
}

static void put_level(struct match_score *out, enum match_field field, enum match_level level)
{
    put(out, field, (struct agreement){level, 0});
}

/* ---- all together ---- */

/* Sisters and brothers share home, phone, parents and family name: where the given names differ,
 * these together prove a household and no more. */
static int total(const struct match_score *score)
{
    static const enum match_field home[] = {MATCH_FAMILY, MATCH_FATHER, MATCH_MOTHER, MATCH_PLACE,
                                            MATCH_PHONE};
    int all = 0, household = 0;

    for (int i = 0; i < MATCH_FIELDS; i++)
        all += score->items[i].weight;
    for (size_t i = 0; i < sizeof home / sizeof *home; i++)
        household += score->items[home[i]].weight;
    if (score->items[MATCH_GIVEN].level == LEVEL_DIFFERENT && household > HOUSEHOLD_MOST)
        all -= household - HOUSEHOLD_MOST;
    return all;
}

/* One record in twenty has another of the same person, as a guess to begin with. */
static int chance(int weight, size_t population)
{
    double others = population < 20 ? 20 : (double)population;
    double odds = exp2((double)weight / 100) * 0.05 / others;

    return (int)lround(1000 * odds / (1 + odds));
}

/* Many have the same given and family name: something else must agree, too. */
static bool beyond_names(const struct match_score *score)
{
    static const enum match_field others[] = {MATCH_FATHER, MATCH_MOTHER, MATCH_BORN,
                                              MATCH_PLACE,  MATCH_PHONE,  MATCH_NUMBER};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (score->items[others[i]].weight > 0)
            return true;
    return false;
}

static enum match_verdict judge(const struct match_score *score)
{
    bool doubt = score->items[MATCH_GIVEN].level == LEVEL_DIFFERENT ||
                 score->items[MATCH_NUMBER].level == LEVEL_DIFFERENT ||
                 score->items[MATCH_SEX].level == LEVEL_DIFFERENT || !beyond_names(score);

    if (score->probability >= SAME_FROM)
        return doubt ? VERDICT_LOOK : VERDICT_SAME;
    return score->probability >= LOOK_FROM ? VERDICT_LOOK : VERDICT_DIFFERENT;
}

void match_score(const struct match_person *a, const struct match_person *b,
                 const struct match_options *options, struct match_score *out)
{
    *out = (struct match_score){0};
    compare_names(a, b, out);
    put_level(out, MATCH_BORN, compare_births(a, b));
    put_level(out, MATCH_SEX, compare_hash(a->sex, b->sex));
    put_level(out, MATCH_PLACE, compare_places(a, b));
    put_level(out, MATCH_PHONE, compare_phones(a, b));
    put_level(out, MATCH_NUMBER, compare_numbers(a, b));
    out->weight = total(out);
    match_conclude(options, out);
}

/* ---- the most that two may weigh ---- */

static unsigned parts_of(const struct match_person *person)
{
    unsigned parts = 0;

    for (size_t i = 0; i < person->names_n; i++)
        parts |= 1u << person->names[i].part;
    return parts;
}

/* The rarest name of these parts, as the same, or exchanged with another part. */
static int most_of_names(const struct match_person *person, enum match_field field, unsigned parts)
{
    int most = 0;

    for (size_t i = 0; i < person->names_n; i++) {
        if ((1u << person->names[i].part & parts) == 0)
            continue;
        int same = match_weight(field, LEVEL_SAME, (double)person->names[i].share);
        int swapped = match_weight(field, LEVEL_SWAPPED, 0);
        most = same > most ? same : most;
        most = swapped > most ? swapped : most;
    }
    return most;
}

static int least_weight(const struct match_options *options)
{
    int low = -100000, high = 100000;

    while (low < high) {
        int mid = low + (high - low) / 2;
        if (chance(mid, options->population) >= LOOK_FROM)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

enum {
    GIVEN = 1u << PART_GIVEN,
    FAMILY = 1u << PART_FAMILY | 1u << PART_FORMER,
    NICKNAME = 1u << PART_NICKNAME
};

void match_bound_make(const struct match_person *person, const struct match_options *options,
                      struct match_bound *out)
{
    static const unsigned parts[] = {[MATCH_GIVEN] = GIVEN,
                                     [MATCH_FAMILY] = FAMILY,
                                     [MATCH_FATHER] = 1u << PART_FATHER,
                                     [MATCH_MOTHER] = 1u << PART_MOTHER,
                                     [MATCH_NICKNAME] = NICKNAME | GIVEN};

    const bool says[] = {[MATCH_BORN] = person->precision != 0,
                         [MATCH_SEX] = person->sex != 0,
                         [MATCH_PLACE] = person->place != 0 || person->settlement != 0,
                         [MATCH_PHONE] = person->phones_n != 0,
                         [MATCH_NUMBER] = person->numbers_n != 0};

    *out = (struct match_bound){.least = least_weight(options)};
    out->nickname = (parts_of(person) & NICKNAME) != 0;
    for (int i = 0; i <= MATCH_NICKNAME; i++)
        out->names[i] = most_of_names(person, (enum match_field)i, parts[i]);
    for (int i = MATCH_BORN; i < MATCH_FIELDS; i++)
        for (int j = 0; j < MATCH_LEVELS; j++) {
            short weight = (short)match_weight((enum match_field)i, (enum match_level)j, 0);
            out->weights[i][j] = weight;
            if (says[i] && weight > out->most[i])
                out->most[i] = weight;
        }
}

bool match_may_anybody(const struct match_bound *bound)
{
    int most = 0;

    for (int i = 0; i <= MATCH_NICKNAME; i++)
        most += bound->names[i];
    for (int i = MATCH_BORN; i < MATCH_FIELDS; i++)
        most += bound->most[i];
    return most >= bound->least;
}

static int most_of_both(const struct match_bound *bound, const struct match_person *b)
{
    unsigned parts = parts_of(b);
    int most = (parts & GIVEN) != 0 ? bound->names[MATCH_GIVEN] : 0;

    most += (parts & FAMILY) != 0 ? bound->names[MATCH_FAMILY] : 0;
    most += (parts & 1u << PART_FATHER) != 0 ? bound->names[MATCH_FATHER] : 0;
    most += (parts & 1u << PART_MOTHER) != 0 ? bound->names[MATCH_MOTHER] : 0;
    return most + (bound->nickname || (parts & NICKNAME) != 0 ? bound->names[MATCH_NICKNAME] : 0);
}

/* What is dear to compare comes last, when it could still decide. */
bool match_may(const struct match_bound *bound, const struct match_person *a,
               const struct match_person *b)
{
    int born = bound->most[MATCH_BORN], phone = b->phones_n == 0 ? 0 : bound->most[MATCH_PHONE];
    int number = b->numbers_n == 0 ? 0 : bound->most[MATCH_NUMBER];
    int most = most_of_both(bound, b) + born + phone + number;

    most += bound->weights[MATCH_SEX][compare_hash(a->sex, b->sex)];
    most += bound->weights[MATCH_PLACE][compare_places(a, b)];
    if (most < bound->least)
        return false;
    most += bound->weights[MATCH_BORN][compare_births(a, b)] - born;
    if (most < bound->least)
        return false;
    most += bound->weights[MATCH_PHONE][compare_phones(a, b)] - phone;
    return most + bound->weights[MATCH_NUMBER][compare_numbers(a, b)] - number >= bound->least;
}

void match_conclude(const struct match_options *options, struct match_score *score)
{
    score->probability = chance(score->weight, options->population);
    score->verdict = judge(score);
}

struct str match_say(struct call *call, enum match_field field, enum match_level level)
{
    const char *what = match_row(field, level)->say;
    const char *label = lang_text(call->lang, match_field_label(field));

    return what == NULL ? STR("")
                        : str_format(call->arena, "%s: %s", label, lang_text(call->lang, what));
}

struct str match_say_verdict(struct call *call, enum match_verdict verdict)
{
    static const char *const words[] = {
        [VERDICT_DIFFERENT] = N_("two people"),
        [VERDICT_LOOK] = N_("look closely"),
        [VERDICT_SAME] = N_("probably the same person"),
    };

    return str_of(lang_text(call->lang, words[verdict]));
}
