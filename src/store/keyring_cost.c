/* keyring_cost.c - what a real slot of a keyring costs, of keyring.h. In a file of its own, so that
 * a program of the tests brings a cheap one instead (test/quick_cost.c). */
#include "store/keyring.h"

const struct crypt_cost keyring_cost = {.memory_kib = 256 << 10, .passes = 3};
