/* pack.h - what every file of packs/ has: words in several languages, sources, how sure a fact is.
 * Owns: nothing. Order: a struct pack for each file that is read; then any.
 * Memory: what is read lives in .keep; texts are borrowed from the tree that was read.
 * Fails: collects faults at "file:line:column"; when memory is out, .out_of_memory says so at the
 *   end. Something harmless stands for what is wrong, so that one reading names all mistakes.
 * Cost: linear in what is read. */
#ifndef MODEL_PACK_H
#define MODEL_PACK_H

#include "model/yaml.h"
#include "rules/law.h"

struct pack {
    struct call *call;
    struct arena *keep;
    const struct yaml *sources; /* the map of sources; NULL: there is none */
    bool out_of_memory;
};

/* n zeroed things; NULL when memory is out. */
void *pack_array(struct pack *pack, size_t n, size_t size);
/* A text (English), or a map from BCP 47 tags to texts. */
struct words pack_words(struct pack *pack, const struct yaml *node);
/* A list of texts. */
struct texts pack_texts(struct pack *pack, const struct yaml *list);
/* "zup art 80, zus": each a source of the file, perhaps with a place in it; for people. */
struct str pack_source(struct pack *pack, const struct yaml *list);
/* The title of one source; a fault when there is no such source. */
struct str pack_title(struct pack *pack, const struct yaml *node);
/* What letters call it; empty: nothing was written down. */
struct words pack_cited(struct pack *pack, const struct yaml *node);
/* status, source and note of a map; what it does not say is as inherited. */
struct law pack_law(struct pack *pack, const struct yaml *map, struct law inherited);
/* The map of sources: each with a title, and maybe url and note. */
void pack_sources(struct pack *pack, const struct yaml *sources);

#endif
