/* backup.c - backup_make() of backup.h. */
#include "base/file.h"
#include "store/backup_make.h"
#include "store/folder.h"
#include "store/schema.h"

/* ---- the folder ---- */

enum rc backup_need_folder(struct call *call, const char *parent, const char *path)
{
    const struct os *os = call->os;
    int error = os->mkdir(os->data, path);

    if (error == OS_OK)
        error = os->sync_dir(os->data, parent);
    return error == OS_OK || error == OS_EXISTS ? RC_OK : file_fail(call, error, "make", path);
}

static enum rc need_part(struct making *m, const char *name, const char **out)
{
    struct str path = file_path(m->call, m->to, name);

    if (path.n == 0)
        return fail_memory(m->call);
    *out = path.p;
    return backup_need_folder(m->call, m->to, path.p);
}

/* The folder in which a path lies. */
static const char *parent_of(struct call *call, struct str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    while (path.n != 0 && path.p[path.n - 1] != '/')
        path.n--;
    return path.n == 0 ? "." : str_z(call->arena, path);
}

static enum rc need_folders(struct making *m)
{
    struct str database = file_path(m->call, m->to, "khetane.db");
    enum rc rc = database.n == 0 ? fail_memory(m->call) : RC_OK;

    if (rc == RC_OK && file_exists(m->call, database.p))
        return fail(m->call, RC_CONFLICT, m->to,
                    "%s is a data folder itself. Name a folder on another disk.", m->to);
    if (rc == RC_OK)
        rc = backup_need_folder(m->call, parent_of(m->call, str_of(m->to)), m->to);
    if (rc == RC_OK)
        rc = need_part(m, "log", &m->log);
    if (rc == RC_OK)
        rc = need_part(m, "keys", &m->keys);
    return rc == RC_OK ? need_part(m, "blobs", &m->blobs) : rc;
}

/* ---- the backup before ---- */

static enum rc check_ours(struct making *m, const char *path)
{
    const struct store *store = m->call->store;
    struct call *call = m->call;
    unsigned char hash[CRYPT_HASH];
    struct value header;

    if (!id_eq(&m->was.node, &store->node) || !id_eq(&m->was.incarnation, &store->incarnation))
        return fail(call, RC_CONFLICT, path,
                    "%s is the backup of another computer, or of the time before a restore. It "
                    "stays as it is: choose an empty folder for new backups.",
                    m->to);
    if (m->was.last == 0)
        return RC_OK;
    enum rc rc = db_one(call, store->db, SQL("SELECT header FROM entry WHERE rid = ?1"),
                        BIND(v_int(m->was.last)), &header, 1);
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    if (rc == RC_OK)
        entry_hash(header.s, hash);
    if (rc == RC_NOT_FOUND || memcmp(hash, m->was.tip, CRYPT_HASH) != 0)
        return fail(call, RC_CONFLICT, path,
                    "%s has changes that this data folder does not have: somebody put back an "
                    "older copy of it. Do not go on working here. Restore from this backup, or "
                    "choose another folder for backups.",
                    m->to);
    return RC_OK;
}

static enum rc check_keyring_free(struct making *m)
{
    struct str ours, path = file_path(m->call, m->to, KEYRING_NAME), theirs;

    if (path.n == 0)
        return fail_memory(m->call);
    if (!file_exists(m->call, path.p))
        return RC_OK;
    enum rc rc = keyring_read(m->call, m->call->store->folder, &ours);
    if (rc == RC_OK)
        rc = keyring_read(m->call, m->to, &theirs);
    if (rc == RC_OK && !str_eq(ours, theirs))
        return fail(m->call, RC_CONFLICT, path.p,
                    "%s has the keys of something else, and no backup of ours. Choose an empty "
                    "folder.",
                    m->to);
    return rc;
}

static enum rc read_before(struct making *m)
{
    struct call *call = m->call;
    const struct store *store = call->store;
    const struct backup_keys keys = backup_keys_of(store);
    struct str path = file_path(call, m->to, BACKUP_MANIFEST), bytes;

