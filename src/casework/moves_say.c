/* moves_say.c - see moves_say.h. */
#include "casework/moves_say.h"

#include "base/lang.h"
#include "casework/deadline.h"
#include "web/date.h"
#include "web/html.h"

static struct str name_of(struct call *call, const struct procedure *procedure)
{
    return words_in(procedure->name, lang_code(call->lang));
}

static struct str body_of(struct call *call, const struct procedure *procedure)
{
    struct str body = words_in(procedure->institution, lang_code(call->lang));

    return body.n == 0 ? say(call, "The office") : body;
}

struct str move_title(struct call *call, const struct move *move)
{
    switch (move->kind) {
    case MOVE_FILE: return say(call, "Hand in: %s", name_of(call, move->to).p);
    case MOVE_ACT: return words_in(move->stage->action, lang_code(call->lang));
    case MOVE_WAIT:
        if (move->undone)
            return say(call, "What was decided must be done by %s", date_long(call, move->last).p);
        return move->counted ? say(call, "%s has time until %s", body_of(call, move->to).p,
                                   date_long(call, move->last).p)
                             : say(call, "Wait for an answer: %s", body_of(call, move->to).p);
    case MOVE_REMIND: return say(call, "Send a reminder");
    case MOVE_SILENCE: return say(call, "Nobody answered: %s", name_of(call, move->to).p);
    case MOVE_NEXT: return say(call, "Against the decision: %s", name_of(call, move->to).p);
    case MOVE_WORDS: break;
    }
    return move->words;
}

static struct str waited(struct call *call, const struct move *move)
{
    return say(call, "The time for deciding ended on %s.", date_long(call, move->opens - 1).p);
}

static struct str reason(struct call *call, const struct move *move)
{
    switch (move->kind) {
    case MOVE_REMIND: return say(call, "The law asks for a reminder before the next step.");
    case MOVE_SILENCE: return waited(call, move);
    case MOVE_NEXT:
        return move->undone ? say(call, "What was decided was not done in its time.")
                            : say(call, "It was not granted in full.");
    case MOVE_WAIT:
        return move->undone ? say(call, "It was decided in her favour; the other side must do it.")
                            : STR("");
    case MOVE_FILE:
    case MOVE_ACT: return move->clock == NULL ? STR("") : clock_rule(call, move->clock);
    case MOVE_WORDS: break;
    }
    return STR("");
}

struct str move_reason(struct call *call, const struct move *move)
{
    struct str why = reason(call, move);

    if (move->when.n == 0)
        return why;
    return str_format(call->arena, "%.*s%s%s", (int)why.n, why.p, why.n == 0 ? "" : " ",
                      say(call, "Only if this is the case: %s.", move->when.p).p);
}

struct str move_last_day(struct call *call, const struct move *move)
{
    if (move->counted)
        return say(call, "Last day: %s", date_long(call, move->last).p);
    if (move->any_time)
        return say(call, "There is no last day: it is open at any time.");
    if (move->kind == MOVE_WORDS || move->kind == MOVE_REMIND)
        return STR("");
    return move->words.n != 0
               ? deadline_uncounted(call, move->words)
               : say(call, "No last day could be counted: ask, and write down what is missing.");
}

struct str clock_rule(struct call *call, const struct moves_clock *clock)
{
    struct str article = clock->term->article.n != 0 || clock->stage == NULL
                             ? clock->term->article
                             : clock->stage->article;
    struct str said =
        say(call, "Counted from %s, %s: %s.", date_long(call, clock->from->on).p,
            deadline_event(call, clock->from->what).p, term_text(call, clock->term->term).p);

    return article.n == 0
               ? said
               : str_format(call->arena, "%s %s", said.p, say(call, "Article %s.", article.p).p);
}

struct str law_sure(struct call *call, enum law_status status)
{
    static const char *const labels[] = {
        [LAW_VERIFIED] = N_("verified in the law's text"),
        [LAW_PARTLY] = N_("partly verified"),
        [LAW_UNVERIFIED] = N_("not confirmed"),
    };

    return str_of(lang_text(call->lang, labels[status]));
}
