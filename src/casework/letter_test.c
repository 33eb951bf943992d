/* letter_test.c - letters for an invented person: filled, edited, checked, printed. */
#include "base/embed.h"
#include "casework/area.h"
#include "casework/letter.h"
#include "casework/letter_law.h"
#include "casework/letter_print.h"
#include "casework/letter_sample.h"
#include "casework/letter_template.h"
#include "casework_test.h"
#include "document/letter_pdf.h"
#include "document/paper.h"
#include "store/posix.h"

/* Fontconfig keeps its configuration until the process ends. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

static bool in_text(struct str text, const char *part)
{
    return text.n != 0 && memmem(text.p, text.n, part, strlen(part)) != NULL;
}

/* ---- templates and facts fit together ---- */

static void templates(struct world *w)
{
    CASE("letter: every template asks for facts that there are");
    embedded_each(file, STR("packs/")) {
        struct template *t;
        if (!str_ends(str_of(file->name), STR(".txt")) || !in_text(str_of(file->name), "/letters/"))
            continue;
        CHECK_RC(&w->call, template_read(&w->call, file->name, file->bytes, w->call.arena, &t),
                 RC_OK);
        CHECK_RC(&w->call, template_check(&w->call, t, &letter_fact_words), RC_OK);
    }
    const struct letter_which which = {.sort = STR("request"), .country = STR("MK")};
    CHECK_TEXT(letter_languages(&w->call, &which), "mk, en, sq, sr-Cyrl, sr-Latn");
}

/* ---- each step of each country has its letter ---- */

static const struct {
    const char *country, *languages[5];
} countries[] = {
    {"MK", {"mk", "sq", "en"}},
    {"RS", {"sr-Cyrl", "sr-Latn", "en"}},
    {"XK", {"sq", "sr-Cyrl", "sr-Latn", "en"}},
    {"LT", {"lt", "en"}},
};

static void look_at_sample(struct world *w, const struct letter_which *which)
{
    struct letter_sample sample = {&w->call, which->language};
    struct template_facts facts = letter_sample(&sample);
    struct template_filled filled;
    struct template *t;
    struct str name;

    if (!CHECK_RC(&w->call, letter_template(&w->call, which, &name, &t), RC_OK) ||
        !CHECK_RC(&w->call, template_fill(&w->call, t, &facts, &filled), RC_OK)) {
        tap_note("%s %s", which->sort.p, which->language.p);
        call_forgive(&w->call);
        return;
    }
    CHECK_TEXT(filled.doc.language, which->language.p);
    CHECK(filled.doc.draft_mark.n != 0); /* nobody stands for any of them yet */
    for (size_t i = 0; i < filled.missing_n; i++)
        tap_check(false, __FILE__, __LINE__, "%s misses %.*s", name.p,
                  (int)filled.missing[i].name.n, filled.missing[i].name.p);
}

/* There are hundreds: each in memory of its own. */
static void fill_sample(struct world *w, const struct letter_which *which)
{
    struct arena *whole = w->call.arena, one;

    arena_init(&one, &heap_libc, ARENA_MAX_DEFAULT);
    w->call.arena = &one;
    look_at_sample(w, which);
    w->call.arena = whole;
    arena_fini(&one);
}

/* Acts stand in a letter by their names, not by what somebody remarked of their source. */
static void name_acts(struct world *w, size_t country, const struct procedure *procedure)
{
    static const char *const remarks[] = {"verified", " arts ", "check", "github", "since ",
                                          " read)",   "Law ",   " via ", "(time",  "page"};

    for (size_t i = 0; i < 5 && countries[country].languages[i] != NULL; i++)
        for (size_t k = 1; k <= procedure->basis_count; k++) {
            struct str act = law_basis(&w->call, procedure, str_of(countries[country].languages[i]),
                                       str_format(&w->arena, "%zu.act", k));
            for (size_t r = 0; r < sizeof remarks / sizeof *remarks; r++)
                if (in_text(act, remarks[r]) &&
                    !str_is(str_of(countries[country].languages[i]), "en"))
                    tap_check(false, __FILE__, __LINE__, "%s: %s", procedure->id.p, act.p);
        }
}

