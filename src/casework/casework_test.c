/* casework_test.c - the tests of this folder. */
#include "casework_test.h"

#include "casework/hooks.h"
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
    const struct app_parts parts = {.hooks = casework_hooks, .hooks_n = casework_hooks_n};
    char folder[OS_PATH_MAX];

    (void)snprintf(folder, sizeof folder, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(world, posix_os(), folder, &parts);
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

int main(void)
{
    if (!crypt_init())
        return 1;
    deadline_test();
    hooks_test();
    return tap_end();
}
