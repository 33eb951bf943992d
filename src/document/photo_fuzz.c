/* photo_fuzz.c - any bytes as a photo: refused, or packed anew with as many dots as are told. */
#include <assert.h>

#include "document/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct photo photo;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    if (photo_read(&call, str_bytes(data, size), &photo) == RC_OK)
        assert(photo.width > 0 && photo.height > 0 && photo.turns < 4);
    arena_fini(&arena);
    return 0;
}
