/* fold_fuzz.c - any bytes as a name: keys are few, not empty and no two alike; the same name gives
 * the same keys again. */
#include "rules/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t still(void *data)
{
    (void)data;
    return 0;
}

static void check_keys(const struct str *keys, size_t n)
{
    if (n > FOLD_NAME_KEYS_MAX)
        abort();
    for (size_t i = 0; i < n; i++) {
        if (keys[i].n == 0 || keys[i].p[0] == ' ' || keys[i].p[keys[i].n - 1] == ' ')
            abort();
        for (size_t j = 0; j < i; j++) {
            if (str_eq(keys[i], keys[j]))
                abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os os = {.now_ms = still};
    struct str name = str_bytes(bytes, n), keys[FOLD_NAME_KEYS_MAX], again[FOLD_NAME_KEYS_MAX];
    struct arena arena;
    struct call call;
    size_t found = 0, repeated = 0;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (fold_name(&call, name, keys, FOLD_NAME_KEYS_MAX, &found) == RC_OK) {
        check_keys(keys, found);
        if (fold_name(&call, name, again, FOLD_NAME_KEYS_MAX, &repeated) != RC_OK ||
            repeated != found)
            abort();
        if (fold_word(&call, name, again, FOLD_WORD_KEYS_MAX, &repeated) != RC_OK)
            abort();
        check_keys(again, repeated);
    } else if (call.error.text.n == 0) {
        abort();
    }
    arena_fini(&arena);
    return 0;
}