/* The letter with which a procedure begins, and the one when nobody answers. */
static void fill_steps(struct world *w, size_t country, const struct procedure *procedure)
{
    for (size_t i = 0; i < 5 && countries[country].languages[i] != NULL; i++) {
        const struct letter_which which = {.sort = procedure->letter,
                                           .country = procedure->country,
                                           .procedure = procedure,
                                           .language = str_of(countries[country].languages[i])};
        struct letter_which silent = which;
        fill_sample(w, &which);
        if (str_is(procedure->letter, "appeal") || str_is(procedure->letter, "suit")) {
            silent.sort =
                str_is(procedure->letter, "suit") ? STR("suit_silence") : STR("appeal_silence");
            fill_sample(w, &silent);
        }
    }
}

static void every_step(struct world *w)
{
    const struct procedures *procedures = w->call.app->packs->procedures;

    for (size_t c = 0; c < sizeof countries / sizeof *countries; c++) {
        CASE("letter: each procedure of %s has its letter, and a full case leaves no gap",
             countries[c].country);
        for (const struct procedure *p = procedure_first(procedures); p != NULL; p = p->after)
            if (str_is(p->country, countries[c].country))
                fill_steps(w, c, p);
        CASE("letter: the acts of %s are called by their names", countries[c].country);
        for (const struct procedure *p = procedure_first(procedures); p != NULL; p = p->after)
            if (str_is(p->country, countries[c].country))
                name_acts(w, c, p);
    }
    CASE("letter: a procedure's own letter comes before that of its sort");
    const struct letter_which objection = {
        .sort = STR("appeal"),
        .country = STR("RS"),
        .procedure = procedure_find(procedures, STR("rs.admin.objection")),
        .language = STR("sr-Latn")};
    struct template *t = NULL;
    struct str name = STR("");
    CHECK_RC(&w->call, letter_template(&w->call, &objection, &name, &t), RC_OK);
    CHECK_TEXT(name, "packs/rs/letters/appeal.rs.admin.objection.sr-Cyrl.txt");
    CASE("letter: each sort has its letter in each language of each country");
    const struct choice_list *sorts =
        field_find(app_kind(&w->call, "letter"), STR("sort_of"))->choices;
    for (size_t c = 0; c < sizeof countries / sizeof *countries; c++)
        for (size_t i = 0; i < sorts->n; i++)
            for (size_t k = 0; k < 5 && countries[c].languages[k] != NULL; k++) {
                const struct letter_which which = {.sort = sorts->choices[i].code,
                                                   .country = str_of(countries[c].country),
                                                   .language = str_of(countries[c].languages[k])};
                fill_sample(w, &which);
            }
}

/* ---- a case with everything in it ---- */

static struct id person_of(struct world *w)
{
    struct outcome outcome = {0};

    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names",
                        "given, Senada, Latn; family, Demirova, Latn; given, Сенада, Cyrl; "
                        "family, Демирова, Cyrl",
                        "sex", "f", "lives_in", "rekovo, Donja mahala", NULL),
             RC_OK);
    return outcome.record;
}

static struct id full_case(struct world *w)
{
    struct id person = person_of(w);
    struct str who = str_hex(&w->arena, id_str(&person));
    struct outcome outcome = {0};

    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area",
                        "social_protection", "what", "Financial assistance", "story",
                        "She lives with two children.\n\nThe stove is broken.", NULL),
             RC_OK);
    return outcome.record;
}

static struct letter_order order_of(struct world *w, const struct id *of, const char *procedure,
                                    const char *language)
{
    return (struct letter_order){
        .of = *of,
        .procedure = str_of(procedure),
        .language = str_of(language),
        .given = {{STR("institution.name"), STR("Centre for Social Work")},
                  {STR("institution.address"), STR("First Street 2, Rekovo")},
                  {STR("asks"), STR("That assistance be granted.\n\nThat the stove be paid.")}},
        .given_n = 3,
        .change = id_new(&w->call),
    };
}

