/* find_pages.c - see pages.h: everything that one may see, by name, number, phone or word. */
#include "base/lang.h"
#include "query/find.h"
#include "records/pages.h"
#include "web/control.h"

enum { FIND_TEXT_MAX = 200, FIND_SHOWN = 50 };

/* What was found, and where: "in its texts". */
static void hit_row(struct web *web, const struct find_hit *hit)
{
    static const char *const where[FIND_WHERES] = {
        [FIND_NUMBER] = N_("its number or a phone"),
        [FIND_TITLE] = N_("its name"),
        [FIND_START] = N_("its name begins so"),
        [FIND_TEXT] = N_("in its texts"),
    };
    struct call *call = &web->call;
    struct record record = {.kind = hit->kind, .id = hit->id, .code = hit->code};
    struct task task = {.title = hit->title.n != 0 ? hit->title : label_text(call, &hit->kind->one),
                        .path = record_path(web, &record),
                        .about = {label_text(call, &hit->kind->one), hit->code,
                                  str_of(lang_text(call->lang, where[hit->where]))}};

    part_task(&web->html, &task);
}

static void search_form(struct web *web, struct str text)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/find")};
    struct control words = {.name = STR("words"),
                            .label = say(call, "Name, number, phone or word"),
                            .hint = say(call, "In any spelling: Ђорђе, Đorđe and Djordje are one."),
                            .value = text,
                            .max = FIND_TEXT_MAX,
                            .must = true,
                            .type = "search"};
    struct button go = {.label = say(call, "Find"), .weight = WEIGHT_MAIN, .icon = "search"};

    part_form(web, &form);
    control_text(&web->html, &words);
    part_form_send(&web->html, &form, &go);
}

static void show_found(struct web *web, struct str text, const struct found *found)
{
    struct call *call = &web->call;

    if (found->n == 0) {
        part_empty(&web->html, say(call, "Nothing was found for \"%s\".", str_z(call->arena, text)),
                   STR(""), STR(""));
        return;
    }
    part_tasks(&web->html,
               str_format(call->arena,
                          lang_plural(call->lang, "%lld found", "%lld found", (long long)found->n),
                          (long long)found->n));
    for (size_t i = 0; i < found->n; i++)
        hit_row(web, &found->hits[i]);
    part_tasks_end(&web->html);
    if (found->more)
        part_note(&web->html, TONE_MUTE,
                  say(call, "There are more. Add a word, or a part of the number."));
    if (found->cut)
        part_note(&web->html, TONE_MUTE, say(call, "Only the beginning of it was looked for."));
}

/* What is searched is posted, so that no name stands in the browser's history. */
static enum rc empty_page(struct web *web)
{
    struct page page = {.title = say(&web->call, "Find")};

    part_page(web, &page);
    search_form(web, STR(""));
    part_page_end(web, &page);
    return RC_OK;
}

/* The box above every page sends q; the form of this page, words. */
static enum rc find_page(struct web *web)
{
    struct call *call = &web->call;
    struct str text = web_text(web, "words");
    struct find ask = {.limit = FIND_SHOWN};
    struct found found = {0};
    enum rc rc = RC_OK;

    if (text.n == 0)
        text = web_text(web, "q");
    ask.text = text.p == NULL ? STR("") : text;
    if (ask.text.n != 0)
        rc = find(call, &ask, &found);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Find"), .find_value = ask.text};
    part_page(web, &page);
    search_form(web, ask.text);
    if (ask.text.n != 0)
        show_found(web, ask.text, &found);
    part_page_end(web, &page);
    return RC_OK;
}

static const struct param find_params[] = {
    {"q", PARAM_TEXT, FORM_TEXT_MAX, false, false, N_("Find")},
    {"words", PARAM_TEXT, FORM_TEXT_MAX, false, false, N_("Find")},
    {0},
};

const struct route find_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/find", NULL, empty_page, NULL, 0, "asks what is to be found"},
    {METHOD_POST, MAY_SIGNED_IN, "/find", find_params, find_page, NULL, 0,
     "finds everything that may be seen, in any spelling"},
};
const size_t find_routes_n = sizeof find_routes / sizeof *find_routes;
