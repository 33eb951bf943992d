/* letter_pages.c - see letter_pages.h. */
#include "casework/letter_pages.h"

#include "model/app.h"
#include "model/field.h"
#include "query/query.h"
#include "web/part.h"

enum { LETTERS_MAX = 50 };

/* ---- in the page of a case */

static void letter_row(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct value written = record_value(letter, "written");
    struct task task = {
        .title = record_title(call, letter),
        .path = str_format(call->arena, "/letter/%s", str_z(call->arena, letter->code)),
        .about = {letter->code, written.type == V_INT ? date_text(call, (day)written.i) : STR("")},
        .tone = TONE_MUTE,
        .status = str_is(letter->state, "printed") ? say(call, "printed") : say(call, "draft")};

    part_task(&web->html, &task);
}

enum rc letters_of(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct query query = {.kind = kind_find(call->app->registry, STR("letter")),
                          .verb = MAY_SEE,
                          .owner = &record->id,
                          .limit = LETTERS_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK || found.n == 0)
        return rc;
    part_tasks(&web->html, say(call, "Letters"));
    for (size_t i = 0; i < found.n; i++)
        letter_row(web, found.records[i]);
    part_tasks_end(&web->html);
    return RC_OK;
}
