/* card_pdf.c - see card_pdf.h. */
#include "document/card_pdf.h"

#include "base/cbor.h"
#include "base/embed.h"
#include "document/icon.h"
#include "document/qr.h"

#define LEFT    (20 * PAPER_MM)
#define WIDTH   (PAPER_WIDTH - 2 * LEFT)
#define CODE    (52 * PAPER_MM)
#define PICTURE (22 * PAPER_MM)

enum { FORMAT = 1 };

/* Bytes ------------------------------------------------------------------------------------- */

void card_put(struct buf *out, const struct card_order *order)
{
    const struct str texts[] = {order->language, order->first,  order->then,
                                order->or_then,  order->sha256, order->sha1};

    cbor_put_array(out, 8 + 2 * CARD_PICTURES);
    cbor_put_uint(out, FORMAT);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cbor_put_text(out, texts[i]);
    cbor_put_int(out, order->until);
    for (size_t i = 0; i < CARD_PICTURES; i++) {
        cbor_put_text(out, order->pictures[i].icon);
        cbor_put_text(out, order->pictures[i].name);
    }
}

enum rc card_read(struct call *call, struct str bytes, struct card_order *out)
{
    struct card_order order;
    struct str *const texts[] = {&order.language, &order.first,  &order.then,
                                 &order.or_then,  &order.sha256, &order.sha1};
    struct cbor in = cbor_open(bytes);

    if (bytes.n > CARD_BYTES_MAX || cbor_array(&in) != 8 + 2 * CARD_PICTURES ||
        cbor_uint(&in) != FORMAT)
        in.bad = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = cbor_text(&in);
    int64_t until = cbor_int(&in);
    in.bad = in.bad || until < day_min() || until > day_max();
    order.until = in.bad ? 0 : (day)until;
    for (size_t i = 0; i < CARD_PICTURES; i++) {
        order.pictures[i].icon = cbor_text(&in);
        order.pictures[i].name = cbor_text(&in);
    }
    if (!cbor_done(&in))
        return fail(call, RC_CORRUPT, "card", "These bytes are no order to print a card.");
    *out = order;
    return RC_OK;
}

/* Drawing ----------------------------------------------------------------------------------- */

struct pen {
    struct call *call;
    struct paper *paper;
    double y;
};

static const struct paper_style title = {.size = 22, .bold = true},
                                heading = {.size = 13, .bold = true}, text_style = {.size = 11.5},
                                address = {.size = 15, .bold = true},
                                number = {.size = 11, .mono = true}, label = {.size = 10},
                                below = {.size = 10, .align = PAPER_CENTRE};

static enum rc write_at(struct pen *pen, struct str text, struct paper_style style,
                        struct paper_box *box)
{
    struct paper_text *shaped = NULL;

    if (text.p == NULL)
        return fail_memory(pen->call);
    enum rc rc = paper_shape(pen->call, pen->paper, text, style, box->width, &shaped);
    if (rc != RC_OK)
        return rc;
    paper_draw(pen->paper, shaped, box->x, box->y);
    box->height = paper_height(shaped);
    return RC_OK;
}

static enum rc write_down(struct pen *pen, const char *tag, struct str text,
                          struct paper_style style, double width)
{
    struct paper_box box = {LEFT, pen->y, width, 0};

    paper_tag(pen->paper, tag);
    enum rc rc = write_at(pen, text, style, &box);
    paper_untag(pen->paper, tag);
    pen->y += box.height + 5;
    return rc;
}

struct line {
    const char *tag;
    struct str text;
    const struct paper_style *style;
};

static enum rc write_lines(struct pen *pen, const struct line *lines, size_t n, double width)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        pen->y += lines[i].style == &heading ? 9 : 0;
        rc = write_down(pen, lines[i].tag, lines[i].text, *lines[i].style, width);
    }
    return rc;
}

static enum rc draw_code(struct pen *pen, struct str text)
{
    struct paper_box box = {LEFT + WIDTH - CODE, pen->y, CODE, CODE};
    struct qr qr = {.width = 0};
    enum rc rc = qr_make(pen->call, text, &qr);

    if (rc == RC_OK)
        paper_cells(pen->paper, qr.dark, qr.width, box);
    return rc;
}

static enum rc draw_picture(struct pen *pen, struct str sheet, const struct card_picture *picture,
                            double x)
{
    struct paper_box box = {x + (WIDTH / CARD_PICTURES - PICTURE) / 2, pen->y, PICTURE, PICTURE};
    struct paper_box words = {x, pen->y + PICTURE + 3, WIDTH / CARD_PICTURES, 0};
    struct icon icon;
    enum rc rc = icon_read(pen->call, sheet, picture->icon, &icon);

    if (rc != RC_OK)
        return rc;
    paper_drawing(pen->paper, icon.steps, icon.n, box);
    return write_at(pen, picture->name, below, &words);
}

