/* rc.h - how a function ended: one closed list for the whole program.
 * Owns: the table rc.def; each row has its HTTP status, exit code (man khetane, "Exit status")
 *   and a sentence for people.
 * Order: any. Memory: texts are static. Fails: never. */
#ifndef BASE_RC_H
#define BASE_RC_H

enum rc {
#define RC(name, http, code, text) RC_##name,
#include "rc.def"
#undef RC
    RC_COUNT
};

#define MUST_USE __attribute__((warn_unused_result))

const char *rc_name(enum rc rc);
const char *rc_text(enum rc rc); /* a msgid */
int rc_http(enum rc rc);
int rc_exit(enum rc rc);

#endif
