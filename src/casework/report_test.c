/* report_test.c - a small office counted by hand: report.c, report_tables.c, report_paper.c,
 * report_sample.c, donor.c. */
#include "casework/donor.h"
#include "casework/report_paper.h"
#include "casework/report_sample.h"
#include "casework/result.h"
#include "casework_test.h"
#include "document/cells.h"
#include "document/sheet_read.h"
#include "document/xlsx_write.h"
#include "process/channel.h"

enum { HEX = 40, FILE_MAX = 1 << 20 };

/* Ids outlive the calls in which they were made. */
struct office {
    struct world w;
    char ana[HEX], boro[HEX];
    struct id cases[4];
};

static struct id saved(struct world *w, enum rc rc, const struct outcome *outcome)
{
    CHECK_RC(&w->call, rc, RC_OK);
    return outcome->record;
}

static void keep_hex(struct world *w, const struct id *id, char out[static HEX])
{
    (void)snprintf(out, HEX, "%s", str_hex(&w->arena, id_str(id)).p);
}

static void people(struct office *o)
{
    struct world *w = &o->w;
    struct outcome out;
    struct id ana =
        saved(w,
              world_save(w, "person", NULL, NULL, &out, "names", "given, Ana; family, Beric", "sex",
                         "f", "born", "1990", "lives_in", "rekovo", NULL),
              &out);
    keep_hex(w, &ana, o->ana);
    struct id boro = saved(
        w, world_save(w, "person", NULL, NULL, &out, "names", "nickname, Boro", "sex", "m", NULL),
        &out);
    keep_hex(w, &boro, o->boro);
}

static void cases(struct office *o)
{
    const struct {
        const char *person, *area, *people, *historic;
    } rows[] = {{o->ana, "housing", "", "no"},
                {o->boro, "papers", "", "no"},
                {o->ana, "education", o->boro, "no"},
                {o->boro, "health", "", "yes"}};
    struct outcome out;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        o->cases[i] = saved(&o->w,
                            world_save(&o->w, "case", NULL, NULL, &out, "person", rows[i].person,
                                       "area", rows[i].area, "what", "A roof", "people",
                                       rows[i].people, "historic", rows[i].historic, NULL),
                            &out);
}

static void help(struct office *o, size_t of, const char *what, const char *on, const char *project)
{
    struct outcome out;

    CHECK_RC(&o->w.call,
             world_save(&o->w, "case_help", NULL, &o->cases[of], &out, "on", on, "what", what,
                        "project", project, NULL),
             RC_OK);
}

static void quick(struct office *o, const char *on)
{
    struct outcome out;

    CHECK_RC(&o->w.call,
             world_save(&o->w, "quick_help", NULL, NULL, &out, "on", on, "area", "papers", "what",
                        "information", "minutes", "10", NULL),
             RC_OK);
}

static void close_case(struct office *o)
{
    struct record *of = world_load(&o->w, "case", &o->cases[1]);
    struct id change = id_new(&o->w.call);
    struct result result = {
        .outcome = STR("right_obtained_full"), .ended = v_null(), .change = &change};
    struct outcome out;

    CHECK_RC(&o->w.call, result_close(&o->w.call, of, &result, &out), RC_OK);
}

/* Two people, three cases and an old one, three helps and two on the spot, a letter, a result. */
static void open_office(struct office *o, const char *name)
{
    char today[DAY_TEXT];
    struct outcome out;

    test_start(&o->w, name);
    (void)day_format(o->w.call.today, today);
    people(o);
    cases(o);
    help(o, 0, "legal_advice", today, "Homes");
    help(o, 0, "information", today, " Homes");
    help(o, 2, "counselling", today, "");
    help(o, 0, "information", "2020-01-01", "Homes");
    quick(o, today);
    quick(o, today);
    quick(o, "2020-01-01");
    CHECK_RC(&o->w.call,
             world_save(&o->w, "letter", NULL, &o->cases[0], &out, "procedure", "rs.admin.request",
                        "template", "request", "language", "en", "written", today, "subject_line",
                        "The roof", NULL),
             RC_OK);
    close_case(o);
    world_as(&o->w, WORLD_LEAD);
}

static struct report_figures gathered(struct office *o)
{
    struct call *call = &o->w.call;
    struct report_figures figures;
    struct report_period period;

