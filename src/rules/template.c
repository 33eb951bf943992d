/* template.c - see template.h: reads a template and checks it. template_fill.c fills it. */
#include <assert.h>

#include "base/text.h"
#include "rules/template_node.h"

/* The declared forms of names that each language has; what is not here cannot be asked for. */
static const struct {
    const char *language, *form;
} forms[] = {
    {"sr", "genitive"},     {"sr", "dative"},     {"sr", "accusative"}, {"sr", "vocative"},
    {"sr", "instrumental"}, {"sr", "locative"},   {"mk", "vocative"},   {"sq", "genitive"},
    {"sq", "dative"},       {"sq", "accusative"}, {"sq", "ablative"},   {"sq", "definite"},
    {"lt", "genitive"},     {"lt", "dative"},     {"lt", "accusative"}, {"lt", "instrumental"},
    {"lt", "locative"},     {"lt", "vocative"},   {"rom", "vocative"},  {"rom", "accusative"},
    {"en", "genitive"},
};

struct parser {
    struct call *call;
    struct arena *keep;
    struct template *t;
    struct str rest; /* what is still to be read of the file or of a section */
    const char *line_from;
    int line;
    size_t nodes;
    bool in_each;
    bool memory; /* false once it ran out */
};

/* Counts lines up to p, which never goes back. */
static void reach(struct parser *in, const char *p)
{
    for (const char *q = in->line_from; q < p; q++) {
        if (*q == '\n') {
            in->line++;
            in->line_from = q + 1;
        }
    }
}

static int column(struct parser *in, const char *p)
{
    reach(in, p);
    assert(p >= in->line_from);
    return (int)text_length(str_bytes(in->line_from, (size_t)(p - in->line_from))) + 1;
}

static struct str where(struct parser *in, const char *p)
{
    int at = column(in, p);

    return str_format(in->call->arena, "%s:%d:%d", in->t->name, in->line, at);
}

#define fault_at(in, p, ...) fault_add((in)->call, where(in, p), __VA_ARGS__)

/* Names, forms ------------------------------------------------------------------------------ */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Words of small letters, digits and _, joined by dots: "client.name". */
static bool is_name(struct str name)
{
    if (name.n == 0 || name.n > TEMPLATE_NAME_MAX || name.p[0] < 'a' || name.p[0] > 'z')
        return false;
    for (size_t i = 0; i < name.n; i++) {
        bool dot = name.p[i] == '.' && name.p[i - 1] != '.' && i + 1 < name.n;
        if (!dot && !is_name_char(name.p[i]))
            return false;
    }
    return true;
}

static bool is_item(struct str name)
{
    return str_is(name, "item") || str_starts(name, STR("item."));
}

static bool is_form(struct str language, struct str form)
{
    struct str base = str_split(&language, '-');

    if (str_is(form, "date"))
        return true;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_is(base, forms[i].language) && str_is(form, forms[i].form))
            return true;
    return false;
}

/* The body ---------------------------------------------------------------------------------- */

/* What stands between {{ and }}, and how it lies in its line. */
struct tag {
    const char *from;
    struct str text;
    bool control; /* it leaves no text of its own, so that its line may vanish */
};

/* Finds the next tag in the rest; false if there is none. Faults an unfinished one. */
static bool find_tag(struct parser *in, struct tag *tag)
{
    struct str s = in->rest;

    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '{' || s.p[i + 1] != '{')
            continue;
        tag->from = s.p + i;
        for (size_t k = i + 2; k + 1 < s.n && s.p[k] != '\n'; k++) {
            if (s.p[k] == '}' && s.p[k + 1] == '}') {
                tag->text = str_trim(str_cut(s, i + 2, k));
                char c = tag->text.n == 0 ? ' ' : tag->text.p[0];
                tag->control = c == '#' || c == '/' || c == '!' || str_is(tag->text, "else") ||
                               str_starts(tag->text, STR("or "));
                return true;
            }
        }
        fault_at(in, tag->from, "The slot is not closed: write }} on the same line.");
        in->rest = str_cut(s, s.n, s.n);
        return false;
    }
    return false;
}

static bool is_blank(const char *from, const char *to)
{
    for (; from < to; from++)
        if (*from != ' ' && *from != '\t')
            return false;
    return true;
}

