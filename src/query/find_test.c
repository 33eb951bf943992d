/* find_test.c - finding: any spelling, numbers and phones, what one may not see, what is erased;
 * the same after a rebuild and in a folder that an older program made. */
#include "model/rebuild.h"
#include "query/find.h"
#include "query/query.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void find_test(void);

static const struct app_parts no_parts;

static void start(struct world *w, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/find-%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &no_parts);
    arena_fini(&arena);
}

static struct id person(struct world *w, const char *names, const char *field, const char *typed)
{
    struct outcome outcome = {.kind = NULL};

    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", names, field, typed, NULL),
             RC_OK);
    return outcome.record;
}

static struct found look(struct world *w, int actor, const char *text)
{
    struct find what = {.text = str_of(text)};
    struct found found = {0};

    world_as(w, actor);
    CHECK_RC(&w->call, find(&w->call, &what, &found), RC_OK);
    return found;
}

static bool finds(struct world *w, int actor, const char *text, const struct id *id)
{
    struct found found = look(w, actor, text);

    for (size_t i = 0; i < found.n; i++)
        if (id_eq(&found.hits[i].id, id))
            return true;
    return false;
}

static void spellings(void)
{
    static const char *const ways[] = {"Ђорђе Јашаревић",
                                       "Đorđe Jašarević",
                                       "Djordje Jasarevic",
                                       "Gjorgje",
                                       "JASAREVIC djordje",
                                       "jaša",
                                       "Đorđe Jaša",
                                       "P-2026-1",
                                       "ni-p-2026-1",
                                       "НИ-П-2026-1",
                                       "1/2026",
                                       "070 123 456",
                                       "+38970123456",
                                       "070-123"};
    struct world w;
    struct found found;

    CASE("one person is found by every spelling, number and phone");
    start(&w, "spellings");
    struct id first = person(&w, "given, Ђорђе; family, Јашаревић; nickname, Зума", "phones",
                             "070 123 456, own, yes");
    struct id other = person(&w, "given, Mira; family, Osmani", "phones", "071 555 666, own, yes");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (!CHECK(finds(&w, WORLD_LEAD, ways[i], &first)) ||
            !CHECK(!finds(&w, WORLD_LEAD, ways[i], &other)))
            tap_note("%s", ways[i]);
    found = look(&w, WORLD_LEAD, "Gjorgje");
    CHECK_INT(found.n, 1);
    CHECK_TEXT(found.hits[0].title, "Ђорђе Јашаревић");
    CHECK_INT(found.hits[0].where, FIND_TITLE);
    CHECK_INT(look(&w, WORLD_LEAD, "Gjor").hits[0].where, FIND_START);
    CHECK_INT(look(&w, WORLD_LEAD, "2/2026").hits[0].where, FIND_NUMBER);

    CASE("what nobody is called finds nothing, and neither do signs alone");
    CHECK_INT(look(&w, WORLD_LEAD, "Petar").n, 0);
    CHECK_INT(look(&w, WORLD_LEAD, "Đorđe Osmani").n, 0);
    CHECK_INT(look(&w, WORLD_LEAD, "").n, 0);
    CHECK_INT(look(&w, WORLD_LEAD, " \"' * - ( ").n, 0);
    CHECK_INT(look(&w, WORLD_LEAD, "title:Mira OR \"x").n, 0);

    CASE("ten thousand letters are cut, told and survived");
    struct buf many;
    world_as(&w, WORLD_LEAD);
    buf_init(&many, &w.keep, 40000);
    for (int i = 0; i < 2000; i++)
        buf_z(&many, "Mira ");
    found = look(&w, WORLD_LEAD, buf_str(&many).p);
    CHECK(found.cut);
    CHECK_INT(found.n, 1);
    struct find bytes = {.text = STR("\xff\xfe")};
    CHECK_RC(&w.call, find(&w.call, &bytes, &found), RC_INVALID);
    struct find rows = {.text = STR("a"), .limit = FIND_MAX + 1};
    CHECK_RC(&w.call, find(&w.call, &rows, &found), RC_LIMIT);
    w.call.actor = NULL;
    CHECK_RC(&w.call, find(&w.call, &bytes, &found), RC_SIGN_IN);
    world_close(&w);
}

static const char *hex_of(struct world *w, int actor)
{
    return str_hex(&w->keep, id_str(&w->actors[actor]->id)).p;
}

