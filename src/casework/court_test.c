/* court_test.c - tests for case_write.c, court.c, result.c and people.c, and of counsel's right in
 * model/actor.c, through real changes. */
#include "casework/case_write.h"
#include "casework/come_parts.h"
#include "casework/court.h"
#include "casework/people.h"
#include "casework/result.h"
#include "casework_test.h"

struct court {
    struct world w;
    struct id of, outside; /* the case; the account */
    int64_t outside_rid;
};

static struct record *the_case(struct court *c)
{
    struct record *of = NULL;

    CHECK_RC(&c->w.call,
             query_get(&c->w.call, kind_find(c->w.app->registry, STR("case")), &c->of, &of), RC_OK);
    return of;
}

static struct id account(struct court *c, const char *login, const char *roles)
{
    struct outcome outcome = {0};

    world_system(&c->w);
    CHECK_RC(&c->w.call,
             world_save(&c->w, "user", NULL, NULL, &outcome, "name", login, "login", login, "roles",
                        roles, NULL),
             RC_OK);
    world_as(&c->w, WORLD_WORKER);
    return outcome.record;
}

/* 2 November 2026 is a Monday. */
static void start(struct court *c, const char *name)
{
    test_start(&c->w, name);
    c->outside = account(c, "outside", "outside");
    c->outside_rid = world_load(&c->w, "user", &c->outside)->rid;
    world_as(&c->w, WORLD_WORKER);
    c->w.call.today = test_day("2026-11-02");
    c->of = test_case(&c->w, "Dismissed on day 58");
}

static enum rc hearing(struct court *c, const char *when, const char *sure, struct outcome *out)
{
    c->w.call.sure = str_of(sure);
    return world_save(&c->w, "hearing", NULL, &c->of, out, "when_held", when, "where",
                      "Basic court", NULL);
}

static void hearings(void)
{
    struct court_hearings all;
    struct outcome outcome = {0}, first = {0};
    struct court c;

    start(&c, "court-hearings");
    CASE("hearing: on a Saturday is asked about, and kept when it is so");
    CHECK_INT(hearing(&c, "2026-11-28 09:30", "", &outcome), RC_INVALID);
    CHECK(c.w.call.questions != NULL &&
          strstr(c.w.call.questions->why.p, "Saturday 28 November 2026") != NULL);
    world_as(&c.w, WORLD_WORKER);
    c.w.call.today = test_day("2026-11-02");
    CHECK_RC(&c.w.call, hearing(&c, "2026-11-28 09:30", CALL_SURE_OF_ALL, &first), RC_OK);
    struct record *kept = world_load(&c.w, "hearing", &first.record);
    CHECK_INT(come_day(&c.w.call, record_value(kept, "when_held").i), test_day("2026-11-28"));

    CASE("hearing: on a holiday, which is named");
    CHECK_INT(hearing(&c, "2026-11-11 09:30", "", &outcome), RC_INVALID);
    CHECK(c.w.call.questions != NULL &&
          strstr(c.w.call.questions->why.p, "Wednesday 11 November 2026: ") != NULL);
    world_as(&c.w, WORLD_WORKER);
    c.w.call.today = test_day("2026-11-02");

    CASE("hearing: on a working day is not asked about; nor one that has been");
    CHECK_RC(&c.w.call, hearing(&c, "2026-11-20 10:00", "", &outcome), RC_OK);
    CHECK_RC(&c.w.call, hearing(&c, "2026-10-18 10:00", "", &outcome), RC_OK);

    CASE("hearing: another field of one that was kept asks nothing again");
    CHECK_RC(&c.w.call,
             world_save(&c.w, "hearing", &first.record, &c.of, &outcome, "room", "4", NULL), RC_OK);

    CASE("hearings: by day; the next is the first that is still to come and has no outcome");
    CHECK_RC(&c.w.call, court_hearings(&c.w.call, the_case(&c), &all), RC_OK);
    CHECK_INT(all.n, 3);
    CHECK(all.next == all.in[1]);
    struct id next = all.next->id;
    CHECK_RC(&c.w.call,
             world_save(&c.w, "hearing", &next, &c.of, &outcome, "outcome", "adjourned", NULL),
             RC_OK);
    CHECK_RC(&c.w.call, court_hearings(&c.w.call, the_case(&c), &all), RC_OK);
    CHECK(all.next != NULL && id_eq(&all.next->id, &first.record));
    world_close(&c.w);
}

/* ---- counsel */

static enum rc let_in(struct court *c, const struct id *who, const char *until, struct outcome *out)
{
    struct id change = id_new(&c->w.call);
    const struct court_access access = {.name = STR("Adv. N. Ilić"),
                                        .account = who,
                                        .until = until == NULL ? v_null() : v_int(test_day(until)),
                                        .client = STR("S. D."),
                                        .change = &change};

