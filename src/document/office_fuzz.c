/* office_fuzz.c - any bytes as a document brought back: whole, as the text of a DOCX and of an ODT,
 * and as what either leads to; what was read is compared with another text. */
#include <assert.h>

#include "base/text.h"
#include "document/archive.h"
#include "document/office_read.h"
#include "rules/differ.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char types[] =
    "<Types><Override PartName=\"/d.xml\" ContentType=\"application/vnd.openxmlformats-"
    "officedocument.wordprocessingml.document.main+xml\"/></Types>";
static const char top[] =
    "<Relationships><Relationship Id=\"1\" Type=\"http://schemas.openxmlformats.org/"
    "officeDocument/2006/relationships/officeDocument\" Target=\"d.xml\"/></Relationships>";

static void try_file(struct call *call, struct str bytes)
{
    struct office_found found;
    struct differ differ;

    if (office_read(call, bytes, &found) == RC_OK) {
        assert(text_valid(found.text) && found.text.n <= OFFICE_FOUND_TEXT);
        if (differ_lines(call, STR("One.\nTwo is a line."), found.text, &differ) == RC_OK)
            for (size_t i = 0; i < differ.n; i++)
                assert(text_valid(differ.lines[i].was) && text_valid(differ.lines[i].now));
        if (differ_pages(call, STR("One.\nTwo is a line."), STR("foot"), found.text, &differ) ==
            RC_OK)
            assert(differ.n <= differ.all);
    }
    call_forgive(call);
}

static void try_docx(struct call *call, struct str text, struct str relations)
{
    const struct archive_entry entries[] = {
        {.name = "[Content_Types].xml", .bytes = str_of(types), .stored = true},
        {.name = "_rels/.rels", .bytes = str_of(top), .stored = true},
        {.name = "d.xml", .bytes = text, .stored = true},
        {.name = "_rels/d.xml.rels", .bytes = relations, .stored = true},
    };
    struct str file;

    if (archive_make(call, entries, sizeof entries / sizeof *entries, &file) == RC_OK)
        try_file(call, file);
}

static void try_odt(struct call *call, struct str text, struct str manifest)
{
    const struct archive_entry entries[] = {
        {.name = "mimetype", .bytes = str_of(office_type(OFFICE_ODT)), .stored = true},
        {.name = "META-INF/manifest.xml", .bytes = manifest, .stored = true},
        {.name = "content.xml", .bytes = text, .stored = true},
        {.name = "styles.xml", .bytes = STR("<s/>"), .stored = true},
    };
    struct str file;

    if (archive_make(call, entries, sizeof entries / sizeof *entries, &file) == RC_OK)
        try_file(call, file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call = {.arena = &arena};
    struct str bytes = str_bytes(data, size);

    arena_init(&arena, &heap_libc, (size_t)ARENA_MAX_DEFAULT * 2);
    call_forgive(&call);
    try_file(&call, bytes);
    try_docx(&call, bytes, STR("<r/>"));
    try_docx(&call, STR("<d/>"), bytes);
    try_odt(&call, bytes, STR("<m/>"));
    try_odt(&call, STR("<d/>"), bytes);
    arena_fini(&arena);
    return 0;
}
