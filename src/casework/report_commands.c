/* report_commands.c - of commands.h: report show, report sample, report fill, report names. */
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/donor.h"
#include "casework/letter_print.h"
#include "casework/report_paper.h"
#include "casework/report_sample.h"
#include "cli/input.h"
#include "cli/say.h"
#include "exchange/sheet_job.h"
#include "process/channel.h"

enum { WITH_BEFORE, WITH_YEAR };

static const char *const withs[] = {"before", "year", NULL};

static enum rc period_of(struct call *call, const struct command_args *args,
                         struct report_period *out)
{
    struct str typed = args_word(args, 0);

    if (args_has(args, "from") != args_has(args, "to"))
        return fail(call, RC_USAGE, NULL, "--from and --to go together.");
    if (args_has(args, "from"))
        return report_between(call, args_day(args, "from", 0), args_day(args, "to", 0), out);
    return report_period(call, typed.p == NULL ? STR("") : typed, out);
}

static struct report_period other_period(const struct command_args *args,
                                         const struct report_period *period)
{
    static const int in_a_year[] = {
        [REPORT_DAYS] = 1, [REPORT_MONTH] = 12, [REPORT_QUARTER] = 4, [REPORT_YEAR] = 1};
    bool year = args_choice(args, "with", WITH_BEFORE) == WITH_YEAR;

    return report_period_beside(period, year ? -in_a_year[period->span] : -1);
}

static enum rc tables_of(struct call *call, const struct command_args *args,
                         struct report_tables *out)
{
    struct report_figures *figures = arena_array(call->arena, 2, sizeof *figures);
    struct report_order order = {.figures = figures, .outside = args_has(args, "outside")};
    struct report_period period;
    enum rc rc = figures == NULL ? fail_memory(call) : period_of(call, args, &period);

    if (rc == RC_OK)
        rc = report_gather(call, &period, &figures[0]);
    if (rc == RC_OK && args_has(args, "with")) {
        struct report_period other = other_period(args, &period);
        rc = report_gather(call, &other, &figures[1]);
        order.other = &figures[1];
    }
    return rc == RC_OK ? report_tables(call, &order, out) : rc;
}

/* ---- for programs and the terminal ---- */

static void put_number(struct out *out, const struct report_table *table,
                       const struct report_line *line, size_t at)
{
    const struct report_number *number = &line->numbers[at];

    if (number->none)
        return;
    out_record(out, NULL);
    out_text(out, "table", str_of(table->name));
    out_text(out, "row", line->label);
    out_text(out, "figure", str_of(table->names[at]));
    out_text(out, "number", report_number_text(out->call, number));
    out_end(out);
}

static void put_tables(struct out *out, const struct report_tables *tables)
{
    out_list(out, NULL);
    for (size_t i = 0; i < tables->n; i++) {
        const struct report_table *table = &tables->tables[i];
        for (size_t j = 0; j < table->n; j++)
            for (size_t k = 0; k < table->columns; k++)
                put_number(out, table, &table->lines[j], k);
    }
    out_end(out);
}

/* ---- files ---- */

static enum rc make_paper(struct call *call, const struct report_tables *tables,
                          enum letter_form form, struct str *out)
{
    static const struct job_kind *const kinds[] = {&letter_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    struct letter_print *print = arena_alloc(call->arena, sizeof *print);
    struct letter_pdf_result result = {.pages = 0};
    struct job_request request;
    struct job_news news;
    struct job job;
    enum rc rc = print == NULL ? fail_memory(call) : report_paper(call, tables, print);

    if (rc == RC_OK)
        rc = letter_print_send(call, print, form, &request);
    if (rc != RC_OK)
        return rc;
    rc = job_start(call, &jobs, LETTER_JOB, request, &job);
    channel_close(request.fd);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &news);
    if (rc == RC_OK)
        rc = letter_print_result(call, &news, &result);
    job_close(&job);
    *out = result.bytes;
    return rc;
}

static enum rc make_xlsx(struct call *call, const struct report_tables *tables, struct str *out)
{
    static const struct job_kind *const kinds[] = {&sheet_write_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    int cells;
    enum rc rc = report_cells(call, tables, &cells);

    return rc == RC_OK ? sheet_write_in_job(call, &jobs, tables->title, cells, out) : rc;
}

static enum rc write_file(struct call *call, const struct command_args *args,
                          const struct report_tables *tables)
{
    struct str path = args_text(args, "output"), bytes;
    enum rc rc = RC_USAGE;

    for (int form = 0; form < LETTER_FORMS; form++)
        if (str_ends(path, str_format(call->arena, ".%s", letter_forms[form].name)))
            rc = make_paper(call, tables, (enum letter_form)form, &bytes);
    if (str_ends(path, STR(".xlsx")))
        rc = make_xlsx(call, tables, &bytes);
    else if (str_ends(path, STR(".csv")))
        rc = report_csv(call, tables, &bytes);
    if (rc == RC_USAGE)
        return fail(call, rc, NULL, "A report is written as .pdf, .docx, .odt, .xlsx or .csv.");
    return rc == RC_OK ? command_write_file(call, args, path, bytes) : rc;
}

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct report_tables *tables = arena_alloc(call->arena, sizeof *tables);
    enum rc rc = tables == NULL ? fail_memory(call) : tables_of(call, args, tables);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < tables->notes_n; i++)
        note(call, args, "%s", str_z(call->arena, tables->notes[i]));
    if (args_has(args, "output"))
        return write_file(call, args, tables);
    put_tables(args->out, tables);
    return RC_OK;
}

