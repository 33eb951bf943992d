/* app.h - what never changes after start: kinds, tables, operations, packs, languages, areas.
 * Owns: pointers into one arena that lives as long as the process.
 * Order: filled once by main.c (or a test); then only read. Memory: borrowed.
 * Fails: never. Cost: look-ups are indices. */
#ifndef MODEL_APP_H
#define MODEL_APP_H

#include "model/kind.h"
#include "model/table.h"

struct operation; /* operation.h */
struct change;
struct packs; /* packs.h */

/* Fills the derived fields of a record before it is checked and logged; may open others. */
struct derive_hook {
    const char *kind;
    enum rc (*derive)(struct call *call, struct change *change, struct record *record);
};

struct app {
    const struct registry *registry;
    const struct tables *tables;
    const struct operation *const *operations;
    size_t operations_n;
    const struct derive_hook *hooks;
    size_t hooks_n;
    const struct packs *packs;
    const struct lang *const *langs;
    size_t langs_n;
    const struct app *shipped; /* without what the organisation laid over it; NULL: this is it */
    size_t left_out;           /* texts of the organisation that this program cannot read */
};

/* What the areas bring along. */
struct app_parts {
    const struct operation *const *operations;
    size_t operations_n;
    const struct derive_hook *hooks;
    size_t hooks_n;
};

/* Kinds and packs come from the files embedded in the program. */
MUST_USE enum rc app_load(struct call *call, struct arena *keep, const struct app_parts *parts,
                          struct app **out);

/* The embedded kinds with these texts laid over them (overlay_merge.h). */
struct overlay_text;
MUST_USE enum rc app_registry(struct call *call, struct arena *keep, const struct overlay_text *own,
                              size_t own_n, struct registry **out);

/* The kind of that name; NULL: there is none. */
static inline const struct kind *app_kind(const struct call *call, const char *name)
{
    return kind_find(call->app->registry, str_of(name));
}

static inline const struct app *app_shipped(const struct app *app)
{
    return app->shipped == NULL ? app : app->shipped;
}

/* Brings the tables of the open folder up to this program's kinds, and finishes what a power cut
 * left of an erasure (erasure.h); nothing to do most times. */
MUST_USE enum rc app_adopt(struct call *call);

static inline const struct table *app_table(const struct app *app, const struct kind *kind)
{
    return &app->tables->by_kind[kind->index];
}

#endif
