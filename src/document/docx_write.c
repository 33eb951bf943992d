/* docx_write.c - see docx_write.h. */
#include "document/docx_write.h"

#include "document/archive.h"
#include "document/office_letter.h"
#include "document/xml.h"

#define XML_HEAD    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELATION    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define SPACES                                                                  \
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"" \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define PICTURE_SPACE "http://schemas.openxmlformats.org/drawingml/2006/picture"
#define DRAWING_SPACE "http://schemas.openxmlformats.org/drawingml/2006/main"

enum { EMU = 635 /* in a twip */ };

static const char types_head[] =
    XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" "
             "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Default Extension=\"png\" ContentType=\"image/png\"/>"
             "<Override PartName=\"/docProps/core.xml\" "
             "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";

static const char top_xml[] = XML_HEAD
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" RELATION "officeDocument\" "
    "Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
    "</Relationships>";

/* The parts beside the document itself, by their number in its relations. */
static const struct part {
    const char *relation, *name, *type;
    bool of_second; /* copy */
} parts[] = {
    {"styles", "styles.xml", "styles", false},
    {"numbering", "numbering.xml", "numbering", false},
    {"settings", "settings.xml", "settings", false},
    {"fontTable", "fontTable.xml", "fontTable", false},
    {"header", "header1.xml", "header", false},
    {"footer", "footer1.xml", "footer", false},
    {"header", "header2.xml", "header", true},
    {"footer", "footer2.xml", "footer", true},
};

enum { PARTS = sizeof parts / sizeof *parts, LOGO_ID = PARTS + 1, HEADER = 5, FOOTER = 6 };

static const char settings_xml[] =
    XML_HEAD "<w:settings" SPACES "><w:defaultTabStop w:val=\"709\"/><w:compat>"
             "<w:compatSetting w:name=\"compatibilityMode\" "
             "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
             "</w:compat></w:settings>";

static const char fonts_xml[] =
    XML_HEAD "<w:fonts" SPACES "><w:font w:name=\"Noto Serif\"><w:altName w:val=\"DejaVu Serif\"/>"
             "<w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>";

/* ---- styles */

static void put_spacing(struct buf *out, const struct office_look *look, bool tight)
{
    /* 1.35 lines, in whichever font it will be */
    buf_format(out,
               "<w:spacing w:before=\"%u\" w:after=\"%u\" w:line=\"%u\" w:lineRule=\"atLeast\"/>",
               tight ? 0 : look->before, look->after, look->size * 27 / 2);
}

static void put_look(struct buf *out, const struct office_look *look)
{
    buf_format(out, "<w:style w:type=\"paragraph\" w:styleId=\"");
    office_put_id(out, look->open, "");
    buf_format(out, "\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>",
               look->word);
    buf_z(out, look->keep_next ? "<w:keepNext/>" : "");
    buf_z(out, look->keep_lines ? "<w:keepLines/>" : "");
    if (look->rule)
        buf_z(out, "<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"auto\"/>"
                   "</w:pBdr>");
    if (look->rule)
        buf_format(out, "<w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs>", OFFICE_WIDTH);
    put_spacing(out, look, false);
    if (look->left != 0)
        buf_format(out, "<w:ind w:left=\"%u\" w:hanging=\"%u\"/>", look->left, look->hang);
    buf_z(out, look->to_right ? "<w:jc w:val=\"right\"/>" : "");
    if (look->outline != 0)
        buf_format(out, "<w:outlineLvl w:val=\"%u\"/>", look->outline - 1);
    buf_z(out, "</w:pPr><w:rPr>");
    buf_z(out, look->bold ? "<w:b/><w:bCs/>" : "");
    buf_z(out, look->grey ? "<w:color w:val=\"505050\"/>" : "");
    buf_format(out, "<w:sz w:val=\"%u\"/><w:szCs w:val=\"%u\"/></w:rPr></w:style>", look->size,
               look->size);
}

