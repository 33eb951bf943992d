/* merge_test.c - record.merge: what moves, who may, what stays shut, how it is taken back. */
#include "model/field.h"
#include "model/merge.h"
#include "model/rebuild.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void merge_test(void);

static const struct app_parts no_parts;

struct pair {
    struct world w;
    struct id keep, other;
    struct outcome outcome;
};

static void start(struct pair *p, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/merge-%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&p->w, posix_os(), folder.p, &no_parts);
    arena_fini(&arena);
}

static struct str user_id(struct pair *p, int actor)
{
    return str_hex(&p->w.arena, id_str(&p->w.actors[actor]->id));
}

static struct id person(struct pair *p, const char *names, const char *phones)
{
    struct world *w = &p->w;

    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &p->outcome, "names", names, "phones", phones,
                        "responsible", user_id(p, WORLD_WORKER).p, NULL),
             RC_OK);
    return p->outcome.record;
}

static struct id a_case(struct pair *p, const struct id *who)
{
    struct world *w = &p->w;
    struct actor *me = w->actors[WORLD_LEAD];

    if (w->call.actor != NULL)
        me = (struct actor *)(uintptr_t)w->call.actor;
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &p->outcome, "person",
                        str_hex(&w->arena, id_str(who)).p, "area", "housing", "what", "Roof",
                        "responsible", str_hex(&w->arena, id_str(&me->id)).p, NULL),
             RC_OK);
    return p->outcome.record;
}

static void two_people(struct pair *p, const char *name)
{
    start(p, name);
    p->keep = person(p, "given, Senada; family, Demirova", "070 123 456, own, yes");
    p->other = person(p, "given, Сенада; family, Демирова", "071 111 111, own, no");
}

/* As whoever asks now; the usual choices. */
static enum rc merge(struct pair *p, const char *kind)
{
    struct world *w = &p->w;
    struct record *keep = world_load(w, kind, &p->keep), *other = world_load(w, kind, &p->other);
    enum merge_choice *choices = arena_array(&w->arena, keep->kind->n + 1, sizeof *choices);
    struct value args;

    for (size_t i = 0; choices != NULL && i < keep->kind->n; i++)
        choices[i] = merge_usual(keep, other, &keep->kind->fields[i]);
    CHECK_RC(&w->call, merge_args_make(&w->call, keep, other, choices, &args), RC_OK);
    return world_run(w, "record.merge", args, &p->outcome);
}

static enum rc undo(struct pair *p, const struct id *change)
{
    struct value arg = id_value(change);
    struct outcome outcome;

    return world_run(&p->w, "change.undo", v_list(&arg, 1), &outcome);
}

static struct value of(struct pair *p, const char *kind, const struct id *id, const char *field)
{
    return record_value(world_load(&p->w, kind, id), field);
}

static bool about(struct pair *p, const struct id *which_case, const struct id *who)
{
    return value_eq(of(p, "case", which_case, "person"), id_value(who));
}

static void compare_rebuilt(struct pair *p)
{
    unsigned char living[CRYPT_HASH], rebuilt[CRYPT_HASH];

    world_system(&p->w);
    CHECK_RC(&p->w.call, tables_digest(&p->w.call, living), RC_OK);
    CHECK_RC(&p->w.call, rebuild(&p->w.call), RC_OK);
    CHECK_RC(&p->w.call, tables_digest(&p->w.call, rebuilt), RC_OK);
    CHECK(memcmp(living, rebuilt, CRYPT_HASH) == 0);
    world_as(&p->w, WORLD_WORKER);
}

