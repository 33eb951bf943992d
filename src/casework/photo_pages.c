/* photo_pages.c - see photo_pages.h: what who works on the case sees. */
#include "casework/photo_pages.h"

#include <stdlib.h>

#include "base/lang.h"
#include "casework/case_files.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "casework/photo_address.h"
#include "casework/photos.h"
#include "model/permission.h"
#include "roles/await.h"
#include "roles/network_pages.h"
#include "roles/qr_job.h"
#include "store/store.h"

enum {
    PHOTO_SEND_MAX = 24 << 20,
    TITLE_MAX = 100,
    PAPERS_SHOWN = 30,
    MAKE_MS = 90000,
    TURNS = 4,
    ROW_MAX = 40,
};

struct waiting {
    struct held_file all[HELD_FILES_MAX];
    size_t n;
};

/* The page, while it is asked for. */
struct view {
    struct record *of;
    struct waiting *waiting;
    struct str address; /* of the telephone's page; n == 0: none was made just now */
    const struct qr *code;
};

static struct str photos_path(struct web *web, const struct record *of, const char *rest)
{
    return page_case_path(web, of->code, str_format(web->call.arena, "/photos%s", rest).p);
}

static enum rc open_view(struct web *web, struct view *view)
{
    struct call *call = &web->call;

    *view = (struct view){.waiting = arena_alloc(call->arena, sizeof *view->waiting)};
    if (view->waiting == NULL)
        return fail_memory(call);
    enum rc rc = query_code(call, page_kind(web, "case"), web_text(web, "code"), &view->of);
    if (rc == RC_OK)
        rc = permit(call, view->of, MAY_CHANGE);
    return rc == RC_OK ? held_files_of(call, &view->of->id, view->waiting->all, &view->waiting->n)
                       : rc;
}

/* ---- bringing them */

static void add_form(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct form_options form = {.action = photos_path(web, view->of, ""), .files = true};
    struct button add = {.label = say(call, "Add these photos"),
                         .weight = view->waiting->n == 0 ? WEIGHT_MAIN : WEIGHT_OTHER};
    struct control photo = {
        .name = STR("photo"),
        .label = say(call, "Photos on this device"),
        .hint = say(call,
                    "Several at once: JPEG or PNG, up to %d MB each, %d MB together. What "
                    "the telephone wrote into them, as the place, is taken out.",
                    PHOTO_MAX >> 20, PHOTO_SEND_MAX >> 20),
        .must = true};

    part_card(&web->html, say(call, "Add photos"));
    part_form(web, &form);
    control_file(&web->html, &photo, "image/jpeg,image/png", true);
    part_form_send(&web->html, &form, &add);
    part_card_end(&web->html);
}

/* ---- a telephone */

static void phone_code(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct nav_item known = {.path = STR("/network"), .label = say(call, "Other devices")};
    struct nav_item come = {.path = photos_path(web, view->of, ""),
                            .label = say(call, "Show what has come")};

    html_tag(h, "p", NULL,
             say(call,
                 "Hold the telephone's camera over this. The address is shown once, and "
                 "open for ten minutes and %d photos.",
                 PHOTO_ADDRESS_MOST));
    qr_show(h, view->code, say(call, "A code with the address for the telephone"));
    html_tag(h, "p", "code", view->address);
    part_links(h, &come, 1);
    html_tag(
        h, "p", "hint",
        say(call, "If the telephone warns of this address, it does not know this office yet:"));
    part_links(h, &known, 1);
}

static void open_address(struct web *web, const struct view *view, const struct record *address)
{
    struct call *call = &web->call;
    struct form_options form = {.action = photos_path(web, view->of, "/phone/end")};
    struct button end = {.label = say(call, "End this address"), .weight = WEIGHT_QUIET};
    struct value came = record_value(address, "came");

    html_tag(&web->html, "p", NULL,
             say(call, "An address is open until %s; %lld of %lld photos came.",
                 come_clock(call, record_value(address, "until").i).p,
                 came.type == V_INT ? (long long)came.i : 0LL,
                 (long long)record_value(address, "most").i));
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "address", str_hex(call->arena, id_str(&address->id)));
    part_form_send(&web->html, &form, &end);
}

