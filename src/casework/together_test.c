/* together_test.c - tests for tasks.c, mediation.c, awaited.c, referral.c, homecoming.c and
 *   equality.c, through real changes. */
#include "casework/equality.h"
#include "casework/homecoming.h"
#include "casework/institution.h"
#include "casework/mediation.h"
#include "casework/referral.h"
#include "casework/tasks.h"
#include "casework/today.h"
#include "casework/together.h"
#include "casework_test.h"

struct scene {
    struct world w;
    struct id of, person;
};

static void start(struct scene *s, const char *name)
{
    test_start(&s->w, name);
    s->w.call.today = test_day("2026-05-04");
    s->of = test_case(&s->w, "A flat that is taken");
    struct record *of = world_load(&s->w, "case", &s->of);
    CHECK(id_of(record_value(of, "person").s, &s->person));
}

/* A fresh call on the same day. */
static void again(struct scene *s, const char *today)
{
    world_as(&s->w, WORLD_WORKER);
    s->w.call.today = test_day(today);
}

static struct query_page parts(struct scene *s, const char *kind)
{
    struct query_page found = {.n = 0};
    const struct record *of = world_load(&s->w, "case", &s->of);

    CHECK_RC(&s->w.call, together_list(&s->w.call, of, kind, NULL, &found), RC_OK);
    return found;
}

static enum rc undo(struct scene *s, const struct id *change)
{
    struct value args[] = {v_bytes(str_bytes(change->b, sizeof change->b))};
    struct outcome outcome;

    return world_run(&s->w, "change.undo", v_list(args, 1), &outcome);
}

static bool fault_at(const struct call *call, const char *where)
{
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        if (str_is(fault->where, where))
            return true;
    return false;
}

/* ---- tasks ---- */

static enum rc settle(struct scene *s, const struct id *task, enum task_act act, const char *words,
                      struct id *change)
{
    struct task_settle settle = {.task = task,
                                 .act = act,
                                 .due =
                                     act == TASK_PUT_OFF ? v_int(test_day("2026-05-20")) : v_null(),
                                 .words = str_of(words),
                                 .change = id_new(&s->w.call)};
    struct outcome outcome;

    *change = settle.change;
    return task_settle(&s->w.call, &settle, &outcome);
}

static void tasks(void)
{
    struct outcome made = {0};
    struct scene s;
    struct id change;

    start(&s, "settled");
    CASE("tasks: one line, for who adds it");
    change = id_new(&s.w.call);
    CHECK_RC(&s.w.call,
             task_add(&s.w.call, &s.of, STR(" Ring the school "), v_int(test_day("2026-05-06")),
                      &change, &made),
             RC_OK);
    struct id id = made.record;
    CHECK_TEXT(record_value(world_load(&s.w, "task", &id), "what").s, "Ring the school");
    CHECK_INT(record_value(world_load(&s.w, "task", &id), "who").type, V_BYTES);

    CASE("tasks: put off or dropped only with a reason");
    CHECK_INT(settle(&s, &id, TASK_PUT_OFF, " ", &change), RC_INVALID);
    CHECK(fault_at(&s.w.call, "words"));
    again(&s, "2026-05-04");
    CHECK_RC(&s.w.call, settle(&s, &id, TASK_PUT_OFF, "The school is closed", &change), RC_OK);
    CHECK_INT(record_value(world_load(&s.w, "task", &id), "due").i, test_day("2026-05-20"));
    CHECK_RC(&s.w.call, settle(&s, &id, TASK_DROP, "They rang us", &change), RC_OK);
    CHECK_TEXT(world_load(&s.w, "task", &id)->state, "dropped");
    CHECK_TEXT(record_value(world_load(&s.w, "task", &id), "outcome").s, "They rang us");

    CASE("tasks: done does not follow on dropped; taken back it is open with its day");
    CHECK_INT(settle(&s, &id, TASK_DONE, "", &made.change), RC_INVALID);
    again(&s, "2026-05-04");
    CHECK_RC(&s.w.call, undo(&s, &change), RC_OK);
    CHECK_TEXT(world_load(&s.w, "task", &id)->state, "open");
    CHECK_RC(&s.w.call, settle(&s, &id, TASK_DONE, "", &change), RC_OK);
    CHECK_INT(record_value(world_load(&s.w, "task", &id), "done_on").i, test_day("2026-05-04"));
    world_close(&s.w);
}

/* ---- talks and promises ---- */

