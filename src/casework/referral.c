/* referral.c - see referral.h. */
#include "casework/referral.h"

#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "casework/save.h"
#include "casework/together.h"
#include "model/basis.h"
#include "web/field_control.h"

/* Arguments of referral.send:
 * [case, body, name, what, passed, basis, sent, accept by, answer by, agreed]. */
enum {
    SEND_CASE,
    SEND_TO,
    SEND_NAME,
    SEND_WHAT,
    SEND_PASSED,
    SEND_BASIS,
    SEND_ON,
    SEND_ACCEPT,
    SEND_ANSWER,
    SEND_AGREED,
    SEND_PARTS
};

static bool reached(struct value v, day on)
{
    return v.type == V_INT && v.i <= on;
}

/* ---- how many days they have ---- */

static bool holds(const struct record *agreement, day on)
{
    struct value until = record_value(agreement, "until");

    return reached(record_value(agreement, "signed"), on) && (until.type != V_INT || until.i >= on);
}

static void take_days(const struct record *from, int64_t *accept, int64_t *answer, bool *any)
{
    struct value a = record_value(from, "accept_days"), b = record_value(from, "answer_days");

    if (a.type == V_INT && a.i > 0)
        *accept = a.i;
    if (b.type == V_INT && b.i > 0)
        *answer = b.i;
    *any |= (a.type == V_INT && a.i > 0) || (b.type == V_INT && b.i > 0);
}

static enum rc agreed_days(struct call *call, const struct id *institution,
                           struct referral_days *out)
{
    struct query query = {.kind = app_kind(call, "institution_agreement"),
                          .verb = MAY_SEE,
                          .owner = institution,
                          .limit = QUERY_ROWS_MAX};
    struct query_page found;

    query.sort = field_find(query.kind, STR("signed"));
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) { /* the latest counts */
        bool any = false;
        if (!holds(found.records[i], call->today))
            continue;
        take_days(found.records[i], &out->accept, &out->answer, &any);
        if (any)
            out->agreement = together_text(found.records[i], "what");
        out->agreed |= any;
    }
    return rc;
}

enum rc referral_days_of(struct call *call, const struct id *institution, struct referral_days *out)
{
    struct record *own;
    enum rc rc = together_own(call, &own);

    *out = (struct referral_days){
        .accept = REFERRAL_ACCEPT_DAYS, .answer = REFERRAL_ANSWER_DAYS, .agreement = STR("")};
    if (rc != RC_OK)
        return rc;
    take_days(own, &out->accept, &out->answer, &out->usual);
    return institution == NULL ? RC_OK : agreed_days(call, institution, out);
}

/* ---- what allows it ---- */