static enum rc phone_card(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct form_options form = {.action = photos_path(web, view->of, "/phone")};
    struct button make = {
        .label = say(call, "Photos from a telephone"), .weight = WEIGHT_OTHER, .icon = "phone"};
    struct query_page open;
    enum rc rc = photo_addresses_of(call, view->of, &open);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "With a telephone"));
    if (network_address(web).n == 0)
        part_note(&web->html, TONE_MUTE,
                  say(call, "This server is on this computer alone. So that a telephone on your "
                            "office's network can send photos, start it with: khetane serve "
                            "--lan"));
    else {
        if (view->code != NULL)
            phone_code(web, view);
        for (size_t i = 0; i < open.n; i++)
            open_address(web, view, open.records[i]);
        part_form(web, &form);
        page_change_field(web);
        part_form_send(&web->html, &form, &make);
    }
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- putting them in order */

static struct str row_name(struct web *web, size_t i, const char *what)
{
    return str_format(web->call.arena, "p.%zu.%s", i, what);
}

static struct str row_typed(struct web *web, size_t i, const char *what)
{
    return page_typed(web, row_name(web, i, what).p);
}

/* The row of the form that is about this file; rows are named anew each time. */
static bool find_row(struct web *web, const struct held_file *file, size_t *row)
{
    struct str id = str_hex(web->call.arena, str_bytes(file->blob.id, BLOB_ID));

    for (*row = 0; *row < HELD_FILES_MAX; ++*row)
        if (str_eq(row_typed(web, *row, "id"), id))
            return true;
    return false;
}

static void photo_row(struct web *web, const struct view *view, size_t i)
{
    static const char *const ways[TURNS] = {N_("as it is"), N_("turn to the right"),
                                            N_("upside down"), N_("turn to the left")};
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct held_file *file = &view->waiting->all[i];
    struct str id = str_hex(call->arena, str_bytes(file->blob.id, BLOB_ID));
    size_t typed;
    bool sent = find_row(web, file, &typed);
    struct str turn = sent ? row_typed(web, typed, "turn") : STR("");
    struct control take = {.name = row_name(web, i, "take"), .label = file->name};
    struct control place = {.name = row_name(web, i, "at"),
                            .label = say(call, "Page"),
                            .value = sent ? row_typed(web, typed, "at")
                                          : str_format(call->arena, "%zu", i + 1),
                            .max = 2,
                            .must = true,
                            .mode = "numeric"};
    struct control way = {
        .name = row_name(web, i, "turn"), .label = say(call, "Which way is up"), .must = true};
    struct pick picks[TURNS];

    for (size_t k = 0; k < TURNS; k++) {
        struct str value = str_format(call->arena, "%zu", k);
        picks[k] = (struct pick){value, str_of(lang_text(call->lang, ways[k])), STR(""),
                                 turn.n == 0 ? k == 0 : str_eq(value, turn)};
    }
    html_raw(h, "<li class=\"photo\"><img loading=\"lazy\"");
    html_attr(h, "src", photos_path(web, view->of, str_format(call->arena, "/%s", id.p).p));
    html_attr(h, "alt", file->name);
    html_raw(h, "><div>");
    control_hidden(h, row_name(web, i, "id").p, id);
    control_check(h, &take, !sent || row_typed(web, typed, "take").n != 0);
    control_text(h, &place);
    control_select(h, &way, picks, TURNS);
    html_raw(h, "</div></li>");
}

static enum rc paper_choice(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "case_paper"),
                          .verb = MAY_SEE,
                          .owner = &view->of->id,
                          .limit = PAPERS_SHOWN};
    struct control c = {
        .name = STR("paper"), .label = say(call, "Photos of which paper"), .must = true};
    struct str chosen = page_typed(web, "paper");
    struct pick picks[PAPERS_SHOWN + 1];
    struct query_page found;
    size_t n = 0;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    picks[n++] = (struct pick){STR("note"), say(call, "Another: a line of its own in the case"),
                               STR(""), chosen.n == 0 || str_is(chosen, "note")};
    for (size_t i = 0; i < found.n; i++) {
        struct record *paper = found.records[i];
        struct str id = str_hex(call->arena, id_str(&paper->id));
        picks[n++] =
            (struct pick){id,
                          str_format(call->arena, "%s, %s", page_shown(call, paper, "what").p,
                                     str_z(call->arena, page_shown(call, paper, "received"))),
                          STR(""), str_eq(id, chosen)};
    }
    control_select(&web->html, &c, picks, n);
    return RC_OK;
}

