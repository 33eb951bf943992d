/* where_fuzz.c - any bytes as conditions: what is read is written down, and read again the same. */
#include "query/where.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t still(void *data)
{
    (void)data;
    return 0;
}

static const struct model_file files[] = {
    {STR_INIT("role.yaml"),
     STR_INIT("list: role\nabout: x\nchoices:\n  worker: { en: \"Worker\" }\n")},
    {STR_INIT("area.yaml"),
     STR_INIT("list: area\nabout: x\nchoices:\n  housing: { en: \"Housing\" }\n"
              "  social: { en: \"Social protection\" }\n")},
    {STR_INIT("visit.yaml"),
     STR_INIT("kind: visit\none: Visit\nmany: Visits\nabout: x\nsubject: itself\ntitle: what\n"
              "sections:\n  s:\n    what: { is: text }\n    made_on: { is: date }\n"
              "    born: { is: partial date }\n    names: { is: names }\n    cost: { is: money }\n"
              "    area: { is: choice, of: area }\n    areas: { is: choices, of: area }\n"
              "    paid: { is: flag }\n    share: { is: decimal, digits: 2 }\n"
              "    took: { is: duration }\n    phones: { is: phones }\n    home: { is: place }\n"
              "states:\n  open: [shut]\n  shut: []\nmay:\n  worker: { see: all }\n")},
};

static void read_twice(struct call *call, const struct kind *kind, struct str text)
{
    struct query query = {.kind = kind}, again = {.kind = kind};
    struct str written = STR(""), twice = STR("");

    if (where_parse(call, text, &query) != RC_OK) {
        if (call->error.text.n == 0)
            abort();
        return;
    }
    if (where_text(call, &query, &written) != RC_OK)
        return; /* longer than what may be typed */
    if (written.n > WHERE_BYTES_MAX)
        return;
    if (where_parse(call, written, &again) != RC_OK || query.n != again.n ||
        where_text(call, &again, &twice) != RC_OK || !str_eq(written, twice))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os os = {.now_ms = still};
    struct registry *registry;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (registry_load(&call, &arena, files, sizeof files / sizeof *files, &registry) != RC_OK)
        abort();
    read_twice(&call, kind_find(registry, STR("visit")), str_bytes(bytes, n));
    arena_fini(&arena);
    return 0;
}
