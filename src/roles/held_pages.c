/* held_pages.c - see pages.h: what somebody who is signed in must answer before she goes on: the
 * second factor, a new password, a PIN after a pause, who she is before something grave; and the
 * form that waited meanwhile. */
#include "base/cbor.h"
#include "base/lang.h"
#include "model/guess.h"
#include "model/password.h"
#include "model/second.h"
#include "model/user.h"
#include "roles/pages.h"
#include "roles/slow.h"
#include "web/control.h"

enum { NEXT_MAX = 4096, ANSWER_MAX = PASSWORD_MAX };

static bool is_first(const struct web *web, const char *path)
{
    return web->first != NULL && strcmp(web->first, path) == 0;
}

/* A page that asks one thing. */
struct question {
    const char *path;
    struct str title, about; /* about n == 0: none */
    struct control control;
    struct str button;
    bool code; /* figures to be read, not dots */
};

static enum rc ask(struct web *web, const struct question *question, struct str wrong)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = question->title, .bare = true};
    struct form_options form = {.action = str_of(question->path)};
    struct form_options leave = {.action = STR("/sign-out")};
    struct button button = {.label = question->button, .weight = WEIGHT_MAIN};
    struct button other = {.label = say(call, "Change person"), .weight = WEIGHT_QUIET};

    if (wrong.n != 0)
        fault_add(call, question->control.name, "%s", wrong.p);
    part_page(web, &page);
    if (question->about.n != 0)
        part_note(h, TONE_INFO, question->about);
    part_form(web, &form);
    page_next_field(web);
    if (question->code)
        control_text(h, &question->control);
    else
        control_password(h, &question->control);
    part_form_send(h, &form, &button);
    part_form(web, &leave);
    part_button(h, &other);
    part_form_end(h, &leave);
    part_page_end(web, &page);
    return RC_OK;
}

/* Too many wrong answers: the session is over. */
static enum rc out(struct web *web)
{
    web_sign_out(web);
    return web_redirect(web, page_with_next(web, "/sign-in"), NULL);
}

/* Counts the answer before it is looked at; false: *rc says what the reply is. */
static bool may_answer(struct web *web, const struct question *question, enum rc *rc)
{
    const struct guess guess = {web->call.actor->login, web->request->peer};
    struct guess_verdict verdict;
    int left;

    *rc = session_try(&web->call, web->session, &left);
    if (*rc == RC_OK && left == 0) {
        *rc = out(web);
        return false;
    }
    if (*rc == RC_OK)
        *rc = guess_begin(&web->call, &guess, &verdict);
    if (*rc != RC_OK)
        return false;
    if (!verdict.closed && verdict.wait_s == 0)
        return true;
    *rc = ask(web, question, page_guess_wait(web, &verdict));
    return false;
}

static enum rc wrong_answer(struct web *web, const struct question *question, struct str said)
{
    web_status(web, 422);
    return ask(web, question, said);
}

/* ---- the second factor */

static struct question second_question(struct web *web, const char *path, const char *title)
{
    struct call *call = &web->call;

    return (struct question){
        .path = path,
        .title = str_of(lang_text(call->lang, title)),
        .control = {.name = STR("answer"),
                    .label = say(call, "The six figures of your app"),
                    .hint = say(call, "Without your phone: one of the recovery codes on paper."),
                    .max = 40,
                    .must = true,
                    .fill = "one-time-code"},
        .button = say(call, "Go on"),
        .code = true,
    };
}

static enum rc second_answered(struct web *web, const struct question *question)
{
    struct record *user;
    bool right = false;
    enum rc rc;

    if (!may_answer(web, question, &rc))
        return rc;
    rc = user_load(&web->call, web->call.actor->rid, &user);
    if (rc == RC_OK)
        rc = second_try(&web->call, user, web_text(web, "answer"), &right);
    if (rc != RC_OK)
        return rc;
    return right ? page_passed(web, true)
                 : wrong_answer(web, question,
                                say(&web->call, "This code is not right, or was used before. Wait "
                                                "for the next one."));
}

static enum rc second_page(struct web *web)
{
    struct question question =
        second_question(web, "/sign-in/second", N_("Second step of signing in"));

