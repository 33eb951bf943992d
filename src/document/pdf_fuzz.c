/* pdf_fuzz.c - any bytes as the one paper of a bundle: told what is wrong, or drawn into a PDF. */
#include <assert.h>

#include "document/bundle_pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What fontconfig keeps until the process ends. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bundle_result result;
    static struct bundle_order order;
    struct arena arena;
    struct call call = {.arena = &arena};

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    order = (struct bundle_order){
        .language = STR("en"), .papers = {{.bytes = str_bytes(data, size)}}, .n = 1};
    if (bundle_pdf(&call, &order, NULL, &result) == RC_OK)
        assert((result.pdf.bytes.n == 0) == (result.told_n != 0));
    arena_fini(&arena);
    return 0;
}
