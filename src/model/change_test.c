/* change_test.c - operations on real kinds: saving, clashes, permission, undo, erasure, rebuild. */
#include "model/field.h"
#include "model/rebuild.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

/* Arguments: the names of each. */
static enum rc make_family(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("person"));
    enum rc rc = RC_OK;

    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++) {
        struct record *record;
        rc = change_make(call, change, kind, NULL, &record);
        if (rc == RC_OK)
            record_set(record, "names", args.list.items[i]);
    }
    return rc;
}

static const struct operation family_row = {"family.make", 1,     "made",      false,
                                            true,          false, make_family, NULL};
static const struct operation *const rows[] = {&family_row};
static const struct app_parts parts = {.operations = rows, .operations_n = 1};

static void start(struct world *world, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(world, posix_os(), folder.p, &parts);
    arena_fini(&arena);
}

static struct id make_person(struct world *w, const char *names)
{
    struct outcome outcome;
    struct str me = str_hex(&w->arena, id_str(&w->call.actor->id));

    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", names, "born", "1990-05", "sex",
                        "f", "responsible", me.p, NULL),
             RC_OK);
    return outcome.record;
}

static struct id make_case(struct world *w, const struct id *person, const char *what)
{
    struct outcome outcome;
    struct str who = str_hex(&w->arena, id_str(person));
    struct str me = str_hex(&w->arena, id_str(&w->call.actor->id));

    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                        what, "responsible", me.p, "story", "told in the kitchen", NULL),
             RC_OK);
    return outcome.record;
}

static void saving(void)
{
    struct world w;
    struct outcome outcome;

    start(&w, "saving");
    CASE("a person and a case are made, with codes");
    struct id person = make_person(&w, "given, Senada; family, Demirova");
    struct id id = make_case(&w, &person, "Roof");
    struct record *record = world_load(&w, "case", &id);
    CHECK(str_starts(record->code, STR("NI-20")) && str_ends(record->code, STR("-1")));
    CHECK_INT(record->rev, 1);
    CHECK_TEXT(record->state, "open");
    CHECK(value_eq(record_value(record, "person"), id_value(&person)));
    CHECK_TEXT(record_value(record, "area").s, "housing");
    struct record *who = world_load(&w, "person", &person);
    CHECK_INT(record_value(who, "names").list.n, 2);
    CHECK_TEXT(field_show(&w.call, field_find(who->kind, STR("born")), record_value(who, "born")),
               "May 1990");

    CASE("what was made is there after closing and opening");
    world_again(&w);
    world_as(&w, WORLD_WORKER);
    record = world_load(&w, "case", &id);
    CHECK_TEXT(record_value(record, "what").s, "Roof");

    CASE("a change touches what it names and no more");
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "what", "Roof and wall", NULL),
             RC_OK);
    record = world_load(&w, "case", &id);
    CHECK_INT(record->rev, 2);
    CHECK_TEXT(record_value(record, "area").s, "housing");

    CASE("saving what is there already writes nothing");
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "what", "Roof and wall", NULL),
             RC_OK);
    CHECK(outcome.nothing);
    CHECK_INT(world_load(&w, "case", &id)->rev, 2);

    CASE("faults name their fields, and nothing is written");
    CHECK_INT(world_save(&w, "case", NULL, NULL, &outcome, "area", "moon", NULL), RC_INVALID);
    CHECK_INT(w.call.fault_count, 3); /* the area, and person and what are missing */
    world_close(&w);
}