static struct str styles_xml(struct office_writer *w)
{
    struct office_language language = office_language(w->call, w->print->doc.language);
    struct buf out;

    buf_init(&out, w->call->arena, OFFICE_BYTES_MAX);
    buf_z(&out, XML_HEAD "<w:styles" SPACES "><w:docDefaults><w:rPrDefault><w:rPr>"
                         "<w:rFonts w:ascii=\"Noto Serif\" w:hAnsi=\"Noto Serif\" "
                         "w:eastAsia=\"Noto Serif\" w:cs=\"Noto Serif\"/>"
                         "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>");
    buf_format(&out, "<w:lang w:val=\"%s\" w:eastAsia=\"%s\" w:bidi=\"%s\"/>", language.word,
               language.word, language.word);
    buf_z(&out, "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr>"
                "</w:pPrDefault></w:docDefaults>"
                "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
                "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
                "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
                "<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
                "<w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>"
                "<w:right w:w=\"113\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
                "<w:style w:type=\"table\" w:styleId=\"LetterTable\">"
                "<w:name w:val=\"Letter table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>"
                "<w:tblBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
                "w:color=\"auto\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
                "w:color=\"auto\"/></w:tblBorders><w:tblCellMar><w:bottom w:w=\"60\" "
                "w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
    for (size_t i = 0; i < OFFICE_STYLES; i++)
        put_look(&out, &office_looks[i]);
    buf_z(&out, "</w:styles>");
    w->out->failed = w->out->failed || !buf_ok(&out);
    return buf_str(&out);
}

/* One list of dashes, and a numbered one for each that begins at 1 anew. */
static struct str numbering_xml(struct office_writer *w)
{
    static const char *const lists[] = {"<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/>",
                                        "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"–\"/>"};
    const struct office_look *look = &office_looks[OFFICE_NUMBERED];
    struct buf out;

