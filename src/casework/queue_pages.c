/* queue_pages.c - see queue_pages.h. */
#include "casework/queue_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "casework/queue.h"
#include "model/field.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { CALLED_MAX = 100, NOTE_MAX = 300, SHEET_ROWS = 12, PAPER_ROWS = 22, SOON_DAYS = 3 };

static struct str shown(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));

    return field_show(call, field, record_get(record, field));
}

/* ---- the list */

/* A form of one button beside a visitor. */
static void move_button(struct web *web, const struct record *record, const char *state,
                        struct str label, enum weight weight)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/queue/move"),
                                .rev = str_format(call->arena, "%lld", (long long)record->rev)};
    struct button button = {.label = label, .weight = weight};

    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "visitor", record->code);
    control_hidden(&web->html, "state", str_of(state));
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static void moves(struct web *web, const struct record *record)
{
    struct call *call = &web->call;

    part_actions(&web->html);
    if (str_is(record->state, "waiting")) {
        move_button(web, record, "with_us", say(call, "Take"), WEIGHT_MAIN);
        move_button(web, record, "left", say(call, "Left"), WEIGHT_QUIET);
    } else if (str_is(record->state, "with_us")) {
        move_button(web, record, "helped", say(call, "Done"), WEIGHT_MAIN);
        move_button(web, record, "waiting", say(call, "Back to waiting"), WEIGHT_QUIET);
        move_button(web, record, "left", say(call, "Left"), WEIGHT_QUIET);
    } else if (str_is(record->state, "left"))
        move_button(web, record, "waiting", say(call, "Back to waiting"), WEIGHT_QUIET);
    else
        move_button(web, record, "with_us", say(call, "Take again"), WEIGHT_QUIET);
    part_actions_end(&web->html);
}

/* What she holds, and what that may mean; what is only supposed is named. */
static enum rc paper_lines(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct value received = record_value(record, "paper_received");
    struct str paper = record_text(record, "paper");
    struct first_look look;

    if (paper.n == 0)
        return RC_OK;
    if (received.type != V_INT) {
        html_tag(h, "p", NULL, shown(call, record, "paper"));
        return RC_OK;
    }
    html_tag(h, "p", NULL,
             say(call, "%s, reached her on %s", str_z(call->arena, shown(call, record, "paper")),
                 date_text(call, (day)received.i).p));
    enum rc rc = first_look(call, paper, (day)received.i, &look);
    if (rc != RC_OK || !look.counted)
        return rc;
    html_raw(h, "<p class=\"due red\">");
    html_text(h, say(call, "Last day: %s (%s)", date_long(call, look.due).p,
                     come_days_left(call, look.due).p));
    html_raw(h, "</p><p class=\"hint\">");
    html_text(h, say(call, "If it is this: %s. Not certain before the paper was read.",
                     str_z(call->arena, words_in(look.supposed->name, lang_code(call->lang)))));
    html_raw(h, "</p>");
    return RC_OK;
}

static void ways(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    const char *code = str_z(call->arena, record->code);
    struct nav_item links[] = {{.path = str_format(call->arena, "/case/new?visitor=%s", code),
                                .label = say(call, "New case")},
                               {.path = STR("/slip"), .label = say(call, "Slip to take home")}};

    if (permission_holds(call, PERMISSION_CASE_MAKE, STR("")))
        part_links(&web->html, links, 2);
    else
        part_links(&web->html, links + 1, 1);
}

/* "came 9:05, taken 9:30, left 9:50" */
static struct str times_of(struct call *call, const struct record *record)
{
    static const struct {
        const char *field, *words;
    } times[] = {{"came", N_("came %s")}, {"taken", N_("taken %s")}, {"done", N_("left %s")}};
    struct buf out;

    buf_init(&out, call->arena, 200);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct value at = record_value(record, times[i].field);
        if (at.type != V_INT)
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, str_format(call->arena, lang_text(call->lang, times[i].words),
                                 come_clock(call, at.i).p));
    }
    return buf_str(&out);
}

