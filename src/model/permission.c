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
    [PERMISSION_PERSON_CHANGE] = {"person", MAY_CHANGE},
    [PERMISSION_USER_MAKE] = {"user", MAY_MAKE},
    [PERMISSION_ORGANISATION_CHANGE] = {"organisation", MAY_CHANGE},
    [PERMISSION_FIELDS_SEE] = {"own_fields", MAY_SEE},
    [PERMISSION_FIELDS_CHANGE] = {"own_fields", MAY_MAKE},
    [PERMISSION_KIND_SEE] = {NULL, MAY_SEE},
    [PERMISSION_KIND_MAKE] = {NULL, MAY_MAKE},
    [PERMISSION_KIND_CHANGE] = {NULL, MAY_CHANGE},
    [PERMISSION_KIND_ERASE] = {NULL, MAY_ERASE},
    [PERMISSION_BACKUP_SEE] = {"backup_place", MAY_SEE},
    [PERMISSION_BACKUP_MAKE] = {"backup_place", MAY_MAKE},
    [PERMISSION_CASE_ERASE] = {"case", MAY_ERASE},
    [PERMISSION_STAFF_LEAD] = {NULL, MAY_SEE},
    [PERMISSION_STAFF_ADMIN] = {NULL, MAY_SEE},
    [PERMISSION_PROPOSAL_ANSWER] = {"proposal", MAY_CHANGE},
    [PERMISSION_EMERGENCY] = {NULL, MAY_SEE},
    [PERMISSION_EXPORT_ALL] = {NULL, MAY_SEE},
    [PERMISSION_RULES_SEE] = {"rule_check", MAY_SEE},
    [PERMISSION_RULES_CHANGE] = {"rule_check", MAY_MAKE},
    [PERMISSION_INSTITUTION_SEE] = {"institution", MAY_SEE},
    [PERMISSION_FEED_MAKE] = {"calendar_feed", MAY_MAKE},
    [PERMISSION_QUICK_SEE] = {"quick_help", MAY_SEE},
    [PERMISSION_QUICK_MAKE] = {"quick_help", MAY_MAKE},
    [PERMISSION_VISITOR_SEE] = {"waiting", MAY_SEE},
    [PERMISSION_VISITOR_MAKE] = {"waiting", MAY_MAKE},
    [PERMISSION_REGISTER_SEE] = {"register_entry", MAY_SEE},
    [PERMISSION_REGISTER_MAKE] = {"register_entry", MAY_MAKE},
    [PERMISSION_REPORT_SEE] = {"donor_form", MAY_SEE},
    [PERMISSION_REPORT_CHANGE] = {"donor_form", MAY_CHANGE},
};

_Static_assert(sizeof rows / sizeof *rows == PERMISSION_END, "every permission has its row");

/* What no kind says: by role. */
static const struct {
    unsigned permission;
    const char *role;
} by_role[] = {
    {PERMISSION_STAFF_LEAD, "lead"},   {PERMISSION_STAFF_LEAD, "admin"},
    {PERMISSION_STAFF_ADMIN, "admin"}, {PERMISSION_EMERGENCY, "worker"},
    {PERMISSION_EMERGENCY, "lead"},    {PERMISSION_EXPORT_ALL, "lead"},
    {PERMISSION_EXPORT_ALL, "admin"},  {PERMISSION_EXPORT_ALL, "key_holder"},
};

enum { BY_ROLE = sizeof by_role / sizeof *by_role };

static bool is_by_role(unsigned permission)
{
    for (size_t i = 0; i < BY_ROLE; i++)
        if (by_role[i].permission == permission)
            return true;
    return false;
}

static bool has_role(const struct call *call, unsigned permission)
{
    for (size_t i = 0; i < BY_ROLE; i++)
        if (by_role[i].permission == permission && actor_has_role(call->actor, by_role[i].role))
            return true;
    return call->actor->system;
}

bool permission_holds(const struct call *call, unsigned permission, struct str name)
{
    if (permission < PERMISSION_CASE_SEE || permission >= PERMISSION_END || call->actor == NULL)
        return false;
    if (is_by_role(permission))
        return has_role(call, permission);
    bool named = rows[permission].kind != NULL;
    const struct kind *kind =
        kind_find(call->app->registry, named ? str_of(rows[permission].kind) : name);
    return kind == NULL ? !named : permit_mask(kind, call->actor, rows[permission].verb) != 0;
}
