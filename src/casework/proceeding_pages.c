/* proceeding_pages.c - see proceeding_pages.h. */
#include "casework/proceeding_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/deadline.h"
#include "casework/known_parts.h"
#include "casework/letter_pages.h"
#include "casework/moves_say.h"
#include "casework/pages.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/control.h"
#include "web/record_path.h"

enum { TEXT_MAX = 200, NOTE_MAX = 500, EVENTS_SHOWN = 12 };

/* More procedures than this, and only the first stand open. */
enum { OPEN_MAX = 6, OPEN_FIRST = 2 };

static struct str hex(struct call *call, const struct record *record)
{
    return str_hex(call->arena, id_str(&record->id));
}

static struct str procedure_name(struct call *call, const struct procedure *procedure)
{
    return words_in(procedure->name, lang_code(call->lang));
}

/* ---- where a step leads ---- */

static struct str event_path(struct web *web, const struct record *of,
                             const struct record *proceeding, const char *what)
{
    return page_case_path(web, of->code,
                          str_format(web->call.arena, "/event?proceeding=%s&what=%s",
                                     hex(&web->call, proceeding).p, what)
                              .p);
}

static struct str incoming_path(struct web *web, const struct record *of,
                                const struct record *proceeding)
{
    return page_case_path(
        web, of->code,
        str_format(web->call.arena, "/incoming?proceeding=%s", hex(&web->call, proceeding).p).p);
}

static struct str begin_path(struct web *web, const struct record *of,
                             const struct record *proceeding, const struct procedure *to)
{
    return page_case_path(web, of->code,
                          str_format(web->call.arena, "/procedure?after=%s&procedure=%s",
                                     hex(&web->call, proceeding).p, to->id.p)
                              .p);
}

/* ---- the buttons of a step ---- */

static void link_button(struct web *web, enum weight weight, struct str label, struct str path)
{
    struct button button = {.label = label, .weight = weight};

    part_link_button(&web->html, &button, path);
}

/* What was handed in is written down with its proof; another procedure begins first. */
static void act_button(struct web *web, const struct record *of, const struct proceeding_view *view,
                       const struct move *move, enum weight weight)
{
    struct call *call = &web->call;
    const struct record *proceeding = view->ask.proceeding;

    if (!case_may_change(call, of))
        return;
    switch (move->kind) {
    case MOVE_FILE:
        link_button(web, weight, say(call, "Write the letter"),
                    letter_step_path(web, of->code, &proceeding->id, move));
        link_button(web, WEIGHT_OTHER, say(call, "It was handed in"),
                    event_path(web, of, proceeding, "filed"));
        break;
    case MOVE_ACT:
        link_button(web, weight, say(call, "It was done"),
                    event_path(web, of, proceeding, "complete"));
        break;
    case MOVE_REMIND:
        link_button(web, weight, say(call, "Write the reminder"),
                    letter_step_path(web, of->code, &proceeding->id, move));
        link_button(web, WEIGHT_OTHER, say(call, "The reminder was sent"),
                    event_path(web, of, proceeding, "reminder_filed"));
        break;
    case MOVE_SILENCE:
    case MOVE_NEXT:
        link_button(web, weight, say(call, "Write the letter"),
                    letter_step_path(web, of->code, &proceeding->id, move));
        link_button(web, WEIGHT_OTHER, say(call, "Begin this step"),
                    begin_path(web, of, proceeding, move->to));
        break;
    case MOVE_WAIT:
        if (move->undone)
            link_button(web, weight, say(call, "It was done"),
                        event_path(web, of, proceeding, "complied"));
        else
            link_button(web, weight, say(call, "They answered"),
                        incoming_path(web, of, proceeding));
        break;
    case MOVE_WORDS: break;
    }
}

static struct str last_day(struct web *web, const struct move *move)
{
    struct call *call = &web->call;
    struct str last = move_last_day(call, move);

    if (!move->counted)
        return last;
    return str_format(call->arena, "%s (%s)", last.p, page_days_left(call, move->last).p);
}

/* "Municipality of Rekovo, 360-41/9": which of several it is. */
static struct str body_and_number(struct web *web, const struct record *proceeding)
{
    struct call *call = &web->call;
    struct str body = page_link_title(call, proceeding, "body");
    struct str number = page_shown(call, proceeding, "their_number");

    if (body.n == 0)
        body = page_shown(call, proceeding, "body_name");
    return str_format(call->arena, "%.*s%s%.*s", (int)body.n, body.p,
                      body.n != 0 && number.n != 0 ? ", " : "", (int)number.n, number.p);
}

