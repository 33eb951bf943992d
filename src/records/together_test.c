/* together_test.c - all that fit a list: counted, changed in batches, one left out, a turn that is
 * repeated, and all taken back. */
#include "query/where.h"
#include "records/records_test.h"
#include "records/together.h"

enum { CASES = 450 };

static struct id add(struct world *w, const char *what, const char *responsible)
{
    struct outcome person, outcome;

    CHECK_RC(&w->call, world_save(w, "person", NULL, NULL, &person, "names", "given, Nobody", NULL),
             RC_OK);
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person",
                        str_hex(&w->arena, id_str(&person.record)).p, "area", "housing", "what",
                        what, "responsible", responsible, NULL),
             RC_OK);
    return outcome.record;
}

static struct query all_of(struct world *w, const char *where)
{
    struct query query = {.kind = kind_find(w->app->registry, STR("case")), .verb = MAY_SEE};

    CHECK_RC(&w->call, where_parse(&w->call, str_of(where), &query), RC_OK);
    return query;
}

static int64_t count(struct world *w, const char *where)
{
    struct query query = all_of(w, where);
    int64_t n = -1;

    CHECK_RC(&w->call, query_count(&w->call, &query, &n), RC_OK);
    return n;
}

/* Turn after turn; each is given twice, as after a power cut before it was kept. */
static void twice_each(struct world *w, const struct work *work, struct work_turn *turn)
{
    while (!turn->finished) {
        struct work_turn lost = *turn;
        if (!CHECK_RC(&w->call, work->step(&w->call, &lost), RC_OK) ||
            !CHECK_RC(&w->call, work->step(&w->call, turn), RC_OK))
            break;
    }
}

void together_test(void)
{
    static struct world w;
    struct together_count counts;
    struct work_turn turn = {0}, undo = {0};
    struct work_job job = {0};

    records_world(&w, "together");
    struct call *call = &w.call;
    const struct kind *kind = kind_find(w.app->registry, STR("case"));
    struct str lead = str_dup(&w.keep, str_hex(&w.arena, id_str(&w.actors[WORLD_LEAD]->id)));
    for (int i = 0; i < CASES; i++)
        (void)add(&w, "Roof", lead.p);
    const struct each_args each = {.kind = kind,
                                   .act = STR("set"),
                                   .field = field_find(kind, STR("area")),
                                   .value = v_text(STR("papers"))};

    CASE("it is counted before anything is done");
    world_as(&w, WORLD_LEAD);
    struct query query = all_of(&w, "area=housing");
    CHECK_RC(call, together_count(call, &query, &each, &counts), RC_OK);
    CHECK_INT(counts.fit, CASES);
    CHECK_INT(counts.may, CASES);
    CHECK_INT(counts.stands, 0);
    world_as(&w, WORLD_ANALYST);
    query = all_of(&w, "area=housing");
    CHECK_RC(call, together_count(call, &query, &each, &counts), RC_OK);
    CHECK_INT(counts.may, 0);

    CASE("all are changed, in batches; a turn that is repeated changes nothing twice");
    world_as(&w, WORLD_LEAD);
    query = all_of(&w, "area=housing");
    turn.job = id_new(call);
    CHECK_RC(call, together_args(call, &query, &each, &turn.args), RC_OK);
    twice_each(&w, &together_work, &turn);
    CHECK_TEXT(turn.said, "450 were changed.");
    CHECK_INT(count(&w, "area=housing"), 0);
    CHECK_INT(count(&w, "area=papers"), CASES);

    CASE("all of it is taken back as one");
    job = (struct work_job){.id = turn.job, .args = turn.args, .done = turn.done};
    undo.job = id_new(call);
    CHECK_RC(call, together_undo_args(call, &job, &undo.args), RC_OK);
    twice_each(&w, &together_undo_work, &undo);
    CHECK_TEXT(undo.said, "450 were taken back.");
    CHECK_INT(count(&w, "area=housing"), CASES);

    CASE("one that cannot be changed is left out alone, and told");
    CHECK_RC(call,
             db_write(call, call->store->db, SQL("UPDATE \"case\" SET newer = 9 WHERE rid = 77"),
                      NO_BINDS),
             RC_OK);
    turn = (struct work_turn){.job = id_new(call)};
    query = all_of(&w, "area=housing");
    CHECK_RC(call, together_args(call, &query, &each, &turn.args), RC_OK);
    twice_each(&w, &together_work, &turn);
    CHECK(str_starts(turn.said, STR("449 were changed. 1 could not be changed: ")));
    CHECK_INT(count(&w, "area=housing"), 1);

    CASE("what was changed since stays as it is, with what was changed together with it");
    query = all_of(&w, "area=papers");
    query.limit = 1;
    struct query_page page;
    CHECK_RC(call, query_list(call, &query, &page), RC_OK);
    struct outcome outcome;
    CHECK_RC(call,
             world_save(&w, "case", &page.records[0]->id, NULL, &outcome, "area", "health", NULL),
             RC_OK);
    job = (struct work_job){.id = turn.job, .args = turn.args, .done = turn.done};
    undo = (struct work_turn){.job = id_new(call)};
    CHECK_RC(call, together_undo_args(call, &job, &undo.args), RC_OK);
    twice_each(&w, &together_undo_work, &undo);
    CHECK(str_starts(undo.said, STR("249 were taken back. 200 stay as they are")));
    tap_note("%s", undo.said.p);

    CASE("who may not change them changes none");
    world_as(&w, WORLD_OTHER);
    turn = (struct work_turn){.job = id_new(call)};
    query = all_of(&w, "area=housing");
    CHECK_RC(call, together_args(call, &query, &each, &turn.args), RC_OK);
    twice_each(&w, &together_work, &turn);
    CHECK_TEXT(turn.said, "0 were changed.");
    world_close(&w);
}
