/* desk_test.c - tests for quick.c, queue.c, sheet.c and the times of come_parts.c. */
#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/queue.h"
#include "casework/quick.h"
#include "casework/sheet.h"
#include "casework_test.h"

static void help(struct world *w, const char *on, int64_t minutes, const char *project)
{
    struct quick_entry entry = {.area = STR("housing"),
                                .what = STR("information"),
                                .project = str_of(project),
                                .minutes = minutes,
                                .rights_sheet = minutes > 20,
                                .on = test_day(on),
                                .change = id_new(&w->call)};
    struct outcome outcome;

    CHECK_RC(&w->call, quick_save(&w->call, &entry, &outcome), RC_OK);
}

static void quick(void)
{
    struct quick_recent recent;
    struct quick_sums sums;
    struct world w;

    test_start(&w, "quick");
    world_as(&w, WORLD_OTHER);
    help(&w, "2026-03-05", 30, "Other");
    world_as(&w, WORLD_WORKER);
    CASE("quick: nothing yet is no failure");
    CHECK_RC(&w.call, quick_recent(&w.call, &recent), RC_OK);
    CHECK(recent.last == NULL && recent.projects_n == 1);

    CASE("quick: the day and the month, one's own and the office's");
    help(&w, "2026-02-28", 60, "");
    help(&w, "2026-03-05", 10, "Free aid");
    help(&w, "2026-03-31", 5, "Free aid");
    help(&w, "2026-04-01", 60, "");
    CHECK_RC(&w.call, quick_sums(&w.call, test_day("2026-03-05"), &sums), RC_OK);
    CHECK_INT(sums.own_day.minutes, 10);
    CHECK_INT(sums.own_month.n, 2);
    CHECK_INT(sums.own_month.minutes, 15);
    CHECK(sums.office);
    CHECK_INT(sums.office_day.minutes, 40);
    CHECK_INT(sums.office_month.n, 3);
    CHECK_INT(sums.office_month.sheets, 1);

    CASE("quick: what was chosen last, and each project once");
    CHECK_RC(&w.call, quick_recent(&w.call, &recent), RC_OK);
    CHECK_INT(record_value(recent.last, "minutes").i, 60);
    CHECK_INT(recent.projects_n, 2);
    CHECK_TEXT(recent.projects[0], "Free aid");

    CASE("quick: a volunteer sums up what she did, and no more");
    world_as(&w, WORLD_VOLUNTEER);
    help(&w, "2026-03-05", 15, "");
    CHECK_RC(&w.call, quick_sums(&w.call, test_day("2026-03-05"), &sums), RC_OK);
    CHECK(!sums.office);
    CHECK_INT(sums.own_day.n, 1);
    CHECK_INT(sums.office_day.n, 1);
    world_close(&w);
}

/* ---- visitors */

static struct visitor visitor_at(struct world *w, const char *called, int minute)
{
    return (struct visitor){.called = str_of(called),
                            .came_ms = come_moment(&w->call, test_day("2026-03-05"), minute),
                            .received = v_null(),
                            .taken_ms = v_null(),
                            .done_ms = v_null()};
}

static struct record *first_of_day(struct world *w, size_t n)
{
    struct query_page found;

    CHECK_RC(&w->call, queue_of_day(&w->call, test_day("2026-03-05"), &found), RC_OK);
    CHECK_INT(found.n, n);
    return found.n == 0 ? NULL : found.records[0];
}

static enum rc move(struct world *w, const struct record *record, const char *state)
{
    struct id change = id_new(&w->call);
    struct outcome outcome;

    return queue_move(&w->call, record, str_of(state), &change, &outcome);
}

