/* casework_test.c - the tests of this folder; also the program that they start as a job.
 * Usage: casework_test [FOLDER]   with FOLDER: leaves letters there, for letter_test.sh */
#include "casework_test.h"

#include "casework/area.h"
#include "process/role.h"
#include "store/crypt.h"
#include "store/posix.h"

day test_day(const char *text)
{
    day d = 0;

    if (!day_parse(text, &d))
        printf("Bail out! \"%s\" is no date\n", text);
    return d;
}

void test_start(struct world *world, const char *name)
{
    const struct app_parts parts = {casework_area.operations, *casework_area.operations_n,
                                    casework_area.hooks, *casework_area.hooks_n};
    char folder[OS_PATH_MAX];

    (void)snprintf(folder, sizeof folder, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(world, posix_os(), folder, &parts);
}

void test_organisation(struct world *w)
{
    struct outcome outcome;
    struct record *own = NULL;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call,
             table_load_rid(&w->call, w->call.store->db,
                            app_table(w->app, kind_find(w->app->registry, STR("organisation"))), 1,
                            &own),
             RC_OK);
    struct id id = own->id;
    CHECK_RC(&w->call,
             world_save(w, "organisation", &id, NULL, &outcome, "address",
                        "Invented Street 1\nPodgrad", "place", "Podgrad", "phone", "060 000 000",
                        NULL),
             RC_OK);
    world_as(w, WORLD_WORKER);
}

struct id test_person(struct world *world, const char *names)
{
    struct outcome outcome = {0};

    CHECK_RC(&world->call,
             world_save(world, "person", NULL, NULL, &outcome, "names", names, "sex", "f", NULL),
             RC_OK);
    return outcome.record;
}

struct id test_case(struct world *world, const char *what)
{
    struct id person = test_person(world, "given, Senada; family, Demirova");
    struct str who = str_hex(&world->arena, id_str(&person));
    struct outcome outcome = {0};

    CHECK_RC(&world->call,
             world_save(world, "case", NULL, NULL, &outcome, "person", who.p, "area",
                        "social_protection", "what", what, NULL),
             RC_OK);
    return outcome.record;
}

enum rc test_paper(struct world *world, const struct id *of, const char *const text[5],
                   struct outcome *out)
{
    return world_save(world, "case_paper", NULL, of, out, "what", text[0], "received", text[1],
                      "how", text[2], "procedure", text[3], "stage", text[4], NULL);
}

int main(int argc, char **argv)
{
    const struct role_table table = {.os = posix_os(),
                                     .jobs = {casework_area.jobs, *casework_area.jobs_n}};

    if (!crypt_init())
        return 1;
    if (process_is_role(argc, argv))
        return process_role(argc, argv, &table);
    if (argc == 2) {
        letter_leave(argv[1]);
        return tap_end();
    }
    asked_test();
    attempts_test();
    bundle_test();
    clocks_test();
    court_test();
    deadline_test();
    delivery_test();
    desk_test();
    hooks_test();
    opening_test();
    photos_test();
    ical_test();
    recount_test();
    register_test();
    report_test();
    today_test();
    no_answer_test();
    together_test();
    told_test();
    letter_test();
    template_test();
    letter_back_test();
    commands_test();
    return tap_end();
}
