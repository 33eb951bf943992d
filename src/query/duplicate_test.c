/* duplicate_test.c - candidates while typing, the work list, and what nobody may learn from
 * them. */
#include "model/field.h"
#include "model/likeness_index.h"
#include "model/merge.h"
#include "model/rebuild.h"
#include "query/duplicate.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void duplicate_test(void);

static const struct app_parts no_parts;

static void start(struct world *w, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/dup-%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &no_parts);
    arena_fini(&arena);
}

static const struct kind *persons(struct world *w)
{
    return kind_find(w->app->registry, STR("person"));
}

static struct id person(struct world *w, const char *names, const char *born, const char *phones,
                        const char *number)
{
    struct outcome outcome;
    struct str me = str_hex(&w->arena, id_str(&w->call.actor->id));

    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", names, "born", born, "phones",
                        phones, "national_number", number, "sex", "f", "responsible", me.p, NULL),
             RC_OK);
    return outcome.record;
}

/* As it is being typed, not stored. */
static struct duplicate_found find(struct world *w, const char *names, const char *born,
                                   const char *number)
{
    const struct kind *kind = persons(w);
    struct record record = {.kind = kind};
    struct duplicate_found found = {.n = 0};

    record.values = arena_array(&w->arena, kind->n, sizeof *record.values);
    if (!CHECK(record.values != NULL))
        return found;
    CHECK(field_parse(&w->call, field_find(kind, STR("names")), str_of(names),
                      &record.values[field_find(kind, STR("names"))->index]));
    CHECK(field_parse(&w->call, field_find(kind, STR("born")), str_of(born),
                      &record.values[field_find(kind, STR("born"))->index]));
    if (number != NULL)
        record_set(&record, "national_number", v_text(str_of(number)));
    CHECK_RC(&w->call, duplicate_find(&w->call, &record, &found), RC_OK);
    return found;
}

static void fill(struct world *w)
{
    static const char *const names[] = {"given, Bajram; family, Osmani",
                                        "given, Goran; family, Ilić",
                                        "given, Zorica; family, Jovanova"};

    for (size_t i = 0; i < 3; i++)
        (void)person(w, names[i], "1950", "", "");
}

static void intake(void)
{
    struct world w;
    struct outcome outcome;

    start(&w, "intake");
    CASE("who is typed in again is offered, with the reasons");
    fill(&w);
    struct id senada = person(&w, "given, Senada; family, Demirova; father, Ahmet", "1990-05-17",
                              "070 123 456, own, yes", "1705990455012");
    struct duplicate_found found = find(&w, "given, Сенада; family, Демиров", "1990-05-17", NULL);
    CHECK_INT(found.n, 1);
    CHECK(found.n != 0 && id_eq(&found.found[0].record->id, &senada));
    CHECK_INT(found.found[0].score.items[MATCH_FAMILY].level, LEVEL_RELATED);
    CHECK_INT(found.found[0].score.items[MATCH_BORN].level, LEVEL_SAME);
    CHECK(!found.hidden);
    CASE("a secret stays out of it, also what is offered");
    CHECK(record_value(found.found[0].record, "national_number").type == V_NULL);
    CASE("others are not offered");
    CHECK_INT(find(&w, "given, Mirjana; family, Kostova", "1971-02-03", NULL).n, 0);

    CASE("a number finds its bearer for who may read it, and nothing for others");
    CHECK_INT(find(&w, "given, S", "1990-05-17", "1705990455012").n, 1);
    CHECK_INT(find(&w, "given, Sena", "1990-05-17", "1705990455012")
                  .found[0]
                  .score.items[MATCH_NUMBER]
                  .level,
              LEVEL_SAME);
    world_as(&w, WORLD_OTHER);
    found = find(&w, "given, Senada; family, Demirova", "1990-05-17", "1705990455012");
    CHECK_INT(found.n, 1);
    CHECK_INT(found.found[0].score.items[MATCH_NUMBER].level, LEVEL_MISSING);
    CHECK_INT(find(&w, "given, Lila", "1944", "1705990455012").n, 0);

    CASE("of whom one may not see there is a hint and no more, and only when it is nearly certain");
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call, world_save(&w, "person", &senada, NULL, &outcome, "limited", "yes", NULL),
             RC_OK);
    world_as(&w, WORLD_OTHER);
    found = find(&w, "given, Senada; family, Demirova", "1990-05-17", "1705990455012");
    CHECK(found.n == 0 && found.hidden);
    found = find(&w, "given, Senada", "1990", NULL);
    CHECK(found.n == 0 && !found.hidden);
    world_as(&w, WORLD_WORKER);
    CHECK_INT(find(&w, "given, Senada; family, Demirova", "1990-05-17", NULL).n, 1);

    CASE("kinds that say nothing about it are not compared");
    struct record record = {.kind = kind_find(w.app->registry, STR("case"))};
    CHECK_INT(duplicate_find(&w.call, &record, &found), RC_INVALID);
    world_close(&w);
}

