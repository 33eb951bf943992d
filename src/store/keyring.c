/* keyring.c - see keyring.h. */
#include "store/keyring.h"

#include <assert.h>

#include "base/file.h"
#include "store/keyring_file.h"

static struct keyring *ring_new(struct call *call)
{
    struct keyring *ring = crypt_secret_new(sizeof *ring);

    if (ring == NULL)
        (void)fail_memory(call);
    return ring;
}

void keyring_close(struct keyring *ring)
{
    crypt_secret_free(ring);
}

enum rc keyring_read(struct call *call, const char *folder, struct str *out)
{
    struct str path = file_path(call, folder, KEYRING_NAME);

    return path.n == 0 ? fail_memory(call) : file_read(call, path.p, KEYRING_SIZE_MAX, out);
}

enum rc keyring_check(struct call *call, struct str bytes)
{
    struct keyring_parts parts;
    struct buf damaged;
    enum rc rc = keyring_parse(call, bytes, &parts);

    if (rc != RC_OK)
        return rc;
    buf_init(&damaged, call->arena, 1024);
    for (size_t i = 0; i < parts.slot_count; i++)
        if (parts.slots[i].damaged)
            buf_format(&damaged, ", key holder %zu of %zu", i + 1, parts.slot_count);
    if (parts.recovery_damaged)
        buf_z(&damaged, ", the recovery sheets");
    if (parts.core_damaged)
        buf_z(&damaged, ", the organisation");
    struct str list = buf_str(&damaged);
    if (list.p == NULL)
        return fail_memory(call);
    if (list.n == 0)
        return RC_OK;
    return fail(call, RC_CORRUPT, KEYRING_NAME,
                KEYRING_NAME " is damaged in: %s. What is left may still open it; put back a good "
                             "copy of this file, or set up anew what is named here.",
                list.p + 2);
}

/* Opening. */

static enum rc open_root(struct call *call, const struct keyring_parts *parts, struct keyring *ring,
                         struct keyring **out)
{
    enum rc rc = keyring_open_core(call, parts, ring);

    if (rc == RC_OK)
        *out = ring;
    else
        keyring_close(ring);
    return rc;
}

enum rc keyring_open_root(struct call *call, struct str bytes,
                          const unsigned char root[static CRYPT_KEY], struct keyring **out)
{
    struct keyring_parts parts;
    enum rc rc = keyring_parse(call, bytes, &parts);

    if (rc != RC_OK)
        return rc;
    struct keyring *ring = ring_new(call);
    if (ring == NULL)
        return RC_MEMORY;
    memcpy(ring->root, root, CRYPT_KEY);
    return open_root(call, &parts, ring, out);
}

/* The key that a passphrase gives; kept while slots have the same salt and cost. */
struct stretched {
    bool made;
    struct crypt_cost cost;
    unsigned char salt[CRYPT_SALT];
    unsigned char key[CRYPT_KEY];
};

static bool is_stretched_for(const struct stretched *s, const struct keyring_slot *slot)
{
    return s->made && s->cost.memory_kib == slot->cost.memory_kib &&
           s->cost.passes == slot->cost.passes && memcmp(s->salt, slot->salt, CRYPT_SALT) == 0;
}

static enum rc stretch(struct call *call, const struct keyring_slot *slot, struct str phrase,
                       struct stretched *s)
{
    if (is_stretched_for(s, slot))
        return RC_OK;
    s->cost = slot->cost;
    memcpy(s->salt, slot->salt, CRYPT_SALT);
    s->made = crypt_password(slot->cost, phrase, slot->salt, s->key);
    if (!s->made)
        return fail(call, RC_MEMORY, "passphrase",
                    "Checking a passphrase needs %u MB of free memory. Close other programs and "
                    "try again.",
                    slot->cost.memory_kib >> 10);
    return RC_OK;
}

static enum rc try_slot(struct call *call, const struct keyring_slot *slot,
                        const struct stretched *s, unsigned char root[static CRYPT_KEY],
                        bool *opened)
{
    struct str context = keyring_slot_context(call->arena, slot);

    if (context.p == NULL)
        return fail_memory(call);
    *opened = crypt_open(s->key, context, str_bytes(slot->sealed, KEYRING_SEALED), root);
    return RC_OK;
}

