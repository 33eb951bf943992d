/* glossary.h - a language of which only single words are known, each with its source.
 * Owns: nothing. Order: glossary_open(), glossary_next() until it gives no row.
 * Memory: what a row holds points into the file. Fails: RC_INVALID at "file:line" for a line with
 *   another number of columns, a status that is not known, a source that was not named before.
 * Limits: GLOSSARY_SOURCES_MAX sources. Cost: one pass.
 * The file is part of the program (lang/rom.tsv says how it is made); script/messages takes the
 * words that are shown into the language's .po, and refuses a .po with others. */
#ifndef BASE_GLOSSARY_H
#define BASE_GLOSSARY_H

#include "base/call.h"

enum { GLOSSARY_SOURCES_MAX = 40 };

struct glossary_source {
    struct str key, what, licence, where;
};

struct glossary_row {
    bool is_source; /* then source is what the line names; otherwise where the word comes from */
    struct str english, word, variety;
    const struct glossary_source *source;
    bool shown;           /* false: noted only, 'elsewhere' says why */
    struct str elsewhere; /* the same word in other varieties and sources */
};

struct glossary {
    struct call *call;
    const char *name;
    struct str rest;
    int line;
    struct glossary_source sources[GLOSSARY_SOURCES_MAX];
    size_t n;
};

void glossary_open(struct call *call, struct str bytes, const char *name, struct glossary *out);
MUST_USE enum rc glossary_next(struct glossary *in, struct glossary_row *out, bool *found);

#endif
