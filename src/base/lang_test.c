/* lang_test.c - .po files read, refused, and looked up. */
#include "base/call.h"
#include "base/lang.h"
#include "tap.h"

void lang_test(void);

#define HEADER(n)                                                               \
    "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n" \
    "\"Plural-Forms: nplurals=" n "; plural=0;\\n\"\n\n"

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

static enum rc load(struct call *call, const char *code, const char *po, struct lang **out)
{
    const struct embedded file = {"x.po", str_of(po)};

    return lang_load(call, str_of(code), &file, call->arena, out);
}

static void read_test(struct call *call)
{
    static const char po[] = HEADER("3") "# a remark\n#: src/x.c:1\n"
                                         "msgid \"Save\"\nmsgstr \"Сачувај\"\n\n"
                                         "msgctxt \"column\"\nmsgid \"date\"\nmsgstr \"датум\"\n\n"
                                         "#, c-format\nmsgid \"%s of %d\"\n"
                                         "msgstr \"\"\n\"%2$d \"\n\"од %1$s\"\n\n"
                                         "#, fuzzy, c-format\nmsgid \"Close\"\nmsgstr \"?\"\n\n"
                                         "msgid \"Empty\"\nmsgstr \"\"\n\n"
                                         "msgid \"%lld day\"\nmsgid_plural \"%lld days\"\n"
                                         "msgstr[0] \"%lld дан\"\nmsgstr[1] \"%lld дана-2\"\n"
                                         "msgstr[2] \"%lld дана\"\n\n"
                                         "#~ msgid \"Old\"\n#~ msgstr \"Старо\"\n"
                                         "msgid \"a\\tb \\\"c\\\" \\\\\"\nmsgstr \"г\\n\"\r\n";
    struct lang *lang = NULL;

    CASE("lang: messages");
    if (!CHECK_RC(call, load(call, "sr-Cyrl", po, &lang), RC_OK))
        return;
    CHECK_TEXT(str_of(lang_text(lang, "Save")), "Сачувај");
    CHECK_TEXT(str_of(lang_text(lang, "date")), "date");
    CHECK_TEXT(str_of(lang_context(lang, "column", "date")), "датум");
    CHECK_TEXT(str_of(lang_context(lang, "button", "date")), "date");
    CHECK_TEXT(str_of(lang_text(lang, "%s of %d")), "%2$d од %1$s");
    CHECK_TEXT(str_of(lang_text(lang, "Close")), "Close");
    CHECK_TEXT(str_of(lang_text(lang, "Empty")), "Empty");
    CHECK_TEXT(str_of(lang_text(lang, "Old")), "Old");
    CHECK_TEXT(str_of(lang_text(lang, "a\tb \"c\" \\")), "г\n");
    CHECK_TEXT(str_of(lang_plural(lang, "%lld day", "%lld days", 21)), "%lld дан");
    CHECK_TEXT(str_of(lang_plural(lang, "%lld day", "%lld days", -3)), "%lld дана-2");
    CHECK_TEXT(str_of(lang_plural(lang, "%lld day", "%lld days", 11)), "%lld дана");
    CHECK_TEXT(lang_code(lang), "sr-Cyrl");
    CHECK_TEXT(lang_name(lang), "Српски");
    CHECK_INT(lang_count(lang), 5);

    CASE("lang: Serbian in Latin letters from the same file");
    CHECK_RC(call, load(call, "sr-Latn", po, &lang), RC_OK);
    CHECK_TEXT(str_of(lang_text(lang, "Save")), "Sačuvaj");
    CHECK_TEXT(str_of(lang_text(lang, "%s of %d")), "%2$d od %1$s");

    CASE("lang: none is English");
    CHECK_TEXT(str_of(lang_text(NULL, "Save")), "Save");
    CHECK_TEXT(str_of(lang_plural(NULL, "%lld day", "%lld days", 1)), "%lld day");
    CHECK_TEXT(str_of(lang_plural(NULL, "%lld day", "%lld days", 0)), "%lld days");
    CHECK_TEXT(lang_code(NULL), "en");
    CHECK_INT(lang_count(NULL), 0);
}

