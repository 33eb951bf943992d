/* keyring_test.c - who opens the keyring, before and after every change, damage and fault. */
#include "base/cbor.h"
#include "base/file.h"
#include "faulty_os.h"
#include "store/keyring.h"
#include "store/keyring_file.h"
#include "store/mark.h"
#include "store/posix.h"
#include "store/store_test.h"

static const struct crypt_cost cheap = {8, 1};

static struct keyring_holder holder(const char *name, const char *phrase)
{
    return (struct keyring_holder){str_of(name), str_of(phrase), cheap};
}

static const struct keyring_holder ana = {STR_INIT("Ана"), STR_INIT("first phrase of ana"), {8, 1}};
static const struct keyring_holder beqir = {
    STR_INIT("Beqir"), STR_INIT("and that of beqir"), {8, 1}};

/* Does the file in this folder open by the phrase, and with the ring's root? */
static enum rc opens(struct call *call, const char *folder, const struct keyring_holder *who,
                     const struct keyring *ring)
{
    struct keyring *got = NULL;
    struct str bytes;
    size_t slot = 99;
    enum rc rc = keyring_read(call, folder, &bytes);

    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, who->phrase, &got, &slot);
    if (rc != RC_OK)
        return rc;
    CHECK(memcmp(got->root, ring->root, CRYPT_KEY) == 0);
    CHECK(str_eq(str_bytes(got->slots[slot].name, got->slots[slot].name_size), who->name));
    keyring_close(got);
    return RC_OK;
}

static enum rc sheets_open(struct call *call, const char *folder, const unsigned char *a,
                           const unsigned char *b)
{
    unsigned char shares[2][KEYRING_SHARE];
    struct keyring *ring = NULL;
    struct str bytes;
    enum rc rc = keyring_read(call, folder, &bytes);

    memcpy(shares[0], a, KEYRING_SHARE);
    memcpy(shares[1], b, KEYRING_SHARE);
    if (rc == RC_OK)
        rc = keyring_open_sheets(call, bytes, shares[0], 2, &ring);
    if (rc == RC_OK)
        keyring_close(ring);
    return rc;
}

struct world {
    struct test_call test;
    struct call *call;
    const char *folder;
    struct keyring *ring;
    struct keyring_sheets sheets;
};

/* A folder with a keyring of Ana. */
static void world_make(struct world *world, const char *name)
{
    test_call_init(&world->test, &heap_libc, posix_os());
    world->call = &world->test.call;
    world->folder = test_folder(&world->test, name);
    CHECK_RC(world->call,
             keyring_create(world->call, world->folder, &ana, NULL, &world->sheets, &world->ring),
             RC_OK);
}

static void world_end(struct world *world)
{
    keyring_close(world->ring);
    test_call_fini(&world->test);
}

static void create_test(void)
{
    CASE("a new keyring opens by passphrase, root and any two sheets");
    struct world w;
    world_make(&w, "keys-create");
    struct keyring *again = NULL, *other = NULL;
    struct keyring_sheets sheets;
    struct str bytes;

    CHECK_RC(w.call, opens(w.call, w.folder, &ana, w.ring), RC_OK);
    enum rc rc = opens(w.call, w.folder, &beqir, w.ring);
    CHECK(test_says(w.call, "not one of a key holder"));
    CHECK_RC(w.call, rc, RC_DENIED);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &bytes), RC_OK);
    CHECK_RC(w.call, keyring_check(w.call, bytes), RC_OK);
    CHECK_RC(w.call, keyring_open_root(w.call, bytes, w.ring->root, &again), RC_OK);
    CHECK(memcmp(again, w.ring, sizeof *again) == 0);
    again->root[0] ^= 1;
    CHECK_RC(w.call, keyring_open_root(w.call, bytes, again->root, &other), RC_CORRUPT);
    keyring_close(again);
    CHECK_RC(w.call, keyring_create(w.call, w.folder, &beqir, NULL, &sheets, &other), RC_CONFLICT);
    CHECK(memmem(bytes.p, bytes.n, ana.name.p, ana.name.n) == NULL);
    CHECK(memmem(bytes.p, bytes.n, w.ring->node, KEYRING_ID) == NULL);
    CHECK(memmem(bytes.p, bytes.n, w.ring->root, 8) == NULL);
    world_end(&w);
}

