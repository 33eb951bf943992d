/* work.c - see work.h. */
#include "model/work.h"

#include "base/cbor.h"
#include "base/file.h"
#include "base/lang.h"
#include "model/app.h"
#include "model/permission.h"
#include "store/store.h"

enum { RESULT_MAX = 16 << 10, RESULT_ITEMS = 9, FILE_MAX = 64 << 20, LIST_MAX = 200 };

#define N_(text) text /* a msgid, for script/messages to find */

/* As they stand in the table, and as people read them. */
static const char *const states[WORK_STATES] = {
    [WORK_WAITS] = "waiting", [WORK_RUNS] = "running",    [WORK_DONE] = "done",
    [WORK_FAILED] = "failed", [WORK_STOPPED] = "stopped",
};
static const char *const words[WORK_STATES] = {
    [WORK_WAITS] = N_("Waiting"),   [WORK_RUNS] = N_("Running"),    [WORK_DONE] = N_("Done"),
    [WORK_FAILED] = N_("Not done"), [WORK_STOPPED] = N_("Stopped"),
};

const char *work_state_code(enum work_state state)
{
    return states[state];
}

const char *work_state_word(enum work_state state)
{
    return words[state];
}

static struct value state_value(enum work_state state)
{
    return v_text(str_of(states[state]));
}

bool work_sees_all(const struct actor *actor)
{
    return actor->system || actor_has_role(actor, "admin") || actor_has_role(actor, "lead") ||
           actor_has_role(actor, "key_holder");
}

/* One statement as a transaction of its own. */
static enum rc write(struct call *call, struct sql sql, struct binds binds)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, sql, binds);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

/* ---- asking ---- */

bool work_may(const struct call *call, const struct work *work, struct value args)
{
    struct value first = args.type == V_LIST && args.list.n != 0 ? args.list.items[0] : args;
    struct str kind = first.type == V_TEXT ? first.s : STR("");
    bool of_a_kind =
        work->permission >= PERMISSION_KIND_SEE && work->permission <= PERMISSION_KIND_ERASE;

    if (call->actor->system)
        return true;
    if (of_a_kind && kind_find(call->app->registry, kind) == NULL)
        return args.type == V_NULL && work->by_name && work_sees_all(call->actor);
    return permission_holds(call, work->permission, kind);
}

static enum rc may_ask(struct call *call, const struct work_ask *ask)
{
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    return work_may(call, ask->work, ask->args) ? RC_OK : fail(call, RC_DENIED, NULL, NULL);
}

static enum rc find_same(struct call *call, const struct work_ask *ask, struct id *out)
{
    struct value id;

    if (ask->mark.n == 0)
        return RC_NOT_FOUND;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT id FROM job WHERE kind = ?1 AND mark = ?2 AND "
                            "state IN ('waiting', 'running')"),
                        BIND(v_text(str_of(ask->work->name)), v_text(ask->mark)), &id, 1);
    if (rc == RC_OK && !id_of(id.s, out))
        return fail(call, RC_CORRUPT, "job", NULL);
    return rc;
}

static enum rc insert(struct call *call, const struct work_ask *ask, struct id *out)
{
    struct value waiting;
    struct buf args;
    struct id id = id_new(call);
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT count(*) FROM job WHERE state IN ('waiting', 'running')"),
                        NO_BINDS, &waiting, 1);

    if (rc != RC_OK)
        return rc;
    if (waiting.i >= WORK_WAITING_MAX)
        return fail(call, RC_LIMIT, NULL, "%d jobs are waiting already. Wait until some are done.",
                    WORK_WAITING_MAX);
    buf_init(&args, call->arena, WORK_ARGS_MAX);
    cbor_put_value(&args, ask->args);
    if (!buf_ok(&args))
        return fail(call, RC_LIMIT, NULL, "This is too much for one job.");
    rc = db_run(call, call->store->db,
                SQL("INSERT INTO job (id, kind, state, asked, asked_by, request, lang, mark) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
                BIND(id_value(&id), v_text(str_of(ask->work->name)), state_value(WORK_WAITS),
                     v_int(call->now_ms), v_int(call->actor->rid), v_bytes(buf_str(&args)),
                     v_text(lang_code(call->lang)),
                     ask->mark.n == 0 ? v_null() : v_text(ask->mark)));
    if (rc == RC_OK)
        *out = id;
    return rc;
}

enum rc work_put(struct call *call, const struct work_ask *ask, struct id *out)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = may_ask(call, ask);

    if (rc == RC_OK)
        rc = txn_begin(call, call->store->db, &txn);
    if (rc == RC_OK)
        rc = find_same(call, ask, out);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = insert(call, ask, out);
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

