/* sandbox.c - see sandbox.h. */
#include "process/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "store/posix.h"

/* Landlock grew with the kernel; Debian 12's header knows its second version. The kernel takes a
 * longer structure from us as long as what it does not know is zero. */
struct landlock_rules {
    uint64_t files, network, scopes;
};

enum {
    LANDLOCK_VERSION = 1,      /* flag: LANDLOCK_CREATE_RULESET_VERSION */
    FILES_FIRST = 13,          /* rights of version 1: bits 0 to 12 */
    NETWORK_BIND_CONNECT = 3,  /* version 4: TCP */
    SCOPE_SOCKETS_SIGNALS = 3, /* version 6: abstract sockets, signals */
};

static void limit_one(int which, rlim_t soft, rlim_t hard, int *error)
{
    struct rlimit limit = {soft, hard};

    if (setrlimit((__rlimit_resource_t)which, &limit) != 0)
        *error = errno;
}

enum rc sandbox_limit(struct call *call, const struct sandbox_limits *limits)
{
    enum { FILES = 32 };
    int error = 0;

    limit_one(RLIMIT_CORE, 0, 0, &error);
    limit_one(RLIMIT_CPU, limits->cpu_s, limits->cpu_s + 1, &error);
    limit_one(RLIMIT_FSIZE, limits->output_bytes, limits->output_bytes, &error);
    limit_one(RLIMIT_NOFILE, FILES, FILES, &error);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is terabytes of private memory, hardly ever touched */
    limit_one(RLIMIT_DATA, limits->memory_bytes, limits->memory_bytes, &error);
#endif
    (void)signal(SIGXFSZ, SIG_IGN); /* a write past the limit is an error, not the end */
    return error == 0 ? RC_OK
                      : fail(call, RC_IO, "sandbox", "Could not limit a job: %s.", strerror(error));
}

int sandbox_landlock(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);

    return version < 0 ? 0 : (int)version;
}

static uint64_t file_rights(int version)
{
    int bits = version >= 5   ? FILES_FIRST + 3
               : version >= 3 ? FILES_FIRST + 2
               : version >= 2 ? FILES_FIRST + 1
                              : FILES_FIRST;

    return (1ULL << bits) - 1;
}

/* What is not there needs no rule. */
static bool allow_reading(int rules, const char *path)
{
    struct landlock_path_beneath_attr beneath = {.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
                                                                   LANDLOCK_ACCESS_FS_READ_DIR,
                                                 .parent_fd = open(path, O_PATH | O_CLOEXEC)};

    if (beneath.parent_fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    long failed = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    if (failed != 0 && errno == EINVAL) { /* a file has no folder's rights */
        beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
        failed = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    }
    (void)close(beneath.parent_fd);
    return failed == 0;
}

static bool allow_profile(struct call *call, int rules, const struct sandbox *profile,
                          const char *folder)
{
    bool ok = true;

    for (size_t i = 0; profile->read != NULL && profile->read[i] != NULL; i++)
        ok = ok && allow_reading(rules, profile->read[i]);
    for (size_t i = 0; profile->read_in_data != NULL && profile->read_in_data[i] != NULL; i++) {
        struct str path = str_format(call->arena, "%s/%s", folder, profile->read_in_data[i]);
        ok = ok && path.p != NULL && allow_reading(rules, path.p);
    }
    return ok;
}

static bool enter_landlock(struct call *call, const struct sandbox *profile, const char *folder)
{
    int version = sandbox_landlock();

    if (version == 0)
        return true;
    struct landlock_rules asked = {.files = file_rights(version),
                                   .network = version >= 4 ? NETWORK_BIND_CONNECT : 0,
                                   .scopes = version >= 6 ? SCOPE_SOCKETS_SIGNALS : 0};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &asked, sizeof asked, 0);
    if (rules < 0)
        return false;
    bool ok = allow_profile(call, rules, profile, folder) &&
              syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    (void)close(rules);
    return ok;
}

/* Names of system calls; one that this machine or libseccomp does not have is left out. */
static const char *const denied[] = {
    /* other machines and processes */
    "socket", "socketpair", "bind", "connect", "listen", "accept", "accept4", "kill", "tkill",
    "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_getfd", "pidfd_send_signal",
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "execve",
    "execveat", "fork", "vfork", "setpgid", "setsid", "prlimit64", "setrlimit", "setpriority",
    "sched_setscheduler", "sched_setattr", "shmget", "shmat", "shmctl", "semget", "semop", "msgget",
    "msgsnd", "mq_open",
    /* files by name, other than reading */
    "creat", "mkdir", "mkdirat", "mknod", "mknodat", "unlink", "unlinkat", "rmdir", "rename",
    "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "truncate", "chmod",
    "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr",
    "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "utime", "utimes", "utimensat",
    "futimesat", "openat2", "open_by_handle_at", "name_to_handle_at", "fanotify_init",
    "inotify_add_watch",
    /* the machine */
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsmount",
    "fsconfig", "fspick", "mount_setattr", "unshare", "setns", "bpf", "perf_event_open",
    "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "init_module",
    "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
    "syslog", "acct", "quotactl", "sethostname", "setdomainname", "iopl", "ioperm", "personality",
    "modify_ldt", "add_key", "request_key", "keyctl", "settimeofday", "clock_settime",
    "clock_adjtime", "adjtimex", "setuid", "setgid", "setreuid", "setregid", "setresuid",
    "setresgid", "setgroups", "setfsuid", "setfsgid", "capset", "seccomp", "vhangup",
    "lookup_dcookie", "nfsservctl", "memfd_secret", "landlock_create_ruleset", "landlock_add_rule",
    "landlock_restrict_self", NULL};

