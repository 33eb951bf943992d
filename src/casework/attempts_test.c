/* attempts_test.c - tests for attempts.c: what stands with the person after each note. */
#include "casework/attempts.h"
#include "casework_test.h"

static int64_t row_of(struct world *w, const struct id *person)
{
    return record_value(world_load(w, "person", person), "not_reached").i;
}

static struct outcome tried(struct world *w, const struct id *of)
{
    struct id change = id_new(&w->call);
    struct outcome outcome = {0};

    CHECK_RC(&w->call, attempt_write(&w->call, of, &change, &outcome), RC_OK);
    world_as(w, WORLD_WORKER);
    return outcome;
}

static enum rc take_back(struct world *w, const struct outcome *of)
{
    struct value args[] = {v_bytes(str_bytes(of->change.b, sizeof of->change.b))};
    struct outcome outcome;

    return world_run(w, "change.undo", v_list(args, 1), &outcome);
}

static struct id case_of(struct world *w, const struct id *person, const char *what)
{
    struct outcome outcome = {0};
    struct str who = str_hex(&w->arena, id_str(person));

    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                        what, NULL),
             RC_OK);
    return outcome.record;
}

void attempts_test(void)
{
    struct outcome outcome = {0};
    struct world w;

    test_start(&w, "attempts");
    world_as(&w, WORLD_WORKER);
    struct id person = test_person(&w, "nickname, Zumbula");
    struct id first = case_of(&w, &person, "Water"), second = case_of(&w, &person, "School");

    CASE("attempts: counted over all cases of the person");
    (void)tried(&w, &first);
    (void)tried(&w, &second);
    CHECK_INT(row_of(&w, &person), 2);
    struct outcome third = tried(&w, &first);
    CHECK_INT(row_of(&w, &person), ATTEMPTS_STATE);

    CASE("attempts: one that is taken back counts no more");
    CHECK_RC(&w.call, take_back(&w, &third), RC_OK);
    CHECK_INT(row_of(&w, &person), 2);
    third = tried(&w, &first);

    CASE("attempts: a remark changes nothing, a call begins the row anew, in any case of hers");
    CHECK_RC(&w.call,
             world_save(&w, "case_note", NULL, &first, &outcome, "text", "Asked the neighbour",
                        "what", "note", NULL),
             RC_OK);
    CHECK_INT(row_of(&w, &person), 3);
    CHECK_RC(&w.call,
             world_save(&w, "case_note", NULL, &second, &outcome, "text", "She rang", "what",
                        "call", NULL),
             RC_OK);
    CHECK_INT(row_of(&w, &person), 0);
    struct id call = outcome.record;

    CASE("attempts: a call that is put away counts no more");
    CHECK_RC(&w.call, world_save(&w, "case_note", &call, NULL, &outcome, "what", "note", NULL),
             RC_OK);
    CHECK_INT(row_of(&w, &person), 3);

    CASE("attempts: who may write into the case writes it, whoever looks after the person");
    world_as(&w, WORLD_OTHER);
    struct id theirs = case_of(&w, &person, "Papers");
    (void)tried(&w, &theirs);
    CHECK_INT(row_of(&w, &person), 4);
    world_close(&w);
}
