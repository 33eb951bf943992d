/* keeper_test.c - a whole server: keeper, workers, clerk and jobs, driven from outside. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process/client.h"
#include "process/keeper.h"
#include "process/spawn.h"
#include "process/wire.h"
#include "process_test.h"
#include "store/crypt.h"
#include "store/posix.h"

struct server {
    struct call *call;
    const char *folder;
    unsigned char root[CRYPT_KEY];
    pid_t pid;
    int channel;
    uint16_t port;
    int64_t phrases; /* copies in the program itself, which has it as a constant */
};

struct event {
    enum keeper_event event;
    struct str sentence;
    int64_t keys, phrases; /* copies in the keeper's memory */
};

static bool start(struct server *server, const char *port, const char *idle_ms, const char *workers)
{
    struct str key = needle_of(server->call, str_bytes(server->root, CRYPT_KEY));
    struct str phrase = needle_of(server->call, STR(TEST_PHRASE));
    const char *const args[] = {server->folder, port, idle_ms, workers, key.p, phrase.p, NULL};
    int ends[2];

    if (!CHECK_RC(server->call, channel_pair(server->call, ends), RC_OK))
        return false;
    struct spawn what = {.role = "keeper", .args = args, .fds = {ends[1]}, .fd_count = 1};
    bool ok = CHECK_RC(server->call, spawn(server->call, &what, &server->pid), RC_OK);
    (void)close(ends[1]);
    server->channel = ends[0];
    return ok;
}

/* Waits for this event, passing over others. */
static bool await(struct server *server, enum keeper_event wanted, struct event *out)
{
    struct call *call = server->call;

    for (;;) {
        struct message message;
        enum rc rc = channel_receive(call, server->channel, 8000, &message);
        if (!CHECK_RC(call, rc, RC_OK))
            return false;
        struct cbor in = cbor_open(message.body);
        (void)cbor_array(&in);
        out->event = (enum keeper_event)cbor_uint(&in);
        out->sentence = cbor_bytes(&in);
        if (message.type != REPORT_EVENT)
            return tap_check(false, __FILE__, __LINE__, "the keeper ended: %.*s",
                             (int)out->sentence.n, out->sentence.p);
        out->keys = cbor_int(&in);
        out->phrases = cbor_int(&in);
        if (out->event == wanted)
            return true;
    }
}

/* How the keeper ended, with its sentence. */
static enum rc finish(struct server *server, struct str *text)
{
    struct message message = {0};
    int status = -1;

    while (message.type != REPORT_END)
        if (!CHECK_RC(server->call, channel_receive(server->call, server->channel, 8000, &message),
                      RC_OK))
            return RC_COUNT;
    struct cbor in = cbor_open(message.body);
    (void)cbor_array(&in);
    enum rc rc = (enum rc)cbor_uint(&in);
    *text = cbor_bytes(&in);
    (void)child_wait(server->pid, &status);
    CHECK_INT(status, 0);
    (void)close(server->channel);
    return rc;
}

static void learn_port(struct server *server)
{
    struct event event = {0};
    uint64_t port = 0;

    if (!await(server, KEEPER_SERVES, &event))
        return;
    server->phrases = event.phrases;
    CHECK(event.phrases >= 1);
    CHECK_INT(event.keys, 0);
    struct str rest = event.sentence;
    CHECK(str_starts(rest, STR("http://127.0.0.1:")));
    rest = str_cut(rest, sizeof "http://127.0.0.1:" - 1, rest.n - 1);
    CHECK(str_uint(rest, UINT16_MAX, &port));
    server->port = (uint16_t)port;
}

static int connect_to(const struct server *server, const char *line)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(server->port),
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0 ||
        write(connection, line, strlen(line)) < 0) {
        (void)close(connection);
        return -1;
    }
    return connection;
}

static struct str read_answer(const struct server *server, int connection)
{
    char answer[1000];
    size_t n = 0;
    ssize_t got = 1;

    while (connection >= 0 && got > 0 && n < sizeof answer) {
        got = read(connection, answer + n, sizeof answer - n);
        n += got > 0 ? (size_t)got : 0;
    }
    if (connection >= 0)
        (void)close(connection);
    return str_dup(server->call->arena, str_bytes(answer, n));
}

/* What a worker answers to this line. */
static struct str ask(const struct server *server, const char *line)
{
    return read_answer(server, connect_to(server, line));
}

