/* session.h - who is signed in, and where: a random token in a browser, its hash in the table
 *   session; the PINs that open a session again after a pause; each person's list of her own.
 * Owns: the rows of session, pin and step; they are local and vanish with a restore.
 * Order: session_begin() after the password was right; session_find() at each request;
 *   session_pass() when she has shown once more who she is; session_end() at signing out.
 * Memory: the call's arena.
 * Fails: as the database. session_find() leaves out->user 0 where there is no such session.
 * Limits: SESSION_IDLE_MS without a request, then it waits for a PIN or the password;
 *   SESSION_MAX_MS in all; SESSION_TRIES wrong answers end it; SESSION_LIST_MAX are listed.
 * Cost: one probe; once a minute one small write, so that "seen" is true.
 * Source: OWASP ASVS 5.0, 7.2 to 7.5 (256 random bits, only a hash is stored, a new token
 *   whenever she has shown who she is, all listed and each can be ended). */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "model/actor.h"

enum {
    SESSION_IDLE_MS = 15 * 60000,
    SESSION_MAX_MS = 12 * 3600000,
    SESSION_SECOND_MS = 10 * 60000, /* to give the second factor */
    SESSION_FRESH_MS = 5 * 60000,   /* so long "she has just shown who she is" holds */
    SESSION_SEEN_MS = 60000,
    SESSION_TRIES = 5,
    SESSION_LIST_MAX = 50,
    SESSION_HELD_MAX = 256 << 10, /* bytes of a form that waits */
};

enum session_stage {
    SESSION_OPEN,
    SESSION_SECOND, /* the password was right, the second factor is still to come */
};

struct session {
    struct id id; /* what lists show; the token is never stored */
    int64_t user; /* rid; 0: there is none */
    enum session_stage stage;
    int64_t made_ms, seen_ms, fresh_ms;
    int tries; /* wrong answers since she was last let in */
    struct str device;
};

static inline bool session_is_idle(const struct session *session, int64_t now_ms)
{
    return now_ms - session->seen_ms > SESSION_IDLE_MS;
}

static inline bool session_is_fresh(const struct session *session, int64_t now_ms)
{
    return session->stage == SESSION_OPEN && now_ms - session->fresh_ms <= SESSION_FRESH_MS;
}

MUST_USE enum rc session_begin(struct call *call, int64_t user_rid, enum session_stage stage,
                               struct str device, struct str *token);
MUST_USE enum rc session_find(struct call *call, struct str token, struct session *out);
/* She works: an open session is seen now. */
MUST_USE enum rc session_seen(struct call *call, struct str token, const struct session *session);
/* She has shown who she is: open, under a new token; fresh unless it was by a PIN alone. */
MUST_USE enum rc session_pass(struct call *call, struct str token, bool fresh, struct str *renewed);
/* As if she had been away: the next page asks for the PIN or the password. */
MUST_USE enum rc session_pause(struct call *call, struct str token);
/* One answer more, counted before it is looked at; *left 0: that was too many, it is ended. */
MUST_USE enum rc session_try(struct call *call, struct str token, int *left);
MUST_USE enum rc session_end(struct call *call, struct str token);
/* One of this person's; nothing happens when it is not hers. */
MUST_USE enum rc session_end_one(struct call *call, int64_t user_rid, const struct id *id);
/* All of this person's but the one of that token ({NULL, 0}: all). Also inside a transaction. */
MUST_USE enum rc session_end_all(struct call *call, int64_t user_rid, struct str token);
/* The newest first. user 0: everybody's. */
MUST_USE enum rc session_list(struct call *call, int64_t user_rid, struct session *out, size_t *n);

/* What a form that was sent while the session waited had in it; empty: nothing. It goes with the
 * session, or when the next one waits. */
MUST_USE enum rc session_hold(struct call *call, struct str token, struct str bytes);
MUST_USE enum rc session_held(struct call *call, struct str token, struct str *out);

/* A browser in a few words: "Firefox, Linux". */
struct str session_device(struct call *call, struct str user_agent);

/* PIN: PIN_MIN to PIN_MAX digits; what is stored is password_put()'s. {NULL, 0}: she has none. */
enum { PIN_MIN = 4, PIN_MAX = 8 };
MUST_USE enum rc pin_get(struct call *call, int64_t user_rid, struct str *stored);
MUST_USE enum rc pin_set(struct call *call, int64_t user_rid, struct str stored);

/* A one-time code's time step is used up; *fresh false: it, or a later one, was used before. */
MUST_USE enum rc step_use(struct call *call, int64_t user_rid, int64_t step, bool *fresh);

#endif
