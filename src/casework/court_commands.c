/* court_commands.c - of commands.h: court show, hearing add, hearing outcome, counsel let-in,
 * counsel end. */
#include "casework/case_write.h"
#include "casework/come_parts.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/court.h"

static const struct str none = {NULL, 0};

/* ---- court show */

static void put_hearing(struct call *call, struct out *out, const struct record *hearing,
                        int64_t number)
{
    static const char *const fields[] = {"where",    "number", "judge",   "room",
                                         "what_for", "bring",  "outcome", "said"};
    struct value when = record_value(hearing, "when_held");

    out_record(out, NULL);
    out_int(out, "hearing", number);
    command_put_day(out, "on", when.type == V_INT ? v_int(come_day(call, when.i)) : v_null());
    out_text(out, "at", when.type == V_INT ? come_clock(call, when.i) : none);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        command_put_field(call, out, hearing, fields[i]);
    out_end(out);
}

static enum rc put_counsel(struct call *call, struct out *out, const struct record *of)
{
    struct query_page found;
    enum rc rc = court_parties(call, of, "counsel", &found);

    if (rc != RC_OK)
        return rc;
    out_list(out, "counsel");
    for (size_t i = 0; i < found.n; i++) {
        const struct record *party = found.records[i];
        out_record(out, NULL);
        command_put_field(call, out, party, "name");
        command_put_field(call, out, party, "mandate");
        command_put_field(call, out, party, "until");
        command_put_field(call, out, party, "account");
        command_put_field(call, out, party, "account_until");
        out_flag(out, "sees", court_sees(call, party));
        out_end(out);
    }
    out_end(out);
    return RC_OK;
}

static enum rc put_court(struct call *call, const struct command_args *args,
                         const struct record *of)
{
    struct court_hearings all;
    enum rc rc = court_hearings(call, of, &all);

    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", of->code);
    out_list(args->out, "hearings");
    for (size_t i = 0; i < all.n; i++)
        put_hearing(call, args->out, all.in[i], (int64_t)i + 1);
    out_end(args->out);
    rc = put_counsel(call, args->out, of);
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct record *of;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    return rc == RC_OK ? put_court(call, args, of) : rc;
}

/* ---- hearing add */

static enum rc read_moment(struct call *call, const struct command_args *args, const char *on,
                           struct value *out)
{
    int minute;

    if (!come_minute(args_text(args, "at"), &minute))
        return fail(call, RC_USAGE, NULL, "--at is a time of the day, such as 9:30.");
    *out = v_int(come_moment(call, args_day(args, on, call->today), minute));
    return RC_OK;
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    static const char *const options[][2] = {{"where", "where"},    {"number", "number"},
                                             {"judge", "judge"},    {"room", "room"},
                                             {"about", "what_for"}, {"bring", "bring"}};
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *of;
    struct value when;
    struct save save;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = read_moment(call, args, "on", &when);
    if (rc == RC_OK)
        rc = save_init(call, command_kind(call, "hearing"), &save);
    for (size_t i = 0; i < sizeof options / sizeof *options && rc == RC_OK; i++) {
        struct str text;
        rc = command_text(call, args, options[i][0], &text);
        if (rc == RC_OK)
            save_text(&save, options[i][1], text);
    }
    if (rc != RC_OK)
        return rc;
    save.args.owner = &of->id;
    save_set(&save, "when_held", when);
    rc = save_run(call, &save, &change, &outcome);
    return rc == RC_OK ? put_court(call, args, of) : rc;
}

/* ---- hearing outcome */

static enum rc find_hearing(struct call *call, const struct command_args *args,
                            const struct record *of, const struct record **out)
{
    int64_t n = args_int(args, "hearing", 0);
    struct court_hearings all;
    enum rc rc = court_hearings(call, of, &all);

    if (rc != RC_OK)
        return rc;
    *out = n == 0 ? all.next : (size_t)n <= all.n ? all.in[n - 1] : NULL;
    return *out == NULL ? fail(call, RC_NOT_FOUND, NULL, "There is no such hearing in the case.")
                        : RC_OK;
}

static enum rc add_next(struct call *call, const struct command_args *args,
                        struct case_write *write, const struct record *hearing)
{
    struct value when;
    enum rc rc = read_moment(call, args, "next", &when);

    return rc == RC_OK ? court_add_next(call, write, hearing, when) : rc;
}

static enum rc write_outcome(struct call *call, const struct command_args *args,
                             const struct record *of, const struct record *hearing)
{
    struct id change = id_new(call);
    struct outcome outcome;
    struct case_write write;
    struct save save;
    struct str came, said;
    enum rc rc = command_text(call, args, "outcome", &came);

    if (rc == RC_OK)
        rc = command_text(call, args, "said", &said);
    if (rc == RC_OK)
        rc = case_write_init(call, of, &write);
    if (rc == RC_OK)
        rc = save_init(call, hearing->kind, &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "outcome", came);
    if (said.n != 0)
        save_text(&save, "said", said);
    if (args_has(args, "next"))
        save_set(&save, "next", v_int(args_day(args, "next", 0)));
    rc = case_write_add(call, &write, &save, &hearing->id);
    if (rc == RC_OK && args_has(args, "next"))
        rc = add_next(call, args, &write, hearing);
    return rc == RC_OK ? case_write_run(call, &write, &change, &outcome) : rc;
}

static enum rc run_outcome(struct call *call, const struct command_args *args)
{
    const struct record *hearing;
    struct record *of;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = find_hearing(call, args, of, &hearing);
    if (rc == RC_OK)
        rc = write_outcome(call, args, of, hearing);
    return rc == RC_OK ? put_court(call, args, of) : rc;
}

/* ---- counsel */

