/* overlay_test.c - own fields: added, named, hidden, ordered, taken back; undone by no rebuild. */
#include "model/condition.h"
#include "model/field.h"
#include "model/overlay_change.h"
#include "model/rebuild.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

static const struct app_parts no_parts;

static void start(struct world *w, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/overlay-%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &no_parts);
    world_as(w, WORLD_LEAD);
    arena_fini(&arena);
}

static const struct kind *kind_of(struct world *w, const char *name)
{
    return kind_find(w->call.app->registry, str_of(name));
}

static const struct field *field_of(struct world *w, const char *kind, struct str name)
{
    return field_find(kind_of(w, kind), name);
}

static struct fields_draft *open_draft(struct world *w)
{
    struct fields_draft *draft = arena_alloc(&w->arena, sizeof *draft);

    CHECK_RC(&w->call, fields_open(&w->call, draft), RC_OK);
    return draft;
}

/* Saves it and lays it over, on behalf of the first user, who is an admin. */
static struct id save(struct world *w, struct fields_draft *draft)
{
    struct id change = id_new(&w->call);
    struct outcome outcome;

    CHECK_RC(&w->call, fields_save(&w->call, draft, &change, &outcome), RC_OK);
    world_as(w, WORLD_LEAD);
    world_fields(w);
    return change;
}

static struct str add(struct world *w, const char *kind, const char *section, const char *is,
                      const char *label)
{
    struct fields_draft *draft = open_draft(w);
    struct fields_new field = {.label = str_of(label), .is = str_of(is)};
    struct str name;

    fields_add(&w->call, draft, kind_of(w, kind), str_of(section), &field, &name);
    name = str_dup(&w->keep, name);
    (void)save(w, draft);
    return name;
}

static bool says(struct world *w, struct fields_draft *draft, const char *sentence)
{
    struct fields_effects effects = {NULL, 0};

    CHECK_RC(&w->call, fields_check(&w->call, draft), RC_OK);
    CHECK_RC(&w->call, fields_effects(&w->call, draft, &effects), RC_OK);
    for (size_t i = 0; i < effects.n; i++)
        if (str_is(effects.lines[i], sentence))
            return true;
    for (size_t i = 0; i < effects.n; i++)
        tap_note("%s", effects.lines[i].p);
    return false;
}

static struct id make_case(struct world *w, const char *own, const char *typed)
{
    struct outcome outcome;

    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", "given, Senada", NULL), RC_OK);
    struct str who = str_hex(&w->arena, id_str(&outcome.record));
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                        "Roof", own, typed, NULL),
             RC_OK);
    return outcome.record;
}

static void compare_rebuilt(struct world *w)
{
    unsigned char living[CRYPT_HASH], rebuilt[CRYPT_HASH];

    world_system(w);
    CHECK_RC(&w->call, tables_digest(&w->call, living), RC_OK);
    CHECK_RC(&w->call, rebuild(&w->call), RC_OK);
    CHECK_RC(&w->call, tables_digest(&w->call, rebuilt), RC_OK);
    CHECK(memcmp(living, rebuilt, CRYPT_HASH) == 0);
    world_as(w, WORLD_LEAD);
}

static void adding(void)
{
    struct world w;
    struct outcome outcome;

    start(&w, "adding");
    CASE("an own field is there, and holds what is written");
    struct str ticket = add(&w, "case", "what happened", "text", "Bus ticket");
    CHECK(str_starts(ticket, STR("own_bus_ticket_")));
    const struct field *field = field_of(&w, "case", ticket);
    if (!CHECK(field != NULL))
        return;
    CHECK(field->own && field->section == 0);
    struct id id = make_case(&w, ticket.p, "No. 7");
    CHECK_TEXT(record_get(world_load(&w, "case", &id), field_of(&w, "case", ticket)).s, "No. 7");

    CASE("fields of every type that an organisation may add");
    for (size_t i = 0; field_type_at(i) != NULL; i++) {
        const char *is = field_type_at(i)->name;
        struct fields_draft *draft = open_draft(&w);
        bool choice = str_starts(str_of(is), STR("choice"));
        bool link = str_starts(str_of(is), STR("link"));
        struct fields_new new = {.label = str_of(is),
                                 .is = str_of(is),
                                 .of = choice ? STR("sex") : STR(""),
                                 .to = link ? STR("person") : STR("")};
        struct str name;
        fields_add(&w.call, draft, kind_of(&w, "visit_finding"), STR("the finding"), &new, &name);
        if (str_is(str_of(is), "sealed bytes")) {
            CHECK_INT(fields_check(&w.call, draft), RC_INVALID);
            world_as(&w, WORLD_LEAD);
        } else {
            (void)save(&w, draft);
        }
    }
    compare_rebuilt(&w);

    CASE("after closing and opening it is there as before");
    world_again(&w);
    world_as(&w, WORLD_LEAD);
    CHECK(field_of(&w, "case", ticket) != NULL);
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, ticket.p, "No. 8", NULL), RC_OK);
    compare_rebuilt(&w);
    CHECK_TEXT(record_get(world_load(&w, "case", &id), field_of(&w, "case", ticket)).s, "No. 8");
    CHECK(!world_load(&w, "case", &id)->newer);
    world_close(&w);
}

