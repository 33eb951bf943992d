/* cbor.c - see cbor.h. */
#include "base/cbor.h"

#include <string.h>

#include "base/text.h"

enum major { M_UINT, M_NEGATIVE, M_BYTES, M_TEXT, M_ARRAY, M_MAP, M_TAG, M_SIMPLE };

enum { SIMPLE_FALSE = 20, SIMPLE_TRUE = 21, SIMPLE_NULL = 22 };

static void put_head(struct buf *out, enum major major, uint64_t n)
{
    unsigned char head[9];
    size_t size = n < 24 ? 0 : n <= UINT8_MAX ? 1 : n <= UINT16_MAX ? 2 : n <= UINT32_MAX ? 4 : 8;
    static const unsigned char code[] = {[1] = 24, [2] = 25, [4] = 26, [8] = 27};

    head[0] = (unsigned char)((unsigned)major << 5 | (size == 0 ? (unsigned)n : code[size]));
    for (size_t i = 0; i < size; i++)
        head[1 + i] = (unsigned char)(n >> 8 * (size - 1 - i));
    buf_add(out, str_bytes(head, 1 + size));
}

void cbor_put_int(struct buf *out, int64_t i)
{
    if (i >= 0)
        put_head(out, M_UINT, (uint64_t)i);
    else
        put_head(out, M_NEGATIVE, ~(uint64_t)i);
}

void cbor_put_uint(struct buf *out, uint64_t u)
{
    put_head(out, M_UINT, u);
}

void cbor_put_bytes(struct buf *out, struct str bytes)
{
    put_head(out, M_BYTES, bytes.n);
    buf_add(out, bytes);
}

void cbor_put_text(struct buf *out, struct str text)
{
    put_head(out, M_TEXT, text.n);
    buf_add(out, text);
}

void cbor_put_array(struct buf *out, size_t n)
{
    put_head(out, M_ARRAY, n);
}

void cbor_put_map(struct buf *out, size_t n)
{
    put_head(out, M_MAP, n);
}

void cbor_put_null(struct buf *out)
{
    put_head(out, M_SIMPLE, SIMPLE_NULL);
}

void cbor_put_bool(struct buf *out, bool b)
{
    put_head(out, M_SIMPLE, b ? SIMPLE_TRUE : SIMPLE_FALSE);
}

void cbor_put_value(struct buf *out, struct value v)
{
    switch (v.type) {
    case V_NULL: cbor_put_null(out); return;
    case V_INT: cbor_put_int(out, v.i); return;
    case V_TEXT: cbor_put_text(out, v.s); return;
    case V_BYTES: cbor_put_bytes(out, v.s); return;
    case V_LIST:
        cbor_put_array(out, v.list.n);
        for (size_t i = 0; i < v.list.n; i++)
            cbor_put_value(out, v.list.items[i]);
        return;
    }
}

struct cbor cbor_open(struct str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.p;

    return (struct cbor){.p = p, .end = bytes.n == 0 ? p : p + bytes.n};
}

bool cbor_ok(const struct cbor *in)
{
    return !in->bad;
}

bool cbor_done(const struct cbor *in)
{
    return !in->bad && in->p == in->end;
}

static size_t left(const struct cbor *in)
{
    return in->bad ? 0 : (size_t)(in->end - in->p);
}

/* Reads one head in its shortest form; a fault leaves *major at M_TAG, which nobody asks for. */
static uint64_t get_head(struct cbor *in, enum major *major)
{
    *major = M_TAG;
    if (left(in) == 0) {
        in->bad = true;
        return 0;
    }
    unsigned first = *in->p, low = first & 31;
    size_t size = low < 24 ? 0 : low < 28 ? (size_t)1 << (low - 24) : left(in);
    if (left(in) < 1 + size) {
        in->bad = true;
        return 0;
    }
    uint64_t n = size == 0 ? low : 0;
    for (size_t i = 0; i < size; i++)
        n = n << 8 | in->p[1 + i];
    static const uint64_t least[] = {[0] = 0, [1] = 24, [2] = 256, [4] = 65536, [8] = 1ULL << 32};
    if (n < least[size]) {
        in->bad = true;
        return 0;
    }
    in->p += 1 + size;
    *major = (enum major)(first >> 5);
    return n;
}

static uint64_t want(struct cbor *in, enum major wanted)
{
    enum major major;
    uint64_t n = get_head(in, &major);

    if (major == wanted)
        return n;
    in->bad = true;
    return 0;
}

int64_t cbor_int(struct cbor *in)
{
    enum major major;
    uint64_t n = get_head(in, &major);

    if (n > INT64_MAX || (major != M_UINT && major != M_NEGATIVE)) {
        in->bad = true;
        return 0;
    }
    return major == M_UINT ? (int64_t)n : -1 - (int64_t)n;
}

