/* archive.c - see archive.h. */
#include "document/archive.h"

#include <zip.h>

enum {
    PIECE = 64 << 10,
    FIRST_DAY = 315532800, /* 1980-01-01, the first that a ZIP knows: no time is told */
};

struct archive {
    zip_t *zip;
    size_t packed;   /* of the whole file */
    size_t unpacked; /* so far */
};

static enum rc fail_zip(struct call *call)
{
    return fail(
        call, RC_INVALID, "file",
        "The file is damaged or was not sent whole. Open it in your program, save it again, "
        "and try once more.");
}

enum rc archive_open(struct call *call, struct str bytes, struct archive **out)
{
    struct archive *in = arena_alloc(call->arena, sizeof *in);
    zip_error_t error;

    if (in == NULL)
        return fail_memory(call);
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    if (source == NULL)
        return fail_memory(call);
    in->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (in->zip == NULL) {
        zip_source_free(source);
        return fail_zip(call);
    }
    in->packed = bytes.n;
    zip_int64_t n = zip_get_num_entries(in->zip, 0);
    if (n < 0 || n > ARCHIVE_ENTRIES_MAX) {
        archive_close(in);
        return fail(call, RC_LIMIT, "file", "The file has more than %d parts.",
                    ARCHIVE_ENTRIES_MAX);
    }
    *out = in;
    return RC_OK;
}

void archive_close(struct archive *in)
{
    if (in != NULL)
        zip_discard(in->zip);
}

size_t archive_count(const struct archive *in)
{
    return (size_t)zip_get_num_entries(in->zip, 0);
}

struct str archive_name(const struct archive *in, size_t i)
{
    return str_of(zip_get_name(in->zip, i, 0));
}

static bool too_much(const struct archive *in)
{
    return in->unpacked > ARCHIVE_FREE_BYTES && in->unpacked / ARCHIVE_RATIO_MAX > in->packed;
}

static enum rc each_piece(struct call *call, struct archive *in, zip_file_t *file, size_t max,
                          struct archive_taker taker)
{
    char *piece = arena_alloc(call->arena, PIECE);
    size_t taken = 0;

    if (piece == NULL)
        return fail_memory(call);
    for (;;) {
        zip_int64_t n = zip_fread(file, piece, PIECE);
        if (n < 0)
            return fail_zip(call);
        if (n == 0)
            return RC_OK;
        taken += (size_t)n;
        in->unpacked += (size_t)n;
        if (taken > max || too_much(in))
            return fail(
                call, RC_LIMIT, "file",
                "The file unpacks to more than can be right. Copy what is in it into a new file "
                "and try that.");
        if (!taker.each(taker.data, str_bytes(piece, (size_t)n)))
            return RC_OK;
    }
}

enum rc archive_each(struct call *call, struct archive *in, struct str name, size_t max,
                     struct archive_taker taker)
{
    zip_int64_t at = zip_name_locate(in->zip, str_z(call->arena, name), ZIP_FL_NOCASE);

    if (at < 0)
        return RC_NOT_FOUND;
    zip_file_t *file = zip_fopen_index(in->zip, (zip_uint64_t)at, 0);
    if (file == NULL && zip_error_code_zip(zip_get_error(in->zip)) == ZIP_ER_NOPASSWD)
        return fail(call, RC_INVALID, "file",
                    "The file is locked with a password. Save it without one and try again.");
    if (file == NULL)
        return fail_zip(call);
    enum rc rc = each_piece(call, in, file, max, taker);
    (void)zip_fclose(file);
    return rc;
}

static bool append(void *data, struct str piece)
{
    buf_add(data, piece);
    return buf_ok(data);
}

enum rc archive_read(struct call *call, struct archive *in, struct str name, size_t max,
                     struct str *out)
{
    struct buf all;

    buf_init(&all, call->arena, max);
    enum rc rc = archive_each(call, in, name, max, (struct archive_taker){append, &all});
    if (rc != RC_OK)
        return rc;
    *out = buf_str(&all);
    return buf_ok(&all) ? RC_OK : fail_memory(call);
}

/* ---- writing */

