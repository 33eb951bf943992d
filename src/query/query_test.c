/* query_test.c - lists, pages and single records; and permission in SQL against permission in
 * memory on random worlds. */
#include "query/query_test.h"

#include "query/facts.h"
#include "query/find.h"
#include "query/query.h"
#include "store/posix.h"
#include "store/reads.h"
#include "tap.h"
#include "world.h"

void find_test(void);
void plan_test(void);
void where_test(void);

static const struct app_parts no_parts;

/* A row of random numbers that is the same in every run. */
struct dice {
    uint64_t state;
};

static uint32_t roll(struct dice *dice, uint32_t sides)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(dice->state >> 33) % sides;
}

void query_start(struct world *w, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &no_parts);
    arena_fini(&arena);
}

static const char *hex_of(struct world *w, int actor)
{
    return str_hex(&w->arena, id_str(&w->actors[actor]->id)).p;
}

static const struct kind *kind(struct world *w, const char *name)
{
    return kind_find(w->app->registry, str_of(name));
}

/* ---- random worlds ---- */

/* A list of some of the actors, as typed. */
static const char *some_actors(struct world *w, struct dice *dice)
{
    struct buf out;

    buf_init(&out, &w->arena, 1000);
    for (int i = 0; i < WORLD_ACTORS; i++)
        if (roll(dice, 3) == 0)
            buf_format(&out, "%s;", hex_of(w, i));
    struct str s = buf_str(&out);
    return s.n == 0 ? "" : s.p;
}

enum { TEAMS = 2 };

static const char *some_teams(struct world *w, struct dice *dice, const struct id *teams)
{
    struct buf out;

    buf_init(&out, &w->arena, 1000);
    for (int i = 0; i < TEAMS; i++)
        if (roll(dice, 3) == 0)
            buf_format(&out, "%s;", str_hex(&w->arena, id_str(&teams[i])).p);
    struct str s = buf_str(&out);
    return s.n == 0 ? "" : s.p;
}

static struct id random_person(struct world *w, struct dice *dice, const struct id *teams)
{
    static const char *const places[] = {"", "kamenica", "podgrad"};
    struct outcome outcome;

    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", "given, Nobody", "lives_in",
                        str_format(&w->arena, "%s,,,", places[roll(dice, 3)]).p, "team",
                        some_actors(w, dice), "teams", some_teams(w, dice, teams), "limited",
                        roll(dice, 3) == 0 ? "yes" : "", "must_not_see",
                        roll(dice, 2) == 0 ? some_actors(w, dice) : "", NULL),
             RC_OK);
    return outcome.record;
}

static struct id random_case(struct world *w, struct dice *dice, const struct id *person,
                             const struct id *teams)
{
    struct outcome outcome;

    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person",
                        str_hex(&w->arena, id_str(person)).p, "area", "housing", "what", "x",
                        "responsible",
                        roll(dice, 2) == 0 ? hex_of(w, (int)roll(dice, WORLD_ACTORS)) : "", "team",
                        some_actors(w, dice), "teams", some_teams(w, dice, teams), "limited",
                        roll(dice, 3) == 0 ? "yes" : "", "must_not_see",
                        roll(dice, 2) == 0 ? some_actors(w, dice) : "", NULL),
             RC_OK);
    return outcome.record;
}

static void random_roles(struct world *w, struct dice *dice)
{
    static const char *const roles[] = {"worker", "lead",    "analyst",   "volunteer",
                                        "admin",  "outside", "key_holder"};

    for (int i = 0; i < WORLD_ACTORS; i++) {
        struct actor *actor = w->actors[i];
        actor->roles_n = 1 + roll(dice, 2);
        for (size_t j = 0; j < actor->roles_n; j++)
            actor->roles[j] = str_of(roles[roll(dice, sizeof roles / sizeof *roles)]);
        actor->places_n = roll(dice, 2);
        actor->places[0] = STR("kamenica");
    }
}

struct things {
    const struct id *teams, *persons, *cases;
    uint32_t n; /* persons, and cases */
};

