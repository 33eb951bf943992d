/* cbor_fuzz.c - any bytes: what the reader takes must come out of the writer as the same bytes,
 * since a record has one form only. */
#include <assert.h>

#include "base/cbor.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void one_item(struct str bytes, struct arena *arena)
{
    struct cbor in = cbor_open(bytes), again = in;
    struct str item = cbor_skip(&in);
    struct value v = cbor_value(&again, arena);

    if (!cbor_ok(&again))
        return;
    assert(cbor_ok(&in) && again.p == in.p);
    struct buf out;
    buf_init(&out, arena, bytes.n);
    cbor_put_value(&out, v);
    assert(buf_ok(&out) && str_eq(buf_str(&out), item));
}

/* Reads with every function in turn, as a decoder of a record would. */
static void in_turn(struct str bytes, struct arena *arena)
{
    struct cbor in = cbor_open(bytes);

    for (int turn = 0; cbor_ok(&in) && !cbor_done(&in); turn++) {
        struct cbor before = in;
        (void)cbor_null(&in);
        switch (turn % 9) {
        case 0: assert(cbor_map(&in) <= bytes.n / 2); break;
        case 1: (void)cbor_int(&in); break;
        case 2: assert(cbor_bytes(&in).n <= bytes.n); break;
        case 3: assert(text_valid(cbor_text(&in))); break;
        case 4: assert(cbor_array(&in) <= bytes.n); break;
        case 5: (void)cbor_bool(&in); break;
        case 6: (void)cbor_uint(&in); break;
        case 7: (void)cbor_value(&in, arena); break;
        default: (void)cbor_skip(&in); break;
        }
        if (!cbor_ok(&in)) {
            assert(cbor_int(&in) == 0 && cbor_bytes(&in).n == 0 && cbor_array(&in) == 0);
            in = before;
            (void)cbor_skip(&in);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    one_item(str_bytes(bytes, n), &arena);
    in_turn(str_bytes(bytes, n), &arena);
    arena_fini(&arena);
    return 0;
}
