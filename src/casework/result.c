/* result.c - see result.h. */
#include "casework/result.h"

#include "casework/come_parts.h"
#include "casework/due.h"

static bool is_said(struct str satisfaction)
{
    return str_is(satisfaction, "good") || str_is(satisfaction, "middle") ||
           str_is(satisfaction, "bad");
}

static void check(struct call *call, const struct record *of, const struct result *result)
{
    if (due_case_closed(of))
        fault_add(call, STR("outcome"), "This case is closed already.");
    if (result->outcome.n == 0)
        fault_add(call, STR("outcome"), "How did it end for the person?");
    if (is_said(result->satisfaction) && result->how.n == 0)
        fault_add(call, STR("satisfaction_how"),
                  "How did she say it: by voice, by a sign, in "
                  "writing?");
    if (result->ended.type == V_INT && result->ended.i < come_day(call, of->made_ms) &&
        record_value(of, "historic").i == 0)
        fault_add(call, STR("ended"), "That is before the case was written down.");
}

enum rc result_close(struct call *call, const struct record *of, const struct result *result,
                     struct outcome *out)
{
    struct case_write write;

    check(call, of, result);
    enum rc rc = call_faults(call);
    if (rc == RC_OK)
        rc = case_write_init(call, of, &write);
    if (rc != RC_OK)
        return rc;
    bool said = is_said(result->satisfaction);
    save_text(&write.facts, "outcome", result->outcome);
    save_text(&write.facts, "what_changed", result->changed);
    save_text(&write.facts, "satisfaction", result->satisfaction);
    save_text(&write.facts, "satisfaction_how", said ? result->how : STR(""));
    save_set(&write.facts, "asked_by",
             said && result->asked_by != NULL ? id_value(result->asked_by) : v_null());
    save_set(&write.facts, "ended",
             result->ended.type == V_INT ? result->ended : v_int(call->today));
    if (result->let_go.n != 0)
        save_text(&write.facts, "let_go", result->let_go);
    write.state = result->withdrawn ? STR("withdrawn") : STR("resolved");
    return case_write_run(call, &write, result->change, out);
}

/* What the person said stays; the outcome was not the last word, and its history has it. */
enum rc result_reopen(struct call *call, const struct record *of, struct str why,
                      const struct id *change, struct outcome *out)
{
    struct case_write write;
    struct save note;

    if (!due_case_closed(of))
        fault_add(call, STR("reopened"), "This case is open.");
    if (why.n == 0)
        fault_add(call, STR("reopened"), "Why is it opened again?");
    enum rc rc = call_faults(call);
    if (rc == RC_OK)
        rc = case_write_init(call, of, &write);
    if (rc == RC_OK)
        rc = save_init(call, kind_find(call->app->registry, STR("case_note")), &note);
    if (rc != RC_OK)
        return rc;
    save_text(&write.facts, "reopened", why);
    save_set(&write.facts, "ended", v_null());
    save_set(&write.facts, "let_go", v_null());
    save_text(&note, "text", say(call, "Opened again: %s", str_z(call->arena, why)));
    save_set(&note, "on", v_int(call->today));
    write.state = STR("open");
    rc = case_write_add(call, &write, &note, NULL);
    return rc == RC_OK ? case_write_run(call, &write, change, out) : rc;
}

int64_t result_days(const struct call *call, const struct record *of)
{
    struct value ended = record_value(of, "ended");
    day opened = come_day(call, of->made_ms);

    if (ended.type != V_INT || record_value(of, "historic").i != 0 || ended.i < opened)
        return -1;
    return ended.i - opened;
}
