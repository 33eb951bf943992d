/* process_test.h - what the tests of this folder share. */
#ifndef PROCESS_PROCESS_TEST_H
#define PROCESS_PROCESS_TEST_H

#include "process/role.h"
#include "store/crypt.h"
#include "tap.h"

extern const struct role test_roles[]; /* role_test.c */
extern const size_t test_role_count;

#define TEST_PHRASE "seven words that open the test"

/* A keyring that TEST_PHRASE opens, quickly; the root key that it then gives. */
void make_keyring(struct call *call, const char *folder, unsigned char root[static CRYPT_KEY]);

/* Bytes that are looked for in a process without being in it: masked, as hexadecimal. */
enum { NEEDLE_MASK = 0x5a };
struct str needle_of(struct call *call, struct str bytes);

/* What a keeper of the tests tells of itself on its channel. */
enum test_report {
    REPORT_EVENT = 900, /* [event, sentence, copies of the key in its memory, of the passphrase] */
    REPORT_END = 901,   /* [rc, sentence] */
};

struct job_table test_jobs(void);  /* job_test.c */
int count_files(const char *path); /* "/proc/self/fd": open descriptors; -1: not to be seen */

void channel_test(void);
void job_test(void);
void keeper_test(void);
void kinds_test(void);
void vault_test(void);

#endif
