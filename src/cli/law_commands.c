/* law_commands.c - see law_commands.h. */
#include "cli/law_commands.h"

#include "base/lang.h"
#include "base/near.h"
#include "cli/out.h"
#include "cli/say.h"
#include "model/packs.h"
#include "rules/moves.h"

enum { LINE_MAX = 4000 };

static struct str words_of(const struct call *call, struct words words)
{
    return words_in(words, lang_code(call->lang));
}

static enum rc find_procedure(struct call *call, const struct packs *packs, struct str id,
                              const struct procedure **out)
{
    struct near near;

    *out = procedure_find(packs->procedures, id);
    if (*out != NULL)
        return RC_OK;
    near_start(&near, id);
    for (const struct procedure *p = procedure_first(packs->procedures); p != NULL; p = p->after)
        near_try(&near, p->id);
    if (near.found.p == NULL)
        return fail(call, RC_NOT_FOUND, "PROCEDURE", "There is no procedure '%.*s' here.",
                    (int)id.n, id.p);
    return fail(call, RC_NOT_FOUND, "PROCEDURE",
                "There is no procedure '%.*s' here. Did you mean '%.*s'?", (int)id.n, id.p,
                (int)near.found.n, near.found.p);
}

/* Columns that people read and programs need not; for people, what is empty is left out. */
static bool is_for_people(const struct out *out)
{
    return out->form == OUT_PEOPLE || out->form == OUT_PLAIN;
}

/* ---- a procedure in words ---- */

static void put_from(struct buf *b, uint32_t from)
{
    const char *before = " from ";

    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if ((from & UINT32_C(1) << i) != 0) {
            buf_format(b, "%s%s", before, procedure_event_name((enum procedure_event)i));
            before = " or ";
        }
}

static void put_part(struct buf *b, const char *before, struct str text, const char *behind)
{
    if (text.n != 0)
        buf_format(b, "%s%.*s%s", before, (int)text.n, text.p, behind);
}

/* "15 calendar days from delivered (notification of the decision); partly". The names of events
 * and of how sure it is are those of the packs, so that one finds them there. */
static struct str term_line(struct call *call, const struct procedure_term *term)
{
    struct buf b;

    buf_init(&b, call->arena, LINE_MAX);
    if (term->any_time)
        buf_add(&b, say(call, "at any time"));
    else if (term->term.length == 0)
        buf_add(&b, say(call, "no number"));
    else
        buf_add(&b, term_text(call, term->term));
    put_from(&b, term->from);
    put_part(&b, " (", term->words, ")");
    put_part(&b, ", if: ", term->when, "");
    put_part(&b, "; ", term->manual, "");
    put_part(&b, "; art ", term->article, "");
    buf_format(&b, "; %s", law_status_name(term->law.status));
    return buf_str(&b);
}

static void put_terms(struct call *call, struct out *out, const char *name,
                      struct procedure_terms terms)
{
    out_list(out, name);
    for (size_t i = 0; i < terms.n; i++)
        out_text(out, NULL, term_line(call, &terms.in[i]));
    out_end(out);
}

static void put_text(struct out *out, const char *name, struct str text)
{
    if (text.n != 0 || !is_for_people(out))
        out_text(out, name, text);
}

static void put_texts(struct out *out, const char *name, struct texts texts)
{
    if (texts.n == 0 && is_for_people(out))
        return;
    out_list(out, name);
    for (size_t i = 0; i < texts.n; i++)
        out_text(out, NULL, texts.in[i]);
    out_end(out);
}

static void put_refs(struct out *out, const char *name, struct procedure_refs refs,
                     struct texts other)
{
    if (refs.n + other.n == 0 && is_for_people(out))
        return;
    out_list(out, name);
    for (size_t i = 0; i < refs.n; i++)
        out_text(out, NULL, refs.in[i].id);
    for (size_t i = 0; i < other.n; i++)
        out_text(out, NULL, other.in[i]);
    out_end(out);
}

static void put_stages(struct call *call, struct out *out, const struct procedure *procedure)
{
    static const char *const sides[] = {
        [SIDE_BODY] = "body", [SIDE_CLIENT] = "client", [SIDE_RESPONDENT] = "respondent"};

    out_list(out, "stages");
    for (size_t i = 0; i < procedure->stage_count; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        out_record(out, NULL);
        out_int(out, "stage", (int64_t)i + 1);
        out_text(out, "side", str_of(sides[stage->side]));
        out_text(out, "who", words_of(call, stage->actor));
        out_text(out, "what", words_of(call, stage->action));
        put_terms(call, out, "terms", stage->terms);
        out_text(out, "manual", stage->manual);
        out_text(out, "status", str_of(law_status_name(stage->law.status)));
        out_end(out);
    }
    out_end(out);
}

