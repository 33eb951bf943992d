/* office_test.c - the schedule over changes of clocks and days off; backups to places that are
 * full, absent, damaged; records on the border day of their keeping. */
#include "office/office_test.h"

#include "office/area.h"
#include "office/backup_work.h"
#include "office/keeping_work.h"
#include "store/posix.h"
#include "store/reads.h"

enum { HOUR = 3600000, DAY = 24 * HOUR };

static int64_t fake_now(void *data)
{
    return ((struct fake *)data)->now_ms;
}

static int fake_space(void *data, const char *path, struct os_space *out)
{
    int error = posix_os()->space(NULL, path, out);

    if (((struct fake *)data)->free >= 0)
        out->free = ((struct fake *)data)->free;
    return error;
}

static const struct area *const areas[] = {&office_area};

static int64_t at(const struct desk *d, const char *text, int minute)
{
    day on = 0;

    CHECK(day_parse(text, &on));
    return zone_moment(&d->opened.zone, on, minute * 60);
}

static void set_clock(struct desk *d, int64_t now_ms)
{
    d->fake.now_ms = now_ms;
    world_as(&d->world, WORLD_LEAD);
    d->world.call.today = zone_today(&d->opened.zone, now_ms);
}

/* A log never goes back in time: who wants to write in 2021 begins there. */
static void open_desk(struct desk *d, const char *name, int year)
{
    static const struct app_parts no_parts;
    struct world *w = &d->world;
    char folder[OS_PATH_MAX];

    d->fake = (struct fake){
        .os = *posix_os(), .now_ms = (int64_t)day_of((struct date){year, 1, 1}) * DAY, .free = -1};
    d->fake.os.data = &d->fake;
    d->fake.os.now_ms = fake_now;
    d->fake.os.space = fake_space;
    (void)snprintf(folder, sizeof folder, "%s/%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder), OS_OK);
    world_open(w, &d->fake.os, folder, &no_parts);
    d->program = (struct program){.areas = areas, .areas_n = 1, .os = &d->fake.os};
    d->program.app = (struct app *)(uintptr_t)w->app;
    d->opened = (struct opened){.program = &d->program, .app = w->app, .store = w->call.store};
    CHECK_RC(&w->call, zone_parse(&w->call, world_setup.zone, &d->opened.zone), RC_OK);
    d->turns = (struct turns){.opened = &d->opened, .os = &d->fake.os, .ring = w->ring};
}

void desk_clock(struct desk *d, const char *on)
{
    set_clock(d, at(d, on, 600));
}

/* Asks for what is due, does it all, and says how many jobs of that kind there were. */
static int run_due(struct desk *d, const char *kind)
{
    struct world *w = &d->world;
    struct work_job *jobs;
    bool any = true;
    size_t n;
    int found = 0;
    struct id id;

    CHECK_RC(&w->call, schedule_run(&w->call, &d->program, &d->opened.zone), RC_OK);
    while (any && turns_one(&d->turns, &id, &any) == RC_OK)
        ;
    CHECK_RC(&w->call, work_list(&w->call, 200, &jobs, &n), RC_OK);
    for (size_t i = 0; i < n; i++)
        found += str_is(jobs[i].kind, kind) && jobs[i].asked_ms == d->fake.now_ms;
    return found;
}

static void schedule_test(struct desk *d)
{
    CASE("schedule: what is new waits for its time");
    set_clock(d, at(d, "2026-03-20", 600));
    CHECK_INT(run_due(d, "tidy"), 0);
    set_clock(d, at(d, "2026-03-21", 4 * 60 + 14));
    CHECK_INT(run_due(d, "tidy"), 0);
    CASE("schedule: it comes once");
    set_clock(d, at(d, "2026-03-21", 4 * 60 + 15));
    CHECK_INT(run_due(d, "tidy"), 1);
    set_clock(d, d->fake.now_ms + 60000);
    CHECK_INT(run_due(d, "tidy"), 0);
    CASE("schedule: after three days of a machine that was off, one run");
    set_clock(d, at(d, "2026-03-24", 9 * 60));
    CHECK_INT(run_due(d, "tidy"), 1);
    set_clock(d, d->fake.now_ms + HOUR);
    CHECK_INT(run_due(d, "tidy"), 0);
    CASE("schedule: a restart changes nothing");
    world_again(&d->world);
    d->opened.store = d->world.call.store;
    set_clock(d, d->fake.now_ms + HOUR);
    CHECK_INT(run_due(d, "tidy"), 0);
    CASE("schedule: over the night in which clocks are put forward, once a day");
    int runs = 0;
    for (int64_t ms = at(d, "2026-03-28", 12 * 60); ms < at(d, "2026-03-30", 12 * 60);
         ms += HOUR / 4) {
        set_clock(d, ms);
        runs += run_due(d, "tidy");
    }
    CHECK_INT(runs, 1 + 2); /* that of the 28th, late, and the two nights */
    CASE("schedule: and that in which they are put back");
    set_clock(d, at(d, "2026-10-24", 12 * 60));
    (void)run_due(d, "tidy");
    runs = 0;
    for (int64_t ms = d->fake.now_ms + HOUR / 4; ms < at(d, "2026-10-26", 12 * 60);
         ms += HOUR / 4) {
        set_clock(d, ms);
        runs += run_due(d, "tidy");
    }
    CHECK_INT(runs, 2);
    CASE("schedule: a clock that was a year ahead does not silence it");
    set_clock(d, at(d, "2027-10-26", 12 * 60));
    CHECK_INT(run_due(d, "tidy"), 1);
    set_clock(d, at(d, "2026-10-26", 13 * 60));
    CHECK_INT(run_due(d, "tidy"), 0);
    set_clock(d, at(d, "2026-10-27", 13 * 60));
    CHECK_INT(run_due(d, "tidy"), 1);
}

/* ---- backups ---- */

static struct id add_place(struct desk *d, const char *folder)
{
    struct outcome outcome = {0};

    set_clock(d, d->fake.now_ms);
    CHECK_RC(&d->world.call,
             world_save(&d->world, "backup_place", NULL, NULL, &outcome, "folder", folder, "often",
                        "daily", "at", "3:00", NULL),
             RC_OK);
    return outcome.record;
}

static struct backup_state light(struct desk *d)
{
    struct backup_state state = {0};

    set_clock(d, d->fake.now_ms);
    CHECK_RC(&d->world.call, backup_state(&d->world.call, &state), RC_OK);
    return state;
}

static bool says(struct backup_state state, const char *part)
{
    return CHECK(strstr(state.said.p, part) != NULL) || (tap_note("%s", state.said.p), false);
}

static struct str newest_result(struct desk *d, const char *kind)
{
    struct call *call = &d->world.call;
    struct work_job *jobs;
    size_t n = 0;

    CHECK_RC(call, work_list(call, 50, &jobs, &n), RC_OK);
    for (size_t i = 0; i < n; i++)
        if (str_is(jobs[i].kind, kind))
            return jobs[i].state == WORK_FAILED ? jobs[i].error : jobs[i].said;
    return STR("");
}

static void test_now(struct desk *d)
{
    const struct work_ask ask = {&restore_test_work, v_null(), STR(RESTORE_TEST)};
    struct id id;

    set_clock(d, d->fake.now_ms + 1000);
    CHECK_RC(&d->world.call, work_put(&d->world.call, &ask, &id), RC_OK);
    (void)run_due(d, RESTORE_TEST);
}

static void absent_test(struct desk *d, const char *stick, const char *folder)
{
    CASE("backups: red until the first");
    set_clock(d, at(d, "2026-11-22", 600));
    CHECK_INT(light(d).light, LIGHT_RED);
    says(light(d), "No backup yet.");
    CASE("backups: a place that is not there says so");
    (void)add_place(d, folder);
    CHECK_INT(run_due(d, "backup"), 1);
    says(light(d), "is the stick plugged in?");
    CHECK_INT(light(d).light, LIGHT_RED);
    CASE("backups: it is not tried again before it is there, then by itself");
    set_clock(d, d->fake.now_ms + HOUR);
    CHECK_INT(run_due(d, "backup"), 0);
    CHECK_INT(posix_os()->mkdir(NULL, stick), OS_OK);
    CASE("backups: a full disk is told before anything is written");
    d->fake.free = 1 << 20;
    CHECK_INT(run_due(d, "backup"), 1);
    CHECK(strstr(newest_result(d, "backup").p, "not enough room") != NULL);
    d->fake.free = -1;
    set_clock(d, d->fake.now_ms + HOUR);
    CHECK_INT(run_due(d, "backup"), 1);
    CHECK_INT(light(d).light, LIGHT_GREEN);
    says(light(d), "Last backup: today 12:00.");
}

static void age_test(struct desk *d, const char *stick, const char *away)
{
    CASE("backups: each day, once");
    set_clock(d, at(d, "2026-11-23", 10));
    CHECK_INT(run_due(d, "backup"), 0);
    says(light(d), "Last backup: yesterday 12:00.");
    set_clock(d, at(d, "2026-11-23", 181));
    CHECK_INT(run_due(d, "backup"), 1);
    CASE("backups: a stick that was taken away is not taken for a new one; amber, then red");
    CHECK_INT(posix_os()->rename(NULL, stick, away), OS_OK);
    CHECK_INT(posix_os()->mkdir(NULL, stick), OS_OK);
    set_clock(d, at(d, "2026-11-24", 181));
    CHECK_INT(run_due(d, "backup"), 1);
    CHECK_INT(light(d).light, LIGHT_AMBER);
    says(light(d), "is not there: is the stick plugged in?");
    set_clock(d, at(d, "2026-12-05", 600));
    CHECK_INT(light(d).light, LIGHT_RED);
    CHECK_INT(posix_os()->remove(NULL, stick), OS_OK);
    CHECK_INT(posix_os()->rename(NULL, away, stick), OS_OK);
    CHECK_INT(run_due(d, "backup"), 1);
    CHECK_INT(light(d).light, LIGHT_GREEN);
    CASE("backups: only for who keeps the data safe");
    enum tone tone;
    struct str sentence;
    world_as(&d->world, WORLD_WORKER);
    CHECK(!backup_light(&d->world.call, &tone, &sentence));
}

static void damage(const char *folder)
{
    char path[OS_PATH_MAX + 32];
    char byte = 0;

    (void)snprintf(path, sizeof path, "%s/log/000001.seg", folder);
    int file = posix_os()->open(NULL, path, OS_READ);
    CHECK_INT(posix_os()->read(NULL, file, &byte, 1, 300), 1);
    CHECK_INT(posix_os()->close(NULL, file), OS_OK);
    byte = (char)(byte ^ 1);
    file = posix_os()->open(NULL, path, OS_WRITE);
    CHECK_INT(posix_os()->write(NULL, file, &byte, 1, 300), OS_OK);
    CHECK_INT(posix_os()->close(NULL, file), OS_OK);
}

static void drill_test(struct desk *d, const char *folder)
{
    char left[OS_PATH_MAX + 32];

    CASE("restore test: all comes back as it is here");
    set_clock(d, d->fake.now_ms + DAY);
    CHECK_INT(run_due(d, "backup"), 1);
    test_now(d);
    CHECK(strstr(newest_result(d, RESTORE_TEST).p, "every one as it is here") != NULL);
    CASE("restore test: what was changed since is counted, not called wrong");
    struct outcome outcome;
    CHECK_RC(
        &d->world.call,
        world_save(&d->world, "person", NULL, NULL, &outcome, "names", "nickname, Zumbula", NULL),
        RC_OK);
    test_now(d);
    CHECK(strstr(newest_result(d, RESTORE_TEST).p, "1 changes were made since") != NULL);
    CASE("restore test: a damaged backup is found, and the light is red");
    damage(folder);
    test_now(d);
    CHECK(strstr(newest_result(d, RESTORE_TEST).p, "000001.seg is damaged") != NULL);
    CHECK_INT(light(d).light, LIGHT_RED);
    says(light(d), "The last test of restoring did not succeed");
    CASE("restore test: nothing is left beside the data");
    (void)snprintf(left, sizeof left, "%s/restore-test", d->world.folder);
    CHECK(!posix_os()->stat(NULL, left, &(struct os_file){0}) == OS_OK);
    CASE("restore test: needs the keys, and says so");
    d->turns.ring = NULL;
    test_now(d);
    CHECK(strstr(newest_result(d, RESTORE_TEST).p, "needs the keys") != NULL);
    d->turns.ring = d->world.ring;
}

static void backup_test(struct desk *d)
{
    char stick[OS_PATH_MAX], away[OS_PATH_MAX], folder[OS_PATH_MAX];

    (void)snprintf(stick, sizeof stick, "%s/stick", tap_folder());
    (void)snprintf(away, sizeof away, "%s/away", tap_folder());
    (void)snprintf(folder, sizeof folder, "%s/stick/khetane", tap_folder());
    absent_test(d, stick, folder);
    age_test(d, stick, away);
    drill_test(d, folder);
}

/* ---- keeping ---- */

struct id desk_closed_case(struct desk *d, const char *on)
{
    struct outcome outcome = {0}, moved;
    struct world *w = &d->world;
    struct value args;

    set_clock(d, at(d, on, 600));
    CHECK_RC(&w->call,
             world_save(w, "person", NULL, NULL, &outcome, "names", "nickname, Zumbula", NULL),
             RC_OK);
    struct str who = str_hex(&w->arena, id_str(&outcome.record));
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                        "Roof", NULL),
             RC_OK);
    CHECK_RC(
        &w->call,
        record_args_make(&w->call, world_load(w, "case", &outcome.record), STR("resolved"), &args),
        RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.move", args, &moved), RC_OK);
    return outcome.record;
}

