/* xml.h - XML read as it comes: elements opened and closed, and the text between; text escaped.
 * Owns: a struct xml the parser. expat is used in xml.c alone.
 * Order: xml_new(), xml_feed() any number of times, xml_end(), xml_free().
 * Memory: names, attributes and texts are borrowed for the call of the handler; text comes in
 *   pieces. Names have no prefix: "x:row" is "row".
 * Fails: RC_INVALID for what is not well-formed, or has a document type declaration (so there are
 *   no entities to grow); RC_LIMIT for more than XML_DEPTH_MAX elements in each other.
 * Limits: XML_DEPTH_MAX; the caller caps the bytes. Cost: one pass. */
#ifndef DOCUMENT_XML_H
#define DOCUMENT_XML_H

#include "base/call.h"

enum { XML_DEPTH_MAX = 64 };

struct xml;

struct xml_handlers {
    void *data;
    void (*open)(void *data, struct str name, const char *const *attributes);
    void (*close)(void *data, struct str name);
    void (*text)(void *data, struct str text);
};

MUST_USE enum rc xml_new(struct call *call, const struct xml_handlers *handlers, struct xml **out);
bool xml_feed(struct xml *xml, struct str piece); /* false: there is no use in going on */
void xml_stop(struct xml *xml); /* for a handler that has seen enough, or what cannot be */
/* Within a handler: where in all bytes that were fed its event begins, and how many it takes: of an
 * element that is empty ("<a/>") all of it as it opens, and none, behind it, as it closes. */
size_t xml_at(const struct xml *xml, size_t *taken);
MUST_USE enum rc xml_end(struct call *call, struct xml *xml); /* what went wrong, if anything */
void xml_free(struct xml *xml);                               /* NULL is accepted */

/* The whole text in one call. */
MUST_USE enum rc xml_read(struct call *call, const struct xml_handlers *handlers, struct str text);

/* One attribute by its name without prefix, or {NULL, 0}. */
struct str xml_attribute(const char *const *attributes, const char *name);

/* A text within an element or a quoted attribute; what XML has no sign for is left out. */
void xml_put(struct buf *out, struct str text);

#endif
