/* odt_write.c - see odt_write.h. */
#include "document/odt_write.h"

#include "document/archive.h"
#include "document/office_letter.h"
#include "document/xml.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NAMES    "urn:oasis:names:tc:opendocument:xmlns:"
#define SPACES                                                                       \
    " xmlns:office=\"" NAMES "office:1.0\" xmlns:text=\"" NAMES "text:1.0\""         \
    " xmlns:style=\"" NAMES "style:1.0\" xmlns:table=\"" NAMES "table:1.0\""         \
    " xmlns:fo=\"" NAMES "xsl-fo-compatible:1.0\" xmlns:svg=\"" NAMES                \
    "svg-compatible:1.0\" xmlns:draw=\"" NAMES "drawing:1.0\""                       \
    " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:meta=\"" NAMES "meta:1.0\"" \
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\""

#define MIME "application/vnd.oasis.opendocument.text"

static const char manifest_head[] =
    XML_HEAD "<manifest:manifest xmlns:manifest=\"" NAMES "manifest:1.0\" manifest:version=\"1.2\">"
             "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" "
             "manifest:media-type=\"" MIME "\"/>"
             "<manifest:file-entry manifest:full-path=\"content.xml\" "
             "manifest:media-type=\"text/xml\"/>"
             "<manifest:file-entry manifest:full-path=\"styles.xml\" "
             "manifest:media-type=\"text/xml\"/>"
             "<manifest:file-entry manifest:full-path=\"meta.xml\" "
             "manifest:media-type=\"text/xml\"/>";
static const char manifest_logo[] = "<manifest:file-entry manifest:full-path=\"Pictures/logo.png\" "
                                    "manifest:media-type=\"image/png\"/>";

/* What the body needs of styles of its own: grids, column by column. */
struct odt {
    struct buf automatic, body;
};

/* "12.35pt" */
static void put_measure(struct buf *out, const char *attribute, unsigned twips)
{
    buf_format(out, " %s=\"%u.%02upt\"", attribute, twips / 20, twips % 20 * 5);
}

/* ---- styles */

static void put_language(struct buf *out, struct office_language language)
{
    buf_format(out, " fo:language=\"%s\" fo:country=\"%s\"", language.language,
               language.country[0] == '\0' ? "none" : language.country);
    if (language.script[0] != '\0')
        buf_format(out, " fo:script=\"%s\" style:rfc-language-tag=\"%s\"", language.script,
                   language.word);
}

static void put_properties(struct buf *out, const struct office_look *look)
{
    buf_z(out, "<style:paragraph-properties");
    put_measure(out, "fo:margin-top", look->before);
    put_measure(out, "fo:margin-bottom", look->after);
    put_measure(out, "style:line-height-at-least", look->size * 27 / 2);
    put_measure(out, "fo:margin-left", look->left);
    if (look->hang != 0)
        buf_format(out, " fo:text-indent=\"-%u.%02upt\"", look->hang / 20, look->hang % 20 * 5);
    buf_z(out, look->keep_next ? " fo:keep-with-next=\"always\"" : "");
    buf_z(out, look->keep_lines ? " fo:keep-together=\"always\"" : "");
    buf_z(out, look->to_right ? " fo:text-align=\"end\"" : " fo:text-align=\"start\"");
    buf_z(out, " fo:widows=\"2\" fo:orphans=\"2\"");
    if (!look->rule) {
        buf_z(out, "/>");
        return;
    }
    buf_z(out, " fo:border-top=\"0.5pt solid #505050\" fo:padding-top=\"4pt\"><style:tab-stops>"
               "<style:tab-stop style:type=\"right\"");
    put_measure(out, "style:position", OFFICE_WIDTH);
    buf_z(out, "/></style:tab-stops></style:paragraph-properties>");
}