static enum rc visitor_card(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str about = shown(call, record, "area"), note = record_text(record, "note");

    html_raw(h, "<li class=\"card\"><h3>");
    part_link(h, record_path(web, record), record_text(record, "called"));
    html_raw(h, "</h3>");
    html_tag(h, "p", "when", times_of(call, record));
    if (record_flag(record, "hurry"))
        part_tag(h, TONE_BAD, say(call, "Cannot wait"));
    if (about.n != 0)
        html_tag(h, "p", NULL, about);
    if (note.n != 0)
        html_tag(h, "p", NULL, note);
    enum rc rc = paper_lines(web, record);
    moves(web, record);
    ways(web, record);
    html_raw(h, "</li>");
    return rc;
}

static bool in_group(const struct record *record, const char *const *states)
{
    for (; *states != NULL; states++)
        if (str_is(record->state, *states))
            return true;
    return false;
}

static enum rc group(struct web *web, const struct query_page *found, struct str heading,
                     const char *const *states)
{
    struct html *h = &web->html;
    enum rc rc = RC_OK;
    bool any = false;

    for (size_t i = 0; i < found->n && rc == RC_OK; i++) {
        if (!in_group(found->records[i], states))
            continue;
        if (!any) {
            html_tag(h, "h2", NULL, heading);
            html_raw(h, "<ol class=\"plain-list\">");
        }
        any = true;
        rc = visitor_card(web, found->records[i]);
    }
    if (any)
        html_raw(h, "</ol>");
    return rc;
}

static enum rc visitors(struct web *web, day on)
{
    static const char *const waiting[] = {"waiting", NULL}, *const with_us[] = {"with_us", NULL},
                             *const gone[] = {"helped", "left", NULL};
    struct call *call = &web->call;
    struct query_page found;
    enum rc rc = queue_of_day(call, on, &found);

    if (rc == RC_OK && found.n == 0)
        part_empty(&web->html,
                   on == call->today
                       ? say(call, "Nobody waits. Whoever comes is written down here.")
                       : say(call, "Nobody is written down on this day."),
                   STR(""), STR(""));
    if (rc == RC_OK)
        rc = group(web, &found, say(call, "Waiting, in the order of coming"), waiting);
    if (rc == RC_OK)
        rc = group(web, &found, say(call, "With us now"), with_us);
    return rc == RC_OK ? group(web, &found, say(call, "Helped or gone"), gone) : rc;
}

/* ---- a new visitor */

static void select_control(struct web *web, const char *name, const char *of, struct str label)
{
    const struct field *field = field_find(come_kind(web, "waiting"), str_of(of));
    struct control c = {.name = str_of(name), .label = label};
    struct pick picks[COME_PICKS_MAX];
    size_t n = come_picks(web, field, NULL, page_typed(web, name), picks);

    control_select(&web->html, &c, picks, n);
}

static void add_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = STR("/queue")};
    struct button add = {.label = say(call, "Write down"), .weight = WEIGHT_MAIN};
    struct control called = {.name = STR("called"),
                             .label = say(call, "How to call her"),
                             .hint = say(call, "A nickname or a number is enough."),
                             .value = page_typed(web, "called"),
                             .max = CALLED_MAX,
                             .must = true};
    struct control received = {.name = STR("received"), .label = say(call, "When it reached her")};
    struct date_parts parts = {page_typed(web, "received.d"), page_typed(web, "received.m"),
                               page_typed(web, "received.y")};
    struct control hurry = {.name = STR("hurry"), .label = say(call, "Cannot wait")};

    part_card(h, say(call, "Who has come?"));
    part_form(web, &form);
    page_change_field(web);
    control_text(h, &called);
    select_control(web, "area", "area", say(call, "What about"));
    select_control(web, "paper", "paper", say(call, "Which paper she holds"));
    control_date(h, &received, &parts);
    control_check(h, &hurry, page_typed(web, "hurry").n != 0);
    part_form_send(h, &form, &add);
    part_card_end(h);
}

static struct str queue_path(struct web *web, day on)
{
    struct date date = day_date(on);

    return on == web->call.today ? STR("/queue")
                                 : str_format(web->call.arena, "/queue?on=%04d-%02d-%02d",
                                              date.year, date.month, date.mday);
}

