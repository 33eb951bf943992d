/* report_sample.c - see report_sample.h. */
#include "casework/report_sample.h"

#include "base/figure.h"
#include "base/lang.h"
#include "base/text.h"
#include "casework/come_parts.h"
#include "model/app.h"
#include "query/facts.h"

static const struct source {
    const char *code, *label, *kind;
    const char *on;   /* the field of its day; NULL: the day on which it was made */
    const char *what; /* the field that says what it is */
    bool closed;
} sources[] = {
    {"help", N_("Help given in cases"), "case_help", "on", "what", false},
    {"opened", N_("Cases opened"), "case", NULL, "area", false},
    {"closed", N_("Cases closed"), "case", "ended", "outcome", true},
    {"letters", N_("Letters written"), "letter", "written", "subject_line", false},
};

enum { SOURCES = sizeof sources / sizeof *sources };

bool sample_of(size_t i, const char **code, const char **label)
{
    if (i >= SOURCES)
        return false;
    *code = sources[i].code;
    *label = sources[i].label;
    return true;
}

int64_t sample_seed(struct call *call)
{
    uint64_t seed = 0;

    call->os->random(call->os->data, &seed, sizeof seed);
    return (int64_t)(seed % SAMPLE_SEED_MAX) + 1;
}

/* ---- drawing ---- */

struct lot {
    uint64_t number;
    struct id id;
};

/* Those with the smallest numbers, in order. */
struct drawing {
    uint64_t seed;
    struct lot lots[SAMPLE_MAX];
    size_t n, max;
    int64_t from;
};

/* Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (splitmix64). */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static uint64_t lot_number(uint64_t seed, const struct id *id)
{
    uint64_t number = mix(seed);

    for (size_t i = 0; i < sizeof id->b; i++)
        number = mix(number ^ id->b[i]);
    return number;
}

static enum rc draw(struct call *call, void *data, const struct value *values)
{
    struct drawing *in = data;
    struct lot lot;
    size_t at = in->n;

    (void)call;
    if (values[0].type != V_BYTES || !id_of(values[0].s, &lot.id))
        return RC_OK;
    in->from++;
    lot.number = lot_number(in->seed, &lot.id);
    while (at > 0 && in->lots[at - 1].number > lot.number)
        at--;
    if (at == in->max)
        return RC_OK;
    if (in->n < in->max)
        in->n++;
    for (size_t i = in->n - 1; i > at; i--)
        in->lots[i] = in->lots[i - 1];
    in->lots[at] = lot;
    return RC_OK;
}

static void add_filter(struct query *query, struct query_filter filter)
{
    query->filters[query->n++] = filter;
}

/* Nothing that is for its team alone; of cases none of an old register. */
static struct query wanted(struct call *call, const struct source *source,
                           const struct report_period *period)
{
    static const struct value closed[] = {{.type = V_TEXT, .s = STR_INIT("resolved")},
                                          {.type = V_TEXT, .s = STR_INIT("withdrawn")}};
    struct query query = {.kind = app_kind(call, source->kind), .verb = MAY_SEE};
    const struct kind *of = app_kind(call, "case");
    bool part = query.kind != of;

    add_filter(&query, (struct query_filter){.field = field_find(of, STR("limited")),
                                             .op = QUERY_IS_NOT,
                                             .value = v_int(1),
                                             .of_owner = part});
    if (!part)
        add_filter(&query, (struct query_filter){.field = field_find(of, STR("historic")),
                                                 .op = QUERY_IS_NOT,
                                                 .value = v_int(1)});
    if (source->closed)
        add_filter(&query, (struct query_filter){.op = QUERY_ONE_OF, .value = v_list(closed, 2)});
    if (source->on == NULL)
        return query;
    const struct field *on = field_find(query.kind, str_of(source->on));
    add_filter(&query,
               (struct query_filter){.field = on, .op = QUERY_FROM, .value = v_int(period->from)});
    add_filter(&query,
               (struct query_filter){.field = on, .op = QUERY_UP_TO, .value = v_int(period->to)});
    return query;
}

/* ---- what is shown of one ---- */

/* The first letter of each word: "S. D." */
static struct str masked(struct call *call, struct str name)
{
    bool begins = true;
    struct buf out;