static struct duplicate_page list(struct world *w)
{
    struct duplicate_page page = {.n = 0};

    CHECK_RC(&w->call, duplicate_list(&w->call, persons(w), NULL, 10, &page), RC_OK);
    return page;
}

static void scan(struct world *w)
{
    struct duplicate_counts counts;

    CHECK_RC(&w->call, duplicate_scan(&w->call, persons(w), NULL, &counts), RC_OK);
}

static void unseen(struct world *w, const struct id *one, const struct id *two)
{
    struct outcome outcome;

    CASE("who may not see one of the two sees no pair, and cannot call them different");
    CHECK_RC(&w->call, world_save(w, "person", one, NULL, &outcome, "limited", "yes", NULL), RC_OK);
    world_as(w, WORLD_OTHER);
    CHECK_INT(list(w).n, 0);
    CHECK_INT(world_save(w, "not_same", NULL, NULL, &outcome, "first",
                         str_hex(&w->arena, id_str(one)).p, "second",
                         str_hex(&w->arena, id_str(two)).p, NULL),
              RC_INVALID);

    CASE("a rebuild makes the facts anew");
    world_system(w);
    CHECK_RC(&w->call, rebuild(&w->call), RC_OK);
    world_as(w, WORLD_WORKER);
    CHECK_INT(list(w).n, 0);
    scan(w);
    CHECK_INT(list(w).n, 1);
}

