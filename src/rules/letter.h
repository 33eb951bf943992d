/* letter.h - a letter as parts and blocks, before anyone decides how it looks.
 * Owns: the model of a letter (struct letter_doc), what is printed around it (struct
 *   letter_print), the form in which people edit a part, and the bytes that go to a print job.
 * Order: template_fill() or letter_part_parse() makes parts; a page, the PDF, the command line
 *   and later the office formats read them. letter_print_put() and _read() carry a whole order
 *   to print into a job child; letter_doc_put() and _read() keep a letter in its record.
 * Memory: results live in the call's arena and borrow from what was handed in.
 * Fails: RC_INVALID with faults naming part and line; RC_LIMIT; RC_CORRUPT for bytes that are
 *   no letter; RC_MEMORY. The _put() fail by their buf.
 * Limits: LETTER_*_MAX below. Cost: linear.
 * Not here: slots and conditions (template.h), fonts and pages (document/letter_pdf.h).
 *
 * The editable form of a part, line by line:
 *   ## Heading          - item          1. item (numbers are counted, not read)
 *   | a | b |           a table; its first row is the head; \| is a bar inside a cell
 *   \1. May Street      a backslash in front: the rest is text, whatever it looks like
 *   ends with \         the line is broken here; other lines of a paragraph are joined
 *   (empty line)        ends the paragraph or list
 * Addresses, subject, signature and foot are kept line by line instead. */
#ifndef RULES_LETTER_H
#define RULES_LETTER_H

#include "base/call.h"

enum {
    LETTER_BYTES_MAX = 2 << 20, /* of all texts, and of an order to print without its logo */
    LETTER_BLOCKS_MAX = 8000,   /* in one part */
    LETTER_CELLS_MAX = 12,      /* in a row of a table */
    LETTER_HEAD_LINES_MAX = 12,
    LETTER_LOGO_MAX = 1 << 20,
};

/* The parts, in the order in which a reader meets them. */
enum letter_place {
    LETTER_PLACE, /* place and date */
    LETTER_SENDER,
    LETTER_ADDRESSEE,
    LETTER_REFERENCES, /* our number, theirs */
    LETTER_SUBJECT,
    LETTER_BASIS, /* the articles it stands on */
    LETTER_TEXT,
    LETTER_ENCLOSURES,
    LETTER_SIGNATURE,
    LETTER_FOOT, /* on every page */
    LETTER_PLACES
};

enum letter_shape {
    LETTER_LINE, /* stands alone; an empty one is a gap */
    LETTER_PARAGRAPH,
    LETTER_HEADING,
    LETTER_NUMBERED, /* counted from 1 after any other shape */
    LETTER_DASHED,
    LETTER_ROW_HEAD, /* of a table; repeated on its next page */
    LETTER_ROW,
    LETTER_SHAPES
};

struct letter_block {
    enum letter_shape shape;
    const struct str *texts; /* the cells of a row; one otherwise; \n inside is a line break */
    size_t n;
};

struct letter_part {
    struct str label; /* in the letter's language: "Legal basis"; may be empty */
    const struct letter_block *blocks;
    size_t n;
};

struct letter_doc {
    struct str language;    /* BCP 47 of the letter, not of the person writing it */
    struct str title;       /* what it is, without personal data */
    struct str draft_mark;  /* on every page; empty: a person stands for language and law */
    struct str copy_mark;   /* on the second of two copies */
    struct str stamp_label; /* in the box for the stamp of the office that receives it */
    struct letter_part parts[LETTER_PLACES];
};

/* The organisation's paper. */
struct letter_head {
    struct str name;
    const struct str *lines; /* address, telephone, register number */
    size_t n;
    struct str logo; /* a PNG, or empty */
};

struct letter_print {
    struct letter_doc doc;
    struct letter_head head; /* an empty name: plain paper */
    bool two_copies;
    bool stamp_box;
    int64_t
        made_ms; /* stands in the file's properties; 0: nothing does, equal input, equal bytes */
};

const char *letter_place_name(enum letter_place place); /* "addressee", as templates write it */
bool letter_place_find(struct str name, enum letter_place *out);
bool letter_place_is_lines(enum letter_place place);

/* Reads the editable form. where names it in faults, which count lines from 'line'. */
MUST_USE enum rc letter_part_parse(struct call *call, const char *where, enum letter_place place,
                                   struct str text, struct letter_part *out);

/* Writes it; parsing the result gives the same blocks. The label is not part of it. */
MUST_USE enum rc letter_part_source(struct call *call, const struct letter_part *part,
                                    struct str *out);

/* The whole letter as plain text, for a terminal, a search and a first look. */
MUST_USE enum rc letter_text(struct call *call, const struct letter_doc *doc, struct str *out);

/* How the columns of a table share the width: as their longest texts ask for, within reason. The
 * first row says how many they are. */
void letter_columns(const struct letter_block *rows, size_t n, double shares[LETTER_CELLS_MAX]);

/* A letter as it is kept in its record: CBOR [1, [language, title, draft mark, copy mark, stamp
 * label, ten parts]]; a part is [label, [block, ...]], a block [shape, text, ...], in the order of
 * the enums above, which therefore only grow at their ends. RC_NEWER: by a newer program. */
void letter_doc_put(struct buf *out, const struct letter_doc *doc);
MUST_USE enum rc letter_doc_read(struct call *call, struct str bytes, struct letter_doc *out);

/* The same with what is printed around it, for a job child. */
void letter_print_put(struct buf *out, const struct letter_print *print);
MUST_USE enum rc letter_print_read(struct call *call, struct str bytes, struct letter_print *out);

#endif
