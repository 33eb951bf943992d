/* record_pages.c - see pages.h: one record with its parts and what refers to it, and what may be
 *   done with it as a whole: moved on, put away, erased, taken back. */
#include "base/lang.h"
#include "exchange/taken.h"
#include "model/field.h"
#include "model/likeness.h"
#include "records/pages.h"
#include "web/control.h"
#include "web/field_control.h"

enum { PARTS_SHOWN = 200, LINKS_SHOWN = 5, PART_COLUMNS_MAX = 8 };

/* ---- the fields, a card for each section */

static bool is_shown(const struct record *record, const struct field *field)
{
    return record_get(record, field).type != V_NULL &&
           !str_is(str_of(field->type->name), "sealed bytes");
}

static void section_card(struct web *web, const struct record *record, size_t section)
{
    struct html *h = &web->html;
    bool open = false;

    for (size_t i = 0; i < record->kind->n; i++) {
        const struct field *field = &record->kind->fields[i];
        if (field->section != section || !is_shown(record, field))
            continue;
        if (!open) {
            part_card(h, label_text(&web->call, &record->kind->sections[section].label));
            html_raw(h, "<dl class=\"facts\">");
        }
        open = true;
        field_fact(web, field, record_get(record, field));
    }
    if (!open)
        return;
    html_raw(h, "</dl>");
    part_card_end(h);
}

/* ---- parts: papers of a case, members of a household */

static size_t part_columns_of(struct web *web, const struct kind *kind,
                              struct table_column columns[PART_COLUMNS_MAX])
{
    size_t n = 0;

    columns[n++] = (struct table_column){.label = label_text(&web->call, &kind->one)};
    for (size_t i = 0; i < kind->columns_n && n < PART_COLUMNS_MAX; i++)
        if (kind->columns[i] != kind->title)
            columns[n++] =
                (struct table_column){.label = label_text(&web->call, &kind->columns[i]->label)};
    return n;
}

static void part_line(struct web *web, const struct record *part,
                      const struct table_column *columns, size_t n)
{
    struct call *call = &web->call;
    struct str title = record_title(call, part);
    size_t at = 0;

    part_row(&web->html);
    part_cell(&web->html, columns, at++, title.n != 0 ? title : label_text(call, &part->kind->one),
              record_path(web, part));
    for (size_t i = 0; at < n; i++) {
        const struct field *field = part->kind->columns[i];
        if (field != part->kind->title)
            part_cell(&web->html, columns, at++, field_words(call, field, record_get(part, field)),
                      STR(""));
    }
    part_row_end(&web->html);
}

static enum rc parts_card(struct web *web, const struct record *record, const struct kind *kind)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct query query = {.kind = kind,
                          .verb = MAY_SEE,
                          .owner = &record->id,
                          .sort = kind->sort,
                          .limit = PARTS_SHOWN};
    struct button add = {.label = say(call, "Add"), .weight = WEIGHT_OTHER, .icon = "plus"};
    struct table_column columns[PART_COLUMNS_MAX];
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    struct str many = label_text(call, &kind->many);
    part_card(h, found.n == 0 ? many : STR("")); /* a table has its heading itself */
    if (found.n != 0) {
        size_t n = part_columns_of(web, kind, columns);
        part_table(h, many, columns, n);
        for (size_t i = 0; i < found.n; i++)
            part_line(web, found.records[i], columns, n);
        part_table_end(h);
    }
    if (records_permits(web, record, MAY_CHANGE)) {
        part_actions(h);
        part_link_button(h, &add,
                         str_format(call->arena, "/records/%s/new?of=%s",
                                    str_z(call->arena, kind->name),
                                    str_hex(call->arena, id_str(&record->id)).p));
        part_actions_end(h);
    }
    part_card_end(h);
    return RC_OK;
}

static enum rc all_parts(struct web *web, const struct record *record)
{
    const struct registry *registry = web->call.app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++)
        if (registry->kinds[i]->owner == record->kind)
            rc = parts_card(web, record, registry->kinds[i]);
    return rc;
}

/* ---- what refers to this record, as far as one may see it */

