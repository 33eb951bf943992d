/* text.c - see text.h. */
#include "base/text.h"

#include <utf8proc.h>

static uint32_t decode(const unsigned char *p, size_t n, size_t *used)
{
    utf8proc_int32_t code = -1;
    utf8proc_ssize_t size = utf8proc_iterate(p, n > 4 ? 4 : (utf8proc_ssize_t)n, &code);

    *used = size > 0 ? (size_t)size : 0;
    return size > 0 ? (uint32_t)code : 0;
}

bool text_valid(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;

    for (size_t i = 0, used; i < s.n; i += used) {
        used = 1;
        if (p[i] < 0x80)
            continue;
        decode(p + i, s.n - i, &used);
        if (used == 0)
            return false;
    }
    return true;
}

uint32_t text_next(struct str *rest)
{
    size_t used = 0;
    uint32_t code = rest->n == 0 ? 0 : decode((const unsigned char *)rest->p, rest->n, &used);

    *rest = str_cut(*rest, used, rest->n);
    return code;
}

void text_put(struct buf *out, uint32_t code)
{
    unsigned char bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)code, bytes);

    buf_add(out, str_bytes(bytes, n > 0 ? (size_t)n : 0));
}

bool text_is_letter(uint32_t code)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)code);

    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool text_is_mark(uint32_t code)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)code);

    return c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
}

uint32_t text_lower(uint32_t code)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

uint32_t text_base(uint32_t code)
{
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8, UTF8PROC_DECOMPOSE, &boundary);

    return n > 0 && n <= 8 ? (uint32_t)parts[0] : code;
}

size_t text_length(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static struct str map(struct arena *arena, struct str s, utf8proc_option_t options)
{
    utf8proc_int32_t *codes = NULL;
    utf8proc_ssize_t n, room = (utf8proc_ssize_t)s.n + 16;

    do { /* a second round only where the decomposition is longer than the text */
        codes = arena_array(arena, (size_t)room + 1, sizeof *codes);
        if (codes == NULL)
            return (struct str){NULL, 0};
        n = utf8proc_decompose((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, codes, room,
                               options);
        if (n <= room)
            break;
        room = n;
    } while (true);
    if (n >= 0)
        n = utf8proc_reencode(codes, n, options);
    return n < 0 ? (struct str){NULL, 0} : (struct str){(const char *)codes, (size_t)n};
}

/* Does the text begin with a control character (Unicode's Cc) other than \n and \t? */
static bool is_control(struct str s)
{
    unsigned char c = (unsigned char)s.p[0];

    if (c == 0xC2) /* U+0080 to U+009F */
        return s.n > 1 && (unsigned char)s.p[1] < 0xA0;
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

/* Line ends as \n; false if a control character other than \n and \t is found. */
static bool plain_lines(struct arena *arena, struct str *s)
{
    struct buf out;

    buf_init(&out, arena, s->n);
    for (size_t i = 0; i < s->n; i++) {
        unsigned char c = (unsigned char)s->p[i];
        if (c == '\r') {
            if (i + 1 == s->n || s->p[i + 1] != '\n')
                buf_char(&out, '\n');
        } else if (is_control(str_cut(*s, i, s->n))) {
            return false;
        } else {
            buf_char(&out, (char)c);
        }
    }
    *s = buf_str(&out);
    return s->p != NULL;
}

struct str text_clean(struct arena *arena, struct str s)
{
    if (!text_valid(s) || !plain_lines(arena, &s))
        return (struct str){NULL, 0};
    return map(arena, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

struct str text_fold(struct arena *arena, struct str s)
{
    return map(arena, s,
               UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                   UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
}
