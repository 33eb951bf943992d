/* found.c - see found.h. */
#include "roles/found.h"

#include "base/file.h"
#include "model/password.h"
#include "model/session.h"
#include "model/setup.h"
#include "model/user.h"
#include "roles/open.h"
#include "store/folder.h"
#include "store/schema.h"

#define NEW   ".khetane.new"
#define READY ".khetane.ready"

enum { NAMES_MAX = 64, DEPTH_MAX = 4 };

/* ---- folders as a whole ---- */

struct names {
    struct call *call;
    struct str items[NAMES_MAX];
    size_t n;
    bool more;
};

static bool take_name(void *arg, const char *name)
{
    struct names *names = arg;

    names->more = names->n == NAMES_MAX;
    if (!names->more)
        names->items[names->n++] = str_dup(names->call->arena, str_of(name));
    return !names->more;
}

static enum rc list_names(struct call *call, const char *folder, struct names *out)
{
    *out = (struct names){.call = call};
    int error = call->os->list(call->os->data, folder, take_name, out);

    return error == OS_OK || error == OS_NOT_FOUND ? RC_OK : file_fail(call, error, "read", folder);
}

/* All that is in it, then itself. Only for what was made here. */
static enum rc remove_all(struct call *call, const char *path, int depth)
{
    const struct os *os = call->os;
    struct names *names = arena_alloc(call->arena, sizeof *names);
    struct os_file file;
    enum rc rc = RC_OK;

    if (names == NULL)
        return fail_memory(call);
    if (os->stat(os->data, path, &file) != OS_OK)
        return RC_OK;
    do {
        names->n = 0;
        if (file.is_folder && depth < DEPTH_MAX)
            rc = list_names(call, path, names);
        for (size_t i = 0; i < names->n && rc == RC_OK; i++)
            rc = remove_all(call, file_path(call, path, names->items[i].p).p, depth + 1);
    } while (rc == RC_OK && names->n != 0 && names->more);
    int error = rc == RC_OK ? os->remove(os->data, path) : OS_OK;
    return error == OS_OK || error == OS_NOT_FOUND ? rc : file_fail(call, error, "remove", path);
}

static enum rc sync_folder(struct call *call, const char *folder)
{
    int error = call->os->sync_dir(call->os->data, folder);

    return error == OS_OK ? RC_OK : file_fail(call, error, "write", folder);
}

static enum rc move(struct call *call, const char *from, const char *to)
{
    int error = call->os->rename(call->os->data, from, to);

    return error == OS_OK ? RC_OK : file_fail(call, error, "move", from);
}

/* ---- what is there ---- */

static bool is_ours_in_between(struct str name)
{
    return str_is(name, "serve.lock") || str_is(name, NEW) || str_is(name, READY);
}

enum rc found_look(struct call *call, const char *folder, struct found_look *out)
{
    struct names *names = arena_alloc(call->arena, sizeof *names);
    struct os_file file;
    bool ready = false;

    *out = (struct found_look){.state = FOUND_NOTHING};
    if (names == NULL)
        return fail_memory(call);
    if (call->os->stat(call->os->data, folder, &file) != OS_OK || !file.is_folder)
        return RC_OK; /* folder_make() says what is wrong with a file */
    enum rc rc = list_names(call, folder, names);
    for (size_t i = 0; i < names->n; i++) {
        ready |= str_is(names->items[i], READY);
        out->left |= str_is(names->items[i], READY) || str_is(names->items[i], NEW);
        if (!is_ours_in_between(names->items[i])) {
            out->state = FOUND_OTHER;
            out->other = names->items[i];
        }
    }
    if (ready || file_exists(call, file_path(call, folder, KEYRING_NAME).p))
        out->state = FOUND_FOLDER;
    return rc;
}

enum rc found_check(struct call *call, const char *folder)
{
    struct found_look look;
    enum rc rc = found_look(call, folder, &look);

