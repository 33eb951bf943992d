/* terminal.c - see terminal.h. */
#include "cli/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

static bool write_real(void *data, enum stream to, struct str bytes)
{
    FILE *file = to == TO_OUT ? stdout : stderr;

    (void)data;
    return fwrite(bytes.p, 1, bytes.n, file) == bytes.n && fflush(file) == 0;
}

enum { INTERRUPTED = -3, CTRL_C = 3 };

/* One line, without its end. */
static int64_t read_line(int tty, char *out, size_t room)
{
    size_t n = 0;

    for (;;) {
        char c;
        if (read(tty, &c, 1) != 1)
            return SECRET_NO_TERMINAL;
        if (c == CTRL_C)
            return INTERRUPTED;
        if (c == '\n')
            return n <= room ? (int64_t)n : SECRET_TOO_LONG;
        if (n < room)
            out[n] = c;
        n++;
    }
}

/* Ctrl+C ends the line instead of the program, which could not switch the echo on again. */
static int64_t read_quietly(int tty, const char *prompt, char *out, size_t room)
{
    struct termios before, quiet;

    if (tcgetattr(tty, &before) != 0)
        return SECRET_NO_TERMINAL;
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ISIG);
    quiet.c_cc[VEOL] = CTRL_C;
    if (tcsetattr(tty, TCSAFLUSH, &quiet) != 0)
        return SECRET_NO_TERMINAL;
    int64_t n = SECRET_NO_TERMINAL;
    if (write(tty, prompt, strlen(prompt)) >= 0)
        n = read_line(tty, out, room);
    (void)tcsetattr(tty, TCSAFLUSH, &before);
    return write(tty, "\n", 1) == 1 ? n : SECRET_NO_TERMINAL;
}

static int64_t secret_real(void *data, const char *prompt, char *out, size_t room)
{
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    int64_t n;

    (void)data;
    if (tty < 0)
        return SECRET_NO_TERMINAL;
    n = read_quietly(tty, prompt, out, room);
    (void)close(tty);
    if (n == INTERRUPTED)
        (void)raise(SIGINT);
    return n;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0';
}

struct terminal terminal_real(void)
{
    const char *term = getenv("TERM");
    bool screen = isatty(STDERR_FILENO) == 1;
    bool dumb = term == NULL || strcmp(term, "dumb") == 0;

    return (struct terminal){
        .write = write_real,
        .secret = secret_real,
        .color = screen && !dumb && !is_set("NO_COLOR"),
        .live = screen && !dumb,
    };
}

struct environment environment_real(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    struct environment env = {.dir = is_set("KHETANE_DIR") ? getenv("KHETANE_DIR") : NULL};

    for (size_t i = 0; i < sizeof names / sizeof *names && env.language == NULL; i++)
        if (is_set(names[i]))
            env.language = getenv(names[i]);
    return env;
}
