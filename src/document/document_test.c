/* document_test.c - letters and sheets as PDFs.
 * Usage: document_test SOURCE [FOLDER]   with FOLDER: leaves the PDFs there, for pdf_test.sh */
#include "base/embed.h"
#include "base/text.h"
#include "bundle_test.h"
#include "document/card_pdf.h"
#include "document/icon.h"
#include "document/letter_pdf.h"
#include "document/qr.h"
#include "document/sheet_pdf.h"
#include "office_test.h"
#include "photo_test.h"
#include "rules/template.h"
#include "tap.h"

/* Fontconfig keeps a pattern for itself until the process ends (seen with 2.14). */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

void named_cells_test(void);
void sheet_read_test(void);

struct world {
    struct call call;
    struct arena arena;
    const char *source, *folder;
};

static void open_world(struct world *w)
{
    static struct os no_os;

    arena_init(&w->arena, &heap_libc, 256 << 20);
    w->call = (struct call){.arena = &w->arena, .os = &no_os};
    w->call.faults_end = &w->call.faults;
}

static struct str read_source(struct world *w, const char *name)
{
    return tap_file(&w->arena, w->source, name);
}

static void leave(struct world *w, const char *name, struct str bytes)
{
    if (w->folder == NULL)
        return;
    struct str path = str_format(&w->arena, "%s/%s", w->folder, name);
    FILE *file = fopen(path.p, "wb");
    CHECK(file != NULL);
    if (file == NULL)
        return;
    CHECK(fwrite(bytes.p, 1, bytes.n, file) == bytes.n);
    (void)fclose(file);
}

static bool contains(struct str bytes, const char *text)
{
    return bytes.n != 0 && memmem(bytes.p, bytes.n, text, strlen(text)) != NULL;
}

/* The shipped letters ----------------------------------------------------------------------- */

static const char *const shipped[] = {
    "packs/mk/letters/request.mk.txt",          "packs/common/letters/request.sq.txt",
    "packs/common/letters/request.sr-Cyrl.txt", "packs/lt/letters/request.lt.txt",
    "packs/common/letters/request.en.txt",
};

enum { SHIPPED = sizeof shipped / sizeof *shipped };

struct fact {
    const char *name, *value;
};

/* What a case in Macedonian fills in; other languages have their own values for some. */
static const struct fact in_mk[] = {
    {"organisation.name", "Здружение „Заедно“"},
    {"organisation.address", "ул. „Прва“ 12, Долно Поле"},
    {"organisation.place", "Долно Поле"},
    {"letter.number", "03-114/2 од 2026"},
    {"letter.date", "2026-11-22"},
    {"their.number", "17-808/1"},
    {"institution.name", "Центар за социјална работа"},
    {"institution.address", "ул. „1. Мај“ 5, Долно Поле"},
    {"client.name", "Сенада Демировска"},
    {"client.sex", "f"},
    {"client.address", "ул. „Втора“ бб, Долно Поле"},
    {"authority.date", "2026-11-02"},
    {"signatory.name", "Елвира Асанова"},
    {"signatory.role", "правна советничка"},
    {"request.subject", "гарантирана минимална помош"},
    {"request.facts", "Домаќинството има пет члена, од кои три деца.\nНикој не е вработен.\n\n"
                      "1. Мај 2026: последен приход. Ѓорѓи и Ќемал одат на училиште; Џемаил има "
                      "две години."},
    {"asks.count", "2"},
    {"asks.1", "Да се признае правото на гарантирана минимална помош."},
    {"asks.2", "Да се донесе писмено решение."},
    {"basis.count", "2"},
    {"basis.1.act", "Закон за социјалната заштита, Сл. весник 104/2019"},
    {"basis.2.act", "Закон за општата управна постапка, Сл. весник 124/2015"},
    {"basis.2.articles", "1 и 2"},
    {"papers.count", "1"},
    {"papers.1", "копија од лична карта"},
    {"term.text", "30 дена"},
    {"term.article", "чл. 1"},
};

static const struct fact in_lt[] = {
    {"organisation.name", "Asociacija „Kartu“"},
    {"client.name", "Rada Aleksandravičienė"},
    {"institution.name", "Savivaldybės administracija"},
    {"request.facts", "Šeima gyvena ąčęėįšųūž bute. Ąžuolų g. 3."},
};

