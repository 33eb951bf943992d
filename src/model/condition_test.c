/* condition_test.c - 'when' and 'check': what they say of a record, and of mistakes in files. */
#include "base/file.h"
#include "model/condition.h"
#include "model/field.h"
#include "model/rebuild.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

static const char head[] = "kind: a\none: A\nmany: A\nabout: x\nsubject: itself\nsections:\n  s:\n"
                           "    area: { is: choice, of: l }\n"
                           "    areas: { is: choices, of: l }\n"
                           "    limited: { is: flag }\n"
                           "    born: { is: partial date }\n"
                           "    began: { is: date }\n"
                           "    ended: { is: date }\n"
                           "    rooms: { is: whole number }\n"
                           "    damp: { is: decimal, digits: 2 }\n"
                           "    rent: { is: money }\n"
                           "    what: { is: text }\n"
                           "    phones: { is: phones }\n"
                           "    hush: { is: text, secret: yes }\n"
                           "    shown: { is: text, when: %s }\n"
                           "states:\n  open: [shut]\n  shut: []\n"
                           "may:\n  lead: { see: all }\n";
static const char list[] = "list: l\nchoices:\n  housing: Housing\n  violence: Violence\n";

static enum rc load(struct call *call, const char *when, struct registry **out)
{
    const struct model_file files[] = {{STR("m.yaml"), str_format(call->arena, head, when)},
                                       {STR("l.yaml"), str_of(list)}};

    return registry_load(call, call->arena, files, 2, out);
}

static const struct {
    const char *when, *fault; /* the column is that of the word, the line 20 */
} mistakes[] = {
    {"aera = housing", "m.yaml:20:30: There is no field \"aera\" in this kind; did you mean "},
    {"area = violance", "m.yaml:20:37: \"violance\" is none of the choices; did you mean "},
    {"area", "m.yaml:20:34: Here must stand 'filled'"},
    {"area < housing", "m.yaml:20:35: Only numbers and dates are more or less"},
    {"areas = housing", "m.yaml:20:36: 'has' is asked of several choices"},
    {"area has housing", "m.yaml:20:35: 'has' is asked of several choices"},
    {"phones = 3", "m.yaml:20:37: Of such a field one can only ask whether it is filled."},
    {"began after tomorrow", "m.yaml:20:42: Here must stand a date"},
    {"began = ended and", "m.yaml:20:47: Here must stand the name of a field."},
    {"began = rooms", "m.yaml:20:38: These two fields cannot be compared."},
    {"rooms > many", "m.yaml:20:38: Here must stand a number"},
    {"(limited", "m.yaml:20:38: Here a bracket must be closed."},
    {"limited limited", "m.yaml:20:38: \"limited\" is too much here"},
    {"state = closed", "m.yaml:20:38: There is no state \"closed\" in this kind."},
    {"hush filled", "m.yaml:20:30: What is seen by all cannot depend on a secret field."},
    {"shown filled", "m.yaml:20:30: A field cannot depend on itself."},
    {"limited ; rooms", "m.yaml:20:38: ';' means nothing here"},
    {"'what = \"x'", "m.yaml:20:38: A text that begins with a quote must end with one."},
};

static void wrong(void)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct arena arena;
        struct call call;
        struct registry *registry;

        CASE("a mistake: %s", mistakes[i].when);
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call_init(&call, &arena, posix_os());
        CHECK_INT(load(&call, mistakes[i].when, &registry), RC_INVALID);
        CHECK_INT(call.fault_count, 1);
        struct str got = call.faults == NULL ? STR("")
                                             : str_format(&arena, "%s: %s", call.faults->where.p,
                                                          call.faults->text.p);
        if (!CHECK(str_starts(got, str_of(mistakes[i].fault))))
            tap_note("%s", got.p);
        arena_fini(&arena);
    }
}

/* What the record says: "field, typed; field, typed". */
static void fill(struct call *call, struct record *record, const char *fields)
{
    struct str rest = str_of(fields);

    while (rest.n != 0) {
        struct str item = str_trim(str_split(&rest, ';'));
        struct str name = str_trim(str_split(&item, ':'));
        const struct field *field = field_find(record->kind, name);
        if (CHECK(field != NULL))
            CHECK(field_parse(call, field, str_trim(item), &record->values[field->index]));
    }
}

static const struct {
    const char *when, *record;
    enum truth truth;
} truths[] = {
    {"area = violence", "area: violence", IS_TRUE},
    {"area = violence", "area: housing", IS_FALSE},
    {"area = violence", "", IS_UNKNOWN},
    {"area != violence", "area: housing", IS_TRUE},
    {"areas has housing", "areas: violence", IS_FALSE},
    {"areas has housing", "areas: housing", IS_TRUE},
    {"limited", "limited: yes", IS_TRUE},
    {"limited", "limited: no", IS_FALSE},
    {"limited = no", "limited: no", IS_TRUE},
    {"not limited", "", IS_UNKNOWN},
    {"limited or rooms filled", "rooms: 1", IS_TRUE},
    {"limited or rooms filled", "", IS_UNKNOWN},
    {"limited and rooms filled", "", IS_FALSE},
    {"born after 1990", "born: 1991", IS_TRUE},
    {"born after 1990", "born: 1990", IS_FALSE},
    {"born after 1990-06", "born: 1990", IS_UNKNOWN},
    {"born = 1990", "born: 1990-05", IS_TRUE},
    {"born = 1990-05", "born: 1990", IS_UNKNOWN},
    {"born before 1990-05", "born: 1990-05", IS_FALSE},
    {"ended >= began", "began: 2026-01-02; ended: 2026-01-02", IS_TRUE},
    {"ended >= began", "began: 2026-01-02; ended: 2026-01-01", IS_FALSE},
    {"began until today", "began: 2000-01-01", IS_TRUE},
    {"rooms > -1 and rooms <= 3", "rooms: 3", IS_TRUE},
    {"damp = 1.5", "damp: 1.50", IS_TRUE},
    {"damp < 1.5", "damp: 1.49", IS_TRUE},
    {"rent > 100", "rent: 100.01 EUR", IS_TRUE},
    {"'what = \"x y\"'", "what: x y", IS_TRUE},
    {"phones filled", "", IS_FALSE},
    {"state = open", "", IS_TRUE},
    {"not (state = shut) and rooms = 2", "rooms: 2", IS_TRUE},
    {"limited and rooms = 1 or rooms = 2", "rooms: 2", IS_TRUE},
};

