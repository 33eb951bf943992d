/* taken.c - see taken.h. */
#include "exchange/taken.h"

#include "model/permission.h"
#include "query/query.h"

enum { AGREED_LOOKED = 50 };

static const struct kind *export_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("export"));
}

bool taken_may(const struct call *call)
{
    return permit_mask(export_kind(call), call->actor, MAY_MAKE) != 0;
}

bool taken_may_all(const struct call *call)
{
    return permission_holds(call, PERMISSION_EXPORT_ALL, STR(""));
}

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

/* ---- export.record, export.handed: [kind, id, rev, secrets] ---- */

static void set_persons(struct call *call, struct record *export, const struct record *record)
{
    struct value *ids = arena_array(call->arena, record->kind->n + 1, sizeof *ids);
    size_t n = 0;

    if (ids == NULL)
        return; /* the operation fails where memory is asked for next */
    if (str_is(record->kind->name, "person"))
        ids[n++] = id_value(&record->id);
    for (size_t i = 0; i < record->kind->n; i++) {
        const struct field *field = &record->kind->fields[i];
        struct value v = record->values[i];
        if (permit_is_about(record->kind, field) && !field->secret && v.type == V_BYTES)
            ids[n++] = v;
    }
    if (n != 0)
        record_set(export, "persons", v_list(ids, n));
}

static enum rc look(struct call *call, struct change *change, struct value args,
                    const struct record **out)
{
    struct id id;

    if (args.type != V_LIST || args.list.n != 4 || args.list.items[0].type != V_TEXT ||
        !id_of(args.list.items[1].s, &id))
        return bad_args(call);
    const struct kind *kind = kind_find(call->app->registry, args.list.items[0].s);
    if (kind == NULL)
        return bad_args(call);
    enum rc rc = change_look(call, change, kind, &id, out);
    return rc == RC_OK ? permit(call, *out, MAY_SEE) : rc;
}

static enum rc apply_record(struct call *call, struct change *change, struct value args)
{
    const struct record *record;
    struct record *export;
    enum rc rc = look(call, change, args, &record);

    if (rc == RC_OK)
        rc = change_make(call, change, export_kind(call), NULL, &export);
    if (rc != RC_OK)
        return rc;
    record_set(export, "of_kind", v_text(record->kind->name));
    record_set(export, "of_code", record->code.n == 0 ? v_null() : v_text(record->code));
    record_set(export, "asked_by", id_value(&call->actor->id));
    record_set(export, "with_secrets", args.list.items[3]);
    if (change->operation->shares != NULL)
        record_set(export, "handed_over", v_int(1));
    if (str_trim(change->reason).n != 0)
        record_set(export, "reason", v_text(change->reason));
    set_persons(call, export, record);
    export->state = STR("made");
    return RC_OK;
}

enum rc taken_note(struct call *call, const struct taken *taken, struct outcome *out)
{
    const struct record *record = taken->record;
    const struct value args[] = {v_text(record->kind->name), id_value(&record->id),
                                 v_int(record->rev), taken->secrets ? v_int(1) : v_null()};
    const struct operation_request request = {.operation = taken->handed_over ? "export.handed"
                                                                              : "export.record",
                                              .change = taken->change,
                                              .args = v_list(args, 4),
                                              .reason = taken->reason};

    if (!taken_may(call))
        return fail(call, RC_DENIED, NULL, "Your role takes no data out of Khetane.");
    return operation_run(call, &request, out);
}

/* ---- export.all: ["organisation", its id, who asks]; run when a second person agrees ---- */

static enum rc apply_all(struct call *call, struct change *change, struct value args)
{
    struct record *export;
    struct id asker;

    if (args.type != V_LIST || args.list.n != 3 || !id_of(args.list.items[2].s, &asker))
        return bad_args(call);
    if (!taken_may_all(call) || id_eq(&asker, &call->actor->id))
        return fail(call, RC_DENIED, NULL,
                    "A key holder, an administrator or a lead must agree to this, not the one who "
                    "asked.");
    enum rc rc = change_make(call, change, export_kind(call), NULL, &export);
    if (rc != RC_OK)
        return rc;
    record_set(export, "whole", v_int(1));
    record_set(export, "with_secrets", v_int(1));
    record_set(export, "asked_by", args.list.items[2]);
    record_set(export, "agreed_by", id_value(&call->actor->id));
    record_set(export, "reason", v_text(change->reason));
    return RC_OK;
}

