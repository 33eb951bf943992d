/* first.h - setting up a new folder in the browser: the process that shows the first four screens,
 *   and what it hands to the command that will serve the folder.
 * Owns: what was typed, drawn and minted so far, in locked memory; on disk nothing but what
 *   roles/found.h makes. One browser at a time has set-up in its hands: it came by the secret
 *   address that the command printed, and has a cookie since.
 * Order: first_serve() in the command: it returns when the folder is there. first_run() is the
 *   role's function. The handlers of first_pages.c and first_sheet_pages.c go between.
 * Memory: as said; wiped at the end. Fails: as process/channel.h, keeper.h, found.h. A process that
 *   ends in between leaves nothing that counts: the command is started again and begins anew.
 * Limits: loopback alone. Cost: one process until the folder is there.
 * Why it is so: doc/decisions/first-run.md. */
#ifndef ROLES_FIRST_H
#define ROLES_FIRST_H

#include "roles/founder.h"
#include "web/part.h"
#include "web/server.h"

enum {
    FIRST_NAME_MAX = 200,
    FIRST_PREFIX_MAX = 8,
    FIRST_PERSON_MAX = 100,
    FIRST_SECRET = 16, /* bytes of the address */
    FIRST_TOKEN = 32,  /* bytes of the cookie */
};

/* All in locked memory; texts end in NUL. */
struct first_answers {
    char language[16], country[8];
    char name[FIRST_NAME_MAX * 4 + 1], prefix[FIRST_PREFIX_MAX * 4 + 1];
    char person[FIRST_PERSON_MAX + 1], login[64], password[1024], second[FIRST_PERSON_MAX + 1];
    char phrase[FOUND_HOLDERS_MAX][256];
    unsigned ask_phrase[FOUND_HOLDERS_MAX]; /* which word of it must be typed back */
    bool copied;                            /* they were */
    bool made;                              /* the folder is, as far as .khetane.new */
    struct keyring_sheets sheets;
    unsigned ask_sheet[KEYRING_SHEETS];
    unsigned char root[CRYPT_KEY];
};

struct first {
    struct program program;
    const char *folder;
    struct site site;
    const char *hosts[3];
    struct server *server;
    struct job_source jobs;
    char secret[2 * FIRST_SECRET + 1];
    char token[2 * FIRST_TOKEN + 1]; /* "": no browser has come yet */
    struct first_answers *answers;
    bool busy;               /* a folder is being made at this moment */
    bool done;               /* and is there: */
    char open[OS_PATH_MAX];  /* this one */
    unsigned char *open_key; /* and this opens it */
};

int first_run(const struct role_start *start, const struct area *const *areas, size_t n);

/* ---- for the handlers ---- */

/* Keeps what was typed; what was made with something else is made anew later. */
void first_keep(struct first *first, char *where, size_t room, struct str text);
/* What was typed just now, or before. */
struct str first_typed(const struct web *web, const char *name, const char *kept);
/* The first screen that is not filled in yet. */
const char *first_open_step(const struct first *first);
size_t first_holders(const struct first *first, struct founding *founding);
void first_draw(struct first *first); /* passphrases, where there are none yet */
/* The word that was asked for, typed in any way that counts. */
bool first_same_word(struct web *web, struct str typed, struct str word);
struct str first_word(struct str words, unsigned at); /* the at-th, from 0, of a line of words */
/* The folder is there: this server ends behind the reply. */
MUST_USE enum rc first_finished(struct web *web, struct job_news *news, const char *folder,
                                const char *next);
/* A page of the seven: its beginning and its two buttons, Go on and Back (no back: none). */
void first_page(struct web *web, struct page *page, enum first_step step);
void first_progress(struct html *h, enum first_step step);
void first_buttons(struct web *web, const struct form_options *form, bool back);
bool first_goes_back(const struct web *web);
MUST_USE enum rc first_words_page(struct web *web);

/* ---- the last three screens, which the open server shows; backups are the office's ---- */

extern const struct route first_people_routes[], first_use_routes[];
extern const size_t first_people_routes_n, first_use_routes_n;
/* That it goes on, for admins, on the first page. */
void first_home(struct web *web);

extern const struct route first_routes[], first_sheet_routes[];
extern const size_t first_routes_n, first_sheet_routes_n;

/* ---- for the command ---- */

struct first_result {
    int listener;       /* keeper_options.listener */
    const char *folder; /* the folder to serve: the one that was named, or one for practice */
    struct str keys;    /* keeper_options.keys; in locked memory until first_result_end() */
    unsigned char *locked;
};

MUST_USE enum rc first_serve(struct call *call, const char *folder, uint16_t port,
                             void (*tell)(struct str sentence), struct first_result *out);
void first_result_end(struct first_result *result);

#endif