    if (rc != RC_OK || look.state == FOUND_NOTHING)
        return rc;
    if (look.state == FOUND_FOLDER)
        return fail(call, RC_CONFLICT, folder, "%s is a data folder of Khetane already.", folder);
    if (str_starts(look.other, STR("khetane.")) || str_starts(look.other, STR("reads.db")))
        return fail(call, RC_CONFLICT, folder,
                    "%s has data of Khetane, but its file %s is missing: without it nobody can "
                    "open them. Bring it back from a backup, or name another folder.",
                    folder, KEYRING_NAME);
    return fail(call, RC_CONFLICT, folder,
                "%s has something else in it (%s). Name a folder that is empty, or not there yet.",
                folder, look.other.p);
}

/* ---- moving up ---- */

static enum rc move_up(struct call *call, const char *folder, const char *ready)
{
    struct names *names = arena_alloc(call->arena, sizeof *names);
    enum rc rc = names == NULL ? fail_memory(call) : list_names(call, ready, names);

    for (size_t i = 0; rc == RC_OK && i < names->n; i++)
        if (!str_is(names->items[i], KEYRING_NAME))
            rc = move(call, file_path(call, ready, names->items[i].p).p,
                      file_path(call, folder, names->items[i].p).p);
    if (rc == RC_OK)
        rc = sync_folder(call, folder);
    struct str keys = file_path(call, ready, KEYRING_NAME);
    if (rc == RC_OK && file_exists(call, keys.p))
        rc = move(call, keys.p, file_path(call, folder, KEYRING_NAME).p);
    if (rc == RC_OK)
        rc = sync_folder(call, folder);
    return rc == RC_OK ? remove_all(call, ready, 0) : rc;
}

enum rc found_settle(struct call *call, const char *folder)
{
    struct str ready = file_path(call, folder, READY), new = file_path(call, folder, NEW);
    enum rc rc = RC_OK;

    if (ready.n == 0 || new.n == 0)
        return fail_memory(call);
    if (file_exists(call, ready.p))
        rc = move_up(call, folder, ready.p);
    return rc == RC_OK ? remove_all(call, new.p, 0) : rc;
}

enum rc found_finish(struct call *call, const char *folder)
{
    struct str ready = file_path(call, folder, READY), new = file_path(call, folder, NEW);

    if (ready.n == 0 || new.n == 0)
        return fail_memory(call);
    enum rc rc = sync_folder(call, new.p);
    if (rc == RC_OK)
        rc = move(call, new.p, ready.p);
    if (rc == RC_OK)
        rc = sync_folder(call, folder);
    return rc == RC_OK ? found_settle(call, folder) : rc;
}

/* ---- making ---- */

/* The usual zone of each country; POSIX TZ texts as the organisation keeps them. */
static struct str zone_of(struct str country)
{
    static const struct {
        const char *country, *zone;
    } zones[] = {
        {"lt", "EET-2EEST,M3.5.0/3,M10.5.0/4"},
        {"mk", "CET-1CEST,M3.5.0,M10.5.0/3"},
        {"rs", "CET-1CEST,M3.5.0,M10.5.0/3"},
        {"xk", "CET-1CEST,M3.5.0,M10.5.0/3"},
    };

    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (str_is(country, zones[i].country))
            return str_of(zones[i].zone);
    return STR("UTC0");
}

static enum rc make_ring(struct call *call, const struct founding *founding, const char *folder,
                         struct keyring_sheets *sheets, struct keyring **ring)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < founding->holders_n && rc == RC_OK; i++) {
        const struct found_holder *one = &founding->holders[i];
        const struct keyring_holder holder = {one->name, one->phrase, founding->cost};
        rc = i == 0 ? keyring_create(call, folder, &holder, NULL, sheets, ring)
                    : keyring_add(call, folder, *ring, &holder);
    }
    return rc;
}

/* Whoever sets up is asked later whether the second key holder works here, too. */
static enum rc keep_second(struct call *call, const struct founding *founding)
{
    struct txn txn CLEANUP(txn_end) = {0};

