/* control.c - see control.h. */
#include "web/control.h"

#include "base/lang.h"

static const struct fault *fault_at(const struct html *h, struct str name)
{
    for (const struct fault *f = h->call->faults; f != NULL; f = f->next)
        if (str_eq(f->where, name))
            return f;
    return NULL;
}

static void id_attr(struct html *h, const char *attr, struct str name, const char *ending)
{
    html_raw(h, " ");
    buf_z(&h->buf, attr);
    html_raw(h, "=\"");
    html_text(h, name);
    buf_z(&h->buf, ending);
    html_raw(h, "\"");
}

/* aria-describedby: the hint and the fault, whichever there are. */
static void described(struct html *h, const struct control *c)
{
    bool fault = fault_at(h, c->name) != NULL;

    if (c->hint.n == 0 && !fault)
        return;
    html_raw(h, " aria-describedby=\"");
    if (c->hint.n != 0) {
        html_text(h, c->name);
        html_raw(h, "-hint");
    }
    if (fault) {
        if (c->hint.n != 0)
            html_raw(h, " ");
        html_text(h, c->name);
        html_raw(h, "-fault");
    }
    html_raw(h, "\"");
}

static void label_text(struct html *h, const struct control *c)
{
    html_text(h, c->label);
    if (c->must || c->part)
        return;
    html_raw(h, " <span class=\"opt\">");
    html_say(h, "(optional)");
    html_raw(h, "</span>");
}

static void hint_and_fault(struct html *h, const struct control *c)
{
    const struct fault *fault = fault_at(h, c->name);

    if (c->hint.n != 0) {
        html_raw(h, "<p class=\"hint\"");
        id_attr(h, "id", c->name, "-hint");
        html_raw(h, ">");
        html_text(h, c->hint);
        html_raw(h, "</p>");
    }
    if (fault == NULL)
        return;
    html_raw(h, "<p class=\"fault\"");
    id_attr(h, "id", c->name, "-fault");
    html_raw(h, ">");
    html_icon(h, "circle-alert");
    html_raw(h, "<span><span class=\"vh\">");
    html_say(h, "Error:");
    html_raw(h, " </span>");
    html_text(h, fault->text);
    html_raw(h, "</span></p>");
}

static void open_field(struct html *h, const struct control *c)
{
    if (fault_at(h, c->name) != NULL)
        html_raw(h, "<div class=\"f bad\">");
    else
        html_raw(h, "<div class=\"f\">");
    html_raw(h, "<label");
    html_attr(h, "for", c->name);
    html_raw(h, ">");
    label_text(h, c);
    html_raw(h, "</label>");
    hint_and_fault(h, c);
}

static void shared_attrs(struct html *h, const struct control *c)
{
    html_attr(h, "id", c->name);
    html_attr(h, "name", c->name);
    if (c->lang.n != 0)
        html_attr(h, "lang", c->lang);
    if (c->max != 0)
        html_attr_number(h, "maxlength", c->max);
    if (c->must)
        html_raw(h, " required");
    if (fault_at(h, c->name) != NULL)
        html_raw(h, " aria-invalid=\"true\"");
    if (c->focus)
        html_raw(h, " autofocus");
    described(h, c);
}

/* A field is as wide as what is expected in it. */
static const char *width_of(const struct control *c)
{
    if (c->max == 0 || c->max > 40)
        return "wide";
    return c->max <= 6 ? "w6" : c->max <= 12 ? "w12" : "w24";
}

static void text_like(struct html *h, const struct control *c, const char *type, struct str value)
{
    open_field(h, c);
    html_raw(h, "<input");
    html_attr_z(h, "type", type);
    html_attr_z(h, "class", width_of(c));
    shared_attrs(h, c);
    html_attr_z(h, "autocomplete", c->fill == NULL ? "off" : c->fill);
    html_attr_z(h, "inputmode", c->mode);
    if (c->suggest.n != 0)
        html_attr(h, "data-suggest", c->suggest);
    if (value.n != 0)
        html_attr(h, "value", value);
    html_raw(h, "></div>");
}