bool desk_listed(struct desk *d, const char *on, const struct id *id, struct keeping *out)
{
    const struct work_ask ask = {&keeping_work, v_null(), STR("keeping")};
    struct id job;

    set_clock(d, at(d, on, 600));
    CHECK_RC(&d->world.call, work_put(&d->world.call, &ask, &job), RC_OK);
    (void)run_due(d, "keeping");
    enum rc rc = keeping_find(&d->world.call, id, out);
    return rc == RC_OK;
}

static void border_test(struct desk *d, const struct id *id)
{
    struct keeping found = {0};
    char text[DAY_TEXT];

    CASE("keeping: noticed 90 days before, not 91");
    CHECK(!desk_listed(d, "2026-08-23", id, &found));
    CHECK(desk_listed(d, "2026-08-24", id, &found));
    CHECK_TEXT(str_of(day_format(found.since, text)), "2021-11-22");
    CHECK_TEXT(str_of(day_format(found.due, text)), "2026-11-22");
    CASE("keeping: counted from the closing, not from a later change");
    struct outcome outcome;
    CHECK_RC(&d->world.call,
             world_save(&d->world, "case", id, NULL, &outcome, "area", "health", NULL), RC_OK);
    CHECK(desk_listed(d, "2026-11-22", id, &found));
    CHECK_TEXT(str_of(day_format(found.due, text)), "2026-11-22");
    CHECK(found.due >= d->world.call.today); /* its last day: not over yet */
    CHECK(desk_listed(d, "2026-11-23", id, &found));
    CHECK(found.due < d->world.call.today);
}

