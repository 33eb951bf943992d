/* certificate.c - see certificate.h. */
#include "store/certificate.h"

#include <assert.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "store/crypt.h"

enum {
    SERIAL = 16,
    KEY_ID = 20,
    V4 = CERTIFICATE_ADDRESS,
    DAY_MS = 86400000,
    OID_COMMON_NAME_ROOM = 128
};

/* Endings that no public authority signs and no public name can have. */
static const char *const endings[] = {"local", "home.arpa", "internal", "lan"};

enum { ENDINGS = sizeof endings / sizeof *endings };

/* Networks that exist behind a router alone: RFC 1918, this computer, link-local. */
static const struct network_range {
    unsigned char address[V4], mask[V4];
} ranges[] = {
    {{10, 0, 0, 0}, {255, 0, 0, 0}},      {{172, 16, 0, 0}, {255, 240, 0, 0}},
    {{192, 168, 0, 0}, {255, 255, 0, 0}}, {{127, 0, 0, 0}, {255, 0, 0, 0}},
    {{169, 254, 0, 0}, {255, 255, 0, 0}},
};

enum { RANGES = sizeof ranges / sizeof *ranges };

/* ---- names */

static bool read_address(struct str text, unsigned char out[static V4])
{
    for (size_t i = 0; i < V4; i++) {
        uint64_t number;
        struct str part = str_split(&text, '.');
        if (part.n > 3 || !str_uint(part, 255, &number))
            return false;
        out[i] = (unsigned char)number;
    }
    return text.n == 0;
}

bool certificate_is_near(const unsigned char address[static CERTIFICATE_ADDRESS])
{
    for (size_t i = 0; i < RANGES; i++) {
        bool inside = true;
        for (size_t k = 0; k < V4; k++)
            inside = inside && (address[k] & ranges[i].mask[k]) == ranges[i].address[k];
        if (inside)
            return true;
    }
    return false;
}

static bool is_host(struct str name)
{
    bool label = false; /* the one before has letters, and ends in one */

    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (!label || (c != '-' && (c != '.' || name.p[i - 1] == '-'))))
            return false;
        label = c != '.';
    }
    return label && name.p[name.n - 1] != '-';
}

bool certificate_is_address(struct str name)
{
    unsigned char address[V4];

    return read_address(name, address);
}

bool certificate_name_may(struct str name)
{
    unsigned char address[V4];

    if (name.n == 0 || name.n > CERTIFICATE_NAME_MAX)
        return false;
    if (read_address(name, address))
        return certificate_is_near(address);
    for (size_t i = 0; i < ENDINGS; i++) {
        struct str ending = str_of(endings[i]);
        if (str_ends(name, ending) && name.n > ending.n + 1 && name.p[name.n - ending.n - 1] == '.')
            return is_host(name);
    }
    return false;
}

/* ---- making */

/* A certificate being made, with its key; the first error of GnuTLS stays. */
struct making {
    struct call *call;
    gnutls_x509_crt_t crt;
    gnutls_x509_privkey_t key;
    int error;
};

static void note(struct making *making, int error)
{
    if (making->error >= 0 && error < 0)
        making->error = error;
}

static void making_close(struct making *making)
{
    if (making->crt != NULL)
        gnutls_x509_crt_deinit(making->crt);
    if (making->key != NULL)
        gnutls_x509_privkey_deinit(making->key);
}

static enum rc fail_gnutls(struct call *call, int error)
{
    return error == GNUTLS_E_MEMORY_ERROR
               ? fail_memory(call)
               : fail(call, RC_IO, "certificate", "The certificate could not be made: %s.",
                      gnutls_strerror(error));
}

