/* crew.c - see crew.h. */
#include "process/crew.h"

#include <assert.h>
#include <signal.h>
#include <unistd.h>

#include "process/spawn.h"
#include "process/wire.h"

enum { PAUSE_MS = 100, PAUSE_DOUBLINGS = 5 };

static int64_t now_of(const struct call *call)
{
    return call->os->tick_us(call->os->data);
}

static struct member fresh(const char *role)
{
    return (struct member){.role = role, .channel = -1, .kill_us = INT64_MAX};
}

void crew_init(struct crew *crew, const struct crew_options *options)
{
    assert(options->workers >= 1 && options->workers < CREW_MAX);
    *crew = (struct crew){.options = *options, .n = options->workers + 1};
    for (size_t i = 0; i < crew->n; i++)
        crew->members[i] = fresh(i == 0 ? "clerk" : "worker");
    for (size_t i = 0; i < CREW_QUICK_DEATHS; i++)
        crew->quick_us[i] = INT64_MIN / 2;
}

static void kill_member(struct member *member)
{
    (void)kill(member->pid, SIGKILL);
    member->kill_us = INT64_MAX;
}

void crew_send(struct call *call, struct member *member, unsigned type, struct str body)
{
    struct message message = {.type = type, .body = body, .fd = -1};

    if (member->pid == 0 || channel_send(call, member->channel, &message, 0) == RC_OK)
        return;
    call_forgive(call);
    kill_member(member);
}

static void send_state(struct call *call, struct member *member, struct str keys)
{
    member->keyed = keys.n != 0;
    crew_send(call, member, member->keyed ? LINK_KEYS : LINK_LOCKED, keys);
}

static enum rc start_member(struct call *call, struct crew *crew, struct member *member,
                            struct str keys)
{
    const char *args[SPAWN_ARGS_MAX + 1] = {crew->options.folder};
    bool is_clerk = member == &crew->members[0];
    int ends[2];

    for (size_t i = 0; crew->options.args != NULL && crew->options.args[i] != NULL; i++) {
        assert(i + 2 <= SPAWN_ARGS_MAX);
        args[i + 1] = crew->options.args[i];
    }
    enum rc rc = channel_pair(call, ends);
    if (rc != RC_OK)
        return rc;
    struct spawn what = {.role = member->role, .args = args, .fds = {ends[1]}, .fd_count = 1};
    for (size_t i = 0; i < crew->options.listener_n && !is_clerk; i++)
        what.fds[what.fd_count++] = crew->options.listeners[i];
    rc = spawn(call, &what, &member->pid);
    (void)close(ends[1]);
    if (rc != RC_OK) {
        (void)close(ends[0]);
        return rc;
    }
    member->channel = ends[0];
    member->started_us = now_of(call);
    member->kill_us = INT64_MAX;
    send_state(call, member, keys);
    return RC_OK;
}

enum rc crew_start(struct call *call, struct crew *crew, struct str keys)
{
    int64_t now_us = now_of(call);
    enum rc rc = RC_OK;

    for (size_t i = 0; i < crew->n && rc == RC_OK; i++) {
        struct member *member = &crew->members[i];
        if (member->pid != 0 && member->kill_us <= now_us)
            kill_member(member);
        else if (member->pid == 0 && !crew->closing && member->start_us <= now_us)
            rc = start_member(call, crew, member, keys);
    }
    return rc;
}

/* Quick deaths are counted over the whole crew: what kills one kills its replacement. */
static bool too_many_quick(struct crew *crew, int64_t now_us)
{
    crew->quick_us[crew->quick_at] = now_us;
    crew->quick_at = (crew->quick_at + 1) % CREW_QUICK_DEATHS;
    return now_us - crew->quick_us[crew->quick_at] < CREW_QUICK_SPAN_MS * 1000LL;
}

static enum rc fail_quick(struct call *call, const struct member *member, int status)
{
    return fail(call, RC_IO, member->role,
                "Stopped: processes of the server ended as soon as they were started, %d times "
                "in %d seconds (the last, a %s, with %s). What it said stands above.",
                CREW_QUICK_DEATHS, CREW_QUICK_SPAN_MS / 1000, member->role,
                child_ended(call, status).p);
}

static enum rc replace(struct call *call, struct crew *crew, struct member *member, int status)
{
    struct member next = fresh(member->role);
    int64_t now_us = now_of(call);
    bool quick = now_us - member->started_us < CREW_QUICK_MS * 1000LL;

    next.start_us = now_us;
    if (quick) {
        unsigned doublings = member->quick < PAUSE_DOUBLINGS ? member->quick : PAUSE_DOUBLINGS;
        next.start_us += (PAUSE_MS * 1000LL) << doublings;
        next.quick = member->quick + 1;
    }
    struct str sentence = say(call, "A %s (process %lld) ended with %s; another takes its place.",
                              member->role, (long long)member->pid, child_ended(call, status).p);
    crew->options.ended(crew->options.data, sentence.p == NULL ? STR("") : sentence);
    enum rc rc = RC_OK;
    if (quick && too_many_quick(crew, now_us))
        rc = fail_quick(call, member, status);
    *member = next;
    return rc;
}

enum rc crew_reap(struct call *call, struct crew *crew)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < crew->n; i++) {
        struct member *member = &crew->members[i];
        int status;
        if (member->pid == 0 || !child_reap(member->pid, &status))
            continue;
        (void)close(member->channel);
        if (member->asked || crew->closing || rc != RC_OK)
            *member = fresh(member->role);
        else
            rc = replace(call, crew, member, status);
    }
    return rc;
}

int64_t crew_next_us(const struct crew *crew)
{
    int64_t next_us = INT64_MAX;

    for (size_t i = 0; i < crew->n; i++) {
        const struct member *member = &crew->members[i];
        int64_t at_us = member->pid != 0 ? member->kill_us
                        : crew->closing  ? INT64_MAX
                                         : member->start_us;
        if (at_us < next_us)
            next_us = at_us;
    }
    return next_us;
}

void crew_unlock(struct call *call, struct crew *crew, struct str keys)
{
    for (size_t i = 0; i < crew->n; i++)
        if (crew->members[i].pid != 0 && !crew->members[i].asked)
            send_state(call, &crew->members[i], keys);
}

void crew_stop(struct call *call, struct crew *crew, int grace_ms, bool keyed_alone)
{
    struct buf body;

    buf_init(&body, call->arena, 16);
    cbor_put_int(&body, grace_ms);
    for (size_t i = 0; i < crew->n; i++) {
        struct member *member = &crew->members[i];
        if (member->pid == 0 || (keyed_alone && !member->keyed))
            continue;
        member->asked = true;
        member->kill_us = now_of(call) + grace_ms * 1000LL;
        crew_send(call, member, LINK_STOP, buf_str(&body));
    }
}

bool crew_has_keyed(const struct crew *crew)
{
    bool any = false;

    for (size_t i = 0; i < crew->n; i++)
        any = any || (crew->members[i].pid != 0 && crew->members[i].keyed);
    return any;
}

size_t crew_running(const struct crew *crew)
{
    size_t n = 0;

    for (size_t i = 0; i < crew->n; i++)
        n += crew->members[i].pid != 0;
    return n;
}

void crew_fini(struct crew *crew)
{
    for (size_t i = 0; i < crew->n; i++) {
        struct member *member = &crew->members[i];
        int status;
        if (member->pid == 0)
            continue;
        kill_member(member);
        (void)child_wait(member->pid, &status);
        (void)close(member->channel);
        *member = fresh(member->role);
    }
}
