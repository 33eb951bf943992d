/* model_test.c - the tests of this folder. */
#include "store/crypt.h"
#include "tap.h"

void basis_test(void);
void access_test(void);
void calendar_test(void);
void change_test(void);
void condition_test(void);
void erasure_test(void);
void institution_test(void);
void kind_test(void);
void merge_test(void);
void overlay_test(void);
void restore_test(void);
void procedure_test(void);
void work_test(void);
void yaml_test(void);

int main(void)
{
    if (!crypt_init())
        return 1;
    basis_test();
    calendar_test();
    procedure_test();
    institution_test();
    yaml_test();
    work_test();
    kind_test();
    condition_test();
    change_test();
    merge_test();
    overlay_test();
    restore_test();
    erasure_test();
    access_test();
    return tap_end();
}
