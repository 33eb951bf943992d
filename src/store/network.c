/* network.c - see network.h. */
#include "store/network.h"

#include "base/cbor.h"
#include "base/file.h"
#include "store/folder.h"
#include "store/mark.h"

enum { FORMAT = 1, FILE_MAX = CERTIFICATE_BYTES_MAX, DAY_MS = 86400000, PICTURE_BITS = 6 };

_Static_assert(1 << PICTURE_BITS == NETWORK_PICTURES_OF, "six bits are one picture");

#define ROOT_FILE   "root.crt"
#define ISSUER_FILE "issuer.key"
#define SERVER_FILE "server.pem"

static struct str folder_of(struct call *call, const char *folder)
{
    return file_path(call, folder, NETWORK_FOLDER);
}

static struct str path_of(struct call *call, const char *folder, const char *name)
{
    struct str inside = folder_of(call, folder);

    return inside.n == 0 ? inside : file_path(call, inside.p, name);
}

bool network_is_made(struct call *call, const char *folder)
{
    struct str path = path_of(call, folder, SERVER_FILE);

    return path.n != 0 && file_exists(call, path.p);
}

/* ---- the issuer's key, sealed */

/* The root's bytes are the context: an issuer never opens beside another folder's root. */
static enum rc write_issuer(struct call *call, const char *inside,
                            const unsigned char key[static CRYPT_KEY],
                            const struct authority *authority)
{
    char mark[MARK_MAX];
    struct buf plain, file;

    buf_init(&plain, call->arena, FILE_MAX);
    cbor_put_array(&plain, 2);
    cbor_put_bytes(&plain, authority->issuer);
    cbor_put_bytes(&plain, authority->key);
    buf_init(&file, call->arena, FILE_MAX);
    buf_add(&file, str_bytes(mark, mark_make("issuer", FORMAT, mark)));
    void *sealed = buf_room(&file, plain.n + CRYPT_SEAL_EXTRA);
    if (!buf_ok(&plain) || sealed == NULL)
        return fail_memory(call);
    crypt_seal(call->os, key, authority->root, buf_str(&plain), sealed);
    return file_replace(call, inside, ISSUER_FILE, buf_str(&file));
}

static enum rc fail_issuer(struct call *call, const char *path)
{
    return fail(call, RC_DENIED, path,
                "%s is damaged, or belongs to another data folder. Make the network's "
                "certificates anew: khetane network make --again.",
                path);
}

static enum rc read_issuer(struct call *call, const char *folder,
                           const unsigned char key[static CRYPT_KEY], struct authority *out)
{
    struct str path = path_of(call, folder, ISSUER_FILE), bytes;
    const struct mark want = {"issuer", FORMAT, path.p};
    unsigned version;
    size_t skip;
    enum rc rc = path.n == 0 ? fail_memory(call) : file_read(call, path.p, FILE_MAX, &bytes);

    if (rc == RC_OK)
        rc = mark_read(call, want, bytes, &skip, &version);
    if (rc != RC_OK)
        return rc;
    struct str sealed = str_cut(bytes, skip, bytes.n);
    if (sealed.n <= CRYPT_SEAL_EXTRA)
        return fail_issuer(call, path.p);
    char *plain = arena_alloc(call->arena, sealed.n - CRYPT_SEAL_EXTRA);
    if (plain == NULL)
        return fail_memory(call);
    if (!crypt_open(key, out->root, sealed, plain))
        return fail_issuer(call, path.p);
    struct cbor in = cbor_open(str_bytes(plain, sealed.n - CRYPT_SEAL_EXTRA));
    size_t n = cbor_array(&in);
    out->issuer = cbor_bytes(&in);
    out->key = cbor_bytes(&in);
    return n == 2 && cbor_done(&in) ? RC_OK : fail_issuer(call, path.p);
}

/* ---- making */