    buf_init(&out, w->call->arena, OFFICE_BYTES_MAX);
    buf_z(&out, XML_HEAD "<w:numbering" SPACES ">");
    for (unsigned i = 0; i < 2; i++) {
        buf_format(&out,
                   "<w:abstractNum w:abstractNumId=\"%u\"><w:multiLevelType "
                   "w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>",
                   i);
        buf_z(&out, lists[i]);
        buf_format(&out,
                   "<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%u\" w:hanging=\"%u\"/>"
                   "</w:pPr></w:lvl></w:abstractNum>",
                   look->left, look->hang);
    }
    buf_z(&out, "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>");
    for (size_t i = 0; i < w->lists; i++)
        buf_format(&out,
                   "<w:num w:numId=\"%zu\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride "
                   "w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
                   i + 2);
    buf_z(&out, "</w:numbering>");
    w->out->failed = w->out->failed || !buf_ok(&out);
    return buf_str(&out);
}

/* ---- the marks of the text */

static void open_paragraph(struct office_writer *w, enum office_style style, unsigned flags)
{
    const struct office_look *look = &office_looks[style];

    buf_z(w->out, "<w:p><w:pPr><w:pStyle w:val=\"");
    office_put_id(w->out, look->open, "");
    buf_z(w->out, "\"/>");
    buf_z(w->out, (flags & OFFICE_KEEP) != 0 ? "<w:keepNext/>" : "");
    if (w->list != OFFICE_TEXT)
        buf_format(w->out, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"%zu\"/></w:numPr>",
                   w->list == OFFICE_NUMBERED ? w->lists + 1 : 1);
    if ((flags & OFFICE_TIGHT) != 0)
        put_spacing(w->out, look, true);
    buf_z(w->out, "</w:pPr>");
}

static void put_run(struct office_writer *w, struct str text)
{
    if (text.n == 0)
        return;
    buf_z(w->out, "<w:r><w:t xml:space=\"preserve\">");
    office_put(w, text);
    buf_z(w->out, "</w:t></w:r>");
}

static void paragraph(struct office_writer *w, enum office_style style, struct str text,
                      unsigned flags)
{
    open_paragraph(w, style, flags);
    put_run(w, text);
    buf_z(w->out, "</w:p>");
}

static void picture(struct office_writer *w)
{
    unsigned long width = (unsigned long)w->logo_w * EMU, height = (unsigned long)w->logo_h * EMU;

    open_paragraph(w, OFFICE_HEAD_LINES, 0);
    buf_format(w->out,
               "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/"
               "2006/wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
               "<wp:extent cx=\"%lu\" cy=\"%lu\"/><wp:docPr id=\"%zu\" name=\"Logo %zu\" descr=\"",
               width, height, w->copy + 1, w->copy + 1);
    xml_put(w->out, w->print->head.name);
    buf_format(w->out,
               "\"/><a:graphic xmlns:a=\"" DRAWING_SPACE "\"><a:graphicData uri=\"" PICTURE_SPACE
               "\"><pic:pic xmlns:pic=\"" PICTURE_SPACE "\"><pic:nvPicPr><pic:cNvPr id=\"0\" "
               "name=\"logo.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
               "r:embed=\"rId%d\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
               "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%lu\" cy=\"%lu\"/></a:xfrm>"
               "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
               "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
               (int)LOGO_ID, width, height);
}

/* Dirty: the program finds out when it opens the document. */
static void put_field(struct office_writer *w, const char *field, size_t n)
{
    buf_format(w->out,
               "<w:fldSimple w:instr=\" %s%.0zu \" w:dirty=\"true\"><w:r><w:t>1</w:t></w:r>"
               "</w:fldSimple>",
               field, n);
}

static void foot(struct office_writer *w, struct str first, struct str rest)
{
    open_paragraph(w, OFFICE_FOOT, 0);
    put_run(w, first);
    buf_z(w->out, "<w:r><w:tab/></w:r>");
    put_field(w, "PAGE", 0);
    put_run(w, STR("/"));
    if (w->print->two_copies)
        put_field(w, "PAGEREF end", w->copy + 1);
    else
        put_field(w, "NUMPAGES", 0);
    if (rest.n != 0) {
        buf_z(w->out, "<w:r><w:br/></w:r>");
        put_run(w, rest);
    }
    buf_z(w->out, "</w:p>");
}

static void list(struct office_writer *w, bool begins)
{
    (void)w; /* each item names its list */
    (void)begins;
}

static void grid(struct office_writer *w, bool begins)
{
    unsigned sum = 0;

    if (!begins) { /* two tables one behind the other would become one */
        buf_z(w->out, "</w:tbl>");
        paragraph(w, OFFICE_END, STR(""), 0);
        return;
    }
    for (size_t i = 0; i < w->grid.n; i++)
        sum += w->grid.widths[i];
    buf_format(w->out,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%u\" w:type=\"dxa\"/>"
               "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
               w->grid.kind == OFFICE_RULED ? "LetterTable" : "TableNormal", sum);
    for (size_t i = 0; i < w->grid.n; i++)
        buf_format(w->out, "<w:gridCol w:w=\"%u\"/>", w->grid.widths[i]);
    buf_z(w->out, "</w:tblGrid>");
}

static void row(struct office_writer *w, bool begins, bool head)
{
    if (!begins) {
        buf_z(w->out, "</w:tr>");
        return;
    }
    buf_z(w->out, "<w:tr><w:trPr><w:cantSplit/>");
    if (w->grid.height != 0)
        buf_format(w->out, "<w:trHeight w:val=\"%u\" w:hRule=\"atLeast\"/>", w->grid.height);
    buf_z(w->out, head ? "<w:tblHeader/></w:trPr>" : "</w:trPr>");
}

static void cell(struct office_writer *w, bool begins)
{
    static const char *const sides[] = {"top", "left", "bottom", "right"};

    if (!begins) {
        buf_z(w->out, "</w:tc>");
        return;
    }
    buf_format(w->out, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>",
               w->grid.widths[w->column]);
    if (w->grid.kind == OFFICE_BOXED && w->column + 1 == w->grid.n) {
        buf_z(w->out, "<w:tcBorders>");
        for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
            buf_format(w->out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
                       sides[i]);
        buf_z(w->out, "</w:tcBorders><w:tcMar><w:top w:w=\"60\" w:type=\"dxa\"/>"
                      "<w:left w:w=\"80\" w:type=\"dxa\"/></w:tcMar>");
    }
    buf_z(w->out, "</w:tcPr>");
}

static const struct office_form form = {
    .line_break = "</w:t><w:br/><w:t xml:space=\"preserve\">",
    .tab = "</w:t><w:tab/><w:t xml:space=\"preserve\">",
    .paragraph = paragraph,
    .picture = picture,
    .foot = foot,
    .list = list,
    .grid = grid,
    .row = row,
    .cell = cell,
};

/* ---- the parts */

/* Of the pages of a copy: their edges are parts HEADER and FOOTER, and the two behind. */
static void put_section(struct office_writer *w)
{
    int second = w->copy == 0 ? 0 : 2;

    buf_format(w->out,
               "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId%d\"/>"
               "<w:footerReference w:type=\"default\" r:id=\"rId%d\"/>"
               "<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"/>",
               HEADER + second, FOOTER + second, OFFICE_PAGE_WIDTH, OFFICE_PAGE_HEIGHT);
    buf_format(w->out,
               "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
               "w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/>"
               "</w:sectPr>",
               OFFICE_TOP, OFFICE_RIGHT, OFFICE_BOTTOM, OFFICE_LEFT, OFFICE_MARKS, OFFICE_ENDS);
}

/* How many pages a copy has is asked of the mark at its end. Its section ends with it. */
static void put_end(struct office_writer *w, bool section)
{
    buf_z(w->out, "<w:p><w:pPr><w:pStyle w:val=\"");
    office_put_id(w->out, office_looks[OFFICE_END].open, "");
    buf_z(w->out, "\"/>");
    if (section)
        put_section(w);
    buf_format(w->out,
               "</w:pPr><w:bookmarkStart w:id=\"%zu\" w:name=\"end%zu\"/>"
               "<w:bookmarkEnd w:id=\"%zu\"/></w:p>",
               w->copy, w->copy + 1, w->copy);
}

static struct str document_xml(struct office_writer *w)
{
    buf_z(w->out, XML_HEAD "<w:document" SPACES "><w:body>");
    office_copy(w);
    if (w->print->two_copies) {
        put_end(w, true);
        w->copy = 1;
        office_copy(w);
        put_end(w, false);
    }
    put_section(w);
    buf_z(w->out, "</w:body></w:document>");
    return buf_str(w->out);
}

/* A header or footer: what put() writes, in a part of its own. */
static struct str edge_xml(struct office_writer *w, const char *element, size_t copy,
                           void (*put)(struct office_writer *w))
{
    struct buf *document = w->out, out;

    buf_init(&out, w->call->arena, OFFICE_BYTES_MAX);
    w->out = &out;
    w->copy = copy;
    buf_format(&out, XML_HEAD "<w:%s" SPACES ">", element);
    put(w);
    buf_format(&out, "</w:%s>", element);
    w->out = document;
    w->out->failed = w->out->failed || !buf_ok(&out);
    return buf_str(&out);
}

static bool has_part(const struct office_writer *w, const struct part *part)
{
    return w->print->two_copies || !part->of_second;
}

static struct str types_xml(struct office_writer *w)
{
    struct buf out;