static void put_look(struct buf *out, const struct office_look *look)
{
    buf_z(out, "<style:style style:family=\"paragraph\" style:name=\"");
    office_put_id(out, look->open, "_20_");
    buf_format(out, "\" style:display-name=\"%s\" style:parent-style-name=\"Standard\"",
               look->open);
    if (look->outline != 0)
        buf_format(out, " style:default-outline-level=\"%u\"", look->outline);
    buf_z(out, ">");
    put_properties(out, look);
    buf_format(out, "<style:text-properties fo:font-size=\"%u.%upt\" fo:font-weight=\"%s\"%s/>",
               look->size / 2, look->size % 2 * 5, look->bold ? "bold" : "normal",
               look->grey ? " fo:color=\"#505050\"" : "");
    buf_z(out, "</style:style>");
}

static void put_list_style(struct buf *out, const char *name, const char *level)
{
    const struct office_look *look = &office_looks[OFFICE_NUMBERED];

    buf_z(out, "<text:list-style style:name=\"");
    office_put_id(out, name, "_20_");
    buf_format(out, "\" style:display-name=\"%s\">%s", name, level);
    buf_z(out, "<style:list-level-properties "
               "text:list-level-position-and-space-mode=\"label-alignment\">"
               "<style:list-level-label-alignment text:label-followed-by=\"listtab\"");
    put_measure(out, "text:list-tab-stop-position", look->left);
    put_measure(out, "fo:margin-left", look->left);
    buf_format(out, " fo:text-indent=\"-%u.%02upt\"/></style:list-level-properties></text:%s>",
               look->hang / 20, look->hang % 20 * 5,
               str_starts(str_of(level), STR("<text:list-level-style-number"))
                   ? "list-level-style-number"
                   : "list-level-style-bullet");
    buf_z(out, "</text:list-style>");
}

static void put_fonts(struct buf *out)
{
    buf_z(out, "<office:font-face-decls><style:font-face style:name=\"Noto Serif\" "
               "svg:font-family=\"'Noto Serif', 'DejaVu Serif', 'Times New Roman'\" "
               "style:font-family-generic=\"roman\" style:font-pitch=\"variable\"/>"
               "</office:font-face-decls>");
}

static void put_page_layout(struct buf *out)
{
    buf_z(out, "<style:page-layout style:name=\"A4\"><style:page-layout-properties "
               "style:print-orientation=\"portrait\"");
    put_measure(out, "fo:page-width", OFFICE_PAGE_WIDTH);
    put_measure(out, "fo:page-height", OFFICE_PAGE_HEIGHT);
    put_measure(out, "fo:margin-top", OFFICE_MARKS);
    put_measure(out, "fo:margin-bottom", OFFICE_ENDS);
    put_measure(out, "fo:margin-left", OFFICE_LEFT);
    put_measure(out, "fo:margin-right", OFFICE_RIGHT);
    buf_z(out, "/><style:header-style><style:header-footer-properties fo:margin-bottom=\"0pt\"");
    put_measure(out, "fo:min-height", OFFICE_TOP - OFFICE_MARKS);
    buf_z(out, "/></style:header-style><style:footer-style><style:header-footer-properties "
               "fo:margin-top=\"8pt\"");
    put_measure(out, "fo:min-height", OFFICE_BOTTOM - OFFICE_ENDS);
    buf_z(out, "/></style:footer-style></style:page-layout>");
}

/* The pages of one copy, with what stands above and below each. */
static void put_master_page(struct office_writer *w, size_t copy)
{
    w->copy = copy;
    buf_format(w->out,
               "<style:master-page style:name=\"%s\" style:page-layout-name=\"A4\"><style:header>",
               copy == 0 ? "Standard" : "Copy");
    office_head(w);
    buf_z(w->out, "</style:header><style:footer>");
    office_foot(w);
    buf_z(w->out, "</style:footer></style:master-page>");
}

static struct str styles_xml(struct office_writer *w)
{
    struct buf *content = w->out, out;

