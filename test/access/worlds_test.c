/* worlds_test.c - two worlds with the same history, of which one also has what the actor must not
 * see: every page must be the same byte by byte, once numbers and random bits are masked.
 * What the masking hides, and so what is not promised: gaps in the numbers of records. */
#include "access.h"
#include "query/query.h"
#include "tap.h"

enum { ROUNDS = 5, STEPS = 100, RECORDS_MAX = STEPS + 8, ME = WORLD_OTHER };

struct pair {
    struct office office[2]; /* the second alone has what is forbidden */
    struct id person[2][RECORDS_MAX], cases[2][RECORDS_MAX];
    struct str code[2][RECORDS_MAX]; /* of cases that may be seen */
    size_t persons, cases_n;
    struct id hidden_person;
    struct str hidden_code; /* of the last forbidden case; n == 0: none yet */
    struct arena keep;
    uint64_t dice;
};

static uint32_t roll(struct pair *pair, uint32_t sides)
{
    pair->dice = pair->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(pair->dice >> 33) % sides;
}

static const char *hex(struct world *w, const struct id *id)
{
    return str_hex(&w->arena, id_str(id)).p;
}

static const char *user(struct world *w, int actor)
{
    return hex(w, &w->actors[actor]->id);
}

/* ---- history ---- */

static void add_person(struct pair *pair)
{
    struct str name = str_format(&pair->keep, "given, Nobody%u", roll(pair, 40));
    struct outcome outcome;

    for (int i = 0; i < 2; i++) {
        struct world *w = &pair->office[i].world;
        world_system(w);
        CHECK_RC(&w->call, world_save(w, "person", NULL, NULL, &outcome, "names", name.p, NULL),
                 RC_OK);
        pair->person[i][pair->persons] = outcome.record;
    }
    pair->persons++;
}

static void add_case(struct pair *pair)
{
    size_t of = roll(pair, (uint32_t)pair->persons);
    struct str what = str_format(&pair->keep, "Roof %u", roll(pair, 1000));
    struct outcome outcome;

    for (int i = 0; i < 2; i++) {
        struct world *w = &pair->office[i].world;
        world_system(w);
        CHECK_RC(&w->call,
                 world_save(w, "case", NULL, NULL, &outcome, "person", hex(w, &pair->person[i][of]),
                            "area", "housing", "what", what.p, "team", user(w, ME), NULL),
                 RC_OK);
        pair->cases[i][pair->cases_n] = outcome.record;
        pair->code[i][pair->cases_n] = str_dup(&pair->keep, outcome.code);
    }
    pair->cases_n++;
}

static void add_note(struct pair *pair)
{
    size_t of = roll(pair, (uint32_t)pair->cases_n);
    struct str text = str_format(&pair->keep, "Note %u", roll(pair, 1000));
    struct outcome outcome;

    for (int i = 0; i < 2; i++) {
        struct world *w = &pair->office[i].world;
        world_system(w);
        CHECK_RC(
            &w->call,
            world_save(w, "case_note", NULL, &pair->cases[i][of], &outcome, "text", text.p, NULL),
            RC_OK);
    }
}

/* Of others: a person kept from her, and a case of somebody else's, in the second world alone. */
static void add_forbidden(struct pair *pair)
{
    struct world *w = &pair->office[1].world;
    bool limited = roll(pair, 2) == 0;
    struct outcome outcome;

    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", "given, Zumbula", "limited",
                        limited ? "yes" : "", "must_not_see", limited ? "" : user(w, ME), NULL),
             RC_OK);
    pair->hidden_person = outcome.record;
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", hex(w, &pair->hidden_person),
                        "area", "papers", "what", "Zumbula's papers", "responsible",
                        user(w, WORLD_WORKER), "must_not_see",
                        roll(pair, 2) == 0 ? user(w, ME) : "", NULL),
             RC_OK);
    pair->hidden_code = str_dup(&pair->keep, outcome.code);
}

static void grow(struct pair *pair)
{
    switch (roll(pair, 5)) {
    case 0: add_person(pair); break;
    case 1: add_case(pair); break;
    case 2: add_note(pair); break;
    default: add_forbidden(pair); break;
    }
}

/* ---- masking ---- */

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Ids, tokens and numbers of records become one sign each. */
static struct str masked(struct arena *arena, struct str body)
{
    struct buf out;

    buf_init(&out, arena, 1 << 20);
    for (size_t i = 0; i < body.n;) {
        size_t n = 0;
        while (i + n < body.n && is_hex(body.p[i + n]))
            n++;
        if (n >= 32) {
            buf_char(&out, '#');
            i += n;
            continue;
        }
        if (str_starts(str_cut(body, i, body.n), STR("NI-"))) {
            while (i < body.n && (body.p[i] == '-' || (body.p[i] >= '0' && body.p[i] <= '9') ||
                                  (body.p[i] >= 'A' && body.p[i] <= 'Z')))
                i++;
            buf_char(&out, '~');
            continue;
        }
        if (str_starts(str_cut(body, i, body.n), STR("after="))) { /* holds a row's number */
            while (i < body.n && body.p[i] != '"')
                i++;
            continue;
        }
        buf_char(&out, body.p[i++]);
    }
    return buf_str(&out);
}