static const struct fact in_sq[] = {
    {"organisation.name", "Shoqata „Bashkë“"},
    {"client.name", "Sanije Krasniqi"},
    {"institution.name", "Qendra për Punë Sociale"},
    {"request.facts", "Familja ka pesë anëtarë, prej tyre tre fëmijë. Ç’është më keq: askush."},
};

struct facts {
    const struct fact *own;
    size_t own_n;
    bool no_proxy, verified;
};

static bool find_fact(const void *data, struct str name, struct str form, struct str *out)
{
    const struct facts *facts = data;

    if (form.n != 0 || (facts->no_proxy && str_is(name, "authority.date")))
        return false;
    if (str_is(name, "term.status")) {
        *out = facts->verified ? STR("verified") : STR("partly");
        return true;
    }
    for (size_t i = 0; i < facts->own_n; i++) {
        if (str_is(name, facts->own[i].name)) {
            *out = str_of(facts->own[i].value);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof in_mk / sizeof *in_mk; i++) {
        if (str_is(name, in_mk[i].name)) {
            *out = str_of(in_mk[i].value);
            return true;
        }
    }
    return false;
}

#define ALL(table) table, sizeof table / sizeof *table

static struct facts facts_for(struct str language)
{
    static const struct {
        const char *language;
        const struct fact *own;
        size_t n;
    } rows[] = {{"lt", ALL(in_lt)}, {"sq", ALL(in_sq)}};
    struct facts facts = {.verified = true};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (str_is(language, rows[i].language)) {
            facts.own = rows[i].own;
            facts.own_n = rows[i].n;
        }
    }
    return facts;
}

static bool fill(struct world *w, const char *name, struct facts facts, struct template_filled *out)
{
    struct template_facts from = {&facts, find_fact};
    struct template *t = NULL;

    return CHECK_RC(&w->call, template_read(&w->call, name, read_source(w, name), &w->arena, &t),
                    RC_OK) &&
           CHECK_RC(&w->call, template_fill(&w->call, t, &from, out), RC_OK);
}

/* What the printed text must be, for pdf_test.sh: every text of the letter on a line. */
static void leave_words(struct world *w, const char *name, const struct letter_doc *doc)
{
    struct buf words;

    buf_init(&words, &w->arena, LETTER_BYTES_MAX);
    for (size_t i = 0; i < LETTER_PLACES; i++) {
        for (size_t k = 0; k < doc->parts[i].n; k++) {
            const struct letter_block *block = &doc->parts[i].blocks[k];
            for (size_t c = 0; c < block->n; c++) {
                buf_add(&words, block->texts[c]);
                buf_char(&words, '\n');
            }
        }
    }
    leave(w, name, buf_str(&words));
}

/* The whole order, for who writes the same letter in other forms (test/oracle/office.mjs). */
static void leave_order(struct world *w, const char *name, const struct letter_print *print)
{
    struct buf bytes;

    buf_init(&bytes, &w->arena, LETTER_BYTES_MAX);
    letter_print_put(&bytes, print);
    leave(w, name, buf_str(&bytes));
}

/* A picture of 8 × 8 dots, made by hand. */
static struct str logo(struct world *w)
{
    return read_source(w, "test/data/logo.png");
}

static const struct str head_lines[] = {
    STR_INIT("ул. „Прва“ 12, Долно Поле"),
    STR_INIT("Тел. 000 000 · zaedno@example.org · ЕМБС 0000000"),
};

static struct letter_print print_of(struct world *w, const struct letter_doc *doc)
{
    return (struct letter_print){
        .doc = *doc,
        .head = {.name = STR("Здружение „Заедно“"), .lines = head_lines, .n = 2, .logo = logo(w)},
        .two_copies = true,
        .stamp_box = true,
    };
}

