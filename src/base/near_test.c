/* near_test.c - distances and the word that was meant. */
#include "base/near.h"
#include "tap.h"

void near_test(void);

static struct str nearest(const char *word)
{
    static const char *const words[] = {"case list", "case show", "backup", "holidays", "term"};
    struct near near;

    near_start(&near, str_of(word));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        near_try(&near, str_of(words[i]));
    return near.found;
}

void near_test(void)
{
    CASE("near: distance");
    CHECK_INT(near_distance(STR("deadline"), STR("deadline")), 0);
    CHECK_INT(near_distance(STR(""), STR("abc")), 3);
    CHECK_INT(near_distance(STR("abc"), STR("")), 3);
    CHECK_INT(near_distance(STR("kitten"), STR("sitting")), 3);
    CHECK_INT(near_distance(STR("trem"), STR("term")), 1);
    CHECK_INT(near_distance(STR("ab"), STR("ba")), 1);
    CHECK(near_distance(STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), STR("a")) == SIZE_MAX);

    CASE("near: the word that was meant");
    CHECK_TEXT(nearest("hollidays"), "holidays");
    CHECK_TEXT(nearest("bakcup"), "backup");
    CHECK_TEXT(nearest("case lst"), "case list");
    CHECK(nearest("publish").p == NULL);
    CHECK(nearest("x").p == NULL);
}
