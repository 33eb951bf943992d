/* change.c - see change.h: opening records, deriving, checking, logging. apply.c stores. */
#include "model/change.h"

#include <assert.h>

#include "base/lang.h"
#include "model/condition.h"
#include "model/field.h"
#include "model/keeping.h"
#include "model/likeness_index.h"
#include "model/operation.h"
#include "model/permit.h"
#include "model/question.h"

/* ---- opening records ---- */

static enum rc add_draft(struct call *call, struct change *change, struct record *record,
                         const struct record *was, struct draft **out)
{
    struct draft *draft = arena_alloc(call->arena, sizeof *draft);

    if (draft == NULL)
        return fail_memory(call);
    if (change->n == CHANGE_DRAFTS_MAX)
        return fail(call, RC_LIMIT, "change", "One change may touch %d records.",
                    CHANGE_DRAFTS_MAX);
    draft->record = record;
    draft->was = was;
    if (change->end == NULL)
        change->end = &change->drafts;
    *change->end = draft;
    change->end = &draft->next;
    change->n++;
    *out = draft;
    return RC_OK;
}

static struct draft *find_draft(const struct change *change, const struct id *id)
{
    for (struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (id_eq(&draft->record->id, id))
            return draft;
    return NULL;
}

const struct record *change_before(const struct change *change, const struct record *record)
{
    const struct draft *draft = find_draft(change, &record->id);

    return draft == NULL ? NULL : draft->was;
}

bool change_touches(const struct change *change, const struct record *record, const char *field)
{
    const struct record *was = change_before(change, record);
    struct value before = was == NULL ? v_null() : record_value(was, field);

    return !value_eq(before, record_value(record, field));
}

enum rc change_make(struct call *call, struct change *change, const struct kind *kind,
                    const struct record *owner, struct record **out)
{
    struct record *record = arena_alloc(call->arena, sizeof *record);
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    struct draft *draft;

    if (record == NULL || values == NULL)
        return fail_memory(call);
    *record = (struct record){.kind = kind,
                              .id = id_new(call),
                              .state = kind->states_n == 0 ? STR("") : kind->states[0].name,
                              .made_by = call->actor == NULL ? 0 : call->actor->rid,
                              .values = values};
    if (owner != NULL)
        record->owner = owner->id;
    *out = record;
    return add_draft(call, change, record, NULL, &draft);
}

static enum rc copy_record(struct call *call, const struct record *from, struct record **out)
{
    struct record *record = arena_alloc(call->arena, sizeof *record);
    struct value *values = arena_array(call->arena, from->kind->n, sizeof *values);

    if (record == NULL || values == NULL)
        return fail_memory(call);
    *record = *from;
    if (from->kind->n != 0)
        memcpy(values, from->values, from->kind->n * sizeof *values);
    record->values = values;
    *out = record;
    return RC_OK;
}

static enum rc load(struct call *call, const struct kind *kind, const struct id *id,
                    struct record **out)
{
    enum rc rc = table_load(call, call->store->db, app_table(call->app, kind), id, out);

