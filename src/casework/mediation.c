/* mediation.c - see mediation.h. */
#include "casework/mediation.h"

#include "base/lang.h"
#include "model/actor.h"
#include "model/field.h"
#include "web/date.h"
#include "web/html.h"

/* Arguments of promise.talk: [case, on, how, with, body, what, until, minutes, said]. */
enum {
    TALK_CASE,
    TALK_ON,
    TALK_HOW,
    TALK_WITH,
    TALK_BODY,
    TALK_WHAT,
    TALK_UNTIL,
    TALK_MINUTES,
    TALK_SAID,
    TALK_PARTS
};

static bool is_there(struct value v)
{
    return v.type != V_NULL;
}

/* ---- what a talk leaves in the case ---- */

static enum rc make_promise(struct call *call, struct change *change, const struct record *of,
                            const struct value *given)
{
    static const struct {
        const char *field;
        int from;
    } rows[] = {{"on", TALK_ON},     {"how", TALK_HOW},
                {"with", TALK_WITH}, {"institution", TALK_BODY},
                {"what", TALK_WHAT}, {"until", TALK_UNTIL}};
    struct record *promise;

    if (!is_there(given[TALK_WHAT]))
        return RC_OK;
    enum rc rc = change_make(call, change, app_kind(call, "promise"), of, &promise);
    for (size_t i = 0; rc == RC_OK && i < sizeof rows / sizeof *rows; i++)
        record_set(promise, rows[i].field, given[rows[i].from]);
    return rc;
}