static const struct {
    const char *procedure, *language, *code, *client, *article; /* article: NULL: the plain words */
} languages[] = {
    {"mk.admin.request", "mk", "mk", "Подносителка:", NULL},
    {"rs.admin.request", "sr-Cyrl", "sr_cyrl", "Подноситељка:", NULL},
    {"rs.admin.request", "sr_latn", "sr_latn", "Podnositeljka:", NULL},
    {"xk.admin.request", "sq", "sq", "Parashtruesja:", NULL},
    {"lt.admin.request", "LT", "lt", "Pareiškėja:", NULL},
    {"lt.admin.request", "en", "en",
     "Applicant:", "is 20 working days (Viešojo administravimo įstatymas VIII-1234, article 10)"},
};

static void in_languages(struct world *w, const struct id *of)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct letter_order order = order_of(w, of, languages[i].procedure, languages[i].language);
        bool cyrillic =
            str_is(str_of(languages[i].code), "mk") || str_is(str_of(languages[i].code), "sr_cyrl");
        struct outcome outcome;
        struct letter_doc doc;
        struct str text = STR(""), names[4];
        CASE("letter: a request in %s", languages[i].language);
        if (!CHECK_RC(&w->call, letter_write(&w->call, &order, &outcome), RC_OK))
            continue;
        struct record *letter = world_load(w, "letter", &outcome.record);
        CHECK_RC(&w->call, letter_read(&w->call, letter, &doc), RC_OK);
        CHECK_RC(&w->call, letter_text(&w->call, &doc, &text), RC_OK);
        bool ok = CHECK(in_text(text, cyrillic ? "Сенада Демирова" : "Senada Demirova")) &&
                  CHECK(in_text(text, languages[i].client)) &&
                  CHECK(in_text(text, "[letter.number?]"));
        ok = CHECK(in_text(text, "2. That the stove be paid.")) && ok;
        ok =
            CHECK(in_text(text, "Donja mahala, Rekovo") && in_text(text, "The stove is broken.")) &&
            ok;
        if (languages[i].article != NULL)
            ok = CHECK(in_text(text, languages[i].article)) && ok;
        if (!ok)
            tap_note("%s", text.p);
        CHECK_INT(letter_gaps(&doc, names, 4), 0);
        CHECK(doc.draft_mark.n != 0);
        CHECK_TEXT(record_value(letter, "language").s, languages[i].code);
        CHECK(in_text(record_value(letter, "subject_line").s, "Financial assistance"));
        CHECK_TEXT(letter->state, "draft");
    }
}

/* ---- what is missing ---- */

static bool names_fact(const struct call *call, const char *fact)
{
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        if (str_is(fault->where, fact))
            return true;
    return false;
}

static void missing(struct world *w)
{
    static const char *const facts[] = {"institution.address", "asks", "client.address",
                                        "request.facts", "addressee"};
    struct id of = test_case(w, "Water");
    struct letter_order order = order_of(w, &of, "rs.admin.request", "sr-Latn");
    struct letter_preview *preview = arena_alloc(&w->arena, sizeof *preview);
    struct outcome outcome;
    struct letter_doc doc;
    struct str gaps[8];

    CASE("letter: what is missing is named before anything is written");
    order.given_n = 0;
    CHECK_RC(&w->call, letter_preview(&w->call, &order, preview), RC_OK);
    CHECK_INT(preview->missing_n, 7);
    CHECK_TEXT(preview->template, "packs/common/letters/request.sr-Cyrl.txt");
    CHECK_INT(letter_write(&w->call, &order, &outcome), RC_INVALID);
    for (size_t i = 0; i + 1 < sizeof facts / sizeof *facts; i++)
        CHECK(names_fact(&w->call, facts[i]));
    CHECK_INT(w->call.fault_count, 7);
    call_forgive(&w->call);

    CASE("letter: with gaps it is written, and the gaps can be found");
    order.gaps = true;
    CHECK_RC(&w->call, letter_write(&w->call, &order, &outcome), RC_OK);
    CHECK_RC(&w->call, letter_read(&w->call, world_load(w, "letter", &outcome.record), &doc),
             RC_OK);
    CHECK_INT(letter_gaps(&doc, gaps, 8), 7);
    CHECK_INT(letter_gaps(&doc, gaps, 3), 3);
    CHECK(str_is(gaps[0], "organisation.place") && str_is(gaps[1], "client.address"));

    CASE("letter: a fact that is given takes the place of the case's own");
    order = order_of(w, &of, "rs.admin.request", "sr-Latn");
    order.given[order.given_n++] = (struct letter_given){STR("request.subject"), STR("Voda")};
    order.given[order.given_n++] = (struct letter_given){STR("authority.date"), STR("22.11.2026")};
    order.gaps = true;
    CHECK_RC(&w->call, letter_write(&w->call, &order, &outcome), RC_OK);
    struct record *letter = world_load(w, "letter", &outcome.record);
    CHECK_TEXT(record_value(letter, "subject_line").s, "Zahtev – Voda");
    CHECK_RC(&w->call, letter_read(&w->call, letter, &doc), RC_OK);
    CHECK(in_text(doc.parts[LETTER_TEXT].blocks[1].texts[0], "22.\xC2\xA0"
                                                             "11.\xC2\xA0"
                                                             "2026."));
}

