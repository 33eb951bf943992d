/* part.h - what pages are made of, one function each: head, boxes, lists, tables, messages.
 * Owns: nothing. Order: part_page() first, part_page_end() last; what has a begin has an end.
 * Memory: borrowed for the call. Fails: as the html does.
 * Texts are given ready to show (say(), or a kind's labels); here they are only escaped. Status is
 * always shape, word and tint together. Fields of forms: web/control.h.
 * How each looks: /dev/parts (web/part_show.c). Source: UX brief 4.1; GOV.UK Design System for the
 * error summary; WCAG 2.2. */
#ifndef WEB_PART_H
#define WEB_PART_H

#include "web/date.h"
#include "web/route.h"

/* ---- the page */

struct nav_item {
    struct str path, label;
    const char *icon;
    bool here;
};

struct page {
    struct str title;                 /* no person's name: it stands in the browser's history */
    struct str heading;               /* on the page itself; n == 0: the title */
    struct str back_path, back_label; /* n == 0: none */
    struct str code;                  /* beside the heading: "KH-2026-104" */
    struct str done; /* what was just done; n == 0: as web->done says, or nothing */
    bool bare;       /* without menu and search: sign in, unlock, print */

    /* What all pages share; struct site's furnish() fills these in. */
    struct str name; /* of the organisation */
    bool practice;   /* its people are invented: every page says so, on paper too */
    const struct nav_item *nav;
    size_t nav_count;
    struct str find_path;           /* n == 0: no search */
    struct str find_value;          /* what was searched */
    struct str person;              /* who is signed in; n == 0: nobody */
    struct str person_path;         /* her own page; n == 0: none */
    struct str notice, notice_path; /* what she must be told; n == 0: nothing */
    struct str sign_out_path;
    bool one_key;                /* she works by single keys */
    struct str languages_path;   /* how far the translations are; n == 0: no such page */
    const struct nav_item *help; /* the links at the foot, the same on all pages */
    size_t help_count;
};

/* It begins with the summary of the call's faults, if there are any, each a link to its control. */
void part_page(struct web *web, struct page *page);
void part_page_end(struct web *web, const struct page *page);
/* The page of a failure: what web->call.error says, with a way on. */
void part_error_page(struct web *web, enum rc rc);

/* ---- messages */

enum tone { TONE_MUTE, TONE_OK, TONE_INFO, TONE_WARN, TONE_BAD };

void part_note(struct html *h, enum tone tone, struct str text);
void part_tag(struct html *h, enum tone tone, struct str text);
void part_tag_icon(struct html *h, enum tone tone, const char *icon, struct str text);
/* Why there is nothing here, and the first step; path n == 0: no step. */
void part_empty(struct html *h, struct str why, struct str label, struct str path);
/* A number that people read out: groups of four. */
void part_code(struct html *h, struct str code);

/* ---- forms and buttons */

struct form_options {
    struct str action;
    bool get; /* a search or filter: no token, values in the address */
    bool files;
    struct str draft; /* where the form is saved while it is typed; n == 0: nowhere */
    struct str saved; /* when it was saved last: "Saved 14:02" */
    const char *part; /* "#id" of the part of the page that the reply replaces; NULL: all */
    struct str rev;   /* the revision that was shown; n == 0: none */
};

/* The form that was sent, and whose change had something odd (model/question.h), begins with the
 * questions: each with a tick "Yes, it is so", which every route takes. Whoever shows the form
 * again at RC_INVALID has nothing more to do. */
void part_form(struct web *web, const struct form_options *options);
void part_questions(struct web *web);
void part_form_end(struct html *h, const struct form_options *options);

enum weight { WEIGHT_MAIN, WEIGHT_OTHER, WEIGHT_DANGER, WEIGHT_QUIET };

struct button {
    struct str label;
    enum weight weight;
    const char *icon; /* NULL: none */
    const char *name; /* a form with several buttons; NULL: none */
    struct str value;
};

