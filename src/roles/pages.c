/* pages.c - see pages.h. */
#include "roles/pages.h"

#include "model/actor.h"
#include "model/password.h"
#include "model/session.h"
#include "process/kinds.h"
#include "roles/await.h"
#include "roles/home.h"
#include "roles/worker.h"
#include "store/phrase.h"
#include "web/control.h"
#include "web/part.h"
#include "web/part_show.h"

enum { UNLOCK_MS = 60000, SIGN_IN_MS = 20000, NAME_MAX = 60 };

/* ---- the locked door */

static enum rc unlock_form(struct web *web, struct str wrong)
{
    struct worker *worker = web->site->data;
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Khetane is locked"), .bare = true};
    struct form_options form = {.action = STR("/unlock")};
    struct control control = {.name = STR("phrase"),
                              .label = say(call, "A key holder's passphrase"),
                              .hint =
                                  say(call, "Seven words. Capitals do not matter, and the first "
                                            "four letters of each word are enough."),
                              .max = PHRASE_MAX * 4,
                              .must = true};
    struct button button = {.label = say(call, "Open"), .weight = WEIGHT_MAIN, .icon = "lock"};

    if (wrong.n != 0)
        fault_add(call, STR("phrase"), "%s", wrong.p);
    part_page(web, &page);
    part_errors(h);
    if (worker->trouble[0] != '\0')
        part_note(h, TONE_BAD, str_of(worker->trouble));
    part_form(web, &form);
    control_password(h, &control);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc unlock_page(struct web *web)
{
    return unlock_form(web, STR(""));
}

static void unlocking_drop(void *data)
{
    struct unlocking *unlocking = data;

    channel_close(unlocking->waits);
    if (!unlocking->answered)
        channel_close(unlocking->wake);
    unlocking->ticket = 0;
}

static enum rc unlock_answered(struct web *web, void *data)
{
    struct unlocking *unlocking = data;
    struct call *call = &web->call;
    enum rc rc = unlocking->answered ? unlocking->rc : RC_BUSY;
    struct str text = str_dup(call->arena, str_of(unlocking->text));

    unlocking_drop(unlocking);
    if (rc == RC_OK)
        return web_redirect(web, STR("/"), NULL);
    web_status(web, rc_http(rc));
    return unlock_form(web, text.n != 0 ? text : say(call, "This took too long. Try again."));
}

static enum rc unlock_post(struct web *web)
{
    struct worker *worker = web->site->data;
    struct call *call = &web->call;
    struct arena secret;
    struct str phrase;

    arena_init(&secret, &heap_secret, 1 << 16);
    enum rc rc =
        phrase_read(call, worker->program.words, &secret, web_text(web, "phrase"), &phrase);
    struct unlocking *unlocking = rc == RC_OK ? worker_unlock(worker, call, phrase) : NULL;
    arena_fini(&secret);
    if (unlocking != NULL) {
        const struct wait wait = {.fd = unlocking->waits,
                                  .timeout_ms = UNLOCK_MS,
                                  .data = unlocking,
                                  .drop = unlocking_drop};
        web_wait(web, &wait, unlock_answered);
        return RC_OK;
    }
    struct str text = call->error.text;
    web_status(web, rc_http(call->error.rc));
    call->error.rc = RC_OK;
    return unlock_form(web, text);
}

static const struct param unlock_params[] = {
    {"phrase", PARAM_TEXT, PHRASE_MAX * 4, true, false, N_("Passphrase")},
    {0},
};

const struct route locked_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, unlock_page, NULL, 0, "asks for the passphrase"},
    {METHOD_POST, MAY_PUBLIC, "/unlock", unlock_params, unlock_post, unlock_page, 4096,
     "opens the data"},
};
const size_t locked_routes_n = sizeof locked_routes / sizeof *locked_routes;

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
                           .max = NAME_MAX,
                           .must = true,
                           .fill = "username"};
    struct control password = {.name = STR("password"),
                               .label = say(call, "Password"),
                               .max = PASSWORD_MAX,
                               .must = true,
                               .fill = "current-password"};
    struct button button = {.label = say(call, "Sign in"), .weight = WEIGHT_MAIN};

    if (wrong.n != 0)
        fault_add(call, STR("password"), "%s", wrong.p);
    part_page(web, &page);
    part_errors(h);
    part_form(web, &form);
    control_text(h, &name);
    control_password(h, &password);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc sign_in_page(struct web *web)
{
    return web->call.actor != NULL ? web_redirect(web, STR("/"), NULL) : sign_in_form(web, STR(""));
}

/* One signing in while the job compares the password. */
struct signing {
    struct password password;
    int64_t user_rid;
};