static void refusals(struct world *w, const struct id *of)
{
    static const struct {
        const char *procedure, *language, *fact, *text, *where, *says;
    } rows[] = {
        {"rs.admin.requests", "en", "asks", "x", "procedure", "Did you mean 'rs.admin.request'?"},
        {"rs.admin.request", "rom", "asks", "x", "language",
         "There is one in: en, sq, sr-Cyrl, sr-Latn."},
        {"rs.admin.request", "de", "asks", "x", "language", "is not known here"},
        {"rs.admin.request", "en", "letter.number", "7", "letter.number", "not the writer's"},
        {"rs.admin.request", "en", "client.shoe", "7", "client.shoe", "not the writer's"},
        {"rs.admin.request", "en", "authority.date", "soon", "authority.date", "no date"},
        {"rs.admin.request", "en", "asks", "\x01", "asks", "cannot be kept"},
    };
    struct outcome outcome;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct letter_order order = order_of(w, of, rows[i].procedure, rows[i].language);
        CASE("letter: refuses %s in %s with %s", rows[i].procedure, rows[i].language,
             rows[i].where);
        order.given[0] = (struct letter_given){str_of(rows[i].fact), str_of(rows[i].text)};
        CHECK_INT(letter_write(&w->call, &order, &outcome), RC_INVALID);
        if (CHECK(w->call.faults != NULL)) {
            CHECK_TEXT(w->call.faults->where, rows[i].where);
            if (!CHECK(in_text(w->call.faults->text, rows[i].says)))
                tap_note("%s", w->call.faults->text.p);
        }
        call_forgive(&w->call);
    }

    CASE("letter: who may not see a case cannot write to it, nor read it by a letter");
    world_as(w, WORLD_OTHER);
    struct letter_order order = order_of(w, of, "rs.admin.request", "en");
    struct letter_preview *preview = arena_alloc(&w->arena, sizeof *preview);
    CHECK_RC(&w->call, letter_write(&w->call, &order, &outcome), RC_NOT_FOUND);
    CHECK_RC(&w->call, letter_preview(&w->call, &order, preview), RC_NOT_FOUND);
    world_as(w, WORLD_WORKER);
}

/* ---- editing, checking, printing ---- */

static struct letter_change change_of(struct world *w, const struct id *letter)
{
    return (struct letter_change){.letter = *letter, .change = id_new(&w->call)};
}

static struct id write_one(struct world *w, const struct id *of)
{
    struct letter_order order = order_of(w, of, "mk.admin.request", "mk");
    struct outcome outcome = {0};

    CHECK_RC(&w->call, letter_write(&w->call, &order, &outcome), RC_OK);
    return outcome.record;
}

