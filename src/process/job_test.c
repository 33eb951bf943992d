/* job_test.c - jobs without a server: results, limits, and what the sandbox refuses. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process/kinds.h"
#include "process/spawn.h"
#include "process/wire.h"
#include "process_test.h"
#include "store/posix.h"

static enum rc run_echo(struct call *call, struct job_work *work)
{
    enum rc rc = job_progress(call, work, 1, 2);

    if (rc == RC_OK)
        rc = job_part(call, work, STR("\x64part"), -1);
    work->result = work->request;
    if (work->input < 0)
        return rc;
    struct str bytes;
    if (rc == RC_OK)
        rc = channel_file_read(call, work->input, 1 << 20, &bytes);
    return rc == RC_OK ? channel_file(call, bytes, &work->output) : rc;
}

static enum rc run_refuse(struct call *call, struct job_work *work)
{
    return fail(call, RC_INVALID, "row 7", "%zu bytes are not enough.", work->request.n);
}

static enum rc run_memory(struct call *call, struct job_work *work)
{
    (void)work;
    for (;;) {
        volatile char *more = malloc(1 << 20);
        if (more == NULL)
            return fail_memory(call);
        for (size_t i = 0; i < 1 << 20; i += 4096)
            more[i] = 1;
    }
}

static enum rc run_arena(struct call *call, struct job_work *work)
{
    (void)work;
    while (arena_alloc(call->arena, 1 << 20) != NULL)
        continue;
    return fail_memory(call);
}

static enum rc run_compute(struct call *call, struct job_work *work)
{
    volatile unsigned long n = 0;

    (void)call;
    while (work->output < 0)
        n++;
    return RC_OK;
}

static enum rc run_sleep(struct call *call, struct job_work *work)
{
    (void)call;
    while (work->output < 0)
        (void)poll(NULL, 0, 1000);
    return RC_OK;
}

static enum rc run_crash(struct call *call, struct job_work *work)
{
    (void)call;
    (void)work;
    (void)signal(SIGSEGV, SIG_DFL); /* without the sanitizer's page of report */
    (void)raise(SIGSEGV);
    return RC_OK;
}

static enum rc run_output(struct call *call, struct job_work *work)
{
    size_t n = 2 << 20;

    return channel_file(call, str_bytes(arena_alloc(call->arena, n), n), &work->output);
}

/* Everything that a job must not do; each row tries it and says whether it was let. */
static bool closes(int file)
{
    return file >= 0 && close(file) == 0;
}

static bool opens(const char *path, int flags)
{
    return closes(open(path, flags, 0600));
}

static bool tries_network(void)
{
    return closes(socket(AF_INET, SOCK_STREAM, 0));
}

static bool tries_unix_socket(void)
{
    return closes(socket(AF_UNIX, SOCK_STREAM, 0));
}

static bool tries_exec(void)
{
    (void)syscall(SYS_execve, "/bin/true", (char *[]){NULL}, (char *[]){NULL});
    return errno != EPERM;
}

static bool tries_fork(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool tries_vfork(void)
{
    return syscall(SYS_clone3, NULL, (size_t)0) >= 0 || (errno != ENOSYS && errno != EPERM);
}

static bool tries_ptrace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool tries_kill(void)
{
    return kill(getppid(), 0) == 0;
}

static bool tries_mount(void)
{
    return mount("none", "/tmp", "tmpfs", 0, NULL) == 0;
}

static bool tries_unshare(void)
{
    return unshare(CLONE_NEWUSER) == 0;
}

static bool tries_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0) >= 0 || errno != EPERM;
}

static bool tries_io_uring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL) >= 0 || errno != EPERM;
}

static bool tries_write(void)
{
    return opens("/tmp/khetane-escape", O_WRONLY | O_CREAT);
}

static bool tries_write_device(void)
{
    return opens("/dev/null", O_RDWR);
}

static bool tries_temporary(void)
{
    return opens("/tmp", O_TMPFILE | O_WRONLY);
}

static bool tries_remove(void)
{
    return unlink("/tmp/khetane-not-there") == 0 || errno != EPERM;
}

static bool tries_mkdir(void)
{
    return mkdir("/tmp/khetane-escape", 0700) == 0;
}

static bool tries_chmod(void)
{
    return chmod("/tmp", 01777) == 0;
}

static bool tries_reading(void)
{
    return sandbox_landlock() != 0 && opens("/etc/passwd", O_RDONLY);
}