static enum rc queue_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Visitors today")};
    day on = call->today;
    bool may = permission_holds(call, PERMISSION_VISITOR_MAKE, STR(""));

    if (web->request->method == METHOD_GET && web_day(web, "on", &on) && on > call->today)
        on = call->today;
    if (on != call->today)
        page.title = say(call, "Visitors, %s", date_long(call, on).p);
    struct nav_item links[] = {
        {.path = STR("/queue/sheet"), .label = say(call, "Type in the paper sheet")},
        {.path = STR("/queue/paper"), .label = say(call, "An empty sheet to print")},
        {.path = queue_path(web, on - 1), .label = say(call, "The day before")},
        {.path = queue_path(web, on + 1), .label = say(call, "The day after")}};
    part_page(web, &page);
    part_columns(&web->html);
    enum rc rc = visitors(web, on);
    part_columns_side(&web->html);
    if (may && on == call->today)
        add_form(web);
    part_links(&web->html, may ? links : links + 1, (on < call->today ? 4u : 3u) - (may ? 0 : 1));
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

static enum rc queue_post(struct web *web)
{
    struct call *call = &web->call;
    struct visitor visitor = {.called = page_typed(web, "called"),
                              .area = page_typed(web, "area"),
                              .paper = page_typed(web, "paper"),
                              .came_ms = call->now_ms,
                              .received = v_null(),
                              .taken_ms = v_null(),
                              .done_ms = v_null(),
                              .hurry = web_flag(web, "hurry")};
    struct id change = page_change(web);
    struct outcome outcome;
    day received;

    if (web_day(web, "received", &received))
        visitor.received = v_int(received);
    enum rc rc = queue_write(call, &visitor, 1, &change, &outcome);
    if (rc == RC_INVALID) {
        for (struct fault *f = call->faults; f != NULL; f = f->next)
            if (str_is(f->where, "paper_received"))
                f->where = STR("received");
        web_status(web, 422);
        return queue_page(web);
    }
    return rc == RC_OK ? web_redirect_undo(web, STR("/queue"), "made", &outcome.change) : rc;
}

static enum rc move_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct outcome outcome;
    struct record *record;
    int64_t rev;
    enum rc rc = query_code(call, come_kind(web, "waiting"), web_text(web, "visitor"), &record);

    if (rc == RC_OK && web_number(web, "rev", &rev))
        record->rev = rev; /* as she saw it: a colleague may have been quicker */
    if (rc == RC_OK)
        rc = queue_move(call, record, web_text(web, "state"), &change, &outcome);
    if (rc != RC_OK)
        return rc;
    day on = come_day(call, record_value(record, "came").i);
    return web_redirect_undo(web, queue_path(web, on), "moved", &outcome.change);
}

/* ---- the paper sheet, typed in later */

struct sheet_column {
    const char *name, *label;
    const char *list; /* the field whose choices it has; NULL: a text */
    unsigned max;
    const char *class;
};

static const struct sheet_column sheet_columns[] = {
    {"came", N_("Came at"), NULL, 5, "w6"},
    {"called", N_("Who"), NULL, CALLED_MAX, "w12"},
    {"area", N_("About"), "area", 0, NULL},
    {"paper", N_("Paper"), "paper", 0, NULL},
    {"received", N_("Reached her on"), NULL, 20, "w12"},
    {"hurry", N_("Cannot wait"), NULL, 1, NULL},
    {"taken", N_("Taken at"), NULL, 5, "w6"},
    {"done", N_("Left at"), NULL, 5, "w6"},
};
enum { SHEET_COLUMNS = sizeof sheet_columns / sizeof *sheet_columns };

static struct str cell_name(struct web *web, size_t row, const char *column)
{
    return str_format(web->call.arena, "r.%zu.%s", row, column);
}

static struct str cell_typed(struct web *web, size_t row, const char *column)
{
    struct str text = form_find(&web->form, cell_name(web, row, column));

    return text.p == NULL ? STR("") : str_trim(text);
}

static struct str cell_label(struct web *web, size_t row, const struct sheet_column *column)
{
    struct call *call = &web->call;

