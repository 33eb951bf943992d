/* store_test.h - what the test programs of this folder share.
 * Owns: nothing. Order: test_call_init(), then any. Memory: as base/call.h; heap and os given. */
#ifndef STORE_STORE_TEST_H
#define STORE_STORE_TEST_H

#include "tap.h"

struct test_call {
    struct arena arena;
    struct call call;
};

void test_call_init(struct test_call *test, const struct heap *heap, const struct os *os);
/* A call for which only this many bytes of memory are left; the heap counts its one block. */
void test_call_scarce(struct test_call *test, struct fault_heap *heap, size_t spare);
void test_call_fini(struct test_call *test);

/* A fresh folder of this name in the program's temporary one. */
const char *test_folder(struct test_call *test, const char *name);

/* Does the call's error have this in its sentence? */
bool test_says(struct call *call, const char *part);

/* The list of 2,048 words, one a line. */
struct str test_words(struct test_call *test);

void backup_test(void);
void blob_test(void);
void certificate_test(void);
void crypt_test(void);
void folder_test(void);
void hmac_test(void);
void log_test(void);
void network_test(void);
void keyring_test(void);
void phrase_test(void);
void sealed_test(void);
void words_test(void);

#endif