static bool tries_processes(void)
{
    return sandbox_landlock() != 0 && opens("/proc/1/status", O_RDONLY);
}

static bool tries_more_limits(void)
{
    return syscall(SYS_prlimit64, 0, 0, NULL, NULL) == 0;
}

static bool tries_set_user(void)
{
    return syscall(SYS_setuid, getuid()) == 0;
}

static const struct {
    const char *what;
    bool (*tries)(void);
} forbidden[] = {
    {"network", tries_network},
    {"unix socket", tries_unix_socket},
    {"exec", tries_exec},
    {"fork", tries_fork},
    {"clone3", tries_vfork},
    {"ptrace", tries_ptrace},
    {"kill", tries_kill},
    {"mount", tries_mount},
    {"unshare", tries_unshare},
    {"bpf", tries_bpf},
    {"io_uring", tries_io_uring},
    {"write", tries_write},
    {"write a device", tries_write_device},
    {"temporary file", tries_temporary},
    {"remove", tries_remove},
    {"mkdir", tries_mkdir},
    {"chmod", tries_chmod},
    {"read /etc", tries_reading},
    {"read /proc", tries_processes},
    {"limits", tries_more_limits},
    {"set user", tries_set_user},
};

/* Gives the names of what was let, each with a blank behind it: none is right. */
static enum rc run_forbidden(struct call *call, struct job_work *work)
{
    struct buf let, item;

    buf_init(&let, call->arena, 1000);
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++)
        if (forbidden[i].tries())
            buf_format(&let, "%s ", forbidden[i].what);
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0)
        buf_z(&let, "new rights ");
    buf_init(&item, call->arena, 1000);
    cbor_put_text(&item, buf_str(&let));
    work->result = buf_str(&item);
    return buf_ok(&item) ? RC_OK : fail_memory(call);
}

static void *thread_main(void *data)
{
    *(bool *)data = true;
    return NULL;
}

/* What a job must be able to do: read what its profile shows, start a thread if it may. */
static enum rc run_allowed(struct call *call, struct job_work *work)
{
    struct str shown = str_format(call->arena, "%s/shown", work->folder);
    struct str hidden = str_format(call->arena, "%s/hidden", work->folder);
    bool ran = false;
    pthread_t thread;
    struct buf item;

    bool started = pthread_create(&thread, NULL, thread_main, &ran) == 0;
    if (started)
        (void)pthread_join(thread, NULL);
    buf_init(&item, call->arena, 100);
    cbor_put_array(&item, 4);
    cbor_put_bool(&item, opens(shown.p, O_RDONLY));
    cbor_put_bool(&item, sandbox_landlock() != 0 && opens(hidden.p, O_RDONLY));
    cbor_put_bool(&item, opens("/usr/share/doc", O_RDONLY | O_DIRECTORY));
    cbor_put_bool(&item, ran);
    work->result = buf_str(&item);
    return RC_OK;
}

static enum rc run_count_files(struct call *call, struct job_work *work)
{
    struct buf item;
    int open_files = 0;

    for (int file = 0; file < 1000; file++)
        open_files += fcntl(file, F_GETFD) >= 0;
    buf_init(&item, call->arena, 16);
    cbor_put_int(&item, open_files);
    work->result = buf_str(&item);
    return RC_OK;
}

static const char *const shown_files[] = {"shown", NULL};
static const char *const shown_folders[] = {"/usr/share", "/nowhere", NULL};

#define LIMITS(cpu, wall) \
    .limits = {.memory_bytes = 64 << 20, .cpu_s = (cpu), .wall_s = (wall), .output_bytes = 1 << 20}

