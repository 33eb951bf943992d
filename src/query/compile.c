/* compile.c - see compile.h. */
#include "query/compile.h"

#include "model/app.h"
#include "model/field.h"
#include "model/search.h"
#include "model/sortkey.h"
#include "query/compile_work.h"
#include "query/needle.h"
#include "store/store.h"

static void begin(struct compiler *c, struct call *call, struct compiled *to)
{
    c->call = call;
    c->to = to;
    c->failed = c->by_owner = false;
    to->n = 0;
    buf_init(&c->out, call->arena, 1 << 18);
}

/* Writes ?N and remembers the value; numbers, such as the actor's, are remembered once. */
static void bind(struct compiler *c, struct value v)
{
    for (size_t i = 0; v.type == V_INT && i < c->to->n; i++)
        if (value_eq(c->to->binds[i], v)) {
            buf_format(&c->out, "?%zu", i + 1);
            return;
        }
    if (c->to->n == COMPILE_BINDS_MAX) {
        c->failed = true;
        return;
    }
    c->to->binds[c->to->n++] = v;
    buf_format(&c->out, "?%zu", c->to->n);
}

static void text(struct compiler *c, const char *z)
{
    buf_z(&c->out, z);
}

static enum rc finish(struct compiler *c)
{
    struct str sql = buf_str(&c->out);

    if (sql.p == NULL)
        return fail_memory(c->call);
    if (c->failed)
        return fail(c->call, RC_LIMIT, "filters", "This question has too many values.");
    c->to->sql = (struct sql){sql.p};
    return RC_OK;
}

/* ---- permission ---- */

/* "(SELECT 1 FROM "case_team" x WHERE x.owner = h.rid AND x.target = ?)" */
static void list_has(struct compiler *c, const char *alias, const struct kind *kind,
                     const struct field *field, struct value v)
{
    text(c, "EXISTS (SELECT 1 FROM \"");
    buf_add(&c->out, kind->name);
    buf_char(&c->out, '_');
    buf_add(&c->out, field->name);
    buf_format(&c->out, "\" x WHERE x.owner = %s.rid AND x.%s = ", alias,
               field->type->columns[0].kind == COLUMN_LINK ? "target" : "value");
    bind(c, v);
    text(c, ")");
}

static void names_actor(struct compiler *c, const char *alias, const struct kind *kind,
                        const struct field *field)
{
    struct value me = v_int(c->call->actor->rid);

    if (field->type->shape == SHAPE_SET) {
        list_has(c, alias, kind, field, me);
        return;
    }
    buf_format(&c->out, "%s.", alias);
    sql_name(&c->out, field->name);
    text(c, " IS ");
    bind(c, me);
}

struct ties {
    const struct actor_tie *items;
    size_t n;
};

static void ties_list(struct compiler *c, struct ties ties)
{
    text(c, " IN (");
    for (size_t i = 0; i < ties.n; i++) {
        text(c, i == 0 ? "" : ", ");
        bind(c, v_int(ties.items[i].rid));
    }
    text(c, ")");
}

/* Does this link of the row name one of them? */
static void names_tie(struct compiler *c, const char *alias, const struct kind *kind,
                      const struct field *field, struct ties ties)
{
    if (ties.n == 0) {
        text(c, "0");
    } else if (field->type->shape == SHAPE_SET) {
        text(c, "EXISTS (SELECT 1 FROM \"");
        buf_add(&c->out, kind->name);
        buf_char(&c->out, '_');
        buf_add(&c->out, field->name);
        buf_format(&c->out, "\" x WHERE x.owner = %s.rid AND x.target", alias);
        ties_list(c, ties);
        text(c, ")");
    } else {
        buf_format(&c->out, "coalesce(%s.", alias);
        sql_name(&c->out, field->name);
        ties_list(c, ties);
        text(c, ", 0)");
    }
}

/* Every link with this relation, joined by OR; "0" when there is none. */
static void related(struct compiler *c, const char *alias, const struct kind *kind,
                    enum relation relation)
{
    const struct actor *actor = c->call->actor;
    const struct ties teams = {actor->teams, actor->teams_n};
    const char *between = "(";

    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (field->relation != relation)
            continue;
        text(c, between);
        if (permit_is_team(field))
            names_tie(c, alias, kind, field, teams);
        else
            names_actor(c, alias, kind, field);
        between = " OR ";
    }
    text(c, between[0] == '(' ? "0" : ")");
}

