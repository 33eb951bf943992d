/* asked_test.c - what is odd: not stored before somebody says that it is so, then kept as given. */
#include "casework/asked.h"
#include "casework_test.h"
#include "model/question.h"
#include "query/history.h"

struct desk {
    struct world w;
    struct id person, of, proceeding;
};

static void start(struct desk *d, const char *name)
{
    struct outcome outcome = {0};

    test_start(&d->w, name);
    CHECK_RC(&d->w.call,
             world_save(&d->w, "person", NULL, NULL, &outcome, "names", "given, Senada", "born",
                        "1987-05", NULL),
             RC_OK);
    d->person = outcome.record;
    struct str person = str_hex(&d->w.arena, id_str(&d->person));
    CHECK_RC(&d->w.call,
             world_save(&d->w, "case", NULL, NULL, &outcome, "person", person.p, "area", "housing",
                        "what", "The roof", NULL),
             RC_OK);
    d->of = outcome.record;
    CHECK_RC(&d->w.call,
             world_save(&d->w, "proceeding", NULL, &d->of, &outcome, "procedure",
                        "rs.admin.request", NULL),
             RC_OK);
    d->proceeding = outcome.record;
}

static struct str marks(struct world *w)
{
    struct buf out;

    buf_init(&out, &w->keep, 4096);
    for (const struct call_question *q = w->call.questions; q != NULL; q = q->next) {
        buf_add(&out, q->mark);
        buf_char(&out, ' ');
    }
    return buf_str(&out);
}

/* The reason of the record's last change. */
static struct str last_reason(struct world *w, const char *kind, const struct id *id)
{
    struct record *record = world_load(w, kind, id);
    struct log_entry entry;
    struct edits edits = {0};

    CHECK_RC(&w->call, log_find(&w->call, w->call.store->log, &record->base, &entry), RC_OK);
    for (size_t i = 0; i < entry.n; i++)
        if (id_eq(&entry.parts[i].subject, &record->subject))
            CHECK_RC(&w->call, edits_read(&w->call, entry.parts[i].plain, &edits), RC_OK);
    return edits.reason;
}

/* Asked, not stored; then said to be so, stored as given, and both stand in the log. */
static struct id asked(struct desk *d, const char *kind, const char *const f[8], const char *what)
{
    struct world *w = &d->w;
    struct outcome outcome = {0};
    const struct id *owner = str_is(str_of(kind), "case") ? NULL : &d->of;
    char whole[400];

    world_as(w, WORLD_WORKER);
    enum rc rc = world_save(w, kind, NULL, owner, &outcome, f[0], f[1], f[2], f[3], f[4], f[5],
                            f[6], f[7], NULL);
    CHECK_RC(&w->call, rc, RC_INVALID);
    CHECK(w->call.faults == NULL);
    if (!CHECK(w->call.questions != NULL))
        return outcome.record;
    CHECK_TEXT(w->call.questions->what, what);
    struct str sure = marks(w);

    world_as(w, WORLD_WORKER);
    w->call.sure = STR("0123456789abcdef"); /* an answer to something else */
    rc = world_save(w, kind, NULL, owner, &outcome, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7],
                    NULL);
    CHECK_RC(&w->call, rc, RC_INVALID);

    world_as(w, WORLD_WORKER);
    w->call.sure = sure;
    rc = world_save(w, kind, NULL, owner, &outcome, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7],
                    NULL);
    CHECK_RC(&w->call, rc, RC_OK);
    CHECK(w->call.questions == NULL);
    (void)snprintf(whole, sizeof whole, "because\nAsked, and it is so: %s", what);
    CHECK_TEXT(last_reason(w, kind, &outcome.record), whole);
    return outcome.record;
}

static const char *hex(struct desk *d, const struct id *id)
{
    return str_hex(&d->w.keep, id_str(id)).p;
}

static struct id event(struct desk *d, const char *what, const char *on, const char *number)
{
    struct outcome outcome = {0};

    world_as(&d->w, WORLD_WORKER);
    CHECK_RC(&d->w.call,
             world_save(&d->w, "event", NULL, &d->of, &outcome, "proceeding",
                        hex(d, &d->proceeding), "what", what, "on", on, "proof", "stamped",
                        "number", number, NULL),
             RC_OK);
    return outcome.record;
}

