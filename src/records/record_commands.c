/* record_commands.c - see record_commands.h. */
#include "records/record_commands.h"

#include "base/embed.h"
#include "base/lang.h"
#include "base/near.h"
#include "base/po.h"
#include "cli/say.h"
#include "model/app.h"
#include "query/find.h"
#include "query/history.h"
#include "query/where.h"
#include "records/commands.h"
#include "records/pages.h"
#include "records/record_add.h"
#include "records/record_values.h"
#include "web/field_control.h"

enum { LIST_ROWS = 100 };

static const struct str none = {NULL, 0};

/* ---- what they share ---- */

/* By number, by a title that is the only one, or by id for kinds without numbers. */
enum rc record_find_id(struct call *call, const struct kind *kind, struct str written,
                       struct id *out)
{
    if (written.n == 2 * (size_t)ID_SIZE && str_unhex(written, out->b, ID_SIZE))
        return RC_OK;
    enum rc rc = query_find(call, kind, written, out);
    if (rc == RC_CONFLICT)
        return fail(call, RC_INVALID, NULL, "There are several \"%s\"; write the number.",
                    str_z(call->arena, written));
    return rc != RC_NOT_FOUND
               ? rc
               : fail(call, rc, NULL, "There is nothing with the number '%.*s', or not for you.",
                      (int)written.n, written.p);
}

enum rc record_no_field(struct call *call, const struct kind *kind, struct str name)
{
    struct near near;

    near_start(&near, name);
    for (size_t i = 0; i < kind->n; i++)
        near_try(&near, kind->fields[i].name);
    call_forgive(call); /* values before it may be wrong too: first things first */
    if (near.found.p != NULL)
        return fail(call, RC_USAGE, NULL, "There is no field \"%s\" here; did you mean \"%s\"?",
                    str_z(call->arena, name), str_z(call->arena, near.found));
    return fail(call, RC_USAGE, NULL, "There is no field \"%s\" here: khetane kinds %s",
                str_z(call->arena, name), str_z(call->arena, kind->name));
}

/* ---- get ---- */

static void put_record(struct call *call, struct out *out, const struct record *record)
{
    out_record(out, NULL);
    out_text(out, "code", value_code(call, record->code, &record->id));
    if (record->kind->owner != NULL)
        out_text(out, "of",
                 value_code(call, query_number(call, record->kind->owner, &record->owner),
                            &record->owner));
    value_put_state(call, out, record);
    for (size_t i = 0; i < record->kind->n; i++) {
        const struct field *field = &record->kind->fields[i];
        struct value v = record_get(record, field);
        if (value_is_sealed(field) || (v.type == V_NULL && !values_coded(out)))
            continue;
        if (values_coded(out) && field->type->shape == SHAPE_ROWS)
            value_put_rows(call, out, field, v);
        else
            value_put(call, out, field, v);
    }
    if (values_coded(out) || record->retired_ms != 0)
        out_flag(out, "retired", record->retired_ms != 0);
    out_end(out);
}

static enum rc open_record(struct call *call, const struct command_args *args, struct record **out)
{
    const struct kind *kind;
    struct id id;
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    if (rc == RC_OK)
        rc = record_find_id(call, kind, args_word(args, 1), &id);
    return rc == RC_OK ? query_get(call, kind, &id, out) : rc;
}

static enum rc run_get(struct call *call, const struct command_args *args)
{
    struct record *record;
    enum rc rc = open_record(call, args, &record);

    if (rc == RC_OK)
        put_record(call, args->out, record);
    return rc;
}

/* ---- list ---- */

struct columns {
    const struct field *fields[LIST_COLUMNS_MAX];
    size_t n;
    bool retired;
};

static enum rc read_columns(struct call *call, const struct command_args *args,
                            const struct kind *kind, struct columns *out)
{
    struct str rest = args_text(args, "columns");

    *out = (struct columns){.retired = args_has(args, "retired")};
    for (size_t i = 0; rest.n == 0 && i < kind->columns_n && i < LIST_COLUMNS_MAX; i++)
        if (!kind->columns[i]->secret)
            out->fields[out->n++] = kind->columns[i];
    while (rest.n != 0) {
        struct str name = str_trim(str_split(&rest, ','));
        const struct field *field = field_find(kind, name);
        if (field == NULL || value_is_sealed(field))
            return record_no_field(call, kind, name);
        if (field->secret)
            return fail(call, RC_USAGE, NULL, "%s is secret; \"khetane get\" shows it.",
                        str_z(call->arena, name));
        if (out->n == LIST_COLUMNS_MAX)
            return fail(call, RC_USAGE, NULL, "There are at most %d columns.", LIST_COLUMNS_MAX);
        out->fields[out->n++] = field;
    }
    return RC_OK;
}

