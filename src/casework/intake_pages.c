/* intake_pages.c - see intake_pages.h.
 * One form. A step shows its own fields and carries the others along unseen, so that every step can
 * save, go back, or become the one page, with and without JavaScript; what was typed is kept on the
 * server as for any form. */
#include "casework/intake_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/intake.h"
#include "casework/pages.h"
#include "casework/queue.h"
#include "model/permission.h"
#include "web/alike.h"
#include "web/draft.h"
#include "web/field_control.h"

enum { TEXT_MAX = 200, NAME_MAX = 120, OTHERS_MAX = 5000, NEW_AT_MAX = 60 };

#define NEW_PATH "/case/new"

/* ---- small controls */

static struct control text_control(struct web *web, const char *name, struct str label)
{
    return (struct control){
        .name = str_of(name), .label = label, .value = page_typed(web, name), .max = TEXT_MAX};
}

static void put_text(struct web *web, const char *name, struct str label, struct str hint)
{
    struct control c = text_control(web, name, label);

    c.hint = hint;
    control_text(&web->html, &c);
}

static void put_check(struct web *web, const char *name, struct str label, struct str hint)
{
    struct control c = {.name = str_of(name), .label = label, .hint = hint};

    control_check(&web->html, &c, page_typed(web, name).n != 0);
}

static void put_date(struct web *web, const char *name, struct str label, struct str hint)
{
    struct control c = {.name = str_of(name), .label = label, .hint = hint};
    const char *ends[] = {".d", ".m", ".y"};
    struct str part[3];

    for (size_t i = 0; i < 3; i++)
        part[i] = page_typed(web, str_format(web->call.arena, "%s%s", name, ends[i]).p);
    control_date(&web->html, &c, &(struct date_parts){part[0], part[1], part[2]});
}

/* The choices of a field of a kind; big: as large buttons. */
static void put_choices(struct web *web, const char *kind, const char *of, struct control c)
{
    const struct field *field = field_find(come_kind(web, kind), str_of(of));
    struct pick picks[COME_PICKS_MAX + 1];
    struct str chosen = page_typed(web, str_z(web->call.arena, c.name));
    size_t n = 0;

    if (c.big && !c.must)
        picks[n++] = (struct pick){STR(""), say(&web->call, "None"), STR(""), chosen.n == 0};
    n += come_picks(web, field, NULL, chosen, picks + n);
    if (c.big)
        control_radios(&web->html, &c, picks, n);
    else
        control_select(&web->html, &c, picks, n);
}

static void put_fields(struct web *web, const char *kind, const char *prefix,
                       const char *const *names)
{
    struct field_form form = {.web = web, .prefix = prefix, .typed = true};

    for (; *names != NULL; names++) {
        const struct field *field = field_find(come_kind(web, kind), str_of(*names));
        if (!field->hidden)
            field_control(&form, field);
    }
}

/* ---- the steps */

static const char *const headings[INTAKE_STEPS + 1] = {
    [STEP_PAPER] = N_("Which paper does she hold?"),
    [STEP_WHO] = N_("Who is it, and what is it about?"),
    [STEP_REACH] = N_("How do we reach her safely?"),
    [STEP_HOME] = N_("With whom does she live?"),
    [STEP_ALLOWED] = N_("What does she allow?"),
    [STEP_WHAT] = N_("What happened, and who must not see it?"),
};

static enum rc paper_step(struct web *web, const struct intake *intake)
{
    struct call *call = &web->call;
    struct pick *picks = arena_array(call->arena, PAGE_PICKS_MAX + 1, sizeof *picks);
    struct control paper = {.name = STR("paper"),
                            .label = say(call, "Which paper"),
                            .hint = say(call, "The last day comes before everything else."),
                            .big = true};
    struct control how = {.name = STR("how"), .label = say(call, "How it reached her")};
    struct control procedure = {
        .name = STR("procedure"),
        .label = say(call, "What one wants to do about it"),
        .hint = say(call, "Left empty, the usual appeal is supposed, and said so.")};

