/* qr.h - a text as a QR code: squares, to be drawn by paper_cells().
 * Owns: nothing; libqrencode is used in qr.c and nowhere else.
 * Order: any. Memory: the squares live in the call's arena.
 * Fails: RC_LIMIT for a longer text; RC_MEMORY. Limits: QR_TEXT_MAX bytes.
 * Source: ISO/IEC 18004, error correction level M (15 % of the code may be spoilt). */
#ifndef DOCUMENT_QR_H
#define DOCUMENT_QR_H

#include "base/call.h"

enum {
    QR_TEXT_MAX = 600,
    QR_QUIET = 4, /* squares of white that must be left around it */
};

struct qr {
    size_t width;              /* squares in a row, and rows */
    const unsigned char *dark; /* row by row; not 0: black */
};

MUST_USE enum rc qr_make(struct call *call, struct str text, struct qr *out);

#endif
