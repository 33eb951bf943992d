/* photo_phone_pages.c - of photo_pages.h: what a telephone on the office's network sees. */
#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "casework/photo_address.h"
#include "casework/photo_pages.h"
#include "casework/photos.h"
#include "roles/network_pages.h"

/* Whoever is on the network can make us read so much, so it is less than staff may send. */
enum { PHONE_SEND_MAX = 16 << 20 };

static struct str own_path(struct web *web)
{
    return str_format(web->call.arena, "/photos/%s",
                      str_z(web->call.arena, page_typed(web, "token")));
}

/* Behind it call->actor is whose address it is; nobody is signed in on this device. */
static enum rc open_address(struct web *web, struct record **out)
{
    struct call *call = &web->call;

    if (network_address(web).n != 0)
        return photo_address_find(call, page_typed(web, "token"), out);
    return fail(call, RC_NOT_FOUND, NULL, "This address is over. Ask in the office for a new one.");
}

static void send_form(struct web *web, const struct record *address)
{
    struct call *call = &web->call;
    struct form_options form = {.action = own_path(web), .files = true};
    struct button send = {
        .label = say(call, "Send the photos"), .weight = WEIGHT_MAIN, .icon = "camera"};
    struct control photo = {
        .name = STR("photo"),
        .label = say(call, "Take photos, or choose them"),
        .hint = say(call, "JPEG or PNG, %d MB at a time. Large ones one after the other.",
                    PHONE_SEND_MAX >> 20),
        .must = true};
    long long left = photo_address_left(address);
    struct str until = come_clock(call, record_value(address, "until").i);

    html_tag(&web->html, "p", NULL,
             str_format(call->arena,
                        lang_plural(call->lang, "%lld more photo can be sent, until %s.",
                                    "%lld more photos can be sent, until %s.", left),
                        left, until.p));
    if (left <= 0)
        return;
    part_form(web, &form);
    control_file(&web->html, &photo, "image/jpeg,image/png", true);
    part_form_send(&web->html, &form, &send);
}

static enum rc show_phone(struct web *web, const struct record *address)
{
    struct call *call = &web->call;
    struct str whose = call->actor->name;
    struct page page = {.title = say(call, "Photos"), .bare = true};
    struct value came = record_value(address, "came");

    page.heading = say(call, "Photos for %s", str_z(call->arena, whose));
    call->actor = NULL;
    part_page(web, &page);
    html_tag(&web->html, "p", "hint", page.name);
    if (came.type == V_INT && came.i != 0)
        part_note(&web->html, TONE_OK,
                  str_format(call->arena,
                             lang_plural(call->lang, "%lld photo came to the office.",
                                         "%lld photos came to the office.", came.i),
                             (long long)came.i));
    send_form(web, address);
    html_tag(&web->html, "p", "hint",
             say(call, "They stay on this telephone too: delete them there, when they are not "
                       "to be found on it."));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc phone_page(struct web *web)
{
    struct record *address;
    enum rc rc = open_address(web, &address);

    return rc == RC_OK ? show_phone(web, address) : rc;
}

static size_t sent_n(const struct web *web)
{
    size_t n = 0;

    for (size_t i = 0; i < web->form.n; i++)
        n += web->form.fields[i].file_name.p != NULL && web->form.fields[i].value.n != 0;
    return n;
}

/* All of them, or none: what is no photo is told before anything is counted. */
static enum rc take_all(struct web *web, const struct record *address)
{
    struct call *call = &web->call;
    struct photo_sent sent = {.n = 0};
    bool held;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < web->form.n && rc == RC_OK; i++) {
        const struct form_value *one = &web->form.fields[i];
        if (one->file_name.p == NULL || one->value.n == 0)
            continue;
        sent.name = one->file_name;
        sent.bytes = one->value;
        rc = photos_hold(call, &address->owner, &sent, &held);
        sent.n++;
    }
    return rc == RC_OK ? call_faults(call) : rc;
}

static enum rc phone_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *address;
    size_t n = sent_n(web);
    enum rc rc = open_address(web, &address);

    if (rc != RC_OK)
        return rc;
    if (n == 0) {
        fault_add(call, STR("photo"), "Choose at least one photo.");
        rc = call_faults(call);
    } else if ((int64_t)n > photo_address_left(address)) {
        fault_add(call, STR("photo"), "No more photos are taken at this address.");
        rc = call_faults(call);
    }
    if (rc == RC_OK)
        rc = photo_address_come(call, address, n);
    if (rc == RC_OK)
        rc = take_all(web, address);
    if (rc == RC_INVALID || rc == RC_LIMIT) {
        web_status(web, 422);
        return show_phone(web, address);
    }
    call->actor = NULL;
    return rc == RC_OK ? web_redirect(web, own_path(web), "saved") : rc;
}

static const struct param phone_params[] = {
    {"token", PARAM_CODE, PHOTO_TOKEN, true, false, NULL},
    {0},
};
static const struct param phone_post_params[] = {
    {"token", PARAM_CODE, PHOTO_TOKEN, true, false, NULL},
    {"photo", PARAM_FILE, PHOTO_MAX, false, true, N_("Photos")},
    {0},
};

const struct route photo_phone_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/photos/{token}", phone_params, phone_page, NULL, 0,
     "asks a telephone on the office's network for photos, by a secret address"},
    {METHOD_POST, MAY_PUBLIC, "/photos/{token}", phone_post_params, phone_post, NULL,
     PHONE_SEND_MAX, "takes photos from a telephone, by a secret address"},
};
const size_t photo_phone_routes_n = sizeof photo_phone_routes / sizeof *photo_phone_routes;
