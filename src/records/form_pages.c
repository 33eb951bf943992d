/* form_pages.c - see pages.h: the form of any kind, for a new record and for one that is there. */
#include "base/lang.h"
#include "model/field.h"
#include "records/draft_pages.h"
#include "records/form_parts.h"
#include "records/pages.h"
#include "web/alike.h"
#include "web/control.h"
#include "web/field_control.h"

/* A form on its way: what it is about, and what came back. */
struct entry {
    const struct kind *kind;
    struct record *record; /* NULL: a new one */
    struct record *from;   /* a new one begins as a copy of this; or NULL */
    struct record *owner;  /* of a part; or NULL */
    bool secret;           /* its secret fields are asked, too */
    bool typed;
    const struct record *present; /* somebody was quicker: as it is now */
    const struct record *clashed; /* ... or with one of its parts */
    struct value *values;         /* what came back, by field->index */
    const bool *given;
    struct form_parts parts;
    struct alike alike; /* of a new one: who is like it */
};

/* ---- what the address means */

static enum rc open_owner(struct web *web, struct entry *entry)
{
    struct id id;

    if (entry->kind->owner == NULL)
        return RC_OK;
    if (!str_unhex(web_text(web, "of"), id.b, sizeof id.b))
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(&web->call, entry->kind->owner, &id, &entry->owner);
    return rc == RC_OK ? permit(&web->call, entry->owner, MAY_CHANGE) : rc;
}

static enum rc open_from(struct web *web, struct entry *entry)
{
    struct str name = web_text(web, "from");
    struct id id;

    if (name.n == 0)
        return RC_OK;
    return record_name_id(name, &id) ? query_get(&web->call, entry->kind, &id, &entry->from)
                                     : query_code(&web->call, entry->kind, name, &entry->from);
}

static enum rc open_new(struct web *web, struct entry *entry)
{
    *entry = (struct entry){.typed = web->request->method == METHOD_POST};
    enum rc rc = records_kind(web, &entry->kind);

    if (rc == RC_OK && entry->kind->owner == NULL && !records_may(web, entry->kind, MAY_MAKE))
        return fail(&web->call, RC_DENIED, NULL, NULL);
    if (rc == RC_OK)
        rc = open_owner(web, entry);
    if (rc == RC_OK)
        rc = open_from(web, entry);
    if (rc != RC_OK)
        return rc;
    entry->secret = records_may(web, entry->kind, MAY_SECRET);
    return form_parts_open(web, entry->kind, NULL, entry->secret, &entry->parts);
}

static enum rc open_edit(struct web *web, struct entry *entry)
{
    *entry = (struct entry){.typed = web->request->method == METHOD_POST};
    enum rc rc = records_open(web, &entry->record);

    if (rc == RC_OK)
        rc = permit(&web->call, entry->record, MAY_CHANGE);
    if (rc != RC_OK)
        return rc;
    entry->kind = entry->record->kind;
    entry->secret = records_permits(web, entry->record, MAY_SECRET);
    return form_parts_open(web, entry->kind, entry->record, entry->secret, &entry->parts);
}

/* ---- the page */

static struct str path_of(struct web *web, const struct entry *entry)
{
    return entry->record != NULL ? record_general_path(web, entry->record, "/edit")
                                 : str_format(web->call.arena, "/records/%s/new",
                                              str_z(web->call.arena, entry->kind->name));
}

/* What the form is kept under while it is written. */
static struct str draft_at(struct web *web, const struct entry *entry)
{
    struct str path = path_of(web, entry);

    if (entry->owner == NULL)
        return path;
    return str_format(web->call.arena, "%s?of=%s", path.p,
                      str_hex(web->call.arena, id_str(&entry->owner->id)).p);
}

