/* sheet_tool.c - our reader and writer of tables, for sheet.mjs.
 * Usage: sheet_tool FILE      prints its cells, one row a line: JSON arrays of [type, text]
 *        sheet_tool FILE OUT  reads FILE and writes it anew as an Excel workbook */
#include "base/file.h"
#include "base/json.h"
#include "document/sheet_read.h"
#include "document/xlsx_write.h"
#include "store/posix.h"

static void print_row(struct call *call, const struct cells_row *row)
{
    struct json json;
    struct buf out;

    buf_init(&out, call->arena, 16 << 20);
    json_init(&json, &out);
    json_open(&json, '[');
    json_int(&json, (int64_t)row->number);
    for (size_t i = 0; i < row->n; i++) {
        json_open(&json, '[');
        json_int(&json, row->cells[i].type);
        json_text(&json, row->cells[i].text);
        json_close(&json, ']');
    }
    json_close(&json, ']');
    printf("%s\n", str_z(call->arena, buf_str(&out)));
}

static enum rc run(struct call *call, const char *from, const char *to)
{
    const struct sheet_ask ask = {.separator = 0};
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct cells_row row;
    struct str bytes;
    enum rc rc = found == NULL ? RC_MEMORY : file_read(call, from, SHEET_FILE_MAX, &bytes);

    if (rc == RC_OK)
        rc = sheet_read_file(call, bytes, &ask, found);
    if (rc != RC_OK)
        return rc;
    if (to == NULL) {
        struct cells in = cells_open(found->cells);
        while ((rc = cells_next(call, &in, &row)) == RC_OK)
            print_row(call, &row);
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    const struct xlsx_order order = {STR("Sheet"), found->cells};
    rc = xlsx_write(call, &order, &bytes);
    return rc == RC_OK ? file_replace(call, ".", to, bytes) : rc;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, (size_t)1 << 30);
    call_init(&call, &arena, posix_os());
    enum rc rc = argc < 2 ? RC_USAGE : run(&call, argv[1], argc > 2 ? argv[2] : NULL);
    if (rc != RC_OK)
        (void)fprintf(stderr, "%s\n", call.error.text.p == NULL ? "" : call.error.text.p);
    arena_fini(&arena);
    return rc_exit(rc);
}
