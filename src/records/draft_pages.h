/* draft_pages.h - forms that are kept while somebody types, and how she goes on with one.
 * Owns: nothing (model/form_draft.h has the table). Order: within a handler.
 * Memory: the call's arena. Fails: as the database. Cost: one look-up a form.
 * A form that is kept has draft_fields() in it, and options.draft = DRAFT_PATH; its route declares
 * DRAFT_PARAMS. */
#ifndef RECORDS_DRAFT_PAGES_H
#define RECORDS_DRAFT_PAGES_H

#include "web/part.h"

#define DRAFT_PATH "/draft"
#define DRAFT_PARAMS                                             \
    {"at", PARAM_TEXT, 300, false, false, N_("Form")},           \
        {"at_title", PARAM_TEXT, 300, false, false, N_("Form")}, \
    {                                                            \
        "draft", PARAM_FLAG, 0, false, false, N_("Form")         \
    }

extern const struct route draft_routes[];
extern const size_t draft_routes_n;

/* The address that the form is kept under, and what the list of drafts calls it. */
void draft_fields(struct web *web, struct str at, struct str title);
/* A button for who has no JavaScript: keeps the form and leaves it. */
void draft_button(struct web *web);

/* When the page is asked with draft=1: what was kept stands in web->form as if it had been sent. */
MUST_USE enum rc draft_take(struct web *web, struct str at, bool *taken);
/* "You were writing here at 14:02": go on, or throw it away. Nothing when there is none. */
void draft_offer(struct web *web, struct str at);
/* The form as it came is kept: its writer leaves it for now. */
MUST_USE enum rc draft_keep(struct web *web, struct str at, struct str title);
/* It was saved: there is nothing to go on with. */
MUST_USE enum rc draft_done(struct web *web);
/* For the first page: what she was writing. */
void draft_list(struct web *web);

#endif
