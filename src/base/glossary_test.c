/* glossary_test.c - the file the program carries, and files that are refused. */
#include "base/embed.h"
#include "base/glossary.h"
#include "base/lang.h"
#include "tap.h"

void glossary_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

static enum rc read_all(struct call *call, struct str bytes, size_t *shown, size_t *noted)
{
    struct glossary in;
    struct glossary_row row;
    bool found = true;
    enum rc rc = RC_OK;

    *shown = *noted = 0;
    glossary_open(call, bytes, "x.tsv", &in);
    while (rc == RC_OK && found) {
        rc = glossary_next(&in, &row, &found);
        if (rc == RC_OK && found && !row.is_source) {
            *shown += row.shown;
            *noted += !row.shown;
        }
    }
    return rc;
}

/* No word is shown that the glossary does not have: the .po is made from it. */
static void same_words(struct call *call, const struct embedded *file)
{
    struct lang *lang = NULL;
    struct glossary in;
    struct glossary_row row;
    bool found = true;
    size_t spoken = 0;

    CASE("glossary: what is shown in Romani is what the glossary has");
    if (!CHECK_RC(
            call,
            lang_load(call, STR("rom"), embedded_find(STR("lang/rom.po")), call->arena, &lang),
            RC_OK))
        return;
    glossary_open(call, file->bytes, file->name, &in);
    while (glossary_next(&in, &row, &found) == RC_OK && found) {
        if (row.is_source)
            continue;
        struct str english = str_dup(call->arena, row.english);
        struct str said = str_of(lang_text(lang, english.p));
        bool translated = !str_eq(said, english);
        CHECK(!translated || (row.shown && str_eq(said, row.word)));
        spoken += translated;
    }
    CHECK_INT(spoken, lang_count(lang));
    CHECK(spoken > 0);
    CHECK(lang_status(lang) == LANG_WORDS);
}

static void refused(struct call *call)
{
    static const char *const files[] = {
        "word\tyes\tva\tx\tnobody\tshown\t\n",
        "source\ta\tb\tc\td\nword\tyes\tva\tx\ta\tperhaps\t\n",
        "source\ta\tb\tc\td\nword\tyes\t\tx\ta\tshown\t\n",
        "source\ta\tb\tc\n",
        "word\tyes\n",
        "hello\n",
    };
    size_t shown, noted;

    CASE("glossary: what is no glossary");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        CHECK_RC(call, read_all(call, str_of(files[i]), &shown, &noted), RC_INVALID);
        call_forgive(call);
    }
}

void glossary_test(void)
{
    const struct embedded *file = embedded_find(STR("lang/rom.tsv"));
    struct arena arena;
    struct call call;
    size_t shown = 0, noted = 0;

    arena_init(&arena, &heap_libc, 16 << 20);
    call_init(&call, &arena, &no_os);
    CASE("glossary: the one that the program carries");
    if (CHECK(file != NULL)) {
        CHECK_RC(&call, read_all(&call, file->bytes, &shown, &noted), RC_OK);
        CHECK(shown > 0 && noted > 0);
        same_words(&call, file);
    }
    refused(&call);
    arena_fini(&arena);
}
