/* duplicate_work.c - see duplicate_work.h. The cursor is [kind, people, pairs] so far. */
#include "records/duplicate_work.h"

#include "model/app.h"
#include "model/likeness.h"
#include "model/permission.h"
#include "query/duplicate.h"
#include "web/html.h"

struct look {
    size_t kind;
    int64_t people, pairs;
};

static struct look where(const struct work_turn *turn)
{
    struct value v = turn->cursor;

    if (v.type != V_LIST || v.list.n != 3)
        return (struct look){0};
    return (struct look){(size_t)v.list.items[0].i, v.list.items[1].i, v.list.items[2].i};
}

static bool is_asked(const struct kind *kind, const struct work_turn *turn)
{
    return likeness_has(kind) && (turn->args.type == V_NULL ||
                                  (turn->args.type == V_TEXT && str_eq(turn->args.s, kind->name)));
}

static enum rc compare(struct call *call, const struct kind *kind, struct work_turn *turn,
                       struct look *look)
{
    struct duplicate_counts counts;
    enum rc rc = duplicate_scan(call, kind, turn->tell, &counts);

    if (rc != RC_OK)
        return rc;
    look->people += (int64_t)counts.people;
    look->pairs += (int64_t)counts.pairs;
    return RC_OK;
}

static enum rc compare_step(struct call *call, struct work_turn *turn)
{
    const struct registry *registry = call->app->registry;
    struct look look = where(turn);

    while (look.kind < registry->n && !is_asked(registry->kinds[look.kind], turn))
        look.kind++;
    if (look.kind < registry->n) {
        enum rc rc = compare(call, registry->kinds[look.kind++], turn, &look);
        if (rc != RC_OK)
            return rc;
    }
    while (look.kind < registry->n && !is_asked(registry->kinds[look.kind], turn))
        look.kind++;
    if (look.kind < registry->n) {
        const struct value items[] = {v_int((int64_t)look.kind), v_int(look.people),
                                      v_int(look.pairs)};
        return value_copy(call->arena, v_list(items, 3), &turn->cursor) ? RC_OK : fail_memory(call);
    }
    turn->done = turn->total = look.people;
    turn->finished = true;
    turn->said = say(call, "%lld were compared with each other; %lld pairs may be one.",
                     (long long)look.people, (long long)look.pairs);
    return RC_OK;
}

const struct work duplicate_work = {.name = DUPLICATE_WORK,
                                    .brief = N_("Look for who was written down twice"),
                                    .permission = PERMISSION_KIND_CHANGE,
                                    .by_name = true,
                                    .step = compare_step};
