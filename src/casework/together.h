/* together.h - what the pages share on which an office works with others for a person: tasks,
 *   talks, what is handed over, unequal treatment, coming home.
 * Owns: nothing. Order: within a handler whose route has "code", the case's.
 * Memory: the request's arena. Fails: as query.h; RC_NOT_FOUND for a part of another case.
 * Limits: TOGETHER_PICKS_MAX bodies to choose from. Cost: a query each.
 * A day's three fields come back as name.d, name.m and name.y. */
#ifndef CASEWORK_TOGETHER_H
#define CASEWORK_TOGETHER_H

#include "query/query.h"
#include "web/control.h"
#include "web/part.h"

enum { TOGETHER_PICKS_MAX = 400 };

MUST_USE enum rc together_case(struct web *web, struct record **out);
/* The part of that case that the param of this name names by its id. */
MUST_USE enum rc together_part(struct web *web, const struct record *of, const char *kind,
                               const char *param, struct record **out);
/* May this reader write something into the case? */
bool together_may(const struct web *web, const struct record *of);

struct page together_page(struct web *web, struct str title);
struct str together_path(struct web *web, const struct record *of, const char *rest,
                         const struct record *part);

/* The general form of a new part of the case. */
struct str together_new(struct web *web, const struct record *of, const char *kind);

void together_day(struct web *web, const char *name, struct str label, struct str hint, bool must);
struct value together_day_value(struct web *web, const char *name);
struct value together_id(struct web *web, const char *name);
/* A select of the bodies that are known; hint n == 0: none. */
MUST_USE enum rc together_body(struct web *web, const char *name, struct str label,
                               struct str hint);

/* Those that have a value; the array is put in order in place. */
void together_facts(struct html *h, struct fact *facts, size_t n);
/* The newest parts of one kind, or all by that field. */
MUST_USE enum rc together_list(struct call *call, const struct record *of, const char *kind,
                               const char *sort, struct query_page *out);
/* The text of a field, empty for nothing. */
struct str together_text(const struct record *record, const char *name);
/* "5 days" */
struct str together_days(struct call *call, int64_t n);
/* A day on which offices work: what falls on a weekend waits for Monday. */
day together_workday(day on);
MUST_USE enum rc together_own(struct call *call, struct record **out); /* this organisation */
/* "Open Door, 060 000 000": whom one rings for the person. */
struct str together_us(struct call *call, const struct record *own);

/* The answer behind a change: the form again with what is wrong, or the page. */
MUST_USE enum rc together_answer(struct web *web, enum rc rc, struct str path,
                                 const struct id *change, enum rc (*again)(struct web *web));

#endif
