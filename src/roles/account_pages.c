/* account_pages.c - see pages.h: one's own account: language, password, PIN, browsers that are
 * signed in, whom one must not meet, what one must be told. */
#include "base/lang.h"
#include "model/guess.h"
#include "model/notice.h"
#include "model/password.h"
#include "model/permit.h"
#include "model/second.h"
#include "model/user.h"
#include "roles/pages.h"
#include "roles/slow.h"
#include "roles/worker.h"
#include "web/control.h"

enum { CODE_MAX = 60 };

static struct html *html_of(struct web *web)
{
    return &web->html;
}

struct str page_user_name(struct web *web, int64_t rid)
{
    struct record *user;

    if (rid == 0)
        return STR("Khetane");
    if (user_load(&web->call, rid, &user) == RC_OK)
        return record_value(user, "name").s;
    call_forgive(&web->call);
    return STR("");
}

struct str page_moment(struct web *web, int64_t ms)
{
    const struct worker *worker = web->site->data;
    struct local_time at = zone_local(&worker->opened.zone, ms);
    struct date date = day_date(at.on);

    return str_format(web->call.arena, "%04d-%02d-%02d %02d:%02d", date.year, date.month, date.mday,
                      at.second / 3600, at.second / 60 % 60);
}

/* ---- browsers that are signed in */

static void session_row(struct web *web, const struct session *session, const char *action)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    struct form_options form = {.action = str_of(action)};
    struct button end = {.label = say(call, "End it"), .weight = WEIGHT_QUIET};
    const struct fact facts[] = {
        {.label = say(call, "Browser"), .value = session->device},
        {.label = say(call, "Since"), .value = page_moment(web, session->made_ms)},
        {.label = say(call, "Last used"), .value = page_moment(web, session->seen_ms)},
    };

    part_facts(h, facts, sizeof facts / sizeof *facts);
    part_form(web, &form);
    control_hidden(h, "session", str_hex(call->arena, id_str(&session->id)));
    part_button(h, &end);
    part_form_end(h, &form);
}

void page_sessions(struct web *web, const struct session *all, size_t n, const char *action)
{
    for (size_t i = 0; i < n; i++)
        session_row(web, &all[i], action);
    if (n == 0)
        part_note(html_of(web), TONE_MUTE, say(&web->call, "Signed in nowhere."));
}

/* ---- the page */

static void language_choice(struct web *web, const struct record *user, const char *name,
                            struct control *control)
{
    struct call *call = &web->call;
    const struct field *field = field_find(user->kind, str_of(name));
    struct pick *picks = arena_array(call->arena, field->choices->n, sizeof *picks);
    struct str now = record_value(user, name).s;

    if (picks == NULL)
        return;
    for (size_t i = 0; i < field->choices->n; i++) {
        const struct choice *choice = &field->choices->choices[i];
        picks[i] = (struct pick){.value = choice->code,
                                 .label = label_text(call, &choice->label),
                                 .chosen = now.p != NULL && str_eq(now, choice->code)};
    }
    control_select(html_of(web), control, picks, field->choices->n);
}

static void language_form(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/me/language")};
    struct control first = {.name = STR("language"), .label = say(call, "Language of my pages")};
    struct control second = {
        .name = STR("second_language"),
        .label = say(call, "Language for what is not translated"),
        .hint = say(call, "Of Romani the program has only some words. Empty: as in your office."),
    };
    struct control keys = {
        .name = STR("one_key"),
        .label = say(call, "Commands by one key"),
        .hint = say(call, "J and K: next and previous row. Enter: open. X: select. E: done. N: new "
                          "case. G, then I, C or P: today, cases, people. Ctrl+K: find, always."),
    };
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_OTHER};

    part_form(web, &form);
    language_choice(web, user, "language", &first);
    language_choice(web, user, "second_language", &second);
    control_check(html_of(web), &keys, call->actor->one_key);
    part_form_send(html_of(web), &form, &button);
}

