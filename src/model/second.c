/* second.c - see second.h. */
#include "model/second.h"

#include "base/cbor.h"
#include "model/notice.h"
#include "model/session.h"
#include "model/user.h"
#include "store/crypt.h"
#include "store/hmac.h"

enum { FORMAT = 1 };

/* ---- the app's codes ---- */

struct second second_new(struct call *call)
{
    struct second second;

    call->os->random(call->os->data, second.secret, sizeof second.secret);
    return second;
}

struct str second_put(struct call *call, const struct second *second)
{
    struct buf out;

    buf_init(&out, call->arena, 64);
    cbor_put_array(&out, 2);
    cbor_put_uint(&out, FORMAT);
    cbor_put_bytes(&out, str_bytes(second->secret, sizeof second->secret));
    return buf_str(&out);
}

enum rc second_read(struct call *call, struct str stored, struct second *out)
{
    struct cbor in = cbor_open(stored);
    bool known = cbor_array(&in) == 2 && cbor_uint(&in) == FORMAT;
    struct str secret = cbor_bytes_n(&in, TOTP_SECRET);

    if (!known || !cbor_done(&in))
        return fail(call, RC_CORRUPT, "second_factor", "A second factor cannot be read.");
    memcpy(out->secret, secret.p, sizeof out->secret);
    return RC_OK;
}

static uint32_t code_at(const struct second *second, int64_t step)
{
    unsigned char message[8], mac[TOTP_MAC];

    totp_message(step, message);
    if (!hmac_sha1(str_bytes(second->secret, sizeof second->secret),
                   str_bytes(message, sizeof message), mac))
        return UINT32_MAX; /* which no one types */
    return totp_code(mac, TOTP_DIGITS);
}

/* Looks at every step of the window, whichever it is, so that the time tells nothing. */
bool second_matches(const struct call *call, const struct second *second, struct str typed,
                    int64_t *step)
{
    int64_t now = totp_step(call->now_ms);
    uint32_t code;
    bool found = false;

    if (!totp_typed(typed, &code))
        return false;
    for (int64_t at = now - TOTP_WINDOW; at <= now + TOTP_WINDOW; at++) {
        uint32_t right = code_at(second, at);
        if (!crypt_same(&right, &code, sizeof code))
            continue;
        *step = at;
        found = true;
    }
    return found;
}

/* ---- recovery codes ---- */

/* Without the letters that are taken for others: I, L, O, U. */
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct code_hash {
    unsigned char b[CRYPT_HASH];
};

static void hash_code(const char *plain, struct code_hash *out)
{
    crypt_hash("khetane/recovery/1", str_bytes(plain, SECOND_CODE_CHARS), out->b);
}

static void make_code(struct call *call, char *words, struct code_hash *hash)
{
    unsigned char random[SECOND_CODE_CHARS];
    char plain[SECOND_CODE_CHARS];
    size_t n = 0;

    call->os->random(call->os->data, random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++) {
        plain[i] = letters[random[i] % 32];
        if (i != 0 && i % 4 == 0)
            words[n++] = '-';
        words[n++] = plain[i];
    }
    words[n] = '\0';
    hash_code(plain, hash);
    crypt_wipe(plain, sizeof plain);
}

static struct str put_hashes(struct call *call, const struct code_hash *hashes, size_t n)
{
    struct buf out;

    buf_init(&out, call->arena, 1024);
    cbor_put_array(&out, n + 1);
    cbor_put_uint(&out, FORMAT);
    for (size_t i = 0; i < n; i++)
        cbor_put_bytes(&out, str_bytes(hashes[i].b, CRYPT_HASH));
    return buf_str(&out);
}

struct str second_codes_make(struct call *call, struct second_codes *out)
{
    struct code_hash hashes[SECOND_CODES];

    for (size_t i = 0; i < SECOND_CODES; i++)
        make_code(call, out->words[i], &hashes[i]);
    return put_hashes(call, hashes, SECOND_CODES);
}

static size_t read_hashes(struct str stored, struct code_hash *out)
{
    struct cbor in = cbor_open(stored);
    size_t n = cbor_array(&in);

    if (n == 0 || n > SECOND_CODES + 1 || cbor_uint(&in) != FORMAT)
        return 0;
    for (size_t i = 0; i + 1 < n; i++) {
        struct str hash = cbor_bytes_n(&in, CRYPT_HASH);
        if (!cbor_ok(&in))
            return 0;
        memcpy(out[i].b, hash.p, CRYPT_HASH);
    }
    return n - 1;
}

size_t second_codes_left(struct str stored)
{
    struct code_hash hashes[SECOND_CODES];

    return read_hashes(stored, hashes);
}

static char plain_letter(char c)
{
    c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    if (c == 'O')
        return '0';
    return c == 'I' || c == 'L' ? '1' : c;
}

/* Capitals, blanks and hyphens do not matter. */
static bool read_code(struct str typed, char *out)
{
    size_t n = 0;

    for (size_t i = 0; i < typed.n; i++) {
        char c = plain_letter(typed.p[i]);
        if (c == '-' || c == ' ')
            continue;
        if (n == SECOND_CODE_CHARS || c == '\0' || strchr(letters, c) == NULL)
            return false;
        out[n++] = c;
    }
    return n == SECOND_CODE_CHARS;
}

static enum rc try_recovery(struct call *call, const struct record *user, struct str typed,
                            bool *right)
{
    struct code_hash hashes[SECOND_CODES], own;
    char plain[SECOND_CODE_CHARS];
    size_t n = read_hashes(record_value(user, "recovery").s, hashes), at = SECOND_CODES;

    if (!read_code(typed, plain))
        return RC_OK;
    hash_code(plain, &own);
    crypt_wipe(plain, sizeof plain);
    for (size_t i = 0; i < n; i++)
        if (crypt_same(hashes[i].b, own.b, CRYPT_HASH))
            at = i;
    if (at == SECOND_CODES)
        return RC_OK;
    memmove(&hashes[at], &hashes[at + 1], (n - at - 1) * sizeof *hashes);
    enum rc rc = user_use_recovery(call, user, put_hashes(call, hashes, n - 1));
    const struct notice notice = {
        .user = user->rid, .what = NOTICE_RECOVERY, .number = (int64_t)n - 1};
    if (rc == RC_OK)
        rc = notice_add(call, &notice);
    *right = rc == RC_OK;
    return rc;
}

enum rc second_try(struct call *call, const struct record *user, struct str typed, bool *right)
{
    struct second second;
    int64_t step = 0;
    enum rc rc = second_read(call, record_value(user, "second_factor").s, &second);

    *right = false;
    if (rc != RC_OK)
        return rc;
    bool matches = second_matches(call, &second, typed, &step);
    crypt_wipe(&second, sizeof second);
    if (matches)
        return step_use(call, user->rid, step, right);
    return try_recovery(call, user, typed, right);
}
