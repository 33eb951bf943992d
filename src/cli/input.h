/* input.h - what a command is given to read: a file, or "-" for standard input.
 * Owns: nothing. Order: once for each file. Memory: the bytes live in the call's arena.
 * Fails: as file_read() (base/file.h); RC_IO, RC_LIMIT for standard input.
 * Limits: max, as the caller says. Cost: one reading.
 * Why not file_read("/dev/stdin"): a pipe has no places to read at. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "base/call.h"

MUST_USE enum rc input_read(struct call *call, struct str path, size_t max, struct str *out);

#endif
