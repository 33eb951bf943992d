/* report_paper.c - see report_paper.h. */
#include "casework/report_paper.h"

#include "base/figure.h"
#include "base/lang.h"
#include "casework/letter_print.h"
#include "document/cells.h"
#include "rules/csv.h"

enum { CSV_MAX = 4 << 20, HEADS_MAX = 40, FIRST_CELLS = 2 };

/* ---- the document ---- */

struct pages {
    struct call *call;
    struct letter_block *blocks;
    size_t n, room;
    bool full;
};

static void put_block(struct pages *to, enum letter_shape shape, const struct str *texts, size_t n)
{
    if (to->n == to->room) {
        to->full = true;
        return;
    }
    to->blocks[to->n++] = (struct letter_block){shape, texts, n};
}

static void put_text(struct pages *to, enum letter_shape shape, struct str text)
{
    struct str *one = arena_alloc(to->call->arena, sizeof *one);

    if (one == NULL) {
        to->full = true;
        return;
    }
    *one = text;
    put_block(to, shape, one, 1);
}

/* The head, and a row for each line: the label, then the numbers. */
static void put_table(struct pages *to, const struct report_table *table)
{
    size_t columns = table->columns + 1;
    struct str *texts = arena_array(to->call->arena, columns * (table->n + 1), sizeof *texts);

    put_text(to, LETTER_HEADING, table->title);
    if (table->note.n != 0)
        put_text(to, LETTER_PARAGRAPH, table->note);
    if (table->columns == 0)
        return;
    if (texts == NULL) {
        to->full = true;
        return;
    }
    texts[0] = table->first;
    for (size_t i = 0; i < table->columns; i++)
        texts[i + 1] = table->heads[i];
    put_block(to, LETTER_ROW_HEAD, texts, columns);
    for (size_t j = 0; j < table->n; j++) {
        struct str *row = texts + columns * (j + 1);
        row[0] = table->lines[j].label;
        for (size_t i = 0; i < table->columns; i++)
            row[i + 1] = report_number_text(to->call, &table->lines[j].numbers[i]);
        put_block(to, LETTER_ROW, row, columns);
    }
}

static bool put_part(struct call *call, struct letter_part *part, struct str text)
{
    struct pages to = {
        .call = call, .blocks = arena_alloc(call->arena, sizeof *to.blocks), .room = 1};

    if (to.blocks == NULL)
        return false;
    put_text(&to, LETTER_LINE, text);
    *part = (struct letter_part){.blocks = to.blocks, .n = to.n};
    return !to.full;
}

static size_t blocks_of(const struct report_tables *tables)
{
    size_t n = tables->notes_n + 1;

    for (size_t i = 0; i < tables->n; i++)
        n += tables->tables[i].n + 3;
    return n;
}

enum rc report_paper(struct call *call, const struct report_tables *tables,
                     struct letter_print *out)
{
    struct pages to = {.call = call, .room = blocks_of(tables)};
    struct str today = figure_day(call, call->today), lang = lang_code(call->lang);
    struct letter_part *parts = out->doc.parts;

    *out = (struct letter_print){.made_ms = call->now_ms};
    out->doc.language = lang.n == 0 ? STR("en") : lang;
    out->doc.title = tables->title;
    if (!tables->outside)
        out->doc.draft_mark = say(call, "Inside the house");
    to.blocks = arena_array(call->arena, to.room, sizeof *to.blocks);
    if (to.blocks == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < tables->n; i++)
        put_table(&to, &tables->tables[i]);
    put_text(&to, LETTER_HEADING, say(call, "How it was counted"));
    for (size_t i = 0; i < tables->notes_n; i++)
        put_text(&to, LETTER_PARAGRAPH, tables->notes[i]);
    parts[LETTER_TEXT] = (struct letter_part){.blocks = to.blocks, .n = to.n};
    if (to.full || to.n > LETTER_BLOCKS_MAX || !put_part(call, &parts[LETTER_PLACE], today) ||
        !put_part(call, &parts[LETTER_SUBJECT], tables->title))
        return fail(call, RC_LIMIT, "report", "The report is too long to be printed.");
    return letter_print_head(call, &out->head);
}

/* ---- one table of all ---- */

struct sheet {
    struct call *call;
    const struct report_tables *tables;
    struct str heads[HEADS_MAX];
    size_t n;
    bool (*put)(struct sheet *sheet, const struct cell *cells, size_t n);
    struct buf out;
    char separator;
    size_t rows;
};

