/* store_test.c - the tests of this folder. */
#include "store/store_test.h"

#include "base/file.h"
#include "store/crypt.h"
#include "store/posix.h"

void test_call_init(struct test_call *test, const struct heap *heap, const struct os *os)
{
    arena_init(&test->arena, heap, ARENA_MAX_DEFAULT);
    call_init(&test->call, &test->arena, os);
}

void test_call_scarce(struct test_call *test, struct fault_heap *heap, size_t spare)
{
    enum { BLOCK = 16 << 10 };

    fault_heap_init(heap, 2);
    test_call_init(test, &heap->heap, posix_os());
    CHECK(arena_alloc(&test->arena, BLOCK - spare) != NULL);
}

void test_call_fini(struct test_call *test)
{
    arena_fini(&test->arena);
}

const char *test_folder(struct test_call *test, const char *name)
{
    struct str path = str_format(&test->arena, "%s/%s", tap_folder(), name);

    CHECK_INT(posix_os()->mkdir(NULL, path.p), OS_OK);
    return path.p;
}

bool test_says(struct call *call, const char *part)
{
    struct str text = call->error.text;
    bool found = text.p != NULL && memmem(text.p, text.n, part, strlen(part)) != NULL;

    if (!found)
        tap_note("says: %.*s", (int)text.n, text.p == NULL ? "" : text.p);
    return found;
}

struct str test_words(struct test_call *test)
{
    struct str js;

    if (file_read(&test->call, WORDS_JS, 1 << 20, &js) != RC_OK) {
        printf("Bail out! no list of words: npm ci\n");
        exit(1);
    }
    (void)str_split(&js, '`');
    return str_split(&js, '`');
}

int main(void)
{
    if (!crypt_init())
        return 1;
    crypt_test();
    folder_test();
    hmac_test();
    log_test();
    words_test();
    phrase_test();
    keyring_test();
    sealed_test();
    blob_test();
    backup_test();
    certificate_test();
    network_test();
    return tap_end();
}
