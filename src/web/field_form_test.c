/* field_form_test.c - every type as a control: what is stored comes back, what is typed is read,
 * what is wrong stands at its control. */
#include "web/field_form_test.h"

#include "base/lang.h"

#define ID_A "0123456789abcdef"
#define ID_B "fedcba9876543210"

static struct value list_of(struct every *e, const struct value *items, size_t n)
{
    struct value list = v_null();

    CHECK(value_copy(&e->f.arena, v_list(items, n), &list));
    return list;
}

#define LIST(e, ...)                                \
    list_of(e, (const struct value[]){__VA_ARGS__}, \
            sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value))

static void set(struct every *e, const char *name, struct value v)
{
    e->record.values[every_field(e, name)->index] = v;
}

static void fill(struct every *e)
{
    set(e, "title", v_text(STR("Roof <b> & \"wall\"")));
    set(e, "story", v_text(STR("\nFirst\n\n  second </textarea>\n")));
    set(e, "people", v_int(12));
    set(e, "height", v_int(-1205));
    set(e, "cost", LIST(e, v_int(125050), v_text(STR("MKD"))));
    set(e, "made_on", v_int(20000));
    set(e, "born", LIST(e, v_int(-365), v_int(PRECISION_YEAR)));
    set(e, "began", v_int(INT64_C(1795305661234)));
    set(e, "lasted", v_int(90));
    set(e, "dry", v_int(1));
    set(e, "area", v_text(STR("school")));
    set(e, "way", v_text(STR("health")));
    set(e, "grounds", LIST(e, v_text(STR("health")), v_text(STR("housing"))));
    set(e, "before", v_bytes(STR(ID_A)));
    set(e, "others", LIST(e, v_bytes(STR(ID_A)), v_bytes(STR(ID_B))));
    set(e, "lives_in",
        LIST(e, v_text(STR("rekovo")), v_text(STR("Lower street")), v_int(41), v_int(22)));
    set(e, "e_mail", v_text(STR("senada@example.org")));
    set(e, "page", v_text(STR("https://example.org/a?b=c&d")));
}

/* The lists of rows, in an order that no form would begin with. */
static void fill_rows(struct every *e)
{
    struct value none = v_null(), row[FIELD_COLUMNS_MAX] = {0};
    const struct field *phones = every_field(e, "phones"), *agreed = every_field(e, "agreed");
    const struct field *names = every_field(e, "names");

    set(e, "names",
        LIST(e, LIST(e, v_text(STR("family")), v_text(STR("Demirova")), none, none),
             LIST(e, v_text(STR("given")), v_text(STR("Сенада")), v_text(STR("Cyrl")),
                  v_text(STR("gen=Сенаде;  dat=Сенади"))),
             LIST(e, v_text(STR("given")), v_text(STR("Senada")), v_text(STR("Latn")), none),
             LIST(e, v_text(STR("former")), v_text(STR("Asanova")), none, none)));
    CHECK_INT(names->type->n, 4);
    row[0] = v_text(STR("070 123 456"));
    row[1] = v_text(STR("neighbour"));
    row[2] = v_text(STR("ask"));
    row[4] = v_int(20000);
    struct value first = list_of(e, row, phones->type->n);
    row[0] = v_text(STR("071 000 111"));
    row[3] = v_text(STR("after 5"));
    row[4] = none;
    set(e, "phones", LIST(e, first, list_of(e, row, phones->type->n)));
    memset(row, 0, sizeof row);
    row[0] = v_text(STR("read aloud"));
    row[1] = v_int(20000);
    row[2] = v_text(STR("Senada"));
    row[4] = v_bytes(STR(ID_A));
    row[5] = v_bytes(STR(ID_A ID_B));
    set(e, "agreed", LIST(e, list_of(e, row, agreed->type->n)));
    set(e, "scans",
        LIST(e, LIST(e, v_bytes(STR(ID_A)), v_bytes(STR(ID_A ID_B)), v_bytes(STR(ID_B ID_A)),
                     v_text(STR("scan.pdf")), v_text(STR("application/pdf")), v_int(123456),
                     v_int(1))));
}

static void note_faults(const struct every *e)
{
    for (const struct fault *f = e->web.call.faults; f != NULL; f = f->next)
        tap_note("%s: %s", f->where.p, f->text.p);
}

