/* no_answer.c - see no_answer.h. */
#include "casework/no_answer.h"

#include <stdlib.h>

#include "base/lang.h"
#include "casework/gather.h"
#include "casework/moves_say.h"
#include "model/app.h"
#include "web/date.h"
#include "web/html.h"

/* ---- the derived fields ---- */

struct awaited {
    struct value due, act_by;
    bool used; /* the remedy was handed in */
};

static bool is_of(const struct record *clock, const struct record *proceeding)
{
    struct value of = record_value(clock, "proceeding");
    struct id id;

    return clock->retired_ms == 0 && !clock->erased && of.type != V_NULL && id_of(of.s, &id) &&
           id_eq(&id, &proceeding->id);
}

/* The longest time that the body has, and the earliest end of what can be done against it. */
static void take(struct awaited *out, const struct record *clock)
{
    struct str what = record_text(clock, "what");
    struct value due = record_value(clock, "due");

    if (str_is(what, "silence"))
        out->used |= record_value(clock, "ended").type != V_NULL;
    if (due.type != V_INT)
        return;
    if (str_is(what, "wait") && (out->due.type == V_NULL || due.i > out->due.i))
        out->due = due;
    if (str_is(what, "silence") && (out->act_by.type == V_NULL || due.i < out->act_by.i))
        out->act_by = due;
}

static enum rc set(struct call *call, struct change *change, const struct record *proceeding,
                   const struct awaited *awaited)
{
    struct record *draft;

    if (value_eq(record_value(proceeding, "answer_due"), awaited->due) &&
        value_eq(record_value(proceeding, "act_by"), awaited->act_by))
        return RC_OK;
    enum rc rc = change_open(call, change, proceeding->kind, &proceeding->id, 0, &draft);
    if (rc != RC_OK)
        return rc;
    record_set(draft, "answer_due", awaited->due);
    record_set(draft, "act_by", awaited->act_by);
    return RC_OK;
}

enum rc no_answer_derive(struct call *call, struct change *change, const struct record *clock)
{
    struct awaited awaited = {v_null(), v_null(), false};
    const struct record *proceeding, *of;
    struct gathered_parts clocks;
    struct id id;

    if (!id_of(record_value(clock, "proceeding").s, &id))
        return RC_OK;
    enum rc rc = change_look(call, change, app_kind(call, "proceeding"), &id, &proceeding);
    if (rc == RC_OK)
        rc = change_look(call, change, app_kind(call, "case"), &clock->owner, &of);
    if (rc == RC_OK)
        rc = gather_parts(call, change, "clock", of, &clocks);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < clocks.n; i++)
        if (is_of(clocks.in[i], proceeding))
            take(&awaited, clocks.in[i]);
    if (awaited.due.type == V_NULL || awaited.used)
        awaited = (struct awaited){v_null(), v_null(), false};
    return set(call, change, proceeding, &awaited);
}

/* ---- the list ---- */

const char *no_answer_show_name(enum no_answer_show show)
{
    static const char *const names[NO_ANSWER_SHOWS] = {"all", "open", "barred", "proof"};

    return names[show];
}

static void filter(struct query *query, const char *field, enum query_op op, struct value value)
{
    query->filters[query->n++] = (struct query_filter){
        .field = field_find(query->kind, str_of(field)), .op = op, .value = value};
}

static struct query query_of(struct call *call, const struct no_answer_ask *ask)
{
    struct query query = {.kind = app_kind(call, "proceeding"), .verb = MAY_SEE};

    query.sort = field_find(query.kind, STR("act_by"));
    filter(&query, "answer_due", QUERY_BEFORE, v_int(call->today));
    if (ask->show == NO_ANSWER_OPEN)
        filter(&query, "act_by", QUERY_FROM, v_int(call->today));
    if (ask->show == NO_ANSWER_BARRED)
        filter(&query, "act_by", QUERY_BEFORE, v_int(call->today));
    if (ask->show == NO_ANSWER_PROOF)
        filter(&query, "proved", QUERY_EMPTY, v_null());
    if (!id_is_none(&ask->body))
        filter(&query, "body", QUERY_IS, id_value(&ask->body));
    if (ask->mine) {
        query.bound = true;
        query.filters[query.n++] =
            (struct query_filter){.field = field_find(query.kind->owner, STR("responsible")),
                                  .op = QUERY_IS,
                                  .value = id_value(&call->actor->id),
                                  .of_owner = true};
    }
    return query;
}

