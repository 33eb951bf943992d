/* field_parts_test.c - rows of parts: shown, sent, moved, taken away, pasted. */
#include "base/text.h"
#include "web/field_form_test.h"
#include "web/field_parts.h"

enum { WHAT, BOUGHT, PRICE, BROKEN, REMARK, FIELDS, ROWS = 3 };

struct parts {
    struct every e;
    struct record stored[ROWS], *records[ROWS];
    struct value values[ROWS][FIELDS];
    struct part_form form;
};

static void parts_init(struct parts *p)
{
    static const char *const remarks[] = {"first", "second", "third"};
    const struct kind *kind;

    every_init(&p->e, NULL);
    kind = kind_find(p->e.app.registry, STR("visit_item"));
    CHECK(kind != NULL && kind->n == FIELDS);
    for (size_t i = 0; i < ROWS; i++) {
        memset(p->values[i], 0, sizeof p->values[i]);
        p->values[i][WHAT] = v_text(STR("school"));
        p->values[i][REMARK] = v_text(str_of(remarks[i]));
        p->stored[i] = (struct record){.kind = kind, .rev = (int64_t)i + 5, .values = p->values[i]};
        memset(p->stored[i].id.b, (int)i + 1, sizeof p->stored[i].id.b);
        p->records[i] = &p->stored[i];
    }
    p->form = (struct part_form){.web = &p->e.web, .kind = kind, .records = p->records, .n = ROWS};
}

/* Shows the rows, sends them with a button pressed, and shows what came of it. */
static void press(struct parts *p, const char *button)
{
    field_parts(&p->form);
    every_send(&p->e);
    if (button != NULL)
        every_type(&p->e, "more", button);
    CHECK(fields_more(&p->e.web) == (button != NULL));
    p->form.typed = true;
}

/* "id remark position rev", one row after the other. */
static struct str read_rows(struct parts *p, enum rc want)
{
    struct save_part *rows;
    struct buf out;
    size_t n;

    buf_init(&out, &p->e.f.arena, 10000);
    CHECK_INT(parts_typed(&p->form, &rows, &n), want);
    for (size_t i = 0; i < n; i++) {
        buf_format(&out, "%s%d ", i == 0 ? "" : ", ", rows[i].id == NULL ? 0 : rows[i].id->b[0]);
        if (rows[i].gone)
            buf_z(&out, "gone");
        else if (rows[i].values[REMARK].type == V_TEXT)
            buf_add(&out, rows[i].values[REMARK].s);
        buf_format(&out, " %lld %lld", (long long)rows[i].position, (long long)rows[i].rev);
    }
    for (const struct fault *f = p->e.web.call.faults; f != NULL; f = f->next)
        tap_note("%s: %s", f->where.p, f->text.p);
    return buf_str(&out);
}

static void stays(void)
{
    struct parts p;

    CASE("rows of parts come back as they were");
    parts_init(&p);
    press(&p, NULL);
    CHECK_TEXT(read_rows(&p, RC_OK), "1 first 0 5, 2 second 0 6, 3 third 0 7");
    press(&p, NULL);
    CHECK_TEXT(read_rows(&p, RC_OK), "1 first 0 5, 2 second 0 6, 3 third 0 7");
    every_fini(&p.e);

    CASE("those that have a place stand in it");
    parts_init(&p);
    p.stored[2].position = 1;
    p.stored[0].position = 2;
    press(&p, NULL);
    CHECK_TEXT(read_rows(&p, RC_OK), "3 third 1 7, 1 first 2 5, 2 second 3 6");
    every_fini(&p.e);
}

static void changes(void)
{
    struct parts p;

    CASE("rows of parts are moved, added and taken away");
    parts_init(&p);
    press(&p, "p.visit_item.2.up");
    CHECK_TEXT(read_rows(&p, RC_OK), "1 first 1 5, 3 third 2 7, 2 second 3 6");
    press(&p, "p.visit_item.0.remove");
    CHECK_TEXT(read_rows(&p, RC_OK), "3 third 1 7, 2 second 2 6, 1 gone 0 5");
    press(&p, "p.visit_item.add");
    CHECK_TEXT(read_rows(&p, RC_OK), "3 third 1 7, 2 second 2 6, 1 gone 0 5");
    press(&p, NULL);
    every_type(&p.e, "p.visit_item.2.remark", "new");
    CHECK_TEXT(read_rows(&p, RC_INVALID), "3 third 1 7, 2 second 2 6, 0 new 3 0, 1 gone 0 5");
    CHECK_TEXT(p.e.web.call.faults->where, "p.visit_item.2.what");
    every_fini(&p.e);
}

