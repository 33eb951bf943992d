/* embed.c - writes the files that the program carries with it as one C file (see base/embed.h).
 * Usage: embed OUTPUT DEPFILE ROOT SOURCE...
 *   SOURCE is a folder below ROOT, with all in it but README.md, .pot and hidden files;
 *   NAME=FILE, one file under another name (an absolute FILE is taken as it is); or
 *   words:NAME=FILE, the word list of a JavaScript file that stands there between backquotes, one
 *   word a line.
 * String literals compile in 0.1 s for 2 MB (measured; .incbin takes 0.03 s, but ties us to one
 * assembler). Folders stand in the dependency file too, so that a new file starts a new build. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { WORDS = 2048, PATH_ROOM = 4096, FILE_BYTES_MAX = 8 << 20 };

struct item {
    char *name, *path;
    bool words;
};

struct items {
    struct item *list;
    size_t n, room;
    const char *root;
    FILE *deps;
};

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)fputs("embed: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *need(void *p)
{
    if (p == NULL)
        die("no memory");
    return p;
}

static char *join(const char *folder, const char *name)
{
    char path[PATH_ROOM];

    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (n < 0 || (size_t)n >= sizeof path)
        die("the path %s/%s is too long", folder, name);
    return need(strdup(path));
}

static void depend(const struct items *items, const char *path)
{
    if (strpbrk(path, " :$#\\") != NULL)
        die("the name of %s holds a character that make does not take", path);
    (void)fprintf(items->deps, " %s", path);
}

static void add(struct items *items, const char *name, const char *path, bool words)
{
    if (items->n == items->room) {
        items->room = items->room == 0 ? 64 : 2 * items->room;
        items->list = need(realloc(items->list, items->room * sizeof *items->list));
    }
    items->list[items->n++] = (struct item){need(strdup(name)), need(strdup(path)), words};
    depend(items, path);
}

static bool is_skipped(const char *leaf)
{
    size_t n = strlen(leaf);

    return leaf[0] == '.' || leaf[n - 1] == '~' || strcmp(leaf, "README.md") == 0 ||
           (n > 4 && strcmp(leaf + n - 4, ".pot") == 0);
}

static void add_folder(struct items *items, const char *name)
{
    char *path = join(items->root, name);
    DIR *folder = opendir(path);

    depend(items, folder == NULL ? items->root : path); /* it may come into being later */
    if (folder == NULL && errno != ENOENT)
        die("cannot read %s", path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        const char *leaf = entry->d_name;
        struct stat st;
        if (is_skipped(leaf))
            continue;
        char *below = join(name, leaf), *full = join(path, leaf);
        if (stat(full, &st) != 0)
            die("cannot read %s", full);
        if (S_ISDIR(st.st_mode))
            add_folder(items, below);
        else
            add(items, below, full, false);
        free(below);
        free(full);
    }
    if (folder != NULL)
        (void)closedir(folder);
    free(path);
}

static void add_source(struct items *items, const char *source)
{
    static const char prefix[] = "words:";
    bool words = strncmp(source, prefix, sizeof prefix - 1) == 0;
    const char *name = words ? source + sizeof prefix - 1 : source;
    const char *equals = strchr(name, '=');

    if (equals == NULL) {
        add_folder(items, source);
        return;
    }
    char *left = need(strndup(name, (size_t)(equals - name)));
    char *path = equals[1] == '/' ? need(strdup(equals + 1)) : join(items->root, equals + 1);
    add(items, left, path, words);
    free(left);
    free(path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes = need(malloc(FILE_BYTES_MAX + 1));

    if (file == NULL)
        die("cannot read %s", path);
    *n = fread(bytes, 1, FILE_BYTES_MAX + 1, file);
    if (ferror(file) != 0 || *n > FILE_BYTES_MAX)
        die("cannot read %s, or it is longer than %d bytes", path, FILE_BYTES_MAX);
    (void)fclose(file);
    bytes[*n < FILE_BYTES_MAX ? *n : FILE_BYTES_MAX] = '\0';
    return bytes;
}

/* Leaves what stands between the first two backquotes, each line one word, in ascending order. */
static void keep_words(const char *path, char *bytes, size_t *n)
{
    char *from = strchr(bytes, '`');
    char *to = from == NULL ? NULL : strchr(from + 1, '`');
    const char *last = "";
    size_t count = 0;

    if (to == NULL)
        die("%s holds no list of words", path);
    *n = (size_t)(to - from);
    memmove(bytes, from + 1, *n - 1);
    bytes[*n - 1] = '\n';
    bytes[*n] = '\0';
    for (char *word = bytes, *end; *word != '\0'; word = end + 1, count++) {
        end = strchr(word, '\n');
        if (end == word || strspn(word, "abcdefghijklmnopqrstuvwxyz") != (size_t)(end - word) ||
            strncmp(last, word, (size_t)(end - word)) >= 0)
            die("word %zu of %s is no lower-case word, or out of order", count + 1, path);
        last = word;
    }
    if (count != WORDS)
        die("%s holds %zu words, not %d", path, count, WORDS);
}

static void write_bytes(FILE *out, const char *bytes, size_t n)
{
    static const size_t per_line = 120;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (i % per_line == 0)
            (void)fputs(i == 0 ? "    \"" : "\"\n    \"", out);
        if (c == '"' || c == '\\' || c == '?')
            (void)fprintf(out, "\\%c", c);
        else if (c >= ' ' && c < 0x7F)
            (void)fputc(c, out);
        else
            (void)fprintf(out, "\\%03o", c);
    }
    (void)fputs(n == 0 ? "    \"\"" : "\"", out);
}

static void write_all(const struct items *items, FILE *out)
{
    (void)fputs("#include \"base/embed.h\"\n\nconst struct embedded embedded_all[] = {\n", out);
    for (size_t i = 0; i < items->n; i++) {
        const struct item *item = &items->list[i];
        if (i != 0 && strcmp(item->name, items->list[i - 1].name) == 0)
            die("two files are named %s", item->name);
        size_t n;
        char *bytes = read_file(item->path, &n);
        if (item->words)
            keep_words(item->path, bytes, &n);
        (void)fprintf(out, "{\"%s\", {\n", item->name);
        write_bytes(out, bytes, n);
        (void)fprintf(out, ", %zu}},\n", n);
        free(bytes);
    }
    (void)fprintf(out, "};\n\nconst size_t embedded_count = %zu;\n", items->n);
}

static void free_items(struct items *items)
{
    for (size_t i = 0; i < items->n; i++) {
        free(items->list[i].name);
        free(items->list[i].path);
    }
    free(items->list);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        die("usage: embed OUTPUT DEPFILE ROOT SOURCE...");
    struct items items = {.root = argv[3], .deps = fopen(argv[2], "w")};
    FILE *out = fopen(argv[1], "w");

    if (items.deps == NULL || out == NULL)
        die("cannot write %s or %s", argv[1], argv[2]);
    (void)fprintf(items.deps, "%s:", argv[1]);
    for (int i = 4; i < argc; i++)
        add_source(&items, argv[i]);
    (void)fputc('\n', items.deps);
    qsort(items.list, items.n, sizeof *items.list, by_name);
    write_all(&items, out);
    free_items(&items);
    if (fclose(out) != 0 || fclose(items.deps) != 0)
        die("cannot write %s or %s", argv[1], argv[2]);
    return 0;
}
