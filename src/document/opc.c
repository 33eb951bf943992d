/* opc.c - see opc.h. */
#include "document/opc.h"

static bool feed(void *data, struct str piece)
{
    return xml_feed(data, piece);
}

enum rc opc_read(struct call *call, struct archive *zip, struct str part, size_t max,
                 const struct xml_handlers *handlers)
{
    struct xml *xml;
    enum rc rc = xml_new(call, handlers, &xml);

    if (rc != RC_OK)
        return rc;
    rc = archive_each(call, zip, part, max, (struct archive_taker){feed, xml});
    if (rc == RC_OK)
        rc = xml_end(call, xml);
    xml_free(xml);
    return rc;
}

struct relating {
    struct arena *arena;
    struct str part;
    void (*each)(void *data, const struct opc_relation *relation);
    void *data;
};

/* Up to and with the last slash. */
static struct str folder_of(struct str part)
{
    while (part.n > 0 && part.p[part.n - 1] != '/')
        part.n--;
    return part;
}

/* "worksheets/sheet1.xml" as named in xl/workbook.xml; "/xl/..." is from the top. */
static struct str beside(struct arena *arena, struct str part, struct str target)
{
    struct str folder = folder_of(part);

    if (str_starts(target, STR("/")))
        return str_dup(arena, str_cut(target, 1, target.n));
    return str_format(arena, "%.*s%.*s", (int)folder.n, folder.p, (int)target.n, target.p);
}

static void open_relation(void *data, struct str name, const char *const *attributes)
{
    struct relating *relating = data;
    struct arena *arena = relating->arena;
    struct str target = xml_attribute(attributes, "Target");

    if (!str_is(name, "Relationship"))
        return;
    struct opc_relation relation = {
        .id = str_dup(arena, xml_attribute(attributes, "Id")),
        .type = str_dup(arena, xml_attribute(attributes, "Type")),
        .outside = str_is(xml_attribute(attributes, "TargetMode"), "External"),
    };
    relation.target =
        relation.outside ? str_dup(arena, target) : beside(arena, relating->part, target);
    relating->each(relating->data, &relation);
}

static void ignore_close(void *data, struct str name)
{
    (void)data;
    (void)name;
}

static void ignore_text(void *data, struct str text)
{
    (void)data;
    (void)text;
}

enum rc opc_relations(struct call *call, struct archive *zip, struct str part,
                      void (*each)(void *data, const struct opc_relation *relation), void *data)
{
    struct relating relating = {call->arena, part, each, data};
    const struct xml_handlers handlers = {&relating, open_relation, ignore_close, ignore_text};
    struct str folder = folder_of(part);
    struct str path = str_format(call->arena, "%.*s_rels/%s.rels", (int)folder.n, folder.p,
                                 str_z(call->arena, str_cut(part, folder.n, part.n)));

    return opc_read(call, zip, path, OPC_RELATIONS_MAX, &handlers);
}
