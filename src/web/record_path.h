/* record_path.h - where a record is shown: an area's own page for its kind, or the general one.
 * Owns: nothing. Order: any. Memory: the call's arena. Fails: never; {NULL, 0} without memory.
 * Cost: one pass over the table. A record is named by its code, or its id in hexadecimal. */
#ifndef WEB_RECORD_PATH_H
#define WEB_RECORD_PATH_H

#include "model/record.h"
#include "web/route.h"

/* An area's own page; "/case/%s" takes the name of the record. */
struct kind_page {
    const char *kind, *path;
};

/* Where people look at it. */
struct str record_path(const struct web *web, const struct record *record);
/* The general pages: "/records/person/NI-P-2026-1" and rest, such as "/history". */
struct str record_general_path(const struct web *web, const struct record *record,
                               const char *rest);

/* The code of the address, or the id. false: it is neither. */
bool record_name_id(struct str name, struct id *out);

#endif
