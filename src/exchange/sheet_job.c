/* sheet_job.c - see sheet_job.h. */
#include "exchange/sheet_job.h"

#include "base/cbor.h"
#include "document/xlsx_write.h"

enum { SUMMARY_MAX = 60 << 10, NUMBERS = 6 };

static void close_file(int *fd)
{
    struct message message = {.fd = *fd};

    message_drop(&message);
    *fd = -1;
}

/* ---- reading: [sheet, charset, separator] and the file */

enum rc sheet_read_order(struct call *call, struct str bytes, const struct sheet_ask *ask,
                         struct job_request *out)
{
    struct buf body;
    int file;

    if (bytes.n > SHEET_FILE_MAX)
        return fail(call, RC_LIMIT, "file", "A file may have %d MB.", SHEET_FILE_MAX >> 20);
    buf_init(&body, call->arena, SUMMARY_MAX);
    cbor_put_array(&body, 3);
    cbor_put_text(&body, ask->sheet);
    cbor_put_text(&body, ask->charset);
    cbor_put_int(&body, ask->separator);
    if (!buf_ok(&body))
        return fail_memory(call);
    enum rc rc = channel_file(call, bytes, &file);
    if (rc == RC_OK)
        *out = (struct job_request){.body = buf_str(&body), .fd = file};
    return rc;
}

static void put_found(struct buf *out, const struct sheet_found *found)
{
    const size_t numbers[NUMBERS] = {found->rows,   found->columns, found->formulas,
                                     found->merged, found->errors,  found->hidden};

    cbor_put_array(out, 6 + NUMBERS);
    cbor_put_bool(out, found->is_xlsx);
    cbor_put_text(out, found->sheet);
    cbor_put_text(out, found->charset);
    cbor_put_bool(out, found->charset_sure);
    cbor_put_int(out, found->separator);
    for (int i = 0; i < NUMBERS; i++)
        cbor_put_uint(out, numbers[i]);
    cbor_put_array(out, found->names_n);
    for (size_t i = 0; i < found->names_n; i++)
        cbor_put_text(out, found->names[i]);
}

static enum rc run_read(struct call *call, struct job_work *work)
{
    struct cbor in = cbor_open(work->request);
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct str bytes;
    struct buf body;
    bool three = cbor_array(&in) == 3;
    struct sheet_ask ask = {.sheet = cbor_text(&in), .charset = cbor_text(&in)};

    ask.separator = (char)cbor_int(&in);
    if (found == NULL)
        return fail_memory(call);
    if (!three || !cbor_done(&in) || work->input < 0)
        return fail(call, RC_INVALID, "job", "A table to be read comes in a file.");
    enum rc rc = channel_file_read(call, work->input, SHEET_FILE_MAX, &bytes);
    if (rc == RC_OK)
        rc = sheet_read_file(call, bytes, &ask, found);
    if (rc != RC_OK)
        return rc;
    buf_init(&body, call->arena, SUMMARY_MAX);
    put_found(&body, found);
    work->result = buf_str(&body);
    if (!buf_ok(&body))
        return fail(call, RC_LIMIT, "file", "The names of the sheets are too long.");
    return channel_file(call, found->cells, &work->output);
}

/* The file, the texts that cells share (128 MB), and the cells while they grow (twice 96 MB). */
const struct job_kind sheet_read_job = {
    .name = "sheet.read",
    .at_once = 2,
    .limits = {.memory_bytes = (size_t)900 << 20,
               .cpu_s = 60,
               .wall_s = 90,
               .output_bytes = CELLS_BYTES_MAX + 4096},
    .sandbox = {.read = NULL}, /* no file, no network */
    .run = run_read,
};

static bool get_found(struct cbor *in, struct sheet_found *out)
{
    size_t numbers[NUMBERS];
    bool whole = cbor_array(in) == 6 + NUMBERS;

    *out = (struct sheet_found){.is_xlsx = cbor_bool(in)};
    out->sheet = cbor_text(in);
    out->charset = cbor_text(in);
    out->charset_sure = cbor_bool(in);
    out->separator = (char)cbor_int(in);
    for (int i = 0; i < NUMBERS; i++)
        numbers[i] = (size_t)cbor_uint(in);
    out->rows = numbers[0];
    out->columns = numbers[1];
    out->formulas = numbers[2];
    out->merged = numbers[3];
    out->errors = numbers[4];
    out->hidden = numbers[5];
    size_t n = cbor_array(in);
    for (size_t i = 0; i < n && out->names_n < SHEET_NAMES_MAX; i++)
        out->names[out->names_n++] = cbor_text(in);
    return whole && cbor_done(in) && out->columns <= CELLS_COLUMNS_MAX;
}

enum rc sheet_read_result(struct call *call, struct job_news *news, struct sheet_found *out)
{
    struct cbor in = cbor_open(news->body);

    if (!get_found(&in, out) || news->fd < 0)
        return fail(call, RC_IO, "file", "The table could not be read. Try again.");
    enum rc rc = channel_file_read(call, news->fd, CELLS_BYTES_MAX + 4096, &out->cells);
    close_file(&news->fd);
    return rc;
}

