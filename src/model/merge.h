/* merge.h - two records of one person (or case, or office) become one: the operation record.merge.
 * Owns: the rules of a merge; doc/decisions/merge.md says why they are so.
 *   What names the one that goes, in any kind, names the one that is kept; its parts move over;
 *   fields take the value that the person chose; what goes is retired and names what it was merged
 *   into. Who is shut out of one, or must be in the team of one, is so of both: limited,
 *   hidden_from and teams are never widened by a merge. All of it is one change, and change.undo
 *   takes it back.
 * Order: merge_args_make(), then operation_run() with "record.merge".
 * Memory: the call's arena.
 * Fails: RC_DENIED without "change" on both, or without "secret" where a secret value moves;
 *   RC_CONFLICT when one of them is not what the person saw, or was merged or retired before;
 *   RC_INVALID for kinds that cannot be merged; RC_LIMIT with the number of links.
 * Limits: MERGE_RECORDS_MAX records that name the one that goes, and MERGE_SUBJECTS_MAX subjects
 *   among them: a log entry has one part for each. Cost: one change of that size.
 * Not here: which records are likely one (query/duplicate.h). */
#ifndef MODEL_MERGE_H
#define MODEL_MERGE_H

#include "model/change.h"
#include "model/operation.h"

enum { MERGE_RECORDS_MAX = CHANGE_DRAFTS_MAX - 2, MERGE_SUBJECTS_MAX = LOG_PARTS_MAX - 3 };

enum merge_choice {
    MERGE_KEEP,  /* as the kept record has it */
    MERGE_OTHER, /* as the other has it */
    MERGE_BOTH,  /* lists: what is in either */
    MERGE_CHOICES
};

extern const struct operation merge_operation;

/* Can records of this kind be merged at all? */
bool merge_possible(const struct kind *kind);

/* Can this field take over a value? Not what is derived, nor files: they belong to one record. */
bool merge_takes(const struct field *field);

/* What one would do with a field if nobody chose: fill what is empty, join lists but names,
 * else keep. */
enum merge_choice merge_usual(const struct record *keep, const struct record *other,
                              const struct field *field);

/* Arguments: [kind, id and rev of the kept one, id and rev of the other, [[field, choice], ...]].
 * choices by field->index. */
MUST_USE enum rc merge_args_make(struct call *call, const struct record *keep,
                                 const struct record *other, const enum merge_choice *choices,
                                 struct value *out);

/* For change.undo: asks whether this actor may take this merge back, and says which two it
 * joined. */
MUST_USE enum rc merge_undo_begin(struct call *call, struct change *change,
                                  const struct log_entry *entry, struct id *keep, struct id *other);

#endif
