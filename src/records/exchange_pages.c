/* exchange_pages.c - see exchange_pages.h. */
#include "records/exchange_pages.h"

#include "base/lang.h"
#include "exchange/export.h"
#include "exchange/import.h"
#include "exchange/sheet_job.h"
#include "records/list.h"
#include "records/pages.h"
#include "roles/await.h"
#include "web/control.h"

enum {
    JOB_MS = 90000,
    SAMPLES = 3,
    CHOICES = 400,
    EXPORT_MAX = 24 << 20,
    ALIKE_SHOWN = 50,
    UPLOAD_MAX = 16 << 20
};

/* ---- choosing a file */

static void kind_select(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    struct pick *picks = arena_array(call->arena, registry->n, sizeof *picks);
    struct str chosen = form_find(&web->form, STR("kind"));
    size_t n = 0;

    for (size_t i = 0; picks != NULL && i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (kind->columns_n != 0 && records_may(web, kind, MAY_MAKE))
            picks[n++] = (struct pick){.value = kind->name,
                                       .label = label_text(call, &kind->many),
                                       .chosen = str_eq(kind->name, chosen)};
    }
    const struct control c = {
        .name = STR("kind"), .label = say(call, "What the rows are"), .must = true};
    control_select(&web->html, &c, picks, n);
}

static void charset_select(struct web *web)
{
    struct call *call = &web->call;
    const struct pick picks[] = {
        {.value = STR(""), .label = say(call, "Found out from the file")},
        {.value = STR("UTF-8"), .label = STR("UTF-8")},
        {.value = STR("windows-1250"), .label = say(call, "Latin letters, old Windows (1250)")},
        {.value = STR("windows-1251"), .label = say(call, "Cyrillic letters, old Windows (1251)")},
        {.value = STR("windows-1257"),
         .label = say(call, "Lithuanian letters, old Windows (1257)")},
    };
    const struct control c = {.name = STR("charset"),
                              .label = say(call, "Letters of a CSV file"),
                              .hint = say(call, "Choose another when names look wrong.")};

    control_select(&web->html, &c, picks, sizeof picks / sizeof *picks);
}

static enum rc upload_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Read a table in")};
    const struct form_options form = {.action = STR("/import"), .files = true};
    const struct control file = {.name = STR("file"),
                                 .label = say(call, "The table"),
                                 .hint = say(call,
                                             "Excel (.xlsx) or CSV, up to %d MB, with one row "
                                             "of headings.",
                                             UPLOAD_MAX >> 20),
                                 .must = true};
    const struct control sheet = {.name = STR("sheet"),
                                  .label = say(call, "Sheet of an Excel file"),
                                  .value = form_find(&web->form, STR("sheet")),
                                  .hint = say(call, "Its name. Empty: the first with something "
                                                    "in it.")};
    const struct button send = {.label = say(call, "Go on"), .weight = WEIGHT_MAIN};

    part_page(web, &page);
    part_form(web, &form);
    kind_select(web);
    control_file(&web->html, &file, ".xlsx,.csv,.txt,.tsv", false);
    charset_select(web);
    control_text(&web->html, &sheet);
    part_form_send(&web->html, &form, &send);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc upload_again(struct web *web)
{
    web_status(web, 422);
    return upload_page(web);
}

/* What is wrong with the file stands at its field, and the page comes again. */
static enum rc refuse(struct web *web, enum rc rc)
{
    struct call *call = &web->call;
    struct str text = call->error.text;
    struct str where = str_is(call->error.where, "sheet") ? STR("sheet") : STR("file");

    if (rc != RC_INVALID && rc != RC_LIMIT && rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call);
    fault_add(call, where, "%s", str_z(call->arena, text));
    return upload_again(web);
}

static struct str import_path(struct web *web, struct str code)
{
    return str_format(web->call.arena, "/import/%s", str_z(web->call.arena, code));
}

struct uploading {
    struct import_order order;
    struct sheet_found found;
    const struct kind *kind;
};

static enum rc uploaded(struct web *web, void *data, struct job_news *news)
{
    struct uploading *up = data;
    struct call *call = &web->call;
    struct record *record = NULL;
    enum rc rc = sheet_read_result(call, news, &up->found);

