/* route.c - see route.h. */
#include "web/route.h"

#include <assert.h>

#include "base/lang.h"
#include "base/text.h"
#include "store/crypt.h"
#include "web/date.h"
#include "web/part.h"

enum { SURE_MAX = 20000 };
enum { SECRET_BYTES = 32 }; /* of a cookie; as 64 hexadecimal digits */

/* ---- the table */

/* Matches a path against "/case/{code}"; values (if given) takes what stands in the braces. */
static bool match_path(const char *pattern, struct str path, struct form *values)
{
    size_t at = 0;

    for (const char *p = pattern; *p != '\0';) {
        if (*p != '{') {
            if (at == path.n || path.p[at++] != *p++)
                return false;
            continue;
        }
        size_t from = at, name_n = strcspn(p + 1, "}");
        while (at < path.n && path.p[at] != '/')
            at++;
        if (at == from)
            return false;
        if (values != NULL && values->n < PATH_VALUES_MAX)
            values->fields[values->n++] =
                (struct form_value){str_bytes(p + 1, name_n), str_cut(path, from, at), {0}, {0}};
        p += name_n + 2;
    }
    return at == path.n;
}

/* The first row that fits; literal pieces sort before braces, so "/case/new" wins. */
static const struct route *find_route(const struct site *site, const struct request *request,
                                      bool *other_method)
{
    *other_method = false;
    for (size_t i = 0; i < site->route_count; i++) {
        const struct route *route = &site->routes[i];
        if (!match_path(route->path, request->path, NULL))
            continue;
        *other_method = route->method != request->method;
        if (!*other_method)
            return route;
    }
    return NULL;
}

size_t site_body_max(const struct site *site, const struct request *request)
{
    bool other_method;
    const struct route *route = find_route(site, request, &other_method);

    return route == NULL || route->body_max == 0 ? SERVER_BODY_MAX : route->body_max;
}

static const struct param *param_named(const struct route *route, struct str name)
{
    for (const struct param *p = route->params; p != NULL && p->type != PARAM_END; p++)
        if (str_is(name, p->name))
            return p;
    return NULL;
}

static bool braces_declared(const struct route *route)
{
    unsigned n = 0;

    for (const char *p = strchr(route->path, '{'); p != NULL; p = strchr(p + 1, '{')) {
        size_t name_n = strcspn(p + 1, "}");
        if (p[1 + name_n] != '}' || param_named(route, str_bytes(p + 1, name_n)) == NULL)
            return false;
        n++;
    }
    return n <= PATH_VALUES_MAX;
}

static bool params_sound(const struct route *route)
{
    for (const struct param *p = route->params; p != NULL && p->type != PARAM_END; p++) {
        bool counted = p->type != PARAM_DAY && p->type != PARAM_FLAG && p->type != PARAM_ID;
        bool open = str_ends(str_of(p->name), STR("*"));
        if (p->name == NULL || (counted && p->max == 0))
            return false;
        bool typed = p->type == PARAM_TEXT || p->type == PARAM_LONG || p->type == PARAM_FILE;
        if (open && (!typed || !p->many))
            return false;
    }
    return true;
}

static const char *route_fault(const struct site *site, size_t i)
{
    const struct route *route = &site->routes[i], *before = i == 0 ? NULL : route - 1;
    int order = before == NULL ? -1 : strcmp(before->path, route->path);

    if (order > 0 || (order == 0 && before->method >= route->method))
        return "does not follow the row before it, by path and method";
    if (route->path[0] != '/' || !braces_declared(route))
        return "has a path that is none, or braces that are not among its params";
    if (route->method != METHOD_GET && route->method != METHOD_POST)
        return "has no method";
    unsigned may = may_what(route->may);
    if (may == MAY_NONE || (may > MAY_HELD && may < MAY_FIRST) ||
        (may < MAY_SIGNED_IN && may != route->may))
        return "has no permission";
    if (route->handle == NULL || route->brief == NULL || route->brief[0] == '\0')
        return "has no handler, or no sentence that says what it is for";
    if (!params_sound(route))
        return "has a param without name or limit";
    return route->body_max > SERVER_FILE_MAX ? "takes a body longer than any may be" : NULL;
}

