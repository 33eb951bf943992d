/* rules_commands.c - see rules_commands.h. */
#include "cli/rules_commands.h"

#include "base/lang.h"
#include "base/near.h"
#include "cli/out.h"
#include "cli/say.h"
#include "model/calendar.h"
#include "model/procedure.h"
#include "rules/fold.h"
#include "rules/month.h"

static enum rc country_of(struct call *call, const struct command_args *args,
                          const struct term_country **out)
{
    return calendar_of(call, args_text(args, "country"), call->arena, out);
}

/* Columns that people read and programs need not: JSON stays as it was promised. */
static bool is_for_people(const struct command_args *args)
{
    return args->form == OUT_PEOPLE || args->form == OUT_PLAIN;
}

static void put_holiday(struct call *call, const struct command_args *args,
                        const struct holiday *holiday)
{
    struct str who = words_in(holiday->rule->who, lang_code(call->lang));

    out_record(args->out, NULL);
    out_day(args->out, "date", holiday->on);
    if (is_for_people(args))
        out_text(args->out, "weekday", weekday_name(call, day_weekday(holiday->on)));
    out_text(args->out, "name", holiday_name(call, holiday));
    if (is_for_people(args))
        out_text(args->out, "why", holiday_why(call, holiday));
    if (args_has(args, "all"))
        out_text(args->out, "who", who.n != 0 ? who : STR(""));
    out_end(args->out);
}

static enum rc run_holidays(struct call *call, const struct command_args *args)
{
    const unsigned all = HOLIDAY_PUBLIC | HOLIDAY_COMMUNITY | HOLIDAY_PERSONAL | HOLIDAY_WORKING;
    const struct term_country *country;
    struct holidays list;
    enum rc rc = country_of(call, args, &country);

    if (rc != RC_OK)
        return rc;
    int year = (int)args_int(args, "year", year_of(zone_today(&country->zone, call->now_ms)));
    unsigned kinds = args_has(args, "all") ? all : HOLIDAY_PUBLIC;
    rc = holidays_of_year(call, country->calendar, kinds, year, &list);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < list.n; i++)
        put_holiday(call, args, &list.items[i]);
    out_end(args->out);
    const struct holiday_rule *gap = calendar_gap(country->calendar, year);
    if (gap != NULL) {
        struct str name = words_in(gap->name, lang_code(call->lang));
        note(call, args, "The calendar does not yet know the day of this holiday in %d: %.*s", year,
             (int)name.n, name.p);
    }
    return RC_OK;
}

/* "17:30" as a minute of the day */
static enum rc time_of(struct call *call, struct str text, int *out)
{
    uint64_t hour, minute;

    if (text.n != 5 || text.p[2] != ':' || !str_uint(str_cut(text, 0, 2), 23, &hour) ||
        !str_uint(str_cut(text, 3, 5), 59, &minute))
        return fail(call, RC_USAGE, "--at", "'%.*s' is no time of day. Write it as 17:30.",
                    (int)text.n, text.p);
    *out = (int)(hour * 60 + minute);
    return RC_OK;
}

/* What is counted: a length that was given, or the term of a procedure's stage. */
struct counted {
    struct term term;
    bool received;    /* from its receipt by an office */
    struct law law;   /* of the stage; none for a length that was given */
    struct str stage; /* in words; likewise */
    struct str when;  /* the case that the term is for; {NULL, 0}: every one */
};

static enum rc no_procedure(struct call *call, const struct procedures *set, struct str id)
{
    struct near near;

    near_start(&near, id);
    for (const struct procedure *one = procedure_first(set); one != NULL; one = one->after)
        near_try(&near, one->id);
    if (near.found.p == NULL)
        return fail(call, RC_NOT_FOUND, "--procedure", "There is no procedure '%.*s' here.",
                    (int)id.n, id.p);
    return fail(call, RC_NOT_FOUND, "--procedure",
                "There is no procedure '%.*s' here. Did you mean '%.*s'?", (int)id.n, id.p,
                (int)near.found.n, near.found.p);
}

