/* office_letter.c - see office_letter.h. */
#include "document/office_letter.h"

#include "document/xml.h"

enum {
    BOX_WIDTH = 3742, /* 66 × 34 mm, for a stamp */
    BOX_HEIGHT = 1928,
    LOGO_WIDTH = 1588, /* 28 × 22 mm, as on paper */
    LOGO_HEIGHT = 1247,
    LOGO_COLUMN = 1814,
};

/* The measures of letter_pdf.c. What programs know by a name of their own has that name, so that
 * people find it in their language. */
const struct office_look office_looks[OFFICE_STYLES] = {
    [OFFICE_TEXT] = {"Body Text", "Text body", .size = 22, .before = 120},
    [OFFICE_HEAD_NAME] = {"Letterhead", "Letterhead", .size = 28, .bold = true, .keep_next = true},
    [OFFICE_HEAD_LINES] = {"Letterhead lines", "Letterhead lines", .size = 18},
    [OFFICE_PLACE] = {"Date", "Place and date", .size = 22, .before = 200, .after = 160,
                      .to_right = true},
    [OFFICE_SENDER] = {"Sender", "Sender", .size = 22, .before = 200, .keep_lines = true},
    [OFFICE_ADDRESSEE] = {"Addressee", "Addressee", .size = 22, .before = 280, .keep_lines = true},
    [OFFICE_STAMP] = {"Stamp box", "Stamp box", .size = 16, .grey = true},
    [OFFICE_REFERENCES] = {"References", "References", .size = 18, .before = 240},
    [OFFICE_SUBJECT] = {"heading 1", "Heading 1", .size = 22, .before = 240, .outline = 1,
                        .bold = true, .keep_next = true, .keep_lines = true},
    [OFFICE_HEADING] = {"heading 2", "Heading 2", .size = 22, .before = 280, .outline = 2,
                        .bold = true, .keep_next = true, .keep_lines = true},
    [OFFICE_LABEL] = {"Label", "Label", .size = 18, .before = 200, .bold = true, .keep_next = true},
    [OFFICE_NUMBERED] = {"List Number", "Numbering 1", .size = 22, .before = 60, .left = 510,
                         .hang = 425},
    [OFFICE_DASHED] = {"List Bullet", "List 1", .size = 22, .before = 60, .left = 510, .hang = 425},
    [OFFICE_CELL_HEAD] = {"Table Heading", "Table Heading", .size = 18, .before = 50, .bold = true},
    [OFFICE_CELL] = {"Table Contents", "Table Contents", .size = 18, .before = 50},
    [OFFICE_SIGNATURE] = {"Signature", "Signature", .size = 22, .before = 480, .left = 4677,
                          .keep_lines = true},
    [OFFICE_MARK] = {"header", "Header", .size = 17, .bold = true},
    [OFFICE_COPY_MARK] = {"Copy mark", "Copy mark", .size = 17, .bold = true, .to_right = true},
    [OFFICE_FOOT] = {"footer", "Footer", .size = 16, .grey = true, .rule = true},
    [OFFICE_END] = {"Section end", "Section end", .size = 2},
};

static const struct office_language languages[] = {
    {"mk", "mk-MK", "mk", "", "MK"},
    {"sr-Cyrl", "sr-Cyrl-RS", "sr", "", "RS"},
    {"sr-Latn", "sr-Latn-RS", "sr", "Latn", "RS"},
    {"sq", "sq-AL", "sq", "", "AL"},
    {"lt", "lt-LT", "lt", "", "LT"},
    {"en", "en-GB", "en", "", "GB"},
    {"de", "de-DE", "de", "", "DE"},
    {"rom", "rom", "rom", "", ""},
};

struct office_language office_language(struct call *call, struct str tag)
{
    bool sound = tag.n >= 2 && tag.n <= 20;

    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (str_is(tag, languages[i].tag))
            return languages[i];
    for (size_t i = 0; i < tag.n; i++)
        sound =
            sound && (tag.p[i] == '-' || (tag.p[i] >= '0' && tag.p[i] <= '9') ||
                      (tag.p[i] >= 'A' && tag.p[i] <= 'Z') || (tag.p[i] >= 'a' && tag.p[i] <= 'z'));
    const char *word = sound ? str_z(call->arena, tag) : "en-GB";
    struct str rest = str_of(word);
    return (struct office_language){word, word, str_z(call->arena, str_split(&rest, '-')), "", ""};
}

