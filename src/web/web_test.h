/* web_test.h - what the tests of this folder share. */
#ifndef WEB_WEB_TEST_H
#define WEB_WEB_TEST_H

#include "tap.h"

/* A call over a system that has neither clock nor disk; random bytes count upwards. */
struct fixture {
    struct fault_heap faults;
    struct arena arena;
    struct call call;
};

void fixture_init(struct fixture *f, long fail_at);
void fixture_fini(struct fixture *f); /* checks that nothing leaked */

void date_test(void);
void form_test(void);
void html_test(void);
void route_test(void);
void server_test(void);

#endif
