/* whole_test.c - everything as one file, ended in the middle as a job is that somebody stops. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "exchange/taken.h"
#include "exchange/whole.h"
#include "exchange_test.h"
#include "store/posix.h"
#include "store/store.h"

enum { DAY_MS = 86400000 };

struct stopping {
    int told; /* a byte for who will end this process */
};

/* The first step is told, and no other follows. */
static void wait_for_the_end(void *data, int64_t done, int64_t total)
{
    const struct stopping *stopping = data;

    (void)done;
    (void)total;
    if (write(stopping->told, "x", 1) == 1)
        for (;;)
            (void)pause();
}

static enum rc write_whole(struct world *w, const struct id *export,
                           const struct progress *progress)
{
    struct whole what = {.export = world_load(w, "export", export), .progress = progress};
    struct whole_counts counts;
    struct age_lock lock;
    struct str folder;
    enum rc rc = whole_folder(&w->call, &folder);

    CHECK(age_lock(w->os, STR("a phrase that opens it"), &lock));
    what.lock = &lock;
    what.folder = folder.p;
    what.name = "khetane-all.zip.age";
    return rc == RC_OK ? whole_write(&w->call, &what, &counts) : rc;
}

/* In a process of its own, with a database handle of its own. */
static void export_and_wait(const struct world *of, const struct id *export, int told)
{
    struct stopping stopping = {told};
    const struct progress progress = {wait_for_the_end, &stopping};
    struct world w;

    if (world_join(&w, of->os, of->folder, of->app) == RC_OK) {
        world_as(&w, WORLD_LEAD);
        (void)write_whole(&w, export, &progress);
    }
    _exit(1);
}

static void stop_in_the_middle(const struct world *w, const struct id *export)
{
    int ends[2], status = 0;
    char byte;

    CHECK_INT(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        export_and_wait(w, export, ends[1]);
    CHECK_INT(read(ends[0], &byte, 1), 1);
    CHECK_INT(kill(child, SIGKILL), 0);
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status));
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static bool is_there(struct world *w, const char *name)
{
    struct str folder;

    CHECK_RC(&w->call, whole_folder(&w->call, &folder), RC_OK);
    return file_exists(&w->call, file_path(&w->call, folder.p, name).p);
}

void whole_test(void)
{
    struct outcome outcome = {0};
    struct taken taken = {.reason = STR_INIT("To leave")};
    struct record *person;
    struct world w;
    int64_t cleared;

    test_start(&w, "whole");
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call,
             world_save(&w, "person", NULL, NULL, &outcome, "names", "given, Senada", NULL), RC_OK);
    person = world_load(&w, "person", &outcome.record);
    taken.record = person;
    taken.change = id_new(&w.call);
    CHECK_RC(&w.call, taken_note(&w.call, &taken, &outcome), RC_OK);
    const struct id export = outcome.record;

    CASE("an export that is stopped leaves no file that anybody could take for one");
    stop_in_the_middle(&w, &export);
    CHECK(!is_there(&w, "khetane-all.zip.age"));
    CHECK(is_there(&w, "khetane-all.zip.age.part"));

    CASE("what it left is cleared away after a day, not before");
    CHECK_RC(&w.call, whole_forget(&w.call, &cleared), RC_OK);
    CHECK_INT(cleared, 0);
    w.call.now_ms += 2 * (int64_t)DAY_MS;
    CHECK_RC(&w.call, whole_forget(&w.call, &cleared), RC_OK);
    CHECK_INT(cleared, 1);
    CHECK(!is_there(&w, "khetane-all.zip.age.part"));

    CASE("and it can be made again, also over what is left");
    stop_in_the_middle(&w, &export);
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, write_whole(&w, &export, NULL), RC_OK);
    CHECK(is_there(&w, "khetane-all.zip.age"));
    CHECK(!is_there(&w, "khetane-all.zip.age.part"));
    world_close(&w);
}