static void start(struct making *making, struct call *call, struct str label, int days)
{
    unsigned char serial[SERIAL];
    const time_t now = (time_t)(call->now_ms / 1000);

    *making = (struct making){.call = call};
    note(making, gnutls_x509_crt_init(&making->crt));
    note(making, gnutls_x509_privkey_init(&making->key));
    if (making->error < 0)
        return;
    note(making, gnutls_x509_privkey_generate(making->key, GNUTLS_PK_ECDSA,
                                              GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    call->os->random(call->os->data, serial, sizeof serial);
    serial[0] = (unsigned char)((serial[0] & 0x7f) | 0x40); /* positive, of full length */
    note(making, gnutls_x509_crt_set_version(making->crt, 3));
    note(making, gnutls_x509_crt_set_serial(making->crt, serial, sizeof serial));
    /* From yesterday, for devices whose clock is behind. */
    note(making, gnutls_x509_crt_set_activation_time(making->crt, now - DAY_MS / 1000));
    note(making,
         gnutls_x509_crt_set_expiration_time(making->crt, now + (time_t)days * (DAY_MS / 1000)));
    note(making, gnutls_x509_crt_set_dn_by_oid(making->crt, GNUTLS_OID_X520_COMMON_NAME, 0, label.p,
                                               (unsigned)label.n));
    note(making, gnutls_x509_crt_set_key(making->crt, making->key));
    note(making, gnutls_x509_crt_set_key_purpose_oid(making->crt, GNUTLS_KP_TLS_WWW_SERVER, 0));
}

static void constrain(struct making *making)
{
    gnutls_x509_name_constraints_t limits = NULL;

    note(making, gnutls_x509_name_constraints_init(&limits));
    if (limits == NULL)
        return;
    for (size_t i = 0; i < ENDINGS; i++) {
        const gnutls_datum_t name = {(unsigned char *)(uintptr_t)endings[i],
                                     (unsigned)strlen(endings[i])};
        note(making, gnutls_x509_name_constraints_add_permitted(limits, GNUTLS_SAN_DNSNAME, &name));
    }
    for (size_t i = 0; i < RANGES; i++) {
        const gnutls_datum_t range = {(unsigned char *)(uintptr_t)&ranges[i], 2 * V4};
        note(making,
             gnutls_x509_name_constraints_add_permitted(limits, GNUTLS_SAN_IPADDRESS, &range));
    }
    note(making, gnutls_x509_crt_set_name_constraints(making->crt, limits, 1));
    gnutls_x509_name_constraints_deinit(limits);
}

static void be_authority(struct making *making, int below)
{
    note(making, gnutls_x509_crt_set_basic_constraints(making->crt, 1, below));
    note(making, gnutls_x509_crt_set_key_usage(making->crt,
                                               GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN));
    constrain(making);
}

static void be_server(struct making *making, const struct str *names, size_t n)
{
    note(making, gnutls_x509_crt_set_basic_constraints(making->crt, 0, -1));
    note(making, gnutls_x509_crt_set_key_usage(making->crt, GNUTLS_KEY_DIGITAL_SIGNATURE));
    for (size_t i = 0; i < n; i++) {
        unsigned char address[V4];
        bool v4 = read_address(names[i], address);
        note(making, gnutls_x509_crt_set_subject_alt_name(
                         making->crt, v4 ? GNUTLS_SAN_IPADDRESS : GNUTLS_SAN_DNSNAME,
                         v4 ? (const void *)address : names[i].p, v4 ? V4 : (unsigned)names[i].n,
                         GNUTLS_FSAN_APPEND));
    }
}

/* Signs with the issuer's key (or its own) and gives the DER. */
static enum rc finish(struct making *making, gnutls_x509_crt_t issuer, gnutls_x509_privkey_t key,
                      struct str *der)
{
    struct call *call = making->call;
    unsigned char id[KEY_ID];
    size_t size = sizeof id;
    gnutls_datum_t bytes = {NULL, 0};

    if (making->error >= 0) {
        note(making, gnutls_x509_crt_get_key_id(making->crt, 0, id, &size));
        note(making, gnutls_x509_crt_set_subject_key_id(making->crt, id, size));
        size = sizeof id;
        note(making, gnutls_x509_crt_get_key_id(issuer, 0, id, &size));
        note(making, gnutls_x509_crt_set_authority_key_id(making->crt, id, size));
        note(making, gnutls_x509_crt_sign2(making->crt, issuer, key, GNUTLS_DIG_SHA256, 0));
    }
    if (making->error >= 0)
        note(making, gnutls_x509_crt_export2(making->crt, GNUTLS_X509_FMT_DER, &bytes));
    if (making->error < 0)
        return fail_gnutls(call, making->error);
    *der = str_dup(call->arena, str_bytes(bytes.data, bytes.size));
    gnutls_free(bytes.data);
    return der->p == NULL ? fail_memory(call) : RC_OK;
}

static enum rc take_key(struct making *making, gnutls_x509_crt_fmt_t format, struct str *out)
{
    gnutls_datum_t bytes;
    int error = gnutls_x509_privkey_export2(making->key, format, &bytes);

    if (error < 0)
        return fail_gnutls(making->call, error);
    *out = str_dup(making->call->arena, str_bytes(bytes.data, bytes.size));
    crypt_wipe(bytes.data, bytes.size);
    gnutls_free(bytes.data);
    return out->p == NULL ? fail_memory(making->call) : RC_OK;
}

enum rc certificate_authority(struct call *call, struct str label, struct authority *out)
{
    struct making root, issuer;
    char text[OID_COMMON_NAME_ROOM];

    assert(label.n + sizeof " issuer" < sizeof text);
    start(&root, call, label, CERTIFICATE_AUTHORITY_DAYS);
    be_authority(&root, 1);
    enum rc rc = finish(&root, root.crt, root.key, &out->root);
    int n = snprintf(text, sizeof text, "%.*s issuer", (int)label.n, label.p);
    start(&issuer, call, str_bytes(text, (size_t)n), CERTIFICATE_AUTHORITY_DAYS);
    be_authority(&issuer, 0);
    if (rc == RC_OK)
        rc = finish(&issuer, root.crt, root.key, &out->issuer);
    if (rc == RC_OK)
        rc = take_key(&issuer, GNUTLS_X509_FMT_DER, &out->key);
    making_close(&issuer);
    making_close(&root); /* with its key: nothing is signed by it any more */
    return rc;
}

/* ---- the server's certificate */

static enum rc check_names(struct call *call, const struct str *names, size_t n)
{
    if (n == 0 || n > CERTIFICATE_NAMES_MAX)
        return fail(call, RC_INVALID, "name", "A certificate is for 1 to %d names and addresses.",
                    CERTIFICATE_NAMES_MAX);
    for (size_t i = 0; i < n; i++)
        if (!certificate_name_may(names[i]))
            return fail(call, RC_INVALID, "name",
                        "%.*s cannot be this server's name on a local network. Take one of small "
                        "letters, digits and hyphens that ends in .local (or .home.arpa, "
                        ".internal, .lan), such as office.local.",
                        (int)names[i].n, names[i].p);
    return RC_OK;
}

struct signer {
    gnutls_x509_crt_t crt;
    gnutls_x509_privkey_t key;
};

static gnutls_datum_t datum(struct str bytes)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)bytes.p, (unsigned)bytes.n};
}

