/* command_parts.c - see command_parts.h. */
#include "casework/command_parts.h"

#include "base/file.h"
#include "base/text.h"
#include "model/app.h"
#include "model/field.h"

static const struct str none = {NULL, 0};

const struct command_word command_case_word[] = {
    {.name = "CODE", .brief = "the case's number, such as NI-2026-104", .must = true},
    {.name = NULL},
};

const struct kind *command_kind(const struct call *call, const char *name)
{
    return kind_find(call->app->registry, str_of(name));
}

enum rc command_find_record(struct call *call, const char *kind, struct str code,
                            struct record **out)
{
    enum rc rc = query_code(call, command_kind(call, kind), code, out);

    if (rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call);
    return fail(call, rc, NULL, "There is nothing with the number '%.*s', or not for you.",
                (int)code.n, code.p);
}

enum rc command_text(struct call *call, const struct command_args *args, const char *name,
                     struct str *out)
{
    struct str typed = args_text(args, name);

    *out = typed.p == NULL ? none : text_clean(call->arena, typed);
    return typed.p != NULL && out->p == NULL
               ? fail(call, RC_USAGE, NULL, "--%s has signs that cannot be kept.", name)
               : RC_OK;
}

enum rc command_write_file(struct call *call, const struct command_args *args, struct str path,
                           struct str bytes)
{
    size_t slash = path.n;

    if (str_is(path, "-"))
        return args->cli->terminal.write(args->cli->terminal.data, TO_OUT, bytes)
                   ? RC_OK
                   : fail(call, RC_IO, NULL, "The answer could not be written out.");
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    const char *folder = slash == 0 ? "." : str_z(call->arena, str_cut(path, 0, slash));
    const char *name = str_z(call->arena, str_cut(path, slash, path.n));
    return file_replace(call, folder, name, bytes);
}

void command_put_day(struct out *out, const char *name, struct value on)
{
    if (on.type == V_INT)
        out_day(out, name, (day)on.i);
    else
        out_text(out, name, none);
}

void command_put_field(struct call *call, struct out *out, const struct record *record,
                       const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));
    struct value v = record_get(record, field);
    struct id id;

    if (str_is(str_of(field->type->name), "date"))
        command_put_day(out, name, v);
    else if (v.type == V_NULL)
        out_text(out, name, none);
    else if (field->target != NULL && id_of(v.s, &id))
        out_text(out, name, query_title(call, field->target, &id));
    else if ((field->choices != NULL || field->procedure) &&
             (out->form == OUT_JSON || out->form == OUT_LINES))
        out_text(out, name, v.s); /* the code, for programs */
    else
        out_text(out, name, field_show(call, field, v));
}
