/* cells.c - see cells.h. */
#include "document/cells.h"

#include "base/cbor.h"

void cells_put(struct buf *out, const struct cells_row *row)
{
    cbor_put_array(out, row->n + 2);
    cbor_put_uint(out, row->number);
    cbor_put_bool(out, row->hidden);
    for (size_t i = 0; i < row->n; i++) {
        if (row->cells[i].type == CELL_NOTHING) {
            cbor_put_null(out);
            continue;
        }
        if (row->cells[i].type != CELL_TEXT) {
            cbor_put_array(out, 2);
            cbor_put_uint(out, row->cells[i].type);
        }
        cbor_put_text(out, row->cells[i].text);
    }
}

struct cells cells_open(struct str bytes)
{
    return (struct cells){bytes};
}

static struct cell get_cell(struct cbor *in)
{
    if (cbor_null(in))
        return (struct cell){CELL_NOTHING, STR("")};
    if (cbor_is_text(in))
        return (struct cell){CELL_TEXT, cbor_text(in)};
    bool pair = cbor_array(in) == 2;
    uint64_t type = cbor_uint(in);
    struct cell cell = {CELL_NOTHING, cbor_text(in)};
    if (!pair || type <= CELL_TEXT || type >= CELL_TYPES)
        in->bad = true;
    else
        cell.type = (enum cell_type)type;
    return cell;
}

enum rc cells_next(struct call *call, struct cells *in, struct cells_row *out)
{
    struct cbor cbor = cbor_open(in->rest);
    struct cells_row row = {0};

    if (in->rest.n == 0)
        return RC_NOT_FOUND;
    size_t n = cbor_array(&cbor);
    uint64_t number = cbor_uint(&cbor);
    row.hidden = cbor_bool(&cbor);
    if (!cbor_ok(&cbor) || n < 2 || n > CELLS_COLUMNS_MAX + 2 || number > UINT32_MAX)
        return fail(call, RC_CORRUPT, "cells", "A table cannot be read.");
    row.number = (size_t)number;
    row.n = n - 2;
    struct cell *cells = arena_array(call->arena, row.n, sizeof *cells);
    if (cells == NULL)
        return fail_memory(call);
    row.cells = cells;
    for (size_t i = 0; i < row.n; i++)
        cells[i] = get_cell(&cbor);
    if (!cbor_ok(&cbor))
        return fail(call, RC_CORRUPT, "cells", "A table cannot be read.");
    in->rest = str_bytes(cbor.p, (size_t)(cbor.end - cbor.p));
    *out = row;
    return RC_OK;
}