static void moving(void)
{
    struct pair p;
    struct id mine, hidden;

    two_people(&p, "moving");
    CASE("what named the one that goes names the kept one, also where the worker cannot look");
    CHECK_RC(&p.w.call,
             world_save(&p.w, "person", &p.other, NULL, &p.outcome, "born", "1990-05-17",
                        "languages", "rom", NULL),
             RC_OK);
    mine = a_case(&p, &p.other);
    world_as(&p.w, WORLD_OTHER);
    hidden = a_case(&p, &p.other);
    world_as(&p.w, WORLD_WORKER);
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK);
    struct id change = p.outcome.change;
    CHECK(id_eq(&p.outcome.record, &p.keep));
    CHECK(about(&p, &mine, &p.keep) && about(&p, &hidden, &p.keep));
    CASE("empty fields are filled, lists joined, the other is put away with a pointer");
    CHECK(of(&p, "person", &p.keep, "born").type == V_LIST);
    CHECK_INT(of(&p, "person", &p.keep, "phones").list.n, 2);
    CHECK_INT(of(&p, "person", &p.keep, "names").list.n, 2);
    struct record *gone = world_load(&p.w, "person", &p.other);
    CHECK(gone->retired_ms != 0 && id_eq(&gone->merged, &p.keep));
    CHECK_TEXT(record_value(gone, "phones").list.items[0].list.items[0].s, "071 111 111");
    compare_rebuilt(&p);
    CHECK(id_eq(&world_load(&p.w, "person", &p.other)->merged, &p.keep));

    CASE("it is not merged again, nor brought back alone");
    CHECK_INT(merge(&p, "person"), RC_CONFLICT);
    struct value args;
    CHECK_RC(&p.w.call,
             record_args_make(&p.w.call, world_load(&p.w, "person", &p.other), STR(""), &args),
             RC_OK);
    CHECK_INT(world_run(&p.w, "record.restore", args, &p.outcome), RC_CONFLICT);

    CASE("taken back, all is as it was, the hidden case too");
    world_as(&p.w, WORLD_OTHER);
    CHECK_INT(undo(&p, &change), RC_DENIED);
    world_as(&p.w, WORLD_WORKER);
    int64_t rev = world_load(&p.w, "person", &p.keep)->rev;
    CHECK_RC(&p.w.call, undo(&p, &change), RC_OK);
    CHECK_INT(world_load(&p.w, "person", &p.keep)->rev, rev + 1);
    CHECK(about(&p, &mine, &p.other) && about(&p, &hidden, &p.other));
    CHECK(of(&p, "person", &p.keep, "born").type == V_NULL);
    CHECK_INT(of(&p, "person", &p.keep, "phones").list.n, 1);
    gone = world_load(&p.w, "person", &p.other);
    CHECK(gone->retired_ms == 0 && id_is_none(&gone->merged));
    compare_rebuilt(&p);

    CASE("it is not taken back when something has changed since");
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK);
    change = p.outcome.change;
    CHECK_RC(&p.w.call, world_save(&p.w, "person", &p.keep, NULL, &p.outcome, "born", "1991", NULL),
             RC_OK);
    CHECK_INT(undo(&p, &change), RC_CONFLICT);
    CHECK(about(&p, &mine, &p.keep));
    world_close(&p.w);
}

static void permission(void)
{
    struct pair p;

    two_people(&p, "permission");
    CASE("who may not change both may not merge them");
    world_as(&p.w, WORLD_OTHER);
    CHECK_INT(merge(&p, "person"), RC_DENIED);
    world_as(&p.w, WORLD_VOLUNTEER);
    CHECK_INT(merge(&p, "person"), RC_NOT_FOUND);

    CASE("staff and proposals are never merged, nor a record with itself");
    world_as(&p.w, WORLD_LEAD);
    struct id keep = p.keep, other = p.other;
    p.other = p.keep;
    CHECK_INT(merge(&p, "person"), RC_INVALID);
    p.keep = p.w.actors[WORLD_WORKER]->id;
    p.other = p.w.actors[WORLD_OTHER]->id;
    CHECK_INT(merge(&p, "user"), RC_INVALID);
    p.keep = keep;
    p.other = other;

    CASE("of a limited record nothing comes to the eyes of those outside");
    world_as(&p.w, WORLD_WORKER);
    CHECK_RC(&p.w.call,
             world_save(&p.w, "person", &p.other, NULL, &p.outcome, "limited", "yes",
                        "must_not_see", user_id(&p, WORLD_LEAD).p, "team",
                        user_id(&p, WORLD_OTHER).p, NULL),
             RC_OK);
    world_as(&p.w, WORLD_LEAD);
    CHECK_INT(merge(&p, "person"), RC_NOT_FOUND);
    world_as(&p.w, WORLD_WORKER);
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK);
    CHECK_INT(of(&p, "person", &p.keep, "limited").i, 1);
    CHECK_INT(of(&p, "person", &p.keep, "must_not_see").list.n, 1);
    CHECK_INT(of(&p, "person", &p.keep, "team").list.n, 1);
    world_as(&p.w, WORLD_LEAD);
    CHECK_INT(world_save(&p.w, "person", &p.keep, NULL, &p.outcome, "sex", "f", NULL),
              RC_NOT_FOUND);
    world_close(&p.w);
}

