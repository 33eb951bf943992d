/* letter.c - see letter.h. */
#include "casework/letter.h"

#include "base/cbor.h"
#include "base/text.h"
#include "casework/deadline.h"
#include "casework/letter_template.h"
#include "casework/proceeding.h"
#include "casework/register.h"
#include "model/actor.h"
#include "model/field.h"
#include "query/query.h"
#include "store/store.h"

static const struct kind *letter_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("letter"));
}

#define NUMBER_FACT  "letter.number"
#define NUMBER_PLACE "[" NUMBER_FACT "?]" /* as template_fill() leaves it */

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The letter's order is not understood.");
}

/* ---- filling ---- */

struct filled {
    struct letter_ask ask;
    struct str sort, country;
    struct str code, template; /* of the language; of the file */
    struct template_filled of;
};

struct str letter_sort_of(const struct move *move)
{
    if (move->kind == MOVE_REMIND)
        return STR("reminder");
    if (move->to == NULL)
        return STR("statement");
    if (move->kind == MOVE_SILENCE && str_is(move->to->letter, "appeal"))
        return STR("appeal_silence");
    if (move->kind == MOVE_SILENCE && str_is(move->to->letter, "suit"))
        return STR("suit_silence");
    return move->to->letter;
}

/* A given date comes as people type it; templates take it as the packs write dates. */
static bool clean_given(struct call *call, const struct letter_given *from, struct letter_given *to)
{
    char iso[DAY_TEXT];
    day d;

    *to = (struct letter_given){from->fact, text_clean(call->arena, from->text)};
    if (!letter_fact_may_be_given(from->fact)) {
        fault_add(call, from->fact, "This fact is not the writer's to give.");
        return false;
    }
    if (to->text.p == NULL) {
        fault_add(call, from->fact, "This text has signs that cannot be kept.");
        return false;
    }
    if (str_ends(from->fact, STR(".date")) && to->text.n != 0) {
        if (!day_typed(call, to->text, &d)) {
            fault_add(call, from->fact, "This is no date. Write it as 22.11.2026.");
            return false;
        }
        to->text = str_dup(call->arena, str_of(day_format(d, iso)));
    }
    return true;
}

static bool goes_against(const struct record *proceeding, const struct id *against)
{
    struct id id;

    return id_is_none(against) ||
           (id_of(record_value(proceeding, "after").s, &id) && id_eq(&id, against));
}

/* Is it open: not ended, and nothing goes against what came of it? One that was begun for the same
 * step and not handed in yet is that step's. */
static enum rc open_by(struct call *call, const struct letter_order *order, struct letter_ask *ask)
{
    struct proceedings *all = arena_alloc(call->arena, sizeof *all);
    struct record *of;
    size_t found = 0;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = query_get(call, app_kind(call, "case"), &order->of, &of);
    if (rc == RC_OK)
        rc = proceedings_of(call, of, all);
    for (size_t i = 0; rc == RC_OK && i < all->n; i++) {
        const struct record *one = all->in[i].ask.proceeding;
        if (all->in[i].over || !str_eq(record_text(one, "procedure"), order->procedure) ||
            !goes_against(one, &order->against))
            continue;
        ask->proceeding = one->id;
        found++;
    }
    if (found != 1) /* of several nobody but the writer can choose */
        ask->proceeding = (struct id){0};
    return rc;
}

/* The procedure by its id, or that of the proceeding it is written in. */
static enum rc find_procedure(struct call *call, const struct letter_order *order,
                              struct letter_ask *ask)
{
    struct deadline_ask known = {.procedure = order->procedure, .received = call->today};
    struct record *proceeding;
    enum rc rc = RC_OK;

    ask->proceeding = order->proceeding;
    if (!id_is_none(&order->proceeding)) {
        rc = query_get(call, app_kind(call, "proceeding"), &order->proceeding, &proceeding);
        if (rc == RC_OK && !id_eq(&proceeding->owner, &order->of))
            rc = fail(call, RC_NOT_FOUND, NULL, NULL);
        if (rc == RC_OK && order->procedure.n == 0)
            known.procedure = record_text(proceeding, "procedure");
    }
    if (rc != RC_OK || known.procedure.n == 0)
        return rc;
    if (deadline_check(call, &known)) /* else it has named what was probably meant */
        ask->procedure = procedure_find(call->app->packs->procedures, known.procedure);
    return id_is_none(&order->proceeding) && id_is_none(&order->to) && ask->procedure != NULL
               ? open_by(call, order, ask)
               : RC_OK;
}

