/* referral_pages.c - see referral_pages.h. */
#include "casework/referral_pages.h"

#include "base/lang.h"
#include "casework/institution.h"
#include "casework/pages.h"
#include "casework/referral.h"
#include "casework/together.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { WHAT_MAX = 300, NAME_MAX = 200, WORDS_MAX = 500, RESULT_MAX = 4000, CODE_MAX = 60 };

/* ---- whom it goes to ---- */

struct target {
    struct value institution;
    struct record *body; /* NULL: not in our list */
    struct str name;     /* n == 0: nobody was chosen */
};

static enum rc find_target(struct web *web, struct target *out)
{
    struct call *call = &web->call;
    struct id id;

    *out = (struct target){together_id(web, "to"), NULL, str_trim(page_typed(web, "to_name"))};
    if (out->institution.type == V_NULL || !id_of(out->institution.s, &id))
        return RC_OK;
    enum rc rc = query_get(call, page_kind(web, "institution"), &id, &out->body);
    if (rc == RC_OK)
        out->name = record_title(call, out->body);
    return rc;
}

static enum rc days_of(struct web *web, const struct target *target, struct referral_days *out)
{
    return referral_days_of(&web->call, target->body == NULL ? NULL : &target->body->id, out);
}

/* ---- the first step: to whom, what for, what they need to know ---- */

static bool is_ticked(const struct web *web, const struct referral_item_row *item, bool typed)
{
    struct str value;
    size_t at = 0;

    while (web_each(web, "pass", &at, &value))
        if (str_is(value, item->code))
            return true;
    return !typed && item->usual;
}

static unsigned chosen_items(const struct web *web)
{
    unsigned chosen = 0;

    for (size_t i = 0; i < REFERRAL_ITEMS; i++)
        if (is_ticked(web, &referral_items[i], true))
            chosen |= referral_items[i].is;
    return chosen;
}

static void items_control(struct web *web)
{
    struct call *call = &web->call;
    bool typed = page_typed(web, "step").n != 0;
    struct control control = {.name = STR("pass"),
                              .label = say(call, "What do they need to know?"),
                              .hint = say(call, "Nothing else is passed on. It is shown before."),
                              .must = true};
    struct pick picks[REFERRAL_ITEMS];

    for (size_t i = 0; i < REFERRAL_ITEMS; i++)
        picks[i] = (struct pick){str_of(referral_items[i].code),
                                 str_of(lang_text(call->lang, referral_items[i].label)), STR(""),
                                 is_ticked(web, &referral_items[i], typed)};
    control_checks(&web->html, &control, picks, REFERRAL_ITEMS);
}

static enum rc first_form(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/referral")};
    struct button button = {.label = say(call, "Show what is passed on"), .weight = WEIGHT_MAIN};
    struct control name = {.name = STR("to_name"),
                           .label = say(call, "Or its name, if it is not in our list"),
                           .value = page_typed(web, "to_name"),
                           .max = NAME_MAX};
    struct control what = {.name = STR("what"),
                           .label = say(call, "What we ask them to do"),
                           .value = page_typed(web, "what"),
                           .max = WHAT_MAX,
                           .must = true};

    part_form(web, &form);
    control_hidden(&web->html, "step", STR("show"));
    enum rc rc = together_body(web, "to", say(call, "To whom"), STR(""));
    control_text(&web->html, &name);
    control_text(&web->html, &what);
    items_control(web);
    part_form_send(&web->html, &form, &button);
    return rc;
}

static enum rc first_page(struct web *web)
{
    struct record *of;
    enum rc rc = together_case(web, &of);

    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(&web->call, "Hand over to another body"));
    part_page(web, &page);
    rc = first_form(web, of);
    part_page_end(web, &page);
    return rc;
}

/* ---- the second: what allows it, what is passed on, until when ---- */