static size_t head_of(struct sheet *sheet, struct str head)
{
    size_t i = 0;

    while (i < sheet->n && !str_eq(sheet->heads[i], head))
        i++;
    if (i == sheet->n && sheet->n < HEADS_MAX)
        sheet->heads[sheet->n++] = head;
    return i;
}

static void find_heads(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->tables->n; i++)
        for (size_t j = 0; j < sheet->tables->tables[i].columns; j++)
            (void)head_of(sheet, sheet->tables->tables[i].heads[j]);
}

/* A file of invented people says so in every row. */
static bool put_row(struct sheet *sheet, struct cell *cells)
{
    size_t n = FIRST_CELLS + sheet->n;

    if (sheet->call->practice)
        cells[n++] = cell_text(say(sheet->call, "PRACTICE"));
    sheet->rows++;
    return sheet->put(sheet, cells, n);
}

static struct cell number_cell(struct call *call, const struct report_number *number)
{
    struct str text = report_number_text(call, number);

    if (number->none || number->mark != SMALL_OPEN)
        return cell_text(text);
    return (struct cell){CELL_NUMBER, text};
}

static bool put_table_rows(struct sheet *sheet, const struct report_table *table)
{
    bool ok = true;

    for (size_t j = 0; j < table->n && ok && table->columns != 0; j++) {
        struct cell cells[FIRST_CELLS + HEADS_MAX + 1] = {cell_text(table->title),
                                                          cell_text(table->lines[j].label)};
        for (size_t i = 0; i < table->columns; i++) {
            size_t at = head_of(sheet, table->heads[i]);
            if (at < HEADS_MAX)
                cells[FIRST_CELLS + at] = number_cell(sheet->call, &table->lines[j].numbers[i]);
        }
        ok = put_row(sheet, cells);
    }
    if (ok && table->note.n != 0) {
        struct cell cells[FIRST_CELLS + HEADS_MAX + 1] = {cell_text(table->title),
                                                          cell_text(table->note)};
        ok = put_row(sheet, cells);
    }
    return ok;
}

static bool put_all(struct sheet *sheet)
{
    struct call *call = sheet->call;
    struct cell head[FIRST_CELLS + HEADS_MAX + 1] = {cell_text(say(call, "Table")),
                                                     cell_text(say(call, "Row"))};
    bool ok = true;

    find_heads(sheet);
    for (size_t i = 0; i < sheet->n; i++)
        head[FIRST_CELLS + i] = cell_text(sheet->heads[i]);
    ok = put_row(sheet, head);
    for (size_t i = 0; i < sheet->tables->n && ok; i++)
        ok = put_table_rows(sheet, &sheet->tables->tables[i]);
    for (size_t i = 0; i < sheet->tables->notes_n && ok; i++) {
        struct cell cells[FIRST_CELLS + HEADS_MAX + 1] = {
            cell_text(say(call, "How it was counted")), cell_text(sheet->tables->notes[i])};
        ok = put_row(sheet, cells);
    }
    return ok && buf_ok(&sheet->out);
}

static bool put_cells(struct sheet *sheet, const struct cell *cells, size_t n)
{
    cells_put(&sheet->out, &(struct cells_row){sheet->rows, false, cells, n});
    return true;
}

static bool put_csv(struct sheet *sheet, const struct cell *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            buf_char(&sheet->out, sheet->separator);
        csv_put(&sheet->out, cells[i].text, sheet->separator, cells[i].type == CELL_TEXT);
    }
    buf_z(&sheet->out, "\r\n");
    return true;
}

enum rc report_cells(struct call *call, const struct report_tables *tables, int *cells)
{
    struct sheet sheet = {.call = call, .tables = tables, .put = put_cells};

    buf_init(&sheet.out, call->arena, CSV_MAX);
    if (!put_all(&sheet))
        return fail_memory(call);
    return channel_file(call, buf_str(&sheet.out), cells);
}

enum rc report_csv(struct call *call, const struct report_tables *tables, struct str *out)
{
    struct str lang = lang_code(call->lang);
    struct sheet sheet = {.call = call,
                          .tables = tables,
                          .put = put_csv,
                          /* Where the comma is in numbers, a sheet expects the semicolon. */
                          .separator = lang.n == 0 || str_is(lang, "en") ? ',' : ';'};

    buf_init(&sheet.out, call->arena, CSV_MAX);
    if (!put_all(&sheet))
        return fail_memory(call);
    *out = buf_str(&sheet.out);
    return RC_OK;
}
