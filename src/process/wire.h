/* wire.h - the words of our processes: types of messages, and how an answer is written in them.
 * Owns: nothing. Order: a body is written with answer_put() or by hand, read by its one reader.
 * Memory: what is read is borrowed from the message.
 * Fails: reading by false (not an answer); answer_fail() with what the other process said.
 * Limits: ANSWER_TEXT_MAX bytes of a sentence, the rest is cut off. */
#ifndef PROCESS_WIRE_H
#define PROCESS_WIRE_H

#include "base/cbor.h"
#include "process/channel.h"

enum wire {
    /* asker to job child, then back (job.h) */
    JOB_ASK = 1,      /* [language, is it practice, request], maybe a file */
    JOB_PROGRESS = 2, /* [done, total] */
    JOB_PART = 3,     /* any item, maybe a file */
    JOB_DONE = 4,     /* any item, maybe a file */
    JOB_FAILED = 5,   /* answer */
    JOB_ENDED = 6,    /* [enum job_end, status]; from who started it, when the child says nothing */

    /* keeper to worker or clerk (link.h) */
    LINK_LOCKED = 20,   /* null: the first message of a locked server */
    LINK_KEYS = 21,     /* [key, holder] */
    LINK_STOP = 22,     /* milliseconds until it is killed */
    LINK_UNLOCKED = 23, /* [ticket, answer] */
    LINK_CHECK = 24,    /* [ticket, language, user, password], to the clerk alone */

    /* worker or clerk to keeper */
    LINK_JOB = 40,     /* the kind's name, with the job's channel */
    LINK_UNLOCK = 41,  /* [ticket, language, passphrase] */
    LINK_LOCK = 42,    /* null */
    LINK_ACTIVE = 43,  /* null: a person is at work */
    LINK_CHECKED = 44, /* [ticket, answer] */
    LINK_LIGHT = 45,   /* [light, newest good backup]: from the clerk alone, for DOOR_STATUS */

    /* clerk to the runner that it started, and back (roles/runner.h) */
    RUN_KEYS = 80,  /* the root key */
    RUN_MOVED = 81, /* [job, done, total] */

    /* what sets up a new folder in the browser, to the command that will serve it (first.h) */
    FIRST_READY = 90, /* the secret of its address */
    FIRST_DONE = 91,  /* [folder, key, holder] */

    /* command to keeper over DIR/keeper.sock (client.h), and its answer */
    DOOR_STATUS = 60, /* null */
    DOOR_LOCK = 61,   /* null */
    DOOR_UNLOCK = 62, /* [language, passphrase] */
    DOOR_KEYS = 63,   /* [language, user, password] */
    DOOR_ANSWER = 64, /* [answer, item] */
};

enum { ANSWER_TEXT_MAX = 4096 };

/* How something ended elsewhere. */
struct answer {
    enum rc rc;
    struct str where, text; /* empty with RC_OK */
    int64_t wait_s;         /* try again only after so many seconds; 0 is at once */
};

struct answer answer_of(const struct call *call, enum rc rc); /* what the call's error says */
void answer_put(struct buf *out, const struct answer *answer);
bool answer_get(struct cbor *in, struct answer *out);
/* RC_OK, or the failure, recorded here as it was there. */
enum rc answer_fail(struct call *call, const struct answer *answer);

#endif