enum rc site_check(struct call *call, const struct site *site)
{
    for (size_t i = 0; i < site->route_count; i++) {
        const char *fault = route_fault(site, i);
        if (fault != NULL)
            return fail(call, RC_CORRUPT, NULL, "The route %s (row %zu) %s.", site->routes[i].path,
                        i + 1, fault);
    }
    return RC_OK;
}

/* ---- where a request comes from */

static bool is_our_host(const struct site *site, struct str host)
{
    for (const char *const *h = site->hosts; *h != NULL; h++)
        if (str_is(host, *h))
            return true;
    return false;
}

/* A page of ours sent this. Our pages send no referrer, so that browsers say "Origin: null" in
 * their forms; then Sec-Fetch-Site must say it, which all browsers since 2023 do. */
static bool is_from_us(const struct site *site, const struct request *request)
{
    bool said = str_is(request->fetch_site, "same-origin");

    if (request->fetch_site.n != 0 && !said)
        return false;
    if (request->origin.n == 0 || str_is(request->origin, "null"))
        return said;
    struct str scheme = site->tls ? STR("https://") : STR("http://");
    return str_starts(request->origin, scheme) &&
           str_eq(str_cut(request->origin, scheme.n, request->origin.n), request->host);
}

/* ---- cookies */

/* Browsers share the cookies of one host among its ports: without TLS (on this computer alone)
 * the name carries the port, so that two servers do not sign each other's people out. */
static const char *cookie_name(struct web *web, const char *what)
{
    struct arena *arena = web->call.arena;
    struct str host = web->request->host;
    size_t colon = str_find(host, ':');

    if (str_starts(host, STR("["))) /* [::1]:8080 */
        colon = str_find(host, ']') + 1;
    struct str port = str_cut(host, colon + 1, host.n);
    struct str name = web->site->tls ? str_format(arena, "__Host-khetane-%s", what)
                                     : str_format(arena, "khetane-%s-%.*s", what, (int)port.n,
                                                  port.p == NULL ? "" : port.p);
    return name.p == NULL ? "" : name.p;
}

static void set_cookie(struct web *web, const char *what, struct str value)
{
    const char *secure = web->site->tls ? "; Secure" : "";
    const char *gone = value.n == 0 ? "; Max-Age=0" : "";

    reply_header(web->reply, "Set-Cookie",
                 str_format(web->call.arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
                            cookie_name(web, what), (int)value.n, value.n == 0 ? "" : value.p,
                            secure, gone));
}

static struct str read_secret(struct web *web, const char *what)
{
    struct str secret = cookie_find(web->request->cookie, cookie_name(web, what));
    unsigned char bytes[SECRET_BYTES];

    return str_unhex(secret, bytes, sizeof bytes) ? secret : (struct str){NULL, 0};
}

void web_sign_in(struct web *web, struct str token)
{
    set_cookie(web, "session", token);
}

void web_sign_out(struct web *web)
{
    set_cookie(web, "session", STR(""));
    reply_header(web->reply, "Clear-Site-Data", STR("\"cache\", \"cookies\", \"storage\""));
}

struct str web_form_token(struct web *web)
{
    struct call *call = &web->call;

    if (web->session.p == NULL && web->guest.p == NULL) {
        unsigned char bytes[SECRET_BYTES];
        call->os->random(call->os->data, bytes, sizeof bytes);
        web->guest = str_hex(call->arena, str_bytes(bytes, sizeof bytes));
        if (web->guest.p != NULL)
            set_cookie(web, "guest", web->guest);
    }
    struct str secret = web->session.p != NULL ? web->session : web->guest;
    if (secret.p == NULL)
        return secret;
    /* Who reads a form's token (a saved page) must not learn the cookie from it. */
    unsigned char hash[CRYPT_HASH];
    crypt_hash("khetane/form/1", secret, hash);
    return str_hex(call->arena, str_bytes(hash, sizeof hash));
}