static enum rc signer_open(struct call *call, const struct authority *authority,
                           struct signer *signer)
{
    const gnutls_datum_t crt = datum(authority->issuer), key = datum(authority->key);

    *signer = (struct signer){NULL, NULL};
    int error = gnutls_x509_crt_init(&signer->crt);
    if (error >= 0)
        error = gnutls_x509_privkey_init(&signer->key);
    if (error >= 0)
        error = gnutls_x509_crt_import(signer->crt, &crt, GNUTLS_X509_FMT_DER);
    if (error >= 0)
        error = gnutls_x509_privkey_import(signer->key, &key, GNUTLS_X509_FMT_DER);
    return error < 0 ? fail_gnutls(call, error) : RC_OK;
}

static void signer_close(struct signer *signer)
{
    if (signer->crt != NULL)
        gnutls_x509_crt_deinit(signer->crt);
    if (signer->key != NULL)
        gnutls_x509_privkey_deinit(signer->key);
}

static void add_pem(struct buf *out, struct str der, int *error)
{
    const gnutls_datum_t bytes = datum(der);
    gnutls_datum_t pem = {NULL, 0};

    if (*error < 0)
        return;
    *error = gnutls_pem_base64_encode2("CERTIFICATE", &bytes, &pem);
    if (*error < 0)
        return;
    buf_add(out, str_bytes(pem.data, pem.size));
    gnutls_free(pem.data);
}

static enum rc put_pem(struct making *making, struct str server, struct str issuer, struct str *pem)
{
    struct call *call = making->call;
    struct buf out;
    struct str key = STR("");
    int error = 0;