static enum rc make_form(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = photos_path(web, view->of, "/make")};
    struct control title = {.name = STR("title"),
                            .label = say(call, "What it is"),
                            .hint =
                                say(call, "The name of the paper, such as: Decision of 3 March"),
                            .value = page_typed(web, "title"),
                            .must = true,
                            .max = TITLE_MAX};
    struct control both = {.name = STR("originals"),
                           .label = say(call, "Keep the single photos too")};
    struct button make = {.label = say(call, "Make one paper of them"),
                          .weight = WEIGHT_MAIN,
                          .name = "do",
                          .value = STR("pdf")};
    struct button keep = {.label = say(call, "Keep them as photos"),
                          .weight = WEIGHT_OTHER,
                          .name = "do",
                          .value = STR("keep")};
    struct button drop = {.label = say(call, "Throw the ticked ones away"),
                          .weight = WEIGHT_QUIET,
                          .name = "do",
                          .value = STR("drop")};

    part_card(h, say(call, "Photos that wait for this case"));
    part_form(web, &form);
    page_change_field(web);
    html_raw(h, "<ol class=\"photos\">");
    for (size_t i = 0; i < view->waiting->n; i++)
        photo_row(web, view, i);
    html_raw(h, "</ol>");
    control_text(h, &title);
    enum rc rc = paper_choice(web, view);
    control_check(h, &both, page_typed(web, "originals").n != 0);
    part_actions(h);
    part_button(h, &make);
    part_button(h, &keep);
    part_button(h, &drop);
    part_actions_end(h);
    part_form_end(h, &form);
    part_card_end(h);
    return rc;
}

static enum rc show(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Papers and photos"),
                        .code = view->of->code,
                        .back_path = page_case_path(web, view->of->code, ""),
                        .back_label = say(call, "The case")};
    enum rc rc = RC_OK;

    part_page(web, &page);
    if (view->waiting->n != 0)
        rc = make_form(web, view);
    else
        part_note(&web->html, TONE_MUTE, say(call, "No photos wait here."));
    add_form(web, view);
    if (rc == RC_OK)
        rc = phone_card(web, view);
    if (rc == RC_OK)
        rc = case_files_card(web, view->of);
    part_page_end(web, &page);
    return rc;
}

static enum rc photos_page(struct web *web)
{
    struct view view;
    enum rc rc = open_view(web, &view);

    return rc == RC_OK ? show(web, &view) : rc;
}

/* One that waits, as its owner sees it. */
static enum rc picture_page(struct web *web)
{
    struct call *call = &web->call;
    struct str bytes;
    struct view view;
    enum rc rc = open_view(web, &view);

