/* named_fuzz.c - any bytes as a donor's workbook, its sheet, its book: refused or filled. */
#include "document/archive.h"
#include "document/named_cells.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char top[] = "<Relationships><Relationship Id=\"1\" Type=\"" OFFICE
                          "officeDocument\" Target=\"b.xml\"/></Relationships>";
static const char book[] = "<workbook><sheets><sheet name=\"S\" id=\"1\"/></sheets><definedNames>"
                           "<definedName name=\"a\">S!$B$2</definedName>"
                           "<definedName name=\"b\">S!$C$3:$D$4</definedName>"
                           "<definedName name=\"c\">S!$A$9</definedName></definedNames></workbook>";
static const char parts[] = "<Relationships><Relationship Id=\"1\" Type=\"" OFFICE
                            "worksheet\" Target=\"s.xml\"/></Relationships>";
static const char sheet[] = "<worksheet><sheetData><row r=\"2\"/></sheetData></worksheet>";

static void try_file(struct call *call, struct str bytes)
{
    struct named_cells cells;
    struct str filled;

    if (named_cells_read(call, bytes, &cells) == RC_OK) {
        for (size_t i = 0; i < cells.n; i++)
            cells.items[i].value = (struct cell){i % 2 == 0 ? CELL_NUMBER : CELL_TEXT, STR("5")};
        if (named_cells_fill(call, bytes, &cells, &filled) != RC_OK)
            call_forgive(call);
    }
    call_forgive(call);
}

static void try_parts(struct call *call, struct str the_book, struct str the_sheet)
{
    const struct archive_entry entries[] = {
        {.name = "_rels/.rels", .bytes = str_of(top), .stored = true},
        {.name = "b.xml", .bytes = the_book, .stored = true},
        {.name = "_rels/b.xml.rels", .bytes = str_of(parts), .stored = true},
        {.name = "s.xml", .bytes = the_sheet, .stored = true},
    };
    struct str file;

    if (archive_make(call, entries, sizeof entries / sizeof *entries, &file) == RC_OK)
        try_file(call, file);
    call_forgive(call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct str bytes = str_bytes(data, size);

    arena_init(&arena, &heap_libc, (size_t)ARENA_MAX_DEFAULT * 4);
    call_forgive(&call);
    try_file(&call, bytes);
    try_parts(&call, str_of(book), bytes);
    try_parts(&call, bytes, str_of(sheet));
    arena_fini(&arena);
    return 0;
}
