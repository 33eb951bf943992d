/* phrase_test.c - what passes as a passphrase and what it is read as. */
#include "store/phrase.h"
#include "store/posix.h"
#include "store/store_test.h"

static const struct {
    const char *name, *typed;
    enum rc rc;
    const char *read; /* or what the sentence has */
} reads[] = {
    {"drawn", "legal winner thank year wave sausage worth", RC_OK,
     "legal winner thank year wave sausage worth"},
    {"drawn, typed on a phone", "Legal Winner  thank, YEAR wave saus worth.", RC_OK,
     "legal winner thank year wave sausage worth"},
    {"drawn, one wrong", "legal winer thank year wave sausage worth", RC_INVALID,
     "Word 2, \"winer\", is not in the list: wine, winner, winter?"},
    {"own", "  moja kuka e na ridot  Sv. Ilija ", RC_OK, "moja kuka e na ridot Sv. Ilija"},
    {"own, marks composed",
     "c\xCC\x8C"
     "aj i burek",
     RC_OK,
     "\xC4\x8D"
     "aj i burek"},
    {"own, Cyrillic", "мојата куќа е на ридот", RC_OK, "мојата куќа е на ридот"},
    {"own, short is a matter for phrase_check()", "x", RC_OK, "x"},
    {"empty", " \n ", RC_INVALID, "empty"},
    {"a control character", "abc\x01", RC_INVALID, "Type it again"},
    {"not UTF-8", "\xFF", RC_INVALID, "not text"},
};

static const struct {
    const char *name, *typed;
    enum rc rc;
    const char *says;
} checks[] = {
    {"drawn", "legal winner thank year wave sausage worth", RC_OK, ""},
    {"a sentence", "kuchata laje koga vrne dozd", RC_OK, ""},
    {"15 letters", "qwmzhtplkrvbcxd", RC_OK, ""},
    {"14 letters", "qwmzhtplkrvbcx", RC_INVALID, "has 14 characters; it needs at least 15"},
    {"15 letters of two bytes", "чќжшђџљњергтзсу", RC_OK, ""},
    {"one letter", "aaaaaaaaaaaaaaaaaaaa", RC_INVALID, "repeats"},
    {"a few again and again", "abc123abc123abc123", RC_INVALID, "repeats"},
    {"one word of the list seven times", "zoo zoo zoo zoo zoo zoo zoo", RC_INVALID, "repeats"},
    {"much used", "ISurviveEveryStorm", RC_INVALID, "many people use"},
    {"much used, twice", "isurviveeverystormisurviveeverystorm", RC_INVALID, "many people use"},
    {"the organisation's name", "Romski Centar Prilep 2026", RC_INVALID, "name"},
    {"the name among other words", "vo centar prilep pagja tivok sneg", RC_OK, ""},
};

static void check_test(struct test_call *test, const struct word_list *words)
{
    static const struct str names[] = {STR_INIT("Romski Centar"), STR_INIT("Prilep"),
                                       STR_INIT("a")};
    static const struct phrase_refused refused = {STR_INIT("123456\nisurviveeverystorm\n"), names,
                                                  sizeof names / sizeof names[0]};

    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        CASE("new passphrase: %s", checks[i].name);
        enum rc rc =
            phrase_check(&test->call, words, &test->arena, &refused, str_of(checks[i].typed));
        CHECK(rc == RC_OK || test_says(&test->call, checks[i].says));
        CHECK_RC(&test->call, rc, checks[i].rc);
    }
    CASE("new passphrase: 129 letters");
    char text[PHRASE_MAX + 1];
    memset(text, 'x', sizeof text);
    CHECK_RC(&test->call,
             phrase_check(&test->call, words, &test->arena, &refused, str_bytes(text, sizeof text)),
             RC_INVALID);
}

void phrase_test(void)
{
    struct test_call test;
    const struct word_list *words;

    test_call_init(&test, &heap_libc, posix_os());
    CHECK_RC(&test.call, words_load(&test.call, test_words(&test), &test.arena, &words), RC_OK);
    for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
        struct str read = STR("");
        CASE("passphrase: %s", reads[i].name);
        enum rc rc = phrase_read(&test.call, words, &test.arena, str_of(reads[i].typed), &read);
        if (rc == RC_OK)
            CHECK_TEXT(read, reads[i].read);
        else
            CHECK(test_says(&test.call, reads[i].read));
        CHECK_RC(&test.call, rc, reads[i].rc);
    }
    check_test(&test, words);
    CASE("drawn passphrases are good, of seven words, and no two alike");
    struct str last = STR("");
    static const struct phrase_refused none = {STR_INIT(""), NULL, 0};
    for (int i = 0; i < 50; i++) {
        struct buf out;
        struct str read;
        buf_init(&out, &test.arena, 200);
        phrase_make(posix_os(), words, &out);
        struct str made = buf_str(&out);
        CHECK_RC(&test.call, phrase_read(&test.call, words, &test.arena, made, &read), RC_OK);
        CHECK(str_eq(made, read) && !str_eq(made, last));
        CHECK_RC(&test.call, phrase_check(&test.call, words, &test.arena, &none, made), RC_OK);
        last = made;
    }
    test_call_fini(&test);
}
