/* procedure_test.c - the packs of four countries, and a sentence for each mistake in one. */
#include "model/procedure.h"
#include "tap.h"

void procedure_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

/* Those of the research that the packs were made from, the appeals that are procedures of their
 * own, and what was read since. */
static const struct {
    const char *country;
    size_t procedures, stages;
} packs[] = {{"LT", 29, 35}, {"MK", 25, 22}, {"RS", 37, 75}, {"XK", 28, 29}};

static void packs_test(const struct procedures *set)
{
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
        size_t procedures = 0, stages = 0;
        CASE("procedure: the pack of %s is whole", packs[i].country);
        for (const struct procedure *p = procedure_first(set); p != NULL; p = p->after) {
            if (!str_is(p->country, packs[i].country))
                continue;
            procedures++;
            stages += p->stage_count;
            CHECK(procedure_find(set, p->id) == p);
            CHECK(words_in(p->name, STR("en")).n != 0);
        }
        CHECK_INT(procedures, packs[i].procedures);
        CHECK_INT(stages, packs[i].stages);
    }
}

static void appeal_test(const struct procedures *set)
{
    const struct procedure *appeal = procedure_find(set, STR("rs.admin.appeal"));

    CASE("procedure: an appeal, its limit, its term and its silence");
    if (!CHECK(appeal != NULL))
        return;
    CHECK_TEXT(words_in(appeal->name, STR("sr-Cyrl")), "Žalba");
    CHECK_INT(appeal->law.status, LAW_VERIFIED);
    CHECK_INT(appeal->limits.n, 1);
    CHECK_INT(appeal->limits.in[0].term.length, 15);
    CHECK_INT(appeal->limits.in[0].term.unit, TERM_DAYS);
    CHECK_INT(appeal->limits.in[0].from, 1 << EVENT_DELIVERED);
    CHECK_TEXT(appeal->limits.in[0].words, "notification of the decision");
    CHECK_INT(appeal->basis_count, 1);
    CHECK(str_starts(appeal->basis[0].act, STR("Zakon o opštem upravnom postupku")));
    CHECK_TEXT(appeal->basis[0].articles.in[0], "151");
    CHECK_TEXT(appeal->stages[0].article, "174");
    CHECK_INT(appeal->stages[0].terms.in[0].from, 1 << EVENT_COMPLETE);
    CHECK_INT(appeal->silence.means, SILENCE_REMEDY);
    CHECK_INT(appeal->silence.reminder.in[0].from, 1 << EVENT_REMINDER_FILED);
    CHECK(str_ends(appeal->silence.reminder.in[0].law.source, STR("111/2009, art 19")));
    CHECK(appeal->silence.remedy.in[0].to == procedure_find(set, STR("rs.court.admin")));
    CHECK(appeal->offered && appeal->valid_from == day_min() && appeal->valid_to == day_max());
}

static void odd_test(const struct procedures *set)
{
    const struct procedure *p = procedure_find(set, STR("rs.foi.request"));

    CASE("procedure: what cannot be counted is manual and keeps its words");
    CHECK(p->stages[1].side == SIDE_CLIENT && p->stages[1].terms.n == 1);
    CHECK_INT(p->stages[1].terms.in[0].term.length, 0);
    CHECK_TEXT(p->stages[1].words, "8–15 cd from receipt of instruction");
    CHECK(p->stages[1].manual.n != 0);
    p = procedure_find(set, STR("mk.admin.appeal"));
    CHECK(p->stages[0].manual.n != 0);
    CHECK_INT(p->stages[0].terms.in[0].term.length, 60);
    CHECK_INT(p->stages[0].terms.in[0].from, 0);
    CHECK_INT(p->stages[0].law.status, LAW_UNVERIFIED);

    CASE("procedure: two terms for two cases, two limits, several events, none at all");
    p = procedure_find(set, STR("rs.admin.request"));
    CHECK_INT(p->silence.after.n, 2);
    CHECK_TEXT(p->silence.after.in[1].when, "examination procedure");
    CHECK_INT(p->silence.outer.in[0].term.unit, TERM_YEARS);
    p = procedure_find(set, STR("mk.equality.complaint"));
    CHECK_INT(p->limits.n, 2);
    CHECK_INT(p->limits.in[1].from, 1 << EVENT_LEARNED);
    p = procedure_find(set, STR("rs.labour.suit"));
    CHECK_INT(p->limits.in[0].from, 1 << EVENT_DELIVERED | 1 << EVENT_LEARNED);
    p = procedure_find(set, STR("xk.labour.inspection"));
    CHECK(p->limits.in[0].any_time);
    CHECK(!procedure_find(set, STR("xk.echr"))->offered);
    p = procedure_find(set, STR("mk.violence.protection"));
    CHECK(!p->offered && p->ask.n == 3);
    p = procedure_find(set, STR("lt.echr"));
    CHECK(p->see.in[0].to == procedure_find(set, STR("rs.echr")));
    CHECK_TEXT(str_of(procedure_event_name(EVENT_PERIOD_ENDED)), "period_ended");
    CHECK(procedure_find(set, STR("rs.nothing")) == NULL);
}

