/* overlay_change.c - the steps of overlay_change.h: each writes into the trees of the draft. */
#include "model/overlay_change.h"

#include "base/text.h"
#include "model/yaml_edit.h"
#include "store/store.h"

enum { SLUG_MAX = 24, RANDOM_LETTERS = 5 };

/* ---- the draft ---- */

static struct fields_text *add_text(struct call *call, struct fields_draft *draft,
                                    struct str target)
{
    if (draft->n == OVERLAY_MAX) {
        fault_add(call, target, "At most %d kinds and lists are changed.", OVERLAY_MAX);
        return NULL;
    }
    struct yaml *tree = yaml_map_new(call->arena, NULL);
    if (tree == NULL)
        return NULL;
    tree->file = target;
    draft->texts[draft->n] = (struct fields_text){.target = target, .tree = tree};
    return &draft->texts[draft->n++];
}

static struct fields_text *text_of(struct call *call, struct fields_draft *draft, struct str target)
{
    for (size_t i = 0; i < draft->n; i++)
        if (str_eq(draft->texts[i].target, target))
            return &draft->texts[i];
    return add_text(call, draft, target);
}

enum rc fields_open(struct call *call, struct fields_draft *out)
{
    struct overlay_records records;
    enum rc rc = overlay_load(call, &records);

    *out = (struct fields_draft){.n = 0};
    for (size_t i = 0; i < records.n && rc == RC_OK; i++) {
        const struct overlay_record *record = &records.items[i];
        const struct yaml *tree = NULL;
        struct fields_text *text = add_text(call, out, record->said.target);
        rc = yaml_read(call, record->said.target, record->said.text, call->arena, &tree);
        if (rc != RC_OK)
            return rc;
        struct yaml *open = yaml_open(call->arena, tree);
        if (text == NULL || open == NULL)
            return fail_memory(call);
        text->tree = open;
        text->id = record->id;
        text->rev = record->rev;
    }
    return rc;
}

/* The tree of a kind or list, to be written into; NULL when memory is out, which saving reports. */
static struct yaml *touch(struct call *call, struct fields_draft *draft, const char *before,
                          struct str name)
{
    struct str target = str_format(call->arena, "%s%s", before, str_z(call->arena, name));
    struct fields_text *text = text_of(call, draft, target);

    if (text == NULL)
        return NULL;
    text->touched = true;
    return text->tree;
}

static struct yaml *enter(struct call *call, struct yaml *in, struct str key)
{
    return in == NULL ? NULL : yaml_enter(call->arena, in, key);
}

static struct yaml *touch_section(struct call *call, struct fields_draft *draft,
                                  const struct kind *kind, struct str section)
{
    return enter(call, enter(call, touch(call, draft, "", kind->name), STR("sections")), section);
}

static struct yaml *touch_field(struct call *call, struct fields_draft *draft,
                                const struct kind *kind, const struct field *field)
{
    return enter(call, touch_section(call, draft, kind, kind->sections[field->section].name),
                 field->name);
}

static void set(struct call *call, struct yaml *in, const char *key, struct str text)
{
    if (in != NULL && text.n != 0)
        (void)yaml_set_text(call->arena, in, str_of(key), text);
}

/* ---- names ---- */

/* "own_bus_ticket_k3f9x": letters of the label, and chance, so that no two are ever alike. */
static struct str make_name(struct call *call, struct str label)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    struct str folded = text_fold(call->arena, label);
    struct id chance = id_new(call);
    struct buf out;

    buf_init(&out, call->arena, NAME_MAX_BYTES + 1);
    buf_z(&out, OVERLAY_PREFIX);
    for (size_t i = 0; i < folded.n && out.n < SLUG_MAX; i++) {
        char c = folded.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_char(&out, c);
        else if (c == ' ' && out.p[out.n - 1] != '_')
            buf_char(&out, '_');
    }
    if (out.p != NULL && out.p[out.n - 1] != '_')
        buf_char(&out, '_');
    for (size_t i = 0; i < RANDOM_LETTERS; i++)
        buf_char(&out, letters[(unsigned char)chance.b[i] % 32]);
    return buf_str(&out);
}

static bool check_label(struct call *call, struct str label)
{
    if (str_trim(label).n != 0)
        return true;
    fault_add(call, STR("label"), "Write what it is called.");
    return false;
}

/* ---- steps on kinds ---- */

