/* field_link.c - links to other records: a select where there are few to choose from, else a text
 * (number or name) that is looked up, with what it may mean offered when it means several. */
#include "web/field_link.h"

#include "base/text.h"
#include "query/find.h"
#include "query/query.h"
#include "store/store.h"
#include "web/field_form.h"
#include "web/part.h"

enum { SELECT_MAX = 50, OFFER_MAX = 12, SHORT_LIST = 12, TEXT_MAX = 200, LOOKED_AT_MAX = 500 };

/* ---- the records that may be meant ---- */

static bool can_ask(const struct call *call)
{
    return call->store != NULL && call->actor != NULL;
}

static bool list_of(struct call *call, const struct kind *kind, size_t limit,
                    struct candidates *out)
{
    struct query query = {.kind = kind, .verb = MAY_SEE, .limit = limit};
    struct query_page page;

    *out = (struct candidates){NULL, 0, false, false};
    if (!can_ask(call))
        return false;
    if (query_list(call, &query, &page) != RC_OK) {
        call_forgive(call);
        return false;
    }
    *out = (struct candidates){page.records, page.n, page.more, false};
    return true;
}

struct str record_words(struct call *call, const struct record *record)
{
    struct str title = record_title(call, record);

    if (record->code.n == 0 || str_eq(title, record->code))
        return title;
    return str_format(call->arena, "%.*s, %.*s", (int)title.n, title.p, (int)record->code.n,
                      record->code.p);
}

static struct str hex_of(struct call *call, struct str id)
{
    return str_hex(call->arena, id);
}

/* How well a record is called so: not at all, by a piece of its title, or wholly. */
enum called { CALLED_NOT, CALLED_IN_PART, CALLED_SO };

static enum called called_so(struct call *call, const struct record *record, struct str wanted)
{
    struct str title = text_fold(call->arena, record_title(call, record));

    if (str_eq(title, wanted) || str_eq(text_fold(call->arena, record->code), wanted) ||
        str_eq(text_fold(call->arena, record_words(call, record)), wanted))
        return CALLED_SO;
    return title.p != NULL && memmem(title.p, title.n, wanted.p, wanted.n) != NULL ? CALLED_IN_PART
                                                                                   : CALLED_NOT;
}

/* Of these, the ones that are called so; else those with it in their title; else, where 'all' says
 * so, all. */
static struct candidates best_of(struct call *call, const struct candidates *of, struct str wanted,
                                 bool all)
{
    struct candidates out = {arena_array(call->arena, of->n + 1, sizeof *out.records), 0, of->more,
                             false};
    enum called best = all ? CALLED_NOT : CALLED_IN_PART;

    for (size_t i = 0; i < of->n && out.records != NULL; i++) {
        enum called is = called_so(call, of->records[i], wanted);
        if (is > best) {
            best = is;
            out.n = 0;
        }
        if (is == best)
            out.records[out.n++] = of->records[i];
    }
    out.close = best == CALLED_NOT;
    return out;
}

/* By the number, alone or behind the name. */
static struct record *by_number(struct call *call, const struct kind *kind, struct str typed)
{
    struct str wanted = text_fold(call->arena, typed);
    size_t at = typed.n;
    struct id id;

    while (at > 0 && typed.p[at - 1] != ',')
        at--;
    struct str code = str_trim(str_cut(typed, at, typed.n));
    if (code.n == 0 || query_id(call, kind, code, &id) != RC_OK) {
        call_forgive(call);
        return NULL;
    }
    struct record *record = query_brief(call, kind, &id);
    return record != NULL && called_so(call, record, wanted) == CALLED_SO ? record : NULL;
}

static struct candidates by_index(struct call *call, const struct kind *kind, struct str typed)
{
    const struct find wanted = {.text = typed, .kind = kind, .limit = FIND_MAX};
    struct candidates out = {NULL, 0, false, false};
    struct found found;

    if (find(call, &wanted, &found) != RC_OK) {
        call_forgive(call);
        return out;
    }
    out.records = arena_array(call->arena, found.n + 1, sizeof *out.records);
    out.more = found.more;
    for (size_t i = 0; i < found.n && out.records != NULL; i++) {
        struct record *record =
            found.hits[i].where == FIND_TEXT ? NULL : query_brief(call, kind, &found.hits[i].id);
        if (record != NULL)
            out.records[out.n++] = record;
    }
    return out;
}

