/* pages.h - what all general pages share: the kind and the record of an address, the word for a
 *   state, the form that does one thing.
 * Owns: nothing. Order: within a handler. Memory: the call's arena.
 * Fails: RC_NOT_FOUND for a kind or record that is not there or may not be seen, the same for both.
 * Cost: records_open() is one query; a reading that is logged is committed first.
 * Addresses: /records/{kind}, /records/{kind}/new, /records/{kind}/{name} and below; {name} is
 *   the record's code, or its id for kinds without codes. */
#ifndef RECORDS_PAGES_H
#define RECORDS_PAGES_H

#include "model/operation.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/part.h"
#include "web/record_path.h"

enum { RECORD_NAME_MAX = 60, RECORD_REASON_MAX = 2000 };

extern const struct route proposal_routes[], find_routes[], field_routes[];
extern const size_t proposal_routes_n, find_routes_n, field_routes_n;
extern const struct route list_routes[], record_routes[], form_routes[], history_routes[];
extern const struct route file_routes[];
extern const size_t file_routes_n;
extern const struct route suggest_routes[];
extern const size_t suggest_routes_n;
extern const size_t list_routes_n, record_routes_n, form_routes_n, history_routes_n;
extern const struct route match_routes[];
extern const size_t match_routes_n;

/* Params that these addresses share. */
#define KIND_PARAM                                                  \
    {                                                               \
        "kind", PARAM_CODE, NAME_MAX_BYTES, true, false, N_("What") \
    }
#define NAME_PARAM                                                     \
    {                                                                  \
        "name", PARAM_CODE, RECORD_NAME_MAX, true, false, N_("Number") \
    }
#define CHANGE_PARAM                                     \
    {                                                    \
        "change", PARAM_ID, 32, false, false, N_("Form") \
    }
#define REV_PARAM                                                 \
    {                                                             \
        "rev", PARAM_NUMBER, UINT32_MAX, false, false, N_("Form") \
    }

/* Its part of the first page: what she was writing, what waits for her. */
void records_home(struct web *web);

MUST_USE enum rc records_kind(struct web *web, const struct kind **out);
/* The record that the address names, read as query_get() does. */
MUST_USE enum rc records_open(struct web *web, struct record **out);

/* May this actor do that with some records of the kind? */
bool records_may(const struct web *web, const struct kind *kind, enum verb verb);
/* With this one? */
bool records_permits(struct web *web, const struct record *record, enum verb verb);

struct str records_list_path(const struct web *web, const struct kind *kind);
/* The title of a record for headings: its number where the title holds a name, since titles stand
 * in the browser's history. */
struct str records_heading(struct web *web, const struct record *record);
struct str records_state(struct call *call, const struct kind *kind, struct str name);
struct str records_when(struct call *call, int64_t ms); /* "22 Nov 2026, 14:05", in its zone */

/* The id of the change that a form makes: made with the form, so that a double click is one. */
void records_change_field(struct web *web);
struct id records_change(struct web *web);

/* An operation on one record, by its form: [kind, id, rev, word]; then back to the record, where
 * 'done' says so and offers to take it back. */
MUST_USE enum rc records_act(struct web *web, const struct record *record, const char *operation,
                             struct str word, const char *done);
/* A form with one button that posts to path; params name and value as one hidden field. */
struct record_button {
    struct str path, label;
    enum weight weight;
    const char *name;
    struct str value;
};

void records_button(struct web *web, const struct record *record,
                    const struct record_button *button);

#endif
