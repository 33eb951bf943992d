/* channel.c - see channel.h. */
#include "process/channel.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cbor.h"

/* The array's head and our mark: what every packet begins with. */
static const unsigned char mark[] = {0x83, 0x69, 'k', 'h', 'e', 't', 'a', 'n', 'e', '/', '1'};
static const char null_item[] = {(char)0xf6};

enum { HEAD_MAX = sizeof mark + 3 };

_Static_assert(HEAD_MAX <= MESSAGE_BYTES_MAX - MESSAGE_BODY_MAX, "a head fits beside a body");

/* Room for more descriptors than allowed, so that a message with too many is seen as one. */
union control {
    struct cmsghdr align;
    char room[CMSG_SPACE(4 * sizeof(int))];
};

enum rc channel_pair(struct call *call, int ends[2])
{
    int made[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, made) != 0)
        return fail(call, RC_IO, "channel", "Could not connect two processes: %s.",
                    strerror(errno));
    ends[0] = made[0];
    ends[1] = made[1];
    return RC_OK;
}

/* Waits until the channel is ready or the deadline has come; RC_BUSY then. */
static enum rc wait_for(struct call *call, int channel, short events, int64_t deadline_us)
{
    for (;;) {
        int64_t left_us = deadline_us - call->os->tick_us(call->os->data);
        if (deadline_us == INT64_MAX)
            left_us = (int64_t)60000000;
        struct pollfd poll_fd = {.fd = channel, .events = events};
        int ready = poll(&poll_fd, 1, left_us <= 0 ? 0 : (int)(left_us / 1000) + 1);
        if (ready > 0)
            return RC_OK;
        if (ready == 0 && left_us <= 0)
            return fail(call, RC_BUSY, "channel", "The other process did not answer in time.");
        if (ready < 0 && errno != EINTR)
            return fail(call, RC_IO, "channel", "Waiting for a process failed: %s.",
                        strerror(errno));
    }
}

static int64_t deadline_of(struct call *call, int wait_ms)
{
    return wait_ms < 0 ? INT64_MAX : call->os->tick_us(call->os->data) + wait_ms * (int64_t)1000;
}

static enum rc fail_closed(struct call *call)
{
    return fail(call, RC_NOT_FOUND, "channel", "The other process has ended.");
}

static enum rc send_failed(struct call *call)
{
    if (errno == EPIPE || errno == ECONNRESET || errno == ENOTCONN)
        return fail_closed(call);
    return fail(call, RC_IO, "channel", "Sending to a process failed: %s.", strerror(errno));
}

static enum rc send_packet(struct call *call, int channel, const struct msghdr *packet, int wait_ms)
{
    int64_t deadline_us = deadline_of(call, wait_ms);

    for (;;) {
        if (sendmsg(channel, packet, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
            return RC_OK;
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return send_failed(call);
        enum rc rc = wait_for(call, channel, POLLOUT, deadline_us);
        if (rc != RC_OK)
            return rc;
    }
}

static size_t write_head(unsigned char head[HEAD_MAX], unsigned type)
{
    size_t n = sizeof mark;

    memcpy(head, mark, n);
    if (type < 24) {
        head[n++] = (unsigned char)type;
    } else if (type <= UINT8_MAX) {
        head[n++] = 24;
        head[n++] = (unsigned char)type;
    } else {
        head[n++] = 25;
        head[n++] = (unsigned char)(type >> 8);
        head[n++] = (unsigned char)type;
    }
    return n;
}

void channel_close(int channel)
{
    if (channel >= 0)
        (void)close(channel);
}

enum rc channel_send(struct call *call, int channel, const struct message *message, int wait_ms)
{
    struct str body = message->body.n == 0 ? str_bytes(null_item, 1) : message->body;
    unsigned char head[HEAD_MAX];
    union control control = {0};

    assert(message->type <= MESSAGE_TYPE_MAX);
    if (body.n > MESSAGE_BODY_MAX)
        return fail(call, RC_LIMIT, "channel",
                    "A message of %zu bytes is longer than the %d that a process takes.", body.n,
                    MESSAGE_BODY_MAX);
    /* sendmsg() does not write to what it is given; iovec just has no const. */
    struct iovec parts[] = {{head, write_head(head, message->type)},
                            {(void *)(uintptr_t)body.p, body.n}};
    struct msghdr packet = {.msg_iov = parts, .msg_iovlen = 2};
    if (message->fd >= 0) {
        packet.msg_control = &control;
        packet.msg_controllen = CMSG_SPACE(sizeof(int));
        control.align = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(&control.align), &message->fd, sizeof(int));
    }
    return send_packet(call, channel, &packet, wait_ms);
}

/* The size of the packet that waits, without taking it; 0 when the other end is closed. */
static enum rc packet_size(struct call *call, int channel, int64_t deadline_us, size_t *out)
{
    for (;;) {
        char byte;
        ssize_t n = recv(channel, &byte, 1, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
        if (n > 0) {
            *out = (size_t)n;
            return RC_OK;
        }
        if (n == 0 || errno == ENOTCONN)
            return fail_closed(call);
        /* Reset: the other end closed without reading all; said once, before what it sent last. */
        if (errno == EINTR || errno == ECONNRESET)
            continue;
        if (errno != EAGAIN)
            return fail(call, RC_IO, "channel", "Receiving from a process failed: %s.",
                        strerror(errno));
        enum rc rc = wait_for(call, channel, POLLIN, deadline_us);
        if (rc != RC_OK)
            return rc;
    }
}

/* Takes the descriptors out of a packet: *fd is the only one or -1; false if there are more. */
static bool take_fd(struct msghdr *packet, int *fd)
{
    int first = -1;
    size_t n = 0;

    for (struct cmsghdr *c = CMSG_FIRSTHDR(packet); c != NULL; c = CMSG_NXTHDR(packet, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t at = CMSG_LEN(0); at + sizeof(int) <= c->cmsg_len; at += sizeof(int)) {
            int one;
            memcpy(&one, (unsigned char *)c + at, sizeof one);
            if (n++ == 0)
                first = one;
            else
                (void)close(one);
        }
    }
    if (n > 1 || (packet->msg_flags & MSG_CTRUNC) != 0) {
        if (first >= 0)
            (void)close(first);
        return false;
    }
    *fd = first;
    return true;
}

static enum rc fail_foreign(struct call *call)
{
    return fail(call, RC_CORRUPT, "channel",
                "A message from another process is damaged or not one of ours; it was ignored.");
}

/* Throws the waiting packet away; its descriptors go with it. */
static void discard(int channel)
{
    char byte;

    (void)recv(channel, &byte, 1, MSG_DONTWAIT);
}

enum rc channel_receive(struct call *call, int channel, int wait_ms, struct message *out)
{
    size_t n = 0;
    union control control = {0};