/* A day that hangs on what cannot be proved, or on a rule that nobody has read in the law. */
static void how_sure(struct web *web, const struct move *move)
{
    struct call *call = &web->call;

    if (!move->counted)
        return;
    if (!move->firm)
        part_tag(&web->html, TONE_WARN, say(call, "provisional"));
    if (move->status != LAW_VERIFIED)
        part_tag(&web->html, TONE_WARN, law_sure(call, move->status));
}

bool next_step(struct web *web, const struct record *of, const struct proceedings *all)
{
    struct call *call = &web->call;
    const struct proceeding_view *view = NULL;
    const struct move *move = proceedings_next(all, &view);

    if (move == NULL)
        return false;
    struct str why = move_reason(call, move);
    struct str which = body_and_number(web, view->ask.proceeding);
    part_next(&web->html, move_title(call, move), last_day(web, move));
    if (why.n != 0)
        html_tag(&web->html, "p", NULL, why);
    if (which.n != 0)
        html_tag(&web->html, "p", NULL, which);
    if (move->kind != MOVE_WAIT)
        how_sure(web, move);
    part_actions(&web->html);
    act_button(web, of, view, move, WEIGHT_MAIN);
    if (case_may_change(call, of))
        link_button(web, WEIGHT_OTHER, say(call, "Something happened"),
                    event_path(web, of, view->ask.proceeding, ""));
    part_actions_end(&web->html);
    part_next_end(&web->html);
    return true;
}

/* ---- how a day was counted ---- */

/* What the term says; else the act that the procedure rests on. */
static struct str law_source(const struct moves_clock *clock)
{
    if (clock->term->law.source.n != 0 || clock->of->basis_count == 0)
        return clock->term->law.source;
    return clock->of->basis[0].act;
}

static void counted(struct web *web, const struct moves_clock *clock)
{
    struct call *call = &web->call;
    struct count_step *steps = arena_array(call->arena, clock->count.n + 1, sizeof *steps);

    if (steps == NULL)
        return;
    for (size_t i = 0; i < clock->count.n; i++) {
        const struct term_step *step = &clock->count.steps[i];
        steps[i] = (struct count_step){date_long(call, step->on), term_step_what(call, step),
                                       term_step_why(call, &clock->count, step)};
    }
    part_steps(&web->html, say(call, "How this day was counted"), steps, clock->count.n);
    struct fact facts[] = {
        {.label = say(call, "Rule"), .value = clock_rule(call, clock)},
        {.label = say(call, "Source"), .value = law_source(clock)},
        {.label = say(call, "How sure"), .value = law_sure(call, clock->status)},
    };
    part_fold(&web->html, say(call, "The rule, and where it stands"), false);
    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
    part_fold_end(&web->html);
}

/* ---- one procedure ---- */

void procedure_moves(struct web *web, const struct record *of, const struct proceeding_view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    for (size_t i = 0; i < view->moves.open_n; i++) {
        const struct move *move = &view->moves.open[i];
        struct str why = move_reason(call, move), last = last_day(web, move);
        html_tag(h, "h3", NULL, move_title(call, move));
        if (last.n != 0)
            html_tag(h, "p", move->kind == MOVE_WAIT ? NULL : "due", last);
        if (why.n != 0)
            html_tag(h, "p", NULL, why);
        part_actions(h);
        how_sure(web, move);
        act_button(web, of, view, move, WEIGHT_OTHER);
        part_actions_end(h);
        if (move->clock != NULL)
            counted(web, move->clock);
    }
    for (size_t i = 0; i < view->moves.barred_n; i++)
        part_note(h, TONE_BAD,
                  say(call,
                      "%s: the last day was %s. It is too late for this, unless a lawyer "
                      "finds a way.",
                      move_title(call, &view->moves.barred[i]).p,
                      date_long(call, view->moves.barred[i].last).p));
}

static struct str event_title(struct web *web, const struct record *event)
{
    struct call *call = &web->call;
    struct str what = page_shown(call, event, "what"), result = page_shown(call, event, "result");

    return result.n == 0 ? what : str_format(call->arena, "%s: %s", what.p, result.p);
}

static void events(struct web *web, const struct proceeding_view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    part_timeline(h);
    for (size_t i = 0; i < view->ask.n; i++) {
        const struct record *record = view->ask.events[view->ask.n - 1 - i];
        struct value on = record_value(record, "on");
        struct str number = page_shown(call, record, "number");
        struct event event = {
            .icon = "check",
            .when = on.type == V_INT ? (day)on.i : call->today,
            .title = event_title(web, record),
            .text = str_format(call->arena, "%s%s%s", page_shown(call, record, "proof").p,
                               number.n == 0 ? "" : ", ", str_z(call->arena, number)),
            .path = record_general_path(web, record, ""),
            .link = say(call, "Open")};
        if (record->retired_ms == 0)
            part_event(h, &event);
    }
    part_timeline_end(h);
}

