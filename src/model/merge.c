/* merge.c - see merge.h. */
#include "model/merge.h"

#include "model/field.h"
#include "model/permit.h"

/* ---- what can be merged ---- */

bool merge_possible(const struct kind *kind)
{
    static const char *const never[] = {"organisation", "proposal", "user"};

    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (str_is(kind->name, never[i]))
            return false;
    return kind->owner == NULL;
}

bool merge_takes(const struct field *field)
{
    for (size_t i = 0; i < field->type->n; i++)
        if (field->type->columns[i].kind == COLUMN_BYTES)
            return false;
    return !field->derived;
}

static bool is_list(const struct field *field)
{
    return field->type->shape == SHAPE_SET || field->type->shape == SHAPE_ROWS;
}

enum merge_choice merge_usual(const struct record *keep, const struct record *other,
                              const struct field *field)
{
    struct value mine = record_get(keep, field), its = record_get(other, field);

    if (!merge_takes(field) || its.type == V_NULL || value_eq(mine, its))
        return MERGE_KEEP;
    if (mine.type == V_NULL)
        return MERGE_OTHER;
    /* Two spellings of a name would be read as one long name. */
    return is_list(field) && !str_is(str_of(field->type->name), "names") ? MERGE_BOTH : MERGE_KEEP;
}

/* ---- arguments ---- */

static const char *const choice_words[MERGE_CHOICES] = {"keep", "other", "both"};

enum rc merge_args_make(struct call *call, const struct record *keep, const struct record *other,
                        const enum merge_choice *choices, struct value *out)
{
    const struct kind *kind = keep->kind;
    struct value *pairs = arena_array(call->arena, kind->n, sizeof *pairs);
    size_t n = 0;

    if (pairs == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < kind->n; i++) {
        struct value pair[] = {v_text(kind->fields[i].name),
                               v_text(str_of(choice_words[choices[i]]))};
        if (choices[i] != MERGE_KEEP && !value_copy(call->arena, v_list(pair, 2), &pairs[n++]))
            return fail_memory(call);
    }
    struct value args[] = {v_text(kind->name),   id_value(&keep->id), v_int(keep->rev),
                           id_value(&other->id), v_int(other->rev),   v_list(pairs, n)};
    return value_copy(call->arena, v_list(args, 6), out) ? RC_OK : fail_memory(call);
}

struct merge {
    struct call *call;
    struct change *change;
    const struct kind *kind;
    struct record *keep, *other;
    size_t moved;
};

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

static bool same_link(const struct merge *merge, const struct field *field)
{
    return field == NULL ||
           value_eq(record_get(merge->keep, field), record_get(merge->other, field));
}

static enum rc check_pair(const struct merge *merge)
{
    struct call *call = merge->call;

    if (!id_is_none(&merge->other->merged) || !id_is_none(&merge->keep->merged))
        return fail(call, RC_CONFLICT, NULL, "One of these two was merged with another before.");
    if (merge->keep->retired_ms != 0)
        return fail(call, RC_CONFLICT, NULL,
                    "The record that is to be kept is put away. Bring it back first.");
    if (!same_link(merge, merge->kind->subject_link))
        return fail(call, RC_INVALID, NULL,
                    "These two are about different people. Merge the people first, if they are "
                    "one.");
    enum rc rc = permit(call, merge->keep, MAY_CHANGE);
    return rc == RC_OK ? permit(call, merge->other, MAY_CHANGE) : rc;
}

static enum rc open_pair(struct merge *merge, struct value args)
{
    struct call *call = merge->call;
    const struct value *item = args.list.items;
    struct id keep, other;

