/* condition.c - see condition.h: words of a text, then a descent that writes the steps. */
#include "model/condition.h"

#include "base/near.h"
#include "model/field.h"

enum { SCALE_DIGITS = 6, NUMBER_DIGITS = 15 };

/* ---- words ---- */

enum word_type { WORD_END, WORD_NAME, WORD_NUMBER, WORD_TEXT, WORD_SIGN };

struct word {
    enum word_type type;
    struct str text; /* of a WORD_TEXT without its quotes */
    size_t at;
};

struct parser {
    struct call *call;
    struct arena *keep;
    const struct kind *kind;
    const struct yaml *node;
    const struct field *asker;
    struct str text;
    size_t at;
    struct word word; /* the one that is looked at */
    struct condition_step *steps;
    size_t n, depth;
    bool failed;
};

/* "file:line:column: sentence", the column that of the word. */
static void refuse(struct parser *p, size_t at, const char *format, ...) FORMAT(3, 4);
static void refuse(struct parser *p, size_t at, const char *format, ...)
{
    struct yaml node = *p->node;
    va_list args;

    if (p->failed)
        return; /* what follows a mistake is no mistake of its own */
    p->failed = true;
    node.column += (int)at + (p->node->quoted ? 1 : 0);
    va_start(args, format);
    struct str sentence = str_vformat(p->call->arena, format, args);
    va_end(args);
    fault_add(p->call, yaml_where(p->call, &node), "%s", str_z(p->call->arena, sentence));
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t word_end(struct str s, size_t from, bool number)
{
    size_t end = from + 1;

    while (end < s.n && (is_digit(s.p[end]) ||
                         (number ? s.p[end] == '-' || s.p[end] == '.' : is_letter(s.p[end]))))
        end++;
    return end;
}

static void take_quoted(struct parser *p, size_t from)
{
    size_t end = from + 1;

    while (end < p->text.n && p->text.p[end] != p->text.p[from])
        end++;
    if (end == p->text.n)
        refuse(p, from, "A text that begins with a quote must end with one.");
    p->word = (struct word){WORD_TEXT, str_cut(p->text, from + 1, end), from};
    p->at = end < p->text.n ? end + 1 : end;
}

static void take_sign(struct parser *p, size_t from)
{
    static const char *const signs[] = {"<=", ">=", "!=", "<", ">", "=", "(", ")"};
    struct str rest = str_cut(p->text, from, p->text.n);

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts(rest, str_of(signs[i]))) {
            p->word = (struct word){WORD_SIGN, str_of(signs[i]), from};
            p->at = from + strlen(signs[i]);
            return;
        }
    refuse(p, from, "'%c' means nothing here; signs are = != < <= > >= and brackets.",
           p->text.p[from]);
    p->word = (struct word){WORD_END, STR(""), from};
    p->at = p->text.n;
}

static void next_word(struct parser *p)
{
    while (p->at < p->text.n && (p->text.p[p->at] == ' ' || p->text.p[p->at] == '\n'))
        p->at++;
    size_t from = p->at;
    if (from == p->text.n) {
        p->word = (struct word){WORD_END, STR(""), from};
        return;
    }
    char c = p->text.p[from];
    bool minus = c == '-' && from + 1 < p->text.n && is_digit(p->text.p[from + 1]);
    if (is_letter(c) || is_digit(c) || minus) {
        p->at = word_end(p->text, from, !is_letter(c));
        p->word = (struct word){is_letter(c) ? WORD_NAME : WORD_NUMBER,
                                str_cut(p->text, from, p->at), from};
    } else if (c == '"' || c == '\'') {
        take_quoted(p, from);
    } else {
        take_sign(p, from);
    }
}

static bool at_word(const struct parser *p, const char *z)
{
    return (p->word.type == WORD_NAME || p->word.type == WORD_SIGN) && str_is(p->word.text, z);
}

static bool take_word(struct parser *p, const char *z)
{
    if (!at_word(p, z))
        return false;
    next_word(p);
    return true;
}

