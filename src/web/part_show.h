/* part_show.h - a page that shows every part of web/part.h and web/control.h, for those who build
 * and test.
 * Owns: nothing. Order: handlers of a route. Memory: the call's arena. Fails: as every handler.
 * Its people, offices and cases are invented. */
#ifndef WEB_PART_SHOW_H
#define WEB_PART_SHOW_H

#include "web/route.h"

extern const struct param part_show_params[];

enum rc part_show(struct web *web);       /* GET /dev/parts */
enum rc part_show_again(struct web *web); /* POST there, with faults: the form filled in */
enum rc part_show_sent(struct web *web);  /* POST there */

#endif