/* Of the team, or open by emergency access. */
static void in_team(struct compiler *c, const char *alias, const struct kind *kind)
{
    const struct actor *actor = c->call->actor;

    text(c, "(");
    related(c, alias, kind, REL_TEAM);
    for (size_t i = 0; i < actor->grants_n; i++) {
        if (i == 0)
            buf_format(&c->out, " OR %s.id IN (", alias);
        else
            text(c, ", ");
        bind(c, id_value(&actor->grants[i]));
    }
    text(c, actor->grants_n == 0 ? ")" : "))");
}

/* A person whom the actor must not meet, or a record about one. */
static void put_walls(struct compiler *c, const char *alias, const struct kind *kind)
{
    const struct actor *actor = c->call->actor;
    const struct ties walls = {actor->walls, actor->walls_n};

    if (walls.n == 0)
        return;
    if (str_is(kind->name, "person")) {
        buf_format(&c->out, " AND NOT %s.rid", alias);
        ties_list(c, walls);
    }
    for (size_t i = 0; i < kind->n; i++) {
        if (!permit_is_about(kind, &kind->fields[i]))
            continue;
        text(c, " AND NOT ");
        names_tie(c, alias, kind, &kind->fields[i], walls);
    }
}

static void in_places(struct compiler *c, const char *alias, const struct kind *kind)
{
    const struct field *place = permit_place_field(kind);
    const struct actor *actor = c->call->actor;

    if (place == NULL || actor->places_n == 0) {
        text(c, "0");
        return;
    }
    buf_format(&c->out, "coalesce(%s.", alias);
    sql_name(&c->out, place->name);
    text(c, " IN (");
    for (size_t i = 0; i < actor->places_n; i++) {
        text(c, i == 0 ? "" : ", ");
        bind(c, v_text(actor->places[i]));
    }
    text(c, "), 0)");
}

/* The relations of the mask, joined by OR. */
static void put_mask(struct compiler *c, const char *alias, const struct kind *kind,
                     relation_mask mask)
{
    text(c, "(0");
    if ((mask & MASK_ALL) != 0)
        text(c, " OR 1");
    if ((mask & 1u << REL_OWN) != 0) {
        buf_format(&c->out, " OR %s.made_by IS ", alias);
        bind(c, v_int(c->call->actor->rid));
        text(c, " OR ");
        related(c, alias, kind, REL_OWN);
        if (permit_is_self(kind)) {
            buf_format(&c->out, " OR %s.rid = ", alias);
            bind(c, v_int(c->call->actor->rid));
        }
    }
    if ((mask & 1u << REL_TEAM) != 0) {
        text(c, " OR ");
        in_team(c, alias, kind);
    }
    if ((mask & 1u << REL_PLACE) != 0) {
        text(c, " OR ");
        in_places(c, alias, kind);
    }
    text(c, ")");
}

/* The same rule as permit_holds(), on the row of a head kind. */
static void put_verdict(struct compiler *c, const char *alias, const struct kind *kind,
                        relation_mask mask)
{
    if (mask == 0) {
        text(c, "0");
        return;
    }
    text(c, "(");
    if (kind->limited_by != NULL) {
        buf_format(&c->out, "CASE WHEN coalesce(%s.", alias);
        sql_name(&c->out, kind->limited_by->name);
        text(c, ", 0) <> 0 THEN ");
        in_team(c, alias, kind);
        text(c, " ELSE ");
        put_mask(c, alias, kind, mask);
        text(c, " END");
    } else {
        put_mask(c, alias, kind, mask);
    }
    if (kind->hidden_from != NULL) {
        text(c, " AND NOT ");
        names_actor(c, alias, kind, kind->hidden_from);
    }
    put_walls(c, alias, kind);
    text(c, ")");
}

static const char *const aliases[] = {"t", "o1", "o2", "o3", "o4"};