static void shipped_test(struct world *w)
{
    for (size_t i = 0; i < SHIPPED; i++) {
        struct template_filled filled;
        struct paper_pdf pdf = {.pages = 0}, again;
        CASE("letter: %s", shipped[i]);
        struct str name = str_of(shipped[i]), cc, language;
        (void)str_split(&name, '/');
        cc = str_split(&name, '/');
        language = str_cut(name, sizeof "letters/request", name.n - 4);
        if (!fill(w, shipped[i], facts_for(language), &filled))
            continue;
        for (size_t k = 0; k < filled.missing_n; k++)
            CHECK_TEXT(filled.missing[k].name, "nothing missing");
        CHECK(str_eq(filled.doc.language, language));
        CHECK(filled.doc.draft_mark.n != 0); /* nobody stands for them yet */
        struct letter_print print = print_of(w, &filled.doc);
        CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK);
        CHECK_INT(pdf.pages % 2, 0);
        CHECK_INT(pdf.missing_n, 0);
        CHECK_RC(&w->call, letter_pdf(&w->call, &print, &again), RC_OK);
        CHECK(str_eq(pdf.bytes, again.bytes));
        CHECK(contains(pdf.bytes,
                       str_format(&w->arena, "/Lang (%.*s)", (int)language.n, language.p).p));
        CHECK(!contains(pdf.bytes, "CreationDate"));
        struct str file =
            str_format(&w->arena, "%.*s-%.*s", (int)cc.n, cc.p, (int)language.n, language.p);
        leave(w, str_format(&w->arena, "%s.pdf", file.p).p, pdf.bytes);
        leave_words(w, str_format(&w->arena, "%s.txt", file.p).p, &filled.doc);
        leave_order(w, str_format(&w->arena, "%s.order", file.p).p, &print);
    }
}

static void guide_test(struct world *w)
{
    struct str guide = read_source(w, "doc/guide/letters.md");
    struct buf text;
    struct template *t;

    CASE("letter: the example in the guide is a template");
    buf_init(&text, &w->arena, TEMPLATE_BYTES_MAX);
    while (guide.n != 0 && !contains(buf_str(&text), "{{/sex}}\n{{client.name}}\n")) {
        struct str line = str_split(&guide, '\n');
        bool code = str_starts(line, STR("    "));
        if (code || (line.n == 0 && text.n != 0)) {
            buf_add(&text, str_cut(line, code ? 4 : 0, line.n));
            buf_char(&text, '\n');
        }
    }
    CHECK_RC(&w->call, template_read(&w->call, "letters.md", buf_str(&text), &w->arena, &t), RC_OK);
}

static void missing_test(struct world *w)
{
    struct template_filled filled;
    struct facts facts = {.no_proxy = true, .verified = false};
    struct str text;

    CASE("letter: an unverified term is not quoted, the applicant signs for herself");
    if (!fill(w, shipped[0], facts, &filled))
        return;
    CHECK_RC(&w->call, letter_text(&w->call, &filled.doc, &text), RC_OK);
    CHECK(!contains(text, "30 дена") && contains(text, "во рокот утврден со закон"));
    CHECK(contains(text, "Подносителка:\nСенада Демировска"));
    CHECK(!contains(text, "Полномошник"));
    CHECK_INT(filled.missing_n, 0);
}

/* Long letters ------------------------------------------------------------------------------ */

static struct letter_doc long_doc(struct world *w, int paragraphs)
{
    struct letter_doc doc = {.language = STR("sr-Cyrl"), .title = STR("Дуго писмо")};
    struct buf text;

    buf_init(&text, &w->arena, LETTER_BYTES_MAX);
    for (int i = 0; i < paragraphs; i++) {
        if (i % 7 == 3)
            buf_format(&text, "## Наслов %d\n\n", i);
        buf_format(&text, "Пасус %d. ", i);
        for (int k = 0; k < 3 + i % 5; k++)
            buf_z(&text, "Његош, Ђорђе и Љиљана чекају одговор који је требало да стигне. ");
        buf_z(&text, "\n\n");
        if (i % 5 == 4)
            buf_z(&text, "1. прва ставка\n2. друга ставка\n\n- цртица\n\n");
    }
    buf_z(&text, "| Бр. | Ко | Шта је тражено |\n");
    for (int i = 1; i <= paragraphs; i++)
        buf_format(&text,
                   "| %d | Центар за социјални рад | одговор на захтев број %d, са дугим "
                   "описом који тече у више редова |\n",
                   i, i);
    buf_z(&text, "\nПоследњи пасус, уз који стоји потпис. Он има више од два реда, да би се "
                 "видело где се страна прелама када се потпис држи последњих редова текста, па "
                 "ово тече даље.\n");
    struct str source = buf_str(&text);
    CHECK_RC(&w->call,
             letter_part_parse(&w->call, "text", LETTER_TEXT, source, &doc.parts[LETTER_TEXT]),
             RC_OK);
    CHECK_RC(&w->call,
             letter_part_parse(&w->call, "s", LETTER_SUBJECT, STR("Дуго писмо"),
                               &doc.parts[LETTER_SUBJECT]),
             RC_OK);
    CHECK_RC(&w->call,
             letter_part_parse(&w->call, "s", LETTER_SIGNATURE, STR("Потпис\nИме\n\n_____"),
                               &doc.parts[LETTER_SIGNATURE]),
             RC_OK);
    return doc;
}

