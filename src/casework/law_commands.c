/* law_commands.c - of commands.h: the rules of this office, and running clocks by the rules of
 *   today. */
#include "base/lang.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/law_pages.h"
#include "casework/recount.h"
#include "cli/say.h"

static const struct str none = {NULL, 0};

static struct str or_none(struct str text)
{
    return text.n == 0 ? none : text;
}

/* ---- clocks ---- */

static void put_clock(struct call *call, struct out *out, const struct record *clock)
{
    out_record(out, NULL);
    out_text(out, "case", query_number(call, clock->kind->owner, &clock->owner));
    command_put_field(call, out, clock, "what");
    command_put_field(call, out, clock, "procedure");
    command_put_field(call, out, clock, "last_day");
    command_put_field(call, out, clock, "opens");
    command_put_field(call, out, clock, "rule");
    out_end(out);
}

static enum rc list_running(struct call *call, struct out *out)
{
    struct query query = {.kind = command_kind(call, "clock"), .verb = MAY_SEE, .limit = 200};
    struct query_page found = {.more = true};
    enum rc rc = RC_OK;

    query.sort = field_find(query.kind, STR("due"));
    query.filters[query.n++] = (struct query_filter){.field = query.sort, .op = QUERY_FILLED};
    while (rc == RC_OK && found.more) {
        rc = query_list(call, &query, &found);
        for (size_t i = 0; i < found.n && rc == RC_OK; i++)
            put_clock(call, out, found.records[i]);
        query.after = found.next;
    }
    return rc;
}

static void put_moved(struct call *call, struct out *out, const struct clock_moved *moved)
{
    out_record(out, NULL);
    out_text(out, "case", query_number(call, moved->clock->kind->owner, &moved->clock->owner));
    command_put_field(call, out, moved->clock, "what");
    command_put_field(call, out, moved->clock, "procedure");
    out_day(out, "last_day", moved->was);
    command_put_day(out, "would_be", moved->counted ? v_int(moved->now) : v_null());
    out_text(out, "why", str_trim(recount_why(call, moved)));
    out_end(out);
}

static enum rc accept_some(struct call *call, const struct clocks_moved *moved, size_t *accepted)
{
    enum rc rc = RC_OK;

    for (size_t from = 0; from < moved->n && rc == RC_OK; from += RECOUNT_CHANGE) {
        size_t n = moved->n - from < RECOUNT_CHANGE ? moved->n - from : RECOUNT_CHANGE;
        struct id ids[RECOUNT_CHANGE], change = id_new(call);
        struct outcome outcome;
        for (size_t i = 0; i < n; i++)
            ids[i] = moved->in[from + i].clock->id;
        rc = recount_accept(call, &change, ids, n, &outcome);
        *accepted += n;
    }
    return rc;
}

static enum rc list_changed(struct call *call, const struct command_args *args)
{
    struct laid laid;
    struct recount_ask ask = {.laid = &laid};
    bool more = true;
    size_t accepted = 0;
    enum rc rc = laid_load(call, &laid);

    while (rc == RC_OK && more) {
        struct clocks_moved moved = {NULL, 0, 0};
        rc = recount_batch(call, &ask, &moved, &more);
        for (size_t i = 0; i < moved.n && rc == RC_OK; i++)
            if (!moved.in[i].counted || moved.in[i].was != moved.in[i].now)
                put_moved(call, args->out, &moved.in[i]);
        if (rc == RC_OK && args_has(args, "accept"))
            rc = accept_some(call, &moved, &accepted);
    }
    if (rc == RC_OK && args_has(args, "accept"))
        note(call, args, "Accepted: %zu.", accepted);
    return rc;
}

static enum rc run_clocks(struct call *call, const struct command_args *args)
{
    bool changed = args_has(args, "changed") || args_has(args, "accept");