/* Teams, people to be kept away from, records open by emergency access. */
static void random_ties(struct world *w, struct dice *dice, const struct things *things)
{
    const struct id *teams = things->teams, *persons = things->persons, *cases = things->cases;
    uint32_t n = things->n;

    world_system(w);
    for (int i = 0; i < WORLD_ACTORS; i++) {
        struct actor *actor = w->actors[i];
        actor->teams_n = actor->walls_n = actor->grants_n = 0;
        for (int t = 0; t < TEAMS; t++)
            if (roll(dice, 2) == 0)
                actor->teams[actor->teams_n++] =
                    (struct actor_tie){world_load(w, "team", &teams[t])->rid, teams[t]};
        for (uint32_t k = roll(dice, 3); k > 0; k--) {
            struct id person = persons[roll(dice, n)];
            actor->walls[actor->walls_n++] =
                (struct actor_tie){world_load(w, "person", &person)->rid, person};
        }
        for (uint32_t k = roll(dice, 4); k > 0; k--)
            actor->grants[actor->grants_n++] =
                roll(dice, 2) == 0 ? persons[roll(dice, n)] : cases[roll(dice, n)];
    }
}

static struct id make_team(struct world *w, const char *name)
{
    struct outcome outcome;

    world_system(w);
    CHECK_RC(&w->call, world_save(w, "team", NULL, NULL, &outcome, "name", name, NULL), RC_OK);
    return outcome.record;
}

static bool in_page(const struct query_page *page, const struct id *id)
{
    for (size_t i = 0; i < page->n; i++)
        if (id_eq(&page->records[i]->id, id))
            return true;
    return false;
}

/* The verdict in memory must be what the SQL says, for every actor, verb and record. */
static int compare_verdicts(struct world *w, const char *name, const struct id *ids, size_t n)
{
    int differ = 0;

    for (int actor = 0; actor < WORLD_ACTORS; actor++)
        for (int verb = 0; verb < VERB_COUNT; verb++) {
            struct query query = {.verb = (enum verb)verb, .limit = QUERY_ROWS_MAX};
            struct query_page page;
            world_as(w, actor);
            query.kind = kind(w, name);
            CHECK_RC(&w->call, query_list(&w->call, &query, &page), RC_OK);
            for (size_t i = 0; i < n; i++) {
                const struct record *record = world_load(w, name, &ids[i]);
                bool memory = permit(&w->call, record, (enum verb)verb) == RC_OK;
                call_forgive(&w->call);
                differ += memory != in_page(&page, &ids[i]);
            }
        }
    return differ;
}

/* And what is found is what may be seen. */
static int compare_found(struct world *w, const char *name, const char *text, const struct id *ids,
                         size_t n)
{
    int differ = 0;

    for (int actor = 0; actor < WORLD_ACTORS; actor++) {
        struct find what = {
            .text = str_of(text), .kind = kind(w, name), .limit = FIND_MAX, .retired = true};
        struct found found = {0};
        world_as(w, actor);
        CHECK_RC(&w->call, find(&w->call, &what, &found), RC_OK);
        for (size_t i = 0; i < n; i++) {
            bool there = false;
            for (size_t j = 0; j < found.n; j++)
                there |= id_eq(&found.hits[j].id, &ids[i]);
            bool memory = permit(&w->call, world_load(w, name, &ids[i]), MAY_SEE) == RC_OK;
            call_forgive(&w->call);
            differ += memory != there;
        }
    }
    return differ;
}

/* And what is counted; a person's values are there for who may see her. */
struct counted {
    const struct id *notes, *persons;
    size_t n;
    bool note[64], person[64];
};

static enum rc take_counted(struct call *call, void *data, const struct value *values)
{
    struct counted *counted = data;
    struct id note = {{0}}, person = {{0}};

    (void)call;
    CHECK(id_of(values[0].s, &note));
    CHECK(values[2].type == V_INT); /* whom the case is about, whether she may be seen or not */
    bool named = values[1].type == V_BYTES && id_of(values[1].s, &person);
    for (size_t i = 0; i < counted->n; i++)
        if (id_eq(&counted->notes[i], &note)) {
            counted->note[i] = true;
            counted->person[i] = named && id_eq(&counted->persons[i], &person);
        }
    return RC_OK;
}

