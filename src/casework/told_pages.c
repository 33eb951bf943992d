/* told_pages.c - see told_pages.h. */
#include "casework/told_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "casework/told.h"
#include "model/permission.h"
#include "web/record_path.h"

enum { CODE_MAX = 60, WISH_MAX = 2000, FIELD_MAX = 60, PIECE_MAX = 4000 };

static struct str file_path(struct web *web, struct str code, const char *rest)
{
    return str_format(web->call.arena, "/person/%s/file%s", str_z(web->call.arena, code), rest);
}

static enum rc open_person(struct web *web, struct record **out)
{
    return query_code(&web->call, come_kind(web, "person"), web_text(web, "code"), out);
}

static bool may_change(struct web *web, const struct record *record)
{
    if (permit(&web->call, record, MAY_CHANGE) == RC_OK)
        return true;
    call_forgive(&web->call);
    return false;
}

static struct str part_words(struct call *call, enum told_part part)
{
    const struct choice_list *list = list_find(call->app->registry, STR("file_section"));

    return label_text(call, &choice_find(list, str_of(told_code(part)))->label);
}

/* ---- the file */

static void strike_link(struct web *web, const struct record *person, enum told_part part,
                        const struct told_line *line)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str path =
        file_path(web, person->code,
                  str_format(call->arena, "/strike?part=%s&of=%s&field=%s&piece=%zu",
                             told_code(part), str_hex(call->arena, id_str(&line->record->id)).p,
                             str_z(call->arena, line->field->name), line->piece)
                      .p);

    html_raw(h, " <a class=\"strike\"");
    html_href(h, "href", path);
    html_raw(h, ">");
    html_text(h, say(call, "Strike out"));
    html_raw(h, "<span class=\"vh\">: ");
    html_text(h, line->text);
    html_raw(h, "</span></a>");
}

static void lines(struct web *web, const struct told *told, enum told_part part, bool may)
{
    const struct told_section *section = &told->in[part];
    struct html *h = &web->html;
    bool open = false;

    for (size_t i = 0; i < section->n; i++) {
        const struct told_line *line = &section->lines[i];
        if (open && line->heading.n != 0)
            html_raw(h, "</ul>");
        if (line->heading.n != 0)
            html_tag(h, "h3", NULL, line->heading);
        open = open && line->heading.n == 0;
        if (line->heading.n != 0)
            continue;
        if (!open)
            html_raw(h, "<ul class=\"told\">");
        open = true;
        html_raw(h, "<li>");
        html_tag(h, line->struck ? "em" : "span", line->struck ? "struck" : NULL, line->text);
        if (may && told_can_strike(line))
            strike_link(web, told->person, part, line);
        html_raw(h, "</li>");
    }
    if (open)
        html_raw(h, "</ul>");
}

/* "Read aloud to her on 22 November 2026 by Ana: she said it is right." */
static void last_told(struct web *web, const struct told_section *section)
{
    struct call *call = &web->call;

    if (section->last == NULL) {
        html_tag(&web->html, "p", "hint", say(call, "Not read aloud to her yet."));
        return;
    }
    bool right = str_is(record_value(section->last, "answer").s, "right");
    struct value who = record_value(section->last, "who");
    struct id id;
    struct str name = who.type == V_BYTES && id_of(who.s, &id)
                          ? query_title(call, come_kind(web, "user"), &id)
                          : STR("");
    struct str on = date_long(call, (day)record_value(section->last, "on").i);
    const char *by = name.n == 0 ? say(call, "somebody").p : str_z(call->arena, name);
    part_note(&web->html, right ? TONE_OK : TONE_WARN,
              right ? say(call, "Read aloud to her on %s by %s: she said it is right.", on.p, by)
                    : say(call, "Read aloud to her on %s by %s: she asked for changes: %s", on.p,
                          by, str_z(call->arena, record_value(section->last, "wish").s)));
}

static void answer_form(struct web *web, const struct told *told, enum told_part part)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const char *code = told_code(part);
    bool here = str_is(page_typed(web, "part"), code);
    struct form_options form = {.action = file_path(web, told->person->code, "/told")};
    struct button right = {.label = say(call, "She said it is right"),
                           .weight = WEIGHT_OTHER,
                           .icon = "check",
                           .name = "answer",
                           .value = STR("right")};
    struct button changes = {.label = say(call, "She asked for changes"),
                             .weight = WEIGHT_QUIET,
                             .name = "answer",
                             .value = STR("changes")};
    struct control wish = {.name = here ? STR("wish") : str_format(call->arena, "wish.%s", code),
                           .label = say(call, "What she wants to be changed, in her words"),
                           .value = here ? page_typed(web, "wish") : STR(""),
                           .max = WISH_MAX};

    part_fold(h, say(call, "Read aloud to her now"), here);
    part_form(web, &form);
    page_change_field(web);
    control_hidden(h, "part", str_of(code));
    control_long(h, &wish, 2);
    part_actions(h);
    part_button(h, &right);
    part_button(h, &changes);
    part_actions_end(h);
    part_form_end(h, &form);
    part_fold_end(h);
}

