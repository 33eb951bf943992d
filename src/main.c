/* main.c - ties the areas in, and becomes what it was started as: a command, or a role of the
 * server (keeper, worker, clerk, job). */
#include "casework/area.h"
#include "casework/commands.h"
#include "cli/help.h"
#include "cli/law_commands.h"
#include "cli/rules_commands.h"
#include "cli/say.h"
#include "office/area.h"
#include "office/commands.h"
#include "process/role.h"
#include "records/area.h"
#include "records/commands.h"
#include "records/exchange_commands.h"
#include "records/match_commands.h"
#include "records/record_commands.h"
#include "roles/clerk.h"
#include "roles/commands.h"
#include "roles/first.h"
#include "roles/network_commands.h"
#include "roles/network_pages.h"
#include "roles/program.h"
#include "roles/runner.h"
#include "roles/worker.h"
#include "store/crypt.h"
#include "store/posix.h"

static const struct area *const areas[] = {&office_area, &records_area, &casework_area,
                                           &network_area};

enum { AREAS = sizeof areas / sizeof *areas };

static const struct command_table *const tables[] = {&help_table,        &init_table,
                                                     &serve_table,       &demo_table,
                                                     &key_table,         &store_table,
                                                     &network_table,     &user_table,
                                                     &case_table,        &today_table,
                                                     &letter_table,      &lawyer_table,
                                                     &institution_table, &quick_table,
                                                     &queue_table,       &together_table,
                                                     &record_table,      &match_table,
                                                     &exchange_table,    &court_table,
                                                     &result_table,      &model_table,
                                                     &rules_table,       &law_table,
                                                     &job_table,         &doctor_table,
                                                     &told_table,        &no_answer_table,
                                                     &template_table,    &register_table,
                                                     &delivery_table,    &report_table,
                                                     &bundle_table,      NULL};

static int worker(const struct role_start *start)
{
    return worker_run(start, areas, AREAS);
}

static int clerk(const struct role_start *start)
{
    return clerk_run(start, areas, AREAS);
}

static int runner(const struct role_start *start)
{
    return runner_run(start, areas, AREAS);
}

static int first(const struct role_start *start)
{
    return first_run(start, areas, AREAS);
}

static int founder(const struct role_start *start)
{
    return founder_run(start, areas, AREAS);
}

static int become_role(int argc, char **argv)
{
    static const struct role roles[] = {{"worker", worker},
                                        {"clerk", clerk},
                                        {"runner", runner},
                                        {"first", first},
                                        {"founder", founder}};
    struct program program = {0};

    program_jobs(areas, AREAS, &program);
    const struct role_table table = {.roles = roles,
                                     .n = sizeof roles / sizeof *roles,
                                     .os = posix_os(),
                                     .jobs = program_job_table(&program),
                                     .lang = program_job_lang};
    return process_role(argc, argv, &table);
}

/* What a command needs of the program is loaded when it runs, so that a role does not pay. */
static int run_command(int argc, char **argv)
{
    struct command_data *data = calloc(1, sizeof *data);
    struct terminal terminal = terminal_real();
    struct arena arena;
    struct call call;

    if (data == NULL)
        return rc_exit(RC_MEMORY);
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    enum rc rc = program_load(&call, areas, AREAS, &data->program);
    const struct cli cli = {.tables = tables,
                            .terminal = terminal,
                            .environment = environment_real(),
                            .os = posix_os(),
                            .version = KHETANE_VERSION,
                            .open = command_open,
                            .close = command_close,
                            .data = data};
    int code = rc == RC_OK ? cli_run(&cli, argc, argv) : rc_exit(rc);
    if (rc != RC_OK)
        say_error(&call, &terminal, false);
    arena_fini(&arena);
    arena_fini(&data->program.keep);
    free(data);
    return code;
}

int main(int argc, char **argv)
{
    if (!posix_secure_process() || !crypt_init())
        return rc_exit(RC_IO);
    return process_is_role(argc, argv) ? become_role(argc, argv) : run_command(argc, argv);
}
