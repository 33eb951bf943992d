/* sheet.h - a rights sheet: what one can ask, of whom and until when, in one area of life.
 * Owns: nothing. The words stand in packs/<cc>/sheets/ or packs/common/sheets/, a file for each
 *   area and language (packs/README.md); everything about the law comes from the packs' procedures.
 * Order: any. Memory: borrowed from the files that the program carries.
 * Fails: sheet_find() answers false where no file is there.
 * Limits: none. Cost: sheet_next() is linear in the procedures. */
#ifndef CASEWORK_SHEET_H
#define CASEWORK_SHEET_H

#include "model/packs.h"

struct sheet {
    struct str title;
    struct str procedures; /* words: beginnings of ids behind the country's letters */
    struct str body;       /* lines; those that begin with "- " are a list */
    bool translated;       /* in the language that was asked for, else in English */
};

bool sheet_find(struct call *call, struct str country, struct str area, struct str lang,
                struct sheet *out);

/* The next procedure of that country which the sheet is about; after: NULL for the first. */
const struct procedure *sheet_next(struct call *call, const struct sheet *sheet, struct str country,
                                   const struct procedure *after);

#endif
