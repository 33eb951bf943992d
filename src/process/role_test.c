/* role_test.c - the roles that the keeper's tests start: worker, clerk, and a keeper itself.
 * A worker answers one line to each connection: see commands[]. */
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "process/keeper.h"
#include "process/link.h"
#include "process/spawn.h"
#include "process_test.h"
#include "store/crypt.h"
#include "store/posix.h"

/* The worker. */

struct worker {
    const struct role_start *start;
    struct link link;
    bool open, ends;
    struct call *call;
    struct buf out; /* the answer */
};

static void say_state(struct worker *worker)
{
    buf_format(&worker->out, "%lld %s", (long long)getpid(), worker->open ? "open" : "locked");
}

static void say_end(struct worker *worker, enum rc rc)
{
    struct str text = worker->call->error.text;

    buf_format(&worker->out, "%s", rc_name(rc));
    if (rc != RC_OK)
        buf_format(&worker->out, " %.*s", (int)text.n, text.p);
    call_forgive(worker->call);
}

static void run_job(struct worker *worker, struct str kind)
{
    struct job_source jobs = link_jobs(&worker->link, test_jobs(), worker->start->folder);
    struct call *call = worker->call;
    struct job_request request = {.body = STR("\x62hi"), .fd = -1};
    struct job_news news;
    struct job job;
    enum rc rc = job_start(call, &jobs, str_z(call->arena, kind), request, &job);

    if (rc == RC_OK) {
        rc = job_wait(call, &job, &news);
        job_close(&job);
    }
    say_end(worker, rc);
}

/* One more than may run and wait. */
static void flood(struct worker *worker, struct str kind)
{
    enum { MANY = 10 };
    struct job_source jobs = link_jobs(&worker->link, test_jobs(), worker->start->folder);
    struct call *call = worker->call;
    struct job_news news = {.state = JOB_WAITS};
    struct job job[MANY];
    enum rc rc = RC_OK;

    for (size_t i = 0; i < MANY; i++)
        if (job_start(call, &jobs, str_z(call->arena, kind), (struct job_request){.fd = -1},
                      &job[i]) != RC_OK)
            _exit(9);
    for (size_t i = 0; i + 1 < MANY && rc == RC_OK; i++)
        rc = job_poll(call, &job[i], 0, &news);
    buf_format(&worker->out, "%s ", rc_name(rc));
    say_end(worker, job_poll(call, &job[MANY - 1], 1000, &news));
    for (size_t i = 0; i < MANY; i++)
        job_close(&job[i]);
}

static void try_unlock(struct worker *worker, struct str phrase)
{
    struct link_news news = {0};
    struct call *call = worker->call;
    uint64_t ticket;
    enum rc rc = link_unlock(call, &worker->link, phrase, &ticket);

    while (rc == RC_OK && news.heard != LINK_HEARD_UNLOCKED) {
        rc = link_next(call, &worker->link, 5000, &news);
        worker->open = worker->open || news.heard == LINK_HEARD_KEYS;
    }
    if (rc == RC_OK)
        rc = news.ticket == ticket ? answer_fail(call, &news.answer) : RC_CORRUPT;
    say_end(worker, rc);
}

static void lie(struct worker *worker)
{
    struct answer yes = {.rc = RC_OK};

    for (uint64_t ticket = 1; ticket < 100; ticket++)
        if (link_checked(worker->call, &worker->link, ticket, &yes) != RC_OK)
            _exit(9);
    buf_z(&worker->out, "lied");
}

static void hang(void)
{
    for (;;)
        (void)poll(NULL, 0, 1000);
}

static void obey(struct worker *worker, struct str line)
{
    struct str what = str_split(&line, ' ');

    if (str_is(what, "state"))
        say_state(worker);
    else if (str_is(what, "job"))
        run_job(worker, line);
    else if (str_is(what, "flood"))
        flood(worker, line);
    else if (str_is(what, "unlock"))
        try_unlock(worker, line);
    else if (str_is(what, "lock"))
        say_end(worker, link_lock(worker->call, &worker->link));
    else if (str_is(what, "lie"))
        lie(worker);
    else if (str_is(what, "hang"))
        hang();
    else if (str_is(what, "die"))
        _exit(3);
    else if (str_is(what, "slow"))
        (void)poll(NULL, 0, 400);
    if (worker->out.n == 0)
        buf_z(&worker->out, "done");
}

static void serve_one(struct worker *worker)
{
    char line[256];
    int connection = accept(worker->start->listeners[LISTENER_HERE], NULL, NULL);

    if (connection < 0)
        return; /* another worker was quicker */
    ssize_t n = read(connection, line, sizeof line);
    buf_init(&worker->out, worker->call->arena, 10000);
    obey(worker, str_trim(str_bytes(line, n < 0 ? 0 : (size_t)n)));
    (void)!write(connection, worker->out.p, worker->out.n);
    (void)close(connection);
}

static void hear(struct worker *worker)
{
    struct link_news news;

    if (link_next(worker->call, &worker->link, 0, &news) != RC_OK)
        _exit(8);
    worker->open = worker->open || news.heard == LINK_HEARD_KEYS;
    worker->ends = worker->ends || news.heard == LINK_HEARD_STOP;
}

static int run_worker(const struct role_start *start)
{
    struct worker worker = {.start = start};

    if (str_is(str_of(start->args[0]), "dies"))
        return 3;
    link_open(&worker.link, start->channel);
    while (!worker.ends) {
        struct arena arena;
        struct call call;
        struct pollfd fds[] = {{.fd = start->channel, .events = POLLIN},
                               {.fd = start->listeners[LISTENER_HERE], .events = POLLIN}};
        (void)poll(fds, 2, -1);
        arena_init(&arena, &heap_secret, 16 << 20);
        call_init(&call, &arena, start->os);
        worker.call = &call;
        if (fds[0].revents != 0)
            hear(&worker);
        else if (fds[1].revents != 0)
            serve_one(&worker);
        arena_fini(&arena);
    }
    return 0;
}

