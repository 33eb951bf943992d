/* overlay_effect.c - of overlay_change.h: does the draft hold, what would it do, saving. */
#include "base/lang.h"
#include "model/field.h"
#include "model/overlay_change.h"
#include "model/yaml_edit.h"
#include "store/store.h"

/* ---- does it hold? ---- */

static enum rc write_texts(struct call *call, const struct fields_draft *draft,
                           struct overlay_text **out)
{
    struct overlay_text *texts = arena_array(call->arena, draft->n, sizeof *texts);
    size_t n = 0;

    if (texts == NULL)
        return fail_memory(call);
    for (int lists = 1; lists >= 0; lists--) /* fields may be of an own list */
        for (size_t i = 0; i < draft->n; i++) {
            struct buf text;
            if (str_starts(draft->texts[i].target, STR("list ")) != (lists == 1))
                continue;
            buf_init(&text, call->arena, FIELD_LONG_TEXT_MAX);
            yaml_write(&text, draft->texts[i].tree);
            if (!buf_ok(&text))
                return fail(call, RC_LIMIT, "fields", "This is too much for one form.");
            texts[n++] =
                (struct overlay_text){draft->texts[i].target, buf_str(&text), draft->texts[i].tree};
        }
    *out = texts;
    return RC_OK;
}

/* An own field that was saved once stays what it is. */
static void check_kept(struct call *call, const struct kind *before, const struct kind *after)
{
    for (size_t i = 0; i < before->n; i++) {
        const struct field *was = &before->fields[i];
        const struct field *now = field_by_key(after, was->key);
        if (!was->own)
            continue;
        const char *label = str_z(call->arena, label_text(call, &was->label));
        if (now == NULL)
            fault_add(call, was->name, "\"%s\" cannot be taken out, only hidden.", label);
        else if (now->type != was->type || now->digits != was->digits ||
                 (was->choices == NULL) != (now->choices == NULL) ||
                 (was->choices != NULL && !str_eq(was->choices->name, now->choices->name)) ||
                 (was->target == NULL) != (now->target == NULL) ||
                 (was->target != NULL && !str_eq(was->target->name, now->target->name)))
            fault_add(call, was->name, "\"%s\" stays of its type. Hide it, and add another.",
                      label);
    }
}

static void check_choices_kept(struct call *call, const struct choice_list *before,
                               const struct choice_list *after)
{
    for (size_t i = 0; after != NULL && i < before->n; i++)
        if (choice_find(after, before->choices[i].code) == NULL)
            fault_add(call, before->choices[i].code,
                      "\"%s\" cannot be taken out, only be used no longer.",
                      str_z(call->arena, label_text(call, &before->choices[i].label)));
    if (after == NULL)
        fault_add(call, before->name, "A list cannot be taken out.");
}

enum rc fields_check(struct call *call, struct fields_draft *draft)
{
    const struct registry *before = call->app->registry;
    struct overlay_text *texts = NULL;
    enum rc rc = call_faults(call);

    if (rc == RC_OK)
        rc = write_texts(call, draft, &texts);
    if (rc == RC_OK)
        rc = overlay_try(call, call->arena, app_shipped(call->app), texts, draft->n, &draft->app);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < before->n; i++) {
        const struct kind *after = kind_find(draft->app->registry, before->kinds[i]->name);
        if (after != NULL)
            check_kept(call, before->kinds[i], after);
    }
    for (size_t i = 0; i < before->lists_n; i++)
        check_choices_kept(call, &before->lists[i],
                           list_find(draft->app->registry, before->lists[i].name));
    return call_faults(call);
}

/* ---- what it would do ---- */

struct effects {
    struct call *call;
    const struct app *before, *after;
    struct fields_effects *out;
    size_t room;
    enum rc rc;
};

static void tell(struct effects *e, struct str line)
{
    if (line.p == NULL || !arena_grow(e->call->arena, &e->out->lines, e->out->n, &e->room))
        e->rc = fail_memory(e->call);
    else
        e->out->lines[e->out->n++] = line;
}