static void put(struct parser *p, struct condition_step step)
{
    if (p->n == CONDITION_STEPS_MAX)
        refuse(p, p->word.at, "This condition is too long.");
    else
        p->steps[p->n++] = step;
}

static void put_act(struct parser *p, enum condition_act act)
{
    put(p, (struct condition_step){.act = act});
}

/* ---- what a field can be compared with ---- */

enum class {
    CLASS_NONE,
    CLASS_NUMBER,
    CLASS_DATE,
    CLASS_TEXT,
    CLASS_CHOICE,
    CLASS_CHOICES,
    CLASS_FLAG
};

static const struct {
    const char *type;
    enum class class;
} classes[] = {
    {"whole number", CLASS_NUMBER}, {"decimal", CLASS_NUMBER}, {"duration", CLASS_NUMBER},
    {"money", CLASS_NUMBER},        {"date", CLASS_DATE},      {"partial date", CLASS_DATE},
    {"text", CLASS_TEXT},           {"long text", CLASS_TEXT}, {"e-mail", CLASS_TEXT},
    {"web address", CLASS_TEXT},    {"choice", CLASS_CHOICE},  {"choices", CLASS_CHOICES},
    {"flag", CLASS_FLAG},
};

static enum class class_of(const struct field *field) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes;
         i++) if (field->type != NULL &&
                  str_is(str_of(field->type->name), classes[i].type)) return classes[i]
        .class;
    return CLASS_NONE;
}

static int digits_of(const struct field *field)
{
    return str_is(str_of(field->type->name), "money") ? 2 : field->digits;
}

static void unknown_field(struct parser *p)
{
    struct near near;

    near_start(&near, p->word.text);
    for (size_t i = 0; i < p->kind->n; i++)
        near_try(&near, p->kind->fields[i].name);
    const char *word = str_z(p->call->arena, p->word.text);
    if (near.found.p != NULL)
        refuse(p, p->word.at, "There is no field \"%s\" in this kind; did you mean \"%s\"?", word,
               str_z(p->call->arena, near.found));
    else
        refuse(p, p->word.at, "There is no field \"%s\" in this kind.", word);
}

static const struct field *take_field(struct parser *p)
{
    const struct field *field =
        p->word.type == WORD_NAME ? field_find(p->kind, p->word.text) : NULL;

    if (p->word.type != WORD_NAME)
        refuse(p, p->word.at, "Here must stand the name of a field.");
    else if (field == NULL)
        unknown_field(p);
    else if (field->secret && p->asker != NULL && !p->asker->secret)
        refuse(p, p->word.at, "What is seen by all cannot depend on a secret field.");
    else if (field == p->asker)
        refuse(p, p->word.at, "A field cannot depend on itself.");
    next_word(p);
    return p->failed ? NULL : field;
}

/* ---- literals ---- */

static void put_code(struct parser *p, const struct field *field)
{
    struct near near;

    if (p->word.type == WORD_END || p->word.type == WORD_SIGN) {
        refuse(p, p->word.at, "Here must stand one of the choices.");
        return;
    }
    near_start(&near, p->word.text);
    for (size_t i = 0; field->choices != NULL && i < field->choices->n; i++)
        near_try(&near, field->choices->choices[i].code);
    if (field->choices != NULL && choice_find(field->choices, p->word.text) == NULL) {
        const char *word = str_z(p->call->arena, p->word.text);
        if (near.found.p != NULL)
            refuse(p, p->word.at, "\"%s\" is none of the choices; did you mean \"%s\"?", word,
                   str_z(p->call->arena, near.found));
        else
            refuse(p, p->word.at, "\"%s\" is none of the choices.", word);
    }
    put(p, (struct condition_step){.act = ASK_TEXT, .text = p->word.text});
    next_word(p);
}

