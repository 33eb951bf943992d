/* program.c - see program.h. */
#include "roles/program.h"

#include "base/embed.h"
#include "process/kinds.h"
#include "query/saved.h"
#include "roles/first.h"
#include "roles/pages.h"
#include "roles/qr_job.h"
#include "roles/sheets.h"

void program_jobs(const struct area *const *areas, size_t n, struct program *out)
{
    out->areas = areas;
    out->areas_n = n;
    out->jobs[out->jobs_n++] = &job_unlock;
    out->jobs[out->jobs_n++] = &job_password;
    out->jobs[out->jobs_n++] = &qr_job;
    out->jobs[out->jobs_n++] = &sheets_job;
    out->jobs[out->jobs_n++] = &found_job;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < area_n(areas[i]->jobs_n) && out->jobs_n < PROGRAM_JOBS_MAX; j++)
            out->jobs[out->jobs_n++] = areas[i]->jobs[j];
}

struct job_table program_job_table(const struct program *program)
{
    return (struct job_table){program->jobs, program->jobs_n};
}

const struct work *program_work(const struct program *program, struct str name)
{
    for (size_t i = 0; i < program->areas_n; i++)
        for (size_t j = 0; j < area_n(program->areas[i]->works_n); j++)
            if (str_is(name, program->areas[i]->works[j]->name))
                return program->areas[i]->works[j];
    return NULL;
}

static enum rc pair_langs(struct call *call, struct program *program)
{
    for (size_t i = 0; i < program->langs_n; i++)
        for (size_t j = 0; j < program->langs_n; j++) {
            if (i == j)
                continue;
            program->pairs[i][j] =
                lang_before(program->langs[i], program->langs[j], &program->keep);
            if (program->pairs[i][j] == NULL)
                return fail_memory(call);
        }
    return RC_OK;
}

static enum rc load_langs(struct call *call, struct program *program)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; lang_known(i) != NULL && rc == RC_OK; i++) {
        struct str code = str_of(lang_known(i));
        const char *file = lang_file(code);
        const struct embedded *po = file == NULL ? NULL : embedded_find(str_of(file));
        struct lang *lang;
        if (po == NULL || program->langs_n == PROGRAM_LANGS_MAX)
            continue;
        rc = lang_load(call, code, po, &program->keep, &lang);
        if (rc == RC_OK)
            program->langs[program->langs_n++] = lang;
    }
    return rc == RC_OK ? pair_langs(call, program) : rc;
}

const struct lang *program_job_lang(struct call *call, struct str code)
{
    const char *file = lang_file(code);
    const struct embedded *po = file == NULL ? NULL : embedded_find(str_of(file));
    struct lang *lang;

    if (po == NULL)
        return NULL;
    if (lang_load(call, code, po, call->arena, &lang) == RC_OK)
        return lang;
    call_forgive(call);
    return NULL;
}

static bool same_code(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char x = a.p[i] == '_' ? '-' : a.p[i], y = b.p[i] == '_' ? '-' : b.p[i];
        if ((x | 32) != (y | 32))
            return false;
    }
    return true;
}

static size_t lang_at(const struct program *program, struct str code)
{
    size_t i = 0;

    while (i < program->langs_n && !same_code(code, lang_code(program->langs[i])))
        i++;
    return i;
}

const struct lang *program_lang(const struct program *program, struct str code)
{
    size_t i = lang_at(program, code);

    return i == program->langs_n ? NULL : program->langs[i];
}

bool program_speaks(const struct program *program, struct str first, struct str second,
                    const struct lang **out)
{
    size_t i = lang_at(program, first), j = lang_at(program, second);

    if (i == program->langs_n && !str_is(first, "en"))
        return false;
    *out = i == program->langs_n             ? NULL
           : j == program->langs_n || i == j ? program->langs[i]
                                             : program->pairs[i][j];
    return true;
}

bool program_accepted(const struct program *program, struct str header, const struct lang **out)
{
    struct str known[2] = {STR(""), STR("")};
    const struct lang *lang;
    size_t n = 0;

    while (header.n != 0 && n < 2) {
        struct str item = str_split(&header, ',');
        struct str code = str_trim(str_split(&item, ';'));
        if (program_speaks(program, code, STR(""), &lang))
            known[n++] = code;
    }
    return program_speaks(program, known[0], known[1], out);
}

/* Counts first, then collects; both from every area. */
struct joined {
    const struct operation **operations;
    struct derive_hook *hooks;
};

static enum rc load_app(struct call *call, struct program *program)
{
    struct app_parts parts = {.hooks_n = 1}; /* of saved lists, which are no area's */
    struct joined joined;

