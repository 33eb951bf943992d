/* result_commands.c - of commands.h: case close, case reopen, case people. */
#include "base/text.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/people.h"
#include "casework/result.h"
#include "model/actor.h"

static enum rc put_case(struct call *call, const struct command_args *args)
{
    struct record *of;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc != RC_OK)
        return rc;
    int64_t days = result_days(call, of);
    out_record(args->out, NULL);
    out_text(args->out, "code", of->code);
    out_text(args->out, "state", of->state);
    command_put_field(call, args->out, of, "outcome");
    command_put_field(call, args->out, of, "ended");
    if (days < 0)
        out_text(args->out, "days", (struct str){NULL, 0});
    else
        out_int(args->out, "days", days);
    command_put_field(call, args->out, of, "satisfaction");
    command_put_field(call, args->out, of, "satisfaction_how");
    command_put_field(call, args->out, of, "reopened");
    struct value people = record_value(of, "people");
    out_int(args->out, "people", people.type == V_LIST ? (int64_t)people.list.n : 0);
    out_end(args->out);
    return RC_OK;
}

static enum rc run_close(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct result result = {.asked_by = call->actor->system ? NULL : &call->actor->id,
                            .ended = v_null(),
                            .withdrawn = args_has(args, "withdrawn"),
                            .change = &change};
    const struct {
        const char *option;
        struct str *to;
    } texts[] = {{"outcome", &result.outcome},
                 {"changed", &result.changed},
                 {"says", &result.satisfaction},
                 {"by", &result.how},
                 {"let-go", &result.let_go}};
    struct outcome outcome;
    struct record *of;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == RC_OK; i++)
        rc = command_text(call, args, texts[i].option, texts[i].to);
    if (rc != RC_OK)
        return rc;
    if (args_has(args, "on"))
        result.ended = v_int(args_day(args, "on", 0));
    rc = result_close(call, of, &result, &outcome);
    return rc == RC_OK ? put_case(call, args) : rc;
}

static enum rc run_reopen(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *of;
    struct str why;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = command_text(call, args, "why", &why);
    if (rc == RC_OK)
        rc = result_reopen(call, of, why, &change, &outcome);
    return rc == RC_OK ? put_case(call, args) : rc;
}

/* Each word is a name or a number. Where a name is like somebody's whom we know, nothing is done
 * before her number or --new says who it is. */
static enum rc read_people(struct call *call, const struct command_args *args, struct pasted *all,
                           size_t *n)
{
    *n = 0;
    for (size_t i = 1; i < args->n; i++) {
        struct str name = text_clean(call->arena, args_word(args, i));
        if (name.p == NULL || name.n == 0)
            return fail(call, RC_USAGE, NULL, "A name has signs that cannot be kept.");
        if (*n == PEOPLE_PASTED_MAX)
            return fail(call, RC_USAGE, NULL, "At most %d at a time.", PEOPLE_PASTED_MAX);
        all[(*n)++] = (struct pasted){.name = name};
    }
    enum rc rc = people_look(call, all, *n);
    for (size_t i = 0; rc == RC_OK && i < *n; i++)
        if (!all[i].chosen && all[i].alike.n != 0 && !args_has(args, "new"))
            return fail(call, RC_CONFLICT, NULL,
                        "'%.*s' may be %s. Give her number, or --new if she is somebody else.",
                        (int)all[i].name.n, all[i].name.p,
                        str_z(call->arena, all[i].alike.found[0].record->code));
    return rc;
}

static enum rc run_people(struct call *call, const struct command_args *args)
{
    struct pasted *all = arena_array(call->arena, PEOPLE_PASTED_MAX, sizeof *all);
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *of;
    size_t n = 0;
    enum rc rc = all == NULL ? fail_memory(call)
                             : command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = read_people(call, args, all, &n);
    if (rc == RC_OK)
        rc = people_join(call, of, all, n, &change, &outcome);
    return rc == RC_OK ? put_case(call, args) : rc;
}

/* ---- the table */

static const struct command_option close_options[] = {
    {.name = "outcome",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "how it ended: right_obtained_full, settlement, no_result, ...",
     .must = true},
    {.name = "changed", .type = OPTION_TEXT, .value = "TEXT", .brief = "what changed for her"},
    {.name = "says",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "what she says about the help: good, middle, bad, not_asked, not_said"},
    {.name = "by",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "how she said it: voice, sign, written"},
    {.name = "let-go",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .brief = "why a way that is still open is not used"},
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "on which day; else today"},
    {.name = "withdrawn", .brief = "she took it back"},
    {.name = NULL},
};

static const struct command_option reopen_options[] = {
    {.name = "why", .type = OPTION_TEXT, .value = "TEXT", .brief = "the reason", .must = true},
    {.name = NULL},
};

static const struct command_option people_options[] = {
    {.name = "new", .brief = "those who are like somebody are other people all the same"},
    {.name = NULL},
};

static const struct command_word people_words[] = {
    {.name = "CODE", .brief = "the case's number, such as NI-2026-104", .must = true},
    {.name = "NAME",
     .brief = "who joins it: names in quotes, or numbers",
     .must = true,
     .many = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "case close",
     .brief = "Close a case with its outcome",
     .example = "khetane case close NI-2026-104 --outcome settlement --says good --by sign",
     .needs = NEEDS_DATA,
     .options = close_options,
     .words = command_case_word,
     .run = run_close},
    {.name = "case reopen",
     .brief = "Open a closed case again, with the reason",
     .needs = NEEDS_DATA,
     .options = reopen_options,
     .words = command_case_word,
     .run = run_reopen},
    {.name = "case people",
     .brief = "Add people to a case that is about several",
     .example = "khetane case people NI-2026-104 'Nora Berisha' NI-P-2026-7",
     .needs = NEEDS_DATA,
     .options = people_options,
     .words = people_words,
     .run = run_people},
};

const struct command_table result_table = {commands, sizeof commands / sizeof *commands};
