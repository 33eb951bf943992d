/* schema.h - the system's own tables, in numbered steps; the tables of kinds are model/table.h's.
 * Owns: meta, chain, entry, part, subject (the log), and the local ones that may vanish: session,
 *   draft, job, job_schedule, job_keeping. doc/formats.md describes each column.
 * Order: once after db_open(), before anything else; a second call finds nothing to do.
 * Memory: none. Fails: RC_NEWER when the file has steps that this program does not know.
 * Cost: one pragma when nothing is to be done. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/db.h"

MUST_USE enum rc schema_main(struct call *call, struct db *db);
MUST_USE enum rc schema_reads(struct call *call, struct db *db);

/* Small facts about this file: the model's mark, the last backup. NULL text: not set. */
MUST_USE enum rc meta_get(struct call *call, struct db *db, const char *name, struct value *out);
MUST_USE enum rc meta_set(struct call *call, struct db *db, const char *name, struct value value);

#endif
