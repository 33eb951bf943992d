/* register_line.c - see register_line.h. */
#include "casework/register_line.h"

#include "casework/register_number.h"
#include "model/app.h"
#include "model/field.h"
#include "store/store.h"
#include "web/field_control.h"

/* The record behind a link, if this actor may see it; its secrets are empty. */
static struct record *behind(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));
    struct value link = record_get(record, field);
    struct id id;

    return link.type == V_BYTES && id_of(link.s, &id) ? query_brief(call, field->target, &id)
                                                      : NULL;
}

static struct str title_behind(struct call *call, const struct record *record, const char *name)
{
    const struct record *named = behind(call, record, name);

    return named == NULL ? STR("") : record_title(call, named);
}

static void read_letter(struct call *call, const struct record *letter, struct register_line *out)
{
    const struct record *proceeding;

    out->what = record_title(call, letter);
    out->with = title_behind(call, letter, "to");
    proceeding = out->with.n == 0 ? behind(call, letter, "proceeding") : NULL;
    if (proceeding != NULL)
        out->with = title_behind(call, proceeding, "body");
    if (proceeding != NULL && out->with.n == 0)
        out->with = record_text(proceeding, "body_name");
    out->path = str_format(call->arena, "/letter/%.*s", (int)letter->code.n, letter->code.p);
}

static void read_paper(struct call *call, const struct record *paper, struct register_line *out)
{
    const struct field *what = field_find(paper->kind, STR("what"));
    struct value dated = record_value(paper, "dated");
    struct str code = query_number(call, app_kind(call, "case"), &paper->owner);

    out->what = field_words(call, what, record_get(paper, what));
    out->with = title_behind(call, paper, "body");
    if (out->with.n == 0)
        out->with = record_text(paper, "from");
    out->their_number = record_text(paper, "number");
    out->their_date = dated.type == V_INT ? (day)dated.i : 0;
    out->path = str_format(call->arena, "/case/%.*s", (int)code.n, code.p);
}

static void read_plain(struct call *call, struct register_line *out)
{
    const struct record *entry = out->entry;
    struct value dated = record_value(entry, "their_date");

    out->what = record_text(entry, "about");
    out->with = title_behind(call, entry, "with");
    if (out->with.n == 0)
        out->with = record_text(entry, "with_name");
    out->their_number = record_text(entry, "their_number");
    out->their_date = dated.type == V_INT ? (day)dated.i : 0;
}

/* Not for this actor, or for nobody any more. */
static enum rc read_shut(struct call *call, const char *name, struct register_line *out)
{
    const struct field *field = field_find(out->entry->kind, str_of(name));
    struct record *record;
    struct id id;

    if (!id_of(record_get(out->entry, field).s, &id))
        return RC_OK;
    enum rc rc =
        table_load(call, call->store->db, app_table(call->app, field->target), &id, &record);
    out->gone = rc == RC_NOT_FOUND || (rc == RC_OK && record->erased);
    out->shut = !out->gone;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The line that answers this one: the first, if there are several. */
static enum rc find_reply(struct call *call, struct register_line *out)
{
    const struct kind *kind = out->entry->kind;
    struct query query = {.kind = kind, .verb = MAY_SEE, .limit = 1};
    struct query_page found;

    query.sort = field_find(kind, STR("place"));
    query.filters[query.n++] = (struct query_filter){.field = field_find(kind, STR("answers")),
                                                     .op = QUERY_IS,
                                                     .value = id_value(&out->entry->id)};
    enum rc rc = query_list(call, &query, &found);
    if (rc == RC_OK && found.n != 0) {
        out->reply = record_text(found.records[0], "number");
        out->reply_id = found.records[0]->id;
    }
    return rc;
}

enum rc register_line_read(struct call *call, const struct record *entry, struct register_line *out)
{
    const struct record *answered = behind(call, entry, "answers");
    bool letter = record_value(entry, "letter").type != V_NULL;
    bool paper = record_value(entry, "paper").type != V_NULL;
    const struct record *of = letter  ? behind(call, entry, "letter")
                              : paper ? behind(call, entry, "paper")
                                      : NULL;
    enum rc rc = RC_OK;