static void before_test(struct call *call)
{
    static const char few[] =
        "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
        "\"Plural-Forms: nplurals=2; plural=0;\\n\"\n\"X-Status: Words from books.\\n\"\n\n"
        "msgid \"Help\"\nmsgstr \"Zhutipen\"\n";
    static const char many[] = HEADER("3") "msgid \"Help\"\nmsgstr \"Помоћ\"\n\n"
                                           "msgid \"Save\"\nmsgstr \"Сачувај\"\n\n"
                                           "msgid \"%lld day\"\nmsgid_plural \"%lld days\"\n"
                                           "msgstr[0] \"%lld дан\"\nmsgstr[1] \"%lld дана\"\n"
                                           "msgstr[2] \"%lld дана\"\n";
    struct lang *rom = NULL, *sr = NULL;

    CASE("lang: what one language does not know, another says");
    if (!CHECK_RC(call, load(call, "rom", few, &rom), RC_OK) ||
        !CHECK_RC(call, load(call, "sr-Cyrl", many, &sr), RC_OK))
        return;
    const struct lang *both = lang_before(rom, sr, call->arena);
    CHECK_TEXT(str_of(lang_text(both, "Help")), "Zhutipen");
    CHECK_TEXT(str_of(lang_text(both, "Save")), "Сачувај");
    CHECK_TEXT(str_of(lang_text(both, "Close")), "Close");
    CHECK_TEXT(str_of(lang_plural(both, "%lld day", "%lld days", 22)), "%lld дана");
    CHECK_TEXT(str_of(lang_text(rom, "Save")), "Save");
    CHECK_TEXT(lang_code(both), "rom");
    CHECK_TEXT(lang_most(both), "sr-Cyrl");
    CHECK_TEXT(lang_most(rom), "en");
    CHECK_TEXT(lang_most(sr), "sr-Cyrl");
    CHECK_INT(lang_count(both), 1);
    CHECK(lang_status(both) == LANG_WORDS && lang_status(sr) == LANG_DRAFT);
    CHECK(lang_status(NULL) == LANG_CHECKED);
}

/* Which form each number takes, as the charts of CLDR have it. */
static void plural_test(struct call *call)
{
    static const int64_t numbers[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,   10,  11,  12, 13,
                                      14, 15, 16, 17, 18, 19, 20, 21, 22, 100, 101, 111, 112};
    static const char *const want[][2] = {
        {"en", "101111111111111111111111111"},      {"sq", "101111111111111111111111111"},
        {"rom", "101111111111111111111111111"},     {"mk", "101111111111111111111011011"},
        {"sr-Cyrl", "201112222222222222222012022"}, {"sr-Latn", "201112222222222222222012022"},
        {"lt", "201111111122222222222012022"},
    };

    CASE("lang: plural forms by CLDR");
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        bool three = strchr(want[i][1], '2') != NULL;
        const char *po = three ? HEADER("3") "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"0\"\n"
                                             "msgstr[1] \"1\"\nmsgstr[2] \"2\"\n"
                               : HEADER("2") "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"0\"\n"
                                             "msgstr[1] \"1\"\n";
        struct lang *lang = NULL;
        CHECK_RC(call, load(call, want[i][0], po, &lang), RC_OK);
        for (size_t k = 0; lang != NULL && k < sizeof numbers / sizeof *numbers; k++)
            CHECK_INT(lang_plural(lang, "a", "b", numbers[k])[0], want[i][1][k]);
    }
}

static const struct {
    const char *name, *po, *where, *says;
} faults[] = {
    {"nothing", "", "x.po:1:1", "empty"},
    {"no header", "msgid \"a\"\nmsgstr \"b\"\n", "x.po:1:1", "must be the header"},
    {"another charset", "msgid \"\"\nmsgstr \"charset=KOI8-R\"\n", "x.po:1:1", "charset=UTF-8"},
    {"too few plurals", HEADER("2"), "x.po:1:1", "nplurals=3;"},
    {"a word alone", HEADER("3") "msgd \"a\"\n", "x.po:6:1", "must stand msgid"},
    {"no msgstr", HEADER("3") "msgid \"a\"\n", "x.po:7:1", "must stand msgstr"},
    {"no quotes", HEADER("3") "msgid a\n", "x.po:6:7", "text in quotes"},
    {"an open quote", HEADER("3") "msgid \"a\nmsgstr \"b\"\n", "x.po:6:7", "text in quotes"},
    {"a quote inside", HEADER("3") "msgid \"a\"b\"\n", "x.po:6:9", "backslash before it"},
    {"an odd escape", HEADER("3") "msgid \"a\\x\"\n", "x.po:6:9", "after a backslash"},
    {"a last backslash", HEADER("3") "msgid \"a\\\"\n", "x.po:6:9", "after a backslash"},
    {"a control character", HEADER("3") "msgid \"a\ab\"\n", "x.po:6:9", "control character"},
    {"no UTF-8", HEADER("3") "msgid \"\xFF\"\n", "x.po:6:1", "not UTF-8"},
    {"a message twice", HEADER("3") "msgid \"a\"\nmsgstr \"\"\nmsgid \"a\"\nmsgstr \"\"\n",
     "x.po:8:1", "already, in line 6"},
    {"other slots", HEADER("3") "msgid \"%s\"\nmsgstr \"%d\"\n", "x.po:6:1", "slots"},
    {"too many slots", HEADER("3") "msgid \"%s\"\nmsgstr \"%s%s\"\n", "x.po:6:1", "slots"},
    {"a form too few",
     HEADER("3") "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n"
                 "msgstr[1] \"d\"\n",
     "x.po:6:1", "needs 3 forms and has 2"},
    {"a form left empty",
     HEADER("3") "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n"
                 "msgstr[1] \"\"\nmsgstr[2] \"d\"\n",
     "x.po:6:1", "needs 3 forms and has 2"},
};

