/* door.h - DIR/keeper.sock: where commands of the same user reach the running server.
 * Owns: the socket file and the connections. A command asks one thing at a time.
 * Order: door_open() once the folder is this server's (serve.lock), door_accept() and
 *   door_receive() when readable, door_answer(), door_close() at the end.
 * Memory: none kept. Fails: door_open() with RC_IO, RC_DENIED.
 * Limits: DOOR_CLIENTS_MAX connections, each until DOOR_IDLE_MS without a word; the next one is
 *   refused. The socket has mode 0600, and who connects must run as the same user, asked of the
 *   kernel (SO_PEERCRED); others get RC_DENIED and no more. */
#ifndef PROCESS_DOOR_H
#define PROCESS_DOOR_H

#include "process/wire.h"

enum { DOOR_CLIENTS_MAX = 8, DOOR_IDLE_MS = 30000 };

enum door_wants { WANTS_NOTHING, WANTS_LOCK, WANTS_UNLOCK, WANTS_KEYS };

struct door_client {
    int channel; /* -1: free */
    enum door_wants wants;
    uint64_t ticket; /* its own, never used twice */
    int64_t until_us;
};

struct door {
    int listener; /* -1: closed */
    struct door_client clients[DOOR_CLIENTS_MAX];
    uint64_t tickets;
};

void door_init(struct door *door);
MUST_USE enum rc door_open(struct call *call, struct door *door, const char *folder);
void door_close(struct call *call, struct door *door, const char *folder);

void door_accept(struct call *call, struct door *door);
/* The next request; false when there is none, or the client is gone. */
bool door_receive(struct call *call, struct door_client *client, struct message *out);
/* body: one item, or empty for null. The client wants nothing any more. */
void door_answer(struct call *call, struct door_client *client, const struct answer *answer,
                 struct str body);
struct door_client *door_find(struct door *door, enum door_wants wants, uint64_t ticket);
void door_tick(struct call *call, struct door *door); /* forgets who said nothing for too long */
int64_t door_next_us(const struct door *door);

/* A socket to the keeper of this folder, for client.h. -1: none listens. */
int door_connect(const char *folder);

#endif