/* ---- reading rows ---- */

#define COLUMNS                                                                                \
    "rid, id, kind, lang, words, error, state, asked, started, ended, asked_by, done, total, " \
    "tries, stop, request, cursor, result, mark"

enum { COLUMNS_N = 19 };

static struct str text_of(struct value v)
{
    return v.type == V_TEXT ? v.s : STR("");
}

static int64_t int_of(struct value v)
{
    return v.type == V_INT ? v.i : 0;
}

static bool read_value(struct call *call, struct value bytes, struct value *out)
{
    *out = v_null();
    if (bytes.type != V_BYTES)
        return true;
    struct cbor in = cbor_open(bytes.s);
    *out = cbor_value(&in, call->arena);
    return cbor_done(&in);
}

static bool take_bytes(struct value v, void *out, size_t n)
{
    if (v.type != V_BYTES || v.s.n != n)
        return false;
    memcpy(out, v.s.p, n);
    return true;
}

/* [said, name, type, blob, key, hash, size, plain size, 1], or [said] alone. */
static bool read_result(struct value result, struct work_job *out)
{
    const struct value *item = result.list.items;
    struct work_file *file = &out->file;

    if (result.type == V_NULL)
        return true;
    if (result.type != V_LIST || (result.list.n != 1 && result.list.n != RESULT_ITEMS))
        return false;
    out->said = text_of(item[0]);
    if (result.list.n == 1)
        return true;
    file->name = text_of(item[1]);
    file->type = text_of(item[2]);
    file->blob.sealed.size = int_of(item[6]);
    file->blob.sealed.plain_size = int_of(item[7]);
    file->is = take_bytes(item[3], file->blob.id, BLOB_ID) &&
               take_bytes(item[4], file->blob.sealed.key, CRYPT_KEY) &&
               take_bytes(item[5], file->blob.sealed.hash, CRYPT_HASH);
    return file->is;
}

static enum rc read_job(struct call *call, const struct value *v, struct work_job *out)
{
    struct value result;

    *out = (struct work_job){.rid = v[0].i,
                             .kind = text_of(v[2]),
                             .mark = text_of(v[18]),
                             .lang = text_of(v[3]),
                             .words = text_of(v[4]),
                             .error = text_of(v[5]),
                             .asked_ms = int_of(v[7]),
                             .started_ms = int_of(v[8]),
                             .ended_ms = int_of(v[9]),
                             .asked_by = int_of(v[10]),
                             .done = int_of(v[11]),
                             .total = int_of(v[12]),
                             .tries = int_of(v[13]),
                             .stop = int_of(v[14]) != 0};
    bool good = id_of(v[1].s, &out->id) && read_value(call, v[15], &out->args) &&
                read_value(call, v[16], &out->cursor) && read_value(call, v[17], &result) &&
                read_result(result, out);
    for (enum work_state state = WORK_WAITS; state < WORK_STATES; state++)
        if (str_is(text_of(v[6]), states[state]))
            out->state = state;
    return good ? RC_OK : fail(call, RC_CORRUPT, "job", "A row of the table of jobs is damaged.");
}

static enum rc one(struct call *call, struct sql sql, struct binds binds, struct work_job *out)
{
    struct value row[COLUMNS_N];
    enum rc rc = db_one(call, call->store->db, sql, binds, row, COLUMNS_N);

    return rc == RC_OK ? read_job(call, row, out) : rc;
}

static bool is_hers(const struct call *call, const struct work_job *job)
{
    return call->actor != NULL && (job->asked_by == call->actor->rid || work_sees_all(call->actor));
}

enum rc work_find(struct call *call, const struct id *id, struct work_job *out)
{
    enum rc rc =
        one(call, SQL("SELECT " COLUMNS " FROM job WHERE id = ?1"), BIND(id_value(id)), out);

    if (rc == RC_NOT_FOUND || (rc == RC_OK && !is_hers(call, out)))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return rc;
}

enum rc work_now(struct call *call, const struct work *work, struct value args,
                 struct work_job *out)
{
    if (call->actor == NULL || !work_may(call, work, args))
        return RC_NOT_FOUND;
    return one(call,
               SQL("SELECT " COLUMNS
                   " FROM job WHERE kind = ?1 AND state IN ('waiting', 'running') "
                   "ORDER BY state LIMIT 1"),
               BIND(v_text(str_of(work->name))), out);
}

