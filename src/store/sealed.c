/* sealed.c - see sealed.h. */
#include "store/sealed.h"

#include "base/file.h"
#include "store/mark.h"

enum {
    VERSION = 1,
    STORED = SEALED_CHUNK + CRYPT_STREAM_EXTRA, /* a full chunk on the disk */
};

#define HASH_DOMAIN "khetane/sealed/file/1"
#define KEY_DOMAIN  "khetane/sealed/1"

struct sealed_writer {
    struct crypt_hash hash; /* first, for its alignment */
    const char *folder, *path, *part;
    struct sealed sealed; /* so far */
    size_t filled;
    int file; /* -1: closed, and PATH.part gone or renamed */
    struct crypt_stream stream;
    char plain[SEALED_CHUNK];
    char stored[STORED];
};

/* The file's own key serves one purpose: what is stored as one kind never opens as another. */
static void purpose_key(const unsigned char key[static CRYPT_KEY], const char *purpose,
                        unsigned char out[static CRYPT_KEY])
{
    crypt_derive(key, KEY_DOMAIN, str_of(purpose), out);
}

static enum rc put(struct call *call, struct sealed_writer *writer, struct str bytes)
{
    const struct os *os = call->os;
    int error = os->write(os->data, writer->file, bytes.p, bytes.n, writer->sealed.size);

    if (error != OS_OK)
        return file_fail(call, error, "write", writer->path);
    crypt_hash_add(&writer->hash, bytes);
    writer->sealed.size += (int64_t)bytes.n;
    return RC_OK;
}

static enum rc put_chunk(struct call *call, struct sealed_writer *writer, bool last)
{
    size_t n = writer->filled;

    crypt_stream_push(&writer->stream, str_bytes(writer->plain, n), last, writer->stored);
    writer->sealed.plain_size += (int64_t)n;
    writer->filled = 0;
    return put(call, writer, str_bytes(writer->stored, n + CRYPT_STREAM_EXTRA));
}

static enum rc put_header(struct call *call, struct sealed_writer *writer, const char *purpose)
{
    char header[MARK_MAX + CRYPT_STREAM_HEADER];
    unsigned char key[CRYPT_KEY];
    size_t n = mark_make("sealed", VERSION, header);

    call->os->random(call->os->data, writer->sealed.key, CRYPT_KEY);
    purpose_key(writer->sealed.key, purpose, key);
    crypt_stream_create(call->os, key, &writer->stream, (unsigned char *)header + n);
    crypt_wipe(key, sizeof key);
    return put(call, writer, str_bytes(header, n + CRYPT_STREAM_HEADER));
}

enum rc sealed_create(struct call *call, const char *folder, const char *name, const char *purpose,
                      struct sealed_writer **out)
{
    const struct os *os = call->os;
    struct str path = file_path(call, folder, name);
    struct str part = str_format(call->arena, "%s.part", path.p);
    struct str own = str_dup(call->arena, str_of(folder));

    if (path.n == 0 || part.p == NULL || own.p == NULL)
        return fail_memory(call);
    struct sealed_writer *writer = crypt_secret_new(sizeof *writer);
    if (writer == NULL)
        return fail_memory(call);
    writer->folder = own.p;
    writer->path = path.p;
    writer->part = part.p;
    writer->file = os->open(os->data, part.p, OS_WRITE | OS_CREATE | OS_TRUNCATE);
    crypt_hash_start(&writer->hash, HASH_DOMAIN);
    enum rc rc = writer->file < 0 ? file_fail(call, writer->file, "write", path.p)
                                  : put_header(call, writer, purpose);
    if (rc == RC_OK)
        *out = writer;
    else
        sealed_abandon(call, writer);
    return rc;
}

/* A full chunk waits until more comes: only then is it known not to be the last. */
enum rc sealed_write(struct call *call, struct sealed_writer *writer, struct str bytes)
{
    while (bytes.n != 0) {
        if (writer->filled == SEALED_CHUNK) {
            enum rc rc = put_chunk(call, writer, false);
            if (rc != RC_OK)
                return rc;
        }
        size_t room = SEALED_CHUNK - writer->filled;
        size_t n = bytes.n < room ? bytes.n : room;
        memcpy(writer->plain + writer->filled, bytes.p, n);
        writer->filled += n;
        bytes = str_cut(bytes, n, bytes.n);
    }
    return RC_OK;
}

enum rc sealed_finish(struct call *call, struct sealed_writer *writer, struct sealed *out)
{
    const struct os *os = call->os;
    enum rc rc = put_chunk(call, writer, true);

