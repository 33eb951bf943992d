/* docx_read.c - see office_read.h: a DOCX. */
#include "document/office_read.h"
#include "document/opc.h"

enum { RELATIONS_MAX = 200 };

struct docx {
    struct call *call;
    struct office_found *found;
    struct office_text text;
    struct str main, notes; /* parts */
    struct str outside;     /* what it fetches; n == 0: nothing */
    bool macros, object, is_document;
    int skip;                        /* depth inside of what no reader meets */
    bool in_text, in_field, in_note; /* w:t, w:instrText, a separator of footnotes */
};

/* ---- what it is made of */

static void see_relation(void *data, const struct opc_relation *relation)
{
    static const char *const objects[] = {"/oleObject", "/control", "/activeXControl",
                                          "/activeXControlBinary", "/attachedToolbars"};
    struct docx *in = data;
    struct str type = relation->type;

    if (str_ends(type, STR("/vbaProject")) || str_ends(type, STR("/wordVbaData")))
        in->macros = true;
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        in->object = in->object || str_ends(type, str_of(objects[i]));
    if (relation->outside && str_ends(type, STR("/hyperlink")))
        in->found->links++;
    else if (relation->outside && !str_ends(type, STR("/attachedTemplate")))
        in->outside = relation->target; /* a template's look is in the document already */
    if (str_ends(type, STR("/aFChunk")))
        in->outside = relation->target;
}

/* Of the whole, and of the document: where its text is. */
static void see_top(void *data, const struct opc_relation *relation)
{
    struct docx *in = data;

    if (str_ends(relation->type, STR("/officeDocument")))
        in->main = relation->target;
}

static void see_main(void *data, const struct opc_relation *relation)
{
    struct docx *in = data;

    if (str_ends(relation->type, STR("/footnotes")))
        in->notes = relation->target;
}

/* "word/_rels/document.xml.rels" is of "word/document.xml". */
static struct str part_of(struct arena *arena, struct str path)
{
    size_t at, folders;

    path.n -= sizeof ".rels" - 1;
    for (at = path.n; at > 0 && path.p[at - 1] != '/'; at--)
        continue;
    folders = at >= sizeof "_rels/" - 1 ? at - (sizeof "_rels/" - 1) : 0;
    return str_format(arena, "%.*s%.*s", (int)folders, path.p, (int)(path.n - at), path.p + at);
}