    return court_let_in(&c->w.call, the_case(c), &access, out);
}

/* How many records of the kind the account sees on that day. */
static int64_t seen(struct court *c, const char *kind, const char *on)
{
    struct query query = {.kind = kind_find(c->w.app->registry, str_of(kind))};
    struct actor *actor;
    int64_t n = -1;

    world_as(&c->w, WORLD_WORKER);
    c->w.call.today = test_day(on);
    CHECK_RC(&c->w.call, actor_load(&c->w.call, c->outside_rid, &actor), RC_OK);
    c->w.call.actor = actor;
    CHECK_RC(&c->w.call, query_count(&c->w.call, &query, &n), RC_OK);
    world_as(&c->w, WORLD_WORKER);
    c->w.call.today = test_day("2026-11-02");
    return n;
}

static void counsel(void)
{
    struct outcome outcome = {0}, note = {0};
    struct court c;

    start(&c, "counsel");
    struct id other = test_case(&c.w, "Another case of the same person");
    CHECK_RC(&c.w.call,
             world_save(&c.w, "case_note", NULL, &other, &note, "text", "Not for counsel", NULL),
             RC_OK);
    CASE("counsel: an account of the role outside sees nothing before a case names it");
    CHECK_INT(seen(&c, "case", "2026-11-02"), 0);
    CHECK_INT(seen(&c, "person", "2026-11-02"), 0);

    CASE("counsel: let in until a day, that case alone, and no person");
    CHECK_RC(&c.w.call, let_in(&c, &c.outside, "2026-12-31", &outcome), RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 1);
    CHECK_INT(seen(&c, "case", "2026-12-31"), 1);
    CHECK_INT(seen(&c, "case_note", "2026-11-02"), 0);
    CHECK_INT(seen(&c, "party", "2026-11-02"), 2);
    CHECK_INT(seen(&c, "person", "2026-11-02"), 0);
    CHECK_INT(seen(&c, "institution", "2026-11-02"), 0);

    CASE("counsel: the day after the last day it is over");
    CHECK_INT(seen(&c, "case", "2027-01-01"), 0);

    CASE("counsel: who must not see the case does not, whatever the party says");
    struct str hex = str_hex(&c.w.arena, id_str(&c.outside));
    CHECK_RC(&c.w.call,
             world_save(&c.w, "case", &c.of, NULL, &outcome, "must_not_see", hex.p, NULL), RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 0);
    CHECK_RC(&c.w.call, world_save(&c.w, "case", &c.of, NULL, &outcome, "must_not_see", "", NULL),
             RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 1);

    CASE("counsel: ended, it is over at once; that she was let in stays");
    struct query_page found;
    CHECK_RC(&c.w.call, court_parties(&c.w.call, the_case(&c), "counsel", &found), RC_OK);
    CHECK_INT(found.n, 1);
    CHECK(court_sees(&c.w.call, found.records[0]));
    struct id change = id_new(&c.w.call);
    CHECK_RC(&c.w.call, court_end(&c.w.call, the_case(&c), found.records[0], &change, &outcome),
             RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 0);
    CHECK_RC(&c.w.call, court_parties(&c.w.call, the_case(&c), "counsel", &found), RC_OK);
    CHECK(found.n == 1 && !court_sees(&c.w.call, found.records[0]));
    world_close(&c.w);
}

static void doors(void)
{
    struct outcome outcome = {0};
    struct court c;

    start(&c, "doors");
    CASE("counsel: a colleague's account is not let in by this door, nor until a day that is over");
    struct id colleague = account(&c, "colleague", "worker");
    c.w.call.today = test_day("2026-11-02");
    CHECK_INT(let_in(&c, &colleague, NULL, &outcome), RC_INVALID);
    CHECK_TEXT(c.w.call.faults->where, "account");
    world_as(&c.w, WORLD_WORKER);
    c.w.call.today = test_day("2026-11-02");
    CHECK_INT(let_in(&c, &c.outside, "2026-11-01", &outcome), RC_INVALID);
    CHECK_TEXT(c.w.call.faults->where, "account_until");

    CASE("counsel: an account named by another role than counsel sees nothing");
    world_as(&c.w, WORLD_WORKER);
    struct str hex = str_hex(&c.w.arena, id_str(&c.outside));
    CHECK_RC(&c.w.call,
             world_save(&c.w, "party", NULL, &c.of, &outcome, "role", "witness", "name", "W",
                        "account", hex.p, NULL),
             RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 0);

    CASE("counsel: of a case for the team alone too; what is retired lets nobody in");
    CHECK_RC(&c.w.call, world_save(&c.w, "case", &c.of, NULL, &outcome, "limited", "yes", NULL),
             RC_OK);
    CHECK_RC(&c.w.call, let_in(&c, &c.outside, NULL, &outcome), RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 1);
    CHECK_INT(seen(&c, "case", "2036-11-02"), 1);
    struct query_page found;
    CHECK_RC(&c.w.call, court_parties(&c.w.call, the_case(&c), "counsel", &found), RC_OK);
    struct value args;
    CHECK_RC(&c.w.call, record_args_make(&c.w.call, found.records[0], STR(""), &args), RC_OK);
    CHECK_RC(&c.w.call, world_run(&c.w, "record.retire", args, &outcome), RC_OK);
    CHECK_INT(seen(&c, "case", "2026-11-02"), 0);
    world_close(&c.w);
}

