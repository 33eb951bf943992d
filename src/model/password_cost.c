/* password_cost.c - what a real password costs, of password.h. In a file of its own, so that a
 * program of the tests brings a cheap one instead (test/quick_cost.c). */
#include "model/password.h"

const struct crypt_cost password_cost = {.memory_kib = PASSWORD_KIB, .passes = PASSWORD_PASSES};
