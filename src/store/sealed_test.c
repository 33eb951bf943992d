/* sealed_test.c - sealed files: what goes in comes out, and nothing that was tampered with does. */
#include "base/file.h"
#include "store/mark.h"
#include "store/posix.h"
#include "store/sealed.h"
#include "store/store_test.h"

/* Bytes that say where they stand. */
static struct str pattern(struct test_call *test, size_t n)
{
    char *p = arena_alloc(&test->arena, n + 1);

    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 7 + i / 251);
    return str_bytes(p, n);
}

static enum rc write_file(struct test_call *test, const char *folder, struct str bytes, size_t step,
                          struct sealed *out)
{
    struct sealed_writer *writer = NULL;
    enum rc rc = sealed_create(&test->call, folder, "f", "blob", &writer);

    for (size_t i = 0; i < bytes.n && rc == RC_OK; i += step)
        rc = sealed_write(&test->call, writer, str_cut(bytes, i, i + step));
    if (rc == RC_OK)
        rc = sealed_finish(&test->call, writer, out);
    sealed_abandon(&test->call, writer);
    return rc;
}

/* Reads to the end; RC_OK only if every byte is as wanted. */
static enum rc read_file(struct test_call *test, const char *path, const char *purpose,
                         const struct sealed *sealed, struct str wanted)
{
    struct sealed_reader *reader = NULL;
    struct str piece = STR("-");
    size_t at = 0;
    enum rc rc = sealed_open(&test->call, path, purpose, sealed->key, &reader);

    while (rc == RC_OK && piece.n != 0) {
        rc = sealed_read(&test->call, reader, &piece);
        if (rc == RC_OK) {
            CHECK(str_eq(piece, str_cut(wanted, at, at + piece.n)));
            at += piece.n;
        }
    }
    if (rc == RC_OK)
        rc = sealed_read(&test->call, reader, &piece); /* the end stays the end */
    CHECK(rc != RC_OK || (piece.n == 0 && at == wanted.n));
    sealed_close(&test->call, reader);
    return rc;
}

static void round_test(struct test_call *test, const char *folder)
{
    static const size_t sizes[] = {0,     1,      65535,  65536,
                                   65537, 131072, 200000, (size_t)3 * 65536 + 1};
    struct str path = file_path(&test->call, folder, "f");
    struct str part = file_path(&test->call, folder, "f.part");

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct str bytes = pattern(test, sizes[i]), file;
        struct sealed sealed, other;
        CASE("a sealed file of %zu bytes", sizes[i]);
        CHECK_RC(&test->call, write_file(test, folder, bytes, 1 + sizes[i] / 3, &other), RC_OK);
        CHECK_RC(&test->call, write_file(test, folder, bytes, 7000, &sealed), RC_OK);
        CHECK(memcmp(sealed.key, other.key, CRYPT_KEY) != 0);
        CHECK_RC(&test->call, read_file(test, path.p, "blob", &sealed, bytes), RC_OK);
        CHECK_RC(&test->call, sealed_verify(&test->call, path.p, &sealed), RC_OK);
        CHECK_RC(&test->call, sealed_verify(&test->call, path.p, &other), RC_CORRUPT);
        CHECK(!file_exists(&test->call, part.p));
        CHECK_RC(&test->call, file_read(&test->call, path.p, 1 << 20, &file), RC_OK);
        CHECK_INT(sealed.size, file.n);
        CHECK_INT(sealed.plain_size, sizes[i]);
        CHECK(sizes[i] < 40 || memmem(file.p, file.n, bytes.p, 40) == NULL);
        if (sizes[i] != 0)
            CHECK_RC(&test->call, read_file(test, path.p, "segment", &sealed, bytes), RC_CORRUPT);
        CHECK_RC(&test->call, read_file(test, path.p, "blob", &other, bytes), RC_CORRUPT);
    }
    CASE("no sealed file");
    struct sealed none = {.size = 0};
    CHECK_RC(&test->call, read_file(test, "/nowhere/f", "blob", &none, STR("")), RC_NOT_FOUND);
    CHECK_RC(&test->call, read_file(test, WORDS_JS, "blob", &none, STR("")), RC_CORRUPT);
    char line[MARK_MAX];
    struct str newer = str_bytes(line, mark_make("sealed", 2, line));
    CHECK_RC(&test->call, file_replace(&test->call, folder, "f", newer), RC_OK);
    CHECK_RC(&test->call, read_file(test, path.p, "blob", &none, STR("")), RC_NEWER);
}

struct damaged {
    struct test_call *test;
    const char *folder, *path;
    struct sealed sealed;
    struct str plain, file;
};