    return rc == RC_NOT_FOUND || (rc == RC_OK && (*out)->erased)
               ? fail(call, RC_NOT_FOUND, NULL, NULL)
               : rc;
}

/* asked: the actor need not see it. */
static enum rc open_draft(struct call *call, struct change *change, const struct kind *kind,
                          const struct id *id, bool asked, struct draft **out)
{
    struct record *was, *copy;
    enum rc rc = load(call, kind, id, &was);

    if (rc == RC_OK && !asked)
        rc = permit(call, was, MAY_SEE);
    if (rc != RC_OK)
        return rc;
    if (was->newer)
        return fail(call, RC_NEWER, NULL,
                    "This record was written by a newer version of Khetane. It can be read here, "
                    "but not changed.");
    rc = copy_record(call, was, &copy);
    return rc == RC_OK ? add_draft(call, change, copy, was, out) : rc;
}

enum rc change_open(struct call *call, struct change *change, const struct kind *kind,
                    const struct id *id, int64_t rev, struct record **out)
{
    struct draft *draft = find_draft(change, id);
    bool opened = draft == NULL;
    enum rc rc = opened ? open_draft(call, change, kind, id, false, &draft) : RC_OK;

    if (rc != RC_OK)
        return rc;
    if (opened && rev != 0 && rev != draft->was->rev) {
        change->present = draft->was;
        return fail(call, RC_CONFLICT, NULL, NULL);
    }
    *out = draft->record;
    return RC_OK;
}

enum rc change_reach(struct call *call, struct change *change, const struct kind *kind,
                     const struct id *id, struct record **out)
{
    struct draft *draft = find_draft(change, id);
    enum rc rc = RC_OK;

    if (draft == NULL) {
        rc = open_draft(call, change, kind, id, true, &draft);
        if (rc == RC_OK)
            draft->moved = true;
    }
    if (rc == RC_OK)
        *out = draft->record;
    return rc;
}

void change_note_merge(const struct change *change, const struct record *record,
                       const struct id *took, const struct id *gave)
{
    struct draft *draft = find_draft(change, &record->id);

    assert(draft != NULL);
    if (took != NULL)
        draft->took = *took;
    if (gave != NULL)
        draft->gave = *gave;
}

enum rc change_look(struct call *call, struct change *change, const struct kind *kind,
                    const struct id *id, const struct record **out)
{
    const struct draft *draft = find_draft(change, id);
    struct record *record;

    if (draft != NULL) {
        *out = draft->record;
        return RC_OK;
    }
    enum rc rc = load(call, kind, id, &record);
    if (rc == RC_OK)
        *out = record;
    return rc;
}

struct gather {
    struct change *change;
};

static enum rc gather_one(struct call *call, void *arg, struct record *record)
{
    struct gather *gather = arg;
    struct draft *draft = find_draft(gather->change, &record->id);

    if (record->erased)
        return RC_OK;
    if (keeping_held(record))
        return fail(call, RC_CONFLICT, NULL,
                    "This is kept for the law: nothing of it may be erased until somebody takes "
                    "that mark away.");
    enum rc rc = draft != NULL ? RC_OK : add_draft(call, gather->change, record, record, &draft);
    if (rc == RC_OK)
        draft->erase = true;
    return rc;
}

static enum rc erase_subject(struct call *call, struct change *change, const struct id *subject)
{
    struct gather gather = {change};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < call->app->registry->n && rc == RC_OK; i++)
        rc = table_of_subject(call, call->store->db, &call->app->tables->by_kind[i], subject,
                              gather_one, &gather);
    return rc;
}

/* Records that were merged are about one person or case. What came from one stands under the
 * other's name, in the tables and in the log, so that all of them go or none. */
enum rc change_erase(struct call *call, struct change *change, struct record *record)
{
    const struct kind *kind = record->kind;
    struct table_ids group = {0};
    struct record *up = record;
    enum rc rc = RC_OK;

    if (kind->subject != SUBJECT_SELF)
        return fail(call, RC_INVALID, NULL,
                    "Only what a record is about can be erased: the person or the case.");
    assert(str_ends(str_of(change->operation->name), STR(".erase")));
    while (rc == RC_OK && !id_is_none(&up->merged))
        rc = load(call, kind, &up->merged, &up);
    if (rc == RC_OK && !arena_grow(call->arena, &group.items, group.n, &group.room))
        rc = fail_memory(call);
    if (rc == RC_OK)
        group.items[group.n++] = up->id;
    for (size_t i = 0; i < group.n && rc == RC_OK; i++) { /* it grows meanwhile */
        struct id id = group.items[i];
        rc = erase_subject(call, change, &id);
        if (rc == RC_OK)
            rc = table_merged(call, app_table(call->app, kind), &id, &group);
    }
    return rc;
}

/* ---- deriving ---- */

enum rc change_historic(struct call *call, struct change *change, const struct record *record,
                        bool *out)
{
    enum rc rc = RC_OK;

    *out = false;
    while (rc == RC_OK && record->kind->owner != NULL)
        rc = change_look(call, change, record->kind->owner, &record->owner, &record);
    if (rc == RC_OK && record->kind->historic_by != NULL)
        *out = record_get(record, record->kind->historic_by).i != 0;
    return rc;
}

