/* attachment.c - see attachment.h. */
#include "model/attachment.h"

#include "model/field.h"
#include "model/record.h"
#include "store/blob.h"
#include "store/store.h"

struct search {
    const struct progress *progress;
    int64_t count, bytes;
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

enum rc attachments_verify(struct call *call, const struct progress *progress, int64_t *count)
{
    struct search search = {.progress = progress};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < call->app->registry->n && rc == RC_OK; i++)
        if (has_blobs(call->app->registry->kinds[i]))
            rc = verify_table(call, &search, &call->app->tables->by_kind[i]);
    *count = search.count;
    return rc;
}