static void queue(void)
{
    struct visitor rows[3];
    struct outcome outcome = {0}, back = {0};
    struct world w;

    test_start(&w, "queue");
    CASE("queue: rows of a sheet in any order are one change, in the order of coming");
    rows[0] = visitor_at(&w, "Nora", 9 * 60 + 10);
    rows[1] = visitor_at(&w, "Ali", 8 * 60 + 35);
    rows[2] = visitor_at(&w, "Zumbula", 9 * 60);
    rows[1].taken_ms = v_int(rows[1].came_ms + 60000);
    rows[1].done_ms = v_int(rows[1].came_ms + 120000);
    rows[2].done_ms = v_int(rows[2].came_ms + 60000);
    struct id change = id_new(&w.call);
    CHECK_RC(&w.call, queue_write(&w.call, rows, 3, &change, &outcome), RC_OK);
    struct record *ali = first_of_day(&w, 3);
    CHECK_TEXT(record_value(ali, "called").s, "Ali");
    CHECK_TEXT(ali->state, "helped");

    CASE("queue: sent twice it is one change; taken back, nobody is left");
    CHECK_RC(&w.call, queue_write(&w.call, rows, 3, &change, &back), RC_OK);
    CHECK(back.repeated);
    (void)first_of_day(&w, 3);
    struct value args[] = {v_bytes(str_bytes(change.b, sizeof change.b))};
    CHECK_RC(&w.call, world_run(&w, "change.undo", v_list(args, 1), &back), RC_OK);
    (void)first_of_day(&w, 0);

    CASE("queue: taken by one, the other is told that somebody was quicker");
    change = id_new(&w.call);
    CHECK_RC(&w.call, queue_write(&w.call, rows, 1, &change, &outcome), RC_OK);
    struct record *nora = first_of_day(&w, 1);
    CHECK_RC(&w.call, move(&w, nora, "with_us"), RC_OK);
    CHECK_INT(move(&w, nora, "with_us"), RC_CONFLICT);
    world_as(&w, WORLD_WORKER);
    nora = first_of_day(&w, 1);
    CHECK_INT(record_value(nora, "who").type, V_BYTES);

    CASE("queue: back to waiting she is nobody's, and what does not follow is refused");
    CHECK_RC(&w.call, move(&w, nora, "waiting"), RC_OK);
    nora = first_of_day(&w, 1);
    CHECK_INT(record_value(nora, "taken").type, V_NULL);
    CHECK_INT(record_value(nora, "who").type, V_NULL);
    CHECK_INT(move(&w, nora, "helped"), RC_INVALID);
    world_as(&w, WORLD_WORKER);

    CASE("queue: 5 March and 15 days is 20 March, a Friday; a summons is not supposed to be any");
    struct first_look look;
    CHECK_RC(&w.call, first_look(&w.call, STR("refusal"), test_day("2026-03-05"), &look), RC_OK);
    CHECK(look.counted && look.due == test_day("2026-03-20"));
    CHECK_RC(&w.call, first_look(&w.call, STR("summons"), test_day("2026-03-05"), &look), RC_OK);
    CHECK(!look.counted);
    world_close(&w);
}

static void times(void)
{
    static const struct {
        const char *typed;
        int minute; /* -1: it is no time */
    } rows[] = {{"9:05", 545}, {"09.05", 545},  {"905", 545},  {"0905", 545}, {"9", 540},
                {"0:00", 0},   {"23:59", 1439}, {"24:00", -1}, {"9:60", -1},  {"", -1},
                {":5", -1},    {"12345", -1},   {"9:05x", -1}, {"-9", -1}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int minute = -1;
        CASE("times: \"%s\"", rows[i].typed);
        CHECK_INT(come_minute(str_of(rows[i].typed), &minute), rows[i].minute >= 0);
        if (rows[i].minute >= 0)
            CHECK_INT(minute, rows[i].minute);
    }
}

static void sheets(void)
{
    static const char *const countries[] = {"mk", "rs", "xk", "lt"};
    struct world w;

    test_start(&w, "sheets");
    const struct choice_list *areas = list_find(w.app->registry, STR("area_of_life"));
    for (size_t i = 0; i < areas->n; i++)
        for (size_t j = 0; j < 4; j++) {
            struct str country = str_of(countries[j]);
            struct sheet sheet = {.title = STR("")};
            CASE("sheets: %s in %s has words", areas->choices[i].code.p, countries[j]);
            CHECK(sheet_find(&w.call, country, areas->choices[i].code, STR("rom"), &sheet));
            CHECK(!sheet.translated && sheet.body.n != 0 && sheet.title.n != 0);
            for (size_t k = 0; lang_known(k) != NULL; k++)
                if (strcmp(lang_known(k), "rom") != 0)
                    CHECK(sheet_find(&w.call, country, areas->choices[i].code,
                                     str_of(lang_known(k)), &sheet) &&
                          sheet.translated && sheet.body.n != 0);
            CHECK(sheet_next(&w.call, &sheet, country, NULL) != NULL);
        }
    struct sheet latin = {.title = STR("")};
    CASE("sheets: Serbian in Latin letters is made of the Cyrillic");
    CHECK(sheet_find(&w.call, STR("rs"), STR("housing"), STR("sr-Latn"), &latin));
    CHECK(str_is(latin.title, "Stanovanje"));
    world_close(&w);
}

void desk_test(void)
{
    quick();
    queue();
    times();
    sheets();
}
