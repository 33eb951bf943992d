/* field_held.c - see field_control.h: files that came with a form are sealed at once, and go along
 * with it by their random ids until it is saved. */
#include "model/held_file.h"
#include "store/store.h"
#include "web/field_form.h"
#include "web/field_rows.h"
#include "web/file_type.h"
#include "web/jpeg.h"

static const char ending[] = ".kept";

static bool is_held_name(struct str name)
{
    return str_ends(name, str_of(ending));
}

/* The id that is named, and the file behind it, if this person sent it. */
static bool find_held(struct call *call, struct str hex, struct held_file *out)
{
    unsigned char id[BLOB_ID];

    if (call->store == NULL || call->actor == NULL || !str_unhex(str_trim(hex), id, sizeof id))
        return false;
    if (held_file_find(call, id, out) == RC_OK)
        return true;
    call_forgive(call);
    return false;
}

bool file_held(const struct field_form *form, struct str control, size_t *at, struct held_file *out)
{
    const struct form *sent = &form->web->form;

    for (; *at < sent->n; ++*at) {
        struct str name = sent->fields[*at].name;
        if (!is_held_name(name) || !str_starts(name, control) ||
            name.n != control.n + strlen(ending))
            continue;
        if (find_held(field_call(form), sent->fields[(*at)].value, out)) {
            ++*at;
            return true;
        }
    }
    return false;
}

/* ---- as they come ---- */

static bool seal(struct call *call, const struct form_value *upload, struct held_file *file)
{
    const char *type = file_type(upload->value, upload->file_name);
    struct str bytes = jpeg_clean(call->arena, upload->value);

    if (type == NULL || bytes.p == NULL || upload->value.n == 0 ||
        upload->value.n > FIELD_FILE_MAX ||
        blob_put(call, call->store->folder, bytes, &file->blob) != RC_OK)
        return false;
    file->name = file_kept_name(call, upload->file_name);
    file->type = str_of(type);
    file->size = (int64_t)bytes.n;
    file->added_ms = call->now_ms;
    if (held_file_keep(call, file) == RC_OK)
        return true;
    if (blob_remove(call, call->store->folder, file->blob.id) != RC_OK)
        call_forgive(call);
    return false;
}

void files_hold(struct web *web)
{
    struct call *call = &web->call;
    struct held_file *file = arena_alloc(call->arena, sizeof *file);
    size_t n = web->form.n, left = 0;

    for (size_t i = 0; i < n && file != NULL && call->store != NULL && call->actor != NULL; i++) {
        struct form_value *upload = &web->form.fields[i];
        if (upload->file_name.p == NULL || !str_starts(upload->name, STR("u.")))
            continue;
        if (!seal(call, upload, file)) {
            call_forgive(call); /* what is wrong with it is said when it is read */
            continue;
        }
        struct str control = str_cut(upload->name, 2, upload->name.n);
        upload->name = STR("");
        form_put(web, str_format(call->arena, "%s%s", str_z(call->arena, control), ending),
                 str_hex(call->arena, str_bytes(file->blob.id, BLOB_ID)));
    }
    for (size_t i = 0; i < web->form.n; i++)
        if (web->form.fields[i].name.n != 0)
            web->form.fields[left++] = web->form.fields[i];
    web->form.n = left;
}

/* ---- when it is saved ---- */

static enum rc each_held(struct web *web,
                         enum rc (*act)(struct call *call, const unsigned char id[static BLOB_ID]))
{
    unsigned char id[BLOB_ID];
    enum rc rc = RC_OK;

    for (size_t i = 0; i < web->form.n && rc == RC_OK; i++)
        if (is_held_name(web->form.fields[i].name) &&
            str_unhex(str_trim(web->form.fields[i].value), id, sizeof id))
            rc = act(&web->call, id);
    return rc;
}

enum rc files_use(struct web *web)
{
    return each_held(web, held_file_use);
}

enum rc files_saved(struct web *web)
{
    return each_held(web, held_file_drop);
}
