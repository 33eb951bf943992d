/* question.h - what is odd and may be so all the same: a day before somebody was born, a receipt
 *   before the sending. She is asked, told why, and what she says is so is kept as she gave it.
 * Owns: the questions of the change that was made last (call->questions). Asked are: a day that has
 *   not come (not_after: today), a check of a kind that says 'ask' instead of 'say', and what the
 *   hooks of areas find out: question_ask() within derive.
 * Order: question_ask() any number of times while a change is made; change.c ends with
 *   questions_end(). An answer is the question's mark in call->sure: a page's tick (web/part.h),
 *   --sure, an import that was looked at.
 * Memory: the call's arena.
 * Fails: questions_end() with RC_INVALID and no fault while one is not answered.
 * Limits: QUESTIONS_MAX of one change; beyond them nothing is asked. Cost: one comparison each.
 * A question never changes a value. 'what' stays in the log with the reason, beside the record it
 * is about: it names the field and what is odd of it, no day and nobody. */
#ifndef MODEL_QUESTION_H
#define MODEL_QUESTION_H

#include "model/change.h"

enum { QUESTIONS_MAX = 1000, QUESTION_REASON_MAX = 2000 };

/* The same one twice is one. what is followed by the field's label: "Received on: this day ...". */
void question_ask(struct call *call, const struct record *about, const char *field, struct str what,
                  struct str why);

/* What the kinds themselves ask of one record of the change. */
void questions_of_kind(struct call *call, const struct change *change, const struct record *record);

/* Of a change that puts back what was there, nothing is asked again. */
MUST_USE enum rc questions_end(struct call *call, const struct change *change);

/* The reason that is logged with this subject: the change's own, and what was said to be so. */
struct str questions_reason(struct call *call, const struct change *change,
                            const struct id *subject);

/* "Received on: this day has not come yet. Today is 22.11.2026." */
struct str question_text(struct call *call, const struct call_question *question);

#endif