static void procedures(void)
{
    struct world w;
    struct value v;

    start(&w, "procedures");
    const struct field *field =
        field_find(kind_find(w.app->registry, STR("proceeding")), STR("procedure"));

    CASE("a procedure is shown by its name, and read back by it");
    CHECK_TEXT(field_show(&w.call, field, v_text(STR("rs.admin.request"))),
               "Administrative request (general procedure)");
    CHECK(field_parse(&w.call, field, STR("Administrative request (general procedure)"), &v));
    CHECK_TEXT(v.s, "rs.admin.request");

    CASE("what several are called, or none, stays as it was typed; so does an id");
    CHECK(field_parse(&w.call, field, STR("Administrative appeal"), &v));
    CHECK_TEXT(v.s, "Administrative appeal");
    CHECK(field_parse(&w.call, field, STR("rs.admin.appeal"), &v));
    CHECK_TEXT(v.s, "rs.admin.appeal");
    CHECK_TEXT(field_show(&w.call, field, v_text(STR("zz.no.such"))), "zz.no.such");
    world_close(&w);
}

static void several(void)
{
    struct world w;
    struct outcome outcome;
    struct value names[3];

    start(&w, "several");
    CASE("new records of one change have numbers one after the other");
    (void)make_person(&w, "given, Ismeta");
    const struct kind *kind = kind_find(w.app->registry, STR("person"));
    for (int i = 0; i < 3; i++)
        CHECK(field_parse(&w.call, field_find(kind, STR("names")), STR("given, Orhan"), &names[i]));
    CHECK_RC(&w.call, world_run(&w, "family.make", v_list(names, 3), &outcome), RC_OK);
    CHECK(str_ends(outcome.code, STR("-2")));
    struct id last = make_person(&w, "given, Ismeta");
    CHECK(str_ends(world_load(&w, "person", &last)->code, STR("-5")));
    world_close(&w);
}

static void repeated(void)
{
    struct world w;
    struct outcome first, second;
    struct value args;

    start(&w, "repeated");
    CASE("the same change id twice gives the same answer and one record");
    struct id person = make_person(&w, "nickname, Zumbula");
    struct record *record = world_load(&w, "person", &person);
    CHECK_RC(&w.call, record_args_make(&w.call, record, STR(""), &args), RC_OK);
    struct operation_request request = {
        .operation = "record.retire", .change = id_new(&w.call), .args = args};
    CHECK_RC(&w.call, operation_run(&w.call, &request, &first), RC_OK);
    CHECK_RC(&w.call, operation_run(&w.call, &request, &second), RC_OK);
    CHECK(!first.repeated && second.repeated);
    CHECK(id_eq(&first.record, &second.record));
    CHECK_INT(world_load(&w, "person", &person)->rev, 2);
    world_close(&w);
}

static void clash(void)
{
    struct world w;
    struct outcome outcome;
    struct value args;

    start(&w, "clash");
    CASE("an older revision is refused and the present values are handed over");
    struct id person = make_person(&w, "given, Biljana");
    struct record *seen = world_load(&w, "person", &person);
    CHECK_RC(&w.call, record_args_make(&w.call, seen, STR(""), &args), RC_OK);
    CHECK_RC(&w.call, world_save(&w, "person", &person, NULL, &outcome, "sex", "m", NULL), RC_OK);
    CHECK_INT(world_run(&w, "record.retire", args, &outcome), RC_CONFLICT);
    CHECK(outcome.present != NULL && outcome.present->rev == 2);
    world_close(&w);
}

static void permission(void)
{
    struct world w;
    struct outcome outcome;

    start(&w, "permission");
    CASE("a case is its team's: others find nothing, not a denial");
    struct id person = make_person(&w, "given, Emina");
    struct id id = make_case(&w, &person, "Papers");
    world_as(&w, WORLD_OTHER);
    CHECK_INT(world_save(&w, "case", &id, NULL, &outcome, "what", "mine", NULL), RC_NOT_FOUND);
    world_as(&w, WORLD_VOLUNTEER);
    CHECK_INT(world_save(&w, "case", &id, NULL, &outcome, "what", "mine", NULL), RC_NOT_FOUND);

    CASE("what one may see but not change is refused as such");
    world_as(&w, WORLD_OTHER);
    CHECK_INT(world_save(&w, "person", &person, NULL, &outcome, "sex", "m", NULL), RC_DENIED);

    CASE("a lead may, until the record is limited or hidden from her");
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "what", "by lead", NULL), RC_OK);
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "limited", "yes", NULL), RC_OK);
    world_as(&w, WORLD_LEAD);
    CHECK_INT(world_save(&w, "case", &id, NULL, &outcome, "what", "again", NULL), RC_NOT_FOUND);

    CASE("a part has the verdict of its head");
    CHECK_INT(world_save(&w, "case_note", NULL, &id, &outcome, "text", "no", NULL), RC_NOT_FOUND);
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call, world_save(&w, "case_note", NULL, &id, &outcome, "text", "yes", NULL), RC_OK);
    world_close(&w);
}

