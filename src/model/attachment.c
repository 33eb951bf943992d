/* attachment.c - see attachment.h. */
#include "model/attachment.h"

#include <stdlib.h>

#include "model/field.h"
#include "model/record.h"
#include "store/blob.h"
#include "store/store.h"

struct ids {
    struct id *items; /* BLOB_ID bytes each */
    size_t n, room;
};

struct search {
    const struct progress *progress;
    int64_t count, bytes;
    struct ids *names;  /* where the names alone are wanted; NULL: every file is read */
    struct arena *keep; /* of the names */
};

/* Each piece that opens is genuine, and the last says that it was the last. */
static enum rc read_whole(struct call *call, struct search *search, const struct blob *blob)
{
    struct sealed_reader *reader = NULL;
    struct str piece;
    enum rc rc = blob_open(call, call->store->folder, blob, &reader);

    if (rc != RC_OK)
        return rc;
    do {
        rc = sealed_read(call, reader, &piece);
        if (rc == RC_OK)
            search->bytes += (int64_t)piece.n;
        progress_tell(search->progress, search->bytes, search->bytes);
    } while (rc == RC_OK && piece.n != 0);
    sealed_close(call, reader);
    search->count++;
    return rc;
}

_Static_assert((int)BLOB_ID == (int)ID_SIZE, "a file's name is kept as an id");

static enum rc add_name(struct call *call, struct search *search, const unsigned char id[BLOB_ID])
{
    struct ids *names = search->names;

    if (!arena_grow(search->keep, &names->items, names->n, &names->room))
        return fail_memory(call);
    memcpy(names->items[names->n++].b, id, BLOB_ID);
    return RC_OK;
}

static size_t place_of(const struct field_type *type, const char *suffix)
{
    size_t i = 0;

    while (i < type->n && strcmp(type->columns[i].suffix, suffix) != 0)
        i++;
    return i;
}

/* Of a type whose rows have a blob and the key that opens it. */
static enum rc verify_field(struct call *call, struct search *search, const struct field *field,
                            struct value v)
{
    size_t id = place_of(field->type, "blob"), key = place_of(field->type, "key");
    enum rc rc = RC_OK;

    if (id == field->type->n || key == field->type->n || v.type != V_LIST)
        return RC_OK;
    for (size_t i = 0; i < v.list.n && rc == RC_OK; i++) {
        const struct value *row = v.list.items[i].list.items;
        struct blob blob = {.id = {0}};
        if (row[id].type != V_BYTES || row[key].type != V_BYTES)
            continue;
        if (row[id].s.n != BLOB_ID || row[key].s.n != CRYPT_KEY)
            return fail(call, RC_CORRUPT, "database", "The name of an attachment is damaged.");
        memcpy(blob.id, row[id].s.p, BLOB_ID);
        if (search->names != NULL) {
            rc = add_name(call, search, blob.id);
            continue;
        }
        memcpy(blob.sealed.key, row[key].s.p, CRYPT_KEY);
        rc = read_whole(call, search, &blob);
    }
    return rc;
}

static enum rc verify_record(struct call *call, struct search *search, const struct record *record)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < record->kind->n && rc == RC_OK && !record->erased; i++)
        rc = verify_field(call, search, &record->kind->fields[i], record->values[i]);
    return rc;
}

static enum rc verify_table(struct call *call, struct search *search, const struct table *table)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct call_loop loop;
    struct db *db = call->store->db;
    enum rc rc = rows_open(call, db, table->in_order, NO_BINDS, &rows);

    call_loop_begin(call, &loop);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct record *record;
        rc = table_read_row(call, db, table, &rows, &record);
        if (rc == RC_OK)
            rc = verify_record(call, search, record);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

static bool has_blobs(const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        if (place_of(kind->fields[i].type, "blob") < kind->fields[i].type->n)
            return true;
    return false;
}

static enum rc pass(struct call *call, struct search *search)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < call->app->registry->n && rc == RC_OK; i++)
        if (has_blobs(call->app->registry->kinds[i]))
            rc = verify_table(call, search, &call->app->tables->by_kind[i]);
    return rc;
}

enum rc attachments_verify(struct call *call, const struct progress *progress, int64_t *count)
{
    struct search search = {.progress = progress};
    enum rc rc = pass(call, &search);

    *count = search.count;
    return rc;
}

/* ---- what nothing names ---- */

/* Forms that wait have theirs in the table draft (held_file.h). */
static enum rc add_waiting(struct call *call, struct search *search)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT substr(form, 6) FROM draft "
                               "WHERE form LIKE 'file/%' OR form LIKE 'used/%'"),
                           NO_BINDS, &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        unsigned char id[BLOB_ID];
        if (str_unhex(row_text(&rows, 0), id, sizeof id))
            rc = add_name(call, search, id);
    }
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, BLOB_ID);
}

static bool is_named(void *data, const unsigned char id[static BLOB_ID])
{
    const struct ids *names = data;

    return names->n != 0 && bsearch(id, names->items, names->n, BLOB_ID, by_bytes) != NULL;
}

/* An entry that speaks of one of them takes it out of the list: a change may still be undone. */
static enum rc spare(struct call *call, void *arg, const struct log_entry *entry)
{
    struct blob_orphan **all = arg;

    (void)call;
    for (struct blob_orphan **at = all; *at != NULL;) {
        bool found = false;
        for (size_t i = 0; i < entry->n && !found; i++)
            found = entry->parts[i].plain.p != NULL && (*at)->whole &&
                    memmem(entry->parts[i].plain.p, entry->parts[i].plain.n, (*at)->id, BLOB_ID) !=
                        NULL;
        if (found)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
    return RC_OK;
}

static enum rc remove_all(struct call *call, const struct blob_orphan *all, int64_t *removed)
{
    enum rc rc = RC_OK;

    for (; all != NULL && *removed < SWEPT_MAX && rc == RC_OK; all = all->next) {
        if (all->whole)
            rc = blob_remove(call, call->store->folder, all->id);
        else if (call->os->remove(call->os->data, all->path.p) != OS_OK)
            continue; /* gone meanwhile, or not ours to remove: named by doctor */
        *removed += rc == RC_OK;
    }
    return rc;
}

enum rc attachments_sweep(struct call *call, int64_t before_ms, int64_t *removed)
{
    struct ids names = {NULL, 0, 0};
    struct search search = {.names = &names, .keep = call->arena};
    const struct blob_search files = {is_named, &names, before_ms};
    struct blob_orphan *orphans = NULL;
    enum rc rc = pass(call, &search);

    *removed = 0;
    if (rc == RC_OK)
        rc = add_waiting(call, &search);
    if (rc == RC_OK && names.n > 1)
        qsort(names.items, names.n, sizeof *names.items, by_bytes);
    if (rc == RC_OK)
        rc = blob_orphans(call, call->store->folder, &files, &orphans);
    if (rc == RC_OK && orphans != NULL)
        rc = log_each(call, call->store->log, 0, spare, &orphans);
    return rc == RC_OK ? remove_all(call, orphans, removed) : rc;
}
