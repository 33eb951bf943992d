/* xml.c - see xml.h. */
#include "document/xml.h"

#include <expat.h>

struct xml {
    XML_Parser parser;
    struct xml_handlers handlers;
    int depth;
    bool too_deep, has_type, stopped, broken;
};

static struct str local_name(const char *name)
{
    struct str s = str_of(name);
    size_t colon = str_find(s, ':');

    return colon == s.n ? s : str_cut(s, colon + 1, s.n);
}

struct str xml_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (str_is(local_name(attributes[i]), name))
            return str_of(attributes[i + 1]);
    return (struct str){NULL, 0};
}

static void on_open(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = data;

    if (++xml->depth > XML_DEPTH_MAX) {
        xml->too_deep = true;
        (void)XML_StopParser(xml->parser, XML_FALSE);
        return;
    }
    xml->handlers.open(xml->handlers.data, local_name(name), (const char *const *)attributes);
}

static void on_close(void *data, const XML_Char *name)
{
    struct xml *xml = data;

    xml->depth--;
    xml->handlers.close(xml->handlers.data, local_name(name));
}

static void on_text(void *data, const XML_Char *text, int n)
{
    struct xml *xml = data;

    xml->handlers.text(xml->handlers.data, str_bytes(text, (size_t)n));
}

static void on_type(void *data, const XML_Char *name, const XML_Char *system,
                    const XML_Char *public, int has_subset)
{
    struct xml *xml = data;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    xml->has_type = true;
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

enum rc xml_new(struct call *call, const struct xml_handlers *handlers, struct xml **out)
{
    struct xml *xml = arena_alloc(call->arena, sizeof *xml);
    XML_Parser parser = xml == NULL ? NULL : XML_ParserCreate(NULL);

    if (xml == NULL || parser == NULL)
        return fail_memory(call);
    xml->parser = parser;
    xml->handlers = *handlers;
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_type);
    /* A seed of our own: expat would open a file for it, which a sandbox refuses. */
    uint64_t seed = 0;
    if (call->os != NULL)
        call->os->random(call->os->data, &seed, sizeof seed);
    (void)XML_SetHashSalt(parser, (unsigned long)(seed | 1));
    *out = xml;
    return RC_OK;
}

bool xml_feed(struct xml *xml, struct str piece)
{
    if (!xml->stopped && !xml->broken && piece.n <= INT32_MAX &&
        XML_Parse(xml->parser, piece.p, (int)piece.n, 0) != XML_STATUS_OK)
        xml->broken = !xml->stopped;
    return !xml->stopped && !xml->broken;
}

void xml_stop(struct xml *xml)
{
    xml->stopped = true;
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

size_t xml_at(const struct xml *xml, size_t *taken)
{
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    int n = XML_GetCurrentByteCount(xml->parser);

    *taken = n < 0 ? 0 : (size_t)n;
    return at < 0 ? 0 : (size_t)at;
}

enum rc xml_end(struct call *call, struct xml *xml)
{
    if (!xml->stopped && !xml->broken && XML_Parse(xml->parser, "", 0, 1) != XML_STATUS_OK)
        xml->broken = !xml->stopped;
    if (xml->too_deep)
        return fail(call, RC_LIMIT, "file", "The file's parts stand too deep in each other.");
    if (xml->has_type)
        return fail(call, RC_INVALID, "file",
                    "The file has declarations that it does not need. It is not opened.");
    if (xml->broken)
        return fail(call, RC_INVALID, "file", "The file is damaged in line %lu of a part: %s.",
                    (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                    XML_ErrorString(XML_GetErrorCode(xml->parser)));
    return RC_OK;
}

void xml_free(struct xml *xml)
{
    if (xml != NULL)
        XML_ParserFree(xml->parser);
}

enum rc xml_read(struct call *call, const struct xml_handlers *handlers, struct str text)
{
    struct xml *xml;
    enum rc rc = xml_new(call, handlers, &xml);

    if (rc != RC_OK)
        return rc;
    (void)xml_feed(xml, text);
    rc = xml_end(call, xml);
    xml_free(xml);
    return rc;
}

void xml_put(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        switch (c) {
        case '&': buf_z(out, "&amp;"); continue;
        case '<': buf_z(out, "&lt;"); continue;
        case '>': buf_z(out, "&gt;"); continue;
        case '"': buf_z(out, "&quot;"); continue;
        default: break;
        }
        if (str_starts(str_cut(text, i, text.n), STR("\xEF\xBF\xBE")) ||
            str_starts(str_cut(text, i, text.n), STR("\xEF\xBF\xBF")))
            i += 2;
        else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
            buf_char(out, c);
    }
}
