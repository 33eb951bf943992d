/* whole_parts.c - what is in an export of everything: the kinds, their records, the changes, the
 *   attachments. */
#include "base/cbor.h"
#include "base/lang.h"
#include "exchange/attached.h"
#include "exchange/export.h"
#include "exchange/whole_work.h"
#include "model/edit.h"
#include "store/store.h"

enum { DESCRIPTION_MAX = 16 << 20, CHANGE_MAX = 8 << 20 };

static void tell(struct whole_making *m)
{
    m->done++;
    progress_tell(m->what->progress, m->done, m->total > m->done ? m->total : m->done);
}

static bool has_files(const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        for (size_t j = 0; j < kind->fields[i].type->n; j++)
            if (strcmp(kind->fields[i].type->columns[j].suffix, "blob") == 0)
                return true;
    return false;
}

enum rc whole_count(struct whole_making *m)
{
    struct call *call = m->call;
    const struct registry *registry = call->app->registry;
    int64_t n;
    enum rc rc = log_newest(call, call->store->log, &m->total);

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++) {
        rc = table_count(call, call->store->db, registry->kinds[i], NULL, &n);
        m->total += n * (has_files(registry->kinds[i]) ? 3 : 2);
    }
    return rc;
}

/* ---- kinds.json: what the fields mean */

static void put_label(struct whole_making *m, struct json *json, const char *name,
                      const struct label *label)
{
    struct str text = label_text(m->call, label);

    json_pair(json, name, label->text);
    if (!str_eq(text, label->text)) {
        const char *local = str_format(m->call->arena, "%s_%s", name,
                                       str_z(m->call->arena, lang_code(m->call->lang)))
                                .p;
        json_pair(json, local, text);
    }
}

static void put_field(struct whole_making *m, struct json *json, const struct field *field)
{
    json_open(json, '{');
    json_pair(json, "name", field->name);
    put_label(m, json, "label", &field->label);
    json_pair(json, "type", str_of(field->type->name));
    if (field->target != NULL)
        json_pair(json, "to", field->target->name);
    if (field->choices != NULL)
        json_pair(json, "choices", field->choices->name);
    json_name(json, "must");
    json_bool(json, field->must);
    json_name(json, "secret");
    json_bool(json, field->secret);
    json_close(json, '}');
}

