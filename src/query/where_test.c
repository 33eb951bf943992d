/* where_test.c - filters as text: read, written back, carried out, and every mistake with its
 * place. */
#include "query/saved.h"
#include "query/where.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void where_test(void);

static const struct app_parts parts = {.hooks = &saved_list_hook, .hooks_n = 1};

static void start(struct world *w)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/where", tap_folder());
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &parts);
    arena_fini(&arena);
}

static const struct kind *kind(struct world *w, const char *name)
{
    return kind_find(w->app->registry, str_of(name));
}

/* What is typed, and how it is written down; NULL: as it was typed. */
static const struct {
    const char *kind, *typed, *text;
} good[] = {
    {"case", "", NULL},
    {"case", "area=housing", NULL},
    {"case", "  area=Housing   state=open ", "area=housing state=open"},
    {"case", "area=housing,health state!=resolved,withdrawn", NULL},
    {"case", "area=\"Social protection\"", "area=social_protection"},
    {"case", "happened<1990 happened>=2026-03 happened=22.11.2026",
     "happened<1990 happened>=2026-03 happened=2026-11-22"},
    {"case", "next_due<=today+7 next_due>today-30 next_due!=today", NULL},
    {"case", "next_due<=2026-11", NULL},
    {"case", "responsible=me,me", NULL},
    {"case", "responsible? !next_due", NULL},
    {"case", "what~\"roof \"\"and\"\" wall\"", NULL},
    {"case", "~roof", NULL},
    {"case", "limited=yes", NULL},
    {"case", "made>=\"2026-10-01 00:00\" made<\"1.11.2026 0:00\"",
     "made>=\"1 Oct 2026, 0:00\" made<\"1 Nov 2026, 0:00\""},
    {"case", "limited=1", "limited=yes"},
    {"person", "names~Demir phones~\"070 123\" lives_in=rekovo phones? !born", NULL},
    {"person", "languages=mk,sq", NULL},
    {"case_paper", "case.area=housing case.state=open stage>=2", NULL},
};

static void check_good(struct world *w)
{
    CASE("conditions are read, and written down in one form");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct query query = {.kind = kind(w, good[i].kind), .verb = MAY_SEE};
        struct query again = query;
        struct str text = STR(""), twice = STR("");
        struct query_page page;
        world_as(w, WORLD_LEAD);
        if (!CHECK(where_parse(&w->call, str_of(good[i].typed), &query) == RC_OK))
            tap_note("%s: %s", good[i].typed, w->call.error.text.p);
        CHECK_RC(&w->call, where_text(&w->call, &query, &text), RC_OK);
        CHECK_TEXT(text, good[i].text == NULL ? good[i].typed : good[i].text);
        CHECK_RC(&w->call, where_parse(&w->call, text, &again), RC_OK);
        CHECK_RC(&w->call, where_text(&w->call, &again, &twice), RC_OK);
        CHECK(str_eq(text, twice));
        CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    }
}

static const struct {
    const char *kind, *typed, *error;
} bad[] = {
    {"case", "aera=housing", "Character 1: \"aera\" is not known here; did you mean \"area\"?"},
    {"case", "state=open  xyz=1", "Character 13: \"xyz\" is not known here."},
    {"case", "area=housin", "Character 6: \"housin\" is not known here; did you mean \"housing\"?"},
    {"case", "state=opn", "Character 7: \"opn\" is not known here; did you mean \"open\"?"},
    {"case", "area", "Character 5: behind a field stands = != < <= > >= ~ or ?."},
    {"case", "area=", "Character 6: a value is missing."},
    {"case", "area=housing,", "Character 14: a value is missing."},
    {"case", "what~\"roof", "Character 6: the quotation mark at the end is missing."},
    {"case", "area<housing", "Character 1: this field cannot be asked like that."},
    {"case", "story~x", "Character 1: one cannot filter by story, which not everybody may read."},
    {"case", "=x",
     "Character 1: a condition begins with the name of a field, such as area=housing."},
    {"case", "next_due<soon",
     "Character 10: \"soon\" is not understood. Write it like this: 22.11.2026"},
    {"case", "next_due<2026,2027", "Character 19: several values go with = and != alone."},
    {"case", "area?x", "Character 6: conditions stand apart by a space."},
    {"case", "person=Nobody", "Character 8: nothing is called \"Nobody\"."},
    {"case", "what~ќерка~ aera=x", NULL},
    {"person", "names~\"ќ\" aera=x", "Character 11: \"aera\" is not known here."},
    {"case", "\xff", "This is no valid text (UTF-8)."},
};

