/* client.h - how a command asks the server that runs on the same data folder.
 * Owns: a struct client its connection.
 * Order: client_open(), any number of questions one after the other, client_close().
 * Memory: results live in call->arena; for client_keys() let it be one over heap_secret.
 * Fails: client_open(): RC_NOT_FOUND when no server runs there; the rest: the server's own
 *   answer (RC_LOCKED, RC_DENIED, RC_BUSY ...), RC_BUSY when it does not come in CLIENT_WAIT_MS.
 * Limits: the same user as the server's. */
#ifndef PROCESS_CLIENT_H
#define PROCESS_CLIENT_H

#include "base/call.h"

enum { CLIENT_WAIT_MS = 30000 };

struct client {
    int channel;
};

struct server_status {
    bool unlocked;
    bool stopping;
    uint16_t port;                  /* on this computer */
    uint16_t near_port, trust_port; /* on the network (process/role.h); 0: not there */
    int64_t pid;
    int64_t workers;       /* running now */
    int64_t jobs, waiting; /* at work; in the queue */
    int64_t landlock;      /* its version; 0: jobs are held by seccomp alone */
    int64_t idle_lock_s;   /* 0: never */
    int64_t light;         /* of the backups (roles/backups.h); 0: not known yet */
    int64_t backup_ms;     /* the newest good one; 0: none, or not known yet */
};

MUST_USE enum rc client_open(struct call *call, const char *folder, struct client *out);
void client_close(struct client *client);
MUST_USE enum rc client_status(struct call *call, struct client *client, struct server_status *out);
/* Returns when no process holds keys any more. */
MUST_USE enum rc client_lock(struct call *call, struct client *client);
MUST_USE enum rc client_unlock(struct call *call, struct client *client, struct str passphrase);
/* The keys of the open data, after the clerk checked this person's password. */
MUST_USE enum rc client_keys(struct call *call, struct client *client, struct str user,
                             struct str password, struct str *key);

#endif