static void password_form(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    struct form_options form = {.action = STR("/me/password")};
    struct control old = {.name = STR("old"),
                          .label = say(call, "Password until now"),
                          .max = PASSWORD_CHARS_MAX,
                          .must = true,
                          .fill = "current-password"};
    struct control new = {
        .name = STR("new"),
        .label = say(call, "New password"),
        .hint = say(call, "At least %d characters. Four words are easy to keep in mind.",
                    second_is_on(user) ? PASSWORD_MIN_SECOND : PASSWORD_MIN),
        .max = PASSWORD_CHARS_MAX,
        .must = true,
        .fill = "new-password"};
    struct button button = {.label = say(call, "Change the password"), .weight = WEIGHT_OTHER};

    part_form(web, &form);
    control_password(h, &old);
    control_password(h, &new);
    part_form_send(h, &form, &button);
}

static void pin_form(struct web *web, bool has)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    struct form_options form = {.action = STR("/me/pin")};
    struct control pin = {.name = STR("pin"),
                          .label = has ? say(call, "Another PIN") : say(call, "PIN"),
                          .hint = say(call,
                                      "%d to %d figures. It opens your pages again after a "
                                      "pause on a computer where you signed in today. Leave "
                                      "it empty to do without.",
                                      PIN_MIN, PIN_MAX),
                          .max = PIN_MAX};
    struct button button = {.label = say(call, "Save the PIN"), .weight = WEIGHT_OTHER};

    part_form(web, &form);
    control_password(h, &pin);
    part_form_send(h, &form, &button);
}

static void second_card(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    bool on = second_is_on(user);
    size_t left = second_codes_left(record_value(user, "recovery").s);
    struct button button = {.label = on ? say(call, "Change the second step")
                                        : say(call, "Set up the second step"),
                            .weight = WEIGHT_OTHER};

    part_card(h, say(call, "Second step of signing in"));
    if (on)
        part_note(h, left == 0 ? TONE_WARN : TONE_OK,
                  str_format(call->arena,
                             lang_plural(call->lang, "It is on. %zu recovery code is left.",
                                         "It is on. %zu recovery codes are left.", (long long)left),
                             left));
    else
        part_note(h, TONE_MUTE,
                  say(call, "An app on your phone gives six figures that change every half minute. "
                            "Who knows your password alone cannot come in."));
    part_link_button(h, &button, STR("/me/second"));
    part_card_end(h);
}

static enum rc sessions_card(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    struct session *all = arena_array(call->arena, SESSION_LIST_MAX, sizeof *all);
    struct form_options form = {.action = STR("/me/sessions/end")};
    struct button button = {.label = say(call, "End all others"), .weight = WEIGHT_OTHER};
    size_t n;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = session_list(call, call->actor->rid, all, &n);
    if (rc != RC_OK)
        return rc;
    part_card(h, say(call, "Where I am signed in"));
    page_sessions(web, all, n, "/me/session/end");
    part_form(web, &form);
    part_form_send(h, &form, &button);
    part_card_end(h);
    return RC_OK;
}

/* She may not see whom she must not meet: the number alone, which she entered, is shown. */
static void walls_card(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    const struct kind *person = kind_find(call->app->registry, STR("person"));
    struct value walls = record_value(user, "must_not_meet");
    struct form_options form = {.action = STR("/me/wall")};
    struct control control = {.name = STR("person"),
                              .label = say(call, "Number of the person"),
                              .hint = say(call, "A relative, a neighbour, somebody you are in "
                                                "dispute with. From then on you see neither this "
                                                "person nor the cases. Only a lead can undo it."),
                              .max = CODE_MAX,
                              .must = true};
    struct button button = {.label = say(call, "Keep me away from this person"),
                            .weight = WEIGHT_OTHER};

    part_card(h, say(call, "Whom I must not meet here"));
    for (size_t i = 0; walls.type == V_LIST && i < walls.list.n; i++) {
        struct record *record;
        struct id id;
        if (id_of(walls.list.items[i].s, &id) &&
            table_load(call, call->store->db, app_table(call->app, person), &id, &record) == RC_OK)
            part_code(h, record->code);
    }
    call_forgive(call);
    part_form(web, &form);
    control_text(h, &control);
    part_form_send(h, &form, &button);
    part_card_end(h);
}

