/* condition.h - "when: area = violence", "check: ended >= began": a question about one record's own
 *   fields, parsed when the kinds are loaded (the grammar stands in model/README.md).
 * Owns: nothing; a condition lives in the arena it was parsed into.
 * Order: condition_parse() once the kind's fields are known; then any.
 * Memory: as said. Fails: condition_parse() collects faults at the node's place in its file, and
 *   gives NULL.
 * Limits: CONDITION_TEXT_MAX bytes, CONDITION_STEPS_MAX steps, CONDITION_DEPTH_MAX in brackets.
 * Cost: judging is linear in the steps; pure: a record's values and a day in, a truth out.
 * Three-valued: what is asked of a field without a value is unknown, and so is what a partial date
 * leaves open. A field is asked for only where its 'when' surely holds; a 'check' complains only
 * where it surely does not. */
#ifndef MODEL_CONDITION_H
#define MODEL_CONDITION_H

#include "model/record.h"
#include "model/yaml.h"

enum { CONDITION_TEXT_MAX = 500, CONDITION_STEPS_MAX = 80, CONDITION_DEPTH_MAX = 10 };

enum truth { IS_FALSE, IS_TRUE, IS_UNKNOWN };

enum condition_act {
    ASK_FIELD, /* puts the field's value on the stack */
    ASK_STATE,
    ASK_NUMBER, /* puts a literal there: .low is the number, scaled by 10^6 */
    ASK_TEXT,   /* .text: a text, a choice's code or a state */
    ASK_DATE,   /* .low to .high: a day, a month, a year */
    ASK_TODAY,
    ASK_EQUAL, /* take two values, put a truth */
    ASK_UNEQUAL,
    ASK_LESS,
    ASK_UP_TO,
    ASK_MORE,
    ASK_FROM,
    ASK_HAS,    /* a field of choices has a code */
    ASK_FILLED, /* takes one value, puts a truth */
    ASK_YES,    /* a flag alone */
    ASK_AND,
    ASK_OR,
    ASK_NOT,
};

/* One step of the question, in postfix order. */
struct condition_step {
    enum condition_act act;
    const struct field *field;
    struct str text;
    int64_t low, high;
};

struct condition {
    struct str text; /* as in the file */
    const struct condition_step *steps;
    size_t n;
};

/* What is read: node is where its text stands, kind what it may ask about. asker: the field that
 * it hides or shows; NULL: it hides nothing. */
const struct condition *condition_parse(struct call *call, struct arena *keep,
                                        const struct kind *kind, const struct yaml *node,
                                        const struct field *asker);

enum truth condition_judge(const struct condition *condition, const struct record *record,
                           day today);
/* Does it surely hold? NULL holds always. */
bool condition_holds(const struct call *call, const struct condition *condition,
                     const struct record *record);
bool condition_asks_secret(const struct condition *condition);
/* Is this field asked for in this record: do its own 'when' and its section's hold? */
bool field_asked(const struct call *call, const struct record *record, const struct field *field);

/* For a page that hides and shows by itself: the steps as words apart by blanks, in postfix order.
 * Fields are number: date: text: choice: choices: flag: or other: with their name, the record's
 * state is "state:", literals are is:VALUE (a flag's yes is is:1.000000) and day:FIRST:LAST; then
 * = != < <= > >= has filled yes and or not. "choice:area is:violence =". Blanks and percent signs
 * inside of a word are %20 and %25. */
struct str condition_postfix(struct call *call, const struct condition *condition);

#endif
