/* permit.c - see permit.h. */
#include "model/permit.h"

#include "model/app.h"
#include "model/field.h"
#include "store/store.h"

relation_mask permit_mask(const struct kind *kind, const struct actor *actor, enum verb verb)
{
    const struct kind *head = kind_head(kind);
    relation_mask mask = 0;

    if (actor == NULL)
        return 0;
    if (actor->system)
        return MASK_ALL;
    for (size_t i = 0; i < head->roles_n; i++)
        for (size_t j = 0; j < actor->roles_n; j++)
            if (str_eq(head->roles[i].role, actor->roles[j]))
                mask |= 1u << head->roles[i].may[verb];
    return mask & ~(1u << REL_NONE);
}

const struct field *permit_place_field(const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        if (str_is(str_of(kind->fields[i].type->name), "place"))
            return &kind->fields[i];
    return NULL;
}

static bool names(struct value v, const struct id *id)
{
    struct value wanted = id_value(id);

    if (v.type == V_BYTES)
        return value_eq(v, wanted);
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        if (value_eq(v.list.items[i], wanted))
            return true;
    return false;
}

static bool in_places(struct value v, const struct actor *actor)
{
    for (size_t i = 0; v.type == V_LIST && i < actor->places_n; i++)
        if (v.list.items[0].type == V_TEXT && str_eq(v.list.items[0].s, actor->places[i]))
            return true;
    return false;
}

static bool names_team(struct value v, const struct actor *actor)
{
    for (size_t i = 0; i < actor->teams_n; i++)
        if (names(v, &actor->teams[i].id))
            return true;
    return false;
}

static bool is_granted(const struct record *head, const struct actor *actor)
{
    for (size_t i = 0; i < actor->grants_n; i++)
        if (id_eq(&actor->grants[i], &head->id))
            return true;
    return false;
}

/* The record is a person whom the actor must not meet, or about one. */
static bool is_walled(const struct record *head, const struct actor *actor)
{
    const struct kind *kind = head->kind;
    bool person = str_is(kind->name, "person");

    for (size_t w = 0; w < actor->walls_n; w++) {
        if (person && id_eq(&head->id, &actor->walls[w].id))
            return true;
        for (size_t i = 0; i < kind->n; i++)
            if (permit_is_about(kind, &kind->fields[i]) &&
                names(head->values[i], &actor->walls[w].id))
                return true;
    }
    return false;
}

static void add_ties(const struct record *head, const struct actor *actor,
                     struct permit_facts *facts)
{
    const struct kind *kind = head->kind;

    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (field->relation == REL_NONE)
            continue;
        bool named = permit_is_team(field) ? names_team(head->values[i], actor)
                                           : names(head->values[i], &actor->id);
        facts->own |= named && field->relation == REL_OWN;
        facts->team |= named && field->relation == REL_TEAM;
    }
    facts->team |= is_granted(head, actor);
}

struct permit_facts permit_facts_of(const struct record *head, const struct actor *actor)
{
    const struct kind *kind = head->kind;
    const struct field *place = permit_place_field(kind);
    struct permit_facts facts = {.own = actor->rid != 0 && head->made_by == actor->rid};

    facts.own |= permit_is_self(kind) && id_eq(&head->id, &actor->id);
    add_ties(head, actor, &facts);
    facts.place = place != NULL && in_places(record_get(head, place), actor);
    if (kind->limited_by != NULL) {
        struct value limited = record_get(head, kind->limited_by);
        facts.limited = limited.type == V_INT && limited.i != 0;
    }
    facts.hidden =
        is_walled(head, actor) ||
        (kind->hidden_from != NULL && names(record_get(head, kind->hidden_from), &actor->id));
    return facts;
}

bool permit_holds(relation_mask mask, struct permit_facts facts)
{
    if (mask == 0 || facts.hidden)
        return false;
    if (facts.limited)
        return facts.team;
    return (mask & MASK_ALL) != 0 || ((mask & 1u << REL_OWN) != 0 && facts.own) ||
           ((mask & 1u << REL_TEAM) != 0 && facts.team) ||
           ((mask & 1u << REL_PLACE) != 0 && facts.place);
}

/* The record that a part belongs to in the end, as it is stored. */
static enum rc load_head(struct call *call, const struct record *record, const struct record **out)
{
    while (record->kind->owner != NULL) {
        struct record *owner;
        enum rc rc = table_load(call, call->store->db, app_table(call->app, record->kind->owner),
                                &record->owner, &owner);
        if (rc != RC_OK)
            return rc;
        record = owner;
    }
    *out = record;
    return RC_OK;
}

enum rc permit(struct call *call, const struct record *record, enum verb verb)
{
    const struct record *head;

    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (call->actor->system)
        return RC_OK;
    enum rc rc = load_head(call, record, &head);
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? fail(call, rc, NULL, NULL) : rc;
    struct permit_facts facts = permit_facts_of(head, call->actor);
    if (head->rid == 0) /* being made by this actor */
        facts.own = true;
    if (permit_holds(permit_mask(head->kind, call->actor, verb), facts))
        return RC_OK;
    bool sees =
        verb != MAY_MAKE && permit_holds(permit_mask(head->kind, call->actor, MAY_SEE), facts);
    return sees || head->rid == 0
               ? fail(call, RC_DENIED, NULL, "You may see this, but not change it.")
               : fail(call, RC_NOT_FOUND, NULL, NULL);
}
