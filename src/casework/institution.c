/* institution.c - see institution.h. */
#include "casework/institution.h"

#include <stdlib.h>

#include "model/app.h"

enum { CLOCKS_OF_ONE = 20 };

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
    struct query query = {.kind = app_kind(call, "clock"), .verb = MAY_SEE, .limit = CLOCKS_OF_ONE};
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

static int64_t median(struct days *days)
{
    if (days->n == 0)
        return -1;
    qsort(days->in, days->n, sizeof *days->in, by_size);
    return days->in[(days->n - 1) / 2];
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
    out->median_days = rc == RC_OK ? median(days) : -1;
    return rc;
}

/* ---- promises ---- */

static void take_promise(const struct call *call, const struct record *promise,
                         struct institution_figures *out)
{
    struct str kept = record_value(promise, "kept").s;
    struct value until = record_value(promise, "until");
    bool over = until.type == V_INT && until.i < call->today;

    if (kept.n == 0 && !over) {
        out->open++;
        return;
    }
    out->promises++;
    out->kept += str_is(kept, "yes") || str_is(kept, "late");
    out->kept_late += str_is(kept, "late");
    out->broken += kept.n == 0 || str_is(kept, "no");
}

static enum rc count_promises(struct call *call, const struct record *institution,
                              struct institution_figures *out)
{
    struct query query = {
        .kind = app_kind(call, "promise"), .verb = MAY_SEE, .limit = INSTITUTION_MAX};
    struct query_page found;

    filter(&query, "institution", QUERY_IS, id_value(&institution->id));
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        take_promise(call, found.records[i], out);
    return rc;
}

/* ---- what was handed over to it ---- */

static void take_referral(const struct call *call, const struct record *referral,
                          struct institution_figures *out, struct days *days)
{
    struct value sent = record_value(referral, "sent"), due = record_value(referral, "due");
    struct value accepted = record_value(referral, "accepted");

    out->accepted += accepted.type == V_INT;
    out->refused += str_is(referral->state, "refused") && accepted.type != V_INT;
    out->expected += due.type == V_INT && due.i >= call->today;
    out->overdue +=
        (due.type == V_INT && due.i < call->today) || str_is(referral->state, "no_reply");
    if (accepted.type == V_INT && sent.type == V_INT)
        days->in[days->n++] = accepted.i - sent.i;
}

static enum rc count_referrals(struct call *call, const struct record *institution,
                               struct institution_figures *out)
{
    struct query query = {
        .kind = app_kind(call, "referral"), .verb = MAY_SEE, .limit = INSTITUTION_MAX};
    struct days *days = arena_alloc(call->arena, sizeof *days);
    struct query_page found;

    if (days == NULL)
        return fail_memory(call);
    filter(&query, "to", QUERY_IS, id_value(&institution->id));
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        take_referral(call, found.records[i], out, days);
    if (rc != RC_OK)
        return rc;
    out->referrals = found.records;
    out->referrals_n = found.n;
    out->accept_days = median(days);
    return RC_OK;
}

static size_t count_cases(const struct query_page *found)
{
    size_t n = 0;

    for (size_t i = 0; i < found->n; i++) {
        size_t k = 0;
        while (k < i && !id_eq(&found->records[k]->owner, &found->records[i]->owner))
            k++;
        n += k == i;
    }
    return n;
}

enum rc institution_count(struct call *call, const struct record *institution,
                          struct institution_figures *out)
{
    struct query query = {
        .kind = app_kind(call, "proceeding"), .verb = MAY_SEE, .limit = INSTITUTION_MAX};
    struct query_page found;

    *out = (struct institution_figures){.median_days = -1, .accept_days = -1};
    if (permit_mask(kind_head(query.kind), call->actor, MAY_SEE) == 0 && !call->actor->system)
        return RC_OK;
    filter(&query, "body", QUERY_IS, id_value(&institution->id));
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    out->proceedings = found.records;
    out->proceedings_n = found.n;
    out->more = found.more;
    out->cases = count_cases(&found);
    rc = count_answers(call, out);
    if (rc == RC_OK)
        rc = count_promises(call, institution, out);
    return rc == RC_OK ? count_referrals(call, institution, out) : rc;
}