    *out = (struct register_line){.entry = entry, .cancelled = record_text(entry, "cancelled_why")};
    if (answered != NULL) {
        out->answers = record_text(answered, "number");
        out->answers_id = answered->id;
    }
    if (of != NULL && letter)
        read_letter(call, of, out);
    else if (of != NULL)
        read_paper(call, of, out);
    else if (letter || paper)
        rc = read_shut(call, letter ? "letter" : "paper", out);
    else
        read_plain(call, out);
    return rc == RC_OK ? find_reply(call, out) : rc;
}

/* ---- which lines ---- */

static const char *const shows[REGISTER_SHOWS] = {
    [REGISTER_ALL] = "",
    [REGISTER_IN] = "in",
    [REGISTER_OUT] = "out",
    [REGISTER_CANCELLED] = "cancelled",
    [REGISTER_UNANSWERED] = "unanswered",
};

const char *register_show_name(enum register_show show)
{
    return shows[show];
}

bool register_show_find(struct str name, enum register_show *out)
{
    for (int i = 0; i < REGISTER_SHOWS; i++)
        if (str_is(name, shows[i])) {
            *out = (enum register_show)i;
            return true;
        }
    return false;
}

static void ask(struct query *query, const char *field, enum query_op op, struct value v)
{
    query->filters[query->n++] = (struct query_filter){
        .field = field == NULL ? NULL : field_find(query->kind, str_of(field)),
        .op = op,
        .value = v};
}

void register_query(struct call *call, const struct register_which *which, struct query *out)
{
    const struct register_number first = {which->year, 0, 0}, next = {which->year + 1, 0, 0};

    *out = (struct query){
        .kind = app_kind(call, "register_entry"), .verb = MAY_SEE, .descending = true};
    out->sort = field_find(out->kind, STR("place"));
    ask(out, "register", QUERY_IS, id_value(&which->book->id));
    ask(out, "place", QUERY_FROM, v_int(register_place(first)));
    ask(out, "place", QUERY_BEFORE, v_int(register_place(next)));
    if (which->show == REGISTER_IN)
        ask(out, "direction", QUERY_IS, v_text(STR("in")));
    if (which->show == REGISTER_OUT || which->show == REGISTER_UNANSWERED)
        ask(out, "direction", QUERY_IS, v_text(STR("out")));
    if (which->show == REGISTER_UNANSWERED) {
        ask(out, "answered", QUERY_EMPTY, v_null());
        ask(out, NULL, QUERY_IS, v_text(STR("entered")));
    }
    if (which->show == REGISTER_CANCELLED)
        ask(out, NULL, QUERY_IS, v_text(STR("cancelled")));
}

static void add_found(struct register_found *out, struct record *entry)
{
    for (size_t i = 0; i < out->n; i++)
        if (id_eq(&out->in[i]->id, &entry->id))
            return;
    out->more |= out->n == REGISTER_FOUND_MAX;
    if (out->n < REGISTER_FOUND_MAX)
        out->in[out->n++] = entry;
}

static enum rc find_lines(struct call *call, const char *field, enum query_op op, struct str text,
                          struct register_found *out)
{
    struct query query = {.kind = app_kind(call, "register_entry"),
                          .verb = MAY_SEE,
                          .descending = true,
                          .limit = REGISTER_FOUND_MAX};
    struct query_page found;

    query.sort = field_find(query.kind, STR("place"));
    ask(&query, field, op, v_text(text));
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++)
        add_found(out, found.records[i]);
    out->more |= rc == RC_OK && found.more;
    return rc;
}

/* Their number on a paper of a case, whole. */
static enum rc find_papers(struct call *call, struct str text, struct register_found *out)
{
    struct query query = {
        .kind = app_kind(call, "case_paper"), .verb = MAY_SEE, .limit = REGISTER_FOUND_MAX};
    struct query_page found;

    ask(&query, "number", QUERY_IS, v_text(text));
    ask(&query, "entry", QUERY_FILLED, v_null());
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        struct record *entry = behind(call, found.records[i], "entry");
        if (entry != NULL)
            add_found(out, entry);
    }
    return rc;
}

enum rc register_find(struct call *call, struct str text, bool exact, struct register_found *out)
{
    *out = (struct register_found){.n = 0};
    enum rc rc = find_lines(call, "number", QUERY_IS, text, out);
    if (rc == RC_OK && !exact)
        rc = find_lines(call, "number", QUERY_HAS, text, out);
    if (rc == RC_OK && !exact)
        rc = find_lines(call, "their_number", QUERY_HAS, text, out);
    return rc == RC_OK && !exact ? find_papers(call, text, out) : rc;
}