static void find_sort(struct call *call, const struct letter_order *order, struct filled *out)
{
    const struct field *field = field_find(letter_kind(call), STR("sort_of"));

    out->sort = order->sort;
    if (out->sort.n == 0 && out->ask.procedure != NULL)
        out->sort = out->ask.procedure->letter;
    if (out->sort.n == 0)
        fault_add(call, STR("sort"), "Say which letter it is, or for which procedure.");
    else if (choice_find(field->choices, out->sort) == NULL)
        fault_add(call, STR("sort"), "There is no letter '%.*s'.", (int)out->sort.n, out->sort.p);
}

static enum rc find_country(struct call *call, struct filled *out)
{
    const struct table *table = app_table(call->app, app_kind(call, "organisation"));
    struct record *organisation;

    if (out->ask.procedure != NULL) {
        out->country = out->ask.procedure->country;
        return RC_OK;
    }
    enum rc rc = table_load_rid(call, call->store->db, table, 1, &organisation);
    if (rc == RC_OK)
        out->country = record_text(organisation, "country");
    return rc;
}

static enum rc understand(struct call *call, const struct letter_order *order, struct filled *out)
{
    out->ask.of = order->of;
    out->ask.against = order->against;
    out->ask.to = order->to;
    enum rc rc = find_procedure(call, order, &out->ask);
    if (rc == RC_OK)
        rc = find_country(call, out);
    if (rc != RC_OK)
        return rc;
    if (call->faults == NULL)
        find_sort(call, order, out);
    if (!letter_language(call, order->language, &out->ask.language, &out->code))
        fault_add(call, STR("language"), "The language '%.*s' is not known here. Known are: %s.",
                  (int)order->language.n, order->language.p, "en mk sr-Cyrl sr-Latn sq rom lt");
    for (size_t i = 0; i < order->given_n; i++)
        if (order->given[i].text.n != 0 &&
            clean_given(call, &order->given[i], &out->ask.given[out->ask.given_n]))
            out->ask.given_n++;
    return call_faults(call);
}

/* A letter gets its number when it is registered: until then its place is no gap. */
static enum rc leave_number(struct call *call, struct template_filled *filled)
{
    struct template_missing *rest = arena_array(call->arena, filled->missing_n, sizeof *rest);
    size_t n = 0;

    if (filled->missing_n == 0)
        return RC_OK;
    if (rest == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < filled->missing_n; i++)
        if (!str_is(filled->missing[i].name, NUMBER_FACT))
            rest[n++] = filled->missing[i];
    filled->missing = rest;
    filled->missing_n = n;
    return RC_OK;
}

static enum rc fill(struct call *call, const struct letter_order *order, struct str number,
                    struct filled *out)
{
    struct letter_facts facts;
    struct template *t = NULL;
    enum rc rc = understand(call, order, out);

    if (rc == RC_OK) {
        struct letter_which which = {out->sort, out->country, out->ask.procedure, out->ask.language,
                                     order->own};
        rc = letter_template(call, &which, &out->template, &t);
    }
    if (rc == RC_OK)
        rc = letter_facts_load(call, &out->ask, &facts);
    if (rc != RC_OK)
        return rc;
    facts.number = number.n == 0 ? (struct str){NULL, 0} : number;
    struct template_facts view = letter_facts_view(&facts);
    rc = template_fill(call, t, &view, &out->of);
    return rc == RC_OK && number.n == 0 ? leave_number(call, &out->of) : rc;
}

enum rc letter_preview(struct call *call, const struct letter_order *order,
                       struct letter_preview *out)
{
    struct filled *filled = arena_alloc(call->arena, sizeof *filled);

    if (filled == NULL)
        return fail_memory(call);
    enum rc rc = fill(call, order, STR("…"), filled);
    if (rc != RC_OK)
        return rc;
    *out = (struct letter_preview){.doc = filled->of.doc, .template = filled->template};
    for (size_t i = 0; i < filled->of.missing_n; i++) {
        struct str fact = filled->of.missing[i].name;
        out->missing[out->missing_n++] = (struct letter_missing){
            fact, letter_fact_label(call, fact), letter_fact_may_be_given(fact)};
    }
    return RC_OK;
}