static void naming(void)
{
    struct world w;

    start(&w, "naming");
    struct str ticket = add(&w, "case", "what happened", "text", "Bus ticket");
    (void)make_case(&w, ticket.p, "No. 7");

    CASE("a name in one language leaves the others");
    struct fields_draft *draft = open_draft(&w);
    fields_label(&w.call, draft, kind_of(&w, "case"), field_of(&w, "case", STR("what")),
                 &(struct fields_words){.lang = STR("mk"), .text = STR("Накратко")});
    (void)save(&w, draft);
    const struct field *what = field_of(&w, "case", STR("what"));
    CHECK_TEXT(label_text(&w.call, &what->label), "In a few words");
    CHECK_INT(what->label.n, 2);

    CASE("hiding says how many records have something there, and leaves it");
    draft = open_draft(&w);
    fields_hide(&w.call, draft, kind_of(&w, "case"), field_of(&w, "case", ticket), true);
    CHECK(says(&w, draft,
               "\"Bus ticket\" is shown no more in \"Cases\". 1 record has something there; it "
               "stays."));
    struct id hiding = save(&w, draft);
    CHECK(field_of(&w, "case", ticket)->hidden);

    CASE("taken back, it is shown again");
    draft = open_draft(&w);
    fields_back(&w.call, draft, &hiding);
    CHECK(says(&w, draft,
               "\"Bus ticket\" is shown again in \"Cases\", with what was written there."));
    (void)save(&w, draft);
    CHECK(!field_of(&w, "case", ticket)->hidden);

    CASE("what was changed since is not taken back");
    draft = open_draft(&w);
    fields_back(&w.call, draft, &hiding);
    CHECK_INT(call_faults(&w.call), RC_INVALID);
    world_as(&w, WORLD_LEAD);

    CASE("what the program needs is not hidden");
    draft = open_draft(&w);
    fields_hide(&w.call, draft, kind_of(&w, "case"), field_of(&w, "case", STR("person")), true);
    CHECK_INT(fields_check(&w.call, draft), RC_INVALID);
    world_as(&w, WORLD_LEAD);

    CASE("order");
    draft = open_draft(&w);
    fields_shift(&w.call, draft, kind_of(&w, "case"), field_of(&w, "case", STR("area")), -1);
    CHECK(says(&w, draft, "The order of what is asked in \"Cases\" changes, and nothing else."));
    (void)save(&w, draft);
    CHECK_INT(field_of(&w, "case", STR("area"))->index, 0);
    compare_rebuilt(&w);
    world_close(&w);
}

static void taking_back(void)
{
    struct world w;

    start(&w, "back");
    CASE("a new field that is taken back is hidden, never lost");
    struct fields_draft *draft = open_draft(&w);
    struct fields_new field = {.label = STR("Hut"), .is = STR("whole number")};
    struct str name;
    fields_add(&w.call, draft, kind_of(&w, "case"), STR("our own"), &field, &name);
    name = str_dup(&w.keep, name);
    struct id change = save(&w, draft);
    struct id id = make_case(&w, name.p, "12");
    draft = open_draft(&w);
    fields_back(&w.call, draft, &change);
    (void)save(&w, draft);
    if (CHECK(field_of(&w, "case", name) != NULL))
        CHECK(field_of(&w, "case", name)->hidden);
    CHECK_INT(record_get(world_load(&w, "case", &id), field_of(&w, "case", name)).i, 12);
    compare_rebuilt(&w);
    world_close(&w);
}