static struct talk talk_of(struct scene *s, const char *what, const char *until)
{
    return (struct talk){.of = &s->of,
                         .on = test_day("2026-05-04"),
                         .how = STR("phone"),
                         .with = STR("The landlord"),
                         .institution = v_null(),
                         .what = str_of(what),
                         .until = until == NULL ? v_null() : v_int(test_day(until)),
                         .minutes = v_int(15),
                         .said = STR(""),
                         .change = id_new(&s->w.call)};
}

static int64_t due_of(struct scene *s, const char *kind)
{
    struct query_page found = parts(s, kind);

    return found.n == 0 || record_value(found.records[0], "due").type != V_INT
               ? 0
               : record_value(found.records[0], "due").i;
}

static void talks(void)
{
    struct outcome outcome = {0}, back = {0};
    struct scene s;

    start(&s, "talks");
    CASE("talk: a note, a promise with its day and the minutes, in one change");
    struct talk talk = talk_of(&s, "He repairs the door", "2026-05-11");
    CHECK_RC(&s.w.call, talk_write(&s.w.call, &talk, &outcome), RC_OK);
    CHECK_INT(parts(&s, "promise").n, 1);
    CHECK_INT(parts(&s, "case_help").n, 1);
    CHECK_INT(record_value(parts(&s, "case_help").records[0], "minutes").i, 15);
    CHECK_TEXT(record_value(parts(&s, "case_note").records[0], "what").s, "call");
    CHECK_TEXT(record_value(parts(&s, "case_note").records[0], "text").s,
               "Spoke with The landlord.\nPromised until Monday 11 May 2026: He repairs the door");
    CHECK_INT(due_of(&s, "promise"), test_day("2026-05-11"));

    CASE("talk: sent twice it is one; taken back nothing is left");
    CHECK_RC(&s.w.call, talk_write(&s.w.call, &talk, &back), RC_OK);
    CHECK(back.repeated);
    CHECK_INT(parts(&s, "promise").n, 1);
    CHECK_RC(&s.w.call, undo(&s, &outcome.change), RC_OK);
    CHECK_INT(parts(&s, "promise").n + parts(&s, "case_note").n + parts(&s, "case_help").n, 0);

    CASE("talk: without a promise only what was said; with nothing at all it is asked for");
    again(&s, "2026-05-04");
    talk = talk_of(&s, "", NULL);
    CHECK_INT(talk_write(&s.w.call, &talk, &outcome), RC_INVALID);
    CHECK(fault_at(&s.w.call, "what"));
    again(&s, "2026-05-04");
    talk.said = STR("He does not want children in the house");
    talk.change = id_new(&s.w.call);
    CHECK_RC(&s.w.call, talk_write(&s.w.call, &talk, &outcome), RC_OK);
    CHECK_INT(parts(&s, "promise").n, 0);
    CHECK_INT(parts(&s, "case_note").n, 1);
    world_close(&s.w);
}

static void promises(void)
{
    struct outcome outcome = {0};
    struct scene s;
    struct id id, change;

    start(&s, "promises");
    struct talk talk = talk_of(&s, "He repairs the door", "2026-05-11");
    CHECK_RC(&s.w.call, talk_write(&s.w.call, &talk, &outcome), RC_OK);
    id = parts(&s, "promise").records[0]->id;

    CASE("promise: kept by one press, on the day of the press; then it is waited for no more");
    change = id_new(&s.w.call);
    CHECK_RC(&s.w.call, promise_mark(&s.w.call, &id, STR("yes"), &change, &outcome), RC_OK);
    CHECK_INT(record_value(world_load(&s.w, "promise", &id), "kept_on").i, test_day("2026-05-04"));
    CHECK_INT(due_of(&s, "promise"), 0);
    CHECK_RC(&s.w.call, undo(&s, &change), RC_OK);
    CHECK_INT(due_of(&s, "promise"), test_day("2026-05-11"));

    CASE("promise: marked after its day as kept in time, nobody says on which day");
    again(&s, "2026-05-14");
    change = id_new(&s.w.call);
    CHECK_RC(&s.w.call, promise_mark(&s.w.call, &id, STR("yes"), &change, &outcome), RC_OK);
    CHECK_INT(record_value(world_load(&s.w, "promise", &id), "kept_on").type, V_NULL);
    change = id_new(&s.w.call);
    CHECK_RC(&s.w.call, promise_mark(&s.w.call, &id, STR("late"), &change, &outcome), RC_OK);
    CHECK_INT(record_value(world_load(&s.w, "promise", &id), "kept_on").i, test_day("2026-05-14"));

    CASE("promise: of a closed case it is not waited for; open again it is");
    change = id_new(&s.w.call);
    CHECK_RC(&s.w.call, promise_mark(&s.w.call, &id, STR(""), &change, &outcome), RC_OK);
    struct value args;
    CHECK_RC(&s.w.call,
             record_args_make(&s.w.call, world_load(&s.w, "case", &s.of), STR("resolved"), &args),
             RC_OK);
    CHECK_RC(&s.w.call, world_run(&s.w, "record.move", args, &outcome), RC_OK);
    CHECK_INT(due_of(&s, "promise"), 0);
    CHECK_RC(&s.w.call,
             record_args_make(&s.w.call, world_load(&s.w, "case", &s.of), STR("open"), &args),
             RC_OK);
    CHECK_RC(&s.w.call, world_run(&s.w, "record.move", args, &outcome), RC_OK);
    CHECK_INT(due_of(&s, "promise"), test_day("2026-05-11"));
    world_close(&s.w);
}

