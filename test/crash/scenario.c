/* scenario.c - see scenario.h. */
#include "scenario.h"

#include "model/rebuild.h"
#include "query/query.h"
#include "store/blob.h"
#include "store/reads.h"
#include "store/schema.h"
#include "tap.h"

static const struct kind *kind_of(const struct stage *s, const char *name)
{
    return kind_find(s->world->app->registry, str_of(name));
}

static void keep_hex(char out[static STAGE_HEX], struct world *w, const struct id *id)
{
    struct str hex = str_hex(&w->arena, id_str(id));

    memcpy(out, hex.p, STAGE_HEX);
}

static struct str text_of(struct stage *s, const char *kind, const char *field)
{
    return record_value(world_load(s->world, kind, &s->thing), field).s;
}

/* One cell of a field whose type has rows; empty if it is not there. */
static struct str cell(struct value rows, size_t row, size_t column)
{
    return rows.type == V_LIST && row < rows.list.n ? rows.list.items[row].list.items[column].s
                                                    : STR("");
}

/* ---- what others build on ---- */

static enum rc make_person(struct stage *s)
{
    struct outcome outcome;
    enum rc rc =
        world_save(s->world, "person", NULL, NULL, &outcome, "names",
                   "given, Senada; family, Demirova", "born", "1990-05", "languages", "rom;mk",
                   "national_number", "1505990000000", "phones", "070 123 456, own, yes",
                   "lives_in", "kamenica, Dolno,,", "responsible", s->worker_hex, NULL);

    s->thing = outcome.record;
    return rc;
}

static enum rc make_case(struct stage *s)
{
    struct outcome outcome;
    enum rc rc = world_save(s->world, "case", NULL, NULL, &outcome, "person", s->person_hex, "area",
                            "housing", "what", "Roof", "story", "as told in the kitchen",
                            "responsible", s->worker_hex, NULL);

    s->thing = outcome.record;
    return rc;
}

static void with_worker(struct stage *s)
{
    world_as(s->world, WORLD_WORKER);
    keep_hex(s->worker_hex, s->world, &s->world->actors[WORLD_WORKER]->id);
}

static void with_person(struct stage *s)
{
    with_worker(s);
    CHECK_RC(&s->world->call, make_person(s), RC_OK);
    s->person = s->thing;
    keep_hex(s->person_hex, s->world, &s->person);
}

static void with_case(struct stage *s)
{
    struct record *record;

    with_person(s);
    CHECK_RC(&s->world->call, make_case(s), RC_OK);
    record = world_load(s->world, "case", &s->thing);
    if (CHECK(record->code.n < sizeof s->thing_code))
        memcpy(s->thing_code, record->code.p, record->code.n + 1);
}

static enum rc named(struct stage *s, const char *operation, const char *kind, const char *word)
{
    struct world *w = s->world;
    struct outcome outcome;
    struct record *record;
    struct value args;
    enum rc rc = table_load(&w->call, w->call.store->db, app_table(w->app, kind_of(s, kind)),
                            &s->thing, &record);

    if (rc == RC_OK)
        rc = record_args_make(&w->call, record, str_of(word), &args);
    if (rc == RC_OK)
        rc = world_run(w, operation, args, &outcome);
    if (rc == RC_OK)
        s->thing = outcome.record;
    return rc;
}

/* ---- making and changing ---- */

static void verify_person(struct stage *s)
{
    struct record *record = world_load(s->world, "person", &s->thing);

    CHECK_INT(record->rev, 1);
    CHECK_TEXT(record_value(record, "national_number").s, "1505990000000");
    CHECK_INT(record_value(record, "languages").list.n, 2);
    CHECK_TEXT(cell(record_value(record, "names"), 1, 1), "Demirova");
}

static void verify_case(struct stage *s)
{
    CHECK_TEXT(text_of(s, "case", "story"), "as told in the kitchen");
    CHECK_TEXT(text_of(s, "case", "what"), "Roof");
}

static enum rc add_note(struct stage *s)
{
    struct outcome outcome;
    struct id owner = s->thing;
    enum rc rc = world_save(s->world, "case_note", NULL, &owner, &outcome, "text", "at home", NULL);

    s->change = outcome.record;
    return rc;
}

static void verify_note(struct stage *s)
{
    s->thing = s->change;
    CHECK_TEXT(text_of(s, "case_note", "text"), "at home");
}

static enum rc change_case(struct stage *s)
{
    struct outcome outcome;

    return world_save(s->world, "case", &s->thing, NULL, &outcome, "what", "Roof and wall",
                      "happened", "2025-03", "area", "health", NULL);
}

static void verify_changed(struct stage *s)
{
    CHECK_INT(world_load(s->world, "case", &s->thing)->rev, 2);
    CHECK_TEXT(text_of(s, "case", "what"), "Roof and wall");
    CHECK_TEXT(text_of(s, "case", "story"), "as told in the kitchen");
}

