/* field_store_test.c - controls that need a folder: links to records that are there, files. */
#include "store/blob.h"
#include "store/posix.h"
#include "web/field_form_test.h"
#include "web/field_rows.h"
#include "world.h"

enum { MANY = 60 };

struct office {
    struct world w;
    struct web web;
    struct field_form form;
    const struct kind *kind; /* of cases, which name a person */
};

static void office_init(struct office *o, const char *name)
{
    static const struct app_parts none = {0};
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&o->w, posix_os(), folder.p, &none);
    arena_fini(&arena);
}

/* A new page for the worker. */
static void page(struct office *o, bool typed)
{
    struct form sent = o->web.form;

    call_init(&o->web.call, &o->w.keep, o->w.os);
    o->web.call.app = o->w.app;
    o->web.call.store = o->w.call.store;
    o->web.call.actor = o->w.actors[WORLD_WORKER];
    html_init(&o->web.html, &o->web.call, STR("/icons"));
    o->web.form = typed ? sent : (struct form){0};
    o->kind = kind_find(o->w.app->registry, STR("case"));
    o->form = (struct field_form){.web = &o->web, .prefix = "f.", .typed = typed};
}

static struct id person(struct office *o, const char *names)
{
    struct outcome outcome;

    world_as(&o->w, WORLD_WORKER);
    CHECK_RC(&o->w.call, world_save(&o->w, "person", NULL, NULL, &outcome, "names", names, NULL),
             RC_OK);
    return outcome.record;
}

static bool shows(struct office *o, const char *field, const char *what)
{
    field_control(&o->form, field_find(o->kind, str_of(field)));
    struct str html = html_str(&o->web.html);

    return memmem(html.p, html.n, what, strlen(what)) != NULL;
}

static void type(struct office *o, const char *name, const char *text)
{
    form_put(&o->web, str_of(name), str_of(text));
}

static bool reads(struct office *o, const char *field, struct value *out)
{
    return field_typed(&o->form, field_find(o->kind, str_of(field)), out) &&
           o->web.call.faults == NULL;
}

static void few(struct office *o)
{
    struct id ana = person(o, "given, Ana; family, Kamberova");
    struct value v;

    CASE("few records: one of a list");
    page(o, false);
    CHECK(shows(o, "person", "<select"));
    page(o, false);
    CHECK(shows(o, "person", ">Ana Kamberova, "));
    type(o, "f.person", str_hex(&o->w.keep, id_str(&ana)).p);
    CHECK(reads(o, "person", &v) && value_eq(v, id_value(&ana)));
    CASE("a name from a spreadsheet is looked up");
    page(o, false);
    type(o, "f.person", "ANA kamberova");
    CHECK(reads(o, "person", &v) && value_eq(v, id_value(&ana)));
}

static void many(struct office *o)
{
    struct value v;
    struct id senada = person(o, "given, Senada; family, Demirova");
    struct id other = person(o, "given, Senada; family, Demirova");

    for (int i = 0; i < MANY; i++)
        (void)person(o, "given, Orhan; family, Asanov");
    CASE("many records: a text that is looked up");
    page(o, false);
    CHECK(shows(o, "person", "data-suggest=\"/records/person/suggest\""));
    CHECK(shows(o, "team", "<fieldset")); /* of the office, not of all people */
    type(o, "f.person", "Ana");
    CHECK(reads(o, "person", &v) && v.type == V_BYTES);

    CASE("what may mean several is offered, and the choice counts for that text alone");
    page(o, false);
    type(o, "f.person", "Senada Demirova");
    CHECK(!reads(o, "person", &v) && v.type == V_NULL);
    CHECK_TEXT(o->web.call.faults->where, "f.person");
    page(o, true);
    CHECK(shows(o, "person", "type=\"radio\""));
    type(o, "f.person.for", "Senada Demirova");
    type(o, "f.person.pick", str_hex(&o->w.keep, id_str(&other)).p);
    CHECK(reads(o, "person", &v) && value_eq(v, id_value(&other)));
    page(o, false);
    type(o, "f.person", "Senada");
    type(o, "f.person.for", "Senada Demirova");
    type(o, "f.person.pick", str_hex(&o->w.keep, id_str(&senada)).p);
    CHECK(!reads(o, "person", &v));

    CASE("what is not there, or not for this person, is told alike");
    page(o, false);
    type(o, "f.person", "Nobody");
    CHECK(!reads(o, "person", &v));
    CHECK_TEXT(o->web.call.faults->text, "Person: there is no \"Nobody\", or you may not see it.");
    page(o, false);
    o->web.call.actor = o->w.actors[WORLD_VOLUNTEER];
    type(o, "f.person", "Ana Kamberova");
    CHECK(!reads(o, "person", &v));
}