    (void)intake;
    if (picks == NULL)
        return fail_memory(call);
    put_choices(web, "case_paper", "what", paper);
    put_date(web, "received", say(call, "When it reached her"),
             say(call, "For example 27 11 2026"));
    put_check(web, "unknown", say(call, "Nobody knows the day"),
              say(call, "Then the date on the paper counts: it cannot have come earlier."));
    put_date(web, "dated", say(call, "Date on the paper"), STR(""));
    put_choices(web, "case_paper", "how", how);
    control_select(&web->html, &procedure, picks,
                   page_procedures(web, page_typed(web, "procedure"), picks));
    put_text(web, "from", say(call, "From which office"), STR(""));
    put_text(web, "number", say(call, "Their number"), STR(""));
    return RC_OK;
}

/* "Is it one of these?", with the reasons; nothing about whom one may not see but that a lead is
 * to be asked. */
static enum rc alike(struct web *web, const struct intake *intake)
{
    struct call *call = &web->call;
    struct control c = {
        .name = STR("known"), .label = say(call, "Is it one of these?"), .must = true, .big = true};
    struct pick picks[DUPLICATE_FOUND_MAX + 1];
    struct duplicate_found found;
    size_t n = 0;
    enum rc rc = intake_alike(web, &found);

    if (rc != RC_OK || (found.n == 0 && !found.hidden))
        return rc;
    if (found.hidden)
        part_note(&web->html, TONE_WARN,
                  say(call, "She may have been here before. Ask the lead; go on all the same."));
    for (size_t i = 0; i < found.n; i++) {
        const struct record *record = found.found[i].record;
        picks[n++] =
            (struct pick){.value = record->code,
                          .label = str_format(call->arena, "%s, %s",
                                              str_z(call->arena, record_title(call, record)),
                                              str_z(call->arena, record->code)),
                          .hint = alike_reasons(call, &found.found[i].score),
                          .chosen = str_eq(intake->known, record->code)};
    }
    bool sure = found.n != 0 && found.found[0].score.verdict == VERDICT_SAME;
    picks[n++] =
        (struct pick){.value = STR("new"),
                      .label = say(call, "No, she is new here"),
                      .chosen = str_is(intake->known, "new") || (intake->known.n == 0 && !sure)};
    if (found.n != 0)
        control_radios(&web->html, &c, picks, n);
    else
        control_hidden(&web->html, "known", STR("new"));
    control_hidden(&web->html, "asked", intake_names(web));
    return RC_OK;
}

static enum rc who_step(struct web *web, const struct intake *intake)
{
    struct call *call = &web->call;
    struct control nickname = text_control(web, "nickname", say(call, "Nickname"));
    struct control area = {.name = STR("area"), .label = say(call, "Area"), .must = true};
    struct control what = text_control(web, "what", say(call, "In a few words"));

    nickname.hint = say(call, "A nickname is enough. No other name is needed today.");
    nickname.max = NAME_MAX;
    what.must = true;
    area.big = true;
    enum rc rc = web->request->method == METHOD_POST || page_typed(web, "asked").n != 0
                     ? alike(web, intake)
                     : RC_OK;
    control_text(&web->html, &nickname);
    put_text(web, "given", say(call, "Given name"), STR(""));
    put_text(web, "family", say(call, "Family name"), STR(""));
    put_choices(web, "case", "area", area);
    control_text(&web->html, &what);
    return rc;
}

static enum rc reach_step(struct web *web, const struct intake *intake)
{
    static const char *const names[] = {"never_ring", "phones",          "reach",
                                        "languages",  "reads_with_help", NULL};

    if (intake->known.n != 0 && !str_is(intake->known, "new")) {
        part_note(&web->html, TONE_INFO,
                  say(&web->call, "She is known already: how she is reached stands with her. What "
                                  "has changed is written down there afterwards."));
        return RC_OK;
    }
    put_fields(web, "person", "p.", names);
    return RC_OK;
}

static enum rc home_step(struct web *web, const struct intake *intake)
{
    static const char *const names[] = {"household", NULL};
    struct call *call = &web->call;
    struct control relation = {.name = STR("home.relation"), .label = say(call, "She is, in it")};
    struct control others = {.name = STR("others"),
                             .label = say(call, "Who else it is about"),
                             .hint = say(call, "One nickname a line: one case of several people, "
                                               "as of fourteen parents."),
                             .value = page_typed(web, "others"),
                             .max = OTHERS_MAX};

