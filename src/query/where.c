/* where.c - see where.h. The text of a condition's value is kept beside it where it names a day or
 * a person that changes with who asks and when. */
#include "query/where.h"

#include "base/near.h"
#include "base/text.h"
#include "query/find.h"

struct parser {
    struct call *call;
    const struct kind *kind; /* whose field is being read: the list's, or its owner's */
    struct str all, rest;
    struct query *query;
};

static const struct {
    const char *text;
    enum query_op op;
} ops[] = {{"!=", QUERY_IS_NOT}, {"<=", QUERY_UP_TO}, {">=", QUERY_FROM}, {"=", QUERY_IS},
           {"<", QUERY_BEFORE},  {">", QUERY_AFTER},  {"~", QUERY_HAS},   {"?", QUERY_FILLED}};

/* At which character the rest begins; people count from one. */
static size_t at(const struct parser *p, struct str from)
{
    return text_length(str_bytes(p->all.p, (size_t)(from.p - p->all.p))) + 1;
}

static const char *z(const struct parser *p, struct str s)
{
    return str_z(p->call->arena, s);
}

static enum rc unknown(const struct parser *p, struct str word, const struct near *near,
                       const char *where)
{
    struct call *call = p->call;

    if (near->found.p != NULL)
        return fail(call, RC_INVALID, where,
                    "Character %zu: \"%s\" is not known here; did you mean \"%s\"?", at(p, word),
                    z(p, word), z(p, near->found));
    return fail(call, RC_INVALID, where, "Character %zu: \"%s\" is not known here.", at(p, word),
                z(p, word));
}

/* ---- words ---- */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str take_name(struct parser *p)
{
    size_t n = 0;

    while (n < p->rest.n && is_name(p->rest.p[n]))
        n++;
    struct str name = str_cut(p->rest, 0, n);
    p->rest = str_cut(p->rest, n, p->rest.n);
    return name;
}

static bool take(struct parser *p, const char *text)
{
    if (!str_starts(p->rest, str_of(text)))
        return false;
    p->rest = str_cut(p->rest, strlen(text), p->rest.n);
    return true;
}

/* A value as it was meant, without its quotation marks. */
struct word {
    struct str text;
    struct str at; /* where it stands */
};

static enum rc take_quoted(struct parser *p, struct word *out)
{
    struct buf text;

    buf_init(&text, p->call->arena, WHERE_BYTES_MAX);
    for (size_t i = 1; i < p->rest.n; i++) {
        if (p->rest.p[i] != '"') {
            buf_char(&text, p->rest.p[i]);
        } else if (i + 1 < p->rest.n && p->rest.p[i + 1] == '"') {
            buf_char(&text, p->rest.p[i++]);
        } else {
            p->rest = str_cut(p->rest, i + 1, p->rest.n);
            out->text = buf_str(&text);
            return buf_ok(&text) ? RC_OK : fail_memory(p->call);
        }
    }
    return fail(p->call, RC_INVALID, "where",
                "Character %zu: the quotation mark at the end is missing.", at(p, p->rest));
}

static enum rc take_word(struct parser *p, struct word *out)
{
    size_t n = 0;

    out->at = p->rest;
    if (p->rest.n != 0 && p->rest.p[0] == '"')
        return take_quoted(p, out);
    while (n < p->rest.n && strchr(" \n\t,\"", p->rest.p[n]) == NULL)
        n++;
    out->text = str_cut(p->rest, 0, n);
    p->rest = str_cut(p->rest, n, p->rest.n);
    return n != 0 ? RC_OK
                  : fail(p->call, RC_INVALID, "where", "Character %zu: a value is missing.",
                         at(p, out->at));
}

/* ---- values ---- */

static bool same_word(struct call *call, struct str a, struct str b)
{
    return str_eq(text_fold(call->arena, a), text_fold(call->arena, b));
}

/* By code, else by its words in the caller's language. */
static enum rc choice_value(struct parser *p, const struct field *field, const struct word *word,
                            struct value *out)
{
    const struct choice_list *list = field->choices;
    struct near near;