    if (rc == RC_OK)
        rc = import_map_guess(call, up->kind, up->found.cells, &up->order.map);
    if (rc == RC_OK && up->order.map.n == 0)
        rc = fail(call, RC_INVALID, "file", "There is no table in this file: no row has headings.");
    if (rc == RC_OK) {
        up->order.sheet = up->found.sheet;
        up->order.notes = sheet_notes(call, &up->found);
        up->order.cells = up->found.cells;
        rc = import_begin(call, &up->order, &record);
    }
    return rc == RC_OK && record != NULL ? web_redirect(web, import_path(web, record->code), NULL)
                                         : refuse(web, rc);
}

static enum rc upload_post(struct web *web)
{
    struct call *call = &web->call;
    struct uploading *up = arena_alloc(call->arena, sizeof *up);
    const struct form_value *file = web_file(web, "file");
    const struct sheet_ask ask = {.charset = web_text(web, "charset"),
                                  .sheet = web_text(web, "sheet")};
    struct await what = {
        .kind = sheet_read_job.name, .timeout_ms = JOB_MS, .done = uploaded, .data = up};

    if (up == NULL)
        return fail_memory(call);
    up->kind = kind_find(call->app->registry, web_text(web, "kind"));
    if (up->kind == NULL || file == NULL || file->value.n == 0) {
        fault_add(call, STR("file"), "Choose a file with a table.");
        return upload_again(web);
    }
    up->order.file_name = file->file_name.n == 0 ? STR("table") : file->file_name;
    enum rc rc = sheet_read_order(call, file->value, &ask, &what.request);
    if (rc != RC_OK)
        return refuse(web, rc);
    rc = await_job(web, &what);
    channel_close(what.request.fd);
    return rc;
}

/* ---- one import */

static enum rc open_import(struct web *web, struct import **out)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("import"));
    struct record *record;
    enum rc rc = query_code(call, kind, web_text(web, "code"), &record);

    return rc == RC_OK ? import_open(call, &record->id, call->arena, out) : rc;
}

static int64_t number_of(const struct import *import, const char *name)
{
    struct value v = record_value(import_record(import), name);

    return v.type == V_INT ? v.i : 0;
}

/* The first values of a column: "Senada, Bajram, Ana". */
static struct str samples(struct call *call, const struct import *import, size_t column)
{
    struct cells in = cells_open(import_cells(import));
    struct cells_row row;
    struct buf out;
    size_t n = 0;

    buf_init(&out, call->arena, 4096);
    for (int i = 0; i < 20 && n < SAMPLES && cells_next(call, &in, &row) == RC_OK; i++) {
        if (row.number <= import_mapping(import)->head || column >= row.n ||
            row.cells[column].text.n == 0 || row.cells[column].text.n > 300)
            continue;
        if (n++ != 0)
            buf_z(&out, ", ");
        buf_add(&out, row.cells[column].text);
    }
    return buf_str(&out);
}

static void column_select(struct web *web, const struct import *import, size_t column,
                          const struct import_choice *choices, size_t n)
{
    struct call *call = &web->call;
    const struct import_map *map = import_mapping(import);
    struct pick *picks = arena_array(call->arena, n + 1, sizeof *picks);
    struct str chosen = import_column_name(call, &map->columns[column]);
    struct str title = column < map->titles_n ? map->titles[column].text : STR("");

    if (picks == NULL)
        return;
    picks[0] = (struct pick){.value = STR(""), .label = say(call, "Leave it out")};
    for (size_t i = 0; i < n; i++)
        picks[i + 1] = (struct pick){.value = choices[i].name,
                                     .label = choices[i].label,
                                     .chosen = str_eq(choices[i].name, chosen)};
    const struct control c = {
        .name = str_format(call->arena, "column.%zu", column + 1),
        .label = title.n != 0 ? title : say(call, "Column %s", import_letters(call, column).p),
        .hint = samples(call, import, column),
        .part = true};
    control_select(&web->html, &c, picks, n + 1);
}

