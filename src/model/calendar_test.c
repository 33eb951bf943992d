/* calendar_test.c - the packs that the program carries, and a sentence for each mistake in one. */
#include "base/embed.h"
#include "model/calendar.h"
#include "tap.h"

void calendar_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

static const struct {
    const char *country;
    bool receipt;
    enum law_status counting;
    const char *source;
    size_t public_2026; /* holidays and their substitutes, also on weekends */
} packs[] = {
    {"LT", true, LAW_VERIFIED,
     "Administracinių bylų teisenos įstatymas VIII-1029, art 65; "
     "Viešojo administravimo įstatymas VIII-1234, art 10",
     16},
    {"mk", false, LAW_UNVERIFIED, "Закон за општата управна постапка, Сл. весник 124/2015", 14},
    {"RS", false, LAW_VERIFIED,
     "Zakon o opštem upravnom postupku, Sl. glasnik RS 18/2016, 95/2018, 2/2023, arts 80-83", 13},
    {"xk", false, LAW_PARTLY, "Kodi i Procedurës Penale 08/L-032, llogaritja e afateve", 15},
};

static void packs_test(struct call *call)
{
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
        const struct term_country *country = NULL;
        struct holidays list = {NULL, 0};
        CASE("calendar: the pack of %s", packs[i].country);
        if (!CHECK_RC(call, calendar_of(call, str_of(packs[i].country), call->arena, &country),
                      RC_OK))
            continue;
        CHECK(country->rule.ends_on_working_day);
        CHECK_INT(country->rule.receipt_working_day, packs[i].receipt);
        CHECK_INT(country->rule.law.status, packs[i].counting);
        CHECK_TEXT(country->rule.law.source, packs[i].source);
        CHECK(words_in(country->rule.text, STR("en")).n > 100);
        CHECK(country->calendar->weekend[SATURDAY] && !country->calendar->weekend[FRIDAY]);
        CHECK(country->zone.has_summer);
        CHECK_RC(call, holidays_of_year(call, country->calendar, HOLIDAY_PUBLIC, 2026, &list),
                 RC_OK);
        CHECK_INT(list.n, packs[i].public_2026);
        for (size_t k = 0; k < country->calendar->n; k++) {
            const struct holiday_rule *rule = &country->calendar->rules[k];
            CHECK(words_in(rule->name, STR("en")).n != 0 && rule->law.source.n != 0);
        }
        for (int year = 2024; year <= 2030; year++)
            CHECK(calendar_gap(country->calendar, year) == NULL);
    }
}

static void detail_test(struct call *call)
{
    const struct term_country *lt = NULL, *rs = NULL;
    const struct calendar *common = NULL;
    struct holidays list = {NULL, 0};

    CASE("calendar: when offices close");
    CHECK_RC(call, calendar_of(call, STR("LT"), call->arena, &lt), RC_OK);
    CHECK_INT(lt->rule.closes[MONDAY], 17 * 60);
    CHECK_INT(lt->rule.closes[FRIDAY], 15 * 60 + 45);
    CHECK_INT(lt->rule.hours.status, LAW_UNVERIFIED);
    CASE("calendar: a day's own source and rule come before its group's");
    CHECK_RC(call, calendar_of(call, STR("RS"), call->arena, &rs), RC_OK);
    CHECK_INT(rs->calendar->rules[0].substitution, SUBSTITUTE_SUNDAY_WORKING);
    CHECK(str_ends(rs->calendar->rules[0].law.source, STR("92/2011, art 3a")));
    CHECK_INT(rs->calendar->rules[2].substitution, SUBSTITUTE_NONE);
    CHECK_INT(rs->calendar->rules[2].law.status, LAW_VERIFIED);
    CASE("calendar: no calendar for a country");
    enum rc rc = calendar_of(call, STR("ZZ"), call->arena, &lt);
    CHECK_TEXT(call->error.text,
               "There is no calendar for 'ZZ' here. There is one for: LT MK RS XK.");
    CHECK_RC(call, rc, RC_NOT_FOUND);
    CASE("calendar: days that are remembered everywhere");
    const struct embedded *file = embedded_find(STR("packs/common/calendar.yaml"));
    CHECK_RC(call,
             calendar_read_common(call, str_of(file->name), file->bytes, call->arena, &common),
             RC_OK);
    CHECK_RC(call, holidays_of_year(call, common, HOLIDAY_COMMEMORATION, 2026, &list), RC_OK);
    CHECK_INT(list.n, 15);
    CHECK_RC(call, holidays_of_year(call, common, HOLIDAY_PUBLIC, 2026, &list), RC_OK);
    CHECK_INT(list.n, 0);
}

/* A small pack into whose places the tests put what is wrong. */
static struct str pack(struct call *call, const char *zone, const char *one, const char *counting)
{
    return str_format(call->arena,
                      "country: ZZ\nzone: %s\nweekend: [sunday]\nsources:\n  law: {title: A law}\n"
                      "public:\n  status: verified\n  source: [law art 1]\n  days:\n  - {%s}\n"
                      "counting:\n  status: partly\n  source: [law]\n  event_day: excluded\n"
                      "  months: same number or last day\n  days_off_inside: run\n"
                      "  last_day: stays\n  text: {en: Text}\n  %s\n",
                      zone, one, counting);
}

static const char good_zone[] = "UTC0", good_day[] = "on: 01-01, name: {en: New Year}",
                  good_counting[] = "receipt: day of arrival";

