/* list_pages.c - see pages.h: what there is to look at, and the list of one kind. */
#include "base/lang.h"
#include "model/field.h"
#include "model/likeness.h"
#include "query/saved.h"
#include "query/where.h"
#include "records/list.h"
#include "records/pages.h"
#include "web/control.h"
#include "web/field_control.h"

/* ---- the kinds */

static bool is_for_people(const struct web *web, const struct kind *kind)
{
    return kind->owner == NULL && !kind->hidden && kind->columns_n != 0 &&
           records_may(web, kind, MAY_SEE);
}

static enum rc kinds_page(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    struct page page = {.title = say(call, "Everything that is kept here")};

    part_page(web, &page);
    part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (!is_for_people(web, kind))
            continue;
        struct task task = {.title = label_text(call, &kind->many),
                            .path = records_list_path(web, kind),
                            .about = {label_text(call, &kind->about)}};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    if (permission_holds(call, PERMISSION_FIELDS_SEE, STR("")))
        part_link(&web->html, STR("/fields"), say(call, "Change forms and lists"));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- where a page of the list begins, in its address: row, and sort value ("7.i12", "7.t6162") */

static struct str after_text(struct call *call, const struct query_after *after)
{
    struct buf out;

    buf_init(&out, call->arena, LIST_AFTER_MAX);
    buf_format(&out, "%lld", (long long)after->rid);
    switch (after->sort.type) {
    case V_INT: buf_format(&out, ".i%lld", (long long)after->sort.i); break;
    case V_TEXT:
    case V_BYTES:
        buf_z(&out, after->sort.type == V_TEXT ? ".t" : ".x");
        buf_add(&out, str_hex(call->arena, after->sort.s));
        break;
    case V_NULL:
    case V_LIST: break;
    }
    return buf_str(&out);
}

static bool after_read(struct call *call, struct str text, struct query_after *out)
{
    struct str rest = text, rid = str_split(&rest, '.');
    struct str value = rest.n == 0 ? rest : str_cut(rest, 1, rest.n);
    char *bytes = arena_alloc(call->arena, value.n / 2 + 1);

    if (!str_int(rid, &out->rid) || out->rid <= 0 || bytes == NULL)
        return false;
    if (rest.n == 0)
        return true;
    if (rest.p[0] == 'i') {
        out->sort.type = V_INT;
        return str_int(value, &out->sort.i);
    }
    struct str plain = str_bytes(bytes, value.n / 2);
    if (value.n == 0 || !str_unhex(value, bytes, plain.n))
        return false;
    out->sort = rest.p[0] == 't' ? v_text(plain) : v_bytes(plain);
    return true;
}

/* ---- one list */

struct str list_address(struct web *web, const struct list *list, const char *rest,
                        const struct list_place *place)
{
    struct buf out;
    struct arena *arena = web->call.arena;

    buf_init(&out, arena, LIST_ADDRESS_MAX);
    buf_add(&out, records_list_path(web, list->kind));
    buf_format(&out, "%s?sort=%s%s%s", rest,
               place->sort == NULL ? "" : str_z(arena, place->sort->name),
               place->descending ? "&down=1" : "", list->query.retired ? "&away=1" : "");
    if (place->where.n != 0) {
        buf_z(&out, "&where=");
        url_escape(&out, place->where);
    }
    if (place->after.n != 0)
        buf_format(&out, "&after=%s", str_z(arena, place->after));
    return buf_str(&out);
}

struct list_place list_place(const struct list *list)
{
    return (struct list_place){
        .where = list->where, .sort = list->query.sort, .descending = list->query.descending};
}

struct str list_here(struct web *web, const struct list *list)
{
    struct list_place here = list_place(list);

    return list_address(web, list, "", &here);
}

bool list_sorts(const struct field *field)
{
    return field != NULL && field->type->shape == SHAPE_ONE && field->target == NULL &&
           !field->secret;
}

static void set_column(struct web *web, struct list *list, const struct field *field)
{
    struct table_column *column = &list->columns[list->columns_n++];
    bool here = field == list->query.sort;

    *column = (struct table_column){.label = label_text(&web->call, &field->label)};
    if (!list_sorts(field))
        return;
    struct list_place place = list_place(list);
    place.sort = field;
    place.descending = here && !list->query.descending;
    column->path = list_address(web, list, "", &place);
    if (here)
        column->sort = list->query.descending ? "descending" : "ascending";
}

/* A list that was kept: its conditions, order and columns. */
static enum rc take_saved(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    struct saved *saved = arena_alloc(call->arena, sizeof *saved);
    struct id *id = arena_alloc(call->arena, sizeof *id);
    struct record *record;

    if (saved == NULL || id == NULL)
        return fail_memory(call);
    if (!str_unhex(web_text(web, "saved"), id->b, sizeof id->b))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(call, kind_find(call->app->registry, STR("saved_list")), id, &record);
    if (rc == RC_OK)
        rc = saved_query(call, record, saved);
    if (rc != RC_OK)
        return rc;
    if (saved->query.kind != list->kind)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    list->query = saved->query;
    list->kept = id;
    for (size_t i = 0; i < saved->n && list->shown_n < LIST_COLUMNS_MAX; i++)
        list->shown[list->shown_n++] = saved->columns[i];
    return where_text(call, &list->query, &list->where);
}

/* Conditions that are not understood are shown with what is wrong, beside an unfiltered list. */
static enum rc take_where(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    struct str typed = web_text(web, "where");

    if (typed.n == 0)
        return RC_OK;
    enum rc rc = where_parse(call, typed, &list->query);
    if (rc == RC_OK)
        return where_text(call, &list->query, &list->where);
    if (rc != RC_INVALID)
        return rc;
    list->wrong = str_dup(call->arena, call->error.text);
    list->where = typed;
    list->query.n = 0;
    call_forgive(call);
    web_status(web, rc_http(RC_INVALID));
    return RC_OK;
}

enum rc list_query(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    enum rc rc = records_kind(web, &list->kind);

    if (rc != RC_OK)
        return rc;
    struct str sort = web_text(web, "sort");
    list->query = (struct query){.kind = list->kind, .verb = MAY_SEE, .sort = list->kind->sort};
    if (sort.n != 0)
        list->query.sort = field_find(list->kind, sort);
    if ((sort.n != 0 || list->query.sort != NULL) && !list_sorts(list->query.sort))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    list->query.descending = web_flag(web, "down");
    list->query.retired = web_flag(web, "away");
    return take_where(web, list);
}

static enum rc read_list(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    struct str after = web_text(web, "after");
    enum rc rc = list_query(web, list);

    if (rc == RC_OK && web_text(web, "saved").n != 0)
        rc = take_saved(web, list);
    if (rc == RC_OK)
        rc = query_count(call, &list->query, &list->count);
    if (rc != RC_OK)
        return rc;
    if (after.n != 0 && !after_read(call, after, &list->query.after))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return query_list(call, &list->query, &list->found);
}

/* The first cell is the way to the record: its title, or its number, or its first column. */
static struct str first_cell(struct call *call, const struct record *record)
{
    struct str title = record_title(call, record);

    return title.n != 0 ? title : label_text(call, &record->kind->one);
}

/* With a box that selects it, where one may change something here. */
static void way_cell(struct web *web, const struct list *list, const struct record *record)
{
    struct html *h = &web->html;
    struct str title = first_cell(&web->call, record);

    part_cell_open(h, list->columns, 0);
    if (records_may(web, list->kind, MAY_CHANGE)) {
        html_raw(h, "<label class=\"sel\"><input type=\"checkbox\" data-row name=\"row\"");
        html_attr(h, "value", str_hex(web->call.arena, id_str(&record->id)));
        html_attr_say(h, "aria-label", "Select: %s, %s", str_z(web->call.arena, title),
                      str_z(web->call.arena, record->code));
        html_raw(h, "></label> ");
    }
    part_link(h, record_path(web, record), title);
    part_cell_end(h, 0);
}

static void list_row(struct web *web, const struct list *list, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    part_row(h);
    way_cell(web, list, record);
    for (size_t i = 0; i < list->shown_n; i++)
        part_cell(h, list->columns, i + 1,
                  field_words(call, list->shown[i], record_get(record, list->shown[i])), STR(""));
    part_row_end(h);
}

static void list_columns(struct web *web, struct list *list)
{
    const struct kind *kind = list->kind;

    list->columns[list->columns_n++] =
        (struct table_column){.label = label_text(&web->call, &kind->one)};
    for (size_t i = 0; list->kept == NULL && i < kind->columns_n; i++)
        if (kind->columns[i] != kind->title && !kind->columns[i]->hidden &&
            list->shown_n < LIST_COLUMNS_MAX)
            list->shown[list->shown_n++] = kind->columns[i];
    for (size_t i = 0; i < list->shown_n; i++)
        set_column(web, list, list->shown[i]);
}

static struct str counted(struct call *call, int64_t n)
{
    return n > QUERY_COUNT_MAX
               ? say(call, "more than %d", QUERY_COUNT_MAX)
               : str_format(call->arena, lang_plural(call->lang, "%lld entry", "%lld entries", n),
                            (long long)n);
}

static void list_pages(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct list_place place = list_place(list);
    struct str next = STR("");

    if (list->found.more) {
        place.after = after_text(call, &list->found.next);
        next = list_address(web, list, "", &place);
    }

    part_pager(&web->html, counted(call, list->count),
               list->query.after.rid == 0 ? STR("") : list_here(web, list), next);
}

static void list_table(struct web *web, struct list *list)
{
    struct html *h = &web->html;
    struct form_options form = {
        .action = str_format(web->call.arena, "%s/each", records_list_path(web, list->kind).p)};

    list_columns(web, list);
    part_form(web, &form);
    records_change_field(web);
    control_hidden(h, "back", list_here(web, list));
    part_table(h, label_text(&web->call, &list->kind->many), list->columns, list->columns_n);
    for (size_t i = 0; i < list->found.n; i++)
        list_row(web, list, list->found.records[i]);
    part_table_end(h);
    if (records_may(web, list->kind, MAY_CHANGE))
        list_bulk(web, list);
    part_form_end(h, &form);
    list_pages(web, list);
}

/* The list as shown, for other programs. */
static void list_files(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct list_place place = list_place(list);
    struct nav_item links[] = {
        {.path = list_address(web, list, "/as/xlsx", &place),
         .label = say(call, "This list as Excel")},
        {.path = list_address(web, list, "/as/csv", &place),
         .label = say(call, "This list as CSV")},
    };

    part_links(&web->html, links, sizeof links / sizeof *links);
}

static void list_actions(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct button make = {.label = say(call, "New"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct button twice = {.label = say(call, "Written down twice?"), .weight = WEIGHT_QUIET};

    part_actions(h);
    if (records_may(web, list->kind, MAY_MAKE))
        part_link_button(h, &make,
                         str_format(call->arena, "%s/new", records_list_path(web, list->kind).p));
    if (likeness_has(list->kind))
        part_link_button(
            h, &twice,
            str_format(call->arena, "/duplicates/%s", str_z(call->arena, list->kind->name)));
    part_actions_end(h);
}

static enum rc list_page(struct web *web)
{
    struct call *call = &web->call;
    struct list *list = arena_alloc(call->arena, sizeof *list);

    if (list == NULL)
        return fail_memory(call);
    memset(list, 0, sizeof *list);
    enum rc rc = records_kind(web, &list->kind);
    if (rc == RC_OK && web_flag(web, "pick")) {
        list->query.retired = web_flag(web, "away");
        struct list_place place = {.where = list_picked(web, web_text(web, "where")),
                                   .sort = field_find(list->kind, web_text(web, "sort")),
                                   .descending = web_flag(web, "down")};
        return web_redirect(web, list_address(web, list, "", &place), NULL);
    }
    if (rc == RC_OK)
        rc = read_list(web, list);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = label_text(call, &list->kind->many)};
    part_page(web, &page);
    list_actions(web, list);
    list_filter(web, list);
    if (list->found.n != 0)
        list_table(web, list);
    else if (list->where.n != 0)
        part_empty(&web->html, say(call, "Nothing fits these conditions."), STR(""), STR(""));
    else
        part_empty(&web->html, say(call, "Nothing here yet."), STR(""), STR(""));
    list_files(web, list);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- routes */

static const struct param list_params[] = {
    KIND_PARAM,
    LIST_PARAMS,
    {"after", PARAM_CODE, LIST_AFTER_MAX, false, false, N_("Page")},
    {"saved", PARAM_ID, 32, false, false, N_("Kept lists")},
    {"pick", PARAM_FLAG, 0, false, false, N_("Conditions")},
    {"c.*", PARAM_TEXT, 200, false, true, N_("Conditions")},
    {0},
};

const struct route list_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/records", NULL, kinds_page, NULL, 0,
     "lists all that is kept here and may be seen"},
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}", list_params, list_page, NULL, 0,
     "lists what there is of one sort"},
};
const size_t list_routes_n = sizeof list_routes / sizeof *list_routes;
