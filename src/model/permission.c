/* permission.c - see permission.h. */
#include "model/permission.h"

#include "model/app.h"

static const struct {
    const char *kind;
    enum verb verb;
} rows[] = {
    [PERMISSION_CASE_SEE] = {"case", MAY_SEE},
    [PERMISSION_CASE_MAKE] = {"case", MAY_MAKE},
    [PERMISSION_CASE_CHANGE] = {"case", MAY_CHANGE},
    [PERMISSION_PERSON_SEE] = {"person", MAY_SEE},
    [PERMISSION_PERSON_MAKE] = {"person", MAY_MAKE},
    [PERMISSION_USER_MAKE] = {"user", MAY_MAKE},
    [PERMISSION_ORGANISATION_CHANGE] = {"organisation", MAY_CHANGE},
};

_Static_assert(sizeof rows / sizeof *rows == PERMISSION_END, "every permission has its row");

bool permission_holds(const struct call *call, unsigned permission)
{
    if (permission >= PERMISSION_END || rows[permission].kind == NULL)
        return false;
    const struct kind *kind = kind_find(call->app->registry, str_of(rows[permission].kind));
    return kind != NULL && permit_mask(kind, call->actor, rows[permission].verb) != 0;
}
