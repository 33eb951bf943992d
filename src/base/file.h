/* file.h - whole files through the table of the operating system, with sentences for errors.
 * Owns: nothing.
 * Order: any. Memory: what is read lives in the call's arena.
 * Fails: RC_NOT_FOUND, RC_DENIED, RC_FULL, RC_BUSY, RC_IO, RC_LIMIT (longer than max), each
 *   naming the file. file_replace() never leaves half a file: the old one or the new one.
 * Limits: the max given. Cost: file_replace() syncs the file and its folder. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/call.h"

/* Turns a negative enum os_error into a recorded failure; "doing" is a verb: "read". */
enum rc file_fail(struct call *call, int error, const char *doing, const char *path);

struct str file_path(struct call *call, const char *folder, const char *name); /* folder/name */
MUST_USE enum rc file_read(struct call *call, const char *path, size_t max, struct str *out);
/* Writes a new file beside it, syncs, renames over it, syncs the folder. */
MUST_USE enum rc file_replace(struct call *call, const char *folder, const char *name,
                              struct str bytes);
bool file_exists(struct call *call, const char *path);

#endif
