/* moves_test.c - rules/moves over the packs, situation by situation: test/moves/. */
#include "base/file.h"
#include "model/packs.h"
#include "rules/moves.h"
#include "store/posix.h"
#include "tap.h"

enum { FACTS = 40, LINES_MAX = 16384 };

/* One block of a file. */
struct situation {
    struct str title;
    size_t line;
    struct moves_ask ask;
    struct moves_fact facts[FACTS], before[FACTS];
    struct buf expected;
};

struct reader {
    struct call *call;
    const struct packs *packs;
    const char *name;
    size_t line;
    struct situation now;
};

/* ---- reading ---- */

static struct str word(struct str *rest)
{
    return str_split(rest, ' ');
}

static day a_day(struct reader *r, struct str text)
{
    day out = 0;

    if (!day_parse(str_z(r->call->arena, text), &out))
        tap_check(false, r->name, (int)r->line, "a day is written as 2026-05-04");
    return out;
}

static int a_minute(struct reader *r, struct str text)
{
    uint64_t hour, minute;

    if (text.n == 5 && str_uint(str_cut(text, 0, 2), 23, &hour) &&
        str_uint(str_cut(text, 3, 5), 59, &minute))
        return (int)(hour * 60 + minute);
    tap_check(false, r->name, (int)r->line, "a time of day is written as 17:30");
    return TERM_NO_HOUR;
}

static void read_fact(struct reader *r, struct str rest, struct moves_fact *list, size_t *n)
{
    struct moves_fact fact = {.what = EVENT_COUNT, .minute = TERM_NO_HOUR, .certain = true};
    struct str name = word(&rest), next;

    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if (str_is(name, procedure_event_name((enum procedure_event)i)))
            fact.what = (enum procedure_event)i;
    fact.on = a_day(r, word(&rest));
    while ((next = word(&rest)).n != 0) {
        if (str_is(next, "until"))
            fact.until = a_day(r, word(&rest));
        if (str_is(next, "at"))
            fact.minute = a_minute(r, word(&rest));
        fact.proven = fact.proven || str_is(next, "proven");
        fact.certain = fact.certain && !str_is(next, "guessed");
        fact.favoured = fact.favoured || str_is(next, "favoured");
    }
    if (fact.what == EVENT_COUNT || *n == FACTS)
        tap_check(false, r->name, (int)r->line, "no such event, or too many of them");
    else
        list[(*n)++] = fact;
}

static void read_procedure(struct reader *r, struct str id)
{
    r->now.ask.procedure = procedure_find(r->packs->procedures, id);
    if (r->now.ask.procedure == NULL)
        tap_check(false, r->name, (int)r->line, "there is no such procedure");
    else
        r->now.ask.country = packs_country(r->packs, r->now.ask.procedure->country);
}

/* ---- what was found, in the same words ---- */

static void put_day(struct buf *b, const char *before, day d)
{
    char text[DAY_TEXT];

    buf_format(b, "%s%s", before, day_format(d, text));
}

static void put_end(struct buf *b, const struct move *move)
{
    if (move->counted)
        put_day(b, " until ", move->last);
    else if (move->any_time)
        buf_z(b, " at any time");
    else if (move->kind != MOVE_WORDS && move->kind != MOVE_REMIND)
        buf_z(b, " no day known");
    if (move->counted && move->firm)
        buf_z(b, " firm");
}

static void put_quoted(struct buf *b, const char *before, struct str text)
{
    if (text.n != 0)
        buf_format(b, "%s \"%.*s\"", before, (int)text.n, text.p);
}

static void put_move(struct buf *b, const char *as, const struct move *move)
{
    buf_format(b, "%s%s", as, move_kind_name(move->kind));
    if (move->to != NULL)
        buf_format(b, " %.*s", (int)move->to->id.n, move->to->id.p);
    if (move->stage != NULL)
        buf_format(b, " stage %zu", (size_t)(move->stage - move->to->stages) + 1);
    put_day(b, " from ", move->opens);
    put_end(b, move);
    put_quoted(b, " if", move->when);
    if (move->kind == MOVE_WORDS)
        put_quoted(b, " words", move->words);
    buf_char(b, '\n');
}

