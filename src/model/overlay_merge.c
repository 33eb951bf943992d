/* overlay_merge.c - see overlay_merge.h. */
#include "model/overlay_merge.h"

#include "base/near.h"
#include "model/yaml_edit.h"

struct merge {
    struct call *call;
    struct arena *keep;
    const struct yaml *kind; /* as shipped */
};

bool overlay_is_own(struct str name)
{
    return str_starts(name, STR(OVERLAY_PREFIX));
}

void overlay_read(struct call *call, struct arena *keep, const struct overlay_text *texts, size_t n,
                  struct overlay *out)
{
    *out = (struct overlay){.n = 0};
    for (size_t i = 0; i < n; i++) {
        const struct yaml *tree = texts[i].tree;
        if (out->n == OVERLAY_MAX) {
            fault_add(call, texts[i].target, "At most %d kinds and lists are changed.",
                      OVERLAY_MAX);
            return;
        }
        if (tree == NULL && yaml_read(call, texts[i].target, texts[i].text, keep, &tree) != RC_OK) {
            fault_add(call, call->error.where, "%s", str_z(call->arena, call->error.text));
            call->error.rc = RC_OK; /* it is one of the faults now */
            continue;
        }
        out->trees[out->n] = tree;
        out->targets[out->n++] = texts[i].target;
    }
}

void overlay_unused(struct call *call, const struct overlay *overlay)
{
    for (size_t i = 0; i < overlay->n; i++)
        if (!overlay->used[i])
            yaml_fault(call, overlay->trees[i], "There is no \"%s\" that could be changed.",
                       str_z(call->arena, overlay->targets[i]));
}

/* ---- words ---- */

/* The languages that the change names are laid over those that are there. */
static const struct yaml *merge_label(struct merge *m, const struct yaml *there, struct str absent,
                                      const struct yaml *change)
{
    if (change->type != YAML_MAP)
        return change;
    struct yaml *map = yaml_map_new(m->keep, change);
    if (map == NULL)
        return change;
    if (there == NULL)
        (void)yaml_put_text(m->keep, map, STR("en"), absent);
    else if (there->type == YAML_TEXT)
        (void)yaml_put_text(m->keep, map, STR("en"), there->text);
    else
        yaml_each(text, there)
            (void)yaml_put(m->keep, map, text->key, text);
    yaml_each(text, change)
        (void)yaml_set(m->keep, map, text->key, text);
    return map;
}

/* "paper_received" is "Paper received"; the same as kind.c does. */
static struct str words_of(struct merge *m, struct str name)
{
    struct str words = str_dup(m->keep, name);
    char *p = (char *)(uintptr_t)words.p;

    for (size_t i = 0; i < words.n; i++)
        if (p[i] == '_')
            p[i] = ' ';
    if (words.n != 0 && p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 'a' + 'A');
    return words;
}

static void set_label(struct merge *m, struct yaml *map, struct str name, const struct yaml *change,
                      const char *key)
{
    const struct yaml *label = yaml_find(change, key);

    if (label != NULL)
        (void)yaml_set(m->keep, map, str_of(key),
                       merge_label(m, yaml_find(map, key), words_of(m, name), label));
}

/* ---- order ---- */

/* What 'order' names comes first, in its order; the rest as it was. */
static const struct yaml *put_in_order(struct merge *m, const struct yaml *map,
                                       const struct yaml *order)
{
    struct yaml *out = yaml_map_new(m->keep, map);

    if (order == NULL || out == NULL)
        return map;
    yaml_each(name, order) {
        const struct yaml *item = yaml_at(map, name->text);
        if (item == NULL)
            yaml_fault(m->call, name, "There is no \"%s\" here to be put in order.",
                       str_z(m->call->arena, name->text));
        else if (yaml_at(out, name->text) == NULL)
            (void)yaml_put(m->keep, out, item->key, item);
    }
    yaml_each(item, map)
        if (yaml_at(out, item->key) == NULL)
            (void)yaml_put(m->keep, out, item->key, item);
    return out;
}

/* ---- fields ---- */

static bool is_yes(const struct yaml *map, const char *key)
{
    struct str text = yaml_text(map, key);

    return text.p != NULL && str_is(text, "yes");
}

