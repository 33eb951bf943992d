/* kind.h - what the organisation knows: kinds of records, their fields, states and permissions,
 *   read from model/<area>/<kind>.yaml (the grammar stands in model/README.md).
 * Owns: the registry, in the arena it was loaded into; it never changes after start.
 * Order: registry_load() once; then any.
 * Memory: everything lives as long as that arena.
 * Fails: RC_INVALID with a fault per mistake, "file:line:column: sentence"; none is skipped.
 * Limits: KINDS_MAX kinds, FIELDS_MAX fields each. Cost: look-ups compare names, few dozen each.
 * Not here: tables (table.h), the meaning of field types (field.h), who may (permit.h). */
#ifndef MODEL_KIND_H
#define MODEL_KIND_H

#include "base/call.h"
#include "base/value.h"

enum { KINDS_MAX = 200, FIELDS_MAX = 120, CHOICES_MAX = 500, CHECKS_MAX = 40, NAME_MAX_BYTES = 48 };

struct field_type; /* field.h */
struct condition;  /* condition.h */
struct kind;
struct overlay_text; /* overlay_merge.h */

/* A word for people: a msgid, or the same word in several languages. */
struct label {
    struct str text; /* English, the msgid */
    const struct label_text {
        struct str lang, text;
    } * texts;
    size_t n;
};

struct choice {
    struct str code;
    struct label label;
    bool retired; /* not for what is newly written; shown where it stands */
};

struct choice_list {
    struct str name;
    struct label label;
    const struct choice *choices;
    size_t n;
    const struct str *official; /* languages whose names are shown together, of places */
    size_t official_n;
    bool closed; /* the program reads its codes: an organisation adds none */
};

/* How an actor is bound to a record; the list is closed. */
enum relation { REL_NONE, REL_OWN, REL_TEAM, REL_PLACE, REL_ALL, REL_COUNT };

/* What one may do with a record. SECRET: read its secret fields. */
enum verb { MAY_SEE, MAY_CHANGE, MAY_MAKE, MAY_SECRET, MAY_ERASE, VERB_COUNT };

struct role_may {
    struct str role;
    enum relation may[VERB_COUNT];
};

struct field {
    struct str name; /* as in the file; the column's name */
    struct str key;  /* as in the log; never changes, whatever the name becomes */
    struct str was;  /* the name before a renaming, or empty */
    struct label label, help;
    const struct field_type *type;
    size_t index, section;
    bool must, tracked, secret, derived;
    bool own;                          /* added by the organisation */
    bool hidden;                       /* in no form and list; what it holds stays */
    const struct condition *when;      /* asked for only where this holds; NULL: always */
    enum relation relation;            /* of a link to user: what it makes of that person */
    const struct choice_list *choices; /* of a place: the list of municipalities, if there is one */
    const struct kind *target;         /* of a link */
    int digits;                        /* of a decimal: how many follow the point */
    bool not_after_today;              /* a later one is asked about (question.h) */
    bool procedure;                    /* a text: the id of a procedure, shown by its name */
    int64_t max;                       /* length of a text, largest number; 0: the type's own */
};

struct section {
    struct str name; /* as in the file; never shown */
    struct label label;
    const struct condition *when; /* NULL: always */
};

/* What must not be surely wrong when a record is stored: "ended >= began". */
struct check {
    const struct field *field; /* at which the fault is shown */
    const struct condition *condition;
    struct label say;
    bool ask; /* it may be so: she is asked (question.h), and then it is kept */
};

struct state {
    struct str name;
    struct label label;
    const size_t *next; /* indices of the states that may follow */
    size_t next_n;
};

/* By what two records are compared (rules/match.h); a field that is NULL is not. */
struct kind_match {
    const struct field *names, *born, *sex, *place, *phones, *number;
};

enum subject_rule {
    SUBJECT_SELF,         /* the record is about itself: a person, a case */
    SUBJECT_OWNER,        /* part_of: as its owner */
    SUBJECT_LINK,         /* as the record that a link field names */
    SUBJECT_ORGANISATION, /* about no person; never erased */
};

struct kind {
    struct str name;
    int version;
    struct label one, many, about;
    const struct kind *owner; /* part_of */
    const struct field *fields;
    size_t n;
    const struct section *sections;
    size_t sections_n;
    const struct check *checks;
    size_t checks_n;
    const struct state *states; /* the first is where a record begins; none: no states */
    size_t states_n;
    const struct role_may *roles;
    size_t roles_n;
    enum subject_rule subject;
    const struct field *subject_link; /* SUBJECT_LINK */
    const struct field *limited_by;   /* a flag that leaves the record to its team alone */
    const struct field *historic_by;  /* a flag: from an old register, without clocks and alarms */
    const struct field *hidden_from;  /* links to users who must not see it, and win */
    struct kind_match match;
    const struct field *title; /* what names a record beside its code */
    struct str code;           /* "{prefix}-{year}-{n}", or empty */
    const struct field *const *columns;
    size_t columns_n; /* of its list */
    const struct field *sort;
    const struct field *series[2]; /* asked for together (table_series): one index; or NULL */
    struct keep {
        int years; /* 0: as long as the organisation decides */
        enum keep_after { KEEP_MADE, KEEP_CHANGED, KEEP_CLOSED } after;
        const struct state *const *closed; /* of KEEP_CLOSED: the states that count as closed */
        size_t closed_n;
        const struct field *until; /* a date before which it is kept, whatever the years say */
    } keep;
    const struct field *held_by; /* a flag: a legal hold, nothing of it is erased */
    bool reads_logged;
    bool confirm; /* who changes one must just have shown who she is (accounts, teams) */
    bool hidden;  /* the organisation does not use it; what was written stays */
    bool system;  /* of model/system: staff, jobs, settings; always in use */
    size_t index;
};

struct registry {
    const struct kind **kinds; /* by name; an owner stands before its parts in load order */
    size_t n;
    const struct choice_list *lists;
    size_t lists_n;
    struct str mark; /* changes whenever tables may have to change */
};

struct model_file {
    struct str name, text;
};

MUST_USE enum rc registry_load(struct call *call, struct arena *keep,
                               const struct model_file *files, size_t n, struct registry **out);
/* The same, with what an organisation has changed laid over it. */
struct model_files {
    const struct model_file *files;
    size_t n;
    const struct overlay_text *own;
    size_t own_n;
};

MUST_USE enum rc registry_load_own(struct call *call, struct arena *keep,
                                   const struct model_files *all, struct registry **out);

const struct kind *kind_find(const struct registry *registry, struct str name);
const struct field *field_find(const struct kind *kind, struct str name);
const struct field *field_by_key(const struct kind *kind, struct str key);
const struct state *state_find(const struct kind *kind, struct str name);
const struct choice *choice_find(const struct choice_list *list, struct str code);
const struct choice_list *list_find(const struct registry *registry, struct str name);
struct str label_text(struct call *call, const struct label *label);
/* The kind whose permission and subject count: itself, or its owner's owner's ... */
const struct kind *kind_head(const struct kind *kind);

#endif
