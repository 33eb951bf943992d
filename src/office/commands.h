/* commands.h - khetane job list|show|stop|run, schedule, doctor.
 * Owns: the rows. Order: any. Memory: the call's arena. Fails: as the parts below. */
#ifndef OFFICE_COMMANDS_H
#define OFFICE_COMMANDS_H

#include "cli/command.h"

extern const struct command_table job_table, doctor_table;

#endif
