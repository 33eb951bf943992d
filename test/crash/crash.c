/* crash.c - see crash.h. */
#include "crash.h"

#include <assert.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"

enum { SHOWN_MAX = 5 };

/* One state: the power goes behind this event, in this way; draw tells equal cuts apart. */
struct state {
    size_t event;
    unsigned mode;
    uint64_t draw;
};

struct run {
    const struct crash_workload *workload;
    const struct crash_options *options;
    struct disk *disk;
    size_t ready;          /* events when setup() was done */
    size_t first;          /* the first event behind which the power may go */
    size_t *begun, *acked; /* events before step i began, and when it was acknowledged */
    int done;              /* steps acknowledged; -1: not even setup() */
    char said[512];        /* what the failed step or setup() told */
};

/* What one process found out; in memory shared with the others. */
struct share {
    struct crash_result result;
    struct state now; /* the one being looked at */
    bool ended;
    double build_s, all_s;
};

/* Of the processor, so that the figures do not depend on who else is busy. */
static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t scatter(uint64_t x)
{
    x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15u;
    return x ^ (x >> 29);
}

/* The same work and the same order of states in every run with the same seed. Names are lost in
 * the weak way of POSIX as often as in order; chance matters only where something may go. */
static struct state state_of(const struct run *run, uint64_t i)
{
    static const unsigned modes[] = {
        DISK_TORN, DISK_REORDERED,         DISK_LOST, DISK_TORN | DISK_POSIX,     DISK_REORDERED,
        DISK_TORN, DISK_LOST | DISK_POSIX, DISK_KEPT, DISK_REORDERED | DISK_POSIX};
    uint64_t span = disk_events(run->disk) - run->first + 1, n = (uint64_t)run->options->states;
    uint64_t jitter = scatter(run->options->seed + i) % span;

    return (struct state){.event = run->first + (size_t)((i * span + jitter) / n),
                          .mode = modes[i % (sizeof modes / sizeof *modes)],
                          .draw = i};
}

static int count_until(const size_t *events, int steps, size_t event)
{
    int n = 0;

    while (n < steps && events[n] <= event)
        n++;
    return n;
}

static void show(const struct run *run, const struct state *state, const char *what)
{
    const char *name = run->workload->name;

    (void)fprintf(stderr, "# %s: %s: --replay %llu:%zu:%u:%llu (%s)\n", name, what,
                  (unsigned long long)run->options->seed, state->event, state->mode,
                  (unsigned long long)state->draw, disk_mode_name(state->mode));
}

/* How many steps had been acknowledged; -1: not even setup(). */
static int acknowledged_at(const struct run *run, size_t event)
{
    return event < run->ready ? -1 : count_until(run->acked, run->workload->steps, event);
}

static void judge(const struct run *run, struct share *share, struct call *call, enum rc rc,
                  int found)
{
    int acked = acknowledged_at(run, share->now.event);
    int begun = count_until(run->begun, run->workload->steps, share->now.event);
    char what[512];

    if (rc == RC_OK && found >= acked && found <= begun)
        return;
    if (rc == RC_OK && found < acked) {
        share->result.lost++;
        (void)snprintf(what, sizeof what, "%d of %d acknowledged are there", found, acked);
    } else if (rc == RC_OK) {
        share->result.damaged++;
        (void)snprintf(what, sizeof what, "%d are there, only %d were begun", found, begun);
    } else {
        share->result.damaged++;
        (void)snprintf(what, sizeof what, "%s: %.*s (%s:%d)", rc_name(rc), (int)call->error.text.n,
                       call->error.text.p == NULL ? "" : call->error.text.p,
                       call->error.file == NULL ? "" : call->error.file, call->error.line);
    }
    if (!run->options->quiet && share->result.lost + share->result.damaged <= SHOWN_MAX)
        show(run, &share->now, what);
}

static void check_state(const struct run *run, struct arena *arena, struct share *share)
{
    int acked = acknowledged_at(run, share->now.event);
    double from = seconds();
    struct disk *disk = disk_crash(run->disk, share->now.event, share->now.mode,
                                   scatter(run->options->seed) + share->now.draw);
    struct call call;
    int found = -1;

    share->build_s += seconds() - from;
    call_init(&call, arena, disk_os(disk));
    call.app = run->options->app;
    enum rc rc = run->workload->check(&call, acked, &found);
    judge(run, share, &call, rc, found);
    share->result.states++;
    disk_free(disk);
    arena_reset(arena);
    share->all_s += seconds() - from;
}

/* The states i = part, part + parts, ...: their events only grow, as disk_crash() likes it. */
static void check_part(const struct run *run, struct share *share, long part, long parts)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    for (long i = part; i < run->options->states; i += parts) {
        share->now = state_of(run, (uint64_t)i);
        check_state(run, &arena, share);
    }
    arena_fini(&arena);
    share->ended = true;
}

