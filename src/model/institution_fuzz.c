/* institution_fuzz.c - any bytes as a pack of institutions: a set, or faults with their place. */
#include <assert.h>

#include "model/institution.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

/* What is read as right has a name and a known kind, and a source for what it says of contacts. */
static void check(const struct institutions *set)
{
    for (const struct institution *one = institution_first(set); one != NULL; one = one->after) {
        assert(institution_find(set, one->id) == one && one->name.n != 0);
        assert(institution_kind_name(one->kind) != NULL);
        assert(institution_territory_name(one->territory) != NULL);
        assert(one->address.n == 0 || one->law.source.n != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os no_os = {.now_ms = no_clock};
    struct arena arena;
    struct call call;
    struct procedures *none = NULL;
    struct institutions *set = NULL;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    enum rc rc = procedures_new(&call, &arena, &none);
    if (rc == RC_OK)
        rc = institutions_new(&call, &arena, none, &set);
    if (rc == RC_OK)
        rc = institutions_read(&call, STR("fuzz.yaml"), str_bytes(bytes, n), set);
    if (rc == RC_OK)
        check(set);
    else
        assert(call.error.text.n != 0);
    arena_fini(&arena);
    return 0;
}