static void choosing(void)
{
    struct world w;
    struct outcome outcome;
    struct str list, code, name;

    start(&w, "choosing");
    CASE("an own list, an own choice of a shipped one");
    struct fields_draft *draft = open_draft(&w);
    fields_list_add(&w.call, draft, STR("Roof material"), &list);
    fields_choice_add(&w.call, draft, list, STR("Tin"), &code);
    struct fields_new field = {.label = STR("Roof"), .is = STR("choice"), .of = list};
    fields_add(&w.call, draft, kind_of(&w, "case"), STR("what happened"), &field, &name);
    name = str_dup(&w.keep, name);
    code = str_dup(&w.keep, code);
    struct str place;
    fields_choice_add(&w.call, draft, STR("municipality"), STR("Prizren"), &place);
    (void)save(&w, draft);
    struct id id = make_case(&w, name.p, code.p);
    CHECK_INT(list_find(w.app->registry, STR("municipality"))->n, 4);

    CASE("a choice that is used no longer stays where it is");
    draft = open_draft(&w);
    const struct choice_list *roofs = field_of(&w, "case", name)->choices;
    fields_choice_retire(&w.call, draft, roofs, choice_find(roofs, code), true);
    CHECK(says(&w, draft, "\"Tin\" can be chosen no more. It stays in the 1 record that has it."));
    (void)save(&w, draft);
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "what", "Roof and wall", NULL),
             RC_OK);
    CHECK_TEXT(field_show(&w.call, field_of(&w, "case", name),
                          record_get(world_load(&w, "case", &id), field_of(&w, "case", name))),
               "Tin");

    CASE("a choice is called otherwise, and stays what it is");
    draft = open_draft(&w);
    fields_choice_label(&w.call, draft, STR("area_of_life"), STR("housing"),
                        &(struct fields_words){.text = STR("A roof")});
    CHECK(says(&w, draft, "\"Housing\" is called \"A roof\". What is written stays."));
    (void)save(&w, draft);
    CHECK_TEXT(field_show(&w.call, field_of(&w, "case", STR("area")), v_text(STR("housing"))),
               "A roof");

    CASE("lists that the program reads get no choices");
    draft = open_draft(&w);
    fields_choice_add(&w.call, draft, STR("role"), STR("Cook"), &code);
    CHECK_INT(fields_check(&w.call, draft), RC_INVALID);
    world_as(&w, WORLD_LEAD);
    compare_rebuilt(&w);
    world_close(&w);
}

static const struct {
    const char *name, *text, *fault;
} files[] = {
    {"no version", "kinds: {}\n", "f.yaml:1:1: The key 'own_fields' is missing here."},
    {"a newer one", "own_fields: 2\n", "f.yaml:1:13: This file is of a newer version"},
    {"a kind that is none", "own_fields: 1\nkinds:\n  cose: { hidden: yes }\n",
     "f.yaml:3:9: There is no \"cose\" that could be changed."},
    {"a field that is none",
     "own_fields: 1\nkinds:\n  case:\n    sections:\n      what happened:\n"
     "        storie: { hidden: yes }\n",
     "f.yaml:6:9: There is no \"storie\" in this section; did you mean \"story\"?"},
    {"a name without own_",
     "own_fields: 1\nkinds:\n  case:\n    sections:\n      what happened:\n"
     "        bus: { is: text }\n",
     "f.yaml:6:9: The name of an own field begins with own_"},
    {"a type changed",
     "own_fields: 1\nkinds:\n  case:\n    sections:\n      what happened:\n"
     "        what: { is: date }\n",
     "f.yaml:6:9: There is such a field already; no type is changed."},
    {"more for secrets",
     "own_fields: 1\nkinds:\n  case:\n    may:\n      analyst: { secret: all }\n",
     "f.yaml:5:26: Secret fields and erasing are given to no more people"},
    {"no YAML", "own_fields: [\n", "f.yaml:2:1: "},
};

