/* network_commands.h - khetane network: the certificates of a folder, and the card for the wall.
 * Owns: the rows of its commands; what serve --lan shares with them.
 * Order: any. Memory: the call's arena; keys in one over heap_secret, wiped.
 * Fails: as store/network.h, roles/open.h and process/job.h. Limits: none.
 * Cost: making asks for a key holder's passphrase: half a second. */
#ifndef ROLES_NETWORK_COMMANDS_H
#define ROLES_NETWORK_COMMANDS_H

#include "roles/card.h"
#include "roles/commands.h"

extern const struct command_table network_table;

#define NETWORK_NAME_OPTION                                                   \
    {                                                                         \
        .name = "name", .type = OPTION_TEXT, .value = "HOST",                 \
        .brief = "this server's name there: office.local; the computer's own" \
    }

/* Makes the certificates for the option "name", or for the computer's own name. */
MUST_USE enum rc command_network_make(struct call *call, const struct command_args *args,
                                      const char *folder, bool again);
/* What the folder has; the ports are 0. */
MUST_USE enum rc command_near_facts(struct call *call, const char *folder, struct near_facts *out);

#endif
