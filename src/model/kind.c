/* kind.c - see kind.h: reads the files, then has the names tied together (kind_tie.c), then checks
 * the whole. */
#include "model/field.h"
#include "model/kind_load.h"
#include "model/overlay_merge.h"

/* ---- small things of a file ---- */

static bool is_name(struct str s)
{
    if (s.n == 0 || s.n > NAME_MAX_BYTES || s.p[0] < 'a' || s.p[0] > 'z')
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '_')
            return false;
    return true;
}

/* Kinds are tables: these names have tables of the system's already (store/schema.c), the search
 * index makes more of them that begin with its own, and SQLite keeps a beginning for itself. */
static bool is_system_table(struct str name)
{
    static const char *const tables[] = {
        "chain",       "draft",        "duplicate", "entry",    "guess",  "job",
        "job_keeping", "job_schedule", "meta",      "likeness", "notice", "part",
        "pin",         "search",       "session",   "step",     "subject"};

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (str_is(name, tables[i]))
            return true;
    return str_starts(name, STR("search_")) || str_starts(name, STR("likeness_")) ||
           str_starts(name, STR("sqlite_"));
}

static bool check_name(struct loader *in, const struct yaml *node, struct str name)
{
    if (is_name(name))
        return true;
    yaml_key_fault(
        in->call, node,
        "\"%s\" is no name: small letters a-z, digits and _, at most %d, a letter first.",
        str_z(in->call->arena, name), NAME_MAX_BYTES);
    return false;
}

/* "paper_received" becomes "Paper received" where no label is given. */
static struct str words_of(struct arena *keep, struct str name)
{
    struct str words = str_dup(keep, name);
    char *p = (char *)(uintptr_t)words.p;

    for (size_t i = 0; i < words.n; i++)
        if (p[i] == '_')
            p[i] = ' ';
    if (words.n != 0 && p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 'a' + 'A');
    return words;
}

struct label kind_read_label(struct loader *in, const struct yaml *node, struct str absent)
{
    struct label label = {.text = absent};

    if (node == NULL)
        return label;
    if (node->type == YAML_TEXT) {
        label.text = node->text;
        return label;
    }
    label.text = yaml_text(node, "en");
    struct label_text *texts = arena_array(in->keep, node->n, sizeof *texts);
    if (node->type != YAML_MAP || label.text.p == NULL || texts == NULL) {
        yaml_fault(in->call, node,
                   "Labels are a text, or one text per language with 'en' among "
                   "them.");
        return (struct label){.text = absent};
    }
    yaml_each(text, node)
        if (!str_is(text->key, "retired"))
            texts[label.n++] = (struct label_text){text->key, text->text};
    label.texts = texts;
    return label;
}

static const char *const relation_words[] = {"none", "own", "team", "place", "all", NULL};

static enum relation read_relation(struct loader *in, const struct yaml *node)
{
    int i = yaml_word(in->call, node, relation_words);

    return i < 0 ? REL_NONE : (enum relation)i;
}

/* ---- lists of choices ---- */

/* "official: [sq, sr_latn]": the names of a place that are shown together. */
static void read_official(struct loader *in, const struct yaml *node, struct choice_list *list)
{
    struct str *langs = node == NULL ? NULL : arena_array(in->keep, node->n, sizeof *langs);

    if (langs == NULL)
        return;
    list->official = langs;
    yaml_each(lang, node)
        langs[list->official_n++] = lang->text;
}

static void read_list(struct loader *in, const struct yaml *top)
{
    static const struct yaml_key keys[] = {
        {"list", YAML_TEXT, true, false},      {"about", YAML_TEXT, false, false},
        {"source", YAML_TEXT, false, false},   {"closed", YAML_TEXT, false, false},
        {"official", YAML_LIST, false, false}, {"label", YAML_TEXT, false, true},
        {"choices", YAML_MAP, true, false},
    };
    const struct yaml *choices = yaml_find(top, "choices");

    if (!yaml_keys(in->call, top, YAML_KEYS(keys)) || choices == NULL)
        return;
    struct choice *to = arena_array(in->keep, choices->n, sizeof *to);
    if (to == NULL || in->lists_n == KINDS_MAX || choices->n > CHOICES_MAX) {
        yaml_fault(in->call, top, "There are too many lists, or choices in this one.");
        return;
    }
    struct choice_list *list = &in->lists[in->lists_n++];
    *list =
        (struct choice_list){.name = yaml_text(top, "list"),
                             .label = kind_read_label(in, yaml_find(top, "label"),
                                                      words_of(in->keep, yaml_text(top, "list"))),
                             .choices = to,
                             .closed = yaml_flag(in->call, top, "closed", false)};
    read_official(in, yaml_find(top, "official"), list);
    yaml_each(choice, choices) {
        check_name(in, choice, choice->key);
        to[list->n++] = (struct choice){
            choice->key, kind_read_label(in, choice, words_of(in->keep, choice->key)),
            choice->type == YAML_MAP && yaml_flag(in->call, choice, "retired", false)};
    }
}

