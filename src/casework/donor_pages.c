/* donor_pages.c - of report_pages.h: donors' own spreadsheets, what their names stand for, and
 * filled. */
#include "base/lang.h"
#include "casework/donor.h"
#include "casework/letter_print.h"
#include "casework/pages.h"
#include "casework/report_pages.h"
#include "casework/save.h"
#include "model/permission.h"
#include "process/channel.h"
#include "query/query.h"
#include "roles/await.h"
#include "store/blob.h"
#include "store/store.h"
#include "web/control.h"
#include "web/record_path.h"

enum { JOB_MS = 45000, FORMS_MAX = 100, NAME_MAX = 400 };
enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };

/* One form on its way through a job. */
struct visit {
    struct record *form;
    struct report_view view;
    struct report_tables tables;
    struct donor_numbers numbers;
    struct donor_mapping mapping;
    struct named_cells cells;
    struct str file, name; /* the spreadsheet as it was taken in */
    bool fill;             /* give the filled file, not the page about it */
};

/* What goes into a donor's form goes outside, unless the address says "exact". */
static struct str path_of(struct web *web, const struct report_view *view, const char *path)
{
    struct report_view plain = *view;

    plain.outside = false;
    struct str out = report_view_path(web, path, &plain);
    return view->outside ? out : str_format(web->call.arena, "%s&exact=1", out.p);
}

static struct str form_path(struct web *web, const struct visit *visit, const char *rest)
{
    struct str path = str_format(web->call.arena, "/report/form/%s%s",
                                 str_hex(web->call.arena, id_str(&visit->form->id)).p, rest);

    return path_of(web, &visit->view, path.p);
}

static enum rc read_view(struct web *web, struct report_view *out)
{
    enum rc rc = report_view_read(web, out);

    out->outside = !web_flag(web, "exact");
    out->with = STR("");
    return rc;
}

/* ---- what is read before the job ---- */

/* The newest file; none: the form has no spreadsheet yet. */
static enum rc read_file(struct call *call, const struct record *form, struct str *name,
                         struct str *bytes)
{
    struct value files = record_value(form, "files");
    struct blob blob = {.sealed = {.size = 0}};

    *bytes = STR("");
    if (files.type != V_LIST || files.list.n == 0)
        return RC_OK;
    const struct value *row = files.list.items[files.list.n - 1].list.items;
    if (row[FILE_BLOB].s.n != sizeof blob.id || row[FILE_KEY].s.n != sizeof blob.sealed.key)
        return RC_OK;
    memcpy(blob.id, row[FILE_BLOB].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row[FILE_KEY].s.p, sizeof blob.sealed.key);
    *name = row[FILE_NAME].s;
    return blob_get(call, call->store->folder, &blob, DONOR_FILE_MAX, bytes);
}

static enum rc read_visit(struct web *web, struct visit **out)
{
    struct call *call = &web->call;
    struct visit *visit = arena_alloc(call->arena, sizeof *visit);
    struct letter_head head;
    struct id id;

    if (visit == NULL)
        return fail_memory(call);
    if (!record_name_id(web_text(web, "id"), &id))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(call, app_kind(call, "donor_form"), &id, &visit->form);
    if (rc == RC_OK)
        rc = read_view(web, &visit->view);
    if (rc == RC_OK)
        rc = report_view_tables(web, &visit->view, &visit->tables);
    if (rc == RC_OK)
        rc = letter_print_head(call, &head);
    if (rc == RC_OK)
        rc = read_file(call, visit->form, &visit->name, &visit->file);
    if (rc != RC_OK)
        return rc;
    visit->numbers = (struct donor_numbers){&visit->tables, visit->view.period, head.name};
    visit->mapping.text = record_text(visit->form, "names");
    *out = visit;
    return RC_OK;
}

/* ---- the page ---- */

static struct str value_said(struct call *call, const struct visit *visit,
                             const struct named_cell *cell, struct str meaning)
{
    struct cell value;

    if (meaning.n == 0)
        return STR("");
    if (!donor_value(call, &visit->numbers, meaning, &value))
        return say(call, "This name is not known.");
    return cell->state == NAMED_NONE ? say(call, "This name leads to no cell.") : value.text;
}