struct candidates records_meant(struct call *call, const struct kind *kind, struct str typed)
{
    struct candidates all, out = {NULL, 0, false, false};
    struct str wanted = text_fold(call->arena, typed);

    if (wanted.n == 0 || !can_ask(call))
        return out;
    struct record *one = by_number(call, kind, typed);
    out.records = arena_array(call->arena, 1, sizeof *out.records);
    if (one != NULL && out.records != NULL) {
        out.records[out.n++] = one;
        return out;
    }
    all = by_index(call, kind, typed);
    if (all.n != 0)
        return best_of(call, &all, wanted, true);
    return list_of(call, kind, LOOKED_AT_MAX, &all) ? best_of(call, &all, wanted, false) : out;
}

static bool is_hex_id(struct str text)
{
    struct id id;

    return str_unhex(text, id.b, sizeof id.b);
}

static struct value id_from_hex(struct call *call, struct str hex)
{
    struct id *id = arena_alloc(call->arena, sizeof *id);

    return id != NULL && str_unhex(hex, id->b, sizeof id->b) ? id_value(id) : v_null();
}

/* What stands for a stored link; of one that may not be seen, that it is there. */
static struct str stored_words(struct call *call, const struct field *field, struct value v)
{
    struct id id;
    struct record *record =
        can_ask(call) && id_of(v.s, &id) ? query_brief(call, field->target, &id) : NULL;

    return record == NULL ? say(call, "(a record that you may not see)")
                          : record_words(call, record);
}

/* ---- one link ---- */

static size_t record_picks(struct call *call, const struct field *field,
                           const struct candidates *all, struct str chosen, struct pick *picks)
{
    size_t n = 0;
    bool there = chosen.n == 0;

    for (size_t i = 0; i < all->n; i++) {
        struct str hex = hex_of(call, id_str(&all->records[i]->id));
        picks[n++] = (struct pick){.value = hex,
                                   .label = record_words(call, all->records[i]),
                                   .chosen = str_eq(hex, chosen)};
        there |= str_eq(hex, chosen);
    }
    if (!there)
        picks[n++] = (struct pick){.value = chosen,
                                   .label = stored_words(call, field, id_from_hex(call, chosen)),
                                   .chosen = true};
    return n;
}

static bool is_looked_up(const struct field_form *form, const struct field *field)
{
    return str_eq(form_find(&form->web->form, STR("more")), field_name(form, field, ".find"));
}

/* Without JavaScript what is typed is looked up by a button. */
static void find_button(const struct field_form *form, const struct field *field)
{
    struct html *h = &form->web->html;

    html_raw(h, "<p class=\"asks\"><button class=\"btn quiet\" name=\"more\"");
    html_attr(h, "value", field_name(form, field, ".find"));
    html_raw(h, ">");
    html_say(h, "Look it up");
    html_raw(h, "<span class=\"vh\"> – ");
    html_text(h, label_text(h->call, &field->label));
    html_raw(h, "</span></button></p>");
}

/* What a text may mean, to choose from. A choice counts while the text stands that it is for. */
static void offer(const struct field_form *form, const struct field *field, struct str typed)
{
    struct call *call = field_call(form);
    struct html *h = &form->web->html;
    bool asked = is_looked_up(form, field);
    struct candidates found = records_meant(call, field->target, typed);
    struct control c = {.name = field_name(form, field, ".pick"),
                        .label =
                            say(call, "Who or what is meant by \"%s\"?", str_z(call->arena, typed)),
                        .must = true};

    if (asked && found.n == 0)
        part_note(
            h, TONE_WARN,
            say(call, "There is no \"%s\", or you may not see it.", str_z(call->arena, typed)));
    if (found.n == 0 || (found.n == 1 && !found.close && !asked))
        return;
    if (found.n > OFFER_MAX)
        c.hint = say(call, "There are more. Write more of the name, or the number.");
    found.n = found.n > OFFER_MAX ? OFFER_MAX : found.n;
    struct pick *picks = arena_array(call->arena, found.n + 1, sizeof *picks);
    if (picks == NULL)
        return;
    struct str was =
        str_eq(field_sent(form, field, ".for"), typed) ? field_sent(form, field, ".pick") : STR("");
    for (size_t i = 0; i < found.n; i++) {
        struct str hex = hex_of(call, id_str(&found.records[i]->id));
        picks[i] = (struct pick){.value = hex,
                                 .label = record_words(call, found.records[i]),
                                 .chosen = str_eq(hex, was) || (found.n == 1 && !found.close)};
    }
    control_hidden(h, str_z(call->arena, field_name(form, field, ".for")), typed);
    control_radios(h, &c, picks, found.n);
}