    (void)intake;
    put_fields(web, "case", "c.", names);
    put_text(web, "home.new", say(call, "Or a new household: how we call it"), STR(""));
    put_text(web, "home.people_n", say(call, "How many people"), STR(""));
    put_text(web, "home.children_n", say(call, "How many children"), STR(""));
    put_choices(web, "household_member", "relation", relation);
    control_long(&web->html, &others, 4);
    put_check(web, "home.together", say(call, "They live together"), STR(""));
    return RC_OK;
}

/* What stands for a signature; the words of the field's own form. */
static void how_given(struct web *web)
{
    struct call *call = &web->call;
    const struct pick picks[] = {
        {STR("signature"), say(call, "Signature"), STR(""), false},
        {STR("thumbprint"), say(call, "Thumbprint"), STR(""), false},
        {STR("voice"), say(call, "By voice"), STR(""), false},
        {STR("read aloud"), say(call, "Read aloud to her, and she said yes"), STR(""), false}};
    struct pick all[sizeof picks / sizeof *picks];
    struct control c = {.name = STR("b.how"), .label = say(call, "How she agreed")};

    for (size_t i = 0; i < sizeof picks / sizeof *picks; i++) {
        all[i] = picks[i];
        all[i].chosen = str_eq(picks[i].value, page_typed(web, "b.how"));
    }
    control_select(&web->html, &c, all, sizeof picks / sizeof *picks);
}

static enum rc allowed_step(struct web *web, const struct intake *intake)
{
    struct call *call = &web->call;
    const struct field *purpose = field_find(come_kind(web, "basis"), STR("purpose"));
    struct control language = {.name = STR("b.language"), .label = say(call, "In which language")};

    (void)intake;
    part_note(&web->html, TONE_INFO,
              say(call,
                  "Nothing here is needed to save a last day. What she does not allow, or was "
                  "not asked, stays empty."));
    put_check(web, "b.notice", say(call, "The notice was read aloud to her"), STR(""));
    put_choices(web, "basis", "language", language);
    for (size_t i = 0; i < purpose->choices->n; i++) {
        const struct choice *choice = &purpose->choices->choices[i];
        struct control c = {
            .name = str_format(call->arena, "b.ground.%s", str_z(call->arena, choice->code)),
            .label = label_text(call, &choice->label)};
        put_choices(web, "basis", "ground", c);
    }
    put_text(web, "b.recipients", say(call, "To whom it may be handed over"), STR(""));
    how_given(web);
    put_text(web, "b.witness", say(call, "Witness, for a thumbprint"), STR(""));
    put_text(web, "attorney.for", say(call, "Power of attorney: for what"),
             say(call, "Left empty: she gave none."));
    put_text(web, "attorney.to", say(call, "Power of attorney: to whom"), STR(""));
    return RC_OK;
}

static enum rc what_step(struct web *web, const struct intake *intake)
{
    static const char *const names[] = {"story", "happened",     "grounds",
                                        "wish",  "must_not_see", NULL};
    struct call *call = &web->call;
    struct control role = {.name = STR("behalf.role"), .label = say(call, "As what")};

    (void)intake;
    put_fields(web, "case", "c.", names);
    part_note(&web->html, TONE_MUTE,
              say(call,
                  "Also a colleague who is a relative or a neighbour of hers: ask her. Whoever "
                  "is named there finds neither the case nor the person."));
    put_check(web, "limited", say(call, "Only the team may see that this case exists"), STR(""));
    put_text(web, "behalf.name", say(call, "Who speaks for her, if somebody does"), STR(""));
    put_choices(web, "party", "role", role);
    put_text(web, "behalf.reach", say(call, "How to reach whoever speaks for her"), STR(""));
    return RC_OK;
}

typedef enum rc step_writer(struct web *web, const struct intake *intake);

static step_writer *const steps[INTAKE_STEPS + 1] = {
    [STEP_PAPER] = paper_step, [STEP_WHO] = who_step,         [STEP_REACH] = reach_step,
    [STEP_HOME] = home_step,   [STEP_ALLOWED] = allowed_step, [STEP_WHAT] = what_step,
};

/* ---- the page */

