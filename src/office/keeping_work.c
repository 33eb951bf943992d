/* keeping_work.c - see keeping_work.h. The cursor is [round, kind, rid of the last record]. */
#include "office/keeping_work.h"

#include "model/keeping.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/html.h"

struct look {
    int64_t round;
    size_t kind;
    int64_t rid; /* of the last record; 0: the kind begins */
};

static enum rc where(struct call *call, const struct work_turn *turn, struct look *out)
{
    struct value v = turn->cursor;

    if (v.type != V_LIST || v.list.n != 3) {
        *out = (struct look){0};
        return keeping_round(call, &out->round);
    }
    *out = (struct look){v.list.items[0].i, (size_t)v.list.items[1].i, v.list.items[2].i};
    return RC_OK;
}

static enum rc stay(struct call *call, struct work_turn *turn, const struct look *look)
{
    const struct value items[] = {v_int(look->round), v_int((int64_t)look->kind), v_int(look->rid)};

    return value_copy(call->arena, v_list(items, 3), &turn->cursor) ? RC_OK : fail_memory(call);
}

static enum rc look_at(struct call *call, const struct record *record, const struct zone *zone,
                       int64_t round)
{
    struct keeping found;
    bool ends;
    enum rc rc = keeping_of(call, record, zone, &found, &ends);

    return rc == RC_OK && ends ? keeping_found(call, &found, round) : rc;
}

static enum rc batch(struct call *call, const struct kind *kind, struct look *look)
{
    const struct query query = {.kind = kind,
                                .verb = MAY_SEE,
                                .retired = true,
                                .after = {.rid = look->rid},
                                .limit = KEEPING_BATCH};
    struct query_page page;
    struct zone zone;
    enum rc rc = schedule_zone(call, &zone);

    if (rc == RC_OK)
        rc = query_list(call, &query, &page);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < page.n && rc == RC_OK; i++)
        rc = look_at(call, page.records[i], &zone, look->round);
    look->rid = page.more ? page.next.rid : 0;
    look->kind += !page.more;
    return rc;
}

static enum rc finish(struct call *call, struct work_turn *turn, int64_t round)
{
    int64_t over, soon;
    enum rc rc = keeping_swept(call, round, &over, &soon);

    if (rc != RC_OK)
        return rc;
    turn->finished = true;
    turn->said =
        say(call, "The time of %lld records is over, that of %lld more ends within %d days.",
            (long long)over, (long long)soon, KEEPING_NOTICE_DAYS);
    return RC_OK;
}

/* All records count, whoever asked: what is found is shown to each as far as she may see it. */
static enum rc look_step(struct call *call, struct work_turn *turn)
{
    const struct registry *registry = call->app->registry;
    const struct actor *actor = call->actor;
    struct look look;
    enum rc rc = where(call, turn, &look);

    if (rc != RC_OK)
        return rc;
    while (look.kind < registry->n && registry->kinds[look.kind]->keep.years == 0)
        look.kind++;
    turn->done = (int64_t)look.kind;
    turn->total = (int64_t)registry->n;
    if (look.kind >= registry->n)
        return finish(call, turn, look.round);
    call->actor = &actor_system;
    rc = batch(call, registry->kinds[look.kind], &look);
    call->actor = actor;
    return rc == RC_OK ? stay(call, turn, &look) : rc;
}

const struct work keeping_work = {.name = "keeping",
                                  .brief = N_("Look for records whose time is over"),
                                  .permission = PERMISSION_CASE_ERASE,
                                  .by_name = true,
                                  .step = look_step};
