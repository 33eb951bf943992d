/* awaited.h - until when we wait for somebody else: the derived field "due" of a promise and of
 *   what was handed over, by which Today is sorted.
 * Owns: that field of both kinds. Order: hooks, run for each record that a change touches.
 * Memory: the call's arena. Fails: as change.h. Limits: none.
 * Cost: a look at the case.
 * A promise is waited for until its day, while nobody has said whether it was kept. What was sent
 *   is first to be taken up or declined, then answered: each has its own day. What is over, of a
 *   closed case or of an old register is not waited for. */
#ifndef CASEWORK_AWAITED_H
#define CASEWORK_AWAITED_H

#include "model/change.h"

MUST_USE enum rc awaited_promise(struct call *call, struct change *change, struct record *promise);
MUST_USE enum rc awaited_referral(struct call *call, struct change *change,
                                  struct record *referral);

#endif