/* The last day of the paper, on every step. */
static void last_day(struct web *web, const struct intake *intake)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct deadline *d = &intake->deadline;

    if (intake->paper.n == 0)
        return;
    if (!intake->has_day) {
        part_note(h, TONE_BAD,
                  say(call, "No last day can be counted before the day is known. Look at the "
                            "envelope; ask at the post office; ask the office that sent it."));
        return;
    }
    if (!intake->looked_at || !d->counted) {
        part_note(h, TONE_WARN,
                  intake->looked_at ? d->why_not
                                    : say(call, "Choose what one wants to do about the paper: then "
                                                "the last day is counted."));
        return;
    }
    html_raw(h, "<section class=\"card ask\">");
    html_tag(
        h, "p", "due red",
        say(call, "Last day: %s (%s)", date_long(call, d->due).p, come_days_left(call, d->due).p));
    if (intake->guessed)
        part_tag(h, TONE_WARN, say(call, "the earliest day that can be"));
    if (!d->firm)
        part_tag(h, TONE_WARN, say(call, "provisional"));
    if (intake->supposed)
        html_tag(h, "p", "hint",
                 say(call, "If it is this: %s. Not certain before the paper was read.",
                     str_z(call->arena, words_in(d->procedure->name, lang_code(call->lang)))));
    for (size_t i = 0; i < d->notes_n; i++)
        html_tag(h, "p", "hint", d->notes[i]);
    html_raw(h, "</section>");
}

/* What the other steps hold, and what the form carries besides. */
static void carry(struct web *web, enum intake_step shown)
{
    static const char *const besides[] = {"visitor", "asked"};

    for (size_t i = 0; i < web->form.n; i++) {
        const struct form_value *field = &web->form.fields[i];
        enum intake_step step = intake_step_of(field->name);
        if (shown != STEP_ALL && step != STEP_ALL && step != shown)
            control_hidden(&web->html, str_z(web->call.arena, field->name), field->value);
    }
    for (size_t i = 0; i < 2; i++) {
        struct str value = page_typed(web, besides[i]);
        bool own = i == 1 && (shown == STEP_ALL || shown == STEP_WHO);
        if (value.n != 0 && !own)
            control_hidden(&web->html, besides[i], value);
    }
}

static void go_button(struct web *web, const char *deed, struct str label, enum weight weight)
{
    struct button button = {.label = label, .weight = weight, .name = "do", .value = str_of(deed)};

    part_button(&web->html, &button);
}

static void buttons(struct web *web, enum intake_step shown)
{
    struct call *call = &web->call;
    bool last = shown == STEP_ALL || shown == STEP_WHAT;

    part_actions(&web->html);
    if (!last)
        go_button(web, "next", say(call, "Go on"), WEIGHT_MAIN);
    if (shown != STEP_PAPER)
        go_button(web, "save", say(call, "Write the case down"), last ? WEIGHT_MAIN : WEIGHT_OTHER);
    if (shown > STEP_PAPER)
        go_button(web, "back", say(call, "Back"), WEIGHT_QUIET);
    if (shown != STEP_ALL)
        go_button(web, "all", say(call, "All on one page"), WEIGHT_QUIET);
    draft_button(web);
    part_actions_end(&web->html);
}

static enum rc write_steps(struct web *web, const struct intake *intake, enum intake_step shown)
{
    struct call *call = &web->call;
    enum rc rc = RC_OK;

    if (shown != STEP_ALL)
        return steps[shown](web, intake);
    for (size_t i = STEP_PAPER; i <= INTAKE_STEPS && rc == RC_OK; i++) {
        part_card(&web->html, str_of(lang_text(call->lang, headings[i])));
        rc = steps[i](web, intake);
        part_card_end(&web->html);
    }
    return rc;
}

static enum rc show(struct web *web, enum intake_step shown)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "New case"),
                        .back_path = STR("/cases"),
                        .back_label = say(call, "Cases")};
    struct form_options form = {.action = STR(NEW_PATH), .draft = STR(DRAFT_PATH)};
    struct intake intake;
    enum rc rc = intake_read(web, &intake);

    if (rc != RC_OK && rc != RC_INVALID)
        return rc;
    if (shown != STEP_ALL) {
        page.title = say(call, "New case, step %d of %d", (int)shown, INTAKE_STEPS);
        page.heading = str_of(lang_text(call->lang, headings[shown]));
    }
    if (call->faults != NULL)
        web_status(web, 422);
    part_page(web, &page);
    if (shown != STEP_ALL)
        html_tag(&web->html, "p", "hint", page.title);
    if (web->request->method == METHOD_GET && !web_flag(web, "draft"))
        draft_offer(web, STR(NEW_PATH));
    last_day(web, &intake);
    part_form(web, &form);
    page_change_field(web);
    draft_fields(web, STR(NEW_PATH), say(call, "New case"));
    control_hidden(&web->html, "step", str_format(call->arena, "%d", (int)shown));
    carry(web, shown);
    rc = write_steps(web, &intake, shown);
    buttons(web, shown);
    part_form_end(&web->html, &form);
    part_page_end(web, &page);
    return rc;
}

