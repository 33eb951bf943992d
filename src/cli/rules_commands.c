/* rules_commands.c - see rules_commands.h. */
#include "cli/rules_commands.h"

#include "base/lang.h"
#include "cli/out.h"
#include "cli/say.h"
#include "model/calendar.h"
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

static enum rc event_of(struct call *call, const struct command_args *args, struct term term,
                        struct term_event *out)
{
    struct term_event event = {.on = args_day(args, "from", 0),
                               .minute = TERM_NO_HOUR,
                               .received = args_has(args, "received")};
    enum rc rc = args_has(args, "at") ? time_of(call, args_text(args, "at"), &event.minute) : RC_OK;

    if (rc == RC_OK && args_has(args, "at") && !event.received && term.unit != TERM_HOURS)
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

static void put_count(struct call *call, struct out *out, const struct term_count *count)
{
    const struct term_rule *rule = count->rule;

    out_record(out, NULL);
    out_day(out, "due", count->due);
    if (count->due_minute != TERM_NO_HOUR)
        out_text(
            out, "until",
            str_format(call->arena, "%02d:%02d", count->due_minute / 60, count->due_minute % 60));
    put_steps(call, out, count);
    out_text(out, "rule", words_in(rule->text, lang_code(call->lang)));
    out_text(out, "source", rule->law.source);
    out_text(out, "status", str_of(law_status_name(rule->law.status)));
    out_end(out);
}

static enum rc run_term(struct call *call, const struct command_args *args)
{
    static const enum term_unit units[] = {TERM_DAYS, TERM_WORKING_DAYS, TERM_MONTHS, TERM_YEARS,
                                           TERM_HOURS};
    struct term term = {.length = (int)args_int(args, "plus", 0),
                        .unit = units[args_choice(args, "unit", 0)]};
    const struct term_country *country;
    struct term_event event = {.on = 0};
    struct term_count count;
    enum rc rc = country_of(call, args, &country);

    if (rc == RC_OK)
        rc = event_of(call, args, term, &event);
    if (rc == RC_OK)
        rc = term_count(call, term, event, country, &count);
    if (rc == RC_OK)
        put_count(call, args->out, &count);
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
     .must = true,
     .brief = "the length of the term"},
    {.name = "unit",
     .type = OPTION_CHOICE,
     .value = "UNIT",
     .choices = unit_names,
     .must = true,
     .brief = "cd calendar days, wd working days, m months, y years, h hours"},
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
