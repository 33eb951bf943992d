/* delivery_pages.c - see delivery_pages.h: of one letter. */
#include "casework/delivery_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "casework/delivery.h"
#include "model/permission.h"
#include "web/field_control.h"

enum { NUMBER_MAX = 100, NOTE_MAX = 500, PAPERS_SHOWN = 50 };

static struct str letter_path(struct web *web, const struct record *letter, const char *rest)
{
    return str_format(web->call.arena, "/letter/%s%s", str_z(web->call.arena, letter->code), rest);
}

static enum rc open_letter(struct web *web, struct record **letter, struct record **of)
{
    enum rc rc = query_code(&web->call, page_kind(web, "letter"), web_text(web, "code"), letter);

    return rc == RC_OK ? query_get(&web->call, page_kind(web, "case"), &(*letter)->owner, of) : rc;
}

/* ---- words ---- */

static const struct choice_list *ways(struct web *web)
{
    return list_find(web->call.app->registry, STR("delivery_way"));
}

size_t delivery_picks(struct web *web, struct str chosen, struct pick *out)
{
    const struct choice_list *list = ways(web);
    size_t n = 0;

    for (; n < list->n && n < COME_PICKS_MAX; n++)
        out[n] =
            (struct pick){list->choices[n].code, label_text(&web->call, &list->choices[n].label),
                          STR(""), str_eq(list->choices[n].code, chosen)};
    return n;
}

/* "Posted, with a slip"; of a fact that was written down in the procedure, what that says. */
static struct str way_words(struct web *web, const struct record *fact)
{
    struct call *call = &web->call;
    struct str way = delivery_way(fact);

    if (way.n != 0)
        return label_text(call, &choice_find(ways(web), way)->label);
    return say(call, "%s – %s", page_shown(call, fact, "what").p,
               page_shown(call, fact, "proof").p);
}

/* ---- the card on the letter ---- */

static struct str fact_path(struct web *web, const struct record *letter, const struct record *fact)
{
    struct arena *arena = web->call.arena;

    return letter_path(
        web, letter, str_format(arena, "/mistake?fact=%s", str_hex(arena, id_str(&fact->id)).p).p);
}

static void fact_row(struct web *web, const struct record *letter, const struct record *fact,
                     bool may)
{
    struct call *call = &web->call;
    struct str number = page_shown(call, fact, "number");
    struct event event = {.icon = fact->retired_ms == 0 ? "check" : "x",
                          .when = (day)record_value(fact, "on").i,
                          .title = way_words(web, fact),
                          .text = number};

    if (fact->retired_ms != 0)
        event.text = say(call, "Written down by mistake: %s",
                         str_z(call->arena, page_shown(call, fact, "mistake")));
    else if (may) {
        event.path = fact_path(web, letter, fact);
        event.link = say(call, "It was written down by mistake");
    }
    part_event(&web->html, &event);
}

static void standing(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct value sent = record_value(letter, "sent"), there = record_value(letter, "delivered");
    struct value answered = record_value(letter, "answered");
    struct html *h = &web->html;

    if (str_is(letter->state, "refused"))
        part_note(h, TONE_BAD,
                  say(call, "The desk did not take it. Send it by registered post today: the day "
                            "of posting counts."));
    else if (str_is(letter->state, "returned"))
        part_note(h, TONE_BAD,
                  say(call, "It came back: it has reached nobody. Find out the right "
                            "address and send it again."));
    else if (answered.type == V_INT)
        part_note(h, TONE_OK, say(call, "Answered on %s.", date_long(call, (day)answered.i).p));
    else if (there.type == V_INT)
        part_note(h, TONE_OK, say(call, "It reached them on %s.", date_long(call, (day)there.i).p));
    else if (sent.type == V_INT)
        part_note(h, TONE_WARN,
                  say(call,
                      "It was sent on %s. Nothing shows yet that it reached them: the last days "
                      "are provisional.",
                      date_long(call, (day)sent.i).p));
    else
        part_note(h, TONE_MUTE, say(call, "It has not been sent yet."));
}

static struct str paper_path(struct web *web, const struct record *of, const struct record *paper)
{
    struct arena *arena = web->call.arena;

    return page_case_path(
        web, of->code,
        str_format(arena, "/answered?paper=%s", str_hex(arena, id_str(&paper->id)).p).p);
}

/* The papers that answer it, and whether somebody has read what they say. */
static enum rc papers(struct web *web, const struct record *of, const struct record *letter)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "case_paper"),
                          .verb = MAY_SEE,
                          .owner = &of->id,
                          .limit = PAPERS_SHOWN};
    struct query_page found;

    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("answers")),
                              .op = QUERY_IS,
                              .value = id_value(&letter->id)};
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK || found.n == 0)
        return rc;
    struct nav_item *links = arena_array(call->arena, found.n, sizeof *links);
    for (size_t i = 0; links != NULL && i < found.n; i++) {
        const struct record *paper = found.records[i];
        struct str said = page_shown(call, paper, "said");
        links[i] = (struct nav_item){
            .path = paper_path(web, of, paper),
            .label =
                say(call, "%s: %s", date_text(call, (day)record_value(paper, "received").i).p,
                    said.n != 0 ? str_z(call->arena, said) : say(call, "what did they answer?").p)};
    }
    html_tag(&web->html, "h3", NULL, say(call, "What came back"));
    if (links != NULL)
        part_links(&web->html, links, found.n);
    return RC_OK;
}

