/* demo.c - see demo.h. */
#include "roles/demo.h"

#include "model/actor.h"
#include "model/password.h"
#include "query/query.h"
#include "roles/demo_story.h"
#include "roles/found.h"
#include "store/folder.h"

/* "lead,key_holder" */
static struct str roles_of(struct call *call, const struct record *user)
{
    struct value roles = record_value(user, "roles");
    struct buf out;

    buf_init(&out, call->arena, 200);
    for (size_t i = 0; roles.type == V_LIST && i < roles.list.n; i++) {
        buf_z(&out, i == 0 ? "" : ",");
        buf_add(&out, roles.list.items[i].s);
    }
    return out.n == 0 ? STR("-") : buf_str(&out);
}

static enum rc note_people(struct call *call, struct practice *practice)
{
    struct query query = {
        .kind = app_kind(call, "user"), .verb = MAY_SEE, .limit = PRACTICE_PEOPLE_MAX};
    const struct actor *before = call->actor;
    struct query_page found;

    call->actor = &actor_system;
    enum rc rc = query_list(call, &query, &found);
    call->actor = before;
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        const struct record *user = found.records[found.n - 1 - i];
        practice->people[practice->people_n++] = (struct practice_person){
            record_text(user, "login"), roles_of(call, user), record_text(user, "name")};
    }
    return rc;
}

static enum rc fill(struct call *call, const struct founding *founding, struct practice *practice)
{
    *practice = (struct practice){.stands = founding->stands, .on = founding->on};
    if (founding->stands)
        call->today = founding->on;
    call->sure = STR(CALL_SURE_OF_ALL); /* whoever invents them means it so */
    enum rc rc = demo_tell(call, founding->password, practice);
    return rc == RC_OK ? note_people(call, practice) : rc;
}

/* ---- the folder ---- */

static enum rc demo_password(struct call *call, struct str *stored)
{
    struct password password = password_new(call);

    if (!crypt_password(password.cost, STR(DEMO_PASSWORD), password.salt, password.key))
        return fail_memory(call);
    *stored = password_put(call, &password);
    return stored->p == NULL ? fail_memory(call) : RC_OK;
}

/* The practice phrase needs no slow hash: it is printed on the screen. */
enum rc demo_make(struct call *call, const struct program *program, const char *folder,
                  const struct demo_wish *wish)
{
    const day *on = wish->on;
    struct founding founding = {.program = program,
                                .folder = folder,
                                .stands = on != NULL,
                                .on = on == NULL ? 0 : *on,
                                .name = STR("Practice: Open Door, Rekovo"),
                                .prefix = STR("PR"),
                                .country = wish->country.n == 0 ? STR("rs") : wish->country,
                                .language = STR("en"),
                                .person = STR("Mira M."),
                                .login = STR(DEMO_LOGIN),
                                .holders = {{STR("Mira M."), STR(DEMO_PHRASE)}},
                                .holders_n = 1,
                                .cost = {CRYPT_MEMORY_KIB_MIN, 1},
                                .practice = true,
                                .fill = fill};
    struct folder_lock lock = {.file = -1};
    struct keyring_sheets sheets;
    enum rc rc = demo_password(call, &founding.password);

    if (rc == RC_OK)
        rc = found_check(call, folder);
    if (rc == RC_OK)
        rc = folder_make(call, folder);
    if (rc == RC_OK)
        rc = folder_serve(call, folder, posix_pid(), &lock);
    if (rc == RC_OK)
        rc = found(call, &founding, &sheets);
    crypt_wipe(&sheets, sizeof sheets);
    folder_lock_close(call, &lock);
    return rc;
}
