/* template_fuzz.c - any bytes as a template and as the text of a letter: no crash, every refusal
 * says why, and what is read back from the editable form is what was written. */
#include <assert.h>

#include "rules/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Facts of every shape, chosen by the last letter of their name. */
static bool find_any(const void *data, struct str name, struct str form, struct str *out)
{
    static const char *const values[] = {
        "2", "f", "m", "2026-11-22", "1. a\n\n- b", "| a \\ | b\\", "{{x}}", "## a\nb"};
    size_t i = (unsigned char)name.p[name.n - 1] % 10;

    (void)data;
    (void)form;
    if (str_ends(name, STR(".count")))
        i = 0;
    if (i >= sizeof values / sizeof *values)
        return false;
    *out = str_of(values[i]);
    return true;
}

static void check_round(struct call *call, enum letter_place place, struct str text)
{
    struct letter_part part = {.n = 0}, again = {.n = 0};
    struct str source, twice;

    if (letter_part_parse(call, "text", place, text, &part) != RC_OK) {
        assert(call->error.text.n != 0);
        call_forgive(call);
        return;
    }
    enum rc rc = letter_part_source(call, &part, &source);
    assert(rc == RC_OK);
    rc = letter_part_parse(call, "text", place, source, &again);
    assert(rc == RC_OK && part.n == again.n);
    rc = letter_part_source(call, &again, &twice);
    assert(rc == RC_OK && str_eq(source, twice));
    for (size_t i = 0; i < part.n; i++) {
        assert(part.blocks[i].shape == again.blocks[i].shape);
        for (size_t k = 0; k < part.blocks[i].n; k++)
            assert(str_eq(part.blocks[i].texts[k], again.blocks[i].texts[k]));
    }
}

static void check_template(struct call *call, struct str text)
{
    static const struct template_facts facts = {NULL, find_any};
    struct template *t = NULL;
    struct template_filled out;
    struct str plain;

    enum rc rc = template_read(call, "fuzz.txt", text, call->arena, &t);
    if (rc == RC_OK)
        rc = template_fill(call, t, &facts, &out);
    if (rc == RC_OK)
        rc = letter_text(call, &out.doc, &plain);
    assert(rc == call->error.rc && (rc == RC_OK || call->error.text.n != 0));
    call_forgive(call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = str_bytes(data, size);
    struct arena arena;
    struct call call = {.arena = &arena};

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call.faults_end = &call.faults;
    check_template(&call, text);
    check_round(&call, LETTER_TEXT, text);
    check_round(&call, LETTER_SENDER, text);
    arena_fini(&arena);
    return 0;
}