static enum rc derive(struct call *call, struct change *change)
{
    /* A hook may open further records; they are appended, so that this loop meets them too. */
    for (struct draft *draft = change->drafts; draft != NULL; draft = draft->next) {
        for (size_t i = 0; !draft->erase && i < call->app->hooks_n; i++) {
            const struct derive_hook *hook = &call->app->hooks[i];
            if (!str_is(draft->record->kind->name, hook->kind))
                continue;
            enum rc rc = hook->derive(call, change, draft->record);
            if (rc != RC_OK)
                return rc;
        }
    }
    return RC_OK;
}

static bool in_series(const struct record *record, const struct table_series *series)
{
    struct value number = record_get(record, series->number);

    for (size_t i = 0; i < series->n; i++)
        if (!value_eq(record_get(record, series->where[i].field), series->where[i].value))
            return false;
    return number.type == V_INT && number.i >= series->low && number.i <= series->high;
}

enum rc change_last(struct call *call, const struct change *change,
                    const struct table_series *series, int64_t *out)
{
    enum rc rc = table_last(call, call->store->db, series, out);

    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (draft->was == NULL && draft->record->kind == series->kind &&
            in_series(draft->record, series) && record_get(draft->record, series->number).i > *out)
            *out = record_get(draft->record, series->number).i;
    return rc;
}

static enum rc code_prefix(struct call *call, struct change *change)
{
    const struct kind *organisation = kind_find(call->app->registry, STR("organisation"));
    struct record *own;

    if (change->prefix.p != NULL)
        return RC_OK;
    enum rc rc = table_load_rid(call, call->store->db, app_table(call->app, organisation), 1, &own);
    if (rc == RC_NOT_FOUND)
        return fail(call, RC_NOT_FOUND, "organisation",
                    "This folder has no organisation yet: run khetane init.");
    if (rc == RC_OK)
        change->prefix = record_value(own, "prefix").s;
    return rc;
}

/* The number of a year given last, to an earlier record of this change or to a stored one. */
static enum rc last_number(struct call *call, const struct change *change,
                           const struct record *record, int64_t low, int64_t *out)
{
    struct value last = v_int(0);
    enum rc rc = RC_OK;

    for (const struct draft *draft = change->drafts; draft->record != record; draft = draft->next)
        if (draft->was == NULL && draft->record->kind == record->kind)
            last = v_int(draft->record->code_n);
    if (last.i == 0)
        rc = db_one(call, call->store->db, app_table(call->app, record->kind)->last_code,
                    BIND(v_int(low), v_int(low + 999999)), &last, 1);
    *out = last.i;
    return rc;
}

/* "{prefix}-{year}-{n}" */
static enum rc fill_code(struct call *call, struct change *change, struct record *record)
{
    struct buf code;
    int year = day_date(call->today).year;
    int64_t low = (int64_t)year * 1000000, last = 0;
    enum rc rc = code_prefix(call, change);

    if (rc == RC_OK)
        rc = last_number(call, change, record, low, &last);
    if (rc != RC_OK)
        return rc;
    record->code_n = last + 1;
    buf_init(&code, call->arena, 100);
    for (struct str rest = record->kind->code; rest.n != 0;) {
        buf_add(&code, str_split(&rest, '{'));
        struct str slot = str_split(&rest, '}');
        if (str_is(slot, "prefix"))
            buf_add(&code, change->prefix);
        else if (str_is(slot, "year"))
            buf_format(&code, "%d", year);
        else if (str_is(slot, "n"))
            buf_format(&code, "%lld", (long long)(record->code_n - low));
    }
    record->code = buf_str(&code);
    return record->code.p == NULL ? fail_memory(call) : RC_OK;
}

enum rc change_number(struct call *call, struct change *change, struct record *record)
{
    return record->kind->code.n != 0 && record->code.n == 0 ? fill_code(call, change, record)
                                                            : RC_OK;
}

static enum rc resolve_subject(struct call *call, struct change *change, struct record *record)
{
    const struct record *about = NULL;
    enum rc rc = RC_OK;

    switch (record->kind->subject) {
    case SUBJECT_SELF: record->subject = record->id; return RC_OK;
    case SUBJECT_ORGANISATION: break;
    case SUBJECT_OWNER:
        rc = change_look(call, change, record->kind->owner, &record->owner, &about);
        break;
    case SUBJECT_LINK: {
        const struct field *field = record->kind->subject_link;
        struct id id;
        if (id_of(record_get(record, field).s, &id))
            rc = change_look(call, change, field->target, &id, &about);
        break;
    }
    }
    if (rc != RC_OK)
        return rc;
    record->subject = about == NULL ? call->store->organisation : about->subject;
    /* The one it is about may itself be new, later in the list, and not resolved yet. */
    return about != NULL && id_is_none(&about->subject)
               ? resolve_subject(call, change, (struct record *)(uintptr_t)about)
               : RC_OK;
}

