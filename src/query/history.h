/* history.h - what became of one record: who changed what, from what to what, when and why; and who
 *   looked at it.
 * Owns: nothing; both logs are only read (store/log.h, store/reads.h).
 * Order: the record comes from query_get(), which asks the permission and notes the reading.
 * Memory: all in the call's arena. Values are as stored; query/words.h turns them into words.
 * Fails: as the logs. What was erased is an item without edits.
 * Limits: HISTORY_ITEMS_MAX changes, the newest; out->more says that there were others.
 * Cost: the log's entries about the record's subject are opened one by one, microseconds each.
 * Secret fields keep their values here only for who may read them; then that reading is noted.
 * What an operation named "....strike" took out of a field is shown to nobody, nor what the field
 * held before: it stays sealed in the log until the subject is erased (doc/decisions/struck.md). */
#ifndef QUERY_HISTORY_H
#define QUERY_HISTORY_H

#include "model/edit.h"

enum { HISTORY_ITEMS_MAX = 200 };

struct history_field {
    const struct field *field; /* NULL: the state */
    struct value was, now;
    bool hidden; /* it changed, but this reader may not know to what */
    bool struck; /* because it was struck out: nobody may */
};

/* What one change did to the record or to one of its parts. */
struct history_edit {
    const struct kind *kind;
    struct id record;
    enum edit_act act;
    bool retired, restored;
    const struct history_field *fields;
    size_t n;
};

struct history_item {
    struct id change, actor, proposal;
    int64_t time_ms;
    struct str who;    /* empty: Khetane itself */
    const char *brief; /* of the operation, a msgid: "saved" */
    struct str reason;
    bool undo;   /* change.undo may take it back */
    bool erased; /* what it was is gone */
    struct history_edit *edits;
    size_t n;
};

struct history {
    struct history_item *items; /* newest first */
    size_t n;
    bool more;
};

MUST_USE enum rc history_of(struct call *call, const struct record *record, struct history *out);

struct reading {
    int64_t time_ms;
    struct id actor;
    struct str who;
    struct str kind; /* what was opened: the record, or a part of it */
    bool secret;
};

struct readings {
    struct reading *items; /* newest first */
    size_t n;
    bool more;
};

MUST_USE enum rc readings_of(struct call *call, const struct record *record, struct readings *out);

#endif
