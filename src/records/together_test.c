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

struct bulk {
    struct world w;
    struct each_args each;
    struct work_turn turn;
};

static void start_turn(struct bulk *b, const char *where)
{
    struct query query = all_of(&b->w, where);

    b->turn = (struct work_turn){.job = id_new(&b->w.call)};
    CHECK_RC(&b->w.call, together_args(&b->w.call, &query, &b->each, &b->turn.args), RC_OK);
    twice_each(&b->w, &together_work, &b->turn);
}

static struct str take_back(struct bulk *b)
{
    struct work_job job = {.id = b->turn.job, .args = b->turn.args, .done = b->turn.done};
    struct work_turn undo = {.job = id_new(&b->w.call)};

    CHECK_RC(&b->w.call, together_undo_args(&b->w.call, &job, &undo.args), RC_OK);
    twice_each(&b->w, &together_undo_work, &undo);
    return undo.said;
}

static void counting(struct bulk *b)
{
    struct world *w = &b->w;
    struct together_count counts;

    CASE("it is counted before anything is done");
    world_as(w, WORLD_LEAD);
    struct query query = all_of(w, "area=housing");
    CHECK_RC(&w->call, together_count(&w->call, &query, &b->each, &counts), RC_OK);
    CHECK_INT(counts.fit, CASES);
    CHECK_INT(counts.may, CASES);
    CHECK_INT(counts.stands, 0);
    world_as(w, WORLD_ANALYST);
    query = all_of(w, "area=housing");
    CHECK_RC(&w->call, together_count(&w->call, &query, &b->each, &counts), RC_OK);
    CHECK_INT(counts.may, 0);
}

static void there_and_back(struct bulk *b)
{
    struct world *w = &b->w;

    CASE("all are changed, in batches; a turn that is repeated changes nothing twice");
    world_as(w, WORLD_LEAD);
    start_turn(b, "area=housing");
    CHECK_TEXT(b->turn.said, "450 were changed.");
    CHECK_INT(count(w, "area=housing"), 0);
    CHECK_INT(count(w, "area=papers"), CASES);

    CASE("all of it is taken back as one");
    CHECK_TEXT(take_back(b), "450 were taken back.");
    CHECK_INT(count(w, "area=housing"), CASES);
}

static void some_stay(struct bulk *b)
{
    struct world *w = &b->w;
    struct call *call = &w->call;
    struct query_page page;
    struct outcome outcome;

    CASE("one that cannot be changed is left out alone, and told");
    CHECK_RC(call,
             db_write(call, call->store->db, SQL("UPDATE \"case\" SET newer = 9 WHERE rid = 77"),
                      NO_BINDS),
             RC_OK);
    start_turn(b, "area=housing");
    CHECK(str_starts(b->turn.said, STR("449 were changed. 1 could not be changed: ")));
    CHECK_INT(count(w, "area=housing"), 1);

    CASE("what was changed since stays as it is, with what was changed together with it");
    struct query query = all_of(w, "area=papers");
    query.limit = 1;
    CHECK_RC(call, query_list(call, &query, &page), RC_OK);
    CHECK_RC(call,
             world_save(w, "case", &page.records[0]->id, NULL, &outcome, "area", "health", NULL),
             RC_OK);
    CHECK(str_starts(take_back(b), STR("249 were taken back. 200 stay as they are")));
}

void together_test(void)
{
    static struct bulk b;
    struct world *w = &b.w;

    records_world(w, "together");
    const struct kind *kind = kind_find(w->app->registry, STR("case"));
    struct str lead = str_dup(&w->keep, str_hex(&w->arena, id_str(&w->actors[WORLD_LEAD]->id)));
    for (int i = 0; i < CASES; i++)
        (void)add(w, "Roof", lead.p);
    b.each = (struct each_args){.kind = kind,
                                .act = STR("set"),
                                .field = field_find(kind, STR("area")),
                                .value = v_text(STR("papers"))};
    counting(&b);
    there_and_back(&b);
    some_stay(&b);
    CASE("who may not change them changes none");
    world_as(w, WORLD_OTHER);
    start_turn(&b, "area=housing");
    CHECK_TEXT(b.turn.said, "0 were changed.");
    world_close(w);
}