/* Whatever lies there instead of the file is refused by reader and verifier. */
static void refuses(struct damaged *d, struct str bytes, const char *what)
{
    struct test_call *test = d->test;
    const struct os *os = posix_os();
    int file = os->open(NULL, d->path, OS_WRITE | OS_CREATE | OS_TRUNCATE);

    CHECK_INT(os->write(NULL, file, bytes.p, bytes.n, 0), OS_OK);
    CHECK_INT(os->close(NULL, file), OS_OK);
    enum rc rc = read_file(test, d->path, "blob", &d->sealed, d->plain);
    if (rc != RC_CORRUPT || test->call.error.text.n < 30)
        tap_note("passed: %s", what);
    CHECK_RC(&test->call, rc, RC_CORRUPT);
    CHECK_RC(&test->call, sealed_verify(&test->call, d->path, &d->sealed), RC_CORRUPT);
    arena_reset(&test->arena);
}

enum { HEADER = 50, CHUNK = SEALED_CHUNK + CRYPT_STREAM_EXTRA };

static void flip_and_cut(struct damaged *d, char *bad)
{
    size_t n = d->file.n;

    CASE("flipped bits in a sealed file");
    for (size_t byte = 0; byte < n; byte += byte < 80 ? 1 : 4799) {
        bad[byte] = (char)(bad[byte] ^ 1 << byte % 8);
        refuses(d, str_bytes(bad, n), "flip");
        bad[byte] = (char)(bad[byte] ^ 1 << byte % 8);
    }
    CASE("a sealed file that is cut off, at every kind of place");
    for (size_t cut = 0; cut < n; cut += cut < 80 ? 1 : 9973)
        refuses(d, str_bytes(bad, cut), "cut");
    for (size_t chunks = 0; chunks <= 2; chunks++)
        for (size_t more = 0; more < 20; more += 3)
            refuses(d, str_bytes(bad, HEADER + chunks * CHUNK + more), "cut at a chunk");
    refuses(d, str_bytes(bad, n - 1), "cut by one");
}

static void move_and_add(struct damaged *d, char *bad)
{
    size_t n = d->file.n;
    const char *whole = d->file.p;

    CASE("chunks exchanged, left out, twice; bytes behind the end");
    memcpy(bad + HEADER, whole + HEADER + CHUNK, CHUNK);
    memcpy(bad + HEADER + CHUNK, whole + HEADER, CHUNK);
    refuses(d, str_bytes(bad, n), "exchanged");
    memcpy(bad, whole, n);
    memmove(bad + HEADER, bad + HEADER + CHUNK, n - HEADER - CHUNK);
    refuses(d, str_bytes(bad, n - CHUNK), "left out");
    memcpy(bad, whole, n);
    memcpy(bad + HEADER + CHUNK, whole + HEADER, n - HEADER);
    refuses(d, str_bytes(bad, n + CHUNK), "twice");
    memcpy(bad, whole, n);
    bad[n] = 0;
    refuses(d, str_bytes(bad, n + 1), "one byte more");
    CHECK(sealed_verify(&d->test->call, d->path, &d->sealed) == RC_CORRUPT);
    CHECK(test_says(&d->test->call, " bytes, not "));
    call_forgive(&d->test->call);
    memcpy(bad + n, whole, n);
    refuses(d, str_bytes(bad, 2 * n), "the file twice");
}

static void damage_test(const char *folder)
{
    struct test_call test, keep;
    struct damaged d = {.test = &test, .folder = folder};

    test_call_init(&keep, &heap_libc, posix_os());
    test_call_init(&test, &heap_libc, posix_os());
    CASE("a sealed file of three chunks, the last one full");
    d.path = file_path(&keep.call, folder, "f").p;
    d.plain = pattern(&keep, (size_t)3 * SEALED_CHUNK);
    CHECK_RC(&keep.call, write_file(&keep, folder, d.plain, 10000, &d.sealed), RC_OK);
    CHECK_RC(&keep.call, file_read(&keep.call, d.path, 1 << 20, &d.file), RC_OK);
    CHECK_INT(d.file.n, HEADER + 3 * CHUNK);
    char *bad = arena_alloc(&keep.arena, 2 * d.file.n);
    memcpy(bad, d.file.p, d.file.n);
    flip_and_cut(&d, bad);
    move_and_add(&d, bad);
    test_call_fini(&test);
    test_call_fini(&keep);
}

void sealed_test(void)
{
    struct test_call test;

    test_call_init(&test, &heap_libc, posix_os());
    const char *folder = test_folder(&test, "sealed");
    round_test(&test, folder);
    damage_test(folder);
    test_call_fini(&test);
}
