/* bundle_pdf.c - see bundle_pdf.h. */
#include "document/bundle_pdf.h"

#include "base/cbor.h"
#include "document/pdf_read.h"
#include "document/photos_pdf.h"
#include "store/crypt.h"

#define LEFT         (25 * PAPER_MM)
#define WIDTH        (PAPER_WIDTH - LEFT - 20 * PAPER_MM)
#define TOP          (20 * PAPER_MM)
#define BOTTOM       (PAPER_HEIGHT - 22 * PAPER_MM)
#define STRIP        (11 * PAPER_MM) /* below a paper's page, for the number */
#define STRIP_LEFT   (12 * PAPER_MM)
#define MARK         (13 * PAPER_MM) /* what the mark of practice takes above ... */
#define MARK_BELOW   (9 * PAPER_MM)  /* ... and more below */
#define PHOTO_MARGIN (10 * PAPER_MM)

enum { HEAD = 8, CELLS = 4, SUM_BYTES = CRYPT_HASH };

static const struct paper_style title_style = {.size = 20, .bold = true},
                                heading_style = {.size = 14, .bold = true},
                                text_style = {.size = 11}, bold_style = {.size = 11, .bold = true},
                                small_style = {.size = 9, .grey = true},
                                sum_style = {.size = 8, .mono = true},
                                number_style = {.size = 12, .align = PAPER_RIGHT, .bold = true},
                                right_style = {.size = 11, .align = PAPER_RIGHT};

/* ---- an order: [language, organisation, title, head, head on, made, lines, papers], then in one
 * array the bytes of each paper ---- */

void bundle_head(struct buf *out, const struct bundle_order *order)
{
    cbor_put_array(out, HEAD + order->n);
    cbor_put_text(out, order->language);
    cbor_put_text(out, order->organisation);
    cbor_put_text(out, order->title);
    cbor_put_text(out, order->head);
    cbor_put_text(out, order->head_on);
    cbor_put_int(out, order->made_ms);
    cbor_put_array(out, 2 * order->lines_n);
    for (size_t i = 0; i < order->lines_n; i++) {
        cbor_put_text(out, order->lines[i].label);
        cbor_put_text(out, order->lines[i].text);
    }
    cbor_put_array(out, 2 * order->n);
    for (size_t i = 0; i < order->n; i++) {
        cbor_put_text(out, order->papers[i].title);
        cbor_put_text(out, order->papers[i].on);
    }
}

void bundle_put(struct buf *out, struct str bytes)
{
    cbor_put_bytes(out, bytes);
}

static bool read_lines(struct cbor *in, struct bundle_order *out)
{
    size_t n = cbor_array(in);

    if (n % 2 != 0 || n > 2 * BUNDLE_LINES_MAX)
        return false;
    for (out->lines_n = 0; out->lines_n < n / 2; out->lines_n++) {
        struct bundle_line *line = &out->lines[out->lines_n];
        line->label = cbor_text(in);
        line->text = cbor_text(in);
        if (line->label.n > BUNDLE_TITLE_MAX || line->text.n > BUNDLE_TEXT_MAX)
            return false;
    }
    return true;
}

static bool read_papers(struct cbor *in, struct bundle_order *out)
{
    size_t n = cbor_array(in);

    if (n != 2 * out->n)
        return false;
    for (size_t i = 0; i < out->n; i++) {
        out->papers[i].title = cbor_text(in);
        out->papers[i].on = cbor_text(in);
        if (out->papers[i].title.n > BUNDLE_TITLE_MAX || out->papers[i].on.n > BUNDLE_TITLE_MAX)
            return false;
    }
    for (size_t i = 0; i < out->n; i++)
        out->papers[i].bytes = cbor_bytes(in);
    return true;
}

enum rc bundle_read(struct call *call, struct str bytes, struct bundle_order *out)
{
    struct cbor in = cbor_open(bytes);
    size_t items = cbor_array(&in);
    bool sound = items >= HEAD && items <= HEAD + BUNDLE_PAPERS_MAX;