static void secrets(void)
{
    struct pair p;
    struct role_may *worker = NULL;

    two_people(&p, "secrets");
    CHECK_RC(&p.w.call,
             world_save(&p.w, "person", &p.other, NULL, &p.outcome, "national_number",
                        "1705990455012", NULL),
             RC_OK);
    const struct kind *kind = kind_find(p.w.app->registry, STR("person"));
    for (size_t i = 0; i < kind->roles_n; i++)
        if (str_is(kind->roles[i].role, "worker"))
            worker = (struct role_may *)(uintptr_t)&kind->roles[i];
    CASE("a secret value moves only for who may read it");
    if (CHECK(worker != NULL))
        worker->may[MAY_SECRET] = REL_NONE;
    CHECK_INT(merge(&p, "person"), RC_DENIED);
    CHECK(of(&p, "person", &p.keep, "national_number").type == V_NULL);
    if (worker != NULL)
        worker->may[MAY_SECRET] = REL_TEAM;
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK);
    CHECK_TEXT(of(&p, "person", &p.keep, "national_number").s, "1705990455012");
    world_close(&p.w);
}

static void erase(struct pair *p, const struct id *id)
{
    struct world *w = &p->w;
    struct outcome proposal;
    struct value args;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, record_args_make(&w->call, world_load(w, "person", id), STR(""), &args),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.erase", args, &proposal), RC_OK);
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    world_as(w, WORLD_OTHER);
    CHECK_RC(
        &w->call,
        record_args_make(&w->call, world_load(w, "proposal", &proposal.record), STR(""), &args),
        RC_OK);
    CHECK_RC(&w->call, world_run(w, "proposal.approve", args, &p->outcome), RC_OK);
}

static void erasing(bool the_kept_one)
{
    struct pair p;
    bool erased;
    struct id third;

    two_people(&p, the_kept_one ? "erase-kept" : "erase-other");
    CASE("erasing one of a merged pair erases the other, its log and key too (%s)",
         the_kept_one ? "the kept one" : "the one that went");
    third = p.other;
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK);
    p.other = p.keep;
    p.keep = person(&p, "given, Senada", "070 123 456, own, yes");
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK); /* a chain of three */
    struct id which_case = a_case(&p, &p.keep);
    erase(&p, the_kept_one ? &p.keep : &third);
    const struct id *all[] = {&p.keep, &p.other, &third};
    for (size_t i = 0; i < 3; i++) {
        struct record *record = world_load(&p.w, "person", all[i]);
        CHECK(record->erased && id_is_none(&record->merged));
        CHECK(record_value(record, "names").type == V_NULL);
        CHECK_RC(&p.w.call, log_subject_erased(&p.w.call, p.w.call.store->log, all[i], &erased),
                 RC_OK);
        CHECK(erased);
    }
    CHECK(!world_load(&p.w, "case", &which_case)->erased);
    compare_rebuilt(&p);
    world_close(&p.w);
}

static void parts(void)
{
    struct pair p;
    struct id who, note;

    start(&p, "parts");
    CASE("parts move to the kept record, and come back");
    who = person(&p, "given, Senada", "");
    p.keep = a_case(&p, &who);
    p.other = a_case(&p, &who);
    CHECK_RC(&p.w.call,
             world_save(&p.w, "case_note", NULL, &p.other, &p.outcome, "text", "seen", NULL),
             RC_OK);
    note = p.outcome.record;
    CHECK_RC(&p.w.call, merge(&p, "case"), RC_OK);
    struct id change = p.outcome.change;
    CHECK(id_eq(&world_load(&p.w, "case_note", &note)->owner, &p.keep));
    compare_rebuilt(&p);
    CHECK_RC(&p.w.call, undo(&p, &change), RC_OK);
    CHECK(id_eq(&world_load(&p.w, "case_note", &note)->owner, &p.other));
    compare_rebuilt(&p);
    world_close(&p.w);
}

static void too_many(void)
{
    struct pair p;

    two_people(&p, "many");
    CASE("more links than one change can hold are refused with their number, and nothing moved");
    struct id first = a_case(&p, &p.other);
    for (int i = 0; i < MERGE_SUBJECTS_MAX; i++) {
        world_as(&p.w, WORLD_WORKER);
        (void)a_case(&p, &p.other);
    }
    CHECK_INT(merge(&p, "person"), RC_LIMIT);
    CHECK(str_starts(p.w.call.error.text, STR("253 records name the one that would go")));
    world_as(&p.w, WORLD_WORKER);
    CHECK(about(&p, &first, &p.other));
    int64_t rev = world_load(&p.w, "person", &p.other)->rev;
    CASE("the other way round there are none; the kept one has it in its history all the same");
    struct id keep = p.other;
    p.other = p.keep;
    p.keep = keep;
    CHECK_RC(&p.w.call, merge(&p, "person"), RC_OK);
    CHECK_INT(world_load(&p.w, "person", &p.keep)->rev, rev + 1);
    world_close(&p.w);
}

void merge_test(void)
{
    moving();
    permission();
    secrets();
    erasing(true);
    erasing(false);
    parts();
    too_many();
}