#define FILE_HEAD                                                                       \
    "country: RS\ncounting: packs/rs/calendar.yaml\nsources: { zup: { title: ZUP } }\n" \
    "procedures:\n- id: rs.a\n  name: A\n  status: partly\n"

static const struct {
    const char *name, *text, *where, *says;
} faults[] = {
    {"a list", "- a\n", "p:1:1", "Here must stand a map"},
    {"nothing but a country", "country: RS\n", "p:1:1", "The key 'counting' is missing"},
    {"no calendar", "country: RS\ncounting: x\nsources: {}\nprocedures: []\n", "p:2:11",
     "must be the calendar"},
    {"a long country",
     "country: Serbia\ncounting: packs/rs/calendar.yaml\nsources: {}\n"
     "procedures: []\n",
     "p:1:10", "A country is two letters."},
    {"a source without title",
     "country: RS\ncounting: packs/rs/calendar.yaml\n"
     "sources: { zup: { url: x } }\nprocedures: []\n",
     "p:3:17", "The key 'title' is missing"},
    {"another country's id", FILE_HEAD "- { id: mk.a, name: A, status: partly }\n", "p:8:9",
     "An id is the country"},
    {"an id with capitals", FILE_HEAD "- { id: rs.A, name: A, status: partly }\n", "p:8:9",
     "An id is the country"},
    {"an id twice", FILE_HEAD "- { id: rs.a, name: A, status: partly }\n", "p:8:3",
     "The id 'rs.a' stands here already."},
    {"no status", FILE_HEAD "- { id: rs.b, name: B }\n", "p:8:3", "The key 'status' is missing"},
    {"another status", FILE_HEAD "- { id: rs.b, name: B, status: verifed }\n", "p:8:32",
     "did you mean 'verified'?"},
    {"a key that nobody knows", FILE_HEAD "  stage: []\n", "p:8:3", "did you mean 'stages'?"},
    {"no language", FILE_HEAD "  institution: { sr_latn: Sud }\n", "p:8:18",
     "'sr_latn' is no language tag"},
    {"an empty name", FILE_HEAD "  institution: { en: }\n", "p:8:22", "a text in the language"},
    {"a source unknown", FILE_HEAD "  source: [zus art 19]\n", "p:8:12",
     "does not stand under 'sources'"},
    {"an act unknown", FILE_HEAD "  legal_basis: [{ source: zus }]\n", "p:8:27",
     "does not stand under 'sources'"},
    {"an act twice", FILE_HEAD "  legal_basis: [{ source: zup, act: ZUP }]\n", "p:8:17",
     "either 'source' or 'act'"},
    {"a unit unknown", FILE_HEAD "  file_within: { n: 15, unit: days, from: act }\n", "p:8:31",
     "'days' is not known here"},
    {"a term without unit", FILE_HEAD "  file_within: { n: 15, from: act }\n", "p:8:16",
     "'n' and 'unit' stand together"},
    {"a term of nothing", FILE_HEAD "  file_within: { n: 0, unit: cd, from: act }\n", "p:8:21",
     "'n' must be a whole number from 1 to 4000."},
    {"a term of a century", FILE_HEAD "  file_within: { n: 100, unit: y, from: act }\n", "p:8:21",
     "from 1 to 40."},
    {"an event unknown", FILE_HEAD "  file_within: { n: 1, unit: m, from: recieved }\n", "p:8:39",
     "did you mean 'received'?"},
    {"an event unknown among two", FILE_HEAD "  file_within: { n: 1, unit: m, from: [act, x] }\n",
     "p:8:45", "'x' is not known here."},
    {"no event", FILE_HEAD "  file_within: { n: 1, unit: m }\n", "p:8:16",
     "A term needs 'n', 'unit' and 'from'."},
    {"no event in a stage",
     FILE_HEAD "  stages: [{ actor: a, action: b, term: { n: 1, unit: m } }]\n", "p:8:41",
     "A term needs 'n', 'unit' and 'from'."},
    {"manual for nothing",
     FILE_HEAD "  stages: [{ actor: a, action: b, manual: x, "
               "term: { n: 1, unit: m, from: act } }]\n",
     "p:8:52", "This term can be counted"},
    {"a term at any time", FILE_HEAD "  file_within: { any_time: yes, n: 1, unit: m, from: act }\n",
     "p:8:16", "open at any time"},
    {"a stage without action", FILE_HEAD "  stages: [{ actor: a }]\n", "p:8:12",
     "The key 'action' is missing"},
    {"a side unknown", FILE_HEAD "  stages: [{ actor: a, action: b, side: judge }]\n", "p:8:41",
     "'judge' is not known here."},
    {"silence unknown", FILE_HEAD "  silence: { means: refused }\n", "p:8:21",
     "did you mean 'refusal'?"},
    {"a remedy for nothing", FILE_HEAD "  silence: { means: none, remedy: [rs.a] }\n", "p:8:12",
     "it has no remedy"},
    {"a remedy unknown", FILE_HEAD "  silence: { means: remedy, remedy: [rs.z] }\n", "p:8:38",
     "There is no procedure with the id 'rs.z'."},
    {"a next unknown", FILE_HEAD "  next: [rs.z]\n", "p:8:10", "no procedure with the id 'rs.z'"},
    {"a list as next", FILE_HEAD "  next: [[rs.a]]\n", "p:8:10", "no procedure with the id ''"},
    {"dates the wrong way round", FILE_HEAD "  valid_from: 2026-02-01\n  valid_to: 2026-01-01\n",
     "p:5:3", "until a day before"},
    {"no date", FILE_HEAD "  valid_from: 2026-02-30\n", "p:8:15", "must be a date like"},
    {"a list of maps as notes", FILE_HEAD "  notes: [{ a: b }]\n", "p:8:11", "must stand a text"},
    {"a list as a number", FILE_HEAD "  thresholds: { law: [1] }\n", "p:8:22", "must stand a text"},
};