/* What the program itself needs cannot be hidden. */
static bool is_needed(const struct merge *m, const struct yaml *field)
{
    static const char *const keys[] = {"title",   "limited_by",  "hidden_from",
                                       "held_by", "historic_by", "subject"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct str name = yaml_text(m->kind, keys[i]);
        if (name.p != NULL && str_eq(name, field->key))
            return true;
    }
    return is_yes(field, "must") || is_yes(field, "derived") ||
           yaml_find(field, "relation") != NULL;
}

static const struct yaml *change_field(struct merge *m, const struct yaml *field,
                                       const struct yaml *change)
{
    static const struct yaml_key keys[] = {
        {"label", YAML_TEXT, false, true},
        {"help", YAML_TEXT, false, true},
        {"hidden", YAML_TEXT, false, false},
        {"must", YAML_TEXT, false, false},
    };
    struct yaml *out = yaml_open(m->keep, field);

    if (out == NULL || !yaml_keys(m->call, change, YAML_KEYS(keys)))
        return field;
    set_label(m, out, field->key, change, "label");
    set_label(m, out, field->key, change, "help");
    if (is_yes(change, "hidden") && is_needed(m, field))
        yaml_fault(m->call, yaml_find(change, "hidden"),
                   "Khetane itself needs this field: it can be renamed, but not hidden.");
    else if (yaml_find(change, "hidden") != NULL)
        (void)yaml_set(m->keep, out, STR("hidden"), yaml_find(change, "hidden"));
    if (is_yes(change, "must") && !is_yes(field, "derived"))
        (void)yaml_set_text(m->keep, out, STR("must"), STR("yes"));
    return out;
}

static bool is_own_type(struct str type)
{
    return !str_is(type, "sealed bytes");
}

static bool check_new(struct merge *m, const struct yaml *field)
{
    static const struct yaml_key keys[] = {
        {"is", YAML_TEXT, true, false},       {"of", YAML_TEXT, false, false},
        {"to", YAML_TEXT, false, false},      {"label", YAML_TEXT, false, true},
        {"help", YAML_TEXT, false, true},     {"must", YAML_TEXT, false, false},
        {"tracked", YAML_TEXT, false, false}, {"secret", YAML_TEXT, false, false},
        {"digits", YAML_TEXT, false, false},  {"not_after", YAML_TEXT, false, false},
        {"max", YAML_TEXT, false, false},     {"when", YAML_TEXT, false, false},
        {"hidden", YAML_TEXT, false, false},
    };

    if (!yaml_keys(m->call, field, YAML_KEYS(keys)))
        return false;
    if (!is_own_type(yaml_text(field, "is"))) {
        yaml_fault(m->call, yaml_find(field, "is"), "Fields of this type are the program's own.");
        return false;
    }
    if (overlay_is_own(field->key))
        return true;
    yaml_key_fault(m->call, field,
                   "The name of an own field begins with " OVERLAY_PREFIX
                   ", so that no later version of Khetane has the same.");
    return false;
}

static void no_field(struct merge *m, const struct yaml *section, const struct yaml *change)
{
    struct near near;

    near_start(&near, change->key);
    yaml_each(field, section)
        near_try(&near, field->key);
    if (near.found.p != NULL)
        yaml_key_fault(m->call, change, "There is no \"%s\" in this section; did you mean \"%s\"?",
                       str_z(m->call->arena, change->key), str_z(m->call->arena, near.found));
    else
        yaml_key_fault(m->call, change,
                       "There is no \"%s\" in this section. A new field says what it is.",
                       str_z(m->call->arena, change->key));
}

static bool is_word(const struct yaml *item)
{
    return str_is(item->key, "order") || str_is(item->key, "label");
}

static const struct yaml *merge_section(struct merge *m, const struct yaml *section,
                                        const struct yaml *change)
{
    struct yaml *out = yaml_open(m->keep, section);

    if (out == NULL || change->type != YAML_MAP) {
        yaml_fault(m->call, change, "Here must stand a map of keys and values.");
        return section;
    }
    set_label(m, out, change->key, change, "label");
    yaml_each(item, change) {
        const struct yaml *there = yaml_at(out, item->key);
        if (is_word(item))
            continue;
        if (item->type == YAML_MAP && yaml_find(item, "is") != NULL) {
            if (there != NULL)
                yaml_key_fault(m->call, item, "There is such a field already; no type is changed.");
            else if (check_new(m, item))
                (void)yaml_put(m->keep, out, item->key, item);
        } else if (there == NULL || there->type != YAML_MAP || item->type != YAML_MAP) {
            no_field(m, out, item);
        } else {
            (void)yaml_set(m->keep, out, item->key, change_field(m, there, item));
        }
    }
    return put_in_order(m, out, yaml_find(change, "order"));
}

