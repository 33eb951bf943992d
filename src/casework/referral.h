/* referral.h - a person is handed over to another body or organisation: what allows it, what is
 *   passed on and nothing else, until when they take it up and answer, and what came of it.
 * Owns: the operations "referral.send" and "referral.note". Order: through operation_run().
 * Memory: the call's arena.
 * Fails: RC_DENIED at "reason" where nothing allows it, or nobody has allowed this recipient, and
 *   no reason was given; RC_INVALID with faults at the fields of the kind; else as operation.h.
 * Limits: REFERRAL_PASSED_MAX bytes are passed on. Cost: one change; a query for each look-up.
 * What is passed on is frozen as it was sent. Without an agreement with the body the days are the
 * office's own, and the page says so. */
#ifndef CASEWORK_REFERRAL_H
#define CASEWORK_REFERRAL_H

#include "model/operation.h"

enum {
    REFERRAL_PASSED_MAX = 8000,
    REFERRAL_ACCEPT_DAYS = 7, /* where neither body nor office says anything */
    REFERRAL_ANSWER_DAYS = 30,
};

extern const struct operation referral_send_operation, referral_note_operation;

/* ---- how many days they have ---- */

struct referral_days {
    int64_t accept, answer;
    bool agreed;          /* with this body, in writing */
    bool usual;           /* the office has said what is usual; else the program's own */
    struct str agreement; /* its title */
};

/* institution: NULL: one that is not in our list. */
MUST_USE enum rc referral_days_of(struct call *call, const struct id *institution,
                                  struct referral_days *out);

/* ---- what allows it ---- */

enum referral_basis {
    REFERRAL_NONE,   /* no basis holds today */
    REFERRAL_NOBODY, /* one holds, but it names no recipient */
    REFERRAL_OTHERS, /* it names others */
    REFERRAL_NAMED,  /* it names this one */
};

struct referral_allowed {
    enum referral_basis how;
    const struct record *basis; /* the best that holds; NULL: none */
};

/* to: the name of whom it is handed over to. */
MUST_USE enum rc referral_allowed(struct call *call, const struct record *of, struct str to,
                                  struct referral_allowed *out);

/* ---- what is passed on ---- */

enum referral_item {
    REFERRAL_NAME = 1,
    REFERRAL_BORN = 2,
    REFERRAL_OFFICE = 4, /* to be reached through us */
    REFERRAL_PHONE = 8,
    REFERRAL_LANGUAGES = 16,
    REFERRAL_MATTER = 32,
    REFERRAL_WISH = 64,
    REFERRAL_STORY = 128,
    REFERRAL_DUE = 256,
};

enum { REFERRAL_ITEMS = 9 };

extern const struct referral_item_row {
    const char *code, *label; /* a msgid */
    enum referral_item is;
    bool usual; /* ticked, until somebody says otherwise */
} referral_items[REFERRAL_ITEMS];

/* A line for each that was chosen and is known. Never a telephone that must not be rung. */
MUST_USE enum rc referral_compose(struct call *call, const struct record *of, unsigned items,
                                  struct str *out);

/* Does what was passed on say this? What it does not say stands on no slip. */
bool referral_tells(const struct record *referral, struct str text);

/* ---- changes ---- */

struct referral {
    const struct id *of;      /* the case */
    struct value institution; /* or its name: */
    struct str name;
    struct str what, passed;
    struct value basis;
    day sent;
    struct value accept_by, answer_by;
    bool agreed;
    struct str reason; /* why it is done without a basis; else empty */
    struct id change;
};

MUST_USE enum rc referral_send(struct call *call, const struct referral *referral,
                               struct outcome *out);

/* What came back. act: "accepted", "refused", "begun", "done", "no_reply", "taken_back". */
struct referral_note {
    const struct id *referral;
    struct str act;
    day on;
    struct str words, result;
    struct id change;
};

MUST_USE enum rc referral_note(struct call *call, const struct referral_note *note,
                               struct outcome *out);

#endif
