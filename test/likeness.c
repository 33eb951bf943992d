/* likeness.c - see likeness.h. */
#include "likeness.h"

#include "base/text.h"

enum { WORD_BYTES = 80, PLACES = 30, FAMILY_MOST = 7, COPIES_PER_CENT = 12 };

/* In Serbian Latin letters, from which the other spellings are made. The commonest first. */
static const char *const women[] = {
    "Senada",  "Fatima",  "Emina",   "Ajše",     "Sevdija", "Merima",  "Zumbula", "Biljana",
    "Ismeta",  "Mirjana", "Nadžije", "Šaha",     "Đulija",  "Hatidža", "Zorica",  "Sabina",
    "Ljatife", "Ramiza",  "Elvira",  "Sanela",   "Suada",   "Džemila", "Jasmina", "Vesna",
    "Fatime",  "Zejnepa", "Ruvejda", "Mevljude", "Šemsije", "Kadira",  "Aiša",    "Nafija",
    "Sadije",  "Violeta", "Snežana", "Anifa",    "Rabije",  "Selvija", "Đulsuma", "Ferida",
    "Melisa",  "Naile",   "Gordana", "Razija",   "Šukrija", "Enisa",   "Tefika",  "Hamida",
    "Zlatka",  "Nezire",  "Stanka",  "Kimeta",   "Safeta",  "Raza",    "Lindita", "Dušica",
};
static const char *const men[] = {
    "Bajram",  "Šaban",   "Ramadan",  "Ahmet",   "Demir",    "Sali",    "Kadrija", "Orhan",
    "Džemail", "Nedžat",  "Ibrahim",  "Husein",  "Šerif",    "Muharem", "Idriz",   "Ćazim",
    "Dragan",  "Goran",   "Zoran",    "Safet",   "Redžep",   "Ismail",  "Bećir",   "Fadilj",
    "Avdulj",  "Šabedin", "Zekirija", "Sabri",   "Elvis",    "Alija",   "Mustafa", "Sulejman",
    "Ramiz",   "Hasan",   "Đorđe",    "Nebojša", "Jašar",    "Osman",   "Ferat",   "Behdžet",
    "Memet",   "Skender", "Trajan",   "Amdi",    "Hajrula",  "Kemal",   "Enver",   "Asan",
    "Petar",   "Jonuz",   "Selim",    "Čedomir", "Slobodan", "Rustem",  "Fejat",   "Ljutvi",
};
static const char *const families[] = {
    "Demir",  "Jašar",   "Osman",   "Bajram",   "Ramadan",  "Beriša",      "Krasnić", "Salij",
    "Idriz",  "Kurt",    "Redžep",  "Asan",     "Mustaf",   "Ibraim",      "Šakir",   "Jovan",
    "Ahmet",  "Husein",  "Šabotić", "Gaš",      "Hamit",    "Zekir",       "Šerif",   "Sulejman",
    "Memet",  "Rašit",   "Toplic",  "Nikol",    "Stanko",   "Petrov",      "Kadri",   "Tair",
    "Abaz",   "Adem",    "Amet",    "Alij",     "Arif",     "Bekir",       "Dalip",   "Duraku",
    "Elmaz",  "Fazli",   "Feti",    "Galuš",    "Hajdar",   "Islam",       "Jusuf",   "Kamber",
    "Latif",  "Maliq",   "Mehmed",  "Muslij",   "Neziri",   "Nuredin",     "Oruč",    "Pajazit",
    "Qerim",  "Ramiz",   "Rustem",  "Sadik",    "Selim",    "Šainov",      "Tahir",   "Umer",
    "Veli",   "Vejsel",  "Xhemail", "Zulfij",   "Đemail",   "Čurkov",      "Mirča",   "Balog",
    "Horvat", "Lakatoš", "Petrait", "Kazlausk", "Bogdanov", "Aleksandrov", "Sinkev",  "Visock",
};
static const char *const endings[] = {"ov", "ović", "i", "ovski", "", "aj"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- chance ---- */

struct dice {
    uint64_t state;
};

static uint32_t roll(struct dice *dice, uint32_t sides) /* splitmix64 */
{
    uint64_t z = dice->state += 0x9E3779B97F4A7C15u;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ z >> 31) >> 32) % sides;
}