static enum rc find_slot(struct call *call, const struct keyring_parts *parts, struct str phrase,
                         unsigned char root[static CRYPT_KEY], size_t *slot)
{
    struct stretched *s = crypt_secret_new(sizeof *s);
    bool opened = false, damaged = false;
    enum rc rc = RC_OK;
    size_t i;

    if (s == NULL)
        return fail_memory(call);
    for (i = 0; i < parts->slot_count && rc == RC_OK && !opened; i++) {
        damaged = damaged || parts->slots[i].damaged;
        if (parts->slots[i].damaged)
            continue;
        rc = stretch(call, &parts->slots[i], phrase, s);
        if (rc == RC_OK)
            rc = try_slot(call, &parts->slots[i], s, root, &opened);
    }
    crypt_secret_free(s);
    if (rc != RC_OK)
        return rc;
    if (opened) {
        *slot = i - 1;
        return RC_OK;
    }
    if (damaged)
        return fail(call, RC_DENIED, "passphrase",
                    "This passphrase opens nothing here, but a key holder's part of " KEYRING_NAME
                    " is damaged: it may be yours. Let another key holder open, or use two "
                    "recovery sheets.");
    return fail(call, RC_DENIED, "passphrase",
                "This passphrase is not one of a key holder here. Look at it again, letter by "
                "letter.");
}

enum rc keyring_open_phrase(struct call *call, struct str bytes, struct str phrase,
                            struct keyring **out, size_t *slot)
{
    struct keyring_parts parts;
    size_t found = 0;
    enum rc rc = keyring_parse(call, bytes, &parts);

    if (rc != RC_OK)
        return rc;
    struct keyring *ring = ring_new(call);
    if (ring == NULL)
        return RC_MEMORY;
    rc = find_slot(call, &parts, phrase, ring->root, &found);
    if (rc != RC_OK) {
        keyring_close(ring);
        return rc;
    }
    rc = open_root(call, &parts, ring, out);
    if (rc == RC_OK)
        *slot = found;
    return rc;
}

/* The key that seals R for the sheets is theirs in common: the two shares, one upon the other. */
static bool try_pair(const struct keyring_recovery *recovery, struct str context,
                     const unsigned char a[static KEYRING_SHARE],
                     const unsigned char b[static KEYRING_SHARE],
                     unsigned char root[static CRYPT_KEY])
{
    unsigned char common[CRYPT_KEY], key[CRYPT_KEY];

    for (size_t i = 0; i < CRYPT_KEY; i++)
        common[i] = a[i] ^ b[i];
    crypt_derive(common, "khetane/keys/sheets/1", STR(""), key);
    bool opened = crypt_open(key, context, str_bytes(recovery->sealed, KEYRING_SEALED), root);
    crypt_wipe(common, sizeof common);
    crypt_wipe(key, sizeof key);
    return opened;
}

static enum rc fail_sheets(struct call *call, const struct keyring_parts *parts)
{
    const struct keyring_recovery *recovery = &parts->recovery;
    char minted[DAY_TEXT];

    if (parts->recovery_damaged)
        return fail(call, RC_CORRUPT, KEYRING_NAME,
                    KEYRING_NAME " is damaged in the part of the recovery sheets. Put back a good "
                                 "copy of this file, or let a key holder open and print new "
                                 "sheets.");
    if (!recovery->present)
        return fail(call, RC_DENIED, "sheets",
                    "No recovery sheets belong to this folder now. A key holder must open it.");
    return fail(call, RC_DENIED, "sheets",
                "These parts of sheets do not open this folder. It needs two sheets of the set "
                "%02x%02x%02x of %s, and from each the part marked with the other's number.",
                recovery->set[0], recovery->set[1], recovery->set[2],
                day_format(recovery->minted, minted));
}

enum rc keyring_open_sheets(struct call *call, struct str bytes, const unsigned char *shares,
                            size_t n, struct keyring **out)
{
    struct keyring_parts parts;
    bool opened = false;
    enum rc rc = keyring_parse(call, bytes, &parts);

    if (rc != RC_OK)
        return rc;
    struct str context = keyring_recovery_context(call->arena, &parts.recovery);
    if (context.p == NULL)
        return fail_memory(call);
    struct keyring *ring = ring_new(call);
    if (ring == NULL)
        return RC_MEMORY;
    for (size_t i = 0; parts.recovery.present && i < n && !opened; i++)
        for (size_t j = i + 1; j < n && !opened; j++)
            opened = try_pair(&parts.recovery, context, shares + i * KEYRING_SHARE,
                              shares + j * KEYRING_SHARE, ring->root);
    if (!opened) {
        keyring_close(ring);
        return fail_sheets(call, &parts);
    }
    return open_root(call, &parts, ring, out);
}

void keyring_derive(const struct keyring *ring, enum keyring_use use,
                    unsigned char out[static CRYPT_KEY])
{
    static const char *const domain[KEYRING_USES] = {
        [KEYRING_DATABASE] = "khetane/key/database/1",
        [KEYRING_SUBJECTS] = "khetane/key/subjects/1",
        [KEYRING_BACKUP] = "khetane/key/backup/1",
        [KEYRING_READS] = "khetane/key/reads/1",
        [KEYRING_TOKENS] = "khetane/key/tokens/1",
        [KEYRING_NETWORK] = "khetane/key/network/1",
    };

    assert(use < KEYRING_USES);
    crypt_derive(ring->root, domain[use], STR(""), out);
}

