/* register_test.c - numbers of registers: how they are written, taken, typed, cancelled, and what
 * somebody sees of a line whose case is not hers. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "casework/letter.h"
#include "casework/register.h"
#include "casework/register_line.h"
#include "casework_test.h"
#include "model/rebuild.h"
#include "query/query.h"
#include "store/crypt.h"

/* ---- how a number is written and read ---- */

static const struct {
    const char *format, *prefix;
    bool subs;
    struct register_number number;
    const char *written;
} written[] = {
    {"{base}-{sub}/{year}", "NI", true, {2026, 15, 3}, "15-3/2026"},
    {"{base}-{sub}/{year}", "NI", true, {2026, 15, 0}, "15-…/2026"},
    {"{n}/{year}", "NI", false, {2026, 412, 0}, "412/2026"},
    {"{prefix}-{n}", "NI", false, {2026, 7, 0}, "NI-7"},
    {"Бр. {base}/{sub} од {year} год.", "", true, {2026, 1, 12}, "Бр. 1/12 од 2026 год."},
    {"09-{n}", "", false, {2026, 4, 0}, "09-4"},
};

static const struct {
    const char *format, *prefix, *typed;
    bool subs, ok;
    struct register_number number;
} typed[] = {
    {"{base}-{sub}/{year}", "NI", "15-3/2026", true, true, {2026, 15, 3}},
    {"{base}-{sub}/{year}", "NI", " 15 / 3 ", true, true, {2026, 15, 3}},
    {"{base}-{sub}/{year}", "NI", "15-3/25", true, true, {2025, 15, 3}},
    {"{base}-{sub}/{year}", "NI", "15", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "15-0/2026", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "0-1/2026", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "1-2-3-4-5", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "x15-3/2026", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "15-3/1312", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "99999999999-3/2026", true, false, {0, 0, 0}},
    {"{base}-{sub}/{year}", "NI", "15-100000/2026", true, false, {0, 0, 0}},
    {"{n}/{year}", "NI", "412/2026", false, true, {2026, 412, 0}},
    {"{n}/{year}", "NI", "412", false, true, {2026, 412, 0}},
    {"{n}/{year}", "NI", "", false, false, {0, 0, 0}},
    {"{prefix}-{n}/{year}", "A3", "A3-9/2026", false, true, {2026, 9, 0}},
    {"{prefix}-{n}/{year}", "A3", "9/2026", false, true, {2026, 9, 0}},
    {"09-{n}", "", "09-4", false, true, {2026, 4, 0}},
    {"09-{n}", "", "4", false, true, {2026, 4, 0}},
    {"Бр. {n}/{year}", "", "Бр. 4/2026", false, true, {2026, 4, 0}},
};

static const struct {
    const char *format;
    bool subs, ok;
} formats[] = {
    {"{n}", false, true},
    {"{n}/{year}", false, true},
    {"{base}-{sub}", true, true},
    {"{base}", true, false},
    {"{sub}", true, false},
    {"{n}-{sub}", false, false},
    {"{year}", false, false},
    {"{n}{n}", false, false},
    {"{n}/{yaer}", false, false},
    {"{n", false, false},
    {"n}", false, false},
    {"", false, false},
    {"{n}{year}{year}", false, false},
    {"{", false, false},
    {"{}{n}", false, false},
};

static void numbers(struct world *w)
{
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        const struct register_style style = {str_of(written[i].format), str_of(written[i].prefix),
                                             written[i].subs};
        CASE("register: writes %s", written[i].written);
        CHECK_TEXT(register_number_write(&w->arena, &style, written[i].number), written[i].written);
    }
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        const struct register_style style = {str_of(typed[i].format), str_of(typed[i].prefix),
                                             typed[i].subs};
        struct register_number n = {0};
        CASE("register: reads \"%s\" by %s", typed[i].typed, typed[i].format);
        bool ok = register_number_read(&style, str_of(typed[i].typed), 2026, &n);
        CHECK(ok == typed[i].ok);
        if (ok)
            CHECK(n.year == typed[i].number.year && n.matter == typed[i].number.matter &&
                  n.within == typed[i].number.within);
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        CASE("register: a format \"%s\"", formats[i].format);
        CHECK((register_format_fault(str_of(formats[i].format), formats[i].subs) == NULL) ==
              formats[i].ok);
    }
}