static enum rc look_at_parts(struct docx *in, struct archive *zip)
{
    struct call *call = in->call;
    size_t relations = 0;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < archive_count(zip) && rc == RC_OK; i++) {
        struct str name = archive_name(zip, i);
        if (str_ends(name, STR("vbaProject.bin")))
            in->macros = true;
        if (memmem(name.p, name.n, "oleObject", 9) != NULL ||
            memmem(name.p, name.n, "activeX", 7) != NULL)
            in->object = true;
        if (!str_ends(name, STR(".rels")))
            continue;
        if (++relations > RELATIONS_MAX)
            return fail(call, RC_LIMIT, "file", "The document has too many parts.");
        rc = opc_relations(call, zip, part_of(call->arena, str_dup(call->arena, name)),
                           see_relation, in);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

/* The type of the main part says whether it is a text, and whether it may have macros. */
static void open_types(void *data, struct str name, const char *const *attributes)
{
    struct docx *in = data;
    struct str part = xml_attribute(attributes, "PartName");
    struct str type = xml_attribute(attributes, "ContentType");

    if (!str_is(name, "Override") || part.n == 0 || !str_eq(str_cut(part, 1, part.n), in->main))
        return;
    in->macros = in->macros || memmem(type.p, type.n, "macroEnabled", 12) != NULL;
    in->is_document = memmem(type.p, type.n, "wordprocessingml", 16) != NULL ||
                      memmem(type.p, type.n, "ms-word", 7) != NULL;
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

/* ---- its text */

/* What Word keeps beside the text: what was moved away, the second of two ways to show a thing. */
static bool is_hidden(struct str name)
{
    return str_is(name, "moveFrom") || str_is(name, "Fallback") || str_is(name, "del");
}

static void count(struct docx *in, struct str name)
{
    if (str_is(name, "ins") || str_is(name, "del") || str_is(name, "moveFrom") ||
        str_is(name, "moveTo"))
        in->found->changes++;
    else if (str_is(name, "commentReference"))
        in->found->comments++;
    else if (str_is(name, "blip") || str_is(name, "imagedata"))
        in->found->pictures++;
    else if (str_is(name, "OLEObject") || str_is(name, "control"))
        in->object = true;
}

/* A field that fetches or runs something names it first: " DDEAUTO c:\\...". */
static void see_field(struct docx *in, struct str instruction)
{
    static const char *const bad[] = {"DDE",     "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE",
                                      "INCLUDE", "IMPORT",  "LINK",        "DATABASE"};
    struct str rest = str_trim(instruction), first = str_split(&rest, ' ');

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (first.n == strlen(bad[i]) && strncasecmp(first.p, bad[i], first.n) == 0)
            in->outside = str_dup(in->call->arena, str_trim(instruction));
}

static void open_text(void *data, struct str name, const char *const *attributes)
{
    struct docx *in = data;

    if (is_hidden(name) || in->skip != 0) {
        count(in, name);
        in->skip++;
        return;
    }
    count(in, name);
    in->in_text = str_is(name, "t");
    in->in_field = str_is(name, "instrText");
    if (str_is(name, "tab"))
        office_text_add(&in->text, STR("\t"));
    else if (str_is(name, "br") || str_is(name, "cr"))
        office_text_add(&in->text, STR("\n"));
    else if (str_is(name, "noBreakHyphen"))
        office_text_add(&in->text, STR("-"));
    else if (str_is(name, "fldSimple"))
        see_field(in, xml_attribute(attributes, "instr"));
}

static void close_text(void *data, struct str name)
{
    struct docx *in = data;

    in->in_text = in->in_field = false;
    if (in->skip != 0)
        in->skip--;
    else if (str_is(name, "p"))
        office_text_add(&in->text, STR("\n"));
}

static void take_text(void *data, struct str text)
{
    struct docx *in = data;

    if (in->skip != 0)
        return;
    if (in->in_text)
        office_text_add(&in->text, text);
    else if (in->in_field)
        see_field(in, text);
}

/* Tabs of a style or list are no signs of the text: they stand in pPr. */
static void open_body(void *data, struct str name, const char *const *attributes)
{
    struct docx *in = data;

    if (str_is(name, "pPr") && in->skip == 0) {
        in->skip = 1;
        return;
    }
    open_text(data, name, attributes);
}

static enum rc read_text(struct docx *in, struct archive *zip, struct str part)
{
    const struct xml_handlers handlers = {in, open_body, close_text, take_text};

    in->skip = 0;
    return opc_read(in->call, zip, part, OFFICE_XML_MAX, &handlers);
}

static enum rc judge(struct docx *in)
{
    if (in->macros)
        return office_fail_macros(in->call);
    if (in->object)
        return office_fail_object(in->call);
    return in->outside.n != 0 ? office_fail_outside(in->call, in->outside) : RC_OK;
}

enum rc docx_read(struct call *call, struct archive *zip, struct office_found *out)
{
    struct docx *in = arena_alloc(call->arena, sizeof *in);
    const struct xml_handlers types = {in, open_types, ignore_close, ignore_text};

    if (in == NULL)
        return fail_memory(call);
    in->call = call;
    in->found = out;
    office_text_init(call, out, &in->text);
    enum rc rc = opc_relations(call, zip, STR(""), see_top, in);
    if (rc == RC_OK)
        rc = opc_read(call, zip, STR("[Content_Types].xml"), OPC_RELATIONS_MAX, &types);
    if (rc == RC_OK && !in->is_document)
        return RC_NOT_FOUND;
    if (rc == RC_OK)
        rc = opc_relations(call, zip, in->main, see_main, in);
    rc = rc == RC_NOT_FOUND && in->is_document ? RC_OK : rc;
    if (rc == RC_OK)
        rc = look_at_parts(in, zip);
    if (rc == RC_OK)
        rc = judge(in);
    if (rc == RC_OK)
        rc = read_text(in, zip, in->main);
    if (rc == RC_OK && in->notes.n != 0)
        rc = read_text(in, zip, in->notes);
    if (rc == RC_OK)
        rc = judge(in);
    out->text = buf_str(&in->text.buf);
    return rc == RC_OK && !buf_ok(&in->text.buf) ? fail_memory(call) : rc;
}