/* By which field rows find the record that they change. The number always does. */
static void key_select(struct web *web, const struct import *import)
{
    struct call *call = &web->call;
    const struct kind *kind = import_mapping(import)->kind;
    struct str chosen = record_value(import_record(import), "key_field").s;
    struct pick *picks = arena_array(call->arena, kind->n + 1, sizeof *picks);
    size_t n = 1;

    if (picks == NULL)
        return;
    picks[0] = (struct pick){.value = STR(""), .label = say(call, "By the number alone")};
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (import_may_be_key(field))
            picks[n++] = (struct pick){.value = field->name,
                                       .label = label_text(call, &field->label),
                                       .chosen = str_eq(field->name, chosen)};
    }
    const struct control c = {
        .name = STR("key"),
        .label = say(call, "Which records are changed, not made"),
        .hint = say(call, "A row changes the record with the same number, or with the same of "
                          "what you choose here; any other row makes a new one.")};
    if (n > 1)
        control_select(&web->html, &c, picks, n);
}

static void show_columns(struct web *web, const struct import *import)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct import_map *map = import_mapping(import);
    struct import_choice *choices = arena_array(call->arena, CHOICES, sizeof *choices);
    const struct form_options form = {
        .action =
            str_format(call->arena, "%s/columns", import_path(web, import_record(import)->code).p)};
    const struct button send = {.label = say(call, "Look at every row"), .weight = WEIGHT_MAIN};
    const struct control historic = {
        .name = STR("historic"),
        .label = say(call, "An old register: no last day is counted, nothing is urgent")};
    const struct control partial = {
        .name = STR("partial"),
        .label = say(call, "Leave out rows with mistakes, take in the others")};

    size_t n = choices == NULL ? 0 : import_choices(call, map->kind, choices, CHOICES);
    part_card(h, say(call, "Which column is what"));
    part_form(web, &form);
    for (size_t i = 0; i < map->n; i++)
        column_select(web, import, i, choices, n);
    key_select(web, import);
    if (map->kind->historic_by != NULL)
        control_check(h, &historic, number_of(import, "historic") != 0);
    control_check(h, &partial, number_of(import, "partial") != 0);
    part_form_send(h, &form, &send);
    part_card_end(h);
}

static void action(struct web *web, const struct import *import, const char *what,
                   const struct button *button)
{
    const struct form_options form = {
        .action =
            str_format(web->call.arena, "%s/go", import_path(web, import_record(import)->code).p)};

    part_form(web, &form);
    control_hidden(&web->html, "what", str_of(what));
    part_form_send(&web->html, &form, button);
}

static void show_counts(struct web *web, const struct import *import)
{
    static const char *const names[] = {"total",        "checked",   "new_rows",
                                        "changed_rows", "same_rows", "faulty_rows",
                                        "double_rows",  "odd_rows",  "applied"};
    struct call *call = &web->call;
    const struct kind *kind = import_record(import)->kind;
    struct fact facts[sizeof names / sizeof *names];
    size_t n = 0;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        facts[n++] = (struct fact){
            .label = label_text(call, &field_find(kind, str_of(names[i]))->label),
            .value = str_format(call->arena, "%lld", (long long)number_of(import, names[i]))};
    part_facts(&web->html, facts, n);
}

/* ---- rows that may be here already */

static size_t alike_from(const struct web *web)
{
    uint64_t from = 0;

    return str_uint(form_find(&web->form, STR("from")), UINT32_MAX, &from) ? (size_t)from : 0;
}

static void alike_row(struct web *web, const struct import_alike_row *row)
{
    struct call *call = &web->call;
    struct arena *arena = call->arena;
    struct pick picks[3 + IMPORT_ALIKE_MAX];
    struct buf hint;
    size_t n = 0;

    buf_init(&hint, arena, 16 << 10);
    picks[n++] = (struct pick){.value = STR(""), .label = say(call, "As chosen for all")};
    for (size_t i = 0; i < row->alikes.n; i++) {
        const struct import_alike *one = &row->alikes.items[i];
        picks[n++] = (struct pick){
            .value = one->code,
            .label = say(call, "Is %s %s", str_z(arena, one->code), str_z(arena, one->title)),
            .chosen = str_eq(row->as, one->code)};
        buf_z(&hint, hint.n == 0 ? "" : " ");
        buf_format(&hint, "%s %s (%d %%): %s.", str_z(arena, one->code), str_z(arena, one->title),
                   one->probability / 10, str_z(arena, one->why));
    }
    if (row->alikes.hidden) {
        buf_z(&hint, hint.n == 0 ? "" : " ");
        buf_add(&hint, say(call, "Perhaps somebody you may not see: ask the lead."));
    }
    picks[n++] = (struct pick){.value = STR("new"),
                               .label = say(call, "Is somebody new"),
                               .chosen = str_is(row->as, "new")};
    picks[n++] = (struct pick){.value = STR("out"),
                               .label = say(call, "Leave the row out"),
                               .chosen = str_is(row->as, "out")};
    const struct control c = {.name = str_format(arena, "row.%zu", row->number),
                              .label =
                                  say(call, "Row %zu: %s", row->number, str_z(arena, row->text)),
                              .hint = buf_str(&hint),
                              .part = true};
    control_select(&web->html, &c, picks, n);
}

