/* import_row_test.c - good and bad cells of every type, and headings in every language. */
#include "base/cbor.h"
#include "exchange/import_value.h"
#include "exchange_test.h"

static struct str shown(struct call *call, const struct field *field, struct value v)
{
    if (field->target != NULL && v.type == V_BYTES) {
        struct id id;
        return id_of(v.s, &id) ? query_title(call, field->target, &id) : STR("?");
    }
    return field_show(call, field, v);
}

static void value_test(struct world *w)
{
    static const struct {
        const char *kind, *field;
        enum cell_type type;
        const char *text, *shown; /* NULL: a fault */
    } cases[] = {
        {"person", "names", CELL_TEXT, "Demirova, Senada", "Senada Demirova"},
        {"person", "names", CELL_TEXT, "Senada Ana Demirova", "Senada Ana Demirova"},
        {"person", "names", CELL_TEXT, "Senada", "Senada"},
        {"person", "names", CELL_TEXT, "given, Ѓорѓи; family, Ќосев", "Ѓорѓи Ќосев"},
        {"person", "born", CELL_NUMBER, "1987", "1987"},
        {"person", "born", CELL_TEXT, "05.1987", "May 1987"},
        {"person", "born", CELL_TEXT, "5/1987", "May 1987"},
        {"person", "born", CELL_TEXT, "1987.", "1987"},
        {"person", "born", CELL_DATE, "1987-05-03", "3 May 1987"},
        {"person", "born", CELL_TEXT, "3.5.1987", "3 May 1987"},
        {"person", "born", CELL_TEXT, "31.2.1987", NULL},
        {"person", "born", CELL_TEXT, "long ago", NULL},
        {"person", "sex", CELL_TEXT, "f", "Female"},
        {"person", "sex", CELL_TEXT, "FEMALE", "Female"},
        {"person", "sex", CELL_TEXT, "dragon", NULL},
        {"person", "languages", CELL_TEXT, "mk; sq", "mk, sq"},
        {"person", "phones", CELL_TEXT, "070 123 456", "070 123 456, own, ask"},
        {"person", "phones", CELL_NUMBER, "70123456", "70123456, own, ask"},
        {"person", "phones", CELL_TEXT, "070 1, family, no; 071 2",
         "070 1, family, no; 071 2, own, ask"},
        {"person", "phones", CELL_TEXT, "070 1, nobody, no",
         "070 1, nobody, no"}, /* the check says it */
        {"person", "lives_in", CELL_TEXT, "Kamenica, Lower street", "Kamenica, Lower street"},
        {"person", "limited", CELL_FLAG, "1", "yes"},
        {"person", "limited", CELL_TEXT, "Да", "yes"},
        {"person", "limited", CELL_TEXT, "taip", "yes"},
        {"person", "limited", CELL_TEXT, "jo", "no"},
        {"person", "limited", CELL_TEXT, "maybe", NULL},
        {"person", "responsible", CELL_TEXT, "worker", "worker"},
        {"person", "responsible", CELL_TEXT, "nobody", NULL},
        {"person", "team", CELL_TEXT, "worker, nobody", NULL},
        {"person", "national_number", CELL_ERROR, "#N/A", NULL},
        {"case", "happened", CELL_TEXT, "2025", "2025"},
    };
    struct import_links *links = calloc(1, sizeof *links);

    CASE("cells become values");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_as(w, WORLD_LEAD);
        const struct kind *kind = kind_find(w->app->registry, str_of(cases[i].kind));
        const struct field *field = field_find(kind, str_of(cases[i].field));
        struct cell cell = {cases[i].type, str_of(cases[i].text)};
        struct value v;
        bool understood = import_value(&w->call, links, field, cell, &v);
        CHECK_INT(understood, cases[i].shown != NULL);
        if (understood && cases[i].shown != NULL && field->type->shape != SHAPE_SET)
            CHECK_TEXT(shown(&w->call, field, v), cases[i].shown);
        if (!understood)
            CHECK_INT(w->call.fault_count, 1);
    }
    free(links);
}

static void map_test(struct world *w)
{
    static const struct {
        const char *head, *mapping;
    } cases[] = {
        {"Given name;Family name;Born", "names.given names.family born"},
        {"Names;sex;Nonsense", "names sex -"},
        {"Презиме;Име;Телефон", "names.family names.given phones"},
        {"Emri;Mbiemri", "names.given names.family"},
        {"Vardas;Pavardė", "names.given names.family"},
        {"number;national_number", ".code national_number"},
        {"phones.number;phones.whose", "phones.number phones.whose"},
        {"A register of 1998\n\nGiven name;Family name;Born", "names.given names.family born"},
    };

    CASE("headings become fields");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_as(w, WORLD_LEAD);
        struct call *call = &w->call;
        struct import_map *map = arena_alloc(call->arena, sizeof *map);
        struct buf cells, out;
        struct str rest = str_of(cases[i].head);
        buf_init(&cells, call->arena, 4096);
        buf_init(&out, call->arena, 4096);
        for (size_t row = 1; rest.n != 0; row++) {
            struct str line = str_split(&rest, '\n');
            struct cell items[8];
            size_t n = 0;
            while (line.n != 0)
                items[n++] = cell_text(str_split(&line, ';'));
            if (n != 0)
                cells_put(&cells, &(struct cells_row){row, false, items, n});
        }
        CHECK_RC(call,
                 import_map_guess(call, kind_find(w->app->registry, STR("person")), buf_str(&cells),
                                  map),
                 RC_OK);
        for (size_t j = 0; j < map->n; j++) {
            struct str name = import_column_name(call, &map->columns[j]);
            buf_format(&out, "%s%s", j == 0 ? "" : " ",
                       name.n == 0 ? "-" : str_z(call->arena, name));
        }
        CHECK_TEXT(buf_str(&out), cases[i].mapping);
    }
}

void import_row_test(void)
{
    struct world w;

    test_start(&w, "import_row");
    value_test(&w);
    map_test(&w);
    world_close(&w);
}
