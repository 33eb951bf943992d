/* file_of.c - see file_of.h. */
#include "records/file_of.h"

#include "base/lang.h"
#include "exchange/attached.h"
#include "exchange/export.h"
#include "model/permission.h"
#include "query/history.h"
#include "records/pages.h"
#include "web/field_control.h"

enum { JSON_MAX = 24 << 20, README_MAX = 64 << 10, DEPTH_MAX = 3, LEFT_OUT_MAX = 4096 };

struct making {
    struct call *call;
    const struct file_of *what;
    struct zip_out zip;
    struct html html;
    struct json json;
    struct buf json_text, left_out;
    int64_t records, files;
};

/* ---- words */

static bool is_told(const struct making *m, const struct field *field)
{
    return !str_is(str_of(field->type->name), "sealed bytes") &&
           (m->what->secrets || !field->secret);
}

static struct str title_of(struct call *call, const struct record *record)
{
    struct str title = record_title(call, record);

    return title.n != 0 ? title : label_text(call, &record->kind->one);
}

/* Fields that this file does not have: named once for each kind. */
static enum rc note_left_out(struct making *m, const struct record *record)
{
    struct call *call = m->call;
    enum rc may = RC_OK;

    if (m->what->secrets)
        may = permit(call, record, MAY_SECRET);
    if (may != RC_OK && may != RC_DENIED && may != RC_NOT_FOUND)
        return may;
    if (may != RC_OK)
        call_forgive(call);
    for (size_t i = 0; i < record->kind->n; i++) {
        const struct field *field = &record->kind->fields[i];
        if (!str_is(str_of(field->type->name), "sealed bytes") &&
            (!field->secret || (m->what->secrets && may == RC_OK)))
            continue;
        struct str line = str_format(call->arena, "- %s: %s\r\n",
                                     str_z(call->arena, label_text(call, &record->kind->one)),
                                     str_z(call->arena, label_text(call, &field->label)));
        struct str all = m->left_out.n == 0 ? STR("") : buf_str(&m->left_out);
        if (line.p != NULL && (all.n == 0 || strstr(all.p, line.p) == NULL))
            buf_add(&m->left_out, line);
    }
    return RC_OK;
}

/* ---- one record on the page */

static enum rc put_file(struct call *call, void *data, const struct attached *file)
{
    struct making *m = data;
    struct html *h = &m->html;
    struct str name = str_format(call->arena, "files/%lld-%s", (long long)++m->files,
                                 zip_safe_name(call->arena, file->name).p);
    struct buf path;

    buf_init(&path, call->arena, (size_t)4 * ZIP_NAME_MAX);
    buf_z(&path, "files/");
    url_escape(&path, str_cut(name, 6, name.n));
    html_raw(h, "<div><dt>");
    html_text(h, label_text(call, &file->field->label));
    html_raw(h, "</dt><dd><a href=\"");
    buf_add(&h->buf, buf_str(&path)); /* percent signs alone: nothing in it can end the quotes */
    html_raw(h, "\">");
    html_text(h, file->name.n != 0 ? file->name : name);
    html_raw(h, "</a></dd></div>");
    return attached_copy(call, file, name, &m->zip);
}

static void put_facts(struct making *m, const struct record *record)
{
    struct call *call = m->call;
    struct html *h = &m->html;

    for (size_t i = 0; i < record->kind->n; i++) {
        const struct field *field = &record->kind->fields[i];
        struct value v = record->values[i];
        if (v.type == V_NULL || !is_told(m, field) || str_is(str_of(field->type->name), "files"))
            continue;
        html_raw(h, "<div>");
        html_tag(h, "dt", NULL, label_text(call, &field->label));
        html_tag(h, "dd", NULL, field_words(call, field, v));
        html_raw(h, "</div>");
    }
}

static void put_moment(struct making *m, struct str label, int64_t ms)
{
    html_raw(&m->html, "<div>");
    html_tag(&m->html, "dt", NULL, label);
    html_tag(&m->html, "dd", NULL, records_when(m->call, ms));
    html_raw(&m->html, "</div>");
}

static enum rc put_record(struct making *m, const struct record *record)
{
    struct call *call = m->call;
    struct html *h = &m->html;

    m->records++;
    html_raw(h, "<dl>");
    if (record->code.n != 0) {
        html_raw(h, "<div>");
        html_tag(h, "dt", NULL, say(call, "Number"));
        html_tag(h, "dd", NULL, record->code);
        html_raw(h, "</div>");
    }
    put_facts(m, record);
    if (record->kind->states_n != 0) {
        html_raw(h, "<div>");
        html_tag(h, "dt", NULL, say(call, "State"));
        html_tag(h, "dd", NULL, records_state(call, record->kind, record->state));
        html_raw(h, "</div>");
    }
    put_moment(m, say(call, "Written down"), record->made_ms);
    put_moment(m, say(call, "Last change"), record->changed_ms);
    enum rc rc = attached_each(call, record, m->what->secrets, put_file, m);
    html_raw(h, "</dl>");
    if (rc == RC_OK)
        rc = export_json(call, &m->json, record, m->what->secrets);
    return rc == RC_OK ? note_left_out(m, record) : rc;
}