/* ---- the record ---- */

/* A letter as it was written, with its draft mark. */
static enum rc read_parts(struct call *call, const struct record *letter, struct letter_doc *out)
{
    struct value parts = record_value(letter, "parts");

    if (parts.type != V_BYTES)
        return fail(call, RC_CORRUPT, "letter", "This letter has no text.");
    return letter_doc_read(call, parts.s, out);
}

enum rc letter_read(struct call *call, const struct record *letter, struct letter_doc *out)
{
    enum rc rc = read_parts(call, letter, out);

    if (rc == RC_OK && record_value(letter, "checked_by").type != V_NULL)
        out->draft_mark = STR("");
    return rc;
}

/* In one line, whole letters, as long as the field may be. */
static struct str subject_line(struct call *call, const struct letter_part *part, size_t max)
{
    struct buf out;

    buf_init(&out, call->arena, LETTER_BYTES_MAX);
    for (size_t i = 0; i < part->n; i++) {
        buf_z(&out, i == 0 ? "" : " ");
        buf_add(&out, part->blocks[i].texts[0]);
    }
    struct str line = buf_str(&out);
    if (line.n <= max)
        return line;
    while (max > 0 && ((unsigned char)line.p[max] & 0xC0) == 0x80)
        max--;
    return str_cut(line, 0, max);
}

static enum rc keep_doc(struct call *call, struct record *letter, const struct letter_doc *doc)
{
    const struct field *subject = field_find(letter->kind, STR("subject_line"));
    struct buf bytes;

    buf_init(&bytes, call->arena, LETTER_BYTES_MAX);
    letter_doc_put(&bytes, doc);
    if (!buf_ok(&bytes))
        return fail(call, RC_LIMIT, "letter", "The letter is longer than %d bytes. Shorten it.",
                    LETTER_BYTES_MAX);
    record_set(letter, "parts", v_bytes(buf_str(&bytes)));
    struct str line = subject_line(call, &doc->parts[LETTER_SUBJECT], (size_t)subject->max);
    record_set(letter, "subject_line", line.n == 0 ? v_null() : v_text(line));
    return RC_OK;
}

/* ---- the number ---- */

static struct str put_number(struct call *call, struct str text, struct str number, size_t *n)
{
    const struct str place = STR(NUMBER_PLACE);
    struct buf out;

    if (memmem(text.p, text.n, place.p, place.n) == NULL)
        return text;
    buf_init(&out, call->arena, LETTER_BYTES_MAX);
    while (text.n != 0) {
        if (str_starts(text, place)) {
            buf_add(&out, number);
            text = str_cut(text, place.n, text.n);
            ++*n;
            continue;
        }
        buf_char(&out, text.p[0]);
        text = str_cut(text, 1, text.n);
    }
    return buf_str(&out);
}

static enum rc number_part(struct call *call, struct letter_part *part, struct str number,
                           size_t *n)
{
    struct letter_block *blocks = arena_array(call->arena, part->n + 1, sizeof *blocks);

    if (blocks == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < part->n; i++) {
        struct str *texts = arena_array(call->arena, part->blocks[i].n + 1, sizeof *texts);
        if (texts == NULL)
            return fail_memory(call);
        blocks[i] = part->blocks[i];
        blocks[i].texts = texts;
        for (size_t k = 0; k < part->blocks[i].n; k++) {
            texts[k] = put_number(call, part->blocks[i].texts[k], number, n);
            if (texts[k].p == NULL)
                return fail_memory(call);
        }
    }
    part->blocks = blocks;
    return RC_OK;
}

enum rc letter_take_number(struct call *call, struct record *letter, struct str number)
{
    struct letter_doc doc;
    size_t n = 0;
    enum rc rc = read_parts(call, letter, &doc);

    for (int i = 0; i < LETTER_PLACES && rc == RC_OK; i++)
        rc = number_part(call, &doc.parts[i], number, &n);
    return rc == RC_OK && n != 0 ? keep_doc(call, letter, &doc) : rc;
}

