/* letter_fuzz.c - any bytes as an order to print, or as a letter that was kept: refused, or read
 * and written the same again. */
#include <assert.h>

#include "rules/letter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct letter_print print;
    struct letter_doc doc;
    struct buf again;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    if (letter_print_read(&call, str_bytes(data, size), &print) == RC_OK) {
        buf_init(&again, &arena, size + 16);
        letter_print_put(&again, &print);
        assert(str_eq(buf_str(&again), str_bytes(data, size)));
    }
    call_forgive(&call);
    if (letter_doc_read(&call, str_bytes(data, size), &doc) == RC_OK) {
        buf_init(&again, &arena, size + 16);
        letter_doc_put(&again, &doc);
        assert(str_eq(buf_str(&again), str_bytes(data, size)));
    }
    arena_fini(&arena);
    return 0;
}
