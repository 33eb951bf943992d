/* backup_pages.c - the light, the places of backups, and what can be done there. */
#include "base/lang.h"
#include "model/field.h"
#include "model/operation.h"
#include "model/permission.h"
#include "office/backup_work.h"
#include "office/pages.h"
#include "query/query.h"
#include "web/control.h"

enum { FOLDER_MAX = 500, AT_MAX = 10, OFTEN_MAX = 40, PICKS = 8 };

static const struct kind *place_kind(const struct call *call)
{
    return kind_find(call->app->registry, STR("backup_place"));
}

/* ---- a place */

static void place_facts(struct web *web, const struct backup_place *place, const struct zone *zone)
{
    struct call *call = &web->call;
    const struct work_line *line = &place->line;
    struct fact facts[3] = {
        {.label = say(call, "How often"), .value = schedule_say(call, &place->when)},
        {.label = say(call, "Last backup"),
         .value =
             line->well_ms == 0 ? say(call, "none yet") : moment_say(call, zone, line->well_ms)}};
    size_t n = 2;

    if (line->fault.n != 0)
        facts[n++] = (struct fact){.label = say(call, "Last try"),
                                   .value = moment_say(call, zone, line->tried_ms)};
    part_facts(&web->html, facts, n);
}

void backup_place_card(struct web *web, const struct backup_place *place, const struct zone *zone)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str id = str_hex(call->arena, id_str(&place->id));
    struct str warning = backup_place_warning(call, place);
    const struct post now = {STR("/backups/now"),
                             "place",
                             id,
                             {.label = say(call, "Back up now"), .weight = WEIGHT_MAIN}};
    const struct post away = {STR("/backups/remove"),
                              "place",
                              id,
                              {.label = say(call, "Take this place away"), .weight = WEIGHT_QUIET}};

    part_card(h, place->folder);
    if (place->line.fault.n != 0)
        part_note(h, TONE_BAD, place->line.fault);
    else if (!backup_place_is_there(call, place))
        part_note(h, TONE_WARN,
                  say(call, "This folder is not there now: is the stick plugged in?"));
    if (warning.n != 0)
        part_note(h, TONE_WARN, warning);
    place_facts(web, place, zone);
    if (permission_holds(call, PERMISSION_BACKUP_MAKE, STR(""))) {
        post_button(web, &now);
        post_button(web, &away);
    }
    part_card_end(h);
}

/* ---- a new one */

static struct str typed(const struct web *web, const char *name, const char *absent)
{
    struct str text = form_find(&web->form, str_of(name));

    return text.p == NULL ? str_of(absent) : text;
}

static void often_control(struct web *web)
{
    struct call *call = &web->call;
    const struct field *field = field_find(place_kind(call), STR("often"));
    struct control control = {
        .name = STR("often"), .label = label_text(call, &field->label), .must = true};
    struct str chosen = typed(web, "often", "daily");
    struct pick picks[PICKS];
    size_t n = 0;

    for (size_t i = 0; i < field->choices->n && n < PICKS; i++)
        picks[n++] = (struct pick){.value = field->choices->choices[i].code,
                                   .label = label_text(call, &field->choices->choices[i].label),
                                   .chosen = str_eq(chosen, field->choices->choices[i].code)};
    control_select(&web->html, &control, picks, n);
}

static void text_control(struct web *web, const char *name, const char *absent, unsigned max)
{
    struct call *call = &web->call;
    const struct field *field = field_find(place_kind(call), str_of(name));
    struct control control = {.name = str_of(name),
                              .label = label_text(call, &field->label),
                              .hint = label_text(call, &field->help),
                              .value = typed(web, name, absent),
                              .max = max,
                              .must = field->must};

    control_text(&web->html, &control);
}

void backup_form(struct web *web, struct str action, bool first)
{
    struct call *call = &web->call;
    struct form_options form = {.action = action};
    struct button button = {.label = say(call, "Add this place"),
                            .weight = first ? WEIGHT_MAIN : WEIGHT_OTHER};
    struct id change = id_new(call);
    struct str again = typed(web, "change", "");

    part_card(&web->html, say(call, "Add a place for backups"));
    part_form(web, &form);
    control_hidden(&web->html, "change",
                   again.n != 0 ? again : str_hex(call->arena, id_str(&change)));
    text_control(web, "folder", "", FOLDER_MAX);
    often_control(web);
    text_control(web, "at", "3:00", AT_MAX);
    part_form_send(&web->html, &form, &button);
    part_card_end(&web->html);
}

