/* history.c - see history.h. */
#include "query/history.h"

#include "model/operation.h"
#include "query/query.h"
#include "store/reads.h"
#include "store/store.h"

enum { RECORDS_MAX = 1000, STRUCK_MAX = 500 };

/* What was struck out at the wish of whom it is about: its older values are for nobody's eyes. */
struct struck {
    struct id record;
    const struct field *field;
};

struct gathering {
    struct arena *keep; /* the log gives each entry an arena that ends with it */
    const struct record *record;
    struct history *out;
    bool secret;        /* this reader may know what secret fields say */
    bool shown_secret;  /* and one of them was shown */
    struct id *records; /* the record and the parts of it that were met */
    size_t records_n;
    struct struck *struck; /* by changes that are newer than the one being read */
    size_t struck_n;
};

static bool is_known(const struct gathering *g, const struct id *id)
{
    for (size_t i = 0; i < g->records_n; i++)
        if (id_eq(&g->records[i], id))
            return true;
    return false;
}

/* ---- whose words */

static struct str name_of(struct call *call, const struct id *actor)
{
    const struct kind *user = kind_find(call->app->registry, STR("user"));

    return user == NULL || id_is_none(actor) ? STR("") : query_title(call, user, actor);
}

/* ---- one edit */

static bool is_struck(const struct gathering *g, const struct id *record, const struct field *field)
{
    if (g->struck_n == STRUCK_MAX)
        return true; /* rather too little is shown than what was struck */
    for (size_t i = 0; i < g->struck_n; i++)
        if (g->struck[i].field == field && id_eq(&g->struck[i].record, record))
            return true;
    return false;
}

static void note_struck(struct gathering *g, const struct id *record, const struct field *field)
{
    if (g->struck_n < STRUCK_MAX)
        g->struck[g->struck_n++] = (struct struck){*record, field};
}

static void one_field(struct gathering *g, const struct field *field, const struct edit_field *from,
                      struct history_field *to)
{
    bool secret = field->secret && !g->secret;

    *to = (struct history_field){field, from->was, from->now, secret || to->struck, to->struck};
    if (to->hidden)
        to->was = to->now = v_null();
    g->shown_secret |= field->secret && !to->hidden;
}

/* strikes: the change took something out for good. */
static enum rc read_edit(struct call *call, struct gathering *g, const struct edit *from,
                         bool strikes, struct history_edit *to)
{
    struct history_field *fields = arena_array(call->arena, from->n, sizeof *fields);

    if (fields == NULL)
        return fail_memory(call);
    *to = (struct history_edit){.kind = kind_find(call->app->registry, from->kind),
                                .record = from->record,
                                .act = from->act,
                                .fields = fields};
    for (size_t i = 0; i < from->n && to->kind != NULL; i++) {
        const struct edit_field *edit = &from->fields[i];
        const struct field *field = field_by_key(to->kind, edit->key);
        if (field != NULL) {
            if (strikes && from->act != EDIT_MAKE && !field->derived)
                note_struck(g, &from->record, field);
            fields[to->n].struck = is_struck(g, &from->record, field);
            one_field(g, field, edit, &fields[to->n++]);
        } else if (str_is(edit->key, ".state"))
            fields[to->n++] = (struct history_field){NULL, edit->was, edit->now, false, false};
        else if (str_is(edit->key, ".retired"))
            *(edit->now.type == V_NULL ? &to->restored : &to->retired) = true;
    }
    return RC_OK;
}

/* A part is known by the change that made it, which is older than all others: so everything about
 * the subject is gathered, and what belongs to other records is sorted out at the end. */
static void note_part(struct gathering *g, const struct edit *edit)
{
    if (edit->act == EDIT_MAKE && !id_is_none(&edit->owner) && g->records_n < RECORDS_MAX &&
        is_known(g, &edit->owner) && !is_known(g, &edit->record))
        g->records[g->records_n++] = edit->record;
}

static enum rc read_part(struct call *call, struct gathering *g, const struct log_part *part,
                         bool strikes, struct history_item *item)
{
    struct edits edits = {0};

    if (part->plain.p == NULL) {
        item->erased = true;
        return RC_OK;
    }
    struct str plain = str_dup(call->arena, part->plain);
    if (plain.p == NULL)
        return fail_memory(call);
    enum rc rc = edits_read(call, plain, &edits);
    if (rc != RC_OK)
        return rc;
    struct history_edit *more = arena_array(call->arena, item->n + edits.n, sizeof *more);
    if (more == NULL)
        return fail_memory(call);
    if (item->n != 0)
        memcpy(more, item->edits, item->n * sizeof *more);
    item->edits = more;
    if (edits.reason.n != 0)
        item->reason = edits.reason;
    for (size_t i = 0; i < edits.n && rc == RC_OK; i++) {
        note_part(g, &edits.items[i]);
        rc = read_edit(call, g, &edits.items[i], strikes, &item->edits[item->n++]);
    }
    return rc;
}

