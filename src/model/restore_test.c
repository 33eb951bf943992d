/* restore_test.c - from a backup to a folder that works on: equal tables, erasures, new chains. */
#include "base/file.h"
#include "model/rebuild.h"
#include "model/restore.h"
#include "store/blob.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

static const struct app_parts no_parts;

static const char *path_of(struct world *w, const char *name, const char *suffix)
{
    return str_format(&w->keep, "%s/restore-%s%s", tap_folder(), name, suffix).p;
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
    struct outcome outcome, note;
    struct str who = str_hex(&w->arena, id_str(person));
    struct str me = str_hex(&w->arena, id_str(&w->call.actor->id));

    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                        what, "responsible", me.p, "story", "told in the kitchen", NULL),
             RC_OK);
    struct id id = outcome.record;
    CHECK_RC(&w->call, world_save(w, "case_note", NULL, &id, &note, "text", "came again", NULL),
             RC_OK);
    CHECK_RC(&w->call, world_save(w, "case", &id, NULL, &note, "area", "health", NULL), RC_OK);
    return id;
}

static void start(struct world *w, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/restore-%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &no_parts);
    arena_fini(&arena);
}

static void backup(struct world *w, const char *to)
{
    struct backup_report report;

    world_system(w);
    CHECK_RC(&w->call, backup_make(&w->call, to, NULL, &report), RC_OK);
}

/* The ring of a backup, opened as a key holder would. */
static struct keyring *open_ring(struct world *w, const char *folder)
{
    struct keyring *ring = NULL;
    struct str bytes;
    size_t slot;

    CHECK_RC(&w->call, keyring_read(&w->call, folder, &bytes), RC_OK);
    CHECK_RC(&w->call,
             keyring_open_phrase(&w->call, bytes, STR("a phrase for tests alone"), &ring, &slot),
             RC_OK);
    return ring;
}

/* Restores into 'to' and makes it the world's folder; the living one is closed. */
static enum rc move_over(struct world *w, const char *from, const char *to, bool older_keys)
{
    struct backup_report report;
    struct backup_restore options = {.from = from, .to = to, .older_keys = older_keys};

    world_system(w);
    store_close(w->call.store);
    w->call.store = NULL;
    options.ring = open_ring(w, from);
    enum rc rc = restore(&w->call, &options, &report);
    if (rc == RC_OK) {
        keyring_close(w->ring);
        w->ring = options.ring;
        w->folder = to;
        tap_note("%lld entries, %lld subjects", (long long)report.entries,
                 (long long)report.subjects);
    } else {
        keyring_close(options.ring);
    }
    w->call.error.rc = RC_OK;
    world_again(w);
    return rc;
}

static void digest(struct world *w, unsigned char out[static CRYPT_HASH])
{
    world_system(w);
    CHECK_RC(&w->call, tables_digest(&w->call, out), RC_OK);
}

static uint64_t verify(struct world *w, uint64_t *erased_parts)
{
    struct log_report report = {.chains = 0};

    CHECK_RC(&w->call, log_verify(&w->call, w->call.store->db, LOG_SIGNATURES, &report), RC_OK);
    *erased_parts = report.erased_parts;
    return report.chains;
}