    near_start(&near, word->text);
    for (size_t i = 0; i < list->n; i++) {
        struct str label = label_text(p->call, &list->choices[i].label);
        if (str_eq(list->choices[i].code, word->text) || same_word(p->call, label, word->text)) {
            *out = v_text(list->choices[i].code);
            return RC_OK;
        }
        near_try(&near, list->choices[i].code);
        near_try(&near, label);
    }
    return unknown(p, word->at.n == 0 ? word->text : str_cut(word->at, 0, word->text.n), &near,
                   z(p, field->name));
}

static enum rc state_value(struct parser *p, const struct word *word, struct value *out)
{
    struct near near;

    near_start(&near, word->text);
    for (size_t i = 0; i < p->kind->states_n; i++) {
        const struct state *state = &p->kind->states[i];
        if (str_eq(state->name, word->text) ||
            same_word(p->call, label_text(p->call, &state->label), word->text)) {
            *out = v_text(state->name);
            return RC_OK;
        }
        near_try(&near, state->name);
    }
    return unknown(p, str_cut(word->at, 0, word->text.n), &near, "state");
}

/* The one record that is called so: alone of all that match, or the only one by its title. */
static enum rc titled(struct parser *p, const struct field *field, const struct word *word,
                      struct value *out)
{
    struct find what = {.text = word->text, .kind = field->target, .limit = FIND_MAX};
    const struct find_hit *hit = NULL;
    struct found found;
    size_t n = 0;
    enum rc rc = find(p->call, &what, &found);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < found.n; i++)
        if (found.n == 1 || same_word(p->call, found.hits[i].title, word->text)) {
            hit = &found.hits[i];
            n++;
        }
    if (n == 1) {
        *out = id_value(&hit->id);
        return RC_OK;
    }
    return found.n == 0
               ? fail(p->call, RC_INVALID, z(p, field->name),
                      "Character %zu: nothing is called \"%s\".", at(p, word->at), z(p, word->text))
               : fail(p->call, RC_INVALID, z(p, field->name),
                      "Character %zu: several are called \"%s\". Write the number instead.",
                      at(p, word->at), z(p, word->text));
}

static enum rc link_value(struct parser *p, const struct field *field, const struct word *word,
                          struct value *out)
{
    struct id id;

    if (word->text.n == (size_t)ID_SIZE * 2 && str_unhex(word->text, id.b, ID_SIZE)) {
        *out = id_value(&id);
        return value_copy(p->call->arena, *out, out) ? RC_OK : fail_memory(p->call);
    }
    enum rc rc = query_id(p->call, field->target, word->text, &id);
    if (rc == RC_NOT_FOUND)
        rc = titled(p, field, word, out);
    else if (rc == RC_OK)
        *out = id_value(&id);
    if (rc != RC_OK)
        return rc;
    return value_copy(p->call->arena, *out, out) ? RC_OK : fail_memory(p->call);
}

/* "today", "today+7", "today-30". */
static bool is_today(struct call *call, struct str text, day *out)
{
    uint64_t n = 0;

    if (!str_starts(text, STR("today")))
        return false;
    *out = call->today;
    if (text.n == 5)
        return true;
    if ((text.p[5] != '+' && text.p[5] != '-') || !str_uint(str_cut(text, 6, text.n), 100000, &n))
        return false;
    *out += text.p[5] == '+' ? (day)n : -(day)n;
    return true;
}

/* field_parse() collects faults for forms; here one sentence with its place says it. */
static bool understood(struct call *call, const struct field *field, struct str text,
                       struct value *out)
{
    struct call quiet = *call;

    quiet.faults = NULL;
    quiet.faults_end = &quiet.faults;
    return field_parse(&quiet, field, text, out) && out->type != V_NULL;
}

/* A whole day is a number; a month or a year the pair of a partial date. */
static bool day_value(struct call *call, const struct field *field, struct str text,
                      struct value *out)
{
    const struct field_type *partial = field_type_find(STR("partial date"));

