/* clerk.c - see clerk.h. */
#include "roles/clerk.h"

#include "cli/say.h"
#include "model/actor.h"
#include "model/erasure.h"
#include "model/guess.h"
#include "model/password.h"
#include "process/kinds.h"
#include "process/link.h"
#include "roles/backups.h"
#include "roles/open.h"
#include "roles/runner.h"

struct clerk {
    struct program program;
    const char *folder;
    struct link link;
    struct opened opened;
    bool open, stop, busy;
    struct runner runner;
    unsigned char *root; /* the key, in locked memory, for the runner */
    int64_t scheduled_us;
};

static enum rc compare(struct call *call, struct clerk *clerk, const struct link_news *news)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct job_source jobs =
        link_jobs(&clerk->link, program_job_table(&clerk->program), clerk->folder);
    struct str stored = {NULL, 0}, body;
    unsigned char key[CRYPT_KEY];
    struct password password;
    struct job_news result;
    struct actor *actor;
    struct record *user;
    struct job job;
    enum rc rc = actor_find(call, news->user, &actor);

    if (rc == RC_OK)
        rc = table_load(call, call->store->db, app_table(call->app, kind), &actor->id, &user);
    if (rc == RC_OK)
        stored = record_value(user, "password").s;
    else
        call_forgive(call);
    rc = password_read(call, stored, &password);
    if (rc == RC_OK)
        rc = password_request(call, password.cost, news->password, password.salt, &body);
    if (rc == RC_OK)
        rc = job_start(call, &jobs, job_password.name, (struct job_request){.body = body, .fd = -1},
                       &job);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &result);
    if (rc == RC_OK)
        rc = password_result(call, result.body, key);
    job_close(&job);
    if (rc == RC_OK && !password_same(&password, key))
        rc = fail(call, RC_SIGN_IN, NULL, "The name or the password is not right.");
    crypt_wipe(key, sizeof key);
    return rc;
}

/* Wrong guesses of commands count as those of browsers do. */
static enum rc compare_counted(struct call *call, struct clerk *clerk, const struct link_news *news)
{
    const struct guess guess = {.login = news->user};
    struct guess_verdict verdict;
    enum rc rc = guess_begin(call, &guess, &verdict);

    if (rc == RC_OK && verdict.closed)
        return fail(call, RC_SIGN_IN, NULL,
                    "Too many wrong passwords: this account is closed. Ask the lead to let you in "
                    "again.");
    if (rc == RC_OK && verdict.wait_s != 0)
        return fail(call, RC_BUSY, NULL,
                    "After wrong passwords there is a pause. Try again in %lld seconds.",
                    (long long)verdict.wait_s);
    if (rc == RC_OK)
        rc = compare(call, clerk, news);
    return rc == RC_OK ? guess_undo(call, &guess) : rc; /* the browser tells her of the others */
}

static void check(struct call *call, struct clerk *clerk, const struct link_news *news)
{
    enum rc rc = RC_LOCKED;

    call->lang = program_lang(&clerk->program, news->lang);
    if (clerk->open) {
        opened_call(&clerk->opened, call);
        call->lang = program_lang(&clerk->program, news->lang);
        rc = compare_counted(call, clerk, news);
    } else {
        rc = fail(call, RC_LOCKED, NULL, NULL);
    }
    struct answer answer = answer_of(call, rc);
    call_forgive(call);
    if (link_checked(call, &clerk->link, news->ticket, &answer) != RC_OK)
        clerk->stop = true;
}

static enum rc hear(struct call *call, struct clerk *clerk, const struct link_news *news)
{
    switch (news->heard) {
    case LINK_HEARD_NOTHING:
    case LINK_HEARD_LOCKED:
    case LINK_HEARD_UNLOCKED: return RC_OK;
    case LINK_HEARD_STOP: clerk->stop = true; return RC_OK;
    case LINK_HEARD_CHECK: check(call, clerk, news); return RC_OK;
    case LINK_HEARD_KEYS: break;
    }
    if (clerk->open)
        return RC_OK;
    if (clerk->root == NULL)
        clerk->root = crypt_secret_new(CRYPT_KEY);
    if (clerk->root == NULL)
        return fail_memory(call);
    if (news->key.n == CRYPT_KEY)
        memcpy(clerk->root, news->key.p, CRYPT_KEY);
    enum rc rc =
        opened_root(call, &clerk->program, clerk->folder, news->key, false, &clerk->opened);
    clerk->open = rc == RC_OK;
    return rc;
}