static void set_page(struct web *web, const struct entry *entry, struct page *page)
{
    struct call *call = &web->call;
    const struct record *about = entry->record != NULL ? entry->record : entry->owner;
    const char *one = str_z(call->arena, label_text(call, &entry->kind->one));

    *page = (struct page){.title = entry->record != NULL ? say(call, "Change: %s", one)
                                                         : say(call, "New: %s", one),
                          .back_path = records_list_path(web, entry->kind),
                          .back_label = label_text(call, &entry->kind->many)};
    if (about == NULL)
        return;
    page->code = about->code;
    page->back_path = record_path(web, about);
    page->back_label = records_heading(web, about);
}

/* What somebody else changed meanwhile: the record or one of its parts. */
struct quicker {
    const struct record *present;
    const struct value *values; /* as typed here; NULL: to be taken away */
    const bool *given;
};

/* Mine and theirs, side by side: what differs, field by field. */
static void clash_row(struct web *web, const struct quicker *one, const struct field *field,
                      const struct table_column *columns)
{
    struct call *call = &web->call;
    struct str mine = field_words(call, field, one->values[field->index]);
    struct str theirs = field_words(call, field, record_get(one->present, field));

    part_row(&web->html);
    part_cell(&web->html, columns, 0, label_text(call, &field->label), STR(""));
    part_cell(&web->html, columns, 1, mine.n == 0 ? say(call, "nothing") : mine, STR(""));
    part_cell(&web->html, columns, 2, theirs.n == 0 ? say(call, "nothing") : theirs, STR(""));
    part_row_end(&web->html);
}

static void clash_table(struct web *web, const struct quicker *one, bool secret)
{
    struct call *call = &web->call;
    const struct kind *kind = one->present->kind;
    struct table_column columns[] = {{.label = say(call, "Field")},
                                     {.label = say(call, "What you wrote")},
                                     {.label = say(call, "What is there now")}};

    part_note(&web->html, TONE_WARN,
              say(call,
                  "Somebody else changed this while you were writing (%s). Nothing of yours "
                  "is lost: compare, correct the form below, and save again.",
                  records_when(call, one->present->changed_ms).p));
    if (one->values == NULL)
        return;
    part_table(&web->html, say(call, "Where the two differ"), columns, 3);
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (one->given[i] && (secret || !field->secret) &&
            !value_eq(one->values[i], record_get(one->present, field)))
            clash_row(web, one, field, columns);
    }
    part_table_end(&web->html);
}

static void clash(struct web *web, const struct entry *entry)
{
    struct quicker one = {entry->present, entry->values, entry->given};

    if (entry->clashed != NULL) {
        const struct save_part *row = form_parts_clash(&entry->parts, entry->clashed);
        one = (struct quicker){entry->clashed, row == NULL ? NULL : row->values,
                               row == NULL ? NULL : row->given};
    }
    if (one.present != NULL)
        clash_table(web, &one, entry->secret);
}

/* "Change: Case NI-2026-104": no person's name, as for all titles. */
static struct str entry_title(struct web *web, const struct entry *entry, const struct page *page)
{
    const struct record *about = entry->record != NULL ? entry->record : entry->owner;

    return about == NULL ? page->title
                         : str_format(web->call.arena, "%s %s", str_z(web->call.arena, page->title),
                                      str_z(web->call.arena, about->code));
}

/* The revision that the next save is compared with: what this page shows. */
static struct str rev_of(struct web *web, const struct entry *entry)
{
    const struct record *seen = entry->present != NULL ? entry->present : entry->record;

    if (seen == NULL)
        return STR("");
    if (entry->typed && entry->present == NULL)
        return web_text(web, "rev");
    return str_format(web->call.arena, "%lld", (long long)seen->rev);
}

