/* report_tables.c - see report_tables.h. */
#include "casework/report_tables.h"

#include "base/figure.h"
#include "casework/report_words.h"
#include "model/app.h"

enum { ALL_PEOPLE = REPORT_WHATS, FIRST_LINES = 12 };

/* Services or people of one sort. */
struct column_form {
    const char *name, *head;
    int what; /* enum report_what, or ALL_PEOPLE */
    bool people;
};

#define QUICK                                          \
    {                                                  \
        "quick", N_("Quick help"), REPORT_QUICK, false \
    }
#define HELP                                            \
    {                                                   \
        "help", N_("Help in cases"), REPORT_HELP, false \
    }
#define PEOPLE                                         \
    {                                                  \
        "people", N_("People, once"), ALL_PEOPLE, true \
    }
#define OPENED                                             \
    {                                                      \
        "opened", N_("Cases opened"), REPORT_OPENED, false \
    }
#define CLOSED                                             \
    {                                                      \
        "closed", N_("Cases closed"), REPORT_CLOSED, false \
    }
#define OPEN                                         \
    {                                                \
        "open", N_("Still open"), REPORT_OPEN, false \
    }
#define LETTERS                                        \
    {                                                  \
        "letters", N_("Letters"), REPORT_LETTER, false \
    }

static const struct table_form {
    const char *name, *title, *first;
    enum report_split split;
    bool months; /* only where there are several */
    struct column_form columns[REPORT_COLUMNS_MAX];
} forms[] = {
    {"kind", N_("What we did"), N_("Help"), REPORT_BY_KIND, false, {HELP, PEOPLE, QUICK}},
    {"area",
     N_("By area of life"),
     N_("Area"),
     REPORT_BY_AREA,
     false,
     {HELP, PEOPLE, QUICK, OPENED, CLOSED, OPEN, LETTERS}},
    {"project", N_("By project"), N_("Project"), REPORT_BY_PROJECT, false, {HELP, PEOPLE, QUICK}},
    {"sex",
     N_("People by sex"),
     N_("Sex"),
     REPORT_BY_SEX,
     false,
     {PEOPLE, HELP, OPENED, CLOSED, OPEN}},
    {"age",
     N_("People by age"),
     N_("Age"),
     REPORT_BY_AGE,
     false,
     {PEOPLE, HELP, OPENED, CLOSED, OPEN}},
    {"place",
     N_("By municipality"),
     N_("Municipality"),
     REPORT_BY_PLACE,
     false,
     {PEOPLE, HELP, QUICK, OPENED, CLOSED, OPEN}},
    {"outcome",
     N_("What came of it"),
     N_("Result"),
     REPORT_BY_OUTCOME,
     false,
     {CLOSED, {"ended", N_("Procedures ended"), REPORT_ENDED, false}, PEOPLE}},
    {"sort",
     N_("Letters by sort"),
     N_("Sort of letter"),
     REPORT_BY_SORT,
     false,
     {LETTERS,
      {"sent", N_("Letters sent"), REPORT_SENT, false},
      {"answered", N_("Letters answered"), REPORT_ANSWERED, false}}},
    {"letter", N_("Letters written"), N_("Where they stand"), REPORT_BY_STATE, false, {LETTERS}},
    {"month",
     N_("Month by month"),
     N_("Month"),
     REPORT_BY_MONTH,
     true,
     {QUICK, HELP, OPENED, CLOSED, LETTERS}},
};

/* The first table: a line each. */
static const struct first_form {
    const char *name, *label;
    int what;
    bool people;
} first_forms[] = {
    {"people", N_("People we worked for, each counted once"), ALL_PEOPLE, true},
    {"people_helped", N_("… of them helped in their cases"), REPORT_HELP, true},
    {"people_new", N_("… of them with a case that was opened"), REPORT_OPENED, true},
    {"help", N_("Help given in cases"), REPORT_HELP, false},
    {"quick", N_("Quick help, without a name"), REPORT_QUICK, false},
    {"opened", N_("Cases opened"), REPORT_OPENED, false},
    {"closed", N_("Cases closed"), REPORT_CLOSED, false},
    {"open", N_("Cases open on the last day"), REPORT_OPEN, false},
    {"letters", N_("Letters written"), REPORT_LETTER, false},
    {"sent", N_("Letters sent"), REPORT_SENT, false},
    {"answered", N_("Letters answered"), REPORT_ANSWERED, false},
    {"ended", N_("Procedures ended"), REPORT_ENDED, false},
};

