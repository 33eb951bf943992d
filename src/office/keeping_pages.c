/* keeping_pages.c - records whose time of keeping ends: two people erase them, or one says why they
 * are kept. Shown by number, kind and day alone; who may not see a record does not see its row. */
#include "base/cbor.h"
#include "model/keeping.h"
#include "model/operation.h"
#include "model/permission.h"
#include "model/permit.h"
#include "office/keeping_work.h"
#include "office/pages.h"
#include "query/query.h"
#include "store/crypt.h"
#include "web/control.h"

enum { SHOWN = 50, READ = 200, REASON_MAX = 500, PROPOSALS = 100 };

/* ---- the rows that this person may see */

struct row {
    struct keeping keeping;
    const struct record *record;
    bool waits; /* a second person is asked already */
};

struct list {
    struct row rows[SHOWN];
    size_t n;
    bool more;
    struct record **proposals; /* to erase, waiting */
    size_t proposals_n;
};

/* The record that a waiting proposal would erase: [kind, id, rev, word]. */
static bool erases(struct call *call, const struct record *proposal, struct str *kind,
                   struct id *out)
{
    struct cbor in = cbor_open(record_value(proposal, "arguments").s);
    struct value args = cbor_value(&in, call->arena);

    if (!str_is(record_value(proposal, "operation").s, "record.erase") || !cbor_done(&in) ||
        args.type != V_LIST || args.list.n != 4 || args.list.items[0].type != V_TEXT)
        return false;
    *kind = args.list.items[0].s;
    return id_of(args.list.items[1].s, out);
}

static enum rc load_proposals(struct call *call, struct list *list)
{
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    struct query query = {.kind = kind, .verb = MAY_SEE, .limit = PROPOSALS};
    struct query_page page;
    struct str of;
    struct id id;

    query.filters[query.n++] =
        (struct query_filter){.op = QUERY_IS, .value = v_text(STR("waiting"))};
    enum rc rc = query_list(call, &query, &page);
    if (rc != RC_OK)
        return rc;
    list->proposals = page.records;
    for (size_t i = 0; i < page.n; i++)
        if (erases(call, page.records[i], &of, &id))
            list->proposals[list->proposals_n++] = page.records[i];
    return RC_OK;
}

static bool is_proposed(struct call *call, const struct list *list, const struct id *id)
{
    struct str kind;
    struct id other;

    for (size_t i = 0; i < list->proposals_n; i++)
        if (erases(call, list->proposals[i], &kind, &other) && id_eq(&other, id))
            return true;
    return false;
}

/* *out is NULL for one that is gone, or that this person may not erase. */
static enum rc load(struct call *call, struct str kind_name, const struct id *id,
                    struct record **out)
{
    const struct kind *kind = kind_find(call->app->registry, kind_name);
    enum rc rc = kind == NULL
                     ? RC_NOT_FOUND
                     : table_load(call, call->store->db, app_table(call->app, kind), id, out);

    if (rc == RC_OK && !(*out)->erased)
        rc = permit(call, *out, MAY_ERASE);
    else if (rc == RC_OK)
        rc = RC_NOT_FOUND;
    if (rc == RC_OK)
        return RC_OK;
    *out = NULL;
    if (rc != RC_NOT_FOUND && rc != RC_DENIED)
        return rc;
    call_forgive(call);
    return RC_OK;
}

static enum rc load_list(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    struct keeping after = {0}, *found;
    int64_t rid = 0, due = 0;
    size_t n;
    enum rc rc = load_proposals(call, list);

    if (web->request->method == METHOD_GET && web_number(web, "after", &rid) &&
        web_number(web, "due", &due))
        after = (struct keeping){.rid = rid, .due = (day)due};
    if (rc == RC_OK)
        rc = keeping_list(call, &after, READ, &found, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        struct record *record;
        if (list->n == SHOWN) {
            list->more = true;
            break;
        }
        rc = load(call, found[i].kind, &found[i].record, &record);
        if (rc == RC_OK && record != NULL)
            list->rows[list->n++] =
                (struct row){found[i], record, is_proposed(call, list, &record->id)};
    }
    return rc;
}

/* ---- the list */

static struct str kind_word(struct call *call, const struct kind *kind)
{
    return label_text(call, &kind->one);
}