static void ranking(void)
{
    struct world w;
    struct outcome outcome;

    CASE("names stand before texts, the newest first, and there is more");
    start(&w, "ranking");
    struct id mira = person(&w, "given, Mira", "lives_in", "rekovo");
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "case", NULL, NULL, &outcome, "person",
                        str_hex(&w.keep, id_str(&mira)).p, "area", "housing", "what",
                        "Покривот на Мира", NULL),
             RC_OK);
    struct id of_case = outcome.record;
    CHECK_RC(
        &w.call,
        world_save(&w, "case_note", NULL, &of_case, &outcome, "text", "Asked Mira again", NULL),
        RC_OK);
    for (int i = 0; i < 30; i++)
        (void)person(&w, str_format(&w.keep, "given, Miranda %c", 'a' + i % 26).p, "sex", "");
    struct found found = look(&w, WORLD_LEAD, "mira");
    CHECK(found.more);
    CHECK_INT(found.n, 25);
    CHECK_INT(found.hits[0].where, FIND_TITLE);
    CHECK_INT(found.hits[1].where, FIND_TITLE);
    CHECK_INT(found.hits[2].where, FIND_START);
    CHECK_TEXT(found.hits[2].title, "Miranda d");

    CASE("of one kind alone, if that is asked for");
    struct find notes = {.text = STR("mira"), .kind = kind_find(w.app->registry, STR("case_note"))};
    CHECK_RC(&w.call, find(&w.call, &notes, &found), RC_OK);
    CHECK_INT(found.n, 1);
    CHECK_INT(found.hits[0].where, FIND_TEXT);
    world_close(&w);
}

static void permission(void)
{
    struct world w;
    struct outcome outcome;

    CASE("what one may not see is not found");
    start(&w, "permission");
    struct id limited = person(&w, "given, Limitovana", "limited", "yes");
    struct id hidden = person(&w, "given, Sokriena", "must_not_see", hex_of(&w, WORLD_LEAD));
    CHECK(!finds(&w, WORLD_LEAD, "Limitovana", &limited));
    CHECK(!finds(&w, WORLD_LEAD, "Sokriena", &hidden));
    CHECK(finds(&w, WORLD_WORKER, "Sokriena", &hidden));
    CHECK(!finds(&w, WORLD_VOLUNTEER, "Sokriena", &hidden));
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "case", NULL, NULL, &outcome, "person",
                        str_hex(&w.keep, id_str(&hidden)).p, "area", "housing", "what", "Plafon",
                        "team", hex_of(&w, WORLD_WORKER), NULL),
             RC_OK);
    struct id of_case = outcome.record;
    CHECK_RC(&w.call,
             world_save(&w, "case_note", NULL, &of_case, &outcome, "text", "beleska", NULL), RC_OK);
    CHECK(finds(&w, WORLD_WORKER, "plafon", &of_case));
    CHECK(!finds(&w, WORLD_OTHER, "plafon", &of_case));
    CHECK(finds(&w, WORLD_WORKER, "beleska", &outcome.record));
    CHECK(!finds(&w, WORLD_OTHER, "beleska", &outcome.record));

    CASE("secret fields are not in the index");
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "case", &of_case, NULL, &outcome, "story", "tajnata prikazna", NULL),
             RC_OK);
    CHECK_INT(look(&w, WORLD_WORKER, "prikazna").n, 0);

    CASE("a retired record is found when asked for");
    world_as(&w, WORLD_LEAD);
    struct value args;
    CHECK_RC(&w.call, record_args_make(&w.call, world_load(&w, "case", &of_case), STR(""), &args),
             RC_OK);
    CHECK_RC(&w.call, world_run(&w, "record.retire", args, &outcome), RC_OK);
    CHECK_INT(look(&w, WORLD_WORKER, "plafon").n, 0);
    struct find what = {.text = STR("plafon"), .retired = true};
    struct found found;
    CHECK_RC(&w.call, find(&w.call, &what, &found), RC_OK);
    CHECK_INT(found.n, 1);
    world_close(&w);
}