/* A part asks its owner, that one its own, up to the head. */
static void put_permission(struct compiler *c, const struct kind *kind, enum verb verb,
                           size_t depth)
{
    enum { DEPTH = sizeof aliases / sizeof *aliases };

    if (c->call->actor->system) {
        text(c, "1");
    } else if (kind->owner == NULL) {
        put_verdict(c, aliases[depth], kind, permit_mask(kind, c->call->actor, verb));
    } else if (depth + 1 == DEPTH) {
        c->failed = true;
    } else {
        text(c, "EXISTS (SELECT 1 FROM ");
        sql_name(&c->out, kind->owner->name);
        buf_format(&c->out, " %s WHERE %s.rid = %s.owner AND %s.erased IS NULL AND ",
                   aliases[depth + 1], aliases[depth + 1], aliases[depth], aliases[depth + 1]);
        put_permission(c, kind->owner, verb, depth + 1);
        text(c, ")");
    }
}

/* ---- those that one is bound to ---- */

/* Can a record of this kind be seen by nothing but a link that names the actor, or by having made
 * it? Then hers are few, and looking them up beats looking at all. */
static bool is_narrow(struct compiler *c, const struct kind *kind, enum verb verb)
{
    const struct actor *actor = c->call->actor;

    return !actor->system && (permit_mask(kind, actor, verb) & (MASK_ALL | 1u << REL_PLACE)) == 0;
}

/* "= ?" for the actor, "IN (...)" for her teams. */
static void put_bound_to(struct compiler *c, const struct field *field)
{
    const struct actor *actor = c->call->actor;

    if (permit_is_team(field)) {
        ties_list(c, (struct ties){actor->teams, actor->teams_n});
        return;
    }
    text(c, " = ");
    bind(c, v_int(actor->rid));
}

static void put_bound_by(struct compiler *c, const struct kind *head, const struct field *field)
{
    if (field->type->shape == SHAPE_SET) {
        text(c, " UNION SELECT owner FROM \"");
        buf_add(&c->out, head->name);
        buf_char(&c->out, '_');
        buf_add(&c->out, field->name);
        text(c, "\" WHERE target");
    } else {
        text(c, " UNION SELECT rid FROM ");
        sql_name(&c->out, head->name);
        text(c, " WHERE ");
        sql_name(&c->out, field->name);
    }
    put_bound_to(c, field);
}

/* What is open by emergency access, and the actor's own account. */
static void put_bound_besides(struct compiler *c, const struct kind *head)
{
    const struct actor *actor = c->call->actor;

    if (permit_is_self(head)) {
        text(c, " UNION SELECT ");
        bind(c, v_int(actor->rid));
    }
    for (size_t i = 0; i < actor->grants_n; i++) {
        text(c, " UNION SELECT rid FROM ");
        sql_name(&c->out, head->name);
        text(c, " WHERE id = ");
        bind(c, id_value(&actor->grants[i]));
    }
}

static bool binds(const struct compiler *c, const struct field *field)
{
    return (field->relation == REL_TEAM || field->relation == REL_OWN) &&
           (!permit_is_team(field) || c->call->actor->teams_n != 0);
}

/* The rids of a kind's records that the actor may be bound to; the verdict is asked for besides. */
static void put_bound(struct compiler *c, const struct kind *kind, enum verb verb)
{
    text(c, "SELECT rid FROM ");
    sql_name(&c->out, kind->name);
    if (kind->owner != NULL) {
        text(c, " WHERE owner IN (");
        put_bound(c, kind->owner, verb);
        text(c, ")");
        return;
    }
    if ((permit_mask(kind, c->call->actor, verb) & 1u << REL_OWN) != 0) {
        text(c, " WHERE made_by = ");
        bind(c, v_int(c->call->actor->rid));
    } else {
        text(c, " WHERE 0");
    }
    for (size_t i = 0; i < kind->n; i++)
        if (binds(c, &kind->fields[i]))
            put_bound_by(c, kind, &kind->fields[i]);
    put_bound_besides(c, kind);
}

static void put_narrow(struct compiler *c, const struct kind *kind, enum verb verb)
{
    text(c, kind->owner != NULL ? " AND t.owner IN (" : " AND t.rid IN (");
    put_bound(c, kind->owner != NULL ? kind->owner : kind, verb);
    text(c, ")");
}

/* ---- filters ---- */