/* Changing: every change is made on a copy, written, and only then taken over. */

static struct keyring *copy_of(struct call *call, const struct keyring *ring)
{
    struct keyring *next = ring_new(call);

    if (next == NULL)
        return NULL;
    *next = *ring;
    return next;
}

static enum rc write_ring(struct call *call, const char *folder, struct keyring *next)
{
    struct str bytes;
    size_t kept = 0;

    for (size_t i = 0; i < next->slot_count; i++)
        if (!next->slots[i].damaged)
            next->slots[kept++] = next->slots[i];
    next->slot_count = kept;
    next->damaged = false;
    next->generation++;
    if (kept == 0)
        return fail(call, RC_INVALID, "holder",
                    "Somebody must be left who can open the data. Add another key holder first.");
    enum rc rc = keyring_encode(call, next, &bytes);
    return rc == RC_OK ? file_replace(call, folder, KEYRING_NAME, bytes) : rc;
}

/* Writes the copy and takes it over; wipes it either way. */
static enum rc finish(struct call *call, const char *folder, struct keyring *next,
                      struct keyring *ring)
{
    enum rc rc = write_ring(call, folder, next);

    if (rc == RC_OK)
        *ring = *next;
    keyring_close(next);
    return rc;
}

static enum rc check_holder(struct call *call, const struct keyring_holder *holder)
{
    assert(crypt_cost_valid(holder->cost));
    if (holder->name.n == 0 || holder->name.n > KEYRING_NAME_MAX)
        return fail(call, RC_INVALID, "name",
                    "A key holder's name has 1 to %d letters (as bytes). Shorten it.",
                    KEYRING_NAME_MAX);
    return RC_OK;
}

/* Salt and cost as another slot has them, so that opening stretches a passphrase once. */
static void choose_salt(const struct os *os, const struct keyring *ring, struct crypt_cost cost,
                        struct keyring_slot *slot)
{
    slot->cost = cost;
    for (size_t i = 0; i < ring->slot_count; i++) {
        const struct keyring_slot *other = &ring->slots[i];
        if (!other->damaged && other != slot && other->cost.memory_kib == cost.memory_kib &&
            other->cost.passes == cost.passes) {
            memcpy(slot->salt, other->salt, CRYPT_SALT);
            return;
        }
    }
    os->random(os->data, slot->salt, CRYPT_SALT);
}

/* Seals R for the holder in a slot of the ring, which has its id already. */
static enum rc fill_slot(struct call *call, const struct keyring *ring,
                         const struct keyring_holder *holder, struct keyring_slot *slot)
{
    struct stretched *s = crypt_secret_new(sizeof *s);

    if (s == NULL)
        return fail_memory(call);
    choose_salt(call->os, ring, holder->cost, slot);
    slot->damaged = false;
    slot->since = call->today;
    slot->name_size = holder->name.n;
    memcpy(slot->name, holder->name.p, holder->name.n);
    struct str context = keyring_slot_context(call->arena, slot);
    enum rc rc = context.p == NULL ? fail_memory(call) : stretch(call, slot, holder->phrase, s);
    if (rc == RC_OK)
        crypt_seal(call->os, s->key, context, str_bytes(ring->root, CRYPT_KEY), slot->sealed);
    crypt_secret_free(s);
    return rc;
}

static enum rc add_slot(struct call *call, struct keyring *next,
                        const struct keyring_holder *holder)
{
    enum rc rc = check_holder(call, holder);

    if (rc != RC_OK)
        return rc;
    if (next->slot_count == KEYRING_SLOTS_MAX)
        return fail(call, RC_LIMIT, "holder", "There are %d key holders already; remove one first.",
                    KEYRING_SLOTS_MAX);
    struct keyring_slot *slot = &next->slots[next->slot_count];
    *slot = (struct keyring_slot){.damaged = false};
    call->os->random(call->os->data, slot->id, KEYRING_SLOT_ID);
    rc = fill_slot(call, next, holder, slot);
    if (rc == RC_OK)
        next->slot_count++;
    return rc;
}

enum rc keyring_add(struct call *call, const char *folder, struct keyring *ring,
                    const struct keyring_holder *holder)
{
    struct keyring *next = copy_of(call, ring);

    if (next == NULL)
        return RC_MEMORY;
    enum rc rc = add_slot(call, next, holder);
    if (rc == RC_OK)
        return finish(call, folder, next, ring);
    keyring_close(next);
    return rc;
}