static bool in_hundred(struct dice *dice, uint32_t n)
{
    return roll(dice, 100) < n;
}

/* A few are common, most are rare. */
static size_t rare(struct dice *dice, size_t n)
{
    uint32_t a = roll(dice, (uint32_t)n), b = roll(dice, (uint32_t)n);

    return a < b ? a : b;
}

/* ---- people ---- */

struct words {
    char given[WORD_BYTES], family[WORD_BYTES], father[WORD_BYTES];
};

struct someone {
    struct words as; /* in Serbian Latin */
    bool woman;
    struct date born;
    int precision;
    uint32_t place, settlement;
    uint64_t phone, number; /* 0: none */
};

static void join(char out[static WORD_BYTES], const char *a, const char *b)
{
    size_t first = strlen(a), n = first + strlen(b);

    if (n >= WORD_BYTES)
        return;
    memmove(out, a, first);
    memmove(out + first, b, n - first + 1);
}

/* A second half of the list: names that nobody else has, made of syllables. */
static void rare_family(struct dice *dice, char out[static WORD_BYTES])
{
    static const char *const syllables[] = {"ba", "be",  "da", "ra", "mi", "lo", "ku", "še",
                                            "ča", "džo", "ni", "ve", "sa", "to", "ga", "ze"};
    char half[WORD_BYTES];

    join(half, syllables[roll(dice, 16)], syllables[roll(dice, 16)]);
    join(out, half, syllables[roll(dice, 16)]);
    out[0] = (char)(out[0] >= 'a' && out[0] <= 'z' ? out[0] - 'a' + 'A' : out[0]);
}

static void new_family(struct dice *dice, struct someone *out)
{
    char root[WORD_BYTES];

    if (in_hundred(dice, 35))
        rare_family(dice, root);
    else
        join(root, families[rare(dice, COUNT(families))], "");
    join(out->as.family, root, endings[rare(dice, COUNT(endings))]);
    join(out->as.father, men[rare(dice, COUNT(men))], "");
    out->place = 1 + (uint32_t)rare(dice, PLACES);
    out->settlement = in_hundred(dice, 70) ? 1 + roll(dice, 6) : 0;
    out->phone = in_hundred(dice, 60) ? 60000000u + roll(dice, 20000000) : 0;
}

static void new_member(struct dice *dice, bool numbers, struct someone *out)
{
    out->woman = roll(dice, 2) == 0;
    join(out->as.given, out->woman ? women[rare(dice, COUNT(women))] : men[rare(dice, COUNT(men))],
         "");
    out->born =
        (struct date){1940 + (int)roll(dice, 80), 1 + (int)roll(dice, 12), 1 + (int)roll(dice, 28)};
    out->precision = in_hundred(dice, 80) ? MATCH_DAY : MATCH_YEAR;
    if (in_hundred(dice, 4)) /* as offices write it */
        out->born.month = out->born.mday = 1;
    out->number =
        numbers && in_hundred(dice, 70) ? 1000000000u + (uint64_t)roll(dice, 1u << 31) * 11 : 0;
    if (in_hundred(dice, 25)) /* a phone of her own */
        out->phone = 60000000u + roll(dice, 20000000);
}

/* ---- spellings ---- */

