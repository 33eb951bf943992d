/* export_pages.c - /exports: everything as one file, asked for by one and agreed by another. */
#include "base/file.h"
#include "exchange/taken.h"
#include "exchange/whole.h"
#include "model/permission.h"
#include "office/export_work.h"
#include "office/pages.h"
#include "query/query.h"
#include "store/phrase.h"
#include "store/store.h"
#include "web/control.h"

enum { REASON_MAX = 1000, PATH_MAX_BYTES = 300, DOWNLOAD_MAX = 48 << 20, WAITING_MAX = 50 };

static struct str typed(struct web *web, const char *name)
{
    return form_find(&web->form, str_of(name));
}

static void change_field(struct web *web)
{
    struct id id = id_new(&web->call);

    (void)str_unhex(typed(web, "change"), id.b, sizeof id.b);
    control_hidden(&web->html, "change", str_hex(web->call.arena, id_str(&id)));
}

/* ---- asking */

/* Has this person asked, and nobody answered yet? */
static enum rc asked_already(struct call *call, bool *out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("proposal"));
    const struct query query = {.kind = kind,
                                .filters = {{.op = QUERY_IS, .value = v_text(STR("waiting"))}},
                                .n = 1,
                                .limit = WAITING_MAX};
    struct query_page page;
    enum rc rc = query_list(call, &query, &page);

    *out = false;
    for (size_t i = 0; rc == RC_OK && i < page.n; i++)
        *out = *out || (page.records[i]->made_by == call->actor->rid &&
                        str_is(record_value(page.records[i], "operation").s, "export.all") &&
                        call->now_ms - page.records[i]->made_ms < (int64_t)TAKEN_HOURS * 3600000);
    return rc;
}

static void ask_form(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct form_options form = {.action = STR("/exports/ask")};
    const struct control reason = {
        .name = STR("reason"),
        .label = say(call, "What it is for"),
        .value = typed(web, "reason"),
        .hint = say(call, "The second person reads this, and it stays in the list of exports."),
        .must = true};
    const struct button send = {.label = say(call, "Ask a second person"), .weight = WEIGHT_MAIN};

    part_card(h, say(call, "Ask for it"));
    part_form(web, &form);
    change_field(web);
    control_text(h, &reason);
    part_form_send(h, &form, &send);
    part_card_end(h);
}

static void make_form(struct web *web, const struct record *export)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct form_options form = {.action = STR("/exports/make")};
    const struct control folder = {
        .name = STR("folder"),
        .label = say(call, "Folder on the server's computer"),
        .value = typed(web, "folder"),
        .hint = say(call,
                    "A stick, as it is called there: /media/mira/STICK. Empty: it can be "
                    "taken from this page for %d days.",
                    WHOLE_KEPT_DAYS)};
    const struct button send = {.label = say(call, "Make the file"), .weight = WEIGHT_MAIN};

    part_card(h, say(call, "Agreed"));
    html_tag(h, "p", NULL,
             say(call, "%s: a second person has agreed. It holds for one file, and for %d hours.",
                 str_z(call->arena, export->code), TAKEN_HOURS));
    part_form(web, &form);
    control_text(h, &folder);
    part_form_send(h, &form, &send);
    part_card_end(h);
}

static enum rc what_next(struct web *web)
{
    struct call *call = &web->call;
    struct record *export;
    bool waits;
    enum rc rc = taken_agreed(call, &export);

    if (rc == RC_OK) {
        make_form(web, export);
        return RC_OK;
    }
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = asked_already(call, &waits);
    if (rc != RC_OK)
        return rc;
    if (waits) {
        part_note(&web->html, TONE_INFO,
                  say(call, "You have asked. Somebody else who leads or looks after keys must "
                            "agree; the file can then be made here."));
        part_link(&web->html, STR("/proposals"), say(call, "What waits for a second person"));
    } else {
        ask_form(web);
    }
    return RC_OK;
}

/* ---- files that lie in DIR/exports: those that this person made */

static bool is_file(const struct record *export)
{
    struct str name = record_value(export, "file_name").s;

    return record_value(export, "whole").type == V_INT && str_is(export->state, "made") &&
           str_ends(name, STR(".zip.age")) && str_find(name, '/') == name.n;
}

static struct str file_at(struct call *call, const struct record *export)
{
    struct str folder = file_path(call, call->store->folder, "exports");

    return folder.n == 0
               ? folder
               : file_path(call, folder.p, str_z(call->arena, record_value(export, "file_name").s));
}

static enum rc files_made(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("export"));
    const struct query query = {.kind = kind,
                                .filters = {{.field = field_find(kind, STR("asked_by")),
                                             .op = QUERY_IS,
                                             .value = id_value(&call->actor->id)}},
                                .n = 1,
                                .limit = WAITING_MAX};
    struct query_page page;
    enum rc rc = query_list(call, &query, &page);

    for (size_t i = 0; rc == RC_OK && i < page.n; i++) {
        const struct record *export = page.records[i];
        struct str path = is_file(export) ? file_at(call, export) : STR("");
        if (path.n == 0 || !file_exists(call, path.p))
            continue;
        html_raw(&web->html, "<p>");
        part_link(&web->html,
                  str_format(call->arena, "/exports/%s/file", str_z(call->arena, export->code)),
                  record_value(export, "file_name").s);
        html_raw(&web->html, "</p>");
    }
    return rc;
}

static enum rc exports_page(struct web *web)
{
    static const char *const kinds[] = {"export", NULL};
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Everything as one file")};

