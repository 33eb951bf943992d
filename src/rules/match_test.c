/* match_test.c - how each field is compared, what holds for all of them, and how well it finds. */
#include "likeness.h"
#include "rules/match.h"
#include "rules/match_name.h"
#include "tap.h"

void match_test(void);

static const struct match_options thousand = {1000};

/* Names as "g Senada,f Demirova,d Ahmet"; a birthday as 1990, 1990-05 or 1990-05-17. */
struct told {
    const char *names, *born, *sex, *place, *settlement, *phone, *number;
};

static int32_t read_born(const char *text, int *precision)
{
    char whole[DAY_TEXT] = "0000-01-01";
    day out = 0;

    *precision = text == NULL        ? 0
                 : strlen(text) == 4 ? MATCH_YEAR
                 : strlen(text) == 7 ? MATCH_MONTH
                                     : MATCH_DAY;
    if (text == NULL)
        return 0;
    memcpy(whole, text, strlen(text));
    CHECK(day_parse(whole, &out));
    return out;
}

static struct match_person make(struct call *call, const struct told *told)
{
    static const struct {
        char letter;
        enum match_part part;
    } parts[] = {{'g', PART_GIVEN},  {'f', PART_FAMILY},   {'o', PART_FORMER},
                 {'d', PART_FATHER}, {'n', PART_NICKNAME}, {'m', PART_MOTHER}};
    struct match_raw raw = {.sex = str_of(told->sex),
                            .place = str_of(told->place),
                            .settlement = str_of(told->settlement)};
    struct match_person out;

    for (struct str rest = str_of(told->names); rest.n != 0;) {
        struct str name = str_split(&rest, ',');
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (parts[i].letter == name.p[0])
                raw.names[raw.names_n++] =
                    (struct match_raw_name){parts[i].part, str_cut(name, 2, name.n)};
    }
    raw.born = read_born(told->born, &raw.precision);
    if (told->phone != NULL)
        raw.phones[raw.phones_n++] = str_of(told->phone);
    if (told->number != NULL)
        raw.numbers[raw.numbers_n++] = str_of(told->number);
    CHECK_RC(call, match_person_make(call, call->arena, &raw, &out), RC_OK);
    return out;
}