static struct node *new_node(struct parser *in, enum node_kind kind, const char *at)
{
    if (in->nodes == TEMPLATE_NODES_MAX)
        fault_at(in, at, "A template has at most %d slots and pieces of text. Divide it.",
                 TEMPLATE_NODES_MAX);
    if (in->nodes++ >= TEMPLATE_NODES_MAX)
        return NULL;
    struct node *node = arena_alloc(in->keep, sizeof *node);
    if (node == NULL) {
        in->memory = false;
        return NULL;
    }
    node->kind = kind;
    node->column = column(in, at);
    node->line = in->line;
    return node;
}

/* Takes the text before the tag and the tag; a control tag alone in its line takes the line. */
static struct node *take_text(struct parser *in, const struct tag *tag)
{
    const char *from = in->rest.p, *end = from + in->rest.n, *to = tag->from;
    const char *after = tag->text.p + tag->text.n, *line = to;

    while (after[0] != '}')
        after++;
    after += 2;
    if (tag->control) {
        const char *stop = after;
        while (line > from && line[-1] != '\n')
            line--;
        while (stop < end && *stop != '\n')
            stop++;
        reach(in, from);
        bool starts = line > from || from == in->line_from;
        if (starts && is_blank(line, to) && is_blank(after, stop)) {
            to = line;
            after = stop < end ? stop + 1 : stop;
        }
    }
    struct node *node = to == from ? NULL : new_node(in, NODE_TEXT, from);
    if (node != NULL)
        node->text = str_bytes(from, (size_t)(to - from));
    in->rest = str_bytes(after, (size_t)(end - after));
    return node;
}

static void check_fact_name(struct parser *in, struct str name, const char *at)
{
    if (!is_name(name))
        fault_at(in, at,
                 "\"%.*s\" is no name of a fact: small letters, digits and dots, at most %d, as "
                 "in client.name.",
                 (int)name.n, name.p, TEMPLATE_NAME_MAX);
    else if (is_item(name) && !in->in_each)
        fault_at(in, at, "\"item\" has a meaning only between {{#each list}} and {{/each}}.");
}

static struct node *read_slot(struct parser *in, const struct tag *tag)
{
    struct node *node = new_node(in, NODE_SLOT, tag->from);
    struct str form = tag->text, name = str_trim(str_split(&form, '|'));

    form = str_trim(form);
    check_fact_name(in, name, tag->from);
    if (str_find(tag->text, '|') < tag->text.n && !is_form(in->t->info.language, form))
        fault_at(in, tag->from,
                 "\"%.*s\" is no form that this language has. Write date, or a case such as "
                 "genitive.",
                 (int)form.n, form.p);
    if (node != NULL) {
        node->text = name;
        node->form = form;
        node->of_item = is_item(name);
    }
    return node;
}

static struct node *read_nodes(struct parser *in, int depth, struct tag *end);

/* Reads a branch; *end is the tag behind it. */
static void read_branch(struct parser *in, struct node *node, enum branch branch, int depth,
                        struct tag *end)
{
    node->branch[branch] = read_nodes(in, depth + 1, end);
    node->has_else = node->has_else || branch == BRANCH_ELSE;
}

static void expect_end(struct parser *in, const struct node *node, const struct tag *end,
                       const char *close)
{
    if (!str_is(end->text, close))
        fault_at(in, end->from == NULL ? in->rest.p : end->from,
                 "Here {{%s}} must close what begins in line %d.", close, node->line);
}

/* {{#if name}} or {{#if name is value}} */
static void read_if(struct parser *in, struct node *node, struct str words, int depth)
{
    const char *at = words.p;
    struct tag end;
    struct str name = str_split(&words, ' ');

    words = str_trim(words);
    if (words.n != 0 && !str_starts(words, STR("is ")))
        fault_at(in, at, "Write {{#if name}} or {{#if name is value}}.");
    check_fact_name(in, name, at);
    node->text = name;
    node->form = words.n == 0 ? words : str_trim(str_cut(words, 3, words.n));
    node->of_item = is_item(name);
    read_branch(in, node, BRANCH_YES, depth, &end);
    if (str_is(end.text, "else"))
        read_branch(in, node, BRANCH_ELSE, depth, &end);
    expect_end(in, node, &end, "/if");
}

