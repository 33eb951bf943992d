/* delivery_test.c - letters on their way and what came back, through real changes. */
#include "casework/delivery.h"
#include "casework/incoming.h"
#include "casework/letter.h"
#include "casework/proceeding.h"
#include "casework_test.h"
#include "model/question.h"
#include "model/rebuild.h"
#include "query/query.h"
#include "store/crypt.h"

struct office {
    struct world w;
    struct id of;
};

static void start(struct office *o, const char *name)
{
    test_start(&o->w, name);
    test_organisation(&o->w);
    o->of = test_case(&o->w, "Assistance refused");
}

/* A letter of that sort and procedure, as if it had been written on 2 March 2026, a Monday. Its
 * text is a request's in any case: not every sort has a template in this country. */
static struct id write_letter(struct office *o, const char *sort, const char *procedure)
{
    struct letter_order order = {.of = o->of,
                                 .sort = STR("request"),
                                 .procedure = str_of(procedure),
                                 .language = STR("en"),
                                 .gaps = true,
                                 .change = id_new(&o->w.call)};
    struct outcome outcome = {0};

    CHECK_RC(&o->w.call, letter_write(&o->w.call, &order, &outcome), RC_OK);
    struct id letter = outcome.record;
    CHECK_RC(&o->w.call,
             world_save(&o->w, "letter", &letter, NULL, &outcome, "written", "2026-03-02",
                        "sort_of", sort, NULL),
             RC_OK);
    return letter;
}

static enum rc went(struct office *o, const struct id *letter, const char *way, const char *on)
{
    const struct delivery one = {.letter = *letter,
                                 .way = str_of(way),
                                 .on = test_day(on),
                                 .minute = DELIVERY_NO_HOUR,
                                 .number = STR("RR 1"),
                                 .files = v_null()};
    struct id change;
    struct outcome outcome;

    world_as(&o->w, WORLD_WORKER);
    change = id_new(&o->w.call);
    return letter_deliver(&o->w.call, &one, 1, &change, &outcome);
}

static const char *day_or_none(struct value v, char text[static DAY_TEXT])
{
    return v.type == V_INT ? day_format((day)v.i, text) : "-";
}

/* "state sent delivered answered" */
static struct str stands(struct office *o, const struct id *letter)
{
    struct record *record = world_load(&o->w, "letter", letter);
    char a[DAY_TEXT], b[DAY_TEXT], c[DAY_TEXT];

    return str_format(&o->w.arena, "%s %s %s %s", str_z(&o->w.arena, record->state),
                      day_or_none(record_value(record, "sent"), a),
                      day_or_none(record_value(record, "delivered"), b),
                      day_or_none(record_value(record, "answered"), c));
}

/* "what proof result" of each living fact of the case, "." where it stands in no procedure. */
static struct str facts(struct office *o)
{
    struct query query = {
        .kind = app_kind(&o->w.call, "event"), .verb = MAY_SEE, .owner = &o->of, .limit = 50};
    struct query_page found;
    struct buf b;

    query.sort = field_find(query.kind, STR("on"));
    buf_init(&b, &o->w.arena, 4096);
    if (!CHECK_RC(&o->w.call, query_list(&o->w.call, &query, &found), RC_OK))
        return STR("");
    for (size_t i = 0; i < found.n; i++) {
        buf_add(&b, record_text(found.records[i], "what"));
        buf_char(&b, ' ');
        buf_add(&b, record_text(found.records[i], "proof"));
        if (record_text(found.records[i], "result").n != 0)
            buf_char(&b, ' ');
        buf_add(&b, record_text(found.records[i], "result"));
        buf_z(&b, record_value(found.records[i], "proceeding").type == V_NULL ? " .\n" : "\n");
    }
    return buf_str(&b);
}

static size_t proceedings_n(struct office *o)
{
    struct query query = {
        .kind = app_kind(&o->w.call, "proceeding"), .verb = MAY_SEE, .owner = &o->of};
    struct query_page found = {.n = 0};

    CHECK_RC(&o->w.call, query_list(&o->w.call, &query, &found), RC_OK);
    return found.n;
}

/* ---- each way ---- */

