/* alike_test.c - rows of a table that may be here already; what is taken out as a file, by whom. */
#include "exchange/taken.h"
#include "exchange_test.h"

static const struct import_budget no_end = {.rows = 0};

static int64_t number(const struct import *import, const char *name)
{
    struct value v = record_value(import_record(import), name);

    return v.type == V_INT ? v.i : 0;
}

static struct import *opened(struct world *w, const struct id *id)
{
    struct import *import = NULL;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, import_open(&w->call, id, w->call.arena, &import), RC_OK);
    if (import == NULL)
        abort();
    return import;
}

static int64_t people(struct world *w)
{
    const struct query query = {.kind = kind_find(w->app->registry, STR("person"))};
    int64_t n = -1;

    CHECK_RC(&w->call, query_count(&w->call, &query, &n), RC_OK);
    return n;
}

static const char csv[] = "Given name;Family name;Born;Sex;Phone\n"
                          "Senada;Demirova;1987-04-12;f;070 111 222\n"
                          "Bajram;Krasniqi;1990-05-03;m;070 333 444\n";

/* Looks at every row; applies when asked. */
static struct import *looked(struct world *w, const struct id *id)
{
    struct import *import = opened(w, id);
    const struct import_budget budget = {.alike = true};
    bool done = false;

    CHECK_RC(&w->call, import_check(&w->call, import, &budget, &done), RC_OK);
    CHECK(done);
    return opened(w, id);
}

static enum rc applied(struct world *w, const struct id *id)
{
    bool done = false;

    return import_apply(&w->call, opened(w, id), &no_end, &done);
}

static struct id table(struct world *w, const char *text)
{
    const struct test_import how = {"person", "", false, false};

    world_as(w, WORLD_LEAD);
    return test_import(w, &how, text);
}

static void first_test(struct world *w)
{
    CASE("nobody is here: no row is held back");
    struct id id = table(w, csv);
    CHECK_INT(number(looked(w, &id), "double_rows"), 0);
    CHECK_RC(&w->call, applied(w, &id), RC_OK);
    CHECK_INT(people(w), 2);
}

static void choose_test(struct world *w)
{
    struct import_alike_row rows[5];
    size_t n = 0;

    CASE("the same people again are offered with reasons, and wait for a choice");
    struct id id = table(w, csv);
    struct import *import = looked(w, &id);
    CHECK_INT(number(import, "double_rows"), 2);
    CHECK_INT(import_undecided(import), 2);
    CHECK_RC(&w->call, applied(w, &id), RC_INVALID);
    import = opened(w, &id);
    CHECK_RC(&w->call, import_alike_rows(&w->call, import, 0, rows, 5, &n), RC_OK);
    if (CHECK(n == 2)) {
        CHECK_INT(rows[0].number, 2);
        CHECK_TEXT(rows[0].text, "Senada, Demirova, 1987-04-12, f");
        CHECK(rows[0].alikes.n == 1);
        CHECK_TEXT(rows[0].alikes.items[0].title, "Senada Demirova");
        CHECK(rows[0].alikes.items[0].why.n != 0);
    }
    CHECK_RC(&w->call, import_alike_rows(&w->call, import, 1, rows, 5, &n), RC_OK);
    CHECK_INT(n, 1);

    CASE("one is left out, the others are the likeliest: nobody stands there twice");
    const struct import_choice_of_row one = {2, STR("out")};
    CHECK_RC(&w->call, import_alike_choose(&w->call, import, STR("dragon"), &one, 1), RC_INVALID);
    import = opened(w, &id);
    CHECK_RC(&w->call, import_alike_choose(&w->call, import, STR(""), &one, 1), RC_OK);
    CHECK_INT(import_undecided(import), 1);
    CHECK_RC(&w->call, import_alike_choose(&w->call, import, STR("same"), NULL, 0), RC_OK);
    CHECK_INT(import_undecided(opened(w, &id)), 0);
    CHECK_RC(&w->call, applied(w, &id), RC_OK);
    CHECK_INT(people(w), 2);
}