    buf_init(&out, call->arena, CERTIFICATE_BYTES_MAX);
    add_pem(&out, server, &error);
    add_pem(&out, issuer, &error);
    if (error < 0)
        return fail_gnutls(call, error);
    enum rc rc = take_key(making, GNUTLS_X509_FMT_PEM, &key);
    buf_add(&out, key);
    *pem = buf_str(&out);
    return rc == RC_OK && !buf_ok(&out) ? fail_memory(call) : rc;
}

enum rc certificate_issue(struct call *call, const struct authority *authority,
                          const struct str *names, size_t n, struct str *pem)
{
    struct making server;
    struct signer signer;
    struct str der;
    enum rc rc = check_names(call, names, n);

    if (rc != RC_OK)
        return rc;
    start(&server, call, names[0], CERTIFICATE_SERVER_DAYS);
    be_server(&server, names, n);
    rc = signer_open(call, authority, &signer);
    if (rc == RC_OK)
        rc = finish(&server, signer.crt, signer.key, &der);
    if (rc == RC_OK)
        rc = put_pem(&server, der, authority->issuer, pem);
    signer_close(&signer);
    making_close(&server);
    return rc;
}

/* ---- reading */

static enum rc fail_bytes(struct call *call)
{
    return fail(call, RC_CORRUPT, "certificate", "These bytes are no certificate of ours.");
}

static struct str address_text(struct arena *arena, const unsigned char *a, size_t n)
{
    return n == V4 ? str_format(arena, "%u.%u.%u.%u", a[0], a[1], a[2], a[3])
                   : (struct str){NULL, 0};
}

static enum rc read_names(struct call *call, gnutls_x509_crt_t crt, struct certificate *out)
{
    char text[CERTIFICATE_NAME_MAX + 1];

    for (unsigned i = 0; i < CERTIFICATE_NAMES_MAX; i++) {
        size_t size = sizeof text;
        int type = gnutls_x509_crt_get_subject_alt_name(crt, i, text, &size, NULL);
        if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
            return RC_OK;
        if (type != GNUTLS_SAN_DNSNAME && type != GNUTLS_SAN_IPADDRESS)
            return fail_bytes(call);
        struct str name = type == GNUTLS_SAN_DNSNAME
                              ? str_dup(call->arena, str_bytes(text, size))
                              : address_text(call->arena, (unsigned char *)text, size);
        if (name.p == NULL)
            return fail_bytes(call);
        out->names[out->n++] = name;
    }
    return RC_OK;
}

static enum rc read_facts(struct call *call, gnutls_x509_crt_t crt, struct certificate *out)
{
    char label[OID_COMMON_NAME_ROOM];
    size_t label_n = sizeof label, sha256_n = CERTIFICATE_SHA256, sha1_n = CERTIFICATE_SHA1;
    gnutls_datum_t der = {NULL, 0};

    *out = (struct certificate){
        .from_ms = (int64_t)gnutls_x509_crt_get_activation_time(crt) * 1000,
        .until_ms = (int64_t)gnutls_x509_crt_get_expiration_time(crt) * 1000,
    };
    if (gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, label, &label_n) <
            0 ||
        gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, out->sha256, &sha256_n) < 0 ||
        gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA1, out->sha1, &sha1_n) < 0 ||
        gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der) < 0)
        return fail_bytes(call);
    out->label = str_dup(call->arena, str_bytes(label, label_n));
    out->der = str_dup(call->arena, str_bytes(der.data, der.size));
    gnutls_free(der.data);
    if (out->label.p == NULL || out->der.p == NULL)
        return fail_memory(call);
    return read_names(call, crt, out);
}

enum rc certificate_read(struct call *call, struct str bytes, struct certificate *out)
{
    bool pem = str_starts(bytes, STR("-----"));
    const gnutls_datum_t in = datum(bytes);
    gnutls_x509_crt_t crt = NULL;

    if (bytes.n > CERTIFICATE_BYTES_MAX)
        return fail_bytes(call);
    if (gnutls_x509_crt_init(&crt) < 0)
        return fail_memory(call);
    enum rc rc =
        gnutls_x509_crt_import(crt, &in, pem ? GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER) < 0
            ? fail_bytes(call)
            : read_facts(call, crt, out);
    gnutls_x509_crt_deinit(crt);
    return rc;
}
