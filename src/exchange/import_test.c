/* import_test.c - whole imports: looked at, applied, ended anywhere and gone on with, undone. */
#include "exchange/sheet_job.h"
#include "exchange_test.h"
#include "model/rebuild.h"

enum { MANY = 1100 };

static const struct import_budget no_end = {.rows = 0};

static int64_t number(const struct import *import, const char *name)
{
    struct value v = record_value(import_record(import), name);

    return v.type == V_INT ? v.i : 0;
}

static struct import *opened(struct world *w, const struct id *id)
{
    struct import *import = NULL;

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

static enum rc whole(struct world *w, const struct id *id,
                     enum rc (*go)(struct call *, struct import *, const struct import_budget *,
                                   bool *))
{
    bool done = false;
    enum rc rc = RC_OK;

    while (rc == RC_OK && !done) {
        world_as(w, WORLD_LEAD);
        rc = go(&w->call, opened(w, id), &no_end, &done);
    }
    return rc;
}

static void simple_test(struct world *w)
{
    const struct test_import how = {"person", "", false, false};
    static const char csv[] = "Given name;Family name;Born;Sex;Phone;national_number\n"
                              "Senada;Demirova;1987;f;070 1;123\n"
                              "Bajram;Ќосев;03.05.1990;m;;=1+1\n";
    struct id id;

    CASE("a small table comes in");
    world_as(w, WORLD_LEAD);
    id = test_import(w, &how, csv);
    CHECK_RC(&w->call, whole(w, &id, import_apply), RC_CONFLICT); /* not looked at yet */
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    struct import *import = opened(w, &id);
    CHECK_TEXT(import_record(import)->state, "looked_at");
    CHECK_INT(number(import, "new_rows"), 2);
    CHECK_INT(number(import, "faulty_rows"), 0);
    CHECK_INT(people(w), 0);
    CHECK_RC(&w->call, whole(w, &id, import_apply), RC_OK);
    CHECK_INT(people(w), 2);
    import = opened(w, &id);
    CHECK_TEXT(import_record(import)->state, "done");
    CHECK(record_value(import_record(import), "content").type == V_NULL);

    CASE("the same headings are remembered as they were chosen");
    world_as(w, WORLD_LEAD);
    id = test_import(w, &how, csv);
    CHECK_RC(&w->call, whole(w, &id, import_undo), RC_OK); /* nothing was done: given up */
    CHECK_TEXT(import_record(opened(w, &id))->state, "given_up");
}

static void faulty_test(struct world *w)
{
    struct test_import how = {"person", "", false, false};
    static const char csv[] = "Names;Born;Sex\n"
                              "Demirova, Senada;1987;f\n"
                              ";1987;f\n"
                              "Osmani, Ali;soon;dragon\n"
                              "Krasniqi, Ana;2999;f\n"
                              "Jašar, Eva;2001;f\n";
    struct sheet_found *found;
    const struct sheet_ask ask = {.separator = 0};
    struct cells_row row;
    struct str xlsx = STR("");
    int cells = -1;

    CASE("rows with mistakes are told, and nothing is taken in");
    world_as(w, WORLD_LEAD);
    int64_t before = people(w);
    struct id id = test_import(w, &how, csv);
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    struct import *import = opened(w, &id);
    CHECK_INT(number(import, "faulty_rows"), 2);
    CHECK_INT(number(import, "new_rows"), 3);
    CHECK_RC(&w->call, whole(w, &id, import_apply), RC_INVALID);
    CHECK_INT(people(w), before);

    CASE("the report is the rows as they came, with what is wrong");
    import = opened(w, &id);
    found = arena_alloc(w->call.arena, sizeof *found);
    const struct job_source jobs = test_jobs(w);
    CHECK_RC(&w->call, import_report(&w->call, import, &cells), RC_OK);
    CHECK_RC(&w->call, sheet_write_in_job(&w->call, &jobs, STR("Report"), cells, &xlsx), RC_OK);
    CHECK_RC(&w->call, sheet_read_in_job(&w->call, &jobs, xlsx, &ask, found), RC_OK);
    CHECK_INT(found->rows, 3);
    struct cells in = cells_open(found->cells);
    CHECK_RC(&w->call, cells_next(&w->call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[3].text, "What is wrong");
    CHECK_RC(&w->call, cells_next(&w->call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[3].text, "A: Names is missing.");
    CHECK_RC(&w->call, cells_next(&w->call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[0].text, "Osmani, Ali");
    CHECK_TEXT(row.cells[3].text,
               "B: Born: \"soon\" is not understood. Write it like this: 2026, 2026-11 or "
               "22.11.2026\nC: Sex: \"dragon\" is not one of its words.");

    CASE("what is odd is told by row and column");
    CHECK_INT(number(import, "odd_rows"), 1);
    struct str odd = record_value(import_record(import), "odd").s;
    CHECK(str_starts(odd, STR("Row 5, B: Born: this day has not come yet. Today is ")));

    CASE("or the others alone are taken in, when that was asked");
    how.partial = true;
    world_as(w, WORLD_LEAD);
    id = test_import(w, &how, csv);
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    CHECK_RC(&w->call, whole(w, &id, import_apply), RC_OK);
    CHECK_INT(people(w), before + 3); /* what is odd is taken in as it stands */
}

static void key_test(struct world *w)
{
    struct test_import how = {"user", "login", false, false};
    struct import *import;

    CASE("records that are here already are changed");
    world_as(w, WORLD_LEAD);
    struct id id = test_import(w, &how, "name;login\nA new name;worker\nother;other\n");
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    import = opened(w, &id);
    CHECK_INT(number(import, "changed_rows"), 1);
    CHECK_INT(number(import, "same_rows"), 1);

    CASE("a key that stands twice is a mistake in both rows");
    world_as(w, WORLD_LEAD);
    id = test_import(w, &how, "name;login\nOne;other\nTwo; other\n");
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    CHECK_INT(number(opened(w, &id), "faulty_rows"), 2);

    CASE("by their number, and a number that is none");
    how = (struct test_import){"person", "", false, false};
    world_as(w, WORLD_LEAD);
    id = test_import(w, &how, "number;Born\nNI-P-2026-1;1988\nNI-P-2026-1000;1988\n");
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    import = opened(w, &id);
    CHECK_INT(number(import, "changed_rows") + number(import, "faulty_rows"), 2);
    CHECK(number(import, "faulty_rows") >= 1);
}

/* A table of many people, and how the tables stand afterwards without what chance gave. */
static const char *many(struct world *w)
{
    struct buf out;

    buf_init(&out, &w->keep, 1 << 20);
    buf_z(&out, "Given name;Family name;Born\n");
    for (int i = 0; i < MANY; i++)
        buf_format(&out, "Person %d;Family %d;%d\n", i, i % 7, 1950 + i % 60);
    buf_char(&out, '\0');
    return buf_str(&out).p;
}

static struct str listed(struct world *w)
{
    const struct kind *kind = kind_find(w->app->registry, STR("person"));
    struct query query = {.kind = kind, .limit = QUERY_ROWS_MAX};
    struct query_page page = {.more = true};
    struct buf out;

    buf_init(&out, w->call.arena, 4 << 20);
    while (page.more) {
        if (query_list(&w->call, &query, &page) != RC_OK)
            break;
        for (size_t i = 0; i < page.n; i++)
            for (size_t j = 0; j < 2; j++) {
                buf_add(&out, field_show(&w->call, &kind->fields[j], page.records[i]->values[j]));
                buf_char(&out, '\n');
            }
        query.after = page.next;
    }
    return buf_str(&out);
}

static void resume_test(struct world *w)
{
    const struct test_import how = {"person", "", false, false};
    const struct import_budget little = {.rows = 150};
    bool done = false;

    CASE("ended after each slice and gone on with, it is the same as in one go");
    const char *csv = many(w);
    world_as(w, WORLD_LEAD);
    struct str before = str_dup(&w->keep, listed(w));
    int64_t people_before = people(w);
    struct id one = test_import(w, &how, csv);
    CHECK_RC(&w->call, whole(w, &one, import_check), RC_OK);
    CHECK_RC(&w->call, whole(w, &one, import_apply), RC_OK);
    struct str at_once = str_dup(&w->keep, listed(w));
    CHECK_INT(people(w), QUERY_COUNT_MAX + 1);

    CASE("taken back as one, everything is listed as before");
    CHECK_RC(&w->call, whole(w, &one, import_undo), RC_OK);
    world_as(w, WORLD_LEAD);
    CHECK_INT(people(w), people_before);
    CHECK(str_eq(listed(w), before));

    CASE("in slices, by another process each time");
    world_as(w, WORLD_LEAD);
    struct id two = test_import(w, &how, csv);
    for (int i = 0; i < 40 && !done; i++) {
        world_again(w);
        world_as(w, WORLD_LEAD);
        CHECK_RC(&w->call, import_step(&w->call, &two, &little, &done), RC_OK);
        if (i == 20) /* looked at by now: from here on it runs */
            CHECK_RC(&w->call, import_apply(&w->call, opened(w, &two), &little, &done), RC_OK);
        else
            done = str_is(import_record(opened(w, &two))->state, "done");
    }
    CHECK(done);
    world_as(w, WORLD_LEAD);
    CHECK(str_eq(listed(w), at_once));

    CASE("what was changed since prevents taking back, and is named");
    const struct query query = {.kind = kind_find(w->app->registry, STR("person")), .limit = 1};
    struct query_page page;
    struct outcome outcome;
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    struct id last = page.records[0]->id;
    CHECK_RC(&w->call, world_save(w, "person", &last, NULL, &outcome, "born", "1999", NULL), RC_OK);
    world_as(w, WORLD_LEAD);
    CHECK_INT(import_undo(&w->call, opened(w, &two), &no_end, &done), RC_CONFLICT);
    CHECK_INT(w->call.fault_count, 1);
    world_as(w, WORLD_LEAD);
    CHECK(!str_eq(listed(w), before));
}

static void rebuild_test(struct world *w)
{
    unsigned char was[CRYPT_HASH], is[CRYPT_HASH];

    CASE("the log makes the same tables anew");
    world_system(w);
    CHECK_RC(&w->call, tables_digest(&w->call, was), RC_OK);
    CHECK_RC(&w->call, rebuild(&w->call), RC_OK);
    CHECK_RC(&w->call, tables_digest(&w->call, is), RC_OK);
    CHECK(memcmp(was, is, sizeof is) == 0);
}

static void historic_test(struct world *w)
{
    const struct test_import how = {"case", "", true, false};

    CASE("an old register: cases without clocks, people by their number");
    world_as(w, WORLD_LEAD);
    struct id id = test_import(w, &how,
                               "Person;Area;In a few words\n"
                               "NI-P-2026-1;housing;A water bill of 1998\n");
    CHECK_RC(&w->call, whole(w, &id, import_check), RC_OK);
    CHECK_INT(number(opened(w, &id), "faulty_rows"), 0);
    CHECK_RC(&w->call, whole(w, &id, import_apply), RC_OK);
    const struct query query = {.kind = kind_find(w->app->registry, STR("case")), .limit = 1};
    struct query_page page = {.n = 0};
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    if (CHECK(page.n == 1))
        CHECK_INT(record_value(page.records[0], "historic").i, 1);
}

static void denied_test(struct world *w)
{
    const struct test_import how = {"person", "", false, false};

    CASE("who may not make records, imports none");
    world_as(w, WORLD_LEAD);
    struct id id = test_import(w, &how, "Names\nSenada\n");
    world_as(w, WORLD_VOLUNTEER);
    struct import *import = NULL;
    CHECK_RC(&w->call, import_open(&w->call, &id, w->call.arena, &import), RC_NOT_FOUND);
}

void import_test(void)
{
    static void (*const tests[])(struct world *) = {
        simple_test, faulty_test, key_test, resume_test, historic_test, denied_test, rebuild_test};
    struct world w;

    test_start(&w, "import");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tests[i](&w);
    world_close(&w);
}
