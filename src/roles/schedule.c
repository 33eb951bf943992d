/* schedule.c - see schedule.h. */
#include "roles/schedule.h"

#include "base/lang.h"
#include "roles/program.h"
#include "store/store.h"
#include "web/date.h"
#include "web/html.h"

enum { ORGANISATION_RID = 1 };

/* ---- the lines ---- */

static enum rc add_rows(struct call *call, const struct program *program, const struct area *area,
                        struct schedule *out)
{
    for (size_t i = 0; i < area_n(area->schedule_n); i++) {
        const struct schedule_row *row = &area->schedule[i];
        const struct work *work = program_work(program, str_of(row->work));
        if (work == NULL || out->n == SCHEDULE_MAX)
            return fail(call, RC_LIMIT, row->work, "The schedule is too long.");
        out->items[out->n++] =
            (struct schedule_item){.name = str_of(row->work),
                                   .title = str_of(lang_text(call->lang, work->brief)),
                                   .work = work,
                                   .when = row->when};
    }
    return RC_OK;
}

enum rc schedule_list(struct call *call, const struct program *program, const struct zone *zone,
                      struct schedule *out)
{
    enum rc rc = RC_OK;

    *out = (struct schedule){.n = 0};
    for (size_t i = 0; i < program->areas_n && rc == RC_OK; i++) {
        const struct area *area = program->areas[i];
        rc = add_rows(call, program, area, out);
        if (rc == RC_OK && area->schedule_more != NULL)
            rc = area->schedule_more(call, program, out);
    }
    for (size_t i = 0; i < out->n && rc == RC_OK; i++) {
        out->items[i].next_ms = when_next(&out->items[i].when, zone, call->now_ms);
        rc = work_line_find(call, out->items[i].name, &out->items[i].line);
    }
    return rc;
}

static bool is_due(const struct call *call, const struct schedule_item *item, int64_t slot_ms)
{
    if (!item->line.known)
        return item->at_once;
    if (item->line.slot_ms < slot_ms)
        return true;
    return item->again && item->line.fault.n != 0 &&
           call->now_ms - item->line.tried_ms >= SCHEDULE_AGAIN_MS;
}

static enum rc run_item(struct call *call, const struct schedule_item *item,
                        const struct zone *zone)
{
    int64_t slot_ms = when_last(&item->when, zone, call->now_ms);
    const struct work_ask ask = {item->work, item->args, item->name};
    struct id job;

    if (!is_due(call, item, slot_ms))
        return item->line.known && item->line.slot_ms <= call->now_ms
                   ? RC_OK
                   : work_line_skip(call, item->name, slot_ms);
    enum rc rc = work_put(call, &ask, &job);
    return rc == RC_OK ? work_line_serve(call, item->name, slot_ms, &job) : rc;
}

enum rc schedule_run(struct call *call, const struct program *program, const struct zone *zone)
{
    struct schedule *list = arena_alloc(call->arena, sizeof *list);
    const struct actor *actor = call->actor;

    if (list == NULL)
        return fail_memory(call);
    call->actor = &actor_system;
    enum rc rc = schedule_list(call, program, zone, list);
    for (size_t i = 0; i < list->n && rc == RC_OK; i++)
        rc = run_item(call, &list->items[i], zone);
    call->actor = actor;
    return rc;
}

/* ---- words ---- */

static const char *weekday_word(int weekday)
{
    static const char *const words[] = {
        N_("Each Monday at %02d:%02d"),    N_("Each Tuesday at %02d:%02d"),
        N_("Each Wednesday at %02d:%02d"), N_("Each Thursday at %02d:%02d"),
        N_("Each Friday at %02d:%02d"),    N_("Each Saturday at %02d:%02d"),
        N_("Each Sunday at %02d:%02d")};

    return words[weekday];
}

struct str schedule_say(struct call *call, const struct when *when)
{
    int hour = when->minute / 60, minute = when->minute % 60;

    switch (when->every) {
    case EVERY_HOURS:
        return str_format(call->arena,
                          lang_plural(call->lang, "Each hour", "Each %d hours", when->n), when->n);
    case EVERY_DAY: return say(call, "Each day at %02d:%02d", hour, minute);
    case EVERY_WEEK:
        return str_format(call->arena, lang_text(call->lang, weekday_word(when->n)), hour, minute);
    case EVERY_MONTH: return say(call, "Each month on day %d at %02d:%02d", when->n, hour, minute);
    }
    return STR("");
}

struct str moment_say(struct call *call, const struct zone *zone, int64_t utc_ms)
{
    struct local_time local = zone_local(zone, utc_ms);
    int hour = local.second / 3600, minute = local.second / 60 % 60;

    if (local.on == call->today)
        return say(call, "today %02d:%02d", hour, minute);
    if (local.on == call->today - 1)
        return say(call, "yesterday %02d:%02d", hour, minute);
    return str_format(call->arena, "%s, %02d:%02d", date_long(call, local.on).p, hour, minute);
}

enum rc schedule_zone(struct call *call, struct zone *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));
    struct record *own;
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, kind), ORGANISATION_RID, &own);

    return rc == RC_OK ? zone_parse(call, record_value(own, "zone").s, out) : rc;
}
