/* pages.c - see pages.h: the list of cases, a new one, one case, a paper that reached it. */
#include "casework/pages.h"

#include "base/lang.h"
#include "casework/deadline.h"
#include "casework/hooks.h"
#include "casework/letter_pages.h"
#include "model/field.h"
#include "model/permission.h"
#include "query/query.h"
#include "web/control.h"
#include "web/part.h"
#include "web/record_path.h"

enum { TEXT_MAX = 200, NUMBER_MAX = 99, SOON_DAYS = 3, PICKS_MAX = PAGE_PICKS_MAX };

const struct kind *page_kind(const struct web *web, const char *name)
{
    return kind_find(web->call.app->registry, str_of(name));
}

struct str page_case_path(struct web *web, struct str code, const char *rest)
{
    return str_format(web->call.arena, "/case/%s%s", str_z(web->call.arena, code), rest);
}

struct str page_typed(const struct web *web, const char *name)
{
    struct str text = form_find(&web->form, str_of(name));

    return text.p == NULL ? STR("") : text;
}

struct id page_change(struct web *web)
{
    struct id id = id_new(&web->call);

    (void)str_unhex(page_typed(web, "change"), id.b, sizeof id.b);
    return id;
}

void page_change_field(struct web *web)
{
    struct id id = page_change(web);

    control_hidden(&web->html, "change", str_hex(web->call.arena, id_str(&id)));
}

/* ---- words for days */

struct str page_days_left(struct call *call, day due)
{
    long long n = (long long)due - call->today;

    if (n == 0)
        return say(call, "today");
    if (n > 0)
        return str_format(call->arena, lang_plural(call->lang, "in %lld day", "in %lld days", n),
                          n);
    return str_format(call->arena, lang_plural(call->lang, "%lld day late", "%lld days late", -n),
                      -n);
}

enum tone page_tone(const struct call *call, day due)
{
    if (due < call->today)
        return TONE_BAD;
    return due - call->today <= SOON_DAYS ? TONE_WARN : TONE_INFO;
}

/* ---- the list */

struct str page_link_title(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));
    struct id id;

    return id_of(record_get(record, field).s, &id) ? query_title(call, field->target, &id)
                                                   : STR("");
}

struct str page_shown(struct call *call, const struct record *record, const char *name)
{
    const struct field *field = field_find(record->kind, str_of(name));

    return field_show(call, field, record_get(record, field));
}

static void case_row(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct value due = record_value(record, "next_due");
    struct task task = {.title = record_title(call, record),
                        .path = page_case_path(web, record->code, ""),
                        .about = {record->code, page_link_title(call, record, "person"),
                                  page_shown(call, record, "area")},
                        .tone = TONE_MUTE};

    if (due.type == V_INT) {
        task.status = page_days_left(call, (day)due.i);
        task.tone = page_tone(call, (day)due.i);
        task.about[3] = say(call, "Last day: %s", date_long(call, (day)due.i).p);
    }
    part_task(&web->html, &task);
}

static void case_rows(struct web *web, const struct query_page *found, struct str heading)
{
    part_tasks(&web->html, heading);
    for (size_t i = 0; i < found->n; i++)
        case_row(web, found->records[i]);
    part_tasks_end(&web->html);
}

/* The next page begins after the last row's day and number. */
static struct str next_path(struct web *web, const struct query_page *found)
{
    if (!found->more)
        return STR("");
    return str_format(web->call.arena, "/cases?after=%lld&day=%lld", (long long)found->next.rid,
                      (long long)(found->next.sort.type == V_INT ? found->next.sort.i : 0));
}

