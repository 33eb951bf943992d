/* letter_mail.h - a letter as an e-mail that any program sends, and an e-mail that came as a paper
 *   of its case. Nothing here sends or fetches: no office needs e-mail.
 * Owns: nothing. Order: a letter is printed first; then letter_mail(). Of what came: mail_read()
 *   (exchange/mail.h), letter_mail_of(), letter_mail_keep().
 * Memory: the call's arena.
 * Fails: RC_NOT_FOUND before it was printed; RC_INVALID without an address at "to" or "from"; as
 *   exchange/mail.h, kept_file.h and incoming.h.
 * Limits: as there. Cost: reading the PDF; of what came, a sealed file each and one change.
 * The subject has the letter's number and who writes, nobody's name. What came is kept as it came,
 * beside its files; the same message taken twice is one paper. */
#ifndef CASEWORK_LETTER_MAIL_H
#define CASEWORK_LETTER_MAIL_H

#include "exchange/mail.h"
#include "model/operation.h"
#include "model/record.h"

MUST_USE enum rc letter_mail(struct call *call, const struct record *letter, struct str *name,
                             struct str *out);

/* The letter that a message names, by its subject or by what it answers; RC_NOT_FOUND, without a
 * recorded error, where it names none that this person may see. */
MUST_USE enum rc letter_mail_of(struct call *call, const struct mail *mail, struct id *letter);

/* The day on which it was sent, where we are; today where it has none. */
day letter_mail_day(const struct call *call, const struct mail *mail);

/* As a paper that answers this letter, and that nobody has read yet. */
MUST_USE enum rc letter_mail_keep(struct call *call, const struct record *letter,
                                  const struct mail *mail, struct str bytes, struct outcome *out);

#endif
