/* casework.h - the area's face: what it brings to the program.
 * Owns: nothing; constant tables. Order: any. Memory: static. Fails: never.
 * Operations: case.open, letter.write, letter.edit, letter.check, letter.print. */
#ifndef CASEWORK_CASEWORK_H
#define CASEWORK_CASEWORK_H

#include "cli/command.h"
#include "model/app.h"
#include "process/job.h"

extern const struct operation *const casework_operations[];
extern const size_t casework_operations_n;
extern const struct command_table casework_table;
extern const struct job_kind *const casework_jobs[];
extern const size_t casework_jobs_n;

/* Its hooks: hooks.h; its pages: pages.h. */

#endif
