/* words_test.c - words.c against test/vectors/words.txt, and what people type. */
#include "base/file.h"
#include "store/posix.h"
#include "store/store_test.h"
#include "store/words.h"

static void vectors_test(struct test_call *test, const struct word_list *words)
{
    CASE("bytes as words, there and back");
    struct str text;
    int checked = 0;

    CHECK_RC(&test->call, file_read(&test->call, VECTORS "/words.txt", 1 << 20, &text), RC_OK);
    while (text.n != 0) {
        struct str line = str_split(&text, '\n');
        if (!str_starts(line, STR("words ")))
            continue;
        (void)str_split(&line, ' ');
        struct str hex = str_split(&line, ' ');
        (void)str_split(&line, ' ');
        unsigned char bytes[WORDS_SHARE_BYTES], back[WORDS_SHARE_BYTES];
        struct buf out;
        CHECK(str_unhex(hex, bytes, sizeof bytes));
        buf_init(&out, &test->arena, 1000);
        words_encode(words, bytes, &out);
        CHECK(str_eq(buf_str(&out), line));
        CHECK_RC(&test->call, words_decode(&test->call, words, &test->arena, line, back), RC_OK);
        CHECK(memcmp(bytes, back, sizeof bytes) == 0);
        checked++;
    }
    CHECK(checked >= 8);
}

#define ZEROS                                                                                  \
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon " \
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "

static const struct {
    const char *name, *typed;
    enum rc rc;
    const char *says;
} typed[] = {
    {"as printed", ZEROS "abandon art", RC_OK, ""},
    {"in capitals, with marks", ZEROS "ÀBANDÓN  Art\n", RC_OK, ""},
    {"four letters", ZEROS "aban art", RC_OK, ""},
    {"numbered", "1. abandon, 2) " ZEROS "- Art.", RC_OK, ""},
    {"a letter left out", ZEROS "abandn art", RC_INVALID,
     "Word 23, \"abandn\", is not in the list: abandon?"},
    {"letters exchanged", ZEROS "abadnon art", RC_INVALID, "\"abadnon\", is not in the list: aban"},
    {"three letters", ZEROS "aba art", RC_INVALID, "Word 23, \"aba\""},
    {"longer than the word", ZEROS "abandoned art", RC_INVALID, "abandon?"},
    {"nothing like it", ZEROS "zzzzzzzzzzzzzzzzzzzzzz art", RC_INVALID, "Look at it again"},
    {"Cyrillic", ZEROS "абандон art", RC_INVALID, "Word 23, \"абандон\""},
    {"one missing", ZEROS "art", RC_INVALID, "These are 23 words"},
    {"one too many", ZEROS "abandon art art", RC_INVALID, "These are 25 words"},
    {"none", "", RC_INVALID, "These are 0 words"},
    {"another word of the list", ZEROS "able art", RC_INVALID, "one by one"},
    {"not UTF-8", ZEROS "abandon \xFF", RC_INVALID, "not text"},
};

static void typed_test(struct test_call *test, const struct word_list *words)
{
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        unsigned char out[WORDS_SHARE_BYTES];
        CASE("24 words: %s", typed[i].name);
        enum rc rc = words_decode(&test->call, words, &test->arena, str_of(typed[i].typed), out);
        CHECK(rc == RC_OK || test_says(&test->call, typed[i].says));
        CHECK_RC(&test->call, rc, typed[i].rc);
    }
    CASE("24 words: far too many");
    unsigned char out[WORDS_SHARE_BYTES];
    struct buf many;
    buf_init(&many, &test->arena, 4000);
    for (int i = 0; i < 70; i++)
        buf_z(&many, "art ");
    CHECK_RC(&test->call, words_decode(&test->call, words, &test->arena, buf_str(&many), out),
             RC_INVALID);
    for (int i = 0; i < 700; i++)
        buf_z(&many, "art ");
    CHECK_RC(&test->call, words_decode(&test->call, words, &test->arena, buf_str(&many), out),
             RC_INVALID);
}

static void list_test(struct test_call *test)
{
    CASE("a damaged list");
    const struct word_list *words;
    struct str list = test_words(test);
    struct str copy = str_dup(&test->arena, list);
    struct call *call = &test->call;

    CHECK_RC(call, words_load(call, str_cut(list, 0, list.n - 9), &test->arena, &words),
             RC_CORRUPT);
    CHECK_RC(call, words_load(call, STR(""), &test->arena, &words), RC_CORRUPT);
    char *p = (char *)(uintptr_t)copy.p;
    p[3000] = 'Q';
    CHECK_RC(call, words_load(call, copy, &test->arena, &words), RC_CORRUPT);
    struct str longer = str_format(&test->arena, "%.*s\nzzzz\n", (int)list.n, list.p);
    CHECK_RC(call, words_load(call, longer, &test->arena, &words), RC_CORRUPT);
}

void words_test(void)
{
    struct test_call test;
    const struct word_list *words;

    test_call_init(&test, &heap_libc, posix_os());
    CASE("the list loads, and each word is found by itself and by four letters");
    CHECK_RC(&test.call, words_load(&test.call, test_words(&test), &test.arena, &words), RC_OK);
    for (int i = 0; i < WORDS; i++)
        if (words_find(words, words->word[i]) != i ||
            words_find(words, str_cut(words->word[i], 0, 4)) != i)
            CHECK_INT(-1, i);
    CHECK_INT(words_find(words, STR("zzzz")), -1);
    vectors_test(&test, words);
    typed_test(&test, words);
    list_test(&test);
    test_call_fini(&test);
}
