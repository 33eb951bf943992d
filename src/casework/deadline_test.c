/* deadline_test.c - last days, counted by hand from the packs and the calendars. */
#include "casework/deadline.h"
#include "casework_test.h"
#include "model/app.h"
#include "store/posix.h"

static const struct {
    const char *name, *procedure;
    int stage;
    const char *paper, *received, *how;
    const char *due; /* NULL: it cannot be counted */
    bool firm;
    const char *status;
    const char *says; /* in a note, in a step or in why_not */
} rows[] = {
    /* The examples of the calendars. */
    {"RS: fifteen days from Thursday 9 April", "rs.admin.appeal", 0, "decision", "2026-04-09",
     "in_hand", "2026-04-24", true, "verified", "the day of the event is not counted"},
    {"RS: the end falls on Good Friday", "rs.admin.appeal", 0, "decision", "2026-03-26", "in_hand",
     "2026-04-14", true, "verified", "Good Friday"},
    {"LT: a request that came on All Saints' eve counts from that day", "lt.admin.request", 2,
     "request", "2026-10-30", "in_hand", "2026-11-30", true, "verified", "20 working days"},
    {"LT: one that came on a Saturday counts from Tuesday", "lt.admin.request", 2, "request",
     "2026-10-31", "in_hand", "2026-12-01", true, "verified", "Counts as received"},
    {"XK: thirty days to Europe Day on a Saturday", "xk.admin.appeal", 0, "decision", "2026-04-09",
     "in_hand", "2026-05-12", true, "partly", "The procedure: only partly confirmed"},
    {"MK: a year ends on a Sunday; six months from the act may end before", "mk.equality.complaint",
     0, "refusal", "2026-02-28", "in_hand", "2027-03-01", false, "unverified",
     "6 months, is not counted"},
    /* The stories. */
    {"MK: assistance refused, envelope lost", "mk.admin.appeal", 0, "refusal", "2026-11-08",
     "unknown", "2026-11-23", false, "unverified", "nobody knows how it was received"},
    {"MK: the same by post", "mk.admin.appeal", 0, "refusal", "2026-11-09", "post", "2026-11-24",
     false, "unverified", "it came by post"},
    {"MK: the appeal to the ministry has no event in the pack", "mk.social.appeal", 0, "refusal",
     "2026-11-08", "in_hand", NULL, false, "unverified", "not known from which event"},
    {"RS: sixty days from dismissal", "rs.labour.suit", 0, "decision", "2026-03-02", "in_hand",
     "2026-05-04", true, "verified", "the first working day after days off"},
    {"LT: three months from the refusal of a flat", "lt.equality.complaint", 0, "refusal",
     "2026-08-30", "in_hand", "2026-11-30", false, "verified", "left undone"},
    {"RS: our request, the term of the office", "rs.admin.request", 2, "request", "2026-09-01",
     "in_hand", "2026-10-01", true, "verified", "the day on which the procedure began"},
    /* Events that a receipt is not. */
    {"a decision does not tell when the procedure began", "rs.admin.request", 2, "decision",
     "2026-09-01", "in_hand", NULL, false, "verified", "does not tell that day"},
    {"a request does not tell when a decision was delivered", "rs.admin.appeal", 0, "request",
     "2026-09-01", "in_hand", NULL, false, "verified", "the decision reached the person"},
    {"another paper may be anything", "rs.admin.appeal", 0, "other", "2026-04-09", "in_hand",
     "2026-04-24", true, "verified", "the decision reached the person"},
    {"a public notice is a publication", "mk.press.complaint", 0, "notice", "2026-05-14", "board",
     "2026-06-15", true, "unverified", "the day of publication"},
    {"handed over it is none", "mk.press.complaint", 0, "notice", "2026-05-14", "in_hand", NULL,
     false, "verified", "the day of publication"},
    {"the day of a decision is not that of its delivery", "lt.agk.court", 0, "decision",
     "2026-05-14", "in_hand", NULL, false, "verified", "the day of the decision itself"},
    {"silence has no paper", "rs.admin.silence_appeal", 0, "other", "2026-05-14", "in_hand", NULL,
     false, "verified", "the term for deciding ran out"},
    /* Odd ones. */
    {"two terms, the shorter holds in one case", "lt.labour.dispute", 0, "decision", "2026-01-31",
     "in_hand", "2026-03-02", true, "verified", "unlawful dismissal"},
    {"the longer one is named", "lt.labour.dispute", 0, "decision", "2026-01-31", "in_hand",
     "2026-03-02", true, "verified", "3 months, ends on 30 Apr 2026"},
    {"hours without an hour", "rs.foi.request", 4, "request", "2026-05-14", "in_hand", NULL, false,
     "verified", "the hour of the receipt is needed"},
    {"if it was complete", "rs.foi.request", 3, "request", "2026-05-14", "in_hand", "2026-05-29",
     false, "verified", "all its papers"},
    {"no limit", "xk.labour.inspection", 0, "other", "2026-05-14", "in_hand", NULL, false,
     "verified", "open at any time"},
    {"a stage without term", "rs.equality.complaint", 5, "other", "2026-05-14", "in_hand", NULL,
     false, "verified", "No term is known"},
    {"no limit in the pack", "rs.foi.request", 0, "other", "2026-05-14", "in_hand", NULL, false,
     "verified", "No limit for filing is known"},
    {"a way that is not open", "xk.echr", 0, "decision", "2026-05-14", "in_hand", NULL, false,
     "unverified", "not open"},
};

