/* str.c - see str.h. */
#include "base/str.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct str str_of(const char *z)
{
    return (struct str){z, z == NULL ? 0 : strlen(z)};
}

struct str str_bytes(const void *p, size_t n)
{
    return (struct str){p, n};
}

struct str str_cut(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (struct str){s.n == 0 ? s.p : s.p + from, to - from};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *z)
{
    return str_eq(a, str_of(z));
}

bool str_starts(struct str s, struct str with)
{
    return str_eq(str_cut(s, 0, with.n), with);
}

bool str_ends(struct str s, struct str with)
{
    return s.n >= with.n && str_eq(str_cut(s, s.n - with.n, s.n), with);
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

size_t str_find(struct str s, char c)
{
    const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);

    return at == NULL ? s.n : (size_t)(at - s.p);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Eight bytes at a time: statements are found by the hash of texts of a few thousand. */
uint64_t str_hash(struct str s)
{
    uint64_t hash = 14695981039346656037u ^ s.n;

    for (size_t i = 0; i < s.n; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, s.n - i < sizeof word ? s.n - i : sizeof word);
        hash = (hash ^ word) * 1099511628211u;
        hash ^= hash >> 32;
    }
    return hash;
}

struct str str_trim(struct str s)
{
    while (s.n != 0 && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n != 0 && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str str_split(struct str *rest, char at)
{
    size_t n = str_find(*rest, at);
    struct str head = str_cut(*rest, 0, n);

    *rest = str_cut(*rest, n + 1, rest->n);
    return head;
}

bool str_uint(struct str s, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;

    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (digit > max || value > (max - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

bool str_int(struct str s, int64_t *out)
{
    bool minus = s.n != 0 && s.p[0] == '-';
    uint64_t value;

    if (!str_uint(str_cut(s, minus, s.n), (uint64_t)INT64_MAX + minus, &value))
        return false;
    *out = minus && value != 0 ? -1 - (int64_t)(value - 1) : (int64_t)value;
    return true;
}

struct str str_dup(struct arena *arena, struct str s)
{
    char *p = s.n == SIZE_MAX ? NULL : arena_alloc(arena, s.n + 1);

    if (p == NULL)
        return (struct str){NULL, 0};
    if (s.n != 0)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

struct str str_format(struct arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    struct str s = str_vformat(arena, format, args);
    va_end(args);
    return s;
}

struct str str_vformat(struct arena *arena, const char *format, va_list args)
{
    struct buf buf;

    buf_init(&buf, arena, INT_MAX);
    buf_vformat(&buf, format, args);
    return buf_str(&buf);
}

const char *str_z(struct arena *arena, struct str s)
{
    struct str copy = str_dup(arena, s);

    return copy.p == NULL ? "" : copy.p;
}

struct str str_hex(struct arena *arena, struct str bytes)
{
    static const char digit[] = "0123456789abcdef";
    char *p = arena_alloc(arena, bytes.n * 2 + 1);

    if (p == NULL)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        p[2 * i] = digit[c >> 4];
        p[2 * i + 1] = digit[c & 15];
    }
    return (struct str){p, bytes.n * 2};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool str_unhex(struct str hex, void *out, size_t n)
{
    unsigned char *to = out;

    if (hex.n != 2 * n)
        return false;
    for (size_t i = 0; i < hex.n; i++)
        if (hex_digit(hex.p[i]) < 0)
            return false;
    for (size_t i = 0; i < n; i++)
        to[i] = (unsigned char)(hex_digit(hex.p[2 * i]) * 16 + hex_digit(hex.p[2 * i + 1]));
    return true;
}

void buf_init(struct buf *buf, struct arena *arena, size_t max)
{
    *buf = (struct buf){.arena = arena, .max = max};
}

/* Room for n bytes and the NUL behind them. */
static bool make_room(struct buf *buf, size_t n)
{
    if (buf->failed || n > buf->max - buf->n) {
        buf->failed = true;
        return false;
    }
    if (n < buf->room - buf->n)
        return true;
    size_t room = buf->room < 256 ? 256 : buf->room;
    while (room - buf->n <= n)
        room *= 2;
    char *p = arena_alloc(buf->arena, room);
    if (p == NULL) {
        buf->failed = true;
        return false;
    }
    if (buf->n != 0)
        memcpy(p, buf->p, buf->n);
    buf->p = p;
    buf->room = room;
    return true;
}

void *buf_room(struct buf *buf, size_t n)
{
    if (!make_room(buf, n))
        return NULL;
    char *at = buf->p + buf->n;
    buf->n += n;
    buf->p[buf->n] = '\0';
    return at;
}

void buf_add(struct buf *buf, struct str s)
{
    char *at = buf_room(buf, s.n);

    if (at != NULL && s.n != 0)
        memcpy(at, s.p, s.n);
}

void buf_z(struct buf *buf, const char *z)
{
    buf_add(buf, str_of(z));
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, (struct str){&c, 1});
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buf_vformat(buf, format, args);
    va_end(args);
}

void buf_vformat(struct buf *buf, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0) {
        buf->failed = true;
    } else if (make_room(buf, (size_t)n)) {
        (void)vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

bool buf_ok(const struct buf *buf)
{
    return !buf->failed;
}

struct str buf_str(struct buf *buf)
{
    if (buf->failed)
        return (struct str){NULL, 0};
    return buf->p == NULL ? STR("") : (struct str){buf->p, buf->n};
}