static bool contains(struct str text, struct str part)
{
    for (size_t i = 0; part.n != 0 && i + part.n <= text.n; i++)
        if (memcmp(text.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

static bool names(struct call *call, struct str recipients, struct str to)
{
    struct str all = text_fold(call->arena, recipients);

    return contains(all, text_fold(call->arena, str_trim(to)));
}

struct looking {
    const struct id *person;
    struct str to;
    struct referral_allowed *out;
};

static enum rc look(struct call *call, void *arg, struct record *basis)
{
    struct looking *l = arg;
    struct str recipients = together_text(basis, "recipients");
    enum referral_basis how = recipients.n == 0                ? REFERRAL_NOBODY
                              : names(call, recipients, l->to) ? REFERRAL_NAMED
                                                               : REFERRAL_OTHERS;

    if (id_eq(&basis->owner, l->person) && str_is(together_text(basis, "purpose"), "referral") &&
        basis_holds(basis, call->today) && how > l->out->how)
        *l->out = (struct referral_allowed){how, basis};
    return RC_OK;
}

enum rc referral_allowed(struct call *call, const struct record *of, struct str to,
                         struct referral_allowed *out)
{
    struct looking looking = {.to = to, .out = out};
    struct id person;

    *out = (struct referral_allowed){REFERRAL_NONE, NULL};
    if (!id_of(record_value(of, "person").s, &person))
        return RC_OK;
    looking.person = &person;
    return table_of_subject(call, call->store->db, app_table(call->app, app_kind(call, "basis")),
                            &person, look, &looking);
}

/* ---- what is passed on ---- */

const struct referral_item_row referral_items[REFERRAL_ITEMS] = {
    {"name", N_("Her name"), REFERRAL_NAME, true},
    {"office", N_("That she is reached through us"), REFERRAL_OFFICE, true},
    {"phone", N_("Her telephone"), REFERRAL_PHONE, false},
    {"languages", N_("Which languages she speaks"), REFERRAL_LANGUAGES, true},
    {"born", N_("When she was born"), REFERRAL_BORN, false},
    {"matter", N_("What it is about, in a few words"), REFERRAL_MATTER, true},
    {"wish", N_("What she wishes"), REFERRAL_WISH, false},
    {"due", N_("The last day that runs"), REFERRAL_DUE, false},
    {"story", N_("What happened, as told"), REFERRAL_STORY, false},
};

static void line(struct buf *out, struct str label, struct str value)
{
    if (value.n == 0)
        return;
    buf_add(out, label);
    buf_z(out, ": ");
    buf_add(out, value);
    buf_char(out, '\n');
}

static struct str words(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));
    struct value v = record_get(record, field);

    return v.type == V_NULL ? STR("") : field_words(call, field, v);
}

static void about_person(struct call *call, const struct record *person, unsigned items,
                         struct buf *out)
{
    bool never = record_value(person, "never_ring").i != 0;

    if ((items & REFERRAL_NAME) != 0)
        line(out, say(call, "Name"), record_title(call, person));
    if ((items & REFERRAL_BORN) != 0)
        line(out, say(call, "Born"), words(call, person, "born"));
    if ((items & REFERRAL_LANGUAGES) != 0)
        line(out, say(call, "Speaks"), words(call, person, "languages"));
    if ((items & REFERRAL_PHONE) != 0 && !never)
        line(out, say(call, "Telephone"), words(call, person, "phones"));
}

static enum rc about_office(struct call *call, struct buf *out)
{
    struct record *own;
    enum rc rc = together_own(call, &own);

    if (rc == RC_OK)
        line(out, say(call, "To be reached through us"), together_us(call, own));
    return rc;
}

static void about_case(struct call *call, const struct record *of, unsigned items, struct buf *out)
{
    struct value due = record_value(of, "next_due");

    if ((items & REFERRAL_MATTER) != 0)
        line(out, say(call, "What it is about"), together_text(of, "what"));
    if ((items & REFERRAL_WISH) != 0)
        line(out, say(call, "What she wishes"), together_text(of, "wish"));
    if ((items & REFERRAL_STORY) != 0)
        line(out, say(call, "What happened, as told"), together_text(of, "story"));
    if ((items & REFERRAL_DUE) != 0 && due.type == V_INT)
        line(out, say(call, "A last day runs"), date_long(call, (day)due.i));
}

enum rc referral_compose(struct call *call, const struct record *of, unsigned items,
                         struct str *out)
{
    struct record *person;
    struct buf text;
    struct id id;
    enum rc rc = RC_OK;

    buf_init(&text, call->arena, REFERRAL_PASSED_MAX);
    if (id_of(record_value(of, "person").s, &id)) {
        rc = query_get(call, app_kind(call, "person"), &id, &person);
        if (rc == RC_OK)
            about_person(call, person, items, &text);
    }
    if (rc == RC_OK && (items & REFERRAL_OFFICE) != 0)
        rc = about_office(call, &text);
    if (rc != RC_OK)
        return rc;
    about_case(call, of, items, &text);
    *out = buf_str(&text);
    return buf_ok(&text) ? RC_OK
                         : fail(call, RC_LIMIT, "passed",
                                "This is more than is passed on at once: at most %d bytes.",
                                REFERRAL_PASSED_MAX);
}

bool referral_tells(const struct record *referral, struct str text)
{
    return contains(together_text(referral, "passed"), text);
}

/* ---- referral.send ---- */

static struct str body_name(struct call *call, const struct value *given)
{
    struct id id;

    if (given[SEND_TO].type != V_NULL && id_of(given[SEND_TO].s, &id))
        return query_title(call, app_kind(call, "institution"), &id);
    return given[SEND_NAME].type == V_TEXT ? given[SEND_NAME].s : STR("");
}

static enum rc must_say_why(struct call *call, const struct referral_allowed *allowed,
                            struct str to)
{
    const char *name = str_z(call->arena, to);

    switch (allowed->how) {
    case REFERRAL_NAMED: return RC_OK;
    case REFERRAL_OTHERS:
        return fail(call, RC_DENIED, "reason",
                    "What she allowed names others: \"%s\". Ask her about %s and write it down, "
                    "or say why it must be done all the same.",
                    str_z(call->arena, together_text(allowed->basis, "recipients")), name);
    case REFERRAL_NOBODY:
        return fail(call, RC_DENIED, "reason",
                    "What she allowed names nobody who may get it. Ask her about %s and write it "
                    "down, or say why it must be done all the same.",
                    name);
    case REFERRAL_NONE: break;
    }
    return fail(
        call, RC_DENIED, "reason",
        "Nothing allows us yet to tell %s. Write down what she agrees to, or another basis, "
        "or say why it must be done without.",
        name);
}

static bool check(struct call *call, const struct value *given, struct str to)
{
    size_t faults = call->fault_count;

    if (to.n == 0)
        fault_add(call, STR("to"), "To whom?");
    if (given[SEND_WHAT].type == V_NULL)
        fault_add(call, STR("what"), "What do we ask them to do?");
    if (given[SEND_PASSED].type == V_NULL)
        fault_add(call, STR("passed"),
                  "Nothing would be passed on. Choose what they need to know.");
    if (given[SEND_ON].type != V_INT || given[SEND_ON].i > call->today)
        fault_add(call, STR("sent"), "A day until today.");
    return call->fault_count == faults;
}

static enum rc make(struct call *call, struct change *change, const struct record *of,
                    const struct value *given)
{
    static const struct {
        const char *field;
        int from;
    } rows[] = {{"to", SEND_TO},
                {"to_name", SEND_NAME},
                {"what", SEND_WHAT},
                {"passed", SEND_PASSED},
                {"basis", SEND_BASIS},
                {"sent", SEND_ON},
                {"accept_by", SEND_ACCEPT},
                {"answer_by", SEND_ANSWER},
                {"agreed", SEND_AGREED}};
    struct record *referral;
    enum rc rc = change_make(call, change, app_kind(call, "referral"), of, &referral);

    for (size_t i = 0; rc == RC_OK && i < sizeof rows / sizeof *rows; i++)
        record_set(referral, rows[i].field, given[rows[i].from]);
    if (rc != RC_OK)
        return rc;
    referral->state = STR("sent");
    if (str_trim(change->reason).n != 0)
        record_set(referral, "without_basis", v_text(str_trim(change->reason)));
    return RC_OK;
}

/* The case is opened, though nothing of it changes, so that all whom it is about are asked for
 * (model/basis.h); behind the referral, by which the change is known. */
static enum rc apply_send(struct call *call, struct change *change, struct value args)
{
    const struct value *given = args.list.items;
    struct referral_allowed allowed;
    const struct record *of;
    struct record *opened;
    struct id id;

    if (args.type != V_LIST || args.list.n != SEND_PARTS || given[SEND_CASE].type != V_BYTES ||
        !id_of(given[SEND_CASE].s, &id))
        return fail(call, RC_INVALID, "arguments", "What is handed over is not understood.");
    struct str to = body_name(call, given);
    if (!check(call, given, to))
        return call_faults(call);
    enum rc rc = change_look(call, change, app_kind(call, "case"), &id, &of);
    if (rc == RC_OK)
        rc = referral_allowed(call, of, to, &allowed);
    if (rc == RC_OK && str_trim(change->reason).n == 0)
        rc = must_say_why(call, &allowed, to);
    if (rc == RC_OK)
        rc = make(call, change, of, given);
    return rc == RC_OK ? change_open(call, change, of->kind, &id, 0, &opened) : rc;
}

const struct operation referral_send_operation = {.name = "referral.send",
                                                  .version = 1,
                                                  .brief = "handed over to another body",
                                                  .apply = apply_send,
                                                  .shares = "referral"};

static struct value text_or_null(struct str s)
{
    s = str_trim(s);
    return s.n == 0 ? v_null() : v_text(s);
}

enum rc referral_send(struct call *call, const struct referral *referral, struct outcome *out)
{
    const struct value args[SEND_PARTS] = {
        [SEND_CASE] = id_value(referral->of),
        [SEND_TO] = referral->institution,
        [SEND_NAME] = text_or_null(referral->name),
        [SEND_WHAT] = text_or_null(referral->what),
        [SEND_PASSED] = text_or_null(referral->passed),
        [SEND_BASIS] = referral->basis,
        [SEND_ON] = v_int(referral->sent),
        [SEND_ACCEPT] = referral->accept_by,
        [SEND_ANSWER] = referral->answer_by,
        [SEND_AGREED] = referral->agreed ? v_int(1) : v_null(),
    };
    const struct operation_request request = {.operation = "referral.send",
                                              .change = referral->change,
                                              .args = v_list(args, SEND_PARTS),
                                              .reason = str_trim(referral->reason)};

    return operation_run(call, &request, out);
}

/* ---- referral.note: [id, act, day, words or null, result or null] ---- */

static const struct act {
    const char *name, *state; /* state NULL: as it is */
    const char *on, *words;   /* the fields that take the day and the words */
    bool must;                /* the words */
} acts[] = {
    {"accepted", "accepted", "accepted", "answer", false},
    {"refused", "refused", NULL, "refused_because", true},
    {"begun", NULL, "begun", "answer", false},
    {"done", "done", "ended", "answer", false},
    {"no_reply", "no_reply", NULL, NULL, false},
    {"taken_back", "taken_back", "taken_back", "taken_back_why", true},
};

static const struct act *find_act(struct str name)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (str_is(name, acts[i].name))
            return &acts[i];
    return NULL;
}