static void add_share(const struct run *run, struct crash_result *sum, const struct share *share)
{
    sum->states += share->result.states;
    sum->lost += share->result.lost;
    sum->damaged += share->result.damaged;
    sum->state_ms += share->all_s * 1000;
    sum->build_ms += share->build_s * 1000;
    if (!share->ended) {
        sum->damaged++;
        show(run, &share->now, "the checking process died");
    }
}

static void check_all(const struct run *run, struct crash_result *sum)
{
    long parts = sysconf(_SC_NPROCESSORS_ONLN);
    size_t size = sizeof(struct share) * (size_t)parts;
    struct share *shares =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (shares == MAP_FAILED) {
        (void)fprintf(stderr, "# no shared memory for %ld processes\n", parts);
        sum->damaged++;
        return;
    }
    (void)fflush(stdout);
    for (long part = 0; part < parts; part++) {
        pid_t child = fork();
        if (child == 0) {
            check_part(run, &shares[part], part, parts);
            _exit(0);
        }
        if (child < 0)
            check_part(run, &shares[part], part, parts); /* then here, one after the other */
    }
    while (wait(NULL) > 0)
        ;
    for (long part = 0; part < parts; part++)
        add_share(run, sum, &shares[part]);
    (void)munmap(shares, size);
}

static void check_one(const struct run *run, struct state state, struct crash_result *sum)
{
    struct share share = {.now = state, .ended = true};
    struct arena arena;

    if (state.event > disk_events(run->disk)) {
        show(run, &state, "there are fewer events than that");
        sum->damaged++;
        return;
    }
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    check_state(run, &arena, &share);
    arena_fini(&arena);
    add_share(run, sum, &share);
}

static void tell(struct run *run, const struct call *call, const char *when)
{
    struct str text = call->error.text;

    (void)snprintf(run->said, sizeof run->said, "%s: %s: %.*s", when, rc_name(call->error.rc),
                   (int)text.n, text.p == NULL ? "" : text.p);
}

static enum rc run_step(struct run *run, const struct call *set_up, void *state, int i)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, set_up->os);
    call.app = set_up->app;
    call.store = set_up->store;
    call.actor = set_up->actor;
    call.lang = set_up->lang;
    run->begun[i] = disk_events(run->disk);
    enum rc rc = run->workload->step(&call, state, i);
    run->acked[i] = disk_events(run->disk);
    if (rc != RC_OK)
        tell(run, &call, "a step");
    arena_fini(&arena);
    return rc;
}

/* Makes the journal: everything once, until something fails. */
static enum rc record(struct run *run)
{
    const struct crash_workload *workload = run->workload;
    struct arena arena;
    struct call call;
    void *state = NULL;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, disk_os(run->disk));
    call.app = run->options->app;
    disk_drop_syncs(run->disk, run->options->drop_every);
    enum rc rc = workload->setup(&call, &state);
    run->done = rc == RC_OK ? 0 : -1;
    if (rc != RC_OK)
        tell(run, &call, "setup");
    run->ready = disk_events(run->disk);
    run->first = workload->cut_setup ? 0 : run->ready;
    while (rc == RC_OK && run->done < workload->steps) {
        rc = run_step(run, &call, state, run->done);
        run->done += rc == RC_OK;
    }
    workload->stop(&call, state);
    arena_fini(&arena);
    return rc;
}

/* Decimal numbers with colons between them; false if it is anything else. */
static bool parse_replay(const char *text, uint64_t *seed, struct state *state)
{
    struct str rest = str_of(text);
    uint64_t event, mode;

    if (!str_uint(str_split(&rest, ':'), UINT64_MAX, seed) ||
        !str_uint(str_split(&rest, ':'), SIZE_MAX, &event) ||
        !str_uint(str_split(&rest, ':'), DISK_MODES - 1, &mode) ||
        !str_uint(rest, UINT64_MAX, &state->draw))
        return false;
    state->event = event;
    state->mode = (unsigned)mode;
    return true;
}

static void print_result(const struct run *run, struct crash_result sum)
{
    (void)printf("# %s: %ld states over %zu events, %ld lost, %ld damaged, %.3f ms a state "
                 "(building it %.3f), seed %llu%s\n",
                 run->workload->name, sum.states, sum.events, sum.lost, sum.damaged, sum.state_ms,
                 sum.build_ms, (unsigned long long)run->options->seed,
                 run->options->drop_every == 0 ? "" : ", some syncs dropped");
}

static void cut_and_check(struct run *run, const struct state *replayed, struct crash_result *sum)
{
    if (record(run) != RC_OK) {
        (void)fprintf(stderr, "# %s: %s\n", run->workload->name, run->said);
        sum->damaged++;
        return;
    }
    sum->events = disk_events(run->disk);
    if (replayed != NULL)
        check_one(run, *replayed, sum);
    else
        check_all(run, sum);
    if (sum->states != 0) {
        sum->state_ms /= (double)sum->states;
        sum->build_ms /= (double)sum->states;
    }
    print_result(run, *sum);
}

