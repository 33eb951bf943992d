/* embed.h - the files that the program carries with it: kinds, packs, languages, assets, words.
 * Owns: nothing; the bytes are part of the program. tools/embed.c writes them at build.
 * Order: any. Memory: static. Fails: never; embedded_find() gives NULL for what is not there.
 * Limits: none. Cost: embedded_find() is a binary search; all are in ascending order of names.
 * Names are paths as in the repository ("packs/rs/procedures.yaml") and "words/english.txt",
 * the 2,048 words of BIP 39, each on a line of its own. Each file has a NUL behind it. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/str.h"

struct embedded {
    const char *name;
    struct str bytes;
};

const struct embedded *embedded_find(struct str name);

/* Each whose name starts with the prefix ("packs/"), in order. */
#define embedded_each(file, prefix)                                               \
    for (const struct embedded *file = embedded_next(prefix, NULL); file != NULL; \
         file = embedded_next(prefix, file))
const struct embedded *embedded_next(struct str prefix, const struct embedded *after);

extern const struct embedded embedded_all[];
extern const size_t embedded_count;

#endif
