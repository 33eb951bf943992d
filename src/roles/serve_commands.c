/* serve_commands.c - khetane serve, status, unlock, lock. */
#include "cli/out.h"
#include "cli/say.h"
#include "cli/secret.h"
#include "process/client.h"
#include "process/keeper.h"
#include "roles/backups.h"
#include "roles/first.h"
#include "roles/network_commands.h"
#include "store/folder.h"
#include "store/phrase.h"

enum { WORKERS = 3, SECRET_MAX = 1024, DAY_MS = 86400000 };

/* ---- serve */

struct serving {
    struct call *call;
    bool network;
    struct near_facts near;
};

static void put_line(struct str sentence)
{
    (void)fprintf(stderr, "%.*s\n", (int)sentence.n, sentence.p == NULL ? "" : sentence.p);
}

/* Where others find this server, and what they compare: "8438 8439" are its ports. */
static void tell_network(struct serving *serving, struct str ports)
{
    struct call *call = serving->call;
    struct near_facts *near = &serving->near;
    struct card_order card;
    uint64_t port = 0, trust = 0;

    if (!str_uint(str_split(&ports, ' '), UINT16_MAX, &port) ||
        !str_uint(ports, UINT16_MAX, &trust))
        return;
    near->port = (uint16_t)port;
    near->trust_port = (uint16_t)trust;
    if (card_order_of(call, near, &card) != RC_OK) {
        call_forgive(call);
        return;
    }
    put_line(say(call, "On this network: %s %s", card.then.p, card.or_then.p));
    put_line(say(call, "A new device begins at: %s", card.first.p));
    put_line(say(call, "Fingerprint (SHA-256): %s", card.sha256.p));
    put_line(say(call, "Pictures: %s, %s, %s, %s", card.pictures[0].name.p, card.pictures[1].name.p,
                 card.pictures[2].name.p, card.pictures[3].name.p));
    put_line(say(call, "Print the card for the wall: khetane network card -o card.pdf"));
}

static void tell(void *data, enum keeper_event event, struct str sentence)
{
    if (event == KEEPER_SERVES_NETWORK)
        tell_network(data, sentence);
    else
        put_line(sentence);
}

/* The certificates, made now if there are none: that takes a key holder's passphrase. */
static enum rc prepare_network(struct call *call, const struct command_args *args,
                               const char *folder, struct near_facts *out)
{
    enum rc rc = RC_OK;

    if (!network_is_made(call, folder)) {
        note(call, args,
             "Making this server's certificates, once. This takes a key holder's "
             "passphrase; the server starts locked all the same.");
        rc = command_network_make(call, args, folder, false);
    }
    if (rc == RC_OK)
        rc = command_near_facts(call, folder, out);
    if (rc == RC_OK && args_has(args, "name") && !str_eq(args_text(args, "name"), out->host))
        rc = fail(call, RC_CONFLICT, "name",
                  "The certificates are for %.*s. For another name make them anew: khetane network "
                  "make --again --name %.*s; every device must then be told once more.",
                  (int)out->host.n, out->host.p, (int)args_text(args, "name").n,
                  args_text(args, "name").p);
    return rc;
}

/* A power cut came between the last steps of setting up: they are taken now. */
static enum rc settle(struct call *call, const char *folder)
{
    struct folder_lock lock = {.file = -1};
    enum rc rc = folder_serve(call, folder, posix_pid(), &lock);

    if (rc == RC_OK)
        rc = found_settle(call, folder);
    folder_lock_close(call, &lock);
    return rc;
}

/* A folder that is not there yet, or empty, is set up in the browser first. */
static enum rc prepare_folder(struct call *call, const struct serving *serving,
                              struct keeper_options *options, struct first_result *first)
{
    struct found_look look;
    enum rc rc = found_look(call, options->folder, &look);

    if (rc == RC_OK && look.state == FOUND_OTHER)
        rc = found_check(call, options->folder);
    if (rc == RC_OK && look.state == FOUND_FOLDER && look.left)
        rc = settle(call, options->folder);
    if (rc != RC_OK || look.state == FOUND_FOLDER)
        return rc == RC_OK ? folder_check(call, options->folder) : rc;
    if (serving->network)
        return fail(call, RC_CONFLICT, "lan",
                    "This folder is new. Set it up on this computer first: khetane serve --dir %s",
                    options->folder);
    rc = first_serve(call, options->folder, options->port, put_line, first);
    options->folder = first->folder;
    options->listener = first->listener;
    options->keys = first->keys;
    return rc;
}

static enum rc run_serve(struct call *call, const struct command_args *args)
{
    struct command_data *data = args->cli->data;
    struct serving serving = {.call = call, .network = args_has(args, "lan")};
    bool when_ready = args_has(args, "lan-when-ready");
    struct first_result first = {0};
    struct keeper_options options = {
        .port = port_asked(args),
        .workers = (unsigned)args_int(args, "workers", WORKERS),
        .jobs = program_job_table(&data->program),
        .idle_lock_ms = args_int(args, "lock-after", 0) * 60000,
        .event = tell,
        .data = &serving,
    };
    enum rc rc = command_folder(call, args, &options.folder);

