/* base_test.c - the tests of this folder. */
#include "base/cbor.h"
#include "tap.h"

void embed_test(void);
void lang_test(void);
void latin_test(void);
void near_test(void);
void slots_test(void);

static void str_test(void)
{
    CASE("numbers of text");
    uint64_t u;
    CHECK(str_uint(STR("18446744073709551615"), UINT64_MAX, &u) && u == UINT64_MAX);
    CHECK(!str_uint(STR("18446744073709551616"), UINT64_MAX, &u));
}

int main(void)
{
    str_test();
    embed_test();
    lang_test();
    latin_test();
    near_test();
    slots_test();
    return tap_end();
}