static void faults_test(struct call *call)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct lang *lang = NULL;
        CASE("lang: refuses %s", faults[i].name);
        CHECK_INT(load(call, "lt", faults[i].po, &lang), RC_INVALID);
        CHECK(str_starts(call->error.where, str_of(faults[i].where)));
        if (!CHECK(strstr(call->error.text.p, faults[i].says) != NULL))
            tap_note("%s %s", call->error.where.p, call->error.text.p);
        CHECK(lang == NULL);
        call_forgive(call);
    }

    CASE("lang: refuses a language that it does not know, and a text without end");
    struct lang *lang = NULL;
    CHECK_INT(load(call, "xx", HEADER("2"), &lang), RC_INVALID);
    call_forgive(call);
    struct buf po;
    buf_init(&po, call->arena, 1 << 20);
    buf_z(&po, HEADER("2") "msgid \"\"\n");
    for (int k = 0; k < 3000; k++)
        buf_z(&po, "\"0123456789\"\n");
    CHECK_INT(load(call, "mk", buf_str(&po).p, &lang), RC_LIMIT);
    call_forgive(call);
}

static void many_test(struct call *call)
{
    struct lang *lang = NULL;
    struct buf po;

    CASE("lang: many messages, and one too many");
    buf_init(&po, call->arena, LANG_BYTES_MAX);
    buf_z(&po, HEADER("2"));
    for (int k = 0; k < LANG_MESSAGES_MAX; k++)
        buf_format(&po, "msgid \"m%d\"\nmsgstr \"t%d\"\n", k, k);
    CHECK_RC(call, load(call, "sq", buf_str(&po).p, &lang), RC_OK);
    CHECK_INT(lang_count(lang), LANG_MESSAGES_MAX);
    CHECK_TEXT(str_of(lang_text(lang, "m0")), "t0");
    CHECK_TEXT(str_of(lang_text(lang, "m19999")), "t19999");
    buf_z(&po, "msgid \"one more\"\nmsgstr \"x\"\n");
    CHECK_INT(load(call, "sq", buf_str(&po).p, &lang), RC_LIMIT);
    call_forgive(call);
}

static void names_test(void)
{
    static const char *const rows[][2] = {
        {"mk_MK.UTF-8", "mk"},
        {"sr_RS@latin", "sr-Latn"},
        {"sr_RS.UTF-8", "sr-Cyrl"},
        {"lt", "lt"},
        {"de_DE.UTF-8", "en"},
        {"C", "en"},
        {"", "en"},
        {"rom", "rom"},
        {"sq_AL.utf8", "sq"},
    };

    CASE("lang: locales, codes and files");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_TEXT(lang_of_locale(str_of(rows[i][0])), rows[i][1]);
    CHECK_TEXT(lang_of_locale((struct str){NULL, 0}), "en");
    CHECK_TEXT(str_of(lang_file(STR("sr-Latn"))), "lang/sr.po");
    CHECK(lang_file(STR("en")) == NULL && lang_file(STR("xx")) == NULL);
    CHECK_TEXT(str_of(lang_known(0)), "en");
    CHECK(lang_known(6) != NULL && lang_known(7) == NULL);
}

static void shipped_test(struct call *call)
{
    CASE("lang: every shipped file is read");
    for (size_t i = 0; lang_known(i) != NULL; i++) {
        struct str code = str_of(lang_known(i));
        const struct embedded *po =
            lang_file(code) == NULL ? NULL : embedded_find(str_of(lang_file(code)));
        struct lang *lang = NULL;
        CHECK(po != NULL || i == 0);
        if (po != NULL)
            CHECK_RC(call, lang_load(call, code, po, call->arena, &lang), RC_OK);
    }
}

static void memory_test(void)
{
    CASE("lang: memory that runs out at every block");
    for (long n = 1;; n++) {
        struct fault_heap heap;
        struct arena arena;
        struct call call;
        struct lang *lang = NULL;
        fault_heap_init(&heap, n);
        arena_init(&arena, &heap.heap, 1 << 20);
        call_init(&call, &arena, &no_os);
        enum rc rc = load(&call, "sr-Latn", HEADER("3") "msgid \"a\"\nmsgstr \"а\"\n", &lang);
        arena_fini(&arena);
        CHECK_INT(heap.live, 0);
        if (rc == RC_OK)
            break;
        CHECK_INT(rc, RC_MEMORY);
    }
}

void lang_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    read_test(&call);
    before_test(&call);
    plural_test(&call);
    faults_test(&call);
    many_test(&call);
    names_test();
    shipped_test(&call);
    memory_test();
    arena_fini(&arena);
}
