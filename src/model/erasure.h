/* erasure.h - what an erasure leaves to be done outside of its transaction: the attachments' files,
 *   the log of reads, the bytes that still lie in the WAL.
 * Owns: the work list, the row "erasing" of meta: subjects and blobs by id. It is written in the
 *   erasure's own transaction and goes when all of it is done, so that a power cut between the
 *   two loses nothing.
 * Order: erasure_note() before change_finish() takes the log's parts away; erasure_finish() behind
 *   the commit, and whenever a folder is opened (app_adopt() does).
 * Memory: the call's arena. Fails: erasure_finish() as files and database do; then the list stays,
 *   and what was erased stays erased: its keys are gone.
 * Limits: ERASURE_LIST_MAX bytes of list, about 50,000 attachments. A blob belongs to one record.
 * Cost: one look at meta when there is nothing to do; else it waits for readers of the WAL. */
#ifndef MODEL_ERASURE_H
#define MODEL_ERASURE_H

#include "model/change.h"

enum { ERASURE_LIST_MAX = 1 << 20 };

/* Puts on the list what the change erases, its past attachments too; nothing for other changes. */
MUST_USE enum rc erasure_note(struct call *call, const struct change *change);

/* Does what is on the list. Doing it twice does no harm. */
MUST_USE enum rc erasure_finish(struct call *call);

#endif