    for (size_t i = 0; rc == RC_OK && i < view.waiting->n; i++) {
        const struct held_file *file = &view.waiting->all[i];
        struct str id = str_hex(call->arena, str_bytes(file->blob.id, BLOB_ID));
        if (!str_eq(id, web_text(web, "photo")))
            continue;
        rc = blob_get(call, call->store->folder, &file->blob, PHOTO_MAX, &bytes);
        return rc == RC_OK ? web_show(web, str_z(call->arena, file->type), bytes) : rc;
    }
    return rc == RC_OK ? fail(call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static enum rc add_post(struct web *web)
{
    struct call *call = &web->call;
    struct photo_sent sent = {.n = 0};
    struct view view;
    bool held;
    enum rc rc = open_view(web, &view);

    for (size_t i = 0; i < web->form.n && rc == RC_OK; i++) {
        const struct form_value *one = &web->form.fields[i];
        if (one->file_name.p == NULL || (one->value.n == 0 && one->file_name.n == 0))
            continue;
        sent.name = one->file_name;
        sent.bytes = one->value;
        rc = photos_hold(call, &view.of->id, &sent, &held);
        sent.n++;
    }
    if (rc == RC_OK && sent.n == 0)
        fault_add(call, STR("photo"), "Choose at least one photo.");
    if (rc != RC_OK)
        return rc;
    if (call->faults == NULL)
        return web_redirect(web, photos_path(web, view.of, ""), "saved");
    web_status(web, 422); /* those that are sound wait already */
    rc = held_files_of(call, &view.of->id, view.waiting->all, &view.waiting->n);
    return rc == RC_OK ? show(web, &view) : rc;
}

/* ---- what was chosen */

struct chosen {
    const struct held_file *file;
    unsigned turns;
    uint64_t at;
    size_t row;
};

static int by_page(const void *a, const void *b)
{
    const struct chosen *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static size_t take_rows(struct web *web, const struct view *view, struct chosen *out)
{
    size_t n = 0;

    for (size_t i = 0; i < view->waiting->n; i++) {
        uint64_t at, turns;
        size_t row;
        if (!find_row(web, &view->waiting->all[i], &row) || row_typed(web, row, "take").n == 0)
            continue;
        if (!str_uint(row_typed(web, row, "at"), 99, &at))
            at = row + 1;
        if (!str_uint(row_typed(web, row, "turn"), TURNS - 1, &turns))
            turns = 0;
        out[n++] = (struct chosen){&view->waiting->all[i], (unsigned)turns, at, row};
    }
    qsort(out, n, sizeof *out, by_page);
    return n;
}

static enum rc read_paper(struct web *web, struct photos_choice *out)
{
    struct call *call = &web->call;
    struct record *paper;
    struct id id;

    if (!str_unhex(page_typed(web, "paper"), id.b, sizeof id.b))
        return RC_OK;
    enum rc rc = query_get(call, page_kind(web, "case_paper"), &id, &paper);
    if (rc == RC_OK && !id_eq(&paper->owner, &out->of->id))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    out->paper = rc == RC_OK ? paper : NULL;
    return rc;
}

static enum rc read_choice(struct web *web, const struct view *view, struct photos_choice *out)
{
    struct call *call = &web->call;
    struct chosen *rows = arena_array(call->arena, HELD_FILES_MAX, sizeof *rows);
    bool drops = str_is(page_typed(web, "do"), "drop");

    if (rows == NULL)
        return fail_memory(call);
    size_t n = take_rows(web, view, rows);
    *out = (struct photos_choice){
        .of = view->of, .title = page_typed(web, "title"), .originals = web_flag(web, "originals")};
    if (n == 0)
        fault_add(call, row_name(web, 0, "take"), "Tick at least one photo.");
    if (n > PHOTOS_MAX)
        fault_add(call, row_name(web, 0, "take"), "A paper has at most %d photos. Make two.",
                  PHOTOS_MAX);
    if (!drops && out->title.n == 0)
        fault_add(call, STR("title"), "Write what it is.");
    for (size_t i = 0; i < n && i < PHOTOS_MAX; i++) {
        out->files[out->n] = rows[i].file;
        out->turns[out->n++] = rows[i].turns;
    }
    enum rc rc = call_faults(call);
    return rc == RC_OK ? read_paper(web, out) : rc;
}

static enum rc again(struct web *web, const struct view *view)
{
    web_status(web, 422);
    return show(web, view);
}

/* ---- and done */

struct making {
    struct view view;
    struct photos_choice choice;
    struct id change;
};

static enum rc keep(struct web *web, struct making *making, struct str pdf)
{
    struct outcome outcome;
    enum rc rc = photos_keep(&web->call, &making->choice, pdf, &making->change, &outcome);

    return rc == RC_OK ? web_redirect(web, page_case_path(web, making->view.of->code, ""), "saved")
                       : rc;
}

/* Where it stands when the form is shown again. */
static bool find_shown(const struct view *view, const struct held_file *file, size_t *row)
{
    for (*row = 0; *row < view->waiting->n; ++*row)
        if (&view->waiting->all[*row] == file)
            return true;
    return false;
}

static enum rc made(struct web *web, void *data, struct job_news *news)
{
    struct making *making = data;
    struct call *call = &web->call;
    bool broken[PHOTOS_MAX];
    struct str pdf;
    enum rc rc = photos_result(call, news, broken, &pdf);

    for (size_t i = 0, row; rc == RC_OK && i < making->choice.n; i++)
        if (broken[i] && find_shown(&making->view, making->choice.files[i], &row))
            fault_add(call, row_name(web, row, "take"),
                      "The picture \"%s\" is broken or cut off. Take it again, or make the paper "
                      "without it.",
                      str_z(call->arena, making->choice.files[i]->name));
    if (rc != RC_OK)
        return rc;
    return call->faults != NULL ? again(web, &making->view) : keep(web, making, pdf);
}

static enum rc make_paper(struct web *web, struct making *making)
{
    struct await job = {.kind = PHOTOS_JOB, .timeout_ms = MAKE_MS, .done = made, .data = making};
    enum rc rc = photos_order(&web->call, &making->choice, &job.request);

    if (rc == RC_INVALID)
        return again(web, &making->view);
    if (rc != RC_OK)
        return rc;
    rc = await_job(web, &job);
    channel_close(job.request.fd);
    return rc;
}

static enum rc throw_away(struct web *web, const struct making *making)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < making->choice.n && rc == RC_OK; i++)
        rc = held_file_discard(&web->call, making->choice.files[i]->blob.id);
    return rc == RC_OK ? web_redirect(web, photos_path(web, making->view.of, ""), "saved") : rc;
}

static enum rc make_post(struct web *web)
{
    struct call *call = &web->call;
    struct making *making = arena_alloc(call->arena, sizeof *making);
    struct str deed = page_typed(web, "do");
    bool repeated = false;

