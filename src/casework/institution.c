/* institution.c - see institution.h. */
#include "casework/institution.h"

#include <stdlib.h>

#include "model/app.h"

enum { CLOCKS_OF_ONE = 20 };

static const struct kind *kind(const struct call *call, const char *name)
{
    return kind_find(call->app->registry, str_of(name));
}

static void filter(struct query *query, const char *field, enum query_op op, struct value value)
{
    query->filters[query->n++] = (struct query_filter){
        .field = field_find(query->kind, str_of(field)), .op = op, .value = value};
}

bool institution_conflict(const struct record *institution, const struct actor *actor)
{
    struct value ties = record_value(institution, "conflicts");
    struct str me = id_str(&actor->id);

    for (size_t i = 0; ties.type == V_LIST && i < ties.list.n; i++)
        if (str_eq(ties.list.items[i].s, me))
            return true;
    return false;
}

/* ---- answers ---- */

/* The longest of the terms that ran for the body. */
static enum rc longest(struct call *call, const struct record *proceeding,
                       const struct record **out)
{
    struct query query = {.kind = kind(call, "clock"), .verb = MAY_SEE, .limit = CLOCKS_OF_ONE};
    struct query_page found;

    *out = NULL;
    filter(&query, "proceeding", QUERY_IS, id_value(&proceeding->id));
    filter(&query, "what", QUERY_IS, v_text(STR("wait")));
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        if (*out == NULL ||
            record_value(found.records[i], "last_day").i > record_value(*out, "last_day").i)
            *out = found.records[i];
    return rc;
}

struct days {
    int64_t in[INSTITUTION_MAX];
    size_t n;
};

static void take_answer(const struct call *call, const struct record *clock,
                        struct institution_figures *out, struct days *days)
{
    struct value ended = record_value(clock, "ended"), last = record_value(clock, "last_day");

    if (ended.type == V_INT) {
        out->in_time += ended.i <= last.i;
        out->late += ended.i > last.i;
        days->in[days->n++] = ended.i - record_value(clock, "counted_from").i;
    } else {
        out->waiting += last.i >= call->today;
        out->silent += last.i < call->today;
    }
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static enum rc count_answers(struct call *call, struct institution_figures *out)
{
    struct days *days = arena_alloc(call->arena, sizeof *days);
    enum rc rc = days == NULL ? fail_memory(call) : RC_OK;

    for (size_t i = 0; i < out->proceedings_n && rc == RC_OK; i++) {
        const struct record *clock;
        out->running += record_value(out->proceedings[i], "ended").type == V_NULL;
        rc = longest(call, out->proceedings[i], &clock);
        if (rc == RC_OK && clock != NULL)
            take_answer(call, clock, out, days);
    }
    out->median_days = -1;
    if (rc == RC_OK && days->n != 0) {
        qsort(days->in, days->n, sizeof *days->in, by_size);
        out->median_days = days->in[(days->n - 1) / 2];
    }
    return rc;
}

/* ---- promises ---- */

static enum rc count_promises(struct call *call, const struct record *institution,
                              struct institution_figures *out)
{
    struct query query = {.kind = kind(call, "promise"), .verb = MAY_SEE, .limit = INSTITUTION_MAX};
    struct query_page found;

    filter(&query, "institution", QUERY_IS, id_value(&institution->id));
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++) {
        struct str kept = record_value(found.records[i], "kept").s;
        struct value until = record_value(found.records[i], "until");
        bool over = until.type == V_INT && until.i < call->today;
        out->promises += kept.n != 0 || over;
        out->kept += str_is(kept, "yes") || str_is(kept, "late");
    }
    return rc;
}

enum rc institution_count(struct call *call, const struct record *institution,
                          struct institution_figures *out)
{
    struct query query = {
        .kind = kind(call, "proceeding"), .verb = MAY_SEE, .limit = INSTITUTION_MAX};
    struct query_page found;

    *out = (struct institution_figures){.median_days = -1};
    if (permit_mask(kind_head(query.kind), call->actor, MAY_SEE) == 0 && !call->actor->system)
        return RC_OK;
    filter(&query, "body", QUERY_IS, id_value(&institution->id));
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    out->proceedings = found.records;
    out->proceedings_n = found.n;
    out->more = found.more;
    rc = count_answers(call, out);
    return rc == RC_OK ? count_promises(call, institution, out) : rc;
}