    out_list(args->out, NULL);
    enum rc rc = changed ? list_changed(call, args) : list_running(call, args->out);
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

/* ---- law list ---- */

static void put_term(struct call *call, struct out *out, const struct procedure *procedure,
                     const struct law_term *term)
{
    struct value unknown = v_null();

    out_record(out, NULL);
    out_text(out, "procedure", procedure->id);
    out_text(out, "part", str_of(laid_part_code(term->place.part)));
    out_int(out, "stage", (int64_t)term->place.stage);
    out_int(out, "term", (int64_t)term->place.term);
    out_text(out, "rule", laid_rule(call, term->term));
    out_text(out, "only_if", or_none(term->term->when));
    out_text(out, "source", or_none(law_source(procedure, term->term)));
    out_text(out, "status", str_of(law_status_name(term->term->law.status)));
    out_text(out, "checked", term->check == NULL ? none : laid_said(call, term->check));
    command_put_day(out, "ask_by",
                    term->check == NULL ? unknown : record_value(term->check, "ask_by"));
    out_end(out);
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct str one = args_word(args, 0);
    struct law_use *uses;
    struct laid laid;
    size_t n;
    bool found = false;
    enum rc rc = laid_load(call, &laid);

    if (rc == RC_OK)
        rc = law_uses(call, &uses, &n);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct law_term *terms;
        size_t terms_n;
        if (one.n != 0 && !str_eq(one, uses[i].procedure->id))
            continue;
        found = true;
        rc = law_terms(call, &laid, uses[i].procedure, &terms, &terms_n);
        for (size_t k = 0; rc == RC_OK && k < terms_n; k++)
            put_term(call, args->out, uses[i].procedure, &terms[k]);
    }
    if (rc == RC_OK && one.n != 0 && !found)
        return fail(call, RC_NOT_FOUND, NULL, "This office does not use the procedure '%.*s'.",
                    (int)one.n, one.p);
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

/* ---- law confirm, law unknown, law correct ---- */

static const char *const units[] = {"days", "working_days", "months", "years", "hours", NULL};
static const char *const law_parts[] = {"limit",  "stage", "after", "reminder",
                                        "window", "outer", NULL};

struct saying {
    struct save_args save;
    struct value *values;
    bool *given;
};

static void give(struct saying *s, const char *name, struct value v)
{
    const struct field *field = field_find(s->save.kind, str_of(name));

    s->values[field->index] = v;
    s->given[field->index] = true;
}

static enum rc begin(struct call *call, const struct command_args *args, struct saying *s)
{
    const struct procedure *procedure =
        procedure_find(call->app->packs->procedures, args_word(args, 0));
    struct laid_place place = {(enum laid_part)args_choice(args, "part", LAID_LIMIT),
                               (size_t)args_int(args, "stage", 0),
                               (size_t)args_int(args, "term", 0)};
    struct str by;
    enum rc rc = command_text(call, args, "by", &by);

    if (procedure == NULL)
        return fail(call, RC_NOT_FOUND, NULL, "There is no such procedure.");
    struct procedure_terms terms = laid_terms(procedure, place.part, place.stage);
    if (place.term >= terms.n)
        return fail(call, RC_NOT_FOUND, NULL, "There is no such term.");
    s->save.kind = command_kind(call, "rule_check");
    s->values = arena_array(call->arena, s->save.kind->n, sizeof *s->values);
    s->given = arena_array(call->arena, s->save.kind->n, sizeof *s->given);
    if (s->values == NULL || s->given == NULL)
        return fail_memory(call);
    give(s, "procedure", v_text(procedure->id));
    give(s, "part", v_text(str_of(laid_part_code(place.part))));
    give(s, "stage", v_int((int64_t)place.stage));
    give(s, "term", v_int((int64_t)place.term));
    give(s, "rule", v_text(str_cut(laid_rule(call, &terms.in[place.term]), 0, 400)));
    give(s, "said_by", v_text(by));
    give(s, "said_on", v_int(args_day(args, "on", call->today)));
    return rc;
}

static enum rc end(struct call *call, const struct command_args *args, struct saying *s,
                   const char *answer)
{
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};
    struct outcome outcome;

    give(s, "answer", v_text(str_of(answer)));
    s->save.values = s->values;
    s->save.given = s->given;
    enum rc rc = save_args_make(call, &s->save, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc == RC_OK)
        note(call, args, "Next: khetane clocks --changed, for the last days that would be others.");
    return rc;
}

static enum rc run_confirm(struct call *call, const struct command_args *args)
{
    struct saying s = {.values = NULL};
    enum rc rc = begin(call, args, &s);

    return rc == RC_OK ? end(call, args, &s, "confirmed") : rc;
}

static enum rc run_unknown(struct call *call, const struct command_args *args)
{
    struct saying s = {.values = NULL};
    enum rc rc = begin(call, args, &s);

    if (rc != RC_OK)
        return rc;
    give(&s, "ask_by", v_int(args_day(args, "ask-by", call->today)));
    return end(call, args, &s, "unknown");
}

static enum rc run_correct(struct call *call, const struct command_args *args)
{
    struct saying s = {.values = NULL};
    struct str from = args_text(args, "from");
    struct value *events = arena_array(call->arena, EVENT_COUNT, sizeof *events);
    size_t n = 0;
    enum rc rc = begin(call, args, &s);

