/* erasure_test.c - what an erasure clears away outside of its transaction, at once or later. */
#include "faulty_os.h"
#include "model/attachment.h"
#include "model/erasure.h"
#include "model/held_file.h"
#include "store/blob.h"
#include "store/posix.h"
#include "store/reads.h"
#include "store/schema.h"
#include "tap.h"
#include "world.h"

enum { BLOBS = 3 }; /* replaced, present, and of the other case */

struct erasing {
    struct world world;
    struct faulty_os os;
    struct id lost, kept; /* cases */
    struct id letter, proposal;
    struct blob blobs[BLOBS];
};

static const struct app_parts no_parts;

static struct id make_case(struct world *w, const struct id *person)
{
    struct outcome outcome;
    struct str who = str_hex(&w->arena, id_str(person));

    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                        "Roof", NULL),
             RC_OK);
    return outcome.record;
}

/* letter NULL: a new one of the case. */
static struct id attach(struct erasing *e, int i, const struct id *of_case, const struct id *letter)
{
    struct world *w = &e->world;
    struct outcome outcome;

    CHECK_RC(&w->call, blob_put(&w->call, w->folder, STR("a paper"), &e->blobs[i]), RC_OK);
    struct str typed =
        str_format(&w->arena, "%s, %s, %s, a.pdf, application/pdf, 7, 1",
                   str_hex(&w->arena, str_bytes(e->blobs[i].id, BLOB_ID)).p,
                   str_hex(&w->arena, str_bytes(e->blobs[i].sealed.key, CRYPT_KEY)).p,
                   str_hex(&w->arena, str_bytes(e->blobs[i].sealed.hash, CRYPT_HASH)).p);
    CHECK_RC(&w->call,
             world_save(w, "letter", letter, letter == NULL ? of_case : NULL, &outcome, "procedure",
                        "mk/a", "template", "request", "language", "mk", "written", "2026-01-07",
                        "files", typed.p, NULL),
             RC_OK);
    return outcome.record;
}

static void note_read(struct erasing *e, const struct id *of_case)
{
    struct world *w = &e->world;
    struct read_note note = {w->call.actor->id, *of_case, STR("case"), *of_case, false};

    CHECK_RC(&w->call, reads_note(&w->call, &note), RC_OK);
}

static void propose(struct erasing *e)
{
    struct world *w = &e->world;
    struct outcome outcome;
    struct value args;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, record_args_make(&w->call, world_load(w, "case", &e->lost), STR(""), &args),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.erase", args, &outcome), RC_OK);
    e->proposal = outcome.record;
}

static void start(struct erasing *e, const char *name)
{
    struct arena arena;
    struct outcome outcome;

    arena_init(&arena, &heap_libc, 1 << 20);
    faulty_os_init(&e->os, posix_os(), 0);
    const char *folder = str_format(&arena, "%s/%s", tap_folder(), name).p;
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(&e->world, &e->os.os, folder, &no_parts);
    arena_fini(&arena);
    world_as(&e->world, WORLD_LEAD);
    CHECK_RC(&e->world.call,
             world_save(&e->world, "person", NULL, NULL, &outcome, "names", "given, Senada", NULL),
             RC_OK);
    e->lost = make_case(&e->world, &outcome.record);
    e->kept = make_case(&e->world, &outcome.record);
    e->letter = attach(e, 0, &e->lost, NULL);
    (void)attach(e, 1, &e->lost, &e->letter);
    (void)attach(e, 2, &e->kept, NULL);
    note_read(e, &e->lost);
    note_read(e, &e->kept);
    propose(e);
}

static void approve(struct erasing *e)
{
    struct world *w = &e->world;
    struct outcome outcome;
    struct value args;

    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    world_as(w, WORLD_OTHER);
    CHECK_RC(&w->call,
             record_args_make(&w->call, world_load(w, "proposal", &e->proposal), STR(""), &args),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "proposal.approve", args, &outcome), RC_OK);
    CHECK(world_load(w, "case", &e->lost)->erased);
}

static bool listed(struct erasing *e)
{
    struct call *call = &e->world.call;
    struct value list = v_null();

    CHECK_RC(call, meta_get(call, call->store->db, "erasing", &list), RC_OK);
    return list.type != V_NULL;
}

static enum rc count_note(struct call *call, void *arg, int64_t time_ms,
                          const struct read_note *note)
{
    (void)call;
    (void)time_ms;
    (void)note;
    ++*(int *)arg;
    return RC_OK;
}

