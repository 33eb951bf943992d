/* practice_test.c - what stands in DIR/practice is read as it was written. */
#include "base/file.h"
#include "roles/practice.h"
#include "roles/roles_test.h"
#include "store/posix.h"
#include "tap.h"

void practice_test(void)
{
    static struct practice out;
    struct practice practice = {
        .stands = true,
        .on = 20734,
        .stories = {{STR("case"), STR("PR-2026-1"), STR("The crumpled decision")},
                    {STR("institution"), STR("PR-I-2026-2"), STR("The office that answers")}},
        .n = 2,
    };
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    CASE("a folder without the file");
    CHECK_RC(&call, practice_read(&call, tap_folder(), &out), RC_OK);
    CHECK(!out.stands && out.n == 0);
    CASE("written and read");
    CHECK_RC(&call, practice_write(&call, tap_folder(), &practice), RC_OK);
    CHECK_RC(&call, practice_read(&call, tap_folder(), &out), RC_OK);
    CHECK(out.stands);
    CHECK_INT(out.on, 20734);
    if (CHECK_INT(out.n, 2)) {
        CHECK_TEXT(out.stories[1].kind, "institution");
        CHECK_TEXT(out.stories[1].code, "PR-I-2026-2");
        CHECK_TEXT(out.stories[1].title, "The office that answers");
    }
    CASE("of an older version, or not understood");
    CHECK_RC(&call,
             file_replace(&call, tap_folder(), PRACTICE_NAME,
                          STR("The people in this folder are invented.\nday soon\nstory\n"
                              "story case\nstory case A-1 \nmore\n\n")),
             RC_OK);
    CHECK_RC(&call, practice_read(&call, tap_folder(), &out), RC_OK);
    CHECK(!out.stands && out.n == 0);
    arena_fini(&arena);
}
