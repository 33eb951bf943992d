/* register.c - see register.h: which register, which number; the operations. */
#include "casework/register.h"

#include "base/lang.h"
#include "casework/letter.h"
#include "casework/register_take.h"
#include "model/actor.h"
#include "model/field.h"
#include "query/query.h"

enum { ORGANISATION_RID = 1 };

/* One number that is being taken. */
struct taking {
    struct change *change;
    const struct record *book;
    struct record *entry;
    const struct register_ask *ask;
    struct register_style style;
    day on;
    int year;
};

static bool same_link(struct value link, const struct id *id)
{
    struct id other;

    return link.type == V_BYTES && id_of(link.s, &other) && id_eq(&other, id);
}

/* Values of a change borrow; ids of other records are copied. */
static struct value link_to(struct call *call, const struct id *id)
{
    struct value kept = v_null();

    return value_copy(call->arena, id_value(id), &kept) ? kept : v_null();
}

/* ---- which register ---- */

enum rc registers_list(struct call *call, struct registers *out)
{
    struct query query = {
        .kind = app_kind(call, "register"), .verb = MAY_SEE, .limit = REGISTERS_MAX};
    struct query_page found;

    query.sort = field_find(query.kind, STR("name"));
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    *out = (struct registers){.n = found.n};
    for (size_t i = 0; i < found.n; i++)
        out->in[i] = found.records[i];
    return RC_OK;
}

bool register_is_open(const struct call *call, const struct record *book)
{
    struct value closed = record_value(book, "closed");

    return closed.type != V_INT || closed.i > call->today;
}

enum rc register_any(struct call *call, bool *out)
{
    struct registers *all = arena_alloc(call->arena, sizeof *all);

    *out = false;
    if (all == NULL)
        return fail_memory(call);
    enum rc rc = registers_list(call, all);
    for (size_t i = 0; rc == RC_OK && i < all->n; i++)
        *out |= register_is_open(call, all->in[i]);
    return rc;
}

/* Empty: papers of both directions stand in it. */
static bool takes(const struct record *book, struct str direction)
{
    struct value papers = record_value(book, "papers");

    for (size_t i = 0; papers.type == V_LIST && i < papers.list.n; i++)
        if (str_eq(papers.list.items[i].s, direction))
            return true;
    return papers.type != V_LIST || papers.list.n == 0;
}

/* The oldest of those that fit. */
static const struct record *choose(const struct call *call, const struct registers *all,
                                   struct str direction, bool limited)
{
    const struct record *best = NULL;

    for (size_t i = 0; i < all->n; i++) {
        const struct record *book = all->in[i];
        if (register_is_open(call, book) && takes(book, direction) &&
            record_flag(book, "limited") == limited && (best == NULL || book->rid < best->rid))
            best = book;
    }
    return best;
}

static void check_book(struct call *call, const struct record *book, struct str direction,
                       bool limited)
{
    if (!register_is_open(call, book))
        fault_add(call, STR("register"),
                  "This register is closed: nothing gets a number in it any more.");
    else if (!takes(book, direction))
        fault_add(call, STR("register"),
                  str_is(direction, "in") ? "This register is for papers that go out."
                                          : "This register is for papers that come in.");
    else if (limited && !record_flag(book, "limited"))
        fault_add(call, STR("register"),
                  "This case is for its team alone: its papers stand in the register of such "
                  "cases.");
}

/* Of a paper that belongs to no case: limited is false. */
static enum rc find_book(struct call *call, const struct register_ask *ask, struct str direction,
                         bool limited, const struct record **out)
{
    struct registers *all = arena_alloc(call->arena, sizeof *all);
    const struct record *book = NULL;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = registers_list(call, all);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < all->n; i++)
        if (id_eq(&all->in[i]->id, &ask->in))
            book = all->in[i];
    if (id_is_none(&ask->in))
        book = choose(call, all, direction, limited);
    if (book != NULL)
        check_book(call, book, direction, limited);
    else if (!id_is_none(&ask->in))
        fault_add(call, STR("register"), "There is no such register.");
    else if (limited)
        fault_add(call, STR("register"),
                  "There is no open register for cases that are for their team alone. Make one.");
    else
        fault_add(call, STR("register"), "There is no open register for this. Make one.");
    *out = book;
    return call_faults(call);
}

