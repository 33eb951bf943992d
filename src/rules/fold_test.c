/* fold_test.c - spellings that must be found as one name, names that must not. */
#include "rules/countries_test.h"
#include "rules/fold.h"
#include "tap.h"

void fold_test(void);

struct folded {
    struct str keys[FOLD_NAME_KEYS_MAX];
    size_t n;
};

static struct folded fold(struct call *call, const char *name)
{
    struct folded folded = {.n = 0};

    CHECK_RC(call, fold_name(call, str_of(name), folded.keys, FOLD_NAME_KEYS_MAX, &folded.n),
             RC_OK);
    return folded;
}

static bool share(struct call *call, const char *a, const char *b)
{
    struct folded left = fold(call, a), right = fold(call, b);

    for (size_t i = 0; i < left.n; i++) {
        for (size_t j = 0; j < right.n; j++) {
            if (str_eq(left.keys[i], right.keys[j]))
                return true;
        }
    }
    return false;
}

/* Each row: spellings of one name, every one found by every other. */
static const char *const alike[][6] = {
    {"Ѓорѓи Демиров", "Gjorgji Demirov", "Gorgi Demirov", "Ǵorǵi Demirov", "DEMIROV, Gjorgji",
     "Demirov  Đorđi"},
    {"Џемаил", "Džemail", "Xhemail", "Dzemail", "Djemail", "Dzhemail"},
    {"Краснићи", "Krasniqi", "Krasnići", "Krasnici", "KRASNIQI", "Krasniči"},
    {"Ђорђе", "Đorđe", "Djordje", "Ѓорѓе", "Gjorgje", "Gjorge"},
    {"Шабан", "Shaban", "Šaban", "Saban", "шабан", "ŠABAN"},
    {"Ќазим", "Kjazim", "Qazim", "Ćazim", "Cazim", "Ḱazim"},
    {"Љатифе", "Ljatife", "LJATIFE", "љатифе"},
    {"Неџми", "Nexhmi", "Nedžmi", "Nedzmi"},
    {"Ајше", "Ajše", "Ayshe", "Ajshe", "Aishe", "Аjше"},
    {"Бериша", "Beriša", "Berisha", "Berisa"},
    {"Авдиљ", "Авдилј", "Avdilj"},
    {"Авдул", "Avdyl", "Avdul"},
    {"Зимрије", "Zymrije", "Zimrije", "Zimrie"},
    {"Мухарем", "Muharrem", "Muharem"},
    {"Хајрулахи", "Hajrullahi", "Hayrullahi", "Hajrulahi"},
    {"Османовић", "Osmanović", "Osmanovic", "Osmanoviq", "Osmanoviḱ", "Османовиќ"},
    {"Реџеп", "Rexhep", "Redžep", "Redzep"},
    {"Бехџет", "Behxhet", "Behdžet", "Bedzet"},
    {"Жужана", "Žužana", "Zhuzhana", "Zuzana"},
    {"Чедомир", "Čedomir", "Cedomir", "Çedomir", "Chedomir"},
    {"Ѕвездан", "Dzvezdan", "Дзвездан"},
    {"Ђулија", "Đulija", "Gjylija", "Đulia"},
    {"Čhaja", "Chaja", "Čaja", "Чаја"},
    {"Kham", "Кам", "Kam"},
    {"Šiauliai", "Siauliai"},
    {"Aleksandravičienė", "Aleksandraviciene"},
    {"Мамутовска-Асанова Ајше", "Ajše Asanova Mamutovska", "Asanova-Mamutovska, Ajshe"},
    {"Његош", "Njegoš", "Njegos"},
    {"Абдула", "Abdullah", "Abdula", "Abdulla"},
    {"Николај", "Николай", "Nikolaj", "Nikolay", "Nikolai"},
    {"Хусеин", "Husein", "Хусејн", "Husejn", "Hussein"},
    {"Суханскис", "Suchanskis"},
    {"Тачи", "Thaçi", "Тачи", "Tači", "Thaci", "Таћи"},
    {"Бећир", "Beqir", "Bećir", "Беќир", "Bekjir", "Becir"},
    {"Умер", "Ymer", "Umer"},
    {"Имер", "Ymer", "Imer"},
    {"Хасан", "Xasan", "Hasan"},
    {"Јашар", "Jašar", "Yashar", "Jashar", "Yasar", "Jasar"},
    {"Ѓулистана", "Gjulistana", "Đulistana", "Djulistana", "Gulistana"},
    {"Џевдет", "Xhevdet", "Dževdet", "Dzevdet", "Djevdet", "Ʒevdet"},
    {"Зејнеп", "Zejnep", "Zeynep", "Zeinep"},
    {"Ељмаз", "Eljmaz"},
    {"D'Angelo", "D’Angelo", "Dangelo"},
};

