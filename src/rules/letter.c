/* letter.c - see letter.h: the names of the parts, plain text, and the bytes for a job. */
#include "rules/letter.h"

#include <assert.h>

#include "base/cbor.h"
#include "base/text.h"

static const struct {
    const char *name;
    bool lines;
} places[] = {
    [LETTER_PLACE] = {"place", true},         [LETTER_SENDER] = {"sender", true},
    [LETTER_ADDRESSEE] = {"addressee", true}, [LETTER_REFERENCES] = {"references", true},
    [LETTER_SUBJECT] = {"subject", true},     [LETTER_BASIS] = {"basis", false},
    [LETTER_TEXT] = {"text", false},          [LETTER_ENCLOSURES] = {"enclosures", false},
    [LETTER_SIGNATURE] = {"signature", true}, [LETTER_FOOT] = {"foot", true},
};
_Static_assert(sizeof places / sizeof *places == LETTER_PLACES, "every part has a name");

const char *letter_place_name(enum letter_place place)
{
    assert(place < LETTER_PLACES);
    return places[place].name;
}

bool letter_place_find(struct str name, enum letter_place *out)
{
    for (unsigned i = 0; i < LETTER_PLACES; i++) {
        if (str_is(name, places[i].name)) {
            *out = (enum letter_place)i;
            return true;
        }
    }
    return false;
}

bool letter_place_is_lines(enum letter_place place)
{
    assert(place < LETTER_PLACES);
    return places[place].lines;
}

/* Plain text ------------------------------------------------------------------------------- */

static void text_row(struct buf *out, const struct letter_block *block)
{
    for (size_t i = 0; i < block->n; i++) {
        buf_z(out, i == 0 ? "" : " | ");
        buf_add(out, block->texts[i]);
    }
}

static void text_block(struct buf *out, const struct letter_block *block, size_t number)
{
    switch (block->shape) {
    case LETTER_NUMBERED: buf_format(out, "%zu. ", number); break;
    case LETTER_DASHED: buf_z(out, "- "); break;
    case LETTER_PARAGRAPH:
    case LETTER_HEADING: buf_char(out, '\n'); break;
    case LETTER_LINE:
    case LETTER_ROW_HEAD:
    case LETTER_ROW:
    case LETTER_SHAPES: break;
    }
    text_row(out, block);
    buf_char(out, '\n');
}

static void text_part(struct buf *out, const struct letter_part *part)
{
    size_t number = 0;

    if (part->n == 0)
        return;
    if (out->n != 0)
        buf_char(out, '\n');
    if (part->label.n != 0) {
        buf_add(out, part->label);
        buf_z(out, ":\n");
    }
    for (size_t i = 0; i < part->n; i++) {
        number = part->blocks[i].shape == LETTER_NUMBERED ? number + 1 : 0;
        text_block(out, &part->blocks[i], number);
    }
}

enum rc letter_text(struct call *call, const struct letter_doc *doc, struct str *out)
{
    struct buf buf;

    buf_init(&buf, call->arena, 2 * (size_t)LETTER_BYTES_MAX);
    if (doc->draft_mark.n != 0) {
        buf_add(&buf, doc->draft_mark);
        buf_char(&buf, '\n');
    }
    for (size_t i = 0; i < LETTER_PLACES; i++)
        text_part(&buf, &doc->parts[i]);
    if (!buf_ok(&buf))
        return fail_memory(call);
    *out = buf_str(&buf);
    return RC_OK;
}

/* Bytes ------------------------------------------------------------------------------------ */

enum { PRINT_FORMAT = 1, DOC_FORMAT = 1 };

static void put_part(struct buf *out, const struct letter_part *part)
{
    cbor_put_array(out, 2);
    cbor_put_text(out, part->label);
    cbor_put_array(out, part->n);
    for (size_t i = 0; i < part->n; i++) {
        const struct letter_block *block = &part->blocks[i];
        cbor_put_array(out, 1 + block->n);
        cbor_put_uint(out, block->shape);
        for (size_t k = 0; k < block->n; k++)
            cbor_put_text(out, block->texts[k]);
    }
}

static void put_doc(struct buf *out, const struct letter_doc *doc)
{
    cbor_put_array(out, 5 + LETTER_PLACES);
    cbor_put_text(out, doc->language);
    cbor_put_text(out, doc->title);
    cbor_put_text(out, doc->draft_mark);
    cbor_put_text(out, doc->copy_mark);
    cbor_put_text(out, doc->stamp_label);
    for (size_t i = 0; i < LETTER_PLACES; i++)
        put_part(out, &doc->parts[i]);
}

void letter_doc_put(struct buf *out, const struct letter_doc *doc)
{
    cbor_put_array(out, 2);
    cbor_put_uint(out, DOC_FORMAT);
    put_doc(out, doc);
}

void letter_print_put(struct buf *out, const struct letter_print *print)
{
    cbor_put_array(out, 8);
    cbor_put_uint(out, PRINT_FORMAT);
    put_doc(out, &print->doc);
    cbor_put_text(out, print->head.name);
    cbor_put_array(out, print->head.n);
    for (size_t i = 0; i < print->head.n; i++)
        cbor_put_text(out, print->head.lines[i]);
    cbor_put_bytes(out, print->head.logo);
    cbor_put_bool(out, print->two_copies);
    cbor_put_bool(out, print->stamp_box);
    cbor_put_int(out, print->made_ms);
}

