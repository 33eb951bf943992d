/* incoming_pages.c - see incoming_pages.h. */
#include "casework/incoming_pages.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "casework/delivery.h"
#include "casework/incoming.h"
#include "casework/proceeding_pages.h"
#include "casework/together.h"
#include "model/permission.h"
#include "web/field_control.h"
#include "web/record_path.h"

enum { TEXT_MAX = 200, NUMBER_MAX = 100, LETTERS_MAX = 100, FILE_MB = 20 };

/* ---- controls ---- */

static struct str hex(struct call *call, const struct record *record)
{
    return str_hex(call->arena, id_str(&record->id));
}

/* "17-4/2026, Request – Centre for Social Work" */
static struct str letter_words(struct call *call, const struct record *letter)
{
    struct str number = record_text(letter, "number");
    struct str subject = record_title(call, letter), to = page_link_title(call, letter, "to");

    if (number.n == 0)
        number = letter->code;
    return str_format(call->arena, "%s, %s%s%s", str_z(call->arena, number),
                      str_z(call->arena, subject), to.n == 0 ? "" : " – ", str_z(call->arena, to));
}

/* Those that went out come first: an answer to another is odd, and may be so. */
static size_t letter_picks(struct call *call, const struct query_page *letters, struct str chosen,
                           struct pick *out)
{
    size_t n = 0;

    out[n++] = (struct pick){STR(""), say(call, "None of our letters"), STR(""), chosen.n == 0};
    for (int later = 0; later < 2; later++)
        for (size_t i = 0; i < letters->n; i++) {
            const struct record *letter = letters->records[i];
            if (delivery_is_out(letter) == (later != 0))
                continue;
            struct str id = hex(call, letter);
            out[n++] = (struct pick){id, letter_words(call, letter), STR(""), str_eq(id, chosen)};
        }
    return n;
}

static enum rc letter_control(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct query query = {
        .kind = page_kind(web, "letter"), .verb = MAY_SEE, .owner = &of->id, .limit = LETTERS_MAX};
    struct control control = {.name = STR("letter"),
                              .label = say(call, "Which letter of ours it answers")};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    struct pick *picks = arena_array(call->arena, found.n + 1, sizeof *picks);
    if (picks == NULL)
        return fail_memory(call);
    control_select(&web->html, &control, picks,
                   letter_picks(call, &found, page_typed(web, "letter"), picks));
    return RC_OK;
}

static enum rc proceeding_control(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct control control = {.name = STR("proceeding"),
                              .label = say(call, "In which procedure"),
                              .hint = say(call, "Only if it answers none of our letters.")};
    struct str chosen = page_typed(web, "proceeding");
    struct proceedings all = {.n = 0};
    enum rc rc = proceedings_of(call, of, &all);

    if (rc != RC_OK || all.n == 0)
        return rc;
    struct pick *picks = arena_array(call->arena, all.n + 1, sizeof *picks);
    if (picks == NULL)
        return fail_memory(call);
    picks[0] = (struct pick){STR(""), say(call, "Choose"), STR(""), chosen.n == 0};
    for (size_t i = 0; i < all.n; i++) {
        const struct record *one = all.in[i].ask.proceeding;
        struct str body = page_link_title(call, one, "body"), id = hex(call, one);
        struct str name = words_in(all.in[i].ask.moves.procedure->name, lang_code(call->lang));
        picks[i + 1] = (struct pick){id,
                                     str_format(call->arena, "%s%s%s", str_z(call->arena, name),
                                                body.n == 0 ? "" : " – ", str_z(call->arena, body)),
                                     STR(""), str_eq(id, chosen)};
    }
    control_select(&web->html, &control, picks, all.n + 1);
    return RC_OK;
}

static void said_control(struct web *web, bool must)
{
    struct call *call = &web->call;
    const struct field *field = field_find(page_kind(web, "case_paper"), STR("said"));
    struct control said = {
        .name = STR("said"), .label = say(call, "What did they answer?"), .must = must};
    struct pick picks[COME_PICKS_MAX];
    size_t n = come_picks(web, field, NULL, page_typed(web, "said"), picks), from = 0;

    while (from < n && picks[from].value.n == 0) /* "Choose" is no answer */
        from++;
    control_radios(&web->html, &said, picks + from, n - from);
}

