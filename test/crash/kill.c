/* kill.c - see kill.h. */
#include "kill.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DYING_MS = 10000, SYSCALL_STOP = SIGTRAP | 0x80 };

struct hunt {
    const struct kill_plan *plan;
    struct kill_result result;
    uint64_t random;
    long calls_max; /* as learnt */
    int acks;       /* a memory file */
    int children;   /* a signalfd of SIGCHLD */
};

/* One run of the writer. */
struct prey {
    pid_t pid;
    int pipe;        /* of acknowledgements; -1: all of its ends are closed */
    bool traced;     /* it is to die at a system call */
    long calls;      /* borders seen */
    long calls_last; /* the one to die at */
    int64_t die_ms;  /* the moment to die at */
    bool shot, dead;
    int status; /* as wait() says, once dead */
};

static int64_t clock_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static long draw(struct hunt *hunt, long below)
{
    hunt->random = hunt->random * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
    return below < 1 ? 0 : (long)((hunt->random >> 33) % (uint64_t)below);
}

static void become(char *const *argv)
{
    sigset_t none;

    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

static bool start(struct hunt *hunt, struct prey *prey)
{
    int ends[2];

    if (pipe(ends) != 0)
        return false;
    (void)fflush(NULL);
    prey->pid = fork();
    if (prey->pid == 0) {
        (void)setpgid(0, 0);
        (void)close(ends[0]);
        if (ends[1] != KILL_ACK_FD) {
            (void)dup2(ends[1], KILL_ACK_FD);
            (void)close(ends[1]);
        }
        if (prey->traced) {
            /* In a sanitized build the search for leaks cannot work beside another tracer. */
            (void)setenv("ASAN_OPTIONS", "detect_leaks=0", 0);
            (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        }
        become(hunt->plan->writer);
    }
    (void)close(ends[1]);
    prey->pipe = ends[0];
    if (prey->pid > 0)
        (void)setpgid(prey->pid, prey->pid); /* whoever of the two comes first */
    return prey->pid > 0;
}

static void shoot(struct prey *prey)
{
    if (prey->dead || prey->shot)
        return;
    (void)kill(-prey->pid, SIGKILL);
    prey->shot = true;
    prey->die_ms = clock_ms() + DYING_MS;
}

/* A traced process has stopped: lets it go on to its next system call, or not. */
static void step_on(struct prey *prey, pid_t pid, int status)
{
    enum {
        OPTIONS = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                  PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL
    };
    long signal = WSTOPSIG(status);
    bool is_event = status >> 16 != 0;

    if (signal == SYSCALL_STOP) {
        if (++prey->calls >= prey->calls_last)
            shoot(prey);
        signal = 0;
    } else if (signal == SIGTRAP && !is_event && prey->calls == 0) {
        (void)ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(intptr_t)OPTIONS); /* its exec */
        signal = 0;
    } else if (is_event || signal == SIGSTOP) {
        signal = 0; /* a new child, stopped by us */
    }
    if (!prey->shot)
        (void)ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)signal);
}

static void hear_children(struct hunt *hunt, struct prey *prey)
{
    struct signalfd_siginfo signals[16];
    int status;
    pid_t pid;

    (void)!read(hunt->children, signals, sizeof signals);
    while ((pid = waitpid(-1, &status, __WALL | WNOHANG)) > 0) {
        if (WIFSTOPPED(status)) {
            step_on(prey, pid, status);
        } else if (pid == prey->pid) {
            prey->dead = true;
            prey->status = status;
            prey->die_ms = clock_ms() + DYING_MS; /* for what it has left in the pipe */
        }
    }
}

static void hear_acks(struct hunt *hunt, struct prey *prey)
{
    char text[4096];
    ssize_t n = read(prey->pipe, text, sizeof text);

    if (n <= 0) {
        (void)close(prey->pipe);
        prey->pipe = -1;
        return;
    }
    for (ssize_t i = 0; i < n; i++)
        hunt->result.acknowledged += text[i] == '\n';
    if (write(hunt->acks, text, (size_t)n) != n)
        hunt->result.damaged++;
}

