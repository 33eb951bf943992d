/* report.c - see report.h. */
#include "rules/report.h"

enum { SEEN_FIRST = 1 << 10 };

/* What was counted of a person in one row: a bit for each enum report_what. */
struct report_seen {
    int64_t person;
    uint32_t row;  /* split * REPORT_ROWS_MAX + place in it; the total stands behind all */
    uint32_t bits; /* 0: free */
};

#define BIT(what) (1u << (what))

enum { OF_ALL = REPORT_SPLITS * (REPORT_ROWS_MAX + 1), PEOPLE_BIT = REPORT_WHATS };

#define OF_LETTER                                                                           \
    (BIT(REPORT_BY_AREA) | BIT(REPORT_BY_SEX) | BIT(REPORT_BY_AGE) | BIT(REPORT_BY_PLACE) | \
     BIT(REPORT_BY_SORT) | BIT(REPORT_BY_MONTH))

static const uint32_t splits_of[REPORT_WHATS] = {
    [REPORT_QUICK] = BIT(REPORT_BY_KIND) | BIT(REPORT_BY_AREA) | BIT(REPORT_BY_PROJECT) |
                     BIT(REPORT_BY_PLACE) | BIT(REPORT_BY_MONTH),
    [REPORT_HELP] = BIT(REPORT_BY_KIND) | BIT(REPORT_BY_AREA) | BIT(REPORT_BY_PROJECT) |
                    BIT(REPORT_BY_SEX) | BIT(REPORT_BY_AGE) | BIT(REPORT_BY_PLACE) |
                    BIT(REPORT_BY_MONTH),
    [REPORT_OPENED] = BIT(REPORT_BY_AREA) | BIT(REPORT_BY_SEX) | BIT(REPORT_BY_AGE) |
                      BIT(REPORT_BY_PLACE) | BIT(REPORT_BY_MONTH),
    [REPORT_CLOSED] = BIT(REPORT_BY_AREA) | BIT(REPORT_BY_SEX) | BIT(REPORT_BY_AGE) |
                      BIT(REPORT_BY_PLACE) | BIT(REPORT_BY_OUTCOME) | BIT(REPORT_BY_MONTH),
    [REPORT_OPEN] =
        BIT(REPORT_BY_AREA) | BIT(REPORT_BY_SEX) | BIT(REPORT_BY_AGE) | BIT(REPORT_BY_PLACE),
    [REPORT_LETTER] = OF_LETTER | BIT(REPORT_BY_STATE),
    [REPORT_SENT] = OF_LETTER,
    [REPORT_ANSWERED] = OF_LETTER,
    [REPORT_ENDED] = BIT(REPORT_BY_AREA) | BIT(REPORT_BY_SEX) | BIT(REPORT_BY_AGE) |
                     BIT(REPORT_BY_PLACE) | BIT(REPORT_BY_OUTCOME) | BIT(REPORT_BY_MONTH),
};

bool report_splits(enum report_what what, enum report_split split)
{
    return (splits_of[what] & BIT(split)) != 0;
}

void report_init(struct report *report, struct arena *keep)
{
    *report = (struct report){.keep = keep};
}

/* ---- who was counted where ---- */

static size_t place_of(const struct report_seen *seen, size_t room, int64_t person, uint32_t row)
{
    uint64_t h = ((uint64_t)person * 0x9e3779b97f4a7c15u) ^ ((uint64_t)row * 0xc2b2ae3d27d4eb4fu);

    h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9u;
    size_t at = (size_t)(h ^ (h >> 32)) & (room - 1);
    while (seen[at].bits != 0 && (seen[at].person != person || seen[at].row != row))
        at = (at + 1) & (room - 1);
    return at;
}

static bool grow(struct report *report)
{
    size_t room = report->seen_room == 0 ? SEEN_FIRST : report->seen_room * 2;
    struct report_seen *seen = arena_array(report->keep, room, sizeof *seen);

    if (seen == NULL)
        return false;
    for (size_t i = 0; i < report->seen_room; i++) {
        const struct report_seen *old = &report->seen[i];
        if (old->bits != 0)
            seen[place_of(seen, room, old->person, old->row)] = *old;
    }
    report->seen = seen;
    report->seen_room = room;
    return true;
}

