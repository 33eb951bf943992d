/* attached.c - see attached.h. */
#include "exchange/attached.h"

#include "store/store.h"

static size_t column_of(const struct field *field, const char *name)
{
    size_t i = 0;

    while (i < field->type->n && strcmp(field->type->columns[i].suffix, name) != 0)
        i++;
    return i;
}

/* A signature may have none. */
static bool read_row(const struct field *field, struct value row, struct attached *out)
{
    size_t blob = column_of(field, "blob"), key = column_of(field, "key");
    size_t name = column_of(field, "name");

    if (row.type != V_LIST || row.list.n != field->type->n ||
        row.list.items[blob].type != V_BYTES || row.list.items[key].type != V_BYTES)
        return false;
    *out = (struct attached){.field = field};
    memcpy(out->blob.id, row.list.items[blob].s.p, sizeof out->blob.id);
    memcpy(out->blob.sealed.key, row.list.items[key].s.p, sizeof out->blob.sealed.key);
    out->name = row.list.items[name].type == V_TEXT ? row.list.items[name].s : STR("");
    return true;
}

enum rc attached_each(struct call *call, const struct record *record, bool secrets,
                      enum rc (*each)(struct call *call, void *data, const struct attached *file),
                      void *data)
{
    struct attached file;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < record->kind->n && rc == RC_OK; i++) {
        const struct field *field = &record->kind->fields[i];
        struct value v = record->values[i];
        if (v.type != V_LIST || (field->secret && !secrets) ||
            column_of(field, "blob") == field->type->n)
            continue;
        for (size_t j = 0; j < v.list.n && rc == RC_OK; j++)
            if (read_row(field, v.list.items[j], &file))
                rc = each(call, data, &file);
    }
    return rc;
}

enum rc attached_copy(struct call *call, const struct attached *file, struct str name,
                      struct zip_out *zip)
{
    struct sealed_reader *reader;
    struct str piece = {"", 1};
    enum rc rc = zip_entry(call, zip, name);

    if (rc == RC_OK)
        rc = blob_open(call, call->store->folder, &file->blob, &reader);
    if (rc != RC_OK)
        return rc;
    while (rc == RC_OK && piece.n != 0) {
        rc = sealed_read(call, reader, &piece);
        if (rc == RC_OK)
            rc = zip_add(call, zip, piece);
    }
    sealed_close(call, reader);
    return rc;
}
