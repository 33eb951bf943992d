/* condition_fuzz.c - any text as a condition of a small kind, and what it says about a record. */
#include <stdlib.h>

#include "model/condition.h"
#include "model/field.h"
#include "store/posix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct choice choices[] = {{.code = STR_INIT("housing")},
                                        {.code = STR_INIT("violence")}};
static const struct choice_list list = {.name = STR_INIT("area"), .choices = choices, .n = 2};

static struct field make(const char *name, const char *type, size_t index)
{
    return (struct field){.name = str_of(name),
                          .type = field_type_find(str_of(type)),
                          .index = index,
                          .choices = type[0] == 'c' ? &list : NULL};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct field fields[] = {make("area", "choice", 0),        make("areas", "choices", 1),
                                   make("born", "partial date", 2),  make("began", "date", 3),
                                   make("limited", "flag", 4),       make("rent", "money", 5),
                                   make("rooms", "whole number", 6), make("what", "text", 7)};
    const struct value pair[] = {v_int(7000), v_int(2)}, money[] = {v_int(100), v_text(STR("EUR"))};
    struct value values[] = {
        v_text(STR("housing")), v_null(),  v_list(pair, 2), v_int(7000), v_int(1),
        v_list(money, 2),       v_int(-3), v_text(STR("x"))};
    const struct kind kind = {.fields = fields, .n = sizeof fields / sizeof *fields};
    const struct record record = {.kind = &kind, .values = values};
    const struct yaml node = {
        .type = YAML_TEXT, .file = STR_INIT("f.yaml"), .text = str_bytes(data, size)};
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, 1 << 20);
    call_init(&call, &arena, posix_os());
    const struct condition *condition = condition_parse(&call, &arena, &kind, &node, NULL);
    if ((condition == NULL) == (call.fault_count == 0))
        abort(); /* a condition or a fault, never both or neither */
    if (condition != NULL) {
        (void)condition_judge(condition, &record, call.today);
        if (condition_postfix(&call, condition).p == NULL)
            abort();
    }
    arena_fini(&arena);
    return 0;
}
