/* known_parts.c - see known_parts.h. */
#include "casework/known_parts.h"

#include "base/lang.h"
#include "casework/moves_say.h"
#include "web/date.h"

/* ---- limits for filing that were kept, or not */

static const uint32_t filing = UINT32_C(1) << EVENT_FILED | UINT32_C(1) << EVENT_RECEIVED |
                               UINT32_C(1) << EVENT_STARTED | UINT32_C(1) << EVENT_ACCEPTED;

static struct str how_early(struct call *call, long long days)
{
    const char *words = days > 0
                            ? lang_plural(call->lang, "%lld day early", "%lld days early", days)
                            : lang_plural(call->lang, "%lld day late", "%lld days late", -days);

    return str_format(call->arena, words, days > 0 ? days : -days);
}

static struct str handed_in(struct call *call, const struct moves_clock *clock)
{
    long long days = clock->due - clock->ended_on;

    if (days == 0)
        return say(call, "Handed in on the last day, %s.", date_long(call, clock->due).p);
    return say(call, "Handed in on %s, %s: the last day was %s.",
               date_long(call, clock->ended_on).p, how_early(call, days).p,
               date_long(call, clock->due).p);
}

static bool ended_by_filing(const struct moves_ask *ask, const struct moves_clock *clock)
{
    const struct moves_fact *filed =
        clock->ended ? moves_first(ask, filing, clock->ended_on) : NULL;

    return filed != NULL && filed->on == clock->ended_on;
}

static void show_kept(struct web *web, const struct moves_clock *clock)
{
    part_note(&web->html, clock->ended_on <= clock->due ? TONE_OK : TONE_BAD,
              handed_in(&web->call, clock));
    if (clock->status == LAW_VERIFIED)
        return;
    part_actions(&web->html);
    part_tag(&web->html, TONE_WARN,
             say(&web->call, "This limit: %s", law_sure(&web->call, clock->status).p));
    part_actions_end(&web->html);
}

/* Of several limits the earliest was the last day. */
void known_kept(struct web *web, const struct proceeding_view *view)
{
    const struct moves_clocks *clocks = &view->moves.clocks;
    const struct moves_clock *first = NULL;

    for (size_t i = 0; i < clocks->n; i++)
        if (clocks->in[i].stage == NULL && (first == NULL || clocks->in[i].due < first->due))
            first = &clocks->in[i];
    if (first != NULL && ended_by_filing(&view->ask.moves, first))
        show_kept(web, first);
}

/* ---- what the pack says of it */

static void list(struct web *web, struct str heading, struct texts texts)
{
    struct html *h = &web->html;

    if (texts.n == 0)
        return;
    html_tag(h, "h3", NULL, heading);
    html_raw(h, "<ul>");
    for (size_t i = 0; i < texts.n; i++)
        html_tag(h, "li", NULL, texts.in[i]);
    html_raw(h, "</ul>");
}

void known_warnings(struct web *web, const struct procedure *procedure)
{
    for (size_t i = 0; i < procedure->warnings.n; i++)
        part_note(&web->html, TONE_WARN, procedure->warnings.in[i]);
}

/* Is there any term of it that a day can be counted from? */
static bool is_counted(const struct procedure *procedure)
{
    for (size_t i = 0; i < procedure->limits.n; i++)
        if (procedure->limits.in[i].term.length != 0 && procedure->limits.in[i].manual.n == 0)
            return true;
    for (size_t i = 0; i < procedure->stage_count; i++)
        for (size_t k = 0; k < procedure->stages[i].terms.n; k++)
            if (procedure->stages[i].terms.in[k].manual.n == 0 &&
                procedure->stages[i].terms.in[k].term.length != 0)
                return true;
    return false;
}

void known_rest(struct web *web, const struct procedure *procedure)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    if (!is_counted(procedure))
        part_note(h, TONE_WARN,
                  say(call, "No term of this is known to the program: no last day is counted, for "
                            "her or for the office. Ask, and write down who said what."));
    if (procedure->ask.n + procedure->checks.n + procedure->documents.n + procedure->notes.n == 0)
        return;
    part_fold(h, say(call, "Whom to ask, what to look at, which papers"), !procedure->offered);
    list(web, say(call, "What is not known"),
         procedure->offered ? (struct texts){NULL, 0} : procedure->notes);
    list(web, say(call, "Whom to ask"), procedure->ask);
    list(web, say(call, "What to look at"), procedure->checks);
    list(web, say(call, "Which papers it needs"), procedure->documents);
    list(web, say(call, "Also known"),
         procedure->offered ? procedure->notes : (struct texts){NULL, 0});
    part_fold_end(h);
}