static void allowed_note(struct web *web, const struct record *of, const struct target *target,
                         const struct referral_allowed *allowed)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const char *to = str_z(call->arena, target->name);
    struct str who = allowed->basis == NULL
                         ? STR("")
                         : str_of(str_z(call->arena, together_text(allowed->basis, "recipients")));
    struct id person;

    if (allowed->how == REFERRAL_NAMED) {
        part_note(
            h, TONE_OK,
            say(call, "Allowed: %s, for %s.", page_shown(call, allowed->basis, "ground").p, who.p));
        return;
    }
    if (allowed->how == REFERRAL_NONE)
        part_note(h, TONE_BAD,
                  say(call, "Nothing allows us yet to tell %s. Ask her, and write it down.", to));
    else if (allowed->how == REFERRAL_NOBODY)
        part_note(h, TONE_BAD, say(call, "What she allowed names nobody who may get it."));
    else
        part_note(h, TONE_BAD, say(call, "What she allowed names others: %s.", who.p));
    if (id_of(record_value(of, "person").s, &person))
        part_link(h,
                  str_format(call->arena, "/records/basis/new?of=%s",
                             str_hex(call->arena, id_str(&person)).p),
                  say(call, "Write down what she agrees to"));
}

static void reason_control(struct web *web, const struct referral_allowed *allowed)
{
    struct call *call = &web->call;
    struct control reason = {.name = STR("reason"),
                             .label = say(call, "Why it must be done without her agreement"),
                             .hint = say(call, "It stands in the log for good."),
                             .value = page_typed(web, "reason"),
                             .max = WORDS_MAX};

    if (allowed->how != REFERRAL_NAMED)
        control_long(&web->html, &reason, 2);
}

static void conflict_note(struct web *web, const struct target *target)
{
    if (target->body != NULL && institution_conflict(target->body, web->call.actor))
        part_note(&web->html, TONE_WARN,
                  say(&web->call, "You have a tie to this body. Before you act, tell a lead, who "
                                  "decides whether a colleague takes it."));
}

static void days_note(struct web *web, const struct referral_days *days)
{
    struct call *call = &web->call;
    const char *accept = together_days(call, days->accept).p;
    const char *answer = together_days(call, days->answer).p;

    if (days->agreed)
        part_note(&web->html, TONE_INFO,
                  say(call, "Agreed with them (%s): taken up within %s, answered within %s.",
                      str_z(call->arena, days->agreement), accept, answer));
    else if (days->usual)
        part_note(&web->html, TONE_MUTE,
                  say(call,
                      "Nothing is agreed with them. Usual for this office: taken up within "
                      "%s, answered within %s.",
                      accept, answer));
    else
        part_note(&web->html, TONE_MUTE,
                  say(call,
                      "Nothing is agreed with them, and this office has not said what is "
                      "usual. Taken for now: taken up within %s, answered within %s.",
                      accept, answer));
}

static void carry(struct web *web, const char *name)
{
    control_hidden(&web->html, name, page_typed(web, name));
}

static void second_form(struct web *web, const struct record *of,
                        const struct referral_allowed *allowed, struct str passed)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/referral")};
    struct button button = {.label = say(call, "Hand over"), .weight = WEIGHT_MAIN};
    struct control text = {.name = STR("passed"),
                           .label = say(call, "This is passed on, and nothing else"),
                           .hint = say(call, "Take out what they need not know."),
                           .value = passed,
                           .max = REFERRAL_PASSED_MAX,
                           .must = true};

    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "step", STR("send"));
    carry(web, "to");
    carry(web, "to_name");
    carry(web, "what");
    control_long(&web->html, &text, 8);
    reason_control(web, allowed);
    together_day(web, "sent", say(call, "Sent on"), say(call, "Empty: today."), false);
    part_form_send(&web->html, &form, &button);
}