    if (path.n == 0)
        return fail_memory(call);
    m->now = (struct backup_manifest){.organisation = store->organisation,
                                      .node = store->node,
                                      .incarnation = store->incarnation,
                                      .made_ms = call->now_ms,
                                      .number = 1,
                                      .keys_day = call->today,
                                      .chains = {.keep = call->arena}};
    if (!file_exists(call, path.p)) {
        return check_keyring_free(m);
    }
    enum rc rc = file_read(call, path.p, BACKUP_FILE_MAX, &bytes);
    if (rc == RC_OK)
        rc = backup_manifest_read(call, &keys, path.p, bytes, &m->was);
    if (rc == RC_OK)
        rc = check_ours(m, path.p);
    if (rc != RC_OK)
        return rc;
    m->now.number = m->was.number + 1;
    m->now.last = m->was.last;
    memcpy(m->now.tip, m->was.tip, CRYPT_HASH);
    m->now.chains = m->was.chains;
    return RC_OK;
}

/* ---- segments ---- */

/* A stretch of the log on its way into segments. What lies before 'first' is looked at only. */
struct stretch {
    struct making *m;
    struct backup_chains *chains;
    int64_t first, last;           /* to be written */
    int64_t seen;                  /* the place looked at last */
    unsigned char tip[CRYPT_HASH]; /* of the entry at 'seen' */
    struct sealed_writer *writer;
    struct backup_segment segment; /* being written */
    int64_t filled;
    bool full;
};

/* Any failure ends log_raw_each(); this one is no error. */
static enum rc stop_here(struct stretch *s, bool full)
{
    s->full = full;
    return RC_LIMIT;
}

static enum rc put_entry(struct call *call, void *arg, const struct log_raw *raw)
{
    struct stretch *s = arg;
    struct entry_read read;
    struct buf bytes;
    enum rc rc = RC_OK;

    if (raw->rid > s->last)
        return stop_here(s, false);
    buf_init(&bytes, call->arena, BACKUP_ENTRY_MAX);
    if (raw->rid >= s->first) {
        backup_entry_put(&bytes, raw);
        if (!buf_ok(&bytes))
            return fail_memory(call);
        if (s->filled != 0 && s->filled + (int64_t)bytes.n > BACKUP_SEGMENT_MAX)
            return stop_here(s, true);
    }
    rc = backup_follow(call, s->chains, "log", raw, &read);
    if (rc == RC_OK && bytes.n != 0)
        rc = sealed_write(call, s->writer, buf_str(&bytes));
    if (rc != RC_OK)
        return rc;
    s->seen = raw->rid;
    entry_hash(raw->header, s->tip);
    s->filled += (int64_t)bytes.n;
    if (bytes.n != 0) {
        s->segment.first = s->segment.first == 0 ? raw->rid : s->segment.first;
        s->segment.last = raw->rid;
        s->m->report.added++;
        backup_move_on(s->m, (int64_t)bytes.n);
    }
    return RC_OK;
}

/* Numbers of files are never used again while a manifest may name them. */
static uint64_t free_number(const struct making *m)
{
    uint64_t most = 0;

    for (size_t i = 0; i < m->was.segments_n; i++)
        most = m->was.segments[i].number > most ? m->was.segments[i].number : most;
    for (size_t i = 0; i < m->now.segments_n; i++)
        most = m->now.segments[i].number > most ? m->now.segments[i].number : most;
    return most + 1;
}

static enum rc keep_segment(struct making *m, const struct backup_segment *segment)
{
    struct backup_manifest *now = &m->now;

    if (!arena_grow(m->call->arena, &now->segments, now->segments_n, &now->segments_room))
        return fail_memory(m->call);
    now->segments[now->segments_n++] = *segment;
    return RC_OK;
}

/* Writes one segment, as much as goes in. */
static enum rc write_segment(struct stretch *s)
{
    struct call *call = s->m->call;