static void editing(struct world *w, const struct id *of)
{
    struct id id = write_one(w, of);
    struct letter_change change = change_of(w, &id);
    struct outcome outcome;
    struct letter_doc doc;
    struct str source = STR("");

    CASE("letter: a checked one has no draft mark, until it is edited");
    CHECK_RC(&w->call, letter_check(&w->call, &change, &outcome), RC_OK);
    CHECK_RC(&w->call, letter_read(&w->call, world_load(w, "letter", &id), &doc), RC_OK);
    CHECK_INT(doc.draft_mark.n, 0);
    change = change_of(w, &id);
    CHECK_RC(&w->call,
             letter_edit(&w->call, &change, LETTER_TEXT, STR("Прво.\n\n1. Второ."), &outcome),
             RC_OK);
    struct record *letter = world_load(w, "letter", &id);
    CHECK_RC(&w->call, letter_read(&w->call, letter, &doc), RC_OK);
    CHECK(doc.draft_mark.n != 0);
    CHECK_RC(&w->call, letter_part_source(&w->call, &doc.parts[LETTER_TEXT], &source), RC_OK);
    CHECK_TEXT(source, "Прво.\n\n1. Второ.");

    CASE("letter: the subject's line follows its part, cut between letters");
    change = change_of(w, &id);
    struct buf line;
    buf_init(&line, &w->arena, 4096);
    for (int i = 0; i < 200; i++)
        buf_z(&line, "ж");
    buf_z(&line, "x");
    CHECK_RC(&w->call, letter_edit(&w->call, &change, LETTER_SUBJECT, buf_str(&line), &outcome),
             RC_OK);
    CHECK_INT(record_value(world_load(w, "letter", &id), "subject_line").s.n, 300);

    CASE("letter: a clash, a wrong row and undo");
    change = change_of(w, &id);
    change.rev = letter->rev;
    CHECK_RC(&w->call, letter_edit(&w->call, &change, LETTER_TEXT, STR("x"), &outcome),
             RC_CONFLICT);
    change = change_of(w, &id);
    CHECK_INT(letter_edit(&w->call, &change, LETTER_TEXT, STR("| a | b |\n| c |"), &outcome),
              RC_INVALID);
    CHECK(w->call.faults != NULL && str_is(w->call.faults->where, "text:2"));
    call_forgive(&w->call);
    change = change_of(w, &id);
    CHECK_RC(&w->call, letter_edit(&w->call, &change, LETTER_TEXT, STR("x"), &outcome), RC_OK);
    struct id edited = outcome.change;
    struct value arg = id_value(&edited);
    CHECK_RC(&w->call, world_run(w, "change.undo", v_list(&arg, 1), &outcome), RC_OK);
    CHECK_RC(&w->call, letter_read(&w->call, world_load(w, "letter", &id), &doc), RC_OK);
    CHECK_INT(doc.parts[LETTER_TEXT].n, 2);
}

static void printing(struct world *w, const struct id *of)
{
    const struct job_source jobs = {{casework_area.jobs, *casework_area.jobs_n}, w->folder, -1};
    struct id id = write_one(w, of);
    struct letter_pdf_result pdf = {0};
    struct str name = STR(""), kept = STR("");

    CASE("letter: never printed, it has no paper");
    CHECK_RC(&w->call, letter_printed(&w->call, world_load(w, "letter", &id), &name, &kept),
             RC_NOT_FOUND);

    CASE("letter: printed by a job, kept sealed, found again");
    if (!CHECK_RC(&w->call, letter_print(&w->call, &jobs, world_load(w, "letter", &id), &pdf),
                  RC_OK))
        return;
    CHECK(str_starts(pdf.bytes, STR("%PDF-")) && in_text(pdf.bytes, "%%EOF"));
    CHECK_INT(pdf.missing_n, 0);
    CHECK(pdf.pages >= 2); /* two copies */
    struct record *letter = world_load(w, "letter", &id);
    CHECK_TEXT(letter->state, "printed");
    CHECK_RC(&w->call, letter_printed(&w->call, letter, &name, &kept), RC_OK);
    CHECK(str_eq(kept, pdf.bytes));
    CHECK(str_ends(name, STR(".pdf")));

    CASE("letter: printed again it keeps both; an edit makes it a draft again");
    CHECK_RC(&w->call, letter_print(&w->call, &jobs, letter, &pdf), RC_OK);
    CHECK_INT(record_value(world_load(w, "letter", &id), "files").list.n, 2);
    CHECK_RC(&w->call, letter_print(&w->call, &jobs, letter, &pdf), RC_CONFLICT);
    struct letter_change change = change_of(w, &id);
    struct outcome outcome;
    CHECK_RC(&w->call, letter_edit(&w->call, &change, LETTER_TEXT, STR("x"), &outcome), RC_OK);
    CHECK_TEXT(world_load(w, "letter", &id)->state, "draft");
}

