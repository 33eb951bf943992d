/* bundle_pages.c - see bundle_pages.h. */
#include "casework/bundle_pages.h"

#include "base/lang.h"
#include "casework/bundle.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "model/permission.h"

enum { ROW_MAX = 220, MOVE_MAX = 12 };

/* A paper in the order in which it stands on the page. */
struct row {
    const struct bundle_file *file;
    struct str title;
    bool take, inner;
};

struct view {
    struct record *of;
    struct bundle_files files;
    struct bundle_choice choice;
    struct row rows[BUNDLE_FILES_MAX];
    size_t n;
    struct work_job job; /* the newest of this case */
    bool asked;          /* there is one */
    bool limited;
};

static bool at_work(const struct view *view)
{
    return view->asked && (view->job.state == WORK_WAITS || view->job.state == WORK_RUNS);
}

static struct str bundle_path(struct web *web, const struct record *of, const char *rest)
{
    return page_case_path(web, of->code, str_format(web->call.arena, "/bundle%s", rest).p);
}

/* ---- what is shown first ---- */

static void add_row(struct view *view, const struct bundle_file *file,
                    const struct bundle_item *item)
{
    struct row *row = &view->rows[view->n++];

    *row = (struct row){.file = file,
                        .title = item == NULL ? file->title : item->title,
                        .take = item != NULL,
                        .inner = item == NULL ? file->apart != APART_NOT : item->inner};
}

static const struct bundle_item *item_of(const struct bundle_choice *choice,
                                         const struct bundle_file *file)
{
    for (size_t i = 0; i < choice->n; i++)
        if (memcmp(choice->items[i].blob, file->blob.id, BLOB_ID) == 0)
            return &choice->items[i];
    return NULL;
}

/* What was chosen stands in its order, then what was not. */
static void rows_of_choice(struct view *view)
{
    for (size_t i = 0; i < view->choice.n; i++) {
        const struct bundle_file *file = bundle_file_find(&view->files, view->choice.items[i].blob);
        if (file != NULL)
            add_row(view, file, &view->choice.items[i]);
    }
    for (size_t i = 0; i < view->files.n; i++)
        if (item_of(&view->choice, &view->files.in[i]) == NULL)
            add_row(view, &view->files.in[i], NULL);
}

/* In the order of time, of which some are proposed. */
static void rows_of_time(struct view *view)
{
    for (size_t i = 0; i < view->files.n; i++)
        add_row(view, &view->files.in[i], item_of(&view->choice, &view->files.in[i]));
}

static enum rc open_view(struct web *web, struct view **out)
{
    struct call *call = &web->call;
    struct view *view = arena_alloc(call->arena, sizeof *view);

    if (view == NULL)
        return fail_memory(call);
    *out = view;
    enum rc rc = case_of(web, &view->of);
    if (rc == RC_OK)
        rc = permit(call, view->of, MAY_CHANGE);
    if (rc == RC_OK)
        rc = bundle_files(call, view->of, &view->files);
    if (rc != RC_OK)
        return rc;
    view->limited = record_flag(view->of, "limited");
    rc = bundle_work_of(call, view->of, &view->job);
    view->asked = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* One that failed is shown with its ticks, to be mended; else what is proposed. */
static enum rc first_choice(struct web *web, struct view *view)
{
    bool failed = view->asked && view->job.state == WORK_FAILED;

    if (failed && bundle_choice_read(view->job.args, &view->choice)) {
        view->choice.sure = false;
        rows_of_choice(view);
        return RC_OK;
    }
    enum rc rc = bundle_propose(&web->call, view->of, &view->files, &view->choice);
    rows_of_time(view);
    return rc;
}

/* ---- the form ---- */

static struct str row_name(struct web *web, size_t i, const char *what)
{
    return str_format(web->call.arena, "p.%zu.%s", i, what);
}

static void move_button(struct web *web, const struct row *row, size_t i, bool up)
{
    struct html *h = &web->html;
    struct call *call = &web->call;
    const char *title = str_z(call->arena, row->title);
    struct str value = str_format(call->arena, "%s.%zu", up ? "up" : "down", i);

    html_raw(h, "<button class=\"btn quiet\" name=\"do\" formnovalidate data-frag=\"#papers\"");
    html_attr(h, "value", value);
    html_attr(h, "id", value);
    html_attr(h, "aria-label",
              up ? say(call, "Move up: %s", title) : say(call, "Move down: %s", title));
    html_raw(h, ">");
    html_text(h, up ? STR("▲") : STR("▼"));
    html_raw(h, "</button> ");
}

static struct str row_about(struct web *web, const struct row *row)
{
    static const char *const apart[] = {NULL, N_("a note of ours"), N_("of another person")};
    struct call *call = &web->call;
    const struct bundle_file *file = row->file;
    struct str size =
        file->size >= 1 << 20
            ? str_format(call->arena, "%lld MB", (long long)(file->size >> 20))
            : str_format(call->arena, "%lld KB", (long long)(file->size + 1023) >> 10);
    struct str out =
        str_format(call->arena, "%s, %s, %s, %s", date_text(call, file->on).p,
                   str_z(call->arena, file->what), str_z(call->arena, file->name), size.p);