    if (founding->holders_n < 2)
        return RC_OK;
    enum rc rc = txn_begin(call, call->store->db, &txn);
    if (rc == RC_OK)
        rc = meta_set(call, call->store->db, FOUND_SECOND, v_text(founding->holders[1].name));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc make_records(struct call *call, const struct founding *founding, const char *folder,
                            const struct keyring *ring)
{
    struct store_options how = {
        .folder = folder, .ring = ring, .create = true, .checkpoints = true};
    const struct setup setup = {.name = founding->name,
                                .prefix = founding->prefix,
                                .country = founding->country,
                                .zone = zone_of(founding->country),
                                .language = founding->language,
                                .user_name = founding->person,
                                .login = founding->login,
                                .password = founding->password,
                                .practice = founding->practice,
                                .first_step = founding->first_step};
    struct store *store;
    enum rc rc = store_open(call, &how, &store);

    if (rc != RC_OK)
        return rc;
    call->app = founding->program->app;
    call->store = store;
    rc = app_adopt(call);
    if (rc == RC_OK)
        rc = setup_run(call, &setup);
    if (rc == RC_OK)
        rc = keep_second(call, founding);
    call->store = NULL;
    store_close(store);
    return rc;
}

static enum rc fill(struct call *call, const struct founding *founding, const char *folder,
                    const struct keyring *ring, struct practice *practice)
{
    struct opened opened;
    enum rc rc;

    if (founding->fill == NULL)
        return RC_OK;
    rc = opened_root(call, founding->program, folder, str_bytes(ring->root, CRYPT_KEY), true,
                     &opened);
    if (rc == RC_OK) {
        opened_call(&opened, call);
        rc = founding->fill(call, founding, practice);
    }
    call->store = NULL;
    opened_close(&opened);
    return rc;
}

static enum rc make(struct call *call, const struct founding *founding, const char *folder,
                    struct keyring_sheets *sheets, struct keyring **ring)
{
    struct practice *practice = arena_alloc(call->arena, sizeof *practice);
    enum rc rc =
        practice == NULL ? fail_memory(call) : make_ring(call, founding, folder, sheets, ring);

    if (rc == RC_OK)
        rc = make_records(call, founding, folder, *ring);
    if (rc == RC_OK)
        rc = fill(call, founding, folder, *ring, practice);
    return rc == RC_OK && founding->practice ? practice_write(call, folder, practice) : rc;
}

enum rc found_begin(struct call *call, const struct founding *founding,
                    struct keyring_sheets *sheets, unsigned char root[static CRYPT_KEY])
{
    struct str new = file_path(call, founding->folder, NEW);
    struct keyring *ring = NULL;
    enum rc rc = found_check(call, founding->folder);

    if (rc == RC_OK)
        rc = folder_make(call, founding->folder);
    if (rc == RC_OK)
        rc = found_settle(call, founding->folder);
    if (rc == RC_OK)
        rc = folder_make(call, new.p);
    if (rc != RC_OK)
        return rc;
    rc = make(call, founding, new.p, sheets, &ring);
    if (rc == RC_OK && ring != NULL)
        memcpy(root, ring->root, CRYPT_KEY);
    keyring_close(ring);
    if (rc == RC_OK)
        return RC_OK;
    struct error error = call->error; /* why it failed, whatever becomes of the rest */
    if (remove_all(call, new.p, 0) != RC_OK)
        call_forgive(call);
    call->error = error;
    return rc;
}

enum rc found(struct call *call, const struct founding *founding, struct keyring_sheets *sheets)
{
    unsigned char root[CRYPT_KEY];
    enum rc rc = found_begin(call, founding, sheets, root);

    crypt_wipe(root, sizeof root);
    return rc == RC_OK ? found_finish(call, founding->folder) : rc;
}

enum rc found_session(struct call *call, const struct found_visit *visit, struct str *token)
{
    struct str new = file_path(call, visit->folder, NEW);
    const char *folder = file_exists(call, new.p) ? new.p : visit->folder;
    struct opened opened;
    struct record *user;
    enum rc rc = opened_root(call, visit->program, folder, visit->root, true, &opened);

    if (rc == RC_OK) {
        opened_call(&opened, call);
        rc = user_find(call, visit->login, &user);
    }
    if (rc == RC_OK)
        rc = session_begin(call, user->rid, SESSION_OPEN, visit->device, token);
    call->store = NULL;
    opened_close(&opened);
    return rc;
}