static void tell_difference(struct str a, struct str b)
{
    size_t at = 0;

    while (at < a.n && at < b.n && a.p[at] == b.p[at])
        at++;
    struct str x = str_cut(a, at < 60 ? 0 : at - 60, at + 80);
    struct str y = str_cut(b, at < 60 ? 0 : at - 60, at + 80);
    tap_note("without: %.*s", (int)x.n, x.p == NULL ? "" : x.p);
    tap_note("with: %.*s", (int)y.n, y.p == NULL ? "" : y.p);
}

/* The same question in both worlds; the addresses may differ by the numbers in them. */
static int differs(struct pair *pair, const char *path0, const char *path1, const char *fields0,
                   const char *fields1)
{
    struct answer_page page[2] = {office_ask(&pair->office[0], path0, fields0),
                                  office_ask(&pair->office[1], path1, fields1)};
    struct str body[2] = {masked(&pair->office[0].arena, page[0].body),
                          masked(&pair->office[1].arena, page[1].body)};

    if (page[0].status == page[1].status && str_eq(body[0], body[1]) &&
        str_eq(masked(&pair->office[0].arena, page[0].location),
               masked(&pair->office[1].arena, page[1].location)))
        return 0;
    tap_note("%s is %d, %s is %d", path0, page[0].status, path1, page[1].status);
    tell_difference(body[0], body[1]);
    return 1;
}

static int ask_emergency(struct pair *pair, const char *code0, const char *code1)
{
    struct arena *arena = &pair->office[0].arena;

    return differs(pair, "/emergency", "/emergency",
                   str_format(arena, "code=%s&reason=It+cannot+wait+today", code0).p,
                   str_format(arena, "code=%s&reason=It+cannot+wait+today", code1).p);
}

static int ask_counts(struct pair *pair)
{
    static const char *const kinds[] = {"case", "person", "case_note", "case_paper",      "letter",
                                        "team", "user",   "proposal",  "emergency_access"};
    int differ = 0;

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int64_t count[2] = {0, 0};
        for (int i = 0; i < 2; i++) {
            struct world *w = &pair->office[i].world;
            struct query query = {.kind = kind_find(w->app->registry, str_of(kinds[k]))};
            world_as(w, ME);
            CHECK_RC(&w->call, query_count(&w->call, &query, &count[i]), RC_OK);
        }
        differ += count[0] != count[1];
    }
    return differ;
}

/* A number that nobody has, in both; the second world's may be a forbidden record's. */
static int ask_forbidden(struct pair *pair)
{
    const char *none = "NI-2026-99999";
    const char *real = pair->hidden_code.n == 0 ? none : pair->hidden_code.p;
    struct arena *arena = &pair->office[0].arena;
    static const char *const paths[] = {"/case/%s", "/case/%s/paper", "/case/%s/letter",
                                        "/case/%s/court", "/case/%s/people"};
    int differ = 0;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct str a = str_format(arena, paths[i], none), b = str_format(arena, paths[i], real);
        differ += differs(pair, a.p, b.p, NULL, NULL);
    }
    return differ;
}

static int ask(struct pair *pair)
{
    static const char *const pages[] = {"/cases", "/case/new",   "/emergency",
                                        "/me",    "/me/notices", "/staff"};
    struct arena *arena = &pair->office[0].arena;
    size_t of = roll(pair, (uint32_t)pair->cases_n);
    uint32_t what = roll(pair, 10);

    arena_reset(&pair->office[0].arena);
    arena_reset(&pair->office[1].arena);
    if (what < 6)
        return differs(pair, pages[what], pages[what], NULL, NULL);
    if (what == 6)
        return ask_counts(pair);
    if (what == 7)
        return ask_forbidden(pair);
    if (what == 8 && pair->hidden_code.n == 0)
        return ask_emergency(pair, "NI-2026-99999", "NI-2026-99999");
    if (what == 8) /* this one may be opened only where it is not hidden from her: ask her own */
        return ask_emergency(pair, pair->code[0][of].p, pair->code[1][of].p);
    return differs(pair, str_format(arena, "/case/%s", pair->code[0][of].p).p,
                   str_format(arena, "/case/%s", pair->code[1][of].p).p, NULL, NULL);
}

static void begin(struct pair *pair, const struct program *program, int round)
{
    char name[32];

    *pair = (struct pair){.dice = (uint64_t)round * 7919 + 2026};
    arena_init(&pair->keep, &heap_libc, ARENA_MAX_DEFAULT);
    for (int i = 0; i < 2; i++) {
        (void)snprintf(name, sizeof name, "world-%d-%d", round, i);
        office_open(&pair->office[i], program, name);
        pair->office[i].actor = ME;
    }
    add_person(pair);
    add_case(pair);
}

void worlds_test(const struct program *program)
{
    static struct pair pair;
    int differ = 0, asked = 0;

    CASE("what she must not see changes nothing that she sees, over random histories");
    for (int round = 0; round < ROUNDS; round++) {
        begin(&pair, program, round);
        for (int step = 0; step < STEPS; step++, asked++) {
            grow(&pair);
            differ += ask(&pair);
        }
        for (int i = 0; i < 2; i++)
            office_close(&pair.office[i]);
        arena_fini(&pair.keep);
    }
    CHECK_INT(differ, 0);
    tap_note("%d histories compared", asked);
}
