/* tap.h - the test harness: a program of checks that prints TAP 13.
 * Owns: the counters of this one test program (the only mutable globals of the project).
 * Order: CHECK..., CASE() to name what follows, then return tap_end().
 * Memory: tap_folder() is static. Fails: a failed check says file:line and goes on. */
#ifndef TEST_TAP_H
#define TEST_TAP_H

#include <stdbool.h>

#include "base/call.h"

/* Starts a named test: everything until the next CASE is one line of TAP. */
void tap_case(const char *file, int line, const char *format, ...) FORMAT(3, 4);
bool tap_check(bool ok, const char *file, int line, const char *format, ...) FORMAT(4, 5);
void tap_note(const char *format, ...) FORMAT(1, 2);
int tap_end(void); /* the exit code of main */

#define CASE(...) tap_case(__FILE__, __LINE__, __VA_ARGS__)
#define CHECK(ok) tap_is(ok, #ok, __FILE__, __LINE__)
#define CHECK_INT(got, want) \
    tap_check_int((long long)(got), (long long)(want), #got, __FILE__, __LINE__)
#define CHECK_TEXT(got, want)     tap_check_text(got, want, #got, __FILE__, __LINE__)
#define CHECK_RC(call, got, want) tap_check_rc(call, got, want, #got, __FILE__, __LINE__)

/* Inline, so that an analyser sees that if (CHECK(p != NULL)) keeps p from being NULL. */
static inline bool tap_is(bool ok, const char *what, const char *file, int line)
{
    (void)tap_check(ok, file, line, "%s", what);
    return ok;
}

bool tap_check_int(long long got, long long want, const char *what, const char *file, int line);
bool tap_check_text(struct str got, const char *want, const char *what, const char *file, int line);
/* On another rc than wanted also prints the call's error. Forgives the call. */
bool tap_check_rc(struct call *call, enum rc got, enum rc want, const char *what, const char *file,
                  int line);

/* A heap whose n-th block (1, 2, ...) fails; counts what is not given back. */
struct fault_heap {
    struct heap heap;
    long fail_at; /* 0: never; all behind it fail too */
    long allocated, live;
    bool once; /* that one fails alone */
};

void fault_heap_init(struct fault_heap *faults, long fail_at);

/* A file of the sources: test data; empty if it cannot be read or is larger than 1 MB. */
struct str tap_file(struct arena *arena, const char *source, const char *name);

/* A fresh directory for this test below the build's tmp folder; removed by tap_end(). */
const char *tap_folder(void);

#endif