static void put_kind(struct whole_making *m, struct json *json, const struct kind *kind)
{
    json_open(json, '{');
    json_pair(json, "name", kind->name);
    put_label(m, json, "one", &kind->one);
    put_label(m, json, "many", &kind->many);
    put_label(m, json, "about", &kind->about);
    if (kind->owner != NULL)
        json_pair(json, "part_of", kind->owner->name);
    json_name(json, "fields");
    json_open(json, '[');
    for (size_t i = 0; i < kind->n; i++)
        put_field(m, json, &kind->fields[i]);
    json_close(json, ']');
    json_name(json, "states");
    json_open(json, '[');
    for (size_t i = 0; i < kind->states_n; i++) {
        json_open(json, '{');
        json_pair(json, "name", kind->states[i].name);
        put_label(m, json, "label", &kind->states[i].label);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void put_list(struct whole_making *m, struct json *json, const struct choice_list *list)
{
    json_open(json, '{');
    json_pair(json, "name", list->name);
    json_name(json, "choices");
    json_open(json, '[');
    for (size_t i = 0; i < list->n; i++) {
        json_open(json, '{');
        json_pair(json, "code", list->choices[i].code);
        put_label(m, json, "label", &list->choices[i].label);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static enum rc put_kinds(struct whole_making *m)
{
    const struct registry *registry = m->call->app->registry;
    struct json json;
    struct buf out;

    buf_init(&out, m->call->arena, DESCRIPTION_MAX);
    json_init(&json, &out);
    json_open(&json, '{');
    json_name(&json, "kinds");
    json_open(&json, '[');
    for (size_t i = 0; i < registry->n; i++)
        put_kind(m, &json, registry->kinds[i]);
    json_close(&json, ']');
    json_name(&json, "lists");
    json_open(&json, '[');
    for (size_t i = 0; i < registry->lists_n; i++)
        put_list(m, &json, &registry->lists[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    buf_char(&out, '\n');
    return buf_ok(&out) ? whole_put(m, STR("kinds.json"), buf_str(&out)) : fail_memory(m->call);
}

/* ---- records */

static bool take_row(void *data, struct str bytes)
{
    struct whole_making *m = data;

    tell(m);
    return whole_add(m, bytes) == RC_OK;
}

static enum rc put_records(struct whole_making *m, const struct kind *kind,
                           enum export_format format)
{
    const struct export_sink sink = {take_row, m};
    const struct job_source none = {.keeper = -1};
    const struct query query = {.kind = kind, .retired = true};
    const struct export_order order = {
        .query = &query, .all = true, .secrets = true, .plain = true, .format = format};
    int64_t rows;
    enum rc rc =
        whole_entry(m, str_format(m->call->arena, "records/%s.%s",
                                  str_z(m->call->arena, kind->name), export_extension(format)));

    if (rc == RC_OK)
        rc = export_rows(m->call, &none, &order, &sink, &rows);
    if (rc == RC_OK && format == EXPORT_JSONL)
        m->counts.records += rows;
    return rc;
}

/* ---- changes */

static void put_raw(struct whole_making *m, struct json *json, const struct field *field,
                    struct value v)
{
    if (field == NULL && v.type == V_TEXT) /* the state */
        json_text(json, v.s);
    else if (field == NULL || v.type == V_NULL || str_is(str_of(field->type->name), "sealed bytes"))
        json_null(json);
    else
        export_json_value(m->call, json, field, v);
}

static void put_edit(struct whole_making *m, struct json *json, const struct edit *edit)
{
    static const char *const acts[] = {
        [EDIT_MAKE] = "make", [EDIT_SET] = "set", [EDIT_ERASE] = "erase"};
    const struct kind *kind = kind_find(m->call->app->registry, edit->kind);

    json_open(json, '{');
    json_pair(json, "kind", edit->kind);
    json_pair(json, "id", str_hex(m->call->arena, id_str(&edit->record)));
    json_pair(json, "act", str_of(acts[edit->act]));
    json_name(json, "fields");
    json_open(json, '{');
    for (size_t i = 0; i < edit->n; i++) {
        const struct edit_field *field = &edit->fields[i];
        const struct field *known = kind == NULL ? NULL : field_by_key(kind, field->key);
        json_name(json, str_z(m->call->arena, known == NULL ? field->key : known->name));
        json_open(json, '{');
        json_name(json, "was");
        put_raw(m, json, known, field->was);
        json_name(json, "now");
        put_raw(m, json, known, field->now);
        json_close(json, '}');
    }
    json_close(json, '}');
    json_close(json, '}');
}

static enum rc put_edits(struct whole_making *m, struct json *json, const struct log_entry *entry)
{
    struct edits edits;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < entry->n && rc == RC_OK; i++) {
        if (entry->parts[i].plain.p == NULL)
            continue; /* erased */
        rc = edits_read(m->call, entry->parts[i].plain, &edits);
        for (size_t j = 0; rc == RC_OK && j < edits.n; j++)
            put_edit(m, json, &edits.items[j]);
    }
    return rc;
}

static enum rc put_change(struct call *call, void *arg, const struct log_entry *entry)
{
    struct whole_making *m = arg;
    struct json json;
    struct buf out;

    buf_init(&out, call->arena, CHANGE_MAX);
    json_init(&json, &out);
    json_open(&json, '{');
    json_name(&json, "number");
    json_int(&json, entry->rid);
    json_name(&json, "time_ms");
    json_int(&json, hybrid_ms(entry->time));
    json_pair(&json, "change", str_hex(call->arena, id_str(&entry->change)));
    json_pair(&json, "operation", entry->operation);
    json_pair(&json, "actor", str_hex(call->arena, id_str(&entry->actor)));
    json_name(&json, "edits");
    json_open(&json, '[');
    enum rc rc = put_edits(m, &json, entry);
    json_close(&json, ']');
    json_close(&json, '}');
    buf_char(&out, '\n');
    if (rc == RC_OK && !buf_ok(&out))
        rc = fail_memory(call);
    m->counts.changes++;
    tell(m);
    return rc == RC_OK ? whole_add(m, buf_str(&out)) : rc;
}

static enum rc put_changes(struct whole_making *m)
{
    enum rc rc = whole_entry(m, STR("changes.jsonl"));

    return rc == RC_OK ? log_each(m->call, m->call->store->log, 0, put_change, m) : rc;
}

/* ---- attachments: files/KIND/BLOB-NAME; the blob's id stands in the record's JSON */

static enum rc put_file(struct call *call, void *data, const struct attached *file)
{
    struct whole_making *m = data;
    struct sealed_reader *reader;
    struct str piece = {"", 1};
    struct str name = str_format(call->arena, "files/%s/%s-%s", str_z(call->arena, m->kind->name),
                                 str_hex(call->arena, str_bytes(file->blob.id, BLOB_ID)).p,
                                 zip_safe_name(call->arena, file->name).p);
    enum rc rc = blob_open(call, call->store->folder, &file->blob, &reader);

    if (rc == RC_OK) {
        rc = whole_entry(m, name);
        while (rc == RC_OK && piece.n != 0) {
            rc = sealed_read(call, reader, &piece);
            if (rc == RC_OK)
                rc = whole_add(m, piece);
        }
        sealed_close(call, reader);
    }
    m->counts.files++;
    if (rc != RC_CORRUPT && rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call); /* one damaged file must not keep all the others here */
    m->counts.damaged++;
    buf_add(&m->damaged, name);
    buf_z(&m->damaged, "\r\n");
    return RC_OK;
}

static enum rc files_of_page(struct whole_making *m, const struct query_page *page)
{
    struct record *record;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < page->n && rc == RC_OK; i++) {
        rc = query_get(m->call, m->kind, &page->records[i]->id, &record);
        if (rc == RC_OK)
            rc = attached_each(m->call, record, true, put_file, m);
        tell(m);
    }
    return rc;
}

static enum rc put_files(struct whole_making *m, const struct kind *kind)
{
    struct call *call = m->call;
    struct query query = {.kind = kind, .retired = true};
    struct query_page page = {.more = true};
    struct call_loop loop;
    enum rc rc = RC_OK;

    query.limit = QUERY_ROWS_MAX;
    m->kind = kind;
    call_loop_begin(call, &loop);
    while (rc == RC_OK && page.more) {
        rc = query_list(call, &query, &page);
        if (rc == RC_OK)
            rc = files_of_page(m, &page);
        query.after.rid = page.next.rid; /* by age: no sort value */
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

enum rc whole_parts(struct whole_making *m)
{
    const struct registry *registry = m->call->app->registry;
    enum rc rc = put_kinds(m);

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++) {
        rc = put_records(m, registry->kinds[i], EXPORT_CSV);
        if (rc == RC_OK)
            rc = put_records(m, registry->kinds[i], EXPORT_JSONL);
        if (rc == RC_OK && has_files(registry->kinds[i]))
            rc = put_files(m, registry->kinds[i]);
    }
    return rc == RC_OK ? put_changes(m) : rc;
}