static enum rc read_query(struct call *call, const struct command_args *args, struct query *query)
{
    struct str sort = args_text(args, "sort");

    query->sort = sort.n == 0 ? query->kind->sort : field_find(query->kind, sort);
    query->descending = args_has(args, "down");
    query->retired = args_has(args, "retired");
    if (sort.n != 0 && query->sort == NULL)
        return record_no_field(call, query->kind, sort);
    return args_has(args, "where") ? where_parse(call, args_text(args, "where"), query) : RC_OK;
}

static void put_line(struct call *call, struct out *out, const struct columns *columns,
                     const struct record *record)
{
    out_record(out, NULL);
    out_text(out, "code", value_code(call, record->code, &record->id));
    for (size_t i = 0; i < columns->n; i++)
        value_put(call, out, columns->fields[i], record_get(record, columns->fields[i]));
    value_put_state(call, out, record);
    if (columns->retired)
        out_flag(out, "retired", record->retired_ms != 0);
    out_end(out);
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    size_t left = (size_t)args_int(args, "limit", LIST_ROWS);
    struct query query = {.verb = MAY_SEE};
    struct query_page page = {.more = true};
    struct columns columns;
    enum rc rc = records_kind_named(call, args_word(args, 0), &query.kind);

    if (rc == RC_OK)
        rc = read_columns(call, args, query.kind, &columns);
    if (rc == RC_OK)
        rc = read_query(call, args, &query);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    while (rc == RC_OK && page.more && left != 0) {
        query.limit = left < QUERY_ROWS_MAX ? left : QUERY_ROWS_MAX;
        rc = query_list(call, &query, &page);
        for (size_t i = 0; rc == RC_OK && i < page.n; i++)
            put_line(call, args->out, &columns, page.records[i]);
        left -= rc == RC_OK ? page.n : 0;
        query.after = page.next;
    }
    if (rc != RC_OK)
        return rc;
    out_end(args->out);
    if (page.more)
        note(call, args, "There are more: --limit %d", LIST_ROWS_MAX);
    return RC_OK;
}

/* ---- history ---- */

static struct str changed_value(struct call *call, const struct out *out,
                                const struct history_edit *edit, const struct history_field *field,
                                struct value v)
{
    const struct state *state;

    if (v.type == V_NULL || field->hidden ||
        (field->field != NULL && value_is_sealed(field->field)))
        return none;
    if (field->field != NULL)
        return values_coded(out) ? value_text(call, field->field, v)
                                 : field_words(call, field->field, v);
    state = v.type == V_TEXT ? state_find(edit->kind, v.s) : NULL;
    return state == NULL || values_coded(out) ? v.s : label_text(call, &state->label);
}

static struct str changed_name(struct call *call, const struct out *out,
                               const struct history_field *field)
{
    if (field == NULL)
        return none;
    if (field->field == NULL)
        return values_coded(out) ? STR("state") : say(call, "State");
    return values_coded(out) ? field->field->name : label_text(call, &field->field->label);
}

/* A line for each field that was changed; one without field for what changed none. */
static void put_change(struct call *call, struct out *out, const struct history_item *item,
                       const struct history_edit *edit, const struct history_field *field)
{
    bool coded = values_coded(out);

    out_record(out, NULL);
    out_text(out, "when",
             coded ? str_format(call->arena, "%sZ", value_moment(call, NULL, item->time_ms).p)
                   : records_when(call, item->time_ms));
    out_text(out, "who", item->who.n != 0 ? item->who : coded ? none : say(call, "Khetane itself"));
    out_text(out, "what", str_of(coded ? item->brief : lang_text(call->lang, item->brief)));
    out_text(out, "kind",
             edit == NULL ? none
             : coded      ? edit->kind->name
                          : label_text(call, &edit->kind->one));
    out_text(out, "field", changed_name(call, out, field));
    out_text(out, "was", field == NULL ? none : changed_value(call, out, edit, field, field->was));
    out_text(out, "now", field == NULL ? none : changed_value(call, out, edit, field, field->now));
    out_flag(out, "hidden", field != NULL && field->hidden);
    out_text(out, "why", item->reason.n == 0 ? none : item->reason);
    out_text(out, "change", str_hex(call->arena, id_str(&item->change)));
    out_end(out);
}

