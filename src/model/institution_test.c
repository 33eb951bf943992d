/* institution_test.c - the bodies of four countries, and a sentence for each mistake in a file. */
#include "model/institution.h"
#include "tap.h"

void institution_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

/* Each country has these, by name; nothing of one town is here. */
static void packs_test(const struct institutions *set)
{
    static const char *const countries[] = {"MK", "RS", "XK", "LT"};
    static const enum institution_kind must[] = {INSTITUTION_OMBUDSMAN, INSTITUTION_COURT,
                                                 INSTITUTION_WELFARE, INSTITUTION_POLICE};

    for (size_t c = 0; c < sizeof countries / sizeof *countries; c++)
        for (size_t k = 0; k < sizeof must / sizeof *must; k++) {
            bool found = false;
            CASE("institution: %s has a %s", countries[c], institution_kind_name(must[k]));
            for (const struct institution *one = institution_first(set); one != NULL;
                 one = one->after)
                found = found || (str_is(one->country, countries[c]) && one->kind == must[k]);
            CHECK(found);
        }
    CASE("institution: what stands for one town is a kind of office, without address");
    for (const struct institution *one = institution_first(set); one != NULL; one = one->after) {
        CHECK(words_in(one->name, STR("en")).n != 0);
        CHECK(one->territory == TERRITORY_NATIONAL || one->is_type);
        for (size_t i = 0; i < one->procedures.n; i++)
            CHECK(str_eq(one->procedures.in[i].to->country, one->country));
    }
}

static void of_test(const struct institutions *set, const struct procedures *procedures)
{
    const struct procedure *foi = procedure_find(procedures, STR("rs.foi.appeal"));
    const struct institution *one = institution_of(set, foi, NULL);

    CASE("institution: where a procedure goes to");
    if (CHECK(one != NULL)) {
        CHECK_TEXT(one->id, "rs.information");
        CHECK_INT(one->kind, INSTITUTION_INFORMATION);
        CHECK(institution_of(set, foi, one) == NULL);
    }
    CHECK(institution_find(set, STR("rs.nothing")) == NULL);
}

#define HEAD                                                     \
    "country: RS\nsources: { a: { title: A } }\ninstitutions:\n" \
    "- { id: rs.a, name: A, kind: court, territory: national, status: partly }\n"

static const struct {
    const char *name, *text, *where, *says;
} faults[] = {
    {"a list", "- a\n", "p:1:1", "Here must stand a map"},
    {"no institutions", "country: RS\nsources: {}\n", "p:1:1", "The key 'institutions' is missing"},
    {"a long country", "country: Serbia\nsources: {}\ninstitutions: []\n", "p:1:10",
     "A country is two letters."},
    {"another country's id",
     HEAD "- { id: mk.a, name: A, kind: court, territory: national, status: partly }\n", "p:5:9",
     "An id is the country"},
    {"an id twice",
     HEAD "- { id: rs.a, name: A, kind: court, territory: national, status: partly }\n", "p:5:3",
     "stands here already"},
    {"a kind unknown",
     HEAD "- { id: rs.b, name: A, kind: curt, territory: national, status: partly }\n", "p:5:30",
     "did you mean 'court'?"},
    {"a territory unknown",
     HEAD "- { id: rs.b, name: A, kind: court, territory: town, status: partly }\n", "p:5:48",
     "'town' is not known here"},
    {"no name", HEAD "- { id: rs.b, kind: court, territory: national, status: partly }\n", "p:5:3",
     "The key 'name' is missing"},
    {"an address without source",
     HEAD "- { id: rs.b, name: A, kind: court, territory: national, status: partly, web: x }\n",
     "p:5:3", "needs a 'source'"},
    {"an address of a kind of office",
     HEAD
     "- { id: rs.b, name: A, kind: court, territory: region, one_of_many: yes, status: partly, "
     "web: x, source: [a] }\n",
     "p:5:3", "A kind of office has no address"},
    {"a procedure unknown",
     HEAD "- { id: rs.b, name: A, kind: court, territory: national, status: partly, "
          "procedures: [rs.z] }\n",
     "p:5:87", "no procedure with the id 'rs.z'"},
};

static enum rc read_one(struct call *call, struct str text)
{
    struct procedures *none;
    struct institutions *set;
    enum rc rc = procedures_new(call, call->arena, &none);

    if (rc == RC_OK)
        rc = institutions_new(call, call->arena, none, &set);
    return rc == RC_OK ? institutions_read(call, STR("p"), text, set) : rc;
}

static void faults_test(struct call *call)
{
    CASE("institution: the smallest file");
    CHECK_RC(call, read_one(call, STR(HEAD)), RC_OK);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        CASE("institution: refuses %s", faults[i].name);
        CHECK_INT(read_one(call, str_of(faults[i].text)), RC_INVALID);
        const struct fault *fault = call->faults;
        if (CHECK(fault != NULL)) {
            CHECK_TEXT(fault->where, faults[i].where);
            if (!CHECK(strstr(fault->text.p, faults[i].says) != NULL))
                tap_note("%s", fault->text.p);
        }
        call_forgive(call);
    }
}

static void memory_test(void)
{
    CASE("institution: memory that runs out at every block");
    enum rc rc = RC_MEMORY;
    for (size_t max = 0; rc == RC_MEMORY; max += 64) {
        struct arena arena;
        struct call call;
        arena_init(&arena, &heap_libc, max);
        call_init(&call, &arena, &no_os);
        rc = read_one(&call, STR(HEAD));
        arena_fini(&arena);
    }
    CHECK_INT(rc, RC_OK);
}

void institution_test(void)
{
    const struct procedures *procedures = NULL;
    const struct institutions *set = NULL;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    CASE("institution: all packs are read");
    if (CHECK_RC(&call, procedures_load(&call, &arena, &procedures), RC_OK) &&
        CHECK_RC(&call, institutions_load(&call, &arena, procedures, &set), RC_OK)) {
        packs_test(set);
        of_test(set, procedures);
    }
    faults_test(&call);
    memory_test();
    arena_fini(&arena);
}
