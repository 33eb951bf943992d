/* sign_in_pages.c - see pages.h: signing in and out, and what signing in and staying in share. */
#include "model/guess.h"
#include "model/notice.h"
#include "model/password.h"
#include "model/second.h"
#include "model/user.h"
#include "roles/demo.h"
#include "roles/pages.h"
#include "roles/slow.h"
#include "roles/worker.h"
#include "web/control.h"

enum { NEXT_MAX = 4096, TOO_MANY = 429 };

/* ---- where she goes on */

/* An address of this site: one slash, then no other, and nothing that ends a header's line. */
static bool is_local(struct str path)
{
    if (path.n == 0 || path.p[0] != '/' || str_starts(path, STR("//")))
        return false;
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] <= ' ' || path.p[i] > '~' || path.p[i] == '\\')
            return false;
    return true;
}

struct str page_next(const struct web *web)
{
    struct str next = web_text(web, "next");

    return is_local(next) ? next : STR("/");
}

struct str page_with_next(struct web *web, const char *path)
{
    struct str next = page_next(web);
    struct buf to;

    buf_init(&to, web->call.arena, (size_t)NEXT_MAX * 4);
    buf_z(&to, path);
    if (!str_is(next, "/")) {
        buf_z(&to, "?next=");
        url_escape(&to, next);
    }
    struct str made = buf_str(&to);
    return made.p == NULL ? STR("/") : made;
}

void page_next_field(struct web *web)
{
    struct str next = page_next(web);

    if (!str_is(next, "/"))
        control_hidden(&web->html, "next", next);
}

/* ---- who is in */

struct str page_guess_wait(struct web *web, const struct guess_verdict *verdict)
{
    struct call *call = &web->call;

    web_status(web, TOO_MANY);
    if (verdict->closed)
        return say(call, "Too many wrong passwords: this account is closed. Ask the lead to let "
                         "you in again.");
    return say(call, "After wrong passwords there is a pause. Try again in %lld seconds.",
               (long long)verdict->wait_s);
}

/* What was tried in her name is told once, at her next signing in. */
static enum rc tell_failures(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    const struct guess guess = {record_value(user, "login").s, web->request->peer};
    struct guess_news news;
    enum rc rc = guess_passed(call, &guess, &news);

    if (rc != RC_OK || news.failures == 0)
        return rc;
    const struct notice notice = {
        .user = user->rid, .what = NOTICE_FAILED, .number = news.failures};
    return notice_add(call, &notice);
}

enum rc page_signed_in(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct str token;
    enum rc rc = tell_failures(web, user);

    if (rc == RC_OK)
        rc = session_begin(call, user->rid, SESSION_OPEN, session_device(call, web->request->agent),
                           &token);
    if (rc != RC_OK)
        return rc;
    web_sign_in(web, token);
    return web_redirect(web, page_next(web), NULL);
}

enum rc page_passed(struct web *web, bool fresh)
{
    struct record *user;
    struct str token;
    enum rc rc = user_load(&web->call, web->call.actor->rid, &user);

    if (rc == RC_OK)
        rc = tell_failures(web, user);
    if (rc == RC_OK)
        rc = session_pass(&web->call, web->session, fresh, &token);
    if (rc != RC_OK)
        return rc;
    web_sign_in(web, token);
    return web_redirect(web, page_next(web), NULL);
}

/* ---- signing in */

static enum rc sign_in_form(struct web *web, struct str wrong)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Sign in"), .bare = true};
    struct form_options form = {.action = STR("/sign-in")};
    struct control name = {.name = STR("login"),
                           .label = say(call, "Your name here"),
                           .value = web->request->method == METHOD_POST ? web_text(web, "login")
                                                                        : STR(""),
                           .max = LOGIN_MAX,
                           .must = true,
                           .fill = "username"};
    struct control password = {.name = STR("password"),
                               .label = say(call, "Password"),
                               .max = PASSWORD_CHARS_MAX,
                               .must = true,
                               .fill = "current-password"};
    struct button button = {.label = say(call, "Sign in"), .weight = WEIGHT_MAIN};

    if (wrong.n != 0)
        fault_add(call, STR("password"), "%s", wrong.p);
    part_page(web, &page);
    if (call->practice)
        part_note(h, TONE_INFO,
                  say(call,
                      "For practice sign in as %s, ana, emir or zana. The password of all "
                      "of them is: %s",
                      DEMO_LOGIN, DEMO_PASSWORD));
    part_form(web, &form);
    page_next_field(web);
    control_text(h, &name);
    control_password(h, &password);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc sign_in_page(struct web *web)
{
    if (web->first != NULL)
        return web_redirect(web, page_with_next(web, web->first), NULL);
    return web->call.actor != NULL ? web_redirect(web, page_next(web), NULL)
                                   : sign_in_form(web, STR(""));
}