    return is_first(web, question.path) ? ask(web, &question, STR(""))
                                        : web_redirect(web, page_next(web), NULL);
}

static enum rc second_post(struct web *web)
{
    struct question question =
        second_question(web, "/sign-in/second", N_("Second step of signing in"));

    return is_first(web, question.path) ? second_answered(web, &question)
                                        : web_redirect(web, page_next(web), NULL);
}

/* ---- a PIN or the password: after a pause, and before something grave */

static struct question secret_question(struct web *web, const char *path, const char *title,
                                       bool pin)
{
    struct call *call = &web->call;

    return (struct question){
        .path = path,
        .title = str_of(lang_text(call->lang, title)),
        .about = say(call, "You are %s.", str_z(call->arena, call->actor->name)),
        .control = {.name = STR("answer"),
                    .label = pin ? say(call, "Your PIN") : say(call, "Your password"),
                    .max = pin ? PIN_MAX : PASSWORD_CHARS_MAX,
                    .must = true,
                    .fill = pin ? "off" : "current-password"},
        .button = say(call, "Go on"),
    };
}

/* What her answer is compared with. */
struct answer_check {
    struct question question;
    bool pin;
};

static enum rc answer_compared(struct web *web, void *data, bool right)
{
    const struct answer_check *check = data;

    if (right)
        return page_passed(web, !check->pin);
    return wrong_answer(web, &check->question,
                        check->pin ? say(&web->call, "This PIN is not right.")
                                   : say(&web->call, "This password is not right."));
}

static enum rc compare_answer(struct web *web, struct answer_check *check, struct str stored)
{
    enum rc rc;

    if (!may_answer(web, &check->question, &rc))
        return rc;
    return slow_compare(web, stored, web_text(web, "answer"), answer_compared, check);
}

/* The pause's page. */
static enum rc locked_check(struct web *web, struct answer_check **out, struct str *stored)
{
    struct call *call = &web->call;
    struct answer_check *check = arena_alloc(call->arena, sizeof *check);
    struct record *user;

    if (check == NULL)
        return fail_memory(call);
    enum rc rc = pin_get(call, call->actor->rid, stored);
    check->pin = rc == RC_OK && stored->n != 0;
    if (rc == RC_OK && !check->pin) {
        rc = user_load(call, call->actor->rid, &user);
        *stored = rc == RC_OK ? record_value(user, "password").s : (struct str){NULL, 0};
    }
    check->question =
        secret_question(web, "/locked", N_("Nobody worked here for a while"), check->pin);
    *out = check;
    return rc;
}

static enum rc locked_page(struct web *web)
{
    struct answer_check *check;
    struct str stored;

    if (!is_first(web, "/locked"))
        return web_redirect(web, page_next(web), NULL);
    enum rc rc = locked_check(web, &check, &stored);
    return rc == RC_OK ? ask(web, &check->question, STR("")) : rc;
}

static enum rc locked_post(struct web *web)
{
    struct answer_check *check;
    struct str stored;

    if (!is_first(web, "/locked"))
        return web_redirect(web, page_next(web), NULL);
    enum rc rc = locked_check(web, &check, &stored);
    return rc == RC_OK ? compare_answer(web, check, stored) : rc;
}

/* Before something grave: a code of the app, or the password of who has none. */
static enum rc confirm(struct web *web, bool post)
{
    struct call *call = &web->call;
    struct answer_check *check = arena_alloc(call->arena, sizeof *check);
    struct record *user;
    enum rc rc = check == NULL ? fail_memory(call) : user_load(call, call->actor->rid, &user);

    if (rc != RC_OK)
        return rc;
    if (second_is_on(user)) {
        struct question question =
            second_question(web, "/confirm", N_("Show once more that it is you"));
        return post ? second_answered(web, &question) : ask(web, &question, STR(""));
    }
    check->question = secret_question(web, "/confirm", N_("Show once more that it is you"), false);
    return post ? compare_answer(web, check, record_value(user, "password").s)
                : ask(web, &check->question, STR(""));
}

static enum rc confirm_page(struct web *web)
{
    return confirm(web, false);
}

static enum rc confirm_post(struct web *web)
{
    return confirm(web, true);
}

/* ---- a password of one's own, after a one-time one */