static bool has_token(struct web *web, const struct form *sent)
{
    struct str token = form_find(sent, STR(FORM_TOKEN));

    if (web->session.p == NULL && web->guest.p == NULL)
        return false;
    struct str own = web_form_token(web);
    return own.n != 0 && own.n == token.n && crypt_same(own.p, token.p, own.n);
}

/* ---- params */

static bool covers(const struct param *param, struct str name)
{
    struct str own = str_of(param->name);

    if (str_ends(own, STR("*"))) {
        own = str_cut(own, 0, own.n - 1);
        return str_starts(name, own) && name.n > own.n;
    }
    if (!str_starts(name, own))
        return false;
    struct str rest = str_cut(name, own.n, name.n);
    bool piece = str_is(rest, ".d") || str_is(rest, ".m") || str_is(rest, ".y");
    return rest.n == 0 || (param->type == PARAM_DAY && piece);
}

static const struct param *param_for(const struct route *route, struct str name)
{
    for (const struct param *p = route->params; p != NULL && p->type != PARAM_END; p++)
        if (covers(p, name))
            return p;
    return NULL;
}

static bool has_only(struct str s, const char *marks)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == '\0' || strchr(marks, c) == NULL))
            return false;
    }
    return true;
}

/* For the sentence about a fault; with a NUL behind it. */
static const char *label_of(const struct call *call, const struct param *param)
{
    return lang_text(call->lang, param->label == NULL ? N_("The value") : param->label);
}

static void check_number(struct call *call, const struct param *param,
                         const struct form_value *field)
{
    uint64_t number;

    if (!str_uint(field->value, param->max, &number))
        fault_add(call, field->name, "%s must be a whole number from 0 to %u.",
                  label_of(call, param), param->max);
}

static void check_value(struct call *call, const struct param *param,
                        const struct form_value *field)
{
    struct str v = field->value, where = field->name;
    unsigned char id[16];
    bool is_file = field->file_name.p != NULL;

    const char *label = label_of(call, param);
    if (is_file != (param->type == PARAM_FILE))
        fault_add(call, where, is_file ? N_("%s cannot be a file.") : N_("%s must be a file."),
                  label);
    else if (param->type == PARAM_NUMBER)
        check_number(call, param, field);
    else if (param->type == PARAM_TEXT && str_find(v, '\n') != v.n)
        fault_add(call, where, "%s must be one line.", label);
    else if (param->type == PARAM_CODE && !has_only(v, "._-"))
        fault_add(call, where, "%s can have letters, digits, full stops and hyphens alone.", label);
    else if (param->type == PARAM_ID && !str_unhex(v, id, sizeof id))
        fault_add(call, where, "%s is not the number of a record.", label);
    else if (param->max != 0 && v.n > param->max)
        fault_add(call, where, "%s is longer than %u bytes. Shorten it.", label, param->max);
}

/* The day's pieces as typed, or its one field in the form of ISO 8601. */
static struct date_parts day_parts(const struct web *web, const char *name)
{
    struct arena *arena = web->call.arena;
    struct str iso = form_find(&web->form, str_of(name));

    if (iso.n != 0) {
        struct str y = str_split(&iso, '-'), m = str_split(&iso, '-');
        return (struct date_parts){iso, m, y};
    }
    return (struct date_parts){form_find(&web->form, str_format(arena, "%s.d", name)),
                               form_find(&web->form, str_format(arena, "%s.m", name)),
                               form_find(&web->form, str_format(arena, "%s.y", name))};
}