/* "12", "-3.5": in millionths, so that all numbers compare alike. */
static bool read_number(struct str s, int64_t *out)
{
    bool minus = str_starts(s, STR("-"));
    struct str rest = str_cut(s, minus, s.n), whole = str_split(&rest, '.');
    uint64_t big, small = 0;

    if (whole.n > NUMBER_DIGITS - SCALE_DIGITS || rest.n > SCALE_DIGITS ||
        !str_uint(whole, UINT64_MAX, &big) || (rest.n != 0 && !str_uint(rest, UINT64_MAX, &small)))
        return false;
    for (size_t i = rest.n; i < SCALE_DIGITS; i++)
        small *= 10;
    int64_t value = (int64_t)(big * 1000000 + small);
    *out = minus ? -value : value;
    return true;
}

static void put_number(struct parser *p)
{
    int64_t number = 0;

    if (p->word.type != WORD_NUMBER || !read_number(p->word.text, &number))
        refuse(p, p->word.at, "Here must stand a number, such as 12 or 12.5.");
    put(p, (struct condition_step){.act = ASK_NUMBER, .low = number});
    next_word(p);
}

/* The first and last day of what is known of a date. */
static void span(day first, enum date_precision precision, int64_t *low, int64_t *high)
{
    struct date date = day_date(first);

    *low = *high = first;
    if (precision == PRECISION_YEAR || (precision == PRECISION_MONTH && date.month == 12))
        *high = day_of((struct date){date.year, 12, 31});
    else if (precision == PRECISION_MONTH)
        *high = day_of((struct date){date.year, date.month + 1, 1}) - 1;
}

/* "1990", "1990-05", "1990-05-12" */
static bool read_date(struct str s, int64_t *low, int64_t *high)
{
    char iso[DAY_TEXT];
    day d;

    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    memcpy(iso, "0000-01-01", sizeof iso);
    memcpy(iso, s.p, s.n);
    if (!day_parse(iso, &d))
        return false;
    span(d, s.n == 4 ? PRECISION_YEAR : s.n == 7 ? PRECISION_MONTH : PRECISION_DAY, low, high);
    return true;
}

static void put_date(struct parser *p)
{
    struct condition_step step = {.act = ASK_DATE};

    if (at_word(p, "today"))
        step.act = ASK_TODAY;
    else if (p->word.type != WORD_NUMBER || !read_date(p->word.text, &step.low, &step.high))
        refuse(p, p->word.at, "Here must stand a date: 2026, 2026-11, 2026-11-22 or today.");
    put(p, step);
    next_word(p);
}

static void put_text(struct parser *p)
{
    if (p->word.type != WORD_TEXT)
        refuse(p, p->word.at, "Here must stand a text in quotes.");
    put(p, (struct condition_step){.act = ASK_TEXT, .text = p->word.text});
    next_word(p);
}

static void put_flag(struct parser *p)
{
    if (!at_word(p, "yes") && !at_word(p, "no"))
        refuse(p, p->word.at, "Here must stand yes or no.");
    put(p, (struct condition_step){.act = ASK_NUMBER, .low = at_word(p, "yes") ? 1000000 : 0});
    next_word(p);
}

/* The right side of a comparison: another field of the same sort, else a literal. */
static void put_right(struct parser *p, const struct field *left, enum class class)
{
    const struct field *field =
        p->word.type == WORD_NAME ? field_find(p->kind, p->word.text) : NULL;

    if (field != NULL &&
        (left->choices == NULL || choice_find(left->choices, p->word.text) == NULL)) {
        size_t at = p->word.at;
        field = take_field(p);
        if (field != NULL && (class_of(field) != class || field->choices != left->choices))
            refuse(p, at, "These two fields cannot be compared.");
        put(p, (struct condition_step){.act = ASK_FIELD, .field = field});
        return;
    }
    switch (class) {
    case CLASS_NUMBER: put_number(p); return;
    case CLASS_DATE: put_date(p); return;
    case CLASS_TEXT: put_text(p); return;
    case CLASS_FLAG: put_flag(p); return;
    case CLASS_CHOICE:
    case CLASS_CHOICES: put_code(p, left); return;
    case CLASS_NONE: return;
    }
}

