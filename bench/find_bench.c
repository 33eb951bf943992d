/* find_bench.c - lists, counts and finding in a folder of people and cases: server time of one
 * question after another, with the database's pages as an office would have them in memory. */
#include "bench.h"
#include "model/field.h"
#include "query/find.h"
#include "query/where.h"
#include "store/posix.h"

enum { PEOPLE = 20000, FULL = 120000, IN_A_CHANGE = 120, SURNAME_HITS = 2000, TIMES = 200 };

/* ---- filling ---- */

static struct str surname(struct call *call, unsigned n, unsigned people)
{
    static const char *const first[] = {"Bajra", "Kadri", "Osma", "Krasni", "Jaša", "Sali",
                                        "Memi",  "Raši",  "Feri", "Aliti",  "Hali", "Zeki"};
    static const char *const middle[] = {"mo", "še", "lje", "nu", "ta", "vi", "ze", "ba"};
    static const char *const last[] = {"ov", "ski", "vić", "qi", "i", "eva"};

    if (n % (people / SURNAME_HITS) == 0)
        return STR("Демирова");
    return str_format(call->arena, "%s%s%s", first[n * 7 % 12], middle[n / 12 % 8],
                      last[n / 96 % 6]);
}

static struct value typed(struct call *call, const struct kind *kind, const char *name,
                          struct str text)
{
    struct value v = v_null();

    (void)field_parse(call, field_find(kind, str_of(name)), text, &v);
    return v;
}

static enum rc make_person(struct call *call, struct change *change, unsigned n, unsigned people,
                           const struct id **out)
{
    static const char *const given[] = {"Senada", "Bajram", "Zumbula", "Ahmet", "Kadrija", "Mira"};
    static const char *const places[] = {"kamenica", "podgrad", "rekovo"};
    const struct kind *kind = kind_find(call->app->registry, STR("person"));
    struct str family = surname(call, n, people);
    struct record *record;
    enum rc rc = change_make(call, change, kind, NULL, &record);

    if (rc != RC_OK)
        return rc;
    record_set(record, "names",
               typed(call, kind, "names",
                     str_format(call->arena, "given, %s; family, %s", given[n / 5 % 6], family.p)));
    record_set(
        record, "born",
        typed(call, kind, "born", str_format(call->arena, "%u-%02u", 1950 + n % 70, 1 + n % 12)));
    record_set(record, "phones",
               typed(call, kind, "phones",
                     str_format(call->arena, "07%u %03u %03u, own, yes", n % 8, n / 1000 % 1000,
                                n % 1000)));
    record_set(record, "lives_in",
               typed(call, kind, "lives_in",
                     str_format(call->arena, "%s,Settlement %u,,", places[n % 3], n % 50)));
    record_set(record, "responsible", id_value(&call->actor->id));
    *out = &record->id; /* links to it borrow it until the change is stored */
    return RC_OK;
}

/* One case in two hundred is the worker's own. */
static enum rc make_case(struct call *call, struct change *change, unsigned n,
                         const struct id *person)
{
    static const char *const areas[] = {"housing", "health", "papers", "education", "employment"};
    const struct kind *kind = kind_find(call->app->registry, STR("case"));
    struct record *record;
    enum rc rc = change_make(call, change, kind, NULL, &record);

    if (rc != RC_OK)
        return rc;
    record_set(record, "person", id_value(person));
    record_set(record, "area", v_text(str_of(areas[n % 5])));
    record_set(record, "what",
               v_text(str_format(call->arena, "Roof of house %u, %s", n, areas[n % 5])));
    if (n % 400 == 0)
        record_set(record, "responsible", id_value(&call->actor->id));
    if (n % 3 != 0)
        record_set(record, "next_due", v_int(call->today + (day)(n % 300)));
    return RC_OK;
}

static enum rc fill(struct call *call, struct change *change, struct value args)
{
    unsigned first = (unsigned)args.list.items[0].i, people = (unsigned)args.list.items[1].i;
    enum rc rc = RC_OK;

    for (unsigned n = first; n < first + IN_A_CHANGE && n < people && rc == RC_OK; n++) {
        const struct id *person;
        rc = make_person(call, change, n, people, &person);
        if (rc == RC_OK && n % 2 == 0)
            rc = make_case(call, change, n, person);
    }
    return rc;
}

static const struct operation fill_row = {"bench.fill", 1,     "filled", false,
                                          true,         false, fill,     NULL};
static const struct operation *const rows[] = {&fill_row};
static const struct app_parts parts = {.operations = rows, .operations_n = 1};

