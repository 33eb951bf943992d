/* countries_test.h - the calendars of four countries as the tests of this folder need them, in
 * English and without their packs, so that the rules are tested apart from the reading of files.
 * Owns: static data. Order: any. Memory: static. Fails: never. */
#ifndef RULES_COUNTRIES_TEST_H
#define RULES_COUNTRIES_TEST_H

#include "rules/term.h"

/* "MK", "RS", "XK", "LT" */
struct term_country test_country(struct call *call, const char *code);
day test_day(const char *text);

/* A call with its own memory and a clock that stands still. */
struct test_call {
    struct call call;
    struct arena arena;
};

void test_call_init(struct test_call *test);

#endif
