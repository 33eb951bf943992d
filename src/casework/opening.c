/* opening.c - see opening.h. */
#include "casework/opening.h"

#include "casework/save.h"
#include "model/change.h"

/* The operation's arguments: a list of items [kind, id or null, [[field, value], ...], person].
 * The first person is whom it is about; one item is the case; one may be a visitor, whose record
 * then names both. People come before the case, what is a part of something after it. */
enum { ITEM_KIND, ITEM_ID, ITEM_FIELDS, ITEM_PERSON, ITEM_PARTS };

/* What has been made so far. */
struct made {
    struct id people[OPENING_PEOPLE_MAX]; /* of all, also of those who were known */
    size_t people_n;
    struct id household;
    bool has_household;
    const struct record *of_household;
    struct record *opened; /* the case */
};

static enum rc not_understood(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The case's facts are not understood.");
}

/* An id where it stays for as long as the change. */
static enum rc keep_id(struct call *call, const struct id *id, struct value *out)
{
    return value_copy(call->arena, id_value(id), out) ? RC_OK : fail_memory(call);
}

/* ---- one after the other */

static enum rc open_person(struct call *call, struct change *change, const struct value *item,
                           struct made *made)
{
    struct record *record;
    struct id id;

    if (made->people_n == OPENING_PEOPLE_MAX)
        return fail(call, RC_LIMIT, "people", "One case is about %d people at most.",
                    OPENING_PEOPLE_MAX);
    if (item[ITEM_ID].type != V_NULL) {
        if (!id_of(item[ITEM_ID].s, &id))
            return not_understood(call);
        made->people[made->people_n++] = id;
        return RC_OK;
    }
    enum rc rc = change_make(call, change, app_kind(call, "person"), NULL, &record);
    if (rc == RC_OK)
        rc = save_fields(call, record, item[ITEM_FIELDS]);
    if (rc != RC_OK)
        return rc;
    made->people[made->people_n++] = record->id;
    return RC_OK;
}

static enum rc open_household(struct call *call, struct change *change, const struct value *item,
                              struct made *made)
{
    struct record *record;
    enum rc rc;

    made->has_household = true;
    if (item[ITEM_ID].type != V_NULL) {
        if (!id_of(item[ITEM_ID].s, &made->household))
            return not_understood(call);
        return change_look(call, change, app_kind(call, "household"), &made->household,
                           &made->of_household);
    }
    rc = change_make(call, change, app_kind(call, "household"), NULL, &record);
    if (rc == RC_OK)
        rc = save_fields(call, record, item[ITEM_FIELDS]);
    if (rc != RC_OK)
        return rc;
    made->household = record->id;
    made->of_household = record;
    return RC_OK;
}

static enum rc open_member(struct call *call, struct change *change, const struct value *item,
                           struct made *made)
{
    struct value person = item[ITEM_PERSON], link;
    struct record *record;

    if (made->of_household == NULL || person.type != V_INT || person.i < 0 ||
        (size_t)person.i >= made->people_n)
        return not_understood(call);
    enum rc rc =
        change_make(call, change, app_kind(call, "household_member"), made->of_household, &record);
    if (rc == RC_OK)
        rc = save_fields(call, record, item[ITEM_FIELDS]);
    if (rc == RC_OK)
        rc = keep_id(call, &made->people[person.i], &link);
    if (rc == RC_OK)
        record_set(record, "person", link);
    return rc;
}

/* Who else it is about: all but the first. */
static enum rc set_people(struct call *call, struct record *record, const struct made *made)
{
    size_t n = made->people_n - 1;
    struct value *others = arena_array(call->arena, n + 1, sizeof *others);
    enum rc rc = others == NULL ? fail_memory(call) : RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = keep_id(call, &made->people[i + 1], &others[i]);
    if (rc == RC_OK && n != 0)
        record_set(record, "people", v_list(others, n));
    return rc;
}