static bool may_act(struct call *call, const struct record *referral, const struct act *act,
                    const struct value *given)
{
    struct value sent = record_value(referral, "sent");
    size_t faults = call->fault_count;

    if (act->state == NULL ? !str_is(referral->state, "accepted")
                           : !save_follows(referral, str_of(act->state)))
        fault_add(call, STR("act"), "That does not follow on where this stands now.");
    if (act->must && given[3].type == V_NULL)
        fault_add(call, STR("words"), "Say why.");
    if (given[2].type != V_INT || given[2].i > call->today ||
        (sent.type == V_INT && given[2].i < sent.i))
        fault_add(call, STR("on"), "A day from the one on which it was sent until today.");
    return call->fault_count == faults;
}

static enum rc apply_note(struct call *call, struct change *change, struct value args)
{
    const struct value *given = args.list.items;
    struct record *referral;
    struct id id;

    if (args.type != V_LIST || args.list.n != 5 || given[0].type != V_BYTES ||
        !id_of(given[0].s, &id) || given[1].type != V_TEXT || find_act(given[1].s) == NULL)
        return fail(call, RC_INVALID, "arguments", "What came back is not understood.");
    const struct act *act = find_act(given[1].s);
    enum rc rc = change_open(call, change, app_kind(call, "referral"), &id, 0, &referral);
    if (rc != RC_OK)
        return rc;
    if (!may_act(call, referral, act, given))
        return call_faults(call);
    if (act->state != NULL)
        referral->state = str_of(act->state);
    if (act->on != NULL)
        record_set(referral, act->on, given[2]);
    if (act->words != NULL && given[3].type != V_NULL)
        record_set(referral, act->words, given[3]);
    if (given[4].type != V_NULL)
        record_set(referral, "result", given[4]);
    return RC_OK;
}

const struct operation referral_note_operation = {.name = "referral.note",
                                                  .version = 1,
                                                  .brief = "what came back was written down",
                                                  .undo = true,
                                                  .apply = apply_note};

enum rc referral_note(struct call *call, const struct referral_note *note, struct outcome *out)
{
    const struct value args[] = {id_value(note->referral), v_text(note->act), v_int(note->on),
                                 text_or_null(note->words), text_or_null(note->result)};
    const struct operation_request request = {
        .operation = "referral.note", .change = note->change, .args = v_list(args, 5)};

    return operation_run(call, &request, out);
}