    *out = (struct bundle_order){.n = sound ? items - HEAD : 0};
    out->language = cbor_text(&in);
    out->organisation = cbor_text(&in);
    out->title = cbor_text(&in);
    out->head = cbor_text(&in);
    out->head_on = cbor_text(&in);
    out->made_ms = cbor_int(&in);
    sound = sound && read_lines(&in, out) && read_papers(&in, out);
    if (sound && cbor_done(&in))
        return RC_OK;
    return fail(call, RC_CORRUPT, "bundle", "The order for the bundle is not understood.");
}

/* ---- what is laid out before the first page is drawn ---- */

struct row {
    const char *tag; /* of the whole */
    struct paper_text *cells[CELLS];
    double x[CELLS];
    size_t n, link; /* to a page; 0: none */
    double height, before;
    bool rule;
    size_t on; /* its page among those of these rows, from 0 */
};

struct rows {
    struct row *in;
    size_t n, room, pages;
};

/* A paper, opened: a PDF or a picture. */
struct opened {
    struct pdf *pdf;
    struct paper_photo photo;
    size_t pages, first;
    char sum[BUNDLE_SUM + 1];
};

struct pen {
    struct call *call;
    struct paper *paper;
    const struct bundle_order *order;
    const struct bundle_tell *tell;
    struct bundle_result *result;
    struct opened *opened;
    struct rows front, index, sums;
    size_t page, total; /* drawn, and all */
};

struct cell {
    double x, width;
    struct str text;
    struct paper_style style;
};

static struct row *add_row(struct pen *pen, struct rows *rows, const char *tag,
                           const struct cell *cells, size_t n)
{
    struct row row = {.tag = tag, .n = n};

    for (size_t i = 0; i < n; i++) {
        row.x[i] = LEFT + cells[i].x;
        if (paper_shape(pen->call, pen->paper, cells[i].text, cells[i].style, cells[i].width,
                        &row.cells[i]) != RC_OK)
            return NULL;
        double height = paper_height(row.cells[i]);
        row.height = height > row.height ? height : row.height;
    }
    if (!arena_grow(pen->call->arena, &rows->in, rows->n, &rows->room)) {
        (void)fail_memory(pen->call);
        return NULL;
    }
    rows->in[rows->n] = row;
    return &rows->in[rows->n++];
}

static enum rc add_line(struct pen *pen, struct rows *rows, const char *tag, struct str text,
                        struct paper_style style)
{
    const struct cell cell = {0, WIDTH, text, style};
    struct row *row = add_row(pen, rows, tag, &cell, 1);

    if (row == NULL)
        return pen->call->error.rc;
    row->before = 6;
    return RC_OK;
}

/* On which page each row comes to lie. */
static void lay(struct rows *rows)
{
    double y = TOP;

    rows->pages = 1;
    for (size_t i = 0; i < rows->n; i++) {
        struct row *row = &rows->in[i];
        y += y > TOP ? row->before : 0;
        if (y > TOP && y + row->height > BOTTOM) {
            rows->pages++;
            y = TOP;
        }
        row->on = rows->pages - 1;
        y += row->height;
    }
}

static enum rc lay_front(struct pen *pen)
{
    const struct bundle_order *order = pen->order;
    struct rows *rows = &pen->front;
    enum rc rc = add_line(pen, rows, "P", order->organisation, text_style);

    if (rc == RC_OK)
        rc = add_line(pen, rows, "H1", order->title, title_style);
    for (size_t i = 0; i < order->lines_n && rc == RC_OK; i++) {
        const struct cell cells[] = {
            {0, 45 * PAPER_MM, order->lines[i].label, bold_style},
            {48 * PAPER_MM, WIDTH - 48 * PAPER_MM, order->lines[i].text, text_style}};
        struct row *row = add_row(pen, rows, "P", cells, 2);
        if (row == NULL)
            return pen->call->error.rc;
        row->before = i == 0 ? 24 : 8;
    }
    return rc;
}

/* "12" or "12–15", and the space of the widest before it is known. */
static struct str pages_text(struct pen *pen, const struct opened *opened)
{
    struct arena *arena = pen->call->arena;