static const struct yaml *merge_sections(struct merge *m, const struct yaml *sections,
                                         const struct yaml *changes)
{
    struct yaml *out = yaml_open(m->keep, sections);

    if (out == NULL)
        return sections;
    yaml_each(change, changes) {
        const struct yaml *there = yaml_at(out, change->key);
        struct yaml *empty = there == NULL ? yaml_map_new(m->keep, change) : NULL;
        if (str_trim(change->key).n == 0) {
            yaml_key_fault(m->call, change, "A section needs a heading.");
            continue;
        }
        if (there != NULL || empty != NULL)
            (void)yaml_set(m->keep, out, change->key,
                           merge_section(m, there == NULL ? empty : there, change));
    }
    return out;
}

/* ---- who may ---- */

/* More than before, for a verb that no organisation gives more of: place among the relations. */
static int width(struct str relation)
{
    static const char *const words[] = {"none", "own", "team", "place", "all"};

    for (int i = 0; i < 5; i++)
        if (relation.p != NULL && str_is(relation, words[i]))
            return i;
    return 0;
}

static void merge_role(struct merge *m, struct yaml *role, const struct yaml *change)
{
    yaml_each(verb, change) {
        bool narrow = str_is(verb->key, "secret") || str_is(verb->key, "erase");
        const struct yaml *was = yaml_at(role, verb->key);
        struct str before = was == NULL ? STR("none") : was->text;
        if (narrow && width(verb->text) > width(before))
            yaml_fault(m->call, verb,
                       "Secret fields and erasing are given to no more people than Khetane does.");
        else
            (void)yaml_set(m->keep, role, verb->key, verb);
    }
}

static const struct yaml *merge_may(struct merge *m, const struct yaml *may,
                                    const struct yaml *changes)
{
    struct yaml *out = yaml_open(m->keep, may);
    struct str subject = yaml_text(m->kind, "subject");

    if (out == NULL)
        return may;
    if (may == NULL || (subject.p != NULL && str_is(subject, "organisation")) ||
        str_is(yaml_text(m->kind, "kind"), "user")) {
        yaml_fault(m->call, changes, "Who may do this stands as Khetane has it.");
        return may;
    }
    yaml_each(change, changes) {
        struct yaml *role = yaml_enter(m->keep, out, change->key);
        if (role != NULL && change->type == YAML_MAP)
            merge_role(m, role, change);
    }
    return out;
}

/* ---- a kind ---- */

static const struct yaml *find_tree(struct overlay *overlay, size_t *from, const char *before,
                                    struct str name)
{
    for (size_t i = *from; i < overlay->n; i++) {
        struct str target = overlay->targets[i];
        if (!str_starts(target, str_of(before)) ||
            !str_eq(str_cut(target, strlen(before), target.n), name))
            continue;
        overlay->used[i] = true;
        *from = i + 1;
        return overlay->trees[i];
    }
    return NULL;
}

static const struct yaml *merge_kind(struct merge *m, const struct yaml *shipped,
                                     const struct yaml *change)
{
    static const struct yaml_key keys[] = {
        {"one", YAML_TEXT, false, true},
        {"many", YAML_TEXT, false, true},
        {"hidden", YAML_TEXT, false, false},
        {"sections", YAML_MAP, false, false},
        {"section_order", YAML_LIST, false, false},
        {"may", YAML_MAP, false, false},
    };
    struct yaml *out = yaml_open(m->keep, shipped);

    if (out == NULL || !yaml_keys(m->call, change, YAML_KEYS(keys)))
        return shipped;
    set_label(m, out, STR(""), change, "one");
    set_label(m, out, STR(""), change, "many");
    if (yaml_find(change, "hidden") != NULL)
        (void)yaml_set(m->keep, out, STR("hidden"), yaml_find(change, "hidden"));
    const struct yaml *sections = yaml_find(out, "sections");
    if (yaml_find(change, "sections") != NULL)
        sections = merge_sections(m, sections, yaml_find(change, "sections"));
    if (sections != NULL)
        (void)yaml_set(m->keep, out, STR("sections"),
                       put_in_order(m, sections, yaml_find(change, "section_order")));
    if (yaml_find(change, "may") != NULL)
        (void)yaml_set(m->keep, out, STR("may"),
                       merge_may(m, yaml_find(out, "may"), yaml_find(change, "may")));
    return out;
}