static const struct {
    const char *zone, *day, *counting, *where, *says;
} faults[] = {
    {"CET", NULL, NULL, "zz.yaml:2:7", "\"CET\" is no time zone"},
    {NULL, "on: 13-01, name: {en: X}", NULL, "zz.yaml:10:10", "'13-01' is no day."},
    {NULL, "on: 02-30, name: {en: X}", NULL, "zz.yaml:10:10", "'02-30' is no day."},
    {NULL, "on: 1-1, name: {en: X}", NULL, "zz.yaml:10:10", "is no day."},
    {NULL, "on: easter, name: {en: X}", NULL, "zz.yaml:10:10", "is no day."},
    {NULL, "on: western easter + x, name: {en: X}", NULL, "zz.yaml:10:10", "is no day."},
    {NULL, "on: fifth sunday of may, name: {en: X}", NULL, "zz.yaml:10:10", "is no day."},
    {NULL, "on: first sunday in may, name: {en: X}", NULL, "zz.yaml:10:10", "is no day."},
    {NULL, "on: listed, name: {en: X}", NULL, "zz.yaml:10:5", "Listed days need"},
    {NULL, "on: listed, name: {en: X}, every_year: yes, dates: {2026-02-30: announced}", NULL,
     "zz.yaml:10:58", "'2026-02-30' is no date."},
    {NULL, "on: listed, name: {en: X}, every_year: yes, dates: {2026-02-20: maybe}", NULL,
     "zz.yaml:10:70", "'maybe' is not known here"},
    {NULL, "on: 01-01, name: {en: X}, every_year: yes", NULL, "zz.yaml:10:5", "belong to days"},
    {NULL, "on: 01-01, name: {en: X}, who: {en: Y}", NULL, "zz.yaml:10:5", "'who' belongs to"},
    {NULL, "on: 01-01, name: {en: X}, source: [lau]", NULL, "zz.yaml:10:41",
     "This source does not stand under 'sources'."},
    {NULL, "on: 01-01, name: {en: X}, since: long ago", NULL, "zz.yaml:10:39", "since"},
    {NULL, "on: 01-01, name: {en: X}, substitution: monday", NULL, "zz.yaml:10:46", "monday"},
    {NULL, "on: 01-01", NULL, "zz.yaml:10:5", "name"},
    {NULL, "on: 01-01, name: {en: X}, colour: red", NULL, "zz.yaml:10:32", "colour"},
    {NULL, NULL, "receipt: someday", "zz.yaml:19:12", "'someday' is not known here"},
    {NULL, NULL, "note: none", "zz.yaml:12:3", "receipt"},
    {NULL, NULL, "receipt: next working day\n  office_hours: {status: partly, closes: {monday: 5}}",
     "zz.yaml:20:51", "Here stands a time of day"},
    {NULL, NULL,
     "receipt: next working day\n  office_hours: {status: partly, closes: {moonday: 17:00}}",
     "zz.yaml:20:43", "'moonday' is no day of the week."},
};

static enum rc read_pack(struct call *call, struct str text, const struct term_country **out)
{
    return calendar_read(call, STR("zz.yaml"), text, call->arena, out);
}

static void faults_test(struct call *call)
{
    const struct term_country *country = NULL;

    CASE("calendar: a small pack");
    CHECK_RC(call, read_pack(call, pack(call, good_zone, good_day, good_counting), &country),
             RC_OK);
    CHECK(country != NULL && !country->rule.ends_on_working_day && country->calendar->n == 1);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const char *zone = faults[i].zone == NULL ? good_zone : faults[i].zone;
        const char *one = faults[i].day == NULL ? good_day : faults[i].day;
        const char *counting = faults[i].counting == NULL ? good_counting : faults[i].counting;
        CASE("calendar: says %s", faults[i].says);
        enum rc rc = read_pack(call, pack(call, zone, one, counting), &country);
        CHECK_TEXT(call->error.where, faults[i].where);
        const char *text = call->error.text.p == NULL ? "" : call->error.text.p;
        tap_check(strstr(text, faults[i].says) != NULL, __FILE__, __LINE__, "%s", text);
        CHECK_INT(call->fault_count, 1);
        CHECK_RC(call, rc, RC_INVALID);
    }
    CASE("calendar: all mistakes of a file are named");
    CHECK_INT(read_pack(call, pack(call, "CET", "on: x", "receipt: y"), &country), RC_INVALID);
    CHECK_INT(call->fault_count, 4);
    call_forgive(call);
}

/* Fails every block of memory in turn: never a half-read calendar, nothing left behind. */
static void memory_test(void)
{
    enum rc rc = RC_MEMORY;

    CASE("calendar: without memory it refuses");
    for (long n = 1; rc != RC_OK && n < 200; n++) {
        struct fault_heap faulty;
        struct arena arena;
        struct call call;
        const struct term_country *country = NULL;
        fault_heap_init(&faulty, n);
        arena_init(&arena, &faulty.heap, ARENA_MAX_DEFAULT);
        call_init(&call, &arena, &no_os);
        rc = calendar_of(&call, STR("RS"), &arena, &country);
        CHECK((rc == RC_OK) == (country != NULL));
        arena_fini(&arena);
        CHECK_INT(faulty.live, 0);
    }
    CHECK_INT(rc, RC_OK);
}

void calendar_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    packs_test(&call);
    detail_test(&call);
    faults_test(&call);
    arena_fini(&arena);
    memory_test();
}
