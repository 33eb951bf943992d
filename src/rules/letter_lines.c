/* letter_lines.c - see letter.h: the form in which people edit a part of a letter. */
#include "rules/letter.h"

struct lines {
    struct call *call;
    const char *where;
    int number; /* of the line being read */
    struct letter_block *blocks;
    size_t n, room;
    enum letter_shape shape; /* of the block being read */
    struct buf text;         /* its text so far */
    bool open, broken;       /* a block is being read; its last line ended with a break */
    size_t cells;            /* of the table being read; 0: none is */
    bool memory;             /* false once it ran out */
};

static void add_block(struct lines *in, enum letter_shape shape, const struct str *texts, size_t n)
{
    if (texts == NULL || !arena_grow(in->call->arena, &in->blocks, in->n, &in->room)) {
        in->memory = false;
        return;
    }
    in->blocks[in->n++] = (struct letter_block){.shape = shape, .texts = texts, .n = n};
}

static void add_text(struct lines *in, enum letter_shape shape, struct str text)
{
    struct str *one = arena_alloc(in->call->arena, sizeof *one);

    if (one != NULL)
        *one = text;
    add_block(in, shape, one, 1);
}

static void close_block(struct lines *in)
{
    if (in->open) {
        in->memory = in->memory && buf_ok(&in->text);
        add_text(in, in->shape, str_dup(in->call->arena, buf_str(&in->text)));
    }
    in->open = false;
    in->broken = false;
}

static void open_block(struct lines *in, enum letter_shape shape, struct str text)
{
    close_block(in);
    buf_init(&in->text, in->call->arena, LETTER_BYTES_MAX);
    buf_add(&in->text, text);
    in->shape = shape;
    in->open = true;
}

/* Whether the line starts with the mark, standing alone; *rest is what follows it. */
static bool has_mark(struct str line, struct str mark, struct str *rest)
{
    if (!str_starts(line, mark) || (line.n > mark.n && line.p[mark.n] != ' '))
        return false;
    *rest = str_trim(str_cut(line, mark.n, line.n));
    return true;
}

static bool has_number(struct str line, struct str *rest)
{
    size_t digits = 0;

    while (digits < line.n && line.p[digits] >= '0' && line.p[digits] <= '9')
        digits++;
    return digits > 0 && digits <= 3 && has_mark(str_cut(line, digits, line.n), STR("."), rest);
}

/* The shape that a trimmed line asks for; LETTER_PARAGRAPH if none. */
static enum letter_shape line_shape(struct str line, struct str *rest)
{
    *rest = line;
    if (has_mark(line, STR("##"), rest))
        return LETTER_HEADING;
    if (has_mark(line, STR("-"), rest))
        return LETTER_DASHED;
    if (has_number(line, rest))
        return LETTER_NUMBERED;
    return str_starts(line, STR("|")) ? LETTER_ROW : LETTER_PARAGRAPH;
}

/* Takes one cell off the front of a row: to the next bar that has no backslash before it. */
static struct str take_cell(struct lines *in, struct str *row)
{
    struct buf cell;
    size_t i = 0;

    buf_init(&cell, in->call->arena, LETTER_BYTES_MAX);
    for (; i < row->n && row->p[i] != '|'; i++) {
        bool escape =
            row->p[i] == '\\' && i + 1 < row->n && (row->p[i + 1] == '|' || row->p[i + 1] == '\\');
        i += escape;
        buf_char(&cell, row->p[i]);
    }
    *row = str_cut(*row, i + 1, row->n);
    in->memory = in->memory && buf_ok(&cell);
    return str_trim(buf_str(&cell));
}

static void add_row(struct lines *in, struct str row)
{
    struct call *call = in->call;
    struct str cells[LETTER_CELLS_MAX];
    size_t n = 0;

    close_block(in);
    row = str_cut(row, 1, row.n);
    for (; row.n != 0 && n < LETTER_CELLS_MAX; n++)
        cells[n] = take_cell(in, &row);
    struct str where = str_format(call->arena, "%s:%d", in->where, in->number);
    if (n == 0 || row.n != 0) {
        fault_add(call, where, "A row of a table has 1 to %d cells between bars: | one | two |",
                  LETTER_CELLS_MAX);
        return;
    }
    if (in->cells != 0 && in->cells != n)
        fault_add(call, where, "This row has %zu cells, the first of its table has %zu.", n,
                  in->cells);
    struct str *copy = arena_array(call->arena, n, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < n; i++)
        copy[i] = cells[i];
    add_block(in, in->cells == 0 ? LETTER_ROW_HEAD : LETTER_ROW, copy, n);
    in->cells = n;
}

static void add_line(struct lines *in, struct str text)
{
    if (!in->open) {
        open_block(in, LETTER_PARAGRAPH, text);
        return;
    }
    if (in->text.n != 0)
        buf_char(&in->text, in->broken ? '\n' : ' ');
    buf_add(&in->text, text);
}

/* Takes the backslash off that says: what follows is text. */
static bool unmark(struct str *line)
{
    if (!str_starts(*line, STR("\\")))
        return false;
    *line = str_trim(str_cut(*line, 1, line->n));
    return true;
}

