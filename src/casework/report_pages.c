/* report_pages.c - see report_pages.h. */
#include "casework/report_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/letter_print.h"
#include "casework/pages.h"
#include "casework/report_paper.h"
#include "exchange/sheet_job.h"
#include "model/permission.h"
#include "roles/await.h"

enum { JOB_MS = 60000 };

/* ---- the address ---- */

enum rc report_view_read(struct web *web, struct report_view *out)
{
    struct str period = web_text(web, "period");
    day from, to;

    *out =
        (struct report_view){.outside = web_flag(web, "outside"), .with = page_typed(web, "with")};
    if (period.n == 0 && web_day(web, "from", &from) && web_day(web, "to", &to))
        return report_between(&web->call, from, to, &out->period);
    return report_period(&web->call, period, &out->period);
}

struct str report_view_path(struct web *web, const char *path, const struct report_view *view)
{
    struct call *call = &web->call;
    struct date from = day_date(view->period.from), to = day_date(view->period.to);
    struct buf out;

    buf_init(&out, call->arena, 400);
    if (view->period.span == REPORT_DAYS)
        buf_format(&out, "%s?from=%04d-%02d-%02d&to=%04d-%02d-%02d", path, from.year, from.month,
                   from.mday, to.year, to.month, to.mday);
    else
        buf_format(&out, "%s?period=%s", path, report_period_text(call, &view->period).p);
    if (view->with.n != 0)
        buf_format(&out, "&with=%.*s", (int)view->with.n, view->with.p);
    buf_z(&out, view->outside ? "&outside=1" : "");
    return buf_ok(&out) ? buf_str(&out) : STR("/report");
}

/* The time before, or the same a year ago. */
static struct report_period other_period(const struct report_view *view)
{
    static const int in_a_year[] = {
        [REPORT_DAYS] = 1, [REPORT_MONTH] = 12, [REPORT_QUARTER] = 4, [REPORT_YEAR] = 1};

    return report_period_beside(&view->period,
                                str_is(view->with, "year") ? -in_a_year[view->period.span] : -1);
}

enum rc report_view_tables(struct web *web, const struct report_view *view,
                           struct report_tables *out)
{
    struct call *call = &web->call;
    struct report_figures *figures = arena_array(call->arena, 2, sizeof *figures);
    bool compared = view->with.n != 0;
    struct report_order order = {.outside = view->outside};

    if (figures == NULL)
        return fail_memory(call);
    enum rc rc = report_gather(call, &view->period, &figures[0]);
    struct report_period other = other_period(view);
    if (rc == RC_OK && compared)
        rc = report_gather(call, &other, &figures[1]);
    order.figures = &figures[0];
    order.other = compared ? &figures[1] : NULL;
    return rc == RC_OK ? report_tables(call, &order, out) : rc;
}

/* ---- choosing the time ---- */

/* The one that its last day lies in, or today, if that is earlier. */
static struct report_period around(const struct call *call, const struct report_period *period,
                                   enum report_span span)
{
    struct date to = day_date(period->to < call->today ? period->to : call->today);
    struct report_period out = {.span = span};
    int month = span == REPORT_YEAR      ? 1
                : span == REPORT_QUARTER ? (to.month - 1) / 3 * 3 + 1
                                         : to.month;

    out.from = day_of((struct date){to.year, month, 1});
    return report_period_beside(&out, 0);
}

static struct str path_of(struct web *web, const struct report_view *view,
                          struct report_period period)
{
    struct report_view other = *view;

    other.period = period;
    return report_view_path(web, "/report", &other);
}

static void span_chips(struct web *web, const struct report_view *view)
{
    static const enum report_span spans[] = {REPORT_MONTH, REPORT_QUARTER, REPORT_YEAR};
    struct call *call = &web->call;
    struct chip chips[3];

    for (size_t i = 0; i < 3; i++) {
        struct report_period period = around(call, &view->period, spans[i]);
        chips[i] = (struct chip){.label = report_period_said(call, &period),
                                 .path = path_of(web, view, period),
                                 .chosen = view->period.span == spans[i]};
    }
    part_chips(&web->html, say(call, "Month, quarter or year"), chips, 3);
}

static void way_chips(struct web *web, const struct report_view *view)
{
    struct call *call = &web->call;
    struct report_view other = *view;
    struct chip chips[4];
    size_t n = 0;

    other.outside = !view->outside;
    chips[n++] = (struct chip){.label = say(call, "To show outside"),
                               .path = report_view_path(web, "/report", &other),
                               .chosen = view->outside};
    other = *view;
    other.with = str_is(view->with, "before") ? STR("") : STR("before");
    chips[n++] = (struct chip){.label = say(call, "Beside the time before"),
                               .path = report_view_path(web, "/report", &other),
                               .chosen = str_is(view->with, "before")};
    other.with = str_is(view->with, "year") ? STR("") : STR("year");
    if (view->period.span == REPORT_MONTH || view->period.span == REPORT_QUARTER)
        chips[n++] = (struct chip){.label = say(call, "Beside a year ago"),
                                   .path = report_view_path(web, "/report", &other),
                                   .chosen = str_is(view->with, "year")};
    part_chips(&web->html, say(call, "How it is shown"), chips, n);
}

