/* list_pages.c - see pages.h: what there is to look at, and the list of one kind. */
#include "base/lang.h"
#include "model/field.h"
#include "model/likeness.h"
#include "records/pages.h"
#include "web/field_control.h"

enum { COLUMNS_MAX = 12, AFTER_MAX = 1200 };

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

    buf_init(&out, call->arena, AFTER_MAX);
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

/* What is shown of a kind: its columns, sort and place, as the address says. */
struct list {
    const struct kind *kind;
    struct query query;
    struct query_page found;
    int64_t count;
    struct table_column columns[COLUMNS_MAX];
    size_t columns_n;
};

static struct str list_path(struct web *web, const struct list *list, const struct field *sort,
                            bool descending, struct str after)
{
    struct buf out;
    struct arena *arena = web->call.arena;

    buf_init(&out, arena, 4096);
    buf_add(&out, records_list_path(web, list->kind));
    buf_format(&out, "?sort=%s%s%s", sort == NULL ? "" : str_z(arena, sort->name),
               descending ? "&down=1" : "", list->query.retired ? "&away=1" : "");
    if (after.n != 0)
        buf_format(&out, "&after=%s", str_z(arena, after));
    return buf_str(&out);
}

static bool sorts(const struct field *field)
{
    return field != NULL && field->type->shape == SHAPE_ONE && field->target == NULL &&
           !field->secret;
}

static void set_column(struct web *web, struct list *list, const struct field *field)
{
    struct table_column *column = &list->columns[list->columns_n++];
    bool here = field == list->query.sort;

    *column = (struct table_column){.label = label_text(&web->call, &field->label)};
    if (!sorts(field))
        return;
    column->path = list_path(web, list, field, here && !list->query.descending, STR(""));
    if (here)
        column->sort = list->query.descending ? "descending" : "ascending";
}

static enum rc read_list(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    enum rc rc = records_kind(web, &list->kind);

    if (rc != RC_OK)
        return rc;
    struct str sort = web_text(web, "sort"), after = web_text(web, "after");
    list->query = (struct query){.kind = list->kind, .verb = MAY_SEE, .sort = list->kind->sort};
    if (sort.n != 0)
        list->query.sort = field_find(list->kind, sort);
    if ((sort.n != 0 || list->query.sort != NULL) && !sorts(list->query.sort))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    list->query.descending = web_flag(web, "down");
    list->query.retired = web_flag(web, "away");
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

static void list_row(struct web *web, const struct list *list, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    size_t at = 0;

    part_row(h);
    part_cell(h, list->columns, at++, first_cell(call, record), record_path(web, record));
    for (size_t i = 0; at < list->columns_n; i++) {
        const struct field *field = list->kind->columns[i];
        if (field == list->kind->title)
            continue;
        part_cell(h, list->columns, at++, field_words(call, field, record_get(record, field)),
                  STR(""));
    }
    part_row_end(h);
}

static void list_columns(struct web *web, struct list *list)
{
    const struct kind *kind = list->kind;

    list->columns[list->columns_n++] =
        (struct table_column){.label = label_text(&web->call, &kind->one)};
    for (size_t i = 0; i < kind->columns_n && list->columns_n < COLUMNS_MAX; i++)
        if (kind->columns[i] != kind->title)
            set_column(web, list, kind->columns[i]);
}

static struct str counted(struct call *call, int64_t n)
{
    return n > QUERY_COUNT_MAX
               ? say(call, "more than %d", QUERY_COUNT_MAX)
               : str_format(call->arena, lang_plural(call->lang, "%lld entry", "%lld entries", n),
                            (long long)n);
}

static void list_table(struct web *web, struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct query *query = &list->query;

    list_columns(web, list);
    part_table(h, label_text(call, &list->kind->many), list->columns, list->columns_n);
    for (size_t i = 0; i < list->found.n; i++)
        list_row(web, list, list->found.records[i]);
    part_table_end(h);
    struct str first = query->after.rid == 0
                           ? STR("")
                           : list_path(web, list, query->sort, query->descending, STR(""));
    struct str next = list->found.more ? list_path(web, list, query->sort, query->descending,
                                                   after_text(call, &list->found.next))
                                       : STR("");
    part_pager(h, counted(call, list->count), first, next);
}

static void list_actions(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct button make = {.label = say(call, "New"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct button twice = {.label = say(call, "Written down twice?"), .weight = WEIGHT_QUIET};
    struct chip away[] = {
        {say(call, "In use"), records_list_path(web, list->kind), !list->query.retired},
        {say(call, "With those put away"),
         str_format(call->arena, "%s?away=1", records_list_path(web, list->kind).p),
         list->query.retired},
    };

    part_actions(h);
    if (records_may(web, list->kind, MAY_MAKE))
        part_link_button(h, &make,
                         str_format(call->arena, "%s/new", records_list_path(web, list->kind).p));
    if (likeness_has(list->kind))
        part_link_button(
            h, &twice,
            str_format(call->arena, "/duplicates/%s", str_z(call->arena, list->kind->name)));
    part_actions_end(h);
    part_chips(h, say(call, "Which"), away, 2);
}

static enum rc list_page(struct web *web)
{
    struct call *call = &web->call;
    struct list *list = arena_alloc(call->arena, sizeof *list);

    if (list == NULL)
        return fail_memory(call);
    memset(list, 0, sizeof *list);
    enum rc rc = read_list(web, list);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = label_text(call, &list->kind->many)};
    part_page(web, &page);
    list_actions(web, list);
    if (list->found.n != 0)
        list_table(web, list);
    else
        part_empty(&web->html, say(call, "Nothing here yet."), STR(""), STR(""));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- routes */

static const struct param list_params[] = {
    KIND_PARAM,
    {"sort", PARAM_CODE, NAME_MAX_BYTES, false, false, N_("Sorted by")},
    {"down", PARAM_FLAG, 0, false, false, N_("Sorted by")},
    {"away", PARAM_FLAG, 0, false, false, N_("With those put away")},
    {"after", PARAM_CODE, AFTER_MAX, false, false, N_("Page")},
    {0},
};

const struct route list_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/records", NULL, kinds_page, NULL, 0,
     "lists all that is kept here and may be seen"},
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}", list_params, list_page, NULL, 0,
     "lists what there is of one sort"},
};
const size_t list_routes_n = sizeof list_routes / sizeof *list_routes;
