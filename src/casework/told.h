/* told.h - a person's file in plain words: all that we hold of her, as sentences that are read
 *   aloud to her or printed; what she said to each part; what is struck out at her wish.
 * Owns: the operations file.told and file.strike, and what a record of the kind told means.
 * Order: told_read(); told_say() and told_strike() with a line of it.
 * Memory: the call's arena. Fails: as query.h and operation.h.
 * Limits: TOLD_CASES_MAX cases, TOLD_EACH_MAX records of a kind, TOLD_LINES_MAX lines of a part;
 *   what is left out is said (more). Cost: a query for each kind of part and case.
 * Whatever a field holds has a sentence: one of its own (told_words.c), or its label and value. Who
 * reads sees no more than in the records: secret fields, cases, notes as they may be read. */
#ifndef CASEWORK_TOLD_H
#define CASEWORK_TOLD_H

#include "model/operation.h"
#include "query/query.h"

enum { TOLD_CASES_MAX = 25, TOLD_EACH_MAX = 200, TOLD_LINES_MAX = 2000 };

enum told_part {
    TOLD_WHO,
    TOLD_HOME,
    TOLD_STORY,
    TOLD_PAPERS,
    TOLD_HELP,
    TOLD_SEEN,
    TOLD_SHARED,
    TOLD_KEPT,
    TOLD_PARTS
};

struct told_line {
    struct str text;
    struct str heading;          /* begins a case, a paper ...; text is then empty */
    const struct record *record; /* what it is said from; NULL: nothing to strike */
    const struct field *field;   /* what is struck with it; NULL: nothing */
    size_t piece;                /* which sentence of a long text */
    bool whole;                  /* the field has this one sentence alone */
    bool struck;                 /* tells that something was struck out */
};

struct told_section {
    struct told_line *lines;
    size_t n, room;
    bool more;                 /* than are kept here */
    const struct record *last; /* when it was read aloud to her last; NULL: never */
};

struct told {
    const struct record *person;
    struct told_section in[TOLD_PARTS];
};

/* person: as query_get() gave it. */
MUST_USE enum rc told_read(struct call *call, const struct record *person, struct told *out);

const char *told_code(enum told_part part); /* "story", as in the list file_section */
bool told_part_find(struct str code, enum told_part *out);
/* The line that is about this; NULL: there is none (any more). */
const struct told_line *told_find(const struct told *told, const struct id *record,
                                  struct str field, size_t piece);

/* ---- told_words.c: what is said of one record */

/* Adds the record's lines to their sections; part: where what has no place of its own goes. */
MUST_USE enum rc told_record(struct call *call, struct told *told, const struct record *record,
                             enum told_part part);
MUST_USE enum rc told_add(struct call *call, struct told_section *to, const struct told_line *line);
/* The n-th sentence of a text, from 0; false: it has fewer. Lines end sentences too. */
bool told_sentence(struct str text, size_t n, struct str *out);
/* The text without it. */
struct str told_without(struct call *call, struct str text, size_t n);

/* ---- told_strike.c */

/* That a part was read aloud to her: answer is "right" or "changes". */
struct told_saying {
    enum told_part part;
    struct str answer, wish;
};

MUST_USE enum rc told_say(struct call *call, const struct record *person,
                          const struct told_saying *saying, const struct id *change,
                          struct outcome *out);

/* Takes out what the line says. Her wish is kept, what was said is not: no page and no history
 * shows it any more (query/history.h). instead: what stands there then; must be given where the
 * field cannot be empty. RC_INVALID with a fault at "instead". */
struct told_wish {
    enum told_part part;
    struct str wish, instead;
};

MUST_USE enum rc told_strike(struct call *call, const struct record *person,
                             const struct told_line *line, const struct told_wish *wish,
                             const struct id *change, struct outcome *out);
/* Must it be said what is to stand there instead? */
bool told_needs_words(const struct told_line *line);
/* Can it be struck here at all? What is chosen from a list and must not be empty is corrected in
 * its form. */
bool told_can_strike(const struct told_line *line);

extern const struct operation told_say_operation, told_strike_operation;

#endif
