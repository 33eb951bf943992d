/* record_operation.c - the general operations on one record: their arguments and what they do. */
#include "model/field.h"
#include "model/merge.h"
#include "model/operation.h"
#include "model/overlay_change.h"
#include "model/setup.h"

extern const struct operation each_operation;                       /* bulk_operation.c */
extern const struct operation operation_approve, operation_decline; /* operation.c */

/* ---- arguments ---- */

static struct value id_or_null(const struct id *id)
{
    return id == NULL ? v_null() : id_value(id);
}

/* [[field, value], ...] of what is given. */
static bool put_pairs(struct call *call, const struct kind *kind, const struct value *values,
                      const bool *given, struct value *out)
{
    struct value *pairs = arena_array(call->arena, kind->n, sizeof *pairs);
    size_t n = 0;

    for (size_t i = 0; pairs != NULL && i < kind->n; i++) {
        if (!given[i])
            continue;
        struct value pair[] = {v_text(kind->fields[i].name), values[i]};
        if (!value_copy(call->arena, v_list(pair, 2), &pairs[n++]))
            return false;
    }
    *out = v_list(pairs, n);
    return pairs != NULL;
}

static bool put_part(struct call *call, const struct save_part *part, struct value *out)
{
    struct value pairs = v_null();

    if (!part->gone && !put_pairs(call, part->kind, part->values, part->given, &pairs))
        return false;
    struct value item[] = {v_text(part->kind->name), id_or_null(part->id), v_int(part->rev), pairs,
                           v_int(part->position)};
    return value_copy(call->arena, v_list(item, 5), out);
}

enum rc save_args_make(struct call *call, const struct save_args *save, struct value *out)
{
    struct value pairs, *parts = arena_array(call->arena, save->parts_n + 1, sizeof *parts);

    if (parts == NULL || !put_pairs(call, save->kind, save->values, save->given, &pairs))
        return fail_memory(call);
    for (size_t i = 0; i < save->parts_n; i++)
        if (!put_part(call, &save->parts[i], &parts[i]))
            return fail_memory(call);
    struct value args[] = {v_text(save->kind->name),
                           id_or_null(save->id),
                           v_int(save->rev),
                           id_or_null(save->owner),
                           pairs,
                           v_list(parts, save->parts_n)};
    size_t n = save->parts_n == 0 ? 5 : 6;
    return value_copy(call->arena, v_list(args, n), out) ? RC_OK : fail_memory(call);
}

enum rc record_args_make(struct call *call, const struct record *record, struct str word,
                         struct value *out)
{
    struct value args[] = {v_text(record->kind->name), id_value(&record->id), v_int(record->rev),
                           word.n == 0 ? v_null() : v_text(word)};

    return value_copy(call->arena, v_list(args, 4), out) ? RC_OK : fail_memory(call);
}

static const struct kind *args_kind(struct call *call, struct value args, size_t n)
{
    return args.type == V_LIST && args.list.n == n && args.list.items[0].type == V_TEXT
               ? kind_find(call->app->registry, args.list.items[0].s)
               : NULL;
}

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

/* [kind, id, rev, word]: the record, opened at that revision. */
static enum rc open_named(struct call *call, struct change *change, struct value args,
                          struct record **out)
{
    const struct kind *kind = args_kind(call, args, 4);
    struct id id;

    if (kind == NULL || !id_of(args.list.items[1].s, &id) || args.list.items[2].type != V_INT)
        return bad_args(call);
    return change_open(call, change, kind, &id, args.list.items[2].i, out);
}

/* ---- record.save ---- */

static enum rc set_field(struct call *call, struct record *record, struct value pair)
{
    const struct field *field = pair.type == V_LIST && pair.list.n == 2
                                    ? field_find(record->kind, pair.list.items[0].s)
                                    : NULL;

    if (field == NULL)
        return bad_args(call);
    if (field->derived)
        return fail(call, RC_INVALID, NULL, "%s is filled in by Khetane itself.",
                    str_z(call->arena, label_text(call, &field->label)));
    record->values[field->index] = pair.list.items[1];
    return RC_OK;
}

static enum rc make_part(struct call *call, struct change *change, const struct kind *kind,
                         struct value owner, struct record **out)
{
    const struct record *of = NULL;
    struct id id;

    if ((kind->owner == NULL) != (owner.type == V_NULL))
        return bad_args(call);
    if (kind->owner != NULL) {
        if (!id_of(owner.s, &id))
            return bad_args(call);
        enum rc rc = change_look(call, change, kind->owner, &id, &of);
        if (rc != RC_OK)
            return rc;
    }
    return change_make(call, change, kind, of, out);
}

static enum rc set_fields(struct call *call, struct record *record, struct value pairs)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < pairs.list.n && rc == RC_OK; i++)
        rc = set_field(call, record, pairs.list.items[i]);
    return rc;
}

