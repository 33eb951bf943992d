/* letter.h - a letter for a case: chosen, filled, kept as parts, edited, checked.
 * Owns: records of the kind letter; the operations letter.write, letter.edit, letter.check.
 * Order: letter_preview() names what is missing; letter_write() makes the record; letter_edit() as
 *   often as wanted; letter_check() by the person who stands for language and law; then printing
 *   (letter_print.h).
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at "sort", "procedure", "language", "part" or a fact's name; as
 *   model/operation.h. A missing fact keeps a letter from being written unless gaps are allowed:
 *   then it stands in the text as [client.address?].
 * Limits: as rules/letter.h and a change's 1 MiB. Cost: a template is read anew each time (1 ms).
 * Which template: letter_template.h. An edit takes the check back. A letter that goes against what
 * came of a procedure, or goes to a body that was chosen, begins a procedure of its own where there
 * is none to write it in. */
#ifndef CASEWORK_LETTER_H
#define CASEWORK_LETTER_H

#include "casework/letter_facts.h"
#include "model/operation.h"

struct letter_order {
    struct id of;         /* the case */
    struct str sort;      /* of the list letter_kind; empty: what the procedure begins with */
    struct str procedure; /* an id; empty: that of the proceeding, or none */
    struct str language;  /* a tag or a code of the list: "sr-Cyrl", "sr_cyrl" */
    struct id proceeding; /* in which it is written; none: the one open by that procedure */
    struct id against;    /* the proceeding whose decision or silence it is about; none */
    struct id to;         /* the institution; none: the body of the proceeding, or as given */
    struct id own;        /* the office's own template; none: as letter_template.h finds it */
    struct str batch;     /* the same for all that were written together; empty: alone */
    struct letter_given given[LETTER_GIVEN_MAX];
    size_t given_n;
    bool gaps; /* write it although facts are missing */
    struct id change;
};

struct letter_missing {
    struct str fact, label; /* "client.address", "Address of the person" */
    bool may_be_given;
};

struct letter_preview {
    struct letter_doc doc;
    struct str template; /* its file */
    struct letter_missing missing[TEMPLATE_MISSING_MAX];
    size_t missing_n;
};

/* Fills the letter without keeping it. */
MUST_USE enum rc letter_preview(struct call *call, const struct letter_order *order,
                                struct letter_preview *out);
MUST_USE enum rc letter_write(struct call *call, const struct letter_order *order,
                              struct outcome *out);

struct letter_change {
    struct id letter;
    int64_t rev; /* as the person saw it; 0: whatever it is */
    struct id change;
};

/* source: the part in its editable form (rules/letter.h). */
MUST_USE enum rc letter_edit(struct call *call, const struct letter_change *which,
                             enum letter_place place, struct str source, struct outcome *out);
MUST_USE enum rc letter_check(struct call *call, const struct letter_change *which,
                              struct outcome *out);

/* The letter of a record; without its draft mark once somebody has checked it. */
MUST_USE enum rc letter_read(struct call *call, const struct record *letter,
                             struct letter_doc *out);

/* The facts that still stand as gaps in a text; at most max of them, each once. */
size_t letter_gaps(const struct letter_doc *doc, struct str *facts, size_t max);

/* Where the number of the register is to stand, the text has [letter.number?] until the letter is
 * registered (register.h), which puts the number there. It is no gap. */
bool letter_awaits_number(const struct letter_doc *doc);
MUST_USE enum rc letter_take_number(struct call *call, struct record *letter, struct str number);

/* What a step begins with: the letter of its procedure, or the one because of silence; a reminder.
 * Of the list letter_kind. */
struct str letter_sort_of(const struct move *move);

extern const struct operation letter_write_operation, letter_edit_operation, letter_check_operation;

#endif