static struct str done_sentence(struct web *web)
{
    static const char *const done[][2] = {
        {"language", N_("Your choice is saved.")},
        {"password", N_("The password is changed. Everywhere else you are signed out.")},
        {"pin", N_("The PIN is saved.")},
        {"no-pin", N_("You have no PIN any more.")},
        {"ended", N_("Signed out there.")},
        {"wall", N_("From now on you see neither this person nor the cases.")},
        {"second-off", N_("The second step is switched off.")},
        {"seen", N_("Read.")},
    };

    for (size_t i = 0; i < sizeof done / sizeof *done; i++)
        if (str_is(web->done, done[i][0]))
            return str_of(lang_text(web->call.lang, done[i][1]));
    return STR("");
}

static enum rc show_account(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    struct page page = {.title = say(call, "My account"), .done = done_sentence(web)};
    struct form_options away = {.action = STR("/pause")};
    struct button lock = {
        .label = say(call, "Lock my pages now"), .weight = WEIGHT_OTHER, .icon = "lock"};
    struct str pin = STR("");
    struct record *user;
    enum rc rc = user_load(call, call->actor->rid, &user);

    if (rc == RC_OK)
        rc = pin_get(call, call->actor->rid, &pin);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_card(h, call->actor->name);
    part_form(web, &away);
    part_form_send(h, &away, &lock);
    language_form(web, user);
    part_card_end(h);
    part_card(h, say(call, "Password"));
    password_form(web, user);
    part_card_end(h);
    part_card(h, say(call, "PIN for short pauses"));
    pin_form(web, pin.n != 0);
    part_card_end(h);
    second_card(web, user);
    rc = sessions_card(web);
    walls_card(web, user);
    part_page_end(web, &page);
    return rc;
}

/* The same page, with what is wrong in one of its forms. */
static enum rc show_wrong(struct web *web, const char *where, struct str said)
{
    web->call.error.rc = RC_OK;
    web_status(web, 422);
    if (web->call.fault_count == 0)
        fault_add(&web->call, str_of(where), "%s", said.p);
    return show_account(web);
}

/* ---- changes */

static enum rc language_post(struct web *web)
{
    enum rc rc = user_set_own(&web->call, web_text(web, "language"),
                              web_text(web, "second_language"), web_text(web, "one_key").n != 0);

    return rc == RC_OK        ? web_redirect(web, STR("/me"), "language")
           : rc == RC_INVALID ? show_wrong(web, "language", web->call.error.text)
                              : rc;
}

struct changing {
    struct record *user;
    struct guess guess;
};

static enum rc password_made(struct web *web, void *data, struct str stored)
{
    struct changing *changing = data;
    struct call *call = &web->call;
    struct str token;
    enum rc rc = user_set_password(call, changing->user, stored); /* ends all sessions */

    if (rc == RC_OK)
        rc = session_begin(call, changing->user->rid, SESSION_OPEN,
                           session_device(call, web->request->agent), &token);
    if (rc != RC_OK)
        return rc;
    web_sign_in(web, token);
    return web_redirect(web, STR("/me"), "password");
}

static enum rc password_compared(struct web *web, void *data, bool right)
{
    struct changing *changing = data;

    if (!right)
        return show_wrong(web, "old", say(&web->call, "This password is not right."));
    enum rc rc = guess_undo(&web->call, &changing->guess);
    return rc == RC_OK ? slow_make(web, web_text(web, "new"), password_made, changing) : rc;
}

static enum rc check_new(struct call *call, const struct record *user, struct str typed)
{
    struct str names[USER_NAMES_MAX];
    struct password_rule rule = {.where = "new", .second = second_is_on(user), .names = names};
    enum rc rc = user_names(call, user, names, &rule.names_n);

    return rc == RC_OK ? password_check(call, &rule, typed) : rc;
}

static enum rc password_post(struct web *web)
{
    struct call *call = &web->call;
    struct changing *changing = arena_alloc(call->arena, sizeof *changing);
    struct guess_verdict verdict;