/* ---- the result */

static enum rc shut(struct court *c, struct result result, struct outcome *out)
{
    struct id change = id_new(&c->w.call);

    result.change = &change;
    if (result.ended.type != V_INT)
        result.ended = v_null();
    return result_close(&c->w.call, the_case(c), &result, out);
}

static void again(struct court *c)
{
    world_as(&c->w, WORLD_WORKER);
    c->w.call.today = test_day("2026-11-02");
}

static void results(void)
{
    const char *const paper[] = {"refusal", "2026-10-30", "in_hand", "rs.admin.appeal", ""};
    struct outcome outcome = {0};
    struct court c;

    start(&c, "results");
    CASE("result: the outcome is asked for, and how she said what she says");
    CHECK_INT(shut(&c, (struct result){.satisfaction = STR("good")}, &outcome), RC_INVALID);
    CHECK_TEXT(c.w.call.faults->where, "outcome");
    CHECK_TEXT(c.w.call.faults->next->where, "satisfaction_how");

    CASE("result: not closed over a way that is open, unless somebody wrote down why");
    again(&c);
    CHECK_RC(&c.w.call, test_paper(&c.w, &c.of, paper, &outcome), RC_OK);
    CHECK_INT(shut(&c, (struct result){.outcome = STR("no_result")}, &outcome), RC_INVALID);
    CHECK_TEXT(c.w.call.faults->where, "let_go");
    again(&c);
    CHECK_RC(&c.w.call,
             shut(&c,
                  (struct result){.outcome = STR("settlement"),
                                  .changed = STR("She works there again"),
                                  .satisfaction = STR("good"),
                                  .how = STR("sign"),
                                  .let_go = STR("She wants no appeal")},
                  &outcome),
             RC_OK);
    struct record *of = the_case(&c);
    CHECK_TEXT(of->state, "resolved");
    CHECK_TEXT(record_value(of, "satisfaction_how").s, "sign");

    CASE("result: closed once; the days are counted from the opening");
    CHECK_INT(shut(&c, (struct result){.outcome = STR("no_result")}, &outcome), RC_INVALID);
    again(&c);
    struct record copy = *the_case(&c);
    copy.made_ms = come_moment(&c.w.call, test_day("2026-09-03"), 600);
    CHECK_INT(result_days(&c.w.call, &copy), 60); /* 27 of September, 31 of October, 2 */

    CASE("result: opened again with its reason, which stands in the case's story too");
    struct id change = id_new(&c.w.call);
    CHECK_INT(result_reopen(&c.w.call, the_case(&c), STR(""), &change, &outcome), RC_INVALID);
    again(&c);
    CHECK_RC(&c.w.call,
             result_reopen(&c.w.call, the_case(&c), STR("They did not keep it"), &change, &outcome),
             RC_OK);
    of = the_case(&c);
    CHECK_TEXT(of->state, "open");
    CHECK_TEXT(record_value(of, "reopened").s, "They did not keep it");
    CHECK_TEXT(record_value(of, "outcome").s, "settlement");
    CHECK_INT(record_value(of, "ended").type, V_NULL);
    CHECK_INT(record_value(of, "let_go").type, V_NULL);
    CHECK_INT(result_days(&c.w.call, of), -1);
    struct query notes = {.kind = kind_find(c.w.app->registry, STR("case_note")), .owner = &c.of};
    int64_t n = 0;
    CHECK_RC(&c.w.call, query_count(&c.w.call, &notes, &n), RC_OK);
    CHECK_INT(n, 1);

    CASE("result: taken back, it is closed again in one piece");
    struct value args[] = {v_bytes(str_bytes(change.b, sizeof change.b))};
    CHECK_RC(&c.w.call, world_run(&c.w, "change.undo", v_list(args, 1), &outcome), RC_OK);
    CHECK_TEXT(the_case(&c)->state, "resolved");
    CHECK_RC(&c.w.call, query_count(&c.w.call, &notes, &n), RC_OK);
    CHECK_INT(n, 0);
    world_close(&c.w);
}

/* ---- many people */

