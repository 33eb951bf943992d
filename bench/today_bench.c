/* today_bench.c - what is due, and all clocks counted anew, in a folder of cases with procedures:
 * server time of one question after another, and the work that looks at every clock. */
#include "bench.h"
#include "casework/area.h"
#include "casework/recount.h"
#include "casework/today.h"
#include "store/crypt.h"
#include "store/posix.h"

enum { CASES = 6000, FULL = 60000, IN_A_CHANGE = 40, TIMES = 100 };

/* ---- filling: two cases of three are closed, one of two hundred is the worker's own ---- */

static enum rc make_case(struct call *call, struct change *change, unsigned n, struct value worker,
                         struct record **out)
{
    static const char *const areas[] = {"housing", "health", "papers", "education", "employment"};
    struct record *person;
    enum rc rc = change_make(call, change, app_kind(call, "person"), NULL, &person);

    if (rc != RC_OK)
        return rc;
    struct value names = v_null();
    struct str text = str_format(call->arena, "given, Senada; family, Demirova %u", n);
    (void)field_parse(call, field_find(person->kind, STR("names")), text, &names);
    record_set(person, "names", names);
    rc = change_make(call, change, app_kind(call, "case"), NULL, out);
    if (rc != RC_OK)
        return rc;
    record_set(*out, "person", id_value(&person->id));
    record_set(*out, "area", v_text(str_of(areas[n % 5])));
    record_set(*out, "what", v_text(str_format(call->arena, "Roof of house %u", n)));
    if (n % 200 == 0)
        record_set(*out, "responsible", worker);
    if (n % 3 != 0)
        (*out)->state = STR("resolved");
    return RC_OK;
}

static enum rc make_parts(struct call *call, struct change *change, unsigned n, struct value worker,
                          const struct record *of)
{
    struct record *proceeding, *task;
    enum rc rc = change_make(call, change, app_kind(call, "proceeding"), of, &proceeding);

    if (rc != RC_OK)
        return rc;
    record_set(proceeding, "procedure", v_text(STR("rs.admin.request")));
    rc = change_make(call, change, app_kind(call, "task"), of, &task);
    if (rc != RC_OK)
        return rc;
    record_set(task, "what", v_text(STR("Ring the office")));
    record_set(task, "due", v_int(call->today + (day)(n % 300) - 5));
    if (n % 200 == 0)
        record_set(task, "who", worker);
    if (n % 3 != 0)
        task->state = STR("done");
    return RC_OK;
}

static enum rc fill(struct call *call, struct change *change, struct value args)
{
    unsigned first = (unsigned)args.list.items[0].i;
    enum rc rc = RC_OK;

    for (unsigned n = first; n < first + IN_A_CHANGE && rc == RC_OK; n++) {
        struct record *of;
        rc = make_case(call, change, n, args.list.items[1], &of);
        if (rc == RC_OK)
            rc = make_parts(call, change, n, args.list.items[1], of);
    }
    return rc;
}

/* What happened: all was handed in, over the last 410 days. */
static enum rc hand_in(struct call *call, struct change *change, struct value args)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++) {
        const struct record *proceeding, *of;
        struct record *event;
        struct id id;
        if (!id_of(args.list.items[i].s, &id))
            return RC_INVALID;
        rc = change_look(call, change, app_kind(call, "proceeding"), &id, &proceeding);
        if (rc == RC_OK)
            rc = change_look(call, change, app_kind(call, "case"), &proceeding->owner, &of);
        if (rc == RC_OK)
            rc = change_make(call, change, app_kind(call, "event"), of, &event);
        if (rc != RC_OK)
            return rc;
        record_set(event, "proceeding", args.list.items[i]);
        record_set(event, "what", v_text(STR("filed")));
        record_set(event, "on", v_int(call->today - (day)(proceeding->rid * 7 % 410)));
        record_set(event, "proof", v_text(STR("stamped")));
    }
    return rc;
}

static const struct operation hand_in_row = {"bench.hand_in", 1,       "handed in", false, true,
                                             false,           hand_in, NULL};

static void hand_all_in(struct world *world)
{
    struct query query = {.kind = app_kind(&world->call, "proceeding"), .limit = IN_A_CHANGE};
    struct value ids[IN_A_CHANGE];
    struct query_page found;
    struct outcome outcome;

    bench_must(&world->call, query_list(&world->call, &query, &found), "list");
    for (size_t i = 0; i < found.n; i++)
        ids[i] = id_value(&found.records[i]->id);
    bench_must(&world->call, world_run(world, "bench.hand_in", v_list(ids, found.n), &outcome),
               "hand in");
}

static const struct operation fill_row = {"bench.fill", 1,     "filled", false,
                                          true,         false, fill,     NULL};