enum rc work_list(struct call *call, size_t limit, struct work_job **out, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct work_job *jobs = arena_array(call->arena, limit, sizeof *jobs);

    *n = 0;
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (jobs == NULL || limit > LIST_MAX)
        return fail_memory(call);
    enum rc rc = rows_open(
        call, call->store->db,
        SQL("SELECT " COLUMNS " FROM job WHERE ?1 OR asked_by = ?2 "
            "ORDER BY rid DESC LIMIT ?3"),
        BIND(v_int(work_sees_all(call->actor)), v_int(call->actor->rid), v_int((int64_t)limit)),
        &rows);
    while (rc == RC_OK && *n < limit && rows_next(call, &rows, &rc)) {
        struct value row[COLUMNS_N];
        for (int i = 0; i < COLUMNS_N; i++)
            if (!value_copy(call->arena, row_value(&rows, i), &row[i]))
                return fail_memory(call);
        rc = read_job(call, row, &jobs[*n]);
        *n += rc == RC_OK;
    }
    *out = jobs;
    return rc;
}

/* ---- running ---- */

enum rc work_lock(struct call *call, struct folder_lock *out)
{
    struct folder_lock lock = {.file = -1};
    enum rc rc = folder_lock_open(call, call->store->folder, "jobs.lock", &lock);

    if (rc == RC_OK)
        rc = folder_lock_take(call, &lock, false);
    if (rc == RC_OK)
        *out = lock;
    else
        folder_lock_close(call, &lock);
    return rc;
}

enum rc work_take(struct call *call, struct work_job *out)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = one(call,
                 SQL("SELECT " COLUMNS " FROM job WHERE state IN ('waiting', 'running') "
                     "ORDER BY turned, asked, rid LIMIT 1"),
                 NO_BINDS, out);
    if (rc != RC_OK)
        return rc;
    out->tries++;
    rc = db_run(
        call, call->store->db,
        SQL("UPDATE job SET state = ?2, tries = ?3, turned = ?4, "
            "started = coalesce(started, ?4) WHERE rid = ?1"),
        BIND(v_int(out->rid), state_value(WORK_RUNS), v_int(out->tries), v_int(call->now_ms)));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc put_end(struct call *call, const struct work_job *job, enum work_state state,
                       struct value result, struct str error)
{
    return write(
        call,
        SQL("UPDATE job SET state = ?2, ended = ?3, result = ?4, error = ?5, "
            "cursor = NULL, words = NULL WHERE rid = ?1"),
        BIND(v_int(job->rid), state_value(state), v_int(call->now_ms), result, v_text(error)));
}

static enum rc put_result(struct call *call, const struct work_job *job,
                          const struct work_turn *turn)
{
    const struct work_file *file = &turn->file;
    const struct sealed *sealed = &file->blob.sealed;
    const struct value items[RESULT_ITEMS] = {
        v_text(turn->said.p == NULL ? STR("") : turn->said),
        v_text(file->name),
        v_text(file->type),
        v_bytes(str_bytes(file->blob.id, BLOB_ID)),
        v_bytes(str_bytes(sealed->key, CRYPT_KEY)),
        v_bytes(str_bytes(sealed->hash, CRYPT_HASH)),
        v_int(sealed->size),
        v_int(sealed->plain_size),
        v_int(1),
    };
    struct buf out;

    buf_init(&out, call->arena, RESULT_MAX);
    cbor_put_value(&out, v_list(items, file->is ? RESULT_ITEMS : 1));
    if (!buf_ok(&out))
        return fail_memory(call);
    return put_end(call, job, WORK_DONE, v_bytes(buf_str(&out)), (struct str){NULL, 0});
}

static enum rc put_turn(struct call *call, const struct work_job *job, const struct work_turn *turn)
{
    struct buf cursor;

    buf_init(&cursor, call->arena, WORK_ARGS_MAX);
    cbor_put_value(&cursor, turn->cursor);
    if (!buf_ok(&cursor))
        return fail(call, RC_LIMIT, "job", "This is too much for one job.");
    return write(call,
                 SQL("UPDATE job SET cursor = ?2, done = ?3, total = ?4, words = ?5, tries = 0 "
                     "WHERE rid = ?1"),
                 BIND(v_int(job->rid), v_bytes(buf_str(&cursor)), v_int(turn->done),
                      turn->total == 0 ? v_null() : v_int(turn->total),
                      turn->words.n == 0 ? v_null() : v_text(turn->words)));
}

static bool is_stopped(struct call *call, const struct work_job *job)
{
    struct value stop;

    return db_one(call, call->store->db, SQL("SELECT stop FROM job WHERE rid = ?1"),
                  BIND(v_int(job->rid)), &stop, 1) == RC_OK &&
           stop.i != 0;
}

