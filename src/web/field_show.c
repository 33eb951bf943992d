/* field_show.c - values in the reader's words, for pages and lists. */
#include "query/query.h"
#include "store/store.h"
#include "web/field_form.h"
#include "web/field_rows.h"
#include "web/part.h"
#include "web/record_path.h"

/* ---- rows ---- */

/* "070 123 456, of a neighbour, ask first": what people typed, in its order. */
static struct str row_words(struct call *call, const struct field *field, const struct value *row)
{
    struct buf out;

    buf_init(&out, call->arena, FORM_TEXT_MAX);
    for (size_t i = 0; i < field->type->n; i++) {
        const struct column *column = &field->type->columns[i];
        if (row[i].type == V_NULL || row_column_find(field, column) == NULL)
            continue;
        if (out.n != 0)
            buf_z(&out, ", ");
        if (column->kind == COLUMN_DAY)
            buf_add(&out, date_text(call, (day)row[i].i));
        else
            buf_add(&out, column->words != NULL ? row_word(call, field, row[i].s) : row[i].s);
    }
    return buf_str(&out);
}

/* One row of a list; names that a person is not called by say which they are. */
static struct str item_words(struct call *call, const struct field *field, struct value item)
{
    const struct value *row = item.list.items;
    const char *type = field->type->name;

    if (strcmp(type, "files") == 0)
        return file_words(call, field, row);
    if (strcmp(type, "names") == 0)
        return str_format(call->arena, "%s: %s",
                          str_z(call->arena, row_word(call, field, row[0].s)),
                          str_z(call->arena, row[1].s));
    return row_words(call, field, row);
}

static struct str rows_words(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    buf_init(&out, call->arena, FORM_TEXT_MAX);
    for (size_t i = 0; i < v.list.n; i++) {
        if (i != 0)
            buf_z(&out, "; ");
        buf_add(&out, item_words(call, field, v.list.items[i]));
    }
    return buf_str(&out);
}

/* ---- links ---- */

/* The linked record as one line of a list; NULL: it is not there, or may not be seen. */
static struct record *linked(struct call *call, const struct field *field, struct value v)
{
    struct id id;

    return call->store != NULL && id_of(v.s, &id) ? query_brief(call, field->target, &id) : NULL;
}

static struct str link_words(struct call *call, const struct field *field, struct value v)
{
    struct record *record = linked(call, field, v);

    return record == NULL ? STR("") : record_title(call, record);
}

struct str field_words(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    if (v.type == V_NULL)
        return STR("");
    if (strcmp(field->type->name, "moment") == 0)
        return moment_words(call, v.i);
    if (field->type->shape == SHAPE_ROWS && strcmp(field->type->name, "names") != 0)
        return rows_words(call, field, v);
    if (field->target == NULL)
        return field_show(call, field, v);
    if (v.type != V_LIST)
        return link_words(call, field, v);
    buf_init(&out, call->arena, FORM_TEXT_MAX);
    for (size_t i = 0; i < v.list.n; i++) {
        struct str words = link_words(call, field, v.list.items[i]);
        if (words.n == 0)
            continue;
        if (out.n != 0)
            buf_z(&out, ", ");
        buf_add(&out, words);
    }
    return buf_str(&out);
}

/* ---- facts ---- */

static void link_fact(struct web *web, const struct field *field, struct value v)
{
    struct record *record = linked(&web->call, field, v);

    if (record == NULL)
        html_say(&web->html, "(a record that you may not see)");
    else
        part_link(&web->html, record_path(web, record), record_title(&web->call, record));
}

static void one_fact(struct web *web, const struct field *field, struct value v)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const char *type = field->type->name;

    if (field->target != NULL)
        link_fact(web, field, v);
    else if (strcmp(type, "e-mail") == 0)
        part_link(h, str_format(call->arena, "mailto:%s", str_z(call->arena, v.s)), v.s);
    else if (strcmp(type, "web address") == 0)
        part_link(h, v.s, v.s);
    else
        html_text(h, field_words(call, field, v));
}

/* A number can be rung from the page, by one tap: never one at which it is not safe to speak. The
 * rest of the row stands behind it. */
static void phone_fact(struct web *web, const struct field *field, struct value item)
{
    enum { NUMBER, WHOSE, SAFE };
    struct call *call = &web->call;
    struct str number = item.list.items[NUMBER].s, all = row_words(call, field, item.list.items);
    struct buf dial;

    if (str_is(item.list.items[SAFE].s, "no")) {
        html_text(&web->html, all);
        html_raw(&web->html, " ");
        part_tag(&web->html, TONE_BAD, say(call, "Not safe to speak: do not ring"));
        return;
    }
    buf_init(&dial, call->arena, 100);
    buf_z(&dial, "tel:");
    for (size_t i = 0; i < number.n; i++)
        if ((number.p[i] >= '0' && number.p[i] <= '9') || (number.p[i] == '+' && i == 0))
            buf_char(&dial, number.p[i]);
    part_link(&web->html, buf_str(&dial), number);
    html_text(&web->html, str_cut(all, number.n, all.n));
}

/* One item of a list, as the type shows it. */
static void item_fact(struct web *web, const struct field *field, struct value item)
{
    if (field->target != NULL)
        link_fact(web, field, item);
    else if (strcmp(field->type->name, "phones") == 0)
        phone_fact(web, field, item);
    else if (field->type->shape == SHAPE_ROWS)
        html_text(&web->html, item_words(&web->call, field, item));
    else
        html_text(&web->html, field_words(&web->call, field, v_list(&item, 1)));
}

static void list_fact(struct web *web, const struct field *field, struct value v)
{
    struct html *h = &web->html;

    html_raw(h, "<ul class=\"plain-list\">");
    for (size_t i = 0; i < v.list.n; i++) {
        html_raw(h, "<li>");
        item_fact(web, field, v.list.items[i]);
        html_raw(h, "</li>");
    }
    html_raw(h, "</ul>");
}

void field_fact(struct web *web, const struct field *field, struct value v)
{
    struct html *h = &web->html;
    bool lines = field->type->columns[0].kind == COLUMN_LONG;

    if (v.type == V_NULL)
        return;
    html_raw(h, "<div>");
    html_tag(h, "dt", NULL, label_text(&web->call, &field->label));
    if (lines)
        html_raw(h, "<dd class=\"long\">");
    else
        html_raw(h, "<dd>");
    bool list = field->type->shape == SHAPE_SET || field->type->shape == SHAPE_ROWS;
    if (list && v.list.n > 1)
        list_fact(web, field, v);
    else if (list)
        item_fact(web, field, v.list.items[0]);
    else
        one_fact(web, field, v);
    html_raw(h, "</dd></div>");
}
