/* certificate_test.c - names that may stand in a certificate, and what is read back of one. What
 * others make of them: test/oracle/certificate.mjs. */
#include "store/certificate.h"
#include "store/crypt.h"
#include "store/posix.h"
#include "store/store_test.h"

enum { DAY_MS = 86400000 };

static void names(void)
{
    static const struct {
        const char *name;
        bool may;
    } rows[] = {
        {"office.local", true},
        {"open-door-2.local", true},
        {"a.b.lan", true},
        {"khetane.home.arpa", true},
        {"box.internal", true},
        {"192.168.1.20", true},
        {"10.0.0.1", true},
        {"172.31.255.255", true},
        {"127.0.0.1", true},
        {"172.32.0.1", false},
        {"8.8.8.8", false},
        {"192.168.1", false},
        {"192.168.1.256", false},
        {"bank.example", false},
        {"local", false},
        {".local", false},
        {"xlocal", false},
        {"Office.local", false},
        {"-a.local", false},
        {"a-.local", false},
        {"a..local", false},
        {"*.local", false},
        {"a b.local", false},
        {"", false},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.local", false},
    };

    CASE("certificate: a name that exists on local networks alone, or a private address");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (certificate_name_may(str_of(rows[i].name)) != rows[i].may)
            CHECK_TEXT(str_of(rows[i].name), rows[i].may ? "is allowed" : "is refused");
    CHECK(certificate_is_address(STR("8.8.8.8")) && !certificate_is_address(STR("a.local")));
}

static void made(struct test_call *t)
{
    const struct str wanted[] = {STR_INIT("office.local"), STR_INIT("192.168.1.20")};
    struct call *call = &t->call;
    struct authority authority;
    struct certificate root, issuer, server;
    struct str pem;

    CASE("certificate: an authority and a server below it, as they are read back");
    CHECK_RC(call, certificate_authority(call, STR("Khetane office.local 1A2B"), &authority),
             RC_OK);
    CHECK_RC(call, certificate_issue(call, &authority, wanted, 2, &pem), RC_OK);
    CHECK_RC(call, certificate_read(call, authority.root, &root), RC_OK);
    CHECK_RC(call, certificate_read(call, authority.issuer, &issuer), RC_OK);
    CHECK_RC(call, certificate_read(call, pem, &server), RC_OK);
    CHECK_TEXT(root.label, "Khetane office.local 1A2B");
    CHECK_TEXT(issuer.label, "Khetane office.local 1A2B issuer");
    CHECK_TEXT(server.label, "office.local");
    CHECK_INT(server.n, 2);
    CHECK_TEXT(server.names[0], "office.local");
    CHECK_TEXT(server.names[1], "192.168.1.20");
    CHECK_INT((server.until_ms - call->now_ms + DAY_MS / 2) / DAY_MS, CERTIFICATE_SERVER_DAYS);
    CHECK_INT((root.until_ms - call->now_ms + DAY_MS / 2) / DAY_MS, CERTIFICATE_AUTHORITY_DAYS);
    CHECK_INT((call->now_ms - server.from_ms + DAY_MS / 2) / DAY_MS, 1);
    CHECK(str_find(pem, '-') == 0 && memmem(pem.p, pem.n, "EC PRIVATE KEY", 14) != NULL);
    unsigned char hash[CRYPT_HASH];
    crypt_sha256(root.der, hash);
    CHECK(memcmp(hash, root.sha256, sizeof hash) == 0);
}

static void refused(struct test_call *t)
{
    const struct str bank[] = {STR_INIT("bank.example")}, none[1] = {{NULL, 0}};
    struct call *call = &t->call;
    struct authority authority;
    struct certificate read;
    struct str pem;

    CASE("certificate: what is refused");
    CHECK_RC(call, certificate_authority(call, STR("Khetane"), &authority), RC_OK);
    CHECK_RC(call, certificate_issue(call, &authority, bank, 1, &pem), RC_INVALID);
    CHECK_RC(call, certificate_issue(call, &authority, none, 0, &pem), RC_INVALID);
    CHECK_RC(call, certificate_read(call, STR("no certificate"), &read), RC_CORRUPT);
    CHECK_RC(call, certificate_read(call, STR("-----BEGIN CERTIFICATE-----\nAAAA\n"), &read),
             RC_CORRUPT);
    authority.key = STR("no key");
    const struct str good[] = {STR_INIT("a.local")};
    CHECK_RC(call, certificate_issue(call, &authority, good, 1, &pem), RC_IO);
}

void certificate_test(void)
{
    struct test_call t;

    test_call_init(&t, &heap_secret, posix_os());
    names();
    made(&t);
    refused(&t);
    test_call_fini(&t);
}
