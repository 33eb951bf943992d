/* kind_tie.c - see kind_load.h: the names of a kind become what they name; its conditions and
 * checks. */
#include "model/condition.h"
#include "model/field.h"
#include "model/kind_load.h"

/* ---- tying names together ---- */

static const struct kind *find_kind(struct loader *in, const struct yaml *node, struct str name)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->kinds[i]->name, name))
            return in->kinds[i];
    yaml_fault(in->call, node, "There is no kind \"%s\".", str_z(in->call->arena, name));
    return NULL;
}

static const struct yaml *field_node(const struct yaml *kind, struct str name)
{
    yaml_each(section, yaml_find(kind, "sections"))
        yaml_each(node, section)
            if (str_eq(node->key, name))
                return node;
    return kind;
}

static bool is_type(const struct field *field, const char *name)
{
    return field->type != NULL && str_is(str_of(field->type->name), name);
}

static void tie_field(struct loader *in, const struct yaml *source, struct field *field)
{
    const struct yaml *node = field_node(source, field->name);
    struct str of = yaml_text(node, "of"), to = yaml_text(node, "to");

    if (field->type == NULL)
        return;
    if (is_type(field, "place"))
        field->choices = kind_read_list_named(in, STR("municipality"));
    enum column_kind column = field->type->columns[0].kind;
    bool choice = column == COLUMN_CHOICE && field->type->columns[0].words == NULL;
    if (choice != (of.p != NULL) || (column == COLUMN_LINK) != (to.p != NULL)) {
        yaml_key_fault(in->call, node,
                       "A choice says 'of: LIST', a link 'to: KIND', no other type "
                       "does.");
        return;
    }
    if (choice && (field->choices = kind_read_list_named(in, of)) == NULL)
        yaml_fault(in->call, yaml_find(node, "of"), "There is no list \"%s\".",
                   str_z(in->call->arena, of));
    if (column == COLUMN_LINK)
        field->target = find_kind(in, yaml_find(node, "to"), to);
    bool user = field->target != NULL && str_is(field->target->name, "user");
    bool team = field->target != NULL && str_is(field->target->name, "team");
    if (field->relation != REL_NONE && !user && !(team && field->relation == REL_TEAM))
        yaml_key_fault(in->call, node,
                       "Only a link to user, or one to team with 'relation: team', can make a "
                       "relation.");
}

static void tie_subject(struct loader *in, const struct yaml *source, struct kind *kind)
{
    const struct yaml *node = yaml_find(source, "subject");
    struct str rule = yaml_text(source, "subject");

    if (kind->owner != NULL) {
        kind->subject = SUBJECT_OWNER;
        if (node != NULL)
            yaml_fault(in->call, node, "A part has its owner's subject.");
    } else if (node == NULL) {
        yaml_fault(in->call, source,
                   "Say whom this is about: 'subject: itself', 'subject: "
                   "organisation' or the name of a link.");
    } else if (str_is(rule, "itself")) {
        kind->subject = SUBJECT_SELF;
    } else if (str_is(rule, "organisation")) {
        kind->subject = SUBJECT_ORGANISATION;
    } else {
        kind->subject = SUBJECT_LINK;
        kind->subject_link = kind_named_field(in, kind, node);
        if (kind->subject_link != NULL && kind->subject_link->target == NULL)
            yaml_fault(in->call, node, "The subject must be a link.");
    }
}

/* ---- when and check ---- */

static const struct condition *tie_condition(struct loader *in, const struct kind *kind,
                                             const struct yaml *node, const struct field *asker)
{
    return node == NULL ? NULL : condition_parse(in->call, in->keep, kind, node, asker);
}

/* The words of a check that has none: which of the two is not so. */
static void add_check(struct loader *in, struct kind *kind, const struct field *field,
                      const struct yaml *node, const struct yaml *sentence)
{
    bool ask = sentence != NULL && str_is(sentence->key, "ask");
    struct check *checks = (struct check *)(uintptr_t)kind->checks;

    if (checks == NULL)
        kind->checks = checks = arena_array(in->keep, CHECKS_MAX, sizeof *checks);
    if (checks == NULL || kind->checks_n == CHECKS_MAX) {
        yaml_fault(in->call, node, "A kind has at most %d checks.", CHECKS_MAX);
        return;
    }
    if (sentence == NULL)
        yaml_fault(in->call, node, "Say what a person is told: say: \"...\"");
    checks[kind->checks_n++] =
        (struct check){field, tie_condition(in, kind, node, NULL),
                       kind_read_label(in, sentence, STR("This cannot be right.")), ask};
}

/* What is told where it cannot be right ('say'), or asked where it may be ('ask'). */
static const struct yaml *sentence_of(const struct yaml *check)
{
    const struct yaml *say = yaml_find(check, "say");

    return say != NULL ? say : yaml_find(check, "ask");
}

