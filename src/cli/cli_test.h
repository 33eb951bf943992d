/* cli_test.h - a terminal that keeps what is written to it.
 * Owns: two buffers of fixed size. Order: fake_init() before each run.
 * Memory: the caller's. Fails: writing does, when full or over the buffers' size. */
#ifndef CLI_TEST_H
#define CLI_TEST_H

#include "cli/command.h"

struct fake {
    char out[16384], talk[16384];
    size_t out_n, talk_n;
    bool full;          /* nothing more can be written to standard output */
    const char *secret; /* what is typed; NULL: there is no terminal */
    char prompt[256];
};

void fake_init(struct fake *fake);
struct terminal fake_terminal(struct fake *fake);
extern const struct os fake_os;

#endif