static void leave(struct world *w, const char *folder, struct str name, struct str bytes)
{
    struct str path = str_format(&w->arena, "%s/%.*s.pdf", folder, (int)name.n, name.p);
    FILE *file = fopen(path.p, "wb");

    if (CHECK(file != NULL)) {
        CHECK(fwrite(bytes.p, 1, bytes.n, file) == bytes.n);
        (void)fclose(file);
    }
}

/* A template with the sample in it, on paper; every letter of it must be in a font. */
static void leave_sample(struct world *w, const char *folder, const struct letter_which *which)
{
    struct letter_sample sample = {&w->call, which->language};
    struct template_facts facts = letter_sample(&sample);
    struct letter_print print = {.two_copies = true, .stamp_box = true};
    struct template_filled filled;
    struct template *t;
    struct paper_pdf pdf;
    struct str name;

    if (!CHECK_RC(&w->call, letter_template(&w->call, which, &name, &t), RC_OK) ||
        !CHECK_RC(&w->call, template_fill(&w->call, t, &facts, &filled), RC_OK))
        return;
    print.doc = filled.doc;
    print.head.name = str_of("Zaedno");
    if (CHECK_RC(&w->call, letter_pdf(&w->call, &print, &pdf), RC_OK)) {
        CHECK_INT(pdf.missing_n, 0);
        leave(w, folder,
              str_format(&w->arena, "%.*s.%.*s", (int)which->sort.n, which->sort.p,
                         (int)which->language.n, which->language.p),
              pdf.bytes);
    }
}

static void leave_samples(struct world *w, const char *folder)
{
    static const struct {
        const char *country, *language;
    } in[] = {{"MK", "mk"}, {"XK", "sq"},      {"LT", "lt"},
              {"RS", "en"}, {"RS", "sr-Cyrl"}, {"XK", "sr-Latn"}};
    const struct choice_list *sorts =
        field_find(app_kind(&w->call, "letter"), STR("sort_of"))->choices;

    for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
        CASE("letter: every template in %s on paper", in[i].language);
        for (size_t k = 0; k < sorts->n; k++) {
            const struct letter_which which = {.sort = sorts->choices[k].code,
                                               .country = str_of(in[i].country),
                                               .language = str_of(in[i].language)};
            struct arena *whole = w->call.arena, one;
            arena_init(&one, &heap_libc, ARENA_MAX_DEFAULT);
            w->call.arena = &one;
            leave_sample(w, folder, &which);
            w->call.arena = whole;
            arena_fini(&one);
        }
    }
}

/* For letter_test.sh: leaves a letter in each language there, and each template filled. */
void letter_leave(const char *folder)
{
    struct world w;

    test_start(&w, "leave");
    test_organisation(&w);
    struct id of = full_case(&w);
    const struct job_source jobs = {{casework_area.jobs, *casework_area.jobs_n}, w.folder, -1};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct letter_order order =
            order_of(&w, &of, languages[i].procedure, languages[i].language);
        struct letter_pdf_result pdf;
        struct outcome outcome;
        CASE("letter: a PDF in %s", languages[i].code);
        if (!CHECK_RC(&w.call, letter_write(&w.call, &order, &outcome), RC_OK) ||
            !CHECK_RC(&w.call,
                      letter_print(&w.call, &jobs, world_load(&w, "letter", &outcome.record), &pdf),
                      RC_OK))
            continue;
        leave(&w, folder, str_of(languages[i].code), pdf.bytes);
    }
    leave_samples(&w, folder);
    world_close(&w);
}

void letter_test(void)
{
    struct world w;

    test_start(&w, "letters");
    templates(&w);
    every_step(&w);
    missing(&w);
    test_organisation(&w);
    struct id of = full_case(&w);
    in_languages(&w, &of);
    refusals(&w, &of);
    editing(&w, &of);
    printing(&w, &of);
    world_close(&w);
}
