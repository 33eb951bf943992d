/* text_fuzz.c - any bytes: what text_clean() lets through is valid, normal and stays as it is. */
#include <assert.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void letter_by_letter(struct str text, struct arena *arena)
{
    struct buf out;
    size_t letters = 0;

    buf_init(&out, arena, text.n);
    for (struct str rest = text; rest.n != 0; letters++) {
        uint32_t code = text_next(&rest);
        assert(code != 0 && code <= 0x10FFFF);
        (void)text_is_letter(code);
        text_put(&out, code);
    }
    assert(str_eq(buf_str(&out), text) && letters == text_length(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena arena;
    struct str raw = str_bytes(bytes, n);

    arena_init(&arena, &heap_libc, 16 << 20);
    struct str text = text_clean(&arena, raw);
    assert(text.p == NULL || text_valid(raw));
    if (text.p != NULL) {
        assert(text_valid(text) && str_eq(text_clean(&arena, text), text));
        letter_by_letter(text, &arena);
        struct str folded = text_fold(&arena, text);
        assert(folded.p != NULL && text_valid(folded));
    }
    arena_fini(&arena);
    return 0;
}