    if (rc != RC_OK)
        return rc;
    int error = os->sync(os->data, writer->file);
    if (error == OS_OK)
        error = os->rename(os->data, writer->part, writer->path);
    if (error != OS_OK)
        return file_fail(call, error, "write", writer->path);
    (void)os->close(os->data, writer->file);
    writer->file = -1;
    error = os->sync_dir(os->data, writer->folder);
    if (error != OS_OK) {
        (void)os->remove(os->data, writer->path); /* it may not last: nobody shall rely on it */
        return file_fail(call, error, "write", writer->path);
    }
    crypt_hash_end(&writer->hash, writer->sealed.hash);
    *out = writer->sealed;
    return RC_OK;
}

void sealed_abandon(struct call *call, struct sealed_writer *writer)
{
    const struct os *os = call->os;

    if (writer == NULL)
        return;
    if (writer->file >= 0) {
        (void)os->close(os->data, writer->file);
        (void)os->remove(os->data, writer->part);
    }
    crypt_secret_free(writer);
}

struct sealed_reader {
    struct crypt_stream stream;
    const char *path;
    int file;   /* -1: not open */
    int64_t at; /* of the next chunk */
    bool ended; /* the last chunk was given */
    char stored[STORED];
    char plain[SEALED_CHUNK];
};

static enum rc fail_cut(struct call *call, const struct sealed_reader *reader)
{
    return fail(call, RC_CORRUPT, reader->path,
                "%s is cut off after %lld bytes: its end is missing. Put back a good copy.",
                reader->path, (long long)reader->at);
}

static enum rc take(struct call *call, struct sealed_reader *reader, size_t n, size_t *got)
{
    const struct os *os = call->os;
    int64_t read = os->read(os->data, reader->file, reader->stored, n, reader->at);

    if (read < 0)
        return file_fail(call, (int)read, "read", reader->path);
    *got = (size_t)read;
    return RC_OK;
}

static enum rc take_header(struct call *call, struct sealed_reader *reader, const char *purpose,
                           const unsigned char key[static CRYPT_KEY])
{
    struct mark want = {"sealed", VERSION, reader->path};
    unsigned char own[CRYPT_KEY];
    size_t got = 0, size = 0;
    unsigned version;

    enum rc rc = take(call, reader, MARK_MAX + CRYPT_STREAM_HEADER, &got);
    if (rc == RC_OK)
        rc = mark_read(call, want, str_bytes(reader->stored, got), &size, &version);
    if (rc != RC_OK)
        return rc;
    if (got < size + CRYPT_STREAM_HEADER) {
        reader->at = (int64_t)got;
        return fail_cut(call, reader);
    }
    purpose_key(key, purpose, own);
    crypt_stream_open(own, (unsigned char *)reader->stored + size, &reader->stream);
    crypt_wipe(own, sizeof own);
    reader->at = (int64_t)(size + CRYPT_STREAM_HEADER);
    return RC_OK;
}

enum rc sealed_open(struct call *call, const char *path, const char *purpose,
                    const unsigned char key[static CRYPT_KEY], struct sealed_reader **out)
{
    const struct os *os = call->os;
    struct str own = str_dup(call->arena, str_of(path));

    if (own.p == NULL)
        return fail_memory(call);
    struct sealed_reader *reader = crypt_secret_new(sizeof *reader);
    if (reader == NULL)
        return fail_memory(call);
    reader->path = own.p;
    reader->file = os->open(os->data, own.p, OS_READ);
    enum rc rc = reader->file < 0 ? file_fail(call, reader->file, "read", own.p)
                                  : take_header(call, reader, purpose, key);
    if (rc == RC_OK)
        *out = reader;
    else
        sealed_close(call, reader);
    return rc;
}

static enum rc check_end(struct call *call, struct sealed_reader *reader)
{
    size_t got = 0;
    enum rc rc = take(call, reader, 1, &got);

    if (rc == RC_OK && got != 0)
        rc = fail(call, RC_CORRUPT, reader->path,
                  "%s has more bytes than were written, after byte %lld. Put back a good copy.",
                  reader->path, (long long)reader->at);
    return rc;
}

enum rc sealed_read(struct call *call, struct sealed_reader *reader, struct str *out)
{
    size_t got = 0;
    bool last = false;

    if (reader->ended) {
        *out = STR("");
        return RC_OK;
    }
    enum rc rc = take(call, reader, STORED, &got);
    if (rc != RC_OK)
        return rc;
    if (got < CRYPT_STREAM_EXTRA)
        return fail_cut(call, reader);
    if (!crypt_stream_pull(&reader->stream, str_bytes(reader->stored, got), reader->plain, &last))
        return fail(call, RC_CORRUPT, reader->path,
                    "%s is damaged or cut off in the %zu bytes from byte %lld, or its key is "
                    "another. Put back a good copy.",
                    reader->path, got, (long long)reader->at);
    reader->at += (int64_t)got;
    if (last)
        rc = check_end(call, reader);
    if (rc != RC_OK)
        return rc;
    reader->ended = last;
    *out = str_bytes(reader->plain, got - CRYPT_STREAM_EXTRA);
    return RC_OK;
}