/* ---- handed over ---- */

static struct referral referral_to(struct scene *s, const char *name, const char *reason)
{
    return (struct referral){.of = &s->of,
                             .institution = v_null(),
                             .name = str_of(name),
                             .what = STR("A doctor for the child"),
                             .passed = STR("Name: Senada"),
                             .basis = v_null(),
                             .sent = test_day("2026-05-04"),
                             .accept_by = v_int(test_day("2026-05-11")),
                             .answer_by = v_int(test_day("2026-06-03")),
                             .reason = str_of(reason),
                             .change = id_new(&s->w.call)};
}

static enum rc send_to(struct scene *s, const char *name, const char *reason, struct outcome *out)
{
    struct referral referral = referral_to(s, name, reason);

    return referral_send(&s->w.call, &referral, out);
}

static void agrees(struct scene *s, const char *recipients, const char *until)
{
    struct outcome outcome;

    CHECK_RC(&s->w.call,
             world_save(&s->w, "basis", NULL, &s->person, &outcome, "purpose", "referral", "ground",
                        "consent", "given", "2026-05-01", "recipients", recipients, "until", until,
                        NULL),
             RC_OK);
}

static void allowed(void)
{
    struct outcome outcome = {0};
    struct scene s;

    start(&s, "allowed");
    CASE("referral: without a basis it is refused, and a reason lets it through for good");
    CHECK_INT(send_to(&s, "Health centre", "", &outcome), RC_DENIED);
    CHECK_TEXT(s.w.call.error.where, "reason");
    again(&s, "2026-05-04");
    CHECK_RC(&s.w.call, send_to(&s, "Health centre", "The child cannot breathe", &outcome), RC_OK);
    CHECK_TEXT(record_value(world_load(&s.w, "referral", &outcome.record), "without_basis").s,
               "The child cannot breathe");

    CASE("referral: one that names nobody, or others, or has ended, allows nothing");
    agrees(&s, "", "");
    CHECK_INT(send_to(&s, "Health centre", "", &outcome), RC_DENIED);
    again(&s, "2026-05-04");
    agrees(&s, "The school", "");
    CHECK_INT(send_to(&s, "Health centre", "", &outcome), RC_DENIED);
    again(&s, "2026-05-04");
    agrees(&s, "HEALTH CENTRE of Rekovo", "2026-05-03");
    CHECK_INT(send_to(&s, "Health centre", "", &outcome), RC_DENIED);

    CASE("referral: one that holds and names it does, whatever else is there");
    again(&s, "2026-05-04");
    agrees(&s, "The school; HEALTH CENTRE of Rekovo", "2026-05-04");
    CHECK_RC(&s.w.call, send_to(&s, "Health centre", "", &outcome), RC_OK);
    CHECK_INT(record_value(world_load(&s.w, "referral", &outcome.record), "without_basis").type,
              V_NULL);
    struct referral_allowed how;
    CHECK_RC(
        &s.w.call,
        referral_allowed(&s.w.call, world_load(&s.w, "case", &s.of), STR("health centre"), &how),
        RC_OK);
    CHECK_INT(how.how, REFERRAL_NAMED);
    world_close(&s.w);
}

