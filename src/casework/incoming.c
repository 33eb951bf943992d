/* incoming.c - see incoming.h. */
#include "casework/incoming.h"

#include "casework/clocks.h"
#include "casework/register.h"

/* ---- what an answer is in a procedure ---- */

static const struct answer {
    const char *said;   /* of the list answer_kind */
    const char *what;   /* of the list procedure_event */
    const char *result; /* of the list decision_result; NULL: it decides nothing */
    const char *paper;  /* of the list kind_of_paper, where nobody says which one it is */
} answers[] = {
    {"granted", "delivered", "granted", "decision"},
    {"partly", "delivered", "partly", "decision"},
    {"refused", "delivered", "refused", "refusal"},
    {"rejected", "delivered", "rejected", "refusal"},
    {"wrong_body", "delivered", "wrong_body", "notice"},
    {"asks_more", "requested", NULL, "summons"},
    {"nothing", "notified", NULL, "notice"},
};

static const struct answer *answer_find(struct str said)
{
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (str_is(said, answers[i].said))
            return &answers[i];
    return NULL;
}

static enum rc write_fact(struct call *call, struct change *change, const struct record *of,
                          const struct record *paper)
{
    const struct answer *answer = answer_find(record_text(paper, "said"));
    struct record *event;

    if (answer == NULL || record_value(paper, "taken_up").type == V_NULL)
        return RC_OK;
    enum rc rc = change_make(call, change, app_kind(call, "event"), of, &event);
    if (rc != RC_OK)
        return rc;
    bool guessed = record_flag(paper, "guessed");
    record_set(event, "proceeding", record_value(paper, "taken_up"));
    record_set(event, "paper", id_value(&paper->id));
    record_set(event, "what", v_text(str_of(answer->what)));
    record_set(event, "on", record_value(paper, "received"));
    record_set(event, "guessed", record_value(paper, "guessed"));
    if (answer->result != NULL)
        record_set(event, "result", v_text(str_of(answer->result)));
    record_set(event, "proof", v_text(str_of(clocks_proof_of(record_text(paper, "how"), guessed))));
    record_set(event, "number", record_value(paper, "number"));
    return RC_OK;
}

/* ---- paper.come: [case, proceeding or null, [[field, value], ...]] ---- */

enum { ARG_CASE, ARG_PROCEEDING, ARG_FIELDS, ARGS };

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The paper is not understood.");
}

static bool is_empty(const struct record *record, const char *name)
{
    return record_value(record, name).type == V_NULL;
}

/* What follows from the letter that it answers. */
static enum rc follow_letter(struct call *call, struct change *change, struct record *paper,
                             struct value *proceeding)
{
    const struct record *letter;
    struct id id;

    if (is_empty(paper, "answers"))
        return RC_OK;
    if (!id_of(record_value(paper, "answers").s, &id))
        return bad_args(call);
    enum rc rc = change_look(call, change, app_kind(call, "letter"), &id, &letter);
    if (rc == RC_OK && !id_eq(&letter->owner, &paper->owner))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc != RC_OK)
        return rc;
    if (is_empty(paper, "body"))
        record_set(paper, "body", record_value(letter, "to"));
    if (proceeding->type == V_NULL)
        *proceeding = record_value(letter, "proceeding");
    return RC_OK;
}

/* The number under which they keep it, from the first paper that has one. */
static enum rc take_up(struct call *call, struct change *change, struct record *paper,
                       struct value link)
{
    struct record *proceeding;
    struct id id;

    if (link.type == V_NULL)
        return RC_OK;
    if (!id_of(link.s, &id))
        return bad_args(call);
    enum rc rc = change_open(call, change, app_kind(call, "proceeding"), &id, 0, &proceeding);
    if (rc == RC_OK && !id_eq(&proceeding->owner, &paper->owner))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc != RC_OK)
        return rc;
    record_set(paper, "taken_up", id_value(&proceeding->id));
    if (is_empty(proceeding, "their_number"))
        record_set(proceeding, "their_number", record_value(paper, "number"));
    if (is_empty(paper, "body"))
        record_set(paper, "body", record_value(proceeding, "body"));
    return RC_OK;
}

static void set_sort(struct record *paper)
{
    const struct answer *answer = answer_find(record_text(paper, "said"));

    if (is_empty(paper, "what"))
        record_set(paper, "what", v_text(str_of(answer == NULL ? "other" : answer->paper)));
}