static void names_table(struct web *web, const struct visit *visit)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct table_column columns[] = {
        {.label = say(call, "Name")},
        {.label = say(call, "Cell")},
        {.label = say(call, "Stands for")},
        {.label = say(call, "Filled in with"), .number = true},
    };

    part_table(h, say(call, "Names in the spreadsheet"), columns, 4);
    for (size_t i = 0; i < visit->cells.n; i++) {
        const struct named_cell *cell = &visit->cells.items[i];
        struct str meaning = donor_meaning(call, &visit->mapping, cell->name);
        part_row(h);
        part_cell(h, columns, 0, cell->name, STR(""));
        part_cell(h, columns, 1, named_cell_place(call, cell), STR(""));
        part_cell(h, columns, 2, meaning.n == 0 ? say(call, "nothing of ours") : meaning, STR(""));
        part_cell(h, columns, 3, value_said(call, visit, cell, meaning), STR(""));
        part_row_end(h);
    }
    part_table_end(h);
}

static enum rc pick_names(struct call *call, struct pick **out, size_t *n)
{
    struct donor_names names;
    enum rc rc = donor_names(call, &names);

    if (rc != RC_OK)
        return rc;
    *out = arena_array(call->arena, names.n + 1, sizeof **out);
    if (*out == NULL)
        return fail_memory(call);
    (*out)[0] = (struct pick){.value = STR(""), .label = say(call, "nothing of ours")};
    for (size_t i = 0; i < names.n; i++)
        (*out)[i + 1] = (struct pick){.value = names.items[i].name, .label = names.items[i].label};
    *n = names.n + 1;
    return RC_OK;
}

/* A form's address has no query: what the page is about goes along. */
static void view_fields(struct web *web, const struct report_view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    char from[DAY_TEXT], to[DAY_TEXT];

    if (view->period.span == REPORT_DAYS) {
        control_hidden(h, "from", str_of(day_format(view->period.from, from)));
        control_hidden(h, "to", str_of(day_format(view->period.to, to)));
    } else {
        control_hidden(h, "period", report_period_text(call, &view->period));
    }
    if (!view->outside)
        control_hidden(h, "exact", STR("1"));
}

/* One name at a time: what was remembered holds the next time, too. */
static enum rc map_form(struct web *web, const struct visit *visit)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action =
                                    str_format(call->arena, "/report/form/%s",
                                               str_hex(call->arena, id_str(&visit->form->id)).p)};
    struct button keep = {.label = say(call, "Remember"), .weight = WEIGHT_OTHER};
    struct control theirs = {.name = STR("theirs"), .label = say(call, "Their name"), .must = true};
    struct control ours = {.name = STR("ours"), .label = say(call, "Stands for")};
    struct pick *all, *names = arena_array(call->arena, visit->cells.n + 1, sizeof *names);
    size_t n, named = 0;
    enum rc rc = names == NULL ? fail_memory(call) : pick_names(call, &all, &n);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < visit->cells.n; i++)
        if (visit->cells.items[i].state != NAMED_NONE)
            names[named++] = (struct pick){.value = visit->cells.items[i].name,
                                           .label = visit->cells.items[i].name};
    if (named == 0)
        return RC_OK;
    part_fold(h, say(call, "Say what a name stands for"), false);
    part_form(web, &form);
    page_change_field(web);
    view_fields(web, &visit->view);
    control_select(h, &theirs, names, named);
    control_select(h, &ours, all, n);
    part_form_send(h, &form, &keep);
    part_fold_end(h);
    return RC_OK;
}

static void ways(struct web *web, struct visit *visit)
{
    struct call *call = &web->call;
    bool outside = visit->view.outside;
    struct chip chips[2];

    for (int i = 0; i < 2; i++) {
        visit->view.outside = i == 0;
        chips[i] = (struct chip){.label = i == 0 ? say(call, "To show outside")
                                                 : say(call, "Exact numbers"),
                                 .path = form_path(web, visit, ""),
                                 .chosen = outside == visit->view.outside};
    }
    visit->view.outside = outside;
    part_chips(&web->html, say(call, "How it is filled in"), chips, 2);
    part_note(&web->html, outside ? TONE_INFO : TONE_WARN, visit->tables.notes[0]);
}

