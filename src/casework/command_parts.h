/* command_parts.h - what the commands of this area share: records found by their code, values
 *   written out; for case_commands.c and letter_commands.c.
 * Owns: nothing. Order: any. Memory: the call's arena. Fails: as query.h. */
#ifndef CASEWORK_COMMAND_PARTS_H
#define CASEWORK_COMMAND_PARTS_H

#include "cli/out.h"
#include "query/query.h"

/* The word CODE of a command about one case. */
extern const struct command_word command_case_word[];

const struct kind *command_kind(const struct call *call, const char *name);

/* The record of that kind with the code; RC_NOT_FOUND names the code. */
MUST_USE enum rc command_find_record(struct call *call, const char *kind, struct str code,
                                     struct record **out);

/* What was typed, in the form in which texts are kept; RC_USAGE names the option. {NULL, 0} when
 * it was not given. */
MUST_USE enum rc command_text(struct call *call, const struct command_args *args, const char *name,
                              struct str *out);

/* Whole or not at all; "-" is standard output. */
MUST_USE enum rc command_write_file(struct call *call, const struct command_args *args,
                                    struct str path, struct str bytes);

/* A field's value under its name: days as dates, links as titles, nothing as null. */
void command_put_field(struct call *call, struct out *out, const struct record *record,
                       const char *name);

/* Opens nothing: the caller has a record open and gives values of its own beside these. */
void command_put_day(struct out *out, const char *name, struct value on);

#endif
