/* main.c - ties the areas together and becomes what it was started as. */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/rules_commands.h"
#include "store/posix.h"

static const struct command_table *const tables[] = {&help_table, &rules_table, NULL};

int main(int argc, char **argv)
{
    const struct cli cli = {
        .tables = tables,
        .terminal = terminal_real(),
        .environment = environment_real(),
        .os = posix_os(),
        .version = KHETANE_VERSION,
    };

    return cli_run(&cli, argc, argv);
}
