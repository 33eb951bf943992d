/* template_test.c - templates, their faults, filling, and the editable form of letters. */
#include "base/cbor.h"
#include "rules/template.h"
#include "tap.h"

void template_test(void);

static const struct os *no_os(void)
{
    static struct os os;
    return &os;
}

static struct call *fresh(struct call *call, struct arena *arena, const struct heap *heap)
{
    arena_init(arena, heap, 16 << 20);
    *call = (struct call){.arena = arena, .os = no_os()};
    call->faults_end = &call->faults;
    return call;
}

struct fact {
    const char *name, *form, *value;
};

static bool find_fact(const void *data, struct str name, struct str form, struct str *out)
{
    for (const struct fact *f = data; f->name != NULL; f++) {
        if (str_is(name, f->name) && str_is(form, f->form)) {
            *out = str_of(f->value);
            return true;
        }
    }
    return false;
}

#define HEAD(language, status)                                                                \
    "id: mk.test\nkind: request\nlanguage: " language "\ntitle: Барање\nstatus: " status "\n" \
    "draft mark: НАЦРТ\ncopy mark: ПРИМЕРОК\nstamp label: Прием\n"

#define AROUND(text)    \
    HEAD("mk", "draft") \
    "---\n[addressee] До\nЦентар\n[subject]\nБарање\n[signature]\nПотпис\n[text]\n" text

static struct template *read_ok(struct call *call, const char *text)
{
    struct template *t = NULL;

    CHECK_RC(call, template_read(call, "t.txt", str_of(text), call->arena, &t), RC_OK);
    return t;
}

/* The editable form of [text] as filled from the facts. */
static struct str filled(struct call *call, const char *text, const struct fact *facts,
                         struct template_filled *out)
{
    struct template *t = read_ok(call, text);
    struct template_facts from = {facts, find_fact};
    struct str source = STR("");

    if (t == NULL || !CHECK_RC(call, template_fill(call, t, &from, out), RC_OK))
        return source;
    CHECK_RC(call, letter_part_source(call, &out->doc.parts[LETTER_TEXT], &source), RC_OK);
    return source;
}

static void slots_test(struct call *call)
{
    static const struct fact facts[] = {
        {"client.name", "", "Сенада Демировска"},
        {"client.sex", "", "f"},
        {"father.sex", "", "m"},
        {"other.sex", "", "x"},
        {"client.name", "vocative", "Сенадо"},
        {"paper.on", "", "2026-11-02"},
        {"paper.bad", "", "утре"},
        {"term.status", "", "verified"},
        {"basis.count", "", "2"},
        {"basis.1.act", "", "ЗОУП"},
        {"basis.1.articles", "", "1 и 2"},
        {"basis.2.act", "", "ЗСЗ"},
        {"basis.2.articles", "", "3"},
        {"none.count", "", "0"},
        {"many.count", "", "501"},
        {"blank", "", "  \n "},
        {NULL, NULL, NULL},
    };
    static const struct {
        const char *name, *text, *want;
    } rows[] = {
        {"a slot", "Странка: {{client.name}}, {{ client.name }}.",
         "Странка: Сенада Демировска, Сенада Демировска."},
        {"a declared form", "Почитувана {{client.name|vocative}},", "Почитувана Сенадо,"},
        {"a date", "на {{paper.on|date}} година", "на 02.11.2026 година"},
        {"sex f", "Потпишан{{#sex client f}}ата{{or m}}иот{{/sex}}", "Потпишаната"},
        {"sex m", "Потпишан{{#sex father f}}ата{{or m}}иот{{/sex}}", "Потпишаниот"},
        {"sex otherwise", "{{#sex other f}}а{{or m}}б{{else}}Странката{{/sex}}", "Странката"},
        {"if", "{{#if client.name}}да{{else}}не{{/if}}{{#if no}}да{{else}}не{{/if}}", "дане"},
        {"blank is nothing", "{{#if blank}}да{{else}}не{{/if}}", "не"},
        {"if is", "{{#if term.status is verified}}да{{/if}}{{#if term.status is x}}не{{/if}}",
         "да"},
        {"tags alone take their line", "а\n{{#if client.name}}\nб\n{{else}}\nв\n{{/if}}\nг",
         "а б г"},
        {"a remark", "а\n{{! за правникот }}\nб", "а б"},
        {"a list", "{{#each basis}}\n- {{item.act}}, член {{item.articles}}\n{{/each}}",
         "- ЗОУП, член 1 и 2\n- ЗСЗ, член 3"},
        {"an empty list", "{{#each none}}\n- {{item}}\n{{else}}\nНема.\n{{/each}}", "Нема."},
    };
    struct template_filled out = {.missing_n = 0};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("template: %s", rows[i].name);
        struct str text = str_format(call->arena, AROUND("%s"), rows[i].text);
        CHECK_TEXT(filled(call, text.p, facts, &out), rows[i].want);
        CHECK_INT(out.missing_n, 0);
    }
    CASE("template: a list longer than a letter takes is refused with its line");
    struct template *t = read_ok(call, AROUND("{{#each many}}{{item}}{{/each}}"));
    struct template_facts from = {facts, find_fact};
    enum rc rc = template_fill(call, t, &from, &out);
    CHECK_TEXT(call->error.where, "t.txt:17");
    CHECK_RC(call, rc, RC_INVALID);
}