static void long_test(struct world *w)
{
    struct paper_pdf pdf = {.pages = 0};

    CASE("letter: long text goes over pages");
    struct letter_doc doc = long_doc(w, 60);
    struct letter_print print = {.doc = doc, .made_ms = 1795341600000};
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK);
    CHECK(pdf.pages > 8);
    CHECK(contains(pdf.bytes, "/CreationDate (20261122"));
    leave(w, "long.pdf", pdf.bytes);
    leave_words(w, "long.txt", &doc);
    leave_order(w, "long.order", &print);

    CASE("letter: more pages than the limit, with both copies counted");
    print.doc = long_doc(w, 700);
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK);
    CHECK(pdf.pages > PAPER_PAGES_MAX / 2);
    print.two_copies = true;
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_LIMIT);

    CASE("letter: more lines than all pages hold");
    print.doc = long_doc(w, 2500);
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_LIMIT);

    CASE("letter: a paragraph longer than can be shaped");
    static char much[PAPER_TEXT_MAX + 1];
    memset(much, 'x', sizeof much);
    const struct str text = str_bytes(much, sizeof much);
    const struct letter_block block = {LETTER_PARAGRAPH, &text, 1};
    print.doc = (struct letter_doc){.language = STR("en")};
    print.doc.parts[LETTER_TEXT] = (struct letter_part){.blocks = &block, .n = 1};
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_LIMIT);
}

/* Bad input --------------------------------------------------------------------------------- */

static void bad_test(struct world *w)
{
    struct letter_doc doc = {.language = STR("x) /Evil (y"), .title = STR("")};
    struct letter_print print = {.doc = doc};
    struct paper_pdf pdf = {.pages = 0};

    CASE("letter: an empty one is a page");
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK);
    CHECK_INT(pdf.pages, 1);
    CHECK(!contains(pdf.bytes, "Evil"));

    CASE("letter: a sign that no font has is reported, the letter printed");
    static const struct str odd[] = {STR_INIT("Знак \U000F1234 и \U000F1234 \U000FABCD")};
    const struct letter_block block = {LETTER_PARAGRAPH, odd, 1};
    print.doc.parts[LETTER_TEXT] = (struct letter_part){.blocks = &block, .n = 1};
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK);
    CHECK_INT(pdf.missing_n, 2);
    CHECK_INT(pdf.missing[0], 0xF1234);

    CASE("letter: a logo that is none");
    print.head.name = STR("Здружение");
    print.head.logo = STR("GIF89a");
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_INVALID);
    struct str good = logo(w);
    CHECK(good.n > 40);
    print.head.logo = str_cut(good, 0, good.n - 20);
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_INVALID);
    struct str huge = str_dup(&w->arena, good);
    char *bytes = arena_alloc(&w->arena, huge.n);
    memcpy(bytes, huge.p, huge.n);
    bytes[17] = 1;
    print.head.logo = str_bytes(bytes, huge.n);
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_LIMIT);

    CASE("letter: a letterhead that leaves no page");
    static const struct str line[] = {
        STR_INIT("а\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа\nа")};
    print.head = (struct letter_head){.name = STR("Здружение"), .lines = line, .n = 1};
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_LIMIT);

    CASE("letter: rows of one table with different numbers of cells are drawn, not read past");
    static const struct str cells[] = {STR_INIT("а"), STR_INIT("б"), STR_INIT("в")};
    const struct letter_block rows[] = {
        {LETTER_ROW, cells, 2}, {LETTER_ROW, cells, 3}, {LETTER_ROW, cells, 1}};
    print = (struct letter_print){.doc = doc};
    print.doc.parts[LETTER_TEXT] = (struct letter_part){.blocks = rows, .n = 3};
    CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK);
}

/* Sheets ------------------------------------------------------------------------------------ */

