/* channel_fuzz.c - any bytes as a packet: a decoded message encodes to the same bytes again. */
#include <assert.h>
#include <stdint.h>

#include "base/cbor.h"
#include "process/channel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct message message;
    struct arena arena;
    struct buf buf;
    struct str packet = str_bytes(data, size);

    if (!message_decode(packet, &message))
        return 0;
    assert(message.fd == -1 && message.body.n != 0);
    arena_init(&arena, &heap_libc, 1 << 20);
    buf_init(&buf, &arena, MESSAGE_BYTES_MAX);
    cbor_put_array(&buf, 3);
    cbor_put_text(&buf, STR("khetane/1"));
    cbor_put_uint(&buf, message.type);
    buf_add(&buf, message.body);
    assert(str_eq(buf_str(&buf), packet));
    arena_fini(&arena);
    return 0;
}
