/* backup_fuzz.c - any bytes as a manifest, a key file, a segment's entries: whole files, and what
 * is inside their seals. The first byte says which. */
#include <assert.h>

#include "store/backup_file.h"
#include "store/posix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MANIFEST, MANIFEST_BODY, KEYS, KEYS_BODY, ENTRIES, WHICH };

static const unsigned char key[CRYPT_KEY] = {3};
static const unsigned char public[CRYPT_PUBLIC] = {5};

static void says_why(const struct call *call, enum rc rc)
{
    assert(rc == RC_OK || call->error.rc == rc);
    assert(rc == RC_OK || call->error.text.n > 10);
}

static void read_manifest(struct call *call, struct str bytes, bool whole)
{
    const struct backup_keys keys = {key, public, {{0}}};
    struct backup_manifest manifest;
    enum rc rc = whole ? backup_manifest_read(call, &keys, "f", bytes, &manifest)
                       : backup_manifest_parse(call, "f", bytes, &manifest);
    int64_t last = 0;

    says_why(call, rc);
    assert(!whole || rc != RC_OK); /* nobody signs with this key */
    if (rc != RC_OK)
        return;
    for (size_t i = 0; i < manifest.segments_n; i++) {
        assert(manifest.segments[i].first > last);
        last = manifest.segments[i].last;
    }
    assert(last == manifest.last);
}

/* What was read is written and read again; harmed in one place it does not open. */
static void write_subjects(struct call *call, const struct backup_subjects *subjects, size_t at)
{
    const struct backup_keys keys = {key, public, subjects->organisation};
    struct backup_subjects again;
    struct str bytes;
    enum rc rc = backup_subjects_make(call, key, subjects, &bytes);

    if (rc != RC_OK)
        return;
    rc = backup_subjects_read(call, &keys, "f", bytes, &again);
    assert(rc == RC_OK && again.n == subjects->n && again.number == subjects->number);
    for (size_t i = 0; i < again.n; i++)
        assert(backup_subject_find(subjects, &again.items[i].id) == &subjects->items[i]);
    ((char *)(uintptr_t)bytes.p)[at % bytes.n] ^= 1;
    rc = backup_subjects_read(call, &keys, "f", bytes, &again);
    assert(rc == RC_CORRUPT || rc == RC_NEWER);
    call_forgive(call);
}

static void read_keys(struct call *call, struct str bytes, bool whole)
{
    const struct backup_keys keys = {key, public, {{0}}};
    struct backup_subjects subjects;
    enum rc rc = whole ? backup_subjects_read(call, &keys, "f", bytes, &subjects)
                       : backup_subjects_parse(call, "f", bytes, &subjects);

    says_why(call, rc);
    if (rc == RC_OK)
        write_subjects(call, &subjects, bytes.n * 7);
}

/* Entries that are read are written as the same bytes. */
static void read_entries(struct call *call, struct str bytes)
{
    struct backup_chains chains = {.keep = call->arena};
    struct cbor in = cbor_open(bytes);
    enum rc rc = RC_OK;

    while (rc == RC_OK && !cbor_done(&in)) {
        struct entry_read read;
        struct log_raw raw = {.rid = 1};
        struct buf out;
        const unsigned char *from = in.p;
        rc = backup_entry_next(call, "f", &in, &raw);
        if (rc != RC_OK)
            break;
        buf_init(&out, call->arena, 1 << 20);
        backup_entry_put(&out, &raw);
        assert(str_eq(buf_str(&out), str_bytes(from, (size_t)(in.p - from))));
        rc = backup_follow(call, &chains, "f", &raw, &read);
    }
    says_why(call, rc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call;

    if (size == 0 || size > 1 << 20 || !crypt_init())
        return 0;
    arena_init(&arena, &heap_libc, 32 << 20);
    call_init(&call, &arena, posix_os());
    struct str bytes = str_bytes(data + 1, size - 1);
    switch (data[0] % WHICH) {
    case MANIFEST: read_manifest(&call, bytes, true); break;
    case MANIFEST_BODY: read_manifest(&call, bytes, false); break;
    case KEYS: read_keys(&call, bytes, true); break;
    case KEYS_BODY: read_keys(&call, bytes, false); break;
    default: read_entries(&call, bytes); break;
    }
    arena_fini(&arena);
    return 0;
}