static enum rc second_page(struct web *web)
{
    struct call *call = &web->call;
    struct referral_allowed allowed;
    struct referral_days days;
    struct target target;
    struct record *of;
    struct str passed = page_typed(web, "passed");
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = find_target(web, &target);
    if (rc == RC_OK)
        rc = days_of(web, &target, &days);
    if (rc == RC_OK)
        rc = referral_allowed(call, of, target.name, &allowed);
    if (rc == RC_OK && str_is(page_typed(web, "step"), "show"))
        rc = referral_compose(call, of, chosen_items(web), &passed);
    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(call, "What is passed on"));
    page.heading = say(call, "To %s", str_z(call->arena, target.name));
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "We ask them: %s", str_z(call->arena, page_typed(web, "what"))));
    conflict_note(web, &target);
    allowed_note(web, of, &target, &allowed);
    days_note(web, &days);
    second_form(web, of, &allowed, passed);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc send(struct web *web, const struct record *of, struct outcome *out)
{
    struct call *call = &web->call;
    struct value sent = together_day_value(web, "sent");
    struct referral_allowed allowed;
    struct referral_days days;
    struct target target;
    day on = sent.type == V_INT ? (day)sent.i : call->today;
    enum rc rc = find_target(web, &target);

    if (rc == RC_OK)
        rc = days_of(web, &target, &days);
    if (rc == RC_OK)
        rc = referral_allowed(call, of, target.name, &allowed);
    if (rc != RC_OK)
        return rc;
    const struct referral referral = {.of = &of->id,
                                      .institution = target.institution,
                                      .name = target.body == NULL ? target.name : STR(""),
                                      .what = page_typed(web, "what"),
                                      .passed = page_typed(web, "passed"),
                                      .basis = allowed.basis == NULL ? v_null()
                                                                     : id_value(&allowed.basis->id),
                                      .sent = on,
                                      .accept_by = v_int(together_workday(on + (day)days.accept)),
                                      .answer_by = v_int(together_workday(on + (day)days.answer)),
                                      .agreed = days.agreed,
                                      .reason = page_typed(web, "reason"),
                                      .change = page_change(web)};
    return referral_send(call, &referral, out);
}

/* What is missing in the first step is asked for there. */
static bool first_is_whole(struct web *web)
{
    struct call *call = &web->call;

    if (page_typed(web, "to").n == 0 && page_typed(web, "to_name").n == 0)
        fault_add(call, STR("to"), "To whom?");
    if (page_typed(web, "what").n == 0)
        fault_add(call, STR("what"), "What do we ask them to do?");
    if (str_is(page_typed(web, "step"), "show") && chosen_items(web) == 0)
        fault_add(call, STR("pass"), "Nothing would be passed on. Choose what they need to know.");
    return call->faults == NULL;
}

static enum rc referral_post(struct web *web)
{
    struct outcome outcome = {.code = STR("")};
    struct record *of, made;

    if (!first_is_whole(web)) {
        web_status(web, 422);
        return first_page(web);
    }
    if (!str_is(page_typed(web, "step"), "send"))
        return second_page(web);
    enum rc rc = together_case(web, &of);
    if (rc == RC_OK)
        rc = send(web, of, &outcome);
    if (rc != RC_OK)
        return together_answer(web, rc, STR(""), NULL, second_page);
    made.id = outcome.record;
    return web_redirect(web, together_path(web, of, "/referral", &made), "made");
}

/* ---- one: where it stands, what came back ---- */

static struct str to_of(struct call *call, const struct record *referral)
{
    struct str body = page_link_title(call, referral, "to");

    return body.n == 0 ? together_text(referral, "to_name") : body;
}

static struct str state_of(struct call *call, const struct record *referral)
{
    const struct state *state = state_find(referral->kind, referral->state);

    return state == NULL ? STR("") : label_text(call, &state->label);
}

static struct str day_in(struct call *call, const struct record *referral, const char *name)
{
    struct value v = record_value(referral, name);

    return v.type == V_INT ? date_long(call, (day)v.i) : STR("");
}

/* "3 March 2026, after 4 days" */
static struct str after(struct call *call, const struct record *referral, const char *name)
{
    struct value v = record_value(referral, name), sent = record_value(referral, "sent");

    if (v.type != V_INT || sent.type != V_INT)
        return day_in(call, referral, name);
    return say(call, "%s, after %s", day_in(call, referral, name).p,
               together_days(call, v.i - sent.i).p);
}