static void people(void)
{
    struct pasted all[PEOPLE_PASTED_MAX];
    struct people_cases cases;
    struct outcome outcome = {0};
    struct court c;
    size_t n;

    start(&c, "people");
    struct id known = test_person(&c.w, "given, Bajram; family, Jasarevic");
    CASE("people: one name a line; bullets, figures and empty lines are none");
    CHECK_RC(&c.w.call,
             people_read(&c.w.call,
                         STR("1. Zumbula\n\n - Nora Berisha \nBajram Jasarevic\r\n   \n"), all, &n),
             RC_OK);
    CHECK_INT(n, 3);
    CHECK_TEXT(all[0].name, "Zumbula");
    CHECK_TEXT(all[1].name, "Nora Berisha");
    CHECK_INT(people_read(&c.w.call, STR(" \n"), all + 3, &n), RC_INVALID);
    world_as(&c.w, WORLD_WORKER);

    CASE("people: who is known is found");
    n = 3;
    CHECK_RC(&c.w.call, people_look(&c.w.call, all, n), RC_OK);
    CHECK_INT(all[1].alike.n, 0);
    CHECK(all[2].alike.n == 1 && id_eq(&all[2].alike.found[0].record->id, &known));

    CASE("people: they join in one change; twice they are there once");
    all[2].chosen = true;
    all[2].known = known;
    struct id change = id_new(&c.w.call);
    CHECK_RC(&c.w.call, people_join(&c.w.call, the_case(&c), all, n, &change, &outcome), RC_OK);
    CHECK_INT(record_value(the_case(&c), "people").list.n, 3);
    struct id once = id_new(&c.w.call);
    CHECK_RC(&c.w.call, people_join(&c.w.call, the_case(&c), all + 2, 1, &once, &outcome), RC_OK);
    CHECK_INT(record_value(the_case(&c), "people").list.n, 3);

    CASE("people: her cases are those about her, and those that are also about her");
    CHECK_RC(&c.w.call, people_cases(&c.w.call, &known, NULL, &cases), RC_OK);
    CHECK(cases.n == 1 && id_eq(&cases.in[0]->id, &c.of));
    CHECK_RC(&c.w.call, people_cases(&c.w.call, &known, &c.of, &cases), RC_OK);
    CHECK_INT(cases.n, 0);

    CASE("people: many leave at once; nobody else does");
    struct id gone = id_new(&c.w.call);
    CHECK_RC(&c.w.call, people_leave(&c.w.call, the_case(&c), &known, 1, &gone, &outcome), RC_OK);
    CHECK_INT(record_value(the_case(&c), "people").list.n, 2);
    world_close(&c.w);
}

/* ---- the operation */

static void write_case(void)
{
    struct outcome outcome = {0}, hearing_of = {0};
    struct case_write write;
    struct save save;
    struct court c;

    start(&c, "write");
    struct id other = test_case(&c.w, "Another");
    CASE("case.write: a part of another case is not changed through this one");
    CHECK_RC(
        &c.w.call,
        world_save(&c.w, "party", NULL, &other, &hearing_of, "role", "witness", "name", "W", NULL),
        RC_OK);
    CHECK_RC(&c.w.call, case_write_init(&c.w.call, the_case(&c), &write), RC_OK);
    CHECK_RC(&c.w.call, save_init(&c.w.call, kind_find(c.w.app->registry, STR("party")), &save),
             RC_OK);
    save_text(&save, "name", STR("Changed"));
    CHECK_RC(&c.w.call, case_write_add(&c.w.call, &write, &save, &hearing_of.record), RC_OK);
    struct id change = id_new(&c.w.call);
    CHECK_INT(case_write_run(&c.w.call, &write, &change, &outcome), RC_NOT_FOUND);

    CASE("case.write: somebody who may not change the case does not");
    world_as(&c.w, WORLD_WORKER);
    struct record *of = the_case(&c);
    CHECK_RC(&c.w.call, case_write_init(&c.w.call, of, &write), RC_OK);
    save_text(&write.facts, "wish", STR("Hers"));
    c.w.call.actor = c.w.actors[WORLD_OTHER];
    change = id_new(&c.w.call);
    CHECK_INT(case_write_run(&c.w.call, &write, &change, &outcome), RC_NOT_FOUND);

    CASE("case.write: a state that does not follow is refused");
    world_as(&c.w, WORLD_WORKER);
    CHECK_RC(&c.w.call, case_write_init(&c.w.call, the_case(&c), &write), RC_OK);
    write.state = STR("nowhere");
    change = id_new(&c.w.call);
    CHECK_INT(case_write_run(&c.w.call, &write, &change, &outcome), RC_INVALID);
    world_close(&c.w);
}

void court_test(void)
{
    hearings();
    counsel();
    doors();
    results();
    people();
    write_case();
}