static void section_card(struct web *web, const struct told *told, enum told_part part, bool may)
{
    struct call *call = &web->call;
    const struct told_section *section = &told->in[part];

    part_card(&web->html, part_words(call, part));
    if (section->n == 0)
        html_tag(&web->html, "p", NULL, say(call, "Nothing is written down here."));
    lines(web, told, part, may);
    if (section->more)
        part_note(&web->html, TONE_WARN,
                  say(call, "There is more than fits here. The rest stands with the records."));
    last_told(web, section);
    if (may)
        answer_form(web, told, part);
    part_card_end(&web->html);
}

static enum rc show_file(struct web *web)
{
    struct call *call = &web->call;
    struct record *person;
    struct told told;
    enum rc rc = open_person(web, &person);

    if (rc != RC_OK)
        return rc;
    come_speak(web, page_typed(web, "lang"));
    rc = told_read(call, person, &told);
    if (rc != RC_OK)
        return rc;
    bool may = person->retired_ms == 0 && may_change(web, person);
    struct page page = {.title = say(call, "Her file in plain words"),
                        .code = person->code,
                        .back_path = record_path(web, person),
                        .back_label = record_title(call, person)};
    part_page(web, &page);
    part_print_head(&web->html, page.name, date_text(call, call->today));
    html_tag(&web->html, "p", "hint",
             say(call, "What you may see of what is kept about her, to be read aloud to her. Print "
                       "this page: large letters, no buttons."));
    come_languages(web, file_path(web, person->code, ""), web->call.lang);
    html_raw(&web->html, "<div class=\"aloud\">");
    for (int part = 0; part < TOLD_PARTS; part++)
        section_card(web, &told, (enum told_part)part, may);
    html_raw(&web->html, "</div>");
    part_page_end(web, &page);
    return RC_OK;
}

/* The one text that was typed, whichever part's it is. */
static struct str typed_wish(struct web *web, const char *part)
{
    struct str own = page_typed(web, str_format(web->call.arena, "wish.%s", part).p);

    return own.n != 0 ? own : page_typed(web, "wish");
}

static enum rc told_post(struct web *web)
{
    struct call *call = &web->call;
    struct told_saying saying = {.answer = page_typed(web, "answer")};
    struct id change = page_change(web);
    struct outcome outcome;
    struct record *person;

    if (!told_part_find(page_typed(web, "part"), &saying.part))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    saying.wish = typed_wish(web, told_code(saying.part));
    enum rc rc = open_person(web, &person);
    if (rc == RC_OK)
        rc = told_say(call, person, &saying, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return show_file(web);
    }
    return rc == RC_OK
               ? web_redirect_undo(web, file_path(web, person->code, ""), "saved", &outcome.change)
               : rc;
}

/* ---- striking out */

struct strike {
    struct record *person;
    struct told told;
    const struct told_line *line;
    enum told_part part;
};

static enum rc find_line(struct web *web, struct strike *out)
{
    struct call *call = &web->call;
    int64_t piece = 0;
    struct id id;
    enum rc rc = open_person(web, &out->person);

    if (rc == RC_OK)
        rc = told_read(call, out->person, &out->told);
    if (rc != RC_OK)
        return rc;
    (void)web_number(web, "piece", &piece);
    if (!str_unhex(page_typed(web, "of"), id.b, sizeof id.b) ||
        !told_part_find(page_typed(web, "part"), &out->part))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    out->line = told_find(&out->told, &id, page_typed(web, "field"), (size_t)piece);
    if (out->line == NULL)
        return fail(call, RC_NOT_FOUND, NULL,
                    "This sentence does not stand there any more. Look at the file again.");
    return RC_OK;
}

static void strike_fields(struct web *web, const struct strike *strike)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    static const char *const along[] = {"part", "of", "field", "piece"};
    struct control wish = {.name = STR("wish"),
                           .label = say(call, "Her wish, in her words"),
                           .hint = say(call, "Not what is struck out: this stays."),
                           .value = page_typed(web, "wish"),
                           .max = WISH_MAX};
    struct control instead = {.name = STR("instead"),
                              .label = say(call, "What is to stand there instead"),
                              .value = page_typed(web, "instead"),
                              .must = told_needs_words(strike->line),
                              .max = WISH_MAX};

    for (size_t i = 0; i < sizeof along / sizeof *along; i++)
        control_hidden(h, along[i], page_typed(web, along[i]));
    control_long(h, &wish, 3);
    if (told_needs_words(strike->line))
        control_text(h, &instead);
}