static void ways(void)
{
    static const struct {
        const char *way, *state, *fact;
    } rows[] = {
        {"handed_in", "delivered 2026-03-03 2026-03-03 -", "filed stamped\n"},
        {"handed_over", "sent 2026-03-03 - -", "filed said\n"},
        {"refused", "refused - - -", "filed refused\n"},
        {"posted", "sent 2026-03-03 - -", "filed posted\n"},
        {"delivered", "delivered - 2026-03-03 -", "received return_card\n"},
        {"returned", "returned - - -", "filed returned\n"},
        {"electronic", "delivered 2026-03-03 2026-03-03 -", "filed electronic\n"},
        {"mailed", "sent 2026-03-03 - -", "filed said\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct office o;
        CASE("delivery: %s", rows[i].way);
        start(&o, rows[i].way);
        struct id letter = write_letter(&o, "request", "rs.admin.request");
        CHECK_RC(&o.w.call, went(&o, &letter, rows[i].way, "2026-03-03"), RC_OK);
        CHECK_TEXT(stands(&o, &letter), rows[i].state);
        CHECK_TEXT(facts(&o), rows[i].fact);
        CHECK_INT(proceedings_n(&o), 1); /* begun by its first delivery */
        world_close(&o.w);
    }
}

/* ---- one letter's whole way ---- */

/* Is the body waited for, from a fact of ours? */
static bool is_waited(struct office *o)
{
    struct query query = {
        .kind = app_kind(&o->w.call, "clock"), .verb = MAY_SEE, .owner = &o->of, .limit = 50};
    struct query_page found = {.n = 0};

    CHECK_RC(&o->w.call, query_list(&o->w.call, &query, &found), RC_OK);
    for (size_t i = 0; i < found.n; i++)
        if (str_is(record_text(found.records[i], "what"), "wait") &&
            record_value(found.records[i], "ended").type == V_NULL)
            return true;
    return false;
}

static void whole_way(struct office *o)
{
    CASE("delivery: refused at the desk, then posted, then the card comes back");
    struct id letter = write_letter(o, "request", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &letter, "refused", "2026-03-03"), RC_OK);
    CHECK(!is_waited(o));
    CHECK_RC(&o->w.call, went(o, &letter, "posted", "2026-03-03"), RC_OK);
    CHECK_TEXT(stands(o, &letter), "sent 2026-03-03 - -");
    CHECK_RC(&o->w.call, went(o, &letter, "delivered", "2026-03-06"), RC_OK);
    CHECK_TEXT(stands(o, &letter), "delivered 2026-03-03 2026-03-06 -");
    CHECK_INT(proceedings_n(o), 1);
    CHECK(is_waited(o));
}

static void mistake(struct office *o)
{
    struct delivery_facts all;
    struct outcome outcome;

    CASE("delivery: written down by mistake, with a reason, and kept to be read");
    struct id letter = write_letter(o, "request", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &letter, "handed_in", "2026-03-04"), RC_OK);
    struct id change = id_new(&o->w.call);
    CHECK_RC(&o->w.call,
             delivery_facts(&o->w.call, NULL, world_load(&o->w, "letter", &letter), &all), RC_OK);
    if (!CHECK_INT(all.n, 1))
        return;
    struct id fact = all.in[0]->id;
    CHECK_RC(&o->w.call, letter_mistake(&o->w.call, &fact, STR(" "), &change, &outcome),
             RC_INVALID);
    world_as(&o->w, WORLD_WORKER);
    CHECK_RC(&o->w.call,
             letter_mistake(&o->w.call, &fact, STR("It was another letter."), &change, &outcome),
             RC_OK);
    CHECK_TEXT(stands(o, &letter), "draft - - -");
    CHECK_TEXT(record_text(world_load(&o->w, "event", &fact), "mistake"), "It was another letter.");
    world_as(&o->w, WORLD_WORKER);
    CHECK_RC(&o->w.call, letter_mistake(&o->w.call, &fact, STR("Again."), &change, &outcome),
             RC_OK); /* the same change */
    change = id_new(&o->w.call);
    CHECK_RC(&o->w.call, letter_mistake(&o->w.call, &fact, STR("Again."), &change, &outcome),
             RC_NOT_FOUND);

    CASE("delivery: a letter is not moved on its way by hand");
    world_as(&o->w, WORLD_WORKER);
    struct value args;
    CHECK_RC(&o->w.call,
             record_args_make(&o->w.call, world_load(&o->w, "letter", &letter), STR("sent"), &args),
             RC_OK);
    CHECK_RC(&o->w.call, world_run(&o->w, "record.move", args, &outcome), RC_INVALID);

    CASE("delivery: sending is not taken back");
    CHECK_RC(&o->w.call, went(o, &letter, "posted", "2026-03-05"), RC_OK);
    CHECK(!operation_find(o->w.app, STR("letter.deliver"))->undo);
}