    if (args.type != V_LIST || args.list.n != 6 || item[0].type != V_TEXT ||
        !id_of(item[1].s, &keep) || item[2].type != V_INT || !id_of(item[3].s, &other) ||
        item[4].type != V_INT || item[5].type != V_LIST)
        return bad_args(call);
    merge->kind = kind_find(call->app->registry, item[0].s);
    if (merge->kind == NULL)
        return bad_args(call);
    if (!merge_possible(merge->kind))
        return fail(call, RC_INVALID, NULL, "Records of this sort are not merged.");
    if (id_eq(&keep, &other))
        return fail(call, RC_INVALID, NULL, "This is one record already.");
    enum rc rc = change_open(call, merge->change, merge->kind, &keep, item[2].i, &merge->keep);
    if (rc == RC_OK)
        rc = change_open(call, merge->change, merge->kind, &other, item[4].i, &merge->other);
    return rc == RC_OK ? check_pair(merge) : rc;
}

/* ---- values ---- */

static bool has(const struct value *items, size_t n, struct value v)
{
    for (size_t i = 0; i < n; i++)
        if (value_eq(items[i], v))
            return true;
    return false;
}

/* What is in either, each once: the kept record's first. What is too much for one field is told by
 * the field's own check. */
static enum rc join(struct call *call, struct value a, struct value b, struct value *out)
{
    size_t room = (a.type == V_LIST ? a.list.n : 0) + (b.type == V_LIST ? b.list.n : 0), n = 0;
    struct value *items = arena_array(call->arena, room, sizeof *items);

    if (items == NULL)
        return fail_memory(call);
    for (size_t i = 0; a.type == V_LIST && i < a.list.n; i++)
        items[n++] = a.list.items[i];
    for (size_t i = 0; b.type == V_LIST && i < b.list.n; i++)
        if (!has(items, n, b.list.items[i]))
            items[n++] = b.list.items[i];
    *out = n == 0 ? v_null() : v_list(items, n);
    return RC_OK;
}

static enum rc join_field(struct merge *merge, const struct field *field)
{
    return join(merge->call, record_get(merge->keep, field), record_get(merge->other, field),
                &merge->keep->values[field->index]);
}

static enum rc choose(struct merge *merge, struct value pair)
{
    struct call *call = merge->call;
    const struct field *field = pair.type == V_LIST && pair.list.n == 2
                                    ? field_find(merge->kind, pair.list.items[0].s)
                                    : NULL;

    if (field == NULL || !merge_takes(field))
        return bad_args(call);
    bool both = str_is(pair.list.items[1].s, "both");
    if (!both && !str_is(pair.list.items[1].s, "other"))
        return str_is(pair.list.items[1].s, "keep") ? RC_OK : bad_args(call);
    if (both && !is_list(field))
        return bad_args(call);
    enum rc rc = field->secret ? permit(call, merge->other, MAY_SECRET) : RC_OK;
    if (rc == RC_OK && both)
        rc = join_field(merge, field);
    else if (rc == RC_OK)
        merge->keep->values[field->index] = record_get(merge->other, field);
    return rc;
}

static bool is_set(const struct record *record, const struct field *field)
{
    struct value v = field == NULL ? v_null() : record_get(record, field);

    return v.type == V_INT && v.i != 0;
}

/* The first list of people in the team; whoever alone is named in a link of its own goes there. */
static enum rc join_team(struct merge *merge)
{
    const struct field *team = NULL;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < merge->kind->n && rc == RC_OK; i++) {
        const struct field *field = &merge->kind->fields[i];
        if (field->relation != REL_TEAM || field->type->shape != SHAPE_SET)
            continue;
        team = team == NULL ? field : team;
        rc = join_field(merge, field);
    }
    for (size_t i = 0; i < merge->kind->n && rc == RC_OK && team != NULL; i++) {
        const struct field *field = &merge->kind->fields[i];
        struct value its = record_get(merge->other, field);
        if (field->relation == REL_TEAM && field->type->shape == SHAPE_ONE && its.type == V_BYTES &&
            !same_link(merge, field))
            rc = join(merge->call, record_get(merge->keep, team), v_list(&its, 1),
                      &merge->keep->values[team->index]);
    }
    return rc;
}

