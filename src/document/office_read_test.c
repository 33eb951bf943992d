/* office_read_test.c - documents brought back: read, and refused with a sentence that helps. */
#include "document/archive.h"
#include "document/docx_write.h"
#include "document/letter_pdf.h"
#include "document/odt_write.h"
#include "document/office_letter.h"
#include "document/office_read.h"
#include "office_test.h"
#include "tap.h"

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define MAIN     "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

static bool has(struct str text, const char *what)
{
    return text.n != 0 && memmem(text.p, text.n, what, strlen(what)) != NULL;
}

/* ---- what we wrote ourselves */

static void own_test(struct call *call)
{
    struct letter_print print = office_test_letter(call);
    struct str text = STR(""), file = STR("");
    struct office_found found;
    struct paper_pdf pdf = {.pages = 0};

    print.two_copies = false;
    print.doc.draft_mark = STR("");
    CASE("office read: our DOCX gives back our text");
    CHECK_RC(call, office_text(call, &print, &text), RC_OK);
    CHECK_RC(call, docx_write(call, &print, &file), RC_OK);
    CHECK_RC(call, office_read(call, file, &found), RC_OK);
    CHECK_INT(found.kind, OFFICE_DOCX);
    struct str back = found.text;
    CHECK(has(back, "Prvi  pasus sa <znakom> & navodom.\nNaslov\njedan\ndva\ncrta\nopet\nA\nB\n"));
    CHECK(has(back, "Senada\nDruga 1\nPrima\nCentar\nPrijem\n"));
    CHECK_INT(found.pictures + found.comments + found.changes + found.links, 0);

    CASE("office read: our ODT too");
    CHECK_RC(call, odt_write(call, &print, &file), RC_OK);
    CHECK_RC(call, office_read(call, file, &found), RC_OK);
    CHECK_INT(found.kind, OFFICE_ODT);
    CHECK(has(found.text, "Prvi  pasus sa <znakom> & navodom.\nNaslov\njedan\ndva\ncrta\nopet\n"));
    CHECK(!has(found.text, "Drugi red dna"));

    CASE("office read: and our PDF");
    CHECK_RC(call, letter_pdf(call, &print, &pdf), RC_OK);
    CHECK_RC(call, office_read(call, pdf.bytes, &found), RC_OK);
    CHECK_INT(found.kind, OFFICE_PDF);
    CHECK_INT(found.pages, 1);
    CHECK(has(found.text, "Senada\nDruga 1") && has(found.text, "1/1"));
}

/* ---- made up ones */

struct made {
    const char *body;      /* of the document */
    const char *relations; /* of its relations */
    const char *type;      /* of the main part; NULL: as it should be */
    const char *extra;     /* the name of one part more */
};

static struct str docx_of(struct call *call, const struct made *made)
{
    const char *type = made->type == NULL ? MAIN : made->type;
    const struct archive_entry entries[] = {
        {.name = "[Content_Types].xml",
         .bytes = str_format(call->arena,
                             "<Types><Override PartName=\"/word/document.xml\" "
                             "ContentType=\"%s\"/></Types>",
                             type)},
        {.name = "_rels/.rels",
         .bytes = STR("<Relationships><Relationship Id=\"1\" Type=\"" RELATION
                      "officeDocument\" Target=\"word/document.xml\"/></Relationships>")},
        {.name = "word/document.xml",
         .bytes =
             str_format(call->arena, "<w:document xmlns:w=\"w\"><w:body>%s</w:body></w:document>",
                        made->body == NULL ? "" : made->body)},
        {.name = "word/_rels/document.xml.rels",
         .bytes = str_format(call->arena, "<Relationships>%s</Relationships>",
                             made->relations == NULL ? "" : made->relations)},
        {.name = made->extra == NULL ? "x" : made->extra, .bytes = STR("x")},
    };
    struct str out = STR("");

    CHECK_RC(call, archive_make(call, entries, sizeof entries / sizeof *entries, &out), RC_OK);
    return out;
}

static struct str odt_of(struct call *call, const struct made *made)
{
    const struct archive_entry entries[] = {
        {.name = "mimetype",
         .bytes = str_of(made->type == NULL ? office_type(OFFICE_ODT) : made->type)},
        {.name = "META-INF/manifest.xml",
         .bytes = str_of(made->relations == NULL ? "<m/>" : made->relations)},
        {.name = "content.xml",
         .bytes = str_format(call->arena, "<d xmlns:t=\"t\" xmlns:x=\"x\" xmlns:d=\"d\">%s</d>",
                             made->body == NULL ? "" : made->body)},
        {.name = made->extra == NULL ? "x" : made->extra, .bytes = STR("x")},
    };
    struct str out = STR("");

