/* indexes.c - see indexes.h. */
#include "model/indexes.h"

#include "model/field.h"
#include "model/permit.h"
#include "model/sortkey.h"
#include "model/table.h"

struct maker {
    struct call *call;
    struct db *db;
    const struct kind *kind;
};

/* second: empty, or the column that sorts among equals of the first. */
static enum rc make_index(struct maker *m, struct str first, struct str second)
{
    struct buf out;

    buf_init(&out, m->call->arena, 1 << 12);
    buf_z(&out, "CREATE INDEX IF NOT EXISTS \"");
    buf_add(&out, m->kind->name);
    buf_char(&out, '.');
    buf_add(&out, first);
    buf_z(&out, second.n == 0 ? "" : ".");
    buf_add(&out, second);
    buf_z(&out, "\" ON ");
    sql_name(&out, m->kind->name);
    buf_z(&out, " (");
    sql_name(&out, first);
    if (second.n != 0) {
        buf_z(&out, ", ");
        sql_name(&out, second);
    }
    buf_z(&out, ")");
    struct str text = buf_str(&out);
    return buf_ok(&out) ? db_run(m->call, m->db, (struct sql){text.p}, NO_BINDS)
                        : fail_memory(m->call);
}

static bool in_row(const struct field *field)
{
    return field->type->shape == SHAPE_ONE || field->type->shape == SHAPE_SEVERAL;
}

bool indexes_sort(const struct kind *kind, const struct field *field)
{
    bool listed = kind->sort == field || kind->title == field;

    for (size_t i = 0; i < kind->columns_n && !listed; i++)
        listed = kind->columns[i] == field;
    return listed && !field->secret && (in_row(field) || sortkey_has(kind, field));
}

/* By what a list is sorted when nothing is said; empty: by rid, which every index ends with. */
static struct str default_sort(struct maker *m)
{
    const struct field *sort = m->kind->sort;

    if (sort == NULL)
        return STR("");
    return sortkey_has(m->kind, sort) ? sortkey_name(m->call->arena, sort) : sort->name;
}

static enum rc index_field(struct maker *m, const struct field *field)
{
    bool link = in_row(field) && field->type->columns[0].kind == COLUMN_LINK;
    bool choice = in_row(field) && field->type->columns[0].kind == COLUMN_CHOICE;

    if (sortkey_has(m->kind, field))
        return make_index(m, sortkey_name(m->call->arena, field), STR(""));
    if (choice && indexes_sort(m->kind, field))
        return make_index(m, field->name, default_sort(m));
    return link || indexes_sort(m->kind, field) ? make_index(m, field->name, STR("")) : RC_OK;
}

/* Does any role have any verb by this relation? */
static bool relation_used(const struct kind *kind, enum relation relation)
{
    for (size_t i = 0; i < kind->roles_n; i++)
        for (int verb = 0; verb < VERB_COUNT; verb++)
            if (kind->roles[i].may[verb] == relation)
                return true;
    return false;
}

enum rc indexes_make(struct call *call, struct db *db, const struct kind *kind)
{
    struct maker m = {call, db, kind};
    const struct field *place = permit_place_field(kind);
    enum rc rc = RC_OK;

    for (size_t i = 0; i < kind->n && rc == RC_OK; i++)
        rc = index_field(&m, &kind->fields[i]);
    if (rc == RC_OK && kind->states_n != 0)
        rc = make_index(&m, STR("state"), default_sort(&m));
    if (rc == RC_OK && place != NULL && relation_used(kind, REL_PLACE))
        rc = make_index(&m, place->name, STR(""));
    if (rc == RC_OK && relation_used(kind, REL_OWN))
        rc = make_index(&m, STR("made_by"), STR(""));
    if (rc == RC_OK && kind->owner != NULL)
        rc = make_index(&m, STR("owner"), STR(""));
    if (rc == RC_OK && kind->series[1] != NULL)
        rc = make_index(&m, kind->series[0]->name, kind->series[1]->name);
    if (rc == RC_OK && kind->code.n != 0)
        rc = make_index(&m, STR("code_n"), STR(""));
    return rc == RC_OK && kind->subject != SUBJECT_SELF ? make_index(&m, STR("subject"), STR(""))
                                                        : rc;
}
