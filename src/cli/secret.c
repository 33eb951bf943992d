/* secret.c - see secret.h. */
#include "cli/secret.h"

#include "base/file.h"
#include "base/lang.h"

static enum rc from_file(struct call *call, const char *path, char *out, size_t room, int64_t *got)
{
    const struct os *os = call->os;
    int file = os->open(os->data, path, OS_READ);

    if (file < 0)
        return file_fail(call, file, "read", path);
    *got = os->read(os->data, file, out, room, 0);
    (void)os->close(os->data, file);
    if (*got < 0)
        return file_fail(call, (int)*got, "read", path);
    const char *end = memchr(out, '\n', (size_t)*got);
    if (end == NULL && (size_t)*got == room)
        return fail(call, RC_INVALID, path, "The first line of %s is too long.", path);
    if (end != NULL)
        *got = end - out;
    return RC_OK;
}

enum rc secret_read(struct call *call, const struct command_args *args, const char *option,
                    const char *prompt, char *out, size_t room, size_t *n)
{
    const struct terminal *terminal = &args->cli->terminal;
    int64_t got;

    if (args_has(args, option)) {
        enum rc rc = from_file(call, args_text(args, option).p, out, room, &got);
        if (rc != RC_OK)
            return rc;
    } else {
        got = terminal->secret(terminal->data, lang_text(call->lang, prompt), out, room);
        if (got < 0)
            return fail(call, RC_USAGE, NULL,
                        "There is no terminal to ask on. Put it into a file that only you may "
                        "read, and name that with --%s.",
                        option);
    }
    if (got == 0)
        return fail(call, RC_INVALID, NULL, "Nothing was typed in.");
    *n = (size_t)got;
    return RC_OK;
}