const struct choice_list *kind_read_list_named(struct loader *in, struct str name)
{
    for (size_t i = 0; i < in->lists_n; i++)
        if (str_eq(in->lists[i].name, name))
            return &in->lists[i];
    return NULL;
}

/* ---- fields ---- */

static const struct yaml_key field_keys[] = {
    {"is", YAML_TEXT, true, false},       {"of", YAML_TEXT, false, false},
    {"to", YAML_TEXT, false, false},      {"label", YAML_TEXT, false, true},
    {"help", YAML_TEXT, false, true},     {"must", YAML_TEXT, false, false},
    {"tracked", YAML_TEXT, false, false}, {"secret", YAML_TEXT, false, false},
    {"derived", YAML_TEXT, false, false}, {"relation", YAML_TEXT, false, false},
    {"digits", YAML_TEXT, false, false},  {"not_after", YAML_TEXT, false, false},
    {"max", YAML_TEXT, false, false},     {"key", YAML_TEXT, false, false},
    {"was", YAML_TEXT, false, false},     {"when", YAML_TEXT, false, false},
    {"check", YAML_TEXT, false, false},   {"say", YAML_TEXT, false, true},
    {"hidden", YAML_TEXT, false, false},  {"confirm", YAML_TEXT, false, false},
    {"ask", YAML_TEXT, false, true},      {"names", YAML_TEXT, false, false},
};

/* These names belong to the columns that every table has (model/table.h). */
static const char *const taken_names[] = {
    "rid",     "id",     "subject", "rev",      "base", "state",  "made",  "made_by", "changed",
    "retired", "erased", "owner",   "place_in", "code", "code_n", "newer", "merged",  NULL};

static bool is_taken(struct str name)
{
    for (const char *const *taken = taken_names; *taken != NULL; taken++)
        if (str_is(name, *taken))
            return true;
    return false;
}

static void read_field(struct loader *in, const struct yaml *node, size_t section,
                       struct field *out)
{
    struct call *call = in->call;
    struct str key = yaml_text(node, "key"), not_after = yaml_text(node, "not_after");
    struct str names = yaml_text(node, "names");

    *out = (struct field){
        .name = node->key,
        .key = key.p == NULL ? node->key : key,
        .was = yaml_text(node, "was"),
        .label = kind_read_label(in, yaml_find(node, "label"), words_of(in->keep, node->key)),
        .help = kind_read_label(in, yaml_find(node, "help"), STR("")),
        .type = field_type_find(yaml_text(node, "is")),
        .section = section,
        .must = yaml_flag(call, node, "must", false),
        .tracked = yaml_flag(call, node, "tracked", false),
        .secret = yaml_flag(call, node, "secret", false),
        .derived = yaml_flag(call, node, "derived", false),
        .relation = read_relation(in, yaml_find(node, "relation")),
        .digits = (int)yaml_int(call, node, "digits", 0, 6),
        .max = yaml_int(call, node, "max", 0, INT64_MAX),
        .not_after_today = not_after.p != NULL,
        .procedure = names.p != NULL,
        .own = overlay_is_own(node->key),
        .hidden = yaml_flag(call, node, "hidden", false),
    };
    if (out->own && str_ends(node->file, STR(".yaml")))
        yaml_key_fault(call, node,
                       "Names that begin with " OVERLAY_PREFIX
                       " are kept for what an organisation adds.");
    if (out->type == NULL && yaml_find(node, "is") != NULL)
        yaml_fault(call, yaml_find(node, "is"),
                   "There is no field type \"%s\" (doc: model/README).",
                   str_z(call->arena, yaml_text(node, "is")));
    if (not_after.p != NULL && !str_is(not_after, "today"))
        yaml_fault(call, yaml_find(node, "not_after"), "not_after can only be: today.");
    if (names.p != NULL && !(str_is(names, "procedure") && str_is(yaml_text(node, "is"), "text")))
        yaml_fault(call, yaml_find(node, "names"), "Only a text can say: names: procedure.");
    if (check_name(in, node, node->key) && is_taken(node->key))
        yaml_key_fault(call, node, "The name \"%s\" is taken by the system: choose another.",
                       str_z(call->arena, node->key));
}