/* {{#sex person f}} ... {{or m}} ... {{else}} ... {{/sex}} */
static void read_sex(struct parser *in, struct node *node, struct str words, int depth)
{
    const char *at = words.p;
    struct tag end;
    struct str name = str_split(&words, ' ');

    if (!str_is(str_trim(words), "f"))
        fault_at(in, at, "Write {{#sex person f}} her form {{or m}} his form {{/sex}}.");
    check_fact_name(in, name, at);
    node->text = str_format(in->keep, "%.*s.sex", (int)name.n, name.p);
    node->of_item = is_item(name);
    in->memory = in->memory && node->text.p != NULL;
    read_branch(in, node, BRANCH_YES, depth, &end);
    if (str_is(end.text, "or m"))
        read_branch(in, node, BRANCH_OR, depth, &end);
    else
        fault_at(in, end.from == NULL ? in->rest.p : end.from,
                 "The form for a man is missing: {{or m}}, even if nothing follows it.");
    if (str_is(end.text, "else"))
        read_branch(in, node, BRANCH_ELSE, depth, &end);
    expect_end(in, node, &end, "/sex");
}

/* {{#each list}} ... {{item.name}} ... {{else}} if the list is empty {{/each}} */
static void read_each(struct parser *in, struct node *node, struct str words, int depth)
{
    struct tag end;
    const char *at = words.p;

    if (in->in_each)
        fault_at(in, at, "A list cannot stand inside another list.");
    check_fact_name(in, words, at);
    node->text = words;
    in->in_each = true;
    read_branch(in, node, BRANCH_YES, depth, &end);
    in->in_each = false;
    if (str_is(end.text, "else"))
        read_branch(in, node, BRANCH_ELSE, depth, &end);
    expect_end(in, node, &end, "/each");
}

static struct node *read_control(struct parser *in, const struct tag *tag, int depth)
{
    static const struct {
        const char *word;
        enum node_kind kind;
        void (*read)(struct parser *in, struct node *node, struct str words, int depth);
    } words[] = {
        {"#if", NODE_IF, read_if}, {"#sex", NODE_SEX, read_sex}, {"#each", NODE_EACH, read_each}};
    struct str rest = tag->text, word = str_split(&rest, ' ');

    if (depth == TEMPLATE_DEPTH_MAX) {
        fault_at(in, tag->from, "Conditions stand at most %d deep inside each other.",
                 TEMPLATE_DEPTH_MAX);
        return NULL;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_is(word, words[i].word))
            continue;
        struct node *node = new_node(in, words[i].kind, tag->from);
        if (node != NULL)
            words[i].read(in, node, str_trim(rest), depth);
        return node;
    }
    fault_at(in, tag->from, "\"%.*s\" is not known here. There are #if, #sex and #each.",
             (int)word.n, word.p);
    return NULL;
}

/* Whether the tag ends a branch: then the caller looks at it. */
static bool is_end(const struct tag *tag)
{
    return tag->control && tag->text.p[0] != '#' && tag->text.p[0] != '!';
}

/* Reads up to the end of the section or of a branch, whose tag is *end (empty: the section's). */
static struct node *read_nodes(struct parser *in, int depth, struct tag *end)
{
    struct node *first = NULL, **last = &first;
    struct tag tag;

    *end = (struct tag){.from = NULL};
    while (in->memory && in->nodes <= TEMPLATE_NODES_MAX && find_tag(in, &tag)) {
        struct node *node = take_text(in, &tag);
        if (node != NULL) {
            *last = node;
            last = &node->next;
        }
        if (is_end(&tag)) {
            *end = tag;
            return first;
        }
        node = NULL;
        if (tag.text.n != 0 && tag.text.p[0] == '#')
            node = read_control(in, &tag, depth);
        else if (!tag.control)
            node = read_slot(in, &tag);
        if (node != NULL) {
            *last = node;
            last = &node->next;
        }
    }
    struct node *node = in->rest.n == 0 ? NULL : new_node(in, NODE_TEXT, in->rest.p);
    if (node != NULL) {
        node->text = in->rest;
        *last = node;
    }
    in->rest = str_cut(in->rest, in->rest.n, in->rest.n);
    return first;
}