static void sheets_test(void)
{
    CASE("two sheets of the three, and no other parts of them");
    struct world w;
    world_make(&w, "keys-sheets");
    int opened = 0;

    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 6; j++) {
            enum rc rc = sheets_open(w.call, w.folder, w.sheets.share[i / 2][i % 2],
                                     w.sheets.share[j / 2][j % 2]);
            CHECK(rc == RC_OK || rc == RC_DENIED);
            CHECK(rc != RC_OK || i / 2 != j / 2);
            opened += rc == RC_OK;
            call_forgive(w.call);
        }
    CHECK_INT(opened, 6);

    CASE("all that two sheets have may be typed; new sheets end the old ones");
    struct keyring *ring = NULL;
    struct keyring_sheets minted;
    struct str bytes;
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &bytes), RC_OK);
    CHECK_RC(w.call, keyring_open_sheets(w.call, bytes, &w.sheets.share[1][0][0], 4, &ring), RC_OK);
    keyring_close(ring);
    CHECK_RC(w.call, keyring_mint(w.call, w.folder, w.ring, &minted), RC_OK);
    const unsigned char *old[] = {w.sheets.share[0][0], w.sheets.share[1][0]};
    enum rc rc = sheets_open(w.call, w.folder, old[0], old[1]);
    CHECK(test_says(w.call, minted.set));
    CHECK_RC(w.call, rc, RC_DENIED);
    CHECK_RC(w.call, sheets_open(w.call, w.folder, minted.share[0][0], minted.share[1][0]), RC_OK);
    CHECK_RC(w.call, sheets_open(w.call, w.folder, old[0], minted.share[1][0]), RC_DENIED);
    /* The old copy of the file, as keyring.h says, still opens by the old sheets. */
    CHECK_RC(w.call, file_replace(w.call, w.folder, KEYRING_NAME, bytes), RC_OK);
    CHECK_RC(w.call, sheets_open(w.call, w.folder, old[0], old[1]), RC_OK);
    world_end(&w);
}

static void holders_test(void)
{
    CASE("key holders come, change and go");
    struct world w;
    world_make(&w, "keys-holders");
    struct keyring_holder anew = holder("Ана", "another phrase of ana");
    struct keyring_holder dear = {STR("Cveta"), STR("phrase that costs more"), {16, 2}};

    CHECK_RC(w.call, keyring_remove(w.call, w.folder, w.ring, 0), RC_INVALID);
    CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &beqir), RC_OK);
    CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &dear), RC_OK);
    CHECK(memcmp(w.ring->slots[0].salt, w.ring->slots[1].salt, CRYPT_SALT) == 0);
    CHECK(memcmp(w.ring->slots[0].salt, w.ring->slots[2].salt, CRYPT_SALT) != 0);
    CHECK_RC(w.call, opens(w.call, w.folder, &ana, w.ring), RC_OK);
    CHECK_RC(w.call, opens(w.call, w.folder, &beqir, w.ring), RC_OK);
    CHECK_RC(w.call, opens(w.call, w.folder, &dear, w.ring), RC_OK);
    CHECK_RC(w.call, keyring_change(w.call, w.folder, w.ring, 0, &anew), RC_OK);
    CHECK_RC(w.call, opens(w.call, w.folder, &ana, w.ring), RC_DENIED);
    CHECK_RC(w.call, opens(w.call, w.folder, &anew, w.ring), RC_OK);
    CHECK_RC(w.call, keyring_remove(w.call, w.folder, w.ring, 1), RC_OK);
    CHECK_INT(w.ring->slot_count, 2);
    CHECK_RC(w.call, opens(w.call, w.folder, &beqir, w.ring), RC_DENIED);
    CHECK_RC(w.call, opens(w.call, w.folder, &dear, w.ring), RC_OK);
    CHECK_INT(w.ring->generation, 5);
    while (w.ring->slot_count < KEYRING_SLOTS_MAX)
        CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &beqir), RC_OK);
    CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &beqir), RC_LIMIT);
    struct keyring_holder nameless = holder("", "phrase of nobody");
    CHECK_RC(w.call, keyring_change(w.call, w.folder, w.ring, 0, &nameless), RC_INVALID);
    CHECK_RC(w.call, opens(w.call, w.folder, &dear, w.ring), RC_OK);
    world_end(&w);
}

