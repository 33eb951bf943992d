/* together_commands.c - of commands.h: talk, promise, task, referral, unequal, home. */
#include "base/lang.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/equality.h"
#include "casework/homecoming.h"
#include "casework/mediation.h"
#include "casework/moves_say.h"
#include "casework/referral.h"
#include "casework/tasks.h"
#include "casework/together.h"
#include "cli/say.h"

static const struct str none = {NULL, 0};

static enum rc find_part(struct call *call, const char *kind, struct str word, struct record **out)
{
    struct id id;

    if (!str_unhex(word, id.b, sizeof id.b))
        return fail(call, RC_USAGE, NULL, "An id is 32 hexadecimal digits, as the list shows it.");
    return query_get(call, command_kind(call, kind), &id, out);
}

static enum rc find_case(struct call *call, const struct command_args *args, struct record **out)
{
    return command_find_record(call, "case", args_word(args, 0), out);
}

static void put_id(struct call *call, struct out *out, const struct record *record)
{
    out_text(out, "id", str_hex(call->arena, id_str(&record->id)));
    if (record->state.n != 0)
        out_text(out, "state", record->state);
}

/* The parts of a case, with these fields. */
static enum rc put_parts(struct call *call, const struct command_args *args, const char *kind,
                         const char *const *fields)
{
    struct query_page found;
    struct record *of;
    enum rc rc = find_case(call, args, &of);

    if (rc == RC_OK)
        rc = together_list(call, of, kind, NULL, &found);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < found.n; i++) {
        out_record(args->out, NULL);
        put_id(call, args->out, found.records[i]);
        for (size_t k = 0; fields[k] != NULL; k++)
            command_put_field(call, args->out, found.records[i], fields[k]);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

static enum rc put_change(struct call *call, const struct command_args *args,
                          const struct outcome *outcome)
{
    out_record(args->out, NULL);
    out_text(args->out, "change", str_hex(call->arena, id_str(&outcome->change)));
    out_text(args->out, "id", str_hex(call->arena, id_str(&outcome->record)));
    out_flag(args->out, "nothing", outcome->nothing);
    out_end(args->out);
    return RC_OK;
}

static struct value day_option(const struct command_args *args, const char *name)
{
    return args_has(args, name) ? v_int(args_day(args, name, 0)) : v_null();
}

/* The body with this number. */
static enum rc body_option(struct call *call, const struct command_args *args, struct value *out)
{
    struct record *body;

    *out = v_null();
    if (!args_has(args, "body"))
        return RC_OK;
    enum rc rc = command_find_record(call, "institution", args_text(args, "body"), &body);
    if (rc == RC_OK)
        *out = id_value(&body->id);
    return rc;
}

/* ---- talks and promises ---- */

static enum rc run_talk(struct call *call, const struct command_args *args)
{
    struct talk talk = {.on = args_day(args, "on", call->today),
                        .how = STR("phone"),
                        .until = day_option(args, "until"),
                        .minutes = args_has(args, "minutes") ? v_int(args_int(args, "minutes", 0))
                                                             : v_null(),
                        .change = id_new(call)};
    struct outcome outcome;
    struct record *of;
    enum rc rc = find_case(call, args, &of);

    if (args_has(args, "how"))
        talk.how = args_text(args, "how");
    if (rc == RC_OK)
        rc = command_text(call, args, "with", &talk.with);
    if (rc == RC_OK)
        rc = command_text(call, args, "what", &talk.what);
    if (rc == RC_OK)
        rc = command_text(call, args, "said", &talk.said);
    if (rc == RC_OK)
        rc = body_option(call, args, &talk.institution);
    if (rc != RC_OK)
        return rc;
    talk.of = &of->id;
    rc = talk_write(call, &talk, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

static enum rc run_promises(struct call *call, const struct command_args *args)
{
    static const char *const fields[] = {"on", "with", "what", "until", "kept", NULL};

    return put_parts(call, args, "promise", fields);
}

static enum rc run_mark(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *promise;
    enum rc rc = find_part(call, "promise", args_word(args, 0), &promise);

    if (rc == RC_OK)
        rc = promise_mark(call, &promise->id, args_word(args, 1), &change, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

/* ---- tasks ---- */

static enum rc run_tasks(struct call *call, const struct command_args *args)
{
    static const char *const fields[] = {"what", "due", "who", "why", "put_off", "outcome", NULL};

    return put_parts(call, args, "task", fields);
}

static enum rc run_task_add(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *of;
    struct str what;
    enum rc rc = find_case(call, args, &of);

    if (rc == RC_OK)
        rc = command_text(call, args, "what", &what);
    if (rc == RC_OK)
        rc = task_add(call, &of->id, what, day_option(args, "due"), &change, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

static enum rc run_settle(struct call *call, const struct command_args *args)
{
    struct task_settle settle = {.due = day_option(args, "due"), .change = id_new(call)};
    struct outcome outcome;
    struct record *task;
    enum rc rc = find_part(call, "task", args_word(args, 0), &task);

    if (rc == RC_OK)
        rc = command_text(call, args, "why", &settle.words);
    if (rc != RC_OK)
        return rc;
    if (!task_act_find(args_word(args, 1), &settle.act))
        return fail(call, RC_USAGE, NULL, "A task is done, again, drop or put_off.");
    settle.task = &task->id;
    rc = task_settle(call, &settle, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

/* ---- handed over ---- */

static enum rc run_referrals(struct call *call, const struct command_args *args)
{
    static const char *const fields[] = {"to",        "to_name",   "what",     "sent",
                                         "accept_by", "answer_by", "accepted", "begun",
                                         "ended",     "due",       NULL};

    return put_parts(call, args, "referral", fields);
}

static enum rc items_option(struct call *call, const struct command_args *args, unsigned *out)
{
    struct str rest = args_has(args, "pass") ? args_text(args, "pass") : STR("");

    *out = 0;
    for (size_t i = 0; rest.n == 0 && i < REFERRAL_ITEMS; i++)
        if (referral_items[i].usual)
            *out |= referral_items[i].is;
    while (rest.n != 0) {
        struct str word = str_trim(str_split(&rest, ','));
        size_t i = 0;
        while (i < REFERRAL_ITEMS && !str_is(word, referral_items[i].code))
            i++;
        if (i == REFERRAL_ITEMS)
            return fail(call, RC_USAGE, NULL,
                        "--pass takes name, office, phone, languages, born, matter, wish, due, "
                        "story.");
        *out |= referral_items[i].is;
    }
    return RC_OK;
}

/* Whom it goes to, and what allows it. */
static enum rc fill_referral(struct call *call, const struct command_args *args,
                             const struct record *of, struct referral *out)
{
    struct referral_allowed allowed;
    struct referral_days days;
    struct str to;
    struct id body;
    enum rc rc = body_option(call, args, &out->institution);

    if (rc == RC_OK)
        rc = command_text(call, args, "to", &out->name);
    if (rc != RC_OK)
        return rc;
    bool listed = out->institution.type != V_NULL && id_of(out->institution.s, &body);
    to = listed ? query_title(call, command_kind(call, "institution"), &body) : out->name;
    rc = referral_days_of(call, listed ? &body : NULL, &days);
    if (rc == RC_OK)
        rc = referral_allowed(call, of, to, &allowed);
    if (rc != RC_OK)
        return rc;
    out->basis = allowed.basis == NULL ? v_null() : id_value(&allowed.basis->id);
    out->accept_by = v_int(together_workday(out->sent + (day)days.accept));
    out->answer_by = v_int(together_workday(out->sent + (day)days.answer));
    out->agreed = days.agreed;
    return RC_OK;
}

static enum rc run_send(struct call *call, const struct command_args *args)
{
    struct referral referral = {.sent = args_day(args, "on", call->today), .change = id_new(call)};
    struct outcome outcome;
    struct record *of;
    unsigned items;
    enum rc rc = find_case(call, args, &of);

    if (rc == RC_OK)
        rc = items_option(call, args, &items);
    if (rc == RC_OK)
        rc = referral_compose(call, of, items, &referral.passed);
    if (rc == RC_OK)
        rc = command_text(call, args, "what", &referral.what);
    if (rc == RC_OK)
        rc = command_text(call, args, "reason", &referral.reason);
    if (rc == RC_OK)
        rc = fill_referral(call, args, of, &referral);
    if (rc != RC_OK)
        return rc;
    referral.of = &of->id;
    if (args_has(args, "show")) {
        out_record(args->out, NULL);
        out_text(args->out, "passed_on", referral.passed);
        command_put_day(args->out, "accept_by", referral.accept_by);
        command_put_day(args->out, "answer_by", referral.answer_by);
        out_flag(args->out, "agreed", referral.agreed);
        out_end(args->out);
        return RC_OK;
    }
    rc = referral_send(call, &referral, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

static enum rc run_note(struct call *call, const struct command_args *args)
{
    struct referral_note note = {
        .act = args_word(args, 1), .on = args_day(args, "on", call->today), .change = id_new(call)};
    struct outcome outcome;
    struct record *referral;
    enum rc rc = find_part(call, "referral", args_word(args, 0), &referral);

    if (rc == RC_OK)
        rc = command_text(call, args, "words", &note.words);
    if (rc == RC_OK)
        rc = command_text(call, args, "result", &note.result);
    if (rc != RC_OK)
        return rc;
    note.referral = &referral->id;
    rc = referral_note(call, &note, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

/* ---- unequal treatment, coming home ---- */

static void put_move(struct call *call, struct out *out, const struct move *move)
{
    out_text(out, "next", move == NULL ? none : move_title(call, move));
    command_put_day(out, "last_day", move == NULL || !move->counted ? v_null() : v_int(move->last));
}

static enum rc run_unequal(struct call *call, const struct command_args *args)
{
    struct equality ways;
    struct record *of;
    enum rc rc = find_case(call, args, &of);

    if (rc == RC_OK)
        rc = equality_ways(call, of, &ways);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < ways.n; i++) {
        const struct procedure *p = ways.in[i].procedure;
        out_record(args->out, NULL);
        out_text(args->out, "procedure", p->id);
        out_text(args->out, "name", words_in(p->name, lang_code(call->lang)));
        out_flag(args->out, "begun", ways.in[i].begun != NULL);
        put_move(call, args->out, ways.in[i].move);
        out_flag(args->out, "too_late", ways.in[i].barred != NULL);
        out_text(args->out, "she_must_show", p->burden.claimant);
        out_text(args->out, "they_must_show", p->burden.respondent);
        out_text(args->out, "status",
                 p->burden.claimant.n == 0 ? none : str_of(law_status_name(p->burden.law.status)));
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

static void put_help(struct call *call, struct out *out, const struct homecoming_row *row)
{
    const struct procedure_term *term = homecoming_term(row->by);

    out_record(out, NULL);
    out_text(out, "code", row->is == NULL ? none : row->is->code);
    out_text(out, "what",
             row->is == NULL ? record_title(call, row->record)
                             : words_in(row->is->name, lang_code(call->lang)));
    out_text(out, "procedure", row->by == NULL ? none : row->by->id);
    out_text(out, "term", term == NULL ? none : term_text(call, term->term));
    put_move(call, out, row->move);
    command_put_day(out, "asked",
                    row->record == NULL ? v_null() : record_value(row->record, "asked"));
    command_put_day(out, "given",
                    row->record == NULL ? v_null() : record_value(row->record, "given"));
    out_end(out);
}

static enum rc run_home(struct call *call, const struct command_args *args)
{
    struct homecoming all;
    struct record *of;
    enum rc rc = find_case(call, args, &of);

    if (rc == RC_OK)
        rc = homecoming_of(call, of, &all);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < all.n; i++)
        put_help(call, args->out, &all.in[i]);
    out_end(args->out);
    return RC_OK;
}

static bool act_of(struct str word, enum entitlement_act *out)
{
    static const char *const words[] = {[ENTITLEMENT_ASKED] = "asked",
                                        [ENTITLEMENT_GIVEN] = "given",
                                        [ENTITLEMENT_REFUSED] = "refused"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i])) {
            *out = (enum entitlement_act)i;
            return true;
        }
    return false;
}

static enum rc run_home_mark(struct call *call, const struct command_args *args)
{
    struct entitlement_mark mark = {
        .record = v_null(), .on = args_day(args, "on", call->today), .change = id_new(call)};
    struct outcome outcome;
    struct homecoming all;
    struct record *of;
    enum rc rc = find_case(call, args, &of);
    size_t i = 0;

    if (rc == RC_OK)
        rc = homecoming_of(call, of, &all);
    if (rc != RC_OK)
        return rc;
    while (i < all.n && (all.in[i].is == NULL || !str_eq(all.in[i].is->code, args_word(args, 1))))
        i++;
    if (i == all.n || !act_of(args_word(args, 2), &mark.act))
        return fail(call, RC_USAGE, NULL,
                    "Name a kind of help by its code, then asked, given or refused.");
    mark.of = &of->id;
    mark.code = all.in[i].is->code;
    mark.name = words_in(all.in[i].is->name, lang_code(call->lang));
    if (all.in[i].record != NULL)
        mark.record = id_value(&all.in[i].record->id);
    rc = entitlement_mark(call, &mark, &outcome);
    return rc == RC_OK ? put_change(call, args, &outcome) : rc;
}

/* ---- the table ---- */

#define TEXT_OPTION(option, placeholder, text)                                   \
    {                                                                            \
        .name = option, .type = OPTION_TEXT, .value = placeholder, .brief = text \
    }
#define DAY_OPTION(option, text)                                            \
    {                                                                       \
        .name = option, .type = OPTION_DATE, .value = "DATE", .brief = text \
    }

static const struct command_option talk_options[] = {
    {.name = "with", .type = OPTION_TEXT, .value = "NAME", .brief = "with whom", .must = true},
    TEXT_OPTION("how", "HOW", "phone, in_person, message or letter; else phone"),
    TEXT_OPTION("what", "TEXT", "what was promised"),
    DAY_OPTION("until", "until when it was promised"),
    {.name = "minutes",
     .type = OPTION_INT,
     .value = "N",
     .min = 1,
     .max = TALK_MINUTES_MAX,
     .brief = "how long it took"},
    TEXT_OPTION("said", "TEXT", "what else was said"),
    TEXT_OPTION("body", "CODE", "of which body, by its number"),
    DAY_OPTION("on", "on which day; else today"),
    {.name = NULL},
};

static const struct command_option add_options[] = {
    {.name = "what", .type = OPTION_TEXT, .value = "TEXT", .brief = "what to do", .must = true},
    DAY_OPTION("due", "until when"),
    {.name = NULL},
};

static const struct command_option settle_options[] = {
    TEXT_OPTION("why", "TEXT", "why it is put off or dropped, or what came of it"),
    DAY_OPTION("due", "put off until this day"),
    {.name = NULL},
};

static const struct command_option send_options[] = {
    {.name = "what",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .brief = "what we ask them to do",
     .must = true},
    TEXT_OPTION("body", "CODE", "to which body, by its number"),
    TEXT_OPTION("to", "NAME", "or its name"),
    TEXT_OPTION("pass", "ITEMS", "what they need to know: name,office,matter,..."),
    TEXT_OPTION("reason", "TEXT", "why it must be done without her agreement"),
    DAY_OPTION("on", "on which day; else today"),
    {.name = "show", .brief = "only show what would be passed on"},
    {.name = NULL},
};

static const struct command_option note_options[] = {
    TEXT_OPTION("words", "TEXT", "what they answered, or why"),
    TEXT_OPTION("result", "TEXT", "what came of it for her"),
    DAY_OPTION("on", "on which day; else today"),
    {.name = NULL},
};

static const struct command_option on_options[] = {
    DAY_OPTION("on", "on which day; else today"),
    {.name = NULL},
};

static const struct command_word mark_words[] = {
    {.name = "ID", .brief = "the promise, as promise list shows it", .must = true},
    {.name = "KEPT", .brief = "yes, late, partly or no", .must = true},
    {.name = NULL},
};

static const struct command_word settle_words[] = {
    {.name = "ID", .brief = "the task, as task list shows it", .must = true},
    {.name = "ACT", .brief = "done, again, drop or put_off", .must = true},
    {.name = NULL},
};

static const struct command_word note_words[] = {
    {.name = "ID", .brief = "what was handed over, as referral list shows it", .must = true},
    {.name = "ACT",
     .brief = "accepted, refused, begun, done, no_reply or taken_back",
     .must = true},
    {.name = NULL},
};

static const struct command_word home_words[] = {
    {.name = "CODE", .brief = "the case's number, such as NI-2026-104", .must = true},
    {.name = "HELP", .brief = "the kind of help, as home show names it", .must = true},
    {.name = "ACT", .brief = "asked, given or refused", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "talk",
     .brief = "Write a talk down: with whom, who promised what by when, the minutes",
     .example = "khetane talk NI-2026-104 --with 'The landlord' --what 'Repairs the door' "
                "--until 2026-12-01 --minutes 5",
     .needs = NEEDS_DATA,
     .options = talk_options,
     .words = command_case_word,
     .run = run_talk},
    {.name = "promise list",
     .brief = "List what was promised in a case",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_promises},
    {.name = "promise mark",
     .brief = "Write down whether a promise was kept",
     .needs = NEEDS_DATA,
     .words = mark_words,
     .run = run_mark},
    {.name = "task list",
     .brief = "List the tasks of a case, with the reason of those that a rule made",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_tasks},
    {.name = "task add",
     .brief = "Add a task to a case",
     .needs = NEEDS_DATA,
     .options = add_options,
     .words = command_case_word,
     .run = run_task_add},
    {.name = "task settle",
     .brief = "Write a task down as done, put it off, or drop it with a reason",
     .needs = NEEDS_DATA,
     .options = settle_options,
     .words = settle_words,
     .run = run_settle},
    {.name = "referral list",
     .brief = "List to whom a person was handed over, and what came back",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_referrals},
    {.name = "referral send",
     .brief = "Hand a person over to another body, with what allows it",
     .example = "khetane referral send NI-2026-104 --to 'Health centre' --what 'A doctor' --show",
     .needs = NEEDS_DATA,
     .options = send_options,
     .words = command_case_word,
     .run = run_send},
    {.name = "referral note",
     .brief = "Write down what came back from whom somebody was handed over to",
     .needs = NEEDS_DATA,
     .options = note_options,
     .words = note_words,
     .run = run_note},
    {.name = "unequal show",
     .brief = "Show who can act on unequal treatment, until when, and who must show what",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_unequal},
    {.name = "home show",
     .brief = "Show what a returning family may ask for, and what is known of the terms",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_home},
    {.name = "home mark",
     .brief = "Write down that help was asked for, given or refused",
     .needs = NEEDS_DATA,
     .options = on_options,
     .words = home_words,
     .run = run_home_mark},
};

const struct command_table together_table = {commands, sizeof commands / sizeof *commands};
