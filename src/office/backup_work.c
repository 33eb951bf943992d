/* backup_work.c - see backup_work.h. */
#include "office/backup_work.h"

#include "base/file.h"
#include "model/permission.h"
#include "model/rebuild.h"
#include "model/restore.h"
#include "store/backup_file.h"
#include "store/store.h"

enum { ROOM_MIN = 16 << 20, TEST_FACTOR = 3 };

#define TEST_FOLDER "restore-test"

/* ---- the disk ---- */

static int64_t file_size(struct call *call, const char *folder, const char *name)
{
    struct str path = file_path(call, folder, name);
    struct os_file file;

    return path.n != 0 && call->os->stat(call->os->data, path.p, &file) == OS_OK ? file.size : 0;
}

static bool find_space(struct call *call, const char *path, struct os_space *out)
{
    return call->os->space != NULL && call->os->space(call->os->data, path, out) == OS_OK;
}

static enum rc need_room(struct call *call, const char *folder, int64_t bytes)
{
    struct os_space space;

    if (!find_space(call, folder, &space) || space.free >= bytes)
        return RC_OK;
    return fail(call, RC_FULL, folder,
                "There is not enough room in %s: %lld MiB are free, %lld MiB are needed. Make room "
                "there, or choose another disk.",
                folder, (long long)(space.free >> 20), (long long)(bytes >> 20) + 1);
}

/* The folder in which the place lies. */
static const char *parent_of(struct call *call, struct str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    while (path.n > 1 && path.p[path.n - 1] != '/')
        path.n--;
    return path.n == 0 ? "." : str_z(call->arena, path);
}

static bool has_backup(struct call *call, const struct backup_place *place)
{
    struct str manifest = file_path(call, str_z(call->arena, place->folder), BACKUP_MANIFEST);

    return manifest.n != 0 && file_exists(call, manifest.p);
}

bool backup_place_is_there(struct call *call, const struct backup_place *place)
{
    return place->line.well_ms != 0 ? has_backup(call, place)
                                    : file_exists(call, parent_of(call, place->folder));
}

struct str backup_place_warning(struct call *call, const struct backup_place *place)
{
    struct os_space data, there;

    if (!backup_place_is_there(call, place) || !find_space(call, call->store->folder, &data) ||
        !find_space(call, parent_of(call, place->folder), &there) || data.device != there.device)
        return STR("");
    return say(call, "This folder is on the same disk as the data: who takes or breaks the "
                     "computer takes both. Use a stick or another disk as well.");
}

/* ---- making one ---- */

static enum rc find_place(struct call *call, struct value arg, struct backup_place *out)
{
    struct backup_place *places;
    struct id id;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    if (rc != RC_OK)
        return rc;
    if (arg.type != V_BYTES || !id_of(arg.s, &id))
        return fail(call, RC_INVALID, NULL, "Name the place.");
    for (size_t i = 0; i < n; i++)
        if (id_eq(&places[i].id, &id)) {
            *out = places[i];
            return RC_OK;
        }
    return fail(call, RC_NOT_FOUND, NULL, "This place for backups has been taken away.");
}

static enum rc check_there(struct call *call, const struct backup_place *place)
{
    const char *folder = str_z(call->arena, place->folder);

    if (backup_place_is_there(call, place))
        return RC_OK;
    if (place->line.well_ms == 0)
        return fail(call, RC_NOT_FOUND, NULL,
                    "%s cannot be found: is the stick plugged in? The backup starts by itself as "
                    "soon as it is there.",
                    folder);
    return fail(call, RC_NOT_FOUND, NULL,
                "The backup that was in %s is not there: is the stick plugged in? If this is a "
                "new stick, take the place away and add it again.",
                folder);
}

static enum rc make_backup(struct call *call, struct work_turn *turn)
{
    struct backup_place place;
    struct backup_report report;
    enum rc rc = find_place(call, turn->args, &place);

    if (rc == RC_OK)
        rc = check_there(call, &place);
    if (rc != RC_OK)
        return rc;
    const char *folder = str_z(call->arena, place.folder);
    int64_t bytes =
        has_backup(call, &place) ? 0 : file_size(call, call->store->folder, "khetane.db");
    rc = need_room(call, parent_of(call, place.folder), bytes + ROOM_MIN);
    if (rc == RC_OK)
        rc = backup_make(call, folder, turn->tell, &report);
    if (rc != RC_OK)
        return rc;
    turn->finished = true;
    turn->said = say(call, "In %s: %lld changes (%lld new), %lld files (%lld new).", folder,
                     (long long)report.entries, (long long)report.added, (long long)report.blobs,
                     (long long)report.copied);
    return RC_OK;
}

const struct work backup_work = {.name = "backup",
                                 .brief = N_("Backup"),
                                 .permission = PERMISSION_BACKUP_MAKE,
                                 .step = make_backup};

enum rc backup_ask(struct call *call, const struct backup_place *place, struct id *job)
{
    const struct work_ask ask = {&backup_work, id_value(&place->id), place->name};

    return work_put(call, &ask, job);
}

enum rc backup_lines(struct call *call, const struct program *program, struct schedule *out)
{
    struct backup_place *places;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    (void)program;
    for (size_t i = 0; rc == RC_OK && i < n && out->n < SCHEDULE_MAX; i++) {
        const struct backup_place *place = &places[i];
        struct str title = say(call, "Backup to %s", str_z(call->arena, place->folder));
        out->items[out->n++] = (struct schedule_item){.name = place->name,
                                                      .title = title,
                                                      .work = &backup_work,
                                                      .args = id_value(&place->id),
                                                      .when = place->when,
                                                      .at_once = true,
                                                      .again = place->line.fault.n != 0 &&
                                                               backup_place_is_there(call, place)};
    }
    return rc;
}