static void link_text(const struct field_form *form, const struct field *field, struct control *c)
{
    struct call *call = field_call(form);
    struct html *h = &form->web->html;
    struct value v = field_now(form, field);
    struct str words = v.type == V_BYTES ? stored_words(call, field, v) : STR("");

    if (c->hint.n == 0)
        c->hint = say(call, "Number or name.");
    c->max = TEXT_MAX;
    c->value = field_seen(form, field, "", words);
    c->suggest =
        str_format(call->arena, "/records/%s/suggest", str_z(call->arena, field->target->name));
    control_text(h, c);
    if (v.type == V_BYTES) { /* the text stands for this record while nobody changes it */
        control_hidden(h, str_z(call->arena, field_name(form, field, ".id")), hex_of(call, v.s));
        control_hidden(h, str_z(call->arena, field_name(form, field, ".as")), words);
    }
    find_button(form, field);
    if (form->typed && c->value.n != 0 && !str_eq(c->value, words))
        offer(form, field, c->value);
}

void link_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct control c = field_head(form, field);
    struct value v = field_now(form, field);
    struct candidates all;

    bool few = list_of(call, field->target, SELECT_MAX, &all) && !all.more;
    struct pick *picks = arena_array(call->arena, all.n + 1, sizeof *picks);
    if (!few || picks == NULL) {
        link_text(form, field, &c);
        return;
    }
    struct str chosen =
        field_seen(form, field, "", v.type == V_BYTES ? hex_of(call, v.s) : STR(""));
    if (chosen.n != 0 && !is_hex_id(chosen)) { /* a name, from a spreadsheet or a longer list */
        link_text(form, field, &c);
        return;
    }
    size_t n = record_picks(call, field, &all, chosen, picks);
    control_select(&form->web->html, &c, picks, n);
}

/* The one record that a text means. */
static bool meant(const struct field_form *form, const struct field *field, struct str typed,
                  struct value *out)
{
    struct call *call = field_call(form);
    struct candidates found = records_meant(call, field->target, typed);

    if (found.n == 1 && !found.close) {
        *out = id_value(&found.records[0]->id);
        return true;
    }
    if (found.n == 0)
        field_wrong(form, field, "there is no \"%s\", or you may not see it.",
                    str_z(call->arena, typed));
    else if (found.n == 1)
        field_wrong(form, field, "nothing is called \"%s\" exactly. Is it the one below?",
                    str_z(call->arena, typed));
    else
        field_wrong(form, field, "\"%s\" may mean several. Choose one.", str_z(call->arena, typed));
    return false;
}

bool link_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct str sent = field_sent(form, field, ""), as = field_sent(form, field, ".as");
    struct str pick = field_sent(form, field, ".pick");

    if (sent.n == 0)
        return sent.p != NULL;
    if (is_hex_id(sent))
        *out = id_from_hex(call, sent);
    else if (as.p != NULL && str_eq(sent, as))
        *out = id_from_hex(call, field_sent(form, field, ".id"));
    else if (pick.n != 0 && str_eq(field_sent(form, field, ".for"), sent))
        *out = id_from_hex(call, pick);
    else
        (void)meant(form, field, sent, out);
    return true;
}

/* ---- several ---- */

static void add_id(struct value *items, size_t *n, struct value id)
{
    for (size_t i = 0; i < *n; i++)
        if (value_eq(items[i], id))
            return;
    if (id.type == V_BYTES && *n < FIELD_ITEMS_MAX)
        items[(*n)++] = id;
}

