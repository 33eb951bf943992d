/* zip_out.c - see zip_out.h. */
#include "document/zip_out.h"

enum {
    LOCAL = 0x04034b50,
    DESCRIPTOR = 0x08074b50,
    CENTRAL = 0x02014b50,
    END_64 = 0x06064b50,
    LOCATOR_64 = 0x07064b50,
    END = 0x06054b50,
    FLAGS = 0x0808, /* sizes stand behind the bytes; names are UTF-8 */
    VERSION = 20,
    VERSION_64 = 45,
    HEADER_MAX = 512,
    END_64_REST = 44, /* of the record, behind its own size */
    EXTRA_64 = 12,
    SAFE_NAME = 100,
};

struct zip_item {
    struct str name;
    uint64_t at, size;
    uint32_t crc;
    struct zip_item *next;
};

/* ---- numbers, least byte first */

static void put(struct buf *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(out, (char)(unsigned char)(number >> (8 * i)));
}

static uint32_t crc_step(uint32_t crc)
{
    for (int i = 0; i < 8; i++)
        crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320u : crc >> 1;
    return crc;
}

/* The table is made each time: 2,048 steps, nothing beside pieces of 64 KB, and no state. */
static uint32_t crc_add(uint32_t crc, struct str bytes)
{
    uint32_t table[256];

    for (uint32_t i = 0; i < 256; i++)
        table[i] = crc_step(i);
    crc = ~crc;
    for (size_t i = 0; i < bytes.n; i++)
        crc = table[(crc ^ (unsigned char)bytes.p[i]) & 0xff] ^ (crc >> 8);
    return ~crc;
}

static enum rc give(struct call *call, struct zip_out *zip, struct str bytes)
{
    zip->at += bytes.n;
    return zip->sink.write(zip->sink.data, bytes)
               ? RC_OK
               : fail(call, RC_IO, NULL, "The file could not be written out.");
}

static enum rc give_buf(struct call *call, struct zip_out *zip, struct buf *out)
{
    return buf_ok(out) ? give(call, zip, buf_str(out)) : fail_memory(call);
}

/* ---- entries */

void zip_begin(struct zip_out *zip, struct arena *keep, struct zip_sink sink, day on)
{
    struct date date = day_date(on);
    int year = date.year < 1980 ? 1980 : date.year > 2107 ? 2107 : date.year;

    *zip = (struct zip_out){.keep = keep,
                            .sink = sink,
                            .date = (unsigned)(year - 1980) << 9 | (unsigned)date.month << 5 |
                                    (unsigned)date.mday};
}

static enum rc close_entry(struct call *call, struct zip_out *zip)
{
    struct buf out;

    if (!zip->open)
        return RC_OK;
    zip->open = false;
    zip->last->crc = zip->crc;
    zip->last->size = zip->size;
    buf_init(&out, call->arena, HEADER_MAX);
    put(&out, DESCRIPTOR, 4);
    put(&out, zip->crc, 4);
    put(&out, zip->size, 4);
    put(&out, zip->size, 4);
    return give_buf(call, zip, &out);
}

static struct zip_item *add_item(struct zip_out *zip, struct str name)
{
    struct zip_item *item = arena_alloc(zip->keep, sizeof *item);

    if (item == NULL)
        return NULL;
    *item = (struct zip_item){.name = str_dup(zip->keep, name), .at = zip->at};
    if (zip->last == NULL)
        zip->first = item;
    else
        zip->last->next = item;
    zip->last = item;
    zip->n++;
    return item->name.p == NULL ? NULL : item;
}

/* What the local header and the central one have alike: flags to the sizes. */
static void put_common(struct buf *out, const struct zip_out *zip, const struct zip_item *item)
{
    put(out, FLAGS, 2);
    put(out, 0, 2); /* stored */
    put(out, 0, 2); /* midnight */
    put(out, zip->date, 2);
    put(out, item->crc, 4);
    put(out, item->size, 4);
    put(out, item->size, 4);
    put(out, item->name.n, 2);
}

enum rc zip_entry(struct call *call, struct zip_out *zip, struct str name)
{
    struct buf out;
    enum rc rc = close_entry(call, zip);

    if (rc != RC_OK)
        return rc;
    if (name.n > ZIP_NAME_MAX)
        return fail(call, RC_LIMIT, NULL, "The name of a file is longer than %d bytes.",
                    ZIP_NAME_MAX);
    const struct zip_item *item = add_item(zip, name);
    if (item == NULL)
        return fail_memory(call);
    zip->open = true;
    zip->crc = 0;
    zip->size = 0;
    buf_init(&out, call->arena, HEADER_MAX);
    put(&out, LOCAL, 4);
    put(&out, VERSION, 2);
    put_common(&out, zip, item);
    put(&out, 0, 2);
    buf_add(&out, name);
    return give_buf(call, zip, &out);
}

