/* task_pages.c - see task_pages.h. */
#include "casework/task_pages.h"

#include "base/lang.h"
#include "casework/pages.h"
#include "casework/tasks.h"
#include "casework/together.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { WHAT_MAX = 300, WORDS_MAX = 500, CODE_MAX = 60 };

/* ---- the card on the case ---- */

static struct str why_of(struct call *call, const struct record *task)
{
    struct str why = together_text(task, "why");

    return why.n == 0 ? why : say(call, "Made by a rule: %s", str_z(call->arena, why));
}

static struct str put_off_of(struct call *call, const struct record *task)
{
    struct str why = together_text(task, "put_off");

    return why.n == 0 ? why : say(call, "Put off: %s", str_z(call->arena, why));
}

static void task_row(struct web *web, const struct record *of, const struct record *record)
{
    struct call *call = &web->call;
    struct value due = record_value(record, "due");
    struct task row = {.title = record_title(call, record),
                       .path = together_path(web, of, "/task", record),
                       .about = {due.type == V_INT ? date_long(call, (day)due.i) : STR(""),
                                 page_link_title(call, record, "who"), why_of(call, record),
                                 put_off_of(call, record)}};

    if (due.type == V_INT) {
        row.status = page_days_left(call, (day)due.i);
        row.tone = page_tone(call, (day)due.i);
    }
    if (together_may(web, of)) {
        row.act = say(call, "Done");
        row.act_name = "done";
        row.value = str_hex(call->arena, id_str(&record->id));
    }
    part_task(&web->html, &row);
}

static void open_tasks(struct web *web, const struct record *of, const struct query_page *found)
{
    struct form_options form = {.action = page_case_path(web, of->code, "/task")};
    size_t n = 0;

    part_form(web, &form);
    page_change_field(web);
    part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < found->n && n < TASKS_SHOWN; i++)
        if (str_is(found->records[i]->state, "open")) {
            task_row(web, of, found->records[i]);
            n++;
        }
    part_tasks_end(&web->html);
    part_form_end(&web->html, &form);
}

static void settled(struct web *web, const struct record *of, const struct query_page *found)
{
    struct call *call = &web->call;
    size_t n = 0;

    for (size_t i = 0; i < found->n; i++)
        n += !str_is(found->records[i]->state, "open");
    if (n == 0)
        return;
    part_fold(&web->html, say(call, "Done or dropped"), false);
    part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < found->n && n > 0; i++) {
        const struct record *one = found->records[i];
        const struct state *state = state_find(one->kind, one->state);
        if (str_is(one->state, "open"))
            continue;
        struct task row = {
            .title = record_title(call, one),
            .path = together_path(web, of, "/task", one),
            .about = {together_text(one, "outcome")},
            .status = state == NULL ? STR("") : label_text(call, &state->label),
        };
        part_task(&web->html, &row);
        n--;
    }
    part_tasks_end(&web->html);
    part_fold_end(&web->html);
}

/* In so many days; what falls on a weekend waits for Monday. */
static const struct span {
    const char *code, *label;
    int days;
} spans[] = {
    {"", N_("no day"), 0},     {"0", N_("today"), 0},          {"1", N_("tomorrow"), 1},
    {"7", N_("in a week"), 7}, {"14", N_("in two weeks"), 14}, {"30", N_("in a month"), 30},
};
enum { SPANS = sizeof spans / sizeof *spans };

static void until_control(struct web *web)
{
    struct call *call = &web->call;
    struct control control = {.name = STR("task_in"), .label = say(call, "Until")};
    struct str chosen = page_typed(web, "task_in");
    struct pick picks[SPANS];

    for (size_t i = 0; i < SPANS; i++)
        picks[i] =
            (struct pick){str_of(spans[i].code), str_of(lang_text(call->lang, spans[i].label)),
                          STR(""), str_is(chosen, spans[i].code)};
    control_select(&web->html, &control, picks, SPANS);
}

static struct value until_typed(const struct web *web)
{
    struct str code = page_typed(web, "task_in");
    day on = web->call.today;

    for (size_t i = 0; i < SPANS; i++) {
        if (code.n == 0 || !str_is(code, spans[i].code))
            continue;
        return v_int(spans[i].days == 0 ? on : together_workday(on + spans[i].days));
    }
    return v_null();
}

static void add_line(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/task")};
    struct button add = {.label = say(call, "Add the task"), .weight = WEIGHT_OTHER};
    struct control what = {.name = STR("task_what"),
                           .label = say(call, "A new task"),
                           .value = page_typed(web, "task_what"),
                           .max = WHAT_MAX,
                           .must = true};

    part_form(web, &form);
    page_change_field(web);
    control_text(&web->html, &what);
    until_control(web);
    part_form_send(&web->html, &form, &add);
    part_link(&web->html, together_new(web, of, "task"), say(call, "A task for somebody else"));
}

static bool any_open(const struct query_page *found)
{
    for (size_t i = 0; i < found->n; i++)
        if (str_is(found->records[i]->state, "open"))
            return true;
    return false;
}

enum rc tasks_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct query_page found;
    enum rc rc = together_list(call, of, "task", "due", &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Tasks"));
    if (any_open(&found))
        open_tasks(web, of, &found);
    else
        part_note(&web->html, TONE_MUTE, say(call, "No task is open."));
    if (together_may(web, of))
        add_line(web, of);
    settled(web, of, &found);
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- a new one, and done by one press ---- */

static enum rc add_again(struct web *web)
{
    struct call *call = &web->call;
    struct record *of;
    enum rc rc = together_case(web, &of);

    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(call, "A new task"));
    part_page(web, &page);
    add_line(web, of);
    part_page_end(web, &page);
    return RC_OK;
}