static const struct spelling {
    const char *from, *cyrillic, *albanian, *plain;
} spellings[] = {
    {"dž", "џ", "xh", "dz"}, {"lj", "љ", "l", "lj"}, {"nj", "њ", "nj", "nj"},
    {"š", "ш", "sh", "s"},   {"č", "ч", "ç", "c"},   {"ć", "ќ", "q", "c"},
    {"ž", "ж", "zh", "z"},   {"đ", "ѓ", "gj", "dj"}, {"a", "а", "a", "a"},
    {"b", "б", "b", "b"},    {"c", "ц", "c", "c"},   {"d", "д", "d", "d"},
    {"e", "е", "e", "e"},    {"f", "ф", "f", "f"},   {"g", "г", "g", "g"},
    {"h", "х", "h", "h"},    {"i", "и", "i", "i"},   {"j", "ј", "j", "j"},
    {"k", "к", "k", "k"},    {"l", "л", "l", "l"},   {"m", "м", "m", "m"},
    {"n", "н", "n", "n"},    {"o", "о", "o", "o"},   {"p", "п", "p", "p"},
    {"r", "р", "r", "r"},    {"s", "с", "s", "s"},   {"t", "т", "t", "t"},
    {"u", "у", "u", "u"},    {"v", "в", "v", "v"},   {"z", "з", "z", "z"},
};

enum script { AS_IT_IS, CYRILLIC, ALBANIAN, PLAIN, SCRIPTS };

static void spell(const char *word, enum script script, char out[static WORD_BYTES])
{
    struct arena arena;
    struct buf text;

    arena_init(&arena, &heap_libc, 1 << 16);
    buf_init(&text, &arena, WORD_BYTES - 1);
    for (const char *at = word; *at != '\0';) {
        char small[4] = {(char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at), at[1], '\0', 0};
        const struct spelling *found = NULL;
        for (size_t i = 0; i < COUNT(spellings) && found == NULL; i++) {
            size_t n = strlen(spellings[i].from);
            bool capital = n == 2 && (unsigned char)at[0] == 0xC5; /* Š, Ž: one bit below */
            if (strncmp(at, spellings[i].from, n) == 0 ||
                strncmp(small, spellings[i].from, n) == 0 ||
                (capital && spellings[i].from[0] == at[0] && spellings[i].from[1] - 1 == at[1]))
                found = &spellings[i];
        }
        if (found == NULL || script == AS_IT_IS) {
            buf_char(&text, *at++);
            continue;
        }
        buf_z(&text, script == CYRILLIC   ? found->cyrillic
                     : script == ALBANIAN ? found->albanian
                                          : found->plain);
        at += strlen(found->from);
    }
    join(out, str_z(&arena, buf_str(&text)), "");
    arena_fini(&arena);
}

/* ---- errors ---- */

/* One letter too many, too few, another, or two exchanged; of the ASCII ones alone. */
static void mistype(struct dice *dice, char word[static WORD_BYTES])
{
    static const char keys[] = "qwertyuiopasdfghjklzxcvbnm";
    size_t n = strlen(word);

    if (n < 3 || n > WORD_BYTES - 4)
        return;
    size_t at = 1 + roll(dice, (uint32_t)n - 2);
    if ((unsigned char)word[at] >= 0x80 || (unsigned char)word[at + 1] >= 0x80)
        return;
    char key = keys[roll(dice, 26)], next = word[at + 1];
    switch (roll(dice, 4)) {
    case 0:
        memmove(word + at + 1, word + at, n - at + 1);
        word[at] = key;
        break;
    case 1: memmove(word + at, word + at + 1, n - at); break;
    case 2: word[at] = key; break;
    default:
        if (next != '\0') {
            word[at + 1] = word[at];
            word[at] = next;
        }
    }
}

static void replace(char word[static WORD_BYTES], const char *from, const char *to)
{
    char *found = strstr(word, from);
    char rest[WORD_BYTES];

    if (found == NULL || strlen(word) + strlen(to) >= WORD_BYTES - 1)
        return;
    join(rest, found + strlen(from), "");
    (void)snprintf(found, WORD_BYTES - (size_t)(found - word), "%s%s", to, rest);
}