    s->segment = (struct backup_segment){.number = free_number(s->m)};
    s->filled = 0;
    s->full = false;
    struct str name = backup_segment_name(call, s->segment.number);
    if (name.p == NULL)
        return fail_memory(call);
    enum rc rc = sealed_create(call, s->m->log, name.p, BACKUP_SEGMENT, &s->writer);
    if (rc != RC_OK)
        return rc;
    rc = log_raw_each(call, call->store->db, s->seen, put_entry, s);
    if (rc == RC_LIMIT && call->error.rc == RC_OK)
        rc = RC_OK; /* stop_here() */
    if (rc == RC_OK)
        rc = sealed_finish(call, s->writer, &s->segment.sealed);
    sealed_abandon(call, s->writer);
    s->writer = NULL;
    return rc == RC_OK ? keep_segment(s->m, &s->segment) : rc;
}

static enum rc write_stretch(struct stretch *s)
{
    enum rc rc = RC_OK;

    while (rc == RC_OK && s->seen < s->last) {
        rc = write_segment(s);
        if (rc == RC_OK && s->segment.first == 0)
            rc = fail(s->m->call, RC_CORRUPT, "log",
                      "The log ends before its entry %lld. Find out more with: khetane verify",
                      (long long)s->last);
    }
    return rc;
}

/* Damaged or gone: written anew from the log, under another name, with every entry before it
 * read again, since only so is it known that they follow one another. */
static enum rc mend_segment(struct making *m, const struct backup_segment *segment)
{
    struct backup_chains chains = {.keep = m->call->arena};
    struct stretch s = {.m = m, .chains = &chains, .first = segment->first, .last = segment->last};
    int64_t added = m->report.added;
    enum rc rc = write_stretch(&s);

    m->report.added = added;
    m->report.mended++;
    return rc;
}

static enum rc check_segment(struct making *m, const struct backup_segment *segment)
{
    struct call *call = m->call;
    struct str name = backup_segment_name(call, segment->number);
    struct str path = name.p == NULL ? STR("") : file_path(call, m->log, name.p);

    if (path.n == 0)
        return fail_memory(call);
    enum rc rc = sealed_verify(call, path.p, &segment->sealed);
    backup_move_on(m, segment->sealed.size);
    if (rc == RC_OK)
        return keep_segment(m, segment);
    if (rc != RC_CORRUPT && rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call);
    return mend_segment(m, segment);
}

static enum rc one_int(struct making *m, struct sql sql, struct binds binds, int64_t *out)
{
    struct value value;
    enum rc rc = db_one(m->call, m->call->store->db, sql, binds, &value, 1);

    if (rc == RC_OK)
        *out = value.i;
    return rc;
}

static enum rc put_log(struct making *m, int64_t last)
{
    struct stretch s = {.m = m,
                        .chains = &m->now.chains,
                        .first = m->was.last + 1,
                        .last = last,
                        .seen = m->was.last};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < m->was.segments_n && rc == RC_OK; i++)
        rc = check_segment(m, &m->was.segments[i]);
    if (rc != RC_OK || last <= m->was.last)
        return rc;
    rc = write_stretch(&s);
    m->now.last = s.seen;
    memcpy(m->now.tip, s.tip, CRYPT_HASH);
    return rc;
}

/* ---- keys ---- */

/* One number for all backups ever made here, so that the newest key file is known by its name
 * whatever the clock says. Also what an interrupted backup left counts. */
static bool see_number(void *arg, const char *name)
{
    struct making *m = arg;
    uint64_t number;
    day on;

    if (backup_keys_named(name, &on, &number) && number >= m->now.number)
        m->now.number = number + 1;
    return true;
}

static enum rc gather_subjects(struct making *m, struct backup_subjects *out)
{
    struct call *call = m->call;
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT id, key, erased FROM subject ORDER BY id"), NO_BINDS, &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct backup_subject subject = {.wrapped = row_bytes(&rows, 1)};
        struct value erased = row_value(&rows, 2);
        if (!id_of(row_bytes(&rows, 0), &subject.id))
            return fail(call, RC_CORRUPT, "subject", "The key of a subject is damaged.");
        if (subject.wrapped.p != NULL)
            subject.wrapped = str_dup(call->arena, subject.wrapped);
        subject.erased = erased.type == V_INT;
        subject.erased_on = subject.erased ? (day)erased.i : 0;
        if (!arena_grow(call->arena, &out->items, out->n, &out->room))
            return fail_memory(call);
        out->items[out->n++] = subject;
        m->report.erased += subject.erased;
    }
    m->report.subjects = (int64_t)out->n;
    return rc;
}

