/* carry.c - see carry.h. */
#include "casework/carry.h"

#include <stdlib.h>

struct str carry_number(const struct record *letter)
{
    struct str number = record_text(letter, "number");

    return number.n == 0 ? letter->code : number;
}

/* Of a letter to nobody in our list the procedure may have the name. */
static void name_body(struct call *call, struct carry_row *row)
{
    const struct record *body = NULL, *proceeding = NULL;
    struct id id;

    if (id_of(record_value(row->letter, "to").s, &id))
        body = query_brief(call, app_kind(call, "institution"), &id);
    if (id_of(record_value(row->letter, "proceeding").s, &id))
        proceeding = query_brief(call, app_kind(call, "proceeding"), &id);
    if (body == NULL && proceeding != NULL && id_of(record_value(proceeding, "body").s, &id))
        body = query_brief(call, app_kind(call, "institution"), &id);
    if (body != NULL) {
        row->body = record_text(body, "name");
        row->desk = record_text(body, "desk");
        row->address = record_text(body, "address");
    } else if (proceeding != NULL) {
        row->body = record_text(proceeding, "body_name");
    }
}

/* By body; those to nobody that we know stand last. */
static int by_body(const void *a, const void *b)
{
    const struct carry_row *x = a, *y = b;

    if ((x->body.n == 0) != (y->body.n == 0))
        return x->body.n == 0 ? 1 : -1;
    int order = str_cmp(x->body, y->body);
    return order != 0 ? order : str_cmp(carry_number(x->letter), carry_number(y->letter));
}

enum rc carry_find(struct call *call, struct carry *out)
{
    static const char *const states[] = {"printed", "registered", "refused", "returned"};
    struct value codes[sizeof states / sizeof *states];
    struct query query = {.kind = app_kind(call, "letter"), .verb = MAY_CHANGE, .limit = CARRY_MAX};
    struct query_page found;

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        codes[i] = v_text(str_of(states[i]));
    query.filters[query.n++] = (struct query_filter){
        .op = QUERY_ONE_OF, .value = v_list(codes, sizeof states / sizeof *states)};
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    *out =
        (struct carry){arena_array(call->arena, found.n + 1, sizeof *out->in), found.n, found.more};
    if (out->in == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < found.n; i++) {
        out->in[i] = (struct carry_row){.letter = found.records[i]};
        name_body(call, &out->in[i]);
    }
    if (out->n > 1)
        qsort(out->in, out->n, sizeof *out->in, by_body);
    for (size_t i = 0; i < out->n; i++)
        out->in[i].first = i == 0 || !str_eq(out->in[i].body, out->in[i - 1].body);
    return RC_OK;
}