static enum rc undo(struct world *w, const struct id *change)
{
    struct value arg = id_value(change);
    struct outcome outcome;

    return world_run(w, "change.undo", v_list(&arg, 1), &outcome);
}

static void undoing(void)
{
    struct world w;
    struct outcome first, second;

    start(&w, "undo");
    CASE("undo puts the old values back");
    struct id person = make_person(&w, "given, Sabina");
    CHECK_RC(&w.call, world_save(&w, "person", &person, NULL, &first, "sex", "m", NULL), RC_OK);
    CHECK_RC(&w.call, undo(&w, &first.change), RC_OK);
    CHECK_TEXT(record_value(world_load(&w, "person", &person), "sex").s, "f");

    CASE("it refuses where a touched field was changed since, and only there");
    CHECK_RC(&w.call, world_save(&w, "person", &person, NULL, &first, "sex", "m", NULL), RC_OK);
    CHECK_RC(&w.call, world_save(&w, "person", &person, NULL, &second, "born", "1991", NULL),
             RC_OK);
    CHECK_RC(&w.call, undo(&w, &first.change), RC_OK);
    CHECK_RC(&w.call, world_save(&w, "person", &person, NULL, &first, "sex", "m", NULL), RC_OK);
    CHECK_RC(&w.call, world_save(&w, "person", &person, NULL, &second, "sex", "f", NULL), RC_OK);
    CHECK_INT(undo(&w, &first.change), RC_CONFLICT);
    world_close(&w);
}

static void compare_rebuilt(struct world *w)
{
    unsigned char living[CRYPT_HASH], rebuilt[CRYPT_HASH];

    world_system(w);
    CHECK_RC(&w->call, tables_digest(&w->call, living), RC_OK);
    CHECK_RC(&w->call, rebuild(&w->call), RC_OK);
    CHECK_RC(&w->call, tables_digest(&w->call, rebuilt), RC_OK);
    CHECK(memcmp(living, rebuilt, CRYPT_HASH) == 0);
}

static void erasing(void)
{
    struct world w;
    struct outcome proposal, outcome;
    struct value args;
    struct log_report report;

    start(&w, "erase");
    CASE("erasing waits for a second person");
    struct id person = make_person(&w, "given, Canary; family, Canarova");
    struct id other = make_person(&w, "given, Stays");
    struct id id = make_case(&w, &person, "Of the canary");
    CHECK_RC(&w.call, world_save(&w, "case_note", NULL, &id, &outcome, "text", "chirp", NULL),
             RC_OK);
    world_as(&w, WORLD_LEAD);
    struct record *record = world_load(&w, "person", &person);
    CHECK_RC(&w.call, record_args_make(&w.call, record, STR(""), &args), RC_OK);
    CHECK_RC(&w.call, world_run(&w, "record.erase", args, &proposal), RC_OK);
    CHECK(proposal.waits);
    CHECK(!world_load(&w, "person", &person)->erased);
    record = world_load(&w, "proposal", &proposal.record);
    CHECK_RC(&w.call, record_args_make(&w.call, record, STR(""), &args), RC_OK);
    CHECK_INT(world_run(&w, "proposal.approve", args, &outcome), RC_DENIED);

    CASE("approved, the person is an empty tombstone and her log is gone");
    w.actors[WORLD_OTHER]->roles[0] = STR("lead");
    world_as(&w, WORLD_OTHER);
    record = world_load(&w, "proposal", &proposal.record);
    CHECK_RC(&w.call, record_args_make(&w.call, record, STR(""), &args), RC_OK);
    CHECK_RC(&w.call, world_run(&w, "proposal.approve", args, &outcome), RC_OK);
    record = world_load(&w, "person", &person);
    CHECK(record->erased);
    CHECK(record_value(record, "names").type == V_NULL);
    CHECK(record->code.n != 0);
    CHECK(value_eq(record_value(world_load(&w, "case", &id), "person"), id_value(&person)));
    CHECK(!world_load(&w, "person", &other)->erased);
    CHECK_RC(&w.call, log_verify(&w.call, w.call.store->db, LOG_SIGNATURES, &report), RC_OK);
    CHECK_INT(report.erased_parts, 1);
    CHECK_INT(world_save(&w, "person", &person, NULL, &outcome, "sex", "f", NULL), RC_NOT_FOUND);

    CASE("a rebuild gives the same tables, the tombstone included");
    compare_rebuilt(&w);
    world_close(&w);
}