static const char *const different[][2] = {
    {"Агим", "Азем"},
    {"Enis", "Denis"},
    {"Фатиме", "Fatima"},
    {"Sabina", "Sabrina"},
    {"Демир", "Демиров"},
    {"Рамадан", "Ramadani"},
    {"Ана", "Hana"},
    {"Сања", "Sanije"},
    {"Милан", "Miljan"},
    {"Зоран", "Goran"},
    {"Емин", "Emina"},
    {"Orhan", "Oran"},
    {"Салиов", "Алиов"},
    {"Асанов", "Asanović"},
    {"Sejdić", "Sejdi"},
    {"Ibraimov", "Ibrahimović"},
    {"Бајрам", "Bajrami"},
    {"Севда", "Sevdija"},
    {"Marija Ana", "Marijana"},
    {"Кемал", "Ќемал"},
    {"Јован", "Ivan"},
    {"Демир Асан", "Демир"},
    {"Лила", "Lula"},
    {"Бојан", "Bojana"},
};

static void pairs_test(struct call *call)
{
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        CASE("fold: spellings of %s", alike[i][0]);
        for (size_t a = 0; a < 6 && alike[i][a] != NULL; a++) {
            for (size_t b = a + 1; b < 6 && alike[i][b] != NULL; b++)
                tap_check(share(call, alike[i][a], alike[i][b]), __FILE__, __LINE__,
                          "%s and %s share no key", alike[i][a], alike[i][b]);
        }
    }
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        CASE("fold: %s is not %s", different[i][0], different[i][1]);
        CHECK(!share(call, different[i][0], different[i][1]));
    }
}

