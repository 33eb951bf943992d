/* backups.c - see backups.h. */
#include "roles/backups.h"

#include "model/app.h"
#include "query/query.h"

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS, THREE_O_CLOCK = 180 };

bool backups_are_for(const struct actor *actor)
{
    return actor != NULL && (actor->system || actor_has_role(actor, "admin") ||
                             actor_has_role(actor, "key_holder") || actor_has_role(actor, "lead"));
}

static struct when when_of(const struct record *record)
{
    struct value often = record_value(record, "often"), at = record_value(record, "at");
    bool good = at.type == V_INT && at.i >= 0 && at.i < WHEN_MINUTES;
    int minute = good ? (int)at.i : THREE_O_CLOCK;

    if (str_is(often.s, "six_hours"))
        return (struct when){EVERY_HOURS, 6, 0};
    if (str_is(often.s, "weekly"))
        return (struct when){EVERY_WEEK, FRIDAY, minute};
    if (str_is(often.s, "monthly"))
        return (struct when){EVERY_MONTH, 1, minute};
    return (struct when){EVERY_DAY, 0, minute};
}

static enum rc list_places(struct call *call, struct query_page *out)
{
    const struct query query = {.kind = kind_find(call->app->registry, STR("backup_place")),
                                .verb = MAY_SEE,
                                .limit = BACKUP_PLACES_MAX};
    const struct actor *actor = call->actor;

    if (!backups_are_for(actor))
        return fail(call, RC_DENIED, NULL, NULL);
    call->actor = &actor_system;
    enum rc rc = query_list(call, &query, out);
    call->actor = actor;
    return rc;
}

enum rc backup_places(struct call *call, struct backup_place **out, size_t *n)
{
    struct query_page page = {.n = 0};
    enum rc rc = list_places(call, &page);

    if (rc != RC_OK)
        return rc;
    struct backup_place *places = arena_array(call->arena, page.n, sizeof *places);
    if (places == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < page.n && rc == RC_OK; i++) {
        const struct record *record = page.records[i];
        struct str hex = str_hex(call->arena, id_str(&record->id));
        places[i] = (struct backup_place){
            .id = record->id, .folder = record_value(record, "folder").s, .when = when_of(record)};
        places[i].name = str_format(call->arena, "backup %s", hex.p == NULL ? "" : hex.p);
        rc = work_line_find(call, places[i].name, &places[i].line);
    }
    *out = places;
    *n = page.n;
    return rc;
}

/* ---- the light ---- */

static int64_t step_ms(const struct when *when)
{
    switch (when->every) {
    case EVERY_HOURS: return (int64_t)when->n * HOUR_MS;
    case EVERY_DAY: break;
    case EVERY_WEEK: return 7LL * DAY_MS;
    case EVERY_MONTH: return 31LL * DAY_MS;
    }
    return DAY_MS;
}

struct facts {
    int64_t well_ms, step_ms;
    struct str fault, where; /* of a place whose last try failed */
    struct str drill;        /* why the last test of restoring failed */
};

static enum rc find_facts(struct call *call, struct facts *out)
{
    struct work_line by_hand, drill;
    struct backup_place *places;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    if (rc == RC_OK)
        rc = work_line_find(call, STR(BACKUP_BY_HAND), &by_hand);
    if (rc == RC_OK)
        rc = work_line_find(call, STR(RESTORE_TEST), &drill);
    if (rc != RC_OK)
        return rc;
    *out = (struct facts){.well_ms = by_hand.well_ms, .drill = drill.fault};
    for (size_t i = 0; i < n; i++) {
        int64_t step = step_ms(&places[i].when);
        if (out->step_ms == 0 || step < out->step_ms)
            out->step_ms = step;
        if (places[i].line.well_ms > out->well_ms)
            out->well_ms = places[i].line.well_ms;
        if (places[i].line.fault.n != 0) {
            out->fault = places[i].line.fault;
            out->where = places[i].folder;
        }
    }
    if (out->step_ms == 0)
        out->step_ms = DAY_MS;
    return RC_OK;
}

static struct str add_sentence(struct call *call, struct str said, struct str more)
{
    struct str both = str_format(call->arena, "%s %s", said.p, str_z(call->arena, more));

    return both.p == NULL ? said : both;
}

static void judge(struct call *call, const struct zone *zone, const struct facts *facts,
                  struct backup_state *out)
{
    int64_t age = call->now_ms - facts->well_ms;
    int64_t red = 2 * facts->step_ms > 7LL * DAY_MS ? 2 * facts->step_ms : 7LL * DAY_MS;

    out->well_ms = facts->well_ms;
    if (facts->well_ms == 0) {
        out->light = LIGHT_RED;
        out->said = say(call, "No backup yet.");
    } else {
        out->light = age > red                           ? LIGHT_RED
                     : age > facts->step_ms + DAY_MS / 2 ? LIGHT_AMBER
                                                         : LIGHT_GREEN;
        out->said = say(call, "Last backup: %s.", moment_say(call, zone, facts->well_ms).p);
    }
    if (facts->fault.n != 0) {
        out->light = out->light == LIGHT_GREEN ? LIGHT_AMBER : out->light;
        out->said = add_sentence(
            call, out->said,
            say(call, "The last try did not succeed: %s", str_z(call->arena, facts->fault)));
    }
    if (facts->drill.n != 0) {
        out->light = LIGHT_RED;
        out->said = add_sentence(call, out->said,
                                 say(call, "The last test of restoring did not succeed: %s",
                                     str_z(call->arena, facts->drill)));
    }
}

enum rc backup_state(struct call *call, struct backup_state *out)
{
    struct facts facts;
    struct zone zone;
    enum rc rc = find_facts(call, &facts);

    if (rc == RC_OK)
        rc = schedule_zone(call, &zone);
    if (rc != RC_OK)
        return rc;
    *out = (struct backup_state){.light = LIGHT_NONE};
    judge(call, &zone, &facts, out);
    return RC_OK;
}

bool backup_light(struct call *call, enum tone *tone, struct str *sentence)
{
    static const enum tone tones[] = {
        [LIGHT_NONE] = TONE_MUTE,
        [LIGHT_GREEN] = TONE_OK,
        [LIGHT_AMBER] = TONE_WARN,
        [LIGHT_RED] = TONE_BAD,
    };
    struct backup_state state;

    if (!backups_are_for(call->actor))
        return false;
    if (backup_state(call, &state) != RC_OK) {
        call_forgive(call); /* a page is not refused for want of its light */
        return false;
    }
    *tone = tones[state.light];
    *sentence = state.said;
    return true;
}

enum rc backup_made(struct call *call, struct str folder)
{
    struct backup_place *places = NULL;
    size_t n = 0;
    enum rc rc = backup_places(call, &places, &n);

    for (size_t i = 0; i < n && rc == RC_OK; i++)
        if (str_eq(places[i].folder, folder))
            return work_line_note(call, places[i].name, STR(""));
    return rc == RC_OK ? work_line_note(call, STR(BACKUP_BY_HAND), STR("")) : rc;
}