/* Some worker, and that it is in this state; waits for it a while. */
static pid_t worker_in(const struct server *server, const char *state)
{
    for (int i = 0; i < 200; i++) {
        struct str answer = ask(server, "state");
        uint64_t pid;
        if (str_uint(str_split(&answer, ' '), INT32_MAX, &pid) && str_is(answer, state))
            return (pid_t)pid;
        (void)poll(NULL, 0, 10);
    }
    tap_check(false, __FILE__, __LINE__, "no worker is %s", state);
    return 0;
}

static bool is_gone(pid_t pid)
{
    for (int i = 0; i < 200; i++) {
        if (kill(pid, 0) != 0 && errno == ESRCH)
            return true;
        (void)poll(NULL, 0, 10);
    }
    return false;
}

static bool has(struct str text, const char *part)
{
    return text.p != NULL && memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static void status_test(struct server *server, struct client *client)
{
    struct server_status status = {0};
    struct call *call = server->call;

    CASE("a server starts locked, with three workers and a clerk");
    (void)worker_in(server, "locked");
    if (!CHECK_RC(call, client_status(call, client, &status), RC_OK))
        return;
    CHECK(!status.unlocked && !status.stopping);
    CHECK_INT(status.port, server->port);
    CHECK_INT(status.pid, server->pid);
    CHECK_INT(status.workers, 3);
    CHECK_INT(status.jobs + status.waiting, 0);
    CHECK_INT(status.landlock, sandbox_landlock());
    struct str key;
    CHECK_RC(call, client_keys(call, client, STR("ana"), STR("right"), &key), RC_LOCKED);
}

static void refusal_test(struct server *server)
{
    struct server other = *server;
    struct call *call = server->call;
    struct str text = {0}, port = str_format(call->arena, "%u", server->port);

    CASE("a second server of the folder is refused");
    if (start(&other, "0", "0", "work")) {
        CHECK_INT(finish(&other, &text), RC_BUSY);
        CHECK(has(text, "server") || has(text, "already"));
    }
    CASE("a port that is taken is refused, with what to do");
    other.folder = str_format(call->arena, "%s/other", server->folder).p;
    CHECK_INT(mkdir(other.folder, 0700), 0);
    if (start(&other, port.p, "0", "work")) {
        CHECK_INT(finish(&other, &text), RC_BUSY);
        CHECK(has(text, port.p) && has(text, "--port"));
    }
}

static void unlock_test(struct server *server, struct client *client)
{
    struct call *call = server->call;
    struct event event = {0};
    struct str key;

    CASE("a wrong passphrase is refused, and the next attempt must wait, whoever makes it");
    CHECK_RC(call, client_unlock(call, client, STR("wrong")), RC_DENIED);
    CHECK_INT(client_unlock(call, client, STR(TEST_PHRASE)), RC_BUSY);
    CHECK_TEXT(call->error.text,
               "After a wrong passphrase there is a pause. Try again in 1 seconds.");
    call_forgive(call);
    CHECK_TEXT(ask(server, "unlock wrong"),
               "BUSY After a wrong passphrase there is a pause. Try again in 1 seconds.");
    (void)poll(NULL, 0, 1050);
    CHECK(str_starts(ask(server, "unlock wrong"), STR("DENIED ")));

    CASE("the right passphrase opens the data for all workers; the keeper keeps one copy");
    (void)poll(NULL, 0, 2050);
    CHECK_RC(call, client_unlock(call, client, STR(TEST_PHRASE)), RC_OK);
    if (await(server, KEEPER_OPENED, &event))
        CHECK(event.keys >= 1);
    (void)worker_in(server, "open");
    CHECK_RC(call, client_unlock(call, client, STR(TEST_PHRASE)), RC_CONFLICT);

    CASE("a command gets the keys after its person's password, and only then");
    if (CHECK_RC(call, client_keys(call, client, STR("ana"), STR("right"), &key), RC_OK))
        CHECK(str_eq(key, str_bytes(server->root, CRYPT_KEY)));
    CHECK_INT(client_keys(call, client, STR("ana"), STR("wrong"), &key), RC_SIGN_IN);
    CHECK_TEXT(call->error.text, "Name or password is wrong.");
    call_forgive(call);
    CHECK_TEXT(ask(server, "lie"), "lied"); /* a worker's word is not the clerk's */
    CHECK_RC(call, client_keys(call, client, STR("ana"), STR("wrong"), &key), RC_SIGN_IN);
}

static void replace_test(struct server *server)
{
    struct event event = {0};
    pid_t pid = worker_in(server, "open");

    CASE("a worker that is killed or ends is replaced, and the new one has the keys");
    CHECK_INT(kill(pid, SIGKILL), 0);
    if (await(server, KEEPER_REPLACES, &event))
        CHECK(has(event.sentence, "signal 9 (Killed)"));
    CHECK_TEXT(ask(server, "die"), "");
    if (await(server, KEEPER_REPLACES, &event))
        CHECK(has(event.sentence, "exit code 3"));
    for (int i = 0; i < 20; i++)
        (void)worker_in(server, "open");
}

static void job_by_keeper_test(struct server *server, struct client *client)
{
    struct server_status status = {.jobs = 1};
    struct call *call = server->call;

    CASE("jobs by way of the keeper: results, failures, limits, crashes");
    CHECK_TEXT(ask(server, "job echo"), "OK");
    CHECK_TEXT(ask(server, "job refuse"), "INVALID 3 bytes are not enough.");
    CHECK_TEXT(ask(server, "job sleep"),
               "LIMIT The job \"sleep\" was ended: it took longer than 1 seconds.");
    CHECK(str_starts(ask(server, "job crash"),
                     STR("IO The job \"crash\" ended without an answer: signal 11")));
    CHECK_TEXT(ask(server, "job unlock"), "DENIED The job \"unlock\" is not for asking.");

    CASE("one job of a kind runs, eight wait, the next is refused; who goes away is forgotten");
    CHECK_TEXT(ask(server, "flood sleep"),
               "OK BUSY Too many jobs of this kind (sleep) wait already."
               " Try again in a moment.");
    for (int i = 0; i < 200 && status.jobs + status.waiting != 0; i++) {
        CHECK_RC(call, client_status(call, client, &status), RC_OK);
        (void)poll(NULL, 0, 10);
    }
    CHECK_INT(status.jobs + status.waiting, 0);
}

static void lock_test(struct server *server, struct client *client)
{
    struct call *call = server->call;
    struct event event = {0};
    struct str key;
    pid_t pid = worker_in(server, "open");

    CASE("lock: a worker that hangs is killed, no key is left in the keeper's memory");
    int hanging = connect_to(server, "hang");
    (void)poll(NULL, 0, 50);
    int64_t from_us = call->os->tick_us(NULL);
    CHECK_RC(call, client_lock(call, client), RC_OK);
    int64_t took_us = call->os->tick_us(NULL) - from_us;
    tap_note("locked after %lld ms", (long long)took_us / 1000);
    CHECK(took_us > 800000 && took_us < 2000000);
    if (await(server, KEEPER_LOCKED_UP, &event)) {
        CHECK_INT(event.keys, 0);
        CHECK_INT(event.phrases, server->phrases);
    }
    CHECK(is_gone(pid));
    (void)close(hanging);
    for (int i = 0; i < 20; i++)
        (void)worker_in(server, "locked");
    CHECK_RC(call, client_keys(call, client, STR("ana"), STR("right"), &key), RC_LOCKED);
    CHECK_RC(call, client_lock(call, client), RC_OK);

    CASE("a worker opens and locks too");
    CHECK_TEXT(ask(server, "unlock " TEST_PHRASE), "OK");
    (void)worker_in(server, "open");
    from_us = call->os->tick_us(NULL);
    CHECK_TEXT(ask(server, "lock"), "OK");
    if (await(server, KEEPER_LOCKED_UP, &event))
        CHECK_INT(event.keys + event.phrases, server->phrases);
    tap_note("locked after %lld ms", (long long)(call->os->tick_us(NULL) - from_us) / 1000);
    (void)worker_in(server, "locked");
}

static void ask_as_nobody(struct server *server)
{
    struct server_status status;
    struct client client;
    struct call *call = server->call;

    if (setgid(65534) != 0 || setuid(65534) != 0 ||
        client_open(call, server->folder, &client) != RC_OK)
        _exit(1);
    _exit(client_status(call, &client, &status) == RC_DENIED && has(call->error.text, "user") ? 0
                                                                                              : 2);
}

static void other_user_test(struct server *server)
{
    struct str path = str_format(server->call->arena, "%s/keeper.sock", server->folder);
    struct stat st;
    int status = -1;

    CASE("another user's command is refused");
    CHECK_INT(stat(path.p, &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    if (getuid() != 0) {
        tap_note("not tried: only root can be another user");
        return;
    }
    CHECK(chmod(path.p, 0666) == 0 && chmod(server->folder, 0755) == 0 &&
          chmod(tap_folder(), 0755) == 0);
    pid_t pid = fork();
    if (pid == 0)
        ask_as_nobody(server);
    CHECK(child_wait(pid, &status));
    CHECK_INT(status, 0);
    CHECK(chmod(path.p, 0600) == 0 && chmod(server->folder, 0700) == 0);
}

static void stop_test(struct server *server)
{
    struct call *call = server->call;
    struct str path = str_format(call->arena, "%s/keeper.sock", server->folder), text = {0};
    pid_t pid = worker_in(server, "locked");
    struct client client;

    CASE("SIGTERM: requests are finished, then all is gone");
    int connection = connect_to(server, "slow");
    (void)poll(NULL, 0, 100);
    int64_t from_us = call->os->tick_us(NULL);
    CHECK_INT(kill(server->pid, SIGTERM), 0);
    CHECK_TEXT(read_answer(server, connection), "done");
    CHECK_INT(finish(server, &text), RC_OK);
    CHECK(call->os->tick_us(NULL) - from_us < 2000000);
    CHECK(is_gone(pid));
    CHECK_INT(connect_to(server, "state"), -1);
    CHECK(access(path.p, F_OK) != 0);
    CHECK_RC(call, client_open(call, server->folder, &client), RC_NOT_FOUND);
}

static void crash_test(struct server *server)
{
    int status;

    CASE("a keeper that is killed takes its children along, and the next one starts");
    if (!start(server, "0", "0", "work"))
        return;
    learn_port(server);
    pid_t pid = worker_in(server, "locked");
    CHECK_INT(kill(server->pid, SIGKILL), 0);
    CHECK(child_wait(server->pid, &status));
    CHECK(is_gone(pid));
    (void)close(server->channel);
}

static void idle_test(struct server *server)
{
    struct call *call = server->call;
    struct client client;
    struct event event = {0};
    struct str text = {0};

    CASE("when nobody is at work the data is locked by itself");
    if (!start(server, "0", "300", "work"))
        return;
    learn_port(server);
    if (CHECK_RC(call, client_open(call, server->folder, &client), RC_OK)) {
        CHECK_RC(call, client_unlock(call, &client, STR(TEST_PHRASE)), RC_OK);
        int64_t from_us = call->os->tick_us(NULL);
        CHECK(await(server, KEEPER_LOCKED_UP, &event));
        int64_t took_us = call->os->tick_us(NULL) - from_us;
        CHECK(took_us > 200000 && took_us < 1500000);
        client_close(&client);
    }
    CHECK_INT(kill(server->pid, SIGINT), 0);
    CHECK_INT(finish(server, &text), RC_OK);
}

static void quick_test(struct server *server)
{
    struct str text = {0};
    int64_t from_us = server->call->os->tick_us(NULL);

    CASE("workers that end at once are not started for ever");
    if (!start(server, "0", "0", "dies"))
        return;
    CHECK_INT(finish(server, &text), RC_IO);
    CHECK(has(text, "5 times in 10 seconds") && has(text, "exit code 3"));
    CHECK(server->call->os->tick_us(NULL) - from_us < 5000000);
}

static void life_test(struct server *server)
{
    struct call *call = server->call;
    struct str fds = str_format(call->arena, "/proc/%lld/fd", (long long)server->pid);
    struct client client;

    learn_port(server);
    if (!CHECK_RC(call, client_open(call, server->folder, &client), RC_OK))
        return;
    status_test(server, &client);
    int files = count_files(fds.p);
    refusal_test(server);
    unlock_test(server, &client);
    replace_test(server);
    job_by_keeper_test(server, &client);
    lock_test(server, &client);
    other_user_test(server);
    CASE("the keeper leaves no descriptor open");
    CHECK_INT(count_files(fds.p), files);
    client_close(&client);
    stop_test(server);
}

void keeper_test(void)
{
    struct arena arena;
    struct call call;
    struct server server = {.call = &call};

    arena_init(&arena, &heap_libc, 64 << 20);
    call_init(&call, &arena, posix_os());
    server.folder = str_format(&arena, "%s/data", tap_folder()).p;
    CHECK_INT(mkdir(server.folder, 0700), 0);
    make_keyring(&call, server.folder, server.root);
    if (start(&server, "0", "0", "work"))
        life_test(&server);
    crash_test(&server);
    idle_test(&server);
    quick_test(&server);
    arena_fini(&arena);
}