const struct yaml *overlay_kind(struct call *call, struct arena *keep, struct overlay *overlay,
                                struct str name, const struct yaml *shipped)
{
    struct merge m = {call, keep, shipped};
    const struct yaml *change;
    size_t from = 0;

    while ((change = find_tree(overlay, &from, "", name)) != NULL)
        shipped = merge_kind(&m, shipped, change);
    return shipped;
}

/* ---- a list ---- */

static const struct yaml *merge_choice(struct merge *m, const struct yaml *there,
                                       const struct yaml *change)
{
    const struct yaml *label = there == NULL ? change : merge_label(m, there, STR(""), change);

    if (there == NULL || change->type != YAML_TEXT || there->type != YAML_MAP)
        return label;
    /* One text for all languages: what else is said of the choice stays. */
    struct yaml *map = yaml_map_new(m->keep, there);
    if (map == NULL)
        return label;
    (void)yaml_put_text(m->keep, map, STR("en"), change->text);
    if (yaml_find(there, "retired") != NULL)
        (void)yaml_put(m->keep, map, STR("retired"), yaml_find(there, "retired"));
    return map;
}

static const struct yaml *merge_choices(struct merge *m, const struct yaml *list,
                                        const struct yaml *change)
{
    struct yaml *out = yaml_open(m->keep, yaml_find(list, "choices"));
    bool closed = is_yes(list, "closed");

    if (out == NULL)
        return yaml_find(list, "choices");
    yaml_each(choice, yaml_find(change, "choices")) {
        const struct yaml *there = yaml_at(out, choice->key);
        if (there == NULL && closed)
            yaml_key_fault(m->call, choice,
                           "Khetane itself reads this list: its choices can be renamed, and no "
                           "others be added.");
        else if (there == NULL && !overlay_is_own(choice->key))
            yaml_key_fault(m->call, choice,
                           "The code of an own choice begins with " OVERLAY_PREFIX
                           ", so that no later version of Khetane has the same.");
        else
            (void)yaml_set(m->keep, out, choice->key, merge_choice(m, there, choice));
    }
    return put_in_order(m, out, yaml_find(change, "order"));
}

static const struct yaml_key list_keys[] = {
    {"label", YAML_TEXT, false, true},
    {"choices", YAML_MAP, false, false},
    {"order", YAML_LIST, false, false},
};

const struct yaml *overlay_list(struct call *call, struct arena *keep, struct overlay *overlay,
                                const struct yaml *shipped)
{
    struct merge m = {call, keep, shipped};
    struct str name = yaml_text(shipped, "list");
    const struct yaml *change;
    size_t from = 0;

    while (name.p != NULL && (change = find_tree(overlay, &from, "list ", name)) != NULL) {
        struct yaml *out = yaml_open(keep, shipped);
        if (out == NULL || !yaml_keys(call, change, YAML_KEYS(list_keys)))
            continue;
        set_label(&m, out, name, change, "label");
        (void)yaml_set(keep, out, STR("choices"), merge_choices(&m, shipped, change));
        shipped = out;
    }
    return shipped;
}

const struct yaml *overlay_own_list(struct call *call, struct arena *keep, struct overlay *overlay,
                                    size_t i)
{
    struct str name = overlay->targets[i];

    if (overlay->used[i] || !str_starts(name, STR("list " OVERLAY_PREFIX)))
        return NULL;
    struct yaml *base = yaml_map_new(keep, overlay->trees[i]);
    struct yaml *none = yaml_map_new(keep, overlay->trees[i]);
    if (base == NULL || none == NULL)
        return NULL;
    (void)yaml_put_text(keep, base, STR("list"), str_cut(name, strlen("list "), name.n));
    (void)yaml_put(keep, base, STR("choices"), none);
    return overlay_list(call, keep, overlay, base);
}