static const char *const op_sql[QUERY_OPS] = {
    [QUERY_IS] = " = ",         [QUERY_IS_NOT] = " IS NOT ",     [QUERY_BEFORE] = " < ",
    [QUERY_UP_TO] = " <= ",     [QUERY_AFTER] = " > ",           [QUERY_FROM] = " >= ",
    [QUERY_EMPTY] = " IS NULL", [QUERY_FILLED] = " IS NOT NULL",
};

static bool takes_value(enum query_op op)
{
    return op != QUERY_EMPTY && op != QUERY_FILLED;
}

static bool is_day(const struct field *field)
{
    return field->type->columns[0].kind == COLUMN_DAY;
}

static bool is_negative(enum query_op op)
{
    return op == QUERY_IS_NOT || op == QUERY_NONE_OF || op == QUERY_EMPTY;
}

/* A text can be searched in where its letters are kept: what a list shows, what names a record. */
static bool is_searched(const struct kind *kind, const struct field *field)
{
    return kind->title == field || sortkey_has(kind, field) ||
           strcmp(field->type->name, "phones") == 0;
}

/* A day that is known in part, or money: two numbers, or a number and a currency. */
static bool fits_pair(const struct field *field, struct value v)
{
    if (v.list.n != 2 || v.list.items[0].type != V_INT || field == NULL)
        return false;
    return is_day(field) ? v.list.items[1].type == V_INT
                         : field->type->shape == SHAPE_SEVERAL && v.list.items[1].type == V_TEXT;
}

static bool fits(const struct kind *kind, const struct query_filter *filter)
{
    const struct field *field = filter->field;
    enum value_type type = filter->value.type;

    if (filter->op == QUERY_HAS)
        return type == V_TEXT && (field == NULL || (!field->secret && is_searched(kind, field) &&
                                                    (field->type->ops & 1u << QUERY_HAS) != 0));
    if (takes_value(filter->op) && type == V_NULL)
        return false;
    bool several = filter->op == QUERY_ONE_OF || filter->op == QUERY_NONE_OF;
    if (several ? type != V_LIST
                : takes_value(filter->op) && type == V_LIST && !fits_pair(field, filter->value))
        return false;
    if (field == NULL)
        return filter->op != QUERY_EMPTY && filter->op != QUERY_FILLED &&
               (filter->op <= QUERY_IS_NOT || filter->op >= QUERY_ONE_OF);
    return !field->secret && (field->type->ops & 1u << filter->op) != 0;
}

/* A link is compared by rid; the id is looked up in its kind's table. */
static void put_operand(struct compiler *c, const struct field *field, struct value v)
{
    if (field == NULL || field->target == NULL) {
        bind(c, v);
        return;
    }
    text(c, "(SELECT rid FROM ");
    sql_name(&c->out, field->target->name);
    text(c, " WHERE id = ");
    bind(c, v);
    text(c, ")");
}

/* "= x", or "IN (x, y)". */
static void put_same(struct compiler *c, const struct query_filter *filter)
{
    if (filter->value.type != V_LIST) {
        text(c, " = ");
        put_operand(c, filter->field, filter->value);
        return;
    }
    text(c, " IN (");
    for (size_t i = 0; i < filter->value.list.n; i++) {
        text(c, i == 0 ? "" : ", ");
        put_operand(c, filter->field, filter->value.list.items[i]);
    }
    text(c, ")");
}

static void put_column(struct compiler *c, const char *alias, const struct field *field)
{
    /* What is found by its owner is not looked for by another index, through everybody's. */
    buf_format(&c->out, "%s%s.", c->by_owner && alias == aliases[0] ? "+" : "", alias);
    if (field == NULL)
        text(c, "state");
    else
        sql_name(&c->out, field->name);
}

/* Records are found by a member, whose index is short; whether one has any is asked of each. */
static void put_list_filter(struct compiler *c, const struct kind *kind, const char *alias,
                            const struct query_filter *filter)
{
    const struct field *field = filter->field;
    bool by_member = takes_value(filter->op) && !is_negative(filter->op) && field->target != NULL;

    if (by_member)
        buf_format(&c->out, "%s.rid IN (SELECT x.owner FROM \"", alias);
    else
        text(c,
             is_negative(filter->op) ? "NOT EXISTS (SELECT 1 FROM \"" : "EXISTS (SELECT 1 FROM \"");
    buf_add(&c->out, kind->name);
    buf_char(&c->out, '_');
    buf_add(&c->out, field->name);
    if (by_member)
        text(c, "\" x WHERE x.target");
    else
        buf_format(&c->out, "\" x WHERE x.owner = %s.rid", alias);
    if (takes_value(filter->op) && !by_member)
        buf_format(&c->out, " AND x.%s", field->target != NULL ? "target" : "value");
    if (takes_value(filter->op))
        put_same(c, filter);
    text(c, ")");
}

