/* draft.h - a form that is kept while somebody types, and how she goes on with it.
 * Owns: what the bytes of a draft mean: a title, then names and values in turn (CBOR). The table is
 *   model/form_draft.h's, the routes below DRAFT_PATH are records/draft_pages.c's.
 * Order: within a handler. Memory: the call's arena. Fails: as the database.
 * Limits: as model/form_draft.h. Cost: one look-up a form.
 * A form that is kept has draft_fields() in it, and options.draft = DRAFT_PATH; its route declares
 * DRAFT_PARAMS. */
#ifndef WEB_DRAFT_H
#define WEB_DRAFT_H

#include "base/value.h"
#include "model/form_draft.h"
#include "web/part.h"

#define DRAFT_PATH "/draft"
#define DRAFT_PARAMS                                             \
    {"at", PARAM_TEXT, 300, false, false, N_("Form")},           \
        {"at_title", PARAM_TEXT, 300, false, false, N_("Form")}, \
    {                                                            \
        "draft", PARAM_FLAG, 0, false, false, N_("Form")         \
    }

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

/* For who keeps and lists them: what arrived as the bytes of a draft; those bytes as a list of
 * texts, the title first (V_NULL: they are none); the address at which one goes on. */
struct str draft_body(struct web *web, struct str title);
struct value draft_read(struct call *call, struct str body);
struct str draft_path(struct web *web, struct str at);

#endif