static void same_values(struct every *e, const struct value *typed, const bool *given)
{
    for (size_t i = 0; i < e->kind->n; i++) {
        const struct field *field = &e->kind->fields[i];
        if (field->derived || field->secret)
            CHECK(!given[i]);
        else if (!CHECK(given[i] && value_eq(typed[i], e->record.values[i])))
            tap_note("the field %s is \"%s\", was \"%s\"", field->name.p,
                     field_words(&e->web.call, field, typed[i]).p,
                     field_words(&e->web.call, field, e->record.values[i]).p);
    }
}

/* Shown, sent as it is, read: nothing has changed; and once more from what was typed. */
static void comes_back(const char *lang, bool full, bool compact)
{
    struct every e;
    struct value values[FIELDS_MAX];
    bool given[FIELDS_MAX];

    every_init(&e, lang);
    e.form.compact = compact;
    if (full) {
        fill(&e);
        fill_rows(&e);
    }
    for (int round = 0; round < 2; round++) {
        field_sections(&e.form, e.kind, false);
        every_send(&e);
        CHECK_RC(&e.web.call, fields_typed(&e.form, e.kind, false, values, given), RC_OK);
        note_faults(&e);
        same_values(&e, values, given);
        e.form.typed = true;
    }
    every_fini(&e);
}

static void round_trips(void)
{
    static const char *const langs[] = {NULL, "mk", "sr-Cyrl", "sr-Latn", "sq", "lt"};

    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++) {
        CASE("every type comes back as it was, in %s", langs[i] == NULL ? "en" : langs[i]);
        comes_back(langs[i], true, false);
        comes_back(langs[i], false, false);
        CASE("and as one line in a row of a table, in %s", langs[i] == NULL ? "en" : langs[i]);
        comes_back(langs[i], true, true);
        comes_back(langs[i], false, true);
    }
}

struct row {
    const char *field, *piece[4], *text[4]; /* what is typed where */
    const char *want;                       /* the value in words, or what the fault begins with */
    const char *lang;
};

static const struct row rows[] = {
    {"title", {""}, {" Roof "}, "Roof", NULL},
    {"title", {""}, {""}, "Title is missing.", NULL},
    {"title", {""}, {"a\nb"}, "Title: this must be one line.", NULL},
    {"people", {""}, {"12x"}, "People: \"12x\" is not understood.", NULL},
    {"height", {""}, {"1,5"}, "1.50", NULL},
    {"height", {""}, {"1.234,5"}, "1234,50", "mk"},
    {"cost", {".amount", ".currency"}, {"1.250,00", "EUR"}, "1.250,00 EUR", "mk"},
    {"cost", {".amount", ".currency"}, {"", "EUR"}, "", NULL},
    {"cost", {".amount", ".currency"}, {"12", ""}, "Cost: choose a currency.", NULL},
    {"cost", {".amount", ".currency"}, {"12", "eur"}, "Cost: A currency has three", NULL},
    {"cost", {".amount", ".currency"}, {"x", "EUR"}, "Cost: \"x EUR\" is not understood.", NULL},
    {"made_on", {".d", ".m", ".y"}, {"1", "nov", "2026"}, "1 Nov 2026", NULL},
    {"made_on", {".d", ".m", ".y"}, {"1", "", "2026"}, "Made on must include a month.", NULL},
    {"made_on", {".d", ".m", ".y"}, {"23", "11", "2026"}, "23 Nov 2026", NULL},
    {"made_on", {".d", ".m", ".y"}, {"", "", ""}, "", NULL},
    {"made_on", {""}, {"22.11.2026"}, "22 Nov 2026", NULL},
    {"made_on", {".y", ".m", ".d"}, {"2026", "11", "5"}, "2026-11-05", "lt"},
    {"born", {".d", ".m", ".y"}, {"", "", "1987"}, "1987", NULL},
    {"born", {".d", ".m", ".y"}, {"", "3", "1987"}, "March 1987", NULL},
    {"born", {".d", ".m", ".y"}, {"5", "3", "1987"}, "5 Mar 1987", NULL},
    {"born", {".d", ".m", ".y"}, {"5", "", "1987"}, "Born must include a month.", NULL},
    {"born", {".d", ".m", ".y"}, {"", "3", ""}, "Born must include a year.", NULL},
    {"began", {".d", ".m", ".y", ".t"}, {"5", "3", "2026", "9.05"}, "5 Mar 2026, 09:05", NULL},
    {"began", {".d", ".m", ".y", ".t"}, {"5", "3", "2026", ""}, "Began: the time must", NULL},
    {"began", {".d", ".m", ".y", ".t"}, {"5", "3", "2026", "24:00"}, "Began: the time must", NULL},
    {"began", {".d", ".m", ".y", ".t"}, {"", "", "", "9"}, "Began: the day is missing.", NULL},
    {"lasted", {".h", ".m"}, {"1", "5"}, "1:05", NULL},
    {"lasted", {".h", ".m"}, {"", "90"}, "1:30", NULL},
    {"lasted", {".h", ".m"}, {"1", "60"}, "Lasted: write hours and minutes", NULL},
    {"lasted", {".h", ".m"}, {"-1", ""}, "Lasted: write hours and minutes", NULL},
    {"area", {""}, {"housing & HOME"}, "Housing & home", NULL},
    {"area", {""}, {"moon"}, "Area: Choose one of the list.", NULL},
    {"area", {".is"}, {"1"}, "Area is missing.", NULL},
    {"grounds", {""}, {"Health; school"}, "Health, School", NULL},
    {"grounds", {""}, {"moon"}, "Grounds: Choose one of the list.", NULL},
    {"before", {""}, {"nobody"}, "Before: there is no \"nobody\", or you may not see it.", NULL},
    {"lives_in", {".municipality", ".settlement"}, {"rekovo", ""}, "Rekovo", NULL},
    {"lives_in", {".municipality", ".settlement"}, {"", "x"}, "Lives in: choose the munic", NULL},
    {"e_mail", {""}, {"senada"}, "E mail: An e-mail address looks like", NULL},
    {"page", {""}, {"example.org"}, "Page: A web address begins with", NULL},
};

