/* letter_pdf.c - see letter_pdf.h. */
#include "document/letter_pdf.h"

#include "document/flow.h"

#define LEFT       (25 * PAPER_MM) /* wide enough for the holes of a folder */
#define RIGHT      (20 * PAPER_MM)
#define TOP        (20 * PAPER_MM)
#define WIDTH      (PAPER_WIDTH - LEFT - RIGHT)
#define BOX_WIDTH  (66 * PAPER_MM)
#define BOX_HEIGHT (34 * PAPER_MM)
#define COLUMN     (WIDTH - BOX_WIDTH - 6 * PAPER_MM) /* of addresses, beside the box */
#define HEAD_MAX   (80 * PAPER_MM)
#define FOOT_END   (PAPER_HEIGHT - 12 * PAPER_MM)
#define FOOT_MAX   (25 * PAPER_MM)
#define MARK_TOP   (7 * PAPER_MM)
#define MARK_MAX   (TOP - MARK_TOP)

static const struct paper_style body = {.size = 11}, bold = {.size = 11, .bold = true},
                                small = {.size = 9}, label = {.size = 9, .bold = true},
                                head_name = {.size = 14, .bold = true},
                                mark = {.size = 8.5, .bold = true},
                                mark_right = {.size = 8.5, .bold = true, .align = PAPER_RIGHT},
                                right = {.size = 11, .align = PAPER_RIGHT},
                                foot_style = {.size = 8, .grey = true},
                                number_style = {.size = 8, .grey = true, .align = PAPER_RIGHT};

struct writer {
    struct call *call;
    struct paper *paper;
    const struct letter_print *print;
    struct flow flow;
    struct piece *last; /* the one added last */
    double head_height;
    double box_y; /* of the box for the stamp, below the letterhead */
    double foot_height;
    struct paper_text *head_name, *head_lines, *box_label, *draft, *copy, *foot;
};

static enum rc shape(struct writer *w, struct str text, struct paper_style style, double width,
                     struct paper_text **out)
{
    return paper_shape(w->call, w->paper, text, style, width, out);
}

/* Pieces ------------------------------------------------------------------------------------ */

static enum rc add_piece(struct writer *w, const struct piece *made)
{
    struct piece *piece = arena_alloc(w->call->arena, sizeof *piece);

    if (piece == NULL)
        return fail_memory(w->call);
    *piece = *made;
    w->last = piece;
    return flow_add(&w->flow, piece);
}

/* One cell at x. */
static enum rc add_text(struct writer *w, struct str text, struct paper_style style,
                        struct piece piece, double width)
{
    enum rc rc = shape(w, text, style, width, &piece.cells[0]);

    if (rc != RC_OK)
        return rc;
    piece.n = 1;
    return add_piece(w, &piece);
}

static enum rc add_heading(struct writer *w, struct str text, double before)
{
    struct piece piece = {
        .tag = "H2", .x = {LEFT}, .before = before, .keep_lines = true, .keep_next = true};

    return add_text(w, text, bold, piece, WIDTH);
}

static enum rc add_item(struct writer *w, const struct letter_block *block, size_t number,
                        double before)
{
    struct piece piece = {.tag = "P",
                          .x = {LEFT + 9 * PAPER_MM},
                          .before = before,
                          .marker_x = LEFT + 1.5 * PAPER_MM};
    struct str sign = number == 0 ? STR("–") : str_format(w->call->arena, "%zu.", number);
    enum rc rc = shape(w, sign, body, 9 * PAPER_MM, &piece.marker);

    if (rc != RC_OK)
        return rc;
    return add_text(w, block->texts[0], body, piece, WIDTH - 9 * PAPER_MM);
}

/* The space above a block: less between the items of a list, most above a heading. */
static double space_above(const struct letter_part *part, size_t i)
{
    enum letter_shape shape = part->blocks[i].shape;

    if (i == 0 && part->label.n != 0)
        return 3;
    if (i == 0)
        return 14;
    if (shape == LETTER_HEADING)
        return 12;
    return shape != LETTER_PARAGRAPH && part->blocks[i - 1].shape == shape ? 2 : 6;
}

static enum rc add_block(struct writer *w, const struct letter_block *block, size_t number,
                         double before)
{
    struct piece piece = {.tag = "P", .x = {LEFT}, .before = before};

    switch (block->shape) {
    case LETTER_HEADING: return add_heading(w, block->texts[0], before);
    case LETTER_NUMBERED:
    case LETTER_DASHED: return add_item(w, block, number, before);
    case LETTER_LINE:
    case LETTER_PARAGRAPH:
    case LETTER_ROW_HEAD:
    case LETTER_ROW:
    case LETTER_SHAPES: break;
    }
    return add_text(w, block->texts[0], body, piece, WIDTH);
}

/* Tables ------------------------------------------------------------------------------------ */