static enum rc complete(struct call *call, struct change *change)
{
    enum rc rc = RC_OK;

    for (struct draft *draft = change->drafts; draft != NULL && rc == RC_OK; draft = draft->next) {
        if (draft->was != NULL)
            continue;
        rc = change_number(call, change, draft->record);
        if (rc == RC_OK)
            rc = resolve_subject(call, change, draft->record);
    }
    return rc;
}

/* ---- checking ---- */

/* RC_NOT_FOUND: there is none, or none for this actor; to the person one fault of this field. */
static enum rc find_target(struct call *call, struct change *change, const struct field *field,
                           struct value link)
{
    const struct record *target;
    struct id id;

    if (!id_of(link.s, &id))
        return RC_NOT_FOUND;
    enum rc rc = change_look(call, change, field->target, &id, &target);
    if (rc == RC_OK && call->actor != NULL && !change->judged &&
        !str_is(field->target->name, "user"))
        rc = permit(call, target, MAY_SEE);
    if (rc != RC_NOT_FOUND && rc != RC_DENIED)
        return rc;
    call->error.rc = RC_OK;
    return RC_NOT_FOUND;
}

static enum rc check_links(struct call *call, struct change *change, const struct field *field,
                           struct value v)
{
    enum rc rc = RC_OK;

    if (field->target == NULL || v.type == V_NULL)
        return RC_OK;
    if (v.type == V_LIST)
        for (size_t i = 0; i < v.list.n && rc == RC_OK; i++)
            rc = find_target(call, change, field, v.list.items[i]);
    else
        rc = find_target(call, change, field, v);
    if (rc != RC_NOT_FOUND)
        return rc;
    fault_add(call, field->name, "%s: there is no such record.",
              str_z(call->arena, label_text(call, &field->label)));
    return RC_OK;
}

static void check_state(struct call *call, const struct draft *draft)
{
    const struct record *record = draft->record;
    const struct state *from;

    if (draft->was == NULL || str_eq(draft->was->state, record->state))
        return;
    from = state_find(record->kind, draft->was->state);
    for (size_t i = 0; from != NULL && i < from->next_n; i++)
        if (str_eq(record->kind->states[from->next[i]].name, record->state))
            return;
    fault_add(call, STR("state"), "From \"%s\" it cannot become \"%s\".",
              str_z(call->arena, draft->was->state), str_z(call->arena, record->state));
}

static bool holds_code(struct value v, struct str code)
{
    if (v.type == V_TEXT)
        return str_eq(v.s, code);
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        if (v.list.items[i].type == V_TEXT && str_eq(v.list.items[i].s, code))
            return true;
    return false;
}

/* A choice that is no longer in use may stay where it stands, and is not written anew. */
static void check_retired(struct call *call, const struct field *field, struct value was,
                          struct value now)
{
    for (size_t i = 0; field->choices != NULL && i < field->choices->n; i++) {
        const struct choice *choice = &field->choices->choices[i];
        if (choice->retired && holds_code(now, choice->code) && !holds_code(was, choice->code))
            fault_add(call, field->name, "%s: \"%s\" is no longer used. Choose another.",
                      str_z(call->arena, label_text(call, &field->label)),
                      str_z(call->arena, label_text(call, &choice->label)));
    }
}

/* What must be there: asked when a record is made, when the field changes, and when what was
 * changed is the reason why it is asked for at all. */
static void check_must(struct call *call, const struct draft *draft, const struct field *field,
                       bool same)
{
    const struct record *record = draft->record;

    if (!field->must || field->hidden || record_get(record, field).type != V_NULL ||
        !field_asked(call, record, field) ||
        (same && draft->was != NULL && field_asked(call, draft->was, field)))
        return;
    fault_add(call, field->name, "%s is missing.",
              str_z(call->arena, label_text(call, &field->label)));
}

static bool unchanged(const struct draft *draft, size_t i)
{
    return draft->was != NULL && value_eq(draft->was->values[i], draft->record->values[i]);
}