    return opened->pages == 1
               ? str_format(arena, "%zu", opened->first)
               : str_format(arena, "%zu–%zu", opened->first, opened->first + opened->pages - 1);
}

static enum rc add_paper(struct pen *pen, size_t i)
{
    const double on = WIDTH - 55 * PAPER_MM, pages = WIDTH - 22 * PAPER_MM;
    const struct bundle_paper *paper = &pen->order->papers[i];
    const struct cell cells[] = {
        {0, 10 * PAPER_MM, str_format(pen->call->arena, "%zu.", i + 1), text_style},
        {11 * PAPER_MM, on - 14 * PAPER_MM, paper->title, text_style},
        {on, pages - on - 2 * PAPER_MM, paper->on, text_style},
        {pages, 22 * PAPER_MM, pages_text(pen, &pen->opened[i]), right_style}};
    struct row *row = add_row(pen, &pen->index, "TR", cells, CELLS);

    if (row == NULL)
        return pen->call->error.rc;
    row->before = 6;
    row->link = pen->opened[i].first;
    row->rule = true;
    return RC_OK;
}

static enum rc lay_index(struct pen *pen)
{
    enum rc rc;

    pen->index = (struct rows){.n = 0};
    rc = add_line(pen, &pen->index, "H1", say(pen->call, "Index"), heading_style);
    for (size_t i = 0; i < pen->order->n && rc == RC_OK; i++)
        rc = add_paper(pen, i);
    lay(&pen->index);
    return rc;
}

/* The sums in order, each on a line of its own, as sha256sum reads them from a file. */
static void sum_all(struct pen *pen)
{
    unsigned char all[SUM_BYTES];
    struct crypt_sha256 sum;

    crypt_sha256_start(&sum);
    for (size_t i = 0; i < pen->order->n; i++) {
        crypt_sha256_add(&sum, str_bytes(pen->opened[i].sum, BUNDLE_SUM));
        crypt_sha256_add(&sum, STR("\n"));
    }
    crypt_sha256_end(&sum, all);
    memcpy(pen->result->sum, str_hex(pen->call->arena, str_bytes(all, sizeof all)).p,
           BUNDLE_SUM + 1);
}

static enum rc add_sum(struct pen *pen, size_t i)
{
    const struct cell cells[] = {
        {0, 10 * PAPER_MM, str_format(pen->call->arena, "%zu.", i + 1), small_style},
        {11 * PAPER_MM, WIDTH - 11 * PAPER_MM, str_bytes(pen->opened[i].sum, BUNDLE_SUM),
         sum_style}};
    struct row *row = add_row(pen, &pen->sums, "P", cells, 2);

    if (row == NULL)
        return pen->call->error.rc;
    row->before = 2;
    return RC_OK;
}

static enum rc lay_sums(struct pen *pen)
{
    struct call *call = pen->call;
    struct rows *rows = &pen->sums;
    enum rc rc =
        add_line(pen, rows, "H1", say(call, "How each paper can be recognised"), heading_style);

    if (rc == RC_OK)
        rc = add_line(pen, rows, "P",
                      say(call, "SHA-256 of each paper, of its file as it is kept:"), text_style);
    for (size_t i = 0; i < pen->order->n && rc == RC_OK; i++)
        rc = add_sum(pen, i);
    if (rc == RC_OK)
        rc = add_line(pen, rows, "P",
                      say(call, "SHA-256 of the whole list, of the lines above as a text file, "
                                "64 signs in each:"),
                      text_style);
    if (rc == RC_OK)
        rc = add_line(pen, rows, "P", str_of(pen->result->sum), sum_style);
    if (rc == RC_OK && pen->order->head.n != 0)
        rc = add_line(pen, rows, "P",
                      say(call, "Head of the log on %s:", str_z(call->arena, pen->order->head_on)),
                      text_style);
    if (rc == RC_OK && pen->order->head.n != 0)
        rc = add_line(pen, rows, "P", pen->order->head, bold_style);
    if (rc == RC_OK && pen->order->head.n != 0)
        rc = add_line(pen, rows, "P",
                      say(call, "All that was written down until then leads to this code; nothing "
                                "of it can be changed later without the code becoming another."),
                      small_style);
    lay(rows);
    return rc;
}

