/* today.c - see today.h. */
#include "casework/today.h"

#include <stdint.h>

#include "base/lang.h"
#include "casework/laid.h"
#include "model/app.h"
#include "rules/zone.h"
#include "web/html.h"

enum { NO_SOURCE = -1, DAY_S = 24 * 60 * 60, LIFE_DAYS = 40000 };

struct condition_row {
    const char *field; /* NULL: the state; "": there is none */
    enum query_op op;
    const char *value;
};

/* mine: the link that says whose it is; NULL: who is responsible for the case. */
static const struct source {
    const char *what, *kind, *on;
    enum today_group group;
    struct condition_row where;
    const char *mine;
    bool moment;
    const char *says; /* a msgid, for what leaves the house */
} sources[] = {
    {"file",
     "clock",
     "due",
     TODAY_LOSE,
     {"what", QUERY_IS, "file"},
     NULL,
     false,
     N_("Last day to hand it in")},
    {"act",
     "clock",
     "due",
     TODAY_LOSE,
     {"what", QUERY_IS, "act"},
     NULL,
     false,
     N_("Last day to do what was asked")},
    {"next",
     "clock",
     "due",
     TODAY_LOSE,
     {"what", QUERY_IS, "next"},
     NULL,
     false,
     N_("Last day against the decision")},
    {"silence",
     "clock",
     "due",
     TODAY_LOSE,
     {"what", QUERY_IS, "silence"},
     NULL,
     false,
     N_("Last day because nobody answered")},
    {"paper",
     "case_paper",
     "due",
     TODAY_LOSE,
     {"", QUERY_IS, NULL},
     NULL,
     false,
     N_("Last day of a paper")},
    {"hearing",
     "hearing",
     "when_held",
     TODAY_WORK,
     {"outcome", QUERY_EMPTY, NULL},
     NULL,
     true,
     N_("Hearing")},
    {"promise",
     "promise",
     "due",
     TODAY_WORK,
     {"", QUERY_IS, NULL},
     NULL,
     false,
     N_("Until today it was promised")},
    {"task", "task", "due", TODAY_WORK, {NULL, QUERY_IS, "open"}, "who", false, N_("Task")},
    {"referral",
     "referral",
     "due",
     TODAY_WORK,
     {"", QUERY_IS, NULL},
     NULL,
     false,
     N_("Answer to what we handed over")},
    {"wait",
     "clock",
     "due",
     TODAY_BODY,
     {"what", QUERY_IS, "wait"},
     NULL,
     false,
     N_("The body must decide")},
    {"comply",
     "clock",
     "due",
     TODAY_BODY,
     {"what", QUERY_IS, "comply"},
     NULL,
     false,
     N_("The other side must act")},
};

enum { SOURCES = sizeof sources / sizeof *sources };

/* ---- one source ---- */

/* The first moment of a day, or the day itself. */
static int64_t first_of(const struct call *call, const struct source *source, day on)
{
    if (!source->moment)
        return on;
    return call->zone == NULL ? (int64_t)on * DAY_S * 1000 : zone_moment(call->zone, on, 0);
}

static day day_in(const struct call *call, const struct source *source, int64_t sort)
{
    if (!source->moment)
        return (day)sort;
    return call->zone == NULL ? (day)(sort / ((int64_t)DAY_S * 1000))
                              : zone_local(call->zone, sort).on;
}

static void filter(struct query *query, const char *field, enum query_op op, struct value value)
{
    query->filters[query->n++] = (struct query_filter){
        .field = field == NULL ? NULL : field_find(query->kind, str_of(field)),
        .op = op,
        .value = value};
}

/* Hers by a link of the record itself, or as responsible for its case. */
static void filter_mine(const struct call *call, const struct source *source, struct query *query)
{
    struct value me = id_value(&call->actor->id);

    if (source->mine != NULL) {
        filter(query, source->mine, QUERY_IS, me);
        return;
    }
    query->bound = true;
    query->filters[query->n++] =
        (struct query_filter){.field = field_find(query->kind->owner, STR("responsible")),
                              .op = QUERY_IS,
                              .value = me,
                              .of_owner = true};
}

