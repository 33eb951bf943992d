/* match.h - are these two persons one? Two sets of facts are compared field by field, each
 *   agreement weighed by how much rarer it is among strangers, and every weight can be shown with
 *   its reason.
 * Owns: nothing; pure. The facts are compact, so that a whole organisation's fit into memory.
 * Order: match_person_make(); match_shares() over the whole set, if there is one; then
 *   match_score() for two, match_keys_meet() to leave out whom nothing speaks for, match_pairs()
 *   for all.
 * Memory: a person's names live in the arena 'keep'; results in the call's arena.
 * Fails: match_person_make() as fold.h, but for a name that is no text: it is left out;
 *   RC_LIMIT with more than MATCH_PERSONS_MAX; RC_MEMORY; match_score() never.
 * Limits: MATCH_NAMES_MAX readings of names, MATCH_VALUES_MAX phones and numbers each; what is
 *   beyond is not compared. MATCH_WINDOW neighbours in one block, MATCH_PAIRS_MAX pairs.
 * Cost: a score takes about a microsecond; all pairs n times the window at most, never n * n.
 * Properties: symmetric; one more agreement never lowers the weight (match_test.c).
 * Source: Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969); weights by frequency:
 *   Newcombe et al., Science 130 (1959); Jaro, JASA 84 (1989) and Winkler (1990) for near names;
 *   sorted neighbourhood in large blocks: Hernandez and Stolfo (1995). The m and u:
 *   match_table.c. */
#ifndef RULES_MATCH_H
#define RULES_MATCH_H

#include "base/call.h"

enum {
    MATCH_NAMES_MAX = 12,
    MATCH_VALUES_MAX = 3,
    MATCH_KEYS_MAX = 16,
    MATCH_WINDOW = 60,
    MATCH_PAIRS_MAX = 1000000,
    MATCH_PERSONS_MAX = 4000000,
};

/* ---- facts ---- */

enum match_part {
    PART_GIVEN,
    PART_FAMILY,
    PART_FORMER, /* a family name of before */
    PART_FATHER,
    PART_MOTHER,
    PART_NICKNAME,
    PART_WHOLE, /* which part it is, nobody said */
    PART_COUNT
};

/* One reading of one word of a name. */
struct match_name {
    const char *key; /* fold.h */
    uint32_t root;   /* the same for related names: Ahmed and Ahmet, Demirov and Demirova */
    float share;     /* of all persons who have it, 0..1; 0: not known */
    unsigned char n; /* bytes of the key */
    unsigned char part, word;
};

/* 0 is "not known" in every number. */
struct match_person {
    const struct match_name *names; /* by part, then by word */
    uint64_t phones[MATCH_VALUES_MAX];
    struct str numbers[MATCH_VALUES_MAX];
    uint32_t sex, place, settlement;
    int32_t born; /* the first day it may be; only with a precision */
    unsigned char precision;
    unsigned char names_n, phones_n, numbers_n;
};

enum { MATCH_YEAR = 1, MATCH_MONTH = 2, MATCH_DAY = 3 }; /* how exactly the birth is known */

/* The same as people write it. */
struct match_raw {
    struct match_raw_name {
        enum match_part part;
        struct str text;
    } names[MATCH_NAMES_MAX];
    size_t names_n;
    int32_t born;
    int precision;
    struct str sex, place, settlement;
    struct str phones[MATCH_VALUES_MAX], numbers[MATCH_VALUES_MAX];
    size_t phones_n, numbers_n;
};

MUST_USE enum rc match_person_make(struct call *call, struct arena *keep,
                                   const struct match_raw *raw, struct match_person *out);

/* The root of one key; for names that were kept as keys. */
uint32_t match_root(struct str key);

/* ---- comparing two ---- */

enum match_field {
    MATCH_GIVEN,
    MATCH_FAMILY,
    MATCH_FATHER,
    MATCH_MOTHER,
    MATCH_NICKNAME,
    MATCH_BORN,
    MATCH_SEX,
    MATCH_PLACE,
    MATCH_PHONE,
    MATCH_NUMBER,
    MATCH_FIELDS
};

enum match_level {
    LEVEL_MISSING, /* one of them does not say */
    LEVEL_SAME,
    LEVEL_RELATED, /* another form of the same name */
    LEVEL_NEAR,    /* nearly: a letter, a digit */
    LEVEL_SWAPPED, /* given and family, or day and month, have changed places */
    LEVEL_PART,    /* one is known less exactly, and they fit */
    LEVEL_WIDE,    /* the same, less exactly still */
    LEVEL_DIFFERENT,
    MATCH_LEVELS
};

enum match_verdict { VERDICT_DIFFERENT, VERDICT_LOOK, VERDICT_SAME };

struct match_options {
    size_t population; /* how many persons there are: with more, chance alone finds more alike */
};

struct match_item {
    enum match_level level;
    int weight; /* in hundredths of a bit; below 0 speaks against */
};

struct match_score {
    struct match_item items[MATCH_FIELDS];
    int weight;      /* all together, hundredths of a bit */
    int probability; /* per thousand */
    enum match_verdict verdict;
};

void match_score(const struct match_person *a, const struct match_person *b,
                 const struct match_options *options, struct match_score *out);

/* For one person who is compared with very many: what two may weigh at most, from the facts that
 * are quickly looked at. */
struct match_bound {
    int least;                                 /* of a pair that is not plainly different */
    int names[MATCH_NICKNAME + 1];             /* the most that each can add */
    short weights[MATCH_FIELDS][MATCH_LEVELS]; /* of the others */
    short most[MATCH_FIELDS];                  /* of them; 0: she does not say */
    bool nickname;
};

/* After the shares are known; the other persons' must not be. */
void match_bound_make(const struct match_person *person, const struct match_options *options,
                      struct match_bound *out);
/* False: match_score() of the two is VERDICT_DIFFERENT, whatever their names. */
bool match_may_anybody(const struct match_bound *bound);
bool match_may(const struct match_bound *bound, const struct match_person *a,
               const struct match_person *b);

/* Judges anew after the weight was set: by one that was reckoned with shares, for instance. */
void match_conclude(const struct match_options *options, struct match_score *score);

/* "Given name: another form of the same name"; a sentence in the call's language. */
struct str match_say(struct call *call, enum match_field field, enum match_level level);
struct str match_say_verdict(struct call *call, enum match_verdict verdict);

/* ---- comparing many ---- */

/* What a person is put beside others by: family with initial, given name with the year, phone, ...
 * Two that share no key are never compared. Writes at most MATCH_KEYS_MAX; returns how many. */
size_t match_keys(const struct match_person *person, uint32_t keys[static MATCH_KEYS_MAX]);
bool match_keys_meet(const uint32_t *a, size_t a_n, const uint32_t *b, size_t b_n);

/* How common a name is that so many of so many people have. Among few people this is hardly known,
 * and a middling name is supposed; the one herself is not counted. */
float match_share(size_t bearers, size_t people);

/* Counts how common each name is in this set and writes it into all of them. */
MUST_USE enum rc match_shares(struct call *call, struct match_person *persons, size_t n);

struct match_pair {
    uint32_t a, b; /* places in the set, a < b */
    int weight, probability;
    enum match_verdict verdict;
};

struct match_found {
    struct match_pair *pairs; /* the likeliest first */
    size_t n;
    uint64_t compared;
};

struct progress; /* base/progress.h */

/* Every pair that is not plainly different. progress may be NULL. */
MUST_USE enum rc match_pairs(struct call *call, const struct match_person *persons, size_t n,
                             const struct match_options *options, const struct progress *progress,
                             struct match_found *out);

#endif
