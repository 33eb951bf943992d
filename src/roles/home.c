/* home.c - see home.h. */
#include "roles/home.h"

#include "base/lang.h"
#include "query/query.h"
#include "roles/first.h"
#include "roles/practice.h"
#include "roles/worker.h"
#include "web/part.h"
#include "web/record_path.h"

/* Minutes that a station takes, as it was walked through. */
enum { STOP_MINUTES = 1 };

static bool is_practice(struct call *call, struct practice **out)
{
    *out = arena_alloc(call->arena, sizeof **out);
    return call->practice && *out != NULL &&
           practice_read(call, call->store->folder, *out) == RC_OK && (*out)->n != 0;
}

/* Where the stories of a practice folder begin, as far as this person may see that. */
static void stories(struct web *web, const struct practice *practice)
{
    struct call *call = &web->call;
    struct nav_item links[PRACTICE_STORIES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < practice->n; i++) {
        const struct practice_story *story = &practice->stories[i];
        struct record record = {.kind = kind_find(call->app->registry, story->kind),
                                .code = story->code};
        const char *title = str_z(call->arena, story->title);
        struct id id;
        if (record.kind != NULL && query_id(call, record.kind, record.code, &id) == RC_OK)
            links[n++] = (struct nav_item){.path = record_path(web, &record),
                                           .label = str_of(lang_text(call->lang, title))};
    }
    part_links(&web->html, links, n);
}

static void stories_link(struct web *web)
{
    struct practice *practice;

    if (is_practice(&web->call, &practice))
        part_link(&web->html, STR("/walk"), say(&web->call, "Stories to practise with"));
}

/* The page of the record, what stands behind it, or with "=" an address. */
static struct str stop_path(struct web *web, const struct practice_stop *stop)
{
    struct record record = {.kind = kind_find(web->call.app->registry, stop->kind),
                            .code = stop->code};

    if (stop->rest.n != 0 && stop->rest.p[0] == '=')
        return str_cut(stop->rest, 1, stop->rest.n);
    if (record.kind == NULL)
        return STR("");
    struct str path = record_path(web, &record);
    return str_is(stop->rest, "-")
               ? path
               : str_format(web->call.arena, "%s%s", path.p, str_z(web->call.arena, stop->rest));
}

/* From the paper in her hand to the letter and back. */
static void walk(struct web *web, const struct practice *practice)
{
    struct call *call = &web->call;

    if (practice->stops_n == 0)
        return;
    part_card(&web->html, say(call, "A walk through one story, %d minutes",
                              (int)practice->stops_n * STOP_MINUTES));
    html_raw(&web->html, "<ol>");
    for (size_t i = 0; i < practice->stops_n; i++) {
        const struct practice_stop *stop = &practice->stops[i];
        html_raw(&web->html, "<li>");
        part_link(&web->html, stop_path(web, stop),
                  str_of(lang_text(call->lang, str_z(call->arena, stop->words))));
        html_raw(&web->html, "</li>");
    }
    html_raw(&web->html, "</ol>");
    part_card_end(&web->html);
}

enum rc walk_page(struct web *web)
{
    struct call *call = &web->call;
    struct practice *practice;

    if (!is_practice(call, &practice))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    struct page page = {.title = say(call, "Stories to practise with"),
                        .back_path = STR("/"),
                        .back_label = say(call, "Today")};
    part_page(web, &page);
    walk(web, practice);
    stories(web, practice);
    part_page_end(web, &page);
    return RC_OK;
}

enum rc home_show(struct web *web)
{
    const struct worker *worker = web->site->data;
    const struct program *program = &worker->program;
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Today, %s", date_long(call, call->today).p)};

    part_page(web, &page);
    first_home(web);
    for (size_t i = 0; i < program->areas_n; i++)
        if (program->areas[i]->home != NULL) {
            program->areas[i]->home(web);
            call_forgive(call);
        }
    stories_link(web);
    call_forgive(call);
    part_page_end(web, &page);
    return RC_OK;
}
