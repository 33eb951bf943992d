/* keeper.c - see keeper.h. */
#include "process/keeper.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "process/board.h"
#include "process/crew.h"
#include "process/door.h"
#include "process/role.h"
#include "process/vault.h"
#include "store/crypt.h"
#include "store/folder.h"

/* Whoever waits to hear what became of the passphrase it gave. */
struct asker {
    pid_t member;    /* 0: a command at the door */
    uint64_t ticket; /* the asker's own */
};

struct keeper {
    struct call *call; /* of keeper_serve(): its failure is why the server stopped */
    const struct keeper_options *options;
    struct folder_lock lock;
    int listeners[LISTENERS], signals;
    size_t listener_n;
    uint16_t ports[LISTENERS];
    struct crew crew;
    struct board board;
    struct door door;
    struct vault vault;
    struct asker asker;
    int64_t light, backup_ms; /* as the clerk told them last */
    int64_t active_us;        /* when a person was last at work */
    bool locking;             /* keys are wiped here, members with keys are about to end */
    bool stopping;
    sigset_t mask_before;
};

static int64_t now_of(const struct keeper *keeper)
{
    return keeper->call->os->tick_us(keeper->call->os->data);
}

static void tell(struct keeper *keeper, enum keeper_event event, struct str sentence)
{
    keeper->options->event(keeper->options->data, event, sentence);
}

static void member_ended(void *data, struct str sentence)
{
    struct keeper *keeper = data;

    tell(keeper, KEEPER_REPLACES, sentence);
}

/* Locking, unlocking, stopping. */

/* Once nobody has keys any more: those who asked for the lock may know. */
static void finish_lock(struct call *call, struct keeper *keeper)
{
    struct answer done = {.rc = RC_OK};

    if (!keeper->locking || crew_has_keyed(&keeper->crew) || keeper->board.n != 0)
        return;
    keeper->locking = false;
    for (struct door_client *client; (client = door_find(&keeper->door, WANTS_LOCK, 0)) != NULL;)
        door_answer(call, client, &done, STR(""));
    tell(keeper, KEEPER_LOCKED_UP, STR("Locked."));
}

static void refuse_waiting(struct call *call, struct keeper *keeper, enum door_wants wants,
                           enum rc rc)
{
    struct answer answer = {.rc = rc};

    for (struct door_client *client; (client = door_find(&keeper->door, wants, 0)) != NULL;)
        door_answer(call, client, &answer, STR(""));
}

static void lock(struct call *call, struct keeper *keeper)
{
    bool was_open = vault_keys(&keeper->vault).n != 0;

    vault_lock(&keeper->vault);
    refuse_waiting(call, keeper, WANTS_UNLOCK, RC_LOCKED);
    refuse_waiting(call, keeper, WANTS_KEYS, RC_LOCKED);
    if (was_open && !keeper->stopping) {
        keeper->locking = true;
        board_clear(call, &keeper->board, JOB_LOCKED);
        crew_stop(call, &keeper->crew, KEEPER_LOCK_MS, true);
    }
    finish_lock(call, keeper);
}

static void close_listeners(struct keeper *keeper)
{
    while (keeper->listener_n != 0)
        (void)close(keeper->listeners[--keeper->listener_n]);
}

static void stop(struct call *call, struct keeper *keeper)
{
    int grace_ms = keeper->stopping ? 0 : KEEPER_STOP_MS;

    if (!keeper->stopping)
        tell(keeper, KEEPER_STOPS, STR("Stopping."));
    keeper->stopping = true;
    keeper->crew.closing = true;
    vault_lock(&keeper->vault);
    close_listeners(keeper);
    crew_stop(call, &keeper->crew, grace_ms, false);
}