_Static_assert(sizeof first_forms / sizeof *first_forms == FIRST_LINES, "as many as there is room");

static int64_t number_of(const struct report_row *row, int what, bool people)
{
    if (row == NULL)
        return 0;
    if (what == ALL_PEOPLE)
        return row->all_people;
    return people ? row->people[what] : row->things[what];
}

bool report_figure_at(size_t i, struct report_figure *out)
{
    if (i < FIRST_LINES) {
        *out = (struct report_figure){"short", REPORT_SPLITS, first_forms[i].name,
                                      first_forms[i].label, NULL};
        return true;
    }
    i -= FIRST_LINES;
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
        for (size_t c = 0; c < REPORT_COLUMNS_MAX && forms[f].columns[c].name != NULL; c++, i--)
            if (i == 0) {
                *out =
                    (struct report_figure){forms[f].name, forms[f].split, forms[f].columns[c].name,
                                           forms[f].columns[c].head, forms[f].title};
                return true;
            }
    return false;
}

struct str report_number_text(struct call *call, const struct report_number *number)
{
    if (number->none)
        return STR("");
    if (number->mark == SMALL_FEW)
        return str_format(call->arena, "<%d", SMALL_LEAST);
    if (number->mark == SMALL_MORE)
        return str_format(call->arena, "≥%d", SMALL_LEAST);
    return str_format(call->arena, "%lld", (long long)number->n);
}

struct str report_number_said(struct call *call, const struct report_number *number)
{
    if (!number->none && number->mark == SMALL_FEW)
        return say(call, "fewer than %d", SMALL_LEAST);
    if (!number->none && number->mark == SMALL_MORE)
        return say(call, "%d or more", SMALL_LEAST);
    return report_number_text(call, number);
}

/* ---- the first table ---- */

static struct report_number first_number(const struct report_order *order,
                                         const struct report_figures *of,
                                         const struct first_form *form)
{
    struct report_number number = {.n = number_of(&of->counts.total, form->what, form->people)};

    number.mark = order->outside && form->people ? small_alone(number.n) : SMALL_OPEN;
    return number;
}

static void compare(struct report_line *line)
{
    const struct report_number *now = &line->numbers[0], *then = &line->numbers[1];

    line->numbers[2].n = now->n - then->n;
    line->numbers[2].none = now->mark != SMALL_OPEN || then->mark != SMALL_OPEN;
}

static enum rc first_table(struct call *call, const struct report_order *order,
                           struct report_table *out)
{
    const struct report_figures *all[] = {order->figures, order->other};

    *out = (struct report_table){.name = "short",
                                 .title = say(call, "In short"),
                                 .first = say(call, "What was counted"),
                                 .columns = order->other == NULL ? 1 : 3};
    out->heads[0] = report_period_said(call, &order->figures->period);
    out->names[0] = "n";
    if (order->other != NULL) {
        out->heads[1] = report_period_said(call, &order->other->period);
        out->heads[2] = say(call, "Difference");
        out->names[1] = "other";
        out->names[2] = "difference";
    }
    out->lines = arena_array(call->arena, FIRST_LINES, sizeof *out->lines);
    if (out->lines == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < FIRST_LINES; i++) {
        struct report_line *line = &out->lines[out->n++];
        *line = (struct report_line){.key = str_of(first_forms[i].name),
                                     .label = str_of(lang_text(call->lang, first_forms[i].label))};
        for (size_t j = 0; j < 2 && all[j] != NULL; j++) {
            line->numbers[j] = first_number(order, all[j], &first_forms[i]);
            if (!first_forms[i].people)
                line->numbers[j].path = report_list_path(
                    call, &all[j]->period, (enum report_what)first_forms[i].what, NULL);
        }
        if (order->other != NULL)
            compare(line);
    }
    return RC_OK;
}

/* ---- a split ---- */

struct splitting {
    struct call *call;
    const struct report_order *order;
    const struct table_form *form;
    struct report_table *table;
};

