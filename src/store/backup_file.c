/* backup_file.c - see backup_file.h. */
#include "store/backup_file.h"

#include "base/lang.h"
#include "store/mark.h"

enum {
    VERSION = 1,
    MANIFEST_ITEMS = 12,
    CHAIN_ITEMS = 5,
    SEGMENT_ITEMS = 7,
    BLOB_ITEMS = 4,
    SUBJECTS_ITEMS = 3,
    SUBJECT_ITEMS = 3,
    ENTRY_ITEMS = 3,
    LIST_ITEM_MIN =
        30, /* bytes of the shortest chain, segment, blob, ... : bounds a promised list */
};

#define MANIFEST_DOMAIN "khetane/backup/manifest/1"
#define KEYS_DOMAIN     "khetane/backup/keys/1"

struct backup_keys backup_keys_of(const struct store *store)
{
    return (struct backup_keys){store_backup_key(store), store_public_key(store),
                                store->organisation};
}

void backup_file_hash(struct str bytes, unsigned char out[static CRYPT_HASH])
{
    crypt_hash("khetane/backup/file/1", bytes, out);
}

/* ---- the wrapping of both files: first line, then one sealed piece ---- */

struct wrapping {
    const char *kind, *domain;
};

static const struct wrapping manifest_wrapping = {"backup", MANIFEST_DOMAIN};
static const struct wrapping keys_wrapping = {"subjects", KEYS_DOMAIN};

static enum rc wrap(struct call *call, const struct wrapping *as, const unsigned char *key,
                    struct buf *plain, struct str *out)
{
    unsigned char own[CRYPT_KEY];
    char mark[MARK_MAX];
    struct str line = str_bytes(mark, mark_make(as->kind, VERSION, mark));

    size_t n = line.n + plain->n + CRYPT_SEAL_EXTRA;
    char *bytes = buf_ok(plain) ? arena_alloc(call->arena, n) : NULL;
    if (bytes == NULL)
        return fail_memory(call);
    memcpy(bytes, line.p, line.n);
    crypt_derive(key, as->domain, STR(""), own);
    crypt_seal(call->os, own, line, buf_str(plain), bytes + line.n);
    crypt_wipe(own, sizeof own);
    *out = str_bytes(bytes, n);
    return RC_OK;
}

static enum rc unwrap(struct call *call, const struct wrapping *as, const unsigned char *key,
                      const char *path, struct str bytes, struct str *out)
{
    struct mark want = {as->kind, VERSION, path};
    unsigned char own[CRYPT_KEY];
    size_t mark = 0;
    unsigned version;
    enum rc rc = mark_read(call, want, bytes, &mark, &version);

    if (rc != RC_OK)
        return rc;
    struct str line = str_cut(bytes, 0, mark), sealed = str_cut(bytes, mark, bytes.n);
    size_t n = sealed.n < CRYPT_SEAL_EXTRA ? 0 : sealed.n - CRYPT_SEAL_EXTRA;
    char *plain = arena_alloc(call->arena, n + 1);
    if (plain == NULL)
        return fail_memory(call);
    crypt_derive(key, as->domain, STR(""), own);
    bool opened = sealed.n >= CRYPT_SEAL_EXTRA && crypt_open(own, line, sealed, plain);
    crypt_wipe(own, sizeof own);
    if (!opened)
        return fail(call, RC_CORRUPT, path,
                    "%s is damaged or cut off, or belongs to another organisation's keys. Put back "
                    "a good copy, or use another backup.",
                    path);
    *out = str_bytes(plain, n);
    return RC_OK;
}

static enum rc check_items(struct call *call, size_t n)
{
    return n <= BACKUP_ITEMS_MAX
               ? RC_OK
               : fail(call, RC_LIMIT, "backup", "A backup holds at most %d attachments and people.",
                      BACKUP_ITEMS_MAX);
}

static enum rc fail_content(struct call *call, const char *path)
{
    return fail(call, RC_CORRUPT, path, "%s cannot be read: its content is none of ours.", path);
}