static bool check_touched(const struct draft *draft, const struct check *check)
{
    for (size_t i = 0; i < check->condition->n; i++) {
        const struct field *field = check->condition->steps[i].field;
        if (draft->was == NULL || (field != NULL && !value_eq(record_get(draft->was, field),
                                                              record_get(draft->record, field))))
            return true;
    }
    return !str_eq(draft->was->state, draft->record->state);
}

/* Only what this change has touched, and only what is surely wrong. */
static void check_checks(struct call *call, const struct draft *draft)
{
    const struct kind *kind = draft->record->kind;

    for (size_t i = 0; i < kind->checks_n; i++) {
        const struct check *check = &kind->checks[i];
        if (check->ask || !check_touched(draft, check) ||
            condition_judge(check->condition, draft->record, call->today) != IS_FALSE)
            continue;
        fault_add(call, check->field->name, "%s: %s",
                  str_z(call->arena, label_text(call, &check->field->label)),
                  str_z(call->arena, label_text(call, &check->say)));
    }
}

static enum rc check_draft(struct call *call, struct change *change, const struct draft *draft)
{
    struct record *record = draft->record;
    size_t faults = call->fault_count;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < record->kind->n && rc == RC_OK; i++) {
        const struct field *field = &record->kind->fields[i];
        struct value *v = &record->values[i];
        if (unchanged(draft, i))
            continue; /* what was there before is not this person's fault */
        field_check(call, field, v);
        check_retired(call, field, draft->was == NULL ? v_null() : draft->was->values[i], *v);
        if (!draft->moved)
            rc = check_links(call, change, field, *v);
    }
    for (size_t i = 0; i < record->kind->n; i++)
        check_must(call, draft, &record->kind->fields[i], unchanged(draft, i));
    if (call->fault_count == faults) /* else the values may not be what their types say */
        check_checks(call, draft);
    check_state(call, draft);
    return rc;
}

static enum rc check(struct call *call, struct change *change)
{
    enum rc rc = RC_OK;

    for (struct draft *draft = change->drafts; draft != NULL && rc == RC_OK; draft = draft->next)
        if (!draft->erase)
            rc = check_draft(call, change, draft);
    return rc == RC_OK ? call_faults(call) : rc;
}

static bool touches_secret(const struct draft *draft)
{
    const struct kind *kind = draft->record->kind;

    for (size_t i = 0; i < kind->n; i++)
        if (kind->fields[i].secret &&
            !value_eq(draft->was == NULL ? v_null() : draft->was->values[i],
                      draft->record->values[i]))
            return true;
    return false;
}

/* Of a part that this change makes together with all that it belongs to: the record that is being
 * made; else NULL. */
static const struct record *made_with(const struct change *change, const struct record *record)
{
    while (record->kind->owner != NULL) {
        const struct draft *owner = find_draft(change, &record->owner);
        if (owner == NULL || owner->was != NULL)
            return NULL;
        record = owner->record;
    }
    return record;
}

/* A derived field is the system's; a person may not have set it. Parts count as a change of
 * their head, or as made with it. What a hook opened is judged too: it belongs to the same head or
 * is refused. */
static enum rc permit_draft(struct call *call, const struct change *change,
                            const struct draft *draft)
{
    const struct record *made = draft->was == NULL ? made_with(change, draft->record) : NULL;
    const struct record *as_it_was = made != NULL         ? made
                                     : draft->was != NULL ? draft->was
                                                          : draft->record;
    enum verb verb = draft->erase ? MAY_ERASE : made != NULL ? MAY_MAKE : MAY_CHANGE;
    enum rc rc = draft->moved && !draft->erase ? RC_OK : permit(call, as_it_was, verb);

    return rc == RC_OK && !draft->erase && !draft->moved && touches_secret(draft)
               ? permit(call, as_it_was, draft->was == NULL ? verb : MAY_SECRET)
               : rc;
}

/* ---- differences ---- */

enum { PSEUDO_FIELDS = 9 };

static void add_field(struct edit_field *fields, size_t *n, struct str key, struct value was,
                      struct value now)
{
    if (!value_eq(was, now))
        fields[(*n)++] = (struct edit_field){key, was, now};
}

