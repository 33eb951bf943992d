/* work_test.c - the table of jobs: who may ask, one taker, turns, stops, ends in the middle. */
#include "base/file.h"
#include "model/permission.h"
#include "model/work.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void work_test(void);

static enum rc no_step(struct call *call, struct work_turn *turn)
{
    (void)turn;
    return fail(call, RC_INVALID, NULL, "never called here");
}

static const struct work look = {"look", "Look", PERMISSION_CASE_SEE, true, false, no_step};
static const struct work heavy = {"heavy", "Lift", PERMISSION_USER_MAKE, true, false, no_step};

static struct id put(struct world *w, const struct work *work, const char *mark, int64_t arg)
{
    struct id id = {{0}};
    const struct work_ask ask = {work, v_int(arg), str_of(mark)};

    CHECK_RC(&w->call, work_put(&w->call, &ask, &id), RC_OK);
    return id;
}

static struct work_job take(struct world *w)
{
    struct work_job job = {0};

    w->call.now_ms++;
    CHECK_RC(&w->call, work_take(&w->call, &job), RC_OK);
    return job;
}

static enum work_state state_of(struct world *w, const struct id *id)
{
    struct work_job job = {.state = WORK_STATES};

    CHECK_RC(&w->call, work_find(&w->call, id, &job), RC_OK);
    return job.state;
}

static void keep(struct world *w, const struct work_job *job, int64_t cursor, bool finished)
{
    struct work_turn turn = {.job = job->id,
                             .cursor = v_int(cursor),
                             .done = cursor,
                             .total = 10,
                             .words = STR("page"),
                             .finished = finished,
                             .said = STR("Ten of ten.")};

    CHECK_RC(&w->call, work_keep(&w->call, job, &turn, RC_OK), RC_OK);
}

static void ask_test(struct world *w)
{
    const struct work_ask denied = {&heavy, v_null(), STR("")};
    struct work_job job;
    struct id id;
    bool any = true;

    CASE("jobs: none are there");
    CHECK_RC(&w->call, work_any(&w->call, &any), RC_OK);
    CHECK(!any);
    CHECK_RC(&w->call, work_take(&w->call, &job), RC_NOT_FOUND);
    CASE("jobs: only who may asks");
    CHECK_RC(&w->call, work_put(&w->call, &denied, &id), RC_DENIED);
    id = put(w, &look, "", 7);
    CHECK_RC(&w->call, work_find(&w->call, &id, &job), RC_OK);
    CHECK_INT(job.args.i, 7);
    CHECK_INT(job.state, WORK_WAITS);
    CHECK_INT(job.asked_by, w->call.actor->rid);
    CHECK_TEXT(job.lang, "en");
    CASE("jobs: another person does not see it, the lead does");
    world_as(w, WORLD_OTHER);
    CHECK_RC(&w->call, work_find(&w->call, &id, &job), RC_NOT_FOUND);
    CHECK_RC(&w->call, work_stop(&w->call, &id), RC_NOT_FOUND);
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, work_find(&w->call, &id, &job), RC_OK);
    CASE("jobs: a mark is there once");
    struct id first = put(w, &look, "stick", 1), second = put(w, &look, "stick", 2);
    CHECK(id_eq(&first, &second));
    CASE("jobs: one that waits is stopped at once, and not twice");
    CHECK_RC(&w->call, work_stop(&w->call, &first), RC_OK);
    CHECK_INT(state_of(w, &first), WORK_STOPPED);
    CHECK_RC(&w->call, work_stop(&w->call, &first), RC_CONFLICT);
    second = put(w, &look, "stick", 2);
    CHECK(!id_eq(&first, &second));
    CHECK_RC(&w->call, work_stop(&w->call, &second), RC_OK);
    CHECK_RC(&w->call, work_stop(&w->call, &id), RC_OK);
}

static void turns_test(struct world *w)
{
    struct work_job job, same;

    world_as(w, WORLD_LEAD);
    struct id a = put(w, &look, "", 1), b = put(w, &look, "", 2);
    CASE("jobs: take turns");
    job = take(w);
    CHECK(id_eq(&job.id, &a));
    keep(w, &job, 4, false);
    job = take(w);
    CHECK(id_eq(&job.id, &b));
    keep(w, &job, 10, true);
    CHECK_INT(state_of(w, &b), WORK_DONE);
    CASE("jobs: a turn goes on where the one before ended");
    job = take(w);
    CHECK(id_eq(&job.id, &a));
    CHECK_INT(job.cursor.i, 4);
    CHECK_INT(job.done, 4);
    CHECK_INT(job.total, 10);
    CHECK_TEXT(job.words, "page");
    CASE("jobs: an end in the middle (kill) leaves the last turn that was kept");
    world_again(w);
    world_as(w, WORLD_LEAD);
    same = take(w);
    CHECK(id_eq(&same.id, &a));
    CHECK_INT(same.cursor.i, 4);
    CHECK_INT(same.tries, 2);
    struct work_turn one = {.job = same.id}, two = {.job = same.id};
    struct id first = work_change(&one, 3), again = work_change(&two, 3),
              next = work_change(&one, 4);
    CHECK(id_eq(&first, &again));
    CHECK(!id_eq(&first, &next));
    CASE("jobs: one that runs ends after its turn when asked to");
    CHECK_RC(&w->call, work_stop(&w->call, &a), RC_OK);
    CHECK_INT(state_of(w, &a), WORK_RUNS);
    CHECK_RC(&w->call, work_to_stop(&w->call, &first), RC_OK);
    CHECK(id_eq(&first, &a));
    keep(w, &same, 5, false);
    CHECK_INT(state_of(w, &a), WORK_STOPPED);
    CHECK_RC(&w->call, work_to_stop(&w->call, &first), RC_NOT_FOUND);
    CASE("jobs: and at once when its process was ended");
    struct id c = put(w, &look, "", 3);
    job = take(w);
    CHECK_RC(&w->call, work_stop(&w->call, &c), RC_OK);
    CHECK_RC(&w->call, work_stopped(&w->call), RC_OK);
    CHECK_INT(state_of(w, &c), WORK_STOPPED);
}