static enum rc add_row(struct writer *w, const struct letter_block *row, const double widths[],
                       struct piece piece)
{
    bool head = row->shape == LETTER_ROW_HEAD;
    double x = LEFT;

    for (size_t i = 0; i < row->n && i < piece.n; i++) {
        enum rc rc = shape(w, row->texts[i], head ? label : small, widths[i] - 6, &piece.cells[i]);
        if (rc != RC_OK)
            return rc;
        piece.x[i] = x + (i == 0 ? 0 : 3);
        x += widths[i];
    }
    piece.n = row->n < piece.n ? row->n : piece.n;
    return add_piece(w, &piece);
}

/* rows[0] is the head; returns how many rows belong to it by *n. */
static enum rc add_table(struct writer *w, const struct letter_block *rows, size_t *n)
{
    double widths[LETTER_CELLS_MAX];
    const struct piece *head = NULL;
    size_t count = 1, max = *n;

    while (count < max && rows[count].shape == LETTER_ROW)
        count++;
    letter_columns(rows, count, widths);
    for (size_t i = 0; i < rows[0].n; i++)
        widths[i] *= WIDTH;
    for (size_t i = 0; i < count; i++) {
        struct piece piece = {.tag = "TR",
                              .n = rows[0].n,
                              .before = i == 0 ? 8 : 0,
                              .padding = 2.5,
                              .rule = WIDTH,
                              .keep_next = i == 0,
                              .keep_lines = i == 0,
                              .head = head};
        enum rc rc = add_row(w, &rows[i], widths, piece);
        if (rc != RC_OK)
            return rc;
        head = i == 0 ? w->last : head;
    }
    *n = count;
    return RC_OK;
}

/* Parts ------------------------------------------------------------------------------------- */

static enum rc add_flow_part(struct writer *w, const struct letter_part *part)
{
    enum rc rc = RC_OK;
    size_t number = 0;

    if (part->n != 0 && part->label.n != 0)
        rc = add_heading(w, part->label, 14);
    for (size_t i = 0, n; i < part->n && rc == RC_OK; i += n) {
        const struct letter_block *block = &part->blocks[i];
        number = block->shape == LETTER_NUMBERED ? number + 1 : 0;
        n = 1;
        if (block->shape == LETTER_ROW_HEAD || block->shape == LETTER_ROW) {
            n = part->n - i;
            rc = add_table(w, block, &n);
        } else {
            rc = add_block(w, block, number, space_above(part, i));
        }
    }
    return rc;
}

/* Lines kept together, under a small label. */
static enum rc add_lines(struct writer *w, const struct letter_part *part, struct paper_style style,
                         struct piece piece, double width)
{
    enum rc rc = RC_OK;

    if (part->n == 0)
        return RC_OK;
    piece.keep_lines = piece.keep_next = true;
    if (part->label.n != 0) {
        rc = add_text(w, part->label, label, piece, width);
        piece.before = 0;
    }
    for (size_t i = 0; i < part->n && rc == RC_OK; i++) {
        piece.keep_next = i + 1 < part->n;
        rc = add_text(w, part->blocks[i].texts[0], style, piece, width);
        piece.before = 0;
    }
    return rc;
}

/* "Subject: what it is about", the title of the letter. */
static enum rc add_subject(struct writer *w, const struct letter_part *part, double before)
{
    struct piece piece = {
        .tag = "H1", .x = {LEFT}, .before = before, .keep_lines = true, .keep_next = true};
    struct buf text;

    if (part->n == 0)
        return RC_OK;
    buf_init(&text, w->call->arena, 2 * (size_t)LETTER_BYTES_MAX);
    buf_add(&text, part->label);
    buf_z(&text, part->label.n == 0 ? "" : ": ");
    for (size_t i = 0; i < part->n; i++) {
        buf_z(&text, i == 0 ? "" : "\n");
        buf_add(&text, part->blocks[i].texts[0]);
    }
    if (!buf_ok(&text))
        return fail_memory(w->call);
    return add_text(w, buf_str(&text), bold, piece, WIDTH);
}

static enum rc add_opening(struct writer *w)
{
    const struct letter_part *parts = w->print->doc.parts;
    struct piece piece = {.tag = "P", .x = {LEFT}};
    enum rc rc = add_lines(w, &parts[LETTER_PLACE], right, piece, WIDTH);

