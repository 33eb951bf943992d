/* template.h - a letter template: a readable text file with slots, filled from facts.
 * Owns: the grammar of packs/<cc>/letters/ (doc/guide/letters.md tells it to lawyers).
 * Order: template_read() once (or per preview), template_check() against the known facts,
 *   template_fill() as often as wanted.
 * Memory: a template lives in 'keep' with all its texts; a filled letter in the call's arena.
 * Fails: template_read() and _check() collect every fault as file:line:column (RC_INVALID);
 *   RC_LIMIT for a file or letter that is too long; RC_MEMORY. A fact that is missing is no
 *   failure: it is named in the result and shown as a gap, never guessed.
 * Limits: TEMPLATE_*_MAX. Cost: linear; no template can run for long, for it has no loops but
 *   over a list of facts, of TEMPLATE_EACH_MAX items, not one inside another, and no inclusion.
 * Not here: where facts come from (casework), how a letter looks (document/letter_pdf.h). */
#ifndef RULES_TEMPLATE_H
#define RULES_TEMPLATE_H

#include "rules/letter.h"

enum {
    TEMPLATE_BYTES_MAX = 64 << 10,
    TEMPLATE_NODES_MAX = 4000,
    TEMPLATE_DEPTH_MAX = 8, /* conditions inside conditions */
    TEMPLATE_NAME_MAX = 64, /* bytes in the name of a fact */
    TEMPLATE_NEEDS_MAX = 64,
    TEMPLATE_EACH_MAX = 500,
    TEMPLATE_MISSING_MAX = 200,
};

struct template;

/* Who stands for the language or the law of a checked template. */
struct template_checked {
    struct str by; /* empty: nobody yet */
    day on;
};

struct template_info {
    struct str id;        /* "mk.request"; with the language it names one template */
    struct str kind;      /* "request" */
    struct str procedure; /* "mk.admin.request", or empty: any */
    struct str language;
    struct str title;
    bool checked; /* both checks stand; else every page carries the draft mark */
    struct template_checked language_check, law_check;
    struct str draft_mark, copy_mark, stamp_label;
    const struct str *needs; /* facts without which the letter is not complete */
    size_t needs_n;
};

/* name is the file's, for faults. */
MUST_USE enum rc template_read(struct call *call, const char *name, struct str text,
                               struct arena *keep, struct template **out);

const struct template_info *template_info(const struct template *t);

/* Facts by name: "client.name"; item 2 of a list: "basis.2.act"; its length: "basis.count".
 * form: empty, or the declared grammatical form that is wanted ("genitive"). */
struct template_facts {
    const void *data;
    bool (*find)(const void *data, struct str name, struct str form, struct str *out);
};

struct template_words {
    const void *data;
    bool (*is_known)(const void *data, struct str name); /* items are asked as number 1 */
};

/* Faults for every slot that asks for a fact which no case can have. */
MUST_USE enum rc template_check(struct call *call, const struct template *t,
                                const struct template_words *words);

struct template_missing {
    struct str name;
    struct str form; /* empty: the fact itself is missing */
    int line;        /* of the template, where it is first asked for; 0: by "needs" */
};

struct template_filled {
    struct letter_doc doc;
    const struct template_missing *missing;
    size_t missing_n; /* 0: the letter is complete */
};

MUST_USE enum rc template_fill(struct call *call, const struct template *t,
                               const struct template_facts *facts, struct template_filled *out);

#endif