void fields_add(struct call *call, struct fields_draft *draft, const struct kind *kind,
                struct str section, const struct fields_new *field, struct str *name)
{
    *name = make_name(call, field->label);
    if (!check_label(call, field->label))
        return;
    struct yaml *in = enter(call, touch_section(call, draft, kind, section), *name);
    set(call, in, "is", field->is);
    set(call, in, "of", field->of);
    set(call, in, "to", field->to);
    set(call, in, "digits", field->digits);
    set(call, in, "label", str_trim(field->label));
    set(call, in, "help", str_trim(field->help));
    set(call, in, "must", field->must ? STR("yes") : STR(""));
    set(call, in, "secret", field->secret ? STR("yes") : STR(""));
}

/* A word in one language, or in all of them. */
static void set_words(struct call *call, struct yaml *in, const char *key,
                      const struct fields_words *words)
{
    if (in == NULL || !check_label(call, words->text))
        return;
    if (words->lang.n == 0) {
        set(call, in, key, str_trim(words->text));
        return;
    }
    const struct yaml *there = yaml_find(in, key);
    struct str all = there != NULL && there->type == YAML_TEXT ? there->text : STR("");
    struct yaml *map = yaml_enter(call->arena, in, str_of(key));
    if (map != NULL && all.n != 0)
        (void)yaml_set_text(call->arena, map, STR("en"), all);
    if (map != NULL)
        (void)yaml_set_text(call->arena, map, words->lang, str_trim(words->text));
}

void fields_label(struct call *call, struct fields_draft *draft, const struct kind *kind,
                  const struct field *field, const struct fields_words *words)
{
    if (field == NULL)
        set_words(call, touch(call, draft, "", kind->name), words->many ? "many" : "one", words);
    else
        set_words(call, touch_field(call, draft, kind, field), "label", words);
}

void fields_hide(struct call *call, struct fields_draft *draft, const struct kind *kind,
                 const struct field *field, bool hide)
{
    struct yaml *in =
        field == NULL ? touch(call, draft, "", kind->name) : touch_field(call, draft, kind, field);

    set(call, in, "hidden", hide ? STR("yes") : STR("no"));
}

void fields_must(struct call *call, struct fields_draft *draft, const struct kind *kind,
                 const struct field *field)
{
    set(call, touch_field(call, draft, kind, field), "must", STR("yes"));
}

static void put_order(struct call *call, struct yaml *in, const struct str *names, size_t n)
{
    struct yaml *list = in == NULL ? NULL : yaml_map_new(call->arena, in);

    if (list == NULL)
        return;
    list->type = YAML_LIST;
    for (size_t i = 0; i < n; i++)
        (void)yaml_put_text(call->arena, list, STR(""), names[i]);
    (void)yaml_set(call->arena, in, STR("order"), list);
}

void fields_order(struct call *call, struct fields_draft *draft, const struct kind *kind,
                  const struct section *section, const struct str *names, size_t n)
{
    put_order(call, touch_section(call, draft, kind, section->name), names, n);
}

void fields_shift(struct call *call, struct fields_draft *draft, const struct kind *kind,
                  const struct field *field, int by)
{
    struct str names[FIELDS_MAX];
    size_t n = 0, at = 0, to;

    for (size_t i = 0; i < kind->n; i++) {
        if (kind->fields[i].section != field->section)
            continue;
        if (&kind->fields[i] == field)
            at = n;
        names[n++] = kind->fields[i].name;
    }
    to = by < 0 ? at - 1 : at + 1;
    if (to >= n)
        return; /* it is the first or the last already */
    names[at] = names[to];
    names[to] = field->name;
    fields_order(call, draft, kind, &kind->sections[field->section], names, n);
}

void fields_may(struct call *call, struct fields_draft *draft, const struct kind *kind,
                struct str role, struct str verb, struct str relation)
{
    struct yaml *in =
        enter(call, enter(call, touch(call, draft, "", kind->name), STR("may")), role);

    set(call, in, str_z(call->arena, verb), relation);
}

/* ---- steps on lists ---- */

void fields_list_add(struct call *call, struct fields_draft *draft, struct str label,
                     struct str *name)
{
    *name = make_name(call, label);
    if (!check_label(call, label))
        return;
    struct yaml *tree = touch(call, draft, "list ", *name);
    set(call, tree, "label", str_trim(label));
    (void)enter(call, tree, STR("choices"));
}

