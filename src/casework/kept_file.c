/* kept_file.c - see kept_file.h. */
#include "casework/kept_file.h"

#include "base/text.h"
#include "store/store.h"
#include "web/file_type.h"
#include "web/jpeg.h"

enum { NAME_BYTES = 200 };

static struct str short_name(struct call *call, struct str name)
{
    name = str_trim(name);
    while (name.n > NAME_BYTES || (name.n != 0 && !text_valid(name)))
        name.n--;
    return name.n == 0 ? say(call, "File") : name;
}

enum rc kept_file(struct call *call, struct str name, struct str bytes, struct held_file *out)
{
    const char *shown = str_z(call->arena, short_name(call, name));
    const char *type = file_type(bytes, name);
    struct str clean = jpeg_clean(call->arena, bytes);

    if (bytes.n == 0)
        return fail(call, RC_INVALID, "file", "The file \"%s\" is empty.", shown);
    if (bytes.n > KEPT_FILE_MAX)
        return fail(call, RC_INVALID, "file", "The file \"%s\" is larger than %d MB.", shown,
                    KEPT_FILE_MAX >> 20);
    if (type == NULL)
        return fail(call, RC_INVALID, "file",
                    "\"%s\" is a program. Only papers, pictures and recordings are kept.", shown);
    if (clean.p == NULL)
        return fail(call, RC_INVALID, "file", "The picture \"%s\" is damaged. Choose it again.",
                    shown);
    *out = (struct held_file){.name = short_name(call, name),
                              .type = str_of(type),
                              .size = (int64_t)clean.n,
                              .added_ms = call->now_ms};
    return blob_put(call, call->store->folder, clean, &out->blob);
}

enum rc kept_file_row(struct call *call, const struct held_file *file, struct value *out)
{
    const struct blob *blob = &file->blob;
    const struct value row[] = {
        v_bytes(str_bytes(blob->id, sizeof blob->id)),
        v_bytes(str_bytes(blob->sealed.key, sizeof blob->sealed.key)),
        v_bytes(str_bytes(blob->sealed.hash, sizeof blob->sealed.hash)),
        v_text(file->name),
        v_text(file->type),
        v_int(file->size),
        v_int(file->added_ms),
    };

    return value_copy(call->arena, v_list(row, sizeof row / sizeof *row), out) ? RC_OK
                                                                               : fail_memory(call);
}
