/* quick.c - see quick.h. */
#include "casework/quick.h"

#include "casework/save.h"

enum { RECENT = 60 };

static const struct kind *quick_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("quick_help"));
}

enum rc quick_save(struct call *call, const struct quick_entry *entry, struct outcome *out)
{
    struct save save;
    enum rc rc = save_init(call, quick_kind(call), &save);

    if (rc != RC_OK)
        return rc;
    save_set(&save, "on", v_int(entry->on));
    save_text(&save, "area", entry->area);
    save_text(&save, "what", entry->what);
    save_text(&save, "project", entry->project);
    save_set(&save, "minutes", entry->minutes == 0 ? v_null() : v_int(entry->minutes));
    save_set(&save, "rights_sheet", entry->rights_sheet ? v_int(1) : v_null());
    if (!call->actor->system)
        save_set(&save, "who", id_value(&call->actor->id));
    return save_run(call, &save, &entry->change, out);
}

static struct query own(struct call *call)
{
    struct query query = {.kind = quick_kind(call), .verb = MAY_SEE};

    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, STR("who")),
                                                     .value = id_value(&call->actor->id)};
    return query;
}

static bool has_project(const struct quick_recent *recent, struct str project)
{
    for (size_t i = 0; i < recent->projects_n; i++)
        if (str_eq(recent->projects[i], project))
            return true;
    return false;
}

static void add_projects(const struct query_page *found, struct quick_recent *out)
{
    for (size_t i = 0; i < found->n && out->projects_n < QUICK_PROJECTS_MAX; i++) {
        struct value project = record_value(found->records[i], "project");
        if (project.type == V_TEXT && !has_project(out, project.s))
            out->projects[out->projects_n++] = project.s;
    }
}

enum rc quick_recent(struct call *call, struct quick_recent *out)
{
    struct query mine = own(call);
    struct query all = {.kind = mine.kind, .verb = MAY_SEE, .limit = RECENT};
    struct query_page found;
    enum rc rc;

    *out = (struct quick_recent){NULL};
    mine.limit = RECENT;
    rc = query_list(call, &mine, &found);
    if (rc != RC_OK)
        return rc;
    out->last = found.n == 0 ? NULL : found.records[0];
    add_projects(&found, out);
    rc = query_list(call, &all, &found);
    if (rc == RC_OK)
        add_projects(&found, out);
    return rc;
}

/* ---- sums */

static void add(struct quick_sum *sum, const struct record *record)
{
    struct value minutes = record_value(record, "minutes");
    struct value sheet = record_value(record, "rights_sheet");

    sum->n++;
    sum->minutes += minutes.type == V_INT ? minutes.i : 0;
    sum->sheets += sheet.type == V_INT && sheet.i != 0;
}

static void add_record(const struct call *call, const struct record *record, day on,
                       struct quick_sums *out)
{
    struct value who = record_value(record, "who"), at = record_value(record, "on");
    struct id id;
    bool mine = who.type != V_NULL && id_of(who.s, &id) && id_eq(&id, &call->actor->id);
    bool today = at.type == V_INT && at.i == on;

    add(&out->office_month, record);
    if (today)
        add(&out->office_day, record);
    if (mine)
        add(&out->own_month, record);
    if (mine && today)
        add(&out->own_day, record);
}

static struct query between(struct call *call, day from, day before)
{
    struct query query = {.kind = quick_kind(call), .verb = MAY_SEE, .limit = QUERY_ROWS_MAX};
    const struct field *on = field_find(query.kind, STR("on"));

    query.filters[query.n++] =
        (struct query_filter){.field = on, .op = QUERY_FROM, .value = v_int(from)};
    query.filters[query.n++] =
        (struct query_filter){.field = on, .op = QUERY_BEFORE, .value = v_int(before)};
    return query;
}

enum rc quick_sums(struct call *call, day on, struct quick_sums *out)
{
    struct date date = day_date(on);
    day first = day_of((struct date){date.year, date.month, 1});
    struct query query = between(call, first, day_add_months(first, 1));
    struct query_page found = {.more = true};
    enum rc rc = RC_OK;

    *out = (struct quick_sums){.office =
                                   (permit_mask(query.kind, call->actor, MAY_SEE) & MASK_ALL) != 0};
    while (rc == RC_OK && found.more) {
        rc = query_list(call, &query, &found);
        for (size_t i = 0; rc == RC_OK && i < found.n; i++)
            add_record(call, found.records[i], on, out);
        query.after = found.next;
    }
    return rc;
}

enum rc quick_of_day(struct call *call, day on, struct query_page *out)
{
    struct query query = between(call, on, on + 1);

    return query_list(call, &query, out);
}