static struct yaml *touch_choices(struct call *call, struct fields_draft *draft, struct str list)
{
    return enter(call, touch(call, draft, "list ", list), STR("choices"));
}

void fields_choice_add(struct call *call, struct fields_draft *draft, struct str list,
                       struct str label, struct str *code)
{
    *code = make_name(call, label);
    if (check_label(call, label))
        set(call, touch_choices(call, draft, list), code->p == NULL ? "" : code->p,
            str_trim(label));
}

void fields_choice_label(struct call *call, struct fields_draft *draft, struct str list,
                         struct str code, const struct fields_words *words)
{
    set_words(call, touch_choices(call, draft, list), str_z(call->arena, code), words);
}

void fields_choice_retire(struct call *call, struct fields_draft *draft,
                          const struct choice_list *list, const struct choice *choice, bool retire)
{
    struct yaml *in = touch_choices(call, draft, list->name);

    if (in == NULL)
        return;
    const struct yaml *there = yaml_at(in, choice->code);
    struct str words = there != NULL && there->type == YAML_TEXT ? there->text : STR("");
    struct yaml *map = yaml_enter(call->arena, in, choice->code);
    set(call, map, "en", words);
    set(call, map, "retired", retire ? STR("yes") : STR("no"));
}

/* ---- files ---- */

/* What 'from' says is laid over 'to', key by key; texts and lists take each other's place. */
static void lay_over(struct call *call, struct yaml *to, const struct yaml *from)
{
    yaml_each(item, from) {
        const struct yaml *there = yaml_at(to, item->key);
        if (there == NULL || there->type != YAML_MAP || item->type != YAML_MAP)
            (void)yaml_set(call->arena, to, item->key, item);
        else {
            struct yaml *open = yaml_enter(call->arena, to, item->key);
            if (open != NULL)
                lay_over(call, open, item);
        }
    }
}

/* Mistakes of the whole are told at the file's line. */
static void place_at(struct yaml *tree, const struct yaml *item)
{
    tree->file = item->file;
    tree->line = item->line;
    tree->column = item->column;
}

static void import_part(struct call *call, struct fields_draft *draft, const struct yaml *part,
                        const char *before)
{
    yaml_each(item, part) {
        struct yaml *tree = touch(call, draft, before, item->key);
        if (item->type != YAML_MAP)
            yaml_fault(call, item, "Here must stand a map of keys and values.");
        else if (tree != NULL) {
            if (tree->line == 0)
                place_at(tree, item);
            lay_over(call, tree, item);
        }
    }
}

void fields_import(struct call *call, struct fields_draft *draft, struct str name, struct str text)
{
    static const struct yaml_key keys[] = {
        {"own_fields", YAML_TEXT, true, false},
        {"kinds", YAML_MAP, false, false},
        {"lists", YAML_MAP, false, false},
    };
    const struct yaml *top;

    if (yaml_read(call, name, text, call->arena, &top) != RC_OK) {
        fault_add(call, call->error.where, "%s", str_z(call->arena, call->error.text));
        call->error.rc = RC_OK; /* it is one of the faults now */
        return;
    }
    if (!yaml_keys(call, top, YAML_KEYS(keys)))
        return;
    if (yaml_text(top, "own_fields").p != NULL && !str_is(yaml_text(top, "own_fields"), "1"))
        yaml_fault(call, yaml_find(top, "own_fields"),
                   "This file is of a newer version of Khetane.");
    import_part(call, draft, yaml_find(top, "lists"), "list ");
    import_part(call, draft, yaml_find(top, "kinds"), "");
}

void fields_export(struct call *call, const struct fields_draft *draft, struct buf *out)
{
    struct yaml *top = yaml_map_new(call->arena, NULL);

    if (top == NULL)
        return;
    (void)yaml_put_text(call->arena, top, STR("own_fields"), STR("1"));
    struct yaml *lists = yaml_enter(call->arena, top, STR("lists"));
    struct yaml *kinds = yaml_enter(call->arena, top, STR("kinds"));
    for (size_t i = 0; i < draft->n && lists != NULL && kinds != NULL; i++) {
        struct str target = draft->texts[i].target;
        bool list = str_starts(target, STR("list "));
        struct str name = list ? str_cut(target, strlen("list "), target.n) : target;
        (void)yaml_set(call->arena, list ? lists : kinds, name, draft->texts[i].tree);
    }
    yaml_write(out, top);
}