static void read_section(struct parser *in, struct section *section, struct str text)
{
    struct tag end;

    in->rest = text;
    section->nodes = read_nodes(in, 0, &end);
    while (end.from != NULL) { /* a closing tag that nothing opened; go on behind it */
        fault_at(in, end.from, "{{%.*s}} closes nothing.", (int)end.text.n, end.text.p);
        (void)read_nodes(in, 0, &end);
    }
}

/* "[addressee] To": the line that begins a part. */
static bool is_part_line(struct str line, struct str *name, struct str *label)
{
    if (!str_starts(line, STR("[")) || str_find(line, ']') == line.n)
        return false;
    *label = str_cut(line, 1, line.n);
    *name = str_split(label, ']');
    *label = str_trim(*label);
    return is_name(*name);
}

static struct section *begin_section(struct parser *in, struct str name, struct str label)
{
    enum letter_place place;

    if (!letter_place_find(name, &place)) {
        fault_at(in, name.p,
                 "[%.*s] is no part of a letter (place, sender, addressee, references, subject, "
                 "basis, text, enclosures, signature, foot). For text write \\[.",
                 (int)name.n, name.p);
        return NULL;
    }
    struct section *section = &in->t->sections[place];
    if (section->present)
        fault_at(in, name.p, "The part [%.*s] stands twice.", (int)name.n, name.p);
    section->present = true;
    section->label = label;
    return section;
}

/* Everything up to the next line that begins a part. */
static struct str take_section(struct str *body)
{
    struct str from = *body, rest = *body, name, label;

    while (rest.n != 0 && !is_part_line(str_split(&rest, '\n'), &name, &label))
        *body = rest;
    return str_cut(from, 0, from.n - body->n);
}

static void read_body(struct parser *in, struct str body)
{
    static const enum letter_place must[] = {LETTER_ADDRESSEE, LETTER_SUBJECT, LETTER_TEXT,
                                             LETTER_SIGNATURE};
    struct str name, label;

    while (body.n != 0 && in->memory) {
        struct str line = str_split(&body, '\n');
        if (is_part_line(line, &name, &label)) {
            struct section *section = begin_section(in, name, label), lost;
            read_section(in, section != NULL ? section : &lost, take_section(&body));
        } else if (str_trim(line).n != 0) {
            fault_at(in, line.p, "Before this text a part must begin, such as [text].");
        }
    }
    for (size_t i = 0; i < sizeof must / sizeof *must; i++)
        if (!in->t->sections[must[i]].present)
            fault_add(in->call, str_of(in->t->name), "The template has no part [%s].",
                      letter_place_name(must[i]));
}

/* The header -------------------------------------------------------------------------------- */

static void set_text(struct parser *in, struct str value, void *out)
{
    (void)in;
    *(struct str *)out = value;
}

static void set_name(struct parser *in, struct str value, void *out)
{
    if (!is_name(value))
        fault_at(in, value.p, "\"%.*s\" is no name: small letters, digits, _ and dots.",
                 (int)value.n, value.p);
    *(struct str *)out = value;
}

/* A subset of BCP 47: "mk", "sr-Cyrl". */
static void set_language(struct parser *in, struct str value, void *out)
{
    struct str rest = value, part = str_split(&rest, '-');
    bool ok = part.n >= 2 && part.n <= 3 && value.n <= 35 && !str_ends(value, STR("-"));

    for (;; part = str_split(&rest, '-')) {
        ok = ok && part.n >= 2 && part.n <= 8;
        for (size_t i = 0; i < part.n; i++)
            ok = ok && (is_name_char(part.p[i]) || (part.p[i] >= 'A' && part.p[i] <= 'Z')) &&
                 part.p[i] != '_';
        if (rest.n == 0)
            break;
    }
    if (!ok)
        fault_at(in, value.p, "\"%.*s\" is no tag of a language, such as mk, sr-Cyrl or sq.",
                 (int)value.n, value.p);
    *(struct str *)out = value;
}

static void set_status(struct parser *in, struct str value, void *out)
{
    *(bool *)out = str_is(value, "checked");
    if (!str_is(value, "checked") && !str_is(value, "draft"))
        fault_at(in, value.p, "The status is draft or checked.");
}