static enum rc open_case(struct call *call, struct change *change, const struct value *item,
                         struct made *made)
{
    struct record *record;
    struct value link;

    if (made->people_n == 0 || made->opened != NULL)
        return not_understood(call);
    enum rc rc = change_make(call, change, app_kind(call, "case"), NULL, &record);
    if (rc != RC_OK)
        return rc;
    record->id = change->id; /* by which the answer to a repeated request finds it */
    made->opened = record;
    rc = save_fields(call, record, item[ITEM_FIELDS]);
    if (rc == RC_OK)
        rc = keep_id(call, &made->people[0], &link);
    if (rc == RC_OK)
        record_set(record, "person", link);
    if (rc == RC_OK && made->has_household) {
        rc = keep_id(call, &made->household, &link);
        if (rc == RC_OK)
            record_set(record, "household", link);
    }
    return rc == RC_OK ? set_people(call, record, made) : rc;
}

/* What belongs to the case or to the person. */
static enum rc open_part(struct call *call, struct change *change, const struct kind *kind,
                         const struct value *item, struct made *made)
{
    const struct record *owner = made->opened;
    struct record *record;
    enum rc rc = RC_OK;

    if (made->opened == NULL)
        return not_understood(call);
    if (str_is(kind->owner->name, "person"))
        rc = change_look(call, change, kind->owner, &made->people[0], &owner);
    else if (!str_is(kind->owner->name, "case"))
        return not_understood(call);
    if (rc == RC_OK)
        rc = change_make(call, change, kind, owner, &record);
    return rc == RC_OK ? save_fields(call, record, item[ITEM_FIELDS]) : rc;
}

static enum rc open_visitor(struct call *call, struct change *change, const struct value *item,
                            struct made *made)
{
    struct record *record;
    struct value link;
    struct id id;

    if (made->opened == NULL || item[ITEM_ID].type == V_NULL || !id_of(item[ITEM_ID].s, &id))
        return not_understood(call);
    enum rc rc = change_open(call, change, app_kind(call, "waiting"), &id, 0, &record);
    if (rc == RC_OK)
        rc = keep_id(call, &made->opened->id, &link);
    if (rc != RC_OK)
        return rc;
    record_set(record, "case", link);
    rc = keep_id(call, &made->people[0], &link);
    if (rc == RC_OK)
        record_set(record, "person", link);
    return rc;
}

static enum rc open_item(struct call *call, struct change *change, struct value v,
                         struct made *made)
{
    const struct value *item = v.list.items;

    if (v.type != V_LIST || v.list.n != ITEM_PARTS || item[ITEM_KIND].type != V_TEXT ||
        item[ITEM_FIELDS].type != V_LIST)
        return not_understood(call);
    const struct kind *kind = kind_find(call->app->registry, item[ITEM_KIND].s);
    if (kind == NULL)
        return not_understood(call);
    if (str_is(kind->name, "person"))
        return open_person(call, change, item, made);
    if (str_is(kind->name, "household"))
        return open_household(call, change, item, made);
    if (str_is(kind->name, "household_member"))
        return open_member(call, change, item, made);
    if (str_is(kind->name, "case"))
        return open_case(call, change, item, made);
    if (str_is(kind->name, "waiting"))
        return open_visitor(call, change, item, made);
    return kind->owner == NULL ? not_understood(call) : open_part(call, change, kind, item, made);
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    struct made *made = arena_alloc(call->arena, sizeof *made);
    enum rc rc = RC_OK;

    if (made == NULL)
        return fail_memory(call);
    *made = (struct made){.people_n = 0};
    if (args.type != V_LIST || args.list.n > OPENING_ITEMS_MAX + 3)
        return not_understood(call);
    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++)
        rc = open_item(call, change, args.list.items[i], made);
    return rc == RC_OK && made->opened == NULL ? not_understood(call) : rc;
}

const struct operation case_open_operation = {"case.open", 2,     "opened", false,
                                              true,        false, apply,    NULL};