/* A list's length; false when its items could not be in what is left. */
static bool list_length(struct cbor *in, size_t *n)
{
    *n = cbor_array(in);
    return cbor_ok(in) && *n <= (size_t)(in->end - in->p) / LIST_ITEM_MIN;
}

static void put_raw(struct buf *out, const unsigned char *p, size_t n)
{
    cbor_put_bytes(out, str_bytes(p, n));
}

static void get_raw(struct cbor *in, unsigned char *p, size_t n)
{
    struct str bytes = cbor_bytes_n(in, n);

    if (bytes.n == n)
        memcpy(p, bytes.p, n);
}

static int64_t get_count(struct cbor *in)
{
    uint64_t n = cbor_uint(in);

    if (n > INT64_MAX)
        in->bad = true;
    return in->bad ? 0 : (int64_t)n;
}

static day get_day(struct cbor *in)
{
    int64_t d = cbor_int(in);

    if (d < day_min() || d > day_max())
        in->bad = true;
    return in->bad ? 0 : (day)d;
}

/* ---- the manifest ---- */

static void put_chain(struct buf *out, const struct backup_chain *chain)
{
    cbor_put_array(out, CHAIN_ITEMS);
    cbor_put_bytes(out, id_str(&chain->node));
    cbor_put_bytes(out, id_str(&chain->incarnation));
    put_raw(out, chain->public, CRYPT_PUBLIC);
    cbor_put_uint(out, chain->seq);
    put_raw(out, chain->head, CRYPT_HASH);
}

static void put_segment(struct buf *out, const struct backup_segment *segment)
{
    cbor_put_array(out, SEGMENT_ITEMS);
    cbor_put_uint(out, segment->number);
    cbor_put_int(out, segment->first);
    cbor_put_int(out, segment->last);
    put_raw(out, segment->sealed.key, CRYPT_KEY);
    put_raw(out, segment->sealed.hash, CRYPT_HASH);
    cbor_put_int(out, segment->sealed.size);
    cbor_put_int(out, segment->sealed.plain_size);
}

static void put_blob(struct buf *out, const struct backup_blob *blob)
{
    cbor_put_array(out, BLOB_ITEMS);
    put_raw(out, blob->id, BLOB_ID);
    put_raw(out, blob->sealed.hash, CRYPT_HASH);
    cbor_put_int(out, blob->sealed.size);
    if (blob->gone)
        cbor_put_int(out, blob->gone_on);
    else
        cbor_put_null(out);
}

static void put_manifest(struct buf *out, const struct backup_manifest *manifest)
{
    cbor_put_array(out, MANIFEST_ITEMS);
    cbor_put_bytes(out, id_str(&manifest->organisation));
    cbor_put_bytes(out, id_str(&manifest->node));
    cbor_put_bytes(out, id_str(&manifest->incarnation));
    cbor_put_int(out, manifest->made_ms);
    cbor_put_uint(out, manifest->number);
    cbor_put_int(out, manifest->last);
    put_raw(out, manifest->tip, CRYPT_HASH);
    cbor_put_array(out, manifest->chains.n);
    for (size_t i = 0; i < manifest->chains.n; i++)
        put_chain(out, &manifest->chains.items[i]);
    cbor_put_array(out, manifest->segments_n);
    for (size_t i = 0; i < manifest->segments_n; i++)
        put_segment(out, &manifest->segments[i]);
    cbor_put_int(out, manifest->keys_day);
    put_raw(out, manifest->keys_hash, CRYPT_HASH);
    cbor_put_array(out, manifest->blobs_n);
    for (size_t i = 0; i < manifest->blobs_n; i++)
        put_blob(out, &manifest->blobs[i]);
}

