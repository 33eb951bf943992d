/* commands.h - the commands that start, open, close and found: init, serve, demo, status, unlock,
 *   lock, key, user; and those that keep the data safe: backup, restore, verify.
 * Owns: their rows.
 * Order: any. Memory: secrets are wiped after use.
 * Fails: as the parts below. Limits: none. Cost: the key's derivation. */
#ifndef ROLES_COMMANDS_H
#define ROLES_COMMANDS_H

#include "cli/secret.h"
#include "model/password.h"
#include "roles/open.h"
#include "store/keyring.h"

/* Asks for a new password and gives what is kept of it. */
MUST_USE enum rc password_choose(struct call *call, const struct command_args *args,
                                 const struct secret_ask *ask, const struct password_rule *rule,
                                 struct str *stored);

/* Writes the three sheets' words as an answer's list "sheets". */
void sheets_put(const struct command_args *args, const struct keyring_sheets *sheets);

/* Where serve and demo listen. */
#define PORT_OPTION                                                                         \
    {                                                                                       \
        .name = "port", .type = OPTION_INT, .value = "N", .brief = "where to listen; 8437", \
        .max = 65535                                                                        \
    }

static inline uint16_t port_asked(const struct command_args *args)
{
    return (uint16_t)args_int(args, "port", 8437);
}

extern const struct command_table init_table, serve_table, demo_table, key_table, store_table,
    user_table;

#endif
