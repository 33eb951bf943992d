/* collate_test.c - the orders of CLDR for our languages; two scripts in one list. */
#include "rules/collate.h"
#include "tap.h"

void collate_test(void);

static struct str key_of(struct call *call, const char *lang, const char *text)
{
    struct str key = {NULL, 0};

    CHECK_RC(call, collate_key(call, collation_for(str_of(lang)), str_of(text), &key), RC_OK);
    return key;
}

/* Lists as ICU 72 with CLDR 42 sorts them (Intl.Collator); each text stands strictly before the
 * next one. */
static const struct {
    const char *lang, *list;
} orders[] = {
    {"sq", "c ci ç di dh e ei ë gi gj li ll ni nj q ri rr si sh ti th xi xh z zi zh zhi"},
    {"lt", "a ą az c cz č ea ęz i į y iz yz s sz š z zz ž"},
    {"sr-Latn", "c cz č ć d dz dž đ l lz lj n nz nj s sz š z ž"},
    {"hr", "c cz č ć d dz dž đ l lz lj n nz nj s sz š z ž"},
    {"sr-Cyrl", "а б д ђ ж з л љ н њ с ћ ц ч џ ш"},
    {"mk", "а б г д ѓ ж з ѕ и ј л љ н њ с т ќ у ц ч џ ш"},
    {"en", "d dz s š sz z"},
    {"en", "10 2 an An an~Ba ana Ana Anb"},
    {"en", "ana Ana anna"},
    {"en", "Marko Марко Markov Марков Milan"},
    {"mk", "Ana Ана Goran Горан Gorgi Ѓорѓи Ema"},
    {"mk", "Живка Žižka Zora Зора Zumbula Ѕвезда"},
    {"sr-Latn", "Cana Čedo Чедо Ćazim Dragan Džemail Џемаил Đorđe Ђорђе Ema"},
    {"en", "Zora Ωmega"},
};

/* A ~ is a space in a text. Digits are letters here: "10" stands before "2". */
static void check_order(struct call *call, const char *lang, struct str list)
{
    struct str before = {NULL, 0};

    while (list.n != 0) {
        char word[64] = "";
        struct str text = str_split(&list, ' ');
        for (size_t i = 0; i < text.n; i++)
            word[i] = text.p[i] == '~' ? ' ' : text.p[i];
        struct str key = key_of(call, lang, word);
        if (!CHECK(before.p == NULL || str_cmp(before, key) < 0))
            tap_note("%s: %s", lang, word);
        before = key;
    }
}

static bool contains(struct call *call, const char *text, const char *part)
{
    struct str whole = STR(""), letters = STR("");

    CHECK_RC(call, collate_letters(call, collation_for(STR("mk")), str_of(text), &whole), RC_OK);
    CHECK_RC(call, collate_letters(call, collation_for(STR("mk")), str_of(part), &letters), RC_OK);
    return memmem(whole.p, whole.n, letters.p, letters.n) != NULL;
}

static void edges(struct call *call)
{
    struct buf many;

    CASE("a text of nothing but signs has no key, a long one a key of bounded length");
    CHECK(key_of(call, "en", "").p == NULL);
    CHECK(key_of(call, "en", " -- ").p == NULL);
    CHECK(key_of(call, "en", "\xff").p == NULL);
    buf_init(&many, call->arena, 20000);
    for (int i = 0; i < 10000; i++)
        buf_z(&many, "ш");
    CHECK(key_of(call, "en", buf_str(&many).p).n < 4 * COLLATE_LETTERS_MAX);

    CASE("a part of a text is found by its letters, whatever the script, marks and capitals");
    CHECK(contains(call, "Кров и ѕид", "KROV"));
    CHECK(contains(call, "Krov - i dzid", "кров и"));
    CHECK(!contains(call, "Кров", "врата"));
}

void collate_test(void)
{
    static const struct os os = {.now_ms = NULL};
    struct arena arena;
    struct call call = {.arena = &arena, .os = &os};

    arena_init(&arena, &heap_libc, 8 << 20);
    call.faults_end = &call.faults;
    CASE("texts stand in the order of their language");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        check_order(&call, orders[i].lang, str_of(orders[i].list));
    edges(&call);
    arena_fini(&arena);
}