/* ---- its parts, and theirs */

static enum rc put_parts(struct making *m, const struct record *owner, int depth);

static enum rc part_with_all(struct making *m, const struct record *found, int depth)
{
    struct call *call = m->call;
    struct record *part;
    /* Read as on its own page: with its secrets, and written down. */
    enum rc rc = query_get(call, found->kind, &found->id, &part);

    if (rc != RC_OK)
        return rc;
    html_raw(&m->html, "<section><h3>");
    html_text(&m->html, title_of(call, part));
    html_raw(&m->html, "</h3>");
    rc = put_record(m, part);
    if (rc == RC_OK && depth < DEPTH_MAX)
        rc = put_parts(m, part, depth + 1);
    html_raw(&m->html, "</section>");
    return rc;
}

static enum rc parts_of_kind(struct making *m, const struct record *owner, const struct kind *kind,
                             int depth)
{
    struct call *call = m->call;
    struct query query = {.kind = kind, .owner = &owner->id, .sort = kind->sort, .retired = true};
    struct query_page page = {.more = true};
    size_t n = 0;
    enum rc rc = RC_OK;

    query.limit = QUERY_ROWS_MAX;
    while (rc == RC_OK && page.more && n < FILE_PARTS_MAX) {
        rc = query_list(call, &query, &page);
        if (rc == RC_OK && page.n != 0 && n == 0)
            html_tag(&m->html, "h2", NULL, label_text(call, &kind->many));
        for (size_t i = 0; rc == RC_OK && i < page.n; i++, n++)
            rc = part_with_all(m, page.records[i], depth);
        query.after = page.next;
    }
    return rc;
}

static enum rc put_parts(struct making *m, const struct record *owner, int depth)
{
    const struct registry *registry = m->call->app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++)
        if (registry->kinds[i]->owner == owner->kind)
            rc = parts_of_kind(m, owner, registry->kinds[i], depth);
    return rc;
}

/* ---- what refers to it: numbers and names alone */

static void put_link(struct making *m, const struct record *record)
{
    struct call *call = m->call;
    struct str title = title_of(call, record);

    html_tag(&m->html, "li", NULL,
             record->code.n == 0 || str_eq(title, record->code)
                 ? title
                 : str_format(call->arena, "%s %s", str_z(call->arena, record->code),
                              str_z(call->arena, title)));
    json_open(&m->json, '{');
    json_pair(&m->json, "kind", record->kind->name);
    json_pair(&m->json, "code", record->code);
    json_pair(&m->json, "title", title);
    json_close(&m->json, '}');
}

static enum rc links_by(struct making *m, const struct kind *kind, const struct field *field)
{
    struct call *call = m->call;
    struct query query = {
        .kind = kind,
        .filters = {{.field = field, .op = QUERY_IS, .value = id_value(&m->what->record->id)}},
        .n = 1,
        .retired = true};
    struct query_page page = {.more = true};
    size_t n = 0;
    enum rc rc = RC_OK;

    query.limit = QUERY_ROWS_MAX;
    while (rc == RC_OK && page.more && n < FILE_LINKS_MAX) {
        rc = query_list(call, &query, &page);
        if (rc == RC_OK && page.n != 0 && n == 0) {
            html_raw(&m->html, "<h3>");
            html_text(&m->html, label_text(call, &kind->many));
            html_raw(&m->html, ": ");
            html_text(&m->html, label_text(call, &field->label));
            html_raw(&m->html, "</h3><ul>");
        }
        for (size_t i = 0; rc == RC_OK && i < page.n; i++, n++)
            put_link(m, page.records[i]);
        query.after = page.next;
    }
    if (n != 0)
        html_raw(&m->html, "</ul>");
    return rc;
}

static enum rc put_links(struct making *m)
{
    const struct registry *registry = m->call->app->registry;
    enum rc rc = RC_OK;

    json_name(&m->json, "linked");
    json_open(&m->json, '[');
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (!permission_holds(m->call, PERMISSION_KIND_SEE, kind->name))
            continue;
        for (size_t j = 0; j < kind->n && rc == RC_OK; j++)
            if (kind->fields[j].target == m->what->record->kind && !kind->fields[j].secret)
                rc = links_by(m, kind, &kind->fields[j]);
    }
    json_close(&m->json, ']');
    return rc;
}