enum rc no_answer_count(struct call *call, const struct no_answer_ask *ask, int64_t *out)
{
    struct query query = query_of(call, ask);

    return query_count(call, &query, out);
}

/* A remedy that is open today before what only reminds; never one that needs another case. */
static const struct move *remedy(const struct moves *moves)
{
    const struct move *found = NULL;

    for (size_t i = 0; i < moves->open_n; i++) {
        const struct move *move = &moves->open[i];
        bool first = move->kind == MOVE_REMIND ? found == NULL
                                               : found == NULL || found->kind != MOVE_SILENCE;
        if (first && (move->kind == MOVE_SILENCE || move->kind == MOVE_REMIND))
            found = move;
    }
    return found;
}

static struct str body_of(struct call *call, const struct record *proceeding)
{
    struct value link = record_value(proceeding, "body");
    struct id id;
    struct str named = link.type != V_NULL && id_of(link.s, &id)
                           ? query_title(call, app_kind(call, "institution"), &id)
                           : STR("");

    return named.n != 0 ? named : record_text(proceeding, "body_name");
}

static void read_facts(struct no_answer_row *row)
{
    const struct moves_ask *ask = &row->view.ask.moves;
    const struct moves_fact *received = moves_latest(ask, 1u << EVENT_RECEIVED);

    row->received = received == NULL ? 0 : received->on;
    row->proved = received != NULL && received->proven;
    for (size_t i = 0; i < row->view.ask.n; i++) {
        struct str number = record_text(row->view.ask.events[i], "number");
        if (str_is(record_text(row->view.ask.events[i], "what"), "filed") && number.n != 0)
            row->number = number;
    }
}

static enum rc fill(struct call *call, const struct record *proceeding, struct no_answer_row *row)
{
    struct value due = record_value(proceeding, "answer_due");
    struct value act_by = record_value(proceeding, "act_by");

    *row = (struct no_answer_row){.proceeding = proceeding,
                                  .body = body_of(call, proceeding),
                                  .due = due.type == V_INT ? (day)due.i : call->today,
                                  .counted = act_by.type == V_INT,
                                  .act_by = act_by.type == V_INT ? (day)act_by.i : 0};
    row->of = query_brief(call, proceeding->kind->owner, &proceeding->owner);
    if (!clocks_known(call, proceeding))
        return RC_OK;
    enum rc rc = clocks_ask(call, NULL, proceeding, &row->view.ask);
    if (rc == RC_OK)
        rc = moves_find(call, &row->view.ask.moves, &row->view.moves);
    if (rc != RC_OK)
        return rc;
    row->move = remedy(&row->view.moves);
    read_facts(row);
    return RC_OK;
}

enum rc no_answer_list(struct call *call, const struct no_answer_ask *ask,
                       struct no_answer_page *out)
{
    struct query query = query_of(call, ask);
    struct query_page found;

    query.after = ask->after;
    query.limit = ask->limit;
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    *out = (struct no_answer_page){.in = arena_array(call->arena, found.n + 1, sizeof *out->in),
                                   .more = found.more,
                                   .next = found.next};
    if (out->in == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        rc = fill(call, found.records[i], &out->in[out->n++]);
    return rc;
}

enum rc no_answer_row(struct call *call, const struct id *proceeding, struct no_answer_row *out)
{
    struct record *record;
    enum rc rc = query_get(call, app_kind(call, "proceeding"), proceeding, &record);

