/* jpeg.c - see jpeg.h: segments are copied or left out up to the picture, which is copied. */
#include "web/jpeg.h"

enum {
    MARK = 0xFF,
    SOI = 0xD8,   /* a picture begins */
    SOS = 0xDA,   /* its data begin: the rest is copied */
    APP0 = 0xE0,  /* JFIF */
    APP1 = 0xE1,  /* Exif, XMP */
    APP2 = 0xE2,  /* the colour profile, among others */
    APP14 = 0xEE, /* Adobe: how colours are coded */
    APP15 = 0xEF,
    COMMENT = 0xFE,
    ORIENTATION = 0x0112,
};

static unsigned byte(struct str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

static unsigned word(struct str s, size_t i, bool big)
{
    return big ? byte(s, i) << 8 | byte(s, i + 1) : byte(s, i + 1) << 8 | byte(s, i);
}

static uint32_t quad(struct str s, size_t i, bool big)
{
    uint32_t first = word(s, i, big), second = word(s, i + 2, big);

    return big ? first << 16 | second : second << 16 | first;
}

/* 1 to 8 of an Exif segment's first directory; 0: it does not say. */
static unsigned orientation(struct str segment)
{
    struct str tiff = str_cut(segment, 6, segment.n);
    bool big = str_starts(tiff, STR("MM"));

    if (!str_starts(segment, (struct str){"Exif\0\0", 6}) || (!big && !str_starts(tiff, STR("II"))))
        return 0;
    size_t at = quad(tiff, 4, big);
    if (at + 2 > tiff.n)
        return 0;
    unsigned n = word(tiff, at, big);
    for (size_t i = 0; i < n && at + 14 + i * 12 <= tiff.n; i++) {
        size_t entry = at + 2 + i * 12;
        if (word(tiff, entry, big) == ORIENTATION) {
            unsigned way = word(tiff, entry + 8, big);
            return way >= 1 && way <= 8 ? way : 0;
        }
    }
    return 0;
}

/* An Exif segment that says which way is up, and nothing else. */
static void put_orientation(struct buf *out, unsigned way)
{
    static const char head[] = "\xFF\xE1\0\x22"
                               "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";

    buf_add(out, str_bytes(head, sizeof head - 1));
    buf_char(out, (char)way);
    buf_add(out, (struct str){"\0\0\0\0\0\0", 6});
}

static bool is_kept(unsigned mark, struct str segment)
{
    if (mark == APP2)
        return str_starts(segment, STR("ICC_PROFILE"));
    return mark == APP0 || mark == APP14 || (mark != COMMENT && !(mark >= APP1 && mark <= APP15));
}

struct str jpeg_clean(struct arena *arena, struct str bytes)
{
    static const struct str broken = {NULL, 0};
    struct buf out;
    size_t at = 2;
    bool turned = false;

    if (byte(bytes, 0) != MARK || byte(bytes, 1) != SOI)
        return bytes;
    buf_init(&out, arena, bytes.n + 64);
    buf_add(&out, str_cut(bytes, 0, 2));
    for (;;) {
        if (at + 4 > bytes.n || byte(bytes, at) != MARK)
            return broken;
        unsigned mark = byte(bytes, at + 1);
        if (mark == MARK) { /* a fill byte */
            at++;
            continue;
        }
        size_t n = word(bytes, at + 2, true);
        if (n < 2 || at + 2 + n > bytes.n)
            return broken;
        struct str segment = str_cut(bytes, at + 4, at + 2 + n);
        unsigned way = mark == APP1 && !turned ? orientation(segment) : 0;
        if (way != 0) {
            put_orientation(&out, way);
            turned = true;
        }
        if (mark == SOS)
            break;
        if (is_kept(mark, segment))
            buf_add(&out, str_cut(bytes, at, at + 2 + n));
        at += 2 + n;
    }
    buf_add(&out, str_cut(bytes, at, bytes.n));
    return buf_ok(&out) ? buf_str(&out) : bytes;
}
