/* hmac.c - see hmac.h. */
#include "store/hmac.h"

#include <gnutls/crypto.h>

bool hmac_sha1(struct str key, struct str message, unsigned char out[static HMAC_SHA1])
{
    return gnutls_hmac_fast(GNUTLS_MAC_SHA1, key.p, key.n, message.p, message.n, out) == 0;
}
