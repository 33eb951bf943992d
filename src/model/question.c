/* question.c - see question.h. */
#include "model/question.h"

#include "base/lang.h"
#include "model/condition.h"
#include "model/field.h"

/* ---- asking ---- */

static bool is_sure(const struct call *call, struct str mark)
{
    struct str rest = call->sure;

    if (str_is(rest, CALL_SURE_OF_ALL))
        return true;
    while (rest.n != 0)
        if (str_eq(str_split(&rest, ' '), mark))
            return true;
    return false;
}

/* Of the values, not of the record: a new one has another id each time that it is tried. */
static struct str mark_of(struct call *call, const struct record *about, struct str what,
                          struct str why, struct value v)
{
    struct buf text;

    buf_init(&text, call->arena, 64 << 10);
    buf_format(&text, "%s\n%s\n%s\n", str_z(call->arena, about->kind->name),
               str_z(call->arena, what), str_z(call->arena, why));
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        if (v.list.items[i].type == V_INT)
            buf_format(&text, "%lld ", (long long)v.list.items[i].i);
    if (v.type == V_INT)
        buf_format(&text, "%lld", (long long)v.i);
    else if (v.type == V_TEXT)
        buf_add(&text, v.s);
    return str_format(call->arena, "%016llx", (unsigned long long)str_hash(buf_str(&text)));
}

static struct call_question **end_of(struct call *call, struct str mark, size_t *n)
{
    struct call_question **at = &call->questions;

    for (*n = 0; *at != NULL && !str_eq((*at)->mark, mark); at = &(*at)->next)
        ++*n;
    return at;
}

void question_ask(struct call *call, const struct record *about, const char *field, struct str what,
                  struct str why)
{
    const struct field *asked = field_find(about->kind, str_of(field));
    struct call_question *question = arena_alloc(call->arena, sizeof *question);
    size_t n;

    if (asked == NULL || question == NULL)
        return; /* without memory the change fails by itself */
    struct str mark = mark_of(call, about, what, why, record_get(about, asked));
    struct call_question **end = end_of(call, mark, &n);
    if (*end != NULL || n == QUESTIONS_MAX)
        return;
    *question = (struct call_question){
        .about = about,
        .where = asked->name,
        .what =
            str_format(call->arena, "%s: %s", str_z(call->arena, label_text(call, &asked->label)),
                       str_z(call->arena, what)),
        .why = why,
        .mark = mark,
        .sure = is_sure(call, mark),
    };
    *end = question;
}

/* ---- what the kinds ask ---- */

static bool differs(const struct record *was, const struct record *now, const struct field *field)
{
    return was == NULL || !value_eq(record_get(was, field), record_get(now, field));
}

static bool touched(const struct record *was, const struct record *now, const struct check *check)
{
    if (was == NULL || !str_eq(was->state, now->state))
        return true;
    for (size_t i = 0; i < check->condition->n; i++)
        if (check->condition->steps[i].field != NULL &&
            differs(was, now, check->condition->steps[i].field))
            return true;
    return false;
}

/* The first day that a date or a partial date can be. */
static bool first_day(struct value v, int64_t *out)
{
    if (v.type == V_LIST && v.list.n != 0)
        v = v.list.items[0];
    *out = v.i;
    return v.type == V_INT;
}

static void ask_of_day(struct call *call, const struct record *record, const struct field *field)
{
    char today[DAY_TEXT];
    int64_t on;

    if (!first_day(record_get(record, field), &on) || on <= call->today)
        return;
    question_ask(
        call, record, str_z(call->arena, field->name), say(call, "this day has not come yet."),
        say(call, "Today is %s, as this computer's clock says.", day_format(call->today, today)));
}

void questions_of_kind(struct call *call, const struct change *change, const struct record *record)
{
    const struct record *was = change_before(change, record);
    const struct kind *kind = record->kind;

    for (size_t i = 0; i < kind->n; i++)
        if (kind->fields[i].not_after_today && differs(was, record, &kind->fields[i]))
            ask_of_day(call, record, &kind->fields[i]);
    for (size_t i = 0; i < kind->checks_n; i++) {
        const struct check *check = &kind->checks[i];
        if (check->ask && touched(was, record, check) &&
            condition_judge(check->condition, record, call->today) == IS_FALSE)
            question_ask(call, record, str_z(call->arena, check->field->name),
                         label_text(call, &check->say), STR(""));
    }
}

/* ---- answers ---- */

struct str question_text(struct call *call, const struct call_question *question)
{
    return question->why.n == 0
               ? question->what
               : str_format(call->arena, "%s %s", str_z(call->arena, question->what),
                            str_z(call->arena, question->why));
}

enum rc questions_end(struct call *call, const struct change *change)
{
    if (change->answered)
        call->questions = NULL;
    for (const struct call_question *q = call->questions; q != NULL; q = q->next)
        if (!q->sure)
            return fail(call, RC_INVALID, str_z(call->arena, q->where), "%s",
                        str_z(call->arena, question_text(call, q)));
    return RC_OK;
}

struct str questions_reason(struct call *call, const struct change *change,
                            const struct id *subject)
{
    struct buf out;

    if (call->questions == NULL)
        return change->reason;
    buf_init(&out, call->arena, change->reason.n + QUESTION_REASON_MAX);
    buf_add(&out, change->reason);
    for (const struct call_question *q = call->questions; q != NULL; q = q->next) {
        if (!id_eq(&q->about->subject, subject))
            continue;
        struct str kept = say(call, "Asked, and it is so: %s", str_z(call->arena, q->what));
        if (out.n + kept.n + 1 > change->reason.n + QUESTION_REASON_MAX)
            break;
        if (out.n != 0)
            buf_char(&out, '\n');
        buf_add(&out, kept);
    }
    return out.n == 0 ? change->reason : buf_str(&out);
}