struct str office_moment(struct call *call, int64_t ms)
{
    int64_t seconds = ms / 1000 % 86400;
    char date[DAY_TEXT];

    return str_format(call->arena, "%sT%02d:%02d:%02dZ", day_format((day)(ms / 86400000), date),
                      (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* ---- texts */

static void put_piece(struct office_writer *w, struct str text)
{
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        bool again = i < text.n && text.p[i] == ' ' && (i == 0 || text.p[i - 1] == ' ');
        if (i < text.n && !(again && w->form->space != NULL))
            continue;
        xml_put(w->out, str_cut(text, from, i));
        if (i < text.n)
            buf_z(w->out, w->form->space);
        from = i + 1;
    }
}

void office_put(struct office_writer *w, struct str text)
{
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n' && text.p[i] != '\t')
            continue;
        put_piece(w, str_cut(text, from, i));
        if (i < text.n)
            buf_z(w->out, text.p[i] == '\n' ? w->form->line_break : w->form->tab);
        from = i + 1;
    }
}

void office_put_id(struct buf *out, const char *name, const char *space)
{
    for (; *name != '\0'; name++) {
        if (*name == ' ')
            buf_z(out, space);
        else
            buf_char(out, *name);
    }
}

static void put(struct office_writer *w, enum office_style style, struct str text, unsigned flags)
{
    w->form->paragraph(w, style, text, flags);
}

static struct str join(struct office_writer *w, const struct letter_part *part, size_t from)
{
    struct buf text;

