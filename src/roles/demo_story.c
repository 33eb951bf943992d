/* demo_story.c - see demo_story.h. */
#include "roles/demo_story.h"

#include "base/embed.h"
#include "model/actor.h"
#include "model/field.h"
#include "model/operation.h"
#include "model/packs.h"
#include "model/yaml.h"
#include "query/query.h"
#include "roles/demo_words.h"
#include "store/blob.h"
#include "web/file_type.h"

#define FOLDER "assets/demo/"

enum { ARGS_MAX = 12 };

struct teller {
    struct tale tale;
    const struct actor *actors[DEMO_TELLERS_MAX];
    size_t actors_n;
    struct str password;
};

/* ---- who, and what ---- */

/* By the name she signs in with; known from then on as $login. */
static enum rc become(struct call *call, struct teller *t, struct str login)
{
    struct arena *arena = call->arena;
    struct actor *actor;

    for (size_t i = 0; i < t->actors_n; i++)
        if (str_eq(t->actors[i]->login, login)) {
            call->actor = t->actors[i];
            return RC_OK;
        }
    if (t->actors_n == DEMO_TELLERS_MAX)
        return fail(call, RC_LIMIT, NULL, "More than %d people tell.", (int)DEMO_TELLERS_MAX);
    call->arena = t->tale.keep;
    enum rc rc = actor_find(call, login, &actor);
    call->arena = arena;
    if (rc != RC_OK)
        return fail(call, rc, NULL, "Nobody signs in as %.*s.", (int)login.n, login.p);
    call->actor = t->actors[t->actors_n++] = actor;
    const struct tale_record user = {login, kind_find(call->app->registry, STR("user")), actor->id};
    return tale_find(&t->tale, login) == NULL ? tale_add(call, &t->tale, &user) : RC_OK;
}

/* The record that a step is about: { set: $case }. */
static enum rc named(struct call *call, struct teller *t, const struct yaml *step, const char *key,
                     const struct tale_record **out)
{
    struct str name = yaml_text(step, key);

    if (str_starts(name, STR("$")))
        name = str_cut(name, 1, name.n);
    enum rc rc = tale_text(call, &t->tale, name, &name);
    if (rc != RC_OK)
        return rc;
    *out = tale_find(&t->tale, name);
    return *out != NULL
               ? RC_OK
               : fail(call, RC_INVALID, NULL, "Nothing is called $%.*s yet.", (int)name.n, name.p);
}

/* ---- fields ---- */

/* A list is a choice by chance. */
static struct str one_text(struct teller *t, const struct yaml *at)
{
    if (at->type == YAML_LIST && at->n != 0) {
        size_t left = tale_pick(&t->tale, at->n);
        const struct yaml *item = at->first;
        while (left-- > 0)
            item = item->next;
        return item->text;
    }
    return at->text;
}

static enum rc read_field(struct call *call, struct teller *t, const struct field *field,
                          struct str text, struct value *out)
{
    day d;

    if (str_is(text, "$password")) {
        *out = v_bytes(t->password);
        return RC_OK;
    }
    if (str_is(str_of(field->type->name), "date") && tale_day(&t->tale, text, &d)) {
        *out = v_int(d);
        return RC_OK;
    }
    enum rc rc = tale_text(call, &t->tale, text, &text);
    if (rc == RC_OK)
        (void)field_parse(call, field, text, out); /* collects faults */
    return rc;
}

static enum rc read_fields(struct call *call, struct teller *t, const struct yaml *step,
                           struct save_args *save)
{
    const struct kind *kind = save->kind;
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    enum rc rc = RC_OK;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    yaml_each(item, yaml_find(step, "fields")) {
        const struct field *field = field_find(kind, item->key);
        if (field == NULL)
            return fail(call, RC_INVALID, NULL, "%.*s has no field %.*s.", (int)kind->name.n,
                        kind->name.p, (int)item->key.n, item->key.p);
        rc = read_field(call, t, field, one_text(t, item), &values[field->index]);
        given[field->index] = true;
        if (rc != RC_OK)
            return rc;
    }
    save->values = values;
    save->given = given;
    return call_faults(call);
}

