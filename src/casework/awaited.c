/* awaited.c - see awaited.h. */
#include "casework/awaited.h"

#include "casework/due.h"

static enum rc set_due(struct call *call, struct change *change, struct record *part,
                       struct value until)
{
    bool runs = false;
    enum rc rc = RC_OK;

    if (until.type == V_INT && part->retired_ms == 0)
        rc = due_case_runs(call, change, part, &runs);
    if (rc == RC_OK)
        record_set(part, "due", runs ? until : v_null());
    return rc;
}

enum rc awaited_promise(struct call *call, struct change *change, struct record *promise)
{
    bool said = record_value(promise, "kept").type != V_NULL;

    return set_due(call, change, promise, said ? v_null() : record_value(promise, "until"));
}

/* Where no day was set for taking it up, the answer's is the first. */
static struct value expected(const struct record *referral)
{
    struct value accept = record_value(referral, "accept_by");
    struct value answer = record_value(referral, "answer_by");

    if (str_is(referral->state, "sent"))
        return accept.type == V_INT ? accept : answer;
    return str_is(referral->state, "accepted") ? answer : v_null();
}

enum rc awaited_referral(struct call *call, struct change *change, struct record *referral)
{
    return set_due(call, change, referral, expected(referral));
}