static struct id asked_event(struct desk *d, const char *what, const char *on, const char *question)
{
    const char *const f[8] = {"proceeding", hex(d, &d->proceeding), "what", what, "on", on, "proof",
                              "stamped"};

    return asked(d, "event", f, question);
}

static void births(void)
{
    struct desk d;
    struct outcome outcome = {0};

    CASE("asked: a day before she was born, and one that has not come");
    start(&d, "births");
    const char *const early[8] = {"text", "She moved", "on", "1987-04-30",
                                  "text", "She moved", "on", "1987-04-30"};
    const struct id note =
        asked(&d, "case_note", early, "On which day: this day is before the person was born.");
    CHECK_INT(record_value(world_load(&d.w, "case_note", &note), "on").i, test_day("1987-04-30"));
    CHECK_RC(&d.w.call,
             world_save(&d.w, "case_note", NULL, &d.of, &outcome, "text", "Moved", "on",
                        "1987-05-01", NULL), /* within the month in which she was born */
             RC_OK);
    const char *const late[8] = {"text", "To come", "on", "2031-01-01",
                                 "text", "To come", "on", "2031-01-01"};
    (void)asked(&d, "case_note", late, "On which day: this day has not come yet.");

    CASE("asked: only what a change touches, and never when it is taken back");
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "case_note", &note, NULL, &outcome, "text", "She moved house", NULL),
             RC_OK);
    world_as(&d.w, WORLD_WORKER);
    struct id change = {{0}};
    CHECK_RC(&d.w.call,
             world_save(&d.w, "case_note", &note, NULL, &outcome, "on", "1999-01-01", NULL), RC_OK);
    change = outcome.change;
    struct value arg = id_value(&change);
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call, world_run(&d.w, "change.undo", v_list(&arg, 1), &outcome), RC_OK);
    CHECK_INT(record_value(world_load(&d.w, "case_note", &note), "on").i, test_day("1987-04-30"));

    CASE("asked: nothing of somebody whom she may not see");
    world_as(&d.w, WORLD_LEAD);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "person", &d.person, NULL, &outcome, "limited", "yes", "responsible",
                        "", "team", "", NULL),
             RC_OK);
    world_as(&d.w, WORLD_WORKER);
    enum rc rc = world_save(&d.w, "case_note", NULL, &d.of, &outcome, "text", "Moved", "on",
                            "1987-04-29", NULL);
    CHECK(rc == RC_OK);
    world_close(&d.w);
}

static void deliveries(void)
{
    struct desk d;
    struct outcome outcome = {0};

    CASE("asked: a receipt before the sending, whichever is written down later");
    start(&d, "deliveries");
    (void)event(&d, "filed", "2026-03-05", "");
    (void)asked_event(&d, "received", "2026-03-04",
                      "On which day: this is before it was handed in.");
    struct desk e;
    start(&e, "sendings");
    (void)event(&e, "received", "2026-03-04", "");
    (void)asked_event(&e, "filed", "2026-03-05",
                      "On which day: it arrived, or was answered, before this day.");
    world_close(&e.w);

    CASE("asked: two deliveries of one decision; not of two, nor of a new round");
    (void)event(&d, "delivered", "2026-03-20", "17");
    (void)event(&d, "delivered", "2026-03-25", "18");
    (void)asked_event(&d, "delivered", "2026-03-27",
                      "On which day: a delivery is written down already.");
    (void)event(&d, "filed", "2026-04-01", "");
    (void)event(&d, "delivered", "2026-04-20", "");

    CASE("asked: a letter with the same number; a day before the date on it");
    const char *const paper[8] = {"what", "decision", "received",  "2026-03-20",
                                  "how",  "in_hand",  "procedure", "rs.admin.appeal"};
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "case_paper", NULL, &d.of, &outcome, paper[0], paper[1], paper[2],
                        paper[3], paper[4], paper[5], paper[6], paper[7], "number", "03-77", NULL),
             RC_OK);
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "case_paper", NULL, &d.of, &outcome, paper[0], paper[1], paper[2],
                        "2026-03-23", paper[4], paper[5], paper[6], paper[7], "number", " 03-77",
                        NULL),
             RC_INVALID);
    CHECK_TEXT(d.w.call.questions->what,
               "Received on: a letter with this number is written down already.");
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "case_paper", NULL, &d.of, &outcome, paper[0], paper[1], paper[2],
                        paper[3], paper[4], paper[5], paper[6], paper[7], "dated", "2026-03-21",
                        NULL),
             RC_INVALID);
    CHECK_TEXT(d.w.call.questions->what, "Received on: this is before the date that stands on it.");
    world_close(&d.w);
}

