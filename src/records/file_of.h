/* file_of.h - one record as a file to take away: a page to read and print, JSON, what was changed,
 *   its parts, what refers to it, its attachments, and a readme.
 * Owns: nothing. Order: taken_note() (exchange/taken.h) first, then file_of_write().
 * Memory: pages and JSON in the call's arena, attachments piece by piece.
 * Fails: as query.h; RC_LIMIT when the page is longer than HTML_MAX; RC_IO of the sink.
 * Limits: FILE_PARTS_MAX records of one kind of part, FILE_LINKS_MAX that refer to it, 200 changes.
 * Cost: what reading each of them costs, and each reading that is logged is.
 * Everything is as far as the actor may see it; what was left out is named in the readme. */
#ifndef RECORDS_FILE_OF_H
#define RECORDS_FILE_OF_H

#include "document/zip_out.h"
#include "model/record.h"

enum { FILE_PARTS_MAX = 5000, FILE_LINKS_MAX = 5000 };

struct file_of {
    const struct record *record; /* as query_get() gave it */
    bool secrets;                /* those too that this actor may read */
    struct zip_sink sink;
};

MUST_USE enum rc file_of_write(struct call *call, const struct file_of *what);

/* "NI-2026-4.zip" */
struct str file_of_name(struct call *call, const struct record *record);

#endif