static void acts(struct web *web, const struct visit *visit)
{
    struct call *call = &web->call;
    struct button fill = {
        .label = say(call, "Fill it in"), .weight = WEIGHT_MAIN, .icon = "download"};
    struct button edit = {.label = say(call, "Change the form"), .weight = WEIGHT_QUIET};
    struct button names = {.label = say(call, "All names that can be filled in"),
                           .weight = WEIGHT_QUIET};

    part_actions(&web->html);
    if (visit->cells.n != 0)
        part_link_button(&web->html, &fill, form_path(web, visit, "/fill"));
    part_link_button(&web->html, &edit, record_general_path(web, visit->form, "/edit"));
    part_link_button(&web->html, &names, STR("/report/names"));
    part_actions_end(&web->html);
}

static enum rc show_form(struct web *web, struct visit *visit)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Donor's form"),
                        .heading = record_text(visit->form, "name"),
                        .back_path = path_of(web, &visit->view, "/report/forms"),
                        .back_label = say(call, "Donors' forms")};
    enum rc rc = RC_OK;

    part_page(web, &page);
    html_tag(&web->html, "p", NULL, report_period_said(call, &visit->view.period));
    ways(web, visit);
    if (visit->file.n == 0)
        part_empty(&web->html, say(call, "The form has no spreadsheet yet."), STR(""), STR(""));
    else if (visit->cells.n == 0)
        part_empty(&web->html,
                   say(call, "No cell of this spreadsheet has a name. In Excel, select a cell and "
                             "write its name into the box left of the formula, such as "
                             "khetane_help; then add the file again."),
                   STR(""), STR(""));
    acts(web, visit);
    if (visit->cells.n != 0) {
        names_table(web, visit);
        rc = map_form(web, visit);
    }
    part_page_end(web, &page);
    return rc;
}

/* ---- jobs ---- */

static enum rc filled(struct web *web, void *data, struct job_news *news)
{
    struct call *call = &web->call;
    struct visit *visit = data;
    struct str file, name = visit->name;
    enum rc rc = donor_result(call, news, &visit->cells, &file);

    if (rc != RC_OK)
        return rc;
    size_t dot = str_ends(name, STR(".xlsx")) ? name.n - 5 : name.n;
    name = str_format(call->arena, "%.*s-%s.xlsx", (int)dot, name.p,
                      report_period_text(call, &visit->view.period).p);
    return web_download(web, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        name, file);
}

static enum rc start(struct web *web, struct visit *visit, const struct named_cells *cells,
                     enum rc (*done)(struct web *web, void *data, struct job_news *news))
{
    struct await what = {.kind = DONOR_JOB, .timeout_ms = JOB_MS, .done = done, .data = visit};
    enum rc rc = donor_order(&web->call, visit->file, cells, &what.request);

    if (rc != RC_OK)
        return rc;
    rc = await_job(web, &what);
    channel_close(what.request.fd);
    return rc;
}

/* The names are known: the page about them, or the job that fills them in. */
static enum rc names_read(struct web *web, void *data, struct job_news *news)
{
    struct visit *visit = data;
    struct str none;
    enum rc rc = donor_result(&web->call, news, &visit->cells, &none);

    if (rc != RC_OK)
        return rc;
    if (!visit->fill)
        return show_form(web, visit);
    if (visit->cells.n == 0)
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    donor_give(&web->call, &visit->numbers, &visit->mapping, &visit->cells);
    return start(web, visit, &visit->cells, filled);
}

static enum rc visit_form(struct web *web, bool fill)
{
    struct visit *visit;
    enum rc rc = read_visit(web, &visit);

    if (rc != RC_OK)
        return rc;
    visit->fill = fill;
    if (visit->file.n == 0)
        return fill ? fail(&web->call, RC_NOT_FOUND, NULL, NULL) : show_form(web, visit);
    return start(web, visit, NULL, names_read);
}

static enum rc form_page(struct web *web)
{
    return visit_form(web, false);
}

static enum rc fill_page(struct web *web)
{
    return visit_form(web, true);
}

