/* part.c - see part.h: the page itself, messages, forms and boxes. */
#include "web/part.h"

#include "base/lang.h"
#include "web/control.h"

static const char *const tone_class[] = {
    [TONE_MUTE] = "mute", [TONE_OK] = "ok",   [TONE_INFO] = "info",
    [TONE_WARN] = "warn", [TONE_BAD] = "bad",
};

static const char *const tone_icon[] = {
    [TONE_MUTE] = "circle-dashed",  [TONE_OK] = "circle-check", [TONE_INFO] = "info",
    [TONE_WARN] = "triangle-alert", [TONE_BAD] = "circle-x",
};

/* ---- the page */

static void write_head(struct web *web, const struct page *page)
{
    struct html *h = &web->html;
    const struct asset *assets = web->site->assets->all;

    html_raw(h, "<!doctype html>\n<html");
    html_attr(h, "lang", lang_most(h->call->lang));
    html_attr_say(h, "data-offline", "No connection. Nothing was lost: try again.");
    html_raw(h, "><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                "<meta name=\"color-scheme\" content=\"light dark\"><title>");
    if (h->call->fault_count != 0) {
        html_say(h, "Error:");
        html_raw(h, " ");
    }
    if (page->practice) {
        html_say(h, "PRACTICE");
        html_raw(h, ": ");
    }
    html_text(h, page->title);
    html_raw(h, " – ");
    html_text(h, page->name);
    html_raw(h, "</title><link rel=\"icon\" type=\"image/svg+xml\"");
    html_href(h, "href", assets[ASSET_MARK].url);
    html_raw(h, "><link rel=\"stylesheet\"");
    html_href(h, "href", assets[ASSET_STYLE].url);
    html_raw(h, "><script defer");
    html_href(h, "src", assets[ASSET_SCRIPT].url);
    html_raw(h, "></script></head>\n");
}

/* Posted, so that no name stands in an address and in the browser's history. */
static void write_search(struct web *web, const struct page *page)
{
    struct html *h = &web->html;

    html_raw(h, "<form class=\"find\" role=\"search\" method=\"post\"");
    html_href(h, "action", page->find_path);
    html_raw(h, ">");
    control_hidden(h, FORM_TOKEN, web_form_token(web));
    html_raw(h, "<label class=\"vh\" for=\"q\">");
    html_say(h, "Find a case, a person, a letter or an office");
    html_raw(h, "</label>");
    html_icon(h, "search");
    html_raw(h, "<input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\"");
    html_attr_say(h, "placeholder", "Find (Ctrl+K)");
    if (page->find_value.n != 0)
        html_attr(h, "value", page->find_value);
    html_raw(h, "></form>");
}

static void write_person(struct web *web, const struct page *page)
{
    struct html *h = &web->html;
    struct form_options out = {.action = page->sign_out_path};

    html_raw(h, "<div class=\"me\"><span>");
    html_icon(h, "circle-user-round");
    if (page->person_path.n != 0)
        part_link(h, page->person_path, page->person);
    else
        html_text(h, page->person);
    html_raw(h, "</span>");
    part_form(web, &out);
    html_raw(h, "<button class=\"plain\">");
    html_say(h, "Sign out");
    html_raw(h, "</button>");
    part_form_end(h, &out);
    html_raw(h, "</div>");
}

static void write_nav(struct html *h, const struct page *page)
{
    html_raw(h, "<nav class=\"main\"");
    html_attr_say(h, "aria-label", "Main");
    html_raw(h, "><ul>");
    for (size_t i = 0; i < page->nav_count; i++) {
        const struct nav_item *item = &page->nav[i];
        html_raw(h, "<li><a");
        html_href(h, "href", item->path);
        if (item->here)
            html_raw(h, " aria-current=\"page\"");
        html_raw(h, ">");
        html_icon(h, item->icon);
        html_tag(h, "span", NULL, item->label);
        html_raw(h, "</a></li>");
    }
    html_raw(h, "</ul></nav>");
}

