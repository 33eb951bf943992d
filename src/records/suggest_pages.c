/* suggest_pages.c - which records a text may mean, for assets/k.js: a few, as JSON. */
#include "base/json.h"
#include "records/pages.h"
#include "web/field_link.h"

enum { SUGGEST_MAX = 8, QUERY_TEXT_MAX = 200, JSON_MAX = 64 << 10 };

static void put_record(struct call *call, struct json *json, const struct record *record)
{
    json_open(json, '{');
    json_pair(json, "id", str_hex(call->arena, id_str(&record->id)));
    json_pair(json, "text", record_words(call, record));
    json_close(json, '}');
}

static enum rc suggest(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind;
    struct json json;
    struct buf out;
    enum rc rc = records_kind(web, &kind);

    if (rc != RC_OK)
        return rc;
    struct candidates meant = records_meant(call, kind, web_text(web, "q"));
    buf_init(&out, call->arena, JSON_MAX);
    json_init(&json, &out);
    json_open(&json, '[');
    for (size_t i = 0; i < meant.n && i < SUGGEST_MAX; i++)
        put_record(call, &json, meant.records[i]);
    json_close(&json, ']');
    return buf_ok(&out) ? web_show(web, "application/json", buf_str(&out)) : fail_memory(call);
}

static const struct param params[] = {
    KIND_PARAM,
    {"q", PARAM_TEXT, QUERY_TEXT_MAX, true, false, N_("Number or name")},
    {0},
};

const struct route suggest_routes[] = {
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/suggest", params, suggest, NULL, 0,
     "says which records a text may mean"},
};
const size_t suggest_routes_n = sizeof suggest_routes / sizeof *suggest_routes;
