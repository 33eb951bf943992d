/* photos_fuzz.c - any bytes as an order for a paper of photos: refused, or written the same. */
#include <assert.h>

#include "document/photos_pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct photos_order order;
    struct buf again;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    if (photos_read(&call, str_bytes(data, size), &order) == RC_OK) {
        buf_init(&again, &arena, size + 16);
        photos_head(&again, order.language, order.n);
        for (size_t i = 0; i < order.n; i++)
            photos_put(&again, order.in[i].turns, order.in[i].bytes);
        assert(str_eq(buf_str(&again), str_bytes(data, size)));
    }
    arena_fini(&arena);
    return 0;
}