static enum rc cases_page(struct web *web)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "case"), .verb = MAY_SEE};
    struct page page = {.title = say(call, "Cases")};
    struct button button = {.label = say(call, "New case"), .weight = WEIGHT_MAIN, .icon = "plus"};
    struct query_page found;
    int64_t day_after = 0, count;

    query.sort = field_find(query.kind, STR("next_due"));
    if (web_number(web, "after", &query.after.rid) && web_number(web, "day", &day_after) &&
        day_after != 0)
        query.after.sort = v_int(day_after);
    enum rc rc = query_list(call, &query, &found);
    query.after = (struct query_after){0};
    if (rc == RC_OK)
        rc = query_count(call, &query, &count);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    if (found.n == 0) {
        part_empty(&web->html, say(call, "No cases yet. The first one takes a minute."),
                   say(call, "New case"), STR("/case/new"));
    } else {
        part_actions(&web->html);
        part_link_button(&web->html, &button, STR("/case/new"));
        part_actions_end(&web->html);
        case_rows(web, &found, say(call, "What is due comes first"));
        struct str said =
            count > QUERY_COUNT_MAX
                ? say(call, "More than %d cases", QUERY_COUNT_MAX)
                : str_format(call->arena, lang_plural(call->lang, "%lld case", "%lld cases", count),
                             (long long)count);
        part_pager(&web->html, said, STR(""), next_path(web, &found));
    }
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- choices for selects */

static size_t list_picks(struct call *call, const struct choice_list *list, struct str chosen,
                         struct pick *out)
{
    size_t n = 0;

    out[n++] = (struct pick){STR(""), say(call, "Choose"), STR(""), chosen.n == 0};
    for (size_t i = 0; list != NULL && i < list->n && n < PICKS_MAX; i++)
        out[n++] = (struct pick){list->choices[i].code, label_text(call, &list->choices[i].label),
                                 STR(""), str_eq(chosen, list->choices[i].code)};
    return n;
}

void page_select(struct web *web, const char *kind_name, const char *name, bool must)
{
    struct call *call = &web->call;
    const struct field *field = field_find(page_kind(web, kind_name), str_of(name));
    struct pick *picks = arena_array(call->arena, PICKS_MAX + 1, sizeof *picks);
    struct control control = {
        .name = str_of(name), .label = label_text(call, &field->label), .must = must};

    if (picks == NULL)
        return;
    size_t n = list_picks(call, field->choices, page_typed(web, name), picks);
    control_select(&web->html, &control, picks, n);
}

void page_text(struct web *web, const char *name, struct str label, bool must)
{
    struct control control = {.name = str_of(name), .label = label, .max = TEXT_MAX, .must = must};

    control.value = page_typed(web, name);
    control_text(&web->html, &control);
}

/* ---- values of a form */

void page_give(struct save_args *save, struct value *values, bool *given, const char *name,
               struct value v)
{
    const struct field *field = field_find(save->kind, str_of(name));

    values[field->index] = v;
    given[field->index] = true;
}

struct value page_value(struct str s)
{
    return s.n == 0 ? v_null() : v_text(s);
}

size_t page_procedures(struct web *web, struct str chosen, struct pick *out)
{
    struct call *call = &web->call;
    const struct kind *organisation = page_kind(web, "organisation");
    struct record *own;
    size_t n = 0;

    out[n++] = (struct pick){STR(""), say(call, "Choose"), STR(""), chosen.n == 0};
    if (table_load_rid(call, call->store->db, app_table(call->app, organisation), 1, &own) != RC_OK)
        return n;
    struct str country = record_value(own, "country").s;
    for (const struct procedure *p = procedure_first(call->app->packs->procedures);
         p != NULL && n < PICKS_MAX; p = p->after) {
        if (!str_starts(p->id, country))
            continue;
        out[n++] = (struct pick){p->id, words_in(p->name, lang_code(call->lang)), STR(""),
                                 str_eq(chosen, p->id)};
    }
    return n;
}

/* ---- routes */

static const struct param list_params[] = {
    {"after", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {"day", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {0},
};

const struct route casework_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/cases", list_params, cases_page, NULL, 0,
     "lists the cases one may see"},
};
const size_t casework_routes_n = sizeof casework_routes / sizeof *casework_routes;
