/* basis_test.c - what may be shared about a person, and when not. */
#include "model/basis.h"
#include "model/operation.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

/* Hands a case over: [case id]. */
static enum rc hand_over(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("case"));
    struct record *record;
    struct id id;

    if (!id_of(args.list.items[0].s, &id))
        return fail(call, RC_INVALID, NULL, NULL);
    enum rc rc = change_open(call, change, kind, &id, 0, &record);
    if (rc == RC_OK)
        record->state = STR("waiting");
    return rc;
}

static const struct operation hand_over_row = {.name = "test.hand_over",
                                               .version = 1,
                                               .brief = "handed over",
                                               .apply = hand_over,
                                               .shares = "referral"};
static const struct operation *const rows[] = {&hand_over_row};
static const struct app_parts parts = {.operations = rows, .operations_n = 1};

struct scene {
    struct world w;
    struct id person, problem;
};

static struct str day_text(struct scene *s, int ago)
{
    struct date date = day_date(s->w.call.today - ago);

    return str_format(&s->w.arena, "%04d-%02d-%02d", date.year, date.month, date.mday);
}

static void open_scene(struct scene *s, const char *name)
{
    struct arena arena;
    struct outcome outcome;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(&s->w, posix_os(), folder.p, &parts);
    arena_fini(&arena);
    world_as(&s->w, WORLD_LEAD);
    CHECK_RC(&s->w.call,
             world_save(&s->w, "person", NULL, NULL, &outcome, "names", "given, Senada", NULL),
             RC_OK);
    s->person = outcome.record;
    const char *who = str_hex(&s->w.arena, id_str(&s->person)).p;
    CHECK_RC(&s->w.call,
             world_save(&s->w, "case", NULL, NULL, &outcome, "person", who, "area", "housing",
                        "what", "Water", NULL),
             RC_OK);
    s->problem = outcome.record;
}

static enum rc give(struct scene *s, const char *purpose, int ago, struct str until,
                    struct str withdrawn)
{
    struct outcome outcome;

    return world_save(&s->w, "basis", NULL, &s->person, &outcome, "purpose", purpose, "ground",
                      "consent", "given", day_text(s, ago).p, "until", until.p, "withdrawn",
                      withdrawn.p, NULL);
}

static enum rc hand(struct scene *s, struct str reason)
{
    struct value id = id_value(&s->problem);
    struct operation_request request = {.operation = "test.hand_over",
                                        .change = id_new(&s->w.call),
                                        .args = v_list(&id, 1),
                                        .reason = reason};
    struct outcome outcome;

    call_forgive(&s->w.call);
    return operation_run(&s->w.call, &request, &outcome);
}

static void test_sharing(void)
{
    struct scene s;

    open_scene(&s, "basis-sharing");
    CASE("without a basis nothing is shared, and the sentence names the purpose");
    CHECK_INT(hand(&s, STR("")), RC_DENIED);
    CHECK(str_find(s.w.call.error.text, '"') < s.w.call.error.text.n);
    CASE("a basis for another purpose does not help");
    CHECK_RC(&s.w.call, give(&s, "statistics", 3, STR(""), STR("")), RC_OK);
    CHECK_INT(hand(&s, STR("")), RC_DENIED);
    CASE("one that ended does not either, nor one that was taken back");
    CHECK_RC(&s.w.call, give(&s, "referral", 30, day_text(&s, 1), STR("")), RC_OK);
    CHECK_RC(&s.w.call, give(&s, "referral", 30, STR(""), day_text(&s, 0)), RC_OK);
    CHECK_INT(hand(&s, STR("")), RC_DENIED);
    CASE("a live one does, up to and with its last day");
    CHECK_RC(&s.w.call, give(&s, "referral", 0, day_text(&s, 0), STR("")), RC_OK);
    CHECK_RC(&s.w.call, hand(&s, STR("")), RC_OK);
    world_close(&s.w);
}

static void test_override(void)
{
    struct scene s;

    open_scene(&s, "basis-override");
    CASE("a reason goes where a basis is missing; blanks are none");
    CHECK_INT(hand(&s, STR("  ")), RC_DENIED);
    CHECK_RC(&s.w.call, hand(&s, STR("Her life is in danger.")), RC_OK);
    world_close(&s.w);
}

void basis_test(void);

void basis_test(void)
{
    test_sharing();
    test_override();
}