/* ---- the grammar ---- */

static bool take_sign_act(struct parser *p, enum condition_act *out)
{
    static const struct {
        const char *word;
        enum condition_act act;
    } words[] = {{"=", ASK_EQUAL},   {"!=", ASK_UNEQUAL},  {"<", ASK_LESS},
                 {"<=", ASK_UP_TO},  {">", ASK_MORE},      {">=", ASK_FROM},
                 {"is", ASK_EQUAL},  {"before", ASK_LESS}, {"after", ASK_MORE},
                 {"from", ASK_FROM}, {"until", ASK_UP_TO}, {"has", ASK_HAS}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take_word(p, words[i].word)) {
            *out = words[i].act;
            return true;
        }
    return false;
}

/* Which signs may stand behind a field of this sort. */
static void check_sign(struct parser *p, size_t at, enum class class, enum condition_act act)
{
    bool ordered = act >= ASK_LESS && act <= ASK_FROM;

    if (class == CLASS_NONE)
        refuse(p, at, "Of such a field one can only ask whether it is filled.");
    else if ((act == ASK_HAS) != (class == CLASS_CHOICES))
        refuse(p, at, "'has' is asked of several choices, and nothing else is.");
    else if (ordered && class != CLASS_NUMBER && class != CLASS_DATE)
        refuse(p, at, "Only numbers and dates are more or less than others.");
}

/* "state = open" */
static void put_state(struct parser *p)
{
    enum condition_act act = ASK_EQUAL;
    size_t at = p->word.at;

    next_word(p);
    if (!take_sign_act(p, &act) || act > ASK_UNEQUAL || act < ASK_EQUAL)
        refuse(p, at, "Write it like this: state = open");
    else if (state_find(p->kind, p->word.text) == NULL)
        refuse(p, p->word.at, "There is no state \"%s\" in this kind.",
               str_z(p->call->arena, p->word.text));
    put_act(p, ASK_STATE);
    put(p, (struct condition_step){.act = ASK_TEXT, .text = p->word.text});
    put_act(p, act);
    next_word(p);
}

static void put_comparison(struct parser *p)
{
    enum condition_act act;

    if (at_word(p, "state") && p->kind->states_n != 0) {
        put_state(p);
        return;
    }
    const struct field *field = take_field(p);
    if (field == NULL)
        return;
    put(p, (struct condition_step){.act = ASK_FIELD, .field = field});
    size_t at = p->word.at;
    if (take_word(p, "filled")) {
        put_act(p, ASK_FILLED);
    } else if (take_sign_act(p, &act)) {
        check_sign(p, at, class_of(field), act);
        if (!p->failed)
            put_right(p, field, class_of(field));
        put_act(p, act);
    } else if (class_of(field) == CLASS_FLAG) {
        put_act(p, ASK_YES);
    } else {
        refuse(p, at, "Here must stand 'filled', or a sign and what to compare with.");
    }
}

static void put_or(struct parser *p);

static void put_not(struct parser *p)
{
    if (p->depth == CONDITION_DEPTH_MAX) {
        refuse(p, p->word.at, "This condition has too many brackets.");
        return;
    }
    p->depth++;
    if (take_word(p, "not")) {
        put_not(p);
        put_act(p, ASK_NOT);
    } else if (take_word(p, "(")) {
        put_or(p);
        if (!take_word(p, ")"))
            refuse(p, p->word.at, "Here a bracket must be closed.");
    } else {
        put_comparison(p);
    }
    p->depth--;
}

static void put_and(struct parser *p)
{
    put_not(p);
    while (!p->failed && take_word(p, "and")) {
        put_not(p);
        put_act(p, ASK_AND);
    }
}