void letter_columns(const struct letter_block *rows, size_t n, double shares[LETTER_CELLS_MAX])
{
    double sum = 0;
    size_t columns = rows[0].n;

    for (size_t i = 0; i < columns; i++) {
        size_t longest = 6;
        for (size_t k = 0; k < n; k++) {
            size_t length = i < rows[k].n ? text_length(rows[k].texts[i]) : 0;
            longest = length > longest ? length : longest;
        }
        shares[i] = longest > 40 ? 40 : (double)longest;
        sum += shares[i];
    }
    for (size_t i = 0; i < columns; i++)
        shares[i] /= sum;
}

/* An array of texts, at most max of them; anything else spoils the reader. */
static const struct str *read_texts(struct call *call, struct cbor *in, size_t n, size_t max)
{
    struct str *texts = n > max ? NULL : arena_array(call->arena, n, sizeof *texts);

    if (texts == NULL) {
        in->bad = true;
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        texts[i] = cbor_text(in);
    return texts;
}

static struct letter_block read_block(struct call *call, struct cbor *in)
{
    struct letter_block block = {.n = cbor_array(in)};
    uint64_t shape = cbor_uint(in);

    if (block.n < 2 || shape >= LETTER_SHAPES)
        in->bad = true;
    if (in->bad)
        return (struct letter_block){.n = 0};
    block.shape = (enum letter_shape)shape;
    bool row = block.shape == LETTER_ROW || block.shape == LETTER_ROW_HEAD;
    block.n--;
    block.texts = read_texts(call, in, block.n, row ? LETTER_CELLS_MAX : 1);
    return block;
}

static struct letter_part read_part(struct call *call, struct cbor *in)
{
    struct letter_part part = {.n = 0};

    if (cbor_array(in) != 2)
        in->bad = true;
    part.label = cbor_text(in);
    size_t n = cbor_array(in);
    struct letter_block *blocks =
        n > LETTER_BLOCKS_MAX ? NULL : arena_array(call->arena, n, sizeof *blocks);
    if (blocks == NULL)
        in->bad = true;
    for (size_t i = 0; i < n && !in->bad; i++)
        blocks[i] = read_block(call, in);
    part.blocks = blocks;
    part.n = in->bad ? 0 : n;
    return part;
}

static void read_doc(struct call *call, struct cbor *in, struct letter_doc *doc)
{
    if (cbor_array(in) != 5 + LETTER_PLACES)
        in->bad = true;
    doc->language = cbor_text(in);
    doc->title = cbor_text(in);
    doc->draft_mark = cbor_text(in);
    doc->copy_mark = cbor_text(in);
    doc->stamp_label = cbor_text(in);
    for (size_t i = 0; i < LETTER_PLACES; i++)
        doc->parts[i] = read_part(call, in);
}

enum rc letter_doc_read(struct call *call, struct str bytes, struct letter_doc *out)
{
    struct letter_doc doc = {.language = STR("")};
    struct cbor in = cbor_open(bytes);

    if (bytes.n > LETTER_BYTES_MAX)
        return fail(call, RC_LIMIT, "letter",
                    "The letter is longer than %d bytes. Shorten it or divide it.",
                    LETTER_BYTES_MAX);
    if (cbor_array(&in) != 2)
        in.bad = true;
    uint64_t format = cbor_uint(&in);
    if (!in.bad && format > DOC_FORMAT)
        return fail(call, RC_NEWER, "letter",
                    "This letter was written by a newer version of Khetane.");
    if (format != DOC_FORMAT)
        in.bad = true;
    read_doc(call, &in, &doc);
    if (!cbor_done(&in))
        return fail(call, RC_CORRUPT, "letter", "These bytes are no letter.");
    *out = doc;
    return RC_OK;
}

enum rc letter_print_read(struct call *call, struct str bytes, struct letter_print *out)
{
    struct letter_print print = {.made_ms = 0};
    struct cbor in = cbor_open(bytes);

    if (bytes.n > LETTER_BYTES_MAX + LETTER_LOGO_MAX)
        return fail(call, RC_LIMIT, "letter",
                    "The letter is longer than %d bytes. Shorten it or divide it.",
                    LETTER_BYTES_MAX);
    if (cbor_array(&in) != 8 || cbor_uint(&in) != PRINT_FORMAT)
        in.bad = true;
    read_doc(call, &in, &print.doc);
    print.head.name = cbor_text(&in);
    print.head.n = cbor_array(&in);
    print.head.lines = read_texts(call, &in, print.head.n, LETTER_HEAD_LINES_MAX);
    print.head.logo = cbor_bytes(&in);
    print.two_copies = cbor_bool(&in);
    print.stamp_box = cbor_bool(&in);
    print.made_ms = cbor_int(&in);
    if (!cbor_done(&in))
        return fail(call, RC_CORRUPT, "letter", "These bytes are no order to print a letter.");
    *out = print;
    return RC_OK;
}
