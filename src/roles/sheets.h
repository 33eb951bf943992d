/* sheets.h - recovery sheets as a PDF: three pages to be kept in three places.
 * Owns: the job kind "sheets". Order: sheets_print() with the sheets just minted.
 * Memory: the caller's sheets are secret; the order and the PDF live in an arena over heap_secret
 *   until the file is written. Fails: as process/job.h and base/file.h; then no file is left.
 * Limits: SHEETS_PDF_MAX bytes. Cost: a job, some 50 ms.
 * The file is this user's alone; whoever prints it destroys it afterwards. */
#ifndef ROLES_SHEETS_H
#define ROLES_SHEETS_H

#include "cli/command.h"
#include "document/sheet_pdf.h"
#include "process/job.h"
#include "store/keyring.h"
#include "store/words.h"

enum { SHEETS_PDF_MAX = 4 << 20 };

extern const struct job_kind sheets_job;

MUST_USE enum rc sheets_print(struct call *call, const struct command_args *args,
                              struct str organisation, const struct keyring_sheets *sheets,
                              const char *path);

/* What the job is asked for (sheet_put()); out->organisation is the caller's to set. */
MUST_USE enum rc sheets_order(struct call *call, const struct word_list *words,
                              const struct keyring_sheets *sheets, struct sheet_order *out);

#endif