static void keys_test(void)
{
    CASE("every use has a key of its own; a new incarnation keeps them");
    struct world w;
    world_make(&w, "keys-derived");
    unsigned char key[KEYRING_USES][CRYPT_KEY], again[CRYPT_KEY];
    struct keyring before = *w.ring;

    for (int i = 0; i < KEYRING_USES; i++) {
        keyring_derive(w.ring, (enum keyring_use)i, key[i]);
        for (int j = 0; j < i; j++)
            CHECK(memcmp(key[i], key[j], CRYPT_KEY) != 0);
    }
    CHECK_RC(w.call, keyring_renew(w.call, w.folder, w.ring), RC_OK);
    CHECK(memcmp(before.incarnation, w.ring->incarnation, KEYRING_ID) != 0);
    CHECK(memcmp(before.node, w.ring->node, KEYRING_ID) == 0);
    CHECK(memcmp(before.signer, w.ring->signer, CRYPT_SIGNER) == 0);
    keyring_derive(w.ring, KEYRING_READS, again);
    CHECK(memcmp(again, key[KEYRING_READS], CRYPT_KEY) == 0);
    CHECK_RC(w.call, opens(w.call, w.folder, &ana, w.ring), RC_OK);
    world_end(&w);
}

/* With one bit or the end of the file gone: is it said, and does the other holder still open? */
static bool survives(struct world *w, struct str bytes)
{
    struct keyring *ring = NULL;
    size_t slot;
    bool opened = false;
    enum rc rc = keyring_check(w->call, bytes);

    CHECK_RC(w->call, rc, RC_CORRUPT);
    for (int i = 0; i < 2 && !opened; i++) {
        rc = keyring_open_phrase(w->call, bytes, i == 0 ? ana.phrase : beqir.phrase, &ring, &slot);
        opened = rc == RC_OK;
        if (opened) {
            CHECK(ring->damaged && memcmp(ring->root, w->ring->root, CRYPT_KEY) == 0);
            keyring_close(ring);
        } else {
            CHECK(rc == RC_CORRUPT || rc == RC_DENIED);
        }
        call_forgive(w->call);
    }
    arena_reset(&w->test.arena);
    return opened;
}

