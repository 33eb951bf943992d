/* match_pairs.c - match_pairs() of match.h: whom to compare at all, among very many.
 * Persons are sorted by one key after another; those with the same key stand together and are
 * compared, in large blocks only with their MATCH_WINDOW nearest by birth and name. So the cost is
 * bounded by persons * keys * window, however many have the commonest name. */
#include "base/progress.h"
#include "rules/match.h"

enum { SKELETON_MAX = 12, TELL_STEP = 1024 };

/* ---- keys ---- */

struct keys {
    uint32_t *items;
    size_t n;
};

static void add(struct keys *keys, uint64_t hash, unsigned sort)
{
    uint32_t key;

    hash = (hash ^ (uint64_t)sort * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    key = (uint32_t)(hash >> 32);
    if (keys->n < MATCH_KEYS_MAX && key != 0)
        keys->items[keys->n++] = key;
}

static const struct match_name *first_of(const struct match_person *person, enum match_part part)
{
    for (size_t i = 0; i < person->names_n; i++)
        if (person->names[i].part == part)
            return &person->names[i];
    return NULL;
}

/* What is left of a name when vowels, which people hear differently, are taken out. */
static uint64_t skeleton(const struct match_name *name)
{
    char bones[SKELETON_MAX];
    size_t n = 0;

    for (size_t i = 0; i < name->n && n < SKELETON_MAX; i++)
        if (i == 0 || memchr("aeiouj", name->key[i], 6) == NULL)
            bones[n++] = name->key[i];
    return str_hash(str_bytes(bones, n));
}

static int year_of(const struct match_person *person)
{
    return person->precision == 0 ? 0 : day_date(person->born).year;
}

/* Also with the given and family names exchanged: the sum is the same both ways. */
static void add_names(struct keys *keys, const struct match_person *person)
{
    const struct match_name *given = first_of(person, PART_GIVEN);
    const struct match_name *family = first_of(person, PART_FAMILY);
    uint64_t year = (uint64_t)year_of(person);

    if (given != NULL && family != NULL) {
        add(keys, (uint64_t)family->root << 8 | (unsigned char)given->key[0], 1);
        add(keys, skeleton(given) + skeleton(family), 2);
        add(keys, (uint64_t)given->root << 8 | (unsigned char)family->key[0], 3);
    }
    if (given != NULL && year != 0)
        add(keys, (uint64_t)given->root << 16 | year, 4);
    if (family != NULL && year != 0)
        add(keys, (uint64_t)family->root << 16 | year, 5);
    for (size_t i = 0; i < person->names_n; i++) {
        const struct match_name *name = &person->names[i];
        bool own = name->part == PART_NICKNAME || (name->part == PART_GIVEN && family == NULL);
        if (own && (i == 0 || person->names[i - 1].word != name->word))
            add(keys, (uint64_t)name->root << 8, 6);
        if (name->part == PART_FORMER && given != NULL)
            add(keys, (uint64_t)name->root << 8 | (unsigned char)given->key[0], 1);
    }
}

size_t match_keys(const struct match_person *person, uint32_t keys[static MATCH_KEYS_MAX])
{
    struct keys to = {keys, 0};

    for (size_t i = 0; i < person->numbers_n; i++)
        add(&to, str_hash(person->numbers[i]), 7);
    for (size_t i = 0; i < person->phones_n; i++)
        add(&to, person->phones[i], 8);
    if (person->precision == MATCH_DAY)
        add(&to, (uint64_t)(uint32_t)person->born, 9);
    add_names(&to, person);
    return to.n;
}

bool match_keys_meet(const uint32_t *a, size_t a_n, const uint32_t *b, size_t b_n)
{
    for (size_t i = 0; i < a_n; i++)
        for (size_t j = 0; j < b_n; j++)
            if (a[i] == b[j])
                return true;
    return false;
}

/* ---- how common a name is ---- */

struct counted {
    uint32_t root, person;
};

static int by_root(const void *a, const void *b)
{
    const struct counted *left = a, *right = b;

    if (left->root != right->root)
        return left->root < right->root ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

float match_share(size_t bearers, size_t people)
{
    static const float middling = 0.008F, supposed = 200; /* as if among so many */
    float others = bearers == 0 ? 0 : (float)(bearers - 1);

    return (others + middling * supposed) / ((float)people + supposed);
}

static void write_share(struct match_person *person, uint32_t root, float share)
{
    struct match_name *names = (struct match_name *)(uintptr_t)person->names; /* the set's own */

    for (size_t i = 0; i < person->names_n; i++)
        if (names[i].root == root)
            names[i].share = share;
}

enum rc match_shares(struct call *call, struct match_person *persons, size_t n)
{
    struct counted *all;
    size_t total = 0, at = 0;

    for (size_t i = 0; i < n; i++)
        total += persons[i].names_n;
    all = arena_array(call->arena, total, sizeof *all);
    if (all == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < persons[i].names_n; j++)
            all[at++] = (struct counted){persons[i].names[j].root, (uint32_t)i};
    if (total != 0)
        qsort(all, total, sizeof *all, by_root);
    for (size_t from = 0, to; from < total; from = to) {
        size_t people = 0;
        for (to = from; to < total && all[to].root == all[from].root; to++)
            people += to == from || all[to].person != all[to - 1].person;
        for (size_t i = from; i < to; i++)
            write_share(&persons[all[i].person], all[from].root, match_share(people, n));
    }
    return RC_OK;
}

/* ---- all pairs ---- */

struct entry {
    uint32_t key, person;
    int32_t born;
    uint32_t given;
};

static int by_key(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    if (left->born != right->born)
        return left->born < right->born ? -1 : 1;
    if (left->given != right->given)
        return left->given < right->given ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

struct search {
    struct call *call;
    const struct match_person *persons;
    const struct match_options *options;
    struct match_found found;
    size_t room;
};

static enum rc keep_pair(struct search *search, const struct entry *a, const struct entry *b,
                         const struct match_score *score)
{
    struct match_found *found = &search->found;

    if (found->n == MATCH_PAIRS_MAX)
        return fail(search->call, RC_LIMIT, "pairs",
                    "More than %d pairs look alike: the facts are too few to tell them apart.",
                    MATCH_PAIRS_MAX);
    if (!arena_grow(search->call->arena, &found->pairs, found->n, &search->room))
        return fail_memory(search->call);
    bool turned = a->person > b->person;
    found->pairs[found->n++] =
        (struct match_pair){turned ? b->person : a->person, turned ? a->person : b->person,
                            score->weight, score->probability, score->verdict};
    return RC_OK;
}

static enum rc compare_block(struct search *search, const struct entry *block, size_t n)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && j <= i + MATCH_WINDOW && rc == RC_OK; j++) {
            struct match_score score;
            if (block[i].person == block[j].person)
                continue;
            match_score(&search->persons[block[i].person], &search->persons[block[j].person],
                        search->options, &score);
            search->found.compared++;
            if (score.verdict != VERDICT_DIFFERENT)
                rc = keep_pair(search, &block[i], &block[j], &score);
        }
    return rc;
}

static int by_place(const void *a, const void *b)
{
    const struct match_pair *left = a, *right = b;

    if (left->a != right->a)
        return left->a < right->a ? -1 : 1;
    return left->b < right->b ? -1 : left->b > right->b;
}

static int by_weight(const void *a, const void *b)
{
    const struct match_pair *left = a, *right = b;

    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return by_place(a, b);
}

/* Two that share several keys were met several times. */
static void once_each(struct match_found *found)
{
    size_t kept = 0;

    if (found->n != 0)
        qsort(found->pairs, found->n, sizeof *found->pairs, by_place);
    for (size_t i = 0; i < found->n; i++)
        if (kept == 0 || by_place(&found->pairs[kept - 1], &found->pairs[i]) != 0)
            found->pairs[kept++] = found->pairs[i];
    found->n = kept;
}

/* All entries of all keys are one array, sorted once. */
static enum rc make_entries(struct search *search, size_t n, struct entry **out, size_t *out_n)
{
    uint32_t keys[MATCH_KEYS_MAX];
    struct entry *entries;
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += match_keys(&search->persons[i], keys);
    entries = arena_array(search->call->arena, count, sizeof *entries);
    if (entries == NULL)
        return fail_memory(search->call);
    count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct match_person *person = &search->persons[i];
        const struct match_name *given = first_of(person, PART_GIVEN);
        size_t keys_n = match_keys(person, keys);
        for (size_t j = 0; j < keys_n; j++)
            entries[count++] =
                (struct entry){keys[j], (uint32_t)i, person->born, given == NULL ? 0 : given->root};
    }
    *out = entries;
    *out_n = count;
    return RC_OK;
}

enum rc match_pairs(struct call *call, const struct match_person *persons, size_t n,
                    const struct match_options *options, const struct progress *progress,
                    struct match_found *out)
{
    struct search search = {.call = call, .persons = persons, .options = options};
    struct entry *entries = NULL;
    size_t count = 0;

    if (n > MATCH_PERSONS_MAX)
        return fail(call, RC_LIMIT, "persons", "At most %d people are compared at once.",
                    MATCH_PERSONS_MAX);
    enum rc rc = make_entries(&search, n, &entries, &count);
    if (rc == RC_OK && count != 0)
        qsort(entries, count, sizeof *entries, by_key);
    for (size_t from = 0, to, told = 0; from < count && rc == RC_OK; from = to) {
        for (to = from; to < count && entries[to].key == entries[from].key; to++)
            continue;
        rc = compare_block(&search, entries + from, to - from);
        if (to - told >= TELL_STEP) {
            told = to;
            progress_tell(progress, (int64_t)to, (int64_t)count);
        }
    }
    if (rc != RC_OK)
        return rc;
    once_each(&search.found);
    if (search.found.n != 0)
        qsort(search.found.pairs, search.found.n, sizeof *search.found.pairs, by_weight);
    *out = search.found;
    return RC_OK;
}