/* Any two days: without JavaScript as with it, an address that can be kept. */
static void days_form(struct web *web, const struct report_view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = STR("/report"), .get = true};
    struct button show = {.label = say(call, "Show these days"), .weight = WEIGHT_OTHER};
    struct control from = {.name = STR("from"), .label = say(call, "From"), .must = true};
    struct control to = {.name = STR("to"), .label = say(call, "To"), .must = true};
    struct date_parts first = date_split(call, view->period.from);
    struct date_parts last = date_split(call, view->period.to);

    part_fold(h, say(call, "Any two days"), call->fault_count != 0);
    part_form(web, &form);
    control_date(h, &from, &first);
    control_date(h, &to, &last);
    if (view->outside)
        control_hidden(h, "outside", STR("1"));
    part_form_send(h, &form, &show);
    part_fold_end(h);
}

/* ---- the tables ---- */

static void number_cell(struct web *web, const struct table_column *columns, size_t i,
                        const struct report_number *number, bool outside)
{
    bool link = !outside && number->n != 0 && !number->none;

    part_cell(&web->html, columns, i, report_number_text(&web->call, number),
              link ? number->path : STR(""));
}

static void show_table(struct web *web, const struct report_table *table, bool outside)
{
    struct html *h = &web->html;
    struct table_column columns[REPORT_COLUMNS_MAX + 1] = {{.label = table->first}};

    if (table->columns == 0) {
        html_tag(h, "h2", NULL, table->title);
        part_note(h, TONE_INFO, table->note);
        return;
    }
    for (size_t i = 0; i < table->columns; i++)
        columns[i + 1] = (struct table_column){.label = table->heads[i], .number = true};
    part_table(h, table->title, columns, table->columns + 1);
    for (size_t j = 0; j < table->n; j++) {
        part_row(h);
        part_cell(h, columns, 0, table->lines[j].label, STR(""));
        for (size_t i = 0; i < table->columns; i++)
            number_cell(web, columns, i + 1, &table->lines[j].numbers[i], outside);
        part_row_end(h);
    }
    part_table_end(h);
    if (table->note.n != 0)
        html_tag(h, "p", NULL, table->note);
}

static void file_links(struct web *web, const struct report_view *view)
{
    static const struct {
        const char *path, *label;
    } files[] = {
        {"/report/as/pdf", N_("As PDF")}, {"/report/as/docx", N_("As DOCX")},
        {"/report/as/odt", N_("As ODT")}, {"/report/as/xlsx", N_("As Excel")},
        {"/report/as/csv", N_("As CSV")},
    };
    struct call *call = &web->call;

    part_actions(&web->html);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct button button = {.label = str_of(lang_text(call->lang, files[i].label)),
                                .weight = WEIGHT_QUIET,
                                .icon = "download"};
        part_link_button(&web->html, &button, report_view_path(web, files[i].path, view));
    }
    struct button sample = {.label = say(call, "Ten drawn by lot, to check"),
                            .weight = WEIGHT_QUIET,
                            .icon = "list-checks"};
    struct button donor = {
        .label = say(call, "Into a donor's form"), .weight = WEIGHT_QUIET, .icon = "file-text"};
    struct report_view plain = *view;
    plain.outside = false; /* it goes outside, unless somebody says otherwise there */
    plain.with = STR("");
    part_link_button(&web->html, &sample, report_view_path(web, "/report/sample", view));
    part_link_button(&web->html, &donor, report_view_path(web, "/report/forms", &plain));
    part_actions_end(&web->html);
}

static void show_notes(struct web *web, const struct report_tables *tables)
{
    struct html *h = &web->html;

    part_card(h, say(&web->call, "How it was counted"));
    for (size_t i = 1; i < tables->notes_n; i++)
        html_tag(h, "p", NULL, tables->notes[i]);
    part_card_end(h);
}

static bool is_empty(const struct report_tables *tables)
{
    const struct report_table *first = &tables->tables[0];

    for (size_t i = 0; i < first->n; i++)
        if (first->lines[i].numbers[0].n != 0 && !str_is(first->lines[i].key, "open"))
            return false;
    return true;
}

static void show_report(struct web *web, struct str name, const struct report_view *view,
                        const struct report_tables *tables)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct report_period before = report_period_beside(&view->period, -1);
    struct report_period after = report_period_beside(&view->period, 1);

    part_print_head(h, name, date_text(call, call->today));
    span_chips(web, view);
    part_pager(h, report_period_said(call, &view->period), path_of(web, view, before),
               after.from <= call->today ? path_of(web, view, after) : STR(""));
    way_chips(web, view);
    part_filter(h);
    days_form(web, view);
    part_filter_end(h);
    part_note(h, view->outside ? TONE_INFO : TONE_WARN, tables->notes[0]);
    file_links(web, view);
    if (is_empty(tables))
        part_empty(h, say(call, "Nothing was written down in this time."),
                   say(call, "Write quick help down"), STR("/quick"));
    for (size_t i = 0; i < tables->n; i++)
        show_table(web, &tables->tables[i], tables->outside);
    show_notes(web, tables);
}