static enum rc find_procedure(struct call *call, const struct command_args *args,
                              struct str country, const struct procedure **out)
{
    struct str id = args_text(args, "procedure");
    const struct procedures *set;
    enum rc rc = procedures_load(call, call->arena, &set);

    if (rc != RC_OK)
        return rc;
    const struct procedure *procedure = procedure_find(set, id);
    if (procedure == NULL)
        return no_procedure(call, set, id);
    if (!str_eq(procedure->country, country))
        return fail(call, RC_USAGE, "--country", "'%.*s' is a procedure of %.*s, not of %.*s.",
                    (int)id.n, id.p, (int)procedure->country.n, procedure->country.p,
                    (int)country.n, country.p);
    *out = procedure;
    return RC_OK;
}

static bool is_countable(const struct procedure_term *term)
{
    return term->term.length != 0;
}

/* The one asked for, or the first that has a number. */
static const struct procedure_term *choose_term(const struct procedure_terms *terms, int64_t which)
{
    if (which > 0)
        return (size_t)which <= terms->n ? &terms->in[which - 1] : NULL;
    for (size_t i = 0; i < terms->n; i++) {
        if (is_countable(&terms->in[i]))
            return &terms->in[i];
    }
    return terms->n == 0 ? NULL : &terms->in[0];
}

/* Why no day comes of what was asked for. */
static enum rc not_countable(struct call *call, const struct procedure_terms *terms,
                             const struct procedure_term *term, struct str manual)
{
    if (term == NULL && terms->n != 0)
        return fail(call, RC_NOT_FOUND, "--case", "The terms here are 1 to %zu.", terms->n);
    if (term != NULL && term->any_time)
        return fail(call, RC_INVALID, "--stage", "This is open at any time; it has no last day.");
    if (term != NULL && term->manual.n != 0)
        manual = term->manual;
    if (manual.n != 0)
        return fail(call, RC_INVALID, "--stage", "No day can be counted here: %.*s.", (int)manual.n,
                    manual.p);
    return fail(call, RC_NOT_FOUND, "--stage", "The law sets no term here that is known.");
}

/* "ZUP, Sl. glasnik RS 18/2016, art 174": what the term says, else the procedure's first basis. */
static struct law law_of(struct call *call, const struct procedure *procedure,
                         const struct procedure_stage *stage, const struct procedure_term *term)
{
    struct str article = term->article;
    struct law law = term->law;

    if (article.n == 0 && stage != NULL)
        article = stage->article;
    if (law.source.n == 0 && procedure->basis_count != 0)
        law.source = procedure->basis[0].act;
    if (law.source.n != 0 && article.n != 0)
        law.source =
            say(call, "%.*s, art %.*s", (int)law.source.n, law.source.p, (int)article.n, article.p);
    return law;
}

/* Stage 0 is the limit for filing; the others are numbered as in the pack. */
static enum rc count_stage(struct call *call, const struct command_args *args, struct str country,
                           struct counted *out)
{
    const struct procedure *procedure = NULL;
    size_t number = (size_t)args_int(args, "stage", 0);
    enum rc rc = find_procedure(call, args, country, &procedure);

    if (rc != RC_OK || procedure == NULL)
        return rc;
    if (number > procedure->stage_count)
        return fail(call, RC_NOT_FOUND, "--stage", "The stages of this procedure are 0 to %zu.",
                    procedure->stage_count);
    const struct procedure_stage *stage = number == 0 ? NULL : &procedure->stages[number - 1];
    const struct procedure_terms *terms = stage == NULL ? &procedure->limits : &stage->terms;
    const struct procedure_term *term = choose_term(terms, args_int(args, "case", 0));
    if (term == NULL || !is_countable(term))
        return not_countable(call, terms, term, stage == NULL ? STR("") : stage->manual);
    if (terms->n > 1 && !args_has(args, "case"))
        note(call, args, "There are %zu terms here; --case says which is counted.", terms->n);
    *out = (struct counted){
        .term = term->term,
        .received = (stage == NULL || stage->side == SIDE_BODY) &&
                    (term->from & UINT32_C(1) << EVENT_RECEIVED) != 0,
        .law = law_of(call, procedure, stage, term),
        .when = term->when,
        .stage = stage == NULL ? words_in(procedure->name, lang_code(call->lang))
                               : words_in(stage->action, lang_code(call->lang)),
    };
    return RC_OK;
}

