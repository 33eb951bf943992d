/* open.h - from a key to an open data folder, for worker, clerk and command alike.
 * Owns: a struct opened the store and the facts of the organisation that every call needs.
 * Order: opened_root() with the root key that the keeper or the passphrase gave; opened_call() for
 *   each call; opened_close().
 * Memory: the key is borrowed for the call. Fails: as store/store.h; RC_NOT_FOUND for a folder
 *   without organisation.
 * Limits: one folder. Cost: some milliseconds. */
#ifndef ROLES_OPEN_H
#define ROLES_OPEN_H

#include "cli/command.h"
#include "roles/program.h"
#include "rules/zone.h"
#include "store/store.h"

struct own_app;

struct opened {
    const struct program *program;
    const struct app *app; /* with the organisation's own fields */
    struct own_app *own;   /* what holds it, and those before it that requests may still use */
    int64_t own_mark;      /* of the fields that app has */
    struct arena keep;
    struct store *store;
    struct zone zone;
    struct str name;         /* of the organisation */
    const struct lang *lang; /* its language */
    bool practice;           /* its people are invented */
    bool stands;             /* and its today is always this day (practice.h): */
    day on;
};

MUST_USE enum rc opened_root(struct call *call, const struct program *program, const char *folder,
                             struct str root, bool checkpoints, struct opened *out);
/* Lays own fields over the kinds anew if they have changed; what was there holds on failure. */
MUST_USE enum rc opened_own(struct call *call, struct opened *opened);
/* The organisation's name, zone and language may have changed. */
MUST_USE enum rc opened_refresh(struct call *call, struct opened *opened);
/* Gives the call app, store, today and the organisation's language. */
void opened_call(const struct opened *opened, struct call *call);
void opened_close(struct opened *opened);

/* What cli.data points at. */
struct command_data {
    struct program program;
    struct opened opened;
};

/* cli.open and cli.close: through the running server, or by a key holder's passphrase; then the
 * person's password. */
MUST_USE enum rc command_open(struct call *call, const struct command_args *args);
void command_close(struct call *call, const struct command_args *args);

/* The keyring of a folder (or of a backup), by a key holder's passphrase, which it asks for. */
MUST_USE enum rc command_ring(struct call *call, const struct command_args *args,
                              const char *folder, struct keyring **out);

/* The data folder that was named, or a failure that says how to name one. */
MUST_USE enum rc command_folder(struct call *call, const struct command_args *args,
                                const char **out);

#endif
