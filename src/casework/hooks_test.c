/* hooks_test.c - last days, next days and who is responsible, through real changes. */
#include "casework/hooks.h"
#include "casework_test.h"
#include "model/rebuild.h"

/* NULL: no day */
static void check_day(struct world *w, const char *kind, const struct id *id, const char *field,
                      const char *want)
{
    struct value got = record_value(world_load(w, kind, id), field);

    if (want == NULL)
        CHECK_INT(got.type, V_NULL);
    else if (CHECK_INT(got.type, V_INT))
        CHECK_INT(got.i, test_day(want));
}

static void check_next(struct world *w, const struct id *of, const char *want)
{
    check_day(w, "case", of, "next_due", want);
}

static enum rc on_paper(struct world *w, const char *operation, const struct id *id)
{
    struct record *paper = world_load(w, "case_paper", id);
    struct outcome outcome;
    struct value args;
    enum rc rc = record_args_make(&w->call, paper, STR(""), &args);

    return rc == RC_OK ? world_run(w, operation, args, &outcome) : rc;
}

static enum rc undo(struct world *w, const struct id *change)
{
    struct value arg = id_value(change);
    struct outcome outcome;

    return world_run(w, "change.undo", v_list(&arg, 1), &outcome);
}

static const char *const early[5] = {"decision", "2026-04-09", "in_hand", "rs.admin.appeal", "0"};
static const char *const late[5] = {"decision", "2026-05-04", "post", "rs.admin.appeal", "0"};
static const char *const uncounted[5] = {"decision", "2026-04-01", "in_hand", "rs.admin.request",
                                         "2"};

static void papers(void)
{
    struct world w;
    struct outcome first = {0}, second = {0}, third = {0};

    test_start(&w, "papers");
    struct id of = test_case(&w, "Assistance refused");
    CASE("hooks: a paper gets its last day, and its case the next one");
    CHECK_RC(&w.call, test_paper(&w, &of, early, &first), RC_OK);
    check_day(&w, "case_paper", &first.record, "last_day", "2026-04-24");
    CHECK_INT(record_value(world_load(&w, "case_paper", &first.record), "firm").i, 1);
    check_next(&w, &of, "2026-04-24");

    CASE("hooks: a later paper does not move it, nor one without a day");
    CHECK_RC(&w.call, test_paper(&w, &of, late, &second), RC_OK);
    check_day(&w, "case_paper", &second.record, "last_day", "2026-05-19");
    CHECK_INT(record_value(world_load(&w, "case_paper", &second.record), "firm").i, 0);
    CHECK_RC(&w.call, test_paper(&w, &of, uncounted, &third), RC_OK);
    check_day(&w, "case_paper", &third.record, "last_day", NULL);
    check_next(&w, &of, "2026-04-24");

    CASE("hooks: retired it does not count; brought back it does");
    CHECK_RC(&w.call, on_paper(&w, "record.retire", &first.record), RC_OK);
    check_next(&w, &of, "2026-05-19");
    CHECK_RC(&w.call, on_paper(&w, "record.restore", &first.record), RC_OK);
    check_next(&w, &of, "2026-04-24");

    CASE("hooks: an edit counts anew");
    struct outcome edit = {0};
    CHECK_RC(
        &w.call,
        world_save(&w, "case_paper", &second.record, NULL, &edit, "received", "2026-04-02", NULL),
        RC_OK);
    check_day(&w, "case_paper", &second.record, "last_day", "2026-04-17");
    check_next(&w, &of, "2026-04-17");

    CASE("hooks: undo counts anew too, in any order");
    CHECK_RC(&w.call, undo(&w, &first.change), RC_CONFLICT); /* it was retired in between */
    CHECK_RC(&w.call, undo(&w, &edit.change), RC_OK);
    check_day(&w, "case_paper", &second.record, "last_day", "2026-05-19");
    check_next(&w, &of, "2026-04-24");
    CHECK_RC(&w.call, undo(&w, &third.change), RC_OK);
    CHECK_RC(&w.call, on_paper(&w, "record.retire", &first.record), RC_OK);
    check_next(&w, &of, "2026-05-19");

    CASE("hooks: rebuilt tables are the same");
    unsigned char before[CRYPT_HASH], after[CRYPT_HASH];
    world_system(&w);
    CHECK_RC(&w.call, tables_digest(&w.call, before), RC_OK);
    CHECK_RC(&w.call, rebuild(&w.call), RC_OK);
    CHECK_RC(&w.call, tables_digest(&w.call, after), RC_OK);
    CHECK(memcmp(before, after, sizeof before) == 0);
    world_close(&w);
}

