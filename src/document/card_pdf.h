/* card_pdf.h - the card for the wall: how another device comes to trust this server.
 * Owns: how the card looks and what it says, in the call's language: one page, nothing secret.
 * Order: inside a job child: card_read(), then card_pdf(). card_put() packs the order.
 * Memory: the call's arena. Fails: RC_CORRUPT for bytes that are no order; as paper.h, icon.h.
 * Limits: CARD_BYTES_MAX. Cost: some 50 ms. */
#ifndef DOCUMENT_CARD_PDF_H
#define DOCUMENT_CARD_PDF_H

#include "document/paper.h"

enum { CARD_BYTES_MAX = 8 << 10, CARD_PICTURES = 4 };

struct card_picture {
    struct str icon; /* in assets/pictures.svg */
    struct str name; /* in the card's language */
};

struct card_order {
    struct str language;     /* of call->lang, which the job loads by it */
    struct str first;        /* the address that a new device opens: the QR code */
    struct str then;         /* the address of Khetane */
    struct str or_then;      /* the same by number; n == 0: none */
    struct str sha256, sha1; /* in groups of four */
    day until;               /* when what is installed ends */
    struct card_picture pictures[CARD_PICTURES];
};

void card_put(struct buf *out, const struct card_order *order);
MUST_USE enum rc card_read(struct call *call, struct str bytes, struct card_order *out);
MUST_USE enum rc card_pdf(struct call *call, const struct card_order *order, struct paper_pdf *out);

#endif