static void write_top(struct web *web, const struct page *page)
{
    struct html *h = &web->html;

    html_raw(h, "<a class=\"skip\" href=\"#main\">");
    html_say(h, "Skip to main content");
    html_raw(h, "</a><header class=\"top\">");
    if (page->practice) {
        html_raw(h, "<p class=\"invented\">");
        html_icon(h, "triangle-alert");
        html_tag(h, "strong", NULL, say(h->call, "PRACTICE"));
        html_raw(h, " ");
        html_tag(h, "span", NULL, say(h->call, "The people here are invented. Nothing is real."));
        html_raw(h, "</p>");
    }
    html_raw(h, "<div class=\"in\"><a class=\"logo\" href=\"/\"><img");
    html_attr(h, "src", web->site->assets->all[ASSET_MARK].url);
    html_raw(h, " alt=\"\" width=\"28\" height=\"28\">");
    html_tag(h, "span", NULL, page->name);
    html_raw(h, "</a>");
    if (!page->bare && page->find_path.n != 0)
        write_search(web, page);
    if (page->person.n != 0)
        write_person(web, page);
    html_raw(h, "</div></header>");
    if (!page->bare && page->nav_count != 0)
        write_nav(h, page);
}

/* What a page says behind a change, by the name that the redirection gave (web_redirect()). */
static struct str done_sentence(struct web *web)
{
    static const struct {
        const char *name, *sentence;
    } rows[] = {
        {"saved", N_("Saved.")},
        {"made", N_("Written down.")},
        {"moved", N_("Moved on.")},
        {"retired", N_("Put away. It is in no list any more, and can be brought back.")},
        {"restored", N_("Brought back.")},
        {"undone", N_("Taken back.")},
        {"same", N_("Nothing was changed.")},
        {"used", N_("This is the record that was there. What you had written is kept: it stands on "
                    "your first page.")},
        {"waits", N_("This waits for a second person, who has 48 hours.")},
        {"approved", N_("Approved, and done.")},
        {"declined", N_("Declined. Nothing was done.")},
        {"merged", N_("The two are one now.")},
        {"different", N_("Written down: they are two people.")},
        {"erased", N_("Erased for good.")},
        {"kept", N_("Kept for you. Nobody else sees it.")},
        {"dropped", N_("Thrown away.")},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(web->done, rows[i].name))
            return str_of(lang_text(web->call.lang, rows[i].sentence));
    return STR("");
}

/* Posts the id of the change; whoever answers /undo knows where to go back to. */
static void write_undo(struct web *web)
{
    struct html *h = &web->html;
    struct form_options form = {.action = STR("/undo")};

    part_form(web, &form);
    html_raw(h, "<input type=\"hidden\" name=\"undo\"");
    html_attr(h, "value", web->undo);
    html_raw(h, "><button class=\"plain\">");
    html_say(h, "Take this back");
    html_raw(h, "</button>");
    part_form_end(h, &form);
}

static void write_done(struct web *web, struct str sentence)
{
    struct html *h = &web->html;

    html_raw(h, "<div class=\"done\" role=\"status\">");
    html_icon(h, "circle-check");
    html_tag(h, "span", NULL, sentence);
    if (web->undo.n != 0 && web->call.actor != NULL)
        write_undo(web);
    html_raw(h, "</div>");
}

static void write_heading(struct web *web, const struct page *page)
{
    struct html *h = &web->html;
    struct str done = page->done.n != 0 ? page->done : done_sentence(web);

    if (page->back_path.n != 0) {
        html_raw(h, "<p class=\"back\"><a");
        html_href(h, "href", page->back_path);
        html_raw(h, ">");
        html_icon(h, "arrow-left");
        html_text(h, page->back_label);
        html_raw(h, "</a></p>");
    }
    if (page->notice.n != 0) {
        html_raw(h, "<p class=\"note warn\">");
        html_icon(h, "triangle-alert");
        html_raw(h, "<span>");
        part_link(h, page->notice_path, page->notice);
        html_raw(h, "</span></p>");
    }
    if (done.n != 0)
        write_done(web, done);
    html_raw(h, "<h1>");
    html_text(h, page->heading.n != 0 ? page->heading : page->title);
    if (page->code.n != 0) {
        html_raw(h, " ");
        html_tag(h, "small", "code", page->code);
    }
    html_raw(h, "</h1>");
}