/* "Name of a person, 2026-11-22" */
static void set_checked(struct parser *in, struct str value, void *out)
{
    struct template_checked *checked = out;
    size_t comma = value.n;

    while (comma > 0 && value.p[comma - 1] != ',')
        comma--;
    struct str by = str_trim(str_cut(value, 0, comma == 0 ? 0 : comma - 1));
    struct str on = str_trim(str_cut(value, comma, value.n));
    if (by.n == 0 || !day_parse(str_z(in->call->arena, on), &checked->on))
        fault_at(in, value.p, "Write who checked it and when: Name, 2026-11-22.");
    checked->by = by;
}

static void set_needs(struct parser *in, struct str value, void *out)
{
    struct template_info *info = &in->t->info;
    struct str *needs = arena_array(in->keep, TEMPLATE_NEEDS_MAX, sizeof *needs);

    (void)out;
    if (needs == NULL) {
        in->memory = false;
        return;
    }
    info->needs = needs;
    while (value.n != 0) {
        struct str name = str_trim(str_split(&value, ','));
        if (!is_name(name))
            fault_at(in, name.p, "\"%.*s\" is no name of a fact, such as client.name.", (int)name.n,
                     name.p);
        else if (info->needs_n == TEMPLATE_NEEDS_MAX)
            fault_at(in, name.p, "A template needs at most %d facts.", TEMPLATE_NEEDS_MAX);
        else
            needs[info->needs_n++] = name;
    }
}

static const struct {
    const char *key;
    size_t at; /* in template_info */
    bool must;
    void (*set)(struct parser *in, struct str value, void *out);
} keys[] = {
    {"id", offsetof(struct template_info, id), true, set_name},
    {"kind", offsetof(struct template_info, kind), true, set_name},
    {"procedure", offsetof(struct template_info, procedure), false, set_name},
    {"language", offsetof(struct template_info, language), true, set_language},
    {"title", offsetof(struct template_info, title), true, set_text},
    {"status", offsetof(struct template_info, checked), true, set_status},
    {"language checked by", offsetof(struct template_info, language_check), false, set_checked},
    {"law checked by", offsetof(struct template_info, law_check), false, set_checked},
    {"draft mark", offsetof(struct template_info, draft_mark), true, set_text},
    {"copy mark", offsetof(struct template_info, copy_mark), true, set_text},
    {"stamp label", offsetof(struct template_info, stamp_label), true, set_text},
    {"needs", offsetof(struct template_info, needs), false, set_needs},
};

enum { KEYS = sizeof keys / sizeof *keys };

static void read_key(struct parser *in, struct str line, bool seen[static KEYS])
{
    struct str value = line, key = str_trim(str_split(&value, ':'));

    value = str_trim(value);
    for (size_t i = 0; i < KEYS; i++) {
        if (!str_is(key, keys[i].key))
            continue;
        if (seen[i])
            fault_at(in, line.p, "\"%s\" stands twice.", keys[i].key);
        else if (value.n == 0)
            fault_at(in, line.p, "\"%s\" has no value. Leave out the line or fill it.",
                     keys[i].key);
        else
            keys[i].set(in, value, (char *)&in->t->info + keys[i].at);
        seen[i] = true;
        return;
    }
    fault_at(in, line.p, "\"%.*s\" is not known in the head of a template.", (int)key.n, key.p);
}

/* Lines "key: value" up to "---"; # begins a remark. Returns the body. */
static struct str read_header(struct parser *in, struct str text)
{
    const struct template_info *info = &in->t->info;
    bool seen[KEYS] = {false}, ended = false;

    while (text.n != 0 && !ended) {
        struct str line = str_trim(str_split(&text, '\n'));
        ended = str_is(line, "---");
        if (!ended && line.n != 0 && line.p[0] != '#')
            read_key(in, line, seen);
    }
    struct str name = str_of(in->t->name);
    if (!ended)
        fault_add(in->call, name, "The head of the template must end with a line ---.");
    for (size_t i = 0; i < KEYS; i++)
        if (keys[i].must && !seen[i])
            fault_add(in->call, name, "The head of the template has no \"%s\".", keys[i].key);
    if (info->checked && (info->language_check.by.n == 0 || info->law_check.by.n == 0))
        fault_add(in->call, name,
                  "A checked template says \"language checked by\" and \"law checked by\".");
    return text;
}