static void alike_all_select(struct web *web, const struct import *import)
{
    struct call *call = &web->call;
    struct str all = record_value(import_record(import), "alike_all").s;
    const struct pick picks[] = {
        {.value = STR(""), .label = say(call, "Choose")},
        {.value = STR("new"), .label = say(call, "They are all new"), .chosen = str_is(all, "new")},
        {.value = STR("same"),
         .label = say(call, "Each is the likeliest: what is missing there is added"),
         .chosen = str_is(all, "same")},
        {.value = STR("out"),
         .label = say(call, "Leave these rows out"),
         .chosen = str_is(all, "out")},
    };
    const struct control c = {.name = STR("all"), .label = say(call, "For all of these rows")};

    control_select(&web->html, &c, picks, sizeof picks / sizeof *picks);
}

static void alike_more(struct web *web, const struct import *import, size_t from)
{
    struct call *call = &web->call;

    if ((int64_t)(from + ALIKE_SHOWN) < number_of(import, "double_rows"))
        part_link(&web->html,
                  str_format(call->arena, "%s?from=%zu",
                             import_path(web, import_record(import)->code).p, from + ALIKE_SHOWN),
                  say(call, "The next rows that may be here already"));
}

static void alike_card(struct web *web, struct import *import)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct import_alike_row *rows = arena_array(call->arena, ALIKE_SHOWN, sizeof *rows);
    const struct form_options form = {
        .action =
            str_format(call->arena, "%s/alike", import_path(web, import_record(import)->code).p)};
    const struct button keep = {.label = say(call, "Keep these choices"), .weight = WEIGHT_OTHER};
    size_t from = alike_from(web), n = 0;

    if (number_of(import, "double_rows") == 0 || rows == NULL)
        return;
    if (import_alike_rows(call, import, from, rows, ALIKE_SHOWN, &n) != RC_OK) {
        call_forgive(call);
        return;
    }
    part_card(h, say(call, "Perhaps here already"));
    html_tag(h, "p", NULL,
             str_format(call->arena,
                        lang_plural(call->lang,
                                    "%lld row may be somebody who is here. Say what becomes of it.",
                                    "%lld rows may be people who are here. Say what becomes of "
                                    "them.",
                                    number_of(import, "double_rows")),
                        (long long)number_of(import, "double_rows")));
    part_form(web, &form);
    alike_all_select(web, import);
    for (size_t i = 0; i < n; i++)
        alike_row(web, &rows[i]);
    part_form_send(h, &form, &keep);
    alike_more(web, import, from);
    part_card_end(h);
}

static void show_looked_at(struct web *web, struct import *import)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    bool faulty = number_of(import, "faulty_rows") != 0;
    bool may = !faulty || number_of(import, "partial") != 0;
    const struct button take = {.label = say(call, "Take the rows in"), .weight = WEIGHT_MAIN};
    const struct button report = {.label = say(call, "The rows with mistakes, as Excel"),
                                  .weight = WEIGHT_OTHER};

    if (faulty && !may)
        part_note(h, TONE_WARN,
                  say(call,
                      "Some rows have mistakes, so nothing is taken in. Put them right in your "
                      "table and read it again, or leave them out below."));
    else if (faulty)
        part_note(h, TONE_INFO, say(call, "Rows with mistakes are left out."));
    else
        part_note(h, TONE_OK, say(call, "No row has a mistake."));
    if (faulty)
        part_link_button(
            h, &report,
            str_format(call->arena, "%s/report", import_path(web, import_record(import)->code).p));
    if (may)
        alike_card(web, import);
    if (may && import_undecided(import) == 0)
        action(web, import, "apply", &take);
}

