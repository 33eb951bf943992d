/* reads.h - who looked at what: a log of its own, in a file of its own.
 * Owns: reads.db (through struct store). Entries are as those of the log (log.h), signed and
 *   chained; the content is encrypted per subject, so that it goes with the subject.
 * Order: reads_note() before the answer leaves; it commits.
 * Memory: results in the call's arena. Fails: as the log; then nothing may be shown.
 * Limits: READS_MONTHS, by the clerk (office/upkeep.h). Cost: one small transaction, not synced
 *   at once: a power cut may lose the last seconds of it, never its order.
 * Format: doc/formats.md, "Log of reads". */
#ifndef STORE_READS_H
#define STORE_READS_H

#include "store/store.h"

struct read_note {
    struct id actor, subject;
    struct str kind;
    struct id record;
    bool secret; /* secret fields were shown */
};

MUST_USE enum rc reads_note(struct call *call, const struct read_note *note);
/* Many at once, all or none: a page of an export. */
MUST_USE enum rc reads_note_all(struct call *call, const struct read_note *notes, size_t n);

/* Newest first; stops when each() fails. */
MUST_USE enum rc reads_of(struct call *call, const struct id *subject,
                          enum rc (*each)(struct call *call, void *arg, int64_t time_ms,
                                          const struct read_note *note),
                          void *arg);

enum { READS_MONTHS = 24 };

/* Forgets what was written down before that day, headers and all, but for the newest entry; a
 * signed statement says where the chain begins from now on (log_cut.h). */
MUST_USE enum rc reads_cut(struct call *call, day before, int64_t *n);

/* Forgets what is encrypted for this subject: it was erased. */
MUST_USE enum rc reads_forget(struct call *call, const struct id *subject, day on);

#endif
