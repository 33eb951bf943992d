/* timeline.c - see timeline.h. */
#include "casework/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "casework/case_parts.h"
#include "model/permission.h"
#include "query/query.h"
#include "rules/zone.h"
#include "web/control.h"
#include "web/record_path.h"

enum { NOTE_MAX = 8000, PARTS_SHOWN = 6, WORDS_MAX = 3 };

/* ---- which records are lines of the timeline ---- */

static const struct line_kind {
    const char *kind, *when; /* the field of its day; NULL: the day on which it was written down */
    const char *icon;
    const char *title[WORDS_MAX], *text[WORDS_MAX]; /* fields */
    const char *show;                               /* the filter that it belongs to */
} line_kinds[] = {
    {"case_note", "on", "message-square", {"what"}, {"text"}, "note"},
    {"event", "on", "check", {"what", "result"}, {"proof", "number"}, "procedure"},
    {"letter", "written", "mail", {"subject_line"}, {"procedure"}, "letter"},
    {"case_paper", "received", "file-text", {"what", "from"}, {"number"}, "letter"},
    {"case_help", "on", "users", {"what"}, {"note"}, "help"},
    {"promise", "on", "phone", {"with", "what"}, {"kept"}, "help"},
    {"referral", "sent", "send", {"to", "to_name"}, {"what"}, "help"},
    {"hearing", "when_held", "landmark", {"where", "number"}, {"outcome"}, "procedure"},
};
static const size_t line_kinds_n = sizeof line_kinds / sizeof *line_kinds;

struct line {
    day on;
    const struct line_kind *is;
    const struct record *record;
};

struct lines {
    struct line *in;
    size_t n, room;
};

static day day_of_ms(const struct call *call, int64_t ms)
{
    return zone_today(call->zone, ms);
}

static day line_day(const struct call *call, const struct line_kind *is,
                    const struct record *record)
{
    const struct field *field = field_find(record->kind, str_of(is->when));
    struct value v = record_get(record, field);

    if (v.type != V_INT)
        return day_of_ms(call, record->made_ms);
    return strcmp(field->type->name, "moment") == 0 ? day_of_ms(call, v.i) : (day)v.i;
}

static bool is_struck(const struct record *record)
{
    struct value v = record_value(record, "struck");

    return v.type == V_INT && v.i != 0;
}

static enum rc add_kind(struct web *web, const struct record *of, const struct line_kind *is,
                        struct lines *out)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, is->kind),
                          .verb = MAY_SEE,
                          .owner = &of->id,
                          .limit = TIMELINE_SHOWN};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    for (size_t i = 0; i < found.n && rc == RC_OK; i++) {
        if (is_struck(found.records[i]))
            continue;
        if (!arena_grow(call->arena, &out->in, out->n, &out->room))
            return fail_memory(call);
        out->in[out->n++] =
            (struct line){line_day(call, is, found.records[i]), is, found.records[i]};
    }
    return rc;
}

static int newest_first(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (x->on != y->on)
        return x->on < y->on ? 1 : -1;
    return (x->record->made_ms < y->record->made_ms) - (x->record->made_ms > y->record->made_ms);
}

/* ---- showing it ---- */

static struct str words_of(struct web *web, const struct record *record, const char *const *names)
{
    struct call *call = &web->call;
    struct str said = {"", 0};

    for (size_t i = 0; i < WORDS_MAX && names[i] != NULL; i++) {
        const struct field *field = field_find(record->kind, str_of(names[i]));
        struct str word = strcmp(field->type->name, "link") == 0
                              ? page_link_title(call, record, names[i])
                              : page_shown(call, record, names[i]);
        if (word.n != 0)
            said = str_format(call->arena, "%.*s%s%.*s", (int)said.n, said.p,
                              said.n == 0 ? "" : ", ", (int)word.n, word.p);
    }
    return said;
}

static void show_line(struct web *web, const struct line *line)
{
    struct call *call = &web->call;
    struct str title = words_of(web, line->record, line->is->title);
    struct event event = {
        .icon = line->is->icon,
        .when = line->on,
        .title = title.n == 0 ? label_text(call, &line->record->kind->one) : title,
        .text = words_of(web, line->record, line->is->text),
        .path = record_path(web, line->record),
        .link = say(call, "Open"),
    };

    part_event(&web->html, &event);
}

static void chips(struct web *web, const struct record *of, struct str show)
{
    struct call *call = &web->call;
    const char *const names[] = {"", "note", "letter", "procedure", "help"};
    const struct str labels[] = {say(call, "All"), say(call, "Notes"), say(call, "Letters"),
                                 say(call, "Procedures"), say(call, "Help")};
    struct chip all[sizeof names / sizeof *names];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        all[i] = (struct chip){
            labels[i],
            page_case_path(web, of->code,
                           i == 0 ? "" : str_format(call->arena, "?show=%s", names[i]).p),
            str_is(show, names[i])};
    part_chips(&web->html, say(call, "Show"), all, sizeof names / sizeof *names);
}

static void note_form(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = page_case_path(web, of->code, "/note")};
    struct button button = {.label = say(call, "Add"), .weight = WEIGHT_OTHER};
    struct control text = {.name = STR("text"),
                           .label = say(call, "Add a note, a call or a visit"),
                           .value = page_typed(web, "text"),
                           .max = NOTE_MAX,
                           .must = true};

    part_form(web, &form);
    page_change_field(web);
    control_long(h, &text, 2);
    page_select(web, "case_note", "what", false);
    part_form_send(h, &form, &button);
}