static enum rc close_case(struct world *w, const struct id *of)
{
    struct record *record = world_load(w, "case", of);
    struct outcome outcome;
    struct value args;
    enum rc rc = record_args_make(&w->call, record, STR("resolved"), &args);

    return rc == RC_OK ? world_run(w, "record.move", args, &outcome) : rc;
}

static void closing(void)
{
    struct world w;
    struct outcome outcome = {0};
    char received[DAY_TEXT];
    const char *fresh[5] = {"decision", NULL, "in_hand", "rs.admin.appeal", "0"};

    test_start(&w, "closing");
    struct id of = test_case(&w, "Assistance refused");
    CASE("hooks: a case is not closed over an open way, unless it says why");
    fresh[1] = day_format(w.call.today, received);
    CHECK_RC(&w.call, test_paper(&w, &of, fresh, &outcome), RC_OK);
    CHECK_RC(&w.call, close_case(&w, &of), RC_INVALID);
    CHECK_RC(&w.call,
             world_save(&w, "case", &of, NULL, &outcome, "let_go", "She does not want to.", NULL),
             RC_OK);
    CHECK_RC(&w.call, close_case(&w, &of), RC_OK);
    world_close(&w);
}

static void faults(void)
{
    static const struct {
        const char *text[5];
        const char *where;
        size_t n;
    } rows[] = {
        {{"decision", "2026-04-09", "in_hand", "rs.admin.appeal", "7"}, "stage", 1},
        {{"decision", "2026-04-09", "in_hand", "", "0"}, "procedure", 1},
        {{"decision", "", "in_hand", "rs.admin.appeal", "0"}, "received", 1},
        {{"decision", "2999-04-09", "in_hand", "rs.admin.appeal", "0"}, "received", 1},
        {{"x", "1800-04-09", "", "nothing", "0"}, "what", 2},
    };
    struct world w;
    struct outcome outcome;

    test_start(&w, "faults");
    struct id of = test_case(&w, "Water");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("hooks: a fault at %s", rows[i].where);
        CHECK_INT(test_paper(&w, &of, rows[i].text, &outcome), RC_INVALID);
        if (CHECK(w.call.faults != NULL))
            CHECK_TEXT(w.call.faults->where, rows[i].where);
        CHECK_INT(w.call.fault_count, rows[i].n);
        call_forgive(&w.call);
    }
    check_next(&w, &of, NULL);

    CASE("hooks: values of the wrong type are refused, not read");
    struct value id = id_value(&of), pairs[2][2] = {{v_text(STR("procedure")), v_int(7)},
                                                    {v_text(STR("received")), v_text(STR("x"))}};
    struct value list[] = {v_list(pairs[0], 2), v_list(pairs[1], 2)};
    struct value args[] = {v_text(STR("case_paper")), v_null(), v_int(0), id, v_list(list, 2)};
    CHECK_INT(world_run(&w, "record.save", v_list(args, 5), &outcome), RC_INVALID);
    world_close(&w);
}

static void responsible(void)
{
    struct world w;
    struct outcome outcome;

    test_start(&w, "responsible");
    CASE("hooks: who writes it down is responsible, unless somebody is named");
    struct id of = test_case(&w, "Roof");
    struct value who = record_value(world_load(&w, "case", &of), "responsible");
    struct id worker = w.actors[WORLD_WORKER]->id;
    CHECK(value_eq(who, id_value(&worker)));
    struct id person;
    CHECK(id_of(record_value(world_load(&w, "case", &of), "person").s, &person));
    CHECK(value_eq(record_value(world_load(&w, "person", &person), "responsible"),
                   id_value(&worker)));
    world_as(&w, WORLD_LEAD);
    struct str other = str_hex(&w.arena, id_str(&w.actors[WORLD_OTHER]->id));
    CHECK_RC(&w.call,
             world_save(&w, "person", NULL, NULL, &outcome, "names", "nickname, Ljilja",
                        "responsible", other.p, NULL),
             RC_OK);
    CHECK(value_eq(record_value(world_load(&w, "person", &outcome.record), "responsible"),
                   id_value(&w.actors[WORLD_OTHER]->id)));

    CASE("hooks: the system itself is responsible for nothing");
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "person", NULL, NULL, &outcome, "names", "nickname, Ljilja", NULL),
             RC_OK);
    CHECK_INT(record_value(world_load(&w, "person", &outcome.record), "responsible").type, V_NULL);
    world_close(&w);
}

void hooks_test(void)
{
    papers();
    closing();
    faults();
    responsible();
}