/* The last day of what a day is known to: its year, month, or itself. */
static day last_of(day first, int64_t precision)
{
    struct date date = day_date(first);

    if (precision == PRECISION_DAY)
        return first;
    if (precision == PRECISION_YEAR || date.month == 12)
        return day_of((struct date){date.year + 1, 1, 1}) - 1;
    return day_of((struct date){date.year, date.month + 1, 1}) - 1;
}

/* A day that is known in part is compared with its first or its last day. */
static void put_days(struct compiler *c, const char *alias, const struct query_filter *filter)
{
    struct value from = filter->value.list.items[0];
    struct value to = v_int(last_of((day)from.i, filter->value.list.items[1].i));
    bool same = filter->op == QUERY_IS || filter->op == QUERY_IS_NOT;

    text(c, filter->op == QUERY_IS_NOT ? "NOT coalesce(" : "");
    put_column(c, alias, filter->field);
    if (same) {
        text(c, " BETWEEN ");
        bind(c, from);
        text(c, " AND ");
        bind(c, to);
    } else {
        text(c, op_sql[filter->op]);
        bind(c, filter->op == QUERY_UP_TO || filter->op == QUERY_AFTER ? to : from);
    }
    text(c, filter->op == QUERY_IS_NOT ? ", 0)" : "");
}

/* Amounts are compared within their currency, and never converted. */
static void put_money(struct compiler *c, const char *alias, const struct query_filter *filter)
{
    bool not = filter->op == QUERY_IS_NOT;

    text(c, not ? "NOT coalesce((" : "(");
    put_column(c, alias, filter->field);
    text(c, not ? " = " : op_sql[filter->op]);
    bind(c, filter->value.list.items[0]);
    buf_format(&c->out, " AND %s.\"", alias);
    buf_add(&c->out, filter->field->name);
    text(c, "_currency\" = ");
    bind(c, filter->value.list.items[1]);
    text(c, not ? "), 0)" : ")");
}

static void put_plain(struct compiler *c, const char *alias, const struct query_filter *filter)
{
    enum query_op op = filter->op;

    if (op == QUERY_ONE_OF || op == QUERY_NONE_OF) {
        text(c, op == QUERY_NONE_OF ? "NOT coalesce(" : "");
        put_column(c, alias, filter->field);
        put_same(c, filter);
        text(c, op == QUERY_NONE_OF ? ", 0)" : "");
        return;
    }
    if (takes_value(op) && filter->value.type == V_LIST) {
        if (is_day(filter->field))
            put_days(c, alias, filter);
        else
            put_money(c, alias, filter);
        return;
    }
    put_column(c, alias, filter->field);
    text(c, op_sql[op]);
    if (takes_value(op))
        put_operand(c, filter->field, filter->value);
}

/* By the index, for what has a column of its own there. */
static enum rc put_found(struct compiler *c, const struct kind *kind, const char *alias,
                         struct str typed, enum search_column column)
{
    struct needle needle = {STR(""), false};
    int64_t from = search_row(kind, 0);
    enum rc rc = needle_of(c->call, typed, column, NEEDLE_START, &needle);

    if (rc != RC_OK || needle.text.n == 0) {
        text(c, "0");
        return rc;
    }
    buf_format(&c->out, "%s.rid IN (SELECT s.rowid - ", alias);
    bind(c, v_int(from));
    text(c, " FROM search s WHERE s.search MATCH ");
    bind(c, v_text(needle.text));
    text(c, " AND s.rowid BETWEEN ");
    bind(c, v_int(from));
    text(c, " AND ");
    bind(c, v_int(from + ((int64_t)1 << SEARCH_RID_BITS) - 1));
    text(c, ")");
    return RC_OK;
}

