/* process_test.h - what the tests of this folder share. */
#ifndef PROCESS_PROCESS_TEST_H
#define PROCESS_PROCESS_TEST_H

#include "process/role.h"
#include "tap.h"

extern const struct job_kind test_kinds[]; /* job_test.c */
extern const size_t test_kind_count;
extern const struct role test_roles[]; /* role_test.c */
extern const size_t test_role_count;

enum { TEST_KEY = 32, TEST_PHRASE = 24 };

/* The i-th byte of the key and of the passphrase that opens it. They are computed, so that no
 * part of the program holds them but where a process was given them. */
unsigned char test_key_byte(size_t i);
unsigned char test_phrase_byte(size_t i);
struct str test_phrase(struct arena *arena);

/* What a keeper of the tests tells of itself on its channel. */
enum test_report {
    REPORT_EVENT = 900, /* [event, sentence, copies of the key in its memory, of the passphrase] */
    REPORT_END = 901,   /* [rc, sentence] */
};

struct job_table test_jobs(void);
int count_files(const char *folder); /* "/proc/self/fd": open descriptors; -1: not to be seen */

void channel_test(void);
void job_test(void);
void keeper_test(void);
void vault_test(void);

#endif