enum rc work_keep(struct call *call, const struct work_job *job, const struct work_turn *turn,
                  enum rc rc)
{
    if (rc != RC_OK) {
        struct str why = str_dup(call->arena, call->error.text);
        call_forgive(call);
        return put_end(call, job, WORK_FAILED, v_null(), why.p == NULL ? STR("") : why);
    }
    rc = put_turn(call, job, turn);
    if (rc != RC_OK)
        return rc;
    if (turn->finished)
        return put_result(call, job, turn);
    return is_stopped(call, job) ? put_end(call, job, WORK_STOPPED, v_null(), (struct str){NULL, 0})
                                 : RC_OK;
}

enum rc work_moved(struct call *call, const struct id *job, int64_t done, int64_t total)
{
    return write(call, SQL("UPDATE job SET done = ?2, total = ?3 WHERE id = ?1"),
                 BIND(id_value(job), v_int(done), v_int(total)));
}

enum rc work_any(struct call *call, bool *out)
{
    struct value any;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT 1 FROM job WHERE state IN ('waiting', 'running') LIMIT 1"),
                        NO_BINDS, &any, 1);

    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- stopping ---- */

enum rc work_stop(struct call *call, const struct id *id)
{
    struct work_job job;
    enum rc rc = work_find(call, id, &job);

    if (rc != RC_OK)
        return rc;
    if (job.state != WORK_WAITS && job.state != WORK_RUNS)
        return fail(call, RC_CONFLICT, NULL, "This job has ended already.");
    return write(call,
                 SQL("UPDATE job SET stop = 1, ended = CASE state WHEN 'waiting' THEN ?2 END, "
                     "state = CASE state WHEN 'waiting' THEN 'stopped' ELSE state END "
                     "WHERE rid = ?1 AND state IN ('waiting', 'running')"),
                 BIND(v_int(job.rid), v_int(call->now_ms)));
}

enum rc work_to_stop(struct call *call, struct id *out)
{
    struct value id;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT id FROM job WHERE state = 'running' AND stop = 1 LIMIT 1"),
                        NO_BINDS, &id, 1);

    return rc == RC_OK && !id_of(id.s, out) ? fail(call, RC_CORRUPT, "job", NULL) : rc;
}

enum rc work_stopped(struct call *call)
{
    return write(call,
                 SQL("UPDATE job SET state = 'stopped', ended = ?1, cursor = NULL, words = NULL "
                     "WHERE state = 'running' AND stop = 1"),
                 BIND(v_int(call->now_ms)));
}

/* ---- results ---- */

struct str work_folder(struct call *call)
{
    struct str path = file_path(call, call->store->folder, "results");

    if (path.n != 0) /* one that is there is as good; any other failure shows when it is used */
        (void)call->os->mkdir(call->os->data, path.p);
    return path;
}

enum rc work_file_get(struct call *call, const struct work_job *job, struct str *out)
{
    struct str folder = work_folder(call);

    if (call->actor == NULL || job->asked_by != call->actor->rid || !job->file.is)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (folder.n == 0)
        return fail_memory(call);
    return blob_get(call, folder.p, &job->file.blob, FILE_MAX, out);
}

static enum rc forget_one(struct call *call, const struct work_job *job)
{
    if (job->file.is) {
        struct str folder = work_folder(call);
        enum rc rc =
            folder.n == 0 ? fail_memory(call) : blob_remove(call, folder.p, job->file.blob.id);
        if (rc == RC_NOT_FOUND)
            call_forgive(call);
        else if (rc != RC_OK)
            return rc;
    }
    return write(call, SQL("DELETE FROM job WHERE rid = ?1"), BIND(v_int(job->rid)));
}

enum rc work_forget(struct call *call, int64_t *n)
{
    int64_t before = call->now_ms - (int64_t)WORK_KEPT_DAYS * 86400000;
    struct work_job job;

    for (*n = 0;; ++*n) {
        enum rc rc =
            one(call, SQL("SELECT " COLUMNS " FROM job WHERE ended < ?1 ORDER BY rid LIMIT 1"),
                BIND(v_int(before)), &job);
        if (rc == RC_NOT_FOUND)
            return RC_OK;
        if (rc == RC_OK)
            rc = forget_one(call, &job);
        if (rc != RC_OK)
            return rc;
    }
}

struct id work_change(const struct work_turn *turn, uint64_t n)
{
    unsigned char hash[CRYPT_HASH];
    struct crypt_hash state;
    struct id id;

    crypt_hash_start(&state, "khetane/job/1");
    crypt_hash_add(&state, id_str(&turn->job));
    crypt_hash_add(&state, str_bytes(&n, sizeof n));
    crypt_hash_end(&state, hash);
    memcpy(id.b, hash, sizeof id.b);
    return id;
}