static void damage_test(void)
{
    CASE("every flipped bit and every cut is found; a damaged holder does not shut out the other");
    struct world w;
    world_make(&w, "keys-damage");
    struct str bytes;
    static char bad[KEYRING_SIZE_MAX];
    size_t opened = 0;

    CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &beqir), RC_OK);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &bytes), RC_OK);
    size_t n = bytes.n;
    memcpy(bad, bytes.p, n);
    for (size_t bit = 0; bit < 8 * n; bit++) {
        bad[bit / 8] = (char)(bad[bit / 8] ^ 1 << bit % 8);
        opened += survives(&w, str_bytes(bad, n));
        bad[bit / 8] = (char)(bad[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t cut = 0; cut < n; cut++)
        CHECK(!survives(&w, str_bytes(bad, cut)));
    bad[n] = 0;
    CHECK(!survives(&w, str_bytes(bad, n + 1)));
    tap_note("keyring of %zu bytes: %zu of %zu one-bit damages still open", n, opened, 8 * n);
    CHECK(opened > 8 * n / 3);
    world_end(&w);
}

static void heal_test(void)
{
    CASE("a damaged part is named, and gone after the next change");
    struct world w;
    world_make(&w, "keys-heal");
    struct keyring *ring = NULL;
    struct str bytes;
    size_t slot;

    CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &beqir), RC_OK);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &bytes), RC_OK);
    char *p = memmem(bytes.p, bytes.n, w.ring->slots[0].sealed, KEYRING_SEALED);
    char *q = memmem(bytes.p, bytes.n, w.ring->recovery.sealed, KEYRING_SEALED);
    *p = (char)(*p ^ 1);
    *q = (char)(*q ^ 1);
    enum rc rc = keyring_check(w.call, bytes);
    CHECK(test_says(w.call, "damaged in: key holder 1 of 2, the recovery sheets. "));
    CHECK_RC(w.call, rc, RC_CORRUPT);
    rc = keyring_open_phrase(w.call, bytes, ana.phrase, &ring, &slot);
    CHECK(test_says(w.call, "it may be yours"));
    CHECK_RC(w.call, rc, RC_DENIED);
    CHECK_RC(w.call, keyring_open_phrase(w.call, bytes, beqir.phrase, &ring, &slot), RC_OK);
    CHECK(ring->damaged && ring->slots[0].damaged && !ring->recovery.present);
    CHECK_TEXT(str_bytes(ring->slots[0].name, ring->slots[0].name_size), "Ана");
    CHECK_RC(w.call, keyring_mint(w.call, w.folder, ring, &w.sheets), RC_OK);
    CHECK(!ring->damaged && ring->slot_count == 1);
    keyring_close(ring);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &bytes), RC_OK);
    CHECK_RC(w.call, keyring_check(w.call, bytes), RC_OK);
    CHECK_RC(w.call, opens(w.call, w.folder, &beqir, w.ring), RC_OK);
    world_end(&w);
}

/* The file with the slots of one version and the rest of another: whole, but never written. */
static struct str graft(struct call *call, const struct keyring_parts *slots,
                        const struct keyring_parts *rest)
{
    struct buf out;
    char line[MARK_MAX];
    struct buf core;

    buf_init(&core, call->arena, KEYRING_SIZE_MAX);
    buf_add(&core, rest->core);
    buf_add(&core, str_bytes(rest->core.p + rest->core.n, 8)); /* its check stands behind it */
    buf_init(&out, call->arena, KEYRING_SIZE_MAX);
    buf_add(&out, str_bytes(line, mark_make("keys", 1, line)));
    cbor_put_array(&out, 3);
    cbor_put_array(&out, slots->slot_count);
    for (size_t i = 0; i < slots->slot_count; i++)
        cbor_put_bytes(&out, slots->section_slots[i]);
    cbor_put_bytes(&out, rest->section_recovery);
    cbor_put_bytes(&out, buf_str(&core));
    return buf_str(&out);
}

