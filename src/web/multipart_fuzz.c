/* multipart_fuzz.c - a first line as Content-Type, the rest as body: what is taken lies within. */
#include <assert.h>

#include "base/text.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t no_time(void *data)
{
    (void)data;
    return 0;
}

static void check_field(const struct form_value *field, struct str body)
{
    assert(field->name.n != 0 && field->name.n <= FORM_NAME_MAX);
    if (field->file_name.p == NULL) {
        assert(text_valid(field->value));
        return;
    }
    assert(text_valid(field->file_name) && text_valid(field->type));
    assert(str_find(field->file_name, '/') == field->file_name.n);
    assert(field->value.p >= body.p && field->value.p + field->value.n <= body.p + body.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct os os = {.now_ms = no_time};
    struct str body = str_bytes(data, size), type = str_split(&body, '\n');
    struct arena arena;
    struct call call;
    struct form form;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (form_read(&call, type, body, &form) == RC_OK) {
        assert(form.n <= FORM_FIELDS_MAX);
        for (size_t i = 0; i < form.n; i++)
            check_field(&form.fields[i], body);
    } else {
        assert(call.error.text.n != 0);
    }
    arena_fini(&arena);
    return 0;
}