static const char *words(struct effects *e, const struct label *label)
{
    return str_z(e->call->arena, label_text(e->call, label));
}

/* 0 where the tables do not know the field yet. */
static int64_t count(struct effects *e, const struct kind *kind, const struct field *filled)
{
    int64_t n = 0;

    if (e->rc == RC_OK)
        e->rc = table_count(e->call, e->call->store->db, kind, filled, &n);
    return n;
}

static void tell_new(struct effects *e, const struct kind *kind, const struct field *field)
{
    const struct kind *old = kind_find(e->before->registry, kind->name);
    int64_t n = old == NULL ? 0 : count(e, old, NULL);
    if (n == 0) {
        tell(e, say(e->call, "New: \"%s\" in \"%s\".", words(e, &field->label),
                    words(e, &kind->many)));
        return;
    }
    const char *format = lang_plural(
        e->call->lang, "New: \"%s\" in \"%s\". Nothing changes in the %lld record that is there.",
        "New: \"%s\" in \"%s\". Nothing changes in the %lld records that are there.", n);

    tell(e, str_format(e->call->arena, format, words(e, &field->label), words(e, &kind->many),
                       (long long)n));
}

static void tell_hidden(struct effects *e, const struct kind *kind, const struct field *field)
{
    int64_t n = count(e, kind, field);
    if (n == 0) {
        tell(e, say(e->call, "\"%s\" is shown no more in \"%s\". Nothing is written there.",
                    words(e, &field->label), words(e, &kind->many)));
        return;
    }
    const char *format = lang_plural(
        e->call->lang,
        "\"%s\" is shown no more in \"%s\". %lld record has something there; it stays.",
        "\"%s\" is shown no more in \"%s\". %lld records have something there; it stays.", n);

    tell(e, str_format(e->call->arena, format, words(e, &field->label), words(e, &kind->many),
                       (long long)n));
}

static bool same_label(const struct label *a, const struct label *b)
{
    bool same = str_eq(a->text, b->text) && a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++)
        same = str_eq(a->texts[i].lang, b->texts[i].lang) &&
               str_eq(a->texts[i].text, b->texts[i].text);
    return same;
}

/* In another language alone the two may look the same here. */
static void tell_label(struct effects *e, const struct label *was, const struct label *now)
{
    struct str before = label_text(e->call, was), after = label_text(e->call, now);

    if (same_label(was, now))
        return;
    if (str_eq(before, after))
        tell(e, say(e->call, "\"%s\" is called otherwise in another language.", words(e, now)));
    else
        tell(e, say(e->call, "\"%s\" is called \"%s\". What is written stays.", words(e, was),
                    words(e, now)));
}

static void tell_field(struct effects *e, const struct kind *kind, const struct field *was,
                       const struct field *now)
{
    struct call *call = e->call;

    if (now->hidden && !was->hidden)
        tell_hidden(e, kind, was);
    if (!now->hidden && was->hidden)
        tell(e, say(call, "\"%s\" is shown again in \"%s\", with what was written there.",
                    words(e, &now->label), words(e, &kind->many)));
    tell_label(e, &was->label, &now->label);
    if (now->must && !was->must)
        tell(e, say(call, "\"%s\" must be filled in from now on; older records are left alone.",
                    words(e, &now->label)));
}

static bool same_order(const struct kind *before, const struct kind *after)
{
    const struct field *last = NULL;

    for (size_t i = 0; i < before->n; i++) {
        const struct field *now = field_by_key(after, before->fields[i].key);
        if (now != NULL && last != NULL && now->index < last->index)
            return false;
        last = now == NULL ? last : now;
    }
    return true;
}

static bool same_roles(const struct kind *a, const struct kind *b)
{
    bool same = a->roles_n == b->roles_n;

    for (size_t i = 0; same && i < a->roles_n; i++)
        same = memcmp(a->roles[i].may, b->roles[i].may, sizeof a->roles[i].may) == 0;
    return same;
}

