/* crypt_test.c - crypt.c against test/vectors/crypt.txt, and what must not open. */
#include "base/file.h"
#include "store/crypt.h"
#include "store/posix.h"
#include "store/store_test.h"

enum { FIELDS_MAX = 12 };

struct line {
    struct str field[FIELDS_MAX]; /* of bytes, but for the operation and domains */
    size_t fields, given;         /* all; those before the = */
    struct arena *arena;
};

static struct str unhex(struct arena *arena, struct str hex)
{
    if (str_is(hex, "-"))
        return STR("");
    char *out = arena_alloc(arena, hex.n / 2 + 1);
    CHECK(str_unhex(hex, out, hex.n / 2));
    return str_bytes(out, hex.n / 2);
}

static struct str bytes(const struct line *line, size_t at)
{
    return unhex(line->arena, line->field[at]);
}

static const unsigned char *raw(const struct line *line, size_t at)
{
    return (const unsigned char *)bytes(line, at).p;
}

static struct str result(const struct line *line, size_t at)
{
    return line->field[line->given + at];
}

static bool gives(const struct line *line, size_t at, const void *got, size_t n)
{
    return str_eq(str_hex(line->arena, str_bytes(got, n)), result(line, at));
}

/* A system whose randomness is known. */
static void replay(void *data, void *out, size_t n)
{
    memcpy(out, data, n);
}

static struct os replaying(const unsigned char *random)
{
    return (struct os){.data = (void *)(uintptr_t)random, .random = replay};
}

static bool hash_line(const struct line *line)
{
    unsigned char out[CRYPT_HASH];
    struct crypt_hash parts;
    struct str data = bytes(line, 2);
    const char *domain = str_z(line->arena, line->field[1]);

    crypt_hash(domain, data, out);
    bool whole = gives(line, 0, out, sizeof out);
    crypt_hash_start(&parts, domain);
    for (size_t i = 0; i < data.n; i += 7)
        crypt_hash_add(&parts, str_cut(data, i, i + 7));
    crypt_hash_end(&parts, out);
    return whole && gives(line, 0, out, sizeof out);
}

static bool derive_line(const struct line *line)
{
    unsigned char out[CRYPT_KEY];

    crypt_derive(raw(line, 1), str_z(line->arena, line->field[2]), bytes(line, 3), out);
    return gives(line, 0, out, sizeof out);
}

static bool sha256_line(const struct line *line)
{
    unsigned char out[CRYPT_HASH];

    crypt_sha256(bytes(line, 1), out);
    return gives(line, 0, out, sizeof out);
}