static void end_test(struct world *w)
{
    struct work_job job, *jobs;
    struct work_turn turn = {0};
    size_t n;

    CASE("jobs: a failure is kept as its sentence");
    struct id id = put(w, &look, "", 1);
    job = take(w);
    turn.job = job.id;
    enum rc rc = fail(&w->call, RC_FULL, NULL, "The stick is full.");
    CHECK_RC(&w->call, work_keep(&w->call, &job, &turn, rc), RC_OK);
    CHECK_RC(&w->call, work_find(&w->call, &id, &job), RC_OK);
    CHECK_INT(job.state, WORK_FAILED);
    CHECK_TEXT(job.error, "The stick is full.");

    CASE("jobs: a result is a sentence and a file, for who asked");
    world_as(w, WORLD_WORKER);
    id = put(w, &look, "", 1);
    job = take(w);
    turn =
        (struct work_turn){.job = job.id,
                           .finished = true,
                           .said = STR("Two lines."),
                           .file = {.is = true, .name = STR("list.csv"), .type = STR("text/csv")}};
    struct str folder = work_folder(&w->call), bytes;
    CHECK_RC(&w->call, blob_put(&w->call, folder.p, STR("a;b\n1;2\n"), &turn.file.blob), RC_OK);
    CHECK_RC(&w->call, work_keep(&w->call, &job, &turn, RC_OK), RC_OK);
    CHECK_RC(&w->call, work_find(&w->call, &id, &job), RC_OK);
    CHECK_INT(job.state, WORK_DONE);
    CHECK_TEXT(job.said, "Two lines.");
    CHECK_RC(&w->call, work_file_get(&w->call, &job, &bytes), RC_OK);
    CHECK_TEXT(bytes, "a;b\n1;2\n");
    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, work_find(&w->call, &id, &job), RC_OK);
    CHECK_RC(&w->call, work_file_get(&w->call, &job, &bytes), RC_NOT_FOUND);

    CASE("jobs: each sees her own, the lead all, newest first");
    CHECK_RC(&w->call, work_list(&w->call, 50, &jobs, &n), RC_OK);
    CHECK(n >= 6);
    CHECK(id_eq(&jobs[0].id, &id));
    world_as(w, WORLD_WORKER);
    CHECK_RC(&w->call, work_list(&w->call, 50, &jobs, &n), RC_OK);
    CHECK_INT(n, 2);

    CASE("jobs: what ended a month ago is forgotten, with its file");
    int64_t gone;
    w->call.now_ms += (int64_t)WORK_KEPT_DAYS * 86400000 + 1000;
    CHECK_RC(&w->call, work_forget(&w->call, &gone), RC_OK);
    CHECK(gone >= 6);
    CHECK_RC(&w->call, work_list(&w->call, 50, &jobs, &n), RC_OK);
    CHECK_INT(n, 0);
    CHECK_RC(&w->call, blob_get(&w->call, folder.p, &job.file.blob, 100, &bytes), RC_NOT_FOUND);
}

static void lock_test(struct world *w)
{
    struct folder_lock lock, second = {.file = -1};

    CASE("jobs: two takers never get the same job: there is one taker");
    CHECK_RC(&w->call, work_lock(&w->call, &lock), RC_OK);
    CHECK_RC(&w->call, work_lock(&w->call, &second), RC_BUSY);
    folder_lock_close(&w->call, &lock);
    CHECK_RC(&w->call, work_lock(&w->call, &second), RC_OK);
    folder_lock_close(&w->call, &second);
}

void work_test(void)
{
    static const struct app_parts no_parts;
    char folder[OS_PATH_MAX];
    struct world w;

    (void)snprintf(folder, sizeof folder, "%s/work", tap_folder());
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(&w, posix_os(), folder, &no_parts);
    ask_test(&w);
    turns_test(&w);
    end_test(&w);
    lock_test(&w);
    world_close(&w);
}