/* ---- which number ---- */

static enum rc style_of(struct call *call, const struct record *book, struct register_style *out)
{
    const struct table *table = app_table(call->app, app_kind(call, "organisation"));
    struct record *own;
    enum rc rc = table_load_rid(call, call->store->db, table, ORGANISATION_RID, &own);

    if (rc == RC_OK)
        *out = (struct register_style){record_text(book, "format"), record_text(own, "prefix"),
                                       str_is(record_text(book, "numbering"), "base_and_sub")};
    return rc;
}

static struct table_series series_of(const struct taking *t, const char *number)
{
    const struct kind *kind = t->entry->kind;
    struct table_series series = {.kind = kind, .number = field_find(kind, str_of(number))};

    series.where[series.n].field = field_find(kind, STR("register"));
    series.where[series.n++].value = record_value(t->entry, "register");
    return series;
}

/* The greatest place between two numbers of this register; 0: none. */
static enum rc last_between(struct call *call, const struct taking *t, struct register_number from,
                            struct register_number to, int64_t *out)
{
    struct table_series series = series_of(t, "place");

    series.low = register_place(from);
    series.high = register_place(to);
    return change_last(call, t->change, &series, out);
}

static int64_t matter_at(int64_t place)
{
    return place / (REGISTER_WITHIN_MAX + 1) % (REGISTER_MATTER_MAX + 1);
}

static int64_t within_at(int64_t place)
{
    return place % (REGISTER_WITHIN_MAX + 1);
}

static enum rc next_matter(struct call *call, const struct taking *t, int64_t *out)
{
    struct value first = record_value(t->book, "first"),
                 first_year = record_value(t->book, "first_year");
    int64_t place = 0;
    enum rc rc = last_between(
        call, t, (struct register_number){t->year, 0, 0},
        (struct register_number){t->year, REGISTER_MATTER_MAX, REGISTER_WITHIN_MAX}, &place);

    *out = (place == 0 ? 0 : matter_at(place)) + 1;
    if (first.type == V_INT && first_year.type == V_INT && first_year.i == t->year &&
        first.i > *out)
        *out = first.i;
    return rc;
}

static enum rc next_within(struct call *call, const struct taking *t, int64_t matter, int64_t *out)
{
    int64_t place = 0;
    enum rc rc =
        last_between(call, t, (struct register_number){t->year, matter, 1},
                     (struct register_number){t->year, matter, REGISTER_WITHIN_MAX}, &place);

    *out = (place == 0 ? 0 : within_at(place)) + 1;
    return rc;
}

/* The number that the case has in this register this year, or the paper that this one answers. */
static enum rc own_matter(struct call *call, const struct taking *t, int64_t *out)
{
    struct table_series series = series_of(t, "matter");
    struct value of = record_value(t->entry, "of_case"),
                 answers = record_value(t->entry, "answers");
    const struct record *answered;
    struct id id;

    *out = 0;
    if (of.type != V_NULL) {
        series.low = 1;
        series.high = REGISTER_MATTER_MAX;
        series.where[series.n].field = field_find(t->entry->kind, STR("year"));
        series.where[series.n++].value = v_int(t->year);
        series.where[series.n].field = field_find(t->entry->kind, STR("of_case"));
        series.where[series.n++].value = of;
        return change_last(call, t->change, &series, out);
    }
    if (answers.type == V_NULL || !id_of(answers.s, &id))
        return RC_OK;
    enum rc rc = change_look(call, t->change, t->entry->kind, &id, &answered);
    if (rc == RC_OK && same_link(record_value(answered, "register"), &t->book->id) &&
        record_value(answered, "year").i == t->year)
        *out = record_value(answered, "matter").i;
    return rc;
}

static enum rc next_number(struct call *call, const struct taking *t, struct register_number *out)
{
    enum rc rc = RC_OK;

    *out = (struct register_number){.year = t->year};
    if (t->style.subs)
        rc = own_matter(call, t, &out->matter);
    if (rc == RC_OK && out->matter == 0)
        rc = next_matter(call, t, &out->matter);
    if (rc == RC_OK && t->style.subs)
        rc = next_within(call, t, out->matter, &out->within);
    return rc;
}

