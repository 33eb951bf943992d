/* bench.c - see bench.h. */
#include "bench.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, CLERK_US = 20000 };

static void __attribute__((noreturn)) give_up(const char *what)
{
    (void)fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

void bench_must(struct call *call, enum rc rc, const char *what)
{
    if (rc == RC_OK)
        return;
    (void)fprintf(stderr, "%s: %s: %s (%s:%d)\n", what, rc_name(rc),
                  str_z(call->arena, call->error.text),
                  call->error.file == NULL ? "" : call->error.file, call->error.line);
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        (void)fprintf(stderr, "  %s: %s\n", fault->where.p, fault->text.p);
    exit(1);
}

void *bench_array(struct call *call, size_t n, size_t size)
{
    void *array = arena_array(call->arena, n, size);

    if (array == NULL)
        give_up("no memory");
    return array;
}

void bench_print(const struct figure *figure)
{
    printf("%s\t%.*f\t%s\t%s\t%s\n", figure->name, figure->value < 100 ? 2 : 0, figure->value,
           figure->unit, figure->goal, figure->note == NULL ? "" : figure->note);
    (void)fflush(stdout);
}

bool bench_is_full(void)
{
    return getenv("BENCH_FULL") != NULL;
}

double bench_seconds(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

double bench_cpu_seconds(void)
{
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

double bench_peak_mb(void)
{
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

double bench_written_mb(void)
{
    FILE *io = fopen("/proc/self/io", "re");
    char line[64];
    uint64_t bytes = 0;

    while (io != NULL && bytes == 0 && fgets(line, sizeof line, io) != NULL) {
        struct str rest = str_trim(str_of(line)), name = str_split(&rest, ':');
        if (str_is(name, "wchar"))
            (void)str_uint(str_trim(rest), UINT64_MAX, &bytes);
    }
    if (io != NULL)
        (void)fclose(io);
    return (double)bytes / (1 << 20);
}

/* ---- folders and the disk ---- */

int64_t bench_bytes(const char *folder, const char *name)
{
    char path[BENCH_PATH * 2];
    struct stat st;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &st) == 0 ? st.st_size : 0;
}

void bench_folder(char out[static BENCH_PATH])
{
    char here[BENCH_PATH - 32];

    if (getcwd(here, sizeof here) == NULL)
        give_up("the path of this folder is too long");
    (void)snprintf(out, BENCH_PATH, "%s/bench-XXXXXX", here);
    if (mkdtemp(out) == NULL)
        give_up("no folder could be made here");
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void bench_remove(const char *folder)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct spread bench_sync_ms(const char *folder, size_t times)
{
    static const char page[PAGE];
    char path[BENCH_PATH * 2];
    double *samples = calloc(times, sizeof *samples);

    (void)snprintf(path, sizeof path, "%s/sync", folder);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || samples == NULL)
        give_up("the disk cannot be measured");
    for (size_t i = 0; i < times; i++) {
        double start = bench_seconds();
        /* grows, then is written over, as a WAL is */
        if (pwrite(file, page, sizeof page, (off_t)(i % 256 * PAGE)) != PAGE ||
            fdatasync(file) != 0)
            give_up("the disk cannot be measured");
        samples[i] = (bench_seconds() - start) * 1e3;
    }
    (void)close(file);
    struct spread spread = bench_spread(samples, times);
    free(samples);
    return spread;
}

/* ---- times ---- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

struct spread bench_spread(double *samples, size_t n)
{
    struct spread out = {0};

    if (n == 0)
        return out;
    qsort(samples, n, sizeof *samples, ascending);
    for (size_t i = 0; i < n; i++)
        out.mean += samples[i] / (double)n;
    out.p50 = samples[n / 2];
    out.p95 = samples[n * 95 / 100];
    out.p99 = samples[n * 99 / 100];
    out.max = samples[n - 1];
    return out;
}

/* ---- processes ---- */

void *bench_shared(size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        give_up("no shared memory");
    return p;
}

/* Waits until the parent closes the other end, so that all start together. */
static void __attribute__((noreturn))
be_one(const struct crowd *crowd, unsigned which, const int gate[2])
{
    char c;

    (void)close(gate[1]);
    while (read(gate[0], &c, 1) > 0)
        ;
    crowd->run(crowd->arg, which);
    (void)fflush(stdout);
    _exit(0);
}

static void wait_all(const struct crowd *crowd)
{
    unsigned left = crowd->n;

    while (left != 0) {
        int status = 0;
        pid_t ended = waitpid(-1, &status, crowd->meanwhile == NULL ? 0 : WNOHANG);
        if (ended < 0 || (ended > 0 && status != 0))
            give_up("a process failed");
        left -= ended > 0;
        if (ended == 0 && crowd->meanwhile != NULL) {
            crowd->meanwhile(crowd->arg);
            (void)usleep(CLERK_US);
        }
    }
}

double bench_crowd(const struct crowd *crowd)
{
    int gate[2];

    (void)fflush(stdout);
    if (pipe2(gate, O_CLOEXEC) != 0)
        give_up("no pipe");
    for (unsigned i = 0; i < crowd->n; i++) {
        pid_t child = fork();
        if (child < 0)
            give_up("no process");
        if (child == 0)
            be_one(crowd, i, gate);
    }
    (void)close(gate[0]);
    double start = bench_seconds();
    (void)close(gate[1]);
    wait_all(crowd);
    return bench_seconds() - start;
}