static enum rc run(struct call *call, const struct yaml *step, const char *operation,
                   struct value args, struct outcome *out)
{
    struct operation_request request = {.operation = operation,
                                        .change = id_new(call),
                                        .args = args,
                                        .reason = yaml_text(step, "reason")};

    return operation_run(call, &request, out);
}

static enum rc save(struct call *call, struct teller *t, const struct yaml *step,
                    struct save_args *args, struct outcome *out)
{
    struct value value;
    enum rc rc = read_fields(call, t, step, args);

    if (rc == RC_OK)
        rc = save_args_make(call, args, &value);
    return rc == RC_OK ? run(call, step, "record.save", value, out) : rc;
}

/* ---- the sorts of steps ---- */

/* { as: ana, do: letter.check, args: [$letter, 0], name: checked }: what it made or touched. */
static enum rc keep_name(struct call *call, struct teller *t, const struct yaml *step,
                         const struct outcome *outcome)
{
    struct tale_record made = {.kind = outcome->kind, .id = outcome->record};
    enum rc rc = RC_OK;

    if (yaml_find(step, "name") == NULL)
        return RC_OK;
    rc = tale_text(call, &t->tale, yaml_text(step, "name"), &made.name);
    return rc == RC_OK ? tale_add(call, &t->tale, &made) : rc;
}

static enum rc step_add(struct call *call, struct teller *t, const struct yaml *step)
{
    struct str name = yaml_text(step, "add");
    struct save_args args = {.kind = kind_find(call->app->registry, name)};
    const struct tale_record *owner = NULL;
    struct outcome outcome;

    if (args.kind == NULL)
        return fail(call, RC_INVALID, NULL, "There is no kind %.*s.", (int)name.n, name.p);
    enum rc rc = yaml_find(step, "of") == NULL ? RC_OK : named(call, t, step, "of", &owner);
    args.owner = owner == NULL ? NULL : &owner->id;
    if (rc == RC_OK)
        rc = save(call, t, step, &args, &outcome);
    return rc == RC_OK ? keep_name(call, t, step, &outcome) : rc;
}

static enum rc step_set(struct call *call, struct teller *t, const struct yaml *step)
{
    const struct tale_record *record;
    struct outcome outcome;
    enum rc rc = named(call, t, step, "set", &record);

    if (rc != RC_OK)
        return rc;
    struct save_args args = {.kind = record->kind, .id = &record->id};
    return save(call, t, step, &args, &outcome);
}

/* { as: ana, move: $case, to: resolved } */
static enum rc step_move(struct call *call, struct teller *t, const struct yaml *step)
{
    const struct tale_record *record;
    struct outcome outcome;
    enum rc rc = named(call, t, step, "move", &record);

    if (rc != RC_OK)
        return rc;
    const struct value args[] = {v_text(record->kind->name), id_value(&record->id), v_int(0),
                                 v_text(yaml_text(step, "to"))};
    return run(call, step, "record.move", v_list(args, 4), &outcome);
}

/* The person opens it, as on a page: that is written down. */
static enum rc step_look(struct call *call, struct teller *t, const struct yaml *step)
{
    const struct tale_record *told;
    struct record *record;
    enum rc rc = named(call, t, step, "look", &told);

    return rc == RC_OK ? query_get(call, told->kind, &told->id, &record) : rc;
}

/* ---- files ---- */

static const struct field *files_of(const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        if (str_is(str_of(kind->fields[i].type->name), "files"))
            return &kind->fields[i];
    return NULL;
}

/* Columns as the type "files" has them: blob, key, hash, name, type, size, added. */
static enum rc keep_file(struct call *call, struct str name, struct value *row)
{
    struct str path = str_format(call->arena, FOLDER "files/%.*s", (int)name.n, name.p);
    const struct embedded *file = path.p == NULL ? NULL : embedded_find(path);
    struct blob *blob = arena_alloc(call->arena, sizeof *blob);