static void fill_folder(struct world *world, unsigned people)
{
    double start = bench_seconds();

    for (unsigned n = 0; n < people; n += IN_A_CHANGE) {
        struct value args[] = {v_int(n), v_int(people)};
        struct outcome outcome;
        world_as(world, WORLD_WORKER);
        bench_must(&world->call, world_run(world, "bench.fill", v_list(args, 2), &outcome), "fill");
    }
    bench_print(&(struct figure){"rows filled in for find", "/s", "-",
                                 1.5 * people / (bench_seconds() - start),
                                 "people and cases with their keys and index"});
    world_system(world);
    bench_must(&world->call, db_checkpoint(&world->call, world->call.store->db, true),
               "checkpoint");
}

/* ---- asking ---- */

struct question {
    const char *name;
    int actor;
    const char *kind; /* NULL: find */
    const char *text; /* conditions, or what is looked for */
    const char *sort;
    bool count;
    size_t rows; /* at least so many */
    bool aside;  /* no goal is set for it: 2,000 hits that are sorted, page after page */
};

static const struct question questions[] = {
    {"list of people by name", WORLD_LEAD, "person", "", "names", false, 25, false},
    {"list of people, newest", WORLD_LEAD, "person", "", NULL, false, 25, false},
    {"list of cases by last day", WORLD_LEAD, "case", "", "next_due", false, 25, false},
    {"list of cases in housing", WORLD_LEAD, "case", "area=housing", "next_due", false, 25, false},
    {"list of one's own cases", WORLD_WORKER, "case", "", "next_due", false, 25, false},
    {"list of people with a surname", WORLD_LEAD, "person", "names~Demirova", "names", false, 25,
     true},
    {"count of people", WORLD_LEAD, "person", "", NULL, true, 1001, false},
    {"count of cases in housing", WORLD_LEAD, "case", "area=housing", NULL, true, 1001, false},
    {"count of one's own cases", WORLD_WORKER, "case", "", NULL, true, 25, false},
    {"find the commonest surname", WORLD_LEAD, NULL, "Demirova", NULL, false, 25, false},
    {"find it as a volunteer, who sees none", WORLD_VOLUNTEER, NULL, "Demirova", NULL, false, 0,
     false},
    {"find by three letters", WORLD_WORKER, NULL, "dem", NULL, false, 25, false},
    {"find by two words", WORLD_WORKER, NULL, "Senada Demirova", NULL, false, 1, false},
    {"find by number", WORLD_LEAD, NULL, "104/2026", NULL, false, 1, false},
    {"find in one's own cases' texts", WORLD_WORKER, NULL, "roof house", NULL, false, 25, false},
};

static size_t ask(struct world *world, const struct question *q)
{
    struct call *call = &world->call;
    struct query query = {.verb = MAY_SEE};
    struct query_page page = {0};
    struct found found = {0};
    int64_t n = 0;

    if (q->kind == NULL) {
        struct find what = {.text = str_of(q->text)};
        bench_must(call, find(call, &what, &found), q->name);
        return found.n;
    }
    query.kind = kind_find(call->app->registry, str_of(q->kind));
    query.sort = q->sort == NULL ? NULL : field_find(query.kind, str_of(q->sort));
    bench_must(call, where_parse(call, str_of(q->text), &query), q->name);
    bench_must(call, q->count ? query_count(call, &query, &n) : query_list(call, &query, &page),
               q->name);
    return q->count ? (size_t)n : page.n;
}

static void measure(struct world *world, const struct question *q, bool full)
{
    double samples[TIMES];
    char name[80], note[80];
    size_t n = 0;

    for (int i = 0; i < TIMES; i++) {
        world_as(world, q->actor);
        double start = bench_seconds();
        n = ask(world, q);
        samples[i] = (bench_seconds() - start) * 1000;
    }
    struct spread spread = bench_spread(samples, TIMES);
    (void)snprintf(name, sizeof name, "%s, median", q->name);
    (void)snprintf(note, sizeof note, "%zu rows%s", n, n < q->rows ? ": too few!" : "");
    bench_print(&(struct figure){name, "ms",
                                 q->aside ? "-"
                                 : full   ? "<= 10"
                                          : "<= 5",
                                 spread.p50, note});
    (void)snprintf(name, sizeof name, "%s, p95", q->name);
    bench_print(&(struct figure){name, "ms",
                                 q->aside ? "-"
                                 : full   ? "<= 60"
                                          : "<= 20",
                                 spread.p95, NULL});
}

int main(void)
{
    bool full = bench_is_full();
    struct world world;
    char folder[BENCH_PATH];

    if (!crypt_init())
        return 1;
    bench_folder(folder);
    world_open(&world, posix_os(), folder, &parts);
    fill_folder(&world, full ? FULL : PEOPLE);
    bench_print(&(struct figure){"folder for find", "MB", "-",
                                 (double)bench_bytes(folder, "khetane.db") / 1e6, NULL});
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        measure(&world, &questions[i], full);
    world_close(&world);
    bench_remove(folder);
    return 0;
}