/* ---- files */

static void upload(struct every *e, const char *name, struct str bytes)
{
    form_put(&e->web, STR("u.f.scans"), bytes);
    e->web.form.fields[e->web.form.n - 1].file_name = str_of(name);
    e->web.form.fields[e->web.form.n - 1].type = STR("text/html");
}

static void is_kept(struct office *o)
{
    struct every e;
    struct value v, kept;
    struct blob blob = {.sealed = {.size = 0}};
    struct str bytes;

    CASE("a file is sealed, and opens with what the record says");
    every_init(&e, NULL);
    e.web.call.store = o->w.call.store;
    e.web.call.os = o->w.os;
    const struct field *scans = every_field(&e, "scans");
    every_type(&e, "f.scans.is", "1");
    upload(&e, "scan.pdf", STR("%PDF-1.4 a paper"));
    CHECK(field_typed(&e.form, scans, &v));
    if (!CHECK(v.type == V_LIST && v.list.n == 1))
        return;
    const struct value *row = v.list.items[0].list.items;
    memcpy(blob.id, row[0].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row[1].s.p, sizeof blob.sealed.key);
    CHECK_RC(&e.web.call, blob_get(&e.web.call, o->w.folder, &blob, 1000, &bytes), RC_OK);
    CHECK_TEXT(bytes, "%PDF-1.4 a paper");
    CHECK_TEXT(row[4].s, "application/pdf");
    CHECK_TEXT(field_words(&e.web.call, scans, v), "scan.pdf (16 bytes)");

    CASE("and is taken away by its box");
    e.record.values[scans->index] = v;
    every_blank(&e);
    field_control(&e.form, scans);
    struct str html = html_str(&e.web.html), key = str_hex(&e.f.arena, row[1].s);
    CHECK(memmem(html.p, html.n, key.p, key.n) == NULL);
    every_send(&e);
    CHECK(field_typed(&e.form, scans, &kept) && value_eq(kept, v));
    every_type(&e, "f.scans.gone", str_hex(&e.f.arena, row[0].s).p);
    CHECK(field_typed(&e.form, scans, &kept) && kept.type == V_NULL);
    every_fini(&e);
}

static void is_refused(struct office *o)
{
    static const struct {
        const char *name;
        struct str bytes;
        const char *fault;
    } rows[] = {
        {"a.exe", STR_INIT("MZ.."), "\"a.exe\" is a program."},
        {"a.pdf", STR_INIT(""), "The file \"a.pdf\" is empty."},
        {"a.jpg", STR_INIT("\xFF\xD8\xFF"), "The picture \"a.jpg\" is damaged."},
    };
    struct value v;

    CASE("a file that cannot be kept is told, and nothing is written");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct every e;
        every_init(&e, NULL);
        e.web.call.store = o->w.call.store;
        e.web.call.os = o->w.os;
        every_type(&e, "f.scans.is", "1");
        upload(&e, rows[i].name, rows[i].bytes);
        CHECK(field_typed(&e.form, every_field(&e, "scans"), &v) && v.type == V_NULL);
        if (CHECK(e.web.call.faults != NULL))
            CHECK(str_starts(e.web.call.faults->text, str_of(rows[i].fault)));
        CHECK_TEXT(e.web.call.faults->where, "u.f.scans");
        every_fini(&e);
    }
}

void field_store_test(void)
{
    struct office o = {0};

    office_init(&o, "office");
    few(&o);
    many(&o);
    is_kept(&o);
    is_refused(&o);
    world_close(&o.w);
}
