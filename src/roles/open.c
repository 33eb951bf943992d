/* open.c - see open.h. */
#include "roles/open.h"

#include "cli/secret.h"
#include "model/actor.h"
#include "model/overlay.h"
#include "model/password.h"
#include "process/client.h"
#include "roles/practice.h"
#include "store/folder.h"
#include "store/phrase.h"

enum { SECRET_MAX = 1024, ORGANISATION_RID = 1, OLD_APP_MS = 15 * 60 * 1000 };

/* ---- own fields ---- */

/* An app that was laid over the shipped one. A request that waits for a job began with the one of
 * its time: so each is kept for longer than any request waits. */
struct own_app {
    struct arena keep;
    const struct app *app;
    int64_t since_ms; /* it is used, or (of older ones) no longer */
    struct own_app *older;
};

static void free_apps(struct own_app *own)
{
    while (own != NULL) {
        struct own_app *older = own->older;
        arena_fini(&own->keep);
        free(own);
        own = older;
    }
}

/* Those behind the first that has been out of use for long enough. */
static void free_old_apps(struct opened *opened, int64_t now_ms)
{
    for (struct own_app *own = opened->own; own != NULL; own = own->older)
        if (now_ms - own->since_ms > OLD_APP_MS) {
            free_apps(own->older); /* replaced when this one came */
            own->older = NULL;
        }
}

static enum rc lay_over(struct call *call, struct opened *opened)
{
    struct own_app *own = calloc(1, sizeof *own);

    if (own == NULL)
        return fail_memory(call);
    arena_init(&own->keep, &heap_libc, ARENA_MAX_DEFAULT);
    enum rc rc = overlay_open(call, &own->keep, opened->program->app, &own->app, &opened->own_mark);
    if (rc != RC_OK) {
        free_apps(own);
        return rc;
    }
    own->since_ms = call->now_ms;
    own->older = opened->own;
    opened->own = own;
    opened->app = own->app;
    return RC_OK;
}

enum rc opened_own(struct call *call, struct opened *opened)
{
    int64_t mark, before = opened->own_mark;
    enum rc rc = overlay_mark(call, &mark);

    if (rc != RC_OK || mark == before)
        return rc;
    rc = lay_over(call, opened);
    if (rc != RC_OK)
        opened->own_mark = before; /* tried again with the next request */
    return rc;
}

/* ---- the data ---- */

enum rc opened_refresh(struct call *call, struct opened *opened)
{
    struct record *own;
    enum rc rc = opened_own(call, opened);

    if (rc != RC_OK)
        return rc;
    free_old_apps(opened, call->now_ms);
    const struct kind *kind = kind_find(opened->app->registry, STR("organisation"));
    rc = table_load_rid(call, opened->store->db, app_table(opened->app, kind), ORGANISATION_RID,
                        &own);

    if (rc == RC_NOT_FOUND)
        return fail(call, rc, "organisation",
                    "This folder has no organisation yet: run khetane init.");
    if (rc != RC_OK)
        return rc;
    rc = zone_parse(call, record_value(own, "zone").s, &opened->zone);
    arena_reset(&opened->keep);
    opened->practice = record_value(own, "practice").i != 0;
    opened->name = str_dup(&opened->keep, record_value(own, "name").s);
    opened->lang = program_lang(opened->program, record_value(own, "language").s);
    return rc;
}

/* The clock of a practice folder may have been stopped. */
static enum rc stand_still(struct call *call, const char *folder, struct opened *opened)
{
    struct practice *practice = arena_alloc(call->arena, sizeof *practice);
    enum rc rc = practice == NULL ? fail_memory(call) : practice_read(call, folder, practice);

    if (rc == RC_OK) {
        opened->stands = practice->stands;
        opened->on = practice->on;
    }
    return rc;
}

enum rc opened_root(struct call *call, const struct program *program, const char *folder,
                    struct str root, bool checkpoints, struct opened *out)
{
    struct keyring *ring;
    struct str bytes;

    *out = (struct opened){.program = program};
    if (root.n != CRYPT_KEY)
        return fail(call, RC_CORRUPT, "keys", "The key does not have the right length.");
    enum rc rc = keyring_read(call, folder, &bytes);
    if (rc == RC_OK)
        rc = keyring_open_root(call, bytes, (const unsigned char *)root.p, &ring);
    if (rc != RC_OK)
        return rc;
    struct store_options options = {.folder = folder, .ring = ring, .checkpoints = checkpoints};
    arena_init(&out->keep, &heap_libc, 1 << 20);
    rc = store_open(call, &options, &out->store);
    keyring_close(ring);
    if (rc != RC_OK)
        return rc;
    call->app = program->app;
    call->store = out->store;
    rc = lay_over(call, out);
    if (rc == RC_OK)
        rc = opened_refresh(call, out);
    if (rc == RC_OK && out->practice)
        rc = stand_still(call, folder, out);
    if (rc != RC_OK) {
        call->store = NULL;
        opened_close(out); /* once more does no harm */
    }
    return rc;
}

void opened_call(const struct opened *opened, struct call *call)
{
    call->app = opened->app;
    call->store = opened->store;
    call->zone = &opened->zone;
    call->today = opened->stands ? opened->on : zone_today(&opened->zone, call->now_ms);
    call->lang = opened->lang;
    call->practice = opened->practice;
}

void opened_close(struct opened *opened)
{
    store_close(opened->store);
    opened->store = NULL;
    free_apps(opened->own);
    opened->own = NULL;
    arena_fini(&opened->keep);
}