static bool check_day(struct web *web, const struct param *param)
{
    struct date_parts parts = day_parts(web, param->name);
    day ignored;

    (void)date_read(&web->call, str_of(param->name), str_of(label_of(&web->call, param)), parts,
                    &ignored);
    return parts.d.n + parts.m.n + parts.y.n != 0;
}

static void check_param(struct web *web, const struct param *param)
{
    bool found = param->type == PARAM_DAY && check_day(web, param);

    for (size_t i = 0; i < web->form.n && param->type != PARAM_DAY; i++) {
        const struct form_value *field = &web->form.fields[i];
        if (!covers(param, field->name) || (field->value.n == 0 && field->file_name.p == NULL))
            continue;
        if (found && !param->many)
            fault_add(&web->call, field->name, "%s was given twice.", label_of(&web->call, param));
        found = true;
        check_value(&web->call, param, field);
    }
    if (param->must && !found)
        fault_add(&web->call, str_of(param->name), "%s is missing.", label_of(&web->call, param));
}

static bool is_among(const struct form_value *fields, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(fields[i].name, name))
            return true;
    return false;
}

/* Adds what is declared to the values of the path, which nothing replaces; the rest is lost. */
static enum rc keep_declared(struct web *web, const struct form *sent)
{
    size_t path_n = web->form.n;
    struct form_value *kept = arena_array(web->call.arena, path_n + sent->n + 1, sizeof *kept);

    if (kept == NULL)
        return fail_memory(&web->call);
    if (path_n != 0)
        memcpy(kept, web->form.fields, path_n * sizeof *kept);
    web->form.fields = kept;
    for (size_t i = 0; i < sent->n; i++) {
        struct form_value field = sent->fields[i];
        const struct param *param = param_for(web->route, field.name);
        if (param == NULL || is_among(kept, path_n, field.name))
            continue;
        if (param->type != PARAM_LONG && param->type != PARAM_FILE)
            field.value = str_trim(field.value);
        kept[web->form.n++] = field;
    }
    return RC_OK;
}

/* What stands in the path's braces; a value that its param cannot have is an unknown address. */
static enum rc take_path(struct web *web)
{
    struct call *call = &web->call;

    web->form.fields = arena_array(call->arena, PATH_VALUES_MAX, sizeof *web->form.fields);
    if (web->form.fields == NULL)
        return fail_memory(call);
    (void)match_path(web->route->path, web->request->path, &web->form);
    for (size_t i = 0; i < web->form.n; i++) {
        struct form_value *field = &web->form.fields[i];
        struct str raw = field->value;
        if (!form_unescape(call->arena, raw, false, &raw))
            return fail(call, RC_NOT_FOUND, NULL, NULL);
        field->value = text_clean(call->arena, raw);
        if (field->value.p == NULL)
            return fail(call, RC_NOT_FOUND, NULL, NULL);
        check_value(call, param_named(web->route, field->name), field);
    }
    if (call_faults(call) == RC_OK)
        return RC_OK;
    call_forgive(call);
    return fail(call, RC_NOT_FOUND, NULL, NULL);
}

/* The form that was sent; faults of its texts are collected, so that the page can show them. */
static enum rc read_sent(struct web *web, struct form *out)
{
    struct call *call = &web->call;
    const struct request *request = web->request;
    enum rc rc = request->method == METHOD_GET
                     ? form_query(call, request->query, out)
                     : form_read(call, request->content_type, request->body, out);

    return rc == RC_INVALID && call->fault_count != 0 ? RC_OK : rc;
}

/* ---- what handlers ask */

static void declared(const struct web *web, const char *name, enum param_type type)
{
    const struct param *param = param_for(web->route, str_of(name));

    assert(param != NULL && (type == PARAM_END || param->type == type));
}

struct str web_text(const struct web *web, const char *name)
{
    declared(web, name, PARAM_END);
    return form_find(&web->form, str_of(name));
}

