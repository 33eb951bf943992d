/* clocks_test.c - what runs in a procedure, through real changes. */
#include "casework/proceeding.h"
#include "casework_test.h"
#include "model/rebuild.h"
#include "query/query.h"

struct office {
    struct world w;
    struct id of, proceeding;
};

static void start(struct office *o, const char *name, const char *procedure)
{
    struct outcome outcome = {0};

    test_start(&o->w, name);
    o->of = test_case(&o->w, "Assistance refused");
    CHECK_RC(&o->w.call,
             world_save(&o->w, "proceeding", NULL, &o->of, &outcome, "procedure", procedure, NULL),
             RC_OK);
    o->proceeding = outcome.record;
}

struct happened {
    const char *what, *on, *proof, *result;
};

static struct id event(struct office *o, const struct id *of, struct happened is)
{
    struct str id = str_hex(&o->w.arena, id_str(of));
    struct outcome outcome = {0};

    CHECK_RC(&o->w.call,
             world_save(&o->w, "event", NULL, &o->of, &outcome, "proceeding", id.p, "what", is.what,
                        "on", is.on, "proof", is.proof, is.result == NULL ? NULL : "result",
                        is.result, NULL),
             RC_OK);
    return outcome.record;
}

static struct id filed(struct office *o, const char *on, const char *proof)
{
    return event(o, &o->proceeding, (struct happened){"filed", on, proof, NULL});
}

static enum rc retire(struct office *o, const struct id *id)
{
    struct record *record = world_load(&o->w, "event", id);
    struct outcome outcome;
    struct value args;
    enum rc rc = record_args_make(&o->w.call, record, STR(""), &args);

    return rc == RC_OK ? world_run(&o->w, "record.retire", args, &outcome) : rc;
}

/* "silence 2026-04-02 2027-04-01 firm ended 2026-04-10" a line, by last day */
static struct str clocks(struct office *o)
{
    struct call *call = &o->w.call;
    struct query query = {.kind = kind_find(o->w.app->registry, STR("clock")),
                          .verb = MAY_SEE,
                          .owner = &o->of,
                          .limit = 50};
    struct query_page found;
    struct buf b;
    char text[DAY_TEXT];

