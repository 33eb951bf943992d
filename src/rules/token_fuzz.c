/* token_fuzz.c - any bytes as a text, a phone, a query and something to be sorted: tokens are plain
 * words apart by spaces, those of a query stand among those of its text, keys are bounded. */
#include "rules/collate.h"
#include "rules/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t still(void *data)
{
    (void)data;
    return 0;
}

static void check_tokens(struct str tokens)
{
    for (size_t i = 0; i < tokens.n; i++)
        if (strchr("\"*():^+-{}", tokens.p[i]) != NULL || tokens.p[i] == '\0')
            abort();
}

static bool holds(struct str tokens, struct str token)
{
    while (tokens.n != 0)
        if (str_eq(str_split(&tokens, ' '), token))
            return true;
    return false;
}

static void check_query(struct call *call, struct str text, struct str tokens)
{
    struct token_query *query = arena_alloc(call->arena, sizeof *query);

    if (query == NULL || token_query(call, text, query) != RC_OK || query->cut)
        return;
    for (size_t i = 0; i < query->n; i++)
        for (size_t j = 0; j < query->chunks[i].n; j++)
            for (size_t k = 0; k < query->chunks[i].parts[j].n; k++)
                if (!holds(tokens, query->chunks[i].parts[j].keys[k]))
                    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os os = {.now_ms = still};
    static const char *const langs[] = {"en", "mk", "sq", "lt", "sr-Latn", "sr-Cyrl"};
    struct str text = str_bytes(bytes, n), key = {NULL, 0};
    struct arena arena;
    struct call call;
    struct buf out;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    buf_init(&out, &arena, 16 << 20);
    if (token_put_text(&call, text, &out) == RC_OK) {
        check_tokens(buf_str(&out));
        check_query(&call, text, buf_str(&out));
        if (token_put_phone(&call, text, &out) != RC_OK)
            abort();
        check_tokens(buf_str(&out));
    } else if (call.error.text.n == 0) {
        abort();
    }
    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++)
        if (collate_key(&call, collation_for(str_of(langs[i])), text, &key) == RC_OK &&
            key.n > (size_t)16 * COLLATE_LETTERS_MAX)
            abort();
    arena_fini(&arena);
    return 0;
}