enum rc zip_add(struct call *call, struct zip_out *zip, struct str bytes)
{
    zip->size += bytes.n;
    if (zip->size > UINT32_MAX)
        return fail(call, RC_LIMIT, NULL, "A file in the export would be longer than 4 GB.");
    zip->crc = crc_add(zip->crc, bytes);
    return bytes.n == 0 ? RC_OK : give(call, zip, bytes);
}

enum rc zip_put(struct call *call, struct zip_out *zip, struct str name, struct str bytes)
{
    enum rc rc = zip_entry(call, zip, name);

    return rc == RC_OK ? zip_add(call, zip, bytes) : rc;
}

/* ---- the list at the end */

static enum rc put_central(struct call *call, struct zip_out *zip, const struct zip_item *item)
{
    bool far = item->at >= UINT32_MAX;
    struct buf out;

    buf_init(&out, call->arena, HEADER_MAX);
    put(&out, CENTRAL, 4);
    put(&out, far ? VERSION_64 : VERSION, 2);
    put(&out, far ? VERSION_64 : VERSION, 2);
    put_common(&out, zip, item);
    put(&out, far ? EXTRA_64 : 0, 2);
    put(&out, 0, 8); /* no remark, first disk, no attributes ... */
    put(&out, 0, 2);
    put(&out, far ? UINT32_MAX : item->at, 4);
    buf_add(&out, item->name);
    if (far) {
        put(&out, 1, 2);
        put(&out, 8, 2);
        put(&out, item->at, 8);
    }
    return give_buf(call, zip, &out);
}

static void put_end_64(struct buf *out, const struct zip_out *zip, uint64_t from)
{
    put(out, END_64, 4);
    put(out, END_64_REST, 8);
    put(out, VERSION_64, 2);
    put(out, VERSION_64, 2);
    put(out, 0, 8); /* disks */
    put(out, zip->n, 8);
    put(out, zip->n, 8);
    put(out, zip->at - from, 8);
    put(out, from, 8);
    put(out, LOCATOR_64, 4);
    put(out, 0, 4);
    put(out, zip->at, 8);
    put(out, 1, 4);
}

enum rc zip_end(struct call *call, struct zip_out *zip)
{
    enum rc rc = close_entry(call, zip);
    uint64_t from = zip->at, n = zip->n < UINT16_MAX ? zip->n : UINT16_MAX;
    struct call_loop loop;
    struct buf out;

    call_loop_begin(call, &loop);
    for (const struct zip_item *item = zip->first; item != NULL && rc == RC_OK; item = item->next) {
        rc = put_central(call, zip, item);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc != RC_OK)
        return rc;
    uint64_t size = zip->at - from;
    buf_init(&out, call->arena, HEADER_MAX);
    if (zip->n >= UINT16_MAX || zip->at >= UINT32_MAX)
        put_end_64(&out, zip, from);
    put(&out, END, 4);
    put(&out, 0, 4);
    put(&out, n, 2);
    put(&out, n, 2);
    put(&out, size < UINT32_MAX ? size : UINT32_MAX, 4);
    put(&out, from < UINT32_MAX ? from : UINT32_MAX, 4);
    put(&out, 0, 2);
    return give_buf(call, zip, &out);
}

/* ---- names */

static bool is_bad(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f || strchr("\\/:*?\"<>|", c) != NULL;
}

struct str zip_safe_name(struct arena *arena, struct str name)
{
    struct str dot = STR("");
    struct buf out;

    for (size_t i = name.n; i > 0 && name.n - i < 8 && dot.n == 0; i--)
        if (name.p[i - 1] == '.')
            dot = str_cut(name, i - 1, name.n);
    size_t n = name.n - dot.n, max = SAFE_NAME - dot.n;
    if (n > max)
        for (n = max; n > 0 && ((unsigned char)name.p[n] & 0xc0) == 0x80;)
            n--; /* not in the middle of a letter */
    buf_init(&out, arena, SAFE_NAME + 8);
    for (size_t i = 0; i < n; i++)
        buf_char(&out, is_bad(name.p[i]) || (i == 0 && name.p[i] == '.') ? '_' : name.p[i]);
    for (size_t i = 0; i < dot.n; i++)
        buf_char(&out, is_bad(dot.p[i]) ? '_' : dot.p[i]);
    return name.n == 0 ? STR("file") : buf_str(&out);
}
