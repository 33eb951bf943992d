/* sealed_fuzz.c - any bytes as a sealed file, and any bytes sealed, harmed in one place, read. */
#include <assert.h>

#include "store/posix.h"
#include "store/sealed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DISK_MAX = 1 << 18, INPUT_MAX = 200000 };

/* A disk with one file on it. */
struct disk {
    char *bytes;
    size_t size;
};

static int disk_open(void *data, const char *path, unsigned flags)
{
    (void)path;
    if ((flags & OS_TRUNCATE) != 0)
        ((struct disk *)data)->size = 0;
    return 1;
}

static int disk_done(void *data, int file)
{
    (void)data;
    (void)file;
    return OS_OK;
}

static int64_t disk_read(void *data, int file, void *out, size_t n, int64_t at)
{
    const struct disk *disk = data;
    size_t from = (size_t)at < disk->size ? (size_t)at : disk->size;
    size_t got = n < disk->size - from ? n : disk->size - from;

    (void)file;
    memcpy(out, disk->bytes + from, got);
    return (int64_t)got;
}

static int disk_write(void *data, int file, const void *bytes, size_t n, int64_t at)
{
    struct disk *disk = data;

    (void)file;
    assert((size_t)at + n <= DISK_MAX);
    memcpy(disk->bytes + at, bytes, n);
    disk->size = (size_t)at + n;
    return OS_OK;
}

static int disk_path(void *data, const char *path)
{
    (void)data;
    (void)path;
    return OS_OK;
}

static int disk_rename(void *data, const char *from, const char *to)
{
    (void)data;
    (void)from;
    (void)to;
    return OS_OK;
}

static void disk_random(void *data, void *out, size_t n)
{
    (void)data;
    memset(out, 7, n);
}

static int64_t disk_now(void *data)
{
    (void)data;
    return 0;
}

static enum rc read_all(struct call *call, const unsigned char *key, struct str wanted)
{
    struct sealed_reader *reader = NULL;
    struct str piece = STR("-");
    size_t at = 0;
    enum rc rc = sealed_open(call, "f", "blob", key, &reader);

    while (rc == RC_OK && piece.n != 0) {
        rc = sealed_read(call, reader, &piece);
        if (rc == RC_OK) {
            assert(str_eq(piece, str_cut(wanted, at, at + piece.n)));
            at += piece.n;
        }
    }
    assert(rc != RC_OK || at == wanted.n);
    assert(rc == RC_OK || call->error.text.n > 20);
    sealed_close(call, reader);
    call_forgive(call);
    return rc;
}

static void write_all(struct call *call, struct str bytes, size_t step, struct sealed *out)
{
    struct sealed_writer *writer = NULL;
    enum rc rc = sealed_create(call, ".", "f", "blob", &writer);

    for (size_t i = 0; i < bytes.n && rc == RC_OK; i += step)
        rc = sealed_write(call, writer, str_cut(bytes, i, i + step));
    if (rc == RC_OK)
        rc = sealed_finish(call, writer, out);
    assert(rc == RC_OK);
    sealed_abandon(call, writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call;
    struct disk disk;
    struct sealed sealed;
    struct os os = {.data = &disk,
                    .now_ms = disk_now,
                    .random = disk_random,
                    .open = disk_open,
                    .close = disk_done,
                    .read = disk_read,
                    .write = disk_write,
                    .sync = disk_done,
                    .rename = disk_rename,
                    .remove = disk_path,
                    .sync_dir = disk_path};

    if (size < 4 || size > INPUT_MAX || !crypt_init())
        return 0;
    arena_init(&arena, &heap_libc, 4 << 20);
    call_init(&call, &arena, &os);
    struct str input = str_bytes(data + 4, size - 4);
    disk = (struct disk){arena_alloc(&arena, DISK_MAX), input.n};
    if (input.n != 0)
        memcpy(disk.bytes, input.p, input.n);
    static const unsigned char key[CRYPT_KEY] = {0};
    enum rc rc = read_all(&call, key, STR("no file of ours opens under a key of zeros"));
    assert(rc != RC_OK);

    write_all(&call, input, 1 + data[0] * (size_t)300, &sealed);
    rc = read_all(&call, sealed.key, input);
    assert(rc == RC_OK);
    size_t at = (data[1] | (size_t)data[2] << 8 | (size_t)(data[3] & 3) << 16) % disk.size;
    if ((data[3] & 4) != 0)
        disk.size = at;
    else
        disk.bytes[at] = (char)(disk.bytes[at] ^ 1 << (data[3] >> 5));
    rc = read_all(&call, sealed.key, input);
    assert(rc == RC_CORRUPT || rc == RC_NEWER);
    rc = sealed_verify(&call, "f", &sealed);
    assert(rc == RC_CORRUPT);
    arena_fini(&arena);
    return 0;
}
