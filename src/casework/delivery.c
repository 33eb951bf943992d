/* delivery.c - see delivery.h. */
#include "casework/delivery.h"

#include "base/lang.h"
#include "casework/gather.h"
#include "casework/proceeding.h"

/* ---- the table: what each way writes down, and what the letter is then ---- */

static const struct way {
    const char *name;  /* of the list delivery_way */
    const char *what;  /* of the list procedure_event */
    const char *proof; /* of the list proof */
    const char *state; /* of the letter */
} ways[] = {
    {"handed_in", "filed", "stamped", "delivered"},
    {"handed_over", "filed", "said", "sent"},
    {"refused", "filed", "refused", "refused"},
    {"posted", "filed", "posted", "sent"},
    {"delivered", "received", "return_card", "delivered"},
    {"returned", "filed", "returned", "returned"},
    {"electronic", "filed", "electronic", "delivered"},
    {"mailed", "filed", "said", "sent"},
};

/* What the pages of a procedure can write down besides, of a fact that names a letter. */
static const struct way others[] = {
    {"", "filed", "in_hand", "delivered"},    {"", "filed", "return_card", "delivered"},
    {"", "received", "stamped", "delivered"}, {"", "received", "electronic", "delivered"},
    {"", "received", "in_hand", "delivered"}, {"", "received", "said", "sent"},
    {"", "received", "returned", "returned"},
};

enum { WAYS = sizeof ways / sizeof *ways, OTHERS = sizeof others / sizeof *others };

static const struct way *way_find(struct str name)
{
    for (size_t i = 0; i < WAYS; i++)
        if (str_is(name, ways[i].name))
            return &ways[i];
    return NULL;
}

/* A reminder goes its way as every letter does, but it is another fact of the procedure. */
static struct str what_of(const struct record *fact)
{
    struct str what = record_text(fact, "what");
    bool card = str_is(record_text(fact, "proof"), "return_card");

    if (!str_is(what, "reminder_filed"))
        return what;
    return card ? STR("received") : STR("filed");
}

static const struct way *way_of(const struct record *fact)
{
    struct str what = what_of(fact), proof = record_text(fact, "proof");

    for (size_t i = 0; i < WAYS; i++)
        if (str_is(what, ways[i].what) && str_is(proof, ways[i].proof))
            return &ways[i];
    for (size_t i = 0; i < OTHERS; i++)
        if (str_is(what, others[i].what) && str_is(proof, others[i].proof))
            return &others[i];
    return NULL;
}

struct str delivery_way(const struct record *fact)
{
    const struct way *way = way_of(fact);

    return way == NULL ? STR("") : str_of(way->name);
}

/* ---- the facts of a letter ---- */

static bool names(const struct record *record, const char *field, const struct id *id)
{
    struct value link = record_value(record, field);

    return link.type == V_BYTES && str_eq(link.s, id_str(id));
}

/* By day; those of one day as they were written down. */
static void put_in_order(struct record **all, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && record_value(all[k - 1], "on").i > record_value(all[k], "on").i;
             k--) {
            struct record *one = all[k];
            all[k] = all[k - 1];
            all[k - 1] = one;
        }
}

static enum rc case_of_part(struct call *call, struct change *change, const struct record *part,
                            const struct record **out)
{
    struct record *of;

    if (change != NULL)
        return change_look(call, change, part->kind->owner, &part->owner, out);
    enum rc rc = table_load(call, call->store->db, app_table(call->app, part->kind->owner),
                            &part->owner, &of);
    *out = of;
    return rc;
}

enum rc delivery_facts(struct call *call, struct change *change, const struct record *letter,
                       struct delivery_facts *out)
{
    struct gathered_parts events;
    const struct record *of;
    enum rc rc = case_of_part(call, change, letter, &of);

    if (rc == RC_OK)
        rc = gather_parts(call, change, "event", of, &events);
    if (rc != RC_OK)
        return rc;
    *out = (struct delivery_facts){.in = events.in};
    for (size_t i = 0; i < events.n; i++)
        if (names(events.in[i], "letter", &letter->id) &&
            record_value(events.in[i], "on").type == V_INT)
            out->in[out->n++] = events.in[i];
    put_in_order(out->in, out->n);
    return RC_OK;
}

/* ---- what the letter is after them ---- */

struct standing {
    const char *state; /* NULL: nothing has become of it yet */
    struct value sent, delivered;
};

static bool is(const char *state, const char *other)
{
    return state != NULL && strcmp(state, other) == 0;
}

/* What came back, or was not taken, is to be sent anew; a later slip of what has arrived changes
 * nothing. */
