/* recount.c - see recount.h. */
#include "casework/recount.h"

#include "base/lang.h"
#include "casework/due.h"
#include "model/permission.h"
#include "web/date.h"
#include "web/html.h"

/* ---- what would move ---- */

enum rc recount_batch(struct call *call, struct recount_ask *ask, struct clocks_moved *out,
                      bool *more)
{
    struct query query = {.kind = app_kind(call, "proceeding"),
                          .verb = MAY_SEE,
                          .after = {.rid = ask->after},
                          .limit = RECOUNT_BATCH};
    struct query_page found;

    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("ended")), .op = QUERY_EMPTY};
    if (ask->procedure.n != 0)
        query.filters[query.n++] =
            (struct query_filter){.field = field_find(query.kind, STR("procedure")),
                                  .op = QUERY_IS,
                                  .value = v_text(ask->procedure)};
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++) {
        rc = clocks_recount(call, ask->laid, found.records[i], out);
        if (rc == RC_NOT_FOUND) { /* of a pack that is not there any more: nothing is counted */
            call_forgive(call);
            rc = RC_OK;
        }
    }
    *more = rc == RC_OK && found.more;
    ask->after = found.next.rid;
    return rc;
}

struct str recount_why(struct call *call, const struct clock_moved *moved)
{
    if (!moved->counted)
        return moved->checked.n != 0
                   ? moved->checked
                   : say(call, "By the rules of today no day can be counted from this.");
    if (!moved->rule)
        return say(call, "The days off are others than when it was counted.");
    return str_format(call->arena, "%s %.*s",
                      say(call, "The term is now %s.", str_z(call->arena, moved->term)).p,
                      (int)moved->checked.n, moved->checked.p);
}

/* ---- clocks.look: [[clock, day or null, why or null], ...] ---- */

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

static enum rc look(struct call *call, struct change *change, struct value args)
{
    enum rc rc = args.type == V_LIST && args.list.n <= RECOUNT_CHANGE ? RC_OK : bad_args(call);

    if (rc == RC_OK && !call->actor->system)
        return fail(call, RC_DENIED, NULL, "The program alone writes this down.");
    for (size_t i = 0; rc == RC_OK && i < args.list.n; i++) {
        struct value row = args.list.items[i];
        struct record *clock;
        struct id id;
        if (row.type != V_LIST || row.list.n != 3 || !id_of(row.list.items[0].s, &id))
            return bad_args(call);
        rc = change_open(call, change, app_kind(call, "clock"), &id, 0, &clock);
        if (rc != RC_OK)
            break;
        record_set(clock, "would_be", row.list.items[1]);
        record_set(clock, "would_why", row.list.items[2]);
    }
    return rc;
}

const struct operation recount_look_operation = {
    .name = "clocks.look", .version = 1, .brief = N_("last days counted anew"), .apply = look};

/* ---- clocks.accept: [clock, ...] ---- */

static enum rc accept_one(struct call *call, struct change *change, const struct laid *laid,
                          const struct id *id)
{
    const struct record *proceeding;
    struct clocks_moved moved = {NULL, 0, 0};
    struct record *clock;
    struct id of;
    enum rc rc = change_open(call, change, app_kind(call, "clock"), id, 0, &clock);

    if (rc != RC_OK || !id_of(record_value(clock, "proceeding").s, &of))
        return rc;
    rc = change_look(call, change, app_kind(call, "proceeding"), &of, &proceeding);
    if (rc == RC_OK)
        rc = clocks_recount(call, laid, proceeding, &moved);
    for (size_t i = 0; i < moved.n && rc == RC_OK; i++)
        if (id_eq(&moved.in[i].clock->id, id) && moved.in[i].counted)
            record_set(clock, "moved_to", v_int(moved.in[i].now));
    return rc;
}

static enum rc accept(struct call *call, struct change *change, struct value args)
{
    struct laid laid;
    enum rc rc = args.type == V_LIST && args.list.n <= RECOUNT_CHANGE ? laid_load(call, &laid)
                                                                      : bad_args(call);

    if (rc == RC_OK && !permission_holds(call, PERMISSION_RULES_CHANGE, STR("")))
        return fail(call, RC_DENIED, NULL, "Only a lead accepts another last day.");
    for (size_t i = 0; rc == RC_OK && i < args.list.n; i++) {
        struct id id;
        rc = id_of(args.list.items[i].s, &id) ? accept_one(call, change, &laid, &id)
                                              : bad_args(call);
    }
    return rc;
}

const struct operation recount_accept_operation = {.name = DUE_MOVE,
                                                   .version = 1,
                                                   .brief = N_("last days moved to the new rules"),
                                                   .undo = true,
                                                   .apply = accept};

enum rc recount_accept(struct call *call, const struct id *change, const struct id *clocks,
                       size_t n, struct outcome *out)
{
    struct value *ids = arena_array(call->arena, n, sizeof *ids);
    struct operation_request request = {.operation = DUE_MOVE, .change = *change};

    if (ids == NULL && n != 0)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        ids[i] = id_value(&clocks[i]);
    request.args = v_list(ids, n);
    return operation_run(call, &request, out);
}

/* ---- the work that looks: the cursor is [rid of the last procedure, how many would move] ---- */