    CHECK_RC(call, report_between(call, call->today, call->today, &period), RC_OK);
    CHECK_RC(call, report_gather(call, &period, &figures), RC_OK);
    return figures;
}

static void count_test(struct office *o)
{
    struct report_figures figures = gathered(o);
    const struct report_row *total = &figures.counts.total;

    CASE("report: a day counted by hand");
    CHECK_INT(total->things[REPORT_QUICK], 2);
    CHECK_INT(total->things[REPORT_HELP], 3);
    CHECK_INT(total->things[REPORT_OPENED], 3);
    CHECK_INT(total->things[REPORT_CLOSED], 1);
    CHECK_INT(total->things[REPORT_OPEN], 2);
    CHECK_INT(total->things[REPORT_LETTER], 1);
    CHECK_INT(figures.cases_seen, 4);
    CHECK_INT(figures.undated, 0);

    CASE("report: one talk with two is one help for two people");
    CHECK_INT(total->people[REPORT_HELP], 2);
    CHECK_INT(total->all_people, 2);
    const struct report_row *homes = report_row(&figures.counts, REPORT_BY_PROJECT, STR("Homes"));
    if (CHECK(homes != NULL)) {
        CHECK_INT(homes->things[REPORT_HELP], 2);
        CHECK_INT(homes->people[REPORT_HELP], 1);
    }
    const struct report_row *women = report_row(&figures.counts, REPORT_BY_SEX, STR("f"));
    if (CHECK(women != NULL))
        CHECK_INT(women->all_people, 1);
    CHECK(report_row(&figures.counts, REPORT_BY_AGE, STR("30_64")) != NULL);
    CHECK(report_row(&figures.counts, REPORT_BY_PLACE, STR("rekovo")) != NULL);
}

/* A colleague of another team counts what she may see. */
static void others_test(struct office *o)
{
    CASE("report: who may not see the cases counts none of them, and the quick help of all");
    world_as(&o->w, WORLD_OTHER);
    struct report_figures figures = gathered(o);
    CHECK_INT(figures.cases_seen, 0);
    CHECK_INT(figures.counts.total.things[REPORT_HELP], 0);
    CHECK_INT(figures.counts.total.all_people, 0);
    CHECK_INT(figures.counts.total.things[REPORT_QUICK], 2);
    world_as(&o->w, WORLD_LEAD);
}

static const struct report_table *table(const struct report_tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->n; i++)
        if (strcmp(tables->tables[i].name, name) == 0)
            return &tables->tables[i];
    return NULL;
}

static void tables_test(struct office *o)
{
    struct report_figures figures = gathered(o);
    struct report_order order = {.figures = &figures};
    struct report_tables tables;

    CASE("report: tables have the numbers, their lists and what there is in all");
    CHECK_RC(&o->w.call, report_tables(&o->w.call, &order, &tables), RC_OK);
    const struct report_table *areas = table(&tables, "area");
    if (CHECK(areas != NULL)) {
        CHECK_INT(areas->n, 4); /* papers, housing, education, in all */
        CHECK_TEXT(areas->lines[0].key, "papers");
        CHECK_TEXT(areas->lines[3].key, "total");
        CHECK_INT(areas->lines[1].numbers[0].n, 2);
        CHECK(str_starts(areas->lines[1].numbers[0].path, STR("/records/case_help?where=on%3E")));
    }
    CHECK(table(&tables, "month") == NULL);

    CASE("report: to show outside, what stands for so few is in no table");
    order.outside = true;
    CHECK_RC(&o->w.call, report_tables(&o->w.call, &order, &tables), RC_OK);
    const struct report_table *sexes = table(&tables, "sex");
    if (CHECK(sexes != NULL))
        CHECK_INT(sexes->columns, 0);
    areas = table(&tables, "area");
    if (CHECK(areas != NULL)) {
        CHECK_INT(areas->columns, 1);
        CHECK_TEXT(str_of(areas->names[0]), "quick");
    }
    CHECK_TEXT(report_number_text(&o->w.call, &tables.tables[0].lines[0].numbers[0]), "<5");

    CASE("report: beside another time");
    struct report_period before = report_period_beside(&figures.period, -1);
    struct report_figures then;
    CHECK_RC(&o->w.call, report_gather(&o->w.call, &before, &then), RC_OK);
    order = (struct report_order){&figures, &then, false};
    CHECK_RC(&o->w.call, report_tables(&o->w.call, &order, &tables), RC_OK);
    CHECK_INT(tables.tables[0].columns, 3);
    CHECK_INT(tables.tables[0].lines[3].numbers[2].n, 3); /* three helps more */
}