static enum rc links_from(struct web *web, const struct record *record, const struct field *field,
                          const struct kind *kind)
{
    struct call *call = &web->call;
    struct query query = {.kind = kind,
                          .verb = MAY_SEE,
                          .filters = {{field, QUERY_IS, id_value(&record->id)}},
                          .n = 1,
                          .limit = LINKS_SHOWN};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK || found.n == 0)
        return rc;
    part_tasks(&web->html,
               str_format(call->arena, "%s: %s", str_z(call->arena, label_text(call, &kind->many)),
                          str_z(call->arena, label_text(call, &field->label))));
    for (size_t i = 0; i < found.n; i++) {
        struct str title = record_title(call, found.records[i]);
        struct task task = {.title = title.n != 0 ? title : label_text(call, &kind->one),
                            .path = record_path(web, found.records[i]),
                            .about = {found.records[i]->code}};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    if (found.more)
        part_note(&web->html, TONE_MUTE, say(call, "There are more than are shown here."));
    return RC_OK;
}

static enum rc all_links(struct web *web, const struct record *record)
{
    const struct registry *registry = web->call.app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (!records_may(web, kind, MAY_SEE))
            continue;
        for (size_t j = 0; j < kind->n && rc == RC_OK; j++)
            if (kind->fields[j].target == record->kind && !kind->fields[j].secret)
                rc = links_from(web, record, &kind->fields[j], kind);
    }
    return rc;
}

/* ---- what may be done */

static void moves(struct web *web, const struct record *record)
{
    const struct state *state = state_find(record->kind, record->state);

    for (size_t i = 0; state != NULL && i < state->next_n; i++) {
        const struct state *next = &record->kind->states[state->next[i]];
        struct record_button button = {.path = record_general_path(web, record, "/move"),
                                       .label = label_text(&web->call, &next->label),
                                       .weight = WEIGHT_OTHER,
                                       .name = "state",
                                       .value = next->name};
        records_button(web, record, &button);
    }
}

static void keep_or_put_away(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    bool away = record->retired_ms != 0;
    struct record_button button = {
        .path = record_general_path(web, record, away ? "/restore" : "/retire"),
        .label = away ? say(call, "Bring back") : say(call, "Put away"),
        .weight = WEIGHT_QUIET};

    records_button(web, record, &button);
}

static void links_to(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct nav_item links[] = {
        {.path = record_general_path(web, record, "/history"),
         .label = say(call, "What was changed")},
        {.path = record_general_path(web, record, "/readers"), .label = say(call, "Who looked")},
        {.path = record_general_path(web, record, "/alike"),
         .label = say(call, "Written down twice?")},
    };
    const struct nav_item file = {.path = record_general_path(web, record, "/file"),
                                  .label = say(call, "Take out as a file")};
    size_t n = sizeof links / sizeof *links;

    part_links(&web->html, links, likeness_has(record->kind) ? n : n - 1);
    if (record->kind->owner == NULL && taken_may(call))
        part_links(&web->html, &file, 1);
}

/* The side: state, moves, dates, and what is rarely done. */
static void record_side(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str state = records_state(call, record->kind, record->state);
    struct fact facts[] = {
        {.label = say(call, "Number"), .value = record->code},
        {.label = say(call, "State"), .value = state},
        {.label = say(call, "Written down"), .value = records_when(call, record->made_ms)},
        {.label = say(call, "Last change"), .value = records_when(call, record->changed_ms)},
    };
    struct fact shown[4];
    size_t n = 0;

    for (size_t i = 0; i < 4; i++)
        if (facts[i].value.n != 0)
            shown[n++] = facts[i];
    part_card(h, say(call, "Facts"));
    part_facts(h, shown, n);
    links_to(web, record);
    part_card_end(h);
    if (!records_permits(web, record, MAY_CHANGE))
        return;
    part_card(h, say(call, "What can be done"));
    part_actions(h);
    if (record->retired_ms == 0)
        moves(web, record);
    keep_or_put_away(web, record);
    part_actions_end(h);
    if (record->kind->owner == NULL && records_permits(web, record, MAY_ERASE)) {
        struct nav_item erase = {.path = record_general_path(web, record, "/erase"),
                                 .label = say(call, "Erase for good")};
        part_links(h, &erase, 1);
    }
    part_card_end(h);
}