    if (rc == RC_OK && events == NULL)
        return fail_memory(call);
    while (rc == RC_OK && from.n != 0 && n < EVENT_COUNT)
        events[n++] = v_text(str_trim(str_split(&from, ',')));
    if (rc != RC_OK)
        return rc;
    give(&s, "number", v_int(args_int(args, "number", 0)));
    give(&s, "unit", v_text(str_of(units[args_choice(args, "unit", 0)])));
    give(&s, "events", v_list(events, n));
    give(&s, "valid_from", v_int(args_day(args, "valid-from", call->today)));
    if (args_has(args, "valid-to"))
        give(&s, "valid_to", v_int(args_day(args, "valid-to", 0)));
    return end(call, args, &s, "corrected");
}

/* ---- the table ---- */

#define PLACE_OPTIONS                                                                          \
    {.name = "part",                                                                           \
     .type = OPTION_CHOICE,                                                                    \
     .value = "PART",                                                                          \
     .brief = "which term: limit, stage, after, reminder, window, outer; else limit",          \
     .choices = law_parts},                                                                    \
        {.name = "stage", .type = OPTION_INT, .value = "N", .max = 99, .brief = "of a stage"}, \
        {.name = "term",                                                                       \
         .type = OPTION_INT,                                                                   \
         .value = "N",                                                                         \
         .max = 99,                                                                            \
         .brief = "which of its terms; else 0, the first"},                                    \
        {.name = "by",                                                                         \
         .type = OPTION_TEXT,                                                                  \
         .value = "NAME",                                                                      \
         .brief = "who says so",                                                               \
         .must = true},                                                                        \
    {                                                                                          \
        .name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "when; else today"        \
    }

static const struct command_option confirm_options[] = {PLACE_OPTIONS, {.name = NULL}};
static const struct command_option unknown_options[] = {
    PLACE_OPTIONS,
    {.name = "ask-by",
     .type = OPTION_DATE,
     .value = "DATE",
     .brief = "until when to ask",
     .must = true},
    {.name = NULL},
};
static const struct command_option correct_options[] = {
    PLACE_OPTIONS,
    {.name = "number",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = 10000,
     .brief = "how many",
     .must = true},
    {.name = "unit",
     .type = OPTION_CHOICE,
     .value = "UNIT",
     .brief = "days, working_days, months, years, hours",
     .choices = units,
     .must = true},
    {.name = "from",
     .type = OPTION_TEXT,
     .value = "EVENTS",
     .brief = "counted from: delivered, received, ...; several with commas",
     .must = true},
    {.name = "valid-from",
     .type = OPTION_DATE,
     .value = "DATE",
     .brief = "holds for what began on or after this day",
     .must = true},
    {.name = "valid-to", .type = OPTION_DATE, .value = "DATE", .brief = "and until this day"},
    {.name = NULL},
};
static const struct command_option clocks_options[] = {
    {.name = "changed", .brief = "only those that the rules of today would move, and why"},
    {.name = "accept", .brief = "and let the new last days hold; needs a lead"},
    {.name = NULL},
};
static const struct command_word procedure_word[] = {
    {.name = "PROCEDURE", .brief = "such as rs.admin.appeal", .must = true}, {.name = NULL}};
static const struct command_word maybe_procedure[] = {
    {.name = "PROCEDURE", .brief = "only this one"}, {.name = NULL}};

static const struct command commands[] = {
    {.name = "clocks",
     .brief = "List the last days that run, or those that the rules of today would move",
     .example = "khetane clocks --changed",
     .needs = NEEDS_DATA,
     .options = clocks_options,
     .run = run_clocks},
    {.name = "law list",
     .brief = "List the rules that this office counts with, and who confirmed them",
     .needs = NEEDS_DATA,
     .words = maybe_procedure,
     .run = run_list},
    {.name = "law confirm",
     .brief = "Write down that a term is right",
     .example = "khetane law confirm rs.admin.appeal --by 'A. B., lawyer'",
     .needs = NEEDS_DATA,
     .options = confirm_options,
     .words = procedure_word,
     .run = run_confirm},
    {.name = "law correct",
     .brief = "Write down that a term is another, from a day on",
     .example = "khetane law correct rs.admin.appeal --number 8 --unit days --from delivered "
                "--valid-from 2026-01-01 --by 'A. B., lawyer'",
     .needs = NEEDS_DATA,
     .options = correct_options,
     .words = procedure_word,
     .run = run_correct},
    {.name = "law unknown",
     .brief = "Write down that nobody knows a term, and until when to ask",
     .needs = NEEDS_DATA,
     .options = unknown_options,
     .words = procedure_word,
     .run = run_unknown},
};

const struct command_table lawyer_table = {commands, sizeof commands / sizeof *commands};