    w->box_y = flow_height(&w->flow) + 8;
    piece.before = 10;
    double width = w->print->stamp_box ? COLUMN : WIDTH;
    if (rc == RC_OK)
        rc = add_lines(w, &parts[LETTER_SENDER], body, piece, width);
    piece.before = 14;
    if (rc == RC_OK)
        rc = add_lines(w, &parts[LETTER_ADDRESSEE], body, piece, width);
    if (rc != RC_OK)
        return rc;
    /* What follows has the whole width, and begins below the box. */
    double gap = w->print->stamp_box ? w->box_y + BOX_HEIGHT - flow_height(&w->flow) : 0;
    piece.before = gap + 10 > 16 ? gap + 10 : 16;
    bool references = parts[LETTER_REFERENCES].n != 0;
    rc = add_lines(w, &parts[LETTER_REFERENCES], small, piece, WIDTH);
    return rc == RC_OK ? add_subject(w, &parts[LETTER_SUBJECT], references ? 12 : piece.before)
                       : rc;
}

/* The signature stays with the last lines of the text, so that nobody signs an empty page. */
static enum rc add_signature(struct writer *w)
{
    struct piece piece = {.tag = "P", .x = {LEFT + WIDTH / 2}, .before = 24};

    if (w->last != NULL)
        w->last->keep_next = true;
    return add_lines(w, &w->print->doc.parts[LETTER_SIGNATURE], body, piece, WIDTH / 2);
}

static enum rc add_all(struct writer *w)
{
    const struct letter_part *parts = w->print->doc.parts;
    enum rc rc = add_opening(w);

    if (rc == RC_OK)
        rc = add_flow_part(w, &parts[LETTER_BASIS]);
    if (rc == RC_OK)
        rc = add_flow_part(w, &parts[LETTER_TEXT]);
    if (rc == RC_OK)
        rc = add_flow_part(w, &parts[LETTER_ENCLOSURES]);
    return rc == RC_OK ? add_signature(w) : rc;
}

/* Letterhead, marks, foot ------------------------------------------------------------------- */

static enum rc join_lines(struct call *call, const struct str *lines, size_t n, struct str *out)
{
    struct buf text;

    buf_init(&text, call->arena, LETTER_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        buf_z(&text, i == 0 ? "" : "\n");
        buf_add(&text, lines[i]);
    }
    *out = buf_str(&text);
    return text.failed ? fail_memory(call) : RC_OK;
}

static enum rc check_height(struct writer *w, const char *where, double height, double max)
{
    if (height <= max)
        return RC_OK;
    return fail(w->call, RC_LIMIT, where, "This takes %d mm of the page, %d are left. Shorten it.",
                (int)(height / PAPER_MM) + 1, (int)(max / PAPER_MM));
}

static enum rc shape_head(struct writer *w)
{
    const struct letter_head *head = &w->print->head;
    double width = head->logo.n == 0 ? WIDTH : WIDTH - 32 * PAPER_MM;
    struct str lines;

    if (head->name.n == 0)
        return RC_OK;
    enum rc rc = join_lines(w->call, head->lines, head->n, &lines);
    if (rc == RC_OK)
        rc = shape(w, head->name, head_name, width, &w->head_name);
    if (rc == RC_OK)
        rc = shape(w, lines, small, width, &w->head_lines);
    if (rc != RC_OK)
        return rc;
    double height = paper_height(w->head_name) + paper_height(w->head_lines);
    if (head->logo.n != 0 && height < 22 * PAPER_MM)
        height = 22 * PAPER_MM;
    w->head_height = height + 16;
    return check_height(w, "letterhead", w->head_height, HEAD_MAX);
}

static enum rc shape_foot(struct writer *w)
{
    const struct letter_part *foot = &w->print->doc.parts[LETTER_FOOT];
    struct str *lines = arena_array(w->call->arena, foot->n, sizeof *lines);
    struct str text;

    if (lines == NULL)
        return fail_memory(w->call);
    for (size_t i = 0; i < foot->n; i++)
        lines[i] = foot->blocks[i].texts[0];
    enum rc rc = join_lines(w->call, lines, foot->n, &text);
    if (rc == RC_OK)
        rc = shape(w, text, foot_style, WIDTH - 25 * PAPER_MM, &w->foot);
    if (rc != RC_OK)
        return rc;
    w->foot_height = paper_height(w->foot);
    return check_height(w, "foot", w->foot_height, FOOT_MAX);
}

static enum rc shape_marks(struct writer *w)
{
    const struct letter_doc *doc = &w->print->doc;
    enum rc rc = shape(w, doc->draft_mark, mark, WIDTH * 0.62, &w->draft);

    if (rc == RC_OK)
        rc = check_height(w, "draft mark", paper_height(w->draft), MARK_MAX);
    if (rc == RC_OK)
        rc = shape(w, doc->copy_mark, mark_right, WIDTH * 0.34, &w->copy);
    if (rc == RC_OK)
        rc = check_height(w, "copy mark", paper_height(w->copy), MARK_MAX);
    if (rc == RC_OK)
        rc = shape(w, doc->stamp_label, foot_style, BOX_WIDTH - 8, &w->box_label);
    if (rc == RC_OK)
        rc = check_height(w, "stamp label", paper_height(w->box_label), BOX_HEIGHT / 2);
    return rc;
}