/* Both files: readers and writers go on meanwhile. */
static enum rc tidy(struct call *call, struct clerk *clerk)
{
    if (!clerk->open)
        return RC_OK;
    opened_call(&clerk->opened, call);
    enum rc rc = erasure_finish(call); /* what could not be done at once because somebody read */
    if (rc == RC_BUSY) {
        call_forgive(call);
        rc = RC_OK;
    }
    if (rc == RC_OK)
        rc = db_checkpoint(call, clerk->opened.store->db, false);
    return rc == RC_OK ? db_checkpoint(call, clerk->opened.store->reads, false) : rc;
}

/* What is due is asked for; the keeper learns how backups stand, for who asks it. */
static enum rc schedule(struct call *call, struct clerk *clerk)
{
    int64_t now_us = call->os->tick_us(call->os->data);
    struct backup_state state;

    if (clerk->scheduled_us != 0 && now_us - clerk->scheduled_us < CLERK_SCHEDULE_MS * 1000LL)
        return RC_OK;
    clerk->scheduled_us = now_us;
    opened_call(&clerk->opened, call);
    enum rc rc = opened_refresh(call, &clerk->opened);
    if (rc == RC_OK)
        rc = schedule_run(call, &clerk->program, &clerk->opened.zone);
    call->actor = &actor_system;
    if (rc == RC_OK)
        rc = backup_state(call, &state);
    return rc == RC_OK ? link_light(call, &clerk->link, (int)state.light, state.well_ms) : rc;
}

static enum rc long_work(struct call *call, struct clerk *clerk)
{
    if (!clerk->open)
        return RC_OK;
    enum rc rc = schedule(call, clerk);
    opened_call(&clerk->opened, call);
    if (rc != RC_OK)
        return rc;
    bool was_busy = clerk->busy;
    rc = runner_poll(call, &clerk->runner, str_bytes(clerk->root, CRYPT_KEY), &clerk->busy);
    if (was_busy && !clerk->busy)
        clerk->scheduled_us = 0; /* what ended may have turned the light */
    return rc;
}

static enum rc turn(struct clerk *clerk, const struct os *os)
{
    struct terminal terminal = terminal_real();
    struct link_news news;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_secret, 4 << 20);
    call_init(&call, &arena, os);
    enum rc rc =
        link_next(&call, &clerk->link, clerk->busy ? RUNNER_POLL_MS : CLERK_CHECKPOINT_MS, &news);
    if (rc == RC_OK)
        rc = hear(&call, clerk, &news);
    if (rc == RC_OK && !clerk->stop)
        rc = tidy(&call, clerk);
    if (rc != RC_OK)
        say_error(&call, &terminal, false);
    /* What fails here (a full disk) must not end who checkpoints: it is tried again. */
    if (rc == RC_OK && !clerk->stop && long_work(&call, clerk) != RC_OK)
        say_error(&call, &terminal, false);
    arena_fini(&arena);
    return rc;
}

static enum rc run(struct clerk *clerk, const struct role_start *start,
                   const struct area *const *areas, size_t n)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, start->os);
    enum rc rc = program_load(&call, areas, n, &clerk->program);
    arena_fini(&arena);
    clerk->folder = start->folder;
    link_open(&clerk->link, start->channel);
    clerk->runner.channel = -1;
    while (rc == RC_OK && !clerk->stop)
        rc = turn(clerk, start->os);
    runner_end(&clerk->runner);
    crypt_secret_free(clerk->root);
    if (clerk->open) {
        arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
        call_init(&call, &arena, start->os);
        rc = tidy(&call, clerk);
        opened_close(&clerk->opened);
        arena_fini(&arena);
    }
    return rc;
}

int clerk_run(const struct role_start *start, const struct area *const *areas, size_t n)
{
    struct clerk *clerk = calloc(1, sizeof *clerk);
    enum rc rc = clerk == NULL ? RC_MEMORY : run(clerk, start, areas, n);

    free(clerk);
    return rc_exit(rc);
}
