/* bar_test.c - what is seen of long work, by a clock that is moved by hand. */
#include "cli/bar.h"
#include "cli/cli_test.h"
#include "tap.h"

void bar_test(void);

static int64_t clock_us(void *data)
{
    return *(int64_t *)data;
}

struct scene {
    struct fake fake;
    int64_t now_us;
    struct os os;
    struct arena arena;
    struct call call;
    struct cli cli;
    struct command command;
    struct command_args args;
    struct bar bar;
};

static void begin(struct scene *s, bool live, bool quiet)
{
    *s = (struct scene){.os = fake_os, .command = {.name = "backup"}};
    fake_init(&s->fake);
    arena_init(&s->arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&s->call, &s->arena, &fake_os);
    s->os.tick_us = clock_us;
    s->os.data = &s->now_us;
    s->call.os = &s->os;
    s->cli.terminal = fake_terminal(&s->fake);
    s->cli.terminal.live = live;
    s->args = (struct command_args){.cli = &s->cli, .command = &s->command, .quiet = quiet};
    bar_begin(&s->bar, &s->call, &s->args);
}

static void at(struct scene *s, int64_t ms, int64_t done, int64_t total)
{
    s->now_us = ms * 1000;
    progress_tell(&s->bar.progress, done, total);
}

static void end(struct scene *s, const char *said)
{
    bar_end(&s->bar);
    CHECK_TEXT(str_bytes(s->fake.talk, s->fake.talk_n), said);
    arena_fini(&s->arena);
}

void bar_test(void)
{
    struct scene *s = calloc(1, sizeof *s); /* too large for a frame */

    if (!CHECK(s != NULL))
        return;

    CASE("the first second shows nothing");
    begin(s, true, false);
    at(s, 999, 50, 100);
    end(s, "");

    CASE("on a screen a bar is drawn over, ten times a second at most, and taken away");
    begin(s, true, false);
    at(s, 2000, 50, 100);
    at(s, 2050, 60, 100);
    end(s, "\rbackup  ██████████░░░░░░░░░░  50%  ~2 s \033[K\r\033[K");

    CASE("elsewhere there is a line each ten seconds");
    begin(s, false, false);
    at(s, 5000, 10, 100);
    at(s, 10000, 20, 100);
    at(s, 15000, 30, 100);
    at(s, 20000, 100, 100);
    end(s, "backup  20%  ~40 s\nbackup  100%  ~0 s\n");

    CASE("--quiet shows nothing, nor does work of unknown length");
    begin(s, true, true);
    at(s, 5000, 50, 100);
    end(s, "");
    begin(s, true, false);
    at(s, 5000, 0, 0);
    at(s, 6000, 7, 0);
    end(s, "");
    free(s);
}
