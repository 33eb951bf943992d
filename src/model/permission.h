/* permission.h - what a page or command asks of a person before it runs at all: that some role of
 *   hers gives her a verb on a kind. Which records, the queries and operations decide.
 * Owns: the table of permissions. Order: any. Memory: static.
 * Fails: never. Cost: a few comparisons. Add a row when a route needs one. */
#ifndef MODEL_PERMISSION_H
#define MODEL_PERMISSION_H

#include "model/permit.h"

enum permission {
    PERMISSION_CASE_SEE = 16, /* web/route.h keeps the numbers below for itself */
    PERMISSION_CASE_MAKE,
    PERMISSION_CASE_CHANGE,
    PERMISSION_PERSON_SEE,
    PERMISSION_PERSON_MAKE,
    PERMISSION_USER_MAKE,
    PERMISSION_ORGANISATION_CHANGE,
    PERMISSION_FIELDS_SEE,
    PERMISSION_FIELDS_CHANGE,
    PERMISSION_KIND_SEE, /* of the kind that the address names */
    PERMISSION_KIND_MAKE,
    PERMISSION_KIND_CHANGE,
    PERMISSION_KIND_ERASE,
    PERMISSION_BACKUP_SEE,
    PERMISSION_BACKUP_MAKE,
    PERMISSION_CASE_ERASE,
    PERMISSION_STAFF_LEAD,      /* to look after the staff's accounts: leads and admins */
    PERMISSION_STAFF_ADMIN,     /* to change them: admins */
    PERMISSION_PROPOSAL_ANSWER, /* to be the second person */
    PERMISSION_EMERGENCY,       /* to open a record that is not one's own: workers and leads */
    PERMISSION_EXPORT_ALL, /* to take everything out, or agree to it: who leads, keys, admins */
    PERMISSION_RULES_SEE,  /* the rules of law that this office counts with */
    PERMISSION_RULES_CHANGE,
    PERMISSION_INSTITUTION_SEE,
    PERMISSION_FEED_MAKE, /* a secret address of one's own calendar */
    PERMISSION_QUICK_SEE, /* quick help: without name, without case */
    PERMISSION_QUICK_MAKE,
    PERMISSION_VISITOR_SEE, /* who came to the office today */
    PERMISSION_VISITOR_MAKE,
    PERMISSION_PERSON_CHANGE,
    PERMISSION_REGISTER_SEE, /* the books of what came in and went out */
    PERMISSION_REGISTER_MAKE,
    PERMISSION_REPORT_SEE, /* what was done in a time, counted */
    PERMISSION_REPORT_CHANGE,
    PERMISSION_END
};

/* kind: for the PERMISSION_KIND_ rows. A name that no kind has passes: what is not there cannot be
 * seen, and the handler says so. */
bool permission_holds(const struct call *call, unsigned permission, struct str kind);

#endif