    return file->apart == APART_NOT ? out
                                    : str_format(call->arena, "%s – %s", out.p,
                                                 lang_text(call->lang, apart[file->apart]));
}

static void row_open_link(struct web *web, const struct view *view, const struct row *row)
{
    static const struct id none;
    struct call *call = &web->call;

    if (!id_eq(&row->file->person, &none))
        return; /* it lies with the person, not with the case */
    part_link(
        &web->html,
        page_case_path(web, view->of->code,
                       str_format(call->arena, "/files/%s",
                                  str_hex(call->arena, str_bytes(row->file->blob.id, BLOB_ID)).p)
                           .p),
        say(call, "Look at it"));
}

static void paper_row(struct web *web, const struct view *view, size_t i)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct row *row = &view->rows[i];
    struct control take = {.name = row_name(web, i, "take"), .label = row_about(web, row)};
    struct control title = {.name = row_name(web, i, "title"),
                            .label = say(call, "In the index it is called"),
                            .value = row->title,
                            .max = BUNDLE_TITLE_MAX,
                            .part = true};
    struct control inner = {.name = row_name(web, i, "inner"),
                            .label = say(call, "Not for the other side")};

    html_raw(h, "<li class=\"photo\"><div>");
    control_hidden(h, row_name(web, i, "id").p,
                   str_hex(call->arena, str_bytes(row->file->blob.id, BLOB_ID)));
    if (row->file->fits) {
        control_check(h, &take, row->take);
        control_text(h, &title);
        control_check(h, &inner, row->inner);
    } else {
        html_tag(h, "p", NULL, take.label);
        part_note(h, TONE_MUTE,
                  say(call, "Neither PDF nor photo: make a PDF of it to take it in."));
    }
    if (i != 0)
        move_button(web, row, i, true);
    if (i + 1 != view->n)
        move_button(web, row, i, false);
    row_open_link(web, view, row);
    html_raw(h, "</div></li>");
}

static void send_buttons(struct web *web)
{
    struct call *call = &web->call;
    const struct button make = {.label = say(call, "Make the bundle"),
                                .weight = WEIGHT_MAIN,
                                .name = "do",
                                .value = STR("make")};
    const struct button other = {.label = say(call, "Make what the other side gets"),
                                 .weight = WEIGHT_OTHER,
                                 .name = "do",
                                 .value = STR("other")};

    part_actions(&web->html);
    part_button(&web->html, &make);
    part_button(&web->html, &other);
    part_actions_end(&web->html);
}

static void text_field(struct web *web, const char *name, struct str label, struct str value,
                       bool must)
{
    const struct control c = {.name = str_of(name),
                              .label = label,
                              .value = value,
                              .max = BUNDLE_TITLE_MAX,
                              .must = must};

    control_text(&web->html, &c);
}

static void language_field(struct web *web, const struct view *view)
{
    enum { LANGS_MAX = 20 };
    struct call *call = &web->call;
    const struct control c = {
        .name = STR("language"), .label = say(call, "Language of the index"), .must = true};
    struct pick picks[LANGS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < call->app->langs_n && n < LANGS_MAX; i++) {
        struct str code = lang_code(call->app->langs[i]);
        picks[n++] = (struct pick){code, lang_name(call->app->langs[i]), STR(""),
                                   str_eq(code, view->choice.language)};
    }
    control_select(&web->html, &c, picks, n);
}

static void first_page_fields(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    const struct bundle_choice *choice = &view->choice;

    text_field(web, "title", say(call, "What the bundle is called"), choice->title, true);
    text_field(web, "for_whom", say(call, "For whom"), choice->for_whom, false);
    part_fold(&web->html, say(call, "What stands on the first page"), false);
    text_field(web, "court", say(call, "Court or body"), choice->court, false);
    text_field(web, "number", say(call, "Court number"), choice->number, false);
    text_field(web, "parties", say(call, "Parties"), choice->parties, false);
    language_field(web, view);
    part_fold_end(&web->html);
}