/* ---- faults stand at the controls of this form */

static void move_fault(struct web *web, struct fault *fault)
{
    static const struct {
        const char *kind, *prefix;
    } kinds[] = {{"person", "p."}, {"case", "c."}};

    if (str_is(fault->where, "names"))
        fault->where = STR("nickname");
    if (str_find(fault->where, '.') != fault->where.n || intake_step_of(fault->where) != STEP_ALL)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (field_find(come_kind(web, kinds[i].kind), fault->where) != NULL) {
            fault->where = str_format(web->call.arena, "%s%s", kinds[i].prefix,
                                      str_z(web->call.arena, fault->where));
            return;
        }
}

/* The step that the first fault belongs to, so that it is seen. */
static enum intake_step step_of_fault(struct web *web, enum intake_step now)
{
    enum intake_step step = STEP_ALL;

    for (struct fault *f = web->call.faults; f != NULL; f = f->next) {
        move_fault(web, f);
        enum intake_step its = intake_step_of(
            str_is(f->where, "received") || str_is(f->where, "dated")
                ? str_format(web->call.arena, "%s.d", str_z(web->call.arena, f->where))
                : f->where);
        if (step == STEP_ALL)
            step = its;
    }
    return now == STEP_ALL || step == STEP_ALL ? now : step;
}

static enum rc again(struct web *web, enum intake_step now)
{
    enum intake_step step = step_of_fault(web, now);

    web->call.error.rc = RC_OK; /* the faults stay: the form shows them */
    web_status(web, 422);
    return show(web, step);
}

/* ---- going on, and saving */

static enum intake_step typed_step(const struct web *web)
{
    struct str typed = page_typed(web, "step");

    return typed.n == 1 && typed.p[0] >= '0' && typed.p[0] <= '0' + INTAKE_STEPS
               ? (enum intake_step)(typed.p[0] - '0')
               : STEP_ALL;
}

/* Must she be asked first whether it is somebody whom we know? Once for these names. */
static enum rc must_ask(struct web *web, const struct intake *intake, bool *out)
{
    struct duplicate_found found;
    enum rc rc = RC_OK;

    *out = false;
    if (intake->asked && intake->known.n != 0)
        return RC_OK;
    rc = intake_alike(web, &found);
    *out = rc == RC_OK && (found.n != 0 || found.hidden);
    return rc;
}

static enum rc save_case(struct web *web, const struct intake *intake, enum intake_step now)
{
    struct outcome outcome;
    bool ask;
    enum rc rc = must_ask(web, intake, &ask);

    if (rc == RC_OK && ask)
        return show(web, now == STEP_ALL ? STEP_ALL : STEP_WHO);
    if (rc == RC_OK)
        rc = intake_save(web, intake, &outcome);
    if (rc == RC_INVALID)
        return again(web, now);
    if (rc == RC_OK)
        rc = draft_done(web);
    if (rc != RC_OK)
        return rc;
    return web_redirect_undo(
        web, str_format(web->call.arena, "/case/%s", str_z(web->call.arena, outcome.code)), "made",
        &outcome.change);
}

/* Only what this step asks must be right before one goes on. */
static bool step_has_fault(struct web *web, enum intake_step now)
{
    if (now == STEP_WHO) {
        if (page_typed(web, "nickname").n + page_typed(web, "given").n +
                page_typed(web, "family").n ==
            0)
            fault_add(&web->call, STR("nickname"), "Who is it about? A nickname is enough.");
        if (page_typed(web, "area").n == 0)
            fault_add(&web->call, STR("area"), "Area must be chosen.");
        if (page_typed(web, "what").n == 0)
            fault_add(&web->call, STR("what"), "Say in a few words what it is about.");
    }
    return web->call.faults != NULL;
}