static void came_back(struct office *o)
{
    CASE("delivery: what came back has reached nobody, whatever the slip says");
    struct id letter = write_letter(o, "request", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &letter, "posted", "2026-03-03"), RC_OK);
    CHECK(is_waited(o));
    CHECK_RC(&o->w.call, went(o, &letter, "returned", "2026-03-20"), RC_OK);
    CHECK_TEXT(stands(o, &letter), "returned - - -");
    CHECK(!is_waited(o));
    CHECK_RC(&o->w.call, went(o, &letter, "posted", "2026-03-24"), RC_OK);
    CHECK_TEXT(stands(o, &letter), "sent 2026-03-24 - -");
    CHECK(is_waited(o));
}

/* Written to a body that was chosen, it stands from the beginning in the procedure it begins. */
static void begun(struct office *o)
{
    struct outcome outcome = {0};

    CASE("delivery: a letter to a body that was chosen stands in the procedure that it begins");
    CHECK_RC(&o->w.call,
             world_save(&o->w, "institution", NULL, NULL, &outcome, "name", "Centre", "sort_of",
                        "centre_social_work", NULL),
             RC_OK);
    struct letter_order order = {.of = o->of,
                                 .procedure = STR("rs.admin.request"),
                                 .language = STR("en"),
                                 .to = outcome.record,
                                 .gaps = true,
                                 .change = id_new(&o->w.call)};
    CHECK_RC(&o->w.call, letter_write(&o->w.call, &order, &outcome), RC_OK);
    struct record *letter = world_load(&o->w, "letter", &outcome.record);
    CHECK_INT(record_value(letter, "proceeding").type, V_BYTES);
    CHECK_INT(proceedings_n(o), 1);

    CASE("delivery: tables made anew from the log have the same links");
    unsigned char living[CRYPT_HASH], again[CRYPT_HASH];
    world_system(&o->w);
    CHECK_RC(&o->w.call, tables_digest(&o->w.call, living), RC_OK);
    CHECK_RC(&o->w.call, rebuild(&o->w.call), RC_OK);
    CHECK_RC(&o->w.call, tables_digest(&o->w.call, again), RC_OK);
    CHECK(memcmp(living, again, sizeof living) == 0);
}

/* ---- which facts a procedure gets ---- */

static void sorts(struct office *o)
{
    CASE("delivery: a reminder is none of the filings, and a cover letter no fact of a procedure");
    struct id request = write_letter(o, "request", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &request, "handed_in", "2026-03-03"), RC_OK);
    struct id reminder = write_letter(o, "reminder", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &reminder, "posted", "2026-03-09"), RC_OK);
    struct id cover = write_letter(o, "cover_letter", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &cover, "posted", "2026-03-10"), RC_OK);
    struct id statement = write_letter(o, "statement", "");
    CHECK_RC(&o->w.call, went(o, &statement, "mailed", "2026-03-11"), RC_OK);
    CHECK_TEXT(facts(o), "filed stamped\n"
                         "reminder_filed posted\n"
                         "filed posted .\n"
                         "filed said .\n");
    CHECK_TEXT(stands(o, &reminder), "sent 2026-03-09 - -");
    CHECK_TEXT(stands(o, &statement), "sent 2026-03-11 - -");
    CHECK_INT(proceedings_n(o), 1);
}

/* ---- odd days and bad orders ---- */

static void odd(struct office *o)
{
    CASE("delivery: odd days are asked");
    struct id letter = write_letter(o, "request", "rs.admin.request");
    CHECK_INT(went(o, &letter, "handed_in", "2026-03-01"), RC_INVALID);
    const struct call_question *first = o->w.call.questions;
    if (CHECK(first != NULL && first->next != NULL)) {
        CHECK_TEXT(first->what, "On which day: nobody works on this day.");
        CHECK_TEXT(first->next->what, "On which day: this is before the date of the letter.");
    }
    CHECK_TEXT(stands(o, &letter), "draft - - -");
    CHECK_INT(went(o, &letter, "pigeon", "2026-03-03"), RC_INVALID);
    CHECK(o->w.call.faults != NULL && str_is(o->w.call.faults->where, "way"));
}

/* ---- what comes in ---- */

static enum rc came(struct office *o, const struct id *letter, const char *said, const char *on,
                    struct outcome *out)
{
    struct record *of;
    struct incoming in;
    struct id change;

    world_as(&o->w, WORLD_WORKER);
    change = id_new(&o->w.call);
    of = world_load(&o->w, "case", &o->of);
    enum rc rc = incoming_init(&o->w.call, of, &in);
    if (rc != RC_OK)
        return rc;
    save_set(&in.paper, "received", v_int(test_day(on)));
    save_text(&in.paper, "how", STR("post"));
    save_text(&in.paper, "said", str_of(said));
    save_text(&in.paper, "number", STR("12-3/2026"));
    save_set(&in.paper, "answers", letter == NULL ? v_null() : id_value(letter));
    return incoming_run(&o->w.call, &in, &change, out);
}

