/* people.c - people for the benches, as rows of an import; see bench.h. */
#include "bench.h"
#include "model/field.h"

enum { FIELDS = 5 };

static struct str typed(struct world *world, unsigned number, int which)
{
    static const char *const given[] = {"Senada", "Bajram", "Zumbula", "Ahmet", "Kadrija"};
    static const char *const family[] = {"Demirova", "Jašarević", "Krasniqi", "Osmani"};
    static const char *const places[] = {"kamenica", "podgrad", "rekovo"};
    struct arena *arena = &world->arena;

    switch (which) {
    case 0:
        return str_format(arena, "given, %s %u; family, %s", given[number % 5], number,
                          family[number / 5 % 4]);
    case 1: return str_format(arena, "%u-%02u", 1950 + number % 70, 1 + number % 12);
    case 2:
        return str_format(arena, "060 %03u %03u, own, yes; 061 %03u %03u, neighbour, no",
                          number / 1000 % 1000, number % 1000, number % 1000, number / 1000 % 1000);
    case 3: return str_format(arena, "%s,Settlement %u,,", places[number % 3], number % 50);
    default: return str_hex(arena, id_str(&world->actors[WORLD_WORKER]->id));
    }
}

void bench_person(struct world *world, unsigned number, struct person_row *out)
{
    static const char *const names[FIELDS] = {"names", "born", "phones", "lives_in", "responsible"};
    struct call *call = &world->call;
    const struct kind *kind = kind_find(call->app->registry, STR("person"));

    for (int i = 0; i < FIELDS; i++) {
        out->fields[i] = field_find(kind, str_of(names[i]));
        (void)field_parse(call, out->fields[i], typed(world, number, i), &out->values[i]);
    }
    bench_must(call, call_faults(call), "a person");
}

void bench_save_person(struct world *world, unsigned number, struct outcome *out)
{
    struct call *call = &world->call;
    const struct kind *kind = kind_find(call->app->registry, STR("person"));
    struct value *values = bench_array(call, kind->n, sizeof *values);
    bool *given = bench_array(call, kind->n, sizeof *given);
    struct save_args save = {.kind = kind, .values = values, .given = given};
    struct person_row row;
    struct value args;

    bench_person(world, number, &row);
    for (int i = 0; i < FIELDS; i++) {
        values[row.fields[i]->index] = row.values[i];
        given[row.fields[i]->index] = true;
    }
    bench_must(call, save_args_make(call, &save, &args), "arguments");
    bench_must(call, world_run(world, "record.save", args, out), "record.save");
}

/* ---- many in one change ---- */

/* Arguments: a list of rows, each the values of one person in the order of bench_person(). */
static enum rc import(struct call *call, struct change *change, struct value args)
{
    static const char *const names[FIELDS] = {"names", "born", "phones", "lives_in", "responsible"};
    const struct kind *kind = kind_find(call->app->registry, STR("person"));
    enum rc rc = RC_OK;

    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++) {
        struct record *record;
        rc = change_make(call, change, kind, NULL, &record);
        for (int j = 0; j < FIELDS && rc == RC_OK; j++)
            record_set(record, names[j], args.list.items[i].list.items[j]);
    }
    return rc;
}

void bench_import(struct world *world, unsigned first, unsigned n)
{
    struct call *call = &world->call;
    struct value *rows = bench_array(call, n, sizeof *rows);
    struct outcome outcome;

    for (unsigned i = 0; i < n; i++) {
        struct person_row *row = bench_array(call, 1, sizeof *row);
        bench_person(world, first + i, row);
        rows[i] = v_list(row->values, FIELDS);
    }
    bench_must(call, world_run(world, "bench.import", v_list(rows, n), &outcome), "bench.import");
}

static const struct operation import_row = {"bench.import", 1,     "imported", false,
                                            true,           false, import,     NULL};
static const struct operation *const rows[] = {&import_row};

const struct app_parts bench_parts = {.operations = rows, .operations_n = 1};
