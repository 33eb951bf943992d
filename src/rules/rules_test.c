/* rules_test.c - the tests of this folder. */
#include "tap.h"

void csv_test(void);
void differ_test(void);
void zone_test(void);
void when_test(void);
void holiday_test(void);
void term_test(void);
void collate_test(void);
void fold_test(void);
void match_test(void);
void report_test(void);
void small_test(void);
void template_test(void);
void token_test(void);
void totp_test(void);

int main(void)
{
    csv_test();
    differ_test();
    zone_test();
    when_test();
    holiday_test();
    term_test();
    collate_test();
    fold_test();
    match_test();
    report_test();
    small_test();
    template_test();
    token_test();
    totp_test();
    return tap_end();
}