    return say(call, "%s, row %zu", lang_text(call->lang, column->label), row + 1);
}

static void cell_select(struct web *web, size_t row, const struct sheet_column *column)
{
    struct html *h = &web->html;
    const struct field *field = field_find(come_kind(web, "waiting"), str_of(column->list));
    struct pick picks[COME_PICKS_MAX];
    size_t n = come_picks(web, field, NULL, cell_typed(web, row, column->name), picks);

    html_raw(h, "<select class=\"w12\"");
    html_attr(h, "id", cell_name(web, row, column->name));
    html_attr(h, "name", cell_name(web, row, column->name));
    html_attr(h, "aria-label", cell_label(web, row, column));
    html_raw(h, "><option value=\"\"></option>");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<option");
        html_attr(h, "value", picks[i].value);
        if (picks[i].chosen)
            html_raw(h, " selected");
        html_raw(h, ">");
        html_text(h, picks[i].label);
        html_raw(h, "</option>");
    }
    html_raw(h, "</select>");
}

static bool has_fault(const struct call *call, struct str where)
{
    for (const struct fault *f = call->faults; f != NULL; f = f->next)
        if (str_eq(f->where, where))
            return true;
    return false;
}

static void cell_input(struct web *web, size_t row, const struct sheet_column *column)
{
    struct html *h = &web->html;
    struct str name = cell_name(web, row, column->name);
    bool box = strcmp(column->name, "hurry") == 0;

    html_raw(h, "<input");
    html_attr_z(h, "type", box ? "checkbox" : "text");
    html_attr(h, "id", name);
    html_attr(h, "name", name);
    html_attr_z(h, "class", column->class);
    html_attr(h, "aria-label", cell_label(web, row, column));
    if (has_fault(&web->call, name))
        html_raw(h, " aria-invalid=\"true\"");
    if (box) {
        html_raw(h, " value=\"1\"");
        if (cell_typed(web, row, column->name).n != 0)
            html_raw(h, " checked");
    } else {
        html_attr_number(h, "maxlength", column->max);
        html_raw(h, " autocomplete=\"off\"");
        html_attr(h, "value", cell_typed(web, row, column->name));
    }
    html_raw(h, ">");
}

static void sheet_table(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct table_column columns[SHEET_COLUMNS];

    for (size_t i = 0; i < SHEET_COLUMNS; i++)
        columns[i] =
            (struct table_column){.label = str_of(lang_text(call->lang, sheet_columns[i].label))};
    html_raw(h, "<div class=\"grid\">");
    part_table(h, say(call, "The paper sheet, row by row"), columns, SHEET_COLUMNS);
    for (size_t row = 0; row < SHEET_ROWS; row++) {
        part_row(h);
        for (size_t i = 0; i < SHEET_COLUMNS; i++) {
            part_cell_open(h, columns, i);
            if (sheet_columns[i].list != NULL)
                cell_select(web, row, &sheet_columns[i]);
            else
                cell_input(web, row, &sheet_columns[i]);
            part_cell_end(h, i);
        }
        part_row_end(h);
    }
    part_table_end(h);
    html_raw(h, "</div>");
}

static enum rc sheet_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Type in the paper sheet"),
                        .back_path = STR("/queue"),
                        .back_label = say(call, "Visitors today")};
    struct form_options form = {.action = STR("/queue/sheet")};
    struct button save = {.label = say(call, "Save all rows"), .weight = WEIGHT_MAIN};
    struct control on = {
        .name = STR("on"), .label = say(call, "Of which day"), .must = true, .focus = true};
    struct date_parts parts = {page_typed(web, "on.d"), page_typed(web, "on.m"),
                               page_typed(web, "on.y")};

    if (parts.d.n + parts.m.n + parts.y.n == 0)
        parts = date_split(call, call->today);
    part_page(web, &page);
    html_tag(h, "p", NULL,
             say(call, "Only Tab is needed. Times as 9:05 or 905, days as 22.11.2026; what was "
                       "not written on the sheet stays empty."));
    part_form(web, &form);
    page_change_field(web);
    control_date(h, &on, &parts);
    sheet_table(web);
    part_form_send(h, &form, &save);
    part_page_end(web, &page);
    return RC_OK;
}

