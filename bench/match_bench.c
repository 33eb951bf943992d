/* match_bench.c - finding who was written down twice, with and without an identity number. */
#include "bench.h"
#include "likeness.h"
#include "store/posix.h"

enum { PEOPLE = 20000, PEOPLE_FULL = 120000 };

static void measure(size_t people, bool numbers)
{
    struct likeness_options options = {people, 7, numbers};
    struct match_options match = {people};
    struct match_found found = {NULL, 0, 0};
    struct likeness town;
    struct arena arena, keep;
    struct call call;
    char name[80], note[1500]; /* as the compiler reckons */
    const char *with = numbers ? "with numbers" : "without numbers";

    arena_init(&arena, &heap_libc, (size_t)512 << 20);
    arena_init(&keep, &heap_libc, (size_t)512 << 20);
    call_init(&call, &arena, posix_os());
    bench_must(&call, likeness_make(&call, &keep, &options, &town), "a town");
    double start = bench_seconds();
    bench_must(&call, match_shares(&call, town.persons, town.n), "shares");
    bench_must(&call, match_pairs(&call, town.persons, town.n, &match, NULL, &found), "pairs");
    double seconds = bench_seconds() - start;
    struct likeness_figures figures = likeness_judge(&town, &found);
    (void)snprintf(note, sizeof note,
                   "%zu people, %zu pairs to find; %llu compared; facts %zu MB, search %zu MB",
                   people, town.pairs, (unsigned long long)found.compared, keep.used >> 20,
                   arena.used >> 20);
    (void)snprintf(name, sizeof name, "duplicates %s", with);
    bench_print(&(struct figure){name, "s", "<= 300", seconds, note});
    (void)snprintf(note, sizeof note,
                   "precision %.3f, recall %.3f; on the work list %.3f of all, %.3f of it right",
                   figures.precision, figures.recall, figures.listed, figures.listed_right);
    (void)snprintf(name, sizeof name, "F1 %s", with);
    bench_print(&(struct figure){name, "", "-", figures.f1, note});
    arena_fini(&arena);
    arena_fini(&keep);
}

int main(void)
{
    size_t people = bench_is_full() ? PEOPLE_FULL : PEOPLE;

    measure(people, true);
    measure(people, false);
    return 0;
}
