/* plan_test.c - how the database goes about lists: along an index, never by sorting all rows. */
#include "model/indexes.h"
#include "query/compile.h"
#include "query/where.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void plan_test(void);

static const struct app_parts no_parts;

/* The database's own words on how it would carry a statement out. */
static struct str plan(struct world *w, const struct query *query, enum compile_what what)
{
    struct compiled *compiled = arena_alloc(&w->arena, sizeof *compiled);
    struct rows rows CLEANUP(rows_end) = {0};
    struct buf out;

    buf_init(&out, &w->arena, 1 << 16);
    CHECK_RC(&w->call, compile_query(&w->call, query, what, compiled), RC_OK);
    struct str sql = str_format(&w->arena, "EXPLAIN QUERY PLAN %s", compiled->sql.text);
    enum rc rc = rows_open(&w->call, w->call.store->db, (struct sql){sql.p},
                           (struct binds){compiled->binds, compiled->n}, &rows);
    while (rc == RC_OK && rows_next(&w->call, &rows, &rc)) {
        buf_add(&out, row_text(&rows, 3));
        buf_z(&out, "; ");
    }
    CHECK_RC(&w->call, rc, RC_OK);
    return buf_str(&out);
}

static bool says(struct str plan, const char *words)
{
    return memmem(plan.p, plan.n, words, strlen(words)) != NULL;
}

static void along_index(struct world *w, const struct kind *kind, const struct field *sort,
                        bool descending)
{
    struct query query = {.kind = kind, .verb = MAY_SEE, .sort = sort, .descending = descending};

    for (int page = 0; page < 2; page++) {
        for (int what = COMPILE_ROWS; what <= COMPILE_LAST_ROWS; what++) {
            struct str how = plan(w, &query, (enum compile_what)what);
            if (!CHECK(!says(how, "TEMP B-TREE")))
                tap_note("%s by %s: %s", str_z(&w->arena, kind->name),
                         sort == NULL ? "age" : str_z(&w->arena, sort->name), how.p);
        }
        query.after = (struct query_after){v_int(1), 1}; /* the page that follows */
    }
}

static void all_lists(struct world *w)
{
    CASE("every list that can be sorted follows an index, both ways, on every page");
    for (size_t i = 0; i < w->app->registry->n; i++) {
        const struct kind *kind = w->app->registry->kinds[i];
        world_system(w);
        along_index(w, kind, NULL, true);
        for (size_t j = 0; j < kind->n; j++)
            if (indexes_sort(kind, &kind->fields[j]) &&
                kind->fields[j].type->columns[0].kind != COLUMN_CHOICE)
                along_index(w, kind, &kind->fields[j], j % 2 != 0);
    }
}

static struct str plan_of(struct world *w, int actor, const char *name, const char *where)
{
    struct query query = {.kind = kind_find(w->app->registry, str_of(name)), .verb = MAY_SEE};

    world_as(w, actor);
    query.sort = query.kind->sort;
    CHECK_RC(&w->call, where_parse(&w->call, str_of(where), &query), RC_OK);
    return plan(w, &query, COMPILE_ROWS);
}

static void filters(struct world *w)
{
    static const struct {
        int actor;
        const char *kind, *where, *uses;
        bool sorted; /* by the index */
    } rows[] = {
        {WORLD_LEAD, "case", "", "case.next_due", true},
        {WORLD_LEAD, "case", "area=housing", "case.area.next_due", true},
        {WORLD_LEAD, "case", "state=open", "case.state.next_due", true},
        {WORLD_LEAD, "case", "responsible=me", "case.responsible", false},
        {WORLD_LEAD, "person", "names~Demir", "VIRTUAL TABLE", false},
        {WORLD_WORKER, "case", "", "case_team.member", false},
        {WORLD_WORKER, "letter", "", "letter.owner", false},
    };

    CASE("filters of the default list follow its index; one's own are looked up by one's links");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str how = plan_of(w, rows[i].actor, rows[i].kind, rows[i].where);
        if (!CHECK(says(how, rows[i].uses)) ||
            !CHECK(!rows[i].sorted || !says(how, "TEMP B-TREE")) || !CHECK(!says(how, "SCAN t;")))
            tap_note("%s %s: %s", rows[i].kind, rows[i].where, how.p);
    }
}

void plan_test(void)
{
    struct world w;
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/plan", tap_folder());
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&w, posix_os(), folder.p, &no_parts);
    all_lists(&w);
    filters(&w);
    world_close(&w);
    arena_fini(&arena);
}
