/* control.h - the fields of forms, each with label, hint, and what is wrong with it.
 * Owns: nothing. Order: between part_form() and part_form_end().
 * Memory: borrowed for the call. Fails: as the html does.
 * What is wrong comes from call->faults: the fault whose 'where' is the control's name stands above
 * the control, is tied to it for screen readers, and is linked from the summary (part_page()).
 * A control's id is its name; that of the n-th choice is name-n. */
#ifndef WEB_CONTROL_H
#define WEB_CONTROL_H

#include "web/date.h"
#include "web/html.h"

struct control {
    struct str name;
    struct str label;
    struct str hint;    /* n == 0: none */
    struct str value;   /* as typed */
    struct str lang;    /* of the value, if it is not the page's */
    unsigned max;       /* characters; 0: as many as a form takes */
    bool must;          /* others are marked "(optional)" */
    bool part;          /* stands in a group that says already that it must be filled in */
    const char *type;   /* "email", "tel", "url", "search"; NULL: "text" */
    const char *fill;   /* autocomplete: "username", "current-password"; NULL: "off" */
    const char *mode;   /* which keys a phone shows: "numeric", "decimal", "tel"; NULL: letters */
    struct str suggest; /* the address that knows what may be meant (assets/k.js); n == 0: none */
    bool focus;         /* the page opens with the cursor here */
    bool scroll;        /* a long list of boxes: in a frame of its own */
    bool big;           /* each choice a large button, for few choices and quick hands */
};

struct pick {
    struct str value, label;
    struct str hint; /* n == 0: none */
    bool chosen;
};

/* One of several small fields in a group; its name is the control's name and the ending. */
struct piece {
    const char *ending; /* ".d" */
    struct str label, value;
    const char *class; /* its width: "w6", "w12", "w24" */
    unsigned max;
    bool must;
    const char *mode;         /* as in struct control */
    const struct pick *picks; /* NULL: a text; else a select */
    size_t n;
};

void control_text(struct html *h, const struct control *c);
void control_password(struct html *h, const struct control *c); /* its value is never shown again */
void control_long(struct html *h, const struct control *c, unsigned rows);
/* Three fields name.d, name.m, name.y (in Lithuanian y, m, d); months by number or name. */
void control_date(struct html *h, const struct control *c, const struct date_parts *typed);
/* A group of any controls under one label; its fault's link leads to the group. */
void control_group(struct html *h, const struct control *c);
void control_group_end(struct html *h);
void control_pieces(struct html *h, const struct control *c, const struct piece *all, size_t n);
void control_radios(struct html *h, const struct control *c, const struct pick *all, size_t n);
void control_checks(struct html *h, const struct control *c, const struct pick *all, size_t n);
void control_select(struct html *h, const struct control *c, const struct pick *all, size_t n);
void control_check(struct html *h, const struct control *c, bool ticked); /* one box, one label */
void control_file(struct html *h, const struct control *c, const char *accept, bool many);
void control_hidden(struct html *h, const char *name, struct str value);

#endif
