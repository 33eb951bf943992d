/* home.c - see home.h. */
#include "roles/home.h"

#include "base/lang.h"
#include "query/query.h"
#include "roles/first.h"
#include "roles/practice.h"
#include "roles/worker.h"
#include "web/part.h"
#include "web/record_path.h"

/* Where the stories of a practice folder begin, as far as this person may see that. */
static void stories(struct web *web)
{
    struct call *call = &web->call;
    struct practice *practice = arena_alloc(call->arena, sizeof *practice);
    struct nav_item links[PRACTICE_STORIES_MAX];
    size_t n = 0;

    if (!call->practice || practice == NULL ||
        practice_read(call, call->store->folder, practice) != RC_OK)
        return;
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
    if (n == 0)
        return;
    part_fold(&web->html, say(call, "Stories to practise with"), false);
    part_links(&web->html, links, n);
    part_fold_end(&web->html);
}

/* Minutes that a station takes, as it was walked through. */
enum { STOP_MINUTES = 1 };

/* A walk through one story, from the paper in her hand to the letter and back. */
static void walk(struct web *web)
{
    struct call *call = &web->call;
    struct practice *practice = arena_alloc(call->arena, sizeof *practice);

    if (!call->practice || practice == NULL ||
        practice_read(call, call->store->folder, practice) != RC_OK || practice->stops_n == 0)
        return;
    part_fold(
        &web->html,
        say(call, "A walk through one story, %d minutes", (int)practice->stops_n * STOP_MINUTES),
        false);
    html_raw(&web->html, "<ol>");
    for (size_t i = 0; i < practice->stops_n; i++) {
        const struct practice_stop *stop = &practice->stops[i];
        struct record record = {.kind = kind_find(call->app->registry, stop->kind),
                                .code = stop->code};
        if (record.kind == NULL)
            continue;
        struct str path = record_path(web, &record);
        if (!str_is(stop->rest, "-"))
            path = stop->code.n != 0 && stop->rest.p[0] == '='
                       ? str_cut(stop->rest, 1, stop->rest.n)
                       : str_format(call->arena, "%s%s", path.p, str_z(call->arena, stop->rest));
        html_raw(&web->html, "<li>");
        part_link(&web->html, path, str_of(lang_text(call->lang, str_z(call->arena, stop->words))));
        html_raw(&web->html, "</li>");
    }
    html_raw(&web->html, "</ol>");
    part_fold_end(&web->html);
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
    walk(web);
    call_forgive(call);
    stories(web);
    call_forgive(call);
    part_page_end(web, &page);
    return RC_OK;
}