static void answers(void)
{
    static const struct {
        const char *said, *fact, *state, *move;
    } rows[] = {
        {"granted", "delivered envelope granted\n", "2026-03-20", NULL},
        {"partly", "delivered envelope partly\n", "2026-03-20", "next"},
        {"refused", "delivered envelope refused\n", "2026-03-20", "next"},
        {"rejected", "delivered envelope rejected\n", "2026-03-20", "next"},
        {"wrong_body", "delivered envelope wrong_body\n", "2026-03-20", "next"},
        {"asks_more", "requested envelope\n", "-", "wait"},
        {"nothing", "notified envelope\n", "-", "wait"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct proceedings all = {.n = 0};
        struct outcome outcome;
        struct office o;
        char name[40];
        CASE("incoming: %s", rows[i].said);
        (void)snprintf(name, sizeof name, "said-%s", rows[i].said);
        start(&o, name);
        struct id letter = write_letter(&o, "request", "rs.admin.request");
        CHECK_RC(&o.w.call, went(&o, &letter, "handed_in", "2026-03-03"), RC_OK);
        CHECK_RC(&o.w.call, came(&o, &letter, rows[i].said, "2026-03-20", &outcome), RC_OK);
        CHECK_TEXT(stands(&o, &letter),
                   str_format(&o.w.arena, "delivered 2026-03-03 2026-03-03 %s", rows[i].state).p);
        CHECK_TEXT(facts(&o), str_format(&o.w.arena, "filed stamped\n%s", rows[i].fact).p);
        o.w.call.today = test_day("2026-03-21");
        CHECK_RC(&o.w.call, proceedings_of(&o.w.call, world_load(&o.w, "case", &o.of), &all),
                 RC_OK);
        if (CHECK_INT(all.n, 1)) {
            const struct moves *moves = &all.in[0].moves;
            CHECK_TEXT(record_text(all.in[0].ask.proceeding, "their_number"), "12-3/2026");
            if (rows[i].move != NULL && CHECK(moves->open_n != 0))
                CHECK_TEXT(str_of(move_kind_name(moves->open[0].kind)), rows[i].move);
        }
        struct record *paper = world_load(&o.w, "case_paper", &outcome.record);
        CHECK_INT(record_value(paper, "last_day").type, V_NULL); /* its fact sets the day */
        CHECK(record_text(paper, "our_number").n != 0);
        world_close(&o.w);
    }
}

static void unread(struct office *o)
{
    struct outcome outcome;

    CASE("incoming: a paper that nobody had read yet, and what it says");
    struct id letter = write_letter(o, "request", "rs.admin.request");
    CHECK_RC(&o->w.call, went(o, &letter, "handed_in", "2026-03-03"), RC_OK);
    CHECK_RC(&o->w.call, came(o, &letter, "", "2026-03-20", &outcome), RC_OK);
    CHECK_TEXT(stands(o, &letter), "delivered 2026-03-03 2026-03-03 -");
    struct id paper = outcome.record, change = id_new(&o->w.call);
    CHECK_RC(&o->w.call, incoming_say(&o->w.call, &paper, STR("maybe"), &change, &outcome),
             RC_INVALID);
    world_as(&o->w, WORLD_WORKER);
    CHECK_RC(&o->w.call, incoming_say(&o->w.call, &paper, STR("refused"), &change, &outcome),
             RC_OK);
    CHECK_TEXT(stands(o, &letter), "delivered 2026-03-03 2026-03-03 2026-03-20");
    change = id_new(&o->w.call);
    CHECK_RC(&o->w.call, incoming_say(&o->w.call, &paper, STR("granted"), &change, &outcome),
             RC_CONFLICT);

    CASE("incoming: a paper that answers nothing says in which procedure it sets a day");
    CHECK_INT(came(o, NULL, "", "2026-03-20", &outcome), RC_INVALID);
    CHECK(o->w.call.faults != NULL && str_is(o->w.call.faults->where, "procedure"));
}

static void each(const char *name, void (*test)(struct office *o))
{
    struct office o;

    start(&o, name);
    test(&o);
    world_close(&o.w);
}

void delivery_test(void)
{
    ways();
    each("way", whole_way);
    each("mistake", mistake);
    each("back", came_back);
    each("begun", begun);
    each("sorts", sorts);
    each("odd", odd);
    answers();
    each("unread", unread);
}