/* ---- the line ---- */

static bool fill_number(struct call *call, const struct taking *t, struct record *entry,
                        struct register_number number)
{
    struct str text = register_number_write(call->arena, &t->style, number);

    record_set(entry, "year", v_int(number.year));
    record_set(entry, "matter", v_int(number.matter));
    record_set(entry, "within", number.within == 0 ? v_null() : v_int(number.within));
    record_set(entry, "place", v_int(register_place(number)));
    record_set(entry, "number", v_text(text));
    return text.p != NULL;
}

/* ---- a number that was typed: it continues a book on paper ---- */

static enum rc enter_skipped(struct call *call, const struct taking *t,
                             struct register_number number)
{
    struct record *entry;
    enum rc rc = change_make(call, t->change, t->entry->kind, NULL, &entry);

    if (rc != RC_OK)
        return rc;
    record_set(entry, "register", record_value(t->entry, "register"));
    record_set(entry, "direction", record_value(t->entry, "direction"));
    record_set(entry, "by", record_value(t->entry, "by"));
    record_set(entry, "on_paper", v_int(1));
    return fill_number(call, t, entry, number) ? RC_OK : fail_memory(call);
}

/* How many stand between the last one and the typed one: matters, then papers of its matter. Of a
 * matter that stands whole in the book on paper nobody counts the papers. */
static enum rc count_skipped(struct call *call, const struct taking *t,
                             struct register_number typed, struct register_number *from)
{
    struct register_number whole = {t->year, typed.matter, 0};
    int64_t on_paper = 0;
    enum rc rc = next_matter(call, t, &from->matter);

    from->year = t->year;
    from->within = typed.within;
    if (rc == RC_OK && t->style.subs)
        rc = last_between(call, t, whole, whole, &on_paper);
    if (rc == RC_OK && t->style.subs && on_paper == 0)
        rc = next_within(call, t, typed.matter, &from->within);
    return rc;
}

static enum rc tell_skipped(struct call *call, const struct taking *t, struct register_number from,
                            struct register_number typed, int64_t n)
{
    struct register_number last = typed;

    if (n > REGISTER_SKIPPED_MAX)
        return fail(call, RC_INVALID, "number",
                    "This leaves out more than %d numbers. Write the first number of the year "
                    "into the register instead.",
                    REGISTER_SKIPPED_MAX);
    if (from.matter < typed.matter)
        last = (struct register_number){t->year, typed.matter - 1, 0};
    else
        last.within--;
    from.within = from.matter < typed.matter ? 0 : from.within;
    fault_add(call, STR("number"),
              "This leaves out %s to %s. If they stand in a book on paper, say so; else take the "
              "next number.",
              str_z(call->arena, register_number_write(call->arena, &t->style, from)),
              str_z(call->arena, register_number_write(call->arena, &t->style, last)));
    return call_faults(call);
}

static enum rc skip_to(struct call *call, const struct taking *t, struct register_number typed)
{
    struct register_number from = {0}, one;
    enum rc rc = count_skipped(call, t, typed, &from);

    if (rc != RC_OK)
        return rc;
    int64_t matters = typed.matter > from.matter ? typed.matter - from.matter : 0;
    int64_t papers = typed.within > from.within ? typed.within - from.within : 0;
    if (matters + papers == 0)
        return RC_OK;
    if (matters == 0)
        from.matter = typed.matter;
    if (!t->ask->skip || matters + papers > REGISTER_SKIPPED_MAX)
        return tell_skipped(call, t, from, typed, matters + papers);
    for (int64_t i = 0; i < matters && rc == RC_OK; i++) {
        one = (struct register_number){t->year, from.matter + i, 0};
        rc = enter_skipped(call, t, one);
    }
    for (int64_t i = 0; i < papers && rc == RC_OK; i++) {
        one = (struct register_number){t->year, typed.matter, from.within + i};
        rc = enter_skipped(call, t, one);
    }
    return rc;
}

