/* erasure.c - see erasure.h. The list is [[subject, ...], [blob, ...]]. */
#include "model/erasure.h"

#include "base/cbor.h"
#include "model/field.h"
#include "store/blob.h"
#include "store/reads.h"
#include "store/schema.h"

#define LIST "erasing"

_Static_assert((int)BLOB_ID == (int)ID_SIZE, "blobs are listed as ids");

/* Each id once. */
struct ids {
    struct id *items;
    size_t n, room;
};

struct list {
    struct ids subjects, blobs;
};

static enum rc add_id(struct call *call, struct ids *ids, struct str bytes)
{
    struct id id;

    if (!id_of(bytes, &id))
        return RC_OK; /* an optional column that is empty */
    for (size_t i = 0; i < ids->n; i++)
        if (id_eq(&ids->items[i], &id))
            return RC_OK;
    if (!arena_grow(call->arena, &ids->items, ids->n, &ids->room))
        return fail_memory(call);
    ids->items[ids->n++] = id;
    return RC_OK;
}

/* ---- the list on disk ---- */

static enum rc add_ids(struct call *call, struct ids *ids, struct value v)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; v.type == V_LIST && i < v.list.n && rc == RC_OK; i++)
        rc = add_id(call, ids, v.list.items[i].s);
    return rc;
}

static enum rc read_list(struct call *call, struct list *out)
{
    struct value bytes;
    enum rc rc = meta_get(call, call->store->db, LIST, &bytes);

    if (rc != RC_OK || bytes.type == V_NULL)
        return rc;
    struct cbor in = cbor_open(bytes.s);
    struct value list = cbor_value(&in, call->arena);
    if (!cbor_done(&in) || list.type != V_LIST || list.list.n != 2)
        return fail(call, RC_CORRUPT, LIST, "The list of what is to be erased cannot be read.");
    rc = add_ids(call, &out->subjects, list.list.items[0]);
    return rc == RC_OK ? add_ids(call, &out->blobs, list.list.items[1]) : rc;
}

static void put_ids(struct buf *out, const struct ids *ids)
{
    cbor_put_array(out, ids->n);
    for (size_t i = 0; i < ids->n; i++)
        cbor_put_bytes(out, id_str(&ids->items[i]));
}

static enum rc write_list(struct call *call, const struct list *list)
{
    struct buf out;

    buf_init(&out, call->arena, ERASURE_LIST_MAX);
    cbor_put_array(&out, 2);
    put_ids(&out, &list->subjects);
    put_ids(&out, &list->blobs);
    if (!buf_ok(&out))
        return fail(call, RC_LIMIT, "change", "This is too much to be erased at once.");
    return meta_set(call, call->store->db, LIST, v_bytes(buf_str(&out)));
}

/* ---- noting ---- */

static bool names_blob(const struct column *column)
{
    return column->kind == COLUMN_BYTES && strcmp(column->suffix, "blob") == 0;
}

static enum rc add_blobs(struct call *call, struct list *list, const struct field *field,
                         struct value rows)
{
    enum rc rc = RC_OK;

    if (field->type->shape != SHAPE_ROWS || rows.type != V_LIST)
        return RC_OK;
    for (size_t column = 0; column < field->type->n; column++)
        for (size_t i = 0; names_blob(&field->type->columns[column]) && i < rows.list.n; i++)
            if (rc == RC_OK && rows.list.items[i].list.items[column].type == V_BYTES)
                rc = add_id(call, &list->blobs, rows.list.items[i].list.items[column].s);
    return rc;
}

static enum rc add_edit(struct call *call, struct list *list, const struct edit *edit)
{
    const struct kind *kind = kind_find(call->app->registry, edit->kind);
    enum rc rc = RC_OK;

    for (size_t i = 0; kind != NULL && i < edit->n && rc == RC_OK; i++) {
        const struct field *field = field_by_key(kind, edit->fields[i].key);
        if (field != NULL)
            rc = add_blobs(call, list, field, edit->fields[i].now);
    }
    return rc;
}

struct subject_blobs {
    struct list *list;
    struct id subject;
    struct arena *keep; /* log_of_subject() gives each entry's memory back */
};

static enum rc add_entry(struct call *call, void *arg, const struct log_entry *entry)
{
    const struct subject_blobs *of = arg;
    struct arena *inner = call->arena;
    enum rc rc = RC_OK;

    call->arena = of->keep;
    for (size_t i = 0; i < entry->n && rc == RC_OK; i++) {
        struct edits edits = {0};
        if (!id_eq(&entry->parts[i].subject, &of->subject) || entry->parts[i].plain.p == NULL)
            continue;
        rc = edits_read(call, entry->parts[i].plain, &edits);
        for (size_t j = 0; j < edits.n && rc == RC_OK; j++)
            rc = add_edit(call, of->list, &edits.items[j]);
    }
    call->arena = inner;
    return rc;
}

static enum rc add_subject(struct call *call, struct list *list, const struct id *subject)
{
    struct subject_blobs of = {list, *subject, call->arena};
    size_t before = list->subjects.n;
    enum rc rc = add_id(call, &list->subjects, id_str(subject));

    return rc == RC_OK && list->subjects.n != before
               ? log_of_subject(call, call->store->log, subject, add_entry, &of)
               : rc;
}

enum rc erasure_note(struct call *call, const struct change *change)
{
    struct list list = {0};
    bool any = false;
    enum rc rc = RC_OK;

    for (const struct draft *draft = change->drafts; draft != NULL && rc == RC_OK;
         draft = draft->next) {
        if (!draft->erase)
            continue;
        if (!any)
            rc = read_list(call, &list);
        any = true;
        if (rc == RC_OK)
            rc = add_subject(call, &list, &draft->record->subject);
    }
    return rc == RC_OK && any ? write_list(call, &list) : rc;
}

/* ---- doing it ---- */

static enum rc remove_blob(struct call *call, const struct id *id)
{
    enum rc rc = blob_remove(call, call->store->folder, id->b);

    if (rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call); /* done before, or never uploaded to the end */
    return RC_OK;
}

static enum rc clear_list(struct call *call)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = meta_set(call, call->store->db, LIST, v_null());
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

enum rc erasure_finish(struct call *call)
{
    struct list list = {0};
    enum rc rc = read_list(call, &list);

    if (rc != RC_OK || list.subjects.n == 0)
        return rc;
    for (size_t i = 0; i < list.subjects.n && rc == RC_OK; i++)
        rc = reads_forget(call, &list.subjects.items[i], call->today);
    for (size_t i = 0; i < list.blobs.n && rc == RC_OK; i++)
        rc = remove_blob(call, &list.blobs.items[i]);
    if (rc == RC_OK)
        rc = db_checkpoint(call, call->store->db, true);
    return rc == RC_OK ? clear_list(call) : rc;
}