static void put_or(struct parser *p)
{
    put_and(p);
    while (!p->failed && take_word(p, "or")) {
        put_and(p);
        put_act(p, ASK_OR);
    }
}

static const struct condition *keep_steps(struct parser *p)
{
    struct condition *out = arena_alloc(p->keep, sizeof *out);
    struct condition_step *steps = arena_array(p->keep, p->n, sizeof *steps);

    if (out == NULL || steps == NULL || p->n == 0)
        return NULL;
    memcpy(steps, p->steps, p->n * sizeof *steps);
    *out = (struct condition){p->node->text, steps, p->n};
    return out;
}

const struct condition *condition_parse(struct call *call, struct arena *keep,
                                        const struct kind *kind, const struct yaml *node,
                                        const struct field *asker)
{
    struct condition_step steps[CONDITION_STEPS_MAX];
    struct parser p = {.call = call,
                       .keep = keep,
                       .kind = kind,
                       .node = node,
                       .asker = asker,
                       .text = node->text,
                       .steps = steps};

    if (node->type != YAML_TEXT || node->text.n > CONDITION_TEXT_MAX) {
        yaml_fault(call, node, "A condition is one text of at most %d bytes.", CONDITION_TEXT_MAX);
        return NULL;
    }
    next_word(&p);
    put_or(&p);
    if (p.word.type != WORD_END)
        refuse(&p, p.word.at, "\"%s\" is too much here; conditions are joined by 'and' or 'or'.",
               str_z(call->arena, p.word.text));
    return p.failed ? NULL : keep_steps(&p);
}

/* ---- judging ---- */

/* A value on the stack: a span of numbers, a text, a list, or a truth. */
struct operand {
    bool known, literal;
    int64_t low, high;
    struct str text, currency;
    struct value list;
    enum truth truth;
};

static int64_t scaled(int64_t i, int digits)
{
    for (int k = digits; k < SCALE_DIGITS; k++)
        if (__builtin_mul_overflow(i, (int64_t)10, &i))
            return i < 0 ? INT64_MIN : INT64_MAX;
    return i;
}

static bool is_pair(struct value v, enum value_type second)
{
    return v.type == V_LIST && v.list.n >= 2 && v.list.items[0].type == V_INT &&
           v.list.items[1].type == second;
}

static void take_number(struct operand *out, const struct field *field, struct value v)
{
    bool money = is_pair(v, V_TEXT);

    out->known = v.type == V_INT || money;
    if (!out->known)
        return;
    out->low = out->high = scaled(money ? v.list.items[0].i : v.i, digits_of(field));
    if (money)
        out->currency = v.list.items[1].s;
}

static void take_date(struct operand *out, struct value v)
{
    bool partial = is_pair(v, V_INT);
    int64_t first = partial ? v.list.items[0].i : v.i;

    out->known = (v.type == V_INT || partial) && first >= day_min() && first <= day_max();
    if (out->known)
        span((day)first, partial ? (enum date_precision)v.list.items[1].i : PRECISION_DAY,
             &out->low, &out->high);
}

/* A value that is not what its type asks for, since it has not been checked yet, is not known. */
static struct operand operand_of(const struct field *field, struct value v)
{
    struct operand out = {.known = v.type != V_NULL, .list = v};

    switch (class_of(field)) {
    case CLASS_NUMBER: take_number(&out, field, v); break;
    case CLASS_FLAG:
        out.known = v.type == V_INT;
        out.low = out.high = out.known && v.i != 0 ? 1000000 : 0;
        break;
    case CLASS_DATE: take_date(&out, v); break;
    case CLASS_TEXT:
    case CLASS_CHOICE:
        out.known = v.type == V_TEXT;
        out.text = out.known ? v.s : STR("");
        break;
    case CLASS_CHOICES:
    case CLASS_NONE: break;
    }
    return out;
}

static enum truth truth_of(bool surely, bool surely_not)
{
    return surely ? IS_TRUE : surely_not ? IS_FALSE : IS_UNKNOWN;
}

