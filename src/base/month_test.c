/* month_test.c - names of months as people write them. */
#include "base/embed.h"
#include "base/figure.h"
#include "base/lang.h"
#include "base/month.h"
#include "tap.h"

void month_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

static const struct {
    const char *name;
    int month;
} names[] = {
    {"March", 3},      {"mar", 3},       {"MART", 3},      {"марта", 3},        {"март", 3},
    {"mars", 3},       {"kovas", 3},     {"kovo", 3},      {"geg", 5},          {"gegužės", 5},
    {"мај", 5},        {"may", 5},       {"maja", 5},      {"juni", 6},         {"јули", 7},
    {"birž", 6},       {"liepos", 7},    {"gusht", 8},     {"rugpjūčio", 8},    {"rugsėjo", 9},
    {"септ", 9},       {"sht", 9},       {"shkurt", 2},    {"tetor", 10},       {"октомври", 10},
    {"nëntor", 11},    {"nentor", 11},   {"новембра", 11}, {"lapkričio", 11},   {"дек", 12},
    {"grudnia", 0},    {"gruodžio", 12}, {"rug", 0},       {"ma", 0},           {"", 0},
    {"marchingly", 0}, {"mar2", 0},      {"day", 0},       {"\xff\xff\xff", 0},
};

static void each_language(struct call *call)
{
    for (size_t i = 0; lang_known(i) != NULL; i++) {
        struct str code = str_of(lang_known(i));
        const char *path = lang_file(code);
        const struct embedded *file = path == NULL ? NULL : embedded_find(str_of(path));
        struct lang *lang = NULL;

        if (file != NULL)
            CHECK_RC(call, lang_load(call, code, file, call->arena, &lang), RC_OK);
        for (int month = 1; month <= MONTHS; month++) {
            const char *name = lang_text(lang, figure_month_name(month));
            if (!CHECK_INT(month_read(call->arena, str_of(name)), month))
                (void)printf("# %s in %s\n", name, code.p);
        }
    }
}

void month_test(void)
{
    struct arena arena;
    struct call call;

    CASE("month: names as they are written, whole, shortened, in a date");
    arena_init(&arena, &heap_libc, 16 << 20);
    call_init(&call, &arena, &no_os);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!CHECK_INT(month_read(&arena, str_of(names[i].name)), names[i].month))
            (void)printf("# %s\n", names[i].name);
    CASE("month: what each of our languages calls it");
    each_language(&call);
    arena_fini(&arena);
}
