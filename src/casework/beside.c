/* beside.c - see beside.h. */
#include "casework/beside.h"

#include "casework/discrimination_pages.h"
#include "casework/mediation_pages.h"
#include "casework/referral_pages.h"
#include "casework/return_pages.h"
#include "casework/task_pages.h"

enum rc beside_case(struct web *web, const struct record *of)
{
    static enum rc (*const cards[])(struct web * web, const struct record *of) = {
        tasks_card, promises_card, referrals_card, return_card, discrimination_card};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof cards / sizeof *cards && rc == RC_OK; i++)
        rc = cards[i](web, of);
    return rc;
}