static void answer_unlock(struct call *call, struct keeper *keeper, const struct asker *asker,
                          const struct answer *answer)
{
    struct door_client *client = door_find(&keeper->door, WANTS_UNLOCK, asker->ticket);
    struct buf body;

    if (asker->member == 0) {
        if (client != NULL)
            door_answer(call, client, answer, STR(""));
        return;
    }
    buf_init(&body, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&body, 2);
    cbor_put_uint(&body, asker->ticket);
    answer_put(&body, answer);
    for (size_t i = 0; i < keeper->crew.n && buf_ok(&body); i++)
        if (keeper->crew.members[i].pid == asker->member)
            crew_send(call, &keeper->crew.members[i], LINK_UNLOCKED, buf_str(&body));
}

static void try_unlock(struct call *call, struct keeper *keeper, struct asker asker,
                       struct job_request request)
{
    struct job_source source = {
        .table = keeper->options->jobs, .folder = keeper->options->folder, .keeper = -1};
    struct answer answer;

    if (keeper->stopping || keeper->locking) {
        answer = (struct answer){.rc = RC_LOCKED};
        answer_unlock(call, keeper, &asker, &answer);
    } else if (vault_try(call, &keeper->vault, &source, request, &answer) == RC_OK) {
        keeper->asker = asker;
    } else {
        answer_unlock(call, keeper, &asker, &answer);
    }
}

static void poll_vault(struct call *call, struct keeper *keeper)
{
    struct answer answer;

    if (!vault_poll(call, &keeper->vault, &answer))
        return;
    if (answer.rc == RC_OK) {
        keeper->active_us = now_of(keeper);
        crew_unlock(call, &keeper->crew, vault_keys(&keeper->vault));
        tell(keeper, KEEPER_OPENED, STR("Unlocked."));
    } else {
        answer.wait_s = 0; /* this answer has its own sentence; the next attempt gets the pause */
    }
    answer_unlock(call, keeper, &keeper->asker, &answer);
}

/* What workers, the clerk and commands say. What is not understood is passed over. */

static void take_secret(struct call *call, struct keeper *keeper, struct asker asker,
                        struct cbor *in)
{
    struct str lang = cbor_text(in);
    struct str item = cbor_skip(in);

    if (cbor_done(in))
        try_unlock(call, keeper, asker, (struct job_request){.body = item, .fd = -1, .lang = lang});
}

static void take_checked(struct call *call, struct keeper *keeper, struct cbor *in)
{
    size_t n = cbor_array(in);
    uint64_t ticket = cbor_uint(in);
    struct str keys = vault_keys(&keeper->vault);
    struct answer answer;

    if (n != 2 || ticket == 0 || !answer_get(in, &answer) || !cbor_done(in))
        return;
    struct door_client *client = door_find(&keeper->door, WANTS_KEYS, ticket);
    if (client == NULL)
        return;
    if (keys.n == 0)
        answer = (struct answer){.rc = RC_LOCKED};
    door_answer(call, client, &answer, answer.rc == RC_OK ? keys : STR(""));
}

static void take_from_member(struct call *call, struct keeper *keeper, struct member *member,
                             struct message *message)
{
    struct cbor in = cbor_open(message->body);
    bool is_clerk = member == &keeper->crew.members[0];

    switch (message->type) {
    case LINK_JOB:
        if (message->fd >= 0)
            board_ask(call, &keeper->board, cbor_text(&in), message->fd);
        message->fd = -1;
        break;
    case LINK_UNLOCK:
        if (cbor_array(&in) == 3)
            take_secret(call, keeper,
                        (struct asker){.member = member->pid, .ticket = cbor_uint(&in)}, &in);
        break;
    case LINK_LOCK: lock(call, keeper); break;
    case LINK_ACTIVE: keeper->active_us = now_of(keeper); break;
    case LINK_CHECKED:
        if (is_clerk)
            take_checked(call, keeper, &in);
        break;
    case LINK_LIGHT:
        if (is_clerk && cbor_array(&in) == 2) {
            keeper->light = cbor_int(&in);
            keeper->backup_ms = cbor_int(&in);
        }
        break;
    default: break;
    }
}

