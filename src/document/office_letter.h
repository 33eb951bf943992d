/* office_letter.h - a letter as people edit it: one walk over it, for DOCX, ODT and plain text.
 * Owns: the styles by name with their measures; what of a letter stands where.
 * Order: a format fills a struct office_form; office_head(), office_copy() and office_foot() call
 *   it for each paragraph, list, table and picture, in the order in which a reader meets them.
 * Memory: what a form writes goes into writer->out, which whoever began the writer has made.
 * Fails: by writer->out alone (buf_ok()); a logo that is no PNG: RC_INVALID by office_begin().
 * Limits: as rules/letter.h. Cost: linear.
 * All measures are twips, twentieths of a point; sizes of letters are half points.
 * Not here: pages. An office program breaks them when it opens the document. */
#ifndef DOCUMENT_OFFICE_LETTER_H
#define DOCUMENT_OFFICE_LETTER_H

#include "rules/letter.h"

enum {
    OFFICE_MM_100 = 5669, /* twips in 100 mm */
    OFFICE_PAGE_WIDTH = 11906,
    OFFICE_PAGE_HEIGHT = 16838,
    OFFICE_LEFT = 1417,
    OFFICE_RIGHT = 1134,
    OFFICE_TOP = 1134,
    OFFICE_BOTTOM = 1134,
    OFFICE_WIDTH = OFFICE_PAGE_WIDTH - OFFICE_LEFT - OFFICE_RIGHT,
    OFFICE_MARKS = 397, /* from the edge of the page to the marks above */
    OFFICE_ENDS = 680,  /* from the foot to the edge */
    OFFICE_BYTES_MAX = 32 << 20,
};

enum office_style {
    OFFICE_TEXT,
    OFFICE_HEAD_NAME,
    OFFICE_HEAD_LINES,
    OFFICE_PLACE,
    OFFICE_SENDER,
    OFFICE_ADDRESSEE,
    OFFICE_STAMP,
    OFFICE_REFERENCES,
    OFFICE_SUBJECT,
    OFFICE_HEADING,
    OFFICE_LABEL,
    OFFICE_NUMBERED,
    OFFICE_DASHED,
    OFFICE_CELL_HEAD,
    OFFICE_CELL,
    OFFICE_SIGNATURE,
    OFFICE_MARK,
    OFFICE_COPY_MARK,
    OFFICE_FOOT,
    OFFICE_END, /* the smallest paragraph there can be: where a format needs one and no reader */
    OFFICE_STYLES
};

struct office_look {
    const char *word,
        *open; /* its name in Word, in OpenDocument; where programs have one, theirs */
    unsigned size, before, after;
    unsigned left, hang; /* the first line begins that much further left */
    unsigned outline;    /* of a heading, from 1 */
    bool bold, grey, to_right, keep_next, keep_lines;
    bool rule; /* a line above */
};

extern const struct office_look office_looks[OFFICE_STYLES];

/* How a paragraph differs from its style. */
enum { OFFICE_KEEP = 1, OFFICE_TIGHT = 2, OFFICE_FLAGS = 4 };

enum office_table { OFFICE_BOXED /* its last column */, OFFICE_RULED /* below each row */ };

struct office_grid {
    enum office_table kind;
    unsigned widths[LETTER_CELLS_MAX];
    size_t n;
    unsigned height; /* at least, of its rows; 0: as their texts are */
};

struct office_form;

struct office_writer {
    struct call *call;
    const struct letter_print *print;
    const struct office_form *form;
    struct buf *out;
    size_t copy; /* 0, or 1 in the second of two */
    struct office_grid grid;
    size_t column;           /* of the grid */
    enum office_style list;  /* OFFICE_NUMBERED or _DASHED while inside of one, else OFFICE_TEXT */
    size_t lists, grids;     /* numbered lists and grids so far */
    unsigned logo_w, logo_h; /* as it is shown; 0: there is none */
    void *own;               /* the form's */
};

struct office_form {
    const char *line_break, *tab, *space; /* the second of two; NULL: as it is */
    void (*paragraph)(struct office_writer *w, enum office_style style, struct str text,
                      unsigned flags);
    void (*picture)(struct office_writer *w); /* the logo, as a paragraph */
    void (*foot)(struct office_writer *w, struct str first, struct str rest); /* and page n/N */
    void (*list)(struct office_writer *w, bool begins);
    void (*grid)(struct office_writer *w, bool begins);
    void (*row)(struct office_writer *w, bool begins, bool head);
    void (*cell)(struct office_writer *w, bool begins);
};

MUST_USE enum rc office_begin(struct call *call, const struct letter_print *print,
                              const struct office_form *form, struct office_writer *out);
void office_head(struct office_writer *w); /* the marks above each page of w->copy */
void office_copy(struct office_writer *w); /* the letter itself */
void office_foot(struct office_writer *w);

/* A text as the form writes it: escaped, with its breaks, tabs and spaces. */
void office_put(struct office_writer *w, struct str text);

/* The id of a style in either format, from its name: "List Number" is "ListNumber" in Word,
 * "List_20_Number" in OpenDocument. */
void office_put_id(struct buf *out, const char *name, const char *space);

/* What of a letter people can change in an office program, line by line, as office_read.h gives it
 * back: without marks, foot and numbers of lists. */
MUST_USE enum rc office_text(struct call *call, const struct letter_print *print, struct str *out);

/* How programs name the language of a letter. */
struct office_language {
    const char *tag;      /* ours: "sr-Latn" */
    const char *word;     /* "sr-Latn-RS" */
    const char *language; /* "sr" */
    const char *script;   /* "Latn", or "" where the country says it */
    const char *country;  /* "RS" */
};

/* "2026-11-22T14:30:00Z" */
struct str office_moment(struct call *call, int64_t ms);

/* One that is not in the table gets its own tag, if that looks like one, and no country. */
struct office_language office_language(struct call *call, struct str tag);

#endif