/* The first line of a matter says whose it is. */
static enum rc check_matter(struct call *call, const struct taking *t, struct register_number typed)
{
    struct query query = {.kind = t->entry->kind, .verb = MAY_SEE, .retired = true, .limit = 1};
    struct value of = record_value(t->entry, "of_case");
    struct query_page found;
    int64_t own = 0;
    enum rc rc = own_matter(call, t, &own);

    if (rc == RC_OK && own != 0 && own != typed.matter)
        fault_add(call, STR("number"),
                  "This case has the number %lld in this year's register: its papers are counted "
                  "behind it.",
                  (long long)own);
    if (rc != RC_OK || own != 0)
        return rc;
    query.sort = field_find(query.kind, STR("place"));
    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("register")),
                              .op = QUERY_IS,
                              .value = record_value(t->entry, "register")};
    query.filters[query.n++] = (struct query_filter){
        .field = query.sort,
        .op = QUERY_FROM,
        .value = v_int(register_place((struct register_number){t->year, typed.matter, 1}))};
    query.filters[query.n++] = (struct query_filter){
        .field = query.sort,
        .op = QUERY_BEFORE,
        .value = v_int(register_place((struct register_number){t->year, typed.matter + 1, 0}))};
    rc = query_list(call, &query, &found);
    struct value other =
        rc != RC_OK || found.n == 0 ? v_null() : record_value(found.records[0], "of_case");
    if (other.type != V_NULL && !value_eq(other, of))
        fault_add(call, STR("number"), "%lld is the number of another case.",
                  (long long)typed.matter);
    return rc;
}

static enum rc check_day(struct call *call, const struct taking *t)
{
    if (t->on > call->today)
        fault_add(call, STR("on"), "This day has not come yet.");
    else if (day_date(t->on).year != t->year)
        fault_add(call, STR("on"),
                  "This number is of %d: say on which day of that year it was entered.", t->year);
    return call_faults(call);
}

static enum rc typed_number(struct call *call, struct taking *t, struct register_number *out)
{
    int64_t taken = 0;

    if (!register_number_read(&t->style, t->ask->typed, t->year, out)) {
        struct register_number like = {t->year, 15, t->style.subs ? 3 : 0};
        fault_add(call, STR("number"), "This is no number of this register. Write it as %s.",
                  str_z(call->arena, register_number_write(call->arena, &t->style, like)));
        return call_faults(call);
    }
    t->year = out->year;
    enum rc rc = check_day(call, t);
    if (rc == RC_OK)
        rc = last_between(call, t, *out, *out, &taken);
    if (rc == RC_OK && taken != 0)
        fault_add(call, STR("number"), "The number %s is in the register already.",
                  str_z(call->arena, register_number_write(call->arena, &t->style, *out)));
    if (rc == RC_OK && t->style.subs)
        rc = check_matter(call, t, *out);
    if (rc == RC_OK)
        rc = call_faults(call);
    return rc == RC_OK ? skip_to(call, t, *out) : rc;
}

/* ---- taking it ---- */

static enum rc take_number(struct call *call, struct taking *t)
{
    struct register_number number;

    t->on = t->ask->typed.n != 0 && t->ask->on != 0 ? t->ask->on : call->today;
    t->year = day_date(t->on).year;
    record_set(t->entry, "register", link_to(call, &t->book->id));
    record_set(t->entry, "on", v_int(t->on));
    if (call->actor != NULL && !call->actor->system)
        record_set(t->entry, "by", link_to(call, &call->actor->id));
    enum rc rc = style_of(call, t->book, &t->style);
    if (rc == RC_OK)
        rc = t->ask->typed.n != 0 ? typed_number(call, t, &number) : next_number(call, t, &number);
    if (rc != RC_OK)
        return rc;
    if (number.matter > REGISTER_MATTER_MAX || number.within > REGISTER_WITHIN_MAX)
        return fail(call, RC_LIMIT, "number", "This register has no further number this year.");
    return fill_number(call, t, t->entry, number) ? RC_OK : fail_memory(call);
}

enum rc register_take(struct call *call, struct change *change, struct record *entry,
                      const struct register_ask *ask, bool limited)
{
    struct taking t = {.change = change, .entry = entry, .ask = ask};
    enum rc rc = find_book(call, ask, record_text(entry, "direction"), limited, &t.book);

    return rc == RC_OK ? take_number(call, &t) : rc;
}