static void status(struct web *web, const struct proceeding_view *view)
{
    struct call *call = &web->call;
    bool silent = view->moves.silent && !view->over;
    enum law_status sure = view->ask.moves.procedure->law.status;

    if (!silent && sure == LAW_VERIFIED)
        return;
    part_actions(&web->html);
    if (silent)
        part_tag(&web->html, TONE_BAD,
                 say(call, "No answer since %s", date_text(call, view->moves.silent_since).p));
    if (sure != LAW_VERIFIED)
        part_tag(&web->html, TONE_MUTE, law_sure(call, sure));
    part_actions_end(&web->html);
}

/* By which rule it is counted, where that is not the one of today. */
static void rule(struct web *web, const struct clocks_ask *ask)
{
    const struct procedure *procedure = ask->moves.procedure;
    struct call *call = &web->call;

    if (ask->n == 0)
        return;
    if (ask->began < procedure->valid_from || ask->began > procedure->valid_to)
        part_note(&web->html, TONE_WARN,
                  say(call,
                      "It began on %s. The rule that is known here is of another time: the days "
                      "are counted by it all the same, so ask somebody who knows the law.",
                      date_long(call, ask->began).p));
    else if (ask->other_rule)
        part_note(&web->html, TONE_INFO,
                  say(call, "It is counted by the rule of %s, when it began, not by that of today.",
                      date_long(call, ask->began).p));
}

static void card_acts(struct web *web, const struct record *of, const struct record *proceeding)
{
    struct call *call = &web->call;

    part_actions(&web->html);
    if (case_may_change(call, of))
        link_button(web, WEIGHT_OTHER, say(call, "Something happened"),
                    event_path(web, of, proceeding, ""));
    link_button(web, WEIGHT_QUIET, say(call, "All that is kept"),
                record_general_path(web, proceeding, ""));
    part_actions_end(&web->html);
}

static void card_body(struct web *web, const struct record *of, const struct proceeding_view *view)
{
    const struct record *proceeding = view->ask.proceeding;

    status(web, view);
    rule(web, &view->ask);
    known_kept(web, view);
    if (!view->over) {
        known_warnings(web, view->ask.moves.procedure);
        procedure_moves(web, of, view);
        known_rest(web, view->ask.moves.procedure);
    }
    if (view->ask.n != 0)
        events(web, view);
    card_acts(web, of, proceeding);
}

/* Of a procedure that no pack knows what was written down is all that there is. */
static void unknown_card(struct web *web, const struct record *of, const struct record *proceeding)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    part_card(h, page_shown(call, proceeding, "procedure"));
    part_note(h, TONE_WARN,
              say(call, "The law in this program has no such procedure, so no last day is counted "
                        "in it. Write its days down as tasks, and ask somebody who knows the "
                        "law."));
    card_acts(web, of, proceeding);
    part_card_end(h);
}

static void card(struct web *web, const struct record *of, const struct proceeding_view *view)
{
    struct str which = body_and_number(web, view->ask.proceeding);

    part_card(&web->html, procedure_name(&web->call, view->ask.moves.procedure));
    if (which.n != 0)
        html_tag(&web->html, "p", NULL, which);
    card_body(web, of, view);
    part_card_end(&web->html);
}

/* Which one it is, and what is open in it: the line of one that is folded. */
static struct str folded_line(struct web *web, const struct proceeding_view *view)
{
    struct call *call = &web->call;
    struct str which = body_and_number(web, view->ask.proceeding), what = STR("");

    if (which.n == 0)
        which = procedure_name(call, view->ask.moves.procedure);
    if (!view->over && view->moves.open_n != 0)
        what = view->moves.open[0].counted ? last_day(web, &view->moves.open[0])
                                           : move_title(call, &view->moves.open[0]);
    return str_format(call->arena, "%.*s%s%.*s", (int)which.n, which.p, what.n == 0 ? "" : " – ",
                      (int)what.n, what.p);
}

