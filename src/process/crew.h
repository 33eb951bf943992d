/* crew.h - the keeper's workers and clerk: started, given the keys, replaced, stopped.
 * Owns: their processes and the keeper's ends of their channels.
 * Order: crew_init(), then crew_start() whenever crew_next_us() has come (at once for the first
 *   time), crew_reap() after SIGCHLD, crew_fini() at the end.
 * Memory: options are borrowed until crew_fini().
 * Fails: crew_start() when a process cannot be started; crew_reap() with RC_IO when members
 *   ended within CREW_QUICK_MS of their start CREW_QUICK_DEATHS times in CREW_QUICK_SPAN_MS.
 * Limits: CREW_MAX members. A member that ended quickly is started again after a pause that
 *   doubles, any other at once. A member that does not take a message is killed and replaced:
 *   the keeper waits for nobody. */
#ifndef PROCESS_CREW_H
#define PROCESS_CREW_H

#include <sys/types.h>

#include "base/call.h"

enum {
    CREW_MAX = 17,
    CREW_QUICK_MS = 1000,
    CREW_QUICK_DEATHS = 5,
    CREW_QUICK_SPAN_MS = 10000,
};

struct member {
    const char *role; /* "worker" or "clerk" */
    pid_t pid;        /* 0: not running */
    int channel;      /* -1: not running */
    bool keyed;       /* it was given the keys */
    bool asked;       /* to stop */
    int64_t started_us;
    int64_t start_us; /* not running: when to start it */
    int64_t kill_us;  /* running: when to kill it; INT64_MAX: never */
    unsigned quick;   /* deaths in a row soon after the start */
};

struct crew_options {
    const char *folder;
    const char *const *args; /* for every member; ends with NULL; or NULL */
    const int *listeners;    /* for workers; enum role_listener (role.h) */
    size_t listener_n;
    unsigned workers;
    /* Is told, in a sentence, of each member that ended though nobody asked it to. */
    void (*ended)(void *data, struct str sentence);
    void *data;
};

struct crew {
    struct crew_options options;
    struct member members[CREW_MAX]; /* the clerk is the first */
    size_t n;
    int64_t quick_us[CREW_QUICK_DEATHS]; /* the last quick deaths, in a ring */
    unsigned quick_at;
    bool closing; /* nobody is started any more */
};

void crew_init(struct crew *crew, const struct crew_options *options);
/* Starts who is due and kills who is overdue; keys: what LINK_KEYS carries, or empty. */
MUST_USE enum rc crew_start(struct call *call, struct crew *crew, struct str keys);
MUST_USE enum rc crew_reap(struct call *call, struct crew *crew);
int64_t crew_next_us(const struct crew *crew); /* of os->tick_us; INT64_MAX: never */

void crew_unlock(struct call *call, struct crew *crew, struct str keys); /* tells all */
/* Asks all, or those with keys, to end within grace_ms; after that they are killed. */
void crew_stop(struct call *call, struct crew *crew, int grace_ms, bool keyed_alone);
bool crew_has_keyed(const struct crew *crew);
size_t crew_running(const struct crew *crew);
void crew_send(struct call *call, struct member *member, unsigned type, struct str body);
void crew_fini(struct crew *crew); /* kills who is left */

#endif
