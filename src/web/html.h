/* html.h - writes HTML so that what a person typed can never become markup.
 * Owns: the text of one page, in the call's arena.
 * Order: html_init(), any number of writers, then html_str().
 * Memory: the call's arena. Fails: as a buf does, once and for all; html_str() is then {NULL, 0}.
 * Limits: HTML_MAX bytes. Cost: one pass over what is written.
 * How: markup is a literal (html_raw() takes nothing else), text goes through html_text(), an
 *   attribute's value through html_attr(), an address through html_href(). Sentences are msgids.
 * Not here: what a page is made of (web/part.h). */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/call.h"

enum { HTML_MAX = 4 << 20 };

struct html {
    struct buf buf;
    struct call *call;
    struct str icons; /* the address of the picture of all icons */
    unsigned ids;     /* of parts that need one and were given none */
};

void html_init(struct html *h, struct call *call, struct str icons);
struct str html_str(struct html *h);

#define html_raw(h, literal) buf_add(&(h)->buf, STR(literal))

/* Marks a sentence in a table for script/messages, which finds it nowhere else. */
#define N_(msgid) msgid

void html_text(struct html *h, struct str text);
void html_say(struct html *h, const char *msgid, ...) FORMAT(2, 3);
void html_number(struct html *h, int64_t n);

/* ' name="value"'. A NULL value (not the empty one) writes nothing. */
void html_attr(struct html *h, const char *name, struct str value);
void html_attr_z(struct html *h, const char *name, const char *value);
void html_attr_say(struct html *h, const char *name, const char *msgid, ...) FORMAT(3, 4);
void html_attr_number(struct html *h, const char *name, int64_t n);
/* Only an address of this site (/...), a part of the page (#...), a query (?...) or one that
 * begins with https:, http:, mailto: or tel: is written; else nothing, and the link is none. */
void html_href(struct html *h, const char *name, struct str url);

/* <tag class="class">text</tag>; a NULL class writes none. */
void html_tag(struct html *h, const char *tag, const char *class, struct str text);
/* A picture of the sprite; it says nothing to a screen reader, a word stands beside it. */
void html_icon(struct html *h, const char *name);

/* A piece of an address: everything but letters, digits and -._~ as percent signs. */
void url_escape(struct buf *out, struct str text);

#endif