/* The operation names the kind's fields; this form has names of its own beside others. */
static void rename_faults(struct call *call)
{
    for (struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        if (str_is(fault->where, "what"))
            fault->where = STR("task_what");
}

static enum rc task_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web), id;
    struct outcome outcome = {.change = change};
    struct record *of, *task;
    enum rc rc = together_case(web, &of);

    if (rc != RC_OK)
        return rc;
    if (page_typed(web, "done").n != 0) {
        rc = together_part(web, of, "task", "done", &task);
        if (rc != RC_OK)
            return rc;
        id = task->id;
        struct task_settle settle = {
            .task = &id, .act = TASK_DONE, .due = v_null(), .change = change};
        rc = task_settle(call, &settle, &outcome);
    } else {
        rc = task_add(call, &of->id, page_typed(web, "task_what"), until_typed(web), &change,
                      &outcome);
        rename_faults(call);
    }
    return together_answer(web, rc, page_case_path(web, of->code, ""), &outcome.change, add_again);
}

/* ---- one task ---- */

static void task_facts(struct web *web, const struct record *task)
{
    struct call *call = &web->call;
    const struct state *state = state_find(task->kind, task->state);
    struct value due = record_value(task, "due");
    struct fact facts[] = {
        {.label = say(call, "State"),
         .value = state == NULL ? STR("") : label_text(call, &state->label)},
        {.label = say(call, "Until"),
         .value = due.type == V_INT ? date_long(call, (day)due.i) : STR("")},
        {.label = say(call, "By whom"), .value = page_link_title(call, task, "who")},
        {.label = say(call, "Made by a rule, because"), .value = together_text(task, "why")},
        {.label = say(call, "Put off, because"), .value = together_text(task, "put_off")},
        {.label = say(call, "What came of it"), .value = together_text(task, "outcome")},
    };

    together_facts(&web->html, facts, sizeof facts / sizeof *facts);
}

static void act_button(struct web *web, const char *act, struct str label, enum weight weight)
{
    struct button button = {.label = label, .weight = weight, .name = "act", .value = str_of(act)};

    part_button(&web->html, &button);
}

static void task_form(struct web *web, const struct record *of, const struct record *task)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    bool open = str_is(task->state, "open");
    struct form_options form = {.action = together_path(web, of, "/task", task)};
    struct control words = {.name = STR("words"),
                            .label = open ? say(call, "Why, or what came of it")
                                          : say(call, "Why it is open again"),
                            .hint = say(call, "Needed to put it off or to drop it."),
                            .value = page_typed(web, "words"),
                            .max = WORDS_MAX};

    part_form(web, &form);
    page_change_field(web);
    if (open) {
        control_long(h, &words, 2);
        together_day(web, "due", say(call, "Put off until"), STR(""), false);
    }
    part_actions(h);
    if (open) {
        act_button(web, "done", say(call, "Done"), WEIGHT_MAIN);
        act_button(web, "put_off", say(call, "Put off"), WEIGHT_OTHER);
        act_button(web, "drop", say(call, "Not needed any more"), WEIGHT_OTHER);
    } else {
        act_button(web, "again", say(call, "Open it again"), WEIGHT_OTHER);
    }
    part_actions_end(h);
    part_form_end(h, &form);
}

static enum rc find_one(struct web *web, struct record **of, struct record **task)
{
    enum rc rc = together_case(web, of);

    return rc == RC_OK ? together_part(web, *of, "task", "id", task) : rc;
}

static enum rc one_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *of, *task;
    enum rc rc = find_one(web, &of, &task);

    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(call, "Task"));
    page.heading = record_title(call, task);
    part_page(web, &page);
    task_facts(web, task);
    if (together_may(web, of))
        task_form(web, of, task);
    part_link(&web->html, record_general_path(web, task, ""), say(call, "All that is kept"));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc one_post(struct web *web)
{
    struct task_settle settle = {.due = together_day_value(web, "due"),
                                 .words = page_typed(web, "words"),
                                 .change = page_change(web)};
    struct outcome outcome = {.change = settle.change};
    struct record *of, *task;
    enum rc rc = find_one(web, &of, &task);

    if (rc != RC_OK)
        return rc;
    settle.task = &task->id;
    if (!task_act_find(page_typed(web, "act"), &settle.act))
        return fail(&web->call, RC_INVALID, "act", "Choose what to do with the task.");
    rc = task_settle(&web->call, &settle, &outcome);
    return together_answer(web, rc, page_case_path(web, of->code, ""), &outcome.change, one_page);
}

/* ---- routes ---- */

static const struct param add_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"done", PARAM_ID, 32, false, false, N_("Done")},
    {"task_what", PARAM_TEXT, WHAT_MAX, false, false, N_("A new task")},
    {"task_in", PARAM_CODE, 4, false, false, N_("Until")},
    {0},
};

static const struct param one_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"id", PARAM_ID, 32, true, false, N_("Task")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"act", PARAM_CODE, 20, false, false, N_("What to do")},
    {"words", PARAM_LONG, WORDS_MAX, false, false, N_("Why, or what came of it")},
    {"due", PARAM_DAY, 0, false, false, N_("Put off until")},
    {0},
};

const struct route task_routes[] = {
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/task", add_params, task_post, add_again, 0,
     "adds a task to a case, or writes one down as done"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/task/{id}", one_params, one_page, NULL, 0,
     "shows a task with its reason"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/task/{id}", one_params, one_post, one_page,
     0, "puts a task off, drops it with a reason, or writes it down as done"},
};
const size_t task_routes_n = sizeof task_routes / sizeof *task_routes;