static void check_row(const struct row *row)
{
    struct every e;
    struct value values[FIELDS_MAX];
    bool given[FIELDS_MAX];

    every_init(&e, row->lang);
    const struct field *field = every_field(&e, row->field);
    e.form.record = NULL;
    for (size_t i = 0; i < 4 && row->piece[i] != NULL; i++)
        every_type(&e, str_format(&e.f.arena, "f.%s%s", row->field, row->piece[i]).p, row->text[i]);
    enum rc rc = fields_typed(&e.form, e.kind, false, values, given);
    struct str got = field_words(&e.web.call, field, values[field->index]);
    if (e.web.call.faults != NULL) {
        CHECK_INT(rc, RC_INVALID);
        CHECK_TEXT(e.web.call.faults->where, str_format(&e.f.arena, "f.%s", row->field).p);
        got = e.web.call.faults->text;
    }
    if (!CHECK(str_starts(got, str_of(row->want)) && (got.n == 0) == (row->want[0] == '\0')))
        tap_note("%s %s: %s", row->field, row->text[0], got.p);
    every_fini(&e);
}

static void is_read(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("%s: \"%s\" %s", rows[i].field, rows[i].text[0], rows[i].want);
        check_row(&rows[i]);
    }
}

/* What was typed wrongly stands in the same controls again. */
static void is_kept(void)
{
    static const char *const typed[][2] = {
        {"f.title", ""},
        {"f.people", "a\"b"},
        {"f.cost.amount", "1,2,3"},
        {"f.cost.currency", "XYZ"},
        {"f.made_on.m", "brumaire"},
        {"f.born.d", "32"},
        {"f.began.t", "25:61"},
        {"f.lasted.h", "two"},
        {"f.area", "school"},
        {"f.before", "nobody"},
        {"f.lives_in.settlement", "x"},
        {"f.e_mail", "@"},
    };
    struct every e;
    struct value values[FIELDS_MAX];
    bool given[FIELDS_MAX];

    CASE("what was typed is kept, wrong as it is");
    every_init(&e, NULL);
    fill(&e);
    field_sections(&e.form, e.kind, false);
    every_send(&e);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        every_type(&e, typed[i][0], typed[i][1]);
    CHECK_INT(fields_typed(&e.form, e.kind, false, values, given), RC_INVALID);
    e.form.typed = true;
    field_sections(&e.form, e.kind, false);
    struct str page = html_str(&e.web.html);
    CHECK(memmem(page.p, page.n, "id=\"f.title-fault\"", 18) != NULL);
    every_send(&e);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        CHECK_TEXT(str_of(every_sent(&e, typed[i][0])), typed[i][1]);
    every_fini(&e);
}

static void faults_move(void)
{
    struct every e;

    CASE("what an operation finds wrong stands at the control");
    every_init(&e, NULL);
    fault_add(&e.web.call, STR("title"), "Title is taken.");
    fault_add(&e.web.call, STR("other"), "Other.");
    field_faults(&e.form, e.kind);
    CHECK_TEXT(e.web.call.faults->where, "f.title");
    CHECK_TEXT(e.web.call.faults->next->where, "other");
    every_fini(&e);
}

