/* file_type.c - see file_type.h. */
#include "web/file_type.h"

#include "base/text.h"

struct magic {
    size_t at;
    struct str bytes;
    const char *type; /* NULL: a program */
};

static const struct magic magics[] = {
    {0, STR_INIT("%PDF-"), "application/pdf"},
    {0, STR_INIT("\xFF\xD8\xFF"), "image/jpeg"},
    {0, STR_INIT("\x89PNG\r\n\x1A\n"), "image/png"},
    {0, STR_INIT("GIF8"), "image/gif"},
    {8, STR_INIT("WEBP"), "image/webp"},
    {0, STR_INIT("II*\0"), "image/tiff"},
    {0, STR_INIT("MM\0*"), "image/tiff"},
    {4, STR_INIT("ftypheic"), "image/heic"},
    {4, STR_INIT("ftypmif1"), "image/heic"},
    {4, STR_INIT("ftypM4A"), "audio/mp4"},
    {4, STR_INIT("ftyp"), "video/mp4"},
    {8, STR_INIT("WAVE"), "audio/wav"},
    {0, STR_INIT("OggS"), "audio/ogg"},
    {0, STR_INIT("ID3"), "audio/mpeg"},
    {0, STR_INIT("\xFF\xFB"), "audio/mpeg"},
    {0, STR_INIT("#!AMR"), "audio/amr"},
    {0, STR_INIT("\x1A\x45\xDF\xA3"), "video/webm"},
    {0, STR_INIT("{\\rtf"), "application/rtf"},
    {0, STR_INIT("\xD0\xCF\x11\xE0"), "application/x-ole-storage"},
    {0, STR_INIT("MZ"), NULL},
    {0,
     STR_INIT("\x7F"
              "ELF"),
     NULL},
    {0, STR_INIT("#!"), NULL},
};

/* What is ZIP inside, by the name's ending. */
static const struct {
    const char *ending, *type;
} packed[] = {
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {".asice", "application/vnd.etsi.asic-e+zip"},
    {".adoc", "application/vnd.etsi.asic-e+zip"},
};

static bool ends(struct str name, const char *ending)
{
    size_t n = strlen(ending);

    return name.n > n && strncasecmp(name.p + name.n - n, ending, n) == 0;
}

static const char *of_zip(struct str name)
{
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (ends(name, packed[i].ending))
            return packed[i].type;
    return ends(name, ".jar") || ends(name, ".apk") ? NULL : "application/zip";
}

/* Valid text; a letter that the cut went through does not count against it. */
static bool is_text(struct str bytes)
{
    struct str head = str_cut(bytes, 0, FILE_TYPE_TEXT);

    for (int cut = 0; cut < 4 && bytes.n > FILE_TYPE_TEXT && !text_valid(head); cut++)
        head.n--;
    return text_valid(head) && memchr(head.p, '\0', head.n) == NULL;
}

const char *file_type(struct str bytes, struct str name)
{
    if (str_starts(bytes, STR("PK\x03\x04")))
        return of_zip(name);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts(str_cut(bytes, magics[i].at, bytes.n), magics[i].bytes))
            return magics[i].type;
    if (bytes.n == 0 || !is_text(bytes))
        return "application/octet-stream";
    return ends(name, ".csv") ? "text/csv" : "text/plain";
}