void control_text(struct html *h, const struct control *c)
{
    text_like(h, c, c->type == NULL ? "text" : c->type, c->value);
}

void control_password(struct html *h, const struct control *c)
{
    text_like(h, c, "password", STR(""));
}

void control_long(struct html *h, const struct control *c, unsigned rows)
{
    open_field(h, c);
    html_raw(h, "<textarea class=\"wide\"");
    html_attr_number(h, "rows", rows);
    shared_attrs(h, c);
    html_raw(h, ">\n"); /* HTML drops one line end here: the text's own first one must stay */
    html_text(h, c->value);
    html_raw(h, "</textarea></div>");
}

/* A group of controls under one legend; the fault's link leads to its first control. */
static void open_group(struct html *h, const struct control *c)
{
    html_raw(h, "<fieldset class=\"f");
    if (fault_at(h, c->name) != NULL)
        html_raw(h, " bad");
    if (c->big)
        html_raw(h, " big");
    html_raw(h, "\"");
    described(h, c);
    html_raw(h, "><legend>");
    label_text(h, c);
    html_raw(h, "</legend>");
    hint_and_fault(h, c);
}

void control_group(struct html *h, const struct control *c)
{
    open_group(h, c);
    html_raw(h, "<div tabindex=\"-1\"");
    html_attr(h, "id", c->name);
    html_raw(h, ">");
}

void control_group_end(struct html *h)
{
    html_raw(h, "</div></fieldset>");
}

static void options(struct html *h, const struct pick *all, size_t n)
{
    html_raw(h, "<option value=\"\">");
    html_say(h, "Choose");
    html_raw(h, "</option>");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<option");
        html_attr(h, "value", all[i].value);
        if (all[i].chosen)
            html_raw(h, " selected");
        html_raw(h, ">");
        html_text(h, all[i].label);
        html_raw(h, "</option>");
    }
}

static void piece_attrs(struct html *h, const struct control *c, const struct piece *piece)
{
    id_attr(h, "id", c->name, piece->ending);
    id_attr(h, "name", c->name, piece->ending);
    html_attr_z(h, "class", piece->class);
    if (piece->must)
        html_raw(h, " required");
    if (fault_at(h, c->name) != NULL)
        html_raw(h, " aria-invalid=\"true\"");
}

static void one_piece(struct html *h, const struct control *c, const struct piece *piece)
{
    html_raw(h, "<div><label");
    id_attr(h, "for", c->name, piece->ending);
    html_raw(h, ">");
    html_text(h, piece->label);
    html_raw(h, "</label>");
    if (piece->picks != NULL) {
        html_raw(h, "<select");
        piece_attrs(h, c, piece);
        html_raw(h, ">");
        options(h, piece->picks, piece->n);
        html_raw(h, "</select></div>");
        return;
    }
    html_raw(h, "<input type=\"text\"");
    piece_attrs(h, c, piece);
    html_attr_number(h, "maxlength", piece->max);
    html_attr_z(h, "inputmode", piece->mode);
    html_raw(h, " autocomplete=\"off\"");
    if (piece->value.n != 0)
        html_attr(h, "value", piece->value);
    html_raw(h, "></div>");
}

void control_pieces(struct html *h, const struct control *c, const struct piece *all, size_t n)
{
    open_group(h, c);
    html_raw(h, "<div class=\"date\"");
    html_attr(h, "id", c->name);
    html_raw(h, ">");
    for (size_t i = 0; i < n; i++)
        one_piece(h, c, &all[i]);
    html_raw(h, "</div></fieldset>");
}