enum { ROWS = sizeof rows / sizeof *rows };

static bool in_text(struct str text, const char *part)
{
    return text.n != 0 && memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static bool says(const struct deadline *d, const char *part)
{
    bool found =
        in_text(d->why_not, part) || (d->chosen != NULL && in_text(d->chosen->length, part));

    for (size_t i = 0; i < d->notes_n; i++)
        found |= in_text(d->notes[i], part);
    for (size_t i = 0; i < d->steps_n; i++)
        found |= in_text(d->steps[i].what, part) || in_text(d->steps[i].why, part);
    return found;
}

static struct deadline_ask ask_of(size_t i)
{
    return (struct deadline_ask){str_of(rows[i].procedure),  rows[i].stage,
                                 test_day(rows[i].received), TERM_NO_HOUR,
                                 str_of(rows[i].how),        str_of(rows[i].paper)};
}

static void show(const struct deadline *d)
{
    tap_note("why not: %.*s", (int)d->why_not.n, d->why_not.p);
    for (size_t i = 0; i < d->steps_n; i++) {
        char text[DAY_TEXT];
        tap_note("%s %.*s: %.*s", day_format(d->steps[i].on, text), (int)d->steps[i].what.n,
                 d->steps[i].what.p, (int)d->steps[i].why.n, d->steps[i].why.p);
    }
    for (size_t i = 0; i < d->notes_n; i++)
        tap_note("%.*s", (int)d->notes[i].n, d->notes[i].p);
}

static bool row_test(struct call *call, size_t i)
{
    struct deadline_ask ask = ask_of(i);
    struct deadline d;
    bool ok = CHECK_RC(call, deadline_of(call, &ask, &d), RC_OK);

    if (!ok)
        return false;
    ok = CHECK_INT(d.counted, rows[i].due != NULL) && ok;
    if (d.counted && rows[i].due != NULL)
        ok = CHECK_INT(d.due, test_day(rows[i].due)) && CHECK_INT(d.firm, rows[i].firm) && ok;
    ok = CHECK((d.why_not.n != 0) == !d.counted && (d.steps_n != 0) == d.counted) && ok;
    ok = CHECK_TEXT(str_of(law_status_name(d.status)), rows[i].status) && ok;
    ok = CHECK(says(&d, rows[i].says)) && ok;
    ok = CHECK(!d.counted || (d.rule.n != 0 && d.rule_source.n != 0)) && ok;
    ok = CHECK(d.status == LAW_UNVERIFIED || d.source.n != 0) && ok;
    if (!ok)
        show(&d);
    return ok;
}

/* ---- silence ---- */

static const struct {
    const char *name, *procedure;
    int stage;
    const char *received;
    enum silence_means means;
    const char *opens, *closes;
} silences[] = {
    {"RS: an appeal within a year after thirty days", "rs.admin.request", 2, "2026-09-01",
     SILENCE_REMEDY, "2026-10-02", "2027-10-01"},
    {"LT: two months after twenty working days", "lt.admin.request", 2, "2026-09-01",
     SILENCE_REMEDY, "2026-09-30", "2026-11-30"},
    {"MK: a refusal by silence, fifteen days", "mk.foi.request", 2, "2026-09-01", SILENCE_REFUSAL,
     "2026-09-22", "2026-10-06"},
    {"RS: nothing follows", "rs.equality.complaint", 3, "2026-09-01", SILENCE_NONE, NULL, NULL},
};

static void silence_test(struct call *call)
{
    for (size_t i = 0; i < sizeof silences / sizeof *silences; i++) {
        struct deadline_ask ask = {.procedure = str_of(silences[i].procedure),
                                   .stage = silences[i].stage,
                                   .received = test_day(silences[i].received),
                                   .minute = TERM_NO_HOUR,
                                   .how = STR("in_hand"),
                                   .paper = STR("request")};
        struct deadline d;
        CASE("silence: %s", silences[i].name);
        if (!CHECK_RC(call, deadline_of(call, &ask, &d), RC_OK))
            continue;
        CHECK_INT(d.silence.means, silences[i].means);
        CHECK_INT(d.silence.opens_known, silences[i].opens != NULL);
        if (silences[i].opens != NULL)
            CHECK_INT(d.silence.opens, test_day(silences[i].opens));
        CHECK_INT(d.silence.closes_known, silences[i].closes != NULL);
        if (silences[i].closes != NULL)
            CHECK_INT(d.silence.closes, test_day(silences[i].closes));
    }
}

/* ---- what cannot be asked ---- */

static const struct {
    const char *procedure;
    int stage;
    const char *received, *where, *says;
} faults[] = {
    {"rs.admin.apeal", 0, "2026-01-01", "procedure", "Did you mean 'rs.admin.appeal'?"},
    {"", 0, "2026-01-01", "procedure", "There is no procedure"},
    {"appeal against the decision of the municipality", 0, "2026-01-01", "procedure",
     "is named like rs.admin.appeal"},
    {"rs.admin.appeal", 2, "2026-01-01", "stage", "has the stages 1 to 1"},
    {"rs.admin.appeal", -1, "2026-01-01", "stage", "has the stages 1 to 1"},
    {"mk.court.admin", 1, "2026-01-01", "stage", "has no stages"},
    {"rs.admin.appeal", 0, "1899-12-31", "received", "from the year 1900"},
    {"rs.admin.appeal", 0, "2160-01-01", "received", "to the year 2159"},
};

static void fault_test(struct call *call)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct deadline_ask ask = {.procedure = str_of(faults[i].procedure),
                                   .stage = faults[i].stage,
                                   .received = test_day(faults[i].received),
                                   .minute = TERM_NO_HOUR};
        struct deadline d;
        CASE("deadline: refuses %s, stage %d, %s", faults[i].procedure, faults[i].stage,
             faults[i].received);
        CHECK_INT(deadline_of(call, &ask, &d), RC_INVALID);
        if (CHECK(call->faults != NULL)) {
            CHECK_TEXT(call->faults->where, faults[i].where);
            if (!CHECK(in_text(call->faults->text, faults[i].says)))
                tap_note("%s", call->faults->text.p);
        }
        call_forgive(call);
    }
}

