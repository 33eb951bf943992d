/* cbor_lines.c - for cbor.mjs: reads items as lines of hexadecimal, prints what we make of each:
 * "refused", or the value in a plain notation and the bytes that we write for it. */
#include <stdio.h>

#include "base/cbor.h"

enum { LINE_MAX_HERE = 1 << 16 };

static void show(struct value v, struct arena *arena)
{
    switch (v.type) {
    case V_NULL: (void)printf("n"); return;
    case V_INT: (void)printf("i%lld", (long long)v.i); return;
    case V_TEXT: (void)printf("t%s", str_hex(arena, v.s).p); return;
    case V_BYTES: (void)printf("b%s", str_hex(arena, v.s).p); return;
    case V_LIST:
        for (size_t i = 0; i < v.list.n; i++) {
            (void)printf(i == 0 ? "[" : ",");
            show(v.list.items[i], arena);
        }
        (void)printf(v.list.n == 0 ? "[]" : "]");
        return;
    }
}

static void one_line(struct str hex, struct arena *arena)
{
    unsigned char *bytes = arena_alloc(arena, hex.n / 2 + 1);
    struct buf out;

    if (bytes == NULL || !str_unhex(hex, bytes, hex.n / 2)) {
        (void)fprintf(stderr, "cbor_lines: a line is no hexadecimal\n");
        exit(1);
    }
    struct cbor in = cbor_open(str_bytes(bytes, hex.n / 2));
    struct value v = cbor_value(&in, arena);
    if (!cbor_done(&in)) {
        (void)printf("refused\n");
        return;
    }
    show(v, arena);
    buf_init(&out, arena, LINE_MAX_HERE);
    cbor_put_value(&out, v);
    (void)printf(" %s\n", str_hex(arena, buf_str(&out)).p);
}

int main(void)
{
    struct arena arena;
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    arena_init(&arena, &heap_libc, 64 << 20);
    while ((n = getline(&line, &room, stdin)) >= 0) {
        one_line(str_trim(str_bytes(line, (size_t)n)), &arena);
        arena_reset(&arena);
    }
    free(line);
    arena_fini(&arena);
    return 0;
}