static const struct job_kind kinds[] = {
    {.name = "echo", .at_once = 2, LIMITS(5, 5), .run = run_echo},
    {.name = "refuse", .at_once = 1, LIMITS(5, 5), .run = run_refuse},
    {.name = "memory", .at_once = 1, LIMITS(5, 5), .run = run_memory},
    {.name = "arena", .at_once = 1, LIMITS(5, 5), .run = run_arena},
    {.name = "compute", .at_once = 1, LIMITS(1, 10), .run = run_compute},
    {.name = "sleep", .at_once = 1, LIMITS(5, 1), .run = run_sleep},
    {.name = "crash", .at_once = 1, LIMITS(5, 5), .run = run_crash},
    {.name = "output", .at_once = 1, LIMITS(5, 5), .run = run_output},
    {.name = "count", .at_once = 1, LIMITS(5, 5), .run = run_count_files},
    {.name = "forbidden", .at_once = 1, LIMITS(5, 5), .run = run_forbidden},
    {.name = "forbidden computing",
     .at_once = 1,
     LIMITS(5, 5),
     .sandbox = {.computes_only = true},
     .run = run_forbidden},
    {.name = "allowed",
     .at_once = 1,
     LIMITS(5, 5),
     .sandbox = {.threads = true, .read = shown_folders, .read_in_data = shown_files},
     .run = run_allowed},
    {.name = "allowed computing",
     .at_once = 1,
     LIMITS(5, 5),
     .sandbox = {.computes_only = true, .read_in_data = shown_files},
     .run = run_allowed},
};

struct job_table test_jobs(void)
{
    static const struct job_kind *const table[] = {&job_unlock, &job_password, &kinds[0], &kinds[1],
                                                   &kinds[2],   &kinds[3],     &kinds[4], &kinds[5],
                                                   &kinds[6],   &kinds[7],     &kinds[8], &kinds[9],
                                                   &kinds[10],  &kinds[11],    &kinds[12]};

    _Static_assert(sizeof kinds / sizeof kinds[0] + 2 == sizeof table / sizeof table[0],
                   "every kind is in the table");
    return (struct job_table){table, sizeof table / sizeof table[0]};
}

static enum rc run_one(struct call *call, const char *kind, struct str body, struct job_news *news)
{
    struct job_source source = {.table = test_jobs(), .folder = tap_folder(), .keeper = -1};
    struct job job;
    enum rc rc = job_start(call, &source, kind, (struct job_request){.body = body, .fd = -1}, &job);

    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, news);
    job_close(&job);
    return rc;
}

static void result_test(struct call *call)
{
    struct job_source source = {.table = test_jobs(), .folder = tap_folder(), .keeper = -1};
    struct job_news news = {.fd = -1};
    struct job job;
    int file;

    CASE("a job gives progress, parts, a result and a file");
    struct str bytes = str_bytes(arena_alloc(call->arena, 200000), 200000);
    if (!CHECK_RC(call, channel_file(call, bytes, &file), RC_OK))
        return;
    struct job_request request = {.body = STR("\x63yes"), .fd = file};
    if (!CHECK_RC(call, job_start(call, &source, "echo", request, &job), RC_OK))
        return;
    (void)close(file);
    CHECK_RC(call, job_poll(call, &job, 5000, &news), RC_OK);
    CHECK(news.state == JOB_MOVES && news.done == 1 && news.total == 2);
    CHECK_RC(call, job_poll(call, &job, 5000, &news), RC_OK);
    CHECK(news.state == JOB_GAVE_PART);
    CHECK_TEXT(news.body, "\x64part");
    if (CHECK_RC(call, job_wait(call, &job, &news), RC_OK)) {
        struct str back;
        CHECK_TEXT(news.body, "\x63yes");
        CHECK_RC(call, channel_file_read(call, news.fd, 200000, &back), RC_OK);
        CHECK(str_eq(back, bytes));
        (void)close(news.fd);
    }
    job_close(&job);

    CASE("a job's own failure comes back word for word");
    CHECK_INT(run_one(call, "refuse", STR("\x63yes"), &news), RC_INVALID);
    CHECK_TEXT(call->error.where, "row 7");
    CHECK_TEXT(call->error.text, "4 bytes are not enough.");
    call_forgive(call);
}

static void check_ends(struct call *call, const char *kind, enum rc rc, const char *sentence)
{
    struct job_news news = {.fd = -1};
    int64_t from_us = call->os->tick_us(NULL);

    CHECK_INT(run_one(call, kind, STR("\xf6"), &news), rc);
    if (sentence != NULL)
        CHECK_TEXT(call->error.text, sentence);
    call_forgive(call);
    CHECK(call->os->tick_us(NULL) - from_us < 4000000);
}

static void limit_test(struct call *call)
{
    CASE("each limit ends a job with a sentence");
#ifndef __SANITIZE_ADDRESS__
    check_ends(call, "memory", RC_MEMORY, NULL);
#endif
    check_ends(call, "arena", RC_MEMORY, NULL);
    check_ends(call, "compute", RC_LIMIT,
               "The job \"compute\" was ended: it computed longer than 1 seconds.");
    check_ends(call, "sleep", RC_LIMIT,
               "The job \"sleep\" was ended: it took longer than 1 seconds.");
    check_ends(call, "output", RC_LIMIT,
               "The result of 2097152 bytes is longer than this job may give.");
    check_ends(call, "crash", RC_IO,
               "The job \"crash\" ended without an answer: signal 11 (Segmentation fault).");
}