static enum rc open_part(struct call *call, struct change *change, const struct record *owner,
                         const struct value *item, struct record **out)
{
    const struct kind *kind =
        item[0].type == V_TEXT ? kind_find(call->app->registry, item[0].s) : NULL;
    struct id id;

    if (kind == NULL || kind->owner != owner->kind)
        return bad_args(call);
    if (item[1].type == V_NULL)
        return change_make(call, change, kind, owner, out);
    if (item[1].type != V_BYTES || !id_of(item[1].s, &id))
        return bad_args(call);
    enum rc rc = change_open(call, change, kind, &id, item[2].i, out);
    return rc == RC_OK && !id_eq(&(*out)->owner, &owner->id) ? bad_args(call) : rc;
}

static enum rc save_part(struct call *call, struct change *change, const struct record *owner,
                         struct value v)
{
    const struct value *item = v.list.items;
    struct record *part;

    if (v.type != V_LIST || v.list.n != 5 || item[2].type != V_INT || item[4].type != V_INT ||
        (item[3].type != V_LIST && item[3].type != V_NULL))
        return bad_args(call);
    enum rc rc = open_part(call, change, owner, item, &part);
    if (rc != RC_OK)
        return rc;
    if (item[3].type == V_NULL) {
        part->retired_ms = part->retired_ms == 0 ? call->now_ms : part->retired_ms;
        return RC_OK;
    }
    if (item[4].i != 0)
        part->position = item[4].i;
    return set_fields(call, part, item[3]);
}

static enum rc save(struct call *call, struct change *change, struct value args)
{
    bool parts = args.type == V_LIST && args.list.n == 6;
    const struct kind *kind = args_kind(call, args, parts ? 6 : 5);
    const struct value *item = args.list.items;
    struct record *record;
    struct id id;
    enum rc rc;

    if (kind == NULL || item[4].type != V_LIST || (parts && item[5].type != V_LIST))
        return bad_args(call);
    if (item[1].type == V_NULL)
        rc = make_part(call, change, kind, item[3], &record);
    else if (id_of(item[1].s, &id) && item[2].type == V_INT)
        rc = change_open(call, change, kind, &id, item[2].i, &record);
    else
        return bad_args(call);
    if (rc == RC_OK)
        rc = set_fields(call, record, item[4]);
    for (size_t i = 0; parts && rc == RC_OK && i < item[5].list.n; i++)
        rc = save_part(call, change, record, item[5].list.items[i]);
    return rc;
}

/* ---- the others ---- */

static enum rc move(struct call *call, struct change *change, struct value args)
{
    struct record *record;
    enum rc rc = open_named(call, change, args, &record);

    if (rc != RC_OK)
        return rc;
    const struct state *state = state_find(record->kind, args.list.items[3].s);
    if (state == NULL)
        return bad_args(call);
    record->state = state->name;
    return RC_OK;
}

static enum rc retire(struct call *call, struct change *change, struct value args)
{
    struct record *record;
    enum rc rc = open_named(call, change, args, &record);

    if (rc == RC_OK && record->retired_ms == 0)
        record->retired_ms = call->now_ms;
    return rc;
}

static enum rc restore(struct call *call, struct change *change, struct value args)
{
    struct record *record;
    enum rc rc = open_named(call, change, args, &record);

    if (rc != RC_OK)
        return rc;
    if (!id_is_none(&record->merged))
        return fail(call, RC_CONFLICT, NULL,
                    "This was merged with another record. Take the merge back instead.");
    record->retired_ms = 0;
    return RC_OK;
}

static enum rc erase(struct call *call, struct change *change, struct value args)
{
    struct record *record;
    enum rc rc = open_named(call, change, args, &record);

    return rc == RC_OK ? change_erase(call, change, record) : rc;
}

/* ---- change.undo: [change id] ---- */

static struct value *pseudo_or_field(struct record *record, struct str key, struct value *scratch)
{
    const struct field *field = field_by_key(record->kind, key);

    if (field != NULL)
        return &record->values[field->index];
    if (str_is(key, ".state"))
        *scratch = record->state.n == 0 ? v_null() : v_text(record->state);
    else if (str_is(key, ".retired"))
        *scratch = record->retired_ms == 0 ? v_null() : v_int(record->retired_ms);
    else if (str_is(key, ".owner"))
        *scratch = id_value(&record->owner);
    else if (str_is(key, ".merged"))
        *scratch = id_is_none(&record->merged) ? v_null() : id_value(&record->merged);
    else if (str_is(key, ".n"))
        *scratch = record->position == 0 ? v_null() : v_int(record->position);
    else
        return NULL;
    return scratch;
}

static void put_back(struct record *record, struct str key, struct value was)
{
    if (str_is(key, ".state"))
        record->state = was.type == V_TEXT ? was.s : STR("");
    else if (str_is(key, ".retired"))
        record->retired_ms = was.type == V_INT ? was.i : 0;
    else if (str_is(key, ".owner"))
        (void)id_of(was.s, &record->owner);
    else if (str_is(key, ".merged"))
        record->merged = (struct id){{0}}; /* nothing is merged twice */
    else if (str_is(key, ".n"))
        record->position = was.type == V_INT ? was.i : 0;
}