static bool sign_line(const struct line *line)
{
    unsigned char public[CRYPT_PUBLIC], signer[CRYPT_SIGNER], signature[CRYPT_SIGNATURE];
    unsigned char hash[CRYPT_HASH];

    crypt_signer(raw(line, 1), public, signer);
    memcpy(hash, raw(line, 2), sizeof hash);
    crypt_sign(signer, hash, signature);
    bool right =
        gives(line, 0, public, sizeof public) && gives(line, 1, signature, CRYPT_SIGNATURE);
    right = right && crypt_signed(public, hash, signature);
    for (size_t bit = 0; bit < 8 * sizeof signature; bit += 5) {
        signature[bit / 8] ^= (unsigned char)(1U << bit % 8);
        right = right && !crypt_signed(public, hash, signature);
        signature[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
    hash[3] ^= 1;
    return right && !crypt_signed(public, hash, signature);
}

/* Every bit flipped, every length cut: none opens. */
static bool opens_only_whole(const unsigned char *key, struct str context, struct str sealed)
{
    unsigned char plain[512], bad[512];
    bool opened = false;

    memcpy(bad, sealed.p, sealed.n);
    for (size_t bit = 0; bit < 8 * sealed.n; bit++) {
        bad[bit / 8] ^= (unsigned char)(1U << bit % 8);
        opened = opened || crypt_open(key, context, str_bytes(bad, sealed.n), plain);
        bad[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
    for (size_t n = 0; n < sealed.n; n++)
        opened = opened || crypt_open(key, context, str_bytes(bad, n), plain);
    opened = opened || crypt_open(key, STR("other"), sealed, plain);
    return !opened && crypt_open(key, context, sealed, plain);
}

static bool seal_line(const struct line *line)
{
    struct os os = replaying(raw(line, 2));
    struct str plain = bytes(line, 4), context = bytes(line, 3);
    unsigned char sealed[512], back[512];
    size_t n = plain.n + CRYPT_SEAL_EXTRA;

    crypt_seal(&os, raw(line, 1), context, plain, sealed);
    return gives(line, 0, sealed, n) &&
           crypt_open(raw(line, 1), context, str_bytes(sealed, n), back) &&
           str_eq(str_bytes(back, plain.n), plain) &&
           opens_only_whole(raw(line, 1), context, str_bytes(sealed, n));
}

static bool stream_line(const struct line *line)
{
    struct os os = replaying(raw(line, 2));
    struct crypt_stream out, in;
    unsigned char header[CRYPT_STREAM_HEADER], chunk[256], back[256];
    bool right = true, last = false;
    size_t chunks = line->given - 3;

    crypt_stream_create(&os, raw(line, 1), &out, header);
    crypt_stream_open(raw(line, 1), header, &in);
    for (size_t i = 0; i < chunks && right; i++) {
        struct str plain = bytes(line, 3 + i);
        size_t n = plain.n + CRYPT_STREAM_EXTRA;
        crypt_stream_push(&out, plain, i + 1 == chunks, chunk);
        right = gives(line, i, chunk, n) &&
                crypt_stream_pull(&in, str_bytes(chunk, n), back, &last) &&
                last == (i + 1 == chunks) && str_eq(str_bytes(back, plain.n), plain);
    }
    return right && last;
}

static bool password_line(const struct line *line)
{
    uint64_t memory_kib = 0, passes = 0;
    unsigned char out[CRYPT_KEY];

    CHECK(str_uint(line->field[1], UINT32_MAX, &memory_kib));
    CHECK(str_uint(line->field[2], UINT32_MAX, &passes));
    struct crypt_cost cost = {(uint32_t)memory_kib, (uint32_t)passes};
    return crypt_cost_valid(cost) && crypt_password(cost, bytes(line, 3), raw(line, 4), out) &&
           gives(line, 0, out, sizeof out);
}

static bool box_line(const struct line *line)
{
    struct os os = replaying(raw(line, 2));
    struct str plain = bytes(line, 3);
    unsigned char public[CRYPT_PUBLIC], secret[CRYPT_KEY], sealed[256], back[256];
    size_t n = plain.n + CRYPT_BOX_EXTRA;

    crypt_box_pair(raw(line, 1), public, secret);
    if (!crypt_box_seal(&os, public, plain, sealed) || !gives(line, 0, sealed, n) ||
        !crypt_box_open(public, secret, str_bytes(sealed, n), back) ||
        !str_eq(str_bytes(back, plain.n), plain))
        return false;
    sealed[n - 1] ^= 1;
    static const unsigned char no_key[CRYPT_PUBLIC] = {0};
    return !crypt_box_open(public, secret, str_bytes(sealed, n), back) &&
           !crypt_box_seal(&os, no_key, plain, sealed);
}

static const struct {
    const char *name;
    bool (*right)(const struct line *line);
} operations[] = {
    {"hash", hash_line}, {"derive", derive_line},     {"sha256", sha256_line},
    {"sign", sign_line}, {"seal", seal_line},         {"stream", stream_line},
    {"box", box_line},   {"password", password_line},
};

enum { OPERATIONS = sizeof operations / sizeof operations[0] };

static void check_line(struct arena *arena, struct str text, int number)
{
    struct line line = {.arena = arena};
    bool known = false;

    while (text.n != 0 && line.fields < FIELDS_MAX) {
        struct str field = str_split(&text, ' ');
        if (str_is(field, "="))
            line.given = line.fields;
        else
            line.field[line.fields++] = field;
    }
    for (size_t i = 0; i < OPERATIONS; i++) {
        if (!str_is(line.field[0], operations[i].name))
            continue;
        known = true;
        CASE("crypt.txt, line %d: %s", number, operations[i].name);
        CHECK(operations[i].right(&line));
    }
    CHECK(known);
}

static void vectors_test(void)
{
    struct test_call test;
    struct str text;
    int number = 0, checked = 0;

    test_call_init(&test, &heap_libc, posix_os());
    CHECK_RC(&test.call, file_read(&test.call, VECTORS "/crypt.txt", 1 << 20, &text), RC_OK);
    while (text.n != 0) {
        struct str line = str_split(&text, '\n');
        number++;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        check_line(&test.arena, line, number);
        checked++;
    }
    CASE("vectors were there");
    CHECK(checked > 25);
    test_call_fini(&test);
}

static void memory_test(void)
{
    CASE("memory for keys is zeroed, aligned, and served to arenas");
    struct arena arena;
    unsigned char *key = crypt_secret_new(33);
    static const unsigned char zero[33] = {0};
    CHECK(key != NULL && crypt_same(key, zero, 33) && (uintptr_t)key % 16 == 0);
    memset(key, 7, 33);
    CHECK(!crypt_same(key, zero, 33));
    crypt_wipe(key, 33);
    CHECK(crypt_same(key, zero, 33));
    crypt_secret_free(key);
    crypt_secret_free(NULL);
    CHECK(crypt_secret_new(SIZE_MAX) == NULL && crypt_secret_new(SIZE_MAX - 100) == NULL);
    arena_init(&arena, &heap_secret, 1 << 20);
    CHECK(arena_alloc(&arena, 100) != NULL && arena_alloc(&arena, 40000) != NULL);
    arena_fini(&arena);
}

static void cost_test(void)
{
    CASE("costs that no file may ask for");
    CHECK(crypt_cost_valid((struct crypt_cost){256 << 10, 3}));
    CHECK(!crypt_cost_valid((struct crypt_cost){7, 3}));
    CHECK(!crypt_cost_valid((struct crypt_cost){(1 << 20) + 1, 3}));
    CHECK(!crypt_cost_valid((struct crypt_cost){1024, 0}));
    CHECK(!crypt_cost_valid((struct crypt_cost){1024, 65}));
}

void crypt_test(void)
{
    vectors_test();
    memory_test();
    cost_test();
}