/* Nobody sees by a merge what she could not see before. */
static enum rc shut(struct merge *merge, bool limited)
{
    const struct kind *kind = merge->kind;
    enum rc rc = RC_OK;

    if (limited)
        merge->keep->values[kind->limited_by->index] = v_int(1);
    if (limited)
        rc = join_team(merge);
    if (rc == RC_OK && kind->hidden_from != NULL)
        rc = join(merge->call,
                  change_before(merge->change, merge->keep)->values[kind->hidden_from->index],
                  record_get(merge->other, kind->hidden_from),
                  &merge->keep->values[kind->hidden_from->index]);
    return rc;
}

static enum rc take_values(struct merge *merge, struct value choices)
{
    const struct field *limited_by = merge->kind->limited_by;
    bool limited = is_set(merge->keep, limited_by) || is_set(merge->other, limited_by);
    enum rc rc = RC_OK;

    for (size_t i = 0; i < choices.list.n && rc == RC_OK; i++)
        rc = choose(merge, choices.list.items[i]);
    return rc == RC_OK ? shut(merge, limited) : rc;
}

/* ---- links and parts ---- */

/* The link to the other becomes one to the kept; with drop it goes, since nothing links to
 * itself. */
static enum rc turn(struct merge *merge, struct record *record, const struct field *field,
                    bool drop)
{
    struct value to = id_value(&merge->keep->id), from = id_value(&merge->other->id);
    struct value v = record_get(record, field), *items;
    size_t n = 0;

    if (field->type->shape == SHAPE_ONE) {
        record->values[field->index] = drop ? v_null() : to;
        return RC_OK;
    }
    items = arena_array(merge->call->arena, v.list.n, sizeof *items);
    if (items == NULL)
        return fail_memory(merge->call);
    for (size_t i = 0; i < v.list.n; i++) {
        struct value item = value_eq(v.list.items[i], from) ? to : v.list.items[i];
        if (!has(items, n, item) && !(drop && value_eq(item, to)))
            items[n++] = item;
    }
    record->values[field->index] = n == 0 ? v_null() : v_list(items, n);
    return RC_OK;
}

static enum rc too_many(const struct merge *merge, size_t n, int most)
{
    return fail(
        merge->call, RC_LIMIT, "links",
        "%zu records name the one that would go; one merge can move %d. Merge them the other "
        "way round, or turn some of these links by hand first.",
        n, most);
}

/* Every record of a kind that names the other in this field; NULL: as its owner. */
static enum rc turn_all(struct merge *merge, const struct kind *kind, const struct field *field)
{
    struct call *call = merge->call;
    struct table_ids ids = {0};
    enum rc rc = table_linking(call, app_table(call->app, kind), field, &merge->other->id, &ids);

    merge->moved += ids.n;
    if (rc == RC_OK && merge->moved > MERGE_RECORDS_MAX)
        return too_many(merge, merge->moved, MERGE_RECORDS_MAX);
    for (size_t i = 0; i < ids.n && rc == RC_OK; i++) {
        struct record *record;
        if (id_eq(&ids.items[i], &merge->other->id))
            continue; /* it stays as it was */
        rc = change_reach(call, merge->change, kind, &ids.items[i], &record);
        if (rc == RC_OK && field == NULL)
            record->owner = merge->keep->id;
        else if (rc == RC_OK)
            rc = turn(merge, record, field, record == merge->keep);
    }
    return rc;
}

static enum rc turn_links(struct merge *merge)
{
    const struct registry *registry = merge->call->app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++) {
        const struct kind *kind = registry->kinds[i];
        if (kind->owner == merge->kind)
            rc = turn_all(merge, kind, NULL);
        for (size_t j = 0; j < kind->n && rc == RC_OK; j++)
            if (kind->fields[j].target == merge->kind)
                rc = turn_all(merge, kind, &kind->fields[j]);
    }
    return rc;
}