void control_date(struct html *h, const struct control *c, const struct date_parts *typed)
{
    struct call *call = h->call;
    struct piece d = {".d", say(call, "Day"), typed->d, "w6", 3, c->must, NULL, NULL, 0};
    struct piece m = {".m", say(call, "Month"), typed->m, "w12", 20, c->must, NULL, NULL, 0};
    struct piece y = {".y", say(call, "Year"), typed->y, "w6", 5, c->must, NULL, NULL, 0};
    bool year_first = date_year_first(call);
    struct piece all[] = {year_first ? y : d, m, year_first ? d : y};

    control_pieces(h, c, all, 3);
}

static void choice_id(struct html *h, const char *attr, const struct control *c, size_t i)
{
    char ending[24];

    (void)snprintf(ending, sizeof ending, "-%zu", i);
    id_attr(h, attr, c->name, i == 0 ? "" : ending);
}

static void one_choice(struct html *h, const struct control *c, const struct pick *choice,
                       const char *type, size_t i)
{
    html_raw(h, "<div class=\"pick\"><input");
    html_attr_z(h, "type", type);
    choice_id(h, "id", c, i);
    html_attr(h, "name", c->name);
    html_attr(h, "value", choice->value);
    if (choice->chosen)
        html_raw(h, " checked");
    if (c->focus)
        html_raw(h, " autofocus");
    html_raw(h, "><label");
    choice_id(h, "for", c, i);
    html_raw(h, ">");
    html_text(h, choice->label);
    if (choice->hint.n != 0) {
        html_raw(h, "<span class=\"hint\">");
        html_text(h, choice->hint);
        html_raw(h, "</span>");
    }
    html_raw(h, "</label></div>");
}

static void choices(struct html *h, const struct control *c, const struct pick *all, size_t n,
                    const char *type)
{
    struct control one = *c;
    size_t focus = 0;

    for (size_t i = n; i-- > 0;)
        focus = all[i].chosen ? i : focus;
    open_group(h, c);
    if (c->scroll)
        html_raw(h, "<div class=\"scroll\">");
    for (size_t i = 0; i < n; i++) {
        one.focus = c->focus && i == focus; /* the chosen one, else the first */
        one_choice(h, &one, &all[i], type, i);
    }
    if (c->scroll)
        html_raw(h, "</div>");
    html_raw(h, "</fieldset>");
}

void control_radios(struct html *h, const struct control *c, const struct pick *all, size_t n)
{
    choices(h, c, all, n, "radio");
}

void control_checks(struct html *h, const struct control *c, const struct pick *all, size_t n)
{
    choices(h, c, all, n, "checkbox");
}

void control_select(struct html *h, const struct control *c, const struct pick *all, size_t n)
{
    open_field(h, c);
    html_raw(h, "<select");
    shared_attrs(h, c);
    html_raw(h, ">");
    options(h, all, n);
    html_raw(h, "</select></div>");
}

void control_check(struct html *h, const struct control *c, bool ticked)
{
    struct pick choice = {STR("1"), c->label, c->hint, ticked};

    if (fault_at(h, c->name) != NULL)
        html_raw(h, "<div class=\"f bad\">");
    else
        html_raw(h, "<div class=\"f\">");
    struct control bare = *c;
    bare.hint = STR("");
    hint_and_fault(h, &bare);
    one_choice(h, c, &choice, "checkbox", 0);
    html_raw(h, "</div>");
}

void control_file(struct html *h, const struct control *c, const char *accept, bool many)
{
    open_field(h, c);
    html_raw(h, "<input type=\"file\"");
    shared_attrs(h, c);
    html_attr_z(h, "accept", accept);
    if (many)
        html_raw(h, " multiple");
    html_raw(h, "></div>");
}

void control_hidden(struct html *h, const char *name, struct str value)
{
    html_raw(h, "<input type=\"hidden\"");
    html_attr_z(h, "name", name);
    html_attr(h, "value", value.p == NULL ? STR("") : value);
    html_raw(h, ">");
}
