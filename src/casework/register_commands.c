/* register_commands.c - see commands.h: register list, book, enter, cancel; letter register. */
#include "base/file.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/register.h"
#include "casework/register_book.h"
#include "cli/say.h"
#include "exchange/sheet_job.h"
#include "process/channel.h"
#include "store/store.h"

/* ---- which register ---- */

/* By its name; without one the first that is open and not of limited cases. */
static enum rc find_book(struct call *call, struct str name, const struct record **out)
{
    struct registers *all = arena_alloc(call->arena, sizeof *all);

    *out = NULL;
    if (all == NULL)
        return fail_memory(call);
    enum rc rc = registers_list(call, all);
    for (size_t i = 0; rc == RC_OK && i < all->n && *out == NULL; i++)
        if (name.n == 0 ? register_is_open(call, all->in[i]) && !record_flag(all->in[i], "limited")
                        : str_eq(record_text(all->in[i], "name"), name))
            *out = all->in[i];
    if (rc == RC_OK && *out == NULL)
        return name.n == 0 ? fail(call, RC_NOT_FOUND, NULL, "There is no open register.")
                           : fail(call, RC_NOT_FOUND, NULL, "There is no register '%.*s'.",
                                  (int)name.n, name.p);
    return rc;
}

static enum rc read_which(struct call *call, const struct command_args *args,
                          struct register_which *out)
{
    *out = (struct register_which){.year = (int)args_int(args, "year", day_date(call->today).year)};
    return find_book(call, args_text(args, "register"), &out->book);
}

/* ---- register list ---- */

static enum rc put_line(struct call *call, const struct command_args *args,
                        const struct record *entry)
{
    struct register_line line;
    enum rc rc = register_line_read(call, entry, &line);

    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    command_put_field(call, args->out, entry, "number");
    command_put_field(call, args->out, entry, "on");
    command_put_field(call, args->out, entry, "direction");
    out_text(args->out, "what", line.what);
    out_text(args->out, "with", line.with);
    out_text(args->out, "their_number", line.their_number);
    out_text(args->out, "cancelled", line.cancelled);
    out_text(args->out, "answers", line.shut ? STR("") : line.answers);
    out_text(args->out, "answered_by", line.shut ? STR("") : line.reply);
    out_flag(args->out, "for_the_team_alone", line.shut);
    out_end(args->out);
    return RC_OK;
}

static enum rc put_year(struct call *call, const struct command_args *args)
{
    struct query_page found = {.more = true};
    struct register_which which;
    struct query query;
    enum rc rc = read_which(call, args, &which);

    if (rc == RC_OK && args_has(args, "only") &&
        !register_show_find(args_text(args, "only"), &which.show))
        return fail(call, RC_USAGE, NULL, "--only is one of: in out cancelled unanswered.");
    if (rc != RC_OK)
        return rc;
    register_query(call, &which, &query);
    query.descending = false;
    query.limit = QUERY_ROWS_MAX;
    while (rc == RC_OK && found.more) {
        rc = query_list(call, &query, &found);
        for (size_t i = 0; rc == RC_OK && i < found.n; i++)
            rc = put_line(call, args, found.records[i]);
        query.after = found.next;
    }
    return rc;
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct register_found *found = arena_alloc(call->arena, sizeof *found);
    enum rc rc = RC_OK;

    if (found == NULL)
        return fail_memory(call);
    out_list(args->out, NULL);
    if (args_has(args, "find")) {
        rc = register_find(call, args_text(args, "find"), false, found);
        for (size_t i = 0; rc == RC_OK && i < found->n; i++)
            rc = put_line(call, args, found->in[i]);
    } else {
        rc = put_year(call, args);
    }
    out_end(args->out);
    return rc;
}

/* ---- register book ---- */

static enum rc excel(struct call *call, const struct register_which *which, struct str *out)
{
    static const struct job_kind *const kinds[] = {&sheet_write_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    int cells;
    enum rc rc = register_cells(call, which, &cells);

    return rc == RC_OK ? sheet_write_in_job(call, &jobs, register_title(call, which), cells, out)
                       : rc;
}

static enum rc run_book(struct call *call, const struct command_args *args)
{
    struct str path = args_text(args, "output"), file = STR("");
    struct register_which which;
    size_t slash = path.n;
    enum rc rc = read_which(call, args, &which);