static enum rc has_number(struct call *call, struct str number)
{
    return number.n == 0 ? RC_OK
                         : fail(call, RC_CONFLICT, NULL, "This has the number %s already.",
                                str_z(call->arena, number));
}

/* A line for a paper of a case; answers: the line of the letter that it answers, or nothing. */
static enum rc enter(struct call *call, struct change *change, const struct record *paper,
                     struct value answers, const struct register_ask *ask, struct record **out)
{
    bool letter = str_is(paper->kind->name, "letter");
    const struct record *of;
    struct record *entry;
    enum rc rc = change_look(call, change, paper->kind->owner, &paper->owner, &of);

    if (rc == RC_OK)
        rc = change_make(call, change, app_kind(call, "register_entry"), NULL, &entry);
    if (rc != RC_OK)
        return rc;
    record_set(entry, "direction", v_text(letter ? STR("out") : STR("in")));
    record_set(entry, "of_case", link_to(call, &of->id));
    record_set(entry, letter ? "letter" : "paper", link_to(call, &paper->id));
    record_set(entry, "answers", answers);
    *out = entry;
    return register_take(call, change, entry, ask, record_flag(of, "limited"));
}

enum rc register_frozen(struct call *call, const struct record *letter)
{
    return fail(call, RC_CONFLICT, NULL,
                "This letter has the number %s: what was registered stays as it is. To change it, "
                "cancel the number and write a new letter.",
                str_z(call->arena, record_text(letter, "number")));
}

enum rc register_letter(struct call *call, struct change *change, struct record *letter,
                        const struct register_ask *ask)
{
    struct str number = letter->code;
    struct record *entry;
    bool any;
    enum rc rc = has_number(call, record_text(letter, "number"));

    if (rc == RC_OK)
        rc = register_any(call, &any);
    if (rc == RC_OK && any) {
        rc = enter(call, change, letter, v_null(), ask, &entry);
        if (rc == RC_OK)
            record_set(letter, "entry", link_to(call, &entry->id));
        number = rc == RC_OK ? record_text(entry, "number") : number;
    }
    if (rc == RC_OK)
        rc = letter_take_number(call, letter, number);
    if (rc != RC_OK)
        return rc;
    record_set(letter, "number", v_text(number));
    letter->state = STR("registered");
    return RC_OK;
}

enum rc register_answered(struct call *call, struct change *change, struct value link,
                          struct value on)
{
    struct record *entry;
    struct id id;

    if (link.type != V_BYTES || !id_of(link.s, &id))
        return RC_OK;
    enum rc rc = change_open(call, change, app_kind(call, "register_entry"), &id, 0, &entry);
    if (rc == RC_OK)
        record_set(entry, "answered", on);
    return rc;
}

enum rc register_line_of_letter(struct call *call, struct change *change, struct value link,
                                struct value *out)
{
    const struct record *letter;
    struct id id;

    *out = v_null();
    if (link.type != V_BYTES || !id_of(link.s, &id))
        return RC_OK;
    enum rc rc = change_look(call, change, app_kind(call, "letter"), &id, &letter);
    if (rc == RC_OK)
        *out = record_value(letter, "entry");
    return rc;
}

enum rc register_paper(struct call *call, struct change *change, struct record *paper,
                       const struct register_ask *ask)
{
    struct value answers;
    struct record *entry;
    enum rc rc = has_number(call, record_text(paper, "our_number"));

    if (rc == RC_OK)
        rc = register_line_of_letter(call, change, record_value(paper, "answers"), &answers);
    if (rc == RC_OK)
        rc = enter(call, change, paper, answers, ask, &entry);
    if (rc == RC_OK)
        rc = register_answered(call, change, answers, record_value(paper, "received"));
    if (rc != RC_OK)
        return rc;
    record_set(paper, "entry", link_to(call, &entry->id));
    record_set(paper, "our_number", record_value(entry, "number"));
    return RC_OK;
}

/* ---- the operations: [record, rev, register or null, number, skip, day] and, of a line,
 * [null, 0, ..., direction, [[field, value], ...]] ---- */