static struct value text_value(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static struct value id_or_null(const struct id *id)
{
    return id_is_none(id) ? v_null() : id_value(id);
}

static struct value int_value(int64_t i)
{
    return i == 0 ? v_null() : v_int(i);
}

static enum rc make_edit(struct call *call, const struct draft *draft, struct edit *out)
{
    const struct record *now = draft->record, *was = draft->was;
    const struct kind *kind = now->kind;
    struct edit_field *fields = arena_array(call->arena, kind->n + PSEUDO_FIELDS, sizeof *fields);
    static const struct record none;
    const struct record *before = was == NULL ? &none : was;
    size_t n = 0;

    if (fields == NULL)
        return fail_memory(call);
    if (!draft->erase) {
        for (size_t i = 0; i < kind->n; i++)
            add_field(fields, &n, kind->fields[i].key, was == NULL ? v_null() : was->values[i],
                      now->values[i]);
        add_field(fields, &n, STR(".state"), text_value(before->state), text_value(now->state));
        add_field(fields, &n, STR(".retired"), int_value(before->retired_ms),
                  int_value(now->retired_ms));
        add_field(fields, &n, STR(".merged"), id_or_null(&before->merged),
                  id_or_null(&now->merged));
        add_field(fields, &n, STR(".took"), id_or_null(&draft->gave), id_or_null(&draft->took));
        if (was != NULL)
            add_field(fields, &n, STR(".owner"), id_or_null(&before->owner),
                      id_or_null(&now->owner));
        add_field(fields, &n, STR(".n"), int_value(before->position), int_value(now->position));
    }
    if (draft->erase)
        add_field(fields, &n, STR(".subject"), v_null(), id_value(&now->subject));
    if (was == NULL || draft->erase) {
        add_field(fields, &n, STR(".code"), v_null(), text_value(now->code));
        add_field(fields, &n, STR(".code_n"), v_null(), int_value(now->code_n));
    }
    *out = (struct edit){
        .kind = kind->name,
        .kind_version = (unsigned)kind->version,
        .record = now->id,
        .act = draft->erase  ? EDIT_ERASE
               : was == NULL ? EDIT_MAKE
                             : EDIT_SET,
        .rev = before->rev + 1,
        .base = before->base,
        .owner = was == NULL ? now->owner : none.id,
        .subject = draft->erase ? call->store->organisation : now->subject,
        .fields = fields,
        .n = n,
    };
    return RC_OK;
}

/* ---- the order in which they are stored ---- */

struct placing {
    const struct edit *edits;
    bool *placed;
    size_t n;
    struct edit *out;
    size_t out_n;
};

static bool is_link_to(struct value v, const struct id *id)
{
    return v.type == V_BYTES && str_eq(v.s, id_str(id));
}

static bool names_record(const struct edit *edit, const struct id *id)
{
    for (size_t i = 0; i < edit->n; i++) {
        struct value v = edit->fields[i].now;
        if (is_link_to(v, id))
            return true;
        for (size_t k = 0; v.type == V_LIST && k < v.list.n; k++)
            if (is_link_to(v.list.items[k], id))
                return true;
    }
    return false;
}

static void place(struct placing *all, size_t i)
{
    all->placed[i] = true;
    for (size_t k = i + 1; k < all->n; k++)
        if (!all->placed[k] && all->edits[k].act == EDIT_MAKE &&
            !id_eq(&all->edits[k].owner, &all->edits[i].record) &&
            names_record(&all->edits[i], &all->edits[k].record))
            place(all, k);
    all->out[all->out_n++] = all->edits[i];
}

/* A link is stored as the row of what it names: a record made later in the same change has none
 * yet, so it comes before what names it. Else the order is the operation's. */
static enum rc put_in_order(struct call *call, struct edit **edits, size_t n)
{
    struct placing all = {.edits = *edits,
                          .placed = arena_array(call->arena, n + 1, sizeof *all.placed),
                          .n = n,
                          .out = arena_array(call->arena, n + 1, sizeof *all.out)};

    if (all.placed == NULL || all.out == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        if (!all.placed[i])
            place(&all, i);
    *edits = all.out;
    return RC_OK;
}

static enum rc make_edits(struct call *call, struct change *change, struct edit **out, size_t *n)
{
    struct edit *edits = arena_array(call->arena, change->n, sizeof *edits);

    *n = 0;
    if (edits == NULL)
        return fail_memory(call);
    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next) {
        enum rc rc = make_edit(call, draft, &edits[*n]);
        if (rc != RC_OK)
            return rc;
        if (edits[*n].act == EDIT_SET && edits[*n].n == 0)
            continue;
        rc = change->judged ? RC_OK : permit_draft(call, change, draft);
        if (rc != RC_OK)
            return rc;
        ++*n;
    }
    *out = edits;
    return put_in_order(call, out, *n);
}

/* ---- logging ---- */

/* The edits of one subject, in one part. */
static enum rc make_part(struct call *call, const struct change *change, const struct edit *edits,
                         size_t n, struct log_part *part)
{
    struct edit *mine = arena_array(call->arena, n, sizeof *mine);
    struct edits all = {questions_reason(call, change, &part->subject), mine, 0};
    struct buf out;

    if (mine == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        if (id_eq(&edits[i].subject, &part->subject))
            mine[all.n++] = edits[i];
    buf_init(&out, call->arena, LOG_PART_MAX);
    edits_put(&out, &all);
    if (!buf_ok(&out))
        return fail(call, RC_LIMIT, "change", "This change is too large: at most %d KiB.",
                    LOG_PART_MAX >> 10);
    part->plain = buf_str(&out);
    return RC_OK;
}

static enum rc make_parts(struct call *call, const struct change *change, const struct edit *edits,
                          size_t n, struct log_entry *entry)
{
    struct log_part *parts = arena_array(call->arena, n, sizeof *parts);
    enum rc rc = RC_OK;

    if (parts == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < entry->n && !id_eq(&parts[at].subject, &edits[i].subject))
            at++;
        if (at == entry->n)
            parts[entry->n++].subject = edits[i].subject;
    }
    for (size_t i = 0; i < entry->n && rc == RC_OK; i++)
        rc = make_part(call, change, edits, n, &parts[i]);
    entry->parts = parts;
    return rc;
}

static enum rc log_and_store(struct call *call, struct change *change, const struct edit *edits,
                             size_t n)
{
    struct log_entry entry = {.change = change->id,
                              .operation = str_of(change->operation->name),
                              .operation_version = change->operation->version,
                              .actor = call->actor->id,
                              .proposal = change->proposal};
    bool compared = false;
    enum rc rc = make_parts(call, change, edits, n, &entry);

    if (rc == RC_OK)
        rc = log_append(call, call->store->log, &entry);
    struct edit_context context = {
        .change = change->id, .actor_rid = call->actor->rid, .time_ms = hybrid_ms(entry.time)};
    if (rc == RC_OK)
        rc = edits_apply(call, edits, n, &context);
    for (size_t i = 0; i < n; i++)
        compared |= likeness_has(kind_find(call->app->registry, edits[i].kind));
    return rc == RC_OK && compared ? likeness_settle(call, LIKENESS_FRESH_MAX) : rc;
}

/* What is odd is asked about when nothing is wrong. */
static enum rc ask(struct call *call, const struct change *change)
{
    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (!draft->erase && !draft->moved)
            questions_of_kind(call, change, draft->record);
    return questions_end(call, change);
}

static enum rc prepare(struct call *call, struct change *change, struct edit **edits, size_t *n)
{
    call->questions = NULL;
    enum rc rc = derive(call, change);

    if (rc == RC_OK)
        rc = check(call, change);
    if (rc != RC_OK)
        call->questions = NULL; /* first what is wrong */
    if (rc == RC_OK)
        rc = complete(call, change);
    if (rc == RC_OK)
        rc = ask(call, change);
    if (rc == RC_OK)
        rc = make_edits(call, change, edits, n);
    return rc;
}

enum rc change_check(struct call *call, struct change *change, bool *changed)
{
    struct edit *edits;
    size_t n = 0;
    enum rc rc = prepare(call, change, &edits, &n);

    *changed = n != 0;
    return rc;
}

enum rc change_finish(struct call *call, struct change *change, bool *changed)
{
    struct edit *edits = NULL;
    size_t n = 0;
    enum rc rc = prepare(call, change, &edits, &n);

    *changed = n != 0;
    if (rc == RC_OK && n != 0)
        rc = log_and_store(call, change, edits, n);
    if (rc == RC_OK)
        call->questions = NULL;
    return rc;
}