/* What is odd of it, where nothing is wrong: each a link to its tick (part_questions()). */
static void questions(struct html *h)
{
    size_t n = 0;

    if (h->call->questions == NULL)
        return;
    html_raw(h, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><h2>");
    html_say(h, "Is this so?");
    html_raw(h, "</h2><ul>");
    for (const struct call_question *q = h->call->questions; q != NULL; q = q->next, n++) {
        html_raw(h, "<li><a href=\"#sure");
        if (n != 0)
            html_text(h, str_format(h->call->arena, "-%zu", n));
        html_raw(h, "\">");
        html_text(h, q->what);
        html_raw(h, "</a></li>");
    }
    html_raw(h, "</ul></div>");
}

/* All that is wrong with the form, each a link to its control; on every page, once. */
static void errors(struct html *h)
{
    const struct call *call = h->call;

    if (call->faults == NULL) {
        questions(h);
        return;
    }
    html_raw(h, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><h2>");
    html_say(h, "There is a problem");
    html_raw(h, "</h2><ul>");
    for (const struct fault *f = call->faults; f != NULL; f = f->next) {
        html_raw(h, "<li><a href=\"#");
        html_text(h, f->where);
        html_raw(h, "\">");
        html_text(h, f->text);
        html_raw(h, "</a></li>");
    }
    html_raw(h, "</ul></div>");
}

void part_page(struct web *web, struct page *page)
{
    struct html *h = &web->html;

    web->site->furnish(web->site->data, web, page);
    write_head(web, page);
    html_raw(h, "<body class=\"");
    if (page->bare)
        html_raw(h, "bare");
    if (page->practice)
        html_raw(h, " practice");
    html_raw(h, "\"");
    if (page->one_key)
        html_raw(h, " data-keys");
    if (page->practice) /* across the paper, should it be printed */
        html_attr_say(h, "data-practice", "PRACTICE");
    html_raw(h, ">");
    write_top(web, page);
    html_raw(h, "<main id=\"main\" tabindex=\"-1\">");
    errors(h);
    write_heading(web, page);
}

/* Whose words these are, on every page of a language that no native speaker has read. */
static void write_status(struct html *h, const struct page *page)
{
    enum lang_status status = lang_status(h->call->lang);
    struct str text = status == LANG_WORDS
                          ? say(h->call, "Only some words are in Romani. Whose they are")
                          : say(h->call, "This translation is a draft: no native speaker has "
                                         "checked it yet");

    if (status == LANG_CHECKED)
        return;
    html_raw(h, "<p class=\"draft\">");
    if (page->languages_path.n != 0)
        part_link(h, page->languages_path, text);
    else
        html_text(h, text);
    html_raw(h, "</p>");
}

void part_page_end(struct web *web, const struct page *page)
{
    struct html *h = &web->html;
    bool draft = lang_status(h->call->lang) != LANG_CHECKED;

    html_raw(h, "</main><p id=\"toast\" role=\"status\"></p>");
    if (page->help_count != 0 || draft)
        html_raw(h, "<footer>");
    if (page->help_count != 0) {
        html_raw(h, "<nav");
        html_attr_say(h, "aria-label", "Help");
        html_raw(h, ">");
        for (size_t i = 0; i < page->help_count; i++)
            part_link(h, page->help[i].path, page->help[i].label);
        html_raw(h, "</nav>");
    }
    write_status(h, page);
    if (page->help_count != 0 || draft)
        html_raw(h, "</footer>");
    html_raw(h, "</body></html>\n");
}

/* The heading of a page of failure; the sentence below it says what, and what to do. */
static const char *error_heading(enum rc rc)
{
    switch (rc_http(rc)) {
    case 401: return N_("Sign in first");
    case 403: return N_("Not allowed");
    case 404: return N_("Page not found");
    case 409: return N_("Somebody else changed this");
    case 400:
    case 413:
    case 422: return N_("This cannot be taken");
    case 503: return N_("Not at the moment");
    default: return N_("Something went wrong");
    }
}

void part_error_page(struct web *web, enum rc rc)
{
    struct html *h = &web->html;
    struct call *call = &web->call;
    struct str text = call->error.text;
    struct page page = {.title = str_of(lang_text(call->lang, error_heading(rc)))};

    part_page(web, &page);
    if (call->fault_count == 0 || call->error.rc != RC_INVALID) {
        html_raw(h, "<p class=\"lead\">");
        html_text(h, text.n == 0 ? str_of(lang_text(call->lang, rc_text(rc))) : text);
        html_raw(h, "</p>");
    }
    html_raw(h, "<p>");
    if (rc_http(rc) >= 500 && rc_http(rc) != 503)
        html_say(h, "Nothing was saved by this. If it happens again, tell your administrator.");
    else if (rc == RC_SIGN_IN && web->site->sign_in != NULL)
        part_link(h, str_of(web->site->sign_in), say(call, "Sign in"));
    else
        part_link(h, STR("/"), say(call, "Go to the first page"));
    html_raw(h, "</p>");
    part_page_end(web, &page);
}

/* ---- messages */

void part_note(struct html *h, enum tone tone, struct str text)
{
    html_raw(h, "<p class=\"note ");
    buf_z(&h->buf, tone_class[tone]);
    html_raw(h, "\">");
    html_icon(h, tone_icon[tone]);
    html_tag(h, "span", NULL, text);
    html_raw(h, "</p>");
}

void part_tag_icon(struct html *h, enum tone tone, const char *icon, struct str text)
{
    html_raw(h, "<span class=\"tag ");
    buf_z(&h->buf, tone_class[tone]);
    html_raw(h, "\">");
    html_icon(h, icon);
    html_text(h, text);
    html_raw(h, "</span>");
}

void part_tag(struct html *h, enum tone tone, struct str text)
{
    part_tag_icon(h, tone, tone_icon[tone], text);
}

void part_empty(struct html *h, struct str why, struct str label, struct str path)
{
    html_raw(h, "<div class=\"empty\"><p>");
    html_text(h, why);
    html_raw(h, "</p>");
    if (path.n != 0) {
        struct button button = {.label = label, .weight = WEIGHT_OTHER};
        part_link_button(h, &button, path);
    }
    html_raw(h, "</div>");
}

void part_code(struct html *h, struct str code)
{
    html_raw(h, "<p class=\"digits\" translate=\"no\">");
    for (size_t i = 0; i < code.n; i += 4)
        html_tag(h, "span", NULL, str_cut(code, i, i + 4));
    html_raw(h, "</p>");
}

/* ---- forms and buttons */

/* Is it this form that came back? */
static bool was_sent(const struct web *web, struct str action)
{
    return web->request->method == METHOD_POST &&
           str_eq(str_cut(action, 0, str_find(action, '?')), web->request->path);
}

void part_form(struct web *web, const struct form_options *o)
{
    struct html *h = &web->html;

    html_raw(h, "<form novalidate");
    html_attr_z(h, "method", o->get ? "get" : "post");
    html_href(h, "action", o->action);
    if (o->files)
        html_raw(h, " enctype=\"multipart/form-data\"");
    html_attr_z(h, "data-frag", o->part);
    if (o->draft.n != 0) {
        html_attr(h, "data-draft", o->draft);
        html_attr_say(h, "data-unsaved", "Not saved yet: no connection.");
    }
    html_raw(h, ">");
    if (o->get)
        return;
    control_hidden(h, FORM_TOKEN, web_form_token(web));
    if (o->rev.n != 0)
        control_hidden(h, "rev", o->rev);
    if (web->call.questions != NULL && was_sent(web, o->action))
        part_questions(web);
}

void part_form_end(struct html *h, const struct form_options *o)
{
    if (o->draft.n != 0) {
        html_raw(h, "<p class=\"saved\" data-saved>");
        html_text(h, o->saved);
        html_raw(h, "</p>");
    }
    html_raw(h, "</form>");
}

static const char *const weight_class[] = {
    [WEIGHT_MAIN] = "btn",
    [WEIGHT_OTHER] = "btn other",
    [WEIGHT_DANGER] = "btn danger",
    [WEIGHT_QUIET] = "btn quiet",
};

static void button_inside(struct html *h, const struct button *button)
{
    html_raw(h, ">");
    if (button->icon != NULL)
        html_icon(h, button->icon);
    html_tag(h, "span", NULL, button->label);
}

void part_button(struct html *h, const struct button *button)
{
    html_raw(h, "<button");
    html_attr_z(h, "class", weight_class[button->weight]);
    if (button->name != NULL) {
        html_attr_z(h, "name", button->name);
        html_attr(h, "value", button->value);
    }
    button_inside(h, button);
    html_raw(h, "</button>");
}

void part_link_button(struct html *h, const struct button *button, struct str path)
{
    html_raw(h, "<a");
    html_attr_z(h, "class", weight_class[button->weight]);
    html_href(h, "href", path);
    button_inside(h, button);
    html_raw(h, "</a>");
}

void part_link(struct html *h, struct str path, struct str label)
{
    html_raw(h, "<a");
    html_href(h, "href", path);
    html_raw(h, ">");
    html_text(h, label);
    html_raw(h, "</a>");
}

void part_links(struct html *h, const struct nav_item *links, size_t n)
{
    html_raw(h, "<ul class=\"links\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<li>");
        part_link(h, links[i].path, links[i].label);
        html_raw(h, "</li>");
    }
    html_raw(h, "</ul>");
}

void part_actions(struct html *h)
{
    html_raw(h, "<div class=\"acts\">");
}

void part_actions_end(struct html *h)
{
    html_raw(h, "</div>");
}

void part_form_send(struct html *h, const struct form_options *o, const struct button *button)
{
    part_actions(h);
    part_button(h, button);
    part_actions_end(h);
    part_form_end(h, o);
}

void part_confirm(struct html *h, struct str question, struct str explained)
{
    html_raw(h, "<section class=\"card ask\">");
    html_tag(h, "h2", NULL, question);
    html_tag(h, "p", NULL, explained);
}

void part_confirm_end(struct html *h)
{
    html_raw(h, "</section>");
}

/* ---- boxes */

void part_columns(struct html *h)
{
    html_raw(h, "<div class=\"cols\"><div>");
}

void part_columns_side(struct html *h)
{
    html_raw(h, "</div><div class=\"side\">");
}

void part_columns_end(struct html *h)
{
    html_raw(h, "</div></div>");
}

void part_card(struct html *h, struct str heading)
{
    html_raw(h, "<section class=\"card\">");
    if (heading.n != 0)
        html_tag(h, "h2", NULL, heading);
}

void part_card_end(struct html *h)
{
    html_raw(h, "</section>");
}

void part_fold(struct html *h, struct str summary, bool open)
{
    if (open)
        html_raw(h, "<details open><summary>");
    else
        html_raw(h, "<details><summary>");
    html_text(h, summary);
    html_raw(h, "</summary>");
}

void part_fold_end(struct html *h)
{
    html_raw(h, "</details>");
}

void part_next(struct html *h, struct str what, struct str why)
{
    html_raw(h, "<section class=\"next\"><h2>");
    html_say(h, "Next step");
    html_raw(h, "</h2><p class=\"lead\">");
    html_text(h, what);
    html_raw(h, "</p>");
    if (why.n != 0)
        html_tag(h, "p", NULL, why);
}

void part_next_end(struct html *h)
{
    html_raw(h, "</section>");
}

void part_steps(struct html *h, struct str summary, const struct count_step *steps, size_t n)
{
    part_fold(h, summary, false);
    html_raw(h, "<ol class=\"steps\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<li>");
        html_tag(h, "span", "when", steps[i].when);
        html_raw(h, "<span>");
        html_tag(h, "b", NULL, steps[i].what);
        if (steps[i].why.n != 0)
            html_tag(h, "small", NULL, steps[i].why);
        html_raw(h, "</span></li>");
    }
    html_raw(h, "</ol>");
    part_fold_end(h);
}

void part_facts(struct html *h, const struct fact *facts, size_t n)
{
    html_raw(h, "<dl class=\"facts\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<div>");
        html_tag(h, "dt", NULL, facts[i].label);
        html_raw(h, "<dd");
        if (facts[i].lang.n != 0)
            html_attr(h, "lang", facts[i].lang);
        html_raw(h, ">");
        if (facts[i].path.n != 0)
            part_link(h, facts[i].path, facts[i].value);
        else
            html_text(h, facts[i].value);
        html_raw(h, "</dd></div>");
    }
    html_raw(h, "</dl>");
}

void part_print_head(struct html *h, struct str name, struct str about)
{
    html_raw(h, "<div class=\"paper\">");
    html_tag(h, "b", NULL, name);
    html_tag(h, "span", NULL, about);
    html_raw(h, "</div>");
}