static void missing_test(struct call *call)
{
    static const struct fact facts[] = {{"client.name", "", "Бајрам"},
                                        {"client.sex", "", "x"},
                                        {"paper.on", "", "утре"},
                                        {NULL, NULL, NULL}};
    static const struct {
        const char *name, *form;
        int line;
    } want[] = {{"safe.phone", "", 0},  {"client.father", "", 18}, {"client.name", "vocative", 18},
                {"client.sex", "", 19}, {"paper.on", "date", 20},  {"basis", "", 20}};
    struct template_filled out = {.missing_n = 0};

    CASE("template: what is missing is named once, with its line, and never guessed");
    struct str text = str_of(
        HEAD("mk", "draft") "needs: client.name, safe.phone\n---\n[addressee]\nА\n[subject]\nБ\n"
                            "[signature]\nВ\n[text]\n{{client.father}} {{client.name|vocative}}\n"
                            "{{#sex client f}}а{{or m}}б{{/sex}} {{client.father}}\n"
                            "{{paper.on|date}} {{#each basis}}x{{/each}}");
    CHECK_TEXT(filled(call, text.p, facts, &out),
               "[client.father?] [client.name, vocative?] [client.sex?] [client.father?] "
               "[paper.on, date?] [basis?]");
    if (!CHECK_INT(out.missing_n, sizeof want / sizeof *want))
        return;
    for (size_t i = 0; i < out.missing_n; i++) {
        CHECK_TEXT(out.missing[i].name, want[i].name);
        CHECK_TEXT(out.missing[i].form, want[i].form);
        CHECK_INT(out.missing[i].line, want[i].line);
    }
}

static void addressee_test(struct call *call)
{
    static const struct fact none[] = {{NULL, NULL, NULL}};
    struct template_filled out = {.missing_n = 0};

    CASE("template: a letter without addressee is not complete");
    struct str text = str_of(HEAD("mk", "draft") "---\n[addressee] До\n{{#if a}}\nА\n{{/if}}\n"
                                                 "[subject]\nБ\n[signature]\nВ\n[text]\nГ\n");
    (void)filled(call, text.p, none, &out);
    CHECK_INT(out.missing_n, 1);
    CHECK_TEXT(out.missing[0].name, "addressee");
}

/* A value never becomes a list, a table or a part by the look of its first letters. */
static void values_test(struct call *call)
{
    static const struct {
        const char *value, *want;
    } rows[] = {
        {"1. Мај 5", "\\1. Мај 5"},
        {"- Ромите", "\\- Ромите"},
        {"## х", "\\## х"},
        {"| а | б |", "\\| а | б |"},
        {"[text]", "[text]"},
        {"{{client.name}}", "{{client.name}}"},
        {"а\nб\n\n\n- в\n", "а\\\nб\n\n\\- в"},
        {"крај\\", "крај\\ "},
        {"таб\tи\x01знак", "таб и знак"},
    };
    struct template_filled out = {.missing_n = 0};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct fact facts[] = {{"v", "", rows[i].value}, {NULL, NULL, NULL}};
        CASE("template: the value %zu stays text", i + 1);
        CHECK_TEXT(filled(call, AROUND("{{v}}\n"), facts, &out), rows[i].want);
        CHECK(out.doc.parts[LETTER_TEXT].blocks[0].shape == LETTER_PARAGRAPH);
    }
    CASE("template: bars in the cell of a row do not make cells");
    const struct fact facts[] = {{"v", "", "а | б \\"}, {NULL, NULL, NULL}};
    CHECK_TEXT(filled(call, AROUND("| {{v}} | в |\n| г | д |\n"), facts, &out),
               "| а \\| б \\\\ | в |\n| г | д |");
    CHECK_INT(out.doc.parts[LETTER_TEXT].n, 2);
}