    if (making == NULL)
        return fail_memory(call);
    enum rc rc = open_view(web, &making->view);
    making->change = page_change(web);
    if (rc == RC_OK)
        rc = operation_was_run(call, &making->change, &repeated);
    if (rc == RC_OK && repeated) /* somebody clicked twice */
        return web_redirect(web, page_case_path(web, making->view.of->code, ""), "saved");
    if (rc == RC_OK)
        rc = read_choice(web, &making->view, &making->choice);
    if (rc == RC_INVALID)
        return again(web, &making->view);
    if (rc != RC_OK)
        return rc;
    if (str_is(deed, "drop"))
        return throw_away(web, making);
    return str_is(deed, "keep") ? keep(web, making, STR("")) : make_paper(web, making);
}

/* ---- an address for a telephone */

static enum rc coded(struct web *web, void *data, const struct qr *qr)
{
    struct view *view = data;

    view->code = qr;
    return show(web, view);
}

static enum rc phone_post(struct web *web)
{
    struct call *call = &web->call;
    struct view *view = arena_alloc(call->arena, sizeof *view);
    struct str at = network_address(web), token;
    struct id change = page_change(web);
    struct outcome outcome;

    if (view == NULL)
        return fail_memory(call);
    enum rc rc = open_view(web, view);
    if (rc == RC_OK && at.n == 0)
        return web_redirect(web, photos_path(web, view->of, ""), NULL);
    if (rc == RC_OK)
        rc = photo_address_make(call, view->of, &change, &token, &outcome);
    if (rc != RC_OK)
        return rc;
    if (outcome.repeated) /* its secret is known to nobody any more */
        return web_redirect(web, photos_path(web, view->of, ""), NULL);
    view->address = str_format(call->arena, "%sphotos/%s", str_z(call->arena, at), token.p);
    return qr_ask(web, view->address, coded, view);
}

static enum rc end_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web), id;
    struct record *address;
    struct view view;
    enum rc rc = open_view(web, &view);

    if (rc == RC_OK && !str_unhex(page_typed(web, "address"), id.b, sizeof id.b))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = query_get(call, page_kind(web, "photo_address"), &id, &address);
    if (rc == RC_OK)
        rc = photo_address_end(call, address, &change);
    return rc == RC_OK ? web_redirect(web, photos_path(web, view.of, ""), "saved") : rc;
}

/* ---- routes */

#define CASE_PARAM                                             \
    {                                                          \
        "code", PARAM_CODE, 40, true, false, N_("Case number") \
    }
#define CHANGE_PARAM                                     \
    {                                                    \
        "change", PARAM_ID, 32, false, false, N_("Form") \
    }

static const struct param page_params[] = {CASE_PARAM, {0}};
static const struct param picture_params[] = {
    CASE_PARAM, {"photo", PARAM_CODE, 32, true, false, N_("Photos")}, {0}};
static const struct param add_params[] = {
    CASE_PARAM, {"photo", PARAM_FILE, PHOTO_MAX, false, true, N_("Photos")}, {0}};
static const struct param make_params[] = {
    CASE_PARAM,
    CHANGE_PARAM,
    {"do", PARAM_CODE, 10, true, false, N_("Form")},
    {"originals", PARAM_FLAG, 0, false, false, N_("Keep the single photos too")},
    {"paper", PARAM_CODE, 32, false, false, N_("Photos of which paper")},
    {"p.*", PARAM_TEXT, ROW_MAX, false, true, N_("Photos")},
    {"title", PARAM_TEXT, TITLE_MAX, false, false, N_("What it is")},
    {0},
};
static const struct param phone_params[] = {CASE_PARAM, CHANGE_PARAM, {0}};
static const struct param end_params[] = {
    CASE_PARAM, CHANGE_PARAM, {"address", PARAM_ID, 32, true, false, N_("Form")}, {0}};

const struct route photo_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/photos", page_params, photos_page, NULL, 0,
     "shows the photos that wait for a case, and how more come"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/photos", add_params, add_post, NULL,
     PHOTO_SEND_MAX, "adds photos that wait for a case"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/photos/make", make_params, make_post, NULL,
     0, "makes one paper of photos that wait, keeps them or throws them away"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/photos/phone", phone_params, phone_post,
     NULL, 0, "makes an address at which a telephone may send photos"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/photos/phone/end", end_params, end_post,
     NULL, 0, "ends an address for photos"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/photos/{photo}", picture_params,
     picture_page, NULL, 0, "shows a photo that waits to whom it waits for"},
};
const size_t photo_routes_n = sizeof photo_routes / sizeof *photo_routes;
