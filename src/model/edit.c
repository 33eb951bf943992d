/* edit.c - see edit.h. */
#include "model/edit.h"

#include "base/cbor.h"

enum { EDIT_ITEMS = 8 };

static void put_id(struct buf *out, const struct id *id)
{
    if (id_is_none(id))
        cbor_put_null(out);
    else
        cbor_put_bytes(out, id_str(id));
}

static void put_edit(struct buf *out, const struct edit *edit)
{
    cbor_put_array(out, EDIT_ITEMS);
    cbor_put_text(out, edit->kind);
    cbor_put_uint(out, edit->kind_version);
    cbor_put_bytes(out, id_str(&edit->record));
    cbor_put_uint(out, edit->act);
    cbor_put_int(out, edit->rev);
    put_id(out, &edit->base);
    put_id(out, &edit->owner);
    cbor_put_array(out, edit->n);
    for (size_t i = 0; i < edit->n; i++) {
        cbor_put_array(out, 3);
        cbor_put_text(out, edit->fields[i].key);
        cbor_put_value(out, edit->fields[i].was);
        cbor_put_value(out, edit->fields[i].now);
    }
}

void edits_put(struct buf *out, const struct edits *edits)
{
    cbor_put_array(out, 3);
    cbor_put_uint(out, EDIT_FORMAT);
    if (edits->reason.n == 0)
        cbor_put_null(out);
    else
        cbor_put_text(out, edits->reason);
    cbor_put_array(out, edits->n);
    for (size_t i = 0; i < edits->n; i++)
        put_edit(out, &edits->items[i]);
}

static struct id get_id(struct cbor *in)
{
    struct id id = {{0}};

    if (!cbor_null(in))
        (void)id_of(cbor_bytes_n(in, ID_SIZE), &id);
    return id;
}

static bool get_fields(struct call *call, struct cbor *in, struct edit *edit)
{
    size_t n = cbor_array(in);
    struct edit_field *fields = arena_array(call->arena, n, sizeof *fields);

    if (fields == NULL)
        return false;
    for (size_t i = 0; i < n && cbor_ok(in); i++) {
        if (cbor_array(in) != 3)
            return false;
        fields[i].key = cbor_text(in);
        fields[i].was = cbor_value(in, call->arena);
        fields[i].now = cbor_value(in, call->arena);
    }
    edit->fields = fields;
    edit->n = n;
    return cbor_ok(in);
}

static bool get_edit(struct call *call, struct cbor *in, struct edit *edit)
{
    if (cbor_array(in) != EDIT_ITEMS)
        return false;
    edit->kind = cbor_text(in);
    edit->kind_version = (unsigned)cbor_uint(in);
    (void)id_of(cbor_bytes_n(in, ID_SIZE), &edit->record);
    edit->act = (enum edit_act)cbor_uint(in);
    edit->rev = cbor_int(in);
    edit->base = get_id(in);
    edit->owner = get_id(in);
    return get_fields(call, in, edit) && edit->act >= EDIT_MAKE && edit->act <= EDIT_ERASE;
}

enum rc edits_read(struct call *call, struct str bytes, struct edits *out)
{
    struct cbor in = cbor_open(bytes);
    bool shape = cbor_array(&in) == 3;
    uint64_t format = cbor_uint(&in);

    if (cbor_ok(&in) && format > EDIT_FORMAT)
        return fail(call, RC_NEWER, "log",
                    "A change was written in format %llu; this program knows %d. Install the newer "
                    "version.",
                    (unsigned long long)format, EDIT_FORMAT);
    struct str reason = cbor_null(&in) ? STR("") : cbor_text(&in);
    size_t n = cbor_array(&in);
    struct edit *items = n > EDITS_MAX ? NULL : arena_array(call->arena, n, sizeof *items);
    bool ok = shape && items != NULL;
    for (size_t i = 0; i < n && ok; i++)
        ok = get_edit(call, &in, &items[i]);
    if (!ok || !cbor_done(&in))
        return fail(call, RC_CORRUPT, "log", "The content of a change cannot be read.");
    *out = (struct edits){reason, items, n};
    return RC_OK;
}