/* By the letters in the sort key, which stand before its first 1. */
static enum rc put_letters(struct compiler *c, const char *alias, const struct query_filter *filter)
{
    const struct collation *order = NULL;
    struct str letters = STR(""), name = sortkey_name(c->call->arena, filter->field);
    enum rc rc = sortkey_order(c->call, c->call->store->db, &order);

    if (rc == RC_OK)
        rc = collate_letters(c->call, order, filter->value.s, &letters);
    if (rc != RC_OK)
        return rc;
    text(c, "coalesce(instr(substr(");
    buf_format(&c->out, "%s.", alias);
    sql_name(&c->out, name);
    text(c, ", 1, ifnull(nullif(instr(");
    buf_format(&c->out, "%s.", alias);
    sql_name(&c->out, name);
    text(c, ", x'01'), 0), 100000)), ");
    bind(c, v_bytes(letters));
    text(c, "), 0) > 0");
    return RC_OK;
}

static enum rc put_has(struct compiler *c, const struct kind *kind, const char *alias,
                       const struct query_filter *filter)
{
    const struct field *field = filter->field;

    if (field == NULL)
        return put_found(c, kind, alias, filter->value.s, SEARCH_COLUMNS);
    if (strcmp(field->type->name, "phones") == 0)
        return put_found(c, kind, alias, filter->value.s, SEARCH_NUMBER);
    return field == kind->title ? put_found(c, kind, alias, filter->value.s, SEARCH_TITLE)
                                : put_letters(c, alias, filter);
}

static enum rc put_filter(struct compiler *c, const struct kind *kind, const char *alias,
                          const struct query_filter *filter)
{
    const struct field *field = filter->field;

    if (!fits(kind, filter))
        return fail(c->call, RC_INVALID, "filter", "This field cannot be filtered like that.");
    if (filter->op == QUERY_HAS)
        return put_has(c, kind, alias, filter);
    if (field != NULL && (field->type->shape == SHAPE_SET || field->type->shape == SHAPE_ROWS))
        put_list_filter(c, kind, alias, filter);
    else
        put_plain(c, alias, filter);
    return RC_OK;
}

/* What belongs to the owner: who sees the part sees the owner (put_permission). */
static enum rc put_owner_filter(struct compiler *c, const struct kind *kind,
                                const struct query_filter *filter)
{
    if (kind->owner == NULL)
        return fail(c->call, RC_INVALID, "filter", "This is no part of anything.");
    text(c, "EXISTS (SELECT 1 FROM ");
    sql_name(&c->out, kind->owner->name);
    text(c, " w WHERE w.rid = t.owner AND ");
    enum rc rc = put_filter(c, kind->owner, "w", filter);
    text(c, ")");
    return rc;
}

static enum rc put_filters(struct compiler *c, const struct query *query)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < query->n && rc == RC_OK; i++) {
        text(c, " AND ");
        rc = query->filters[i].of_owner
                 ? put_owner_filter(c, query->kind, &query->filters[i])
                 : put_filter(c, query->kind, aliases[0], &query->filters[i]);
    }
    return rc;
}

/* ---- the statement ---- */

static void put_from(struct compiler *c, const struct kind *kind)
{
    text(c, " FROM ");
    sql_name(&c->out, kind->name);
    text(c, " t WHERE t.erased IS NULL");
}

static bool goes_by_bond(struct compiler *c, const struct query *query)
{
    return (query->bound && !c->call->actor->system) || is_narrow(c, query->kind, query->verb);
}

static enum rc put_where(struct compiler *c, const struct query *query)
{
    if (!query->retired)
        text(c, " AND t.retired IS NULL");
    if (query->owner != NULL) {
        text(c, " AND t.owner = (SELECT rid FROM ");
        sql_name(&c->out, query->kind->owner->name);
        text(c, " WHERE id = ");
        bind(c, id_value(query->owner));
        text(c, ")");
    } else if (goes_by_bond(c, query)) {
        put_narrow(c, query->kind, query->verb);
    }
    c->by_owner = query->kind->owner != NULL && query->owner == NULL && goes_by_bond(c, query);
    enum rc rc = put_filters(c, query);
    c->by_owner = false;
    text(c, " AND ");
    put_permission(c, query->kind, query->verb, 0);
    return rc;
}

/* Are the rows found by something else than the order they are wanted in? Then a plus keeps the
 * planner from following the order through the whole table instead. */