static enum rc note(struct scene *s, const struct id *id, const char *act, const char *on,
                    const char *words)
{
    struct referral_note note = {.referral = id,
                                 .act = str_of(act),
                                 .on = test_day(on),
                                 .words = str_of(words),
                                 .change = id_new(&s->w.call)};
    struct outcome outcome;

    return referral_note(&s->w.call, &note, &outcome);
}

static void came_back(void)
{
    struct outcome outcome = {0};
    struct scene s;

    start(&s, "came_back");
    CHECK_RC(&s.w.call, send_to(&s, "Health centre", "In danger", &outcome), RC_OK);
    struct id id = outcome.record;
    CASE("referral: first the day for taking it up, then that of the answer");
    CHECK_INT(due_of(&s, "referral"), test_day("2026-05-11"));
    again(&s, "2026-05-08");
    CHECK(referral_tells(world_load(&s.w, "referral", &id), STR("Senada")));
    CHECK(!referral_tells(world_load(&s.w, "referral", &id), STR("Demirova")));
    CHECK_RC(&s.w.call, note(&s, &id, "accepted", "2026-05-08", "On Monday"), RC_OK);
    CHECK_INT(due_of(&s, "referral"), test_day("2026-06-03"));
    CHECK_INT(record_value(world_load(&s.w, "referral", &id), "accepted").i,
              test_day("2026-05-08"));

    CASE("referral: no day before it was sent or after today, no answer twice, no reason left out");
    CHECK_INT(note(&s, &id, "done", "2026-05-03", ""), RC_INVALID);
    CHECK(fault_at(&s.w.call, "on"));
    again(&s, "2026-05-08");
    CHECK_INT(note(&s, &id, "done", "2026-05-09", ""), RC_INVALID);
    again(&s, "2026-05-08");
    CHECK_INT(note(&s, &id, "accepted", "2026-05-08", ""), RC_INVALID);
    CHECK(fault_at(&s.w.call, "act"));
    again(&s, "2026-05-08");
    CHECK_INT(note(&s, &id, "taken_back", "2026-05-08", ""), RC_INVALID);
    CHECK(fault_at(&s.w.call, "words"));
    again(&s, "2026-05-08");
    CHECK_RC(&s.w.call, note(&s, &id, "taken_back", "2026-05-08", "She found a doctor"), RC_OK);
    CHECK_INT(due_of(&s, "referral"), 0);
    world_close(&s.w);
}

static void days(void)
{
    struct outcome body = {0}, outcome;
    struct referral_days days;
    struct scene s;

    start(&s, "days");
    CASE("referral: the program's own days, then the office's, then what is agreed");
    CHECK_RC(&s.w.call, referral_days_of(&s.w.call, NULL, &days), RC_OK);
    CHECK_INT(days.accept, REFERRAL_ACCEPT_DAYS);
    CHECK(!days.agreed && !days.usual);
    CHECK_RC(&s.w.call,
             world_save(&s.w, "institution", NULL, NULL, &body, "name", "Health centre", "sort_of",
                        "health_centre", NULL),
             RC_OK);
    CHECK_RC(&s.w.call,
             world_save(&s.w, "institution_agreement", NULL, &body.record, &outcome, "what",
                        "Memorandum of 2025", "signed", "2025-01-01", "accept_days", "3",
                        "answer_days", "10", NULL),
             RC_OK);
    CHECK_RC(&s.w.call,
             world_save(&s.w, "institution_agreement", NULL, &body.record, &outcome, "what",
                        "An older one", "signed", "2020-01-01", "until", "2024-12-31",
                        "accept_days", "1", NULL),
             RC_OK);
    CHECK_RC(&s.w.call, referral_days_of(&s.w.call, &body.record, &days), RC_OK);
    CHECK_INT(days.accept, 3);
    CHECK_INT(days.answer, 10);
    CHECK(days.agreed);
    CHECK_TEXT(days.agreement, "Memorandum of 2025");
    world_close(&s.w);
}

static void composed(void)
{
    struct outcome outcome;
    struct str text;
    struct scene s;

    start(&s, "composed");
    CASE("referral: only what was chosen; a telephone that must not be rung never");
    CHECK_RC(&s.w.call,
             world_save(&s.w, "person", &s.person, NULL, &outcome, "phones", "060 111, own, yes",
                        "never_ring", "yes", NULL),
             RC_OK);
    const struct record *of = world_load(&s.w, "case", &s.of);
    CHECK_RC(
        &s.w.call,
        referral_compose(&s.w.call, of, REFERRAL_NAME | REFERRAL_PHONE | REFERRAL_STORY, &text),
        RC_OK);
    CHECK_TEXT(text, "Name: Senada Demirova\n");
    CHECK_RC(&s.w.call, referral_compose(&s.w.call, of, REFERRAL_MATTER, &text), RC_OK);
    CHECK_TEXT(text, "What it is about: A flat that is taken\n");
    world_close(&s.w);
}