static enum rc sign_in_again(struct web *web)
{
    return sign_in_form(web, STR(""));
}

/* One signing in while the job compares the password. */
struct signing {
    struct guess guess;
    struct record *user; /* NULL: nobody of that name */
};

/* The password was right, the second factor is to come: no success yet, no failure either. */
static enum rc to_second(struct web *web, const struct signing *signing)
{
    struct call *call = &web->call;
    struct str token;
    enum rc rc = guess_undo(call, &signing->guess);

    if (rc == RC_OK)
        rc = session_begin(call, signing->user->rid, SESSION_SECOND,
                           session_device(call, web->request->agent), &token);
    if (rc != RC_OK)
        return rc;
    web_sign_in(web, token);
    return web_redirect(web, page_with_next(web, "/sign-in/second"), NULL);
}

static enum rc compared(struct web *web, void *data, bool right)
{
    struct signing *signing = data;

    if (!right || signing->user == NULL) {
        web_status(web, 422);
        return sign_in_form(web, say(&web->call, "The name or the password is not right."));
    }
    return second_is_on(signing->user) ? to_second(web, signing)
                                       : page_signed_in(web, signing->user);
}

/* Who may not come in is nobody here: the answer takes as long and is the same. */
static enum rc find_user(struct call *call, struct signing *signing)
{
    struct record *user = NULL;
    struct actor *actor;
    enum rc rc = user_find(call, signing->guess.login, &user);

    if (rc == RC_OK)
        rc = actor_load(call, user->rid, &actor);
    if (rc == RC_NOT_FOUND || rc == RC_SIGN_IN) {
        call_forgive(call);
        return RC_OK;
    }
    if (rc == RC_OK)
        signing->user = user;
    return rc;
}

static enum rc sign_in_post(struct web *web)
{
    struct call *call = &web->call;
    struct signing *signing = arena_alloc(call->arena, sizeof *signing);
    struct guess_verdict verdict;

    if (signing == NULL)
        return fail_memory(call);
    *signing = (struct signing){.guess = {web_text(web, "login"), web->request->peer}};
    enum rc rc = guess_begin(call, &signing->guess, &verdict);
    if (rc == RC_OK && (verdict.closed || verdict.wait_s != 0))
        return sign_in_form(web, page_guess_wait(web, &verdict));
    if (rc == RC_OK)
        rc = find_user(call, signing);
    if (rc != RC_OK)
        return rc;
    struct str stored =
        signing->user == NULL ? (struct str){NULL, 0} : record_value(signing->user, "password").s;
    return slow_compare(web, stored, web_text(web, "password"), compared, signing);
}

/* Also "change person": nothing of hers stays in the browser. */
static enum rc sign_out_post(struct web *web)
{
    enum rc rc = session_end(&web->call, web->session);

    if (rc != RC_OK)
        return rc;
    web_sign_out(web);
    return web_redirect(web, STR("/sign-in"), NULL);
}

/* She leaves her desk: as after a pause. */
static enum rc pause_post(struct web *web)
{
    enum rc rc = session_pause(&web->call, web->session);

    return rc == RC_OK ? web_redirect(web, STR("/locked"), NULL) : rc;
}

static const struct param next_params[] = {
    {"next", PARAM_TEXT, NEXT_MAX, false, false, NULL},
    {0},
};

static const struct param sign_in_params[] = {
    {"login", PARAM_TEXT, LOGIN_MAX, true, false, N_("Your name here")},
    {"next", PARAM_TEXT, NEXT_MAX, false, false, NULL},
    {"password", PARAM_TEXT, PASSWORD_MAX, true, false, N_("Password")},
    {0},
};

const struct route sign_in_routes[] = {
    {METHOD_POST, MAY_SIGNED_IN, "/pause", NULL, pause_post, NULL, 0, "locks one's own pages"},
    {METHOD_GET, MAY_PUBLIC, "/sign-in", next_params, sign_in_page, sign_in_again, 0,
     "asks who it is"},
    {METHOD_POST, MAY_PUBLIC, "/sign-in", sign_in_params, sign_in_post, sign_in_again, 16384,
     "signs in"},
    {METHOD_POST, MAY_HELD, "/sign-out", NULL, sign_out_post, NULL, 0, "signs out"},
};
const size_t sign_in_routes_n = sizeof sign_in_routes / sizeof *sign_in_routes;