/* ---- the form ---- */

static struct field_form file_form(struct web *web)
{
    return (struct field_form){
        .web = web, .prefix = "f.", .typed = web->request->method == METHOD_POST};
}

static enum rc more_controls(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    bool open = case_fault_at(call, "dated") || page_typed(web, "proceeding").n != 0 ||
                page_typed(web, "letter").n == 0;

    part_fold(&web->html, say(call, "More"), open);
    enum rc rc = proceeding_control(web, of);
    if (rc == RC_OK)
        rc = together_body(web, "body", say(call, "From which body"),
                           say(call, "Empty: the one that the letter went to."));
    page_text(web, "from", say(call, "From which office"), false);
    case_day(web, "dated", say(call, "Date on the paper"), v_null(), false);
    part_fold_end(&web->html);
    return rc;
}

/* Another sort of paper, and another way in. */
static void other_ways(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    const struct nav_item links[] = {
        {page_case_path(web, of->code, "/incoming/mail"), say(call, "It came as an e-mail"), NULL,
         false},
        {page_case_path(web, of->code, "/paper"),
         say(call, "It is a paper that she holds, and no answer to us"), NULL, false},
    };

    part_links(&web->html, links, sizeof links / sizeof *links);
}

static enum rc incoming_form(struct web *web, const struct record *of, struct str words)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = case_form_page(web, of, say(call, "A paper came in"), "");
    struct form_options form = {.action = page_case_path(web, of->code, "/incoming"),
                                .files = true};
    struct button button = {.label = say(call, "Keep it, and see what can be done"),
                            .weight = WEIGHT_MAIN};
    struct field_form files = file_form(web);

    part_page(web, &page);
    if (words.n == 0)
        other_ways(web, of);
    else {
        part_fold(h, say(call, "What the e-mail says"), true);
        html_tag(h, "p", "story", words);
        part_fold_end(h);
    }
    part_form(web, &form);
    page_change_field(web);
    enum rc rc = letter_control(web, of);
    said_control(web, false);
    case_day(web, "received", say(call, "When it reached us"), v_int(call->today), true);
    case_choice(web, page_kind(web, "case_paper"), NULL, "how", true);
    page_text(web, "number", say(call, "Their number"), false);
    html_tag(h, "p", "hint",
             say(call,
                 "Photo or scan: up to %d MB a file, %d MB together. Make a larger scan "
                 "smaller, or bring it in parts.",
                 FILE_MB, SERVER_FILE_MAX >> 20));
    field_control(&files, field_find(page_kind(web, "case_paper"), STR("files")));
    if (rc == RC_OK)
        rc = more_controls(web, of);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return rc;
}

enum rc incoming_filled(struct web *web, const struct record *of, struct str words)
{
    return incoming_form(web, of, words);
}

static enum rc incoming_page(struct web *web)
{
    struct record *of;
    enum rc rc = case_of(web, &of);

    return rc == RC_OK ? incoming_form(web, of, STR("")) : rc;
}

/* ---- what came back ---- */

static void check(struct web *web, struct incoming *in, const struct id *letter)
{
    struct call *call = &web->call;
    bool known = letter != NULL || !id_is_none(&in->proceeding);
    day on;

    if (!web_day(web, "received", &on))
        fault_add(call, STR("received"), "On which day did it reach us?");
    if (page_typed(web, "how").n == 0)
        fault_add(call, STR("how"), "How did it reach us?");
    if (!known)
        fault_add(call, STR("letter"),
                  "Choose the letter that it answers, or below the procedure in which it came.");
}