static void put_some_terms(struct call *call, struct out *out, const char *name,
                           struct procedure_terms terms)
{
    if (terms.n != 0 || !is_for_people(out))
        put_terms(call, out, name, terms);
}

static void put_silence(struct call *call, struct out *out, const struct procedure *procedure)
{
    static const char *const means[] = {
        [SILENCE_UNSAID] = "unsaid",   [SILENCE_NONE] = "none",
        [SILENCE_REMEDY] = "remedy",   [SILENCE_REFUSAL] = "refusal",
        [SILENCE_CONSENT] = "consent", [SILENCE_DEPENDS] = "depends"};
    const struct procedure_silence *silence = &procedure->silence;

    out_text(out, "silence", str_of(means[silence->means]));
    put_text(out, "silence_rule", silence->rule);
    put_some_terms(call, out, "silence_after", silence->after);
    put_some_terms(call, out, "silence_reminder", silence->reminder);
    put_some_terms(call, out, "silence_window", silence->window);
    put_some_terms(call, out, "silence_outer_limit", silence->outer);
    put_refs(out, "silence_remedy", silence->remedy, silence->remedy_other);
}

static struct texts basis_lines(struct call *call, const struct procedure *procedure)
{
    struct str *lines = arena_array(call->arena, procedure->basis_count, sizeof *lines);

    if (lines == NULL)
        return (struct texts){NULL, 0};
    for (size_t i = 0; i < procedure->basis_count; i++) {
        const struct procedure_basis *basis = &procedure->basis[i];
        struct buf b;
        buf_init(&b, call->arena, LINE_MAX);
        buf_add(&b, basis->act);
        for (size_t k = 0; k < basis->articles.n; k++)
            put_part(&b, k == 0 ? ", art " : ", ", basis->articles.in[k], "");
        lines[i] = buf_str(&b);
    }
    return (struct texts){lines, procedure->basis_count};
}

static void put_card(struct call *call, struct out *out, const struct procedure *p)
{
    out_record(out, NULL);
    out_text(out, "id", p->id);
    out_text(out, "country", p->country);
    out_text(out, "name", words_of(call, p->name));
    put_text(out, "institution", words_of(call, p->institution));
    out_flag(out, "offered", p->offered);
    put_text(out, "applies_when", p->applies_when);
    put_texts(out, "who_may_file", p->who_may_file);
    put_some_terms(call, out, "file_within", p->limits);
    put_stages(call, out, p);
    put_silence(call, out, p);
    put_refs(out, "next", p->next, p->next_other);
    put_text(out, "fees", p->fees);
    put_text(out, "form", p->form);
    put_texts(out, "documents", p->documents);
    put_texts(out, "checks", p->checks);
    put_texts(out, "outcomes", p->outcomes);
    put_texts(out, "facts", p->facts);
    put_texts(out, "warnings", p->warnings);
    put_texts(out, "notes", p->notes);
    put_texts(out, "ask", p->ask);
    put_texts(out, "legal_basis", basis_lines(call, p));
    put_text(out, "source", p->law.source);
    out_text(out, "status", str_of(law_status_name(p->law.status)));
    out_end(out);
}

static bool is_of(const struct packs *packs, struct str country, struct str asked)
{
    return asked.n == 0 || packs_country(packs, country) == packs_country(packs, asked);
}

static enum rc check_country(struct call *call, const struct packs *packs, struct str asked)
{
    if (asked.n == 0 || packs_country(packs, asked) != NULL)
        return RC_OK;
    return fail(call, RC_NOT_FOUND, "--country", "There is no law of '%.*s' here.", (int)asked.n,
                asked.p);
}

static enum rc run_procedures(struct call *call, const struct command_args *args)
{
    struct str country = args_text(args, "country");
    const struct packs *packs;
    const struct procedure *one = NULL;
    enum rc rc = packs_load(call, call->arena, &packs);

