/* together.c - see together.h. Arguments: [kind, conditions, those put away too, act, field or
 * null, value]. The cursor: [rid of the last record, batch, changed, in vain, by fault, first
 * fault, [id, ...] of the batch that is next]. */
#include "records/together.h"

#include "base/lang.h"
#include "model/app.h"
#include "model/edit.h"
#include "model/permission.h"
#include "query/where.h"
#include "store/store.h"
#include "web/html.h"

enum { NODES = 2 * 256, CURSOR = 7, ARGS = 6 }; /* halves of a batch, numbered as in a heap */

/* ---- what fits ---- */

static bool leads_to(const struct state *from, const struct kind *kind, struct str to)
{
    for (size_t i = 0; i < from->next_n; i++)
        if (str_eq(kind->states[from->next[i]].name, to))
            return true;
    return false;
}

bool together_fits(const struct record *record, const struct each_args *each)
{
    if (str_is(each->act, "retire"))
        return record->retired_ms == 0;
    if (str_is(each->act, "restore"))
        return record->retired_ms != 0;
    if (each->field != NULL) /* "set" */
        return !value_eq(record_get(record, each->field), each->value);
    const struct state *from = state_find(record->kind, record->state);
    return from != NULL && leads_to(from, record->kind, each->value.s);
}

static enum rc count_where(struct call *call, const struct query *query, const struct field *field,
                           struct value value, int64_t *sum)
{
    struct query narrow = *query;
    int64_t n;

    if (narrow.n == QUERY_FILTERS_MAX)
        return fail(call, RC_LIMIT, "where", "A list has at most %d conditions.",
                    QUERY_FILTERS_MAX);
    narrow.filters[narrow.n++] =
        (struct query_filter){.field = field, .op = QUERY_IS, .value = value};
    enum rc rc = query_count(call, &narrow, &n);
    *sum += rc == RC_OK ? n : 0;
    return rc;
}

enum rc together_count(struct call *call, const struct query *query, const struct each_args *each,
                       struct together_count *out)
{
    const struct kind *kind = query->kind;
    struct query mine = *query;
    enum rc rc = query_count(call, query, &out->fit);

    out->stands = 0;
    mine.verb = MAY_CHANGE;
    if (rc == RC_OK)
        rc = query_count(call, &mine, &out->may);
    if (rc == RC_OK && str_is(each->act, "set"))
        return count_where(call, &mine, each->field, each->value, &out->stands);
    for (size_t i = 0; i < kind->states_n && rc == RC_OK && str_is(each->act, "move"); i++)
        if (!leads_to(&kind->states[i], kind, each->value.s))
            rc = count_where(call, &mine, NULL, v_text(kind->states[i].name), &out->stands);
    return rc;
}

/* ---- arguments ---- */

enum rc together_args(struct call *call, const struct query *query, const struct each_args *each,
                      struct value *out)
{
    struct str where;
    enum rc rc = where_text(call, query, &where);

    if (rc != RC_OK)
        return rc;
    const struct value args[ARGS] = {
        v_text(query->kind->name),
        v_text(where),
        v_int(query->retired),
        v_text(each->act),
        each->field == NULL ? v_null() : v_text(each->field->name),
        each->value,
    };
    return value_copy(call->arena, v_list(args, ARGS), out) ? RC_OK : fail_memory(call);
}

static enum rc read_args(struct call *call, struct value args, struct query *query,
                         struct each_args *each)
{
    const struct value *item = args.list.items;
    const struct kind *kind = args.type == V_LIST && args.list.n == ARGS
                                  ? kind_find(call->app->registry, item[0].s)
                                  : NULL;

    if (kind == NULL || item[1].type != V_TEXT || item[3].type != V_TEXT)
        return fail(call, RC_INVALID, "arguments", "The job's arguments are not understood.");
    *query = (struct query){
        .kind = kind, .verb = MAY_CHANGE, .retired = item[2].i != 0, .limit = TOGETHER_BATCH};
    *each = (struct each_args){.kind = kind, .act = item[3].s, .value = item[5]};
    if (item[4].type == V_TEXT)
        each->field = field_find(kind, item[4].s);
    if (str_is(each->act, "set") && each->field == NULL)
        return fail(call, RC_INVALID, "arguments", "The job's arguments are not understood.");
    return where_parse(call, item[1].s, query);
}

/* ---- a batch ---- */

struct together {
    struct call *call;
    const struct work_turn *turn;
    int64_t rid, batch, changed, same, wrong;
    struct str fault; /* of the first that could not be changed */
    struct each_args each;
    struct id ids[TOGETHER_BATCH];
    size_t n;
};

