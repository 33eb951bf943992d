/* quick_cost.c - passwords and passphrases that cost nothing to try, for programs of the tests that
 * are never installed: what they test is not how long a guess takes. The linker takes these and
 * leaves those of the libraries. */
#include "model/password.h"
#include "store/keyring.h"

const struct crypt_cost keyring_cost = {.memory_kib = CRYPT_MEMORY_KIB_MIN, .passes = 1};
const struct crypt_cost password_cost = {.memory_kib = CRYPT_MEMORY_KIB_MIN, .passes = 1};