static int compare_counted(struct world *w, const struct id *notes, const struct id *persons,
                           size_t n)
{
    static const struct facts_column columns[] = {
        {FACTS_ROW, "id"}, {FACTS_NAMED, "id"}, {FACTS_LINK, NULL}};
    int differ = 0;

    for (int actor = 0; actor < WORLD_ACTORS; actor++) {
        struct counted counted = {.notes = notes, .persons = persons, .n = n};
        world_as(w, actor);
        struct facts facts = {.query = {.kind = kind(w, "case_note"), .retired = true},
                              .columns = columns,
                              .n = 3,
                              .link = "person",
                              .link_of_owner = true};
        CHECK_RC(&w->call, facts_each(&w->call, &facts, take_counted, &counted), RC_OK);
        for (size_t i = 0; i < n; i++) {
            bool note = permit(&w->call, world_load(w, "case_note", &notes[i]), MAY_SEE) == RC_OK;
            call_forgive(&w->call);
            bool person = permit(&w->call, world_load(w, "person", &persons[i]), MAY_SEE) == RC_OK;
            call_forgive(&w->call);
            differ += note != counted.note[i];
            differ += (note && person) != counted.person[i];
        }
    }
    return differ;
}

static void random_worlds(void)
{
    static const char *const names[] = {"w0", "w1", "w2", "w3", "w4", "w5"};
    enum { WORLDS = sizeof names / sizeof *names, CASES = 12 };
    struct dice dice = {2026};
    int verdicts = 0;

    CASE("permission in SQL and in memory agree on random worlds");
    for (int round = 0; round < WORLDS; round++) {
        struct world w;
        struct id persons[CASES], cases[CASES], notes[CASES], teams[TEAMS], users[WORLD_ACTORS];
        struct outcome outcome;

        const struct things things = {teams, persons, cases, CASES};

        query_start(&w, names[round]);
        teams[0] = make_team(&w, "North");
        teams[1] = make_team(&w, "South");
        for (int i = 0; i < WORLD_ACTORS; i++)
            users[i] = w.actors[i]->id;
        for (int i = 0; i < CASES; i++) {
            persons[i] = random_person(&w, &dice, teams);
            cases[i] = random_case(&w, &dice, &persons[i], teams);
            world_system(&w);
            CHECK_RC(&w.call,
                     world_save(&w, "case_note", NULL, &cases[i], &outcome, "text", "n", NULL),
                     RC_OK);
            notes[i] = outcome.record;
        }
        for (int again = 0; again < 3; again++) {
            random_roles(&w, &dice);
            random_ties(&w, &dice, &things);
            CHECK_INT(compare_verdicts(&w, "person", persons, CASES), 0);
            CHECK_INT(compare_verdicts(&w, "case", cases, CASES), 0);
            CHECK_INT(compare_verdicts(&w, "case_note", notes, CASES), 0);
            CHECK_INT(compare_counted(&w, notes, persons, CASES), 0);
            CHECK_INT(compare_found(&w, "person", "nobody", persons, CASES), 0);
            CHECK_INT(compare_found(&w, "case", "x", cases, CASES), 0);
            CHECK_INT(compare_found(&w, "case_note", "n", notes, CASES), 0);
            verdicts += 3 * CASES * WORLD_ACTORS * VERB_COUNT;
            CHECK_INT(compare_verdicts(&w, "user", users, WORLD_ACTORS), 0);
            verdicts += (3 * CASES + WORLD_ACTORS) * WORLD_ACTORS * VERB_COUNT;
        }
        world_close(&w);
    }
    tap_note("%d verdicts compared", verdicts);
}

/* ---- counting ---- */

static enum rc take_nothing(struct call *call, void *data, const struct value *values)
{
    (void)call;
    (void)values;
    ++*(int *)data;
    return RC_OK;
}

/* What may not be counted by is refused, as are columns of what is not there. */
static void uncountable(void)
{
    static const struct facts_column wrong[] = {
        {FACTS_ROW, "story"},  {FACTS_ROW, "people"},   {FACTS_ROW, "none"},
        {FACTS_OWNER, "area"}, {FACTS_NAMED, "phones"}, {FACTS_NAMED, "national_number"}};
    struct world w;
    int rows = 0;

    CASE("secrets, lists and what is not there cannot be counted by");
    query_start(&w, "facts");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct facts facts = {.query = {.kind = kind(&w, "case"), .verb = MAY_SEE},
                              .columns = &wrong[i],
                              .n = 1,
                              .link = "person"};
        world_as(&w, WORLD_LEAD);
        CHECK_RC(&w.call, facts_each(&w.call, &facts, take_nothing, &rows), RC_INVALID);
    }
    struct facts_column id = {FACTS_ROW, "id"};
    struct facts facts = {.query = {.kind = kind(&w, "case"), .verb = MAY_SEE},
                          .columns = &id,
                          .n = 1,
                          .link = "area"};
    CHECK_RC(&w.call, facts_each(&w.call, &facts, take_nothing, &rows), RC_INVALID);
    w.call.actor = NULL;
    facts.link = NULL;
    CHECK_RC(&w.call, facts_each(&w.call, &facts, take_nothing, &rows), RC_SIGN_IN);
    CHECK_INT(rows, 0);
    world_close(&w);
}

