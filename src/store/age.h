/* age.h - a file locked with a passphrase in the format of the program "age": whoever has the
 *   passphrase opens it without Khetane.
 * Owns: nothing but what it is given. Order: age_lock() draws the file's key and makes the header;
 *   age_begin(), any age_write(), age_end(). The lock may be made by one process, used by another.
 * Memory: one chunk of 64 KiB in the arena given to age_begin(); the key belongs in secret memory.
 * Fails: RC_MEMORY; RC_IO when the sink takes no more. age_end() is what makes a file whole: one
 *   that was cut off before does not open.
 * Limits: none on length. Cost: AGE_COST: 16 MB and 50 ms for the passphrase, then 500 MB/s. The
 *   passphrase must be a drawn one (phrase.h, 77 bits): the cost would be too low for one's own.
 * Source: C2SP age v1 (age-encryption.org/v1), the scrypt recipient. */
#ifndef STORE_AGE_H
#define STORE_AGE_H

#include "base/call.h"
#include "store/crypt.h"

enum { AGE_KEY = 16, AGE_HEADER_MAX = 300, AGE_CHUNK = 64 << 10, AGE_COST = 14 };

struct age_lock {
    unsigned char key[AGE_KEY];
    char header[AGE_HEADER_MAX];
    size_t header_n;
};

/* False: not enough memory. */
bool age_lock(const struct os *os, struct str passphrase, struct age_lock *out);

struct age_sink {
    bool (*write)(void *data, struct str bytes);
    void *data;
};

struct age {
    struct age_sink sink;
    unsigned char payload[CRYPT_KEY];
    uint64_t chunk;
    char *bytes, *sealed;
    size_t n;
};

MUST_USE enum rc age_begin(struct call *call, struct arena *keep, const struct age_lock *lock,
                           struct age_sink sink, struct age *out);
/* False: the sink takes no more. */
bool age_write(struct age *age, struct str bytes);
MUST_USE enum rc age_end(struct call *call, struct age *age);

#endif