    buf_init(&text, w->call->arena, 2 * (size_t)LETTER_BYTES_MAX);
    for (size_t i = from; i < part->n; i++) {
        buf_z(&text, i == from ? "" : "\n");
        buf_add(&text, part->blocks[i].texts[0]);
    }
    w->out->failed = w->out->failed || !buf_ok(&text);
    return buf_str(&text);
}

/* The lines of a part are one paragraph, so that they stay together however it is edited. */
static bool put_lines(struct office_writer *w, enum letter_place place, enum office_style style)
{
    const struct letter_part *part = &w->print->doc.parts[place];

    if (part->n == 0)
        return false;
    if (part->label.n != 0)
        put(w, OFFICE_LABEL, part->label, 0);
    put(w, style, join(w, part, 0), part->label.n != 0 ? OFFICE_TIGHT : 0);
    return true;
}

/* ---- tables */

static void grid_begin(struct office_writer *w, const struct office_grid *grid)
{
    w->grid = *grid;
    w->grids++;
    w->form->grid(w, true);
}

static void cell_begin(struct office_writer *w, size_t column)
{
    w->column = column;
    w->form->cell(w, true);
}

static void put_row(struct office_writer *w, const struct letter_block *row, unsigned flags)
{
    bool head = row->shape == LETTER_ROW_HEAD;

    w->form->row(w, true, head);
    for (size_t i = 0; i < w->grid.n; i++) {
        cell_begin(w, i);
        put(w, head ? OFFICE_CELL_HEAD : OFFICE_CELL, i < row->n ? row->texts[i] : STR(""), flags);
        w->form->cell(w, false);
    }
    w->form->row(w, false, head);
}

static void put_table(struct office_writer *w, const struct letter_block *rows, size_t n,
                      unsigned flags)
{
    struct office_grid grid = {.kind = OFFICE_RULED, .n = rows[0].n};
    double shares[LETTER_CELLS_MAX];
    unsigned used = 0;

    letter_columns(rows, n, shares);
    for (size_t i = 0; i < grid.n; i++) {
        grid.widths[i] =
            i + 1 == grid.n ? OFFICE_WIDTH - used : (unsigned)(shares[i] * OFFICE_WIDTH);
        used += grid.widths[i];
    }
    grid_begin(w, &grid);
    for (size_t i = 0; i < n; i++)
        put_row(w, &rows[i], i + 1 == n ? flags : 0);
    w->form->grid(w, false);
}

/* ---- parts */

static void put_items(struct office_writer *w, const struct letter_block *items, size_t n,
                      unsigned flags)
{
    w->list = items[0].shape == LETTER_NUMBERED ? OFFICE_NUMBERED : OFFICE_DASHED;
    w->lists += w->list == OFFICE_NUMBERED;
    w->form->list(w, true);
    for (size_t i = 0; i < n; i++)
        put(w, w->list, items[i].texts[0], i + 1 == n ? flags : 0);
    w->form->list(w, false);
    w->list = OFFICE_TEXT;
}

/* How many blocks from here on are one list or one table. */
static size_t run_of(const struct letter_block *blocks, size_t n)
{
    enum letter_shape shape = blocks[0].shape == LETTER_ROW_HEAD ? LETTER_ROW : blocks[0].shape;
    size_t i = 1;

    if (shape != LETTER_NUMBERED && shape != LETTER_DASHED && shape != LETTER_ROW)
        return 1;
    while (i < n && blocks[i].shape == shape)
        i++;
    return i;
}

/* flags: of its last paragraph. */
static void put_flow(struct office_writer *w, const struct letter_part *part, unsigned flags)
{
    if (part->n != 0 && part->label.n != 0)
        put(w, OFFICE_HEADING, part->label, 0);
    for (size_t i = 0, n; i < part->n; i += n) {
        const struct letter_block *block = &part->blocks[i];
        n = run_of(block, part->n - i);
        unsigned last = i + n == part->n ? flags : 0;
        switch (block->shape) {
        case LETTER_HEADING: put(w, OFFICE_HEADING, block->texts[0], 0); break;
        case LETTER_NUMBERED:
        case LETTER_DASHED: put_items(w, block, n, last); break;
        case LETTER_ROW_HEAD:
        case LETTER_ROW: put_table(w, block, n, last); break;
        case LETTER_LINE:
        case LETTER_PARAGRAPH:
        case LETTER_SHAPES: put(w, OFFICE_TEXT, block->texts[0], last); break;
        }
    }
}

/* The logo in the first of two columns; without one there is one column. */
static void put_letterhead(struct office_writer *w)
{
    const struct letter_head *head = &w->print->head;
    struct office_grid grid = {.kind = OFFICE_RULED, .widths = {OFFICE_WIDTH}, .n = 1};
    struct buf lines;

    if (head->name.n == 0)
        return;
    buf_init(&lines, w->call->arena, LETTER_BYTES_MAX);
    for (size_t i = 0; i < head->n; i++) {
        buf_z(&lines, i == 0 ? "" : "\n");
        buf_add(&lines, head->lines[i]);
    }
    if (w->logo_w != 0)
        grid = (struct office_grid){
            .kind = OFFICE_RULED, .widths = {LOGO_COLUMN, OFFICE_WIDTH - LOGO_COLUMN}, .n = 2};
    grid_begin(w, &grid);
    w->form->row(w, true, false);
    if (w->logo_w != 0) {
        cell_begin(w, 0);
        w->form->picture(w);
        w->form->cell(w, false);
    }
    cell_begin(w, grid.n - 1);
    put(w, OFFICE_HEAD_NAME, head->name, 0);
    if (head->n != 0)
        put(w, OFFICE_HEAD_LINES, buf_str(&lines), 0);
    w->form->cell(w, false);
    w->form->row(w, false, false);
    w->form->grid(w, false);
}

/* Who writes to whom, beside the box for the stamp. */
static void put_addresses(struct office_writer *w)
{
    const struct office_grid grid = {.kind = OFFICE_BOXED,
                                     .widths = {OFFICE_WIDTH - BOX_WIDTH, BOX_WIDTH},
                                     .n = 2,
                                     .height = BOX_HEIGHT};
    bool box = w->print->stamp_box;

    if (box) {
        grid_begin(w, &grid);
        w->form->row(w, true, false);
        cell_begin(w, 0);
    }
    bool sender = put_lines(w, LETTER_SENDER, OFFICE_SENDER);
    if (!put_lines(w, LETTER_ADDRESSEE, OFFICE_ADDRESSEE) && !sender && box)
        put(w, OFFICE_ADDRESSEE, STR(""), 0);
    if (box) {
        w->form->cell(w, false);
        cell_begin(w, 1);
        put(w, OFFICE_STAMP, w->print->doc.stamp_label, 0);
        w->form->cell(w, false);
        w->form->row(w, false, false);
        w->form->grid(w, false);
    }
}

/* "Subject: what it is about". */
static void put_subject(struct office_writer *w)
{
    const struct letter_part *part = &w->print->doc.parts[LETTER_SUBJECT];
    struct str text = join(w, part, 0);

    if (part->n == 0)
        return;
    if (part->label.n != 0)
        text = str_format(w->call->arena, "%s: %s", str_z(w->call->arena, part->label),
                          str_z(w->call->arena, text));
    put(w, OFFICE_SUBJECT, text, 0);
}

void office_copy(struct office_writer *w)
{
    static const enum letter_place flows[] = {LETTER_BASIS, LETTER_TEXT, LETTER_ENCLOSURES};
    const struct letter_part *parts = w->print->doc.parts;
    size_t last = 0;

    put_letterhead(w);
    (void)put_lines(w, LETTER_PLACE, OFFICE_PLACE);
    put_addresses(w);
    (void)put_lines(w, LETTER_REFERENCES, OFFICE_REFERENCES);
    put_subject(w);
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
        last = parts[flows[i]].n != 0 ? i : last;
    /* The signature stays with the last lines of the text. */
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
        put_flow(w, &parts[flows[i]], i == last ? OFFICE_KEEP : 0);
    (void)put_lines(w, LETTER_SIGNATURE, OFFICE_SIGNATURE);
}

void office_head(struct office_writer *w)
{
    const struct letter_doc *doc = &w->print->doc;

    if (w->call->practice)
        put(w, OFFICE_MARK, say(w->call, "PRACTICE: invented people, nothing is real"), 0);
    if (w->copy != 0)
        put(w, OFFICE_COPY_MARK, doc->copy_mark, 0);
    put(w, OFFICE_MARK, doc->draft_mark, 0);
}

void office_foot(struct office_writer *w)
{
    const struct letter_part *foot = &w->print->doc.parts[LETTER_FOOT];

    w->form->foot(w, foot->n == 0 ? STR("") : foot->blocks[0].texts[0], join(w, foot, 1));
}

/* ---- the logo */

static unsigned big_endian(struct str bytes, size_t at)
{
    const unsigned char *p = (const unsigned char *)bytes.p + at;

    return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
}

/* As large as it fits; only its first lines are looked at, for the office program draws it. */
static enum rc fit_logo(struct office_writer *w)
{
    struct str logo = w->print->head.logo;
    enum { DOTS_MAX = 3000, HEAD = 24 };

