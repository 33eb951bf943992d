/* template_fill.c - see template.h: fills a template from facts.
 * A part is filled into its editable form (letter.h) and read from there, so that a value cannot
 * make a list or a table by the look of its first letters, and what is edited later is the same
 * text that was read here. */
#include "rules/template_node.h"

struct fill {
    struct call *call;
    const struct template *t;
    const struct template_facts *facts;
    struct template_missing *missing;
    size_t missing_n, missing_room;
    struct str list; /* of the {{#each}} that we are in */
    unsigned item;   /* its item, from 1 */
    bool by_lines;   /* the part is kept line by line */
    struct buf text; /* of the part, in the editable form */
    size_t used;     /* bytes of all parts */
    bool at_start;   /* only blanks since the line began */
    bool in_row;     /* the line is a row of a table */
    bool memory;
};

static void put(struct fill *fill, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\n') {
            fill->at_start = true;
            fill->in_row = false;
        } else if (c != ' ' && c != '\t' && fill->at_start) {
            fill->at_start = false;
            fill->in_row = c == '|' && !fill->by_lines;
        }
    }
    fill->used += text.n;
    if (fill->used <= LETTER_BYTES_MAX)
        buf_add(&fill->text, text);
}

/* Facts ------------------------------------------------------------------------------------ */

static struct str name_of(struct fill *fill, const struct node *node)
{
    struct str name = node->text;

    if (!node->of_item)
        return name;
    name = str_format(fill->call->arena, "%.*s.%u%.*s", (int)fill->list.n, fill->list.p, fill->item,
                      (int)(name.n - 4), name.p + 4);
    fill->memory = fill->memory && name.p != NULL;
    return name;
}

static bool find(const struct fill *fill, struct str name, struct str form, struct str *out)
{
    *out = STR("");
    return fill->facts->find(fill->facts->data, name, form, out) && str_trim(*out).n != 0;
}

static void miss(struct fill *fill, struct str name, struct str form, int line)
{
    for (size_t i = 0; i < fill->missing_n; i++)
        if (str_eq(fill->missing[i].name, name) && str_eq(fill->missing[i].form, form))
            return;
    if (fill->missing_n == TEMPLATE_MISSING_MAX)
        return;
    if (!arena_grow(fill->call->arena, &fill->missing, fill->missing_n, &fill->missing_room)) {
        fill->memory = false;
        return;
    }
    fill->missing[fill->missing_n++] = (struct template_missing){name, form, line};
}

/* A gap that nobody takes for text: [client.name?] */
static void put_gap(struct fill *fill, struct str name, struct str form)
{
    put(fill, STR("["));
    put(fill, name);
    if (form.n != 0)
        put(fill, STR(", "));
    put(fill, form);
    put(fill, STR("?]"));
}

/* Values ----------------------------------------------------------------------------------- */

#define NBSP "\xC2\xA0" /* a date stays on one line */

/* A date as the language writes it in letters; false: the value is no date. */
static bool format_date(struct fill *fill, struct str value, struct str *out)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct arena *arena = fill->call->arena;
    struct str language = fill->t->info.language, base = str_split(&language, '-');
    day d;

    if (!day_parse(str_z(arena, value), &d))
        return false;
    struct date date = day_date(d);
    if (str_is(base, "lt"))
        *out = value;
    else if (str_is(base, "en"))
        *out = str_format(arena, "%d" NBSP "%s" NBSP "%d", date.mday, months[date.month - 1],
                          date.year);
    else if (str_is(base, "sr"))
        *out = str_format(arena, "%d." NBSP "%d." NBSP "%d.", date.mday, date.month, date.year);
    else
        *out = str_format(arena, "%02d.%02d.%d", date.mday, date.month, date.year);
    fill->memory = fill->memory && out->p != NULL;
    return true;
}

/* Inside a line everything is one run of text; in a row bars and backslashes are marked. */
static void put_run(struct fill *fill, struct str value)
{
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if ((unsigned char)c < ' ')
            c = ' ';
        if (fill->in_row && (c == '|' || c == '\\'))
            put(fill, STR("\\"));
        put(fill, (struct str){&c, 1});
    }
    if (str_ends(value, STR("\\")) && !fill->in_row)
        put(fill, STR(" ")); /* a backslash at the end of a line would break it */
}

/* A value that begins a line brings its own lines and paragraphs. */
static void put_lines(struct fill *fill, struct str value)
{
    bool first = true, gap = false;

    while (value.n != 0) {
        struct str line = str_trim(str_split(&value, '\n'));
        if (line.n == 0) {
            gap = true;
            continue;
        }
        if (!first)
            put(fill, gap ? STR("\n\n") : fill->by_lines ? STR("\n") : STR("\\\n"));
        put(fill, STR("\\"));
        put_run(fill, line);
        first = gap = false;
    }
}

static void fill_slot(struct fill *fill, const struct node *node)
{
    struct str name = name_of(fill, node), form = node->form, value, date = STR("");
    bool is_date = str_is(form, "date");

    if (is_date)
        form = STR("");
    if (!find(fill, name, form, &value)) {
        miss(fill, name, form, node->line);
        put_gap(fill, name, form);
        return;
    }
    value = str_trim(value);
    if (is_date && !format_date(fill, value, &date)) {
        miss(fill, name, node->form, node->line);
        put_gap(fill, name, node->form);
        return;
    }
    if (is_date)
        value = date;
    if (fill->at_start)
        put_lines(fill, value);
    else
        put_run(fill, value);
}

