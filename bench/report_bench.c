/* report_bench.c - the report of a year in a folder of 10,000 cases with help, letters and quick
 * help: server time of one after another, inside and to show outside. */
#include "bench.h"
#include "casework/area.h"
#include "casework/report_tables.h"
#include "store/crypt.h"
#include "store/posix.h"

enum { CASES = 10000, IN_A_CHANGE = 40, TIMES = 20, YEAR = 365 };

static enum rc make_person(struct call *call, struct change *change, unsigned n,
                           struct record **out)
{
    enum rc rc = change_make(call, change, app_kind(call, "person"), NULL, out);
    struct value names = v_null();

    if (rc != RC_OK)
        return rc;
    struct str text = str_format(call->arena, "given, Senada; family, Demirova %u", n);
    (void)field_parse(call, field_find((*out)->kind, STR("names")), text, &names);
    record_set(*out, "names", names);
    record_set(*out, "sex", v_text(n % 3 == 0 ? STR("m") : STR("f")));
    struct value *born = arena_array(call->arena, 2, sizeof *born);
    if (born == NULL)
        return RC_MEMORY;
    born[0] = v_int(call->today - (day)(n % 80) * YEAR - 100);
    born[1] = v_int(PRECISION_DAY);
    record_set(*out, "born", v_list(born, 2));
    return RC_OK;
}

/* Three helps and a letter for each case, two quick helps beside it. */
static enum rc make_parts(struct call *call, struct change *change, unsigned n, struct record *of)
{
    static const char *const what[] = {"legal_advice", "information", "accompaniment"};
    day on = call->today - (day)(n % YEAR);
    struct record *part;
    enum rc rc = RC_OK;

    for (unsigned i = 0; i < 3 && rc == RC_OK; i++) {
        rc = change_make(call, change, app_kind(call, "case_help"), of, &part);
        if (rc != RC_OK)
            break;
        record_set(part, "on", v_int(on));
        record_set(part, "what", v_text(str_of(what[i])));
        record_set(part, "project", v_text(str_format(call->arena, "Project %u", n % 7)));
    }
    for (unsigned i = 0; i < 2 && rc == RC_OK; i++) {
        rc = change_make(call, change, app_kind(call, "quick_help"), NULL, &part);
        if (rc != RC_OK)
            break;
        record_set(part, "on", v_int(on));
        record_set(part, "area", v_text(STR("papers")));
        record_set(part, "what", v_text(STR("information")));
        record_set(part, "minutes", v_int(10));
    }
    if (rc == RC_OK)
        rc = change_make(call, change, app_kind(call, "letter"), of, &part);
    if (rc != RC_OK)
        return rc;
    record_set(part, "procedure", v_text(STR("rs.admin.request")));
    record_set(part, "template", v_text(STR("request")));
    record_set(part, "language", v_text(STR("en")));
    record_set(part, "written", v_int(on));
    return RC_OK;
}

static enum rc fill(struct call *call, struct change *change, struct value args)
{
    static const char *const areas[] = {"housing", "health", "papers", "education", "employment"};
    unsigned first = (unsigned)args.list.items[0].i;
    enum rc rc = RC_OK;

    for (unsigned n = first; n < first + IN_A_CHANGE && rc == RC_OK; n++) {
        struct record *person, *of;
        rc = make_person(call, change, n, &person);
        if (rc == RC_OK)
            rc = change_make(call, change, app_kind(call, "case"), NULL, &of);
        if (rc != RC_OK)
            return rc;
        record_set(of, "person", id_value(&person->id));
        record_set(of, "area", v_text(str_of(areas[n % 5])));
        record_set(of, "what", v_text(str_format(call->arena, "Roof of house %u", n)));
        if (n % 3 == 0) {
            of->state = STR("resolved");
            record_set(of, "ended", v_int(call->today - (day)(n % 30)));
            record_set(of, "outcome", v_text(STR("right_obtained_full")));
        }
        rc = make_parts(call, change, n, of);
    }
    return rc;
}

static const struct operation fill_row = {"bench.fill", 1,     "filled", false,
                                          true,         false, fill,     NULL};

static void one_report(struct world *world, bool outside)
{
    struct report_figures *figures;
    struct report_tables *tables;
    struct report_period period;

    world_as(world, WORLD_LEAD);
    struct call *call = &world->call;
    figures = bench_array(call, 1, sizeof *figures);
    tables = bench_array(call, 1, sizeof *tables);
    bench_must(call, report_between(call, call->today - YEAR + 1, call->today, &period), "time");
    bench_must(call, report_gather(call, &period, figures), "gather");
    struct report_order order = {.figures = figures, .outside = outside};
    bench_must(call, report_tables(call, &order, tables), "tables");
    if (figures->counts.total.things[REPORT_HELP] != CASES * 3)
        exit(1);
}

static void measure(struct world *world, const char *name, bool outside)
{
    double samples[TIMES];

    for (size_t i = 0; i < TIMES; i++) {
        double start = bench_seconds();
        one_report(world, outside);
        samples[i] = (bench_seconds() - start) * 1000;
    }
    struct spread spread = bench_spread(samples, TIMES);
    bench_print(&(struct figure){str_format(&world->arena, "report, %s: p50", name).p, "ms", "-",
                                 spread.p50, NULL});
    bench_print(&(struct figure){str_format(&world->arena, "report, %s: p95", name).p, "ms",
                                 "<= 1000", spread.p95,
                                 "10,000 cases, 30,000 helps, 20,000 quick, 10,000 letters"});
}

int main(void)
{
    const struct operation *operations[64] = {&fill_row};
    struct app_parts parts = {operations, 1, casework_area.hooks, *casework_area.hooks_n};
    char folder[BENCH_PATH];
    struct world world;

    for (size_t i = 0; i < *casework_area.operations_n; i++)
        operations[parts.operations_n++] = casework_area.operations[i];
    if (!crypt_init())
        return 1;
    bench_folder(folder);
    world_open(&world, posix_os(), folder, &parts);
    for (unsigned n = 0; n < CASES; n += IN_A_CHANGE) {
        struct value args[] = {v_int(n)};
        struct outcome outcome;
        world_as(&world, WORLD_LEAD);
        bench_must(&world.call, world_run(&world, "bench.fill", v_list(args, 1), &outcome), "fill");
    }
    measure(&world, "a year of a lead", false);
    measure(&world, "the same to show outside", true);
    world_close(&world);
    bench_remove(folder);
    return 0;
}
