/* latin_test.c - Serbian words whose Latin spelling is known. */
#include "base/latin.h"
#include "tap.h"

void latin_test(void);

static const struct {
    const char *cyrillic, *latin;
} words[] = {
    {"", ""},
    {"Абвгд ђежзи јклљм нњопр стћуф хцчџш", "Abvgd đežzi jklljm nnjopr stćuf hcčdžš"},
    {"АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ", "ABVGDĐEŽZIJKLLJMNNJOPRSTĆUFHCČDŽŠ"},
    {"Његош", "Njegoš"},
    {"ЊЕГОШ", "NJEGOŠ"},
    {"ЏЕП и Џеп", "DŽEP i Džep"},
    {"КОЊ", "KONJ"},
    {"Њ", "Nj"},
    {"Љ. Њ.", "Lj. Nj."},
    {"Ћутање управе", "Ćutanje uprave"},
    {"Рок је %1$s, још %lld дана.", "Rok je %1$s, još %lld dana."},
    {"Види https://x.rs/ћ?a=љ и пиши на љ@пример.рс.",
     "Vidi https://x.rs/ћ?a=љ i piši na љ@пример.рс."},
    {"На x.mk/ф је образац.", "Na x.mk/ф je obrazac."},
    {"Предмет {ознака} за {име}а", "Predmet {ознака} za {име}a"},
    {"отворена { заграда", "otvorena { заграда"},
    {"Ѓорче, Ќиро, Ѕвезда", "Ѓorče, Ќiro, Ѕvezda"},
    {"Већ латиница: šđčćž", "Već latinica: šđčćž"},
};

void latin_test(void)
{
    struct arena arena;

    CASE("latin: words, capitals, and what stays as it is");
    arena_init(&arena, &heap_libc, 1 << 20);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        CHECK_TEXT(latin_of(&arena, str_of(words[i].cyrillic)), words[i].latin);
    arena_fini(&arena);

    CASE("latin: no memory");
    struct fault_heap heap;
    fault_heap_init(&heap, 1);
    arena_init(&arena, &heap.heap, 1 << 20);
    CHECK(latin_of(&arena, STR("а")).p == NULL);
    arena_fini(&arena);
}