static void run_init(struct run *run, uint64_t seed)
{
    size_t steps = (size_t)run->workload->steps;

    assert(run->workload->steps >= 0 && steps <= CRASH_STEPS_MAX);
    run->disk = disk_new(seed);
    run->begun = calloc(steps + 1, sizeof *run->begun);
    run->acked = calloc(steps + 1, sizeof *run->acked);
    assert(run->begun != NULL && run->acked != NULL);
}

static void run_fini(struct run *run)
{
    free(run->begun);
    free(run->acked);
    disk_free(run->disk);
}

struct crash_result crash_run(const struct crash_workload *workload, struct crash_options options)
{
    struct crash_result sum = {.states = 0};
    struct run run = {.workload = workload, .options = &options};
    struct state replayed;

    if (options.replay != NULL && !parse_replay(options.replay, &options.seed, &replayed)) {
        (void)fprintf(stderr, "# --replay takes seed:event:mode:draw, not %s\n", options.replay);
        sum.damaged++;
        return sum;
    }
    run_init(&run, options.seed);
    cut_and_check(&run, options.replay == NULL ? NULL : &replayed, &sum);
    run_fini(&run);
    return sum;
}

/* What the run left behind, as found by the next start of the program. */
static const char *check_left(struct run *run, unsigned mode)
{
    struct disk *disk = disk_crash(run->disk, disk_events(run->disk), mode, run->options->seed);
    struct arena arena;
    struct call call;
    int found = -1;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, disk_os(disk));
    call.app = run->options->app;
    enum rc rc = run->workload->check(&call, run->done, &found);
    if (rc != RC_OK)
        tell(run, &call, "the check");
    arena_fini(&arena);
    disk_free(disk);
    if (rc != RC_OK || found > run->done + 1)
        return "damaged";
    return found < run->done ? "lost" : NULL;
}

/* One run on a disk whose fault.at-th call fails; how many calls there were. */
static long fail_once(struct run *run, struct disk_fault fault, struct crash_result *sum)
{
    static const unsigned modes[] = {DISK_KEPT, DISK_LOST};

    run_init(run, run->options->seed);
    disk_fail(run->disk, fault);
    enum rc rc = record(run);
    long calls = disk_fault_calls(run->disk);
    disk_fail(run->disk, (struct disk_fault){.trouble = DISK_WELL});
    const char *bad = rc == RC_OK || rc == RC_FULL || rc == RC_IO ? NULL : "misnamed";
    for (size_t i = 0; i < 2 && bad == NULL; i++)
        bad = check_left(run, modes[i]);
    sum->states++;
    sum->lost += bad != NULL && strcmp(bad, "lost") == 0;
    sum->damaged += bad != NULL && strcmp(bad, "lost") != 0;
    if (bad != NULL && !run->options->quiet && sum->lost + sum->damaged <= SHOWN_MAX)
        (void)fprintf(stderr, "# %s: %s, when call %ld failed; %d steps done, then %s\n",
                      run->workload->name, bad, fault.at, run->done, run->said);
    run_fini(run);
    run->said[0] = '\0';
    return calls;
}

struct crash_result crash_faults(const struct crash_workload *workload,
                                 struct crash_options options, struct disk_fault fault)
{
    struct crash_result sum = {.states = 0}, healthy = sum;
    struct run run = {.workload = workload, .options = &options};
    double from = seconds();

    fault.at = LONG_MAX;
    long calls = fail_once(&run, fault, &healthy);
    sum.events = (size_t)calls;
    sum.damaged = healthy.damaged + healthy.lost; /* nothing failed, and yet */
    long states = options.states < calls ? options.states : calls;
    for (long i = 0; i < states; i++) {
        fault.at = 1 + i * calls / states;
        (void)fail_once(&run, fault, &sum);
    }
    sum.state_ms = sum.states == 0 ? 0 : (seconds() - from) * 1000 / (double)sum.states;
    (void)printf("# %s: %ld of %zu calls of the disk failed in turn, %ld lost, %ld damaged, "
                 "%.3f ms each\n",
                 workload->name, sum.states, sum.events, sum.lost, sum.damaged, sum.state_ms);
    return sum;
}

bool crash_arguments(int argc, char **argv, struct crash_options *options)
{
    for (int i = 1; i < argc; i += 2) {
        struct str name = str_of(argv[i]);
        uint64_t n = 0;
        if (i + 1 == argc)
            return false;
        if (str_is(name, "--replay"))
            options->replay = argv[i + 1];
        else if (!str_uint(str_of(argv[i + 1]), LONG_MAX, &n))
            return false;
        else if (str_is(name, "--states"))
            options->states = (long)n;
        else if (str_is(name, "--seed"))
            options->seed = n;
        else
            return false;
    }
    return true;
}