    if (!partial->parse(call, field, text, out))
        return false;
    if (out->list.items[1].i == PRECISION_DAY)
        *out = out->list.items[0];
    return true;
}

static bool plain_value(struct call *call, const struct field *field, struct str text,
                        struct value *out)
{
    enum column_kind column = field->type->columns[0].kind;

    if (column == COLUMN_TEXT || column == COLUMN_LONG) {
        *out = v_text(text_clean(call->arena, text));
        return out->type == V_TEXT && out->s.n != 0;
    }
    if (column == COLUMN_DAY)
        return day_value(call, field, text, out);
    return understood(call, field, text, out);
}

/* One value; *symbol when its text must be kept, since it means another tomorrow. */
static enum rc one_value(struct parser *p, const struct query_filter *filter,
                         const struct word *word, struct value *out, bool *symbol)
{
    const struct actor *actor = p->call->actor;
    const struct field *field = filter->field;
    day d;

    *symbol = false;
    if (filter->op == QUERY_HAS) {
        *out = v_text(text_clean(p->call->arena, word->text));
        return out->type == V_TEXT ? RC_OK : fail_memory(p->call);
    }
    if (field == NULL)
        return state_value(p, word, out);
    if (field->target != NULL && str_is(word->text, "me") && actor != NULL &&
        str_is(field->target->name, "user")) {
        *symbol = true;
        *out = id_value(&actor->id);
        return RC_OK;
    }
    if (field->target != NULL)
        return link_value(p, field, word, out);
    if (field->choices != NULL)
        return choice_value(p, field, word, out);
    if (field->type->columns[0].kind == COLUMN_DAY && is_today(p->call, word->text, &d)) {
        *symbol = true;
        *out = v_int(d);
        return RC_OK;
    }
    if (plain_value(p->call, field, word->text, out))
        return RC_OK;
    return fail(p->call, RC_INVALID, z(p, field->name),
                "Character %zu: \"%s\" is not understood. Write it like this: %s", at(p, word->at),
                z(p, word->text), field->type->example);
}

static void put_value(struct call *call, struct buf *out, const struct field *field,
                      struct value v);

static enum rc take_values(struct parser *p, struct query_filter *filter)
{
    struct value *values = arena_array(p->call->arena, WHERE_VALUES_MAX, sizeof *values);
    struct buf said;
    bool symbol = false, kept = false;
    size_t n = 0;
    enum rc rc = values == NULL ? fail_memory(p->call) : RC_OK;

    buf_init(&said, p->call->arena, (size_t)2 * WHERE_BYTES_MAX);
    do {
        struct word word = {STR(""), STR("")};
        if (n == WHERE_VALUES_MAX)
            return fail(p->call, RC_LIMIT, "where", "Character %zu: at most %d values at once.",
                        at(p, p->rest), WHERE_VALUES_MAX);
        rc = rc == RC_OK ? take_word(p, &word) : rc;
        if (rc == RC_OK)
            rc = one_value(p, filter, &word, &values[n], &symbol);
        if (rc != RC_OK)
            return rc;
        buf_z(&said, n == 0 ? "" : ",");
        if (symbol)
            buf_add(&said, word.text);
        else
            put_value(p->call, &said, filter->field, values[n]);
        kept |= symbol;
        n++;
    } while (take(p, ","));
    filter->value = values[0];
    if (kept)
        filter->said = buf_str(&said);
    if (n == 1)
        return RC_OK;
    if (filter->op != QUERY_IS && filter->op != QUERY_IS_NOT)
        return fail(p->call, RC_INVALID, "where",
                    "Character %zu: several values go with = and != alone.", at(p, p->rest));
    filter->op = filter->op == QUERY_IS ? QUERY_ONE_OF : QUERY_NONE_OF;
    filter->value = v_list(values, n);
    return RC_OK;
}

/* ---- conditions ---- */

/* When a record was written down: no field of any kind, and a column of every table. */
static enum rc made_field(struct call *call, const struct field **out)
{
    struct field *field = arena_alloc(call->arena, sizeof *field);