/* As it is heard, or as a scanner reads it. */
static void mishear(struct dice *dice, char word[static WORD_BYTES])
{
    static const char *const pairs[][2] = {
        {"Ahmet", "Ahmed"},  {"Husein", "Usein"}, {"Ibrahim", "Ibraim"},
        {"Memet", "Mehmed"}, {"Hasan", "Asan"},   {"Asan", "Hasan"},
        {"ije", "ija"},      {"ija", "ie"},       {"rn", "m"},
        {"m", "rn"},         {"l", "i"},          {"dž", "đ"},
        {"t", "d"},          {"b", "p"},          {"e", "i"},
        {"u", "o"},          {"lj", "l"},         {"z", "s"},
    };

    size_t which = roll(dice, COUNT(pairs));
    replace(word, pairs[which][0], pairs[which][1]);
}

static void married(struct dice *dice, struct someone *one)
{
    struct someone other = *one;

    new_family(dice, &other);
    one->as = (struct words){{0}, {0}, {0}};
    join(one->as.family, other.as.family, "");
}

static void other_ending(struct someone *one)
{
    size_t n = strlen(one->as.family);

    if (one->woman && n > 2 && n < WORD_BYTES - 1 && strcmp(one->as.family + n - 2, "ov") == 0)
        memcpy(one->as.family + n, "a", 2);
    else if (n > 4 && strcmp(one->as.family + n - 3, "ski") == 0)
        one->as.family[n - 1] = 'a';
}

static void wrong_birth(struct dice *dice, struct someone *one)
{
    struct date *born = &one->born;

    switch (roll(dice, 10)) {
    case 0:
    case 1:
    case 2: one->precision = MATCH_YEAR; break;
    case 3: one->precision = MATCH_MONTH; break;
    case 4:
        if (born->mday <= 12) {
            int month = born->month;
            born->month = born->mday;
            born->mday = month;
        }
        break;
    case 5: born->year += 10; break;
    case 6: born->year += roll(dice, 2) == 0 ? 1 : -1; break;
    case 7: born->mday = born->mday % 10 + 10; break;
    case 8: one->precision = 0; break;
    default: born->month = born->mday = 1;
    }
}

static void corrupt(struct dice *dice, struct someone *one)
{
    char kept[WORD_BYTES], given[WORD_BYTES];

    if (in_hundred(dice, 30))
        wrong_birth(dice, one);
    if (in_hundred(dice, 15))
        mistype(dice, one->as.given);
    if (in_hundred(dice, 15))
        mistype(dice, one->as.family);
    if (in_hundred(dice, 15))
        mishear(dice, one->as.given);
    if (in_hundred(dice, 10))
        mishear(dice, one->as.family);
    if (in_hundred(dice, 40))
        other_ending(one);
    if (one->woman && in_hundred(dice, 6)) {
        join(kept, one->as.father, "");
        join(given, one->as.given, "");
        married(dice, one);
        join(one->as.father, kept, "");
        join(one->as.given, given, "");
    }
    if (in_hundred(dice, 4)) {
        join(kept, one->as.given, "");
        join(one->as.given, one->as.family, "");
        join(one->as.family, kept, "");
    }
    if (in_hundred(dice, 40))
        one->as.father[0] = '\0';
    if (in_hundred(dice, 35))
        one->phone = in_hundred(dice, 50) ? 0 : 60000000u + roll(dice, 20000000);
    if (in_hundred(dice, 15))
        one->place = 1 + roll(dice, PLACES);
    if (in_hundred(dice, 30))
        one->settlement = 0;
    if (in_hundred(dice, 30))
        one->number = 0;
    else if (one->number != 0 && in_hundred(dice, 3))
        one->number += 1000;
}

/* ---- the town ---- */

static void raw_name(struct match_raw *raw, enum match_part part, const char *text)
{
    if (text[0] != '\0')
        raw->names[raw->names_n++] = (struct match_raw_name){part, str_of(text)};
}

