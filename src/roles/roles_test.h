/* roles_test.h - the tests of this folder that found_test.c runs.
 * Owns: nothing. Order: any, after crypt_init(). Memory: their own. Fails: as test/tap.h. */
#ifndef ROLES_ROLES_TEST_H
#define ROLES_ROLES_TEST_H

void demo_words_test(void);
void practice_test(void);

#endif