static void hold_test(struct desk *d, const struct id *id)
{
    struct world *w = &d->world;
    struct keeping found;
    struct outcome outcome;
    struct value args;

    CASE("keeping: kept until a later day");
    CHECK_RC(&w->call, world_save(w, "case", id, NULL, &outcome, "keep_until", "2027-05-01", NULL),
             RC_OK);
    CHECK(!desk_listed(d, "2026-11-24", id, &found));
    CHECK(desk_listed(d, "2027-05-02", id, &found));
    CASE("keeping: kept for the law, it is in no list and cannot be erased by two either");
    CHECK_RC(&w->call, world_save(w, "case", id, NULL, &outcome, "held", "yes", NULL), RC_OK);
    CHECK(!desk_listed(d, "2027-05-03", id, &found));
    CHECK_RC(&w->call, record_args_make(&w->call, world_load(w, "case", id), STR(""), &args),
             RC_OK);
    struct operation_request request = {"record.erase", id_new(&w->call), args, STR("over")};
    CHECK_RC(&w->call, operation_run(&w->call, &request, &outcome), RC_OK);
    CHECK(outcome.waits);
    struct id proposal = outcome.record;
    world_system(w);
    CHECK_RC(&w->call,
             record_args_make(&w->call, world_load(w, "proposal", &proposal), STR(""), &args),
             RC_OK);
    CHECK_RC(&w->call, world_run(w, "proposal.approve", args, &outcome), RC_CONFLICT);
    CHECK(!world_load(w, "case", id)->erased);
}

