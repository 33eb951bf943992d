/* every_page.h - a form with a control of every type, in memory alone, for web_server.c.
 * Owns: nothing. Order: every_load() at start, before the routes are asked.
 * Memory: the arena it is loaded into. Fails: with the call's sentence. Limits: none.
 * Cost: none. */
#ifndef TEST_EVERY_PAGE_H
#define TEST_EVERY_PAGE_H

#include "model/app.h"
#include "web/route.h"

MUST_USE enum rc every_load(struct call *call, struct arena *keep, struct app *out);
enum rc every_show(struct web *web);
enum rc every_take(struct web *web);
extern const struct param every_params[];

#endif