/* False: there is nothing of it for this actor, whatever is stored. */
static bool make_query(struct call *call, const struct today_ask *ask, const struct source *source,
                       struct query *out)
{
    const struct condition_row *where = &source->where;

    *out = (struct query){.kind = kind_find(call->app->registry, str_of(source->kind)),
                          .verb = MAY_SEE};
    if ((ask->groups & source->group) == 0 || out->kind == NULL || ask->from > ask->to ||
        (!call->actor->system && permit_mask(kind_head(out->kind), call->actor, MAY_SEE) == 0))
        return false;
    out->sort = field_find(out->kind, str_of(source->on));
    if (where->field == NULL || where->field[0] != 0)
        filter(out, where->field, where->op,
               where->value == NULL ? v_null() : v_text(str_of(where->value)));
    if (ask->from > day_min())
        filter(out, source->on, QUERY_FROM, v_int(first_of(call, source, ask->from)));
    filter(out, source->on, QUERY_BEFORE, v_int(first_of(call, source, ask->to + 1)));
    if (ask->whose == TODAY_MINE)
        filter_mine(call, source, out);
    out->bound |= ask->whose == TODAY_TEAM;
    return true;
}

/* A place comes from an address: anything may stand there. */
static int64_t within(int64_t n, int64_t from, int64_t to)
{
    if (n < from)
        return from;
    return n > to ? to : n;
}

/* Rows stand by day, source, sort, rid: those of an earlier source go on behind the whole day,
 * those of a later one with the day itself. */
static void go_on(const struct call *call, const struct today_ask *ask, int i, struct query *query)
{
    const struct today_place *after = &ask->after;

    if (after->source < 0 || after->source >= SOURCES)
        return;
    const struct source *source = &sources[after->source];
    int64_t sort = within(after->sort, first_of(call, source, call->today - LIFE_DAYS),
                          first_of(call, source, call->today + LIFE_DAYS));
    day on = day_in(call, source, sort);
    if (i == after->source)
        query->after = (struct query_after){v_int(sort), after->rid};
    else
        query->after = (struct query_after){
            v_int(first_of(call, &sources[i], i < after->source ? on + 1 : on) - 1), INT64_MAX};
}

/* ---- all of them, by day ---- */

struct lane {
    struct query_page found;
    size_t at;
    day on;
};

static void show_head(const struct call *call, struct lane *lane, int i)
{
    if (lane->at < lane->found.n)
        lane->on =
            day_in(call, &sources[i], record_value(lane->found.records[lane->at], sources[i].on).i);
}

static enum rc fill(struct call *call, const struct today_ask *ask, struct lane *lanes)
{
    enum rc rc = RC_OK;

    for (int i = 0; i < SOURCES && rc == RC_OK; i++) {
        struct query query;
        lanes[i] = (struct lane){.at = 0};
        if (!make_query(call, ask, &sources[i], &query))
            continue;
        query.limit = ask->limit + 1;
        go_on(call, ask, i, &query);
        rc = query_list(call, &query, &lanes[i].found);
        show_head(call, &lanes[i], i);
    }
    return rc;
}

static int nearest(const struct lane *lanes)
{
    int best = NO_SOURCE;

    for (int i = 0; i < SOURCES; i++)
        if (lanes[i].at < lanes[i].found.n && (best == NO_SOURCE || lanes[i].on < lanes[best].on))
            best = i;
    return best;
}

static void describe(struct call *call, const struct source *source, const struct record *record,
                     struct today_row *row)
{
    const struct kind *of = kind_find(call->app->registry, STR("case"));
    const struct kind *person = kind_find(call->app->registry, STR("person"));
    struct value firm = record_value(record, "firm");
    int64_t sort = record_value(record, source->on).i;
    struct id id;

    *row = (struct today_row){.what = source->what,
                              .group = source->group,
                              .record = record,
                              .of = query_brief(call, of, &record->owner),
                              .person = STR(""),
                              .on = day_in(call, source, sort),
                              .minute = -1,
                              .counted = field_find(record->kind, STR("firm")) != NULL,
                              .firm = firm.type == V_INT && firm.i != 0};
    if (source->moment && call->zone != NULL)
        row->minute = zone_local(call->zone, sort).second / 60;
    if (row->of != NULL && id_of(record_value(row->of, "person").s, &id))
        row->person = query_title(call, person, &id);
}

