/* home.c - see home.h. */
#include "roles/home.h"

#include "base/lang.h"
#include "roles/first.h"
#include "roles/worker.h"
#include "web/part.h"

enum rc home_show(struct web *web)
{
    const struct worker *worker = web->site->data;
    const struct program *program = &worker->program;
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Today, %s", date_long(call, call->today).p)};

    part_page(web, &page);
    first_home(web);
    for (size_t i = 0; i < program->areas_n; i++)
        if (program->areas[i]->home != NULL) {
            program->areas[i]->home(web);
            call_forgive(call);
        }
    part_page_end(web, &page);
    return RC_OK;
}