static void graft_test(void)
{
    CASE("parts of an older file do not pass");
    struct world w;
    world_make(&w, "keys-graft");
    struct keyring *ring = NULL;
    struct str one, two;
    struct keyring_parts of_one, of_two;
    size_t slot;

    CHECK_RC(w.call, keyring_read(w.call, w.folder, &one), RC_OK);
    CHECK_RC(w.call, keyring_add(w.call, w.folder, w.ring, &beqir), RC_OK);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &two), RC_OK);
    CHECK_RC(w.call, keyring_parse(w.call, one, &of_one), RC_OK);
    CHECK_RC(w.call, keyring_parse(w.call, two, &of_two), RC_OK);
    struct str same = graft(w.call, &of_two, &of_two);
    CHECK(str_eq(same, two));
    struct str removed = graft(w.call, &of_one, &of_two), back = graft(w.call, &of_two, &of_one);
    CHECK_RC(w.call, keyring_check(w.call, removed), RC_OK);
    enum rc rc = keyring_open_phrase(w.call, removed, ana.phrase, &ring, &slot);
    CHECK(test_says(w.call, "changed by something other than Khetane"));
    CHECK_RC(w.call, rc, RC_CORRUPT);
    CHECK_RC(w.call, keyring_open_phrase(w.call, back, beqir.phrase, &ring, &slot), RC_CORRUPT);
    struct keyring_parts third;
    struct str three;
    CHECK_RC(w.call, keyring_mint(w.call, w.folder, w.ring, &w.sheets), RC_OK);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &three), RC_OK);
    CHECK_RC(w.call, keyring_parse(w.call, three, &third), RC_OK);
    third.section_recovery = of_two.section_recovery;
    struct str old_sheets = graft(w.call, &third, &third);
    CHECK_RC(w.call, keyring_check(w.call, old_sheets), RC_OK);
    rc = keyring_open_phrase(w.call, old_sheets, ana.phrase, &ring, &slot);
    CHECK(test_says(w.call, "(the part of the recovery sheets)"));
    CHECK_RC(w.call, rc, RC_CORRUPT);
    struct keyring_holder anew = holder("Ана", "another phrase of ana");
    CHECK_RC(w.call, keyring_change(w.call, w.folder, w.ring, 0, &anew), RC_OK);
    CHECK_RC(w.call, keyring_read(w.call, w.folder, &three), RC_OK);
    CHECK_RC(w.call, keyring_parse(w.call, three, &third), RC_OK);
    third.section_slots[0] = of_two.section_slots[0];
    struct str old_phrase = graft(w.call, &third, &third);
    CHECK_RC(w.call, keyring_open_phrase(w.call, old_phrase, ana.phrase, &ring, &slot), RC_CORRUPT);
    struct str swap = of_two.section_slots[0];
    of_two.section_slots[0] = of_two.section_slots[1];
    of_two.section_slots[1] = swap;
    struct str swapped = graft(w.call, &of_two, &of_two);
    CHECK_RC(w.call, keyring_open_phrase(w.call, swapped, ana.phrase, &ring, &slot), RC_CORRUPT);

    CASE("a newer format is refused before anything else");
    char line[MARK_MAX];
    struct str newer = str_bytes(line, mark_make("keys", 2, line));
    CHECK_RC(w.call, keyring_check(w.call, newer), RC_NEWER);
    CHECK_RC(w.call, keyring_open_phrase(w.call, newer, ana.phrase, &ring, &slot), RC_NEWER);
    world_end(&w);
}

/* One change under a disk whose n-th step fails; true when nothing failed any more. */
static bool change_on(struct world *w, struct faulty_os *faulty, int what)
{
    struct keyring_holder anew = holder("Ана", "another phrase of ana");
    struct keyring_sheets sheets;
    enum rc rc = RC_OK;

    w->call->os = &faulty->os;
    switch (what) {
    case 0: rc = keyring_add(w->call, w->folder, w->ring, &beqir); break;
    case 1: rc = keyring_change(w->call, w->folder, w->ring, 0, &anew); break;
    case 2: rc = keyring_mint(w->call, w->folder, w->ring, &sheets); break;
    default: rc = keyring_renew(w->call, w->folder, w->ring); break;
    }
    w->call->os = posix_os();
    CHECK_RC(w->call, rc, rc == RC_OK ? RC_OK : RC_FULL);
    enum rc old = opens(w->call, w->folder, &ana, w->ring);
    call_forgive(w->call);
    enum rc new = opens(w->call, w->folder, &anew, w->ring);
    call_forgive(w->call);
    CHECK(old == RC_OK || (what == 1 && new == RC_OK));
    CHECK(what != 1 || rc != RC_OK || (new == RC_OK &&old == RC_DENIED));
    return rc == RC_OK;
}