static enum rc put_keys(struct making *m)
{
    struct call *call = m->call;
    int error = call->os->list(call->os->data, m->keys, see_number, m);
    struct backup_subjects subjects = {.organisation = m->now.organisation};
    struct str bytes;

    if (error != OS_OK)
        return file_fail(call, error, "list", m->keys);
    subjects.number = m->now.number;
    enum rc rc = gather_subjects(m, &subjects);
    if (rc == RC_OK)
        rc = backup_subjects_make(call, store_backup_key(call->store), &subjects, &bytes);
    if (rc != RC_OK)
        return rc;
    struct str name = backup_keys_name(call, m->now.keys_day, m->now.number);
    if (name.p == NULL)
        return fail_memory(call);
    backup_file_hash(bytes, m->now.keys_hash);
    return file_replace(call, m->keys, name.p, bytes);
}

static enum rc put_keyring(struct making *m)
{
    struct call *call = m->call;
    struct str ours, theirs, path = file_path(call, m->to, KEYRING_NAME);
    enum rc rc = path.n == 0 ? fail_memory(call) : keyring_read(call, call->store->folder, &ours);

    if (rc != RC_OK)
        return rc;
    if (file_exists(call, path.p)) {
        rc = keyring_read(call, m->to, &theirs);
        if (rc == RC_OK && str_eq(ours, theirs))
            return RC_OK;
        call_forgive(call); /* unreadable: it is put there anew */
    }
    return file_replace(call, m->to, KEYRING_NAME, ours);
}

static enum rc put_manifest(struct making *m)
{
    struct str bytes;
    enum rc rc = backup_manifest_make(m->call, m->call->store, &m->now, &bytes);

    return rc == RC_OK ? file_replace(m->call, m->to, BACKUP_MANIFEST, bytes) : rc;
}

/* ---- what the new manifest needs no more ---- */

struct sweep {
    struct making *m;
    struct str *names;
    size_t n, room;
    bool (*is_old)(const struct making *m, const char *name);
    enum rc rc;
};

static bool is_old_segment(const struct making *m, const char *name)
{
    uint64_t number;

    if (str_ends(str_of(name), STR(".seg.part")))
        return true;
    if (!backup_segment_named(name, &number))
        return false; /* none of ours */
    for (size_t i = 0; i < m->now.segments_n; i++)
        if (m->now.segments[i].number == number)
            return false;
    return true;
}

/* Days ahead of today are those of a clock that was wrong. */
static bool is_old_key(const struct making *m, const char *name)
{
    uint64_t number;
    day on;

    if (str_ends(str_of(name), STR(".keys.part")))
        return true;
    return backup_keys_named(name, &on, &number) && number != m->now.number &&
           (m->call->today - on > BACKUP_KEYS_DAYS || on - m->call->today > 1);
}

static bool look_at_name(void *arg, const char *name)
{
    struct sweep *sweep = arg;
    struct arena *arena = sweep->m->call->arena;

    if (!sweep->is_old(sweep->m, name))
        return true;
    struct str copy = str_dup(arena, str_of(name));
    if (copy.p == NULL || !arena_grow(arena, &sweep->names, sweep->n, &sweep->room)) {
        sweep->rc = fail_memory(sweep->m->call);
        return false;
    }
    sweep->names[sweep->n++] = copy;
    return true;
}

static enum rc sweep_folder(struct making *m, const char *folder,
                            bool (*is_old)(const struct making *m, const char *name))
{
    struct call *call = m->call;
    struct sweep sweep = {.m = m, .is_old = is_old};
    int error = call->os->list(call->os->data, folder, look_at_name, &sweep);

    for (size_t i = 0; i < sweep.n && error == OS_OK; i++) {
        struct str path = file_path(call, folder, sweep.names[i].p);
        if (path.n == 0)
            return fail_memory(call);
        error = call->os->remove(call->os->data, path.p);
    }
    if (error == OS_OK && sweep.n != 0)
        error = call->os->sync_dir(call->os->data, folder);
    return error == OS_OK ? sweep.rc : file_fail(call, error, "tidy", folder);
}