static void gaps_test(struct world *w)
{
    struct record *record = NULL;

    CASE("what is there stays, what is missing is added");
    struct id id = table(w, "Given name;Family name;Born;Sex;Phone;National number\n"
                            "Senada;Demirova;1987-04-12;f;070 999 999;1204987\n");
    struct import *import = looked(w, &id);
    CHECK_INT(import_undecided(import), 1);
    CHECK_RC(&w->call, import_alike_choose(&w->call, import, STR("same"), NULL, 0), RC_OK);
    CHECK_RC(&w->call, applied(w, &id), RC_OK);
    world_as(w, WORLD_LEAD);
    const struct kind *kind = kind_find(w->app->registry, STR("person"));
    CHECK_RC(&w->call, query_code(&w->call, kind, STR("NI-P-2026-1"), &record), RC_OK);
    if (record == NULL)
        return;
    struct value phones = record_value(record, "phones");
    CHECK_TEXT(phones.list.items[0].list.items[0].s, "070 111 222");
    CHECK_TEXT(record_value(record, "national_number").s, "1204987");
}

static void new_test(struct world *w)
{
    CASE("they are all new, because somebody says so");
    struct id id = table(w, csv);
    struct import *import = looked(w, &id);
    const struct import_choice_of_row wrong = {3, STR("NI-P-1999-9")};
    CHECK_RC(&w->call, import_alike_choose(&w->call, import, STR("new"), &wrong, 1), RC_INVALID);
    import = opened(w, &id);
    CHECK_RC(&w->call, import_alike_choose(&w->call, import, STR("new"), NULL, 0), RC_OK);
    CHECK_RC(&w->call, applied(w, &id), RC_OK);
    CHECK_INT(people(w), 4);
}

static void taken_test(struct world *w)
{
    const struct query query = {.kind = kind_find(w->app->registry, STR("person")), .limit = 1};
    struct query_page page = {.n = 0};
    struct record *export = NULL;
    struct outcome outcome;

    CASE("who takes a record out stands in a record of its own");
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    if (page.n == 0)
        return;
    const struct record person = *page.records[0]; /* outlives the call's memory: kind and id */
    struct taken taken = {.record = &person, .change = id_new(&w->call)};
    CHECK_RC(&w->call, taken_note(&w->call, &taken, &outcome), RC_OK);
    CHECK_TEXT(outcome.code, "NI-E-2026-1");

    CASE("for somebody outside a basis or a reason is needed");
    taken.handed_over = true;
    taken.change = id_new(&w->call);
    CHECK_RC(&w->call, taken_note(&w->call, &taken, &outcome), RC_DENIED);
    call_forgive(&w->call);
    taken.reason = STR("The court asked for it");
    taken.change = id_new(&w->call);
    CHECK_RC(&w->call, taken_note(&w->call, &taken, &outcome), RC_OK);

    CASE("a volunteer takes nothing out, and a worker not everything");
    world_as(w, WORLD_VOLUNTEER);
    taken.change = id_new(&w->call);
    CHECK_RC(&w->call, taken_note(&w->call, &taken, &outcome), RC_DENIED);
    world_as(w, WORLD_WORKER);
    const struct id change = id_new(&w->call);
    CHECK_RC(&w->call, taken_propose(&w->call, &change, STR("To leave"), &outcome), RC_DENIED);

    CASE("everything waits for a second person");
    world_as(w, WORLD_LEAD);
    const struct id asked = id_new(&w->call);
    CHECK_RC(&w->call, taken_propose(&w->call, &asked, STR(""), &outcome), RC_INVALID);
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, taken_propose(&w->call, &asked, STR("To leave"), &outcome), RC_OK);
    CHECK(outcome.waits);
    CHECK_RC(&w->call, taken_agreed(&w->call, &export), RC_NOT_FOUND);
}

void alike_test(void)
{
    static void (*const tests[])(struct world *) = {first_test, choose_test, gaps_test, new_test,
                                                    taken_test};
    struct world w;

    test_start(&w, "alike");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tests[i](&w);
    world_close(&w);
}