static struct id change_of(const struct work_turn *turn, int64_t batch, size_t node)
{
    return work_change(turn, (uint64_t)batch * NODES + node);
}

static bool is_fault(enum rc rc)
{
    return rc == RC_INVALID || rc == RC_DENIED || rc == RC_CONFLICT || rc == RC_NOT_FOUND ||
           rc == RC_NEWER || rc == RC_LIMIT;
}

static struct str fault_of(struct call *call)
{
    return str_dup(call->arena, call->faults != NULL ? call->faults->text : call->error.text);
}

static enum rc change_some(struct together *t, const struct id *ids, size_t n, size_t node)
{
    struct call *call = t->call;
    struct each_args each = t->each;
    struct operation_request request = {.operation = "record.each",
                                        .change = change_of(t->turn, t->batch, node)};
    struct outcome outcome;

    each.ids = ids;
    each.n = n;
    enum rc rc = each_args_make(call, &each, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc == RC_OK) {
        t->changed += outcome.nothing ? 0 : (int64_t)n;
        t->same += outcome.nothing ? (int64_t)n : 0;
    }
    if (!is_fault(rc))
        return rc;
    if (n == 1) {
        if (t->wrong++ == 0)
            t->fault = fault_of(call);
        call_forgive(call);
        return RC_OK;
    }
    call_forgive(call);
    rc = change_some(t, ids, n / 2, 2 * node);
    return rc == RC_OK ? change_some(t, ids + n / 2, n - n / 2, 2 * node + 1) : rc;
}

/* Which are next: kept before any of them is changed. */
static enum rc look_ahead(struct together *t, const struct query *query, struct work_turn *turn,
                          bool *more)
{
    struct query next = *query;
    struct query_page page;

    next.after.rid = t->rid;
    enum rc rc = query_list(t->call, &next, &page);
    if (rc != RC_OK)
        return rc;
    t->n = 0;
    for (size_t i = 0; i < page.n; i++) {
        if (together_fits(page.records[i], &t->each))
            t->ids[t->n++] = page.records[i]->id;
        else
            t->same++;
        t->rid = page.records[i]->rid;
    }
    t->batch++;
    turn->done += (int64_t)page.n;
    *more = page.n != 0;
    return RC_OK;
}

/* ---- turns ---- */

static enum rc stay(struct together *t, struct work_turn *turn)
{
    struct value ids[TOGETHER_BATCH];

    for (size_t i = 0; i < t->n; i++)
        ids[i] = id_value(&t->ids[i]);
    const struct value items[CURSOR] = {v_int(t->rid),    v_int(t->batch), v_int(t->changed),
                                        v_int(t->same),   v_int(t->wrong), v_text(t->fault),
                                        v_list(ids, t->n)};
    return value_copy(t->call->arena, v_list(items, CURSOR), &turn->cursor) ? RC_OK
                                                                            : fail_memory(t->call);
}

static void where(struct together *t, struct value v)
{
    const struct value *item = v.list.items;

    t->fault = STR("");
    if (v.type != V_LIST || v.list.n != CURSOR)
        return;
    t->rid = item[0].i;
    t->batch = item[1].i;
    t->changed = item[2].i;
    t->same = item[3].i;
    t->wrong = item[4].i;
    t->fault = item[5].s;
    for (size_t i = 0; item[6].type == V_LIST && i < item[6].list.n && i < TOGETHER_BATCH; i++)
        t->n += id_of(item[6].list.items[i].s, &t->ids[t->n]);
}

static void finish(const struct together *t, struct work_turn *turn)
{
    struct call *call = t->call;
    struct buf out;

    buf_init(&out, call->arena, 4096);
    buf_format(&out, lang_plural(call->lang, "%lld was changed.", "%lld were changed.", t->changed),
               (long long)t->changed);
    if (t->same != 0) {
        buf_char(&out, ' ');
        buf_format(
            &out,
            lang_plural(call->lang, "%lld was left out: it is so already, or cannot go there.",
                        "%lld were left out: they are so already, or cannot go there.", t->same),
            (long long)t->same);
    }
    if (t->wrong != 0) {
        buf_char(&out, ' ');
        buf_format(&out,
                   lang_plural(call->lang, "%lld could not be changed: %s",
                               "%lld could not be changed; the first: %s", t->wrong),
                   (long long)t->wrong, str_z(call->arena, t->fault));
    }
    turn->finished = true;
    turn->said = buf_str(&out);
}

static enum rc together_step(struct call *call, struct work_turn *turn)
{
    struct together *t = arena_alloc(call->arena, sizeof *t);
    struct query query;
    bool more = true;

