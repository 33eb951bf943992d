/* sqlite_cipher.c - the arithmetic of the database's cipher by libsodium instead of the portable C
 * of SQLite3 Multiple Ciphers: the same bytes in a fraction of the time. Appended to the source
 * by script/build, which takes the names from the other two; doc/decisions/sqlite.md says why. */
#include <sodium.h>

static void chacha20_xor(void *data, size_t n, const uint8_t key[32], const uint8_t nonce[12],
                         uint32_t counter)
{
    (void)crypto_stream_chacha20_ietf_xor_ic(data, data, n, nonce, counter, key);
}

static void poly1305(const uint8_t *message, size_t n, const uint8_t key[32], uint8_t tag[16])
{
    (void)crypto_onetimeauth_poly1305(tag, message, n, key);
}
