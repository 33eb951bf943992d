/* bundle_pdf.h - many papers as one PDF for a court: a first page, an index with links, the papers,
 *   what they hash to; every page numbered as a reader numbers it.
 * Owns: how it looks, and the bytes of an order.
 * Order: inside a job child: bundle_read(), then bundle_pdf(). bundle_head() and then bundle_put()
 *   for each paper pack an order.
 * Memory: the call's arena: the order, the PDF (BUNDLE_PDF_MAX), pictures packed anew.
 * Fails: RC_CORRUPT for bytes that are no order; RC_LIMIT (BUNDLE_PAGES_MAX, BUNDLE_PDF_MAX); as
 *   paper.h. Papers that cannot be read are no failure: each is told in a sentence, all of them at
 *   once, and then there is no PDF.
 * Limits: BUNDLE_*_MAX. Cost: a page of text about 15 ms, of a scan 60.
 * Text stays text and nothing active comes over: each page is drawn anew (pdf_read.h). A page keeps
 *   its size, up to A4; a strip below it has the number, so that no number stands on a paper.
 * SHA-256 is of each paper's file as it is kept; the last sum is of these, as lines of 64 signs. */
#ifndef DOCUMENT_BUNDLE_PDF_H
#define DOCUMENT_BUNDLE_PDF_H

#include "document/paper.h"

enum {
    BUNDLE_PAPERS_MAX = 200,
    BUNDLE_PAGES_MAX = 1000,
    BUNDLE_BYTES_MAX = 64 << 20, /* of all papers */
    BUNDLE_PDF_MAX = 48 << 20,
    BUNDLE_LINES_MAX = 10,
    BUNDLE_TEXT_MAX = 2000, /* bytes of a line of the first page */
    BUNDLE_TITLE_MAX = 200, /* bytes of a paper's title */
    BUNDLE_SUM = 64,        /* hexadecimal digits */
};

struct bundle_line {
    struct str label, text;
};

struct bundle_paper {
    struct str title;
    struct str on;    /* its day, as people write it; or empty */
    struct str bytes; /* PDF, JPEG or PNG */
};

struct bundle_order {
    struct str language;     /* of call->lang, which the job loads by it */
    struct str organisation; /* who made it */
    struct str title;
    struct str head, head_on;                   /* the log's head code, and when it was so */
    int64_t made_ms;                            /* 0: no time in the file's properties */
    struct bundle_line lines[BUNDLE_LINES_MAX]; /* of the first page */
    size_t lines_n;
    struct bundle_paper papers[BUNDLE_PAPERS_MAX];
    size_t n;
};

/* A paper that cannot be read. */
struct bundle_told {
    size_t paper;
    struct str text;
};

struct bundle_result {
    struct paper_pdf pdf;            /* bytes.n == 0: some could not be read */
    size_t first[BUNDLE_PAPERS_MAX]; /* the page that each paper begins on, from 1 */
    char sum[BUNDLE_SUM + 1];        /* of the list of sums */
    struct bundle_told told[BUNDLE_PAPERS_MAX];
    size_t told_n;
};

/* Told of each paper before it is opened (total 0) and of each page before it is drawn, from 0;
 * what is not RC_OK ends the work. */
struct bundle_tell {
    enum rc (*page)(void *data, size_t paper, size_t done, size_t total);
    void *data;
};

/* All but the bytes of the papers. */
void bundle_head(struct buf *out, const struct bundle_order *order);
void bundle_put(struct buf *out, struct str bytes);
MUST_USE enum rc bundle_read(struct call *call, struct str bytes, struct bundle_order *out);
MUST_USE enum rc bundle_pdf(struct call *call, const struct bundle_order *order,
                            const struct bundle_tell *tell, struct bundle_result *out);

#endif