static enum rc go_on(struct web *web, const struct intake *intake, enum intake_step now)
{
    bool ask = false;

    if (step_has_fault(web, now))
        return again(web, now);
    enum rc rc = now == STEP_WHO ? must_ask(web, intake, &ask) : RC_OK;
    if (rc != RC_OK)
        return rc;
    return show(web, ask || now >= STEP_WHAT ? now : (enum intake_step)(now + 1));
}

static enum rc new_post(struct web *web)
{
    enum intake_step now = typed_step(web);
    struct str deed = page_typed(web, "do");
    struct intake intake;

    if (fields_more(web))
        return show(web, now);
    enum rc rc = intake_read(web, &intake);
    if (rc != RC_OK && rc != RC_INVALID)
        return rc;
    if (str_is(deed, "back") && now > STEP_PAPER) {
        call_forgive(&web->call);
        return show(web, (enum intake_step)(now - 1));
    }
    if (str_is(deed, "all")) {
        call_forgive(&web->call);
        return show(web, STEP_ALL);
    }
    if (web->call.faults != NULL)
        return again(web, now);
    return str_is(deed, "next") ? go_on(web, &intake, now) : save_case(web, &intake, now);
}

/* What was written down of a visitor need not be asked again. */
static enum rc take_visitor(struct web *web)
{
    static const struct {
        const char *from, *to;
    } texts[] = {{"called", "nickname"}, {"area", "area"}, {"paper", "paper"}};
    struct call *call = &web->call;
    struct str code = page_typed(web, "visitor");
    struct form_value *all;
    struct record *visitor;

    if (code.n == 0)
        return RC_OK;
    enum rc rc = query_code(call, come_kind(web, "waiting"), code, &visitor);
    if (rc != RC_OK)
        return rc;
    all = arena_array(call->arena, web->form.n + 6, sizeof *all);
    if (all == NULL)
        return fail_memory(call);
    if (web->form.n != 0)
        memcpy(all, web->form.fields, web->form.n * sizeof *all);
    web->form.fields = all;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct value v = record_value(visitor, texts[i].from);
        if (v.type == V_TEXT)
            all[web->form.n++] = (struct form_value){.name = str_of(texts[i].to), .value = v.s};
    }
    struct value received = record_value(visitor, "paper_received");
    if (received.type != V_INT)
        return RC_OK;
    struct date_parts parts = date_split(call, (day)received.i);
    all[web->form.n++] = (struct form_value){.name = STR("received.d"), .value = parts.d};
    all[web->form.n++] = (struct form_value){.name = STR("received.m"), .value = parts.m};
    all[web->form.n++] = (struct form_value){.name = STR("received.y"), .value = parts.y};
    return RC_OK;
}

static enum rc new_page(struct web *web)
{
    bool taken = false;
    bool whole = web_flag(web, "all");
    enum rc rc = draft_take(web, STR(NEW_PATH), &taken);

    if (rc == RC_OK && !taken)
        rc = take_visitor(web);
    if (rc != RC_OK)
        return rc;
    if (taken)
        return show(web, typed_step(web));
    return show(web, whole ? STEP_ALL : STEP_PAPER);
}

/* ---- routes */

static const struct param page_params[] = {
    {"visitor", PARAM_CODE, NEW_AT_MAX, false, false, N_("Visitor")},
    {"all", PARAM_FLAG, 0, false, false, N_("All on one page")},
    {"draft", PARAM_FLAG, 0, false, false, N_("Form")},
    {0},
};

static const struct param post_params[] = {
    DRAFT_PARAMS,
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"do", PARAM_CODE, 10, false, false, N_("Form")},
    {"more", PARAM_TEXT, 200, false, false, N_("The form")},
    {"*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")},
    {0},
};

const struct route intake_routes[] = {
    {METHOD_GET, PERMISSION_CASE_MAKE, NEW_PATH, page_params, new_page, NULL, 0,
     "asks for a new case, step by step or on one page"},
    {METHOD_POST, PERMISSION_CASE_MAKE, NEW_PATH, post_params, new_post, NULL, 0,
     "goes on with a new case, or writes it down"},
};
const size_t intake_routes_n = sizeof intake_routes / sizeof *intake_routes;
