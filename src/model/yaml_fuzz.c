/* yaml_fuzz.c - any bytes as a YAML file: a tree or a sentence, never anything else. */
#include <assert.h>

#include "model/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

/* Walks what was read, so that a sanitizer sees every byte that it refers to. */
static size_t walk(const struct yaml *node, size_t depth)
{
    size_t count = 1;

    assert(depth <= YAML_DEPTH_MAX && node->line > 0 && node->column > 0);
    assert(node->type != YAML_TEXT || (node->text.p != NULL && node->text.p[node->text.n] == '\0'));
    yaml_each(item, node)
        count += walk(item, depth + 1);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os no_os = {.now_ms = no_clock};
    struct arena arena;
    struct call call;
    const struct yaml *tree = NULL;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    enum rc rc = yaml_read(&call, STR("fuzz.yaml"), str_bytes(bytes, n), &arena, &tree);
    if (rc == RC_OK)
        assert(walk(tree, 0) <= YAML_NODES_MAX);
    else
        assert(tree == NULL && call.error.text.n != 0);
    arena_fini(&arena);
    return 0;
}