/* One tap rings, so a number that is not safe is none to tap. */
static void phone_facts(struct every *e)
{
    const struct field *phones = every_field(e, "phones");
    struct value row[FIELD_COLUMNS_MAX] = {v_text(STR("070 1")), v_text(STR("own")),
                                           v_text(STR("yes"))};

    field_fact(&e->web, phones, LIST(e, list_of(e, row, phones->type->n)));
    CHECK_TEXT(html_str(&e->web.html),
               "<div><dt>Phones</dt><dd><a href=\"tel:0701\">070 1</a>, Own, "
               "Yes</dd></div>");
    every_blank(e);
    row[2] = v_text(STR("no"));
    field_fact(&e->web, phones, LIST(e, list_of(e, row, phones->type->n)));
    struct str page = html_str(&e->web.html);
    CHECK(memmem(page.p, page.n, "070 1", 5) != NULL);
    CHECK(memmem(page.p, page.n, "tel:", 4) == NULL);
    CHECK(memmem(page.p, page.n, "do not ring", 11) != NULL);
}

static void facts(void)
{
    struct every e;

    CASE("facts: lists as lists, addresses as links, nothing for nothing");
    every_init(&e, NULL);
    fill(&e);
    field_fact(&e.web, every_field(&e, "told"), v_null());
    CHECK_TEXT(html_str(&e.web.html), "");
    field_fact(&e.web, every_field(&e, "area"), v_text(STR("housing")));
    CHECK_TEXT(html_str(&e.web.html), "<div><dt>Area</dt><dd>Housing &amp; home</dd></div>");
    every_blank(&e);
    field_fact(&e.web, every_field(&e, "grounds"),
               e.record.values[every_field(&e, "grounds")->index]);
    CHECK_TEXT(html_str(&e.web.html),
               "<div><dt>Grounds</dt><dd><ul class=\"plain-list\"><li>Health</li>"
               "<li>Housing &amp; home</li></ul></dd></div>");
    every_blank(&e);
    field_fact(&e.web, every_field(&e, "page"), v_text(STR("https://a.example/?b=1&c")));
    CHECK_TEXT(html_str(&e.web.html),
               "<div><dt>Page</dt><dd><a href=\"https://a.example/?b=1&amp;c\">"
               "https://a.example/?b=1&amp;c</a></dd></div>");
    every_blank(&e);
    phone_facts(&e);
    every_fini(&e);
}

/* ---- rows */

/* Shows the phones, sends the form with a button pressed, and says whether it was one of rows. */
static bool pressed(struct every *e, const char *button)
{
    every_send(e);
    every_type(e, "more", button);
    bool more = fields_more(&e->web);
    struct form sent = e->web.form;

    every_blank(e);
    e->web.form = sent;
    e->form.typed = true;
    field_control(&e->form, every_field(e, "phones"));
    return more;
}

static void rows_move(void)
{
    struct every e;
    struct value v;

    CASE("rows are added, moved and taken away before anything is stored");
    every_init(&e, NULL);
    fill(&e);
    fill_rows(&e);
    field_control(&e.form, every_field(&e, "phones"));
    CHECK(pressed(&e, "f.phones.1.up"));
    CHECK_TEXT(form_find(&e.web.form, STR("f.phones.0.number")), "071 000 111");
    CHECK_TEXT(form_find(&e.web.form, STR("f.phones.1.worked.y")), "2024");
    CHECK(pressed(&e, "f.phones.0.down"));
    CHECK(pressed(&e, "f.phones.0.remove"));
    CHECK(pressed(&e, "f.phones.add"));
    struct str page = html_str(&e.web.html);
    CHECK(memmem(page.p, page.n, " autofocus", 10) != NULL);
    every_send(&e);
    CHECK_TEXT(form_find(&e.web.form, STR("f.phones.n")), "2");
    every_type(&e, "f.phones.1.number", "112");
    every_type(&e, "f.phones.1.whose", "own");
    every_type(&e, "f.phones.1.safe", "yes");
    CHECK(field_typed(&e.form, every_field(&e, "phones"), &v));
    note_faults(&e);
    CHECK_TEXT(field_words(&e.web.call, every_field(&e, "phones"), v),
               "071 000 111, Of a neighbour, Ask first, after 5; 112, Own, Yes");
    CHECK(!fields_more(&e.web));
    every_fini(&e);
}

