/* wire.c - see wire.h. */
#include "process/wire.h"

#include "base/lang.h"

struct answer answer_of(const struct call *call, enum rc rc)
{
    if (rc == RC_OK)
        return (struct answer){.rc = RC_OK};
    return (struct answer){.rc = rc, .where = call->error.where, .text = call->error.text};
}

/* Bytes and not text: a file's name in a sentence may be anything. */
void answer_put(struct buf *out, const struct answer *answer)
{
    cbor_put_array(out, 4);
    cbor_put_uint(out, answer->rc);
    cbor_put_bytes(out, str_cut(answer->where, 0, ANSWER_TEXT_MAX));
    cbor_put_bytes(out, str_cut(answer->text, 0, ANSWER_TEXT_MAX));
    cbor_put_int(out, answer->wait_s);
}

bool answer_get(struct cbor *in, struct answer *out)
{
    size_t n = cbor_array(in);
    uint64_t rc = cbor_uint(in);
    struct str where = cbor_bytes(in);
    struct str text = cbor_bytes(in);
    int64_t wait_s = cbor_int(in);

    if (!cbor_ok(in) || n != 4 || rc >= RC_COUNT || wait_s < 0)
        return false;
    *out = (struct answer){.rc = (enum rc)rc, .where = where, .text = text, .wait_s = wait_s};
    return true;
}

enum rc answer_fail(struct call *call, const struct answer *answer)
{
    if (answer->rc == RC_OK)
        return RC_OK;
    struct str where = str_dup(call->arena, answer->where);
    const char *place = where.n == 0 ? NULL : where.p;
    if (answer->wait_s > 0)
        return fail(call, answer->rc, place,
                    "After a wrong passphrase there is a pause. Try again in %lld seconds.",
                    (long long)answer->wait_s);
    if (answer->text.n == 0)
        return fail(call, answer->rc, place, NULL);
    /* A whole sentence of the keeper, which speaks English, is a msgid here. */
    const char *text = lang_text(call->lang, str_z(call->arena, answer->text));
    return fail(call, answer->rc, place, "%s", text);
}
