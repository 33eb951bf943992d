/* procedure_fuzz.c - any bytes as a pack of procedures: a set, or faults with their place. */
#include <assert.h>

#include "model/procedure.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

/* What is read as right has only terms that can be counted, or that say why not. */
static void check_term(const struct procedure_term *term, struct str manual)
{
    bool counts = term->term.length > 0 && term->from != 0;

    assert(term->from < UINT32_C(1) << EVENT_COUNT);
    assert(counts || term->any_time || term->manual.n != 0 || term->manual.p != NULL ||
           manual.p != NULL);
}

static void check(const struct procedures *set)
{
    for (const struct procedure *p = procedure_first(set); p != NULL; p = p->after) {
        assert(procedure_find(set, p->id) == p && p->name.n != 0);
        for (size_t i = 0; i < p->limits.n; i++)
            check_term(&p->limits.in[i], (struct str){NULL, 0});
        for (size_t i = 0; i < p->stage_count; i++)
            for (size_t k = 0; k < p->stages[i].terms.n; k++)
                check_term(&p->stages[i].terms.in[k], p->stages[i].manual);
        for (size_t i = 0; i < p->next.n; i++)
            assert(p->next.in[i].to != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os no_os = {.now_ms = no_clock};
    struct arena arena;
    struct call call;
    struct procedures *set = NULL;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    enum rc rc = procedures_new(&call, &arena, &set);
    if (rc == RC_OK)
        rc = procedures_read(&call, STR("fuzz.yaml"), str_bytes(bytes, n), set);
    if (rc == RC_OK)
        rc = procedures_link(&call, set);
    if (rc == RC_OK)
        check(set);
    else
        assert(call.error.text.n != 0);
    arena_fini(&arena);
    return 0;
}