bool web_number(const struct web *web, const char *name, int64_t *out)
{
    declared(web, name, PARAM_NUMBER);
    return str_int(form_find(&web->form, str_of(name)), out);
}

bool web_day(struct web *web, const char *name, day *out)
{
    declared(web, name, PARAM_DAY);
    return date_read(&web->call, str_of(name), STR(""), day_parts(web, name), out);
}

bool web_flag(const struct web *web, const char *name)
{
    declared(web, name, PARAM_FLAG);
    return form_find(&web->form, str_of(name)).n != 0;
}

const struct form_value *web_file(const struct web *web, const char *name)
{
    declared(web, name, PARAM_FILE);
    for (size_t i = 0; i < web->form.n; i++)
        if (str_is(web->form.fields[i].name, name))
            return &web->form.fields[i];
    return NULL;
}

bool web_each(const struct web *web, const char *name, size_t *at, struct str *out)
{
    declared(web, name, PARAM_END);
    while (*at < web->form.n) {
        const struct form_value *field = &web->form.fields[(*at)++];
        if (!str_is(field->name, name))
            continue;
        *out = field->value;
        return true;
    }
    return false;
}

/* ---- replies */

/* Pages are never kept by the browser and talk to nobody but us. */
static void add_security(struct web *web)
{
    struct reply *reply = web->reply;

    reply_header(reply, "Content-Security-Policy",
                 STR("default-src 'none'; script-src 'self'; style-src 'self'; "
                     "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                     "media-src 'self' blob:; worker-src 'self'; form-action 'self'; "
                     "base-uri 'none'; frame-ancestors 'none'; "
                     "require-trusted-types-for 'script'; trusted-types 'none'"));
    reply_header(reply, "Cache-Control", STR("no-store"));
}

static void add_common(struct reply *reply)
{
    reply_header(reply, "X-Content-Type-Options", STR("nosniff"));
    reply_header(reply, "Referrer-Policy", STR("no-referrer"));
    reply_header(reply, "Cross-Origin-Opener-Policy", STR("same-origin"));
    reply_header(reply, "Cross-Origin-Resource-Policy", STR("same-origin"));
    /* No Strict-Transport-Security: the page that says whom to trust is plain, under the same name
     * (doc/decisions/lan.md). */
}

void web_status(struct web *web, int status)
{
    web->reply->status = status;
}

enum rc web_redirect(struct web *web, struct str path, const char *done)
{
    struct buf to;

    buf_init(&to, web->call.arena, 4096);
    buf_add(&to, path);
    if (done != NULL)
        buf_format(&to, "%cdone=%s", str_find(path, '?') == path.n ? '?' : '&', done);
    if (!buf_ok(&to))
        return fail_memory(&web->call);
    web->reply->status = 303;
    reply_header(web->reply, "Location", buf_str(&to));
    return RC_OK;
}

enum rc web_redirect_undo(struct web *web, struct str path, const char *done,
                          const struct id *change)
{
    struct arena *arena = web->call.arena;

    return web_redirect(web,
                        str_format(arena, "%s%cundo=%s", str_z(arena, path),
                                   str_find(path, '?') == path.n ? '?' : '&',
                                   str_hex(arena, id_str(change)).p),
                        done);
}

enum rc web_show(struct web *web, const char *type, struct str bytes)
{
    web->reply->status = 200;
    web->reply->type = type;
    web->reply->body = bytes;
    /* Chromium shows no PDF in a sandbox; a PDF runs nothing in our name without one either. */
    reply_header(web->reply, "Content-Security-Policy",
                 strcmp(type, "application/pdf") == 0
                     ? STR("default-src 'none'; frame-ancestors 'none'")
                     : STR("sandbox; default-src 'none'; frame-ancestors 'none'"));
    reply_header(web->reply, "Cache-Control", STR("no-store"));
    return RC_OK;
}