/* The sheet, packed and read back by what reads tables of others. */
static void sheet_test(struct office *o)
{
    struct call *call = &o->w.call;
    struct report_figures figures = gathered(o);
    struct report_order order = {.figures = &figures};
    struct report_tables tables;
    struct str cells, file, csv;
    struct sheet_found found;
    struct cells_row row;
    int fd;

    CASE("report: an Excel file that is read back");
    CHECK_RC(call, report_tables(call, &order, &tables), RC_OK);
    CHECK_RC(call, report_cells(call, &tables, &fd), RC_OK);
    CHECK_RC(call, channel_file_read(call, fd, FILE_MAX, &cells), RC_OK);
    channel_close(fd);
    struct xlsx_order sheet = {tables.title, cells};
    CHECK_RC(call, xlsx_write(call, &sheet, &file), RC_OK);
    CHECK_RC(call, xlsx_read(call, file, &(struct sheet_ask){.sheet = STR("")}, &found), RC_OK);
    struct cells in = cells_open(found.cells);
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[0].text, "Table");
    CHECK_RC(call, cells_next(call, &in, &row), RC_OK);
    CHECK_TEXT(row.cells[0].text, "In short");
    CHECK(row.cells[2].type == CELL_NUMBER && str_is(row.cells[2].text, "2"));
    CHECK_INT(found.formulas, 0);

    CASE("report: the same as text");
    CHECK_RC(call, report_csv(call, &tables, &csv), RC_OK);
    CHECK(str_starts(csv, STR("Table,Row,")));
}

static void sample_test(struct office *o)
{
    struct call *call = &o->w.call;
    struct sample_order order = {.of = STR("help"), .seed = 4711, .n = 2};
    struct sample first, second;

    CASE("report: a sample is drawn by its seed, the same each time");
    CHECK_RC(call, report_between(call, call->today, call->today, &order.period), RC_OK);
    CHECK_RC(call, sample_draw(call, &order, &first), RC_OK);
    CHECK_INT(first.n, 2);
    CHECK_INT(first.from, 3);
    CHECK_RC(call, sample_draw(call, &order, &second), RC_OK);
    CHECK(str_eq(first.lines[0].what, second.lines[0].what) &&
          str_eq(first.lines[1].what, second.lines[1].what));
    bool others = false;
    for (order.seed = 1; order.seed < 40 && !others; order.seed++) {
        CHECK_RC(call, sample_draw(call, &order, &second), RC_OK);
        others = !str_eq(first.lines[0].what, second.lines[0].what);
    }
    CHECK(others);

    CASE("report: names are masked, papers are named");
    order = (struct sample_order){.period = order.period, .of = STR("letters"), .seed = 1};
    CHECK_RC(call, sample_draw(call, &order, &first), RC_OK);
    CHECK_INT(first.n, 1);
    CHECK_TEXT(first.lines[0].person, "A. B.");
    CHECK(str_find(first.lines[0].papers, '-') < first.lines[0].papers.n);
    order.of = STR("roofs");
    CHECK_RC(call, sample_draw(call, &order, &first), RC_NOT_FOUND);
}

/* ---- a donor's names */

static void check_value(struct call *call, const struct donor_numbers *numbers, const char *name,
                        const char *want)
{
    struct cell value = {CELL_NOTHING, STR("")};

    CHECK(donor_value(call, numbers, str_of(name), &value) == (want != NULL));
    if (want != NULL)
        CHECK_TEXT(value.text, want);
}

