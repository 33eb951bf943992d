/* import_file.c - see import_work.h: sealed files of an import, what changes its record, and the
 *   report of rows with mistakes. */
#include "exchange/import_work.h"
#include "process/channel.h"
#include "store/blob.h"
#include "store/store.h"

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };

/* ---- sealed files of the record */

enum rc import_file_keep(struct call *call, struct str bytes, const char *name, struct value *out)
{
    struct blob blob;
    enum rc rc = blob_put(call, call->store->folder, bytes, &blob);

    if (rc != RC_OK)
        return rc;
    const struct value row[FILE_PARTS] = {
        [FILE_BLOB] = v_bytes(str_bytes(blob.id, sizeof blob.id)),
        [FILE_KEY] = v_bytes(str_bytes(blob.sealed.key, sizeof blob.sealed.key)),
        [FILE_HASH] = v_bytes(str_bytes(blob.sealed.hash, sizeof blob.sealed.hash)),
        [FILE_NAME] = v_text(str_of(name)),
        [FILE_TYPE] = v_text(STR("application/cbor-seq")),
        [FILE_SIZE] = v_int(blob.sealed.plain_size),
        [FILE_ADDED] = v_int(call->now_ms),
    };
    return value_copy(call->arena, v_list(row, FILE_PARTS), out) ? RC_OK : fail_memory(call);
}

enum rc import_file_load(struct call *call, struct value row, struct str *out)
{
    struct blob blob = {.sealed = {.size = 0}};

    if (row.type != V_LIST || row.list.n != FILE_PARTS)
        return fail(call, RC_CORRUPT, "import", "The table of this import is not there.");
    memcpy(blob.id, row.list.items[FILE_BLOB].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row.list.items[FILE_KEY].s.p, sizeof blob.sealed.key);
    return blob_get(call, call->store->folder, &blob, CELLS_BYTES_MAX, out);
}

/* Rows of a field of files are named no longer, and their files are removed for good. */
void import_files_remove(struct call *call, struct value files)
{
    for (size_t i = 0; files.type == V_LIST && i < files.list.n; i++)
        if (blob_remove(call, call->store->folder,
                        (const unsigned char *)files.list.items[i].list.items[FILE_BLOB].s.p) !=
            RC_OK)
            call_forgive(call); /* a file without a record; store/blob.h finds it */
}

/* ---- what changes the record */

void import_pair(struct import_pairs *pairs, const char *name, struct value value)
{
    pairs->items[pairs->n][0] = v_text(str_of(name));
    pairs->items[pairs->n][1] = value;
    pairs->lists[pairs->n] = v_list(pairs->items[pairs->n], 2);
    pairs->n++;
}

struct value import_pairs_value(const struct import_pairs *pairs)
{
    return v_list(pairs->lists, pairs->n);
}

/* ---- the rows with mistakes */

static enum rc put_report_row(struct call *call, int file, const struct cells_row *row,
                              struct str said, size_t columns)
{
    struct cell *cells = arena_array(call->arena, columns + 1, sizeof *cells);
    struct buf out;

    if (cells == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < columns; i++)
        cells[i] = i < row->n ? row->cells[i] : (struct cell){CELL_NOTHING, STR("")};
    cells[columns] = cell_text(said);
    buf_init(&out, call->arena, 32 << 20);
    cells_put(&out, &(struct cells_row){row->number, false, cells, columns + 1});
    return buf_ok(&out) ? channel_file_add(call, file, buf_str(&out)) : fail_memory(call);
}

static struct str faults_text(struct call *call, const struct cells_row *row)
{
    struct buf out;

    buf_init(&out, call->arena, CELLS_TEXT_MAX);
    for (size_t i = 0; i < row->n; i++) {
        if (i != 0)
            buf_char(&out, '\n');
        buf_add(&out, row->cells[i].text);
    }
    return buf_str(&out);
}

/* Faults come in the order of the rows: both are walked side by side. */
static enum rc merge_report(struct call *call, const struct import *import, struct str faults,
                            struct cells *in, int file)
{
    struct cells wrong = cells_open(faults);
    struct cells_row fault, row;
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    while (rc == RC_OK && (rc = cells_next(call, &wrong, &fault)) == RC_OK) {
        do
            rc = cells_next(call, in, &row);
        while (rc == RC_OK && row.number < fault.number);
        if (rc == RC_OK)
            rc = put_report_row(call, file, &row, faults_text(call, &fault), import->map.n);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc report_into(struct call *call, struct import *import, int file)
{
    struct value files = record_value(import->record, "faults");
    struct cells in = cells_open(import->cells);
    const struct cells_row head = {1, false, import->map.titles, import->map.titles_n};
    enum rc rc = put_report_row(call, file, &head, say(call, "What is wrong"), import->map.n);

    for (size_t i = 0; rc == RC_OK && files.type == V_LIST && i < files.list.n; i++) {
        struct str faults;
        rc = import_file_load(call, files.list.items[i], &faults);
        if (rc == RC_OK)
            rc = merge_report(call, import, faults, &in, file);
    }
    return rc;
}

enum rc import_report(struct call *call, struct import *import, int *cells)
{
    enum rc rc = import->cells.n == 0
                     ? fail(call, RC_NOT_FOUND, "import", "There is no report for this import.")
                     : channel_file(call, STR(""), cells);

    if (rc != RC_OK)
        return rc;
    rc = report_into(call, import, *cells);
    if (rc != RC_OK)
        channel_close(*cells);
    return rc;
}
