/* institution_commands.c - of commands.h: how a body answers. */
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/institution.h"

static enum rc run_show(struct call *call, const struct command_args *args)
{
    const struct str none = {NULL, 0};
    struct institution_figures f;
    struct record *of;
    enum rc rc = command_find_record(call, "institution", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = institution_count(call, of, &f);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", of->code);
    command_put_field(call, args->out, of, "name");
    command_put_field(call, args->out, of, "sort_of");
    out_int(args->out, "procedures", (int64_t)f.proceedings_n);
    out_int(args->out, "going_on", (int64_t)f.running);
    out_int(args->out, "in_time", (int64_t)f.in_time);
    out_int(args->out, "late", (int64_t)f.late);
    out_int(args->out, "waiting", (int64_t)f.waiting);
    out_int(args->out, "no_answer", (int64_t)f.silent);
    if (f.median_days < 0)
        out_text(args->out, "median_days", none);
    else
        out_int(args->out, "median_days", f.median_days);
    out_int(args->out, "promises", (int64_t)f.promises);
    out_int(args->out, "kept", (int64_t)f.kept);
    out_int(args->out, "handed_over", (int64_t)f.referrals_n);
    out_int(args->out, "taken_up", (int64_t)f.accepted);
    out_flag(args->out, "tie", institution_conflict(of, call->actor));
    out_end(args->out);
    return RC_OK;
}

static const struct command_word code_word[] = {
    {.name = "CODE", .brief = "the body's number, such as NI-I-2026-4", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "institution show",
     .brief = "Show how a body answers: in time, late or not at all, in how many days",
     .example = "khetane institution show NI-I-2026-4",
     .needs = NEEDS_DATA,
     .words = code_word,
     .run = run_show},
};

const struct command_table institution_table = {commands, sizeof commands / sizeof *commands};
