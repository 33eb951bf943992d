/* role.h - how one program becomes keeper, worker, clerk or job child.
 * Owns: the hidden arguments "khetane --role ROLE PARENT FOLDER ...", written by spawn.h.
 * Order: first thing in main(): if (process_is_role(argc, argv)) return process_role(...).
 *   The keeper itself has no role: it is "khetane serve" calling keeper_serve() (keeper.h).
 * Memory: arguments live as long as the process.
 * Fails: process_role() returns 2 (rc_exit(RC_USAGE)) for arguments that no keeper would write.
 * Before the role's function is called the process will end with its parent (PDEATHSIG), writes
 * no core file, cannot be read by others of the same user and can gain no rights. */
#ifndef PROCESS_ROLE_H
#define PROCESS_ROLE_H

#include "process/job.h"

/* The sockets that workers share. The first is always there, the others with the network. */
enum role_listener {
    LISTENER_HERE,  /* plain, for this computer alone */
    LISTENER_NEAR,  /* TLS, for the local network */
    LISTENER_TRUST, /* plain, for the page that tells a device whom to trust, and no other */
    LISTENERS
};

struct role_start {
    const struct os *os;
    int channel;              /* to whoever started it; a worker or clerk opens its link on it */
    int listeners[LISTENERS]; /* of a worker; the first listener_n */
    size_t listener_n;
    const char *folder;      /* the data folder */
    const char *const *args; /* as the keeper's options had them; ends with NULL */
};

struct role {
    const char *name;                           /* "worker", "clerk" */
    int (*run)(const struct role_start *start); /* the exit code */
};

struct role_table {
    const struct role *roles;
    size_t n;
    const struct os *os;
    struct job_table jobs; /* "job" is a role of its own, known here */
    const struct lang *(*lang)(struct call *call, struct str code); /* or NULL: English */
};

/* The port of a shared listening socket. */
MUST_USE enum rc role_port(struct call *call, const struct role_start *start,
                           enum role_listener which, uint16_t *out);

bool process_is_role(int argc, char **argv);
int process_role(int argc, char **argv, const struct role_table *table);

#endif