/* Of one case of many people each has her own procedure: the first stand open. */
void procedure_cards(struct web *web, const struct record *of, const struct proceedings *all)
{
    struct call *call = &web->call;
    size_t open = all->n > OPEN_MAX ? OPEN_FIRST : all->n;

    for (size_t i = 0; i < open; i++)
        card(web, of, &all->in[i]);
    for (size_t i = 0; i < all->unknown_n; i++)
        unknown_card(web, of, all->unknown[i]);
    if (open == all->n)
        return;
    long long more = (long long)(all->n - open);
    part_card(&web->html, str_format(call->arena,
                                     lang_plural(call->lang, "%lld more procedure",
                                                 "%lld more procedures", more),
                                     more));
    for (size_t i = open; i < all->n; i++) {
        part_fold(&web->html, folded_line(web, &all->in[i]), false);
        card_body(web, of, &all->in[i]);
        part_fold_end(&web->html);
    }
    part_card_end(&web->html);
}

/* ---- a procedure begins ---- */

static struct page form_page(struct web *web, struct str title)
{
    struct str code = web_text(web, "code");

    return (struct page){.title = title,
                         .code = code,
                         .back_path = page_case_path(web, code, ""),
                         .back_label = say(&web->call, "The case")};
}

static enum rc begin_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = form_page(web, say(call, "A procedure begins"));
    struct form_options form = {.action = page_case_path(web, web_text(web, "code"), "/procedure")};
    struct button button = {.label = say(call, "Begin"), .weight = WEIGHT_MAIN};
    struct control procedure = {.name = STR("procedure"),
                                .label = say(call, "Procedure"),
                                .hint = say(call, "What one wants to do about it."),
                                .must = true};
    struct pick *picks = arena_array(call->arena, PAGE_PICKS_MAX + 1, sizeof *picks);

    if (picks == NULL)
        return fail_memory(call);
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(h, "after", page_typed(web, "after"));
    control_hidden(h, "paper", page_typed(web, "paper"));
    control_select(h, &procedure, picks, page_procedures(web, page_typed(web, "procedure"), picks));
    page_text(web, "body_name", say(call, "Which body"), false);
    page_text(web, "their_number", say(call, "Their number"), false);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc find_case(struct web *web, struct record **out)
{
    return query_code(&web->call, page_kind(web, "case"), web_text(web, "code"), out);
}

static enum rc begin_page(struct web *web)
{
    struct record *record;
    enum rc rc = find_case(web, &record);

    return rc == RC_OK ? begin_form(web) : rc;
}

/* A link by the hexadecimal id that a hidden field carries. */
static struct value link_typed(struct web *web, const char *name)
{
    struct id *id = arena_alloc(web->call.arena, sizeof *id);

    if (id == NULL || !str_unhex(page_typed(web, name), id->b, sizeof id->b))
        return v_null();
    return id_value(id);
}

struct field_given {
    const char *name;
    struct value value;
};

