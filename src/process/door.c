/* door.c - see door.h. */
#include "process/door.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"

static const char name[] = "keeper.sock";

void door_init(struct door *door)
{
    *door = (struct door){.listener = -1};
    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++)
        door->clients[i].channel = -1;
}

/* A socket's path may have 107 bytes, a folder's 4,095: go there by the folder's descriptor. */
static int address_of(const char *folder, struct sockaddr_un *out)
{
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    (void)snprintf(out->sun_path, sizeof out->sun_path, "/proc/self/fd/%d/%s", at, name);
    return at;
}

/* The mask and not chmod() afterwards: nobody may slip in between. */
static int bind_private(int listener, const struct sockaddr_un *address)
{
    mode_t mask = umask(0177);
    int failed = bind(listener, (const struct sockaddr *)address, sizeof *address);
    int error = errno;

    (void)umask(mask);
    return failed == 0 ? 0 : error;
}

enum rc door_open(struct call *call, struct door *door, const char *folder)
{
    struct sockaddr_un address;
    int at = address_of(folder, &address);
    int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int error = at < 0 || listener < 0 ? errno : 0;

    if (error == 0 && unlink(address.sun_path) != 0 && errno != ENOENT)
        error = errno;
    if (error == 0)
        error = bind_private(listener, &address);
    if (error == 0 && listen(listener, DOOR_CLIENTS_MAX) != 0)
        error = errno;
    if (at >= 0)
        (void)close(at);
    if (error == 0) {
        door->listener = listener;
        return RC_OK;
    }
    if (listener >= 0)
        (void)close(listener);
    return fail(call, error == EACCES ? RC_DENIED : RC_IO, name,
                "Could not make %s/%s, by which commands reach the server: %s.", folder, name,
                strerror(error));
}

static void drop(struct door_client *client)
{
    if (client->channel >= 0)
        (void)close(client->channel);
    *client = (struct door_client){.channel = -1};
}

void door_close(struct call *call, struct door *door, const char *folder)
{
    struct str path = file_path(call, folder, name);

    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++)
        drop(&door->clients[i]);
    if (door->listener < 0)
        return;
    (void)call->os->remove(call->os->data, path.p);
    (void)close(door->listener);
    door->listener = -1;
}

static int64_t deadline(const struct call *call)
{
    return call->os->tick_us(call->os->data) + DOOR_IDLE_MS * 1000LL;
}

static enum rc judge(struct call *call, int channel, const struct door_client *room)
{
    struct ucred peer;
    socklen_t n = sizeof peer;

    if (getsockopt(channel, SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0 || peer.uid != geteuid())
        return fail(call, RC_DENIED, name, "Only the user who runs the server may ask it.");
    if (room == NULL)
        return fail(call, RC_BUSY, name,
                    "Too many commands ask the server at once. Try again in a moment.");
    return RC_OK;
}

void door_accept(struct call *call, struct door *door)
{
    struct sockaddr_un from;
    socklen_t n = sizeof from;
    int channel =
        accept4(door->listener, (struct sockaddr *)&from, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct door_client *room = NULL;

    if (channel < 0)
        return; /* it went away again */
    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++)
        if (door->clients[i].channel < 0)
            room = &door->clients[i];
    enum rc rc = judge(call, channel, room);
    if (rc == RC_OK) {
        *room = (struct door_client){
            .channel = channel, .ticket = ++door->tickets, .until_us = deadline(call)};
        return;
    }
    struct door_client refused = {.channel = channel};
    struct answer answer = answer_of(call, rc);
    call_forgive(call);
    door_answer(call, &refused, &answer, STR(""));
    drop(&refused);
}

bool door_receive(struct call *call, struct door_client *client, struct message *out)
{
    enum rc rc = channel_receive(call, client->channel, 0, out);

    if (rc == RC_OK) {
        message_drop(out); /* a command has no descriptor to give */
        client->until_us = deadline(call);
        return true;
    }
    call_forgive(call);
    if (rc != RC_BUSY)
        drop(client);
    return false;
}

void door_answer(struct call *call, struct door_client *client, const struct answer *answer,
                 struct str body)
{
    struct buf item;

    buf_init(&item, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&item, 2);
    answer_put(&item, answer);
    if (body.n == 0)
        cbor_put_null(&item);
    buf_add(&item, body);
    client->wants = WANTS_NOTHING;
    struct message message = {.type = DOOR_ANSWER, .body = buf_str(&item), .fd = -1};
    if (buf_ok(&item) && channel_send(call, client->channel, &message, 0) == RC_OK)
        return;
    call_forgive(call);
    drop(client);
}

struct door_client *door_find(struct door *door, enum door_wants wants, uint64_t ticket)
{
    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++) {
        struct door_client *client = &door->clients[i];
        if (client->channel >= 0 && client->wants == wants &&
            (ticket == 0 || client->ticket == ticket))
            return client;
    }
    return NULL;
}

void door_tick(struct call *call, struct door *door)
{
    int64_t now_us = call->os->tick_us(call->os->data);

    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++)
        if (door->clients[i].channel >= 0 && door->clients[i].until_us <= now_us)
            drop(&door->clients[i]);
}

int64_t door_next_us(const struct door *door)
{
    int64_t next_us = INT64_MAX;

    for (size_t i = 0; i < DOOR_CLIENTS_MAX; i++)
        if (door->clients[i].channel >= 0 && door->clients[i].until_us < next_us)
            next_us = door->clients[i].until_us;
    return next_us;
}

int door_connect(const char *folder)
{
    struct sockaddr_un address;
    int at = address_of(folder, &address);
    int channel = at < 0 ? -1 : socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

    if (channel >= 0 && connect(channel, (struct sockaddr *)&address, sizeof address) != 0) {
        (void)close(channel);
        channel = -1;
    }
    if (at >= 0)
        (void)close(at);
    return channel;
}
