/* no_answer_commands.c - of commands.h: what nobody answered. */
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/no_answer.h"

enum { PAGE_ROWS = 100 };

static const struct str none = {NULL, 0};

/* ---- no-answer */

static void put_row(struct call *call, struct out *out, const struct no_answer_row *row)
{
    out_record(out, NULL);
    if (row->counted)
        out_day(out, "act_by", row->act_by);
    else
        out_text(out, "act_by", none);
    out_int(out, "days_over", call->today - row->due);
    out_text(out, "body", row->body);
    out_text(out, "case", row->of == NULL ? none : row->of->code);
    out_text(out, "number", row->number);
    out_text(out, "procedure", record_text(row->proceeding, "procedure"));
    out_text(out, "proved", row->proved ? STR("yes") : STR("no"));
    out_text(out, "next", no_answer_next(call, row));
    out_end(out);
}

static enum no_answer_show show_of(const struct command_args *args)
{
    return args_has(args, "open")    ? NO_ANSWER_OPEN
           : args_has(args, "past")  ? NO_ANSWER_BARRED
           : args_has(args, "proof") ? NO_ANSWER_PROOF
                                     : NO_ANSWER_ALL;
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct no_answer_ask ask = {
        .show = show_of(args), .mine = args_has(args, "mine"), .limit = PAGE_ROWS};
    struct no_answer_page found = {.more = true};
    struct record *body;
    enum rc rc = RC_OK;

    if (args_has(args, "body")) {
        rc = command_find_record(call, "institution", args_text(args, "body"), &body);
        if (rc != RC_OK)
            return rc;
        ask.body = body->id;
    }
    out_list(args->out, NULL);
    while (rc == RC_OK && found.more) {
        rc = no_answer_list(call, &ask, &found);
        for (size_t i = 0; i < found.n && rc == RC_OK; i++)
            put_row(call, args->out, &found.in[i]);
        ask.after = found.next;
    }
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

/* ---- no-answer press */

static enum rc run_press(struct call *call, const struct command_args *args)
{
    struct no_answer_body *bodies;
    size_t n;
    bool more;
    enum rc rc = no_answer_bodies(call, &bodies, &n, &more);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < n; i++) {
        out_record(args->out, NULL);
        out_text(args->out, "body", bodies[i].name);
        out_int(args->out, "letters", (int64_t)bodies[i].letters);
        out_day(args->out, "since", bodies[i].since);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

static const struct command_option list_options[] = {
    {.name = "open", .brief = "only those whose last day to act is to come"},
    {.name = "past", .brief = "only those whose last day to act is past"},
    {.name = "proof", .brief = "only those of which nothing proves that they arrived"},
    {.name = "mine", .brief = "only in cases for which I am responsible"},
    {.name = "body", .type = OPTION_TEXT, .value = "CODE", .brief = "only of this institution"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "no-answer list",
     .brief = "List what bodies have not answered in time, by the last day to act",
     .example = "khetane no-answer list --open --mine",
     .needs = NEEDS_DATA,
     .options = list_options,
     .run = run_list},
    {.name = "no-answer press",
     .brief = "Count unanswered letters by body, without persons and cases",
     .needs = NEEDS_DATA,
     .run = run_press},
};

const struct command_table no_answer_table = {commands, sizeof commands / sizeof *commands};