/* ---- the papers, opened ---- */

static bool is_pdf(struct str bytes)
{
    enum { SEEN = 1024 }; /* readers look for the mark so far */
    size_t n = bytes.n < SEEN ? bytes.n : SEEN;

    return n != 0 && memmem(bytes.p, n, "%PDF-", 5) != NULL;
}

static enum rc measure(struct call *call, struct opened *out)
{
    double width, height;

    out->pages = pdf_pages(out->pdf);
    if (out->pages == 0)
        return fail(call, RC_INVALID, "pdf", "It has no page.");
    for (size_t i = 0; i < out->pages && out->pages <= BUNDLE_PAGES_MAX; i++)
        if (!pdf_page_size(out->pdf, i, &width, &height))
            return fail(call, RC_INVALID, "pdf", "Its page %zu cannot be drawn.", i + 1);
    return RC_OK;
}

static enum rc open_one(struct call *call, struct str bytes, struct opened *out)
{
    unsigned char sum[SUM_BYTES];
    enum rc rc;

    crypt_sha256(bytes, sum);
    memcpy(out->sum, str_hex(call->arena, str_bytes(sum, sizeof sum)).p, BUNDLE_SUM + 1);
    if (!is_pdf(bytes)) {
        out->pages = 1;
        return photos_prepare(call, bytes, 0, &out->photo);
    }
    rc = pdf_open(call, bytes, &out->pdf);
    return rc == RC_OK ? measure(call, out) : rc;
}

static void tell_broken(struct pen *pen, size_t i)
{
    struct call *call = pen->call;
    struct bundle_result *result = pen->result;
    struct str why = str_dup(call->arena, call->error.text);

    result->told[result->told_n++] = (struct bundle_told){
        i, str_format(call->arena, "\"%s\": %s", str_z(call->arena, pen->order->papers[i].title),
                      str_z(call->arena, why))};
    call_forgive(call);
}

static bool is_papers_fault(enum rc rc)
{
    return rc == RC_INVALID || rc == RC_DENIED || rc == RC_LIMIT;
}

/* All of them, so that all that are broken are told at once. */
static enum rc open_all(struct pen *pen)
{
    size_t pages = 0;

    for (size_t i = 0; i < pen->order->n; i++) {
        enum rc rc = pen->tell == NULL ? RC_OK : pen->tell->page(pen->tell->data, i, 0, 0);
        if (rc != RC_OK)
            return rc;
        rc = open_one(pen->call, pen->order->papers[i].bytes, &pen->opened[i]);
        if (is_papers_fault(rc))
            tell_broken(pen, i);
        else if (rc != RC_OK)
            return rc;
        pages += pen->opened[i].pages;
    }
    if (pages > BUNDLE_PAGES_MAX)
        return fail(pen->call, RC_LIMIT, "pages",
                    "These papers have %zu pages together; a bundle has at most %d. Make two.",
                    pages, BUNDLE_PAGES_MAX);
    return RC_OK;
}

/* ---- drawing ---- */

static enum rc begin_page(struct pen *pen, double width, double height, struct str label)
{
    double strip = height - STRIP - (pen->call->practice ? MARK_BELOW : 0);
    double room = width - 2 * STRIP_LEFT, number = 25 * PAPER_MM;
    struct paper_text *text;
    enum rc rc = paper_page_of(pen->call, pen->paper, width, height);

    pen->page++;
    if (rc == RC_OK)
        rc = paper_shape(pen->call, pen->paper, str_format(pen->call->arena, "%zu", pen->page),
                         number_style, number, &text);
    if (rc != RC_OK)
        return rc;
    paper_tag(pen->paper, "P");
    paper_draw(pen->paper, text, width - STRIP_LEFT - number, strip + 3 * PAPER_MM);
    rc = label.n == 0
             ? RC_OK
             : paper_shape(pen->call, pen->paper, label, small_style, room - number, &text);
    if (label.n != 0 && rc == RC_OK) /* one line alone fits */
        paper_draw_line(pen->paper, text, 0, STRIP_LEFT, strip + 3.5 * PAPER_MM);
    paper_untag(pen->paper, "P");
    return rc;
}