static bool is_gathered(struct compiler *c, const struct query *query)
{
    bool found = false;

    for (size_t i = 0; i < query->n; i++)
        found |= query->filters[i].op == QUERY_HAS && !query->filters[i].of_owner &&
                 (query->filters[i].field == NULL || query->filters[i].field == query->kind->title);
    return found || query->owner != NULL || goes_by_bond(c, query);
}

static void put_sort_value(struct compiler *c, const struct query *query, const char *plus)
{
    if (query->sort == NULL) {
        text(c, "NULL");
        return;
    }
    buf_format(&c->out, "%st.", plus);
    if (sortkey_has(query->kind, query->sort))
        sql_name(&c->out, sortkey_name(c->call->arena, query->sort));
    else
        sql_name(&c->out, query->sort->name);
}

static bool goes_down(const struct query *query)
{
    return query->sort == NULL || query->descending;
}

static void put_order(struct compiler *c, const struct query *query, enum compile_what what)
{
    text(c, " ORDER BY ");
    if (query->sort != NULL && what == COMPILE_ROWS) {
        put_sort_value(c, query, is_gathered(c, query) ? "+" : "");
        text(c, goes_down(query) ? " DESC, " : ", ");
    }
    text(c, goes_down(query) ? "t.rid DESC" : "t.rid");
}

/* Pages go on behind a value and a rid. Empty values come last in both directions, so that what is
 * due stands above what is not. */
static void put_page(struct compiler *c, const struct query *query, enum compile_what what)
{
    const struct query_after *after = &query->after;
    const char *plus = is_gathered(c, query) ? "+" : "", *than = goes_down(query) ? "<" : ">";
    bool valued = query->sort != NULL && what == COMPILE_ROWS;

    if (query->sort != NULL) {
        text(c, " AND ");
        put_sort_value(c, query, plus);
        text(c, valued ? " IS NOT NULL" : " IS NULL");
    }
    if (after->rid != 0 && valued) {
        text(c, " AND (");
        put_sort_value(c, query, plus);
        buf_format(&c->out, ", t.rid) %s (", than);
        bind(c, after->sort);
        text(c, ", ");
        bind(c, v_int(after->rid));
        text(c, ")");
    } else if (after->rid != 0) {
        buf_format(&c->out, " AND t.rid %s ", than);
        bind(c, v_int(after->rid));
    }
    put_order(c, query, what);
    text(c, " LIMIT ");
    bind(c, v_int((int64_t)(query->limit == 0 ? 25 : query->limit) + 1));
}

static bool can_sort(const struct kind *kind, const struct field *field)
{
    return field == NULL || sortkey_has(kind, field) ||
           (!field->secret &&
            (field->type->shape == SHAPE_ONE || field->type->shape == SHAPE_SEVERAL));
}

static enum rc compile_count(struct compiler *c, const struct query *query)
{
    text(c, "SELECT count(*) FROM (SELECT 1");
    put_from(c, query->kind);
    enum rc rc = put_where(c, query);
    text(c, " LIMIT ");
    bind(c, v_int((int64_t)(query->count_max == 0 ? QUERY_COUNT_MAX : query->count_max) + 1));
    text(c, ")");
    return rc == RC_OK ? finish(c) : rc;
}

enum rc compile_query(struct call *call, const struct query *query, enum compile_what what,
                      struct compiled *out)
{
    struct compiler c;

    if (!can_sort(query->kind, query->sort))
        return fail(call, RC_INVALID, "sort", "This list cannot be sorted by that.");
    begin(&c, call, out);
    if (what == COMPILE_COUNT)
        return compile_count(&c, query);
    bool gathered = is_gathered(&c, query);
    text(&c, "SELECT ");
    buf_add(&c.out, app_table(call->app, query->kind)->columns);
    text(&c, ", ");
    put_sort_value(&c, query, "");
    put_from(&c, query->kind);
    if (gathered) { /* sorts rids alone: all columns of thousands would be read for nothing */
        text(&c, " AND t.rid IN (SELECT t.rid");
        put_from(&c, query->kind);
    }
    enum rc rc = put_where(&c, query);
    if (rc != RC_OK)
        return rc;
    put_page(&c, query, what);
    if (gathered) {
        text(&c, ")");
        put_order(&c, query, what);
    }
    return finish(&c);
}

