/* commands.h - the commands of casework: case, paper, letter, due, quick, queue, clocks, law,
 *   institution, court, hearing, counsel, people, talk, promise, task, referral, unequal, home,
 *   person, no-answer, template, letters, mail,
 *   report, bundle.
 * Owns: their rows. Order: by cli_run() alone; all need open data.
 * Memory: the call's arena. Fails: RC_USAGE for what was asked wrongly; else as query.h,
 *   letter.h, letter_print.h. Limits: as the kinds say. Cost: a few queries each. */
#ifndef CASEWORK_COMMANDS_H
#define CASEWORK_COMMANDS_H

#include "cli/command.h"

extern const struct command_table case_table, letter_table, quick_table, queue_table, today_table,
    lawyer_table, institution_table, court_table, result_table, together_table, told_table,
    no_answer_table, template_table, register_table, delivery_table, report_table, bundle_table;

#endif
