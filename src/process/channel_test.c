/* channel_test.c - messages whole, torn, foreign, late, with descriptors. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cbor.h"
#include "process/wire.h"
#include "process_test.h"
#include "store/posix.h"

static void send_raw(int channel, struct str bytes)
{
    CHECK_INT(send(channel, bytes.p, bytes.n, 0), bytes.n);
}

static void round_trip_test(struct call *call, int ends[2])
{
    static const unsigned types[] = {0, 1, 23, 24, 255, 256, MESSAGE_TYPE_MAX};
    struct message got;

    CASE("a message arrives as it was sent");
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct message sent = {.type = types[i], .body = STR("\x63yes"), .fd = -1};
        CHECK_RC(call, channel_send(call, ends[0], &sent, 0), RC_OK);
        if (CHECK_RC(call, channel_receive(call, ends[1], 0, &got), RC_OK)) {
            CHECK_INT(got.type, types[i]);
            CHECK_TEXT(got.body, "\x63yes");
            CHECK_INT(got.fd, -1);
        }
    }
    struct message empty = {.type = 9, .fd = -1};
    CHECK_RC(call, channel_send(call, ends[1], &empty, 0), RC_OK);
    CHECK_RC(call, channel_receive(call, ends[0], 0, &got), RC_OK);
    CHECK_TEXT(got.body, "\xf6");
}

static void limit_test(struct call *call, int ends[2])
{
    struct buf body;
    struct message got;

    CASE("the longest body passes, one byte more does not");
    size_t most = MESSAGE_BODY_MAX - 5; /* beside the head of the byte string */
    buf_init(&body, call->arena, MESSAGE_BYTES_MAX);
    cbor_put_bytes(&body, str_bytes(arena_alloc(call->arena, most), most));
    struct message sent = {.type = MESSAGE_TYPE_MAX, .body = buf_str(&body), .fd = -1};
    CHECK(sent.body.n <= MESSAGE_BODY_MAX && sent.body.n + 2 >= MESSAGE_BODY_MAX);
    CHECK_RC(call, channel_send(call, ends[0], &sent, 0), RC_OK);
    CHECK_RC(call, channel_receive(call, ends[1], 0, &got), RC_OK);
    CHECK(str_eq(got.body, sent.body));
    sent.body = str_bytes(arena_alloc(call->arena, MESSAGE_BODY_MAX + 1), MESSAGE_BODY_MAX + 1);
    CHECK_RC(call, channel_send(call, ends[0], &sent, 0), RC_LIMIT);

    CASE("a full channel and an empty one are busy, not stuck");
    sent.body = got.body;
    enum rc rc = RC_OK;
    for (int i = 0; i < 100 && rc == RC_OK; i++)
        rc = channel_send(call, ends[0], &sent, 0);
    CHECK_RC(call, rc, RC_BUSY);
    CHECK_RC(call, channel_send(call, ends[0], &sent, 20), RC_BUSY);
    while (channel_receive(call, ends[1], 0, &got) == RC_OK)
        continue;
    call_forgive(call);
    int64_t from_us = call->os->tick_us(NULL);
    CHECK_RC(call, channel_receive(call, ends[1], 50, &got), RC_BUSY);
    int64_t took_us = call->os->tick_us(NULL) - from_us;
    CHECK(took_us >= 50000 && took_us < 2000000);
}

static void foreign_test(struct call *call, int ends[2])
{
    static const struct {
        const char *what;
        struct str bytes;
    } rows[] = {
        {"another program's", STR_INIT("GET / HTTP/1.1\r\n")},
        {"the mark alone", STR_INIT("\x83\x69khetane/1")},
        {"no body", STR_INIT("\x83\x69khetane/1\x01")},
        {"a torn body", STR_INIT("\x83\x69khetane/1\x01\x44zzz")},
        {"more than a body", STR_INIT("\x83\x69khetane/1\x01\xf6\xf6")},
        {"a tag as body", STR_INIT("\x83\x69khetane/1\x01\xc0\xf6")},
        {"too large a type", STR_INIT("\x83\x69khetane/1\x1a\x00\x01\x00\x00\xf6")},
        {"a type in long form", STR_INIT("\x83\x69khetane/1\x18\x01\xf6")},
        {"another version", STR_INIT("\x83\x69khetane/2\x01\xf6")},
    };
    struct message got;

    CASE("what is torn or foreign is refused with a sentence, and the next message arrives");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        send_raw(ends[0], rows[i].bytes);
        tap_check(channel_receive(call, ends[1], 0, &got) == RC_CORRUPT && call->error.text.n > 20,
                  __FILE__, __LINE__, "%s was taken", rows[i].what);
        call_forgive(call);
    }
    send_raw(ends[0],
             str_bytes(arena_alloc(call->arena, MESSAGE_BYTES_MAX + 1), MESSAGE_BYTES_MAX + 1));
    CHECK_RC(call, channel_receive(call, ends[1], 0, &got), RC_CORRUPT);
    send_raw(ends[0], STR("\x83\x69khetane/1\x01\xf6"));
    CHECK_RC(call, channel_receive(call, ends[1], 0, &got), RC_OK);
    CHECK_INT(got.type, 1);
}

