/* network_test.c - the certificates of a folder: made, read, renewed, damaged, half written. */
#include "base/file.h"
#include "faulty_os.h"
#include "store/network.h"
#include "store/posix.h"
#include "store/store_test.h"

enum { DAY_MS = 86400000 };

static const unsigned char key[CRYPT_KEY] = {7}, other_key[CRYPT_KEY] = {8};

static struct network_place place_of(const char *host, const char *address)
{
    struct network_place place = {.host = str_of(host)};

    if (address != NULL)
        place.addresses[place.n++] = str_of(address);
    return place;
}

static void made(struct test_call *t)
{
    const struct network_place place = place_of("office.local", "192.168.1.20");
    struct call *call = &t->call;
    const char *folder = test_folder(t, "network-made");
    struct network network, again;

    CASE("network: made once, read at any time");
    CHECK_RC(call, network_read(call, folder, &network), RC_NOT_FOUND);
    CHECK_RC(call, network_make(call, folder, key, &place, false), RC_OK);
    CHECK_RC(call, network_read(call, folder, &network), RC_OK);
    CHECK_TEXT(network.server.names[0], "office.local");
    CHECK_TEXT(network.server.names[1], "192.168.1.20");
    CHECK(str_starts(network.root.label, STR("Khetane office.local ")));
    CHECK_RC(call, network_make(call, folder, key, &place, false), RC_CONFLICT);
    CHECK_RC(call, network_make(call, folder, key, &place, true), RC_OK);
    CHECK_RC(call, network_read(call, folder, &again), RC_OK);
    CHECK(memcmp(network.root.sha256, again.root.sha256, CERTIFICATE_SHA256) != 0);

    CASE("network: a name that is not of local networks is refused, and nothing is made");
    const struct network_place bank = place_of("bank.example", NULL),
                               address = place_of("10.0.0.1", NULL);
    const char *empty = test_folder(t, "network-empty");
    CHECK_RC(call, network_make(call, empty, key, &bank, false), RC_INVALID);
    CHECK_RC(call, network_make(call, empty, key, &address, false), RC_INVALID);
    CHECK(!network_is_made(call, empty));
}

static void due(struct test_call *t)
{
    const struct network_place place = place_of("office.local", "192.168.1.20"),
                               moved = place_of("", "192.168.7.3"), off = place_of("", NULL);
    struct call *call = &t->call;
    const char *folder = test_folder(t, "network-due");
    struct network first, now;
    int64_t began_ms = call->now_ms;

    CASE("network: the server's certificate is made anew in time, and for a new address");
    CHECK_RC(call, network_make(call, folder, key, &place, false), RC_OK);
    CHECK_RC(call, network_read(call, folder, &first), RC_OK);
    CHECK(!network_is_due(&first, began_ms, &place) && !network_is_due(&first, began_ms, &off));
    CHECK(network_is_due(&first, began_ms + 61 * (int64_t)DAY_MS, &place));
    CHECK(network_is_due(&first, began_ms - 3 * (int64_t)DAY_MS, &place));
    CHECK(network_is_due(&first, began_ms, &moved));
    CHECK_RC(call, network_renew(call, folder, key, &place), RC_OK);
    CHECK_RC(call, network_read(call, folder, &now), RC_OK);
    CHECK(str_eq(now.server.der, first.server.der));
    CHECK_RC(call, network_renew(call, folder, key, &moved), RC_OK);
    CHECK_RC(call, network_read(call, folder, &now), RC_OK);
    CHECK(!str_eq(now.server.der, first.server.der) && str_eq(now.root.der, first.root.der));
    CHECK_TEXT(now.server.names[0], "office.local");
    CHECK_TEXT(now.server.names[1], "192.168.7.3");
    call->now_ms = began_ms + 61 * (int64_t)DAY_MS;
    first = now;
    CHECK_RC(call, network_renew(call, folder, key, &moved), RC_OK);
    CHECK_RC(call, network_read(call, folder, &now), RC_OK);
    CHECK(now.server.until_ms - first.server.until_ms > 60 * (int64_t)DAY_MS);
    call->now_ms = began_ms;
}

