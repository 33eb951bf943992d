/* together.c - see together.h. */
#include "casework/together.h"

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/pages.h"
#include "model/permission.h"

enum { PARTS_MAX = 60 };

enum rc together_case(struct web *web, struct record **out)
{
    return query_code(&web->call, page_kind(web, "case"), web_text(web, "code"), out);
}

enum rc together_part(struct web *web, const struct record *of, const char *kind, const char *param,
                      struct record **out)
{
    struct call *call = &web->call;
    struct id id;

    if (!str_unhex(page_typed(web, param), id.b, sizeof id.b))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(call, page_kind(web, kind), &id, out);
    if (rc == RC_OK && !id_eq(&(*out)->owner, &of->id))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return rc;
}

bool together_may(const struct web *web, const struct record *of)
{
    return of->retired_ms == 0 && permission_holds(&web->call, PERMISSION_CASE_CHANGE, STR(""));
}

struct page together_page(struct web *web, struct str title)
{
    struct str code = web_text(web, "code");

    return (struct page){.title = title,
                         .code = code,
                         .back_path = page_case_path(web, code, ""),
                         .back_label = say(&web->call, "The case")};
}

struct str together_path(struct web *web, const struct record *of, const char *rest,
                         const struct record *part)
{
    struct arena *arena = web->call.arena;

    if (part == NULL)
        return page_case_path(web, of->code, rest);
    return page_case_path(web, of->code,
                          str_format(arena, "%s/%s", rest, str_hex(arena, id_str(&part->id)).p).p);
}

struct str together_new(struct web *web, const struct record *of, const char *kind)
{
    struct arena *arena = web->call.arena;

    return str_format(arena, "/records/%s/new?of=%s", kind, str_hex(arena, id_str(&of->id)).p);
}

/* ---- controls ---- */

void together_day(struct web *web, const char *name, struct str label, struct str hint, bool must)
{
    struct arena *arena = web->call.arena;
    struct control control = {.name = str_of(name), .label = label, .hint = hint, .must = must};
    struct date_parts parts = {.d = page_typed(web, str_format(arena, "%s.d", name).p),
                               .m = page_typed(web, str_format(arena, "%s.m", name).p),
                               .y = page_typed(web, str_format(arena, "%s.y", name).p)};

    control_date(&web->html, &control, &parts);
}

struct value together_day_value(struct web *web, const char *name)
{
    day on;

    return web_day(web, name, &on) ? v_int(on) : v_null();
}

struct value together_id(struct web *web, const char *name)
{
    struct id *id = arena_alloc(web->call.arena, sizeof *id);

    if (id == NULL || !str_unhex(page_typed(web, name), id->b, sizeof id->b))
        return v_null();
    return id_value(id);
}

enum rc together_body(struct web *web, const char *name, struct str label, struct str hint)
{
    struct control control = {.name = str_of(name), .label = label, .hint = hint};

    return case_record_select(web, &control, "institution", page_typed(web, name),
                              say(&web->call, "Choose"));
}

void together_facts(struct html *h, struct fact *facts, size_t n)
{
    size_t used = 0;

    for (size_t i = 0; i < n; i++)
        if (facts[i].value.n != 0)
            facts[used++] = facts[i];
    if (used != 0)
        part_facts(h, facts, used);
}

/* ---- records ---- */

enum rc together_list(struct call *call, const struct record *of, const char *kind,
                      const char *sort, struct query_page *out)
{
    struct query query = {.kind = kind_find(call->app->registry, str_of(kind)),
                          .verb = MAY_SEE,
                          .owner = &of->id,
                          .limit = PARTS_MAX};

    query.sort = sort == NULL ? NULL : field_find(query.kind, str_of(sort));
    return query_list(call, &query, out);
}

struct str together_text(const struct record *record, const char *name)
{
    struct value v = record_value(record, name);

    return v.type == V_TEXT ? v.s : STR("");
}

struct str together_days(struct call *call, int64_t n)
{
    return str_format(call->arena, lang_plural(call->lang, "%lld day", "%lld days", n),
                      (long long)n);
}

enum rc together_own(struct call *call, struct record **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("organisation"));

    return table_load_rid(call, call->store->db, app_table(call->app, kind), 1, out);
}

day together_workday(day on)
{
    while (day_weekday(on) >= SATURDAY)
        on++;
    return on;
}

struct str together_us(struct call *call, const struct record *own)
{
    struct str phone = together_text(own, "phone");

    return str_format(call->arena, "%s%s%s", str_z(call->arena, together_text(own, "name")),
                      phone.n == 0 ? "" : ", ", str_z(call->arena, phone));
}

enum rc together_answer(struct web *web, enum rc rc, struct str path, const struct id *change,
                        enum rc (*again)(struct web *web))
{
    struct call *call = &web->call;

    if (rc == RC_DENIED && str_is(call->error.where, "reason")) {
        struct str text = call->error.text;
        call_forgive(call);
        fault_add(call, STR("reason"), "%s", str_z(call->arena, text));
        rc = RC_INVALID;
    }
    if (rc == RC_INVALID && call->faults == NULL)
        fault_add(call, call->error.where, "%s", str_z(call->arena, call->error.text));
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return again(web);
    }
    return rc == RC_OK ? web_redirect_undo(web, path, "made", change) : rc;
}