static const struct row {
    enum match_field field;
    enum match_level level;
    struct told a, b;
} rows[] = {
    {MATCH_GIVEN, LEVEL_SAME, {.names = "g Šaban"}, {.names = "g Шабан"}},
    {MATCH_GIVEN, LEVEL_SAME, {.names = "g Ajše"}, {.names = "g Ayshe"}},
    {MATCH_GIVEN, LEVEL_SAME, {.names = "g Ana Marija"}, {.names = "g Marija Ana"}},
    {MATCH_GIVEN, LEVEL_RELATED, {.names = "g Ahmed"}, {.names = "g Ahmet"}},
    {MATCH_GIVEN, LEVEL_RELATED, {.names = "g Husein"}, {.names = "g Usein"}},
    {MATCH_GIVEN, LEVEL_RELATED, {.names = "g Sabri"}, {.names = "g Sabrija"}},
    {MATCH_GIVEN, LEVEL_RELATED, {.names = "g Fatima"}, {.names = "g Fatime"}},
    {MATCH_GIVEN, LEVEL_NEAR, {.names = "g Bajram"}, {.names = "g Bajran"}},
    {MATCH_GIVEN, LEVEL_NEAR, {.names = "g Senada"}, {.names = "g Senadla"}},
    {MATCH_GIVEN, LEVEL_NEAR, {.names = "g Ana"}, {.names = "g Ana Marija"}},
    {MATCH_GIVEN, LEVEL_PART, {.names = "g S"}, {.names = "g Senada"}},
    {MATCH_GIVEN, LEVEL_DIFFERENT, {.names = "g Senada"}, {.names = "g Sabina"}},
    {MATCH_GIVEN, LEVEL_DIFFERENT, {.names = "g Demir"}, {.names = "g Emin"}},
    {MATCH_GIVEN, LEVEL_MISSING, {.names = "g Senada"}, {.names = "f Demirova"}},
    {MATCH_GIVEN,
     LEVEL_SWAPPED,
     {.names = "g Senada,f Demirova"},
     {.names = "g Demirova,f Senada"}},
    {MATCH_FAMILY,
     LEVEL_SWAPPED,
     {.names = "g Senada,f Demirova"},
     {.names = "g Демирова,f Сенада"}},
    {MATCH_FAMILY, LEVEL_SAME, {.names = "f Krasniqi"}, {.names = "f Краснићи"}},
    {MATCH_FAMILY, LEVEL_RELATED, {.names = "f Demirov"}, {.names = "f Demirova"}},
    {MATCH_FAMILY, LEVEL_RELATED, {.names = "f Petraitis"}, {.names = "f Petraitienė"}},
    {MATCH_FAMILY, LEVEL_RELATED, {.names = "f Demirovski"}, {.names = "f Demirovska"}},
    {MATCH_FAMILY, LEVEL_RELATED, {.names = "f Osmani"}, {.names = "f Osmanović"}},
    {MATCH_FAMILY, LEVEL_RELATED, {.names = "f Alieva,o Demirova"}, {.names = "f Demirova"}},
    {MATCH_FAMILY, LEVEL_DIFFERENT, {.names = "f Demirov"}, {.names = "f Jašarov"}},
    {MATCH_FATHER, LEVEL_RELATED, {.names = "d Mehmed"}, {.names = "d Mehmet"}},
    {MATCH_MOTHER, LEVEL_SAME, {.names = "m Fatima"}, {.names = "m Фатима"}},
    {MATCH_NICKNAME, LEVEL_SAME, {.names = "n Zumbula"}, {.names = "n Zumbula"}},
    {MATCH_NICKNAME, LEVEL_SAME, {.names = "n Zumbula"}, {.names = "g Zumbula"}},
    {MATCH_NICKNAME, LEVEL_MISSING, {.names = "n Zumbula"}, {.names = "g Senada"}},
    {MATCH_BORN, LEVEL_SAME, {.born = "1990-05-17"}, {.born = "1990-05-17"}},
    {MATCH_BORN, LEVEL_SWAPPED, {.born = "1990-05-07"}, {.born = "1990-07-05"}},
    {MATCH_BORN, LEVEL_NEAR, {.born = "1990-05-17"}, {.born = "1990-05-11"}},
    {MATCH_BORN, LEVEL_NEAR, {.born = "1990-05-17"}, {.born = "1980-05-17"}},
    {MATCH_BORN, LEVEL_PART, {.born = "1990-05"}, {.born = "1990-05-17"}},
    {MATCH_BORN, LEVEL_WIDE, {.born = "1990"}, {.born = "1990-05-17"}},
    {MATCH_BORN, LEVEL_WIDE, {.born = "1990-01-01"}, {.born = "1990-05-17"}},
    {MATCH_BORN, LEVEL_WIDE, {.born = "1990-01-01"}, {.born = "1990-01-01"}},
    {MATCH_BORN, LEVEL_RELATED, {.born = "1990"}, {.born = "1991-05-17"}},
    {MATCH_BORN, LEVEL_DIFFERENT, {.born = "1990"}, {.born = "1995-05-17"}},
    {MATCH_BORN, LEVEL_DIFFERENT, {.born = "1990-04"}, {.born = "1990-05-17"}},
    {MATCH_BORN, LEVEL_DIFFERENT, {.born = "1990-05-17"}, {.born = "1964-11-02"}},
    {MATCH_BORN, LEVEL_MISSING, {.born = "1990-05-17"}, {.sex = "f"}},
    {MATCH_SEX, LEVEL_SAME, {.sex = "f"}, {.sex = "f"}},
    {MATCH_SEX, LEVEL_DIFFERENT, {.sex = "f"}, {.sex = "m"}},
    {MATCH_PLACE,
     LEVEL_SAME,
     {.place = "a", .settlement = "Šuto"},
     {.place = "a", .settlement = "Шуто"}},
    {MATCH_PLACE, LEVEL_PART, {.place = "a", .settlement = "Topaana"}, {.place = "a"}},
    {MATCH_PLACE, LEVEL_DIFFERENT, {.place = "a"}, {.place = "b"}},
    {MATCH_PHONE, LEVEL_SAME, {.phone = "+389 70 123 456"}, {.phone = "070/123-456"}},
    {MATCH_PHONE, LEVEL_NEAR, {.phone = "070 123 456"}, {.phone = "070 123 465"}},
    {MATCH_PHONE, LEVEL_DIFFERENT, {.phone = "070 123 456"}, {.phone = "078 987 654"}},
    {MATCH_PHONE, LEVEL_MISSING, {.phone = "12"}, {.phone = "12"}},
    {MATCH_NUMBER, LEVEL_SAME, {.number = "AB 123456-7"}, {.number = "ab1234567"}},
    {MATCH_NUMBER, LEVEL_NEAR, {.number = "1705990450012"}, {.number = "1705990450021"}},
    {MATCH_NUMBER, LEVEL_DIFFERENT, {.number = "1705990450012"}, {.number = "0211964455019"}},
};