    if (field == NULL)
        return fail_memory(call);
    field->name = field->key = STR("made");
    field->type = field_type_find(STR("moment"));
    *out = field;
    return RC_OK;
}

static enum rc find_field(struct parser *p, struct str name, const struct field **out)
{
    const struct kind *kind = p->kind;
    struct near near;

    *out = field_find(kind, name);
    if (*out != NULL || (str_is(name, "state") && kind->states_n != 0))
        return RC_OK;
    if (str_is(name, "made"))
        return made_field(p->call, out);
    near_start(&near, name);
    for (size_t i = 0; i < kind->n; i++)
        near_try(&near, kind->fields[i].name);
    return unknown(p, name, &near, "where");
}

/* FIELD or OWNER.FIELD */
static enum rc take_field(struct parser *p, struct query_filter *filter)
{
    struct str from = p->rest, name = take_name(p);

    p->kind = p->query->kind;
    if (name.n == 0)
        return fail(p->call, RC_INVALID, "where",
                    "Character %zu: a condition begins with the name of a field, such as "
                    "area=housing.",
                    at(p, from));
    if (p->kind->owner != NULL && str_eq(name, p->kind->owner->name) && take(p, ".")) {
        p->kind = p->kind->owner;
        filter->of_owner = true;
        name = take_name(p);
    }
    return find_field(p, name, &filter->field);
}

static enum rc take_op(struct parser *p, enum query_op *out)
{
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (take(p, ops[i].text)) {
            *out = ops[i].op;
            return RC_OK;
        }
    return fail(p->call, RC_INVALID, "where",
                "Character %zu: behind a field stands = != < <= > >= ~ or ?.", at(p, p->rest));
}

static enum rc check_op(struct parser *p, const struct query_filter *filter, struct str from)
{
    const struct field *field = filter->field;
    bool state = field == NULL && (filter->op == QUERY_IS || filter->op == QUERY_IS_NOT);

    if (field != NULL && field->secret)
        return fail(p->call, RC_INVALID, "where",
                    "Character %zu: one cannot filter by %s, which not everybody may read.",
                    at(p, from), z(p, field->name));
    if (state || (field != NULL && (field->type->ops & 1u << filter->op) != 0))
        return RC_OK;
    return fail(p->call, RC_INVALID, "where",
                "Character %zu: this field cannot be asked like that.", at(p, from));
}

static enum rc take_condition(struct parser *p)
{
    struct query_filter filter = {.op = QUERY_EMPTY, .said = STR("")};
    struct str from = p->rest;
    enum rc rc = RC_OK;

    p->kind = p->query->kind;
    if (take(p, "~")) {
        filter.op = QUERY_HAS;
    } else if (take(p, "!")) {
        rc = take_field(p, &filter);
    } else {
        rc = take_field(p, &filter);
        if (rc == RC_OK)
            rc = take_op(p, &filter.op);
    }
    if (rc == RC_OK && from.p[0] != '~')
        rc = check_op(p, &filter, from);
    if (rc == RC_OK && filter.op != QUERY_EMPTY && filter.op != QUERY_FILLED)
        rc = take_values(p, &filter);
    if (rc == RC_OK && p->rest.n != 0 && strchr(" \n\t", p->rest.p[0]) == NULL)
        rc = fail(p->call, RC_INVALID, "where", "Character %zu: conditions stand apart by a space.",
                  at(p, p->rest));
    if (rc == RC_OK)
        p->query->filters[p->query->n++] = filter;
    return rc;
}

enum rc where_parse(struct call *call, struct str text, struct query *query)
{
    struct parser p = {.call = call, .all = text, .rest = text, .query = query};
    enum rc rc = RC_OK;

    if (text.n > WHERE_BYTES_MAX)
        return fail(call, RC_LIMIT, "where", "Conditions have at most %d bytes.", WHERE_BYTES_MAX);
    if (!text_valid(text))
        return fail(call, RC_INVALID, "where", "This is no valid text (UTF-8).");
    for (p.rest = str_trim(text); p.rest.n != 0 && rc == RC_OK; p.rest = str_trim(p.rest)) {
        if (query->n == QUERY_FILTERS_MAX)
            return fail(call, RC_LIMIT, "where", "Character %zu: at most %d conditions.",
                        at(&p, p.rest), QUERY_FILTERS_MAX);
        rc = take_condition(&p);
        if (rc != RC_OK)
            break;
    }
    return rc;
}