static enum rc entry_page(struct web *web, struct entry *entry)
{
    struct call *call = &web->call;
    const struct record *shown = entry->record != NULL ? entry->record : entry->from;
    struct field_form fields = {.web = web, .prefix = "f.", .record = shown, .typed = entry->typed};
    struct form_options form = {
        .action = path_of(web, entry), .files = true, .draft = STR(DRAFT_PATH)};
    struct button send = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};
    struct page page;

    form.rev = rev_of(web, entry);
    set_page(web, entry, &page);
    part_page(web, &page);
    clash(web, entry);
    if (!entry->typed)
        draft_offer(web, draft_at(web, entry));
    part_form(web, &form);
    records_change_field(web);
    draft_fields(web, draft_at(web, entry), entry_title(web, entry, &page));
    if (entry->owner != NULL)
        control_hidden(&web->html, "of", str_hex(call->arena, id_str(&entry->owner->id)));
    if (entry->alike.ask)
        alike_show(web, &entry->alike, say(call, "It is another person: save"));
    field_sections(&fields, entry->kind, entry->secret);
    form_parts_show(&entry->parts, entry->typed);
    part_actions(&web->html);
    part_button(&web->html, &send);
    draft_button(web);
    part_actions_end(&web->html);
    part_form_end(&web->html, &form);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- saving */

static enum rc run_save(struct web *web, struct entry *entry, struct outcome *outcome)
{
    struct call *call = &web->call;
    struct save_args save = {.kind = entry->kind,
                             .id = entry->record == NULL ? NULL : &entry->record->id,
                             .owner = entry->owner == NULL ? NULL : &entry->owner->id,
                             .values = entry->values,
                             .given = entry->given,
                             .parts = entry->parts.rows,
                             .parts_n = entry->parts.rows_n};
    struct operation_request request = {.operation = "record.save", .change = records_change(web)};

    (void)web_number(web, "rev", &save.rev);
    enum rc rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, outcome) : rc;
}

/* The form again: with what is wrong, or beside what somebody else saved meanwhile. */
static enum rc show_again(struct web *web, struct entry *entry, enum rc rc,
                          const struct outcome *outcome)
{
    struct field_form fields = {.web = web, .prefix = "f.", .record = entry->record};

    if (rc == RC_CONFLICT && outcome->present != NULL && outcome->present->kind == entry->kind)
        entry->present = outcome->present;
    else if (rc == RC_CONFLICT && outcome->present != NULL)
        entry->clashed = outcome->present;
    else if (rc != RC_INVALID)
        return rc;
    field_faults(&fields, entry->kind);
    web->call.error.rc = RC_OK; /* the faults stay: the form shows them */
    web_status(web, rc_http(rc));
    return entry_page(web, entry);
}

/* Is she here already? What was typed stays, also for who then looks at the other record. */
static enum rc look_alike(struct web *web, struct entry *entry)
{
    const struct id change = records_change(web);
    const struct record like = {.kind = entry->kind, .values = entry->values};

    return entry->record != NULL || entry->owner != NULL
               ? RC_OK
               : alike_look(web, &like, &change, &entry->alike);
}

static enum rc use_other(struct web *web, struct entry *entry, const struct id *id)
{
    struct record *record;
    struct page page;
    enum rc rc = query_get(&web->call, entry->kind, id, &record);

    if (rc != RC_OK)
        return rc;
    set_page(web, entry, &page);
    rc = draft_keep(web, draft_at(web, entry), entry_title(web, entry, &page));
    return rc == RC_OK ? web_redirect(web, record_path(web, record), "used") : rc;
}

static enum rc redirect_saved(struct web *web, const struct entry *entry,
                              const struct outcome *outcome)
{
    struct record *made;

    if (outcome->nothing)
        return web_redirect(web, record_path(web, entry->record), "same");
    if (entry->record != NULL)
        return web_redirect_undo(web, record_path(web, entry->record), "saved", &outcome->change);
    enum rc rc = query_get(&web->call, entry->kind, &outcome->record, &made);
    return rc == RC_OK ? web_redirect_undo(web, record_path(web, made), "made", &outcome->change)
                       : rc;
}

/* Reads what came back into the entry. RC_INVALID: something is wrong, in it or in its parts. */
static enum rc read_entry(struct web *web, struct entry *entry)
{
    struct call *call = &web->call;
    struct value *values = arena_array(call->arena, entry->kind->n + 1, sizeof *values);
    bool *given = arena_array(call->arena, entry->kind->n + 1, sizeof *given);
    struct field_form fields = {.web = web, .prefix = "f.", .record = entry->record, .typed = true};

