/* import_value.h - what a cell says, as a value of a field: what people write in their own sheets.
 * Owns: the words for yes and no. Order: any. Memory: the call's arena.
 * Fails: by a fault at the field's name; false then.
 * Limits: as model/field.h. Cost: links ask the database, once for each text (struct import_links).
 * Beyond field_parse(): choices by label in any language, links by number or title, names as
 * "Family, Given", telephones alone, yes and no in every language, places by name. */
#ifndef EXCHANGE_IMPORT_VALUE_H
#define EXCHANGE_IMPORT_VALUE_H

#include "document/cells.h"
#include "model/field.h"

enum { IMPORT_LINKS = 512 };

/* Links that were found already; forgotten one by one. */
struct import_links {
    struct import_link {
        const struct kind *kind;
        char written[80];
        size_t n;
        unsigned char id[16];
    } items[IMPORT_LINKS];
};

bool import_value(struct call *call, struct import_links *links, const struct field *field,
                  struct cell cell, struct value *out);

/* Are these the same words, whatever their case, accents and punctuation? */
bool import_same_words(struct call *call, struct str a, struct str b);
/* Is it the label, in English or any language that the program has? */
bool import_is_label(struct call *call, const struct label *label, struct str written);

#endif