enum rc backup_manifest_make(struct call *call, const struct store *store,
                             const struct backup_manifest *manifest, struct str *out)
{
    unsigned char hash[CRYPT_HASH], signature[CRYPT_SIGNATURE];
    struct buf body, plain;
    enum rc rc = check_items(call, manifest->blobs_n + manifest->segments_n);

    if (rc != RC_OK)
        return rc;
    buf_init(&body, call->arena, BACKUP_FILE_MAX);
    put_manifest(&body, manifest);
    crypt_hash(MANIFEST_DOMAIN, buf_str(&body), hash);
    store_sign(store, hash, signature);
    buf_init(&plain, call->arena, BACKUP_FILE_MAX);
    cbor_put_array(&plain, 2);
    cbor_put_bytes(&plain, buf_str(&body));
    put_raw(&plain, signature, sizeof signature);
    plain.failed |= body.failed;
    return wrap(call, &manifest_wrapping, store_backup_key(store), &plain, out);
}

static struct id get_id(struct cbor *in)
{
    struct id id = {{0}};

    (void)id_of(cbor_bytes_n(in, ID_SIZE), &id);
    return id;
}

static bool get_chains(struct call *call, struct cbor *in, struct backup_chains *out)
{
    size_t n;

    if (!list_length(in, &n))
        return false;
    out->items = arena_array(call->arena, n, sizeof *out->items);
    if (out->items == NULL)
        return false;
    for (out->n = 0; out->n < n && cbor_ok(in); out->n++) {
        struct backup_chain *chain = &out->items[out->n];
        if (cbor_array(in) != CHAIN_ITEMS)
            return false;
        chain->node = get_id(in);
        chain->incarnation = get_id(in);
        get_raw(in, chain->public, CRYPT_PUBLIC);
        chain->seq = cbor_uint(in);
        get_raw(in, chain->head, CRYPT_HASH);
    }
    out->room = n;
    out->keep = call->arena;
    return cbor_ok(in);
}

/* The segments follow one another: the first begins with the first entry of all. */
static bool get_segments(struct call *call, struct cbor *in, struct backup_manifest *out)
{
    int64_t last = 0;
    size_t n;

    if (!list_length(in, &n))
        return false;
    out->segments = arena_array(call->arena, n, sizeof *out->segments);
    if (out->segments == NULL)
        return false;
    for (size_t i = 0; i < n && cbor_ok(in); i++) {
        struct backup_segment *segment = &out->segments[i];
        if (cbor_array(in) != SEGMENT_ITEMS)
            return false;
        segment->number = cbor_uint(in);
        segment->first = get_count(in);
        segment->last = get_count(in);
        get_raw(in, segment->sealed.key, CRYPT_KEY);
        get_raw(in, segment->sealed.hash, CRYPT_HASH);
        segment->sealed.size = get_count(in);
        segment->sealed.plain_size = get_count(in);
        if (segment->first <= last || segment->last < segment->first ||
            segment->sealed.plain_size > BACKUP_ENTRY_MAX)
            return false;
        last = segment->last;
    }
    out->segments_n = out->segments_room = n;
    return cbor_ok(in) && last == out->last;
}

static bool get_blobs(struct call *call, struct cbor *in, struct backup_manifest *out)
{
    size_t n;

    if (!list_length(in, &n))
        return false;
    out->blobs = arena_array(call->arena, n, sizeof *out->blobs);
    if (out->blobs == NULL)
        return false;
    for (size_t i = 0; i < n && cbor_ok(in); i++) {
        struct backup_blob *blob = &out->blobs[i];
        if (cbor_array(in) != BLOB_ITEMS)
            return false;
        get_raw(in, blob->id, BLOB_ID);
        get_raw(in, blob->sealed.hash, CRYPT_HASH);
        blob->sealed.size = get_count(in);
        blob->gone = !cbor_null(in);
        blob->gone_on = blob->gone ? get_day(in) : 0;
        if (i != 0 && memcmp(blob[-1].id, blob->id, BLOB_ID) >= 0)
            return false;
    }
    out->blobs_n = out->blobs_room = n;
    return cbor_ok(in);
}