static enum rc issue(struct call *call, const char *inside, const struct authority *authority,
                     const struct network_place *place)
{
    struct str names[CERTIFICATE_NAMES_MAX], pem;
    size_t n = 0;

    names[n++] = place->host;
    for (size_t i = 0; i < place->n && i < NETWORK_ADDRESSES_MAX; i++)
        names[n++] = place->addresses[i];
    enum rc rc = certificate_issue(call, authority, names, n, &pem);
    return rc == RC_OK ? file_replace(call, inside, SERVER_FILE, pem) : rc;
}

static enum rc make_folder(struct call *call, const char *folder, const char **inside)
{
    struct str path = folder_of(call, folder);
    int error = path.n == 0 ? OS_OK : call->os->mkdir(call->os->data, path.p);

    if (path.n == 0)
        return fail_memory(call);
    if (error == OS_OK)
        error = call->os->sync_dir(call->os->data, folder);
    if (error != OS_OK && error != OS_EXISTS)
        return file_fail(call, error, "make", path.p);
    *inside = path.p;
    return RC_OK;
}

/* Made is what has its last file: an old one never stands beside a new root. */
static enum rc unmake(struct call *call, const char *inside)
{
    struct str path = file_path(call, inside, SERVER_FILE);
    int error = path.n == 0 ? OS_OK : call->os->remove(call->os->data, path.p);

    if (path.n == 0)
        return fail_memory(call);
    if (error == OS_OK)
        error = call->os->sync_dir(call->os->data, inside);
    return error == OS_OK || error == OS_NOT_FOUND ? RC_OK
                                                   : file_fail(call, error, "remove", path.p);
}

static enum rc make(struct call *call, const char *folder,
                    const unsigned char key[static CRYPT_KEY], const struct network_place *place)
{
    struct authority authority;
    const char *inside = NULL;
    unsigned char tag[2];

    call->os->random(call->os->data, tag, sizeof tag);
    /* No name of an organisation: everybody on the network can read this. */
    struct str label = str_format(call->arena, "Khetane %.*s %02X%02X", (int)place->host.n,
                                  place->host.p, tag[0], tag[1]);
    if (label.p == NULL)
        return fail_memory(call);
    enum rc rc = make_folder(call, folder, &inside);
    if (rc == RC_OK)
        rc = unmake(call, inside);
    if (rc == RC_OK)
        rc = certificate_authority(call, label, &authority);
    if (rc == RC_OK)
        rc = write_issuer(call, inside, key, &authority);
    if (rc == RC_OK)
        rc = file_replace(call, inside, ROOT_FILE, authority.root);
    return rc == RC_OK ? issue(call, inside, &authority, place) : rc; /* last: then it is made */
}

/* Runs under DIR/write.lock, so that two processes do not mix their files. */
static enum rc lock_open(struct call *call, const char *folder, struct folder_lock *lock)
{
    enum rc rc = folder_lock_open(call, folder, "write.lock", lock);

    if (rc != RC_OK)
        return rc;
    rc = folder_lock_take(call, lock, true);
    if (rc != RC_OK)
        folder_lock_close(call, lock);
    return rc;
}

enum rc network_make(struct call *call, const char *folder,
                     const unsigned char key[static CRYPT_KEY], const struct network_place *place,
                     bool again)
{
    struct folder_lock lock;

    if (!certificate_name_may(place->host) || certificate_is_address(place->host))
        return fail(call, RC_INVALID, "name",
                    "%.*s cannot be this server's name on a local network. Take one of small "
                    "letters, digits and hyphens that ends in .local (or .home.arpa, .internal, "
                    ".lan), such as office.local.",
                    (int)place->host.n, place->host.p);
    enum rc rc = lock_open(call, folder, &lock);
    if (rc != RC_OK)
        return rc;
    rc = !again && network_is_made(call, folder)
             ? fail(call, RC_CONFLICT, "network",
                    "This folder has its certificates already. With --again new ones are made; "
                    "every device must then be told once more.")
             : make(call, folder, key, place);
    folder_lock_close(call, &lock);
    return rc;
}

/* ---- reading */

static enum rc read_file(struct call *call, const char *folder, const char *name,
                         struct certificate *out, struct str *bytes)
{
    struct str path = path_of(call, folder, name);

