/* attached.h - the files of a record, by the names people gave them, for what leaves as a file.
 * Owns: nothing. Order: attached_each() on a record as query_get() gave it; attached_copy().
 * Memory: names in the call's arena; attached_copy() 128 KiB, whatever the size.
 * Fails: as store/sealed.h, which says so where a file is damaged; as document/zip_out.h.
 * Limits: those of a field. Cost: reading the file once.
 * Not here: who may; a secret field that was emptied has no files. */
#ifndef EXCHANGE_ATTACHED_H
#define EXCHANGE_ATTACHED_H

#include "document/zip_out.h"
#include "model/field.h"
#include "model/record.h"
#include "store/blob.h"

struct attached {
    const struct field *field;
    struct blob blob;
    struct str name; /* as it was sent */
};

MUST_USE enum rc attached_each(struct call *call, const struct record *record, bool secrets,
                               enum rc (*each)(struct call *call, void *data,
                                               const struct attached *file),
                               void *data);
/* The content, as one more entry of the ZIP. */
MUST_USE enum rc attached_copy(struct call *call, const struct attached *file, struct str name,
                               struct zip_out *zip);

#endif