bool letter_awaits_number(const struct letter_doc *doc)
{
    const struct str place = STR(NUMBER_PLACE);

    for (size_t i = 0; i < LETTER_PLACES; i++)
        for (size_t b = 0; b < doc->parts[i].n; b++)
            for (size_t k = 0; k < doc->parts[i].blocks[b].n; k++) {
                struct str text = doc->parts[i].blocks[b].texts[k];
                if (memmem(text.p, text.n, place.p, place.n) != NULL)
                    return true;
            }
    return false;
}

/* ---- letter.write: see the enum */

enum {
    WRITE_CASE,
    WRITE_PROCEDURE,
    WRITE_LANGUAGE,
    WRITE_GIVEN, /* [[fact, text], ...] */
    WRITE_GAPS,
    WRITE_SORT,
    WRITE_PROCEEDING, /* ids, or null */
    WRITE_AGAINST,
    WRITE_TO,
    WRITE_BATCH,
    WRITE_OWN,
    WRITE_ARGS
};

static bool read_given(struct value list, struct letter_order *order)
{
    if (list.type != V_LIST || list.list.n > LETTER_GIVEN_MAX)
        return false;
    for (size_t i = 0; i < list.list.n; i++) {
        struct value pair = list.list.items[i];
        if (pair.type != V_LIST || pair.list.n != 2 || pair.list.items[0].type != V_TEXT ||
            pair.list.items[1].type != V_TEXT)
            return false;
        order->given[order->given_n++] =
            (struct letter_given){pair.list.items[0].s, pair.list.items[1].s};
    }
    return true;
}

static bool read_id(struct value v, struct id *out)
{
    return v.type == V_NULL || (v.type == V_BYTES && id_of(v.s, out));
}

static bool read_texts(const struct value *arg)
{
    static const int texts[] = {WRITE_PROCEDURE, WRITE_LANGUAGE, WRITE_SORT, WRITE_BATCH};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (arg[texts[i]].type != V_TEXT)
            return false;
    return arg[WRITE_GAPS].type == V_INT;
}

static bool read_order(struct value args, struct letter_order *order)
{
    const struct value *arg = args.list.items;

    if (args.type != V_LIST || args.list.n != WRITE_ARGS || !read_texts(arg))
        return false;
    order->procedure = arg[WRITE_PROCEDURE].s;
    order->language = arg[WRITE_LANGUAGE].s;
    order->sort = arg[WRITE_SORT].s;
    order->batch = arg[WRITE_BATCH].s;
    order->gaps = arg[WRITE_GAPS].i != 0;
    return arg[WRITE_CASE].type == V_BYTES && id_of(arg[WRITE_CASE].s, &order->of) &&
           read_id(arg[WRITE_PROCEEDING], &order->proceeding) &&
           read_id(arg[WRITE_AGAINST], &order->against) && read_id(arg[WRITE_TO], &order->to) &&
           read_id(arg[WRITE_OWN], &order->own) && read_given(arg[WRITE_GIVEN], order);
}

static enum rc refuse_gaps(struct call *call, const struct template_filled *filled)
{
    for (size_t i = 0; i < filled->missing_n; i++) {
        struct str label = letter_fact_label(call, filled->missing[i].name);
        fault_add(call, filled->missing[i].name, "%s is missing.", str_z(call->arena, label));
    }
    return call_faults(call);
}

static struct value link_to(struct call *call, const struct id *id)
{
    struct value kept = v_null();

    return id_is_none(id) || !value_copy(call->arena, id_value(id), &kept) ? v_null() : kept;
}

static struct str given_of(const struct letter_ask *ask, const char *fact)
{
    for (size_t i = 0; i < ask->given_n; i++)
        if (str_is(ask->given[i].fact, fact))
            return ask->given[i].text;
    return STR("");
}

/* A step against what came of another procedure, and a letter to a body that was chosen, need a
 * procedure in which their clocks run. */
