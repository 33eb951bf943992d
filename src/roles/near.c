/* near.c - see near.h. */
#include "roles/near.h"

#include "base/file.h"
#include "process/place.h"

static enum rc find_made(struct call *call, const char *folder, int64_t *out)
{
    struct str inside = file_path(call, folder, NETWORK_FOLDER);
    struct os_file file;

    if (inside.n == 0)
        return fail_memory(call);
    int error = call->os->stat(call->os->data, file_path(call, inside.p, "server.pem").p, &file);
    if (error != OS_OK)
        return file_fail(call, error, "read", inside.p);
    *out = file.modified_ms;
    return RC_OK;
}

static enum rc add_hosts(struct call *call, struct near *near)
{
    const struct certificate *server = &near->network.server;

    for (size_t i = 0; i < server->n; i++) {
        struct str name = server->names[i];
        struct str host = str_format(&near->keep, "%.*s:%u", (int)name.n, name.p, near->port);
        struct str trust =
            str_format(&near->keep, "%.*s:%u", (int)name.n, name.p, near->trust_port);
        if (host.p == NULL || trust.p == NULL)
            return fail_memory(call);
        near->hosts[i] = host.p;
        near->trust_hosts[i] = trust.p;
    }
    return RC_OK;
}

/* Read into locked memory whole; what is no secret is small. */
static enum rc read_network(struct call *call, struct near *near)
{
    struct arena *outer = call->arena;

    call->arena = &near->secret;
    enum rc rc = find_made(call, near->folder, &near->made_ms);
    if (rc == RC_OK)
        rc = network_read(call, near->folder, &near->network);
    call->arena = outer;
    if (rc != RC_OK)
        call->error.text = str_dup(outer, call->error.text);
    return rc;
}

enum rc near_open(struct call *call, const struct role_start *start, struct near *near)
{
    near->folder = start->folder;
    arena_init(&near->keep, &heap_libc, 1 << 16);
    arena_init(&near->secret, &heap_secret, 1 << 18);
    near->on = start->listener_n == LISTENERS;
    if (!near->on)
        return RC_OK;
    enum rc rc = role_port(call, start, LISTENER_NEAR, &near->port);
    if (rc == RC_OK)
        rc = role_port(call, start, LISTENER_TRUST, &near->trust_port);
    if (rc == RC_OK)
        rc = read_network(call, near);
    return rc == RC_OK ? add_hosts(call, near) : rc;
}

const char *near_tls(const struct near *near)
{
    return near->on ? near->network.pem.p : NULL;
}

void near_forget(struct near *near)
{
    if (near->on)
        crypt_wipe((void *)(uintptr_t)near->network.pem.p, near->network.pem.n);
    near->network.pem = STR("");
}

static void renew_if_due(struct call *call, struct near *near, const unsigned char *key)
{
    struct network_place place;

    if (place_find(call, &place) != RC_OK ||
        (network_is_due(&near->network, call->now_ms, &place) &&
         network_renew(call, near->folder, key, &place) != RC_OK))
        call_forgive(call); /* tried again in a minute; what is served now still holds */
}

bool near_tick(struct call *call, struct near *near, const unsigned char *key)
{
    int64_t made_ms = near->made_ms;

    if (!near->on)
        return false;
    if (key != NULL && call->now_ms - near->checked_ms >= NEAR_CHECK_MS) {
        near->checked_ms = call->now_ms;
        renew_if_due(call, near, key);
    }
    if (find_made(call, near->folder, &made_ms) != RC_OK)
        call_forgive(call); /* it is being made */
    return made_ms != near->made_ms;
}

void near_close(struct near *near)
{
    arena_fini(&near->secret);
    arena_fini(&near->keep);
}
