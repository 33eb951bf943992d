/* file_type.h - what a file that somebody brought is, by its own bytes.
 * Owns: a table. Order: any. Memory: static. Fails: never.
 * Limits: the first bytes alone are looked at, and a text's first FILE_TYPE_TEXT.
 * Cost: one pass over a short table. A browser's word for it is not believed.
 * Not here: whether the file is whole, or what is in it. */
#ifndef WEB_FILE_TYPE_H
#define WEB_FILE_TYPE_H

#include "base/str.h"

enum { FILE_TYPE_TEXT = 64 << 10 };

/* "application/pdf"; "application/octet-stream" for what is not known; NULL: a program. The name's
 * ending tells documents apart that are all ZIP inside. */
const char *file_type(struct str bytes, struct str name);

#endif