static enum rc undo_fields(struct call *call, struct record *record, const struct edit *edit)
{
    for (size_t i = 0; i < edit->n; i++) {
        const struct field *field = field_by_key(record->kind, edit->fields[i].key);
        struct value scratch;
        if (field != NULL && field->derived)
            continue; /* derived anew from what is put back */
        struct value *now = pseudo_or_field(record, edit->fields[i].key, &scratch);
        struct value logged = edit->fields[i].now, before = edit->fields[i].was;
        if (now == NULL)
            continue; /* codes stay */
        if (field != NULL && (!field_widen(call->arena, field, &logged) ||
                              !field_widen(call->arena, field, &before)))
            return fail_memory(call);
        if (!value_eq(*now, logged))
            return fail(call, RC_CONFLICT, str_z(call->arena, edit->fields[i].key),
                        "This cannot be taken back: %s has been changed since.",
                        str_z(call->arena, edit->fields[i].key));
        if (now != &scratch)
            *now = before;
        else
            put_back(record, edit->fields[i].key, before);
    }
    return RC_OK;
}

/* Of a merge: the two that it joined; the rest are links that it turned. */
struct undone {
    bool merge;
    struct id keep, other;
};

static enum rc undo_open(struct call *call, struct change *change, const struct kind *kind,
                         const struct undone *of, const struct edit *edit, struct record **out)
{
    bool link = of->merge && !id_eq(&edit->record, &of->keep) && !id_eq(&edit->record, &of->other);

    return link ? change_reach(call, change, kind, &edit->record, out)
                : change_open(call, change, kind, &edit->record, 0, out);
}

static enum rc undo_edit(struct call *call, struct change *change, const struct undone *of,
                         const struct edit *edit)
{
    const struct kind *kind = kind_find(call->app->registry, edit->kind);
    struct record *record;

    if (kind == NULL || edit->kind_version > (unsigned)kind->version || edit->act == EDIT_ERASE)
        return fail(call, RC_CONFLICT, NULL, "This change cannot be taken back.");
    enum rc rc = undo_open(call, change, kind, of, edit, &record);
    if (rc != RC_OK)
        return rc;
    if (edit->act == EDIT_SET)
        return undo_fields(call, record, edit);
    if (record->rev != edit->rev)
        return fail(call, RC_CONFLICT, NULL,
                    "This cannot be taken back: it has been changed since it was made.");
    record->retired_ms = call->now_ms;
    return RC_OK;
}

static enum rc undo(struct call *call, struct change *change, struct value args)
{
    struct undone of = {.merge = false};
    struct log_entry entry;
    struct id id;

    if (args.type != V_LIST || args.list.n != 1 || !id_of(args.list.items[0].s, &id))
        return bad_args(call);
    enum rc rc = log_find(call, call->store->log, &id, &entry);
    if (rc == RC_NOT_FOUND)
        return fail(call, rc, NULL, "There is no such change.");
    if (rc != RC_OK)
        return rc;
    const struct operation *operation = operation_find(call->app, entry.operation);
    if (operation == NULL || !operation->undo)
        return fail(call, RC_CONFLICT, NULL, "This change cannot be taken back.");
    of.merge = operation == &merge_operation;
    change->answered = true;
    if (of.merge)
        rc = merge_undo_begin(call, change, &entry, &of.keep, &of.other);
    for (size_t i = 0; i < entry.n && rc == RC_OK; i++) {
        struct edits edits = {0};
        if (entry.parts[i].plain.p == NULL)
            return fail(call, RC_CONFLICT, NULL, "What this change was about has been erased.");
        rc = edits_read(call, entry.parts[i].plain, &edits);
        for (size_t j = edits.n; j-- > 0 && rc == RC_OK;)
            rc = undo_edit(call, change, &of, &edits.items[j]);
    }
    return rc;
}

static const struct operation save_row = {"record.save", 2,     "saved", false,
                                          true,          false, save,    NULL};
static const struct operation move_row = {"record.move", 1,     "moved on", false,
                                          true,          false, move,       NULL};
static const struct operation retire_row = {"record.retire", 1,      "retired", false, true,
                                            false,           retire, NULL};
static const struct operation restore_row = {
    "record.restore", 1, "brought back", false, true, false, restore, NULL};
static const struct operation erase_row = {"record.erase", 1,    "erased", true,
                                           false,          true, erase,    NULL};
static const struct operation undo_row = {"change.undo", 1,     "taken back", false,
                                          false,         false, undo,         NULL};

const struct operation *const record_operations[] = {
    &setup_operation,   &setup_step_operation, &each_operation,   &save_row,        &move_row,
    &retire_row,        &restore_row,          &erase_row,        &merge_operation, &undo_row,
    &operation_approve, &operation_decline,    &fields_operation,
};
const size_t record_operations_n = sizeof record_operations / sizeof *record_operations;
