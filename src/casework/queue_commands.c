/* queue_commands.c - see commands.h: queue add, queue list, queue move. */
#include "casework/come_parts.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/queue.h"
#include "cli/say.h"

static enum rc put_visitor(struct call *call, struct out *out, const struct record *record)
{
    static const char *const times[] = {"came", "taken", "done"};
    struct value received = record_value(record, "paper_received");
    struct value paper = record_value(record, "paper");
    struct first_look look = {false};
    enum rc rc = RC_OK;

    if (received.type == V_INT && paper.type == V_TEXT)
        rc = first_look(call, paper.s, (day)received.i, &look);
    if (rc != RC_OK)
        return rc;
    out_record(out, NULL);
    out_text(out, "code", record->code);
    command_put_field(call, out, record, "called");
    out_text(out, "state", record->state);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct value at = record_value(record, times[i]);
        out_text(out, times[i], at.type == V_INT ? come_clock(call, at.i) : (struct str){NULL, 0});
    }
    command_put_field(call, out, record, "area");
    command_put_field(call, out, record, "paper");
    command_put_field(call, out, record, "paper_received");
    command_put_day(out, "supposed_last_day", look.counted ? v_int(look.due) : v_null());
    command_put_field(call, out, record, "who");
    out_end(out);
    return RC_OK;
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct query_page found;
    enum rc rc = queue_of_day(call, args_day(args, "on", call->today), &found);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        rc = put_visitor(call, args->out, found.records[i]);
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

/* "9:05" of the day that --on names; without it now. */
static enum rc read_came(struct call *call, const struct command_args *args, int64_t *out)
{
    int minute;

    *out = call->now_ms;
    if (!args_has(args, "came"))
        return RC_OK;
    if (!come_minute(args_text(args, "came"), &minute))
        return fail(call, RC_USAGE, NULL, "--came is a time of the day, such as 9:05.");
    *out = come_moment(call, args_day(args, "on", call->today), minute);
    return RC_OK;
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    struct visitor visitor = {.received = v_null(),
                              .taken_ms = v_null(),
                              .done_ms = v_null(),
                              .hurry = args_has(args, "hurry")};
    const struct {
        const char *option;
        struct str *to;
    } texts[] = {{"called", &visitor.called},
                 {"area", &visitor.area},
                 {"paper", &visitor.paper},
                 {"note", &visitor.note}};
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *made;
    enum rc rc = read_came(call, args, &visitor.came_ms);

    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == RC_OK; i++)
        rc = command_text(call, args, texts[i].option, texts[i].to);
    if (args_has(args, "received"))
        visitor.received = v_int(args_day(args, "received", 0));
    if (rc == RC_OK)
        rc = queue_write(call, &visitor, 1, &change, &outcome);
    if (rc == RC_OK)
        rc = query_get(call, command_kind(call, "waiting"), &outcome.record, &made);
    return rc == RC_OK ? put_visitor(call, args->out, made) : rc;
}

static enum rc run_move(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *record;
    enum rc rc = command_find_record(call, "waiting", args_word(args, 0), &record);

    if (rc == RC_OK)
        rc = queue_move(call, record, args_word(args, 1), &change, &outcome);
    if (rc == RC_OK)
        rc = command_find_record(call, "waiting", args_word(args, 0), &record);
    return rc == RC_OK ? put_visitor(call, args->out, record) : rc;
}

static const struct command_option list_options[] = {
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "of which day; else today"},
    {.name = NULL},
};

static const struct command_option add_options[] = {
    {.name = "called",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "how to call her; a nickname or a number is enough",
     .must = true},
    {.name = "area", .type = OPTION_TEXT, .value = "AREA", .brief = "what about"},
    {.name = "paper", .type = OPTION_TEXT, .value = "KIND", .brief = "which paper she holds"},
    {.name = "received", .type = OPTION_DATE, .value = "DATE", .brief = "when it reached her"},
    {.name = "hurry", .brief = "she cannot wait"},
    {.name = "note", .type = OPTION_TEXT, .value = "TEXT", .brief = "a few words"},
    {.name = "came", .type = OPTION_TEXT, .value = "TIME", .brief = "9:05; else now"},
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "of which day; else today"},
    {.name = NULL},
};

static const struct command_word move_words[] = {
    {.name = "CODE", .brief = "the visitor's number, such as NI-W-2026-104", .must = true},
    {.name = "STATE", .brief = "with_us, helped, left or waiting", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "queue add",
     .brief = "Write down who has come to the office",
     .example = "khetane queue add --called 'Blue scarf' --paper refusal --received 2026-11-10",
     .needs = NEEDS_DATA,
     .options = add_options,
     .run = run_add},
    {.name = "queue list",
     .brief = "List who came to the office on a day, in the order of coming",
     .needs = NEEDS_DATA,
     .options = list_options,
     .run = run_list},
    {.name = "queue move",
     .brief = "Take a visitor, or write down that she was helped or left",
     .needs = NEEDS_DATA,
     .words = move_words,
     .run = run_move},
};

const struct command_table queue_table = {commands, sizeof commands / sizeof *commands};