enum rc backup_manifest_parse(struct call *call, const char *path, struct str body,
                              struct backup_manifest *out)
{
    struct cbor in = cbor_open(body);
    struct backup_manifest manifest = {.number = 0};
    bool ok = cbor_array(&in) == MANIFEST_ITEMS;

    manifest.organisation = get_id(&in);
    manifest.node = get_id(&in);
    manifest.incarnation = get_id(&in);
    manifest.made_ms = cbor_int(&in);
    manifest.number = cbor_uint(&in);
    manifest.last = get_count(&in);
    get_raw(&in, manifest.tip, CRYPT_HASH);
    ok = ok && cbor_ok(&in) && get_chains(call, &in, &manifest.chains) &&
         get_segments(call, &in, &manifest);
    if (ok) {
        manifest.keys_day = get_day(&in);
        get_raw(&in, manifest.keys_hash, CRYPT_HASH);
        ok = get_blobs(call, &in, &manifest) && cbor_done(&in);
    }
    if (!ok)
        return fail_content(call, path);
    *out = manifest;
    return RC_OK;
}

enum rc backup_manifest_read(struct call *call, const struct backup_keys *keys, const char *path,
                             struct str bytes, struct backup_manifest *out)
{
    unsigned char hash[CRYPT_HASH];
    struct str plain = {NULL, 0};
    enum rc rc = unwrap(call, &manifest_wrapping, keys->key, path, bytes, &plain);

    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(plain);
    bool shape = cbor_array(&in) == 2;
    struct str body = cbor_bytes(&in), signature = cbor_bytes_n(&in, CRYPT_SIGNATURE);
    if (!shape || !cbor_done(&in))
        return fail_content(call, path);
    crypt_hash(MANIFEST_DOMAIN, body, hash);
    if (!crypt_signed(keys->public, hash, (const unsigned char *)signature.p))
        return fail(call, RC_CORRUPT, path,
                    "%s was not signed by the computer whose keys these are. Use another backup.",
                    path);
    rc = backup_manifest_parse(call, path, body, out);
    if (rc == RC_OK && !id_eq(&out->organisation, &keys->organisation))
        return fail(call, RC_CONFLICT, path, "%s belongs to another organisation.", path);
    return rc;
}

/* ---- the key file ---- */

enum rc backup_subjects_make(struct call *call, const unsigned char *key,
                             const struct backup_subjects *subjects, struct str *out)
{
    struct buf plain;
    enum rc rc = check_items(call, subjects->n);

    if (rc != RC_OK)
        return rc;
    buf_init(&plain, call->arena, BACKUP_FILE_MAX);
    cbor_put_array(&plain, SUBJECTS_ITEMS);
    cbor_put_bytes(&plain, id_str(&subjects->organisation));
    cbor_put_uint(&plain, subjects->number);
    cbor_put_array(&plain, subjects->n);
    for (size_t i = 0; i < subjects->n; i++) {
        const struct backup_subject *subject = &subjects->items[i];
        cbor_put_array(&plain, SUBJECT_ITEMS);
        cbor_put_bytes(&plain, id_str(&subject->id));
        cbor_put_value(&plain, v_bytes(subject->wrapped));
        cbor_put_value(&plain, subject->erased ? v_int(subject->erased_on) : v_null());
    }
    return wrap(call, &keys_wrapping, key, &plain, out);
}

static bool get_subject(struct cbor *in, struct backup_subject *out)
{
    if (cbor_array(in) != SUBJECT_ITEMS)
        return false;
    out->id = get_id(in);
    out->wrapped = (struct str){NULL, 0};
    if (!cbor_null(in))
        out->wrapped = cbor_bytes_n(in, CRYPT_KEY + CRYPT_SEAL_EXTRA);
    out->erased = !cbor_null(in);
    out->erased_on = out->erased ? get_day(in) : 0;
    return cbor_ok(in) && (!out->erased || out->wrapped.p == NULL);
}

enum rc backup_subjects_parse(struct call *call, const char *path, struct str body,
                              struct backup_subjects *out)
{
    struct cbor in = cbor_open(body);
    struct backup_subjects subjects = {.n = 0};
    bool ok = cbor_array(&in) == SUBJECTS_ITEMS;
    size_t n = 0;

