/* odt_read.c - see office_read.h: an ODT. */
#include "document/office_read.h"
#include "document/opc.h"

enum { SPACES_MAX = 200 };

struct odt_in {
    struct call *call;
    struct office_found *found;
    struct office_text text;
    struct str outside;
    bool macros, object, locked;
    int skip;       /* depth inside of what no reader meets */
    int paragraphs; /* in each other: a text box stands in one */
};

/* ---- what it is made of */

static void look_at_names(struct odt_in *in, const struct archive *zip)
{
    for (size_t i = 0; i < archive_count(zip); i++) {
        struct str name = archive_name(zip, i);
        in->macros =
            in->macros || str_starts(name, STR("Basic/")) || str_starts(name, STR("Scripts/"));
    }
}

static void open_manifest(void *data, struct str name, const char *const *attributes)
{
    struct odt_in *in = data;

    (void)attributes;
    in->locked = in->locked || str_is(name, "encryption-data");
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

static bool is_one_of(struct str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

#define IS_ONE_OF(name, names) is_one_of(name, names, sizeof(names) / sizeof *(names))

static bool is_hidden(struct str name)
{
    static const char *const names[] = {
        "tracked-changes", "annotation", "note-citation", "title", "desc", "ruby-text", "forms"};

    return IS_ONE_OF(name, names);
}

static void count(struct odt_in *in, struct str name)
{
    static const char *const objects[] = {"object-ole", "plugin", "applet", "floating-frame"};
    static const char *const macros[] = {"script", "event-listener"};
    struct office_found *found = in->found;

    found->changes += str_is(name, "changed-region");
    found->comments += str_is(name, "annotation");
    found->pictures += str_is(name, "image");
    in->object = in->object || IS_ONE_OF(name, objects);
    in->macros = in->macros || IS_ONE_OF(name, macros);
}

/* What is shown where it stands lies in the package, or is fetched. */
static void see_address(struct odt_in *in, struct str name, struct str address)
{
    static const char *const shown[] = {"image",      "object",     "section-source",
                                        "dde-source", "fill-image", "table-source",
                                        "database"};

    if (str_is(name, "a"))
        in->found->links += address.n != 0;
    else if (IS_ONE_OF(name, shown) && address.n != 0 &&
             (str_find(address, ':') < address.n || str_starts(address, STR("/")) ||
              str_starts(address, STR("../"))))
        in->outside = str_dup(in->call->arena, address);
}

static void put_spaces(struct odt_in *in, struct str n)
{
    uint64_t spaces = 1;

    if (n.n != 0 && !str_uint(n, SPACES_MAX, &spaces))
        spaces = 1;
    for (uint64_t i = 0; i < spaces; i++)
        office_text_add(&in->text, STR(" "));
}

static void open_text(void *data, struct str name, const char *const *attributes)
{
    struct odt_in *in = data;

    count(in, name);
    see_address(in, name, xml_attribute(attributes, "href"));
    if (str_is(name, "dde-connection-decl") || str_is(name, "dde-source"))
        in->outside = STR("DDE");
    if (is_hidden(name) || in->skip != 0) {
        in->skip++;
        return;
    }
    if (str_is(name, "p") || str_is(name, "h"))
        in->paragraphs++;
    else if (str_is(name, "s"))
        put_spaces(in, xml_attribute(attributes, "c"));
    else if (str_is(name, "tab"))
        office_text_add(&in->text, STR("\t"));
    else if (str_is(name, "line-break"))
        office_text_add(&in->text, STR("\n"));
}

static void close_text(void *data, struct str name)
{
    struct odt_in *in = data;

    if (in->skip != 0) {
        in->skip--;
        return;
    }
    if (str_is(name, "p") || str_is(name, "h")) {
        office_text_add(&in->text, STR("\n"));
        in->paragraphs--;
    }
}

/* White space between elements is none of the text; within, lines count as spaces. */
static void take_text(void *data, struct str text)
{
    struct odt_in *in = data;

    if (in->skip != 0 || in->paragraphs == 0)
        return;
    while (text.n != 0) {
        size_t n = str_find(text, '\n');
        office_text_add(&in->text, str_cut(text, 0, n));
        if (n < text.n)
            office_text_add(&in->text, STR(" "));
        text = str_cut(text, n + 1, text.n);
    }
}

static enum rc judge(struct odt_in *in)
{
    if (in->locked)
        return office_fail_locked(in->call);
    if (in->macros)
        return office_fail_macros(in->call);
    if (in->object)
        return office_fail_object(in->call);
    return in->outside.n != 0 ? office_fail_outside(in->call, in->outside) : RC_OK;
}

/* What is said of styles.xml counts too; its text, headers and footers, does not. */
static enum rc read_parts(struct odt_in *in, struct archive *zip)
{
    const struct xml_handlers manifest = {in, open_manifest, ignore_close, ignore_text},
                              content = {in, open_text, close_text, take_text},
                              styles = {in, open_text, close_text, ignore_text};
    enum rc rc =
        opc_read(in->call, zip, STR("META-INF/manifest.xml"), OPC_RELATIONS_MAX, &manifest);

    rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    if (rc == RC_OK)
        rc = judge(in);
    if (rc == RC_OK)
        rc = opc_read(in->call, zip, STR("content.xml"), OFFICE_XML_MAX, &content);
    if (rc != RC_OK)
        return rc;
    in->found->text = buf_str(&in->text.buf);
    if (!buf_ok(&in->text.buf))
        return fail_memory(in->call);
    in->skip = 0;
    office_text_init(in->call, in->found, &in->text);
    rc = opc_read(in->call, zip, STR("styles.xml"), OFFICE_XML_MAX, &styles);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc odt_read(struct call *call, struct archive *zip, struct office_found *out)
{
    struct odt_in *in = arena_alloc(call->arena, sizeof *in);

    if (in == NULL)
        return fail_memory(call);
    in->call = call;
    in->found = out;
    office_text_init(call, out, &in->text);
    look_at_names(in, zip);
    enum rc rc = read_parts(in, zip);
    return rc == RC_OK ? judge(in) : rc;
}