enum rc keyring_change(struct call *call, const char *folder, struct keyring *ring, size_t slot,
                       const struct keyring_holder *holder)
{
    assert(slot < ring->slot_count);
    enum rc rc = check_holder(call, holder);
    if (rc != RC_OK)
        return rc;
    struct keyring *next = copy_of(call, ring);
    if (next == NULL)
        return RC_MEMORY;
    rc = fill_slot(call, next, holder, &next->slots[slot]);
    if (rc == RC_OK)
        return finish(call, folder, next, ring);
    keyring_close(next);
    return rc;
}

enum rc keyring_remove(struct call *call, const char *folder, struct keyring *ring, size_t slot)
{
    assert(slot < ring->slot_count);
    struct keyring *next = copy_of(call, ring);

    if (next == NULL)
        return RC_MEMORY;
    next->slots[slot].damaged = true; /* what is damaged is left out */
    return finish(call, folder, next, ring);
}

/* For each two sheets a random pad: one gets it, the other S with the pad upon it. */
static void split(const struct os *os, const unsigned char common[static CRYPT_KEY],
                  struct keyring_sheets *sheets)
{
    for (size_t i = 0; i < KEYRING_SHEETS; i++)
        for (size_t j = i + 1; j < KEYRING_SHEETS; j++) {
            unsigned char *pad = sheets->share[i][j - 1], *other = sheets->share[j][i];
            os->random(os->data, pad, KEYRING_SHARE);
            for (size_t k = 0; k < KEYRING_SHARE; k++)
                other[k] = common[k] ^ pad[k];
        }
}

static enum rc mint(struct call *call, struct keyring *next, struct keyring_sheets *sheets)
{
    const struct os *os = call->os;
    struct keyring_recovery *recovery = &next->recovery;
    unsigned char common[CRYPT_KEY], key[CRYPT_KEY];

    *recovery = (struct keyring_recovery){.present = true, .minted = call->today};
    os->random(os->data, recovery->set, KEYRING_SET_ID);
    struct str context = keyring_recovery_context(call->arena, recovery);
    if (context.p == NULL)
        return fail_memory(call);
    os->random(os->data, common, sizeof common);
    crypt_derive(common, "khetane/keys/sheets/1", STR(""), key);
    crypt_seal(os, key, context, str_bytes(next->root, CRYPT_KEY), recovery->sealed);
    split(os, common, sheets);
    (void)snprintf(sheets->set, sizeof sheets->set, "%02x%02x%02x", recovery->set[0],
                   recovery->set[1], recovery->set[2]);
    crypt_wipe(common, sizeof common);
    crypt_wipe(key, sizeof key);
    return RC_OK;
}

enum rc keyring_mint(struct call *call, const char *folder, struct keyring *ring,
                     struct keyring_sheets *sheets)
{
    struct keyring *next = copy_of(call, ring);

    if (next == NULL)
        return RC_MEMORY;
    enum rc rc = mint(call, next, sheets);
    if (rc == RC_OK)
        return finish(call, folder, next, ring);
    keyring_close(next);
    return rc;
}

enum rc keyring_renew(struct call *call, const char *folder, struct keyring *ring)
{
    struct keyring *next = copy_of(call, ring);

    if (next == NULL)
        return RC_MEMORY;
    call->os->random(call->os->data, next->incarnation, KEYRING_ID);
    return finish(call, folder, next, ring);
}

static void draw_identity(const struct os *os, const unsigned char *organisation,
                          struct keyring *ring)
{
    os->random(os->data, ring->root, sizeof ring->root);
    os->random(os->data, ring->seed, sizeof ring->seed);
    os->random(os->data, ring->node, sizeof ring->node);
    os->random(os->data, ring->incarnation, sizeof ring->incarnation);
    if (organisation == NULL)
        os->random(os->data, ring->organisation, sizeof ring->organisation);
    else
        memcpy(ring->organisation, organisation, KEYRING_ID);
    crypt_signer(ring->seed, ring->public, ring->signer);
}

enum rc keyring_create(struct call *call, const char *folder, const struct keyring_holder *first,
                       const unsigned char *organisation, struct keyring_sheets *sheets,
                       struct keyring **out)
{
    struct str path = file_path(call, folder, KEYRING_NAME);

    if (path.n == 0)
        return fail_memory(call);
    if (file_exists(call, path.p))
        return fail(call, RC_CONFLICT, path.p,
                    "%s has a keyring already. Its data would be lost; choose another folder.",
                    folder);
    struct keyring *ring = ring_new(call);
    if (ring == NULL)
        return RC_MEMORY;
    draw_identity(call->os, organisation, ring);
    enum rc rc = add_slot(call, ring, first);
    if (rc == RC_OK)
        rc = mint(call, ring, sheets);
    if (rc == RC_OK)
        rc = write_ring(call, folder, ring);
    if (rc == RC_OK)
        *out = ring;
    else
        keyring_close(ring);
    return rc;
}