    buf_init(&out, call->arena, 400);
    while (name.n != 0) {
        uint32_t code = text_next(&name);
        if (begins && code != ' ') {
            buf_z(&out, out.n == 0 ? "" : " ");
            text_put(&out, code);
            buf_char(&out, '.');
        }
        begins = code == ' ';
    }
    return buf_ok(&out) && out.n != 0 ? buf_str(&out) : STR("");
}

static struct str person_of(struct call *call, const struct record *of)
{
    struct value person = record_value(of, "person");
    struct id id;

    if (person.type != V_BYTES || !id_of(person.s, &id))
        return STR("");
    return masked(call, query_title(call, app_kind(call, "person"), &id));
}

static void put_paper(struct buf *out, struct str number)
{
    if (number.n == 0)
        return;
    buf_z(out, out->n == 0 ? "" : "; ");
    buf_add(out, number);
}

/* The numbers by which it is found in the folder: papers that came, letters that went. */
static enum rc papers_of(struct call *call, const struct record *of, struct str *out)
{
    static const char *const kinds[] = {"case_paper", "letter"};
    struct buf text;
    enum rc rc = RC_OK;

    buf_init(&text, call->arena, 4000);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && rc == RC_OK; i++) {
        struct query query = {.kind = app_kind(call, kinds[i]),
                              .verb = MAY_SEE,
                              .owner = &of->id,
                              .limit = SAMPLE_PAPERS_MAX};
        struct query_page found;
        rc = query_list(call, &query, &found);
        for (size_t j = 0; j < found.n && rc == RC_OK; j++)
            put_paper(&text, found.records[j]->code.n != 0
                                 ? found.records[j]->code
                                 : record_text(found.records[j], "number"));
    }
    *out = text.n == 0 ? STR("") : buf_str(&text);
    return rc == RC_OK && !buf_ok(&text) ? fail_memory(call) : rc;
}

static struct str shown(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));

    return field_show(call, field, record_get(record, field));
}

static enum rc read_line(struct call *call, const struct source *source, const struct id *id,
                         struct sample_line *out)
{
    const struct kind *kind = app_kind(call, source->kind);
    const struct record *record = query_brief(call, kind, id), *of = record;

    if (record != NULL && kind->owner != NULL)
        of = query_brief(call, kind->owner, &record->owner);
    if (record == NULL || of == NULL)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    out->code = of->code;
    out->on = source->on == NULL ? figure_day(call, come_day(call, record->made_ms))
                                 : shown(call, record, source->on);
    out->what =
        kind->code.n != 0 && kind->owner != NULL ? record->code : shown(call, record, source->what);
    out->person = person_of(call, of);
    return papers_of(call, of, &out->papers);
}

enum rc sample_draw(struct call *call, const struct sample_order *order, struct sample *out)
{
    static const struct facts_column columns[] = {{FACTS_ROW, "id"}};
    size_t at = 0, n = order->n == 0 ? SAMPLE_N : order->n;
    struct drawing drawing = {.seed = (uint64_t)order->seed,
                              .max = n < SAMPLE_MAX ? n : SAMPLE_MAX};

    while (at < SOURCES && !str_is(order->of, sources[at].code))
        at++;
    if (at == SOURCES)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    const struct source *source = &sources[at];
    struct facts facts = {
        .query = wanted(call, source, &order->period), .columns = columns, .n = 1};
    if (source->on == NULL) {
        facts.made_from_ms = come_moment(call, order->period.from, 0);
        facts.made_before_ms = come_moment(call, order->period.to + 1, 0);
    }
    enum rc rc = facts_each(call, &facts, draw, &drawing);
    *out = (struct sample){.title = str_of(lang_text(call->lang, source->label)),
                           .from = drawing.from,
                           .seed = order->seed};
    out->lines = arena_array(call->arena, drawing.n + 1, sizeof *out->lines);
    if (rc == RC_OK && out->lines == NULL)
        return fail_memory(call);
    for (; rc == RC_OK && out->n < drawing.n; out->n++)
        rc = read_line(call, source, &drawing.lots[out->n].id, &out->lines[out->n]);
    return rc;
}
