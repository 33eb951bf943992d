/* role.c - see role.h. */
#include "process/role.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "process/spawn.h"

enum { ARG_ROLE = 2, ARG_PARENT, ARG_FOLDER, ARG_REST };

bool process_is_role(int argc, char **argv)
{
    return argc > 1 && str_is(str_of(argv[1]), "--role");
}

/* False when the parent had ended before it could be watched. */
static bool end_with_parent(const char *parent)
{
    uint64_t pid;

    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
           str_uint(str_of(parent), INT32_MAX, &pid) && (uint64_t)getppid() == pid;
}

static void name_process(const char *role)
{
    char name[16]; /* what the kernel keeps */

    (void)snprintf(name, sizeof name, "khetane-%s", role);
    (void)prctl(PR_SET_NAME, name, 0, 0, 0);
}

static int run_job(char **argv, int argc, const struct role_table *table)
{
    struct job_start_up start = {.table = table->jobs, .os = table->os, .lang = table->lang};

    if (argc != ARG_REST + 1)
        return rc_exit(RC_USAGE);
    start.folder = argv[ARG_FOLDER];
    start.kind = argv[ARG_REST];
    /* Nothing that libraries would do at an end: the sandbox allows none of it. */
    _exit(job_run(&start));
}

/* A child was given its descriptors one after the other (spawn.h). */
static void take_listeners(struct role_start *start)
{
    while (start->listener_n < LISTENERS) {
        int fd = SPAWN_FD + 1 + (int)start->listener_n, listens = 0;
        socklen_t size = sizeof listens;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0)
            return;
        start->listeners[start->listener_n++] = fd;
    }
}

int process_role(int argc, char **argv, const struct role_table *table)
{
    if (argc < ARG_REST || !process_is_role(argc, argv) || !end_with_parent(argv[ARG_PARENT]))
        return rc_exit(RC_USAGE);
    sandbox_harden();
    name_process(argv[ARG_ROLE]);
    struct str role = str_of(argv[ARG_ROLE]);
    if (str_is(role, "job"))
        return run_job(argv, argc, table);
    struct role_start start = {.os = table->os,
                               .channel = SPAWN_FD,
                               .folder = argv[ARG_FOLDER],
                               .args = (const char *const *)argv + ARG_REST};
    take_listeners(&start);
    for (size_t i = 0; i < table->n; i++)
        if (str_is(role, table->roles[i].name))
            return table->roles[i].run(&start);
    return rc_exit(RC_USAGE);
}

enum rc role_port(struct call *call, const struct role_start *start, enum role_listener which,
                  uint16_t *out)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;

    if (getsockname(start->listeners[which], (struct sockaddr *)&address, &size) != 0)
        return fail(call, RC_IO, "port", "The server's own address could not be found.");
    *out = ntohs(address.sin_port);
    return RC_OK;
}