    if (logo.n == 0 || w->print->head.name.n == 0)
        return RC_OK;
    unsigned width = 0, height = 0;
    if (logo.n > HEAD && str_starts(logo, STR("\x89PNG\r\n\x1a\n"))) {
        width = big_endian(logo, 16);
        height = big_endian(logo, 20);
    }
    if (width == 0 || height == 0 || width > DOTS_MAX || height > DOTS_MAX)
        return fail(w->call, RC_INVALID, "logo",
                    "The logo is no PNG picture of at most 3000 × 3000 dots.");
    w->logo_w = LOGO_WIDTH;
    w->logo_h = LOGO_WIDTH * height / width;
    if (w->logo_h > LOGO_HEIGHT) {
        w->logo_h = LOGO_HEIGHT;
        w->logo_w = LOGO_HEIGHT * width / height;
    }
    w->logo_w += w->logo_w == 0;
    w->logo_h += w->logo_h == 0;
    return RC_OK;
}

enum rc office_begin(struct call *call, const struct letter_print *print,
                     const struct office_form *form, struct office_writer *out)
{
    *out = (struct office_writer){.call = call, .print = print, .form = form};
    return fit_logo(out);
}

/* ---- plain text */

static void text_paragraph(struct office_writer *w, enum office_style style, struct str text,
                           unsigned flags)
{
    (void)style;
    (void)flags;
    buf_add(w->out, text);
    buf_char(w->out, '\n');
}

static void text_picture(struct office_writer *w)
{
    (void)w;
}

static void text_foot(struct office_writer *w, struct str first, struct str rest)
{
    (void)w;
    (void)first;
    (void)rest;
}

static void text_mark(struct office_writer *w, bool begins)
{
    (void)w;
    (void)begins;
}

static void text_row(struct office_writer *w, bool begins, bool head)
{
    (void)w;
    (void)begins;
    (void)head;
}

enum rc office_text(struct call *call, const struct letter_print *print, struct str *out)
{
    static const struct office_form form = {.line_break = "\n",
                                            .tab = "\t",
                                            .paragraph = text_paragraph,
                                            .picture = text_picture,
                                            .foot = text_foot,
                                            .list = text_mark,
                                            .grid = text_mark,
                                            .row = text_row,
                                            .cell = text_mark};
    struct office_writer w;
    struct buf text;
    enum rc rc = office_begin(call, print, &form, &w);

    if (rc != RC_OK)
        return rc;
    buf_init(&text, call->arena, OFFICE_BYTES_MAX);
    w.out = &text;
    office_copy(&w);
    *out = buf_str(&text);
    return buf_ok(&text) ? RC_OK : fail_memory(call);
}