static void pick_cell(struct web *web, const struct table_column *columns, const struct row *row)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str id = str_hex(call->arena, id_str(&row->record->id));
    struct str label = say(call, "Erase %s", str_z(call->arena, row->record->code));
    struct control control = {.name = str_format(call->arena, "erase.%s", id.p), .label = label};

    part_cell_open(h, columns, 3);
    if (row->waits)
        part_tag(h, TONE_INFO, say(call, "waits for a second person"));
    else if (keeping_held(row->record))
        part_tag(h, TONE_MUTE, say(call, "kept for the law"));
    else if (row->keeping.due < call->today)
        control_check(h, &control, false);
    else
        part_tag(h, TONE_MUTE, say(call, "not yet"));
    part_cell_end(h, 3);
}

static void table(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct table_column columns[] = {{.label = say(call, "Number")},
                                           {.label = say(call, "Counted from")},
                                           {.label = say(call, "Kept until")},
                                           {.label = say(call, "Erase")}};

    part_table(h, say(call, "The time that ends first comes first"), columns, 4);
    for (size_t i = 0; i < list->n; i++) {
        const struct row *row = &list->rows[i];
        struct str id = str_hex(call->arena, id_str(&row->record->id));
        part_row(h);
        part_cell(h, columns, 0,
                  str_format(call->arena, "%s %s",
                             str_z(call->arena, kind_word(call, row->record->kind)),
                             str_z(call->arena, row->record->code)),
                  str_format(call->arena, "/keeping/%s", id.p));
        part_cell(h, columns, 1, date_text(call, row->keeping.since), STR(""));
        part_cell(h, columns, 2, date_text(call, row->keeping.due), STR(""));
        pick_cell(web, columns, row);
        part_row_end(h);
    }
    part_table_end(h);
}

static void change_field(struct web *web)
{
    struct id id = id_new(&web->call);
    struct str typed = form_find(&web->form, STR("change"));

    control_hidden(&web->html, "change",
                   typed.n != 0 ? typed : str_hex(web->call.arena, id_str(&id)));
}

static void reason_control(struct web *web, struct str hint)
{
    struct str typed = form_find(&web->form, STR("reason"));
    struct control control = {.name = STR("reason"),
                              .label = say(&web->call, "Why"),
                              .hint = hint,
                              .value = typed.p == NULL ? STR("") : typed,
                              .max = REASON_MAX,
                              .must = true};

    control_text(&web->html, &control);
}

static void list_form(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/keeping")};
    struct button button = {.label = say(call, "Ask a second person to erase these"),
                            .weight = WEIGHT_DANGER};
    struct str next = STR("");

    part_form(web, &form);
    change_field(web);
    table(web, list);
    reason_control(web, say(call, "It stands in the history for ever."));
    part_form_send(&web->html, &form, &button);
    if (list->more) {
        const struct keeping *last = &list->rows[list->n - 1].keeping;
        next = str_format(call->arena, "/keeping?after=%lld&due=%d", (long long)last->rid,
                          (int)last->due);
    }
    part_pager(&web->html, say(call, "%zu shown", list->n), STR(""), next);
}

/* ---- what waits for a second person has a page of its own */

static enum rc proposals(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct nav_item link = {.path = STR("/proposals"),
                            .label = say(call, "What waits for a second person")};

    for (size_t i = 0; i < list->proposals_n; i++) {
        struct record *record;
        struct str kind;
        struct id id;
        if (!erases(call, list->proposals[i], &kind, &id))
            continue;
        enum rc rc = load(call, kind, &id, &record);
        if (rc != RC_OK)
            return rc;
        if (record != NULL) {
            part_links(&web->html, &link, 1);
            break;
        }
    }
    return RC_OK;
}

/* ---- the page */

static void say_done(struct web *web, struct page *page)
{
    struct call *call = &web->call;

    if (str_is(web->done, "proposed"))
        page->done = say(call, "Asked for. A second person must agree within 48 hours.");
    else if (str_is(web->done, "kept"))
        page->done = say(call, "It is kept longer.");
}

static enum rc keeping_page(struct web *web)
{
    struct call *call = &web->call;
    struct list *list = arena_alloc(call->arena, sizeof *list);
    struct page page = {.title = say(call, "Records whose time is over")};
    enum rc rc = list == NULL ? fail_memory(call) : load_list(web, list);