static void facts(struct web *web, const struct record *referral)
{
    struct call *call = &web->call;
    bool agreed = record_value(referral, "agreed").i != 0;
    struct fact all[] = {
        {.label = say(call, "State"), .value = state_of(call, referral)},
        {.label = say(call, "What we ask them to do"), .value = together_text(referral, "what")},
        {.label = say(call, "Sent on"), .value = day_in(call, referral, "sent")},
        {.label = say(call, "They take it up or decline until"),
         .value = day_in(call, referral, "accept_by")},
        {.label = say(call, "Answer until"), .value = day_in(call, referral, "answer_by")},
        {.label = say(call, "These days"),
         .value = agreed ? say(call, "agreed with them")
                         : say(call, "this office's own; nothing is agreed with them")},
        {.label = say(call, "What allows us to tell them"),
         .value = page_link_title(call, referral, "basis")},
        {.label = say(call, "Done although nobody allowed it, because"),
         .value = together_text(referral, "without_basis")},
        {.label = say(call, "Accepted on"), .value = after(call, referral, "accepted")},
        {.label = say(call, "Help began on"), .value = after(call, referral, "begun")},
        {.label = say(call, "Done on"), .value = after(call, referral, "ended")},
        {.label = say(call, "What they answered"), .value = together_text(referral, "answer")},
        {.label = say(call, "Refused, because"),
         .value = together_text(referral, "refused_because")},
        {.label = say(call, "What came of it for her"), .value = together_text(referral, "result")},
        {.label = say(call, "Taken back on"), .value = day_in(call, referral, "taken_back")},
        {.label = say(call, "Taken back, because"),
         .value = together_text(referral, "taken_back_why")},
    };

    together_facts(&web->html, all, sizeof all / sizeof *all);
}

static void passed_card(struct web *web, const struct record *referral)
{
    struct str passed = together_text(referral, "passed");

    if (passed.n == 0)
        return;
    part_card(&web->html, say(&web->call, "What was passed on, and nothing else"));
    html_tag(&web->html, "p", "story", passed);
    part_card_end(&web->html);
}

static void waits(struct web *web, const struct record *referral)
{
    struct call *call = &web->call;
    struct value due = record_value(referral, "due");

    if (due.type != V_INT)
        return;
    html_tag(&web->html, "p", "due",
             str_is(referral->state, "sent")
                 ? say(call, "They take it up or decline until %s (%s).",
                       date_long(call, (day)due.i).p, page_days_left(call, (day)due.i).p)
                 : say(call, "They answer until %s (%s).", date_long(call, (day)due.i).p,
                       page_days_left(call, (day)due.i).p));
}

/* Which answers follow on where it stands. */
static const struct came {
    const char *act, *from, *label;
} came_rows[] = {
    {"accepted", "sent no_reply", N_("They take it up")},
    {"refused", "sent accepted no_reply", N_("They decline")},
    {"begun", "accepted", N_("Help has begun")},
    {"done", "accepted", N_("It is done")},
    {"no_reply", "sent", N_("They do not answer")},
    {"taken_back", "sent accepted no_reply", N_("She takes it back")},
};
enum { CAME = sizeof came_rows / sizeof *came_rows };

static bool among(const char *words, struct str word)
{
    struct str rest = str_of(words);

    while (rest.n != 0)
        if (str_eq(str_split(&rest, ' '), word))
            return true;
    return false;
}

static size_t came_picks(struct web *web, const struct record *referral, struct pick *picks)
{
    struct call *call = &web->call;
    struct str chosen = page_typed(web, "act");
    size_t n = 0;

    for (size_t i = 0; i < CAME; i++)
        if (among(came_rows[i].from, referral->state))
            picks[n++] = (struct pick){str_of(came_rows[i].act),
                                       str_of(lang_text(call->lang, came_rows[i].label)), STR(""),
                                       str_is(chosen, came_rows[i].act)};
    return n;
}