/* ---- a world ---- */

static struct id write_letter(struct world *w, const struct id *of)
{
    struct letter_order *order = arena_alloc(&w->arena, sizeof *order);
    struct outcome outcome = {0};

    *order = (struct letter_order){.of = *of,
                                   .procedure = STR("rs.admin.request"),
                                   .language = STR("en"),
                                   .gaps = true,
                                   .change = id_new(&w->call)};
    CHECK_RC(&w->call, letter_write(&w->call, order, &outcome), RC_OK);
    return outcome.record;
}

static struct register_order order_of(struct world *w, const struct id *of, const char *number)
{
    return (struct register_order){
        .of = *of, .change = id_new(&w->call), .ask = {.typed = str_of(number)}};
}

static const char *number_of(struct world *w, const struct id *letter)
{
    return str_z(&w->arena, record_text(world_load(w, "letter", letter), "number"));
}

/* A new letter of the case, registered; "" where it was refused. */
static const char *registered(struct world *w, const struct id *of)
{
    struct id letter = write_letter(w, of);
    struct register_order order = order_of(w, &letter, "");
    struct outcome outcome;

    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    return number_of(w, &letter);
}

static enum rc line(struct world *w, const char *number, bool skip, const char *on,
                    struct outcome *out)
{
    struct register_order order = {.change = id_new(&w->call),
                                   .ask = {.typed = str_of(number), .skip = skip}};
    struct save save;

    if (on != NULL)
        order.ask.on = test_day(on);
    enum rc rc = save_init(&w->call, app_kind(&w->call, "register_entry"), &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "about", STR("Electricity bill"));
    save_text(&save, "with_name", STR("Elektro"));
    return register_run_line(&w->call, &order, STR("in"), &save, out);
}

static const char *line_number(struct world *w, const struct outcome *outcome)
{
    return str_z(&w->arena,
                 record_text(world_load(w, "register_entry", &outcome->record), "number"));
}

static bool says(const struct call *call, const char *part)
{
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        if (memmem(fault->text.p, fault->text.n, part, strlen(part)) != NULL)
            return true;
    return call->error.text.n != 0 &&
           memmem(call->error.text.p, call->error.text.n, part, strlen(part)) != NULL;
}

static struct id book_of(struct world *w, const char *name)
{
    struct registers *all = arena_alloc(&w->arena, sizeof *all);

    CHECK_RC(&w->call, registers_list(&w->call, all), RC_OK);
    for (size_t i = 0; i < all->n; i++)
        if (str_is(record_text(all->in[i], "name"), name))
            return all->in[i]->id;
    printf("Bail out! no register %s\n", name);
    return (struct id){0};
}

static void begins(struct world *w)
{
    struct registers *all = arena_alloc(&w->arena, sizeof *all);

    CASE("register: a new office has a general one and a limited one, in its country's habit");
    CHECK_RC(&w->call, registers_list(&w->call, all), RC_OK);
    if (!CHECK_INT(all->n, 2))
        return;
    CHECK_TEXT(record_text(all->in[0], "name"), "General register");
    CHECK_TEXT(record_text(all->in[0], "format"), "{base}-{sub}/{year}");
    CHECK(!record_flag(all->in[0], "limited") && record_flag(all->in[1], "limited"));
    CHECK_TEXT(record_text(all->in[1], "format"), "T-{base}-{sub}/{year}");
}

/* ---- letters ---- */

static struct str text_of(struct world *w, const struct id *letter)
{
    struct letter_doc doc;
    struct str text = STR("");

    CHECK_RC(&w->call, letter_read(&w->call, world_load(w, "letter", letter), &doc), RC_OK);
    CHECK_RC(&w->call, letter_text(&w->call, &doc, &text), RC_OK);
    return text;
}