/* Names as they are borne in the four countries; where two scripts are in use, in both. */
static const char *const borne[][2] = {
    {"Сенада", "Senada"},
    {"Фатима", "Fatima"},
    {"Ајше", "Ajše"},
    {"Сузана", "Suzana"},
    {"Мерсиха", "Mersiha"},
    {"Љатифе", "Ljatife"},
    {"Анифе", "Anife"},
    {"Елвира", "Elvira"},
    {"Севда", "Sevda"},
    {"Зекија", "Zekija"},
    {"Рамадан", "Ramadan"},
    {"Демир", "Demir"},
    {"Ајрула", "Ajrula"},
    {"Џемаил", "Džemail"},
    {"Сеад", "Sead"},
    {"Орхан", "Orhan"},
    {"Алит", "Alit"},
    {"Кенан", "Kenan"},
    {"Ферус", "Ferus"},
    {"Нехат", "Nehat"},
    {"Демировски", "Demirovski"},
    {"Мамутовска", "Mamutovska"},
    {"Мамутовски", NULL},
    {"Асанов", "Asanov"},
    {"Алиов", "Aliov"},
    {"Бајрамов", "Bajramov"},
    {"Салиов", "Saliov"},
    {"Рамадани", "Ramadani"},
    {"Ибраимов", "Ibraimov"},
    {"Усеинов", "Useinov"},
    {"Камберов", "Kamberov"},
    {"Јашаров", "Jašarov"},
    {"Муарем", "Muarem"},
    {"Светлана", "Svetlana"},
    {"Снежана", "Snežana"},
    {"Биљана", "Biljana"},
    {"Сабина", "Sabina"},
    {"Данијела", "Danijela"},
    {"Емина", "Emina"},
    {"Мануела", "Manuela"},
    {"Зумбула", "Zumbula"},
    {"Бајрам", "Bajram"},
    {"Саша", "Saša"},
    {"Драган", "Dragan"},
    {"Енис", "Enis"},
    {"Зоран", "Zoran"},
    {"Миодраг", "Miodrag"},
    {"Сафет", "Safet"},
    {"Кристијан", "Kristijan"},
    {"Бајрамовић", "Bajramović"},
    {"Јашаревић", "Jašarević"},
    {"Мемедовић", "Memedović"},
    {"Демировић", "Demirović"},
    {"Ибрахимовић", "Ibrahimović"},
    {"Асановић", "Asanović"},
    {"Николић", "Nikolić"},
    {"Петровић", "Petrović"},
    {"Сејдић", "Sejdić"},
    {"Османовић", "Osmanović"},
    {"Стојковић", "Stojković"},
    {"Fatime", NULL},
    {"Sanije", NULL},
    {"Lumnije", NULL},
    {"Valdete", NULL},
    {"Elmaze", NULL},
    {"Shpresa", NULL},
    {"Blerta", NULL},
    {"Zymrije", NULL},
    {"Bekim", NULL},
    {"Agim", NULL},
    {"Nexhmi", NULL},
    {"Faton", NULL},
    {"Ramiz", NULL},
    {"Avdyl", NULL},
    {"Besnik", NULL},
    {"Muharrem", NULL},
    {"Berisha", NULL},
    {"Krasniqi", NULL},
    {"Gashi", NULL},
    {"Qizmolli", NULL},
    {"Emini", NULL},
    {"Hajrullahi", NULL},
    {"Bajrami", NULL},
    {"Zhulaj", NULL},
    {"Maloku", NULL},
    {"Hasani", NULL},
    {"Avdiu", NULL},
    {"Osmani", NULL},
    {"Sevdija", NULL},
    {"Emina", NULL},
    {"Jasminka", NULL},
    {"Suada", NULL},
    {"Vesna", NULL},
    {"Ramadan", NULL},
    {"Enver", NULL},
    {"Dejan", NULL},
    {"Ekrem", NULL},
    {"Goran", NULL},
    {"Kovači", NULL},
    {"Bajramović", NULL},
    {"Toplica", NULL},
    {"Selimi", NULL},
    {"Avdija", NULL},
    {"Beriša", NULL},
    {"Kurteši", NULL},
    {"Natalija", NULL},
    {"Rada", NULL},
    {"Elena", NULL},
    {"Zina", NULL},
    {"Liuba", NULL},
    {"Roza", NULL},
    {"Svetlana", NULL},
    {"Kristina", NULL},
    {"Ruslanas", NULL},
    {"Aleksandras", NULL},
    {"Ivanas", NULL},
    {"Viktoras", NULL},
    {"Romualdas", NULL},
    {"Stepanas", NULL},
    {"Valdas", NULL},
    {"Aleksandravičienė", NULL},
    {"Marcinkevič", NULL},
    {"Ivanova", NULL},
    {"Jablonskienė", NULL},
    {"Kozlovska", NULL},
    {"Bagdonavičienė", NULL},
    {"Pavlovskaja", NULL},
    {"Aleksandravičius", NULL},
    {"Marcinkevičius", NULL},
    {"Ivanovas", NULL},
    {"Jablonskis", NULL},
    {"Kozlovskis", NULL},
    {"Arlauskas", NULL},
    {"Suchanskis", NULL},
};

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* The same name borne in two countries, or written by two of their languages, is no pair of
 * different names. */
static bool same_name(const char *const a[2], const char *const b[2])
{
    return same(a[0], b[0]) || same(a[1], b[0]) || same(a[1], b[1]) || same(a[0], b[1]) ||
           (same(a[0], "Berisha") && same(b[0], "Beriša"));
}

static void borne_test(struct call *call)
{
    enum { N = sizeof borne / sizeof *borne };
    struct arena *whole = call->arena;

    CASE("fold: each name is one name in both scripts, no two names are one");
    for (size_t i = 0; i < N; i++) {
        struct arena arena;
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call->arena = &arena;
        if (borne[i][1] != NULL)
            tap_check(share(call, borne[i][0], borne[i][1]), __FILE__, __LINE__,
                      "%s and %s share no key", borne[i][0], borne[i][1]);
        for (size_t j = i + 1; j < N; j++)
            tap_check(same_name(borne[i], borne[j]) || !share(call, borne[i][0], borne[j][0]),
                      __FILE__, __LINE__, "%s and %s share a key", borne[i][0], borne[j][0]);
        arena_fini(&arena);
    }
    call->arena = whole;
}

