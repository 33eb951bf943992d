/* password.c - see password.h. */
#include "model/password.h"

#include "base/cbor.h"
#include "base/embed.h"
#include "base/text.h"
#include "store/phrase.h"

enum { FORMAT = 1, STORED_MAX = 256 };

/* ---- what a new one must be ---- */

struct str password_common(void)
{
    const struct embedded *file = embedded_find(STR("packs/common/passwords.txt"));

    return file == NULL ? STR("") : file->bytes;
}

/* "Legal Aid, Niš" is refused as a whole, and by each of its longer words. */
static size_t name_words(const struct password_rule *rule, struct str *out)
{
    size_t n = 0;

    for (size_t i = 0; i < rule->names_n; i++) {
        struct str rest = rule->names[i];
        while (rest.n != 0 && n < PASSWORD_NAMES_MAX) {
            struct str word = str_split(&rest, ' ');
            if (word.n >= 3)
                out[n++] = word;
        }
    }
    return n;
}

enum rc password_check(struct call *call, const struct password_rule *rule, struct str typed)
{
    struct str names[PASSWORD_NAMES_MAX];
    const struct phrase_refused refused = {password_common(), names, name_words(rule, names)};
    int least = rule->second ? PASSWORD_MIN_SECOND : PASSWORD_MIN;
    struct arena secret;

    if (text_length(typed) < (size_t)least)
        return fail(call, RC_INVALID, rule->where,
                    "A password has at least %d characters: four words are easy to keep in mind.",
                    least);
    if (text_length(typed) > PASSWORD_CHARS_MAX)
        return fail(call, RC_INVALID, rule->where, "A password has at most %d characters.",
                    PASSWORD_CHARS_MAX);
    arena_init(&secret, &heap_secret, 1 << 16);
    enum rc rc = phrase_guess(call, &secret, &refused, rule->where, typed);
    arena_fini(&secret);
    return rc;
}

/* ---- what is kept ---- */

struct password password_new(struct call *call)
{
    struct password password = {.cost = password_cost};

    call->os->random(call->os->data, password.salt, sizeof password.salt);
    return password;
}

enum rc password_read(struct call *call, struct str stored, struct password *out)
{
    if (stored.n == 0) { /* the time it takes must not tell that there is no such person */
        *out = password_new(call);
        out->nobody = true;
        return RC_OK;
    }
    struct cbor in = cbor_open(stored);
    bool known = cbor_array(&in) == 5 && cbor_uint(&in) == FORMAT;
    uint32_t kib = (uint32_t)cbor_uint(&in);
    struct crypt_cost cost = {kib, (uint32_t)cbor_uint(&in)};
    struct str salt = cbor_bytes_n(&in, CRYPT_SALT), key = cbor_bytes_n(&in, CRYPT_KEY);

    if (!known || !cbor_done(&in) || !crypt_cost_valid(cost))
        return fail(call, RC_CORRUPT, "password", "A stored password cannot be read.");
    *out = (struct password){.cost = cost};
    memcpy(out->salt, salt.p, sizeof out->salt);
    memcpy(out->key, key.p, sizeof out->key);
    return RC_OK;
}

struct str password_put(struct call *call, const struct password *password)
{
    struct buf out;

    buf_init(&out, call->arena, STORED_MAX);
    cbor_put_array(&out, 5);
    cbor_put_uint(&out, FORMAT);
    cbor_put_uint(&out, password->cost.memory_kib);
    cbor_put_uint(&out, password->cost.passes);
    cbor_put_bytes(&out, str_bytes(password->salt, sizeof password->salt));
    cbor_put_bytes(&out, str_bytes(password->key, sizeof password->key));
    return buf_str(&out);
}

bool password_same(const struct password *password, const unsigned char key[static CRYPT_KEY])
{
    return !password->nobody && crypt_same(password->key, key, CRYPT_KEY);
}
