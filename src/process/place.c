/* place.c - see place.h. */
#include "process/place.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

static struct str host_of(struct call *call)
{
    char name[CERTIFICATE_NAME_MAX + 1] = "";

    if (gethostname(name, sizeof name - 1) != 0)
        return STR("");
    name[strcspn(name, ".")] = '\0';
    for (char *p = name; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 'a' - 'A');
    struct str host = str_format(call->arena, "%s.local", name);
    return certificate_name_may(host) ? host : STR("");
}

static bool add_address(struct call *call, const struct ifaddrs *one, struct network_place *out)
{
    unsigned char bytes[CERTIFICATE_ADDRESS];
    char text[INET_ADDRSTRLEN];
    struct sockaddr_in in;

    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET ||
        (one->ifa_flags & (IFF_LOOPBACK | IFF_UP)) != IFF_UP || out->n == NETWORK_ADDRESSES_MAX)
        return true;
    memcpy(&in, one->ifa_addr, sizeof in);
    memcpy(bytes, &in.sin_addr, sizeof bytes);
    if (!certificate_is_near(bytes) || inet_ntop(AF_INET, bytes, text, sizeof text) == NULL)
        return true;
    struct str copy = str_dup(call->arena, str_of(text));
    out->addresses[out->n++] = copy;
    return copy.p != NULL;
}

enum rc place_find(struct call *call, struct network_place *out)
{
    struct network_place place = {.host = host_of(call)};
    struct ifaddrs *all;
    bool ok = true;

    if (getifaddrs(&all) != 0)
        return fail(call, RC_IO, "network", "This computer's addresses could not be found.");
    for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next)
        ok = add_address(call, one, &place) && ok;
    freeifaddrs(all);
    if (!ok)
        return fail_memory(call);
    *out = place;
    return RC_OK;
}
