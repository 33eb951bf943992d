/* overlay_change.h - changing what an organisation has laid over the kinds: one step or many,
 *   looked at beforehand, then saved as one change of the log.
 * Owns: nothing; a draft lives in the call's arena.
 * Order: fields_open(); any steps; fields_effects() to show what it would do; fields_save().
 * Memory: texts handed in must live as long as the draft.
 * Fails: steps collect faults (call_faults() ends that); fields_save() as operation_run(), and with
 *   RC_INVALID where the whole does not hold: the same faults as for a file of kinds.
 * Limits: OVERLAY_MAX kinds and lists; a text as a long text. Cost: saving and effects load all
 *   kinds anew, some milliseconds; effects count records.
 * Nothing is taken away: an own field, choice or list that was saved once stays, hidden at most,
 * and keeps its type. So no data are ever lost, and a rebuild by the last texts understands all. */
#ifndef MODEL_OVERLAY_CHANGE_H
#define MODEL_OVERLAY_CHANGE_H

#include "model/operation.h"
#include "model/overlay.h"

struct fields_text {
    struct str target;
    struct yaml *tree;
    struct id id; /* none: no record yet */
    int64_t rev;
    bool touched;
};

struct fields_draft {
    struct fields_text texts[OVERLAY_MAX];
    size_t n;
    struct app *app; /* with the draft laid over; set by fields_check() */
};

MUST_USE enum rc fields_open(struct call *call, struct fields_draft *out);

/* A field as it is to be made. */
struct fields_new {
    struct str label, is, of, to, help, digits; /* of, to, help, digits: empty where not needed */
    bool must, secret;
};

/* section: its name in the file, or a new one's. *name: of the field. */
void fields_add(struct call *call, struct fields_draft *draft, const struct kind *kind,
                struct str section, const struct fields_new *field, struct str *name);
/* What something is called. */
struct fields_words {
    struct str lang; /* empty: in all languages */
    struct str text;
    bool many; /* of a kind: its word for several */
};

/* field NULL: the kind itself. */
void fields_label(struct call *call, struct fields_draft *draft, const struct kind *kind,
                  const struct field *field, const struct fields_words *words);
/* field NULL: the whole kind. */
void fields_hide(struct call *call, struct fields_draft *draft, const struct kind *kind,
                 const struct field *field, bool hide);
void fields_must(struct call *call, struct fields_draft *draft, const struct kind *kind,
                 const struct field *field);
/* One place up (-1) or down (1) among the fields of its section. */
void fields_shift(struct call *call, struct fields_draft *draft, const struct kind *kind,
                  const struct field *field, int by);
void fields_order(struct call *call, struct fields_draft *draft, const struct kind *kind,
                  const struct section *section, const struct str *names, size_t n);
void fields_may(struct call *call, struct fields_draft *draft, const struct kind *kind,
                struct str role, struct str verb, struct str relation);

void fields_list_add(struct call *call, struct fields_draft *draft, struct str label,
                     struct str *name);
/* list: its name, also of one that this draft has just made. */
void fields_choice_add(struct call *call, struct fields_draft *draft, struct str list,
                       struct str label, struct str *code);
void fields_choice_label(struct call *call, struct fields_draft *draft, struct str list,
                         struct str code, const struct fields_words *words);
void fields_choice_retire(struct call *call, struct fields_draft *draft,
                          const struct choice_list *list, const struct choice *choice, bool retire);

/* Everything that the file says, laid over what there is; faults at its lines. */
void fields_import(struct call *call, struct fields_draft *draft, struct str name, struct str text);
void fields_export(struct call *call, const struct fields_draft *draft, struct buf *out);

/* As it was before the change that made these revisions; what was added by it is hidden. */
void fields_back(struct call *call, struct fields_draft *draft, const struct id *change);

/* Does the whole hold? RC_INVALID with faults. */
MUST_USE enum rc fields_check(struct call *call, struct fields_draft *draft);

/* What the draft would do, one sentence each, with numbers of records. After fields_check(). */
struct fields_effects {
    struct str *lines;
    size_t n;
};

MUST_USE enum rc fields_effects(struct call *call, const struct fields_draft *draft,
                                struct fields_effects *out);
MUST_USE enum rc fields_save(struct call *call, struct fields_draft *draft, const struct id *change,
                             struct outcome *out);

extern const struct operation fields_operation; /* fields.save */

#endif
