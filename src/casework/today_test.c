/* today_test.c - what is due, through real changes: sources, order, pages, whose, closed cases;
 *   tasks that a rule makes. */
#include "casework/today.h"
#include "casework_test.h"

struct desk {
    struct world w;
    struct id of, proceeding;
};

static struct id save(struct desk *d, const char *kind, const char *const *text)
{
    struct outcome outcome = {0};

    CHECK_RC(&d->w.call,
             world_save(&d->w, kind, NULL, &d->of, &outcome, text[0], text[1], text[2], text[3],
                        text[4], text[5], text[6], text[7], NULL),
             RC_OK);
    return outcome.record;
}

#define SAVE(desk, kind, ...) save(desk, kind, (const char *const[8]){__VA_ARGS__})

static void start(struct desk *d, const char *name)
{
    test_start(&d->w, name);
    d->w.call.today = test_day("2026-05-04");
    d->of = test_case(&d->w, "Assistance refused");
}

static struct today_ask everything(const struct call *call)
{
    return (struct today_ask){.groups = TODAY_LOSE | TODAY_WORK | TODAY_BODY,
                              .from = day_min(),
                              .to = call->today + 400,
                              .after = {.source = -1},
                              .limit = 50};
}

/* "task 2026-05-06 Ring the school" a line */
static struct str listed(struct desk *d, struct today_ask ask)
{
    struct call *call = &d->w.call;
    struct today_page found = {.more = true};
    struct buf b;
    char text[DAY_TEXT];

    buf_init(&b, &d->w.arena, 8192);
    while (found.more) {
        if (!CHECK_RC(call, today_list(call, &ask, &found), RC_OK))
            return STR("");
        for (size_t i = 0; i < found.n; i++) {
            buf_format(&b, "%s %s ", found.in[i].what, day_format(found.in[i].on, text));
            buf_add(&b, today_title(call, &found.in[i]));
            buf_char(&b, '\n');
        }
        ask.after = found.next;
    }
    return buf_str(&b);
}

static enum rc move(struct desk *d, const char *kind, const struct id *id, const char *state)
{
    struct outcome outcome;
    struct value args;
    enum rc rc = record_args_make(&d->w.call, world_load(&d->w, kind, id), str_of(state), &args);

    return rc == RC_OK ? world_run(&d->w, "record.move", args, &outcome) : rc;
}

static void fill(struct desk *d)
{
    (void)SAVE(d, "task", "what", "Ring the school", "due", "2026-05-06");
    (void)SAVE(d, "task", "what", "Copy the card", "due", "2026-05-01");
    (void)SAVE(d, "promise", "on", "2026-04-20", "how", "phone", "with", "The landlord", "what",
               "Repairs");
    (void)SAVE(d, "hearing", "when_held", "2026-05-04 09:30", "where", "Basic court");
    (void)SAVE(d, "referral", "to_name", "Open Hand", "what", "Legal aid", "answer_by",
               "2026-05-04");
    struct id sent = SAVE(d, "referral", "to_name", "Health centre", "what", "A doctor",
                          "answer_by", "2026-05-04");
    CHECK_RC(&d->w.call, move(d, "referral", &sent, "sent"), RC_OK);
}

static const char *const all = "task 2026-05-01 Copy the card\n"
                               "hearing 2026-05-04 Hearing: Basic court\n"
                               "referral 2026-05-04 Answer from Health centre: A doctor\n"
                               "task 2026-05-06 Ring the school\n";

static void sources(void)
{
    struct desk d;
    int64_t n;

    CASE("today: what is due, from every kind, by day");
    start(&d, "today");
    CHECK_TEXT(listed(&d, everything(&d.w.call)), "");
    fill(&d);
    CHECK_TEXT(listed(&d, everything(&d.w.call)), all);

    CASE("today: pages go on behind the last row, however small they are");
    for (size_t limit = 1; limit < 4; limit++) {
        struct today_ask ask = everything(&d.w.call);
        ask.limit = limit;
        CHECK_TEXT(listed(&d, ask), all);
    }

    CASE("today: a span of days, counted");
    struct today_ask ask = everything(&d.w.call);
    ask.from = ask.to = test_day("2026-05-04");
    CHECK_RC(&d.w.call, today_count(&d.w.call, &ask, &n), RC_OK);
    CHECK_INT(n, 2);
    ask.from = day_min();
    ask.to = test_day("2026-05-03");
    CHECK_TEXT(listed(&d, ask), "task 2026-05-01 Copy the card\n");

    CASE("today: mine, my team's; another worker sees nothing of it");
    ask = everything(&d.w.call);
    ask.whose = TODAY_MINE;
    CHECK_TEXT(listed(&d, ask), "hearing 2026-05-04 Hearing: Basic court\n"
                                "referral 2026-05-04 Answer from Health centre: A doctor\n");
    ask.whose = TODAY_TEAM;
    CHECK_TEXT(listed(&d, ask), all);
    world_as(&d.w, WORLD_LEAD);
    d.w.call.today = test_day("2026-05-04");
    CHECK_TEXT(listed(&d, ask), "");
    ask.whose = TODAY_ALL;
    CHECK_TEXT(listed(&d, ask), all);
    world_as(&d.w, WORLD_OTHER);
    CHECK_TEXT(listed(&d, ask), "");
    world_close(&d.w);
}

