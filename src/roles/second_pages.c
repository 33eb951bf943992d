/* second_pages.c - see pages.h: setting up the second step of signing in, its recovery codes, and
 * switching it off. */
#include "model/guess.h"
#include "model/password.h"
#include "model/second.h"
#include "model/user.h"
#include "roles/pages.h"
#include "roles/qr_job.h"
#include "roles/slow.h"
#include "roles/worker.h"
#include "store/crypt.h"
#include "web/control.h"

enum { ANSWER_MAX = 40 };

static void code_control(struct web *web, struct str hint)
{
    struct control code = {.name = STR("code"),
                           .label = say(&web->call, "The six figures of your app"),
                           .hint = hint,
                           .max = ANSWER_MAX,
                           .must = true,
                           .fill = "one-time-code"};

    control_text(&web->html, &code);
}

static struct page second_title(struct call *call)
{
    return (struct page){.title = say(call, "Second step of signing in"),
                         .back_path = STR("/me"),
                         .back_label = say(call, "My account")};
}

/* ---- setting it up: the secret goes to the app, then a first code comes back */

struct enrolment {
    struct second second;
    struct str wrong;
};

static enum rc show_enrolment(struct web *web, void *data, const struct qr *qr)
{
    struct enrolment *enrolment = data;
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = second_title(call);
    struct form_options form = {.action = STR("/me/second")};
    struct button button = {.label = say(call, "Switch it on"), .weight = WEIGHT_MAIN};
    struct str secret = str_bytes(enrolment->second.secret, TOTP_SECRET);

    if (enrolment->wrong.n != 0)
        fault_add(call, STR("code"), "%s", enrolment->wrong.p);
    part_page(web, &page);
    html_raw(h, "<p>");
    html_say(h, "Open an authenticator app on your phone and let it read this picture. Then type "
                "the six figures that it shows.");
    html_raw(h, "</p><p>");
    qr_show(h, qr, say(call, "A QR code for the authenticator app; the key below says the same"));
    html_raw(h, "</p>");
    const struct fact key = {.label = say(call, "Or type this key into the app"),
                             .value = totp_words(call->arena, secret)};
    part_facts(h, &key, 1);
    part_form(web, &form);
    control_hidden(h, "secret", str_hex(call->arena, secret));
    code_control(web, STR(""));
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc enrol(struct web *web, const struct second *second, struct str wrong)
{
    struct call *call = &web->call;
    const struct worker *worker = web->site->data;
    struct enrolment *enrolment = arena_alloc(call->arena, sizeof *enrolment);

    if (enrolment == NULL)
        return fail_memory(call);
    *enrolment = (struct enrolment){*second, wrong};
    struct str uri = totp_uri(call->arena, worker->opened.name, call->actor->login,
                              str_bytes(second->secret, TOTP_SECRET));
    return uri.p == NULL ? fail_memory(call) : qr_ask(web, uri, show_enrolment, enrolment);
}

/* ---- the codes for the day when the phone is lost; shown once */

static enum rc show_codes(struct web *web, const struct second_codes *codes)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = second_title(call);
    struct button button = {.label = say(call, "I have printed them"), .weight = WEIGHT_MAIN};

    part_page(web, &page);
    part_note(h, TONE_OK, say(call, "The second step is on."));
    part_note(h, TONE_WARN,
              say(call, "Print these recovery codes now and keep the paper away from your phone. "
                        "Each opens your account once. They are not shown again."));
    html_raw(h, "<ol class=\"codes\">");
    for (int i = 0; i < SECOND_CODES; i++) {
        html_raw(h, "<li>");
        html_tag(h, "code", NULL, str_of(codes->words[i]));
        html_raw(h, "</li>");
    }
    html_raw(h, "</ol>");
    part_link_button(h, &button, STR("/me"));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc switch_on(struct web *web, const struct record *user, const struct second *second)
{
    struct call *call = &web->call;
    struct second_codes codes;
    struct str stored = second_codes_make(call, &codes);
    enum rc rc = user_set_second(call, user, second_put(call, second), stored);

    if (rc == RC_OK)
        rc = show_codes(web, &codes);
    crypt_wipe(&codes, sizeof codes);
    return rc;
}

static enum rc second_post(struct web *web)
{
    struct call *call = &web->call;
    struct second second;
    struct record *user;
    int64_t step = 0;
    bool fresh = false;
    enum rc rc = user_load(call, call->actor->rid, &user);