static void merged(struct world *w, const struct id *one, const struct id *two)
{
    struct outcome outcome;
    struct value arg;
    struct id change;

    CASE("merged, the pair is gone; taken back and looked for again, it is there");
    enum merge_choice *choices = arena_array(&w->arena, persons(w)->n, sizeof *choices);
    CHECK_RC(&w->call,
             merge_args_make(&w->call, world_load(w, "person", one), world_load(w, "person", two),
                             choices, &arg),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.merge", arg, &outcome), RC_OK);
    CHECK_INT(list(w).n, 0);
    scan(w);
    CHECK_INT(list(w).n, 0);
    change = outcome.change;
    arg = id_value(&change);
    CHECK_RC(&w->call, world_run(w, "change.undo", v_list(&arg, 1), &outcome), RC_OK);
    scan(w);
    CHECK_INT(list(w).n, 1);
}

static void work_list(void)
{
    struct world w;
    struct outcome outcome;
    struct value arg;
    struct id change;

    start(&w, "list");
    CASE("before anybody has looked the list says so");
    fill(&w);
    struct id one =
        person(&w, "given, Senada; family, Demirova", "1990-05-17", "070 123 456, own, yes", "");
    struct id two =
        person(&w, "family, Demirova; given, Senada", "1990-05", "070123456, own, no", "");
    CHECK(list(&w).scanned_ms == 0);
    scan(&w);
    struct duplicate_page page = list(&w);
    CHECK(page.scanned_ms != 0 && page.n == 1 && !page.more);
    CHECK(page.n == 1 && id_eq(&page.pairs[0].low->id, &one) &&
          id_eq(&page.pairs[0].high->id, &two));
    CHECK_INT(page.pairs[0].score.items[MATCH_PHONE].level, LEVEL_SAME);

    CASE("what was called different stays away, until that is taken back");
    struct str first = str_hex(&w.arena, id_str(&two)), second = str_hex(&w.arena, id_str(&one));
    CHECK_RC(&w.call,
             world_save(&w, "not_same", NULL, NULL, &outcome, "first", first.p, "second", second.p,
                        NULL),
             RC_OK);
    CHECK_INT(list(&w).n, 0);
    scan(&w);
    CHECK_INT(list(&w).n, 0);
    change = outcome.change;
    arg = id_value(&change);
    CHECK_RC(&w.call, world_run(&w, "change.undo", v_list(&arg, 1), &outcome), RC_OK);
    CHECK_INT(list(&w).n, 1);

    unseen(&w, &one, &two);
    merged(&w, &one, &two);
    world_close(&w);
}

static int64_t rows(struct world *w, struct sql sql)
{
    struct value n = v_int(-1);

    CHECK_RC(&w->call, db_one(&w->call, w->call.store->db, sql, NO_BINDS, &n, 1), RC_OK);
    return n.i;
}

/* ---- many ---- */

enum { CROWD = 300 };

static void crowd_person(struct world *w, unsigned i)
{
    static const char *const given[] = {"Senada", "Bajram", "Zumbula", "Ahmet", "Mira"};
    static const char *const family[] = {"Demirova", "Krasniqi", "Osmani", "Jovanova"};
    char names[64], born[16], phone[32];

    (void)snprintf(names, sizeof names, "given, %s; family, %s", given[i % 5], family[i / 5 % 4]);
    (void)snprintf(born, sizeof born, "19%02u-%02u-%02u", 40 + i % 60, 1 + i % 12, 1 + i % 28);
    (void)snprintf(phone, sizeof phone, "070 %06u, own, yes", 100000 + i * 37);
    (void)person(w, names, born, phone, "");
}

struct taken {
    size_t n;
    size_t rows[CROWD];
    int64_t best[CROWD];
};

static enum rc take(struct call *call, void *data, size_t tag, const struct duplicate_found *found)
{
    struct taken *taken = data;

    (void)call;
    if (taken->n < CROWD) {
        taken->rows[taken->n] = tag;
        taken->best[taken->n++] = found->n == 0 ? 0 : found->found[0].record->rid;
    }
    return RC_OK;
}

static struct record **everybody(struct world *w, size_t *n)
{
    struct record **all = arena_array(&w->arena, CROWD, sizeof *all);

    *n = 0;
    for (int64_t rid = 1; rid <= CROWD && all != NULL; rid++)
        if (table_load_rid(&w->call, w->call.store->db, app_table(w->app, persons(w)), rid,
                           &all[*n]) == RC_OK)
            ++*n;
    return all;
}

/* What a table of so many rows needs, whoever is here. */
static size_t batch_bytes(struct world *w, struct record **all, size_t n, struct taken *out)
{
    const struct duplicate_each each = {take, out};
    struct duplicate_batch *batch;
    struct arena keep;

    arena_init(&keep, &heap_libc, ARENA_MAX_DEFAULT);
    CHECK_RC(&w->call, duplicate_batch(&w->call, &keep, persons(w), &batch), RC_OK);
    for (size_t i = 0; i < n; i++)
        CHECK_RC(&w->call, duplicate_batch_add(&w->call, batch, all[i], i), RC_OK);
    CHECK_RC(&w->call, duplicate_batch_end(&w->call, batch, &each), RC_OK);
    size_t used = keep.used;
    arena_fini(&keep);
    return used;
}

static void many(void)
{
    struct taken taken = {.n = 0}, before = {.n = 0};
    struct world w;
    size_t n, few, at = 0, wrong = 0;

    start(&w, "many");
    for (unsigned i = 0; i < CROWD / 2; i++)
        crowd_person(&w, i);
    CASE("rows that are compared together find the same as each by itself");
    struct record **all = everybody(&w, &n);
    few = batch_bytes(&w, all, n, &before);
    CHECK_INT(n, CROWD / 2);
    for (size_t i = 0; i < n; i++) {
        struct duplicate_found found;
        CHECK_RC(&w.call, duplicate_find(&w.call, all[i], &found), RC_OK);
        if (found.n == 0)
            continue;
        wrong +=
            at >= before.n || before.rows[at] != i || before.best[at] != found.found[0].record->rid;
        at++;
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(at, before.n);
    CHECK(at > 10);

    CASE("with twice as many people they need no more memory");
    for (unsigned i = CROWD / 2; i < CROWD; i++)
        crowd_person(&w, i);
    CHECK(batch_bytes(&w, all, n, &taken) <= few + n * 1600);
    CHECK(few <= n * 4000);

    CASE("most stand in the index, the others wait, and all are counted");
    CHECK(rows(&w, SQL("SELECT count(*) FROM likeness_key")) > 256 * 5);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM likeness_fresh")) +
                  rows(&w, SQL("SELECT bearers FROM likeness_name WHERE root = 0")),
              CROWD);
    world_close(&w);
}

static int64_t of_first(struct world *w)
{
    return rows(w, SQL("SELECT (SELECT count(*) FROM likeness_key WHERE rid = 1) + "
                       "(SELECT count(*) FROM likeness_fresh WHERE rid = 1) + "
                       "(SELECT count(*) FROM likeness WHERE rid = 1)"));
}

static void gone(void)
{
    struct world w;
    struct value args;
    struct outcome outcome;

    start(&w, "gone");
    CASE("who changes her name is found by the new one, and nothing is left of who goes");
    struct id one = person(&w, "given, Senada; family, Demirova", "1990-05-17", "", "");
    struct txn txn = {0};
    CHECK_RC(&w.call, txn_begin(&w.call, w.call.store->db, &txn), RC_OK);
    CHECK_RC(&w.call, likeness_settle(&w.call, 0), RC_OK);
    CHECK_RC(&w.call, txn_commit(&txn), RC_OK);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM likeness_fresh")), 0);
    CHECK_RC(&w.call,
             world_save(&w, "person", &one, NULL, &outcome, "names",
                        "given, Zumbula; family, Osmani", NULL),
             RC_OK);
    CHECK_INT(find(&w, "given, Zumbula; family, Osmani", "1990-05-17", NULL).n, 1);
    CHECK_INT(find(&w, "given, Senada; family, Demirova", "1990", NULL).n, 0);
    CHECK(of_first(&w) > 3);
    CHECK_RC(&w.call, record_args_make(&w.call, world_load(&w, "person", &one), STR(""), &args),
             RC_OK);
    CHECK_RC(&w.call, world_run(&w, "record.retire", args, &outcome), RC_OK);
    CHECK_INT(of_first(&w), 0);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM likeness_name")), 0);
    world_close(&w);
}

static void kept(void)
{
    struct world w;
    struct value args;
    struct outcome outcome;

    start(&w, "kept");
    CASE("facts are made anew when they are missing, and go with their record");
    struct id one = person(&w, "given, Senada; family, Demirova", "1990-05-17", "", "");
    (void)person(&w, "given, Senada; family, Demirova", "1990-05-17", "", "");
    scan(&w);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM likeness")), 2);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM duplicate")), 1);
    CHECK_RC(&w.call, record_args_make(&w.call, world_load(&w, "person", &one), STR(""), &args),
             RC_OK);
    CHECK_RC(&w.call, world_run(&w, "record.retire", args, &outcome), RC_OK);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM likeness")), 1);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM duplicate")), 0);
    struct txn txn = {0};
    CHECK_RC(&w.call, txn_begin(&w.call, w.call.store->db, &txn), RC_OK);
    CHECK_RC(&w.call, db_run(&w.call, w.call.store->db, SQL("DELETE FROM likeness"), NO_BINDS),
             RC_OK);
    CHECK_RC(&w.call,
             db_run(&w.call, w.call.store->db, SQL("DELETE FROM meta WHERE name = 'likeness'"),
                    NO_BINDS),
             RC_OK);
    CHECK_RC(&w.call, txn_commit(&txn), RC_OK);
    world_again(&w);
    world_as(&w, WORLD_WORKER);
    CHECK_INT(rows(&w, SQL("SELECT count(*) FROM likeness")), 1);
    world_close(&w);
}

void duplicate_test(void)
{
    intake();
    work_list();
    kept();
    many();
    gone();
}