static void flow_line(struct lines *in, struct str raw)
{
    bool breaks = str_ends(raw, STR("\\"));
    struct str line = str_trim(breaks ? str_cut(raw, 0, raw.n - 1) : raw), rest;
    bool is_text = unmark(&line);

    if (line.n == 0) {
        close_block(in);
        in->cells = 0;
        return;
    }
    if (is_text) {
        in->cells = 0;
        add_line(in, line);
        in->broken = breaks;
        return;
    }
    enum letter_shape shape = line_shape(line, &rest);
    if (shape == LETTER_ROW) {
        add_row(in, str_trim(raw));
        return;
    }
    in->cells = 0;
    if (shape == LETTER_PARAGRAPH)
        add_line(in, rest);
    else
        open_block(in, shape, rest);
    in->broken = breaks;
    if (shape == LETTER_HEADING)
        close_block(in);
}

/* Line by line; gaps between lines become one empty line. */
static void plain_line(struct lines *in, struct str raw)
{
    struct str line = str_trim(raw);

    (void)unmark(&line);
    if (line.n == 0) {
        in->broken = in->n != 0;
        return;
    }
    if (in->broken)
        add_text(in, LETTER_LINE, STR(""));
    in->broken = false;
    add_text(in, LETTER_LINE, line);
}

enum rc letter_part_parse(struct call *call, const char *where, enum letter_place place,
                          struct str text, struct letter_part *out)
{
    struct lines in = {.call = call, .where = where, .memory = true};
    size_t faults = call->fault_count;

    if (text.n > LETTER_BYTES_MAX)
        return fail(call, RC_LIMIT, where, "This part is longer than %d bytes. Shorten it.",
                    LETTER_BYTES_MAX);
    while (text.n != 0 && in.memory && in.n < LETTER_BLOCKS_MAX) {
        in.number++;
        if (letter_place_is_lines(place))
            plain_line(&in, str_split(&text, '\n'));
        else
            flow_line(&in, str_split(&text, '\n'));
    }
    close_block(&in);
    if (!in.memory)
        return fail_memory(call);
    if (text.n != 0)
        return fail(call, RC_LIMIT, where,
                    "This part has more than %d paragraphs and lines. Divide the letter.",
                    LETTER_BLOCKS_MAX);
    if (call->fault_count != faults)
        return call_faults(call);
    out->blocks = in.blocks;
    out->n = in.n;
    return RC_OK;
}

/* Back again ------------------------------------------------------------------------------- */

/* One line of text that must be read back as text. */
static void put_line(struct buf *out, struct str line, bool first_of_item)
{
    struct str rest;

    if (!first_of_item && line.n != 0 &&
        (line.p[0] == '\\' || line_shape(line, &rest) != LETTER_PARAGRAPH))
        buf_char(out, '\\');
    buf_add(out, line);
    if (str_ends(line, STR("\\")))
        buf_char(out, ' ');
}

static void put_text(struct buf *out, struct str text, bool item)
{
    for (bool first = true; first || text.n != 0; first = false) {
        if (!first)
            buf_z(out, "\\\n");
        put_line(out, str_split(&text, '\n'), first && item);
    }
}

static void put_row(struct buf *out, const struct letter_block *row)
{
    buf_char(out, '|');
    for (size_t i = 0; i < row->n; i++) {
        struct str cell = row->texts[i];
        buf_char(out, ' ');
        for (size_t k = 0; k < cell.n; k++) {
            if (cell.p[k] == '|' || cell.p[k] == '\\')
                buf_char(out, '\\');
            buf_char(out, cell.p[k]);
        }
        buf_z(out, " |");
    }
}

static void put_block(struct buf *out, const struct letter_block *block, size_t number)
{
    switch (block->shape) {
    case LETTER_LINE: put_line(out, block->texts[0], false); break;
    case LETTER_PARAGRAPH: put_text(out, block->texts[0], false); break;
    case LETTER_HEADING:
        buf_z(out, "## ");
        put_line(out, block->texts[0], true);
        break;
    case LETTER_NUMBERED:
        buf_format(out, "%zu. ", number);
        put_text(out, block->texts[0], true);
        break;
    case LETTER_DASHED:
        buf_z(out, "- ");
        put_text(out, block->texts[0], true);
        break;
    case LETTER_ROW_HEAD:
    case LETTER_ROW: put_row(out, block); break;
    case LETTER_SHAPES: break;
    }
}

/* Items and rows follow each other line by line; between other blocks stands an empty line. */
static bool is_close(enum letter_shape before, enum letter_shape shape)
{
    bool row = shape == LETTER_ROW && (before == LETTER_ROW || before == LETTER_ROW_HEAD);
    bool item = shape == LETTER_NUMBERED || shape == LETTER_DASHED || shape == LETTER_LINE;

    return row || (item && before == shape);
}

enum rc letter_part_source(struct call *call, const struct letter_part *part, struct str *out)
{
    struct buf buf;
    size_t number = 0;

    buf_init(&buf, call->arena, 2 * (size_t)LETTER_BYTES_MAX);
    for (size_t i = 0; i < part->n; i++) {
        const struct letter_block *block = &part->blocks[i];
        number = block->shape == LETTER_NUMBERED ? number % 999 + 1 : 0;
        if (i != 0)
            buf_z(&buf, is_close(part->blocks[i - 1].shape, block->shape) ? "\n" : "\n\n");
        put_block(&buf, block, number);
    }
    if (!buf_ok(&buf))
        return fail_memory(call);
    *out = buf_str(&buf);
    return RC_OK;
}