    if (path.p == NULL || blob == NULL)
        return fail_memory(call);
    const char *type = file == NULL ? NULL : file_type(file->bytes, name);
    if (type == NULL)
        return fail(call, RC_NOT_FOUND, NULL, "There is no file %s.", path.p);
    enum rc rc = blob_put(call, call->store->folder, file->bytes, blob);
    row[0] = v_bytes(str_bytes(blob->id, sizeof blob->id));
    row[1] = v_bytes(str_bytes(blob->sealed.key, sizeof blob->sealed.key));
    row[2] = v_bytes(str_bytes(blob->sealed.hash, sizeof blob->sealed.hash));
    row[3] = v_text(name);
    row[4] = v_text(str_of(type));
    row[5] = v_int((int64_t)file->bytes.n);
    row[6] = v_int(call->now_ms);
    return rc;
}

/* { as: ana, file: $event, from: stamp.jpg }: behind the files that are there. */
static enum rc step_file(struct call *call, struct teller *t, const struct yaml *step)
{
    enum { COLUMNS = 7 };
    const struct tale_record *told;
    struct value cells[COLUMNS], args;
    struct record *record;
    struct outcome outcome;
    enum rc rc = named(call, t, step, "file", &told);

    if (rc == RC_OK)
        rc = query_get(call, told->kind, &told->id, &record);
    if (rc != RC_OK)
        return rc;
    const struct field *field = files_of(told->kind);
    if (field == NULL)
        return fail(call, RC_INVALID, NULL, "%.*s has no files.", (int)told->kind->name.n,
                    told->kind->name.p);
    rc = keep_file(call, yaml_text(step, "from"), cells);
    if (rc != RC_OK)
        return rc;
    struct value was = record_get(record, field);
    size_t n = was.type == V_LIST ? was.list.n : 0;
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);
    struct value *values = arena_array(call->arena, told->kind->n, sizeof *values);
    bool *given = arena_array(call->arena, told->kind->n, sizeof *given);
    if (rows == NULL || values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        rows[i] = was.list.items[i];
    rows[n] = v_list(cells, COLUMNS);
    values[field->index] = v_list(rows, n + 1);
    given[field->index] = true;
    struct save_args save = {.kind = told->kind, .id = &told->id, .values = values, .given = given};
    rc = save_args_make(call, &save, &args);
    return rc == RC_OK ? run(call, step, "record.save", args, &outcome) : rc;
}

/* ---- any other operation ---- */

/* "$name" is an id, a number without quotes a number, ~ nothing, all else a text. */
static enum rc read_arg(struct call *call, struct teller *t, const struct yaml *at,
                        struct value *out)
{
    int64_t number;
    struct value *items;
    struct str text;

    if (at->type == YAML_LIST) {
        size_t n = 0;
        items = arena_array(call->arena, at->n + 1, sizeof *items);
        enum rc rc = items == NULL ? fail_memory(call) : RC_OK;
        for (const struct yaml *item = at->first; rc == RC_OK && item != NULL; item = item->next)
            rc = read_arg(call, t, item, &items[n++]);
        *out = v_list(items, n);
        return rc;
    }
    const struct tale_record *record =
        str_starts(at->text, STR("$")) ? tale_find(&t->tale, at->text) : NULL;
    if (record != NULL) {
        *out = id_value(&record->id);
        return RC_OK;
    }
    enum rc rc = tale_text(call, &t->tale, at->text, &text);
    *out = v_text(text);
    if (!at->quoted && str_is(text, "~"))
        *out = v_null();
    else if (!at->quoted && str_int(text, &number))
        *out = v_int(number);
    return rc;
}

/* { as: ana, do: record.retire, args: [case, $case, 0, ~] } */
static enum rc step_do(struct call *call, struct teller *t, const struct yaml *step)
{
    struct outcome outcome;
    struct value args;
    enum rc rc = read_arg(call, t, yaml_find(step, "args"), &args);