static void rebuilding(void)
{
    struct world w;
    struct outcome outcome;

    start(&w, "rebuild");
    CASE("tables made anew from the log equal the living ones");
    for (int i = 0; i < 20; i++) {
        world_as(&w, i % 2 == 0 ? WORLD_WORKER : WORLD_LEAD);
        struct id person = make_person(&w, "given, Orhan; family, Kamberov");
        struct id id = make_case(&w, &person, "Work");
        CHECK_RC(&w.call, world_save(&w, "case_note", NULL, &id, &outcome, "text", "seen", NULL),
                 RC_OK);
        if (i % 3 == 0)
            CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "area", "health", NULL),
                     RC_OK);
    }
    compare_rebuilt(&w);
    compare_rebuilt(&w);
    world_close(&w);
}

/* ---- a record and its parts in one change */

struct note {
    const char *text; /* NULL: retire it */
    const struct id *id;
    int64_t position;
};

static void fill_part(struct world *w, const struct kind *kind, const struct note *note,
                      struct save_part *out)
{
    const struct field *text = field_find(kind, STR("text"));
    struct value *values = arena_array(&w->arena, kind->n, sizeof *values);
    bool *given = arena_array(&w->arena, kind->n, sizeof *given);

    if (!CHECK(text != NULL && values != NULL && given != NULL))
        return;
    values[text->index] = v_text(str_of(note->text));
    given[text->index] = true;
    *out = (struct save_part){.kind = kind,
                              .id = note->id,
                              .gone = note->text == NULL,
                              .values = values,
                              .given = given,
                              .position = note->position};
}

static enum rc save_notes(struct world *w, const struct record *of, const struct note *notes,
                          size_t n, struct outcome *out)
{
    struct save_part rows_of[8] = {{0}};
    bool none[FIELDS_MAX] = {false};
    struct value args;

    for (size_t i = 0; i < n; i++)
        fill_part(w, kind_find(w->app->registry, STR("case_note")), &notes[i], &rows_of[i]);
    struct save_args save = {.kind = of->kind,
                             .id = &of->id,
                             .rev = of->rev,
                             .values = of->values,
                             .given = none,
                             .parts = rows_of,
                             .parts_n = n};
    enum rc rc = save_args_make(&w->call, &save, &args);
    return rc == RC_OK ? world_run(w, "record.save", args, out) : rc;
}

static struct id note_at(struct world *w, const struct id *of, int i)
{
    struct value binds[] = {id_value(of), v_int(i)}, v = v_null();
    struct id id = {{0}};

    CHECK_RC(&w->call,
             db_one(&w->call, w->call.store->db,
                    SQL("SELECT n.id FROM case_note n JOIN \"case\" c ON c.rid = n.owner "
                        "WHERE c.id = ?1 ORDER BY n.rid LIMIT 1 OFFSET ?2"),
                    (struct binds){binds, 2}, &v, 1),
             RC_OK);
    CHECK(id_of(v.s, &id));
    return id;
}

