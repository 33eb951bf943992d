/* keyring_file.c - see keyring_file.h. */
#include "store/keyring_file.h"

#include "base/cbor.h"
#include "store/mark.h"

enum {
    VERSION = 1,
    CHECK_SIZE = 8, /* behind each section */
    SLOT_FIELDS = 5,
    RECOVERY_FIELDS = 3,
    CORE_FIELDS = 7,
    HOLDER_FIELDS = 4,
    CORE_MAX = 8192,
};

static void check_of(struct str content, char out[static CHECK_SIZE])
{
    unsigned char hash[CRYPT_HASH];

    crypt_hash("khetane/keys/section/1", content, hash);
    memcpy(out, hash, CHECK_SIZE);
}

/* One section: its content and a check, so that each can be damaged alone. */
static bool read_section(struct cbor *in, struct str *section, struct str *content)
{
    char check[CHECK_SIZE];

    *section = cbor_bytes(in);
    if (section->n < CHECK_SIZE)
        return false;
    *content = str_cut(*section, 0, section->n - CHECK_SIZE);
    check_of(*content, check);
    return str_eq(str_cut(*section, content->n, section->n), str_bytes(check, CHECK_SIZE));
}

static void put_check(struct buf *out)
{
    char check[CHECK_SIZE];

    check_of(buf_str(out), check);
    buf_add(out, str_bytes(check, CHECK_SIZE));
}

static void take_bytes(struct cbor *in, void *out, size_t n)
{
    struct str bytes = cbor_bytes_n(in, n);

    if (bytes.n == n)
        memcpy(out, bytes.p, n);
}

static uint32_t take_uint32(struct cbor *in)
{
    uint64_t u = cbor_uint(in);

    if (u > UINT32_MAX)
        in->bad = true;
    return (uint32_t)u;
}

static day take_day(struct cbor *in)
{
    int64_t d = cbor_int(in);

    if (d < day_min() || d > day_max())
        in->bad = true;
    return (day)d;
}

static bool parse_slot(struct str content, struct keyring_slot *slot)
{
    struct cbor in = cbor_open(content);

    if (cbor_array(&in) != SLOT_FIELDS)
        return false;
    take_bytes(&in, slot->id, sizeof slot->id);
    slot->cost.memory_kib = take_uint32(&in);
    slot->cost.passes = take_uint32(&in);
    take_bytes(&in, slot->salt, sizeof slot->salt);
    take_bytes(&in, slot->sealed, sizeof slot->sealed);
    return cbor_done(&in) && crypt_cost_valid(slot->cost);
}

static bool parse_recovery(struct str content, struct keyring_recovery *recovery)
{
    struct cbor in = cbor_open(content);

    if (cbor_null(&in))
        return cbor_done(&in);
    if (cbor_array(&in) != RECOVERY_FIELDS)
        return false;
    take_bytes(&in, recovery->set, sizeof recovery->set);
    recovery->minted = take_day(&in);
    take_bytes(&in, recovery->sealed, sizeof recovery->sealed);
    recovery->present = cbor_done(&in);
    return recovery->present;
}

enum rc keyring_parse(struct call *call, struct str bytes, struct keyring_parts *out)
{
    struct mark want = {"keys", VERSION, KEYRING_NAME};
    struct str content;
    size_t size;
    unsigned version;

    enum rc rc = mark_read(call, want, bytes, &size, &version);
    if (rc != RC_OK)
        return rc;
    *out = (struct keyring_parts){.mark = str_cut(bytes, 0, size)};
    struct cbor in = cbor_open(str_cut(bytes, size, bytes.n));
    bool framed = cbor_array(&in) == 3;
    size_t n = cbor_array(&in);
    framed = framed && n >= 1 && n <= KEYRING_SLOTS_MAX;
    for (size_t i = 0; framed && i < n; i++) {
        struct keyring_slot *slot = &out->slots[i];
        slot->damaged =
            !read_section(&in, &out->section_slots[i], &content) || !parse_slot(content, slot);
    }
    out->slot_count = n;
    out->recovery_damaged = !read_section(&in, &out->section_recovery, &content) ||
                            !parse_recovery(content, &out->recovery);
    struct str section;
    out->core_damaged = !read_section(&in, &section, &out->core);
    if (!framed || !cbor_done(&in))
        return fail(call, RC_CORRUPT, KEYRING_NAME,
                    KEYRING_NAME " is damaged: its parts cannot be told apart. Put back a good "
                                 "copy of this file, from a backup for instance.");
    return RC_OK;
}

static void hash_section(struct str section, unsigned char out[static CRYPT_HASH])
{
    crypt_hash("khetane/keys/part/1", section, out);
}

static enum rc fail_changed(struct call *call, const char *part)
{
    return fail(call, RC_CORRUPT, KEYRING_NAME,
                KEYRING_NAME " was changed by something other than Khetane (%s). Put back a good "
                             "copy of this file, and ask who could write to it.",
                part);
}

