/* bundle_fuzz.c - any bytes as an order for a bundle: refused, or written the same again. */
#include <assert.h>

#include "document/bundle_pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bundle_order order;
    struct arena arena;
    struct call call = {.arena = &arena};
    struct buf again;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    if (bundle_read(&call, str_bytes(data, size), &order) == RC_OK) {
        buf_init(&again, &arena, size + 16);
        bundle_head(&again, &order);
        for (size_t i = 0; i < order.n; i++)
            bundle_put(&again, order.papers[i].bytes);
        assert(str_eq(buf_str(&again), str_bytes(data, size)));
    }
    arena_fini(&arena);
    return 0;
}
