/* secret.c - see secret.h. */
#include "cli/secret.h"

#include "base/file.h"
#include "base/lang.h"

static enum rc from_file(struct call *call, const char *path, const struct secret_line *line,
                         int64_t *got)
{
    const struct os *os = call->os;
    int file = os->open(os->data, path, OS_READ);

    if (file < 0)
        return file_fail(call, file, "read", path);
    *got = os->read(os->data, file, line->p, line->room, 0);
    (void)os->close(os->data, file);
    if (*got < 0)
        return file_fail(call, (int)*got, "read", path);
    const char *end = memchr(line->p, '\n', (size_t)*got);
    if (end == NULL && (size_t)*got == line->room)
        return fail(call, RC_INVALID, path, "The first line of %s is too long.", path);
    if (end != NULL)
        *got = end - line->p;
    return RC_OK;
}

enum rc secret_read(struct call *call, const struct command_args *args,
                    const struct secret_ask *ask, struct secret_line *line)
{
    const struct terminal *terminal = &args->cli->terminal;
    int64_t got = 0;

    if (ask->file.p != NULL) {
        enum rc rc = from_file(call, ask->file.p, line, &got);
        if (rc != RC_OK)
            return rc;
    } else {
        got = terminal->secret(terminal->data, lang_text(call->lang, ask->prompt), line->p,
                               line->room);
        if (got == SECRET_TOO_LONG)
            return fail(call, RC_INVALID, NULL, "At most %zu bytes may be typed in.", line->room);
        if (got < 0)
            return fail(call, RC_USAGE, NULL,
                        "There is no terminal to ask on. Put it into a file that only you may "
                        "read, and name that with --%s.",
                        ask->option);
    }
    if (got == 0)
        return fail(call, RC_INVALID, NULL, "Nothing was typed in.");
    line->n = (size_t)got;
    return RC_OK;
}