/* ---- pages ---- */

static void pages(void)
{
    enum { CASES = 57 };
    struct world w;
    struct outcome outcome;
    struct query_page page;
    size_t seen = 0, rounds = 0;
    int64_t last = INT64_MIN, count;

    CASE("a list is paged by key: every record once, in order, empty values last");
    query_start(&w, "pages");
    for (int i = 0; i < CASES; i++) {
        world_system(&w);
        struct str born = str_format(&w.arena, "%d-%02d-%02d", 1960 + i % 7, 1 + i % 7, 1 + i % 5);
        CHECK_RC(&w.call,
                 world_save(&w, "person", NULL, NULL, &outcome, "names", "given, Nobody", "born",
                            i % 6 == 0 ? "" : born.p, NULL),
                 RC_OK);
    }
    struct query query = {.verb = MAY_SEE, .limit = 10};
    do {
        world_as(&w, WORLD_LEAD);
        query.kind = kind(&w, "person");
        query.sort = field_find(query.kind, STR("born"));
        CHECK_RC(&w.call, query_list(&w.call, &query, &page), RC_OK);
        for (size_t i = 0; i < page.n; i++) {
            struct value born = record_value(page.records[i], "born");
            int64_t now = born.type == V_NULL ? INT64_MAX : born.list.items[0].i;
            CHECK(now >= last);
            last = now;
        }
        seen += page.n;
        query.after = page.next;
    } while (page.more && ++rounds < 100);
    CHECK_INT(seen, CASES);
    query.after = (struct query_after){0};
    CHECK_RC(&w.call, query_count(&w.call, &query, &count), RC_OK);
    CHECK_INT(count, CASES);
    world_close(&w);
}

/* ---- reading one record ---- */

static enum rc count_read(struct call *call, void *arg, int64_t time_ms,
                          const struct read_note *note)
{
    int *n = arg;

    (void)call;
    CHECK(time_ms > 0 && note->kind.n != 0);
    *n += note->secret ? 100 : 1;
    return RC_OK;
}

static void reading(void)
{
    struct world w;
    struct outcome outcome;
    struct record *record;
    int reads = 0;

    CASE("who may not see a record finds nothing; who may is written down");
    query_start(&w, "reading");
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call,
             world_save(&w, "person", NULL, NULL, &outcome, "names", "given, Senada",
                        "national_number", "1234567890123", "responsible", hex_of(&w, WORLD_WORKER),
                        NULL),
             RC_OK);
    struct id person = outcome.record;
    world_as(&w, WORLD_VOLUNTEER);
    CHECK_INT(query_get(&w.call, kind(&w, "person"), &person, &record), RC_NOT_FOUND);

    CASE("a secret field is empty for who may not read it");
    world_as(&w, WORLD_OTHER);
    CHECK_RC(&w.call, query_get(&w.call, kind(&w, "person"), &person, &record), RC_OK);
    CHECK(record_value(record, "national_number").type == V_NULL);
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call, query_get(&w.call, kind(&w, "person"), &person, &record), RC_OK);
    CHECK_TEXT(record_value(record, "national_number").s, "1234567890123");
    CHECK_RC(&w.call, query_code(&w.call, kind(&w, "person"), record->code, &record), RC_OK);
    CHECK_RC(&w.call, reads_of(&w.call, &person, count_read, &reads), RC_OK);
    CHECK_INT(reads, 201); /* one plain reading, two with the secret */
    CHECK_TEXT(query_title(&w.call, kind(&w, "person"), &person), "Senada");
    world_close(&w);
}

void duplicate_test(void);

int main(void)
{
    if (!crypt_init())
        return 1;
    duplicate_test();
    random_worlds();
    uncountable();
    pages();
    reading();
    history_tests();
    find_test();
    plan_test();
    where_test();
    return tap_end();
}