static void disk_sweep_test(void)
{
    for (int what = 0; what < 4; what++)
        for (int dead = 0; dead < 2; dead++) {
            CASE("change %d on a disk %s at every step", what, dead ? "that dies" : "that fails");
            struct world w;
            char name[32];
            (void)snprintf(name, sizeof name, "keys-disk-%d-%d", what, dead);
            world_make(&w, name);
            long n = 0;
            bool done = false;
            while (!done && n < 20) {
                struct faulty_os faulty;
                faulty_os_init(&faulty, posix_os(), ++n);
                faulty.dead = dead != 0;
                done = change_on(&w, &faulty, what);
            }
            CHECK_INT(n, 6); /* open, write, sync, rename, sync of the folder; then all is well */
            world_end(&w);
        }
}

/* Makes a ring with so much memory; there is a whole file then, or none. */
static bool create_with(struct world *w, const char *folder, size_t spare)
{
    struct fault_heap heap;
    struct test_call test;
    struct keyring_sheets sheets;
    struct keyring *ring = NULL;
    struct str bytes;

    test_call_scarce(&test, &heap, spare);
    enum rc rc = keyring_create(&test.call, folder, &ana, NULL, &sheets, &ring);
    bool made = rc == RC_OK;
    CHECK_RC(&test.call, rc, made ? RC_OK : RC_MEMORY);
    CHECK_RC(w->call, keyring_read(w->call, folder, &bytes), made ? RC_OK : RC_NOT_FOUND);
    if (made)
        CHECK_RC(w->call, opens(w->call, folder, &ana, ring), RC_OK);
    keyring_close(ring);
    test_call_fini(&test);
    CHECK_INT(heap.live, 0);
    return made;
}

/* Opens it both ways and writes it anew; what is in the folder opens afterwards all the same. */
static bool renew_with(struct world *w, size_t spare)
{
    struct fault_heap heap;
    struct test_call test;
    struct keyring *ring = NULL, *again = NULL;
    struct str bytes;
    size_t slot;

    CHECK_RC(w->call, keyring_read(w->call, w->folder, &bytes), RC_OK);
    test_call_scarce(&test, &heap, spare);
    enum rc rc = keyring_open_sheets(&test.call, bytes, &w->sheets.share[1][0][0], 4, &ring);
    if (rc == RC_OK)
        rc = keyring_open_phrase(&test.call, bytes, ana.phrase, &again, &slot);
    if (rc == RC_OK)
        rc = keyring_renew(&test.call, w->folder, ring);
    bool done = rc == RC_OK;
    CHECK_RC(&test.call, rc, done ? RC_OK : RC_MEMORY);
    keyring_close(ring);
    keyring_close(again);
    test_call_fini(&test);
    CHECK_INT(heap.live, 0);
    CHECK_RC(w->call, opens(w->call, w->folder, &ana, w->ring), RC_OK);
    return done;
}

static void memory_sweep_test(void)
{
    enum { STEP = 32, SPARE_MAX = 8000 };
    CASE("memory ends at every step of creating, opening and changing");
    struct world w;
    world_make(&w, "keys-memory");
    const char *folder = test_folder(&w.test, "keys-memory-create");
    size_t spare = 0;

    while (spare < SPARE_MAX && !create_with(&w, folder, spare))
        spare += STEP;
    CHECK(spare > 500 && spare < SPARE_MAX);
    for (spare = 0; spare < SPARE_MAX && !renew_with(&w, spare);)
        spare += STEP;
    CHECK(spare > 500 && spare < SPARE_MAX);
    world_end(&w);
}

void keyring_test(void)
{
    create_test();
    sheets_test();
    holders_test();
    keys_test();
    damage_test();
    heal_test();
    graft_test();
    disk_sweep_test();
    memory_sweep_test();
}
