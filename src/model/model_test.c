/* model_test.c - the tests of this folder. */
#include "tap.h"

void yaml_test(void);

int main(void)
{
    yaml_test();
    return tap_end();
}
