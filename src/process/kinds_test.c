/* kinds_test.c - a real keyring opened and a real password hashed, inside the sandbox. */
#include <sys/stat.h>

#include "base/cbor.h"
#include "process/kinds.h"
#include "process/vault.h"
#include "process_test.h"
#include "store/keyring.h"
#include "store/posix.h"

static const struct crypt_cost quick_cost = {.memory_kib = 8192, .passes = 1};

static enum rc run(struct call *call, const char *folder, const char *kind, struct str body,
                   struct job_news *news)
{
    struct job_source source = {.table = test_jobs(), .folder = folder, .keeper = -1};
    struct job_request request = {.body = body, .fd = -1};
    struct job job;
    enum rc rc = job_start(call, &source, kind, request, &job);

    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, news);
    job_close(&job);
    return rc;
}

static struct str phrase_item(struct call *call, struct str phrase)
{
    struct buf item;

    buf_init(&item, call->arena, 1000);
    cbor_put_bytes(&item, phrase);
    return buf_str(&item);
}

void make_keyring(struct call *call, const char *folder, unsigned char root[static CRYPT_KEY])
{
    struct keyring_holder holder = {
        .name = STR("Rabija"), .phrase = STR(TEST_PHRASE), .cost = quick_cost};
    struct keyring_sheets sheets;
    struct keyring *ring;

    if (!CHECK_RC(call, keyring_create(call, folder, &holder, NULL, &sheets, &ring), RC_OK))
        return;
    memcpy(root, ring->root, CRYPT_KEY);
    keyring_close(ring);
}

struct str needle_of(struct call *call, struct str bytes)
{
    unsigned char *masked = arena_alloc(call->arena, bytes.n);

    for (size_t i = 0; i < bytes.n; i++)
        masked[i] = (unsigned char)bytes.p[i] ^ NEEDLE_MASK;
    return str_hex(call->arena, str_bytes(masked, bytes.n));
}

static void unlock_test(struct call *call)
{
    const char *folder = str_format(call->arena, "%s/ring", tap_folder()).p;
    struct str right = phrase_item(call, STR(TEST_PHRASE));
    unsigned char root[CRYPT_KEY];
    struct job_news news = {.fd = -1};

    CASE("the job opens a keyring for the right words alone");
    CHECK_INT(mkdir(folder, 0700), 0);
    CHECK_RC(call, run(call, folder, VAULT_JOB, right, &news), RC_NOT_FOUND);
    make_keyring(call, folder, root);
    CHECK_RC(call, run(call, folder, VAULT_JOB, phrase_item(call, STR("other")), &news), RC_DENIED);
    if (CHECK_RC(call, run(call, folder, VAULT_JOB, right, &news), RC_OK)) {
        struct cbor in = cbor_open(news.body);
        CHECK_INT(cbor_array(&in), 2);
        CHECK(str_eq(cbor_bytes(&in), str_bytes(root, sizeof root)));
        CHECK_TEXT(cbor_text(&in), "Rabija");
    }
    CHECK_RC(call, run(call, folder, VAULT_JOB, STR("\x01"), &news), RC_INVALID);
}

static void password_test(struct call *call)
{
    static const unsigned char salt[CRYPT_SALT] = "0123456789abcde";
    unsigned char want[CRYPT_KEY], got[CRYPT_KEY];
    struct job_news news = {.fd = -1};
    struct str body;

    CASE("the job hashes a password as the library does here");
    CHECK(crypt_password(quick_cost, STR("right"), salt, want));
    CHECK_RC(call, password_request(call, quick_cost, STR("right"), salt, &body), RC_OK);
    if (CHECK_RC(call, run(call, "/", "password", body, &news), RC_OK)) {
        CHECK_RC(call, password_result(call, news.body, got), RC_OK);
        CHECK(memcmp(got, want, CRYPT_KEY) == 0);
    }
    struct crypt_cost huge = {.memory_kib = PASSWORD_MEMORY_KIB_MAX + 1, .passes = 1};
    CHECK_RC(call, password_request(call, huge, STR("right"), salt, &body), RC_OK);
    CHECK_RC(call, run(call, "/", "password", body, &news), RC_INVALID);
    struct crypt_cost usual = {.memory_kib = 64 << 10, .passes = 3};
    CHECK_RC(call, password_request(call, usual, STR("right"), salt, &body), RC_OK);
    int64_t from_us = call->os->tick_us(NULL);
    CHECK_RC(call, run(call, "/", "password", body, &news), RC_OK);
    tap_note("a password of 64 MiB, 3 passes: %lld ms",
             (long long)(call->os->tick_us(NULL) - from_us) / 1000);
    CHECK_RC(call, password_result(call, STR("\x41x"), got), RC_CORRUPT);
}

void kinds_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, 16 << 20);
    call_init(&call, &arena, posix_os());
    unlock_test(&call);
    password_test(&call);
    arena_fini(&arena);
}