static void hear_member(struct call *call, struct keeper *keeper, struct member *member)
{
    struct message message;

    if (channel_receive(call, member->channel, 0, &message) != RC_OK) {
        call_forgive(call); /* its end comes as SIGCHLD; a foreign message was thrown away */
        return;
    }
    take_from_member(call, keeper, member, &message);
    message_drop(&message);
}

static void answer_status(struct call *call, struct keeper *keeper, struct door_client *client)
{
    const struct board *board = &keeper->board;
    struct answer done = {.rc = RC_OK};
    struct buf item;

    buf_init(&item, call->arena, 256);
    cbor_put_array(&item, 13);
    cbor_put_bool(&item, vault_keys(&keeper->vault).n != 0);
    cbor_put_bool(&item, keeper->stopping);
    for (size_t i = 0; i < LISTENERS; i++)
        cbor_put_uint(&item, keeper->ports[i]);
    cbor_put_int(&item, getpid());
    cbor_put_int(&item, (int64_t)crew_running(&keeper->crew) - (keeper->crew.members[0].pid != 0));
    cbor_put_int(&item, (int64_t)board_running(board));
    cbor_put_int(&item, (int64_t)(board->n - board_running(board)));
    cbor_put_int(&item, sandbox_landlock());
    cbor_put_int(&item, keeper->options->idle_lock_ms / 1000);
    cbor_put_int(&item, keeper->light);
    cbor_put_int(&item, keeper->backup_ms);
    door_answer(call, client, &done, buf_str(&item));
}

/* The clerk has the accounts: it is asked whether this person may have the keys. */
static void ask_clerk(struct call *call, struct keeper *keeper, struct door_client *client,
                      struct cbor *in)
{
    struct member *clerk = &keeper->crew.members[0];
    size_t n = cbor_array(in);
    struct str lang = cbor_text(in), user = cbor_text(in), password = cbor_bytes(in);
    struct buf body;

    if (!cbor_done(in) || n != 3 || vault_keys(&keeper->vault).n == 0 || clerk->pid == 0) {
        bool locked = vault_keys(&keeper->vault).n == 0;
        struct answer answer = {.rc = locked ? RC_LOCKED : RC_BUSY};
        door_answer(call, client, &answer, STR(""));
        return;
    }
    buf_init(&body, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&body, 4);
    cbor_put_uint(&body, client->ticket);
    cbor_put_text(&body, lang);
    cbor_put_text(&body, user);
    cbor_put_bytes(&body, password);
    client->wants = WANTS_KEYS;
    crew_send(call, clerk, LINK_CHECK, buf_str(&body));
}

static void hear_client(struct call *call, struct keeper *keeper, struct door_client *client)
{
    struct message message;

    if (!door_receive(call, client, &message))
        return;
    struct cbor in = cbor_open(message.body);
    switch (client->wants == WANTS_NOTHING ? message.type : 0) {
    case DOOR_STATUS: answer_status(call, keeper, client); break;
    case DOOR_LOCK:
        client->wants = WANTS_LOCK;
        lock(call, keeper);
        if (client->wants == WANTS_LOCK && !keeper->locking)
            door_answer(call, client, &(struct answer){.rc = RC_OK}, STR(""));
        break;
    case DOOR_UNLOCK:
        client->wants = WANTS_UNLOCK;
        if (cbor_array(&in) == 2)
            take_secret(call, keeper, (struct asker){.ticket = client->ticket}, &in);
        break;
    case DOOR_KEYS: ask_clerk(call, keeper, client, &in); break;
    default: door_answer(call, client, &(struct answer){.rc = RC_USAGE}, STR("")); break;
    }
}

/* The loop. */

enum source { FROM_SIGNALS, FROM_DOOR, FROM_VAULT, FROM_CLIENT, FROM_MEMBER };

struct watched {
    struct pollfd fds[3 + DOOR_CLIENTS_MAX + CREW_MAX];
    struct {
        enum source source;
        size_t at;
    } what[3 + DOOR_CLIENTS_MAX + CREW_MAX];
    nfds_t n;
};

