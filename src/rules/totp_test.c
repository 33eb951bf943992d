/* totp_test.c - codes of six digits: the shape of messages, texts and what people type. The known
 * answers of RFC 6238 need an HMAC and stand in src/store/hmac_test.c. */
#include "rules/totp.h"
#include "tap.h"

void totp_test(void);

static void typed(void)
{
    uint32_t code = 0;

    CASE("six figures are read, with blanks between them, and nothing else");
    CHECK(totp_typed(STR("287 082"), &code));
    CHECK_INT(code, 287082);
    CHECK(totp_typed(STR("000001"), &code));
    CHECK_INT(code, 1);
    CHECK(!totp_typed(STR("28708"), &code));
    CHECK(!totp_typed(STR("2870822"), &code));
    CHECK(!totp_typed(STR("28708a"), &code));
    CHECK(!totp_typed(STR(""), &code));
}

static void texts(void)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 16);
    CASE("the secret as words, as base32 of RFC 4648");
    CHECK_TEXT(totp_words(&arena, STR("foobar")), "MZXW 6YTB OI");
    CASE("what the QR code says escapes names");
    CHECK_TEXT(totp_uri(&arena, STR("Open Door & Co"), STR("mira"), STR("12345678901234567890")),
               "otpauth://totp/Open%20Door%20%26%20Co:mira?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
               "&issuer=Open%20Door%20%26%20Co");
    CASE("RFC 4226, 5.4: the truncation of its example");
    static const unsigned char mac[TOTP_MAC] = {0x1f, 0x86, 0x98, 0x69, 0x0e, 0x02, 0xca,
                                                0x16, 0x61, 0x85, 0x50, 0xef, 0x7f, 0x19,
                                                0xda, 0x8e, 0x94, 0x5b, 0x55, 0x5a};
    CHECK_INT(totp_code(mac, 6), 872921);
    CHECK_INT(totp_step(59000), 1);
    arena_fini(&arena);
}

void totp_test(void)
{
    typed();
    texts();
}
