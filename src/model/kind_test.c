/* kind_test.c - model files: what is right is read, what is wrong is named with its place. */
#include "model/field.h"
#include "store/posix.h"
#include "store/store.h"
#include "tap.h"
#include "world.h"

static const struct {
    const char *name, *yaml, *fault;
} faults[] = {
    {"a type that is none",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: colour }\nmay:\n  lead: { see: all }\n",
     "m.yaml:8:14: There is no field type \"colour\" (doc: model/README)."},
    {"a key that is none",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text, mist: yes }\nmay:\n  lead: { see: all }\n",
     "m.yaml:8:20: "},
    {"a name of the system's",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    rev: { is: text }\nmay:\n  lead: { see: all }\n",
     "m.yaml:8:5: The name \"rev\" is taken by the system: choose another."},
    {"a link to nothing",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: link, to: b }\nmay:\n  lead: { see: all }\n",
     "m.yaml:8:24: There is no kind \"b\"."},
    {"a choice of nothing",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: choice, of: l }\nmay:\n  lead: { see: all }\n",
     "m.yaml:8:26: There is no list \"l\"."},
    {"nobody may",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text }\n",
     "m.yaml:1:1: A kind says who may ('may:'); a part has its owner's."},
    {"a state that is none",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text }\nmay:\n  lead: { see: all }\n"
     "states:\n  open: [shut]\n",
     "m.yaml:12:10: There is no state \"shut\" in this kind."},
    {"no subject",
     "kind: a\none: A\nmany: A\nabout: x\nsections:\n  s:\n    f: { is: text }\n"
     "may:\n  lead: { see: all }\n",
     "m.yaml:1:1: Say whom this is about:"},
    {"a secret in a list",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text, secret: yes }\nmay:\n  lead: { see: all }\n"
     "list: { columns: [f] }\n",
     "m.yaml:11:19: A secret field does not stand in lists."},
    {"the name of a table of the system's",
     "kind: search\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text }\nmay:\n  lead: { see: all }\n",
     "m.yaml:1:1: \"search\" is the name of a table of the system's: choose another."},
    {"... and the beginning of one",
     "kind: sqlite_a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text }\nmay:\n  lead: { see: all }\n",
     "m.yaml:1:1: \"sqlite_a\" is the name of a table of the system's: choose another."},
    {"neither kind nor list", "cind: a\n", "m.yaml:1:1: A model file begins with"},
    {"no YAML at all", "kind: [a\n", "m.yaml:2:1: "},
    {"a relation of a text",
     "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
     "  s:\n    f: { is: text, relation: team }\nmay:\n"
     "  lead: { see: all }\n",
     "m.yaml:8:5: Only a link to user, or one to team with 'relation: team', can make a relation."},
};

static void wrong_files(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct arena arena;
        struct call call;
        struct registry *registry;
        struct model_file file = {STR("m.yaml"), str_of(faults[i].yaml)};

        CASE("model file: %s", faults[i].name);
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call_init(&call, &arena, posix_os());
        CHECK_INT(registry_load(&call, &arena, &file, 1, &registry), RC_INVALID);
        struct str got = call.faults == NULL ? STR("")
                                             : str_format(&arena, "%s: %s", call.faults->where.p,
                                                          call.faults->text.p);
        if (!CHECK(str_starts(got, str_of(faults[i].fault))))
            tap_note("%s", got.p);
        arena_fini(&arena);
    }
}

static bool is_refused(struct world *w, struct str name)
{
    struct arena arena;
    struct call call;
    struct registry *registry;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    struct str yaml = str_format(&w->arena,
                                 "kind: %s\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n"
                                 "  s:\n    f: { is: text }\nmay:\n  lead: { see: all }\n",
                                 str_z(&w->arena, name));
    struct model_file file = {STR("m.yaml"), yaml};
    bool refused = registry_load(&call, &arena, &file, 1, &registry) == RC_INVALID;
    arena_fini(&arena);
    return refused;
}

/* Every table of a store that is no kind's is refused as the name of one. */
static void system_tables(void)
{
    static const struct app_parts no_parts;
    static struct world w;
    struct rows rows CLEANUP(rows_end) = {0};
    struct arena arena;
    int asked = 0;

    CASE("no kind takes a table of the system's");
    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/kind-names", tap_folder());
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&w, posix_os(), folder.p, &no_parts);
    enum rc rc =
        rows_open(&w.call, w.call.store->db,
                  SQL("SELECT name FROM sqlite_schema WHERE type = 'table'"), NO_BINDS, &rows);
    while (rc == RC_OK && rows_next(&w.call, &rows, &rc)) {
        struct str name = row_text(&rows, 0);
        bool of_kind = false;
        for (size_t i = 0; i < w.app->registry->n; i++)
            of_kind |= str_starts(name, w.app->registry->kinds[i]->name);
        if (of_kind)
            continue;
        asked++;
        if (!CHECK(is_refused(&w, name)))
            tap_note("%s", str_z(&w.arena, name));
    }
    CHECK_RC(&w.call, rc, RC_OK);
    CHECK(asked >= 15);
    CHECK(!is_refused(&w, STR("meeting")));
    rows_end(&rows);
    world_close(&w);
    arena_fini(&arena);
}

static void field_texts(void)
{
    static const struct {
        const char *type, *typed, *shown;
    } rows[] = {
        {"date", "22.11.2026", "22 Nov 2026"},
        {"date", "2026-11-22", "22 Nov 2026"},
        {"date", "22. 11. 2026.", "22 Nov 2026"},
        {"date", "22. марта 2024.", "22 Mar 2024"},
        {"date", "2024 m. kovo 22 d.", "22 Mar 2024"},
        {"partial date", "March 2024", "March 2024"},
        {"partial date", "03.2024", "March 2024"},
        {"partial date", "март 2024 г.", "March 2024"},
        {"partial date", "2024 m. kovas", "March 2024"},
        {"partial date", "22 mars 2024", "22 Mar 2024"},
        {"partial date", "March 22nd, 2024", "22 Mar 2024"},
        {"partial date", "2026", "2026"},
        {"partial date", "2026-11", "November 2026"},
        {"partial date", "1.2.1990", "1 Feb 1990"},
        {"money", "1.250,50 EUR", "1,250.50 EUR"},
        {"money", "-3 MKD", "-3.00 MKD"},
        {"flag", "yes", "yes"},
        {"duration", "1:30", "1:30"},
        {"names", "given, Senada; family, Demirova", "Senada Demirova"},
        {"names", "nickname, Zumbula", "Zumbula"},
        {"whole number", "42", "42"},
        {"moment", "22.11.2026 14:05", "22 Nov 2026, 14:05"},
        {"moment", "2026-11-22T00:00", "22 Nov 2026, 0:00"},
        {"place", "rekovo, Lower street", "rekovo, Lower street"},
    };

    CASE("what people type is understood and shown");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct call call;
        struct value v;
        struct field field = {.name = STR("f"), .label = {.text = STR("F")}};

        arena_init(&arena, &heap_libc, 1 << 20);
        call_init(&call, &arena, posix_os());
        field.type = field_type_find(str_of(rows[i].type));
        CHECK(field_parse(&call, &field, str_of(rows[i].typed), &v));
        field_check(&call, &field, &v);
        CHECK_INT(call.fault_count, 0);
        CHECK_TEXT(field_show(&call, &field, v), rows[i].shown);
        arena_fini(&arena);
    }
}

void kind_test(void);
void kind_test(void)
{
    wrong_files();
    system_tables();
    field_texts();
}