static size_t count_fields(const struct yaml *sections)
{
    size_t n = 0;

    yaml_each(section, sections)
        n += section->n;
    return n;
}

/* A field is a map that says what it is; other keys speak of the section itself. */
bool kind_section_key(const struct yaml *node)
{
    bool word =
        str_is(node->key, "label") || str_is(node->key, "when") || str_is(node->key, "check");

    return word && (node->type != YAML_MAP || yaml_find(node, "is") == NULL);
}

static void read_sections(struct loader *in, const struct yaml *sections, struct kind *kind)
{
    size_t n = count_fields(sections);
    struct field *fields = arena_array(in->keep, n, sizeof *fields);
    struct section *to = arena_array(in->keep, sections == NULL ? 0 : sections->n, sizeof *to);

    if (n > FIELDS_MAX || fields == NULL || to == NULL) {
        yaml_fault(in->call, sections, "A kind has at most %d fields.", FIELDS_MAX);
        return;
    }
    kind->fields = fields;
    kind->sections = to;
    yaml_each(section, sections) {
        to[kind->sections_n] =
            (struct section){.name = section->key,
                             .label = kind_read_label(in, yaml_find(section, "label"),
                                                      words_of(in->keep, section->key))};
        yaml_each(node, section) {
            if (kind_section_key(node) || !yaml_keys(in->call, node, YAML_KEYS(field_keys)))
                continue;
            if (field_find(kind, node->key) != NULL)
                yaml_key_fault(in->call, node, "This field stands twice in the kind.");
            read_field(in, node, kind->sections_n, &fields[kind->n]);
            fields[kind->n].index = kind->n;
            kind->n++;
        }
        kind->sections_n++;
    }
}

/* ---- states, permissions, list ---- */

static void read_states(struct loader *in, const struct yaml *states, struct kind *kind)
{
    struct state *to = states == NULL ? NULL : arena_array(in->keep, states->n, sizeof *to);

    if (to == NULL)
        return;
    kind->states = to;
    yaml_each(state, states) {
        check_name(in, state, state->key);
        to[kind->states_n++] =
            (struct state){.name = state->key, .label = {.text = words_of(in->keep, state->key)}};
    }
    size_t i = 0;
    yaml_each(state, states) {
        size_t *next = arena_array(in->keep, state->n, sizeof *next);
        struct state *from = &to[i++];
        yaml_each(name, state) {
            const struct state *target = state_find(kind, name->text);
            if (target == NULL || next == NULL)
                yaml_fault(in->call, name, "There is no state \"%s\" in this kind.",
                           str_z(in->call->arena, name->text));
            else
                next[from->next_n++] = (size_t)(target - to);
        }
        from->next = next;
    }
}

static void read_may(struct loader *in, const struct yaml *may, struct kind *kind)
{
    static const struct yaml_key keys[VERB_COUNT] = {
        [MAY_SEE] = {"see", YAML_TEXT, false, false},
        [MAY_CHANGE] = {"change", YAML_TEXT, false, false},
        [MAY_MAKE] = {"make", YAML_TEXT, false, false},
        [MAY_SECRET] = {"secret", YAML_TEXT, false, false},
        [MAY_ERASE] = {"erase", YAML_TEXT, false, false},
    };
    struct role_may *roles = may == NULL ? NULL : arena_array(in->keep, may->n, sizeof *roles);

    if (roles == NULL)
        return;
    kind->roles = roles;
    yaml_each(role, may) {
        struct role_may *to = &roles[kind->roles_n++];
        to->role = role->key;
        if (!yaml_keys(in->call, role, YAML_KEYS(keys)))
            continue;
        for (int verb = 0; verb < VERB_COUNT; verb++)
            to->may[verb] = read_relation(in, yaml_find(role, keys[verb].name));
    }
}