static void bundle_form(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = bundle_path(web, view->of, "")};
    struct control sure = {
        .name = STR("sure"),
        .label = say(call, "This case is for its team alone: make a PDF of it all the same")};

    part_card(h, say(call, "A new bundle"));
    part_form(web, &form);
    page_change_field(web);
    first_page_fields(web, view);
    if (view->limited)
        control_check(h, &sure, view->choice.sure);
    send_buttons(web);
    html_tag(h, "p", "hint",
             say(call, "What the other side gets leaves out what is ticked as not for her; what "
                       "was left out stands with the bundle. Pages are numbered, scripts and "
                       "attached files inside PDFs stay behind."));
    html_raw(h, "<section id=\"papers\"><h3>");
    html_text(h, say(call, "Papers, in their order"));
    html_raw(h, "</h3><ol class=\"photos\">");
    for (size_t i = 0; i < view->n; i++)
        paper_row(web, view, i);
    html_raw(h, "</ol></section>");
    if (view->files.more)
        part_note(h, TONE_WARN,
                  say(call, "This case has more files; %d are offered.", BUNDLE_FILES_MAX));
    send_buttons(web);
    part_form_end(h, &form);
    part_card_end(h);
}

/* ---- what was made, and how far what is being made is ---- */

static void progress(struct web *web, const struct view *view)
{
    struct html *h = &web->html;
    struct call *call = &web->call;
    const struct work_job *job = &view->job;

    html_raw(h, "<p><progress");
    html_attr(h, "aria-label", say(call, "The bundle is being made"));
    if (job->total > 0) {
        html_attr_number(h, "max", job->total);
        html_attr_number(h, "value", job->done < job->total ? job->done : job->total);
    }
    html_raw(h, "></progress> ");
    html_text(h, job->total > 0 ? say(call, "Page %lld of %lld", (long long)job->done + 1,
                                      (long long)job->total)
                                : say(call, "The bundle is being made"));
    html_raw(h, "</p><p><a id=\"again\" class=\"btn quiet\" data-frag=\"#made\" data-poll");
    html_href(h, "href", bundle_path(web, view->of, ""));
    html_raw(h, ">");
    html_text(h, say(call, "Look again"));
    html_raw(h, "</a></p>");
}

static void made_row(struct web *web, const struct view *view, const struct record *bundle)
{
    struct call *call = &web->call;
    struct str id = str_hex(call->arena, id_str(&bundle->id));
    int64_t pages = record_value(bundle, "pages").i, papers = record_value(bundle, "papers").i;
    struct str left = record_text(bundle, "left_out");
    struct buf one_line;
    struct task task = {
        .title = record_text(bundle, "title"),
        .path = bundle_path(web, view->of, str_format(call->arena, "/%s", id.p).p),
        .about = {str_format(call->arena, "%s, %s",
                             date_long(call, (day)record_value(bundle, "made_on").i).p,
                             come_clock(call, bundle->made_ms).p),
                  record_text(bundle, "for_whom"),
                  str_format(call->arena, lang_plural(call->lang, "%lld page", "%lld pages", pages),
                             (long long)pages),
                  str_format(call->arena,
                             lang_plural(call->lang, "%lld paper", "%lld papers", papers),
                             (long long)papers)},
        .value = id,
        .act = say(call, "Make it again"),
        .act_name = "bundle"};

    if (record_flag(bundle, "other_side")) {
        task.status = say(call, "for the other side");
        task.tone = TONE_INFO;
    }
    buf_init(&one_line, call->arena, BUNDLE_PAPERS_MAX * (BUNDLE_TITLE_MAX + 4));
    while (left.n != 0) {
        buf_z(&one_line, one_line.n == 0 ? "" : "; ");
        buf_add(&one_line, str_split(&left, '\n'));
    }
    if (one_line.n != 0)
        task.about[4] = say(call, "Left out: %s", str_z(call->arena, buf_str(&one_line)));
    part_task(&web->html, &task);
}

static enum rc made_list(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "bundle"),
                          .verb = MAY_SEE,
                          .owner = &view->of->id,
                          .limit = BUNDLES_SHOWN};
    struct form_options form = {.action = bundle_path(web, view->of, "/again")};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK || found.n == 0)
        return rc;
    part_form(web, &form);
    page_change_field(web);
    part_tasks(&web->html, say(call, "Bundles that were made"));
    for (size_t i = 0; i < found.n; i++) /* the newest first */
        made_row(web, view, found.records[i]);
    part_tasks_end(&web->html);
    part_form_end(&web->html, &form);
    return RC_OK;
}