static struct sheet_order sheet_order(struct world *w)
{
    struct sheet_order order = {
        .organisation = STR("Здружение „Заедно“"), .set = STR("4f09ac"), .made = 20779};

    for (int i = 0; i < SHEETS; i++) {
        struct sheet *sheet = &order.sheets[i];
        sheet->code = str_format(&w->arena, "KHETANE SHEET %d 4f09ac %064d %064d", i + 1, i, 7);
        for (int k = 0; k < SHEETS - 1; k++)
            for (int n = 0; n < SHEET_WORDS; n++)
                sheet->words[k][n] = str_format(&w->arena, "word%c%c%d", 'a' + i, 'a' + k, n);
    }
    return order;
}

static void sheet_test(struct world *w)
{
    struct sheet_order order = sheet_order(w), back;
    struct paper_pdf pdf = {.pages = 0}, again;
    struct buf bytes, twice;

    CASE("sheet: the order as bytes and back");
    buf_init(&bytes, &w->arena, SHEET_BYTES_MAX);
    sheet_put(&bytes, &order);
    leave(w, "sheet.cbor", buf_str(&bytes));
    CHECK_RC(&w->call, sheet_read(&w->call, buf_str(&bytes), &back), RC_OK);
    buf_init(&twice, &w->arena, SHEET_BYTES_MAX);
    sheet_put(&twice, &back);
    CHECK(str_eq(buf_str(&bytes), buf_str(&twice)));
    for (size_t n = 0; n < bytes.n; n++)
        CHECK_RC(&w->call, sheet_read(&w->call, str_cut(buf_str(&bytes), 0, n), &back), RC_CORRUPT);

    CASE("sheet: three of them, a page each");
    CHECK_RC(&w->call, sheet_pdf(&w->call, &order, &pdf), RC_OK);
    CHECK_INT(pdf.pages, SHEETS);
    CHECK_RC(&w->call, sheet_pdf(&w->call, &order, &again), RC_OK);
    CHECK(str_eq(pdf.bytes, again.bytes));
    leave(w, "sheets.pdf", pdf.bytes);
}

static void card_test(struct world *w)
{
    struct card_order order = {.language = STR("en"),
                               .first = STR("http://192.168.1.20:8439/trust"),
                               .then = STR("https://office.local:8438/"),
                               .or_then = STR("https://192.168.1.20:8438/"),
                               .sha256 = STR("3F2A 9C11 3F2A 9C11"),
                               .sha1 = STR("3F2A 9C11"),
                               .until = 24000};
    struct card_order back;
    struct paper_pdf pdf = {.pages = 0}, again;
    struct buf bytes;

    for (size_t i = 0; i < CARD_PICTURES; i++)
        order.pictures[i] = (struct card_picture){STR("fish"), STR("Fish")};
    CASE("card: the order as bytes and back");
    buf_init(&bytes, &w->arena, CARD_BYTES_MAX);
    card_put(&bytes, &order);
    leave(w, "card.cbor", buf_str(&bytes));
    CHECK_RC(&w->call, card_read(&w->call, buf_str(&bytes), &back), RC_OK);
    CHECK_TEXT(back.or_then, "https://192.168.1.20:8438/");
    for (size_t n = 0; n < bytes.n; n++)
        CHECK_RC(&w->call, card_read(&w->call, str_cut(buf_str(&bytes), 0, n), &back), RC_CORRUPT);

    CASE("card: one page, the same bytes each time; no unknown picture");
    CHECK_RC(&w->call, card_pdf(&w->call, &order, &pdf), RC_OK);
    CHECK_INT(pdf.pages, 1);
    CHECK_INT(pdf.missing_n, 0);
    CHECK_RC(&w->call, card_pdf(&w->call, &order, &again), RC_OK);
    CHECK(str_eq(pdf.bytes, again.bytes));
    leave(w, "card.pdf", pdf.bytes);
    order.pictures[2].icon = STR("no-such-thing");
    CHECK_RC(&w->call, card_pdf(&w->call, &order, &again), RC_NOT_FOUND);
}

/* Whether every point lies in the square that pictures are drawn in. */
static bool lies_inside(const struct icon *icon)
{
    for (size_t i = 0; i < icon->n; i++)
        for (size_t k = 0; k < 6; k++)
            if (icon->steps[i].at[k] < -0.5 || icon->steps[i].at[k] > PAPER_DRAWING + 0.5)
                return false;
    return true;
}