/* Every stage of every procedure gives a day or a reason, for every paper. */
static void whole_test(struct call *call)
{
    static const char *const papers[] = {"decision", "request", "other"};
    size_t counted = 0, asked = 0;

    CASE("deadline: every stage of every procedure has a day or a reason");
    for (const struct procedure *p = procedure_first(call->app->packs->procedures); p != NULL;
         p = p->after)
        for (size_t stage = 0; stage <= p->stage_count; stage++)
            for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
                struct deadline_ask ask = {p->id,        (int64_t)stage, test_day("2026-01-31"),
                                           TERM_NO_HOUR, STR("in_hand"), str_of(papers[i])};
                struct deadline d;
                CHECK_RC(call, deadline_of(call, &ask, &d), RC_OK);
                CHECK(d.counted ? d.due > ask.received && d.steps_n >= 2 : d.why_not.n != 0);
                counted += d.counted;
                asked++;
            }
    tap_note("%zu of %zu are counted", counted, asked);
    CHECK(counted > asked / 4);
}

void deadline_test(void)
{
    const struct app_parts no_parts = {0};
    struct arena arena;
    struct call call;
    struct app *app;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    CASE("packs: each country is found by its letters, large or small");
    if (!CHECK_RC(&call, app_load(&call, &arena, &no_parts, &app), RC_OK))
        return;
    call.app = app;
    CHECK(packs_country(app->packs, STR("rs")) != NULL &&
          packs_country(app->packs, STR("rs")) == packs_country(app->packs, STR("RS")));
    CHECK(packs_country(app->packs, STR("lt")) != packs_country(app->packs, STR("mk")));
    CHECK(packs_country(app->packs, STR("xx")) == NULL);
    CHECK(packs_country(app->packs, STR("")) == NULL);
    CHECK_INT(app->packs->n, 4);
    for (size_t i = 0; i < ROWS; i++) {
        CASE("deadline: %s", rows[i].name);
        (void)row_test(&call, i);
    }
    silence_test(&call);
    fault_test(&call);
    whole_test(&call);
    arena_fini(&arena);
}
