/* csv_fuzz.c - any bytes as a table: decoded, cut into cells, written so that they read back. */
#include <assert.h>

#include "rules/charset.h"
#include "rules/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_back(struct arena *arena, struct str cell)
{
    struct buf written;
    struct str again;

    buf_init(&written, arena, cell.n * 2 + 16);
    csv_put(&written, cell, ';', false);
    struct csv csv = csv_open(buf_str(&written), ';');
    enum csv_found found = csv_next(&csv, arena, &again);
    assert(found == CSV_END ? cell.n == 0 : found == CSV_LAST && str_eq(again, cell));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    bool sure;
    struct str bytes = str_bytes(data, size), cell;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    struct str text = charset_decode(&arena, bytes, charset_guess(bytes, &sure));
    if (text.p != NULL) {
        struct csv csv = csv_open(text, 0);
        enum csv_found found;
        while ((found = csv_next(&csv, &arena, &cell)) == CSV_CELL || found == CSV_LAST)
            if (!str_starts(cell, STR("sep=")))
                read_back(&arena, cell);
    }
    arena_fini(&arena);
    return 0;
}