static void icon_test(struct world *w)
{
    const struct str odd =
        STR("<symbol id=\"a\" viewBox=\"0 0 24 24\"><path d=\"m1 1 2 2\"/></symbol>"
            "<symbol id=\"b\" viewBox=\"0 0 24 24\"><path d=\"M1 1x2 2\"/></symbol>"
            "<symbol id=\"c\" viewBox=\"0 0 24 24\"><text>x</text></symbol>"
            "<symbol id=\"d\" viewBox=\"0 0 24 24\"><path d=\"M1\"/></symbol>");
    const struct embedded *sheet = embedded_find(STR("assets/pictures.svg"));
    const struct embedded *list = embedded_find(STR("assets/pictures.txt"));
    struct icon icon;
    size_t n = 0;

    CASE("icon: all the pictures of the card can be drawn");
    if (!CHECK(sheet != NULL && list != NULL))
        return;
    struct str rest = list->bytes;
    (void)str_split(&rest, '\n'); /* what it is */
    for (; rest.n != 0; n++) {
        struct str name = str_split(&rest, '\n');
        CHECK_RC(&w->call, icon_read(&w->call, sheet->bytes, name, &icon), RC_OK);
        if (!CHECK(lies_inside(&icon)))
            CHECK_TEXT(name, "inside");
    }
    CHECK_INT(n, 64);

    CASE("icon: a line with points, and what is not understood");
    CHECK_RC(&w->call, icon_read(&w->call, odd, STR("a"), &icon), RC_OK);
    CHECK_INT(icon.n, 2);
    CHECK(icon.steps[1].pen == PEN_LINE && icon.steps[1].at[0] > 2.99 &&
          icon.steps[1].at[0] < 3.01);
    CHECK_RC(&w->call, icon_read(&w->call, odd, STR("b"), &icon), RC_CORRUPT);
    CHECK_RC(&w->call, icon_read(&w->call, odd, STR("c"), &icon), RC_CORRUPT);
    CHECK_RC(&w->call, icon_read(&w->call, odd, STR("d"), &icon), RC_CORRUPT);
    CHECK_RC(&w->call, icon_read(&w->call, odd, STR("e"), &icon), RC_NOT_FOUND);
}

static void qr_test(struct world *w)
{
    struct qr qr = {.width = 0};
    char text[QR_TEXT_MAX + 1];

    CASE("qr: the three finders and the timing rows are where ISO/IEC 18004 has them");
    CHECK_RC(&w->call, qr_make(&w->call, STR("KHETANE"), &qr), RC_OK);
    CHECK_INT(qr.width, 21);
    for (size_t i = 0; i < 7; i++) {
        CHECK(qr.dark[i] && qr.dark[qr.width - 1 - i] && qr.dark[(qr.width - 1) * qr.width + i]);
        CHECK(!qr.dark[qr.width * 7 + i]);
    }
    for (size_t i = 8; i < qr.width - 8; i++)
        CHECK_INT(qr.dark[6 * qr.width + i], i % 2 == 0);
    CASE("qr: limits");
    memset(text, 'x', sizeof text);
    CHECK_RC(&w->call, qr_make(&w->call, str_bytes(text, QR_TEXT_MAX), &qr), RC_OK);
    CHECK_RC(&w->call, qr_make(&w->call, str_bytes(text, sizeof text), &qr), RC_LIMIT);
    CHECK_RC(&w->call, qr_make(&w->call, STR(""), &qr), RC_LIMIT);
}

int main(int argc, char **argv)
{
    static void (*const tests[])(struct world *) = {shipped_test, guide_test, missing_test,
                                                    long_test,    bad_test,   sheet_test,
                                                    card_test,    icon_test,  qr_test};

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        struct world w = {.source = argc > 1 ? argv[1] : ".", .folder = argc > 2 ? argv[2] : NULL};
        open_world(&w);
        tests[i](&w);
        arena_fini(&w.arena);
    }
    named_cells_test();
    sheet_read_test();
    office_test();
    office_read_test(argc > 1 ? argv[1] : ".");
    photo_test(argc > 1 ? argv[1] : ".", argc > 2 ? argv[2] : NULL);
    bundle_test(argc > 1 ? argv[1] : ".", argc > 2 ? argv[2] : NULL);
    return tap_end();
}
