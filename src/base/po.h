/* po.h - reads a .po file message by message.
 * Owns: nothing. Order: po_open(), po_next() until it gives RC_OK and no message.
 *   Remarks and obsolete entries are skipped.
 * Memory: texts live in the arena given as 'keep', each with a NUL behind it.
 * Fails: RC_INVALID at "file:line:column" for what is no .po file: a text without quotes, an
 *   escape other than \n \t \r \" \\, a keyword in the wrong place, invalid UTF-8, control
 *   characters; RC_LIMIT beyond PO_TEXT_MAX bytes in one text.
 * Source: GNU gettext manual, "The Format of PO Files". */
#ifndef BASE_PO_H
#define BASE_PO_H

#include "base/call.h"

enum { PO_FORMS_MAX = 3, PO_TEXT_MAX = 16 << 10 };

struct po_message {
    struct str context; /* {NULL, 0}: none */
    struct str id, plural;
    struct str forms[PO_FORMS_MAX]; /* [0] alone without plural */
    int line;                       /* of the msgid */
    bool fuzzy;
};

struct po {
    struct call *call;
    struct arena *keep;
    const char *name;
    struct str rest;
    int line;
    struct buf text; /* the one that is being read, in the call's arena */
};

MUST_USE enum rc po_open(struct call *call, struct str bytes, const char *name, struct arena *keep,
                         struct po *out);
MUST_USE enum rc po_next(struct po *po, struct po_message *out, bool *found);

/* "file:line:column", for faults of what a message says. */
const char *po_where(const struct po *po, int line, size_t column);

#endif