/* { ended: "ended >= began", say: "The end is before the beginning." } */
static void tie_check(struct loader *in, struct kind *kind, const struct yaml *check)
{
    const struct yaml *sentence = check->type == YAML_MAP ? sentence_of(check) : NULL;

    if (check->type != YAML_MAP || check->n > 2) {
        yaml_fault(in->call, check,
                   "Write it like this: { ended: \"ended >= began\", say: \"...\" }");
        return;
    }
    yaml_each(item, check) {
        const struct field *field = field_find(kind, item->key);
        if (item == sentence)
            continue;
        if (field == NULL)
            yaml_key_fault(in->call, item, "There is no field \"%s\" in this kind.",
                           str_z(in->call->arena, item->key));
        else
            add_check(in, kind, field, item, sentence);
    }
}

static void tie_checks(struct loader *in, struct kind *kind, const struct yaml *node)
{
    if (node == NULL)
        return;
    if (node->type != YAML_LIST)
        tie_check(in, kind, node);
    else
        yaml_each(check, node)
            tie_check(in, kind, check);
}

static void tie_conditions(struct loader *in, const struct yaml *source, struct kind *kind)
{
    size_t at = 0;

    yaml_each(section, yaml_find(source, "sections")) {
        struct section *to = (struct section *)(uintptr_t)&kind->sections[at++];
        if (at > kind->sections_n)
            return; /* there were too many fields, which has been said */
        to->when = tie_condition(in, kind, yaml_find(section, "when"), NULL);
        if (to->when != NULL && condition_asks_secret(to->when))
            yaml_fault(in->call, yaml_find(section, "when"),
                       "What is seen by all cannot depend on a secret field.");
        tie_checks(in, kind, yaml_find(section, "check"));
        yaml_each(node, section) {
            struct field *field = (struct field *)(uintptr_t)field_find(kind, node->key);
            if (field == NULL || kind_section_key(node))
                continue;
            field->when = tie_condition(in, kind, yaml_find(node, "when"), field);
            if (yaml_find(node, "check") != NULL)
                add_check(in, kind, field, yaml_find(node, "check"), sentence_of(node));
        }
    }
    tie_checks(in, kind, yaml_find(source, "check"));
}

/* A role that no list knows would give nobody anything. */
static void check_roles(struct loader *in, const struct yaml *source)
{
    const struct choice_list *roles = kind_read_list_named(in, STR("role"));

    yaml_each(role, yaml_find(source, "may")) {
        if (roles != NULL && choice_find(roles, role->key) == NULL)
            yaml_key_fault(in->call, role, "There is no role \"%s\" in the list role.",
                           str_z(in->call->arena, role->key));
    }
}

void kind_tie(struct loader *in, size_t i)
{
    struct kind *kind = in->kinds[i];
    const struct yaml *source = in->sources[i];
    const struct yaml *part_of = yaml_find(source, "part_of");

    for (size_t j = 0; j < i; j++)
        if (str_eq(in->kinds[j]->name, kind->name))
            yaml_fault(in->call, source, "There are two kinds named \"%s\".",
                       str_z(in->call->arena, kind->name));
    if (part_of != NULL)
        kind->owner = find_kind(in, part_of, part_of->text);
    for (const struct kind *up = kind->owner; up != NULL; up = up->owner)
        if (up == kind) {
            yaml_fault(in->call, part_of, "A kind cannot be a part of itself.");
            kind->owner = NULL;
            break;
        }
    for (size_t j = 0; j < kind->n; j++)
        tie_field(in, source, (struct field *)(uintptr_t)&kind->fields[j]);
    tie_subject(in, source, kind);
    tie_conditions(in, source, kind);
    check_roles(in, source);
    kind->limited_by = kind_named_field(in, kind, yaml_find(source, "limited_by"));
    kind->hidden_from = kind_named_field(in, kind, yaml_find(source, "hidden_from"));
    kind->historic_by = kind_named_field(in, kind, yaml_find(source, "historic_by"));
    if (kind->historic_by != NULL && !is_type(kind->historic_by, "flag"))
        yaml_fault(in->call, yaml_find(source, "historic_by"), "historic_by must name a flag.");
    if (kind->limited_by != NULL && !is_type(kind->limited_by, "flag"))
        yaml_fault(in->call, yaml_find(source, "limited_by"), "limited_by must name a flag.");
    kind->held_by = kind_named_field(in, kind, yaml_find(source, "held_by"));
    if (kind->held_by != NULL && !is_type(kind->held_by, "flag"))
        yaml_fault(in->call, yaml_find(source, "held_by"), "held_by must name a flag.");
    if (kind->hidden_from != NULL && !is_type(kind->hidden_from, "links"))
        yaml_fault(in->call, yaml_find(source, "hidden_from"),
                   "hidden_from must name links to users.");
    kind->title = kind_named_field(in, kind, yaml_find(source, "title"));
    if ((kind->owner == NULL) != (kind->roles_n != 0))
        yaml_fault(in->call, source, "A kind says who may ('may:'); a part has its owner's.");
}
