/* alike.h - "is she here already?": asked in a form before somebody is written down, of those who
 *   are like her, with the reasons.
 * Owns: nothing. Order: when the form came back without faults: alike_chosen(), then alike_look();
 *   where it says 'ask', the form again, with 422 and alike_show() first in it. The route declares
 *   ALIKE_PARAMS.
 * Memory: the call's arena. Fails: as query/duplicate.h. Cost: one duplicate_find().
 * Of a record that she may not see the page says only that there is one: ask the lead. Who goes on
 * is asked again only when others are found than those she saw. */
#ifndef WEB_ALIKE_H
#define WEB_ALIKE_H

#include "query/duplicate.h"
#include "web/route.h"

#define ALIKE_MARK_MAX 200
#define ALIKE_PARAMS                                                 \
    {"alike", PARAM_TEXT, ALIKE_MARK_MAX, false, false, N_("Form")}, \
    {                                                                \
        "alike_use", PARAM_ID, 32, false, false, N_("Form")          \
    }

struct alike {
    struct duplicate_found found;
    struct str mark; /* whom she was shown */
    bool ask;
};

/* like: a record that is not stored; of a kind that is not compared nothing is asked, nor of a
 * change that was made already: somebody clicked twice. */
MUST_USE enum rc alike_look(struct web *web, const struct record *like, const struct id *change,
                            struct alike *out);
/* go_on: the button for "another person". */
void alike_show(struct web *web, const struct alike *alike, struct str go_on);
/* "It is she" was pressed: the record to use. */
bool alike_chosen(struct web *web, struct id *out);
/* What speaks for two being one, the strongest first, in a few words. */
struct str alike_reasons(struct call *call, const struct match_score *score);

#endif