enum rc timeline_of(struct web *web, const struct record *of, struct str show)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct lines lines = {NULL, 0, 0};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < line_kinds_n && rc == RC_OK; i++)
        if (show.n == 0 || str_is(show, line_kinds[i].show))
            rc = add_kind(web, of, &line_kinds[i], &lines);
    if (rc != RC_OK)
        return rc;
    if (lines.n > 1)
        qsort(lines.in, lines.n, sizeof *lines.in, newest_first);
    part_card(h, say(call, "What happened so far"));
    if (case_may_change(call, of))
        note_form(web, of);
    chips(web, of, show);
    if (lines.n == 0)
        part_empty(h, say(call, "Nothing is written down here yet."), STR(""), STR(""));
    part_timeline(h);
    for (size_t i = 0; i < lines.n && i < TIMELINE_SHOWN; i++)
        show_line(web, &lines.in[i]);
    part_timeline_end(h);
    part_card_end(h);
    return RC_OK;
}

/* ---- what else belongs to the case ---- */

static const struct part_kind {
    const char *kind, *sort;
    const char *about[WORDS_MAX];
} part_kinds[] = {
    {"party", NULL, {"role", "reach"}},
    {"hearing", "when_held", {"when_held", "number"}},
    {"case_help", "on", {"on", "minutes"}},
};

static struct str state_of(struct call *call, const struct record *record)
{
    const struct state *state = state_find(record->kind, record->state);

    return state == NULL ? STR("") : label_text(call, &state->label);
}

/* A party may be somebody we know, without a name of its own here. */
static struct str line_title(struct call *call, const struct record *record)
{
    static const char *const links[] = {"person", "institution"};
    struct str title = record_title(call, record);

    for (size_t i = 0; i < sizeof links / sizeof *links && title.n == 0; i++)
        if (field_find(record->kind, str_of(links[i])) != NULL)
            title = page_link_title(call, record, links[i]);
    return title.n != 0 ? title : label_text(call, &record->kind->one);
}

static void part_line(struct web *web, const struct record *record, const struct part_kind *is)
{
    struct call *call = &web->call;
    struct task task = {.title = line_title(call, record),
                        .path = record_path(web, record),
                        .status = state_of(call, record),
                        .tone = TONE_MUTE};

    for (size_t i = 0; i < WORDS_MAX && is->about[i] != NULL; i++) {
        const char *one[WORDS_MAX] = {is->about[i]};
        task.about[i] = words_of(web, record, one);
    }
    part_task(&web->html, &task);
}

static enum rc part_list(struct web *web, const struct record *of, const struct part_kind *is)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct query query = {
        .kind = page_kind(web, is->kind), .verb = MAY_SEE, .owner = &of->id, .limit = PARTS_SHOWN};
    struct query_page found;

    query.sort = is->sort == NULL ? NULL : field_find(query.kind, str_of(is->sort));
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK || found.n == 0)
        return rc;
    part_tasks(h, label_text(call, &query.kind->many));
    for (size_t i = 0; i < found.n; i++)
        part_line(web, found.records[i], is);
    part_tasks_end(h);
    if (found.more)
        part_link(h, record_general_path(web, of, ""), say(call, "All of them"));
    return RC_OK;
}

static void add_links(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct nav_item links[sizeof part_kinds / sizeof *part_kinds];
    const size_t n = sizeof part_kinds / sizeof *part_kinds;

    for (size_t i = 0; i < n; i++)
        links[i] = (struct nav_item){
            .path = str_format(call->arena, "/records/%s/new?of=%s", part_kinds[i].kind,
                               str_hex(call->arena, id_str(&of->id)).p),
            .label = label_text(call, &page_kind(web, part_kinds[i].kind)->one)};
    part_fold(&web->html, say(call, "Add something else"), false);
    part_links(&web->html, links, n);
    part_fold_end(&web->html);
}

enum rc parts_of(struct web *web, const struct record *of)
{
    enum rc rc = RC_OK;

    part_card(&web->html, say(&web->call, "What belongs to it"));
    for (size_t i = 0; i < sizeof part_kinds / sizeof *part_kinds && rc == RC_OK; i++)
        rc = part_list(web, of, &part_kinds[i]);
    if (case_may_change(&web->call, of))
        add_links(web, of);
    part_card_end(&web->html);
    return rc;
}

/* ---- a line is added ---- */

static enum rc save_note(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct save_args args = {.kind = page_kind(web, "case_note"), .owner = &of->id};
    struct value *values = arena_array(call->arena, args.kind->n, sizeof *values);
    bool *given = arena_array(call->arena, args.kind->n, sizeof *given);
    struct operation_request request = {.operation = "record.save", .change = page_change(web)};
    struct outcome outcome;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    page_give(&args, values, given, "text", page_value(page_typed(web, "text")));
    page_give(&args, values, given, "what", page_value(page_typed(web, "what")));
    page_give(&args, values, given, "on", v_int(call->today));
    args.values = values;
    args.given = given;
    enum rc rc = save_args_make(call, &args, &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static enum rc note_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *of;
    enum rc rc = query_code(call, page_kind(web, "case"), web_text(web, "code"), &of);

    if (rc == RC_OK)
        rc = save_note(web, of);
    return rc == RC_OK ? web_redirect(web, page_case_path(web, of->code, ""), "saved") : rc;
}

static const struct param note_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"text", PARAM_LONG, NOTE_MAX, false, false, N_("Note")},
    {"what", PARAM_CODE, 40, false, false, N_("What it is")},
    {0},
};

const struct route timeline_routes[] = {
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/note", note_params, note_post, NULL, 0,
     "adds a line to a case"},
};
const size_t timeline_routes_n = sizeof timeline_routes / sizeof *timeline_routes;