static void clocks(void)
{
    struct desk d;
    struct outcome outcome = {0};

    CASE("today: last days stand before the rest of their day; what waits for a body apart");
    start(&d, "today_clocks");
    CHECK_RC(&d.w.call,
             world_save(&d.w, "proceeding", NULL, &d.of, &outcome, "procedure", "rs.admin.request",
                        NULL),
             RC_OK);
    d.proceeding = outcome.record;
    struct str id = str_hex(&d.w.arena, id_str(&d.proceeding));
    (void)SAVE(&d, "event", "proceeding", id.p, "what", "filed", "on", "2026-03-02", "proof",
               "stamped");
    struct today_ask ask = everything(&d.w.call);
    struct str got = listed(&d, ask);
    CHECK_INT(got.n != 0 && str_starts(got, STR("wait 2026-04-01")), true);
    ask.groups = TODAY_LOSE;
    struct str lose = listed(&d, ask);
    CHECK_INT(str_starts(lose, STR("silence 2027-04-01")), true);

    CASE("today: of a closed case nothing is due; opened again, it is");
    CHECK_RC(
        &d.w.call,
        world_save(&d.w, "case", &d.of, NULL, &outcome, "let_go", "She does not want to.", NULL),
        RC_OK);
    CHECK_RC(&d.w.call, move(&d, "case", &d.of, "resolved"), RC_OK);
    ask.groups = TODAY_LOSE | TODAY_BODY;
    CHECK_TEXT(listed(&d, ask), "");
    CHECK_INT(record_value(world_load(&d.w, "case", &d.of), "next_due").type, V_NULL);
    CHECK_RC(&d.w.call, move(&d, "case", &d.of, "open"), RC_OK);
    CHECK_TEXT(listed(&d, ask), str_z(&d.w.arena, got));
    CHECK_INT(record_value(world_load(&d.w, "case", &d.of), "next_due").i, test_day("2027-04-01"));
    world_close(&d.w);
}

/* "open Send it ..." a line, with its day if that is not today */
static struct str tasks(struct desk *d)
{
    struct call *call = &d->w.call;
    struct query query = {.kind = kind_find(d->w.app->registry, STR("task")),
                          .verb = MAY_SEE,
                          .owner = &d->of,
                          .limit = 50};
    struct query_page found;
    char text[DAY_TEXT];
    struct buf b;

    query.sort = field_find(query.kind, STR("due"));
    buf_init(&b, &d->w.arena, 4096);
    if (!CHECK_RC(call, query_list(call, &query, &found), RC_OK))
        return STR("");
    for (size_t i = 0; i < found.n; i++) {
        buf_add(&b, found.records[i]->state);
        buf_char(&b, ' ');
        buf_add(&b, record_value(found.records[i], "what").s);
        if (record_value(found.records[i], "due").i != call->today)
            buf_format(&b, " on %s",
                       day_format((day)record_value(found.records[i], "due").i, text));
        buf_char(&b, '\n');
    }
    return buf_str(&b);
}

static void rules(void)
{
    struct desk d;
    struct outcome outcome = {0};

    CASE("tasks: refused at the desk, it is to be sent by registered post");
    start(&d, "tasks");
    CHECK_RC(&d.w.call,
             world_save(&d.w, "proceeding", NULL, &d.of, &outcome, "procedure", "rs.admin.request",
                        NULL),
             RC_OK);
    d.proceeding = outcome.record;
    struct str id = str_hex(&d.w.arena, id_str(&d.proceeding));
    CHECK_RC(&d.w.call,
             world_save(&d.w, "event", NULL, &d.of, &outcome, "proceeding", id.p, "what", "filed",
                        "on", "2026-03-02", "proof", "refused", NULL),
             RC_OK);
    struct id refused = outcome.change;
    CHECK_TEXT(tasks(&d), "open Send it by registered post\n");

    CASE("tasks: taking the change back takes the task back");
    struct value undo = id_value(&refused);
    CHECK_RC(&d.w.call, world_run(&d.w, "change.undo", v_list(&undo, 1), &outcome), RC_OK);
    CHECK_TEXT(tasks(&d), "");
    (void)SAVE(&d, "event", "proceeding", id.p, "what", "filed", "on", "2026-03-02", "proof",
               "refused");
    CHECK_TEXT(tasks(&d), "open Send it by registered post\n");

    CASE("tasks: once it is posted the reason is gone, and the card is asked for");
    (void)SAVE(&d, "event", "proceeding", id.p, "what", "filed", "on", "2026-03-02", "proof",
               "posted");
    CHECK_TEXT(tasks(&d), "open Ask for the card that shows the delivery on 2026-03-12\n");

    CASE("tasks: the card is there; then the body asks for something");
    (void)SAVE(&d, "event", "proceeding", id.p, "what", "received", "on", "2026-03-05", "proof",
               "return_card");
    CHECK_TEXT(tasks(&d), "");
    d.w.call.today = test_day("2026-03-11"); /* a Wednesday; three days on it is Saturday */
    (void)SAVE(&d, "event", "proceeding", id.p, "what", "requested", "on", "2026-03-10", "proof",
               "in_hand");
    CHECK_TEXT(tasks(&d), "open Hand in what the body asked for on 2026-03-13\n");
    world_close(&d.w);
}

void today_test(void)
{
    sources();
    clocks();
    rules();
}
