/* demo_test.c - every story of assets/demo runs clean, on whichever day it is told: the operations
 * refuse what a person could not have written, and then no folder is made. */
int khetane_main(int argc, char **argv);

#define main khetane_main
#include "../../src/main.c"
#undef main

#include "base/embed.h"
#include "model/yaml.h"
#include "query/query.h"
#include "roles/demo.h"
#include "roles/open.h"
#include "store/keyring.h"
#include "store/phrase.h"
#include "tap.h"

/* A Thursday; a Sunday that is a holiday; the day behind 29 February, and NULL: today. */
static const char *const days[] = {"2026-10-08", "2026-05-24", "2028-03-01", NULL};

struct yard {
    struct program program;
    struct arena arena;
    struct call call;
};

static enum rc open_folder(struct yard *y, const char *folder, struct opened *out)
{
    struct call *call = &y->call;
    struct keyring *ring;
    struct str bytes;
    size_t slot;
    enum rc rc = keyring_read(call, folder, &bytes);

    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, STR(DEMO_PHRASE), &ring, &slot);
    if (rc != RC_OK)
        return rc;
    rc = opened_root(call, &y->program, folder, str_bytes(ring->root, CRYPT_KEY), true, out);
    keyring_close(ring);
    return rc;
}

static size_t stories_with_begin(struct yard *y)
{
    size_t n = 0;

    embedded_each(file, STR("assets/demo/")) {
        const struct yaml *story;
        if (!str_ends(str_of(file->name), STR(".yaml")))
            continue;
        CHECK_RC(&y->call,
                 yaml_read(&y->call, str_of(file->name), file->bytes, y->call.arena, &story),
                 RC_OK);
        n += yaml_find(story, "begins") != NULL;
    }
    return n;
}

/* Each story's first record is there, and it is the day that was asked for. */
static void check_folder(struct yard *y, const char *folder, const day *on)
{
    struct call *call = &y->call;
    struct practice practice;
    struct opened opened;
    struct actor *mira;

    if (!CHECK_RC(call, open_folder(y, folder, &opened), RC_OK))
        return;
    opened_call(&opened, call);
    CHECK(opened.practice && opened.stands == (on != NULL));
    if (on != NULL)
        CHECK_INT(call->today, *on);
    CHECK_RC(call, actor_find(call, STR(DEMO_LOGIN), &mira), RC_OK);
    call->actor = mira;
    CHECK_RC(call, practice_read(call, folder, &practice), RC_OK);
    CHECK_INT(practice.n, stories_with_begin(y));
    for (size_t i = 0; i < practice.n; i++) {
        const struct practice_story *story = &practice.stories[i];
        struct record *record;
        CHECK_RC(
            call,
            query_code(call, kind_find(call->app->registry, story->kind), story->code, &record),
            RC_OK);
    }
    call->actor = NULL;
    call->store = NULL;
    opened_close(&opened);
}

static void test_day(struct yard *y, size_t i)
{
    struct call *call = &y->call;
    day on;

    arena_reset(&y->arena);
    call_init(call, &y->arena, posix_os());
    CASE("told on %s", days[i] == NULL ? "the day it is" : days[i]);
    struct str folder = str_format(&y->arena, "%s/demo-%zu", tap_folder(), i);
    if (days[i] != NULL)
        CHECK(day_parse(days[i], &on));
    const day *told = days[i] == NULL ? NULL : &on;
    enum rc rc = demo_make(call, &y->program, folder.p, &(struct demo_wish){told, STR_INIT("")});
    if (CHECK_RC(call, rc, RC_OK))
        check_folder(y, folder.p, told);
}

int main(void)
{
    static struct yard y;

    if (!crypt_init())
        return 1;
    arena_init(&y.arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&y.call, &y.arena, posix_os());
    CHECK_RC(&y.call, program_load(&y.call, areas, AREAS, &y.program), RC_OK);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        test_day(&y, i);
    arena_fini(&y.program.keep);
    arena_fini(&y.arena);
    return tap_end();
}