static void put_item(struct call *call, struct out *out, const struct history_item *item)
{
    if (item->n == 0)
        put_change(call, out, item, NULL, NULL);
    for (size_t i = 0; i < item->n; i++) {
        const struct history_edit *edit = &item->edits[i];
        if (edit->n == 0)
            put_change(call, out, item, edit, NULL);
        for (size_t k = 0; k < edit->n; k++)
            put_change(call, out, item, edit, &edit->fields[k]);
    }
}

static enum rc run_history(struct call *call, const struct command_args *args)
{
    struct history history;
    struct record *record;
    enum rc rc = open_record(call, args, &record);

    if (rc == RC_OK)
        rc = history_of(call, record, &history);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < history.n; i++)
        put_item(call, args->out, &history.items[i]);
    out_end(args->out);
    if (history.more)
        note(call, args, "Only the last %d changes are shown.", HISTORY_ITEMS_MAX);
    return RC_OK;
}

/* ---- find ---- */

static enum rc run_find(struct call *call, const struct command_args *args)
{
    struct find asked = {.limit = FIND_MAX};
    struct found found;
    struct buf text;

    buf_init(&text, call->arena, VALUE_TEXT_MAX);
    for (size_t i = 0; i < args->n; i++)
        value_join(&text, " ", args_word(args, i));
    asked.text = buf_str(&text);
    enum rc rc = find(call, &asked, &found);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < found.n; i++) {
        const struct find_hit *hit = &found.hits[i];
        out_record(args->out, NULL);
        out_text(args->out, "kind",
                 values_coded(args->out) ? hit->kind->name : label_text(call, &hit->kind->one));
        out_text(args->out, "code", value_code(call, hit->code, &hit->id));
        out_text(args->out, "title", hit->title);
        out_end(args->out);
    }
    out_end(args->out);
    if (found.more)
        note(call, args, "There are more; another word says which of them.");
    return RC_OK;
}

/* ---- lang ---- */

struct translation {
    int64_t done, total;
    enum lang_status status;
};

static bool is_translated(const struct po_message *message)
{
    return !message->fuzzy && message->forms[0].n != 0;
}

/* English is what the sentences are written in: all of them, as many as any file has. */
static enum rc count_messages(struct call *call, struct str code, const struct embedded *po,
                              struct translation *out)
{
    struct po_message message;
    struct lang *lang = NULL;
    struct po in;
    bool found = true;

    *out = (struct translation){.status = LANG_CHECKED};
    enum rc rc = po_open(call, po->bytes, po->name, call->arena, &in);
    while (rc == RC_OK && found) {
        rc = po_next(&in, &message, &found);
        if (rc != RC_OK || !found)
            break;
        out->total += message.id.n != 0;
        out->done += message.id.n != 0 && is_translated(&message);
    }
    if (rc == RC_OK && lang_file(code) != NULL)
        rc = lang_load(call, code, po, call->arena, &lang);
    if (rc == RC_OK)
        out->status = lang_status(lang);
    return rc;
}

static void put_lang(struct call *call, struct out *out, const char *code,
                     const struct translation *counted)
{
    static const char *const codes[] = {"checked", "draft", "words"};
    static const char *const words[] = {
        N_("checked"), N_("a draft: no native speaker has checked it"),
        N_("only words from published sources; everything else is in the second language")};

    out_record(out, NULL);
    out_text(out, "code", str_of(code));
    out_int(out, "translated", counted->done);
    out_int(out, "total", counted->total);
    out_text(out, "status",
             values_coded(out) ? str_of(codes[counted->status])
                               : str_of(lang_text(call->lang, words[counted->status])));
    out_end(out);
}

static enum rc run_lang(struct call *call, const struct command_args *args)
{
    struct translation english = {.status = LANG_CHECKED}, counted;
    struct call_loop loop;
    enum rc rc = RC_OK;