static void watch(struct watched *watched, int fd, enum source source, size_t at)
{
    if (fd < 0)
        return;
    watched->fds[watched->n] = (struct pollfd){.fd = fd, .events = POLLIN};
    watched->what[watched->n].source = source;
    watched->what[watched->n++].at = at;
}

static void watch_all(const struct keeper *keeper, struct watched *watched)
{
    watched->n = 0;
    watch(watched, keeper->signals, FROM_SIGNALS, 0);
    watch(watched, keeper->door.listener, FROM_DOOR, 0);
    watch(watched, keeper->vault.job.channel, FROM_VAULT, 0);
    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++)
        watch(watched, keeper->door.clients[i].channel, FROM_CLIENT, i);
    for (size_t i = 0; i < keeper->crew.n; i++)
        watch(watched, keeper->crew.members[i].channel, FROM_MEMBER, i);
}

static int64_t idle_at(const struct keeper *keeper)
{
    bool open = vault_keys(&keeper->vault).n != 0;

    return !open || keeper->options->idle_lock_ms == 0
               ? INT64_MAX
               : keeper->active_us + keeper->options->idle_lock_ms * 1000;
}

static int wait_of(const struct keeper *keeper)
{
    const struct vault *vault = &keeper->vault;
    int64_t next_us[] = {crew_next_us(&keeper->crew), board_next_us(&keeper->board),
                         door_next_us(&keeper->door), idle_at(keeper),
                         vault->job.channel < 0 ? INT64_MAX : vault->job.until_us};
    int64_t first_us = now_of(keeper) + 60000000;

    for (size_t i = 0; i < sizeof next_us / sizeof next_us[0]; i++)
        if (next_us[i] < first_us)
            first_us = next_us[i];
    int64_t wait_us = first_us - now_of(keeper);
    return wait_us <= 0 ? 0 : (int)(wait_us / 1000) + 1;
}

static enum rc hear_signals(struct call *call, struct keeper *keeper)
{
    struct signalfd_siginfo info;
    enum rc rc = RC_OK;

    while (read(keeper->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo != SIGCHLD) {
            stop(call, keeper);
            continue;
        }
        enum rc reaped = crew_reap(keeper->call, &keeper->crew);
        board_reap(call, &keeper->board);
        rc = rc == RC_OK ? reaped : rc;
    }
    if (rc != RC_OK)
        stop(call, keeper);
    return rc;
}

static void hear(struct call *call, struct keeper *keeper, enum source source, size_t at)
{
    switch (source) {
    case FROM_SIGNALS: break; /* first of all in each round */
    case FROM_DOOR: door_accept(call, &keeper->door); break;
    case FROM_VAULT:
        if (keeper->vault.job.channel >= 0)
            poll_vault(call, keeper);
        break;
    case FROM_CLIENT:
        if (keeper->door.clients[at].channel >= 0)
            hear_client(call, keeper, &keeper->door.clients[at]);
        break;
    case FROM_MEMBER:
        if (keeper->crew.members[at].channel >= 0)
            hear_member(call, keeper, &keeper->crew.members[at]);
        break;
    }
}

/* What is due by the clock. */
static enum rc tick(struct call *call, struct keeper *keeper)
{
    if (keeper->vault.job.channel >= 0 && now_of(keeper) >= keeper->vault.job.until_us)
        poll_vault(call, keeper);
    if (idle_at(keeper) <= now_of(keeper))
        lock(call, keeper);
    board_tick(call, &keeper->board);
    door_tick(call, &keeper->door);
    finish_lock(call, keeper);
    return crew_start(keeper->call, &keeper->crew, vault_keys(&keeper->vault));
}

