/* history_test.c - what became of a record, as its readers are told. */
#include "query/history.h"
#include "query/query.h"
#include "query/query_test.h"
#include "store/reads.h"
#include "tap.h"
#include "world.h"

static const struct history_field *field_of(const struct history_item *item, const char *name)
{
    for (size_t i = 0; i < item->n; i++)
        for (size_t j = 0; j < item->edits[i].n; j++) {
            const struct field *field = item->edits[i].fields[j].field;
            if (field != NULL && str_is(field->name, name))
                return &item->edits[i].fields[j];
        }
    return NULL;
}

static struct history read_history(struct world *w, int actor, const char *kind,
                                   const struct id *id)
{
    struct history history = {0};
    struct record *record;

    world_as(w, actor);
    CHECK_RC(&w->call, query_get(&w->call, kind_find(w->app->registry, str_of(kind)), id, &record),
             RC_OK);
    CHECK_RC(&w->call, history_of(&w->call, record, &history), RC_OK);
    return history;
}

/* A case with a paper, both changed; the story is for the team alone. */
static void make_case(struct world *w, struct id *id, struct id *paper)
{
    struct outcome outcome;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", "given, Senada", NULL), RC_OK);
    const char *person = str_hex(&w->keep, id_str(&outcome.record)).p;
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", person, "area", "housing",
                        "what", "Water", "story", "As she told it", NULL),
             RC_OK);
    *id = outcome.record;
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, world_save(w, "case", id, NULL, &outcome, "area", "health", NULL), RC_OK);
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, world_save(w, "case_note", NULL, id, &outcome, "text", "She rang", NULL),
             RC_OK);
    *paper = outcome.record;
}

static void test_changes(void)
{
    struct world w;
    struct id id, note;

    query_start(&w, "history-changes");
    make_case(&w, &id, &note);
    CASE("the newest first, with who, what, from what to what");
    struct history history = read_history(&w, WORLD_LEAD, "case", &id);
    CHECK_INT(history.n, 3);
    CHECK(!history.more);
    const struct history_field *area = field_of(&history.items[1], "area");
    CHECK(area != NULL && str_is(area->was.s, "housing") && str_is(area->now.s, "health"));
    CHECK(history.items[1].who.n != 0);
    CHECK(history.items[1].undo);
    CASE("a part's own change is told with the record, and alone with the part");
    CHECK(field_of(&history.items[0], "text") != NULL);
    history = read_history(&w, WORLD_LEAD, "case_note", &note);
    CHECK_INT(history.n, 1);
    world_close(&w);
}

static enum rc count_reading(struct call *call, void *arg, int64_t time_ms,
                             const struct read_note *note)
{
    (void)call;
    (void)time_ms;
    *(int *)arg += note->secret;
    return RC_OK;
}

static int secret_readings(struct world *w, const struct id *subject)
{
    int n = 0;

    world_system(w);
    CHECK_RC(&w->call, reads_of(&w->call, subject, count_reading, &n), RC_OK);
    return n;
}

static void test_secrets(void)
{
    struct world w;
    struct id id, note;
    struct outcome outcome;

    query_start(&w, "history-secrets");
    make_case(&w, &id, &note);
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "story", "", NULL), RC_OK);
    CASE("a secret that is gone is told to who may read secrets, and that is written down");
    int before = secret_readings(&w, &id);
    struct history history = read_history(&w, WORLD_LEAD, "case", &id);
    const struct history_field *story = field_of(&history.items[0], "story");
    CHECK(story != NULL && !story->hidden && str_is(story->was.s, "As she told it"));
    CHECK_INT(secret_readings(&w, &id), before + 1);
    world_close(&w);
}

static void test_readings(void)
{
    struct world w;
    struct id id, note;
    struct readings readings;
    struct record *record;

    query_start(&w, "history-readings");
    make_case(&w, &id, &note);
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, query_get(&w.call, kind_find(w.app->registry, STR("case")), &id, &record),
             RC_OK);
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, query_get(&w.call, kind_find(w.app->registry, STR("case")), &id, &record),
             RC_OK);
    CASE("who looked, the newest first, with her name");
    CHECK_RC(&w.call, readings_of(&w.call, record, &readings), RC_OK);
    CHECK_INT(readings.n, 2);
    CHECK(readings.items[0].who.n != 0 && str_is(readings.items[0].kind, "case"));
    CHECK(readings.items[0].time_ms >= readings.items[1].time_ms);
    world_close(&w);
}

void history_tests(void)
{
    test_changes();
    test_secrets();
    test_readings();
}
