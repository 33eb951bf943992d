/* letter_facts.h - what a letter's template may ask for, found in a case, its person, its papers,
 *   the organisation, the procedure and what the writer gave; doc/guide/letters.md lists the facts.
 * Owns: nothing. Order: letter_facts_load(), then letter_facts_view() for template_fill().
 * Memory: the call's arena; the view borrows the facts.
 * Fails: RC_NOT_FOUND for a case that is not there or may not be seen; as query.h. What is not
 *   known is no failure: it is absent, and the template names it as missing.
 * Cost: a handful of look-ups; the case and its person are written into the log of reads.
 * Secret fields are there for who may read them, and absent for everybody else. Names stand as they
 * are, in the letter's script if they were written down in it, never in a form nobody declared. */
#ifndef CASEWORK_LETTER_FACTS_H
#define CASEWORK_LETTER_FACTS_H

#include "casework/clocks.h"
#include "rules/template.h"

enum { LETTER_GIVEN_MAX = 24 };

/* What the writer says for this letter alone; of a list (asks, papers) an item a line. */
struct letter_given {
    struct str fact, text;
};

struct letter_ask {
    struct id of;                      /* the case */
    const struct procedure *procedure; /* NULL: of none */
    struct str language;               /* a tag: "sr-Cyrl" */
    struct id proceeding;              /* in which it is written; none: in none yet */
    struct id against;                 /* the one that it goes against; none: what comes before */
    struct id to;                      /* the institution; none: the body of the proceeding */
    struct letter_given given[LETTER_GIVEN_MAX];
    size_t given_n;
};

/* What was handed in before and what came of it: an appeal or a reminder speaks of that. */
struct letter_before {
    const struct record *proceeding; /* NULL: there was nothing */
    const struct procedure *procedure;
    const struct moves_fact *filed, *received, *delivered; /* NULL: it did not happen */
    struct str number;                                     /* of our letter */
    day silent_since;                                      /* 0: they are not silent */
    struct str term_text, term_article;
};

struct letter_facts {
    struct call *call;
    const struct letter_ask *ask;
    const struct lang *lang;                /* of the letter; NULL: English */
    struct str number;                      /* of the letter */
    const struct record *of, *organisation; /* the case */
    const struct record *person, *paper;    /* NULL: none, or not for this actor */
    const struct record *to;                /* the institution; NULL: not in our list */
    const struct record *proceeding;
    const struct record *authority;    /* the power of attorney that holds today; NULL: none */
    struct record **parties, **people; /* of the case, in the order of writing */
    size_t parties_n, people_n;
    struct letter_before before;
    struct str term_text, term_article; /* of the term for deciding; {NULL, 0}: not certain */
};

MUST_USE enum rc letter_facts_load(struct call *call, const struct letter_ask *ask,
                                   struct letter_facts *out);
struct template_facts letter_facts_view(const struct letter_facts *facts);

/* The facts that there are, for template_check(). */
extern const struct template_words letter_fact_words;

/* A fact in words ("Address of the office"), and whether the writer may give it herself. */
struct str letter_fact_label(struct call *call, struct str fact);
bool letter_fact_may_be_given(struct str fact);

#endif