static void empties(void)
{
    struct parts p;

    CASE("a row whose record is gone is told, not made anew");
    parts_init(&p);
    press(&p, NULL);
    p.form.n = 2;
    (void)read_rows(&p, RC_INVALID);
    CHECK_TEXT(p.e.web.call.faults->text, "Item 3 has been taken away by somebody else meanwhile.");
    every_fini(&p.e);

    CASE("no rows at all");
    parts_init(&p);
    p.form.n = 0;
    press(&p, "p.visit_item.add");
    press(&p, NULL);
    CHECK_TEXT(read_rows(&p, RC_OK), "");
    every_fini(&p.e);
}

static const struct paste_row {
    const char *block, *want;
} pastes[] = {
    {"housing\t1.2.2026\t12 EUR\tyes\tseen\n", "0 seen 0 0"},
    {"Remark\tWhat\na\tSchool\nb\thousing & home\n", "0 a 0 0, 0 b 0 0"},
    {"school\t\t\t\t\"a \"\"b\"\"\"\r\nhealth", "0 a \"b\" 0 0, 0  0 0"},
    {"\n\n", ""},
};

static void is_pasted(void)
{
    struct parts p;

    for (size_t i = 0; i < sizeof pastes / sizeof *pastes; i++) {
        CASE("a block from a spreadsheet: %s", pastes[i].want);
        parts_init(&p);
        p.form.n = 0;
        field_parts(&p.form);
        every_send(&p.e);
        struct str block = text_clean(&p.e.f.arena, str_of(pastes[i].block));
        every_type(&p.e, "p.visit_item.paste", str_z(&p.e.f.arena, block));
        every_type(&p.e, "more", "p.visit_item.paste");
        CHECK(fields_more(&p.e.web));
        p.form.typed = true;
        press(&p, NULL); /* shown, and sent as it stands */
        CHECK_TEXT(read_rows(&p, RC_OK), pastes[i].want);
        every_fini(&p.e);
    }
    CASE("a block that does not fit is told, and what is wrong in it stands in its cell");
    parts_init(&p);
    p.form.n = 0;
    field_parts(&p.form);
    every_send(&p.e);
    every_type(&p.e, "p.visit_item.paste", "moon\t31.2.2026\tx\tperhaps\tr\t\tmore");
    CHECK(!fields_more(&p.e.web));
    CHECK_TEXT(p.e.web.call.faults->where, "p.visit_item.paste");
    p.form.typed = true;
    (void)read_rows(&p, RC_INVALID);
    CHECK_INT(p.e.web.call.fault_count, 5);
    field_parts(&p.form);
    every_send(&p.e);
    CHECK_TEXT(str_of(every_sent(&p.e, "p.visit_item.0.bought")), "31.2.2026");
    CHECK_TEXT(str_of(every_sent(&p.e, "p.visit_item.0.price.amount")), "x");
    every_fini(&p.e);
}

static void is_too_long(void)
{
    struct parts p;
    struct buf block;

    CASE("10,000 rows are told, and as many taken as there is room for");
    parts_init(&p);
    p.form.n = 0;
    field_parts(&p.form);
    every_send(&p.e);
    buf_init(&block, &p.e.f.arena, 1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_z(&block, "school\t\t\t\tx\n");
    every_type(&p.e, "p.visit_item.paste", str_z(&p.e.f.arena, buf_str(&block)));
    (void)fields_more(&p.e.web);
    CHECK_TEXT(p.e.web.call.faults->text,
               "Only 192 rows have room in one form. The others were left out.");
    CHECK_TEXT(form_find(&p.e.web.form, STR("p.visit_item.n")), "192");
    every_type(&p.e, "more", "p.visit_item.add");
    (void)fields_more(&p.e.web);
    CHECK_TEXT(form_find(&p.e.web.form, STR("p.visit_item.n")), "192");
    p.form.typed = true;
    field_parts(&p.form);
    every_send(&p.e);
    CHECK(p.e.web.form.n > 1000 && p.e.web.form.n < FORM_FIELDS_MAX);
    every_fini(&p.e);
}

void field_parts_test(void)
{
    stays();
    changes();
    empties();
    is_pasted();
    is_too_long();
}