    if (rc == RC_OK)
        rc = check_country(call, packs, country);
    if (rc == RC_OK && args->n == 1)
        rc = find_procedure(call, packs, args_word(args, 0), &one);
    if (rc != RC_OK)
        return rc;
    if (one != NULL) {
        put_card(call, args->out, one);
        return RC_OK;
    }
    out_list(args->out, NULL);
    for (const struct procedure *p = procedure_first(packs->procedures); p != NULL; p = p->after) {
        if (!is_of(packs, p->country, country))
            continue;
        out_record(args->out, NULL);
        out_text(args->out, "id", p->id);
        out_text(args->out, "name", words_of(call, p->name));
        out_flag(args->out, "offered", p->offered);
        out_text(args->out, "status", str_of(law_status_name(p->law.status)));
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

/* ---- institutions ---- */

static void put_institution(struct call *call, struct out *out, const struct institution *one)
{
    out_record(out, NULL);
    out_text(out, "id", one->id);
    out_text(out, "name", words_of(call, one->name));
    out_text(out, "short", words_of(call, one->short_name));
    out_text(out, "kind", str_of(institution_kind_name(one->kind)));
    out_text(out, "territory", str_of(institution_territory_name(one->territory)));
    out_flag(out, "one_of_many", one->is_type);
    out_text(out, "address", one->address);
    out_text(out, "email", one->email);
    out_list(out, "procedures");
    for (size_t i = 0; i < one->procedures.n; i++)
        out_text(out, NULL, one->procedures.in[i].id);
    out_end(out);
    out_text(out, "status", str_of(law_status_name(one->law.status)));
    out_end(out);
}

static enum rc run_institutions(struct call *call, const struct command_args *args)
{
    struct str country = args_text(args, "country");
    const struct packs *packs;
    enum rc rc = packs_load(call, call->arena, &packs);

    if (rc == RC_OK)
        rc = check_country(call, packs, country);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (const struct institution *one = institution_first(packs->institutions); one != NULL;
         one = one->after)
        if (is_of(packs, one->country, country))
            put_institution(call, args->out, one);
    out_end(args->out);
    return RC_OK;
}

/* ---- what is open ---- */

static enum rc bad_fact(struct call *call, struct str word)
{
    return fail(call, RC_USAGE, "EVENT=DAY",
                "'%.*s' is no event with its day. Write it as received=2026-03-02,proven.",
                (int)word.n, word.p);
}

static enum rc unknown_event(struct call *call, struct str name)
{
    struct near near;

    near_start(&near, name);
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        near_try(&near, str_of(procedure_event_name((enum procedure_event)i)));
    if (near.found.p == NULL)
        return fail(call, RC_USAGE, "EVENT=DAY", "There is no event '%.*s'.", (int)name.n, name.p);
    return fail(call, RC_USAGE, "EVENT=DAY", "There is no event '%.*s'. Did you mean '%.*s'?",
                (int)name.n, name.p, (int)near.found.n, near.found.p);
}

static bool read_minute(struct str text, int *out)
{
    uint64_t hour, minute;

    if (text.n != 5 || text.p[2] != ':' || !str_uint(str_cut(text, 0, 2), 23, &hour) ||
        !str_uint(str_cut(text, 3, 5), 59, &minute))
        return false;
    *out = (int)(hour * 60 + minute);
    return true;
}

/* What stands behind the day: proven, guessed, granted, until=DAY, at=HH:MM. */
static bool read_mark(struct call *call, struct str mark, struct moves_fact *fact)
{
    struct str rest = mark, name = str_split(&rest, '=');

    if (str_is(mark, "proven"))
        fact->proven = true;
    else if (str_is(mark, "guessed"))
        fact->certain = false;
    else if (str_is(mark, "granted"))
        fact->favoured = true;
    else if (str_is(name, "until"))
        return day_parse(str_z(call->arena, rest), &fact->until);
    else
        return str_is(name, "at") && read_minute(rest, &fact->minute);
    return true;
}

static enum rc read_fact(struct call *call, struct str word, struct moves_fact *out)
{
    struct str rest = word, name = str_split(&rest, '='), date = str_split(&rest, ',');
    bool ok = true;

    *out = (struct moves_fact){.what = EVENT_COUNT, .minute = TERM_NO_HOUR, .certain = true};
    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if (str_is(name, procedure_event_name((enum procedure_event)i)))
            out->what = (enum procedure_event)i;
    if (date.n == 0 || !day_parse(str_z(call->arena, date), &out->on))
        return bad_fact(call, word);
    while (rest.n != 0 && ok)
        ok = read_mark(call, str_split(&rest, ','), out);
    if (!ok)
        return bad_fact(call, word);
    return out->what == EVENT_COUNT ? unknown_event(call, name) : RC_OK;
}

static enum rc read_facts(struct call *call, const struct command_args *args, struct moves_ask *ask)
{
    size_t n = args->n - 1;
    struct moves_fact *facts = arena_array(call->arena, n, sizeof *facts);
    enum rc rc = facts == NULL && n != 0 ? fail_memory(call) : RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = read_fact(call, args_word(args, i + 1), &facts[i]);
    ask->facts = facts;
    ask->n = n;
    return rc;
}

static struct str kind_words(struct call *call, enum move_kind kind)
{
    switch (kind) {
    case MOVE_FILE: return say(call, "hand in");
    case MOVE_ACT: return say(call, "do what is asked");
    case MOVE_WAIT: return say(call, "wait");
    case MOVE_REMIND: return say(call, "send a reminder");
    case MOVE_SILENCE: return say(call, "no answer");
    case MOVE_NEXT: return say(call, "against the decision");
    case MOVE_WORDS: return say(call, "in words");
    }
    return STR("");
}

static struct str name_of(struct call *call, const struct move *move)
{
    if (move->stage != NULL)
        return words_of(call, move->stage->action);
    return move->to == NULL ? move->words : words_of(call, move->to->name);
}

static void put_move(struct call *call, const struct command_args *args, const struct move *move,
                     bool barred)
{
    struct out *out = args->out;

    out_record(out, NULL);
    out_text(out, "move",
             is_for_people(out) ? kind_words(call, move->kind)
                                : str_of(move_kind_name(move->kind)));
    out_text(out, "procedure", move->to == NULL ? (struct str){NULL, 0} : move->to->id);
    out_text(out, "what", name_of(call, move));
    out_day(out, "from", move->opens);
    if (move->counted)
        out_day(out, "until", move->last);
    else
        out_text(out, "until", (struct str){NULL, 0});
    out_flag(out, "any_time", move->any_time);
    out_flag(out, "firm", move->firm);
    out_flag(out, "too_late", barred);
    out_text(out, "if", move->when);
    out_text(out, "why_no_day", move->to == NULL ? (struct str){NULL, 0} : move->words);
    out_text(out, "status", str_of(law_status_name(move->status)));
    out_end(out);
}

static void put_moves(struct call *call, const struct command_args *args, const struct moves *moves)
{
    struct out *out = args->out;

    out_record(out, NULL);
    if (moves->silent)
        out_day(out, "no_answer_since", moves->silent_since);
    else
        out_text(out, "no_answer_since", (struct str){NULL, 0});
    out_list(out, "moves");
    for (size_t i = 0; i < moves->open_n; i++)
        put_move(call, args, &moves->open[i], false);
    for (size_t i = 0; i < moves->barred_n; i++)
        put_move(call, args, &moves->barred[i], true);
    out_end(out);
    out_end(out);
}

static enum rc run_moves(struct call *call, const struct command_args *args)
{
    const struct packs *packs;
    struct moves_ask ask = {.when = args_text(args, "when")};
    struct moves moves;
    enum rc rc = packs_load(call, call->arena, &packs);

    if (rc == RC_OK)
        rc = find_procedure(call, packs, args_word(args, 0), &ask.procedure);
    if (rc == RC_OK)
        rc = read_facts(call, args, &ask);
    if (rc != RC_OK)
        return rc;
    ask.country = packs_country(packs, ask.procedure->country);
    if (ask.country == NULL)
        return fail(call, RC_NOT_FOUND, "PROCEDURE", "There is no calendar of its country here.");
    ask.today = args_day(args, "today", zone_today(&ask.country->zone, call->now_ms));
    rc = moves_find(call, &ask, &moves);
    if (rc != RC_OK)
        return rc;
    put_moves(call, args, &moves);
    if (!ask.procedure->offered)
        note(call, args, "This is not offered here; \"khetane procedures %s\" says why.",
             ask.procedure->id.p);
    return RC_OK;
}

/* ---- the table ---- */

static const struct command_option country_options[] = {
    {.name = "country",
     .type = OPTION_TEXT,
     .value = "CC",
     .brief = "those of this country alone: MK, RS, XK, LT"},
    {.name = NULL},
};

static const struct command_word procedures_words[] = {
    {.name = "PROCEDURE", .brief = "all that is known of this one, as rs.admin.appeal"},
    {.name = NULL},
};

static const struct command_option moves_options[] = {
    {.name = "when",
     .type = OPTION_TEXT,
     .value = "CASE",
     .brief = "the case that holds, in the words of the procedure; another text: none of them"},
    {.name = "today",
     .type = OPTION_DATE,
     .value = "DATE",
     .brief = "the day to look from; else today"},
    {.name = NULL},
};

static const struct command_word moves_words[] = {
    {.name = "PROCEDURE", .brief = "as rs.admin.request", .must = true},
    {.name = "EVENT=DAY",
     .brief =
         "what happened, as received=2026-03-02,proven; or guessed, granted, until=DAY, at=17:30",
     .many = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {
        .name = "institutions",
        .brief = "Lists the bodies that procedures go to.",
        .example = "khetane institutions --country RS",
        .options = country_options,
        .run = run_institutions,
    },
    {
        .name = "moves",
        .brief = "Says which steps the law leaves open, each with its last day.",
        .example = "khetane moves rs.admin.request received=2026-03-02,proven --today 2026-05-10",
        .options = moves_options,
        .words = moves_words,
        .run = run_moves,
    },
    {
        .name = "procedures",
        .brief = "Lists the procedures that are known, or all that is known of one.",
        .example = "khetane procedures rs.admin.appeal",
        .options = country_options,
        .words = procedures_words,
        .run = run_procedures,
    },
};

const struct command_table law_table = {commands, sizeof commands / sizeof *commands};
