/* xlsx_fuzz.c - any bytes as the sheet of a workbook, and as a whole file: refused or read. */
#include "document/archive.h"
#include "document/sheet_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char top[] = "<Relationships><Relationship Id=\"1\" Type=\"" OFFICE
                          "officeDocument\" Target=\"b.xml\"/></Relationships>";
static const char book[] = "<workbook><sheets><sheet name=\"S\" id=\"1\"/></sheets></workbook>";
static const char parts[] =
    "<Relationships><Relationship Id=\"1\" Type=\"" OFFICE "worksheet\" Target=\"s.xml\"/>"
    "<Relationship Id=\"2\" Type=\"" OFFICE "sharedStrings\" Target=\"t.xml\"/>"
    "<Relationship Id=\"3\" Type=\"" OFFICE "styles\" Target=\"y.xml\"/></Relationships>";

static void try_file(struct call *call, struct str bytes)
{
    struct sheet_ask ask = {.separator = 0};
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);

    if (found != NULL && sheet_read_file(call, bytes, &ask, found) == RC_OK) {
        struct cells in = cells_open(found->cells);
        struct cells_row row;
        while (cells_next(call, &in, &row) == RC_OK)
            continue;
    }
    call_forgive(call);
}

/* The input is the sheet, the texts and the styles, each in a wrapping of its own. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct str bytes = str_bytes(data, size), file;
    const struct archive_entry entries[] = {
        {.name = "_rels/.rels", .bytes = str_of(top), .stored = true},
        {.name = "b.xml", .bytes = str_of(book), .stored = true},
        {.name = "_rels/b.xml.rels", .bytes = str_of(parts), .stored = true},
        {.name = "s.xml", .bytes = bytes, .stored = true},
        {.name = "t.xml", .bytes = bytes, .stored = true},
        {.name = "y.xml", .bytes = bytes, .stored = true},
    };

    arena_init(&arena, &heap_libc, (size_t)ARENA_MAX_DEFAULT * 2);
    call_forgive(&call);
    try_file(&call, bytes);
    if (archive_make(&call, entries, sizeof entries / sizeof *entries, &file) == RC_OK)
        try_file(&call, file);
    arena_fini(&arena);
    return 0;
}
