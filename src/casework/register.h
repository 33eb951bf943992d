/* register.h - the books in which papers that come in and go out get their numbers.
 * Owns: records of the kind register_entry, and their numbers; the operations register.letter,
 *   register.paper, register.line, register.cancel; the two registers that an office begins with.
 * Order: register_letter() and register_paper() within an operation, on a record of the change;
 *   register_run_*() from pages and commands.
 * Memory: the call's arena.
 * Fails: RC_INVALID with faults at "number" (it exists, it leaves others out, it is no number of
 *   this register), "register" (closed, of the other direction, none there); as model/change.h.
 * Limits: REGISTER_SKIPPED_MAX numbers entered at once as standing in the book on paper; a matter
 *   of REGISTER_WITHIN_MAX papers a year. Cost: a few index probes for each number.
 * A number is taken inside the write transaction: the last of that register and year, and one; so
 * that none is given twice, and what is rolled back leaves no gap. What a paper of a case says
 * stands in the case alone: a line names it by a link, and is read with the case's permission. */
#ifndef CASEWORK_REGISTER_H
#define CASEWORK_REGISTER_H

#include "casework/register_number.h"
#include "casework/save.h"
#include "model/change.h"

enum { REGISTER_SKIPPED_MAX = 500, REGISTERS_MAX = 100 };

/* How a number is wanted; all empty: the next one of today in the office's own choice of register,
 * which for a case that is for its team alone is the limited one. */
struct register_ask {
    struct id in;     /* the register */
    struct str typed; /* a number as it stands in a book on paper */
    bool skip;        /* those left out before it stand in the book on paper too */
    day on;           /* 0: today */
};

/* A letter or case_paper of this change gets its line. The paper's 'answers' and 'body' must be
 * set before; its 'entry' and 'our_number' are set here. RC_CONFLICT: it has a number. */
MUST_USE enum rc register_letter(struct call *call, struct change *change, struct record *letter,
                                 const struct register_ask *ask);
MUST_USE enum rc register_paper(struct call *call, struct change *change, struct record *paper,
                                const struct register_ask *ask);

/* What is said to whoever would change a letter that has its number. */
MUST_USE enum rc register_frozen(struct call *call, const struct record *letter);

/* Has the office a register that is open? Else letters have their code as number. */
MUST_USE enum rc register_any(struct call *call, bool *out);

/* The registers, by name; at most REGISTERS_MAX. */
struct registers {
    struct record *in[REGISTERS_MAX];
    size_t n;
};

MUST_USE enum rc registers_list(struct call *call, struct registers *out);
bool register_is_open(const struct call *call, const struct record *book);

/* The same as operations. rev 0: whatever it is. */
struct register_order {
    struct id of; /* the letter, paper or line */
    int64_t rev;
    struct id change;
    struct register_ask ask;
};

MUST_USE enum rc register_run_letter(struct call *call, const struct register_order *order,
                                     struct outcome *out);
MUST_USE enum rc register_run_paper(struct call *call, const struct register_order *order,
                                    struct outcome *out);
/* A paper of no case: line has values for register_entry. direction: "in" or "out". */
MUST_USE enum rc register_run_line(struct call *call, const struct register_order *order,
                                   struct str direction, const struct save *line,
                                   struct outcome *out);
MUST_USE enum rc register_run_cancel(struct call *call, const struct register_order *order,
                                     struct str reason, struct outcome *out);

extern const struct operation register_letter_operation, register_paper_operation,
    register_line_operation, register_cancel_operation;

#endif
