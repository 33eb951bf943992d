/* compile.c - see compile.h. */
#include "query/compile.h"

#include "model/app.h"
#include "model/field.h"

struct compiler {
    struct call *call;
    struct buf out;
    struct compiled *to;
    bool failed;
};

static void begin(struct compiler *c, struct call *call, struct compiled *to)
{
    c->call = call;
    c->to = to;
    c->failed = false;
    to->n = 0;
    buf_init(&c->out, call->arena, 1 << 18);
}

/* Writes ?N and remembers the value. */
static void bind(struct compiler *c, struct value v)
{
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

/* Every link with this relation, joined by OR; "0" when there is none. */
static void related(struct compiler *c, const char *alias, const struct kind *kind,
                    enum relation relation)
{
    const char *between = "(";

    for (size_t i = 0; i < kind->n; i++) {
        if (kind->fields[i].relation != relation)
            continue;
        text(c, between);
        names_actor(c, alias, kind, &kind->fields[i]);
        between = " OR ";
    }
    text(c, between[0] == '(' ? "0" : ")");
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
    }
    if ((mask & 1u << REL_TEAM) != 0) {
        text(c, " OR ");
        related(c, alias, kind, REL_TEAM);
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
        related(c, alias, kind, REL_TEAM);
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

/* ---- filters ---- */

static const char *const op_sql[QUERY_OPS] = {
    [QUERY_IS] = " IS ",        [QUERY_IS_NOT] = " IS NOT ",     [QUERY_BEFORE] = " < ",
    [QUERY_UP_TO] = " <= ",     [QUERY_AFTER] = " > ",           [QUERY_FROM] = " >= ",
    [QUERY_EMPTY] = " IS NULL", [QUERY_FILLED] = " IS NOT NULL",
};

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

static bool fits(const struct query_filter *filter)
{
    if (filter->op == QUERY_EMPTY || filter->op == QUERY_FILLED)
        return true;
    if (filter->value.type == V_LIST || filter->value.type == V_NULL)
        return false;
    if (filter->field == NULL)
        return filter->op <= QUERY_IS_NOT;
    if (filter->field->secret)
        return false;
    bool exact = filter->field->target != NULL || filter->field->choices != NULL ||
                 filter->field->type->shape == SHAPE_SET;
    return filter->field->type->shape != SHAPE_ROWS && (!exact || filter->op <= QUERY_IS_NOT);
}

static void put_set_filter(struct compiler *c, const struct kind *kind,
                           const struct query_filter *filter)
{
    const struct field *field = filter->field;
    bool some = filter->op == QUERY_FILLED || filter->op == QUERY_EMPTY;

    text(c, filter->op == QUERY_IS_NOT || filter->op == QUERY_EMPTY ? " AND NOT" : " AND");
    text(c, " EXISTS (SELECT 1 FROM \"");
    buf_add(&c->out, kind->name);
    buf_char(&c->out, '_');
    buf_add(&c->out, field->name);
    text(c, "\" x WHERE x.owner = t.rid");
    if (!some) {
        buf_format(&c->out, " AND x.%s = ", field->target != NULL ? "target" : "value");
        put_operand(c, field, filter->value);
    }
    text(c, ")");
}

static enum rc put_filter(struct compiler *c, const struct kind *kind,
                          const struct query_filter *filter)
{
    const struct field *field = filter->field;

    if (!fits(filter))
        return fail(c->call, RC_INVALID, "filter", "This field cannot be filtered like that.");
    if (field != NULL && (field->type->shape == SHAPE_SET || field->type->shape == SHAPE_ROWS)) {
        put_set_filter(c, kind, filter);
        return RC_OK;
    }
    text(c, " AND t.");
    if (field == NULL)
        text(c, "state");
    else
        sql_name(&c->out, field->name);
    text(c, op_sql[filter->op]);
    if (filter->op != QUERY_EMPTY && filter->op != QUERY_FILLED)
        put_operand(c, field, filter->value);
    return RC_OK;
}

/* ---- the statement ---- */

static void put_from(struct compiler *c, const struct kind *kind)
{
    text(c, " FROM ");
    sql_name(&c->out, kind->name);
    text(c, " t WHERE t.erased IS NULL");
}

static enum rc put_where(struct compiler *c, const struct query *query)
{
    enum rc rc = RC_OK;

    if (!query->retired)
        text(c, " AND t.retired IS NULL");
    if (query->owner != NULL) {
        text(c, " AND t.owner = (SELECT rid FROM ");
        sql_name(&c->out, query->kind->owner->name);
        text(c, " WHERE id = ");
        bind(c, id_value(query->owner));
        text(c, ")");
    }
    for (size_t i = 0; i < query->n && rc == RC_OK; i++)
        rc = put_filter(c, query->kind, &query->filters[i]);
    text(c, " AND ");
    put_permission(c, query->kind, query->verb, 0);
    return rc;
}

static void put_sort_value(struct compiler *c, const struct query *query)
{
    if (query->sort == NULL) {
        text(c, "NULL");
        return;
    }
    text(c, "t.");
    sql_name(&c->out, query->sort->name);
}

/* Empty values come last in both directions, so that what is due stands above what is not. */
static void put_page(struct compiler *c, const struct query *query)
{
    bool down = query->sort == NULL || query->descending;
    const char *than = down ? "<" : ">";
    const struct query_after *after = &query->after;

    if (after->rid != 0 && query->sort == NULL) {
        buf_format(&c->out, " AND t.rid %s ", than);
        bind(c, v_int(after->rid));
    } else if (after->rid != 0 && after->sort.type == V_NULL) {
        text(c, " AND (");
        put_sort_value(c, query);
        buf_format(&c->out, " IS NULL AND t.rid %s ", than);
        bind(c, v_int(after->rid));
        text(c, ")");
    } else if (after->rid != 0) {
        text(c, " AND (");
        put_sort_value(c, query);
        buf_format(&c->out, " %s ", than);
        bind(c, after->sort);
        text(c, " OR ");
        put_sort_value(c, query);
        text(c, " IS NULL OR (");
        put_sort_value(c, query);
        text(c, " = ");
        bind(c, after->sort);
        buf_format(&c->out, " AND t.rid %s ", than);
        bind(c, v_int(after->rid));
        text(c, "))");
    }
    text(c, " ORDER BY ");
    if (query->sort != NULL) {
        put_sort_value(c, query);
        text(c, " IS NULL, ");
        put_sort_value(c, query);
        text(c, down ? " DESC, " : ", ");
    }
    text(c, down ? "t.rid DESC" : "t.rid");
}

enum rc compile_query(struct call *call, const struct query *query, enum compile_what what,
                      struct compiled *out)
{
    struct compiler c;

    begin(&c, call, out);
    if (what == COMPILE_COUNT) {
        text(&c, "SELECT count(*) FROM (SELECT 1");
    } else {
        text(&c, "SELECT ");
        buf_add(&c.out, app_table(call->app, query->kind)->columns);
        text(&c, ", ");
        put_sort_value(&c, query);
    }
    put_from(&c, query->kind);
    enum rc rc = put_where(&c, query);
    if (rc != RC_OK)
        return rc;
    if (what == COMPILE_ROWS)
        put_page(&c, query);
    text(&c, " LIMIT ");
    bind(&c, v_int(what == COMPILE_COUNT ? QUERY_COUNT_MAX + 1
                                         : (int64_t)(query->limit == 0 ? 25 : query->limit) + 1));
    if (what == COMPILE_COUNT)
        text(&c, ")");
    return finish(&c);
}

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
