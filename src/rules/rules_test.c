/* rules_test.c - the tests of this folder. */
#include "tap.h"

void template_test(void);

int main(void)
{
    template_test();
    return tap_end();
}