static void donor_test(struct office *o)
{
    static const struct {
        const char *name, *inside, *outside;
    } rows[] = {
        {"khetane_help", "3", "3"},
        {"KHETANE_Cases_Opened", "3", "3"},
        {"khetane_people", "2", "<5"},
        {"khetane_people_women", "1", "not shown"},
        {"khetane_help_area_housing", "2", "not shown"},
        {"khetane_help_area_health", "0", "not shown"},
        {"khetane_quick_area_health", "0", "0"},
        {"khetane_quick_area_papers", "2", "2"},
        {"khetane_help_project_homes", "2", "not shown"},
        {"khetane_help_project_nothing_of_late", "0", "not shown"},
        {"khetane_people_age_unknown", "1", "not shown"},
        {"khetane_procedures_ended", "0", "0"},
        {"khetane_organisation", "Open Door", "Open Door"},
        {"khetane_help_area_hosing", NULL, NULL},
        {"khetane_helps", NULL, NULL},
        {"khetane_help_total", NULL, NULL},
        {"khetane_", NULL, NULL},
        {"women", NULL, NULL},
    };
    struct call *call = &o->w.call;
    struct report_figures figures = gathered(o);
    struct report_order order = {.figures = &figures};
    struct report_tables tables;
    struct donor_numbers numbers = {&tables, figures.period, STR("Open Door")};

    CASE("donor: names and their numbers, inside and outside");
    for (int outside = 0; outside < 2; outside++) {
        order.outside = outside != 0;
        CHECK_RC(call, report_tables(call, &order, &tables), RC_OK);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            check_value(call, &numbers, rows[i].name,
                        outside != 0 ? rows[i].outside : rows[i].inside);
    }

    CASE("donor: every name that is listed has a value");
    struct donor_names names;
    struct cell value;
    CHECK_RC(call, donor_names(call, &names), RC_OK);
    CHECK(names.n > 100 && names.n < DONOR_NAMES_MAX);
    for (size_t i = 0; i < names.n; i++)
        if (!CHECK(donor_value(call, &numbers, names.items[i].name, &value)))
            tap_note("%s", names.items[i].name.p);

    CASE("donor: what other names stand for is remembered, and can be another");
    struct donor_mapping mapping = {STR("")};
    CHECK_TEXT(donor_meaning(call, &mapping, STR("Women")), "");
    mapping.text = donor_map(call, &mapping, STR("Women"), STR("khetane_people_women"));
    mapping.text = donor_map(call, &mapping, STR("Help"), STR("khetane_help"));
    CHECK_TEXT(donor_meaning(call, &mapping, STR("women")), "khetane_people_women");
    mapping.text = donor_map(call, &mapping, STR("WOMEN"), STR(""));
    CHECK_TEXT(mapping.text, "Help = khetane_help");
    CHECK_TEXT(donor_meaning(call, &mapping, STR("khetane_quick")), "khetane_quick");
}

static void period_test(struct office *o)
{
    static const struct {
        const char *text, *from, *to, *before;
    } rows[] = {{"2026-02", "2026-02-01", "2026-02-28", "2026-01"},
                {"2026-01", "2026-01-01", "2026-01-31", "2025-12"},
                {"2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"},
                {"2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"},
                {"2024", "2024-01-01", "2024-12-31", "2023"}};
    static const char *const wrong[] = {"2026-13", "2026-00", "2026-Q5",   "2026-Q0", "26",
                                        "2026-1",  "soon",    "2026-10-1", "0000",    "2026 10"};
    struct call *call = &o->w.call;
    struct report_period period;

    CASE("report: months, quarters and years, and those before");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_RC(call, report_period(call, str_of(rows[i].text), &period), RC_OK);
        CHECK_INT(period.from, test_day(rows[i].from));
        CHECK_INT(period.to, test_day(rows[i].to));
        CHECK_TEXT(report_period_text(call, &period), rows[i].text);
        period = report_period_beside(&period, -1);
        CHECK_TEXT(report_period_text(call, &period), rows[i].before);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_RC(call, report_period(call, str_of(wrong[i]), &period), RC_INVALID);
    CHECK_RC(call, report_between(call, 20, 19, &period), RC_INVALID);
    CHECK_RC(call, report_between(call, 0, 20000, &period), RC_INVALID);
}

void report_test(void)
{
    struct office o;

    open_office(&o, "report");
    count_test(&o);
    others_test(&o);
    tables_test(&o);
    sheet_test(&o);
    sample_test(&o);
    donor_test(&o);
    period_test(&o);
    world_close(&o.w);
}
