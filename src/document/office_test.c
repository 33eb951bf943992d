/* office_test.c - letters written as DOCX and ODT, and read back. */
#include "office_test.h"

#include "document/archive.h"
#include "document/docx_write.h"
#include "document/odt_write.h"
#include "document/office_letter.h"
#include "document/xml.h"
#include "tap.h"

/* ---- a letter */

static void part(struct call *call, struct letter_doc *doc, enum letter_place place,
                 const char *label, const char *source)
{
    CHECK_RC(call,
             letter_part_parse(call, letter_place_name(place), place, str_of(source),
                               &doc->parts[place]),
             RC_OK);
    doc->parts[place].label = str_of(label);
}

static const struct str head_lines[] = {STR_INIT("Prva 12"), STR_INIT("060 000 000")};

struct letter_print office_test_letter(struct call *call)
{
    struct letter_print print = {
        .doc = {.language = STR("sr-Latn"),
                .title = STR("Zahtev <1> & \"2\""),
                .draft_mark = STR("NACRT"),
                .copy_mark = STR("PRIMERAK"),
                .stamp_label = STR("Prijem")},
        .head = {.name = STR("Udruženje „Zajedno“"), .lines = head_lines, .n = 2},
        .two_copies = true,
        .stamp_box = true,
    };

    part(call, &print.doc, LETTER_PLACE, "", "Niš, 22.11.2026.");
    part(call, &print.doc, LETTER_SENDER, "Podnosilac", "Senada\nDruga 1");
    part(call, &print.doc, LETTER_ADDRESSEE, "Prima", "Centar");
    part(call, &print.doc, LETTER_REFERENCES, "", "Naš broj: 1");
    part(call, &print.doc, LETTER_SUBJECT, "Predmet", "Zahtev");
    part(call, &print.doc, LETTER_TEXT, "",
         "Prvi  pasus sa <znakom> & navodom.\n\n## Naslov\n\n1. jedan\n2. dva\n\n- crta\n\n"
         "1. opet\n\n"
         "| A | B |\n| a | b |\n\nPoslednji.");
    part(call, &print.doc, LETTER_SIGNATURE, "", "Ime\n\n____");
    part(call, &print.doc, LETTER_FOOT, "", "Dno\nDrugi red dna");
    return print;
}

/* ---- what is in a document */

struct counting {
    struct str element;
    size_t n;
};

static void count_open(void *data, struct str name, const char *const *attributes)
{
    struct counting *counting = data;

    (void)attributes;
    counting->n += str_eq(name, counting->element);
}

static void ignore_close(void *data, struct str name)
{
    (void)data;
    (void)name;
}

static void ignore_text(void *data, struct str text)
{
    (void)data;
    (void)text;
}

/* The part's text, which must be well-formed; how often an element stands in it. */
static struct str part_of(struct call *call, struct str file, const char *name, const char *element,
                          size_t *n)
{
    struct counting counting = {.element = str_of(element)};
    const struct xml_handlers handlers = {&counting, count_open, ignore_close, ignore_text};
    struct archive *zip = NULL;
    struct str text = STR("");

    CHECK_RC(call, archive_open(call, file, &zip), RC_OK);
    enum rc rc = archive_read(call, zip, str_of(name), 1 << 24, &text);
    archive_close(zip);
    if (rc == RC_OK)
        CHECK_RC(call, xml_read(call, &handlers, text), RC_OK);
    *n = counting.n;
    return rc == RC_OK ? text : STR("");
}

static bool has(struct str text, const char *what)
{
    return text.n != 0 && memmem(text.p, text.n, what, strlen(what)) != NULL;
}

/* ---- writing */

