/* form_fuzz.c - any bytes as a query string and as cookies: what is taken is clean and counted. */
#include <assert.h>

#include "base/text.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t no_time(void *data)
{
    (void)data;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct os os = {.now_ms = no_time};
    struct arena arena;
    struct call call;
    struct form form;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (form_query(&call, str_bytes(data, size), &form) == RC_OK) {
        assert(form.n <= FORM_FIELDS_MAX);
        for (size_t i = 0; i < form.n; i++) {
            struct form_value *field = &form.fields[i];
            assert(field->name.n != 0 && field->name.n <= FORM_NAME_MAX);
            assert(text_valid(field->value) && field->file_name.p == NULL);
        }
    } else {
        assert(call.error.text.n != 0);
    }
    struct str cookie = cookie_find(str_bytes(data, size), "a");
    assert(cookie.n <= size);
    arena_fini(&arena);
    return 0;
}
