/* duplicate_work_test.c - the search for duplicates as work: what it finds, and who may ask. */
#include "query/duplicate.h"
#include "records/duplicate_work.h"
#include "records/records_test.h"

static void add(struct world *w, const char *names)
{
    struct outcome outcome;

    CHECK_RC(&w->call, world_save(w, "person", NULL, NULL, &outcome, "names", names, NULL), RC_OK);
}

void duplicate_work_test(void)
{
    static struct world w;
    struct work_turn turn = {0};
    struct work_job job;
    struct id id;

    records_world(&w, "dup-work");
    struct call *call = &w.call;
    const struct kind *persons = kind_find(w.app->registry, STR("person"));
    add(&w, "given, Senada; family, Demirova; father, Alija");
    add(&w, "given, Senada; family, Demirova; father, Alija");
    add(&w, "given, Goran; family, Ilic");

    CASE("the job finds the pair and says what it found");
    CHECK_INT(records_turns(&w, &duplicate_work, v_text(STR("person")), &turn), 1);
    CHECK_TEXT(turn.said, "3 were compared with each other; 1 pairs may be one.");
    struct duplicate_page page;
    world_as(&w, WORLD_LEAD);
    CHECK_RC(call, duplicate_list(call, persons, NULL, 25, &page), RC_OK);
    CHECK_INT((int64_t)page.n, 1);
    CHECK(page.scanned_ms != 0);

    CASE("the schedule names no kind: all are compared");
    turn = (struct work_turn){0};
    world_system(&w);
    CHECK_INT(records_turns(&w, &duplicate_work, v_null(), &turn), 1);

    CASE("while one waits the page knows, for who may ask; twice asked is one job");
    const struct work_ask ask = {&duplicate_work, v_text(STR("person")), STR("person")};
    struct id again;
    world_as(&w, WORLD_LEAD);
    CHECK_INT(work_now(call, &duplicate_work, ask.args, &job), RC_NOT_FOUND);
    CHECK_RC(call, work_put(call, &ask, &id), RC_OK);
    CHECK_RC(call, work_put(call, &ask, &again), RC_OK);
    CHECK(id_eq(&id, &again));
    CHECK_RC(call, work_now(call, &duplicate_work, ask.args, &job), RC_OK);
    CHECK(id_eq(&id, &job.id) && job.state == WORK_WAITS);
    world_as(&w, WORLD_VOLUNTEER);
    CHECK_INT(work_now(call, &duplicate_work, ask.args, &job), RC_NOT_FOUND);
    CHECK_INT(work_put(call, &ask, &again), RC_DENIED);
    world_close(&w);
}
