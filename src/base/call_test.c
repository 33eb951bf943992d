/* call_test.c - one failure and its sentence, faults collected, and both without memory. */
#include "base/call.h"
#include "tap.h"

static int64_t november(void *data)
{
    (void)data;
    return 1795355651746; /* 2026-11-22, 13:54 UTC */
}

static const struct os clock_only = {.now_ms = november};

static void failures(struct call *call)
{
    CASE("a call begins without failure, with its day");
    CHECK(call->error.rc == RC_OK && call_faults(call) == RC_OK);
    CHECK_INT(call->today, 20779);
    CHECK_INT(call->now_ms, 1795355651746);

    CASE("the first failure is the cause");
    CHECK_INT(fail(call, RC_INVALID, "received", "%s is no date", "x"), RC_INVALID);
    int line = __LINE__ - 1;
    CHECK_INT(fail(call, RC_IO, NULL, "later"), RC_IO);
    CHECK_INT(call->error.rc, RC_INVALID);
    CHECK_INT(call->error.line, line);
    CHECK_TEXT(call->error.text, "x is no date");
    CHECK_TEXT(call->error.where, "received");
    CHECK(str_ends(str_of(call->error.file), STR("base/call_test.c")));

    CASE("forgiven, a call fails anew");
    call_forgive(call);
    CHECK_INT(fail(call, RC_DENIED, NULL, NULL), RC_DENIED);
    CHECK_TEXT(call->error.text, rc_text(RC_DENIED));
    call_forgive(call);
    CHECK_TEXT(say(call, "%d of %d", 9, 40), "9 of 40");
    CHECK_TEXT(say(call, "Ask %s. Then %s.", "Ana K.", "22.11.2026."),
               "Ask Ana K. Then 22.11.2026.");
    CHECK_TEXT(say(call, "Wait ... %s..", "../data"), "Wait ... ../data.");
}

static void faults_of_input(struct call *call)
{
    CASE("faults are collected in order; the first becomes the error");
    fault_add(call, STR("name"), "%s must be filled in", "Name");
    fault_add(call, STR("born"), "no such day");
    CHECK_INT(call->fault_count, 2);
    CHECK_INT(call_faults(call), RC_INVALID);
    CHECK_TEXT(call->error.text, "Name must be filled in");
    CHECK_TEXT(call->error.where, "name");
    CHECK_TEXT(call->faults->next->text, "no such day");
    CHECK(call->faults->next->next == NULL);
    call_forgive(call);
    CHECK(call->faults == NULL && call_faults(call) == RC_OK);

    CASE("more faults than are kept are counted");
    for (int i = 0; i < CALL_FAULTS_MAX + 5; i++)
        fault_add(call, STR("row"), "%d", i);
    CHECK_INT(call->fault_count, CALL_FAULTS_MAX + 5);
    int kept = 0;
    for (const struct fault *f = call->faults; f != NULL; f = f->next)
        kept++;
    CHECK_INT(kept, CALL_FAULTS_MAX);
    call_forgive(call);
}

static void no_memory(void)
{
    struct fault_heap faults;
    struct arena arena;
    struct call call;

    CASE("without memory a failure still has a sentence, and faults a result");
    fault_heap_init(&faults, 1);
    arena_init(&arena, &faults.heap, 1 << 20);
    call_init(&call, &arena, &clock_only);
    CHECK_INT(fail(&call, RC_FULL, "x", "%s", "any"), RC_FULL);
    CHECK_TEXT(call.error.text, rc_text(RC_FULL));
    call_forgive(&call);
    fault_add(&call, STR("name"), "empty");
    CHECK_INT(call_faults(&call), RC_MEMORY);
    CHECK_INT(call.error.rc, RC_MEMORY);
    call_forgive(&call);
    CHECK(say(&call, "x").p == NULL);
    arena_fini(&arena);

    CASE("what is missing for lack of memory is no fault of the input");
    struct arena keep;
    arena_init(&keep, &heap_libc, 100);
    CHECK_INT(call_faults_of(&call, &keep), RC_OK);
    CHECK(arena_alloc(&keep, 1000) == NULL);
    CHECK_INT(call_faults_of(&call, &keep), RC_MEMORY);
    arena_fini(&keep);
}

static void results(void)
{
    CASE("every result has a name, a sentence, a status and an exit code");
    for (int i = 0; i < RC_COUNT; i++) {
        enum rc rc = (enum rc)i;
        CHECK(rc_name(rc)[0] != '\0' && str_ends(str_of(rc_text(rc)), STR(".")));
        CHECK(rc_http(rc) >= 200 && rc_http(rc) < 600);
        CHECK((rc_exit(rc) == 0) == (rc == RC_OK) && rc_exit(rc) < 8);
    }
}

void call_test(void);
void call_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, 1 << 20);
    call_init(&call, &arena, &clock_only);
    failures(&call);
    faults_of_input(&call);
    arena_fini(&arena);
    no_memory();
    results();
}