static enum rc draw_head(struct writer *w)
{
    const struct letter_head *head = &w->print->head;
    double x = LEFT;

    if (head->name.n == 0)
        return RC_OK;
    if (head->logo.n != 0) {
        struct paper_box box = {LEFT, TOP, 28 * PAPER_MM, 22 * PAPER_MM};
        enum rc rc = paper_picture(w->call, w->paper, head->logo, box);
        if (rc != RC_OK)
            return rc;
        x += 32 * PAPER_MM;
    }
    paper_draw(w->paper, w->head_name, x, TOP);
    paper_draw(w->paper, w->head_lines, x, TOP + paper_height(w->head_name));
    paper_rule(w->paper, LEFT, TOP + w->head_height - 10, WIDTH);
    return RC_OK;
}

static void draw_box(struct writer *w)
{
    struct paper_box box = {LEFT + WIDTH - BOX_WIDTH, TOP + w->head_height + w->box_y, BOX_WIDTH,
                            BOX_HEIGHT};

    if (!w->print->stamp_box)
        return;
    paper_frame(w->paper, box);
    paper_draw(w->paper, w->box_label, box.x + 4, box.y + 3);
}

static enum rc draw_foot(struct writer *w, size_t page)
{
    struct paper_text *number;
    struct str text = str_format(w->call->arena, "%zu/%zu", page + 1, w->flow.pages_n);
    enum rc rc = shape(w, text, number_style, 22 * PAPER_MM, &number);

    if (rc != RC_OK)
        return rc;
    double y = FOOT_END - w->foot_height;
    paper_rule(w->paper, LEFT, y - 4, WIDTH);
    paper_draw(w->paper, w->foot, LEFT, y);
    paper_draw(w->paper, number, LEFT + WIDTH - 22 * PAPER_MM, y);
    return RC_OK;
}

/* Pages ------------------------------------------------------------------------------------- */

static enum rc draw_page(struct writer *w, size_t page, bool copy)
{
    double y = TOP;
    enum rc rc = paper_page(w->call, w->paper);

    if (rc != RC_OK)
        return rc;
    paper_draw(w->paper, w->draft, LEFT, MARK_TOP);
    if (copy)
        paper_draw(w->paper, w->copy, LEFT + WIDTH * 0.66, MARK_TOP);
    if (page == 0) {
        rc = draw_head(w);
        if (rc != RC_OK)
            return rc;
        draw_box(w);
        y += w->head_height;
    }
    flow_draw(&w->flow, page, w->paper, y);
    return draw_foot(w, page);
}

static enum rc lay_out(struct writer *w)
{
    enum rc rc = shape_head(w);

    if (rc == RC_OK)
        rc = shape_foot(w);
    if (rc == RC_OK)
        rc = shape_marks(w);
    if (rc == RC_OK)
        rc = add_all(w);
    double height = FOOT_END - w->foot_height - 10 - TOP;
    return rc == RC_OK ? flow_paginate(&w->flow, height - w->head_height, height) : rc;
}

static enum rc draw_all(struct writer *w)
{
    size_t copies = w->print->two_copies ? 2 : 1;
    enum rc rc = lay_out(w);

    for (size_t copy = 0; copy < copies; copy++)
        for (size_t page = 0; page < w->flow.pages_n && rc == RC_OK; page++)
            rc = draw_page(w, page, copy != 0);
    return rc;
}

static enum rc draw_letters(struct call *call, struct paper *paper,
                            const struct letter_print *prints, size_t n)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct writer w = {.call = call, .paper = paper, .print = &prints[i]};
        flow_init(&w.flow, call);
        rc = draw_all(&w);
    }
    return rc;
}

static enum rc make(struct call *call, const struct paper_info *info,
                    const struct letter_print *prints, size_t n, struct paper_pdf *out)
{
    struct paper *paper;
    enum rc rc = paper_open(call, info, &paper);

    if (rc != RC_OK)
        return rc;
    rc = draw_letters(call, paper, prints, n);
    if (rc == RC_OK)
        rc = paper_finish(call, paper, out);
    paper_close(paper);
    return rc;
}

enum rc letter_pdf(struct call *call, const struct letter_print *print, struct paper_pdf *out)
{
    struct paper_info info = {
        .language = print->doc.language, .title = print->doc.title, .made_ms = print->made_ms};

    return make(call, &info, print, 1, out);
}

enum rc letter_pdf_all(struct call *call, const struct letter_print *prints, size_t n,
                       struct paper_pdf *out)
{
    struct paper_info info = {.language = prints[0].doc.language,
                              .title = prints[0].doc.title,
                              .made_ms = prints[0].made_ms,
                              .pages_max = LETTER_PDF_PAGES_ALL};

    return make(call, &info, prints, n, out);
}