/* A log entry has a part for each subject. */
static enum rc count_subjects(const struct merge *merge)
{
    size_t n = 0;

    for (const struct draft *draft = merge->change->drafts; draft != NULL; draft = draft->next) {
        const struct draft *before = merge->change->drafts;
        while (before != draft && !id_eq(&before->record->subject, &draft->record->subject))
            before = before->next;
        n += before == draft;
    }
    return n > MERGE_SUBJECTS_MAX + 2 ? too_many(merge, n - 2, MERGE_SUBJECTS_MAX) : RC_OK;
}

/* A value taken over may itself have named one of the two. */
static enum rc no_link_to_itself(struct merge *merge)
{
    struct value other = id_value(&merge->other->id), keep = id_value(&merge->keep->id);
    enum rc rc = RC_OK;

    for (size_t i = 0; i < merge->kind->n && rc == RC_OK; i++) {
        const struct field *field = &merge->kind->fields[i];
        struct value v = record_get(merge->keep, field);
        if (field->target != merge->kind || v.type == V_NULL)
            continue;
        if (v.type == V_LIST
                ? has(v.list.items, v.list.n, other) || has(v.list.items, v.list.n, keep)
                : value_eq(v, other) || value_eq(v, keep))
            rc = turn(merge, merge->keep, field, true);
    }
    return rc;
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    struct merge merge = {.call = call, .change = change};
    enum rc rc = open_pair(&merge, args);

    if (rc == RC_OK)
        rc = take_values(&merge, args.list.items[5]);
    if (rc == RC_OK)
        rc = turn_links(&merge);
    if (rc == RC_OK)
        rc = no_link_to_itself(&merge);
    if (rc == RC_OK)
        rc = count_subjects(&merge);
    if (rc != RC_OK)
        return rc;
    if (merge.other->retired_ms == 0)
        merge.other->retired_ms = call->now_ms;
    merge.other->merged = merge.keep->id;
    change_note_merge(change, merge.keep, &merge.other->id, NULL);
    return RC_OK;
}

const struct operation merge_operation = {"record.merge", 1,     "merged", false,
                                          true,           false, apply,    NULL};

/* ---- taking it back ---- */

static bool find_merged(const struct edits *edits, const struct edit **out, struct id *into)
{
    for (size_t i = 0; i < edits->n; i++)
        for (size_t j = 0; j < edits->items[i].n; j++)
            if (str_is(edits->items[i].fields[j].key, ".merged") &&
                id_of(edits->items[i].fields[j].now.s, into)) {
                *out = &edits->items[i];
                return true;
            }
    return false;
}

static enum rc may_change(struct call *call, struct change *change, const struct kind *kind,
                          const struct id *id, struct record **out)
{
    enum rc rc = change_open(call, change, kind, id, 0, out);

    return rc == RC_OK ? permit(call, *out, MAY_CHANGE) : rc;
}

enum rc merge_undo_begin(struct call *call, struct change *change, const struct log_entry *entry,
                         struct id *keep, struct id *other)
{
    const struct edit *edit = NULL;
    struct record *kept, *gone;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < entry->n && rc == RC_OK && edit == NULL; i++) {
        struct edits edits = {0};
        if (entry->parts[i].plain.p != NULL)
            rc = edits_read(call, entry->parts[i].plain, &edits);
        if (rc == RC_OK)
            (void)find_merged(&edits, &edit, keep);
    }
    if (rc != RC_OK)
        return rc;
    const struct kind *kind = edit == NULL ? NULL : kind_find(call->app->registry, edit->kind);
    if (kind == NULL)
        return fail(call, RC_CONFLICT, NULL, "This change cannot be taken back.");
    *other = edit->record;
    rc = may_change(call, change, kind, keep, &kept);
    if (rc == RC_OK)
        rc = may_change(call, change, kind, other, &gone);
    if (rc == RC_OK)
        change_note_merge(change, kept, NULL, other);
    return rc;
}
