/* token_test.c - which words a text gives and a query asks for. */
#include "base/day.h"
#include "rules/token.h"
#include "tap.h"

void token_test(void);

static const struct {
    const char *text, *tokens;
} texts[] = {
    {"", ""},
    {" - ", ""},
    {"Кров и ѕид", "krov i xid "},
    {"Đorđe", "gorge xorxe xorge gorxe "},
    {"d’Arc O'Neil", "darc onejl "},
    {"NI-2026-104", "ni2026104 104x2026 ni 2026 104 "},
    {"104/2026", "1042026 104x2026 104 2026 "},
    {"08-0112/4", "0801124 08 0112 4 "},
    {"12", "12 "},
    {"3a", "3a 3 a "},
};

static void check_texts(struct call *call)
{
    CASE("a text's words, numbers whole and in parts");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf out;
        buf_init(&out, call->arena, 1000);
        CHECK_RC(call, token_put_text(call, str_of(texts[i].text), &out), RC_OK);
        CHECK_TEXT(buf_str(&out), texts[i].tokens);
    }
}

static void check_phones(struct call *call)
{
    static const struct {
        const char *number, *tokens;
    } phones[] = {
        {"070 123 456", "t70123456 "},
        {"+389 70 123-456", "t70123456 "},
        {"00389 (0)70 123 456", "t70123456 "},
        {"+381 64 123 4567", "t641234567 t41234567 "},
        {"+43 660 1234567", "t436601234567 t01234567 "},
        {"ask Mira", ""},
        {"12", ""},
    };

    CASE("a phone by its national number, however it is written");
    for (size_t i = 0; i < sizeof phones / sizeof *phones; i++) {
        struct buf out;
        buf_init(&out, call->arena, 1000);
        CHECK_RC(call, token_put_phone(call, str_of(phones[i].number), &out), RC_OK);
        CHECK_TEXT(buf_str(&out), phones[i].tokens);
    }
}

static void check_queries(struct call *call)
{
    struct token_query *query = arena_alloc(call->arena, sizeof *query);
    struct buf many;

    CASE("a query has chunks, or is a phone");
    CHECK_RC(call, token_query(call, STR("Senada  104/2026"), query), RC_OK);
    CHECK_INT(query->n, 2);
    CHECK_INT(query->chunks[0].wholes_n, 0);
    CHECK_INT(query->chunks[1].wholes_n, 2);
    CHECK_INT(query->phones_n, 0);
    CHECK_RC(call, token_query(call, STR("070 123 456"), query), RC_OK);
    CHECK_TEXT(query->phones[0], "t70123456");

    CASE("a query of 10,000 letters is cut, one of bytes refused");
    buf_init(&many, call->arena, 40000);
    for (int i = 0; i < 10000; i++)
        buf_z(&many, "ж");
    CHECK_RC(call, token_query(call, buf_str(&many), query), RC_OK);
    CHECK(query->cut);
    CHECK_INT(query->n, 1);
    CHECK_INT(query->chunks[0].parts[0].keys[0].n, 1); /* doubled letters count once */
    CHECK_RC(call, token_query(call, STR("\xff\xfe"), query), RC_INVALID);
    for (int i = 0; i < 100; i++)
        buf_z(&many, " a");
    CHECK_RC(call, token_query(call, str_cut(buf_str(&many), 20000, 20200), query), RC_OK);
    CHECK_INT(query->n, TOKEN_CHUNKS_MAX);
    CHECK(query->cut);
}

void token_test(void)
{
    static const struct os os = {.now_ms = NULL};
    struct arena arena;
    struct call call = {.arena = &arena, .os = &os};

    arena_init(&arena, &heap_libc, 8 << 20);
    call.faults_end = &call.faults;
    check_texts(&call);
    check_phones(&call);
    check_queries(&call);
    arena_fini(&arena);
}
