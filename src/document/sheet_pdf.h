/* sheet_pdf.h - recovery sheets on paper: one page each, to be kept in different places.
 * Owns: how a sheet looks and what it tells its keeper to do, in the call's language.
 * Order: inside a job child: sheet_read(), then sheet_pdf(). sheet_put() packs the order.
 * Memory: the bytes live in the call's arena, and they are secret: the arena of a job over
 *   heap_secret, or a child that ends.
 * Fails: RC_CORRUPT for bytes that are no order; as paper.h and qr.h.
 * Invariants: nothing of the data is on a sheet, and no time of printing but the day. */
#ifndef DOCUMENT_SHEET_PDF_H
#define DOCUMENT_SHEET_PDF_H

#include "document/paper.h"

enum { SHEETS = 3, SHEET_WORDS = 24, SHEET_BYTES_MAX = 16 << 10 };

/* One sheet: words[k] go together with the k-th of the other two. */
struct sheet {
    struct str words[SHEETS - 1][SHEET_WORDS];
    struct str code; /* of the QR code: the same, for a camera */
};

struct sheet_order {
    struct str language; /* of call->lang, which the job loads by it */
    struct str organisation;
    struct str set; /* "4f09ac": which sheets belong together */
    day made;
    struct sheet sheets[SHEETS];
};

void sheet_put(struct buf *out, const struct sheet_order *order);
MUST_USE enum rc sheet_read(struct call *call, struct str bytes, struct sheet_order *out);
MUST_USE enum rc sheet_pdf(struct call *call, const struct sheet_order *order,
                           struct paper_pdf *out);

#endif