    if (!taken_may_all(call))
        return fail(call, RC_DENIED, NULL,
                    "Only key holders, administrators and leads may ask for everything.");
    if (str_is(web->done, "asked"))
        page.done = say(call, "Asked for. A second person must agree.");
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "All records, files and changes in formats that other programs read, as a "
                       "file that seven words lock: to hand the work over, or to leave Khetane. "
                       "Two people must want it."));
    enum rc rc = what_next(web);
    if (rc == RC_OK)
        rc = files_made(web);
    if (rc == RC_OK)
        rc = jobs_part(web, kinds, STR("/exports"));
    part_link(&web->html, STR("/records/export"), say(call, "What was taken out until now"));
    part_page_end(web, &page);
    return rc;
}

static enum rc ask_post(struct web *web)
{
    struct call *call = &web->call;
    struct outcome outcome;
    struct id change = id_new(call);

    (void)str_unhex(typed(web, "change"), change.b, sizeof change.b);
    enum rc rc = taken_propose(call, &change, web_text(web, "reason"), &outcome);
    return rc == RC_OK ? web_redirect(web, STR("/exports"), "asked") : rc;
}

/* ---- making: the words are shown once */

static enum rc show_words(struct web *web, struct str words)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "The seven words"),
                        .back_path = STR("/exports"),
                        .back_label = say(call, "Everything as one file")};

    part_page(web, &page);
    part_note(h, TONE_WARN,
              say(call, "Write these words down now, and keep them apart from the file. They are "
                        "shown once; without them nobody can open it."));
    html_tag(h, "p", "words", words);
    html_tag(h, "p", NULL,
             say(call, "The file is opened with the free program age (age-encryption.org): age -d "
                       "-o all.zip FILE. It asks for the words, with one space between them."));
    part_link(h, STR("/exports"), say(call, "See how far it is"));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc make_with(struct web *web, const struct record *export, struct str folder)
{
    struct call *call = &web->call;
    struct age_lock lock;
    struct buf words;
    struct id job;

    buf_init(&words, call->arena, PHRASE_MAX);
    phrase_make(call->os, office_program(web)->words, &words);
    if (!buf_ok(&words) || !age_lock(call->os, buf_str(&words), &lock))
        return fail_memory(call);
    const struct export_ask ask = {export, &lock, folder};
    enum rc rc = export_ask(call, &ask, &job);
    crypt_wipe(&lock, sizeof lock);
    return rc == RC_OK ? show_words(web, buf_str(&words)) : rc;
}

static enum rc make_post(struct web *web)
{
    struct call *call = &web->call;
    struct str folder = str_trim(web_text(web, "folder"));
    struct record *export;
    enum rc rc = taken_agreed(call, &export);

    if (rc == RC_NOT_FOUND)
        return fail(call, RC_CONFLICT, NULL,
                    "Nobody has agreed to this yet, or the file was made.");
    if (rc != RC_OK)
        return rc;
    if (folder.n != 0 && (folder.p[0] != '/' || !file_exists(call, str_z(call->arena, folder)))) {
        fault_add(call, STR("folder"), "%s cannot be found: is the stick plugged in?",
                  str_z(call->arena, folder));
        web_status(web, 422);
        return exports_page(web);
    }
    return make_with(web, export, folder);
}

static enum rc file_get(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("export"));
    struct record *export;
    struct str bytes;
    enum rc rc = query_code(call, kind, web_text(web, "code"), &export);

    if (rc != RC_OK)
        return rc;
    if (!is_file(export) || !str_eq(record_value(export, "asked_by").s, id_str(&call->actor->id)))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    struct str path = file_at(call, export);
    rc = path.n == 0 ? fail_memory(call) : file_read(call, path.p, DOWNLOAD_MAX, &bytes);
    if (rc == RC_LIMIT) {
        call_forgive(call);
        return fail(call, RC_LIMIT, NULL,
                    "This file is longer than %d MB. Take it from the server's computer, from the "
                    "folder exports.",
                    DOWNLOAD_MAX >> 20);
    }
    return rc == RC_OK ? web_download(web, "application/octet-stream",
                                      record_value(export, "file_name").s, bytes)
                       : rc;
}

/* ---- routes */

static const struct param ask_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"reason", PARAM_TEXT, REASON_MAX, true, false, N_("What it is for")},
    {0},
};
static const struct param make_params[] = {
    {"folder", PARAM_TEXT, PATH_MAX_BYTES, false, false, N_("Folder on the server's computer")},
    {0},
};
static const struct param code_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {0},
};

const struct route export_routes[] = {
    {METHOD_GET, PERMISSION_EXPORT_ALL, "/exports", NULL, exports_page, NULL, 0,
     "shows how everything is taken out as one file"},
    {METHOD_POST, PERMISSION_EXPORT_ALL | MAY_FRESH, "/exports/ask", ask_params, ask_post,
     exports_page, 0, "asks a second person to agree to a file with everything"},
    {METHOD_POST, PERMISSION_EXPORT_ALL | MAY_FRESH, "/exports/make", make_params, make_post,
     exports_page, 0, "makes the file that was agreed, and shows its words once"},
    {METHOD_GET, PERMISSION_EXPORT_ALL | MAY_FRESH | MAY_FILE, "/exports/{code}/file", code_params,
     file_get, NULL, 0, "gives a locked file with everything to who made it"},
};
const size_t export_routes_n = sizeof export_routes / sizeof *export_routes;