static void fields(struct call *call)
{
    CASE("each field is compared as the table says, both ways alike, and says so in words");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct match_person a = make(call, &rows[i].a), b = make(call, &rows[i].b);
        struct match_score there, back;
        match_score(&a, &b, &thousand, &there);
        match_score(&b, &a, &thousand, &back);
        if (there.items[rows[i].field].level != rows[i].level)
            tap_note("row %zu: %s %s", i, rows[i].a.names, rows[i].b.names);
        CHECK_INT(there.items[rows[i].field].level, rows[i].level);
        CHECK(memcmp(&there, &back, sizeof there) == 0);
        CHECK((match_say(call, rows[i].field, rows[i].level).n != 0) ==
              (rows[i].level != LEVEL_MISSING));
    }
    CHECK_TEXT(match_say(call, MATCH_GIVEN, LEVEL_RELATED),
               "Given name: another form of the same name");
}

static void bad(struct call *call)
{
    struct told none = {.names = "g Senada"};
    struct match_raw raw = {.names = {{PART_GIVEN, STR_INIT("\xFF\xFE")}}, .names_n = 1};
    struct match_person a, b = make(call, &none);
    struct match_score score;
    struct str keys[] = {STR("a"), STR("ab"), STR("abc"), STR("martha"), STR("")};

    CASE("what is no name speaks neither for nor against; nothing at all is nobody's twin");
    CHECK_RC(call, match_person_make(call, call->arena, &raw, &a), RC_OK);
    CHECK_INT(a.names_n, 0);
    match_score(&a, &b, &thousand, &score);
    CHECK_INT(score.weight, 0);
    CHECK_INT(score.verdict, VERDICT_DIFFERENT);

    CASE("the likeness of words is between nothing and the same, the same for the same alone");
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++) {
            int likeness = name_likeness(keys[i], keys[j]);
            CHECK(likeness >= 0 && likeness <= 1000 && likeness == name_likeness(keys[j], keys[i]));
            CHECK((likeness == 1000) == (i == j && keys[i].n != 0));
        }
    CHECK_INT(name_likeness(STR("martha"), STR("marhta")), 960); /* 0.961 in Winkler, cut */
}

