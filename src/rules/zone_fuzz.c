/* zone_fuzz.c - any bytes as a TZ string; of those that are one, local times there and back. */
#include "rules/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int64_t still(void *data)
{
    (void)data;
    return 0;
}

static void there_and_back(const struct zone *zone, int64_t utc_s)
{
    struct local_time local = zone_local(zone, utc_s * 1000);
    int64_t back = zone_moment(zone, local.on, local.second) / 1000;

    if (local.second < 0 || local.second >= 86400)
        abort();
    if (zone_today(zone, utc_s * 1000) != local.on)
        abort();
    if (back > utc_s) /* of two moments with one local time the earlier comes back */
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct os os = {.now_ms = still};
    struct arena arena;
    struct call call;
    struct zone zone;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &os);
    if (zone_parse(&call, str_bytes(bytes, n), &zone) == RC_OK) {
        for (int64_t s = -86400; s < INT64_C(5000000000); s += 86400 * 17 + 4321)
            there_and_back(&zone, s);
    } else if (call.error.text.n == 0) {
        abort();
    }
    arena_fini(&arena);
    return 0;
}