    if (rc != RC_OK)
        return rc;
    say_done(web, &page);
    part_page(web, &page);
    rc = proposals(web, list);
    if (list->n == 0)
        part_empty(&web->html,
                   say(call, "There is none, and none within %d days. It is looked for each day.",
                       KEEPING_NOTICE_DAYS),
                   STR(""), STR(""));
    else
        list_form(web, list);
    part_page_end(web, &page);
    return rc;
}

/* ---- asking for it */

/* The n-th change of one form: pressed twice, it is the same ones. */
static struct id change_of(const struct web *web, const struct id *record)
{
    struct str typed = form_find(&web->form, STR("change"));
    unsigned char hash[CRYPT_HASH];
    struct crypt_hash state;
    struct id id;

    crypt_hash_start(&state, "khetane/keeping/1");
    crypt_hash_add(&state, typed);
    crypt_hash_add(&state, id_str(record));
    crypt_hash_end(&state, hash);
    memcpy(id.b, hash, sizeof id.b);
    return id;
}

static enum rc propose(struct web *web, const struct id *id)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.erase",
                                        .change = change_of(web, id),
                                        .reason = web_text(web, "reason")};
    struct keeping keeping;
    struct outcome outcome;
    struct record *record;
    enum rc rc = keeping_find(call, id, &keeping);

    if (rc == RC_NOT_FOUND || (rc == RC_OK && keeping.due >= call->today))
        return fail(call, RC_CONFLICT, NULL, "The time of this record is not over.");
    if (rc == RC_OK)
        rc = load(call, keeping.kind, id, &record);
    if (rc == RC_OK && record == NULL)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK && keeping_held(record))
        return fail(call, RC_CONFLICT, NULL, "%s is kept for the law.",
                    str_z(call->arena, record->code));
    if (rc == RC_OK)
        rc = record_args_make(call, record, STR(""), &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static bool picked(struct web *web, const struct form_value *field, struct id *out)
{
    struct str name = field->name;

    (void)web;
    return str_starts(name, STR("erase.")) && name.n == 6 + 2 * ID_SIZE &&
           str_unhex(str_cut(name, 6, name.n), out->b, sizeof out->b);
}

static enum rc keeping_post(struct web *web)
{
    struct call *call = &web->call;
    size_t n = 0;
    enum rc rc = RC_OK;
    struct id id;

    for (size_t i = 0; i < web->form.n && rc == RC_OK; i++)
        if (picked(web, &web->form.fields[i], &id)) {
            rc = propose(web, &id);
            n++;
        }
    if (rc == RC_OK && n == 0) {
        fault_add(call, STR("reason"), "Tick what is to be erased.");
        web_status(web, 422);
        return keeping_page(web);
    }
    return rc == RC_OK ? web_redirect(web, STR("/keeping"), "proposed") : rc;
}

/* ---- one record: keep it longer */

static enum rc named(struct web *web, struct keeping *keeping, struct record **out)
{
    struct call *call = &web->call;
    struct id id;
    enum rc rc = RC_NOT_FOUND;

    *out = NULL;
    if (str_unhex(web_text(web, "record"), id.b, sizeof id.b))
        rc = keeping_find(call, &id, keeping);
    if (rc == RC_OK)
        rc = load(call, keeping->kind, &id, out);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && *out == NULL))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return rc;
}

static void keep_form(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str path =
        str_format(call->arena, "/keeping/%s", str_hex(call->arena, id_str(&record->id)).p);
    struct form_options form = {.action = path};
    struct button button = {.label = say(call, "Keep it longer"), .weight = WEIGHT_MAIN};
    struct control until = {.name = STR("until"), .label = say(call, "Keep it until")};
    struct control held = {
        .name = STR("held"),
        .label = say(call, "Keep it for the law: nothing of it may be erased until somebody takes "
                           "this mark away")};
    struct date_parts parts = {form_find(&web->form, STR("until.d")),
                               form_find(&web->form, STR("until.m")),
                               form_find(&web->form, STR("until.y"))};

    part_form(web, &form);
    change_field(web);
    if (record->kind->keep.until != NULL)
        control_date(h, &until, &parts);
    if (record->kind->held_by != NULL)
        control_check(h, &held, keeping_held(record));
    reason_control(web, say(call, "Such as: the court has not decided yet."));
    part_form_send(h, &form, &button);
}