/* A new case with the values of another, and a note. */
static enum rc make_with_note(struct world *w, const struct record *like, struct outcome *out)
{
    static const struct note note = {"with it", NULL, 0};
    bool given[FIELDS_MAX] = {false};
    struct save_part row = {0};
    struct value args;

    for (size_t i = 0; i < like->kind->n; i++)
        given[i] = !like->kind->fields[i].derived && like->values[i].type != V_NULL;
    fill_part(w, kind_find(w->app->registry, STR("case_note")), &note, &row);
    struct save_args save = {
        .kind = like->kind, .values = like->values, .given = given, .parts = &row, .parts_n = 1};
    enum rc rc = save_args_make(&w->call, &save, &args);
    return rc == RC_OK ? world_run(w, "record.save", args, out) : rc;
}

static void with_parts(void)
{
    struct world w;
    struct outcome outcome;

    CASE("a record and its parts are one change, and are taken back as one");
    start(&w, "with-parts");
    world_as(&w, WORLD_WORKER);
    struct id person = make_person(&w, "given, Ana"), of = make_case(&w, &person, "Roof");
    const struct note made[] = {{"first", NULL, 1}, {"second", NULL, 2}};
    CHECK_RC(&w.call, save_notes(&w, world_load(&w, "case", &of), made, 2, &outcome), RC_OK);
    struct id first = note_at(&w, &of, 0), second = note_at(&w, &of, 1);
    CHECK_INT(world_load(&w, "case_note", &second)->position, 2);

    const struct note changed[] = {{"second", &second, 1}, {NULL, &first, 0}, {"third", NULL, 2}};
    CHECK_RC(&w.call, save_notes(&w, world_load(&w, "case", &of), changed, 3, &outcome), RC_OK);
    CHECK_INT(world_load(&w, "case_note", &second)->position, 1);
    CHECK(world_load(&w, "case_note", &first)->retired_ms != 0);
    struct id third = note_at(&w, &of, 2);

    struct id change = outcome.change;
    struct value undo[] = {id_value(&change)};
    CHECK_RC(&w.call, world_run(&w, "change.undo", v_list(undo, 1), &outcome), RC_OK);
    CHECK_INT(world_load(&w, "case_note", &second)->position, 2);
    CHECK_INT(world_load(&w, "case_note", &first)->retired_ms, 0);
    CHECK(world_load(&w, "case_note", &third)->retired_ms != 0);
    compare_rebuilt(&w);

    CASE("a new record and its parts are one change, for who may make it");
    CHECK_RC(&w.call, make_with_note(&w, world_load(&w, "case", &of), &outcome), RC_OK);
    struct id new_one = outcome.record, its = note_at(&w, &new_one, 0);
    CHECK_TEXT(record_value(world_load(&w, "case_note", &its), "text").s, "with it");
    world_as(&w, WORLD_VOLUNTEER);
    CHECK_RC(&w.call, make_with_note(&w, world_load(&w, "case", &of), &outcome),
             RC_INVALID); /* whom she may not see is not there */
    compare_rebuilt(&w);

    CASE("a part of another record, or what is no part, is refused");
    world_as(&w, WORLD_WORKER);
    struct id other = make_case(&w, &person, "Wall");
    const struct note stolen[] = {{"mine now", &second, 0}};
    CHECK_RC(&w.call, save_notes(&w, world_load(&w, "case", &other), stolen, 1, &outcome),
             RC_INVALID);
    CHECK_RC(&w.call, save_notes(&w, world_load(&w, "person", &person), made, 1, &outcome),
             RC_INVALID);
    CHECK_TEXT(record_value(world_load(&w, "case_note", &second), "text").s, "second");
    world_close(&w);
}

void change_test(void);
void change_test(void)
{
    saving();
    procedures();
    several();
    repeated();
    clash();
    permission();
    undoing();
    erasing();
    rebuilding();
    with_parts();
}
