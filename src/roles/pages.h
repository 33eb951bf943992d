/* pages.h - the pages that belong to no area: the locked door, signing in and out, one's own
 *   account, the staff, emergency access, closing up.
 * Owns: their routes, once for a locked server and once for an open one.
 * Order: handlers of web/route.h; web->site->data is the struct worker.
 * Memory: the request's arena; a passphrase and a password are wiped after use.
 * Fails: as every handler.
 * Cost: an unlocking and a signing in wait for a job, during which the worker goes on. */
#ifndef ROLES_PAGES_H
#define ROLES_PAGES_H

#include "model/session.h"
#include "web/part.h"
#include "web/route.h"

enum { LOGIN_MAX = 60 };

extern const struct route locked_routes[];
extern const size_t locked_routes_n;

/* Of an open server; joined by program.c. */
extern const struct route door_routes[], sign_in_routes[], held_routes[], account_routes[],
    second_routes[], staff_routes[], staff_one_routes[], emergency_routes[], language_routes[];
extern const size_t door_routes_n, sign_in_routes_n, held_routes_n, account_routes_n,
    second_routes_n, staff_routes_n, staff_one_routes_n, emergency_routes_n, language_routes_n;

/* /languages, for a locked server too. */
enum rc page_languages(struct web *web);

/* ---- what these pages share */

/* An address of this site from a form or link, or the first page. */
struct str page_next(const struct web *web);
struct str page_with_next(struct web *web, const char *path);
/* The field that carries it on. */
void page_next_field(struct web *web);

/* A sentence for who must wait after wrong guesses. */
struct guess_verdict;
struct str page_guess_wait(struct web *web, const struct guess_verdict *verdict);

/* She is in: a new session, what she must be told, and on to where she wanted to go. */
struct record;
MUST_USE enum rc page_signed_in(struct web *web, const struct record *user);
/* She has shown once more who she is: a new token, and on. */
MUST_USE enum rc page_passed(struct web *web, bool fresh); /* fresh: not by a PIN alone */

/* A moment as day and time, in the organisation's zone. */
struct str page_moment(struct web *web, int64_t ms);
/* The name of a person on the staff, or "". */
struct str page_user_name(struct web *web, int64_t rid);
/* Browsers that are signed in, each with a button that ends it. */
void page_sessions(struct web *web, const struct session *all, size_t n, const char *action);

/* site.keep and /kept: forms that waited. */
struct form;
MUST_USE enum rc page_keep(void *data, struct web *web, const struct form *sent, struct str *next);

#endif