/* ---- the sample ---- */

static enum rc run_sample(struct call *call, const struct command_args *args)
{
    struct sample_order order = {.of = args_text(args, "of"),
                                 .seed = args_int(args, "seed", 0),
                                 .n = (size_t)args_int(args, "n", SAMPLE_N)};
    struct sample sample;
    enum rc rc = period_of(call, args, &order.period);

    if (order.of.p == NULL)
        order.of = STR("help");
    if (order.seed == 0)
        order.seed = sample_seed(call);
    if (rc == RC_OK)
        rc = sample_draw(call, &order, &sample);
    if (rc != RC_OK)
        return rc;
    note(call, args, "%zu drawn from %lld, by the seed %lld.", sample.n, (long long)sample.from,
         (long long)sample.seed);
    out_list(args->out, NULL);
    for (size_t i = 0; i < sample.n; i++) {
        out_record(args->out, NULL);
        out_text(args->out, "case", sample.lines[i].code);
        out_text(args->out, "on", sample.lines[i].on);
        out_text(args->out, "what", sample.lines[i].what);
        out_text(args->out, "person", sample.lines[i].person);
        out_text(args->out, "papers", sample.lines[i].papers);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

/* ---- a donor's form ---- */

static enum rc ask_donor(struct call *call, struct str file, const struct named_cells *cells,
                         struct named_cells *out, struct str *filled)
{
    static const struct job_kind *const kinds[] = {&donor_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    struct job_request request;
    struct job_news news;
    struct job job;
    enum rc rc = donor_order(call, file, cells, &request);

    if (rc != RC_OK)
        return rc;
    rc = job_start(call, &jobs, DONOR_JOB, request, &job);
    channel_close(request.fd);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &news);
    if (rc == RC_OK)
        rc = donor_result(call, &news, out, filled);
    job_close(&job);
    return rc;
}

/* "theirs=ours,theirs=ours", a line each. */
static struct donor_mapping mapping_of(struct call *call, const struct command_args *args)
{
    struct str typed = args_text(args, "map");
    struct buf lines;

    buf_init(&lines, call->arena, 64 << 10);
    for (size_t i = 0; i < typed.n; i++)
        buf_char(&lines, typed.p[i] == ',' ? '\n' : typed.p[i]);
    return (struct donor_mapping){lines.n == 0 ? STR("") : buf_str(&lines)};
}

static void put_filled(struct call *call, const struct command_args *args,
                       const struct donor_mapping *mapping, const struct donor_numbers *numbers,
                       const struct named_cells *cells)
{
    out_list(args->out, NULL);
    for (size_t i = 0; i < cells->n; i++) {
        const struct named_cell *cell = &cells->items[i];
        struct str meaning = donor_meaning(call, mapping, cell->name);
        struct cell value;
        bool known = meaning.n != 0 && donor_value(call, numbers, meaning, &value);
        if (meaning.n != 0 && !known)
            note(call, args, "The name \"%s\" is not known.", str_z(call->arena, meaning));
        if (known && cell->state == NAMED_FORMULA)
            note(call, args, "The cell of \"%s\" has a formula, which stays.",
                 str_z(call->arena, cell->name));
        if (known && cell->state == NAMED_NONE)
            note(call, args, "The name \"%s\" leads to no cell.", str_z(call->arena, cell->name));
        if (!known || cell->state == NAMED_NONE || cell->state == NAMED_FORMULA)
            continue;
        out_record(args->out, NULL);
        out_text(args->out, "name", cell->name);
        out_text(args->out, "cell", named_cell_place(call, cell));
        out_text(args->out, "value", value.text);
        out_end(args->out);
    }
    out_end(args->out);
}

static enum rc fill_file(struct call *call, const struct command_args *args,
                         const struct donor_numbers *numbers)
{
    struct donor_mapping mapping = mapping_of(call, args);
    struct named_cells cells, after;
    struct str file, none, filled;
    enum rc rc = input_read(call, args_text(args, "form"), DONOR_FILE_MAX, &file);

    if (rc == RC_OK)
        rc = ask_donor(call, file, NULL, &cells, &none);
    if (rc == RC_OK && cells.n == 0)
        return fail(call, RC_NOT_FOUND, NULL, "No cell of this spreadsheet has a name.");
    if (rc != RC_OK)
        return rc;
    donor_give(call, numbers, &mapping, &cells);
    rc = ask_donor(call, file, &cells, &after, &filled);
    if (rc == RC_OK)
        rc = command_write_file(call, args, args_text(args, "output"), filled);
    if (rc == RC_OK && !str_is(args_text(args, "output"), "-"))
        put_filled(call, args, &mapping, numbers, &after);
    return rc;
}

/* It goes outside: small numbers are hidden unless somebody says otherwise. */
static enum rc run_fill(struct call *call, const struct command_args *args)
{
    struct report_figures *figures = arena_alloc(call->arena, sizeof *figures);
    struct report_tables *tables = arena_alloc(call->arena, sizeof *tables);
    struct report_order order = {.figures = figures, .outside = !args_has(args, "exact")};
    struct report_period period;
    struct letter_head head;

    if (figures == NULL || tables == NULL)
        return fail_memory(call);
    enum rc rc = period_of(call, args, &period);
    if (rc == RC_OK)
        rc = report_gather(call, &period, figures);
    if (rc == RC_OK)
        rc = report_tables(call, &order, tables);
    if (rc == RC_OK)
        rc = letter_print_head(call, &head);
    if (rc != RC_OK)
        return rc;
    const struct donor_numbers numbers = {tables, period, head.name};
    return fill_file(call, args, &numbers);
}

static enum rc run_names(struct call *call, const struct command_args *args)
{
    struct donor_names names;
    enum rc rc = donor_names(call, &names);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < names.n; i++) {
        out_record(args->out, NULL);
        out_text(args->out, "name", names.items[i].name);
        out_text(args->out, "what", names.items[i].label);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

/* ---- the table ---- */

#define DAYS_OPTIONS                                                                      \
    {.name = "from", .type = OPTION_DATE, .value = "DATE", .brief = "from which day on"}, \
    {                                                                                     \
        .name = "to", .type = OPTION_DATE, .value = "DATE", .brief = "up to which day"    \
    }

static const struct command_option show_options[] = {
    DAYS_OPTIONS,
    {.name = "with",
     .type = OPTION_CHOICE,
     .value = "before|year",
     .brief = "beside the time before, or the same a year ago",
     .choices = withs},
    {.name = "outside", .brief = "to show outside: small numbers of people are hidden"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "a file instead: .pdf, .docx, .odt, .xlsx or .csv"},
    {.name = NULL},
};

static const struct command_option sample_options[] = {
    DAYS_OPTIONS,
    {.name = "of",
     .type = OPTION_TEXT,
     .value = "WHAT",
     .brief = "drawn from: help, opened, closed or letters; else help"},
    {.name = "seed",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = SAMPLE_SEED_MAX,
     .brief = "draws the same again"},
    {.name = "n",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = SAMPLE_MAX,
     .brief = "how many; else ten"},
    {.name = NULL},
};

static const struct command_option fill_options[] = {
    DAYS_OPTIONS,
    {.name = "form",
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "the donor's spreadsheet (.xlsx), whose cells have names",
     .must = true},
    {.name = "map",
     .type = OPTION_TEXT,
     .value = "NAMES",
     .brief = "what other names stand for: women=khetane_people_women,men=khetane_people_men"},
    {.name = "exact", .brief = "small numbers too: it does not leave the house"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where the filled spreadsheet goes",
     .must = true},
    {.name = NULL},
};

static const struct command_word period_word[] = {
    {.name = "PERIOD", .brief = "such as 2026-10, 2026-Q4 or 2026; else the month before"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "report show",
     .brief = "Count what was done in a month, quarter, year or between two days",
     .example = "khetane report show 2026-10 --outside --output october.pdf",
     .needs = NEEDS_DATA,
     .options = show_options,
     .words = period_word,
     .run = run_show},
    {.name = "report sample",
     .brief = "Draw records of a report by lot, names masked, to be checked in the folders",
     .example = "khetane report sample 2026 --of opened --seed 4711",
     .needs = NEEDS_DATA,
     .options = sample_options,
     .words = period_word,
     .run = run_sample},
    {.name = "report fill",
     .brief = "Fill a donor's own spreadsheet in: each cell that has a name gets its number",
     .example = "khetane report fill 2026-Q4 --form donor.xlsx --output filled.xlsx",
     .needs = NEEDS_DATA,
     .options = fill_options,
     .words = period_word,
     .run = run_fill},
    {.name = "report names",
     .brief = "List the names of cells that can be filled in",
     .needs = NEEDS_DATA,
     .run = run_names},
};

const struct command_table report_table = {commands, sizeof commands / sizeof *commands};