static void body(void)
{
    struct outcome body = {0}, outcome = {0};
    struct institution_figures f;
    struct scene s;
    struct id change;

    start(&s, "body");
    CHECK_RC(&s.w.call,
             world_save(&s.w, "institution", NULL, NULL, &body, "name", "Health centre", "sort_of",
                        "health_centre", NULL),
             RC_OK);
    for (int i = 0; i < 4; i++) {
        static const char *const until[] = {"2026-05-05", "2026-05-06", "2026-05-07", "2026-06-01"};
        struct talk talk = talk_of(&s, "A place", until[i]);
        talk.institution = id_value(&body.record);
        CHECK_RC(&s.w.call, talk_write(&s.w.call, &talk, &outcome), RC_OK);
        struct id promise = outcome.record;
        change = id_new(&s.w.call);
        if (i < 2)
            CHECK_RC(&s.w.call,
                     promise_mark(&s.w.call, &promise, i == 0 ? STR("yes") : STR("late"), &change,
                                  &outcome),
                     RC_OK);
    }
    for (int i = 0; i < 3; i++) {
        struct referral referral = referral_to(&s, "", "In danger");
        referral.institution = id_value(&body.record);
        CHECK_RC(&s.w.call, referral_send(&s.w.call, &referral, &outcome), RC_OK);
        again(&s, "2026-05-20");
        if (i < 2)
            CHECK_RC(
                &s.w.call,
                note(&s, &outcome.record, "accepted", i == 0 ? "2026-05-08" : "2026-05-20", ""),
                RC_OK);
    }
    CASE("body: promises kept, kept late, not kept, not due; taken up in the middle of 4 and 16");
    CHECK_RC(&s.w.call,
             institution_count(&s.w.call, world_load(&s.w, "institution", &body.record), &f),
             RC_OK);
    CHECK_INT(f.promises, 3);
    CHECK_INT(f.kept, 2);
    CHECK_INT(f.kept_late, 1);
    CHECK_INT(f.broken, 1);
    CHECK_INT(f.open, 1);
    CHECK_INT(f.referrals_n, 3);
    CHECK_INT(f.accepted, 2);
    CHECK_INT(f.accept_days, 4);
    CHECK_INT(f.overdue, 1);
    world_close(&s.w);
}

/* ---- coming home, unequal treatment ---- */

static void country(struct scene *s, const char *code)
{
    struct outcome outcome;
    struct record *own = NULL;

    world_as(&s->w, WORLD_LEAD);
    CHECK_RC(&s->w.call, together_own(&s->w.call, &own), RC_OK);
    struct id id = own->id;
    s->w.call.sure = STR(CALL_SURE_OF_ALL); /* that another country has another law */
    CHECK_RC(&s->w.call,
             world_save(&s->w, "organisation", &id, NULL, &outcome, "country", code, NULL), RC_OK);
    again(s, "2026-05-04");
}

static const struct homecoming_row *row_of(const struct homecoming *all, const char *code)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->in[i].is != NULL && str_is(all->in[i].is->code, code))
            return &all->in[i];
    return NULL;
}

static enum rc mark(struct scene *s, const struct homecoming_row *row, enum entitlement_act act,
                    struct id *change)
{
    struct entitlement_mark mark = {.of = &s->of,
                                    .code = row->is->code,
                                    .name = words_in(row->is->name, STR("en")),
                                    .record =
                                        row->record == NULL ? v_null() : id_value(&row->record->id),
                                    .act = act,
                                    .on = test_day("2026-05-04"),
                                    .change = id_new(&s->w.call)};
    struct outcome outcome;

    *change = mark.change;
    return entitlement_mark(&s->w.call, &mark, &outcome);
}