static void keys_test(struct call *call)
{
    struct str keys[FOLD_NAME_KEYS_MAX];
    size_t n = 0;

    CASE("fold: what a key looks like");
    struct folded folded = fold(call, "Демиров, Ѓорѓи");
    CHECK_INT(folded.n, 1);
    CHECK_TEXT(folded.keys[0], "demirov gorgi");
    folded = fold(call, "Đorđe");
    CHECK_INT(folded.n, 4);
    CHECK_TEXT(folded.keys[0], "gorge");
    CHECK_TEXT(folded.keys[1], "xorxe");

    CASE("fold: one word for a search");
    CHECK_RC(call, fold_word(call, STR("Џем"), keys, FOLD_WORD_KEYS_MAX, &n), RC_OK);
    CHECK_INT(n, 1);
    CHECK_TEXT(keys[0], "xem");
    CHECK_RC(call, fold_word(call, STR("  "), keys, FOLD_WORD_KEYS_MAX, &n), RC_OK);
    CHECK_INT(n, 0);

    CASE("fold: no letter, no key; other scripts stay");
    CHECK_INT(fold(call, "").n, 0);
    CHECK_INT(fold(call, "- 12 -").n, 0);
    CHECK_INT(fold(call, "ь").n, 0);
    CHECK(share(call, "Αλέξανδρος", "αλεξανδρος"));

    CASE("fold: never more keys than asked for, plain readings first");
    folded = fold(call, "Đorđe Đorđević Đurđina");
    CHECK_INT(folded.n, FOLD_NAME_KEYS_MAX);
    CHECK_TEXT(folded.keys[0], "gorge gorgevic gurgina");
    CHECK_TEXT(folded.keys[1], "xorxe xorxevic xurxina");
    CHECK_RC(call, fold_name(call, STR("Đorđe"), keys, 1, &n), RC_OK);
    CHECK_INT(n, 1);
    CHECK(share(call, "Đorđe Đorđević Đurđina", "Ѓорѓе Ѓорѓевиќ Ѓурѓина"));

    CASE("fold: refuses what is no name");
    CHECK_RC(call, fold_name(call, STR("\xff"), keys, 1, &n), RC_INVALID);
    CHECK_RC(call, fold_name(call, STR("a\x01"), keys, 1, &n), RC_INVALID);
    CHECK_RC(call, fold_name(call, STR("a b c d e f g h i j k l m n o p q"), keys, 1, &n),
             RC_LIMIT);
    char longer[FOLD_BYTES_MAX + 1];
    memset(longer, 'a', sizeof longer);
    CHECK_RC(call, fold_name(call, str_bytes(longer, sizeof longer), keys, 1, &n), RC_LIMIT);
}

static void memory_test(void)
{
    enum rc rc = RC_MEMORY;

    CASE("fold: without memory it refuses");
    for (long fail_at = 1; rc != RC_OK && fail_at < 100; fail_at++) {
        struct test_call test;
        struct fault_heap faults;
        struct arena arena;
        struct str keys[FOLD_NAME_KEYS_MAX];
        size_t n = 0;
        test_call_init(&test);
        fault_heap_init(&faults, fail_at);
        arena_init(&arena, &faults.heap, ARENA_MAX_DEFAULT);
        test.call.arena = &arena;
        rc = fold_name(&test.call, STR("Đorđe Đorđević Đurđina"), keys, FOLD_NAME_KEYS_MAX, &n);
        CHECK(rc == RC_OK || rc == RC_MEMORY);
        CHECK(rc == RC_OK || n == 0);
        arena_fini(&arena);
        CHECK_INT(faults.live, 0);
        arena_fini(&test.arena);
    }
    CHECK_INT(rc, RC_OK);
}

void fold_test(void)
{
    struct test_call test;

    test_call_init(&test);
    pairs_test(&test.call);
    borne_test(&test.call);
    keys_test(&test.call);
    memory_test();
    arena_fini(&test.arena);
}
