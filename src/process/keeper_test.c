#include "process_test.h"
const struct role test_roles[1] = {{0}};
const size_t test_role_count = 0;
void keeper_test(void)
{
}