static bool has(struct str text, const char *part)
{
    return text.n != 0 && memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static void letters(struct world *w, const struct id *of)
{
    struct id letter = write_letter(w, of);
    struct register_order order = order_of(w, &letter, "");
    struct letter_change change = {.letter = letter, .change = id_new(&w->call)};
    struct outcome outcome;
    struct letter_doc doc;

    CASE("register: a letter has a place for its number until it gets it");
    CHECK(has(text_of(w, &letter), "Our number: [letter.number?]"));
    CHECK_RC(&w->call, letter_read(&w->call, world_load(w, "letter", &letter), &doc), RC_OK);
    CHECK(letter_awaits_number(&doc));
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK_TEXT(world_load(w, "letter", &letter)->state, "registered");
    CHECK_TEXT(str_of(number_of(w, &letter)), "1-1/2026");
    CHECK(has(text_of(w, &letter), "Our number: 1-1/2026"));
    CHECK_RC(&w->call, letter_read(&w->call, world_load(w, "letter", &letter), &doc), RC_OK);
    CHECK(!letter_awaits_number(&doc));

    CASE("register: the same order twice is one number; another is refused");
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK(outcome.repeated);
    order.change = id_new(&w->call);
    CHECK_INT(register_run_letter(&w->call, &order, &outcome), RC_CONFLICT);
    CHECK(says(&w->call, "1-1/2026"));
    call_forgive(&w->call);

    CASE("register: what was registered stays as it is");
    CHECK_INT(letter_edit(&w->call, &change, LETTER_TEXT, STR("x"), &outcome), RC_CONFLICT);
    CHECK(says(&w->call, "cancel the number and write a new letter"));
    call_forgive(&w->call);
    CHECK_RC(&w->call,
             world_save(w, "letter", &letter, NULL, &outcome, "subject_line", "Other", NULL),
             RC_CONFLICT);
    call_forgive(&w->call);
    struct value args;
    CHECK_RC(&w->call, record_args_make(&w->call, world_load(w, "letter", &letter), STR(""), &args),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.retire", args, &outcome), RC_CONFLICT);
    call_forgive(&w->call);
}

static void undone(struct world *w, const struct id *of)
{
    struct id letter = write_letter(w, of);
    struct register_order order = order_of(w, &letter, "");
    struct outcome outcome, other;

    CASE("register: a number is not undone, nor moved to by hand");
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    struct value change = id_value(&outcome.change);
    CHECK(world_run(w, "change.undo", v_list(&change, 1), &other) != RC_OK);
    call_forgive(&w->call);
    struct id plain = write_letter(w, of);
    struct value args;
    CHECK_RC(&w->call,
             record_args_make(&w->call, world_load(w, "letter", &plain), STR("registered"), &args),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.move", args, &other), RC_CONFLICT);
    call_forgive(&w->call);
}

static void counting(struct world *w, const struct id *of, const struct id *other)
{
    struct outcome outcome;

    CASE("register: papers of a case are counted behind its number, in or out");
    CHECK_TEXT(str_of(registered(w, other)), "2-1/2026");
    CHECK_TEXT(str_of(registered(w, of)), "1-3/2026");
    struct id letter = write_letter(w, other);
    struct register_order order = order_of(w, &letter, "");
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK_RC(&w->call,
             world_save(w, "case_paper", NULL, other, &outcome, "what", "decision", "received",
                        "2026-11-02", "how", "in_hand", "procedure", "rs.admin.appeal", "stage",
                        "0", "answers", str_hex(&w->arena, id_str(&letter)).p, "number", "77/26",
                        NULL),
             RC_OK);
    struct id paper = outcome.record;
    order = order_of(w, &paper, "");
    CHECK_RC(&w->call, register_run_paper(&w->call, &order, &outcome), RC_OK);
    const struct record *kept = world_load(w, "case_paper", &paper);
    CHECK_TEXT(record_text(kept, "our_number"), "2-3/2026");

    CASE("register: an answer and what it answers name each other");
    struct id entry;
    struct register_line of_answer;
    CHECK(id_of(record_value(kept, "entry").s, &entry));
    CHECK_RC(&w->call,
             register_line_read(&w->call, world_load(w, "register_entry", &entry), &of_answer),
             RC_OK);
    CHECK_TEXT(of_answer.answers, "2-2/2026");
    CHECK_TEXT(of_answer.their_number, "77/26");
    const struct record *ours = world_load(w, "register_entry", &of_answer.answers_id);
    CHECK_INT(record_value(ours, "answered").i, test_day("2026-11-02"));
    CHECK_RC(&w->call, register_line_read(&w->call, ours, &of_answer), RC_OK);
    CHECK_TEXT(of_answer.reply, "2-3/2026");
}

/* ---- a paper of no case; numbers that were typed ---- */

static void typing(struct world *w, const struct id *of)
{
    static const struct {
        const char *typed, *says;
    } wrong[] = {
        {"1-1/2026", "is in the register already"},
        {"x", "Write it as 15-3/2026"},
        {"9-1/2026", "This leaves out 4-…/2026 to 8-…/2026"},
        {"3-4/2026", "This leaves out 3-2/2026 to 3-3/2026"},
        {"700-1/2026", "more than 500 numbers"},
        {"4-1/2025", "say on which day of that year"},
    };
    struct outcome outcome;

    CASE("register: a paper of no case has a number of its own");
    CHECK_RC(&w->call, line(w, "", false, NULL, &outcome), RC_OK);
    CHECK_TEXT(str_of(line_number(w, &outcome)), "3-1/2026");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CASE("register: typed %s it says so", wrong[i].typed);
        CHECK_INT(line(w, wrong[i].typed, false, NULL, &outcome), RC_INVALID);
        if (!CHECK(says(&w->call, wrong[i].says)))
            tap_note("%s", w->call.error.text.p);
        call_forgive(&w->call);
    }

    CASE("register: what is left out stands in the book on paper, if she says so");
    CHECK_RC(&w->call, line(w, "6-2/2026", true, NULL, &outcome), RC_OK);
    CHECK_TEXT(str_of(line_number(w, &outcome)), "6-2/2026");
    int64_t n = 0;
    const struct kind *kind = app_kind(&w->call, "register_entry");
    struct query query = {.kind = kind, .verb = MAY_SEE};
    query.filters[query.n++] = (struct query_filter){
        .field = field_find(kind, STR("on_paper")), .op = QUERY_IS, .value = v_int(1)};
    CHECK_RC(&w->call, query_count(&w->call, &query, &n), RC_OK);
    CHECK_INT(n, 3); /* 4, 5, 6-1 */

    CASE("register: of a matter that stands on paper whole any paper can be entered");
    CHECK_RC(&w->call, line(w, "5-7", false, NULL, &outcome), RC_OK);

    CASE("register: a case keeps its number");
    struct id letter = write_letter(w, of);
    struct register_order order = order_of(w, &letter, "3-2/2026");
    CHECK_INT(register_run_letter(&w->call, &order, &outcome), RC_INVALID);
    CHECK(says(&w->call, "This case has the number 1"));
    call_forgive(&w->call);
    struct id new_case = test_case(w, "Heating");
    letter = write_letter(w, &new_case);
    order = order_of(w, &letter, "1-9/2026");
    order.ask.skip = true;
    CHECK_INT(register_run_letter(&w->call, &order, &outcome), RC_INVALID);
    CHECK(says(&w->call, "is the number of another case"));
    call_forgive(&w->call);

    CASE("register: a book of an earlier year is taken over");
    CHECK_RC(&w->call, line(w, "1-1/2025", false, "2025-03-04", &outcome), RC_OK);
    CHECK_INT(record_value(world_load(w, "register_entry", &outcome.record), "year").i, 2025);
    CHECK_RC(&w->call, line(w, "", false, NULL, &outcome), RC_OK);
    CHECK_TEXT(str_of(line_number(w, &outcome)), "7-1/2026");
}

static void years(struct world *w, const struct id *of)
{
    struct outcome outcome;

    CASE("register: a new year begins at one, and the case gets a new number");
    w->call.today = test_day("2027-01-04");
    CHECK_RC(&w->call, line(w, "", false, NULL, &outcome), RC_OK);
    CHECK_TEXT(str_of(line_number(w, &outcome)), "1-1/2027");
    CHECK_TEXT(str_of(registered(w, of)), "2-1/2027");
    CHECK_TEXT(str_of(registered(w, of)), "2-2/2027");

    CASE("register: a clock that was set back is asked about");
    w->call.today = test_day("2026-12-01");
    CHECK_INT(line(w, "", false, NULL, &outcome), RC_INVALID);
    CHECK(w->call.questions != NULL && w->call.faults == NULL);
    call_forgive(&w->call);
    w->call.sure = STR("all");
    CHECK_RC(&w->call, line(w, "", false, NULL, &outcome), RC_OK);
    CHECK(has(str_of(line_number(w, &outcome)), "-1/2026"));
    w->call.sure = STR("");
}

/* ---- cancelled ---- */

static enum rc cancel(struct world *w, const struct id *entry, const char *why)
{
    struct register_order order = order_of(w, entry, "");
    struct outcome outcome;

    return register_run_cancel(&w->call, &order, str_of(why), &outcome);
}

static void cancelling(struct world *w, const struct id *of)
{
    struct id letter = write_letter(w, of), entry;
    struct register_order order = order_of(w, &letter, "");
    struct register_line told;
    struct outcome outcome;

    CASE("register: a cancelled number stays, with its reason, and is given to nobody else");
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK(id_of(record_value(world_load(w, "letter", &letter), "entry").s, &entry));
    CHECK_RC(&w->call, cancel(w, &entry, " "), RC_INVALID);
    call_forgive(&w->call);
    const char *number = number_of(w, &letter);
    CHECK_RC(&w->call, cancel(w, &entry, "Wrong office"), RC_OK);
    CHECK_TEXT(world_load(w, "letter", &letter)->state, "cancelled");
    CHECK_RC(&w->call, register_line_read(&w->call, world_load(w, "register_entry", &entry), &told),
             RC_OK);
    CHECK_TEXT(told.cancelled, "Wrong office");
    CHECK(strcmp(registered(w, of), number) != 0);
    CHECK_RC(&w->call, cancel(w, &entry, "again"), RC_CONFLICT);
    call_forgive(&w->call);

    CASE("register: a line is not put away, nor cancelled without a reason");
    struct value args;
    CHECK_RC(&w->call, line(w, "", false, NULL, &outcome), RC_OK);
    const struct record *plain = world_load(w, "register_entry", &outcome.record);
    CHECK_RC(&w->call, record_args_make(&w->call, plain, STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.retire", args, &outcome), RC_CONFLICT);
    call_forgive(&w->call);
    CHECK_RC(&w->call, record_args_make(&w->call, plain, STR("cancelled"), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.move", args, &outcome), RC_CONFLICT);
    call_forgive(&w->call);

    CASE("register: a paper whose number was cancelled can get another");
    CHECK_RC(&w->call,
             world_save(w, "case_paper", NULL, of, &outcome, "what", "decision", "received",
                        "2026-11-02", "how", "in_hand", "procedure", "rs.admin.appeal", "stage",
                        "0", NULL),
             RC_OK);
    struct id paper = outcome.record;
    order = order_of(w, &paper, "");
    CHECK_RC(&w->call, register_run_paper(&w->call, &order, &outcome), RC_OK);
    CHECK(id_of(record_value(world_load(w, "case_paper", &paper), "entry").s, &entry));
    CHECK_RC(&w->call, cancel(w, &entry, "Not ours"), RC_OK);
    order = order_of(w, &paper, "");
    CHECK_RC(&w->call, register_run_paper(&w->call, &order, &outcome), RC_OK);
}

/* ---- limited, closed, of one direction, running ---- */

static void limited(struct world *w)
{
    struct id of = test_case(w, "Violence"), entry;
    struct outcome outcome;
    struct register_line told;

    CASE("register: a limited case has its papers in the limited register");
    CHECK_RC(&w->call, world_save(w, "case", &of, NULL, &outcome, "limited", "yes", NULL), RC_OK);
    struct id letter = write_letter(w, &of);
    struct register_order order = order_of(w, &letter, "");
    order.ask.in = book_of(w, "General register");
    CHECK_INT(register_run_letter(&w->call, &order, &outcome), RC_INVALID);
    CHECK(says(&w->call, "for its team alone"));
    call_forgive(&w->call);
    order = order_of(w, &letter, "");
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK_TEXT(str_of(number_of(w, &letter)), "T-1-1/2026");

    CASE("register: who may not see the case sees the number and nothing else");
    CHECK(id_of(record_value(world_load(w, "letter", &letter), "entry").s, &entry));
    const struct record *kept = world_load(w, "register_entry", &entry);
    CHECK_RC(&w->call, register_line_read(&w->call, kept, &told), RC_OK);
    CHECK(!told.shut && told.what.n != 0);
    CHECK(record_value(kept, "about").type == V_NULL && record_value(kept, "with").type == V_NULL);
    world_as(w, WORLD_OTHER);
    kept = world_load(w, "register_entry", &entry);
    CHECK_RC(&w->call, register_line_read(&w->call, kept, &told), RC_OK);
    CHECK(told.shut && told.what.n == 0 && told.with.n == 0 && told.path.n == 0);
    CHECK(cancel(w, &entry, "Mine now") != RC_OK);
    call_forgive(&w->call);
    world_as(w, WORLD_WORKER);
    w->call.today = test_day("2026-12-01");
}

static void books(struct world *w, const struct id *of)
{
    struct outcome outcome = {0};

    CASE("register: one that counts on, continues a book on paper, and is for what goes out");
    world_as(w, WORLD_LEAD);
    w->call.today = test_day("2026-12-01");
    CHECK_RC(&w->call,
             world_save(w, "register", NULL, NULL, &outcome, "name", "Out", "format",
                        "{prefix} {n}/{year}", "numbering", "running", "papers", "out", "first",
                        "211", NULL),
             RC_OK);
    struct id book = outcome.record;
    CHECK_INT(record_value(world_load(w, "register", &book), "first_year").i, 2026);
    CHECK_INT(world_save(w, "register", NULL, NULL, &outcome, "name", "Bad", "format", "{base}",
                         "numbering", "base_and_sub", NULL),
              RC_INVALID);
    CHECK(says(&w->call, "write {base} and {sub}"));
    call_forgive(&w->call);
    world_as(w, WORLD_WORKER);
    w->call.today = test_day("2026-12-01");
    struct id letter = write_letter(w, of);
    struct register_order order = order_of(w, &letter, "");
    order.ask.in = book;
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK_TEXT(str_of(number_of(w, &letter)), "NI 211/2026");
    letter = write_letter(w, of);
    order.of = letter;
    order.change = id_new(&w->call);
    CHECK_RC(&w->call, register_run_letter(&w->call, &order, &outcome), RC_OK);
    CHECK_TEXT(str_of(number_of(w, &letter)), "NI 212/2026");

    CASE("register: a paper that comes in has no place in it");
    CHECK_RC(&w->call,
             world_save(w, "case_paper", NULL, of, &outcome, "what", "decision", "received",
                        "2026-11-02", "how", "in_hand", "procedure", "rs.admin.appeal", "stage",
                        "0", NULL),
             RC_OK);
    order.of = outcome.record;
    order.change = id_new(&w->call);
    CHECK_INT(register_run_paper(&w->call, &order, &outcome), RC_INVALID);
    CHECK(says(&w->call, "papers that go out"));
    call_forgive(&w->call);

    CASE("register: a closed one takes nothing more");
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call,
             world_save(w, "register", &book, NULL, &outcome, "closed", "2026-11-30", NULL), RC_OK);
    world_as(w, WORLD_WORKER);
    w->call.today = test_day("2026-12-01");
    letter = write_letter(w, of);
    order.of = letter;
    order.change = id_new(&w->call);
    CHECK_INT(register_run_letter(&w->call, &order, &outcome), RC_INVALID);
    CHECK(says(&w->call, "closed"));
    call_forgive(&w->call);
}

/* An office that keeps none: a letter has its code. */
static void none(void)
{
    static const char *const names[] = {"General register",
                                        "Register of cases for their team alone"};
    struct outcome outcome;
    struct world w;

    test_start(&w, "no-register");
    w.call.today = test_day("2026-11-23");
    for (size_t i = 0; i < 2; i++) {
        world_as(&w, WORLD_LEAD);
        struct id book = book_of(&w, names[i]);
        CHECK_RC(&w.call,
                 world_save(&w, "register", &book, NULL, &outcome, "closed", "2026-01-01", NULL),
                 RC_OK);
    }
    world_as(&w, WORLD_WORKER);
    CASE("register: without one, the code is the number");
    struct id of = test_case(&w, "Water"), letter = write_letter(&w, &of);
    struct register_order order = order_of(&w, &letter, "");
    CHECK(has(text_of(&w, &letter), "Our number: NI-L-2026-1"));
    CHECK_RC(&w.call, register_run_letter(&w.call, &order, &outcome), RC_OK);
    CHECK_TEXT(str_of(number_of(&w, &letter)), "NI-L-2026-1");
    CHECK(record_value(world_load(&w, "letter", &letter), "entry").type == V_NULL);
    CHECK_INT(line(&w, "", false, NULL, &outcome), RC_INVALID);
    CHECK(says(&w.call, "There is no open register for this"));
    world_close(&w);
}

static void again(struct world *w)
{
    unsigned char before[CRYPT_HASH], after[CRYPT_HASH];

    CASE("register: rebuilt tables are the same");
    world_system(w);
    CHECK_RC(&w->call, tables_digest(&w->call, before), RC_OK);
    CHECK_RC(&w->call, rebuild(&w->call), RC_OK);
    CHECK_RC(&w->call, tables_digest(&w->call, after), RC_OK);
    CHECK(memcmp(before, after, sizeof before) == 0);
}

/* ---- many at once ---- */

enum { WRITERS = 8, KILLED = 2, EACH = 12, MATTERS_MAX = 5000 };

static void open_own(struct world *w)
{
    struct store_options options = {.folder = w->folder, .ring = w->ring};

    if (store_open(&w->call, &options, &w->call.store) != RC_OK)
        _exit(2);
}

/* Every third is refused after it had its number; those that are to be killed go on for ever. */
static void write_lines(struct world *w, bool for_ever)
{
    struct outcome outcome;

    open_own(w);
    for (int i = 0; for_ever || i < EACH; i++) {
        world_as(w, WORLD_WORKER);
        if (line(w, "", false, NULL, &outcome) != RC_OK)
            _exit(3);
        if (i % 3 == 0 && line(w, "4000-1", false, NULL, &outcome) == RC_OK)
            _exit(4);
    }
    store_close(w->call.store);
    _exit(0);
}

static bool stands(struct world *w, int64_t matter)
{
    const struct kind *kind = app_kind(&w->call, "register_entry");
    int year = day_date(w->call.today).year;
    int64_t place = register_place((struct register_number){year, matter, 1}), found = 0;
    struct table_series series = {
        .kind = kind, .number = field_find(kind, STR("place")), .low = place, .high = place};

    return table_last(&w->call, w->call.store->db, &series, &found) == RC_OK && found == place;
}

static int64_t count_lines(struct world *w)
{
    int64_t n = 0;

    CHECK_RC(
        &w->call,
        table_count(&w->call, w->call.store->db, app_kind(&w->call, "register_entry"), NULL, &n),
        RC_OK);
    return n;
}

static void wait_for(const pid_t *writers)
{
    int status;

    for (int i = 0; i < WRITERS - KILLED; i++)
        CHECK(waitpid(writers[i], &status, 0) == writers[i] && status == 0);
    for (int i = WRITERS - KILLED; i < WRITERS; i++) {
        CHECK(kill(writers[i], SIGKILL) == 0);
        CHECK(waitpid(writers[i], &status, 0) == writers[i] && WIFSIGNALED(status));
    }
}

static void at_once(void)
{
    pid_t writers[WRITERS];
    struct world w;

    test_start(&w, "registers-at-once");
    store_close(w.call.store); /* an open database never crosses a fork */
    w.call.store = NULL;
    CASE("register: eight at once, two of them killed: no number twice, none left out");
    (void)fflush(stdout);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        if (writers[i] == 0)
            write_lines(&w, i >= WRITERS - KILLED);
    }
    wait_for(writers);
    open_own(&w);
    world_as(&w, WORLD_WORKER);
    int64_t n = count_lines(&w), there = 0;
    CHECK(n >= (int64_t)(WRITERS - KILLED) * EACH && n < MATTERS_MAX);
    while (there < MATTERS_MAX && stands(&w, there + 1))
        there++;
    CHECK_INT(there, n);
    world_close(&w);
}

void register_test(void)
{
    struct world w;

    test_start(&w, "registers");
    w.call.today = test_day("2026-11-23");
    numbers(&w);
    begins(&w);
    struct id of = test_case(&w, "Water"), other = test_case(&w, "Roof");
    letters(&w, &of);
    undone(&w, &of);
    counting(&w, &of, &other);
    typing(&w, &of);
    cancelling(&w, &of);
    limited(&w);
    books(&w, &of);
    years(&w, &of);
    again(&w);
    world_close(&w);
    none();
    at_once();
}