static void tell_kind(struct effects *e, const struct kind *was, const struct kind *now)
{
    struct call *call = e->call;

    if (now->hidden && !was->hidden) {
        int64_t n = count(e, was, NULL);
        const char *format = lang_plural(
            call->lang, "\"%s\" is offered no more. The %lld record that is there stays.",
            "\"%s\" is offered no more. The %lld records that are there stay.", n);
        tell(e, str_format(call->arena, format, words(e, &was->many), (long long)n));
    }
    if (!now->hidden && was->hidden)
        tell(e, say(call, "\"%s\" is offered again.", words(e, &now->many)));
    tell_label(e, &was->one, &now->one);
    tell_label(e, &was->many, &now->many);
    for (size_t i = 0; i < now->n && e->rc == RC_OK; i++) {
        const struct field *before = field_by_key(was, now->fields[i].key);
        if (before == NULL)
            tell_new(e, now, &now->fields[i]);
        else
            tell_field(e, was, before, &now->fields[i]);
    }
    if (!same_order(was, now))
        tell(e, say(call, "The order of what is asked in \"%s\" changes, and nothing else.",
                    words(e, &now->many)));
    if (!same_roles(was, now))
        tell(e, say(call, "Who may do what with \"%s\" changes, at once and for all records.",
                    words(e, &now->many)));
}

/* How many records use the choice, in every field of the list. */
static int64_t count_choice(struct effects *e, const struct choice_list *list, struct str code)
{
    int64_t sum = 0;

    for (size_t i = 0; i < e->before->registry->n; i++) {
        const struct kind *kind = e->before->registry->kinds[i];
        for (size_t k = 0; k < kind->n && e->rc == RC_OK; k++) {
            int64_t n = 0;
            if (kind->fields[k].choices != list)
                continue;
            const struct table_choice choice = {kind, &kind->fields[k], code};
            e->rc = table_count_choice(e->call, e->call->store->db, &choice, &n);
            sum += n;
        }
    }
    return sum;
}

static void tell_choice(struct effects *e, const struct choice_list *list, const struct choice *was,
                        const struct choice *now)
{
    struct call *call = e->call;

    if (now->retired && !was->retired) {
        int64_t n = count_choice(e, list, was->code);
        const char *format = lang_plural(
            call->lang, "\"%s\" can be chosen no more. It stays in the %lld record that has it.",
            "\"%s\" can be chosen no more. It stays in the %lld records that have it.", n);
        tell(e, str_format(call->arena, format, words(e, &was->label), (long long)n));
    }
    if (!now->retired && was->retired)
        tell(e, say(call, "\"%s\" can be chosen again.", words(e, &now->label)));
    tell_label(e, &was->label, &now->label);
}

static void tell_list(struct effects *e, const struct choice_list *was,
                      const struct choice_list *now)
{
    for (size_t i = 0; i < now->n && e->rc == RC_OK; i++) {
        const struct choice *before = was == NULL ? NULL : choice_find(was, now->choices[i].code);
        if (before == NULL)
            tell(e, say(e->call, "\"%s\" can be chosen.", words(e, &now->choices[i].label)));
        else
            tell_choice(e, was, before, &now->choices[i]);
    }
}

enum rc fields_effects(struct call *call, const struct fields_draft *draft,
                       struct fields_effects *out)
{
    struct effects e = {.call = call, .before = call->app, .after = draft->app, .out = out};

    *out = (struct fields_effects){NULL, 0};
    e.rc = RC_OK;
    for (size_t i = 0; i < e.after->registry->lists_n && e.rc == RC_OK; i++) {
        const struct choice_list *now = &e.after->registry->lists[i];
        tell_list(&e, list_find(e.before->registry, now->name), now);
    }
    for (size_t i = 0; i < e.after->registry->n && e.rc == RC_OK; i++) {
        const struct kind *now = e.after->registry->kinds[i];
        const struct kind *was = kind_find(e.before->registry, now->name);
        if (was != NULL)
            tell_kind(&e, was, now);
    }
    return e.rc;
}