/* A time of the sheet's day; what is none is a fault at its cell. */
static struct value typed_time(struct web *web, size_t row, const char *column, day on)
{
    struct str text = cell_typed(web, row, column);
    int minute;

    if (text.n == 0)
        return v_null();
    if (!come_minute(text, &minute)) {
        fault_add(&web->call, cell_name(web, row, column),
                  "Row %zu: \"%s\" is no time. Write it like 9:05.", row + 1,
                  str_z(web->call.arena, text));
        return v_null();
    }
    return v_int(come_moment(&web->call, on, minute));
}

static struct value typed_received(struct web *web, size_t row)
{
    struct str text = cell_typed(web, row, "received");
    day on;

    if (text.n == 0)
        return v_null();
    if (!day_typed(&web->call, text, &on) || on > web->call.today) {
        fault_add(&web->call, cell_name(web, row, "received"),
                  "Row %zu: \"%s\" is no day until today. Write it like 22.11.2026.", row + 1,
                  str_z(web->call.arena, text));
        return v_null();
    }
    return v_int(on);
}

/* false: the row was left empty. */
static bool typed_row(struct web *web, size_t row, day on, struct visitor *out)
{
    struct call *call = &web->call;
    bool any = false;

    for (size_t i = 0; i < SHEET_COLUMNS; i++)
        any |= cell_typed(web, row, sheet_columns[i].name).n != 0;
    if (!any)
        return false;
    struct value came = typed_time(web, row, "came", on);
    *out = (struct visitor){.called = cell_typed(web, row, "called"),
                            .area = cell_typed(web, row, "area"),
                            .paper = cell_typed(web, row, "paper"),
                            .came_ms = came.type == V_INT ? came.i : 0,
                            .received = typed_received(web, row),
                            .taken_ms = typed_time(web, row, "taken", on),
                            .done_ms = typed_time(web, row, "done", on),
                            .hurry = cell_typed(web, row, "hurry").n != 0};
    if (cell_typed(web, row, "came").n == 0)
        fault_add(call, cell_name(web, row, "came"), "Row %zu: when did she come?", row + 1);
    if (out->called.n == 0)
        fault_add(call, cell_name(web, row, "called"),
                  "Row %zu: who was it? A nickname or a number is enough.", row + 1);
    if (came.type == V_INT && ((out->taken_ms.type == V_INT && out->taken_ms.i < came.i) ||
                               (out->done_ms.type == V_INT && out->done_ms.i < came.i)))
        fault_add(call, cell_name(web, row, "came"),
                  "Row %zu: she left, or was taken, before she came.", row + 1);
    return true;
}

static enum rc sheet_post(struct web *web)
{
    struct call *call = &web->call;
    struct visitor *rows = arena_array(call->arena, SHEET_ROWS, sizeof *rows);
    struct id change = page_change(web);
    struct outcome outcome;
    size_t n = 0;
    day on;

    if (rows == NULL)
        return fail_memory(call);
    if (!web_day(web, "on", &on) || on > call->today)
        fault_add(call, STR("on"), "The day of the sheet is today or before.");
    for (size_t i = 0; call->faults == NULL && i < SHEET_ROWS; i++)
        n += typed_row(web, i, on, &rows[n]);
    if (call->faults == NULL && n == 0)
        fault_add(call, cell_name(web, 0, "came"), "No row is filled in.");
    enum rc rc = call_faults(call);
    if (rc == RC_OK)
        rc = queue_write(call, rows, n, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return sheet_page(web);
    }
    return rc == RC_OK ? web_redirect_undo(web, queue_path(web, on), "made", &outcome.change) : rc;
}

/* ---- the empty sheet */