static void docx_test(struct call *call)
{
    struct letter_print print = office_test_letter(call);
    struct str one = STR(""), two = STR(""), text;
    size_t n;

    CASE("docx: equal input, equal bytes");
    CHECK_RC(call, docx_write(call, &print, &one), RC_OK);
    CHECK_RC(call, docx_write(call, &print, &two), RC_OK);
    CHECK(one.n != 0 && str_eq(one, two));

    CASE("docx: two copies are two sections with their own marks and count");
    text = part_of(call, one, "word/document.xml", "sectPr", &n);
    CHECK_INT(n, 2);
    CHECK(has(text, "Prvi  pasus sa &lt;znakom&gt; &amp; navodom."));
    CHECK(has(text, "Senada</w:t><w:br/><w:t xml:space=\"preserve\">Druga 1"));
    CHECK(has(text, "Predmet: Zahtev"));
    CHECK(!has(part_of(call, one, "word/header1.xml", "p", &n), "PRIMERAK"));
    text = part_of(call, one, "word/header2.xml", "p", &n);
    CHECK(has(text, "PRIMERAK") && has(text, "NACRT"));
    CHECK(has(part_of(call, one, "word/footer1.xml", "fldSimple", &n), "PAGEREF end1"));
    CHECK_INT(n, 2);
    CHECK(has(part_of(call, one, "word/footer2.xml", "p", &n), "PAGEREF end2"));

    CASE("docx: each numbered list begins at 1, in both copies");
    (void)part_of(call, one, "word/numbering.xml", "startOverride", &n);
    CHECK_INT(n, 4);

    CASE("docx: styles have names, the language is told");
    text = part_of(call, one, "word/styles.xml", "style", &n);
    CHECK_INT(n, OFFICE_STYLES + 3);
    CHECK(has(text, "w:name w:val=\"heading 1\"") && has(text, "w:name w:val=\"Letterhead\""));
    CHECK(has(text, "<w:lang w:val=\"sr-Latn-RS\""));
    text = part_of(call, one, "docProps/core.xml", "created", &n);
    CHECK(has(text, "Zahtev &lt;1&gt; &amp; &quot;2&quot;"));
    CHECK_INT(n, 0);

    CASE("docx: one copy has one section, and counts all its pages");
    print.two_copies = false;
    print.made_ms = 1795341600000;
    CHECK_RC(call, docx_write(call, &print, &one), RC_OK);
    (void)part_of(call, one, "word/document.xml", "sectPr", &n);
    CHECK_INT(n, 1);
    CHECK(has(part_of(call, one, "word/footer1.xml", "p", &n), "NUMPAGES"));
    CHECK_INT(part_of(call, one, "word/header2.xml", "p", &n).n, 0);
    CHECK(has(part_of(call, one, "docProps/core.xml", "created", &n), "2026-11-22T10:00:00Z"));
}

static void odt_test(struct call *call)
{
    struct letter_print print = office_test_letter(call);
    struct str one = STR(""), two = STR(""), text;
    size_t n;

    CASE("odt: equal input, equal bytes; its type stands first, as it is");
    CHECK_RC(call, odt_write(call, &print, &one), RC_OK);
    CHECK_RC(call, odt_write(call, &print, &two), RC_OK);
    CHECK(one.n != 0 && str_eq(one, two));
    CHECK(has(str_cut(one, 30, 80), "mimetypeapplication/vnd.oasis.opendocument.text"));

    CASE("odt: two copies, each with its page style");
    text = part_of(call, one, "content.xml", "list", &n);
    CHECK_INT(n, 6);
    CHECK(has(text, "Prvi <text:s/>pasus sa &lt;znakom&gt; &amp; navodom."));
    CHECK(has(text, "Senada<text:line-break/>Druga 1"));
    CHECK(has(text, "style:master-page-name=\"Copy\""));
    text = part_of(call, one, "styles.xml", "master-page", &n);
    CHECK_INT(n, 2);
    CHECK(has(text, "PRIMERAK") && has(text, "text:ref-name=\"end-2\""));
    CHECK(has(text, "fo:language=\"sr\" fo:country=\"RS\" fo:script=\"Latn\""));
    CHECK(has(text, "style:display-name=\"Heading 1\""));
    (void)part_of(call, one, "meta.xml", "creation-date", &n);
    CHECK_INT(n, 0);
    (void)part_of(call, one, "META-INF/manifest.xml", "file-entry", &n);
    CHECK_INT(n, 4);

    CASE("odt: one copy has one page style, and counts all its pages");
    print.two_copies = false;
    CHECK_RC(call, odt_write(call, &print, &one), RC_OK);
    text = part_of(call, one, "styles.xml", "master-page", &n);
    CHECK_INT(n, 1);
    CHECK(has(text, "text:page-count") && !has(text, "PRIMERAK"));
}