enum rc web_download(struct web *web, const char *type, struct str name, struct str bytes)
{
    struct buf as;

    buf_init(&as, web->call.arena, 4096);
    buf_z(&as, "attachment; filename*=UTF-8''");
    if (web->call.practice)
        buf_z(&as, "practice-");
    url_escape(&as, name);
    if (!buf_ok(&as))
        return fail_memory(&web->call);
    reply_header(web->reply, "Content-Disposition", buf_str(&as));
    return web_show(web, type, bytes);
}

static void write_error(struct web *web, enum rc rc)
{
    struct call *call = &web->call;

    *web->reply = (struct reply){.status = web->wrong_method ? 405 : rc_http(rc)};
    if (web->wrong_method)
        reply_header(web->reply, "Allow",
                     web->request->method == METHOD_GET ? STR("POST") : STR("GET"));
    /* A cookie that the failed handler gave is not sent; forms here need their own. */
    web->guest = read_secret(web, "guest");
    html_init(&web->html, call, web->site->assets->all[ASSET_ICONS].url);
    part_error_page(web, rc);
    web->reply->body = html_str(&web->html);
    if (web->reply->body.p == NULL)
        web->reply->body = STR("<!doctype html><html lang=\"en\"><title>503</title>"
                               "<p>There is not enough memory for this.</p></html>");
}

/* Turns what the handler did into the reply. */
static void finish(struct web *web, enum rc rc)
{
    struct reply *reply = web->reply;

    if (rc == RC_OK && reply->wait.resume != NULL)
        return;
    if (rc_http(rc) >= 500)
        web->site->log(web->site->data, &web->call, web->request);
    if (rc == RC_OK && reply->status == 0)
        reply->status = 200;
    if (rc == RC_OK && reply->body.p == NULL && reply->status != 303) {
        reply->body = html_str(&web->html);
        if (reply->body.p == NULL)
            rc = fail_memory(&web->call);
    }
    if (rc != RC_OK)
        write_error(web, rc);
    if (reply->type == NULL) {
        add_security(web);
        if (reply->body.n != 0)
            reply->type = "text/html; charset=utf-8";
    }
    add_common(reply);
}

static void on_resume(void *data, struct request *request, struct reply *reply)
{
    struct web *web = data;

    (void)request;
    reply->status = 0;
    web->reply = reply;
    finish(web, web->then(web, web->then_data));
}

static void on_drop(void *data)
{
    struct web *web = data;

    web->drop(web->then_data);
}

void web_wait(struct web *web, const struct wait *wait,
              enum rc (*then)(struct web *web, void *data))
{
    web->then = then;
    web->then_data = wait->data;
    web->drop = wait->drop;
    web->reply->wait = (struct wait){wait->fd, wait->timeout_ms, web, on_resume, on_drop};
}

/* ---- the way of a request */

static enum rc find_person(struct web *web)
{
    struct call *call = &web->call;
    const struct site *site = web->site;
    enum rc rc = site->begin(site->data, call, web->request);

    if (rc != RC_OK)
        return rc;
    web->session = read_secret(web, "session");
    web->guest = read_secret(web, "guest");
    if (web->session.p == NULL)
        return RC_OK;
    rc = site->find_session(site->data, web, web->session);
    if (call->actor == NULL && web->held == NULL)
        web->session = (struct str){NULL, 0};
    return rc;
}

static enum rc check_permission(struct web *web)
{
    struct call *call = &web->call;
    unsigned may = may_what(web->route->may);

    if (may == MAY_PUBLIC)
        return RC_OK;
    if (may == MAY_HELD && web->held != NULL)
        call->actor = web->held;
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (may == MAY_SIGNED_IN || may == MAY_HELD || web->site->may(web->site->data, web, may))
        return RC_OK;
    return fail(call, RC_DENIED, NULL, NULL);
}

static enum rc read_form(struct web *web, struct form *sent)
{
    enum rc rc = read_sent(web, sent);

