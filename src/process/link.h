/* link.h - what a worker or the clerk says to its keeper, and hears from it.
 * Owns: a struct link its channel. Order: link_open() at start, which ignores SIGTERM and SIGINT
 *   (the keeper says when to stop); then link_next() whenever link.channel is readable.
 * Memory: news live in call->arena: give link_next() a call over heap_secret, and copy the key
 *   into crypt_secret_new() memory, as the arena will be wiped.
 * Fails: as channel.h; a keeper that is gone is LINK_HEARD_STOP without grace.
 * Limits: a passphrase or password of LINK_SECRET_MAX bytes. Cost: one message each. */
#ifndef PROCESS_LINK_H
#define PROCESS_LINK_H

#include "process/job.h"
#include "process/wire.h"

enum { LINK_SECRET_MAX = 1024 };

struct link {
    int channel;
    uint64_t tickets;
};

enum link_heard {
    LINK_HEARD_NOTHING,
    LINK_HEARD_LOCKED,   /* the first word of a locked server: there are no keys yet */
    LINK_HEARD_KEYS,     /* key, holder: open the data */
    LINK_HEARD_STOP,     /* finish and exit within grace_ms; also when the server is locked */
    LINK_HEARD_UNLOCKED, /* ticket, answer: what became of link_unlock() */
    LINK_HEARD_CHECK,    /* ticket, lang, user, password: is it right? Answer with link_checked() */
};

struct link_news {
    enum link_heard heard;
    struct str key, holder;
    int grace_ms;
    uint64_t ticket;
    struct answer answer; /* answer_fail() makes it the call's own failure */
    struct str lang, user, password;
};

void link_open(struct link *link, int channel);
/* The next news, waiting up to wait_ms (0: not at all); LINK_HEARD_NOTHING when there is none. */
MUST_USE enum rc link_next(struct call *call, struct link *link, int wait_ms,
                           struct link_news *out);

/* Worker: try this passphrase, as phrase_read() gives it. The answer comes with the ticket as
 * LINK_HEARD_UNLOCKED, after LINK_HEARD_KEYS if it was right. */
MUST_USE enum rc link_unlock(struct call *call, struct link *link, struct str passphrase,
                             uint64_t *ticket);
MUST_USE enum rc link_lock(struct call *call, struct link *link); /* "Lock now" was pressed */
/* A person is at work; once a minute is enough. */
MUST_USE enum rc link_active(struct call *call, struct link *link);
/* Clerk: the answer to LINK_HEARD_CHECK; RC_OK hands the keys to that command. */
MUST_USE enum rc link_checked(struct call *call, struct link *link, uint64_t ticket,
                              const struct answer *answer);

/* Clerk: how the backups stand, for who asks the keeper without a password. */
MUST_USE enum rc link_light(struct call *call, struct link *link, int light, int64_t backup_ms);

/* Jobs by way of the keeper, for job_start(). */
struct job_source link_jobs(const struct link *link, struct job_table table, const char *folder);

#endif