static void show_state(struct web *web, struct import *import)
{
    struct call *call = &web->call;
    struct str state = import_record(import)->state;
    const struct button on = {.label = say(call, "Go on"), .weight = WEIGHT_MAIN};
    const struct button back = {.label = say(call, "Take it all back"), .weight = WEIGHT_DANGER};
    const struct button stop = {.label = say(call, "Give up"), .weight = WEIGHT_QUIET};
    bool undoing = number_of(import, "undoing") != 0;

    if (undoing)
        action(web, import, "undo", &on);
    else if (str_is(state, "running"))
        action(web, import, "apply", &on);
    else if (str_is(state, "ready") && number_of(import, "checked") != 0)
        action(web, import, "check", &on);
    if (str_is(state, "looked_at"))
        show_looked_at(web, import);
    if (str_is(state, "ready") || str_is(state, "looked_at"))
        show_columns(web, import);
    if (!undoing && (str_is(state, "done") || str_is(state, "running")))
        action(web, import, "undo", &back);
    if (str_is(state, "ready") || str_is(state, "looked_at"))
        action(web, import, "give_up", &stop);
}

/* What is odd of the rows: kept as it stands by who takes them in. */
static void show_odd(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct value odd = record_value(record, "odd");
    struct str rest = odd.type == V_TEXT ? odd.s : STR("");

    if (rest.n == 0)
        return;
    part_card(&web->html, say(call, "Is this so?"));
    html_tag(&web->html, "p", NULL,
             say(call, "These rows are taken in as they stand, and it is kept that this was asked. "
                       "Where it is not so, put your table right and read it again."));
    html_raw(&web->html, "<ul>");
    while (rest.n != 0)
        html_tag(&web->html, "li", NULL, str_split(&rest, '\n'));
    html_raw(&web->html, "</ul>");
    part_card_end(&web->html);
}

static void show_notes(struct web *web, const struct record *record)
{
    struct value notes = record_value(record, "notes");
    struct str rest = notes.type == V_TEXT ? notes.s : STR("");

    while (rest.n != 0)
        part_note(&web->html, TONE_MUTE, str_split(&rest, '\n'));
}

static enum rc show_import(struct web *web, struct import *import)
{
    struct call *call = &web->call;
    const struct record *record = import_record(import);
    struct page page = {.title = say(call, "Reading a table in"),
                        .code = record->code,
                        .back_path = STR("/import"),
                        .back_label = say(call, "Another table")};
    const struct fact file = {.label = say(call, "File"),
                              .value = record_value(record, "file_name").s};

    part_page(web, &page);
    part_facts(&web->html, &file, 1);
    show_notes(web, record);
    part_tag(&web->html, TONE_INFO, records_state(call, record->kind, record->state));
    show_counts(web, import);
    show_odd(web, record);
    show_state(web, import);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc import_page(struct web *web)
{
    struct import *import;
    enum rc rc = open_import(web, &import);

    return rc == RC_OK ? show_import(web, import) : rc;
}

/* A mistake of the person: the page again, with the sentence on top. */
static enum rc show_again(struct web *web, struct import *import, enum rc rc)
{
    struct call *call = &web->call;
    struct str text = call->error.text;

    if (rc != RC_INVALID && rc != RC_CONFLICT)
        return rc;
    if (call->fault_count == 0)
        fault_add(call, str_is(call->error.where, "alike") ? STR("all") : STR("column.1"), "%s",
                  str_z(call->arena, text));
    call->error = (struct error){.rc = RC_OK};
    web_status(web, rc == RC_CONFLICT ? 409 : 422);
    return show_import(web, import);
}

static enum rc columns_post(struct web *web)
{
    struct call *call = &web->call;
    const struct import_budget budget = {.ms = IMPORT_PAGE_MS, .alike = true};
    struct import_order *order = arena_alloc(call->arena, sizeof *order);
    struct import *import;
    bool done;
    enum rc rc = open_import(web, &import);