static bool is_wanted(const struct splitting *in, const struct column_form *column)
{
    return column->name != NULL && !(in->order->outside && column->what == REPORT_OPEN);
}

/* Its columns: of one time all, of two the first two, each twice. */
static void put_heads(struct splitting *in)
{
    struct call *call = in->call;
    const struct report_order *order = in->order;
    struct report_table *table = in->table;

    for (size_t i = 0; i < REPORT_COLUMNS_MAX; i++) {
        const struct column_form *column = &in->form->columns[i];
        if (!is_wanted(in, column))
            continue;
        if (order->other != NULL && i >= 2)
            break;
        struct str head = str_of(lang_text(call->lang, column->head));
        table->names[table->columns] = column->name;
        table->heads[table->columns++] = head;
        if (order->other == NULL)
            continue;
        table->names[table->columns] = str_format(call->arena, "%s_other", column->name).p;
        table->heads[table->columns - 1] = str_format(
            call->arena, "%s, %s", head.p, report_period_said(call, &order->figures->period).p);
        table->heads[table->columns++] = str_format(
            call->arena, "%s, %s", head.p, report_period_said(call, &order->other->period).p);
    }
}

static struct report_number split_number(const struct splitting *in,
                                         const struct report_figures *of,
                                         const struct column_form *column, struct str key)
{
    const struct report_row *row = report_row(&of->counts, in->form->split, key);
    struct report_number number = {.n = number_of(row, column->what, column->people)};
    struct report_at at = {in->form->split, key};

    if (!column->people)
        number.path = report_list_path(in->call, &of->period, (enum report_what)column->what, &at);
    return number;
}

static void put_numbers(const struct splitting *in, struct report_line *line)
{
    const struct report_figures *all[] = {in->order->figures, in->order->other};
    size_t n = 0;

    for (size_t i = 0; i < REPORT_COLUMNS_MAX; i++) {
        const struct column_form *column = &in->form->columns[i];
        if (!is_wanted(in, column) || (all[1] != NULL && i >= 2))
            continue;
        for (size_t j = 0; j < 2 && all[j] != NULL; j++)
            line->numbers[n++] = split_number(in, all[j], column, line->key);
    }
}

static bool is_nothing(const struct report_table *table, const struct report_line *line)
{
    for (size_t i = 0; i < table->columns; i++)
        if (line->numbers[i].n != 0)
            return false;
    return true;
}

static bool has_key(const struct report_table *table, struct str key)
{
    for (size_t i = 0; i < table->n; i++)
        if (str_eq(table->lines[i].key, key))
            return true;
    return false;
}

static enum rc put_lines(struct splitting *in)
{
    const struct report_figures *all[] = {in->order->figures, in->order->other};
    struct report_table *table = in->table;
    size_t room = 1;

    for (size_t j = 0; j < 2 && all[j] != NULL; j++)
        room += all[j]->counts.by[in->form->split].n;
    table->lines = arena_array(in->call->arena, room, sizeof *table->lines);
    if (table->lines == NULL)
        return fail_memory(in->call);
    for (size_t j = 0; j < 2 && all[j] != NULL; j++) {
        const struct report_rows *rows = &all[j]->counts.by[in->form->split];
        for (size_t i = 0; i < rows->n; i++) {
            struct report_line line = {.key = rows->rows[i].key};
            if (has_key(table, line.key))
                continue;
            line.label = report_key_said(in->call, in->form->split, line.key);
            put_numbers(in, &line);
            if (!is_nothing(table, &line))
                table->lines[table->n++] = line;
        }
    }
    report_lines_sort(in->call, in->form->split, table->lines, table->n);
    return RC_OK;
}