/* ---- the page */

static void say_done(struct web *web, struct page *page)
{
    struct call *call = &web->call;

    if (str_is(web->done, "added"))
        page->done = say(call, "Added. The first backup begins in a moment.");
    else if (str_is(web->done, "removed"))
        page->done = say(call, "Taken away. What was backed up there stays there.");
    else if (str_is(web->done, "asked"))
        page->done = say(call, "Asked for. It begins in a moment.");
}

static void test_card(struct web *web, const struct zone *zone)
{
    struct call *call = &web->call;
    struct work_line line;
    const struct post test = {
        .path = STR("/backups/test"),
        .button = {.label = say(call, "Try to restore"), .weight = WEIGHT_OTHER}};

    if (work_line_find(call, STR(RESTORE_TEST), &line) != RC_OK) {
        call_forgive(call);
        return;
    }
    part_card(&web->html, say(call, "Can it be brought back?"));
    if (line.fault.n != 0)
        part_note(&web->html, TONE_BAD, line.fault);
    struct str last = line.well_ms == 0 ? say(call, "Never tried yet.")
                                        : say(call, "It was last tried well %s.",
                                              moment_say(call, zone, line.well_ms).p);
    html_tag(&web->html, "p", NULL, last);
    html_tag(&web->html, "p", NULL,
             say(call, "The newest backup is read, brought back into a folder of its own, compared "
                       "with what is here, and cleared away. Nothing that is here is touched."));
    if (permission_holds(call, PERMISSION_BACKUP_MAKE, STR("")))
        post_button(web, &test);
    part_card_end(&web->html);
}

static enum rc backups_page(struct web *web)
{
    static const char *const kinds[] = {"backup", RESTORE_TEST, NULL};
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Backups")};
    struct backup_place *places;
    struct str light;
    struct zone zone;
    enum tone tone;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    if (rc == RC_OK)
        rc = schedule_zone(call, &zone);
    if (rc != RC_OK)
        return rc;
    say_done(web, &page);
    part_page(web, &page);
    if (backup_light(call, &tone, &light))
        part_note(h, tone, light);
    part_columns(h);
    for (size_t i = 0; i < n; i++)
        backup_place_card(web, &places[i], &zone);
    if (permission_holds(call, PERMISSION_BACKUP_MAKE, STR("")))
        backup_form(web, STR("/backups"), n == 0);
    part_columns_side(h);
    if (n != 0)
        test_card(web, &zone);
    part_columns_end(h);
    rc = jobs_part(web, kinds, STR("/backups"));
    part_page_end(web, &page);
    return rc;
}

void backup_home(struct web *web)
{
    struct str sentence;
    enum tone tone;

    if (!backup_light(&web->call, &tone, &sentence))
        return;
    part_note(&web->html, tone, sentence);
    if (tone == TONE_OK)
        return;
    html_raw(&web->html, "<p>");
    part_link(&web->html, STR("/backups"), say(&web->call, "See to the backups"));
    html_raw(&web->html, "</p>");
}

/* ---- what is posted */

static bool is_inside(struct str folder, struct str data)
{
    return str_starts(folder, data) && (folder.n == data.n || folder.p[data.n] == '/');
}

static void check_folder(struct call *call, struct str folder)
{
    struct str data = str_of(call->store->folder);

    while (data.n > 1 && data.p[data.n - 1] == '/')
        data.n--;
    if (folder.n == 0)
        return; /* it is missing, which is said already */
    if (folder.p[0] != '/')
        fault_add(call, STR("folder"),
                  "Write the whole path of the folder, from the first slash on: "
                  "/media/stick/khetane");
    else if (is_inside(folder, data))
        fault_add(call, STR("folder"),
                  "This lies in the data folder itself. Name a folder on a "
                  "stick or another disk.");
}

