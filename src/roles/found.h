/* found.h - a data folder made from nothing: whole, or not at all.
 * Owns: DIR/.khetane.new, in which a folder is made, and DIR/.khetane.ready, which it is called
 *   from the moment it counts until all of it has moved up into DIR.
 * Order: hold DIR/serve.lock (store/folder.h) around all but found_look(). found_begin(), maybe
 *   found_session(), then found_finish(); or found(), which is both. found_settle() at the start,
 *   where found_look() says that something was left behind.
 * Memory: root and sheets are secrets of the caller's: locked memory, wiped after use.
 * Fails: as store/folder.h, keyring.h, store.h; RC_CONFLICT for a folder with something else in it.
 *   Then nothing stays behind but an empty folder.
 * Limits: FOUND_HOLDERS_MAX key holders. Cost: one slow hash for each of them.
 * A power cut before .khetane.ready leaves nothing that counts (found_settle() clears it away); one
 * after it loses nothing (found_settle() goes on moving; the keyring comes last). */
#ifndef ROLES_FOUND_H
#define ROLES_FOUND_H

#include "roles/practice.h"
#include "roles/program.h"
#include "store/crypt.h"
#include "store/keyring.h"

enum { FOUND_HOLDERS_MAX = 2 };

/* The screens of setting up in the browser; the organisation's first_step is one of the last. */
enum first_step {
    FIRST_LANGUAGE = 1,
    FIRST_ORGANISATION,
    FIRST_KEYS,
    FIRST_SHEETS,
    FIRST_PEOPLE,
    FIRST_USE,
    FIRST_BACKUP,
    FIRST_STEPS = FIRST_BACKUP
};

/* In the table meta: the name of the second key holder, until somebody of that name is on the staff
 * (first_people_pages.c). */
#define FOUND_SECOND "second holder"

struct found_holder {
    struct str name;
    struct str phrase; /* as phrase_read() gives it */
};

struct founding {
    const struct program *program;
    const char *folder;
    struct str name, prefix, country, language;
    struct str person, login;
    struct str password; /* as it is kept (model/password.h) */
    struct found_holder holders[FOUND_HOLDERS_MAX];
    size_t holders_n;
    struct crypt_cost cost; /* of the passphrases */
    bool practice;
    int first_step; /* where setting up goes on in the browser; 0: it is done */
    bool stands;    /* of practice: its today is always the same day */
    day on;
    /* What else is in it from the start, with the store open; or NULL. */
    enum rc (*fill)(struct call *call, const struct founding *founding, struct practice *practice);
};

MUST_USE enum rc found_begin(struct call *call, const struct founding *founding,
                             struct keyring_sheets *sheets, unsigned char root[static CRYPT_KEY]);
/* The first person's first session, in the folder that is being made or in one that is there. */
struct found_visit {
    const struct program *program;
    const char *folder;
    struct str root, login, device;
};

MUST_USE enum rc found_session(struct call *call, const struct found_visit *visit,
                               struct str *token);
MUST_USE enum rc found_finish(struct call *call, const char *folder);
MUST_USE enum rc found(struct call *call, const struct founding *founding,
                       struct keyring_sheets *sheets);

enum found_state {
    FOUND_NOTHING, /* no such folder, or nothing in it that counts */
    FOUND_FOLDER,  /* a data folder */
    FOUND_OTHER,   /* something else */
};

struct found_look {
    enum found_state state;
    bool left;        /* found_settle() has work */
    struct str other; /* of FOUND_OTHER: one thing that is there */
};

MUST_USE enum rc found_look(struct call *call, const char *folder, struct found_look *out);
MUST_USE enum rc found_settle(struct call *call, const char *folder);
/* A folder that can be set up, or RC_CONFLICT with a sentence. */
MUST_USE enum rc found_check(struct call *call, const char *folder);

#endif
