/* founder.h - the process that makes a data folder for the pages of first.h.
 * Owns: the job kind "found", which is a role of its own since it writes files.
 * Order: founder_put_...() for the request, job_start(), job_poll(), founder_get_...().
 * Memory: requests and results have secrets in them: calls over heap_secret.
 * Fails: as roles/found.h; RC_CORRUPT for a result that is none.
 * Limits: FOUNDER_WALL_S. Cost: a process with the program loaded, and the slow hashes.
 * Whoever asks holds DIR/serve.lock. */
#ifndef ROLES_FOUNDER_H
#define ROLES_FOUNDER_H

#include "process/role.h"
#include "roles/found.h"

enum { FOUNDER_WALL_S = 120 };

extern const struct job_kind found_job;

int founder_run(const struct role_start *start, const struct area *const *areas, size_t n);

/* Makes the folder as far as .khetane.new; password: as typed; no program, folder and fill. */
MUST_USE enum rc founder_put_make(struct call *call, const struct founding *founding,
                                  struct str *out);
MUST_USE enum rc founder_get_made(struct call *call, struct str body, struct keyring_sheets *sheets,
                                  unsigned char root[static CRYPT_KEY]);

/* The first session, and the folder counts from now on. */
MUST_USE enum rc founder_put_finish(struct call *call, struct str root, struct str login,
                                    struct str device, struct str *out);
/* A practice folder at that path, made now unless it is there. */
MUST_USE enum rc founder_put_practice(struct call *call, struct str folder, struct str device,
                                      struct str *out);
/* Of both: the session's token and the root key, which are borrowed from body. */
MUST_USE enum rc founder_get_open(struct call *call, struct str body, struct str *token,
                                  struct str *root);

#endif
