/* found_test.c - a folder is made whole or not at all: with each change to the disk failing, alone
 * and with all that come after it, as when a disk is pulled out. */
#include "base/file.h"
#include "faulty_os.h"
#include "roles/found.h"
#include "roles/open.h"
#include "roles/roles_test.h"
#include "store/folder.h"
#include "store/posix.h"
#include "tap.h"

enum { FAULTS_MAX = 400 };

static const char phrase[] = "a phrase for the test of founding";

struct yard {
    struct program program;
    struct arena keep, arena;
    struct call call;
    struct faulty_os faulty;
};

static void open_yard(struct yard *yard)
{
    static const struct app_parts no_parts;

    arena_init(&yard->keep, &heap_libc, ARENA_MAX_DEFAULT);
    arena_init(&yard->arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&yard->call, &yard->arena, posix_os());
    CHECK_RC(&yard->call, app_load(&yard->call, &yard->keep, &no_parts, &yard->program.app), RC_OK);
    yard->program.os = posix_os();
}

/* A call of its own for each try, on a disk that fails at that change. */
static void on_disk(struct yard *yard, long fail_at, bool dead)
{
    arena_reset(&yard->arena);
    faulty_os_init(&yard->faulty, posix_os(), fail_at);
    yard->faulty.dead = dead;
    call_init(&yard->call, &yard->arena, fail_at == 0 ? posix_os() : &yard->faulty.os);
}

static const char *path_of(struct yard *yard, const char *name, long n, bool dead)
{
    return str_format(&yard->keep, "%s/%s-%ld-%d", tap_folder(), name, n, dead).p;
}

static struct founding founding_of(const struct yard *yard, const char *folder, bool practice)
{
    return (struct founding){.program = &yard->program,
                             .folder = folder,
                             .name = STR("Open Gate"),
                             .prefix = STR("OG"),
                             .country = STR("mk"),
                             .language = STR("mk"),
                             .person = STR("Mira M."),
                             .login = STR("mira"),
                             .holders = {{STR("Mira M."), str_of(phrase)},
                                         {STR("Emir S."), STR("another phrase for the test")}},
                             .holders_n = 2,
                             .cost = {CRYPT_MEMORY_KIB_MIN, 1},
                             .practice = practice,
                             .first_step = FIRST_PEOPLE};
}

/* Either key holder opens it, and the organisation is in it. */
static void check_whole(struct yard *yard, const char *folder, bool practice)
{
    static const char *const phrases[] = {phrase, "another phrase for the test"};
    struct call *call = &yard->call;
    struct keyring *ring;
    struct opened opened;
    struct str bytes;
    size_t slot;

    for (size_t i = 0; i < 2; i++) {
        CHECK_RC(call, keyring_read(call, folder, &bytes), RC_OK);
        if (!CHECK_RC(call, keyring_open_phrase(call, bytes, str_of(phrases[i]), &ring, &slot),
                      RC_OK))
            return;
        CHECK_INT(slot, i);
        CHECK_RC(call,
                 opened_root(call, &yard->program, folder, str_bytes(ring->root, CRYPT_KEY), true,
                             &opened),
                 RC_OK);
        CHECK_TEXT(opened.name, "Open Gate");
        CHECK(opened.practice == practice);
        call->store = NULL;
        opened_close(&opened);
        keyring_close(ring);
    }
    CHECK(file_exists(call, file_path(call, folder, PRACTICE_NAME).p) == practice);
}

static enum found_state look(struct yard *yard, const char *folder, bool *left)
{
    struct found_look out;

    CHECK_RC(&yard->call, found_look(&yard->call, folder, &out), RC_OK);
    *left = out.left;
    return out.state;
}

static void test_making(struct yard *yard)
{
    bool left;

    for (int practice = 0; practice < 2; practice++) {
        const char *folder = path_of(yard, "made", practice, false);
        struct founding founding = founding_of(yard, folder, practice != 0);
        struct keyring_sheets sheets;
        CASE("%s", practice != 0 ? "a practice folder" : "a real folder");
        on_disk(yard, 0, false);
        CHECK_INT(look(yard, folder, &left), FOUND_NOTHING);
        CHECK_RC(&yard->call, found(&yard->call, &founding, &sheets), RC_OK);
        CHECK_INT(look(yard, folder, &left), FOUND_FOLDER);
        CHECK(!left);
        check_whole(yard, folder, practice != 0);
        CHECK_RC(&yard->call, found(&yard->call, &founding, &sheets), RC_CONFLICT);
        check_whole(yard, folder, practice != 0);
    }
}

/* Before it counts, nothing is there; from then on everything is. */
static bool try_fault(struct yard *yard, long n, bool dead)
{
    const char *folder = path_of(yard, "fault", n, dead);
    struct founding founding = founding_of(yard, folder, false);
    struct keyring_sheets sheets;
    bool left;

    on_disk(yard, n, dead);
    enum rc rc = found(&yard->call, &founding, &sheets);
    bool over = rc == RC_OK && yard->faulty.changes < n;
    on_disk(yard, 0, false);
    enum found_state state = look(yard, folder, &left);
    CHECK(state != FOUND_OTHER);
    if (rc == RC_OK)
        CHECK_INT(state, FOUND_FOLDER);
    CHECK_RC(&yard->call, found_settle(&yard->call, folder), RC_OK);
    CHECK_INT(look(yard, folder, &left), state);
    CHECK(!left);
    if (state == FOUND_NOTHING)
        CHECK_RC(&yard->call, found(&yard->call, &founding, &sheets), RC_OK);
    check_whole(yard, folder, false);
    return over;
}

static void test_faults(struct yard *yard)
{
    for (int dead = 0; dead < 2; dead++) {
        long n = 1;
        CASE("%s", dead != 0 ? "the disk is pulled out at the n-th change"
                             : "the n-th change to the disk fails");
        while (n < FAULTS_MAX && !try_fault(yard, n, dead != 0))
            n++;
        CHECK(n > 10 && n < FAULTS_MAX);
        tap_note("%ld changes", n - 1);
    }
}

static void test_other(struct yard *yard)
{
    const char *folder = path_of(yard, "other", 0, false);
    struct founding founding = founding_of(yard, folder, false);
    struct keyring_sheets sheets;
    struct call *call = &yard->call;
    bool left;

    CASE("a folder with something else is left alone");
    on_disk(yard, 0, false);
    CHECK_RC(call, folder_make(call, folder), RC_OK);
    CHECK_RC(call, file_replace(call, folder, "thesis.odt", STR("x")), RC_OK);
    CHECK_INT(look(yard, folder, &left), FOUND_OTHER);
    CHECK_RC(call, found(call, &founding, &sheets), RC_CONFLICT);
    CHECK_INT(call->os->remove(call->os->data, file_path(call, folder, "thesis.odt").p), OS_OK);
    CHECK_RC(call, found(call, &founding, &sheets), RC_OK);
    CASE("data whose keyring is gone are no empty folder");
    CHECK_INT(call->os->remove(call->os->data, file_path(call, folder, KEYRING_NAME).p), OS_OK);
    CHECK_RC(call, found_check(call, folder), RC_CONFLICT);
    CHECK_RC(call, found(call, &founding, &sheets), RC_CONFLICT);
}

int main(void)
{
    struct yard yard = {0};

    if (!crypt_init())
        return 1;
    open_yard(&yard);
    test_making(&yard);
    test_faults(&yard);
    test_other(&yard);
    demo_words_test();
    practice_test();
    arena_fini(&yard.arena);
    arena_fini(&yard.keep);
    return tap_end();
}
