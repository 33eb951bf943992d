/* channel.h - messages between our own processes, over a pair of SOCK_SEQPACKET sockets.
 * Owns: nothing; a channel is a file descriptor that its process closes.
 * Order: channel_pair(), give one end away (spawn.h, or as the fd of a message), then send and
 *   receive in any order from both ends; each message arrives whole or not at all.
 * Memory: the body of a received message lives in call->arena, in one piece and nowhere else, so
 *   that an arena over heap_secret (store/crypt.h) leaves nothing behind; bodies sent are borrowed.
 * Fails: RC_BUSY (not within wait_ms; 0 does not wait, -1 waits for ever), RC_NOT_FOUND (the
 *   other end is closed), RC_CORRUPT (torn or foreign message; it was thrown away), RC_LIMIT
 *   (body too long), RC_IO, RC_MEMORY. A failed receive leaves no descriptor behind.
 * Limits: MESSAGE_BYTES_MAX for a whole message, one descriptor. Cost: one system call to send,
 *   two to receive.
 * A packet is the CBOR array ["khetane/1", type, body]; the body is one CBOR item. */
#ifndef PROCESS_CHANNEL_H
#define PROCESS_CHANNEL_H

#include "base/call.h"

enum {
    MESSAGE_BYTES_MAX = 64 << 10,
    MESSAGE_BODY_MAX = MESSAGE_BYTES_MAX - 16, /* what is left behind the longest head */
    MESSAGE_TYPE_MAX = UINT16_MAX,
};

struct message {
    unsigned type;   /* up to MESSAGE_TYPE_MAX; who talks to whom says what it means */
    struct str body; /* one CBOR item; empty when sending is null */
    int fd;          /* one more descriptor, or -1; sending leaves it open here */
};

MUST_USE enum rc channel_pair(struct call *call, int ends[2]);
MUST_USE enum rc channel_send(struct call *call, int channel, const struct message *message,
                              int wait_ms);
MUST_USE enum rc channel_receive(struct call *call, int channel, int wait_ms, struct message *out);

void channel_close(int channel); /* -1 is accepted */

/* Closes the descriptor that came with a message, if one did and nobody took it. */
void message_drop(struct message *message);

/* The bytes of a packet as a message without descriptor; false when torn or foreign. */
bool message_decode(struct str packet, struct message *out);

/* Writes the bytes into a fresh memory file for message.fd, when they may exceed a message. */
MUST_USE enum rc channel_file(struct call *call, struct str bytes, int *out);
/* More bytes behind those of a file that channel_file() made. */
MUST_USE enum rc channel_file_add(struct call *call, int fd, struct str bytes);
/* All bytes of such a file, up to max. Leaves it open. */
MUST_USE enum rc channel_file_read(struct call *call, int fd, size_t max, struct str *out);

#endif
