/* sheet_pages.c - see sheet_pages.h. */
#include "casework/sheet_pages.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/deadline.h"
#include "casework/pages.h"
#include "casework/sheet.h"
#include "model/app.h"
#include "model/permission.h"
#include "store/store.h"

static const char *const status_labels[] = {
    [LAW_VERIFIED] = N_("verified in the law's text"),
    [LAW_PARTLY] = N_("partly verified"),
    [LAW_UNVERIFIED] = N_("not confirmed"),
};

static enum rc own_country(struct web *web, struct str *out)
{
    struct call *call = &web->call;
    struct record *own;
    enum rc rc = table_load_rid(call, call->store->db,
                                app_table(call->app, come_kind(web, "organisation")), 1, &own);

    if (rc == RC_OK)
        *out = record_value(own, "country").s;
    return rc;
}

static const struct choice_list *areas(struct web *web)
{
    return field_find(come_kind(web, "quick_help"), STR("area"))->choices;
}

/* ---- the list */

static enum rc sheets_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Rights sheets"),
                        .back_path = STR("/quick"),
                        .back_label = say(call, "Quick help")};
    const struct choice_list *list = areas(web);
    struct nav_item *links = arena_array(call->arena, list->n + 1, sizeof *links);
    struct sheet sheet;
    struct str country;
    size_t n = 0;
    enum rc rc = links == NULL ? fail_memory(call) : own_country(web, &country);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < list->n; i++)
        if (sheet_find(call, country, list->choices[i].code, lang_code(call->lang), &sheet))
            links[n++] =
                (struct nav_item){.path = str_format(call->arena, "/sheets/%s",
                                                     str_z(call->arena, list->choices[i].code)),
                                  .label = label_text(call, &list->choices[i].label)};
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "A page to take along: what one can ask, of whom, until when."));
    part_links(&web->html, links, n);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- one sheet */

static void body(struct html *h, struct str text)
{
    bool list = false;

    while (text.n != 0) {
        struct str row = str_trim(str_split(&text, '\n'));
        bool item = str_starts(row, STR("- "));
        if (item != list) {
            if (item)
                html_raw(h, "<ul>");
            else
                html_raw(h, "</ul>");
        }
        list = item;
        if (row.n != 0)
            html_tag(h, item ? "li" : "p", NULL, item ? str_cut(row, 2, row.n) : row);
    }
    if (list)
        html_raw(h, "</ul>");
}

/* "15 days, counted from the day on which the decision reached the person" */
static struct str term_words(struct call *call, const struct procedure_term *term)
{
    struct str length;

    if (term->any_time)
        return say(call, "At any time.");
    if (term->term.length == 0)
        return say(call, "How long is not known to us: ask before you count on it.");
    length = term_text(call, term->term);
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if ((term->from & UINT32_C(1) << i) != 0)
            return say(call, "%s, counted from: %s", str_z(call->arena, length),
                       str_z(call->arena, deadline_event(call, (enum procedure_event)i)));
    return length;
}

static void terms(struct web *web, struct str label, const struct procedure_terms *all)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    for (size_t i = 0; i < all->n; i++) {
        html_raw(h, "<div><dt>");
        html_text(h, label);
        html_raw(h, "</dt><dd>");
        html_text(h, term_words(call, &all->in[i]));
        if (all->in[i].when.n != 0) {
            html_raw(h, " <span lang=\"en\">(");
            html_text(h, all->in[i].when);
            html_raw(h, ")</span>");
        }
        if (all->in[i].article.n != 0) {
            html_raw(h, " – ");
            html_text(h, all->in[i].article);
        }
        html_raw(h, "</dd></div>");
    }
}

static void fact(struct html *h, struct str label, struct str value)
{
    if (value.n == 0)
        return;
    html_raw(h, "<div>");
    html_tag(h, "dt", NULL, label);
    html_tag(h, "dd", NULL, value);
    html_raw(h, "</div>");
}

/* Where it was read; else the law that it rests on. */
static struct str source_of(struct call *call, const struct procedure *p)
{
    struct buf out;

    if (p->law.source.n != 0)
        return p->law.source;
    buf_init(&out, call->arena, 4000);
    for (size_t i = 0; i < p->basis_count; i++) {
        buf_z(&out, out.n == 0 ? "" : "; ");
        buf_add(&out, p->basis[i].act);
        for (size_t j = 0; j < p->basis[i].articles.n; j++) {
            buf_z(&out, j == 0 ? ", " : "; ");
            buf_add(&out, p->basis[i].articles.in[j]);
        }
    }
    return buf_str(&out);
}

static void procedure_card(struct web *web, const struct procedure *p)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str lang = lang_code(call->lang);

    part_card(h, words_in(p->name, lang));
    html_raw(h, "<dl class=\"facts\">");
    fact(h, say(call, "Of whom"), words_in(p->institution, lang));
    terms(web, say(call, "Until when"), &p->limits);
    for (size_t i = 0; i < p->stage_count; i++)
        if (p->stages[i].decides)
            terms(web, say(call, "They must answer"), &p->stages[i].terms);
    fact(h, say(call, "Source"), source_of(call, p));
    fact(h, say(call, "How sure"), str_of(lang_text(call->lang, status_labels[p->law.status])));
    html_raw(h, "</dl>");
    part_card_end(h);
}

static enum rc sheet_page(struct web *web)
{
    struct call *call = &web->call;
    struct str area = web_text(web, "area"), country;
    struct sheet sheet;
    enum rc rc = own_country(web, &country);

    if (rc != RC_OK)
        return rc;
    come_speak(web, page_typed(web, "lang"));
    if (!sheet_find(call, country, area, lang_code(call->lang), &sheet))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    struct page page = {.title = say(call, "Rights sheet"),
                        .heading = sheet.title,
                        .back_path = STR("/sheets"),
                        .back_label = say(call, "Rights sheets")};
    part_page(web, &page);
    part_print_head(&web->html, page.name, date_text(call, call->today));
    come_languages(web, str_format(call->arena, "/sheets/%s", str_z(call->arena, area)),
                   web->call.lang);
    if (!sheet.translated)
        part_note(&web->html, TONE_WARN,
                  say(call, "These words are not translated yet: they stand in English."));
    html_raw(&web->html, "<div");
    html_attr(&web->html, "lang", sheet.translated ? lang_code(call->lang) : STR("en"));
    html_raw(&web->html, ">");
    body(&web->html, sheet.body);
    html_raw(&web->html, "</div>");
    for (const struct procedure *p = sheet_next(call, &sheet, country, NULL); p != NULL;
         p = sheet_next(call, &sheet, country, p))
        procedure_card(web, p);
    part_page_end(web, &page);
    return RC_OK;
}

static const struct param sheet_params[] = {
    {"area", PARAM_CODE, 40, true, false, N_("Area")},
    {"lang", PARAM_CODE, 20, false, false, N_("In which language")},
    {0},
};

const struct route sheet_routes[] = {
    {METHOD_GET, PERMISSION_QUICK_SEE, "/sheets", NULL, sheets_page, NULL, 0,
     "lists the rights sheets"},
    {METHOD_GET, PERMISSION_QUICK_SEE, "/sheets/{area}", sheet_params, sheet_page, NULL, 0,
     "shows a rights sheet to print"},
};
const size_t sheet_routes_n = sizeof sheet_routes / sizeof *sheet_routes;