    buf_init(&out, w->call->arena, 8192);
    buf_z(&out, types_head);
    buf_z(&out, "<Override PartName=\"/word/document.xml\" ContentType=\"" OFFICE_TYPE
                "document.main+xml\"/>");
    for (size_t i = 0; i < PARTS; i++)
        if (has_part(w, &parts[i]))
            buf_format(&out,
                       "<Override PartName=\"/word/%s\" ContentType=\"" OFFICE_TYPE "%s+xml\"/>",
                       parts[i].name, parts[i].type);
    buf_z(&out, "</Types>");
    return buf_str(&out);
}

static struct str relations_xml(struct office_writer *w)
{
    struct buf out;

    buf_init(&out, w->call->arena, 8192);
    buf_z(&out, XML_HEAD
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (size_t i = 0; i < PARTS; i++)
        if (has_part(w, &parts[i]))
            buf_format(&out, "<Relationship Id=\"rId%zu\" Type=\"" RELATION "%s\" Target=\"%s\"/>",
                       i + 1, parts[i].relation, parts[i].name);
    if (w->logo_w != 0)
        buf_format(&out,
                   "<Relationship Id=\"rId%d\" Type=\"" RELATION
                   "image\" Target=\"media/logo.png\"/>",
                   (int)LOGO_ID);
    buf_z(&out, "</Relationships>");
    return buf_str(&out);
}

static struct str core_xml(struct office_writer *w)
{
    const struct letter_print *print = w->print;
    struct buf out;

