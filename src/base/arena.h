/* arena.h - memory that is given back all at once, at the end of a request, command or job.
 * Owns: blocks of a heap; at most max bytes of them.
 * Order: arena_init(), then any, then arena_fini() (or arena_reset() to use it again).
 * Memory: what it hands out is zeroed, aligned for every type, and lives until reset or fini.
 * Fails: arena_alloc() returns NULL when the cap or the heap is exhausted; the caller reports
 *   RC_MEMORY (call_memory()). Cost: a few instructions; a block of the heap every 16 KiB.
 * Not here: what outlives a call (plain heap), secrets (store/crypt.h). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* Where blocks come from. Tests put a heap here whose n-th block fails. */
struct heap {
    void *(*alloc)(void *data, size_t size);
    void (*free)(void *data, void *block);
    void *data;
};

extern const struct heap heap_libc;

struct arena_block;

struct arena {
    const struct heap *heap;
    struct arena_block *blocks; /* newest first */
    size_t max;                 /* bytes, over all blocks */
    size_t used;                /* bytes taken from the heap */
    bool refused;               /* something did not fit since init or reset */
};

enum { ARENA_MAX_DEFAULT = 64 << 20 };

void arena_init(struct arena *arena, const struct heap *heap, size_t max);
void arena_fini(struct arena *arena);
void arena_reset(struct arena *arena); /* keeps one block for the next use */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc));
void *arena_array(struct arena *arena, size_t n, size_t size) __attribute__((malloc));

/* Makes an array of *items at least one longer, doubling; false when memory is out. */
#define arena_grow(arena, items, n, room) \
    arena_grow_(arena, (void **)(items), n, room, sizeof **(items))
int arena_grow_(struct arena *arena, void **items, size_t n, size_t *room, size_t size);

#endif