/* Conditions and lists --------------------------------------------------------------------- */

static void fill_nodes(struct fill *fill, const struct node *node);

static void fill_if(struct fill *fill, const struct node *node)
{
    struct str value;
    bool yes = find(fill, name_of(fill, node), STR(""), &value) &&
               (node->form.n == 0 || str_eq(str_trim(value), node->form));

    fill_nodes(fill, node->branch[yes ? BRANCH_YES : BRANCH_ELSE]);
}

static void fill_sex(struct fill *fill, const struct node *node)
{
    struct str name = name_of(fill, node), sex;
    bool known = find(fill, name, STR(""), &sex);

    if (known && str_is(sex, "f"))
        fill_nodes(fill, node->branch[BRANCH_YES]);
    else if (known && str_is(sex, "m"))
        fill_nodes(fill, node->branch[BRANCH_OR]);
    else if (node->has_else)
        fill_nodes(fill, node->branch[BRANCH_ELSE]);
    else {
        miss(fill, name, STR(""), node->line);
        put_gap(fill, name, STR(""));
    }
}

static void fill_each(struct fill *fill, const struct node *node)
{
    struct call *call = fill->call;
    struct str count = str_format(call->arena, "%.*s.count", (int)node->text.n, node->text.p);
    struct str value;
    uint64_t n;

    if (!find(fill, count, STR(""), &value) || !str_uint(value, UINT32_MAX, &n)) {
        miss(fill, node->text, STR(""), node->line);
        put_gap(fill, node->text, STR(""));
        return;
    }
    if (n > TEMPLATE_EACH_MAX) {
        fault_add(call, str_format(call->arena, "%s:%d", fill->t->name, node->line),
                  "The list has %u items, a letter takes %d. Enclose a table instead.", (unsigned)n,
                  TEMPLATE_EACH_MAX);
        return;
    }
    fill->list = node->text;
    for (fill->item = 1; fill->item <= n && fill->used <= LETTER_BYTES_MAX; fill->item++)
        fill_nodes(fill, node->branch[BRANCH_YES]);
    if (n == 0)
        fill_nodes(fill, node->branch[BRANCH_ELSE]);
}

static void fill_nodes(struct fill *fill, const struct node *node)
{
    for (; node != NULL && fill->memory; node = node->next) {
        switch (node->kind) {
        case NODE_TEXT: put(fill, node->text); break;
        case NODE_SLOT: fill_slot(fill, node); break;
        case NODE_IF: fill_if(fill, node); break;
        case NODE_SEX: fill_sex(fill, node); break;
        case NODE_EACH: fill_each(fill, node); break;
        }
    }
}

/* The whole -------------------------------------------------------------------------------- */

static enum rc fill_part(struct fill *fill, enum letter_place place, struct letter_part *out)
{
    const struct section *section = &fill->t->sections[place];
    struct call *call = fill->call;

    buf_init(&fill->text, call->arena, LETTER_BYTES_MAX);
    fill->at_start = true;
    fill->in_row = false;
    fill->by_lines = letter_place_is_lines(place);
    fill_nodes(fill, section->nodes);
    if (fill->used > LETTER_BYTES_MAX)
        return fail(call, RC_LIMIT, fill->t->name,
                    "The letter is longer than %d bytes. Shorten it.", LETTER_BYTES_MAX);
    struct str where = str_format(call->arena, "%s [%s]", fill->t->name, letter_place_name(place));
    if (!fill->memory || !buf_ok(&fill->text) || where.p == NULL)
        return fail_memory(call);
    out->label = section->label;
    return letter_part_parse(call, where.p, place, buf_str(&fill->text), out);
}

static void find_needs(struct fill *fill)
{
    const struct template_info *info = &fill->t->info;
    struct str value;

    for (size_t i = 0; i < info->needs_n; i++)
        if (!find(fill, info->needs[i], STR(""), &value))
            miss(fill, info->needs[i], STR(""), 0);
}

enum rc template_fill(struct call *call, const struct template *t,
                      const struct template_facts *facts, struct template_filled *out)
{
    const struct template_info *info = &t->info;
    struct fill fill = {.call = call, .t = t, .facts = facts, .memory = true};
    struct letter_doc doc = {
        .language = info->language,
        .title = info->title,
        .draft_mark = info->checked ? STR("") : info->draft_mark,
        .copy_mark = info->copy_mark,
        .stamp_label = info->stamp_label,
    };
    size_t faults = call->fault_count;

    find_needs(&fill);
    for (unsigned i = 0; i < LETTER_PLACES; i++) {
        enum rc rc = fill_part(&fill, (enum letter_place)i, &doc.parts[i]);
        if (rc != RC_OK)
            return rc;
    }
    if (doc.parts[LETTER_ADDRESSEE].n == 0)
        miss(&fill, STR("addressee"), STR(""), 0);
    if (!fill.memory)
        return fail_memory(call);
    if (call->fault_count != faults)
        return call_faults(call);
    *out = (struct template_filled){doc, fill.missing, fill.missing_n};
    return RC_OK;
}