enum {
    ARG_OF,
    ARG_REV,
    ARG_BOOK,
    ARG_TYPED,
    ARG_SKIP,
    ARG_ON,
    ARGS,
    ARG_DIRECTION = ARGS,
    ARG_LINE,
    LINE_ARGS
};

static enum rc bad_args(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The register's order is not understood.");
}

static bool read_ask(const struct value *arg, struct register_ask *out)
{
    if (arg[ARG_REV].type != V_INT || arg[ARG_TYPED].type != V_TEXT ||
        arg[ARG_SKIP].type != V_INT || arg[ARG_ON].type != V_INT || arg[ARG_ON].i < 0 ||
        arg[ARG_ON].i > day_max())
        return false;
    *out = (struct register_ask){
        .typed = arg[ARG_TYPED].s, .skip = arg[ARG_SKIP].i != 0, .on = (day)arg[ARG_ON].i};
    return arg[ARG_BOOK].type == V_NULL ||
           (arg[ARG_BOOK].type == V_BYTES && id_of(arg[ARG_BOOK].s, &out->in));
}

static enum rc apply_to(struct call *call, struct change *change, struct value args,
                        const char *kind,
                        enum rc (*give)(struct call *call, struct change *change,
                                        struct record *record, const struct register_ask *ask))
{
    const struct value *arg = args.list.items;
    struct register_ask ask;
    struct record *record;
    struct id id;

    if (args.type != V_LIST || args.list.n != ARGS || arg[ARG_OF].type != V_BYTES ||
        !id_of(arg[ARG_OF].s, &id) || !read_ask(arg, &ask))
        return bad_args(call);
    enum rc rc = change_open(call, change, app_kind(call, kind), &id, arg[ARG_REV].i, &record);
    return rc == RC_OK ? give(call, change, record, &ask) : rc;
}

static enum rc apply_letter(struct call *call, struct change *change, struct value args)
{
    return apply_to(call, change, args, "letter", register_letter);
}

static enum rc apply_paper(struct call *call, struct change *change, struct value args)
{
    return apply_to(call, change, args, "case_paper", register_paper);
}

static enum rc apply_line(struct call *call, struct change *change, struct value args)
{
    const struct value *arg = args.list.items;
    struct register_ask ask;
    struct record *entry;

    if (args.type != V_LIST || args.list.n != LINE_ARGS || !read_ask(arg, &ask) ||
        arg[ARG_DIRECTION].type != V_TEXT)
        return bad_args(call);
    enum rc rc = change_make(call, change, app_kind(call, "register_entry"), NULL, &entry);
    if (rc == RC_OK)
        rc = save_fields(call, entry, arg[ARG_LINE]);
    if (rc != RC_OK)
        return rc;
    record_set(entry, "direction", arg[ARG_DIRECTION]);
    if (record_text(entry, "about").n == 0)
        fault_add(call, STR("about"), "Say what it is.");
    rc = register_take(call, change, entry, &ask, false);
    return rc == RC_OK ? register_answered(call, change, record_value(entry, "answers"),
                                           record_value(entry, "on"))
                       : rc;
}

/* ---- register.cancel: [line, rev], with a reason ---- */

/* Who may not see the case may not cancel its number. */
static enum rc cancel_letter(struct call *call, struct change *change, const struct id *id)
{
    struct record *letter;
    enum rc rc = change_open(call, change, app_kind(call, "letter"), id, 0, &letter);

    if (rc == RC_OK && !str_is(letter->state, "registered"))
        return fail(call, RC_CONFLICT, NULL,
                    "This letter has been sent: its number stays. Write a new letter.");
    if (rc == RC_OK)
        letter->state = STR("cancelled");
    return rc;
}

/* The paper itself stays, and can get another number. */
static enum rc cancel_paper(struct call *call, struct change *change, const struct id *id)
{
    struct record *paper;
    enum rc rc = change_open(call, change, app_kind(call, "case_paper"), id, 0, &paper);

    if (rc != RC_OK)
        return rc;
    record_set(paper, "entry", v_null());
    record_set(paper, "our_number", v_null());
    return RC_OK;
}

static enum rc apply_cancel(struct call *call, struct change *change, struct value args)
{
    struct record *entry;
    struct id id;

