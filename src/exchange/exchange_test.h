/* exchange_test.h - what the test programs of this folder share.
 * Owns: nothing. Order: test_start() a world of its own for each group of cases.
 * Memory: the world's. Fails: bails out. */
#ifndef EXCHANGE_EXCHANGE_TEST_H
#define EXCHANGE_EXCHANGE_TEST_H

#include "exchange/import.h"
#include "process/job.h"
#include "tap.h"
#include "world.h"

void test_start(struct world *world, const char *name);
/* A table as text becomes cells, and an import that waits to be looked at. key: "" none. */
struct test_import {
    const char *kind, *key;
    bool historic, partial;
};
struct id test_import(struct world *world, const struct test_import *how, const char *csv);
struct job_source test_jobs(const struct world *world);

void alike_test(void);
void import_test(void);
void import_row_test(void);
void mail_test(void);
void export_test(void);
void whole_test(void);

#endif
