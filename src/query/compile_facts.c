/* compile_facts.c - see compile.h: the statement behind query/facts.h. */
#include "model/field.h"
#include "model/table.h"
#include "query/compile_work.h"
#include "query/facts.h"

/* The row, what it is part of, what a link of either names, and the set that holds such links. */
static const char row_alias[] = "t", owner_alias[] = "fo", named_alias[] = "fn", set_alias[] = "fx";

static const struct field *facts_link(const struct facts *facts)
{
    const struct kind *kind = facts->link_of_owner ? facts->query.kind->owner : facts->query.kind;

    return facts->link == NULL || kind == NULL ? NULL : field_find(kind, str_of(facts->link));
}

static bool is_in_every_table(struct str name)
{
    static const char *const names[] = {"rid", "id", "made", NULL};

    for (size_t i = 0; names[i] != NULL; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

/* May a row be counted by it: what stands in the row itself, and is nobody's secret? */
static bool can_count(const struct kind *kind, struct str name)
{
    const struct field *field = field_find(kind, name);

    if (field == NULL)
        return is_in_every_table(name) || (str_is(name, "code") && kind->code.n != 0) ||
               (str_is(name, "state") && kind->states_n != 0);
    return !field->secret && field->type->columns[0].kind != COLUMN_BYTES &&
           (field->type->shape == SHAPE_ONE || field->type->shape == SHAPE_SEVERAL);
}

static bool put_fact(struct compiler *c, const struct facts *facts,
                     const struct facts_column *column)
{
    const struct field *link = facts_link(facts);
    const struct kind *kinds[] = {[FACTS_ROW] = facts->query.kind,
                                  [FACTS_OWNER] = facts->query.kind->owner,
                                  [FACTS_NAMED] = link == NULL ? NULL : link->target};
    const char *const of[] = {
        [FACTS_ROW] = row_alias, [FACTS_OWNER] = owner_alias, [FACTS_NAMED] = named_alias};
    const char *at = facts->link_of_owner ? owner_alias : row_alias;

    if (column->of == FACTS_LINK && link != NULL) {
        buf_format(&c->out, "%s.", link->type->shape == SHAPE_SET ? set_alias : at);
        sql_name(&c->out, link->type->shape == SHAPE_SET ? STR("target") : link->name);
        return true;
    }
    if (column->of == FACTS_LINK || kinds[column->of] == NULL ||
        !can_count(kinds[column->of], str_of(column->name)))
        return false;
    buf_format(&c->out, "%s.", of[column->of]);
    sql_name(&c->out, str_of(column->name));
    return true;
}

/* Whom a link names, and whose values only who may see them gets. */
static void put_named(struct compiler *c, const struct facts *facts, const struct field *link)
{
    const char *at = facts->link_of_owner ? owner_alias : row_alias;

    if (link->type->shape == SHAPE_SET) {
        buf_z(&c->out, " JOIN \"");
        buf_add(&c->out,
                facts->link_of_owner ? facts->query.kind->owner->name : facts->query.kind->name);
        buf_char(&c->out, '_');
        buf_add(&c->out, link->name);
        buf_format(&c->out, "\" %s ON %s.owner = %s.rid", set_alias, set_alias, at);
    }
    buf_z(&c->out, " LEFT JOIN ");
    sql_name(&c->out, link->target->name);
    buf_format(&c->out, " %s ON %s.rid = ", named_alias, named_alias);
    (void)put_fact(c, facts, &(struct facts_column){FACTS_LINK, NULL});
    buf_format(&c->out, " AND %s.erased IS NULL AND ", named_alias);
    compile_verdict(c, named_alias, link->target);
}

static void put_facts_from(struct compiler *c, const struct facts *facts)
{
    const struct kind *kind = facts->query.kind;
    const struct field *link = facts_link(facts);

    buf_z(&c->out, " FROM ");
    sql_name(&c->out, kind->name);
    buf_format(&c->out, " %s", row_alias);
    if (kind->owner != NULL) {
        buf_z(&c->out, " JOIN ");
        sql_name(&c->out, kind->owner->name);
        buf_format(&c->out, " %s ON %s.rid = %s.owner", owner_alias, owner_alias, row_alias);
    }
    if (link != NULL)
        put_named(c, facts, link);
    buf_z(&c->out, " WHERE t.erased IS NULL");
}

static bool is_countable(const struct facts *facts)
{
    const struct field *link = facts_link(facts);

    if (facts->n == 0 || facts->n > FACTS_COLUMNS_MAX || (facts->link != NULL && link == NULL))
        return false;
    return link == NULL || (!link->secret && link->target != NULL && link->target->owner == NULL &&
                            (link->type->shape == SHAPE_ONE || link->type->shape == SHAPE_SET));
}

enum rc compile_facts(struct call *call, const struct facts *facts, struct compiled *out)
{
    struct compiler c;
    bool known = is_countable(facts);

    compile_begin(&c, call, out);
    buf_z(&c.out, "SELECT ");
    for (size_t i = 0; i < facts->n && known; i++) {
        buf_z(&c.out, i == 0 ? "" : ", ");
        known = put_fact(&c, facts, &facts->columns[i]);
    }
    if (!known)
        return fail(call, RC_INVALID, "field", "This cannot be counted like that.");
    put_facts_from(&c, facts);
    if (facts->made_before_ms != 0) {
        buf_z(&c.out, " AND t.made >= ");
        compile_bind(&c, v_int(facts->made_from_ms));
        buf_z(&c.out, " AND t.made < ");
        compile_bind(&c, v_int(facts->made_before_ms));
    }
    return compile_end(&c, &facts->query);
}
