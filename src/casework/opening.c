/* opening.c - see opening.h. */
#include "casework/opening.h"

/* The operation's arguments: [person id or null, names or null, area, what, happened, story,
 * limited]. */
enum { ARG_PERSON, ARG_NAMES, ARG_AREA, ARG_WHAT, ARG_HAPPENED, ARG_STORY, ARG_LIMITED, ARGS };

static enum rc open_person(struct call *call, struct change *change, const struct value *arg,
                           struct value *person)
{
    struct record *record;

    if (arg[ARG_PERSON].type != V_NULL) {
        *person = arg[ARG_PERSON];
        return RC_OK;
    }
    enum rc rc =
        change_make(call, change, kind_find(call->app->registry, STR("person")), NULL, &record);
    if (rc != RC_OK)
        return rc;
    record_set(record, "names", arg[ARG_NAMES]);
    if (arg[ARG_LIMITED].i != 0)
        record_set(record, "limited", v_int(1));
    return value_copy(call->arena, id_value(&record->id), person) ? RC_OK : fail_memory(call);
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    static const struct {
        const char *field;
        int arg;
    } pairs[] = {{"area", ARG_AREA},
                 {"what", ARG_WHAT},
                 {"happened", ARG_HAPPENED},
                 {"story", ARG_STORY},
                 {"limited", ARG_LIMITED}};
    const struct value *arg = args.list.items;
    struct record *record;
    struct value person;

    if (args.type != V_LIST || args.list.n != ARGS || arg[ARG_LIMITED].type != V_INT)
        return fail(call, RC_INVALID, "arguments", "The case's facts are not understood.");
    /* The person first: a link is stored as the number of a row that is there. */
    enum rc rc = open_person(call, change, arg, &person);
    if (rc == RC_OK)
        rc = change_make(call, change, kind_find(call->app->registry, STR("case")), NULL, &record);
    if (rc != RC_OK)
        return rc;
    record->id = change->id; /* by which the answer to a repeated request finds it */
    record_set(record, "person", person);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        record_set(record, pairs[i].field, arg[pairs[i].arg]);
    if (arg[ARG_LIMITED].i == 0)
        record_set(record, "limited", v_null());
    return RC_OK;
}

const struct operation case_open_operation = {"case.open", 1,     "opened", false,
                                              true,        false, apply,    NULL};

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

static void add_name(struct value rows[][4], struct value *names, size_t *n, const char *part,
                     struct str text)
{
    if (text.n == 0)
        return;
    rows[*n][0] = v_text(str_of(part));
    rows[*n][1] = v_text(text);
    rows[*n][2] = rows[*n][3] = v_null();
    names[*n] = v_list(rows[*n], 4);
    ++*n;
}

/* What the outcome is about is the case, not the person who was made before it. */
static enum rc tell(struct call *call, struct outcome *out)
{
    struct record *record;

    out->kind = kind_find(call->app->registry, STR("case"));
    enum rc rc =
        table_load(call, call->store->db, app_table(call->app, out->kind), &out->change, &record);
    if (rc == RC_NOT_FOUND)
        return fail(call, rc, NULL, NULL);
    if (rc != RC_OK)
        return rc;
    out->record = record->id;
    out->code = record->code;
    return RC_OK;
}

struct value opening_names(struct call *call, const struct opening *opening)
{
    struct value rows[3][4], names[3], all;
    size_t n = 0;

    add_name(rows, names, &n, "given", opening->given);
    add_name(rows, names, &n, "family", opening->family);
    add_name(rows, names, &n, "nickname", opening->nickname);
    return value_copy(call->arena, v_list(names, n), &all) ? all : v_list(NULL, 0);
}

enum rc case_open(struct call *call, const struct opening *opening, struct outcome *out)
{
    struct value names = opening_names(call, opening);

    if (opening->person == NULL && names.list.n == 0) {
        fault_add(call, STR("nickname"), "Who is it about? A nickname is enough.");
        return call_faults(call);
    }
    struct value args[ARGS] = {
        [ARG_PERSON] = opening->person == NULL ? v_null() : id_value(opening->person),
        [ARG_NAMES] = names,
        [ARG_AREA] = text_or_null(opening->area),
        [ARG_WHAT] = text_or_null(opening->what),
        [ARG_HAPPENED] = opening->happened,
        [ARG_STORY] = text_or_null(opening->story),
        [ARG_LIMITED] = v_int(opening->limited),
    };
    struct operation_request request = {
        .operation = "case.open", .change = opening->change, .args = v_list(args, ARGS)};
    enum rc rc = operation_run(call, &request, out);
    return rc == RC_OK ? tell(call, out) : rc;
}
