/* certificate.h - the organisation's own certificates, by which browsers know its server.
 * Owns: nothing; GnuTLS is used in certificate.c and nowhere else of ours.
 * Order: certificate_authority() once, then certificate_issue() when the server needs a new one.
 * Memory: what is given lives in the call's arena; keys in it are secret, let it be one over
 *   heap_secret. What GnuTLS held of them it wipes itself.
 * Fails: RC_INVALID for a name that may not stand in a certificate (certificate_name_may()),
 *   RC_CORRUPT for bytes that are no certificate, RC_IO when GnuTLS refuses, RC_MEMORY.
 * Invariants: a root that devices trust, an issuer below it, a server below that; all ECDSA on
 *   P-256. Root and issuer carry name constraints: names that exist on local networks alone
 *   (CERTIFICATE_ENDINGS) and private addresses. The root's key is gone when
 *   certificate_authority() returns, so that what stays can never sign for a bank: devices which
 *   overlook the constraints of a root they were told to trust obey those of an issuer.
 * Limits: CERTIFICATE_NAMES_MAX names and addresses (IPv4). Cost: a millisecond each.
 * Source: RFC 5280; CA/Browser Forum Baseline Requirements 7.1 for shapes and sizes. */
#ifndef STORE_CERTIFICATE_H
#define STORE_CERTIFICATE_H

#include "base/call.h"

enum {
    CERTIFICATE_NAMES_MAX = 16,
    CERTIFICATE_NAME_MAX = 63,
    CERTIFICATE_ADDRESS = 4, /* bytes of an IPv4 address */
    CERTIFICATE_BYTES_MAX = 16 << 10,
    CERTIFICATE_AUTHORITY_DAYS = 3650,
    CERTIFICATE_SERVER_DAYS = 180, /* how long a stolen server key is of use */
    CERTIFICATE_SHA256 = 32,
    CERTIFICATE_SHA1 = 20, /* Windows shows this one alone */
};

struct authority {
    struct str root;   /* DER: what devices install */
    struct str issuer; /* DER */
    struct str key;    /* of the issuer, DER; secret */
};

struct certificate {
    struct str der;
    unsigned char sha256[CERTIFICATE_SHA256], sha1[CERTIFICATE_SHA1];
    int64_t from_ms, until_ms;
    struct str label;                        /* its common name */
    struct str names[CERTIFICATE_NAMES_MAX]; /* host names, and addresses as text */
    size_t n;
};

/* A host name in lower case below one of the endings, or a private IPv4 address as text. */
bool certificate_name_may(struct str name);
bool certificate_is_address(struct str name);
/* An address of this computer or of a network behind a router (RFC 1918, link-local). */
bool certificate_is_near(const unsigned char address[static CERTIFICATE_ADDRESS]);

MUST_USE enum rc certificate_authority(struct call *call, struct str label, struct authority *out);
/* PEM: the server's certificate, the issuer's, the server's new key. */
MUST_USE enum rc certificate_issue(struct call *call, const struct authority *authority,
                                   const struct str *names, size_t n, struct str *pem);
/* The first certificate in PEM or DER bytes. */
MUST_USE enum rc certificate_read(struct call *call, struct str bytes, struct certificate *out);

#endif
