/* pictures.h - the 64 pictures of which four stand for a server's root, for people who compare.
 * Owns: nothing; assets/pictures.txt has the same names in the same order.
 * Order: any. Memory: static. Fails: never.
 * Limits: the order is for ever: cards on walls show it. Cost: none. */
#ifndef ROLES_PICTURES_H
#define ROLES_PICTURES_H

#include "store/network.h"

struct picture {
    const char *icon; /* in assets/pictures.svg */
    const char *name; /* a msgid */
};

extern const struct picture pictures[NETWORK_PICTURES_OF];

#endif