static void draw_row(struct pen *pen, const struct row *row, double y)
{
    bool cells = row->n == CELLS;

    paper_tag(pen->paper, row->tag);
    for (size_t i = 0; i < row->n; i++) {
        if (cells)
            paper_tag(pen->paper, "TD");
        if (row->link != 0)
            paper_link(pen->paper, row->link);
        paper_draw(pen->paper, row->cells[i], row->x[i], y);
        if (row->link != 0)
            paper_link_end(pen->paper);
        if (cells)
            paper_untag(pen->paper, "TD");
    }
    paper_untag(pen->paper, row->tag);
    if (row->rule)
        paper_rule(pen->paper, LEFT, y + row->height + 3, WIDTH);
}

static enum rc draw_rows(struct pen *pen, const struct rows *rows)
{
    size_t on = SIZE_MAX;
    enum rc rc = RC_OK;
    double y = TOP;

    for (size_t i = 0; i < rows->n && rc == RC_OK; i++) {
        const struct row *row = &rows->in[i];
        if (row->on != on) {
            rc = begin_page(pen, PAPER_WIDTH, PAPER_HEIGHT, pen->order->title);
            on = row->on;
            y = TOP;
        } else {
            y += row->before;
        }
        if (rc == RC_OK)
            draw_row(pen, row, y);
        y += row->height;
    }
    return rc;
}

/* Where a paper's page may be drawn: all above the strip. */
static struct paper_box room_of(const struct pen *pen, double width, double height)
{
    double above = pen->call->practice ? MARK : 0;
    double below = STRIP + (pen->call->practice ? MARK_BELOW : 0);

    return (struct paper_box){0, above, width, height - above - below};
}

static enum rc draw_pdf_page(struct pen *pen, const struct opened *opened, size_t page,
                             struct str label)
{
    double width, height;

    if (!pdf_page_size(opened->pdf, page, &width, &height))
        return fail(pen->call, RC_INVALID, "page", "This page cannot be drawn.");
    bool lies = width > height;
    double wide = lies ? PAPER_HEIGHT : PAPER_WIDTH, high = lies ? PAPER_WIDTH : PAPER_HEIGHT;
    enum rc rc = begin_page(pen, wide, high, label);
    return rc == RC_OK
               ? pdf_page_draw(pen->call, opened->pdf, page, pen->paper, room_of(pen, wide, high))
               : rc;
}

static enum rc draw_photo(struct pen *pen, struct opened *opened, struct str label)
{
    struct paper_box box = room_of(pen, PAPER_WIDTH, PAPER_HEIGHT);
    enum rc rc = paper_photo_open(pen->call, pen->paper, &opened->photo);

    if (rc == RC_OK)
        rc = begin_page(pen, PAPER_WIDTH, PAPER_HEIGHT, label);
    if (rc != RC_OK)
        return rc;
    box.x += PHOTO_MARGIN;
    box.y += PHOTO_MARGIN;
    box.width -= 2 * PHOTO_MARGIN;
    box.height -= PHOTO_MARGIN;
    paper_tag(pen->paper, "Figure");
    paper_photo_draw(pen->paper, &opened->photo, box);
    paper_untag(pen->paper, "Figure");
    return RC_OK;
}

static enum rc draw_paper(struct pen *pen, size_t i)
{
    struct opened *opened = &pen->opened[i];
    struct str title = pen->order->papers[i].title;
    struct str label = str_format(pen->call->arena, "%zu. %.*s", i + 1, (int)title.n, title.p);
    enum rc rc = RC_OK;

    for (size_t page = 0; page < opened->pages && rc == RC_OK; page++) {
        if (pen->tell != NULL)
            rc = pen->tell->page(pen->tell->data, i, pen->page, pen->total);
        if (rc == RC_OK)
            rc = opened->pdf == NULL ? draw_photo(pen, opened, label)
                                     : draw_pdf_page(pen, opened, page, label);
        if (page == 0 && rc == RC_OK)
            paper_target(pen->paper);
    }
    return rc;
}