static bool count_person(struct report *report, struct report_row *row, uint32_t number,
                         const struct report_fact *fact)
{
    if (report->seen_n * 2 >= report->seen_room && !grow(report))
        return false;
    struct report_seen *seen =
        &report->seen[place_of(report->seen, report->seen_room, fact->person, number)];
    bool done =
        fact->what != REPORT_OPEN && fact->what != REPORT_SENT && fact->what != REPORT_ANSWERED;
    uint32_t bits = BIT(fact->what) | (done ? BIT(PEOPLE_BIT) : 0);

    report->seen_n += seen->bits == 0;
    row->people[fact->what] += (seen->bits & BIT(fact->what)) == 0;
    row->all_people += (bits & ~seen->bits & BIT(PEOPLE_BIT)) != 0;
    *seen = (struct report_seen){fact->person, number, seen->bits | bits};
    return true;
}

/* ---- rows ---- */

static size_t find(const struct report_rows *rows, struct str key)
{
    size_t i = 0;

    while (i < rows->n && !str_eq(rows->rows[i].key, key))
        i++;
    return i;
}

const struct report_row *report_row(const struct report *report, enum report_split split,
                                    struct str key)
{
    const struct report_rows *rows = &report->by[split];
    size_t i = find(rows, key);

    return i == rows->n ? NULL : &rows->rows[i];
}

/* SIZE_MAX: no memory. */
static size_t row_of(struct report *report, enum report_split split, struct str key)
{
    struct report_rows *rows = &report->by[split];
    size_t i = find(rows, key);

    if (i == rows->n && rows->n >= REPORT_ROWS_MAX) {
        key = STR(REPORT_REST);
        i = find(rows, key);
    }
    if (i < rows->n)
        return i;
    if (!arena_grow(report->keep, &rows->rows, rows->n, &rows->room))
        return SIZE_MAX;
    struct str own = str_dup(report->keep, key);
    if (key.n != 0 && own.p == NULL)
        return SIZE_MAX;
    rows->rows[rows->n] = (struct report_row){.key = key.n == 0 ? STR("") : own};
    return rows->n++;
}

static bool count(struct report *report, struct report_row *row, uint32_t number,
                  const struct report_fact *fact)
{
    row->things[fact->what] += !fact->beside;
    return fact->person == 0 || count_person(report, row, number, fact);
}

enum rc report_add(struct call *call, struct report *report, const struct report_fact *fact)
{
    bool ok = count(report, &report->total, OF_ALL, fact);

    for (int split = 0; split < REPORT_SPLITS && ok; split++) {
        if (!report_splits(fact->what, (enum report_split)split))
            continue;
        size_t at = row_of(report, (enum report_split)split, fact->keys[split]);
        uint32_t number = (uint32_t)(split * (REPORT_ROWS_MAX + 1)) + (uint32_t)at;
        ok = at != SIZE_MAX && count(report, &report->by[split].rows[at], number, fact);
    }
    return ok ? RC_OK : fail_memory(call);
}

/* ---- ages ---- */

static const struct {
    int from; /* years, and up to the next */
    const char *code;
} ages[REPORT_AGES] = {{0, "0_5"},    {6, "6_14"},   {15, "15_17"},
                       {18, "18_29"}, {30, "30_64"}, {65, "65"}};

struct str report_age_at(size_t i)
{
    return str_of(ages[i].code);
}

struct str report_age(day born, day on)
{
    struct date then = day_date(born), now = day_date(on);
    int years = now.year - then.year;
    size_t i = 0;

    if (now.month < then.month || (now.month == then.month && now.mday < then.mday))
        years--;
    if (years < 0)
        return STR("");
    while (i + 1 < REPORT_AGES && years >= ages[i + 1].from)
        i++;
    return report_age_at(i);
}
