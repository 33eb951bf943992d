/* demo.c - see demo.h. */
#include "roles/demo.h"

#include "model/password.h"
#include "roles/demo_story.h"
#include "roles/found.h"
#include "store/folder.h"

static enum rc fill(struct call *call, const struct founding *founding, struct practice *practice)
{
    *practice = (struct practice){.stands = founding->stands, .on = founding->on};
    if (founding->stands)
        call->today = founding->on;
    call->sure = STR(CALL_SURE_OF_ALL); /* whoever invents them means it so */
    return demo_tell(call, founding->password, practice);
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
                  const day *on)
{
    struct founding founding = {.program = program,
                                .folder = folder,
                                .stands = on != NULL,
                                .on = on == NULL ? 0 : *on,
                                .name = STR("Practice: Open Door, Rekovo"),
                                .prefix = STR("PR"),
                                .country = STR("rs"),
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