    subjects.organisation = get_id(&in);
    subjects.number = cbor_uint(&in);
    n = cbor_array(&in); /* 20 bytes at least are those of an erased subject */
    ok = ok && cbor_ok(&in) && n <= (size_t)(in.end - in.p) / 20;
    subjects.items = ok ? arena_array(call->arena, n, sizeof *subjects.items) : NULL;
    ok = subjects.items != NULL;
    for (; subjects.n < n && ok; subjects.n++) {
        struct backup_subject *subject = &subjects.items[subjects.n];
        ok = get_subject(&in, subject) &&
             (subjects.n == 0 || memcmp(subject[-1].id.b, subject->id.b, ID_SIZE) < 0);
    }
    if (!ok || !cbor_done(&in))
        return fail_content(call, path);
    subjects.room = n;
    *out = subjects;
    return RC_OK;
}

enum rc backup_subjects_read(struct call *call, const struct backup_keys *keys, const char *path,
                             struct str bytes, struct backup_subjects *out)
{
    struct str plain = {NULL, 0};
    enum rc rc = unwrap(call, &keys_wrapping, keys->key, path, bytes, &plain);

    if (rc == RC_OK)
        rc = backup_subjects_parse(call, path, plain, out);
    if (rc == RC_OK && !id_eq(&out->organisation, &keys->organisation))
        return fail(call, RC_CONFLICT, path, "%s belongs to another organisation.", path);
    return rc;
}

static int compare_subject(const void *key, const void *item)
{
    const struct id *id = key;
    const struct backup_subject *subject = item;

    return memcmp(id->b, subject->id.b, ID_SIZE);
}

const struct backup_subject *backup_subject_find(const struct backup_subjects *subjects,
                                                 const struct id *id)
{
    return subjects->n == 0 ? NULL
                            : bsearch(id, subjects->items, subjects->n, sizeof *subjects->items,
                                      compare_subject);
}

/* ---- names of files ---- */

struct str backup_segment_name(struct call *call, uint64_t number)
{
    return str_format(call->arena, "%06llu.seg", (unsigned long long)number);
}

struct str backup_keys_name(struct call *call, day on, uint64_t number)
{
    char text[DAY_TEXT];

    return str_format(call->arena, "%s-%llu.keys", day_format(on, text),
                      (unsigned long long)number);
}

static bool take_end(struct str *name, struct str end)
{
    if (!str_ends(*name, end))
        return false;
    name->n -= end.n;
    return true;
}

bool backup_segment_named(const char *name, uint64_t *number)
{
    struct str digits = str_of(name);

    return take_end(&digits, STR(".seg")) && digits.n >= 6 && str_uint(digits, INT64_MAX, number);
}

bool backup_keys_named(const char *name, day *on, uint64_t *number)
{
    struct str rest = str_of(name);
    char text[DAY_TEXT] = "";

    if (!take_end(&rest, STR(".keys")) || rest.n < DAY_TEXT + 1 || rest.p[DAY_TEXT - 1] != '-')
        return false;
    memcpy(text, rest.p, DAY_TEXT - 1);
    return day_parse(text, on) && str_uint(str_cut(rest, DAY_TEXT, rest.n), INT64_MAX, number);
}

/* ---- entries ---- */

void backup_entry_put(struct buf *out, const struct log_raw *raw)
{
    cbor_put_array(out, ENTRY_ITEMS);
    cbor_put_bytes(out, raw->header);
    cbor_put_bytes(out, raw->signature);
    cbor_put_array(out, raw->n);
    for (size_t i = 0; i < raw->n; i++)
        cbor_put_value(out, v_bytes(raw->parts[i]));
}

enum rc backup_entry_next(struct call *call, const char *path, struct cbor *in, struct log_raw *out)
{
    bool ok = cbor_array(in) == ENTRY_ITEMS;