    buf_init(&out, w->call->arena, LETTER_BYTES_MAX);
    buf_z(&out, XML_HEAD
          "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
          "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
          "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
          "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    xml_put(&out, print->doc.title);
    buf_format(&out, "</dc:title><dc:language>%s</dc:language>",
               office_language(w->call, print->doc.language).word);
    if (print->made_ms != 0)
        buf_format(&out, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>",
                   office_moment(w->call, print->made_ms).p);
    buf_z(&out, "</cp:coreProperties>");
    w->out->failed = w->out->failed || !buf_ok(&out);
    return buf_str(&out);
}

enum rc docx_write(struct call *call, const struct letter_print *print, struct str *out)
{
    struct archive_entry entries[PARTS + 6];
    struct office_writer w;
    struct buf document;
    size_t n = 0;
    enum rc rc = office_begin(call, print, &form, &w);

    if (rc != RC_OK)
        return rc;
    buf_init(&document, call->arena, OFFICE_BYTES_MAX);
    w.out = &document;
    struct str text = document_xml(&w);
    const struct str made[PARTS] = {styles_xml(&w),
                                    numbering_xml(&w),
                                    str_of(settings_xml),
                                    str_of(fonts_xml),
                                    edge_xml(&w, "hdr", 0, office_head),
                                    edge_xml(&w, "ftr", 0, office_foot),
                                    edge_xml(&w, "hdr", 1, office_head),
                                    edge_xml(&w, "ftr", 1, office_foot)};
    entries[n++] = (struct archive_entry){.name = "[Content_Types].xml", .bytes = types_xml(&w)};
    entries[n++] = (struct archive_entry){.name = "_rels/.rels", .bytes = str_of(top_xml)};
    entries[n++] = (struct archive_entry){.name = "docProps/core.xml", .bytes = core_xml(&w)};
    entries[n++] = (struct archive_entry){.name = "word/document.xml", .bytes = text};
    entries[n++] =
        (struct archive_entry){.name = "word/_rels/document.xml.rels", .bytes = relations_xml(&w)};
    for (size_t i = 0; i < PARTS; i++)
        if (has_part(&w, &parts[i]))
            entries[n++] = (struct archive_entry){
                .name = str_format(call->arena, "word/%s", parts[i].name).p, .bytes = made[i]};
    if (w.logo_w != 0)
        entries[n++] = (struct archive_entry){
            .name = "word/media/logo.png", .bytes = print->head.logo, .stored = true};
    return buf_ok(&document)
               ? archive_make(call, entries, n, out)
               : fail(call, RC_LIMIT, "letter", "The letter is too long for a document.");
}
