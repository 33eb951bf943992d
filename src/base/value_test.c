/* value_test.c - the order of values and their copies. */
#include "base/value.h"
#include "tap.h"

static const struct value one[] = {{.type = V_INT, .i = 1}};
static const struct value one_two[] = {{.type = V_INT, .i = 1}, {.type = V_INT, .i = 2}};

/* Each is less than the next. */
static const struct value ascending[] = {
    {.type = V_NULL},
    {.type = V_INT, .i = INT64_MIN},
    {.type = V_INT, .i = -1},
    {.type = V_INT, .i = INT64_MAX},
    {.type = V_TEXT, .s = STR_INIT("")},
    {.type = V_TEXT, .s = STR_INIT("a")},
    {.type = V_TEXT, .s = STR_INIT("ab")},
    {.type = V_TEXT, .s = STR_INIT("b")},
    {.type = V_BYTES, .s = STR_INIT("")},
    {.type = V_BYTES, .s = STR_INIT("a")},
    {.type = V_LIST, .list = {NULL, 0}},
    {.type = V_LIST, .list = {one, 1}},
    {.type = V_LIST, .list = {one_two, 2}},
    {.type = V_LIST, .list = {&one_two[1], 1}},
};

enum { ASCENDING = sizeof ascending / sizeof *ascending };

static void order(void)
{
    CASE("a total order");
    for (int a = 0; a < ASCENDING; a++)
        for (int b = 0; b < ASCENDING; b++)
            tap_check(value_cmp(ascending[a], ascending[b]) == (a > b) - (a < b) &&
                          value_eq(ascending[a], ascending[b]) == (a == b),
                      __FILE__, __LINE__, "values %d and %d", a, b);
    CHECK(v_text((struct str){NULL, 0}).type == V_NULL && v_text(STR("")).type == V_TEXT);
    CHECK(v_bytes((struct str){NULL, 0}).type == V_NULL && v_int(3).i == 3);
}

static void copies(void)
{
    struct value nested = v_list(ascending, ASCENDING), outer = v_list(&nested, 1);
    struct value copy = v_int(7);
    bool done = false;

    CASE("copies hold all and share nothing; without memory there is none");
    for (long n = 1; !done && n < 50; n++) {
        struct fault_heap faults;
        struct arena arena;
        fault_heap_init(&faults, n);
        arena_init(&arena, &faults.heap, 1 << 20);
        done = value_copy(&arena, outer, &copy);
        if (done)
            CHECK(value_eq(copy, outer) && copy.list.items != outer.list.items);
        else
            CHECK(value_eq(copy, v_int(7)));
        arena_fini(&arena);
    }
    CHECK(done);

    CASE("a copy outlives what it was made of");
    struct arena arena;
    char text[] = "living";
    arena_init(&arena, &heap_libc, 1 << 20);
    CHECK(value_copy(&arena, v_text(str_of(text)), &copy));
    memset(text, 'x', sizeof text - 1);
    CHECK_TEXT(copy.s, "living");
    arena_fini(&arena);
}

void value_test(void);
void value_test(void)
{
    order();
    copies();
}