    if (path.n == 0)
        return fail_memory(call);
    enum rc rc = file_read(call, path.p, FILE_MAX, bytes);
    if (rc == RC_OK)
        rc = certificate_read(call, *bytes, out);
    if (rc != RC_CORRUPT)
        return rc;
    call_forgive(call);
    return fail(call, RC_CORRUPT, path.p,
                "%s is damaged. Make the network's certificates anew: khetane network make "
                "--again.",
                path.p);
}

enum rc network_root(struct call *call, const char *folder, struct certificate *out)
{
    struct str ignored = {NULL, 0};

    if (!network_is_made(call, folder))
        return fail(call, RC_NOT_FOUND, "network",
                    "This folder has no certificates for the network yet. Make them once: khetane "
                    "network make --name office.local.");
    return read_file(call, folder, ROOT_FILE, out, &ignored);
}

enum rc network_read(struct call *call, const char *folder, struct network *out)
{
    enum rc rc = network_root(call, folder, &out->root);

    return rc == RC_OK ? read_file(call, folder, SERVER_FILE, &out->server, &out->pem) : rc;
}

/* ---- renewing */

static bool has_name(const struct certificate *certificate, struct str name)
{
    for (size_t i = 0; i < certificate->n; i++)
        if (str_eq(certificate->names[i], name))
            return true;
    return false;
}

bool network_is_due(const struct network *network, int64_t now_ms,
                    const struct network_place *place)
{
    const struct certificate *server = &network->server;

    if (server->until_ms - now_ms < NETWORK_RENEW_DAYS * (int64_t)DAY_MS ||
        now_ms < server->from_ms)
        return true;
    for (size_t i = 0; i < place->n; i++)
        if (!has_name(server, place->addresses[i]))
            return true;
    return false;
}

static enum rc renew(struct call *call, const char *folder,
                     const unsigned char key[static CRYPT_KEY], const struct network_place *place)
{
    struct network network;
    struct network_place now = *place;
    enum rc rc = network_read(call, folder, &network);

    if (rc != RC_OK || !network_is_due(&network, call->now_ms, place))
        return rc;
    struct authority authority = {.root = network.root.der};
    struct str inside = folder_of(call, folder);
    now.host = network.server.names[0];
    rc = inside.n == 0 ? fail_memory(call) : read_issuer(call, folder, key, &authority);
    return rc == RC_OK ? issue(call, inside.p, &authority, &now) : rc;
}

enum rc network_renew(struct call *call, const char *folder,
                      const unsigned char key[static CRYPT_KEY], const struct network_place *place)
{
    struct folder_lock lock;
    enum rc rc = lock_open(call, folder, &lock);

    if (rc != RC_OK)
        return rc;
    rc = renew(call, folder, key, place);
    folder_lock_close(call, &lock);
    return rc;
}

/* ---- what people compare */

struct str network_print(struct arena *arena, const unsigned char *hash, size_t n)
{
    struct buf out;

    buf_init(&out, arena, NETWORK_PRINT_TEXT);
    for (size_t i = 0; i < n; i++)
        buf_format(&out, i != 0 && i % 2 == 0 ? " %02X" : "%02X", hash[i]);
    return buf_str(&out);
}

static bool is_among(const unsigned *numbers, size_t n, unsigned wanted)
{
    for (size_t i = 0; i < n; i++)
        if (numbers[i] == wanted)
            return true;
    return false;
}

void network_pictures(const struct certificate *root, unsigned out[static NETWORK_PICTURES])
{
    unsigned char hash[CRYPT_HASH];
    unsigned bits = 0;

    crypt_hash("khetane/pictures/1", str_bytes(root->sha256, CERTIFICATE_SHA256), hash);
    for (size_t i = 0; i < NETWORK_PICTURES * PICTURE_BITS / 8; i++)
        bits = bits << 8 | hash[i];
    for (size_t i = 0; i < NETWORK_PICTURES; i++, bits >>= PICTURE_BITS) {
        out[i] = bits % NETWORK_PICTURES_OF;
        while (is_among(out, i, out[i]))
            out[i] = (out[i] + 1) % NETWORK_PICTURES_OF;
    }
}
