/* delivery.h - what became of a letter on its way: handed in, refused, posted, come back
 *   - each a dated fact with its proof; and what the letter is after all of them.
 * Owns: the operations "letter.deliver" and "letter.mistake"; a letter's state beyond "registered",
 *   and its fields sent, delivered and answered.
 * Order: letter_deliver(), for one letter or for a whole tour; letter_mistake() for what was wrong.
 *   delivery_event(), delivery_paper() and delivery_letter() by hooks.c.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at "way", "on", "at"; as model/operation.h. Odd days are asked.
 * Limits: DELIVERIES_MAX letters in one change. Cost: as a change; loads the facts of the case.
 * A delivery is never undone: who wrote it down by mistake says so, and why; the fact stays to be
 * read and counts no more. A letter begins a procedure of its law at its first delivery where it
 * stands in none. Only the letter that a procedure begins with is filed in it; what is handed in
 * besides (a cover letter, a statement) is a fact of the letter alone and starts no clock.
 * Posting is not delivery (PEOPLE 3): each way has one row in the table, and no other place says
 * what it proves. */
#ifndef CASEWORK_DELIVERY_H
#define CASEWORK_DELIVERY_H

#include "model/operation.h"

enum { DELIVERIES_MAX = 100, DELIVERY_NO_HOUR = -1 };

struct delivery {
    struct id letter;
    struct str way; /* of the list delivery_way */
    day on;
    int minute;        /* of the day, or DELIVERY_NO_HOUR */
    struct str number; /* of the slip, the stamp, the confirmation */
    struct str note;
    struct value files; /* rows of the field event.files, or nothing */
};

MUST_USE enum rc letter_deliver(struct call *call, const struct delivery *all, size_t n,
                                const struct id *change, struct outcome *out);
/* fact: one of delivery_facts(). */
MUST_USE enum rc letter_mistake(struct call *call, const struct id *fact, struct str reason,
                                const struct id *change, struct outcome *out);

/* The facts of one letter by day, also what was written down by mistake. */
struct delivery_facts {
    struct record **in;
    size_t n;
};

MUST_USE enum rc delivery_facts(struct call *call, struct change *change,
                                const struct record *letter, struct delivery_facts *out);
/* The way that a fact was, of the list delivery_way; "" for none of ours. */
struct str delivery_way(const struct record *fact);
/* Does a fact say that it is on its way no more: taken, posted, or arrived? */
bool delivery_is_out(const struct record *letter);

extern const struct operation letter_deliver_operation, letter_mistake_operation;

MUST_USE enum rc delivery_event(struct call *call, struct change *change, struct record *event);
MUST_USE enum rc delivery_paper(struct call *call, struct change *change, struct record *paper);
MUST_USE enum rc delivery_letter(struct call *call, struct change *change, struct record *letter);

#endif