/* ---- for commands ---- */

enum rc command_folder(struct call *call, const struct command_args *args, const char **out)
{
    if (args->dir.n == 0)
        return fail(call, RC_USAGE, NULL, "Name the data folder with --dir or KHETANE_DIR.");
    *out = args->dir.p;
    return RC_OK;
}

static enum rc ask_person(struct call *call, const struct command_args *args,
                          struct secret_line *line)
{
    const struct secret_ask ask = {"Your password: ", "password-file", args->password_file};

    if (args->as_user.n == 0)
        return fail(call, RC_USAGE, NULL, "Say who you are with --as USER.");
    return secret_read(call, args, &ask, line);
}

/* The key from the running server, which has checked the password. */
static enum rc root_of_server(struct call *call, const struct command_args *args,
                              struct client *client, struct str *root)
{
    char password[SECRET_MAX];
    struct secret_line line = {password, sizeof password, 0};
    enum rc rc = ask_person(call, args, &line);

    if (rc == RC_OK)
        rc = client_keys(call, client, args->as_user, str_bytes(line.p, line.n), root);
    crypt_wipe(password, sizeof password);
    return rc;
}

enum rc command_ring(struct call *call, const struct command_args *args, const char *folder,
                     struct keyring **out)
{
    const struct secret_ask ask = {"A key holder's passphrase: ", "passphrase-file",
                                   args->passphrase_file};
    struct command_data *data = args->cli->data;
    char typed[SECRET_MAX];
    struct secret_line line = {typed, sizeof typed, 0};
    struct str bytes, phrase;
    struct arena secret;
    size_t slot;
    enum rc rc = keyring_read(call, folder, &bytes);

    arena_init(&secret, &heap_secret, 1 << 20);
    if (rc == RC_OK)
        rc = secret_read(call, args, &ask, &line);
    if (rc == RC_OK)
        rc = phrase_read(call, data->program.words, &secret, str_bytes(line.p, line.n), &phrase);
    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, phrase, out, &slot);
    arena_fini(&secret);
    crypt_wipe(typed, sizeof typed);
    return rc;
}

/* The key by a key holder's passphrase: no server runs here. */
static enum rc root_of_phrase(struct call *call, const struct command_args *args,
                              const char *folder, struct str *root)
{
    struct keyring *ring;
    enum rc rc = command_ring(call, args, folder, &ring);

    if (rc != RC_OK)
        return rc;
    *root = str_dup(call->arena, str_bytes(ring->root, CRYPT_KEY));
    keyring_close(ring);
    return root->p == NULL ? fail_memory(call) : RC_OK;
}

/* Without a server the command itself compares the person's password. */
static enum rc check_person(struct call *call, const struct command_args *args,
                            const struct actor *actor)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    unsigned char key[CRYPT_KEY];
    char typed[SECRET_MAX];
    struct secret_line line = {typed, sizeof typed, 0};
    struct password password;
    struct record *user;
    enum rc rc = ask_person(call, args, &line);

    if (rc == RC_OK)
        rc = table_load(call, call->store->db, app_table(call->app, kind), &actor->id, &user);
    if (rc == RC_OK)
        rc = password_read(call, record_value(user, "password").s, &password);
    if (rc == RC_OK &&
        !crypt_password(password.cost, str_bytes(line.p, line.n), password.salt, key))
        rc = fail_memory(call);
    crypt_wipe(typed, sizeof typed);
    if (rc == RC_OK && !password_same(&password, key))
        rc = fail(call, RC_SIGN_IN, NULL, "The name or the password is not right.");
    return rc;
}

static enum rc take_actor(struct call *call, const struct command_args *args, bool checked)
{
    struct actor *actor = NULL;
    enum rc rc = actor_find(call, args->as_user, &actor);

    if (rc == RC_NOT_FOUND)
        return fail(call, RC_SIGN_IN, NULL, "The name or the password is not right.");
    if (rc == RC_OK && !checked)
        rc = check_person(call, args, actor);
    if (rc == RC_OK && actor->given)
        rc = fail(call, RC_SIGN_IN, NULL,
                  "This is a one-time password. Sign in with a browser first and choose your own.");
    if (rc == RC_OK)
        call->actor = actor;
    return rc;
}

enum rc command_open(struct call *call, const struct command_args *args)
{
    struct command_data *data = args->cli->data;
    struct client client = {.channel = -1};
    struct str root = STR("");
    const struct lang *lang = call->lang;
    const char *folder;
    enum rc rc = command_folder(call, args, &folder);

    if (rc == RC_OK)
        rc = folder_check(call, folder);
    if (rc != RC_OK)
        return rc;
    rc = client_open(call, folder, &client);
    bool server = rc == RC_OK;
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        rc = root_of_phrase(call, args, folder, &root);
    } else if (rc == RC_OK) {
        rc = root_of_server(call, args, &client, &root);
    }
    client_close(&client);
    if (rc == RC_OK)
        rc = opened_root(call, &data->program, folder, root, !server, &data->opened);
    if (root.n != 0)
        crypt_wipe((void *)(uintptr_t)root.p, root.n);
    if (rc != RC_OK)
        return rc;
    opened_call(&data->opened, call);
    call->lang = lang != NULL ? lang : call->lang;
    rc = take_actor(call, args, server);
    if (rc != RC_OK) /* nobody closes what did not open */
        command_close(call, args);
    return rc;
}

void command_close(struct call *call, const struct command_args *args)
{
    struct command_data *data = args->cli->data;

    call->store = NULL;
    opened_close(&data->opened);
}
