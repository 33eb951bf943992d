/* work.h - long work: which kinds of it there are, and the table of what was asked for.
 * Owns: the local table job, DIR/jobs.lock and the result files below DIR/results/.
 * Order: work_put() by whoever asks. One process at a time holds work_lock(); it takes a job
 *   (work_take()), gives it turns (roles/turns.h) and keeps what came of each (work_keep()), until
 *   the job has ended. A process that ends in the middle leaves the job as it was after its last
 *   turn, and the next holder of the lock goes on from there.
 * Memory: the call's arena. Fails: RC_DENIED; RC_NOT_FOUND for a job that is not there or another
 *   person's; RC_BUSY from work_lock() while another process has it; RC_LIMIT.
 * Limits: WORK_WAITING_MAX jobs wait; a job that broke off WORK_TRIES times in one and the same
 *   turn is given up; ended ones are kept WORK_KEPT_DAYS. Cost: one small transaction each.
 * Jobs take turns: the one whose turn is the longest ago comes first, so that a long import does
 * not hold up the backup of the night. */
#ifndef MODEL_WORK_H
#define MODEL_WORK_H

#include "base/progress.h"
#include "model/actor.h"
#include "store/blob.h"
#include "store/folder.h"

enum { WORK_WAITING_MAX = 200, WORK_TRIES = 3, WORK_KEPT_DAYS = 30, WORK_ARGS_MAX = 256 << 10 };

enum work_state { WORK_WAITS, WORK_RUNS, WORK_DONE, WORK_FAILED, WORK_STOPPED, WORK_STATES };

/* A file that came of it, for who asked. */
struct work_file {
    struct blob blob; /* blob_create(call, work_folder(), ...) */
    struct str name, type;
    bool is;
};

/* One turn of a job: a bounded piece of its work. step() finds what the turn before left, and
 * leaves what the next one needs. A turn may be repeated when the program ended before it was
 * kept, so changes are made under work_change(). */
struct work_turn {
    struct id job;
    struct value args;           /* as asked */
    struct value cursor;         /* where the turn before ended; V_NULL in the first */
    int64_t done, total;         /* total 0: nobody knows */
    struct str words;            /* what it is at: a sentence, or empty */
    bool finished;               /* there is no more to do */
    struct str said;             /* finished: the result as a sentence */
    bool in_vain;                /* finished, and nothing was there to do: no success to count */
    struct work_file file;       /* finished: the result as a file */
    const struct keyring *ring;  /* of a work that needs it, else NULL */
    const struct progress *tell; /* for a piece that takes seconds all the same; done, total */
};

/* A kind of work: a row in a table of its area. */
struct work {
    const char *name;  /* in the table of jobs and in "khetane job run NAME" */
    const char *brief; /* a msgid: "Back up" */
    /* Of who may ask for it (model/permission.h); 0: the clerk alone. For one of those that name no
     * kind the kind's name is the argument, or the first of a list of arguments; without one it is
     * for who sees all jobs. */
    unsigned permission;
    bool by_name; /* may be asked for without arguments */
    bool ring;    /* opens another folder: needs the keyring itself */
    enum rc (*step)(struct call *call, struct work_turn *turn);
};

struct work_ask {
    const struct work *work;
    struct value args; /* V_NULL: none */
    struct str mark;   /* not empty: only one of this kind and mark waits or runs at a time */
};

struct work_job {
    int64_t rid;
    struct id id;
    struct str kind, mark, lang, words, error, said;
    enum work_state state;
    int64_t asked_ms, started_ms, ended_ms; /* 0: not yet */
    int64_t asked_by;                       /* rid of a user; 0: the clerk */
    int64_t done, total, tries;
    bool stop; /* somebody asked for its end */
    struct value args, cursor;
    struct work_file file;
};

/* May this actor have it done with these arguments? */
bool work_may(const struct call *call, const struct work *work, struct value args);
/* Puts a job into the table; with a mark that is there already: the one that is there. */
MUST_USE enum rc work_put(struct call *call, const struct work_ask *ask, struct id *out);

/* Whoever holds this runs jobs. */
MUST_USE enum rc work_lock(struct call *call, struct folder_lock *out);
/* The next in turn, its try counted; RC_NOT_FOUND without a recorded error: nothing to do. */
MUST_USE enum rc work_take(struct call *call, struct work_job *out);
/* Keeps what a turn came to; rc: RC_OK, or how it failed (the call's error is then forgiven). */
MUST_USE enum rc work_keep(struct call *call, const struct work_job *job,
                           const struct work_turn *turn, enum rc rc);
/* Progress of a turn that is not over. */
MUST_USE enum rc work_moved(struct call *call, const struct id *job, int64_t done, int64_t total);
/* Nothing to do now? For who starts runners; looks only. */
MUST_USE enum rc work_any(struct call *call, bool *out);
/* A job that runs and was asked to end; its id. RC_NOT_FOUND without a recorded error: none. */
MUST_USE enum rc work_to_stop(struct call *call, struct id *out);
/* The runner was ended: what was asked to stop is stopped. */
MUST_USE enum rc work_stopped(struct call *call);

/* The one of this kind that waits or runs, whoever asked, for who may ask for it with these
 * arguments. RC_NOT_FOUND without a recorded error: none. */
MUST_USE enum rc work_now(struct call *call, const struct work *work, struct value args,
                          struct work_job *out);

/* Asks for its end; one that only waits has ended at once. */
MUST_USE enum rc work_stop(struct call *call, const struct id *id);
MUST_USE enum rc work_find(struct call *call, const struct id *id, struct work_job *out);
/* The newest first; those of this actor, or all for who sees all (work_sees_all()). */
MUST_USE enum rc work_list(struct call *call, size_t limit, struct work_job **out, size_t *n);
bool work_sees_all(const struct actor *actor);
/* The result file's content; for who asked alone. */
MUST_USE enum rc work_file_get(struct call *call, const struct work_job *job, struct str *out);
/* Forgets what ended long ago, with its files. */
MUST_USE enum rc work_forget(struct call *call, int64_t *n);

/* The folder of result files. */
struct str work_folder(struct call *call);
/* The id of the n-th change of this job: the same again when a turn is repeated. */
struct id work_change(const struct work_turn *turn, uint64_t n);
const char *work_state_code(enum work_state state); /* "running", for programs */
const char *work_state_word(enum work_state state); /* a msgid: "Running" */

#endif
