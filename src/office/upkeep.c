/* upkeep.c - see upkeep.h. */
#include "office/upkeep.h"

#include "base/file.h"
#include "exchange/whole.h"
#include "model/attachment.h"
#include "model/permission.h"
#include "store/backup.h"
#include "store/reads.h"
#include "store/store.h"
#include "web/html.h"

/* A file that came with a form is named, or waits for its form, long before two days are over. */
enum { DEPTHS = 3, LEFT_MS = 2 * 86400000 };

static enum rc verify_file(struct call *call, struct db *db, struct work_turn *turn,
                           struct log_report *report)
{
    enum rc rc = db_check(call, db);

    return rc == RC_OK ? log_verify_told(call, db, LOG_SIGNATURES, turn->tell, report) : rc;
}

/* The log, the log of reads, the files: a turn each; the head is what paper is compared with. */
static enum rc verify_step(struct call *call, struct work_turn *turn)
{
    int64_t at = turn->cursor.type == V_INT ? turn->cursor.i : 0, files;
    struct log_report report;
    enum rc rc;

    turn->cursor = v_int(at + 1);
    turn->total = DEPTHS;
    turn->done = at + 1;
    if (at == 0)
        return verify_file(call, call->store->db, turn, &report);
    if (at == 1)
        return verify_file(call, call->store->reads, turn, &report);
    rc = attachments_verify(call, turn->tell, &files);
    if (rc == RC_OK)
        rc = log_verify_told(call, call->store->db, LOG_HEADERS, NULL, &report);
    if (rc != RC_OK)
        return rc;
    turn->finished = true;
    turn->said = say(call, "%llu changes and %lld files are as they were written. Newest: %s",
                     (unsigned long long)report.entries, (long long)files, report.head);
    return RC_OK;
}

const struct work verify_work = {.name = "verify",
                                 .brief = N_("Check that nothing was changed or damaged"),
                                 .permission = PERMISSION_BACKUP_MAKE,
                                 .by_name = true,
                                 .step = verify_step};

/* Leftovers: of a test of restoring that was cut off, of jobs that ended long ago, of a form whose
 * save failed. */
static enum rc tidy_step(struct call *call, struct work_turn *turn)
{
    struct str test = file_path(call, call->store->folder, "restore-test");
    int64_t jobs = 0, reads = 0, exports = 0, files = 0;

    if (test.n == 0)
        return fail_memory(call);
    backup_restore_undo(call, test.p);
    enum rc rc = work_forget(call, &jobs);
    if (rc == RC_OK)
        rc = whole_forget(call, &exports);
    if (rc == RC_OK)
        rc = reads_cut(call, day_add_months(call->today, -READS_MONTHS), &reads);
    if (rc == RC_OK)
        rc = attachments_sweep(call, call->now_ms - LEFT_MS, &files);
    if (rc != RC_OK)
        return rc;
    turn->finished = true;
    turn->said =
        say(call,
            "Cleared away: %lld old jobs, %lld lines of who looked at what that are "
            "older than %d months, %lld files that nothing names.",
            (long long)jobs + (long long)exports, (long long)reads, READS_MONTHS, (long long)files);
    return RC_OK;
}

const struct work tidy_work = {.name = "tidy",
                               .brief = N_("Clear away what is old"),
                               .permission = PERMISSION_BACKUP_MAKE,
                               .by_name = true,
                               .step = tidy_step};