/* ---- saving ---- */

/* Arguments of fields.save: [[target, id or null, rev, text], ...] */
static enum rc save_one(struct call *call, struct change *change, const struct kind *kind,
                        struct value row)
{
    struct record *record;
    struct id id;
    enum rc rc;

    if (row.type != V_LIST || row.list.n != 4 || row.list.items[0].type != V_TEXT ||
        row.list.items[2].type != V_INT || row.list.items[3].type != V_TEXT)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    const struct value *item = row.list.items;
    if (item[1].type == V_NULL) {
        rc = change_make(call, change, kind, NULL, &record);
    } else {
        (void)id_of(item[1].s, &id);
        rc = change_open(call, change, kind, &id, item[2].i, &record);
    }
    if (rc != RC_OK)
        return rc;
    record_set(record, "target", item[0]);
    record_set(record, "text", item[3]);
    return RC_OK;
}

/* Looked at once more within the transaction: somebody may have saved since it was shown. */
static enum rc check_args(struct call *call, struct value args)
{
    struct fields_draft *draft = arena_alloc(call->arena, sizeof *draft);
    enum rc rc = draft == NULL ? fail_memory(call) : fields_open(call, draft);

    for (size_t i = 0; rc == RC_OK && i < args.list.n; i++) {
        struct value row = args.list.items[i];
        const struct yaml *tree;
        size_t at = 0;
        if (row.type != V_LIST || row.list.n != 4 || row.list.items[0].type != V_TEXT ||
            row.list.items[3].type != V_TEXT)
            return fail(call, RC_INVALID, "arguments",
                        "The operation's arguments are not understood.");
        struct str target = row.list.items[0].s;
        while (at < draft->n && !str_eq(draft->texts[at].target, target))
            at++;
        if (at == OVERLAY_MAX)
            return fail(call, RC_LIMIT, "fields", NULL);
        rc = yaml_read(call, target, row.list.items[3].s, call->arena, &tree);
        if (rc != RC_OK)
            return rc;
        draft->texts[at].target = target;
        draft->texts[at].tree = yaml_open(call->arena, tree);
        draft->n += at == draft->n;
    }
    return rc == RC_OK ? fields_check(call, draft) : rc;
}

static enum rc apply(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("own_fields"));

    if (args.type != V_LIST)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    enum rc rc = check_args(call, args);
    for (size_t i = 0; i < args.list.n && rc == RC_OK; i++)
        rc = save_one(call, change, kind, args.list.items[i]);
    return rc;
}

const struct operation fields_operation = {
    .name = "fields.save", .version = 1, .brief = "changed", .apply = apply};

static struct value row_of(struct call *call, const struct fields_text *text)
{
    struct value *row = arena_array(call->arena, 4, sizeof *row);
    struct buf out;

    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    yaml_write(&out, text->tree);
    if (row == NULL || !buf_ok(&out))
        return v_null();
    row[0] = v_text(text->target);
    row[1] = id_is_none(&text->id) ? v_null() : id_value(&text->id);
    row[2] = v_int(text->rev);
    row[3] = v_text(buf_str(&out));
    return v_list(row, 4);
}

enum rc fields_save(struct call *call, struct fields_draft *draft, const struct id *change,
                    struct outcome *out)
{
    struct value *rows = arena_array(call->arena, draft->n, sizeof *rows);
    struct operation_request request = {.operation = "fields.save", .change = *change};
    size_t n = 0;
    enum rc rc = rows == NULL ? fail_memory(call) : call_faults(call);

    for (size_t i = 0; i < draft->n && rc == RC_OK; i++)
        if (draft->texts[i].touched)
            rows[n++] = row_of(call, &draft->texts[i]);
    request.args = v_list(rows, n);
    return rc == RC_OK ? operation_run(call, &request, out) : rc;
}

/* ---- taking back ---- */