static void home(void)
{
    struct homecoming all;
    struct scene s;
    struct id change;

    start(&s, "home");
    country(&s, "rs");
    CASE("home: a country whose pack names nothing has no rows, and says so");
    CHECK_RC(&s.w.call, homecoming_of(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    CHECK(!all.named && all.n == 0 && all.home == NULL);

    CASE("home: XK: social assistance is decided within 45 days; for rent no term is known");
    country(&s, "xk");
    CHECK_RC(&s.w.call, homecoming_of(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    CHECK(all.named && all.procedure->ask.n == 2);
    const struct homecoming_row *rent = row_of(&all, "rent"), *help = row_of(&all, "assistance");
    if (!CHECK(rent != NULL && help != NULL))
        return;
    CHECK(homecoming_term(rent->by) == NULL);
    const struct procedure_term *term = homecoming_term(help->by);
    CHECK(term != NULL && term->term.length == 45 && term->term.unit == TERM_DAYS);

    CASE("home: XK: assistance asked for on 4 May runs 45 days, until 18 June, a Thursday");
    CHECK_RC(&s.w.call, mark(&s, help, ENTITLEMENT_ASKED, &change), RC_OK);
    CHECK_RC(&s.w.call, homecoming_of(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    help = row_of(&all, "assistance");
    CHECK(help != NULL && help->move != NULL && help->move->kind == MOVE_WAIT &&
          help->move->last == test_day("2026-06-18"));
    CHECK_RC(&s.w.call, undo(&s, &change), RC_OK);
    CHECK_RC(&s.w.call, homecoming_of(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    rent = row_of(&all, "rent");

    CASE("home: asked, then given, is one record; taken back it is asked alone");
    CHECK_RC(&s.w.call, mark(&s, rent, ENTITLEMENT_ASKED, &change), RC_OK);
    CHECK_RC(&s.w.call, homecoming_of(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    CHECK_RC(&s.w.call, mark(&s, row_of(&all, "rent"), ENTITLEMENT_GIVEN, &change), RC_OK);
    CHECK_INT(parts(&s, "entitlement").n, 1);
    CHECK_TEXT(record_value(parts(&s, "entitlement").records[0], "result").s, "granted");
    CHECK_RC(&s.w.call, undo(&s, &change), RC_OK);
    CHECK_INT(record_value(parts(&s, "entitlement").records[0], "given").type, V_NULL);
    CHECK_INT(record_value(parts(&s, "entitlement").records[0], "asked").i, test_day("2026-05-04"));
    world_close(&s.w);
}

static const struct equality_way *way_of(const struct equality *all, const char *id)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_is(all->in[i].procedure->id, id))
            return &all->in[i];
    return NULL;
}

static void unequal(void)
{
    struct outcome outcome;
    struct equality all;
    struct scene s;

    start(&s, "unequal");
    country(&s, "lt");
    CASE("unequal: without the day it happened no last day is counted");
    CHECK_RC(&s.w.call, equality_ways(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    const struct equality_way *way = way_of(&all, "lt.equality.complaint");
    CHECK(way != NULL && !all.happened && (way->move == NULL || !way->move->counted));

    CASE("unequal: LT: 13 February and three months is 13 May, a Wednesday");
    CHECK_RC(&s.w.call,
             world_save(&s.w, "case", &s.of, NULL, &outcome, "happened", "2026-02-13", NULL),
             RC_OK);
    CHECK_RC(&s.w.call, equality_ways(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    way = way_of(&all, "lt.equality.complaint");
    CHECK(way != NULL && way->move != NULL && way->move->counted &&
          way->move->last == test_day("2026-05-13"));
    CHECK(way != NULL && way->procedure->burden.claimant.n == 0);

    CASE("unequal: a day after that it is too late, and says since when");
    again(&s, "2026-05-14");
    CHECK_RC(&s.w.call, equality_ways(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    way = way_of(&all, "lt.equality.complaint");
    CHECK(way != NULL && way->move == NULL && way->barred != NULL &&
          way->barred->last == test_day("2026-05-13"));

    CASE("unequal: RS: who must show what stands in the pack, as not confirmed");
    country(&s, "rs");
    CHECK_RC(&s.w.call, equality_ways(&s.w.call, world_load(&s.w, "case", &s.of), &all), RC_OK);
    way = way_of(&all, "rs.court.antidiscrimination");
    CHECK(way != NULL && way->procedure->burden.respondent.n != 0 &&
          way->procedure->burden.law.status == LAW_UNVERIFIED);
    world_close(&s.w);
}

void together_test(void)
{
    tasks();
    talks();
    promises();
    allowed();
    came_back();
    days();
    composed();
    body();
    home();
    unequal();
}
