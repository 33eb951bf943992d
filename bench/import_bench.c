/* import_bench.c - complete people imported through changes of IMPORT_ROWS rows. */
#include "bench.h"
#include "store/posix.h"

enum { ROWS = 10000 };

int main(void)
{
    struct world world;
    char folder[BENCH_PATH];

    if (!crypt_init())
        return 1;
    bench_folder(folder);
    world_open(&world, posix_os(), folder, &bench_parts);
    double start = bench_seconds();
    for (unsigned i = 0; i < ROWS; i += IMPORT_ROWS) {
        world_as(&world, WORLD_WORKER);
        bench_import(&world, i, IMPORT_ROWS);
    }
    double seconds = bench_seconds() - start;
    bench_print(&(struct figure){"rows imported", "/s", ">= 1500", ROWS / seconds,
                                 "names, born, two phones, place, responsible; 200 in a change"});
    world_close(&world);
    bench_remove(folder);
    return 0;
}
