/* told_strike.c - see told.h: what she said to her file, and what is struck out. */
#include "casework/told.h"

enum { STRIKE_KIND, STRIKE_ID, STRIKE_REV, STRIKE_FIELD, STRIKE_VALUE, STRIKE_TOLD, STRIKE_PARTS };
enum { TOLD_PERSON, TOLD_SECTION, TOLD_ANSWER, TOLD_WISH, TOLD_STRUCK, TOLD_FIELDS };

static enum rc not_understood(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

static bool is_text(struct value v)
{
    return v.type == V_TEXT || v.type == V_NULL;
}

/* [person, section, answer, wish or null, where it was struck or null] */
static enum rc make_told(struct call *call, struct change *change, struct value args)
{
    static const char *const names[TOLD_FIELDS] = {NULL, "section", "answer", "wish", "struck"};
    const struct record *person;
    struct record *told;
    struct id id;

    if (args.type != V_LIST || args.list.n != TOLD_FIELDS ||
        args.list.items[TOLD_PERSON].type != V_BYTES || !id_of(args.list.items[TOLD_PERSON].s, &id))
        return not_understood(call);
    for (size_t i = TOLD_SECTION; i < TOLD_FIELDS; i++)
        if (!is_text(args.list.items[i]))
            return not_understood(call);
    const struct registry *registry = call->app->registry;
    enum rc rc = change_look(call, change, kind_find(registry, STR("person")), &id, &person);
    if (rc == RC_OK)
        rc = change_make(call, change, kind_find(registry, STR("told")), person, &told);
    if (rc != RC_OK)
        return rc;
    for (size_t i = TOLD_SECTION; i < TOLD_FIELDS; i++)
        record_set(told, names[i], args.list.items[i]);
    record_set(told, "on", v_int(call->today));
    if (call->actor != NULL && !call->actor->system)
        record_set(told, "who", id_value(&call->actor->id));
    return RC_OK;
}

const struct operation told_say_operation = {"file.told", 1,     "read aloud to her", false,
                                             true,        false, make_told,           NULL};

/* [kind, id, rev or null, field, what is left or null, [as above]] */
static enum rc apply_strike(struct call *call, struct change *change, struct value args)
{
    const struct value *item = args.list.items;
    struct record *record;
    struct id id;

    if (args.type != V_LIST || args.list.n != STRIKE_PARTS || item[STRIKE_KIND].type != V_TEXT ||
        item[STRIKE_FIELD].type != V_TEXT || item[STRIKE_ID].type != V_BYTES ||
        !id_of(item[STRIKE_ID].s, &id) || !is_text(item[STRIKE_VALUE]))
        return not_understood(call);
    const struct kind *kind = kind_find(call->app->registry, item[STRIKE_KIND].s);
    const struct field *field = kind == NULL ? NULL : field_find(kind, item[STRIKE_FIELD].s);
    if (field == NULL || field->derived)
        return not_understood(call);
    int64_t rev = item[STRIKE_REV].type == V_INT ? item[STRIKE_REV].i : 0;
    enum rc rc = change_open(call, change, kind, &id, rev, &record);
    if (rc != RC_OK)
        return rc;
    record_set(record, str_z(call->arena, field->name), item[STRIKE_VALUE]);
    return make_told(call, change, item[STRIKE_TOLD]);
}

/* Its name says to all who show histories that what it took away is not to be shown. */
const struct operation told_strike_operation = {
    "file.strike", 1, "struck out at her wish", false, false, false, apply_strike, NULL};

/* ---- asking for them */

static struct value text_or_null(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

enum rc told_say(struct call *call, const struct record *person, const struct told_saying *saying,
                 const struct id *change, struct outcome *out)
{
    const struct value args[TOLD_FIELDS] = {
        id_value(&person->id), v_text(str_of(told_code(saying->part))),
        text_or_null(saying->answer), text_or_null(saying->wish), v_null()};
    struct operation_request request = {
        .operation = "file.told", .change = *change, .args = v_list(args, TOLD_FIELDS)};

    if (str_is(saying->answer, "changes") && saying->wish.n == 0) {
        fault_add(call, STR("wish"), "Write down what she wants to be changed.");
        return call_faults(call);
    }
    return operation_run(call, &request, out);
}

static bool is_words(const struct field *field)
{
    struct str type = str_of(field->type->name);

    return str_is(type, "text") || str_is(type, "long text");
}

/* Who works on it, who may see it and how long it is kept are decided, not told. */
static bool is_decided(const struct field *field, const struct kind *kind)
{
    return field->relation != REL_NONE || field == kind->hidden_from || field == kind->limited_by ||
           field == kind->held_by || field == kind->historic_by || field == kind->keep.until;
}

bool told_can_strike(const struct told_line *line)
{
    return line->field != NULL && !line->field->derived &&
           !is_decided(line->field, line->record->kind) &&
           (!line->field->must || is_words(line->field));
}

bool told_needs_words(const struct told_line *line)
{
    return line->field != NULL && line->field->must && line->whole;
}

/* "Case NI-2026-4, What happened, as told": where it stood, without what it said. */
static struct str place_of(struct call *call, const struct told_line *line)
{
    const struct record *record = line->record;
    struct str kind = label_text(call, &record->kind->one);
    struct str label = label_text(call, &line->field->label);

    if (record->code.n != 0)
        return str_format(call->arena, "%s %s, %s", str_z(call->arena, kind),
                          str_z(call->arena, record->code), str_z(call->arena, label));
    return str_format(call->arena, "%s, %s", str_z(call->arena, kind), str_z(call->arena, label));
}

static struct value what_is_left(struct call *call, const struct told_line *line,
                                 struct str instead)
{
    struct str left = STR("");

    if (is_words(line->field)) {
        struct str text = record_get(line->record, line->field).s;
        left = line->whole ? STR("") : told_without(call, text, line->piece);
    }
    if (instead.n != 0 && is_words(line->field))
        left = left.n == 0 ? instead
                           : str_format(call->arena, "%s\n%s", str_z(call->arena, left),
                                        str_z(call->arena, instead));
    return text_or_null(left);
}

enum rc told_strike(struct call *call, const struct record *person, const struct told_line *line,
                    const struct told_wish *wish, const struct id *change, struct outcome *out)
{
    if (!told_can_strike(line))
        return fail(call, RC_INVALID, "field",
                    "This cannot be empty. Correct it where it is written down.");
    if (told_needs_words(line) && wish->instead.n == 0) {
        fault_add(call, STR("instead"),
                  "This cannot be empty. Write what is to stand there instead.");
        return call_faults(call);
    }
    struct value left = what_is_left(call, line, wish->instead);
    const struct value told[TOLD_FIELDS] = {
        id_value(&person->id), v_text(str_of(told_code(wish->part))), v_text(STR("struck")),
        text_or_null(wish->wish), v_text(place_of(call, line))};
    const struct value args[STRIKE_PARTS] = {v_text(line->record->kind->name),
                                             id_value(&line->record->id),
                                             v_int(line->record->rev),
                                             v_text(line->field->name),
                                             left,
                                             v_list(told, TOLD_FIELDS)};
    struct operation_request request = {
        .operation = "file.strike", .change = *change, .args = v_list(args, STRIKE_PARTS)};
    return operation_run(call, &request, out);
}
