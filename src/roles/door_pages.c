/* door_pages.c - see pages.h: the locked door, closing this computer, the first page. */
#include "model/actor.h"
#include "roles/demo.h"
#include "roles/home.h"
#include "roles/pages.h"
#include "roles/worker.h"
#include "store/phrase.h"
#include "web/control.h"
#include "web/part.h"
#include "web/part_show.h"

enum { UNLOCK_MS = 60000 };

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
    if (worker->trouble[0] != '\0')
        part_note(h, TONE_BAD, str_of(worker->trouble));
    if (worker->practice)
        part_note(h, TONE_INFO,
                  say(call, "For practice anybody opens it. The passphrase is: %s", DEMO_PHRASE));
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
    {METHOD_GET, MAY_PUBLIC, "/languages", NULL, page_languages, NULL, 0,
     "says how far each translation is, and whose words it has"},
    {METHOD_POST, MAY_PUBLIC, "/unlock", unlock_params, unlock_post, unlock_page, 4096,
     "opens the data"},
};
const size_t locked_routes_n = sizeof locked_routes / sizeof *locked_routes;

/* ---- closing this computer */

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
    if (web->first != NULL)
        return web_redirect(web, str_of(web->first), NULL);
    return web->call.actor == NULL ? web_redirect(web, STR("/sign-in"), NULL) : home_show(web);
}

const struct route door_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, home_page, NULL, 0, "shows what is to be done today"},
    {METHOD_GET, MAY_SIGNED_IN, "/walk", NULL, walk_page, NULL, 0,
     "shows the stories of a practice folder, and a walk through one"},
    {METHOD_GET, MAY_SIGNED_IN, "/dev/parts", NULL, part_show, NULL, 0, "shows the parts of pages"},
    {METHOD_GET, MAY_SIGNED_IN, "/lock", NULL, lock_page, NULL, 0, "asks whether to close"},
    {METHOD_POST, MAY_SIGNED_IN, "/lock", NULL, lock_post, NULL, 0, "closes this computer"},
};
const size_t door_routes_n = sizeof door_routes / sizeof *door_routes;
