/* queue.c - see queue.h. */
#include "casework/queue.h"

#include "casework/come_parts.h"
#include "casework/save.h"
#include "model/actor.h"

/* A row of waiting.write: [called, came, area, paper, received, hurry, note, taken, done]. */
enum {
    ROW_CALLED,
    ROW_CAME,
    ROW_AREA,
    ROW_PAPER,
    ROW_RECEIVED,
    ROW_HURRY,
    ROW_NOTE,
    ROW_TAKEN,
    ROW_DONE,
    ROW_PARTS
};

static const char *const row_fields[ROW_PARTS] = {
    "called", "came", "area", "paper", "paper_received", "hurry", "note", "taken", "done"};

static const struct kind *waiting(const struct call *call)
{
    return kind_find(call->app->registry, STR("waiting"));
}

static bool has_person(const struct call *call)
{
    return call->actor != NULL && !call->actor->system;
}

/* ---- writing */

static enum rc write_row(struct call *call, struct change *change, struct value row)
{
    struct record *record;

    if (row.type != V_LIST || row.list.n != ROW_PARTS)
        return fail(call, RC_INVALID, "arguments", "The visitors are not understood.");
    enum rc rc = change_make(call, change, waiting(call), NULL, &record);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < ROW_PARTS; i++)
        record_set(record, row_fields[i], row.list.items[i]);
    bool taken = row.list.items[ROW_TAKEN].type != V_NULL;
    bool done = row.list.items[ROW_DONE].type != V_NULL;
    if (taken || done)
        record->state = done ? taken ? STR("helped") : STR("left") : STR("with_us");
    if (taken && has_person(call))
        record_set(record, "who", id_value(&call->actor->id));
    return RC_OK;
}

static enum rc apply_write(struct call *call, struct change *change, struct value args)
{
    enum rc rc = RC_OK;

    if (args.type != V_LIST || args.list.n == 0 || args.list.n > QUEUE_ROWS_MAX)
        return fail(call, RC_INVALID, "arguments", "The visitors are not understood.");
    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++)
        rc = write_row(call, change, args.list.items[i]);
    return rc;
}

const struct operation queue_write_operation = {
    "waiting.write", 1, "written down", false, true, false, apply_write, NULL};

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

enum rc queue_write(struct call *call, const struct visitor *rows, size_t n,
                    const struct id *change, struct outcome *out)
{
    struct value *all = arena_array(call->arena, n + 1, sizeof *all);
    struct operation_request request = {.operation = "waiting.write", .change = *change};

    if (all == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++) {
        struct value *row = arena_array(call->arena, ROW_PARTS, sizeof *row);
        if (row == NULL)
            return fail_memory(call);
        row[ROW_CALLED] = text_or_null(rows[i].called);
        row[ROW_CAME] = v_int(rows[i].came_ms);
        row[ROW_AREA] = text_or_null(rows[i].area);
        row[ROW_PAPER] = text_or_null(rows[i].paper);
        row[ROW_RECEIVED] = rows[i].received;
        row[ROW_HURRY] = rows[i].hurry ? v_int(1) : v_null();
        row[ROW_NOTE] = text_or_null(rows[i].note);
        row[ROW_TAKEN] = rows[i].taken_ms;
        row[ROW_DONE] = rows[i].done_ms;
        all[i] = v_list(row, ROW_PARTS);
    }
    request.args = v_list(all, n);
    return operation_run(call, &request, out);
}

/* ---- waiting.move: [id, rev or null, state] */

static void set_times(struct call *call, struct record *record, struct str state)
{
    bool waits = str_is(state, "waiting"), taken = str_is(state, "with_us");

    if (taken)
        record_set(record, "taken", v_int(call->now_ms));
    if (waits)
        record_set(record, "taken", v_null());
    record_set(record, "done", waits || taken ? v_null() : v_int(call->now_ms));
    if (waits || !has_person(call))
        record_set(record, "who", v_null());
    else if (taken || record_value(record, "who").type == V_NULL)
        record_set(record, "who", id_value(&call->actor->id));
}

static enum rc apply_move(struct call *call, struct change *change, struct value args)
{
    const struct value *item = args.list.items;
    struct record *record;
    struct id id;

    if (args.type != V_LIST || args.list.n != 3 || item[0].type != V_BYTES ||
        !id_of(item[0].s, &id) || item[2].type != V_TEXT)
        return fail(call, RC_INVALID, "arguments", "The visitor is not understood.");
    enum rc rc = change_open(call, change, waiting(call), &id,
                             item[1].type == V_INT ? item[1].i : 0, &record);
    if (rc != RC_OK)
        return rc;
    if (!save_follows(record, item[2].s))
        return fail(call, RC_INVALID, "state",
                    "That does not follow on where this visitor is now.");
    record->state = item[2].s;
    set_times(call, record, item[2].s);
    return RC_OK;
}

const struct operation queue_move_operation = {"waiting.move", 1,     "moved",    false,
                                               true,           false, apply_move, NULL};

enum rc queue_move(struct call *call, const struct record *record, struct str state,
                   const struct id *change, struct outcome *out)
{
    const struct value args[] = {id_value(&record->id), v_int(record->rev), v_text(state)};
    struct operation_request request = {
        .operation = "waiting.move", .change = *change, .args = v_list(args, 3)};

    return operation_run(call, &request, out);
}

/* ---- the day */

enum rc queue_of_day(struct call *call, day on, struct query_page *out)
{
    struct query query = {.kind = waiting(call), .verb = MAY_SEE, .limit = QUERY_ROWS_MAX};
    const struct field *came = field_find(query.kind, STR("came"));

    query.sort = came;
    query.filters[query.n++] = (struct query_filter){
        .field = came, .op = QUERY_FROM, .value = v_int(come_moment(call, on, 0))};
    query.filters[query.n++] = (struct query_filter){
        .field = came, .op = QUERY_BEFORE, .value = v_int(come_moment(call, on + 1, 0))};
    return query_list(call, &query, out);
}

/* ---- a first look at a paper */

static enum rc own_country(struct call *call, struct str *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));
    struct record *own;
    enum rc rc = table_load_rid(call, call->store->db, app_table(call->app, kind), 1, &own);

    if (rc == RC_OK)
        *out = record_value(own, "country").s;
    return rc;
}

enum rc first_procedure(struct call *call, struct str paper, struct str *out)
{
    struct str country;

    *out = STR("");
    if (!str_is(paper, "decision") && !str_is(paper, "refusal"))
        return RC_OK;
    enum rc rc = own_country(call, &country);
    if (rc != RC_OK)
        return rc;
    struct str id = str_format(call->arena, "%s.admin.appeal", str_z(call->arena, country));
    if (procedure_find(call->app->packs->procedures, id) != NULL)
        *out = id;
    return RC_OK;
}

enum rc first_look(struct call *call, struct str paper, day received, struct first_look *out)
{
    struct deadline_ask ask = {
        .received = received, .minute = TERM_NO_HOUR, .how = STR("unknown"), .paper = paper};
    struct deadline deadline;

    *out = (struct first_look){false};
    enum rc rc = first_procedure(call, paper, &ask.procedure);
    if (rc != RC_OK || ask.procedure.n == 0)
        return rc;
    rc = deadline_of(call, &ask, &deadline);
    if (rc == RC_OK && deadline.counted)
        *out = (struct first_look){true, deadline.due, deadline.procedure};
    return rc;
}
