/* basis.c - see basis.h. */
#include "model/basis.h"

#include "model/operation.h"

static bool reached(struct value v, day on)
{
    return v.type == V_INT && v.i <= on;
}

bool basis_holds(const struct record *basis, day on)
{
    struct value until = record_value(basis, "until");

    return basis->retired_ms == 0 && !basis->erased && reached(record_value(basis, "given"), on) &&
           (until.type != V_INT || until.i >= on) && !reached(record_value(basis, "withdrawn"), on);
}

struct looking {
    const struct id *person;
    struct str purpose;
    bool found;
};

static enum rc look(struct call *call, void *arg, struct record *basis)
{
    struct looking *looking = arg;

    looking->found |= id_eq(&basis->owner, looking->person) &&
                      str_eq(record_value(basis, "purpose").s, looking->purpose) &&
                      basis_holds(basis, call->today);
    return RC_OK;
}

enum rc basis_find(struct call *call, const struct id *person, struct str purpose, bool *found)
{
    const struct kind *kind = kind_find(call->app->registry, STR("basis"));
    struct looking looking = {person, purpose, false};
    enum rc rc =
        table_of_subject(call, call->store->db, app_table(call->app, kind), person, look, &looking);

    *found = looking.found;
    return rc;
}

static enum rc check_person(struct call *call, const struct change *change, const struct id *person)
{
    const char *purpose = change->operation->shares;
    bool found;
    enum rc rc = basis_find(call, person, str_of(purpose), &found);

    if (rc != RC_OK || found || str_trim(change->reason).n != 0)
        return rc;
    const struct choice_list *list =
        field_find(kind_find(call->app->registry, STR("basis")), STR("purpose"))->choices;
    const struct choice *choice = choice_find(list, str_of(purpose));
    return fail(call, RC_DENIED, "reason",
                "Nothing allows this yet: there is no agreement and no other basis for the purpose "
                "\"%s\". Write one down with the person, or say why it must be done without.",
                choice == NULL ? purpose : str_z(call->arena, label_text(call, &choice->label)));
}

/* The persons of a record: itself, or those that its links name. */
static enum rc check_record(struct call *call, const struct change *change,
                            const struct record *record)
{
    enum rc rc = RC_OK;
    struct id id;

    if (str_is(record->kind->name, "person"))
        return check_person(call, change, &record->id);
    for (size_t i = 0; i < record->kind->n && rc == RC_OK; i++) {
        const struct field *field = &record->kind->fields[i];
        if (field->target == NULL || !str_is(field->target->name, "person"))
            continue;
        struct value v = record->values[i];
        if (v.type == V_BYTES && id_of(v.s, &id))
            rc = check_person(call, change, &id);
        for (size_t j = 0; v.type == V_LIST && j < v.list.n && rc == RC_OK; j++)
            if (id_of(v.list.items[j].s, &id))
                rc = check_person(call, change, &id);
    }
    return rc;
}

enum rc basis_check(struct call *call, const struct change *change)
{
    enum rc rc = RC_OK;

    if (change->operation->shares == NULL)
        return RC_OK;
    for (const struct draft *draft = change->drafts; draft != NULL && rc == RC_OK;
         draft = draft->next)
        rc = check_record(call, change, draft->record);
    return rc;
}
