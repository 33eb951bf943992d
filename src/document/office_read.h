/* office_read.h - a document that somebody edited and brought back: what it is, its text, and what
 *   it must not have: DOCX, ODT or PDF.
 * Owns: nothing. Order: inside a job child: office_read().
 * Memory: the call's arena; poppler has its own (pdf_read.h).
 * Fails: RC_INVALID with a sentence that says what to do: no document, an old .doc, damaged, locked
 *   with a password, with macros or scripts, with objects of other programs, with what is fetched
 *   from elsewhere when it is opened; RC_LIMIT for what is too large, packed or not.
 * Limits: OFFICE_FILE_MAX; OFFICE_XML_MAX of a part unpacked; OFFICE_FOUND_TEXT of text, then cut;
 *   OFFICE_PAGES_MAX of a PDF. Cost: one pass over the text.
 * The text is what a reader meets: with what was inserted and without what was deleted, without
 * comments, headers and footers; a line a paragraph. Of a PDF all of it, pages apart by \f.
 * Source: ECMA-376 part 1, 17; OpenDocument 1.2 part 1, 4 to 7, part 3, 4. */
#ifndef DOCUMENT_OFFICE_READ_H
#define DOCUMENT_OFFICE_READ_H

#include "base/call.h"

enum {
    OFFICE_FILE_MAX = 16 << 20,
    OFFICE_XML_MAX = 64 << 20,
    OFFICE_FOUND_TEXT = 2 << 20,
    OFFICE_PAGES_MAX = 500,
};

enum office_kind { OFFICE_DOCX, OFFICE_ODT, OFFICE_PDF, OFFICE_KINDS };

struct office_found {
    enum office_kind kind;
    struct str text;
    size_t pages;    /* of a PDF; office programs break their own */
    size_t pictures; /* of what follows: how many */
    size_t comments; /* that others wrote beside the text */
    size_t changes;  /* recorded, neither taken nor refused */
    size_t links;    /* addresses to click on */
    bool attached;   /* a PDF has files inside */
    bool cut;        /* there is more text than was taken */
};

/* MIME type and ending of a kind. */
const char *office_type(enum office_kind kind);
const char *office_ending(enum office_kind kind);

MUST_USE enum rc office_read(struct call *call, struct str bytes, struct office_found *out);

/* Only for office_read.c, which has found out the kind. */
struct archive;
MUST_USE enum rc docx_read(struct call *call, struct archive *zip, struct office_found *out);
MUST_USE enum rc odt_read(struct call *call, struct archive *zip, struct office_found *out);

/* The same sentences for both. */
enum rc office_fail_macros(struct call *call);
enum rc office_fail_object(struct call *call);
enum rc office_fail_outside(struct call *call, struct str what);
enum rc office_fail_locked(struct call *call);

/* Text as it comes, until there is too much of it. */
struct office_text {
    struct buf buf;
    struct office_found *found;
};

void office_text_init(struct call *call, struct office_found *found, struct office_text *out);
void office_text_add(struct office_text *text, struct str piece);

#endif