    if (rc != RC_OK)
        return rc;
    if (str_ends(path, STR(".xlsx")))
        rc = excel(call, &which, &file);
    else if (str_ends(path, STR(".csv")))
        rc = register_csv(call, &which, &file);
    else
        return fail(call, RC_USAGE, NULL, "The file ends with .xlsx or .csv.");
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    const char *folder = slash == 0 ? "." : str_z(call->arena, str_cut(path, 0, slash));
    if (rc == RC_OK)
        rc = file_replace(call, folder, str_z(call->arena, str_cut(path, slash, path.n)), file);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "file", path);
    out_end(args->out);
    return RC_OK;
}

/* ---- giving a number ---- */

static enum rc read_ask(struct call *call, const struct command_args *args,
                        struct register_ask *out)
{
    const struct record *book;

    *out = (struct register_ask){.skip = args_has(args, "skip"), .on = args_day(args, "on", 0)};
    enum rc rc = command_text(call, args, "number", &out->typed);
    if (rc == RC_OK && args_has(args, "register")) {
        rc = find_book(call, args_text(args, "register"), &book);
        if (rc == RC_OK)
            out->in = book->id;
    }
    return rc;
}

static enum rc find_line(struct call *call, struct str number, struct record **out)
{
    struct register_found *found = arena_alloc(call->arena, sizeof *found);

    if (found == NULL)
        return fail_memory(call);
    enum rc rc = register_find(call, number, true, found);
    if (rc == RC_OK && found->n == 0)
        return fail(call, RC_NOT_FOUND, NULL, "No line has the number '%.*s'.", (int)number.n,
                    number.p);
    if (rc == RC_OK && found->n > 1)
        return fail(call, RC_CONFLICT, NULL,
                    "Several registers have the number '%.*s'. Take the line on its page.",
                    (int)number.n, number.p);
    if (rc == RC_OK)
        *out = found->in[0];
    return rc;
}

static enum rc put_number(struct call *call, const struct command_args *args, const struct id *id)
{
    struct record *entry;
    enum rc rc = query_get(call, command_kind(call, "register_entry"), id, &entry);

    return rc == RC_OK ? put_line(call, args, entry) : rc;
}

static enum rc read_line(struct call *call, const struct command_args *args, struct save *save)
{
    static const struct {
        const char *option, *field;
    } texts[] = {{"about", "about"}, {"with", "with_name"}, {"their-number", "their_number"}};
    struct record *answered;
    enum rc rc = save_init(call, command_kind(call, "register_entry"), save);

    for (size_t i = 0; rc == RC_OK && i < sizeof texts / sizeof *texts; i++) {
        struct str text;
        rc = command_text(call, args, texts[i].option, &text);
        if (rc == RC_OK && text.n != 0)
            save_text(save, texts[i].field, text);
    }
    if (rc == RC_OK && args_has(args, "their-date"))
        save_set(save, "their_date", v_int(args_day(args, "their-date", 0)));
    if (rc != RC_OK || !args_has(args, "answers"))
        return rc;
    rc = find_line(call, args_text(args, "answers"), &answered);
    if (rc == RC_OK)
        save_set(save, "answers", id_value(&answered->id));
    return rc;
}

static enum rc run_enter(struct call *call, const struct command_args *args)
{
    struct register_order order = {.change = id_new(call)};
    struct outcome outcome;
    struct save save;
    enum rc rc = read_ask(call, args, &order.ask);

    if (rc == RC_OK)
        rc = read_line(call, args, &save);
    if (rc == RC_OK)
        rc = register_run_line(call, &order, args_has(args, "out") ? STR("out") : STR("in"), &save,
                               &outcome);
    return rc == RC_OK ? put_number(call, args, &outcome.record) : rc;
}

static enum rc run_cancel(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct record *entry;
    struct str reason;
    enum rc rc = find_line(call, args_word(args, 0), &entry);

    if (rc == RC_OK)
        rc = command_text(call, args, "reason", &reason);
    if (rc != RC_OK)
        return rc;
    struct register_order order = {.of = entry->id, .rev = entry->rev, .change = id_new(call)};
    rc = register_run_cancel(call, &order, reason, &outcome);
    return rc == RC_OK ? put_number(call, args, &entry->id) : rc;
}

static enum rc run_letter(struct call *call, const struct command_args *args)
{
    struct register_order order = {.change = id_new(call)};
    struct outcome outcome;
    struct record *letter;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK)
        rc = read_ask(call, args, &order.ask);
    if (rc != RC_OK)
        return rc;
    order.of = letter->id;
    order.rev = letter->rev;
    rc = register_run_letter(call, &order, &outcome);
    if (rc == RC_OK)
        rc = query_get(call, command_kind(call, "letter"), &order.of, &letter);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    command_put_field(call, args->out, letter, "number");
    out_end(args->out);
    return RC_OK;
}

