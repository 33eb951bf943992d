/* photos_pdf.c - see photos_pdf.h. */
#include "document/photos_pdf.h"

#include "base/cbor.h"
#include "document/photo.h"

#define SIDE_MARGIN (10 * PAPER_MM)
#define TOP_MARGIN  (14 * PAPER_MM) /* the marks of practice stand above and below it */

enum { TURNS = 4 };

/* ---- an order: language, then turns and bytes of each picture, in one array */

void photos_head(struct buf *out, struct str language, size_t n)
{
    cbor_put_array(out, 1 + 2 * n);
    cbor_put_text(out, language);
}

void photos_put(struct buf *out, unsigned turns, struct str bytes)
{
    cbor_put_uint(out, turns);
    cbor_put_bytes(out, bytes);
}

enum rc photos_read(struct call *call, struct str bytes, struct photos_order *out)
{
    struct cbor in = cbor_open(bytes);
    size_t items = cbor_array(&in);

    *out = (struct photos_order){.language = cbor_text(&in)};
    bool sound = items % 2 == 1 && items <= 1 + 2 * PHOTOS_MAX;
    for (size_t i = 1; sound && i + 1 < items; i += 2) {
        uint64_t turns = cbor_uint(&in);
        out->in[out->n].bytes = cbor_bytes(&in);
        out->in[out->n].turns = (unsigned)(turns % TURNS);
        sound = turns < TURNS;
        out->n++;
    }
    if (sound && cbor_done(&in))
        return RC_OK;
    return fail(call, RC_CORRUPT, "photos", "The order for the pictures is not understood.");
}

/* ---- the pages */

static bool is_png(struct str bytes)
{
    return str_starts(bytes, STR("\x89PNG"));
}

enum rc photos_prepare(struct call *call, struct str bytes, unsigned turns, struct paper_photo *out)
{
    struct photo photo;

    *out = (struct paper_photo){.turns = turns};
    if (is_png(bytes)) {
        out->png = bytes;
        return RC_OK;
    }
    enum rc rc = photo_read(call, bytes, &photo);
    if (rc != RC_OK)
        return rc;
    out->jpeg = photo.jpeg;
    out->width = photo.width;
    out->height = photo.height;
    out->turns = (turns + photo.turns) % TURNS;
    return RC_OK;
}

static enum rc one_page(struct call *call, struct paper *paper, struct str bytes, unsigned turns)
{
    struct paper_photo picture;
    enum rc rc = photos_prepare(call, bytes, turns, &picture);

    if (rc == RC_OK)
        rc = paper_photo_open(call, paper, &picture);
    if (rc == RC_OK)
        rc = paper_page(call, paper);
    if (rc != RC_OK)
        return rc;
    paper_tag(paper, "Figure");
    paper_photo_draw(paper, &picture,
                     (struct paper_box){SIDE_MARGIN, TOP_MARGIN, PAPER_WIDTH - 2 * SIDE_MARGIN,
                                        PAPER_HEIGHT - 2 * TOP_MARGIN});
    paper_untag(paper, "Figure");
    return RC_OK;
}

/* A broken one does not hide that another is broken too. */
static enum rc all_pages(struct call *call, struct paper *paper, const struct photos_order *order,
                         struct photos_result *out)
{
    for (size_t i = 0; i < order->n; i++) {
        enum rc rc = one_page(call, paper, order->in[i].bytes, order->in[i].turns);
        if (rc == RC_INVALID || rc == RC_LIMIT) {
            call_forgive(call);
            out->broken[out->broken_n++] = (unsigned)i;
        } else if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

enum rc photos_pdf(struct call *call, const struct photos_order *order, struct photos_result *out)
{
    const struct paper_info info = {.language = order->language, .title = STR("")};
    struct paper *paper = NULL;
    enum rc rc = paper_open(call, &info, &paper);

    *out = (struct photos_result){.broken_n = 0};
    if (rc == RC_OK)
        rc = all_pages(call, paper, order, out);
    if (rc == RC_OK && out->broken_n == 0)
        rc = paper_finish(call, paper, &out->pdf);
    paper_close(paper);
    return rc;
}
