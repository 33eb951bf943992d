/* opening_test.c - a case and its person in one change. */
#include "casework/opening.h"
#include "casework_test.h"

static struct opening opening_of(struct world *w)
{
    return (struct opening){.nickname = STR("Zumbula"),
                            .area = STR("papers"),
                            .what = STR("Two children without entries"),
                            .story = STR("told in the kitchen"),
                            .happened = v_null(),
                            .change = id_new(&w->call)};
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
