/* mail_pages.c - see incoming_pages.h: a letter as an e-mail, an e-mail as a paper that came. */
#include "casework/case_parts.h"
#include "casework/incoming_pages.h"
#include "casework/kept_file.h"
#include "casework/letter_mail.h"
#include "model/permission.h"
#include "web/field_rows.h"

/* ---- out ---- */

static enum rc out_page(struct web *web)
{
    struct record *letter;
    struct str name, bytes;
    enum rc rc = query_code(&web->call, page_kind(web, "letter"), web_text(web, "code"), &letter);

    if (rc == RC_OK)
        rc = letter_mail(&web->call, letter, &name, &bytes);
    return rc == RC_OK ? web_download(web, "message/rfc822", name, bytes) : rc;
}

/* ---- in: the message fills in the form of a paper, its files wait with it ---- */

static enum rc mail_form(struct web *web)
{
    struct call *call = &web->call;
    struct record *of;
    enum rc rc = case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    struct page page = case_form_page(web, of, say(call, "An e-mail came in"), "");
    struct form_options form = {.action = page_case_path(web, of->code, "/incoming/mail"),
                                .files = true};
    struct button button = {.label = say(call, "Read it"), .weight = WEIGHT_MAIN};
    struct control mail = {
        .name = STR("mail"),
        .label = say(call, "The e-mail as a file (.eml)"),
        .hint = say(call, "In your program for e-mail: save the message as a file. Up to %d MB.",
                    MAIL_BYTES_MAX >> 20),
        .must = true};
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "What it says and its files are taken over into the form that follows; "
                       "nothing is kept before you save that."));
    part_form(web, &form);
    control_file(&web->html, &mail, ".eml,message/rfc822", false);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static void put_text(struct web *web, const char *name, struct str value)
{
    form_put(web, str_of(name), value);
}

static void put_day(struct web *web, day on)
{
    struct date date = day_date(on);
    struct arena *arena = web->call.arena;

    put_text(web, "received.d", str_format(arena, "%d", date.mday));
    put_text(web, "received.m", str_format(arena, "%d", date.month));
    put_text(web, "received.y", str_format(arena, "%d", date.year));
}

/* One that cannot be kept by itself is in the message all the same. */
static enum rc hold(struct web *web, struct str name, struct str bytes, bool must)
{
    struct call *call = &web->call;
    struct held_file file;
    enum rc rc = kept_file(call, name, bytes, &file);

    if (rc == RC_INVALID && !must) {
        call_forgive(call);
        return RC_OK;
    }
    if (rc == RC_OK)
        rc = held_file_keep(call, &file);
    if (rc == RC_OK)
        form_put(web, STR("f.files.kept"), str_hex(call->arena, str_bytes(file.blob.id, BLOB_ID)));
    return rc;
}

static enum rc fill(struct web *web, const struct record *of, const struct mail *mail,
                    struct str bytes)
{
    struct call *call = &web->call;
    struct record *letter;
    struct id id;
    enum rc rc = letter_mail_of(call, mail, &id);

    if (rc == RC_OK) {
        rc = query_get(call, page_kind(web, "letter"), &id, &letter);
        if (rc == RC_OK && id_eq(&letter->owner, &of->id))
            put_text(web, "letter", str_hex(call->arena, id_str(&id)));
    }
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        rc = RC_OK;
    }
    put_day(web, letter_mail_day(call, mail));
    put_text(web, "how", STR("electronic"));
    put_text(web, "from", mail->from);
    if (rc == RC_OK)
        rc = hold(web, STR("message.eml"), bytes, true);
    for (size_t i = 0; i < mail->files_n && rc == RC_OK; i++)
        rc = hold(web, mail->files[i].name, mail->files[i].bytes, false);
    return rc;
}

static enum rc in_post(struct web *web)
{
    struct call *call = &web->call;
    const struct form_value *file = web_file(web, "mail");
    struct mail *mail = arena_alloc(call->arena, sizeof *mail);
    struct record *of;
    enum rc rc = mail == NULL ? fail_memory(call) : case_of(web, &of);

    if (rc != RC_OK)
        return rc;
    if (file == NULL || file->value.n == 0)
        fault_add(call, STR("mail"), "Choose the file of the e-mail.");
    rc = call_faults(call);
    if (rc == RC_OK)
        rc = mail_read(call, file->value, mail);
    if (rc == RC_OK)
        rc = fill(web, of, mail, file->value);
    if (rc == RC_OK)
        return incoming_filled(web, of, mail->text);
    if (rc != RC_INVALID && rc != RC_LIMIT)
        return rc;
    if (call->faults == NULL)
        fault_add(call, STR("mail"), "%s", str_z(call->arena, call->error.text));
    web_status(web, 422);
    return mail_form(web);
}

/* ---- routes ---- */

static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

static const struct param mail_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"mail", PARAM_FILE, MAIL_BYTES_MAX, false, false, N_("The e-mail as a file (.eml)")},
    {0},
};

const struct route mail_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/incoming/mail", code_params, mail_form, NULL,
     0, "asks for an e-mail that came in"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/incoming/mail", mail_params, in_post,
     mail_form, SERVER_FILE_MAX, "reads an e-mail that came in"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/letter/{code}/mail", code_params, out_page, NULL, 0,
     "gives a printed letter as an e-mail"},
};
const size_t mail_routes_n = sizeof mail_routes / sizeof *mail_routes;