/* ---- what was changed */

static struct str change_words(struct making *m, const struct history_edit *edit,
                               const struct history_field *field, struct value v)
{
    if (v.type == V_NULL)
        return say(m->call, "nothing");
    if (field->field == NULL)
        return v.type == V_TEXT ? records_state(m->call, edit->kind, v.s) : STR("");
    return field_words(m->call, field->field, v);
}

static void put_change(struct making *m, const struct history_edit *edit,
                       const struct history_field *field)
{
    struct call *call = m->call;
    struct str label =
        field->field == NULL ? say(call, "State") : label_text(call, &field->field->label);
    bool hidden = field->hidden || (field->field != NULL && !is_told(m, field->field));
    struct str was = hidden ? STR("") : change_words(m, edit, field, field->was);
    struct str now = hidden ? STR("") : change_words(m, edit, field, field->now);

    json_open(&m->json, '{');
    json_pair(&m->json, "field", field->field == NULL ? STR("state") : field->field->name);
    if (!hidden) {
        json_pair(&m->json, "was", field->was.type == V_NULL ? (struct str){NULL, 0} : was);
        json_pair(&m->json, "now", field->now.type == V_NULL ? (struct str){NULL, 0} : now);
    }
    json_close(&m->json, '}');
    const char *z = str_z(call->arena, label);
    html_tag(&m->html, "li", NULL,
             hidden                      ? say(call, "%s: changed", z)
             : field->was.type == V_NULL ? say(call, "%s: %s", z, str_z(call->arena, now))
                                         : say(call, "%s: from %s to %s", z,
                                               str_z(call->arena, was), str_z(call->arena, now)));
}

static void put_item(struct making *m, const struct history_item *item)
{
    struct call *call = m->call;
    struct html *h = &m->html;
    struct str who = item->who.n != 0 ? item->who : say(call, "Khetane itself");

    html_raw(h, "<li><b>");
    html_text(h, records_when(call, item->time_ms));
    html_raw(h, "</b> ");
    html_text(h, who);
    html_raw(h, ": ");
    html_text(h, str_of(lang_text(call->lang, item->brief)));
    html_raw(h, "<ul>");
    json_open(&m->json, '{');
    json_name(&m->json, "time_ms");
    json_int(&m->json, item->time_ms);
    json_pair(&m->json, "who", who);
    json_pair(&m->json, "what", str_of(item->brief));
    if (item->reason.n != 0) {
        json_pair(&m->json, "reason", item->reason);
        html_tag(h, "li", NULL, say(call, "Reason: %s", str_z(call->arena, item->reason)));
    }
    json_name(&m->json, "fields");
    json_open(&m->json, '[');
    for (size_t i = 0; i < item->n; i++)
        for (size_t j = 0; j < item->edits[i].n; j++)
            put_change(m, &item->edits[i], &item->edits[i].fields[j]);
    json_close(&m->json, ']');
    json_close(&m->json, '}');
    html_raw(h, "</ul></li>");
}

static enum rc put_history(struct making *m)
{
    struct history history;
    enum rc rc = history_of(m->call, m->what->record, &history);

    if (rc != RC_OK)
        return rc;
    html_tag(&m->html, "h2", NULL, say(m->call, "What was changed"));
    html_raw(&m->html, "<ul>");
    json_name(&m->json, "history");
    json_open(&m->json, '[');
    for (size_t i = 0; i < history.n; i++)
        put_item(m, &history.items[i]);
    json_close(&m->json, ']');
    html_raw(&m->html, "</ul>");
    if (history.more)
        html_tag(&m->html, "p", NULL,
                 say(m->call, "Only the last %d changes are shown.", HISTORY_ITEMS_MAX));
    return RC_OK;
}

/* ---- the page, the JSON, the readme */

/* Self-contained: no script, nothing from outside, the same on a screen and on paper. */
static void open_page(struct making *m)
{
    struct call *call = m->call;
    const struct record *record = m->what->record;
    struct html *h = &m->html;
    struct str lang = lang_code(call->lang);

    html_init(h, call, STR(""));
    html_raw(h, "<!doctype html><html");
    html_attr(h, "lang", lang.n == 0 ? STR("en") : lang);
    html_raw(h, "><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                "content=\"width=device-width\"><title>");
    html_text(h, record->code.n != 0 ? record->code : label_text(call, &record->kind->one));
    html_raw(h, "</title><style>body{font:16px/1.5 sans-serif;max-width:48rem;margin:1rem auto;"
                "padding:0 1rem;color:#111;background:#fff;overflow-wrap:anywhere}"
                "dl div{display:flex;flex-wrap:wrap;gap:0 1rem;border-bottom:1px solid #ccc;"
                "padding:.2rem 0}dt{flex:0 0 12rem;color:#444}dd{flex:1 1 14rem;margin:0;"
                "white-space:pre-line}h2{border-bottom:2px solid #111}a{color:#0b4f8a}"
                "@media print{body{margin:0;max-width:none;font-size:11pt}section,li{"
                "break-inside:avoid}h2,h3{break-after:avoid}}</style></head><body><main><h1>");
    html_text(h, title_of(call, record));
    html_raw(h, "</h1><p>");
    html_text(h, say(call, "Taken out of Khetane on %s.", records_when(call, call->now_ms).p));
    html_raw(h, "</p>");
}