static void damaged(struct test_call *t)
{
    const struct network_place place = place_of("office.local", NULL),
                               moved = place_of("", "10.1.1.1");
    struct call *call = &t->call;
    const char *folder = test_folder(t, "network-damaged");
    const char *inside = file_path(call, folder, NETWORK_FOLDER).p;
    const char *issuer = file_path(call, inside, "issuer.key").p;
    struct network network;
    struct str bytes;

    CASE("network: another folder's key, a flipped bit, a cut");
    CHECK_RC(call, network_make(call, folder, key, &place, false), RC_OK);
    CHECK_RC(call, network_renew(call, folder, other_key, &moved), RC_DENIED);
    CHECK_RC(call, file_read(call, issuer, 1 << 16, &bytes), RC_OK);
    CHECK(memmem(bytes.p, bytes.n, "office", 6) == NULL);
    char *flipped = arena_alloc(call->arena, bytes.n);
    memcpy(flipped, bytes.p, bytes.n);
    flipped[bytes.n - 1] ^= 1;
    CHECK_RC(call, file_replace(call, inside, "issuer.key", str_bytes(flipped, bytes.n)), RC_OK);
    CHECK_RC(call, network_renew(call, folder, key, &moved), RC_DENIED);
    CHECK_RC(call, file_replace(call, inside, "issuer.key", str_cut(bytes, 0, 50)), RC_OK);
    CHECK_RC(call, network_renew(call, folder, key, &moved), RC_DENIED);
    CHECK_RC(call, file_replace(call, inside, "issuer.key", STR("khetane")), RC_OK);
    CHECK_RC(call, network_renew(call, folder, key, &moved), RC_CORRUPT);
    CHECK_RC(call, file_replace(call, inside, "server.pem", STR("-----BEGIN")), RC_OK);
    CHECK(network_read(call, folder, &network) == RC_CORRUPT && test_says(call, "is damaged"));
    call_forgive(call);
}

/* Each write that fails leaves a folder that says it was not made, or one that works. */
static void half(struct test_call *t)
{
    const struct network_place place = place_of("office.local", NULL);
    struct call *call = &t->call;
    const char *folder = test_folder(t, "network-half");
    struct network network;
    long n = 1;

    CASE("network: the n-th change to the disk fails");
    for (; n < 50; n++) {
        struct faulty_os faulty;
        faulty_os_init(&faulty, posix_os(), n);
        call->os = &faulty.os;
        enum rc rc = network_make(call, folder, key, &place, false);
        call->os = posix_os();
        call_forgive(call);
        if (rc == RC_OK || network_is_made(call, folder))
            break;
    }
    CHECK(n > 10 && n < 50);
    CHECK_RC(call, network_read(call, folder, &network), RC_OK);
}

static void shown(struct test_call *t)
{
    struct certificate a = {.sha256 = {1}}, b = {.sha256 = {2}};
    unsigned x[NETWORK_PICTURES], y[NETWORK_PICTURES];
    const unsigned char hash[] = {0x3f, 0x2a, 0x9c, 0x11, 0x05};

    CASE("network: what people compare");
    CHECK_TEXT(network_print(&t->arena, hash, 4), "3F2A 9C11");
    CHECK_TEXT(network_print(&t->arena, hash, 5), "3F2A 9C11 05");
    network_pictures(&a, x);
    network_pictures(&b, y);
    for (unsigned char n = 0; n < 255; n++) {
        struct certificate any = {.sha256 = {9, n}};
        unsigned z[NETWORK_PICTURES];
        network_pictures(&any, z);
        for (size_t i = 0; i < NETWORK_PICTURES; i++)
            for (size_t k = 0; k < i; k++)
                CHECK(z[i] != z[k]);
    }
    CHECK(memcmp(x, y, sizeof x) != 0);
    for (size_t i = 0; i < NETWORK_PICTURES; i++)
        CHECK(x[i] < NETWORK_PICTURES_OF);
}

void network_test(void)
{
    struct test_call t;

    test_call_init(&t, &heap_secret, posix_os());
    made(&t);
    due(&t);
    damaged(&t);
    half(&t);
    shown(&t);
    test_call_fini(&t);
}