static struct value ticked_links(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    const struct form *sent = &form->web->form;
    struct str name = field_name(form, field, "");
    struct value *items = arena_array(call->arena, FIELD_ITEMS_MAX + 1, sizeof *items);
    size_t n = 0;

    for (size_t i = 0; items != NULL && i < sent->n; i++)
        if (str_eq(sent->fields[i].name, name))
            add_id(items, &n, id_from_hex(call, str_trim(sent->fields[i].value)));
    return n == 0 ? v_null() : v_list(items, n);
}

static bool has_id(struct value set, struct str id)
{
    for (size_t i = 0; set.type == V_LIST && i < set.list.n; i++)
        if (str_eq(set.list.items[i].s, id))
            return true;
    return false;
}

/* Those there are to choose from, and those that are linked already, wherever they stand. */
static size_t links_picks(struct call *call, const struct field *field,
                          const struct candidates *all, struct value v, struct pick *picks)
{
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        picks[n++] = (struct pick){.value = hex_of(call, id_str(&all->records[i]->id)),
                                   .label = record_words(call, all->records[i]),
                                   .chosen = has_id(v, id_str(&all->records[i]->id))};
    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++) {
        bool there = false;
        for (size_t j = 0; j < all->n && !there; j++)
            there = str_eq(id_str(&all->records[j]->id), v.list.items[i].s);
        if (!there)
            picks[n++] = (struct pick){.value = hex_of(call, v.list.items[i].s),
                                       .label = stored_words(call, field, v.list.items[i]),
                                       .chosen = true};
    }
    return n;
}

static void links_add(const struct field_form *form, const struct field *field, struct str label)
{
    struct call *call = field_call(form);
    struct control c = {.name = field_name(form, field, ".add"),
                        .label = label,
                        .value = field_seen(form, field, ".add", STR("")),
                        .max = TEXT_MAX,
                        .part = true};

    c.suggest =
        str_format(call->arena, "/records/%s/suggest", str_z(call->arena, field->target->name));
    control_text(&form->web->html, &c);
    find_button(form, field);
    if (form->typed && c.value.n != 0)
        offer(form, field, c.value);
}

/* There are too many to choose from: those that are linked stay ticked, another is typed. */
static void links_text(const struct field_form *form, const struct field *field, struct control *c,
                       const struct pick *picks, size_t n)
{
    struct call *call = field_call(form);
    struct html *h = &form->web->html;

    if (n != 0) {
        control_checks(h, c, picks, n);
        links_add(form, field, say(call, "Add another: number or name"));
        return;
    }
    control_group(h, c);
    links_add(form, field, say(call, "Number or name"));
    control_group_end(h);
}

void links_show(const struct field_form *form, const struct field *field)
{
    struct call *call = field_call(form);
    struct html *h = &form->web->html;
    struct control c = field_head(form, field);
    struct value v = form->typed && field_marked(form, field) ? ticked_links(form, field)
                                                              : field_now(form, field);
    struct candidates all;

    bool few = list_of(call, field->target, SELECT_MAX, &all) && !all.more && all.n != 0;
    if (!few)
        all.n = 0;
    struct pick *picks =
        arena_array(call->arena, all.n + (v.type == V_LIST ? v.list.n : 0) + 1, sizeof *picks);
    if (picks == NULL)
        return;
    size_t n = links_picks(call, field, &all, v, picks);
    field_mark(form, field);
    c.scroll = n > SHORT_LIST;
    if (few)
        control_checks(h, &c, picks, n);
    else
        links_text(form, field, &c, picks, n);
}

bool links_typed(const struct field_form *form, const struct field *field, struct value *out)
{
    struct call *call = field_call(form);
    struct str add = field_sent(form, field, ".add"), pick = field_sent(form, field, ".pick");
    struct value more = v_null();

    *out = ticked_links(form, field);
    if (add.n == 0)
        return out->type != V_NULL || field_marked(form, field);
    if (pick.n != 0 && str_eq(field_sent(form, field, ".for"), add))
        more = id_from_hex(call, pick);
    else if (!meant(form, field, add, &more))
        return true;
    struct value *items = arena_array(call->arena, FIELD_ITEMS_MAX + 1, sizeof *items);
    size_t n = 0;
    for (size_t i = 0; items != NULL && out->type == V_LIST && i < out->list.n; i++)
        add_id(items, &n, out->list.items[i]);
    if (items != NULL)
        add_id(items, &n, more);
    *out = n == 0 ? v_null() : v_list(items, n);
    return true;
}