static enum rc read_entry(struct call *call, struct gathering *g, const struct log_entry *entry)
{
    const struct operation *operation = operation_find(call->app, entry->operation);
    enum rc rc = RC_OK;

    if (g->out->n == HISTORY_ITEMS_MAX) {
        g->out->more = true;
        return RC_OK;
    }
    struct history_item *item = &g->out->items[g->out->n++];
    *item = (struct history_item){.change = entry->change,
                                  .actor = entry->actor,
                                  .proposal = entry->proposal,
                                  .time_ms = hybrid_ms(entry->time),
                                  .who = name_of(call, &entry->actor),
                                  .brief = operation == NULL ? "" : operation->brief,
                                  .undo = operation != NULL && operation->undo};
    for (size_t i = 0; i < entry->n && rc == RC_OK; i++)
        if (id_eq(&entry->parts[i].subject, &g->record->subject))
            rc = read_part(call, g, &entry->parts[i], str_ends(entry->operation, STR(".strike")),
                           item);
    return rc;
}

static enum rc take_entry(struct call *call, void *arg, const struct log_entry *entry)
{
    struct gathering *g = arg;
    struct arena *of_entry = call->arena;

    call->arena = g->keep;
    enum rc rc = read_entry(call, g, entry);
    call->arena = of_entry;
    return rc;
}

/* Leaves what is about this record and its parts. */
static void sort_out(struct gathering *g)
{
    size_t kept = 0;

    for (size_t i = 0; i < g->out->n; i++) {
        struct history_item item = g->out->items[i];
        size_t n = 0;
        for (size_t j = 0; j < item.n; j++)
            if (item.edits[j].kind != NULL && is_known(g, &item.edits[j].record))
                item.edits[n++] = item.edits[j];
        item.n = n;
        if (n != 0 || item.erased)
            g->out->items[kept++] = item;
    }
    g->out->n = kept;
}

static enum rc may_read_secrets(struct call *call, const struct record *record, bool *out)
{
    enum rc rc = permit(call, record, MAY_SECRET);

    *out = rc == RC_OK;
    if (rc != RC_DENIED && rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call);
    return RC_OK;
}

enum rc history_of(struct call *call, const struct record *record, struct history *out)
{
    struct gathering g = {.keep = call->arena, .record = record, .out = out};

    *out = (struct history){0};
    out->items = arena_array(call->arena, HISTORY_ITEMS_MAX, sizeof *out->items);
    g.records = arena_array(call->arena, RECORDS_MAX, sizeof *g.records);
    g.struck = arena_array(call->arena, STRUCK_MAX, sizeof *g.struck);
    if (out->items == NULL || g.records == NULL || g.struck == NULL)
        return fail_memory(call);
    g.records[g.records_n++] = record->id;
    enum rc rc = may_read_secrets(call, record, &g.secret);
    if (rc == RC_OK)
        rc = log_of_subject(call, call->store->log, &record->subject, take_entry, &g);
    if (rc != RC_OK)
        return rc;
    sort_out(&g);
    if (!g.shown_secret || call->actor->system)
        return RC_OK;
    struct read_note note = {call->actor->id, record->subject, record->kind->name, record->id,
                             true};
    return reads_note(call, &note);
}

/* ---- who looked */

struct reading_ask {
    struct arena *keep;
    const struct record *record;
    struct readings *out;
};

static enum rc take_reading(struct call *call, void *arg, int64_t time_ms,
                            const struct read_note *note)
{
    struct reading_ask *ask = arg;
    bool own = ask->record->kind->subject == SUBJECT_SELF; /* then all parts are its own */

    if (!own && !id_eq(&note->record, &ask->record->id))
        return RC_OK;
    if (ask->out->n == HISTORY_ITEMS_MAX) {
        ask->out->more = true;
        return RC_OK;
    }
    struct arena *of_entry = call->arena;
    call->arena = ask->keep;
    ask->out->items[ask->out->n++] =
        (struct reading){time_ms, note->actor, name_of(call, &note->actor),
                         str_dup(call->arena, note->kind), note->secret};
    call->arena = of_entry;
    return RC_OK;
}

enum rc readings_of(struct call *call, const struct record *record, struct readings *out)
{
    struct reading_ask ask = {call->arena, record, out};

    *out = (struct readings){0};
    out->items = arena_array(call->arena, HISTORY_ITEMS_MAX, sizeof *out->items);
    if (out->items == NULL)
        return fail_memory(call);
    return reads_of(call, &record->subject, take_reading, &ask);
}
