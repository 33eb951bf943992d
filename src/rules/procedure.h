/* procedure.h - the law of one procedure as the program counts with it: who may ask whom, until
 *   when, each stage with its term, what follows if nobody answers. model/procedure.h reads it from
 *   the packs.
 * Owns: nothing. Order: none. Memory: borrowed from the pack it was read from; never changes.
 * Fails: never. Cost: none.
 * A term whose number or event is not known has a text in .manual: it is shown to people as it
 * stands, and no day is counted from it. */
#ifndef RULES_PROCEDURE_H
#define RULES_PROCEDURE_H

#include "rules/term.h"

/* What a term may be counted from: facts that a case records, each with its day. */
enum procedure_event {
    EVENT_ACT,     /* the violation, or what was done or left undone */
    EVENT_LEARNED, /* the person learned of it */
    EVENT_BIRTH,
    EVENT_CHANGED,   /* the circumstances changed */
    EVENT_FILED,     /* the paper was handed in or posted */
    EVENT_RECEIVED,  /* it reached the one who must act */
    EVENT_COMPLETE,  /* it was in order, with all its papers */
    EVENT_ACCEPTED,  /* the body took it up */
    EVENT_STARTED,   /* the procedure began */
    EVENT_SERVED,    /* the body sent it on, and it reached the respondent */
    EVENT_REQUESTED, /* the body's demand reached the one who must act */
    EVENT_NOTIFIED,  /* a notice of the body, no decision, reached the person */
    EVENT_DECIDED,
    EVENT_DELIVERED, /* the decision reached the person */
    EVENT_PUBLISHED,
    EVENT_FINAL, /* no ordinary remedy is left */
    EVENT_RECOMMENDATION_RECEIVED,
    EVENT_WARNING_ISSUED,
    EVENT_REMINDER_FILED,
    EVENT_TERM_EXPIRED, /* the term for deciding, or one that was set, ran out */
    EVENT_PERIOD_ENDED, /* what was granted for a time ran out */
    EVENT_EXTENDED,     /* the body gave itself more time */
    EVENT_SUSPENDED,    /* the procedure stands still */
    EVENT_RESUMED,
    EVENT_COMPLIED,  /* what was decided or recommended was done */
    EVENT_WITHDRAWN, /* whoever filed it took it back */
    EVENT_COUNT
};

struct procedure_term {
    struct term term;  /* .length 0: no number is known */
    uint32_t from;     /* bits 1 << EVENT_X; of several the earliest counts. 0: not known */
    bool any_time;     /* there is no limit */
    struct str when;   /* the case it holds for; {NULL, 0}: every one */
    struct str words;  /* what the source says it is counted from, where that says more */
    struct str manual; /* why it cannot be counted; {NULL, 0}: it can */
    struct str article;
    struct law law;
    struct str
        checked; /* "Confirmed by A. B. on 3 March 2026" (casework/laid.h); empty: by nobody */
};

struct procedure_terms {
    const struct procedure_term *in;
    size_t n;
};

enum procedure_side { SIDE_BODY, SIDE_CLIENT, SIDE_RESPONDENT };

struct procedure_stage {
    struct words actor, action;
    enum procedure_side side; /* whose term it is; a client's is the loudest */
    bool decides;             /* its term is the one within which the body must decide */
    bool extends;             /* its term holds instead, once the body has given itself more time */
    uint32_t done;            /* by which events it has been done; bits. 0: as moves.h says */
    struct procedure_terms terms;
    struct str manual, words, article;
    struct law law;
};

struct procedure;

/* Another procedure, by id. */
struct procedure_ref {
    struct str id;
    const struct procedure *to;
};

struct procedure_refs {
    const struct procedure_ref *in;
    size_t n;
};

enum silence_means {
    SILENCE_UNSAID,  /* the pack does not know */
    SILENCE_NONE,    /* nothing follows from it */
    SILENCE_REMEDY,  /* it opens a remedy */
    SILENCE_REFUSAL, /* it counts as a refusal */
    SILENCE_CONSENT, /* it counts as a yes */
    SILENCE_DEPENDS, /* on the law of the matter */
};

struct procedure_silence {
    enum silence_means means;
    struct str rule, attach;
    struct procedure_terms after;    /* from when on one may speak of silence */
    struct procedure_terms reminder; /* to be waited for after a reminder that must be sent */
    struct procedure_terms window;   /* how long the remedy is open */
    struct procedure_terms outer;    /* the last day of all */
    struct procedure_refs remedy;
    struct texts remedy_other;
    struct law law;
};

struct procedure_basis {
    struct str act;
    struct words cited; /* as a letter names it; none: act */
    struct texts articles;
};

/* Who must show what; both {NULL, 0}: the pack does not know. */
struct procedure_burden {
    struct str claimant, respondent, article;
    struct law law;
};

/* One kind of help that may be asked for by this procedure, or by another. */
struct procedure_entitlement {
    struct str code;
    struct words name;
    struct procedure_ref by; /* .id {NULL, 0}: by no procedure with terms of its own */
    struct law law;
};

struct procedure_threshold {
    struct str what, number;
};

struct procedure {
    struct str id, country;
    struct words name, institution;
    struct law law;
    bool offered; /* false: stands here to say why it is not open, or what is not known of it */
    day valid_from, valid_to; /* day_min(), day_max() where the pack sets none */
    const struct procedure_basis *basis;
    size_t basis_count;
    struct texts who_may_file;
    struct procedure_terms limits; /* for filing; all hold, each in the case it is for */
    const struct procedure_stage *stages;
    size_t stage_count;
    struct procedure_silence silence;
    struct procedure_refs next, see; /* the next rungs; one whose rules hold here too */
    struct texts next_other;
    struct str applies_when, fees, form;
    struct str letter; /* what it begins with, of the list letter_kind: "request", "appeal" */
    struct texts documents, checks, outcomes, facts, warnings, notes;
    struct texts ask; /* where the pack does not know: whom to ask */
    const struct procedure_threshold *thresholds;
    size_t threshold_count;
    struct procedure_burden burden;
    const struct procedure_entitlement *entitlements;
    size_t entitlement_count;
    struct procedure *after; /* the next in the set */
};

#endif