    buf_init(&out, w->call->arena, OFFICE_BYTES_MAX);
    w->out = &out;
    buf_z(&out, XML_HEAD "<office:document-styles" SPACES ">");
    put_fonts(&out);
    buf_z(&out, "<office:styles><style:default-style style:family=\"paragraph\">"
                "<style:text-properties style:font-name=\"Noto Serif\" fo:font-size=\"11pt\"");
    put_language(&out, office_language(w->call, w->print->doc.language));
    buf_z(&out, "/></style:default-style><style:style style:family=\"paragraph\" "
                "style:name=\"Standard\" style:class=\"text\"/>");
    for (size_t i = 0; i < OFFICE_STYLES; i++)
        put_look(&out, &office_looks[i]);
    put_list_style(&out, "Letter numbers",
                   "<text:list-level-style-number text:level=\"1\" style:num-format=\"1\" "
                   "style:num-suffix=\".\">");
    put_list_style(&out, "Letter dashes",
                   "<text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"–\">");
    buf_z(&out, "</office:styles><office:automatic-styles>");
    put_page_layout(&out);
    buf_z(&out, "</office:automatic-styles><office:master-styles>");
    put_master_page(w, 0);
    if (w->print->two_copies)
        put_master_page(w, 1);
    buf_z(&out, "</office:master-styles></office:document-styles>");
    w->out = content;
    w->out->failed = w->out->failed || !buf_ok(&out);
    return buf_str(&out);
}

/* ---- the marks of the text */

/* What a paragraph of this style and with these flags has: the style, or one of ours from it. */
static void put_style_name(struct buf *out, enum office_style style, unsigned flags)
{
    if (flags == 0)
        office_put_id(out, office_looks[style].open, "_20_");
    else
        buf_format(out, "P%d.%u", (int)style, flags);
}

static void put_variants(struct buf *out)
{
    for (int style = 0; style < OFFICE_STYLES; style++) {
        for (unsigned flags = 1; flags < OFFICE_FLAGS; flags++) {
            buf_z(out, "<style:style style:family=\"paragraph\" style:name=\"");
            put_style_name(out, (enum office_style)style, flags);
            buf_z(out, "\" style:parent-style-name=\"");
            put_style_name(out, (enum office_style)style, 0);
            buf_z(out, "\"><style:paragraph-properties");
            buf_z(out, (flags & OFFICE_KEEP) != 0 ? " fo:keep-with-next=\"always\"" : "");
            buf_z(out, (flags & OFFICE_TIGHT) != 0 ? " fo:margin-top=\"0pt\"" : "");
            buf_z(out, "/></style:style>");
        }
    }
}

static void open_paragraph(struct office_writer *w, const char *element, enum office_style style,
                           unsigned flags)
{
    buf_format(w->out, "<text:%s text:style-name=\"", element);
    put_style_name(w->out, style, flags);
    buf_z(w->out, "\"");
}

static void paragraph(struct office_writer *w, enum office_style style, struct str text,
                      unsigned flags)
{
    unsigned outline = office_looks[style].outline;
    const char *element = outline != 0 ? "h" : "p";

    buf_z(w->out, w->list != OFFICE_TEXT ? "<text:list-item>" : "");
    open_paragraph(w, element, style, flags);
    if (outline != 0)
        buf_format(w->out, " text:outline-level=\"%u\"", outline);
    buf_z(w->out, ">");
    office_put(w, text);
    buf_format(w->out, "</text:%s>", element);
    buf_z(w->out, w->list != OFFICE_TEXT ? "</text:list-item>" : "");
}

static void picture(struct office_writer *w)
{
    open_paragraph(w, "p", OFFICE_HEAD_LINES, 0);
    buf_format(w->out, "><draw:frame draw:name=\"Logo %zu\" text:anchor-type=\"as-char\"",
               w->copy + 1);
    put_measure(w->out, "svg:width", w->logo_w);
    put_measure(w->out, "svg:height", w->logo_h);
    buf_z(w->out, "><draw:image xlink:href=\"Pictures/logo.png\" xlink:type=\"simple\" "
                  "xlink:show=\"embed\" xlink:actuate=\"onLoad\"/><svg:desc>");
    xml_put(w->out, w->print->head.name);
    buf_z(w->out, "</svg:desc></draw:frame></text:p>");
}