static void sandbox_test(struct call *call)
{
    struct job_news news = {.fd = -1};
    struct str shown = str_format(call->arena, "%s/shown", tap_folder());
    struct str hidden = str_format(call->arena, "%s/hidden", tap_folder());

    (void)close(open(shown.p, O_CREAT | O_WRONLY, 0600));
    (void)close(open(hidden.p, O_CREAT | O_WRONLY, 0600));
    CASE("the sandbox lets none of %zu forbidden things (Landlock version %d)",
         sizeof forbidden / sizeof forbidden[0], sandbox_landlock());
    if (CHECK_RC(call, run_one(call, "forbidden", STR("\xf6"), &news), RC_OK))
        CHECK_TEXT(news.body, "\x60");
    if (CHECK_RC(call, run_one(call, "forbidden computing", STR("\xf6"), &news), RC_OK))
        CHECK_TEXT(news.body, "\x60");
    CASE("without the sandbox the same attempts succeed");
    CHECK(tries_network() && tries_unix_socket() && tries_write_device() &&
          opens("/etc/passwd", 0));
    CASE("what a profile shows can be read, nothing beside it; threads only where allowed");
    if (CHECK_RC(call, run_one(call, "allowed", STR("\xf6"), &news), RC_OK))
        CHECK_TEXT(news.body, "\x84\xf5\xf4\xf5\xf5");
    if (CHECK_RC(call, run_one(call, "allowed computing", STR("\xf6"), &news), RC_OK))
        CHECK_TEXT(news.body, "\x84\xf5\xf4\xf4\xf4");
}

static void spawn_test(struct call *call)
{
    struct job_news news = {.fd = -1};
    pid_t pid;
    int status;

    CASE("a child gets its four descriptors and no others");
    int extra = open("/dev/null", O_RDONLY); /* not close-on-exec */
    if (CHECK_RC(call, run_one(call, "count", STR("\xf6"), &news), RC_OK))
        CHECK_TEXT(news.body, "\x04");
    (void)close(extra);

    CASE("a role that nobody knows ends at once");
    struct spawn what = {.role = "stranger", .args = (const char *const[]){"/", NULL}};
    CHECK_RC(call, spawn(call, &what, &pid), RC_OK);
    CHECK(child_wait(pid, &status));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 2);
}

/* A child whose parent is gone is gone too. */
static void orphan_test(struct call *call)
{
    int ends[2];
    char byte;

    CASE("a job ends with the process that started it");
    CHECK_INT(pipe2(ends, O_CLOEXEC), 0);
    pid_t parent = fork();
    if (parent == 0) {
        pid_t pid = 0;
        const char *const args[] = {"/", "sleep", NULL};
        struct spawn what = {.role = "job", .args = args, .fds = {ends[1]}, .fd_count = 1};
        (void)!spawn(call, &what, &pid);
        _exit(0);
    }
    (void)waitpid(parent, NULL, 0);
    (void)close(ends[1]);
    int64_t from_us = call->os->tick_us(NULL);
    CHECK_INT(read(ends[0], &byte, 1), 0); /* nobody has the other end any more */
    CHECK(call->os->tick_us(NULL) - from_us < 2000000);
    (void)close(ends[0]);
}

static void speed_test(struct call *call)
{
    enum { TIMES = 20 };
    struct job_news news = {.fd = -1};
    int64_t from_us = call->os->tick_us(NULL);

    CASE("starting and ending a job is quick");
    for (int i = 0; i < TIMES; i++)
        if (!CHECK_RC(call, run_one(call, "echo", STR("\xf6"), &news), RC_OK))
            return;
    tap_note("one job from start to result: %lld us",
             (long long)(call->os->tick_us(NULL) - from_us) / TIMES);
}

void job_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, 32 << 20);
    call_init(&call, &arena, posix_os());
    result_test(&call);
    limit_test(&call);
    sandbox_test(&call);
    spawn_test(&call);
    orphan_test(&call);
    speed_test(&call);
    arena_fini(&arena);
}
