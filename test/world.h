/* world.h - a data folder for tests and benches: keyring, store, kinds, an organisation, people.
 * Owns: everything it opens. Order: world_open() makes a folder and opens it; then any;
 *   world_close(). world_again() closes and opens the same folder, as after a restart;
 *   world_join() opens a folder that another process or disk made. Memory: the world's arena;
 *   world_as() ends what a call has collected. Fails: bails out of the test program;
 *   world_join() alone says what is wrong, and is closed all the same. */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include "model/actor.h"
#include "model/app.h"
#include "model/operation.h"
#include "model/setup.h"
#include "store/store.h"

enum { WORLD_LEAD, WORLD_WORKER, WORLD_OTHER, WORLD_VOLUNTEER, WORLD_ANALYST, WORLD_ACTORS };

struct world {
    struct arena arena, keep; /* of one call; of the world */
    struct call call;
    const struct os *os;
    const char *folder;
    const struct app *app;
    struct keyring *ring;
    struct actor *actors[WORLD_ACTORS];
    struct id change; /* of the next operation alone; none: a random one */
};

void world_open(struct world *world, const struct os *os, const char *folder,
                const struct app_parts *parts);
/* The folder alone, without the organisation and its people. */
void world_make(struct world *world, const struct os *os, const char *folder,
                const struct app_parts *parts);
extern const struct setup world_setup;
extern const struct str world_phrase; /* opens the keyring */
MUST_USE enum rc world_join(struct world *world, const struct os *os, const char *folder,
                            const struct app *app);
void world_again(struct world *world);
void world_fields(struct world *world); /* own fields have changed: lays them over the kinds anew */
void world_close(struct world *world);
void world_as(struct world *world, int actor); /* a fresh call on behalf of this actor */
void world_system(struct world *world);

/* record.save with texts as a person types them: name, text, name, text, ..., NULL. */
enum rc world_save(struct world *world, const char *kind, const struct id *id,
                   const struct id *owner, struct outcome *out, ...) __attribute__((sentinel));
struct record *world_load(struct world *world, const char *kind, const struct id *id)
    __attribute__((returns_nonnull));
enum rc world_run(struct world *world, const char *operation, struct value args,
                  struct outcome *out);

#endif