static enum rc report_page(struct web *web)
{
    struct call *call = &web->call;
    struct report_tables *tables = arena_alloc(call->arena, sizeof *tables);
    struct report_view view;
    enum rc rc = tables == NULL ? fail_memory(call) : report_view_read(web, &view);

    if (rc == RC_OK)
        rc = report_view_tables(web, &view, tables);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = tables->title};
    part_page(web, &page);
    show_report(web, page.name, &view, tables);
    part_page_end(web, &page);
    return RC_OK;
}

/* What was typed is no time: the same page of the month before, with what is wrong. */
static enum rc report_again(struct web *web)
{
    struct call *call = &web->call;
    struct report_view view = {.with = STR("")};
    struct page page = {.title = say(call, "Report")};
    enum rc rc = report_period(call, STR(""), &view.period);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    days_form(web, &view);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- files ---- */

struct taking {
    struct str name;
    enum letter_form form;
};

static enum rc written(struct web *web, void *data, struct job_news *news)
{
    const struct taking *taking = data;
    struct str file;
    enum rc rc = sheet_write_result(&web->call, news, &file);

    return rc == RC_OK ? web_download(web,
                                      "application/vnd.openxmlformats-officedocument."
                                      "spreadsheetml.sheet",
                                      taking->name, file)
                       : rc;
}

static enum rc printed(struct web *web, void *data, struct job_news *news)
{
    const struct taking *taking = data;
    const char *type = letter_forms[taking->form].type;
    struct letter_pdf_result result;
    enum rc rc = letter_print_result(&web->call, news, &result);

    if (rc != RC_OK)
        return rc;
    return taking->form == LETTER_PDF ? web_show(web, type, result.bytes)
                                      : web_download(web, type, taking->name, result.bytes);
}

static enum rc give_paper(struct web *web, const struct report_tables *tables, struct str name,
                          enum letter_form form)
{
    struct call *call = &web->call;
    struct letter_print *print = arena_alloc(call->arena, sizeof *print);
    struct taking *taking = arena_alloc(call->arena, sizeof *taking);
    struct await what = {.kind = LETTER_JOB, .timeout_ms = JOB_MS, .done = printed, .data = taking};
    enum rc rc =
        print == NULL || taking == NULL ? fail_memory(call) : report_paper(call, tables, print);

    if (rc == RC_OK)
        rc = letter_print_send(call, print, form, &what.request);
    if (rc != RC_OK)
        return rc;
    *taking = (struct taking){name, form};
    rc = await_job(web, &what);
    channel_close(what.request.fd);
    return rc;
}

static enum rc give_xlsx(struct web *web, const struct report_tables *tables, struct str name)
{
    struct call *call = &web->call;
    struct taking *taking = arena_alloc(call->arena, sizeof *taking);
    struct await what = {
        .kind = sheet_write_job.name, .timeout_ms = JOB_MS, .done = written, .data = taking};
    int cells;
    enum rc rc = taking == NULL ? fail_memory(call) : report_cells(call, tables, &cells);

    if (rc != RC_OK)
        return rc;
    taking->name = name;
    rc = sheet_write_order(call, tables->title, cells, &what.request);
    if (rc == RC_OK)
        rc = await_job(web, &what);
    channel_close(cells);
    return rc;
}

static enum rc report_file(struct web *web)
{
    struct call *call = &web->call;
    struct report_tables *tables = arena_alloc(call->arena, sizeof *tables);
    struct str format = web_text(web, "format"), csv;
    struct report_view view;
    enum rc rc = tables == NULL ? fail_memory(call) : report_view_read(web, &view);

    if (rc == RC_OK)
        rc = report_view_tables(web, &view, tables);
    if (rc != RC_OK)
        return rc;
    struct str name =
        str_format(call->arena, "%s-%s.%s", say(call, "report").p,
                   report_period_text(call, &view.period).p, str_z(call->arena, format));
    for (int form = 0; form < LETTER_FORMS; form++)
        if (str_is(format, letter_forms[form].name))
            return give_paper(web, tables, name, (enum letter_form)form);
    if (str_is(format, "xlsx"))
        return give_xlsx(web, tables, name);
    if (!str_is(format, "csv"))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    rc = report_csv(call, tables, &csv);
    return rc == RC_OK ? web_download(web, "text/csv", name, csv) : rc;
}

/* ---- routes ---- */

static const struct param page_params[] = {REPORT_PARAMS, {0}};

static const struct param file_params[] = {
    {"format", PARAM_CODE, 10, true, false, N_("Format")},
    REPORT_PARAMS,
    {0},
};

const struct route report_routes[] = {
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report", page_params, report_page, report_again, 0,
     "shows what was done in a month, quarter, year or between two days"},
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report/as/{format}", file_params, report_file, NULL, 0,
     "gives a report as PDF, DOCX, ODT, Excel or CSV"},
};
const size_t report_routes_n = sizeof report_routes / sizeof *report_routes;
