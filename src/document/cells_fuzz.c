/* cells_fuzz.c - any bytes as a table's rows: refused, or written the same again. */
#include <assert.h>

#include "document/cells.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct cells in = cells_open(str_bytes(data, size));
    struct cells_row row;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    while (in.rest.n != 0) {
        struct str before = in.rest;
        struct buf again;
        if (cells_next(&call, &in, &row) != RC_OK)
            break;
        buf_init(&again, &arena, before.n + 16);
        cells_put(&again, &row);
        assert(str_eq(buf_str(&again), str_cut(before, 0, before.n - in.rest.n)));
    }
    arena_fini(&arena);
    return 0;
}
