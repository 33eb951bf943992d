/* whole_work.h - what the parts of an export of everything share; see whole.h.
 * Owns: nothing. Order: as whole.h. Memory: as whole.h. Fails: as whole.h.
 * Limits: as whole.h. Not here: what others may call. */
#ifndef EXCHANGE_WHOLE_WORK_H
#define EXCHANGE_WHOLE_WORK_H

#include "document/zip_out.h"
#include "exchange/whole.h"
#include "model/app.h"

struct whole_making {
    struct call *call;
    const struct whole *what;
    struct arena *keep;
    struct zip_out zip;
    struct crypt_sha256 hash;
    struct str entry;        /* the name of the one that is open */
    struct buf sums;         /* "hash  name\n" of those before it */
    struct buf damaged;      /* names of files that could not be read */
    const struct kind *kind; /* whose files are being put */
    struct whole_counts counts;
    int64_t done, total;
};

/* An entry, with its checksum noted when the next one begins. */
MUST_USE enum rc whole_entry(struct whole_making *m, struct str name);
MUST_USE enum rc whole_add(struct whole_making *m, struct str bytes);
MUST_USE enum rc whole_put(struct whole_making *m, struct str name, struct str bytes);
MUST_USE enum rc whole_close(struct whole_making *m);

MUST_USE enum rc whole_parts(struct whole_making *m); /* all but readme and checksums */
MUST_USE enum rc whole_count(struct whole_making *m); /* m->total */

#endif