static void faults_test(struct call *call)
{
    static const struct {
        const char *text, *where, *part;
    } rows[] = {
        {AROUND("а {{client.name"), "t.txt:17:3", "not closed"},
        {AROUND("аб {{Client}}"), "t.txt:17:4", "no name of a fact"},
        {AROUND("{{a|instrumental}}"), "t.txt:17:1", "no form"},
        {AROUND("{{#if a}}x"), "t.txt:17:11", "{{/if}} must close"},
        {AROUND("{{#if a}}x{{/each}}"), "t.txt:17:11", "{{/if}} must close"},
        {AROUND("{{#if a b}}{{/if}}"), "t.txt:17:7", "is value"},
        {AROUND("{{/if}}"), "t.txt:17:1", "closes nothing"},
        {AROUND("{{#while a}}"), "t.txt:17:1", "#if, #sex and #each"},
        {AROUND("{{#sex a f}}b{{/sex}}"), "t.txt:17:14", "{{or m}}"},
        {AROUND("{{#sex a}}b{{or m}}{{/sex}}"), "t.txt:17:8", "{{#sex person f}}"},
        {AROUND("{{item}}"), "t.txt:17:1", "\"item\""},
        {AROUND("{{#each a}}{{#each b}}{{/each}}{{/each}}"), "t.txt:17:20", "another list"},
        {AROUND("\n[body]\n"), "t.txt:18:2", "no part of a letter"},
        {AROUND("\n[subject]\n"), "t.txt:18:2", "twice"},
        {AROUND("{{#if a}}{{#if a}}{{#if a}}{{#if a}}{{#if a}}{{#if a}}{{#if a}}{{#if a}}"
                "{{#if a}}"),
         "t.txt:17:73", "deep"},
        {HEAD("mk", "draft") "---\nx\n", "t.txt:10:1", "Before this text"},
        {HEAD("mk", "draft") "---\n[text]\nа\n", "t.txt", "[addressee]"},
        {HEAD("mk", "draft"), "t.txt", "line ---"},
        {HEAD("mk", "done") "---\n", "t.txt:5:9", "draft or checked"},
        {HEAD("mk", "checked") "---\n", "t.txt", "language checked by"},
        {HEAD("m", "draft") "---\n", "t.txt:3:11", "language"},
        {HEAD("mk", "draft") "colour: red\n---\n", "t.txt:9:1", "not known"},
        {HEAD("mk", "draft") "id: mk.again\n---\n", "t.txt:9:1", "twice"},
        {HEAD("mk", "draft") "needs:\n---\n", "t.txt:9:1", "no value"},
        {HEAD("mk", "draft") "needs: A\n---\n", "t.txt:9:8", "no name"},
        {HEAD("mk", "draft") "law checked by: A. B., 2026-02-30\n---\n", "t.txt:9:17", "when"},
        {"\xff", "t.txt:1", "UTF-8"},
        {"a\n\x01", "t.txt:2", "control"},
        {"", "t.txt", "line ---"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct template *t = NULL;
        CASE("template: fault %zu: %s", i + 1, rows[i].part);
        enum rc rc = template_read(call, "t.txt", str_of(rows[i].text), call->arena, &t);
        CHECK_TEXT(call->error.where, rows[i].where);
        CHECK(t == NULL && strstr(call->error.text.p, rows[i].part) != NULL);
        CHECK_RC(call, rc, RC_INVALID);
    }
}

static void limits_test(struct call *call)
{
    struct template *t = NULL;
    struct buf text;

    CASE("template: longer than the limit");
    buf_init(&text, call->arena, 1 << 20);
    buf_z(&text, AROUND(""));
    for (int i = 0; i < TEMPLATE_BYTES_MAX / 6; i++)
        buf_z(&text, "слово ");
    CHECK_RC(call, template_read(call, "t.txt", buf_str(&text), call->arena, &t), RC_LIMIT);

    CASE("template: more slots than the limit");
    buf_init(&text, call->arena, 1 << 20);
    buf_z(&text, AROUND(""));
    for (int i = 0; i < TEMPLATE_NODES_MAX; i++)
        buf_z(&text, "{{a}}x");
    CHECK_RC(call, template_read(call, "t.txt", buf_str(&text), call->arena, &t), RC_INVALID);

    CASE("template: a letter that grows over the limit");
    char *long_value = arena_alloc(call->arena, 100001);
    memset(long_value, 'x', 100000);
    const struct fact facts[] = {{"v", "", long_value}, {NULL, NULL, NULL}};
    buf_init(&text, call->arena, 1 << 20);
    buf_z(&text, AROUND(""));
    for (int i = 0; i < LETTER_BYTES_MAX / 100000 + 1; i++)
        buf_z(&text, "{{v}}\n");
    struct template_facts from = {facts, find_fact};
    struct template_filled out = {.missing_n = 0};
    CHECK_RC(call, template_read(call, "t.txt", buf_str(&text), call->arena, &t), RC_OK);
    CHECK_RC(call, template_fill(call, t, &from, &out), RC_LIMIT);
}

static void header_test(struct call *call)
{
    CASE("template: the head, with a byte order mark and Windows line ends");
    struct template *t = read_ok(
        call, "\xEF\xBB\xBF# remark\r\nid: mk.request\r\nkind: request\r\nprocedure: mk.a\r\n"
              "language: sr-Cyrl\r\ntitle: Захтев\r\nstatus: checked\r\n"
              "language checked by: Ана Петровић, дипл. проф., 2026-11-02\r\n"
              "law checked by: Б. Р., 2026-11-03\r\ndraft mark: НАЦРТ\r\ncopy mark: ПРЕПИС\r\n"
              "stamp label: Пријем\r\nneeds: a.b, c\r\n---\r\n[addressee] Коме\r\nА\r\n"
              "[subject]\r\nБ\r\n[text]\r\nВ {{a|genitive}}\r\n[signature]\r\nГ\r\n");
    if (t == NULL)
        return;
    const struct template_info *info = template_info(t);
    CHECK_TEXT(info->id, "mk.request");
    CHECK_TEXT(info->language, "sr-Cyrl");
    CHECK(info->checked);
    CHECK_TEXT(info->language_check.by, "Ана Петровић, дипл. проф.");
    CHECK_INT(info->law_check.on, info->language_check.on + 1);
    CHECK_INT(info->needs_n, 2);
    static const struct fact facts[] = {{"a", "genitive", "Ане"}, {NULL, NULL, NULL}};
    struct template_facts from = {facts, find_fact};
    struct template_filled out = {.missing_n = 0};
    CHECK_RC(call, template_fill(call, t, &from, &out), RC_OK);
    CHECK_INT(out.doc.draft_mark.n, 0);
    CHECK_TEXT(out.doc.parts[LETTER_ADDRESSEE].label, "Коме");
    struct str text;
    CHECK_RC(call, letter_text(call, &out.doc, &text), RC_OK);
    CHECK_TEXT(text, "Коме:\nА\n\nБ\n\n\nВ Ане\n\nГ\n");
}

static void dates_test(struct call *call)
{
    static const char *const rows[][2] = {{"mk", "02.11.2026"},
                                          {"sr-Cyrl", "2.\xC2\xA0"
                                                      "11.\xC2\xA0"
                                                      "2026."},
                                          {"sq", "02.11.2026"},
                                          {"lt", "2026-11-02"},
                                          {"en", "2\xC2\xA0"
                                                 "November\xC2\xA0"
                                                 "2026"}};
    static const struct fact facts[] = {{"d", "", "2026-11-02"}, {NULL, NULL, NULL}};
    struct template_filled out = {.missing_n = 0};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("template: a date in %s", rows[i][0]);
        struct str text = str_format(call->arena,
                                     HEAD("%s", "draft") "---\n[addressee]\nА\n[subject]\nБ\n"
                                                         "[signature]\nВ\n[text]\n{{d|date}}\n",
                                     rows[i][0]);
        struct str got = filled(call, text.p, facts, &out);
        CHECK_TEXT(str_starts(got, STR("\\")) ? str_cut(got, 1, got.n) : got, rows[i][1]);
    }
}