static int reads(struct erasing *e, const struct id *of_case)
{
    struct call *call = &e->world.call;
    int n = 0;

    CHECK_RC(call, reads_of(call, of_case, count_note, &n), RC_OK);
    return n;
}

static bool has_blob(struct erasing *e, int i)
{
    struct call *call = &e->world.call;
    bool has = blob_verify(call, e->world.folder, &e->blobs[i]) == RC_OK;

    call_forgive(call);
    return has;
}

static void check_cleared(struct erasing *e)
{
    CHECK(!listed(e));
    CHECK_INT(reads(e, &e->lost), 0);
    CHECK_INT(reads(e, &e->kept), 1);
    CHECK(!has_blob(e, 0) && !has_blob(e, 1));
    CHECK(has_blob(e, 2));
}

static void at_once(void)
{
    struct erasing e;

    CASE("erasing takes attachments, past ones too, and the log of reads with it");
    start(&e, "erasing");
    CHECK(has_blob(&e, 0) && has_blob(&e, 1) && !listed(&e));
    CHECK_INT(reads(&e, &e.lost), 1);
    approve(&e);
    check_cleared(&e);

    CASE("doing it again does no harm");
    CHECK_RC(&e.world.call, erasure_finish(&e.world.call), RC_OK);
    check_cleared(&e);
    world_close(&e.world);
}

static void later(void)
{
    struct erasing e;

    CASE("what cannot be cleared away at once is when the folder is opened again");
    start(&e, "later");
    e.os.fail_at = e.os.changes + 1;
    e.os.dead = true;
    e.os.error = OS_IO;
    approve(&e);
    CHECK(listed(&e));
    CHECK(has_blob(&e, 1));
    e.os.fail_at = 0;
    world_again(&e.world);
    world_system(&e.world);
    check_cleared(&e);
    world_close(&e.world);
}

/* Two erasures, the first not cleared away: the second takes its list along. */
static void together(void)
{
    struct erasing e;
    struct id first;

    CASE("the next erasure clears away what the one before could not");
    start(&e, "together");
    e.os.fail_at = e.os.changes + 1;
    e.os.dead = true;
    approve(&e);
    CHECK(listed(&e));
    e.os.fail_at = 0;
    first = e.lost;
    e.lost = e.kept;
    propose(&e);
    approve(&e);
    CHECK(!listed(&e));
    CHECK_INT(reads(&e, &first) + reads(&e, &e.lost), 0);
    CHECK(!has_blob(&e, 0) && !has_blob(&e, 1) && !has_blob(&e, 2));
    world_close(&e.world);
}

/* Of four files one waits in a form, and one was left by a save that failed. */
static void leftovers(void)
{
    struct erasing e;
    struct world *w = &e.world;
    struct held_file held = {.name = STR_INIT("a.pdf"), .type = STR_INIT("application/pdf")};
    struct blob left;
    int64_t removed = -1;
    struct str bytes;

    start(&e, "leftovers");
    CASE("a file that nothing names goes, once it is old enough");
    CHECK_RC(&w->call, blob_put(&w->call, w->folder, STR("left"), &left), RC_OK);
    CHECK_RC(&w->call, blob_put(&w->call, w->folder, STR("waits"), &held.blob), RC_OK);
    CHECK_RC(&w->call, held_file_keep(&w->call, &held), RC_OK);
    CHECK_RC(&w->call, attachments_sweep(&w->call, w->call.now_ms - 86400000, &removed), RC_OK);
    CHECK_INT(removed, 0);
    CHECK_RC(&w->call, attachments_sweep(&w->call, INT64_MAX, &removed), RC_OK);
    CHECK_INT(removed, 1);
    CHECK_RC(&w->call, blob_get(&w->call, w->folder, &left, 100, &bytes), RC_NOT_FOUND);
    call_forgive(&w->call);

    CASE("those of records, of changes that may be undone and of forms that wait stay");
    CHECK(has_blob(&e, 0) && has_blob(&e, 1) && has_blob(&e, 2));
    CHECK_RC(&w->call, blob_get(&w->call, w->folder, &held.blob, 100, &bytes), RC_OK);
    CHECK_RC(&w->call, attachments_sweep(&w->call, INT64_MAX, &removed), RC_OK);
    CHECK_INT(removed, 0);
    world_close(w);
}

void erasure_test(void);
void erasure_test(void)
{
    leftovers();
    at_once();
    later();
    together();
}