static const char *note_kind(struct str how)
{
    static const struct {
        const char *how, *what;
    } rows[] = {{"phone", "call"}, {"in_person", "meeting"}, {"message", "message"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(how, rows[i].how))
            return rows[i].what;
    return "note";
}

static struct str promised(struct call *call, const struct value *given)
{
    struct str what = STR("");

    if (is_there(given[TALK_WHAT]) && given[TALK_UNTIL].type == V_INT)
        what = say(call, "Promised until %s: %s", date_long(call, (day)given[TALK_UNTIL].i).p,
                   str_z(call->arena, given[TALK_WHAT].s));
    else if (is_there(given[TALK_WHAT]))
        what = say(call, "Promised: %s", str_z(call->arena, given[TALK_WHAT].s));
    return what;
}

/* "Spoke with the landlord." and what came of it, in the words of who writes it down. */
static struct str note_text(struct call *call, const struct value *given)
{
    struct str what = promised(call, given);
    struct str said = is_there(given[TALK_SAID]) ? given[TALK_SAID].s : STR("");
    struct str with = say(call, "Spoke with %s.", str_z(call->arena, given[TALK_WITH].s));

    return str_format(call->arena, "%s%s%s%s%s", with.p, what.n == 0 ? "" : "\n",
                      str_z(call->arena, what), said.n == 0 ? "" : "\n", str_z(call->arena, said));
}

static enum rc make_note(struct call *call, struct change *change, const struct record *of,
                         const struct value *given)
{
    struct record *note;
    enum rc rc = change_make(call, change, app_kind(call, "case_note"), of, &note);

    if (rc != RC_OK)
        return rc;
    record_set(note, "on", given[TALK_ON]);
    record_set(note, "what", v_text(str_of(note_kind(given[TALK_HOW].s))));
    record_set(note, "text", v_text(note_text(call, given)));
    return RC_OK;
}

static enum rc make_help(struct call *call, struct change *change, const struct record *of,
                         const struct value *given)
{
    struct record *help;

    if (!is_there(given[TALK_MINUTES]))
        return RC_OK;
    enum rc rc = change_make(call, change, app_kind(call, "case_help"), of, &help);
    if (rc != RC_OK)
        return rc;
    record_set(help, "on", given[TALK_ON]);
    record_set(help, "what", v_text(STR("mediation_with_institution")));
    record_set(help, "minutes", given[TALK_MINUTES]);
    if (!call->actor->system)
        record_set(help, "who", id_value(&call->actor->id));
    return RC_OK;
}

static bool check(struct call *call, const struct value *given)
{
    const struct choice_list *how = field_find(app_kind(call, "promise"), STR("how"))->choices;
    struct value minutes = given[TALK_MINUTES];
    size_t faults = call->fault_count;

    if (!is_there(given[TALK_WITH]))
        fault_add(call, STR("with"), "With whom?");
    if (!is_there(given[TALK_HOW]) || choice_find(how, given[TALK_HOW].s) == NULL)
        fault_add(call, STR("how"), "How did you talk?");
    if (!is_there(given[TALK_WHAT]) && !is_there(given[TALK_SAID]))
        fault_add(call, STR("what"), "Write what was promised, or below what was said.");
    if (!is_there(given[TALK_WHAT]) && is_there(given[TALK_UNTIL]))
        fault_add(call, STR("what"), "What was promised until that day?");
    if (is_there(minutes) &&
        (minutes.type != V_INT || minutes.i < 1 || minutes.i > TALK_MINUTES_MAX))
        fault_add(call, STR("minutes"), "Minutes are a number from 1 to %d.", TALK_MINUTES_MAX);
    return call->fault_count == faults;
}

static enum rc apply_talk(struct call *call, struct change *change, struct value args)
{
    const struct value *given = args.list.items;
    const struct record *of;
    struct id id;

    if (args.type != V_LIST || args.list.n != TALK_PARTS || given[TALK_CASE].type != V_BYTES ||
        !id_of(given[TALK_CASE].s, &id) || given[TALK_ON].type != V_INT)
        return fail(call, RC_INVALID, "arguments", "The talk is not understood.");
    enum rc rc = change_look(call, change, app_kind(call, "case"), &id, &of);
    if (rc != RC_OK)
        return rc;
    if (!check(call, given))
        return call_faults(call);
    rc = make_promise(call, change, of, given);
    if (rc == RC_OK)
        rc = make_note(call, change, of, given);
    return rc == RC_OK ? make_help(call, change, of, given) : rc;
}

const struct operation talk_operation = {.name = "promise.talk",
                                         .version = 1,
                                         .brief = "a talk written down",
                                         .undo = true,
                                         .apply = apply_talk};

static struct value text_or_null(struct str s)
{
    s = str_trim(s);
    return s.n == 0 ? v_null() : v_text(s);
}

enum rc talk_write(struct call *call, const struct talk *talk, struct outcome *out)
{
    const struct value args[TALK_PARTS] = {
        [TALK_CASE] = id_value(talk->of),
        [TALK_ON] = v_int(talk->on),
        [TALK_HOW] = text_or_null(talk->how),
        [TALK_WITH] = text_or_null(talk->with),
        [TALK_BODY] = talk->institution,
        [TALK_WHAT] = text_or_null(talk->what),
        [TALK_UNTIL] = talk->until,
        [TALK_MINUTES] = talk->minutes,
        [TALK_SAID] = text_or_null(talk->said),
    };
    const struct operation_request request = {
        .operation = "promise.talk", .change = talk->change, .args = v_list(args, TALK_PARTS)};

    return operation_run(call, &request, out);
}

/* ---- promise.mark: [id, kept or null] ---- */

static enum rc apply_mark(struct call *call, struct change *change, struct value args)
{
    struct record *promise;
    struct id id;

    if (args.type != V_LIST || args.list.n != 2 || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id))
        return fail(call, RC_INVALID, "arguments", "The promise is not understood.");
    struct value kept = args.list.items[1];
    enum rc rc = change_open(call, change, app_kind(call, "promise"), &id, 0, &promise);
    if (rc != RC_OK)
        return rc;
    record_set(promise, "kept", kept);
    /* Of one that was kept in time and is marked later nobody says on which day. */
    struct value until = record_value(promise, "until");
    bool passed = until.type == V_INT && until.i < call->today;
    if (kept.type == V_NULL || str_is(kept.s, "no"))
        record_set(promise, "kept_on", v_null());
    else if (!passed || !str_is(kept.s, "yes"))
        record_set(promise, "kept_on", v_int(call->today));
    return RC_OK;
}

const struct operation promise_mark_operation = {.name = "promise.mark",
                                                 .version = 1,
                                                 .brief = "kept or not kept",
                                                 .undo = true,
                                                 .apply = apply_mark};

enum rc promise_mark(struct call *call, const struct id *promise, struct str kept,
                     const struct id *change, struct outcome *out)
{
    const struct value args[] = {id_value(promise), text_or_null(kept)};
    const struct operation_request request = {
        .operation = "promise.mark", .change = *change, .args = v_list(args, 2)};

    return operation_run(call, &request, out);
}
