/* today_commands.c - of commands.h: what is due. */
#include "base/lang.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/today.h"

enum { PAGE_ROWS = 100, DAYS_MAX = 3650, TODAY_DAYS = 7 };

static void put_row(struct call *call, struct out *out, const struct today_row *row)
{
    const struct str none = {NULL, 0};

    out_record(out, NULL);
    out_day(out, "last_day", row->on);
    out_int(out, "days", row->on - call->today);
    if (row->counted)
        out_text(out, "firm", row->firm ? STR("yes") : STR("no"));
    else
        out_text(out, "firm", none);
    out_text(out, "for", str_of(row->what));
    out_text(out, "case", row->of == NULL ? none : row->of->code);
    out_text(out, "what", today_title(call, row));
    out_text(out, "person", row->person);
    out_text(out, "who", today_who(call, row));
    out_end(out);
}

static enum rc put_all(struct call *call, struct out *out, struct today_ask *ask)
{
    struct today_page found = {.more = true};
    enum rc rc = RC_OK;

    while (rc == RC_OK && found.more) {
        rc = today_list(call, ask, &found);
        for (size_t i = 0; i < found.n && rc == RC_OK; i++)
            put_row(call, out, &found.in[i]);
        ask->after = found.next;
    }
    return rc;
}

static enum rc run_due(struct call *call, const struct command_args *args)
{
    struct today_ask ask = {.whose = args_has(args, "mine")   ? TODAY_MINE
                                     : args_has(args, "team") ? TODAY_TEAM
                                                              : TODAY_ALL,
                            .groups = TODAY_LOSE | TODAY_WORK,
                            .from = day_min(),
                            .to = call->today + (day)args_int(args, "days", TODAY_DAYS),
                            .after = {.source = -1},
                            .limit = PAGE_ROWS};

    if (args_has(args, "waiting")) {
        ask.groups = TODAY_BODY;
        ask.to = args_has(args, "days") ? ask.to : call->today - 1;
    }
    out_list(args->out, NULL);
    enum rc rc = put_all(call, args->out, &ask);
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

static const struct command_option due_options[] = {
    {.name = "days",
     .type = OPTION_INT,
     .value = "N",
     .max = DAYS_MAX,
     .brief = "so many days from today; else 7"},
    {.name = "mine", .brief = "only what is mine to do"},
    {.name = "team", .brief = "only what my teams or I work on"},
    {.name = "waiting", .brief = "instead: bodies that did not answer in time"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "due",
     .brief =
         "List what is late and what comes next: last days, hearings, promises, tasks, answers",
     .example = "khetane due --mine --days 14",
     .needs = NEEDS_DATA,
     .options = due_options,
     .run = run_due},
};

const struct command_table today_table = {commands, sizeof commands / sizeof *commands};