const struct field *kind_named_field(struct loader *in, const struct kind *kind,
                                     const struct yaml *node)
{
    if (node == NULL)
        return NULL;
    const struct field *field = field_find(kind, node->text);
    if (field == NULL)
        yaml_fault(in->call, node, "There is no field \"%s\" in this kind.",
                   str_z(in->call->arena, node->text));
    return field;
}

static void read_list_view(struct loader *in, const struct yaml *view, struct kind *kind)
{
    static const struct yaml_key keys[] = {
        {"columns", YAML_LIST, true, false},
        {"sort", YAML_TEXT, false, false},
    };

    if (view == NULL || !yaml_keys(in->call, view, YAML_KEYS(keys)))
        return;
    const struct yaml *columns = yaml_find(view, "columns");
    const struct field **to =
        arena_array(in->keep, columns == NULL ? 0 : columns->n, sizeof(struct field *));
    if (to == NULL)
        return;
    yaml_each(column, columns) {
        const struct field *field = kind_named_field(in, kind, column);
        if (field != NULL && field->secret)
            yaml_fault(in->call, column, "A secret field does not stand in lists.");
        else if (field != NULL && !field->hidden)
            to[kind->columns_n++] = field;
    }
    kind->columns = to;
    kind->sort = kind_named_field(in, kind, yaml_find(view, "sort"));
}

/* "series: [register, place]": the greatest place of a register is asked for again and again. */
static void read_series(struct loader *in, const struct yaml *series, struct kind *kind)
{
    size_t at = 0;

    if (series != NULL && series->n != 2)
        yaml_fault(in->call, series, "A series is two fields: what it is of, and its number.");
    yaml_each(name, series) {
        if (at < 2)
            kind->series[at++] = kind_named_field(in, kind, name);
    }
}

static void read_closed(struct loader *in, const struct yaml *keep, struct kind *kind)
{
    const struct yaml *closed = yaml_find(keep, "closed");
    const struct state **to =
        arena_array(in->keep, closed == NULL ? 0 : closed->n, sizeof(struct state *));

    if ((kind->keep.after == KEEP_CLOSED) != (closed != NULL))
        yaml_fault(in->call, keep, "With 'after: closed' say which states are: 'closed: [...]'.");
    if (to == NULL)
        return;
    yaml_each(name, closed) {
        const struct state *state = state_find(kind, name->text);
        if (state == NULL)
            yaml_fault(in->call, name, "There is no state \"%s\" in this kind.",
                       str_z(in->call->arena, name->text));
        else
            to[kind->keep.closed_n++] = state;
    }
    kind->keep.closed = to;
}

static void read_keep(struct loader *in, const struct yaml *keep, struct kind *kind)
{
    static const char *const after[] = {"made", "changed", "closed", NULL};
    static const char *const then[] = {"erase", NULL};
    static const struct yaml_key keys[] = {
        {"years", YAML_TEXT, true, false},  {"after", YAML_TEXT, true, false},
        {"then", YAML_TEXT, true, false},   {"closed", YAML_LIST, false, false},
        {"until", YAML_TEXT, false, false},
    };

    if (keep == NULL || !yaml_keys(in->call, keep, YAML_KEYS(keys)))
        return;
    kind->keep.years = (int)yaml_int(in->call, keep, "years", 1, 100);
    int word = yaml_word(in->call, yaml_find(keep, "after"), after);
    kind->keep.after = word < 0 ? KEEP_MADE : (enum keep_after)word;
    (void)yaml_word(in->call, yaml_find(keep, "then"), then);
    kind->keep.until = kind_named_field(in, kind, yaml_find(keep, "until"));
    if (kind->keep.until != NULL && kind->keep.until->type != field_type_find(STR("date")))
        yaml_fault(in->call, yaml_find(keep, "until"), "until must name a date.");
    read_closed(in, keep, kind);
}

