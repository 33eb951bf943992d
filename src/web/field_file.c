/* field_file.c - files in forms: kept ones listed, each with a box that takes it away; new ones
 * taken as they come, without what telephones write into photos, and sealed. */
#include "base/lang.h"
#include "base/text.h"
#include "model/held_file.h"
#include "store/store.h"
#include "web/field_form.h"
#include "web/field_rows.h"
#include "web/file_type.h"
#include "web/jpeg.h"

enum { NAME_MAX_SHOWN = 200 };

/* What people bring: papers, pictures, recordings. A hint for the browser alone. */
static const char accept[] = "image/*,audio/*,video/*,application/pdf,.doc,.docx,.odt,.rtf,.xls,"
                             ".xlsx,.ods,.csv,.txt,.eml,.zip,.asice,.adoc";

/* The columns of the type by name: files and signatures share them. */
static size_t column(const struct field *field, const char *name)
{
    for (size_t i = 0; i < field->type->n; i++)
        if (strcmp(field->type->columns[i].suffix, name) == 0)
            return i;
    return field->type->n;
}

struct str size_text(struct call *call, int64_t bytes)
{
    if (bytes < 1024)
        return str_format(call->arena, lang_plural(call->lang, "%lld byte", "%lld bytes", bytes),
                          (long long)bytes);
    if (bytes < 1 << 20)
        return say(call, "%lld KB", (long long)(bytes >> 10));
    return say(call, "%s MB", str_z(call->arena, number_text(call, bytes * 10 >> 20, 1)));
}

struct str file_words(struct call *call, const struct field *field, const struct value *row)
{
    struct value name = row[column(field, "name")], size = row[column(field, "size")];

    return str_format(call->arena, "%s (%s)", name.type == V_TEXT ? str_z(call->arena, name.s) : "",
                      size.type == V_INT ? str_z(call->arena, size_text(call, size.i)) : "");
}

/* ---- what arrived ---- */

/* The i-th file under that name that has a name or bytes. */
static const struct form_value *upload_at(const struct web *web, struct str name, size_t i)
{
    for (size_t k = 0; k < web->form.n; k++) {
        const struct form_value *value = &web->form.fields[k];
        if (value->file_name.p != NULL && str_eq(value->name, name) && i-- == 0)
            return value;
    }
    return NULL;
}

static struct str upload_name(struct call *call, struct str control)
{
    return str_format(call->arena, "u.%s", str_z(call->arena, control));
}

/* A name that says nothing gets one; a longer one is cut between letters. */
struct str file_kept_name(struct call *call, struct str name)
{
    name = str_trim(name);
    if (name.n == 0)
        return say(call, "File");
    while (name.n > NAME_MAX_SHOWN || (name.n != 0 && !text_valid(name)))
        name.n--;
    return name;
}

static bool looks_sound(struct call *call, struct str where, const struct form_value *upload,
                        const char **type, struct str *bytes)
{
    const char *name = str_z(call->arena, upload->file_name);

    *type = file_type(upload->value, upload->file_name);
    *bytes = jpeg_clean(call->arena, upload->value);
    if (upload->value.n == 0)
        fault_add(call, where, "The file \"%s\" is empty.", name);
    else if (upload->value.n > FIELD_FILE_MAX)
        fault_add(call, where, "The file \"%s\" is larger than %d MB.", name, FIELD_FILE_MAX >> 20);
    else if (*type == NULL)
        fault_add(call, where,
                  "\"%s\" is a program. Only papers, pictures and recordings are kept.", name);
    else if (bytes->p == NULL)
        fault_add(call, where, "The picture \"%s\" is damaged. Choose it again.", name);
    else
        return true;
    return false;
}

static void put(const struct field *field, struct value *row, const char *name, struct value v)
{
    size_t i = column(field, name);

    if (i < field->type->n)
        row[i] = v;
}