enum rc compile_tally(struct call *call, const struct query *query, const struct field *field,
                      struct compiled *out)
{
    struct compiler c;

    if (field->secret || field->type->shape != SHAPE_ONE || field->target != NULL)
        return fail(call, RC_INVALID, "field", "This cannot be counted like that.");
    begin(&c, call, out);
    text(&c, "SELECT ");
    put_column(&c, "t", field);
    text(&c, ", count(*)");
    put_from(&c, query->kind);
    enum rc rc = put_where(&c, query);
    text(&c, " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ");
    bind(&c, v_int(QUERY_TALLY_MAX));
    return rc == RC_OK ? finish(&c) : rc;
}

/* ---- for compile_facts.c ---- */

void compile_begin(struct compiler *c, struct call *call, struct compiled *to)
{
    begin(c, call, to);
}

void compile_bind(struct compiler *c, struct value v)
{
    bind(c, v);
}

void compile_verdict(struct compiler *c, const char *alias, const struct kind *kind)
{
    if (c->call->actor->system)
        text(c, "1");
    else
        put_verdict(c, alias, kind, permit_mask(kind, c->call->actor, MAY_SEE));
}

enum rc compile_end(struct compiler *c, const struct query *query)
{
    enum rc rc = put_where(c, query);

    return rc == RC_OK ? finish(c) : rc;
}

/* ---- finding ---- */

/* A row of the index is there for who may see the record that it is of. Where those are few, most
 * rows are told from them without looking at the record. */
static void put_found_kind(struct compiler *c, const struct kind *kind, bool retired)
{
    bool narrow = is_narrow(c, kind, MAY_SEE);
    long long base = (long long)search_row(kind, 0);

    buf_format(&c->out, " WHEN %lld THEN ", (long long)search_kind(kind));
    if (narrow) {
        buf_format(&c->out, "CASE WHEN s.rowid - %lld IN (", base);
        put_bound(c, kind, MAY_SEE);
        text(c, ") THEN ");
    }
    text(c, "EXISTS (SELECT 1 FROM ");
    sql_name(&c->out, kind->name);
    buf_format(&c->out, " t WHERE t.rid = s.rowid - %lld AND t.erased IS NULL", base);
    text(c, retired ? " AND " : " AND t.retired IS NULL AND ");
    put_permission(c, kind, MAY_SEE, 0);
    text(c, narrow ? ") ELSE 0 END" : ")");
}

enum rc compile_find(struct call *call, const struct compile_find *find, struct compiled *out)
{
    const struct registry *registry = call->app->registry;
    struct compiler c;

    begin(&c, call, out);
    text(&c, "SELECT s.rowid FROM search s WHERE s.search MATCH ");
    bind(&c, v_text(find->match));
    if (find->kind != NULL) {
        text(&c, " AND s.rowid BETWEEN ");
        bind(&c, v_int(search_row(find->kind, 0)));
        text(&c, " AND ");
        bind(&c, v_int(search_row(find->kind, ((int64_t)1 << SEARCH_RID_BITS) - 1)));
    }
    text(&c, " AND CASE s.rowid >> ");
    buf_format(&c.out, "%d WHEN -1 THEN 0", SEARCH_RID_BITS);
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        bool wanted = find->kind == NULL || find->kind == kind;
        if (wanted && permit_mask(kind, call->actor, MAY_SEE) != 0)
            put_found_kind(&c, kind, find->retired);
    }
    text(&c, " ELSE 0 END ORDER BY s.rowid DESC LIMIT ");
    bind(&c, v_int((int64_t)find->limit));
    return finish(&c);
}

/* ---- one record ---- */

enum rc compile_one(struct call *call, const struct kind *kind, struct value id, struct value code,
                    struct compiled *out)
{
    struct compiler c;

    begin(&c, call, out);
    text(&c, "SELECT ");
    buf_add(&c.out, app_table(call->app, kind)->columns);
    put_from(&c, kind);
    text(&c, id.type != V_NULL ? " AND t.id = " : " AND t.code = ");
    bind(&c, id.type != V_NULL ? id : code);
    text(&c, " AND ");
    put_permission(&c, kind, MAY_SEE, 0);
    return finish(&c);
}