static void people(struct call *call)
{
    struct told senada = {
        "g Senada,f Demirova,d Ahmet", "1990-05-17", "f", "a", "b", "070123456", "1705990455012"};
    struct told heard = {"g Сенада,f Демиров,d Ahmed", "1990-05", "f", "a", NULL, NULL, NULL};
    struct told sister = {
        "g Sabina,f Demirova,d Ahmet", "1992-11-02", "f", "a", "b", "070123456", NULL};
    struct told twin = {
        "g Sabina,f Demirova,d Ahmet", "1990-05-17", "f", "a", "b", "070123456", NULL};
    struct match_person one = make(call, &senada), again = make(call, &heard),
                        other = make(call, &sister), born_with = make(call, &twin);
    struct match_score score;

    CASE("the same woman, as another office heard her");
    match_score(&one, &again, &thousand, &score);
    CHECK_INT(score.verdict, VERDICT_SAME);
    CASE("her sister is another person, though they share all that a home has");
    match_score(&one, &other, &thousand, &score);
    CHECK_INT(score.verdict, VERDICT_DIFFERENT);
    CASE("a twin is never called the same person");
    match_score(&one, &born_with, &thousand, &score);
    CHECK(score.verdict != VERDICT_SAME);
    CASE("a name alone proves nothing");
    struct told name = {.names = "g Senada,f Demirova"};
    struct match_person bare = make(call, &name);
    match_score(&one, &bare, &(struct match_options){20}, &score);
    CHECK_INT(score.verdict, VERDICT_LOOK);
    CASE("the same number with all else different is worth a look");
    struct told stranger = {"g Bajram,f Osmani", "1950-02-03", "f", "c", NULL, NULL,
                            "1705990455012"};
    struct match_person shared = make(call, &stranger);
    match_score(&one, &shared, &thousand, &score);
    CHECK(score.verdict != VERDICT_SAME);
}

/* Of two records take one field of the first into the second: that field agrees now. */
static void give_field(const struct match_person *from, int field, struct match_person *to)
{
    switch (field) {
    case 0:
        to->born = from->born;
        to->precision = from->precision;
        break;
    case 1: to->sex = from->sex; break;
    case 2:
        to->place = from->place;
        to->settlement = from->settlement;
        break;
    case 3:
        memcpy(to->phones, from->phones, sizeof to->phones);
        to->phones_n = from->phones_n;
        break;
    case 4:
        memcpy(to->numbers, from->numbers, sizeof to->numbers);
        to->numbers_n = from->numbers_n;
        break;
    default: to->names = from->names; to->names_n = from->names_n;
    }
}

static void properties(struct call *call)
{
    struct likeness_options options = {1500, 11, true};
    struct match_options match = {1500};
    struct likeness town;
    int uneven = 0, lowered = 0;

    CHECK_RC(call, likeness_make(call, call->arena, &options, &town), RC_OK);
    CHECK_RC(call, match_shares(call, town.persons, town.n), RC_OK);
    CASE("a score is the same both ways, and one more agreement never lowers it");
    for (size_t i = 0; i + 7 < town.n; i++) {
        const struct match_person *a = &town.persons[i], *b = &town.persons[i + 1 + i % 7];
        struct match_score there, back;
        match_score(a, b, &match, &there);
        match_score(b, a, &match, &back);
        uneven += memcmp(&there, &back, sizeof there) != 0;
        for (int field = 0; field < 6; field++) {
            struct match_person nearer = *b;
            give_field(a, field, &nearer);
            match_score(a, &nearer, &match, &back);
            lowered += back.weight < there.weight;
        }
    }
    CHECK_INT(uneven, 0);
    CHECK_INT(lowered, 0);
}