    for (size_t i = 0; i < program->areas_n; i++) {
        parts.operations_n += area_n(program->areas[i]->operations_n);
        parts.hooks_n += area_n(program->areas[i]->hooks_n);
    }
    joined.operations = arena_array(&program->keep, parts.operations_n, sizeof(struct operation *));
    joined.hooks = arena_array(&program->keep, parts.hooks_n, sizeof *joined.hooks);
    if (joined.operations == NULL || joined.hooks == NULL)
        return fail_memory(call);
    size_t operations = 0, hooks = 0;
    joined.hooks[hooks++] = saved_list_hook;
    for (size_t i = 0; i < program->areas_n; i++) {
        const struct area *area = program->areas[i];
        for (size_t j = 0; j < area_n(area->operations_n); j++)
            joined.operations[operations++] = area->operations[j];
        for (size_t j = 0; j < area_n(area->hooks_n); j++)
            joined.hooks[hooks++] = area->hooks[j];
    }
    parts.operations = joined.operations;
    parts.hooks = joined.hooks;
    return app_load(call, &program->keep, &parts, &program->app);
}

static int compare_routes(const void *a, const void *b)
{
    const struct route *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    return order != 0 ? order : (int)x->method - (int)y->method;
}

static enum rc add_routes(struct call *call, struct program *program, const struct route *routes,
                          size_t n)
{
    if (program->routes_n + n > PROGRAM_ROUTES_MAX)
        return fail(call, RC_LIMIT, "routes", "There are more than %d routes.", PROGRAM_ROUTES_MAX);
    for (size_t i = 0; i < n; i++)
        program->routes[program->routes_n++] = routes[i];
    return RC_OK;
}

static enum rc join_routes(struct call *call, struct program *program)
{
    const struct {
        const struct route *routes;
        size_t n;
    } own[] = {{door_routes, door_routes_n},
               {sign_in_routes, sign_in_routes_n},
               {held_routes, held_routes_n},
               {account_routes, account_routes_n},
               {second_routes, second_routes_n},
               {staff_routes, staff_routes_n},
               {staff_one_routes, staff_one_routes_n},
               {emergency_routes, emergency_routes_n},
               {first_people_routes, first_people_routes_n},
               {first_use_routes, first_use_routes_n},
               {language_routes, language_routes_n}};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof own / sizeof *own && rc == RC_OK; i++)
        rc = add_routes(call, program, own[i].routes, own[i].n);
    for (size_t i = 0; i < program->areas_n; i++)
        for (size_t j = 0; j < AREA_ROUTE_TABLES && rc == RC_OK; j++)
            rc = add_routes(call, program, program->areas[i]->routes[j].routes,
                            area_n(program->areas[i]->routes[j].n));
    qsort(program->routes, program->routes_n, sizeof(struct route), compare_routes);
    return rc;
}

/* Which area shows which kind on a page of its own. */
static enum rc join_kind_pages(struct call *call, struct program *program)
{
    size_t n = 0;

    for (size_t i = 0; i < program->areas_n; i++)
        for (const struct kind_page *page = program->areas[i]->kind_pages;
             page != NULL && page->kind != NULL; page++) {
            if (n == PROGRAM_KIND_PAGES_MAX)
                return fail(call, RC_LIMIT, "pages", "There are more than %d kinds with own pages.",
                            PROGRAM_KIND_PAGES_MAX);
            program->kind_pages[n++] = *page;
        }
    return RC_OK;
}

static enum rc load_words(struct call *call, struct program *program)
{
    const struct embedded *file = embedded_find(STR("words/english.txt"));

    if (file == NULL)
        return fail(call, RC_NOT_FOUND, "words", "The list of words is missing from the program.");
    return words_load(call, file->bytes, &program->keep, &program->words);
}

enum rc program_load(struct call *call, const struct area *const *areas, size_t n,
                     struct program *out)
{
    memset(out, 0, sizeof *out);
    out->os = call->os;
    arena_init(&out->keep, &heap_libc, ARENA_MAX_DEFAULT);
    program_jobs(areas, n, out);
    enum rc rc = load_app(call, out);
    if (rc == RC_OK)
        rc = load_langs(call, out);
    if (rc == RC_OK) {
        out->app->langs = out->langs;
        out->app->langs_n = out->langs_n;
    }
    if (rc == RC_OK)
        rc = load_words(call, out);
    if (rc == RC_OK)
        rc = assets_open(call, &out->keep, &out->assets);
    if (rc == RC_OK)
        rc = join_kind_pages(call, out);
    return rc == RC_OK ? join_routes(call, out) : rc;
}
