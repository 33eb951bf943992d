/* access.h - the whole program's pages answered in one process, without keeper, network or jobs.
 * Owns: a struct office: a world, and the site over it.
 * Order: office_open(), office_ask() at will, office_close(). Memory: the office's arena, which the
 *   next office_ask() empties. Fails: bails out of the test program.
 * Limits: what waits for a job fails here, with a page that says so. Cost: none. */
#ifndef TEST_ACCESS_H
#define TEST_ACCESS_H

#include "roles/worker.h"
#include "world.h"

enum { OFFICE_NOBODY = -1 };

struct office {
    struct worker worker; /* first: what handlers take for site->data */
    struct world world;
    struct arena arena;
    int actor;        /* of WORLD_x, or OFFICE_NOBODY */
    bool stale;       /* she has not just shown who she is */
    const char *role; /* instead of the actor's own roles; NULL: those */
};

struct answer_page {
    int status;
    struct str location, body;
};

void office_open(struct office *office, const struct program *program, const char *name);
void office_close(struct office *office);
/* path with its query; fields of a POST as "a=b&c=d", NULL: a GET. */
struct answer_page office_ask(struct office *office, const char *path, const char *fields);

void matrix_test(const struct program *program);
void worlds_test(const struct program *program);

#endif
