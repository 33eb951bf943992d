/* template_node.h - the inside of a template; for template.c and template_fill.c alone.
 * Owns: nothing. Order: made by template_read(), never changed after.
 * Memory: the arena of the template. Fails: never by itself; limits as in template.h. */
#ifndef RULES_TEMPLATE_NODE_H
#define RULES_TEMPLATE_NODE_H

#include "rules/template.h"

enum node_kind { NODE_TEXT, NODE_SLOT, NODE_IF, NODE_SEX, NODE_EACH };

/* The branches of a node: what stands for yes, for the other, for none of them. */
enum branch { BRANCH_YES, BRANCH_OR, BRANCH_ELSE, BRANCHES };

struct node {
    enum node_kind kind;
    struct str text; /* NODE_TEXT: itself; else the name of the fact */
    struct str form; /* NODE_SLOT: genitive, date ...; NODE_IF: the value wanted; or empty */
    bool of_item;    /* the name begins with "item" and is meant inside a list */
    bool has_else;
    int line, column;
    struct node *next;
    struct node *branch[BRANCHES];
};

struct section {
    bool present;
    struct str label;
    struct node *nodes;
};

struct template
{
    struct template_info info;
    const char *name; /* of the file */
    struct section sections[LETTER_PLACES];
};

#endif
