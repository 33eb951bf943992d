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

/* The call speaks this language; its file has what the test needs, or nothing. */
void fixture_speak(struct fixture *f, const char *code, const char *plurals, const char *messages);

void date_test(void);
void field_form_test(void);
void field_parts_test(void);
void field_store_test(void);
void file_test(void);
void form_test(void);
void html_test(void);
void route_test(void);
void server_test(void);

#endif
