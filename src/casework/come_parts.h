/* come_parts.h - what the pages have in common by which people come in: quick help, visitors,
 *   intake, slip.
 * Owns: nothing. Order: within a handler. Memory: the call's arena. Fails: never.
 * Limits: COME_PICKS_MAX choices. Cost: one pass over a list. */
#ifndef CASEWORK_COME_PARTS_H
#define CASEWORK_COME_PARTS_H

#include "query/query.h"
#include "rules/zone.h"
#include "web/control.h"
#include "web/part.h"

enum { COME_PICKS_MAX = 60 };

const struct kind *come_kind(const struct web *web, const char *name);

/* The choices of a field's list, those alone whose codes stand in 'only' (NULL: all), in the order
 * of the list; out has room for COME_PICKS_MAX. */
size_t come_picks(struct web *web, const struct field *field, const char *const *only,
                  struct str chosen, struct pick *out);

/* "14:05", in the organisation's zone. */
struct str come_clock(struct call *call, int64_t ms);
int64_t come_moment(const struct call *call, day on, int minute); /* of a day and its minute */
day come_day(const struct call *call, int64_t ms);
/* "9:05", "09.05", "905" or "9"; false: it is no time of the day. */
bool come_minute(struct str typed, int *out);

/* The rest of the page in this language, for whom it is read to; another code: as it is. */
void come_speak(struct web *web, struct str wanted);
const struct lang *come_lang(const struct app *app, struct str code); /* NULL: English */
/* The same page in each language; path: its address, with or without a query. */
void come_languages(struct web *web, struct str path, const struct lang *chosen);

/* "in 3 days", "today", "1 day late" */
struct str come_days_left(struct call *call, day due);

#endif