static enum rc ask_and_wait(struct call *call, const struct job_source *jobs, const char *kind,
                            struct job_request *request, struct job_news *news)
{
    struct job job;
    enum rc rc = job_start(call, jobs, kind, *request, &job);

    close_file(&request->fd);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, news);
    job_close(&job);
    return rc;
}

enum rc sheet_read_in_job(struct call *call, const struct job_source *jobs, struct str bytes,
                          const struct sheet_ask *ask, struct sheet_found *out)
{
    struct job_request request;
    struct job_news news;
    enum rc rc = sheet_read_order(call, bytes, ask, &request);

    if (rc == RC_OK)
        rc = ask_and_wait(call, jobs, sheet_read_job.name, &request, &news);
    return rc == RC_OK ? sheet_read_result(call, &news, out) : rc;
}

/* ---- for people */

static void put_names(struct buf *out, const struct sheet_found *found)
{
    for (size_t i = 0, n = 0; i < found->names_n; i++) {
        if (str_eq(found->names[i], found->sheet))
            continue;
        buf_z(out, n++ == 0 ? "" : ", ");
        buf_add(out, found->names[i]);
    }
}

struct str sheet_notes(struct call *call, const struct sheet_found *found)
{
    struct arena *arena = call->arena;
    struct buf out, names;

    buf_init(&out, arena, SUMMARY_MAX);
    buf_init(&names, arena, SUMMARY_MAX);
    put_names(&names, found);
    if (!found->is_xlsx) {
        buf_add(&out, found->charset_sure
                          ? say(call, "The file is written in %s.", str_z(arena, found->charset))
                          : say(call,
                                "The file seems to be written in %s. Where names look wrong, read "
                                "it in again and choose other letters.",
                                str_z(arena, found->charset)));
        buf_char(&out, '\n');
    }
    if (names.n != 0) {
        buf_add(&out, say(call,
                          "The sheet \"%s\" was read. The file also has: %s. To read one of them, "
                          "name it when you read the file in.",
                          str_z(arena, found->sheet), str_z(arena, buf_str(&names))));
        buf_char(&out, '\n');
    }
    const struct {
        size_t n;
        struct str text;
    } lines[] = {
        {found->formulas,
         say(call, "%zu cells have formulas: their saved values were taken.", found->formulas)},
        {found->merged,
         say(call, "%zu merged cells: the value counts for the first of them.", found->merged)},
        {found->hidden,
         say(call, "%zu rows are hidden in the file; they were read too.", found->hidden)},
        {found->errors, say(call,
                            "%zu cells hold an error of the sheet program; they count as "
                            "empty.",
                            found->errors)},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].n != 0) {
            buf_add(&out, lines[i].text);
            buf_char(&out, '\n');
        }
    return out.n == 0 ? STR("") : str_trim(buf_str(&out));
}

/* ---- writing: title and the cells */

enum rc sheet_write_order(struct call *call, struct str title, int cells, struct job_request *out)
{
    struct buf body;

    buf_init(&body, call->arena, SUMMARY_MAX);
    cbor_put_text(&body, title);
    *out = (struct job_request){.body = buf_str(&body), .fd = cells};
    return buf_ok(&body) ? RC_OK : fail_memory(call);
}

static enum rc run_write(struct call *call, struct job_work *work)
{
    struct cbor in = cbor_open(work->request);
    struct xlsx_order order = {.title = cbor_text(&in)};
    struct str file;

    if (!cbor_done(&in) || work->input < 0)
        return fail(call, RC_INVALID, "job", "A table to be written comes in a file.");
    enum rc rc = channel_file_read(call, work->input, CELLS_BYTES_MAX, &order.cells);
    if (rc == RC_OK)
        rc = xlsx_write(call, &order, &file);
    return rc == RC_OK ? channel_file(call, file, &work->output) : rc;
}

const struct job_kind sheet_write_job = {
    .name = "sheet.write",
    .at_once = 2,
    .limits = {.memory_bytes = (size_t)512 << 20,
               .cpu_s = 60,
               .wall_s = 90,
               .output_bytes = CELLS_BYTES_MAX},
    .sandbox = {.read = NULL}, /* no file, no network */
    .run = run_write,
};

enum rc sheet_write_result(struct call *call, struct job_news *news, struct str *out)
{
    if (news->fd < 0)
        return fail(call, RC_IO, "file", "The table could not be written. Try again.");
    enum rc rc = channel_file_read(call, news->fd, CELLS_BYTES_MAX, out);
    close_file(&news->fd);
    return rc;
}

enum rc sheet_write_in_job(struct call *call, const struct job_source *jobs, struct str title,
                           int cells, struct str *out)
{
    struct job_request request;
    struct job_news news;
    enum rc rc = sheet_write_order(call, title, cells, &request);

    if (rc == RC_OK)
        rc = ask_and_wait(call, jobs, sheet_write_job.name, &request, &news);
    return rc == RC_OK ? sheet_write_result(call, &news, out) : rc;
}
