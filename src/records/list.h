/* list.h - one list on its way: its kind, conditions, order and columns, as the address says them.
 * Owns: nothing. Order: list_read() first; then its pieces are written (list_filter.h too).
 * Memory: the call's arena. Fails: RC_NOT_FOUND for what no list of ours would ask.
 * Limits: LIST_COLUMNS_MAX columns. Cost: one count, one page of rows.
 * The address: where (query/where.h), sort, down, away, after; saved names a saved list. What
 * people type is never in it but by their own hand: names are found by the page Find. */
#ifndef RECORDS_LIST_H
#define RECORDS_LIST_H

#include "records/pages.h"

enum { LIST_COLUMNS_MAX = 12, LIST_AFTER_MAX = 1200, LIST_WHERE_MAX = 4000 };
enum { LIST_ADDRESS_MAX = 16000 };

struct list {
    const struct kind *kind;
    struct query query;
    const struct field *shown[LIST_COLUMNS_MAX]; /* beside the way to the record */
    size_t shown_n;
    struct str where;      /* the conditions, in their one form */
    struct str wrong;      /* what could not be read of them; n == 0: nothing */
    const struct id *kept; /* the saved list it is; or NULL */
    struct query_page found;
    int64_t count;
    struct table_column columns[LIST_COLUMNS_MAX + 1];
    size_t columns_n;
};

#define LIST_PARAMS                                                          \
    {"where", PARAM_TEXT, LIST_WHERE_MAX, false, false, N_("Conditions")},   \
        {"sort", PARAM_CODE, NAME_MAX_BYTES, false, false, N_("Sorted by")}, \
        {"down", PARAM_FLAG, 0, false, false, N_("Sorted by")},              \
    {                                                                        \
        "away", PARAM_FLAG, 0, false, false, N_("With those put away")       \
    }

/* Kind, conditions, order: what pages and files of a list have in common. */
MUST_USE enum rc list_query(struct web *web, struct list *list);

/* What an address of a list says: other conditions, another order, where it begins. */
struct list_place {
    struct str where;
    const struct field *sort;
    bool descending;
    struct str after; /* n == 0: at its beginning */
};

struct str list_address(struct web *web, const struct list *list, const char *rest,
                        const struct list_place *place);
struct list_place list_place(const struct list *list);          /* its beginning, as it is now */
struct str list_here(struct web *web, const struct list *list); /* as it is now */
bool list_sorts(const struct field *field);

/* The bar of choices, what is chosen with a way to leave it out, the lists that were kept. */
void list_filter(struct web *web, const struct list *list);
/* The choices of the bar, where it was sent, as conditions behind those there are. */
struct str list_picked(struct web *web, struct str where);

/* Behind the rows: what to do with those selected. */
void list_bulk(struct web *web, const struct list *list);

/* The same for all that fit the list: asked first, then done, by a job when they are many. */
struct each_args;
MUST_USE enum rc together_post(struct web *web, struct each_args *each);

extern const struct route together_routes[];
extern const size_t together_routes_n;
extern const struct route list_act_routes[];
extern const size_t list_act_routes_n;

#endif