static void buttons(struct web *web, const struct record *of, const struct record *letter)
{
    struct call *call = &web->call;
    struct arena *arena = call->arena;
    bool out = delivery_is_out(letter);

    part_actions(&web->html);
    case_link(web, out ? WEIGHT_OTHER : WEIGHT_MAIN, say(call, "Write down how it went"),
              letter_path(web, letter, "/delivery"));
    if (out)
        case_link(
            web, WEIGHT_MAIN, say(call, "They answered"),
            page_case_path(
                web, of->code,
                str_format(arena, "/incoming?letter=%s", str_hex(arena, id_str(&letter->id)).p).p));
    if (record_value(letter, "files").type == V_LIST)
        case_link(web, WEIGHT_QUIET, say(call, "As an e-mail, to send by any program"),
                  letter_path(web, letter, "/mail"));
    part_actions_end(&web->html);
}

enum rc delivery_card(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct delivery_facts facts;
    struct record *of;
    enum rc rc = query_get(call, page_kind(web, "case"), &letter->owner, &of);

    if (rc == RC_OK)
        rc = delivery_facts(call, NULL, letter, &facts);
    if (rc != RC_OK)
        return rc;
    bool may = case_may_change(call, of);
    part_card(&web->html, say(call, "On its way"));
    standing(web, letter);
    if (facts.n != 0)
        part_timeline(&web->html);
    for (size_t i = facts.n; i-- > 0;)
        fact_row(web, letter, facts.in[i], may);
    if (facts.n != 0)
        part_timeline_end(&web->html);
    if (may && !str_is(letter->state, "cancelled"))
        buttons(web, of, letter);
    rc = papers(web, of, letter);
    part_card_end(&web->html);
    return rc;
}

/* ---- how it went ---- */

bool delivery_minute(struct web *web, const char *name, int *out)
{
    struct str typed = page_typed(web, name);

    *out = DELIVERY_NO_HOUR;
    if (typed.n == 0 || come_minute(typed, out))
        return true;
    fault_add(&web->call, str_of(name), "This is no time of the day. Write it as 14:30.");
    return false;
}

static struct field_form file_form(struct web *web)
{
    return (struct field_form){
        .web = web, .prefix = "f.", .typed = web->request->method == METHOD_POST};
}

static enum rc delivery_form(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "How did it go?"),
                        .code = letter->code,
                        .back_path = letter_path(web, letter, ""),
                        .back_label = say(call, "The letter")};
    struct form_options form = {.action = letter_path(web, letter, "/delivery"), .files = true};
    struct button button = {.label = say(call, "Write it down"), .weight = WEIGHT_MAIN};
    struct control way = {
        .name = STR("way"), .label = say(call, "What became of it"), .must = true};
    struct control number = {.name = STR("number"),
                             .label =
                                 say(call, "Number of the stamp, the slip or the confirmation"),
                             .value = page_typed(web, "number"),
                             .max = NUMBER_MAX};
    struct control at = {.name = STR("at"),
                         .label = say(call, "At what time"),
                         .hint = say(call, "Hours and minutes, as 14:30. Only if the law counts "
                                           "hours."),
                         .value = page_typed(web, "at"),
                         .max = 8};
    struct control note = {.name = STR("note"),
                           .label = say(call, "Note"),
                           .value = page_typed(web, "note"),
                           .max = NOTE_MAX};
    struct pick picks[COME_PICKS_MAX];
    struct field_form files = file_form(web);

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    control_radios(h, &way, picks, delivery_picks(web, page_typed(web, "way"), picks));
    case_day(web, "on", say(call, "On which day"), v_int(call->today), true);
    control_text(h, &number);
    field_control(&files, field_find(page_kind(web, "event"), STR("files")));
    part_fold(h, say(call, "More"), page_typed(web, "at").n != 0 || page_typed(web, "note").n != 0);
    control_text(h, &at);
    control_text(h, &note);
    part_fold_end(h);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc delivery_page(struct web *web)
{
    struct record *letter, *of;
    enum rc rc = open_letter(web, &letter, &of);

    return rc == RC_OK ? delivery_form(web, letter) : rc;
}

static enum rc read_delivery(struct web *web, const struct record *letter, struct delivery *out)
{
    struct field_form files = file_form(web);
    day on = 0;

    *out = (struct delivery){.letter = letter->id,
                             .way = page_typed(web, "way"),
                             .number = page_typed(web, "number"),
                             .note = page_typed(web, "note")};
    files_hold(web);
    if (!web_day(web, "on", &on))
        fault_add(&web->call, STR("on"), "On which day was it?");
    if (out->way.n == 0)
        fault_add(&web->call, STR("way"), "Choose what became of it.");
    (void)delivery_minute(web, "at", &out->minute);
    out->on = on;
    if (!field_typed(&files, field_find(page_kind(web, "event"), STR("files")), &out->files))
        out->files = v_null();
    return call_faults(&web->call);
}

