/* tap.c - see tap.h. */
#include "tap.h"

#include <dirent.h>
#include <ftw.h>
#include <stdarg.h>
#include <unistd.h>

static int cases, failed_cases;
static bool open_case, failed;
static char case_name[256], folder[256];

static void end_case(void)
{
    if (!open_case)
        return;
    printf("%sok %d - %s\n", failed ? "not " : "", cases, case_name);
    (void)fflush(stdout);
    failed_cases += failed;
    open_case = false;
}

void tap_case(const char *file, int line, const char *format, ...)
{
    va_list args;

    (void)file;
    (void)line;
    end_case();
    cases++;
    open_case = true;
    failed = false;
    va_start(args, format);
    (void)vsnprintf(case_name, sizeof case_name, format, args);
    va_end(args);
}

static void fail_check(const char *file, int line)
{
    if (!open_case)
        tap_case(file, line, "%s:%d", file, line);
    failed = true;
    printf("# %s:%d: ", file, line);
}

bool tap_check(bool ok, const char *file, int line, const char *format, ...)
{
    va_list args;

    if (!open_case)
        tap_case(file, line, "%s", file);
    if (ok)
        return true;
    fail_check(file, line);
    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
    (void)printf("\n");
    return false;
}

bool tap_check_int(long long got, long long want, const char *what, const char *file, int line)
{
    return tap_check(got == want, file, line, "%s is %lld, not %lld", what, got, want);
}

bool tap_check_text(struct str got, const char *want, const char *what, const char *file, int line)
{
    return tap_check(str_is(got, want), file, line, "%s is \"%.*s\", not \"%s\"", what, (int)got.n,
                     got.p == NULL ? "" : got.p, want);
}

bool tap_check_rc(struct call *call, enum rc got, enum rc want, const char *what, const char *file,
                  int line)
{
    struct str text = call->error.text;
    bool ok = tap_check(got == want, file, line, "%s is %s, not %s: %.*s (%s:%d)", what,
                        rc_name(got), rc_name(want), (int)text.n, text.p == NULL ? "" : text.p,
                        call->error.file == NULL ? "" : call->error.file, call->error.line);

    call_forgive(call);
    return ok;
}

void tap_note(const char *format, ...)
{
    va_list args;

    (void)printf("# ");
    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
    (void)printf("\n");
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

const char *tap_folder(void)
{
    static const char pattern[] = "/tmp/khetane-test-XXXXXX";

    if (folder[0] == '\0') {
        memcpy(folder, pattern, sizeof pattern);
        if (mkdtemp(folder) == NULL) {
            printf("Bail out! no temporary folder\n");
            exit(1);
        }
    }
    return folder;
}

int tap_end(void)
{
    end_case();
    printf("1..%d\n", cases);
    if (folder[0] != '\0')
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return failed_cases != 0;
}

static void *faulty_alloc(void *data, size_t size)
{
    struct fault_heap *faults = data;

    faults->allocated++;
    if (faults->fail_at != 0 && (faults->once ? faults->allocated == faults->fail_at
                                              : faults->allocated >= faults->fail_at))
        return NULL;
    void *block = malloc(size);
    faults->live += block != NULL;
    return block;
}

static void faulty_free(void *data, void *block)
{
    struct fault_heap *faults = data;

    faults->live -= block != NULL;
    free(block);
}

void fault_heap_init(struct fault_heap *faults, long fail_at)
{
    *faults = (struct fault_heap){.heap = {faulty_alloc, faulty_free, faults}, .fail_at = fail_at};
}

struct str tap_file(struct arena *arena, const char *source, const char *name)
{
    struct str path = str_format(arena, "%s/%s", source, name);
    FILE *file = fopen(path.p, "rb");
    struct buf bytes;
    char piece[4096];
    size_t n;

    buf_init(&bytes, arena, 1 << 20);
    if (file == NULL)
        return STR("");
    while ((n = fread(piece, 1, sizeof piece, file)) != 0)
        buf_add(&bytes, str_bytes(piece, n));
    (void)fclose(file);
    return buf_str(&bytes);
}