static zip_int64_t give(void *data, void *to, zip_uint64_t n, zip_source_cmd_t command)
{
    const struct archive_entry *entry = data;

    if (command == ZIP_SOURCE_OPEN || command == ZIP_SOURCE_CLOSE || command == ZIP_SOURCE_FREE)
        return 0;
    if (command == ZIP_SOURCE_READ)
        return entry->give(entry->data, to, (size_t)n);
    if (command == ZIP_SOURCE_SUPPORTS)
        return ZIP_SOURCE_SUPPORTS_READABLE;
    if (command == ZIP_SOURCE_ERROR) {
        zip_error_t error = {.zip_err = ZIP_ER_READ};
        return zip_error_to_data(&error, to, n);
    }
    if (command != ZIP_SOURCE_STAT)
        return -1;
    zip_stat_t *stat = to;
    zip_stat_init(stat);
    stat->mtime = FIRST_DAY;
    stat->valid = ZIP_STAT_MTIME;
    return (zip_int64_t)sizeof *stat;
}

static bool add_entry(zip_t *zip, const struct archive_entry *entry)
{
    zip_source_t *source =
        entry->give != NULL
            ? zip_source_function(zip, give, (void *)(uintptr_t)entry)
            : zip_source_buffer(zip, entry->bytes.n == 0 ? "" : entry->bytes.p, entry->bytes.n, 0);

    if (source == NULL)
        return false;
    zip_int64_t at = zip_file_add(zip, entry->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_mtime(zip, (zip_uint64_t)at, FIRST_DAY, 0) == 0 &&
           zip_set_file_compression(zip, (zip_uint64_t)at,
                                    entry->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) == 0;
}

static enum rc take_bytes(struct call *call, zip_source_t *source, struct str *out)
{
    zip_stat_t stat;

    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
        return fail(call, RC_IO, "file", "The file could not be packed.");
    char *bytes = arena_alloc(call->arena, (size_t)stat.size + 1);
    zip_int64_t got = bytes == NULL ? -1 : zip_source_read(source, bytes, stat.size);
    (void)zip_source_close(source);
    if (bytes == NULL)
        return fail_memory(call);
    if (got != (zip_int64_t)stat.size)
        return fail(call, RC_IO, "file", "The file could not be packed.");
    *out = str_bytes(bytes, (size_t)stat.size);
    return RC_OK;
}

enum rc archive_make(struct call *call, const struct archive_entry *entries, size_t n,
                     struct str *out)
{
    zip_error_t error;
    bool ok = true;

    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    if (source == NULL)
        return fail_memory(call);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (zip == NULL) {
        zip_source_free(source);
        return fail_memory(call);
    }
    zip_source_keep(source);
    for (size_t i = 0; i < n && ok; i++)
        ok = add_entry(zip, &entries[i]);
    if (!ok || zip_close(zip) != 0) {
        zip_discard(zip);
        zip_source_free(source);
        return fail(call, RC_LIMIT, "file", "The file could not be packed: it is too large.");
    }
    enum rc rc = take_bytes(call, source, out);
    zip_source_free(source);
    return rc;
}

static bool replace_entry(zip_t *zip, const struct archive_entry *entry)
{
    zip_int64_t at = zip_name_locate(zip, entry->name, ZIP_FL_NOCASE);
    zip_source_t *source =
        at < 0
            ? NULL
            : zip_source_buffer(zip, entry->bytes.n == 0 ? "" : entry->bytes.p, entry->bytes.n, 0);

    if (source == NULL)
        return false;
    if (zip_file_replace(zip, (zip_uint64_t)at, source, 0) == 0)
        return zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) == 0;
    zip_source_free(source);
    return false;
}

enum rc archive_replace(struct call *call, struct str bytes, const struct archive_entry *entries,
                        size_t n, struct str *out)
{
    zip_error_t error;
    bool ok = true;

    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    if (source == NULL)
        return fail_memory(call);
    zip_t *zip = zip_open_from_source(source, 0, &error);
    if (zip == NULL) {
        zip_source_free(source);
        return fail_zip(call);
    }
    zip_source_keep(source);
    for (size_t i = 0; i < n && ok; i++)
        ok = replace_entry(zip, &entries[i]);
    if (!ok || zip_close(zip) != 0) {
        zip_discard(zip);
        zip_source_free(source);
        return fail(call, RC_LIMIT, "file", "The file could not be packed: it is too large.");
    }
    enum rc rc = take_bytes(call, source, out);
    zip_source_free(source);
    return rc;
}
