/* call.h - the context of one request, command or job: memory, system, data, person, day, error.
 * Owns: its arena's contents and its error; everything else is borrowed.
 * Order: call_init() with a fresh arena; every function that can fail or needs time, data or
 *   person takes the call first; the boundary (request, command, job) shows call->error once.
 * Memory: error texts live in the arena; when that is full, in the static text of the rc.
 * Fails: fail() records the first failure and returns its rc, so that one writes
 *   return fail(call, RC_INVALID, "received", "%s is no date", text);
 *   Callers hand rc on unchanged. call_forgive() is for the one place that goes on all the same.
 * Limits: CALL_FAULTS_MAX faults are kept; more are counted.
 * Not here: what a sentence looks like on a page (web/part.h) or terminal (cli/say.h). */
#ifndef BASE_CALL_H
#define BASE_CALL_H

#include "base/arena.h"
#include "base/day.h"
#include "base/os.h"
#include "base/rc.h"
#include "base/str.h"

struct app;   /* what never changes after start: model/app.h */
struct store; /* store/store.h */
struct actor; /* model/actor.h */
struct lang;  /* base/lang.h */

enum { CALL_FAULTS_MAX = 100 };

/* One thing that is wrong with the input; validation collects them all. */
struct fault {
    struct str where; /* a field's name, or file:line:column */
    struct str text;
    struct fault *next;
};

/* Something odd that may be so all the same: she is asked before it is stored, and when she says
 * that it is so, it is kept as given, the sentence with it (model/question.h). */
struct record;
struct call_question {
    const struct record *about;
    struct str where; /* a field's name */
    struct str what;  /* what is odd; without anybody's days, for it stays in the log */
    struct str why;   /* explained, with the days that it comes from */
    struct str mark;  /* the answer names it by this: of another value it is asked anew */
    bool sure;        /* she said that it is so */
    struct call_question *next;
};

/* call->sure of who has looked at all of it before: an import, "--sure", the makers of practice. */
#define CALL_SURE_OF_ALL "all"

struct error {
    enum rc rc; /* RC_OK: nothing failed */
    struct str where;
    struct str text; /* for the person: what, which, limit, what to do */
    const char *file;
    int line; /* of our code, for the log */
};

struct zone;

struct call {
    struct arena *arena;
    const struct os *os;
    const struct app *app;
    struct store *store;       /* NULL: this call has no data */
    const struct actor *actor; /* NULL: nobody is signed in */
    const struct lang *lang;   /* NULL: as written in the code, English */
    day today;                 /* in the organisation's zone, fixed for the whole call */
    const struct zone *zone;   /* the organisation's (rules/zone.h); NULL: UTC */
    int64_t now_ms;
    bool practice; /* the people are invented: whatever leaves the program says so */
    struct error error;
    struct fault *faults, **faults_end;
    size_t fault_count;
    struct call_question *questions; /* of the change made last */
    struct str sure; /* marks of those answered with yes, apart by blanks; or "all" */
};

void call_init(struct call *call, struct arena *arena, const struct os *os);

#define fail(call, rc, where, ...) \
    call_failed(call_fail(call, rc, where, __FILE__, __LINE__, __VA_ARGS__))
#define fail_memory(call) fail(call, RC_MEMORY, NULL, NULL)

/* Tells compilers and analysers, who cannot look into call_fail(), that a failure is no RC_OK. */
static inline enum rc call_failed(enum rc rc)
{
    if (rc == RC_OK)
        __builtin_unreachable();
    return rc;
}

/* Records the failure, translated; a NULL format is the rc's own sentence. Returns rc. */
enum rc call_fail(struct call *call, enum rc rc, const char *where, const char *file, int line,
                  const char *format, ...) FORMAT(6, 7);

/* Collects one fault of the input and goes on; call_faults() ends the collecting. */
void fault_add(struct call *call, struct str where, const char *format, ...) FORMAT(3, 4);
enum rc call_faults(struct call *call); /* RC_OK, or RC_INVALID with the first as its error */
/* The same after reading a file into another arena: RC_MEMORY when anything was refused there, for
 * what is missing then is no mistake of the file. */
enum rc call_faults_of(struct call *call, const struct arena *keep);

void call_forgive(struct call *call);

/* A loop over many things, each with memory of its own that ends with it, so that a million of
 * them need no more than one: begin; for each thing: work, then next; end. */
struct call_loop {
    struct arena *outer, inner;
};

void call_loop_begin(struct call *call, struct call_loop *loop);
void call_loop_next(struct call_loop *loop);
void call_loop_end(struct call *call, struct call_loop *loop); /* keeps the error's sentence */

/* A sentence in the call's language; the format is the msgid. {NULL, 0} when memory is out. */
struct str say(struct call *call, const char *format, ...) FORMAT(2, 3);

#endif