static void odd_test(struct call *call)
{
    struct letter_print print = {.doc = {.language = STR("x\"><evil/>")}};
    const struct str odd = STR("a\x01"
                               "b \xEF\xBF\xBF\tc");
    const struct letter_block block = {LETTER_PARAGRAPH, &odd, 1};
    struct str file = STR(""), text;
    size_t n;

    CASE("office: an empty letter, a language that is none, signs that XML has not");
    print.doc.parts[LETTER_TEXT] = (struct letter_part){.blocks = &block, .n = 1};
    CHECK_RC(call, docx_write(call, &print, &file), RC_OK);
    text = part_of(call, file, "word/document.xml", "t", &n);
    CHECK(has(text, ">ab </w:t><w:tab/>"));
    CHECK(has(part_of(call, file, "word/styles.xml", "evil", &n), "w:val=\"en-GB\""));
    CHECK_INT(n, 0);
    CHECK_RC(call, odt_write(call, &print, &file), RC_OK);
    CHECK(has(part_of(call, file, "content.xml", "tab", &n), ">ab <text:tab/>c<"));

    CASE("office: a logo that is none");
    print.head = (struct letter_head){.name = STR("N"), .logo = STR("no picture")};
    CHECK_RC(call, docx_write(call, &print, &file), RC_INVALID);
    call_forgive(call);
    CHECK_RC(call, odt_write(call, &print, &file), RC_INVALID);
    call_forgive(call);

    CASE("office: a wide logo is as wide as there is room");
    print.head.logo = str_bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x0b\xb8\0\0\0\x01\x08", 25);
    CHECK_RC(call, docx_write(call, &print, &file), RC_OK);
    CHECK(has(part_of(call, file, "word/document.xml", "inline", &n), "cx=\"1008380\" cy=\"635\""));
    CHECK_INT(n, 1);

    CASE("office: a page for practice says so");
    call->practice = true;
    CHECK_RC(call, odt_write(call, &print, &file), RC_OK);
    CHECK(has(part_of(call, file, "styles.xml", "header", &n), "PRACTICE"));
}

static void text_test(struct call *call)
{
    struct letter_print print = office_test_letter(call);
    struct str text = STR("");

    CASE("office: the text that people can change");
    CHECK_RC(call, office_text(call, &print, &text), RC_OK);
    CHECK_TEXT(text, "Udruženje „Zajedno“\nPrva 12\n060 000 000\nNiš, 22.11.2026.\nPodnosilac\n"
                     "Senada\nDruga 1\nPrima\nCentar\nPrijem\nNaš broj: 1\nPredmet: Zahtev\n"
                     "Prvi  pasus sa <znakom> & navodom.\nNaslov\njedan\ndva\ncrta\nopet\n"
                     "A\nB\na\nb\nPoslednji.\nIme\n\n____\n");
}

void office_test(void)
{
    static void (*const tests[])(struct call *) = {docx_test, odt_test, odd_test, text_test};

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        struct arena arena;
        struct call call;
        arena_init(&arena, &heap_libc, (size_t)1 << 30);
        call = (struct call){.arena = &arena};
        call_forgive(&call);
        tests[i](&call);
        arena_fini(&arena);
    }
}