/* The clerk: knows one person. */

static void check(struct call *call, struct link *link, const struct link_news *news)
{
    struct answer answer = {.rc = RC_OK};

    if (!str_is(news->user, "ana") || !str_is(news->password, "right"))
        answer = (struct answer){.rc = RC_SIGN_IN, .text = STR("Name or password is wrong.")};
    if (link_checked(call, link, news->ticket, &answer) != RC_OK)
        _exit(8);
}

static int run_clerk(const struct role_start *start)
{
    struct link_news news = {0};
    struct link link;

    link_open(&link, start->channel);
    while (news.heard != LINK_HEARD_STOP) {
        struct arena arena;
        struct call call;
        arena_init(&arena, &heap_secret, 1 << 20);
        call_init(&call, &arena, start->os);
        if (link_next(&call, &link, 60000, &news) != RC_OK)
            return 8;
        if (news.heard == LINK_HEARD_CHECK)
            check(&call, &link, &news);
        arena_fini(&arena);
    }
    return 0;
}

/* The keeper, watching its own memory. */

/* The i-th byte of a needle (needle_of()); never all of them at once. */
static unsigned char needle_byte(const char *needle, size_t i)
{
    unsigned char byte = 0;

    (void)str_unhex(str_bytes(needle + 2 * i, 2), &byte, 1);
    return byte ^ NEEDLE_MASK;
}

/* Looks where the bytes lie, without a copy; a sanitizer would see only strange reads. */
__attribute__((no_sanitize("address", "undefined"))) static int64_t copies_in(
    const unsigned char *p, const unsigned char *end, const char *needle)
{
    size_t n = strlen(needle) / 2;
    int64_t found = 0;
    unsigned char first = needle_byte(needle, 0);

    for (; p + n <= end; p++) {
        size_t same = 0;
        while (*p == first && same < n && p[same] == needle_byte(needle, same))
            same++;
        found += same == n;
    }
    return found;
}

static bool hex_of(struct str text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = strchr("0123456789abcdef", text.p[i]);
        if (digit == NULL)
            return false;
        *out = *out << 4 | (uint64_t)(digit - "0123456789abcdef");
    }
    return true;
}

static int64_t copies_in_memory(const char *needle)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[600];
    int64_t found = 0;

    if (maps == NULL)
        return -1;
    while (fgets(line, sizeof line, maps) != NULL) {
        struct str rest = str_of(line);
        uint64_t from, to;
        if (!hex_of(str_split(&rest, '-'), &from) || !hex_of(str_split(&rest, ' '), &to) ||
            !str_starts(rest, STR("r")) || strstr(line, "[v") != NULL || to - from > 1U << 27)
            continue;
        found += copies_in((const unsigned char *)(uintptr_t)from,
                           (const unsigned char *)(uintptr_t)to, needle);
    }
    (void)fclose(maps);
    return found;
}

static void report(struct call *call, int channel, unsigned type, struct buf *body)
{
    struct message message = {.type = type, .body = buf_str(body), .fd = -1};

    if (channel_send(call, channel, &message, 1000) != RC_OK)
        _exit(7);
}

static void report_event(void *data, enum keeper_event event, struct str sentence)
{
    const struct role_start *start = data;
    bool looks = event == KEEPER_SERVES || event == KEEPER_OPENED || event == KEEPER_LOCKED_UP;
    struct arena arena;
    struct call call;
    struct buf body;

    arena_init(&arena, &heap_libc, 1 << 20);
    call_init(&call, &arena, start->os);
    buf_init(&body, &arena, 10000);
    cbor_put_array(&body, 4);
    cbor_put_uint(&body, event);
    cbor_put_bytes(&body, sentence);
    cbor_put_int(&body, looks ? copies_in_memory(start->args[3]) : -1);
    cbor_put_int(&body, looks ? copies_in_memory(start->args[4]) : -1);
    report(&call, start->channel, REPORT_EVENT, &body);
    arena_fini(&arena);
}

static uint64_t number_of(const char *text)
{
    uint64_t number = 0;

    return text != NULL && str_uint(str_of(text), 1000000, &number) ? number : 0;
}

/* Arguments: port, milliseconds until the idle lock, what workers do ("work", "dies"), and the
 * needles of key and passphrase. */
static int run_keeper(const struct role_start *start)
{
    const char *const worker_args[] = {start->args[2], NULL};
    struct keeper_options options = {.folder = start->folder,
                                     .port = (uint16_t)number_of(start->args[0]),
                                     .workers = 3,
                                     .args = worker_args,
                                     .jobs = test_jobs(),
                                     .idle_lock_ms = (int64_t)number_of(start->args[1]),
                                     .event = report_event,
                                     /* only read again, by report_event() */
                                     .data = (void *)(uintptr_t)start};
    struct arena arena;
    struct call call;
    struct buf body;

    arena_init(&arena, &heap_libc, 1 << 20);
    call_init(&call, &arena, start->os);
    enum rc rc = keeper_serve(&call, &options);
    buf_init(&body, &arena, 10000);
    cbor_put_array(&body, 2);
    cbor_put_uint(&body, rc);
    cbor_put_bytes(&body, call.error.text.p == NULL ? STR("") : call.error.text);
    call_forgive(&call);
    report(&call, start->channel, REPORT_END, &body);
    arena_fini(&arena);
    return 0;
}

const struct role test_roles[] = {
    {"worker", run_worker}, {"clerk", run_clerk}, {"keeper", run_keeper}};
const size_t test_role_count = sizeof test_roles / sizeof test_roles[0];