/* Where a situation names one clock, all of them are compared. */
static void put_clocks(struct buf *b, const struct moves_clocks *clocks)
{
    for (size_t i = 0; i < clocks->n; i++) {
        const struct moves_clock *clock = &clocks->in[i];
        buf_format(b, "clock %zu", clock->stage_n);
        put_day(b, " until ", clock->due);
        if (clock->ended)
            put_day(b, " ended ", clock->ended_on);
        buf_char(b, '\n');
    }
}

static void put_moves(struct buf *b, const struct moves *moves)
{
    if (moves->silent) {
        put_day(b, "silent since ", moves->silent_since);
        buf_char(b, '\n');
    }
    for (size_t i = 0; i < moves->open_n; i++)
        put_move(b, "open ", &moves->open[i]);
    for (size_t i = 0; i < moves->barred_n; i++)
        put_move(b, "barred ", &moves->barred[i]);
}

static void check(struct reader *r)
{
    struct moves moves;
    struct buf got;

    if (r->now.title.n == 0 || r->now.ask.procedure == NULL)
        return;
    buf_init(&got, r->call->arena, LINES_MAX);
    r->now.ask.facts = r->now.facts;
    r->now.ask.before = r->now.before;
    CASE("moves: %.*s", (int)r->now.title.n, r->now.title.p);
    if (CHECK_RC(r->call, moves_find(r->call, &r->now.ask, &moves), RC_OK)) {
        if (str_starts(buf_str(&r->now.expected), STR("clock")))
            put_clocks(&got, &moves.clocks);
        put_moves(&got, &moves);
        struct str want = buf_str(&r->now.expected), have = buf_str(&got);
        if (!str_eq(want, have))
            tap_check(false, r->name, (int)r->now.line, "expected\n%.*sgot\n%.*s", (int)want.n,
                      want.p, (int)have.n, have.p);
    }
}

static void begin(struct reader *r, struct str title)
{
    check(r);
    r->now = (struct situation){.title = title, .line = r->line};
    buf_init(&r->now.expected, r->call->arena, LINES_MAX);
}

static void read_line(struct reader *r, struct str line)
{
    struct str rest = line, first = word(&rest);

    if (str_is(first, "=="))
        begin(r, rest);
    else if (str_is(first, "procedure"))
        read_procedure(r, rest);
    else if (str_is(first, "case"))
        r->now.ask.when = rest;
    else if (str_is(first, "fact"))
        read_fact(r, rest, r->now.facts, &r->now.ask.n);
    else if (str_is(first, "before"))
        read_fact(r, rest, r->now.before, &r->now.ask.before_n);
    else if (str_is(first, "today"))
        r->now.ask.today = a_day(r, rest);
    else if (line.n != 0 && line.p[0] != '#')
        buf_format(&r->now.expected, "%.*s\n", (int)line.n, line.p);
}

static void read_file(struct call *call, const struct packs *packs, const char *country)
{
    struct str path = str_format(call->arena, "%s/test/moves/%s.txt", SOURCES, country), bytes;
    struct reader r = {.call = call, .packs = packs, .name = path.p};

    if (!CHECK_RC(call, file_read(call, path.p, 1 << 20, &bytes), RC_OK))
        return;
    while (bytes.n != 0) {
        r.line++;
        read_line(&r, str_split(&bytes, '\n'));
    }
    check(&r);
}

int main(void)
{
    static const char *const countries[] = {"mk", "rs", "xk", "lt"};
    const struct packs *packs;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    CASE("moves: the packs and the situations are read");
    if (CHECK_RC(&call, packs_load(&call, &arena, &packs), RC_OK))
        for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
            read_file(&call, packs, countries[i]);
    arena_fini(&arena);
    return tap_end();
}