    query.sort = field_find(query.kind, STR("last_day"));
    buf_init(&b, &o->w.arena, 4096);
    if (!CHECK_RC(call, query_list(call, &query, &found), RC_OK))
        return STR("");
    for (size_t i = 0; i < found.n; i++) {
        const struct record *clock = found.records[i];
        struct value ended = record_value(clock, "ended"), firm = record_value(clock, "firm");
        buf_add(&b, record_value(clock, "what").s);
        buf_format(&b, " %s", day_format((day)record_value(clock, "opens").i, text));
        buf_format(&b, " %s", day_format((day)record_value(clock, "last_day").i, text));
        buf_z(&b, firm.i != 0 ? " firm" : "");
        if (ended.type == V_INT)
            buf_format(&b, " ended %s", day_format((day)ended.i, text));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

static void check_next(struct office *o, const char *want)
{
    struct value got = record_value(world_load(&o->w, "case", &o->of), "next_due");

    if (want == NULL)
        CHECK_INT(got.type, V_NULL);
    else if (CHECK_INT(got.type, V_INT))
        CHECK_INT(got.i, test_day(want));
}

/* Against the refusal that was delivered. */
static void appeal(struct office *o, const struct id *delivered)
{
    CASE("clocks: the appeal that is handed in ends the clock of the remedy");
    struct outcome outcome = {0};
    struct str before = str_hex(&o->w.arena, id_str(&o->proceeding));
    CHECK_RC(&o->w.call,
             world_save(&o->w, "proceeding", NULL, &o->of, &outcome, "procedure", "rs.admin.appeal",
                        "after", before.p, NULL),
             RC_OK);
    struct id against = outcome.record;
    (void)event(o, &against, (struct happened){"filed", "2026-03-30", "stamped", NULL});
    CHECK_TEXT(clocks(o), "wait 2026-03-05 2026-04-06 firm ended 2026-03-20\n"
                          "next 2026-03-20 2026-04-06 firm ended 2026-03-30\n"
                          "wait 2026-03-05 2026-05-04 firm ended 2026-03-20\n"
                          "wait 2026-03-30 2026-05-29\n");
    check_next(o, NULL);

    CASE("clocks: the day of delivery is put right, and the appeal's last day moves with it");
    CHECK_RC(&o->w.call,
             world_save(&o->w, "event", delivered, NULL, &outcome, "on", "2026-03-23", NULL),
             RC_OK);
    CHECK_TEXT(clocks(o), "wait 2026-03-05 2026-04-06 firm ended 2026-03-23\n"
                          "next 2026-03-23 2026-04-07 firm ended 2026-03-30\n"
                          "wait 2026-03-05 2026-05-04 firm ended 2026-03-23\n"
                          "wait 2026-03-30 2026-05-29\n");

    CASE("clocks: what is undone runs as before; again undone, as it was");
    struct id change = outcome.change;
    struct value arg = id_value(&change);
    CHECK_RC(&o->w.call, world_run(&o->w, "change.undo", v_list(&arg, 1), &outcome), RC_OK);
    CHECK_TEXT(clocks(o), "wait 2026-03-05 2026-04-06 firm ended 2026-03-20\n"
                          "next 2026-03-20 2026-04-06 firm ended 2026-03-30\n"
                          "wait 2026-03-05 2026-05-04 firm ended 2026-03-20\n"
                          "wait 2026-03-30 2026-05-29\n");
}

static void request(void)
{
    struct office o;

    CASE("clocks: a request starts the office's terms and ours against silence");
    start(&o, "clocks", "rs.admin.request");
    CHECK_TEXT(clocks(&o), "");
    struct id stamp = filed(&o, "2026-03-02", "stamped");
    CHECK_TEXT(clocks(&o), "wait 2026-03-02 2026-04-01 firm\n"
                           "wait 2026-03-02 2026-05-04 firm\n"
                           "silence 2026-04-02 2027-04-01 firm\n");
    check_next(&o, "2027-04-01");

    CASE("clocks: what was refused at the desk starts nothing; taken back, nothing runs");
    (void)filed(&o, "2026-03-10", "refused");
    CHECK_TEXT(clocks(&o), "wait 2026-03-02 2026-04-01 firm\n"
                           "wait 2026-03-02 2026-05-04 firm\n"
                           "silence 2026-04-02 2027-04-01 firm\n");
    CHECK_RC(&o.w.call, retire(&o, &stamp), RC_OK);
    CHECK_TEXT(clocks(&o), "");
    check_next(&o, NULL);

    CASE("clocks: posting is not delivery");
    (void)filed(&o, "2026-03-02", "posted");
    CHECK_TEXT(clocks(&o), "wait 2026-03-02 2026-04-01\n"
                           "wait 2026-03-02 2026-05-04\n"
                           "silence 2026-04-02 2027-04-01\n");
    (void)event(&o, &o.proceeding,
                (struct happened){"received", "2026-03-05", "return_card", NULL});
    CHECK_TEXT(clocks(&o), "wait 2026-03-05 2026-04-06 firm\n"
                           "wait 2026-03-05 2026-05-04 firm\n"
                           "silence 2026-04-07 2027-04-06 firm\n");

    CASE("clocks: a refusal ends the wait and opens the appeal, which counts from its delivery");
    struct id delivered = event(&o, &o.proceeding,
                                (struct happened){"delivered", "2026-03-20", "in_hand", "refused"});
    CHECK_TEXT(clocks(&o), "wait 2026-03-05 2026-04-06 firm ended 2026-03-20\n"
                           "next 2026-03-20 2026-04-06 firm\n"
                           "wait 2026-03-05 2026-05-04 firm ended 2026-03-20\n");
    check_next(&o, "2026-04-06");

    appeal(&o, &delivered);
    world_close(&o.w);
}

static void paper(void)
{
    static const char *const refusal[5] = {"refusal", "2026-04-09", "in_hand", "rs.admin.appeal",
                                           "0"};
    struct office o;
    struct outcome outcome = {0};

    CASE("clocks: a paper that is taken up hands its last day over to the procedure");
    test_start(&o.w, "clocks paper");
    o.of = test_case(&o.w, "Assistance refused");
    CHECK_RC(&o.w.call, test_paper(&o.w, &o.of, refusal, &outcome), RC_OK);
    check_next(&o, "2026-04-24");
    struct str id = str_hex(&o.w.arena, id_str(&outcome.record));
    struct id held = outcome.record;
    CHECK_RC(&o.w.call,
             world_save(&o.w, "proceeding", NULL, &o.of, &outcome, "procedure", "rs.admin.appeal",
                        "paper", id.p, NULL),
             RC_OK);
    o.proceeding = outcome.record;
    CHECK_TEXT(clocks(&o), "file 2026-04-09 2026-04-24 firm\n");
    check_next(&o, "2026-04-24");
    CHECK(record_value(world_load(&o.w, "case_paper", &held), "taken_up").type != V_NULL);

    CASE("clocks: the appeal is posted in time, and arrives later");
    (void)filed(&o, "2026-04-24", "posted");
    CHECK_TEXT(clocks(&o), "file 2026-04-09 2026-04-24 firm ended 2026-04-24\n"
                           "wait 2026-04-24 2026-06-23\n");
    check_next(&o, NULL);
    world_close(&o.w);
}

/* The one event of the case. */
static const struct record *only_event(struct office *o)
{
    struct call *call = &o->w.call;
    struct query query = {.kind = kind_find(o->w.app->registry, STR("event")),
                          .verb = MAY_SEE,
                          .owner = &o->of,
                          .limit = 2};
    struct query_page found;

    return CHECK_RC(call, query_list(call, &query, &found), RC_OK) && CHECK_INT(found.n, 1)
               ? found.records[0]
               : NULL;
}

static void paper_by_post(const char *name, const char *guessed, const char *proof)
{
    struct office o;
    struct outcome outcome = {0};

    test_start(&o.w, name);
    o.of = test_case(&o.w, "Assistance refused");
    CHECK_RC(&o.w.call,
             world_save(&o.w, "case_paper", NULL, &o.of, &outcome, "what", "refusal", "received",
                        "2026-04-09", "guessed", guessed, "how", "post", "procedure",
                        "rs.admin.appeal", NULL),
             RC_OK);
    struct str id = str_hex(&o.w.arena, id_str(&outcome.record));
    CHECK_RC(&o.w.call,
             world_save(&o.w, "proceeding", NULL, &o.of, &outcome, "procedure", "rs.admin.appeal",
                        "paper", id.p, NULL),
             RC_OK);
    CHECK_TEXT(clocks(&o), "file 2026-04-09 2026-04-24\n");
    const struct record *event = only_event(&o);
    if (event != NULL) {
        CHECK_TEXT(record_value(event, "proof").s, proof);
        CHECK((record_value(event, "guessed").i != 0) == (guessed[0] == 'y'));
    }
    world_close(&o.w);
}

static void paper_without_envelope(void)
{
    CASE("clocks: a paper by post, whose day stands on the envelope");
    paper_by_post("clocks envelope", "no", "envelope");
    CASE("clocks: the envelope is lost, and the day not certain");
    paper_by_post("clocks no envelope", "yes", "said");
}

static void faults(void)
{
    struct office o;
    struct outcome outcome;

    CASE("clocks: a procedure that there is not");
    start(&o, "clocks faults", "rs.admin.request");
    CHECK_RC(
        &o.w.call,
        world_save(&o.w, "proceeding", NULL, &o.of, &outcome, "procedure", "rs.admin.reqest", NULL),
        RC_INVALID);
    world_close(&o.w);
}

/* A day that is counted comes before none, among what is waited for as among what is to be done. */
static void what_comes_next(void)
{
    struct move waits[] = {{.kind = MOVE_WAIT},
                           {.kind = MOVE_WAIT, .counted = true, .last = 20},
                           {.kind = MOVE_WAIT, .counted = true, .last = 10}};
    struct move file = {.kind = MOVE_FILE};
    struct proceeding_view views[] = {{.moves = {.open = waits, .open_n = 3}},
                                      {.moves = {.open = &file, .open_n = 1}}};
    struct proceedings one = {.in = views, .n = 1}, both = {.in = views, .n = 2};
    const struct proceeding_view *of;

    CASE("what comes next of several procedures");
    CHECK(proceedings_next(&one, &of) == &waits[2]);
    CHECK(of == &views[0]);
    CHECK(proceedings_next(&both, &of) == &file);
    views[1].over = true;
    CHECK(proceedings_next(&both, &of) == &waits[2]);
}

void clocks_test(void)
{
    what_comes_next();
    request();
    paper();
    paper_without_envelope();
    faults();
}