static void with_changed(struct stage *s)
{
    struct outcome outcome;

    with_case(s);
    CHECK_RC(&s->world->call,
             world_save(s->world, "case", &s->thing, NULL, &outcome, "what", "Wall", NULL), RC_OK);
    s->change = outcome.change;
}

static enum rc undo(struct stage *s)
{
    struct value arg = id_value(&s->change);
    struct outcome outcome;

    return world_run(s->world, "change.undo", v_list(&arg, 1), &outcome);
}

static enum rc move_on(struct stage *s)
{
    return named(s, "record.move", "case", "waiting");
}

static void verify_moved(struct stage *s)
{
    CHECK_TEXT(world_load(s->world, "case", &s->thing)->state, "waiting");
}

static enum rc retire(struct stage *s)
{
    return named(s, "record.retire", "case", "");
}

static void verify_retired(struct stage *s)
{
    CHECK(world_load(s->world, "case", &s->thing)->retired_ms != 0);
}

/* ---- a letter with a file ---- */

static enum rc write_letter(struct stage *s)
{
    struct world *w = s->world;
    struct outcome outcome;
    struct blob blob;
    struct id owner = s->thing;
    enum rc rc = blob_put(&w->call, w->folder, STR("what the office wrote"), &blob);

    if (rc != RC_OK)
        return rc;
    struct str file = str_format(&w->arena, "%s, %s, %s, a.pdf, application/pdf, 21, 1",
                                 str_hex(&w->arena, str_bytes(blob.id, BLOB_ID)).p,
                                 str_hex(&w->arena, str_bytes(blob.sealed.key, CRYPT_KEY)).p,
                                 str_hex(&w->arena, str_bytes(blob.sealed.hash, CRYPT_HASH)).p);
    rc = file.p == NULL ? fail_memory(&w->call)
                        : world_save(w, "letter", NULL, &owner, &outcome, "procedure", "mk/a",
                                     "template", "request", "language", "mk", "written",
                                     "2026-01-07", "files", file.p, NULL);
    s->change = outcome.record;
    return rc;
}

static void verify_letter(struct stage *s)
{
    struct world *w = s->world;
    struct blob blob = {.sealed = {.size = 0}};
    struct str content;
    struct value files = record_value(world_load(w, "letter", &s->change), "files");

    if (!CHECK(cell(files, 0, 0).n == BLOB_ID && cell(files, 0, 1).n == CRYPT_KEY))
        return;
    memcpy(blob.id, cell(files, 0, 0).p, BLOB_ID);
    memcpy(blob.sealed.key, cell(files, 0, 1).p, CRYPT_KEY);
    CHECK_RC(&w->call, blob_get(&w->call, w->folder, &blob, 100, &content), RC_OK);
    CHECK_TEXT(content, "what the office wrote");
}

/* ---- asking ---- */

static enum rc list_cases(struct stage *s)
{
    struct query query = {.kind = kind_of(s, "case"), .limit = STAGE_ROWS};
    struct query_page page;
    enum rc rc = query_list(&s->world->call, &query, &page);

    s->counted = 0;
    for (size_t i = 0; rc == RC_OK && i < page.n; i++)
        s->counted += str_is(record_value(page.records[i], "what").s, "Roof");
    return rc;
}

static void with_cases(struct stage *s)
{
    for (int i = 0; i < STAGE_ROWS + 1; i++)
        with_case(s);
}

static void verify_list(struct stage *s)
{
    CHECK_INT(s->counted, STAGE_ROWS);
}

static enum rc count_read(struct call *call, void *arg, int64_t time_ms,
                          const struct read_note *note)
{
    (void)call;
    (void)time_ms;
    *(int64_t *)arg += note->secret;
    return RC_OK;
}

static enum rc get_case(struct stage *s)
{
    struct record *record;
    enum rc rc = query_code(&s->world->call, kind_of(s, "case"), str_of(s->thing_code), &record);

    s->counted = rc == RC_OK && str_is(record_value(record, "story").s, "as told in the kitchen");
    return rc;
}

/* One reading may also have been written down and then not shown; never the other way round. */
static void verify_get(struct stage *s)
{
    struct call *call = &s->world->call;
    struct log_report report;
    int64_t reads = 0;

    CHECK_INT(s->counted, 1);
    CHECK_RC(call, reads_of(call, &s->thing, count_read, &reads), RC_OK);
    CHECK(reads >= 1);
    CHECK_RC(call, log_verify(call, call->store->reads, LOG_SIGNATURES, &report), RC_OK);
}

/* ---- erasing ---- */

static void as_lead(struct stage *s)
{
    world_as(s->world, WORLD_LEAD);
}