    if (rc != RC_OK)
        return rc;
    if (second_is_on(user))
        return web_redirect(web, STR("/me/second"), NULL);
    if (!str_unhex(web_text(web, "secret"), second.secret, sizeof second.secret))
        return web_redirect(web, STR("/me/second"), NULL);
    if (second_matches(call, &second, web_text(web, "code"), &step))
        rc = step_use(call, user->rid, step, &fresh);
    if (rc != RC_OK)
        return rc;
    if (fresh)
        return switch_on(web, user, &second);
    web_status(web, 422);
    return enrol(web, &second,
                 say(call, "This code is not right. Is the clock of the phone right? Type the code "
                           "that it shows now."));
}

/* ---- switching it off */

static enum rc show_off(struct web *web, const char *where, struct str wrong)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = second_title(call);
    struct form_options form = {.action = STR("/me/second/off")};
    struct control password = {.name = STR("password"),
                               .label = say(call, "Your password"),
                               .max = PASSWORD_CHARS_MAX,
                               .must = true,
                               .fill = "current-password"};
    struct button button = {.label = say(call, "Switch it off"), .weight = WEIGHT_DANGER};

    if (wrong.n != 0)
        fault_add(call, str_of(where), "%s", wrong.p);
    part_page(web, &page);
    part_note(h, TONE_INFO,
              say(call, "It is on. To move to another phone, switch it off and set it up again."));
    part_form(web, &form);
    control_password(h, &password);
    code_control(web, say(call, "Without your phone: one of the recovery codes on paper."));
    part_form_send(h, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc second_page(struct web *web)
{
    struct second second = second_new(&web->call);
    struct record *user;
    enum rc rc = user_load(&web->call, web->call.actor->rid, &user);

    if (rc != RC_OK)
        return rc;
    return second_is_on(user) ? show_off(web, NULL, STR("")) : enrol(web, &second, STR(""));
}

struct leaving {
    struct record *user;
    struct guess guess;
};

static enum rc switch_off(struct web *web, const struct leaving *leaving)
{
    struct call *call = &web->call;
    struct record *now; /* a recovery code may have changed it */
    enum rc rc = guess_undo(call, &leaving->guess);

    if (rc == RC_OK)
        rc = user_load(call, leaving->user->rid, &now);
    if (rc == RC_OK)
        rc = user_set_second(call, now, (struct str){NULL, 0}, (struct str){NULL, 0});
    return rc == RC_OK ? web_redirect(web, STR("/me"), "second-off") : rc;
}

static enum rc off_compared(struct web *web, void *data, bool right)
{
    struct leaving *leaving = data;
    struct call *call = &web->call;
    bool code = false;
    enum rc rc = RC_OK;

    if (right)
        rc = second_try(call, leaving->user, web_text(web, "code"), &code);
    if (rc != RC_OK)
        return rc;
    if (code)
        return switch_off(web, leaving);
    web_status(web, 422);
    return right ? show_off(web, "code", say(call, "This code is not right, or was used before."))
                 : show_off(web, "password", say(call, "This password is not right."));
}

static enum rc off_post(struct web *web)
{
    struct call *call = &web->call;
    struct leaving *leaving = arena_alloc(call->arena, sizeof *leaving);
    struct guess_verdict verdict;

    if (leaving == NULL)
        return fail_memory(call);
    leaving->guess = (struct guess){call->actor->login, web->request->peer};
    enum rc rc = user_load(call, call->actor->rid, &leaving->user);
    if (rc == RC_OK && !second_is_on(leaving->user))
        return web_redirect(web, STR("/me"), NULL);
    if (rc == RC_OK)
        rc = guess_begin(call, &leaving->guess, &verdict);
    if (rc != RC_OK)
        return rc;
    if (verdict.closed || verdict.wait_s != 0)
        return show_off(web, "password", page_guess_wait(web, &verdict));
    return slow_compare(web, record_value(leaving->user, "password").s, web_text(web, "password"),
                        off_compared, leaving);
}

static const struct param second_params[] = {
    {"code", PARAM_TEXT, ANSWER_MAX, true, false, N_("The six figures of your app")},
    {"secret", PARAM_CODE, 2 * TOTP_SECRET, true, false, NULL},
    {0},
};
static const struct param off_params[] = {
    {"code", PARAM_TEXT, ANSWER_MAX, true, false, N_("The six figures of your app")},
    {"password", PARAM_TEXT, PASSWORD_MAX, true, false, N_("Your password")},
    {0},
};

const struct route second_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN | MAY_FRESH, "/me/second", NULL, second_page, NULL, 0,
     "sets up the second step of signing in"},
    {METHOD_POST, MAY_SIGNED_IN | MAY_FRESH, "/me/second", second_params, second_post, second_page,
     4096, "switches it on"},
    {METHOD_POST, MAY_SIGNED_IN | MAY_FRESH, "/me/second/off", off_params, off_post, second_page,
     4096, "switches it off"},
};
const size_t second_routes_n = sizeof second_routes / sizeof *second_routes;
