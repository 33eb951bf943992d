/* field_form.h - what the files web/field_*.c share; for nobody else.
 * Owns: nothing. Order: any. Memory: the call's arena.
 * Fails: texts are {NULL, 0} when memory is out, which the html and the buf then say.
 * Limits: as form.h. Cost: field_sent() passes over the form. */
#ifndef WEB_FIELD_FORM_H
#define WEB_FIELD_FORM_H

#include "model/field.h"
#include "model/record.h"
#include "web/control.h"
#include "web/field_control.h"

enum { FIELD_FILE_MAX = 20 << 20 }; /* bytes of one file */

static inline struct call *field_call(const struct field_form *form)
{
    return &form->web->call;
}

/* The control's name with an ending: "f.born.d". */
struct str field_name(const struct field_form *form, const struct field *field, const char *ending);
/* What arrived under that name, without white space at its ends; {NULL, 0}: nothing did. */
struct str field_sent(const struct field_form *form, const struct field *field, const char *ending);
/* What is shown in a piece: as typed, if the form came back with it, else as stored. */
struct str field_seen(const struct field_form *form, const struct field *field, const char *ending,
                      struct str stored);
struct value field_now(const struct field_form *form, const struct field *field);

/* Says that the control was there, of those that send nothing when nothing is chosen. */
void field_mark(const struct field_form *form, const struct field *field);
bool field_marked(const struct field_form *form, const struct field *field);

/* Name, label, hint and whether it must be filled in. */
struct control field_head(const struct field_form *form, const struct field *field);
/* field_parse() with its faults at the control. */
bool field_parsed(const struct field_form *form, const struct field *field, struct str text,
                  struct value *out);
void field_wrong(const struct field_form *form, const struct field *field, const char *format, ...)
    FORMAT(3, 4);

bool field_is_asked(const struct field *field, bool secret);
/* fields_typed() in two steps: what was typed, then what of it is missing. */
void fields_read(const struct field_form *form, const struct kind *kind, bool secret,
                 struct value *values, bool *given);
void fields_missing(const struct field_form *form, const struct kind *kind, struct value *values,
                    bool *given);
bool field_has_fault(const struct call *call, struct str where);

/* A number as typed in the call's language: "1234,5" for 12345 with one digit. */
struct str number_text(struct call *call, int64_t scaled, int digits);

/* ---- web/field_when.c: fields that are asked only where others say so */

struct condition;

/* The record as it would be after this form, for its conditions alone; NULL without memory. */
const struct record *field_judged(const struct field_form *form, const struct kind *kind,
                                  bool secret);
bool field_holds(const struct field_form *form, const struct record *judged,
                 const struct condition *condition);
/* field_control(), hidden where the field is not asked. */
void field_show_when(const struct field_form *form, const struct field *field,
                     const struct record *judged);
/* Once after the fields of a kind: asks the server what else is asked; nothing for most kinds. */
void field_when_button(const struct field_form *form, const struct kind *kind, bool secret);

/* ---- web/field_held.c: files that wait to be saved */

struct held_file;

/* The next file that waits for this control, from the form's field *at on; false: there is none. */
bool file_held(const struct field_form *form, struct str control, size_t *at,
               struct held_file *out);
struct str file_kept_name(struct call *call, struct str name);

/* ---- web/field_choice.c: choice, choices */

/* What is offered, room for list->n + 1: all that is in use, and what is chosen or stored in any
 * case. */
size_t choice_picks(struct call *call, const struct choice_list *list, struct str chosen,
                    struct str stored, struct pick *picks);

/* The code that a text means: itself, or its label in the reader's language or English. */
struct str choice_code(struct call *call, const struct choice_list *list, struct str typed);
void choice_show(const struct field_form *form, const struct field *field);
bool choice_typed(const struct field_form *form, const struct field *field, struct value *out);
void choices_show(const struct field_form *form, const struct field *field);
bool choices_typed(const struct field_form *form, const struct field *field, struct value *out);

/* ---- web/field_link.c: link, links */

void link_show(const struct field_form *form, const struct field *field);
bool link_typed(const struct field_form *form, const struct field *field, struct value *out);
void links_show(const struct field_form *form, const struct field *field);
bool links_typed(const struct field_form *form, const struct field *field, struct value *out);

/* ---- web/field_date.c: date, partial date, moment, duration */

void date_show(const struct field_form *form, const struct field *field);
bool date_typed(const struct field_form *form, const struct field *field, struct value *out);
void partial_show(const struct field_form *form, const struct field *field);
bool partial_typed(const struct field_form *form, const struct field *field, struct value *out);
void moment_show(const struct field_form *form, const struct field *field);
bool moment_typed(const struct field_form *form, const struct field *field, struct value *out);
void duration_show(const struct field_form *form, const struct field *field);
bool duration_typed(const struct field_form *form, const struct field *field, struct value *out);
struct str moment_words(struct call *call, int64_t ms);

/* ---- web/field_rows.c, field_names.c, field_file.c: lists */

void rows_show(const struct field_form *form, const struct field *field);
bool rows_typed(const struct field_form *form, const struct field *field, struct value *out);
void names_show(const struct field_form *form, const struct field *field);
bool names_typed(const struct field_form *form, const struct field *field, struct value *out);
void files_show(const struct field_form *form, const struct field *field);
bool files_typed(const struct field_form *form, const struct field *field, struct value *out);
/* The file that belongs to a row, if the type has one. */
void row_file_show(const struct field_form *form, const struct field *field, size_t row);
bool row_file_typed(const struct field_form *form, const struct field *field, size_t row,
                    struct value *cells);
/* "scan.pdf (120 KB)" */
struct str file_words(struct call *call, const struct field *field, const struct value *row);
struct str size_text(struct call *call, int64_t bytes);

#endif
