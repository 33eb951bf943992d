/* refresh.h - sort keys and search index of records that an older program stored, or one that
 *   sorted in another language.
 * Owns: in the table meta "sorting" (the language of the keys), "keys" and "keys KIND" (what they
 *   were made from).
 * Order: after tables_upgrade() and at the end of a rebuild; refresh() takes a transaction only
 *   when there is something to do, refresh_inside() is inside of one.
 * Memory: each record's own. Fails: as db.h; nothing is changed then.
 * Limits: none. Cost: one look at meta most times; else a pass over the kinds whose rules have
 *   changed, about 10,000 records a second.
 * A new language of the organisation sorts from the next start on. */
#ifndef MODEL_REFRESH_H
#define MODEL_REFRESH_H

#include "model/app.h"

MUST_USE enum rc refresh(struct call *call);
MUST_USE enum rc refresh_inside(struct call *call);

/* What stands beside records, made anew when what it is made from has changed: the mark in meta,
 * under that name, says from what it was made. make() runs inside of a transaction, at most
 * once. */
MUST_USE enum rc refresh_once(struct call *call, const char *name, struct str mark,
                              enum rc (*make)(struct call *call));

#endif
