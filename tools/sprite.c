/* sprite.c - puts the icons that pages use into one picture, each a symbol with its name.
 * Usage: sprite OUTPUT DEPFILE LIST FOLDER
 *   LIST names one icon a line (lines with # are comments); FOLDER holds NAME.svg as Lucide ships
 *   them: one <svg> of 24 by 24, drawn with strokes, without a script or reference.
 * The symbols keep only what is drawn; colour and stroke come from the page's style. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES_MAX = 128, ICON_BYTES_MAX = 16 << 10, PATH_ROOM = 4096 };

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)fputs("sprite: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static FILE *need_open(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);

    if (file == NULL)
        die("cannot open %s", path);
    return file;
}

static void read_icon(const char *path, char text[static ICON_BYTES_MAX])
{
    FILE *in = need_open(path, "r");
    size_t n = fread(text, 1, ICON_BYTES_MAX - 1, in);

    if (n == ICON_BYTES_MAX - 1 || ferror(in) != 0)
        die("%s cannot be read, or is longer than %d bytes", path, ICON_BYTES_MAX);
    text[n] = '\0';
    (void)fclose(in);
}

/* Without the white space between elements, and that before "/>". */
static void write_inside(FILE *out, const char *p, const char *end)
{
    char last = '>';

    for (; p < end; p++) {
        bool closes = p[0] == ' ' && strncmp(p + 1, "/>", 2) == 0;
        if (isspace((unsigned char)*p) != 0 && (last == '>' || closes))
            continue;
        last = *p;
        (void)fputc(last, out);
    }
}

static void write_icon(FILE *out, const char *name, const char *path)
{
    char text[ICON_BYTES_MAX];

    read_icon(path, text);
    const char *open = strstr(text, "<svg"), *end = strstr(text, "</svg>");
    const char *inside = open == NULL ? NULL : strchr(open, '>');
    if (inside == NULL || end == NULL || strstr(text, "viewBox=\"0 0 24 24\"") == NULL)
        die("%s is no icon of 24 by 24", path);
    while (end > inside && isspace((unsigned char)end[-1]) != 0)
        end--;
    (void)fprintf(out, "<symbol id=\"%s\" viewBox=\"0 0 24 24\">", name);
    write_inside(out, inside + 1, end);
    (void)fputs("</symbol>\n", out);
}

static bool is_name(const char *name)
{
    return name[0] != '\0' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

int main(int argc, char **argv)
{
    char name[LINE_BYTES_MAX], path[PATH_ROOM];

    if (argc != 5)
        die("usage: sprite OUTPUT DEPFILE LIST FOLDER");
    FILE *out = need_open(argv[1], "w"), *deps = need_open(argv[2], "w");
    FILE *list = need_open(argv[3], "r");
    (void)fputs("<svg xmlns=\"http://www.w3.org/2000/svg\">\n<!-- Icons of Lucide, ISC License, "
                "Copyright (c) 2026 Lucide Icons and Contributors; some of Feather, MIT License, "
                "Copyright (c) 2013-present Cole Bemis. Whole notices: assets/icons.license -->\n",
                out);
    (void)fprintf(deps, "%s: %s", argv[1], argv[3]);
    while (fgets(name, sizeof name, list) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        if (name[0] == '#')
            continue;
        if (!is_name(name))
            die("%s: \"%s\" is no icon's name", argv[3], name);
        (void)snprintf(path, sizeof path, "%s/%s.svg", argv[4], name);
        write_icon(out, name, path);
        (void)fprintf(deps, " %s", path);
    }
    (void)fputs("</svg>\n", out);
    (void)fputc('\n', deps);
    if (fclose(out) != 0 || fclose(deps) != 0 || fclose(list) != 0)
        die("cannot write %s", argv[1]);
    return 0;
}
