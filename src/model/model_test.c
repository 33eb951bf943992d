/* model_test.c - the tests of this folder. */
#include "tap.h"

void calendar_test(void);
void yaml_test(void);

int main(void)
{
    calendar_test();
    yaml_test();
    return tap_end();
}
