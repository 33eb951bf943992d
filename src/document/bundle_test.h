/* bundle_test.h - the tests of bundle_pdf.c and pdf_read.c, which document_test runs.
 * Owns: nothing. Order: once. Memory: its own. Fails: by TAP. Limits: none.
 * Not here: what programs of others read in the PDF (pdf_test.sh). */
#ifndef DOCUMENT_BUNDLE_TEST_H
#define DOCUMENT_BUNDLE_TEST_H

/* folder: where bundle.pdf is left; NULL: nowhere. */
void bundle_test(const char *source, const char *folder);

#endif
