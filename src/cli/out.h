/* out.h - a command's answer, written once and shown as JSON, as lines, or for people.
 * Owns: what is not yet written out.
 * Order: one value: out_list() or out_record(), what is in it, out_end(). A list holds records or
 *   texts; a record holds named values and lists; a list inside a row of a list holds texts alone.
 *   All records of one list have the same names in the same order.
 * Memory: the call's arena; rows for people are kept until their list ends (widths), all else
 *   is written as it comes. Texts are borrowed until out_end().
 * Fails: sticky; out_finish() says so: RC_IO when writing failed, RC_MEMORY.
 * Limits: OUT_COLUMNS_MAX columns. Names are English in JSON; for people they are msgids with the
 *   context "column". A NULL text is null in JSON and empty for people. */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "base/json.h"
#include "cli/command.h"

enum { OUT_COLUMNS_MAX = 24, OUT_DEPTH_MAX = 4 };

struct out_row {
    struct str cells[OUT_COLUMNS_MAX];
    size_t n;
    struct out_row *next;
};

struct out {
    struct call *call;
    const struct terminal *terminal;
    enum out_form form;
    struct buf buf; /* what waits to be written */
    struct json json;
    bool is_list[OUT_DEPTH_MAX]; /* what is open */
    int depth;
    struct str names[OUT_COLUMNS_MAX]; /* of the list of records that is open */
    const char *inner;                 /* the name of the list inside a record; NULL at the top */
    struct out_row *rows, **rows_end, *row; /* row: the last, which is being filled */
    struct buf cell;                        /* a list of texts inside a row */
    bool broken;
};

void out_init(struct out *out, struct call *call, const struct terminal *terminal,
              enum out_form form);
void out_list(struct out *out, const char *name);   /* name: NULL at the top and in lists */
void out_record(struct out *out, const char *name); /* likewise */
void out_end(struct out *out);
void out_text(struct out *out, const char *name, struct str text);
void out_int(struct out *out, const char *name, int64_t i);
void out_day(struct out *out, const char *name, day d);
void out_flag(struct out *out, const char *name, bool yes);
MUST_USE enum rc out_finish(struct out *out);

/* A note of text as the whole answer (help), not for JSON. */
void out_plain(struct out *out, struct str text);

#endif
