/* hmac.h - HMAC-SHA-1, for the one-time codes of authenticator apps (RFC 6238) and nothing else.
 * Owns: nothing; GnuTLS's cryptography is asked here alone (its certificates: store/certificate.c).
 * Order: any. Memory: none kept. Fails: false when the library refuses (a FIPS build, memory).
 * Limits: none. Cost: microseconds. Source: RFC 2104; RFC 6238 appendix B in totp_test.c. */
#ifndef STORE_HMAC_H
#define STORE_HMAC_H

#include "base/str.h"

enum { HMAC_SHA1 = 20 };

bool hmac_sha1(struct str key, struct str message, unsigned char out[static HMAC_SHA1]);

#endif
