/* arena.c - see arena.h. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Under the address sanitizer every piece has exactly its size and a gap behind it, so that a step
 * out of one piece into the next is seen as in memory from malloc(). */
#if defined(__SANITIZE_ADDRESS__)
    #define GUARDED 1
#elif defined(__has_feature)
    #if __has_feature(address_sanitizer)
        #define GUARDED 1
    #endif
#endif
#if defined(GUARDED)
    #include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
    #define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
    #define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { BLOCK_SIZE = 16 << 10 };

struct arena_block {
    struct arena_block *next;
    size_t size, used; /* bytes of data */
    _Alignas(max_align_t) unsigned char data[];
};

static void *libc_alloc(void *data, size_t size)
{
    (void)data;
    return malloc(size);
}

static void libc_free(void *data, void *block)
{
    (void)data;
    free(block);
}

const struct heap heap_libc = {libc_alloc, libc_free, NULL};

void arena_init(struct arena *arena, const struct heap *heap, size_t max)
{
    *arena = (struct arena){.heap = heap, .max = max};
}

/* All but keep, which may be NULL. */
static void free_blocks(struct arena *arena, struct arena_block *keep)
{
    while (arena->blocks != NULL) {
        struct arena_block *b = arena->blocks;
        arena->blocks = b->next;
        if (b == keep)
            continue;
        arena->used -= b->size;
        ASAN_UNPOISON_MEMORY_REGION(b->data, b->size);
        arena->heap->free(arena->heap->data, b);
    }
    arena->blocks = keep;
}

void arena_fini(struct arena *arena)
{
    free_blocks(arena, NULL);
    arena->refused = false;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *keep = NULL;

    for (struct arena_block *b = arena->blocks; b != NULL; b = b->next)
        if (b->size == BLOCK_SIZE)
            keep = b;
    free_blocks(arena, keep);
    arena->refused = false;
    if (keep != NULL) {
        keep->next = NULL;
        keep->used = 0;
        ASAN_POISON_MEMORY_REGION(keep->data, keep->size);
    }
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t left = arena->max - arena->used;

    if (size > left)
        return NULL;
    if (size < BLOCK_SIZE)
        size = left < BLOCK_SIZE ? left : BLOCK_SIZE;
    struct arena_block *b = arena->heap->alloc(arena->heap->data, sizeof *b + size);
    if (b == NULL)
        return NULL;
    *b = (struct arena_block){.size = size};
    ASAN_POISON_MEMORY_REGION(b->data, size);
    arena->used += size;
    /* A block for one large piece goes behind the one that still has room for small ones. */
    if (arena->blocks != NULL && size > BLOCK_SIZE) {
        b->next = arena->blocks->next;
        arena->blocks->next = b;
    } else {
        b->next = arena->blocks;
        arena->blocks = b;
    }
    return b;
}

static void *refuse(struct arena *arena)
{
    arena->refused = true;
    return NULL;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    enum { ALIGN = _Alignof(max_align_t) };

    if (size > arena->max)
        return refuse(arena);
    size_t room = (size + ALIGN - 1) / ALIGN * ALIGN + GAP;
    struct arena_block *b = arena->blocks;
    if (b == NULL || room > b->size - b->used)
        b = add_block(arena, room);
    if (b == NULL)
        return refuse(arena);
    void *p = b->data + b->used;
    b->used += room;
    ASAN_UNPOISON_MEMORY_REGION(p, size);
    return memset(p, 0, size);
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        return refuse(arena);
    return arena_alloc(arena, n * size);
}

int arena_grow_(struct arena *arena, void **items, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return 1;
    size_t more = *room == 0 ? 8 : *room * 2;
    void *grown = arena_array(arena, more, size);
    if (grown == NULL)
        return 0;
    if (n != 0)
        memcpy(grown, *items, n * size);
    *items = grown;
    *room = more;
    return 1;
}