static void follow(struct standing *now, const struct way *way, struct value on)
{
    if (is(way->state, "refused") || is(way->state, "returned")) {
        *now = (struct standing){way->state, v_null(), v_null()};
        return;
    }
    if (!str_is(str_of(way->what), "received") && now->sent.type == V_NULL)
        now->sent = on;
    if (is(way->state, "delivered") && now->delivered.type == V_NULL)
        now->delivered = on;
    if (!is(now->state, "delivered"))
        now->state = way->state;
}

static struct standing standing_of(const struct delivery_facts *facts)
{
    struct standing now = {NULL, v_null(), v_null()};

    for (size_t i = 0; i < facts->n; i++) {
        const struct way *way = way_of(facts->in[i]);
        if (facts->in[i]->retired_ms == 0 && way != NULL)
            follow(&now, way, record_value(facts->in[i], "on"));
    }
    return now;
}

static bool is_on_its_way(struct str state)
{
    for (size_t i = 0; i < WAYS; i++)
        if (str_is(state, ways[i].state))
            return true;
    return false;
}

bool delivery_is_out(const struct record *letter)
{
    return str_is(letter->state, "sent") || str_is(letter->state, "delivered");
}

/* Before anything became of it. */
static struct str state_before(const struct record *letter)
{
    if (record_text(letter, "number").n != 0)
        return STR("registered");
    return record_value(letter, "files").type == V_LIST ? STR("printed") : STR("draft");
}

/* The state of what was sent follows from facts alone: nobody moves it there by hand. */
static void set_state(struct call *call, const struct change *change, struct record *letter,
                      const char *state)
{
    const struct record *was = change_before(change, letter);

    if (state != NULL)
        letter->state = str_of(state);
    else if (is_on_its_way(letter->state) && (was == NULL || !str_eq(was->state, letter->state)))
        fault_add(call, STR("state"),
                  "Write down how it went: handed in, posted, sent – with the day.");
    else if (is_on_its_way(letter->state))
        letter->state = state_before(letter);
}

/* The first paper that is an answer: what asks for more, or says nothing, is none. */
static enum rc answered(struct call *call, struct change *change, const struct record *letter,
                        struct value *out)
{
    struct gathered_parts papers;
    const struct record *of;
    enum rc rc = case_of_part(call, change, letter, &of);

    *out = v_null();
    if (rc == RC_OK)
        rc = gather_parts(call, change, "case_paper", of, &papers);
    for (size_t i = 0; rc == RC_OK && i < papers.n; i++) {
        const struct record *paper = papers.in[i];
        struct value on = record_value(paper, "received");
        struct str said = record_text(paper, "said");
        if (paper->retired_ms != 0 || !names(paper, "answers", &letter->id) || said.n == 0 ||
            str_is(said, "asks_more") || str_is(said, "nothing") || on.type != V_INT)
            continue;
        if (out->type == V_NULL || on.i < out->i)
            *out = on;
    }
    return rc;
}

enum rc delivery_letter(struct call *call, struct change *change, struct record *letter)
{
    struct delivery_facts facts;
    struct value on;
    enum rc rc = delivery_facts(call, change, letter, &facts);

    if (rc == RC_OK)
        rc = answered(call, change, letter, &on);
    if (rc != RC_OK)
        return rc;
    struct standing now = standing_of(&facts);
    set_state(call, change, letter, now.state);
    record_set(letter, "sent", now.sent);
    record_set(letter, "delivered", now.delivered);
    record_set(letter, "answered", on);
    return RC_OK;
}

/* The letters that a field names, and named before this change. */
static enum rc derive_named(struct call *call, struct change *change, const struct record *record,
                            const char *field)
{
    const struct record *was = change_before(change, record);
    const struct value links[] = {record_value(record, field),
                                  was == NULL ? v_null() : record_value(was, field)};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < 2 && rc == RC_OK; i++) {
        struct record *letter;
        struct id id;
        if (links[i].type != V_BYTES || !id_of(links[i].s, &id) ||
            (i == 1 && value_eq(links[0], links[1])))
            continue;
        rc = change_open(call, change, app_kind(call, "letter"), &id, 0, &letter);
        if (rc == RC_OK && id_eq(&letter->owner, &record->owner))
            rc = delivery_letter(call, change, letter);
    }
    return rc;
}

enum rc delivery_event(struct call *call, struct change *change, struct record *event)
{
    if (event->retired_ms == 0 && record_value(event, "letter").type == V_NULL &&
        record_value(event, "proceeding").type == V_NULL)
        fault_add(call, STR("proceeding"), "%s is missing.", say(call, "Procedure").p);
    return derive_named(call, change, event, "letter");
}