/* The shares are those of the one who is compared, as when she is typed in. */
static void bounds(struct call *call)
{
    struct likeness_options options = {2000, 11, true};
    struct match_options match = {2000};
    struct likeness town;
    size_t wrong = 0, left_out = 0, alike = 0;

    CASE("who is left out for the bound alone is plainly different");
    CHECK_RC(call, likeness_make(call, call->arena, &options, &town), RC_OK);
    for (size_t i = 0; i + 40 < town.n; i++) { /* families and copies stand together */
        struct match_person *a = &town.persons[i];
        struct match_bound bound;
        for (size_t j = 0; j < a->names_n; j++)
            ((struct match_name *)(uintptr_t)a->names)[j].share = (float)(1 + j % 5) / 400;
        match_bound_make(a, &match, &bound);
        bool any = false;
        for (size_t j = i + 1; j <= i + 40; j++) {
            struct match_score score;
            match_score(a, &town.persons[j], &match, &score);
            bool may = match_may(&bound, a, &town.persons[j]);
            any |= score.verdict != VERDICT_DIFFERENT;
            alike += score.verdict != VERDICT_DIFFERENT;
            wrong += !may && score.verdict != VERDICT_DIFFERENT;
            left_out += !may;
        }
        wrong += any && !match_may_anybody(&bound);
    }
    tap_note("%zu alike, %zu left out", alike, left_out);
    CHECK_INT(wrong, 0);
    CHECK(alike > 200);
    CHECK(left_out > town.n * 20);
}

static void finding(struct call *call, bool numbers, double floor)
{
    struct likeness_options options = {5000, 5, numbers};
    struct match_options match = {5000};
    struct match_found found = {NULL, 0, 0};
    struct likeness town;

    CASE("duplicates of a town are found, %s numbers", numbers ? "with" : "without");
    CHECK_RC(call, likeness_make(call, call->arena, &options, &town), RC_OK);
    CHECK_RC(call, match_shares(call, town.persons, town.n), RC_OK);
    CHECK_RC(call, match_pairs(call, town.persons, town.n, &match, NULL, &found), RC_OK);
    struct likeness_figures figures = likeness_judge(&town, &found);
    tap_note("precision %.3f recall %.3f F1 %.3f; listed %.3f, right %.3f", figures.precision,
             figures.recall, figures.f1, figures.listed, figures.listed_right);
    CHECK(figures.f1 >= floor);
    CASE("nobody is compared with everybody");
    CHECK(found.compared < (uint64_t)town.n * MATCH_KEYS_MAX * MATCH_WINDOW);
    for (size_t i = 1; i < found.n; i++)
        if (found.pairs[i].weight > found.pairs[i - 1].weight ||
            found.pairs[i].a >= found.pairs[i].b)
            CHECK(false);
}

static void crowd(struct call *call)
{
    enum { MANY = 2000 };
    struct told told = {.names = "g Senada,f Demirova"};
    struct match_person *all = arena_array(call->arena, MANY, sizeof *all);
    struct match_options match = {MANY};
    struct match_found found = {NULL, 0, 0};

    CASE("thousands of one name cost a window each, not a square");
    if (!CHECK(all != NULL))
        return;
    for (size_t i = 0; i < MANY; i++) {
        all[i] = make(call, &told);
        all[i].born = (int32_t)i;
        all[i].precision = MATCH_DAY;
    }
    CHECK_RC(call, match_shares(call, all, MANY), RC_OK);
    CHECK_RC(call, match_pairs(call, all, MANY, &match, NULL, &found), RC_OK);
    CHECK(found.compared <= (uint64_t)MANY * 5 * MATCH_WINDOW);
}

static int64_t no_time(void *data)
{
    (void)data;
    return 0;
}

void match_test(void)
{
    const struct os os = {.now_ms = no_time};
    struct arena arena;
    struct call call;
    void (*const tests[])(struct call *) = {fields, bad, people, properties, bounds, crowd};

    for (size_t i = 0; i <= sizeof tests / sizeof *tests; i++) {
        arena_init(&arena, &heap_libc, (size_t)256 << 20);
        call_init(&call, &arena, &os);
        if (i < sizeof tests / sizeof *tests) {
            tests[i](&call);
        } else {
            finding(&call, true, 0.80);
            finding(&call, false, 0.70);
        }
        arena_fini(&arena);
    }
}
