/* slow.h - passwords and PINs behind the slow hash, for handlers: the job is asked for now, the
 *   handler goes on in then().
 * Owns: nothing; at most two hashes run in the whole server (process/kinds.h).
 * Order: as a handler's last act. Memory: the request's arena; what was typed is wiped by the job's
 *   end. Fails: as roles/await.h; RC_BUSY when too many wait.
 * Limits: SLOW_MS. Cost: 90 ms in another process. */
#ifndef ROLES_SLOW_H
#define ROLES_SLOW_H

#include "web/route.h"

enum { SLOW_MS = 20000 };

typedef enum rc (*slow_compared)(struct web *web, void *data, bool right);
typedef enum rc (*slow_made)(struct web *web, void *data, struct str stored);

/* stored {NULL, 0}: there is none; it takes as long, and is not right. */
MUST_USE enum rc slow_compare(struct web *web, struct str stored, struct str typed,
                              slow_compared then, void *data);
MUST_USE enum rc slow_make(struct web *web, struct str typed, slow_made then, void *data);

#endif
