/* paper.h - a PDF being drawn: shaped texts, lines, boxes, pictures, on A4 pages.
 * Owns: one document; pango and cairo are used in paper.c and nowhere else.
 * Order: paper_open(); texts are shaped at any time; paper_page(), drawing, paper_page(), ...;
 *   paper_finish() once; paper_close() always, also after a failure.
 * Memory: struct paper and texts belong to the paper and end with paper_close(); the finished
 *   PDF lives in the call's arena. Glib ends the process when the heap is exhausted, which is
 *   why this runs in a job child alone.
 * Fails: RC_LIMIT (pages, bytes, a paragraph), RC_INVALID (a picture that is no PNG), RC_MEMORY.
 *   A sign that no font has is no failure: it is listed in the result, for a letter with a last
 *   day must not wait for a font.
 * Limits: PAPER_*_MAX. Reads fonts and fontconfig's files, nothing else.
 * All measures are points (1/72 inch) from the upper left corner. */
#ifndef DOCUMENT_PAPER_H
#define DOCUMENT_PAPER_H

#include "base/call.h"

#define PAPER_MM     (72.0 / 25.4)
#define PAPER_WIDTH  (210 * PAPER_MM)
#define PAPER_HEIGHT (297 * PAPER_MM)

enum {
    PAPER_PAGES_MAX = 200,      /* unless a document allows itself more */
    PAPER_BYTES_MAX = 24 << 20, /* the same */
    PAPER_MISSING_MAX = 16,
    PAPER_TEXT_MAX = 64 << 10, /* bytes shaped at once; pango's widths overflow beyond 300,000 */
    PAPER_PIXELS_MAX = 3000,   /* of a picture, each way */
    PAPER_DRAWING = 24,        /* the side of the square that a drawing is made in */
};

struct paper_info {
    struct str language; /* BCP 47: chooses the forms of letters, and is told to readers aloud */
    struct str title;    /* no personal data: it shows in lists of files */
    int64_t made_ms;     /* 0: no time, so that equal input gives equal bytes */
    size_t pages_max, bytes_max; /* 0: PAPER_PAGES_MAX, PAPER_BYTES_MAX */
    bool actual_size;            /* opens at 100 %, whatever the reader's window is */
};

enum paper_align { PAPER_LEFT, PAPER_RIGHT, PAPER_CENTRE };

struct paper_style {
    double size;
    enum paper_align align;
    bool bold, mono;
    bool grey; /* still 7:1 on white, for a bad printer */
};

struct paper_box {
    double x, y, width, height;
};

struct paper_pdf {
    struct str bytes;
    size_t pages;
    uint32_t missing[PAPER_MISSING_MAX]; /* code points that no font on this computer has */
    size_t missing_n;
};

struct paper;
struct paper_text;

MUST_USE enum rc paper_open(struct call *call, const struct paper_info *info, struct paper **out);
MUST_USE enum rc paper_finish(struct call *call, struct paper *paper, struct paper_pdf *out);
void paper_close(struct paper *paper);

/* Begins a page; what is drawn next is on it. Where the call is for practice, the page says so in
 * its margins (5 to 12 mm from the upper and the lower edge, which are nobody else's). */
MUST_USE enum rc paper_page(struct call *call, struct paper *paper);

/* The same with a size of its own; the first page of a document is A4. */
MUST_USE enum rc paper_page_of(struct call *call, struct paper *paper, double width, double height);

/* A page of somebody else's document, width × height: drawn as large as it is, or as small as the
 * box asks for, in the middle of it; nothing of it shows beyond. draw() gets what cairo draws on.
 * RC_INVALID: it could not be drawn, and the document cannot be finished. */
struct paper_guest {
    double width, height;
    void (*draw)(void *canvas, void *data);
    void *data;
};

MUST_USE enum rc paper_guest(struct call *call, struct paper *paper,
                             const struct paper_guest *guest, struct paper_box box);

/* What is drawn between the two leads to that page, counted from 1, which may be still to come and
 * says of itself, while it is open, that it is one that links lead to. */
void paper_link(struct paper *paper, size_t page);
void paper_link_end(struct paper *paper);
void paper_target(struct paper *paper);
/* A line in the reader's list beside the pages. */
void paper_outline(struct paper *paper, struct str title, size_t page);

/* Shapes a text and wraps it; \n breaks a line. An empty text has one line. */
MUST_USE enum rc paper_shape(struct call *call, struct paper *paper, struct str text,
                             struct paper_style style, double width, struct paper_text **out);
size_t paper_lines(const struct paper_text *text);
double paper_line_height(const struct paper_text *text, size_t line);
double paper_height(const struct paper_text *text); /* of all lines */
void paper_draw_line(struct paper *paper, const struct paper_text *text, size_t line, double x,
                     double y);
void paper_draw(struct paper *paper, const struct paper_text *text, double x, double y);

void paper_rule(struct paper *paper, double x, double y, double width);
void paper_frame(struct paper *paper, struct paper_box box);
/* Black squares of width × width, where dark[] is not 0; one shape, so that no seams show. */
void paper_cells(struct paper *paper, const unsigned char *dark, size_t width,
                 struct paper_box box);

/* A drawing made with a pen: moves, lines, curves (Bezier's), in units of a square of 24. */
enum paper_pen { PEN_MOVE, PEN_LINE, PEN_CURVE, PEN_CLOSE };

struct paper_step {
    enum paper_pen pen;
    double at[6]; /* a point; of a curve two that pull and the one it ends in */
};

void paper_drawing(struct paper *paper, const struct paper_step *steps, size_t n,
                   struct paper_box box);

/* Draws a PNG as large as it fits, in the upper left corner of the box. */
MUST_USE enum rc paper_picture(struct call *call, struct paper *paper, struct str png,
                               struct paper_box box);

/* A picture that fills a box as far as its shape allows, in the middle, maybe turned. Opened before
 * the page it stands on begins, so that a broken one begins none. A JPEG goes into the document as
 * it is: photo.h has looked at it. */
struct paper_photo {
    struct str jpeg;        /* with its size; or ... */
    struct str png;         /* ... this */
    unsigned width, height; /* dots */
    unsigned turns;         /* quarter turns to the right */
    void *surface;          /* paper.c's */
};

MUST_USE enum rc paper_photo_open(struct call *call, struct paper *paper,
                                  struct paper_photo *photo);
void paper_photo_draw(struct paper *paper, const struct paper_photo *photo, struct paper_box box);

/* What the following is, for readers that speak: "P", "H1", "L", "LI", "Table", "TR", "TD". */
void paper_tag(struct paper *paper, const char *tag);
void paper_untag(struct paper *paper, const char *tag);

/* Where fonts lie: all that a job which draws may read. Ends with NULL. */
extern const char *const paper_fonts[];

#endif
