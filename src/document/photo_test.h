/* photo_test.h - photos as a paper; for document_test.c alone.
 * Owns: nothing. Order: once. Memory: its own. Fails: as tap.h.
 * folder: where photos.pdf is left, for pdf_test.sh; or NULL. */
#ifndef DOCUMENT_PHOTO_TEST_H
#define DOCUMENT_PHOTO_TEST_H

void photo_test(const char *source, const char *folder);

#endif
