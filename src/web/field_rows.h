/* field_rows.h - rows of controls, for lists and parts; for web/field_*.c alone.
 * Owns: nothing. Order: rows_begin(), rows, rows_finish(). Memory: the call's arena.
 * Fails: as field_form.h. Limits: FIELD_ITEMS_MAX rows. Cost: as field_form.h.
 * Names: "f.phones.n" how many rows there are, "f.phones.0.number" a cell, "more" the button. */
#ifndef WEB_FIELD_ROWS_H
#define WEB_FIELD_ROWS_H

#include "model/field.h"
#include "web/field_control.h"

#define MORE_FOCUS "more.focus" /* put into the form by fields_more(): the row that was added */

/* A column that people fill in. */
struct row_column {
    const char *type, *column;
    const char *label; /* a msgid */
    const char *mode;  /* as in struct control */
};

const struct row_column *row_column_find(const struct field *field, const struct column *column);
/* The word for a code of a column with words of its own. */
struct str row_word(struct call *call, const struct field *field, struct str code);

struct str row_name(const struct field_form *form, const struct field *field, size_t row,
                    const char *ending);
struct str row_sent(const struct field_form *form, const struct field *field, size_t row,
                    const char *ending);
/* How many rows the form came back with; false: it had no such control. */
bool rows_sent(const struct field_form *form, const struct field *field, size_t *n);
struct value row_stored(const struct field_form *form, const struct field *field, size_t row,
                        size_t column);
struct str row_seen(const struct field_form *form, const struct field *field, size_t row,
                    size_t column, const char *ending);
size_t row_blob(const struct field *field); /* its column; the number of columns: it has none */
bool row_is_new(const struct field_form *form, struct str row);

struct more_button {
    struct str rows; /* the list that the answer replaces */
    struct str base; /* the list or one row of it */
    const char *verb;
    struct str label, of; /* of: what is said to who cannot see it */
    const char *icon;
};

void more_button(const struct field_form *form, const struct more_button *button);
void rows_begin(const struct field_form *form, struct str rows, size_t n);
void row_buttons(const struct field_form *form, struct str rows, size_t row, size_t n,
                 struct str of);
void rows_finish(const struct field_form *form, struct str rows, struct str add);
/* One more field in the form that came back. */
void form_put(struct web *web, struct str name, struct str value);
/* Takes what stands in the boxes for a block of rows (field_paste.c). */
void form_paste(struct web *web);

#endif