/* A fault of one paper while it is drawn is told as one found before. */
static enum rc draw_papers(struct pen *pen)
{
    for (size_t i = 0; i < pen->order->n && pen->result->told_n == 0; i++) {
        enum rc rc = draw_paper(pen, i);
        if (rc == RC_INVALID)
            tell_broken(pen, i);
        else if (rc != RC_OK)
            return rc;
        pdf_close(pen->opened[i].pdf);
        pen->opened[i].pdf = NULL;
    }
    return RC_OK;
}

/* ---- the whole ---- */

/* The index is as long whatever the page numbers are, but for how wide they are: laid out twice. */
static enum rc number_papers(struct pen *pen)
{
    enum rc rc = lay_index(pen);

    for (int times = 0; times < 2 && rc == RC_OK; times++) {
        size_t page = 1 + pen->front.pages + pen->index.pages;
        for (size_t i = 0; i < pen->order->n; i++) {
            pen->opened[i].first = page;
            pen->result->first[i] = page;
            page += pen->opened[i].pages;
        }
        pen->total = page - 1 + pen->sums.pages;
        rc = lay_index(pen);
    }
    return rc;
}

static enum rc lay_all(struct pen *pen)
{
    enum rc rc;

    sum_all(pen);
    rc = lay_front(pen);
    lay(&pen->front);
    if (rc == RC_OK)
        rc = lay_sums(pen);
    return rc == RC_OK ? number_papers(pen) : rc;
}

static void add_outline(struct pen *pen)
{
    struct call *call = pen->call;

    paper_outline(pen->paper, pen->order->title, 1);
    paper_outline(pen->paper, say(call, "Index"), 1 + pen->front.pages);
    for (size_t i = 0; i < pen->order->n; i++)
        paper_outline(pen->paper,
                      str_format(call->arena, "%zu. %s (%s)", i + 1,
                                 str_z(call->arena, pen->order->papers[i].title),
                                 pages_text(pen, &pen->opened[i]).p),
                      pen->opened[i].first);
    paper_outline(pen->paper, say(call, "How each paper can be recognised"),
                  pen->total - pen->sums.pages + 1);
}

static enum rc draw_all(struct pen *pen)
{
    enum rc rc = lay_all(pen);

    if (rc == RC_OK)
        rc = draw_rows(pen, &pen->front);
    if (rc == RC_OK)
        rc = draw_rows(pen, &pen->index);
    if (rc == RC_OK)
        rc = draw_papers(pen);
    if (rc != RC_OK || pen->result->told_n != 0)
        return rc;
    rc = draw_rows(pen, &pen->sums);
    add_outline(pen);
    return rc == RC_OK ? paper_finish(pen->call, pen->paper, &pen->result->pdf) : rc;
}

enum rc bundle_pdf(struct call *call, const struct bundle_order *order,
                   const struct bundle_tell *tell, struct bundle_result *out)
{
    const struct paper_info info = {.language = order->language,
                                    .title = say(call, "Bundle of papers"),
                                    .made_ms = order->made_ms,
                                    .pages_max = 2 * BUNDLE_PAGES_MAX, /* index and sums beside */
                                    .bytes_max = BUNDLE_PDF_MAX,
                                    .actual_size = true};
    struct pen pen = {.call = call, .order = order, .tell = tell, .result = out};
    enum rc rc = paper_open(call, &info, &pen.paper);

    *out = (struct bundle_result){.told_n = 0};
    if (rc != RC_OK)
        return rc;
    pen.opened = arena_array(call->arena, BUNDLE_PAPERS_MAX, sizeof *pen.opened);
    rc = pen.opened == NULL ? fail_memory(call) : open_all(&pen);
    if (rc == RC_OK && out->told_n == 0)
        rc = draw_all(&pen);
    for (size_t i = 0; pen.opened != NULL && i < order->n; i++)
        pdf_close(pen.opened[i].pdf);
    paper_close(pen.paper);
    return rc;
}
