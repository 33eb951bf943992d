/* tasks.c - see tasks.h. */
#include "casework/tasks.h"

#include "casework/save.h"
#include "model/actor.h"

static const char *const words[TASK_ACTS] = {"done", "again", "drop", "put_off"};
static const char *const states[TASK_ACTS] = {"done", "open", "dropped", "open"};

static const struct kind *task_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("task"));
}

bool task_act_find(struct str word, enum task_act *out)
{
    for (int i = 0; i < TASK_ACTS; i++)
        if (str_is(word, words[i])) {
            *out = (enum task_act)i;
            return true;
        }
    return false;
}

/* ---- task.settle: [id, act, day or null, words or null] ---- */

static bool check(struct call *call, const struct record *task, enum task_act act,
                  const struct value *given)
{
    bool same = str_is(task->state, states[act]);
    size_t faults = call->fault_count;

    if (act == TASK_PUT_OFF ? !same : !save_follows(task, str_of(states[act])))
        fault_add(call, STR("state"), "This task is done or dropped already.");
    if ((act == TASK_DROP || act == TASK_PUT_OFF) && given[3].type == V_NULL)
        fault_add(call, STR("words"), "Say why.");
    if (act == TASK_PUT_OFF && (given[2].type != V_INT || given[2].i < call->today))
        fault_add(call, STR("due"), "Until when? A day from today on.");
    return call->fault_count == faults;
}

static void settle(struct record *task, enum task_act act, const struct value *given)
{
    task->state = str_of(states[act]);
    if (act == TASK_PUT_OFF) {
        record_set(task, "due", given[2]);
        record_set(task, "put_off", given[3]);
    } else {
        record_set(task, "outcome", act == TASK_AGAIN ? v_null() : given[3]);
    }
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    const struct value *given = args.list.items;
    struct record *task;
    enum task_act act;
    struct id id;

    if (args.type != V_LIST || args.list.n != 4 || given[0].type != V_BYTES ||
        !id_of(given[0].s, &id) || given[1].type != V_TEXT || !task_act_find(given[1].s, &act))
        return fail(call, RC_INVALID, "arguments", "The task is not understood.");
    enum rc rc = change_open(call, change, task_kind(call), &id, 0, &task);
    if (rc != RC_OK)
        return rc;
    if (!check(call, task, act, given))
        return call_faults(call);
    settle(task, act, given);
    return RC_OK;
}

const struct operation task_settle_operation = {.name = "task.settle",
                                                .version = 1,
                                                .brief = "done, put off or dropped",
                                                .undo = true,
                                                .apply = apply};

enum rc task_settle(struct call *call, const struct task_settle *settle, struct outcome *out)
{
    const struct value args[] = {
        id_value(settle->task), v_text(str_of(words[settle->act])), settle->due,
        str_trim(settle->words).n == 0 ? v_null() : v_text(str_trim(settle->words))};
    const struct operation_request request = {
        .operation = "task.settle", .change = settle->change, .args = v_list(args, 4)};

    return operation_run(call, &request, out);
}

enum rc task_add(struct call *call, const struct id *of, struct str what, struct value due,
                 const struct id *change, struct outcome *out)
{
    struct save save;
    enum rc rc = save_init(call, task_kind(call), &save);

    if (rc != RC_OK)
        return rc;
    save.args.owner = of;
    save_text(&save, "what", str_trim(what));
    save_set(&save, "due", due);
    if (call->actor != NULL && !call->actor->system)
        save_set(&save, "who", id_value(&call->actor->id));
    return save_run(call, &save, change, out);
}
