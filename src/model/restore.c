/* restore.c - see restore.h. */
#include "model/restore.h"

#include "model/rebuild.h"

/* The tables from the log; what was erased is erased once more, whatever the key file said. */
static enum rc make_tables(struct call *call)
{
    enum rc rc = app_adopt(call);

    if (rc == RC_OK)
        rc = rebuild(call);
    return rc == RC_OK ? db_checkpoint(call, call->store->db, true) : rc;
}

enum rc restore(struct call *call, const struct backup_restore *options, struct backup_report *out)
{
    struct store *before = call->store;
    struct backup_report report;
    enum rc rc = backup_restore(call, options, &call->store, &report);

    if (rc != RC_OK)
        return rc;
    rc = make_tables(call);
    store_close(call->store);
    call->store = before;
    if (rc == RC_OK)
        rc = keyring_renew(call, options->to, options->ring);
    if (rc == RC_OK)
        *out = report;
    else
        backup_restore_undo(call, options->to);
    return rc;
}