static enum rc read_one(struct call *call, struct str text)
{
    struct procedures *set;
    enum rc rc = procedures_new(call, call->arena, &set);

    if (rc == RC_OK)
        rc = procedures_read(call, STR("p"), text, set);
    return rc == RC_OK ? procedures_link(call, set) : rc;
}

static void faults_test(struct call *call)
{
    CASE("procedure: the smallest file");
    CHECK_RC(call, read_one(call, STR(FILE_HEAD)), RC_OK);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        CASE("procedure: refuses %s", faults[i].name);
        CHECK_INT(read_one(call, str_of(faults[i].text)), RC_INVALID);
        const struct fault *fault = call->faults;
        if (CHECK(fault != NULL)) {
            CHECK_TEXT(fault->where, faults[i].where);
            if (!CHECK(strstr(fault->text.p, faults[i].says) != NULL))
                tap_note("%s", fault->text.p);
        }
        call_forgive(call);
    }

    CASE("procedure: all faults of a file are named");
    CHECK_INT(read_one(call, STR(FILE_HEAD "  next: []\n- { id: rs.b }\n- { id: rs.c }\n")),
              RC_INVALID);
    CHECK_INT(call->fault_count, 4);
    call_forgive(call);
}

static void memory_test(void)
{
    static const char text[] =
        FILE_HEAD "  institution: { en: A, sr-Latn: B }\n  source: [zup art 1, zup]\n"
                  "  file_within: { n: 15, unit: cd, from: [act, learned] }\n  next: [rs.a]\n"
                  "  stages: [{ actor: a, action: b }]\n";

    CASE("procedure: memory that runs out at every block");
    enum rc rc = RC_MEMORY;
    for (size_t max = 0; rc == RC_MEMORY; max += 64) {
        struct arena arena;
        struct call call;
        arena_init(&arena, &heap_libc, max);
        call_init(&call, &arena, &no_os);
        rc = read_one(&call, str_of(text));
        arena_fini(&arena);
    }
    CHECK_INT(rc, RC_OK);
}

void procedure_test(void)
{
    const struct procedures *set = NULL;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    CASE("procedure: all packs are read");
    if (CHECK_RC(&call, procedures_load(&call, &arena, &set), RC_OK)) {
        packs_test(set);
        appeal_test(set);
        odd_test(set);
    }
    faults_test(&call);
    memory_test();
    arena_fini(&arena);
}
