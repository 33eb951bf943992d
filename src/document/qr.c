/* qr.c - see qr.h. */
#include "document/qr.h"

#include <qrencode.h>

enum rc qr_make(struct call *call, struct str text, struct qr *out)
{
    if (text.n == 0 || text.n > QR_TEXT_MAX)
        return fail(call, RC_LIMIT, "code", "A QR code here has 1 to %d bytes, not %zu.",
                    QR_TEXT_MAX, text.n);
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return fail_memory(call);
    size_t width = (size_t)code->width;
    unsigned char *dark = arena_alloc(call->arena, width * width);
    for (size_t i = 0; dark != NULL && i < width * width; i++)
        dark[i] = code->data[i] & 1; /* the other bits say what kind of square it is */
    QRcode_free(code);
    if (dark == NULL)
        return fail_memory(call);
    *out = (struct qr){width, dark};
    return RC_OK;
}