enum rc taken_propose(struct call *call, const struct id *change, struct str reason,
                      struct outcome *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));
    const struct query query = {.kind = kind, .limit = 1};
    struct query_page page;

    if (!taken_may_all(call))
        return fail(call, RC_DENIED, NULL,
                    "Only key holders, administrators and leads may ask for everything.");
    enum rc rc = query_list(call, &query, &page);
    if (rc != RC_OK)
        return rc;
    if (page.n == 0)
        return fail(call, RC_NOT_FOUND, NULL, "The organisation has no record yet.");
    const struct value args[] = {v_text(kind->name), id_value(&page.records[0]->id),
                                 id_value(&call->actor->id)};
    const struct operation_request request = {
        .operation = "export.all", .change = *change, .args = v_list(args, 3), .reason = reason};
    return operation_run(call, &request, out);
}

enum rc taken_agreed(struct call *call, struct record **out)
{
    const struct kind *kind = export_kind(call);
    const struct field *asked_by = field_find(kind, STR("asked_by"));
    const struct query query = {
        .kind = kind,
        .filters = {{.op = QUERY_IS, .value = v_text(STR("agreed"))},
                    {.field = asked_by, .op = QUERY_IS, .value = id_value(&call->actor->id)}},
        .n = 2,
        .limit = AGREED_LOOKED};
    struct query_page page;

    if (!taken_may_all(call))
        return RC_NOT_FOUND;
    enum rc rc = query_list(call, &query, &page);
    for (size_t i = 0; rc == RC_OK && i < page.n; i++)
        if (record_value(page.records[i], "whole").type == V_INT &&
            call->now_ms - page.records[i]->made_ms < (int64_t)TAKEN_HOURS * 3600000) {
            *out = page.records[i];
            return RC_OK;
        }
    return rc == RC_OK ? RC_NOT_FOUND : rc;
}

/* ---- export.made: [id, name, records, bytes] ---- */

static enum rc apply_made(struct call *call, struct change *change, struct value args)
{
    struct record *export;
    struct id id;

    if (args.type != V_LIST || args.list.n != 4 || !id_of(args.list.items[0].s, &id))
        return bad_args(call);
    enum rc rc = change_open(call, change, export_kind(call), &id, 0, &export);
    if (rc != RC_OK)
        return rc;
    if (!str_eq(record_value(export, "asked_by").s, id_str(&call->actor->id)) ||
        !str_is(export->state, "agreed"))
        return fail(call, RC_CONFLICT, NULL, "This was agreed for one file, and that was made.");
    record_set(export, "file_name", args.list.items[1]);
    record_set(export, "records", args.list.items[2]);
    record_set(export, "bytes", args.list.items[3]);
    export->state = STR("made");
    change->judged = true; /* hers by the agreement; the kind lets nobody change it */
    return RC_OK;
}

enum rc taken_made(struct call *call, const struct id *export, const struct id *change,
                   const struct taken_file *file)
{
    const struct value args[] = {id_value(export), v_text(file->name), v_int(file->records),
                                 v_int(file->bytes)};
    const struct operation_request request = {
        .operation = "export.made", .change = *change, .args = v_list(args, 4)};
    struct outcome outcome;

    return operation_run(call, &request, &outcome);
}

static const struct operation rows[] = {
    {.name = "export.record", .version = 1, .brief = "taken out as a file", .apply = apply_record},
    {.name = "export.handed",
     .version = 1,
     .brief = "taken out as a file, for somebody outside",
     .apply = apply_record,
     .shares = "referral"},
    {.name = "export.all",
     .version = 1,
     .brief = "everything taken out as a file",
     .reason = true,
     .second = true,
     .apply = apply_all},
    {.name = "export.made", .version = 1, .brief = "the file was made", .apply = apply_made},
};

const struct operation *const taken_operations[] = {&rows[0], &rows[1], &rows[2], &rows[3]};
const size_t taken_operations_n = sizeof taken_operations / sizeof *taken_operations;
