/* zone_changes.c - prints what rules/zone makes of a TZ string, for test/oracle/zone.mjs to
 * compare: the seconds east of UTC at each quarter of an hour at which they change.
 * Usage: zone_changes TZ FIRST-YEAR LAST-YEAR     Prints lines "UTC-MILLISECONDS EAST-SECONDS". */
#include "rules/month.h"
#include "rules/zone.h"

static int64_t still(void *data)
{
    (void)data;
    return 0;
}

int main(int n, char **args)
{
    static const struct os os = {.now_ms = still};
    const int64_t quarter = INT64_C(900000), day_ms = INT64_C(86400000);
    struct arena arena;
    struct call call;
    struct zone zone;
    int64_t first, last;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (n != 4 || !str_int(str_of(args[2]), &first) || !str_int(str_of(args[3]), &last))
        return 2;
    if (zone_parse(&call, str_of(args[1]), &zone) != RC_OK) {
        (void)fprintf(stderr, "%s\n", call.error.text.p);
        return 1;
    }
    int64_t end = year_first((int)last + 1) * day_ms;
    int east_s = -1;
    for (int64_t ms = year_first((int)first) * day_ms; ms < end; ms += quarter) {
        struct local_time local = zone_local(&zone, ms);
        if (local.east_s != east_s)
            printf("%lld %d\n", (long long)ms, local.east_s);
        east_s = local.east_s;
    }
    arena_fini(&arena);
    return 0;
}