enum rc delivery_paper(struct call *call, struct change *change, struct record *paper)
{
    return derive_named(call, change, paper, "answers");
}

/* ---- in which procedure ---- */

/* What goes along with others, or to everybody, begins and reminds of nothing. */
static bool is_aside(struct str sort)
{
    static const char *const sorts[] = {"cover_letter",      "statement", "press_statement",
                                        "power_of_attorney", "consent",   "gap_report"};

    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (str_is(sort, sorts[i]))
            return true;
    return false;
}

static bool is_reminder(const struct record *letter)
{
    return str_is(record_text(letter, "sort_of"), "reminder");
}

/* Of several that are open: that of the same body; else the first that nothing was filed in. */
static const struct record *open_one(const struct proceedings *all, const struct record *letter)
{
    const struct record *first = NULL;

    for (size_t i = 0; i < all->n; i++) {
        const struct record *one = all->in[i].ask.proceeding;
        if (all->in[i].over ||
            !str_eq(record_text(one, "procedure"), record_text(letter, "procedure")))
            continue;
        if (record_value(letter, "to").type != V_NULL &&
            value_eq(record_value(one, "body"), record_value(letter, "to")))
            return one;
        if (first == NULL)
            first = one;
    }
    return first;
}

static enum rc begin(struct call *call, struct change *change, const struct record *of,
                     struct record *letter)
{
    struct proceedings *all = arena_alloc(call->arena, sizeof *all);
    struct record *made;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = proceedings_of(call, of, all);
    if (rc != RC_OK)
        return rc;
    const struct record *proceeding = open_one(all, letter);
    if (proceeding == NULL && is_reminder(letter))
        return RC_OK; /* of nothing that we know */
    if (proceeding == NULL) {
        rc = change_make(call, change, app_kind(call, "proceeding"), of, &made);
        if (rc != RC_OK)
            return rc;
        record_set(made, "procedure", record_value(letter, "procedure"));
        record_set(made, "body", record_value(letter, "to"));
        proceeding = made;
    }
    record_set(letter, "proceeding", id_value(&proceeding->id));
    return RC_OK;
}

static bool counts_as_filed(const struct record *event)
{
    static const char *const nobody[] = {"refused", "returned"};

    for (size_t i = 0; i < 2; i++)
        if (str_is(record_text(event, "proof"), nobody[i]))
            return false;
    return event->retired_ms == 0 && str_is(record_text(event, "what"), "filed") &&
           !record_flag(event, "before");
}

/* Is it the paper that its procedure begins with? Else it is one only while nothing else was. */
static enum rc files(struct call *call, struct change *change, const struct record *of,
                     const struct record *letter, bool *out)
{
    const struct procedure *procedure =
        procedure_find(call->app->packs->procedures, record_text(letter, "procedure"));
    struct str sort = record_text(letter, "sort_of");
    struct gathered_parts events;
    struct id proceeding;

    *out = !is_aside(sort) && id_of(record_value(letter, "proceeding").s, &proceeding);
    if (!*out || is_reminder(letter) || sort.n == 0 || procedure == NULL ||
        str_starts(sort, procedure->letter))
        return RC_OK;
    enum rc rc = gather_parts(call, change, "event", of, &events);
    for (size_t i = 0; rc == RC_OK && i < events.n; i++)
        if (names(events.in[i], "proceeding", &proceeding) && counts_as_filed(events.in[i]) &&
            !names(events.in[i], "letter", &letter->id))
            *out = false;
    return rc;
}

/* ---- letter.deliver: [[letter, way, on, at, number, note, files], ...] ---- */

enum { ROW_LETTER, ROW_WAY, ROW_ON, ROW_AT, ROW_NUMBER, ROW_NOTE, ROW_FILES, ROW_PARTS };

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The delivery is not understood.");
}

static enum rc write_fact(struct call *call, struct change *change, const struct record *of,
                          const struct record *letter, const struct value *row)
{
    static const struct {
        const char *field;
        int from;
    } same[] = {{"on", ROW_ON},
                {"at", ROW_AT},
                {"number", ROW_NUMBER},
                {"note", ROW_NOTE},
                {"files", ROW_FILES}};
    const struct way *way = way_find(row[ROW_WAY].s);
    struct record *event;
    bool files_it;
    enum rc rc = files(call, change, of, letter, &files_it);

    if (rc == RC_OK)
        rc = change_make(call, change, app_kind(call, "event"), of, &event);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        record_set(event, same[i].field, row[same[i].from]);
    record_set(event, "letter", id_value(&letter->id));
    if (files_it)
        record_set(event, "proceeding", record_value(letter, "proceeding"));
    record_set(event, "what",
               v_text(is_reminder(letter) ? STR("reminder_filed") : str_of(way->what)));
    record_set(event, "proof", v_text(str_of(way->proof)));
    return RC_OK;
}