static struct value look_row(struct call *call, const struct clock_moved *moved)
{
    struct value *row = arena_array(call->arena, 3, sizeof *row);
    bool same = moved->counted && moved->was == moved->now;

    if (row == NULL)
        return v_null();
    row[0] = id_value(&moved->clock->id);
    row[1] = same ? v_null() : v_int(moved->counted ? moved->now : moved->was);
    row[2] = same ? v_null() : v_text(str_trim(recount_why(call, moved)));
    return v_list(row, 3);
}

/* What stands there already is not written again. */
static bool is_known(const struct clock_moved *moved)
{
    struct value would = record_value(moved->clock, "would_be");
    bool same = moved->counted && moved->was == moved->now;

    return same ? would.type == V_NULL
                : would.type == V_INT && would.i == (moved->counted ? moved->now : moved->was);
}

static enum rc write_down(struct call *call, const struct work_turn *turn, uint64_t at,
                          const struct clocks_moved *moved)
{
    struct value *rows = arena_array(call->arena, moved->n + 1, sizeof *rows);
    size_t n = 0;
    enum rc rc = rows == NULL ? fail_memory(call) : RC_OK;

    for (size_t i = 0; i < moved->n && rc == RC_OK; i++)
        if (!is_known(&moved->in[i]))
            rows[n++] = look_row(call, &moved->in[i]);
    for (size_t from = 0; from < n && rc == RC_OK; from += RECOUNT_CHANGE) {
        size_t some = n - from < RECOUNT_CHANGE ? n - from : RECOUNT_CHANGE;
        struct outcome outcome;
        const struct operation_request request = {
            .operation = "clocks.look",
            .change = work_change(turn, (at << 8) + from / RECOUNT_CHANGE),
            .args = v_list(rows + from, some)};
        rc = operation_run(call, &request, &outcome);
    }
    return rc;
}

static int64_t would_move(const struct clocks_moved *moved)
{
    int64_t n = 0;

    for (size_t i = 0; i < moved->n; i++)
        n += !moved->in[i].counted || moved->in[i].was != moved->in[i].now;
    return n;
}

static enum rc keep(struct call *call, struct work_turn *turn, int64_t rid, int64_t n)
{
    const struct value items[] = {v_int(rid), v_int(n)};

    return value_copy(call->arena, v_list(items, 2), &turn->cursor) ? RC_OK : fail_memory(call);
}

/* All procedures count, whoever asked: what is found is shown to each as far as she may see it. */
static enum rc look_step(struct call *call, struct work_turn *turn)
{
    const struct actor *actor = call->actor;
    struct value at = turn->cursor;
    bool goes_on = at.type == V_LIST && at.list.n == 2, more = false;
    int64_t n = goes_on ? at.list.items[1].i : 0;
    struct clocks_moved moved = {NULL, 0, 0};
    struct laid laid;
    enum rc rc = laid_load(call, &laid);
    struct recount_ask ask = {.laid = &laid, .after = goes_on ? at.list.items[0].i : 0};
    uint64_t from = (uint64_t)ask.after;

    call->actor = &actor_system;
    if (rc == RC_OK)
        rc = recount_batch(call, &ask, &moved, &more);
    if (rc == RC_OK)
        rc = write_down(call, turn, from, &moved);
    call->actor = actor;
    if (rc != RC_OK)
        return rc;
    n += would_move(&moved);
    turn->done += RECOUNT_BATCH;
    turn->finished = !more;
    if (!more)
        turn->said = n == 0 ? say(call, "Every last day is as it was.")
                            : str_format(call->arena,
                                         lang_plural(call->lang, "%lld last day would be another.",
                                                     "%lld last days would be others.", n),
                                         (long long)n);
    return more ? keep(call, turn, ask.after, n) : RC_OK;
}

const struct work recount_work = {.name = "recount",
                                  .brief = N_("Count the last days by the rules of today"),
                                  .permission = PERMISSION_RULES_CHANGE,
                                  .by_name = true,
                                  .step = look_step};

/* ---- the work that accepts all: as the one who asked ---- */

static enum rc accept_step(struct call *call, struct work_turn *turn)
{
    struct query query = {.kind = app_kind(call, "clock"),
                          .verb = MAY_CHANGE,
                          .after = {.rid = turn->cursor.type == V_INT ? turn->cursor.i : 0},
                          .limit = RECOUNT_CHANGE};
    struct query_page found;
    struct outcome outcome;
    struct id ids[RECOUNT_CHANGE], change = work_change(turn, (uint64_t)query.after.rid);
    enum rc rc = RC_OK;

    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("would_be")), .op = QUERY_FILLED};
    rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        ids[i] = found.records[i]->id;
    if (rc == RC_OK && found.n != 0)
        rc = recount_accept(call, &change, ids, found.n, &outcome);
    if (rc != RC_OK)
        return rc;
    turn->done += (int64_t)found.n;
    turn->cursor = v_int(found.next.rid);
    turn->finished = !found.more;
    if (turn->finished)
        turn->said = say(call, "The new last days hold now. Each step can be taken back.");
    return RC_OK;
}

const struct work recount_accept_work = {.name = "recount.accept",
                                         .brief = N_("Accept the last days counted anew"),
                                         .permission = PERMISSION_RULES_CHANGE,
                                         .by_name = true,
                                         .step = accept_step};