/* What was added since is kept, and hidden or retired. */
static void keep_added(struct call *call, struct yaml *to, const struct yaml *now)
{
    yaml_each(item, now) {
        const struct yaml *there = yaml_at(to, item->key);
        bool own = overlay_is_own(item->key);
        if (own && there == NULL) {
            bool field = item->type == YAML_MAP && yaml_find(item, "is") != NULL;
            struct yaml *kept = yaml_open(call->arena, item->type == YAML_MAP ? item : NULL);
            if (kept == NULL)
                continue;
            if (item->type == YAML_TEXT)
                (void)yaml_put_text(call->arena, kept, STR("en"), item->text);
            (void)yaml_set_text(call->arena, kept, field ? STR("hidden") : STR("retired"),
                                STR("yes"));
            (void)yaml_put(call->arena, to, item->key, kept);
        } else if (!own && item->type == YAML_MAP) {
            struct yaml *open = yaml_enter(call->arena, to, item->key);
            if (open != NULL)
                keep_added(call, open, item);
        }
    }
}

static bool says_nothing(const struct yaml *map)
{
    return map->type == YAML_MAP && map->n == 0;
}

/* Maps that were entered for nothing would be sections without fields. */
static void drop_empty(struct yaml *map)
{
    const struct yaml *item = map->first;

    while (item != NULL) {
        const struct yaml *next = item->next;
        if (item->type == YAML_MAP)
            drop_empty((struct yaml *)(uintptr_t)item);
        if (says_nothing(item) && !str_is(item->key, "choices"))
            yaml_drop(map, item->key);
        item = next;
    }
}

static enum rc back_edit(struct call *call, struct fields_draft *draft, const struct edit *edit)
{
    struct value was = v_null(), now = v_null();
    const struct yaml *tree = NULL;
    size_t at = 0;
    struct buf present;

    for (size_t i = 0; i < edit->n; i++)
        if (str_is(edit->fields[i].key, "text")) {
            was = edit->fields[i].was;
            now = edit->fields[i].now;
        }
    while (at < draft->n && !id_eq(&draft->texts[at].id, &edit->record))
        at++;
    if (at == draft->n || now.type != V_TEXT)
        return RC_OK;
    buf_init(&present, call->arena, FIELD_LONG_TEXT_MAX);
    yaml_write(&present, draft->texts[at].tree);
    if (!str_eq(buf_str(&present), now.s))
        return fail(call, RC_CONFLICT, NULL,
                    "This cannot be taken back: it has been changed since it was made.");
    struct yaml *old = yaml_map_new(call->arena, NULL);
    if (was.type == V_TEXT) {
        enum rc rc = yaml_read(call, draft->texts[at].target, was.s, call->arena, &tree);
        if (rc != RC_OK)
            return rc;
        old = yaml_open(call->arena, tree);
    }
    if (old == NULL)
        return fail_memory(call);
    keep_added(call, old, draft->texts[at].tree);
    drop_empty(old);
    draft->texts[at].tree = old;
    draft->texts[at].touched = true;
    return RC_OK;
}

void fields_back(struct call *call, struct fields_draft *draft, const struct id *change)
{
    struct log_entry entry;
    enum rc rc = log_find(call, call->store->log, change, &entry);

    for (size_t i = 0; rc == RC_OK && i < entry.n; i++) {
        struct edits edits = {0};
        if (entry.parts[i].plain.p != NULL)
            rc = edits_read(call, entry.parts[i].plain, &edits);
        for (size_t k = 0; k < edits.n && rc == RC_OK; k++)
            if (str_is(edits.items[k].kind, "own_fields"))
                rc = back_edit(call, draft, &edits.items[k]);
    }
    if (rc == RC_OK)
        return;
    fault_add(call, STR("change"), "%s",
              rc == RC_NOT_FOUND ? "There is no such change."
                                 : str_z(call->arena, call->error.text));
    call->error.rc = RC_OK; /* it is one of the faults now */
}
