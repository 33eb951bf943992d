/* photos_pdf.h - several photos as one paper: a PDF, one picture a page, A4.
 * Owns: how it looks, and the bytes of an order. Order: inside a job child: photos_read(), then
 *   photos_pdf(). photos_head() and then photos_put() for each picture pack an order.
 * Memory: the call's arena: the order, and the PDF (PAPER_BYTES_MAX).
 * Fails: RC_CORRUPT for bytes that are no order; as paper.h. Pictures that cannot be read are no
 *   failure: they are named in the result, and then there is no PDF.
 * Limits: PHOTOS_MAX pictures, PHOTOS_BYTES_MAX together. Cost: about 0.2 s a picture. */
#ifndef DOCUMENT_PHOTOS_PDF_H
#define DOCUMENT_PHOTOS_PDF_H

#include "document/paper.h"

enum { PHOTOS_MAX = 30, PHOTOS_BYTES_MAX = 64 << 20 };

struct photos_order {
    struct str language;
    size_t n;
    struct {
        unsigned turns;   /* quarter turns to the right, beside what the camera says */
        struct str bytes; /* JPEG or PNG */
    } in[PHOTOS_MAX];
};

struct photos_result {
    struct paper_pdf pdf;        /* bytes.n == 0: some could not be read */
    unsigned broken[PHOTOS_MAX]; /* places in the order */
    size_t broken_n;
};

void photos_head(struct buf *out, struct str language, size_t n);
void photos_put(struct buf *out, unsigned turns, struct str bytes);
MUST_USE enum rc photos_read(struct call *call, struct str bytes, struct photos_order *out);
/* A picture made ready for paper_photo_open(): a JPEG packed anew, as photo.h says. */
MUST_USE enum rc photos_prepare(struct call *call, struct str bytes, unsigned turns,
                                struct paper_photo *out);
MUST_USE enum rc photos_pdf(struct call *call, const struct photos_order *order,
                            struct photos_result *out);

#endif