static enum rc paper_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Visitors: sheet for a day without power"),
                        .back_path = STR("/queue"),
                        .back_label = say(call, "Visitors today")};
    struct table_column columns[SHEET_COLUMNS + 1] = {{.label = say(call, "Number")}};

    for (size_t i = 0; i < SHEET_COLUMNS; i++)
        columns[i + 1] =
            (struct table_column){.label = str_of(lang_text(call->lang, sheet_columns[i].label))};
    part_page(web, &page);
    part_print_head(h, page.name, say(call, "Day: ____________________"));
    html_tag(h, "p", NULL,
             say(call, "Print this page now, a few copies. A nickname or a number is enough; the "
                       "times matter. It is typed in when there is power again."));
    html_raw(h, "<div class=\"blank\">");
    part_table(h, STR(""), columns, SHEET_COLUMNS + 1);
    for (size_t row = 0; row < PAPER_ROWS; row++) {
        part_row(h);
        part_cell(h, columns, 0, str_format(call->arena, "%zu", row + 1), STR(""));
        for (size_t i = 1; i <= SHEET_COLUMNS; i++)
            part_cell(h, columns, i, STR(""), STR(""));
        part_row_end(h);
    }
    part_table_end(h);
    html_raw(h, "</div>");
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- the first page */

void queue_home(struct web *web)
{
    struct call *call = &web->call;
    struct button quick = {
        .label = say(call, "Quick help"), .weight = WEIGHT_OTHER, .icon = "clock"};
    struct button queue = {
        .label = say(call, "Visitors today"), .weight = WEIGHT_OTHER, .icon = "list-checks"};

    part_actions(&web->html);
    if (!page_kind(web, "quick_help")->hidden &&
        permission_holds(call, PERMISSION_QUICK_MAKE, STR("")))
        part_link_button(&web->html, &quick, STR("/quick"));
    if (!page_kind(web, "waiting")->hidden &&
        permission_holds(call, PERMISSION_VISITOR_SEE, STR("")))
        part_link_button(&web->html, &queue, STR("/queue"));
    part_actions_end(&web->html);
}

/* ---- routes */

static const struct param page_params[] = {
    {"on", PARAM_DAY, 0, false, false, N_("Day")},
    {0},
};

static const struct param add_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"called", PARAM_TEXT, CALLED_MAX, false, false, N_("How to call her")},
    {"area", PARAM_CODE, 40, false, false, N_("What about")},
    {"paper", PARAM_CODE, 40, false, false, N_("Which paper she holds")},
    {"received", PARAM_DAY, 0, false, false, N_("When it reached her")},
    {"hurry", PARAM_FLAG, 0, false, false, N_("Cannot wait")},
    {0},
};

static const struct param move_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"rev", PARAM_NUMBER, UINT32_MAX, false, false, N_("Form")},
    {"visitor", PARAM_CODE, 60, true, false, N_("Who")},
    {"state", PARAM_CODE, 20, true, false, N_("State")},
    {0},
};

static const struct param sheet_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"on", PARAM_DAY, 0, false, false, N_("Of which day")},
    {"r.*", PARAM_TEXT, NOTE_MAX, false, true, N_("The sheet")},
    {0},
};

const struct route queue_routes[] = {
    {METHOD_GET, PERMISSION_VISITOR_SEE, "/queue", page_params, queue_page, NULL, 0,
     "shows who came on a day, in the order of coming"},
    {METHOD_POST, PERMISSION_VISITOR_MAKE, "/queue", add_params, queue_post, queue_page, 0,
     "writes a visitor down"},
    {METHOD_POST, PERMISSION_VISITOR_MAKE, "/queue/move", move_params, move_post, NULL, 0,
     "takes a visitor, or writes down that she was helped or left"},
    {METHOD_GET, PERMISSION_VISITOR_SEE, "/queue/paper", NULL, paper_page, NULL, 0,
     "shows an empty sheet of visitors to print"},
    {METHOD_GET, PERMISSION_VISITOR_MAKE, "/queue/sheet", NULL, sheet_page, NULL, 0,
     "asks for the rows of a paper sheet"},
    {METHOD_POST, PERMISSION_VISITOR_MAKE, "/queue/sheet", sheet_params, sheet_post, sheet_page, 0,
     "writes the rows of a paper sheet down"},
};
const size_t queue_routes_n = sizeof queue_routes / sizeof *queue_routes;
