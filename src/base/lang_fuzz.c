/* lang_fuzz.c - any bytes as a .po file: a table whose formats are safe, or a sentence. */
#include <assert.h>

#include "base/call.h"
#include "base/lang.h"
#include "base/slots.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static void try_code(struct str code, struct str po)
{
    static const struct os no_os = {.now_ms = no_clock};
    const struct embedded file = {"fuzz.po", po};
    struct arena arena;
    struct call call;
    struct lang *lang = NULL;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    enum rc rc = lang_load(&call, code, &file, &arena, &lang);
    if (rc == RC_OK)
        assert(lang_count(lang) <= LANG_MESSAGES_MAX &&
               slots_equal("%s of %d", lang_text(lang, "%s of %d")));
    else
        assert(lang == NULL && call.error.text.n != 0);
    arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    try_code(STR("sr-Latn"), str_bytes(bytes, n));
    try_code(STR("mk"), str_bytes(bytes, n));
    return 0;
}