static enum rc read_paper(struct web *web, const struct record *of, struct incoming *in)
{
    static const char *const texts[] = {"how", "said", "number", "from"};
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, "case_paper");
    struct field_form files = file_form(web);
    struct id *letter = arena_alloc(call->arena, sizeof *letter);
    struct value kept;
    enum rc rc = letter == NULL ? fail_memory(call) : incoming_init(call, of, in);

    if (rc != RC_OK)
        return rc;
    files_hold(web);
    if (!case_id(web, "letter", letter))
        letter = NULL;
    if (!case_id(web, "proceeding", &in->proceeding))
        in->proceeding = (struct id){0};
    check(web, in, letter);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        save_text(&in->paper, texts[i], page_typed(web, texts[i]));
    save_set(&in->paper, "received", case_day_typed(web, "received"));
    save_set(&in->paper, "dated", case_day_typed(web, "dated"));
    save_set(&in->paper, "body", together_id(web, "body"));
    save_set(&in->paper, "answers", letter == NULL ? v_null() : id_value(letter));
    if (field_typed(&files, field_find(kind, STR("files")), &kept))
        save_set(&in->paper, "files", kept);
    return call_faults(call);
}

static struct str answered_path(struct web *web, const struct record *of, const struct id *paper)
{
    struct arena *arena = web->call.arena;

    return page_case_path(
        web, of->code, str_format(arena, "/answered?paper=%s", str_hex(arena, id_str(paper)).p).p);
}

static enum rc incoming_post(struct web *web)
{
    struct id change = page_change(web);
    struct incoming in;
    struct outcome outcome;
    struct record *of;
    enum rc rc = case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    rc = read_paper(web, of, &in);
    if (rc == RC_OK)
        rc = files_use(web);
    if (rc == RC_OK)
        rc = incoming_run(&web->call, &in, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return incoming_form(web, of, STR(""));
    }
    if (rc == RC_OK)
        rc = files_saved(web);
    return rc == RC_OK ? web_redirect(web, answered_path(web, of, &outcome.record), "saved") : rc;
}

/* ---- what can be done now ---- */

static void paper_facts(struct web *web, const struct record *paper)
{
    struct call *call = &web->call;
    struct str body = page_link_title(call, paper, "body");
    struct fact facts[] = {
        {.label = say(call, "What they answered"), .value = page_shown(call, paper, "said")},
        {.label = say(call, "From which body"),
         .value = body.n != 0 ? body : page_shown(call, paper, "from")},
        {.label = say(call, "Their number"), .value = page_shown(call, paper, "number")},
        {.label = say(call, "Number in our register"),
         .value = page_shown(call, paper, "our_number")},
        {.label = say(call, "When it reached us"),
         .value = say(call, "%s, %s", date_long(call, (day)record_value(paper, "received").i).p,
                      page_shown(call, paper, "how").p)},
        {.label = say(call, "Answers our letter"),
         .value = page_link_title(call, paper, "answers")},
    };
    struct nav_item all = {.path = record_general_path(web, paper, ""),
                           .label = say(call, "All that is kept")};

    part_card(&web->html, say(call, "The paper"));
    together_facts(&web->html, facts, sizeof facts / sizeof *facts);
    part_links(&web->html, &all, 1);
    part_card_end(&web->html);
}

static void say_form(struct web *web, const struct record *of, const struct record *paper)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/answered")};
    struct button button = {.label = say(call, "See what can be done"), .weight = WEIGHT_MAIN};

    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "paper", hex(call, paper));
    said_control(web, true);
    part_form_send(&web->html, &form, &button);
}

/* What the answer means where the law's steps do not say it. */
static void advice(struct web *web, struct str said)
{
    static const struct {
        const char *said, *words;
    } rows[] = {
        {"nothing", N_("There is nothing in it, so it is no answer: the days run on as if nothing "
                       "had come.")},
        {"asks_more", N_("Hand in what they ask for in time, with a proof; then write it down in "
                         "the procedure.")},
        {"wrong_body", N_("Ask which body they sent it on to, and since when: many laws make them "
                          "do it themselves.")},
        {"granted", N_("Ask her whether it is done as it says. Only then is it over.")},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(said, rows[i].said))
            part_note(&web->html, TONE_INFO, str_of(lang_text(web->call.lang, rows[i].words)));
}