static enum rc begin(struct call *call, struct change *change, const struct record *of,
                     const struct letter_order *order, struct letter_ask *ask)
{
    struct record *proceeding;

    if (!id_is_none(&ask->proceeding) || ask->procedure == NULL ||
        (id_is_none(&ask->against) && id_is_none(&ask->to)))
        return RC_OK;
    enum rc rc = change_make(call, change, app_kind(call, "proceeding"), of, &proceeding);
    if (rc != RC_OK)
        return rc;
    record_set(proceeding, "procedure", v_text(order->procedure));
    record_set(proceeding, "body", link_to(call, &ask->to));
    record_set(proceeding, "after", link_to(call, &ask->against));
    struct str office = given_of(ask, "institution.name");
    if (id_is_none(&ask->to) && office.n != 0)
        record_set(proceeding, "body_name", v_text(office));
    ask->proceeding = proceeding->id;
    return RC_OK;
}

static enum rc set_letter(struct call *call, struct record *letter,
                          const struct letter_order *order, const struct filled *filled)
{
    struct str together = given_of(&filled->ask, "together");

    record_set(letter, "sort_of", v_text(filled->sort));
    if (filled->ask.procedure != NULL)
        record_set(letter, "procedure", v_text(filled->ask.procedure->id));
    record_set(letter, "proceeding", link_to(call, &filled->ask.proceeding));
    record_set(letter, "to", link_to(call, &filled->ask.to));
    if (together.n != 0)
        record_set(letter, "together", v_text(together));
    if (order->batch.n != 0)
        record_set(letter, "batch", v_text(order->batch));
    record_set(letter, "template", v_text(filled->template));
    record_set(letter, "language", v_text(filled->code));
    record_set(letter, "written", v_int(call->today));
    return keep_doc(call, letter, &filled->of.doc);
}

static enum rc apply_write(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = letter_kind(call);
    struct letter_order *order = arena_alloc(call->arena, sizeof *order);
    struct filled *filled = arena_alloc(call->arena, sizeof *filled);
    const struct record *of;
    struct record *letter;
    bool later; /* it gets its number in the register */

    if (order == NULL || filled == NULL)
        return fail_memory(call);
    if (!read_order(args, order))
        return bad_args(call);
    enum rc rc = change_look(call, change, kind->owner, &order->of, &of);
    if (rc == RC_OK)
        rc = change_make(call, change, kind, of, &letter);
    if (rc == RC_OK)
        rc = change_number(call, change, letter);
    if (rc == RC_OK)
        rc = register_any(call, &later);
    if (rc == RC_OK)
        rc = fill(call, order, later ? STR("") : letter->code, filled);
    if (rc == RC_OK && !order->gaps)
        rc = refuse_gaps(call, &filled->of);
    if (rc == RC_OK)
        rc = begin(call, change, of, order, &filled->ask);
    return rc == RC_OK ? set_letter(call, letter, order, filled) : rc;
}

const struct operation letter_write_operation = {"letter.write", 1,     "written",   false,
                                                 true,           false, apply_write, NULL};

static struct value text_value(struct str s)
{
    return v_text(s.p == NULL ? STR("") : s);
}

enum rc letter_write(struct call *call, const struct letter_order *order, struct outcome *out)
{
    struct value pairs[LETTER_GIVEN_MAX][2], given[LETTER_GIVEN_MAX];

    for (size_t i = 0; i < order->given_n; i++) {
        pairs[i][0] = text_value(order->given[i].fact);
        pairs[i][1] = text_value(order->given[i].text);
        given[i] = v_list(pairs[i], 2);
    }
    const struct value args[WRITE_ARGS] = {
        [WRITE_CASE] = id_value(&order->of),
        [WRITE_PROCEDURE] = text_value(order->procedure),
        [WRITE_LANGUAGE] = text_value(order->language),
        [WRITE_GIVEN] = v_list(given, order->given_n),
        [WRITE_GAPS] = v_int(order->gaps),
        [WRITE_SORT] = text_value(order->sort),
        [WRITE_PROCEEDING] = link_to(call, &order->proceeding),
        [WRITE_AGAINST] = link_to(call, &order->against),
        [WRITE_TO] = link_to(call, &order->to),
        [WRITE_BATCH] = text_value(order->batch),
        [WRITE_OWN] = link_to(call, &order->own),
    };
    struct operation_request request = {
        .operation = "letter.write", .change = order->change, .args = v_list(args, WRITE_ARGS)};
    return operation_run(call, &request, out);
}

/* ---- letter.edit: [letter, rev, part, text]; letter.check: [letter, rev] ---- */

static enum rc open_letter(struct call *call, struct change *change, struct value args, size_t n,
                           struct record **out)
{
    struct id id;