static void send_two_files(int channel)
{
    static const char packet[] = "\x83\x69khetane/1\x01\xf6";
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control = {.align = {.cmsg_len = CMSG_LEN(2 * sizeof(int)),
                           .cmsg_level = SOL_SOCKET,
                           .cmsg_type = SCM_RIGHTS}};
    int files[2] = {0, 1};
    char bytes[sizeof packet];
    struct iovec part = {memcpy(bytes, packet, sizeof packet), sizeof packet - 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control.room};

    memcpy(CMSG_DATA(&control.align), files, sizeof files);
    CHECK(sendmsg(channel, &message, 0) > 0);
}

static void file_test(struct call *call, int ends[2])
{
    struct message got;
    struct str read;
    int file;

    CASE("a file goes with a message, and only one");
    struct str long_text = str_bytes(arena_alloc(call->arena, 300000), 300000);
    if (!CHECK_RC(call, channel_file(call, long_text, &file), RC_OK))
        return;
    struct message sent = {.type = 2, .fd = file};
    CHECK_RC(call, channel_send(call, ends[0], &sent, 0), RC_OK);
    CHECK_INT(close(file), 0);
    CHECK_RC(call, channel_receive(call, ends[1], 0, &got), RC_OK);
    CHECK(got.fd >= 0);
    CHECK_RC(call, channel_file_read(call, got.fd, 299999, &read), RC_LIMIT);
    CHECK_RC(call, channel_file_read(call, got.fd, 300000, &read), RC_OK);
    CHECK(str_eq(read, long_text));
    message_drop(&got);
    CHECK_INT(got.fd, -1);
    int files = count_files("/proc/self/fd");
    send_two_files(ends[0]);
    CHECK_RC(call, channel_receive(call, ends[1], 0, &got), RC_CORRUPT);
    CHECK_INT(count_files("/proc/self/fd"), files);
}

static void answer_test(struct call *call)
{
    struct answer answer = {.rc = RC_LIMIT, .where = STR("amount"), .text = STR("Too much: 100%")};
    struct answer back;
    struct buf body;

    CASE("an answer comes back as the same failure");
    buf_init(&body, call->arena, 1000);
    answer_put(&body, &answer);
    struct cbor in = cbor_open(buf_str(&body));
    CHECK(answer_get(&in, &back) && cbor_done(&in));
    CHECK_INT(answer_fail(call, &back), RC_LIMIT);
    CHECK_TEXT(call->error.where, "amount");
    CHECK_TEXT(call->error.text, "Too much: 100%");
    call_forgive(call);
    in = cbor_open(STR("\x84\x18\x63\x40\x40\x00"));
    CHECK(!answer_get(&in, &back));
}

static void speed_test(struct call *call, int ends[2])
{
    enum { TIMES = 1000 };
    struct message message = {.type = 1, .body = STR("\x63yes"), .fd = -1};
    struct message got = {.fd = -1};
    int64_t from_us = call->os->tick_us(NULL);

    CASE("messages are quick");
    for (int i = 0; i < TIMES; i++)
        if (channel_send(call, ends[0], &message, 0) != RC_OK ||
            channel_receive(call, ends[1], 0, &got) != RC_OK)
            break;
    CHECK_TEXT(got.body, "\x63yes");
    tap_note("a message sent and received: %.1f us",
             (double)(call->os->tick_us(NULL) - from_us) / TIMES);
}

void channel_test(void)
{
    struct arena arena;
    struct call call;
    struct message got;
    int ends[2];

    arena_init(&arena, &heap_libc, 32 << 20);
    call_init(&call, &arena, posix_os());
    if (!CHECK_RC(&call, channel_pair(&call, ends), RC_OK))
        return;
    round_trip_test(&call, ends);
    limit_test(&call, ends);
    foreign_test(&call, ends);
    file_test(&call, ends);
    answer_test(&call);
    speed_test(&call, ends);
    CASE("a closed end is told apart, after what it said last");
    struct message last = {.type = 7, .fd = -1};
    CHECK_RC(&call, channel_send(&call, ends[1], &last, 0), RC_OK); /* never read */
    CHECK_RC(&call, channel_send(&call, ends[0], &last, 0), RC_OK);
    CHECK_INT(close(ends[0]), 0);
    CHECK_RC(&call, channel_receive(&call, ends[1], -1, &got), RC_OK);
    CHECK_RC(&call, channel_receive(&call, ends[1], -1, &got), RC_NOT_FOUND);
    struct message sent = {.type = 1, .fd = -1};
    CHECK_RC(&call, channel_send(&call, ends[1], &sent, -1), RC_NOT_FOUND);
    CHECK_INT(close(ends[1]), 0);
    arena_fini(&arena);
}
