/* mark.c - see mark.h. */
#include "store/mark.h"

#include <assert.h>

#include "store/crypt.h"

enum { CHECK_DIGITS = 8 };

static void check_of(struct str text, char out[static CHECK_DIGITS + 1])
{
    unsigned char hash[CRYPT_HASH];

    crypt_hash("khetane/mark/1", text, hash);
    for (size_t i = 0; i < CHECK_DIGITS / 2; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

size_t mark_make(const char *kind, unsigned version, char out[static MARK_MAX])
{
    char check[CHECK_DIGITS + 1];
    int n = snprintf(out, MARK_MAX, "khetane %s %u", kind, version);

    assert(n > 0 && n < MARK_MAX - CHECK_DIGITS - 2);
    check_of(str_bytes(out, (size_t)n), check);
    return (size_t)n + (size_t)snprintf(out + n, MARK_MAX - (size_t)n, " %s\n", check);
}

static enum rc fail_damaged(struct call *call, struct mark want)
{
    return fail(call, RC_CORRUPT, want.path,
                "%s does not begin with the line of a %s file: it is another file, or its first "
                "line is damaged. Put back a good copy.",
                want.path, want.kind);
}

enum rc mark_read(struct call *call, struct mark want, struct str bytes, size_t *size,
                  unsigned *version)
{
    struct str line = str_cut(bytes, 0, str_find(str_cut(bytes, 0, MARK_MAX), '\n'));
    struct str check = str_cut(line, line.n < CHECK_DIGITS ? 0 : line.n - CHECK_DIGITS, line.n);
    struct str text = str_cut(line, 0, line.n - check.n);
    char right[CHECK_DIGITS + 1];
    uint64_t number = 0;

    if (line.n == bytes.n || !str_ends(text, STR(" ")))
        return fail_damaged(call, want);
    text.n--;
    check_of(text, right);
    if (!str_is(check, right) || !str_is(str_split(&text, ' '), "khetane") ||
        !str_is(str_split(&text, ' '), want.kind) || !str_uint(text, UINT32_MAX, &number) ||
        number == 0)
        return fail_damaged(call, want);
    if (number > want.version_max)
        return fail(call, RC_NEWER, want.path,
                    "%s was written by a newer version of Khetane (format %llu; this one reads up "
                    "to %u). Install that version or a later one.",
                    want.path, (unsigned long long)number, want.version_max);
    *size = line.n + 1;
    *version = (unsigned)number;
    return RC_OK;
}