/* Its letter, opened, in the procedure in which it is filed. */
static enum rc open_letter(struct call *call, struct change *change, const struct id *id,
                           const struct record **of, struct record **out)
{
    enum rc rc = change_open(call, change, app_kind(call, "letter"), id, 0, out);

    if (rc != RC_OK)
        return rc;
    if (str_is((*out)->state, "cancelled"))
        return fail(call, RC_INVALID, "letter",
                    "This letter was cancelled in the register. Write another one.");
    rc = change_look(call, change, (*out)->kind->owner, &(*out)->owner, of);
    if (rc == RC_OK && record_value(*out, "proceeding").type == V_NULL &&
        record_text(*out, "procedure").n != 0 && !is_aside(record_text(*out, "sort_of")))
        rc = begin(call, change, *of, *out);
    return rc;
}

static enum rc deliver_row(struct call *call, struct change *change, struct value v)
{
    const struct value *row = v.list.items;
    const struct record *of;
    struct record *letter;
    struct id id;

    if (v.type != V_LIST || v.list.n != ROW_PARTS || row[ROW_LETTER].type != V_BYTES ||
        !id_of(row[ROW_LETTER].s, &id) || row[ROW_WAY].type != V_TEXT || row[ROW_ON].type != V_INT)
        return bad_args(call);
    if (way_find(row[ROW_WAY].s) == NULL) {
        fault_add(call, STR("way"), "Say how it went: handed in, posted, refused at the desk …");
        return call_faults(call);
    }
    enum rc rc = open_letter(call, change, &id, &of, &letter);
    return rc == RC_OK ? write_fact(call, change, of, letter, row) : rc;
}

static enum rc apply_deliver(struct call *call, struct change *change, struct value args)
{
    enum rc rc = RC_OK;

    if (args.type != V_LIST || args.list.n == 0 || args.list.n > DELIVERIES_MAX)
        return bad_args(call);
    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++)
        rc = deliver_row(call, change, args.list.items[i]);
    return rc;
}

const struct operation letter_deliver_operation = {
    .name = "letter.deliver", .version = 1, .brief = "on its way", .apply = apply_deliver};

static struct value text_or_null(struct str s)
{
    s = str_trim(s);
    return s.n == 0 ? v_null() : v_text(s);
}

enum rc letter_deliver(struct call *call, const struct delivery *all, size_t n,
                       const struct id *change, struct outcome *out)
{
    struct operation_request request = {.operation = "letter.deliver", .change = *change};
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);

    if (rows == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++) {
        const struct value row[ROW_PARTS] = {
            [ROW_LETTER] = id_value(&all[i].letter),
            [ROW_WAY] = v_text(all[i].way.n == 0 ? STR("") : all[i].way),
            [ROW_ON] = v_int(all[i].on),
            [ROW_AT] = all[i].minute == DELIVERY_NO_HOUR ? v_null() : v_int(all[i].minute),
            [ROW_NUMBER] = text_or_null(all[i].number),
            [ROW_NOTE] = text_or_null(all[i].note),
            [ROW_FILES] = all[i].files,
        };
        if (!value_copy(call->arena, v_list(row, ROW_PARTS), &rows[i]))
            return fail_memory(call);
    }
    request.args = v_list(rows, n);
    return operation_run(call, &request, out);
}

/* ---- letter.mistake: [fact]; why is the change's reason ---- */

static enum rc apply_mistake(struct call *call, struct change *change, struct value args)
{
    struct record *event;
    struct id id;

    if (args.type != V_LIST || args.list.n != 1 || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id))
        return bad_args(call);
    enum rc rc = change_open(call, change, app_kind(call, "event"), &id, 0, &event);
    if (rc != RC_OK)
        return rc;
    if (record_value(event, "letter").type == V_NULL || event->retired_ms != 0)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    record_set(event, "mistake", v_text(change->reason));
    event->retired_ms = call->now_ms;
    return RC_OK;
}

const struct operation letter_mistake_operation = {.name = "letter.mistake",
                                                   .version = 1,
                                                   .brief = "written down by mistake",
                                                   .reason = true,
                                                   .apply = apply_mistake};

enum rc letter_mistake(struct call *call, const struct id *fact, struct str reason,
                       const struct id *change, struct outcome *out)
{
    const struct value args[] = {id_value(fact)};
    const struct operation_request request = {.operation = "letter.mistake",
                                              .change = *change,
                                              .args = v_list(args, 1),
                                              .reason = str_trim(reason)};

    return operation_run(call, &request, out);
}