    if (t == NULL)
        return fail_memory(call);
    memset(t, 0, sizeof *t);
    t->call = call;
    t->turn = turn;
    where(t, turn->cursor);
    enum rc rc = read_args(call, turn->args, &query, &t->each);
    if (rc == RC_OK && turn->cursor.type == V_NULL)
        rc = query_count(call, &query, &turn->total);
    if (turn->total > QUERY_COUNT_MAX)
        turn->total = 0; /* nobody knows */
    if (rc == RC_OK && t->n != 0)
        rc = change_some(t, t->ids, t->n, 1);
    if (rc == RC_OK)
        rc = look_ahead(t, &query, turn, &more);
    if (rc != RC_OK)
        return rc;
    if (more)
        return stay(t, turn);
    finish(t, turn);
    return RC_OK;
}

const struct work together_work = {.name = "together",
                                   .brief = N_("Change all that fit a list"),
                                   .permission = PERMISSION_KIND_CHANGE,
                                   .step = together_step};

/* ---- taking it back: [kind, id of the job, how many batches] ----
 * The cursor: [batch, taken back, stayed]. */

enum rc together_undo_args(struct call *call, const struct work_job *job, struct value *out)
{
    const struct value args[] = {job->args.list.items[0], id_value(&job->id),
                                 v_int(job->done / TOGETHER_BATCH + 1)};

    return value_copy(call->arena, v_list(args, 3), out) ? RC_OK : fail_memory(call);
}

struct backing {
    int64_t batch, back, stay;
};

static int64_t edits_of(struct call *call, const struct log_entry *entry)
{
    int64_t n = 0;

    for (size_t i = 0; i < entry->n; i++) {
        struct edits edits = {0};
        if (entry->parts[i].plain.p != NULL &&
            edits_read(call, entry->parts[i].plain, &edits) == RC_OK)
            n += (int64_t)edits.n;
    }
    call_forgive(call);
    return n;
}

static enum rc undo_one(struct call *call, const struct work_turn *turn, struct backing *b,
                        const struct id *change, size_t node)
{
    const struct value which = id_value(change);
    struct operation_request request = {.operation = "change.undo",
                                        .change = change_of(turn, b->batch, node),
                                        .args = v_list(&which, 1)};
    struct log_entry entry;
    struct outcome outcome;
    enum rc rc = log_find(call, call->store->log, change, &entry);

    if (rc == RC_NOT_FOUND) { /* nothing was changed under this number */
        call_forgive(call);
        return RC_OK;
    }
    int64_t n = rc == RC_OK ? edits_of(call, &entry) : 0;
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc == RC_OK)
        b->back += n;
    if (!is_fault(rc))
        return rc;
    call_forgive(call);
    b->stay += n;
    return RC_OK;
}

static enum rc undo_step(struct call *call, struct work_turn *turn)
{
    const struct value *item = turn->args.list.items;
    struct value v = turn->cursor;
    struct work_turn done = {0};
    enum rc rc = RC_OK;

    if (turn->args.type != V_LIST || turn->args.list.n != 3 || !id_of(item[1].s, &done.job))
        return fail(call, RC_INVALID, "arguments", "The job's arguments are not understood.");
    struct backing b = {.batch = item[2].i};
    if (v.type == V_LIST && v.list.n == 3)
        b = (struct backing){v.list.items[0].i, v.list.items[1].i, v.list.items[2].i};
    for (size_t node = NODES; node-- > 1 && rc == RC_OK && b.batch > 0;) {
        struct id change = change_of(&done, b.batch, node);
        rc = undo_one(call, turn, &b, &change, node);
    }
    if (rc != RC_OK)
        return rc;
    turn->total = item[2].i;
    turn->done = item[2].i - b.batch + 1;
    if (--b.batch > 0) {
        const struct value items[] = {v_int(b.batch), v_int(b.back), v_int(b.stay)};
        return value_copy(call->arena, v_list(items, 3), &turn->cursor) ? RC_OK : fail_memory(call);
    }
    turn->finished = true;
    turn->said = b.stay == 0
                     ? say(call, "%lld were taken back.", (long long)b.back)
                     : say(call,
                           "%lld were taken back. %lld stay as they are: one of them was changed "
                           "since, and what was changed with it stays too.",
                           (long long)b.back, (long long)b.stay);
    return RC_OK;
}

const struct work together_undo_work = {.name = "together-undo",
                                        .brief = N_("Take back what was changed together"),
                                        .permission = PERMISSION_KIND_CHANGE,
                                        .step = undo_step};