static void check_bad(struct world *w)
{
    CASE("a mistake is named with its place");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct query query = {.kind = kind(w, bad[i].kind), .verb = MAY_SEE};
        world_as(w, WORLD_LEAD);
        CHECK_INT(where_parse(&w->call, str_of(bad[i].typed), &query), RC_INVALID);
        if (bad[i].error != NULL)
            CHECK_TEXT(w->call.error.text, bad[i].error);
    }
}

static void check_limits(struct world *w)
{
    struct query query = {.kind = kind(w, "case"), .verb = MAY_SEE};
    struct buf many;

    CASE("too much at once is said");
    world_as(w, WORLD_LEAD);
    buf_init(&many, &w->keep, 20000);
    for (int i = 0; i <= QUERY_FILTERS_MAX; i++)
        buf_z(&many, "area=housing ");
    CHECK_RC(&w->call, where_parse(&w->call, buf_str(&many), &query), RC_LIMIT);
    query.n = 0;
    buf_init(&many, &w->keep, 20000);
    buf_z(&many, "area=housing");
    for (int i = 0; i < WHERE_VALUES_MAX; i++)
        buf_z(&many, ",housing");
    CHECK_RC(&w->call, where_parse(&w->call, buf_str(&many), &query), RC_LIMIT);
    for (int i = 0; i < 1000; i++)
        buf_z(&many, "     ");
    CHECK_RC(&w->call, where_parse(&w->call, buf_str(&many), &query), RC_LIMIT);
}

/* ---- what is found by them ---- */

static size_t count(struct world *w, const char *name, const char *typed)
{
    struct query query = {.kind = kind(w, name), .verb = MAY_SEE};
    struct query_page page = {0};
    int64_t n = -1;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, where_parse(&w->call, str_of(typed), &query), RC_OK);
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    CHECK_RC(&w->call, query_count(&w->call, &query, &n), RC_OK);
    CHECK_INT(page.n, n);
    return page.n;
}

static struct id person(struct world *w, const char *names, const char *born, const char *place)
{
    struct outcome outcome;

    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", names, "born", born, "lives_in",
                        place, "phones", "070 123 456, own, yes", "languages", "mk; rom", NULL),
             RC_OK);
    return outcome.record;
}

static const struct {
    const char *kind, *typed;
    size_t n;
} asked[] = {
    {"person", "born=1990", 2},
    {"person", "born<1990", 1},
    {"person", "born<=1990", 3},
    {"person", "born>1990-05", 0},
    {"person", "born>=1990-05", 1},
    {"person", "born!=1990", 2},
    {"person", "!born", 1},
    {"person", "born?", 3},
    {"person", "names~demir", 2},
    {"person", "names~ДЕМИР", 2},
    {"person", "phones~070123456", 4},
    {"person", "lives_in=rekovo", 1},
    {"person", "lives_in!=rekovo", 3},
    {"person", "lives_in=rekovo,podgrad", 2},
    {"person", "languages=rom", 4},
    {"person", "languages!=rom", 0},
    {"person", "languages=sq,mk", 4},
    {"person", "names~demir born=1990", 1},
    {"person", "~senada", 1},
    {"person", "~\"-\"", 0},
    {"case", "what~покрив", 1},
    {"case", "state=open", 1},
    {"case", "state=waiting,open", 1},
    {"case", "state!=open", 0},
    {"case", "person=\"Senada Demirova\"", 1},
    {"case", "person=NI-P-2026-1", 1},
    {"case", "person=NI-P-2026-2", 0},
    {"case", "responsible=me", 1},
    {"case", "responsible=lead", 1},
    {"case", "responsible!=me", 0},
    {"case_paper", "case.area=housing", 1},
    {"case_paper", "case.area=health", 0},
    {"case_paper", "procedure~REQ", 1},
    {"case_paper", "procedure~zzz", 0},
};