static void round_trip(void)
{
    unsigned char living[CRYPT_HASH], restored[CRYPT_HASH], incarnation[KEYRING_ID];
    struct world w;
    struct blob blob;
    struct str content;
    uint64_t erased;

    CASE("a restored folder has the same records, files and log, and works on");
    start(&w, "round");
    const char *to = path_of(&w, "round", "-to");
    struct id person = make_person(&w, "given, Senada; family, Demirova");
    struct id id = make_case(&w, &person, "Roof");
    CHECK_RC(&w.call, blob_put(&w.call, w.folder, STR("a scanned paper"), &blob), RC_OK);
    backup(&w, to);
    digest(&w, living);
    memcpy(incarnation, w.ring->incarnation, KEYRING_ID);
    CHECK_RC(&w.call, move_over(&w, to, path_of(&w, "round", "-new"), false), RC_OK);
    digest(&w, restored);
    CHECK(memcmp(living, restored, CRYPT_HASH) == 0);
    CHECK_INT(verify(&w, &erased), 1);
    CHECK_RC(&w.call, blob_get(&w.call, w.folder, &blob, 100, &content), RC_OK);
    CHECK_TEXT(content, "a scanned paper");
    CHECK(memcmp(incarnation, w.ring->incarnation, KEYRING_ID) != 0);

    CASE("what comes next goes into a chain of its own, and a backup of its own");
    struct outcome outcome;
    struct backup_report report;
    world_as(&w, WORLD_WORKER);
    CHECK_RC(&w.call, world_save(&w, "case", &id, NULL, &outcome, "area", "education", NULL),
             RC_OK);
    CHECK_INT(verify(&w, &erased), 2);
    world_system(&w);
    CHECK_RC(&w.call, backup_make(&w.call, to, NULL, &report), RC_CONFLICT);
    backup(&w, path_of(&w, "round", "-to2"));
    digest(&w, living);

    CASE("two restores of one backup go on apart");
    memcpy(incarnation, w.ring->incarnation, KEYRING_ID);
    CHECK_RC(&w.call,
             move_over(&w, path_of(&w, "round", "-to2"), path_of(&w, "round", "-a"), false), RC_OK);
    digest(&w, restored);
    CHECK(memcmp(living, restored, CRYPT_HASH) == 0);
    unsigned char first[KEYRING_ID];
    memcpy(first, w.ring->incarnation, KEYRING_ID);
    CHECK_RC(&w.call,
             move_over(&w, path_of(&w, "round", "-to2"), path_of(&w, "round", "-b"), false), RC_OK);
    CHECK(memcmp(first, w.ring->incarnation, KEYRING_ID) != 0);
    CHECK(memcmp(first, incarnation, KEYRING_ID) != 0);
    world_close(&w);
}

