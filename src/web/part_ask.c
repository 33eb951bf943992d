/* part_ask.c - part_questions() of part.h: what is odd is asked in the form that was sent. */
#include "model/question.h"
#include "web/control.h"
#include "web/part.h"

static size_t picks_of(struct call *call, struct pick *picks)
{
    size_t n = 0;

    for (const struct call_question *q = call->questions; q != NULL; q = q->next)
        picks[n++] = (struct pick){.value = q->mark,
                                   .label = say(call, "Yes, it is so. %s", q->what.p),
                                   .hint = q->why,
                                   .chosen = q->sure};
    return n;
}

void part_questions(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct control sure = {.name = STR("sure"),
                           .label = say(call, "Is this so?"),
                           .hint = say(call, "Nothing is saved yet, and nothing you wrote is lost. "
                                             "Correct the field; or tick what is so: it is kept as "
                                             "you wrote it, and that you were asked."),
                           .must = true};
    struct pick *picks = arena_array(call->arena, QUESTIONS_MAX, sizeof *picks);

    if (picks == NULL)
        return;
    html_raw(h, "<div class=\"card asked\">");
    control_checks(h, &sure, picks, picks_of(call, picks));
    html_raw(h, "</div>");
}