static enum rc write_down(struct call *call, struct arena *keep, const struct someone *one,
                          enum script script, struct match_person *out)
{
    struct match_raw raw = {.precision = one->precision, .sex = one->woman ? STR("f") : STR("m")};
    struct words words;

    spell(one->as.given, script, words.given);
    spell(one->as.family, script, words.family);
    spell(one->as.father, script, words.father);
    raw_name(&raw, PART_GIVEN, words.given);
    raw_name(&raw, PART_FAMILY, words.family);
    raw_name(&raw, PART_FATHER, words.father);
    struct date born = one->born;
    if (one->precision < MATCH_DAY)
        born.mday = 1;
    if (one->precision < MATCH_MONTH)
        born.month = 1;
    raw.born = one->precision == 0 ? 0 : day_of(born);
    raw.place = str_format(call->arena, "p%u", one->place);
    raw.settlement = one->settlement == 0
                         ? STR("")
                         : str_format(call->arena, "lower %c%c", 'a' + (char)one->place % 20,
                                      'a' + (char)one->settlement);
    if (one->phone != 0)
        raw.phones[raw.phones_n++] =
            str_format(call->arena, "0%llu", (unsigned long long)one->phone);
    if (one->number != 0)
        raw.numbers[raw.numbers_n++] =
            str_format(call->arena, "%llu", (unsigned long long)one->number);
    return match_person_make(call, keep, &raw, out);
}

enum rc likeness_make(struct call *call, struct arena *keep, const struct likeness_options *options,
                      struct likeness *out)
{
    struct dice dice = {options->seed};
    struct someone one = {.woman = false};
    struct call_loop loop;
    size_t left = 0, n = options->people;
    uint32_t who = 0;
    enum rc rc = RC_OK;

    *out = (struct likeness){.persons = arena_array(keep, n, sizeof *out->persons),
                             .truth = arena_array(keep, n, sizeof *out->truth)};
    if (out->persons == NULL || out->truth == NULL)
        return fail_memory(call);
    call_loop_begin(call, &loop);
    while (out->n < n && rc == RC_OK) {
        if (left == 0) {
            new_family(&dice, &one);
            left = 1 + roll(&dice, FAMILY_MOST);
        }
        left--;
        new_member(&dice, options->numbers, &one);
        size_t copies = in_hundred(&dice, COPIES_PER_CENT) ? 1 + (roll(&dice, 5) == 0) : 0;
        who++;
        for (size_t i = 0; i <= copies && out->n < n && rc == RC_OK; i++) {
            struct someone copy = one;
            if (i != 0)
                corrupt(&dice, &copy);
            out->pairs += i;
            out->truth[out->n] = who;
            rc = write_down(call, keep, &copy, roll(&dice, SCRIPTS), &out->persons[out->n++]);
        }
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

struct likeness_figures likeness_judge(const struct likeness *town, const struct match_found *found)
{
    size_t same = 0, same_right = 0, listed = 0, listed_right = 0;
    struct likeness_figures out = {0};

    for (size_t i = 0; i < found->n; i++) {
        const struct match_pair *pair = &found->pairs[i];
        bool right = town->truth[pair->a] == town->truth[pair->b];
        listed++;
        listed_right += right;
        if (pair->verdict == VERDICT_SAME) {
            same++;
            same_right += right;
        }
    }
    out.precision = same == 0 ? 0 : (double)same_right / (double)same;
    out.recall = town->pairs == 0 ? 0 : (double)same_right / (double)town->pairs;
    out.f1 = same_right == 0 ? 0 : 2 * out.precision * out.recall / (out.precision + out.recall);
    out.listed = town->pairs == 0 ? 0 : (double)listed_right / (double)town->pairs;
    out.listed_right = listed == 0 ? 0 : (double)listed_right / (double)listed;
    return out;
}