/* ---- writing them down ---- */

static void put_word(struct buf *out, struct str text)
{
    bool plain = text.n != 0;

    for (size_t i = 0; i < text.n; i++)
        plain &= strchr(" \n\t,\"", text.p[i]) == NULL;
    if (plain) {
        buf_add(out, text);
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        buf_char(out, text.p[i]);
        if (text.p[i] == '"')
            buf_char(out, '"');
    }
    buf_char(out, '"');
}

static void put_day(struct buf *out, day d, int64_t precision)
{
    struct date date = day_date(d);

    buf_format(out, "%04d", date.year);
    if (precision >= PRECISION_MONTH)
        buf_format(out, "-%02d", date.month);
    if (precision >= PRECISION_DAY)
        buf_format(out, "-%02d", date.mday);
}

static void put_link(struct call *call, struct buf *out, const struct field *field, struct value v)
{
    struct id id;

    if (!id_of(v.s, &id))
        return;
    struct str number = query_number(call, field->target, &id);
    put_word(out, number.n != 0 ? number : str_hex(call->arena, v.s));
}

static void put_value(struct call *call, struct buf *out, const struct field *field, struct value v)
{
    bool is_day = field != NULL && field->type->columns[0].kind == COLUMN_DAY;

    if (field != NULL && field->target != NULL)
        put_link(call, out, field, v);
    else if (is_day && v.type == V_LIST)
        put_day(out, (day)v.list.items[0].i, v.list.items[1].i);
    else if (is_day)
        put_day(out, (day)v.i, PRECISION_DAY);
    else if (v.type == V_TEXT)
        put_word(out, v.s);
    else if (field != NULL && str_is(str_of(field->type->name), "flag"))
        buf_z(out, v.i != 0 ? "yes" : "no");
    else
        put_word(out, field_show(call, field, v));
}

static void put_values(struct call *call, struct buf *out, const struct query_filter *filter)
{
    bool several = filter->op == QUERY_ONE_OF || filter->op == QUERY_NONE_OF;

    if (filter->said.n != 0) {
        buf_add(out, filter->said);
        return;
    }
    for (size_t i = 0; several && i < filter->value.list.n; i++) {
        buf_z(out, i == 0 ? "" : ",");
        put_value(call, out, filter->field, filter->value.list.items[i]);
    }
    if (!several)
        put_value(call, out, filter->field, filter->value);
}

static const char *op_text(enum query_op op)
{
    if (op == QUERY_ONE_OF)
        op = QUERY_IS;
    if (op == QUERY_NONE_OF)
        op = QUERY_IS_NOT;
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (ops[i].op == op)
            return ops[i].text;
    return "";
}

enum rc where_text(struct call *call, const struct query *query, struct str *out)
{
    struct buf text;

    buf_init(&text, call->arena, (size_t)4 * WHERE_BYTES_MAX);
    for (size_t i = 0; i < query->n; i++) {
        const struct query_filter *filter = &query->filters[i];
        bool any = filter->field == NULL && filter->op == QUERY_HAS;
        buf_z(&text, i == 0 ? "" : " ");
        buf_z(&text, filter->op == QUERY_EMPTY ? "!" : "");
        if (filter->of_owner) {
            buf_add(&text, query->kind->owner->name);
            buf_char(&text, '.');
        }
        if (!any)
            buf_add(&text, filter->field == NULL ? STR("state") : filter->field->name);
        buf_z(&text, op_text(filter->op));
        if (filter->op != QUERY_EMPTY && filter->op != QUERY_FILLED)
            put_values(call, &text, filter);
    }
    if (!buf_ok(&text))
        return fail_memory(call);
    *out = buf_str(&text);
    return RC_OK;
}
