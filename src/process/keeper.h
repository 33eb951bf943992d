/* keeper.h - the loop of "khetane serve": the sockets, the keys, and who works with them.
 * Owns: DIR/serve.lock, the listening sockets, the keys (vault.h), the workers and the clerk
 *   (crew.h), the jobs (board.h), DIR/keeper.sock (door.h). It opens no database and reads
 *   nothing from outside but messages of its own children and of commands of the same user.
 * Order: crypt_init() and posix_secure_process() first; keeper_serve() once per process, which
 *   returns when the server has stopped. The process must have no other child and no thread.
 * Memory: everything a message brings is wiped after it; keys lie in locked memory alone.
 * Fails: before it serves: RC_BUSY (second server; port taken), RC_DENIED (port below 1024), RC_IO,
 *   RC_NOT_FOUND; while it serves: RC_IO when its processes end as soon as they start.
 * Limits: loopback only, unless network is set: then two more sockets take IPv4 from everywhere,
 *   which workers serve by TLS, or one page in the clear (role.h). Starts locked: workers without
 *   keys show the page that asks for the passphrase. SIGTERM, SIGINT, SIGHUP: workers finish
 *   within KEEPER_STOP_MS, a second signal ends them at once. Lock: keys are wiped here at once,
 *   and in the others by their end, at the latest KEEPER_LOCK_MS later. */
#ifndef PROCESS_KEEPER_H
#define PROCESS_KEEPER_H

#include "process/job.h"

enum { KEEPER_STOP_MS = 5000, KEEPER_LOCK_MS = 1000 };

enum keeper_event {
    KEEPER_SERVES,         /* the sentence has the address on this computer */
    KEEPER_SERVES_NETWORK, /* after it; the sentence has the two ports: "8438 8439" */
    KEEPER_OPENED,
    KEEPER_LOCKED_UP, /* no process with keys is left */
    KEEPER_REPLACES,  /* a worker or the clerk ended by itself */
    KEEPER_STOPS,
};

struct keeper_options {
    const char *folder;
    uint16_t port;           /* 0: any that are free */
    int listener;            /* a socket for this computer that listens already; 0: none */
    struct str keys;         /* as VAULT_JOB gives them: it starts open, and wipes them here */
    bool network;            /* also port + 1 and port + 2, for other devices */
    unsigned workers;        /* 3 */
    const char *const *args; /* for workers and clerk (role.h); ends with NULL; or NULL */
    struct job_table jobs;   /* with the kind VAULT_JOB */
    int64_t idle_lock_ms;    /* locks when no worker said that a person is at work; 0: never */
    void (*event)(void *data, enum keeper_event event, struct str sentence);
    void *data;
};

/* A socket that listens on this computer, for keeper_options.listener: what is asked of it before
 * the server is there waits. The caller closes it if no keeper_serve() takes it. */
MUST_USE enum rc keeper_listen(struct call *call, uint16_t port, int *listener, uint16_t *bound);

MUST_USE enum rc keeper_serve(struct call *call, const struct keeper_options *options);

#endif