static void put_file(const struct field *field, const struct held_file *file, struct value *row)
{
    const struct blob *blob = &file->blob;

    put(field, row, "blob", v_bytes(str_bytes(blob->id, sizeof blob->id)));
    put(field, row, "key", v_bytes(str_bytes(blob->sealed.key, sizeof blob->sealed.key)));
    put(field, row, "hash", v_bytes(str_bytes(blob->sealed.hash, sizeof blob->sealed.hash)));
    put(field, row, "name", v_text(file->name));
    put(field, row, "type", v_text(file->type));
    put(field, row, "size", v_int(file->size));
    put(field, row, "added", v_int(file->added_ms));
}

/* Seals the file and fills in the columns that a file has. */
static bool keep(struct call *call, const struct field *field, struct str where,
                 const struct form_value *upload, struct value *row)
{
    struct held_file *file = arena_alloc(call->arena, sizeof *file);
    const char *type;
    struct str bytes;

    if (!looks_sound(call, where, upload, &type, &bytes) || call->fault_count != 0)
        return false;
    if (file == NULL || call->store == NULL ||
        blob_put(call, call->store->folder, bytes, &file->blob) != RC_OK) {
        call_forgive(call);
        fault_add(call, where, "The file could not be kept: there is no room, or no memory.");
        return false;
    }
    file->name = file_kept_name(call, upload->file_name);
    file->type = str_of(type);
    file->size = (int64_t)bytes.n;
    file->added_ms = call->now_ms;
    put_file(field, file, row);
    return true;
}

/* ---- a field of files ---- */

static struct str blob_hex(struct call *call, const struct field *field, struct value row)
{
    return str_hex(call->arena, row.list.items[column(field, "blob")].s);
}

static bool is_gone(const struct field_form *form, const struct field *field, struct str hex)
{
    struct str name = field_name(form, field, ".gone");
    const struct form *sent = &form->web->form;

    for (size_t i = 0; i < sent->n; i++)
        if (str_eq(sent->fields[i].name, name) && str_eq(str_trim(sent->fields[i].value), hex))
            return true;
    return false;
}

static void file_boxes(const struct field_form *form, const struct field *field, struct value v)
{
    struct call *call = field_call(form);
    struct pick *picks = arena_array(call->arena, v.list.n, sizeof *picks);
    struct control c = {
        .name = field_name(form, field, ".gone"), .label = say(call, "Take away"), .part = true};

    for (size_t i = 0; picks != NULL && i < v.list.n; i++) {
        struct str hex = blob_hex(call, field, v.list.items[i]);
        picks[i] = (struct pick){.value = hex,
                                 .label = file_words(call, field, v.list.items[i].list.items),
                                 .chosen = form->typed && is_gone(form, field, hex)};
    }
    if (picks != NULL)
        control_checks(&form->web->html, &c, picks, v.list.n);
}

/* What was chosen before and waits to be saved; a box that is emptied leaves it out. */
static void held_boxes(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct str control = field_name(form, field, "");
    struct pick *picks = arena_array(call->arena, FIELD_ITEMS_MAX, sizeof *picks);
    struct control c = {.name = field_name(form, field, ".kept"),
                        .label = say(call, "Chosen, not saved yet"),
                        .part = true};
    struct held_file file;
    size_t n = 0;

    for (size_t at = 0; picks != NULL && n < FIELD_ITEMS_MAX;)
        if (!file_held(form, control, &at, &file))
            break;
        else
            picks[n++] = (struct pick){
                .value = str_hex(call->arena, str_bytes(file.blob.id, BLOB_ID)),
                .label = str_format(call->arena, "%s (%s)", str_z(call->arena, file.name),
                                    str_z(call->arena, size_text(call, file.size))),
                .chosen = true};
    if (n != 0)
        control_checks(&form->web->html, &c, picks, n);
}

/* What was chosen and could not be held must be chosen again: browsers do not keep it. */
static void upload_show(const struct field_form *form, struct control *c, bool many)
{
    c->name = upload_name(field_call(form), c->name);
    if (form->typed && upload_at(form->web, c->name, 0) != NULL)
        c->hint = say(field_call(form), "Choose the file again: a browser forgets it.");
    control_file(&form->web->html, c, accept, many);
}

