/* log.h - the signed, append-only log: what was changed, by whom, when; content that can be erased.
 * Owns: tables chain, entry, part, subject of one database file. An entry is a header that is
 *   kept for ever and one part per subject, encrypted with that subject's key; erasing a subject
 *   deletes its parts and its key, and the chain of headers still verifies.
 * Order: log_open() once per handle; log_append() only inside a transaction; the rest any time.
 * Memory: results live in the call's arena. The keys are borrowed for as long as the log is open.
 * Fails: RC_CORRUPT names the entry ("entry 17 of chain 3f2a..: part 1 is changed");
 *   RC_NOT_FOUND; RC_CONFLICT when the change id is already there; RC_LIMIT.
 * Limits: LOG_PARTS_MAX parts an entry, LOG_PART_MAX bytes each, LOG_SUBJECTS_CACHED keys kept.
 * Cost: an append signs (14 us) and seals each part (1 us for 400 bytes).
 * Format: doc/formats.md, "Log". Not here: what parts mean (model/change.h). */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "base/id.h"
#include "base/progress.h"
#include "store/crypt.h"
#include "store/db.h"

enum { LOG_PARTS_MAX = 255, LOG_PART_MAX = 1 << 20, LOG_SUBJECTS_CACHED = 256 };
enum { LOG_HEAD_CODE = 25 }; /* "1234-5678-9012-3456-7890" and a NUL */

struct log_keys {
    struct id node, incarnation;
    const unsigned char *signer; /* CRYPT_SIGNER bytes; NULL: this log is only read */
    const unsigned char *public; /* CRYPT_PUBLIC bytes */
    const unsigned char *wrap;   /* CRYPT_KEY bytes: opens the subjects' keys */
};

struct log;

MUST_USE enum rc log_open(struct call *call, struct db *db, const struct log_keys *keys,
                          struct log **out);
void log_close(struct log *log); /* wipes the keys it kept */

struct log_part {
    struct id subject;
    struct str plain; /* {NULL, 0} when read: erased */
};

/* Hybrid time: milliseconds UTC in the upper 48 bits, a counter below; always grows. */
typedef uint64_t hybrid_time;

static inline int64_t hybrid_ms(hybrid_time time)
{
    return (int64_t)(time >> 16);
}

struct log_entry {
    int64_t rid; /* 0 in an entry to be appended */
    struct id node, incarnation;
    uint64_t seq;
    hybrid_time time;
    struct id change; /* made by the client: the same change twice is one */
    struct str operation;
    unsigned operation_version;
    struct id actor;    /* none: the system itself */
    struct id proposal; /* the change that proposed this one; none otherwise */
    const struct log_part *parts;
    size_t n;
};

/* Gives rid, node, incarnation, seq and time to the entry. Subjects that are new get a key. */
MUST_USE enum rc log_append(struct call *call, struct log *log, struct log_entry *entry);

/* One entry with its parts opened; RC_NOT_FOUND without a recorded error. */
MUST_USE enum rc log_find(struct call *call, struct log *log, const struct id *change,
                          struct log_entry *out);

/* The rid of the newest entry of this file; 0: there is none. */
MUST_USE enum rc log_newest(struct call *call, const struct log *log, int64_t *rid);

/* Every entry after 'after' in the order in which this file got them; stops when each() fails. */
MUST_USE enum rc log_each(struct call *call, struct log *log, int64_t after,
                          enum rc (*each)(struct call *call, void *arg,
                                          const struct log_entry *entry),
                          void *arg);
/* The same, newest first, of one subject's parts alone. */
MUST_USE enum rc log_of_subject(struct call *call, struct log *log, const struct id *subject,
                                enum rc (*each)(struct call *call, void *arg,
                                                const struct log_entry *entry),
                                void *arg);

/* Deletes the parts and the key of a subject. Its id and the day stay. Inside a transaction. */
MUST_USE enum rc log_erase_subject(struct call *call, struct log *log, const struct id *subject,
                                   day on);
MUST_USE enum rc log_subject_erased(struct call *call, struct log *log, const struct id *subject,
                                    bool *out);
/* The rid of a subject, made with a fresh key if it is not there. Inside a transaction. */
MUST_USE enum rc log_subject(struct call *call, struct log *log, const struct id *subject,
                             int64_t *rid);

/* What was verified, and the first thing that is wrong. */
enum log_depth { LOG_HEADERS, LOG_PARTS, LOG_SIGNATURES };

struct log_report {
    uint64_t entries, parts, erased_parts, chains;
    char head[LOG_HEAD_CODE]; /* of this log's own chain, to be printed and compared */
};

/* RC_CORRUPT with the first bad entry named. deeper includes what is above it. */
MUST_USE enum rc log_verify(struct call *call, struct db *db, enum log_depth depth,
                            struct log_report *out);
/* The same, telling how many entries are done. */
MUST_USE enum rc log_verify_told(struct call *call, struct db *db, enum log_depth depth,
                                 const struct progress *progress, struct log_report *out);

/* Twenty digits of the newest entry's hash: for reports on paper. */
void log_head_code(const unsigned char hash[static CRYPT_HASH], char out[static LOG_HEAD_CODE]);

/* The same of this log's own chain as it is now, without verifying anything. */
MUST_USE enum rc log_head(struct call *call, struct log *log, char out[static LOG_HEAD_CODE]);

/* The raw rows, for backup (store/backup.h): an entry as it lies on disk. */
struct log_raw {
    int64_t rid;
    struct str header, signature;
    const struct str *parts; /* ciphertext; {NULL, 0}: erased */
    size_t n;
};

MUST_USE enum rc log_raw_each(struct call *call, struct db *db, int64_t after,
                              enum rc (*each)(struct call *call, void *arg,
                                              const struct log_raw *raw),
                              void *arg);
/* Takes an entry of another file as it is; the chain must fit. Inside a transaction. */
MUST_USE enum rc log_raw_put(struct call *call, struct db *db, const struct log_raw *raw);

#endif
