/* moves_bench.c - what is open for one case: its clocks and its steps, in every procedure. */
#include "bench.h"
#include "model/packs.h"
#include "rules/moves.h"
#include "store/posix.h"

enum { ROUNDS = 40, PROCEDURES_MAX = 400, FACTS = 8 };

/* A case with a paper at each step, so that every stage has its clock. */
static const struct moves_fact facts[FACTS] = {
    {.what = EVENT_ACT, .on = 20400, .minute = TERM_NO_HOUR, .certain = true},
    {.what = EVENT_LEARNED, .on = 20410, .minute = TERM_NO_HOUR, .certain = true},
    {.what = EVENT_FILED, .on = 20420, .minute = TERM_NO_HOUR, .certain = true, .proven = true},
    {.what = EVENT_RECEIVED, .on = 20422, .minute = 600, .certain = true, .proven = true},
    {.what = EVENT_REQUESTED, .on = 20425, .minute = TERM_NO_HOUR, .certain = true},
    {.what = EVENT_COMPLETE, .on = 20430, .minute = TERM_NO_HOUR, .certain = true},
    {.what = EVENT_CHANGED, .on = 20440, .minute = TERM_NO_HOUR, .certain = true},
    {.what = EVENT_DELIVERED, .on = 20900, .minute = TERM_NO_HOUR, .certain = true},
};

static double one(struct call *call, const struct packs *packs, const struct procedure *procedure,
                  day today)
{
    struct moves_ask ask = {.procedure = procedure,
                            .country = packs_country(packs, procedure->country),
                            .facts = facts,
                            .n = FACTS,
                            .today = today};
    struct moves moves;
    double start = bench_seconds();

    for (int i = 0; i < ROUNDS; i++)
        bench_must(call, moves_find(call, &ask, &moves), "moves");
    return (bench_seconds() - start) * 1000 / ROUNDS;
}

/* While the body may decide, long after it has not, and after its decision. */
static void measure(const char *name, day today)
{
    double samples[PROCEDURES_MAX];
    const struct packs *packs;
    struct arena keep;
    struct call call;
    size_t n = 0;
    char note[1000]; /* as the compiler reckons */

    arena_init(&keep, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &keep, posix_os());
    bench_must(&call, packs_load(&call, &keep, &packs), "packs");
    for (const struct procedure *p = procedure_first(packs->procedures);
         p != NULL && n < PROCEDURES_MAX; p = p->after) {
        struct arena arena;
        struct call each;
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call_init(&each, &arena, posix_os());
        samples[n++] = one(&each, packs, p, today);
        arena_fini(&arena);
    }
    struct spread spread = bench_spread(samples, n);
    (void)snprintf(note, sizeof note, "%zu procedures; median %.4f, slowest %.4f", n, spread.p50,
                   spread.max);
    bench_print(&(struct figure){name, "ms", "<= 0.1", spread.p95, note});
    arena_fini(&keep);
}

int main(void)
{
    measure("moves for one case, undecided", 20435);
    measure("moves for one case, no answer", 20800);
    measure("moves for one case, decided", 20905);
    return 0;
}
