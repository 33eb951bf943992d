/* casework_test.h - what the test programs of this folder share.
 * Owns: nothing. Order: test_start() a world of its own for each group of cases.
 * Memory: the world's. Fails: bails out. */
#ifndef CASEWORK_CASEWORK_TEST_H
#define CASEWORK_CASEWORK_TEST_H

#include "tap.h"
#include "world.h"

/* A fresh data folder of this name, with the operations and hooks of this area; acts as worker. */
void test_start(struct world *world, const char *name);
day test_day(const char *text);

/* Gives the organisation a town, an address, a telephone. */
void test_organisation(struct world *world);
struct id test_person(struct world *world, const char *names);
struct id test_case(struct world *world, const char *what);
/* what, received, how, procedure, stage */
enum rc test_paper(struct world *world, const struct id *of, const char *const text[5],
                   struct outcome *out);

void asked_test(void);
void attempts_test(void);
void bundle_test(void);
void clocks_test(void);
void commands_test(void);
void court_test(void);
void deadline_test(void);
void delivery_test(void);
void desk_test(void);
void hooks_test(void);
void ical_test(void);
void letter_back_test(void);
void letter_test(void);
void no_answer_test(void);
void template_test(void);
void letter_leave(const char *folder);
void opening_test(void);
void photos_test(void);
void recount_test(void);
void register_test(void);
void report_test(void);
void today_test(void);
void together_test(void);
void told_test(void);

#endif