static enum rc read_place(struct web *web, struct save_args *save)
{
    static const char *const names[] = {"folder", "often", "at"};
    struct call *call = &web->call;
    const struct kind *kind = place_kind(call);
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct field *field = field_find(kind, str_of(names[i]));
        struct str text = typed(web, names[i], "");
        given[field->index] = true;
        values[field->index] = v_null();
        if (text.n != 0)
            (void)field_parse(call, field, text, &values[field->index]);
    }
    check_folder(call, typed(web, "folder", ""));
    struct value at = values[field_find(kind, STR("at"))->index];
    if (at.type == V_INT && at.i >= WHEN_MINUTES)
        fault_add(call, STR("at"), "A day has times from 0:00 to 23:59.");
    *save = (struct save_args){.kind = kind, .values = values, .given = given};
    return call_faults(call);
}

enum rc backup_add(struct web *web)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};
    struct outcome outcome;
    struct save_args save;

    (void)str_unhex(typed(web, "change", ""), request.change.b, sizeof request.change.b);
    enum rc rc = read_place(web, &save);
    if (rc == RC_OK)
        rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

static enum rc add_post(struct web *web)
{
    enum rc rc = backup_add(web);

    if (rc == RC_INVALID) {
        web_status(web, 422);
        return backups_page(web);
    }
    return rc == RC_OK ? web_redirect(web, STR("/backups"), "added") : rc;
}

static enum rc named_place(struct web *web, struct backup_place *out)
{
    struct call *call = &web->call;
    struct backup_place *places;
    struct id id;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    if (rc == RC_OK && str_unhex(web_text(web, "place"), id.b, sizeof id.b))
        for (size_t i = 0; i < n; i++)
            if (id_eq(&places[i].id, &id)) {
                *out = places[i];
                return RC_OK;
            }
    return rc == RC_OK ? fail(call, RC_NOT_FOUND, NULL, NULL) : rc;
}

static enum rc now_post(struct web *web)
{
    struct backup_place place;
    struct id job;
    enum rc rc = named_place(web, &place);

    if (rc == RC_OK)
        rc = backup_ask(&web->call, &place, &job);
    return rc == RC_OK ? web_redirect(web, STR("/backups"), "asked") : rc;
}

static enum rc remove_post(struct web *web)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.retire", .change = id_new(call)};
    struct backup_place place;
    struct outcome outcome;
    struct record *record;
    enum rc rc = named_place(web, &place);

    if (rc == RC_OK)
        rc = query_get(call, place_kind(call), &place.id, &record);
    if (rc == RC_OK)
        rc = record_args_make(call, record, STR(""), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? web_redirect(web, STR("/backups"), "removed") : rc;
}

static enum rc test_post(struct web *web)
{
    const struct work_ask ask = {&restore_test_work, v_null(), STR(RESTORE_TEST)};
    struct id job;
    enum rc rc = work_put(&web->call, &ask, &job);

    return rc == RC_OK ? web_redirect(web, STR("/backups"), "asked") : rc;
}

const struct param backup_params[] = {
    {"change", PARAM_ID, 32, false, false, NULL},
    {"folder", PARAM_TEXT, FOLDER_MAX, true, false, N_("Folder")},
    {"often", PARAM_CODE, OFTEN_MAX, true, false, N_("How often")},
    {"at", PARAM_TEXT, AT_MAX, false, false, N_("At what time")},
    {0},
};
static const struct param place_params[] = {{"place", PARAM_ID, 32, true, false, NULL}, {0}};

const struct route backup_routes[] = {
    {METHOD_GET, PERMISSION_BACKUP_SEE, "/backups", NULL, backups_page, NULL, 0,
     "shows places of backups and the light"},
    {METHOD_POST, PERMISSION_BACKUP_MAKE, "/backups", backup_params, add_post, backups_page, 0,
     "adds a place for backups"},
    {METHOD_POST, PERMISSION_BACKUP_MAKE, "/backups/now", place_params, now_post, NULL, 0,
     "backs up to a place now"},
    {METHOD_POST, PERMISSION_BACKUP_MAKE, "/backups/remove", place_params, remove_post, NULL, 0,
     "takes a place away"},
    {METHOD_POST, PERMISSION_BACKUP_MAKE, "/backups/test", NULL, test_post, NULL, 0,
     "tests whether the newest backup can be restored"},
};
const size_t backup_routes_n = sizeof backup_routes / sizeof *backup_routes;