static void judged(void)
{
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        struct arena arena;
        struct call call;
        struct registry *registry = NULL;

        CASE("%s, of: %s", truths[i].when, truths[i].record);
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call_init(&call, &arena, posix_os());
        CHECK_RC(&call, load(&call, truths[i].when, &registry), RC_OK);
        if (registry != NULL) {
            const struct kind *kind = registry->kinds[0];
            struct record record = {.kind = kind,
                                    .state = STR("open"),
                                    .values = arena_array(&arena, kind->n, sizeof(struct value))};
            const struct field *shown = field_find(kind, STR("shown"));
            fill(&call, &record, truths[i].record);
            CHECK_INT(condition_judge(shown->when, &record, call.today), truths[i].truth);
            CHECK(field_asked(&call, &record, shown) == (truths[i].truth == IS_TRUE));
        }
        arena_fini(&arena);
    }
}

static void postfix(void)
{
    struct arena arena;
    struct call call;
    struct registry *registry = NULL;

    CASE("a condition as words for a page");
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    CHECK_RC(&call,
             load(&call, "'born after 1990 and not limited or what = \"a b%\" or damp > -0.5'",
                  &registry),
             RC_OK);
    if (registry != NULL)
        CHECK_TEXT(condition_postfix(&call, field_find(registry->kinds[0], STR("shown"))->when),
                   "date:born day:1990-01-01:1990-12-31 > flag:limited yes not and text:what "
                   "is:a%20b%25 = or number:damp is:-0.500000 > or");
    arena_fini(&arena);
}

static const struct app_parts no_parts;

/* Saves a visit; the names of the fields with faults, apart by blanks, or "" when it was stored. */
#define SAVE(w, id, ...) \
    faults_of(w, world_save(w, "visit", id, NULL, &outcome, __VA_ARGS__, (char *)NULL))

static struct str faults_of(struct world *w, enum rc rc)
{
    struct buf out;

    buf_init(&out, &w->arena, 4000);
    if (rc != RC_OK && rc != RC_INVALID)
        buf_z(&out, rc_name(rc));
    for (const struct fault *fault = w->call.faults; fault != NULL; fault = fault->next) {
        if (out.n != 0)
            buf_char(&out, ' ');
        buf_add(&out, fault->where);
    }
    call_forgive(&w->call);
    return buf_str(&out);
}

static void saved(void)
{
    struct world w;
    struct outcome outcome;
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/condition", tap_folder());
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&w, posix_os(), folder.p, &no_parts);
    world_as(&w, WORLD_LEAD);

    CASE("what is not asked for is not missing");
    CHECK_TEXT(SAVE(&w, NULL, "title", "Roof", "area", "housing", "began", "2026-01-02"), "");
    struct id id = outcome.record;

    CASE("it is missing as soon as it is asked for, even if nobody touched it");
    CHECK_TEXT(SAVE(&w, &id, "area", "violence"), "harm");
    CHECK_TEXT(SAVE(&w, &id, "area", "violence", "harm", "blow", "police_told", "yes"), "told_on");
    CHECK_TEXT(SAVE(&w, &id, "area", "violence", "harm", "blow", "police_told", "yes", "told_on",
                    "2026-01-03"),
               "");

    CASE("what is no longer asked for stays as it was written");
    CHECK_TEXT(SAVE(&w, &id, "area", "housing"), "");
    CHECK_INT(record_value(world_load(&w, "visit", &id), "harm").list.n, 1);

    CASE("a check names its field; what is not known is not wrong");
    CHECK_TEXT(SAVE(&w, &id, "ended", "2026-01-01"), "ended");
    CHECK_TEXT(SAVE(&w, &id, "rooms", "0"), "rooms");
    CHECK_TEXT(SAVE(&w, &id, "ended", "2026-01-02", "rooms", "1"), "");
    CHECK_TEXT(SAVE(&w, &id, "began", "2026-01-05"), "ended");

    CASE("a choice no longer used is not written anew");
    CHECK_TEXT(SAVE(&w, &id, "harm", "insult"), "harm");

    CASE("values of the wrong shape are faults of their own, and judged by no check");
    CHECK_TEXT(SAVE(&w, &id, "title", ""), "title");
    CHECK_TEXT(SAVE(&w, &id, "phones", "07x, own, yes"), "phones");
    CHECK_TEXT(SAVE(&w, &id, "agreed", "thumbprint, 2.1.2026, Senada"), "agreed");
    world_close(&w);
    arena_fini(&arena);
}

void condition_test(void);
void condition_test(void)
{
    wrong();
    judged();
    postfix();
    saved();
}
