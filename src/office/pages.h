/* pages.h - what the pages of this area share, and their tables of routes.
 * Owns: nothing. Order: any. Memory: the call's arena. Fails: as the parts below.
 * Limits: JOBS_SHOWN jobs. Cost: some milliseconds a page. */
#ifndef OFFICE_PAGES_H
#define OFFICE_PAGES_H

#include "model/work.h"
#include "roles/program.h"
#include "rules/zone.h"
#include "web/part.h"

enum { JOBS_SHOWN = 50 };

extern const struct route job_routes[], backup_routes[], keeping_routes[], export_routes[];
extern const size_t job_routes_n, backup_routes_n, keeping_routes_n, export_routes_n;

/* The light, on the first page. */
void backup_home(struct web *web);

const struct program *office_program(const struct web *web);

/* The jobs as a part of the page that looks again by itself while one is at work.
 * kinds: names of work, ended by NULL; NULL: all. */
enum rc jobs_part(struct web *web, const char *const *kinds, struct str path);

/* A place of backups on a page, and the form that adds one; shared with setting up. */
struct backup_place;
void backup_place_card(struct web *web, const struct backup_place *place, const struct zone *zone);
void backup_form(struct web *web, struct str action, bool first);
MUST_USE enum rc backup_add(struct web *web); /* of what backup_form() sent */
extern const struct param backup_params[];

extern const struct route first_backup_routes[]; /* first_backup_pages.c */
extern const size_t first_backup_routes_n;

/* One button that posts to a path, with one hidden value (n == 0: none). */
struct post {
    struct str path;
    const char *name;
    struct str value;
    struct button button;
};

void post_button(struct web *web, const struct post *post);

/* "3 hours", "2 min": how long something took or is ago; for people. */
struct str job_result(struct call *call, const struct work_job *job);
struct str job_who(struct call *call, const struct work_job *job);
struct str job_title(struct call *call, const struct program *program, const struct work_job *job);

#endif