/* ---- what goes in */

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static void add_name(struct value rows[][4], struct value *names, size_t *n, const char *part,
                     struct str text)
{
    if (text.n == 0)
        return;
    rows[*n][0] = v_text(str_of(part));
    rows[*n][1] = v_text(text);
    rows[*n][2] = rows[*n][3] = v_null();
    names[*n] = v_list(rows[*n], 4);
    ++*n;
}

/* The given fields as pairs; n of 'more' are put behind them. */
static enum rc pairs_of(struct call *call, const struct save *save, const struct value more[][2],
                        size_t n, struct value *out)
{
    size_t room = n + (save == NULL ? 0 : save->args.kind->n), at = 0;
    struct value *pairs = arena_array(call->arena, room + 1, sizeof *pairs);

    if (pairs == NULL)
        return fail_memory(call);
    for (size_t i = 0; save != NULL && i < save->args.kind->n; i++) {
        if (!save->given[i])
            continue;
        struct value *pair = arena_array(call->arena, 2, sizeof *pair);
        if (pair == NULL)
            return fail_memory(call);
        pair[0] = v_text(save->args.kind->fields[i].name);
        pair[1] = save->values[i];
        pairs[at++] = v_list(pair, 2);
    }
    for (size_t i = 0; i < n; i++)
        pairs[at++] = v_list(more[i], 2);
    *out = v_list(pairs, at);
    return RC_OK;
}

static enum rc item_of(struct call *call, const struct opening_item *item, struct value fields,
                       struct value *out)
{
    struct value *parts = arena_array(call->arena, ITEM_PARTS, sizeof *parts);
    enum rc rc = parts == NULL ? fail_memory(call) : RC_OK;

    if (rc != RC_OK)
        return rc;
    parts[ITEM_KIND] = v_text(item->kind->name);
    parts[ITEM_ID] = v_null();
    if (item->id != NULL)
        rc = keep_id(call, item->id, &parts[ITEM_ID]);
    parts[ITEM_FIELDS] = fields;
    parts[ITEM_PERSON] = v_int(item->person);
    *out = v_list(parts, ITEM_PARTS);
    return rc;
}

enum rc opening_add(struct call *call, struct opening *opening, const struct opening_item *item)
{
    struct value fields;

    if (opening->n == OPENING_ITEMS_MAX)
        return fail(call, RC_LIMIT, "case", "More than %d things go along with one case.",
                    OPENING_ITEMS_MAX);
    enum rc rc = pairs_of(call, item->save, NULL, 0, &fields);
    return rc == RC_OK ? item_of(call, item, fields, &opening->items[opening->n++]) : rc;
}

enum rc opening_add_named(struct call *call, struct opening *opening, struct str nickname)
{
    struct value(*rows)[4] = arena_alloc(call->arena, sizeof *rows);
    struct value *names = arena_alloc(call->arena, sizeof *names);
    struct opening_item item = {.kind = app_kind(call, "person")};
    struct save save;
    size_t n = 0;
    enum rc rc =
        rows == NULL || names == NULL ? fail_memory(call) : save_init(call, item.kind, &save);

    if (rc != RC_OK)
        return rc;
    add_name(rows, names, &n, "nickname", nickname);
    save_set(&save, "names", v_list(names, n));
    if (opening->limited)
        save_set(&save, "limited", v_int(1));
    item.save = &save;
    return opening_add(call, opening, &item);
}

/* What the outcome is about is the case, not the person who was made before it. */
static enum rc tell(struct call *call, struct outcome *out)
{
    struct record *record;

    out->kind = app_kind(call, "case");
    enum rc rc =
        table_load(call, call->store->db, app_table(call->app, out->kind), &out->change, &record);
    if (rc == RC_NOT_FOUND)
        return fail(call, rc, NULL, NULL);
    if (rc != RC_OK)
        return rc;
    out->record = record->id;
    out->code = record->code;
    return RC_OK;
}

