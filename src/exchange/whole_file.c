/* whole_file.c - see whole.h: where the files lie, and how long. */
#include "base/file.h"
#include "exchange/whole.h"
#include "rules/zone.h"
#include "store/store.h"

#define NAME_BEGINS "khetane-"

enum { DAY_MS = 86400000, LISTED_MAX = 200 };

struct str whole_name(struct call *call, const struct record *export)
{
    static const struct zone utc = {.standard = "UTC"};
    struct local_time at = zone_local(call->zone == NULL ? &utc : call->zone, call->now_ms);
    char text[DAY_TEXT];

    return str_format(call->arena, NAME_BEGINS "%s-%s.zip.age", day_format(at.on, text),
                      str_z(call->arena, export->code));
}

enum rc whole_folder(struct call *call, struct str *out)
{
    struct str path = file_path(call, call->store->folder, "exports");
    int made = path.n == 0 ? OS_OK : call->os->mkdir(call->os->data, path.p);

    if (path.n == 0)
        return fail_memory(call);
    if (made != OS_OK && made != OS_EXISTS)
        return file_fail(call, made, "make", path.p);
    *out = path;
    return RC_OK;
}

struct listing {
    struct call *call;
    struct str names[LISTED_MAX];
    size_t n;
};

static bool note_name(void *arg, const char *name)
{
    struct listing *list = arg;

    if (!str_starts(str_of(name), STR(NAME_BEGINS)) || list->n == LISTED_MAX)
        return true;
    struct str kept = str_dup(list->call->arena, str_of(name));
    if (kept.p != NULL) /* else it is cleared away another night */
        list->names[list->n++] = kept;
    return true;
}

enum rc whole_forget(struct call *call, int64_t *n)
{
    struct listing *list = arena_alloc(call->arena, sizeof *list);
    const struct os *os = call->os;
    struct str folder;
    struct os_file file;
    enum rc rc = whole_folder(call, &folder);

    *n = 0;
    if (rc != RC_OK || list == NULL)
        return rc == RC_OK ? fail_memory(call) : rc;
    list->call = call;
    (void)os->list(os->data, folder.p, note_name, list);
    for (size_t i = 0; i < list->n; i++) {
        struct str path = file_path(call, folder.p, list->names[i].p);
        int days = str_ends(list->names[i], STR(".part")) ? 1 : WHOLE_KEPT_DAYS;
        if (path.n != 0 && os->stat(os->data, path.p, &file) == OS_OK &&
            call->now_ms - file.modified_ms > (int64_t)days * DAY_MS)
            *n += os->remove(os->data, path.p) == OS_OK;
    }
    return RC_OK;
}