/* It was one of two that were one; what is known stands with the other now. */
static void merged_note(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct record *into;

    part_note(&web->html, TONE_WARN, say(call, "This was made one with another record."));
    if (query_get(call, record->kind, &record->merged, &into) == RC_OK)
        part_link(&web->html, record_path(web, into), records_heading(web, into));
    else
        call_forgive(call);
}

static void record_tags(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    const struct field *limited = record->kind->limited_by;

    if (record->retired_ms != 0)
        part_tag(&web->html, TONE_MUTE, say(call, "Put away"));
    if (limited != NULL && record_get(record, limited).type == V_INT &&
        record_get(record, limited).i != 0)
        part_tag_icon(&web->html, TONE_WARN, "lock", say(call, "Only the team can see this"));
    if (!id_is_none(&record->merged))
        merged_note(web, record);
    if (record->newer)
        part_note(&web->html, TONE_WARN,
                  say(call, "A newer version of Khetane wrote this. It can be read here, and "
                            "changed there."));
}

static struct str copy_path(struct web *web, const struct record *record)
{
    struct arena *arena = web->call.arena;
    const char *name =
        record->code.n != 0 ? str_z(arena, record->code) : str_hex(arena, id_str(&record->id)).p;

    return str_format(arena, "/records/%s/new?from=%s", str_z(arena, record->kind->name), name);
}

static void edit_button(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct button edit = {.label = say(call, "Change"), .weight = WEIGHT_MAIN, .icon = "pencil"};
    struct button copy = {.label = say(call, "New one like this"), .weight = WEIGHT_QUIET};

    if (record->newer || record->retired_ms != 0 || !records_permits(web, record, MAY_CHANGE))
        return;
    part_actions(&web->html);
    part_link_button(&web->html, &edit, record_general_path(web, record, "/edit"));
    if (record->kind->owner == NULL && records_may(web, record->kind, MAY_MAKE))
        part_link_button(&web->html, &copy, copy_path(web, record));
    part_actions_end(&web->html);
}

/* A part leads back to what it belongs to; anything else to its list. */
static enum rc back_of(struct web *web, const struct record *record, struct page *page)
{
    struct call *call = &web->call;
    struct record *owner;

    page->back_path = records_list_path(web, record->kind);
    page->back_label = label_text(call, &record->kind->many);
    if (record->kind->owner == NULL)
        return RC_OK;
    enum rc rc = query_get(call, record->kind->owner, &record->owner, &owner);
    if (rc != RC_OK)
        return rc;
    page->back_path = record_path(web, owner);
    page->back_label = records_heading(web, owner);
    return RC_OK;
}

static enum rc record_page(struct web *web)
{
    struct record *record;
    enum rc rc = records_open(web, &record);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = records_heading(web, record),
                        .heading = record_title(&web->call, record),
                        .code = record->code};
    rc = back_of(web, record, &page);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    record_tags(web, record);
    edit_button(web, record);
    part_columns(&web->html);
    for (size_t i = 0; i < record->kind->sections_n; i++)
        section_card(web, record, i);
    rc = all_parts(web, record);
    if (rc == RC_OK)
        rc = all_links(web, record);
    part_columns_side(&web->html);
    record_side(web, record);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

/* ---- acts */

static enum rc move_post(struct web *web)
{
    struct record *record;
    enum rc rc = records_open(web, &record);

    return rc == RC_OK ? records_act(web, record, "record.move", web_text(web, "state"), "moved")
                       : rc;
}

static enum rc retire_post(struct web *web)
{
    struct record *record;
    enum rc rc = records_open(web, &record);

    return rc == RC_OK ? records_act(web, record, "record.retire", STR(""), "retired") : rc;
}

static enum rc restore_post(struct web *web)
{
    struct record *record;
    enum rc rc = records_open(web, &record);

    return rc == RC_OK ? records_act(web, record, "record.restore", STR(""), "restored") : rc;
}

