/* program.h - everything that is the same in all processes of one program: kinds, packs,
 *   languages, routes, job kinds, files for pages.
 * Owns: a struct program its arena; it lives as long as the process.
 * Order: program_load() once at start. Memory: its own arena.
 * Fails: RC_INVALID with faults when an embedded file is wrong (then the build is).
 * Limits: PROGRAM_ROUTES_MAX, PROGRAM_JOBS_MAX. Cost: some milliseconds. */
#ifndef ROLES_PROGRAM_H
#define ROLES_PROGRAM_H

#include "base/lang.h"
#include "roles/area.h"
#include "store/words.h"

enum { PROGRAM_ROUTES_MAX = 300, PROGRAM_JOBS_MAX = 20, PROGRAM_LANGS_MAX = 8 };
enum { PROGRAM_KIND_PAGES_MAX = 60 };

struct program {
    struct arena keep;
    const struct area *const *areas;
    size_t areas_n;
    const struct os *os;
    struct app *app;
    const struct lang *langs[PROGRAM_LANGS_MAX];
    size_t langs_n;
    /* [i][j]: langs[i], and langs[j] where it has nothing; NULL where i is j */
    const struct lang *pairs[PROGRAM_LANGS_MAX][PROGRAM_LANGS_MAX];
    const struct word_list *words;
    struct assets assets;
    struct route routes[PROGRAM_ROUTES_MAX];
    size_t routes_n;
    const struct job_kind *jobs[PROGRAM_JOBS_MAX];
    size_t jobs_n;
    struct kind_page kind_pages[PROGRAM_KIND_PAGES_MAX + 1];
};

MUST_USE enum rc program_load(struct call *call, const struct area *const *areas, size_t n,
                              struct program *out);

/* The job kinds alone: what a job child needs, at no cost. */
void program_jobs(const struct area *const *areas, size_t n, struct program *out);
struct job_table program_job_table(const struct program *program);

/* The kind of long work of that name, of any area; NULL: there is none. */
const struct work *program_work(const struct program *program, struct str name);

/* For a job child, which loads the one language it needs; NULL: English. */
const struct lang *program_job_lang(struct call *call, struct str code);

/* The language of that code ("sr-Latn", or "sr_latn" as records keep it); NULL: English. */
const struct lang *program_lang(const struct program *program, struct str code);

/* The same for a person who reads two: what is missing in the first is said in the second. False,
 * and *out as it was, when the first is none of ours; *out NULL: English. */
bool program_speaks(const struct program *program, struct str first, struct str second,
                    const struct lang **out);
/* Of a browser's header, "rom,sr-Latn;q=0.9,en": the first that we have, and the next where that
 * one has nothing. False, and *out as it was: we have none of them. */
bool program_accepted(const struct program *program, struct str header, const struct lang **out);

#endif
