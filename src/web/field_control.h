/* field_control.h - a field of a kind as controls of a form, and what came back as its value.
 * Owns: nothing. Used by pages that show records of any kind: it knows types, never fields.
 * Order: field_sections() or field_control() between part_form() and part_form_end(); when the form
 *   came back fields_more() first (a button that adds, moves or takes away a row), then
 *   fields_typed(), then the operation; after a fault the same form with 'typed' set.
 * Memory: borrowed for the call; values and texts live in its arena.
 * Fails: reading collects faults at the name of the control they belong to; showing as the html
 *   does.
 * Limits: as web/form.h and model/field.h. Cost: each look for a control passes over the form.
 * Names in a form: prefix and field's name; a piece of it ".d", a row of it ".0.number". The
 *   route declares {"f.*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")}, "more" as a
 *   text, and for files {"u.*", PARAM_FILE, ...}: a file's control has "u." before its name. */
#ifndef WEB_FIELD_CONTROL_H
#define WEB_FIELD_CONTROL_H

#include "base/value.h"
#include "web/route.h"

struct field;
struct kind;
struct record;

/* One form of one record. */
struct field_form {
    struct web *web;
    const char *prefix;          /* "f." of the record itself, "p.<part>.<row>." of a part's row */
    const struct record *record; /* the values now; NULL: a new record */
    bool typed;                  /* the form came back: show what was typed, not what is stored */
    bool compact;                /* one line for each field, as in a row of a table */
    const struct field *first;   /* the cursor is put here; NULL: nowhere */
};

void field_control(const struct field_form *form, const struct field *field);
bool field_has_control(const struct field *field); /* false: no person fills in such a type */

/* What was typed for this field, checked as field_check() does. False: the form has no such
 * control, and the field is left as it is. What is not understood is V_NULL with a fault. */
bool field_typed(const struct field_form *form, const struct field *field, struct value *out);

/* All fields that people fill in, a fieldset for each section; secret ones only if asked for. */
void field_sections(const struct field_form *form, const struct kind *kind, bool secret);
/* values and given: by field->index. RC_INVALID when anything is wrong; what is missing is too. */
MUST_USE enum rc fields_typed(const struct field_form *form, const struct kind *kind, bool secret,
                              struct value *values, bool *given);

/* A button of rows was pressed ("Add another", "Up", "Remove"): the form is changed, nothing is
 * stored; show it again with 'typed'. Rows that were pasted are taken in any case. Comes first. */
bool fields_more(struct web *web);

/* Files that came with the form are sealed and held for who sent them, so that they are not lost
 * when it is shown again; behind fields_more(). What is wrong with one is said when it is read.
 * Then, before the operation, files_use(), and behind it files_saved(). */
void files_hold(struct web *web);
MUST_USE enum rc files_use(struct web *web);
MUST_USE enum rc files_saved(struct web *web);

/* Faults that an operation put at a field's name get the control's name, so that each stands at
 * its control. */
void field_faults(const struct field_form *form, const struct kind *kind);

/* For pages and lists: the value in the reader's words; links as titles, "" for nothing. */
struct str field_words(struct call *call, const struct field *field, struct value v);
/* <dt> and <dd>, between <dl class="facts"> and its end; lists as lists, links and addresses as
 * links. Nothing is written for nothing. */
void field_fact(struct web *web, const struct field *field, struct value v);

#endif