static enum truth opposite(enum truth t)
{
    return t == IS_TRUE ? IS_FALSE : t == IS_FALSE ? IS_TRUE : IS_UNKNOWN;
}

/* "born = 1990": is what is known of the left within the right? */
static enum truth equal(const struct operand *a, const struct operand *b)
{
    if (a->text.p != NULL || b->text.p != NULL)
        return str_eq(a->text, b->text) ? IS_TRUE : IS_FALSE;
    return truth_of(a->low >= b->low && a->high <= b->high, a->high < b->low || a->low > b->high);
}

static enum truth compare(enum condition_act act, const struct operand *a, const struct operand *b)
{
    if (!a->known || !b->known ||
        (a->currency.n != 0 && b->currency.n != 0 && !str_eq(a->currency, b->currency)))
        return IS_UNKNOWN;
    if (act == ASK_EQUAL || act == ASK_UNEQUAL)
        return act == ASK_EQUAL ? equal(a, b) : opposite(equal(a, b));
    /* A field's span is a doubt; a literal's is not: "after 1990" is after its last day. */
    if (act == ASK_LESS || act == ASK_FROM) {
        enum truth less = truth_of(a->high < b->low, a->low >= (b->literal ? b->low : b->high));
        return act == ASK_LESS ? less : opposite(less);
    }
    enum truth more = truth_of(a->low > b->high, a->high <= (b->literal ? b->high : b->low));
    return act == ASK_MORE ? more : opposite(more);
}

static enum truth has(const struct operand *list, const struct operand *code)
{
    if (!list->known)
        return IS_UNKNOWN;
    for (size_t i = 0; list->list.type == V_LIST && i < list->list.list.n; i++)
        if (list->list.list.items[i].type == V_TEXT &&
            str_eq(list->list.list.items[i].s, code->text))
            return IS_TRUE;
    return IS_FALSE;
}

static enum truth both(enum truth a, enum truth b)
{
    return a == IS_FALSE || b == IS_FALSE ? IS_FALSE
           : a == IS_TRUE && b == IS_TRUE ? IS_TRUE
                                          : IS_UNKNOWN;
}

static struct operand literal(const struct condition_step *step, const struct record *record,
                              day today)
{
    struct operand out = {
        .known = true, .literal = true, .low = step->low, .high = step->low, .text = step->text};

    if (step->act == ASK_DATE)
        out.high = step->high;
    else if (step->act == ASK_TODAY)
        out.low = out.high = today;
    else if (step->act == ASK_STATE)
        out.text = record->state;
    return out;
}

/* What a step makes of the one or two operands on top. */
static enum truth judge_step(enum condition_act act, const struct operand *a,
                             const struct operand *b)
{
    switch (act) {
    case ASK_HAS: return has(a, b);
    case ASK_AND: return both(a->truth, b->truth);
    case ASK_OR: return opposite(both(opposite(a->truth), opposite(b->truth)));
    case ASK_NOT: return opposite(b->truth);
    case ASK_FILLED: return b->known ? IS_TRUE : IS_FALSE;
    case ASK_YES: return !b->known ? IS_UNKNOWN : b->low != 0 ? IS_TRUE : IS_FALSE;
    case ASK_EQUAL:
    case ASK_UNEQUAL:
    case ASK_LESS:
    case ASK_UP_TO:
    case ASK_MORE:
    case ASK_FROM: return compare(act, a, b);
    case ASK_FIELD:
    case ASK_STATE:
    case ASK_NUMBER:
    case ASK_TEXT:
    case ASK_DATE:
    case ASK_TODAY: break;
    }
    return IS_UNKNOWN;
}

static bool takes_one(enum condition_act act)
{
    return act == ASK_NOT || act == ASK_FILLED || act == ASK_YES;
}

