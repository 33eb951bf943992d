/* sqlite_heap.c - see sqlite_heap.h. */
#include "sqlite_heap.h"

#include <assert.h>
#include <sqlite3.h>

static struct {
    const struct heap *heap;
} memory; /* SQLite's allocator takes no argument, so that the test's heap must be known here */

enum { PREFIX = 16 }; /* SQLite asks for the size of a block that it holds */

static void *mem_alloc(int size)
{
    char *p = memory.heap->alloc(memory.heap->data, (size_t)size + PREFIX);

    if (p == NULL)
        return NULL;
    memcpy(p, &size, sizeof size);
    return p + PREFIX;
}

static void mem_free(void *p)
{
    if (p != NULL)
        memory.heap->free(memory.heap->data, (char *)p - PREFIX);
}

static int mem_size(void *p)
{
    int size = 0;

    if (p != NULL)
        memcpy(&size, (char *)p - PREFIX, sizeof size);
    return size;
}

static void *mem_realloc(void *old, int size)
{
    void *grown = mem_alloc(size);

    if (grown == NULL)
        return NULL;
    int n = mem_size(old);
    if (n != 0)
        memcpy(grown, old, (size_t)(n < size ? n : size));
    mem_free(old);
    return grown;
}

static int mem_round(int size)
{
    return (size + 7) & ~7;
}

static int mem_start(void *data)
{
    (void)data;
    return SQLITE_OK;
}

static void mem_stop(void *data)
{
    (void)data;
}

void sqlite_heap_use(const struct heap *heap)
{
    static const struct sqlite3_mem_methods methods = {mem_alloc, mem_free,  mem_realloc, mem_size,
                                                       mem_round, mem_start, mem_stop,    NULL};

    memory.heap = heap;
    (void)sqlite3_shutdown();
    int code = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    assert(code == SQLITE_OK);
    (void)code;
}
