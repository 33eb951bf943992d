/* session.h - who is signed in: a random token in a browser, its hash in the table session.
 * Owns: the rows of that table; they are local and vanish with a restore.
 * Order: session_begin() after the password was right; session_find() at each request;
 *   session_end() at signing out. Memory: the call's arena.
 * Fails: as the database. session_find() leaves *out NULL where there is no such session.
 * Limits: SESSION_IDLE_MS without a request, SESSION_MAX_MS in all.
 * Cost: one probe; once a minute one small write, so that "seen" is true.
 * Source: OWASP ASVS 5.0, 7.2 and 7.3 (256 random bits, only a hash is stored). */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "model/actor.h"

enum { SESSION_IDLE_MS = 15 * 60000, SESSION_MAX_MS = 12 * 3600000, SESSION_SEEN_MS = 60000 };

MUST_USE enum rc session_begin(struct call *call, int64_t user_rid, struct str *token);
MUST_USE enum rc session_find(struct call *call, struct str token, struct actor **out);
MUST_USE enum rc session_end(struct call *call, struct str token);
MUST_USE enum rc session_end_all(struct call *call, int64_t user_rid);

#endif