static enum rc find_account(struct call *call, struct str login, struct id *out)
{
    struct record *all[COURT_OUTSIDE_MAX];
    size_t n;
    enum rc rc = court_accounts(call, all, &n);

    for (size_t i = 0; rc == RC_OK && i < n; i++)
        if (str_eq(record_value(all[i], "login").s, login)) {
            *out = all[i]->id;
            return RC_OK;
        }
    return rc != RC_OK ? rc
                       : fail(call, RC_NOT_FOUND, NULL,
                              "There is no account '%.*s' with the role outside alone.",
                              (int)login.n, login.p);
}

/* The counsel of that name, or the one who signs in as that account. */
static enum rc find_party(struct call *call, const struct record *of, struct str name,
                          const struct id *account, struct record **out)
{
    struct query_page found;
    enum rc rc = court_parties(call, of, "counsel", &found);

    *out = NULL;
    for (size_t i = 0; rc == RC_OK && i < found.n && *out == NULL; i++)
        if (value_eq(record_value(found.records[i], "account"), id_value(account)) ||
            (name.n != 0 && str_eq(record_value(found.records[i], "name").s, name)))
            *out = found.records[i];
    return rc;
}

static enum rc run_let_in(struct call *call, const struct command_args *args)
{
    struct court_access access = {.until = v_null()};
    struct id change = id_new(call), account;
    struct record *of, *party = NULL;
    struct outcome outcome;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = find_account(call, args_word(args, 1), &account);
    if (rc == RC_OK)
        rc = command_text(call, args, "name", &access.name);
    if (rc == RC_OK)
        rc = command_text(call, args, "client", &access.client);
    if (rc == RC_OK)
        rc = find_party(call, of, access.name, &account, &party);
    if (rc != RC_OK)
        return rc;
    access.party = party;
    access.account = &account;
    access.change = &change;
    if (args_has(args, "until"))
        access.until = v_int(args_day(args, "until", 0));
    rc = court_let_in(call, of, &access, &outcome);
    return rc == RC_OK ? put_court(call, args, of) : rc;
}

static enum rc run_end(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call), account;
    struct record *of, *party = NULL;
    struct outcome outcome;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = find_account(call, args_word(args, 1), &account);
    if (rc == RC_OK)
        rc = find_party(call, of, none, &account, &party);
    if (rc == RC_OK && party == NULL)
        rc = fail(call, RC_NOT_FOUND, NULL, "That account is not counsel in this case.");
    if (rc == RC_OK)
        rc = court_end(call, of, party, &change, &outcome);
    return rc == RC_OK ? put_court(call, args, of) : rc;
}

/* ---- the table */

static const struct command_option add_options[] = {
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "its day", .must = true},
    {.name = "at", .type = OPTION_TEXT, .value = "TIME", .brief = "9:30", .must = true},
    {.name = "where",
     .type = OPTION_TEXT,
     .value = "COURT",
     .brief = "which court or body",
     .must = true},
    {.name = "number", .type = OPTION_TEXT, .value = "NUMBER", .brief = "the court's number"},
    {.name = "judge", .type = OPTION_TEXT, .value = "NAME", .brief = "judge or chamber"},
    {.name = "room", .type = OPTION_TEXT, .value = "ROOM", .brief = "in which room"},
    {.name = "about", .type = OPTION_TEXT, .value = "TEXT", .brief = "what it is about"},
    {.name = "bring", .type = OPTION_TEXT, .value = "TEXT", .brief = "what to bring"},
    {.name = NULL},
};

static const struct command_option outcome_options[] = {
    {.name = "hearing",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = COURT_SHOWN,
     .brief = "which one, as \"court show\" counts them; else the next"},
    {.name = "outcome",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "held, adjourned, not_held, settled, decided, withdrawn",
     .must = true},
    {.name = "said", .type = OPTION_TEXT, .value = "TEXT", .brief = "what was said and decided"},
    {.name = "next", .type = OPTION_DATE, .value = "DATE", .brief = "another hearing on that day"},
    {.name = "at", .type = OPTION_TEXT, .value = "TIME", .brief = "and at that time"},
    {.name = NULL},
};

static const struct command_option let_in_options[] = {
    {.name = "name",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "who it is, if nobody of that account is counsel yet"},
    {.name = "until",
     .type = OPTION_DATE,
     .value = "DATE",
     .brief = "sees the case until that day"},
    {.name = "client",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "how the person is called for counsel"},
    {.name = NULL},
};

static const struct command_word counsel_words[] = {
    {.name = "CODE", .brief = "the case's number, such as NI-2026-104", .must = true},
    {.name = "LOGIN", .brief = "what counsel signs in as", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "court show",
     .brief = "Show the court file of a case: hearings and counsel",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_show},
    {.name = "hearing add",
     .brief = "Write a hearing down",
     .example = "khetane hearing add NI-2026-104 --on 2026-12-02 --at 9:30 --where 'Basic court'",
     .needs = NEEDS_DATA,
     .options = add_options,
     .words = command_case_word,
     .run = run_add},
    {.name = "hearing outcome",
     .brief = "Write down what came of a hearing, and the next one",
     .needs = NEEDS_DATA,
     .options = outcome_options,
     .words = command_case_word,
     .run = run_outcome},
    {.name = "counsel let-in",
     .brief = "Let counsel from outside look into one case",
     .example = "khetane counsel let-in NI-2026-104 ilic --until 2027-03-31",
     .needs = NEEDS_DATA,
     .options = let_in_options,
     .words = counsel_words,
     .run = run_let_in},
    {.name = "counsel end",
     .brief = "End counsel's access to a case, at once",
     .needs = NEEDS_DATA,
     .words = counsel_words,
     .run = run_end},
};

const struct command_table court_table = {commands, sizeof commands / sizeof *commands};