static bool is_word(const void *data, struct str name)
{
    return find_fact(data, name, STR(""), &(struct str){NULL, 0});
}

static void check_test(struct call *call)
{
    static const struct fact known[] = {{"client.name", "", ""},
                                        {"client.sex", "", ""},
                                        {"basis.count", "", ""},
                                        {"basis.1.act", "", ""},
                                        {NULL, NULL, NULL}};
    const struct template_words words = {known, is_word};

    CASE("template: every slot against the facts there are");
    struct template *t = read_ok(call, AROUND("{{client.name}} {{#sex client f}}a{{or m}}b{{/sex}}"
                                              "{{#each basis}}{{item.act}}{{/each}}"));
    CHECK_RC(call, template_check(call, t, &words), RC_OK);
    t = read_ok(call,
                AROUND("{{client.nam}}\n{{#if x}}{{#each basis}}{{item.akt}}{{/each}}{{/if}}"));
    enum rc rc = template_check(call, t, &words);
    CHECK_INT(call->fault_count, 3);
    CHECK_TEXT(call->faults->where, "t.txt:17:1");
    CHECK_TEXT(call->faults->next->where, "t.txt:18:1");
    CHECK_TEXT(call->faults->next->next->where, "t.txt:18:25");
    CHECK_RC(call, rc, RC_INVALID);
}

