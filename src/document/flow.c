/* flow.c - see flow.h. */
#include "document/flow.h"

void flow_init(struct flow *flow, struct call *call)
{
    *flow = (struct flow){.call = call};
}

static double line_height(const struct piece *piece, size_t line)
{
    double height = 0;

    for (size_t i = 0; i < piece->n; i++) {
        double cell = paper_line_height(piece->cells[i], line);
        height = cell > height ? cell : height;
    }
    return height;
}

static size_t count_lines(const struct piece *piece)
{
    size_t lines = 0;

    for (size_t i = 0; i < piece->n; i++) {
        size_t cell = paper_lines(piece->cells[i]);
        lines = cell > lines ? cell : lines;
    }
    return lines;
}

/* Whether no page may begin with this line of the piece. */
static bool is_glued(const struct flow *flow, const struct piece *piece, size_t line, size_t lines)
{
    if (line != 0) /* two lines at least stay together, before a break and after it */
        return piece->keep_lines || line == 1 || line == lines - 1;
    return flow->n != 0 && flow->lines[flow->n - 1].piece->keep_next;
}

static enum rc fail_pages(struct call *call)
{
    return fail(call, RC_LIMIT, "pages", "The letter has more than %d pages. Divide it.",
                PAPER_PAGES_MAX);
}

enum rc flow_add(struct flow *flow, const struct piece *piece)
{
    size_t lines = count_lines(piece);

    if (lines > FLOW_LINES_MAX - flow->n)
        return fail_pages(flow->call);
    for (size_t i = 0; i < lines; i++) {
        if (!arena_grow(flow->call->arena, &flow->lines, flow->n, &flow->room))
            return fail_memory(flow->call);
        double height = line_height(piece, i);
        height += (i == 0 ? piece->padding : 0) + (i == lines - 1 ? piece->padding : 0);
        flow->lines[flow->n] =
            (struct flow_line){piece, i, lines, height, is_glued(flow, piece, i, lines)};
        flow->n++;
    }
    return RC_OK;
}

/* The space above a line that does not begin a page. */
static double space_before(const struct flow_line *line)
{
    return line->line == 0 ? line->piece->before : 0;
}

double flow_height(const struct flow *flow)
{
    double height = 0;

    for (size_t i = 0; i < flow->n; i++)
        height += flow->lines[i].height + (i == 0 ? 0 : space_before(&flow->lines[i]));
    return height;
}

static double piece_height(const struct piece *piece)
{
    double height = 2 * piece->padding;

    for (size_t i = 0, lines = count_lines(piece); i < lines; i++)
        height += line_height(piece, i);
    return height;
}

/* The head of the table that goes on here; one that takes much of the page is not repeated. */
static const struct piece *head_at(const struct flow *flow, size_t from, double height)
{
    const struct piece *head = from == 0 ? NULL : flow->lines[from].piece->head;

    return head != NULL && piece_height(head) < height / 4 ? head : NULL;
}

/* Fills one page from line 'from'; returns where the next begins. */
static size_t fill_page(const struct flow *flow, size_t from, double height)
{
    const struct piece *head = head_at(flow, from, height);
    double used = head != NULL ? piece_height(head) : 0;
    size_t i = from, fits = from;

    for (; i < flow->n; i++) {
        const struct flow_line *line = &flow->lines[i];
        used += line->height + (i == from ? 0 : space_before(line));
        if (used > height)
            break;
        if (i + 1 == flow->n || !flow->lines[i + 1].glued)
            fits = i + 1;
    }
    if (fits > from)
        return fits;
    return i > from ? i : from + 1; /* what is glued fills more than a page: break it anyway */
}

enum rc flow_paginate(struct flow *flow, double first, double other)
{
    size_t from = 0;

    do {
        if (flow->pages_n == PAPER_PAGES_MAX)
            return fail_pages(flow->call);
        if (!arena_grow(flow->call->arena, &flow->pages, flow->pages_n, &flow->pages_room))
            return fail_memory(flow->call);
        struct flow_page *page = &flow->pages[flow->pages_n];
        double height = flow->pages_n == 0 ? first : other;
        page->from = from;
        page->head = flow->n == 0 ? NULL : head_at(flow, from, height);
        page->to = flow->n == 0 ? 0 : fill_page(flow, from, height);
        from = page->to;
        flow->pages_n++;
    } while (from < flow->n);
    return RC_OK;
}

static bool is_row(const struct piece *piece)
{
    return str_is(str_of(piece->tag), "TR");
}

/* Draws lines from..to-1 of a piece, cell by cell, so that each is one text to a reader aloud.
 * Returns where it ends. */
static double draw_piece(struct paper *paper, const struct piece *piece, size_t from, size_t to,
                         double y)
{
    double top = y + (from == 0 ? piece->padding : 0), bottom = top;

    paper_tag(paper, piece->tag);
    if (piece->marker != NULL && from == 0)
        paper_draw_line(paper, piece->marker, 0, piece->marker_x, top);
    for (size_t i = 0; i < piece->n; i++) {
        bottom = top;
        if (is_row(piece))
            paper_tag(paper, "TD");
        for (size_t line = from; line < to; line++) {
            paper_draw_line(paper, piece->cells[i], line, piece->x[i], bottom);
            bottom += line_height(piece, line);
        }
        if (is_row(piece))
            paper_untag(paper, "TD");
    }
    paper_untag(paper, piece->tag);
    if (to == count_lines(piece))
        bottom += piece->padding;
    if (piece->rule > 0)
        paper_rule(paper, piece->x[0], bottom, piece->rule);
    return bottom;
}

void flow_draw(const struct flow *flow, size_t number, struct paper *paper, double y)
{
    const struct flow_page *page = &flow->pages[number];
    bool table = page->head != NULL;

    if (table) {
        paper_tag(paper, "Table");
        y = draw_piece(paper, page->head, 0, count_lines(page->head), y);
    }
    for (size_t i = page->from, to; i < page->to; i = to) {
        const struct flow_line *line = &flow->lines[i];
        for (to = i + 1; to < page->to && flow->lines[to].piece == line->piece;)
            to++;
        y += i == page->from ? 0 : space_before(line);
        if (is_row(line->piece) && !table)
            paper_tag(paper, "Table");
        else if (!is_row(line->piece) && table)
            paper_untag(paper, "Table");
        table = is_row(line->piece);
        y = draw_piece(paper, line->piece, line->line, line->line + (to - i), y);
    }
    if (table)
        paper_untag(paper, "Table");
}