static enum rc wrong_password(struct web *web)
{
    web_status(web, 422);
    return sign_in_form(web, say(&web->call, "The name or the password is not right."));
}

static enum rc compared(struct web *web, void *data, struct job_news *news)
{
    struct signing *signing = data;
    struct call *call = &web->call;
    unsigned char key[CRYPT_KEY];
    struct str token;
    enum rc rc = password_result(call, news->body, key);
    bool right = rc == RC_OK && password_same(&signing->password, key);

    crypt_wipe(key, sizeof key);
    crypt_wipe(&signing->password, sizeof signing->password);
    if (rc == RC_OK && !right)
        return wrong_password(web);
    if (rc == RC_OK)
        rc = session_begin(call, signing->user_rid, &token);
    if (rc != RC_OK)
        return rc;
    web_sign_in(web, token);
    return web_redirect(web, STR("/"), NULL);
}

static enum rc find_user(struct call *call, struct str login, struct signing *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct str stored = {NULL, 0};
    struct actor *actor;
    struct record *user;
    enum rc rc = actor_find(call, login, &actor);

    if (rc == RC_OK)
        rc = table_load(call, call->store->db, app_table(call->app, kind), &actor->id, &user);
    if (rc == RC_OK) {
        stored = record_value(user, "password").s;
        out->user_rid = actor->rid;
    } else if (rc == RC_NOT_FOUND || rc == RC_SIGN_IN) {
        call_forgive(call);
    } else {
        return rc;
    }
    return password_read(call, stored, &out->password);
}

static enum rc sign_in_post(struct web *web)
{
    struct call *call = &web->call;
    struct signing *signing = arena_alloc(call->arena, sizeof *signing);
    struct await compare = {.kind = job_password.name,
                            .request = {.fd = -1},
                            .timeout_ms = SIGN_IN_MS,
                            .done = compared,
                            .data = signing};

    if (signing == NULL)
        return fail_memory(call);
    enum rc rc = find_user(call, web_text(web, "login"), signing);
    if (rc == RC_OK)
        rc = password_request(call, signing->password.cost, web_text(web, "password"),
                              signing->password.salt, &compare.request.body);
    return rc == RC_OK ? await_job(web, &compare) : rc;
}

static enum rc sign_out_post(struct web *web)
{
    enum rc rc = session_end(&web->call, web->session);

    if (rc != RC_OK)
        return rc;
    web_sign_out(web);
    return web_redirect(web, STR("/sign-in"), NULL);
}

static enum rc lock_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Close this computer")};
    struct form_options form = {.action = STR("/lock")};
    struct button button = {
        .label = say(call, "Close it now"), .weight = WEIGHT_DANGER, .icon = "lock"};

    part_page(web, &page);
    part_note(h, TONE_WARN,
              say(call, "Everybody is signed out at once. A key holder's passphrase opens the data "
                        "again."));
    part_form(web, &form);
    part_button(h, &button);
    part_form_end(h, &form);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc lock_post(struct web *web)
{
    struct worker *worker = web->site->data;
    enum rc rc = link_lock(&web->call, &worker->link);

    return rc == RC_OK ? web_redirect(web, STR("/"), NULL) : rc;
}

static enum rc home_page(struct web *web)
{
    return web->call.actor == NULL ? web_redirect(web, STR("/sign-in"), NULL) : home_show(web);
}

static const struct param sign_in_params[] = {
    {"login", PARAM_TEXT, NAME_MAX, true, false, N_("Your name here")},
    {"password", PARAM_TEXT, PASSWORD_MAX, true, false, N_("Password")},
    {0},
};

const struct route open_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, home_page, NULL, 0, "shows what is to be done today"},
    {METHOD_GET, MAY_SIGNED_IN, "/dev/parts", NULL, part_show, NULL, 0, "shows the parts of pages"},
    {METHOD_GET, MAY_SIGNED_IN, "/lock", NULL, lock_page, NULL, 0, "asks whether to close"},
    {METHOD_POST, MAY_SIGNED_IN, "/lock", NULL, lock_post, NULL, 0, "closes this computer"},
    {METHOD_GET, MAY_PUBLIC, "/sign-in", NULL, sign_in_page, NULL, 0, "asks who it is"},
    {METHOD_POST, MAY_PUBLIC, "/sign-in", sign_in_params, sign_in_post, sign_in_page, 4096,
     "signs in"},
    {METHOD_POST, MAY_SIGNED_IN, "/sign-out", NULL, sign_out_post, NULL, 0, "signs out"},
};
const size_t open_routes_n = sizeof open_routes / sizeof *open_routes;