    if (changing == NULL)
        return fail_memory(call);
    changing->guess = (struct guess){call->actor->login, web->request->peer};
    enum rc rc = user_load(call, call->actor->rid, &changing->user);
    if (rc == RC_OK)
        rc = check_new(call, changing->user, web_text(web, "new"));
    if (rc == RC_INVALID)
        return show_wrong(web, "new", call->error.text);
    if (rc == RC_OK)
        rc = guess_begin(call, &changing->guess, &verdict);
    if (rc != RC_OK)
        return rc;
    if (verdict.closed || verdict.wait_s != 0)
        return show_wrong(web, "old", page_guess_wait(web, &verdict));
    return slow_compare(web, record_value(changing->user, "password").s, web_text(web, "old"),
                        password_compared, changing);
}

/* All alike, or one after the other: what is tried first. */
static bool is_weak_pin(struct str pin)
{
    bool same = true, up = true, down = true;

    for (size_t i = 1; i < pin.n; i++) {
        same &= pin.p[i] == pin.p[0];
        up &= pin.p[i] == pin.p[i - 1] + 1;
        down &= pin.p[i] == pin.p[i - 1] - 1;
    }
    return same || up || down;
}

static bool is_pin(struct str pin)
{
    uint64_t number;

    return pin.n >= PIN_MIN && pin.n <= PIN_MAX && str_uint(pin, UINT64_MAX, &number);
}

static enum rc pin_made(struct web *web, void *data, struct str stored)
{
    enum rc rc = pin_set(&web->call, web->call.actor->rid, stored);

    (void)data;
    return rc == RC_OK ? web_redirect(web, STR("/me"), "pin") : rc;
}

static enum rc pin_post(struct web *web)
{
    struct call *call = &web->call;
    struct str pin = web_text(web, "pin");

    if (pin.n == 0) {
        enum rc rc = pin_set(call, call->actor->rid, STR(""));
        return rc == RC_OK ? web_redirect(web, STR("/me"), "no-pin") : rc;
    }
    if (!is_pin(pin))
        return show_wrong(web, "pin", say(call, "A PIN has %d to %d figures.", PIN_MIN, PIN_MAX));
    if (is_weak_pin(pin))
        return show_wrong(web, "pin",
                          say(call, "This PIN is among the first that others try. Take another."));
    return slow_make(web, pin, pin_made, NULL);
}

static enum rc session_post(struct web *web)
{
    struct id id;
    enum rc rc = RC_OK;

    if (str_unhex(web_text(web, "session"), id.b, sizeof id.b))
        rc = session_end_one(&web->call, web->call.actor->rid, &id);
    return rc == RC_OK ? web_redirect(web, STR("/me"), "ended") : rc;
}

static enum rc sessions_post(struct web *web)
{
    enum rc rc = session_end_all(&web->call, web->call.actor->rid, web->session);

    return rc == RC_OK ? web_redirect(web, STR("/me"), "ended") : rc;
}

static enum rc wall_post(struct web *web)
{
    enum rc rc = user_add_wall(&web->call, web_text(web, "person"));

    return rc == RC_OK        ? web_redirect(web, STR("/me"), "wall")
           : rc == RC_INVALID ? show_wrong(web, "person", web->call.error.text)
                              : rc;
}

/* ---- what she must be told */

static struct str notice_text(struct web *web, const struct notice *notice)
{
    struct call *call = &web->call;
    const char *who = str_z(call->arena, page_user_name(web, notice->who));

    switch (notice->what) {
    case NOTICE_FAILED:
        return str_format(call->arena,
                          lang_plural(call->lang,
                                      "%lld failed attempt to sign in as you. If it was not you, "
                                      "tell the lead.",
                                      "%lld failed attempts to sign in as you. If it was not you, "
                                      "tell the lead.",
                                      notice->number),
                          (long long)notice->number);
    case NOTICE_PASSWORD: return say(call, "%s gave you a one-time password.", who);
    case NOTICE_SECOND: return say(call, "%s switched off your second step of signing in.", who);
    case NOTICE_RECOVERY:
        return str_format(call->arena,
                          lang_plural(call->lang,
                                      "A recovery code was used to sign in as you; %lld is left.",
                                      "A recovery code was used to sign in as you; %lld are left.",
                                      notice->number),
                          (long long)notice->number);
    case NOTICE_EMERGENCY:
        return say(call, "%s opened %s by emergency access.", who,
                   str_z(call->arena, notice->code));
    case NOTICE_LET_IN:
        return say(call, "%s let you in again after too many wrong passwords.", who);
    case NOTICE_WHATS: break;
    }
    return STR("");
}