    if (rc == RC_OK && args_has(args, "name") && !serving.network)
        return fail(call, RC_USAGE, "name", "--name goes with --lan.");
    if (rc == RC_OK && when_ready)
        serving.network = network_is_made(call, options.folder);
    options.network = serving.network;
    if (rc == RC_OK)
        rc = prepare_folder(call, &serving, &options, &first);
    if (rc == RC_OK && serving.network)
        rc = prepare_network(call, args, options.folder, &serving.near);
    if (rc == RC_OK)
        rc = keeper_serve(call, &options);
    first_result_end(&first);
    return rc;
}

static const struct command_option serve_options[] = {
    PORT_OPTION,
    {.name = "lan",
     .type = OPTION_FLAG,
     .brief = "also for other devices of this network, by TLS, at the next two ports"},
    {.name = "lan-when-ready",
     .type = OPTION_FLAG,
     .brief = "the same once its certificates are made, until then this computer alone; for a "
              "service, at which nobody can be asked"},
    NETWORK_NAME_OPTION,
    {.name = "workers",
     .type = OPTION_INT,
     .value = "N",
     .brief = "how many processes answer; 3",
     .min = 1,
     .max = 16},
    {.name = "lock-after",
     .type = OPTION_INT,
     .value = "MINUTES",
     .brief = "locks when nobody worked for so long; never",
     .min = 0,
     .max = 1440},
    {.name = NULL},
};

/* ---- status, unlock, lock */

static enum rc open_client(struct call *call, const struct command_args *args,
                           struct client *client)
{
    const char *folder;
    enum rc rc = command_folder(call, args, &folder);

    return rc == RC_OK ? client_open(call, folder, client) : rc;
}

static enum rc run_status(struct call *call, const struct command_args *args)
{
    static const char *const lights[] = {"unknown", "green", "amber", "red"};
    struct server_status status;
    struct client client;
    struct out *out = args->out;
    enum rc rc = open_client(call, args, &client);

    if (rc != RC_OK)
        return rc;
    rc = client_status(call, &client, &status);
    client_close(&client);
    if (rc != RC_OK)
        return rc;
    out_record(out, NULL);
    out_flag(out, "open", status.unlocked);
    out_text(out, "reach", status.near_port == 0 ? STR("here") : STR("network"));
    out_int(out, "port", status.port);
    out_int(out, "network_port", status.near_port);
    out_int(out, "pid", status.pid);
    out_int(out, "workers", status.workers);
    out_int(out, "jobs", status.jobs);
    out_int(out, "waiting", status.waiting);
    out_text(
        out, "backup",
        str_of(lights[status.light >= 0 && status.light <= LIGHT_RED ? status.light : LIGHT_NONE]));
    if (status.backup_ms != 0)
        out_day(out, "last_backup", (day)(status.backup_ms / DAY_MS));
    out_end(out);
    return RC_OK;
}

static enum rc run_unlock(struct call *call, const struct command_args *args)
{
    const struct secret_ask ask = {"A key holder's passphrase: ", "passphrase-file",
                                   args->passphrase_file};
    struct command_data *data = args->cli->data;
    char typed[SECRET_MAX];
    struct secret_line line = {typed, sizeof typed, 0};
    struct arena secret;
    struct client client;
    struct str phrase;
    enum rc rc = open_client(call, args, &client);

    if (rc != RC_OK)
        return rc;
    arena_init(&secret, &heap_secret, 1 << 16);
    rc = secret_read(call, args, &ask, &line);
    if (rc == RC_OK)
        rc = phrase_read(call, data->program.words, &secret, str_bytes(line.p, line.n), &phrase);
    if (rc == RC_OK)
        rc = client_unlock(call, &client, phrase);
    client_close(&client);
    arena_fini(&secret);
    crypt_wipe(typed, sizeof typed);
    if (rc == RC_OK)
        note(call, args, "The data is open.");
    return rc;
}

static enum rc run_lock(struct call *call, const struct command_args *args)
{
    struct client client;
    enum rc rc = open_client(call, args, &client);

    if (rc != RC_OK)
        return rc;
    rc = client_lock(call, &client);
    client_close(&client);
    if (rc == RC_OK)
        note(call, args, "Locked: no process holds the keys any more.");
    return rc;
}

static const struct command commands[] = {
    {
        .name = "serve",
        .brief = "Start the server of a data folder",
        .about = "It starts locked: open its address in a browser of this machine and type a key "
                 "holder's passphrase there, or use khetane unlock. With --lan other devices of "
                 "the office reach it too, and the commands khetane network say how.",
        .example = "khetane serve --dir data --lan --name office.local",
        .first = true,
        .options = serve_options,
        .run = run_serve,
    },
    {.name = "status", .brief = "Is the server running, and open?", .run = run_status},
    {.name = "unlock", .brief = "Open the running server's data", .run = run_unlock},
    {.name = "lock", .brief = "Close the running server's data now", .run = run_lock},
};

const struct command_table serve_table = {commands, sizeof commands / sizeof *commands};
