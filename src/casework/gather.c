/* gather.c - see gather.h. */
#include "casework/gather.h"

struct gathering {
    const struct change *change;
    struct gathered_parts *out;
};

static bool is_draft(const struct change *change, const struct record *record)
{
    for (const struct draft *d = change == NULL ? NULL : change->drafts; d != NULL; d = d->next)
        if (id_eq(&d->record->id, &record->id))
            return true;
    return false;
}

static enum rc take(struct call *call, struct gathered_parts *out, struct record *record)
{
    if (record->erased)
        return RC_OK;
    if (!arena_grow(call->arena, &out->in, out->n, &out->room))
        return fail_memory(call);
    out->in[out->n++] = record;
    return RC_OK;
}

static enum rc take_stored(struct call *call, void *arg, struct record *record)
{
    struct gathering *all = arg;

    return is_draft(all->change, record) ? RC_OK : take(call, all->out, record);
}

enum rc gather_parts(struct call *call, const struct change *change, const char *kind,
                     const struct record *of, struct gathered_parts *out)
{
    const struct kind *part = kind_find(call->app->registry, str_of(kind));
    struct gathering all = {change, out};

    *out = (struct gathered_parts){NULL, 0, 0};
    enum rc rc = table_of_subject(call, call->store->db, app_table(call->app, part), &of->subject,
                                  take_stored, &all);
    for (const struct draft *d = change == NULL ? NULL : change->drafts; d != NULL && rc == RC_OK;
         d = d->next)
        if (d->record->kind == part && !d->erase && id_eq(&d->record->owner, &of->id))
            rc = take(call, out, d->record);
    return rc;
}

bool gather_one_of(struct str code, const char *const *codes)
{
    for (; *codes != NULL; codes++)
        if (str_is(code, *codes))
            return true;
    return false;
}
