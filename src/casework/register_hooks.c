/* register_hooks.c - see register_take.h. */
#include "base/lang.h"
#include "casework/letter_law.h"
#include "casework/letter_template.h"
#include "casework/register_take.h"
#include "model/question.h"
#include "query/query.h"
#include "web/date.h"

/* ---- the registers that an office begins with ---- */

/* How offices of a country count as a rule; everybody may change it. */
static const struct habit {
    const char *country, *numbering, *format;
} habits[] = {
    {"mk", "base_and_sub", "{base}-{sub}/{year}"},
    {"rs", "base_and_sub", "{base}-{sub}/{year}"},
    {NULL, "running", "{n}/{year}"},
};

static const struct habit *habit_of(struct str country)
{
    const struct habit *habit = habits;

    while (habit->country != NULL && !str_is(country, habit->country))
        habit++;
    return habit;
}

static enum rc make_general(struct call *call, struct change *change, struct str country)
{
    const struct habit *habit = habit_of(country);
    struct record *book;
    enum rc rc = change_make(call, change, app_kind(call, "register"), NULL, &book);

    if (rc != RC_OK)
        return rc;
    record_set(book, "name", v_text(say(call, "General register")));
    record_set(book, "numbering", v_text(str_of(habit->numbering)));
    record_set(book, "format", v_text(str_of(habit->format)));
    return RC_OK;
}

/* In the language of the organisation, not of who sets it up. */
enum rc register_found(struct call *call, struct change *change, struct record *organisation)
{
    const struct lang *screen = call->lang, *own = screen;
    struct str tag, code;
    enum rc rc = RC_OK;

    if (change_before(change, organisation) != NULL)
        return RC_OK;
    if (letter_language(call, record_text(organisation, "language"), &tag, &code))
        rc = law_lang(call, tag, &own);
    if (rc != RC_OK)
        return rc;
    call->lang = own;
    rc = make_general(call, change, record_text(organisation, "country"));
    call->lang = screen;
    return rc;
}

/* ---- a register ---- */

static bool limited_in(const struct change *change, const struct registers *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (record_flag(all->in[i], "limited"))
            return true;
    for (const struct draft *draft = change->drafts; draft != NULL; draft = draft->next)
        if (str_is(draft->record->kind->name, "register") && record_flag(draft->record, "limited"))
            return true;
    return false;
}

/* With the first register comes that of the cases which are for their team alone. */
static enum rc make_limited(struct call *call, struct change *change, const struct record *of)
{
    struct registers *all = arena_alloc(call->arena, sizeof *all);
    struct str format = record_text(of, "format");
    struct record *book;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = registers_list(call, all);
    if (rc != RC_OK || limited_in(change, all))
        return rc;
    rc = change_make(call, change, of->kind, NULL, &book);
    if (rc != RC_OK)
        return rc;
    format = str_format(call->arena, "T-%.*s", (int)format.n, format.p);
    record_set(book, "name", v_text(say(call, "Register of cases for their team alone")));
    record_set(book, "numbering", record_value(of, "numbering"));
    record_set(book, "format", v_text(format));
    record_set(book, "limited", v_int(1));
    return RC_OK;
}

enum rc register_derive(struct call *call, struct change *change, struct record *book)
{
    struct str format = record_text(book, "format");
    bool subs = str_is(record_text(book, "numbering"), "base_and_sub");
    const char *fault = format.n == 0 ? NULL : register_format_fault(format, subs);
    bool touched =
        change_touches(change, book, "format") || change_touches(change, book, "numbering");

    if (fault != NULL && touched)
        fault_add(call, STR("format"), "%s: %s",
                  label_text(call, &field_find(book->kind, STR("format"))->label).p,
                  lang_text(call->lang, fault));
    else if (touched && memmem(format.p, format.n, "{year}", 6) == NULL)
        question_ask(
            call, book, "format", say(call, "the year is not in it."),
            say(call, "Numbers begin anew each year: those of two years would look alike."));
    if (record_value(book, "first").type != V_NULL &&
        record_value(book, "first_year").type == V_NULL)
        record_set(book, "first_year", v_int(day_date(call->today).year));
    return change_before(change, book) != NULL || record_flag(book, "limited") || fault != NULL
               ? RC_OK
               : make_limited(call, change, book);
}

/* ---- a line ---- */

