/* office_test.h - letters as office documents; for document_test.c alone.
 * Owns: nothing. Order: once. Memory: its own. Fails: as tap.h. */
#ifndef DOCUMENT_OFFICE_TEST_H
#define DOCUMENT_OFFICE_TEST_H

void office_test(const char *source); /* the folder of the sources */

#endif
