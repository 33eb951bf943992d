/* next_parts.c - see next_parts.h. */
#include "casework/next_parts.h"

#include "base/lang.h"
#include "casework/pages.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/record_path.h"

/* The open task of the case that is due first; NULL: there is none with a day. */
static enum rc first_task(struct web *web, const struct record *of, struct record **out)
{
    struct query query = {
        .kind = page_kind(web, "task"), .verb = MAY_SEE, .owner = &of->id, .limit = 1};
    struct query_page found;

    query.sort = field_find(query.kind, STR("due"));
    query.filters[query.n++] =
        (struct query_filter){.field = NULL, .op = QUERY_IS, .value = v_text(STR("open"))};
    enum rc rc = query_list(&web->call, &query, &found);
    *out = rc == RC_OK && found.n != 0 && record_value(found.records[0], "due").type == V_INT
               ? found.records[0]
               : NULL;
    return rc;
}

/* What a person may lose comes first; what is only waited for does not. */
static bool law_first(const struct call *call, const struct proceedings *all, day due)
{
    const struct proceeding_view *view;
    const struct move *move = proceedings_next(all, &view);

    if (move == NULL || move->kind == MOVE_WAIT || move->kind == MOVE_WORDS)
        return false;
    return !move->counted || move->last <= due || move->last <= call->today + NEXT_LAW_DAYS;
}

enum rc next_task(struct web *web, const struct record *of, const struct proceedings *all,
                  bool *shown)
{
    struct call *call = &web->call;
    struct button open = {.label = say(call, "Open the task"), .weight = WEIGHT_MAIN};
    struct record *task;
    enum rc rc = first_task(web, of, &task);

    *shown = rc == RC_OK && task != NULL && !law_first(call, all, (day)record_value(task, "due").i);
    if (!*shown)
        return rc;
    day due = (day)record_value(task, "due").i;
    struct str why = page_shown(call, task, "why");
    part_next(&web->html, record_title(call, task),
              str_format(call->arena, "%s%s%s", str_z(call->arena, why), why.n == 0 ? "" : " ",
                         say(call, "To be done by %s (%s).", date_long(call, due).p,
                             page_days_left(call, due).p)
                             .p));
    part_actions(&web->html);
    part_link_button(&web->html, &open, record_path(web, task));
    part_actions_end(&web->html);
    part_next_end(&web->html);
    return RC_OK;
}