/* The editable form ------------------------------------------------------------------------- */

static void part_test(struct call *call)
{
    static const struct {
        const char *source, *again; /* NULL: the same */
        enum letter_place place;
        size_t blocks;
    } rows[] = {
        {"## Наслов\n\nЕден\nред\n\nдва", "## Наслов\n\nЕден ред\n\nдва", LETTER_TEXT, 3},
        {"1. а\n7. б\n\n3. в", "1. а\n2. б\n3. в", LETTER_TEXT, 3},
        {"- а\n  подолго\n-\n- в", "- а подолго\n- \n- в", LETTER_TEXT, 3},
        {"| а | б |\n| в \\| г | \\\\ |\n\n| нова |", NULL, LETTER_TEXT, 3},
        {"\\1. Мај\n\\- да", "\\1. Мај - да", LETTER_TEXT, 1},
        {"прв\\\nвтор\\\n\\- трет", NULL, LETTER_TEXT, 1},
        {"а\n\n\n1. Мај\n", "а\n\n\\1. Мај", LETTER_SENDER, 3},
        {"", NULL, LETTER_TEXT, 0},
    };
    struct letter_part part = {.n = 0}, part_again = {.n = 0};
    struct str source, twice;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CASE("letter: editable form %zu", i + 1);
        struct str text = str_of(rows[i].source);
        CHECK_RC(call, letter_part_parse(call, "text", rows[i].place, text, &part), RC_OK);
        CHECK_INT(part.n, rows[i].blocks);
        CHECK_RC(call, letter_part_source(call, &part, &source), RC_OK);
        CHECK_TEXT(source, rows[i].again == NULL ? rows[i].source : rows[i].again);
        CHECK_RC(call, letter_part_parse(call, "text", rows[i].place, source, &part_again), RC_OK);
        CHECK_RC(call, letter_part_source(call, &part_again, &twice), RC_OK);
        CHECK(str_eq(source, twice));
    }
    CASE("letter: a row with another number of cells names its line");
    enum rc rc =
        letter_part_parse(call, "text", LETTER_TEXT, STR("x\n\n| а |\n| б | в |\n"), &part);
    CHECK_TEXT(call->error.where, "text:4");
    CHECK_RC(call, rc, RC_INVALID);
    CASE("letter: too many cells");
    CHECK_RC(
        call,
        letter_part_parse(call, "text", LETTER_TEXT, STR("|1|2|3|4|5|6|7|8|9|a|b|c|d|"), &part),
        RC_INVALID);
}

