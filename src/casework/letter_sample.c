/* letter_sample.c - see letter_sample.h: a row for each fact, a column for each language. */
#include "casework/letter_sample.h"

#include "base/latin.h"

enum column { COLUMN_EN, COLUMN_MK, COLUMN_SR, COLUMN_SQ, COLUMN_LT, COLUMNS };

/* A NULL: as in English. */
static const struct row {
    const char *fact, *in[COLUMNS];
} rows[] = {
    {"letter.number", {"03-114/2"}},
    {"letter.date", {"2026-11-22"}},
    {"their.number", {"17-808/1"}},
    {"organisation.name",
     {"Association “Together”", "Здружение „Заедно“", "Удружење „Заједно“", "Shoqata „Bashkë“",
      "Asociacija „Kartu“"}},
    {"organisation.address",
     {"First Street 12, Dolno Pole", "ул. „Прва“ 12, Долно Поле", "Прва улица 12, Доње Поље",
      "Rruga e Parë 12, Fusha e Poshtme", "Pirmoji g. 12, Žemutiniai Laukai"}},
    {"organisation.place",
     {"Dolno Pole", "Долно Поле", "Доње Поље", "Fusha e Poshtme", "Žemutiniai Laukai"}},
    {"organisation.phone", {"000 000 000"}},
    {"organisation.mail", {"office@example.org"}},
    {"institution.name",
     {"Municipal Office", "Општински орган", "Општински орган", "Zyra komunale",
      "Savivaldybės administracija"}},
    {"institution.address",
     {"Second Street 5, Dolno Pole", "ул. „Втора“ 5, Долно Поле", "Друга улица 5, Доње Поље",
      "Rruga e Dytë 5, Fusha e Poshtme", "Antroji g. 5, Žemutiniai Laukai"}},
    {"client.name",
     {"Rada Sample", "Сенада Примерова", "Сенада Примеровић", "Sanije Shembulli",
      "Rada Pavyzdienė"}},
    {"client.address",
     {"Third Street 3, Dolno Pole", "ул. „Трета“ бб, Долно Поле", "Трећа улица бб, Доње Поље",
      "Rruga e Tretë pa numër, Fusha e Poshtme", "Trečioji g. 3, Žemutiniai Laukai"}},
    {"client.sex", {"f"}},
    {"client.born", {"1988-04-06"}},
    {"client.number", {"0000000000000"}},
    {"authority.date", {"2026-10-02"}},
    {"signatory.name",
     {"Elvira Example", "Елвира Пример", "Елвира Пример", "Elvira Shembull", "Elvyra Pavyzdė"}},
    {"signatory.role",
     {"legal adviser", "правна советничка", "правна саветница", "këshilltare juridike",
      "teisės konsultantė"}},
    {"request.subject",
     {"financial assistance", "парична помош", "новчана помоћ", "ndihma në të holla",
      "piniginė parama"}},
    {"request.facts",
     {"The household has five members, three of them children. Nobody is employed.\n\n"
      "The request was handed in together with all papers that the office had asked for.",
      "Домаќинството има пет члена, од кои три деца. Никој не е вработен.\n\n"
      "Барањето е поднесено со сите списи што органот ги побара.",
      "Домаћинство има пет чланова, од тога троје деце. Нико није запослен.\n\n"
      "Захтев је поднет са свим списима које је орган тражио.",
      "Familja ka pesë anëtarë, prej tyre tre fëmijë. Askush nuk është i punësuar.\n\n"
      "Kërkesa u dorëzua me të gjitha shkresat që i kërkoi organi.",
      "Šeimą sudaro penki asmenys, iš jų trys vaikai. Niekas nedirba.\n\n"
      "Prašymas pateiktas su visais dokumentais, kurių prašė institucija."}},
    {"case.number", {"NI-2026-104"}},
    {"act.date", {"2026-09-14"}},
    {"act.place",
     {"at the counter of the office", "на шалтерот на органот", "на шалтеру органа",
      "në sportelin e organit", "institucijos priimamajame"}},
    {"respondent.name",
     {"Shop “Corner”", "Продавница „Агол“", "Продавница „Угао“", "Dyqani „Këndi“",
      "Parduotuvė „Kampas“"}},
    {"respondent.address",
     {"Fourth Street 1, Dolno Pole", "ул. „Четврта“ 1, Долно Поле", "Четврта улица 1, Доње Поље",
      "Rruga e Katërt 1, Fusha e Poshtme", "Ketvirtoji g. 1, Žemutiniai Laukai"}},
    {"dispute.value", {"500"}},
    {"decision.number", {"17-808/1"}},
    {"decision.date", {"2026-11-04"}},
    {"decision.received", {"2026-11-09"}},
    {"decision.office",
     {"Municipal Office", "Општински орган", "Општински орган", "Zyra komunale",
      "Savivaldybės administracija"}},
    {"filing.number", {"03-91/1"}},
    {"filing.date", {"2026-09-21"}},
    {"filing.received", {"2026-09-22"}},
    {"filing.office",
     {"Municipal Office", "Општински орган", "Општински орган", "Zyra komunale",
      "Savivaldybės administracija"}},
    {"filing.procedure",
     {"administrative request", "барање во управна постапка", "захтев у управном поступку",
      "kërkesë administrative", "prašymas"}},
    {"filing.term", {"30 days", "30 дена", "30 дана", "30 ditë", "30 dienų"}},
    {"filing.article",
     {"the act, article 1", "законот, чл. 1", "закон, чл. 1", "ligji, neni 1",
      "įstatymas, 1 str."}},
    {"silence.since", {"2026-10-23"}},
    {"silence.days", {"30"}},
    {"term.text", {"30 days", "30 дена", "30 дана", "30 ditë", "30 dienų"}},
    {"term.article",
     {"the act, article 1", "законот, чл. 1", "закон, чл. 1", "ligji, neni 1",
      "įstatymas, 1 str."}},
    {"term.status", {"verified"}},
    {"points.1",
     {"Families of the settlement have had no water since the first day of the month.",
      "Семејствата од населбата се без вода од првиот ден на месецот.",
      "Породице у насељу су без воде од првог дана у месецу.",
      "Familjet e lagjes janë pa ujë që nga dita e parë e muajit.",
      "Gyvenvietės šeimos neturi vandens nuo pirmosios mėnesio dienos."}},
    {"points.2",
     {"No office has said who is to repair the pipe.",
      "Ниту еден орган не кажал кој треба да го поправи водоводот.",
      "Ниједан орган није рекао ко треба да поправи водовод.",
      "Asnjë organ nuk ka thënë kush duhet ta ndreqë ujësjellësin.",
      "Nė viena institucija nepasakė, kas turi sutaisyti vandentiekį."}},
    {"reasons.1",
     {"The papers that were handed in were not looked at.", "Поднесените списи не се разгледани.",
      "Поднети списи нису размотрени.", "Shkresat e dorëzuara nuk janë shqyrtuar.",
      "Pateikti dokumentai nebuvo išnagrinėti."}},
    {"reasons.2",
     {"The decision does not say why.", "Во одлуката не е наведено зошто.",
      "У одлуци није наведено зашто.", "Në vendim nuk thuhet pse.",
      "Sprendime nenurodyta, kodėl."}},
    {"steps.1",
     {"A letter to the office, without an answer", "Писмо до органот, без одговор",
      "Писмо органу, без одговора", "Letër organit, pa përgjigje",
      "Raštas institucijai, be atsakymo"}},
    {"allowed.1",
     {"To file letters and to receive answers", "Поднесување поднесоци и прием на одговори",
      "Подношење поднесака и пријем одговора", "Dorëzimi i shkresave dhe pranimi i përgjigjeve",
      "Teikti raštus ir gauti atsakymus"}},
    {"allowed.2",
     {"To look at the file", "Увид во списите", "Увид у списе", "Shikimi i shkresave",
      "Susipažinti su byla"}},
    {"asks.1",
     {"That the assistance be granted.", "Да се признае правото на помош.",
      "Да се призна право на помоћ.", "Të njihet e drejta në ndihmë.", "Skirti paramą."}},
    {"asks.2",
     {"That a decision be given in writing.", "Да се донесе писмена одлука.",
      "Да се донесе писана одлука.", "Të jepet vendim me shkrim.", "Sprendimą pateikti raštu."}},
    {"papers.1",
     {"copy of the request", "копија од барањето", "копија захтева", "kopja e kërkesës",
      "prašymo kopija"}},
    {"papers.2",
     {"proof of receipt", "доказ за прием", "доказ о пријему", "prova e pranimit",
      "gavimo įrodymas"}},
    {"together.1",
     {"Association “Source”, Emir Pattern", "Здружение „Извор“, Емир Образец",
      "Удружење „Извор“, Емир Образац", "Shoqata „Burimi“, Emir Modeli",
      "Asociacija „Šaltinis“, Emiras Pavyzdys"}},
    {"people.1",
     {"Rada Sample", "Сенада Примерова", "Сенада Примеровић", "Sanije Shembulli",
      "Rada Pavyzdienė"}},
    {"witnesses.1",
     {"Zana Pattern", "Зана Образец", "Зана Образац", "Zana Modeli", "Zana Pavyzdė"}},
    {"grounds.1",
     {"ethnic origin", "етничка припадност", "етничко порекло", "përkatësia etnike",
      "etninė kilmė"}},
    {"basis.1.act",
     {"The act that the procedure names", "Законот што го наведува постапката",
      "Закон који поступак наводи", "Ligji që e përmend procedura",
      "Procedūros nurodytas įstatymas"}},
    {"basis.1.articles", {"1, 2"}},
};

