/* replay.c - runs a fuzz harness over its corpus without a fuzzer; prints TAP.
 * Usage: NAME_replay FOLDER. Every file is fed whole, cut short and with bits turned over, always
 * the same way, each time from a block of exactly its size so that a sanitizer sees any step
 * beyond it. When the harness dies, the input is left in the file "crash" and named. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "tap.h"

enum {
    FILE_MAX = 1 << 20,
    CUTS = 256,
    FLIPS = 256,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* A sanitizer's report ends in abort(), so that died() can save the input. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "abort_on_error=1";
}

static uint8_t *input;
static size_t input_size;

static void died(int signal_number)
{
    static const char text[] = "# the input that did it is in the file \"crash\" of this folder\n";
    int file = open("crash", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (file >= 0 && write(file, input, input_size) == (ssize_t)input_size && close(file) == 0)
        (void)!write(STDERR_FILENO, text, sizeof text - 1);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

static void feed(const uint8_t *bytes, size_t n)
{
    input_size = n;
    input = malloc(n == 0 ? 1 : n);
    if (input == NULL)
        abort();
    if (n != 0)
        memcpy(input, bytes, n);
    (void)LLVMFuzzerTestOneInput(input, n);
    free(input);
}

/* xorshift64: the same turns in every run. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void flip(uint8_t *bytes, size_t n, uint64_t bit)
{
    bytes[bit / 8 % n] ^= (uint8_t)(1u << bit % 8);
}

static void feed_variants(uint8_t *bytes, size_t n)
{
    uint64_t state = 0x9E3779B97F4A7C15u;
    size_t step = n / CUTS + 1;

    feed(bytes, n);
    for (size_t cut = 0; cut < n; cut += step)
        feed(bytes, cut);
    for (int i = 0; i < FLIPS && n != 0; i++) {
        uint64_t one = next(&state), other = next(&state);
        flip(bytes, n, one);
        if (i % 2 != 0)
            flip(bytes, n, other);
        feed(bytes, n);
        flip(bytes, n, one);
        if (i % 2 != 0)
            flip(bytes, n, other);
    }
}

static void replay(const char *folder, const char *name)
{
    static uint8_t bytes[FILE_MAX];
    char path[4096];
    size_t n = 0;

    CASE("%s", name);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (CHECK(file != NULL)) {
        n = fread(bytes, 1, sizeof bytes, file);
        CHECK(n < sizeof bytes);
        CHECK(ferror(file) == 0);
        (void)fclose(file);
    }
    feed_variants(bytes, n);
}

int main(int argc, char **argv)
{
    struct dirent **names;
    int n = argc == 2 ? scandir(argv[1], &names, NULL, alphasort) : -1;
    int files = 0;

    (void)signal(SIGABRT, died);
    (void)signal(SIGFPE, died);
    (void)signal(SIGILL, died);
    for (int i = 0; i < n; i++) {
        if (names[i]->d_name[0] != '.') {
            replay(argv[1], names[i]->d_name);
            files++;
        }
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    if (files == 0) {
        CASE("the corpus");
        tap_check(false, __FILE__, __LINE__, "no input in %s", argc == 2 ? argv[1] : "?");
    }
    return tap_end();
}