static enum rc sweep(struct making *m)
{
    enum rc rc = sweep_folder(m, m->keys, is_old_key);

    if (rc == RC_OK)
        rc = sweep_folder(m, m->log, is_old_segment);
    return rc == RC_OK ? backup_sweep_blobs(m) : rc;
}

/* ---- the whole ---- */

static enum rc measure(struct making *m, struct backup_source *s, int64_t *last)
{
    int64_t parts = 0, headers = 0;
    struct binds from = BIND(v_int(m->was.last));
    enum rc rc = one_int(m, SQL("SELECT coalesce(max(rid), 0) FROM entry"), NO_BINDS, last);

    if (rc == RC_OK)
        rc = one_int(m,
                     SQL("SELECT coalesce(sum(length(header) + 80), 0) FROM entry WHERE rid > ?1"),
                     from, &headers);
    if (rc == RC_OK)
        rc = one_int(m,
                     SQL("SELECT coalesce(sum(length(cipher)), 0) FROM part WHERE rid > ?1 * 256 + "
                         "255"),
                     from, &parts);
    if (rc == RC_OK)
        rc = backup_list_blobs(s);
    m->total = headers + parts;
    for (size_t i = 0; i < m->was.segments_n; i++)
        m->total += m->was.segments[i].sealed.size;
    for (size_t i = 0; i < s->n; i++)
        m->total += s->blobs[i].sealed.size;
    return rc;
}

static void report(struct making *m)
{
    const struct backup_manifest *now = &m->now;
    struct backup_report *out = &m->report;

    out->made_ms = now->made_ms;
    out->segments = (int64_t)now->segments_n;
    out->blobs = (int64_t)now->blobs_n;
    for (size_t i = 0; i < now->chains.n; i++)
        out->entries += (int64_t)now->chains.items[i].seq;
    for (size_t i = 0; i < now->segments_n; i++)
        out->bytes += now->segments[i].sealed.size;
    for (size_t i = 0; i < now->blobs_n; i++)
        out->bytes += now->blobs[i].sealed.size;
    if (now->last != 0)
        log_head_code(now->tip, out->head);
    progress_tell(m->progress, m->done, m->done);
}

static enum rc note_done(struct call *call)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = meta_set(call, call->store->db, "last_backup", v_int(call->now_ms));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

/* The log before the blobs: so every blob that an entry names is there. The keys after the log: so
 * every subject of an entry is among them. */
static enum rc make(struct making *m)
{
    struct backup_source source = {.m = m};
    int64_t last = 0;
    enum rc rc = read_before(m);

    if (rc == RC_OK)
        rc = measure(m, &source, &last);
    if (rc == RC_OK)
        rc = put_log(m, last);
    source.n = 0; /* listed again: more may have come */
    if (rc == RC_OK)
        rc = backup_list_blobs(&source);
    if (rc == RC_OK)
        rc = backup_put_blobs(m, &source);
    if (rc == RC_OK)
        rc = put_keys(m);
    if (rc == RC_OK)
        rc = put_keyring(m);
    if (rc == RC_OK)
        rc = put_manifest(m);
    if (rc == RC_OK)
        rc = sweep(m);
    if (rc == RC_OK)
        rc = note_done(m->call);
    if (rc == RC_OK)
        report(m);
    return rc;
}

static enum rc make_locked(struct making *m)
{
    struct folder_lock lock;
    enum rc rc = need_folders(m);

    if (rc == RC_OK)
        rc = folder_lock_open(m->call, m->to, "backup.lock", &lock);
    if (rc != RC_OK)
        return rc;
    rc = folder_lock_take(m->call, &lock, false);
    if (rc == RC_OK)
        rc = make(m);
    folder_lock_close(m->call, &lock);
    return rc;
}

enum rc backup_make(struct call *call, const char *folder, const struct progress *progress,
                    struct backup_report *out)
{
    struct making making = {.call = call, .to = folder, .progress = progress};
    struct call_loop memory;

    call_loop_begin(call, &memory);
    memory.inner.max = BACKUP_MEMORY_MAX;
    enum rc rc = make_locked(&making);
    call_loop_end(call, &memory);
    if (rc == RC_OK)
        *out = making.report;
    return rc;
}
