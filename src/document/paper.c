/* paper.c - see paper.h. */
#include "document/paper.h"

#include <cairo-pdf.h>
#include <ctype.h>
#include <math.h>
#include <pango/pangocairo.h>

/* First what a Debian has with our package, then what the system calls serif. */
const char *const paper_fonts[] = {"/usr/share/fonts",      "/usr/local/share/fonts", "/etc/fonts",
                                   "/usr/share/fontconfig", "/var/cache/fontconfig",  NULL};

static const char *const families[] = {"Noto Serif, DejaVu Serif, serif",
                                       "DejaVu Sans Mono, Noto Sans Mono, monospace"};

enum { PHOTOS_OPEN_MAX = 4 };

struct paper_text {
    PangoLayout *layout;
    struct paper_style style;
    double width;
    double *heights; /* of each line */
    size_t lines;
    struct paper_text *next;
};

/* A photo that was opened; it ends with the page that it was drawn on. */
struct paper_shown {
    cairo_surface_t *surface;
    bool drawn;
};

struct paper {
    struct call *call;
    struct str language;
    size_t pages_max;
    bool actual_size;
    double width, height; /* of the page */
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoFontMap *fonts;
    PangoContext *context;
    struct buf bytes;
    struct paper_text *texts;
    cairo_surface_t *picture; /* the last one, so that two copies hold it once */
    struct str picture_png;
    struct paper_shown photos[PHOTOS_OPEN_MAX];
    size_t photos_n;
    size_t pages;
    uint32_t missing[PAPER_MISSING_MAX];
    size_t missing_n;
};

static cairo_status_t write_bytes(void *data, const unsigned char *bytes, unsigned n)
{
    struct paper *paper = data;

    buf_add(&paper->bytes, str_bytes(bytes, n));
    return buf_ok(&paper->bytes) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* Metrics without hinting: the page is laid out for paper, not for a screen's grid. */
static void open_fonts(struct paper *paper, const char *language)
{
    cairo_font_options_t *options = cairo_font_options_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    paper->fonts = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(paper->fonts), 72);
    paper->context = pango_font_map_create_context(paper->fonts);
    pango_cairo_context_set_font_options(paper->context, options);
    pango_context_set_round_glyph_positions(paper->context, FALSE);
    pango_context_set_language(paper->context, pango_language_from_string(language));
    cairo_font_options_destroy(options);
}

static void set_properties(struct paper *paper, const struct paper_info *info)
{
    struct arena *arena = paper->call->arena;
    struct str made = STR("");

    if (info->made_ms != 0) {
        int64_t seconds = info->made_ms / 1000 % 86400;
        char date[DAY_TEXT];
        made = str_format(arena, "%sT%02d:%02d:%02dZ",
                          day_format((day)(info->made_ms / 86400000), date), (int)(seconds / 3600),
                          (int)(seconds / 60 % 60), (int)(seconds % 60));
    }
    cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_TITLE,
                                   str_z(arena, info->title));
    cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   str_z(arena, made)); /* empty: cairo leaves it out */
}

enum rc paper_open(struct call *call, const struct paper_info *info, struct paper **out)
{
    struct paper *paper = arena_alloc(call->arena, sizeof *paper);

    if (paper == NULL)
        return fail_memory(call);
    paper->call = call;
    paper->language = info->language;
    paper->actual_size = info->actual_size;
    paper->pages_max = info->pages_max == 0 ? PAPER_PAGES_MAX : info->pages_max;
    paper->width = PAPER_WIDTH;
    paper->height = PAPER_HEIGHT;
    buf_init(&paper->bytes, call->arena, info->bytes_max == 0 ? PAPER_BYTES_MAX : info->bytes_max);
    paper->surface =
        cairo_pdf_surface_create_for_stream(write_bytes, paper, PAPER_WIDTH, PAPER_HEIGHT);
    paper->cairo = cairo_create(paper->surface);
    set_properties(paper, info);
    open_fonts(paper, str_z(call->arena, info->language));
    paper_tag(paper, "Document");
    *out = paper;
    return RC_OK;
}

