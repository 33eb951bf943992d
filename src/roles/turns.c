/* turns.c - see turns.h. */
#include "roles/turns.h"

#include "cli/say.h"

struct listener {
    const struct turns *turns;
    const struct id *job;
};

static void moved(void *data, int64_t done, int64_t total)
{
    const struct listener *listener = data;

    if (listener->turns->told != NULL)
        listener->turns->told(listener->turns->data, listener->job, done, total);
}

/* On whose behalf; what she may not do any more the job may not do either. */
static enum rc take_actor(struct call *call, const struct work *work, const struct work_job *job)
{
    struct actor *actor;

    if (job->asked_by == 0) {
        call->actor = &actor_system;
        return RC_OK;
    }
    enum rc rc = actor_load(call, job->asked_by, &actor);
    if (rc != RC_OK)
        return rc;
    call->actor = actor;
    return work_may(call, work, job->args) ? RC_OK : fail(call, RC_DENIED, NULL, NULL);
}

static enum rc step(struct call *call, const struct turns *turns, const struct work_job *job,
                    struct work_turn *turn)
{
    const struct work *work = program_work(turns->opened->program, job->kind);

    if (work == NULL)
        return fail(call, RC_NEWER, NULL, "This version of Khetane cannot do that work.");
    if (job->tries > WORK_TRIES)
        return fail(call, RC_IO, NULL,
                    "It broke off %d times in the same place, without a word. Look at the end of "
                    "the server's log.",
                    WORK_TRIES);
    enum rc rc = take_actor(call, work, job);
    if (rc == RC_OK && work->ring && turns->ring == NULL)
        rc = fail(call, RC_LOCKED, NULL,
                  "This needs the keys of the organisation: start the server (khetane serve) and "
                  "open it.");
    if (rc != RC_OK)
        return rc;
    turn->ring = work->ring ? turns->ring : NULL;
    return work->step(call, turn);
}

/* A line of the schedule learns how its job ended. */
static enum rc note_line(struct call *call, const struct work_job *job, bool in_vain)
{
    struct work_job now;
    enum rc rc = work_find(call, &job->id, &now);

    if (rc != RC_OK || now.mark.n == 0)
        return rc;
    if (now.state == WORK_DONE)
        return in_vain ? RC_OK : work_line_note(call, now.mark, STR(""));
    return now.state == WORK_FAILED ? work_line_note(call, now.mark, now.error) : RC_OK;
}

static enum rc one_turn(struct call *call, const struct turns *turns, struct id *out, bool *any)
{
    struct work_job job;
    enum rc rc = work_take(call, &job);

    *any = rc == RC_OK;
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    *out = job.id;
    struct listener listener = {turns, &job.id};
    const struct progress progress = {moved, &listener};
    struct work_turn turn = {.job = job.id,
                             .args = job.args,
                             .cursor = job.cursor,
                             .done = job.done,
                             .total = job.total,
                             .tell = &progress};
    (void)program_speaks(turns->opened->program, job.lang, lang_code(turns->opened->lang),
                         &call->lang);
    rc = step(call, turns, &job, &turn);
    call->now_ms = call->os->now_ms(call->os->data); /* a turn may have taken long */
    rc = work_keep(call, &job, &turn, rc);
    call->actor = &actor_system;
    return rc == RC_OK ? note_line(call, &job, turn.in_vain) : rc;
}

enum rc turns_one(const struct turns *turns, struct id *job, bool *any)
{
    struct terminal terminal = terminal_real();
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, TURN_MEMORY_MAX);
    call_init(&call, &arena, turns->os);
    opened_call(turns->opened, &call);
    enum rc rc = one_turn(&call, turns, job, any);
    if (rc != RC_OK)
        say_error(&call, &terminal, false);
    arena_fini(&arena);
    return rc;
}