static void foot(struct office_writer *w, struct str first, struct str rest)
{
    open_paragraph(w, "p", OFFICE_FOOT, 0);
    buf_z(w->out, ">");
    office_put(w, first);
    buf_z(w->out, "<text:tab/><text:page-number text:select-page=\"current\">1"
                  "</text:page-number>/");
    if (w->print->two_copies)
        buf_format(w->out,
                   "<text:bookmark-ref text:reference-format=\"page\" text:ref-name=\"end-%zu\">1"
                   "</text:bookmark-ref>",
                   w->copy + 1);
    else
        buf_z(w->out, "<text:page-count>1</text:page-count>");
    buf_z(w->out, rest.n == 0 ? "" : "<text:line-break/>");
    office_put(w, rest);
    buf_z(w->out, "</text:p>");
}

static void list(struct office_writer *w, bool begins)
{
    if (!begins)
        buf_z(w->out, "</text:list>");
    else
        buf_format(w->out, "<text:list text:style-name=\"Letter_20_%s\">",
                   w->list == OFFICE_NUMBERED ? "numbers" : "dashes");
}

static void grid(struct office_writer *w, bool begins)
{
    struct buf *styles = &((struct odt *)w->own)->automatic;
    unsigned sum = 0;

    if (!begins) {
        buf_z(w->out, "</table:table>");
        return;
    }
    buf_format(w->out, "<table:table table:name=\"Table%zu\" table:style-name=\"T%zu\">", w->grids,
               w->grids);
    for (size_t i = 0; i < w->grid.n; i++) {
        sum += w->grid.widths[i];
        buf_format(w->out, "<table:table-column table:style-name=\"T%zu.%zu\"/>", w->grids, i);
        buf_format(styles,
                   "<style:style style:family=\"table-column\" style:name=\"T%zu.%zu\">"
                   "<style:table-column-properties",
                   w->grids, i);
        put_measure(styles, "style:column-width", w->grid.widths[i]);
        buf_z(styles, "/></style:style>");
    }
    buf_format(styles,
               "<style:style style:family=\"table\" style:name=\"T%zu\"><style:table-properties "
               "table:align=\"left\"",
               w->grids);
    put_measure(styles, "style:width", sum);
    if (w->grid.kind == OFFICE_RULED)
        put_measure(styles, "fo:margin-top", 160);
    buf_z(styles, "/></style:style>");
    buf_format(styles,
               "<style:style style:family=\"table-row\" style:name=\"R%zu\">"
               "<style:table-row-properties fo:keep-together=\"always\"",
               w->grids);
    if (w->grid.height != 0)
        put_measure(styles, "style:min-row-height", w->grid.height);
    buf_z(styles, "/></style:style>");
}

static void row(struct office_writer *w, bool begins, bool head)
{
    if (begins)
        buf_format(w->out, "%s<table:table-row table:style-name=\"R%zu\">",
                   head ? "<table:table-header-rows>" : "", w->grids);
    else
        buf_format(w->out, "</table:table-row>%s", head ? "</table:table-header-rows>" : "");
}

static void cell(struct office_writer *w, bool begins)
{
    const char *style = w->grid.kind == OFFICE_RULED ? "ruled"
                        : w->column + 1 == w->grid.n ? "boxed"
                                                     : "plain";

    if (begins)
        buf_format(w->out,
                   "<table:table-cell office:value-type=\"string\" table:style-name=\"C.%s\">",
                   style);
    else
        buf_z(w->out, "</table:table-cell>");
}

static const struct office_form form = {
    .line_break = "<text:line-break/>",
    .tab = "<text:tab/>",
    .space = "<text:s/>",
    .paragraph = paragraph,
    .picture = picture,
    .foot = foot,
    .list = list,
    .grid = grid,
    .row = row,
    .cell = cell,
};

/* ---- the parts */