static void filing(void)
{
    struct world w;
    struct buf first, second;

    start(&w, "filing");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        CASE("a file with a mistake: %s", files[i].name);
        struct fields_draft *draft = open_draft(&w);
        fields_import(&w.call, draft, STR("f.yaml"), str_of(files[i].text));
        CHECK_INT(fields_check(&w.call, draft), RC_INVALID);
        struct str got =
            w.call.faults == NULL
                ? STR("")
                : str_format(&w.arena, "%s: %s", w.call.faults->where.p, w.call.faults->text.p);
        if (!CHECK(str_starts(got, str_of(files[i].fault))))
            tap_note("%s", got.p);
        world_as(&w, WORLD_LEAD);
    }

    CASE("what is exported says the same when it is imported elsewhere");
    (void)add(&w, "case", "our own", "phones", "\"Neighbour\": telephone");
    struct fields_draft *draft = open_draft(&w);
    fields_hide(&w.call, draft, kind_of(&w, "visit"), NULL, true);
    fields_may(&w.call, draft, kind_of(&w, "case"), STR("volunteer"), STR("see"), STR("own"));
    (void)save(&w, draft);
    CHECK(kind_of(&w, "visit")->hidden);
    buf_init(&first, &w.keep, 1 << 20);
    fields_export(&w.call, open_draft(&w), &first);
    struct world other;
    start(&other, "filing-2");
    draft = open_draft(&other);
    fields_import(&other.call, draft, STR("f.yaml"), buf_str(&first));
    (void)save(&other, draft);
    buf_init(&second, &other.keep, 1 << 20);
    fields_export(&other.call, open_draft(&other), &second);
    struct str a = buf_str(&first), b = buf_str(&second);
    CHECK_INT(a.n, b.n); /* kinds may stand in another order */
    CHECK(kind_of(&other, "visit")->hidden);
    world_close(&other);

    CASE("only who may change the forms does");
    world_as(&w, WORLD_WORKER);
    draft = open_draft(&w);
    fields_hide(&w.call, draft, kind_of(&w, "visit"), NULL, false);
    struct id change = id_new(&w.call);
    struct outcome outcome;
    CHECK_INT(fields_save(&w.call, draft, &change, &outcome), RC_NOT_FOUND);

    CASE("two at once: the slower is told");
    world_as(&w, WORLD_LEAD);
    draft = open_draft(&w);
    fields_hide(&w.call, draft, kind_of(&w, "visit"), NULL, false);
    struct fields_draft *slower = open_draft(&w);
    fields_label(&w.call, slower, kind_of(&w, "visit"), NULL,
                 &(struct fields_words){.text = STR("Call")});
    change = id_new(&w.call);
    CHECK_RC(&w.call, fields_save(&w.call, draft, &change, &outcome), RC_OK);
    change = id_new(&w.call);
    CHECK_INT(fields_save(&w.call, slower, &change, &outcome), RC_CONFLICT);
    world_close(&w);
}

static void unreadable(void)
{
    static const struct overlay_text texts[] = {
        {STR_INIT("case"), STR_INIT("sections: { what happened: { own_x_1: { is: hologram } } }"),
         NULL},
        {STR_INIT("visit"), STR_INIT("hidden: yes"), NULL},
        {STR_INIT("gone"), STR_INIT("hidden: yes"), NULL},
    };
    struct txn txn = {0};
    struct world w;

    start(&w, "unreadable");
    CASE("what another version wrote is left out, and the folder opens");
    CHECK_RC(&w.call, txn_begin(&w.call, w.call.store->db, &txn), RC_OK);
    for (size_t i = 0; i < 3; i++) {
        struct value id = id_value(&(struct id){{(unsigned char)(i + 1)}});
        CHECK_RC(
            &w.call,
            db_run(&w.call, w.call.store->db,
                   SQL("INSERT INTO own_fields (id, rev, made, changed, place_in, target, text) "
                       "VALUES (?1, 1, 0, 0, 0, ?2, ?3)"),
                   BIND(id, v_text(texts[i].target), v_text(texts[i].text))),
            RC_OK);
    }
    CHECK_RC(&w.call, txn_commit(&txn), RC_OK);
    world_again(&w);
    CHECK_INT(w.app->left_out, 2);
    CHECK(kind_of(&w, "visit")->hidden);
    world_close(&w);
}

void overlay_test(void);
void overlay_test(void)
{
    adding();
    naming();
    taking_back();
    choosing();
    filing();
    unreadable();
}