    CHECK_RC(call, archive_make(call, entries, sizeof entries / sizeof *entries, &out), RC_OK);
    return out;
}

static void text_test(struct call *call)
{
    static const char docx[] =
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>One</w:t>"
        "<w:tab/><w:t xml:space=\"preserve\"> two</w:t><w:br/><w:t>three</w:t></w:r>"
        "<w:ins><w:r><w:t> in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r>"
        "</w:del>"
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t><w:commentReference/></w:r></w:p></w:tc>"
        "</w:tr></w:tbl><w:p><w:r><w:instrText> PAGE </w:instrText><w:AlternateContent><w:Choice>"
        "<w:t>once</w:t></w:Choice><w:Fallback><w:t>twice</w:t></w:Fallback></w:AlternateContent>"
        "<w:blip/></w:r></w:p>";
    static const char odt[] =
        "<t:tracked-changes><t:changed-region><t:deletion><t:p>out</t:p></t:deletion>"
        "</t:changed-region></t:tracked-changes>\n  <t:h>Head</t:h>\n<t:p>One<t:tab/><t:s "
        "t:c=\"2\"/>two<t:line-break/>three <t:a x:href=\"https://example.org\">link</t:a>"
        "<d:annotation><t:p>remark</t:p></d:annotation></t:p>"
        "<t:list><t:list-item><t:p>item</t:p></t:list-item></t:list>"
        "<t:p><d:frame><d:image x:href=\"Pictures/a.png\"/><d:desc>said</d:desc></d:frame>x\ny"
        "</t:p>";
    struct office_found found;

    CASE("office read: what a reader meets in a DOCX, and what is beside it");
    CHECK_RC(call, office_read(call, docx_of(call, &(struct made){.body = docx}), &found), RC_OK);
    CHECK_TEXT(found.text, "One\t two\nthree in\ncell\nonce\n");
    CHECK_INT(found.changes, 4);
    CHECK_INT(found.comments, 1);
    CHECK_INT(found.pictures, 1);

    CASE("office read: and in an ODT");
    CHECK_RC(call, office_read(call, odt_of(call, &(struct made){.body = odt}), &found), RC_OK);
    CHECK_TEXT(found.text, "Head\nOne\t  two\nthree link\nitem\nx y\n");
    CHECK_INT(found.changes, 1);
    CHECK_INT(found.comments, 1);
    CHECK_INT(found.pictures, 1);
    CHECK_INT(found.links, 1);

    CASE("office read: a link and a template elsewhere are told or nothing, not refused");
    static const struct made links = {
        .relations =
            "<Relationship Id=\"1\" Type=\"" RELATION "hyperlink\" Target=\"https://example.org\" "
            "TargetMode=\"External\"/><Relationship Id=\"2\" Type=\"" RELATION
            "attachedTemplate\" Target=\"file:///C:/Normal.dotm\" TargetMode=\"External\"/>"};
    CHECK_RC(call, office_read(call, docx_of(call, &links), &found), RC_OK);
    CHECK_INT(found.links, 1);
}

#define OUTSIDE(type)                                                                         \
    "<Relationship Id=\"1\" Type=\"" RELATION type "\" Target=\"https://example.org/x.png\" " \
    "TargetMode=\"External\"/>"