static enum column column_of(struct str language)
{
    static const char *const languages[COLUMNS] = {"en", "mk", "sr", "sq", "lt"};
    struct str base = str_split(&language, '-');

    for (int i = 0; i < COLUMNS; i++)
        if (str_is(base, languages[i]))
            return (enum column)i;
    return COLUMN_EN;
}

static const struct row *row_of(struct str fact)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(fact, rows[i].fact))
            return &rows[i];
    return NULL;
}

/* How many items a list has: "asks.count". */
static bool count_of(struct call *call, struct str fact, struct str *out)
{
    struct str rest = fact, list = str_split(&rest, '.');
    size_t n = 0;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str number = str_of(rows[i].fact), of = str_split(&number, '.');
        uint64_t item;
        if (str_eq(of, list) && str_uint(str_split(&number, '.'), TEMPLATE_EACH_MAX, &item) &&
            item > n)
            n = (size_t)item;
    }
    *out = str_format(call->arena, "%zu", n);
    return n != 0 && out->p != NULL;
}

static bool find_fact(const void *data, struct str name, struct str form, struct str *out)
{
    const struct letter_sample *sample = data;
    enum column column = column_of(sample->language);
    const struct row *row = row_of(name);

    if (form.n != 0)
        row = row_of(STR("client.name")); /* as if somebody had declared the name */
    if (row == NULL && memchr(name.p, '.', name.n) == NULL) /* a list as a whole: is there one? */
        row = row_of(str_format(sample->call->arena, "%.*s.1", (int)name.n, name.p));
    if (row == NULL)
        return str_ends(name, STR(".count")) && count_of(sample->call, name, out);
    const char *text = row->in[column] == NULL ? row->in[COLUMN_EN] : row->in[column];
    *out = str_is(sample->language, "sr-Latn") ? latin_of(sample->call->arena, str_of(text))
                                               : str_of(text);
    return out->p != NULL;
}

struct template_facts letter_sample(const struct letter_sample *sample)
{
    return (struct template_facts){sample, find_fact};
}