static enum rc record_page(struct web *web)
{
    struct call *call = &web->call;
    struct keeping keeping;
    struct record *record;
    enum rc rc = named(web, &keeping, &record);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "How long it is kept"),
                        .code = record->code,
                        .back_path = STR("/keeping"),
                        .back_label = say(call, "Records whose time is over")};
    const struct fact facts[] = {
        {.label = say(call, "What"), .value = kind_word(call, record->kind)},
        {.label = say(call, "Counted from"), .value = date_long(call, keeping.since)},
        {.label = say(call, "Kept until"), .value = date_long(call, keeping.due)},
    };
    part_page(web, &page);
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    if (permit(call, record, MAY_CHANGE) == RC_OK)
        keep_form(web, record);
    else
        call_forgive(call);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc keep_longer(struct web *web, const struct record *record, day until, bool dated)
{
    struct call *call = &web->call;
    const struct kind *kind = record->kind;
    struct operation_request request = {.operation = "record.save",
                                        .change = change_of(web, &record->id),
                                        .reason = web_text(web, "reason")};
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    const struct save_args save = {
        .kind = kind, .id = &record->id, .rev = record->rev, .values = values, .given = given};
    struct outcome outcome;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    if (dated) {
        values[kind->keep.until->index] = v_int(until);
        given[kind->keep.until->index] = true;
    }
    if (kind->held_by != NULL) {
        values[kind->held_by->index] = v_int(web_flag(web, "held"));
        given[kind->held_by->index] = true;
    }
    enum rc rc = save_args_make(call, &save, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? keeping_forget(call, &record->id) : rc;
}

static enum rc record_post(struct web *web)
{
    struct call *call = &web->call;
    struct keeping keeping;
    struct record *record;
    day until = 0;
    enum rc rc = named(web, &keeping, &record);

    if (rc != RC_OK)
        return rc;
    bool dated = record->kind->keep.until != NULL && web_day(web, "until", &until);
    if (dated && until <= call->today)
        fault_add(call, STR("until"), "Choose a day that is still to come.");
    else if (!dated && !web_flag(web, "held"))
        fault_add(call, STR("until"), "Say until when, or tick that it is kept for the law.");
    if (call_faults(call) != RC_OK) {
        web_status(web, 422);
        return record_page(web);
    }
    rc = keep_longer(web, record, until, dated);
    return rc == RC_OK ? web_redirect(web, STR("/keeping"), "kept") : rc;
}

static const struct param list_params[] = {
    {"after", PARAM_NUMBER, INT32_MAX, false, false, NULL},
    {"due", PARAM_NUMBER, INT32_MAX, false, false, NULL},
    {0},
};
static const struct param erase_params[] = {
    {"change", PARAM_ID, 32, true, false, NULL},
    {"erase.*", PARAM_TEXT, 10, false, true, NULL},
    {"reason", PARAM_TEXT, REASON_MAX, true, false, N_("Why")},
    {0},
};
static const struct param record_params[] = {{"record", PARAM_ID, 32, true, false, NULL}, {0}};
static const struct param keep_params[] = {
    {"record", PARAM_ID, 32, true, false, NULL},
    {"change", PARAM_ID, 32, true, false, NULL},
    {"until", PARAM_DAY, 0, false, false, N_("Keep it until")},
    {"held", PARAM_FLAG, 0, false, false, NULL},
    {"reason", PARAM_TEXT, REASON_MAX, true, false, N_("Why")},
    {0},
};

const struct route keeping_routes[] = {
    {METHOD_GET, PERMISSION_CASE_ERASE, "/keeping", list_params, keeping_page, NULL, 0,
     "lists records whose time of keeping ends"},
    {METHOD_POST, PERMISSION_CASE_ERASE | MAY_FRESH, "/keeping", erase_params, keeping_post,
     keeping_page, 0, "asks a second person to erase records"},
    {METHOD_GET, PERMISSION_CASE_ERASE, "/keeping/{record}", record_params, record_page, NULL, 0,
     "asks how long a record is kept"},
    {METHOD_POST, PERMISSION_CASE_ERASE, "/keeping/{record}", keep_params, record_post, record_page,
     0, "keeps a record longer"},
};
const size_t keeping_routes_n = sizeof keeping_routes / sizeof *keeping_routes;
