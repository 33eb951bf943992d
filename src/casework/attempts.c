/* attempts.c - see attempts.h. */
#include "casework/attempts.h"

#include "casework/save.h"

struct contact {
    int64_t on, made_ms;
    bool reached;
};

struct contacts {
    const struct change *change;
    struct call *call;
    struct contact *all;
    size_t n, room;
};

/* ---- what counts */

static bool is_attempt(struct value what)
{
    return what.type == V_TEXT && str_is(what.s, "not_reached");
}

static bool is_reached(struct value what)
{
    return what.type == V_TEXT &&
           (str_is(what.s, "call") || str_is(what.s, "visit") || str_is(what.s, "meeting"));
}

/* A note that is not stored yet is the newest of its day. */
static enum rc take(struct contacts *contacts, const struct record *note)
{
    struct value what = record_value(note, "what"), on = record_value(note, "on");
    int64_t made = note->rid == 0 ? INT64_MAX : note->made_ms;

    if (note->erased || note->retired_ms != 0 || (!is_attempt(what) && !is_reached(what)))
        return RC_OK;
    if (!arena_grow(contacts->call->arena, &contacts->all, contacts->n, &contacts->room))
        return fail_memory(contacts->call);
    contacts->all[contacts->n++] = (struct contact){on.type == V_INT ? on.i
                                                    : note->rid == 0 ? contacts->call->today
                                                                     : note->made_ms / 86400000,
                                                    made, is_reached(what)};
    return RC_OK;
}

static enum rc take_stored(struct call *call, void *arg, struct record *note)
{
    struct contacts *contacts = arg;

    (void)call;
    return change_before(contacts->change, note) == NULL ? take(contacts, note) : RC_OK;
}

static bool is_later(const struct contact *a, const struct contact *b)
{
    return a->on != b->on ? a->on > b->on : a->made_ms > b->made_ms;
}

static int64_t in_a_row(const struct contacts *contacts)
{
    const struct contact *last = NULL;
    int64_t n = 0;

    for (size_t i = 0; i < contacts->n; i++)
        if (contacts->all[i].reached && (last == NULL || is_later(&contacts->all[i], last)))
            last = &contacts->all[i];
    for (size_t i = 0; i < contacts->n; i++)
        n += !contacts->all[i].reached && (last == NULL || is_later(&contacts->all[i], last));
    return n;
}

/* ---- the notes of all her cases */

static enum rc take_case(struct call *call, struct contacts *contacts, const struct id *id)
{
    const struct kind *note = app_kind(call, "case_note"), *of = app_kind(call, "case");
    struct record *record;
    enum rc rc = table_load(call, call->store->db, app_table(call->app, of), id, &record);

    if (rc == RC_NOT_FOUND)
        return RC_OK; /* it is new: its notes are drafts */
    return rc == RC_OK ? table_of_subject(call, call->store->db, app_table(call->app, note),
                                          &record->subject, take_stored, contacts)
                       : rc;
}

/* The cases are drafts too when they are new; a note's own case is looked at by its drafts. */
static enum rc take_all(struct call *call, const struct change *change, const struct id *person,
                        struct contacts *contacts)
{
    const struct kind *of = app_kind(call, "case");
    struct table_ids ids = {NULL};
    enum rc rc =
        table_linking(call, app_table(call->app, of), field_find(of, STR("person")), person, &ids);

    for (size_t i = 0; i < ids.n && rc == RC_OK; i++)
        rc = take_case(call, contacts, &ids.items[i]);
    for (const struct draft *draft = change->drafts; draft != NULL && rc == RC_OK;
         draft = draft->next)
        if (!draft->erase && str_is(draft->record->kind->name, "case_note"))
            rc = take(contacts, draft->record);
    return rc;
}

enum rc attempts_derive(struct call *call, struct change *change, struct record *note)
{
    struct contacts contacts = {.change = change, .call = call};
    const struct record *of, *person;
    struct record *reached;
    struct id id;
    enum rc rc = change_look(call, change, note->kind->owner, &note->owner, &of);

    if (rc != RC_OK || !id_of(record_value(of, "person").s, &id))
        return rc;
    rc = take_all(call, change, &id, &contacts);
    if (rc != RC_OK)
        return rc;
    int64_t n = in_a_row(&contacts);
    struct value now = n == 0 ? v_null() : v_int(n);
    /* Who may write into the case has written it, whoever looks after the person: a number that is
     * only derived is no change of hers, and may not keep the note from being written. */
    rc = table_load(call, call->store->db, app_table(call->app, app_kind(call, "person")), &id,
                    &reached);
    if (rc == RC_NOT_FOUND)
        return change_look(call, change, app_kind(call, "person"), &id, &person);
    if (rc != RC_OK || value_eq(record_value(reached, "not_reached"), now) || reached->newer ||
        reached->erased)
        return rc;
    rc = change_reach(call, change, app_kind(call, "person"), &id, &reached);
    if (rc == RC_OK)
        record_set(reached, "not_reached", now);
    return rc;
}

enum rc attempt_write(struct call *call, const struct id *of, const struct id *change,
                      struct outcome *out)
{
    struct save save;
    enum rc rc = save_init(call, app_kind(call, "case_note"), &save);

    if (rc != RC_OK)
        return rc;
    save.args.owner = of;
    save_text(&save, "what", STR("not_reached"));
    save_text(&save, "text", say(call, "Tried, not reached"));
    save_set(&save, "on", v_int(call->today));
    return save_run(call, &save, change, out);
}