void paper_close(struct paper *paper)
{
    if (paper == NULL)
        return;
    for (struct paper_text *text = paper->texts; text != NULL; text = text->next)
        g_object_unref(text->layout);
    if (paper->picture != NULL)
        cairo_surface_destroy(paper->picture);
    cairo_destroy(paper->cairo);
    cairo_surface_finish(paper->surface);
    cairo_surface_destroy(paper->surface);
    for (size_t i = 0; i < paper->photos_n; i++)
        cairo_surface_destroy(paper->photos[i].surface);
    g_object_unref(paper->context);
    g_object_unref(paper->fonts);
}

/* In the margins, which nothing else uses: no page of practice is taken for a real one. */
static enum rc mark_practice(struct call *call, struct paper *paper)
{
    static const struct paper_style style = {.size = 12, .align = PAPER_CENTRE, .bold = true};
    const double tops[] = {5 * PAPER_MM, paper->height - 12 * PAPER_MM};
    struct paper_box box = {20 * PAPER_MM, 0, paper->width - 40 * PAPER_MM, 7 * PAPER_MM};
    struct paper_text *text;
    enum rc rc = paper_shape(call, paper, say(call, "PRACTICE: invented people, nothing is real"),
                             style, box.width, &text);

    for (size_t i = 0; i < sizeof tops / sizeof *tops && rc == RC_OK; i++) {
        box.y = tops[i];
        paper_tag(paper, "P");
        paper_draw(paper, text, box.x, box.y + (box.height - paper_height(text)) / 2);
        paper_untag(paper, "P");
        paper_frame(paper, box);
    }
    return rc;
}

/* The page before is written out, and with it the photos on it: cairo holds nothing of them. */
static void end_page(struct paper *paper)
{
    size_t kept = 0;

    cairo_show_page(paper->cairo);
    for (size_t i = 0; i < paper->photos_n; i++) {
        if (paper->photos[i].drawn)
            cairo_surface_destroy(paper->photos[i].surface);
        else
            paper->photos[kept++] = paper->photos[i];
    }
    paper->photos_n = kept;
}

/* Forgets what was drawn on the page, and the tags that were begun on it. */
static void set_size(struct paper *paper, double width, double height)
{
    cairo_pdf_surface_set_size(paper->surface, width, height);
    paper->width = width;
    paper->height = height;
}

enum rc paper_page_of(struct call *call, struct paper *paper, double width, double height)
{
    if (paper->pages == paper->pages_max)
        return fail(call, RC_LIMIT, "pages", "A document has at most %zu pages. Divide it.",
                    paper->pages_max);
    if (paper->pages++ != 0)
        end_page(paper);
    if (width - paper->width > 0.01 || paper->width - width > 0.01 ||
        height - paper->height > 0.01 || paper->height - height > 0.01)
        set_size(paper, width, height);
    return call->practice ? mark_practice(call, paper) : RC_OK;
}

enum rc paper_page(struct call *call, struct paper *paper)
{
    return paper_page_of(call, paper, PAPER_WIDTH, PAPER_HEIGHT);
}

/* The end of the document ------------------------------------------------------------------- */

/* Where the last one begins; bytes.n: there is none. The last, for what is inside the pictures of
 * others may look like anything. */
static size_t find_last(struct str bytes, const char *what)
{
    size_t n = strlen(what);

    for (size_t at = bytes.n >= n ? bytes.n - n + 1 : 0; at-- > 0;)
        if (bytes.p[at] == what[0] && memcmp(bytes.p + at, what, n) == 0)
            return at;
    return bytes.n;
}

/* "   /OpenAction [5 0 R /XYZ null null 1]": the first page, where it was left, at 100 %. */
static struct str open_entry(struct arena *arena, struct str pdf)
{
    static const char kids[] = "/Type /Pages\n   /Kids [ ";
    size_t at = find_last(pdf, kids);
    struct str first = at == pdf.n ? STR("") : str_cut(pdf, at + sizeof kids - 1, pdf.n);
    uint64_t object;

    if (first.n == 0 || !str_uint(str_split(&first, ' '), UINT32_MAX, &object))
        return STR("");
    return str_format(arena, "   /OpenAction [%llu 0 R /XYZ null null 1]\n",
                      (unsigned long long)object);
}

static bool is_language(struct str tag)
{
    for (size_t i = 0; i < tag.n; i++)
        if (!isalnum((unsigned char)tag.p[i]) && tag.p[i] != '-')
            return false;
    return true;
}