/* By what two records are found to be one. */
static void read_match(struct loader *in, const struct yaml *match, struct kind *kind)
{
    static const struct yaml_key keys[] = {
        {"names", YAML_TEXT, true, false},   {"born", YAML_TEXT, false, false},
        {"sex", YAML_TEXT, false, false},    {"place", YAML_TEXT, false, false},
        {"phones", YAML_TEXT, false, false}, {"number", YAML_TEXT, false, false},
    };
    static const char *const types[] = {"names", "partial date", "choice",
                                        "place", "phones",       "text"};
    const struct field **const to[] = {&kind->match.names,  &kind->match.born,
                                       &kind->match.sex,    &kind->match.place,
                                       &kind->match.phones, &kind->match.number};

    if (match == NULL || !yaml_keys(in->call, match, YAML_KEYS(keys)))
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct yaml *node = yaml_find(match, keys[i].name);
        *to[i] = kind_named_field(in, kind, node);
        if (*to[i] != NULL && (*to[i])->type != NULL &&
            !str_is(str_of((*to[i])->type->name), types[i]))
            yaml_fault(in->call, node, "This must be a field of the type \"%s\".", types[i]);
    }
}

/* ---- a kind ---- */

static const struct yaml_key kind_keys[] = {
    {"kind", YAML_TEXT, false, false},        {"version", YAML_TEXT, false, false},
    {"one", YAML_TEXT, true, true},           {"many", YAML_TEXT, true, true},
    {"about", YAML_TEXT, true, true},         {"code", YAML_TEXT, false, false},
    {"subject", YAML_TEXT, false, false},     {"part_of", YAML_TEXT, false, false},
    {"limited_by", YAML_TEXT, false, false},  {"hidden_from", YAML_TEXT, false, false},
    {"title", YAML_TEXT, false, false},       {"reads", YAML_TEXT, false, false},
    {"sections", YAML_MAP, true, false},      {"parts", YAML_MAP, false, false},
    {"states", YAML_MAP, false, false},       {"may", YAML_MAP, false, false},
    {"list", YAML_MAP, false, false},         {"keep", YAML_MAP, false, false},
    {"match", YAML_MAP, false, false},        {"held_by", YAML_TEXT, false, false},
    {"historic_by", YAML_TEXT, false, false}, {"check", YAML_LIST, false, true},
    {"hidden", YAML_TEXT, false, false},      {"confirm", YAML_TEXT, false, false},
    {"series", YAML_LIST, false, false},
};

static void read_kind(struct loader *in, const struct yaml *node, struct str name)
{
    static const char *const reads[] = {"logged", "not logged", NULL};
    struct kind *kind = arena_alloc(in->keep, sizeof *kind);
    bool system = str_starts(node->file, STR("model/system/"));

    node = overlay_kind(in->call, in->keep, &in->own, name, node);
    if (!yaml_keys(in->call, node, YAML_KEYS(kind_keys)))
        return;
    if (kind == NULL || in->n == KINDS_MAX) {
        yaml_fault(in->call, node, "There are at most %d kinds.", KINDS_MAX);
        return;
    }
    if (!is_name(name))
        yaml_fault(in->call, node, "\"%s\" is no name for a kind.", str_z(in->call->arena, name));
    if (is_system_table(name))
        yaml_fault(in->call, node, "\"%s\" is the name of a table of the system's: choose another.",
                   str_z(in->call->arena, name));
    kind->name = name;
    kind->system = system;
    kind->version = (int)yaml_int(in->call, node, "version", 1, 1 << 20);
    kind->one = kind_read_label(in, yaml_find(node, "one"), name);
    kind->many = kind_read_label(in, yaml_find(node, "many"), name);
    kind->about = kind_read_label(in, yaml_find(node, "about"), STR(""));
    kind->code = yaml_text(node, "code");
    kind->hidden = yaml_flag(in->call, node, "hidden", false);
    kind->confirm = yaml_flag(in->call, node, "confirm", false);
    kind->reads_logged = yaml_word(in->call, yaml_find(node, "reads"), reads) == 0;
    read_sections(in, yaml_find(node, "sections"), kind);
    read_states(in, yaml_find(node, "states"), kind);
    read_may(in, yaml_find(node, "may"), kind);
    read_list_view(in, yaml_find(node, "list"), kind);
    read_keep(in, yaml_find(node, "keep"), kind);
    read_match(in, yaml_find(node, "match"), kind);
    read_series(in, yaml_find(node, "series"), kind);
    kind->index = in->n;
    in->sources[in->n] = node;
    in->kinds[in->n++] = kind;
    yaml_each(part, yaml_find(node, "parts")) {
        struct str full =
            str_format(in->keep, "%.*s_%.*s", (int)name.n, name.p, (int)part->key.n, part->key.p);
        size_t at = in->n;
        read_kind(in, part, full);
        if (in->n > at)
            in->kinds[at]->owner = kind;
    }
}