static const char cells_xml[] =
    "<style:style style:family=\"table-cell\" style:name=\"C.plain\"><style:table-cell-properties "
    "fo:padding=\"0pt\" fo:border=\"none\"/></style:style>"
    "<style:style style:family=\"table-cell\" style:name=\"C.boxed\"><style:table-cell-properties "
    "fo:padding=\"4pt\" fo:border=\"0.5pt solid #000000\"/></style:style>"
    "<style:style style:family=\"table-cell\" style:name=\"C.ruled\"><style:table-cell-properties "
    "fo:padding=\"0pt\" fo:padding-right=\"6pt\" fo:padding-bottom=\"3pt\" fo:border=\"none\" "
    "fo:border-bottom=\"0.5pt solid #000000\"/></style:style>"
    "<style:style style:family=\"paragraph\" style:name=\"Pcopy\" "
    "style:parent-style-name=\"Section_20_end\" style:master-page-name=\"Copy\">"
    "<style:paragraph-properties style:page-number=\"1\"/></style:style>";

static void put_end(struct office_writer *w, size_t copy)
{
    open_paragraph(w, "p", OFFICE_END, 0);
    buf_format(w->out, "><text:bookmark text:name=\"end-%zu\"/></text:p>", copy);
}

static struct str content_xml(struct office_writer *w)
{
    struct odt *odt = w->own;
    struct buf out;

    buf_init(&out, w->call->arena, 2 * (size_t)OFFICE_BYTES_MAX);
    office_copy(w);
    if (w->print->two_copies) {
        put_end(w, 1);
        buf_z(w->out, "<text:p text:style-name=\"Pcopy\"/>");
        w->copy = 1;
        office_copy(w);
        put_end(w, 2);
    }
    buf_z(&out, XML_HEAD "<office:document-content" SPACES ">");
    put_fonts(&out);
    buf_z(&out, "<office:automatic-styles>");
    put_variants(&out);
    buf_z(&out, cells_xml);
    buf_add(&out, buf_str(&odt->automatic));
    buf_z(&out, "</office:automatic-styles><office:body><office:text>");
    buf_add(&out, buf_str(&odt->body));
    buf_z(&out, "</office:text></office:body></office:document-content>");
    out.failed = out.failed || !buf_ok(&odt->automatic) || !buf_ok(&odt->body);
    return buf_str(&out);
}

static struct str meta_xml(struct office_writer *w)
{
    const struct letter_print *print = w->print;
    struct buf out;

    buf_init(&out, w->call->arena, LETTER_BYTES_MAX);
    buf_z(&out, XML_HEAD "<office:document-meta" SPACES "><office:meta><dc:title>");
    xml_put(&out, print->doc.title);
    buf_format(&out, "</dc:title><dc:language>%s</dc:language>",
               office_language(w->call, print->doc.language).word);
    if (print->made_ms != 0)
        buf_format(&out, "<meta:creation-date>%s</meta:creation-date>",
                   office_moment(w->call, print->made_ms).p);
    buf_z(&out, "</office:meta></office:document-meta>");
    return buf_str(&out);
}

enum rc odt_write(struct call *call, const struct letter_print *print, struct str *out)
{
    struct office_writer w;
    struct odt odt;
    enum rc rc = office_begin(call, print, &form, &w);

    if (rc != RC_OK)
        return rc;
    buf_init(&odt.automatic, call->arena, OFFICE_BYTES_MAX);
    buf_init(&odt.body, call->arena, OFFICE_BYTES_MAX);
    w.own = &odt;
    w.out = &odt.body;
    struct str content = content_xml(&w), styles = styles_xml(&w), meta = meta_xml(&w);
    const struct archive_entry entries[] = {
        {.name = "mimetype", .bytes = STR(MIME), .stored = true}, /* first, and as it is */
        {.name = "content.xml", .bytes = content},
        {.name = "styles.xml", .bytes = styles},
        {.name = "meta.xml", .bytes = meta},
        {.name = "META-INF/manifest.xml",
         .bytes = str_format(call->arena, "%s%s</manifest:manifest>", manifest_head,
                             w.logo_w != 0 ? manifest_logo : "")},
        {.name = "Pictures/logo.png", .bytes = print->head.logo, .stored = true},
    };
    size_t n = sizeof entries / sizeof *entries - (w.logo_w == 0);

    if (content.n == 0 || styles.n == 0 || meta.n == 0)
        return fail(call, RC_LIMIT, "letter", "The letter is too long for a document.");
    return archive_make(call, entries, n, out);
}
