/* spawn.c - see spawn.h. */
#include "process/spawn.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/* Descriptors are first copied to here, so that placing one cannot overwrite another. */
enum { ASIDE = 64 };

struct plan {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int aside[SPAWN_FDS_MAX];
    size_t aside_count;
    int error;
};

static void note(struct plan *plan, int error)
{
    if (plan->error == 0)
        plan->error = error;
}

static void plan_files(struct plan *plan, const struct spawn *what)
{
    note(plan, posix_spawn_file_actions_addopen(&plan->files, 0, "/dev/null", O_RDONLY, 0));
    note(plan, posix_spawn_file_actions_adddup2(&plan->files, 2, 1));
    for (size_t i = 0; i < what->fd_count; i++) {
        int copy = fcntl(what->fds[i], F_DUPFD_CLOEXEC, ASIDE);
        if (copy < 0) {
            note(plan, errno);
            return;
        }
        plan->aside[plan->aside_count++] = copy;
        note(plan, posix_spawn_file_actions_adddup2(&plan->files, copy, SPAWN_FD + (int)i));
    }
    note(plan,
         posix_spawn_file_actions_addclosefrom_np(&plan->files, SPAWN_FD + (int)what->fd_count));
}

static void plan_attributes(struct plan *plan)
{
    sigset_t none, all;

    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    note(plan, posix_spawnattr_setflags(&plan->attributes, POSIX_SPAWN_SETSIGMASK |
                                                               POSIX_SPAWN_SETSIGDEF |
                                                               POSIX_SPAWN_SETPGROUP));
    note(plan, posix_spawnattr_setsigmask(&plan->attributes, &none));
    note(plan, posix_spawnattr_setsigdefault(&plan->attributes, &all));
    note(plan, posix_spawnattr_setpgroup(&plan->attributes, 0));
}

static int start(struct plan *plan, const struct spawn *what, pid_t *out)
{
    char parent[24];
    const char *argv[SPAWN_ARGS_MAX + 5] = {"khetane", "--role", what->role, parent};
    size_t n = 4;
    static const char *const environment[] = {"LC_ALL=C.UTF-8", "TZ=UTC", NULL};

    (void)snprintf(parent, sizeof parent, "%lld", (long long)getpid());
    for (size_t i = 0; what->args != NULL && what->args[i] != NULL; i++) {
        assert(i < SPAWN_ARGS_MAX);
        argv[n++] = what->args[i];
    }
    /* posix_spawn() changes neither; its prototype is older than const. */
    return posix_spawn(out, "/proc/self/exe", &plan->files, &plan->attributes,
                       (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment);
}

enum rc spawn(struct call *call, const struct spawn *what, pid_t *out)
{
    struct plan plan = {0};
    pid_t pid = 0;

    assert(what->fd_count <= SPAWN_FDS_MAX);
    if (posix_spawn_file_actions_init(&plan.files) != 0)
        return fail_memory(call);
    if (posix_spawnattr_init(&plan.attributes) != 0) {
        (void)posix_spawn_file_actions_destroy(&plan.files);
        return fail_memory(call);
    }
    plan_files(&plan, what);
    plan_attributes(&plan);
    if (plan.error == 0)
        plan.error = start(&plan, what, &pid);
    (void)posix_spawn_file_actions_destroy(&plan.files);
    (void)posix_spawnattr_destroy(&plan.attributes);
    for (size_t i = 0; i < plan.aside_count; i++)
        (void)close(plan.aside[i]);
    if (plan.error != 0)
        return fail(call, plan.error == EAGAIN ? RC_LIMIT : RC_IO, what->role,
                    "Could not start a process (%s): %s.", what->role, strerror(plan.error));
    *out = pid;
    return RC_OK;
}

static bool wait_end(pid_t pid, int flags, int *status)
{
    for (;;) {
        pid_t got = waitpid(pid, status, flags);
        if (got > 0)
            return true;
        if (got == 0 || errno != EINTR)
            return false;
    }
}

bool child_reap(pid_t pid, int *status)
{
    return wait_end(pid, WNOHANG, status);
}

bool child_wait(pid_t pid, int *status)
{
    return wait_end(pid, 0, status);
}

void child_kill(pid_t pid)
{
    (void)kill(pid, SIGKILL);
}

bool child_was_well(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct str child_ended(struct call *call, int status)
{
    struct str text = WIFSIGNALED(status) ? say(call, "signal %d (%s)", WTERMSIG(status),
                                                strsignal(WTERMSIG(status)))
                                          : say(call, "exit code %d", WEXITSTATUS(status));

    return text.p == NULL ? STR("") : text;
}