static struct question new_question(struct web *web, bool second)
{
    struct call *call = &web->call;

    return (struct question){
        .path = "/sign-in/password",
        .title = say(call, "Choose your own password"),
        .about = say(call, "The one you signed in with was for one time."),
        .control = {.name = STR("answer"),
                    .label = say(call, "New password"),
                    .hint = say(call,
                                "At least %d characters. Four words are easy to keep in "
                                "mind.",
                                second ? PASSWORD_MIN_SECOND : PASSWORD_MIN),
                    .max = PASSWORD_CHARS_MAX,
                    .must = true,
                    .fill = "new-password"},
        .button = say(call, "Take this password"),
    };
}

struct choosing {
    struct question question;
    struct record *user;
};

static enum rc own_made(struct web *web, void *data, struct str stored)
{
    struct choosing *choosing = data;
    enum rc rc = user_set_password(&web->call, choosing->user, stored);

    return rc == RC_OK ? page_signed_in(web, choosing->user) : rc;
}

static enum rc own_compared(struct web *web, void *data, bool same)
{
    struct choosing *choosing = data;

    if (same)
        return wrong_answer(web, &choosing->question,
                            say(&web->call, "Choose another one than that which you were given."));
    return slow_make(web, web_text(web, "answer"), own_made, choosing);
}

static enum rc begin_choosing(struct web *web, struct choosing **out)
{
    struct choosing *choosing = arena_alloc(web->call.arena, sizeof *choosing);

    if (choosing == NULL)
        return fail_memory(&web->call);
    enum rc rc = user_load(&web->call, web->call.actor->rid, &choosing->user);
    if (rc != RC_OK)
        return rc;
    choosing->question = new_question(web, second_is_on(choosing->user));
    *out = choosing;
    return RC_OK;
}

static enum rc new_page(struct web *web)
{
    struct choosing *choosing;

    if (!is_first(web, "/sign-in/password"))
        return web_redirect(web, STR("/me"), NULL);
    enum rc rc = begin_choosing(web, &choosing);
    return rc == RC_OK ? ask(web, &choosing->question, STR("")) : rc;
}

static enum rc check_new(struct web *web, const struct choosing *choosing)
{
    struct call *call = &web->call;
    struct str names[USER_NAMES_MAX];
    struct password_rule rule = {
        .where = "answer", .second = second_is_on(choosing->user), .names = names};
    enum rc rc = user_names(call, choosing->user, names, &rule.names_n);

    return rc == RC_OK ? password_check(call, &rule, web_text(web, "answer")) : rc;
}

static enum rc new_post(struct web *web)
{
    struct choosing *choosing = NULL;

    if (!is_first(web, "/sign-in/password"))
        return web_redirect(web, STR("/me"), NULL);
    enum rc rc = begin_choosing(web, &choosing);
    if (rc == RC_OK)
        rc = check_new(web, choosing);
    if (rc == RC_INVALID && choosing != NULL) {
        struct str said = web->call.error.text;
        web->call.error.rc = RC_OK;
        return wrong_answer(web, &choosing->question, said);
    }
    if (rc != RC_OK)
        return rc;
    return slow_compare(web, record_value(choosing->user, "password").s, web_text(web, "answer"),
                        own_compared, choosing);
}

/* ---- a form that waited: [path, had files, [name, value] ...] */

static size_t plain_fields(const struct form *sent, bool *files)
{
    size_t n = 0;

    for (size_t i = 0; i < sent->n; i++) {
        *files |= sent->fields[i].file_name.p != NULL && sent->fields[i].file_name.n != 0;
        n += sent->fields[i].file_name.p == NULL && !str_is(sent->fields[i].name, FORM_TOKEN);
    }
    return n;
}

enum rc page_keep(void *data, struct web *web, const struct form *sent, struct str *next)
{
    bool files = false;
    size_t n = plain_fields(sent, &files);
    struct buf out;

