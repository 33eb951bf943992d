/* record_commands.h - the commands that every kind has: add, get, list, set, history, find; and
 *   lang, how far each translation is.
 * Owns: their rows. Order: by cli_run() alone; all but lang need open data.
 * Memory: the call's arena; lines of --from have memory of their own, one by one.
 * Fails: RC_USAGE for what was asked wrongly, RC_NOT_FOUND for what is not there or not for this
 *   person, else as model/operation.h, query/query.h and query/where.h.
 * Limits: LINES_BYTES_MAX in --from, LIST_ROWS_MAX rows, LIST_COLUMNS_MAX columns.
 * For people values stand in their words; in JSON as codes and ISO 8601, links as numbers, so that
 * what list wrote can be read by add. Secret fields are shown by get and history alone. */
#ifndef RECORDS_RECORD_COMMANDS_H
#define RECORDS_RECORD_COMMANDS_H

#include "cli/command.h"

enum { LINES_BYTES_MAX = 8 << 20, LIST_ROWS_MAX = 10000, LIST_COLUMNS_MAX = 20 };

extern const struct command_table record_table;

#endif