static void fill_folder(struct world *world, unsigned cases)
{
    for (unsigned n = 0; n < cases; n += IN_A_CHANGE) {
        struct value args[] = {v_int(n), id_value(&world->actors[WORLD_WORKER]->id)};
        struct outcome outcome;
        world_as(world, WORLD_LEAD);
        bench_must(&world->call, world_run(world, "bench.fill", v_list(args, 2), &outcome), "fill");
        world_as(world, WORLD_LEAD);
        hand_all_in(world);
    }
    world_system(world);
    bench_must(&world->call, db_checkpoint(&world->call, world->call.store->db, true),
               "checkpoint");
}

/* ---- asking ---- */

/* A page as it is sent: four counts, late and today and soon, 25 rows each. */
static void one_page(struct world *world, int actor, enum today_whose whose)
{
    world_as(world, actor);
    struct call *call = &world->call;
    const day today = call->today;
    const struct today_ask spans[] = {
        {.groups = TODAY_LOSE | TODAY_WORK, .from = day_min(), .to = today - 1},
        {.groups = TODAY_LOSE | TODAY_WORK, .from = today, .to = today},
        {.groups = TODAY_LOSE | TODAY_WORK, .from = today + 1, .to = today + 7},
        {.groups = TODAY_BODY, .from = day_min(), .to = today - 1},
    };

    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct today_ask ask = spans[i];
        struct today_page page;
        int64_t n;
        ask.whose = whose;
        ask.after.source = -1;
        ask.limit = 25;
        bench_must(call, today_count(call, &ask, &n), "count");
        bench_must(call, today_list(call, &ask, &page), "list");
    }
}

static void measure(struct world *world, const char *name, int actor, enum today_whose whose)
{
    double samples[TIMES];

    for (size_t i = 0; i < TIMES; i++) {
        double start = bench_seconds();
        one_page(world, actor, whose);
        samples[i] = (bench_seconds() - start) * 1000;
    }
    struct spread spread = bench_spread(samples, TIMES);
    bench_print(&(struct figure){str_format(&world->arena, "today, %s: p50", name).p, "ms", "-",
                                 spread.p50, NULL});
    bench_print(&(struct figure){str_format(&world->arena, "today, %s: p95", name).p, "ms", "<= 60",
                                 spread.p95, "all counts and 100 rows"});
}

/* ---- counting anew ---- */

static void recount(struct world *world, unsigned cases, const char *name, const char *goal)
{
    struct work_turn turn = {.cursor = v_null()};
    double start = bench_seconds();
    struct arena keep;

    arena_init(&keep, &heap_libc, ARENA_MAX_DEFAULT);
    world_system(world);
    turn.job = id_new(&world->call);
    while (!turn.finished) {
        world_system(world);
        bench_must(&world->call, recount_work.step(&world->call, &turn), "recount");
        if (!value_copy(&keep, turn.cursor, &turn.cursor))
            exit(1);
    }
    bench_print(&(struct figure){name, "s", goal, (bench_seconds() - start) * FULL / cases,
                                 cases == FULL ? NULL : "as if of 60,000 cases"});
    arena_fini(&keep);
}

int main(int argc, char **argv)
{
    const struct operation *operations[64] = {&fill_row, &hand_in_row};
    struct app_parts parts = {operations, 2, casework_area.hooks, *casework_area.hooks_n};
    unsigned cases = bench_is_full() ? FULL : CASES;
    char folder[BENCH_PATH];
    struct world world;

    (void)argc;
    (void)argv;
    for (size_t i = 0; i < *casework_area.operations_n; i++)
        operations[parts.operations_n++] = casework_area.operations[i];
    if (!crypt_init())
        return 1;
    bench_folder(folder);
    world_open(&world, posix_os(), folder, &parts);
    fill_folder(&world, cases);
    measure(&world, "a lead, all", WORLD_LEAD, TODAY_ALL);
    measure(&world, "a worker, mine", WORLD_WORKER, TODAY_MINE);
    recount(&world, cases, "all clocks counted anew, none moves", "<= 10");
    struct outcome outcome;
    world_as(&world, WORLD_LEAD);
    bench_must(&world.call,
               world_save(&world, "rule_check", NULL, NULL, &outcome, "procedure",
                          "rs.admin.request", "part", "window", "rule", "1 year", "answer",
                          "corrected", "number", "366", "unit", "days", "events", "term_expired",
                          "valid_from", "2020-01-01", "said_by", "A. B.", "said_on", "2026-01-01",
                          NULL),
               "correct");
    recount(&world, cases, "all clocks counted anew, those of one term move", "-");
    world_close(&world);
    bench_remove(folder);
    return 0;
}
