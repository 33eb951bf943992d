/* differ.h - where somebody else's version of a text differs from ours, told in a few lines.
 * Owns: nothing. Order: one call.
 * Memory: the call's arena. Fails: RC_MEMORY.
 * Limits: DIFFER_LINES_MAX lines of each text: what is longer is not compared (too_long);
 *   DIFFER_SHOWN of the differences are told, all are counted, up to DIFFER_COUNT.
 * Cost: lines times lines, compared by their hashes; 30 ms for 3,000 of each.
 * White space, soft hyphens and the order of lines that come twice are no difference. */
#ifndef RULES_DIFFER_H
#define RULES_DIFFER_H

#include "base/call.h"

enum { DIFFER_LINES_MAX = 5000, DIFFER_SHOWN = 8, DIFFER_COUNT = 100, DIFFER_TEXT_MAX = 240 };

/* One of them may be empty: what was left out, what is new. Around a change stand a few words. */
struct differ_line {
    struct str was, now;
};

struct differ {
    struct differ_line lines[DIFFER_SHOWN];
    size_t n, all;
    bool moved; /* the same lines in another order */
    bool too_long;
};

/* Two texts whose lines are their paragraphs. */
MUST_USE enum rc differ_lines(struct call *call, struct str ours, struct str theirs,
                              struct differ *out);

/* Theirs is what a PDF shows: lines end anywhere, pages end with \f, and numbers of lists and pages
 * stand within. around: what of ours stands beside the text, on each page or once. */
MUST_USE enum rc differ_pages(struct call *call, struct str ours, struct str around,
                              struct str theirs, struct differ *out);

static inline bool differ_same(const struct differ *differ)
{
    return differ->all == 0 && !differ->moved && !differ->too_long;
}

#endif
