/* input.c - see input.h. */
#include "cli/input.h"

#include <stdio.h>

#include "base/file.h"

enum { PIECE = 64 << 10 };

static enum rc read_stdin(struct call *call, size_t max, struct str *out)
{
    struct buf buf;
    size_t got;

    buf_init(&buf, call->arena, max + PIECE);
    do {
        size_t at = buf.n;
        char *to = buf_room(&buf, PIECE);
        if (to == NULL)
            return fail_memory(call);
        got = fread(to, 1, PIECE, stdin);
        buf.n = at + got;
    } while (got != 0 && buf.n <= max);
    if (ferror(stdin))
        return fail(call, RC_IO, NULL, "Standard input could not be read.");
    if (buf.n > max)
        return fail(call, RC_LIMIT, NULL, "Standard input is longer than %zu bytes.", max);
    *out = buf_str(&buf);
    return RC_OK;
}

enum rc input_read(struct call *call, struct str path, size_t max, struct str *out)
{
    return str_is(path, "-") ? read_stdin(call, max, out)
                             : file_read(call, str_z(call->arena, path), max, out);
}