/* What no button of ours says is no button. */
static void odd_buttons(void)
{
    static const char *const odd[] = {".",
                                      "add",
                                      "f.phones",
                                      "f.phones.2.up",
                                      "f.phones.x.remove",
                                      "f.title.add",
                                      "f.phones.0.fly",
                                      "f.phones.999.remove",
                                      "....add"};
    struct every e;

    CASE("a button that is none changes nothing");
    every_init(&e, NULL);
    fill_rows(&e);
    field_control(&e.form, every_field(&e, "phones"));
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        CHECK(pressed(&e, odd[i]));
    every_send(&e);
    CHECK_TEXT(form_find(&e.web.form, STR("f.phones.n")), "2");
    CHECK_TEXT(form_find(&e.web.form, STR("f.phones.0.number")), "070 123 456");
    every_fini(&e);
}

static void rows_lack(void)
{
    static const char *const wants[][2] = {
        {"f.phones.0.number", "Number is longer than 40 bytes. Shorten it."},
        {"f.phones.0.worked", "Worked last on must include a day."},
        {"f.phones.0.safe", "Safe to speak? is missing."},
        {"f.names.1.part", "Say which name \"X\" is."},
    };
    struct every e;
    struct value v;

    CASE("what is wrong in a row stands at its cell");
    every_init(&e, NULL);
    e.form.record = NULL;
    every_type(&e, "f.phones.n", "2");
    every_type(&e, "f.phones.0.number", "11111111111111111111111111111111111111111");
    every_type(&e, "f.phones.0.whose", "own");
    every_type(&e, "f.phones.0.worked.y", "2026");
    every_type(&e, "f.names.n", "2");
    every_type(&e, "f.names.1.text", "X");
    CHECK(field_typed(&e.form, every_field(&e, "phones"), &v));
    CHECK(field_typed(&e.form, every_field(&e, "names"), &v));
    const struct fault *f = e.web.call.faults;
    for (size_t i = 0; i < sizeof wants / sizeof *wants && CHECK(f != NULL); i++, f = f->next) {
        CHECK_TEXT(f->where, wants[i][0]);
        CHECK_TEXT(f->text, wants[i][1]);
    }
    every_fini(&e);
}

static void every_type_has_words(void)
{
    struct every e;

    CASE("every type has a control, and every column of a list has words");
    every_init(&e, NULL);
    for (size_t i = 0; field_type_at(i) != NULL; i++) {
        const struct field_type *type = field_type_at(i);
        bool shown = strcmp(type->name, "sealed bytes") == 0; /* nobody fills these in */
        for (size_t k = 0; k < e.kind->n && !shown; k++)
            shown = e.kind->fields[k].type == type && field_has_control(&e.kind->fields[k]);
        if (!CHECK(shown))
            tap_note("%s", type->name);
    }
    field_control(&e.form, every_field(&e, "phones"));
    every_send(&e);
    for (size_t i = 0; i < every_field(&e, "phones")->type->n; i++) {
        const char *column = every_field(&e, "phones")->type->columns[i].suffix;
        struct str name = str_format(&e.f.arena, "f.phones.0.%s", column);
        CHECK(every_sent(&e, name.p) != NULL ||
              every_sent(&e, str_format(&e.f.arena, "%s.d", name.p).p) != NULL);
    }
    every_fini(&e);
}

/* ---- hostile forms */

static void takes_anything(void)
{
    struct every e;
    struct value values[FIELDS_MAX];
    bool given[FIELDS_MAX];
    struct buf name;

    CASE("a name of 10,000 letters is told and kept");
    every_init(&e, NULL);
    buf_init(&name, &e.f.arena, 20000);
    for (int i = 0; i < 10000; i++)
        buf_z(&name, "ш");
    every_type(&e, "f.title", str_z(&e.f.arena, buf_str(&name)));
    every_type(&e, "f.area", "school");
    CHECK_INT(fields_typed(&e.form, e.kind, false, values, given), RC_INVALID);
    CHECK_TEXT(e.web.call.faults->where, "f.title");
    e.form.typed = true;
    field_sections(&e.form, e.kind, false);
    every_send(&e);
    CHECK_INT(form_find(&e.web.form, STR("f.title")).n, 20000);
    every_fini(&e);
}

void field_form_test(void)
{
    rows_move();
    odd_buttons();
    rows_lack();
    every_type_has_words();
    takes_anything();
    facts();
    round_trips();
    is_read();
    is_kept();
    faults_move();
}
