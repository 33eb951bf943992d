/* record_path.c - see record_path.h. */
#include "web/record_path.h"

static struct str name_of(const struct web *web, const struct record *record)
{
    return record->code.n != 0 ? str_of(str_z(web->call.arena, record->code))
                               : str_hex(web->call.arena, id_str(&record->id));
}

struct str record_general_path(const struct web *web, const struct record *record, const char *rest)
{
    return str_format(web->call.arena, "/records/%s/%s%s",
                      str_z(web->call.arena, record->kind->name), name_of(web, record).p, rest);
}

struct str record_path(const struct web *web, const struct record *record)
{
    for (const struct kind_page *own = web->site->kind_pages; own != NULL && own->kind != NULL;
         own++)
        if (str_is(record->kind->name, own->kind))
            return str_format(web->call.arena, own->path, name_of(web, record).p);
    return record_general_path(web, record, "");
}

bool record_name_id(struct str name, struct id *out)
{
    return str_unhex(name, out->b, sizeof out->b);
}
