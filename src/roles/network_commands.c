/* network_commands.c - see network_commands.h. */
#include "roles/network_commands.h"

#include "base/file.h"
#include "cli/out.h"
#include "cli/say.h"
#include "process/client.h"
#include "process/place.h"
#include "roles/pictures.h"
#include "store/folder.h"

enum { DAY_MS = 86400000 };

/* ---- shared with serve */

static enum rc find_place(struct call *call, const struct command_args *args,
                          struct network_place *out)
{
    enum rc rc = place_find(call, out);

    if (rc == RC_OK && args_has(args, "name"))
        out->host = args_text(args, "name");
    if (rc == RC_OK && out->host.n == 0)
        return fail(call, RC_INVALID, "name",
                    "This computer has no name that a network could know it by. Give one: --name "
                    "office.local.");
    return rc;
}

enum rc command_network_make(struct call *call, const struct command_args *args, const char *folder,
                             bool again)
{
    unsigned char key[CRYPT_KEY];
    struct network_place place;
    struct arena *outer = call->arena, secret;
    struct keyring *ring;
    enum rc rc = find_place(call, args, &place);

    if (rc == RC_OK)
        rc = command_ring(call, args, folder, &ring);
    if (rc != RC_OK)
        return rc;
    keyring_derive(ring, KEYRING_NETWORK, key);
    keyring_close(ring);
    arena_init(&secret, &heap_secret, 1 << 18);
    call->arena = &secret;
    rc = network_make(call, folder, key, &place, again);
    call->arena = outer;
    if (rc != RC_OK)
        call->error.text = str_dup(outer, call->error.text);
    arena_fini(&secret);
    crypt_wipe(key, sizeof key);
    return rc;
}

static enum rc copy_facts(struct call *call, const struct network *network, struct near_facts *out)
{
    struct arena *arena = call->arena;
    const struct certificate *server = &network->server;

    *out = (struct near_facts){.root = network->root};
    out->root.der = str_dup(arena, network->root.der);
    out->root.label = str_dup(arena, network->root.label);
    for (size_t i = 0; i < server->n; i++) {
        bool address = certificate_is_address(server->names[i]);
        if (!address && out->host.n == 0)
            out->host = str_dup(arena, server->names[i]);
        if (address && out->address.n == 0)
            out->address = str_dup(arena, server->names[i]);
    }
    return out->root.der.p == NULL || out->root.label.p == NULL || out->host.p == NULL
               ? fail_memory(call)
               : RC_OK;
}

/* The server's key comes along with what is read, so all of it lies in locked memory first. */
enum rc command_near_facts(struct call *call, const char *folder, struct near_facts *out)
{
    struct arena *outer = call->arena, secret;
    struct network network;

    arena_init(&secret, &heap_secret, 1 << 18);
    call->arena = &secret;
    enum rc rc = network_read(call, folder, &network);
    call->arena = outer;
    if (rc == RC_OK)
        rc = copy_facts(call, &network, out);
    else
        call->error.text = str_dup(outer, call->error.text);
    arena_fini(&secret);
    return rc;
}

/* ---- make, show */

static enum rc open_folder(struct call *call, const struct command_args *args, const char **out)
{
    enum rc rc = command_folder(call, args, out);

    return rc == RC_OK ? folder_check(call, *out) : rc;
}

static enum rc put_facts(struct call *call, const struct command_args *args,
                         const struct near_facts *facts)
{
    struct out *out = args->out;
    struct card_order card;
    enum rc rc = card_order_of(call, facts, &card);

    if (rc != RC_OK)
        return rc;
    out_record(out, NULL);
    out_text(out, "name", facts->host);
    out_text(out, "address", facts->address);
    out_text(out, "certificate", facts->root.label);
    out_day(out, "ends", card.until);
    out_text(out, "sha256", card.sha256);
    out_text(out, "sha1", card.sha1);
    out_list(out, "pictures");
    for (size_t i = 0; i < CARD_PICTURES; i++)
        out_text(out, NULL, card.pictures[i].name);
    out_end(out);
    out_end(out);
    return out_finish(out);
}

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct near_facts facts;
    const char *folder;
    enum rc rc = open_folder(call, args, &folder);

    if (rc == RC_OK)
        rc = command_near_facts(call, folder, &facts);
    return rc == RC_OK ? put_facts(call, args, &facts) : rc;
}

static enum rc run_make(struct call *call, const struct command_args *args)
{
    const char *folder;
    enum rc rc = open_folder(call, args, &folder);

    if (rc == RC_OK)
        rc = command_network_make(call, args, folder, args_has(args, "again"));
    if (rc == RC_OK)
        note(call, args,
             "The certificates are made. Next: khetane serve --lan, then khetane "
             "network card -o card.pdf.");
    return rc == RC_OK ? run_show(call, args) : rc;
}