/* The clock of this computer may have been set back. */
static enum rc ask_order(struct call *call, const struct record *entry)
{
    const struct kind *kind = entry->kind;
    struct table_series series = {
        .kind = kind,
        .number = field_find(kind, STR("place")),
        .low = 1,
        .high = INT64_MAX,
        .where = {{field_find(kind, STR("register")), record_value(entry, "register")}},
        .n = 1};
    int64_t last = 0, on = 0;
    enum rc rc = table_last(call, call->store->db, &series, &last);

    if (rc != RC_OK || last == 0)
        return rc;
    series.low = series.high = last;
    series.where[series.n].field = series.number;
    series.where[series.n++].value = v_int(last);
    series.number = field_find(kind, STR("on"));
    series.low = 1;
    series.high = day_max();
    rc = table_last(call, call->store->db, &series, &on);
    if (rc == RC_OK && on > call->today)
        question_ask(call, entry, "on", say(call, "this register has a line of a later day."),
                     say(call,
                         "It is of %s. Today is %s by the clock of this computer: look whether "
                         "it was set back.",
                         date_long(call, (day)on).p, date_long(call, call->today).p));
    return rc;
}

/* One that was made as any record is made, by hand or by an import. */
static enum rc number_plain(struct call *call, struct change *change, struct record *entry)
{
    const struct register_ask ask = {.on = 0};

    record_set(entry, "direction", v_text(STR("in")));
    enum rc rc = register_take(call, change, entry, &ask, false);
    return rc == RC_OK ? register_answered(call, change, record_value(entry, "answers"),
                                           record_value(entry, "on"))
                       : rc;
}

enum rc register_derive_entry(struct call *call, struct change *change, struct record *entry)
{
    bool new = change_before(change, entry) == NULL;
    enum rc rc = RC_OK;

    if (entry->retired_ms != 0)
        return fail(call, RC_CONFLICT, NULL,
                    "A line stays in the register. Cancel its number instead: it is shown struck "
                    "out.");
    if (str_is(entry->state, "cancelled") && record_text(entry, "cancelled_why").n == 0)
        return fail(call, RC_CONFLICT, NULL,
                    "Cancel a number on the line's own page, and say why.");
    if (new &&record_value(entry, "register").type == V_NULL)
        rc = number_plain(call, change, entry);
    return rc == RC_OK && new &&record_value(entry, "on").i == call->today ? ask_order(call, entry)
                                                                           : rc;
}

/* ---- a letter and a paper that have a number ---- */

enum rc register_derive_letter(struct call *call, struct change *change, struct record *letter)
{
    static const char *const frozen[] = {"parts", "subject_line", "written", "language", "to"};
    const struct record *was = change_before(change, letter);
    struct str number = record_text(letter, "number");

    if (str_is(letter->state, "registered") && number.n == 0)
        return fail(call, RC_CONFLICT, NULL, "A letter gets its number on its own page.");
    if (was == NULL || record_text(was, "number").n == 0)
        return RC_OK;
    if (letter->retired_ms != 0 && was->retired_ms == 0)
        return fail(call, RC_CONFLICT, NULL,
                    "This letter stands in the register as %s: it stays. Cancel the number "
                    "instead.",
                    str_z(call->arena, number));
    for (size_t i = 0; i < sizeof frozen / sizeof *frozen; i++)
        if (change_touches(change, letter, frozen[i]))
            return register_frozen(call, letter);
    return change_touches(change, letter, "answered")
               ? register_answered(call, change, record_value(letter, "entry"),
                                   record_value(letter, "answered"))
               : RC_OK;
}

enum rc register_derive_paper(struct call *call, struct change *change, struct record *paper)
{
    const struct record *was = change_before(change, paper);
    struct value answers, line = record_value(paper, "entry");
    struct record *entry;
    struct id id;

    if (was == NULL || line.type != V_BYTES || !id_of(line.s, &id))
        return RC_OK;
    if (paper->retired_ms != 0 && was->retired_ms == 0)
        return fail(call, RC_CONFLICT, NULL,
                    "This paper stands in the register as %s. Cancel the number first.",
                    str_z(call->arena, record_text(paper, "our_number")));
    if (!change_touches(change, paper, "answers"))
        return RC_OK;
    enum rc rc = register_line_of_letter(call, change, record_value(paper, "answers"), &answers);
    if (rc == RC_OK)
        rc = change_open(call, change, app_kind(call, "register_entry"), &id, 0, &entry);
    if (rc != RC_OK || str_is(entry->state, "cancelled"))
        return rc;
    record_set(entry, "answers", answers);
    return register_answered(call, change, answers, record_value(paper, "received"));
}
