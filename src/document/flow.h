/* flow.h - the lines of a letter one below the other, and the pages on which they come to lie.
 * Owns: pieces (a paragraph, an item, a row of a table) and their lines.
 * Order: flow_init(), flow_add() in the order of reading, flow_paginate(), flow_draw() per page.
 * Memory: the call's arena; texts belong to the paper.
 * Fails: RC_MEMORY; RC_LIMIT beyond PAPER_PAGES_MAX pages.
 * Invariants: a heading stays with two lines of what it heads; no paragraph leaves or sends ahead
 *   a single line; what is glued stays on one page if a page can hold it; a table that goes on
 *   repeats its head. */
#ifndef DOCUMENT_FLOW_H
#define DOCUMENT_FLOW_H

#include "document/paper.h"
#include "rules/letter.h"

/* No page has room for more than 80 lines; what cannot fit is refused before it is shaped. */
enum { FLOW_LINES_MAX = 80 * PAPER_PAGES_MAX };

/* One thing that is laid out as a whole: cells beside each other, each wrapped in its column. */
struct piece {
    const char *tag;           /* for readers that speak; "TR": its cells are "TD" */
    struct paper_text *marker; /* "1." or a dash, left of the first line; or NULL */
    double marker_x;
    struct paper_text *cells[LETTER_CELLS_MAX];
    double x[LETTER_CELLS_MAX];
    size_t n;
    double before, padding;   /* space above; above and below inside */
    double rule;              /* width of the line underneath; 0: none */
    bool keep_lines;          /* all lines on one page */
    bool keep_next;           /* on one page with the first lines of what follows */
    const struct piece *head; /* of its table, when it is not the head itself */
};

struct flow_line {
    const struct piece *piece;
    size_t line, lines; /* which of how many */
    double height;
    bool glued; /* no page may begin here */
};

struct flow_page {
    size_t from, to;
    const struct piece *head; /* repeated at its top, or NULL */
};

struct flow {
    struct call *call;
    struct flow_line *lines;
    size_t n, room;
    struct flow_page *pages;
    size_t pages_n, pages_room;
};

void flow_init(struct flow *flow, struct call *call);
MUST_USE enum rc flow_add(struct flow *flow, const struct piece *piece);
double flow_height(const struct flow *flow); /* of all lines, as if on one page */
/* first: the height that the first page has for lines; other: that of the others. */
MUST_USE enum rc flow_paginate(struct flow *flow, double first, double other);
void flow_draw(const struct flow *flow, size_t number, struct paper *paper, double y);

#endif
