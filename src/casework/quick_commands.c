/* quick_commands.c - see commands.h: quick add, quick list, quick sums. */
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/quick.h"
#include "cli/say.h"

enum { MINUTES_MAX = 24 * 60 };

static void put_sum(struct out *out, const char *whose, const char *over,
                    const struct quick_sum *sum)
{
    out_record(out, NULL);
    out_text(out, "whose", str_of(whose));
    out_text(out, "over", str_of(over));
    out_int(out, "helps", sum->n);
    out_int(out, "minutes", sum->minutes);
    out_int(out, "rights_sheets", sum->sheets);
    out_end(out);
}

static enum rc run_sums(struct call *call, const struct command_args *args)
{
    struct quick_sums sums;
    enum rc rc = quick_sums(call, args_day(args, "on", call->today), &sums);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    put_sum(args->out, "own", "day", &sums.own_day);
    put_sum(args->out, "own", "month", &sums.own_month);
    if (sums.office) {
        put_sum(args->out, "office", "day", &sums.office_day);
        put_sum(args->out, "office", "month", &sums.office_month);
    }
    out_end(args->out);
    return RC_OK;
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    static const char *const fields[] = {"on", "area", "what", "minutes", "project", "who"};
    struct query_page found;
    enum rc rc = quick_of_day(call, args_day(args, "on", call->today), &found);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < found.n; i++) {
        out_record(args->out, NULL);
        for (size_t j = 0; j < sizeof fields / sizeof *fields; j++)
            command_put_field(call, args->out, found.records[i], fields[j]);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    struct quick_entry entry = {.minutes = args_int(args, "minutes", 0),
                                .rights_sheet = args_has(args, "rights-sheet"),
                                .on = args_day(args, "on", call->today),
                                .change = id_new(call)};
    const struct {
        const char *option;
        struct str *to;
    } texts[] = {{"area", &entry.area}, {"what", &entry.what}, {"project", &entry.project}};
    struct outcome outcome;
    struct quick_sums sums;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == RC_OK; i++)
        rc = command_text(call, args, texts[i].option, texts[i].to);
    if (rc == RC_OK)
        rc = quick_save(call, &entry, &outcome);
    if (rc == RC_OK)
        rc = quick_sums(call, entry.on, &sums);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "change", str_hex(call->arena, id_str(&outcome.change)));
    out_int(args->out, "own_day", sums.own_day.n);
    out_int(args->out, "own_month", sums.own_month.n);
    out_end(args->out);
    return RC_OK;
}

static const struct command_option on_option[] = {
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "of which day; else today"},
    {.name = NULL},
};

static const struct command_option add_options[] = {
    {.name = "area",
     .type = OPTION_TEXT,
     .value = "AREA",
     .brief = "papers, housing, education, health, ...",
     .must = true},
    {.name = "what",
     .type = OPTION_TEXT,
     .value = "KIND",
     .brief = "information, counselling, legal_advice, form_filling, ...",
     .must = true},
    {.name = "minutes",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = MINUTES_MAX,
     .brief = "how long it took",
     .must = true},
    {.name = "project", .type = OPTION_TEXT, .value = "NAME", .brief = "for which project"},
    {.name = "rights-sheet", .brief = "a rights sheet was given"},
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "of which day; else today"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "quick add",
     .brief = "Write quick help down: no name, no case",
     .example = "khetane quick add --area papers --what information --minutes 10",
     .needs = NEEDS_DATA,
     .options = add_options,
     .run = run_add},
    {.name = "quick list",
     .brief = "List the quick help of a day",
     .needs = NEEDS_DATA,
     .options = on_option,
     .run = run_list},
    {.name = "quick sums",
     .brief = "Sum up the quick help of a day and its month, one's own and the office's",
     .needs = NEEDS_DATA,
     .options = on_option,
     .run = run_sums},
};

const struct command_table quick_table = {commands, sizeof commands / sizeof *commands};