/* What a computation needs: memory, time, random, and the channel it was given. */
static const char *const computing[] = {"read",
                                        "readv",
                                        "pread64",
                                        "write",
                                        "writev",
                                        "close",
                                        "fstat",
                                        "newfstatat",
                                        "statx",
                                        "lseek",
                                        "fcntl",
                                        "poll",
                                        "ppoll",
                                        "recvmsg",
                                        "recvfrom",
                                        "sendmsg",
                                        "sendto",
                                        "brk",
                                        "mmap",
                                        "munmap",
                                        "mremap",
                                        "mprotect",
                                        "madvise",
                                        "mlock",
                                        "mlock2",
                                        "munlock",
                                        "getrandom",
                                        "clock_gettime",
                                        "clock_nanosleep",
                                        "nanosleep",
                                        "gettimeofday",
                                        "time",
                                        "getpid",
                                        "gettid",
                                        "getuid",
                                        "geteuid",
                                        "getgid",
                                        "getegid",
                                        "futex",
                                        "sched_yield",
                                        "sched_getaffinity",
                                        "rt_sigaction",
                                        "rt_sigprocmask",
                                        "rt_sigreturn",
                                        "sigaltstack",
                                        "restart_syscall",
                                        "exit",
                                        "exit_group",
                                        "rseq",
                                        "set_robust_list",
                                        "getrlimit",
                                        "sysinfo",
                                        "uname",
                                        NULL};

static void add_list(scmp_filter_ctx filter, uint32_t action, const char *const *names, int *error)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);
        if (number < 0)
            continue;
        int failed = seccomp_rule_add(filter, action, number, 0);
        if (failed != 0)
            *error = failed;
    }
}

/* One condition on one argument. */
static void add_if(scmp_filter_ctx filter, uint32_t action, int number, struct scmp_arg_cmp when,
                   int *error)
{
    int failed = seccomp_rule_add_array(filter, action, number, 1, &when);

    if (failed != 0)
        *error = failed;
}

static const unsigned writing[] = {O_WRONLY, O_RDWR,   O_CREAT,
                                   O_TRUNC,  O_APPEND, O_TMPFILE & ~O_DIRECTORY};

/* Everything is allowed but the list; opening for reading only, signals to itself only. */
static void deny_rest(scmp_filter_ctx filter, const struct sandbox *profile, int *error)
{
    uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
    scmp_datum_t self = (scmp_datum_t)getpid();

    add_list(filter, refuse, denied, error);
    for (size_t i = 0; i < sizeof writing / sizeof writing[0]; i++) {
        scmp_datum_t bit = writing[i];
        add_if(filter, refuse, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit), error);
        add_if(filter, refuse, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit), error);
    }
    add_if(filter, refuse, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, self), error);
    /* clone3() hides its flags from a filter; "not there" makes libc fall back to clone(). */
    int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    if (failed != 0)
        *error = failed;
    if (profile->threads)
        add_if(filter, refuse, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0),
               error);
    else
        add_list(filter, refuse, (const char *const[]){"clone", NULL}, error);
}

/* Nothing is allowed but the list; opening for reading only where the profile shows a file. */
static void allow_computing(scmp_filter_ctx filter, const struct sandbox *profile, int *error)
{
    scmp_datum_t self = (scmp_datum_t)getpid();

    add_list(filter, SCMP_ACT_ALLOW, computing, error);
    add_if(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, self), error);
    if (profile->read == NULL && profile->read_in_data == NULL)
        return;
    scmp_datum_t bits = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    add_if(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, bits, O_RDONLY),
           error);
}

static int enter_seccomp(const struct sandbox *profile)
{
    int error = 0;
    scmp_filter_ctx filter =
        seccomp_init(profile->computes_only ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW);

    if (filter == NULL)
        return ENOMEM;
    if (profile->computes_only)
        allow_computing(filter, profile, &error);
    else
        deny_rest(filter, profile, &error);
    if (error == 0)
        error = seccomp_load(filter);
    seccomp_release(filter);
    return -error;
}

static bool be_silent(void)
{
#ifdef __SANITIZE_ADDRESS__ /* whose word must be heard */
    return true;
#else
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    bool ok = nowhere >= 0 && dup2(nowhere, STDERR_FILENO) >= 0;

    if (nowhere >= 0)
        (void)close(nowhere);
    return ok;
#endif
}

enum rc sandbox_enter(struct call *call, const struct sandbox *profile, const char *folder)
{
    sandbox_harden();
    if (profile->silent && !be_silent())
        return fail(call, RC_IO, "sandbox", "Could not limit a job: %s.", strerror(errno));
    if (!enter_landlock(call, profile, folder))
        return fail(call, RC_IO, "sandbox", "Could not confine a job to its files (Landlock).");
    int error = enter_seccomp(profile);
    if (error != 0)
        return fail(call, RC_IO, "sandbox",
                    "Could not confine a job: %s. Khetane needs a kernel with seccomp filters.",
                    strerror(error));
    return RC_OK;
}

void sandbox_harden(void)
{
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)signal(SIGPIPE, SIG_IGN);
#ifndef __SANITIZE_ADDRESS__ /* its leak check reads the process from outside */
    (void)posix_secure_process();
#endif
}
