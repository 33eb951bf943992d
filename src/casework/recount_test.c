/* recount_test.c - rules that a lawyer corrects, and what running clocks become by them. */
#include "casework/recount.h"
#include "casework_test.h"

struct bench {
    struct world w;
    struct id of, proceeding;
};

static struct id check(struct bench *b, const char *answer, const char *more, const char *value)
{
    struct outcome outcome = {0};

    world_as(&b->w, WORLD_LEAD);
    CHECK_RC(&b->w.call,
             world_save(&b->w, "rule_check", NULL, NULL, &outcome, "procedure", "rs.admin.appeal",
                        "part", "limit", "rule", "15 days", "answer", answer, "said_by",
                        "A. B., lawyer", "said_on", "2026-03-01", more, value,
                        str_is(str_of(answer), "corrected") ? "unit" : NULL, "days", "events",
                        "delivered", "valid_from", "2026-01-01", NULL),
             RC_OK);
    return outcome.change;
}

static void start(struct bench *b, const char *name)
{
    struct outcome outcome = {0};

    test_start(&b->w, name);
    b->of = test_case(&b->w, "Assistance refused");
    CHECK_RC(&b->w.call,
             world_save(&b->w, "proceeding", NULL, &b->of, &outcome, "procedure", "rs.admin.appeal",
                        NULL),
             RC_OK);
    b->proceeding = outcome.record;
    struct str id = str_hex(&b->w.arena, id_str(&b->proceeding));
    CHECK_RC(&b->w.call,
             world_save(&b->w, "event", NULL, &b->of, &outcome, "proceeding", id.p, "what",
                        "delivered", "on", "2026-03-02", "proof", "return_card", "before", "yes",
                        NULL),
             RC_OK);
}

static const struct record *its_clock(struct bench *b)
{
    struct call *call = &b->w.call;
    struct query query = {
        .kind = kind_find(b->w.app->registry, STR("clock")), .verb = MAY_SEE, .owner = &b->of};
    struct query_page found;

    if (!CHECK_RC(call, query_list(call, &query, &found), RC_OK) || !CHECK_INT(found.n, 1))
        return NULL;
    return found.records[0];
}

static void check_clock(struct bench *b, const char *last, const char *would)
{
    const struct record *of = its_clock(b);

    if (of == NULL)
        return;
    CHECK_INT(record_value(of, "last_day").i, test_day(last));
    if (would == NULL)
        CHECK_INT(record_value(of, "would_be").type, V_NULL);
    else
        CHECK_INT(record_value(of, "would_be").i, test_day(would));
}

static void look(struct bench *b)
{
    struct work_turn turn = {.job = id_new(&b->w.call), .cursor = v_null()};

    while (!turn.finished)
        if (!CHECK_RC(&b->w.call, recount_work.step(&b->w.call, &turn), RC_OK))
            return;
}

