/* overlay.h - what an organisation has made of the shipped kinds: own fields, names, choices,
 *   order, laid over them when its folder is opened, and again whenever it changes.
 * Owns: the records of the kind own_fields, one for each kind or list that was changed; their field
 *   'text' is in the grammar of model/README.md ("Own fields").
 * Order: overlay_open() with the folder open; overlay_mark() whenever it may have changed, and
 *   overlay_open() again when it did, into another arena.
 * Memory: the new app lives in 'keep'; the app that was shipped must live on.
 * Fails: as registry_load(). A text that does not fit this program (of another version) is left out
 *   and counted, never a reason not to open; its fields' data stay in tables and log.
 * Limits: OVERLAY_MAX texts. Cost: overlay_mark() one small query; overlay_open() some
 *   milliseconds.
 * Why it is so: doc/decisions/overlay.md. Changing it: overlay_change.h. */
#ifndef MODEL_OVERLAY_H
#define MODEL_OVERLAY_H

#include "model/app.h"
#include "model/overlay_merge.h"

/* One record of own_fields. */
struct overlay_record {
    struct overlay_text said;
    struct id id;
    int64_t rev;
};

struct overlay_records {
    struct overlay_record *items;
    size_t n;
};

/* All of them; none for a folder that has no such table yet. */
MUST_USE enum rc overlay_load(struct call *call, struct overlay_records *out);

/* Differs whenever a record of own_fields was made or changed. The table must be there: once a
 * folder was opened it is. */
MUST_USE enum rc overlay_mark(struct call *call, int64_t *out);

/* The shipped app with the overlay of the open folder, or the shipped one itself where there is
 * none; call->app is it from now on, and the tables have its columns. *mark: as overlay_mark()
 * would have said of what was read. */
MUST_USE enum rc overlay_open(struct call *call, struct arena *keep, const struct app *shipped,
                              const struct app **out, int64_t *mark);

/* The same of texts that are given, with every mistake a fault; the tables are left alone. */
MUST_USE enum rc overlay_try(struct call *call, struct arena *keep, const struct app *shipped,
                             const struct overlay_text *texts, size_t n, struct app **out);

/* At a rebuild, when own_fields has been made: sets call->app, which lives in the call's arena. */
MUST_USE enum rc overlay_rebuild(struct call *call, const struct app *shipped);

#endif