static const struct {
    const char *what;
    bool odt;
    struct made made;
    const char *says;
} refused[] = {
    {"a macro", false, {.extra = "word/vbaProject.bin"}, "has macros"},
    {"a type for macros",
     false,
     {.type = "application/vnd.ms-word.document.macroEnabled.main+xml"},
     "has macros"},
    {"a relation to macros",
     false,
     {.relations = "<Relationship Id=\"1\" Type=\"http://schemas.microsoft.com/office/2006/"
                   "relationships/vbaProject\" Target=\"p.bin\"/>"},
     "has macros"},
    {"an object", false, {.extra = "word/embeddings/oleObject1.bin"}, "object of another program"},
    {"a button", false, {.extra = "word/activeX/activeX1.xml"}, "object of another program"},
    {"an object by name",
     false,
     {.body = "<w:object><w:OLEObject/></w:object>"},
     "object of another program"},
    {"a picture elsewhere", false, {.relations = OUTSIDE("image")}, "https://example.org/x.png"},
    {"another document", false, {.relations = OUTSIDE("subDocument")}, "fetches something"},
    {"a field that runs",
     false,
     {.body = "<w:p><w:r><w:instrText> ddeauto c:\\\\windows\\\\x </w:instrText></w:r></w:p>"},
     "fetches something"},
    {"a simple field that fetches",
     false,
     {.body =
          "<w:p><w:fldSimple w:instr=\"INCLUDEPICTURE &quot;http://example.org&quot;\"/></w:p>"},
     "INCLUDEPICTURE"},
    {"a table",
     false,
     {.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"},
     "no document that can be taken back"},
    {"broken XML", false, {.body = "<w:p>"}, "damaged"},
    {"declarations", true, {.relations = "<!DOCTYPE x [<!ENTITY a \"b\">]><m/>"}, "declarations"},
    {"an ODT of another sort",
     true,
     {.type = "application/vnd.oasis.opendocument.spreadsheet"},
     "no document that can be taken back"},
    {"an ODT with a password", true, {.relations = "<m><encryption-data/></m>"}, "password"},
    {"an ODT with Basic", true, {.extra = "Basic/Standard/Module1.xml"}, "has macros"},
    {"an ODT with a script", true, {.body = "<d:event-listener/>"}, "has macros"},
    {"an ODT with an object", true, {.body = "<d:object-ole/>"}, "object of another program"},
    {"an ODT with a picture elsewhere",
     true,
     {.body = "<d:image x:href=\"http://example.org/x.png\"/>"},
     "http://example.org/x.png"},
    {"an ODT with a section elsewhere",
     true,
     {.body = "<t:section-source x:href=\"../secret.odt\"/>"},
     "../secret.odt"},
};

static void check_refused(struct call *call, struct str file, const char *says)
{
    struct office_found found;

    CHECK_INT(office_read(call, file, &found), RC_INVALID);
    CHECK(has(call->error.text, says));
    call_forgive(call);
}

static void refused_test(struct call *call)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        CASE("office read: refuses %s", refused[i].what);
        check_refused(
            call, refused[i].odt ? odt_of(call, &refused[i].made) : docx_of(call, &refused[i].made),
            refused[i].says);
    }
    CASE("office read: refuses what is no document");
    check_refused(call, STR(""), "no document");
    check_refused(call, STR("Dear Sir,"), "no document");
    check_refused(call, STR("{\\rtf1 x}"), "no document");
    check_refused(call, STR("PK\x03\x04 nothing"), "damaged");
    check_refused(call, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "old kind (.doc)");
    check_refused(call, STR("%PDF-1.4\nnothing"), "The PDF is damaged");
}

static struct str read_file(struct call *call, const char *source, const char *name)
{
    struct str path = str_format(call->arena, "%s/test/data/%s", source, name);
    FILE *file = fopen(path.p, "rb");
    struct buf bytes;
    char piece[4096];
    size_t n;

    buf_init(&bytes, call->arena, 1 << 20);
    while (CHECK(file != NULL) && (n = fread(piece, 1, sizeof piece, file)) != 0)
        buf_add(&bytes, str_bytes(piece, n));
    if (file != NULL)
        (void)fclose(file);
    return buf_str(&bytes);
}

static void harm_test(struct call *call)
{
    struct office_found found;
    struct buf much;

    CASE("office read: a ZIP that unpacks to too much");
    buf_init(&much, call->arena, 80 << 20);
    for (size_t i = 0; i < (size_t)4 << 20; i++)
        buf_z(&much, "<w:p/>          ");
    CHECK_RC(call,
             office_read(call, docx_of(call, &(struct made){.body = buf_str(&much).p}), &found),
             RC_LIMIT);
    call_forgive(call);

    CASE("office read: more text than is taken is cut, and said to be");
    buf_init(&much, call->arena, 80 << 20);
    for (unsigned i = 0; i < 300000; i++)
        buf_format(&much, "<t:p>%u paragraph</t:p>", i * 7919);
    CHECK_RC(call,
             office_read(call, odt_of(call, &(struct made){.body = buf_str(&much).p}), &found),
             RC_OK);
    CHECK(found.cut && found.text.n <= OFFICE_FOUND_TEXT && found.text.n > OFFICE_FOUND_TEXT / 2);
}

static void pdf_test(struct call *call, const char *source)
{
    CASE("office read: a PDF that is locked, one with scripts, one that is broken");
    check_refused(call, read_file(call, source, "bundle/locked.pdf"), "password");
    check_refused(call, read_file(call, source, "bundle/active.pdf"), "scripts inside");
}

void office_read_test(const char *source)
{
    static void (*const tests[])(struct call *) = {own_test, text_test, refused_test, harm_test};

    for (size_t i = 0; i <= sizeof tests / sizeof *tests; i++) {
        struct arena arena;
        struct call call;
        arena_init(&arena, &heap_libc, (size_t)1 << 30);
        call = (struct call){.arena = &arena};
        call_forgive(&call);
        if (i < sizeof tests / sizeof *tests)
            tests[i](&call);
        else
            pdf_test(&call, source);
        arena_fini(&arena);
    }
}