enum rc today_list(struct call *call, const struct today_ask *ask, struct today_page *out)
{
    struct lane *lanes = arena_array(call->arena, SOURCES, sizeof *lanes);

    *out = (struct today_page){.in = arena_array(call->arena, ask->limit + 1, sizeof *out->in)};
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (lanes == NULL || out->in == NULL)
        return fail_memory(call);
    enum rc rc = fill(call, ask, lanes);
    if (rc != RC_OK)
        return rc;
    for (int i = nearest(lanes); i != NO_SOURCE; i = nearest(lanes)) {
        const struct record *record = lanes[i].found.records[lanes[i].at];
        if (out->n == ask->limit) {
            out->more = true;
            break;
        }
        describe(call, &sources[i], record, &out->in[out->n++]);
        out->next = (struct today_place){i, record_value(record, sources[i].on).i, record->rid};
        lanes[i].at++;
        show_head(call, &lanes[i], i);
    }
    return RC_OK;
}

enum rc today_count(struct call *call, const struct today_ask *ask, int64_t *out)
{
    enum rc rc = RC_OK;

    *out = 0;
    for (int i = 0; i < SOURCES && rc == RC_OK && *out <= TODAY_COUNT_MAX; i++) {
        struct query query;
        int64_t n = 0;
        if (!make_query(call, ask, &sources[i], &query))
            continue;
        query.sort = NULL;
        query.count_max = TODAY_COUNT_MAX;
        rc = query_count(call, &query, &n);
        *out += n;
    }
    if (*out > TODAY_COUNT_MAX)
        *out = TODAY_COUNT_MAX + 1;
    return rc;
}

/* ---- words ---- */

static struct str choice_of(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));

    return field_show(call, field, record_get(record, field));
}

static struct str linked_or(struct call *call, const struct record *record, const char *link,
                            const char *text)
{
    const struct field *field = field_find(record->kind, str_of(link));
    struct id id;

    if (id_of(record_get(record, field).s, &id))
        return query_title(call, field->target, &id);
    return record_text(record, text);
}

static struct str both(struct call *call, struct str a, struct str b)
{
    return b.n == 0 ? a : str_format(call->arena, "%.*s: %.*s", (int)a.n, a.p, (int)b.n, b.p);
}

struct str today_title(struct call *call, const struct today_row *row)
{
    const struct record *record = row->record;
    struct str what = str_of(row->what);

    if (str_is(record->kind->name, "clock") || str_is(what, "paper"))
        return both(call, choice_of(call, record, "what"), choice_of(call, record, "procedure"));
    if (str_is(what, "hearing"))
        return both(call, say(call, "Hearing"), record_text(record, "where"));
    if (str_is(what, "promise"))
        return both(call,
                    say(call, "Promised by %s", str_z(call->arena, record_text(record, "with"))),
                    record_text(record, "what"));
    if (str_is(what, "referral"))
        return both(call,
                    say(call, "Answer from %s",
                        str_z(call->arena, linked_or(call, record, "to", "to_name"))),
                    record_text(record, "what"));
    return record_text(record, "what");
}

struct str today_plain(struct call *call, const struct today_row *row)
{
    for (int i = 0; i < SOURCES; i++)
        if (str_is(str_of(row->what), sources[i].what))
            return both(call, str_of(lang_text(call->lang, sources[i].says)),
                        row->of == NULL ? STR("") : row->of->code);
    return STR("");
}

struct str today_who(struct call *call, const struct today_row *row)
{
    bool own = field_find(row->record->kind, STR("who")) != NULL &&
               record_value(row->record, "who").type != V_NULL;
    const struct record *record = own ? row->record : row->of;
    struct id id;

    if (record == NULL || !id_of(record_value(record, own ? "who" : "responsible").s, &id))
        return STR("");
    return query_title(call, kind_find(call->app->registry, STR("user")), &id);
}