static void erase(struct world *w, const char *kind, const struct id *id)
{
    struct outcome proposal, outcome;
    struct value args;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, record_args_make(&w->call, world_load(w, kind, id), STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.erase", args, &proposal), RC_OK);
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    struct id waits = proposal.record;
    world_as(w, WORLD_OTHER);
    CHECK_RC(&w->call,
             record_args_make(&w->call, world_load(w, "proposal", &waits), STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "proposal.approve", args, &outcome), RC_OK);
}

static void digest(struct world *w, unsigned char out[static CRYPT_HASH])
{
    world_system(w);
    CHECK_RC(&w->call, tables_digest(&w->call, out), RC_OK);
}

/* Every sort key, in the order of ids. */
static struct str keys(struct world *w)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct buf out;
    enum rc rc;

    buf_init(&out, &w->keep, 1 << 20);
    rc = rows_open(&w->call, w->call.store->db,
                   SQL("SELECT hex(\"names.sort\") FROM person ORDER BY id"), NO_BINDS, &rows);
    while (rc == RC_OK && rows_next(&w->call, &rows, &rc)) {
        buf_add(&out, row_text(&rows, 0));
        buf_char(&out, ' ');
    }
    CHECK_RC(&w->call, rc, RC_OK);
    return buf_str(&out);
}

static void run_sql(struct world *w, struct sql sql)
{
    CHECK_RC(&w->call, db_run(&w->call, w->call.store->db, sql, NO_BINDS), RC_OK);
}

/* As a folder that the first version made. */
static void make_old(struct world *w)
{
    struct txn txn CLEANUP(txn_end) = {0};

    world_system(w);
    CHECK_RC(&w->call, txn_begin(&w->call, w->call.store->db, &txn), RC_OK);
    run_sql(w, SQL("DROP TABLE search"));
    run_sql(w, SQL("DROP INDEX \"person.names.sort\""));
    run_sql(w, SQL("ALTER TABLE person DROP COLUMN \"names.sort\""));
    run_sql(w, SQL("DELETE FROM meta WHERE name LIKE 'keys%' OR name IN ('model', 'sorting')"));
    CHECK_RC(&w->call, txn_commit(&txn), RC_OK);
}

static void same_again(void)
{
    unsigned char living[CRYPT_HASH], rebuilt[CRYPT_HASH];
    struct world w;
    struct outcome outcome;

    CASE("changed, erased, rebuilt: the index is the same, and whole");
    start(&w, "again");
    struct id kept = person(&w, "given, Senada; family, Demirova", "phones", "070123456, own, yes");
    struct id gone = person(&w, "given, Zaboravena", "born", "1990");
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "person", &kept, NULL, &outcome, "names",
                        "given, Senada; family, Шабанова", NULL),
             RC_OK);
    erase(&w, "person", &gone);
    CHECK(!finds(&w, WORLD_LEAD, "Demirova", &kept));
    CHECK(finds(&w, WORLD_LEAD, "Sabanova", &kept));
    CHECK_INT(look(&w, WORLD_LEAD, "Zaboravena").n, 0);
    struct str before = keys(&w);
    digest(&w, living);
    CHECK_RC(&w.call, rebuild(&w.call), RC_OK);
    digest(&w, rebuilt);
    CHECK(memcmp(living, rebuilt, CRYPT_HASH) == 0);
    CHECK_TEXT(keys(&w), before.p);
    CHECK_RC(&w.call, db_check(&w.call, w.call.store->db), RC_OK);

    CASE("a folder of the version before is filled when it is opened");
    make_old(&w);
    world_again(&w);
    digest(&w, rebuilt);
    CHECK(memcmp(living, rebuilt, CRYPT_HASH) == 0);
    CHECK_TEXT(keys(&w), before.p);
    CHECK(finds(&w, WORLD_LEAD, "Sabanova", &kept));

    CASE("another language of the organisation sorts from the next start on");
    world_system(&w);
    struct record *own = NULL;
    CHECK_RC(&w.call,
             table_load_rid(&w.call, w.call.store->db,
                            app_table(w.app, kind_find(w.app->registry, STR("organisation"))), 1,
                            &own),
             RC_OK);
    struct id id = own->id;
    CHECK_RC(&w.call, world_save(&w, "organisation", &id, NULL, &outcome, "language", "mk", NULL),
             RC_OK);
    world_again(&w);
    CHECK(!str_eq(keys(&w), before));
    world_close(&w);
}

void find_test(void)
{
    spellings();
    ranking();
    permission();
    same_again();
}
