/* case_files.h - the papers and photos that lie with a case, whichever of its parts names them.
 * Owns: the route that gives one of them. Order: case_files_card() within a page; the route by
 *   the dispatcher alone. Memory: the request's arena.
 * Fails: as query.h, store/blob.h; RC_NOT_FOUND for what no part of the case names that this person
 *   may see.
 * Limits: CASE_FILES_EACH records of a kind, CASE_FILE_MAX bytes of a file. Cost: a query for each
 *   kind of part that has files. PDF and pictures are shown, others given to keep. */
#ifndef CASEWORK_CASE_FILES_H
#define CASEWORK_CASE_FILES_H

#include "model/record.h"
#include "web/route.h"

enum { CASE_FILES_EACH = 200, CASE_FILE_MAX = 32 << 20 };

/* All of them with what they belong to; nothing when there are none. */
MUST_USE enum rc case_files_card(struct web *web, const struct record *of);

extern const struct route case_files_routes[];
extern const size_t case_files_routes_n;

#endif
