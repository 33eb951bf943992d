/* field_form_test.h - forms of fields in tests: a kind with every type, and a browser of sorts
 *   that fills in nothing and sends a form as it was shown.
 * Owns: nothing. Order: every_init(), any, every_fini(). Memory: the fixture's arena.
 * Fails: bails out. Limits: none. */
#ifndef WEB_FIELD_FORM_TEST_H
#define WEB_FIELD_FORM_TEST_H

#include "model/app.h"
#include "model/field.h"
#include "model/record.h"
#include "web/field_control.h"
#include "web/web_test.h"

struct every {
    struct fixture f;
    struct app app;
    const struct kind *kind;
    struct web web;
    struct record record;
    struct field_form form;
};

void every_init(struct every *e, const char *lang);
void every_fini(struct every *e);
const struct field *every_field(const struct every *e, const char *name);

/* Empties the page; what was shown until then becomes what was sent. */
void every_send(struct every *e);
void every_blank(struct every *e); /* a new page, nothing sent */
/* Puts a text where a person would type it. */
void every_type(struct every *e, const char *name, const char *text);
const char *every_sent(const struct every *e, const char *name); /* or NULL */

#endif