static void with_read_letter(struct stage *s)
{
    with_case(s);
    CHECK_RC(&s->world->call, write_letter(s), RC_OK);
    CHECK_RC(&s->world->call, get_case(s), RC_OK);
    as_lead(s);
}

static enum rc propose(struct stage *s)
{
    struct id erased = s->thing;
    enum rc rc = named(s, "record.erase", "case", "");

    s->change = s->thing; /* the proposal */
    s->thing = erased;
    return rc;
}

static void verify_proposed(struct stage *s)
{
    CHECK(!world_load(s->world, "case", &s->thing)->erased);
    CHECK_TEXT(world_load(s->world, "proposal", &s->change)->state, "waiting");
}

static void with_proposal(struct stage *s)
{
    with_read_letter(s);
    CHECK_RC(&s->world->call, propose(s), RC_OK);
    world_as(s->world, WORLD_OTHER);
    s->world->actors[WORLD_OTHER]->roles[0] = STR("lead");
}

static enum rc approve(struct stage *s)
{
    struct id erased = s->thing;

    s->thing = s->change;
    enum rc rc = named(s, "proposal.approve", "proposal", "");
    s->thing = erased;
    return rc;
}

/* Cleared away at once, or, when that failed, at the next opening. */
static void verify_erased(struct stage *s)
{
    struct world *w = s->world;
    struct value list;
    bool erased = false;

    CHECK(world_load(w, "case", &s->thing)->erased);
    CHECK_RC(&w->call, app_adopt(&w->call), RC_OK);
    CHECK_RC(&w->call, meta_get(&w->call, w->call.store->db, "erasing", &list), RC_OK);
    CHECK(list.type == V_NULL);
    CHECK_RC(&w->call, log_subject_erased(&w->call, w->call.store->reads_log, &s->thing, &erased),
             RC_OK);
    CHECK(erased);
}

/* ---- opening ---- */

static void closed(struct stage *s)
{
    world_as(s->world, WORLD_WORKER);
    store_close(s->world->call.store);
    s->world->call.store = NULL;
}

static enum rc open_again(struct stage *s)
{
    struct world *w = s->world;
    struct store_options options = {.folder = w->folder, .ring = w->ring, .checkpoints = true};
    enum rc rc = store_open(&w->call, &options, &w->call.store);

    if (rc == RC_OK)
        rc = app_adopt(&w->call);
    if (rc != RC_OK) {
        store_close(w->call.store);
        w->call.store = NULL;
    }
    return rc;
}

static void verify_open(struct stage *s)
{
    struct log_report report;

    CHECK_RC(&s->world->call,
             log_verify(&s->world->call, s->world->call.store->db, LOG_PARTS, &report), RC_OK);
}

static enum rc rebuild_all(struct stage *s)
{
    return rebuild(&s->world->call);
}

static enum rc load_app(struct stage *s)
{
    struct arena keep;
    struct app *app;

    arena_init(&keep, s->world->arena.heap, ARENA_MAX_DEFAULT);
    enum rc rc = app_load(&s->world->call, &keep, s->parts, &app);
    s->counted = rc == RC_OK && app->registry->n == s->world->app->registry->n &&
                 str_eq(app->registry->mark, s->world->app->registry->mark);
    arena_fini(&keep);
    return rc;
}

static void verify_loaded(struct stage *s)
{
    CHECK_INT(s->counted, 1);
}

static enum rc set_up(struct stage *s)
{
    return setup_run(&s->world->call, &world_setup);
}

static void verify_set_up(struct stage *s)
{
    struct log_report report;

    CHECK_RC(&s->world->call,
             log_verify(&s->world->call, s->world->call.store->db, LOG_SIGNATURES, &report), RC_OK);
    CHECK_INT(report.entries, 1);
    CHECK_INT(report.parts, 2);
}

const struct scenario scenarios[] = {
    {"make a person", with_worker, make_person, verify_person},
    {"make a case", with_person, make_case, verify_case},
    {"add a note", with_case, add_note, verify_note},
    {"change a case", with_case, change_case, verify_changed},
    {"take a change back", with_changed, undo, verify_case},
    {"move a case on", with_case, move_on, verify_moved},
    {"retire a case", with_case, retire, verify_retired},
    {"write a letter", with_case, write_letter, verify_letter},
    {"list cases", with_cases, list_cases, verify_list},
    {"read a case", with_case, get_case, verify_get},
    {"propose to erase", with_read_letter, propose, verify_proposed},
    {"approve erasing", with_proposal, approve, verify_erased},
    {"rebuild all tables", with_case, rebuild_all, verify_case},
    {"open the folder", closed, open_again, verify_open},
    {"load the kinds", with_worker, load_app, verify_loaded},
};
const size_t scenarios_n = sizeof scenarios / sizeof *scenarios;

const struct scenario scenario_setup = {"set up", NULL, set_up, verify_set_up};
