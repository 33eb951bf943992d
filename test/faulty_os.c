/* faulty_os.c - see faulty_os.h. */
#include "faulty_os.h"

static bool fails(struct faulty_os *faulty)
{
    faulty->changes++;
    if (faulty->fail_at == 0)
        return false;
    return faulty->dead ? faulty->changes >= faulty->fail_at : faulty->changes == faulty->fail_at;
}

static int64_t now_ms(void *data)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->now_ms(real->data);
}

static int64_t tick_us(void *data)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->tick_us(real->data);
}

static void fill_random(void *data, void *out, size_t n)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    real->random(real->data, out, n);
}

static int open_file(void *data, const char *path, unsigned flags)
{
    struct faulty_os *faulty = data;

    if ((flags & OS_WRITE) != 0 && fails(faulty))
        return faulty->error;
    return faulty->real->open(faulty->real->data, path, flags);
}

static int close_file(void *data, int file)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->close(real->data, file);
}

static int64_t read_file(void *data, int file, void *out, size_t n, int64_t at)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->read(real->data, file, out, n, at);
}

static int write_file(void *data, int file, const void *bytes, size_t n, int64_t at)
{
    struct faulty_os *faulty = data;

    if (!fails(faulty))
        return faulty->real->write(faulty->real->data, file, bytes, n, at);
    (void)faulty->real->write(faulty->real->data, file, bytes, n / 2, at);
    return faulty->error;
}

static int sync_file(void *data, int file)
{
    struct faulty_os *faulty = data;

    return fails(faulty) ? faulty->error : faulty->real->sync(faulty->real->data, file);
}

static int lock_file(void *data, int file, bool wait)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->lock(real->data, file, wait);
}

static int unlock_file(void *data, int file)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->unlock(real->data, file);
}

static int stat_file(void *data, const char *path, struct os_file *out)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->stat(real->data, path, out);
}

static int rename_file(void *data, const char *from, const char *to)
{
    struct faulty_os *faulty = data;

    return fails(faulty) ? faulty->error : faulty->real->rename(faulty->real->data, from, to);
}

static int remove_file(void *data, const char *path)
{
    struct faulty_os *faulty = data;

    return fails(faulty) ? faulty->error : faulty->real->remove(faulty->real->data, path);
}

static int make_folder(void *data, const char *path)
{
    struct faulty_os *faulty = data;

    return fails(faulty) ? faulty->error : faulty->real->mkdir(faulty->real->data, path);
}

static int sync_folder(void *data, const char *path)
{
    struct faulty_os *faulty = data;

    return fails(faulty) ? faulty->error : faulty->real->sync_dir(faulty->real->data, path);
}

static int list_folder(void *data, const char *path, bool (*each)(void *arg, const char *name),
                       void *arg)
{
    const struct os *real = ((struct faulty_os *)data)->real;

    return real->list(real->data, path, each, arg);
}

void faulty_os_init(struct faulty_os *faulty, const struct os *real, long fail_at)
{
    *faulty = (struct faulty_os){
        .os = {.data = faulty,
               .now_ms = now_ms,
               .tick_us = tick_us,
               .random = fill_random,
               .open = open_file,
               .close = close_file,
               .read = read_file,
               .write = write_file,
               .sync = sync_file,
               .lock = lock_file,
               .unlock = unlock_file,
               .stat = stat_file,
               .rename = rename_file,
               .remove = remove_file,
               .mkdir = make_folder,
               .sync_dir = sync_folder,
               .list = list_folder},
        .real = real,
        .fail_at = fail_at,
        .error = OS_FULL,
    };
}
