/* json_test.c - commas, escapes and nesting, as RFC 8259 wants them. */
#include "base/json.h"
#include "tap.h"

static void nesting(struct arena *arena)
{
    struct buf out;
    struct json json;

    CASE("objects and arrays in each other");
    buf_init(&out, arena, 4096);
    json_init(&json, &out);
    json_open(&json, '{');
    json_name(&json, "empty");
    json_open(&json, '[');
    json_close(&json, ']');
    json_name(&json, "list");
    json_open(&json, '[');
    json_int(&json, INT64_MIN);
    json_open(&json, '{');
    json_pair(&json, "a", STR("b"));
    json_pair(&json, "none", (struct str){NULL, 0});
    json_close(&json, '}');
    json_bool(&json, true);
    json_null(&json);
    json_close(&json, ']');
    json_day(&json, "due", 20779);
    json_close(&json, '}');
    CHECK_TEXT(buf_str(&out), "{\"empty\":[],\"list\":[-9223372036854775808,"
                              "{\"a\":\"b\",\"none\":null},true,null],\"due\":\"2026-11-22\"}");
}

static void escapes(struct arena *arena)
{
    struct buf out;
    struct json json;

    CASE("escapes");
    buf_init(&out, arena, 4096);
    json_init(&json, &out);
    json_text(&json, str_bytes("\"\\/\n\t\x01\x1F\0\x7F\xC4\x8D", 11));
    CHECK_TEXT(buf_str(&out), "\"\\\"\\\\/\\n\\u0009\\u0001\\u001f\\u0000\x7F\xC4\x8D\"");

    CASE("to the deepest level");
    buf_init(&out, arena, 4096);
    json_init(&json, &out);
    for (int i = 1; i < JSON_DEPTH_MAX; i++)
        json_open(&json, '[');
    for (int i = 1; i < JSON_DEPTH_MAX; i++)
        json_close(&json, ']');
    CHECK_INT(buf_str(&out).n, 2 * (JSON_DEPTH_MAX - 1));

    CASE("a full buffer is the buffer's to say");
    buf_init(&out, arena, 5);
    json_init(&json, &out);
    json_text(&json, STR("long"));
    CHECK(!buf_ok(&out));
}

void json_test(void);
void json_test(void)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    nesting(&arena);
    escapes(&arena);
    arena_fini(&arena);
}