static void came_form(struct web *web, const struct record *of, const struct record *referral)
{
    struct call *call = &web->call;
    struct form_options form = {.action = together_path(web, of, "/referral", referral)};
    struct button button = {.label = say(call, "Write it down"), .weight = WEIGHT_MAIN};
    struct control act = {
        .name = STR("act"), .label = say(call, "What came back"), .must = true, .big = true};
    struct control words = {.name = STR("words"),
                            .label = say(call, "What they answered, or why"),
                            .value = page_typed(web, "words"),
                            .max = WORDS_MAX};
    struct control result = {.name = STR("result"),
                             .label = say(call, "What came of it for her"),
                             .value = page_typed(web, "result"),
                             .max = RESULT_MAX};
    struct pick picks[CAME];
    size_t n = came_picks(web, referral, picks);

    if (n == 0)
        return;
    part_card(&web->html, say(call, "What came back"));
    part_form(web, &form);
    page_change_field(web);
    control_radios(&web->html, &act, picks, n);
    control_text(&web->html, &words);
    control_long(&web->html, &result, 2);
    together_day(web, "on", say(call, "On which day"), say(call, "Empty: today."), false);
    part_form_send(&web->html, &form, &button);
    part_card_end(&web->html);
}

static enum rc find_both(struct web *web, struct record **of, struct record **referral)
{
    enum rc rc = together_case(web, of);

    return rc == RC_OK ? together_part(web, *of, "referral", "id", referral) : rc;
}

static void ways_on(struct web *web, const struct record *of, const struct record *referral)
{
    struct call *call = &web->call;
    struct str slip =
        str_format(call->arena, "%s/slip", together_path(web, of, "/referral", referral).p);
    const struct nav_item links[] = {
        {.path = slip, .label = say(call, "Slip to print")},
        {.path = str_format(call->arena, "%s?plain=1", slip.p),
         .label = say(call, "Slip without what it is about")},
        {.path = record_general_path(web, referral, ""), .label = say(call, "All that is kept")},
    };

    part_links(&web->html, links, sizeof links / sizeof *links);
}

static enum rc one_page(struct web *web)
{
    struct record *of, *referral;
    enum rc rc = find_both(web, &of, &referral);

    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(&web->call, "Handed over"));
    page.heading =
        say(&web->call, "Handed over to %s", str_z(web->call.arena, to_of(&web->call, referral)));
    part_page(web, &page);
    waits(web, referral);
    part_columns(&web->html);
    facts(web, referral);
    if (together_may(web, of))
        came_form(web, of, referral);
    part_columns_side(&web->html);
    passed_card(web, referral);
    ways_on(web, of, referral);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc one_post(struct web *web)
{
    struct call *call = &web->call;
    struct value on = together_day_value(web, "on");
    struct referral_note note = {.act = page_typed(web, "act"),
                                 .on = on.type == V_INT ? (day)on.i : call->today,
                                 .words = page_typed(web, "words"),
                                 .result = page_typed(web, "result"),
                                 .change = page_change(web)};
    struct outcome outcome = {.change = note.change};
    struct record *of, *referral;
    enum rc rc = find_both(web, &of, &referral);

    if (rc != RC_OK)
        return rc;
    note.referral = &referral->id;
    if (note.act.n == 0) {
        fault_add(call, STR("act"), "What came back?");
        rc = RC_INVALID;
    } else {
        rc = referral_note(call, &note, &outcome);
    }
    return together_answer(web, rc, together_path(web, of, "/referral", referral), &outcome.change,
                           one_page);
}

/* ---- the slip ---- */

static void slip_facts(struct web *web, const struct record *of, const struct record *referral,
                       const struct record *own, bool plain)
{
    struct call *call = &web->call;
    struct str who = page_link_title(call, of, "person");
    struct fact all[] = {
        {.label = say(call, "To"), .value = to_of(call, referral)},
        {.label = say(call, "From"), .value = together_us(call, own)},
        {.label = say(call, "Our number"), .value = of->code},
        {.label = say(call, "Sent on"), .value = day_in(call, referral, "sent")},
        {.label = say(call, "Who comes"),
         .value = plain && referral_tells(referral, who) ? who : STR("")},
        {.label = say(call, "What we ask you to do"),
         .value = plain ? STR("") : together_text(referral, "what")},
        {.label = say(call, "Whether you take it up we need to know until"),
         .value = day_in(call, referral, "accept_by")},
        {.label = say(call, "We need your answer until"),
         .value = day_in(call, referral, "answer_by")},
    };

    together_facts(&web->html, all, sizeof all / sizeof *all);
}