static enum rc erase_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct record *record;
    enum rc rc = records_open(web, &record);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Erase for good"),
                        .code = record->code,
                        .back_path = record_path(web, record),
                        .back_label = records_heading(web, record)};
    struct form_options form = {.action = record_general_path(web, record, "/erase"),
                                .rev = str_format(call->arena, "%lld", (long long)record->rev)};
    struct control reason = {.name = STR("reason"),
                             .label = say(call, "Why"),
                             .value = form_find(&web->form, STR("reason")),
                             .hint = say(call, "The second person reads this, and it stays "
                                               "behind: write no name."),
                             .max = RECORD_REASON_MAX,
                             .must = true};
    struct button send = {.label = say(call, "Propose to erase"), .weight = WEIGHT_DANGER};
    part_page(web, &page);
    part_confirm(h, record_title(call, record),
                 say(call, "Everything about it goes: this record, its parts, its files and its "
                           "history. A second person must agree within 48 hours. It cannot be "
                           "taken back."));
    part_form(web, &form);
    records_change_field(web);
    control_long(h, &reason, 3);
    part_form_send(h, &form, &send);
    part_confirm_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc erase_post(struct web *web)
{
    struct record *record;
    enum rc rc = records_open(web, &record);

    return rc == RC_OK ? records_act(web, record, "record.erase", STR(""), "erased") : rc;
}

/* The change that a page offered to take back; the way leads to what it was about. */
static enum rc undo_post(struct web *web)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "change.undo", .change = id_new(call)};
    struct str hex = web_text(web, "undo");
    struct value which;
    struct outcome outcome;
    struct record *record;
    struct id id;

    if (!str_unhex(hex, id.b, sizeof id.b))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    which = id_value(&id);
    request.args = v_list(&which, 1);
    enum rc rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    if (outcome.kind == NULL || query_get(call, outcome.kind, &outcome.record, &record) != RC_OK) {
        call_forgive(call);
        return web_redirect(web, STR("/records"), "undone");
    }
    return web_redirect(web, record_path(web, record), "undone");
}

/* ---- routes */

static const struct param name_params[] = {KIND_PARAM, NAME_PARAM, {0}};
static const struct param act_params[] = {KIND_PARAM, NAME_PARAM, CHANGE_PARAM, REV_PARAM, {0}};
static const struct param move_params[] = {
    KIND_PARAM,
    NAME_PARAM,
    CHANGE_PARAM,
    REV_PARAM,
    {"state", PARAM_CODE, NAME_MAX_BYTES, true, false, N_("State")},
    {0},
};
static const struct param erase_params[] = {
    KIND_PARAM,
    NAME_PARAM,
    CHANGE_PARAM,
    REV_PARAM,
    {"reason", PARAM_LONG, RECORD_REASON_MAX, true, false, N_("Why")},
    {0},
};
static const struct param undo_params[] = {
    {"undo", PARAM_ID, 32, true, false, N_("Form")},
    {0},
};

const struct route record_routes[] = {
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/{name}", name_params, record_page, NULL, 0,
     "shows a record with its parts and what refers to it"},
    {METHOD_GET, PERMISSION_KIND_ERASE, "/records/{kind}/{name}/erase", name_params, erase_page,
     NULL, 0, "asks why a record is to be erased"},
    {METHOD_POST, PERMISSION_KIND_ERASE | MAY_FRESH, "/records/{kind}/{name}/erase", erase_params,
     erase_post, erase_page, 0, "proposes to erase a record for good"},
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/records/{kind}/{name}/move", move_params, move_post,
     NULL, 0, "moves a record on to another state"},
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/records/{kind}/{name}/restore", act_params,
     restore_post, NULL, 0, "brings a record back"},
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/records/{kind}/{name}/retire", act_params, retire_post,
     NULL, 0, "puts a record away"},
    {METHOD_POST, MAY_SIGNED_IN, "/undo", undo_params, undo_post, NULL, 0, "takes a change back"},
};
const size_t record_routes_n = sizeof record_routes / sizeof *record_routes;