    if (rc != RC_OK)
        return rc;
    if (order == NULL)
        return fail_memory(call);
    order->map = *import_mapping(import);
    order->key = web_text(web, "key");
    order->historic = web_flag(web, "historic");
    order->partial = web_flag(web, "partial");
    for (size_t i = 0; i < order->map.n && rc == RC_OK; i++) {
        struct str name = str_format(call->arena, "column.%zu", i + 1);
        struct str what = form_find(&web->form, name);
        rc = what.p == NULL ? RC_OK : import_map_set(call, &order->map, i, what);
    }
    if (rc == RC_OK)
        rc = import_change(call, import, order);
    if (rc == RC_OK)
        rc = import_check(call, import, &budget, &done);
    return rc == RC_OK ? web_redirect(web, import_path(web, import_record(import)->code), NULL)
                       : show_again(web, import, rc);
}

static enum rc alike_post(struct web *web)
{
    struct call *call = &web->call;
    struct import_choice_of_row *rows = arena_array(call->arena, web->form.n + 1, sizeof *rows);
    struct import *import;
    size_t n = 0;
    enum rc rc = open_import(web, &import);

    if (rc != RC_OK || rows == NULL)
        return rc == RC_OK ? fail_memory(call) : rc;
    for (size_t i = 0; i < web->form.n; i++) {
        const struct form_value *value = &web->form.fields[i];
        uint64_t row;
        if (str_starts(value->name, STR("row.")) &&
            str_uint(str_cut(value->name, 4, value->name.n), UINT32_MAX, &row))
            rows[n++] = (struct import_choice_of_row){(size_t)row, value->value};
    }
    rc = import_alike_choose(call, import, web_text(web, "all"), rows, n);
    return rc == RC_OK ? web_redirect(web, import_path(web, import_record(import)->code), NULL)
                       : show_again(web, import, rc);
}

static enum rc go_post(struct web *web)
{
    static const struct {
        const char *what;
        enum rc (*work)(struct call *call, struct import *import,
                        const struct import_budget *budget, bool *done);
    } works[] = {{"check", import_check}, {"apply", import_apply}, {"undo", import_undo}};
    struct call *call = &web->call;
    const struct import_budget budget = {.ms = IMPORT_PAGE_MS, .alike = true};
    struct str what = web_text(web, "what");
    struct import *import;
    bool done;
    enum rc rc = open_import(web, &import);

    if (rc != RC_OK)
        return rc;
    if (str_is(what, "give_up"))
        rc = import_give_up(call, import);
    for (size_t i = 0; rc == RC_OK && i < sizeof works / sizeof *works; i++)
        if (str_is(what, works[i].what))
            rc = works[i].work(call, import, &budget, &done);
    return rc == RC_OK ? web_redirect(web, import_path(web, web_text(web, "code")), NULL)
                       : show_again(web, import, rc);
}

/* ---- files: the report, and lists */

static enum rc written(struct web *web, void *data, struct job_news *news)
{
    const struct str *name = data;
    struct str file;
    enum rc rc = sheet_write_result(&web->call, news, &file);

    return rc == RC_OK ? web_download(web, export_type(EXPORT_XLSX), *name, file) : rc;
}

/* Closes cells. */
static enum rc await_xlsx(struct web *web, struct str title, struct str name, int cells)
{
    struct call *call = &web->call;
    struct str *kept = arena_alloc(call->arena, sizeof *kept);
    struct await what = {
        .kind = sheet_write_job.name, .timeout_ms = JOB_MS, .done = written, .data = kept};
    enum rc rc =
        kept == NULL ? fail_memory(call) : sheet_write_order(call, title, cells, &what.request);

    if (rc == RC_OK) {
        *kept = name;
        rc = await_job(web, &what);
    }
    channel_close(cells);
    return rc;
}

static enum rc report_page(struct web *web)
{
    struct call *call = &web->call;
    struct import *import;
    int cells;
    enum rc rc = open_import(web, &import);

    if (rc == RC_OK)
        rc = import_report(call, import, &cells);
    if (rc != RC_OK)
        return rc;
    return await_xlsx(web, say(call, "What is wrong"),
                      str_format(call->arena, "%s.xlsx", web_text(web, "code").p), cells);
}

static enum rc as_file(struct web *web)
{
    struct call *call = &web->call;
    const struct job_source no_jobs = {.keeper = -1}; /* Excel is awaited instead */
    struct str typed = web_text(web, "format"), file;
    struct query query = {0};
    struct export_order order = {.query = &query};
    int cells;
    enum rc rc = records_kind(web, &query.kind);