static void hearings(void)
{
    struct desk d;
    struct outcome outcome = {0};
    struct str why;

    CASE("asked: a hearing on a Sunday or a holiday");
    start(&d, "hearings");
    const char *const sunday[8] = {"when_held", "2030-11-24 09:00", "where", "Basic court",
                                   "where",     "Basic court",      "where", "Basic court"};
    (void)asked(&d, "hearing", sunday, "Day and hour: nobody works on this day.");
    const char *const armistice[8] = {"when_held", "2030-11-11 09:00", "where", "Basic court",
                                      "where",     "Basic court",      "where", "Basic court"};
    (void)asked(&d, "hearing", armistice, "Day and hour: nobody works on this day.");
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "hearing", NULL, &d.of, &outcome, "when_held", "2030-11-25 09:00",
                        "where", "Basic court", NULL),
             RC_OK);
    CHECK_RC(&d.w.call, asked_day_off(&d.w.call, test_day("2026-11-22"), &why), RC_OK);
    CHECK_TEXT(why, "Sunday");
    CHECK_RC(&d.w.call, asked_day_off(&d.w.call, test_day("2026-11-23"), &why), RC_OK);
    CHECK_INT(why.n, 0);
    world_close(&d.w);
}

static void procedures(void)
{
    struct desk d;
    struct outcome outcome = {0};

    CASE("asked: a procedure of another country, and one that no pack knows");
    start(&d, "countries");
    const char *const other[8] = {"procedure", "mk.admin.request", "their_number", "1",
                                  "procedure", "mk.admin.request", "their_number", "1"};
    (void)asked(&d, "proceeding", other, "Procedure: this procedure is of another country.");
    const char *const none[8] = {"procedure", "de.widerspruch", "their_number", "1",
                                 "procedure", "de.widerspruch", "their_number", "1"};
    d.proceeding =
        asked(&d, "proceeding", none, "Procedure: the law in this program has no such procedure.");
    (void)event(&d, "filed", "2026-03-05", ""); /* no day is counted, and nothing is in the way */

    CASE("asked: a procedure that began under an older rule");
    world_as(&d.w, WORLD_WORKER);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "proceeding", NULL, &d.of, &outcome, "procedure", "rs.echr", NULL),
             RC_OK);
    d.proceeding = outcome.record;
    (void)asked_event(&d, "filed", "2021-12-01",
                      "On which day: this is before the rule that we know began.");

    CASE("asked: the organisation moves to another country");
    struct record *own;
    world_as(&d.w, WORLD_LEAD);
    CHECK_RC(&d.w.call,
             table_load_rid(&d.w.call, d.w.call.store->db,
                            app_table(d.w.app, kind_find(d.w.app->registry, STR("organisation"))),
                            1, &own),
             RC_OK);
    struct id id = own->id;
    CHECK_RC(&d.w.call,
             world_save(&d.w, "organisation", &id, NULL, &outcome, "country", "mk", NULL),
             RC_INVALID);
    CHECK_TEXT(d.w.call.questions->what, "Country: this is another country.");
    world_as(&d.w, WORLD_LEAD);
    d.w.call.sure = STR(CALL_SURE_OF_ALL);
    CHECK_RC(&d.w.call,
             world_save(&d.w, "organisation", &id, NULL, &outcome, "country", "mk", NULL), RC_OK);
    world_close(&d.w);
}

void asked_test(void)
{
    births();
    deliveries();
    hearings();
    procedures();
}