static enum rc made_part(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    enum rc rc;

    html_raw(&web->html, "<section id=\"made\">");
    if (at_work(view))
        progress(web, view);
    else if (view->asked && view->job.state == WORK_FAILED)
        part_note(&web->html, TONE_BAD,
                  say(call, "The bundle was not made. %s", str_z(call->arena, view->job.error)));
    rc = made_list(web, view);
    html_raw(&web->html, "</section>");
    return rc;
}

static enum rc show(struct web *web, const struct view *view)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, view->of, say(call, "Bundle for court"), "");

    if (str_is(web->done, "asked"))
        page.done =
            at_work(view) ? say(call, "It is being made. It takes a few seconds.") : STR(" ");
    part_page(web, &page);
    enum rc rc = made_part(web, view);
    if (view->n == 0)
        part_empty(&web->html,
                   say(call, "No files lie with this case yet: photograph a paper, attach it, or "
                             "print a letter."),
                   say(call, "Papers and photos"), page_case_path(web, view->of->code, "/photos"));
    else if (!at_work(view))
        bundle_form(web, view);
    part_page_end(web, &page);
    return rc;
}

static enum rc bundle_page(struct web *web)
{
    struct view *view;
    enum rc rc = open_view(web, &view);

    if (rc == RC_OK)
        rc = first_choice(web, view);
    return rc == RC_OK ? show(web, view) : rc;
}

/* ---- what was sent ---- */

static struct str row_typed(struct web *web, size_t i, const char *what)
{
    return page_typed(web, row_name(web, i, what).p);
}

static bool has_row(const struct view *view, const struct bundle_file *file)
{
    for (size_t i = 0; i < view->n; i++)
        if (view->rows[i].file == file)
            return true;
    return false;
}

/* The rows as they stood, then files that came meanwhile. */
static void read_rows(struct web *web, struct view *view)
{
    unsigned char id[BLOB_ID];

    for (size_t i = 0; i < BUNDLE_FILES_MAX; i++) {
        const struct bundle_file *file = str_unhex(row_typed(web, i, "id"), id, sizeof id)
                                             ? bundle_file_find(&view->files, id)
                                             : NULL;
        if (file == NULL || has_row(view, file))
            continue;
        struct str title = row_typed(web, i, "title");
        view->rows[view->n++] = (struct row){.file = file,
                                             .title = title.n == 0 ? file->title : title,
                                             .take = row_typed(web, i, "take").n != 0,
                                             .inner = row_typed(web, i, "inner").n != 0};
    }
    for (size_t i = 0; i < view->files.n; i++)
        if (!has_row(view, &view->files.in[i]))
            add_row(view, &view->files.in[i], NULL);
}

static void read_sent(struct web *web, struct view *view)
{
    struct bundle_choice *choice = &view->choice;

    *choice = (struct bundle_choice){.title = page_typed(web, "title"),
                                     .for_whom = page_typed(web, "for_whom"),
                                     .court = page_typed(web, "court"),
                                     .number = page_typed(web, "number"),
                                     .parties = page_typed(web, "parties"),
                                     .language = page_typed(web, "language"),
                                     .other_side = str_is(page_typed(web, "do"), "other"),
                                     .sure = web_flag(web, "sure")};
    read_rows(web, view);
    for (size_t i = 0; i < view->n; i++) {
        struct bundle_item item = {.title = view->rows[i].title, .inner = view->rows[i].inner};
        if (!view->rows[i].take)
            continue;
        if (choice->n == BUNDLE_PAPERS_MAX) {
            fault_add(&web->call, STR("papers"), "A bundle has at most %d papers. Make two.",
                      BUNDLE_PAPERS_MAX);
            return;
        }
        memcpy(item.blob, view->rows[i].file->blob.id, BLOB_ID);
        choice->items[choice->n++] = item;
    }
}

/* "up.3", "down.3": changes places with its neighbour. False: it is neither. */
static bool move_row(struct view *view, struct str deed)
{
    struct str way = str_split(&deed, '.');
    uint64_t at;

    if ((!str_is(way, "up") && !str_is(way, "down")) || !str_uint(deed, BUNDLE_FILES_MAX, &at))
        return false;
    size_t one = (size_t)at, two = str_is(way, "up") ? one - 1 : one + 1;
    if (one < view->n && two < view->n) {
        struct row row = view->rows[one];
        view->rows[one] = view->rows[two];
        view->rows[two] = row;
    }
    return true;
}

static enum rc ask(struct web *web, const struct view *view)
{
    struct id job;
    enum rc rc = bundle_put_work(&web->call, view->of, &view->choice, &job);

    return rc == RC_OK ? web_redirect(web, bundle_path(web, view->of, ""), "asked") : rc;
}