/* ---- the log of reads ---- */

static enum rc count_read(struct call *call, void *arg, int64_t time_ms,
                          const struct read_note *note)
{
    (void)call;
    (void)time_ms;
    (void)note;
    ++*(int *)arg;
    return RC_OK;
}

static void reads_test(struct desk *d, const struct id *id)
{
    struct call *call = &d->world.call;
    const char *const days[] = {"2024-01-10", "2024-11-21", "2024-11-23", "2026-11-20"};
    struct log_report report;
    struct str sentence;
    int left = 0;

    CASE("reads: older than 24 months they are forgotten, and the rest still verifies");
    for (size_t i = 0; i < 4; i++) {
        set_clock(d, at(d, days[i], 600));
        struct read_note read = {call->actor->id, *id, STR("case"), *id, false};
        CHECK_RC(call, reads_note(call, &read), RC_OK);
    }
    set_clock(d, at(d, "2026-11-22", 600));
    const struct work_ask ask = {program_work(&d->program, STR("tidy")), v_null(), STR("tidy")};
    struct id job;
    CHECK_RC(call, work_put(call, &ask, &job), RC_OK);
    (void)run_due(d, "tidy");
    sentence = newest_result(d, "tidy");
    if (!CHECK(strstr(sentence.p, "2 lines of who looked") != NULL))
        tap_note("%s", sentence.p);
    CHECK_RC(call, reads_of(call, id, count_read, &left), RC_OK);
    CHECK_INT(left, 2);
    CHECK_RC(call, log_verify(call, call->store->reads, LOG_SIGNATURES, &report), RC_OK);
    CHECK_INT(report.entries, 2);
    CASE("reads: a statement that was changed is found");
    struct txn txn;
    CHECK_RC(call, txn_begin(call, call->store->reads, &txn), RC_OK);
    CHECK_RC(call,
             db_run(call, call->store->reads,
                    SQL("UPDATE meta SET value = substr(value, 1, length(value) - 1) || x'00' "
                        "WHERE name LIKE 'cut %'"),
                    NO_BINDS),
             RC_OK);
    CHECK_RC(call, txn_commit(&txn), RC_OK);
    CHECK_RC(call, log_verify(call, call->store->reads, LOG_HEADERS, &report), RC_CORRUPT);
}

static void keeping_test(struct desk *d)
{
    struct id id = desk_closed_case(d, "2021-11-22");

    reads_test(d, &id);
    border_test(d, &id);
    hold_test(d, &id);
}

int main(void)
{
    struct desk *d = calloc(1, sizeof *d);

    if (d == NULL || !crypt_init())
        return 1;
    open_desk(d, "schedule", 2026);
    schedule_test(d);
    world_close(&d->world);
    open_desk(d, "backups", 2026);
    backup_test(d);
    world_close(&d->world);
    open_desk(d, "keeping", 2021);
    keeping_test(d);
    world_close(&d->world);
    open_desk(d, "pages", 2021);
    keeping_pages_test(d);
    world_close(&d->world);
    free(d);
    return tap_end();
}
