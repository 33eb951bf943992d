/* mail_code.h - how e-mails carry what is no plain ASCII: base64, quoted-printable, encoded words.
 * Owns: nothing; for mail.c and mail_write.c alone. Order: any.
 * Memory: results live in the arena. Fails: by {NULL, 0} without memory; what is not well formed is
 *   taken as far as it goes, as every reader of e-mail does.
 * Limits: the caller caps. Cost: linear.
 * Source: RFC 2045 6.7 and 6.8, RFC 2047, RFC 2231. */
#ifndef EXCHANGE_MAIL_CODE_H
#define EXCHANGE_MAIL_CODE_H

#include "base/str.h"

struct str mail_base64(struct arena *arena, struct str s);
struct str mail_quoted(struct arena *arena, struct str s, bool word); /* word: '_' is a blank */
/* Percent signs of RFC 2231. */
struct str mail_percent(struct arena *arena, struct str s);
/* As UTF-8 in the form in which texts are kept; {NULL, 0} also for what can be none. */
struct str mail_text(struct arena *arena, struct str bytes, struct str charset);
/* A field's value with its encoded words. */
struct str mail_words(struct arena *arena, struct str s, size_t max);

/* Lines of 76 with CR LF. */
void mail_put_base64(struct buf *out, struct str bytes);
/* "Name: value" with CR LF; what is no ASCII as encoded words, folded. */
void mail_put_field(struct buf *out, const char *name, struct str value);

#endif