static void erase_record(struct world *w, const char *kind, const struct id *id)
{
    struct outcome proposal, outcome;
    struct value args;

    world_as(w, WORLD_LEAD);
    struct record *record = world_load(w, kind, id);
    CHECK_RC(&w->call, record_args_make(&w->call, record, STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.erase", args, &proposal), RC_OK);
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    world_as(w, WORLD_OTHER);
    record = world_load(w, "proposal", &proposal.record);
    CHECK_RC(&w->call, record_args_make(&w->call, record, STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "proposal.approve", args, &outcome), RC_OK);
}

static void copy_file(struct world *w, const char *from, const char *to, const char *name)
{
    struct str bytes = {NULL, 0};

    world_system(w);
    CHECK_RC(&w->call,
             file_read(&w->call, str_format(&w->arena, "%s/%s", from, name).p, 1 << 22, &bytes),
             RC_OK);
    CHECK_RC(&w->call, file_replace(&w->call, to, name, bytes), RC_OK);
}

/* The second number of key files is that of the backup. */
static const char *keys_name(struct world *w, int number)
{
    char text[DAY_TEXT];

    return str_format(&w->keep, "%s-%d.keys", day_format(w->call.today, text), number).p;
}

/* Is she gone from the restored folder, and from its log? */
static void must_be_gone(struct world *w, const struct id *person)
{
    struct value any;
    uint64_t erased;

    world_system(w);
    enum rc rc = db_one(&w->call, w->call.store->db,
                        SQL("SELECT 1 FROM person WHERE id = ?1 AND erased IS NULL"),
                        BIND(id_value(person)), &any, 1);
    CHECK_INT(rc, RC_NOT_FOUND);
    rc = db_one(&w->call, w->call.store->db,
                SQL("SELECT 1 FROM part JOIN subject ON subject.rid = part.subject "
                    "WHERE subject.id = ?1"),
                BIND(id_value(person)), &any, 1);
    CHECK_INT(rc, RC_NOT_FOUND);
    (void)verify(w, &erased);
    CHECK_INT(erased, 1);
}

static void erasures(void)
{
    unsigned char living[CRYPT_HASH], restored[CRYPT_HASH];
    struct world w;

    start(&w, "erased");
    const char *to = path_of(&w, "erased", "-to"), *old = path_of(&w, "erased", "-old");
    const char *old_keys = str_format(&w.keep, "%s/keys", old).p;
    const char *keys = str_format(&w.keep, "%s/keys", to).p;
    struct id person = make_person(&w, "given, Canary; family, Canarova");
    struct id id = make_case(&w, &person, "Of the canary");
    backup(&w, to);
    backup(&w, old);
    erase_record(&w, "person", &person);
    backup(&w, to);
    digest(&w, living);

    CASE("who was erased after a segment was written is not in the restored folder");
    CHECK_RC(&w.call, move_over(&w, to, path_of(&w, "erased", "-1"), false), RC_OK);
    digest(&w, restored);
    CHECK(memcmp(living, restored, CRYPT_HASH) == 0);
    CHECK(world_load(&w, "person", &person)->erased);
    must_be_gone(&w, &person);

    CASE("an old backup with a newer key file brings nobody back");
    copy_file(&w, keys, old_keys, keys_name(&w, 2));
    CHECK_RC(&w.call, move_over(&w, old, path_of(&w, "erased", "-2"), false), RC_OK);
    must_be_gone(&w, &person);
    CHECK(!world_load(&w, "case", &id)->erased);

    CASE("without its newest key file a backup is refused, and the way out is named");
    struct str lost = str_format(&w.keep, "%s/%s", keys, keys_name(&w, 2));
    CHECK_INT(posix_os()->remove(NULL, lost.p), OS_OK);
    CHECK_INT(move_over(&w, to, path_of(&w, "erased", "-3"), false), RC_NOT_FOUND);

    CASE("with an older key file she is erased once more, from the log");
    CHECK_RC(&w.call, move_over(&w, to, path_of(&w, "erased", "-4"), true), RC_OK);
    digest(&w, restored);
    CHECK(memcmp(living, restored, CRYPT_HASH) == 0);
    must_be_gone(&w, &person);

    CASE("the old backup alone is as it was on its day");
    CHECK_INT(posix_os()->remove(NULL, str_format(&w.keep, "%s/%s", old_keys, keys_name(&w, 2)).p),
              OS_OK);
    CHECK_RC(&w.call, move_over(&w, old, path_of(&w, "erased", "-5"), false), RC_OK);
    CHECK(!world_load(&w, "person", &person)->erased);
    world_close(&w);
}

static void unknown_subjects(void)
{
    struct world w;
    uint64_t erased;

    CASE("what an older key file does not open stays in the log, unreadable");
    start(&w, "unknown");
    const char *to = path_of(&w, "unknown", "-to");
    struct id first = make_person(&w, "given, Senada");
    backup(&w, to);
    world_as(&w, WORLD_WORKER);
    struct id second = make_person(&w, "given, Orhan");
    struct id id = make_case(&w, &second, "Heating");
    backup(&w, to);
    struct str lost = str_format(&w.keep, "%s/keys/%s", to, keys_name(&w, 2));
    CHECK_INT(posix_os()->remove(NULL, lost.p), OS_OK);
    CHECK_RC(&w.call, move_over(&w, to, path_of(&w, "unknown", "-new"), true), RC_OK);
    CHECK(!world_load(&w, "person", &first)->erased);
    struct value any;
    CHECK_INT(db_one(&w.call, w.call.store->db, SQL("SELECT 1 FROM \"case\" WHERE id = ?1"),
                     BIND(id_value(&id)), &any, 1),
              RC_NOT_FOUND);
    CHECK_INT(verify(&w, &erased), 1);
    CHECK_INT(erased, 0);
    world_close(&w);
}

static void erased_case(void)
{
    unsigned char living[CRYPT_HASH], restored[CRYPT_HASH];
    struct world w;

    CASE("an erased case and its notes are the same tombstones");
    start(&w, "case");
    const char *to = path_of(&w, "case", "-to");
    struct id person = make_person(&w, "given, Senada");
    struct id id = make_case(&w, &person, "Roof");
    erase_record(&w, "case", &id);
    backup(&w, to);
    digest(&w, living);
    CHECK_RC(&w.call, move_over(&w, to, path_of(&w, "case", "-new"), false), RC_OK);
    digest(&w, restored);
    CHECK(memcmp(living, restored, CRYPT_HASH) == 0);
    CHECK(world_load(&w, "case", &id)->erased);
    CHECK(!world_load(&w, "person", &person)->erased);
    world_close(&w);
}

void restore_test(void);
void restore_test(void)
{
    round_trip();
    erasures();
    unknown_subjects();
    erased_case();
}