static enum rc round_once(struct keeper *keeper, struct watched *watched)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_secret, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, keeper->call->os);
    enum rc rc = hear_signals(&call, keeper);
    for (nfds_t i = 0; i < watched->n; i++)
        if (watched->fds[i].revents != 0)
            hear(&call, keeper, watched->what[i].source, watched->what[i].at);
    if (rc == RC_OK)
        rc = tick(&call, keeper);
    arena_fini(&arena);
    return rc;
}

static enum rc loop(struct keeper *keeper)
{
    enum rc failed = RC_OK;

    while (!keeper->stopping || crew_running(&keeper->crew) != 0) {
        struct watched watched;
        watch_all(keeper, &watched);
        if (poll(watched.fds, watched.n, wait_of(keeper)) < 0) {
            if (errno != EINTR)
                return fail(keeper->call, RC_IO, "serve", "Waiting for processes failed: %s.",
                            strerror(errno));
            continue;
        }
        enum rc rc = round_once(keeper, &watched);
        if (rc != RC_OK && failed == RC_OK) {
            failed = rc;
            keeper->stopping = keeper->crew.closing = true;
        }
    }
    return failed;
}

/* The way in and out. */

static enum rc fail_listen(struct call *call, uint16_t port, int error)
{
    if (error == EADDRINUSE)
        return fail(call, RC_BUSY, "port",
                    "Port %u is taken by another program. Stop that program, or start with "
                    "--port and another number (0 takes any that is free).",
                    port);
    if (error == EACCES)
        return fail(call, RC_DENIED, "port",
                    "Port %u is for the administrator. Start with --port and a number from 1024.",
                    port);
    return fail(call, RC_IO, "port", "Could not listen on port %u: %s.", port, strerror(error));
}

static int bind_to(int listener, in_addr_t where, uint16_t port, uint16_t *bound)
{
    int yes = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(where)}};
    socklen_t n = sizeof address;

    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(listener, (struct sockaddr *)&address, n) != 0 || listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &n) != 0)
        return errno;
    *bound = ntohs(address.sin_port);
    return 0;
}

static enum rc listen_at(struct call *call, in_addr_t where, uint16_t port, int *out,
                         uint16_t *bound)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int error = listener < 0 ? errno : bind_to(listener, where, port, bound);

    if (error == 0) {
        *out = listener;
        return RC_OK;
    }
    if (listener >= 0)
        (void)close(listener);
    return fail_listen(call, port, error);
}

enum rc keeper_listen(struct call *call, uint16_t port, int *listener, uint16_t *bound)
{
    return listen_at(call, INADDR_LOOPBACK, port, listener, bound);
}

static enum rc take_listener(struct keeper *keeper, int listener)
{
    struct sockaddr_in address = {.sin_port = 0};
    socklen_t n = sizeof address;

    keeper->listeners[keeper->listener_n++] = listener;
    if (getsockname(listener, (struct sockaddr *)&address, &n) != 0)
        return fail_listen(keeper->call, 0, errno);
    keeper->ports[LISTENER_HERE] = ntohs(address.sin_port);
    return RC_OK;
}

static enum rc open_listener(struct keeper *keeper, enum role_listener which)
{
    uint16_t first = keeper->options->port;
    uint16_t port = first == 0 ? 0 : (uint16_t)(first + which);
    in_addr_t where = which == LISTENER_HERE ? INADDR_LOOPBACK : INADDR_ANY;
    int listener;

    if (which == LISTENER_HERE && keeper->options->listener != 0)
        return take_listener(keeper, keeper->options->listener);
    enum rc rc = listen_at(keeper->call, where, port, &listener, &keeper->ports[which]);
    if (rc == RC_OK)
        keeper->listeners[keeper->listener_n++] = listener;
    return rc;
}

static enum rc open_listeners(struct keeper *keeper)
{
    size_t n = keeper->options->network ? LISTENERS : 1;
    enum rc rc = RC_OK;

    if (keeper->options->port > UINT16_MAX - LISTENERS)
        return fail(keeper->call, RC_INVALID, "port", "The port can be %d at the most.",
                    UINT16_MAX - LISTENERS);
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = open_listener(keeper, (enum role_listener)i);
    return rc;
}

