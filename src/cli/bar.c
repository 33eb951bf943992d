/* bar.c - see bar.h. */
#include "cli/bar.h"

enum { WIDTH = 20, LINE_ROOM = 200, SECOND_US = 1000000 };

static void talk(const struct bar *bar, const char *line, int n)
{
    const struct terminal *terminal = &bar->args->cli->terminal;

    (void)terminal->write(terminal->data, TO_TALK, str_bytes(line, (size_t)n));
}

/* "backup  ██████░░░░░░░░░░░░░░  31%  ~8 s" */
static void draw(struct bar *bar, int percent, int64_t left_s)
{
    char cells[3 * WIDTH + 1] = "", line[LINE_ROOM];
    int n = 0;

    for (int i = 1; i <= WIDTH; i++)
        n += snprintf(cells + n, sizeof cells - (size_t)n, "%s",
                      percent * WIDTH >= i * 100 ? "█" : "░");
    n = snprintf(line, sizeof line, "\r%s  %s %3d%%  ~%lld s \033[K", bar->what, cells, percent,
                 (long long)left_s);
    talk(bar, line, n);
}

static void print(struct bar *bar, int percent, int64_t left_s)
{
    char line[LINE_ROOM];
    int n =
        snprintf(line, sizeof line, "%s  %d%%  ~%lld s\n", bar->what, percent, (long long)left_s);

    talk(bar, line, n);
}

static void moved(void *data, int64_t done, int64_t total)
{
    struct bar *bar = data;
    const struct os *os = bar->call->os;
    bool live = bar->args->cli->terminal.live;
    int64_t now = os->tick_us(os->data), took = now - bar->began_us;

    if (took < SECOND_US || total <= 0 || done <= 0 ||
        now - bar->shown_us < (live ? SECOND_US / 10 : 10 * SECOND_US))
        return;
    int64_t part = done < total ? done : total;
    int percent = (int)((double)part * 100 / (double)total);
    int64_t left_s = (int64_t)((double)took / (double)part * (double)(total - part)) / SECOND_US;
    bar->shown_us = now;
    bar->shown = true;
    if (live)
        draw(bar, percent, left_s);
    else
        print(bar, percent, left_s);
}

static void silent(void *data, int64_t done, int64_t total)
{
    (void)data;
    (void)done;
    (void)total;
}

void bar_begin(struct bar *bar, struct call *call, const struct command_args *args)
{
    int64_t now = call->os->tick_us(call->os->data);

    *bar = (struct bar){.progress = {args->quiet ? silent : moved, bar},
                        .call = call,
                        .args = args,
                        .what = args->command->name,
                        .began_us = now,
                        .shown_us = now};
}

void bar_end(struct bar *bar)
{
    if (bar->shown && bar->args->cli->terminal.live)
        talk(bar, "\r\033[K", 4);
}