/* The whole --------------------------------------------------------------------------------- */

/* Why text_clean() refused the file. */
static enum rc fail_encoding(struct call *call, const char *name, struct str text)
{
    struct str rest = text;
    bool valid = true, control = false;
    int line = 0;

    while (rest.n != 0 && valid && !control) {
        struct str one = str_split(&rest, '\n');
        line++;
        valid = text_valid(one);
        for (size_t i = 0; i < one.n; i++)
            control = control ||
                      ((unsigned char)one.p[i] < ' ' && one.p[i] != '\t' && one.p[i] != '\r') ||
                      one.p[i] == 0x7F;
    }
    if (valid && !control)
        return fail_memory(call);
    struct str where = str_format(call->arena, "%s:%d", name, line);
    if (!valid)
        fault_add(call, where, "This line is not UTF-8. Save the file as plain text in UTF-8.");
    else
        fault_add(call, where, "There is a control character in this line. Take it out.");
    return call_faults(call);
}

enum rc template_read(struct call *call, const char *name, struct str text, struct arena *keep,
                      struct template **out)
{
    size_t faults = call->fault_count;

    if (text.n > TEMPLATE_BYTES_MAX)
        return fail(call, RC_LIMIT, name, "A template has at most %d bytes.", TEMPLATE_BYTES_MAX);
    if (str_starts(text, STR("\xEF\xBB\xBF"))) /* as some editors begin a file */
        text = str_cut(text, 3, text.n);
    struct str clean = text_clean(keep, text);
    if (clean.p == NULL)
        return fail_encoding(call, name, text);
    struct template *t = arena_alloc(keep, sizeof *t);
    if (t == NULL)
        return fail_memory(call);
    t->name = str_z(keep, str_of(name));
    struct parser in = {
        .call = call, .keep = keep, .t = t, .line = 1, .line_from = clean.p, .memory = true};
    read_body(&in, read_header(&in, clean));
    if (!in.memory)
        return fail_memory(call);
    if (call->fault_count != faults)
        return call_faults(call);
    *out = t;
    return RC_OK;
}

const struct template_info *template_info(const struct template *t)
{
    return &t->info;
}

/* Slots against the facts that there are ---------------------------------------------------- */

struct check {
    struct call *call;
    const struct template *t;
    const struct template_words *words;
};

static void check_name(struct check *check, struct str name, int line, int column)
{
    struct call *call = check->call;

    if (!check->words->is_known(check->words->data, name))
        fault_add(call, str_format(call->arena, "%s:%d:%d", check->t->name, line, column),
                  "No case has a fact \"%.*s\". The guide lists those there are.", (int)name.n,
                  name.p);
}

static void check_nodes(struct check *check, const struct node *node, struct str list)
{
    struct arena *arena = check->call->arena;

    for (; node != NULL; node = node->next) {
        struct str name = node->text, under = list;
        if (node->kind == NODE_TEXT)
            continue;
        if (node->of_item)
            name =
                str_format(arena, "%.*s.1%.*s", (int)list.n, list.p, (int)(name.n - 4), name.p + 4);
        if (node->kind == NODE_EACH) {
            under = name;
            name = str_format(arena, "%.*s.count", (int)name.n, name.p);
        }
        check_name(check, name, node->line, node->column);
        check_nodes(check, node->branch[BRANCH_YES], under);
        check_nodes(check, node->branch[BRANCH_OR], list);
        check_nodes(check, node->branch[BRANCH_ELSE], list);
    }
}

enum rc template_check(struct call *call, const struct template *t,
                       const struct template_words *words)
{
    struct check check = {call, t, words};
    size_t faults = call->fault_count;

    for (size_t i = 0; i < t->info.needs_n; i++)
        check_name(&check, t->info.needs[i], 1, 1);
    for (size_t i = 0; i < LETTER_PLACES; i++)
        check_nodes(&check, t->sections[i].nodes, STR(""));
    return call->fault_count == faults ? RC_OK : call_faults(call);
}
