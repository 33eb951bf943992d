/* access_test.c - the whole program with its areas, as main.c ties them in. */
int khetane_main(int argc, char **argv);

#define main khetane_main
#include "../../src/main.c"
#undef main

#include "access.h"
#include "tap.h"

int main(void)
{
    static struct program program;
    struct arena arena;
    struct call call;

    if (!crypt_init())
        return 1;
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    CHECK_RC(&call, program_load(&call, areas, AREAS, &program), RC_OK);
    matrix_test(&program);
    worlds_test(&program);
    arena_fini(&program.keep);
    arena_fini(&arena);
    return tap_end();
}