/* Cairo 1.16 cannot say in which language a document is, nor how it opens. Its catalogue is the
 * last object before the table of offsets, so that a line more in it moves that table alone; what
 * does not look so (a later cairo) is left as it is. */
static struct str add_entries(struct paper *paper)
{
    static const char end[] = ">>\nendobj\nxref\n", start[] = "startxref\n";
    struct arena *arena = paper->call->arena;
    struct str pdf = buf_str(&paper->bytes);
    size_t at = find_last(pdf, end), table = find_last(pdf, start);
    uint64_t offset;

    if (at == pdf.n || table == pdf.n || !is_language(paper->language))
        return pdf;
    struct str rest = str_cut(pdf, table + sizeof start - 1, pdf.n);
    if (!str_uint(str_split(&rest, '\n'), UINT32_MAX, &offset) || offset != at + 10)
        return pdf;
    struct str open = paper->actual_size ? open_entry(arena, pdf) : STR("");
    struct str entry = str_format(arena,
                                  "   /Lang (%.*s)\n"
                                  "   /ViewerPreferences << /DisplayDocTitle true >>\n%.*s",
                                  (int)paper->language.n, paper->language.p, (int)open.n, open.p);
    struct str tail = str_dup(arena, str_cut(pdf, at, table + sizeof start - 1));
    rest = str_dup(arena, rest);
    paper->bytes.n = at;
    buf_add(&paper->bytes, entry);
    buf_add(&paper->bytes, tail);
    buf_format(&paper->bytes, "%zu\n", offset + entry.n);
    buf_add(&paper->bytes, rest);
    return buf_str(&paper->bytes);
}

enum rc paper_finish(struct call *call, struct paper *paper, struct paper_pdf *out)
{
    paper_untag(paper, "Document");
    cairo_show_page(paper->cairo);
    cairo_surface_finish(paper->surface);
    cairo_status_t status = cairo_status(paper->cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(paper->surface);
    if (status == CAIRO_STATUS_WRITE_ERROR)
        return fail(call, RC_LIMIT, "document", "The PDF would be longer than %zu MB. Divide it.",
                    paper->bytes.max >> 20);
    if (status != CAIRO_STATUS_SUCCESS)
        return fail_memory(call);
    struct str bytes = add_entries(paper);
    if (bytes.n == 0)
        return fail_memory(call);
    *out = (struct paper_pdf){.bytes = bytes, .pages = paper->pages};
    memcpy(out->missing, paper->missing, sizeof out->missing);
    out->missing_n = paper->missing_n;
    return RC_OK;
}

/* Guests, links, the list beside the pages --------------------------------------------------- */

/* A clipped page can neither paint over what stands beside it nor make cairo forget it. */
enum rc paper_guest(struct call *call, struct paper *paper, const struct paper_guest *guest,
                    struct paper_box box)
{
    cairo_t *cairo = paper->cairo;
    double wide = box.width / guest->width, high = box.height / guest->height;
    double scale = wide < high ? wide : high;