static enum rc show_strike(struct web *web, const struct strike *strike)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Strike out at her wish"),
                        .code = strike->person->code,
                        .back_path = file_path(web, strike->person->code, ""),
                        .back_label = say(call, "Her file in plain words")};
    struct form_options form = {.action = file_path(web, strike->person->code, "/strike")};
    struct button strike_it = {.label = say(call, "Strike it out"), .weight = WEIGHT_DANGER};

    part_page(web, &page);
    part_confirm(h, strike->line->text,
                 say(call,
                     "It is taken out, and her wish is written down with the day. No page, no "
                     "search and no history shows it any more. This cannot be taken back."));
    part_form(web, &form);
    page_change_field(web);
    strike_fields(web, strike);
    part_form_send(h, &form, &strike_it);
    part_confirm_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc strike_page(struct web *web)
{
    struct strike strike;
    enum rc rc = find_line(web, &strike);

    return rc == RC_OK ? show_strike(web, &strike) : rc;
}

static enum rc strike_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct outcome outcome;
    struct strike strike;
    bool repeated = false;
    enum rc rc = operation_was_run(call, &change, &repeated);

    if (rc == RC_OK && repeated) /* somebody clicked twice */
        return web_redirect(web, file_path(web, web_text(web, "code"), ""), "saved");
    if (rc == RC_OK)
        rc = find_line(web, &strike);
    if (rc != RC_OK)
        return rc;
    const struct told_wish wish = {strike.part, page_typed(web, "wish"),
                                   page_typed(web, "instead")};
    rc = told_strike(call, strike.person, strike.line, &wish, &change, &outcome);
    if (rc == RC_INVALID && call->faults != NULL) {
        web_status(web, 422);
        return show_strike(web, &strike);
    }
    return rc == RC_OK ? web_redirect(web, file_path(web, strike.person->code, ""), "saved") : rc;
}

/* ---- routes */

#define PERSON_PARAM                                            \
    {                                                           \
        "code", PARAM_CODE, CODE_MAX, true, false, N_("Number") \
    }
#define LINE_PARAMS                                                               \
    PERSON_PARAM, {"part", PARAM_CODE, FIELD_MAX, true, false, N_("Which part")}, \
        {"of", PARAM_ID, 32, true, false, N_("What")},                            \
        {"field", PARAM_CODE, FIELD_MAX, true, false, N_("Field")},               \
    {                                                                             \
        "piece", PARAM_NUMBER, PIECE_MAX, false, false, N_("Sentence")            \
    }

static const struct param file_params[] = {
    PERSON_PARAM,
    {"lang", PARAM_CODE, 20, false, false, N_("In which language")},
    {0},
};
static const struct param told_params[] = {
    PERSON_PARAM,
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"part", PARAM_CODE, FIELD_MAX, true, false, N_("Which part")},
    {"answer", PARAM_CODE, 20, true, false, N_("What she said")},
    {"wish", PARAM_LONG, WISH_MAX, false, false, N_("Her wish, in her words")},
    {"wish.*", PARAM_LONG, WISH_MAX, false, true, N_("Her wish, in her words")},
    {"lang", PARAM_CODE, 20, false, false, N_("In which language")},
    {0},
};
static const struct param strike_params[] = {LINE_PARAMS, {0}};
static const struct param strike_post_params[] = {
    LINE_PARAMS,
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"wish", PARAM_LONG, WISH_MAX, false, false, N_("Her wish, in her words")},
    {"instead", PARAM_TEXT, WISH_MAX, false, false, N_("What is to stand there instead")},
    {0},
};

const struct route told_routes[] = {
    {METHOD_GET, PERMISSION_PERSON_SEE, "/person/{code}/file", file_params, show_file, NULL, 0,
     "shows all that is kept about a person in plain words, to be read aloud to her"},
    {METHOD_GET, PERMISSION_PERSON_CHANGE, "/person/{code}/file/strike", strike_params, strike_page,
     NULL, 0, "asks for her wish before a sentence is struck out"},
    {METHOD_POST, PERMISSION_PERSON_CHANGE, "/person/{code}/file/strike", strike_post_params,
     strike_post, NULL, 0, "strikes a sentence out at her wish"},
    {METHOD_POST, PERMISSION_PERSON_CHANGE, "/person/{code}/file/told", told_params, told_post,
     NULL, 0, "writes down what she said to a part of her file that was read aloud"},
};
const size_t told_routes_n = sizeof told_routes / sizeof *told_routes;