static enum rc bundle_post(struct web *web)
{
    struct call *call = &web->call;
    struct view *view;
    enum rc rc = open_view(web, &view);

    if (rc != RC_OK)
        return rc;
    if (at_work(view)) /* somebody clicked twice */
        return web_redirect(web, bundle_path(web, view->of, ""), "asked");
    read_sent(web, view);
    if (move_row(view, page_typed(web, "do"))) {
        call_forgive(call);
        return show(web, view);
    }
    rc = bundle_check(call, view->of, &view->files, &view->choice);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return show(web, view);
    }
    return rc == RC_OK ? ask(web, view) : rc;
}

/* ---- one that was made ---- */

static enum rc find_made(struct web *web, const struct record *of, struct str hex,
                         struct record **out)
{
    struct call *call = &web->call;
    struct id id;

    if (!str_unhex(hex, id.b, sizeof id.b))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(call, page_kind(web, "bundle"), &id, out);
    if (rc == RC_OK && !id_eq(&(*out)->owner, &of->id))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return rc;
}

static enum rc again_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *bundle;
    struct view *view;
    enum rc rc = open_view(web, &view);

    if (rc == RC_OK)
        rc = find_made(web, view->of, page_typed(web, "bundle"), &bundle);
    if (rc == RC_OK)
        rc = bundle_choice_of(call, bundle, &view->choice);
    if (rc == RC_OK && at_work(view))
        return web_redirect(web, bundle_path(web, view->of, ""), "asked");
    if (rc != RC_OK)
        return rc;
    rc = bundle_check(call, view->of, &view->files, &view->choice);
    if (rc == RC_INVALID) {
        rows_of_choice(view);
        web_status(web, 422);
        return show(web, view);
    }
    return rc == RC_OK ? ask(web, view) : rc;
}

static enum rc pdf_get(struct web *web)
{
    struct call *call = &web->call;
    struct record *of, *bundle;
    struct str name, pdf;
    enum rc rc = case_of(web, &of);

    if (rc == RC_OK)
        rc = find_made(web, of, web_text(web, "bundle"), &bundle);
    if (rc == RC_OK)
        rc = bundle_read_pdf(call, bundle, &name, &pdf);
    return rc == RC_OK ? web_download(web, "application/pdf", name, pdf) : rc;
}

/* ---- routes ---- */

#define CASE_PARAM                                             \
    {                                                          \
        "code", PARAM_CODE, 40, true, false, N_("Case number") \
    }
#define CHANGE_PARAM                                     \
    {                                                    \
        "change", PARAM_ID, 32, false, false, N_("Form") \
    }

static const struct param page_params[] = {CASE_PARAM, {0}};
static const struct param send_params[] = {
    CASE_PARAM,
    CHANGE_PARAM,
    {"do", PARAM_CODE, MOVE_MAX, true, false, N_("Form")},
    {"title", PARAM_TEXT, BUNDLE_TITLE_MAX, false, false, N_("What the bundle is called")},
    {"for_whom", PARAM_TEXT, BUNDLE_TITLE_MAX, false, false, N_("For whom")},
    {"court", PARAM_TEXT, BUNDLE_TITLE_MAX, false, false, N_("Court or body")},
    {"number", PARAM_TEXT, BUNDLE_TITLE_MAX, false, false, N_("Court number")},
    {"parties", PARAM_TEXT, BUNDLE_LINE_MAX, false, false, N_("Parties")},
    {"language", PARAM_CODE, 20, false, false, N_("Language of the index")},
    {"sure", PARAM_FLAG, 0, false, false, N_("Form")},
    {"p.*", PARAM_TEXT, ROW_MAX, false, true, N_("Papers, in their order")},
    {0},
};
static const struct param again_params[] = {
    CASE_PARAM, CHANGE_PARAM, {"bundle", PARAM_ID, 32, true, false, N_("Form")}, {0}};
static const struct param pdf_params[] = {
    CASE_PARAM, {"bundle", PARAM_CODE, 32, true, false, N_("Bundle for court")}, {0}};

const struct route bundle_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/bundle", page_params, bundle_page, NULL, 0,
     "shows which papers of a case can be put together for a court, and what was"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/bundle", send_params, bundle_post, NULL, 0,
     "puts ticked papers in order, or asks for one PDF of them"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/bundle/again", again_params, again_post,
     NULL, 0, "asks for a bundle of the papers that were ticked before"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/bundle/{bundle}", pdf_params, pdf_get, NULL, 0,
     "gives the PDF of a bundle"},
};
const size_t bundle_routes_n = sizeof bundle_routes / sizeof *bundle_routes;
