/* embed_test.c - what is carried with the program is found, whole and in order. */
#include "base/embed.h"
#include "tap.h"

void embed_test(void);

void embed_test(void)
{
    CASE("embed: the list of words");
    const struct embedded *words = embedded_find(STR("words/english.txt"));
    if (CHECK(words != NULL)) {
        struct str rest = words->bytes;
        size_t n = 0;
        CHECK(str_starts(rest, STR("abandon\nability\n")));
        CHECK(str_ends(rest, STR("\nzone\nzoo\n")));
        CHECK(rest.p[rest.n] == '\0');
        for (; rest.n != 0; n++)
            (void)str_split(&rest, '\n');
        CHECK_INT(n, 2048);
    }

    CASE("embed: names in order, found one by one and by prefix");
    size_t n = 0;
    for (size_t i = 0; i < embedded_count; i++) {
        CHECK(embedded_find(str_of(embedded_all[i].name)) == &embedded_all[i]);
        CHECK(i == 0 ||
              str_cmp(str_of(embedded_all[i - 1].name), str_of(embedded_all[i].name)) < 0);
    }
    embedded_each(file, STR(""))
        n++;
    CHECK_INT(n, embedded_count);
    n = 0;
    embedded_each(file, STR("words/"))
        n++;
    CHECK_INT(n, 1);
    CHECK(embedded_find(STR("words/")) == NULL && embedded_find(STR("")) == NULL);
    CHECK(embedded_next(STR("zzz"), NULL) == NULL);
}