    (void)data;
    buf_init(&out, web->call.arena, SESSION_HELD_MAX);
    cbor_put_array(&out, n + 2);
    cbor_put_bytes(&out, web->request->path);
    cbor_put_bool(&out, files);
    for (size_t i = 0; i < sent->n; i++) {
        const struct form_value *field = &sent->fields[i];
        if (field->file_name.p != NULL || str_is(field->name, FORM_TOKEN))
            continue;
        cbor_put_array(&out, 2);
        cbor_put_bytes(&out, field->name);
        cbor_put_bytes(&out, field->value);
    }
    *next = STR("/kept");
    if (buf_ok(&out))
        return session_hold(&web->call, web->session, buf_str(&out));
    return fail(&web->call, RC_LIMIT, NULL,
                "This is too much to be kept while you show who you are. Sign in again in another "
                "window of this browser, then send the form from here.");
}

static void kept_fields(struct web *web, struct cbor *in, size_t n)
{
    struct arena *arena = web->call.arena;

    for (size_t i = 0; i < n && cbor_ok(in); i++) {
        size_t pair = cbor_array(in);
        struct str name = cbor_bytes(in), value = cbor_bytes(in);
        if (cbor_ok(in) && pair == 2)
            control_hidden(&web->html, str_z(arena, name), value);
    }
}

static enum rc kept_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "This was not sent yet")};
    struct button button = {.label = say(call, "Send it now"), .weight = WEIGHT_MAIN};
    struct str held;
    enum rc rc = session_held(call, web->session, &held);

    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(held);
    size_t n = held.n == 0 ? 0 : cbor_array(&in);
    struct form_options form = {.action = n < 2 ? STR("") : cbor_bytes(&in)};
    bool files = n >= 2 && cbor_bool(&in);
    if (n < 2 || !cbor_ok(&in))
        return web_redirect(web, STR("/"), NULL);
    part_page(web, &page);
    part_note(h, TONE_INFO, say(call, "What you had typed is all here. Nothing was saved so far."));
    if (files)
        part_note(h, TONE_WARN, say(call, "Files are not kept: choose them again afterwards."));
    part_form(web, &form);
    kept_fields(web, &in, n - 2);
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- a file that waited */

static enum rc file_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Your file")};
    struct button button = {
        .label = say(call, "Save the file"), .weight = WEIGHT_MAIN, .icon = "download"};

    part_page(web, &page);
    part_note(h, TONE_INFO,
              say(call,
                  "What is in it leaves this program: keep it as you keep the paper file, and "
                  "delete it when you no longer need it."));
    part_actions(h);
    part_link_button(h, &button, page_next(web));
    part_actions_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static const struct param next_params[] = {
    {"next", PARAM_TEXT, NEXT_MAX, false, false, NULL},
    {0},
};

static const struct param answer_params[] = {
    {"answer", PARAM_TEXT, ANSWER_MAX, true, false, N_("Your answer")},
    {"next", PARAM_TEXT, NEXT_MAX, false, false, NULL},
    {0},
};

const struct route held_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/confirm", next_params, confirm_page, NULL, 0,
     "asks who it is before something grave"},
    {METHOD_POST, MAY_SIGNED_IN, "/confirm", answer_params, confirm_post, confirm_page, 16384,
     "takes that answer"},
    {METHOD_GET, MAY_SIGNED_IN, "/file", next_params, file_page, NULL, 0,
     "offers a file that waited until it was known who asks"},
    {METHOD_GET, MAY_SIGNED_IN, "/kept", NULL, kept_page, NULL, 0, "shows a form that waited"},
    {METHOD_GET, MAY_HELD, "/locked", next_params, locked_page, NULL, 0, "asks for the PIN"},
    {METHOD_POST, MAY_HELD, "/locked", answer_params, locked_post, locked_page, 16384,
     "takes the PIN or the password"},
    {METHOD_GET, MAY_HELD, "/sign-in/password", next_params, new_page, NULL, 0,
     "asks for a password of one's own"},
    {METHOD_POST, MAY_HELD, "/sign-in/password", answer_params, new_post, new_page, 16384,
     "takes that password"},
    {METHOD_GET, MAY_HELD, "/sign-in/second", next_params, second_page, NULL, 0,
     "asks for the second factor"},
    {METHOD_POST, MAY_HELD, "/sign-in/second", answer_params, second_post, second_page, 16384,
     "takes the second factor"},
};
const size_t held_routes_n = sizeof held_routes / sizeof *held_routes;
