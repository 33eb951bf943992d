/* sheet_pdf.c - see sheet_pdf.h. */
#include "document/sheet_pdf.h"

#include "base/cbor.h"
#include "document/qr.h"

#define LEFT  (25 * PAPER_MM)
#define WIDTH (PAPER_WIDTH - LEFT - 20 * PAPER_MM)
#define CODE  (58 * PAPER_MM)

enum { FORMAT = 1, COLUMNS = 4, ROWS = SHEET_WORDS / COLUMNS };

/* Bytes ------------------------------------------------------------------------------------- */

void sheet_put(struct buf *out, const struct sheet_order *order)
{
    cbor_put_array(out, 5 + SHEETS);
    cbor_put_uint(out, FORMAT);
    cbor_put_text(out, order->language);
    cbor_put_text(out, order->organisation);
    cbor_put_text(out, order->set);
    cbor_put_int(out, order->made);
    for (size_t i = 0; i < SHEETS; i++) {
        const struct sheet *sheet = &order->sheets[i];
        cbor_put_array(out, 1 + (size_t)(SHEETS - 1) * SHEET_WORDS);
        cbor_put_text(out, sheet->code);
        for (size_t k = 0; k < SHEETS - 1; k++)
            for (size_t n = 0; n < SHEET_WORDS; n++)
                cbor_put_text(out, sheet->words[k][n]);
    }
}

enum rc sheet_read(struct call *call, struct str bytes, struct sheet_order *out)
{
    struct sheet_order order;
    struct cbor in = cbor_open(bytes);

    if (bytes.n > SHEET_BYTES_MAX || cbor_array(&in) != 5 + SHEETS || cbor_uint(&in) != FORMAT)
        in.bad = true;
    order.language = cbor_text(&in);
    order.organisation = cbor_text(&in);
    order.set = cbor_text(&in);
    int64_t made = cbor_int(&in);
    in.bad = in.bad || made < day_min() || made > day_max();
    order.made = in.bad ? 0 : (day)made;
    for (size_t i = 0; i < SHEETS; i++) {
        struct sheet *sheet = &order.sheets[i];
        if (cbor_array(&in) != 1 + (size_t)(SHEETS - 1) * SHEET_WORDS)
            in.bad = true;
        sheet->code = cbor_text(&in);
        for (size_t k = 0; k < SHEETS - 1; k++)
            for (size_t n = 0; n < SHEET_WORDS; n++)
                sheet->words[k][n] = cbor_text(&in);
    }
    if (!cbor_done(&in))
        return fail(call, RC_CORRUPT, "sheet", "These bytes are no order to print sheets.");
    *out = order;
    return RC_OK;
}

/* Drawing ----------------------------------------------------------------------------------- */

struct pen {
    struct call *call;
    struct paper *paper;
    double y;
};

static enum rc write_at(struct pen *pen, struct str text, struct paper_style style,
                        struct paper_box box, double *height)
{
    struct paper_text *shaped;
    enum rc rc = paper_shape(pen->call, pen->paper, text, style, box.width, &shaped);

    if (rc != RC_OK)
        return rc;
    paper_draw(pen->paper, shaped, box.x, box.y);
    *height = paper_height(shaped);
    return RC_OK;
}

static enum rc write_down(struct pen *pen, const char *tag, struct str text,
                          struct paper_style style, double width)
{
    struct paper_box box = {LEFT, pen->y, width, 0};
    double height = 0;

    if (text.p == NULL)
        return fail_memory(pen->call);
    paper_tag(pen->paper, tag);
    enum rc rc = write_at(pen, text, style, box, &height);
    paper_untag(pen->paper, tag);
    pen->y += height + 4;
    return rc;
}

static enum rc draw_code(struct pen *pen, struct str text)
{
    struct qr qr = {.width = 0};
    struct paper_box box = {LEFT + WIDTH - CODE, pen->y, CODE, CODE};
    enum rc rc = qr_make(pen->call, text, &qr);

    if (rc == RC_OK)
        paper_cells(pen->paper, qr.dark, qr.width, box);
    return rc;
}

/* Numbered down the columns, large enough to be read from a bad print. */
static enum rc draw_words(struct pen *pen, const struct str words[SHEET_WORDS])
{
    static const struct paper_style style = {.size = 11, .mono = true},
                                    numbers = {.size = 8, .align = PAPER_RIGHT, .grey = true};
    double column = WIDTH / COLUMNS, line = 16, height;
    enum rc rc = RC_OK;