static enum rc what_is_counted(struct call *call, const struct command_args *args,
                               struct str country, struct counted *out)
{
    static const enum term_unit units[] = {TERM_DAYS, TERM_WORKING_DAYS, TERM_MONTHS, TERM_YEARS,
                                           TERM_HOURS};
    bool length = args_has(args, "plus") && args_has(args, "unit");
    bool stage = args_has(args, "procedure") && args_has(args, "stage");

    if (length == stage || args_has(args, "plus") != length ||
        args_has(args, "procedure") != stage || (args_has(args, "case") && !stage))
        return fail(call, RC_USAGE, NULL,
                    "Say what to count: --plus and --unit, or --procedure and --stage.");
    if (stage)
        return count_stage(call, args, country, out);
    *out = (struct counted){
        .term = {(int)args_int(args, "plus", 0), units[args_choice(args, "unit", 0)]}};
    return RC_OK;
}

static enum rc event_of(struct call *call, const struct command_args *args,
                        const struct counted *counted, struct term_event *out)
{
    struct term_event event = {.on = args_day(args, "from", 0),
                               .minute = TERM_NO_HOUR,
                               .received = args_has(args, "received") || counted->received};
    enum rc rc = args_has(args, "at") ? time_of(call, args_text(args, "at"), &event.minute) : RC_OK;

    if (rc == RC_OK && args_has(args, "at") && !event.received && counted->term.unit != TERM_HOURS)
        return fail(call, RC_USAGE, "--at",
                    "The time of day matters for a paper that was --received and for a term of "
                    "hours.");
    *out = event;
    return rc;
}

static void put_steps(struct call *call, struct out *out, const struct term_count *count)
{
    out_list(out, "steps");
    for (size_t i = 0; i < count->n; i++) {
        out_record(out, NULL);
        out_day(out, "date", count->steps[i].on);
        out_text(out, "what", term_step_what(call, &count->steps[i]));
        out_text(out, "why", term_step_why(call, count, &count->steps[i]));
        out_end(out);
    }
    out_end(out);
}

/* Where the term and the way of counting it were read, and how sure the less sure of both is. */
static struct law joined_law(struct call *call, struct law term, struct law rule)
{
    if (term.source.n == 0)
        return rule;
    struct str both = str_format(call->arena, "%.*s; %.*s", (int)term.source.n, term.source.p,
                                 (int)rule.source.n, rule.source.p);
    return (struct law){.source = both,
                        .status = term.status > rule.status ? term.status : rule.status};
}

static void put_count(struct call *call, const struct command_args *args,
                      const struct counted *counted, const struct term_count *count)
{
    const struct term_rule *rule = count->rule;
    struct law law = joined_law(call, counted->law, rule->law);
    struct out *out = args->out;

    out_record(out, NULL);
    out_day(out, "due", count->due);
    if (count->due_minute != TERM_NO_HOUR)
        out_text(
            out, "until",
            str_format(call->arena, "%02d:%02d", count->due_minute / 60, count->due_minute % 60));
    if (is_for_people(args) && counted->stage.n != 0)
        out_text(out, "stage", counted->stage);
    if (is_for_people(args) && counted->when.n != 0)
        out_text(out, "case", counted->when);
    put_steps(call, out, count);
    out_text(out, "rule", words_in(rule->text, lang_code(call->lang)));
    out_text(out, "source", law.source);
    out_text(out, "status", str_of(law_status_name(law.status)));
    out_end(out);
}

static enum rc run_term(struct call *call, const struct command_args *args)
{
    const struct term_country *country;
    struct counted counted = {.received = false};
    struct term_event event = {.on = 0};
    struct term_count count;
    enum rc rc = country_of(call, args, &country);

