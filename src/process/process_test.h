/* process_test.h - what the tests of this folder share. */
#ifndef PROCESS_PROCESS_TEST_H
#define PROCESS_PROCESS_TEST_H

#include "process/role.h"
#include "tap.h"

extern const struct job_kind test_kinds[]; /* job_test.c */
extern const size_t test_kind_count;
extern const struct role test_roles[]; /* keeper_test.c */
extern const size_t test_role_count;

struct job_table test_jobs(void);
int count_files(void); /* open descriptors of this process */

void channel_test(void);
void job_test(void);
void keeper_test(void);

#endif