enum truth condition_judge(const struct condition *condition, const struct record *record,
                           day today)
{
    struct operand stack[CONDITION_STEPS_MAX] = {{0}};
    size_t n = 0;

    for (size_t i = 0; i < condition->n; i++) {
        const struct condition_step *step = &condition->steps[i];
        if (step->act == ASK_FIELD) {
            stack[n++] = operand_of(step->field, record_get(record, step->field));
        } else if (step->act <= ASK_TODAY) {
            stack[n++] = literal(step, record, today);
        } else {
            size_t takes = takes_one(step->act) ? 1 : 2;
            struct operand result = {
                .truth = judge_step(step->act, &stack[n >= 2 ? n - 2 : 0], &stack[n - 1])};
            n -= takes;
            stack[n++] = result;
        }
    }
    return stack[0].truth;
}

bool condition_holds(const struct call *call, const struct condition *condition,
                     const struct record *record)
{
    return condition == NULL || condition_judge(condition, record, call->today) == IS_TRUE;
}

bool condition_asks_secret(const struct condition *condition)
{
    for (size_t i = 0; i < condition->n; i++)
        if (condition->steps[i].field != NULL && condition->steps[i].field->secret)
            return true;
    return false;
}

bool field_asked(const struct call *call, const struct record *record, const struct field *field)
{
    return condition_holds(call, record->kind->sections[field->section].when, record) &&
           condition_holds(call, field->when, record);
}

/* ---- as words ---- */

static void put_escaped(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ' || s.p[i] == '%')
            buf_format(out, "%%%02X", (unsigned)s.p[i]);
        else
            buf_char(out, s.p[i]);
}

static const char *class_word(const struct field *field)
{
    switch (class_of(field)) {
    case CLASS_NUMBER: return "number";
    case CLASS_DATE: return "date";
    case CLASS_TEXT: return "text";
    case CLASS_CHOICE: return "choice";
    case CLASS_CHOICES: return "choices";
    case CLASS_FLAG: return "flag";
    case CLASS_NONE: break;
    }
    return "other";
}

static void put_days(struct buf *out, int64_t low, int64_t high)
{
    char first[DAY_TEXT], last[DAY_TEXT];

    buf_format(out, "day:%s:%s", day_format((day)low, first), day_format((day)high, last));
}

static void put_step(struct buf *out, const struct condition_step *step, day today)
{
    static const char *const words[] = {
        [ASK_EQUAL] = "=", [ASK_UNEQUAL] = "!=", [ASK_LESS] = "<",  [ASK_UP_TO] = "<=",
        [ASK_MORE] = ">",  [ASK_FROM] = ">=",    [ASK_HAS] = "has", [ASK_FILLED] = "filled",
        [ASK_YES] = "yes", [ASK_AND] = "and",    [ASK_OR] = "or",   [ASK_NOT] = "not",
    };

    if (step->act == ASK_FIELD) {
        buf_format(out, "%s:%.*s", class_word(step->field), (int)step->field->name.n,
                   step->field->name.p);
    } else if (step->act == ASK_TEXT) {
        buf_z(out, "is:");
        put_escaped(out, step->text);
    } else if (step->act == ASK_NUMBER) {
        int64_t size = step->low < 0 ? -step->low : step->low;
        buf_format(out, "is:%s%lld.%06lld", step->low < 0 ? "-" : "", (long long)(size / 1000000),
                   (long long)(size % 1000000));
    } else if (step->act == ASK_DATE) {
        put_days(out, step->low, step->high);
    } else if (step->act == ASK_TODAY) {
        put_days(out, today, today);
    } else if (step->act == ASK_STATE) {
        buf_z(out, "state:");
    } else {
        buf_z(out, words[step->act]);
    }
}

struct str condition_postfix(struct call *call, const struct condition *condition)
{
    struct buf out;

    buf_init(&out, call->arena, 64 << 10);
    for (size_t i = 0; condition != NULL && i < condition->n; i++) {
        if (i != 0)
            buf_char(&out, ' ');
        put_step(&out, &condition->steps[i], call->today);
    }
    return buf_str(&out);
}