    if (rc == RC_OK)
        rc = run(call, step, str_z(call->arena, yaml_text(step, "do")), args, &outcome);
    return rc == RC_OK ? keep_name(call, t, step, &outcome) : rc;
}

/* ---- telling ---- */

static const struct yaml_key story_keys[] = {
    {"story", YAML_TEXT, true, false},   {"title", YAML_TEXT, true, false},
    {"country", YAML_TEXT, true, false}, {"begins", YAML_TEXT, false, false},
    {"steps", YAML_LIST, true, false},   {"walk", YAML_LIST, false, false},
};

static const struct yaml_key stop_keys[] = {
    {"at", YAML_TEXT, true, false},
    {"page", YAML_TEXT, false, false},
    {"look", YAML_TEXT, true, false},
};

static const struct yaml_key step_keys[] = {
    {"as", YAML_TEXT, false, false},     {"add", YAML_TEXT, false, false},
    {"set", YAML_TEXT, false, false},    {"move", YAML_TEXT, false, false},
    {"file", YAML_TEXT, false, false},   {"look", YAML_TEXT, false, false},
    {"do", YAML_TEXT, false, false},     {"args", YAML_LIST, false, false},
    {"of", YAML_TEXT, false, false},     {"name", YAML_TEXT, false, false},
    {"fields", YAML_MAP, false, false},  {"to", YAML_TEXT, false, false},
    {"from", YAML_TEXT, false, false},   {"reason", YAML_TEXT, false, false},
    {"repeat", YAML_TEXT, false, false}, {"steps", YAML_LIST, false, false},
};

static enum rc tell_step(struct call *call, struct teller *t, const struct yaml *step)
{
    static const struct {
        const char *key;
        enum rc (*run)(struct call *call, struct teller *t, const struct yaml *step);
    } rows[] = {{"add", step_add},   {"set", step_set},   {"move", step_move},
                {"file", step_file}, {"look", step_look}, {"do", step_do}};

    (void)yaml_keys(call, step, YAML_KEYS(step_keys));
    enum rc rc = call_faults(call);
    if (rc == RC_OK)
        rc = become(call, t, yaml_text(step, "as"));
    for (size_t i = 0; rc == RC_OK && i < sizeof rows / sizeof *rows; i++)
        if (yaml_find(step, rows[i].key) != NULL)
            return rows[i].run(call, t, step);
    return rc == RC_OK ? fail(call, RC_INVALID, NULL, "Nothing is done here.") : rc;
}

/* The failure, with where it stands. */
static enum rc blame(struct call *call, const struct yaml *step, enum rc rc)
{
    struct str where = call->error.where, text = call->error.text;

    call_forgive(call);
    return fail(call, rc, str_z(call->arena, yaml_where(call, step)), "%.*s: %.*s", (int)where.n,
                where.p, (int)text.n, text.p);
}

static enum rc tell_steps(struct call *call, struct teller *t, const struct yaml *steps);

/* { repeat: 60, steps: [...] } */
static enum rc tell_rounds(struct call *call, struct teller *t, const struct yaml *step)
{
    int64_t rounds = yaml_int(call, step, "repeat", 1, DEMO_REPEAT_MAX);
    enum rc rc = call_faults(call);

    for (t->tale.round = 1; rc == RC_OK && t->tale.round <= rounds; t->tale.round++)
        rc = tell_steps(call, t, yaml_find(step, "steps"));
    return rc;
}

static enum rc tell_steps(struct call *call, struct teller *t, const struct yaml *steps)
{
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    for (const struct yaml *step = yaml_first(steps); rc == RC_OK && step != NULL;
         step = step->next) {
        if (yaml_find(step, "repeat") != NULL) {
            rc = tell_rounds(call, t, step);
            continue;
        }
        rc = tell_step(call, t, step);
        if (rc == RC_OK)
            call_loop_next(&loop);
        else
            rc = blame(call, step, rc);
    }
    call_loop_end(call, &loop);
    return rc;
}