    return rc == RC_OK ? fill(call, record, out) : rc;
}

/* ---- by body ---- */

struct tally {
    struct no_answer_body *in;
    size_t n;
    struct str (*procedures)[8];
    size_t (*letters)[8];
};

static struct no_answer_body *body_in(struct call *call, struct tally *tally,
                                      const struct record *proceeding)
{
    struct str name = body_of(call, proceeding);
    struct id id = {0};

    (void)id_of(record_value(proceeding, "body").s, &id);
    for (size_t i = 0; i < tally->n; i++)
        if (id_eq(&tally->in[i].id, &id) && str_eq(tally->in[i].name, name))
            return &tally->in[i];
    if (tally->n == NO_ANSWER_BODIES_MAX)
        return NULL;
    tally->in[tally->n] = (struct no_answer_body){.id = id, .name = name, .since = day_max()};
    return &tally->in[tally->n++];
}

static void count_procedure(struct tally *tally, size_t at, struct str procedure)
{
    size_t i = 0;

    while (i < 8 && tally->letters[at][i] != 0 && !str_eq(tally->procedures[at][i], procedure))
        i++;
    if (i == 8)
        return;
    tally->procedures[at][i] = procedure;
    tally->letters[at][i]++;
}

static void count_letter(struct call *call, struct tally *tally, const struct record *proceeding)
{
    struct no_answer_body *body = body_in(call, tally, proceeding);
    day due = (day)record_value(proceeding, "answer_due").i;

    if (body == NULL)
        return;
    body->letters++;
    body->since = due < body->since ? due : body->since;
    count_procedure(tally, (size_t)(body - tally->in), record_text(proceeding, "procedure"));
}

static void name_procedures(struct tally *tally)
{
    for (size_t i = 0; i < tally->n; i++)
        for (size_t k = 0; k < 8 && tally->letters[i][k] != 0; k++)
            if (tally->letters[i][k] >= NO_ANSWER_NAMED)
                tally->in[i].procedures[tally->in[i].procedures_n++] = tally->procedures[i][k];
}

static int by_letters(const void *a, const void *b)
{
    const struct no_answer_body *x = a, *y = b;

    return x->letters != y->letters ? (x->letters < y->letters) - (x->letters > y->letters)
                                    : (x->since > y->since) - (x->since < y->since);
}

enum rc no_answer_bodies(struct call *call, struct no_answer_body **out, size_t *n, bool *more)
{
    struct arena *arena = call->arena;
    struct no_answer_ask ask = {.show = NO_ANSWER_ALL};
    struct tally tally = {.in = arena_array(arena, NO_ANSWER_BODIES_MAX, sizeof *tally.in)};
    struct query query = query_of(call, &ask);
    struct query_page found = {.more = true};
    size_t counted = 0;
    enum rc rc = RC_OK;

    tally.procedures = arena_array(arena, NO_ANSWER_BODIES_MAX, sizeof *tally.procedures);
    tally.letters = arena_array(arena, NO_ANSWER_BODIES_MAX, sizeof *tally.letters);
    if (tally.in == NULL || tally.procedures == NULL || tally.letters == NULL)
        return fail_memory(call);
    query.limit = QUERY_ROWS_MAX;
    for (; rc == RC_OK && found.more && counted < NO_ANSWER_COUNTED_MAX; query.after = found.next) {
        rc = query_list(call, &query, &found);
        for (size_t i = 0; rc == RC_OK && i < found.n; i++, counted++)
            count_letter(call, &tally, found.records[i]);
    }
    name_procedures(&tally);
    if (tally.n > 1)
        qsort(tally.in, tally.n, sizeof *tally.in, by_letters);
    *out = tally.in;
    *n = tally.n;
    *more = found.more;
    return rc;
}

/* ---- what is next ---- */

/* Where silence opens nothing, or not any more: another way that the packs know. */
static const struct move *what_is_left(const struct moves *moves)
{
    for (size_t i = 0; i < moves->open_n; i++)
        if (moves->open[i].kind != MOVE_WAIT)
            return &moves->open[i];
    return NULL;
}

struct str no_answer_next(struct call *call, const struct no_answer_row *row)
{
    const struct move *left = row->move != NULL ? row->move : what_is_left(&row->view.moves);
    bool barred = row->counted && row->act_by < call->today;

    if (row->move != NULL)
        return move_title(call, row->move);
    if (left != NULL)
        return barred ? say(call, "Too late because of the silence. What is left: %s",
                            move_title(call, left).p)
                      : move_title(call, left);
    return barred ? say(call, "It is too late for this. It can be asked for anew, or a lawyer may "
                              "find a way.")
                  : say(call, "The law opens no way because nobody answered. A letter to remind "
                              "them, the ombudsman or the public are left.");
}
