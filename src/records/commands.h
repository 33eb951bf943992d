/* commands.h - the commands that every kind has: kinds, fields.
 * Owns: their rows. Order: any. Memory: the call's arena.
 * Fails: as model/overlay_change.h: faults at the file's lines, or one sentence.
 * Limits: FIELDS_FILE_MAX bytes of a file. Cost: as there. */
#ifndef RECORDS_COMMANDS_H
#define RECORDS_COMMANDS_H

#include "cli/command.h"

enum { FIELDS_FILE_MAX = 1 << 20 };

extern const struct command_table model_table;

/* The kind that a person named; RC_NOT_FOUND with what she probably meant. */
struct kind;
MUST_USE enum rc records_kind_named(struct call *call, struct str name, const struct kind **out);

#endif