    enum rc rc = packet_size(call, channel, deadline_of(call, wait_ms), &n);
    if (rc != RC_OK)
        return rc;
    void *bytes = n > MESSAGE_BYTES_MAX ? NULL : arena_alloc(call->arena, n);
    if (bytes == NULL) {
        discard(channel);
        return n > MESSAGE_BYTES_MAX ? fail_foreign(call) : fail_memory(call);
    }
    struct iovec part = {bytes, n};
    struct msghdr packet = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = &control,
                            .msg_controllen = sizeof control};
    ssize_t got = recvmsg(channel, &packet, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (got < 0)
        return fail(call, RC_IO, "channel", "Receiving from a process failed: %s.",
                    strerror(errno));
    struct message message = {.fd = -1};
    int fd = -1;
    bool ours =
        take_fd(&packet, &fd) && (size_t)got == n && message_decode(str_bytes(bytes, n), &message);
    message.fd = fd;
    if (!ours) {
        message_drop(&message);
        return fail_foreign(call);
    }
    *out = message;
    return RC_OK;
}

void message_drop(struct message *message)
{
    if (message->fd >= 0)
        (void)close(message->fd);
    message->fd = -1;
}

bool message_decode(struct str packet, struct message *out)
{
    if (!str_starts(packet, str_bytes(mark, sizeof mark)))
        return false;
    struct cbor in = cbor_open(str_cut(packet, sizeof mark, packet.n));
    uint64_t type = cbor_uint(&in);
    struct str body = cbor_skip(&in);
    if (!cbor_done(&in) || type > MESSAGE_TYPE_MAX || packet.n > MESSAGE_BYTES_MAX)
        return false;
    *out = (struct message){.type = (unsigned)type, .body = body, .fd = -1};
    return true;
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.n != 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_cut(bytes, (size_t)n, bytes.n);
    }
    return true;
}

enum rc channel_file(struct call *call, struct str bytes, int *out)
{
    int fd = memfd_create("khetane", MFD_CLOEXEC);

    if (fd < 0)
        return fail(call, RC_IO, "channel", "Could not make a memory file: %s.", strerror(errno));
    if (!write_all(fd, bytes)) {
        bool limit = errno == EFBIG;
        (void)close(fd);
        return limit ? fail(call, RC_LIMIT, "channel",
                            "The result of %zu bytes is longer than this job may give.", bytes.n)
                     : fail_memory(call);
    }
    *out = fd;
    return RC_OK;
}

enum rc channel_file_add(struct call *call, int fd, struct str bytes)
{
    return write_all(fd, bytes) ? RC_OK : fail_memory(call);
}

enum rc channel_file_read(struct call *call, int fd, size_t max, struct str *out)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || st.st_size < 0)
        return fail(call, RC_IO, "channel", "Could not read a memory file: %s.", strerror(errno));
    if ((uint64_t)st.st_size > max)
        return fail(call, RC_LIMIT, "channel", "%lld bytes are more than the limit of %zu.",
                    (long long)st.st_size, max);
    size_t n = (size_t)st.st_size;
    char *bytes = arena_alloc(call->arena, n + 1);
    if (bytes == NULL)
        return fail_memory(call);
    for (size_t at = 0; at < n;) {
        ssize_t got = pread(fd, bytes + at, n - at, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(call, RC_IO, "channel", "A memory file is shorter than it said.");
        at += (size_t)got;
    }
    *out = str_bytes(bytes, n);
    return RC_OK;
}
