/* base_test.c - the tests of this folder. */
#include "tap.h"

void arena_test(void);
void call_test(void);
void cbor_test(void);
void day_test(void);
void embed_test(void);
void figure_test(void);
void file_test(void);
void glossary_test(void);
void json_test(void);
void lang_test(void);
void latin_test(void);
void month_test(void);
void near_test(void);
void slots_test(void);
void str_test(void);
void text_test(void);
void value_test(void);

int main(void)
{
    arena_test();
    str_test();
    text_test();
    value_test();
    cbor_test();
    json_test();
    day_test();
    call_test();
    figure_test();
    file_test();
    embed_test();
    lang_test();
    glossary_test();
    latin_test();
    month_test();
    near_test();
    slots_test();
    return tap_end();
}
