/* case_parts.c - see case_parts.h. */
#include "casework/case_parts.h"

#include "casework/come_parts.h"

enum { LONG_MAX_HERE = 8000, SELECT_MAX = 400 };

enum rc case_of(struct web *web, struct record **out)
{
    return query_code(&web->call, page_kind(web, "case"), web_text(web, "code"), out);
}

bool case_may_change(struct call *call, const struct record *of)
{
    if (of->retired_ms != 0)
        return false;
    bool may = permit(call, of, MAY_CHANGE) == RC_OK;
    if (!may)
        call_forgive(call);
    return may;
}

bool case_id(const struct web *web, const char *name, struct id *out)
{
    return str_unhex(page_typed(web, name), out->b, sizeof out->b);
}

enum rc case_part(struct web *web, const struct record *of, const char *kind, const char *name,
                  struct record **out)
{
    struct call *call = &web->call;
    struct id id;

    *out = NULL;
    if (page_typed(web, name).n == 0)
        return RC_OK;
    if (!case_id(web, name, &id))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(call, page_kind(web, kind), &id, out);
    if (rc == RC_OK && !id_eq(&(*out)->owner, &of->id))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return rc;
}

struct page case_form_page(struct web *web, const struct record *of, struct str title,
                           const char *back)
{
    return (struct page){.title = title,
                         .code = of->code,
                         .back_path = page_case_path(web, of->code, back),
                         .back_label = back[0] == '\0' ? say(&web->call, "The case")
                                                       : say(&web->call, "Court file")};
}

static bool came_back(const struct web *web)
{
    return web->request->method == METHOD_POST;
}

struct str case_text_now(struct web *web, const struct record *record, const char *name)
{
    if (came_back(web) || record == NULL || page_typed(web, name).n != 0)
        return page_typed(web, name);
    struct value v = record_value(record, name);
    return v.type == V_TEXT ? v.s : STR("");
}

void case_text(struct web *web, const struct record *record, const char *name, struct str label)
{
    struct control c = {
        .name = str_of(name), .label = label, .value = case_text_now(web, record, name)};

    control_text(&web->html, &c);
}

void case_long(struct web *web, const struct record *record, const char *name, struct str label)
{
    struct control c = {.name = str_of(name),
                        .label = label,
                        .value = case_text_now(web, record, name),
                        .max = LONG_MAX_HERE};

    control_long(&web->html, &c, 3);
}

void case_choice(struct web *web, const struct kind *kind, const struct record *record,
                 const char *name, bool must)
{
    const struct field *field = field_find(kind, str_of(name));
    struct control c = {.name = field->name,
                        .label = label_text(&web->call, &field->label),
                        .must = must || field->must};
    struct pick picks[COME_PICKS_MAX];
    size_t n = come_picks(web, field, NULL, case_text_now(web, record, name), picks);

    control_select(&web->html, &c, picks, n);
}

void case_day(struct web *web, const char *name, struct str label, struct value now, bool must)
{
    struct arena *arena = web->call.arena;
    struct control c = {.name = str_of(name),
                        .label = label,
                        .hint = say(&web->call, "For example 27 11 2026"),
                        .must = must};
    struct date_parts parts = {.d = page_typed(web, str_format(arena, "%s.d", name).p),
                               .m = page_typed(web, str_format(arena, "%s.m", name).p),
                               .y = page_typed(web, str_format(arena, "%s.y", name).p)};

    if (!came_back(web) && now.type == V_INT)
        parts = date_split(&web->call, (day)now.i);
    control_date(&web->html, &c, &parts);
}

struct value case_day_typed(struct web *web, const char *name)
{
    day on;

    return web_day(web, name, &on) ? v_int(on) : v_null();
}

size_t case_picks(struct call *call, struct record *const *records, size_t n, struct str chosen,
                  struct pick *out)
{
    for (size_t i = 0; i < n; i++) {
        struct str id = str_hex(call->arena, id_str(&records[i]->id));
        out[i] = (struct pick){id, record_title(call, records[i]), STR(""), str_eq(id, chosen)};
    }
    return n;
}

enum rc case_record_select(struct web *web, const struct control *control, const char *kind,
                           struct str chosen, struct str none)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, kind), .verb = MAY_SEE, .limit = SELECT_MAX};
    struct pick *picks = arena_array(call->arena, SELECT_MAX + 1, sizeof *picks);
    struct query_page found;
    size_t n = 0;

    if (picks == NULL)
        return fail_memory(call);
    query.sort = field_find(query.kind, STR("name"));
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    if (none.n != 0)
        picks[n++] = (struct pick){STR(""), none, STR(""), chosen.n == 0};
    n += case_picks(call, found.records, found.n, chosen, picks + n);
    control_select(&web->html, control, picks, n);
    return RC_OK;
}

bool case_fault_at(const struct call *call, const char *name)
{
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        if (str_is(fault->where, name))
            return true;
    return false;
}

void case_link(struct web *web, enum weight weight, struct str label, struct str path)
{
    struct button button = {.label = label, .weight = weight};

    part_link_button(&web->html, &button, path);
}
