/* letter.c - see letter.h. */
#include "casework/letter.h"

#include "base/cbor.h"
#include "base/text.h"
#include "casework/deadline.h"
#include "casework/letter_template.h"
#include "model/actor.h"
#include "model/field.h"

static const struct kind *letter_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("letter"));
}

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The letter's order is not understood.");
}

/* ---- filling ---- */

struct filled {
    struct letter_ask ask;
    struct str code, template; /* of the language; of the file */
    struct template_filled of;
};

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

static enum rc understand(struct call *call, const struct letter_order *order, struct filled *out)
{
    struct deadline_ask known = {.procedure = order->procedure, .received = call->today};

    out->ask.of = order->of;
    if (deadline_check(call, &known)) /* else it has named what was probably meant */
        out->ask.procedure = procedure_find(call->app->packs->procedures, order->procedure);
    if (!letter_language(call, order->language, &out->ask.language, &out->code))
        fault_add(call, STR("language"), "The language '%.*s' is not known here. Known are: %s.",
                  (int)order->language.n, order->language.p, "en mk sr-Cyrl sr-Latn sq rom lt");
    for (size_t i = 0; i < order->given_n; i++)
        if (order->given[i].text.n != 0 &&
            clean_given(call, &order->given[i], &out->ask.given[out->ask.given_n]))
            out->ask.given_n++;
    return call_faults(call);
}

static enum rc fill(struct call *call, const struct letter_order *order, struct str number,
                    struct filled *out)
{
    struct letter_facts facts;
    struct template *t = NULL;
    enum rc rc = understand(call, order, out);

    if (rc == RC_OK)
        rc = letter_template(call, out->ask.procedure, out->ask.language, &out->template, &t);
    if (rc == RC_OK)
        rc = letter_facts_load(call, &out->ask, &facts);
    if (rc != RC_OK)
        return rc;
    facts.number = number;
    struct template_facts view = letter_facts_view(&facts);
    return template_fill(call, t, &view, &out->of);
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

/* ---- letter.write: [case, procedure, language, [[fact, text], ...], gaps] ---- */

enum { WRITE_CASE, WRITE_PROCEDURE, WRITE_LANGUAGE, WRITE_GIVEN, WRITE_GAPS, WRITE_ARGS };

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

static bool read_order(struct value args, struct letter_order *order)
{
    const struct value *arg = args.list.items;

    if (args.type != V_LIST || args.list.n != WRITE_ARGS || arg[WRITE_CASE].type != V_BYTES ||
        arg[WRITE_PROCEDURE].type != V_TEXT || arg[WRITE_LANGUAGE].type != V_TEXT ||
        arg[WRITE_GAPS].type != V_INT)
        return false;
    order->procedure = arg[WRITE_PROCEDURE].s;
    order->language = arg[WRITE_LANGUAGE].s;
    order->gaps = arg[WRITE_GAPS].i != 0;
    return id_of(arg[WRITE_CASE].s, &order->of) && read_given(arg[WRITE_GIVEN], order);
}

static enum rc refuse_gaps(struct call *call, const struct template_filled *filled)
{
    for (size_t i = 0; i < filled->missing_n; i++) {
        struct str label = letter_fact_label(call, filled->missing[i].name);
        fault_add(call, filled->missing[i].name, "%s is missing.", str_z(call->arena, label));
    }
    return call_faults(call);
}

static enum rc set_letter(struct call *call, struct record *letter,
                          const struct letter_order *order, const struct filled *filled)
{
    record_set(letter, "procedure", v_text(order->procedure));
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
        rc = fill(call, order, letter->code, filled);
    if (rc == RC_OK && !order->gaps)
        rc = refuse_gaps(call, &filled->of);
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
    enum rc rc = read_parts(call, letter, &doc);

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
        if (letter_fact_words.is_known(NULL, fact) && is_new(facts, n, fact))
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