void part_button(struct html *h, const struct button *button);
void part_link_button(struct html *h, const struct button *button, struct str path);
void part_link(struct html *h, struct str path, struct str label);
/* Several ways on, one under the other. */
void part_links(struct html *h, const struct nav_item *links, size_t n);
void part_actions(struct html *h); /* a row of buttons */
void part_actions_end(struct html *h);

/* The one button of a form, and the form's end. */
void part_form_send(struct html *h, const struct form_options *options,
                    const struct button *button);

/* What is about to happen, as a page of its own: a heading, the facts, the form's buttons. */
void part_confirm(struct html *h, struct str question, struct str explained);
void part_confirm_end(struct html *h);

/* ---- boxes */

void part_columns(struct html *h);      /* the main column ... */
void part_columns_side(struct html *h); /* ... the one beside it, under it on a phone */
void part_columns_end(struct html *h);
void part_card(struct html *h, struct str heading);
void part_card_end(struct html *h);
void part_fold(struct html *h, struct str summary, bool open);
void part_fold_end(struct html *h);

/* The one thing to do next. Buttons go between. */
void part_next(struct html *h, struct str what, struct str why);
void part_next_end(struct html *h);

/* How a day was counted, unfolded on demand: one row for each step. */
struct count_step {
    struct str when, what, why;
};

void part_steps(struct html *h, struct str summary, const struct count_step *steps, size_t n);

struct fact {
    struct str label, value;
    struct str path; /* the value is a link; n == 0: it is none */
    struct str lang; /* of the value, if not the page's */
};

void part_facts(struct html *h, const struct fact *facts, size_t n);

/* ---- lists */

struct tile {
    int64_t number;
    struct str label, path;
};

void part_tiles(struct html *h, const struct tile *tiles, size_t n);

struct task_press {
    struct str label;
    const char *name;
};

struct task {
    struct str title, path;
    struct str about[6]; /* code, office, hours: what there is */
    enum tone tone;      /* TONE_BAD and TONE_WARN also mark the row's edge */
    struct str status;   /* the tag's words; n == 0: no tag */
    const char *select;  /* the name of the box that selects it; NULL: none */
    struct str value;
    struct str act, act_path; /* the one thing to do with it: a link, or a button of the form ... */
    const char *act_name;     /* ... with this name and the value above; act n == 0: none */
    const struct task_press *more; /* further buttons of that sort */
    size_t more_n;
};

void part_tasks(struct html *h, struct str heading);
void part_task(struct html *h, const struct task *task);
void part_tasks_end(struct html *h);
/* What to do with what was selected; buttons go between. At the list's end without JavaScript. */
void part_bulk(struct html *h);
void part_bulk_end(struct html *h);

struct event {
    const char *icon;
    day when;
    struct str title, text, who;
    struct str path, link; /* n == 0: none */
};

void part_timeline(struct html *h);
void part_event(struct html *h, const struct event *event);
void part_timeline_end(struct html *h);

/* ---- tables; on a phone each row is a card */

struct table_column {
    struct str label;
    bool number;      /* figures, one under the other */
    struct str path;  /* sorts by it; n == 0: does not */
    const char *sort; /* "ascending", "descending" or NULL */
};

void part_table(struct html *h, struct str caption, const struct table_column *columns, size_t n);
void part_row(struct html *h);
/* The first cell of a row is its heading. path n == 0: no link. */
void part_cell(struct html *h, const struct table_column *columns, size_t i, struct str text,
               struct str path);
void part_cell_open(struct html *h, const struct table_column *columns, size_t i);
void part_cell_end(struct html *h, size_t i);
void part_row_end(struct html *h);
void part_table_end(struct html *h);

/* said: "1 to 25 of more than 1,000"; a path n == 0 is not offered. */
void part_pager(struct html *h, struct str said, struct str before, struct str after);

struct chip {
    struct str label, path;
    bool chosen;
};

void part_chips(struct html *h, struct str label, const struct chip *chips, size_t n);
void part_filter(struct html *h); /* controls go between, inside a form with get */
void part_filter_end(struct html *h);

/* Only on paper: whose page this is and of which day. */
void part_print_head(struct html *h, struct str name, struct str about);

#endif
