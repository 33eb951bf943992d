/* matrix_test.c - who may what, one verdict for every cell, against a file that is read by people:
 * each route for each role, each kind's verbs for each role and relation, each operation. A route,
 * kind or operation that is not in the file fails the test.
 * KHETANE_GOLDEN=write writes the file anew; read what changed before it is committed. */
#include <stdlib.h>

#include "access.h"
#include "base/file.h"
#include "model/permit.h"
#include "store/posix.h"
#include "tap.h"

static const char *const roles[] = {"worker", "lead",      "analyst", "key_holder",
                                    "admin",  "volunteer", "outside"};
enum { ROLES = sizeof roles / sizeof *roles, FILE_MAX = 1 << 20 };

/* ---- routes ---- */

/* What stands for what is in braces: a kind and a format that are there, since a permission may
 * hang on them, and a record that is not. */
static const char *filling(const char *pattern)
{
    static const struct {
        const char *brace, *is;
    } fillings[] = {
        {"{kind}", "case"},
        {"{format}", "csv"},
        {"{id}", "00112233445566778899aabbccddeeff"},
        {"{record}", "00112233445566778899aabbccddeeff"},
    };

    for (size_t i = 0; i < sizeof fillings / sizeof *fillings; i++)
        if (strncmp(pattern, fillings[i].brace, strlen(fillings[i].brace)) == 0)
            return fillings[i].is;
    return "NI-2026-999999";
}

static struct str filled(struct office *office, const char *pattern)
{
    struct buf out;

    buf_init(&out, &office->arena, 1000);
    for (const char *p = pattern; *p != '\0'; p++) {
        if (*p != '{') {
            buf_char(&out, *p);
            continue;
        }
        buf_z(&out, filling(p));
        p = strchr(p, '}');
    }
    return buf_str(&out);
}

static const char *verdict(const struct answer_page *page)
{
    if (page->status == 403)
        return "no";
    if (page->status == 401 || str_starts(page->location, STR("/sign-in?next=")))
        return "sign-in";
    return str_starts(page->location, STR("/confirm?")) ? "confirm" : "yes";
}

static void put_route(struct office *office, const struct route *route, struct buf *out)
{
    const char *fields = route->method == METHOD_POST ? "x=1" : NULL;
    const char *path = filled(office, route->path).p;

    buf_format(out, "%-4s %-34s", route->method == METHOD_POST ? "POST" : "GET", route->path);
    for (int i = -1; i < ROLES; i++) {
        office->actor = i < 0 ? OFFICE_NOBODY : WORLD_WORKER;
        office->role = i < 0 ? NULL : roles[i];
        office->stale = true;
        struct answer_page page = office_ask(office, path, fields);
        buf_format(out, " %-8s", verdict(&page));
    }
    buf_z(out, "\n");
}

static void put_routes(struct office *office, const struct program *program, struct buf *out)
{
    buf_z(out, "# routes: who gets past the dispatcher (confirm: shows once more who she is)\n");
    buf_format(out, "%-39s %-8s", "", "nobody");
    for (int i = 0; i < ROLES; i++)
        buf_format(out, " %-8.8s", roles[i]);
    buf_z(out, "\n");
    for (size_t i = 0; i < program->routes_n; i++)
        put_route(office, &program->routes[i], out);
}

/* ---- kinds ---- */

static const struct {
    const char *name;
    struct permit_facts facts;
} relations[] = {
    {"none", {0}},
    {"own", {.own = true}},
    {"team", {.team = true}},
    {"place", {.place = true}},
    {"limited", {.limited = true, .own = true, .place = true}},
    {"limited-team", {.limited = true, .team = true}},
    {"hidden", {.own = true, .team = true, .place = true, .hidden = true}},
};
enum { RELATIONS = sizeof relations / sizeof *relations };

static void put_kind(const struct kind *kind, struct buf *out)
{
    static const char *const verbs[VERB_COUNT] = {"see", "change", "make", "secret", "erase"};

    for (int r = 0; r < ROLES; r++)
        for (int v = 0; v < VERB_COUNT; v++) {
            struct actor actor = {.rid = 99, .roles_n = 1};
            actor.roles[0] = str_of(roles[r]);
            relation_mask mask = permit_mask(kind, &actor, (enum verb)v);
            buf_format(out, "%-18.*s %-10s %-7s", (int)kind->name.n, kind->name.p, roles[r],
                       verbs[v]);
            for (int i = 0; i < RELATIONS; i++)
                buf_z(out, permit_holds(mask, relations[i].facts) ? " yes" : " -  ");
            buf_z(out, "\n");
        }
}

static void put_kinds(const struct program *program, struct buf *out)
{
    const struct registry *registry = program->app->registry;

    buf_z(out, "# kinds: role, verb, and the verdict on a record by relation:");
    for (int i = 0; i < RELATIONS; i++)
        buf_format(out, " %s", relations[i].name);
    buf_z(out, "\n");
    for (size_t i = 0; i < registry->n; i++)
        if (registry->kinds[i]->owner == NULL) /* parts have their owner's */
            put_kind(registry->kinds[i], out);
}

static void put_confirming(const struct program *program, struct buf *out)
{
    const struct registry *registry = program->app->registry;

    buf_z(out, "# kinds whose every form asks once more who it is:");
    for (size_t i = 0; i < registry->n; i++)
        if (registry->kinds[i]->confirm)
            buf_format(out, " %.*s", (int)registry->kinds[i]->name.n, registry->kinds[i]->name.p);
    buf_z(out, "\n");
}

static void put_operations(const struct program *program, struct buf *out)
{
    const struct app *app = program->app;

    buf_z(out, "# operations: what they need and whether they can be taken back\n");
    for (size_t i = 0; i < app->operations_n; i++) {
        const struct operation *operation = app->operations[i];
        buf_format(out, "%-20s%s%s%s\n", operation->name, operation->reason ? " reason" : "",
                   operation->second ? " second-person" : "", operation->undo ? " undo" : "");
    }
}

/* ---- against the file ---- */

static void compare(struct call *call, struct str made, struct str known)
{
    int differ = 0;

    while (made.n != 0 || known.n != 0) {
        struct str a = str_split(&made, '\n'), b = str_split(&known, '\n');
        if (str_eq(a, b))
            continue;
        if (differ++ < 10)
            tap_note("is: %s\n#   was: %s", str_z(call->arena, a), str_z(call->arena, b));
    }
    CASE("every cell has the verdict of the file");
    CHECK_INT(differ, 0);
}

void matrix_test(const struct program *program)
{
    static struct office office;
    struct arena arena;
    struct call call;
    struct str known;
    struct buf out;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    office_open(&office, program, "matrix");
    buf_init(&out, &arena, FILE_MAX);
    put_routes(&office, program, &out);
    put_kinds(program, &out);
    put_confirming(program, &out);
    put_operations(program, &out);
    struct str made = buf_str(&out);
    if (getenv("KHETANE_GOLDEN") != NULL)
        CHECK_RC(&call, file_replace(&call, MATRIX_FOLDER, "matrix.txt", made), RC_OK);
    CHECK_RC(&call, file_read(&call, MATRIX_FOLDER "/matrix.txt", FILE_MAX, &known), RC_OK);
    compare(&call, made, known);
    office_close(&office);
    arena_fini(&arena);
}