/* Its line in the office's book, where there is one; a paper of an old register has its own. */
static enum rc enter(struct call *call, struct change *change, struct record *paper)
{
    const struct register_ask ask = {.on = 0};
    bool historic, any = false;
    enum rc rc = change_historic(call, change, paper, &historic);

    if (rc == RC_OK && !historic)
        rc = register_any(call, &any);
    return rc == RC_OK && any ? register_paper(call, change, paper, &ask) : rc;
}

static enum rc apply_come(struct call *call, struct change *change, struct value args)
{
    const struct value *arg = args.list.items;
    const struct record *of;
    struct record *paper;
    struct id id;

    if (args.type != V_LIST || args.list.n != ARGS || arg[ARG_CASE].type != V_BYTES ||
        !id_of(arg[ARG_CASE].s, &id))
        return bad_args(call);
    struct value proceeding = arg[ARG_PROCEEDING];
    enum rc rc = change_look(call, change, app_kind(call, "case"), &id, &of);
    if (rc == RC_OK)
        rc = change_make(call, change, app_kind(call, "case_paper"), of, &paper);
    if (rc == RC_OK)
        rc = save_fields(call, paper, arg[ARG_FIELDS]);
    if (rc == RC_OK)
        rc = follow_letter(call, change, paper, &proceeding);
    if (rc == RC_OK)
        rc = take_up(call, change, paper, proceeding);
    if (rc != RC_OK)
        return rc;
    set_sort(paper);
    if (record_value(paper, "received").type != V_INT)
        return RC_OK; /* said at the field */
    rc = enter(call, change, paper);
    return rc == RC_OK ? write_fact(call, change, of, paper) : rc;
}

const struct operation paper_come_operation = {
    .name = "paper.come", .version = 1, .brief = "came in", .apply = apply_come};

enum rc incoming_init(struct call *call, const struct record *of, struct incoming *out)
{
    *out = (struct incoming){.of = of};
    return save_init(call, app_kind(call, "case_paper"), &out->paper);
}

enum rc incoming_run(struct call *call, const struct incoming *incoming, const struct id *change,
                     struct outcome *out)
{
    const struct save_args *save = &incoming->paper.args;
    struct value *pairs = arena_array(call->arena, save->kind->n + 1, sizeof *pairs);
    size_t n = 0;

    for (size_t i = 0; pairs != NULL && i < save->kind->n; i++) {
        struct value pair[] = {v_text(save->kind->fields[i].name), save->values[i]};
        if (save->given[i] && !value_copy(call->arena, v_list(pair, 2), &pairs[n++]))
            return fail_memory(call);
    }
    if (pairs == NULL)
        return fail_memory(call);
    const struct value args[ARGS] = {
        [ARG_CASE] = id_value(&incoming->of->id),
        [ARG_PROCEEDING] =
            id_is_none(&incoming->proceeding) ? v_null() : id_value(&incoming->proceeding),
        [ARG_FIELDS] = v_list(pairs, n),
    };
    const struct operation_request request = {
        .operation = "paper.come", .change = *change, .args = v_list(args, ARGS)};
    return operation_run(call, &request, out);
}

/* ---- paper.say: [paper, said] ---- */

static enum rc apply_say(struct call *call, struct change *change, struct value args)
{
    const struct record *of;
    struct record *paper;
    struct id id;

    if (args.type != V_LIST || args.list.n != 2 || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id))
        return bad_args(call);
    enum rc rc = change_open(call, change, app_kind(call, "case_paper"), &id, 0, &paper);
    if (rc == RC_OK && !is_empty(paper, "said"))
        return fail(call, RC_CONFLICT, "said",
                    "What they answered is written down already. Change it in the paper and in "
                    "what happened.");
    if (rc == RC_OK)
        rc = change_look(call, change, paper->kind->owner, &paper->owner, &of);
    if (rc != RC_OK)
        return rc;
    if (answer_find(args.list.items[1].s) == NULL) {
        fault_add(call, STR("said"), "Say what they answered.");
        return call_faults(call);
    }
    record_set(paper, "said", args.list.items[1]);
    return write_fact(call, change, of, paper);
}

const struct operation paper_say_operation = {
    .name = "paper.say", .version = 1, .brief = "what they answered", .apply = apply_say};

enum rc incoming_say(struct call *call, const struct id *paper, struct str said,
                     const struct id *change, struct outcome *out)
{
    const struct value args[] = {id_value(paper), v_text(said.n == 0 ? STR("") : said)};
    const struct operation_request request = {
        .operation = "paper.say", .change = *change, .args = v_list(args, 2)};

    return operation_run(call, &request, out);
}