uint64_t cbor_uint(struct cbor *in)
{
    return want(in, M_UINT);
}

static struct str string(struct cbor *in, enum major major)
{
    uint64_t n = want(in, major);

    if (in->bad || n > left(in)) {
        in->bad = true;
        return STR("");
    }
    struct str s = str_bytes(in->p, (size_t)n);
    in->p += n;
    return s;
}

struct str cbor_bytes(struct cbor *in)
{
    return string(in, M_BYTES);
}

struct str cbor_bytes_n(struct cbor *in, size_t n)
{
    struct str s = string(in, M_BYTES);

    if (s.n == n)
        return s;
    in->bad = true;
    return STR("");
}

struct str cbor_text(struct cbor *in)
{
    struct str s = string(in, M_TEXT);

    if (text_valid(s))
        return s;
    in->bad = true;
    return STR("");
}

/* Every item takes at least a byte, so that a count can never promise more than there is. */
static size_t count(struct cbor *in, enum major major, size_t bytes_each)
{
    uint64_t n = want(in, major);

    if (in->bad || n > left(in) / bytes_each) {
        in->bad = true;
        return 0;
    }
    return (size_t)n;
}

size_t cbor_array(struct cbor *in)
{
    return count(in, M_ARRAY, 1);
}

size_t cbor_map(struct cbor *in)
{
    return count(in, M_MAP, 2);
}

bool cbor_bool(struct cbor *in)
{
    uint64_t n = want(in, M_SIMPLE);

    if (n != SIMPLE_FALSE && n != SIMPLE_TRUE)
        in->bad = true;
    return !in->bad && n == SIMPLE_TRUE;
}

bool cbor_null(struct cbor *in)
{
    if (left(in) == 0 || *in->p != (M_SIMPLE << 5 | SIMPLE_NULL))
        return false;
    in->p++;
    return true;
}

bool cbor_is_text(const struct cbor *in)
{
    return left(in) != 0 && *in->p >> 5 == M_TEXT;
}

static struct value get_value(struct cbor *in, struct arena *arena, int depth);

static struct value get_list(struct cbor *in, struct arena *arena, int depth)
{
    size_t n = cbor_array(in);
    struct value *items = arena_array(arena, n, sizeof *items);

    if (items == NULL || depth == CBOR_DEPTH_MAX)
        in->bad = true;
    for (size_t i = 0; i < n && !in->bad; i++)
        items[i] = get_value(in, arena, depth + 1);
    return in->bad ? v_null() : v_list(items, n);
}

static struct value get_value(struct cbor *in, struct arena *arena, int depth)
{
    if (cbor_null(in))
        return v_null();
    switch (left(in) == 0 ? M_TAG : (enum major)(*in->p >> 5)) {
    case M_UINT:
    case M_NEGATIVE: return v_int(cbor_int(in));
    case M_BYTES: return v_bytes(cbor_bytes(in));
    case M_TEXT: return v_text(cbor_text(in));
    case M_ARRAY: return get_list(in, arena, depth);
    case M_MAP:
    case M_TAG:
    case M_SIMPLE: break;
    }
    in->bad = true;
    return v_null();
}

struct value cbor_value(struct cbor *in, struct arena *arena)
{
    return get_value(in, arena, 0);
}

static void skip(struct cbor *in, int depth);

static void skip_pairs(struct cbor *in, uint64_t n, int depth)
{
    struct str last = STR("");

    for (uint64_t i = 0; i < n && !in->bad; i++) {
        const unsigned char *from = in->p;
        skip(in, depth);
        struct str key = str_bytes(from, (size_t)(in->p - from));
        if (str_cmp(last, key) >= 0) /* they ascend, and none stands twice (4.2.1) */
            in->bad = true;
        last = key;
        skip(in, depth);
    }
}

static void skip(struct cbor *in, int depth)
{
    enum major major;
    uint64_t n = get_head(in, &major);

    switch (major) {
    case M_UINT:
    case M_NEGATIVE: return;
    case M_BYTES:
    case M_TEXT:
        if (n > left(in))
            in->bad = true;
        else
            in->p += n;
        return;
    case M_ARRAY:
    case M_MAP:
        if (n > left(in) || depth == CBOR_DEPTH_MAX)
            in->bad = true;
        else if (major == M_MAP)
            skip_pairs(in, n, depth + 1);
        for (uint64_t i = 0; major == M_ARRAY && i < n && !in->bad; i++)
            skip(in, depth + 1);
        return;
    case M_SIMPLE:
        if (n < SIMPLE_FALSE || n > SIMPLE_NULL)
            in->bad = true;
        return;
    case M_TAG: in->bad = true; return;
    }
}

struct str cbor_skip(struct cbor *in)
{
    const unsigned char *from = in->p;

    skip(in, 0);
    return in->bad ? STR("") : str_bytes(from, (size_t)(in->p - from));
}