/* ---- card, certificate */

static enum rc write_file(struct call *call, const struct command_args *args, struct str bytes)
{
    const char *path = args_text(args, "output").p;
    const struct os *os = call->os;
    int file = os->open(os->data, path, OS_WRITE | OS_CREATE | OS_TRUNCATE);

    if (file < 0)
        return file_fail(call, file, "write", path);
    int error = os->write(os->data, file, bytes.p, bytes.n, 0);
    int closed = os->close(os->data, file);
    error = error == OS_OK ? closed : error;
    return error == OS_OK ? RC_OK : file_fail(call, error, "write", path);
}

/* The ports of the server that runs, or those it would have. */
static void find_ports(struct call *call, const struct command_args *args, const char *folder,
                       struct near_facts *facts)
{
    struct server_status status;
    struct client client;
    uint16_t port = port_asked(args);
    bool runs = !args_has(args, "port") && client_open(call, folder, &client) == RC_OK;

    facts->port = (uint16_t)(port + 1);
    facts->trust_port = (uint16_t)(port + 2);
    if (runs && client_status(call, &client, &status) == RC_OK && status.near_port != 0) {
        facts->port = status.near_port;
        facts->trust_port = status.trust_port;
    }
    if (runs)
        client_close(&client);
    call_forgive(call);
}

static enum rc draw(struct call *call, const struct command_args *args,
                    const struct near_facts *facts, struct str *pdf)
{
    struct command_data *data = args->cli->data;
    struct job_source jobs = {program_job_table(&data->program), ".", -1};
    struct job_request request;
    struct job_news news;
    struct job job;
    enum rc rc = card_request(call, facts, &request);

    if (rc == RC_OK)
        rc = job_start(call, &jobs, card_job.name, request, &job);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &news);
    if (rc == RC_OK)
        rc = card_result(call, &news, pdf);
    job_close(&job);
    return rc;
}

static enum rc run_card(struct call *call, const struct command_args *args)
{
    struct near_facts facts;
    const char *folder;
    struct str pdf;
    enum rc rc = open_folder(call, args, &folder);

    if (rc == RC_OK)
        rc = command_near_facts(call, folder, &facts);
    if (rc != RC_OK)
        return rc;
    find_ports(call, args, folder, &facts);
    rc = draw(call, args, &facts, &pdf);
    return rc == RC_OK ? write_file(call, args, pdf) : rc;
}

static enum rc run_certificate(struct call *call, const struct command_args *args)
{
    struct certificate root;
    const char *folder;
    enum rc rc = open_folder(call, args, &folder);

    if (rc == RC_OK)
        rc = network_root(call, folder, &root);
    return rc == RC_OK ? write_file(call, args, root.der) : rc;
}

/* ---- rows */

static const struct command_option make_options[] = {
    NETWORK_NAME_OPTION,
    {.name = "again",
     .type = OPTION_FLAG,
     .brief = "also when there are some: every device must be told once more"},
    {.name = NULL},
};

#define OUTPUT_OPTION(what)                                                                  \
    {                                                                                        \
        .name = "output", .type = OPTION_FILE, .value = "FILE", .brief = what, .must = true, \
        .letter = 'o'                                                                        \
    }

static const struct command_option card_options[] = {
    OUTPUT_OPTION("where the card goes, as PDF"),
    PORT_OPTION,
    {.name = NULL},
};

static const struct command_option certificate_options[] = {
    OUTPUT_OPTION("where the certificate goes: a stick, khetane.crt"),
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "network make",
     .brief = "Make the certificates for other devices",
     .about =
         "By them a browser on another computer or phone knows this server. They are made once; "
         "the server's own is made anew by itself. The name is one that your network finds "
         "(NAME.local, where avahi-daemon runs).",
     .example = "khetane network make --name office.local",
     .options = make_options,
     .run = run_make},
    {.name = "network show", .brief = "What other devices compare", .run = run_show},
    {.name = "network card",
     .brief = "Print the card for the wall",
     .about = "One page: where a new device begins, four pictures and the fingerprint to compare, "
              "and Khetane's address. Nothing on it is secret.",
     .example = "khetane network card -o card.pdf",
     .options = card_options,
     .run = run_card},
    {.name = "network certificate",
     .brief = "Write what devices install to a file",
     .about = "On a stick it reaches a computer in a way that nobody on the network can change.",
     .example = "khetane network certificate -o khetane.crt",
     .options = certificate_options,
     .run = run_certificate},
};

const struct command_table network_table = {commands, sizeof commands / sizeof *commands};