static enum rc open_signals(struct keeper *keeper)
{
    static const int caught[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    sigset_t mask;

    (void)sigemptyset(&mask);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        (void)sigaddset(&mask, caught[i]);
    if (sigprocmask(SIG_BLOCK, &mask, &keeper->mask_before) != 0)
        return fail(keeper->call, RC_IO, "serve", "Could not hold signals: %s.", strerror(errno));
    keeper->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    return keeper->signals >= 0 ? RC_OK
                                : fail(keeper->call, RC_IO, "serve",
                                       "Could not receive signals: %s.", strerror(errno));
}

/* Whoever has just made the folder need not open it. */
static enum rc take_keys(struct keeper *keeper)
{
    struct str keys = keeper->options->keys;

    if (keys.n == 0)
        return RC_OK;
    enum rc rc = vault_open(keeper->call, &keeper->vault, keys);
    crypt_wipe((void *)(uintptr_t)keys.p, keys.n);
    keeper->active_us = now_of(keeper);
    return rc;
}

static enum rc open_all(struct keeper *keeper)
{
    const struct keeper_options *options = keeper->options;
    struct call *call = keeper->call;
    enum rc rc = folder_serve(call, options->folder, getpid(), &keeper->lock);

    if (rc == RC_OK)
        rc = open_listeners(keeper);
    if (rc == RC_OK)
        rc = take_keys(keeper);
    if (rc == RC_OK)
        rc = open_signals(keeper);
    if (rc == RC_OK)
        rc = door_open(call, &keeper->door, options->folder);
    if (rc != RC_OK)
        return rc;
    struct crew_options crew = {.folder = options->folder,
                                .args = options->args,
                                .listeners = keeper->listeners,
                                .listener_n = keeper->listener_n,
                                .workers = options->workers,
                                .ended = member_ended,
                                .data = keeper};
    crew_init(&keeper->crew, &crew);
    board_init(&keeper->board, options->jobs, options->folder);
    return crew_start(call, &keeper->crew, vault_keys(&keeper->vault));
}

static void close_all(struct keeper *keeper)
{
    struct call *call = keeper->call;

    crew_fini(&keeper->crew);
    board_fini(call, &keeper->board);
    vault_lock(&keeper->vault);
    door_close(call, &keeper->door, keeper->options->folder);
    close_listeners(keeper);
    if (keeper->signals >= 0) {
        (void)close(keeper->signals);
        (void)sigprocmask(SIG_SETMASK, &keeper->mask_before, NULL);
    }
    if (keeper->lock.file >= 0)
        folder_lock_close(call, &keeper->lock);
}

static enum rc serve(struct keeper *keeper)
{
    enum rc rc = open_all(keeper);

    if (rc != RC_OK)
        return rc;
    const uint16_t *ports = keeper->ports;
    struct arena *arena = keeper->call->arena;
    struct str here = str_format(arena, "http://127.0.0.1:%u/", ports[LISTENER_HERE]);
    struct str near = str_format(arena, "%u %u", ports[LISTENER_NEAR], ports[LISTENER_TRUST]);
    if (here.p == NULL || near.p == NULL)
        return fail_memory(keeper->call);
    tell(keeper, KEEPER_SERVES, here);
    if (keeper->options->network)
        tell(keeper, KEEPER_SERVES_NETWORK, near);
    return loop(keeper);
}

enum rc keeper_serve(struct call *call, const struct keeper_options *options)
{
    struct keeper keeper = {.call = call, .options = options, .lock = {.file = -1}, .signals = -1};

    assert(options->event != NULL && job_kind_find(options->jobs, STR(VAULT_JOB)) != NULL);
    door_init(&keeper.door);
    vault_init(&keeper.vault);
    enum rc rc = serve(&keeper);
    close_all(&keeper);
    return rc;
}
