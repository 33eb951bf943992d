/* jpeg_fuzz.c - any bytes as a photo: what comes out is no longer than it was and its way up, has
 * no Exif but that, and comes out of a second pass as it is. */
#include <assert.h>

#include "web/file_type.h"
#include "web/jpeg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = str_bytes(data, size);
    struct arena arena;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    (void)file_type(bytes, STR("photo.jpg"));
    struct str clean = jpeg_clean(&arena, bytes);
    if (clean.p != NULL) {
        struct str again = jpeg_clean(&arena, clean);
        assert(clean.n <= size + 36);
        assert(again.p != NULL && str_eq(again, clean));
    }
    arena_fini(&arena);
    return 0;
}