static bool same_section(struct cbor *core, struct str section)
{
    unsigned char hash[CRYPT_HASH];
    struct str wanted = cbor_bytes_n(core, CRYPT_HASH);

    hash_section(section, hash);
    return cbor_ok(core) && crypt_same(hash, wanted.p, CRYPT_HASH);
}

static bool read_holder(struct cbor *in, struct keyring_slot *slot)
{
    unsigned char id[KEYRING_SLOT_ID] = {0};

    if (cbor_array(in) != HOLDER_FIELDS)
        return false;
    take_bytes(in, id, sizeof id);
    bool same = memcmp(id, slot->id, sizeof id) == 0 || slot->damaged;
    memcpy(slot->id, id, sizeof id);
    struct str name = cbor_text(in);
    if (name.n > KEYRING_NAME_MAX)
        return false;
    if (name.n != 0)
        memcpy(slot->name, name.p, name.n);
    slot->name_size = name.n;
    slot->since = take_day(in);
    return same && cbor_ok(in);
}

static enum rc read_core(struct call *call, const struct keyring_parts *parts, struct cbor *in,
                         struct keyring *ring)
{
    bool right = cbor_array(in) == CORE_FIELDS;

    take_bytes(in, ring->organisation, KEYRING_ID);
    take_bytes(in, ring->node, KEYRING_ID);
    take_bytes(in, ring->incarnation, KEYRING_ID);
    take_bytes(in, ring->seed, CRYPT_SEED);
    ring->generation = cbor_uint(in);
    if (!right || cbor_array(in) != parts->slot_count || !cbor_ok(in))
        return fail_changed(call, "the number of key holders");
    for (size_t i = 0; i < parts->slot_count; i++) {
        struct keyring_slot *slot = &ring->slots[i];
        *slot = parts->slots[i];
        bool known = read_holder(in, slot);
        bool same = same_section(in, parts->section_slots[i]);
        if (!known || (!same && !slot->damaged))
            return fail_changed(call, "a key holder's part");
        ring->damaged = ring->damaged || slot->damaged;
    }
    ring->slot_count = parts->slot_count;
    if (!same_section(in, parts->section_recovery) && !parts->recovery_damaged)
        return fail_changed(call, "the part of the recovery sheets");
    ring->damaged = ring->damaged || parts->recovery_damaged;
    if (!parts->recovery_damaged)
        ring->recovery = parts->recovery;
    return cbor_done(in) ? RC_OK : fail_changed(call, "the organisation's part");
}

enum rc keyring_open_core(struct call *call, const struct keyring_parts *parts,
                          struct keyring *ring)
{
    unsigned char key[CRYPT_KEY];

    if (parts->core_damaged || parts->core.n < CRYPT_SEAL_EXTRA || parts->core.n > CORE_MAX)
        return fail(call, RC_CORRUPT, KEYRING_NAME,
                    KEYRING_NAME " is damaged in the organisation's part. Put back a good copy of "
                                 "this file, from a backup for instance.");
    struct str plain = {crypt_secret_new(parts->core.n), parts->core.n - CRYPT_SEAL_EXTRA};
    if (plain.p == NULL)
        return fail_memory(call);
    crypt_derive(ring->root, "khetane/keys/core/1", STR(""), key);
    enum rc rc = RC_OK;
    if (crypt_open(key, parts->mark, parts->core, (void *)(uintptr_t)plain.p)) {
        struct cbor in = cbor_open(plain);
        rc = read_core(call, parts, &in, ring);
    } else {
        rc = fail_changed(call, "the organisation's part");
    }
    crypt_wipe(key, sizeof key);
    crypt_secret_free((void *)(uintptr_t)plain.p);
    if (rc == RC_OK)
        crypt_signer(ring->seed, ring->public, ring->signer);
    return rc;
}

static void put_raw(struct buf *out, const void *bytes, size_t n)
{
    cbor_put_bytes(out, str_bytes(bytes, n));
}

static void put_slot_head(struct buf *out, const struct keyring_slot *slot)
{
    put_raw(out, slot->id, sizeof slot->id);
    cbor_put_uint(out, slot->cost.memory_kib);
    cbor_put_uint(out, slot->cost.passes);
    put_raw(out, slot->salt, sizeof slot->salt);
}

struct str keyring_slot_context(struct arena *arena, const struct keyring_slot *slot)
{
    struct buf out;

    buf_init(&out, arena, CORE_MAX);
    buf_add(&out, STR("khetane/keys/slot/1\0"));
    put_slot_head(&out, slot);
    return buf_str(&out);
}

static void put_recovery_head(struct buf *out, const struct keyring_recovery *recovery)
{
    put_raw(out, recovery->set, sizeof recovery->set);
    cbor_put_int(out, recovery->minted);
}