static enum rc moves(struct web *web, const struct record *of, const struct record *paper)
{
    struct call *call = &web->call;
    struct proceedings all = {.n = 0};
    struct id id;
    enum rc rc = proceedings_of(call, of, &all);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "What you can do now"));
    advice(web, record_text(paper, "said"));
    bool any = false;
    for (size_t i = 0; id_of(record_value(paper, "taken_up").s, &id) && i < all.n; i++)
        if (id_eq(&all.in[i].ask.proceeding->id, &id)) {
            procedure_moves(web, of, &all.in[i]);
            any |= all.in[i].moves.open_n + all.in[i].moves.barred_n != 0;
        }
    if (!any)
        html_tag(&web->html, "p", NULL,
                 say(call, "The law in this program knows no further step here. If it was not "
                           "what she needs, ask somebody who knows the law."));
    part_card_end(&web->html);
    return RC_OK;
}

static enum rc show_answer(struct web *web, const struct record *of, const struct record *paper)
{
    bool said = record_value(paper, "said").type != V_NULL;
    struct page page = case_form_page(
        web, of, said ? say(&web->call, "What you can do now") : say(&web->call, "A paper came in"),
        "");
    enum rc rc = RC_OK;

    part_page(web, &page);
    part_columns(&web->html);
    if (said)
        rc = moves(web, of, paper);
    else
        say_form(web, of, paper);
    part_columns_side(&web->html);
    paper_facts(web, paper);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

static enum rc find(struct web *web, struct record **of, struct record **paper)
{
    enum rc rc = case_of(web, of);

    if (rc == RC_OK)
        rc = case_part(web, *of, "case_paper", "paper", paper);
    return rc == RC_OK && *paper == NULL ? fail(&web->call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static enum rc answered_page(struct web *web)
{
    struct record *of, *paper;
    enum rc rc = find(web, &of, &paper);

    return rc == RC_OK ? show_answer(web, of, paper) : rc;
}

static enum rc answered_post(struct web *web)
{
    struct id change = page_change(web);
    struct record *of, *paper;
    struct outcome outcome;
    enum rc rc = find(web, &of, &paper);

    if (rc != RC_OK)
        return rc;
    rc = incoming_say(&web->call, &paper->id, page_typed(web, "said"), &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return show_answer(web, of, paper);
    }
    return rc == RC_OK ? web_redirect(web, answered_path(web, of, &paper->id), "saved") : rc;
}

/* ---- routes ---- */

static const struct param incoming_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"letter", PARAM_ID, 32, false, false, N_("Which letter of ours it answers")},
    {"proceeding", PARAM_ID, 32, false, false, N_("In which procedure")},
    {"said", PARAM_CODE, 40, false, false, N_("What did they answer?")},
    {"received", PARAM_DAY, 0, false, false, N_("When it reached us")},
    {"how", PARAM_CODE, 40, false, false, N_("How it was received")},
    {"number", PARAM_TEXT, NUMBER_MAX, false, false, N_("Their number")},
    {"body", PARAM_ID, 32, false, false, N_("From which body")},
    {"from", PARAM_TEXT, TEXT_MAX, false, false, N_("From which office")},
    {"dated", PARAM_DAY, 0, false, false, N_("Date on the paper")},
    {"f.*", PARAM_LONG, FORM_TEXT_MAX, false, true, N_("The form")},
    {"u.*", PARAM_FILE, SERVER_FILE_MAX, false, true, N_("The file")},
    {0},
};

static const struct param answered_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"paper", PARAM_ID, 32, false, false, N_("Paper")},
    {"said", PARAM_CODE, 40, false, false, N_("What did they answer?")},
    {0},
};

const struct route incoming_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/answered", answered_params, answered_page, NULL,
     0, "shows what can be done after an answer"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/answered", answered_params, answered_post,
     answered_page, 0, "writes down what a paper answered"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/incoming", incoming_params, incoming_page,
     NULL, 0, "asks for a paper that came in"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/incoming", incoming_params, incoming_post,
     incoming_page, SERVER_FILE_MAX, "keeps a paper that came in, with what it answers"},
};
const size_t incoming_routes_n = sizeof incoming_routes / sizeof *incoming_routes;