    if (rc == RC_OK && web->request->method == METHOD_POST && !has_token(web, sent))
        return fail(&web->call, RC_DENIED, NULL,
                    "This form is too old, or came from elsewhere. Open the page again.");
    return rc;
}

/* A session that must first answer a page reaches none but that one and the public ones. */
static bool is_held(const struct web *web)
{
    unsigned may = may_what(web->route->may);

    return web->held != NULL && may != MAY_PUBLIC && may != MAY_HELD;
}

static bool wants_confirming(const struct web *web)
{
    const struct site *site = web->site;

    if (web->fresh || site->confirm == NULL)
        return false;
    return (web->route->may & MAY_FRESH) != 0 ||
           (web->request->method == METHOD_POST && site->grave != NULL &&
            site->grave(site->data, web));
}

static struct str with_next(struct web *web, const char *page, struct str next)
{
    struct buf to;

    buf_init(&to, web->call.arena, 16384);
    buf_z(&to, page);
    buf_z(&to, "?next=");
    url_escape(&to, next);
    return buf_str(&to);
}

/* Where she goes on after it: this page, or what a form carried. */
static enum rc find_next(struct web *web, struct str *next)
{
    const struct request *request = web->request;
    struct form sent = {NULL, 0};

    *next = request->path;
    if (request->method == METHOD_GET) {
        if (request->query.n != 0)
            *next = str_format(web->call.arena, "%s?%s", str_z(web->call.arena, request->path),
                               str_z(web->call.arena, request->query));
        if ((web->route->may & MAY_FILE) != 0 && web->site->file != NULL)
            *next = with_next(web, web->site->file, *next);
        return next->n != 0 ? RC_OK : fail_memory(&web->call);
    }
    enum rc rc = read_form(web, &sent);
    web->call.error.rc = rc == RC_OK ? RC_OK : web->call.error.rc;
    if (rc == RC_OK && web->site->keep != NULL)
        rc = web->site->keep(web->site->data, web, &sent, next);
    return rc;
}

static enum rc send_before(struct web *web, const char *page)
{
    struct str next;
    enum rc rc = find_next(web, &next);

    if (rc != RC_OK)
        return rc;
    struct str to = with_next(web, page, next);
    return to.n != 0 ? web_redirect(web, to, NULL) : fail_memory(&web->call);
}

/* The ticks of part_questions(), on whatever form they stand: marks of 16 digits. */
static enum rc take_sure(struct web *web, const struct form *sent)
{
    unsigned char mark[8];
    struct buf out;

    if (web->request->method != METHOD_POST)
        return RC_OK;
    buf_init(&out, web->call.arena, SURE_MAX);
    for (size_t i = 0; i < sent->n; i++) {
        const struct form_value *field = &sent->fields[i];
        if (!str_is(field->name, "sure") || !str_unhex(field->value, mark, sizeof mark))
            continue;
        buf_add(&out, field->value);
        buf_char(&out, ' ');
    }
    web->call.sure = buf_str(&out);
    return buf_ok(&out) ? RC_OK : fail(&web->call, RC_LIMIT, NULL, NULL);
}

static enum rc run_handler(struct web *web)
{
    struct call *call = &web->call;
    struct form sent = {NULL, 0};
    enum rc rc = read_form(web, &sent);

    if (rc != RC_OK)
        return rc;
    web->done = form_find(&sent, STR("done"));
    web->undo = form_find(&sent, STR("undo"));
    rc = take_sure(web, &sent);
    if (rc == RC_OK)
        rc = keep_declared(web, &sent);
    if (rc != RC_OK)
        return rc;
    for (const struct param *p = web->route->params; p != NULL && p->type != PARAM_END; p++)
        check_param(web, p);
    rc = call_faults(call);
    if (rc == RC_OK)
        return web->route->handle(web);
    if (web->route->again == NULL)
        return rc;
    call->error.rc = RC_OK; /* the faults stay: the form shows them */
    web_status(web, rc_http(RC_INVALID));
    return web->route->again(web);
}