static void read_file(struct loader *in, const struct model_file *file)
{
    const struct yaml *top;

    if (yaml_read(in->call, file->name, file->text, in->keep, &top) != RC_OK) {
        fault_add(in->call, in->call->error.where, "%s",
                  str_z(in->call->arena, in->call->error.text));
        in->call->error.rc = RC_OK; /* it is one of the faults now */
        return;
    }
    if (yaml_find(top, "list") != NULL && yaml_find(top, "kind") == NULL)
        read_list(in, overlay_list(in->call, in->keep, &in->own, top));
    else if (yaml_find(top, "kind") != NULL)
        read_kind(in, top, yaml_text(top, "kind"));
    else
        yaml_fault(in->call, top, "A model file begins with 'kind:' or 'list:'.");
}

static bool hand_over(struct loader *in, struct registry *registry, uint64_t mark)
{
    registry->kinds = arena_array(in->keep, in->n, sizeof(struct kind *));
    struct choice_list *lists = arena_array(in->keep, in->lists_n, sizeof *lists);
    if (registry->kinds == NULL || lists == NULL)
        return false;
    for (size_t i = 0; i < in->n; i++)
        registry->kinds[i] = in->kinds[i];
    if (in->lists_n != 0)
        memcpy(lists, in->lists, in->lists_n * sizeof *lists);
    /* Fields point at lists while they are read; the copy has the same order. */
    for (size_t i = 0; i < in->n; i++)
        for (size_t j = 0; j < in->kinds[i]->n; j++) {
            struct field *field = (struct field *)(uintptr_t)&in->kinds[i]->fields[j];
            if (field->choices != NULL)
                field->choices = &lists[field->choices - in->lists];
        }
    registry->n = in->n;
    registry->lists = lists;
    registry->lists_n = in->lists_n;
    registry->mark = str_format(in->keep, "%016llx", (unsigned long long)mark);
    return registry->mark.p != NULL;
}

enum rc registry_load(struct call *call, struct arena *keep, const struct model_file *files,
                      size_t n, struct registry **out)
{
    const struct model_files all = {.files = files, .n = n};

    return registry_load_own(call, keep, &all, out);
}

enum rc registry_load_own(struct call *call, struct arena *keep, const struct model_files *all,
                          struct registry **out)
{
    struct loader *in = arena_alloc(call->arena, sizeof *in);
    struct registry *registry = arena_alloc(keep, sizeof *registry);

    if (in == NULL || registry == NULL)
        return fail_memory(call);
    in->call = call;
    in->keep = keep;
    overlay_read(call, keep, all->own, all->own_n, &in->own);
    for (size_t i = 0; i < all->n; i++)
        read_file(in, &all->files[i]);
    for (size_t i = 0; i < in->own.n; i++) {
        const struct yaml *list = overlay_own_list(call, keep, &in->own, i);
        if (list != NULL)
            read_list(in, list);
    }
    overlay_unused(call, &in->own);
    for (size_t i = 0; i < in->n; i++)
        kind_tie(in, i);
    enum rc rc = call_faults_of(call, keep);
    if (rc != RC_OK)
        return rc;
    uint64_t mark = 2; /* one more when every table gets a column (table.c) */
    for (size_t i = 0; i < all->n; i++)
        mark = mark * 31 + str_hash(all->files[i].text);
    for (size_t i = 0; i < all->own_n; i++)
        mark = (mark * 31 + str_hash(all->own[i].target)) * 31 + str_hash(all->own[i].text);
    if (!hand_over(in, registry, mark))
        return fail_memory(call);
    *out = registry;
    return RC_OK;
}