void sealed_close(struct call *call, struct sealed_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->file >= 0)
        (void)call->os->close(call->os->data, reader->file);
    crypt_secret_free(reader);
}

/* Reads a file from its beginning to its end; to: where the bytes go as well, or -1. */
static enum rc pass_through(struct call *call, const char *path, int file, int to,
                            struct sealed *out)
{
    const struct os *os = call->os;
    struct crypt_hash hash;
    char *chunk = arena_alloc(call->arena, STORED);
    int64_t got;

    if (chunk == NULL)
        return fail_memory(call);
    crypt_hash_start(&hash, HASH_DOMAIN);
    out->size = 0;
    while ((got = os->read(os->data, file, chunk, STORED, out->size)) > 0) {
        int error = to < 0 ? OS_OK : os->write(os->data, to, chunk, (size_t)got, out->size);
        if (error != OS_OK)
            return file_fail(call, error, "copy", path);
        crypt_hash_add(&hash, str_bytes(chunk, (size_t)got));
        out->size += got;
    }
    crypt_hash_end(&hash, out->hash);
    return got < 0 ? file_fail(call, (int)got, "read", path) : RC_OK;
}

static enum rc check_same(struct call *call, const char *path, const struct sealed *found,
                          const struct sealed *wanted)
{
    if (found->size != wanted->size)
        return fail(call, RC_CORRUPT, path, "%s has %lld bytes, not %lld. Put back a good copy.",
                    path, (long long)found->size, (long long)wanted->size);
    if (!crypt_same(found->hash, wanted->hash, CRYPT_HASH))
        return fail(call, RC_CORRUPT, path,
                    "%s is damaged: its bytes are not those that were written. Put back a good "
                    "copy.",
                    path);
    return RC_OK;
}

enum rc sealed_measure(struct call *call, const char *path, struct sealed *out)
{
    const struct os *os = call->os;
    int file = os->open(os->data, path, OS_READ);

    if (file < 0)
        return file_fail(call, file, "read", path);
    enum rc rc = pass_through(call, path, file, -1, out);
    (void)os->close(os->data, file);
    return rc;
}

enum rc sealed_verify(struct call *call, const char *path, const struct sealed *wanted)
{
    struct sealed found = {.size = 0};
    enum rc rc = sealed_measure(call, path, &found);

    return rc == RC_OK ? check_same(call, path, &found, wanted) : rc;
}

/* What came through becomes the file, unless it is not what was wanted. */
static enum rc copy_open(struct call *call, const struct sealed_copy *copy, int from, int to,
                         struct sealed *out)
{
    const struct os *os = call->os;
    enum rc rc = pass_through(call, copy->from, from, to, out);

    if (rc == RC_OK && copy->wanted != NULL)
        rc = check_same(call, copy->from, out, copy->wanted);
    if (rc != RC_OK)
        return rc;
    int error = os->sync(os->data, to);
    return error == OS_OK ? RC_OK : file_fail(call, error, "copy", copy->from);
}

static enum rc copy_to(struct call *call, const struct sealed_copy *copy, int from,
                       struct sealed *out)
{
    const struct os *os = call->os;
    struct str path = file_path(call, copy->folder, copy->name);
    struct str part = str_format(call->arena, "%s.part", path.p);

    if (path.n == 0 || part.p == NULL)
        return fail_memory(call);
    int to = os->open(os->data, part.p, OS_WRITE | OS_CREATE | OS_TRUNCATE);
    if (to < 0)
        return file_fail(call, to, "write", path.p);
    enum rc rc = copy_open(call, copy, from, to, out);
    (void)os->close(os->data, to);
    int error = rc == RC_OK ? os->rename(os->data, part.p, path.p) : OS_OK;
    if (rc != RC_OK || error != OS_OK)
        (void)os->remove(os->data, part.p);
    if (rc == RC_OK && error == OS_OK)
        error = os->sync_dir(os->data, copy->folder);
    return error == OS_OK ? rc : file_fail(call, error, "write", path.p);
}

enum rc sealed_copy(struct call *call, const struct sealed_copy *copy, struct sealed *out)
{
    const struct os *os = call->os;
    int from = os->open(os->data, copy->from, OS_READ);

    if (from < 0)
        return file_fail(call, from, "read", copy->from);
    enum rc rc = copy_to(call, copy, from, out);
    (void)os->close(os->data, from);
    return rc;
}
