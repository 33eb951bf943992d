/* arena_test.c - alignment, zeroes, the cap, and a heap that fails at every block in turn. */
#include <stdalign.h>
#include <stdint.h>
#if defined(__SANITIZE_ADDRESS__)
    #include <sanitizer/asan_interface.h>
#endif

#include "base/arena.h"
#include "tap.h"

static bool all_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0)
            return false;
    return true;
}

static void pieces(void)
{
    struct arena arena;
    bool aligned = true, zeroed = true;

    CASE("pieces are aligned, zeroed and their own");
    arena_init(&arena, &heap_libc, 1 << 20);
    for (size_t n = 0; n < 300; n++) {
        unsigned char *p = arena_alloc(&arena, n);
        if (!CHECK(p != NULL))
            break;
        aligned = aligned && (uintptr_t)p % alignof(max_align_t) == 0;
        zeroed = zeroed && all_zero(p, n);
        memset(p, 0xFF, n);
    }
    CHECK(aligned);
    CHECK(zeroed);
    arena_reset(&arena);
    unsigned char *again = arena_alloc(&arena, 4096);
    CHECK(again != NULL && all_zero(again, 4096));
    arena_fini(&arena);
}

/* Under the sanitizer alone: one byte too far is seen, whatever a piece's size. */
static void gaps(void)
{
#if defined(__SANITIZE_ADDRESS__)
    struct arena arena;
    bool seen = true;

    CASE("a step out of a piece is seen by the sanitizer");
    arena_init(&arena, &heap_libc, 1 << 20);
    for (size_t n = 0; n < 100; n++) {
        unsigned char *p = arena_alloc(&arena, n);
        seen = seen && p != NULL && __asan_address_is_poisoned(p + n) &&
               (n == 0 || !__asan_address_is_poisoned(p + n - 1));
    }
    CHECK(seen);
    unsigned char *p = arena_alloc(&arena, 1);
    arena_reset(&arena);
    CHECK(__asan_address_is_poisoned(p));
    arena_fini(&arena);
#endif
}

static void cap(void)
{
    struct arena arena;

    CASE("the cap holds, and what fits under it is given");
    arena_init(&arena, &heap_libc, 100000);
    CHECK(arena_alloc(&arena, SIZE_MAX) == NULL);
    CHECK(arena_alloc(&arena, 100001) == NULL);
    CHECK(arena_alloc(&arena, 90000) != NULL);
    CHECK(arena_alloc(&arena, 90000) == NULL);
    CHECK(arena_alloc(&arena, 5000) != NULL);
    CHECK(arena.used <= arena.max);
    arena_reset(&arena);
    CHECK(arena_alloc(&arena, 60000) != NULL);
    arena_fini(&arena);
    CHECK_INT(arena.used, 0);

    CASE("a cap below a block's usual size");
    arena_init(&arena, &heap_libc, 1000);
    CHECK(arena_alloc(&arena, 500) != NULL);
    CHECK(!arena.refused);
    CHECK(arena_alloc(&arena, 600) == NULL);
    CHECK(arena.refused);
    arena_reset(&arena);
    CHECK(!arena.refused);
    arena_fini(&arena);
}

static void arrays(void)
{
    struct arena arena;
    int *items = NULL;
    size_t room = 0;
    bool kept = true;

    CASE("arrays grow and keep what they hold");
    arena_init(&arena, &heap_libc, 1 << 20);
    CHECK(arena_array(&arena, SIZE_MAX / 2, 3) == NULL);
    for (int i = 0; i < 1000; i++) {
        if (!CHECK(arena_grow(&arena, &items, (size_t)i, &room)))
            break;
        items[i] = i;
    }
    for (int i = 0; items != NULL && i < 1000; i++)
        kept = kept && items[i] == i;
    CHECK(kept);
    arena_fini(&arena);
}

/* Large and small pieces, a reset between; false as soon as one is not to be had. */
static bool use(struct arena *arena)
{
    for (int round = 0; round < 2; round++) {
        for (size_t n = 1; n < 60000; n *= 3)
            if (arena_alloc(arena, n) == NULL)
                return false;
        arena_reset(arena);
    }
    return arena_alloc(arena, 100) != NULL;
}

static void failing_heap(void)
{
    long n = 0;
    bool done = false;

    CASE("a heap that fails at its n-th block: nothing is lost, nothing leaks");
    while (!done && n < 100) {
        struct fault_heap faults;
        struct arena arena;
        fault_heap_init(&faults, ++n);
        arena_init(&arena, &faults.heap, 1 << 20);
        done = use(&arena);
        arena_fini(&arena);
        CHECK_INT(faults.live, 0);
    }
    CHECK(done);
    CHECK(n > 3);
}

void arena_test(void);
void arena_test(void)
{
    pieces();
    gaps();
    cap();
    arrays();
    failing_heap();
}