/* Until it is dead and its last acknowledgement read; false: something would not die. */
static bool watch(struct hunt *hunt, struct prey *prey)
{
    while (!prey->dead || prey->pipe >= 0) {
        struct pollfd ears[2] = {{.fd = hunt->children, .events = POLLIN},
                                 {.fd = prey->pipe, .events = POLLIN}};
        int64_t left = prey->die_ms - clock_ms();
        if (left <= 0 && (prey->shot || prey->dead))
            return false;
        if (left <= 0)
            shoot(prey);
        int heard = poll(ears, 2, left <= 0 ? 1 : (int)left);
        if (heard > 0 && (ears[0].revents & POLLIN) != 0)
            hear_children(hunt, prey);
        if (heard > 0 && ears[1].revents != 0)
            hear_acks(hunt, prey);
    }
    return true;
}

/* The exit status of the checker, or -1. */
static int run_check(struct hunt *hunt)
{
    int64_t until = clock_ms() + KILL_CHECK_MS;
    int status = -1;

    (void)fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        (void)lseek(hunt->acks, 0, SEEK_SET);
        (void)dup2(hunt->acks, STDIN_FILENO);
        become(hunt->plan->check);
    }
    if (pid < 0)
        return -1;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        struct pollfd ear = {.fd = hunt->children, .events = POLLIN};
        struct signalfd_siginfo signals[16];
        if (clock_ms() > until) {
            (void)kill(pid, SIGKILL);
            (void)waitpid(pid, &status, 0);
            return -1;
        }
        if (poll(&ear, 1, 100) > 0)
            (void)!read(hunt->children, signals, sizeof signals);
    }
    (void)lseek(hunt->acks, 0, SEEK_END);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void judge(struct hunt *hunt, const struct prey *prey, bool died)
{
    const char *found = "damaged";
    int said = died ? run_check(hunt) : -1;

    if (!died)
        found = "it could not be started, would not die or left its group";
    else if (!prey->shot && prey->status != 0 && (said == 0 || said == 1))
        found = "the writer failed by itself";
    else if (said == 1)
        found = "lost";
    else if (said == 0)
        return;
    hunt->result.lost += said == 1;
    hunt->result.damaged += said != 1;
    (void)fprintf(stderr, "# run %ld, seed %llu, %s after %ld borders of system calls: %s\n",
                  hunt->result.runs, (unsigned long long)hunt->plan->seed,
                  prey->shot ? "killed" : "ended", prey->calls, found);
}

static void run_once(struct hunt *hunt)
{
    const struct kill_plan *plan = hunt->plan;
    struct prey prey = {.pipe = -1, .traced = hunt->result.runs % 2 == 1};

    prey.calls_last = 1 + draw(hunt, hunt->calls_max);
    /* Tracing is slow: such a run may take its time. */
    prey.die_ms = clock_ms() + (prey.traced ? plan->run_ms_max * 10 : draw(hunt, plan->run_ms_max));
    hunt->result.runs++;
    bool died = start(hunt, &prey) && watch(hunt, &prey);
    if (prey.shot)
        hunt->result.killed++;
    else if (prey.traced && prey.calls > 0)
        hunt->calls_max = prey.calls;
    if (prey.pipe >= 0)
        (void)close(prey.pipe);
    judge(hunt, &prey, died);
}

struct kill_result kill_run(const struct kill_plan *plan)
{
    struct hunt hunt = {.plan = plan, .random = plan->seed, .calls_max = plan->calls_max};
    int64_t until = clock_ms() + plan->seconds_max * 1000;
    sigset_t chld, before;

    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &chld, &before);
    hunt.acks = memfd_create("acknowledgements", MFD_CLOEXEC);
    hunt.children = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
    if (hunt.acks < 0 || hunt.children < 0) {
        perror("kill_run");
        hunt.result.damaged++;
    }
    while (hunt.result.runs < plan->runs && clock_ms() < until && hunt.children >= 0)
        run_once(&hunt);
    if (hunt.acks >= 0)
        (void)close(hunt.acks);
    if (hunt.children >= 0)
        (void)close(hunt.children);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return hunt.result;
}
