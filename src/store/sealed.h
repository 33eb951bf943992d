/* sealed.h - an encrypted file of any length, written and read in pieces.
 * Owns: the file while it is being written (PATH.part) or read.
 * Order: sealed_create(), any sealed_write(), then sealed_finish() or sealed_abandon();
 *   sealed_open(), sealed_read() until it gives an empty piece, sealed_close().
 * Memory: a writer and a reader live in locked memory with their chunk (128 KiB) and key; paths
 *   are borrowed from the call's arena. sealed_abandon() and sealed_close() are due whatever
 *   happened, also after finish.
 * Fails: a file is there whole and synced, or not at all: after any failure of a writer only
 *   sealed_abandon() is left. Reading: RC_NEWER, RC_CORRUPT with a sentence (changed, cut off,
 *   too long), RC_NOT_FOUND, RC_IO. A piece that was given is genuine and in its place, but only
 *   the empty piece says that the file was whole: keep nothing before.
 * Limits: SEALED_CHUNK bytes a piece; files up to 2^63. Cost: on a busy 2-core virtual
 *   machine 150 MB/s written and hashed, 350 MB/s read, 250 MB/s verified.
 * Source: libsodium secretstream; doc/formats.md, "Sealed files". */
#ifndef STORE_SEALED_H
#define STORE_SEALED_H

#include "base/call.h"
#include "store/crypt.h"

enum {
    SEALED_CHUNK = 64 << 10, /* of plain bytes; all but the last are full */
};

/* What a finished file is known by; keep it in the database, the key wrapped. */
struct sealed {
    unsigned char key[CRYPT_KEY];   /* random, for this file alone */
    unsigned char hash[CRYPT_HASH]; /* of all its bytes as they lie on the disk */
    int64_t size;                   /* of these bytes */
    int64_t plain_size;
};

struct sealed_writer;
struct sealed_reader;

/* purpose: "blob", "segment": a file of one purpose does not open as another. */
MUST_USE enum rc sealed_create(struct call *call, const char *folder, const char *name,
                               const char *purpose, struct sealed_writer **out);
MUST_USE enum rc sealed_write(struct call *call, struct sealed_writer *writer, struct str bytes);
/* Writes the last chunk, syncs, gives the file its name, syncs the folder. */
MUST_USE enum rc sealed_finish(struct call *call, struct sealed_writer *writer, struct sealed *out);
void sealed_abandon(struct call *call, struct sealed_writer *writer);

MUST_USE enum rc sealed_open(struct call *call, const char *path, const char *purpose,
                             const unsigned char key[static CRYPT_KEY], struct sealed_reader **out);
/* The next piece, valid until the next call; empty when all was read and the file was whole. */
MUST_USE enum rc sealed_read(struct call *call, struct sealed_reader *reader, struct str *out);
void sealed_close(struct call *call, struct sealed_reader *reader);

/* Compares the bytes on the disk with size and hash; needs no key. */
MUST_USE enum rc sealed_verify(struct call *call, const char *path, const struct sealed *wanted);

/* The size and hash that a file has; needs no key. */
MUST_USE enum rc sealed_measure(struct call *call, const char *path, struct sealed *out);

/* The same bytes, under another path: folder/name, there whole and synced or not at all. wanted:
 * what they must be, or NULL. out: the size and hash that they have. Needs no key. */
struct sealed_copy {
    const char *from, *folder, *name;
    const struct sealed *wanted;
};

MUST_USE enum rc sealed_copy(struct call *call, const struct sealed_copy *copy, struct sealed *out);

#endif
