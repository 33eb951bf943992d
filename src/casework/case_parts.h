/* case_parts.h - what the short forms about a case have in common: court file, result, people.
 * Owns: nothing. Order: within a handler; controls between part_form() and part_form_send().
 * Memory: the request's arena. Fails: as query.h. Limits: none of its own. Cost: a query or none.
 * A control shows what was typed when the form came back, else what the record has. */
#ifndef CASEWORK_CASE_PARTS_H
#define CASEWORK_CASE_PARTS_H

#include "casework/pages.h"
#include "query/query.h"
#include "web/control.h"

/* The case that the address names. */
MUST_USE enum rc case_of(struct web *web, struct record **out);
/* May she who looks change it? Buttons that would be refused are not shown. */
bool case_may_change(struct call *call, const struct record *of);
/* A part of that case, by the id in this param; *out NULL: none was given. */
MUST_USE enum rc case_part(struct web *web, const struct record *of, const char *kind,
                           const char *name, struct record **out);
/* The id in this param; false: none. */
bool case_id(const struct web *web, const char *name, struct id *out);

struct page case_form_page(struct web *web, const struct record *of, struct str title,
                           const char *back);

struct str case_text_now(struct web *web, const struct record *record, const char *name);
void case_text(struct web *web, const struct record *record, const char *name, struct str label);
void case_long(struct web *web, const struct record *record, const char *name, struct str label);
/* A choice of the kind's list; must: this form asks for it, whatever the kind does. */
void case_choice(struct web *web, const struct kind *kind, const struct record *record,
                 const char *name, bool must);
/* now: shown until something is typed; V_NULL: nothing. */
void case_day(struct web *web, const char *name, struct str label, struct value now, bool must);
struct value case_day_typed(struct web *web, const char *name);

/* Records as choices: their titles, by hexadecimal id; out has room for n + 1. */
size_t case_picks(struct call *call, struct record *const *records, size_t n, struct str chosen,
                  struct pick *out);

/* A select of the records of a kind that one may see, by their names; none: the label of "nobody",
 * n == 0: one must be chosen. */
MUST_USE enum rc case_record_select(struct web *web, const struct control *control,
                                    const char *kind, struct str chosen, struct str none);

/* Whether a fault stands at that control. */
bool case_fault_at(const struct call *call, const char *name);
void case_link(struct web *web, enum weight weight, struct str label, struct str path);

#endif
