/* area.c - see area.h. */
#include "records/area.h"

#include "records/draft_pages.h"
#include "records/pages.h"

const struct area records_area = {
    .home = records_home,
    .routes = {{list_routes, &list_routes_n},
               {draft_routes, &draft_routes_n},
               {find_routes, &find_routes_n},
               {form_routes, &form_routes_n},
               {proposal_routes, &proposal_routes_n},
               {record_routes, &record_routes_n},
               {suggest_routes, &suggest_routes_n},
               {history_routes, &history_routes_n},
               {match_routes, &match_routes_n}},
};