/* A split of one time gets a last line with what each counts in all. */
static void put_total(struct splitting *in)
{
    const struct report_figures *all[] = {in->order->figures, in->order->other};
    struct report_table *table = in->table;
    struct report_line *line = &table->lines[table->n];
    size_t n = 0;

    *line = (struct report_line){.key = STR("total"), .label = say(in->call, "In all")};
    for (size_t i = 0; i < REPORT_COLUMNS_MAX; i++) {
        const struct column_form *column = &in->form->columns[i];
        if (!is_wanted(in, column) || (all[1] != NULL && i >= 2))
            continue;
        for (size_t j = 0; j < 2 && all[j] != NULL; j++, n++) {
            const struct report_row *total = &all[j]->counts.total;
            line->numbers[n].n = number_of(total, column->what, column->people);
            /* People of this table alone: quick help has none, and a result only who is done. */
            if (column->what == ALL_PEOPLE && in->form->split == REPORT_BY_OUTCOME)
                line->numbers[n].none = true;
            if (column->what == ALL_PEOPLE && !report_splits(REPORT_OPENED, in->form->split))
                line->numbers[n].n = total->people[REPORT_HELP];
        }
    }
    table->n++;
    table->has_total = true;
}

/* ---- to show outside ---- */

static void drop_column(struct report_table *table, size_t at)
{
    for (size_t i = at; i + 1 < table->columns; i++) {
        table->heads[i] = table->heads[i + 1];
        table->names[i] = table->names[i + 1];
        for (size_t j = 0; j < table->n; j++)
            table->lines[j].numbers[i] = table->lines[j].numbers[i + 1];
    }
    table->columns--;
}

/* false: the column cannot be shown. */
static bool hide_column(struct call *call, struct report_table *table, size_t at)
{
    size_t n = table->n - (table->has_total ? 1 : 0);
    int64_t *cells = arena_array(call->arena, n + 1, sizeof *cells);
    enum small_mark *marks = arena_array(call->arena, n + 1, sizeof *marks);

    if (cells == NULL || marks == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        cells[i] = table->lines[i].numbers[at].n;
    if (!small_hide(cells, n, marks))
        return false;
    for (size_t i = 0; i < n; i++) {
        table->lines[i].numbers[at].mark = marks[i];
        if (marks[i] != SMALL_OPEN)
            table->lines[i].numbers[at].path = STR("");
    }
    return true;
}

static void hide(struct call *call, struct report_table *table)
{
    size_t left_out = 0;

    for (size_t i = 0; i < table->columns;) {
        /* Quick help is nobody's, and by month nobody is told apart: those numbers stay. */
        bool nobodys =
            str_starts(str_of(table->names[i]), STR("quick")) || strcmp(table->name, "month") == 0;
        if (nobodys || hide_column(call, table, i)) {
            i++;
            continue;
        }
        drop_column(table, i);
        left_out++;
    }
    if (left_out != 0)
        table->note = table->columns == 0
                          ? say(call, "Too few people to be shown split like this.")
                          : say(call, "Columns with too few people to be shown are left out.");
    size_t n = 0;
    for (size_t i = 0; i < table->n; i++)
        if (!is_nothing(table, &table->lines[i]) || (table->has_total && i + 1 == table->n))
            table->lines[n++] = table->lines[i];
    table->n = n;
}

/* ---- all of it ---- */

static bool has_months(const struct report_order *order)
{
    struct date from = day_date(order->figures->period.from);
    struct date to = day_date(order->figures->period.to);

    return order->other == NULL && (from.year != to.year || from.month != to.month);
}

static enum rc split_table(struct call *call, const struct report_order *order,
                           const struct table_form *form, struct report_tables *out)
{
    struct report_table *table = &out->tables[out->n];
    struct splitting in = {call, order, form, table};

    *table = (struct report_table){.name = form->name,
                                   .title = str_of(lang_text(call->lang, form->title)),
                                   .first = str_of(lang_text(call->lang, form->first))};
    put_heads(&in);
    enum rc rc = put_lines(&in);
    if (rc != RC_OK || table->n == 0)
        return rc;
    put_total(&in);
    if (order->outside)
        hide(call, table);
    out->n++;
    return RC_OK;
}

enum rc report_tables(struct call *call, const struct report_order *order,
                      struct report_tables *out)
{
    *out = (struct report_tables){.n = 1, .outside = order->outside};
    out->title = say(call, "Report, %s", report_period_said(call, &order->figures->period).p);
    enum rc rc = first_table(call, order, &out->tables[0]);
    for (size_t i = 0; i < sizeof forms / sizeof *forms && rc == RC_OK; i++)
        if (!forms[i].months || has_months(order))
            rc = split_table(call, order, &forms[i], out);
    if (rc == RC_OK)
        report_notes(call, order, out);
    return rc;
}