static enum rc delivery_post(struct web *web)
{
    struct id change = page_change(web);
    struct record *letter, *of;
    struct delivery delivery;
    struct outcome outcome;
    enum rc rc = open_letter(web, &letter, &of);

    if (rc != RC_OK)
        return rc;
    rc = read_delivery(web, letter, &delivery);
    if (rc == RC_OK)
        rc = files_use(web);
    if (rc == RC_OK)
        rc = letter_deliver(&web->call, &delivery, 1, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return delivery_form(web, letter);
    }
    if (rc == RC_OK)
        rc = files_saved(web);
    return rc == RC_OK ? web_redirect(web, letter_path(web, letter, ""), "saved") : rc;
}

/* ---- it was written down by mistake ---- */

static enum rc find_fact(struct web *web, const struct record *letter, const struct record **out)
{
    struct delivery_facts facts;
    struct id id;
    enum rc rc = delivery_facts(&web->call, NULL, letter, &facts);

    *out = NULL;
    for (size_t i = 0; rc == RC_OK && case_id(web, "fact", &id) && i < facts.n; i++)
        if (id_eq(&facts.in[i]->id, &id) && facts.in[i]->retired_ms == 0)
            *out = facts.in[i];
    return rc == RC_OK && *out == NULL ? fail(&web->call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static enum rc mistake_form(struct web *web, const struct record *letter, const struct record *fact)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Written down by mistake"),
                        .code = letter->code,
                        .back_path = letter_path(web, letter, ""),
                        .back_label = say(call, "The letter")};
    struct form_options form = {.action = letter_path(web, letter, "/mistake")};
    struct button button = {.label = say(call, "It does not count"), .weight = WEIGHT_DANGER};
    struct control why = {.name = STR("reason"),
                          .label = say(call, "What was the mistake?"),
                          .value = page_typed(web, "reason"),
                          .max = NOTE_MAX,
                          .must = true};

    part_page(web, &page);
    html_tag(h, "p", NULL,
             say(call, "%s, %s", way_words(web, fact).p,
                 date_long(call, (day)record_value(fact, "on").i).p));
    part_note(h, TONE_INFO,
              say(call, "It stays to be read, with your reason, and nothing is counted from it "
                        "any more."));
    part_form(web, &form);
    page_change_field(web);
    control_hidden(h, "fact", str_hex(call->arena, id_str(&fact->id)));
    control_text(h, &why);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc mistake_page(struct web *web)
{
    struct record *letter, *of;
    const struct record *fact;
    enum rc rc = open_letter(web, &letter, &of);

    if (rc == RC_OK)
        rc = find_fact(web, letter, &fact);
    return rc == RC_OK ? mistake_form(web, letter, fact) : rc;
}

static enum rc mistake_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct str reason = page_typed(web, "reason");
    struct record *letter, *of;
    const struct record *fact;
    struct outcome outcome;
    enum rc rc = open_letter(web, &letter, &of);

    if (rc == RC_OK)
        rc = find_fact(web, letter, &fact);
    if (rc != RC_OK)
        return rc;
    if (reason.n == 0)
        fault_add(call, STR("reason"), "Write what the mistake was.");
    rc = call_faults(call);
    if (rc == RC_OK)
        rc = letter_mistake(call, &fact->id, reason, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return mistake_form(web, letter, fact);
    }
    return rc == RC_OK ? web_redirect(web, letter_path(web, letter, ""), "saved") : rc;
}

/* ---- routes ---- */

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

static const struct param delivery_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"way", PARAM_CODE, 40, false, false, N_("What became of it")},
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {"at", PARAM_TEXT, 8, false, false, N_("At what time")},
    {"number", PARAM_TEXT, NUMBER_MAX, false, false,
     N_("Number of the slip, the stamp or the letter")},
    {"note", PARAM_TEXT, NOTE_MAX, false, false, N_("Note")},
    {"f.*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")},
    {"u.*", PARAM_FILE, SERVER_FILE_MAX, false, true, N_("The file")},
    {0},
};

static const struct param mistake_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"fact", PARAM_ID, 32, false, false, N_("What happened")},
    {"reason", PARAM_TEXT, NOTE_MAX, false, false, N_("What was the mistake?")},
    {0},
};

const struct route delivery_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/letter/{code}/delivery", code_params, delivery_page,
     NULL, 0, "asks what became of a letter on its way"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}/delivery", delivery_params, delivery_post,
     delivery_page, SERVER_FILE_MAX, "writes down what became of a letter"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/letter/{code}/mistake", mistake_params, mistake_page,
     NULL, 0, "asks why what became of a letter was written down by mistake"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}/mistake", mistake_params, mistake_post,
     mistake_page, 0, "takes what became of a letter out of the count"},
};
const size_t delivery_routes_n = sizeof delivery_routes / sizeof *delivery_routes;
