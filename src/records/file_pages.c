/* file_pages.c - see pages.h: a record's file, asked for and given. */
#include "exchange/taken.h"
#include "records/file_of.h"
#include "records/pages.h"
#include "web/control.h"

enum { FILE_MAX = 48 << 20, REASON_MAX = 1000 };

static bool has_secrets(const struct kind *kind)
{
    const struct kind *head = kind_head(kind);

    for (size_t i = 0; i < kind->n; i++)
        if (kind->fields[i].secret)
            return true;
    return head != kind && has_secrets(head);
}

/* Also where the form has not been sent yet. */
static bool is_ticked(const struct web *web, const char *name)
{
    return form_find(&web->form, str_of(name)).n != 0;
}

static void secrets_box(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    const struct control c = {
        .name = STR("secrets"),
        .label = say(call, "With what only the team reads"),
        .hint = say(call, "Only where you may read it; that you took it out is written down.")};

    if (has_secrets(record->kind) && records_permits(web, record, MAY_SECRET))
        control_check(&web->html, &c, is_ticked(web, "secrets"));
}

static enum rc show(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Take out as a file"),
                        .code = record->code,
                        .back_path = record_path(web, record),
                        .back_label = records_heading(web, record)};
    const struct form_options form = {.action = record_general_path(web, record, "/file")};
    const struct control outside = {
        .name = STR("outside"),
        .label = say(call, "It is for somebody outside: a court, a lawyer, another office"),
        .hint = say(call, "Then there must be an agreement of the person, another basis, or a "
                          "reason below.")};
    const struct control reason = {.name = STR("reason"),
                                   .label = say(call, "Why, and for whom"),
                                   .value = form_find(&web->form, STR("reason")),
                                   .hint = say(call, "It stays in the list of exports.")};
    const struct button send = {.label = say(call, "Make the file"), .weight = WEIGHT_MAIN};

    part_page(web, &page);
    html_tag(h, "p", NULL,
             say(call,
                 "A ZIP with a page to read and print, all of it for other programs, what was "
                 "changed, and the attached files. Whoever has it can read it."));
    part_form(web, &form);
    records_change_field(web);
    secrets_box(web, record);
    control_check(h, &outside, is_ticked(web, "outside"));
    control_text(h, &reason);
    part_form_send(h, &form, &send);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc file_page(struct web *web)
{
    struct record *record;
    enum rc rc = records_open(web, &record);

    if (rc == RC_OK && !taken_may(&web->call))
        return fail(&web->call, RC_DENIED, NULL, "Your role takes no data out of Khetane.");
    return rc == RC_OK ? show(web, record) : rc;
}

static bool keep(void *data, struct str bytes)
{
    buf_add(data, bytes);
    return buf_ok(data);
}

static enum rc give(struct web *web, const struct record *record, bool secrets)
{
    struct call *call = &web->call;
    struct buf file;

    buf_init(&file, call->arena, FILE_MAX);
    const struct file_of what = {record, secrets, {keep, &file}};
    enum rc rc = file_of_write(call, &what);
    if (rc == RC_IO && !buf_ok(&file)) {
        call_forgive(call);
        return fail(call, RC_LIMIT, NULL,
                    "The file would be longer than %d MB. On the server's computer it can be "
                    "made: khetane export %s %s --file FILE.zip",
                    FILE_MAX >> 20, str_z(call->arena, record->kind->name),
                    str_z(call->arena, record->code));
    }
    return rc == RC_OK
               ? web_download(web, "application/zip", file_of_name(call, record), buf_str(&file))
               : rc;
}

static enum rc file_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *record;
    struct outcome outcome;
    enum rc rc = records_open(web, &record);

    if (rc != RC_OK)
        return rc;
    const struct taken taken = {.record = record,
                                .secrets = web_flag(web, "secrets"),
                                .handed_over = web_flag(web, "outside"),
                                .reason = web_text(web, "reason"),
                                .change = records_change(web)};
    rc = taken_note(call, &taken, &outcome);
    if (rc == RC_DENIED && str_is(call->error.where, "reason")) {
        struct str text = call->error.text;
        call_forgive(call);
        fault_add(call, STR("reason"), "%s", str_z(call->arena, text));
        web_status(web, 422);
        return show(web, record);
    }
    return rc == RC_OK ? give(web, record, taken.secrets) : rc;
}

static const struct param name_params[] = {KIND_PARAM, NAME_PARAM, {0}};
static const struct param file_params[] = {
    CHANGE_PARAM,
    KIND_PARAM,
    NAME_PARAM,
    {"outside", PARAM_FLAG, 0, false, false, N_("For somebody outside")},
    {"reason", PARAM_TEXT, REASON_MAX, false, false, N_("Why, and for whom")},
    {"secrets", PARAM_FLAG, 0, false, false, N_("With what only the team reads")},
    {0},
};

const struct route file_routes[] = {
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/{name}/file", name_params, file_page, NULL,
     0, "asks how a record is to be taken out as a file"},
    {METHOD_POST, PERMISSION_KIND_SEE | MAY_FRESH, "/records/{kind}/{name}/file", file_params,
     file_post, NULL, 0, "gives a record with its parts, history and files as a ZIP"},
};
const size_t file_routes_n = sizeof file_routes / sizeof *file_routes;