    if (scale > 1)
        scale = 1;
    cairo_save(cairo);
    cairo_translate(cairo, box.x + (box.width - guest->width * scale) / 2,
                    box.y + (box.height - guest->height * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_rectangle(cairo, 0, 0, guest->width, guest->height);
    cairo_clip(cairo);
    guest->draw(cairo, guest->data);
    cairo_restore(cairo);
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS
               ? RC_OK
               : fail(call, RC_INVALID, "page", "This page cannot be drawn.");
}

/* Cairo 1.16 forgets where a link to a page by its number leads; to a place with a name it does. */
void paper_link(struct paper *paper, size_t page)
{
    char where[64];

    (void)snprintf(where, sizeof where, "dest='p%zu'", page);
    cairo_tag_begin(paper->cairo, CAIRO_TAG_LINK, where);
}

void paper_target(struct paper *paper)
{
    char name[64];

    (void)snprintf(name, sizeof name, "name='p%zu' x=0 y=0", paper->pages);
    cairo_tag_begin(paper->cairo, CAIRO_TAG_DEST, name);
    cairo_tag_end(paper->cairo, CAIRO_TAG_DEST);
}

void paper_link_end(struct paper *paper)
{
    cairo_tag_end(paper->cairo, CAIRO_TAG_LINK);
}

void paper_outline(struct paper *paper, struct str title, size_t page)
{
    char where[64];

    (void)snprintf(where, sizeof where, "page=%zu pos=[0 0]", page);
    (void)cairo_pdf_surface_add_outline(paper->surface, CAIRO_PDF_OUTLINE_ROOT,
                                        str_z(paper->call->arena, title), where, 0);
}

/* Texts ------------------------------------------------------------------------------------- */

static void note_missing(struct paper *paper, uint32_t code)
{
    for (size_t i = 0; i < paper->missing_n; i++)
        if (paper->missing[i] == code)
            return;
    if (paper->missing_n < PAPER_MISSING_MAX)
        paper->missing[paper->missing_n++] = code;
}

static void find_missing(struct paper *paper, PangoLayoutLine *line)
{
    for (GSList *at = line->runs; at != NULL; at = at->next) {
        const PangoGlyphString *glyphs = ((const PangoGlyphItem *)at->data)->glyphs;
        for (int i = 0; i < glyphs->num_glyphs; i++)
            if (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
                note_missing(paper, glyphs->glyphs[i].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
    }
}

/* At least 1.35 of the size from line to line, more where the font itself asks for more. */
static double line_height(PangoLayoutLine *line, double size)
{
    PangoRectangle box;

    pango_layout_line_get_extents(line, NULL, &box);
    double height = (double)box.height / PANGO_SCALE;
    return height > size * 1.35 ? height : size * 1.35;
}

static void set_font(PangoLayout *layout, struct paper_style style)
{
    PangoFontDescription *font = pango_font_description_from_string(families[style.mono]);

    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    if (style.bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

enum rc paper_shape(struct call *call, struct paper *paper, struct str text,
                    struct paper_style style, double width, struct paper_text **out)
{
    if (text.n > PAPER_TEXT_MAX)
        return fail(call, RC_LIMIT, "paragraph",
                    "A paragraph has %zu bytes, %d fit. Divide it by an empty line.", text.n,
                    PAPER_TEXT_MAX);
    struct paper_text *shaped = arena_alloc(call->arena, sizeof *shaped);
    if (shaped == NULL)
        return fail_memory(call);
    shaped->layout = pango_layout_new(paper->context);
    shaped->next = paper->texts;
    paper->texts = shaped;
    shaped->style = style;
    shaped->width = width;
    set_font(shaped->layout, style);
    pango_layout_set_wrap(shaped->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(shaped->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_text(shaped->layout, text.n == 0 ? "" : text.p, (int)text.n);
    int lines = pango_layout_get_line_count(shaped->layout);
    shaped->lines = lines > 0 ? (size_t)lines : 0;
    shaped->heights = arena_array(call->arena, shaped->lines, sizeof *shaped->heights);
    if (shaped->heights == NULL)
        return fail_memory(call);
    bool missing = pango_layout_get_unknown_glyphs_count(shaped->layout) != 0;
    for (int i = 0; i < lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(shaped->layout, i);
        shaped->heights[i] = line_height(line, style.size);
        if (missing)
            find_missing(paper, line);
    }
    *out = shaped;
    return RC_OK;
}

size_t paper_lines(const struct paper_text *text)
{
    return text->lines;
}

double paper_line_height(const struct paper_text *text, size_t line)
{
    return line < text->lines ? text->heights[line] : 0;
}

double paper_height(const struct paper_text *text)
{
    double height = 0;

    for (size_t i = 0; i < text->lines; i++)
        height += text->heights[i];
    return height;
}

void paper_draw_line(struct paper *paper, const struct paper_text *text, size_t line, double x,
                     double y)
{
    PangoRectangle box;

    if (line >= text->lines)
        return;
    PangoLayoutLine *drawn = pango_layout_get_line_readonly(text->layout, (int)line);
    pango_layout_line_get_extents(drawn, NULL, &box);
    double left = text->width - (double)box.width / PANGO_SCALE;
    if (text->style.align == PAPER_RIGHT)
        x += left;
    else if (text->style.align == PAPER_CENTRE)
        x += left / 2;
    double spare = text->heights[line] - (double)box.height / PANGO_SCALE;
    cairo_move_to(paper->cairo, x, y + spare / 2 - (double)box.y / PANGO_SCALE);
    double ink = text->style.grey ? 0.3 : 0;
    cairo_set_source_rgb(paper->cairo, ink, ink, ink);
    pango_cairo_show_layout_line(paper->cairo, drawn);
}

void paper_draw(struct paper *paper, const struct paper_text *text, double x, double y)
{
    for (size_t i = 0; i < text->lines; i++) {
        paper_draw_line(paper, text, i, x, y);
        y += text->heights[i];
    }
}

/* Shapes ------------------------------------------------------------------------------------ */

void paper_rule(struct paper *paper, double x, double y, double width)
{
    cairo_set_source_rgb(paper->cairo, 0, 0, 0);
    cairo_set_line_width(paper->cairo, 0.5);
    cairo_move_to(paper->cairo, x, y);
    cairo_line_to(paper->cairo, x + width, y);
    cairo_stroke(paper->cairo);
}

void paper_frame(struct paper *paper, struct paper_box box)
{
    cairo_set_source_rgb(paper->cairo, 0, 0, 0);
    cairo_set_line_width(paper->cairo, 0.5);
    cairo_rectangle(paper->cairo, box.x, box.y, box.width, box.height);
    cairo_stroke(paper->cairo);
}

void paper_cells(struct paper *paper, const unsigned char *dark, size_t width, struct paper_box box)
{
    double side = box.width / (double)width;

    for (size_t i = 0; i < width * width; i++) {
        size_t from = i;
        if (!dark[i])
            continue;
        while ((i + 1) % width != 0 && dark[i + 1])
            i++;
        cairo_rectangle(paper->cairo, box.x + side * (double)(from % width),
                        box.y + side * (double)(from / width), side * (double)(i - from + 1), side);
    }
    cairo_set_source_rgb(paper->cairo, 0, 0, 0);
    cairo_fill(paper->cairo);
}

void paper_drawing(struct paper *paper, const struct paper_step *steps, size_t n,
                   struct paper_box box)
{
    cairo_t *cairo = paper->cairo;

    cairo_save(cairo);
    cairo_translate(cairo, box.x, box.y);
    cairo_scale(cairo, box.width / PAPER_DRAWING, box.height / PAPER_DRAWING);
    for (size_t i = 0; i < n; i++) {
        const double *p = steps[i].at;
        switch (steps[i].pen) {
        case PEN_MOVE: cairo_move_to(cairo, p[0], p[1]); break;
        case PEN_LINE: cairo_line_to(cairo, p[0], p[1]); break;
        case PEN_CURVE: cairo_curve_to(cairo, p[0], p[1], p[2], p[3], p[4], p[5]); break;
        case PEN_CLOSE: cairo_close_path(cairo); break;
        }
    }
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_line_width(cairo, 1.75);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

struct png_reader {
    struct str rest;
};

static cairo_status_t read_png(void *data, unsigned char *out, unsigned n)
{
    struct png_reader *in = data;

    if (n > in->rest.n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, in->rest.p, n);
    in->rest = str_cut(in->rest, n, in->rest.n);
    return CAIRO_STATUS_SUCCESS;
}

/* A number of four bytes in a PNG's head. */
static uint32_t png_number(struct str png, size_t at)
{
    const unsigned char *p = (const unsigned char *)png.p + at;

    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Looks at the size before anything is unpacked. */
static enum rc check_png(struct call *call, struct str png)
{
    if (png.n < 33 || memcmp(png.p, "\x89PNG\r\n\x1a\n", 8) != 0)
        return fail(call, RC_INVALID, "logo", "The logo is no PNG picture. Save it as PNG.");
    uint32_t width = png_number(png, 16), height = png_number(png, 20);
    if (width == 0 || height == 0 || width > PAPER_PIXELS_MAX || height > PAPER_PIXELS_MAX)
        return fail(call, RC_LIMIT, "logo",
                    "The logo has %u × %u dots; each way 1 to %d are taken. Make it smaller.",
                    width, height, PAPER_PIXELS_MAX);
    return RC_OK;
}

static enum rc open_picture(struct call *call, struct paper *paper, struct str png)
{
    struct png_reader in = {png};
    enum rc rc = check_png(call, png);

    if (rc != RC_OK)
        return rc;
    cairo_surface_t *picture = cairo_image_surface_create_from_png_stream(read_png, &in);
    if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(picture);
        return fail(call, RC_INVALID, "logo", "The logo's PNG file is damaged. Save it again.");
    }
    if (paper->picture != NULL)
        cairo_surface_destroy(paper->picture);
    paper->picture = picture;
    paper->picture_png = png;
    return RC_OK;
}

enum rc paper_picture(struct call *call, struct paper *paper, struct str png, struct paper_box box)
{
    if (paper->picture == NULL || paper->picture_png.p != png.p) {
        enum rc rc = open_picture(call, paper, png);
        if (rc != RC_OK)
            return rc;
    }
    double width = cairo_image_surface_get_width(paper->picture);
    double height = cairo_image_surface_get_height(paper->picture);
    double scale =
        box.width / width < box.height / height ? box.width / width : box.height / height;
    cairo_save(paper->cairo);
    cairo_translate(paper->cairo, box.x, box.y);
    cairo_scale(paper->cairo, scale, scale);
    cairo_set_source_surface(paper->cairo, paper->picture, 0, 0);
    cairo_paint(paper->cairo);
    cairo_restore(paper->cairo);
    return RC_OK;
}

/* Photos ------------------------------------------------------------------------------------- */

/* The dots of this surface are never looked at, since the document takes the JPEG beside them: they
 * are memory that is asked for and not used. */
static cairo_surface_t *jpeg_surface(const struct paper_photo *photo)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB16_565, (int)photo->width, (int)photo->height);

    (void)cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG,
                                      (const unsigned char *)photo->jpeg.p, photo->jpeg.n, NULL,
                                      NULL);
    return surface;
}

enum rc paper_photo_open(struct call *call, struct paper *paper, struct paper_photo *photo)
{
    struct png_reader in = {photo->png};
    enum rc rc = photo->png.n != 0 ? check_png(call, photo->png) : RC_OK;

    if (rc != RC_OK)
        return rc;
    if (paper->photos_n == PHOTOS_OPEN_MAX)
        return fail(call, RC_LIMIT, "photo", "A page has at most %d photos.", PHOTOS_OPEN_MAX);
    cairo_surface_t *surface = photo->png.n != 0
                                   ? cairo_image_surface_create_from_png_stream(read_png, &in)
                                   : jpeg_surface(photo);
    cairo_status_t status = cairo_surface_status(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        cairo_surface_destroy(surface);
    if (status == CAIRO_STATUS_NO_MEMORY)
        return fail_memory(call);
    if (status != CAIRO_STATUS_SUCCESS)
        return fail(call, RC_INVALID, "photo", "This picture is broken or cut off.");
    paper->photos[paper->photos_n++] = (struct paper_shown){.surface = surface};
    photo->surface = surface;
    photo->width = (unsigned)cairo_image_surface_get_width(surface);
    photo->height = (unsigned)cairo_image_surface_get_height(surface);
    return RC_OK;
}

void paper_photo_draw(struct paper *paper, const struct paper_photo *photo, struct paper_box box)
{
    double width = photo->width, height = photo->height;
    bool lies = photo->turns % 2 == 1;
    double across = lies ? height : width, down = lies ? width : height;
    double scale = box.width / across < box.height / down ? box.width / across : box.height / down;

    for (size_t i = 0; i < paper->photos_n; i++)
        paper->photos[i].drawn |= paper->photos[i].surface == photo->surface;
    cairo_save(paper->cairo);
    cairo_translate(paper->cairo, box.x + box.width / 2, box.y + box.height / 2);
    cairo_rotate(paper->cairo, photo->turns * M_PI / 2);
    cairo_scale(paper->cairo, scale, scale);
    cairo_set_source_surface(paper->cairo, photo->surface, -width / 2, -height / 2);
    cairo_rectangle(paper->cairo, -width / 2, -height / 2, width, height);
    cairo_fill(paper->cairo); /* painting an opaque picture would forget the page's tags */
    cairo_restore(paper->cairo);
}

void paper_tag(struct paper *paper, const char *tag)
{
    cairo_tag_begin(paper->cairo, tag, NULL);
}

void paper_untag(struct paper *paper, const char *tag)
{
    cairo_tag_end(paper->cairo, tag);
}