    out_list(args->out, NULL);
    for (size_t i = 0; lang_known(i) != NULL && rc == RC_OK; i++) {
        const char *file = lang_file(str_of(lang_known(i)));
        const struct embedded *po = file == NULL ? NULL : embedded_find(str_of(file));
        if (po == NULL)
            po = embedded_next(STR("lang/"), NULL); /* any of them has all sentences */
        call_loop_begin(call, &loop);
        rc = count_messages(call, str_of(lang_known(i)), po, &counted);
        call_loop_end(call, &loop);
        english.done = english.total = counted.total;
        if (rc == RC_OK)
            put_lang(call, args->out, lang_known(i), file == NULL ? &english : &counted);
    }
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

/* ---- the table ---- */

static const struct command_option add_options[] = {
    {.name = "of",
     .type = OPTION_TEXT,
     .value = "NUMBER",
     .brief = "what it is a part of: the case of a paper"},
    {.name = "from",
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "a JSON object a line, each a record; - is standard input"},
    {.name = NULL},
};

static const struct command_option list_options[] = {
    {.name = "where",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .brief = "only those: 'area=housing born<1990 !phones'"},
    {.name = "sort", .type = OPTION_TEXT, .value = "FIELD", .brief = "by what they are sorted"},
    {.name = "down", .brief = "the last first"},
    {.name = "columns",
     .type = OPTION_TEXT,
     .value = "FIELDS",
     .brief = "what is shown, apart by commas"},
    {.name = "limit",
     .type = OPTION_INT,
     .value = "N",
     .brief = "how many; 100",
     .min = 1,
     .max = LIST_ROWS_MAX},
    {.name = "retired", .brief = "those put away too"},
    {.name = NULL},
};

#define KIND_WORD                                                                         \
    {                                                                                     \
        .name = "KIND", .brief = "what it is: person, case, ...; see kinds", .must = true \
    }
#define CODE_WORD                                                                            \
    {                                                                                        \
        .name = "CODE", .brief = "its number, such as NI-P-2026-4; or a title", .must = true \
    }

static const struct command_word add_words[] = {
    KIND_WORD,
    {.name = "FIELD=VALUE",
     .brief = "as people write it; nothing behind = is nothing",
     .many = true},
    {.name = NULL},
};

static const struct command_word set_words[] = {
    KIND_WORD,
    CODE_WORD,
    {.name = "FIELD=VALUE",
     .brief = "as people write it; nothing behind = is nothing",
     .must = true,
     .many = true},
    {.name = NULL},
};

static const struct command_word one_words[] = {KIND_WORD, CODE_WORD, {.name = NULL}};
static const struct command_word kind_words[] = {KIND_WORD, {.name = NULL}};

static const struct command_word find_words[] = {
    {.name = "TEXT",
     .brief = "a name, number, phone or word, in any spelling",
     .must = true,
     .many = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "add",
     .brief = "Write down a record of any kind",
     .about = "With --from each line is a change of its own. At the first line that is not right "
              "it stops and names it; those before stay.",
     .example = "khetane add person names=\"Demirova, Senada\" born=1987 languages=rom,mk",
     .needs = NEEDS_DATA,
     .options = add_options,
     .words = add_words,
     .run = record_run_add},
    {.name = "get",
     .brief = "Show a record with all its fields; it is written down who looked",
     .example = "khetane get person NI-P-2026-4 --json",
     .needs = NEEDS_DATA,
     .words = one_words,
     .run = run_get},
    {.name = "list",
     .brief = "List the records of a kind that one may see",
     .about =
         "In --where conditions stand apart by spaces, and all of them hold: FIELD=VALUE, also "
         "with != < <= > >=; FIELD~TEXT contains; FIELD? is filled, !FIELD is empty.",
     .example = "khetane list case --where 'area=housing next_due<today+7' --sort next_due",
     .needs = NEEDS_DATA,
     .options = list_options,
     .words = kind_words,
     .run = run_list},
    {.name = "set",
     .brief = "Change fields of a record",
     .example = "khetane set person NI-P-2026-4 born=1987-03 phones=",
     .needs = NEEDS_DATA,
     .words = set_words,
     .run = record_run_set},
    {.name = "history",
     .brief = "Show who changed what of a record, from what to what, when and why",
     .example = "khetane history case NI-2026-104",
     .needs = NEEDS_DATA,
     .words = one_words,
     .run = run_history},
    {.name = "find",
     .brief = "Find records by name, number, phone or word, in any spelling",
     .example = "khetane find demirova",
     .needs = NEEDS_DATA,
     .words = find_words,
     .run = run_find},
    {.name = "lang",
     .brief = "Say how far each translation is, and whether it was checked",
     .needs = NEEDS_NOTHING,
     .run = run_lang},
};

const struct command_table record_table = {commands, sizeof commands / sizeof *commands};
