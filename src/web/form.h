/* form.h - what a browser sends: query strings, form bodies (urlencoded and multipart), cookies.
 * Owns: nothing.
 * Order: any. Memory: texts are cleaned copies in the call's arena (text_clean(): NFC, \n as line
 *   end, no control characters); the bytes of a file are borrowed from the body.
 * Fails: RC_INVALID, RC_LIMIT. What is wrong in a field's text becomes a fault with the field's
 *   name, and the form is given all the same, with that field empty, so that the page can show
 *   it again; a body that is no form at all fails with a sentence.
 * Limits: FORM_*_MAX. Cost: one pass over the bytes.
 * Source: URL Standard, "application/x-www-form-urlencoded"; RFC 7578 (multipart/form-data) as
 *   browsers write it: names in quotes without escapes; RFC 6265 5.4 (cookies).
 * Not here: which fields a page takes and what they mean (web/route.h, model/field.h). */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/call.h"

enum {
    FORM_FIELDS_MAX = 3000,
    FORM_FILES_MAX = 20,
    FORM_NAME_MAX = 200,       /* bytes: letters, digits and . _ - : [ ] */
    FORM_TEXT_MAX = 256 << 10, /* bytes of one value that is no file */
    FORM_FILE_NAME_MAX = 255,
    FORM_BOUNDARY_MAX = 70,
    FORM_PART_HEAD_MAX = 2048,
};

struct form_value {
    struct str name, value;
    struct str file_name, type; /* file_name.p is not NULL: the value is a file's bytes */
};

struct form {
    struct form_value *fields;
    size_t n;
};

/* A body of either kind; one of another type than these two fails. */
MUST_USE enum rc form_read(struct call *call, struct str content_type, struct str body,
                           struct form *out);
/* What stands behind the question mark; also the body of an urlencoded form. */
MUST_USE enum rc form_query(struct call *call, struct str query, struct form *out);

/* The first value of that name, or {NULL, 0}. */
struct str form_find(const struct form *form, struct str name);

/* Undoes percent signs, and '+' when asked. False: a percent sign without two digits, or memory. */
bool form_unescape(struct arena *arena, struct str s, bool plus, struct str *out);

/* The cookie's value, or {NULL, 0} if it is not there or there twice (somebody planted one). */
struct str cookie_find(struct str header, const char *name);

#endif
