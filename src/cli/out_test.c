/* out_test.c - one answer in its four forms. */
#include "cli/cli_test.h"
#include "cli/out.h"
#include "tap.h"

void out_test(void);

static void put_table(struct out *out, int rows)
{
    static const char *const days[] = {"2026-04-10", "2026-04-13"};
    static const char *const names[] = {"Велики петак", "Easter\nMonday\t\"2\""};

    out_list(out, NULL);
    for (int i = 0; i < rows; i++) {
        out_record(out, NULL);
        out_text(out, "name", str_of(names[i % 2]));
        out_list(out, "keys");
        out_text(out, NULL, STR("a"));
        if (i % 2 == 0)
            out_text(out, NULL, STR("b"));
        out_end(out);
        out_text(out, "date", str_of(days[i % 2]));
        out_text(out, "none", (struct str){NULL, 0});
        out_end(out);
    }
    out_end(out);
}

static void put_term(struct out *out, int rows)
{
    out_record(out, NULL);
    out_day(out, "due", 20567);
    out_list(out, "steps");
    for (int i = 0; i < rows; i++) {
        out_record(out, NULL);
        out_int(out, "n", i + 9);
        out_text(out, "why", STR("Sunday"));
        out_end(out);
    }
    out_end(out);
    out_text(out, "rule", STR("ZUP 80"));
    out_end(out);
}

static const struct {
    void (*put)(struct out *out, int rows);
    int rows;
    enum out_form form;
    const char *want;
} answers[] = {
    {put_table, 2, OUT_JSON,
     "[{\"name\":\"Велики петак\",\"keys\":[\"a\",\"b\"],\"date\":\"2026-04-10\",\"none\":null},"
     "{\"name\":\"Easter\\nMonday\\u0009\\\"2\\\"\",\"keys\":[\"a\"],\"date\":\"2026-04-13\","
     "\"none\":null}]\n"},
    {put_table, 2, OUT_LINES,
     "{\"name\":\"Велики петак\",\"keys\":[\"a\",\"b\"],\"date\":\"2026-04-10\",\"none\":null}\n"
     "{\"name\":\"Easter\\nMonday\\u0009\\\"2\\\"\",\"keys\":[\"a\"],\"date\":\"2026-04-13\","
     "\"none\":null}\n"},
    {put_table, 2, OUT_PLAIN,
     "Велики петак\ta, b\t2026-04-10\t\nEaster\\nMonday\\t\"2\"\ta\t2026-04-13\t\n"},
    {put_table, 2, OUT_PEOPLE,
     "name               keys  date        none\n"
     "Велики петак       a, b  2026-04-10\n"
     "Easter Monday \"2\"  a     2026-04-13\n"},
    {put_table, 0, OUT_JSON, "[]\n"},
    {put_table, 0, OUT_LINES, ""},
    {put_table, 0, OUT_PEOPLE, ""},
    {put_term, 2, OUT_JSON,
     "{\"due\":\"2026-04-24\",\"steps\":[{\"n\":9,\"why\":\"Sunday\"},{\"n\":10,\"why\":\"Sunday\"}"
     "],\"rule\":\"ZUP 80\"}\n"},
    {put_term, 1, OUT_LINES,
     "{\"due\":\"2026-04-24\",\"steps\":[{\"n\":9,\"why\":\"Sunday\"}],\"rule\":\"ZUP 80\"}\n"},
    {put_term, 2, OUT_PLAIN,
     "due\t2026-04-24\nsteps\t9\tSunday\nsteps\t10\tSunday\n"
     "rule\tZUP 80\n"},
    {put_term, 2, OUT_PEOPLE,
     "due: 2026-04-24\nsteps:\n  n   why\n  9   Sunday\n  10  Sunday\n"
     "rule: ZUP 80\n"},
    {put_term, 0, OUT_PEOPLE, "due: 2026-04-24\nsteps:\nrule: ZUP 80\n"},
    {put_term, 0, OUT_JSON, "{\"due\":\"2026-04-24\",\"steps\":[],\"rule\":\"ZUP 80\"}\n"},
};

static enum rc put(struct fake *fake, const struct heap *heap, size_t i)
{
    struct arena arena;
    struct call call;
    struct out out;
    struct terminal terminal = fake_terminal(fake);

    fake_init(fake);
    arena_init(&arena, heap, 1 << 20);
    call_init(&call, &arena, &fake_os);
    out_init(&out, &call, &terminal, answers[i].form);
    answers[i].put(&out, answers[i].rows);
    enum rc rc = out_finish(&out);
    arena_fini(&arena);
    return rc;
}

void out_test(void)
{
    static struct fake fake;

    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        CASE("out: answer %zu", i);
        CHECK_INT(put(&fake, &heap_libc, i), RC_OK);
        CHECK_TEXT(str_of(fake.out), answers[i].want);
    }

    CASE("out: memory that runs out at every block");
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        enum rc rc = RC_MEMORY;
        for (long n = 1; rc != RC_OK; n++) {
            struct fault_heap heap;
            fault_heap_init(&heap, n);
            rc = put(&fake, &heap.heap, i);
            CHECK(rc == RC_OK || rc == RC_MEMORY);
            CHECK_INT(heap.live, 0);
        }
    }
}