struct str keyring_recovery_context(struct arena *arena, const struct keyring_recovery *recovery)
{
    struct buf out;

    buf_init(&out, arena, CORE_MAX);
    buf_add(&out, STR("khetane/keys/sheets/1\0"));
    put_recovery_head(&out, recovery);
    return buf_str(&out);
}

static struct str slot_section(struct arena *arena, const struct keyring_slot *slot)
{
    struct buf out;

    buf_init(&out, arena, CORE_MAX);
    cbor_put_array(&out, SLOT_FIELDS);
    put_slot_head(&out, slot);
    put_raw(&out, slot->sealed, sizeof slot->sealed);
    put_check(&out);
    return buf_str(&out);
}

static struct str recovery_section(struct arena *arena, const struct keyring_recovery *recovery)
{
    struct buf out;

    buf_init(&out, arena, CORE_MAX);
    if (recovery->present) {
        cbor_put_array(&out, RECOVERY_FIELDS);
        put_recovery_head(&out, recovery);
        put_raw(&out, recovery->sealed, sizeof recovery->sealed);
    } else {
        cbor_put_null(&out);
    }
    put_check(&out);
    return buf_str(&out);
}

static void put_hash(struct buf *out, struct str section)
{
    unsigned char hash[CRYPT_HASH];

    hash_section(section, hash);
    put_raw(out, hash, sizeof hash);
}

static void put_core(struct buf *out, const struct keyring *ring, const struct str *slots,
                     struct str recovery)
{
    cbor_put_array(out, CORE_FIELDS);
    put_raw(out, ring->organisation, KEYRING_ID);
    put_raw(out, ring->node, KEYRING_ID);
    put_raw(out, ring->incarnation, KEYRING_ID);
    put_raw(out, ring->seed, CRYPT_SEED);
    cbor_put_uint(out, ring->generation);
    cbor_put_array(out, ring->slot_count);
    for (size_t i = 0; i < ring->slot_count; i++) {
        const struct keyring_slot *slot = &ring->slots[i];
        cbor_put_array(out, HOLDER_FIELDS);
        put_raw(out, slot->id, sizeof slot->id);
        cbor_put_text(out, str_bytes(slot->name, slot->name_size));
        cbor_put_int(out, slot->since);
        put_hash(out, slots[i]);
    }
    put_hash(out, recovery);
}

/* The core is the only part with secrets in the clear: it is put together in locked memory. */
static struct str core_section(struct call *call, const struct keyring *ring, struct str mark,
                               const struct str *slots, struct str recovery)
{
    unsigned char key[CRYPT_KEY];
    struct arena secret;
    struct buf plain, out;

    arena_init(&secret, &heap_secret, ARENA_MAX_DEFAULT);
    buf_init(&plain, &secret, CORE_MAX);
    put_core(&plain, ring, slots, recovery);
    struct str core = buf_str(&plain);
    buf_init(&out, call->arena, 2 * CORE_MAX);
    void *sealed = core.p == NULL ? NULL : buf_room(&out, core.n + CRYPT_SEAL_EXTRA);
    if (sealed != NULL) {
        crypt_derive(ring->root, "khetane/keys/core/1", STR(""), key);
        crypt_seal(call->os, key, mark, core, sealed);
        crypt_wipe(key, sizeof key);
        put_check(&out);
    }
    arena_fini(&secret);
    return sealed == NULL ? str_of(NULL) : buf_str(&out);
}

enum rc keyring_encode(struct call *call, const struct keyring *ring, struct str *out)
{
    struct str slots[KEYRING_SLOTS_MAX], recovery, core;
    char line[MARK_MAX];
    struct str mark = str_bytes(line, mark_make("keys", VERSION, line));
    struct buf file;

    for (size_t i = 0; i < ring->slot_count; i++) {
        slots[i] = slot_section(call->arena, &ring->slots[i]);
        if (slots[i].p == NULL)
            return fail_memory(call);
    }
    recovery = recovery_section(call->arena, &ring->recovery);
    if (recovery.p == NULL)
        return fail_memory(call);
    core = core_section(call, ring, mark, slots, recovery);
    if (core.p == NULL)
        return fail_memory(call);
    buf_init(&file, call->arena, KEYRING_SIZE_MAX);
    buf_add(&file, mark);
    cbor_put_array(&file, 3);
    cbor_put_array(&file, ring->slot_count);
    for (size_t i = 0; i < ring->slot_count; i++)
        cbor_put_bytes(&file, slots[i]);
    cbor_put_bytes(&file, recovery);
    cbor_put_bytes(&file, core);
    struct str bytes = buf_str(&file);
    if (bytes.p == NULL)
        return fail_memory(call);
    *out = bytes;
    return RC_OK;
}
