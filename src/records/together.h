/* together.h - one thing done to all records that fit a list: how many that is, doing it as long
 *   work in changes of at most TOGETHER_BATCH records, and taking all of it back as one.
 * Owns: nothing; what is done is record.each's (model/operation.h), under the rights of who asked.
 * Order: together_count(), together_args(), work_put() with together_work; afterwards
 *   together_undo_args() with together_undo_work.
 * Memory: the call's arena; a turn holds one batch. Fails: as query.h and operation.h.
 * Limits: records that are written down meanwhile are not among them. Cost: a batch some 50 ms.
 * A turn first keeps which records are next and then changes them, so that a turn that is repeated
 * after a power cut changes the same ones under the same change. A batch of which one record cannot
 * be changed is halved until that one is alone: it is left out and told, with the reason. What was
 * done is found again by the job's id and the batch's number alone. Taking back goes change by
 * change; one of which a record was changed since stays, and is told. */
#ifndef RECORDS_TOGETHER_H
#define RECORDS_TOGETHER_H

#include "model/operation.h"
#include "model/work.h"
#include "query/query.h"

enum { TOGETHER_BATCH = 200 };

/* Each at most QUERY_COUNT_MAX + 1: then there are more. */
struct together_count {
    int64_t fit;    /* what one sees in the list */
    int64_t may;    /* of them: what one may change */
    int64_t stands; /* of those that may be changed: cannot go to that state, or are so already */
};

/* each: what is done; its ids are not looked at. */
MUST_USE enum rc together_count(struct call *call, const struct query *query,
                                const struct each_args *each, struct together_count *out);
/* Can this record be changed so? */
bool together_fits(const struct record *record, const struct each_args *each);
MUST_USE enum rc together_args(struct call *call, const struct query *query,
                               const struct each_args *each, struct value *out);
MUST_USE enum rc together_undo_args(struct call *call, const struct work_job *job,
                                    struct value *out);

extern const struct work together_work, together_undo_work;

#endif