static void accepted(void)
{
    struct bench b;
    struct outcome outcome = {0};

    CASE("recount: a running clock keeps its rule when a lawyer corrects it");
    start(&b, "recount");
    check_clock(&b, "2026-03-17", NULL);
    look(&b);
    check_clock(&b, "2026-03-17", NULL);
    struct id corrected = check(&b, "corrected", "number", "8");
    check_clock(&b, "2026-03-17", NULL);

    CASE("recount: the look writes down what it would be; nothing moves");
    look(&b);
    check_clock(&b, "2026-03-17", "2026-03-10");

    CASE("recount: no one writes a last day by hand, and a worker accepts none");
    world_as(&b.w, WORLD_WORKER);
    struct id id = its_clock(&b)->id, change = id_new(&b.w.call);
    CHECK_RC(&b.w.call,
             world_save(&b.w, "clock", &id, NULL, &outcome, "moved_to", "2026-05-01", NULL),
             RC_DENIED);
    world_as(&b.w, WORLD_WORKER);
    CHECK_RC(&b.w.call, recount_accept(&b.w.call, &change, &id, 1, &outcome), RC_DENIED);

    CASE("recount: a lead accepts it, and takes it back");
    world_as(&b.w, WORLD_LEAD);
    CHECK_RC(&b.w.call, recount_accept(&b.w.call, &change, &id, 1, &outcome), RC_OK);
    check_clock(&b, "2026-03-10", NULL);
    CHECK_INT(record_value(world_load(&b.w, "case", &b.of), "next_due").i, test_day("2026-03-10"));
    struct value undo = id_value(&change);
    CHECK_RC(&b.w.call, world_run(&b.w, "change.undo", v_list(&undo, 1), &outcome), RC_OK);
    check_clock(&b, "2026-03-17", "2026-03-10");
    CHECK_INT(record_value(world_load(&b.w, "case", &b.of), "next_due").i, test_day("2026-03-17"));

    CASE("recount: all at once, as work");
    struct work_turn turn = {.job = id_new(&b.w.call), .cursor = v_null()};
    CHECK_RC(&b.w.call, recount_accept_work.step(&b.w.call, &turn), RC_OK);
    CHECK_INT(turn.finished, true);
    check_clock(&b, "2026-03-10", NULL);

    CASE("recount: the correction taken back, the first day would be right again");
    undo = id_value(&corrected);
    CHECK_RC(&b.w.call, world_run(&b.w, "change.undo", v_list(&undo, 1), &outcome), RC_OK);
    look(&b);
    check_clock(&b, "2026-03-10", "2026-03-17");
    world_close(&b.w);
}

static void unknown(void)
{
    struct bench b;
    struct laid laid;
    const struct procedure *procedure;

    CASE("laid: what nobody knows is not counted, and says until when to ask");
    start(&b, "recount_unknown");
    (void)check(&b, "unknown", "ask_by", "2026-04-01");
    look(&b);
    check_clock(&b, "2026-03-17", "2026-03-17");
    CHECK_RC(&b.w.call, laid_load(&b.w.call, &laid), RC_OK);
    const struct procedure *shipped =
        procedure_find(b.w.app->packs->procedures, STR("rs.admin.appeal"));
    CHECK_RC(&b.w.call,
             laid_procedure(&b.w.call, &laid, shipped, test_day("2026-03-02"), &procedure), RC_OK);
    CHECK_INT(procedure != shipped, true);
    CHECK_TEXT(laid_rule(&b.w.call, &procedure->limits.in[0]).n == 0 ? STR("") : STR("words"),
               "words");
    CHECK_INT(procedure->limits.in[0].manual.n != 0, true);
    CHECK_INT(shipped->limits.in[0].manual.n, 0);

    CASE("laid: a later word wins; a confirmation says who and when");
    (void)check(&b, "confirmed", "note", "Read in the law.");
    CHECK_RC(&b.w.call, laid_load(&b.w.call, &laid), RC_OK);
    CHECK_RC(&b.w.call,
             laid_procedure(&b.w.call, &laid, shipped, test_day("2026-03-02"), &procedure), RC_OK);
    CHECK_INT(procedure->limits.in[0].manual.n, 0);
    CHECK_INT(procedure->limits.in[0].law.status, LAW_VERIFIED);
    CHECK_TEXT(procedure->limits.in[0].checked,
               "Confirmed by A. B., lawyer on Sunday 1 March 2026.");
    world_close(&b.w);
}

static void feeds(void)
{
    struct world w;
    struct outcome outcome;

    CASE("feed: nobody makes an address of somebody else's calendar");
    test_start(&w, "feeds");
    struct id other = w.actors[WORLD_LEAD]->id, own = w.actors[WORLD_WORKER]->id;
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call,
             world_save(&w, "calendar_feed", NULL, NULL, &outcome, "device", "Phone", "whose",
                        str_hex(&w.arena, id_str(&other)).p, NULL),
             RC_DENIED);
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call,
             world_save(&w, "calendar_feed", NULL, NULL, &outcome, "device", "Phone", "whose",
                        str_hex(&w.arena, id_str(&own)).p, NULL),
             RC_OK);
    world_close(&w);
}

void recount_test(void)
{
    feeds();
    accepted();
    unknown();
}