/* ---- the table ---- */

#define BOOK_OPTION                                                         \
    {                                                                       \
        .name = "register", .type = OPTION_TEXT, .value = "NAME",           \
        .brief = "which register, by its name; else the office's usual one" \
    }
#define YEAR_OPTION                                                                    \
    {                                                                                  \
        .name = "year", .type = OPTION_INT, .value = "YEAR", .min = 1900, .max = 2999, \
        .brief = "of which year; else this one"                                        \
    }
#define NUMBER_OPTIONS                                                                \
    BOOK_OPTION,                                                                      \
        {.name = "number",                                                            \
         .type = OPTION_TEXT,                                                         \
         .value = "NUMBER",                                                           \
         .brief = "as it stands in a book on paper; else the next one"},              \
        {.name = "skip", .brief = "those left out before it stand in that book too"}, \
    {                                                                                 \
        .name = "on", .type = OPTION_DATE, .value = "DATE",                           \
        .brief = "when it was entered there; with --number"                           \
    }

static const struct command_option list_options[] = {
    BOOK_OPTION,
    YEAR_OPTION,
    {.name = "only",
     .type = OPTION_TEXT,
     .value = "WHICH",
     .brief = "in, out, cancelled, or unanswered"},
    {.name = "find", .type = OPTION_TEXT, .value = "TEXT", .brief = "by our number or theirs"},
    {.name = NULL},
};

static const struct command_option book_options[] = {
    BOOK_OPTION,
    YEAR_OPTION,
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "ends with .xlsx or .csv",
     .must = true},
    {.name = NULL},
};

static const struct command_option enter_options[] = {
    {.name = "about", .type = OPTION_TEXT, .value = "TEXT", .brief = "what it is", .must = true},
    {.name = "with", .type = OPTION_TEXT, .value = "NAME", .brief = "from or to whom"},
    {.name = "out", .brief = "it goes out; else it came in"},
    {.name = "their-number", .type = OPTION_TEXT, .value = "NUMBER", .brief = "theirs"},
    {.name = "their-date", .type = OPTION_DATE, .value = "DATE", .brief = "the date on it"},
    {.name = "answers", .type = OPTION_TEXT, .value = "NUMBER", .brief = "our number it answers"},
    NUMBER_OPTIONS,
    {.name = NULL},
};

static const struct command_option cancel_options[] = {
    {.name = "reason", .type = OPTION_TEXT, .value = "TEXT", .brief = "why", .must = true},
    {.name = NULL},
};

static const struct command_option letter_options[] = {NUMBER_OPTIONS, {.name = NULL}};

static const struct command_word number_word[] = {
    {.name = "NUMBER", .brief = "as it is written, such as 15-3/2026", .must = true},
    {.name = NULL},
};

static const struct command_word letter_word[] = {
    {.name = "CODE", .brief = "the letter's code, such as NI-L-2026-7", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "register list",
     .brief = "List what came in and went out, by number",
     .example = "khetane register list --only unanswered",
     .needs = NEEDS_DATA,
     .options = list_options,
     .run = run_list},
    {.name = "register book",
     .brief = "Write a year of a register into a file",
     .example = "khetane register book --year 2026 -o register-2026.xlsx",
     .needs = NEEDS_DATA,
     .options = book_options,
     .run = run_book},
    {.name = "register enter",
     .brief = "Give a number to a paper that belongs to no case",
     .example = "khetane register enter --about \"Electricity bill\" --with Elektro",
     .needs = NEEDS_DATA,
     .options = enter_options,
     .run = run_enter},
    {.name = "register cancel",
     .brief = "Cancel a number: it stays in the book, struck out",
     .example = "khetane register cancel 15-3/2026 --reason \"wrong office\"",
     .needs = NEEDS_DATA,
     .options = cancel_options,
     .words = number_word,
     .run = run_cancel},
    {.name = "letter register",
     .brief = "Give a letter its number in the register",
     .example = "khetane letter register NI-L-2026-7",
     .needs = NEEDS_DATA,
     .options = letter_options,
     .words = letter_word,
     .run = run_letter},
};

const struct command_table register_table = {commands, sizeof commands / sizeof *commands};
