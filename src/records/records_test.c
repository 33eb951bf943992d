/* records_test.c - the long work of this folder, turn by turn. */
#include "records/records_test.h"

#include "store/crypt.h"
#include "store/posix.h"

enum { TURNS_MAX = 1000 };

void records_world(struct world *world, const char *name)
{
    static const struct app_parts no_parts;
    char folder[OS_PATH_MAX];

    (void)snprintf(folder, sizeof folder, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(world, posix_os(), folder, &no_parts);
    world_as(world, WORLD_LEAD);
}

int records_turns(struct world *world, const struct work *work, struct value args,
                  struct work_turn *turn)
{
    int n = 0;

    turn->job = id_new(&world->call);
    turn->args = args;
    while (!turn->finished && n < TURNS_MAX) {
        n++;
        if (!CHECK_RC(&world->call, work->step(&world->call, turn), RC_OK))
            break;
    }
    return n;
}

int main(void)
{
    if (!crypt_init())
        return 1;
    duplicate_work_test();
    together_test();
    return tap_end();
}
