/* file.c - see file.h. */
#include "base/file.h"

enum rc file_fail(struct call *call, int error, const char *doing, const char *path)
{
    switch (error) {
    case OS_NOT_FOUND:
        return fail(call, RC_NOT_FOUND, path, "Could not %s %s: it is not there.", doing, path);
    case OS_EXISTS:
        return fail(call, RC_CONFLICT, path, "Could not %s %s: it is already there.", doing, path);
    case OS_DENIED:
        return fail(call, RC_DENIED, path, "Could not %s %s: this user may not.", doing, path);
    case OS_FULL:
        return fail(call, RC_FULL, path,
                    "Could not %s %s: the disk is full. Nothing was changed; free some space.",
                    doing, path);
    case OS_BUSY:
        return fail(call, RC_BUSY, path, "Could not %s %s: another program holds it.", doing, path);
    default:
        return fail(call, RC_IO, path, "Could not %s %s: the disk reports an error.", doing, path);
    }
}

struct str file_path(struct call *call, const char *folder, const char *name)
{
    struct str path = str_format(call->arena, "%s/%s", folder, name);

    return path.p == NULL ? STR("") : path;
}

static enum rc read_open(struct call *call, int file, const char *path, size_t max, struct str *out)
{
    const struct os *os = call->os;
    struct buf buf;

    buf_init(&buf, call->arena, max + 1);
    for (;;) {
        enum { CHUNK = 64 << 10 };
        size_t n = max + 1 - buf.n < CHUNK ? max + 1 - buf.n : CHUNK;
        size_t at = buf.n;
        char *to = buf_room(&buf, n);
        if (to == NULL)
            return fail_memory(call);
        int64_t got = os->read(os->data, file, to, n, (int64_t)at);
        if (got < 0)
            return file_fail(call, (int)got, "read", path);
        buf.n = at + (size_t)got;
        buf.p[buf.n] = '\0';
        if (buf.n > max)
            return fail(call, RC_LIMIT, path, "%s is longer than %zu bytes.", path, max);
        if (got == 0)
            break;
    }
    *out = buf_str(&buf);
    return RC_OK;
}

enum rc file_read(struct call *call, const char *path, size_t max, struct str *out)
{
    const struct os *os = call->os;
    int file = os->open(os->data, path, OS_READ);

    if (file < 0)
        return file_fail(call, file, "read", path);
    enum rc rc = read_open(call, file, path, max, out);
    (void)os->close(os->data, file);
    return rc;
}

static int write_new(const struct os *os, const char *path, struct str bytes)
{
    int file = os->open(os->data, path, OS_WRITE | OS_CREATE | OS_TRUNCATE);

    if (file < 0)
        return file;
    int error = os->write(os->data, file, bytes.p, bytes.n, 0);
    if (error == OS_OK)
        error = os->sync(os->data, file);
    int closed = os->close(os->data, file);
    return error != OS_OK ? error : closed;
}

enum rc file_replace(struct call *call, const char *folder, const char *name, struct str bytes)
{
    const struct os *os = call->os;
    struct str path = file_path(call, folder, name);
    struct str part = str_format(call->arena, "%s/%s.part", folder, name);

    if (path.n == 0 || part.p == NULL)
        return fail_memory(call);
    int error = write_new(os, part.p, bytes);
    if (error == OS_OK)
        error = os->rename(os->data, part.p, path.p);
    if (error != OS_OK) {
        (void)os->remove(os->data, part.p);
        return file_fail(call, error, "write", path.p);
    }
    error = os->sync_dir(os->data, folder);
    return error == OS_OK ? RC_OK : file_fail(call, error, "write", path.p);
}

bool file_exists(struct call *call, const char *path)
{
    struct os_file file;

    return call->os->stat(call->os->data, path, &file) == OS_OK;
}