void files_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control group = field_head(form, field);
    struct control add = {.name = group.name, .label = say(call, "Add files"), .part = true};
    struct value v = field_now(form, field);

    field_mark(form, field);
    control_group(&form->web->html, &group);
    if (v.type == V_LIST && v.list.n != 0)
        file_boxes(form, field, v);
    held_boxes(form, field);
    upload_show(form, &add, true);
    control_group_end(&form->web->html);
}

bool files_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct value v = field_now(form, field), row[FIELD_COLUMNS_MAX];
    struct str where = upload_name(call, field_name(form, field, ""));
    const struct form_value *upload;
    struct held_file *file = arena_alloc(call->arena, sizeof *file);
    size_t n = 0, room = 2 * FIELD_ITEMS_MAX, at = 0;

    if (!field_marked(form, field) || file == NULL)
        return false;
    struct value *rows = arena_array(call->arena, room + FORM_FILES_MAX, sizeof *rows);
    for (size_t i = 0; rows != NULL && v.type == V_LIST && i < v.list.n; i++)
        if (!is_gone(form, field, blob_hex(call, field, v.list.items[i])))
            rows[n++] = v.list.items[i];
    while (rows != NULL && n < room && file_held(form, field_name(form, field, ""), &at, file)) {
        memset(row, 0, sizeof row);
        put_file(field, file, row);
        if (value_copy(call->arena, v_list(row, field->type->n), &rows[n]))
            n++;
    }
    for (size_t i = 0; rows != NULL && (upload = upload_at(form->web, where, i)) != NULL; i++) {
        memset(row, 0, sizeof row);
        if (keep(call, field, where, upload, row) &&
            value_copy(call->arena, v_list(row, field->type->n), &rows[n]))
            n++;
    }
    *out = n == 0 ? v_null() : v_list(rows, n);
    return true;
}

/* ---- a row's own file: the proof of a signature ---- */

/* The one that was chosen last. */
static bool row_held(const struct field_form *form, const struct field *field, size_t row,
                     struct held_file *out)
{
    struct str control = row_name(form, field, row, "blob");
    bool any = false;

    for (size_t at = 0; file_held(form, control, &at, out);)
        any = true;
    return any;
}

void row_file_show(const struct field_form *form, const struct field *field, size_t row)
{
    struct call *call = field_call(form);
    size_t blob = row_blob(field), name = column(field, "name");
    struct control c = {.name = row_name(form, field, row, "blob"),
                        .label = say(call, "Photo or scan of it")};

    if (blob == field->type->n)
        return;
    struct value kept = row_stored(form, field, row, blob);
    struct held_file file;
    if (row_held(form, field, row, &file)) {
        c.hint = say(call, "Chosen, not saved yet: %s. Another file takes its place.",
                     str_z(call->arena, file.name));
        control_hidden(&form->web->html,
                       str_format(call->arena, "%s.kept", str_z(call->arena, c.name)).p,
                       str_hex(call->arena, str_bytes(file.blob.id, BLOB_ID)));
    } else if (kept.type == V_BYTES && name < field->type->n)
        c.hint = say(call, "Kept: %s. Another file takes its place.",
                     str_z(call->arena, row_stored(form, field, row, name).s));
    else if (kept.type == V_BYTES)
        c.hint = say(call, "One is kept. Another file takes its place.");
    upload_show(form, &c, false);
}

bool row_file_typed(const struct field_form *form, const struct field *field, size_t row,
                    struct value *cells)
{
    struct call *call = field_call(form);
    struct str name = upload_name(call, row_name(form, field, row, "blob"));
    const struct form_value *upload = upload_at(form->web, name, 0);
    struct held_file *file = arena_alloc(call->arena, sizeof *file);

    if (upload == NULL && file != NULL && row_blob(field) < field->type->n &&
        row_held(form, field, row, file)) {
        put_file(field, file, cells);
        return true;
    }
    return upload != NULL && row_blob(field) < field->type->n &&
           keep(call, field, name, upload, cells);
}
