/* referral_pages.h - a person is handed over to another body: to whom, what is passed on, shown
 *   before it is, what came back, a slip on one page; and all of a case's on its page.
 * Owns: the routes of /case/{code}/referral. Order: referrals_card() inside the page of a case.
 * Memory: the request's arena. Fails: as every handler.
 * Limits: REFERRALS_SHOWN on the case. Cost: a few queries; sent as one change (referral.h).
 * The slip is also printed without what it is about: then it says who comes and from whom alone. */
#ifndef CASEWORK_REFERRAL_PAGES_H
#define CASEWORK_REFERRAL_PAGES_H

#include "model/record.h"
#include "web/route.h"

enum { REFERRALS_SHOWN = 10 };

MUST_USE enum rc referrals_card(struct web *web, const struct record *of);

extern const struct route referral_routes[];
extern const size_t referral_routes_n;

#endif