static enum rc form_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct outcome outcome;
    struct visit *visit;
    struct save save;
    enum rc rc = read_visit(web, &visit);

    if (rc == RC_OK)
        rc = save_init(call, visit->form->kind, &save);
    if (rc != RC_OK)
        return rc;
    save.args.id = &visit->form->id;
    save_text(&save, "names",
              donor_map(call, &visit->mapping, page_typed(web, "theirs"), page_typed(web, "ours")));
    rc = save_run(call, &save, &change, &outcome);
    return rc == RC_OK ? web_redirect_undo(web, form_path(web, visit, ""), "saved", &outcome.change)
                       : rc;
}

/* ---- the list, and the names ---- */

static enum rc forms_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct query query = {
        .kind = app_kind(call, "donor_form"), .verb = MAY_SEE, .limit = FORMS_MAX};
    struct query_page found;
    struct visit visit = {.fill = false};
    enum rc rc = read_view(web, &visit.view);

    if (rc == RC_OK)
        rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Donors' forms"),
                        .back_path = report_view_path(web, "/report", &visit.view),
                        .back_label = say(call, "Report")};
    struct button add = {.label = say(call, "Add a form"), .weight = WEIGHT_OTHER, .icon = "plus"};
    part_page(web, &page);
    html_tag(h, "p", NULL,
             say(call, "A donor's own spreadsheet, filled in with the numbers of this report: each "
                       "cell that has a name gets its number, all else stays as it is."));
    if (found.n == 0)
        part_empty(h, say(call, "There is no form yet."), STR(""), STR(""));
    else
        part_tasks(h, report_period_said(call, &visit.view.period));
    for (size_t i = 0; i < found.n; i++) {
        visit.form = found.records[i];
        struct task task = {.title = record_text(visit.form, "name"),
                            .path = form_path(web, &visit, "")};
        part_task(h, &task);
    }
    if (found.n != 0)
        part_tasks_end(h);
    if (permit_mask(query.kind, call->actor, MAY_MAKE) != 0) {
        part_actions(h);
        part_link_button(h, &add, STR("/records/donor_form/new"));
        part_actions_end(h);
    }
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc names_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Names that can be filled in"),
                        .back_path = STR("/report/forms"),
                        .back_label = say(call, "Donors' forms")};
    const struct table_column columns[] = {{.label = say(call, "Name")},
                                           {.label = say(call, "Filled in with")}};
    struct donor_names names;
    enum rc rc = donor_names(call, &names);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "A project is named by its words in small letters, such as "
                       "khetane_help_project_homes_for_all; a month by its year and number, such "
                       "as khetane_help_month_2026_10."));
    part_table(&web->html, page.title, columns, 2);
    for (size_t i = 0; i < names.n; i++) {
        part_row(&web->html);
        part_cell(&web->html, columns, 0, names.items[i].name, STR(""));
        part_cell(&web->html, columns, 1, names.items[i].label, STR(""));
        part_row_end(&web->html);
    }
    part_table_end(&web->html);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- routes ---- */

#define EXACT_PARAM                                               \
    {                                                             \
        "exact", PARAM_FLAG, 0, false, false, N_("Exact numbers") \
    }

static const struct param list_params[] = {EXACT_PARAM, REPORT_PARAMS, {0}};

static const struct param form_params[] = {
    EXACT_PARAM,
    {"id", PARAM_ID, 32, true, false, N_("Form")},
    REPORT_PARAMS,
    {0},
};

static const struct param post_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    EXACT_PARAM,
    {"id", PARAM_ID, 32, true, false, N_("Form")},
    {"ours", PARAM_CODE, NAME_MAX, false, false, N_("Stands for")},
    {"theirs", PARAM_TEXT, NAME_MAX, true, false, N_("Their name")},
    REPORT_PARAMS,
    {0},
};

const struct route donor_routes[] = {
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report/form/{id}", form_params, form_page, NULL, 0,
     "shows a donor's form: its names and what they are filled in with"},
    {METHOD_POST, PERMISSION_REPORT_CHANGE, "/report/form/{id}", post_params, form_post, form_page,
     0, "says what a name of a donor's form stands for"},
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report/form/{id}/fill", form_params, fill_page, NULL, 0,
     "gives a donor's form with the numbers of a report"},
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report/forms", list_params, forms_page, NULL, 0,
     "lists donors' forms"},
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report/names", NULL, names_page, NULL, 0,
     "lists the names of cells that can be filled in"},
};
const size_t donor_routes_n = sizeof donor_routes / sizeof *donor_routes;