static enum rc draw_pictures(struct pen *pen, const struct card_order *order)
{
    const struct embedded *sheet = embedded_find(STR("assets/pictures.svg"));
    enum rc rc = RC_OK;

    if (sheet == NULL)
        return fail(pen->call, RC_NOT_FOUND, "card", "The pictures are missing in this program.");
    paper_tag(pen->paper, "P");
    for (size_t i = 0; i < CARD_PICTURES && rc == RC_OK; i++)
        rc = draw_picture(pen, sheet->bytes, &order->pictures[i],
                          LEFT + (double)i * WIDTH / CARD_PICTURES);
    paper_untag(pen->paper, "P");
    pen->y += PICTURE + 22;
    return rc;
}

static enum rc draw_first(struct pen *pen, const struct card_order *order)
{
    struct call *call = pen->call;
    const struct line lines[] = {
        {"H1", say(call, "Khetane on this network"), &title},
        {"P", say(call, "For each computer or phone once, by these steps."), &text_style},
        {"H2", say(call, "1. Open this page on the device"), &heading},
        {"P",
         say(call, "The device is on the network of this office. Point its camera at the square, "
                   "or type the address."),
         &text_style},
        {"P", order->first, &address},
    };
    double top = pen->y;
    enum rc rc = draw_code(pen, order->first);

    if (rc == RC_OK)
        rc = write_lines(pen, lines, sizeof lines / sizeof *lines, WIDTH - CODE - 8 * PAPER_MM);
    if (pen->y < top + CODE + 8)
        pen->y = top + CODE + 8;
    return rc;
}

static enum rc draw_compare(struct pen *pen, const struct card_order *order)
{
    struct call *call = pen->call;
    const struct line before[] = {
        {"H2", say(call, "2. Compare the pictures"), &heading},
        {"P",
         say(call, "The page shows these four, in this order. If one is different, stop, install "
                   "nothing, and tell the person who looks after Khetane."),
         &text_style},
    };
    const struct line after[] = {
        {"H2", say(call, "3. Install the certificate, and compare its fingerprint"), &heading},
        {"P",
         say(call, "The page says how, for each kind of device. While it is installed, the device "
                   "itself shows a fingerprint. Compare it with this card, not with the page: "
                   "somebody in between can change a page, but not this card."),
         &text_style},
        {"P", STR("SHA-256"), &label},
        {"P", order->sha256, &number},
        {"P", say(call, "SHA-1 (Windows calls it thumbprint)"), &label},
        {"P", order->sha1, &number},
    };
    enum rc rc = write_lines(pen, before, sizeof before / sizeof *before, WIDTH);

    if (rc == RC_OK)
        rc = draw_pictures(pen, order);
    return rc == RC_OK ? write_lines(pen, after, sizeof after / sizeof *after, WIDTH) : rc;
}

static enum rc draw_then(struct pen *pen, const struct card_order *order)
{
    struct call *call = pen->call;
    char until[DAY_TEXT];
    const struct line lines[] = {
        {"H2", say(call, "4. Open Khetane, and keep the address"), &heading},
        {"P", order->then, &address},
        {"P",
         order->or_then.n == 0
             ? say(call, "No warning comes any more. If one comes, do not go on: ask.")
             : say(call,
                   "or, where that name is not found: %.*s. No warning comes any more. If one "
                   "comes, do not go on: ask.",
                   (int)order->or_then.n, order->or_then.p),
         &text_style},
        {"P",
         say(call,
             "The certificate can vouch for servers of a local network alone, never for a bank or "
             "a mailbox. It ends on %s.",
             day_format(order->until, until)),
         &text_style},
    };

    return write_lines(pen, lines, sizeof lines / sizeof *lines, WIDTH);
}

enum rc card_pdf(struct call *call, const struct card_order *order, struct paper_pdf *out)
{
    struct pen pen = {.call = call, .y = 18 * PAPER_MM};
    struct paper_info info = {.language = order->language,
                              .title = say(call, "Khetane on this network")};
    enum rc rc = paper_open(call, &info, &pen.paper);

    if (rc != RC_OK)
        return rc;
    rc = paper_page(call, pen.paper);
    if (rc == RC_OK)
        rc = draw_first(&pen, order);
    if (rc == RC_OK)
        rc = draw_compare(&pen, order);
    if (rc == RC_OK)
        rc = draw_then(&pen, order);
    if (rc == RC_OK)
        rc = paper_finish(call, pen.paper, out);
    paper_close(pen.paper);
    return rc;
}