    if (args.type != V_LIST || args.list.n != 2 || args.list.items[0].type != V_BYTES ||
        !id_of(args.list.items[0].s, &id) || args.list.items[1].type != V_INT)
        return bad_args(call);
    enum rc rc = change_open(call, change, app_kind(call, "register_entry"), &id,
                             args.list.items[1].i, &entry);
    if (rc != RC_OK)
        return rc;
    if (str_is(entry->state, "cancelled"))
        return fail(call, RC_CONFLICT, NULL, "This number is cancelled already.");
    entry->state = STR("cancelled");
    record_set(entry, "cancelled_why", v_text(change->reason));
    struct value letter = record_value(entry, "letter"), paper = record_value(entry, "paper");
    if (letter.type == V_BYTES && id_of(letter.s, &id))
        rc = cancel_letter(call, change, &id);
    if (rc == RC_OK && paper.type == V_BYTES && id_of(paper.s, &id))
        rc = cancel_paper(call, change, &id);
    return rc == RC_OK ? register_answered(call, change, record_value(entry, "answers"), v_null())
                       : rc;
}

const struct operation register_letter_operation = {
    "register.letter", 1, "registered", false, false, false, apply_letter, NULL};
const struct operation register_paper_operation = {
    "register.paper", 1, "registered", false, false, false, apply_paper, NULL};
const struct operation register_line_operation = {"register.line", 1,     "entered",  false,
                                                  false,           false, apply_line, NULL};
const struct operation register_cancel_operation = {
    "register.cancel", 1, "number cancelled", true, false, false, apply_cancel, NULL};

/* ---- asking for them ---- */

static void put_ask(const struct register_order *order, struct value arg[ARGS])
{
    const struct register_ask *ask = &order->ask;

    arg[ARG_OF] = id_is_none(&order->of) ? v_null() : id_value(&order->of);
    arg[ARG_REV] = v_int(order->rev);
    arg[ARG_BOOK] = id_is_none(&ask->in) ? v_null() : id_value(&ask->in);
    arg[ARG_TYPED] = v_text(ask->typed.p == NULL ? STR("") : ask->typed);
    arg[ARG_SKIP] = v_int(ask->skip);
    arg[ARG_ON] = v_int(ask->on);
}

static enum rc run(struct call *call, const char *operation, const struct register_order *order,
                   struct outcome *out)
{
    struct value args[ARGS];

    put_ask(order, args);
    struct operation_request request = {
        .operation = operation, .change = order->change, .args = v_list(args, ARGS)};
    return operation_run(call, &request, out);
}

enum rc register_run_letter(struct call *call, const struct register_order *order,
                            struct outcome *out)
{
    return run(call, "register.letter", order, out);
}

enum rc register_run_paper(struct call *call, const struct register_order *order,
                           struct outcome *out)
{
    return run(call, "register.paper", order, out);
}

enum rc register_run_line(struct call *call, const struct register_order *order,
                          struct str direction, const struct save *line, struct outcome *out)
{
    const struct kind *kind = line->args.kind;
    struct value(*pairs)[2] = arena_array(call->arena, kind->n, sizeof *pairs);
    struct value *fields = arena_array(call->arena, kind->n, sizeof *fields);
    struct value args[LINE_ARGS];
    size_t n = 0;

    if (pairs == NULL || fields == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < kind->n; i++) {
        if (!line->given[i])
            continue;
        pairs[n][0] = v_text(kind->fields[i].name);
        pairs[n][1] = line->values[i];
        fields[n] = v_list(pairs[n], 2);
        n++;
    }
    put_ask(order, args);
    args[ARG_DIRECTION] = v_text(direction);
    args[ARG_LINE] = v_list(fields, n);
    struct operation_request request = {
        .operation = "register.line", .change = order->change, .args = v_list(args, LINE_ARGS)};
    return operation_run(call, &request, out);
}

enum rc register_run_cancel(struct call *call, const struct register_order *order,
                            struct str reason, struct outcome *out)
{
    const struct value args[] = {id_value(&order->of), v_int(order->rev)};
    struct operation_request request = {.operation = "register.cancel",
                                        .change = order->change,
                                        .args = v_list(args, 2),
                                        .reason = reason};

    return operation_run(call, &request, out);
}