/* ---- the test of restoring ---- */

static enum rc count_and_compare(struct call *call, struct store *living, struct str *out)
{
    unsigned char here[CRYPT_HASH], there[CRYPT_HASH];
    struct store *restored = call->store;
    int64_t records = 0, same = 0, last = 0, before = 0, after = 0;
    enum rc rc = db_check(call, restored->db);

    if (rc == RC_OK)
        rc = tables_digest_count(call, there, &records);
    if (rc == RC_OK)
        rc = log_newest(call, restored->log, &last);
    call->store = living;
    if (rc == RC_OK)
        rc = log_newest(call, living->log, &before);
    if (rc == RC_OK && before == last)
        rc = tables_digest_count(call, here, &same);
    if (rc == RC_OK)
        rc = log_newest(call, living->log, &after);
    call->store = restored;
    if (rc != RC_OK)
        return rc;
    if (after != last) /* people go on working meanwhile */
        *out = say(call, "%lld records came back; %lld changes were made since that backup.",
                   (long long)records, (long long)(after - last));
    else if (memcmp(here, there, CRYPT_HASH) == 0)
        *out = say(call, "%lld records came back, every one as it is here.", (long long)records);
    else
        return fail(call, RC_CORRUPT, NULL,
                    "What came back from the backup is not what is here. Keep this backup and the "
                    "data as they are, and ask for help.");
    return RC_OK;
}

static enum rc open_and_compare(struct call *call, const char *to, const struct keyring *ring,
                                struct str *out)
{
    struct store *living = call->store;
    const struct store_options options = {.folder = to, .ring = ring, .checkpoints = true};
    enum rc rc = store_open(call, &options, &call->store);

    if (rc == RC_OK) {
        rc = count_and_compare(call, living, out);
        store_close(call->store);
    }
    call->store = living;
    return rc;
}

static enum rc restore_and_compare(struct call *call, struct work_turn *turn, const char *from,
                                   const char *to)
{
    struct backup_restore options = {.from = from, .to = to, .progress = turn->tell};
    struct backup_report report;
    struct str bytes;
    enum rc rc = keyring_read(call, from, &bytes);

    if (rc == RC_OK)
        rc = keyring_open_root(call, bytes, turn->ring->root, &options.ring);
    if (rc != RC_OK)
        return rc;
    rc = restore(call, &options, &report);
    if (rc == RC_OK)
        rc = open_and_compare(call, to, options.ring, &turn->said);
    keyring_close(options.ring);
    return rc;
}

static enum rc test_restore(struct call *call, struct work_turn *turn,
                            const struct backup_place *place)
{
    const char *from = str_z(call->arena, place->folder);
    struct str to = file_path(call, call->store->folder, TEST_FOLDER);
    int64_t bytes = TEST_FACTOR * file_size(call, call->store->folder, "khetane.db");

    if (to.n == 0)
        return fail_memory(call);
    backup_restore_undo(call, to.p); /* what a test before left when the program was ended */
    enum rc rc = need_room(call, call->store->folder, bytes + ROOM_MIN);
    if (rc == RC_OK)
        rc = restore_and_compare(call, turn, from, to.p);
    backup_restore_undo(call, to.p);
    if (rc != RC_OK)
        return rc;
    turn->finished = true;
    struct str said = say(call, "From %s: %s", from, turn->said.p);
    turn->said = said.p == NULL ? turn->said : said;
    return RC_OK;
}

static const struct backup_place *newest(struct call *call, const struct backup_place *places,
                                         size_t n)
{
    const struct backup_place *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (has_backup(call, &places[i]) &&
            (found == NULL || places[i].line.well_ms > found->line.well_ms))
            found = &places[i];
    return found;
}

/* A turn for each place, which is read back; the last turn restores. */
static enum rc test_step(struct call *call, struct work_turn *turn)
{
    const struct backup_keys keys = backup_keys_of(call->store);
    struct backup_report report;
    struct backup_place *places;
    size_t n, i = turn->cursor.type == V_INT ? (size_t)turn->cursor.i : 0;
    enum rc rc = backup_places(call, &places, &n);

    if (rc != RC_OK)
        return rc;
    const struct backup_place *best = newest(call, places, n);
    if (best == NULL) {
        turn->finished = turn->in_vain = true;
        turn->said = say(call, "No backup could be reached: is the stick plugged in?");
        return RC_OK;
    }
    turn->total = (int64_t)n + 1;
    turn->done = (int64_t)i;
    if (i >= n)
        return test_restore(call, turn, best);
    turn->cursor = v_int((int64_t)i + 1);
    turn->words = places[i].folder;
    return &places[i] == best || !has_backup(call, &places[i])
               ? RC_OK /* the best one is read by the restoring itself */
               : backup_check(call, str_z(call->arena, places[i].folder), &keys, turn->tell,
                              &report);
}

const struct work restore_test_work = {.name = RESTORE_TEST,
                                       .brief = N_("Test of restoring"),
                                       .permission = PERMISSION_BACKUP_MAKE,
                                       .by_name = true,
                                       .ring = true,
                                       .step = test_step};