static enum rc notices_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = html_of(web);
    struct page page = {.title = say(call, "Notices"),
                        .back_path = STR("/me"),
                        .back_label = say(call, "My account")};
    struct form_options form = {.action = STR("/me/notices")};
    struct button button = {.label = say(call, "I have read these"), .weight = WEIGHT_MAIN};
    struct notice *all = arena_array(call->arena, NOTICE_LIST_MAX, sizeof *all);
    size_t n;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = notice_list(call, call->actor->rid, all, &n);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    if (n == 0)
        part_empty(h, say(call, "There is nothing to tell."), STR(""), STR(""));
    for (size_t i = 0; i < n; i++) {
        const struct fact fact = {.label = page_moment(web, all[i].made_ms),
                                  .value = notice_text(web, &all[i])};
        part_facts(h, &fact, 1);
    }
    if (n != 0) {
        part_form(web, &form);
        part_form_send(h, &form, &button);
    }
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc notices_post(struct web *web)
{
    enum rc rc = notice_seen(&web->call, web->call.actor->rid);

    return rc == RC_OK ? web_redirect(web, STR("/"), NULL) : rc;
}

static const struct param language_params[] = {
    {"language", PARAM_CODE, 20, false, false, N_("Language of my pages")},
    {"second_language", PARAM_CODE, 20, false, false, N_("Language for what is not translated")},
    {"one_key", PARAM_FLAG, 0, false, false, N_("Commands by one key")},
    {0},
};
static const struct param password_params[] = {
    {"new", PARAM_TEXT, PASSWORD_MAX, true, false, N_("New password")},
    {"old", PARAM_TEXT, PASSWORD_MAX, true, false, N_("Password until now")},
    {0},
};
static const struct param pin_params[] = {
    {"pin", PARAM_TEXT, 64, false, false, N_("PIN")},
    {0},
};
static const struct param session_params[] = {
    {"session", PARAM_ID, 0, true, false, NULL},
    {0},
};
static const struct param wall_params[] = {
    {"person", PARAM_TEXT, CODE_MAX, true, false, N_("Number of the person")},
    {0},
};

const struct route account_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/me", NULL, show_account, NULL, 0, "shows one's own account"},
    {METHOD_POST, MAY_SIGNED_IN, "/me/language", language_params, language_post, show_account, 0,
     "changes the language and the keys of one's pages"},
    {METHOD_GET, MAY_SIGNED_IN, "/me/notices", NULL, notices_page, NULL, 0,
     "shows what one must be told"},
    {METHOD_POST, MAY_SIGNED_IN, "/me/notices", NULL, notices_post, NULL, 0, "marks it as read"},
    {METHOD_POST, MAY_SIGNED_IN, "/me/password", password_params, password_post, show_account,
     16384, "changes one's own password"},
    {METHOD_POST, MAY_SIGNED_IN | MAY_FRESH, "/me/pin", pin_params, pin_post, show_account, 4096,
     "sets one's own PIN"},
    {METHOD_POST, MAY_SIGNED_IN, "/me/session/end", session_params, session_post, show_account, 0,
     "ends one of one's own sessions"},
    {METHOD_POST, MAY_SIGNED_IN, "/me/sessions/end", NULL, sessions_post, NULL, 0,
     "ends all of one's other sessions"},
    {METHOD_POST, MAY_SIGNED_IN, "/me/wall", wall_params, wall_post, show_account, 0,
     "keeps one away from a person"},
};
const size_t account_routes_n = sizeof account_routes / sizeof *account_routes;
