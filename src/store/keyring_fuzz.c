/* keyring_fuzz.c - any bytes as a keyring. The first byte says as which part of one: as the whole
 * file, or inside the checks and seals that would otherwise keep them out. */
#include <assert.h>

#include "base/cbor.h"
#include "store/keyring.h"
#include "store/keyring_file.h"
#include "store/mark.h"
#include "store/posix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SECTION_MAX = 8192, CHECK_SIZE = 8 };

static const unsigned char root[CRYPT_KEY] = {1, 2, 3};

static void put_section(struct call *call, struct buf *out, struct str content)
{
    unsigned char hash[CRYPT_HASH];
    struct buf section;

    crypt_hash("khetane/keys/section/1", content, hash);
    buf_init(&section, call->arena, SECTION_MAX);
    buf_add(&section, content);
    buf_add(&section, str_bytes(hash, CHECK_SIZE));
    cbor_put_bytes(out, buf_str(&section));
}

static struct str seal_core(struct call *call, struct str mark, struct str plain)
{
    unsigned char key[CRYPT_KEY];
    char *out = arena_alloc(call->arena, plain.n + CRYPT_SEAL_EXTRA);

    crypt_derive(root, "khetane/keys/core/1", STR(""), key);
    crypt_seal(call->os, key, mark, plain, out);
    return str_bytes(out, plain.n + CRYPT_SEAL_EXTRA);
}

/* A keyring of one holder in which one part is the input. */
static struct str file_around(struct call *call, int part, struct str input)
{
    static const char nothing[] = {(char)0xF6}; /* null */
    struct str mark, null = str_bytes(nothing, 1);
    char line[MARK_MAX];
    struct buf out;

    mark = str_bytes(line, mark_make("keys", 1, line));
    buf_init(&out, call->arena, KEYRING_SIZE_MAX);
    buf_add(&out, mark);
    cbor_put_array(&out, 3);
    cbor_put_array(&out, 1);
    put_section(call, &out, part == 1 ? input : null);
    put_section(call, &out, part == 2 ? input : null);
    put_section(call, &out, part == 3 ? seal_core(call, mark, input) : null);
    return buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call;
    struct keyring *ring = NULL;

    if (size == 0 || size > SECTION_MAX / 2 || !crypt_init())
        return 0;
    arena_init(&arena, &heap_libc, 4 << 20);
    call_init(&call, &arena, posix_os());
    struct str input = str_bytes(data + 1, size - 1), file = input;
    if ((data[0] & 3) != 0)
        file = file_around(&call, data[0] & 3, input);
    enum rc rc = keyring_check(&call, file);
    assert(rc == RC_OK || call.error.text.n > 20);
    call_forgive(&call);
    rc = keyring_open_root(&call, file, root, &ring);
    assert((rc == RC_OK) == (ring != NULL));
    if (ring != NULL) { /* what was read is written the same, but for damage and the new nonce */
        struct str again;
        rc = keyring_encode(&call, ring, &again);
        assert(rc == RC_OK && (ring->damaged || again.n == file.n));
    }
    keyring_close(ring);
    arena_fini(&arena);
    return 0;
}
