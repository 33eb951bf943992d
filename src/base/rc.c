/* rc.c - see rc.h. */
#include "base/rc.h"

#include <assert.h>

static const struct {
    const char *name, *text;
    int http, code;
} rows[] = {
#define RC(name, http, code, text) {#name, text, http, code},
#include "rc.def"
#undef RC
};

_Static_assert(RC_COUNT <= 16, "the list of results stays short");

const char *rc_name(enum rc rc)
{
    assert(rc < RC_COUNT);
    return rows[rc].name;
}

const char *rc_text(enum rc rc)
{
    assert(rc < RC_COUNT);
    return rows[rc].text;
}

int rc_http(enum rc rc)
{
    assert(rc < RC_COUNT);
    return rows[rc].http;
}

int rc_exit(enum rc rc)
{
    assert(rc < RC_COUNT);
    return rows[rc].code;
}
