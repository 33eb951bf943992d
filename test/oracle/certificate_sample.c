/* certificate_sample.c - makes an authority and a server's certificate and writes what a thief
 * would have too. Usage: certificate_sample FOLDER. For certificate.mjs. */
#include "base/file.h"
#include "store/certificate.h"
#include "store/crypt.h"
#include "store/posix.h"

static enum rc write_all(struct call *call, const char *folder)
{
    const struct str names[] = {STR_INIT("office.local"), STR_INIT("192.168.1.20")};
    struct authority authority;
    struct str pem = {NULL, 0};
    enum rc rc = certificate_authority(call, STR("Khetane office.local 1A2B"), &authority);

    if (rc == RC_OK)
        rc = certificate_issue(call, &authority, names, 2, &pem);
    if (rc == RC_OK)
        rc = file_replace(call, folder, "root.der", authority.root);
    if (rc == RC_OK)
        rc = file_replace(call, folder, "issuer.der", authority.issuer);
    if (rc == RC_OK)
        rc = file_replace(call, folder, "issuer-key.der", authority.key);
    return rc == RC_OK ? file_replace(call, folder, "server.pem", pem) : rc;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct call call;

    if (argc != 2 || !crypt_init())
        return 2;
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    enum rc rc = write_all(&call, argv[1]);
    if (rc != RC_OK)
        (void)fprintf(stderr, "%.*s\n", (int)call.error.text.n, call.error.text.p);
    arena_fini(&arena);
    return rc_exit(rc);
}