    if (args.type != V_LIST || args.list.n != n || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id) || args.list.items[1].type != V_INT)
        return bad_args(call);
    return change_open(call, change, letter_kind(call), &id, args.list.items[1].i, out);
}

static enum rc edit_part(struct call *call, struct record *letter, enum letter_place place,
                         struct str source)
{
    struct str text = text_clean(call->arena, source);
    struct letter_doc doc;
    enum rc rc = record_text(letter, "number").n != 0 ? register_frozen(call, letter)
                                                      : read_parts(call, letter, &doc);

    if (rc != RC_OK)
        return rc;
    if (text.p == NULL)
        return fail(call, RC_INVALID, letter_place_name(place),
                    "This text has signs that cannot be kept.");
    rc = letter_part_parse(call, letter_place_name(place), place, text, &doc.parts[place]);
    if (rc != RC_OK)
        return rc;
    record_set(letter, "checked_by", v_null());
    letter->state = STR("draft");
    return keep_doc(call, letter, &doc);
}

static enum rc apply_edit(struct call *call, struct change *change, struct value args)
{
    struct record *letter;
    enum letter_place place;
    enum rc rc = open_letter(call, change, args, 4, &letter);

    if (rc != RC_OK)
        return rc;
    if (args.list.items[2].type != V_TEXT || args.list.items[3].type != V_TEXT ||
        !letter_place_find(args.list.items[2].s, &place))
        return fail(call, RC_INVALID, "part", "A letter has no such part.");
    return edit_part(call, letter, place, args.list.items[3].s);
}

static enum rc apply_check(struct call *call, struct change *change, struct value args)
{
    struct record *letter;
    enum rc rc = open_letter(call, change, args, 2, &letter);

    if (rc != RC_OK)
        return rc;
    if (call->actor->system)
        return fail(call, RC_DENIED, NULL, "Only a person can stand for a letter.");
    record_set(letter, "checked_by", id_value(&call->actor->id));
    return RC_OK;
}

const struct operation letter_edit_operation = {"letter.edit", 1,     "edited",   false,
                                                true,          false, apply_edit, NULL};
const struct operation letter_check_operation = {"letter.check", 1,     "checked",   false,
                                                 true,           false, apply_check, NULL};

enum rc letter_edit(struct call *call, const struct letter_change *which, enum letter_place place,
                    struct str source, struct outcome *out)
{
    const struct value args[] = {id_value(&which->letter), v_int(which->rev),
                                 v_text(str_of(letter_place_name(place))), text_value(source)};
    struct operation_request request = {
        .operation = "letter.edit", .change = which->change, .args = v_list(args, 4)};

    return operation_run(call, &request, out);
}

enum rc letter_check(struct call *call, const struct letter_change *which, struct outcome *out)
{
    const struct value args[] = {id_value(&which->letter), v_int(which->rev)};
    struct operation_request request = {
        .operation = "letter.check", .change = which->change, .args = v_list(args, 2)};

    return operation_run(call, &request, out);
}

/* ---- gaps ---- */

static bool is_new(const struct str *facts, size_t n, struct str fact)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(facts[i], fact))
            return false;
    return true;
}

/* "[client.address?]", "[client.name, genitive?]" */
static size_t gaps_in(struct str text, struct str *facts, size_t n, size_t max)
{
    while (n < max) {
        (void)str_split(&text, '[');
        if (text.n == 0)
            return n;
        struct str inside = str_cut(text, 0, str_find(text, ']'));
        if (inside.n == text.n || !str_ends(inside, STR("?")))
            continue;
        inside = str_cut(inside, 0, inside.n - 1);
        struct str fact = str_split(&inside, ',');
        if (!str_is(fact, NUMBER_FACT) && letter_fact_words.is_known(NULL, fact) &&
            is_new(facts, n, fact))
            facts[n++] = fact;
    }
    return n;
}

size_t letter_gaps(const struct letter_doc *doc, struct str *facts, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < LETTER_PLACES; i++)
        for (size_t b = 0; b < doc->parts[i].n; b++)
            for (size_t k = 0; k < doc->parts[i].blocks[b].n; k++)
                n = gaps_in(doc->parts[i].blocks[b].texts[k], facts, n, max);
    return n;
}
