/* match_commands.h - the commands about who was written down twice: duplicates, not-same, merge.
 * Owns: their rows. Order: by cli_run() alone; all need open data.
 * Memory: the call's arena; a new search has its own (query/duplicate.h).
 * Fails: RC_USAGE for what was asked wrongly; else as query/duplicate.h and model/merge.h.
 * Limits: as those. Cost: a few queries; a search with --again as duplicate_scan(). */
#ifndef RECORDS_MATCH_COMMANDS_H
#define RECORDS_MATCH_COMMANDS_H

#include "cli/command.h"

extern const struct command_table match_table;

#endif