/* Where the story begins: the record that "begins" names. */
static enum rc note_story(struct call *call, struct teller *t, const struct yaml *story,
                          struct practice *out)
{
    struct practice_story *row = &out->stories[out->n];
    const struct tale_record *told;
    struct record *record;

    if (yaml_find(story, "begins") == NULL)
        return RC_OK;
    if (out->n == PRACTICE_STORIES_MAX)
        return fail(call, RC_LIMIT, NULL, "There are more than %d stories.",
                    (int)PRACTICE_STORIES_MAX);
    enum rc rc = named(call, t, story, "begins", &told);
    if (rc == RC_OK)
        rc =
            table_load(call, call->store->db, app_table(call->app, told->kind), &told->id, &record);
    if (rc != RC_OK)
        return rc;
    *row = (struct practice_story){told->kind->name, record->code, yaml_text(story, "title")};
    out->n++;
    return RC_OK;
}

/* { at: $refusal, page: /letter, look: "What is missing is named before anything is printed." } */
static enum rc note_stop(struct call *call, struct teller *t, const struct yaml *stop,
                         struct practice *out)
{
    const struct tale_record *told;
    struct record *record;

    if (!yaml_keys(call, stop, YAML_KEYS(stop_keys)))
        return call_faults(call);
    if (out->stops_n == PRACTICE_STOPS_MAX)
        return fail(call, RC_LIMIT, NULL, "A walk has at most %d stations.",
                    (int)PRACTICE_STOPS_MAX);
    enum rc rc = named(call, t, stop, "at", &told);
    if (rc == RC_OK)
        rc =
            table_load(call, call->store->db, app_table(call->app, told->kind), &told->id, &record);
    if (rc != RC_OK)
        return blame(call, stop, rc);
    struct str page = yaml_text(stop, "page");
    out->stops[out->stops_n++] = (struct practice_stop){
        told->kind->name, record->code, page.n == 0 ? STR("-") : page, yaml_text(stop, "look")};
    return RC_OK;
}

static enum rc note_walk(struct call *call, struct teller *t, const struct yaml *story,
                         struct practice *out)
{
    const struct yaml *walk = yaml_find(story, "walk");
    enum rc rc = RC_OK;

    for (const struct yaml *stop = walk == NULL ? NULL : yaml_first(walk);
         stop != NULL && rc == RC_OK; stop = stop->next)
        rc = note_stop(call, t, stop, out);
    return rc;
}

static enum rc tell(struct call *call, struct teller *t, const struct embedded *file,
                    struct practice *out)
{
    const struct yaml *story;
    enum rc rc = yaml_read(call, str_of(file->name), file->bytes, t->tale.keep, &story);

    if (rc != RC_OK)
        return rc;
    (void)yaml_keys(call, story, YAML_KEYS(story_keys));
    rc = call_faults(call);
    if (rc == RC_OK && packs_country(call->app->packs, yaml_text(story, "country")) == NULL)
        rc = fail(call, RC_INVALID, file->name, "No such country.");
    t->tale.chance = str_hash(yaml_text(story, "story"));
    if (rc == RC_OK)
        rc = tell_steps(call, t, yaml_find(story, "steps"));
    if (rc == RC_OK)
        rc = note_story(call, t, story, out);
    return rc == RC_OK ? note_walk(call, t, story, out) : rc;
}

enum rc demo_tell(struct call *call, struct str password, struct practice *out)
{
    struct teller *t = arena_alloc(call->arena, sizeof *t);
    const struct actor *before = call->actor;
    enum rc rc = RC_OK;

    if (t == NULL)
        return fail_memory(call);
    *t = (struct teller){.tale = {.on = call->today, .keep = call->arena}, .password = password};
    embedded_each(file, STR(FOLDER)) {
        if (rc == RC_OK && str_ends(str_of(file->name), STR(".yaml")))
            rc = tell(call, t, file, out);
    }
    call->actor = before;
    return rc;
}