    if (values == NULL || given == NULL)
        return fail_memory(call);
    entry->values = values;
    entry->given = given;
    enum rc rc = fields_typed(&fields, entry->kind, entry->secret, values, given);
    if (rc == RC_OK || rc == RC_INVALID) /* what is wrong in its parts is told with the rest */
        rc = form_parts_typed(web, &entry->parts);
    return rc == RC_OK ? call_faults(call) : rc;
}

static enum rc save_entry(struct web *web, struct entry *entry)
{
    struct outcome outcome = {0};
    bool more = fields_more(web);
    struct id other;

    files_hold(web);
    if (more)
        return entry_page(web, entry);
    if (alike_chosen(web, &other))
        return use_other(web, entry, &other);
    enum rc rc = read_entry(web, entry);
    if (rc == RC_OK)
        rc = look_alike(web, entry);
    if (rc == RC_OK && entry->alike.ask) {
        web_status(web, 422);
        return entry_page(web, entry);
    }
    if (rc == RC_OK)
        rc = files_use(web);
    if (rc == RC_OK)
        rc = run_save(web, entry, &outcome);
    if (rc != RC_OK)
        return show_again(web, entry, rc, &outcome);
    rc = draft_done(web);
    if (rc == RC_OK)
        rc = files_saved(web);
    return rc == RC_OK ? redirect_saved(web, entry, &outcome) : rc;
}

/* ---- handlers */

/* What was kept of this form counts as typed, if that is asked for. */
static enum rc show_entry(struct web *web, struct entry *entry)
{
    bool taken;
    enum rc rc = draft_take(web, draft_at(web, entry), &taken);

    entry->typed |= taken;
    return rc == RC_OK ? entry_page(web, entry) : rc;
}

static enum rc new_page(struct web *web)
{
    struct entry entry;
    enum rc rc = open_new(web, &entry);

    return rc == RC_OK ? show_entry(web, &entry) : rc;
}

static enum rc new_post(struct web *web)
{
    struct entry entry;
    enum rc rc = open_new(web, &entry);

    return rc == RC_OK ? save_entry(web, &entry) : rc;
}

static enum rc edit_page(struct web *web)
{
    struct entry entry;
    enum rc rc = open_edit(web, &entry);

    return rc == RC_OK ? show_entry(web, &entry) : rc;
}

static enum rc edit_post(struct web *web)
{
    struct entry entry;
    enum rc rc = open_edit(web, &entry);

    return rc == RC_OK ? save_entry(web, &entry) : rc;
}

/* ---- routes */

#define FORM_PARAMS                                                      \
    CHANGE_PARAM, REV_PARAM, DRAFT_PARAMS, ALIKE_PARAMS,                 \
        {"more", PARAM_TEXT, 200, false, false, N_("The form")},         \
        {"f.*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")}, \
        {"p.*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")}, \
    {                                                                    \
        "u.*", PARAM_FILE, SERVER_FILE_MAX, false, true, N_("The file")  \
    }

static const struct param new_params[] = {
    KIND_PARAM,
    {"of", PARAM_ID, 32, false, false, N_("Form")},
    {"from", PARAM_CODE, RECORD_NAME_MAX, false, false, N_("Form")},
    FORM_PARAMS,
    {0},
};
static const struct param edit_params[] = {KIND_PARAM, NAME_PARAM, FORM_PARAMS, {0}};

const struct route form_routes[] = {
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/new", new_params, new_page, NULL, 0,
     "asks for a new record"},
    {METHOD_POST, PERMISSION_KIND_SEE, "/records/{kind}/new", new_params, new_post, new_page,
     SERVER_FILE_MAX, "makes a record"},
    {METHOD_GET, PERMISSION_KIND_CHANGE, "/records/{kind}/{name}/edit", edit_params, edit_page,
     NULL, 0, "asks for changes of a record"},
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/records/{kind}/{name}/edit", edit_params, edit_post,
     edit_page, SERVER_FILE_MAX, "changes a record"},
};
const size_t form_routes_n = sizeof form_routes / sizeof *form_routes;