static enum rc slip_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *of, *referral, *own;
    bool plain = web_flag(web, "plain");
    enum rc rc = find_both(web, &of, &referral);

    if (rc == RC_OK)
        rc = together_own(call, &own);
    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(call, "We send somebody to you"));
    page.back_path = together_path(web, of, "/referral", referral);
    page.back_label = say(call, "Handed over");
    part_page(web, &page);
    part_print_head(&web->html, together_text(own, "name"), date_text(call, call->today));
    slip_facts(web, of, referral, own, plain);
    if (!plain)
        passed_card(web, referral);
    html_tag(&web->html, "p", NULL,
             say(call, "Taken up on ____________   Name and signature ________________________"));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- the card on the case ---- */

static void referral_row(struct web *web, const struct record *of, const struct record *referral)
{
    struct call *call = &web->call;
    struct value due = record_value(referral, "due"), accepted = record_value(referral, "accepted");
    struct task row = {
        .title = to_of(call, referral),
        .path = together_path(web, of, "/referral", referral),
        .about = {together_text(referral, "what"), state_of(call, referral),
                  accepted.type == V_INT ? after(call, referral, "accepted") : STR("")}};

    if (due.type == V_INT) {
        row.status = page_days_left(call, (day)due.i);
        row.tone = page_tone(call, (day)due.i);
    }
    part_task(&web->html, &row);
}

enum rc referrals_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct button add = {
        .label = say(call, "Hand over to another body"), .weight = WEIGHT_OTHER, .icon = "send"};
    struct query_page found;
    enum rc rc = together_list(call, of, "referral", NULL, &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Handed over"));
    if (found.n != 0) {
        part_tasks(&web->html, STR(""));
        for (size_t i = 0; i < found.n && i < REFERRALS_SHOWN; i++)
            referral_row(web, of, found.records[i]);
        part_tasks_end(&web->html);
    }
    if (together_may(web, of)) {
        part_actions(&web->html);
        part_link_button(&web->html, &add, page_case_path(web, of->code, "/referral"));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- routes ---- */

static const struct param send_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"step", PARAM_CODE, 10, false, false, N_("Step")},
    {"to", PARAM_ID, 32, false, false, N_("To whom")},
    {"to_name", PARAM_TEXT, NAME_MAX, false, false, N_("Or its name")},
    {"what", PARAM_TEXT, WHAT_MAX, false, false, N_("What we ask them to do")},
    {"pass", PARAM_CODE, 20, false, true, N_("What do they need to know?")},
    {"passed", PARAM_LONG, REFERRAL_PASSED_MAX, false, false,
     N_("This is passed on, and nothing else")},
    {"reason", PARAM_TEXT, WORDS_MAX, false, false,
     N_("Why it must be done without her agreement")},
    {"sent", PARAM_DAY, 0, false, false, N_("Sent on")},
    {0},
};

static const struct param one_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"id", PARAM_ID, 32, true, false, N_("Handed over")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"act", PARAM_CODE, 20, false, false, N_("What came back")},
    {"words", PARAM_TEXT, WORDS_MAX, false, false, N_("What they answered, or why")},
    {"result", PARAM_LONG, RESULT_MAX, false, false, N_("What came of it for her")},
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {0},
};

static const struct param slip_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"id", PARAM_ID, 32, true, false, N_("Handed over")},
    {"plain", PARAM_FLAG, 0, false, false, N_("Slip without what it is about")},
    {0},
};

const struct route referral_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/referral", send_params, first_page,
     first_page, 0, "asks to whom a person is handed over, and what they need to know"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/referral", send_params, referral_post,
     first_page, 0, "shows what is passed on, and hands over"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/referral/{id}", one_params, one_page, NULL, 0,
     "shows what was handed over, and what came back"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/referral/{id}", one_params, one_post,
     one_page, 0, "writes down what came back from whom somebody was handed over to"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/referral/{id}/slip", slip_params, slip_page,
     NULL, 0, "shows what goes along with a person as one page to print"},
};
const size_t referral_routes_n = sizeof referral_routes / sizeof *referral_routes;
