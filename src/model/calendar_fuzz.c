/* calendar_fuzz.c - any bytes as a calendar: refused with a sentence, or a calendar by which years
 * and terms can be counted. */
#include "model/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t still(void *data)
{
    (void)data;
    return 0;
}

static void count(struct call *call, const struct term_country *country)
{
    static const struct term terms[] = {
        {15, TERM_DAYS}, {20, TERM_WORKING_DAYS}, {3, TERM_MONTHS}, {48, TERM_HOURS}};
    struct holidays list;

    for (int year = 2024; year < 2029; year++) {
        if (holidays_of_year(call, country->calendar, ~0U, year, &list) != RC_OK)
            abort();
    }
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct term_event event = {.on = 20000, .minute = 1050, .received = true};
        struct term_count made;
        if (term_count(call, terms[i], event, country, &made) != RC_OK)
            abort();
        if (made.due < event.on)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os os = {.now_ms = still};
    const struct term_country *country = NULL;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (calendar_read(&call, STR("fuzz.yaml"), str_bytes(bytes, n), &arena, &country) == RC_OK)
        count(&call, country);
    else if (call.error.text.n == 0)
        abort();
    arena_fini(&arena);
    return 0;
}