    if (rc == RC_OK)
        rc = what_is_counted(call, args, country->calendar->country, &counted);
    if (rc == RC_OK)
        rc = event_of(call, args, &counted, &event);
    if (rc == RC_OK)
        rc = term_count(call, counted.term, event, country, &count);
    if (rc == RC_OK)
        put_count(call, args, &counted, &count);
    return rc;
}

static enum rc run_fold(struct call *call, const struct command_args *args)
{
    out_list(args->out, NULL);
    for (size_t i = 0; i < args->n; i++) {
        struct str keys[FOLD_NAME_KEYS_MAX];
        size_t n = 0;
        enum rc rc = fold_name(call, args_word(args, i), keys, FOLD_NAME_KEYS_MAX, &n);
        if (rc != RC_OK)
            return rc;
        out_record(args->out, NULL);
        out_text(args->out, "name", args_word(args, i));
        out_list(args->out, "keys");
        for (size_t k = 0; k < n; k++)
            out_text(args->out, NULL, keys[k]);
        out_end(args->out);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

static const struct command_option holidays_options[] = {
    {.name = "country",
     .type = OPTION_TEXT,
     .value = "CC",
     .must = true,
     .brief = "the country: MK, RS, XK, LT"},
    {.name = "year",
     .type = OPTION_INT,
     .value = "YEAR",
     .min = HOLIDAY_YEAR_MIN,
     .max = HOLIDAY_YEAR_MAX,
     .brief = "the year; else this one"},
    {.name = "all", .brief = "also days that are free for some people alone, or worked"},
    {.name = NULL},
};

static const char *const unit_names[] = {"cd", "wd", "m", "y", "h", NULL};

static const struct command_option term_options[] = {
    {.name = "country",
     .type = OPTION_TEXT,
     .value = "CC",
     .must = true,
     .brief = "the country whose law counts: MK, RS, XK, LT"},
    {.name = "from",
     .type = OPTION_DATE,
     .value = "DATE",
     .must = true,
     .brief = "the day of the event; it is not counted"},
    {.name = "plus",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = 400000,
     .brief = "the length of the term"},
    {.name = "unit",
     .type = OPTION_CHOICE,
     .value = "UNIT",
     .choices = unit_names,
     .brief = "cd calendar days, wd working days, m months, y years, h hours"},
    {.name = "procedure",
     .type = OPTION_TEXT,
     .value = "ID",
     .brief = "count a term of this procedure, as rs.admin.appeal"},
    {.name = "stage",
     .type = OPTION_INT,
     .value = "N",
     .min = 0,
     .max = 100,
     .brief = "its stage: 1 is the first, 0 the limit for filing"},
    {.name = "case",
     .type = OPTION_INT,
     .value = "K",
     .min = 1,
     .max = 100,
     .brief = "which of the stage's terms, if it has several"},
    {.name = "received", .brief = "the event is the receipt of a paper by an office"},
    {.name = "at", .type = OPTION_TEXT, .value = "HH:MM", .brief = "the event's time of day"},
    {.name = NULL},
};

static const struct command_word fold_words[] = {
    {.name = "NAME", .brief = "a full name, in quotes", .must = true, .many = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {
        .name = "fold",
        .brief = "Shows the keys under which a name is found, however it is spelt.",
        .example = "khetane fold 'Ѓорѓи Демиров' 'Gjorgji Demirov'",
        .words = fold_words,
        .run = run_fold,
    },
    {
        .name = "holidays",
        .brief = "Lists the days of a year on which nobody works.",
        .example = "khetane holidays --country RS --year 2026",
        .options = holidays_options,
        .run = run_holidays,
    },
    {
        .name = "term",
        .brief = "Counts a legal term and says why it ends on that day.",
        .example = "khetane term --country RS --from 2026-03-26 --plus 15 --unit cd",
        .options = term_options,
        .run = run_term,
    },
};

const struct command_table rules_table = {commands, sizeof commands / sizeof *commands};
