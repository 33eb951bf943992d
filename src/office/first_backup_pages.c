/* first_backup_pages.c - the last screen of setting up (roles/first.h): the first backup. */
#include "model/permission.h"
#include "model/setup.h"
#include "office/pages.h"
#include "roles/backups.h"
#include "roles/first.h"

static void end_form(struct web *web, enum tone tone)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/first/done")};
    struct button finish = {.label = say(call, "Go to the first page"),
                            .weight = tone == TONE_OK ? WEIGHT_MAIN : WEIGHT_OTHER};

    if (tone != TONE_OK)
        html_tag(&web->html, "p", NULL,
                 say(call, "You can go on without it; the light on the first page then stays red "
                           "until there is a backup."));
    part_form(web, &form);
    part_actions(&web->html);
    part_button(&web->html, &finish);
    part_actions_end(&web->html);
    part_form_end(&web->html, &form);
}

static enum rc backup_page(struct web *web)
{
    static const char *const kinds[] = {"backup", NULL};
    struct call *call = &web->call;
    struct page page = {.title = say(call, "The first backup"),
                        .back_path = STR("/first/use"),
                        .back_label = say(call, "What you use")};
    struct backup_place *places;
    enum tone tone = TONE_BAD;
    struct str light;
    struct zone zone;
    size_t n;
    enum rc rc = backup_places(call, &places, &n);

    if (rc == RC_OK)
        rc = schedule_zone(call, &zone);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    first_progress(&web->html, FIRST_BACKUP);
    html_tag(&web->html, "p", NULL,
             say(call, "Put in a stick, or name a folder on another disk. Backups are encrypted; "
                       "they are made by themselves from now on, and the light on the first page "
                       "says how they stand."));
    if (backup_light(call, &tone, &light))
        part_note(&web->html, tone, light);
    for (size_t i = 0; i < n; i++)
        backup_place_card(web, &places[i], &zone);
    if (n == 0)
        backup_form(web, STR("/first/backup"), true);
    else if (tone != TONE_OK)
        rc = jobs_part(web, kinds, STR("/first/backup"));
    end_form(web, tone);
    part_page_end(web, &page);
    return rc;
}

static enum rc backup_post(struct web *web)
{
    enum rc rc = backup_add(web);

    if (rc == RC_INVALID) {
        web->call.error.rc = RC_OK;
        web_status(web, rc_http(RC_INVALID));
        return backup_page(web);
    }
    return rc == RC_OK ? web_redirect(web, STR("/first/backup"), NULL) : rc;
}

static enum rc done_post(struct web *web)
{
    enum rc rc = setup_step(&web->call, 0);

    return rc == RC_OK ? web_redirect(web, STR("/"), NULL) : rc;
}

const struct route first_backup_routes[] = {
    {METHOD_GET, PERMISSION_BACKUP_MAKE, "/first/backup", NULL, backup_page, NULL, 0,
     "asks for the first backup, while setting up"},
    {METHOD_POST, PERMISSION_BACKUP_MAKE, "/first/backup", backup_params, backup_post, backup_page,
     0, "adds the first place for backups"},
    {METHOD_POST, PERMISSION_STAFF_ADMIN, "/first/done", NULL, done_post, NULL, 0,
     "ends setting up"},
};
const size_t first_backup_routes_n = sizeof first_backup_routes / sizeof *first_backup_routes;