/* Saves a part of the case; fields that were left empty stay so. */
static enum rc save(struct web *web, const struct record *of, const char *kind,
                    const struct field_given *fields, size_t n)
{
    struct call *call = &web->call;
    struct save_args args = {.kind = page_kind(web, kind), .owner = &of->id};
    struct value *values = arena_array(call->arena, args.kind->n, sizeof *values);
    bool *given = arena_array(call->arena, args.kind->n, sizeof *given);
    struct operation_request request = {.operation = "record.save", .change = page_change(web)};
    struct outcome outcome;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        page_give(&args, values, given, fields[i].name, fields[i].value);
    args.values = values;
    args.given = given;
    enum rc rc = save_args_make(call, &args, &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static enum rc answer(struct web *web, const struct record *of, enum rc rc,
                      enum rc (*again)(struct web *web))
{
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return again(web);
    }
    return rc == RC_OK ? web_redirect(web, page_case_path(web, of->code, ""), "saved") : rc;
}

static enum rc begin_post(struct web *web)
{
    struct record *of;
    enum rc rc = find_case(web, &of);

    if (rc != RC_OK)
        return rc;
    const struct field_given fields[] = {
        {"procedure", page_value(page_typed(web, "procedure"))},
        {"body_name", page_value(page_typed(web, "body_name"))},
        {"their_number", page_value(page_typed(web, "their_number"))},
        {"after", link_typed(web, "after")},
        {"paper", link_typed(web, "paper")},
    };
    rc = save(web, of, "proceeding", fields, sizeof fields / sizeof *fields);
    return answer(web, of, rc, begin_form);
}

/* ---- something happens in it ---- */

static struct date_parts parts_typed(const struct web *web, const char *name)
{
    struct arena *arena = web->call.arena;

    return (struct date_parts){
        .d = page_typed(web, str_format(arena, "%s.d", name).p),
        .m = page_typed(web, str_format(arena, "%s.m", name).p),
        .y = page_typed(web, str_format(arena, "%s.y", name).p),
    };
}

static void day_control(struct web *web, const char *name, struct str label, struct str hint,
                        bool must)
{
    struct control control = {.name = str_of(name), .label = label, .hint = hint, .must = must};
    struct date_parts parts = parts_typed(web, name);

    control_date(&web->html, &control, &parts);
}

static enum rc event_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = form_page(web, say(call, "What happened?"));
    struct form_options form = {.action = page_case_path(web, web_text(web, "code"), "/event")};
    struct button button = {.label = say(call, "Write it down"), .weight = WEIGHT_MAIN};
    struct control guessed = {.name = STR("guessed"),
                              .label = say(call, "The day is not certain: this is the earliest "
                                                 "that it can be")};
    struct control before = {.name = STR("before"),
                             .label = say(call, "It was before this procedure: what the procedure "
                                                "goes against")};

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(h, "proceeding", page_typed(web, "proceeding"));
    page_select(web, "event", "what", true);
    day_control(web, "on", say(call, "On which day"), say(call, "For example 27 11 2026"), true);
    control_check(h, &guessed, page_typed(web, "guessed").n != 0);
    page_select(web, "event", "proof", true);
    page_text(web, "number", say(call, "Number of the slip, the stamp or the letter"), false);
    page_select(web, "event", "result", false);
    part_fold(h, say(call, "More"), page_typed(web, "until.y").n != 0);
    day_control(web, "until", say(call, "If they took more time: their new last day"), STR(""),
                false);
    control_check(h, &before, page_typed(web, "before").n != 0);
    page_text(web, "note", say(call, "Note"), false);
    part_fold_end(h);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc event_page(struct web *web)
{
    struct record *record;
    enum rc rc = find_case(web, &record);

    return rc == RC_OK ? event_form(web) : rc;
}

static struct value flag_typed(const struct web *web, const char *name)
{
    return web_flag(web, name) ? v_int(1) : v_null();
}

static struct value day_value(struct web *web, const char *name)
{
    day on;

    return web_day(web, name, &on) ? v_int(on) : v_null();
}

static enum rc event_post(struct web *web)
{
    struct record *of;
    enum rc rc = find_case(web, &of);

    if (rc != RC_OK)
        return rc;
    const struct field_given fields[] = {
        {"proceeding", link_typed(web, "proceeding")},
        {"what", page_value(page_typed(web, "what"))},
        {"on", day_value(web, "on")},
        {"guessed", flag_typed(web, "guessed")},
        {"proof", page_value(page_typed(web, "proof"))},
        {"number", page_value(page_typed(web, "number"))},
        {"result", page_value(page_typed(web, "result"))},
        {"until", day_value(web, "until")},
        {"before", flag_typed(web, "before")},
        {"note", page_value(page_typed(web, "note"))},
    };
    rc = save(web, of, "event", fields, sizeof fields / sizeof *fields);
    return answer(web, of, rc, event_form);
}

/* ---- routes ---- */

static const struct param begin_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"procedure", PARAM_CODE, 100, false, false, N_("Procedure")},
    {"after", PARAM_ID, 32, false, false, N_("Against what came of")},
    {"paper", PARAM_ID, 32, false, false, N_("Began with this paper")},
    {"body_name", PARAM_TEXT, TEXT_MAX, false, false, N_("Which body")},
    {"their_number", PARAM_TEXT, 100, false, false, N_("Their number")},
    {0},
};

static const struct param event_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"proceeding", PARAM_ID, 32, false, false, N_("Procedure")},
    {"what", PARAM_CODE, 40, false, false, N_("What happened")},
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {"guessed", PARAM_FLAG, 0, false, false, N_("The day is not certain")},
    {"proof", PARAM_CODE, 40, false, false, N_("How it can be proved")},
    {"number", PARAM_TEXT, 100, false, false, N_("Number of the slip, the stamp or the letter")},
    {"result", PARAM_CODE, 40, false, false, N_("What was decided")},
    {"until", PARAM_DAY, 0, false, false, N_("The body's new last day")},
    {"before", PARAM_FLAG, 0, false, false, N_("Before this procedure")},
    {"note", PARAM_TEXT, NOTE_MAX, false, false, N_("Note")},
    {0},
};

const struct route proceeding_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/event", event_params, event_page, NULL, 0,
     "asks what happened in a procedure"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/event", event_params, event_post,
     event_form, 0, "writes down what happened, with its proof"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/procedure", begin_params, begin_page, NULL,
     0, "asks which procedure begins"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/procedure", begin_params, begin_post,
     begin_form, 0, "begins a procedure in a case"},
};
const size_t proceeding_routes_n = sizeof proceeding_routes / sizeof *proceeding_routes;