    paper_tag(pen->paper, "P");
    for (int i = 0; i < SHEET_WORDS && rc == RC_OK; i++) {
        struct paper_box box = {LEFT + column * (i / ROWS), pen->y + line * (i % ROWS), 16, 0};
        rc = write_at(pen, str_format(pen->call->arena, "%d", i + 1), numbers, box, &height);
        box.x += 21;
        box.width = column - 21;
        if (rc == RC_OK)
            rc = write_at(pen, words[i], style, box, &height);
    }
    paper_untag(pen->paper, "P");
    pen->y += line * ROWS + 10;
    return rc;
}

/* The k-th of the sheets other than i, as people number them. */
static int other_sheet(size_t i, size_t k)
{
    return (int)(k < i ? k : k + 1) + 1;
}

static enum rc draw_head(struct pen *pen, const struct sheet_order *order, size_t i)
{
    static const struct paper_style title = {.size = 18, .bold = true},
                                    name = {.size = 12, .bold = true}, text = {.size = 11};
    struct call *call = pen->call;
    double width = WIDTH - CODE - 6 * PAPER_MM;
    char made[DAY_TEXT];

    enum rc rc = write_down(pen, "H1", say(call, "Recovery sheet %d of %d", (int)i + 1, SHEETS),
                            title, width);
    if (rc == RC_OK)
        rc = write_down(pen, "P", order->organisation, name, width);
    if (rc == RC_OK)
        rc = write_down(pen, "P",
                        say(call, "Set %.*s, printed on %s", (int)order->set.n, order->set.p,
                            day_format(order->made, made)),
                        text, width);
    if (rc == RC_OK)
        rc = write_down(pen, "P",
                        say(call,
                            "This sheet opens nothing by itself: it needs one other sheet "
                            "of the same set. Any two of the %d open the data of the "
                            "organisation when no passphrase is left.",
                            SHEETS),
                        text, width);
    return rc;
}

static enum rc draw_advice(struct pen *pen)
{
    static const struct paper_style heading = {.size = 11, .bold = true}, text = {.size = 10};
    struct call *call = pen->call;
    const struct str steps[] = {
        say(call, "1. Keep this sheet where nobody looks by chance: with a lawyer, or with a "
                  "partner organisation in another town. Never keep two sheets in one place."),
        say(call, "2. Do not photograph, scan or send it. Type its words nowhere but into "
                  "Khetane."),
        say(call, "3. When it is needed: take this sheet and one other to the computer with the "
                  "data. The command \"khetane key add --sheets\" asks for the words of each "
                  "that stand under the number of the other, and gives a new passphrase. The "
                  "square code has the first four letters of all words."),
        say(call, "4. If this sheet is lost, or somebody has seen it, tell a key holder today, "
                  "who prints new ones. After sheets were used, print new ones too."),
    };
    enum rc rc = write_down(pen, "H2", say(call, "What to do"), heading, WIDTH);

    for (size_t i = 0; i < sizeof steps / sizeof *steps && rc == RC_OK; i++)
        rc = write_down(pen, "P", steps[i], text, WIDTH);
    return rc;
}

static enum rc draw_sheet(struct pen *pen, const struct sheet_order *order, size_t i)
{
    static const struct paper_style heading = {.size = 11, .bold = true};
    const struct sheet *sheet = &order->sheets[i];
    double top = 20 * PAPER_MM;
    enum rc rc = paper_page(pen->call, pen->paper);

    pen->y = top;
    if (rc == RC_OK)
        rc = draw_code(pen, sheet->code);
    if (rc == RC_OK)
        rc = draw_head(pen, order, i);
    if (pen->y < top + CODE + 16)
        pen->y = top + CODE + 16;
    for (size_t k = 0; k < SHEETS - 1 && rc == RC_OK; k++) {
        rc = write_down(pen, "H2", say(pen->call, "Words for use with sheet %d", other_sheet(i, k)),
                        heading, WIDTH);
        if (rc == RC_OK)
            rc = draw_words(pen, sheet->words[k]);
    }
    if (rc != RC_OK)
        return rc;
    paper_rule(pen->paper, LEFT, pen->y, WIDTH);
    pen->y += 8;
    return draw_advice(pen);
}

enum rc sheet_pdf(struct call *call, const struct sheet_order *order, struct paper_pdf *out)
{
    struct pen pen = {.call = call};
    struct paper_info info = {.language = order->language, .title = say(call, "Recovery sheets")};
    enum rc rc = paper_open(call, &info, &pen.paper);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < SHEETS && rc == RC_OK; i++)
        rc = draw_sheet(&pen, order, i);
    if (rc == RC_OK)
        rc = paper_finish(call, pen.paper, out);
    paper_close(pen.paper);
    return rc;
}
