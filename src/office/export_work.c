/* export_work.c - see export_work.h. */
#include "office/export_work.h"

#include "base/file.h"
#include "exchange/taken.h"
#include "exchange/whole.h"
#include "model/permission.h"
#include "store/store.h"
#include "web/html.h"

enum { ARGS = 4 };

/* Arguments: [export, key of the file, its header, folder or ""]. */
static enum rc read_args(struct call *call, struct value args, struct id *export,
                         struct age_lock *lock, struct str *folder)
{
    const struct value *item = args.list.items;

    if (args.type != V_LIST || args.list.n != ARGS || !id_of(item[0].s, export) ||
        item[1].type != V_BYTES || item[1].s.n != AGE_KEY || item[2].type != V_BYTES ||
        item[2].s.n > AGE_HEADER_MAX || item[3].type != V_TEXT)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    memcpy(lock->key, item[1].s.p, AGE_KEY);
    memcpy(lock->header, item[2].s.p, item[2].s.n);
    lock->header_n = item[2].s.n;
    *folder = item[3].s;
    return folder->n == 0 ? whole_folder(call, folder) : RC_OK;
}

static enum rc write_it(struct call *call, struct work_turn *turn, const struct record *export,
                        const struct age_lock *lock, struct str folder)
{
    struct str name = whole_name(call, export);
    const struct whole whole = {.export = export,
                                .lock = lock,
                                .folder = str_z(call->arena, folder),
                                .name = name.p,
                                .progress = turn->tell};
    struct whole_counts counts;
    enum rc rc = whole_write(call, &whole, &counts);

    if (rc != RC_OK)
        return rc;
    const struct taken_file file = {name, counts.records, counts.bytes};
    const struct id change = work_change(turn, 0);
    rc = taken_made(call, &export->id, &change, &file);
    if (rc != RC_OK)
        return rc;
    turn->finished = true;
    turn->said =
        say(call, "%s in %s: %lld records, %lld changes, %lld files, %lld MB.", name.p,
            str_z(call->arena, folder), (long long)counts.records, (long long)counts.changes,
            (long long)counts.files, (long long)(counts.bytes >> 20));
    return RC_OK;
}

/* One turn, as a backup is: half an export is none, so that a turn would have nothing to leave. */
static enum rc step(struct call *call, struct work_turn *turn)
{
    struct record *export;
    struct age_lock lock;
    struct str folder;
    struct id id;
    enum rc rc = read_args(call, turn->args, &id, &lock, &folder);

    if (rc == RC_OK)
        rc = taken_agreed(call, &export);
    if (rc == RC_OK && !id_eq(&export->id, &id))
        rc = RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND)
        rc = fail(call, RC_CONFLICT, NULL, "This was agreed for one file, and that was made.");
    if (rc == RC_OK)
        rc = write_it(call, turn, export, &lock, folder);
    crypt_wipe(&lock, sizeof lock);
    return rc;
}

const struct work export_work = {.name = "export",
                                 .brief = N_("Take everything out as a file"),
                                 .permission = PERMISSION_EXPORT_ALL,
                                 .step = step};

enum rc export_ask(struct call *call, const struct export_ask *ask, struct id *job)
{
    const struct value args[ARGS] = {
        id_value(&ask->export->id), v_bytes(str_bytes(ask->lock->key, AGE_KEY)),
        v_bytes(str_bytes(ask->lock->header, ask->lock->header_n)), v_text(ask->folder)};
    const struct work_ask work = {&export_work, v_list(args, ARGS), ask->export->code};

    return work_put(call, &work, job);
}