static void bytes_test(struct call *call)
{
    static const struct str lines[] = {STR_INIT("ул. Прва 1")};
    struct letter_print print = {.head = {.name = STR("Здружение"), .lines = lines, .n = 1},
                                 .two_copies = true,
                                 .made_ms = 5},
                        back;
    struct buf bytes, again;

    CASE("letter: an order to print as bytes and back");
    print.doc.language = STR("mk");
    CHECK_RC(call,
             letter_part_parse(call, "text", LETTER_TEXT, STR("а\n\n| б | в |\n| г | д |\n\n1. е"),
                               &print.doc.parts[LETTER_TEXT]),
             RC_OK);
    buf_init(&bytes, call->arena, 1 << 20);
    letter_print_put(&bytes, &print);
    CHECK_RC(call, letter_print_read(call, buf_str(&bytes), &back), RC_OK);
    buf_init(&again, call->arena, 1 << 20);
    letter_print_put(&again, &back);
    CHECK(str_eq(buf_str(&bytes), buf_str(&again)));

    CASE("letter: as it is kept, and back; a newer form and a torn one are refused");
    struct letter_doc doc;
    struct buf kept, twice;
    buf_init(&kept, call->arena, 1 << 20);
    letter_doc_put(&kept, &print.doc);
    CHECK_RC(call, letter_doc_read(call, buf_str(&kept), &doc), RC_OK);
    buf_init(&twice, call->arena, 1 << 20);
    letter_doc_put(&twice, &doc);
    CHECK(str_eq(buf_str(&kept), buf_str(&twice)));
    for (size_t n = 0; n < kept.n; n++)
        CHECK_RC(call, letter_doc_read(call, str_cut(buf_str(&kept), 0, n), &doc), RC_CORRUPT);
    twice.p[1] = 2;
    CHECK_RC(call, letter_doc_read(call, buf_str(&twice), &doc), RC_NEWER);

    CASE("letter: damaged bytes are refused, none is read beyond its end");
    for (size_t n = 0; n < bytes.n; n++)
        CHECK_RC(call, letter_print_read(call, str_cut(buf_str(&bytes), 0, n), &back), RC_CORRUPT);
}

/* A template of some blocks of memory with everything in it. */
static struct str large_text(struct arena *arena)
{
    struct buf text;

    buf_init(&text, arena, TEMPLATE_BYTES_MAX);
    buf_z(&text, AROUND(""));
    for (int i = 0; i < 200; i++)
        buf_z(&text, "{{v}}\n{{#each l}}\n- {{item}}\n{{/each}}\n{{d|date}} {{none}}\n"
                     "{{#sex p f}}а{{or m}}б{{/sex}}\n\n| а | б |\n| в | г |\n\n");
    return buf_str(&text);
}

static enum rc whole_way(struct call *call, struct str text)
{
    static const struct fact facts[] = {{"v", "", "а\n\nб"}, {"l.count", "", "2"},
                                        {"l.1", "", "в"},    {"d", "", "2026-11-02"},
                                        {"p.sex", "", "f"},  {NULL, NULL, NULL}};
    const struct template_facts from = {facts, find_fact};
    struct template *t;
    struct template_filled out = {.missing_n = 0};
    struct str plain;
    enum rc rc = template_read(call, "t.txt", text, call->arena, &t);

    if (rc == RC_OK)
        rc = template_fill(call, t, &from, &out);
    if (rc == RC_OK)
        rc = letter_text(call, &out.doc, &plain);
    CHECK(rc == RC_OK || rc == RC_MEMORY);
    CHECK(rc == call->error.rc);
    return rc;
}

static void sweep_test(void)
{
    struct arena texts, arena;
    struct call call;
    struct fault_heap faults;
    enum rc rc;
    long n = 0;

    arena_init(&texts, &heap_libc, 1 << 20);
    struct str text = large_text(&texts);
    CASE("template: every allocation that fails ends in RC_MEMORY and nothing leaks");
    do {
        fault_heap_init(&faults, ++n);
        rc = whole_way(fresh(&call, &arena, &faults.heap), text);
        arena_fini(&arena);
        CHECK_INT(faults.live, 0);
    } while (rc != RC_OK && n < 1000);
    CHECK(n > 20 && n < 1000);
    CASE("template: so does the arena's own limit");
    for (size_t max = 16 << 10; max < 2 << 20; max += 5009) {
        fresh(&call, &arena, &heap_libc);
        arena.max = max;
        rc = whole_way(&call, text);
        arena_fini(&arena);
    }
    CHECK_INT(rc, RC_OK);
    arena_fini(&texts);
}

void template_test(void)
{
    static void (*const tests[])(struct call *) = {
        slots_test, missing_test, addressee_test, values_test, faults_test, limits_test,
        dates_test, header_test,  check_test,     part_test,   bytes_test};

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        struct arena arena;
        struct call call;
        tests[i](fresh(&call, &arena, &heap_libc));
        arena_fini(&arena);
    }
    sweep_test();
}
