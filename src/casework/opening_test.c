/* opening_test.c - a case and its person in one change. */
#include "casework/opening.h"
#include "casework_test.h"
#include "query/query.h"

static struct opening opening_of(struct world *w)
{
    return (struct opening){.nickname = STR("Zumbula"),
                            .area = STR("papers"),
                            .what = STR("Two children without entries"),
                            .story = STR("told in the kitchen"),
                            .happened = v_null(),
                            .change = id_new(&w->call)};
}

static struct id only(struct world *w, const char *name, const struct id *owner)
{
    const struct kind *kind = kind_find(w->app->registry, str_of(name));
    struct query query = {.kind = kind, .verb = MAY_SEE, .owner = owner};
    struct query_page found = {.n = 0};

    CHECK_RC(&w->call, query_list(&w->call, &query, &found), RC_OK);
    CHECK_INT(found.n, 1);
    return found.n == 1 ? found.records[0]->id : (struct id){{0}};
}

static void put(struct world *w, struct opening *opening, const struct save *save, int64_t person)
{
    struct opening_item item = {.kind = save->args.kind, .save = save, .person = person};

    CHECK_RC(&w->call, opening_add(&w->call, opening, &item), RC_OK);
}

static struct save begin(struct world *w, const char *kind)
{
    struct save save = {.values = NULL};

    CHECK_RC(&w->call, save_init(&w->call, kind_find(w->app->registry, str_of(kind)), &save),
             RC_OK);
    return save;
}

/* Paper, household with two, agreement: added in an order that is not the one they are made in. */
static void add_all(struct world *w, struct opening *opening)
{
    struct save paper = begin(w, "case_paper"), home = begin(w, "household"),
                member = begin(w, "household_member"), other = begin(w, "household_member"),
                basis = begin(w, "basis");

    save_text(&paper, "what", STR("refusal"));
    save_set(&paper, "received", v_int(test_day("2026-04-09")));
    save_set(&paper, "guessed", v_int(1));
    save_text(&paper, "how", STR("in_hand"));
    save_text(&paper, "procedure", STR("rs.admin.appeal"));
    save_text(&home, "called", STR("Lower street"));
    save_text(&basis, "purpose", STR("help"));
    save_text(&basis, "ground", STR("consent"));
    save_set(&basis, "given", v_int(w->call.today));
    put(w, opening, &paper, 0);
    put(w, opening, &basis, 0);
    put(w, opening, &member, 0);
    put(w, opening, &other, 1);
    put(w, opening, &home, 0);
    CHECK_RC(&w->call, opening_add_named(&w->call, opening, STR("Ali")), RC_OK);
}

static void all_in_one(struct world *w)
{
    struct opening opening = opening_of(w);
    struct outcome outcome = {0}, back = {0};
    struct id person = {{0}}, home = {{0}};

    CASE("opening: all that was told goes along, by a worker, in one change");
    add_all(w, &opening);
    CHECK_RC(&w->call, case_open(&w->call, &opening, &outcome), RC_OK);
    struct record *record = world_load(w, "case", &outcome.record);
    CHECK_INT(record_value(record, "people").list.n, 1);
    CHECK(id_of(record_value(record, "person").s, &person));
    if (CHECK(record_value(record, "household").type == V_BYTES))
        CHECK(id_of(record_value(record, "household").s, &home));
    struct id paper = only(w, "case_paper", &outcome.record);
    (void)only(w, "basis", &person);
    CHECK_INT(record_value(world_load(w, "household", &home), "responsible").type, V_BYTES);

    CASE("opening: 9 April and 15 days is 24 April; a day that nobody is sure of proves nothing");
    struct record *made = world_load(w, "case_paper", &paper);
    CHECK_INT(record_value(made, "last_day").i, test_day("2026-04-24"));
    CHECK_INT(record_value(made, "firm").i, 0);
    CHECK_INT(record_value(record, "next_due").i, test_day("2026-04-24"));

    CASE("opening: one undo takes all of it back");
    struct value args[] = {v_bytes(str_bytes(outcome.change.b, sizeof outcome.change.b))};
    CHECK_RC(&w->call, world_run(w, "change.undo", v_list(args, 1), &back), RC_OK);
    CHECK(world_load(w, "case", &outcome.record)->retired_ms != 0);
    CHECK(world_load(w, "person", &person)->retired_ms != 0);
    CHECK(world_load(w, "household", &home)->retired_ms != 0);
}

void opening_test(void)
{
    struct world w;
    struct outcome outcome = {0}, again = {0};
    struct id person;

    test_start(&w, "opening");
    CASE("opening: a nickname is enough; person and case are one change");
    struct opening opening = opening_of(&w);
    CHECK_RC(&w.call, case_open(&w.call, &opening, &outcome), RC_OK);
    struct record *record = world_load(&w, "case", &outcome.record);
    CHECK_TEXT(record_value(record, "area").s, "papers");
    CHECK_TEXT(outcome.code, record->code.p);
    if (CHECK(id_of(record_value(record, "person").s, &person)))
        CHECK(id_eq(&world_load(&w, "person", &person)->base, &record->base));
    CHECK_INT(record_value(record, "responsible").type, V_BYTES);
    CHECK_RC(&w.call, case_open(&w.call, &opening, &again), RC_OK);
    CHECK(again.repeated && id_eq(&again.record, &outcome.record));

    CASE("opening: for somebody who is known, and for the team alone");
    opening = opening_of(&w);
    opening.person = &person;
    opening.limited = true;
    CHECK_RC(&w.call, case_open(&w.call, &opening, &again), RC_OK);
    record = world_load(&w, "case", &again.record);
    CHECK(value_eq(record_value(record, "person"), id_value(&person)));
    CHECK_INT(record_value(record, "limited").i, 1);

    all_in_one(&w);

    CASE("opening: nobody, nowhere, about nothing");
    opening = (struct opening){.happened = v_null(), .change = id_new(&w.call)};
    CHECK_RC(&w.call, case_open(&w.call, &opening, &again), RC_INVALID);
    opening = opening_of(&w);
    opening.area = opening.what = STR("");
    CHECK_INT(case_open(&w.call, &opening, &again), RC_INVALID);
    CHECK_INT(w.call.fault_count, 2);
    call_forgive(&w.call);
    world_close(&w);
}