static struct str actor_name(struct call *call)
{
    return query_title(call, kind_find(call->app->registry, STR("user")), &call->actor->id);
}

static enum rc put_readme(struct making *m)
{
    struct call *call = m->call;
    const struct record *record = m->what->record;
    struct arena *arena = call->arena;
    struct buf out;

    buf_init(&out, arena, README_MAX);
    buf_add(&out, say(call, "What is in this file"));
    buf_z(&out, "\r\n\r\n");
    buf_add(&out,
            say(call, "%s %s, taken out of Khetane on %s. By: %s",
                str_z(arena, label_text(call, &record->kind->one)), str_z(arena, record->code),
                str_z(arena, records_when(call, call->now_ms)), str_z(arena, actor_name(call))));
    buf_z(&out, "\r\n\r\n- index.html: ");
    buf_add(&out, say(call, "to read and to print; open it with any browser"));
    buf_z(&out, "\r\n- record.json: ");
    buf_add(&out, say(call, "the same for other programs: the record, its parts, what refers to "
                            "it, what was changed"));
    buf_z(&out, "\r\n- files/: ");
    buf_add(&out, say(call, "what was attached"));
    buf_format(&out, " (%lld)\r\n\r\n", (long long)m->files);
    if (m->left_out.n == 0) {
        buf_add(&out, say(call, "No field was left out."));
    } else {
        buf_add(&out, say(call, "These fields were left out, because only some people read them:"));
        buf_z(&out, "\r\n");
        buf_add(&out, buf_str(&m->left_out));
    }
    buf_z(&out, "\r\n");
    buf_add(&out, say(call, "Other records are named as far as the person who took this out may "
                            "see them. Keep this file as you keep the person's papers: whoever "
                            "has it can read it."));
    buf_z(&out, "\r\n");
    return buf_ok(&out) ? zip_put(call, &m->zip, STR("README.txt"), buf_str(&out))
                        : fail_memory(call);
}

static enum rc put_all(struct making *m)
{
    json_open(&m->json, '{');
    json_name(&m->json, "records");
    json_open(&m->json, '['); /* the record itself first, then its parts */
    enum rc rc = put_record(m, m->what->record);
    if (rc == RC_OK)
        rc = put_parts(m, m->what->record, 1);
    json_close(&m->json, ']');
    html_tag(&m->html, "h2", NULL, say(m->call, "What refers to this"));
    if (rc == RC_OK)
        rc = put_links(m);
    if (rc == RC_OK)
        rc = put_history(m);
    json_close(&m->json, '}');
    html_raw(&m->html, "</main></body></html>\n");
    return rc;
}

enum rc file_of_write(struct call *call, const struct file_of *what)
{
    struct making m = {.call = call, .what = what};

    zip_begin(&m.zip, call->arena, what->sink, call->today);
    buf_init(&m.json_text, call->arena, JSON_MAX);
    buf_init(&m.left_out, call->arena, LEFT_OUT_MAX);
    json_init(&m.json, &m.json_text);
    open_page(&m);
    enum rc rc = put_all(&m);
    struct str page = html_str(&m.html);
    if (rc == RC_OK && (page.p == NULL || !buf_ok(&m.json_text)))
        rc = fail(call, RC_LIMIT, NULL,
                  "There is more about this than one page can hold. Ask for an export of "
                  "everything instead.");
    if (rc == RC_OK)
        rc = zip_put(call, &m.zip, STR("index.html"), page);
    if (rc == RC_OK)
        rc = zip_put(call, &m.zip, STR("record.json"), buf_str(&m.json_text));
    if (rc == RC_OK)
        rc = put_readme(&m);
    return rc == RC_OK ? zip_end(call, &m.zip) : rc;
}

struct str file_of_name(struct call *call, const struct record *record)
{
    return record->code.n != 0
               ? str_format(call->arena, "%s.zip", str_z(call->arena, record->code))
               : str_format(call->arena, "%s.zip", str_z(call->arena, record->kind->name));
}
