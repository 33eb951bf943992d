/* file_test.c - files that people bring: what they are, and what photos lose. */
#include "web/file_type.h"
#include "web/jpeg.h"
#include "web/web_test.h"

#define BYTES(literal)               \
    {                                \
        literal, sizeof(literal) - 1 \
    }

static const struct {
    struct str bytes;
    const char *name, *type; /* NULL: a program */
} types[] = {
    {{"%PDF-1.7", 8}, "a.exe", "application/pdf"},
    {{"PK\x03\x04", 4},
     "a.DOCX",
     "application/vnd.openxmlformats-officedocument.wordprocessingml"
     ".document"},
    {{"PK\x03\x04", 4}, "a.zip", "application/zip"},
    {{"PK\x03\x04", 4}, "a.apk", NULL},
    {{"MZ\x90", 3}, "letter.pdf", NULL},
    {{"#!/bin/sh", 9}, "a.txt", NULL},
    {{"RIFF\0\0\0\0WEBP", 12}, "a", "image/webp"},
    {{"\0\0\0\x18"
      "ftypmp42",
      12},
     "a.mp4",
     "video/mp4"},
    {{"<html><script>", 14}, "a.pdf", "text/plain"},
    {{"a;b", 3}, "A.CSV", "text/csv"},
    {{"\xFF\x00", 2}, "a.txt", "application/octet-stream"},
    {{"", 0}, "", "application/octet-stream"},
};

static void is_known(void)
{
    CASE("a file is what its bytes say");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *type = file_type(types[i].bytes, str_of(types[i].name));
        CHECK_TEXT(str_of(type == NULL ? "a program" : type),
                   types[i].type == NULL ? "a program" : types[i].type);
    }
}

#define SOI  "\xFF\xD8"
#define JFIF "\xFF\xE0\0\x04JF"
#define EXIF(way)    \
    "\xFF\xE1\0\x29" \
    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" way "\0\0\0\0\0\0\0GPS 41,"
#define KEPT         \
    "\xFF\xE1\0\x22" \
    "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
#define XMP  "\xFF\xE1\0\x08http:/"
#define ICC  "\xFF\xE2\0\x0EICC_PROFILE\0"
#define NOTE "\xFF\xFE\0\x06hey!"
#define DATA "\xFF\xDA\0\x02 picture \xFF\xD9"

static void loses(void)
{
    static const struct {
        struct str from, to;
    } rows[] = {
        {BYTES(SOI JFIF EXIF("\x06") XMP ICC NOTE DATA), BYTES(SOI JFIF KEPT ICC DATA)},
        {BYTES(SOI EXIF("\x09") DATA), BYTES(SOI DATA)},
        {BYTES(SOI "\xFF" JFIF DATA), BYTES(SOI JFIF DATA)},
        {BYTES(SOI DATA), BYTES(SOI DATA)},
        {BYTES("no photo"), BYTES("no photo")},
        {BYTES(SOI JFIF), {NULL, 0}},
        {BYTES(SOI "\xFF\xE1\xFF\xFF"), {NULL, 0}},
        {BYTES(SOI "\xFF\xE1\0\1"), {NULL, 0}},
    };
    struct fixture f;

    CASE("a photo loses all but which way is up");
    fixture_init(&f, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = jpeg_clean(&f.arena, rows[i].from);
        CHECK((got.p == NULL) == (rows[i].to.p == NULL));
        if (!CHECK(str_eq(got, rows[i].to)))
            tap_note("row %zu: %s", i, str_hex(&f.arena, got).p);
    }
    fixture_fini(&f);
}

void file_test(void)
{
    is_known();
    loses();
}