    out->header = cbor_bytes(in);
    out->signature = cbor_bytes(in);
    out->n = cbor_array(in);
    if (!ok || !cbor_ok(in) || out->n > LOG_PARTS_MAX)
        return fail_content(call, path);
    struct str *parts = arena_array(call->arena, out->n, sizeof *parts);
    if (parts == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < out->n; i++)
        if (!cbor_null(in))
            parts[i] = cbor_bytes(in);
    out->parts = parts;
    return cbor_ok(in) ? RC_OK : fail_content(call, path);
}

/* ---- do they follow one another? ---- */

static enum rc bad_entry(struct call *call, const char *where, const struct entry_read *read,
                         const char *what)
{
    struct str node = str_hex(call->arena, str_cut(id_str(&read->entry.node), 0, 4));

    return fail(call, RC_CORRUPT, where, "Entry %llu of chain %s: %s",
                (unsigned long long)read->entry.seq, node.p == NULL ? "" : node.p,
                lang_text(call->lang, what));
}

static struct backup_chain *find_chain(struct backup_chains *chains, const struct log_entry *entry)
{
    for (size_t i = chains->n; i-- > 0;) /* the newest is the one that grows */
        if (id_eq(&chains->items[i].node, &entry->node) &&
            id_eq(&chains->items[i].incarnation, &entry->incarnation))
            return &chains->items[i];
    return NULL;
}

static enum rc begin_chain(struct call *call, struct backup_chains *chains, const char *where,
                           const struct entry_read *read, struct backup_chain *out)
{
    if (read->entry.seq != 1 || read->public_key.n != CRYPT_PUBLIC)
        return bad_entry(call, where, read, "the entries before it are missing.");
    if (!arena_grow(chains->keep, &chains->items, chains->n, &chains->room))
        return fail_memory(call);
    *out = (struct backup_chain){.node = read->entry.node, .incarnation = read->entry.incarnation};
    memcpy(out->public, read->public_key.p, CRYPT_PUBLIC);
    return RC_OK;
}

static enum rc check_parts(struct call *call, const char *where, const struct log_raw *raw,
                           const struct entry_read *read)
{
    unsigned char hash[CRYPT_HASH];

    if (raw->n != read->entry.n)
        return bad_entry(call, where, read, "it has not as many parts as its header says.");
    for (size_t i = 0; i < raw->n; i++) {
        if (raw->parts[i].p == NULL)
            continue;
        entry_part_hash(raw->parts[i], hash);
        if (memcmp(hash, read->hashes[i].p, sizeof hash) != 0)
            return bad_entry(call, where, read, "the content of a part was changed.");
    }
    return RC_OK;
}

enum rc backup_follow(struct call *call, struct backup_chains *chains, const char *where,
                      const struct log_raw *raw, struct entry_read *read)
{
    unsigned char hash[CRYPT_HASH];
    struct backup_chain fresh;
    enum rc rc = entry_read(call, raw->header, read);

    if (rc != RC_OK)
        return rc;
    struct backup_chain *chain = find_chain(chains, &read->entry);
    if (chain == NULL) {
        rc = begin_chain(call, chains, where, read, &fresh);
        if (rc != RC_OK)
            return rc;
        chain = &chains->items[chains->n++];
        *chain = fresh;
    }
    if (read->entry.seq != chain->seq + 1 ||
        !str_eq(read->previous, str_bytes(chain->head, CRYPT_HASH)))
        return bad_entry(call, where, read, "it does not follow the entry before it.");
    entry_hash(raw->header, hash);
    if (raw->signature.n != CRYPT_SIGNATURE ||
        !crypt_signed(chain->public, hash, (const unsigned char *)raw->signature.p))
        return bad_entry(call, where, read, "its header or its signature was changed.");
    rc = check_parts(call, where, raw, read);
    if (rc != RC_OK)
        return rc;
    chain->seq = read->entry.seq;
    memcpy(chain->head, hash, sizeof hash);
    return RC_OK;
}
