/* incoming_pages.h - a paper that came in, and what can be done now: the pages.
 * Owns: their routes. Order: as pages.h. Memory: the request's arena. Fails: as every handler.
 * Limits: SERVER_FILE_MAX bytes of a form, FIELD_FILE_MAX of a file; of an e-mail MAIL_BYTES_MAX
 *   (exchange/mail.h). Cost: a few queries a page. */
#ifndef CASEWORK_INCOMING_PAGES_H
#define CASEWORK_INCOMING_PAGES_H

#include "web/route.h"

/* The form of a paper that came in, with what an e-mail has filled in (web->form), and its words
 * beside it. */
struct record;
MUST_USE enum rc incoming_filled(struct web *web, const struct record *of, struct str words);

extern const struct route incoming_routes[], mail_routes[];
extern const size_t incoming_routes_n, mail_routes_n;

#endif