static enum rc put_person(struct call *call, const struct opening *opening, struct value names,
                          struct value *out)
{
    struct value(*more)[2] = arena_array(call->arena, 2, sizeof *more);
    struct opening_item item = {.kind = app_kind(call, "person"), .id = opening->person};
    struct value fields = v_list(NULL, 0);
    enum rc rc = more == NULL ? fail_memory(call) : RC_OK;

    if (rc == RC_OK && opening->person == NULL) {
        more[0][0] = v_text(STR("names"));
        more[0][1] = names;
        more[1][0] = v_text(STR("limited"));
        more[1][1] = opening->limited ? v_int(1) : v_null();
        rc = pairs_of(call, opening->about, (const struct value(*)[2])more, 2, &fields);
    }
    return rc == RC_OK ? item_of(call, &item, fields, out) : rc;
}

enum { CASE_FIELDS = 5 };

static enum rc put_case(struct call *call, const struct opening *opening, struct value *out)
{
    const struct value given[CASE_FIELDS][2] = {
        {v_text(STR("area")), text_or_null(opening->area)},
        {v_text(STR("what")), text_or_null(opening->what)},
        {v_text(STR("happened")), opening->happened},
        {v_text(STR("story")), text_or_null(opening->story)},
        {v_text(STR("limited")), opening->limited ? v_int(1) : v_null()},
    };
    struct value(*more)[2] = arena_array(call->arena, CASE_FIELDS, sizeof *more);
    struct opening_item item = {.kind = app_kind(call, "case")};
    struct value fields;

    if (more == NULL)
        return fail_memory(call);
    memcpy(more, given, sizeof given);
    enum rc rc =
        pairs_of(call, opening->facts, (const struct value(*)[2])more, CASE_FIELDS, &fields);
    return rc == RC_OK ? item_of(call, &item, fields, out) : rc;
}

/* Where an item's kind comes: people, the household, its members; 3: after the case. */
static int place_of(const struct value *item)
{
    static const char *const first[] = {"person", "household", "household_member"};
    int place = 0;

    while (place < 3 && !str_is(item->list.items[ITEM_KIND].s, first[place]))
        place++;
    return place;
}

static size_t put_place(const struct opening *opening, int place, struct value *out)
{
    size_t n = 0;

    for (size_t i = 0; i < opening->n; i++)
        if (place_of(&opening->items[i]) == place)
            out[n++] = opening->items[i];
    return n;
}

/* People, households, the case, its parts: whatever the order was in which they were added. */
static enum rc put_all(struct call *call, const struct opening *opening, struct value names,
                       struct value *args)
{
    struct value *all = arena_array(call->arena, opening->n + 4, sizeof *all);
    struct opening_item visitor = {.kind = app_kind(call, "waiting"), .id = opening->visitor};
    size_t n = 0;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = put_person(call, opening, names, &all[n++]);
    for (int place = 0; place < 3; place++)
        n += put_place(opening, place, all + n);
    if (rc == RC_OK)
        rc = put_case(call, opening, &all[n++]);
    n += put_place(opening, 3, all + n);
    if (rc == RC_OK && opening->visitor != NULL)
        rc = item_of(call, &visitor, v_list(NULL, 0), &all[n++]);
    *args = v_list(all, n);
    return rc;
}

enum rc case_open(struct call *call, const struct opening *opening, struct outcome *out)
{
    struct value rows[3][4], names[3];
    struct operation_request request = {.operation = "case.open", .change = opening->change};
    size_t n = 0;

    add_name(rows, names, &n, "given", opening->given);
    add_name(rows, names, &n, "family", opening->family);
    add_name(rows, names, &n, "nickname", opening->nickname);
    if (opening->person == NULL && n == 0) {
        fault_add(call, STR("nickname"), "Who is it about? A nickname is enough.");
        return call_faults(call);
    }
    enum rc rc = put_all(call, opening, v_list(names, n), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, out);
    return rc == RC_OK ? tell(call, out) : rc;
}
