/* search.h - the index by which find (query/find.h) finds: one table of FTS5 for all kinds.
 * Owns: the table "search". A row per record: its title, its numbers (code, phones) and its other
 *   texts, as tokens of rules/token.h; the row's number is made of kind and rid. Kept by table.c in
 *   the transaction that stores the record, so that a rebuild makes the same.
 * Order: search_make() when tables are made; search_store() and search_remove() inside a
 *   transaction.
 * Memory: the call's arena. Fails: as db.h. Cost: about ten tokens for a person; all of a change
 *   are written together.
 * What is in it: texts, long texts, names, phones, e-mail and web addresses, settlements and names
 *   of files. Never a secret field; no choices, numbers and days, which are filtered by.
 * Subject: that of its record. Erased with it: the row goes when the record is buried; the table
 * keeps its text (a contentless one could not forget) and overwrites what it deletes
 * (secure-delete); the checkpoint behind an erasure clears the rest. */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "model/record.h"
#include "store/db.h"

enum search_column { SEARCH_TITLE, SEARCH_NUMBER, SEARCH_TEXT, SEARCH_COLUMNS };

enum { SEARCH_RID_BITS = 39, SEARCH_CLASSES = 3 };

/* Higher ones are found first: what stands for itself (people, cases), what does not, parts. */
int64_t search_kind(const struct kind *kind); /* the bits above the rid */
int64_t search_row(const struct kind *kind, int64_t rid);
bool search_feeds(const struct field *field);
/* Does the index hold anything of the fields that have changed? */
bool search_concerns(const struct kind *kind, const bool *changed);

MUST_USE enum rc search_make(struct call *call, struct db *db);
MUST_USE enum rc search_clear(struct call *call, struct db *db); /* drops and makes it anew */

MUST_USE enum rc search_store(struct call *call, struct db *db, const struct record *record);
MUST_USE enum rc search_remove(struct call *call, struct db *db, const struct kind *kind,
                               int64_t rid);
/* All rows that this kind has, in whatever class it once was. */
MUST_USE enum rc search_remove_kind(struct call *call, struct db *db, const struct kind *kind);

/* What the index holds of a record, for tables_digest(); RC_NOT_FOUND: nothing. */
MUST_USE enum rc search_texts(struct call *call, struct db *db, const struct record *record,
                              struct str out[SEARCH_COLUMNS]);

#endif
