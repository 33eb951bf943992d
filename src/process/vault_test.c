/* vault_test.c - the pause after wrong passphrases, by a clock that the test turns. */
#include <poll.h>

#include "process/vault.h"
#include "process_test.h"
#include "store/posix.h"

static int64_t turned_us(void *data)
{
    const struct os *real = posix_os();

    return real->tick_us(real->data) + *(const int64_t *)data;
}

static enum rc attempt(struct call *call, struct vault *vault, struct str phrase,
                       struct answer *answer)
{
    struct job_source source = {.table = test_jobs(), .folder = tap_folder(), .keeper = -1};
    struct buf body;

    buf_init(&body, call->arena, 1000);
    cbor_put_bytes(&body, phrase);
    struct job_request request = {.body = buf_str(&body), .fd = -1};
    enum rc rc = vault_try(call, vault, &source, request, answer);
    if (rc != RC_OK)
        return rc;
    while (!vault_poll(call, vault, answer)) {
        struct pollfd poll_fd = {.fd = vault->job.channel, .events = POLLIN};
        (void)poll(&poll_fd, 1, 1000);
    }
    return answer->rc;
}

static void pause_test(struct call *call, struct vault *vault, int64_t *turn_us)
{
    static const int64_t pauses_s[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600};
    struct answer answer;

    CASE("each wrong passphrase doubles the pause, up to ten minutes");
    for (size_t i = 0; i < sizeof pauses_s / sizeof pauses_s[0]; i++) {
        CHECK_INT(attempt(call, vault, STR("wrong"), &answer), RC_DENIED);
        CHECK_INT(attempt(call, vault, STR(TEST_PHRASE), &answer), RC_BUSY);
        CHECK_INT(answer.wait_s, pauses_s[i]);
        *turn_us += (pauses_s[i] - 1) * 1000000;
        CHECK_INT(attempt(call, vault, STR(TEST_PHRASE), &answer), RC_BUSY);
        CHECK_INT(answer.wait_s, 1);
        *turn_us += 1000000;
    }
    CASE("the right one opens and ends the pauses");
    CHECK_INT(attempt(call, vault, STR(TEST_PHRASE), &answer), RC_OK);
    CHECK(vault_keys(vault).n > CRYPT_KEY);
    vault_lock(vault);
    CHECK_INT(vault_keys(vault).n, 0);
    CHECK_INT(attempt(call, vault, STR("wrong"), &answer), RC_DENIED);
    CHECK_INT(attempt(call, vault, STR("wrong"), &answer), RC_BUSY);
    CHECK_INT(answer.wait_s, 1);
}

static void once_test(struct call *call, struct vault *vault)
{
    struct job_source source = {.table = test_jobs(), .folder = tap_folder(), .keeper = -1};
    struct job_request request = {.body = STR("\x41x"), .fd = -1};
    struct answer answer;

    CASE("one attempt at a time; locking ends it");
    CHECK_RC(call, vault_try(call, vault, &source, request, &answer), RC_OK);
    CHECK_INT(vault_try(call, vault, &source, request, &answer), RC_BUSY);
    CHECK_INT(answer.wait_s, 0);
    vault_lock(vault);
    CHECK_INT(vault->job.channel, -1);
    CHECK_INT(vault->job.pid, 0);
}

void vault_test(void)
{
    int64_t turn_us = 0;
    struct os os = *posix_os();
    unsigned char root[CRYPT_KEY];
    struct arena arena;
    struct vault vault;
    struct call call;

    os.data = &turn_us;
    os.tick_us = turned_us;
    arena_init(&arena, &heap_libc, 16 << 20);
    call_init(&call, &arena, &os);
    make_keyring(&call, tap_folder(), root);
    vault_init(&vault);
    pause_test(&call, &vault, &turn_us);
    vault.throttle = (struct throttle){0};
    once_test(&call, &vault);
    arena_fini(&arena);
}
