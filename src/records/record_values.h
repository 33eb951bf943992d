/* record_values.h - a record's values as commands show them: to people in their words, to
 *   programs as codes and ISO 8601.
 * Owns: nothing. Order: within a record of out.h. Memory: the call's arena.
 * Fails: never; a link to what the reader may not see is null, or a sentence for people.
 * Limits: VALUE_TEXT_MAX bytes in a joined text; what is longer is empty. Cost: a look-up a link.
 * As one text: lists behind ';', columns behind ',', as field_parse() reads them again. */
#ifndef RECORDS_RECORD_VALUES_H
#define RECORDS_RECORD_VALUES_H

#include "cli/out.h"
#include "model/field.h"
#include "model/record.h"

enum { VALUE_TEXT_MAX = 64 << 10 };

struct zone;

bool values_coded(const struct out *out);        /* the answer is for a program */
bool value_is_sealed(const struct field *field); /* never shown at all */

/* Its number; its id where the kind has none. */
struct str value_code(struct call *call, struct str code, const struct id *id);
struct str value_text(struct call *call, const struct field *field, struct value v);
struct str value_moment(struct call *call, const struct zone *zone, int64_t ms);
void value_join(struct buf *out, const char *between, struct str text);

/* Under the field's label for people, its name for programs. */
void value_put(struct call *call, struct out *out, const struct field *field, struct value v);
/* For programs, outside of lists: each row with its columns by name. */
void value_put_rows(struct call *call, struct out *out, const struct field *field, struct value v);
void value_put_state(struct call *call, struct out *out, const struct record *record);

#endif