static void check_found(struct world *w)
{
    struct outcome outcome;

    CASE("what is found is what was asked for");
    struct id first = person(w, "given, Senada; family, Demirova", "1990-05-17", "rekovo");
    (void)person(w, "given, Ајша; family, Демир", "1985", "podgrad,Dolno");
    (void)person(w, "given, Mira", "1990", "kamenica");
    (void)person(w, "given, Ana", "", "");
    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person",
                        str_hex(&w->arena, id_str(&first)).p, "area", "housing", "what",
                        "Покривот тече", "responsible",
                        str_hex(&w->arena, id_str(&w->actors[WORLD_LEAD]->id)).p, NULL),
             RC_OK);
    struct id of_case = outcome.record;
    CHECK_RC(&w->call,
             world_save(w, "case_paper", NULL, &of_case, &outcome, "what", "decision", "received",
                        "2026-01-07", "how", "post", "procedure", "mk/request", NULL),
             RC_OK);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (!CHECK_INT(count(w, asked[i].kind, asked[i].typed), asked[i].n))
            tap_note("%s: %s", asked[i].kind, asked[i].typed);

    CASE("a record is named by its number when it is written down");
    struct query query = {.kind = kind(w, "case"), .verb = MAY_SEE};
    struct str text = STR("");
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, where_parse(&w->call, STR("person=Senada"), &query), RC_OK);
    CHECK_RC(&w->call, where_text(&w->call, &query, &text), RC_OK);
    CHECK_TEXT(text, "person=NI-P-2026-1");
}

/* ---- sorting ---- */

static void check_sorted(struct world *w)
{
    static const char *const order[] = {"Ana", "Ајша Демир", "Senada Demirova", "Mira"};
    struct query query = {.kind = kind(w, "person"), .verb = MAY_SEE, .limit = 3};
    struct query_page page;

    CASE("names sort by family name, two scripts as one, and go on over the page");
    world_as(w, WORLD_LEAD);
    query.sort = query.kind->title;
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    CHECK_INT(page.n, 3);
    CHECK(page.more);
    for (size_t i = 0; i < page.n; i++)
        CHECK_TEXT(record_title(&w->call, page.records[i]), order[i]);
    query.after = page.next;
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    CHECK_INT(page.n, 1);
    CHECK_TEXT(record_title(&w->call, page.records[0]), order[3]);

    CASE("downwards as well, and not by what cannot be sorted");
    query.after = (struct query_after){0};
    query.descending = true;
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
    CHECK_TEXT(record_title(&w->call, page.records[0]), order[3]);
    CHECK_TEXT(record_title(&w->call, page.records[2]), order[1]);
    query.sort = field_find(query.kind, STR("phones"));
    CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_INVALID);
}

/* ---- saved lists ---- */

static void check_saved(struct world *w)
{
    struct outcome outcome = {.kind = NULL};
    struct record *record = NULL;
    struct saved saved;

    CASE("a list is kept with its conditions in one form, and opened again");
    world_as(w, WORLD_WORKER);
    CHECK_RC(&w->call,
             world_save(w, "saved_list", NULL, NULL, &outcome, "name", "Roofs", "of", "case",
                        "conditions", "area=Housing  next_due<today+7", "columns", "what, area",
                        "sorted_by", "next_due", "downwards", "yes", "whose",
                        str_hex(&w->arena, id_str(&w->actors[WORLD_WORKER]->id)).p, "limited",
                        "yes", NULL),
             RC_OK);
    struct id id = outcome.record;
    CHECK_RC(&w->call, query_get(&w->call, kind(w, "saved_list"), &id, &record), RC_OK);
    CHECK_TEXT(record_value(record, "conditions").s, "area=housing next_due<today+7");
    CHECK_RC(&w->call, saved_query(&w->call, record, &saved), RC_OK);
    CHECK_INT(saved.n, 2);
    CHECK_INT(saved.query.n, 2);
    CHECK(saved.query.descending &&
          saved.query.sort == field_find(saved.query.kind, STR("next_due")));

    CASE("what cannot be read is not kept; whose it is alone, others do not see");
    CHECK_INT(world_save(w, "saved_list", &id, NULL, &outcome, "conditions", "aera=housing", NULL),
              RC_INVALID);
    world_as(w, WORLD_WORKER);
    CHECK_INT(world_save(w, "saved_list", &id, NULL, &outcome, "columns", "story", NULL),
              RC_INVALID);
    world_as(w, WORLD_OTHER);
    CHECK_INT(query_get(&w->call, kind(w, "saved_list"), &id, &record), RC_NOT_FOUND);
}

void where_test(void)
{
    struct world w;

    start(&w);
    check_good(&w);
    check_bad(&w);
    check_limits(&w);
    check_found(&w);
    check_sorted(&w);
    check_saved(&w);
    world_close(&w);
}