    if (rc != RC_OK)
        return rc;
    while (order.format < EXPORT_JSONL && !str_is(typed, export_extension(order.format)))
        order.format++;
    if (!str_is(typed, export_extension(order.format)))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    struct list list = {0};
    rc = list_query(web, &list);
    if (rc == RC_OK && list.wrong.n != 0)
        return fail(call, RC_INVALID, "where", "%s", str_z(call->arena, list.wrong));
    if (rc != RC_OK)
        return rc;
    query = list.query;
    struct str name = str_format(call->arena, "%s.%s", str_z(call->arena, query.kind->name),
                                 export_extension(order.format));
    if (order.format == EXPORT_XLSX) {
        rc = export_cells(call, &order, &cells);
        return rc == RC_OK ? await_xlsx(web, label_text(call, &query.kind->many), name, cells) : rc;
    }
    rc = export_file(call, &no_jobs, &order, EXPORT_MAX, &file);
    return rc == RC_OK ? web_download(web, export_type(order.format), name, file) : rc;
}

/* ---- routes */

static const struct param upload_params[] = {
    {"charset", PARAM_CODE, 40, false, false, N_("Letters of a CSV file")},
    {"file", PARAM_FILE, UPLOAD_MAX, true, false, N_("The table")},
    {"kind", PARAM_CODE, NAME_MAX_BYTES, true, false, N_("What the rows are")},
    {"sheet", PARAM_TEXT, 200, false, false, N_("Sheet of an Excel file")},
    {0},
};

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

static const struct param columns_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"column.*", PARAM_TEXT, 100, false, true, N_("Which column is what")},
    {"historic", PARAM_FLAG, 0, false, false, N_("From an old register")},
    {"key", PARAM_CODE, NAME_MAX_BYTES, false, false, N_("Found again by")},
    {"partial", PARAM_FLAG, 0, false, false, N_("Leave out rows with mistakes")},
    {0},
};

static const struct param page_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"from", PARAM_NUMBER, 1000000, false, false, N_("Rows")},
    {0},
};

static const struct param alike_params[] = {
    {"all", PARAM_CODE, 10, false, false, N_("For all of these rows")},
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"row.*", PARAM_TEXT, 60, false, true, N_("What becomes of the row")},
    {0},
};

static const struct param go_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"what", PARAM_CODE, 20, true, false, N_("Form")},
    {0},
};

static const struct param as_params[] = {
    {"away", PARAM_FLAG, 0, false, false, N_("With those put away")},
    {"down", PARAM_FLAG, 0, false, false, N_("Sorted by")},
    {"format", PARAM_CODE, 8, true, false, N_("Form")},
    {"kind", PARAM_CODE, NAME_MAX_BYTES, true, false, N_("What")},
    {"sort", PARAM_CODE, NAME_MAX_BYTES, false, false, N_("Sorted by")},
    {"where", PARAM_TEXT, LIST_WHERE_MAX, false, false, N_("Conditions")},
    {0},
};

const struct route exchange_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/import", NULL, upload_page, NULL, 0, "asks for a table"},
    {METHOD_POST, MAY_SIGNED_IN, "/import", upload_params, upload_post, upload_again,
     UPLOAD_MAX + (64 << 10), "reads a table, to be looked at"},
    {METHOD_GET, MAY_SIGNED_IN, "/import/{code}", page_params, import_page, NULL, 0,
     "shows how far an import is"},
    {METHOD_POST, MAY_SIGNED_IN, "/import/{code}/alike", alike_params, alike_post, NULL, 0,
     "says what becomes of rows that may be here already"},
    {METHOD_POST, MAY_SIGNED_IN, "/import/{code}/columns", columns_params, columns_post, NULL, 0,
     "says which column is what, and looks at rows"},
    {METHOD_POST, MAY_SIGNED_IN, "/import/{code}/go", go_params, go_post, NULL, 0,
     "goes on with an import, takes it back or gives it up"},
    {METHOD_GET, MAY_SIGNED_IN, "/import/{code}/report", code_params, report_page, NULL, 0,
     "gives the rows with mistakes as Excel"},
    {METHOD_GET, PERMISSION_KIND_SEE | MAY_FRESH | MAY_FILE, "/records/{kind}/as/{format}",
     as_params, as_file, NULL, 0, "gives a list as a file"},
};
const size_t exchange_routes_n = sizeof exchange_routes / sizeof *exchange_routes;
