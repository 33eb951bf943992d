/* totp.h - one-time codes of six digits that follow the clock: RFC 6238 over HMAC-SHA-1.
 * Owns: nothing; pure. The HMAC itself is handed in (store/hmac.h), so that no cryptography stands
 *   here.
 * Order: totp_step() of the moment, an HMAC over totp_message(), totp_code() of its result.
 * Memory: texts live in the arena that is given. Fails: by a text {NULL, 0} when memory is out.
 * Limits: TOTP_DIGITS digits, TOTP_STEP_S seconds; a secret of TOTP_SECRET bytes (160 bits).
 * Cost: none. Not here: which step was used before (model/session.h, step_use()).
 * Source: RFC 4226, RFC 6238; RFC 4648 (base32); the Key URI Format that authenticator apps read.
 *   SHA-1 because those apps take no other hash reliably (doc/decisions/second-factor.md). */
#ifndef RULES_TOTP_H
#define RULES_TOTP_H

#include "base/arena.h"
#include "base/str.h"

enum { TOTP_SECRET = 20, TOTP_MAC = 20, TOTP_DIGITS = 6, TOTP_STEP_S = 30, TOTP_WINDOW = 1 };

int64_t totp_step(int64_t now_ms);
void totp_message(int64_t step, unsigned char out[static 8]);
/* The last 'digits' (at most 9) digits that this HMAC stands for. */
uint32_t totp_code(const unsigned char mac[static TOTP_MAC], unsigned digits);
/* Six digits, blanks between them allowed. */
bool totp_typed(struct str typed, uint32_t *out);

/* Base32 in groups of four, as a person types it in: "JBSW Y3DP ...". */
struct str totp_words(struct arena *arena, struct str secret);
/* What the QR code says: otpauth://totp/... */
struct str totp_uri(struct arena *arena, struct str issuer, struct str account, struct str secret);

#endif
