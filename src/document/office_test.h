/* office_test.h - letters as office documents; for document_test.c alone.
 * Owns: nothing. Order: once. Memory: its own. Fails: as tap.h. */
#ifndef DOCUMENT_OFFICE_TEST_H
#define DOCUMENT_OFFICE_TEST_H

#include "rules/letter.h"

void office_test(void);
void office_read_test(const char *source); /* the folder of the sources */

/* A small letter with everything in it. */
struct letter_print office_test_letter(struct call *call);

#endif