static enum rc dispatch(struct web *web)
{
    struct call *call = &web->call;
    enum rc rc = find_person(web);

    if (rc != RC_OK)
        return rc;
    web->route = find_route(web->site, web->request, &web->wrong_method);
    if (web->wrong_method)
        return fail(call, RC_USAGE, NULL, "This address is asked in another way: %s.",
                    web->request->method == METHOD_GET ? "POST" : "GET");
    if (web->route == NULL)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (web->request->method == METHOD_POST && !is_from_us(web->site, web->request))
        return fail(call, RC_DENIED, NULL,
                    "This form was sent from another site. Nothing was done.");
    if (is_held(web))
        return send_before(web, web->first);
    rc = take_path(web); /* a permission may hang on what the address names */
    if (rc == RC_OK)
        rc = check_permission(web);
    if (rc == RC_OK && wants_confirming(web))
        return send_before(web, web->site->confirm);
    return rc == RC_OK ? run_handler(web) : rc;
}

/* Whoever is not signed in and wants to read is shown the way. */
static bool is_sent_to_sign_in(const struct web *web, enum rc rc)
{
    return rc == RC_SIGN_IN && web->site->sign_in != NULL && web->request->method == METHOD_GET;
}

static enum rc to_sign_in(struct web *web)
{
    call_forgive(&web->call);
    struct str to = with_next(web, web->site->sign_in, web->request->path);
    return to.n != 0 ? web_redirect(web, to, NULL) : fail_memory(&web->call);
}

/* "gzip, deflate, br": by name; who refuses it by a weight of 0 gets it as it is. */
static bool takes_gzip(struct str accepted)
{
    while (accepted.n != 0) {
        struct str item = str_split(&accepted, ',');
        if (str_is(str_trim(item), "gzip"))
            return true;
    }
    return false;
}

static void answer_asset(const struct asset *asset, const struct request *request,
                         struct reply *reply)
{
    reply->status = str_eq(request->if_none_match, asset->tag) ? 304 : 200;
    if (reply->status == 200) {
        reply->type = asset->type;
        reply->body = takes_gzip(request->encoding) ? asset->packed : asset->bytes;
    }
    if (reply->status == 200 && takes_gzip(request->encoding))
        reply_header(reply, "Content-Encoding", STR("gzip"));
    reply_header(reply, "Vary", STR("Accept-Encoding"));
    reply_header(reply, "Cache-Control", STR("public, max-age=31536000, immutable"));
    reply_header(reply, "ETag", asset->tag);
    reply_header(reply, "Content-Security-Policy", STR("default-src 'none'"));
    add_common(reply);
}

void site_answer(const struct site *site, struct request *request, struct reply *reply)
{
    reply->status = 0;
    if (!is_our_host(site, request->host)) {
        reply->status = 421;
        reply->type = "text/plain; charset=utf-8";
        reply->body = STR("Khetane does not answer under this name.\n");
        reply_header(reply, "Cache-Control", STR("no-store"));
        add_common(reply);
        return;
    }
    const struct asset *asset = asset_find(site->assets, request->path);
    if (asset != NULL && request->method == METHOD_GET) {
        answer_asset(asset, request, reply);
        return;
    }
    struct web *web = arena_alloc(request->arena, sizeof *web);
    if (web == NULL) {
        reply->status = 503;
        return;
    }
    web->site = site;
    web->request = request;
    web->reply = reply;
    call_init(&web->call, request->arena, site->os);
    html_init(&web->html, &web->call, site->assets->all[ASSET_ICONS].url);
    enum rc rc = dispatch(web);
    if (is_sent_to_sign_in(web, rc))
        rc = to_sign_in(web);
    finish(web, rc);
}
